//! Words of a text in alphabetic scripts, with what their setting tells: capitals, starts of sentences.

use memcon_model::Span;

use super::tables::TABLES;

/// One word.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word<'t> {
    pub text: &'t str,
    pub start: usize,
    pub end: usize,
    /// Starts with a capital.
    pub capital: bool,
    /// Is written in capitals throughout (two letters or more).
    pub upper: bool,
    /// A single capital with a full stop.
    pub initial: bool,
    /// First of its sentence or line.
    pub opens: bool,
    /// Only blanks (or a line break within a paragraph) stand before it, after the word before.
    pub joined: bool,
    /// Carries the genitive: what follows is another phrase of the sentence.
    pub genitive: bool,
}

impl Word<'_> {
    pub fn span(&self) -> Span {
        Span::new(self.start, self.end)
    }
}

/// Lines shorter than this, in bytes, are taken for entries of a list or headings.
const SHORT_LINE: usize = 45;

/// All words of `text` in order; linear.
pub(super) fn words(text: &str) -> Vec<Word<'_>> {
    let mut found: Vec<Word<'_>> = Vec::new();
    let mut chars = text.char_indices().peekable();
    let mut line_start = 0;
    while let Some((start, first)) = chars.next() {
        if !first.is_alphabetic() || is_east_asian(first) {
            continue;
        }
        let mut end = start + first.len_utf8();
        while let Some(&(at, c)) = chars.peek() {
            let inner = c.is_alphabetic() || is_mark(c) || c.is_ascii_digit();
            let behind = text[at + c.len_utf8()..].chars().next();
            // A dash joins syllables ("En–lai"), not names ("Rome–Oslo").
            let joint = matches!(c, '\'' | '’' | '-' | 'ʼ' | '‘' | '`')
                && behind.is_some_and(char::is_alphabetic)
                || matches!(c, '–' | '‐' | '‑') && behind.is_some_and(char::is_lowercase);
            if is_east_asian(c) || !(inner || joint) {
                break;
            }
            end = at + c.len_utf8();
            chars.next();
        }
        let mut word = &text[start..end];
        // The genitive is not part of a name.
        for tail in ["'s", "’s", "'S", "’S"] {
            if word.len() > tail.len() + 1 {
                word = word.strip_suffix(tail).unwrap_or(word);
            }
        }
        let genitive = start + word.len() < end || text[end..].starts_with(['\'', '’']);
        let end = start + word.len();
        let gap = found.last().map_or("\n\n", |w| &text[w.end..start]);
        let after_initial = found.last().is_some_and(|w| w.initial || TABLES.abbreviated.contains(w.text));
        let gap_core = if after_initial { gap.strip_prefix('.').unwrap_or(gap) } else { gap };
        let gap_core = ["'s", "’s", "'S", "’S", "'", "’"]
            .iter()
            .find_map(|t| gap_core.strip_prefix(t))
            .unwrap_or(gap_core);
        // A short line is an entry of a list: what follows it does not go on from it.
        let short_line = gap.contains('\n') && {
            let before = found.last().map_or(0, |w| w.end);
            let short = before.saturating_sub(line_start) < SHORT_LINE;
            line_start = start;
            short
        };
        let blank = !short_line && gap_core.chars().all(|c| matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{a0}'));
        // A wide gap inside a line parts the columns of a table.
        let column = gap_core.contains('\t') || (gap_core.contains("   ") && !gap_core.contains('\n'));
        // "J.K. Varga": initials without a blank between them.
        let close = gap == "." && found.last().is_some_and(|w| w.initial);
        let joined =
            blank && !column && gap_core.matches('\n').count() < 2 && (close || !gap_core.is_empty());
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        found.push(Word {
            text: word,
            start,
            end,
            capital: first.is_uppercase(),
            upper: letters > 1 && word.chars().all(|c| !c.is_lowercase()),
            initial: letters == 1 && first.is_uppercase() && text[end..].starts_with('.'),
            opens: !joined && opens(gap) && !after_initial,
            joined,
            genitive,
        });
    }
    found
}

/// Whether the gap before a word ends a sentence or a line.
fn opens(gap: &str) -> bool {
    gap.contains(['.', '!', '?', '\n', ':', '•', '"', '“', '*', '#', '。'])
}

fn is_mark(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

/// Scripts written without blanks between words, or Hangul: read elsewhere.
pub(super) fn is_east_asian(c: char) -> bool {
    ('\u{2e80}'..='\u{9fff}').contains(&c)
        || ('\u{ac00}'..='\u{d7af}').contains(&c)
        || ('\u{f900}'..='\u{faff}').contains(&c)
        || ('\u{1100}'..='\u{11ff}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn genitives_initials_and_starts() {
        let text = "Mr. J. Varga's note. Then he left.";
        let found: Vec<String> = words(text)
            .iter()
            .map(|w| {
                format!("{}{}{}", w.text, if w.opens { "^" } else { "" }, if w.initial { "." } else { "" })
            })
            .collect();
        assert_eq!(found.join(" "), "Mr^ J. Varga note Then^ he left");
    }
}
