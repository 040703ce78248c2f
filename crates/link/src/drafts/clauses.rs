//! The clauses of a text, and how much two of them share.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use memcon_lexicon::{RuleSet, keys};
use memcon_model::Span;
use serde::Serialize;

static MARKS: LazyLock<RuleSet> =
    LazyLock::new(|| RuleSet::load("obligations/clauses").expect("our own marks of clauses"));

/// Clauses that are compared at most; a longer text is compared up to there.
const MOST: usize = 400;
/// Weight of the shorter of two clauses in their likeness; a half would be the index of Dice.
const SHORTER: f32 = 0.65;

/// A clause of a text.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Clause {
    /// Its mark as printed ("Article 3").
    pub label: Option<String>,
    /// Mark and words.
    pub span: Span,
    /// The words alone.
    pub words: Span,
}

/// A line with the mark that it opens with.
struct Line {
    at: usize,
    kind: Option<(&'static str, String, usize)>,
    blank: bool,
}

fn lines(text: &str) -> Vec<Line> {
    let mut out = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let head = line.char_indices().nth(120).map_or(line, |(n, _)| &line[..n]);
        let mut kind = None;
        for rule in MARKS.rules() {
            let Some(c) = rule.regex.captures(head) else { continue };
            let label = c.name("label").map_or("", |m| m.as_str()).trim().to_owned();
            let end = c.get(0).map_or(0, |m| m.end());
            let name = match rule.gives.as_str() {
                "article" => "article",
                "closing" => "closing",
                _ => "number",
            };
            kind = Some((name, label, at + end));
            break;
        }
        out.push(Line { at, kind, blank: line.trim().is_empty() });
        at += line.len();
    }
    out
}

/// The clauses of a text: its articles, or its numbered points where it has fewer than two articles.
pub(super) fn of(text: &str) -> Vec<Clause> {
    let lines = lines(text);
    let count = |kind: &str| lines.iter().filter(|l| l.kind.as_ref().is_some_and(|k| k.0 == kind)).count();
    let kind = if count("article") >= 2 { "article" } else { "number" };
    if count(kind) < 2 {
        return Vec::new();
    }
    let mut out: Vec<Clause> = Vec::new();
    let mut open: Option<(usize, String, usize)> = None;
    let last = lines.iter().rposition(|l| l.kind.as_ref().is_some_and(|k| k.0 == kind)).unwrap_or(0);
    for (n, line) in lines.iter().enumerate() {
        let mark = line.kind.as_ref().filter(|k| k.0 == kind);
        let closing = line.kind.as_ref().is_some_and(|k| k.0 == "closing");
        // Behind the last mark a clause ends with its paragraph: what follows is no clause.
        let said = open
            .as_ref()
            .is_some_and(|o| text.get(o.2..line.at).is_some_and(|t| t.chars().any(char::is_alphabetic)));
        let ends = closing || (n > last && line.blank && said);
        if (mark.is_some() || ends)
            && let Some((at, label, words)) = open.take()
        {
            push(text, at, label, words, line.at, &mut out);
        }
        if let Some((_, label, words)) = mark {
            open = Some((line.at, label.clone(), *words));
        }
        if out.len() >= MOST {
            return out;
        }
    }
    if let Some((at, label, words)) = open {
        push(text, at, label, words, text.len(), &mut out);
    }
    out
}

fn push(text: &str, at: usize, label: String, words: usize, end: usize, out: &mut Vec<Clause>) {
    let words = Span::new(words.min(end), end).trim(text);
    let lead = words.of(text).len()
        - words.of(text).trim_start_matches(['.', ':', ')', '*', ' ', '\n', '-', '—']).len();
    let words = Span::new(words.start as usize + lead, words.end as usize);
    if words.of(text).chars().any(char::is_alphabetic) {
        let label = label.split_whitespace().collect::<Vec<_>>().join(" ");
        out.push(Clause {
            label: Some(label).filter(|l| !l.is_empty()),
            span: Span::new(at, end).trim(text),
            words,
        });
    }
}

/// What clauses of two texts share, by the rarity of their words.
pub(super) struct Table {
    left: Vec<BTreeSet<String>>,
    right: Vec<BTreeSet<String>>,
    weight: BTreeMap<String, f32>,
}

impl Table {
    pub fn new(a: &str, left: &[Clause], b: &str, right: &[Clause]) -> Self {
        let of = |text: &str, all: &[Clause]| -> Vec<BTreeSet<String>> {
            all.iter().map(|c| keys(c.words.of(text))).collect()
        };
        let (left, right) = (of(a, left), of(b, right));
        let mut count: BTreeMap<String, usize> = BTreeMap::new();
        for words in left.iter().chain(&right) {
            for w in words {
                *count.entry(w.clone()).or_default() += 1;
            }
        }
        let all = (left.len() + right.len()).max(2) as f32;
        // A word of every clause ("parties") still says a little.
        let weight = count.into_iter().map(|(w, n)| (w, 0.1 + (all / n as f32).ln() / all.ln())).collect();
        Self { left, right, weight }
    }

    fn sum<'w>(&self, words: impl Iterator<Item = &'w String>) -> f32 {
        words.map(|w| self.weight.get(w).copied().unwrap_or(1.0)).sum()
    }

    /// How alike two clauses are, from 0 to 1 (Dice over weighted words).
    pub fn likeness(&self, i: usize, j: usize) -> f32 {
        let (a, b) = (&self.left[i], &self.right[j]);
        let (x, y) = (self.sum(a.iter()), self.sum(b.iter()));
        // A clause grows from draft to draft: the shorter counts for more (Tversky's index).
        let whole = SHORTER * x.min(y) + (1.0 - SHORTER) * x.max(y);
        if whole <= 0.0 { 0.0 } else { (self.sum(a.intersection(b)) / whole).min(1.0) }
    }

    /// How much of the second text's clause `j` stands in the first's `i`.
    pub fn held_by_left(&self, j: usize, i: usize) -> f32 {
        self.sum(self.right[j].intersection(&self.left[i])) / self.sum(self.right[j].iter()).max(0.01)
    }

    /// How much of the first text's clause `i` stands in the second's `j`.
    pub fn held_by_right(&self, i: usize, j: usize) -> f32 {
        self.sum(self.left[i].intersection(&self.right[j])) / self.sum(self.left[i].iter()).max(0.01)
    }
}
