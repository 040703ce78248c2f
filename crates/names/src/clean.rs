//! Settles once what letters a name is made of: invisible marks go, wide letters become plain ones, and
//! letters of another alphabet that only look right are put back, with a note that they were.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;

struct LookAlikes {
    /// Cyrillic or Greek to Latin.
    to_latin: BTreeMap<char, char>,
    /// Latin to Cyrillic.
    to_cyrillic: BTreeMap<char, char>,
}

static TABLE: LazyLock<LookAlikes> = LazyLock::new(|| {
    #[derive(Deserialize)]
    struct File {
        small: String,
        large: String,
    }
    let file: File = memcon_lexicon::table("names/lookalikes.toml")
        .expect("the table of look-alikes ships with the program");
    let mut table = LookAlikes { to_latin: BTreeMap::new(), to_cyrillic: BTreeMap::new() };
    for pair in file.small.split(' ').chain(file.large.split(' ')) {
        let mut chars = pair.chars();
        if let (Some(from), Some(to)) = (chars.next(), chars.next()) {
            table.to_latin.insert(from, to);
            if is_cyrillic(from) {
                table.to_cyrillic.insert(to, from);
            }
        }
    }
    table
});

fn is_cyrillic(c: char) -> bool {
    ('\u{400}'..='\u{52f}').contains(&c)
}

fn is_greek(c: char) -> bool {
    ('\u{370}'..='\u{3ff}').contains(&c)
}

fn is_latin(c: char) -> bool {
    c.is_alphabetic() && (c < '\u{250}' || ('\u{1e00}'..='\u{1eff}').contains(&c))
}

/// Marks that are not seen: direction, width zero, soft hyphen.
fn invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206f}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}')
}

/// A text without what cannot be seen, and whether letters of another alphabet were put right.
///
/// ```text
/// "Ｖａｒｇａ" -> ("Varga", false)      "Vаrga" with a Cyrillic а -> ("Varga", true)
/// ```
pub(crate) fn clean(text: &str) -> (String, bool) {
    if text.is_ascii() {
        return (text.to_owned(), false);
    }
    // The apostrophe-like letters and the middle dot stay what they are under NFKC.
    let plain: String = text.chars().filter(|c| !invisible(*c)).nfkc().collect();
    repair(plain)
}

/// Puts look-alike letters back word by word, where a word mixes alphabets and the fewer letters all look like
/// letters of the alphabet of the others; a whole word of look-alikes follows the rest of the name.
fn repair(text: String) -> (String, bool) {
    let foreign = |c: char| is_cyrillic(c) || is_greek(c);
    if !(text.chars().any(foreign) && text.chars().any(is_latin)) {
        return (text, false);
    }
    let all = (text.chars().filter(|c| is_latin(*c)).count(), text.chars().filter(|c| foreign(*c)).count());
    let mut out = String::with_capacity(text.len());
    let mut repaired = false;
    for word in text.split_inclusive(|c: char| !c.is_alphabetic()) {
        let latin = word.chars().filter(|c| is_latin(*c)).count();
        let others = word.chars().filter(|c| foreign(*c)).count();
        let to_latin = word.chars().all(|c| !foreign(c) || TABLE.to_latin.contains_key(&c));
        let to_cyrillic = word.chars().all(|c| !is_latin(c) || TABLE.to_cyrillic.contains_key(&c));
        let map =
            if others == 0 && (latin == 0 || all.0 >= all.1 || !to_cyrillic) || latin == 0 && all.1 > all.0 {
                None
            } else if to_latin && (latin > others || latin == 0 || !to_cyrillic) {
                Some(&TABLE.to_latin)
            } else if to_cyrillic {
                Some(&TABLE.to_cyrillic)
            } else {
                None
            };
        match map {
            Some(map) => {
                repaired = true;
                out.extend(word.chars().map(|c| map.get(&c).copied().unwrap_or(c)));
            }
            None => out.push_str(word),
        }
    }
    (out, repaired)
}
