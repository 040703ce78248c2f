//! Which side words point to: a party of the settings, a side that the paper's own lists name, a state.
//!
//! One automaton finds all names in one pass. A party's name stands before a state's, so that a side has
//! the name by which the collection knows it. Who belongs to which side is the cast's business.

use super::nations::NATIONS;
use super::words::{Class, has};
use aho_corasick::AhoCorasick;
use memcon_model::Party;
use serde::Deserialize;
use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::sync::LazyLock;

#[derive(Deserialize)]
struct Forms {
    heads: Vec<String>,
    endings: Vec<String>,
    ours: Vec<String>,
    yours: Vec<String>,
    theirs: Vec<String>,
    reporters: Vec<String>,
}

static FORMS: LazyLock<Forms> =
    LazyLock::new(|| memcon_lexicon::table("voice/sides.toml").expect("data/voice/sides.toml is sound"));

/// Whether words, in small letters, call the side spoken to.
pub(super) fn is_yours(words: &str) -> bool {
    FORMS.yours.iter().any(|w| w == words)
}

/// Whether words, in small letters, call the one who reports for the paper.
pub(super) fn is_reporter(words: &str) -> bool {
    FORMS.reporters.iter().any(|w| w == words)
}

/// Words for the speaker's own side, then those for the side opposite, found in one pass.
static DEIXIS: LazyLock<Option<AhoCorasick>> =
    LazyLock::new(|| AhoCorasick::new(FORMS.ours.iter().chain(&FORMS.yours).chain(&FORMS.theirs)).ok());

/// Names of states, adjectives and capitals, each with the state.
static STATES: LazyLock<Names> = LazyLock::new(|| {
    let mut pairs: Vec<(String, String)> = Vec::new();
    for nation in NATIONS.iter() {
        for word in std::iter::once(&nation.name)
            .chain(&nation.adjectives)
            .chain(&nation.others)
            .chain(&nation.capitals)
        {
            pairs.push((word.clone(), nation.name.clone()));
        }
    }
    Names::new(pairs)
});

/// Words that point to sides, found in one pass.
#[derive(Debug, Default)]
struct Names {
    words: Option<AhoCorasick>,
    /// The side of each pattern.
    of: Vec<String>,
}

impl Names {
    fn new(pairs: Vec<(String, String)>) -> Self {
        // Letterheads write names in capitals throughout.
        let loud: Vec<(String, String)> = pairs
            .iter()
            .filter(|(w, _)| w.chars().count() > 3)
            .map(|(w, side)| (w.to_uppercase(), side.clone()))
            .collect();
        let (patterns, of): (Vec<String>, Vec<String>) =
            pairs.into_iter().chain(loud).filter(|(w, _)| !w.trim().is_empty()).unzip();
        // Too many names for an automaton is no reason to fail: then no side is told.
        let words = (!patterns.is_empty()).then(|| AhoCorasick::new(&patterns).ok()).flatten();
        Self { words, of }
    }

    /// The side first named; of two names at one place the longer counts.
    fn first(&self, words: &str) -> Option<(usize, &str)> {
        let found = self
            .words
            .as_ref()?
            .find_overlapping_iter(words)
            .filter(|m| whole(words, m.range()) && !abroad(words, m.start()));
        found
            .min_by_key(|m| (m.start(), std::cmp::Reverse(m.end()), m.pattern().as_usize()))
            .and_then(|m| Some((m.start(), self.of.get(m.pattern().as_usize())?.as_str())))
    }
}

/// Whether what is named from byte `at` on is only where somebody serves: "the ambassador in Norvania", "envoy to".
fn abroad(words: &str, at: usize) -> bool {
    let before = words.get(..at).unwrap_or("");
    let mut back = before.split_whitespace().rev().skip_while(|w| has(&w.to_lowercase(), Class::Determiner));
    back.next().is_some_and(|w| has(w, Class::PostAt))
        && back
            .any(|w| has(&w.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase(), Class::PostAbroad))
}

