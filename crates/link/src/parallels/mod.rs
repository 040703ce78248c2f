//! Papers that are one text: a translation and its original in two files, copies.
//!
//! Found over the whole collection by signs that stay when a text is translated ([`signs`], [`candidates`]), proved by
//! aligning ([`verify`]), with what the papers themselves say of which is the original ([`original`]); a claim found in both is
//! tied to its counterpart ([`tied`]), so that it counts once. A person's decisions go over all of it. Precision comes before recall: two
//! reports of one meeting are accounts, and a summary is no translation. What does not belong here: translation and original in one
//! file (the analysis finds those), accounts of one event ([`crate::compare`]).

mod candidates;
mod order;
mod original;
mod signs;
#[cfg(test)]
mod tests;
mod tied;
mod verify;

use std::collections::{BTreeMap, BTreeSet};

use memcon_model::{
    Anchor, Beside, Certainty, Comparison, Decision, DecisionKind, Linked, Parallel, ParallelKind, Span,
    Subject, Testimony,
};

use crate::agents::Agents;
use crate::compare::{Names, differences};
use crate::ids::stable;
use crate::{Document, Given};
use signs::{Signed, named, own_sentences, signed};
use verify::{Bead, Side, Weighed, copied, weigh};

pub(crate) use tied::{Twins, once, same_agents};

/// Runs of words that certain copies share at least, and of the numbers and dates of both.
const COPY: (f32, f32) = (0.6, 0.85);
/// The same of possible copies: later editions, retyped or badly read papers.
const EDITION: (f32, f32) = (0.35, 0.6);

