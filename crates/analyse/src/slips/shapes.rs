//! Ligatures, and letters and figures in the place of ones that look like them.

use std::sync::LazyLock;

use memcon_model::{Slip, SlipKind};
use serde::Deserialize;

use super::known::formed;
use super::{Seen, slip};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Shape {
    stands: String,
    meant: String,
    #[serde(default)]
    sure: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Shapes {
    word: Vec<Shape>,
    figure: Vec<Shape>,
    letter: Vec<Shape>,
}

static SHAPES: LazyLock<Shapes> =
    LazyLock::new(|| memcon_lexicon::table("slips/shapes.toml").expect("our own table of shapes"));

/// Letters of Cyrillic and Greek and the Latin ones they look like.
static ALIKE: LazyLock<Vec<(char, char)>> = LazyLock::new(|| {
    #[derive(Deserialize)]
    struct File {
        small: String,
        large: String,
    }
    let file: File = memcon_lexicon::table("names/lookalikes.toml").expect("our own table of look-alikes");
    let pair = |p: &str| Some((p.chars().next()?, p.chars().nth(1)?));
    file.small.split(' ').chain(file.large.split(' ')).filter_map(pair).collect()
});

/// Shortest word whose letters are doubted.
const SHORTEST: usize = 3;

pub(super) fn find(seen: &Seen<'_>, slips: &mut Vec<Slip>) {
    for word in &seen.words.all {
        let raw = word.span.of(seen.text);
        if raw.len() > super::words::LONGEST {
            continue;
        }
        if !raw.is_ascii() {
            if let Some(reading) = ligatures(raw) {
                slips.push(slip("slips.ligature", SlipKind::Ligature, word.span, reading));
            } else if let Some(reading) = alphabets(raw) {
                slips.push(slip("slips.alphabet", SlipKind::LookAlike, word.span, reading));
            }
            continue;
        }
        if raw.len() < SHORTEST || word.half {
            continue;
        }
        let figures = raw.bytes().filter(u8::is_ascii_digit).count();
        let (rule, reading) = match figures {
            0 => match letters(seen, raw) {
                Some(found) => found,
                None => continue,
            },
            n if n == raw.len() => continue,
            n if n * 2 < raw.len() => match figured(seen, raw) {
                Some(reading) => ("slips.figure", reading),
                None => continue,
            },
            _ => match year(raw) {
                Some(reading) => ("slips.letter", reading),
                None => continue,
            },
        };
        slips.push(slip(rule, SlipKind::LookAlike, word.span, reading));
    }
}

/// A word with its ligatures as letters.
fn ligatures(raw: &str) -> Option<String> {
    let of = |c: char| {
        Some(match c {
            '\u{fb00}' => "ff",
            '\u{fb01}' => "fi",
            '\u{fb02}' => "fl",
            '\u{fb03}' => "ffi",
            '\u{fb04}' => "ffl",
            '\u{fb05}' | '\u{fb06}' => "st",
            _ => return None,
        })
    };
    if !raw.chars().any(|c| of(c).is_some()) {
        return None;
    }
    let mut out = String::with_capacity(raw.len());
    raw.chars().for_each(|c| match of(c) {
        Some(letters) => out.push_str(letters),
        None => out.push(c),
    });
    Some(out)
}

/// A word of two alphabets with the fewer letters put back, where each of them looks like one of the others' alphabet.
fn alphabets(raw: &str) -> Option<String> {
    let cyrillic = |c: char| ('\u{400}'..='\u{52f}').contains(&c);
    let foreign = |c: char| cyrillic(c) || ('\u{370}'..='\u{3ff}').contains(&c);
    let others = raw.chars().filter(|c| foreign(*c)).count();
    let latin = raw.chars().filter(|c| c.is_alphabetic() && *c < '\u{250}').count();
    if others == 0 || latin == 0 || others + latin < raw.chars().count() || others + latin < SHORTEST {
        return None;
    }
    let to_latin = |c: char| ALIKE.iter().find(|(a, _)| *a == c).map(|(_, b)| *b);
    let to_cyrillic = |c: char| ALIKE.iter().find(|(a, b)| *b == c && cyrillic(*a)).map(|(a, _)| *a);
    match latin.cmp(&others) {
        std::cmp::Ordering::Greater => {
            raw.chars().map(|c| if foreign(c) { to_latin(c) } else { Some(c) }).collect()
        }
        std::cmp::Ordering::Less if raw.chars().any(cyrillic) => {
            raw.chars().map(|c| if foreign(c) { Some(c) } else { to_cyrillic(c) }).collect()
        }
        _ => None,
    }
}

/// A word that is none, with one letter or pair as what it looks like.
fn letters(seen: &Seen<'_>, raw: &str) -> Option<(&'static str, String)> {
    let lower = raw.to_ascii_lowercase();
    let capitals = raw.bytes().skip(1).filter(u8::is_ascii_uppercase).count();
    // A capital inside small letters is strange by itself: "aIso", "wiII".
    let strange = capitals > 0 && raw.bytes().any(|b| b.is_ascii_lowercase());
    if strange {
        return strange_capital(seen, raw);
    }
    let count = seen.known.count(&lower);
    if count.all > 2 || formed(&lower) && seen.known.english {
        return None;
    }
    let name = count.small == 0;
    let mut meant: Option<(&'static str, String)> = None;
    for shape in &SHAPES.word {
        for (at, _) in lower.match_indices(&shape.stands) {
            let mut other = lower.clone();
            other.replace_range(at..at + shape.stands.len(), &shape.meant);
            let there = seen.known.count(&other);
            let rule = if name {
                // Names differ by a letter: only shapes that print never tells apart.
                let sure = shape.sure || matches!((&*shape.stands, &*shape.meant), ("m", "rn"));
                let more = there.all >= 2 && there.all > count.all;
                let word = seen.known.english && shape.sure && super::known::english(&other);
                (sure && (more || word)).then_some(if word { "slips.shape.word" } else { "slips.shape.name" })
            } else if seen.known.english && shape.sure && formed(&other) {
                Some("slips.shape.word")
            } else {
                let known = !seen.known.english || formed(&other);
                (there.small >= 2 && there.all > count.all && known && lower.len() <= 4 + there.all as usize)
                    .then_some("slips.shape.paper")
            };
            if let Some(rule) = rule {
                match &meant {
                    // Two readings: none is sure.
                    Some((_, before)) if *before != other => return None,
                    _ => meant = Some((rule, other)),
                }
            }
        }
    }
    meant.map(|(rule, other)| (rule, cased(raw, &other)))
}

/// A small word with capital I for l inside: "aIso", "wiII", "Ieader".
fn strange_capital(seen: &Seen<'_>, raw: &str) -> Option<(&'static str, String)> {
    if raw.bytes().filter(u8::is_ascii_uppercase).any(|b| b != b'I')
        && !raw.starts_with(|c: char| c.is_ascii_uppercase())
    {
        return None;
    }
    let (first, rest) = raw.split_at(1);
    if rest.bytes().any(|b| b.is_ascii_uppercase() && b != b'I') {
        return None;
    }
    let other = format!("{first}{}", rest.replace('I', "l"));
    let lower = other.to_ascii_lowercase();
    let known = seen.known.count(&lower).all > 0 || seen.known.english && formed(&lower);
    known.then_some(("slips.shape.word", other))
}

/// The letters of `lower` in the case of `raw`.
fn cased(raw: &str, lower: &str) -> String {
    if raw.bytes().all(|b| b.is_ascii_uppercase()) {
        return lower.to_ascii_uppercase();
    }
    let mut out = lower.to_owned();
    if raw.starts_with(|c: char| c.is_ascii_uppercase())
        && let Some(first) = out.get_mut(..1)
    {
        first.make_ascii_uppercase();
    }
    out
}

/// A word with a figure or two inside, with the letters they look like.
fn figured(seen: &Seen<'_>, raw: &str) -> Option<String> {
    let lower = raw.to_ascii_lowercase();
    // "2nd", "A4", "B52": figures at an end with few letters are figures.
    let letters = raw.bytes().filter(u8::is_ascii_alphabetic).count();
    // Behind a word that is one stands the mark of a note: "agreements5".
    let bare = lower.trim_end_matches(|c: char| c.is_ascii_digit());
    if letters < SHORTEST || bare.len() < lower.len() && (seen.known.count(bare).all > 0 || formed(bare)) {
        return None;
    }
    let mut readings = vec![lower.clone()];
    for shape in &SHAPES.figure {
        for n in 0..readings.len().min(16) {
            if readings[n].contains(&shape.stands) {
                readings.push(readings[n].replace(&shape.stands, &shape.meant));
            }
        }
    }
    let word = |w: &&String| {
        w.bytes().all(|b| b.is_ascii_alphabetic())
            && (seen.known.count(w).all > 0 || seen.known.english && formed(w) && w.len() > 3)
    };
    let mut found = readings.iter().filter(word);
    let first = found.next()?;
    found.next().is_none().then(|| cased(raw, first))
}

/// A year with one letter in the place of a figure.
fn year(raw: &str) -> Option<String> {
    if raw.len() != 4 || raw.bytes().filter(u8::is_ascii_alphabetic).count() != 1 {
        return None;
    }
    let readings = SHAPES.letter.iter().map(|s| raw.replace(&s.stands, &s.meant));
    let year = |y: &u32| (1700..2030).contains(y);
    let found = readings
        .filter(|r| r.bytes().all(|b| b.is_ascii_digit()))
        .find(|r| r.parse().is_ok_and(|y| year(&y)));
    // "1960s" has five signs; "19th" has two letters; "195S" is no plural.
    found.filter(|_| !raw.ends_with('s'))
}
