//! Korean names as syllables of jamo: from Hangul, Latin, Cyrillic and Han characters.
//!
//! A syllable is kept as the sets of what its parts can be, by rank: what a standard says, what people
//! leave out or habitually write, what is rare. The tables are `data/names/systems/korean-*.toml`.

mod parse;
mod spell;

pub(crate) use parse::{cyrillic, latin, latin_by, tells};
pub(crate) use spell::{follows, spell};

use crate::text::jamo;

/// What one part of a syllable can be: sets of jamo (as bits) by rank, each holding those before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(crate) struct Part(pub [u32; 3]);

impl Part {
    /// One jamo for certain.
    pub const fn one(n: usize) -> Self {
        Self([1 << n; 3])
    }

    /// Adds a jamo at a rank.
    pub fn add(&mut self, n: usize, rank: usize) {
        for r in rank..3 {
            self.0[r] |= 1 << n;
        }
    }

    /// The steps of rank at which two parts have something in common; both rare is too far.
    fn steps(self, other: Self) -> Option<usize> {
        if self.0[0] & other.0[0] != 0 {
            return Some(0);
        }
        let mut best = None;
        for (i, a) in self.0.iter().enumerate() {
            for (j, b) in other.0.iter().enumerate() {
                if a & b != 0 && i + j < 4 && best.is_none_or(|n| i + j < n) {
                    best = Some(i + j);
                }
            }
        }
        best
    }

    /// What both can be, at the first rank that has any.
    fn common(self, other: Self) -> Option<usize> {
        let steps = self.steps(other)?;
        (0..3)
            .flat_map(|i| (0..3).map(move |j| (i, j)))
            .filter(|(i, j)| i + j == steps)
            .map(|(i, j)| self.0[i] & other.0[j])
            .find(|m| *m != 0)
            .map(|m| m.trailing_zeros() as usize)
    }

    fn has(self, n: usize) -> bool {
        self.0[2] & (1 << n) != 0
    }

    /// Every jamo it can be, the likelier ranks first.
    pub fn each(self) -> impl Iterator<Item = usize> {
        let [a, b, c] = self.0;
        [a, b & !a, c & !b].into_iter().flat_map(|mask| (0..21).filter(move |n| mask & (1 << n) != 0))
    }

    fn any(self, set: u32) -> bool {
        self.0[2] & set != 0
    }

    /// The likeliest jamo.
    pub fn first(self) -> usize {
        self.0.iter().find(|m| **m != 0).map_or(0, |m| m.trailing_zeros() as usize)
    }
}

/// One syllable: what each part can be. Codas are sounds, not letters: see [`CODAS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(crate) struct Syllable {
    pub onset: Part,
    pub vowel: Part,
    pub coda: Part,
}

/// Jamo at the head of a syllable in the order of Unicode.
pub(crate) const ONSETS: [&str; 19] = [
    "ㄱ", "ㄲ", "ㄴ", "ㄷ", "ㄸ", "ㄹ", "ㅁ", "ㅂ", "ㅃ", "ㅅ", "ㅆ", "ㅇ", "ㅈ", "ㅉ", "ㅊ", "ㅋ", "ㅌ",
    "ㅍ", "ㅎ",
];
/// Vowels in the order of Unicode.
pub(crate) const VOWELS: [&str; 21] = [
    "ㅏ", "ㅐ", "ㅑ", "ㅒ", "ㅓ", "ㅔ", "ㅕ", "ㅖ", "ㅗ", "ㅘ", "ㅙ", "ㅚ", "ㅛ", "ㅜ", "ㅝ", "ㅞ", "ㅟ",
    "ㅠ", "ㅡ", "ㅢ", "ㅣ",
];
/// The sounds a syllable can end in; spelled codas that sound alike are one.
pub(crate) const CODAS: [&str; 8] = ["", "ㄱ", "ㄴ", "ㄷ", "ㄹ", "ㅁ", "ㅂ", "ㅇ"];
/// The coda of Unicode that stands for each sound.
const CODA_LETTER: [u32; 8] = [0, 1, 4, 7, 8, 16, 17, 21];

const N: usize = 2;
const R: usize = 5;
const M: usize = 6;
const NONE: usize = 11;
/// Vowels that begin with i or y, before which ㄴ and ㄹ fall at the head of a word.
const GLIDES: u32 = 1 << 2 | 1 << 3 | 1 << 6 | 1 << 7 | 1 << 12 | 1 << 17 | 1 << 20;

impl Syllable {
    /// The syllable of a Hangul letter block.
    pub fn of(c: char) -> Option<Self> {
        // Spelled codas by the sound they end in.
        const SOUND: [usize; 28] =
            [0, 1, 1, 3, 2, 2, 2, 3, 4, 1, 5, 4, 4, 4, 6, 4, 5, 6, 6, 3, 3, 7, 3, 3, 1, 3, 6, 3];
        let (onset, vowel, coda) = jamo(c)?;
        Some(Self { onset: Part::one(onset), vowel: Part::one(vowel), coda: Part::one(SOUND[coda]) })
    }

    /// The likeliest Hangul block.
    pub fn block(self) -> char {
        block(self.onset.first(), self.vowel.first(), self.coda.first())
    }

    /// All Hangul blocks it can be by its likeliest rank, a few at most.
    pub fn blocks(self) -> Vec<char> {
        let likely = |p: Part| {
            let mask = p.0.into_iter().find(|m| *m != 0).unwrap_or(0);
            (0..21usize).filter(move |n| mask & (1 << n) != 0)
        };
        let mut out = Vec::new();
        for o in likely(self.onset) {
            for v in likely(self.vowel) {
                out.extend(likely(self.coda).map(|c| block(o, v, c)));
            }
        }
        out.truncate(12);
        out
    }

