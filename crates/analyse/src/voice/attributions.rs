//! Attributions of a whole paper: quotations and reports as source, cue and content, each saying once.
//!
//! In news and papers a quotation cut up by its cue is one content in pieces, as the attribution corpora have it; in a tale every
//! quotation stands by itself. Which words report is `prose`'s business, which quotations speak `speech.rs`'s.

use super::cues::stance_of_quotation;
use super::dialogue::is_spoken;
use super::scan::{Kind, Scan};
use super::search::{Quote, Tree};
use super::speech::{How, Speech};
use super::words::Class;
use memcon_model::{Attribution, Basis, Span};
use std::collections::{BTreeMap, BTreeSet};

/// How far apart the pieces of one quotation may stand, in bytes.
const GAP: u32 = 200;

/// Text shorter than this is no tale.
const TALE: usize = 2000;

/// Whether a text reads like a tale: names and figures are hardly there at all, or few, and hardly more than words for persons
/// by themselves ("he", "my").
pub(super) fn is_tale(scan: &Scan<'_>) -> bool {
    if scan.text.len() < TALE {
        return false;
    }
    let (mut words, mut facts, mut persons) = (0usize, 0usize, 0usize);
    for (i, tok) in scan.toks.iter().enumerate() {
        match tok.kind {
            Kind::Number => facts += 1,
            Kind::Word => {
                words += 1;
                let inside = i > 0 && matches!(scan.kind(i - 1), Kind::Word | Kind::Comma);
                if tok.classes.any(&[Class::HePronoun, Class::ShePronoun, Class::Writer]) {
                    persons += 1;
                } else if tok.capital && inside {
                    facts += 1;
                }
            }
            _ => {}
        }
    }
    facts * 100 < words * 5 || (facts * 5 < persons * 6 && facts * 100 < words * 8)
}

/// All attributions, in the order of their contents.
pub(super) fn gather(
    tree: &Tree,
    speeches: &[Speech],
    mut reported: Vec<Attribution>,
    scan: &Scan<'_>,
    tale: bool,
) -> Vec<Attribution> {
    let mut quoted = quotations(tree, speeches, scan, tale);
    if !tale {
        once(&mut quoted, &mut reported);
    }
    quoted.append(&mut reported);
    quoted.sort_by_key(|a| a.content.first().map_or(0, |c| c.start));
    quoted
}

/// The words of a quotation with its marks.
fn words(q: &Quote) -> Span {
    Span { start: q.open.start, end: q.close.map_or(q.inner.end, |c| c.end) }
}

/// Quotations; outside tales the pieces of one are put together.
fn quotations(tree: &Tree, speeches: &[Speech], scan: &Scan<'_>, tale: bool) -> Vec<Attribution> {
    let mut found: Vec<Attribution> = Vec::with_capacity(speeches.len());
    let mut last: Option<&Speech> = None;
    for s in speeches.iter().filter(|s| !tale || is_spoken(scan, &tree.quotes, s)) {
        let q = &tree.quotes[s.quote];
        let content = words(q);
        if !tale
            && let (Some(before), Some(open)) = (last, found.last_mut())
            && goes_on(tree, before, s, scan)
        {
            open.content.push(content);
            // A cue in the middle names the source of both pieces.
            if open.source.is_empty() {
                open.source = s.who.source.into_iter().collect();
                open.cue = s.verb.into_iter().collect();
                open.speaker = s.who.name.clone();
                open.stance = stance_of_quotation(scan, s.verb);
            }
            last = Some(s);
            continue;
        }
        let (rule, confidence) = s.how.rule();
        found.push(Attribution {
            source: s.who.source.into_iter().collect(),
            cue: s.verb.into_iter().collect(),
            content: vec![content],
            speaker: s.who.name.clone(),
            stance: stance_of_quotation(scan, s.verb),
            basis: Basis::new(rule, confidence),
        });
        last = Some(s);
    }
    found
}

/// Whether a quotation goes on with the words of the one before it.
fn goes_on(tree: &Tree, before: &Speech, s: &Speech, scan: &Scan<'_>) -> bool {
    let (a, b) = (&tree.quotes[before.quote], &tree.quotes[s.quote]);
    let gap = Span { start: words(a).end, end: b.open.start };
    s.how == How::Continued
        && a.parent == b.parent
        && before.who.name == s.who.name
        && gap.end.saturating_sub(gap.start) < GAP
        && !gap.of(scan.text).contains("\n\n")
}

/// Of a quotation and the report around it that stand on one cue, the one that holds the other is kept.
fn once(quoted: &mut Vec<Attribution>, reported: &mut Vec<Attribution>) {
    let mut by_cue: BTreeMap<u32, usize> = BTreeMap::new();
    for (n, a) in reported.iter().enumerate() {
        if let Some(cue) = a.cue.first() {
            by_cue.entry(cue.end).or_insert(n);
        }
    }
    let within = Holders::new(reported);
    let mut drop = vec![false; reported.len()];
    quoted.retain(|a| {
        // Words in marks inside a report, with no cue of their own, are the report's.
        if a.cue.is_empty() && a.content.iter().all(|c| within.hold(*c)) {
            return false;
        }
        let (Some(cue), Some(first)) = (a.cue.first(), a.content.first()) else { return true };
        let Some(&n) = by_cue.get(&cue.end) else { return true };
        let report = &mut reported[n];
        if !report.content.iter().any(|c| c.contains(*first)) {
            drop[n] = true;
            return true;
        }
        // What the quotation has besides belongs to the report.
        let more: Vec<Span> =
            a.content.iter().filter(|c| !report.content.iter().any(|r| r.overlaps(**c))).copied().collect();
        report.content.extend(more);
        false
    });
    let mut n = 0;
    reported.retain(|_| {
        n += 1;
        !drop[n - 1]
    });
    // Two cues for the very same words ("held out hope that"): the one that comes first is the verb's.
    let mut seen: BTreeSet<(u32, u32)> = BTreeSet::new();
    reported.retain(|a| match a.content.as_slice() {
        [one] => seen.insert((one.start, one.end)),
        _ => true,
    });
}

/// Finds in logarithmic time whether a span lies inside one of many.
struct Holders {
    /// Beginnings, sorted, with the furthest end of all up to there.
    ends: Vec<(u32, u32)>,
}

impl Holders {
    fn new(list: &[Attribution]) -> Self {
        let mut ends: Vec<(u32, u32)> =
            list.iter().flat_map(|a| &a.content).map(|c| (c.start, c.end)).collect();
        ends.sort_unstable();
        let mut furthest = 0;
        for e in &mut ends {
            furthest = furthest.max(e.1);
            e.1 = furthest;
        }
        Self { ends }
    }

    fn hold(&self, span: Span) -> bool {
        let n = self.ends.partition_point(|e| e.0 <= span.start);
        n.checked_sub(1).and_then(|n| self.ends.get(n)).is_some_and(|e| e.1 >= span.end)
    }
}
