//! The tables of `data/voice/` as typed values, loaded once.
//!
//! Nothing here decides anything about a paper; words live in the files, not in this module.

use memcon_model::{AttributionKind, Polarity, Stance};
use rustc_hash::FxHashMap;
use serde::Deserialize;
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
    /// How its subject stands to what it says.
    pub stance: Stance,
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
    factuality: String,
    #[serde(default)]
    polarity: String,
}

#[derive(Deserialize)]
struct CueFile {
    verb: Vec<VerbText>,
    #[serde(rename = "nouns")]
    _nouns: String,
    according: Vec<String>,
}

/// English cue vocabulary.
#[derive(Debug)]
pub(super) struct Cues {
    pub verbs: Vec<Verb>,
    /// Forms to indices of `verbs`; one form may belong to several verbs.
    pub forms: FxHashMap<String, Vec<u16>>,
    pub according: Vec<Vec<String>>,
}

#[derive(Deserialize)]
struct PrefixFile {
    recorders: Vec<String>,
    unnamed: Vec<String>,
    max_words: usize,
    max_chars: usize,
}

/// What can stand before a transcript's colon.
#[derive(Debug)]
pub(super) struct Prefixes {
    /// Labels before the name of the one who wrote a record down.
    pub recorders: Vec<String>,
    /// Bylines of correspondents without a name.
    pub unnamed: Vec<String>,
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

fn cues_from(file: CueFile) -> Cues {
    let mut verbs = Vec::new();
    let mut forms: FxHashMap<String, Vec<u16>> = FxHashMap::default();
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
            stance: Stance {
                kind: if text.view { AttributionKind::View } else { AttributionKind::Saying },
                factuality: text.factuality.parse().ok(),
                polarity: if text.polarity == "-" { Polarity::Negative } else { Polarity::Positive },
            },
        });
    }
    Cues {
        verbs,
        forms,
        according: file.according.iter().map(|p| p.split_whitespace().map(str::to_owned).collect()).collect(),
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
        recorders: file.recorders,
        unnamed: file.unnamed,
        max_words: file.max_words,
        max_chars: file.max_chars,
    }
});

/// The costs of the search.
pub(super) static COSTS: LazyLock<Costs> =
    LazyLock::new(|| memcon_lexicon::table("voice/costs.toml").expect("data/voice/costs.toml is sound"));