/// Whether a stretch begins and ends where words do.
fn whole(words: &str, range: std::ops::Range<usize>) -> bool {
    let joins = |c: char| c.is_alphanumeric() || c == '-';
    let before = words.get(..range.start).and_then(|w| w.chars().next_back());
    let after = words.get(range.end..).and_then(|w| w.chars().next());
    let wide = words.get(range.clone()).is_some_and(|w| w.chars().all(|c| !c.is_ascii() && !cased(c)));
    // Scripts without spaces have no word ends to look for.
    wide || !before.is_some_and(joins) && !after.is_some_and(joins)
}

fn cased(c: char) -> bool {
    c.is_lowercase() || c.is_uppercase()
}

/// The sides that a paper can mean.
#[derive(Debug, Default)]
pub(super) struct Sides {
    parties: Names,
    /// The side from which the paper comes.
    pub own: Option<String>,
    /// The counterpart, where the paper has exactly two sides.
    pub other: Option<String>,
    /// The party that the collection also calls "the Chair".
    pub chair: Option<String>,
    /// The states that the paper names, looked for when first asked.
    states: OnceCell<BTreeSet<&'static str>>,
}

impl Sides {
    /// Sides of the settings, then those that the paper's own lists name.
    pub fn new(parties: &[Party], listed: &[String]) -> Self {
        let mut pairs = Vec::new();
        for party in parties {
            for word in std::iter::once(&party.name).chain(&party.aliases) {
                for form in forms(word) {
                    pairs.push((form, party.name.clone()));
                }
            }
            if party.name.is_ascii() {
                for ending in &FORMS.endings {
                    pairs.push((format!("{}{ending}", party.name), party.name.clone()));
                }
            }
        }
        let chairs = |p: &&Party| p.aliases.iter().any(|a| has(&bare(a).to_lowercase(), Class::Chair));
        let chair = parties.iter().find(chairs).map(|p| p.name.clone());
        let known = Names::new(pairs.clone());
        for side in listed {
            if known.first(side).is_none() && STATES.first(side).is_none() {
                pairs.extend(forms(side).into_iter().map(|f| (f, side.clone())));
            }
        }
        Self { parties: Names::new(pairs), chair, ..Self::default() }
    }

    /// Whether `text`, which is the paper's, names a state by its name; one pass however often it is asked.
    pub fn names_state(&self, text: &str, state: &str) -> bool {
        let named = self.states.get_or_init(|| {
            let Some(words) = &STATES.words else { return BTreeSet::new() };
            let of = |m: aho_corasick::Match| {
                let state = STATES.of.get(m.pattern().as_usize()).map(String::as_str)?;
                (text.get(m.range()) == Some(state)).then_some(state)
            };
            words.find_overlapping_iter(text).filter_map(of).collect()
        });
        named.contains(state)
    }

    /// The side that words point to.
    pub fn find(&self, words: &str) -> Option<String> {
        let party = self.parties.first(words);
        let state = STATES.first(words);
        match (party, state) {
            (Some((a, party)), Some((b, _))) if a <= b => Some(party.to_owned()),
            (Some((_, party)), None) => Some(party.to_owned()),
            (_, Some((_, state))) => Some(state.to_owned()),
            (None, None) => None,
        }
    }

    /// The side by the name of which these words are (a transcript's prefix), nothing else being in them.
    pub fn exactly(&self, label: &str) -> Option<String> {
        let bare = bare(label);
        let all = |names: &Names| {
            let m = names
                .words
                .as_ref()?
                .find_overlapping_iter(bare)
                .find(|m| m.start() == 0 && m.end() == bare.len())?;
            names.of.get(m.pattern().as_usize()).cloned()
        };
        all(&self.parties).or_else(|| all(&STATES))
    }

