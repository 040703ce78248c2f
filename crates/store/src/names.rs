//! Folding of names and words, so that one spelling finds another: case, width, accents.
//!
//! This is for finding only. Whether two names are one person is decided by linking, with reasons.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{canonical_combining_class, is_combining_mark};

/// `text` in compatibility form, lower case, without accents; other scripts keep their marks.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    // Whether the letter before belongs to a script whose marks are accents, not letters.
    let mut accents = false;
    for c in text.nfkd() {
        if is_combining_mark(c) && canonical_combining_class(c) != 0 {
            if !accents {
                out.push(c);
            }
            continue;
        }
        accents = has_accents(c);
        match plain(c) {
            Some(letters) => out.push_str(letters),
            None => out.extend(c.to_lowercase()),
        }
    }
    out.nfkc().collect()
}

/// Latin, Greek, Cyrillic, Hebrew and Arabic: scripts in which readers leave marks out when they search.
fn has_accents(c: char) -> bool {
    matches!(u32::from(c), 0x41..=0x24F | 0x370..=0x52F | 0x591..=0x6FF | 0x1E00..=0x1FFF)
}

/// Letters with a stroke or joined, which no normalisation form takes apart.
fn plain(c: char) -> Option<&'static str> {
    Some(match c {
        'ß' | 'ẞ' => "ss",
        'æ' | 'Æ' => "ae",
        'œ' | 'Œ' => "oe",
        'ø' | 'Ø' => "o",
        'ł' | 'Ł' => "l",
        'đ' | 'Đ' | 'ð' | 'Ð' => "d",
        'þ' | 'Þ' => "th",
        'ı' | 'İ' => "i",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_spelling_finds_another() {
        for (written, folded) in [
            ("Sŏrin", "sorin"),
            ("ŁÓDŹ", "lodz"),
            ("Ёлкин", "елкин"),
            ("Straße", "strasse"),
            ("ＡＢＣ", "abc"),
            ("강화", "강화"),
            ("ガス", "ガス"),
            ("हिन्दी", "हिन्दी"),
        ] {
            assert_eq!(fold(written), folded.nfkc().collect::<String>(), "{written}");
        }
    }
}
