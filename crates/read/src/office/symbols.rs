//! Signs of symbol fonts as characters (`data/read/symbols.toml`).

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    font: Vec<FontText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FontText {
    names: Vec<String>,
    runs: Vec<(String, String)>,
    ascii: bool,
}

struct Font {
    signs: BTreeMap<u32, char>,
    ascii: bool,
}

static FONTS: LazyLock<BTreeMap<String, Font>> = LazyLock::new(|| {
    let file: File = memcon_lexicon::table("read/symbols.toml").expect("our own table of symbol fonts");
    let mut fonts = BTreeMap::new();
    for font in file.font {
        for name in &font.names {
            let mut signs = BTreeMap::new();
            for (first, run) in &font.runs {
                let first = u32::from_str_radix(first, 16).expect("a code of a symbol font");
                let run = run.chars().enumerate().filter(|(_, c)| *c != ' ');
                signs.extend(run.map(|(n, c)| (first + n as u32, c)));
            }
            fonts.insert(name.clone(), Font { signs, ascii: font.ascii });
        }
    }
    fonts
});

/// Whether a font's letters are signs.
pub(super) fn is_symbol_font(name: &str) -> bool {
    FONTS.contains_key(name.trim().to_lowercase().as_str())
}

/// The sign that `code` (0x20–0xFF, or U+F020–U+F0FF) stands for in a font; `None` = the table does not know.
pub(super) fn sign(font: &str, code: u32) -> Option<char> {
    let code = if (0xf000..=0xf0ff).contains(&code) { code - 0xf000 } else { code };
    let font = FONTS.get(font.trim().to_lowercase().as_str())?;
    let plain = || (font.ascii && (0x20..0x7f).contains(&code)).then(|| char::from_u32(code)).flatten();
    font.signs.get(&code).copied().or_else(plain)
}

/// Words in a font: those of a symbol font as the signs they show.
pub(super) fn shown<'w>(font: Option<&str>, words: &'w str) -> Cow<'w, str> {
    let Some(font) = font.filter(|f| is_symbol_font(f)) else {
        // Word writes bullets of symbol fonts without naming the font at each.
        if words.chars().any(|c| ('\u{f020}'..='\u{f0ff}').contains(&c)) {
            return Cow::Owned(words.chars().map(|c| private(c).unwrap_or(c)).collect());
        }
        return Cow::Borrowed(words);
    };
    Cow::Owned(words.chars().map(|c| sign(font, c as u32).unwrap_or(c)).collect())
}

fn private(c: char) -> Option<char> {
    ('\u{f020}'..='\u{f0ff}').contains(&c).then(|| sign("symbol", c as u32)).flatten()
}

/// A bullet as it is printed; one that no table knows is a plain bullet.
pub(super) fn bullet(font: Option<&str>, text: &str) -> String {
    let shown = match font.filter(|f| is_symbol_font(f)) {
        Some(font) => text.chars().map(|c| sign(font, c as u32).unwrap_or('•')).collect(),
        None => shown(None, text).into_owned(),
    };
    shown.chars().map(|c| if ('\u{e000}'..='\u{f8ff}').contains(&c) { '•' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_of_symbol_fonts_are_characters() {
        assert_eq!(sign("Symbol", 0xf0b3), Some('≥'));
        assert_eq!(sign("Symbol", 0x61), Some('α'));
        assert_eq!(sign("Symbol", 0xd5), Some('∏'));
        assert_eq!(sign("Symbol", 0xae), Some('→'));
        assert_eq!(sign("Symbol", 0xb7), Some('•'));
        assert_eq!(sign("Symbol", 0xde), Some('⇒'));
        assert_eq!(sign("Wingdings", 0xf0fe), Some('☑'));
        assert_eq!(sign("Wingdings", 0xa7), Some('▪'));
        assert_eq!(sign("Georgia", 0xf0b7), None);
        assert_eq!(shown(Some("Symbol"), "a \u{f0a3} b"), "α ≤ β");
        assert_eq!(bullet(None, "\u{f0b7}"), "•");
        assert_eq!(bullet(Some("Courier New"), "o"), "o");
    }
}
