//! What a judgement did besides: which claims are now as they are because of it.

use memcon_model::{Judgement, Layer, Mode, Turn};

/// What a value that follows from a person's word bears at the end of its rule.
const FOLLOWS: &str = ".prefix";

/// The person in whose word a rule has its reason, and whether the claim only follows from what was said of another.
pub fn told_by(rule: &str) -> Option<(&str, bool)> {
    let person = rule.strip_prefix("person:")?;
    Some(match person.strip_suffix(FOLLOWS) {
        Some(person) => (person, true),
        None => (person, false),
    })
}

/// The turns that follow from `judgement`, of those of its document as they now hold: behind it, under the same prefix,
/// up to the next one under that prefix that a person judged.
pub fn followers<'t>(turns: &'t [Turn], judgement: &Judgement) -> Vec<&'t Turn> {
    if judgement.target.layer != Layer::Turn || !judgement.holds() {
        return Vec::new();
    }
    let said = |t: &&Turn| told_by(&t.basis.rule) == Some((judgement.by.as_str(), false));
    let Some(at) = turns.iter().position(|t| t.span == judgement.target.span && said(&t)) else {
        return Vec::new();
    };
    let Some(prefix) = turns[at].speaker_as_named.as_deref() else { return Vec::new() };
    let under = |t: &&Turn| t.mode == Mode::TranscriptLine && t.speaker_as_named.as_deref() == Some(prefix);
    let behind = turns[at + 1..].iter().filter(under);
    behind
        .take_while(|t| told_by(&t.basis.rule).is_none_or(|(_, follows)| follows))
        .filter(|t| told_by(&t.basis.rule).is_some())
        .collect()
}

/// The turn from which one follows: the last judged before it under its prefix.
pub fn source<'t>(turns: &'t [Turn], follower: &Turn) -> Option<&'t Turn> {
    let (person, true) = told_by(&follower.basis.rule)? else { return None };
    let before = turns.iter().take_while(|t| t.id != follower.id);
    before
        .filter(|t| t.speaker_as_named == follower.speaker_as_named)
        .filter(|t| told_by(&t.basis.rule) == Some((person, false)))
        .last()
}
