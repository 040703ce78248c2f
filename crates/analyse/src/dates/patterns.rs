//! From the patterns of `data/dates` to regular expressions.
//!
//! A pattern writes `%kind%` or `%kind:group%` where a word of a table or a number may stand, `%@name%` for a piece
//! that several expressions share, and a blank where white space with at most one line break may stand.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::pieces::mark;
use super::rules::LanguageFile;

/// White space within a paragraph.
const BLANK: &str = r"(?:[ \t\x{a0}\x{3000}]+(?:\r?\n[ \t]*)?|\r?\n[ \t]*)";

/// What the placeholders of one language stand for.
pub(super) struct Patterns {
    /// Kind to pattern and the group it fills by default.
    classes: BTreeMap<String, (String, String)>,
    parts: BTreeMap<String, String>,
    boundary: bool,
}

/// A pattern of an expression, placeholders replaced.
pub(super) struct Expanded {
    pub pattern: String,
    /// Groups with their tables.
    pub groups: Vec<(String, String)>,
    /// Without groups, pieces as marks.
    pub bare: String,
}

impl Patterns {
    pub fn new(file: &LanguageFile) -> Self {
        let parts = file.parts.iter().map(|(k, v)| (format!("%@{k}%"), v.clone())).collect();
        Self { classes: classes(file), parts, boundary: file.boundary }
    }

    /// White space and what the placeholders stand for: the pieces whose marks stand in bare patterns.
    pub fn pieces(&self) -> Vec<String> {
        let classes = self.classes.values().map(|(class, _)| plain(class, self.boundary));
        std::iter::once(BLANK.to_owned()).chain(classes).collect()
    }

    /// Replaces placeholders; gives the pattern, the groups with their tables, and the pattern without groups in which
    /// the marks of [`Patterns::pieces`] stand.
    pub fn expand(&self, text: &str) -> Result<Expanded, String> {
        let mut text = text.to_owned();
        // A piece may hold another piece.
        for _ in 0..3 {
            for (name, part) in &self.parts {
                text = text.replace(name.as_str(), part);
            }
        }
        let mut pattern = String::new();
        let mut bare = String::new();
        let mut groups = Vec::new();
        for (n, part) in text.split('%').enumerate() {
            if n % 2 == 0 {
                let part = blanks(part);
                bare.push_str(&part.replace(BLANK, mark(0).encode_utf8(&mut [0; 4])));
                pattern.push_str(&part);
                continue;
            }
            let (kind, group) = part.split_once(':').unwrap_or((part, ""));
            let (class, default) = self.classes.get(kind).ok_or_else(|| format!("no table {kind}"))?;
            let group = if group.is_empty() { default.as_str() } else { group };
            let _ = write!(pattern, "(?P<{group}>{class})");
            let piece = 1 + self.classes.keys().take_while(|k| k.as_str() < kind).count();
            let _ = write!(bare, "(?:{})", mark(piece));
            groups.push((group.to_owned(), kind.to_owned()));
        }
        let pattern = numbered(&plain(&pattern, self.boundary));
        // A flag in the pattern would have to reach into the pieces.
        let flags = ["(?i", "(?-", "(?s", "(?x", "(?m", "(?u", "(?U"];
        let bare = if flags.iter().any(|f| text.contains(f)) {
            without_names(&pattern)
        } else {
            without_names(&plain(&bare, self.boundary))
        };
        Ok(Expanded { pattern, groups, bare })
    }

    /// Any of the words, whole where words are set apart by blanks.
    pub fn words<'w>(&self, words: impl Iterator<Item = &'w String>) -> String {
        let class = alternation(words);
        if self.boundary { format!(r"\b{class}\b") } else { class }
    }

    /// A condition on the surroundings: only blanks mean more than they say.
    pub fn around(&self, pattern: &str) -> String {
        blanks(pattern)
    }
}

/// The pattern of each kind of placeholder with the group it fills by default.
fn classes(file: &LanguageFile) -> BTreeMap<String, (String, String)> {
    let mut all = BTreeMap::new();
    let mut add = |kind: &str, pattern: &str, group: &str| {
        all.insert(kind.to_owned(), (pattern.to_owned(), group.to_owned()));
    };
    // `\d` holds full-width digits too where words are not set apart by blanks.
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
    add("offset", r"[+-](?:0\d|1[0-4]):?[0-5]\d", "offset");
    for (table, words) in &file.words {
        let group = match table.as_str() {
            "month" => "m",
            "weekday" => "wd",
            "number" => "n",
            "ordinal" => "d",
            "ampm" => "ap",
            "hourword" => "H",
            other => other,
        };
        let alternation = alternation(words.keys());
        // A number may be written in two words or in digits.
        let pattern = match table.as_str() {
            "number" if file.boundary => format!(r"(?:\d{{1,4}}|{alternation}(?:[- ]{alternation})?)"),
            "number" => format!(r"(?:\d{{1,4}}|{alternation}{{1,4}})"),
            _ => alternation,
        };
        add(table, &pattern, group);
    }
    add("unit", &alternation(file.units.keys()), "unit");
    add("shift", &alternation(file.shifts.keys()), "shift");
    add("ref", &alternation(file.refs.keys()), "ref");
    all
}

