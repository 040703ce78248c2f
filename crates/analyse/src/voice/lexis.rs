//! The tables of `data/voice/` as typed values, loaded once.
//!
//! Nothing here decides anything about a paper; words live in the files, not in this module.

use serde::Deserialize;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// A cue verb as the engines use it. Flags mirror the letters of `takes` in `cues.toml`.
#[derive(Debug, Clone)]
pub(super) struct Verb {
    pub lemma: String,
    pub direct: bool,
    pub indirect: bool,
    pub takes: String,
    pub particle: Vec<String>,
    pub noun: bool,
    /// A view or wish rather than a saying.
    pub view: bool,
}

impl Verb {
    /// Whether the verb takes a complement of the given letter.
    pub fn takes(&self, letter: char) -> bool {
        self.takes.contains(letter)
    }
}

#[derive(Deserialize)]
struct VerbText {
    lemma: String,
    forms: String,
    mode: String,
    takes: String,
    #[serde(default)]
    particle: String,
    #[serde(default)]
    noun: bool,
    #[serde(default)]
    view: bool,
    #[serde(rename = "factuality")]
    _factuality: String,
    #[serde(default, rename = "polarity")]
    _polarity: String,
}

#[derive(Deserialize)]
struct CueFile {
    verb: Vec<VerbText>,
    #[serde(rename = "nouns")]
    _nouns: String,
    between: String,
    clause_words: String,
    wh_words: String,
    pronouns: String,
    determiners: String,
    source_nouns: String,
    according: Vec<String>,
    abbreviations: String,
    speech_nouns: String,
    writer: String,
    joins: String,
    not_names: String,
}

/// English cue vocabulary.
#[derive(Debug)]
pub(super) struct Cues {
    pub verbs: Vec<Verb>,
    /// Forms to indices of `verbs`; one form may belong to several verbs.
    pub forms: HashMap<String, Vec<u16>>,
    pub between: HashSet<String>,
    pub clause_words: HashSet<String>,
    pub wh_words: HashSet<String>,
    pub pronouns: HashSet<String>,
    pub determiners: HashSet<String>,
    pub source_nouns: HashSet<String>,
    pub according: Vec<Vec<String>>,
    pub abbreviations: HashSet<String>,
    /// Words that join a second verb to one subject.
    pub joins: HashSet<String>,
    /// Words by which a writer means himself alone.
    pub writer: HashSet<String>,
    /// Nouns for what somebody says ("statement").
    pub speech_nouns: HashSet<String>,
    pub not_names: HashSet<String>,
}

#[derive(Deserialize)]
struct PrefixFile {
    titles: String,
    roles: String,
    fields: String,
    inner: String,
    sides: String,
    bodies: String,
    salutations: String,
    chairs: String,
    third_person: String,
    recorders: Vec<String>,
    offices: Vec<String>,
    male: String,
    female: String,
    max_words: usize,
    max_chars: usize,
}

/// What can stand before a transcript's colon.
#[derive(Debug)]
pub(super) struct Prefixes {
    pub titles: HashSet<String>,
    pub roles: HashSet<String>,
    pub fields: HashSet<String>,
    pub inner: HashSet<String>,
    pub sides: HashSet<String>,
    /// Words that make a capitalised run the name of a body, place or paper.
    pub bodies: HashSet<String>,
    /// Offices in scripts without spaces; a name follows them.
    pub offices: Vec<String>,
    /// Pronouns for somebody present but not speaking.
    pub third_person: HashSet<String>,
    /// Labels before the name of the one who wrote a record down.
    pub recorders: Vec<String>,
    /// Words for the one in the chair of a meeting.
    pub chairs: HashSet<String>,
    /// Words that open a salutation.
    pub salutations: HashSet<String>,
    pub male: HashSet<String>,
    pub female: HashSet<String>,
    pub max_words: usize,
    pub max_chars: usize,
}

/// Costs of the search, as `costs.toml` names them.
#[derive(Debug, Deserialize)]
pub(super) struct Costs {
    pub mark: MarkCosts,
    pub after: AfterCosts,
    pub nest: NestCosts,
    #[serde(rename = "break")]
    pub brk: BreakCosts,
    pub end: EndCosts,
    pub search: SearchBounds,
}

#[derive(Debug, Deserialize)]
pub(super) struct MarkCosts {
    pub open_natural: f32,
    pub open_unclear: f32,
    pub open_against: f32,
    pub close_natural: f32,
    pub close_unclear: f32,
    pub close_against: f32,
    pub wrong_glyph: f32,
    pub noise_apostrophe: f32,
    pub noise_single: f32,
    pub noise_double: f32,
}

