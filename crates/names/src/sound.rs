//! Names by sound: the letters of any script as phones, and how near two words sound.
//!
//! A phone is one letter of a small alphabet: `p b t d k g f v s z S J C c x h m n l r w i e a o u`.
//! The distance is an edit distance whose costs say what writing systems confuse; names in Chinese
//! characters, which know few sounds, are compared with wider costs.

use crate::text::{Script, jamo, plain};

/// How wide the costs are.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ear {
    /// One alphabet against the same.
    Strict,
    /// Alphabets against each other, kana, Hangul.
    Fair,
    /// Chinese characters.
    Wide,
}

/// A word of any script as phones.
pub(crate) fn phones(word: &str, script: Script) -> Vec<char> {
    match script {
        Script::Cyrillic => cyrillic(word),
        Script::Hangul => hangul(word),
        Script::Kana => crate::japanese::kana_to_latin(word).map_or_else(Vec::new, |w| latin(&w)),
        Script::Han => han(word),
        _ => latin(word),
    }
}

fn latin(word: &str) -> Vec<char> {
    const RULES: [(&str, &str); 44] = [
        ("tsch", "C"),
        ("shch", "S"),
        ("tch", "C"),
        ("sch", "S"),
        ("ough", "o"),
        ("augh", "a"),
        ("igh", "i"),
        ("sh", "S"),
        ("zh", "J"),
        ("ch", "C"),
        ("dj", "J"),
        ("dzh", "J"),
        ("th", "t"),
        ("ph", "f"),
        ("kh", "x"),
        ("gh", "g"),
        ("ck", "k"),
        ("ce", "se"),
        ("ci", "si"),
        ("cy", "si"),
        ("ks", "ks"),
        ("qu", "kv"),
        ("x", "ks"),
        ("tz", "c"),
        ("ts", "c"),
        ("wh", "v"),
        ("w", "v"),
        ("q", "k"),
        ("j", "J"),
        ("ge", "Ge"),
        ("gi", "Gi"),
        ("oo", "u"),
        ("ou", "u"),
        ("ee", "i"),
        ("ea", "i"),
        ("ey", "i"),
        ("ie", "i"),
        ("iy", "i"),
        ("yu", "u"),
        ("ya", "a"),
        ("yo", "o"),
        ("ye", "e"),
        ("y", "i"),
        ("c", "k"),
    ];
    let word: String = plain(word).chars().filter(|c| c.is_alphabetic()).collect();
    let mut out = Vec::new();
    let mut rest = word.as_str();
    while let Some(first) = rest.chars().next() {
        if let Some((from, to)) = RULES.iter().find(|(from, _)| rest.starts_with(from)) {
            out.extend(to.chars());
            rest = &rest[from.len()..];
        } else {
            out.push(first);
            rest = &rest[first.len_utf8()..];
        }
    }
    squeeze(out)
}

fn cyrillic(word: &str) -> Vec<char> {
    let mut out = Vec::new();
    for c in word.chars().flat_map(char::to_lowercase) {
        match c {
            'а' | 'я' => out.push('a'),
            'б' => out.push('b'),
            'в' => out.push('v'),
            'г' | 'ґ' => out.push('g'),
            'д' => out.push('d'),
            'е' | 'э' | 'є' => out.push('e'),
            'ё' | 'о' => out.push('o'),
            'ж' => out.push('J'),
            'з' => out.push('z'),
            'и' | 'й' | 'ы' | 'і' | 'ї' => out.push('i'),
            'к' => out.push('k'),
            'л' => out.push('l'),
            'м' => out.push('m'),
            'н' => out.push('n'),
            'п' => out.push('p'),
            'р' => out.push('r'),
            'с' => out.push('s'),
            'т' => out.push('t'),
            'у' | 'ю' | 'ў' => out.push('u'),
            'ф' => out.push('f'),
            'х' => out.push('x'),
            'ц' => out.push('c'),
            'ч' => out.push('C'),
            'ш' | 'щ' => out.push('S'),
            _ => {}
        }
    }
    squeeze(out)
}

