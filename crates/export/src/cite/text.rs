//! Words of a citation with their type: italics, capitals, links; written as plain text or as HTML.

use std::fmt::Write;

/// A run of words of one type.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Run {
    /// The words.
    pub words: String,
    /// Italics.
    pub italic: bool,
    /// Bold.
    pub bold: bool,
    /// Small capitals.
    pub small_caps: bool,
    /// Raised.
    pub raised: bool,
}

/// A citation as words with their type.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text(pub Vec<Run>);

impl Text {
    /// Whether there are no words in it.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|r| r.words.trim().is_empty())
    }

    /// The words alone.
    pub fn plain(&self) -> String {
        let all: String = self.0.iter().map(|r| r.words.as_str()).collect();
        all.split('\n').map(str::trim).filter(|l| !l.is_empty()).collect::<Vec<_>>().join(" ")
    }

    /// As HTML: everything escaped, types as `<i>`, `<b>`, `<sup>` and a class for small capitals.
    pub fn html(&self) -> String {
        let mut out = String::new();
        for run in &self.0 {
            let tags = [
                (run.italic, "<i>", "</i>"),
                (run.bold, "<b>", "</b>"),
                (run.small_caps, "<span class=\"small-caps\">", "</span>"),
                (run.raised, "<sup>", "</sup>"),
            ];
            let on = || tags.iter().filter(|t| t.0);
            on().for_each(|t| out.push_str(t.1));
            escape(&run.words.replace('\n', " "), &mut out);
            on().rev().for_each(|t| out.push_str(t.2));
        }
        out.trim().to_owned()
    }

    /// The text with `before` before it: inside the bracket where one stands first.
    #[must_use]
    pub fn after(mut self, before: &str) -> Self {
        let Some(first) = self.0.first_mut() else { return self };
        let opens = first.words.chars().next().filter(|c| matches!(c, '(' | '['));
        match opens {
            Some(open) => first.words = format!("{open}{before}{}", &first.words[open.len_utf8()..]),
            None => self.0.insert(0, Run { words: before.to_owned(), ..Run::default() }),
        }
        self
    }

    /// The text with a capital where it begins with a small letter: notes and entries are sentences.
    #[must_use]
    pub fn capital(mut self) -> Self {
        if let Some(run) = self.0.iter_mut().find(|r| !r.words.is_empty()) {
            let mut rest = run.words.chars();
            if let Some(first) = rest.next() {
                run.words = first.to_uppercase().chain(rest).collect();
            }
        }
        self
    }

    /// This text, written with the first of two dates, joined with the same text written with the second: where they
    /// differ, `between` stands between them. `None` where they differ in more than words.
    pub fn joined(&self, other: &Self, between: &str) -> Option<Self> {
        if self.0.len() != other.0.len() {
            return None;
        }
        let runs = self.0.iter().zip(&other.0);
        let runs = runs.map(|(a, b)| Run { words: both(&a.words, &b.words, between), ..a.clone() });
        Some(Self(runs.collect()))
    }
}

/// Words and what stands between them.
fn tokens(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut start = 0;
    let mut was = None;
    for (at, c) in text.char_indices() {
        let now = c.is_alphanumeric();
        if was.is_some_and(|w| w != now) {
            out.push(&text[start..at]);
            start = at;
        }
        was = Some(now);
    }
    if start < text.len() {
        out.push(&text[start..]);
    }
    out
}

/// Two texts that differ in a date alone, in one. What differs with nothing but one separator between is one date.
fn both(a: &str, b: &str, between: &str) -> String {
    if a == b {
        return a.to_owned();
    }
    let (x, y) = (tokens(a), tokens(b));
    if x.len() != y.len() {
        return stretch(&x, &y, between);
    }
    let mut out = String::new();
    let mut at = 0;
    while at < x.len() {
        if x[at] == y[at] {
            out.push_str(x[at]);
            at += 1;
            continue;
        }
        let mut end = at + 1;
        while let Some(n) = (end..x.len().min(end + 2)).find(|n| x[*n] != y[*n]) {
            end = n + 1;
        }
        out.push_str(&x[at..end].concat());
        out.push_str(between);
        out.push_str(&y[at..end].concat());
        at = end;
    }
    out
}

/// What two lists of tokens have in common at both ends, and between it the rest of both.
fn stretch(x: &[&str], y: &[&str], between: &str) -> String {
    let head = x.iter().zip(y).take_while(|(a, b)| a == b).count();
    let rest = x.len().min(y.len()) - head;
    let tail = x.iter().rev().zip(y.iter().rev()).take(rest).take_while(|(a, b)| a == b).count();
    let middle = |t: &[&str]| t[head..t.len() - tail].concat();
    format!("{}{}{between}{}{}", x[..head].concat(), middle(x), middle(y), x[x.len() - tail..].concat())
}

/// Escapes text for HTML and for attribute values.
pub(super) fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c if c.is_control() => out.push(' '),
            c => {
                let _ = out.write_char(c);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(words: &str) -> Text {
        Text(vec![Run { words: words.into(), ..Run::default() }])
    }

    fn joined(a: &str, b: &str) -> String {
        text(a).joined(&text(b), "–").expect("one run each").plain()
    }

    #[test]
    fn two_dates_become_one_stretch() {
        assert_eq!(
            joined("Rand, July 11, 1951, 4.", "Rand, July 13, 1951, 4."),
            "Rand, July 11–13, 1951, 4."
        );
        assert_eq!(joined("Rand, July 30, 1951.", "Rand, August 2, 1951."), "Rand, July 30–August 2, 1951.");
        assert_eq!(
            joined("Rand. 1951. December 30.", "Rand. 1952. January 2."),
            "Rand. 1951. December 30–1952. January 2."
        );
        assert_eq!(joined("Rand, n.d.", "Rand, n.d."), "Rand, n.d.");
    }

    #[test]
    fn what_stands_before_goes_into_the_bracket() {
        assert_eq!(text("(Rand 1951, 4)").after("Ott, in ").plain(), "(Ott, in Rand 1951, 4)");
        assert_eq!(text("Rand, letter.").after("Ott, in ").plain(), "Ott, in Rand, letter.");
    }

    #[test]
    fn nothing_of_a_paper_is_mark_up() {
        let run = Run { words: "<script>\"x\"</script>\u{0}".into(), italic: true, ..Run::default() };
        assert_eq!(Text(vec![run]).html(), "<i>&lt;script&gt;&quot;x&quot;&lt;/script&gt; </i>");
    }
}
