//! Names inside a file as ways: characters, steps, each way once. A name never leads anywhere.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::LazyLock;

use serde::Deserialize;

/// Characters of one step of a way that are kept.
const STEP: usize = 200;
/// Steps of a way that are kept, the last ones.
const STEPS: usize = 40;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    litter: Vec<String>,
    litter_starts: Vec<String>,
    internal_subjects: Vec<String>,
    methods: std::collections::BTreeMap<String, String>,
}

static TABLE: LazyLock<Table> =
    LazyLock::new(|| memcon_lexicon::table("read/archive.toml").expect("our own table of archives"));

/// Whether a file or folder of this name (one step of a path) is left there by a system or program and holds no paper.
pub fn is_litter(name: &str) -> bool {
    let low = name.to_lowercase();
    TABLE.litter.contains(&low) || TABLE.litter_starts.iter().any(|s| low.starts_with(s.as_str()))
}

/// Whether a message of this subject holds the notes of a mail server.
pub(super) fn is_internal(subject: &str) -> bool {
    TABLE.internal_subjects.contains(&subject.trim().to_lowercase())
}

/// What a way of packing inside ZIP is called.
pub(super) fn method(number: u16) -> String {
    TABLE.methods.get(&number.to_string()).cloned().unwrap_or_else(|| format!("method {number}"))
}

/// The characters of a name that says nothing of its encoding: UTF-8 where it is, else the likeliest.
pub(super) fn characters(raw: &[u8]) -> String {
    if let Ok(name) = std::str::from_utf8(raw) {
        return name.to_owned();
    }
    let (shift_jis, gbk) = (encoding_rs::SHIFT_JIS, encoding_rs::GBK);
    let whole =
        |e: &'static encoding_rs::Encoding| e.decode_without_bom_handling_and_without_replacement(raw);
    let old = cp437(raw);
    // Two bytes a letter: if all of them make letters of East Asia, the name is from there.
    let east = [shift_jis, gbk, encoding_rs::BIG5, encoding_rs::EUC_KR]
        .into_iter()
        .filter_map(|e| whole(e).map(|name| (eastern(&name), name)))
        .max_by(|a, b| a.0.cmp(&b.0).then(std::cmp::Ordering::Greater));
    let russian = whole(encoding_rs::IBM866).map(|name| name.into_owned());
    match (east, russian) {
        (Some((score, name)), _) if score > 0 && !western(&old) => name.into_owned(),
        (_, Some(name)) if cyrillic(&name) && !western(&old) => name,
        _ => old,
    }
}

/// How many letters beyond ASCII are common ones of East Asia; 0 where some are none.
fn eastern(name: &str) -> usize {
    let mut count = 0;
    for c in name.chars().filter(|c| !c.is_ascii()) {
        match c {
            '\u{3040}'..='\u{30ff}' | '\u{4e00}'..='\u{9fa5}' | '\u{ac00}'..='\u{d7a3}' => count += 2,
            '\u{3000}'..='\u{303f}' | '\u{ff01}'..='\u{ff5e}' => count += 1,
            _ => return 0,
        }
    }
    count
}

/// Whether a name is words with letters of Western Europe among plain ones, not line drawing.
fn western(name: &str) -> bool {
    let beyond: Vec<char> = name.chars().filter(|c| !c.is_ascii()).collect();
    let plain = name.chars().filter(char::is_ascii_alphabetic).count();
    beyond.iter().all(|c| c.is_alphabetic() && *c < '\u{250}') && beyond.len() * 2 <= plain
}

/// Whether the letters beyond ASCII are Cyrillic.
fn cyrillic(name: &str) -> bool {
    let mut beyond = name.chars().filter(|c| !c.is_ascii()).peekable();
    beyond.peek().is_some() && beyond.all(|c| matches!(c, '\u{400}'..='\u{4ff}' | '\u{2116}' | '\u{a0}'))
}

/// Code page 437, upper half.
const UPPER: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}";

fn cp437(raw: &[u8]) -> String {
    let upper: Vec<char> = UPPER.chars().collect();
    let one = |b: &u8| {
        if *b < 128 { char::from(*b) } else { upper.get(usize::from(*b) - 128).copied().unwrap_or('?') }
    };
    raw.iter().map(one).collect()
}

