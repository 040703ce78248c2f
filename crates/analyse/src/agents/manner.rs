//! By what a mention names its agent: in full, by family name, initials, cover name, abbreviation.

use memcon_model::{AgentType, Manner, Mention, Span};

use super::Hit;
use super::join::Group;
use super::tables::TABLES;

/// Where a hit is named and how: a family name behind a title is named together with it.
pub(super) fn mention(text: &str, hit: &Hit, group: &Group) -> Mention {
    let span =
        Span { start: hit.title_at.unwrap_or(hit.span.start), end: hit.title_end.unwrap_or(hit.span.end) };
    let form = if span == hit.span {
        hit.form.clone()
    } else {
        span.of(text).split_whitespace().collect::<Vec<_>>().join(" ")
    };
    Mention { span, form, manner: manner(hit, group) }
}

fn manner(hit: &Hit, group: &Group) -> Manner {
    match group.kind {
        AgentType::Person => of_person(hit, group),
        AgentType::Organisation | AgentType::State if short(&hit.form) => Manner::Short,
        _ => Manner::Name,
    }
}

fn of_person(hit: &Hit, group: &Group) -> Manner {
    if hit.gloss_of.is_none() && group.covers.contains(&hit.form) {
        return Manner::CoverName;
    }
    let words: Vec<&str> = hit
        .form
        .split_whitespace()
        .filter(|w| !TABLES.evidence.suffixes.contains(w.trim_matches([',', '.'])))
        .collect();
    let initial = |w: &str| w.split('.').all(|part| part.chars().count() < 2);
    match words.as_slice() {
        [] => Manner::Name,
        // One character before a title: "백 장관".
        [one] if hit.asian && !hit.full && one.chars().count() == 1 => Manner::Surname,
        [one] if initial(one) || one.len() < 4 && one.chars().all(char::is_uppercase) && one.is_ascii() => {
            Manner::Initials
        }
        [one]
            if hit.asian
                || !one.chars().all(|c| c.is_alphabetic() && c < '\u{2e80}' || "-'’".contains(c)) =>
        {
            Manner::Name
        }
        [one] => alone(one, group),
        [first @ .., _] if first.iter().all(|w| initial(w)) => Manner::Initials,
        // A family name with its particles.
        [first @ .., _] if first.iter().all(|w| TABLES.particles.contains(&w.to_lowercase())) => {
            Manner::Surname
        }
        _ => Manner::Name,
    }
}

/// One word: the given name where the full name begins with it, else the family name.
fn alone(word: &str, group: &Group) -> Manner {
    let best = &group.hits[group.best];
    let first = best.form.split_whitespace().next();
    let given = best.full && !best.asian && first.is_some_and(|f| f.eq_ignore_ascii_case(word));
    if given { Manner::GivenName } else { Manner::Surname }
}

/// An abbreviation: capitals only, few, perhaps with stops.
fn short(form: &str) -> bool {
    let letters = form.chars().filter(|c| c.is_alphabetic()).count();
    (2..=6).contains(&letters)
        && !form.contains(' ')
        && form.chars().all(|c| c.is_uppercase() || c == '.' || c.is_ascii_digit())
}
