//! Where contents of one sentence meet: what ends one is where the next begins.

use super::super::cues::{Place, Report};
use super::super::scan::{Kind, Scan};
use super::super::words::Class;
use super::clause::Clause;
use memcon_model::Span;

/// Puts the reports of a sentence in order and takes from each content what belongs to another.
pub(super) fn settle(scan: &Scan<'_>, clause: &Clause<'_, '_>, found: &mut Vec<Report>) {
    found.sort_by_key(|r| (r.at, r.place != Place::Before));
    cut_at_next(scan, clause, found);
    clip_to_pieces(found);
    for r in found.iter_mut() {
        for c in &mut r.content {
            *c = tidy(scan.text, *c);
        }
        r.content.retain(|c| !c.is_empty());
    }
    found.retain(|r| !r.content.is_empty());
}

/// A content ends where the next report of the same sentence begins, if a comma, semicolon or conjunction stands before it.
fn cut_at_next(scan: &Scan<'_>, clause: &Clause<'_, '_>, found: &mut [Report]) {
    for k in 1..found.len() {
        if found[k].place != Place::Before {
            continue;
        }
        let Some(source) = found[k].source else { continue };
        // A second verb of the subject before begins at its group ("and added").
        let shared = source.start < found[k - 1].cue.end;
        let first = if shared { clause.group_start(found[k].at) } else { scan.token_at(source.start) };
        if first < clause.lo + 2 {
            continue;
        }
        let mut cut = first;
        let conjunction = scan.is(cut - 1, Class::Coordinator);
        if conjunction {
            cut -= 1;
        }
        let comma = matches!(scan.kind(cut - 1), Kind::Comma | Kind::Semicolon | Kind::Dash);
        if !(conjunction || comma) {
            continue;
        }
        if comma {
            cut -= 1;
        }
        let end = scan.toks[cut].start;
        let (earlier, _) = found.split_at_mut(k);
        for r in earlier.iter_mut().filter(|r| r.place == Place::Before) {
            if !conjunction && opens_subordinate(scan, r, cut) {
                continue;
            }
            if let Some(last) = r.content.last_mut()
                && last.end > end
                && last.start < end
            {
                *last = Span { start: last.start, end }.trim(scan.text);
            }
        }
    }
}

/// "said that while it rains, they do not expect …": the comma at `cut` closes what only leads up to the content.
fn opens_subordinate(scan: &Scan<'_>, r: &Report, cut: usize) -> bool {
    let Some(start) = r.content.last().map(|c| scan.token_at(c.start)) else { return false };
    scan.is_any(start, &[Class::Subordinator, Class::Prep])
        && start < cut
        && !(start..cut).any(|k| scan.kind(k) == Kind::Comma)
}

/// What is said inside another's words ends with them: "X believes it is dear, a friend said".
fn clip_to_pieces(found: &mut [Report]) {
    for k in 0..found.len() {
        if found[k].place == Place::Before {
            continue;
        }
        let pieces = found[k].content.clone();
        for r in found.iter_mut().filter(|r| r.place == Place::Before) {
            let Some(piece) = pieces.iter().find(|p| p.contains(r.cue)) else { continue };
            for c in &mut r.content {
                c.end = c.end.min(piece.end).max(c.start);
            }
        }
    }
}

/// Content without the commas at its ends and without a bracket that has no partner in it.
fn tidy(text: &str, span: Span) -> Span {
    let words = span.of(text);
    let lead = words.len() - words.trim_start_matches([',', ' ', '\n', ':']).len();
    let mut kept = words.get(lead..).unwrap_or("");
    kept = kept.trim_end_matches([',', ' ', '\n', ';']);
    if kept.ends_with([')', ']']) && !kept.contains(['(', '[']) {
        kept = kept.trim_end_matches([')', ']']).trim_end_matches('.');
    }
    let start = span.start + lead as u32;
    Span { start, end: start + kept.len() as u32 }
}
