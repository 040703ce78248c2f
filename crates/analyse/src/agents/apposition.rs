//! Offices and sides told behind a name.

use super::scene::Scene;
use super::tables::{Listed, TABLES};

/// Role and side told behind a name: ", head of the X," or "(director of Y)".
pub(super) fn apposition(scene: &Scene<'_, '_>, b: usize) -> (Option<String>, Option<String>) {
    let end = scene.words[b - 1].end;
    let rest = &scene.text[end..scene.text.floor_char_boundary((end + 160).min(scene.text.len()))];
    // A gloss may stand between.
    let skip =
        rest.strip_prefix(" [").and_then(|r| r.find(']').filter(|&n| n < 40).map(|n| n + 3)).unwrap_or(0);
    let rest = &rest[skip..];
    let words = if let Some(inside) = rest.strip_prefix(" (") {
        inside.split(')').next().filter(|_| inside.contains(')'))
    } else if let Some(behind) = rest.strip_prefix(", ") {
        let stop = behind.find([',', '.', ';', '(', ':', '\n', '"', '”']).unwrap_or(0);
        (stop > 0).then(|| &behind[..stop])
    } else {
        None
    };
    let Some(words) = words.map(str::trim) else { return (None, None) };
    let lead: Vec<&str> =
        words.split_whitespace().take(7).map(|w| w.trim_matches(|c: char| !c.is_alphabetic())).collect();
    let office = |w: &&str| {
        TABLES.roles.contains(&*w.to_lowercase()) || (TABLES.titles.contains_key(*w) && w.len() > 3)
    };
    // A list of persons goes on with the next title and name, not with an apposition.
    let tail = words.rsplit(' ').next().unwrap_or("");
    let named = tail.chars().next().is_some_and(char::is_uppercase)
        && !TABLES.stop.contains(tail)
        && !TABLES.heads.contains(tail)
        && !TABLES.short_titles.contains(tail)
        && tail.chars().any(char::is_lowercase)
        && lead.first().is_some_and(|w| TABLES.titles.contains_key(*w))
        && !lead.contains(&"of")
        && !lead.contains(&"to");
    let addressed =
        words.split(' ').any(|w| matches!(w.trim_end_matches('.'), "Mr" | "Mrs" | "Dr" | "Messrs" | "Sir"));
    if named || addressed {
        return (None, None);
    }
    let verb = |w: &&str| {
        TABLES.speech.contains(*w)
            || matches!(
                *w,
                "who"
                    | "whom"
                    | "and"
                    | "which"
                    | "has"
                    | "had"
                    | "was"
                    | "is"
                    | "were"
                    | "but"
                    | "in"
                    | "on"
                    | "with"
            )
    };
    let at = lead.iter().position(office);
    let role = at.is_some_and(|n| !lead[..n].iter().any(verb)) && words.split_whitespace().count() <= 16;
    if !role {
        return (None, None);
    }
    let from = (end + skip) as u32;
    let to = from + words.len() as u32 + 4;
    let n = scene.taken.partition_point(|t| t.span.start < from);
    let side = scene.taken[n..].iter().take_while(|t| t.span.end <= to).find_map(|t| {
        let entry = t.entry;
        matches!(entry.listed, Listed::Adjective | Listed::State).then(|| entry.state.clone()).flatten()
    });
    let shown = words.strip_prefix("the ").unwrap_or(words);
    (Some(shown.split_whitespace().collect::<Vec<_>>().join(" ")), side)
}
