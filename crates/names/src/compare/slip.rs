//! Slips of typing and of reading print, for names in Latin letters: possible, never certain.

use std::sync::LazyLock;

use serde::Deserialize;

use super::{Evidence, Judged};
use crate::readings::Readings;

#[derive(Deserialize)]
struct Shapes {
    same: Vec<Vec<String>>,
    near: Vec<String>,
}

static SHAPES: LazyLock<Shapes> = LazyLock::new(|| {
    memcon_lexicon::table("names/slips.toml").expect("the table of slips ships with the program")
});

/// One slip of a letter between two names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slip {
    /// Shapes that print does not tell apart, such as I, l and 1.
    Shape,
    /// Two neighbours changed places.
    Turned(char, char),
    /// A letter of a similar shape.
    Near(char, char),
    /// A letter too many or too few.
    Missing(char),
}

pub(super) fn by_slip(a: &Readings, b: &Readings) -> Option<Judged> {
    let score = match slip(a, b)? {
        Slip::Shape => 0.82,
        // Two names that both can be read are rather two names.
        _ if a.eastern() && b.eastern() => 0.62,
        _ => 0.72,
    };
    Some(Judged::new(score, Evidence::Slip))
}

/// The slip that would make two names one.
pub(super) fn slip(a: &Readings, b: &Readings) -> Option<Slip> {
    let (x, y) = (&a.spelled, &b.spelled);
    if x.len().abs_diff(y.len()) > 2 || x == y {
        return None;
    }
    if shapes(x) == shapes(y) {
        return Some(Slip::Shape);
    }
    if x.chars().count() < 7 || y.chars().count() < 7 || !(a.eastern() || b.eastern()) {
        return None;
    }
    one_edit(x, y)
}

/// The letters with shapes that print does not tell apart written as one.
fn shapes(word: &str) -> String {
    let mut out = word.to_owned();
    for row in &SHAPES.same {
        if let [to, from @ ..] = row.as_slice() {
            for f in from {
                if out.contains(f.as_str()) {
                    out = out.replace(f.as_str(), to);
                }
            }
        }
    }
    out
}

/// Whether two words differ by shapes alone: letters that look alike, two that changed places.
pub(super) fn looks_alike(x: &str, y: &str) -> bool {
    x.chars().count() > 4
        && (shapes(x) == shapes(y) || matches!(one_edit(x, y), Some(Slip::Near(..) | Slip::Turned(..))))
}

fn one_edit(a: &str, b: &str) -> Option<Slip> {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let front = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let back = a[front..].iter().rev().zip(b[front..].iter().rev()).take_while(|(x, y)| x == y).count();
    match (&a[front..a.len() - back], &b[front..b.len() - back]) {
        ([p], [q]) => {
            let near = SHAPES.near.iter().any(|s| s.contains(*p) && s.contains(*q));
            near.then_some(Slip::Near(*p, *q))
        }
        ([p], []) | ([], [p]) => Some(Slip::Missing(*p)),
        ([p, q], [r, s]) if p == s && q == r => Some(Slip::Turned(*p, *q)),
        _ => None,
    }
}