    /// The party of the collection, no mere state, by the name of which these words are.
    pub fn exactly_party(&self, label: &str) -> Option<String> {
        let bare = bare(label);
        let words = self.parties.words.as_ref()?;
        let m = words.find_overlapping_iter(bare).find(|m| m.start() == 0 && m.end() == bare.len())?;
        self.parties.of.get(m.pattern().as_usize()).cloned()
    }

    /// The side that ends a label ("Present for Norvania").
    pub fn ends(&self, label: &str) -> Option<String> {
        let last = |names: &Names| {
            let found = names.words.as_ref()?.find_overlapping_iter(label);
            let m = found
                .filter(|m| m.end() == label.len() && whole(label, m.range()))
                .min_by_key(|m| (m.start(), m.pattern().as_usize()))?;
            names.of.get(m.pattern().as_usize()).cloned()
        };
        last(&self.parties).or_else(|| last(&STATES))
    }

    /// All sides named in some words, in the order of their names, each once.
    pub fn all(&self, words: &str) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        for names in [&self.parties, &*STATES] {
            let Some(automaton) = &names.words else { continue };
            for m in automaton.find_overlapping_iter(words).filter(|m| whole(words, m.range())) {
                found.extend(names.of.get(m.pattern().as_usize()).cloned());
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// A side by the name that the collection uses for it, else as it stands; "our side" and "the other
    /// side" are names of sides only where the paper tells which.
    pub fn named(&self, side: &str) -> Option<String> {
        match self.whose(&side.to_lowercase()) {
            Some(true) => self.own.clone(),
            Some(false) => self.other.clone(),
            None => self.find(side).or_else(|| Some(side.to_owned())),
        }
    }

    /// Whether words (in small letters) mean the speaker's own side or, `Some(false)`, the one opposite.
    pub fn whose(&self, words: &str) -> Option<bool> {
        let found = DEIXIS.as_ref()?.find_overlapping_iter(words).filter(|m| whole(words, m.range()));
        found.map(|m| m.pattern().as_usize() < FORMS.ours.len()).max()
    }
}

fn bare(words: &str) -> &str {
    let words = words.trim();
    words.strip_prefix("the ").or_else(|| words.strip_prefix("The ")).unwrap_or(words)
}

/// A name without its article; and without "side", "delegation" behind it, so that the adjective counts too.
fn forms(word: &str) -> Vec<String> {
    let word = bare(word);
    let mut found = vec![word.to_owned()];
    if let Some((adjective, head)) = word.rsplit_once(' ')
        && FORMS.heads.iter().any(|h| h == &head.to_lowercase())
        && !adjective.contains(' ')
    {
        found.push(adjective.to_owned());
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sides() -> Sides {
        let party = Party {
            name: "Norvania".into(),
            aliases: vec!["Republic of Norvania".into(), "Norvish side".into(), "노르바니아".into()],
            ..Party::default()
        };
        Sides::new(&[party], &["League of Ports".into()])
    }

    #[test]
    fn adjectives_point_to_the_party() {
        for words in ["the Norvish ambassador", "Norvanian envoy", "노르바니아대표"] {
            assert_eq!(sides().find(words).as_deref(), Some("Norvania"), "{words}");
        }
    }

    #[test]
    fn the_first_side_named_counts() {
        assert_eq!(sides().find("Polish envoy to Norvania").as_deref(), Some("Poland"));
        assert_eq!(sides().find("envoy of the League of Ports").as_deref(), Some("League of Ports"));
    }

    #[test]
    fn where_an_envoy_serves_is_not_his_side() {
        assert_eq!(sides().find("the ambassador in Poland"), None);
        assert_eq!(sides().find("the Norvish envoy to Poland").as_deref(), Some("Norvania"));
        assert_eq!(sides().find("officials in Poland").as_deref(), Some("Poland"));
    }

    #[test]
    fn a_part_of_a_word_is_no_side() {
        assert_eq!(sides().find("Norvaniaville"), None);
        assert_eq!(sides().exactly("Norvania Street"), None);
    }
}
