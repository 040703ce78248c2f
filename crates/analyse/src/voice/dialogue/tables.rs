//! What `data/voice/dialogue.toml` holds, as sets and numbers.

use crate::voice::cast::Gender;
use rustc_hash::FxHashSet;
use serde::Deserialize;
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

#[derive(Deserialize)]
struct File {
    male: String,
    female: String,
    person: String,
    many: String,
    married: BTreeMap<String, String>,
    definite: String,
    possessive: String,
    indefinite: String,
    prepositions: String,
    summons: String,
    address: String,
    teller: String,
    heading: String,
    naming: String,
    self_words: String,
    general: String,
    given_male: String,
    given_female: String,
    link: LinkCosts,
    speaker: SpeakerCosts,
    salience: Salience,
    identity: IdentityCosts,
}

/// The tables.
pub(super) struct Tables {
    male: FxHashSet<String>,
    female: FxHashSet<String>,
    person: FxHashSet<String>,
    many: FxHashSet<String>,
    /// A word for a husband or wife to the title of the one it means.
    pub married: BTreeMap<String, String>,
    pub definite: FxHashSet<String>,
    pub possessive: FxHashSet<String>,
    pub indefinite: FxHashSet<String>,
    pub prepositions: FxHashSet<String>,
    pub summons: FxHashSet<String>,
    pub address: FxHashSet<String>,
    /// How the teller of a tale calls himself.
    pub teller: String,
    /// Words that tell that a name follows, and those by which the teller means himself.
    pub naming: FxHashSet<String>,
    pub self_words: FxHashSet<String>,
    /// Words of headings.
    pub heading: FxHashSet<String>,
    /// Nouns that can mean somebody already known by another word.
    pub general: FxHashSet<String>,
    given_male: FxHashSet<String>,
    given_female: FxHashSet<String>,
    pub link: LinkCosts,
    pub speaker: SpeakerCosts,
    pub salience: Salience,
    pub identity: IdentityCosts,
}

fn words(list: &str) -> FxHashSet<String> {
    list.split_whitespace().map(str::to_owned).collect()
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
    let f: File = memcon_lexicon::table("voice/dialogue.toml").expect("data/voice/dialogue.toml is sound");
    Tables {
        male: words(&f.male),
        female: words(&f.female),
        person: words(&f.person),
        many: words(&f.many),
        married: f.married,
        definite: words(&f.definite),
        possessive: words(&f.possessive),
        indefinite: words(&f.indefinite),
        prepositions: words(&f.prepositions),
        summons: words(&f.summons),
        address: words(&f.address),
        teller: f.teller,
        heading: words(&f.heading),
        naming: words(&f.naming),
        self_words: words(&f.self_words),
        general: words(&f.general),
        given_male: words(&f.given_male),
        given_female: words(&f.given_female),
        link: f.link,
        speaker: f.speaker,
        salience: f.salience,
        identity: f.identity,
    }
});
