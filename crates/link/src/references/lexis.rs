//! The names and words of a collection's papers as numbers, with how rare each is, and the way from a word to its papers.
//!
//! Which of them a reference shares with a paper is weighed in `evidence`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use memcon_model::Field;

use super::WORDS;
use super::card::{Card, floor};
use crate::Document;
use crate::agents::written::fold;

/// How much of a paper tells what it is about, in bytes.
const OPENING: usize = 1600;
/// Longest name of a state, in words.
const STATE_WORDS: usize = 3;

/// Names of states, their adjectives, peoples and capitals, by their folded words, with the state's code.
static STATES: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    #[derive(serde::Deserialize)]
    struct File {
        state: Vec<State>,
    }
    #[derive(serde::Deserialize)]
    struct State {
        code: String,
        names: Vec<String>,
        #[serde(default)]
        adjectives: Vec<String>,
        #[serde(default)]
        peoples: Vec<String>,
        #[serde(default)]
        capitals: Vec<Vec<String>>,
    }
    let file: File = memcon_lexicon::table("gazetteer/states.toml").expect("our own table of states");
    let mut out = BTreeMap::new();
    for s in file.state {
        let words = s.names.iter().chain(&s.adjectives).chain(&s.peoples).chain(s.capitals.iter().flatten());
        for name in words {
            out.entry(fold(name)).or_insert_with(|| s.code.clone());
        }
    }
    out
});

/// A set of words as sorted numbers.
pub(super) type Ids = Vec<u32>;

/// What a stretch of text names and says, as words not yet numbered.
#[derive(Default)]
pub(super) struct Said {
    pub names: BTreeSet<String>,
    pub words: BTreeSet<String>,
}

/// Reads names (words with a capital; states under their codes) and other telling words.
pub(super) fn said(text: &str) -> Said {
    let mut out = Said::default();
    let text = text.replace("'s", " ").replace("’s", " ");
    let tokens: Vec<&str> =
        text.split(|c: char| !c.is_alphanumeric() && c != '-').filter(|w| !w.is_empty()).collect();
    let folded: Vec<String> = tokens.iter().map(|w| fold(w)).collect();
    let capital = |n: usize| tokens[n].starts_with(char::is_uppercase);
    let mut n = 0;
    while n < tokens.len() {
        let longest = (1..=STATE_WORDS.min(tokens.len() - n)).rev().find_map(|len| {
            let code = capital(n).then(|| STATES.get(&folded[n..n + len].join(" "))).flatten()?;
            Some((len, code))
        });
        if let Some((len, code)) = longest {
            out.names.insert(format!("@{code}"));
            n += len;
            continue;
        }
        let word = &folded[n];
        let long = word.chars().count() > 2;
        if long && !WORDS.plain.contains(word) {
            if capital(n) {
                out.names.insert(word.clone());
            }
            if word.chars().count() > 3 {
                out.words.insert(stem(word).to_owned());
            }
        }
        n += 1;
    }
    out
}

/// The state that a folded name of a place stands for.
pub(super) fn said_folded(place: &str) -> BTreeSet<String> {
    STATES.get(place).map(|code| format!("@{code}")).into_iter().collect()
}

/// A word without the ending of its number or tense.
pub(super) fn stem(word: &str) -> &str {
    ["ing", "ed", "es", "s"]
        .iter()
        .find_map(|e| word.strip_suffix(e).filter(|rest| rest.chars().count() > 3))
        .unwrap_or(word)
}

/// The words of all papers.
#[derive(Default)]
pub(super) struct Lexis {
    ids: BTreeMap<String, u32>,
    /// Papers that bear each word, in order of their days.
    papers: Vec<Vec<u32>>,
    total: usize,
}

/// What one paper bears.
#[derive(Default)]
pub(super) struct Bears {
    pub names: Ids,
    pub words: Ids,
    /// Those of its title.
    pub title: Ids,
}

impl Lexis {
    /// Numbers the words of all papers; `order` is the papers in order of their days.
    pub fn new(documents: &[Document<'_>], cards: &mut [Card], order: &[usize]) -> Self {
        let mut out = Self { total: documents.len(), ..Self::default() };
        for (document, card) in documents.iter().zip(cards.iter_mut()) {
            let end = floor(document.text, OPENING);
            let mut told = said(document.text.get(..end).unwrap_or_default());
            let a = document.analysis;
            let mut title = said(document.text.lines().next().unwrap_or_default());
            for field in [Field::Title, Field::Sender, Field::Addressee, Field::Author, Field::Participant] {
                for value in a.description.all(field) {
                    let more = said(&value.value);
                    if field == Field::Title {
                        title.words.extend(more.words.iter().cloned());
                        title.names.extend(more.names.iter().cloned());
                    }
                    told.names.extend(more.names);
                    told.words.extend(more.words);
                }
            }
            told.names.extend(card.who.iter().chain(&card.from).chain(&card.to).cloned());
            title.words.extend(title.names);
            let (names, words, title) = (out.add(told.names), out.add(told.words), out.add(title.words));
            card.bears = Bears { names, words, title };
        }
        out.papers = vec![Vec::new(); out.ids.len()];
        for &n in order {
            let bears = &cards[n].bears;
            let mut all: Ids = bears.names.iter().chain(&bears.words).copied().collect();
            all.sort_unstable();
            all.dedup();
            for id in all {
                out.papers[id as usize].push(u32::try_from(n).unwrap_or(u32::MAX));
            }
        }
        out
    }

    fn add(&mut self, words: BTreeSet<String>) -> Ids {
        let mut out: Ids = words
            .into_iter()
            .map(|w| {
                let next = u32::try_from(self.ids.len()).unwrap_or(u32::MAX);
                *self.ids.entry(w).or_insert(next)
            })
            .collect();
        out.sort_unstable();
        out
    }

    /// The numbers of words; those that no paper bears are counted only.
    pub fn known(&self, words: &BTreeSet<String>) -> (Ids, usize) {
        let mut out: Ids = words.iter().filter_map(|w| self.ids.get(w)).copied().collect();
        let missing = words.len() - out.len();
        out.sort_unstable();
        (out, missing)
    }

    /// The number of a word.
    pub fn id(&self, word: &str) -> Option<u32> {
        self.ids.get(word).copied()
    }

    /// How rare a word is: nought where every paper bears it, one where hardly any does.
    pub fn rare(&self, id: u32) -> f64 {
        let bearing = self.papers.get(id as usize).map_or(0, Vec::len) as f64;
        let total = self.total as f64;
        ((total + 1.0) / (bearing + 0.5)).ln().max(0.0) / (total + 1.0).ln().max(1.0)
    }

    /// The papers that bear a word, in order of their days.
    pub fn papers(&self, id: u32) -> &[u32] {
        self.papers.get(id as usize).map_or(&[], Vec::as_slice)
    }
}

/// What two sets share.
pub(super) fn shared<'a>(a: &'a Ids, b: &'a Ids) -> impl Iterator<Item = u32> + 'a {
    a.iter().copied().filter(|id| b.binary_search(id).is_ok())
}
