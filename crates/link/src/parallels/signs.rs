//! The signs of a paper that stay when it is translated: numbers, days, hours, who is named, and their order;
//! and the sampled runs of words that stay when it is copied.
//!
//! A sign is a hash of its kind and value, so that a million papers' signs fit in memory and their order is that of
//! numbers. What does not belong here: what the signs of two papers say about each other.

use std::collections::BTreeMap;

use memcon_lexicon::{numbers, sentences};
use memcon_model::{AgentType, Analysis, DateFound, DateType, Manner, RegionKind, Span};

use crate::Document;
use crate::agents::{Agents, state_of};

/// Signs of a paper that are looked at; a longer paper is known by its beginning.
const MOST: usize = 600;
/// Sentences of a paper that are looked at.
const SENTENCES: usize = 6_000;
/// How many words a run has, and one in how many runs is kept.
const RUN: usize = 5;
/// See [`RUN`].
const SAMPLE: u64 = 4;
/// Words of a sentence that are known in every language, and of which pairs are made.
const KNOWN: usize = 14;
/// Pairs of such words that are kept of a paper: those of the least hashes, which are the same in its translation.
const PAIRS: usize = 256;
/// Share of a text that its own translation inside it holds at least, for it to be a paper with its translation.
const OWN: f64 = 0.3;

/// What kind of sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Number,
    Date,
    Name,
    /// Two numbers or dates that follow each other.
    Order,
}

/// A sign at its sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Sign {
    pub hash: u64,
    pub kind: Kind,
    pub sentence: u32,
}

/// A paper by its signs.
pub(super) struct Signed {
    /// Its place among the documents.
    pub document: usize,
    /// Its language.
    pub language: String,
    /// Characters of its own words, those of dense scripts weighed.
    pub length: f64,
    /// In the order of the text.
    pub signs: Vec<Sign>,
    /// Sampled runs of words, sorted.
    pub runs: Vec<u64>,
    /// Pairs of words known in every language that stand in one sentence, sorted, each with its first sentence.
    pub words: Vec<(u64, u32)>,
    /// How many sentences.
    pub sentences: u32,
}

