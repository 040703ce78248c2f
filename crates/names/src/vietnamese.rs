//! Vietnamese names: family name, middle and given names, with the marks of the alphabet or without.
//!
//! A word without any mark may stand for every word of the same letters; two marked words must agree.

use crate::han;
use crate::text::{Name, plain};

/// Whether a name reads as Vietnamese: a Vietnamese family name first, then one to three words that end as
/// Vietnamese syllables do.
pub(crate) fn reads(name: &Name) -> bool {
    (2..=4).contains(&name.words.len())
        && name.words.iter().all(|w| syllable(&letters(w)))
        && family(&letters(&name.words[0]))
}

fn family(plain: &str) -> bool {
    han::vietnamese_families().contains(plain)
}

/// Small letters without marks, `đ` as d, `dj` as d.
fn letters(word: &str) -> String {
    let word = plain(word);
    word.strip_prefix("dj").map_or_else(|| word.clone(), |rest| format!("d{rest}"))
}

/// Whether letters can be one Vietnamese syllable: consonants, vowels, one of few endings.
fn syllable(word: &str) -> bool {
    let vowel = |c: char| matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y');
    let Some(start) = word.find(vowel) else { return false };
    let end = word.len() - word.chars().rev().take_while(|c| !vowel(*c)).count();
    if !word.is_ascii() || start >= end || word.len() > 7 {
        return false;
    }
    let (onset, nucleus, coda) = (&word[..start], &word[start..end], &word[end..]);
    nucleus.chars().all(vowel)
        && nucleus.len() <= 3
        && matches!(coda, "" | "c" | "ch" | "m" | "n" | "ng" | "nh" | "p" | "t")
        && matches!(
            onset,
            "" | "b"
                | "c"
                | "ch"
                | "d"
                | "g"
                | "gh"
                | "h"
                | "k"
                | "kh"
                | "l"
                | "m"
                | "n"
                | "ng"
                | "ngh"
                | "nh"
                | "ph"
                | "q"
                | "r"
                | "s"
                | "t"
                | "th"
                | "tr"
                | "v"
                | "x"
        )
}

/// Whether a word has marks of its own.
fn marked(word: &str) -> bool {
    !word.is_ascii()
}

/// The cost of taking two names for one; `None` where a word differs. Names of different length agree only
/// where the middle names of the one are left out.
pub(crate) fn distance(a: &Name, b: &Name) -> Option<f32> {
    let (x, y) = if a.words.len() <= b.words.len() { (a, b) } else { (b, a) };
    let (short, long) = (&x.words, &y.words);
    let mut cost = 0.0;
    let pairs: Vec<(&String, &String)> = if short.len() == long.len() {
        short.iter().zip(long).collect()
    } else if short.len() == 2 {
        cost += 0.25;
        vec![(&short[0], &long[0]), (&short[1], &long[long.len() - 1])]
    } else {
        return None;
    };
    for (p, q) in pairs {
        if letters(p) != letters(q) {
            return None;
        }
        if marked(p) && marked(q) && !agree(p, q) {
            return None;
        }
        if marked(p) != marked(q) {
            cost += 0.01;
        }
    }
    Some(cost)
}

/// Two marked words: the same letter by letter, where a letter without a mark stands for any.
fn agree(p: &str, q: &str) -> bool {
    use unicode_normalization::UnicodeNormalization;
    let small = |w: &str| w.nfc().flat_map(char::to_lowercase).collect::<Vec<char>>();
    let (p, q) = (small(p), small(q));
    p.len() == q.len() && p.iter().zip(&q).all(|(x, y)| x == y || x.is_ascii() || y.is_ascii())
}

/// Whether Han characters are read as these words.
pub(crate) fn of_characters(characters: &str, name: &Name) -> bool {
    let chars: Vec<char> = characters.chars().collect();
    chars.len() == name.words.len()
        && chars.iter().zip(&name.words).all(|(c, w)| {
            let word = letters(w);
            han::vietnamese(*c).iter().any(|v| plain(v) == word)
        })
}
