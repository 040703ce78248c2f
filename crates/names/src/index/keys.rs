//! The phonetic keys of a name: numbers that names share which may be one.
//!
//! A name has keys of several grains. Fine ones (all syllables with their vowels, the consonants of two words
//! together) are shared by few names of a large list, coarse ones (onsets and codas, the first consonants of one
//! word) by many. Whoever looks a name up goes from rare keys to common ones and stops when enough was seen.

use crate::readings::{Chinese, Korean, Readings};
use crate::text::{Script, plain};
use crate::{chinese, han, japanese, korean};

/// What keys are made for: a name in the list, or a name that is looked for. What one side would have to keep in
/// great number, the other asks for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// Kept with a name of the list.
    Listed,
    /// Of the name looked for.
    Asked,
}

/// Readings taken into account; more are rarer cuts of the same letters.
const READINGS: usize = 24;
/// Keys of one grain that a reading may give.
const FANNED: usize = 24;

/// Kinds of keys; the same letters under two kinds are two keys.
#[derive(Clone, Copy)]
enum Kind {
    /// Korean syllables with their vowels.
    Syllables,
    /// Korean syllables by onset and coda alone.
    Frame,
    /// Pinyin.
    Pinyin,
    /// Korean syllables behind the Pinyin of a name in letters.
    Behind,
    /// The sound of a Chinese name as Hangul writes it.
    Heard,
    /// Japanese readings.
    Kana,
    /// Consonants of one word.
    Word,
    /// Consonants of two words.
    Pair,
    /// A word and the first sound of another.
    Initial,
    /// The characters, simplified.
    Characters,
    /// The letters without marks, words in the order of the alphabet.
    Letters,
}

/// A growing hash: FNV-1a with a last mixing, so that its upper bits can be used alone.
#[derive(Clone, Copy)]
struct Hash(u64);

impl Hash {
    fn of(kind: Kind) -> Self {
        Self(0xcbf2_9ce4_8422_2325).with(&[kind as u8 + 1])
    }

    fn with(mut self, bytes: &[u8]) -> Self {
        for b in bytes {
            self.0 = (self.0 ^ u64::from(*b)).wrapping_mul(0x0100_0000_01b3);
        }
        self
    }

