//! The close of a paper: signature, number and day under it, marks of the registry.

use std::sync::LazyLock;

use memcon_lexicon::RuleSet;
use memcon_model::{Field, Form, Role, Span};

use super::gather::{Gather, bare};
use super::{dateline, has_words, person};
use crate::divide::zones::{Zone, Zones};

static TAIL: LazyLock<RuleSet> =
    LazyLock::new(|| RuleSet::load("describe/tail/").expect("data/describe/tail"));
static CLOSING: LazyLock<RuleSet> =
    LazyLock::new(|| RuleSet::load("divide/body/").expect("data/divide/body"));

/// Reads the close.
pub fn read(g: &mut Gather<'_, '_>, zones: &Zones, form: Form) {
    let paper = g.paper;
    let body = zones.of.iter().position(|z| matches!(z, Zone::Body)).unwrap_or(0);
    let own: Vec<usize> = (body..paper.lines.len())
        .filter(|&n| {
            matches!(zones.of[n], Zone::Signature | Zone::Handling) && !paper.lines[n].span.is_empty()
        })
        .collect();
    let mut signed = false;
    for &n in &own {
        let at = bare(paper, paper.lines[n].span);
        let words = paper.words(at);
        let mut known = false;
        for m in TAIL.matches(words, &[]) {
            known = true;
            g.take(&m, at.start as usize);
            if m.rule.gives == "signature" {
                signed = true;
            }
        }
        if known || zones.of[n] != Zone::Signature || CLOSING.matches(words, &[]).next().is_some() {
            continue;
        }
        if let Some(d) = dateline::first(words, g.year).filter(|d| {
            d.span.len() + 20 >= words.len() || d.span.end as usize + 2 >= words.len() && words.len() < 70
        }) {
            date(g, at, &d);
        } else if !signed && has_words(words) && words.chars().count() <= 70 {
            signed = true;
            g.add(Field::Signature, at, "describe.tail.name", 0.75);
        } else if signed
            && matches!(form, Form::Agreement | Form::DraftTreaty | Form::Letter)
            && !words.starts_with('(')
        {
            second(g, n, at);
        }
    }
    for v in g.description.all(Field::Signature).to_vec() {
        let name = person::name(&v.value);
        g.hand(Role::Signatory, Some(&name), None, v.span, "describe.tail.signature", v.basis.confidence);
    }
}

/// Two sides sign an agreement, each on its own line after a blank one; offices under a name are no names.
fn second(g: &mut Gather<'_, '_>, n: usize, at: Span) {
    let fresh = n == 0 || g.paper.lines[n - 1].span.is_empty();
    let words = g.paper.words(at);
    let tokens = words.split_whitespace().count();
    if fresh
        && (2..=4).contains(&tokens)
        && words.split_whitespace().all(|t| t.starts_with(char::is_uppercase))
    {
        g.add(Field::Signature, at, "describe.tail.name", 0.5);
    }
}

/// A day under the signature is the paper's day where the head gives none.
fn date(g: &mut Gather<'_, '_>, at: Span, d: &dateline::Dated) {
    let known = g
        .description
        .all(Field::Date)
        .iter()
        .any(|v| v.edtf.as_ref().and_then(|e| e.earliest()) == d.edtf.earliest());
    if !known && !g.has(Field::Date) {
        let span = Span::new((at.start + d.span.start) as usize, (at.start + d.span.end) as usize);
        g.push(Field::Date, span, Some(d.edtf.clone()), "describe.tail.date", 0.8);
    }
}
