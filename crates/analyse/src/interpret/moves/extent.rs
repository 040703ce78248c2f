//! How far an acceptance or a commitment goes: in full, in part, in principle, where its words tell.

use std::sync::LazyLock;

use memcon_model::{Extent, Move, MoveType};
use serde::Deserialize;

use crate::interpret::units::Unit;

#[derive(Deserialize)]
struct Words {
    principle: Vec<String>,
    part: Vec<String>,
    full: Vec<String>,
}

#[derive(Deserialize)]
struct Table {
    extent: Words,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let table: Table = memcon_lexicon::table("moves/extent.toml").expect("our own words of extent");
    table.extent
});

/// The extent that the rule or the words of a move tell.
pub(super) fn of(kind: MoveType, rule: &str, words: &str) -> Option<Extent> {
    if !matches!(kind, MoveType::Acceptance | MoveType::Commitment) {
        return None;
    }
    if rule.ends_with(".principle") {
        return Some(Extent::Principle);
    }
    if rule.ends_with(".part") {
        return Some(Extent::Part);
    }
    let lower = words.to_lowercase();
    let has = |list: &[String]| list.iter().any(|w| holds_word(&lower, w));
    if has(&WORDS.principle) {
        Some(Extent::Principle)
    } else if has(&WORDS.part) {
        Some(Extent::Part)
    } else if has(&WORDS.full) {
        Some(Extent::Full)
    } else {
        None
    }
}

/// Whether `word` stands in `text` as a word; scripts without spaces need none around it.
fn holds_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(n, w)| {
        let spaced = w.is_ascii();
        let free = |c: Option<char>| !spaced || c.is_none_or(|c| !c.is_alphanumeric());
        free(text[..n].chars().next_back()) && free(text[n + w.len()..].chars().next())
    })
}

/// What its own speaker limits in the same sentence ("… but not the second") is accepted in part.
pub(super) fn narrow(units: &[Unit], moves: &mut [Move]) {
    for n in 1..moves.len() {
        let (before, rest) = moves.split_at_mut(n);
        let (Some(a), Some(b)) = (before.last_mut(), rest.first()) else { continue };
        let limits = matches!(
            b.kind,
            MoveType::Refusal | MoveType::Condition | MoveType::Amendment | MoveType::CounterProposal
        );
        let sentence = |at: u32| units.partition_point(|u| u.span.start <= at);
        let same = a.actor == b.actor && sentence(a.span.start) == sentence(b.span.start);
        if a.kind == MoveType::Acceptance && a.extent.is_none() && limits && same {
            a.extent = Some(Extent::Part);
        }
    }
}
