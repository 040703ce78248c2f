//! Offices and sides told behind a name.

use memcon_model::Span;

use super::scene::Scene;
use super::tables::TABLES;

/// What stands behind a name.
pub(super) struct Apposed {
    pub role: String,
    pub side: Option<String>,
    pub span: Span,
}

/// Role and side told behind a name: ", head of the X," or "(director of Y)".
pub(super) fn apposition(scene: &Scene<'_, '_>, b: usize) -> Option<Apposed> {
    let end = scene.words[b - 1].end;
    let rest = &scene.text[end..scene.text.floor_char_boundary((end + 160).min(scene.text.len()))];
    // A gloss may stand between.
    let skip =
        rest.strip_prefix(" [").and_then(|r| r.find(']').filter(|&n| n < 40).map(|n| n + 3)).unwrap_or(0);
    let rest = &rest[skip..];
    // "Weber Jr., director"
    let rest = rest.strip_prefix('.').filter(|r| r.starts_with([',', ' '])).unwrap_or(rest);
    let words = if let Some(inside) = rest.strip_prefix(" (") {
        inside.split(')').next().filter(|_| inside.contains(')'))
    } else if let Some(behind) = rest.strip_prefix(", ") {
        let stop = behind.find([',', '.', ';', '(', ':', '\n', '"', '”']).unwrap_or(0);
        (stop > 0).then(|| &behind[..stop])
    } else {
        None
    };
    let words = words?.trim();
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
    let addressed = words.split(' ').any(|w| TABLES.honorifics.contains(w.trim_end_matches('.')));
    if named || addressed {
        return None;
    }
    let verb = |w: &&str| TABLES.speech.contains(*w) || TABLES.goes_on.contains(*w);
    let at = lead.iter().position(office);
    let role = at.is_some_and(|n| !lead[..n].iter().any(verb)) && words.split_whitespace().count() <= 16;
    if !role {
        return None;
    }
    let from = end + skip;
    let side = scene.side_in(from, from + words.len() + 4);
    let shown = words.strip_prefix("the ").unwrap_or(words);
    let at = shown.as_ptr() as usize - scene.text.as_ptr() as usize;
    Some(Apposed {
        role: shown.split_whitespace().collect::<Vec<_>>().join(" "),
        side,
        span: Span::new(at, at + shown.len()),
    })
}
