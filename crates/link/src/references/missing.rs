//! Papers that are cited and not held: references that name a definite paper and lead nowhere, gathered by what they name.
//!
//! A definite paper has a number with a series or a channel, or a kind, a day and somebody whose it is. What the collection
//! may hold but cannot tell apart (two candidates) counts as not held only where no paper has that number at all.

use std::collections::BTreeMap;

use memcon_model::{Evidence, Field, MissingPaper, Reference, ResolvedReference, Span};

use super::WORDS;
use super::card::{Number, content, single_day};
use super::numbers::{Owner, owner, series};
use crate::Document;
use crate::agents::written::fold;

/// What is cited and not held, most cited first.
pub fn missing(documents: &[Document<'_>], resolved: &[ResolvedReference]) -> Vec<MissingPaper> {
    let mut targets: BTreeMap<&str, BTreeMap<Span, Option<&str>>> = BTreeMap::new();
    for r in resolved {
        targets.entry(&r.at.document).or_default().insert(r.at.span, r.target.as_deref());
    }
    let mut found: BTreeMap<String, MissingPaper> = BTreeMap::new();
    for document in documents {
        let Some(known) = targets.get(document.id) else { continue };
        for reference in &document.analysis.references {
            if !matches!(known.get(&reference.span), Some(None)) || reference.target.is_some() {
                continue;
            }
            let Some(key) = key(document, reference) else { continue };
            let at = Evidence { document: document.id.to_owned(), span: reference.span };
            let paper = found.entry(key.clone()).or_insert_with(|| MissingPaper {
                key,
                called: reference.span.of(document.text).split_whitespace().collect::<Vec<_>>().join(" "),
                number: reference.number.clone(),
                date: reference.date.clone(),
                cited: Vec::new(),
            });
            paper.date = paper.date.take().or_else(|| reference.date.clone());
            paper.cited.push(at);
        }
    }
    let mut out: Vec<MissingPaper> = found.into_values().collect();
    out.sort_by(|a, b| (b.cited.len(), &a.key).cmp(&(a.cited.len(), &b.key)));
    out
}

/// What names the paper the same way wherever it is cited; `None` where the words name no definite one.
fn key(document: &Document<'_>, reference: &Reference) -> Option<String> {
    let desc = reference.description.as_deref().unwrap_or_default();
    let owner = owner(desc);
    let hand = hand(document, &owner);
    let year = document.analysis.description.date().and_then(|d| d.earliest()).map(|d| d.year.to_string());
    if let Some(raw) = &reference.number {
        let mut number = Number::read(raw)?;
        if number.letters.is_empty() && owner == Owner::Untold {
            number.letters = series(desc).unwrap_or_default();
        }
        if number.letters.is_empty() && hand.is_empty() {
            return None;
        }
        // A series of one office runs on; a post's begins anew each year.
        let year = if number.letters.is_empty() { year.unwrap_or_default() } else { String::new() };
        return Some(format!("{hand}|{}|{}|{year}", number.letters, number.digits));
    }
    let day = reference.date.as_ref().and_then(single_day)?;
    let words = fold(desc);
    let noun = words.split_whitespace().next_back()?.trim_end_matches('s').to_owned();
    let paper = WORDS.kinds.contains_key(&noun) || WORDS.forms.contains_key(&noun);
    (paper && !hand.is_empty()).then(|| format!("{hand}|{noun}|{day}"))
}

/// Whose paper it is: the same word from whichever end it is cited; empty where nobody is told.
fn hand(document: &Document<'_>, owner: &Owner) -> String {
    let first = |fields: &[Field]| {
        let values = fields.iter().flat_map(|f| document.analysis.description.all(*f));
        values.map(|v| fold(&v.value)).next().unwrap_or_default()
    };
    match owner {
        Owner::Mine => first(&[Field::Sender, Field::Author, Field::Place]),
        Owner::Yours => first(&[Field::Addressee]),
        // The capital counts what it sends to each post by itself.
        Owner::Capital => format!("capital to {}", post(document)),
        Owner::Post => post(document),
        Owner::Of(place) => content(place).join(" "),
        Owner::Untold => String::new(),
    }
}

/// The end of the channel that is not at home.
fn post(document: &Document<'_>) -> String {
    let at_home =
        |v: &str| fold(v).split(|c: char| !c.is_alphanumeric()).any(|w| WORDS.capital.iter().any(|k| k == w));
    let ends = [Field::Sender, Field::Addressee].into_iter();
    let values = ends.filter_map(|f| document.analysis.description.all(f).first().map(|v| v.value.as_str()));
    values.filter(|v| !at_home(v)).map(|v| content(v).join(" ")).next().unwrap_or_default()
}
