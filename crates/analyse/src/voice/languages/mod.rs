//! Languages other than English: cues beside quotation marks, dashes that open speech, patterns of reports.
//!
//! Each language is one file under `data/voice/languages/`; a file more is a language more, without code.
//! Patterns name their pieces as `{piece}`; the pieces stand in the same file.

mod dash;
mod tables;

pub(super) use dash::spoken_paragraphs;
pub(super) use tables::{Language, ReportRule};

use super::cast::Gender;
use super::cues::QuoteCue;
use super::scan::{Kind, Scan};
use super::search::Quote;
use crate::Paper;
use memcon_model::Span;
use tables::{LANGUAGES, QuoteRule};

/// How much text before and behind a quotation is looked at, in bytes, and how much inside.
const WINDOW: u32 = 260;
const INSIDE: u32 = 500;

/// The languages that a paper can hold besides English.
pub(super) struct Speakable {
    /// Languages told by their letters.
    by_script: bool,
    /// Languages in Latin letters that the paper is said to be in.
    latin: Vec<&'static Language>,
}

/// What is known of the languages of a paper when its quotations get their speakers.
pub(super) struct Foreign<'f> {
    pub speakable: &'f Speakable,
    /// Names of those who speak somewhere.
    pub speakers: &'f [String],
}

/// A cue of one of the languages.
#[derive(Clone)]
pub(super) struct ForeignCue {
    pub cue: QuoteCue,
    pub language: &'static Language,
}

impl Speakable {
    /// Looks once at a paper.
    pub fn of(paper: &Paper<'_>) -> Self {
        let latin = LANGUAGES.iter().filter(|l| l.script == "latin" && paper.speaks(&l.lang)).collect();
        Self { by_script: !paper.text.is_ascii(), latin }
    }

    /// Whether there is nothing to look for.
    pub fn is_empty(&self) -> bool {
        !self.by_script && self.latin.is_empty()
    }

    /// The languages that a piece of text can be in, by its letters.
    pub fn of_text(&self, text: &str) -> Vec<&'static Language> {
        let script = if self.by_script { script(text) } else { "latin" };
        match script {
            "latin" => self.latin.clone(),
            _ => LANGUAGES.iter().filter(|l| l.script == script).collect(),
        }
    }
}

/// The script of the first letter that tells a language.
fn script(text: &str) -> &'static str {
    for c in text.chars() {
        match c {
            '\u{4e00}'..='\u{9fff}' => return "han",
            '\u{ac00}'..='\u{d7af}' => return "hangul",
            '\u{400}'..='\u{4ff}' => return "cyrillic",
            _ => {}
        }
    }
    "latin"
}

/// The text before a quotation back to a line's beginning or another quotation's end.
fn before<'t>(scan: &Scan<'t>, q: &Quote, floor: u32) -> (u32, &'t str) {
    let open = q.open.start;
    let text = scan.text.get(..open as usize).unwrap_or("");
    let mut start = open.saturating_sub(WINDOW).max(floor) as usize;
    while !text.is_char_boundary(start) {
        start += 1;
    }
    let part = text.get(start..).unwrap_or("");
    let trimmed = part.trim_end();
    // Over a line's end only a colon announces the words.
    let new_line = part.get(trimmed.len()..).is_some_and(|gap| gap.contains('\n'));
    let line = if new_line && !trimmed.ends_with([':', '：']) {
        part.len()
    } else {
        trimmed.rfind('\n').map_or(0, |n| n + 1)
    };
    (start as u32 + line as u32, part.get(line..).unwrap_or(""))
}

/// The text behind a quotation up to its line's end or the next mark.
fn behind<'t>(scan: &Scan<'t>, q: &Quote) -> (u32, &'t str) {
    let start = q.close.map_or(q.inner.end, |c| c.end);
    let text = scan.text.get(start as usize..).unwrap_or("");
    let mut end = text.len().min(WINDOW as usize);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let part = text.get(..end).unwrap_or("");
    let stop = part.find(['\n', '“', '”', '«', '»', '「', '」', '『', '„', '"']);
    (start, part.get(..stop.unwrap_or(part.len())).unwrap_or(""))
}

fn inside<'t>(scan: &Scan<'t>, q: &Quote) -> (u32, &'t str) {
    let text = q.inner.of(scan.text);
    let mut end = text.len().min(INSIDE as usize);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    (q.inner.start, text.get(..end).unwrap_or(""))
}

/// The cues before, and behind or inside, a quotation; `floor` is the end of the quotation before.
pub(super) fn cues(
    scan: &Scan<'_>,
    speakable: &Speakable,
    q: &Quote,
    floor: u32,
) -> (Option<ForeignCue>, Option<ForeignCue>) {
    if speakable.is_empty() {
        return (None, None);
    }
    let (front, back, within) = (before(scan, q, floor), behind(scan, q), inside(scan, q));
    let mut languages = speakable.of_text(within.1);
    if languages.is_empty() {
        languages = speakable.of_text(front.1);
    }
    let mut found = (None, None);
    for language in languages {
        for rule in &language.quotes {
            let slot =
                if rule.behind.is_some() || rule.inside.is_some() { &mut found.1 } else { &mut found.0 };
            if slot.is_none() {
                *slot = apply(rule, front, back, within).map(|cue| ForeignCue { cue, language });
            }
        }
    }
    found
}

