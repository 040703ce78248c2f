//! Names by sound: the letters of any script as phones, and how near two words sound.
//!
//! A phone is one letter of a small alphabet. The tables and costs are `data/names/sound.toml`; the distance
//! is an edit distance whose costs say what writing systems confuse. Names in Chinese characters, which
//! know few sounds, are compared with wider costs.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::korean::Syllable;
use crate::text::{Script, jamo, plain};

/// How wide the costs are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Ear {
    /// One alphabet against the same.
    Strict,
    /// Alphabets against each other, kana, Hangul.
    Fair,
    /// Chinese characters.
    Wide,
}

type Letters = Vec<(String, String)>;

#[derive(Deserialize)]
struct File {
    latin: Letters,
    cyrillic: Letters,
    han: Letters,
    onsets: Vec<String>,
    vowels: Vec<String>,
    codas: Vec<String>,
    near: Vec<(String, f32, f32)>,
    weight: BTreeMap<String, BTreeMap<String, f32>>,
}

/// The costs of one ear, by phone.
struct Costs {
    weight: [f32; 128],
    swap: Vec<[f32; 128]>,
}

struct Tables {
    latin: Letters,
    cyrillic: BTreeMap<char, String>,
    han: Letters,
    hangul: [Vec<String>; 3],
    costs: [Costs; 3],
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let file: File =
        memcon_lexicon::table("names/sound.toml").expect("the table of sounds ships with the program");
    Tables {
        costs: [Ear::Strict, Ear::Fair, Ear::Wide].map(|ear| costs(&file, ear)),
        latin: file.latin,
        cyrillic: file.cyrillic.into_iter().filter_map(|(c, p)| Some((c.chars().next()?, p))).collect(),
        han: file.han,
        hangul: [file.onsets, file.vowels, file.codas],
    }
});

fn costs(file: &File, ear: Ear) -> Costs {
    let name = match ear {
        Ear::Strict => "strict",
        Ear::Fair => "fair",
        Ear::Wide => "wide",
    };
    let empty = BTreeMap::new();
    let list = file.weight.get(name).unwrap_or(&empty);
    let of = |key: &str| list.get(key).copied();
    let mut weight = [of("other").unwrap_or(1.0); 128];
    for (n, w) in weight.iter_mut().enumerate() {
        let c = char::from(n as u8);
        *w = if n as u8 == WEAK {
            of("weak")
        } else if vowel(n as u8) {
            of("vowel")
        } else {
            of(&c.to_string())
        }
        .unwrap_or(*w);
    }
    let mut swap = vec![[0.0f32; 128]; 128];
    for a in 0..128u8 {
        for b in 0..128u8 {
            swap[usize::from(a)][usize::from(b)] = take_for(file, a, b, ear);
        }
    }
    Costs { weight, swap }
}

/// The cost of taking one phone for another.
fn take_for(file: &File, a: u8, b: u8, ear: Ear) -> f32 {
    if a == b {
        return 0.0;
    }
    if vowel(a) && vowel(b) {
        return match ear {
            Ear::Strict => 0.6,
            Ear::Fair => 0.18,
            Ear::Wide => 0.15,
        };
    }
    if vowel(a) != vowel(b) {
        let glide = matches!((a.min(b), a.max(b)), (b'J', b'i') | (b'u', b'v'));
        return if glide && ear != Ear::Strict { 0.3 } else { 2.0 };
    }
    let near = file.near.iter().find(|(pair, _, _)| {
        let p = pair.as_bytes();
        p == [a, b] || p == [b, a]
    });
    match (near, ear) {
        (Some((_, fair, _)), Ear::Strict) => (fair * 2.5).min(1.0),
        (Some((_, fair, _)), Ear::Fair) => *fair,
        (Some((_, _, wide)), Ear::Wide) => *wide,
        (None, Ear::Wide) => 1.1,
        (None, _) => 1.2,
    }
}

/// A word of any script as phones.
pub(crate) fn phones(word: &str, script: Script) -> Vec<u8> {
    match script {
        Script::Cyrillic => cyrillic(word),
        Script::Hangul => hangul(word),
        Script::Kana => crate::japanese::kana_to_latin(word).map_or_else(Vec::new, |w| kana(&w)),
        Script::Han => han(word),
        _ => latin(word),
    }
}

fn latin(word: &str) -> Vec<u8> {
    let word: String = plain(word).chars().filter(|c| c.is_ascii_alphabetic()).collect();
    let mut out = Vec::with_capacity(word.len());
    let mut rest = word.as_str();
    while let Some(first) = rest.bytes().next() {
        if let Some((from, to)) = TABLES.latin.iter().find(|(from, _)| rest.starts_with(from.as_str())) {
            out.extend(to.bytes());
            rest = &rest[from.len()..];
        } else {
            out.push(first);
            rest = &rest[1..];
        }
    }
    let mut out = squeeze(&out);
    // A final e is silent in half the languages.
    if let [.., c, last] = out.as_mut_slice()
        && *last == b'e'
        && !vowel(*c)
        && word.len() > 3
    {
        *last = WEAK;
    }
    out
}

