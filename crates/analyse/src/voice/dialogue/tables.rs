//! What `data/voice/dialogue.toml` holds, as sets and numbers.

use crate::voice::cast::Gender;
use rustc_hash::FxHashSet;
use serde::{Deserialize, Deserializer};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Costs by what stands between two quotations.
#[derive(Debug, Deserialize)]
pub(super) struct LinkCosts {
    pub bare_same: f32,
    pub bare_other: f32,
    pub cut_same: f32,
    pub cut_other: f32,
    pub exclaimed_same: f32,
    pub exclaimed_other: f32,
    pub asked_same: f32,
    pub asked_other: f32,
    pub comma_same: f32,
    pub comma_other: f32,
    pub told_same: f32,
    pub told_other: f32,
    pub story_same: f32,
    pub story_other: f32,
    pub paragraph_same: f32,
    pub inside_other: f32,
    pub third: f32,
    pub apart: usize,
}

/// Costs of a speaker for one quotation.
#[derive(Debug, Deserialize)]
pub(super) struct SpeakerCosts {
    pub unknown: f32,
    pub silent: f32,
    pub near: usize,
    pub self_called: f32,
    pub self_named: f32,
    pub called: f32,
    pub call_answered: f32,
    pub told_before: f32,
    pub told_behind: f32,
    pub announced: f32,
    pub carried: f32,
    pub absent: f32,
    pub pronoun_step: f32,
    pub pronoun_unsure: f32,
    pub pronoun_most: f32,
    pub pronoun_active: f32,
}

/// How much a mention makes a person the one meant by a pronoun.
#[derive(Debug, Deserialize)]
pub(super) struct Salience {
    pub subject: f32,
    pub object: f32,
    pub other: f32,
    pub quoted: f32,
    pub called: f32,
    pub per_sentence: f32,
    pub reach: usize,
}

/// What it costs to take two persons for one.
#[derive(Debug, Deserialize)]
pub(super) struct IdentityCosts {
    pub noun_and_name: f32,
    pub noun_and_noun: f32,
    pub introduced: f32,
    pub shared_name: f32,
    pub gender_unsure: f32,
}

/// The tables, as the file has them: lists of words become sets.
#[derive(Deserialize)]
pub(super) struct Tables {
    #[serde(deserialize_with = "words")]
    male: FxHashSet<String>,
    #[serde(deserialize_with = "words")]
    female: FxHashSet<String>,
    #[serde(deserialize_with = "words")]
    person: FxHashSet<String>,
    #[serde(deserialize_with = "words")]
    many: FxHashSet<String>,
    /// A word for a husband or wife to the title of the one it means.
    pub married: BTreeMap<String, String>,
    #[serde(deserialize_with = "words")]
    pub definite: FxHashSet<String>,
    #[serde(deserialize_with = "words")]
    pub possessive: FxHashSet<String>,
    #[serde(deserialize_with = "words")]
    pub indefinite: FxHashSet<String>,
    #[serde(deserialize_with = "words")]
    pub prepositions: FxHashSet<String>,
    #[serde(deserialize_with = "words")]
    pub summons: FxHashSet<String>,
    #[serde(deserialize_with = "words")]
    pub address: FxHashSet<String>,
    /// How the teller of a tale calls himself.
    pub teller: String,
    /// Words that tell that a name follows, and those by which the teller means himself.
    #[serde(deserialize_with = "words")]
    pub naming: FxHashSet<String>,
    #[serde(deserialize_with = "words")]
    pub self_words: FxHashSet<String>,
    /// Words of headings.
    #[serde(deserialize_with = "words")]
    pub heading: FxHashSet<String>,
    /// Nouns that can mean somebody already known by another word.
    #[serde(deserialize_with = "words")]
    pub general: FxHashSet<String>,
    #[serde(deserialize_with = "words")]
    given_male: FxHashSet<String>,
    #[serde(deserialize_with = "words")]
    given_female: FxHashSet<String>,
    pub link: LinkCosts,
    pub speaker: SpeakerCosts,
    pub salience: Salience,
    pub identity: IdentityCosts,
}

fn words<'de, D: Deserializer<'de>>(from: D) -> Result<FxHashSet<String>, D::Error> {
    Ok(String::deserialize(from)?.split_whitespace().map(str::to_owned).collect())
}

impl Tables {
    /// Whether a word is a noun for a person; its gender where it tells one.
    pub fn noun(&self, word: &str) -> Option<Option<Gender>> {
        let word = word.rsplit('-').next().unwrap_or(word);
        if self.male.contains(word) {
            Some(Some(Gender::Male))
        } else if self.female.contains(word) {
            Some(Some(Gender::Female))
        } else {
            (self.person.contains(word) || self.many.contains(word)).then_some(None)
        }
    }

    /// Whether a noun means more than one.
    pub fn many(&self, word: &str) -> bool {
        self.many.contains(word)
    }

    /// The gender that a given name tells; `Some(None)` = a given name of both.
    pub fn given(&self, word: &str) -> Option<Option<Gender>> {
        match (self.given_male.contains(word), self.given_female.contains(word)) {
            (true, true) => Some(None),
            (true, false) => Some(Some(Gender::Male)),
            (false, true) => Some(Some(Gender::Female)),
            _ => None,
        }
    }
}

/// The tables of `data/voice/dialogue.toml`.
pub(super) static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    memcon_lexicon::table("voice/dialogue.toml").expect("data/voice/dialogue.toml is sound")
});
