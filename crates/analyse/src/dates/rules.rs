//! Loads `data/dates/*.toml`: word tables and expressions, expanded to regular expressions once.
//!
//! A pattern writes `%kind%` or `%kind:group%` where a word of a table or a number may stand, and a
//! blank where white space with at most one line break may stand. What an expression *means* is
//! not decided here (see `read.rs`).

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::LazyLock;

use regex::Regex;
use serde::Deserialize;

/// One language's file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LanguageFile {
    lang: String,
    /// Whether words are set apart by blanks, so that an expression must stand between word boundaries.
    #[serde(default = "yes")]
    boundary: bool,
    /// Tables of words with a number each: months, weekdays, numbers, which-words.
    #[serde(default)]
    words: BTreeMap<String, BTreeMap<String, i64>>,
    /// Words for units of time, with the unit's name.
    #[serde(default)]
    units: BTreeMap<String, String>,
    /// Phrases relative to the anchor, as "unit offset": `day -1`.
    #[serde(default)]
    shifts: BTreeMap<String, String>,
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
    #[serde(default = "sure")]
    confidence: f32,
    #[serde(rename = "why")]
    _why: String,
    /// Texts with the first expression found in them and its meaning at the anchor 1983-05-18.
    #[serde(default)]
    yes: Vec<[String; 3]>,
    #[serde(default)]
    no: Vec<String>,
}

fn sure() -> f32 {
    0.9
}

/// An expression ready to run.
pub(super) struct Expression {
    pub id: String,
    pub gives: String,
    pub confidence: f32,
    pub regex: Regex,
    pub before: Option<Regex>,
    pub not_before: Option<Regex>,
    pub not_after: Option<Regex>,
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
    words: BTreeMap<String, BTreeMap<String, i64>>,
    units: BTreeMap<String, String>,
    shifts: BTreeMap<String, String>,
}

impl Language {
    /// The number a word has in a table; words of several parts ("twenty-five") are added up.
    pub fn value(&self, table: &str, word: &str) -> Option<i64> {
        let key = squeeze(word);
        let table = self.words.get(table)?;
        if let Some(&n) = table.get(key.trim_end_matches('.')).or_else(|| table.get(&key)) {
            return Some(n);
        }
        let mut sum = 0;
        for part in key.split([' ', '-']).filter(|p| !p.is_empty()) {
            sum += table.get(part)?;
        }
        Some(sum)
    }

    /// The unit a word names.
    pub fn unit(&self, word: &str) -> Option<&str> {
        self.units.get(&squeeze(word)).map(String::as_str)
    }

