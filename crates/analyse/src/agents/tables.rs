//! Loads the tables under `data/agents`, `data/gazetteer` and `data/names` that recognition looks into.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use memcon_model::AgentType;
use serde::Deserialize;

/// A set of words that is only asked, never walked through.
pub(super) type Set = rustc_hash::FxHashSet<String>;

/// What a gazetteer entry names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Listed {
    /// A state by name.
    State,
    /// Its adjective ("Polish"): no mention of an agent, but it tells sides.
    Adjective,
    /// Its people ("the Poles").
    People,
    /// Its capital.
    Capital,
    /// A body.
    Body,
    /// Another place.
    Place,
}

impl Listed {
    /// The kind of agent that a mention of this entry is.
    pub fn kind(self) -> Option<AgentType> {
        match self {
            Listed::State | Listed::People => Some(AgentType::State),
            Listed::Capital | Listed::Place => Some(AgentType::Place),
            Listed::Body => Some(AgentType::Organisation),
            Listed::Adjective => None,
        }
    }
}

/// One string of the gazetteer.
pub(super) struct Entry {
    pub listed: Listed,
    /// The usual English name.
    pub canonical: String,
    /// The name of the state it belongs to, where it belongs to one.
    pub state: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct States {
    state: Vec<StateText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StateText {
    #[serde(rename = "code")]
    _code: String,
    names: Vec<String>,
    adjectives: Vec<String>,
    peoples: Vec<String>,
    capitals: Vec<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Titles {
    pub honorific: Vec<String>,
    pub female: Set,
    pub male: Set,
    pub with_given: Set,
    pub rank: Vec<String>,
    pub office: Vec<String>,
    pub chinese: Vec<String>,
    pub korean: Vec<String>,
    pub russian: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Bodies {
    heads: Set,
    names: Vec<String>,
    abbreviations: Vec<String>,
    chinese: Vec<String>,
    korean: Vec<String>,
    russian: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Places {
    /// Each place with its names, the usual English one first.
    place: Vec<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StopWords {
    english: Set,
    speech: Set,
    particles: Set,
    roles: Set,
    patronymics: Vec<String>,
    side_nouns: Set,
    homographs: Set,
    openers: Set,
    weak_heads: Set,
    handling: Set,
    abbreviated: Set,
    also_names: Set,
    goes_on: Set,
    determiners: Set,
    other: Set,
    bind: Set,
}

/// What tells that a lone capitalised word is a person: see `data/agents/evidence.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Evidence {
    pub told: Set,
    pub talk: Set,
    pub with: Set,
    pub says: Set,
    pub weak_after: Set,
    pub of_person: Set,
    pub place: Set,
    pub thing_after: Set,
    pub dear: Set,
    pub and_i: Set,
    pub also: Set,
    pub suffixes: Set,
    /// How words end that are no names.
    pub endings: Vec<String>,
    pub contractions: Set,
    pub prefixes: Set,
    pub articles: Set,
    pub headed: Set,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Surnames {
    korean: Set,
    korean_latin: Set,
    chinese: Set,
    chinese_latin: Set,
    vietnamese_latin: Set,
}

/// The common table of given names; other readers of it may need more of its lists.
#[derive(Deserialize)]
struct Given {
    latin: Set,
}

/// More given names, by region (`data/agents/given.toml`).
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MoreGiven {
    english: Vec<String>,
    west: Vec<String>,
    south: Vec<String>,
    east: Vec<String>,
    beyond: Vec<String>,
    cyrillic: Vec<String>,
}

/// All tables of this stage.
pub(super) struct Tables {
    pub gazetteer: AhoCorasick,
    pub entries: Vec<Entry>,
    /// Titles in Latin letters by their first word; `true` where the title is kept as a role.
    pub titles: BTreeMap<String, Vec<(Vec<String>, bool)>>,
    /// Titles of one word.
    pub short_titles: Set,
    pub chinese_titles: AhoCorasick,
    pub korean_titles: AhoCorasick,
    pub russian_titles: Set,
    pub heads: Set,
    pub stop: Set,
    pub speech: Set,
    pub particles: Set,
    pub roles: Set,
    /// How patronymics end, in small letters.
    pub patronymics: Vec<String>,
    /// Nouns for the people of a side ("side", "delegation").
    pub side_nouns: Set,
    /// Listed names that are common words in English.
    pub homographs: Set,
    /// Words before the name of a body that are no part of it.
    pub openers: Set,
    /// Head nouns that need more than an adjective.
    pub weak_heads: Set,
    /// What is done to a paper by somebody ("typed by").
    pub handling: Set,
    /// Abbreviated titles, behind which a full stop ends nothing.
    pub abbreviated: Set,
    pub given: Set,
    pub korean: Set,
    pub chinese: Set,
    pub asian: Set,
    /// Stop words that are family names behind a title.
    pub also_names: Set,
    /// Words that say that what stands behind a name is a clause, not an office.
    pub goes_on: Set,
    /// Words that begin a noun phrase.
    pub determiners: Set,
    /// Small words that bind two nouns.
    pub bind: Set,
    /// Forms of address, without full stops.
    pub honorifics: Set,
    pub female: Set,
    pub male: Set,
    /// Titles that go with a given name.
    pub given_titles: Set,
    pub evidence: Evidence,
}

/// The tables, built on first use.
pub(super) static TABLES: LazyLock<Tables> = LazyLock::new(|| load().expect("the tables are well-formed"));

fn load() -> Result<Tables, String> {
    let fail = |e: memcon_lexicon::LexiconError| e.to_string();
    let states: States = memcon_lexicon::table("gazetteer/states.toml").map_err(fail)?;
    let titles: Titles = memcon_lexicon::table("agents/titles.toml").map_err(fail)?;
    let bodies: Bodies = memcon_lexicon::table("agents/bodies.toml").map_err(fail)?;
    let stop: StopWords = memcon_lexicon::table("agents/stopwords.toml").map_err(fail)?;
    let surnames: Surnames = memcon_lexicon::table("names/surnames.toml").map_err(fail)?;
    let given: Given = memcon_lexicon::table("names/given.toml").map_err(fail)?;
    let more: MoreGiven = memcon_lexicon::table("agents/given.toml").map_err(fail)?;
    let places: Places = memcon_lexicon::table("gazetteer/places.toml").map_err(fail)?;
    let (patterns, entries) = gazetteer(states, &places, &bodies);
    let build = |patterns: &[String]| {
        AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(patterns)
            .map_err(|e| e.to_string())
    };
    Ok(Tables {
        gazetteer: build(&patterns)?,
        entries,
        short_titles: [&titles.honorific, &titles.rank, &titles.office]
            .into_iter()
            .flatten()
            .filter(|t| !t.contains(' '))
            .map(|t| t.trim_end_matches('.').to_owned())
            .collect(),
        titles: by_first_word(&titles),
        chinese_titles: build(&titles.chinese)?,
        korean_titles: build(&titles.korean)?,
        russian_titles: titles.russian.into_iter().collect(),
        heads: bodies.heads,
        stop: stop.english.into_iter().chain(stop.other).collect(),
        speech: stop.speech,
        particles: stop.particles,
        roles: stop.roles,
        patronymics: stop.patronymics,
        side_nouns: stop.side_nouns,
        homographs: stop.homographs,
        openers: stop.openers,
        weak_heads: stop.weak_heads,
        handling: stop.handling,
        abbreviated: stop.abbreviated,
        given: [more.english, more.west, more.south, more.east, more.beyond, more.cyrillic]
            .into_iter()
            .flatten()
            .chain(given.latin)
            .collect(),
        also_names: stop.also_names,
        goes_on: stop.goes_on,
        determiners: stop.determiners,
        bind: stop.bind,
        honorifics: titles.honorific.iter().map(|t| t.trim_end_matches('.').to_owned()).collect(),
        female: titles.female,
        male: titles.male,
        given_titles: titles.with_given,
        evidence: memcon_lexicon::table("agents/evidence.toml").map_err(fail)?,
        korean: surnames.korean,
        chinese: surnames.chinese,
        asian: surnames
            .korean_latin
            .into_iter()
            .chain(surnames.chinese_latin)
            .chain(surnames.vietnamese_latin)
            .collect(),
    })
}

/// Every string of the gazetteer once, the first listing winning ("Chinese" is an adjective and a people).
fn gazetteer(states: States, places: &Places, bodies: &Bodies) -> (Vec<String>, Vec<Entry>) {
    let mut all: BTreeMap<String, Entry> = BTreeMap::new();
    let mut add = |text: &str, listed: Listed, canonical: &str, state: Option<&str>| {
        all.entry(text.to_owned()).or_insert_with(|| Entry {
            listed,
            canonical: canonical.to_owned(),
            state: state.map(str::to_owned),
        });
    };
    for state in &states.state {
        let Some(name) = state.names.first() else { continue };
        for n in &state.names {
            add(n, Listed::State, name, Some(name));
        }
        for capital in &state.capitals {
            for n in capital {
                add(n, Listed::Capital, &capital[0], Some(name));
            }
        }
    }
    for state in &states.state {
        let Some(name) = state.names.first() else { continue };
        for n in &state.adjectives {
            add(n, Listed::Adjective, name, Some(name));
        }
        for n in &state.peoples {
            add(n, Listed::People, name, Some(name));
        }
    }
    for names in &places.place {
        for n in names {
            add(n, Listed::Place, &names[0], None);
        }
    }
    for list in [&bodies.names, &bodies.abbreviations, &bodies.chinese, &bodies.korean, &bodies.russian] {
        for n in list {
            add(n, Listed::Body, n, None);
        }
    }
    all.into_iter().unzip()
}

fn by_first_word(titles: &Titles) -> BTreeMap<String, Vec<(Vec<String>, bool)>> {
    let mut map: BTreeMap<String, Vec<(Vec<String>, bool)>> = BTreeMap::new();
    let lists = [(&titles.honorific, false), (&titles.rank, true), (&titles.office, true)];
    for (list, role) in lists {
        for title in list {
            let words: Vec<String> = title.split(' ').map(|w| w.trim_end_matches('.').to_owned()).collect();
            map.entry(words[0].clone()).or_default().push((words, role));
        }
    }
    for list in map.values_mut() {
        list.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
    }
    map
}
