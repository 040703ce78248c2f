//! Words broken at the end of a line.

use memcon_model::{Slip, SlipKind};

use super::known::{PARTS, formed};
use super::{Seen, slip};

/// Papers of fewer words tell nothing by what is not in them.
const ENOUGH: usize = 200;

pub(super) fn find(seen: &Seen<'_>, slips: &mut Vec<Slip>) {
    for b in &seen.words.breaks {
        let (first, second) = (seen.words.all[b.first].span, seen.words.all[b.second].span);
        let (head, tail) = (first.of(seen.text), second.of(seen.text));
        if let Some(rule) = rule(seen, b.first, head, tail) {
            slips.push(slip(rule, SlipKind::Hyphenation, first.hull(second), format!("{head}{tail}")));
        }
    }
}

/// Which rule says that the hyphen is the printer's.
fn rule(seen: &Seen<'_>, n: usize, head: &str, tail: &str) -> Option<&'static str> {
    let letters = |s: &str| s.chars().all(char::is_alphabetic) && s.chars().count() > 1;
    let capitals = |s: &str| s.chars().all(char::is_uppercase);
    // "U.S.-backed", "Sovetsko-Kitaisky": a second capital begins a word of its own.
    let case = tail.starts_with(char::is_lowercase) || capitals(head) && capitals(tail);
    if !letters(head) || !letters(tail) || !case {
        return None;
    }
    let known = &seen.known;
    let (a, b) = (head.to_lowercase(), tail.to_lowercase());
    let joined = format!("{a}{b}");
    if known.compound(&a, &b) && known.count(&joined).all == 0 || in_compound(seen, n) {
        return None;
    }
    if known.count(&joined).all > 0 {
        return Some("slips.hyphen.paper");
    }
    // A name without its capital is no English word; a whole word in capitals may be one.
    let name = head.starts_with(char::is_uppercase) && !capitals(tail);
    if known.english {
        if formed(&joined) && (!name || super::known::english(&joined)) {
            return Some("slips.hyphen.word");
        }
        let rest = !name && b.chars().count() > 2 && !known.is_word(&b) && !PARTS.keep.contains(&a);
        return rest.then_some("slips.hyphen.rest");
    }
    let unseen = known.count(&b).all == 0 && b.chars().count() > 2;
    (unseen && !name && seen.words.all.len() >= ENOUGH).then_some("slips.hyphen.rest")
}

/// Whether another hyphen stands before the first half or behind the second: "cease-fire-\nline".
fn in_compound(seen: &Seen<'_>, n: usize) -> bool {
    let start = seen.words.all[n].span.start as usize;
    let before = seen.text.get(..start).and_then(|t| t.chars().next_back());
    let end = seen.words.all.get(n + 1).map_or(0, |w| w.span.end as usize);
    let behind = seen.text.get(end..).and_then(|t| t.chars().next());
    before == Some('-') || behind == Some('-')
}
