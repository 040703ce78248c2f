//! Questions that ask nobody, and deferrals that promise to come back: by words (`data/link/rhetoric.toml`) and place.

use std::sync::LazyLock;

use memcon_model::{Mode, Move};
use serde::Deserialize;

use crate::Document;

#[derive(Deserialize)]
struct Words {
    rhetorical: Vec<String>,
    comes_back: Vec<String>,
    laid_aside: Vec<String>,
}

static WORDS: LazyLock<Words> =
    LazyLock::new(|| memcon_lexicon::table("link/rhetoric.toml").expect("our own words of rhetoric"));

/// How much its speaker says on after a question that asks nobody, in bytes.
const SPEAKS_ON: u32 = 320;

/// Whether a question expects no answer: its words say so, or its speaker goes on to speak at length.
pub(crate) fn rhetorical(document: Document<'_>, m: &Move) -> bool {
    let words = m.span.of(document.text);
    let lower = words.to_lowercase();
    if WORDS.rhetorical.iter().any(|w| lower.contains(w.as_str())) {
        return true;
    }
    // The questions of a letter are answered by another letter, wherever in it they stand.
    let turn = document.analysis.turns.iter().find(|t| Some(&t.id) == m.turn.as_ref());
    let Some(turn) = turn.filter(|t| !m.reported && t.mode != Mode::AuthorText) else { return false };
    let rest = turn.span.end.saturating_sub(m.span.end);
    if rest <= SPEAKS_ON {
        return false;
    }
    let behind = document.text.get(m.span.end as usize..turn.span.end as usize).unwrap_or("");
    // Where other questions follow, the speaker is still asking.
    !behind.chars().take(600).any(|c| matches!(c, '?' | '？'))
}

/// Whether a deferral says that its speaker will come back to the matter.
pub(crate) fn comes_back(words: &str) -> bool {
    let lower = words.to_lowercase();
    let has = |list: &[String]| list.iter().any(|w| lower.contains(w.as_str()));
    has(&WORDS.comes_back) && !has(&WORDS.laid_aside)
}
