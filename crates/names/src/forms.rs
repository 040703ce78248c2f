//! Given names that have several forms: spellings and languages of one name, short forms.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

/// How two given names belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kin {
    /// Spellings of one name.
    Spelling,
    /// Forms of one name in several languages.
    Variant,
    /// A short form and its full name, or two short forms of one.
    Short,
    /// Two different names.
    Strangers,
    /// At least one is in no table.
    Unknown,
}

struct Forms {
    /// The rows of forms that hold a word.
    variants: BTreeMap<String, Vec<usize>>,
    /// How many of those rows are languages; the rows behind them are spellings.
    languages: usize,
    /// The rows of short forms that hold a word; whether it heads the row.
    short: BTreeMap<String, Vec<usize>>,
    heads: Vec<String>,
    /// Given names in Chinese characters.
    chinese: BTreeMap<String, String>,
}

static FORMS: LazyLock<Forms> = LazyLock::new(|| {
    #[derive(Deserialize)]
    struct File {
        variants: Vec<Vec<String>>,
        spellings: Vec<Vec<String>>,
        short: Vec<Vec<String>>,
        chinese: Vec<(String, String)>,
    }
    let file: File =
        memcon_lexicon::table("names/forms.toml").expect("the table of given names ships with the program");
    let by = |rows: &[Vec<String>]| {
        let mut map: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (n, row) in rows.iter().enumerate() {
            for word in row {
                let list = map.entry(word.clone()).or_default();
                if !list.contains(&n) {
                    list.push(n);
                }
            }
        }
        map
    };
    let rows: Vec<Vec<String>> = file.variants.iter().chain(&file.spellings).cloned().collect();
    Forms {
        languages: file.variants.len(),
        variants: by(&rows),
        short: by(&file.short),
        chinese: file.chinese.into_iter().collect(),
        heads: file.short.iter().filter_map(|row| row.first().cloned()).collect(),
    }
});

/// What two plain words are to each other as given names.
pub(crate) fn kin(a: &str, b: &str) -> Kin {
    let none = Vec::new();
    let of = |map: &'static BTreeMap<String, Vec<usize>>, w: &str| map.get(w);
    let (va, vb) = (of(&FORMS.variants, a).unwrap_or(&none), of(&FORMS.variants, b).unwrap_or(&none));
    if let Some(n) = va.iter().rev().find(|n| vb.contains(n)) {
        return if *n >= FORMS.languages { Kin::Spelling } else { Kin::Variant };
    }
    let (sa, sb) = (of(&FORMS.short, a).unwrap_or(&none), of(&FORMS.short, b).unwrap_or(&none));
    let heads = |rows: &[usize], variants: &[usize]| {
        rows.iter().any(|n| {
            let head = FORMS.variants.get(&FORMS.heads[*n]).map_or(&[][..], Vec::as_slice);
            head.iter().any(|h| variants.contains(h))
        })
    };
    if sa.iter().any(|n| sb.contains(n)) || heads(sa, vb) || heads(sb, va) {
        return Kin::Short;
    }
    let known = |v: &[usize], s: &[usize]| !v.is_empty() || !s.is_empty();
    if known(va, sa) && known(vb, sb) { Kin::Strangers } else { Kin::Unknown }
}

/// Whether two given names (small letters without marks) are forms of one: a spelling, a language's form, a short form.
pub fn one_given_name(a: &str, b: &str) -> bool {
    a == b || matches!(kin(a, b), Kin::Spelling | Kin::Variant | Kin::Short)
}

/// The given name that Chinese characters customarily stand for.
pub(crate) fn of_characters(word: &str) -> Option<&'static str> {
    let simple: String = word.chars().map(crate::han::simple).collect();
    FORMS.chinese.get(&simple).map(String::as_str)
}
