//! The documentary form, by weighted signs: what the title says, how the head looks, how the body goes on.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use memcon_lexicon::RuleSet;
use memcon_model::Form;

use super::{heading, labels};
use crate::Paper;
use crate::divide::zones::{Zone, Zones, section};

static SIGNS: LazyLock<RuleSet> =
    LazyLock::new(|| RuleSet::load("describe/form/").expect("data/describe/form"));

/// The form with the greatest weight; `other` where nothing speaks clearly.
pub fn form(paper: &Paper<'_>, zones: &Zones) -> Form {
    let mut score: BTreeMap<Form, f32> = BTreeMap::new();
    let own: Vec<usize> = (0..paper.lines.len())
        .filter(|&n| {
            !paper.lines[n].span.is_empty()
                && !matches!(zones.of[n], Zone::Furniture | Zone::Related | Zone::Comment | Zone::Archive)
        })
        .collect();
    if own.iter().take(2).any(|&n| section(paper.words(paper.lines[n].span)) == Some("editorial")) {
        return Form::Other;
    }
    // A message is a letter, whatever it encloses; a wire service's or a minute sent round says what it is.
    if paper.reading.media_type == "message/rfc822" {
        add(&mut score, Form::Letter, 3.0);
    }
    titles(paper, zones, &own, &mut score);
    signs(paper, zones, &own, &mut score);
    // Remarks in the margin of a word processor's file and running heads of a book make no web page of them.
    let on_screen = matches!(paper.reading.media_type.as_str(), "" | "multipart/related")
        || paper.reading.media_type.starts_with("text/");
    if on_screen && (!zones.comments.is_empty() || zones.of.contains(&Zone::Comment)) {
        add(&mut score, Form::WebPage, 4.0);
    }
    if on_screen && zones.of.contains(&Zone::Furniture) && !zones.archival {
        add(&mut score, Form::WebPage, 1.5);
    }
    let drafted = score.get(&Form::DraftTreaty).is_some_and(|w| *w >= 1.0);
    let mut best = (Form::Other, 1.4);
    for (form, weight) in score {
        if weight > best.1 {
            best = (form, weight);
        }
    }
    // A text of an agreement that is called a draft or a proposal is not agreed.
    if best.0 == Form::Agreement && drafted { Form::DraftTreaty } else { best.0 }
}

fn add(score: &mut BTreeMap<Form, f32>, form: Form, weight: f32) {
    *score.entry(form).or_default() += weight;
}

/// Kinds of paper named in titles: of the paper itself, or of the catalogue.
fn titles(paper: &Paper<'_>, zones: &Zones, own: &[usize], score: &mut BTreeMap<Form, f32>) {
    let catalogue = zones.lines(paper, Zone::Archive).map(|(n, _)| n).take(4);
    let mut rank = 0;
    for n in own.iter().copied().take(6).chain(catalogue) {
        let words = paper.words(paper.lines[n].span);
        if words.len() > 400 || labels::label(paper, &paper.lines[n]).is_some_and(|l| l.marked) {
            continue;
        }
        if let Some(h) = heading::read(words, false) {
            let kind = h.kind.map_or("", |k| k.of(words));
            // A kind must stand as a title: opening capitals, no sentence.
            let titled = kind.starts_with(|c: char| !c.is_lowercase())
                && !(words.ends_with('.') && words.split_whitespace().count() > 14);
            if let (Some(form), true) = (h.form, titled) {
                add(score, form, if rank < 3 { 4.0 } else { 2.0 });
                // A channel makes a memorandum what it says and nothing else.
                rank += 2;
            }
        }
        rank += 1;
    }
}

/// Signs kept as data: `gives` is `form:weight`, with `where` as the second part of the id
/// (`head` the first lines, `tail` the last, `many` a share of the paragraphs, `label` labelled lines).
fn signs(paper: &Paper<'_>, zones: &Zones, own: &[usize], score: &mut BTreeMap<Form, f32>) {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let mut speakers: BTreeMap<&str, usize> = BTreeMap::new();
    let count = own.len();
    for (k, &n) in own.iter().enumerate() {
        let words = paper.words(paper.lines[n].span);
        let (head, tail) = (k < 30, k + 12 >= count);
        let cut = words.char_indices().nth(200).map_or(words.len(), |(i, _)| i);
        // Long papers are known by their opening, close, and a sample between.
        if !(head || tail || k < 400) {
            continue;
        }
        for m in SIGNS.matches(&words[..cut], &[]) {
            let place = m.rule.id.split('.').nth(2).unwrap_or("");
            let holds = match place {
                "head" => head && (zones.of[n] != Zone::Body || k < 12),
                "tail" => tail,
                _ => true,
            };
            if holds {
                if m.rule.id.starts_with("describe.form.many.prefix") {
                    *speakers.entry(words.split([':', '：']).next().unwrap_or("")).or_default() += 1;
                }
                *seen.entry(m.rule.id.as_str()).or_default() += 1;
            }
        }
    }
    let sampled = count.clamp(1, 400);
    for rule in SIGNS.rules() {
        let Some(&hits) = seen.get(rule.id.as_str()) else { continue };
        let many = rule.id.split('.').nth(2) == Some("many");
        // Speakers speak again; the labels of a list do not.
        let again = speakers.values().filter(|n| **n >= 2).count() >= 1;
        let speech = rule.id.starts_with("describe.form.many.prefix");
        if many && (hits < 3 || hits * 5 < sampled || (speech && !again)) {
            continue;
        }
        if let Some((form, weight)) = rule.gives.split_once(':')
            && let (Ok(form), Ok(weight)) = (form.parse(), weight.parse())
        {
            add(score, form, weight);
        }
    }
}