/// FNV-1a with a last mixing.
pub(super) fn hash(parts: &[&str]) -> u64 {
    let mut h: u64 = 0xcbf2_9ce4_8422_2325;
    for b in parts.iter().flat_map(|p| p.bytes().chain([0xff])) {
        h = (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3);
    }
    let x = (h ^ (h >> 32)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    x ^ (x >> 29)
}

/// Whom each paper names, by document: the agents' places in `agents.linked`, in the order of the text.
pub(super) fn named(documents: &[Document<'_>], agents: &Agents) -> Vec<Vec<(Span, u32)>> {
    let place: BTreeMap<&str, usize> = documents.iter().enumerate().map(|(n, d)| (d.id, n)).collect();
    let mut out = vec![Vec::new(); documents.len()];
    for (n, agent) in agents.linked.iter().enumerate() {
        for form in agent.forms.iter().filter(|f| f.manner != Manner::Pronoun) {
            for mention in &form.mentions {
                if let Some(&d) = place.get(mention.document.as_str()) {
                    out[d].push((mention.span, n as u32));
                }
            }
        }
    }
    for list in &mut out {
        list.sort_unstable();
        list.dedup();
    }
    out
}

/// The sentences of a paper's own words.
pub(super) fn own_sentences(document: &Document<'_>) -> Vec<Span> {
    let wanted = |k: RegionKind| {
        matches!(
            k,
            RegionKind::Letterhead
                | RegionKind::Body
                | RegionKind::Signature
                | RegionKind::Translation
                | RegionKind::Original
        )
    };
    let mut out = Vec::new();
    for region in document.analysis.regions.iter().filter(|r| wanted(r.kind)) {
        for sentence in sentences(document.text, region.span) {
            let span = sentence.trim(document.text);
            if span.of(document.text).chars().any(char::is_alphanumeric) && out.len() < SENTENCES {
                out.push(span);
            }
        }
    }
    out
}

/// Characters that are no white space, those of dense scripts weighed.
pub(super) fn weighed(words: &str) -> f64 {
    words
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| match c {
            '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' => 3.2,
            '\u{ac00}'..='\u{d7a3}' => 2.0,
            _ => 1.0,
        })
        .sum()
}

/// The signs of one paper; `None` for one that holds its own translation, and for one without words.
pub(super) fn signed(
    n: usize,
    document: &Document<'_>,
    agents: &Agents,
    named: &[(Span, u32)],
    of_many: bool,
) -> Option<Signed> {
    let analysis = document.analysis;
    let language = analysis.languages.first()?.clone();
    if holds_its_translation(document) {
        return None;
    }
    let sentences = own_sentences(document);
    let length: f64 = sentences.iter().map(|s| weighed(s.of(document.text))).sum();
    if sentences.is_empty() {
        return None;
    }
    Some(Signed {
        document: n,
        language,
        length,
        signs: signs(document, agents, named, &sentences),
        runs: runs(document.text, &sentences),
        words: if of_many { pairs_of_words(document.text, &sentences) } else { Vec::new() },
        sentences: sentences.len() as u32,
    })
}

/// Whether a good part of a paper is translation and original beside each other.
fn holds_its_translation(document: &Document<'_>) -> bool {
    let pairs = &document.analysis.alignment;
    let spans = pairs.iter().flat_map(|p| [p.a, p.b]);
    let held: f64 = spans.map(|s| weighed(s.of(document.text))).sum();
    held > 0.0 && held >= OWN * weighed(document.text)
}

/// Pairs of words known in every language, sampled: what a text without numbers and names is found by.
fn pairs_of_words(text: &str, sentences: &[Span]) -> Vec<(u64, u32)> {
    let mut out: Vec<(u64, u32)> = Vec::new();
    for (n, span) in sentences.iter().enumerate() {
        let keys = memcon_align::keys(span.of(text));
        let mut keys: Vec<u64> =
            keys.iter().filter(|k| !k.0.starts_with('#')).map(|k| hash(&["w", &k.0])).collect();
        keys.sort_unstable();
        keys.dedup();
        keys.truncate(KNOWN);
        for (at, x) in keys.iter().enumerate() {
            out.extend(keys[at + 1..].iter().map(|y| (hash_of(*x, *y), n as u32)));
        }
        if out.len() > 64 * PAIRS {
            least(&mut out);
        }
    }
    least(&mut out);
    out
}

/// The pairs of the least hashes, sorted.
fn least(pairs: &mut Vec<(u64, u32)>) {
    pairs.sort_unstable();
    pairs.dedup_by_key(|p| p.0);
    pairs.truncate(PAIRS);
}

fn hash_of(x: u64, y: u64) -> u64 {
    let h = (x.rotate_left(23) ^ y).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    h ^ (h >> 31)
}

/// The signs of sentences, in order, with those of what follows what.
fn signs(document: &Document<'_>, agents: &Agents, named: &[(Span, u32)], sentences: &[Span]) -> Vec<Sign> {
    let mut out: Vec<Sign> = Vec::new();
    let mut before: Option<u64> = None;
    for (n, span) in sentences.iter().enumerate() {
        if out.len() >= MOST {
            break;
        }
        for (kind, hash) in of_sentence(document, agents, named, *span) {
            if matches!(kind, Kind::Number | Kind::Date) {
                if let Some(b) = before.filter(|b| *b != hash) {
                    let both = b.rotate_left(21) ^ hash;
                    out.push(Sign { hash: both, kind: Kind::Order, sentence: n as u32 });
                }
                before = Some(hash);
            }
            out.push(Sign { hash, kind, sentence: n as u32 });
        }
    }
    out.truncate(MOST);
    out
}

/// Numbers, dates and names of a passage, in the order of the text.
pub(super) fn of_sentence(
    document: &Document<'_>,
    agents: &Agents,
    named: &[(Span, u32)],
    span: Span,
) -> Vec<(Kind, u64)> {
    let mut found: Vec<(u32, Kind, u64)> = Vec::new();
    let dates = dated(document.analysis, span);
    for date in &dates {
        found.extend(day(date).map(|d| (date.span.start, Kind::Date, hash(&["d", &d]))));
    }
    for number in numbers(span.of(document.text), &document.analysis.languages) {
        let at = span.start + number.at.start as u32;
        if !dates.iter().any(|d| d.span.start <= at && at < d.span.end) {
            found.push((at, Kind::Number, hash(&["n", &number.value])));
        }
    }
    let from = named.partition_point(|m| m.0.start < span.start);
    for (place, agent) in named[from..].iter().take_while(|m| m.0.start < span.end) {
        let agent = &agents.linked[*agent as usize];
        let state = (agent.kind == AgentType::State).then(|| state_of(&agent.canonical)).flatten();
        let h = state.map_or_else(|| hash(&["a", &agent.id]), |code| hash(&["s", &code]));
        found.push((place.start, Kind::Name, h));
    }
    found.sort_unstable();
    found.into_iter().map(|(_, kind, h)| (kind, h)).collect()
}

/// Time expressions inside a passage that name a day, month, year or hour.
fn dated(analysis: &Analysis, span: Span) -> Vec<&DateFound> {
    let from = analysis.dates.partition_point(|d| d.span.start < span.start);
    let inside = analysis.dates[from..].iter().take_while(|d| d.span.start < span.end);
    inside.filter(|d| d.edtf.is_some() && d.kind != DateType::Duration).collect()
}

/// A date as both papers have it whether or not they can complete it: day and month without the year, hour without the day.
pub(super) fn day(date: &DateFound) -> Option<String> {
    let edtf = date.edtf.as_ref()?;
    if date.kind == DateType::Time {
        return edtf.time().map(|t| t.chars().take(5).collect());
    }
    let (first, last) = (edtf.earliest_iso()?, edtf.latest_iso()?);
    Some(if first == last { first.get(5..).unwrap_or(&first).to_owned() } else { edtf.as_str().to_owned() })
}

/// Hashes of sampled runs of words, letters only, so that punctuation and line breaks do not matter.
fn runs(text: &str, sentences: &[Span]) -> Vec<u64> {
    let mut out = Vec::new();
    let mut held: std::collections::VecDeque<u64> = std::collections::VecDeque::new();
    for span in sentences.iter().take(SENTENCES / 4) {
        for word in span.of(text).split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()) {
            // Scripts without spaces: their characters are the words.
            let dense = word.chars().any(|c| ('\u{3040}'..='\u{9fff}').contains(&c));
            let mut push = |piece: &str| {
                held.push_back(hash(&[&piece.to_lowercase()]));
                if held.len() > RUN {
                    held.pop_front();
                }
                if held.len() == RUN {
                    let run = held.iter().fold(7u64, |h, w| h.rotate_left(11).wrapping_mul(31) ^ w);
                    let run = run.wrapping_mul(0x9e37_79b9_7f4a_7c15);
                    if (run >> 40) % SAMPLE == 0 {
                        out.push(run);
                    }
                }
            };
            if dense {
                word.chars().for_each(|c| push(c.encode_utf8(&mut [0; 4])));
            } else {
                push(word);
            }
        }
    }
    out.sort_unstable();
    out.dedup();
    out
}
