//! Who was present: lists under "Participants" or "Present", by side where headings or labels tell the side.

use std::sync::LazyLock;

use memcon_model::{Basis, Description, Field, FieldValue, Participant, Span};
use regex::Regex;
use serde::Deserialize;

use super::gather::{Gather, bare};
use super::{has_words, labels, parties};
use crate::Paper;
use crate::divide::zones::{self, Zone, Zones};

#[derive(Deserialize)]
struct Words {
    side_ends: Vec<String>,
    side_words: Vec<String>,
    bodies: Vec<String>,
    side_openings: Vec<String>,
    role_labels: Vec<String>,
    side_labels: Vec<String>,
    own_side: Vec<String>,
    other_side: Vec<String>,
    counts: Vec<String>,
    chair_labels: Vec<String>,
    office_words: Vec<String>,
    rank_words: Vec<String>,
    name_ends: Vec<String>,
    plural_titles: Vec<String>,
}

/// Whether a side's label means the side that wrote the paper (`Some(true)`) or the one opposite.
pub(super) fn own(label: &str) -> Option<bool> {
    let lower = label.trim().to_lowercase();
    let is = |list: &[String]| list.contains(&lower);
    if is(&WORDS.own_side) { Some(true) } else { is(&WORDS.other_side).then_some(false) }
}

static WORDS: LazyLock<Words> =
    LazyLock::new(|| memcon_lexicon::table("describe/people.toml").expect("data/describe/people.toml"));

/// Somebody on a list, with the words they stand on.
#[derive(Clone, Debug)]
struct Listed {
    name: Span,
    side: Option<String>,
    role: Option<String>,
}

/// Adds the participants of a list to the description.
pub fn read(g: &mut Gather<'_, '_>, zones: &Zones) {
    for person in list(g.paper, zones) {
        let value = g.paper.words(person.name).to_owned();
        let basis = Basis::new("describe.people.list", 0.85);
        g.description
            .add(Field::Participant, FieldValue { value, edtf: None, span: Some(person.name), basis });
    }
}

/// Those present at the meeting that the paper records, with side and role as its list tells.
///
/// `description` is the one and only of this paper: what it gave the first time is kept.
pub fn participants<'p>(paper: &'p Paper<'_>, description: &Description) -> &'p [Participant] {
    paper.present.get_or_init(|| present(paper, description))
}

fn present(paper: &Paper<'_>, description: &Description) -> Vec<Participant> {
    if description.first(Field::Participant).is_none() {
        return Vec::new();
    }
    let zones = zones::zones(paper);
    list(paper, &zones)
        .into_iter()
        .map(|p| {
            let side = p.side.map(|side| parties::side(paper, description, &side));
            let (side, role) = match p.role {
                // "C. Brandt (Norway)": the bracket names the side.
                Some(role) if side.is_none() => match parties::exactly(paper, &role) {
                    Some(party) => (Some(party.to_owned()), None),
                    None => (None, Some(role)),
                },
                role => (side, role),
            };
            Participant { name: paper.words(p.name).to_owned(), side, role }
        })
        .collect()
}

/// The lines of the list: label, then rows up to the end of the paragraph run.
fn list(paper: &Paper<'_>, zones: &Zones) -> Vec<Listed> {
    let mut found = Vec::new();
    let lines: Vec<usize> = (0..paper.lines.len())
        .filter(|&n| matches!(zones.of[n], Zone::Head | Zone::Handling) && !paper.lines[n].span.is_empty())
        .take(200)
        .collect();
    let mut k = 0;
    while k < lines.len() {
        let n = lines[k];
        k += 1;
        let words = paper.words(paper.lines[n].span);
        let Some(label) =
            labels::label(paper, &paper.lines[n]).filter(|l| l.field == Some(Field::Participant))
        else {
            sided_line(paper, paper.lines[n].span, words, &mut found);
            continue;
        };
        let mut rows: Vec<(Span, bool)> = Vec::new();
        if has_words(paper.words(label.value)) {
            rows.push((label.value, false));
        }
        let mut last = n;
        while let Some(&m) = lines.get(k) {
            let gap = (last + 1..m).any(|b| paper.lines[b].span.is_empty());
            let other = labels::label(paper, &paper.lines[m]).is_some_and(|l| {
                l.marked
                    && l.field != Some(Field::Participant)
                    && side_label(paper.words(paper.lines[m].span)).is_none()
            });
            let capitals = paper.words(paper.lines[m].span).chars().all(|c| !c.is_lowercase())
                && labels::label(paper, &paper.lines[m]).is_some();
            // A blank line right under the label is layout; a later one ends the list unless a side's heading follows.
            if other || capitals || (gap && !rows.is_empty() && !headed(paper, &lines, k)) {
                break;
            }
            rows.push((paper.lines[m].span, gap));
            last = m;
            k += 1;
        }
        rows_of(paper, &rows, &mut found);
    }
    found
}