/// Finds the papers that are one text.
pub(crate) fn find(documents: &[Document<'_>], agents: &Agents, given: &Given<'_>) -> Vec<Parallel> {
    if documents.len() < 2 {
        return Vec::new();
    }
    let by_hand = Decided::of(documents, given.decisions);
    let named = named(documents, agents);
    let mut languages = documents.iter().filter_map(|d| d.analysis.languages.first());
    let of_many = languages.next().is_some_and(|first| languages.any(|l| l != first));
    let papers: Vec<Signed> =
        documents.iter().enumerate().filter_map(|(n, d)| signed(n, d, agents, &named[n], of_many)).collect();
    let side = |n: usize| Side::new(&documents[n], agents, &named[n]);
    let mut out = Vec::new();
    let decided = |(a, b): (usize, usize)| {
        let pair = (a.min(b), a.max(b));
        by_hand.parted.contains(&pair) || by_hand.joined.contains(&pair)
    };
    let mut same: BTreeSet<(usize, usize)> = BTreeSet::new();
    for c in candidates::copies(&papers) {
        let (x, y) = (&papers[c.a], &papers[c.b]);
        let pair = (x.document, y.document);
        if let Some(found) = copy(documents, pair, copied(x, y)).filter(|_| !decided(pair)) {
            same.insert((pair.0.min(pair.1), pair.0.max(pair.1)));
            out.push(found);
        }
    }
    // A paper has one translation into a language, and that in several copies.
    let mut taken: BTreeMap<(usize, &str), Vec<usize>> = BTreeMap::new();
    let mut candidates = candidates::translations(&papers);
    // Whole papers before parts of papers.
    candidates.sort_by_key(|c| apart(&papers[c.a], &papers[c.b]));
    for c in candidates {
        let (x, y) = (&papers[c.a], &papers[c.b]);
        // Always in the order of the ids: aligning is not quite the same from either side.
        let pair = in_order(documents, (x.document, y.document));
        let ways =
            [(x.document, y.language.as_str(), y.document), (y.document, x.language.as_str(), x.document)];
        let other = ways.iter().any(|&(own, language, with)| {
            let held = taken.get(&(own, language)).map_or(&[][..], Vec::as_slice);
            held.iter().any(|&h| !same.contains(&(h.min(with), h.max(with))))
        });
        if decided(pair) || other {
            continue;
        }
        let (a, b) = (side(pair.0), side(pair.1));
        let (of_a, of_b) = if pair.0 == x.document { (x, y) } else { (y, x) };
        let Some(weighed) = laid((&a, of_a), (&b, of_b)) else { continue };
        let Some(certainty) = weighed.verdict() else { continue };
        if certainty == Certainty::Certain {
            // Of a longer paper other parts may be translated elsewhere.
            let (longer, part) = (if x.length > y.length { x.document } else { y.document }, apart(x, y));
            for (own, language, with) in ways.into_iter().filter(|w| !part || w.0 != longer) {
                taken.entry((own, language)).or_default().push(with);
            }
        }
        out.push(translation(documents, pair, (&a, &b), &weighed, certainty));
    }
    // What is only possible beside something certain is nothing.
    let sure: BTreeSet<String> = out
        .iter()
        .filter(|p: &&Parallel| p.kind == ParallelKind::Translation && p.certainty == Certainty::Certain)
        .flat_map(|p| [p.a.clone(), p.b.clone()])
        .collect();
    out.retain(|p| {
        p.kind == ParallelKind::Copy
            || p.certainty == Certainty::Certain
            || !(sure.contains(&p.a) || sure.contains(&p.b))
    });
    for &pair in &by_hand.joined {
        let pair = in_order(documents, pair);
        let (a, b) = (side(pair.0), side(pair.1));
        let one =
            documents[pair.0].analysis.languages.first() == documents[pair.1].analysis.languages.first();
        let mut made = if one {
            Parallel { kind: ParallelKind::Copy, ..bare(documents, pair, 1.0, Certainty::Certain) }
        } else {
            let beads = verify::whole(&a, &b);
            translation(documents, pair, (&a, &b), &beads, Certainty::Certain)
        };
        made.by_hand = true;
        made.why.insert(0, testimony("A person said that they are one text.".to_owned()));
        out.push(made);
    }
    out.sort_by(|x, y| (&x.a, &x.b).cmp(&(&y.a, &y.b)));
    out
}

/// Papers whose lengths are further apart than this are aligned where the longer one holds what they share.
const APART: f64 = 1.6;

/// Lays two papers beside each other, the shorter beside its stretch of the longer where their lengths are far apart.
fn laid((a, of_a): (&Side<'_>, &Signed), (b, of_b): (&Side<'_>, &Signed)) -> Option<Weighed> {
    if apart(of_a, of_b) && of_a.length < of_b.length {
        let within = candidates::window(&candidates::shared(of_a, of_b), of_a.sentences, of_b.sentences);
        return Some(verify::weigh_part(a, b, within));
    }
    if apart(of_a, of_b) {
        let within = candidates::window(&candidates::shared(of_b, of_a), of_b.sentences, of_a.sentences);
        let mut found = verify::weigh_part(b, a, within);
        verify::turn(&mut found.beads);
        return Some(found);
    }
    weigh(a, b)
}

fn apart(x: &Signed, y: &Signed) -> bool {
    x.length.max(y.length) > APART * x.length.min(y.length)
}

fn in_order(documents: &[Document<'_>], (a, b): (usize, usize)) -> (usize, usize) {
    if documents[a].id <= documents[b].id { (a, b) } else { (b, a) }
}

fn testimony(why: String) -> Testimony {
    Testimony { why, evidence: Vec::new() }
}

fn bare(documents: &[Document<'_>], (a, b): (usize, usize), score: f32, certainty: Certainty) -> Parallel {
    let (a, b) = (documents[a].id, documents[b].id);
    let (first, second) = if a <= b { (a, b) } else { (b, a) };
    Parallel {
        id: stable("parallel", &[first, second]),
        a: first.to_owned(),
        b: second.to_owned(),
        score,
        certainty,
        ..Parallel::default()
    }
}

fn copy(documents: &[Document<'_>], pair: (usize, usize), (runs, signs): (f32, f32)) -> Option<Parallel> {
    let certainty = if runs >= COPY.0 && signs >= COPY.1 {
        Certainty::Certain
    } else if runs >= EDITION.0 && signs >= EDITION.1 {
        Certainty::Possible
    } else {
        return None;
    };
    let why = format!(
        "Runs of words: {:.0} in 100 stand in both; numbers and dates: {:.0} in 100.",
        runs * 100.0,
        signs * 100.0
    );
    Some(Parallel {
        kind: ParallelKind::Copy,
        why: vec![testimony(why)],
        ..bare(documents, pair, runs * signs, certainty)
    })
}

/// A translation with its rows; the original first, where that is told, else in the order of the ids.
fn translation(
    documents: &[Document<'_>],
    (x, y): (usize, usize),
    (a, b): (&Side<'_>, &Side<'_>),
    weighed: &Weighed,
    certainty: Certainty,
) -> Parallel {
    let which = original::which(&documents[x], &documents[y]);
    let first = which.as_ref().map_or(documents[x].id <= documents[y].id, |w| w.0);
    let (own, other) = if first { (x, y) } else { (y, x) };
    let mut out = bare(documents, (x, y), weighed.score(), certainty);
    (out.a, out.b) = (documents[own].id.to_owned(), documents[other].id.to_owned());
    let pairs = weighed.beads.iter().filter(|(p, q)| !p.is_empty() && !q.is_empty()).count();
    out.why.push(testimony(format!(
        "{pairs} passages stand in step and hold {:.0} in 100 of the two texts; {} numbers, dates and names stand in step \
         ({:.0} in 100), against {:.0} in 100 by chance.",
        weighed.covered * 100.0,
        weighed.sure.1,
        weighed.sure.0 * 100.0,
        weighed.by_chance * 100.0
    )));
    if weighed.part {
        out.why.push(testimony("The longer of the two holds the other's text as a part.".to_owned()));
    }
    if weighed.turned {
        out.why.push(testimony("Paragraphs stand in another order.".to_owned()));
    }
    if let Some((_, said)) = which {
        out.original = Some(out.a.clone());
        out.why.extend(said);
    }
    out.rows = if first {
        rows(&weighed.beads, &a.sentences, &b.sentences)
    } else {
        let turned: Vec<Bead> = weighed.beads.iter().map(|(p, q)| (q.clone(), p.clone())).collect();
        rows(&turned, &b.sentences, &a.sentences)
    };
    out
}

fn rows(beads: &[Bead], a: &[Span], b: &[Span]) -> Vec<Beside> {
    let hull = |side: &[Span], r: &std::ops::Range<usize>| side[r.clone()].iter().copied().reduce(Span::hull);
    beads
        .iter()
        .map(|(p, q)| Beside { a: hull(a, p), b: hull(b, q), ..Beside::default() })
        .filter(|r| r.a.is_some() || r.b.is_some())
        .collect()
}

/// Says of all rows where the two sides differ, once names are known over the collection.
pub(crate) fn differ(documents: &[Document<'_>], linked: &mut Linked) {
    let mut parallels = std::mem::take(&mut linked.parallels);
    let place: BTreeMap<&str, usize> = documents.iter().enumerate().map(|(n, d)| (d.id, n)).collect();
    let wanted: BTreeSet<&str> = parallels
        .iter()
        .filter(|p| !p.rows.is_empty())
        .flat_map(|p| [p.a.as_str(), p.b.as_str()])
        .filter_map(|id| place.get_key_value(id).map(|(k, _)| *k))
        .collect();
    let known = Names::of_all(documents, &wanted, linked);
    for p in &mut parallels {
        let (Some(&a), Some(&b)) = (place.get(p.a.as_str()), place.get(p.b.as_str())) else { continue };
        let (Some(of_a), Some(of_b)) = (known.get(p.a.as_str()), known.get(p.b.as_str())) else { continue };
        set_differences((&documents[a], of_a), (&documents[b], of_b), &mut p.rows);
        p.tied = tied::tie(&documents[a], &documents[b], (of_a, of_b), &p.rows);
    }
    linked.parallels = parallels;
}

fn set_differences(a: (&Document<'_>, &Names), b: (&Document<'_>, &Names), rows: &mut [Beside]) {
    let found = crate::compare::in_translation(a, b, rows);
    for (row, differences) in rows.iter_mut().zip(found) {
        row.differences = differences;
    }
}

/// Lays two papers of one text side by side, whether or not linking found them to be one: by their rows where it did.
pub fn in_step(a: &Document<'_>, b: &Document<'_>, linked: &Linked) -> Comparison {
    let found = linked.parallels.iter().find(|p| !p.rows.is_empty() && p.other(a.id) == Some(b.id));
    let mut out = Comparison { a: a.id.to_owned(), b: b.id.to_owned(), rows: Vec::new() };
    if let Some(p) = found {
        out.rows = p.rows.clone();
        if p.a != a.id {
            out.rows = turned(std::mem::take(&mut out.rows));
        }
        return out;
    }
    let (left, right) = (own_sentences(a), own_sentences(b));
    let words = |d: &Document<'_>, spans: &[Span]| -> Vec<String> {
        spans.iter().map(|s| s.of(d.text).to_owned()).collect()
    };
    let (x, y) = (words(a, &left), words(b, &right));
    let x: Vec<&str> = x.iter().map(String::as_str).collect();
    let y: Vec<&str> = y.iter().map(String::as_str).collect();
    let range = |n: &[usize]| n.first().map_or(0..0, |f| *f..n.last().map_or(0, |l| l + 1));
    let beads: Vec<Bead> =
        memcon_align::align(&x, &y).into_iter().map(|(p, q)| (range(&p), range(&q))).collect();
    out.rows = rows(&beads, &left, &right);
    let (of_a, of_b) = (Names::of(a, linked), Names::of(b, linked));
    if a.analysis.languages.first() == b.analysis.languages.first() {
        for row in &mut out.rows {
            if let (Some(p), Some(q)) = (row.a, row.b) {
                row.differences = differences((a, &of_a, p), (b, &of_b, q), (true, true));
            }
        }
    } else {
        set_differences((a, &of_a), (b, &of_b), &mut out.rows);
    }
    out
}

/// Rows with their sides changed, in the order of the other paper.
fn turned(rows: Vec<Beside>) -> Vec<Beside> {
    rows.into_iter()
        .map(|mut r| {
            (r.a, r.b) = (r.b, r.a);
            for d in &mut r.differences {
                (d.a, d.b) = (d.b, d.a);
            }
            r
        })
        .collect()
}

/// What a person decided about papers that are one text, by places of documents, the lower first.
struct Decided {
    joined: BTreeSet<(usize, usize)>,
    parted: BTreeSet<(usize, usize)>,
}

impl Decided {
    fn of(documents: &[Document<'_>], decisions: &[Decision]) -> Self {
        let place: BTreeMap<&str, usize> = documents.iter().enumerate().map(|(n, d)| (d.id, n)).collect();
        let at = |anchor: &Anchor| anchor.at.iter().find_map(|(d, _)| place.get(d.as_str()).copied());
        let mut out = Self { joined: BTreeSet::new(), parted: BTreeSet::new() };
        for d in decisions.iter().filter(|d| d.undone.is_none() && d.about == Subject::Parallel) {
            let (Some(a), Some(b)) = (at(&d.a), at(&d.b)) else { continue };
            let pair = (a.min(b), a.max(b));
            if a == b {
                continue;
            }
            match d.kind {
                DecisionKind::Join => {
                    out.parted.remove(&pair);
                    out.joined.insert(pair);
                }
                DecisionKind::Part => {
                    out.joined.remove(&pair);
                    out.parted.insert(pair);
                }
                DecisionKind::Name | DecisionKind::Status => {}
            }
        }
        out
    }
}
