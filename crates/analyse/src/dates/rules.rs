//! Loads `data/dates/*.toml`: word tables and expressions, ready to run.
//!
//! How a pattern of the file becomes a regular expression is told in `patterns.rs`, how all of them run at once in
//! `engine.rs`; what an expression *means* is not decided here (see `read.rs`).

use std::collections::BTreeMap;
use std::sync::{LazyLock, OnceLock};

use regex::Regex;
use serde::Deserialize;

use super::engine::Engine;
use super::patterns::{Expanded, Patterns};

/// One language's file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LanguageFile {
    lang: String,
    /// Whether words are set apart by blanks, so that an expression must stand between word boundaries.
    #[serde(default = "yes")]
    pub boundary: bool,
    /// First and last letter of the script without which a text holds no expression of this language.
    #[serde(default)]
    letters: Option<(char, char)>,
    /// Pieces of patterns that several expressions share, written `%@name%`.
    #[serde(default)]
    pub parts: BTreeMap<String, String>,
    /// Tables of words with a number each: months, weekdays, numbers, which-words.
    #[serde(default)]
    pub words: BTreeMap<String, BTreeMap<String, i64>>,
    /// Words for units of time, with the unit's name.
    #[serde(default)]
    pub units: BTreeMap<String, String>,
    /// Phrases relative to the anchor, as "unit offset", perhaps with the part of the day: `day -1 TEV`.
    #[serde(default)]
    pub shifts: BTreeMap<String, String>,
    /// Words that stand for the past, the present or the future at large (TIMEX3 `PAST_REF` …).
    #[serde(default)]
    pub refs: BTreeMap<String, String>,
    /// Words behind which a time is to come, as a pattern; the last such word before an expression decides.
    #[serde(default)]
    ahead: Option<String>,
    /// Words behind which a time is past, as a pattern.
    #[serde(default)]
    back: Option<String>,
    /// Words that look like one of these and say nothing ("to the").
    #[serde(default)]
    skip: Option<String>,
    /// Words that are past although a part of them alone would look ahead ("failed to").
    #[serde(default)]
    past: Option<String>,
    /// Words of telling: the teller's time is past, what is told may be to come.
    #[serde(default)]
    told: Option<String>,
    /// Words right before a time that has been for certain, as a pattern that ends with `$`.
    #[serde(default)]
    certain: Option<String>,
    /// Words right before a day of the week that is to come where nothing before tells of the past (ends with `$`).
    #[serde(default)]
    term: Option<String>,
    /// Words right behind a time that is to come (begins with `^`).
    #[serde(default)]
    coming: Option<String>,
    #[serde(default)]
    expression: Vec<ExpressionText>,
}

