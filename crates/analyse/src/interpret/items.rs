//! Agenda items as minutes divide themselves: numbered paragraphs, or headings that stand alone.
//!
//! A printed title is taken as it stands. Where an item has only its number, the title is made from its own words:
//! the noun phrase behind "regarding", "the question of" and the like, or else the names and nouns of its opening.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use memcon_model::{AgendaItem, Analysis, Basis, Field, Form, RegionKind, Span};
use regex::Regex;
use serde::Deserialize;

use crate::{Line, Paper};

#[derive(Deserialize)]
struct Words {
    cues: Vec<String>,
    clause_cues: Vec<String>,
    papers: Vec<String>,
    stops: BTreeSet<String>,
    idle: BTreeSet<String>,
    vague: Vec<String>,
}

struct Engine {
    words: Words,
    cue: Regex,
    clause: Regex,
    number: Regex,
}

static ENGINE: LazyLock<Engine> = LazyLock::new(|| {
    let words: Words = memcon_lexicon::table("items/titles.toml").expect("data/items/titles.toml");
    let any = |list: &[String]| {
        let mut list: Vec<&String> = list.iter().collect();
        list.sort_by_key(|w| std::cmp::Reverse(w.len()));
        list.iter().map(|w| regex::escape(w)).collect::<Vec<_>>().join("|")
    };
    let cue = Regex::new(&format!(r"(?i)\b(?:{})\b", any(&words.cues))).expect("a pattern of ours");
    let clause = Regex::new(&format!(r"(?i)\b(?:{})\b", any(&words.clause_cues))).expect("a pattern of ours");
    let number = Regex::new(r"^(?:(?i:item|point|question|вопрос|пункт)\s+)?(?:No\.?\s*)?(?P<n>\d{1,3}|[IVX]{1,5})[.)、:]?(?:\s+(?P<rest>.*))?$")
        .expect("a pattern of ours");
    Engine { words, cue, clause, number }
});

/// A line that opens an item.
struct Opening {
    line: usize,
    number: Option<String>,
    printed: Option<Span>,
}

/// Agenda items as minutes divide themselves.
pub fn items(paper: &Paper<'_>, found: &Analysis) -> Vec<AgendaItem> {
    if found.form != Form::Minutes {
        return Vec::new();
    }
    let body: Vec<(usize, &Line)> = paper
        .lines
        .iter()
        .enumerate()
        .filter(|(_, l)| !l.span.is_empty() && in_body(found, l.span.start))
        .collect();
    let mut openings = numbered(paper, &body);
    let rule = if openings.is_empty() { "items.heading" } else { "items.number" };
    if openings.is_empty() {
        openings = headings(paper, &body);
    }
    let Some(end) = body.last().map(|(_, l)| l.span.end as usize) else { return Vec::new() };
    let persons: BTreeSet<String> = found
        .description
        .all(Field::Participant)
        .iter()
        .flat_map(|v| tokens(&v.value).map(|t| t.to_lowercase()).collect::<Vec<_>>())
        .collect();
    let mut out = Vec::new();
    for (k, open) in openings.iter().enumerate() {
        let start = paper.lines[open.line].span.start as usize;
        let next = openings.get(k + 1).map_or(end, |o| paper.lines[o.line].span.start as usize);
        let span = Span::new(start, next.min(end.max(start))).trim(paper.text);
        let title = match open.printed {
            Some(t) => Some(paper.words(t).trim_matches(['*', '#', ' ', '.', ':']).to_owned()),
            None => made(words_of(paper, span, open), &persons),
        };
        let basis = Basis::new(if open.printed.is_some() { rule } else { "items.title.made" }, 0.7);
        out.push(AgendaItem { span, title, number: open.number.clone(), issue: None, basis });
    }
    out
}

fn in_body(found: &Analysis, at: u32) -> bool {
    found.region_at(at).is_none_or(|r| matches!(r.kind, RegionKind::Body | RegionKind::EditorialNote))
}

