//! Chinese syllables as toneless Pinyin: from Pinyin, Wade–Giles, Palladius' Cyrillic, and, for names
//! written in Hangul, by sound or by the Korean reading of the characters.
//!
//! Every other spelling is *generated* from the list of Pinyin syllables by the rules of its system,
//! so that no table of spellings can hold a slip.

use crate::text::jamo;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// Spellings of the syllables, and what each can stand for.
pub(crate) struct Spellings {
    pinyin: BTreeSet<String>,
    wade: BTreeMap<String, Vec<String>>,
    cyrillic: BTreeMap<String, Vec<String>>,
}

/// All spellings, generated once from the syllables that the table of characters holds.
pub(crate) static SPELLINGS: LazyLock<Spellings> = LazyLock::new(|| {
    let pinyin: BTreeSet<String> = crate::han::syllables();
    let mut wade: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut cyrillic: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for p in &pinyin {
        for w in wade_giles(p) {
            let list = wade.entry(w).or_default();
            if !list.contains(p) {
                list.push(p.clone());
            }
        }
        for c in palladius(p) {
            let list = cyrillic.entry(c).or_default();
            if !list.contains(p) {
                list.push(p.clone());
            }
        }
    }
    Spellings { pinyin, wade, cyrillic }
});

/// Initial and final of a Pinyin syllable.
fn split(p: &str) -> (&str, &str) {
    for i in [
        "zh", "ch", "sh", "b", "p", "m", "f", "d", "t", "n", "l", "g", "k", "h", "j", "q", "x", "r", "z",
        "c", "s",
    ] {
        if let Some(rest) = p.strip_prefix(i) {
            return (i, rest);
        }
    }
    ("", p)
}

/// Wade–Giles forms without apostrophes and diaereses, as careless typing leaves them, and postal habits.
fn wade_giles(p: &str) -> Vec<String> {
    let (i, f) = split(p);
    let initial = match i {
        "b" => "p",
        "d" => "t",
        "g" => "k",
        "zh" | "j" | "ch" | "q" => "ch",
        "x" => "hs",
        "z" | "c" => "ts",
        "r" => "j",
        other => other,
    };
    let buzz = f == "i" && matches!(i, "zh" | "ch" | "sh" | "r");
    let hiss = f == "i" && matches!(i, "z" | "c" | "s");
    let finals: Vec<&str> = match (i, f) {
        _ if buzz => vec!["ih"],
        _ if hiss => vec!["u"],
        ("", "yi") => return vec!["i".into(), "yi".into()],
        ("", "ye") => return vec!["yeh".into()],
        ("", "yan") => return vec!["yen".into()],
        ("", "you") => return vec!["yu".into()],
        ("", "yong") => return vec!["yung".into()],
        ("", "yue") => return vec!["yueh".into()],
        ("", "er") => return vec!["erh".into()],
        ("", "weng") => return vec!["weng".into()],
        ("", "e") => return vec!["o".into(), "e".into()],
        ("", other) => return vec![other.to_owned()],
        (_, "ian") => vec!["ien"],
        (_, "ie") => vec!["ieh"],
        (_, "ue" | "ve") => vec!["ueh", "ioh"],
        (_, "ong") => vec!["ung", "oong"],
        (_, "iong") => vec!["iung"],
        ("g" | "k", "ui") => vec!["uei"],
        ("g" | "k" | "h", "e") => vec!["o"],
        ("d" | "t" | "n" | "l" | "z" | "c" | "s" | "zh" | "ch" | "r", "uo") => vec!["o"],
        (_, "v") => vec!["u"],
        // Habits outside the system.
        (_, "e") => vec!["e", "eh"],
        (_, "ou") => vec!["ou", "ow"],
        ("f" | "m" | "p" | "b", "eng") => vec!["eng", "ong", "ung"],
        (_, other) => vec![other],
    };
    let mut out: Vec<String> = finals.iter().map(|f| format!("{initial}{f}")).collect();
    if hiss {
        out = vec![
            format!("{}u", if i == "s" { "ss" } else { "tz" }),
            format!("{}e", if i == "s" { "sz" } else { "tz" }),
        ];
    }
    if matches!(i, "z" | "c") && !hiss {
        let more: Vec<String> = out.iter().map(|w| w.replacen("ts", "tz", 1)).collect();
        out.extend(more);
    }
    if i == "x" {
        // "hs" is often simplified to "s" or "sh" before u and i.
        let more: Vec<String> = out.iter().map(|w| w.replacen("hs", "sh", 1)).collect();
        out.extend(more);
    }
    out
}

