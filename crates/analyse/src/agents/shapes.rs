//! Persons that the shape of a name alone gives away: family names in capitals beside a given name
//! ("Paul VARGA"), patronymics ("Pyotr Ilyich Varga"), signatures in capitals on a line of their own.

use memcon_model::{AgentType, Span};

use super::Hit;
use super::persons::person;
use super::scene::{Scene, capitalised};
use super::tables::TABLES;
use super::words::is_east_asian;

/// A given name in mixed case and a family name in capitals, as lists of persons print them. Only where the
/// entry ends there: a line, a column, a comma or a bracket.
pub(super) fn capitals(scene: &Scene<'_, '_>, i: usize) -> Option<(Hit, usize)> {
    let w = scene.words.get(i)?;
    if w.upper || !scene.name_word(i) || !begins(scene, i) {
        return None;
    }
    let mut family = i + 1;
    while family - i < 3
        && scene.words.get(family).is_some_and(|w| w.joined && !w.upper)
        && (scene.name_word(family) || scene.words[family].initial)
    {
        family += 1;
    }
    let last = scene.words.get(family)?;
    let fits = last.joined
        && last.upper
        && last.text.chars().count() >= 4
        && scene.name_word(family)
        && one_column(scene, i, family)
        && !(i..family).any(|k| {
            let small = scene.words[k].text.to_lowercase();
            scene.small.contains(small.as_str()) || TABLES.titles.contains_key(scene.words[k].text)
        })
        && !scene.small.contains(last.text.to_lowercase().as_str())
        && ends(scene, family + 1);
    if !fits {
        return None;
    }
    Some((person(scene, i, family + 1, "agents.person.family-in-capitals", 0.85), family + 1))
}

/// "Pyotr Ilyich Varga", "ПЁТР ИЛЬИЧ ВАРГА": the second word is a patronymic.
pub(super) fn patronymic(scene: &Scene<'_, '_>, i: usize) -> Option<(Hit, usize)> {
    let next = scene.words.get(i + 1)?;
    if !next.joined || !scene.name_word(i) || !scene.name_word(i + 1) || !is_patronymic(next.text) {
        return None;
    }
    if TABLES.titles.contains_key(scene.words[i].text) || scene.words[i].genitive {
        return None;
    }
    let third = scene.words.get(i + 2).is_some_and(|w| w.joined && !next.genitive)
        && scene.name_word(i + 2)
        && one_column(scene, i, i + 2);
    // Without a family name "Adam Malkovich" is given name and family name: other rules judge it.
    if !third {
        return None;
    }
    let mut hit = person(scene, i, i + 3, "agents.person.patronymic", 0.9);
    hit.side = scene.side_before(i).or(hit.side);
    Some((hit, i + 3))
}

fn is_patronymic(word: &str) -> bool {
    let lower = word.to_lowercase();
    lower.chars().count() > 4 && TABLES.patronymics.iter().any(|e| lower.ends_with(e.as_str()))
}

/// Whether words `a` to `b` hold the whole of a line, as a signature does.
pub(super) fn own_line(scene: &Scene<'_, '_>, a: usize, b: usize) -> bool {
    let (Some(first), Some(last)) = (scene.words.get(a), b.checked_sub(1).and_then(|k| scene.words.get(k)))
    else {
        return false;
    };
    let plain = |s: &str| s.chars().all(|c| c.is_whitespace() || matches!(c, '*' | '_' | '.'));
    let before = scene.text[..first.start].rsplit('\n').next().unwrap_or("");
    let behind = scene.text[last.end..].split('\n').next().unwrap_or("");
    let mixed = capitalised(last.text);
    plain(before) && plain(behind) && last.text.chars().count() > 3 && !TABLES.stop.contains(&mixed)
}

/// "Kim Deok-su (김덕수)", "김덕수 (金德洙)": the same name in another script, in brackets behind a name.
pub(super) fn eastern_gloss(text: &str, name: Span) -> Option<Hit> {
    let rest = text.get(name.end as usize..)?;
    let lead = rest.len() - rest.trim_start_matches(' ').len();
    let inner = rest.get(lead..)?.strip_prefix(['(', '（', '['])?;
    let open = rest.len() - inner.len();
    let other: String = inner.chars().take(5).take_while(|c| is_east_asian(*c)).collect();
    let closed = inner.get(other.len()..)?.starts_with([')', '）', ']', ',']);
    if lead > 1 || !closed || !(2..=4).contains(&other.chars().count()) {
        return None;
    }
    // The bracket must be readable as the name before it: it may as well hold a place or a title.
    let said = name.of(text);
    if memcon_names::compare(said, &other).verdict == memcon_names::Verdict::Other {
        return None;
    }
    let start = name.end as usize + open;
    let mut hit =
        Hit::new(Span::new(start, start + other.len()), AgentType::Person, "agents.person.gloss", 0.85);
    hit.form = other;
    hit.full = true;
    hit.asian = true;
    hit.gloss_of = Some(name);
    Some(hit)
}

/// Whether an entry can begin at word `i`: at the start of a line or behind a column's gap.
fn begins(scene: &Scene<'_, '_>, i: usize) -> bool {
    let before = &scene.text[..scene.words[i].start];
    before.is_empty()
        || before.ends_with(['\n', '\t', '|', '*'])
        || before.ends_with("  ")
        || listed_before(before)
}

/// "- " and "1. " at the start of a line.
fn listed_before(before: &str) -> bool {
    let line = before.rsplit('\n').next().unwrap_or("");
    line.len() <= 6 && line.chars().all(|c| !c.is_alphabetic())
}

/// Whether the entry ends before word `k`.
fn ends(scene: &Scene<'_, '_>, k: usize) -> bool {
    let from = scene.words[k - 1].end;
    let rest = &scene.text[from..];
    rest.is_empty()
        || rest.starts_with(['\n', '\r', '\t', ',', ';', '(', '|', '*'])
        || rest.starts_with("  ")
        || rest.starts_with(" (")
        || rest.starts_with(" |")
        || rest.starts_with(" — ")
        || rest.starts_with(" – ")
}

/// Whether no gap of columns or end of line lies between words `a` and `b`.
fn one_column(scene: &Scene<'_, '_>, a: usize, b: usize) -> bool {
    let between = &scene.text[scene.words[a].end..scene.words[b].start];
    !between.contains("  ") && !between.contains(['\n', '\t'])
}
