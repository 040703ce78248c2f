//! Letters: salutation, enclosures.

use std::sync::LazyLock;

use memcon_lexicon::RuleSet;
use memcon_model::{Field, Form, Span};
use regex::Regex;
use serde::Deserialize;

use super::gather::Gather;
use crate::divide::zones::{Zone, Zones};

static BODY: LazyLock<RuleSet> = LazyLock::new(|| RuleSet::load("divide/body/").expect("data/divide/body"));

#[derive(Deserialize)]
struct Words {
    openings: Vec<String>,
    offices_only: Vec<String>,
}

static DEAR: LazyLock<(Regex, Vec<String>)> = LazyLock::new(|| {
    let words: Words =
        memcon_lexicon::table("describe/salutation.toml").expect("data/describe/salutation.toml");
    let openings: Vec<String> = words.openings.iter().map(|w| regex::escape(w)).collect();
    let dear = Regex::new(&format!(r"^(?i:(?:{})\s+)*", openings.join("|"))).expect("a pattern of ours");
    (dear, words.offices_only)
});

/// Reads the salutation of a letter or cable whose head names no addressee.
pub fn read(g: &mut Gather<'_, '_>, zones: &Zones, form: Form) {
    if !matches!(form, Form::Letter | Form::Cable) || g.has(Field::Addressee) {
        return;
    }
    let paper = g.paper;
    let Some((_, line)) = zones.lines(paper, Zone::Body).next() else { return };
    let words = paper.words(line.span);
    let salutation = BODY.matches(words, &[]).any(|m| m.rule.id == "divide.body.salutation");
    if !salutation || words.chars().count() > 100 {
        return;
    }
    let (dear, offices) = &*DEAR;
    let skip = dear.find(words).map_or(0, |m| m.end());
    let name = words.get(skip..).unwrap_or("").trim_end_matches([',', ':', '!', ' ', '：', '！', '，']);
    if !offices.contains(&name.to_lowercase()) && !name.is_empty() {
        let start = line.span.start as usize + skip;
        g.add(Field::Addressee, Span::new(start, start + name.len()), "describe.letter.salutation", 0.7);
    }
}