/// A name as a way: steps that lead nowhere (`..`, roots, drives) go, strokes of either slant divide. `None` = nothing is left, or
/// the name is litter or hidden.
pub(super) fn way(name: &str) -> Option<String> {
    let mut steps: Vec<String> = Vec::new();
    for (n, step) in name.split(['/', '\\']).enumerate() {
        let step = step.trim();
        let drive = n == 0 && step.len() == 2 && step.ends_with(':');
        if matches!(step, "" | "." | "..") || drive {
            continue;
        }
        if is_litter(step) || step.starts_with('.') {
            return None;
        }
        let clean: String = step.chars().map(|c| if c.is_control() { '_' } else { c }).collect();
        steps.push(short(&clean));
    }
    let skip = steps.len().saturating_sub(STEPS);
    let way = steps.get(skip..).unwrap_or_default().join("/");
    (!way.is_empty()).then_some(way)
}

/// A step of bearable length, its ending kept.
fn short(step: &str) -> String {
    let count = step.chars().count();
    if count <= STEP {
        return step.to_owned();
    }
    let first: String = step.chars().take(STEP - 20).collect();
    let last: String = step.chars().skip(count - 20).collect();
    first + &last
}

/// Gives each way once: the second of a name gets `~2` before its ending.
#[derive(Default)]
pub(super) struct Ways(BTreeSet<u128>);

impl Ways {
    /// The way, or the first free one beside it.
    pub fn take(&mut self, way: String) -> String {
        if self.0.insert(mark(&way)) {
            return way;
        }
        let (folder, name) = way.rsplit_once('/').map_or(("", way.as_str()), |(f, n)| (f, n));
        let (stem, ending) = match name.rsplit_once('.') {
            Some((stem, ending)) if !stem.is_empty() && ending.len() <= 8 => (stem, format!(".{ending}")),
            _ => (name, String::new()),
        };
        let slash = if folder.is_empty() { "" } else { "/" };
        let mut n = self.first_free(folder, stem, &ending);
        loop {
            let next = format!("{folder}{slash}{stem}~{n}{ending}");
            if self.0.insert(mark(&next)) {
                return next;
            }
            n += 1;
        }
    }

    /// A number at or before the first free one, found by doubling, so that a million of one name stay quick.
    fn first_free(&self, folder: &str, stem: &str, ending: &str) -> u64 {
        let slash = if folder.is_empty() { "" } else { "/" };
        let taken = |n: u64| self.0.contains(&mark(&format!("{folder}{slash}{stem}~{n}{ending}")));
        let (mut low, mut high) = (1, 2);
        while taken(high) {
            low = high;
            high *= 2;
        }
        while high - low > 1 {
            let middle = low.midpoint(high);
            if taken(middle) { low = middle } else { high = middle }
        }
        high
    }
}

/// A way in few bytes: two hashes that do not fall together by chance.
fn mark(way: &str) -> u128 {
    let one = |salt: u8| {
        let mut hasher = DefaultHasher::new();
        (salt, way).hash(&mut hasher);
        hasher.finish()
    };
    u128::from(one(1)) << 64 | u128::from(one(2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_nowhere() {
        for (name, meant) in [
            ("../../etc/passwd", Some("etc/passwd")),
            ("/root/a.txt", Some("root/a.txt")),
            ("C:\\Papers\\1951\\a.txt", Some("Papers/1951/a.txt")),
            ("..", None),
            ("__MACOSX/a/._b.txt", None),
            ("a/.hidden/b.txt", None),
            ("a\nb.txt", Some("a_b.txt")),
        ] {
            assert_eq!(way(name).as_deref(), meant, "{name}");
        }
    }

    #[test]
    fn each_way_is_given_once() {
        let mut ways = Ways::default();
        let got: Vec<String> =
            ["a/b.txt", "a/b.txt", "a/b~2.txt", "a/b.txt", "x"].map(|w| ways.take(w.to_owned())).into();
        assert_eq!(got, ["a/b.txt", "a/b~2.txt", "a/b~2~2.txt", "a/b~3.txt", "x"]);
        (0..20_000).for_each(|_| drop(ways.take("x".to_owned())));
        assert_eq!(ways.take("x".to_owned()), "x~20002");
    }

    #[test]
    fn names_without_a_word_on_their_encoding() {
        let in_code = |label: &str, name: &str| {
            encoding_rs::Encoding::for_label(label.as_bytes()).unwrap().encode(name).0.into_owned()
        };
        assert_eq!(characters(&in_code("shift_jis", "渡し船の報告書.txt")), "渡し船の報告書.txt");
        assert_eq!(characters(&in_code("gbk", "渡船报告书.txt")), "渡船报告书.txt");
        assert_eq!(characters(&in_code("ibm866", "Отчет о пароме.txt")), "Отчет о пароме.txt");
        assert_eq!(characters(b"F\x84hre am Flu\xe1.txt"), "Fähre am Fluß.txt");
        assert_eq!(characters("报告.txt".as_bytes()), "报告.txt");
    }
}
