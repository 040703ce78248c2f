//! Which document a reference means: by its number, its date, what it is called, and who writes to whom.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use memcon_model::{Evidence, Field, Reference, ResolvedReference};
use serde::Deserialize;

use crate::Document;

#[derive(Deserialize)]
struct Words {
    forms: BTreeMap<String, Vec<String>>,
}

static WORDS: LazyLock<Words> =
    LazyLock::new(|| memcon_lexicon::table("link/words.toml").expect("our own words of linking"));

/// Documents by number and by date.
struct Index {
    numbers: BTreeMap<String, Vec<usize>>,
    dates: BTreeMap<String, Vec<usize>>,
}

/// Resolves the references of all documents, in order.
pub(crate) fn resolve(documents: &[Document<'_>]) -> Vec<ResolvedReference> {
    let index = index(documents);
    documents
        .iter()
        .enumerate()
        .flat_map(|(d, document)| document.analysis.references.iter().map(move |r| (d, document, r)))
        .map(|(d, document, reference)| {
            let (target, why) = target(documents, &index, d, reference);
            ResolvedReference {
                at: Evidence { document: document.id.to_owned(), span: reference.span },
                target: target.map(|t| documents[t].id.to_owned()),
                why,
            }
        })
        .collect()
}

fn index(documents: &[Document<'_>]) -> Index {
    let mut index = Index { numbers: BTreeMap::new(), dates: BTreeMap::new() };
    for (d, document) in documents.iter().enumerate() {
        for value in document.analysis.description.all(Field::Number) {
            index.numbers.entry(number(&value.value)).or_default().push(d);
        }
        if let Some(date) = document.analysis.description.date() {
            index.dates.entry(day(date.as_str())).or_default().push(d);
        }
    }
    index
}

/// A number without "No.", blanks and leading noughts.
fn number(raw: &str) -> String {
    let kept: String = raw
        .chars()
        .filter(|c| c.is_alphanumeric() || matches!(c, '/' | '-' | '.'))
        .collect::<String>()
        .to_lowercase();
    let kept = kept
        .trim_start_matches("no.")
        .trim_start_matches("no")
        .trim_start_matches("nº")
        .trim_start_matches('№');
    kept.trim_start_matches(['0', '.']).trim_end_matches('.').to_owned()
}

fn day(date: &str) -> String {
    date.split('T').next().unwrap_or_default().to_owned()
}

/// The document meant, and a sentence for the reader.
fn target(
    documents: &[Document<'_>],
    index: &Index,
    from: usize,
    reference: &Reference,
) -> (Option<usize>, String) {
    let dated = reference.date.as_ref().map(|d| day(d.as_str()));
    if let Some(wanted) = &reference.number {
        let mut near: Vec<usize> = index.numbers.get(&number(wanted)).cloned().unwrap_or_default();
        near.retain(|&t| t != from && called(documents, t, reference));
        if let Some(date) = &dated {
            let same: Vec<usize> = near.iter().copied().filter(|&t| on(documents, t, date)).collect();
            if same.len() == 1 {
                return (
                    Some(same[0]),
                    format!("Number {wanted} and the date {date} are those of this paper."),
                );
            }
        }
        near.retain(|&t| !later(documents, t, from));
        return match latest(documents, &near) {
            Some((t, alone)) if alone || near.len() == 1 => {
                (Some(t), format!("Number {wanted} is that of this paper, the last before the reference."))
            }
            _ => (None, format!("No paper of the collection before this one has the number {wanted} alone.")),
        };
    }
    let Some(date) = dated else { return (None, "Neither number nor date is named.".into()) };
    let near: Vec<usize> = index
        .dates
        .get(&date)
        .map_or(&[][..], Vec::as_slice)
        .iter()
        .copied()
        .filter(|&t| t != from && called(documents, t, reference))
        .collect();
    match near.as_slice() {
        [t] => (Some(*t), format!("The only paper of this kind with the date {date}.")),
        [] => (None, format!("No paper of the collection of this kind has the date {date}.")),
        _ => (None, format!("Several papers have the date {date}.")),
    }
}

/// Whether a paper's form fits what the reference calls it.
fn called(documents: &[Document<'_>], t: usize, reference: &Reference) -> bool {
    let Some(words) = &reference.description else { return true };
    let lower = words.to_lowercase();
    let mut fitting = WORDS.forms.iter().filter(|(w, _)| lower.contains(w.as_str())).peekable();
    fitting.peek().is_none()
        || fitting.any(|(_, forms)| forms.iter().any(|f| f == documents[t].analysis.form.as_str()))
}

fn on(documents: &[Document<'_>], t: usize, date: &str) -> bool {
    documents[t]
        .analysis
        .description
        .date()
        .is_some_and(|d| day(d.as_str()).ends_with(date.trim_start_matches("XXXX")))
}

fn later(documents: &[Document<'_>], t: usize, from: usize) -> bool {
    let date = |n: usize| documents[n].analysis.description.date().and_then(|d| d.earliest_iso());
    matches!((date(t), date(from)), (Some(a), Some(b)) if a > b)
}

/// The paper with the latest date, and whether no other has that date.
fn latest(documents: &[Document<'_>], near: &[usize]) -> Option<(usize, bool)> {
    let date = |n: usize| documents[n].analysis.description.date().and_then(|d| d.earliest_iso());
    let best = near.iter().copied().max_by(|&a, &b| date(a).cmp(&date(b)).then(b.cmp(&a)))?;
    Some((best, near.iter().filter(|&&n| date(n) == date(best)).count() == 1))
}
