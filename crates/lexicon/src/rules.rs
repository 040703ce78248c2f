//! Rule files: patterns over text with what they give, why, and examples that must and must not match.

use std::collections::BTreeMap;

use aho_corasick::AhoCorasick;
use regex::{Captures, Regex};
use serde::Deserialize;

use crate::need::{folded, need};
use crate::pattern::plain_words;
use crate::{LexiconError, Pattern};

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
    /// The pattern, compiled when a text first needs it.
    pub regex: Pattern,
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

/// Rules of one layer, read once.
#[derive(Debug)]
pub struct RuleSet {
    rules: Vec<Rule>,
    /// Finds the letters without which rules cannot match (see [`need`]), in one pass for all rules.
    finder: Option<AhoCorasick>,
    /// For each of the finder's strings, the rules that it calls.
    calls: Vec<Vec<u32>>,
    /// Rules that may match any text.
    always: Vec<u32>,
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
        let mut always = Vec::new();
        let mut strings: BTreeMap<String, Vec<u32>> = BTreeMap::new();
        for path in crate::files(prefix).iter().filter(|p| p.ends_with(".toml")) {
            let file: RuleFile = crate::table(path)?;
            for text in file.rule {
                let hir = regex_syntax::parse(&text.pattern).map_err(|e| LexiconError::Rule {
                    path: path.clone(),
                    rule: text.id.clone(),
                    reason: e.to_string(),
                })?;
                let number = rules.len() as u32;
                match need(&hir) {
                    Some(any) => any.into_iter().for_each(|s| strings.entry(s).or_default().push(number)),
                    None => always.push(number),
                }
                rules.push(Rule {
                    id: text.id,
                    lang: text.lang,
                    gives: text.gives,
                    confidence: text.confidence,
                    regex: Pattern::new(text.pattern),
                });
            }
        }
        let finder = (!strings.is_empty())
            .then(|| AhoCorasick::new(strings.keys()))
            .transpose()
            .map_err(|e| LexiconError::Malformed { path: prefix.to_owned(), reason: e.to_string() })?;
        Ok(Self { rules, finder, calls: strings.into_values().collect(), always })
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
        let plain = plain_words(text);
        self.called(text)
            .into_iter()
            .map(|n| &self.rules[n as usize])
            .filter(move |r| r.lang == "any" || langs.is_empty() || langs.contains(&r.lang))
            .filter_map(move |rule| {
                rule.regex.when(plain).captures(text).map(|captures| RuleMatch { rule, captures })
            })
    }

    /// The rules that may match a text, in file order.
    fn called(&self, text: &str) -> Vec<u32> {
        let mut called = self.always.clone();
        if let Some(finder) = &self.finder {
            let mut seen = vec![false; self.calls.len()];
            for m in finder.find_overlapping_iter(&folded(text)) {
                let string = m.pattern().as_usize();
                if !std::mem::replace(&mut seen[string], true) {
                    called.extend(&self.calls[string]);
                }
            }
        }
        called.sort_unstable();
        called.dedup();
        called
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
            let lazy = Pattern::new(text.pattern.as_str());
            lazy.check().map_err(|e| wrong(e.to_string()))?;
            let hir = regex_syntax::parse(&text.pattern).map_err(|e| wrong(e.to_string()))?;
            let called =
                |e: &str| need(&hir).is_none_or(|n| n.iter().any(|s| folded(e).contains(s.as_str())));
            if let Some(example) = text.yes.iter().find(|e| !called(e) || !lazy.is_match(e)) {
                return Err(wrong(format!("its letters are not found in {example:?}")));
            }
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

#[cfg(test)]
mod tests {
    use super::*;

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
