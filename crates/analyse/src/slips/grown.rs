//! Two words grown together, and small words typed twice.

use memcon_model::{Slip, SlipKind};

use super::known::{PARTS, english, formed};
use super::{Seen, slip};

pub(super) fn find(seen: &Seen<'_>, slips: &mut Vec<Slip>) {
    if !seen.known.english {
        return;
    }
    let words = &seen.words.all;
    for (n, word) in words.iter().enumerate() {
        let raw = word.span.of(seen.text);
        if n > 0 && twice(seen, n, raw) {
            let span = words[n - 1].span.hull(word.span);
            slips.push(slip("slips.twice", SlipKind::Typing, span, words[n - 1].span.of(seen.text)));
        }
        if word.half || raw.len() < 5 || raw.len() > 30 || !raw.bytes().all(|b| b.is_ascii_alphabetic()) {
            continue;
        }
        // Words of another language among English ones are none of ours.
        if !(n > 0 && is_english(seen, n - 1) && is_english(seen, n + 1)) {
            continue;
        }
        if let Some((a, b)) = apart(seen, raw) {
            slips.push(slip("slips.grown", SlipKind::Spacing, word.span, format!("{a} {b}")));
        }
    }
}

/// Whether word `n` is a small word that stands before it too, with nothing but white space between.
fn twice(seen: &Seen<'_>, n: usize, raw: &str) -> bool {
    let before = seen.words.all[n - 1].span;
    let after = seen.words.all[n].span;
    let between = seen.text.get(before.end as usize..after.start as usize).unwrap_or("-");
    // "A a": an initial or an item, and a word.
    (2..=4).contains(&raw.len())
        && raw.bytes().all(|b| b.is_ascii_lowercase())
        && matches!(between, " " | "\n" | "\r\n")
        && before.of(seen.text).eq_ignore_ascii_case(raw)
        && PARTS.twice.iter().any(|w| w == raw)
}

fn is_english(seen: &Seen<'_>, n: usize) -> bool {
    let Some(word) = seen.words.all.get(n) else { return true };
    let raw = word.span.of(seen.text);
    raw.len() < 2 || raw.bytes().all(|b| b.is_ascii_digit()) || english(&raw.to_lowercase())
}

/// The two words of a word that is none.
fn apart<'w>(seen: &Seen<'_>, raw: &'w str) -> Option<(&'w str, &'w str)> {
    let turn = raw.char_indices().skip(1).find(|(_, c)| c.is_ascii_uppercase()).map(|(at, _)| at);
    if let Some(at) = turn {
        // "theUnited": a small word and one that the paper begins with a capital.
        let (a, b) = raw.split_at(at);
        let name = b.len() > 2 && b[1..].bytes().all(|c| c.is_ascii_lowercase());
        return (name && PARTS.grown.iter().any(|w| w == a) && seen.known.count(&b.to_lowercase()).all > 0)
            .then_some((a, b));
    }
    if !raw.bytes().all(|b| b.is_ascii_lowercase()) || formed(raw) || seen.known.count(raw).all > 2 {
        return None;
    }
    let fits = |a: &str, b: &str, other: &str| {
        PARTS.grown.iter().any(|w| w == a || w == b)
            && other.len() > 2
            && english(other)
            && seen.known.count(other).small > 0
            || PARTS.grown.iter().any(|w| w == a) && PARTS.twice.iter().any(|w| w == b)
            || PARTS.twice.iter().any(|w| w == a) && PARTS.grown.iter().any(|w| w == b)
    };
    let mut found = None;
    for at in 2..raw.len() - 1 {
        let (a, b) = raw.split_at(at);
        let other = if PARTS.grown.iter().any(|w| w == a) { b } else { a };
        if fits(a, b, other) {
            // Two ways to cut it: none is sure.
            if found.is_some() {
                return None;
            }
            found = Some((a, b));
        }
    }
    found
}