#[derive(Debug, Deserialize)]
pub(super) struct AfterCosts {
    pub cue_before: f32,
    pub colon_before: f32,
    pub cue_behind: f32,
    pub stop_before: f32,
    pub capital_behind: f32,
}

#[derive(Debug, Deserialize)]
pub(super) struct NestCosts {
    pub same_glyph: f32,
    pub other_glyph: f32,
    pub same_glyph_after_cue: f32,
    pub deeper_than_two: f32,
    pub double_close: f32,
}

#[derive(Debug, Deserialize)]
pub(super) struct BreakCosts {
    pub reopened: f32,
    pub reopened_after_cue: f32,
    pub carried_first: f32,
    pub carried_again: f32,
    pub carried_long_speech: f32,
    pub dropped: f32,
    pub line_dropped: f32,
}

#[derive(Debug, Deserialize)]
pub(super) struct EndCosts {
    pub unclosed: f32,
}

#[derive(Debug, Deserialize)]
pub(super) struct SearchBounds {
    pub depth: usize,
    pub beam: usize,
    pub window: usize,
    pub margin: f32,
}

fn words(list: &str) -> HashSet<String> {
    list.split_whitespace().map(str::to_owned).collect()
}

fn cues_from(file: CueFile) -> Cues {
    let mut verbs = Vec::new();
    let mut forms: HashMap<String, Vec<u16>> = HashMap::new();
    for text in file.verb {
        let index = verbs.len() as u16;
        for form in text.forms.split_whitespace() {
            forms.entry(form.to_owned()).or_default().push(index);
        }
        verbs.push(Verb {
            direct: text.mode != "indirect",
            indirect: text.mode != "direct",
            lemma: text.lemma,
            takes: text.takes,
            particle: text.particle.split_whitespace().map(str::to_owned).collect(),
            noun: text.noun,
            view: text.view,
        });
    }
    Cues {
        verbs,
        forms,
        between: words(&file.between),
        clause_words: words(&file.clause_words),
        wh_words: words(&file.wh_words),
        pronouns: words(&file.pronouns),
        determiners: words(&file.determiners),
        source_nouns: words(&file.source_nouns),
        according: file.according.iter().map(|p| p.split_whitespace().map(str::to_owned).collect()).collect(),
        abbreviations: words(&file.abbreviations),
        speech_nouns: words(&file.speech_nouns),
        writer: words(&file.writer),
        joins: words(&file.joins),
        not_names: words(&file.not_names),
    }
}

/// English cue verbs, nouns and connecting words.
pub(super) static CUES: LazyLock<Cues> = LazyLock::new(|| {
    cues_from(memcon_lexicon::table("voice/cues.toml").expect("data/voice/cues.toml is sound"))
});

/// Titles, roles and field labels for transcript prefixes.
pub(super) static PREFIXES: LazyLock<Prefixes> = LazyLock::new(|| {
    let file: PrefixFile =
        memcon_lexicon::table("voice/prefixes.toml").expect("data/voice/prefixes.toml is sound");
    Prefixes {
        titles: words(&file.titles),
        roles: words(&file.roles),
        fields: words(&file.fields),
        inner: words(&file.inner),
        sides: words(&file.sides),
        bodies: words(&file.bodies),
        salutations: words(&file.salutations),
        chairs: words(&file.chairs),
        recorders: file.recorders,
        third_person: words(&file.third_person),
        offices: file.offices,
        male: words(&file.male),
        female: words(&file.female),
        max_words: file.max_words,
        max_chars: file.max_chars,
    }
});

/// The costs of the search.
pub(super) static COSTS: LazyLock<Costs> =
    LazyLock::new(|| memcon_lexicon::table("voice/costs.toml").expect("data/voice/costs.toml is sound"));

/// A state with the words that point to it.
#[derive(Debug, Deserialize)]
pub(super) struct Nation {
    pub name: String,
    pub adjectives: Vec<String>,
    pub capitals: Vec<String>,
}

#[derive(Deserialize)]
struct NationFile {
    state: Vec<Nation>,
}

/// States of the world.
pub(super) static NATIONS: LazyLock<Vec<Nation>> = LazyLock::new(|| {
    let file: NationFile =
        memcon_lexicon::table("voice/nations.toml").expect("data/voice/nations.toml is sound");
    file.state
});