    /// The likeliest block that both can be.
    pub fn common(self, other: Self) -> char {
        let pick = |a: Part, b: Part| a.common(b).unwrap_or_else(|| a.first());
        block(pick(self.onset, other.onset), pick(self.vowel, other.vowel), pick(self.coda, other.coda))
    }
}

fn block(onset: usize, vowel: usize, coda: usize) -> char {
    let n = 0xAC00 + (onset as u32 * 21 + vowel as u32) * 28 + CODA_LETTER[coda];
    char::from_u32(n).unwrap_or('가')
}

/// The syllables of a Hangul word; `None` where it holds anything else.
pub(crate) fn hangul(word: &str) -> Option<Vec<Syllable>> {
    word.chars().map(Syllable::of).collect()
}

/// How much it costs to take two runs of syllables for one; `None` where they differ.
///
/// `family`: how many of them are the family name; name parts open where North and South write ㄹ, ㄴ or
/// nothing. Ends of syllables take on the sound of what follows (국-렬 is also written kung-nyŏl).
pub(crate) fn distance(a: &[Syllable], b: &[Syllable], family: usize) -> Option<f32> {
    if a.len() != b.len() {
        return None;
    }
    let mut cost = 0.0;
    for n in 0..a.len() {
        cost += apart(a, b, n, n == 0 || n == family)?;
    }
    Some(cost)
}

/// The cost of one pair of syllables in their places.
pub(crate) fn apart(a: &[Syllable], b: &[Syllable], n: usize, opens: bool) -> Option<f32> {
    let (x, y) = (&a[n], &b[n]);
    let mut cost = match x.onset.steps(y.onset) {
        Some(steps) => steps as f32 * 0.01,
        None => head(x, y, opens, n > 0 && !a[n - 1].coda.has(0) && !b[n - 1].coda.has(0))?,
    };
    cost += x.vowel.steps(y.vowel)? as f32 * 0.02;
    cost += match x.coda.steps(y.coda) {
        Some(steps) => steps as f32 * 0.01,
        None => tail(x, y, a.get(n + 1)?, b.get(n + 1)?)?,
    };
    Some(cost)
}

/// Heads that differ only by the laws of ㄹ and ㄴ.
fn head(x: &Syllable, y: &Syllable, opens: bool, after_consonant: bool) -> Option<f32> {
    let pair = |p: usize, q: usize| x.onset.has(p) && y.onset.has(q) || x.onset.has(q) && y.onset.has(p);
    let glides = x.vowel.any(GLIDES) && y.vowel.any(GLIDES);
    if pair(R, NONE) && glides {
        return Some(if opens { 0.04 } else { 0.06 });
    }
    if pair(N, NONE) && glides && opens {
        return Some(0.04);
    }
    (pair(N, R) && (opens || after_consonant)).then_some(0.04)
}

/// Ends that differ because one spelling follows the sound before a nasal or liquid.
fn tail(x: &Syllable, y: &Syllable, after_x: &Syllable, after_y: &Syllable) -> Option<f32> {
    let soft = 1 << N | 1 << R | 1 << M;
    if !after_x.onset.any(soft) || !after_y.onset.any(soft) {
        return None;
    }
    let pair = |p: usize, q: usize| x.coda.has(p) && y.coda.has(q) || x.coda.has(q) && y.coda.has(p);
    // ㄱ–ㅇ, ㄷ–ㄴ, ㅂ–ㅁ, ㄴ–ㄹ
    (pair(1, 7) || pair(3, 2) || pair(6, 5) || pair(2, 4)).then_some(0.04)
}

/// What all spellings of each syllable have in common, for look-up: the class of its onset (North and South write
/// ㄹ, ㄴ or nothing at the start) and the sound it ends in (n and ng run together in several alphabets, stops
/// take on the sound of what follows).
pub(crate) fn frames(syllables: &[Syllable]) -> Vec<[u8; 2]> {
    let frame = |n: usize, s: &Syllable| {
        let onset = match s.onset.first() {
            0 | 1 | 15 => b'k',
            3 | 4 | 16 => b't',
            7 | 8 | 17 => b'p',
            9 | 10 => b's',
            12..=14 => b'c',
            18 => b'h',
            M => b'm',
            _ => b'-',
        };
        let soft = syllables.get(n + 1).is_some_and(|s| matches!(s.onset.first(), N | R | M));
        let coda = match s.coda.first() {
            1 | 3 | 4 if soft => b'n',
            2 | 7 => b'n',
            6 if soft => b'm',
            5 => b'm',
            0 => b'0',
            1 => b'k',
            3 => b't',
            4 => b'l',
            _ => b'p',
        };
        [onset, coda]
    };
    syllables.iter().enumerate().map(|(n, s)| frame(n, s)).collect()
}

/// A Hangul block with a plain onset for a tense one: papers vary between them in foreign names.
pub(crate) fn untense(c: char) -> char {
    const PLAIN: [u32; 19] = [0, 0, 2, 3, 3, 5, 6, 7, 7, 9, 9, 11, 12, 12, 14, 15, 16, 17, 18];
    let Some((onset, vowel, coda)) = jamo(c) else { return c };
    char::from_u32(0xAC00 + (PLAIN[onset] * 21 + vowel as u32) * 28 + coda as u32).unwrap_or(c)
}
