//! Lines and the runs in them: words with how they are set, clean for every format.

use serde::Serialize;

/// How a run is set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// As the words around it.
    #[default]
    Plain,
    /// Bold.
    Strong,
    /// Italics.
    Italic,
    /// Small capitals.
    Caps,
    /// Faint: not of the words that count.
    Soft,
    /// Words in a turn that are not the speaker's.
    Insertion,
    /// A raised letter that tells which voice begins here; not of the paper.
    Siglum,
    /// Not told, not found.
    Missing,
}

/// Words set in one way.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Run {
    /// The words, clean.
    pub words: String,
    /// How they are set.
    pub kind: Kind,
    /// Their language, where it is not the dossier's.
    pub lang: Option<String>,
    /// The colour of the voice that says them, 0 = the one around.
    pub voice: u8,
    /// The note called behind them.
    pub note: Option<usize>,
}

/// Words in a row.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Line {
    /// The runs.
    pub runs: Vec<Run>,
    /// Whether it is read from right to left.
    pub rtl: bool,
}

impl Run {
    /// A run of words.
    pub fn new(words: &str, kind: Kind) -> Self {
        Self { words: clean(words), kind, ..Self::default() }
    }
}

impl Line {
    /// Plain words.
    pub fn of(words: &str) -> Self {
        Self::default().with(words, Kind::Plain)
    }

    /// With more words.
    #[must_use]
    pub fn with(mut self, words: &str, kind: Kind) -> Self {
        self.push(Run::new(words, kind));
        self
    }

    /// With more words in a language.
    #[must_use]
    pub fn with_lang(mut self, words: &str, kind: Kind, lang: Option<String>) -> Self {
        self.push(Run { lang, ..Run::new(words, kind) });
        self
    }

    /// With a call of note `n` at its end.
    #[must_use]
    pub fn noted(mut self, n: usize) -> Self {
        self.push(Run { note: Some(n), ..Run::default() });
        self
    }

    /// Adds a run; the first letter with a direction tells the line's.
    pub fn push(&mut self, run: Run) {
        if run.words.is_empty() && run.note.is_none() {
            return;
        }
        let known = self.runs.iter().any(|r| direction(&r.words).is_some());
        if !known {
            self.rtl = direction(&run.words).unwrap_or(false);
        }
        self.runs.push(run);
    }

    /// Whether nothing stands in it.
    pub fn is_empty(&self) -> bool {
        self.runs.iter().all(|r| r.words.trim().is_empty() && r.note.is_none())
    }

    /// The words alone.
    pub fn plain(&self) -> String {
        self.runs.iter().map(|r| r.words.as_str()).collect()
    }
}

/// Words without what no format may hold: control characters become U+FFFD (line ends a space), and every change of
/// direction that they open is closed, so that it ends with them. Nothing else is changed.
pub fn clean(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    let (mut isolates, mut embeddings) = (0usize, 0usize);
    for c in words.chars() {
        match c {
            '\u{2066}'..='\u{2068}' => isolates += 1,
            '\u{202A}' | '\u{202B}' | '\u{202D}' | '\u{202E}' => embeddings += 1,
            // What closes more than these words opened would close what stands around them.
            '\u{2069}' if isolates == 0 => continue,
            '\u{202C}' if embeddings == 0 => continue,
            '\u{2069}' => isolates -= 1,
            '\u{202C}' => embeddings -= 1,
            _ => {}
        }
        out.push(match c {
            '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' | '\u{85}' => ' ',
            c if c.is_control()
                || matches!(c as u32 & 0xFFFF, 0xFFFE | 0xFFFF)
                || matches!(c, '\u{FDD0}'..='\u{FDEF}') =>
            {
                '\u{FFFD}'
            }
            c => c,
        });
    }
    out.extend(std::iter::repeat_n('\u{202C}', embeddings));
    out.extend(std::iter::repeat_n('\u{2069}', isolates));
    out
}

/// Whether the first letter with a direction goes from right to left; `None` where no letter has one.
fn direction(words: &str) -> Option<bool> {
    words.chars().find(|c| c.is_alphabetic()).map(|c| {
        matches!(c as u32, 0x590..=0x8FF | 0xFB1D..=0xFDFF | 0xFE70..=0xFEFC | 0x10800..=0x10FFF | 0x1E800..=0x1EFFF)
    })
}

/// A tag of a language taken apart into language and region; `None` where it is none that programs take.
pub fn tag(lang: &str) -> Option<(String, Option<String>)> {
    let mut parts = lang.split('-');
    let language =
        parts.next().filter(|l| matches!(l.len(), 2 | 3) && l.bytes().all(|b| b.is_ascii_lowercase()))?;
    let region = parts.find(|p| p.len() == 2 && p.bytes().all(|b| b.is_ascii_uppercase()));
    // Scripts stand for the regions whose glyphs they take.
    let script = lang.split('-').find_map(|p| match p {
        "Hant" => Some("TW"),
        "Hans" => Some("CN"),
        _ => None,
    });
    Some((language.to_owned(), region.or(script).map(str::to_owned)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_kept_and_what_no_format_may_hold_is_not() {
        assert_eq!(clean("a\u{0}b\tc\r\nd"), "a\u{FFFD}b c  d");
        assert_eq!(clean("#eval(\"x\") <b> $x$ \\"), "#eval(\"x\") <b> $x$ \\");
    }

    #[test]
    fn a_turned_direction_ends_with_its_words() {
        assert_eq!(clean("a\u{202E}b"), "a\u{202E}b\u{202C}");
        assert_eq!(clean("\u{2067}a"), "\u{2067}a\u{2069}");
        assert_eq!(clean("a\u{2069}\u{202C}b"), "ab", "nothing outside is closed");
    }

    #[test]
    fn a_tag_is_taken_or_left() {
        let read = |t: &str| tag(t).map(|(l, r)| format!("{l} {}", r.unwrap_or_default()));
        assert_eq!(read("zh-Hant").as_deref(), Some("zh TW"));
        assert_eq!(read("fr").as_deref(), Some("fr "));
        assert_eq!(read("x\"#eval"), None);
    }

    #[test]
    fn the_first_letter_tells_the_direction() {
        assert!(Line::of("1. שלום, hello").rtl);
        assert!(!Line::of("Hello, שלום").rtl);
        assert!(!Line::of("12").rtl);
    }
}
