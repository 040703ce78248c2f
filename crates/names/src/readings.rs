//! The ways a written name can be read, tradition by tradition, as the comparison and the keys need them.
//!
//! What each script allows is tried; nothing is decided here. The public form is in `reading.rs`.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use crate::chinese::{self, Cut, Ways};
use crate::korean::{self, Syllable};
use crate::sound::phones;
use crate::text::{Name, Script, is_article, is_particle, plain};
use crate::{han, japanese};

/// Readings of one tradition that are kept at most.
const MOST: usize = 32;

/// A name read as Korean; a place has no family name.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Korean {
    pub syllables: Vec<Syllable>,
    /// How many of them are the family name.
    pub family: usize,
}

/// A name read as Chinese, each syllable with all it can be.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Chinese {
    pub syllables: Vec<Ways>,
    /// How many of them are the family name.
    pub family: usize,
    /// Read by its Cantonese sound: the ways are what characters of that sound are in Mandarin.
    pub cantonese: bool,
}

/// A word as its letters and its sound.
#[derive(Clone, Debug)]
pub(crate) struct Word {
    pub plain: String,
    pub phones: Vec<u8>,
    /// A hyphen joins it to the next.
    pub hyphen: bool,
    /// Whether it is one letter that stands for a name; one character of the East is a word.
    pub letter: bool,
}

impl Word {
    /// Whether it is an initial.
    pub fn initial(&self) -> bool {
        self.letter
    }
}

/// Everything a name can be.
#[derive(Clone, Debug)]
pub(crate) struct Readings {
    pub name: Name,
    pub korean: Vec<Korean>,
    pub chinese: Vec<Chinese>,
    /// Whether it reads as Vietnamese: family name first, two to five words.
    pub vietnamese: bool,
    /// The words by sound, without particles.
    pub words: Vec<Word>,
    /// The letters alone, small, without marks.
    pub spelled: String,
}

/// Family names as sets of vowels by onset and coda, and those of two syllables.
struct Families {
    korean: [u32; 19 * 8],
    korean_two: Vec<[Syllable; 2]>,
    chinese_two: BTreeSet<(u16, u16)>,
    by_sound: BTreeSet<char>,
    spelled: Vec<(String, Syllable)>,
}

static FAMILIES: LazyLock<Families> = LazyLock::new(|| {
    #[derive(serde::Deserialize)]
    struct Characters {
        chinese: String,
    }
    let sound: Characters = memcon_lexicon::table("names/transliteration.toml")
        .expect("the table of characters ships with the program");
    let mut f = Families {
        korean: [0; 19 * 8],
        korean_two: Vec::new(),
        chinese_two: BTreeSet::new(),
        by_sound: sound.chinese.chars().map(han::simple).collect(),
        spelled: Vec::new(),
    };
    for name in han::korean_families() {
        match korean::hangul(name).as_deref() {
            Some([one]) => f.korean[one.onset.first() * 8 + one.coda.first()] |= 1 << one.vowel.first(),
            Some([a, b]) => f.korean_two.push([*a, *b]),
            _ => {}
        }
    }
    for name in han::family_names().iter().filter(|n| n.chars().count() == 2) {
        let mut chars = name.chars().filter_map(|c| chinese::characters(c).first().map(|w| w.pinyin));
        if let (Some(a), Some(b)) = (chars.next(), chars.next()) {
            f.chinese_two.insert((a, b));
        }
    }
    for (_, system) in crate::systems::of(crate::Tradition::Korean, Script::Latin) {
        for (spelling, hangul) in &system.tables.families {
            f.spelled.extend(hangul.chars().filter_map(Syllable::of).map(|s| (spelling.clone(), s)));
        }
    }
    f
});

/// Whether syllables can be a Korean family name.
fn korean_family(s: &[Syllable]) -> bool {
    match s {
        [one] => {
            let (onsets, codas) = (one.onset.0[2], one.coda.0[2]);
            (0..19).filter(|o| onsets & (1 << o) != 0).any(|o| {
                (0..8)
                    .filter(|c| codas & (1 << c) != 0)
                    .any(|c| FAMILIES.korean[o * 8 + c] & one.vowel.0[2] != 0)
            })
        }
        [_, _] => FAMILIES.korean_two.iter().any(|two| korean::distance(s, two, 2).is_some()),
        _ => false,
    }
}

fn chinese_family(cut: &Cut) -> bool {
    match cut.as_slice() {
        [one] => chinese::families(one),
        [a, b] => a.iter().any(|x| b.iter().any(|y| FAMILIES.chinese_two.contains(&(x.pinyin, y.pinyin)))),
        _ => false,
    }
}

