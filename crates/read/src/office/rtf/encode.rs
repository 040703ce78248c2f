//! Bytes of Rich Text to characters: code pages of the file and of its fonts.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use encoding_rs::Encoding;
use serde::Deserialize;

use crate::office::symbols;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    page: Vec<PageText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PageText {
    number: i32,
    upper: String,
}

static DOS: LazyLock<BTreeMap<i32, Vec<char>>> = LazyLock::new(|| {
    let file: File = memcon_lexicon::table("read/codepages.toml").expect("our own table of code pages");
    file.page.into_iter().map(|p| (p.number, p.upper.chars().collect())).collect()
});

/// A font.
#[derive(Clone, Debug, Default)]
pub(super) struct Font {
    /// Its name.
    pub name: String,
    /// Its character set (`\fcharset`).
    pub charset: Option<i32>,
    /// Its code page (`\cpg`).
    pub page: Option<i32>,
}

/// The fonts of a file, and its own code page.
#[derive(Debug, Default)]
pub(super) struct Fonts {
    fonts: BTreeMap<i32, Font>,
    /// The file's own code page.
    pub page: i32,
    /// Whether fonts of several character sets are there: then the writer knew what he said.
    several: bool,
}

impl Fonts {
    /// No fonts yet, and the code page of the file.
    pub fn new(page: i32) -> Self {
        Self { page, ..Self::default() }
    }

    /// The name of the file's own encoding.
    pub fn name(&self) -> &'static str {
        match self.page {
            437 => "IBM437",
            850 => "IBM850",
            page => encoding(page).name(),
        }
    }

    /// Keeps a font.
    pub fn keep(&mut self, number: i32, font: Font) {
        if self.fonts.len() < 10_000 {
            let first = self.fonts.values().find_map(|f| f.charset);
            self.several |= first.is_some() && font.charset.is_some_and(|c| Some(c) != first && c != 2);
            self.fonts.insert(number, font);
        }
    }

    /// Adds the characters of bytes in a font; says whether all were known.
    pub fn decode(&self, font: i32, bytes: &[u8], out: &mut String) -> bool {
        if bytes.is_ascii() && self.symbol(font).is_none() {
            out.push_str(std::str::from_utf8(bytes).unwrap_or_default());
            return true;
        }
        if let Some(name) = self.symbol(font) {
            let sign = |b: &u8| symbols::sign(name, u32::from(*b));
            let own = |b: &u8| {
                if *b < 0x80 {
                    char::from(*b)
                } else {
                    char::from_u32(0xf000 + u32::from(*b)).unwrap_or('•')
                }
            };
            out.extend(bytes.iter().map(|b| sign(b).unwrap_or_else(|| own(b))));
            return true;
        }
        let page = self.page_of(font);
        if let Some(upper) = DOS.get(&page) {
            let one = |b: &u8| {
                if *b < 0x80 {
                    char::from(*b)
                } else {
                    upper.get(usize::from(*b) - 0x80).copied().unwrap_or('\u{fffd}')
                }
            };
            out.extend(bytes.iter().map(one));
            return true;
        }
        let (text, bad) = encoding(page).decode_without_bom_handling(bytes);
        out.push_str(&text);
        !bad
    }

    /// The name of a font whose letters are signs.
    pub fn symbol(&self, font: i32) -> Option<&str> {
        let font = self.fonts.get(&font)?;
        (font.charset == Some(2) && symbols::is_symbol_font(&font.name)
            || symbols::is_symbol_font(&font.name) && font.charset.is_none())
        .then_some(font.name.as_str())
    }

    fn page_of(&self, font: i32) -> i32 {
        let Some(font) = self.fonts.get(&font) else { return self.page };
        if let Some(page) = font.page.filter(|p| *p > 0 && known(*p)) {
            return page;
        }
        match font.charset {
            Some(0) if self.several || self.page == 1252 => 1252,
            Some(77) => 10_000,
            Some(128) => 932,
            Some(129 | 130) => 949,
            Some(134) => 936,
            Some(136) => 950,
            Some(161) => 1253,
            Some(162) => 1254,
            Some(163) => 1258,
            Some(177) => 1255,
            Some(178..=180) => 1256,
            Some(186) => 1257,
            Some(204) => 1251,
            Some(222) => 874,
            Some(238) => 1250,
            Some(254) => 437,
            Some(255) => 850,
            _ => self.page,
        }
    }
}

fn known(page: i32) -> bool {
    DOS.contains_key(&page) || page == 1252 || encoding(page) != encoding_rs::WINDOWS_1252
}

/// The encoding of a code page; one not known is read as 1252.
fn encoding(page: i32) -> &'static Encoding {
    let label = match page {
        866 => "ibm866",
        874 => "windows-874",
        932 => "shift_jis",
        936 => "gbk",
        949 => "euc-kr",
        950 => "big5",
        1250 => "windows-1250",
        1251 => "windows-1251",
        1253 => "windows-1253",
        1254 => "windows-1254",
        1255 => "windows-1255",
        1256 => "windows-1256",
        1257 => "windows-1257",
        1258 => "windows-1258",
        10_000 => "macintosh",
        10_007 => "x-mac-cyrillic",
        20_866 => "koi8-r",
        21_866 => "koi8-u",
        28_592 => "iso-8859-2",
        28_595 => "iso-8859-5",
        54_936 => "gb18030",
        65_001 => "utf-8",
        _ => "windows-1252",
    };
    Encoding::for_label(label.as_bytes()).unwrap_or(encoding_rs::WINDOWS_1252)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(page: i32, charset: Option<i32>, name: &str, bytes: &[u8]) -> String {
        let mut fonts = Fonts { page, ..Fonts::default() };
        fonts.keep(0, Font { name: name.into(), charset, page: None });
        let mut out = String::new();
        fonts.decode(0, bytes, &mut out);
        out
    }

    #[test]
    fn bytes_are_read_in_the_charset_of_their_font() {
        assert_eq!(decoded(1252, Some(204), "Times", b"\xcf\xe0\xf0\xee\xec"), "Паром");
        assert_eq!(decoded(936, Some(134), "SimSun", b"\xb6\xc9\xb4\xac"), "渡船");
        assert_eq!(decoded(1252, Some(129), "Batang", b"\xb9\xe8"), "배");
        assert_eq!(decoded(437, None, "", b"\x81"), "ü");
        assert_eq!(decoded(1252, Some(2), "Symbol", b"a\xb7"), "α•");
        // A writer that calls every font Western and names another code page means that one.
        assert_eq!(decoded(1251, Some(0), "Times", b"\xcf"), "П");
    }
}
