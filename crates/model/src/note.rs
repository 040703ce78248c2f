//! What persons write beside papers and put together out of them: notes on passages, and selections.
//!
//! A passage is known again by its place, its words and the original it stands in, never by its place alone. Notes and
//! selections say nothing of what a paper means to the machine: that is a [`crate::Judgement`].

use crate::{DocumentId, Quotation, Span, Undone};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A passage of a paper, or the whole of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Passage {
    /// Id of the document.
    pub document: DocumentId,
    /// Its original (BLAKE3): a paper that moved is known by it. Empty = not kept yet.
    #[serde(default)]
    pub blake3: String,
    /// Where; empty at 0 for the whole paper.
    #[serde(flatten)]
    pub span: Span,
    /// The words there; empty for the whole paper.
    #[serde(default)]
    pub quote: Quotation,
}
crate::span::spans!(Passage: span);

impl Passage {
    /// Whether the whole paper is meant.
    pub fn is_whole(&self) -> bool {
        self.quote.exact.is_empty()
    }
}

/// What a note says, as somebody worded it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Wording {
    /// By whom.
    pub by: String,
    /// When, as RFC 3339 in UTC.
    pub at: String,
    /// The words; may be empty where there are tags.
    #[serde(default)]
    pub text: String,
    /// Words by which notes are found together; sorted, each once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
}

/// A person's note on a passage. Its wordings are kept, and a note taken away stays in the history.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Note {
    /// Its number in the collection, from 1; 0 = not kept yet.
    #[serde(default)]
    pub number: u64,
    /// On what.
    pub target: Passage,
    /// What it says now: by whom and when it was worded so.
    #[serde(flatten)]
    pub says: Wording,
    /// What it said before, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub before: Vec<Wording>,
    /// Taken away, when and by whom.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undone: Option<Undone>,
}
crate::span::spans!(Note: target);

impl Note {
    /// Who wrote it first.
    pub fn author(&self) -> &str {
        self.before.first().map_or(&self.says.by, |w| &w.by)
    }

    /// Whether it has not been taken away.
    pub fn holds(&self) -> bool {
        self.undone.is_none()
    }

    /// Words it anew; what it said is kept. A wording that says the same changes nothing.
    pub fn reword(&mut self, new: Wording) {
        if (&new.text, &new.tags) != (&self.says.text, &self.says.tags) {
            self.before.push(std::mem::replace(&mut self.says, new));
        }
    }
}

/// Tags as typed, parted by commas or lines: trimmed, sorted, each once.
pub fn tags(typed: &str) -> Vec<String> {
    let split = typed.split([',', ';', '\n', '，', '、', '；']);
    let one = |tag: &str| {
        let words: Vec<&str> = tag.split(|c: char| c.is_whitespace() || c.is_control()).collect();
        let words: Vec<&str> = words.into_iter().filter(|w| !w.is_empty()).collect();
        words.join(" ").trim_start_matches('#').chars().take(LONGEST_NAME).collect::<String>()
    };
    let mut tags: Vec<String> = split.map(one).filter(|t| !t.is_empty()).collect();
    tags.sort_unstable();
    tags.dedup();
    tags
}

/// Characters of a name of a selection, or of a tag, at most.
const LONGEST_NAME: usize = 80;

/// The name of a selection as typed: one line, without control characters.
pub fn selection_name(typed: &str) -> String {
    let words: Vec<&str> = typed.split(|c: char| c.is_whitespace() || c.is_control()).collect();
    let words: Vec<&str> = words.into_iter().filter(|w| !w.is_empty()).collect();
    words.join(" ").chars().take(LONGEST_NAME).collect::<String>().trim_end().to_owned()
}

/// One thing in a selection.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Chosen {
    /// Its number inside the selection, from 1; 0 = not kept yet.
    #[serde(default)]
    pub number: u64,
    /// Who put it in.
    pub by: String,
    /// When, as RFC 3339 in UTC.
    pub at: String,
    /// What.
    pub passage: Passage,
    /// Taken out, when and by whom.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undone: Option<Undone>,
}
crate::span::spans!(Chosen: passage);

/// Papers and passages that somebody put together under a name, in an order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Selection {
    /// Its name; no two that hold have the same.
    pub name: String,
    /// Who began it.
    pub by: String,
    /// When, as RFC 3339 in UTC.
    pub at: String,
    /// What is in it, in its order; those taken out keep their places.
    #[serde(default)]
    pub items: Vec<Chosen>,
    /// Taken away, when and by whom.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undone: Option<Undone>,
}
crate::span::spans!(Selection: items);

/// A change of a selection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SelectionEdit {
    /// Something more, at the end. What is in it already is not put in twice.
    Add(Vec<Chosen>),
    /// Takes the item of this number out.
    Remove(u64, Undone),
    /// Puts an item taken out back into its place.
    Restore(u64),
    /// Moves the item of this number by so many places among those that hold; negative = towards the beginning.
    Move(u64, i32),
    /// Takes the whole selection away.
    Delete(Undone),
    /// Brings it back.
    Undelete,
}

