//! What changed between two wordings, word by word, and of which kind each change is.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use memcon_model::Span;
use serde::{Deserialize, Serialize};

#[derive(Deserialize)]
struct Words {
    negations: BTreeSet<String>,
    modals: BTreeSet<String>,
    numbers: BTreeSet<String>,
    months: BTreeSet<String>,
}

static WORDS: LazyLock<Words> =
    LazyLock::new(|| memcon_lexicon::table("obligations/changes.toml").expect("our own words of changes"));

/// Words compared one by one at most; longer clauses are shown as replaced.
const MOST: usize = 700;

/// What kind of change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ChangeKind {
    /// Who is bound.
    Bearer,
    /// Must, must not, may.
    Modality,
    /// A "not" came or went.
    Negation,
    /// A date.
    Date,
    /// A number.
    Number,
    /// A name.
    Name,
    /// Other words.
    Words,
}

impl ChangeKind {
    /// Its name in data and strings.
    pub fn as_str(self) -> &'static str {
        match self {
            ChangeKind::Bearer => "bearer",
            ChangeKind::Modality => "modality",
            ChangeKind::Negation => "negation",
            ChangeKind::Date => "date",
            ChangeKind::Number => "number",
            ChangeKind::Name => "name",
            ChangeKind::Words => "words",
        }
    }
}

/// A change: what stood, what stands.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Change {
    /// Of which kind.
    pub kind: ChangeKind,
    /// The words that went; empty = nothing stood there.
    pub was: String,
    /// The words that came.
    pub is: String,
    /// Where what went stands in the first text; `null` = nowhere.
    pub a: Option<Span>,
    /// Where what came stands in the second.
    pub b: Option<Span>,
}

/// A stretch of words that both have, or only one.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Piece {
    /// Where in the first text; `null` = only in the second.
    pub a: Option<Span>,
    /// Where in the second text; `null` = only in the first.
    pub b: Option<Span>,
}

/// One side of a comparison.
pub(super) struct Side<'t> {
    pub text: &'t str,
    pub spans: Vec<Span>,
    pub bound: Vec<String>,
}

impl<'t> Side<'t> {
    /// Words and marks, with where they stand.
    fn tokens(&self) -> Vec<(Span, &'t str)> {
        let mut out = Vec::new();
        for span in &self.spans {
            let words = span.of(self.text);
            let mut from: Option<usize> = None;
            let base = span.start as usize;
            for (n, c) in words.char_indices().chain([(words.len(), ' ')]) {
                let inside = c.is_alphanumeric() || matches!(c, '\'' | '’' | '-');
                let alone = c > '\u{2e80}';
                if (!inside || alone)
                    && let Some(start) = from.take()
                    && !marked(words, start, n)
                {
                    out.push((Span::new(base + start, base + n), &words[start..n]));
                }
                if alone && c.is_alphanumeric() {
                    out.push((Span::new(base + n, base + n + c.len_utf8()), &words[n..n + c.len_utf8()]));
                } else if inside && from.is_none() {
                    from = Some(n);
                }
            }
        }
        out
    }
}

/// Whether a word is the mark of a paragraph ("2." at the head of a line), which says nothing.
fn marked(words: &str, start: usize, end: usize) -> bool {
    let opens = words[..start].trim_end_matches([' ', '(', '\t']);
    let closes = words[end..].starts_with(['.', ')']);
    end - start <= 3 && closes && (opens.is_empty() || opens.ends_with('\n'))
}

/// The words of both in order, and the changes with their kinds.
pub(super) fn changes(a: &Side<'_>, b: &Side<'_>) -> (Vec<Piece>, Vec<Change>) {
    if a.spans.is_empty() || b.spans.is_empty() {
        return (Vec::new(), Vec::new());
    }
    let (left, right) = (a.tokens(), b.tokens());
    let steps = steps(&left, &right);
    let mut pieces: Vec<Piece> = Vec::new();
    let mut changes: Vec<Change> = Vec::new();
    let (mut i, mut j, mut n) = (0, 0, 0);
    let steps = joined(steps);
    while n < steps.len() {
        let same = steps[n];
        let (i0, j0) = (i, j);
        while n < steps.len() && (steps[n] == Step::Both) == (same == Step::Both) {
            i += usize::from(steps[n] != Step::Right);
            j += usize::from(steps[n] != Step::Left);
            n += 1;
        }
        let hull = |t: &[(Span, &str)]| Some(t.first()?.0.hull(t.last()?.0));
        let (x, y) = (hull(&left[i0..i]), hull(&right[j0..j]));
        if same == Step::Both {
            pieces.push(Piece { a: x, b: y });
        } else {
            pieces.extend(x.map(|x| Piece { a: Some(x), b: None }));
            pieces.extend(y.map(|y| Piece { a: None, b: Some(y) }));
            let of = |s: Option<Span>, text: &str| s.map_or(String::new(), |s| tidy(s.of(text)));
            let (was, is) = (of(x, a.text), of(y, b.text));
            let kind = kind(&left[i0..i], &right[j0..j], i0 > 0);
            changes.push(Change { kind, was, is, a: x, b: y });
        }
    }
    // Where one only leaves somebody unsaid whom the other names, nothing is known to have changed.
    let within = |x: &[String], y: &[String]| x.iter().all(|n| y.contains(n));
    if !within(&a.bound, &b.bound) && !within(&b.bound, &a.bound) {
        let (was, is) = (a.bound.join(", "), b.bound.join(", "));
        changes.push(Change { kind: ChangeKind::Bearer, was, is, a: None, b: None });
    }
    changes.sort_by_key(|c| c.kind);
    (pieces, changes)
}