/// Any of the words, each as written, with a capital, and in capitals.
fn alternation<'w>(words: impl Iterator<Item = &'w String>) -> String {
    let mut forms: Vec<String> = Vec::new();
    for word in words {
        let mut chars = word.chars();
        let capital: String = chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).collect();
        forms.extend([word.clone(), capital, word.to_uppercase()]);
    }
    forms.sort();
    forms.dedup();
    if forms.is_empty() {
        return "(?:[^\\s\\S])".to_owned(); // a table without words matches nothing
    }
    let mut pattern = String::new();
    tree(&forms.iter().map(String::as_str).collect::<Vec<_>>(), &mut pattern);
    pattern
}

/// The words (sorted) as a pattern in which they share their beginnings, longer ones first: a tenth of the states that
/// the words side by side would take. As deep as the longest word of the table.
fn tree(words: &[&str], out: &mut String) {
    let (ends, rest): (Vec<&str>, Vec<&str>) = words.iter().partition(|w| w.is_empty());
    out.push_str("(?:");
    let mut at = 0;
    while at < rest.len() {
        let first = rest[at].chars().next();
        let same = rest[at..].iter().take_while(|w| w.chars().next() == first).count();
        if at > 0 {
            out.push('|');
        }
        if let Some(c) = first {
            out.push_str(&blanks(&regex::escape(c.encode_utf8(&mut [0; 4]))));
            let tails: Vec<&str> = rest[at..at + same].iter().map(|w| &w[c.len_utf8()..]).collect();
            if tails.iter().any(|t| !t.is_empty()) {
                tree(&tails, out);
            }
        }
        at += same;
    }
    out.push_str(if ends.is_empty() || rest.is_empty() { ")" } else { ")?" });
}

/// A blank stands for white space within a paragraph; inside a character class for itself.
fn blanks(pattern: &str) -> String {
    let mut out = String::new();
    let (mut class, mut escaped) = (false, false);
    for c in pattern.replace("\\ ", " ").chars() {
        match c {
            ' ' if !class => out.push_str(BLANK),
            _ => out.push(c),
        }
        class = if escaped { class } else { (class || c == '[') && c != ']' };
        escaped = c == '\\' && !escaped;
    }
    out
}

/// Digits and word boundaries of ASCII: an automaton gives up at Unicode boundaries in texts that are not ASCII, and
/// the digits of all scripts make it large. Whole words are checked around each match instead.
fn plain(pattern: &str, boundary: bool) -> String {
    // Inside a class `\d` stands among other members.
    let mut out = String::new();
    let (mut class, mut chars) = (false, pattern.chars());
    while let Some(c) = chars.next() {
        let next = if c == '\\' { chars.next() } else { None };
        match (c, next) {
            ('\\', Some('d')) => out.push_str(match (boundary, class) {
                (true, false) => "[0-9]",
                (true, true) => "0-9",
                (false, false) => "[0-9０-９]",
                (false, true) => "0-9０-９",
            }),
            ('\\', Some('b')) => out.push_str(r"(?-u:\b)"),
            ('\\', Some(other)) => out.extend(['\\', other]),
            _ => out.push(c),
        }
        if c != '\\' {
            class = (class || c == '[') && c != ']';
        }
    }
    out
}

/// Gives the second and third group of a name a name of their own (`y__2`): each branch of a pattern may say the year.
fn numbered(pattern: &str) -> String {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let mut out = String::new();
    let mut rest = pattern;
    while let Some(at) = rest.find("(?P<") {
        let tail = &rest[at + 4..];
        let name = &tail[..tail.find('>').unwrap_or(0)];
        let n = seen.entry(name).or_default();
        *n += 1;
        out.push_str(&rest[..at]);
        let _ = if *n > 1 { write!(out, "(?P<{name}__{n}") } else { write!(out, "(?P<{name}") };
        rest = &tail[name.len()..];
    }
    out.push_str(rest);
    out
}

/// The pattern without the names of its groups: the automaton that only finds needs none.
fn without_names(pattern: &str) -> String {
    let mut out = String::new();
    let mut rest = pattern;
    while let Some(at) = rest.find("(?P<") {
        out.push_str(&rest[..at]);
        out.push_str("(?:");
        let tail = &rest[at..];
        rest = tail.find('>').map_or("", |end| &tail[end + 1..]);
    }
    out.push_str(rest);
    out
}