/// Numbered paragraphs that run 1, 2, 3 … from the first of the body and hold most of it.
fn numbered(paper: &Paper<'_>, body: &[(usize, &Line)]) -> Vec<Opening> {
    let mut found: Vec<Opening> = Vec::new();
    let mut expected = 1;
    for (k, (n, line)) in body.iter().enumerate() {
        let words = paper.words(line.span);
        let Some(c) = ENGINE.number.captures(words) else { continue };
        let Some(number) = c.name("n").and_then(|m| value(m.as_str())) else { continue };
        let rest = c.name("rest").map_or("", |m| m.as_str());
        // A gap of one is a slip of the printer; "1963" or "12 men" is no number of an item.
        let marked =
            words[c.name("n").map_or(0, |m| m.end())..].starts_with(['.', ')', '、', ':']) || rest.is_empty();
        let fits = number >= expected
            && number <= expected + 2
            && marked
            && !rest.starts_with(|c: char| c.is_lowercase());
        if !fits {
            continue;
        }
        if found.is_empty() && (k > 6 || number != 1) {
            return Vec::new();
        }
        // A short rest without a full stop is a printed title.
        let at = line.span.start as usize + c.name("rest").map_or(0, |m| m.start());
        let printed = (!rest.is_empty()
            && rest.chars().count() <= 100
            && !rest.ends_with(['.', ';', '。', '?', ','])
            && rest.split_whitespace().count() <= 14)
            .then(|| Span::new(at, at + rest.len()));
        found.push(Opening { line: *n, number: c.name("n").map(|m| m.as_str().to_owned()), printed });
        expected = number + 1;
    }
    if found.len() >= 2 { found } else { Vec::new() }
}

fn value(number: &str) -> Option<u32> {
    if let Ok(n) = number.parse() {
        return Some(n);
    }
    let digit = |c| match c {
        'I' => Some(1),
        'V' => Some(5),
        'X' => Some(10),
        _ => None,
    };
    let digits: Vec<u32> = number.chars().map(digit).collect::<Option<_>>()?;
    Some((0..digits.len()).fold(0, |sum, i| {
        if digits.get(i + 1).is_some_and(|n| *n > digits[i]) {
            sum
        } else {
            sum + digits[i] - before(&digits, i)
        }
    }))
}

/// What a smaller Roman digit in front takes away.
fn before(digits: &[u32], i: usize) -> u32 {
    if i > 0 && digits[i - 1] < digits[i] { digits[i - 1] } else { 0 }
}

/// Headings that stand alone between paragraphs of prose.
fn headings(paper: &Paper<'_>, body: &[(usize, &Line)]) -> Vec<Opening> {
    let mut found = Vec::new();
    for (k, (n, line)) in body.iter().enumerate() {
        let words = paper.words(line.span).trim_matches(['*', '#', ' ']);
        let alone = (*n == 0 || paper.lines[*n - 1].span.is_empty())
            && paper.lines.get(*n + 1).is_none_or(|l| l.span.is_empty());
        let short = (3..=90).contains(&words.chars().count()) && words.split_whitespace().count() <= 12;
        let prose = body.get(k + 1).is_some_and(|(_, l)| paper.words(l.span).chars().count() >= 80);
        // "### Item 2. …" says by itself that it opens an item, however short the first speech.
        let counted = ENGINE.number.captures(words).is_some_and(|c| c.name("rest").is_some())
            && (words.starts_with(|c: char| c.is_alphabetic()) || paper.words(line.span).starts_with('#'));
        let open = words.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || c as u32 > 0x2E80);
        let ends = words.ends_with(['.', ',', ';', '?', '!', '。', '"', '”', ')', ']', ':']);
        if alone && short && (prose || counted) && open && !ends && !words.contains(':') {
            let lead = ENGINE.number.captures(words);
            let number = lead
                .as_ref()
                .filter(|c| c.name("rest").is_some())
                .and_then(|c| c.name("n"))
                .map(|m| m.as_str().to_owned());
            let skip = lead.and_then(|c| c.name("rest").map(|m| m.start())).unwrap_or(0);
            let base = line.span.start as usize + (paper.words(line.span).find(words).unwrap_or(0));
            found.push(Opening {
                line: *n,
                number,
                printed: Some(Span::new(base + skip, base + words.len())),
            });
        }
    }
    if found.len() >= 2 { found } else { Vec::new() }
}

/// The item's words behind its number.
fn words_of<'p>(paper: &Paper<'p>, span: Span, open: &Opening) -> &'p str {
    let words = paper.words(span);
    let number = open.number.as_deref().unwrap_or("");
    words.strip_prefix(number).unwrap_or(words).trim_start_matches(['.', ')', '、', ':', ' ', '\n', '\r'])
}

