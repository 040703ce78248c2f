//! Korean syllables: from Hangul, from every usual romanization, from Cyrillic, from Han characters.
//!
//! A syllable is kept as the sets of what its parts can be. Sources of the spellings: Revised
//! Romanization (2000), McCune–Reischauer (1939) with and without its marks, the DPRK's system (1992),
//! press habits, and Kontsevich's Cyrillic. Plain, aspirated and tense consonants are one class:
//! unmarked romanizations do not tell them apart.

use crate::text::jamo;

/// Onset classes.
const ONSETS: [(&str, u8); 34] = [
    ("kk", 1),
    ("kh", 1),
    ("gg", 1),
    ("k", 1),
    ("g", 1),
    ("c", 1),
    ("q", 1),
    ("n", 2),
    ("tt", 3),
    ("dd", 3),
    ("th", 3),
    ("t", 3),
    ("d", 3),
    ("rh", 4),
    ("r", 4),
    ("l", 4),
    ("m", 5),
    ("pp", 6),
    ("bb", 6),
    ("ph", 6),
    ("p", 6),
    ("b", 6),
    ("v", 6),
    ("ss", 7),
    ("sh", 7),
    ("s", 7),
    ("", 8),
    ("tch", 9),
    ("jj", 9),
    ("ch", 9),
    ("j", 9),
    ("z", 9),
    ("h", 10),
    ("f", 6),
];

/// Vowels by number: a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i.
const VOWELS: [(&str, &[u8]); 59] = [
    ("a", &[0]),
    ("ah", &[0]),
    ("ar", &[0]),
    ("ae", &[1]),
    ("ai", &[1]),
    ("ay", &[1]),
    ("ea", &[1]),
    ("ya", &[2]),
    ("ia", &[2]),
    ("yae", &[3]),
    ("yay", &[3]),
    ("eo", &[4]),
    ("ŏ", &[4]),
    ("uh", &[4]),
    ("eoh", &[4]),
    ("er", &[4]),
    ("ur", &[4]),
    ("e", &[5, 1]),
    ("eh", &[5]),
    ("ey", &[5]),
    ("yeo", &[6]),
    ("yŏ", &[6]),
    ("yuh", &[6]),
    ("you", &[6, 17]),
    ("yu", &[17, 6]),
    ("ye", &[7, 6]),
    ("o", &[8, 4]),
    ("oh", &[8]),
    ("ou", &[13, 4]),
    ("au", &[4]),
    ("wa", &[9]),
    ("wha", &[9]),
    ("wae", &[10]),
    ("wai", &[10]),
    ("oe", &[11]),
    ("oi", &[11]),
    ("oy", &[11]),
    ("yo", &[12, 6]),
    ("yoh", &[12]),
    ("u", &[13, 18, 4]),
    ("oo", &[13]),
    ("woo", &[13]),
    ("wu", &[13]),
    ("wo", &[14]),
    ("weo", &[14]),
    ("wŏ", &[14]),
    ("we", &[15, 10]),
    ("wi", &[16]),
    ("wee", &[16]),
    ("yoo", &[17]),
    ("yew", &[17]),
    ("ew", &[17]),
    ("eu", &[18]),
    ("ŭ", &[18]),
    ("ui", &[19, 16]),
    ("eui", &[19]),
    ("yi", &[20]),
    ("i", &[20, 19]),
    ("ee", &[20, 19]),
];

/// Coda classes: 0 none, 1 k, 2 n, 3 t, 4 l, 5 m, 6 p, 8 ng.
const CODAS: [(&str, u8); 15] = [
    ("", 0),
    ("ng", 8),
    ("n", 2),
    ("k", 1),
    ("g", 1),
    ("ck", 1),
    ("c", 1),
    ("l", 4),
    ("r", 4),
    ("m", 5),
    ("p", 6),
    ("b", 6),
    ("t", 3),
    ("d", 3),
    ("s", 3),
];

/// One syllable: what each part can be.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Syllable {
    pub onset: u8,
    pub vowels: Vec<u8>,
    pub codas: Vec<u8>,
}