impl Selection {
    /// What holds, in its order.
    pub fn held(&self) -> impl DoubleEndedIterator<Item = &Chosen> {
        self.items.iter().filter(|i| i.undone.is_none())
    }

    /// The day and name of the last thing put in: what is used most lately.
    pub fn last_used(&self, by: &str) -> Option<&str> {
        self.items.iter().filter(|i| i.by == by).map(|i| i.at.as_str()).max()
    }

    /// Makes a change; `false` = there was nothing to change.
    pub fn edit(&mut self, edit: &SelectionEdit) -> bool {
        match edit {
            SelectionEdit::Add(new) => self.add(new),
            SelectionEdit::Remove(number, undone) => self.mark(*number, Some(undone)),
            SelectionEdit::Restore(number) => self.mark(*number, None),
            SelectionEdit::Move(number, by) => self.shift(*number, *by),
            SelectionEdit::Delete(undone) => {
                let held = self.undone.is_none();
                if held {
                    self.undone = Some(undone.clone());
                }
                held
            }
            SelectionEdit::Undelete => self.undone.take().is_some(),
        }
    }

    fn add(&mut self, new: &[Chosen]) -> bool {
        let mut changed = false;
        for chosen in new {
            let key = |c: &Chosen| (c.passage.blake3.clone(), c.passage.document.clone(), c.passage.span);
            if self.held().any(|held| key(held) == key(chosen)) {
                continue;
            }
            let number = self.items.iter().map(|i| i.number).max().unwrap_or(0) + 1;
            self.items.push(Chosen { number, undone: None, ..chosen.clone() });
            changed = true;
        }
        changed
    }

    fn mark(&mut self, number: u64, undone: Option<&Undone>) -> bool {
        let wanted = |i: &&mut Chosen| i.number == number && i.undone.is_some() != undone.is_some();
        let found = self.items.iter_mut().find(wanted);
        found.is_some_and(|item| {
            item.undone = undone.cloned();
            true
        })
    }

    fn shift(&mut self, number: u64, by: i32) -> bool {
        let held: Vec<usize> = (0..self.items.len())
            .filter(|n| self.items.get(*n).is_some_and(|i| i.undone.is_none()))
            .collect();
        let number_at = |n: &usize| self.items.get(*n).is_some_and(|i| i.number == number);
        let Some(place) = held.iter().position(number_at) else { return false };
        let last = held.len().saturating_sub(1);
        let to = place.saturating_add_signed(by as isize).min(last);
        let (Some(from), Some(to)) = (held.get(place), held.get(to)) else { return false };
        if from == to {
            return false;
        }
        let item = self.items.remove(*from);
        self.items.insert(*to, item);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(document: &str) -> Chosen {
        let passage = Passage { document: document.into(), ..Passage::default() };
        Chosen { by: "Ada".into(), at: "2030-01-01T00:00:00Z".into(), passage, ..Chosen::default() }
    }

    fn order(s: &Selection) -> String {
        s.held().map(|i| i.passage.document.as_str()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_selection_keeps_its_order_and_takes_nothing_twice() {
        let mut s = Selection::default();
        assert!(s.edit(&SelectionEdit::Add(["a", "b", "c"].map(chosen).to_vec())));
        assert!(!s.edit(&SelectionEdit::Add(vec![chosen("b")])));
        assert!(s.edit(&SelectionEdit::Move(3, -2)) && !s.edit(&SelectionEdit::Move(3, -9)));
        assert_eq!(order(&s), "c a b");
        let undone = Undone { by: "Ben".into(), at: String::new() };
        assert!(
            s.edit(&SelectionEdit::Remove(1, undone.clone())) && !s.edit(&SelectionEdit::Remove(1, undone))
        );
        assert_eq!(order(&s), "c b");
        // What was taken out does not stand in the way of what is moved.
        assert!(s.edit(&SelectionEdit::Move(3, 1)));
        assert_eq!(order(&s), "b c");
        assert!(s.edit(&SelectionEdit::Restore(1)));
        assert_eq!(s.held().count(), 3);
    }

    #[test]
    fn tags_and_names_are_one_line_each() {
        assert_eq!(tags(" #ferry, night\u{7} boat;ferry，,"), ["ferry", "night boat"]);
        assert_eq!(selection_name("  Night\n\u{1b}boats "), "Night boats");
        assert_eq!(selection_name("\u{0}"), "");
    }

    #[test]
    fn what_a_note_said_before_is_kept() {
        let word = |text: &str, by: &str| Wording { text: text.into(), by: by.into(), ..Wording::default() };
        let mut note = Note { says: word("why?", "Ada"), ..Note::default() };
        note.reword(word("why?", "Ben"));
        note.reword(word("because", "Ben"));
        assert_eq!((note.author(), note.says.text.as_str(), note.before.len()), ("Ada", "because", 1));
    }
}