/// Palladius' Cyrillic.
fn palladius(p: &str) -> Vec<String> {
    let (i, f) = split(p);
    let hard = match i {
        "b" => "б",
        "p" => "п",
        "m" => "м",
        "f" => "ф",
        "d" => "д",
        "t" => "т",
        "n" => "н",
        "l" => "л",
        "g" => "г",
        "k" => "к",
        "h" => "х",
        "j" => "цз",
        "q" => "ц",
        "x" => "с",
        "zh" => "чж",
        "ch" => "ч",
        "sh" => "ш",
        "r" => "ж",
        "z" => "цз",
        "c" => "ц",
        "s" => "с",
        _ => "",
    };
    let soft_u = matches!(i, "j" | "q" | "x");
    let tail = match f {
        "i" if matches!(i, "zh" | "ch" | "sh" | "r") => "и",
        "i" if matches!(i, "z" | "c" | "s") => "ы",
        "a" => "а",
        "o" => "о",
        "e" => "э",
        "ai" => "ай",
        "ei" => "эй",
        "ao" => "ао",
        "ou" => "оу",
        "an" => "ань",
        "en" => "энь",
        "ang" => "ан",
        "eng" => "эн",
        "ong" => "ун",
        "i" => "и",
        "ia" => "я",
        "ie" => "е",
        "iao" => "яо",
        "iu" => "ю",
        "ian" => "янь",
        "in" => "инь",
        "iang" => "ян",
        "ing" => "ин",
        "iong" => "юн",
        "u" if soft_u => "юй",
        "u" => "у",
        "ua" => "уа",
        "uo" => "о",
        "uai" => "уай",
        "ui" => "уй",
        "uan" if soft_u => "юань",
        "uan" => "уань",
        "un" if soft_u => "юнь",
        "un" => "унь",
        "uang" => "уан",
        "v" => "юй",
        "ve" => "юэ",
        "ue" => "юэ",
        "ya" => "я",
        "ye" => "е",
        "yao" => "яо",
        "you" => "ю",
        "yan" => "янь",
        "yin" => "инь",
        "yang" => "ян",
        "ying" => "ин",
        "yong" => "юн",
        "yi" => "и",
        "yu" => "юй",
        "yue" => "юэ",
        "yuan" => "юань",
        "yun" => "юнь",
        "wu" => "у",
        "wa" => "ва",
        "wo" => "во",
        "wai" => "вай",
        "wei" => "вэй",
        "wan" => "вань",
        "wen" => "вэнь",
        "wang" => "ван",
        "weng" => "вэн",
        "er" => "эр",
        _ => return Vec::new(),
    };
    let main = format!("{hard}{tail}");
    let mut out = vec![main.clone()];
    if tail == "уй" {
        out.push(format!("{hard}уэй"));
    }
    if main.contains('э') {
        out.push(main.replace('э', "е"));
        out.push(main.replace("эн", "ын"));
    }
    if i == "h" && f == "ui" {
        out.push("хой".into());
        out.push("хуэй".into());
    }
    out
}

/// The ways to read a Latin word as one to three Chinese syllables, each a Pinyin syllable.
/// The second value says whether plain Pinyin was enough.
pub(crate) fn latin(word: &str) -> Vec<(Vec<String>, bool)> {
    let word = fold(word);
    let mut found = Vec::new();
    if word.is_empty() || word.len() > 18 || !word.is_ascii() {
        return found;
    }
    segment(&word, &mut Vec::new(), &mut |s| found.push((s.to_vec(), true)), &|w| {
        SPELLINGS.pinyin.get(w).into_iter().cloned().collect()
    });
    // Wade–Giles parts syllables with hyphens: a word of it is one syllable.
    for p in SPELLINGS.wade.get(&word).into_iter().flatten() {
        if !found.iter().any(|(s, _)| s.len() == 1 && s[0] == *p) {
            found.push((vec![p.clone()], false));
        }
    }
    found.truncate(16);
    found
}

/// The ways to read a Cyrillic word by Palladius.
pub(crate) fn cyrillic(word: &str) -> Vec<Vec<String>> {
    let word = word.to_lowercase();
    let mut found = Vec::new();
    if word.chars().count() > 14 {
        return found;
    }
    segment(&word, &mut Vec::new(), &mut |s| found.push(s.to_vec()), &|w| {
        SPELLINGS.cyrillic.get(w).cloned().unwrap_or_default()
    });
    found.truncate(16);
    found
}