    /// The meaning of a relative phrase.
    pub fn shift(&self, phrase: &str) -> Option<&str> {
        self.shifts.get(&squeeze(phrase)).map(String::as_str)
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
    /// Words that tell of what is to come.
    future: Regex,
    /// `(id, lang, yes, no)` for the test that runs every example.
    #[cfg(test)]
    #[allow(clippy::type_complexity)]
    pub examples: Vec<(String, String, Vec<[String; 3]>, Vec<String>)>,
}

impl Rules {
    /// Whether the words tell of what is to come.
    pub fn looks_ahead(&self, words: &str) -> bool {
        self.future.is_match(words)
    }
}

/// The expressions, compiled on first use.
pub(super) static RULES: LazyLock<Rules> = LazyLock::new(|| load().expect("data/dates is well-formed"));

fn load() -> Result<Rules, String> {
    let mut rules = Rules {
        languages: Vec::new(),
        expressions: Vec::new(),
        future: Regex::new("[^\\s\\S]").map_err(|e| e.to_string())?,
        #[cfg(test)]
        examples: Vec::new(),
    };
    let mut future = Vec::new();
    for path in memcon_lexicon::files("dates/").iter().filter(|p| p.ends_with(".toml")) {
        let file: LanguageFile = memcon_lexicon::table(path).map_err(|e| e.to_string())?;
        let lang = rules.languages.len();
        let classes = classes(&file);
        for text in file.expression {
            let (pattern, groups) =
                expand(&text.pattern, &classes).map_err(|e| format!("{}: {e}", text.id))?;
            let boundary = text.boundary.unwrap_or(file.boundary);
            let pattern = if file.boundary { ascii(&pattern) } else { pattern };
            let compile = |p: &str| Regex::new(p).map_err(|e| format!("{}: {e}", text.id));
            let context = |p: &Option<String>, wrap: fn(&str) -> String| match p {
                Some(p) => compile(&wrap(&blanks(p))).map(Some),
                None => Ok(None),
            };
            rules.expressions.push(Expression {
                regex: compile(&pattern)?,
                before: context(&text.before, |p| format!("(?:{p})$"))?,
                not_before: context(&text.not_before, |p| format!("(?:{p})$"))?,
                not_after: context(&text.not_after, |p| format!("^(?:{p})"))?,
                confidence: text.confidence,
                gives: text.gives,
                groups,
                lang,
                boundary,
                id: text.id.clone(),
            });
            #[cfg(test)]
            rules.examples.push((text.id, file.lang.clone(), text.yes, text.no));
            #[cfg(not(test))]
            drop((text.yes, text.no));
        }
        if let Some(words) = file.words.get("future") {
            let class = alternation(words.keys());
            future.push(if file.boundary { format!(r"\b{class}\b") } else { class });
        }
        let lower = |t: BTreeMap<String, i64>| t.into_iter().map(|(k, v)| (squeeze(&k), v)).collect();
        rules.languages.push(Language {
            lang: file.lang,
            words: file.words.into_iter().map(|(k, t)| (k, lower(t))).collect(),
            units: file.units.into_iter().map(|(k, v)| (squeeze(&k), v)).collect(),
            shifts: file.shifts.into_iter().map(|(k, v)| (squeeze(&k), v)).collect(),
        });
    }
    if !future.is_empty() {
        rules.future = Regex::new(&future.join("|")).map_err(|e| e.to_string())?;
    }
    Ok(rules)
}

/// The pattern of each kind of placeholder with the group it fills by default.
fn classes(file: &LanguageFile) -> BTreeMap<String, (String, String)> {
    let mut all = BTreeMap::new();
    let mut add = |kind: &str, pattern: &str, group: &str| {
        all.insert(kind.to_owned(), (pattern.to_owned(), group.to_owned()));
    };
    // `\d` holds full-width digits too.
    add("day", r"(?:[3３][01０１]|[12１２]\d|[0０]?[1-9１-９])", "d");
    add("anyday", r"\d{1,2}", "d");
    add("mon", r"(?:[1１][0-2０-２]|[0０]?[1-9１-９])", "m");
    add("year", r"(?:[1１][0-9０-９]\d\d|[2２][0０]\d\d)", "y");
    add("yy", r"\d\d", "y");
    add("hour", r"(?:[2２][0-4０-４]|[01０１]?\d)", "H");
    add("hh", r"(?:[2２][0-4０-４]|[01０１]\d)", "H");
    add("mm", r"[0-5０-５]\d", "M");
    add("digits", r"\d{1,4}", "n");
    add("zulu", "Z", "z");
    for (table, words) in &file.words {
        let group = match table.as_str() {
            "month" => "m",
            "weekday" => "wd",
            "number" => "n",
            "ordinal" => "d",
            "ampm" => "ap",
            "hourword" => "H",
            "which" => "which",
            other => other,
        };
        let alternation = alternation(words.keys());
        // A number may be written in two words or in digits.
        let pattern = match table.as_str() {
            "number" if file.boundary => format!(r"(?:\d{{1,4}}|{alternation}(?:[- ]{alternation})?)"),
            "number" => format!(r"(?:\d{{1,4}}|{alternation}+)"),
            _ => alternation,
        };
        add(table, &pattern, group);
    }
    add("unit", &alternation(file.units.keys()), "unit");
    add("shift", &alternation(file.shifts.keys()), "shift");
    all
}

/// Longest first, each as written, with a capital, and in capitals.
fn alternation<'w>(words: impl Iterator<Item = &'w String>) -> String {
    let mut forms: Vec<String> = Vec::new();
    for word in words {
        let mut chars = word.chars();
        let capital: String = chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).collect();
        forms.extend([word.clone(), capital, word.to_uppercase()]);
    }
    forms.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
    forms.dedup();
    let mut pattern = String::from("(?:");
    for (n, form) in forms.iter().enumerate() {
        let _ = write!(pattern, "{}{}", if n > 0 { "|" } else { "" }, blanks(&regex::escape(form)));
    }
    if forms.is_empty() {
        pattern.push_str("[^\\s\\S]"); // a table without words matches nothing
    }
    pattern.push(')');
    pattern
}

/// A blank stands for white space within a paragraph; inside a character class for itself.
fn blanks(pattern: &str) -> String {
    let mut out = String::new();
    let (mut class, mut escaped) = (false, false);
    for c in pattern.replace("\\ ", " ").chars() {
        match c {
            ' ' if !class => out.push_str(r"(?:[ \t\x{a0}\x{3000}]+(?:\r?\n[ \t]*)?|\r?\n[ \t]*)"),
            _ => out.push(c),
        }
        class = if escaped { class } else { (class || c == '[') && c != ']' };
        escaped = c == '\\' && !escaped;
    }
    out
}

/// Digits and word boundaries of ASCII alone: the automaton that runs patterns fastest gives up at
/// Unicode boundaries in texts that are not ASCII. Whole words are checked around each match instead.
fn ascii(pattern: &str) -> String {
    pattern.replace(r"\d", "[0-9]").replace(r"\b", r"(?-u:\b)")
}

/// Replaces placeholders; gives the pattern and the groups with their tables.
fn expand(
    text: &str,
    classes: &BTreeMap<String, (String, String)>,
) -> Result<(String, Vec<(String, String)>), String> {
    let mut pattern = String::new();
    let mut groups = Vec::new();
    for (n, part) in text.split('%').enumerate() {
        if n % 2 == 0 {
            pattern.push_str(&blanks(part));
            continue;
        }
        let (kind, group) = part.split_once(':').unwrap_or((part, ""));
        let (class, default) = classes.get(kind).ok_or_else(|| format!("no table {kind}"))?;
        let group = if group.is_empty() { default.as_str() } else { group };
        let _ = write!(pattern, "(?P<{group}>{class})");
        groups.push((group.to_owned(), kind.to_owned()));
    }
    Ok((pattern, groups))
}