/// The names under which cues tell of speakers, for pronouns elsewhere; at most `MOST`.
pub(super) fn speakers(scan: &Scan<'_>, quotes: &[Quote], speakable: &Speakable) -> Vec<String> {
    const MOST: usize = 24;
    let mut names: Vec<String> = Vec::new();
    if speakable.is_empty() {
        return names;
    }
    let mut floor = 0;
    for q in quotes {
        let found = cues(scan, speakable, q, floor.min(q.open.start));
        floor = q.close.map_or(q.inner.end, |c| c.end);
        for one in [found.0, found.1].into_iter().flatten() {
            let Some(words) = one.cue.source.map(|s| s.of(scan.text).trim()) else { continue };
            let name = name_in(one.language, words).to_owned();
            let person = pronoun(one.language, words).is_none() && !means_self(words);
            let cased = name.chars().next().is_some_and(|c| !c.is_lowercase());
            if person && cased && name.chars().count() >= 2 && !names.contains(&name) {
                names.push(name);
            }
        }
        if names.len() >= MOST {
            break;
        }
    }
    names
}

/// One rule over the three windows: every pattern it has must match.
fn apply(rule: &QuoteRule, front: (u32, &str), back: (u32, &str), within: (u32, &str)) -> Option<QuoteCue> {
    let mut source = None;
    let mut cue = None;
    for (pattern, (at, text)) in [(&rule.before, front), (&rule.behind, back), (&rule.inside, within)] {
        let Some(pattern) = pattern else { continue };
        let found = pattern.captures(text)?;
        let group = |name: &str| {
            found.name(name).map(|g| Span { start: at + g.start() as u32, end: at + g.end() as u32 })
        };
        source = source.or_else(|| group("source"));
        cue = cue.or_else(|| group("cue"));
    }
    let verb: Span = cue?;
    // The whole reaches over both only where they stand together.
    let whole = match source {
        Some(s) if s.start.abs_diff(verb.start) < WINDOW && !rule.apart() => s.hull(verb),
        _ => verb,
    };
    Some(QuoteCue { source, verb, whole })
}

/// The gender of a pronoun of the language; `Some(None)` = a pronoun for several.
pub(super) fn pronoun(language: &Language, named: &str) -> Option<Option<Gender>> {
    let lower = named.trim().to_lowercase();
    let opens = |list: &[String]| {
        list.iter().any(|p| if language.spaced() { lower == *p } else { lower.starts_with(p.as_str()) })
    };
    if opens(&language.many) {
        Some(None)
    } else if opens(&language.she) {
        Some(Some(Gender::Female))
    } else {
        opens(&language.he).then_some(Some(Gender::Male))
    }
}

/// Whether words mean the one who writes or speaks.
pub(super) fn means_self(named: &str) -> bool {
    let lower = named.to_lowercase();
    LANGUAGES.iter().any(|l| l.i.contains(&lower))
}

/// The name in a source: without the office before or behind it where something is left.
pub(super) fn name_in<'n>(language: &Language, named: &'n str) -> &'n str {
    let named = named.trim();
    // "the spokesman, X": the apposition is the name.
    if let Some((_, apposition)) = named.rsplit_once(", ") {
        return apposition;
    }
    if !language.spaced() {
        let end = language.titles.iter().filter_map(|t| named.rfind(t.as_str()).map(|at| at + t.len())).max();
        return match end.and_then(|e| named.get(e..)) {
            Some(rest) if rest.chars().count() >= 2 => rest,
            _ => named,
        };
    }
    if language.script == "hangul" {
        return hangul_name(language, named);
    }
    if named.split(' ').any(|w| language.links.iter().any(|l| l == w)) {
        return article_off(language, named);
    }
    let title = |w: &str| language.titles.contains(&w.to_lowercase());
    let mut start = 0;
    let mut words = named.split(' ').peekable();
    // Words of office before the name, and small words.
    while let Some(word) = words.peek() {
        let small = word.chars().next().is_some_and(char::is_lowercase);
        if !(title(word) || small) || start + word.len() >= named.len() {
            break;
        }
        start += word.len() + 1;
        words.next();
    }
    let rest = named.get(start..).unwrap_or(named).trim();
    let whole = !rest.chars().next().is_some_and(char::is_uppercase) || title(rest);
    if whole {
        // No name: the description without its article.
        return article_off(language, named);
    }
    rest
}

/// "Ministry spokesman X" is X, "X delegate" is X; a mere surname keeps its title.
fn hangul_name<'n>(language: &Language, named: &'n str) -> &'n str {
    let title = |w: &str| language.titles.iter().any(|t| t == w);
    let last = named.rsplit(' ').find(|w| title(w));
    let Some(at) = last.and_then(|t| named.rfind(t).map(|at| (at, at + t.len()))) else { return named };
    let (front, back) = (named.get(..at.0).unwrap_or("").trim(), named.get(at.1..).unwrap_or("").trim());
    if !back.is_empty() {
        return back;
    }
    let name = front.rsplit(' ').next().unwrap_or(front);
    let body = language.links.iter().any(|l| name.ends_with(l.as_str()));
    if name.chars().count() == 3 && !title(name) && !body { name } else { named }
}

/// A description without the short title word (an article) that opens it.
fn article_off<'n>(language: &Language, named: &'n str) -> &'n str {
    match named.split_once([' ', '\'', '’']) {
        Some((first, rest))
            if first.chars().count() <= 5 && language.titles.contains(&first.to_lowercase()) =>
        {
            rest
        }
        _ => named,
    }
}

/// Whether words hold letters enough to be speech where a language writes without spaces.
pub(super) fn long_enough(scan: &Scan<'_>, q: &Quote) -> bool {
    let (a, b) = (scan.token_at(q.inner.start), scan.token_at(q.inner.end));
    let stop = b > a && matches!(scan.kind(b - 1), Kind::Stop | Kind::Comma | Kind::Dash);
    stop || q.inner.of(scan.text).chars().filter(|c| c.is_alphabetic()).take(8).count() >= 8
}

#[cfg(test)]
mod tests;
