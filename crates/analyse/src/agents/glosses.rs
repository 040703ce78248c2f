//! What the paper itself says of two names: brackets behind a name, "alias", "known as", "real name".

use memcon_model::Span;

use super::Hit;
use super::persons::person;
use super::scene::Scene;
use super::tables::TABLES;

/// "X [Y]" or "X (Y)": another name of the same person.
pub(super) fn gloss(scene: &Scene<'_, '_>, name: Span, next: usize) -> Option<Hit> {
    let first = scene.words.get(next)?;
    let gap = scene.text.get(name.end as usize..first.start)?;
    let (open, close) = match gap.trim_start_matches(['*', ' ', '\n', '\r', '.', '\u{a0}', '!']) {
        "[" => ('[', ']'),
        "(" => ('(', ')'),
        _ => return None,
    };
    if gap.len() > 12 || !gap.ends_with(open) {
        return None;
    }
    let mut end = next;
    while end < scene.words.len() && end - next < 4 && (end == next || scene.words[end].joined) {
        let w = &scene.words[end];
        if !w.capital
            || TABLES.titles.contains_key(w.text)
            || scene.claimed.contains(&w.start)
            || TABLES.heads.contains(w.text)
        {
            break;
        }
        end += 1;
    }
    let closed = end > next && scene.text[scene.words[end - 1].end..].starts_with(close);
    if !closed
        || scene.words[next].upper
        || (open == '(' && end - next < 2)
        || scene.small.contains(first.text.to_lowercase().as_str())
    {
        return None;
    }
    let mut hit = person(scene, next, end, "agents.person.gloss", 0.85);
    hit.gloss_of = Some(name);
    Some(hit)
}
