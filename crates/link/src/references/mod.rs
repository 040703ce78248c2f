//! Which document a reference means: by its number and the channel it went through, by its day, by what it is called.
//!
//! References that a paper's own analysis found are resolved here; those that can be seen only with the whole collection
//! in hand (a bare "K.12" where a paper has that number, "the harbour resolution" where a paper bears that title) are
//! found here as well, and kept only where they lead to a paper. What has two possible targets has none.

mod card;
mod loose;
mod missing;
mod numbers;
mod pointed;
mod whose;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use memcon_model::{Evidence, Reference, ResolvedReference};

pub use missing::missing;

use crate::Document;
use card::Cards;

/// Resolves the references of all documents, in order of document and text.
pub fn resolve(documents: &[Document<'_>]) -> Vec<ResolvedReference> {
    let cards = Cards::new(documents);
    let pointed = pointed::Pointed::new(documents);
    let mut out = Vec::new();
    for (d, document) in documents.iter().enumerate() {
        let mut own: Vec<ResolvedReference> = document
            .analysis
            .references
            .iter()
            .filter_map(|reference| {
                let tied = reference.target.as_deref().and_then(|t| pointed.target(document.id, t));
                // What only mark-up calls a reference (to a page, a note) is one where it leads to a paper.
                if tied.is_none() && reference.basis.rule == "given.reference" {
                    return None;
                }
                let (target, why) = match tied {
                    Some(t) => (Some(t), "The edition's own mark-up points there.".to_owned()),
                    None => target(&cards, document, d, reference),
                };
                Some(ResolvedReference {
                    at: Evidence { document: document.id.to_owned(), span: reference.span },
                    target: target.map(|t| documents[t].id.to_owned()),
                    why,
                })
            })
            .collect();
        let more = loose::find(&cards, documents, d, &own);
        own.extend(more);
        own.sort_by_key(|r| (r.at.span.start, r.at.span.end));
        out.extend(own);
    }
    out
}

/// The document meant, and a sentence for the reader.
fn target(
    cards: &Cards,
    document: &Document<'_>,
    from: usize,
    reference: &Reference,
) -> (Option<usize>, String) {
    let found = match &reference.number {
        Some(number) => numbers::target(cards, document, from, reference, number),
        None => Err("Neither number nor date is named.".into()),
    };
    match found {
        Ok((t, why)) => (Some(t), why),
        Err(why) => match loose::by_day(cards, document, from, reference)
            .or_else(|| relative(cards, from, reference))
        {
            Some((t, told)) => (Some(t), told),
            None => (None, why),
        },
    }
}

/// "the last meeting", "my immediately preceding telegram".
fn relative(cards: &Cards, from: usize, reference: &Reference) -> Option<(usize, String)> {
    if reference.number.is_some() || reference.date.is_some() {
        return None;
    }
    let desc = reference.description.as_deref()?;
    match &*reference.basis.rule {
        "references.meeting.last" => whose::last_meeting(cards, from),
        "references.sep" => whose::neighbour(cards, from, desc),
        _ => None,
    }
}

/// Words of papers in references.
#[derive(serde::Deserialize)]
pub(super) struct Words {
    /// What a paper is called, with the documentary forms that it can have.
    forms: BTreeMap<String, Vec<String>>,
    /// What a paper is called, with the words under which it may be headed.
    kinds: BTreeMap<String, Vec<String>>,
    /// Words for the writer's own papers, the reader's, those of the capital, those of the post.
    owners: BTreeMap<String, Vec<String>>,
    /// Words that say nothing about who writes to whom.
    plain: Vec<String>,
    /// Words by which an office at home is known.
    capital: Vec<String>,
    /// Words before a number at the head of a paper that do not name the paper.
    no_series: Vec<String>,
    /// Labels at the head of a paper below which other papers are named.
    labels: Vec<String>,
    /// Code words of running series of telegrams.
    series: Vec<String>,
    /// Names of months.
    months: Vec<String>,
    /// Nouns of meetings.
    meetings: Vec<String>,
}

pub(super) static WORDS: LazyLock<Words> =
    LazyLock::new(|| memcon_lexicon::table("link/references.toml").expect("our own words of references"));
