//! Short titles: what, who, where.

use memcon_model::{EventType, Participant};

/// Characters of a telling that stand in a title.
const WORDS: usize = 64;
/// Names that a title holds.
const NAMES: usize = 3;

/// "Meeting of A and B, Port Amsel", "Letter from A to B".
pub(super) fn title(kind: EventType, place: Option<&str>, participants: &[Participant]) -> String {
    let role = |role: &str| -> Vec<&str> {
        let of = participants.iter().filter(|p| p.role.as_deref() == Some(role));
        of.map(|p| p.name.as_str()).collect()
    };
    let all: Vec<&str> = participants.iter().map(|p| p.name.as_str()).collect();
    let mut out = match kind {
        EventType::Letter | EventType::Reply => {
            let what = if kind == EventType::Reply { "Answer" } else { "Letter" };
            let (from, to) = (role("sender"), role("addressee"));
            match (from.is_empty(), to.is_empty()) {
                (true, true) => joined(what, " of ", &all),
                (from_unknown, _) => {
                    let head = if from_unknown { what.to_owned() } else { joined(what, " from ", &from) };
                    joined(&head, " to ", &to)
                }
            }
        }
        EventType::Statement => joined("Statement", " by ", &all),
        EventType::Report => joined("Report", " by ", &all),
        EventType::Visit => joined("Visit", " of ", &all),
        EventType::Meeting => joined("Meeting", " of ", &all),
        EventType::Reunion => joined("Reunion of families", ": ", &all),
        other => {
            let mut word = other.as_str().to_owned();
            if let Some(first) = word.get_mut(..1) {
                first.make_ascii_uppercase();
            }
            joined(&word, ": ", &all)
        }
    };
    if let Some(place) = place {
        let glue = if kind == EventType::Visit { " to " } else { ", " };
        out.push_str(if out.contains(" of ") || kind != EventType::Visit { glue } else { " to " });
        out.push_str(place);
    }
    out
}

/// A few names behind a word, the rest counted.
fn joined(head: &str, glue: &str, names: &[&str]) -> String {
    match names {
        [] => head.to_owned(),
        [one] => format!("{head}{glue}{one}"),
        [rest @ .., last] if names.len() <= NAMES => format!("{head}{glue}{} and {last}", rest.join(", ")),
        _ => format!("{head}{glue}{} and {} others", names[..NAMES - 1].join(", "), names.len() + 1 - NAMES),
    }
}

/// A title with the first words of a telling, where it names nobody.
pub(super) fn with_words(title: &str, words: &str) -> String {
    let mut opening = String::new();
    for word in words.split_whitespace() {
        if opening.chars().count() + word.chars().count() > WORDS {
            opening.push_str(" …");
            break;
        }
        if !opening.is_empty() {
            opening.push(' ');
        }
        opening.push_str(word);
    }
    if opening.is_empty() { title.to_owned() } else { format!("{title}: “{opening}”") }
}