/// The syllables of a Hangul word; `None` where it holds anything else.
pub(crate) fn hangul(word: &str) -> Option<Vec<Syllable>> {
    const ONSET: [u8; 19] = [1, 1, 2, 3, 3, 4, 5, 6, 6, 7, 7, 8, 9, 9, 9, 1, 3, 6, 10];
    const CODA: [u8; 28] =
        [0, 1, 1, 3, 2, 2, 2, 3, 4, 1, 5, 4, 4, 4, 6, 4, 5, 6, 6, 3, 3, 8, 3, 3, 1, 3, 6, 3];
    word.chars()
        .map(|c| {
            let (onset, vowel, coda) = jamo(c)?;
            Some(Syllable { onset: ONSET[onset], vowels: vec![vowel as u8], codas: vec![CODA[coda]] })
        })
        .collect()
}

/// The ways to read a Latin word as one to three Korean syllables; empty where there is none.
pub(crate) fn latin(word: &str) -> Vec<Vec<Syllable>> {
    let mut word = fold(word);
    // A capital I misread for l, the commonest slip in printed indexes.
    if word == "ii" {
        word = "il".into();
    }
    if word.is_empty() || word.len() > 18 || !word.chars().all(char::is_alphabetic) {
        return Vec::new();
    }
    let mut found = Vec::new();
    parse(&word, &mut Vec::new(), &mut found);
    found
}

/// Small letters; the marks of McCune–Reischauer in one shape; apostrophes gone.
fn fold(word: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let mut out = String::new();
    let mut chars = word.nfc().flat_map(char::to_lowercase).peekable();
    while let Some(c) = chars.next() {
        let mark = chars.peek().is_some_and(|n| matches!(n, '\'' | '’' | 'ʼ' | '‘' | '`'));
        match c {
            // A typewriter's "o'" for "ŏ".
            'o' if mark => out.push('ŏ'),
            'u' if mark => out.push('ŭ'),
            'ŏ' | 'ǒ' | 'ô' => out.push('ŏ'),
            'ŭ' | 'ǔ' | 'û' => out.push('ŭ'),
            'ë' | 'é' | 'è' => out.push('e'),
            '\'' | '’' | 'ʼ' | '‘' | '`' | '\u{306}' => {}
            c => out.push(c),
        }
    }
    out
}

fn parse(rest: &str, so_far: &mut Vec<Syllable>, found: &mut Vec<Vec<Syllable>>) {
    if rest.is_empty() {
        if !so_far.is_empty() && !found.contains(so_far) {
            found.push(so_far.clone());
        }
        return;
    }
    if so_far.len() == 3 || found.len() > 24 {
        return;
    }
    for (o, onset) in ONSETS {
        let Some(after) = rest.strip_prefix(o) else { continue };
        for (v, vowels) in VOWELS {
            let Some(after) = after.strip_prefix(v) else { continue };
            for (c, coda) in CODAS {
                let Some(after) = after.strip_prefix(c) else { continue };
                // Silent letters stand only before an end or a consonant.
                if matches!(v, "ar" | "er" | "ur") && !(c.is_empty() && after.is_empty() || c == "k") {
                    continue;
                }
                so_far.push(Syllable { onset, vowels: vowels.to_vec(), codas: vec![coda] });
                parse(after, so_far, found);
                so_far.pop();
            }
        }
    }
}

/// The ways to read a Cyrillic word as Korean syllables.
pub(crate) fn cyrillic(word: &str) -> Vec<Vec<Syllable>> {
    let word = word.to_lowercase();
    if word.chars().count() > 12 {
        return Vec::new();
    }
    let mut found = Vec::new();
    parse_cyrillic(&word, &mut Vec::new(), &mut found);
    found
}