/// Behind a blank line the list goes on only where a side's heading stands over names.
fn headed(paper: &Paper<'_>, lines: &[usize], k: usize) -> bool {
    let Some(&n) = lines.get(k) else { return false };
    let words = paper.words(paper.lines[n].span);
    let next = lines.get(k + 1).is_some_and(|&m| m == n + 1);
    words.chars().count() < 60
        && !words.ends_with('.')
        && next
        && labels::label(paper, &paper.lines[n]).is_none()
        && heading(words, true)
        && lines.get(k + 1).is_some_and(|&m| names_like(paper.words(paper.lines[m].span)))
}

fn names_like(row: &str) -> bool {
    let row = row.trim_start_matches(['—', '-', '–', '•', ' ']);
    row.starts_with(char::is_uppercase)
        && (row.contains(',') || row.split_whitespace().count() >= 2)
        && !row.ends_with('.')
}

/// A row without the mark of its list.
fn unmarked(paper: &Paper<'_>, span: Span) -> Span {
    let words = paper.words(span);
    let item = words.starts_with("- ") || words.starts_with("• ") || words.starts_with("* ");
    let skip = if item { words.chars().next().map_or(0, char::len_utf8) } else { 0 };
    bare(paper, Span::new(span.start as usize + skip, span.end as usize))
}

/// Rows of a list: headings of sides, tables, names.
fn rows_of(paper: &Paper<'_>, rows: &[(Span, bool)], found: &mut Vec<Listed>) {
    let sided = rows.iter().enumerate().any(|(k, (s, _))| {
        let words = paper.words(*s);
        heading(words, false) && k + 1 < rows.len()
    });
    let mut side: Option<String> = None;
    let table = rows.iter().any(|(s, _)| paper.words(*s).contains('|'));
    if table {
        return tables(paper, rows, found);
    }
    for (k, (span, gap)) in rows.iter().enumerate() {
        let span = unmarked(paper, *span);
        let words = paper.words(span);
        // Inside a list any "X: names" tells X's people.
        let labelled = words.find([':', '：']).is_some_and(|c| {
            let (label, names) = words.split_at(c);
            label.split_whitespace().count() <= 6 && !titled(label) && has_words(names) && listlike(names)
        });
        if labelled {
            groups(paper, span, found);
            continue;
        }
        if let Some((label, _)) = side_label(words) {
            side = Some(label);
            continue;
        }
        let next_is_name = rows.get(k + 1).is_some_and(|r| !heading(paper.words(r.0), false));
        if known_side(words) && !titled(words) && k + 1 < rows.len() {
            side = Some(side_name(words));
            continue;
        }
        if WORDS.office_words.contains(&words.to_lowercase()) {
            continue;
        }
        if several(words) {
            inline(paper, span, &side, found);
            continue;
        }
        if heading(words, *gap || sided)
            && next_is_name
            && (known_side(words) || (*gap || k == 0) && sided_here(paper, rows, k))
        {
            side = Some(side_name(words));
            continue;
        }
        entry(paper, span, &side, found);
    }
}

/// Whether a row lists bare names ("Messrs. Roe, Doe", "Roe, Doe, Poe").
fn bare_names(row: &str) -> bool {
    let parts: Vec<Vec<&str>> = row.split(", ").map(|p| p.split_whitespace().collect()).collect();
    let plural = parts
        .first()
        .and_then(|p| p.first())
        .is_some_and(|w| WORDS.plural_titles.contains(&w.trim_end_matches('.').to_lowercase()));
    let name = |tokens: &Vec<&str>| {
        (1..=3).contains(&tokens.len())
            && tokens
                .iter()
                .all(|t| t.starts_with(char::is_uppercase) && t.chars().count() > 1 || t.ends_with('.'))
            && !tokens.iter().any(|t| is_office(t))
            && !acronym(tokens.last().unwrap_or(&""))
            && !known_side(&tokens.join(" "))
    };
    parts.iter().all(name) && (parts.len() >= 3 || plural && parts.len() >= 2)
}