fn yes() -> bool {
    true
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExpressionText {
    id: String,
    pattern: String,
    gives: String,
    /// Overrides the language's: for expressions that open with a mark.
    boundary: Option<bool>,
    #[serde(default)]
    before: Option<String>,
    #[serde(default)]
    not_before: Option<String>,
    #[serde(default)]
    not_after: Option<String>,
    #[serde(default)]
    after: Option<String>,
    #[serde(default = "sure")]
    confidence: f32,
    why: String,
    /// Texts with the first expression found in them and its meaning at the anchor 1983-05-18; a fourth entry is
    /// the TIMEX3 value.
    #[serde(default)]
    yes: Vec<Vec<String>>,
    #[serde(default)]
    no: Vec<String>,
}

fn sure() -> f32 {
    0.9
}

/// A regular expression compiled when it is first needed.
pub(super) struct Lazy {
    pattern: String,
    ready: OnceLock<Regex>,
}

impl Lazy {
    fn new(pattern: String) -> Self {
        Self { pattern, ready: OnceLock::new() }
    }

    /// The expression, compiled. The patterns are our own; a test compiles every one.
    pub fn get(&self) -> &Regex {
        self.ready.get_or_init(|| Regex::new(&self.pattern).expect("data/dates is well-formed"))
    }
}

/// An expression ready to run.
pub(super) struct Expression {
    pub id: String,
    pub gives: String,
    /// What the expression is, in a few words.
    pub why: String,
    pub confidence: f32,
    /// Matches the whole of what the automaton found, and tells its groups.
    pub whole: Lazy,
    pub before: Option<Lazy>,
    pub not_before: Option<Lazy>,
    pub not_after: Option<Lazy>,
    pub after: Option<Lazy>,
    /// Group name and the table its words are looked up in.
    pub groups: Vec<(String, String)>,
    /// Whether it must start where a word starts.
    pub boundary: bool,
    /// Index of the language.
    pub lang: usize,
}

/// The tables of one language.
pub(super) struct Language {
    pub lang: String,
    letters: Option<(char, char)>,
    words: BTreeMap<String, BTreeMap<String, i64>>,
    units: BTreeMap<String, String>,
    shifts: BTreeMap<String, String>,
    refs: BTreeMap<String, String>,
    /// Words behind which a time is to come (group `ahead`), told (`told`) or past (`past`, `back`); `skip` says nothing.
    pub tense: Option<Lazy>,
    /// Words right before a time that has been for certain.
    pub certain: Option<Lazy>,
    /// Words right before a day of the week that is to come where nothing before tells of the past.
    pub term: Option<Lazy>,
    /// Words right behind a time that is to come.
    pub coming: Option<Lazy>,
    /// Patterns of its expressions, in order; the first is number `first`.
    patterns: Vec<String>,
    /// The pieces whose marks stand in them.
    pieces: Vec<String>,
    first: usize,
    boundary: bool,
    engine: OnceLock<Engine>,
}

impl Language {
    /// The automaton of all its expressions, built when first needed.
    pub fn engine(&self) -> &Engine {
        self.engine.get_or_init(|| {
            Engine::new(&self.patterns, &self.pieces, self.first, self.boundary)
                .expect("data/dates is well-formed")
        })
    }

    /// Whether the text has letters of the language's script at all.
    pub fn may_stand_in(&self, text: &str) -> bool {
        self.letters.is_none_or(|(a, b)| text.chars().any(|c| (a..=b).contains(&c)))
    }

    /// The number a word has in a table; words of several parts ("twenty-five") are added up.
    pub fn value(&self, table: &str, word: &str) -> Option<i64> {
        let key = squeeze(word);
        let table = self.words.get(table)?;
        if let Some(&n) = table.get(key.trim_end_matches('.')).or_else(|| table.get(&key)) {
            return Some(n);
        }
        let mut sum = 0;
        let mut any = false;
        for part in key.split([' ', '-']).filter(|p| !p.is_empty()) {
            sum += table.get(part)?;
            any = true;
        }
        any.then_some(sum)
    }

    /// The unit a word names.
    pub fn unit(&self, word: &str) -> Option<&str> {
        self.units.get(&squeeze(word)).map(String::as_str)
    }

    /// The meaning of a relative phrase.
    pub fn shift(&self, phrase: &str) -> Option<&str> {
        self.shifts.get(&squeeze(phrase)).map(String::as_str)
    }

    /// Past, present or future at large.
    pub fn reference(&self, phrase: &str) -> Option<&str> {
        self.refs.get(&squeeze(phrase)).map(String::as_str)
    }
}

/// Lower case, single blanks: the form under which words are kept.
fn squeeze(word: &str) -> String {
    word.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// All expressions of all languages.
pub(super) struct Rules {
    pub languages: Vec<Language>,
    pub expressions: Vec<Expression>,
    /// `(id, lang, yes, no)` for the test that runs every example.
    #[cfg(test)]
    #[allow(clippy::type_complexity)]
    pub examples: Vec<(String, String, Vec<Vec<String>>, Vec<String>)>,
}

/// The expressions, read on first use.
pub(super) static RULES: LazyLock<Rules> = LazyLock::new(|| load().expect("data/dates is well-formed"));

fn load() -> Result<Rules, String> {
    let mut rules = Rules {
        languages: Vec::new(),
        expressions: Vec::new(),
        #[cfg(test)]
        examples: Vec::new(),
    };
    for path in memcon_lexicon::files("dates/").iter().filter(|p| p.ends_with(".toml")) {
        let file: LanguageFile = memcon_lexicon::table(path).map_err(|e| e.to_string())?;
        add(&mut rules, file)?;
    }
    Ok(rules)
}

/// Adds one language.
fn add(rules: &mut Rules, mut file: LanguageFile) -> Result<(), String> {
    let (lang, first) = (rules.languages.len(), rules.expressions.len());
    let known = Patterns::new(&file);
    let mut bare = Vec::new();
    for text in std::mem::take(&mut file.expression) {
        let Expanded { pattern, groups, bare: found } =
            known.expand(&text.pattern).map_err(|e| format!("{}: {e}", text.id))?;
        let around = |p: &Option<String>, head: &str, tail: &str| {
            p.as_ref().map(|p| Lazy::new(format!("{head}(?:{}){tail}", known.around(p))))
        };
        rules.expressions.push(Expression {
            whole: Lazy::new(format!("^(?:{pattern})$")),
            before: around(&text.before, "", "$"),
            not_before: around(&text.not_before, "", "$"),
            not_after: around(&text.not_after, "^", ""),
            after: around(&text.after, "^", ""),
            confidence: text.confidence,
            gives: text.gives,
            why: text.why,
            groups,
            lang,
            boundary: text.boundary.unwrap_or(file.boundary),
            id: text.id.clone(),
        });
        bare.push(found);
        #[cfg(test)]
        rules.examples.push((text.id, file.lang.clone(), text.yes, text.no));
        #[cfg(not(test))]
        drop((text.yes, text.no));
    }
    let lower = |t: BTreeMap<String, i64>| t.into_iter().map(|(k, v)| (squeeze(&k), v)).collect();
    let keys = |t: BTreeMap<String, String>| t.into_iter().map(|(k, v)| (squeeze(&k), v)).collect();
    let never = || "[^\\s\\S]".to_owned();
    let future = file.words.get("future").map(|words| known.words(words.keys()));
    file.ahead = file.ahead.or(future);
    let tense = (file.ahead.is_some() || file.back.is_some()).then(|| {
        let part = |p: Option<String>| p.unwrap_or_else(never);
        let (skip, past, told) = (part(file.skip), part(file.past), part(file.told));
        let (ahead, back) = (part(file.ahead), part(file.back));
        Lazy::new(format!(
            "(?P<skip>{skip})|(?P<past>{past})|(?P<ahead>{ahead})|(?P<told>{told})|(?P<back>{back})"
        ))
    });
    rules.languages.push(Language {
        lang: file.lang,
        letters: file.letters,
        words: file.words.into_iter().map(|(k, t)| (k, lower(t))).collect(),
        units: keys(file.units),
        shifts: keys(file.shifts),
        refs: keys(file.refs),
        tense,
        certain: file.certain.map(Lazy::new),
        term: file.term.map(Lazy::new),
        coming: file.coming.map(Lazy::new),
        patterns: bare,
        pieces: known.pieces(),
        first,
        boundary: file.boundary,
        engine: OnceLock::new(),
    });
    Ok(())
}