/// Cuts a word into syllables in every way.
fn segment(
    rest: &str,
    so_far: &mut Vec<String>,
    give: &mut dyn FnMut(&[String]),
    look_up: &dyn Fn(&str) -> Vec<String>,
) {
    if rest.is_empty() {
        if !so_far.is_empty() {
            give(so_far);
        }
        return;
    }
    if so_far.len() == 3 {
        return;
    }
    for (end, _) in rest.char_indices().skip(1).chain([(rest.len(), ' ')]).take(7) {
        for p in look_up(&rest[..end]) {
            so_far.push(p);
            segment(&rest[end..], so_far, give, look_up);
            so_far.pop();
        }
    }
}

/// Small letters without tone marks and apostrophes; `ü` as `v` only after n and l.
pub(crate) fn fold(word: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let mut out = String::new();
    for c in word.nfd().flat_map(char::to_lowercase) {
        match c {
            '\u{308}' if out.ends_with("nu") || out.ends_with("lu") => {
                out.pop();
                out.push('v');
            }
            c if ('\u{300}'..='\u{36f}').contains(&c) => {}
            '\'' | '’' | 'ʼ' | '‘' | '`' => {}
            c => out.push(c),
        }
    }
    out
}

/// Whether two Pinyin syllables are one, `ü` being often left unmarked.
pub(crate) fn same(a: &str, b: &str) -> bool {
    a == b || (a.replace('v', "u") == b.replace('v', "u"))
}

/// A Pinyin syllable as Hangul writes its sound (rules of the National Institute of Korean Language), in the
/// coarse letters of [`hangul_sound`].
pub(crate) fn sound_in_hangul(p: &str) -> String {
    let (i, f) = split(p);
    let onset = match i {
        "b" | "p" | "f" => "p",
        "d" | "t" => "t",
        "g" | "k" => "k",
        "j" | "q" | "zh" | "ch" | "z" | "c" => "j",
        "x" | "sh" | "s" => "s",
        "r" | "l" => "l",
        other => other,
    };
    let tail = match f {
        "i" if matches!(i, "zh" | "ch" | "sh" | "r" | "z" | "c" | "s") => "U",
        "e" => "E",
        "o" => "o",
        "ei" => "ei",
        "en" => "En",
        "eng" => "Eng",
        "ong" => "ung",
        "ian" | "yan" => "yen",
        "ie" | "ye" => "ye",
        "iu" => "yu",
        "you" => "you",
        "ia" | "ya" => "ya",
        "iao" | "yao" => "yao",
        "iang" | "yang" => "yang",
        "iong" | "yong" => "yung",
        "yin" => "in",
        "ying" => "ing",
        "yi" => "i",
        "yu" | "v" => "wi",
        "u" if matches!(i, "j" | "q" | "x") => "wi",
        "yue" | "ue" | "ve" => "we",
        "yuan" => "wian",
        "uan" if matches!(i, "j" | "q" | "x") => "wian",
        "un" if matches!(i, "j" | "q" | "x") => "win",
        "yun" => "win",
        "wu" => "u",
        "ua" | "wa" => "wa",
        "uo" | "wo" => "wE",
        "uai" | "wai" => "wai",
        "ui" => "ui",
        "wei" => "wei",
        "uan" | "wan" => "wan",
        "un" => "un",
        "wen" => "wEn",
        "uang" | "wang" => "wang",
        "weng" => "wEng",
        "er" => "El",
        "ou" => "Eu",
        "ao" => "ao",
        other => other,
    };
    format!("{onset}{tail}")
}

/// A Hangul word in the coarse letters that [`sound_in_hangul`] writes.
pub(crate) fn hangul_sound(word: &str) -> Option<String> {
    const ONSET: [&str; 19] =
        ["k", "k", "n", "t", "t", "l", "m", "p", "p", "s", "s", "", "j", "j", "j", "k", "t", "p", "h"];
    const VOWEL: [&str; 21] = [
        "a", "e", "ya", "ye", "E", "e", "yE", "ye", "o", "wa", "we", "we", "yo", "u", "wE", "we", "wi", "yu",
        "U", "ui", "i",
    ];
    let mut out = String::new();
    for c in word.chars() {
        let (onset, vowel, coda) = jamo(c)?;
        out.push_str(ONSET[onset]);
        out.push_str(VOWEL[vowel]);
        out.push_str(match coda {
            0 => "",
            1..=3 => "k",
            4..=6 => "n",
            8 => "l",
            16 => "m",
            17 => "p",
            21 => "ng",
            _ => "t",
        });
    }
    Some(out)
}