/// Whether a row holds several persons between commas: most parts open with a title and a name.
fn several(row: &str) -> bool {
    if bare_names(row) {
        return true;
    }
    let parts: Vec<&str> = row.split(", ").filter(|p| has_words(p)).collect();
    let person = |p: &&&str| {
        let tokens: Vec<&str> = p.split_whitespace().collect();
        let first = tokens.first().map_or("", |t| t.trim_end_matches('.')).to_lowercase();
        WORDS.rank_words.contains(&first)
            && (2..=4).contains(&tokens.len())
            && !p.contains(" of ")
            && !is_office(tokens.last().unwrap_or(&""))
            && tokens.iter().all(|t| t.starts_with(char::is_uppercase))
    };
    let office = |p: &&&str| {
        !person(p) && (is_office(p) || acronym(p) || p.contains(" of ") || p.split_whitespace().count() > 4)
    };
    let persons = parts.iter().filter(person).count();
    // A long row may hold offices without names between the persons.
    persons >= 3
        && parts.len() >= 5
        && parts.iter().all(|p| !p.starts_with(char::is_lowercase) || p.starts_with("the "))
        || parts.len() >= 2
            && parts.iter().filter(person).count() >= 2
            && parts.iter().filter(person).count() * 2 >= parts.len()
            && !parts.iter().any(|p| office(&p))
}

/// A first or set-apart line without comma over lines with commas or titles is a side's heading.
fn sided_here(paper: &Paper<'_>, rows: &[(Span, bool)], k: usize) -> bool {
    let below: Vec<&str> = rows[k + 1..].iter().take_while(|r| !r.1).map(|r| paper.words(r.0)).collect();
    let full = below
        .iter()
        .filter(|r| r.contains(',') || r.contains('(') || r.split_whitespace().count() >= 2)
        .count();
    !below.is_empty()
        && full * 2 > below.len()
        && paper.words(rows[k].0).split_whitespace().count() <= 4
        && !titled(paper.words(rows[k].0))
}

/// Whether a row opens with a title of persons.
fn titled(row: &str) -> bool {
    let first = row.split_whitespace().next().unwrap_or("").trim_end_matches('.').to_lowercase();
    WORDS.rank_words.contains(&first)
}

/// Whether a row can be the heading of a side.
fn heading(row: &str, open: bool) -> bool {
    let plain = row.trim_matches(['*', ' ', ':', '#']);
    let tokens = plain.split_whitespace().count();
    if plain.is_empty() || tokens > 7 || plain.contains([',', '(', '|', '—']) {
        return false;
    }
    // "Colonel House" is somebody, "The Department" a side.
    let article = plain.split(' ').next().is_some_and(|w| w.eq_ignore_ascii_case("the"));
    row.ends_with([':', '—']) || known_side(row) && (article || !titled(plain)) || open && !titled(plain)
}

fn known_side(row: &str) -> bool {
    let plain = row.trim_matches(['*', ' ', ':', '#', '—', '–', '-']).to_lowercase();
    let last = plain.split_whitespace().next_back().unwrap_or("");
    acronym(row)
        || (WORDS.bodies.iter().any(|w| w == last) && plain.split_whitespace().count() <= 5)
        || WORDS.side_words.contains(&plain)
        || (WORDS.side_ends.iter().any(|w| w == last) && plain.split_whitespace().count() <= 6)
        || super::sides::is_state(&plain)
}

/// "ICA", "D", "OSD/ISA": an office by its initials beside a dash.
fn initials(words: &str) -> bool {
    let plain = words.trim_matches(['*', ' ', ':']);
    (1..=8).contains(&plain.chars().count())
        && plain.chars().all(|c| c.is_ascii_uppercase() || matches!(c, '/' | '&'))
}

/// "ICA", "OSD/ISA": an office by its initials, not a name.
fn acronym(row: &str) -> bool {
    let plain = row.trim_matches(['*', ' ', ':', '#', '—', '–', '-']);
    (2..=8).contains(&plain.chars().count())
        && plain.chars().all(|c| c.is_ascii_uppercase() || matches!(c, '/' | '.' | '&'))
}

fn side_name(row: &str) -> String {
    row.trim_matches(['*', ' ', ':', '#', '—', '–', '-']).to_owned()
}

