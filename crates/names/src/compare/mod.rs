//! Whether two written names can be one, and why, in words for a historian.
//!
//! Names are compared inside one tradition: Korean syllable by syllable, Chinese by Pinyin, Japanese by
//! the readings of its names, others word by word. Where both names read as East Asian and no reading
//! joins them, letters that look alike do not join them either.
//!
//! Judging ([`judge`]) is kept apart from explaining ([`explain`]), so that looking up one name among many
//! writes sentences only for what it found.

mod eastern;
mod explain;
mod slip;
mod words;

use crate::readings::{Readings, of, readings};
use crate::systems::Tradition;
use crate::text::{Name, Script};

pub(crate) use explain::explain;

/// What can be said of two names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// The two can be one name by a standard reading.
    Same,
    /// A slip, a rare spelling or a part of the name would make them one.
    Possible,
    /// No reading joins them.
    Other,
}

impl Verdict {
    /// The word of the record.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Possible => "possible",
            Self::Other => "other",
        }
    }

    fn of(score: f32) -> Self {
        if score >= Match::SAME {
            Self::Same
        } else if score >= Match::POSSIBLE {
            Self::Possible
        } else {
            Self::Other
        }
    }
}

/// What joins two names, or keeps them apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Evidence {
    /// One of the two holds no name.
    NoName,
    /// The same letters.
    Letters,
    /// The same Han characters in another form.
    Characters,
    /// One reading inside this tradition.
    Reading(Tradition),
    /// A Korean name and the Chinese reading of its characters, or the other way round.
    KoreanAndChinese,
    /// A Chinese name as another script writes its sound.
    ChineseSound,
    /// Word by word: letters, initials, forms of given names.
    Words,
    /// Word by word by sound, between scripts.
    Sound,
    /// A slip of typing or of reading print.
    Slip,
    /// Nothing joins them.
    Nothing,
}

/// The result of comparing two names.
#[derive(Clone, Debug, PartialEq)]
pub struct Match {
    /// From 0 (no reading joins them) to 1 (the same letters).
    pub score: f32,
    /// What the score says.
    pub verdict: Verdict,
    /// What joins the two, or keeps them apart.
    pub evidence: Evidence,
    /// The systems that the first and the second name follow, by their names, where they can be told.
    pub systems: [Option<&'static str>; 2],
    /// The reasons, for a reader.
    pub why: String,
}

impl Match {
    /// From this score on, two names are the same.
    pub const SAME: f32 = 0.8;
    /// From this score on, they are possibly the same.
    pub const POSSIBLE: f32 = 0.6;

    /// What it costs to take the two for one name: 0 for the same letters.
    pub fn cost(&self) -> f32 {
        1.0 - self.score
    }
}

/// What was found of two names, before it is put in words.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Judged {
    pub score: f32,
    pub evidence: Evidence,
    /// The readings that agree, by their places in [`Readings`].
    pub at: (usize, usize),
}

impl Judged {
    fn new(score: f32, evidence: Evidence) -> Self {
        Self { score: score.clamp(0.0, 1.0), evidence, at: (0, 0) }
    }
}

/// Compares two names as written.
///
/// ```
/// use memcon_names::{Verdict, compare};
/// assert_eq!(compare("김덕수", "Kim Tŏk-su").verdict, Verdict::Same);
/// assert_eq!(compare("Kim Tok-su", "Kim Tok-ho").verdict, Verdict::Other);
/// assert_eq!(compare("Wang Zemin", "Wang Tse-min").verdict, Verdict::Same);
/// ```
pub fn compare(a: &str, b: &str) -> Match {
    let (x, y) = (readings(a), readings(b));
    let mut best = compare_readings(&x, &y);
    // A name in brackets behind a name is the same name: "Chou X (Zhou Y)".
    let (inner_a, inner_b) = (bracketed(a), bracketed(b));
    for (p, q) in
        [(inner_a.as_ref(), Some(&y)), (Some(&x), inner_b.as_ref()), (inner_a.as_ref(), inner_b.as_ref())]
    {
        if best.score < 0.97
            && let (Some(p), Some(q)) = (p, q)
        {
            let m = compare_readings(p, q);
            if m.score - 0.01 > best.score {
                best =
                    Match { score: m.score - 0.01, why: format!("by the name in brackets: {}", m.why), ..m };
                best.verdict = Verdict::of(best.score);
            }
        }
    }
    best
}

/// The name in brackets behind a name.
fn bracketed(text: &str) -> Option<Readings> {
    if text.len() > Name::LONGEST * 4 {
        return None;
    }
    let (_, rest) = text.split_once(['(', '['])?;
    let inner = rest.split([')', ']']).next()?.trim();
    let large = inner.chars().next().is_some_and(|c| c.is_uppercase() || !c.is_ascii());
    (large && !inner.contains(|c: char| c.is_ascii_digit())).then(|| of(Name::parse(inner)))
}

/// [`compare`] for names already read.
pub(crate) fn compare_readings(a: &Readings, b: &Readings) -> Match {
    explain(a, b, judge(a, b))
}

/// What joins two names, at the best score that any reading gives.
pub(crate) fn judge(a: &Readings, b: &Readings) -> Judged {
    let (x, y) = (&a.name, &b.name);
    if x.words.is_empty() || y.words.is_empty() {
        return Judged::new(0.0, Evidence::NoName);
    }
    let repaired = if x.repaired || y.repaired { 0.05 } else { 0.0 };
    if a.spelled == b.spelled && x.script == y.script && agree_in_marks(a, b) {
        return Judged::new(1.0 - repaired, Evidence::Letters);
    }
    let mut best = Judged::new(0.0, Evidence::Nothing);
    let mut take = |found: Option<Judged>| {
        if let Some(j) = found
            && j.score > best.score
        {
            best = j;
        }
    };
    take(eastern::korean(a, b));
    take(eastern::chinese(a, b));
    take(eastern::across(a, b));
    take(eastern::across(b, a).map(turned));
    take(eastern::japanese(a, b));
    take(eastern::japanese(b, a));
    take(eastern::vietnamese(a, b));
    take(eastern::in_characters(a, b));
    take(eastern::hangul_sound(a, b));
    take(eastern::hangul_sound(b, a).map(turned));
    if !(a.eastern() && b.eastern()) || a.by_sound() || b.by_sound() {
        let found = words::by_sound(a, b);
        take(if eastern::two_words(a, b) {
            found.map(|j| Judged { score: j.score.min(0.5), ..j })
        } else {
            found
        });
    }
    if x.script == Script::Latin && y.script == Script::Latin {
        take(slip::by_slip(a, b));
    }
    best.score = (best.score - repaired).max(0.0);
    best
}

fn turned(j: Judged) -> Judged {
    Judged { at: (j.at.1, j.at.0), ..j }
}

/// Letters that differ in their marks only are the same letters, except in Vietnamese and Korean, where marks
/// tell names apart.
fn agree_in_marks(a: &Readings, b: &Readings) -> bool {
    if a.vietnamese && b.vietnamese {
        return crate::vietnamese::distance(&a.name, &b.name).is_some();
    }
    true
}
