//! Which document a reference means: by its number and the channel it went through, by its day, by what it is called.
//!
//! References that a paper's own analysis found are resolved here; those that can be seen only with the whole collection
//! in hand (a bare "K.12" where a paper has that number, "the harbour resolution" where a paper bears that title) are
//! found here as well, and kept only where they lead to a paper. What has two possible targets has none.

mod card;
mod content;
mod evidence;
mod lexis;
mod loose;
mod missing;
mod numbers;
mod pointed;
mod usage;
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
    let index: BTreeMap<&str, usize> = documents.iter().enumerate().map(|(n, d)| (d.id, n)).collect();
    let mut all: Vec<Vec<ResolvedReference>> = (0..documents.len())
        .map(|d| {
            let mut own = found_in(&cards, &pointed, documents, d);
            let more = loose::find(&cards, documents, d, &own);
            own.extend(more);
            own
        })
        .collect();
    // In order of time: what words meant before tells what they mean now.
    let mut usage = usage::Usage::default();
    for d in cards.in_time() {
        let more = content::find(&cards, documents, d, &all[d], &index, &mut usage);
        all[d].extend(more);
    }
    for own in &mut all {
        own.sort_by_key(|r| (r.at.span.start, r.at.span.end));
    }
    all.into_iter().flatten().collect()
}

/// The references that a paper's own analysis found.
fn found_in(
    cards: &Cards,
    pointed: &pointed::Pointed<'_>,
    documents: &[Document<'_>],
    d: usize,
) -> Vec<ResolvedReference> {
    let document = &documents[d];
    let resolved = |reference: &Reference| {
        let tied = reference.target.as_deref().and_then(|t| pointed.target(document.id, t));
        // What only mark-up calls a reference (to a page, a note) is one where it leads to a paper.
        if tied.is_none() && reference.basis.rule == "given.reference" {
            return None;
        }
        let (target, why) = match tied {
            Some(t) => (Some(t), "The edition's own mark-up points there.".to_owned()),
            None => target(cards, document, d, reference),
        };
        Some(ResolvedReference {
            at: Evidence { document: document.id.to_owned(), span: reference.span },
            target: target.map(|t| documents[t].id.to_owned()),
            why,
        })
    };
    document.analysis.references.iter().filter_map(resolved).collect()
}

/// A reference without a number, with the figures of every paper weighed for it.
#[doc(hidden)]
pub struct Figures {
    /// Where it stands.
    pub at: Evidence,
    /// The papers and their figures, in the order of [`things_weighed`].
    pub papers: Vec<(String, Vec<f64>)>,
}

/// What the figures are of.
#[doc(hidden)]
pub fn things_weighed() -> &'static [&'static str] {
    &evidence::THINGS
}

/// The figures from which the weights in `data/link/weights.toml` are made.
#[doc(hidden)]
pub fn weigh(documents: &[Document<'_>], resolved: &[ResolvedReference]) -> Vec<Figures> {
    let cards = Cards::new(documents);
    let index: BTreeMap<&str, usize> = documents.iter().enumerate().map(|(n, d)| (d.id, n)).collect();
    let mut out = Vec::new();
    let mut all: Vec<Vec<ResolvedReference>> = vec![Vec::new(); documents.len()];
    for r in resolved.iter().filter(|r| !r.why.starts_with(content::OPENING)) {
        if let Some(d) = index.get(r.at.document.as_str()) {
            all[*d].push(r.clone());
        }
    }
    let mut usage = usage::Usage::default();
    for d in cards.in_time() {
        let (document, known) = (&documents[d], &all[d]);
        content::weigh(&cards, documents, d, known, &index, &mut usage, &mut |w| {
            out.push(Figures {
                at: Evidence { document: document.id.to_owned(), span: w.span },
                papers: w.rows.iter().map(|(t, row)| (documents[*t].id.to_owned(), row.to_vec())).collect(),
            });
            w.best().map(|(t, _)| t)
        });
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
    /// Words that make a noun no certain paper.
    indefinite: Vec<String>,
    /// Words before a number.
    number_words: Vec<String>,
    /// Words in the heading of a paper that records a meeting.
    records: Vec<String>,
    /// What spoke for a paper, by the thing weighed, in words for the reader.
    told: BTreeMap<String, String>,
}

pub(super) static WORDS: LazyLock<Words> =
    LazyLock::new(|| memcon_lexicon::table("link/references.toml").expect("our own words of references"));