/// "Our side: …": the label of a side inside a line, and where its names begin.
fn side_label(row: &str) -> Option<(String, usize)> {
    let colon = row.find([':', '：'])?;
    let mut label = row.get(..colon)?.trim_matches(['*', ' ']);
    let lower = label.to_lowercase();
    let rest = colon + row[colon..].chars().next().map_or(1, char::len_utf8);
    let last = lower.split_whitespace().next_back().unwrap_or("").to_owned();
    let opened = WORDS.side_openings.iter().find(|w| lower.starts_with(w.as_str()) && lower.len() > w.len());
    let known = WORDS.side_labels.contains(&lower)
        || WORDS.chair_labels.contains(&lower)
        || opened.is_some()
        || (WORDS.side_ends.contains(&last) && lower.split_whitespace().count() <= 6)
        || super::sides::is_state(&lower);
    if let Some(opening) = opened {
        label = label.get(opening.len()..).unwrap_or(label).trim();
    }
    known.then(|| (label.to_owned(), rest))
}

/// Whether a line tells who was present for a side.
pub(crate) fn is_sided(row: &str) -> bool {
    row.len() < 1500
        && side_label(row).is_some_and(|(_, rest)| {
            let names = row.get(rest..).unwrap_or("").trim_start_matches(['*', ' ']);
            // Names, not speech: capitals, and commas or few words.
            names.starts_with(char::is_uppercase) && !names.contains(['?', '!', '"', '“']) && listlike(names)
        })
}

/// Whether words go on as a list of names does.
fn listlike(words: &str) -> bool {
    let tokens: Vec<&str> = words.split_whitespace().collect();
    let small = tokens.iter().filter(|t| t.starts_with(char::is_lowercase)).count();
    small * 3 <= tokens.len()
}

/// A line "Our side: A, office; B" outside of a list, possibly with the other side's behind it.
fn sided_line(paper: &Paper<'_>, span: Span, words: &str, found: &mut Vec<Listed>) {
    if words.len() > 1500 || side_label(words).is_none() {
        return;
    }
    groups(paper, span, found);
}

/// The groups of a line, each behind its label: "Our side: A, B. The other side: C. Chairman: D."
fn groups(paper: &Paper<'_>, span: Span, found: &mut Vec<Listed>) {
    let words = paper.words(span);
    let labels: Vec<(usize, usize)> = GROUP
        .captures_iter(words)
        .filter_map(|c| Some((c.name("label")?.start(), c.get(0)?.end())))
        .collect();
    for (k, (start, end)) in labels.iter().enumerate() {
        let stop = labels.get(k + 1).map_or(words.len(), |l| l.0);
        let label = words.get(*start..*end).unwrap_or("");
        let tail = words.get(*end..stop).unwrap_or("").trim_end_matches(['.', ' ', '*', ';', '\n']);
        let own = Span::new(span.start as usize + end, span.start as usize + end + tail.len());
        let plain = label.trim_matches(['*', ':', '：', ' ']);
        if WORDS.role_labels.contains(&plain.to_lowercase()) {
            let from = found.len();
            inline(paper, own, &None, found);
            for person in found[from..].iter_mut() {
                person.role = person.role.take().or(Some(plain.to_owned()));
            }
        } else {
            let side = side_label(label).map_or_else(|| plain.to_owned(), |(s, _)| s);
            inline(paper, own, &Some(side), found);
        }
    }
}

static GROUP: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:^|[.;]\s+\**)\**(?P<label>\p{L}[\p{L} ’'-]*?)\**[:：]\**\s*").expect("a pattern of ours")
});

/// Names on one line, between commas or semicolons.
fn inline(paper: &Paper<'_>, span: Span, side: &Option<String>, found: &mut Vec<Listed>) {
    let words = paper.words(span);
    let cut = if words.contains(';') || words.contains('；') {
        [';', '；', '\n', '\n']
    } else {
        [',', '，', '、', '\n']
    };
    let mut at = span.start as usize;
    for part in words.split(cut) {
        let own = Span::new(at, at + part.len()).trim(paper.text);
        at += part.len();
        at += paper.text.get(at..).and_then(|t| t.chars().next()).map_or(0, char::len_utf8);
        let text = paper.words(own);
        // "one secretary", "two others": somebody, but no name.
        if counted(text) {
            continue;
        }
        // An office between commas belongs to the name before it.
        if let (true, Some(last)) = (office(text), found.last_mut()) {
            last.role.get_or_insert_with(|| text.to_owned());
            continue;
        }
        entry(paper, own, side, found);
    }
}

