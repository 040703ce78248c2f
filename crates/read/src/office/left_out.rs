//! Words that a file holds and its paper does not show (struck out, hidden), and things without words: counted, quoted in
//! notices, never left out in silence.
//!
//! Struck-out words are not in the text of record: a paper says what stands in it when its changes are taken over. They are quoted in
//! notices at their places, by whom, so that a reader of a draft sees them. What does not belong here: any format.

use std::collections::BTreeMap;

use memcon_model::{Notice, Severity, Span};

use crate::Reading;

/// How many passages are quoted one by one.
const QUOTED: usize = 40;
/// How much of one is quoted, in characters.
const LENGTH: usize = 300;

/// Why words are not on the paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Why {
    /// Struck out in tracked changes, by whom.
    Deleted(Option<String>),
    /// Hidden.
    Hidden,
    /// Small letters above or beside others, that tell how to read them.
    Ruby,
    /// The words by which a form asks for others.
    Placeholder,
    /// None: a remark in the margin hangs here, by its number and whom.
    Remark(String, Option<String>),
}

#[derive(Debug)]
struct Passage {
    why: Why,
    words: String,
    /// Where in the finished text, and whether a paragraph begins there.
    at: Option<(usize, bool)>,
}

/// What is left out.
#[derive(Debug, Default)]
pub(super) struct LeftOut {
    passages: Vec<Passage>,
    /// By whom: how many words.
    deleted: BTreeMap<Option<String>, usize>,
    added: BTreeMap<Option<String>, usize>,
    deletions: usize,
    hidden: usize,
    ruby: usize,
    placeholders: usize,
    pictures: usize,
    formulas: usize,
    objects: BTreeMap<String, usize>,
    /// Names of programs in the file.
    pub macros: bool,
    last: Option<Why>,
}

impl LeftOut {
    /// Words left out; gives the number of their passage where it is one that is quoted and new.
    pub fn words(&mut self, why: &Why, words: &str) -> Option<usize> {
        if words.is_empty() {
            return None;
        }
        let count = words.split_whitespace().count();
        let goes_on = self.last.as_ref() == Some(why);
        match why {
            Why::Deleted(by) => {
                *self.deleted.entry(by.clone()).or_default() += count;
                self.deletions += usize::from(!goes_on);
            }
            Why::Hidden => self.hidden += count,
            Why::Ruby => self.ruby += usize::from(!goes_on),
            Why::Placeholder => self.placeholders += usize::from(!goes_on),
            Why::Remark(..) => {}
        }
        self.last = Some(why.clone());
        if goes_on && let Some(passage) = self.passages.last_mut().filter(|p| p.why == *why) {
            if passage.words.len() < LENGTH * 4 {
                passage.words.push_str(words);
            }
            return None;
        }
        if goes_on || self.passages.len() >= QUOTED {
            return None;
        }
        self.passages.push(Passage { why: why.clone(), words: words.to_owned(), at: None });
        Some(self.passages.len() - 1)
    }

    /// Words on the paper came: the next ones left out are another passage.
    pub fn interrupt(&mut self) {
        self.last = None;
    }

    /// Where in the finished text a passage stood; `first` = at the beginning of a paragraph.
    pub fn place(&mut self, passage: usize, at: usize, first: bool) {
        if let Some(passage) = self.passages.get_mut(passage) {
            passage.at = Some((at, first));
        }
    }

    /// Words that a tracked change put in.
    pub fn added(&mut self, by: Option<&str>, words: &str) {
        *self.added.entry(by.map(str::to_owned)).or_default() += words.split_whitespace().count();
    }

    /// A picture.
    pub fn picture(&mut self) {
        self.pictures += 1;
    }

    /// A formula: its letters are read, how they stand is not.
    pub fn formula(&mut self) {
        self.formulas += 1;
    }

    /// An object of another program.
    pub fn object(&mut self, name: &str) {
        let name = if name.trim().is_empty() { "object" } else { name.trim() };
        if self.objects.len() < QUOTED {
            *self.objects.entry(short(name, 60)).or_default() += 1;
        }
    }