/// Reads a name in every way that its script allows.
pub(crate) fn readings(text: &str) -> Readings {
    of(Name::parse(text))
}

/// [`readings`] of a name already taken apart.
pub(crate) fn of(name: Name) -> Readings {
    let mut r = Readings {
        spelled: spelled(&name),
        words: Vec::new(),
        korean: Vec::new(),
        chinese: Vec::new(),
        vietnamese: false,
        name,
    };
    if r.name.words.is_empty() {
        return r;
    }
    r.words = words(&r.name);
    if r.name.words.len() > 6 {
        return r;
    }
    match r.name.script {
        Script::Latin => {
            latin_korean(&mut r);
            latin_chinese(&mut r);
            r.vietnamese = crate::vietnamese::reads(&r.name);
        }
        Script::Cyrillic => cyrillic(&mut r),
        Script::Hangul => hangul(&mut r),
        Script::Han => characters(&mut r),
        Script::Kana | Script::Other => {}
    }
    r.korean.truncate(MOST);
    r.chinese.truncate(MOST);
    r
}

/// The letters alone.
fn spelled(name: &Name) -> String {
    name.words
        .iter()
        .flat_map(|w| plain(w).chars().collect::<Vec<_>>())
        .filter(|c| !matches!(c, '-' | '\'' | '’' | '–' | '—' | 'ʼ' | '‘' | '`' | 'ʻ' | 'ʿ' | 'ʾ'))
        .collect()
}

/// Words for the comparison by sound: cut at hyphens, without particles and articles.
fn words(name: &Name) -> Vec<Word> {
    let mut out: Vec<Word> = Vec::new();
    for word in &name.words {
        let parts: Vec<&str> = word.split(['-', '–', '—']).filter(|p| !p.is_empty()).collect();
        for (n, part) in parts.iter().enumerate() {
            let plain = plain(part).replace(['\'', '’', '‘', 'ʼ', '`', 'ʻ', 'ʿ', 'ʾ'], "");
            let article = n + 1 < parts.len() && is_article(&plain);
            if plain.is_empty() || article || is_particle(&plain) && plain.chars().count() > 1 {
                continue;
            }
            let letter = plain.chars().nth(1).is_none()
                && matches!(name.script, Script::Latin | Script::Cyrillic | Script::Other);
            out.push(Word { phones: phones(part, name.script), plain, hyphen: n + 1 < parts.len(), letter });
        }
    }
    out
}

/// The orders in which words can be family and given name.
pub(crate) fn orders(name: &Name) -> Vec<(&str, &[String])> {
    let w = &name.words;
    let mut out = Vec::new();
    if let ([first, rest @ ..], [before @ .., last]) = (w.as_slice(), w.as_slice())
        && !rest.is_empty()
    {
        if !name.inverted {
            out.push((first.as_str(), rest));
        }
        out.push((last.as_str(), before));
    }
    out
}

/// Given-name words cut at hyphens.
fn parts(words: &[String]) -> impl Iterator<Item = &str> {
    words.iter().flat_map(|w| w.split(['-', '–', '‐'])).filter(|p| !p.is_empty())
}

/// All ways to read parts one after the other, at most `most` syllables.
fn sequence<'p, T: Clone>(
    parts: impl Iterator<Item = &'p str>,
    most: usize,
    read: impl Fn(&str) -> Vec<Vec<T>>,
) -> Vec<Vec<T>> {
    let mut all: Vec<Vec<T>> = vec![Vec::new()];
    for part in parts {
        let ways = read(part);
        let mut next = Vec::new();
        for before in &all {
            for way in ways.iter().filter(|w| before.len() + w.len() <= most) {
                if next.len() < MOST {
                    next.push(before.iter().chain(way).cloned().collect());
                }
            }
        }
        if next.is_empty() {
            return next;
        }
        all = next;
    }
    all.retain(|s| !s.is_empty());
    all
}

