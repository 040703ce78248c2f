//! A text into sentences: Latin, Cyrillic and Greek letters, Han, Kana and Hangul.
//!
//! A sentence ends at a terminal mark with the closing quotation marks and brackets behind it, and at
//! the end of a paragraph; not behind initials, titles, numbers of lists or abbreviations. The marks and
//! the abbreviations are tables under `data/languages/`. What does not belong here: what a sentence means.
//! Method: one walk over the characters with a bounded look back and ahead, so linear in the text.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use memcon_model::Span;
use serde::Deserialize;

/// Characters looked at behind and before a full stop; no abbreviation is longer.
const REACH: usize = 24;

/// A block whose longest line has more characters than this holds a paragraph on each line.
const UNWRAPPED: usize = 140;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Abbreviations {
    language: Vec<OfLanguage>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfLanguage {
    #[serde(rename = "lang")]
    _lang: String,
    before_name: Vec<String>,
    before_number: Vec<String>,
    inner: Vec<String>,
    starters: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Marks {
    full_width: String,
    spaced: String,
    closers: String,
    openers: String,
    goes_on: Vec<String>,
    after_ordinal: Vec<String>,
}

/// The tables, merged over all languages: a paper mixes them, and they rarely contradict each other.
struct Tables {
    before_name: BTreeSet<String>,
    before_number: BTreeSet<String>,
    inner: BTreeSet<String>,
    starters: BTreeSet<String>,
    marks: Marks,
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let read: Abbreviations =
        crate::table("languages/abbreviations.toml").expect("our own table of abbreviations");
    let marks: Marks = crate::table("languages/sentences.toml").expect("our own table of marks");
    let mut tables = Tables {
        before_name: BTreeSet::new(),
        before_number: BTreeSet::new(),
        inner: BTreeSet::new(),
        starters: BTreeSet::new(),
        marks,
    };
    for of in read.language {
        tables.before_name.extend(of.before_name);
        tables.before_number.extend(of.before_number);
        tables.inner.extend(of.inner);
        tables.starters.extend(of.starters);
    }
    tables
});

/// The sentences inside `span`, in order, without white space at their ends; stretches without a letter
/// or digit are left out. A span that does not fit `text` gives nothing. Linear in the span.
pub fn sentences(text: &str, span: Span) -> Vec<Span> {
    let words = span.of(text);
    let mut found = Vec::new();
    let mut at = span.start as usize;
    let mut block = Vec::new();
    for line in words.split_inclusive('\n') {
        if line.trim().is_empty() {
            cut_block(text, &block, &mut found);
            block.clear();
        } else {
            block.push(Span::new(at, at + line.len()));
        }
        at += line.len();
    }
    cut_block(text, &block, &mut found);
    found
}

/// Cuts lines without a blank line between them: where a line break ends a paragraph, and inside those.
fn cut_block(text: &str, lines: &[Span], found: &mut Vec<Span>) {
    let Some(first) = lines.first() else { return };
    let widest = lines.iter().map(|l| l.of(text).trim_end().chars().count()).max().unwrap_or(0);
    let mut start = first.start;
    for pair in lines.windows(2) {
        if ends_paragraph(pair[0].of(text), pair[1].of(text), widest) {
            cut_paragraph(text, Span { start, end: pair[0].end }, found);
            start = pair[1].start;
        }
    }
    let end = lines.last().map_or(start, |l| l.end);
    cut_paragraph(text, Span { start, end }, found);
}

/// Whether the line break between two lines ends a paragraph, rather than being the typist's.
fn ends_paragraph(line: &str, next: &str, widest: usize) -> bool {
    let (body, follow) = (line.trim_end(), next.trim_start());
    let length = body.chars().count();
    let indent = |l: &str| {
        l.chars()
            .take_while(|c| c.is_whitespace())
            .map(|c| if c == '\u{3000}' { 2 } else { 1 })
            .sum::<usize>()
    };
    let opens_upper = follow
        .chars()
        .find(|c| !TABLES.marks.openers.contains(*c))
        .is_some_and(|c| !c.is_lowercase() && (c.is_alphanumeric()));
    widest > UNWRAPPED
        || is_item(follow)
        || follow.starts_with('#')
        || line.trim_start().starts_with('#')
        || !body.chars().any(char::is_alphanumeric)
        || !follow.chars().any(char::is_alphanumeric)
        || indent(next) >= indent(line) + 2
        || (is_dense(body) && indent(next) >= 2)
        || (opens_upper && length * 10 < widest * 6)
        || (opens_upper && widest < 40 && !is_dense(body))
        || (is_dense(body) && body.ends_with(|c| TABLES.marks.full_width.contains(c)))
}

/// Whether a line opens with the mark of a list item: "1.", "(a)", "-", "•", "第…条" is left to its words.
fn is_item(line: &str) -> bool {
    let mut chars = line.chars();
    match chars.next() {
        Some('-' | '–' | '—' | '•' | '*' | '·' | '>' | '|') => {
            chars.next().is_some_and(char::is_whitespace)
        }
        Some('(' | '（') => {
            let inner: String = chars.by_ref().take_while(|c| !matches!(c, ')' | '）')).take(5).collect();
            (1..=4).contains(&inner.chars().count()) && inner.chars().all(char::is_alphanumeric)
        }
        Some(c) if c.is_ascii_digit() => {
            let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
            line.len() - rest.len() <= 3
                && (rest.starts_with(['、', '．'])
                    || (rest.starts_with(['.', ')']) && rest[1..].starts_with(char::is_whitespace)))
        }
        _ => false,
    }
}

/// Whether a character belongs to a script that puts no spaces between words.
fn is_dense_char(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{2ffff}')
}

fn is_dense(words: &str) -> bool {
    let (mut dense, mut all) = (0, 0);
    for c in words.chars().take(80).filter(|c| c.is_alphanumeric()) {
        all += 1;
        dense += usize::from(is_dense_char(c));
    }
    dense * 2 > all
}

/// Cuts one paragraph at its terminal marks.
fn cut_paragraph(text: &str, span: Span, found: &mut Vec<Span>) {
    let marks = &TABLES.marks;
    let words = span.of(text);
    let base = span.start as usize;
    let mut start = 0;
    let mut at = 0;
    while let Some(c) = words[at..].chars().next() {
        let next = at + c.len_utf8();
        let wide = marks.full_width.contains(c);
        if !wide && !marks.spaced.contains(c) {
            at = next;
            continue;
        }
        let end = behind(words, next);
        if (wide && ends_wide(words, next, end)) || (!wide && ends_spaced(words, start, at, next, end)) {
            keep(text, base + start, base + end, found);
            start = end;
        }
        at = end;
    }
    keep(text, base + start, base + words.len(), found);
}

fn keep(text: &str, start: usize, end: usize, found: &mut Vec<Span>) {
    let span = Span::new(start, end).trim(text);
    if span.of(text).chars().any(char::is_alphanumeric) {
        found.push(span);
    }
}

/// The offset behind the run of terminal and closing marks that goes on at `at`.
fn behind(words: &str, at: usize) -> usize {
    let marks = &TABLES.marks;
    let rest = &words[at..];
    let run = rest
        .find(|c| !(marks.full_width.contains(c) || marks.spaced.contains(c) || marks.closers.contains(c)))
        .unwrap_or(rest.len());
    let mut end = at + run;
    while let Some(mark) = note_mark(&words[end..]) {
        end += mark;
    }
    end
}

/// The length of the mark of a note that stands right behind the words: "[2]", "[a]".
fn note_mark(rest: &str) -> Option<usize> {
    let inside = rest.strip_prefix('[')?;
    let end = inside.find(']').filter(|n| (1..=4).contains(n))?;
    inside[..end].bytes().all(|b| b.is_ascii_alphanumeric()).then_some(end + 2)
}

/// A full-width mark ends the sentence unless the words go on behind the closing quotation mark.
fn ends_wide(words: &str, mark_end: usize, end: usize) -> bool {
    end == mark_end || !TABLES.marks.goes_on.iter().any(|g| words[end..].starts_with(g.as_str()))
}

/// Whether a full stop, question or exclamation mark, with what closes behind it, ends the sentence.
fn ends_spaced(words: &str, start: usize, mark: usize, mark_end: usize, end: usize) -> bool {
    let rest = &words[end..];
    if rest.trim_start().is_empty() {
        return true;
    }
    let before = words[start..mark].chars().next_back();
    let dense_before = before.is_some_and(is_dense_char);
    if !rest.starts_with(char::is_whitespace) {
        // "?" and "!" of half width are used in dense scripts too; a full stop there may be a decimal one.
        return dense_before && !words[mark..].starts_with(['.', '…']) && end == mark_end;
    }
    let follow = rest.trim_start().trim_start_matches(|c| TABLES.marks.openers.contains(c));
    let Some(first) = follow.chars().next() else { return true };
    if first.is_lowercase() || matches!(first, ',' | ';' | '，' | '；' | ')' | ']') {
        return false;
    }
    if matches!(first, '–' | '—' | '-') {
        let word = follow.trim_start_matches(['–', '—', '-', ' ']);
        if word.chars().next().is_some_and(char::is_lowercase) {
            return false;
        }
    }
    if !words[mark..].starts_with('.') || end - mark > 1 {
        return true;
    }
    ends_stop(words, start, mark, follow)
}

/// Whether a lone full stop at `mark` ends the sentence that began at `start`; `follow` is what comes next.
fn ends_stop(words: &str, start: usize, mark: usize, follow: &str) -> bool {
    let token = token_before(&words[start..mark]);
    let lower = token.to_lowercase();
    let next = word_at(follow);
    let starter = TABLES.starters.contains(&next.to_lowercase());
    let number_next = follow.starts_with(|c: char| c.is_ascii_digit()) || is_roman(next);
    if is_marker(&words[start..mark]) || TABLES.before_name.contains(&lower) && !token.is_empty() {
        return false;
    }
    if TABLES.before_number.contains(&lower) && number_next {
        return false;
    }
    if TABLES.inner.contains(&lower) {
        return starter && next.chars().count() > 1;
    }
    let letters = token.chars().filter(|c| c.is_alphabetic()).count();
    let initials = token.split('.').all(|p| p.chars().count() == 1 && p.chars().all(char::is_alphabetic));
    if letters > 0 && initials && token.chars().any(char::is_uppercase) {
        // "J. Weaver", "the U.S. Navy"; but "inside the U.S. They …".
        return token.contains('.') && starter;
    }
    if !token.is_empty() && token.len() <= 3 && token.bytes().all(|b| b.is_ascii_digit()) {
        return !TABLES.marks.after_ordinal.contains(&next.to_lowercase());
    }
    true
}

/// The word right before a full stop, inner stops included, at most [`REACH`] characters.
fn token_before(words: &str) -> &str {
    let mut start = words.len();
    for (i, c) in words.char_indices().rev().take(REACH) {
        if c.is_whitespace() || TABLES.marks.openers.contains(c) || matches!(c, ',' | ';' | '—') {
            break;
        }
        start = i;
    }
    &words[start..]
}

fn word_at(words: &str) -> &str {
    let end = words
        .char_indices()
        .take(REACH)
        .find(|(_, c)| !c.is_alphanumeric())
        .map_or_else(|| words.char_indices().nth(REACH).map_or(words.len(), |(i, _)| i), |(i, _)| i);
    &words[..end]
}

fn is_roman(word: &str) -> bool {
    !word.is_empty() && word.len() <= 6 && word.chars().all(|c| "IVXLC".contains(c))
}

/// Whether the sentence so far is only the number of a list item ("3", "(b)", "IV", "1.2").
fn is_marker(so_far: &str) -> bool {
    // Long stretches are no markers; looking at them again and again would be quadratic.
    if so_far.len() > REACH {
        return false;
    }
    let mark =
        so_far.trim().trim_matches(|c| TABLES.marks.openers.contains(c) || TABLES.marks.closers.contains(c));
    let short = mark.chars().nth(6).is_none();
    short
        && !mark.is_empty()
        && (mark.chars().all(|c| c.is_ascii_digit() || c == '.')
            || is_roman(mark)
            || (mark.chars().count() == 1 && mark.chars().all(char::is_alphabetic)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The sentences of `text`, divided by " | ".
    fn cut(text: &str) -> String {
        let all = Span::new(0, text.len());
        sentences(text, all).iter().map(|s| s.of(text)).collect::<Vec<_>>().join(" | ")
    }

    #[test]
    fn the_mark_of_a_note_stays_with_its_sentence() {
        assert_eq!(
            cut("He left.[2] Did she stay?”[3][4] Never."),
            "He left.[2] | Did she stay?”[3][4] | Never."
        );
    }

    #[test]
    fn ends_at_full_stops_question_and_exclamation_marks() {
        assert_eq!(
            cut("He left. Did she stay? Never! So be it."),
            "He left. | Did she stay? | Never! | So be it."
        );
    }

    #[test]
    fn titles_initials_and_numbers_do_not_end_a_sentence() {
        let text = "Mr. J. P. Weaver met Gen. Oduya. See No. 5 of Vol. II. It is the U.S. Navy. He lives in the U.S. They met at 5 p.m. The end.";
        assert_eq!(
            cut(text),
            "Mr. J. P. Weaver met Gen. Oduya. | See No. 5 of Vol. II. | It is the U.S. Navy. | He lives in the U.S. | They met at 5 p.m. | The end."
        );
    }

    #[test]
    fn a_word_that_is_also_an_abbreviation_ends_a_sentence() {
        assert_eq!(cut("He said no. Weaver agreed."), "He said no. | Weaver agreed.");
    }

    #[test]
    fn closing_quotes_and_brackets_stay_with_their_sentence() {
        assert_eq!(
            cut("\"We agree.\" (He smiled.) “Then sign.” «Bien.» Il partit."),
            "\"We agree.\" | (He smiled.) | “Then sign.” | «Bien.» | Il partit."
        );
    }

    #[test]
    fn the_asking_goes_on_behind_the_question() {
        assert_eq!(cut("“Why?” he asked. “Because.”"), "“Why?” he asked. | “Because.”");
    }

    #[test]
    fn list_numbers_stay_with_their_item() {
        assert_eq!(
            cut("1. The river is open.\n2. The bridge is not."),
            "1. The river is open. | 2. The bridge is not."
        );
    }

    #[test]
    fn chinese_ends_at_its_full_stop_and_keeps_the_closing_mark() {
        assert_eq!(
            cut("他说：“我们同意。”会议结束了。价格是3.5元！好？"),
            "他说：“我们同意。” | 会议结束了。 | 价格是3.5元！ | 好？"
        );
    }

    #[test]
    fn japanese_goes_on_behind_a_quotation() {
        assert_eq!(cut("「行く。」と言った。終わり。"), "「行く。」と言った。 | 終わり。");
    }

    #[test]
    fn korean_and_russian_are_cut_at_full_stops() {
        assert_eq!(cut("우리는 동의한다. 회담은 끝났다."), "우리는 동의한다. | 회담은 끝났다.");
        assert_eq!(
            cut("Тов. Орлов прибыл в 1961 г. в Москву. Он молчал."),
            "Тов. Орлов прибыл в 1961 г. в Москву. | Он молчал."
        );
    }

    #[test]
    fn german_ordinals_do_not_end_a_sentence() {
        assert_eq!(cut("Am 12. Juli kam er. Dann ging er."), "Am 12. Juli kam er. | Dann ging er.");
    }

    #[test]
    fn wrapped_lines_are_one_sentence_and_paragraphs_are_not() {
        let text = "The two sides met again in the old customs\nhouse and talked about the ferry until\nnight.\n\nNothing was agreed";
        assert_eq!(
            cut(text),
            "The two sides met again in the old customs\nhouse and talked about the ferry until\nnight. | Nothing was agreed"
        );
    }

    #[test]
    fn indented_lines_open_paragraphs() {
        assert_eq!(cut("　　第一段说到这里\n　　第二段。\n　　　　题目"), "第一段说到这里 | 第二段。 | 题目");
    }

    #[test]
    fn a_megabyte_of_full_stops_is_quick() {
        let text = ". ".repeat(500_000) + &"\"".repeat(500_000) + &"A. ".repeat(300_000);
        assert!(sentences(&text, Span::new(0, text.len())).len() < 10);
    }

    proptest! {
        #[test]
        fn sentences_are_in_order_and_lose_no_word(text in "[ \\n.!?\"A-Za-z0-9。”“是的у]{0,300}") {
            let found = sentences(&text, Span::new(0, text.len()));
            let mut at = 0;
            for s in &found {
                prop_assert!(text.get(s.range()).is_some());
                prop_assert!(!text[at..s.start as usize].chars().any(char::is_alphanumeric));
                prop_assert!(s.start as usize >= at && !s.is_empty());
                at = s.end as usize;
            }
            prop_assert!(!text[at..].chars().any(char::is_alphanumeric));
        }
    }
}
