//! Rule files: patterns over text with what they give, why, and examples that must and must not match.

use regex::{Captures, Regex, RegexSet, RegexSetBuilder};
use serde::Deserialize;

use crate::LexiconError;

/// One rule.
#[derive(Debug)]
pub struct Rule {
    /// Its name, unique over all files: `layer.what.detail`.
    pub id: String,
    /// Language tag, or `any`.
    pub lang: String,
    /// What a match gives: a word of the layer's vocabulary.
    pub gives: String,
    /// How sure a match is, 0 to 1.
    pub confidence: f32,
    /// The compiled pattern.
    pub regex: Regex,
}

/// The shape of a rule in a file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleText {
    id: String,
    lang: String,
    pattern: String,
    gives: String,
    confidence: f32,
    /// Why the rule holds, for the reader of the file.
    #[serde(rename = "why")]
    _why: String,
    /// Where the knowledge comes from.
    #[serde(rename = "source")]
    _source: String,
    /// Must match.
    yes: Vec<String>,
    /// Must not match.
    no: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleFile {
    #[serde(default)]
    rule: Vec<RuleText>,
}

/// Rules of one layer, compiled once.
#[derive(Debug)]
pub struct RuleSet {
    rules: Vec<Rule>,
    /// Tells which rules may match at all: their patterns without word boundaries and counts (see [`sieve`]).
    set: RegexSet,
}

/// A rule that matched, with its groups.
pub struct RuleMatch<'r, 't> {
    /// The rule.
    pub rule: &'r Rule,
    /// The groups of the match.
    pub captures: Captures<'t>,
}

impl RuleSet {
    /// Loads every `.toml` file under `data/` whose path starts with `prefix`; rules keep file order.
    ///
    /// Examples are not run here (a test runs them all, see [`RuleSet::check`]).
    pub fn load(prefix: &str) -> Result<Self, LexiconError> {
        let mut rules = Vec::new();
        let mut patterns = Vec::new();
        for path in crate::files(prefix).iter().filter(|p| p.ends_with(".toml")) {
            let file: RuleFile = crate::table(path)?;
            for text in file.rule {
                let regex = Regex::new(&text.pattern).map_err(|e| LexiconError::Rule {
                    path: path.clone(),
                    rule: text.id.clone(),
                    reason: e.to_string(),
                })?;
                patterns.push(text.pattern);
                rules.push(Rule {
                    id: text.id,
                    lang: text.lang,
                    gives: text.gives,
                    confidence: text.confidence,
                    regex,
                });
            }
        }
        let coarse: Vec<String> = patterns.iter().map(|p| sieve(p)).collect();
        let set = RegexSetBuilder::new(&coarse)
            .size_limit(1 << 24)
            .dfa_size_limit(1 << 24)
            .build()
            .map_err(|e| LexiconError::Malformed { path: prefix.to_owned(), reason: e.to_string() })?;
        Ok(Self { rules, set })
    }

    /// All rules.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// The first match of every rule of `langs` (or `any`) that matches `text`, in file order.
    ///
    /// One pass over the text finds which rules match at all; only those are run for their groups.
    pub fn matches<'r, 't>(
        &'r self,
        text: &'t str,
        langs: &'r [String],
    ) -> impl Iterator<Item = RuleMatch<'r, 't>> + use<'r, 't> {
        self.set
            .matches(text)
            .into_iter()
            .map(|n| &self.rules[n])
            .filter(move |r| r.lang == "any" || langs.is_empty() || langs.contains(&r.lang))
            .filter_map(move |rule| rule.regex.captures(text).map(|captures| RuleMatch { rule, captures }))
    }

    /// Checks one rule file: ids are new, patterns compile, every example behaves as it says.
    pub fn check(path: &str, seen: &mut Vec<String>) -> Result<usize, LexiconError> {
        let file: RuleFile = crate::table(path)?;
        for text in &file.rule {
            let wrong =
                |reason: String| LexiconError::Rule { path: path.to_owned(), rule: text.id.clone(), reason };
            if seen.contains(&text.id) {
                return Err(wrong("the id is used twice".into()));
            }
            seen.push(text.id.clone());
            if text.yes.is_empty() || text.no.is_empty() {
                return Err(wrong("needs at least one example that matches and one that does not".into()));
            }
            let regex = Regex::new(&text.pattern).map_err(|e| wrong(e.to_string()))?;
            if let Some(example) = text.yes.iter().find(|e| !regex.is_match(e)) {
                return Err(wrong(format!("must match {example:?}")));
            }
            if let Some(example) = text.no.iter().find(|e| regex.is_match(e)) {
                return Err(wrong(format!("must not match {example:?}")));
            }
        }
        Ok(file.rule.len())
    }
}

/// A pattern without word boundaries and counts: it matches wherever the pattern does, and perhaps elsewhere.
///
/// The automaton that runs all patterns in one pass gives up at the first character outside ASCII when a
/// pattern asks for a Unicode word boundary, and papers are full of such characters; counted repetitions
/// (`.{0,60}`) multiply its states until it gives up as well. Without the two it runs at full speed, and
/// the rule's own expression then decides.
fn sieve(pattern: &str) -> String {
    let mut out = String::with_capacity(pattern.len());
    let mut rest = pattern.chars().peekable();
    let mut class = 0u32;
    while let Some(c) = rest.next() {
        match c {
            '\\' => match rest.next() {
                Some('b' | 'B') if class == 0 => {
                    if rest.peek() == Some(&'{') {
                        rest.by_ref().find(|c| *c == '}');
                    }
                    out.push_str("(?:)");
                }
                Some(next) => {
                    out.extend(['\\', next]);
                    if matches!(next, 'p' | 'P' | 'x' | 'u' | 'U') && rest.peek() == Some(&'{') {
                        out.extend(rest.by_ref().take_while(|c| *c != '}').chain(['}']));
                    }
                }
                None => out.push('\\'),
            },
            '{' if class == 0 => {
                let count: String = rest.by_ref().take_while(|c| *c != '}').collect();
                out.push(if count.starts_with('0') { '*' } else { '+' });
            }
            '[' => {
                class += 1;
                out.push(c);
            }
            ']' => {
                class = class.saturating_sub(1);
                out.push(c);
            }
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sieve_keeps_everything_but_boundaries_and_counts() {
        assert_eq!(sieve(r"(?i)\bwe\b [\w{-]+\.\\b"), r"(?i)(?:)we(?:) [\w{-]+\.\\b");
        assert_eq!(sieve(r"\b{start}x.{0,60}?y{2}\p{Lu}\x{2019}"), r"(?:)x.*?y+\p{Lu}\x{2019}");
    }

    /// Every file under data/ that holds rules holds rules that do what they say.
    #[test]
    fn every_rule_does_what_it_says() {
        let mut seen = Vec::new();
        let mut count = 0;
        for path in crate::files("").iter().filter(|p| p.ends_with(".toml")) {
            if crate::text(path).is_ok_and(|t| t.contains("[[rule]]")) {
                match RuleSet::check(path, &mut seen) {
                    Ok(n) => count += n,
                    Err(e) => panic!("{e}"),
                }
            }
        }
        assert_eq!(count, seen.len());
    }
}