/// Whether words only count people without naming them.
fn counted(words: &str) -> bool {
    let mut tokens = words.split_whitespace();
    let first = tokens.next().unwrap_or("").to_lowercase();
    let rest: Vec<&str> = tokens.collect();
    WORDS.counts.contains(&first) && rest.iter().all(|w| !w.starts_with(char::is_uppercase))
}

/// Whether words are an office and no name: a small-lettered or office word opens them.
fn office(words: &str) -> bool {
    let first = words.split_whitespace().next().unwrap_or("").to_lowercase();
    let tokens = words.split_whitespace().count();
    words.starts_with(char::is_lowercase) || tokens <= 1 && WORDS.office_words.contains(&first)
}

/// One row: name, then office behind a comma, dash or in brackets.
fn entry(paper: &Paper<'_>, span: Span, side: &Option<String>, found: &mut Vec<Listed>) {
    let row = paper.words(span);
    let lead = row.len() - row.trim_start_matches(['—', '–', '-', '•', '*', ' ', '|', '\u{3000}']).len();
    let text = row.get(lead..).unwrap_or("").trim_end_matches(['*', ' ', '|', ';', '；']);
    if !has_words(text) || text.starts_with('[') || text.chars().count() > 300 {
        return;
    }
    let base = span.start as usize + lead;
    let (mut from, mut to, mut role) = (0, text.len(), None);
    // "Chairman—A. B." and "A. B.—Chairman": the part with an office word is the role.
    let comma = text.find([',', '，']).unwrap_or(text.len());
    if let Some(dash) = text.find(['—', '–']).filter(|d| *d < comma) {
        let width = text[dash..].chars().next().map_or(1, char::len_utf8);
        let (left, right) = (&text[..dash], &text[dash + width..]);
        if initials(left) || (is_office(left) && !is_office(right) && !initials(right)) {
            role = Some(left.trim().to_owned());
            from = dash + width;
        } else {
            role = Some(right.trim().to_owned());
            to = dash;
        }
    }
    if let Some(bracket) = text[from..to].find(['(', '（']).map(|b| b + from).filter(|b| *b > from) {
        role = role.or_else(|| Some(text[bracket..to].trim_matches(['(', ')', '（', '）', ' ']).to_owned()));
        to = bracket;
    }
    if let Some(comma) = text[from..to].find([',', '，']).map(|c| c + from) {
        let behind = text[comma..to].trim_start_matches([',', '，', ' ']).to_owned();
        // "J. Roe, Jr., Envoy": what stands between the first two commas belongs to the name.
        let (next, rest) = behind.split_once([',', '，']).unwrap_or((&behind, ""));
        if !WORDS.name_ends.contains(&next.trim_end_matches('.').to_lowercase()) {
            role = role.or(Some(behind));
            to = comma;
        } else if !rest.is_empty() {
            to -= rest.len() + 1;
            role = role.or(Some(rest.trim().to_owned()));
        }
    }
    let name = Span::new(base + from, base + to).trim(paper.text);
    let words = paper.words(name);
    let end = words.trim_end_matches([':', '.', ' ']).len();
    let end = if words.ends_with('.')
        && words.len() - end == 1
        && words.rfind(' ').is_some_and(|s| words.len() - s <= 4)
    {
        words.len()
    } else {
        end
    };
    let name = Span::new(name.start as usize, name.start as usize + end);
    if has_words(paper.words(name)) {
        found.push(Listed { name, side: side.clone(), role });
    }
}

fn is_office(words: &str) -> bool {
    words.split(|c: char| !c.is_alphabetic()).any(|w| WORDS.office_words.contains(&w.to_lowercase()))
}

/// Rows drawn as a table: the first cell of a row may name the side.
fn tables(paper: &Paper<'_>, rows: &[(Span, bool)], found: &mut Vec<Listed>) {
    let mut side: Option<String> = None;
    for (span, _) in rows {
        let words = paper.words(*span);
        let mut at = span.start as usize;
        for cell in words.split('|') {
            let own = Span::new(at, at + cell.len()).trim(paper.text);
            at += cell.len() + 1;
            let text = paper.words(own);
            if !has_words(text) {
                continue;
            }
            if known_side(text) || text.ends_with(['—', '–', ':']) {
                side = Some(side_name(text));
            } else {
                entry(paper, own, &side, found);
            }
        }
    }
}