    fn end(self) -> u64 {
        let x = (self.0 ^ (self.0 >> 32)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        x ^ (x >> 29)
    }
}

/// The keys of a name, sorted.
pub(super) fn keys(r: &Readings, side: Side) -> Vec<u64> {
    let mut out = Vec::new();
    if r.name.words.is_empty() {
        return out;
    }
    for k in r.korean.iter().take(READINGS) {
        korean(&mut out, k, side);
    }
    for c in r.chinese.iter().take(READINGS) {
        chinese(&mut out, c, r.name.script, side);
    }
    japanese_keys(&mut out, r);
    if r.name.script == Script::Hangul {
        let heard: String = r.name.words.concat().chars().map(korean::untense).collect();
        out.push(Hash::of(Kind::Heard).with(heard.as_bytes()).end());
    }
    if !r.eastern() || r.by_sound() {
        by_sound(&mut out, r);
    }
    as_written(&mut out, r);
    out.sort_unstable();
    out.dedup();
    out
}

/// The letters or characters themselves.
fn as_written(out: &mut Vec<u64>, r: &Readings) {
    if r.name.words.is_empty() {
        return;
    }
    let joined = r.name.words.concat();
    if r.name.script == Script::Han {
        let simple: String = joined.chars().map(han::simple).collect();
        out.push(Hash::of(Kind::Characters).with(simple.as_bytes()).end());
    }
    let mut words: Vec<String> =
        r.name.words.iter().map(|w| plain(w).replace(['-', '\'', '’'], "")).collect();
    words.sort_unstable();
    out.push(words.iter().fold(Hash::of(Kind::Letters), |h, w| h.with(w.as_bytes())).end());
}

fn korean(out: &mut Vec<u64>, name: &Korean, side: Side) {
    let frames = korean::frames(&name.syllables);
    let hash = |kind| frames.iter().fold(Hash::of(kind), |h, f| h.with(f));
    out.push(hash(Kind::Frame).end());
    if side == Side::Asked {
        out.push(hash(Kind::Behind).end());
    }
    let family = frames.iter().take(name.family).fold(Hash::of(Kind::Syllables), |h, f| h.with(f));
    let mut fan = vec![family];
    for (s, frame) in name.syllables.iter().zip(&frames).skip(name.family) {
        let ways = || s.vowel.each().flat_map(|v| s.coda.each().map(move |c| [v as u8, c as u8]));
        fan = fan.iter().flat_map(|h| ways().map(|w| h.with(&[frame[0], w[0], w[1]]))).take(FANNED).collect();
    }
    out.extend(fan.into_iter().map(Hash::end));
}

fn chinese(out: &mut Vec<u64>, name: &Chinese, script: Script, side: Side) {
    let mut fan = vec![Hash::of(Kind::Pinyin)];
    let mut heard = vec![Hash::of(Kind::Heard)];
    // A Cantonese syllable is many in Mandarin.
    let (each, most) = if name.cantonese { (6, 2 * FANNED) } else { (3, FANNED / 2) };
    for ways in &name.syllables {
        let ways = || ways.iter().take(each);
        fan = fan.iter().flat_map(|h| ways().map(|w| h.with(&w.pinyin.to_le_bytes()))).take(most).collect();
        let sounds = |w: &chinese::Way| chinese::hangul_sounds(w.pinyin).iter().take(2);
        heard = heard
            .iter()
            .flat_map(|h| ways().flat_map(sounds).map(|s| h.with(s.as_bytes())))
            .take(FANNED / 4)
            .collect();
    }
    out.extend(fan.into_iter().chain(heard).map(Hash::end));
    if script != Script::Han && !name.cantonese {
        behind(out, name, side);
    }
}

/// The Korean readings of the characters that a name in Pinyin may be written with.
fn behind(out: &mut Vec<u64>, name: &Chinese, side: Side) {
    let kind = if side == Side::Asked { Kind::Frame } else { Kind::Behind };
    let mut fan = vec![Hash::of(kind)];
    for ways in &name.syllables {
        let mut frames: Vec<[u8; 2]> = ways
            .iter()
            .take(3)
            .flat_map(|w| chinese::korean(w.pinyin))
            .flat_map(|k| korean::frames(&[*k]))
            .collect();
        frames.sort_unstable();
        frames.dedup();
        fan = fan.iter().flat_map(|h| frames.iter().map(|f| h.with(f))).take(40).collect();
    }
    out.extend(fan.into_iter().map(Hash::end));
}

fn japanese_keys(out: &mut Vec<u64>, r: &Readings) {
    let key = |f: &str, g: &str| Hash::of(Kind::Kana).with(f.as_bytes()).with(g.as_bytes()).end();
    if matches!(r.name.script, Script::Han | Script::Kana) && r.name.words.len() < 3 {
        out.extend(japanese::readings(&r.name.words.concat(), 64).iter().map(|(f, g)| key(f, g)));
    }
    if r.name.script == Script::Latin {
        out.extend(r.romaji().iter().map(|(f, g)| key(f, g)));
    }
    if r.name.script == Script::Kana {
        let read = |w: &String| japanese::kana_to_latin(w).map(|l| japanese::fold(&l));
        let words: Option<Vec<String>> = r.name.words.iter().take(3).map(read).collect();
        out.extend(words.map(|w| key(&w.concat(), "")));
    }
}

/// Each word by its consonants, and each two of them together in either order.
fn by_sound(out: &mut Vec<u64>, r: &Readings) {
    let words: Vec<Word> = r.words.iter().take(6).map(|w| Word::of(&w.phones)).collect();
    for word in &words {
        for s in word.skeletons() {
            out.push(Hash::of(Kind::Word).with(s).end());
        }
    }
    for (n, a) in words.iter().enumerate() {
        for b in words.iter().skip(n + 1) {
            for cut in [2, 3] {
                let (x, y) = (first(&a.all, cut), first(&b.all, cut));
                out.push(Hash::of(Kind::Pair).with(x.min(y)).with(b" ").with(x.max(y)).end());
            }
            let (x, y) = (first(&a.firm, 3), first(&b.firm, 3));
            out.push(Hash::of(Kind::Pair).with(x.min(y)).with(b"-").with(x.max(y)).end());
            for (whole, other) in [(a, b), (b, a)] {
                if whole.all.len() > 1 {
                    out.push(Hash::of(Kind::Initial).with(&whole.all).with(&[other.start]).end());
                }
            }
        }
    }
}

/// A word by the classes of its consonants.
struct Word {
    /// All of them.
    all: Vec<u8>,
    /// Without l and r, which alphabets and ears drop.
    firm: Vec<u8>,
    /// The class of its first sound; all vowels are one.
    start: u8,
}

impl Word {
    fn of(phones: &[u8]) -> Self {
        let all: Vec<u8> = phones.iter().filter_map(class).take(10).collect();
        let firm = all.iter().filter(|c| **c != b'L').copied().collect();
        Self { all, firm, start: phones.first().and_then(class).unwrap_or(b'V') }
    }

    /// The whole, its beginnings, and the beginning without weak sounds.
    fn skeletons(&self) -> impl Iterator<Item = &[u8]> {
        let mut cuts = vec![&self.all[..], first(&self.all, 3), first(&self.firm, 3), first(&self.all, 2)];
        cuts.retain(|c| !c.is_empty());
        cuts.sort_unstable();
        cuts.dedup();
        cuts.into_iter()
    }
}

fn first(s: &[u8], n: usize) -> &[u8] {
    &s[..s.len().min(n)]
}

/// Consonants that writing systems take for each other.
fn class(phone: &u8) -> Option<u8> {
    Some(match phone {
        b'p' | b'b' | b'f' | b'v' => b'P',
        b't' | b'd' => b'T',
        b'k' | b'g' | b'x' | b'h' | b'G' => b'K',
        b's' | b'z' | b'S' | b'J' | b'C' | b'c' => b'S',
        b'm' | b'n' => b'N',
        b'l' | b'r' => b'L',
        _ => return None,
    })
}