fn hangul(word: &str) -> Vec<char> {
    const ONSET: [&str; 19] =
        ["g", "k", "n", "d", "t", "l", "m", "b", "p", "s", "s", "", "J", "C", "C", "k", "t", "p", "h"];
    const VOWEL: [&str; 21] = [
        "a", "e", "a", "e", "o", "e", "o", "e", "o", "va", "ve", "e", "o", "u", "vo", "ve", "vi", "u", "",
        "i", "i",
    ];
    let mut out: Vec<char> = Vec::new();
    for c in word.chars() {
        let Some((onset, vowel, coda)) = jamo(c) else { continue };
        out.extend(ONSET[onset].chars());
        out.extend(VOWEL[vowel].chars());
        out.extend(
            match coda {
                0 => "",
                1..=3 => "k",
                4..=6 => "n",
                8 => "l",
                16 => "m",
                17 => "p",
                21 => "n",
                _ => "t",
            }
            .chars(),
        );
    }
    squeeze(out)
}

/// Chinese characters by the initials and finals of their Pinyin.
fn han(word: &str) -> Vec<char> {
    let mut out = Vec::new();
    for c in word.chars() {
        let Some(p) = crate::han::pinyin(c).first() else { continue };
        let mut rest = p.as_str();
        let initials = [
            ("zh", 'J'),
            ("ch", 'C'),
            ("sh", 'S'),
            ("j", 'J'),
            ("q", 'C'),
            ("x", 'S'),
            ("z", 'z'),
            ("c", 'c'),
            ("w", 'v'),
            ("y", 'i'),
        ];
        if let Some((i, phone)) = initials.iter().find(|(i, _)| rest.starts_with(i)) {
            out.push(*phone);
            rest = &rest[i.len()..];
        }
        if rest == "er" {
            out.extend(['e', 'r']);
            continue;
        }
        // 尔 and 爾 stand for a final l or r.
        out.extend(rest.replace("ng", "n").replace('v', "u").chars());
    }
    squeeze(out)
}

/// Doubled letters once, runs of vowels by their first; "u" before a vowel is a consonant.
fn squeeze(phones: Vec<char>) -> Vec<char> {
    let mut out: Vec<char> = Vec::new();
    for (n, &c) in phones.iter().enumerate() {
        let glides = c == 'u'
            && phones.get(n + 1).is_some_and(|d| vowel(*d) && *d != 'u')
            && (n == 0 || vowel(phones[n - 1]));
        let c = if glides { 'v' } else { c };
        let same = out.last() == Some(&c);
        let vowels = out.last().is_some_and(|l| vowel(*l)) && vowel(c);
        if !same && !vowels {
            out.push(c);
        }
    }
    out
}

fn vowel(c: char) -> bool {
    matches!(c, 'a' | 'e' | 'i' | 'o' | 'u')
}

fn weight(c: char, ear: Ear) -> f32 {
    match (vowel(c), ear) {
        (true, Ear::Strict) => 0.7,
        (true, Ear::Fair) => 0.28,
        (true, Ear::Wide) => 0.25,
        (false, Ear::Wide) => match c {
            'h' | 'v' | 'r' | 'l' => 0.45,
            't' | 'd' | 'n' | 's' | 'k' => 0.75,
            _ => 0.9,
        },
        (false, Ear::Fair) => match c {
            'h' => 0.4,
            'r' => 0.5,
            'v' | 't' | 'd' => 0.8,
            _ => 1.0,
        },
        (false, Ear::Strict) => {
            if c == 'h' {
                0.6
            } else {
                1.0
            }
        }
    }
}