    /// Says it all in notices.
    pub fn tell(self, reading: &mut Reading) {
        self.tell_changes(reading);
        let mut note = |count: usize, message: String| {
            if count > 0 {
                reading.note(Severity::Note, message);
            }
        };
        note(
            self.hidden,
            format!(
                "Words hidden in the file are not on the paper and not in the text: {} words.",
                self.hidden
            ),
        );
        note(
            self.ruby,
            format!(
                "Small letters that tell how others are read are not in the text; they stand at {}.",
                places(self.ruby)
            ),
        );
        note(
            self.placeholders,
            format!(
                "The form is not filled in at {}; what it asks for there is not in the text.",
                places(self.placeholders)
            ),
        );
        note(
            self.formulas,
            format!("The file holds formulas ({}); only their letters and figures are read.", self.formulas),
        );
        note(
            self.pictures,
            format!("The file holds pictures ({}); words in them are not read.", self.pictures),
        );
        let objects: Vec<String> =
            self.objects.iter().map(|(n, c)| if *c > 1 { format!("{n} ({c})") } else { n.clone() }).collect();
        note(
            objects.len(),
            format!(
                "The file holds objects of other programs, whose words are not read: {}. Save them on their own \
                 and add them.",
                objects.join(", ")
            ),
        );
        note(usize::from(self.macros), "The file holds programs (macros); memcon never runs them.".into());
        let text_len = reading.text.len();
        for passage in self.passages {
            let words = short(passage.words.trim(), LENGTH);
            if words.is_empty() {
                continue;
            }
            let message = match &passage.why {
                Why::Deleted(Some(by)) => format!("Struck out here by {by}: “{words}”."),
                Why::Deleted(None) => format!("Struck out here: “{words}”."),
                Why::Hidden => format!("Hidden here: “{words}”."),
                Why::Ruby => format!("Above these letters stands how they are read: “{words}”."),
                Why::Placeholder => format!("A field to be filled in asks here: “{words}”."),
                Why::Remark(n, Some(by)) => format!("Remark {n} in the margin, by {by}, is on this place."),
                Why::Remark(n, None) => format!("Remark {n} in the margin is on this place."),
            };
            let at = passage.at.filter(|p| p.0 <= text_len);
            let span = at.map(|(at, first)| word_at(&reading.text, at, first)).filter(|s| !s.is_empty());
            reading.notices.push(Notice { severity: Severity::Note, message, span });
        }
    }

    fn tell_changes(&self, reading: &mut Reading) {
        let list = |by: &BTreeMap<Option<String>, usize>| {
            let each: Vec<String> = by
                .iter()
                .take(20)
                .map(|(who, n)| {
                    let words = if *n == 1 { "word" } else { "words" };
                    format!("{n} {words} by {}", who.as_deref().unwrap_or("someone not named"))
                })
                .collect();
            each.join(", ")
        };
        if self.deletions > 0 {
            let message = format!(
                "Tracked changes strike out {} {} ({}); they are not in the text and are quoted in notices.",
                self.deletions,
                if self.deletions == 1 { "passage" } else { "passages" },
                list(&self.deleted)
            );
            reading.note(Severity::Warning, message);
        }
        if self.added.values().any(|&n| n > 0) {
            let message = format!(
                "Tracked changes put in {}; they are in the text, marked as added.",
                list(&self.added)
            );
            reading.note(Severity::Note, message);
        }
    }
}

fn places(n: usize) -> String {
    if n == 1 { "1 place".into() } else { format!("{n} places") }
}

/// The first `most` characters.
fn short(words: &str, most: usize) -> String {
    match words.char_indices().nth(most) {
        Some((cut, _)) => format!("{} …", &words[..cut]),
        None => words.to_owned(),
    }
}

/// The word that ends at `at` or before it in its paragraph; at the beginning of one, the word behind.
fn word_at(text: &str, at: usize, first: bool) -> Span {
    let (before, behind) = (text.get(..at).unwrap_or(""), text.get(at..).unwrap_or(""));
    let end = before.trim_end_matches([' ', '\t']).len();
    let word = |c: char| !c.is_whitespace();
    let length: usize =
        before[..end].chars().rev().take_while(|c| word(*c)).take(40).map(char::len_utf8).sum();
    if length > 0 && !first {
        return Span::new(end - length, end);
    }
    let start = at + behind.len() - behind.trim_start().len();
    let length: usize =
        behind.trim_start().chars().take_while(|c| word(*c)).take(40).map(char::len_utf8).sum();
    Span::new(start, start + length)
}