fn parse_cyrillic(rest: &str, so_far: &mut Vec<Syllable>, found: &mut Vec<Vec<Syllable>>) {
    const ONSETS: [(&str, u8); 25] = [
        ("кх", 1),
        ("кк", 1),
        ("чж", 9),
        ("к", 1),
        ("г", 1),
        ("н", 2),
        ("тх", 3),
        ("тт", 3),
        ("т", 3),
        ("д", 3),
        ("р", 4),
        ("л", 4),
        ("м", 5),
        ("пх", 6),
        ("п", 6),
        ("б", 6),
        ("ф", 6),
        ("сс", 7),
        ("с", 7),
        ("ш", 7),
        ("чх", 9),
        ("ч", 9),
        ("дж", 9),
        ("ц", 9),
        ("х", 10),
    ];
    const VOWELS: [(&str, &[u8]); 23] = [
        ("а", &[0]),
        ("э", &[1, 5]),
        ("ай", &[1]),
        ("я", &[2]),
        ("о", &[8, 4]),
        ("е", &[4, 6, 5, 7]),
        ("ё", &[6, 12, 4]),
        ("йо", &[12, 6]),
        ("ье", &[6]),
        ("ва", &[9]),
        ("вэ", &[10, 15]),
        ("ве", &[11, 15]),
        ("вое", &[11]),
        ("ое", &[11]),
        ("ой", &[11]),
        ("у", &[13, 18]),
        ("во", &[14]),
        ("ви", &[16]),
        ("уй", &[19, 16]),
        ("ю", &[17]),
        ("ы", &[18]),
        ("ый", &[19]),
        ("и", &[20, 19]),
    ];
    const CODAS: [(&str, &[u8]); 14] = [
        ("", &[0]),
        ("нъ", &[2]),
        ("нг", &[8]),
        ("н", &[2, 8]),
        ("к", &[1]),
        ("г", &[1]),
        ("р", &[4]),
        ("ль", &[4]),
        ("л", &[4]),
        ("м", &[5]),
        ("п", &[6]),
        ("б", &[6]),
        ("т", &[3]),
        ("с", &[3]),
    ];
    if rest.is_empty() {
        if !so_far.is_empty() {
            found.push(so_far.clone());
        }
        return;
    }
    if so_far.len() == 3 || found.len() > 24 {
        return;
    }
    for (o, onset) in ONSETS.into_iter().chain([("", 8)]) {
        let Some(after) = rest.strip_prefix(o) else { continue };
        for (v, vowels) in VOWELS {
            let Some(after) = after.strip_prefix(v) else { continue };
            for (c, codas) in CODAS {
                let Some(after) = after.strip_prefix(c) else { continue };
                so_far.push(Syllable { onset, vowels: vowels.to_vec(), codas: codas.to_vec() });
                parse_cyrillic(after, so_far, found);
                so_far.pop();
            }
        }
    }
}

/// How much it costs to take two syllables for one; `None` where they are different.
///
/// `opens`: the syllable opens a family or given name, where North and South write ㄹ, ㄴ or nothing.
pub(crate) fn distance(a: &Syllable, b: &Syllable, opens: bool) -> Option<f32> {
    let mut cost = 0.0;
    if a.onset != b.onset {
        let glide = |s: &Syllable| s.vowels.iter().any(|v| matches!(v, 2 | 3 | 6 | 7 | 12 | 17 | 20));
        let pair = (a.onset.min(b.onset), a.onset.max(b.onset));
        let liquid = match pair {
            (4, 8) | (2, 8) => glide(a) && glide(b),
            (2, 4) => true,
            _ => false,
        };
        if !liquid {
            return None;
        }
        cost += if opens { 0.04 } else { 0.08 };
    }
    let vowel = a
        .vowels
        .iter()
        .enumerate()
        .filter_map(|(i, v)| b.vowels.iter().position(|w| w == v).map(|j| i + j))
        .min();
    cost += match vowel {
        Some(n) => n as f32 * 0.02,
        None => return None,
    };
    // The end of one syllable sounds like the start of the next: k before n or m is written ng.
    if !a.codas.iter().any(|c| b.codas.contains(c)) {
        return None;
    }
    Some(cost)
}
