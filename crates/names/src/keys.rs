//! The phonetic keys of a name, in one place: names that can be one share at least one.

use crate::chinese::{self, Ways};
use crate::readings::Readings;
use crate::text::Script;
use crate::{han, japanese, korean};

/// Readings of kanji that make keys, at most.
const JAPANESE: usize = 64;
/// Combinations of ambiguous Chinese syllables that make keys, at most.
const CHINESE: usize = 12;

/// The keys of a name, sorted, each once.
pub(crate) fn keys(r: &Readings) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for k in &r.korean {
        out.push(format!("k:{}", korean::codes(&k.syllables)));
    }
    for c in r.chinese.iter().take(24) {
        chinese_keys(&c.syllables, c.cantonese, r.name.script != Script::Han, &mut out);
    }
    if matches!(r.name.script, Script::Han | Script::Kana) && !(r.by_sound() && r.name.words.len() > 1) {
        for (f, g) in japanese::readings(&r.name.words.concat(), JAPANESE) {
            out.push(format!("j:{f}{g}"));
        }
    }
    if r.name.script == Script::Latin {
        out.extend(r.romaji().into_iter().map(|(f, g)| format!("j:{f}{g}")));
    }
    // By sound: each longer word by its firm consonants.
    if !r.eastern() || r.by_sound() {
        for word in &r.words {
            out.extend(skeletons(&word.phones).into_iter().map(|s| format!("s:{s}")));
        }
    }
    if r.name.script == Script::Han {
        let simple: String = r.name.words.concat().chars().map(han::simple).collect();
        out.push(format!("h:{simple}"));
    } else if !r.spelled.is_empty() {
        out.push(format!("w:{}", r.spelled));
    }
    out.sort();
    out.dedup();
    out
}

/// By Pinyin, and by the Korean readings of the characters behind it.
fn chinese_keys(syllables: &[Ways], cantonese: bool, across: bool, out: &mut Vec<String>) {
    let each = if cantonese { 6 } else { 3 };
    let mut codes = vec![String::new()];
    for ways in syllables {
        codes = codes
            .iter()
            .flat_map(|w| ways.iter().take(each).map(move |p| format!("{w} {}", chinese::name(p.pinyin).replace('ü', "u"))))
            .take(if cantonese { 2 * CHINESE } else { CHINESE })
            .collect();
    }
    out.extend(codes.into_iter().map(|c| format!("c:{c}")));
    if !across || cantonese {
        return;
    }
    let mut runs: Vec<Vec<korean::Syllable>> = vec![Vec::new()];
    for ways in syllables {
        let next: Vec<korean::Syllable> =
            ways.iter().take(2).flat_map(|p| chinese::korean(p.pinyin)).take(6).copied().collect();
        runs = runs
            .iter()
            .flat_map(|w| next.iter().map(move |s| w.iter().chain([s]).copied().collect()))
            .take(40)
            .collect();
    }
    out.extend(runs.iter().map(|s| format!("k:{}", korean::codes(s))));
}

/// The first consonants of a word by class, once with and once without the weak ones.
fn skeletons(phones: &[u8]) -> Vec<String> {
    let class = |c: &u8| match c {
        b'p' | b'b' | b'f' | b'v' => Some('P'),
        b't' | b'd' => Some('T'),
        b'k' | b'g' | b'x' | b'h' | b'G' => Some('K'),
        b's' | b'z' | b'S' | b'J' | b'C' | b'c' => Some('S'),
        b'm' | b'n' => Some('N'),
        b'l' | b'r' => Some('L'),
        _ => None,
    };
    let all: String = phones.iter().filter_map(class).collect();
    let firm: String = all.chars().filter(|c| *c != 'L').collect();
    let cut = |s: &str, n: usize| s.chars().take(n).collect::<String>();
    let mut out = vec![cut(&all, 3), cut(&firm, 3), cut(&all, 2)];
    out.retain(|s| !s.is_empty());
    out.sort();
    out.dedup();
    out
}