/// The sound of kana by its romaji: the vowels that only fill up a syllable (ク, ト) weigh little.
fn kana(romaji: &str) -> Vec<u8> {
    let mut out = latin(romaji);
    for n in 1..out.len() {
        let before = out[n - 1];
        let fills = match out[n] {
            b'u' => !vowel(before),
            b'o' => matches!(before, b't' | b'd'),
            _ => false,
        };
        if fills {
            out[n] = WEAK;
        }
    }
    out
}

fn cyrillic(word: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(word.len());
    for c in word.chars().flat_map(char::to_lowercase) {
        if let Some(p) = TABLES.cyrillic.get(&c) {
            out.extend(p.bytes());
        }
    }
    squeeze(&out)
}

fn hangul(word: &str) -> Vec<u8> {
    let [onsets, vowels, codas] = &TABLES.hangul;
    let mut out = Vec::new();
    for c in word.chars() {
        let (Some((onset, vowel, _)), Some(s)) = (jamo(c), Syllable::of(c)) else { continue };
        let parts = [onsets.get(onset), vowels.get(vowel), codas.get(s.coda.first())];
        for part in parts.into_iter().flatten() {
            out.extend(part.bytes());
        }
    }
    squeeze(&out)
}

/// Chinese characters by the initials and finals of their Pinyin.
fn han(word: &str) -> Vec<u8> {
    let mut out = Vec::new();
    for c in word.chars() {
        let Some(p) = crate::han::pinyin(c) else { continue };
        let mut rest = p;
        if let Some((i, phone)) = TABLES.han.iter().find(|(i, _)| rest.starts_with(i.as_str())) {
            out.extend(phone.bytes());
            rest = &rest[i.len()..];
        }
        // 尔 and 爾 stand for a final l or r.
        if rest == "er" {
            out.extend(*b"er");
            continue;
        }
        out.extend(rest.replace("ng", "n").replace('v', "u").bytes().filter(u8::is_ascii));
    }
    squeeze(&out)
}

/// Doubled letters once, runs of vowels by their first; "u" before a vowel is a consonant.
fn squeeze(phones: &[u8]) -> Vec<u8> {
    let mut out: Vec<u8> = Vec::with_capacity(phones.len());
    for (n, &c) in phones.iter().enumerate() {
        let glides = c == b'u'
            && phones.get(n + 1).is_some_and(|d| vowel(*d) && *d != b'u')
            && (n == 0 || vowel(phones[n - 1]));
        let c = if glides { b'v' } else { c };
        let same = out.last() == Some(&c);
        let vowels = out.last().is_some_and(|l| vowel(*l)) && vowel(c);
        if !same && !vowels {
            out.push(c);
        }
    }
    out
}

/// A vowel that may be silent.
const WEAK: u8 = b'@';

const fn vowel(c: u8) -> bool {
    matches!(c, b'a' | b'e' | b'i' | b'o' | b'u' | WEAK)
}

/// How near two words sound, 0 to 1. Words are at most [`crate::Name::LONGEST`] letters, so the square is bounded.
pub(crate) fn nearness(a: &[u8], b: &[u8], ear: Ear) -> f32 {
    if a.is_empty() || b.is_empty() {
        return 0.0;
    }
    let costs = &TABLES.costs[ear as usize];
    let weight = |c: u8| costs.weight[usize::from(c & 127)];
    let total = |p: &[u8]| p.iter().map(|c| weight(*c)).sum::<f32>();
    let worst = total(a).max(total(b)).max(0.1);
    let mut before = vec![0.0f32; b.len() + 1];
    let mut row: Vec<f32> = std::iter::once(0.0)
        .chain(b.iter().scan(0.0, |sum, c| {
            *sum += weight(*c);
            Some(*sum)
        }))
        .collect();
    let mut next = vec![0.0f32; b.len() + 1];
    for (i, &x) in a.iter().enumerate() {
        let swaps = &costs.swap[usize::from(x & 127)];
        next[0] = row[0] + weight(x);
        for (j, &y) in b.iter().enumerate() {
            let mut best =
                (row[j] + swaps[usize::from(y & 127)]).min(row[j + 1] + weight(x)).min(next[j] + weight(y));
            // Two letters changed places: a slip of typing.
            if i > 0 && j > 0 && a[i - 1] == y && b[j - 1] == x {
                best = best.min(before[j - 1] + 0.8);
            }
            next[j + 1] = best;
        }
        std::mem::swap(&mut before, &mut row);
        std::mem::swap(&mut row, &mut next);
    }
    (1.0 - row[b.len()] / worst).max(0.0)
}