/// The cost of taking one phone for another.
fn swap(a: char, b: char, ear: Ear) -> f32 {
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
        let glide = matches!((a, b), ('i', 'J') | ('J', 'i') | ('u', 'v') | ('v', 'u'));
        return if glide && ear != Ear::Strict { 0.3 } else { 2.0 };
    }
    let (x, y) = (a.min(b), a.max(b));
    // (pair, fair cost, wide cost)
    const NEAR: [(&str, f32, f32); 44] = [
        ("bp", 0.3, 0.1),
        ("dt", 0.3, 0.1),
        ("gk", 0.3, 0.1),
        ("fv", 0.2, 0.1),
        ("sz", 0.15, 0.1),
        ("JS", 0.4, 0.2),
        ("CS", 0.4, 0.2),
        ("CJ", 0.25, 0.1),
        ("lr", 0.25, 0.1),
        ("fh", 0.35, 0.15),
        ("bv", 0.2, 0.25),
        ("fp", 0.15, 0.35),
        ("Cc", 0.4, 0.2),
        ("Ss", 0.3, 0.15),
        ("Cs", 0.5, 0.25),
        ("cs", 0.35, 0.15),
        ("cz", 0.35, 0.1),
        ("Ck", 0.3, 0.35),
        ("kx", 0.25, 0.2),
        ("hx", 0.1, 0.1),
        ("gx", 0.4, 0.3),
        ("Cx", 0.35, 0.3),
        ("Gg", 0.0, 0.0),
        ("GJ", 0.0, 0.0),
        ("Gk", 0.3, 0.1),
        ("GS", 0.4, 0.25),
        ("Gz", 0.5, 0.3),
        ("gh", 0.4, 0.3),
        ("hk", 0.6, 0.35),
        ("mn", 0.5, 0.25),
        ("hv", 0.7, 0.35),
        ("Jz", 0.35, 0.15),
        ("Jd", 0.6, 0.25),
        ("Jg", 0.35, 0.2),
        ("Ct", 0.5, 0.25),
        ("st", 0.4, 0.5),
        ("Jk", 0.8, 0.4),
        ("ct", 0.35, 0.25),
        ("Jc", 0.4, 0.15),
        ("JT", 0.4, 0.2),
        ("Sz", 0.45, 0.2),
        ("Gh", 0.4, 0.3),
        ("GC", 0.3, 0.2),
        ("Jh", 0.4, 0.4),
    ];
    let near = NEAR.iter().find(|(pair, _, _)| {
        let mut c = pair.chars();
        let (p, q) = (c.next().unwrap_or(' '), c.next().unwrap_or(' '));
        (p.min(q), p.max(q)) == (x, y)
    });
    match (near, ear) {
        (Some((_, fair, _)), Ear::Strict) => (fair * 2.5).min(1.0),
        (Some((_, fair, _)), Ear::Fair) => *fair,
        (Some((_, _, wide)), Ear::Wide) => *wide,
        (None, Ear::Wide) => 1.1,
        (None, _) => 1.2,
    }
}

/// How near two words sound, 0 to 1.
pub(crate) fn nearness(a: &[char], b: &[char], ear: Ear) -> f32 {
    if a.is_empty() || b.is_empty() {
        return 0.0;
    }
    let total = |p: &[char]| p.iter().map(|c| weight(*c, ear)).sum::<f32>();
    let mut before: Vec<f32> = Vec::new();
    let mut row: Vec<f32> = std::iter::once(0.0)
        .chain(b.iter().scan(0.0, |sum, c| {
            *sum += weight(*c, ear);
            Some(*sum)
        }))
        .collect();
    for (i, &x) in a.iter().enumerate() {
        let mut next = vec![row[0] + weight(x, ear)];
        for (j, &y) in b.iter().enumerate() {
            let mut best =
                (row[j] + swap(x, y, ear)).min(row[j + 1] + weight(x, ear)).min(next[j] + weight(y, ear));
            // Two letters changed places: a slip of typing.
            if i > 0 && j > 0 && a[i - 1] == y && b[j - 1] == x {
                best = best.min(before[j - 1] + 0.8);
            }
            next.push(best);
        }
        before = std::mem::replace(&mut row, next);
    }
    let worst = total(a).max(total(b)).max(0.1);
    (1.0 - row[b.len()] / worst).max(0.0)
}