fn latin_korean(r: &mut Readings) {
    let mut found = Vec::new();
    for (family, given) in orders(&r.name) {
        let folded = plain(family);
        let mut families: Vec<Vec<Syllable>> = FAMILIES
            .spelled
            .iter()
            .filter(|(s, _)| *s == folded)
            .map(|(_, syllable)| vec![*syllable])
            .collect();
        families.extend(korean::latin(family).into_iter().filter(|f| korean_family(f)));
        if families.is_empty() {
            continue;
        }
        for g in sequence(parts(given), 2, korean::latin) {
            for f in &families {
                let syllables = f.iter().chain(&g).copied().collect();
                found.push(Korean { syllables, family: f.len() });
            }
        }
    }
    if let [one] = r.name.words.as_slice() {
        let whole = sequence(parts(std::slice::from_ref(one)), 4, korean::latin);
        found.extend(whole.into_iter().map(|syllables| Korean { syllables, family: 0 }));
    }
    // Systems that are never mixed, where the name shows that it follows one.
    for (n, system) in
        crate::systems::of(crate::Tradition::Korean, Script::Latin).filter(|(_, s)| s.tables.apart)
    {
        if korean::tells(system, &r.name.words) {
            for (family, given, _) in korean_by(n, &r.name) {
                let syllables = family.iter().chain(&given).copied().collect();
                found.push(Korean { syllables, family: family.len() });
            }
        }
    }
    r.korean = found;
}

fn latin_chinese(r: &mut Readings) {
    let mut found = Vec::new();
    for (family, given) in orders(&r.name) {
        let mandarin: Vec<Cut> = chinese::latin(family).into_iter().filter(chinese_family).collect();
        let cantonese: Vec<Cut> = chinese::cantonese(family).into_iter().filter(chinese_family).collect();
        if mandarin.is_empty() && cantonese.is_empty() {
            continue;
        }
        let plain_given = sequence(parts(given), 2, chinese::latin);
        for g in &plain_given {
            for f in &mandarin {
                found.push(joined(f, g, false));
            }
        }
        // By the sound of the South where no standard reads the given name as Mandarin.
        let standard = |cut: &Cut| cut.iter().all(|w| w.first().is_some_and(|w| w.cost < 2));
        if plain_given.iter().any(standard) {
            continue;
        }
        let given = sequence(parts(given), 2, chinese::cantonese);
        for g in given.iter().take(4) {
            for f in cantonese.iter().chain(if plain_given.is_empty() { mandarin.as_slice() } else { &[] }) {
                found.push(joined(f, g, true));
            }
        }
    }
    if let [one] = r.name.words.as_slice() {
        for syllables in sequence(parts(std::slice::from_ref(one)), 4, chinese::latin) {
            found.push(Chinese { syllables, family: 0, cantonese: false });
        }
    }
    r.chinese = found;
}

fn joined(family: &Cut, given: &Cut, cantonese: bool) -> Chinese {
    Chinese { syllables: family.iter().chain(given).copied().collect(), family: family.len(), cantonese }
}

fn cyrillic(r: &mut Readings) {
    let name = &r.name;
    if let [one] = name.words.as_slice() {
        let one = std::slice::from_ref(one);
        let korean = sequence(parts(one), 4, korean::cyrillic);
        r.korean = korean.into_iter().map(|syllables| Korean { syllables, family: 0 }).collect();
        let chinese = sequence(parts(one), 4, chinese::cyrillic);
        r.chinese =
            chinese.into_iter().map(|syllables| Chinese { syllables, family: 0, cantonese: false }).collect();
        return;
    }
    // Russian keeps the Eastern order unless a comma turned it round.
    let Some((family, given)) = orders(name).into_iter().next() else { return };
    if family.chars().count() > 6 {
        return;
    }
    let families: Vec<Vec<Syllable>> =
        korean::cyrillic(family).into_iter().filter(|f| korean_family(f)).collect();
    if !families.is_empty() {
        for g in sequence(parts(given), 2, korean::cyrillic) {
            for f in &families {
                r.korean.push(Korean { syllables: f.iter().chain(&g).copied().collect(), family: f.len() });
            }
        }
    }
    let families: Vec<Cut> = chinese::cyrillic(family).into_iter().filter(chinese_family).collect();
    if !families.is_empty() {
        for g in sequence(parts(given), 2, chinese::cyrillic) {
            for f in &families {
                r.chinese.push(joined(f, &g, false));
            }
        }
    }
}

/// Splits the characters of a name written without blanks into family and given name.
fn splits(name: &Name, family: impl Fn(&[char]) -> bool) -> Vec<(Vec<char>, usize)> {
    if let [a, b] = name.words.as_slice() {
        let (f, g) = if name.inverted { (b, a) } else { (a, b) };
        // In Hangul two words whose first is no family name are a foreign name.
        if name.script == Script::Hangul && !family(&f.chars().collect::<Vec<_>>()) {
            return Vec::new();
        }
        return vec![(f.chars().chain(g.chars()).collect(), f.chars().count())];
    }
    let chars: Vec<char> = name.words.concat().chars().collect();
    let mut out = Vec::new();
    if chars.is_empty() || chars.len() > 6 {
        return out;
    }
    for n in [2, 1] {
        if chars.len() > n && chars.len() - n <= 3 && family(&chars[..n]) {
            out.push((chars.clone(), n));
        }
    }
    // A place, or a family name that no table holds.
    out.push((chars, 0));
    out
}