/// A title out of an item's words.
fn made(words: &str, persons: &BTreeSet<String>) -> Option<String> {
    let e = &*ENGINE;
    let opening: String = sentences(words, 2);
    let first: String = sentences(words, 1);
    // The last cue whose phrase is more than the name of a paper; an early clause serves where there is none.
    let mut best: Option<(usize, String)> = None;
    for cue in e.cue.find_iter(&first) {
        let phrase = phrase(&first[cue.end()..]);
        let content = phrase.split_whitespace().filter(|w| content_word(w)).count();
        let only_paper = phrase
            .split_whitespace()
            .filter(|w| content_word(w))
            .take(1)
            .any(|w| e.words.papers.contains(&w.to_lowercase()));
        let weight = content.min(5) + if only_paper { 0 } else { 3 };
        if content >= 1 && best.as_ref().is_none_or(|(w, _)| weight > *w) {
            best = Some((weight, phrase));
        }
    }
    if let Some((weight, phrase)) = &best
        && *weight >= 4
    {
        return Some(phrase.clone());
    }
    if let Some(cue) = e.clause.find(&first)
        && let Some(title) = content(&first[cue.end()..], persons, 6)
    {
        return Some(title);
    }
    best.map(|(_, p)| p).or_else(|| content(&opening, persons, 6))
}

/// The first sentences of a text, bounded.
fn sentences(text: &str, count: usize) -> String {
    let mut end = 0;
    let mut left = count;
    for (at, c) in text.char_indices().take(700) {
        end = at + c.len_utf8();
        let word = text[..at].rsplit(char::is_whitespace).next().unwrap_or("");
        let stop = matches!(c, '.' | '?' | '!')
            && word.chars().count() > 3
            && text[end..].starts_with(char::is_whitespace);
        if stop || c == '。' {
            left -= 1;
            if left == 0 {
                break;
            }
        }
    }
    text[..end].split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The noun phrase at the opening of `text`.
fn phrase(text: &str) -> String {
    let e = &*ENGINE;
    let mut text = text.trim_start();
    let mut again = true;
    while again {
        again = false;
        for vague in &e.words.vague {
            let cut = text.get(..vague.len()).is_some_and(|h| h.eq_ignore_ascii_case(vague));
            if let Some(rest) = text.get(vague.len()..).filter(|r| cut && r.starts_with(' ')) {
                text = rest.trim_start();
                again = true;
            }
        }
    }
    let mut kept: Vec<&str> = Vec::new();
    for word in text.split(' ') {
        let plain = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        if e.words.stops.contains(&plain) || kept.len() >= 11 {
            break;
        }
        kept.push(word);
        let initial = word.trim_end_matches('.').chars().count() <= 3 && word.ends_with('.');
        if word.ends_with([',', ';', ':', '?']) || (word.ends_with('.') && !initial) {
            break;
        }
    }
    while kept.last().is_some_and(|w| !content_word(w)) {
        kept.pop();
    }
    let phrase = kept.join(" ");
    let phrase = phrase.trim_end_matches([',', ';', ':', '?', '.']);
    let mut chars = phrase.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

fn content_word(word: &str) -> bool {
    let plain = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    plain.chars().count() > 1
        && !ENGINE.words.idle.contains(&plain)
        && !plain.chars().all(|c| c.is_ascii_digit())
}

fn tokens(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_alphanumeric() || c == '\'' || c == '’' || c == '-'))
        .filter(|t| !t.is_empty())
}

/// The first few words of a text that carry matter: names before others, those of the persons present left out.
fn content(text: &str, persons: &BTreeSet<String>, most: usize) -> Option<String> {
    let words: Vec<&str> = tokens(text)
        .filter(|w| {
            content_word(w)
                && !persons.contains(&w.trim_end_matches("'s").trim_end_matches("’s").to_lowercase())
        })
        .collect();
    let mut kept: Vec<&str> = Vec::new();
    for word in words.iter().take(18) {
        let name = word.starts_with(char::is_uppercase);
        if !kept.contains(word) && (name || kept.len() < most) && kept.len() < most + 2 {
            kept.push(word);
        }
    }
    kept.truncate(most + 2);
    (!kept.is_empty()).then(|| kept.join(" "))
}
