//! Chinese names as toneless Pinyin syllables: from Latin and Cyrillic spellings, from Han characters, from
//! Hangul by sound.
//!
//! Every other spelling is *generated* from the list of Pinyin (or Jyutping) syllables by the rules of its
//! system in `data/names/systems/chinese-*.toml`, so that no table of spellings can hold a slip.

mod book;
mod cut;
mod rules;

pub(crate) use book::{Way, Ways, characters, families, hangul_sounds, korean, name};
#[cfg(test)]
pub(crate) use cut::blocks;
pub(crate) use cut::{Cut, cantonese, cyrillic, latin};
#[cfg(test)]
pub(crate) use rules::{initial, spellings};

/// A Pinyin syllable by its number in the sorted list of all.
pub(crate) type Pinyin = u16;

/// The letters of a word as syllables are looked up: small, without tones and apostrophes, `ü` as `u`.
pub(crate) fn fold(word: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let mut out = String::with_capacity(word.len());
    for c in word.nfd().flat_map(char::to_lowercase) {
        match c {
            // й and ё are letters of their own in Cyrillic.
            '\u{306}' if out.ends_with('и') => {
                out.pop();
                out.push('й');
            }
            c if ('\u{300}'..='\u{36f}').contains(&c) => {}
            '\'' | '’' | 'ʼ' | '‘' | '`' | 'ʻ' => {}
            'v' => out.push('u'),
            c => out.push(c),
        }
    }
    out
}

/// The cost of the best common syllable of two sets, and the syllable. In a person's name the spellings of maps
/// do not count.
pub(crate) fn meet(a: Ways, b: Ways, person: bool) -> Option<(u8, Pinyin)> {
    let mut best: Option<(u8, Pinyin)> = None;
    let counts = |w: &&Way| !person || !book::for_places(w);
    for x in a.iter().filter(counts) {
        for y in b.iter().filter(|y| y.pinyin == x.pinyin).filter(counts) {
            let cost = x.cost + y.cost;
            if best.is_none_or(|m| cost < m.0) {
                best = Some((cost, x.pinyin));
            }
        }
    }
    best
}