fn hangul(r: &mut Readings) {
    let known = |f: &[char]| han::korean_families().contains(&f.iter().collect::<String>());
    for (chars, family) in splits(&r.name, known) {
        // Longer words are a foreign name.
        let most = if family == 0 { 5 } else { 3 };
        if family > 2 || chars.len() - family > most {
            continue;
        }
        if let Some(syllables) = chars.iter().map(|c| Syllable::of(*c)).collect() {
            r.korean.push(Korean { syllables, family });
        }
    }
}

fn characters(r: &mut Readings) {
    let known = |f: &[char]| {
        f.len() == 1 || han::family_names().contains(&f.iter().map(|c| han::simple(*c)).collect::<String>())
    };
    for (chars, family) in splits(&r.name, known) {
        let syllables: Vec<Ways> = chars.iter().map(|c| chinese::characters(*c)).collect();
        if syllables.iter().all(|s| !s.is_empty()) {
            r.chinese.push(Chinese { syllables, family, cantonese: false });
        }
        // A character may have several Korean readings.
        let mut all: Vec<Vec<Syllable>> = vec![Vec::with_capacity(chars.len())];
        for c in &chars {
            let ways: Vec<Syllable> = han::korean(*c).into_iter().filter_map(Syllable::of).collect();
            all = all
                .iter()
                .flat_map(|before| ways.iter().map(|w| before.iter().chain([w]).copied().collect()))
                .take(8)
                .collect();
        }
        r.korean.extend(all.into_iter().map(|syllables| Korean { syllables, family }));
    }
}

impl Readings {
    /// Whether the name reads as an East Asian name with family and given name.
    pub fn eastern(&self) -> bool {
        self.vietnamese
            || self.korean.iter().any(|k| k.family > 0)
            || self.chinese.iter().any(|c| c.family > 0 && !c.cantonese)
    }

    /// Whether characters may be a foreign name by sound.
    pub fn by_sound(&self) -> bool {
        self.name.script == Script::Han
            && (self.name.words.len() > 1
                || self.name.words.concat().chars().all(|c| FAMILIES.by_sound.contains(&han::simple(c))))
    }

    /// Latin words as (family, given) in the coarse Japanese spelling, in both orders.
    pub fn romaji(&self) -> Vec<(String, String)> {
        let mut out: Vec<(String, String)> = orders(&self.name)
            .into_iter()
            .map(|(f, g)| (japanese::fold(f), japanese::fold(&g.concat())))
            .collect();
        if let [one] = self.name.words.as_slice() {
            out.push((japanese::fold(one), String::new()));
        }
        out
    }
}

/// The words of a name whose system is asked for: those of the given name, or all of a name of one word.
pub(crate) fn parts_of(name: &Name, family: bool) -> Option<Vec<String>> {
    if !matches!(name.script, Script::Latin | Script::Cyrillic) {
        return None;
    }
    let words: &[String] = match (family, orders(name).as_slice()) {
        (true, [(_, given), ..]) => given,
        _ => &name.words,
    };
    Some(parts(words).map(str::to_owned).collect())
}

/// A Latin or Cyrillic name read by one Korean system alone: family name, given name, and whether the order had to
/// be turned round (0 or 1).
pub(crate) fn korean_by(system: usize, name: &Name) -> Vec<(Vec<Syllable>, Vec<Syllable>, usize)> {
    let by = |w: &str| korean::latin_by(system, w);
    let mut found = Vec::new();
    for (order, (family, given)) in orders(name).into_iter().enumerate() {
        let families: Vec<Vec<Syllable>> = by(family).into_iter().filter(|f| korean_family(f)).collect();
        if families.is_empty() {
            continue;
        }
        for g in sequence(parts(given), 2, by) {
            for f in &families {
                if found.len() < MOST {
                    found.push((f.clone(), g.clone(), order));
                }
            }
        }
    }
    if let [one] = name.words.as_slice() {
        for g in sequence(parts(std::slice::from_ref(one)), 4, by).into_iter().take(MOST) {
            found.push((Vec::new(), g, 0));
        }
    }
    found
}
