//! Faces of type for the PDF: the shipped family, and from the machine what it lacks (Chinese, Japanese, Korean …).
//!
//! The machine's faces are looked for only where the words need them; then those with serifs are preferred, as in the
//! reading room's style sheet.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use typst::foundations::Bytes;
use typst::text::{Font, FontBook, FontInfo};
use typst::utils::LazyHash;
use typst_kit::fonts::{FontPath, FontStore, system};

use super::Dossier;

/// The shipped family, one file a style.
const OWN: [&[u8]; 4] = [
    include_bytes!("../../assets/fonts/literata-regular.ttf"),
    include_bytes!("../../assets/fonts/literata-italic.ttf"),
    include_bytes!("../../assets/fonts/literata-bold.ttf"),
    include_bytes!("../../assets/fonts/literata-bold-italic.ttf"),
];

/// Its name.
pub const FAMILY: &str = "Literata";

/// Families of other scripts by preference, as systems ship them: those with serifs first.
const OTHERS: [(&str, &[&str]); 5] = [
    (
        "ko",
        &[
            "Noto Serif CJK KR",
            "Noto Serif KR",
            "Source Han Serif K",
            "Source Han Serif",
            "Nanum Myeongjo",
            "AppleMyungjo",
            "Batang",
            "Noto Sans CJK KR",
            "Apple SD Gothic Neo",
            "Malgun Gothic",
        ],
    ),
    (
        "zh",
        &[
            "Noto Serif CJK SC",
            "Noto Serif SC",
            "Source Han Serif SC",
            "Songti SC",
            "SimSun",
            "Noto Sans CJK SC",
            "PingFang SC",
            "Microsoft YaHei",
            "Droid Sans Fallback",
        ],
    ),
    (
        "zh-TW",
        &[
            "Noto Serif CJK TC",
            "Noto Serif TC",
            "Source Han Serif TC",
            "Songti TC",
            "PMingLiU",
            "Noto Sans CJK TC",
            "PingFang TC",
            "Microsoft JhengHei",
        ],
    ),
    (
        "ja",
        &[
            "Noto Serif CJK JP",
            "Noto Serif JP",
            "Source Han Serif",
            "Hiragino Mincho ProN",
            "Yu Mincho",
            "MS Mincho",
            "Noto Sans CJK JP",
        ],
    ),
    (
        "ar",
        &[
            "Noto Naskh Arabic",
            "Amiri",
            "Scheherazade New",
            "Geeza Pro",
            "Traditional Arabic",
            "Noto Sans Arabic",
        ],
    ),
];

/// The faces of this machine: looked for once.
static SYSTEM: LazyLock<Vec<(String, u32, FontInfo)>> = LazyLock::new(|| {
    let mut all: Vec<(String, u32, FontInfo)> =
        system().map(|(path, info)| (path.path.display().to_string(), path.index, info)).collect();
    // A folder is not always read in one order.
    all.sort_by(|a, b| (&a.0, a.1).cmp(&(&b.0, b.1)));
    all
});

/// The characters of a dossier.
pub struct Needed(BTreeSet<char>);

impl Needed {
    /// Every character once.
    pub fn of(dossier: &Dossier) -> Self {
        let mut all: BTreeSet<char> = BTreeSet::new();
        let mut add = |words: &str| all.extend(words.chars());
        for line in dossier.lines().into_iter().chain(dossier.notes.iter().map(|n| &n.line)) {
            line.runs.iter().for_each(|r| add(&r.words));
        }
        for note in dossier.notes.iter().filter_map(|n| n.place.as_ref()) {
            add(&note.document);
        }
        dossier.facts.iter().for_each(|f| add(&f.name));
        [&dossier.title, &dossier.collection, &dossier.kicker, &dossier.contents]
            .into_iter()
            .for_each(|w| add(w));
        // What is not seen needs no face.
        all.retain(|c| !c.is_whitespace() && !c.is_control() && !unseen(*c));
        Self(all)
    }
}

/// Marks that steer and are not drawn.
fn unseen(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}')
}

/// Faces for one dossier.
pub struct Faces {
    store: FontStore,
    names: BTreeMap<String, Vec<String>>,
}

impl Faces {
    /// The shipped family; the machine's too where characters are needed that it lacks.
    pub fn for_words(needed: &Needed) -> Self {
        let mut store = FontStore::new();
        for file in OWN {
            for font in Font::iter(Bytes::new(file)) {
                let info = font.info().clone();
                store.push((font, info));
            }
        }
        let lacking = |store: &FontStore, c: char| {
            !(0..).map_while(|n| store.book().info(n)).any(|i| i.coverage.contains(c as u32))
        };
        let foreign = needed.0.iter().any(|c| lacking(&store, *c));
        if foreign {
            for (path, index, info) in SYSTEM.iter() {
                store.push((FontPath { path: path.into(), index: *index }, info.clone()));
            }
        }
        let mut names = BTreeMap::new();
        for (key, families) in OTHERS {
            let known = families.iter().find(|f| store.book().contains_family(&f.to_lowercase()));
            let own = std::iter::once(FAMILY).chain(known.copied());
            names.insert(key.to_owned(), own.map(str::to_owned).collect());
        }
        // Among words of another language: Chinese characters as in China, then Korean syllables, kana.
        let mut base: Vec<String> = vec![FAMILY.to_owned()];
        for key in ["zh", "ko", "ja", "ar"] {
            base.extend(names.get(key).and_then(|n: &Vec<String>| n.get(1)).cloned());
        }
        names.insert("base".to_owned(), base);
        Self { store, names }
    }

    /// Families by language, and under `base` for everything else.
    pub fn names(&self) -> &BTreeMap<String, Vec<String>> {
        &self.names
    }

    /// Characters that no face has, in order.
    pub fn missing(&self, needed: &Needed) -> Vec<char> {
        let mut infos: Vec<&FontInfo> = (0..).map_while(|n| self.store.book().info(n)).collect();
        // The families chosen have nearly everything: asked first, the thousands of others are rarely asked.
        infos.sort_by_key(|i| !self.names.values().flatten().any(|name| *name == i.family));
        let lacks = |c: &&char| !infos.iter().any(|i| i.coverage.contains(**c as u32));
        needed.0.iter().filter(lacks).copied().collect()
    }

    /// For the typesetter.
    pub fn book(&self) -> &LazyHash<FontBook> {
        self.store.book()
    }

    /// For the typesetter.
    pub fn font(&self, index: usize) -> Option<Font> {
        self.store.font(index)
    }
}

/// Under which key the faces of a language stand.
pub fn key(lang: &str, region: Option<&str>) -> String {
    match (lang, region) {
        ("zh", Some("TW" | "HK" | "MO")) => "zh-TW".to_owned(),
        ("ko" | "zh" | "ja" | "ar", _) => lang.to_owned(),
        ("fa" | "ur", _) => "ar".to_owned(),
        _ => "base".to_owned(),
    }
}