fn tidy(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Both,
    Left,
    Right,
}

/// The shortest way from one wording to the other (longest common subsequence).
fn steps(left: &[(Span, &str)], right: &[(Span, &str)]) -> Vec<Step> {
    let same = |i: usize, j: usize| left[i].1.to_lowercase() == right[j].1.to_lowercase();
    let head = (0..left.len().min(right.len())).take_while(|&n| same(n, n)).count();
    let rest = left.len().min(right.len()) - head;
    let tail = (0..rest).take_while(|&n| same(left.len() - 1 - n, right.len() - 1 - n)).count();
    let (l, r) = (left.len() - head - tail, right.len() - head - tail);
    let mut out = vec![Step::Both; head];
    if l > MOST || r > MOST {
        out.extend(std::iter::repeat_n(Step::Left, l));
        out.extend(std::iter::repeat_n(Step::Right, r));
    } else {
        // best[i][j]: words in common from i and j on.
        let mut best = vec![vec![0u32; r + 1]; l + 1];
        for i in (0..l).rev() {
            for j in (0..r).rev() {
                best[i][j] = if same(head + i, head + j) {
                    best[i + 1][j + 1] + 1
                } else {
                    best[i + 1][j].max(best[i][j + 1])
                };
            }
        }
        let (mut i, mut j) = (0, 0);
        while i < l || j < r {
            if i < l && j < r && same(head + i, head + j) {
                out.push(Step::Both);
                i += 1;
                j += 1;
            } else if j >= r || (i < l && best[i + 1][j] >= best[i][j + 1]) {
                out.push(Step::Left);
                i += 1;
            } else {
                out.push(Step::Right);
                j += 1;
            }
        }
    }
    out.extend(std::iter::repeat_n(Step::Both, tail));
    out
}

/// Steps without the little that both happen to have between two changes: one or two words there are chance.
fn joined(mut steps: Vec<Step>) -> Vec<Step> {
    let mut out = Vec::with_capacity(steps.len());
    let mut n = 0;
    while n < steps.len() {
        let both = steps[n..].iter().take_while(|s| **s == Step::Both).count();
        let inner = both > 0 && both <= 2 && n > 0 && n + both < steps.len();
        if inner && changed(&steps[..n]) > 2 && changed_ahead(&steps[n + both..]) > 2 {
            for _ in 0..both {
                out.push(Step::Left);
                out.push(Step::Right);
            }
            n += both;
        } else {
            let take = both.max(1);
            out.extend(steps[n..n + take].iter().copied());
            n += take;
        }
    }
    steps.clear();
    out
}

/// How many words changed right before a place.
fn changed(steps: &[Step]) -> usize {
    steps.iter().rev().take_while(|s| **s != Step::Both).count()
}

/// How many words change right behind a place.
fn changed_ahead(steps: &[Step]) -> usize {
    steps.iter().take_while(|s| **s != Step::Both).count()
}

/// Of which kind a change is: the gravest that its words show.
fn kind(was: &[(Span, &str)], is: &[(Span, &str)], inside: bool) -> ChangeKind {
    let lower = |t: &[(Span, &str)]| -> BTreeSet<String> { t.iter().map(|w| w.1.to_lowercase()).collect() };
    let (x, y) = (lower(was), lower(is));
    let differ = |list: &BTreeSet<String>| x.intersection(list).ne(y.intersection(list));
    let digits = |s: &BTreeSet<String>| {
        s.iter().filter(|w| w.chars().any(|c| c.is_ascii_digit())).cloned().collect::<Vec<_>>()
    };
    let dated = |s: &BTreeSet<String>| {
        s.iter().any(|w| WORDS.months.contains(w) && w != "may")
            || (s.contains("may") && !digits(s).is_empty())
    };
    if dated(&x) || dated(&y) {
        return ChangeKind::Date;
    }
    // A sentence that came or went holds modals and negations of its own and changes none.
    if (was.is_empty() || is.is_empty()) && was.len() + is.len() > 4 {
        return ChangeKind::Words;
    }
    if differ(&WORDS.negations) {
        return ChangeKind::Negation;
    }
    if differ(&WORDS.modals) {
        return ChangeKind::Modality;
    }
    if digits(&x) != digits(&y) || differ(&WORDS.numbers) {
        return ChangeKind::Number;
    }
    let capital =
        |t: &[(Span, &str)]| t.iter().skip(usize::from(!inside)).any(|w| w.1.starts_with(char::is_uppercase));
    if capital(was) || capital(is) {
        return ChangeKind::Name;
    }
    ChangeKind::Words
}
