//! What a written name could be: the public form of the readings.

use std::fmt;

use crate::chinese;
use crate::korean::{self, Syllable};
use crate::readings::{self, Readings};
use crate::systems::{self, System, Tradition};
use crate::text::{Name, Script};
use crate::{japanese, russian};

/// Readings that are given at most.
const MOST: usize = 40;

/// One part of a name as a tradition reads it: syllable by syllable, each with what it can be, the likeliest first.
///
/// Korean syllables are Hangul, Chinese ones toneless Pinyin; in the other traditions a part holds words.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Part(pub Vec<Vec<String>>);

impl Part {
    /// Whether the reading has no such part: a place has no family name.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The likeliest form of each syllable.
    pub fn likeliest(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|s| s.first()).map(String::as_str)
    }

    fn words<'w>(words: impl IntoIterator<Item = &'w str>) -> Self {
        Self(words.into_iter().map(|w| vec![w.to_owned()]).collect())
    }
}

/// The likeliest form, syllables parted by blanks.
impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.likeliest().collect::<Vec<_>>().join(" "))
    }
}

/// One way to read a written name.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// The tradition it is read in.
    pub tradition: Tradition,
    /// The system the spelling follows; `None` where the script itself is read (Hangul, characters) or no single
    /// system explains it.
    pub system: Option<&'static System>,
    /// The family name; empty for a place or a single word.
    pub family: Part,
    /// The given name, or the whole of a name without family name.
    pub given: Part,
    /// From 0, a standard reading, upwards; comparable inside one name only.
    pub cost: f32,
}

impl PartialEq for System {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

/// Everything a written name could be, the likeliest readings of each tradition first.
///
/// A name in Chinese characters keeps its Chinese, its Korean, its Vietnamese and its Japanese reading: which it is,
/// only the paper can tell. A spelling that several systems could have written is read by each of them. A name of
/// the West is read as its words, the family name last.
///
/// ```
/// use memcon_names::{Tradition, readings};
///
/// let all = readings("金德洙");
/// let korean = all.iter().find(|r| r.tradition == Tradition::Korean).unwrap();
/// assert_eq!(korean.given.to_string(), "덕 수");
/// assert!(all.iter().any(|r| r.tradition == Tradition::Chinese && r.given.to_string() == "de zhu"));
///
/// // By McCune–Reischauer "Tŏk" is 덕; by no other system is the mark read so.
/// let all = readings("Kim Tŏk-su");
/// let mr = all.iter().find(|r| r.system.is_some_and(|s| s.id == "mccune-reischauer")).unwrap();
/// assert_eq!((mr.family.to_string(), mr.given.to_string()), ("김".into(), "덕 수".into()));
/// ```
pub fn readings(name: &str) -> Vec<Reading> {
    let r = readings::readings(name);
    let mut found = Vec::new();
    if r.name.words.is_empty() {
        return found;
    }
    by_korean(&r, &mut found);
    by_chinese(&r, &mut found);
    by_others(&r, &mut found);
    found.sort_by(|a, b| a.tradition.cmp(&b.tradition).then(a.cost.total_cmp(&b.cost)));
    found.truncate(MOST);
    found
}

fn push(found: &mut Vec<Reading>, reading: Reading) {
    let known = found.iter().any(|r| {
        r.tradition == reading.tradition
            && r.system == reading.system
            && r.family == reading.family
            && r.given == reading.given
    });
    if !known {
        found.push(reading);
    }
}

fn by_korean(r: &Readings, found: &mut Vec<Reading>) {
    let part =
        |s: &[Syllable]| Part(s.iter().map(|s| s.blocks().into_iter().map(String::from).collect()).collect());
    if !matches!(r.name.script, Script::Latin | Script::Cyrillic) {
        for (n, k) in r.korean.iter().enumerate() {
            let (family, given) = k.syllables.split_at(k.family);
            let cost = n as f32 * 0.01 + if k.family == 0 { 0.1 } else { 0.0 };
            let reading = Reading {
                tradition: Tradition::Korean,
                system: None,
                family: part(family),
                given: part(given),
                cost,
            };
            push(found, reading);
        }
        return;
    }
    for (n, system) in systems::of(Tradition::Korean, r.name.script) {
        if !korean::tells(system, &r.name.words) {
            continue;
        }
        for (family, given, order) in readings::korean_by(n, &r.name) {
            let cost = system.tables.rank as f32 * 0.05 + order as f32 * 0.05;
            let reading = Reading {
                tradition: Tradition::Korean,
                system: Some(system),
                family: part(&family),
                given: part(&given),
                cost,
            };
            push(found, reading);
        }
    }
}

fn by_chinese(r: &Readings, found: &mut Vec<Reading>) {
    let part = |ways: &[chinese::Ways], system: Option<usize>| {
        Part(
            ways.iter()
                .map(|w| {
                    w.iter()
                        .filter(|w| system.is_none_or(|n| w.systems & systems::bit(n) != 0))
                        .map(|w| chinese::name(w.pinyin))
                        .collect()
                })
                .collect(),
        )
    };
    for (n, c) in r.chinese.iter().enumerate() {
        let tradition = if c.cantonese { Tradition::Cantonese } else { Tradition::Chinese };
        let (family, given) = c.syllables.split_at(c.family);
        let base = n as f32 * 0.01;
        let each = c.syllables.iter().fold(u64::MAX, |all, w| all & w.iter().fold(0, |s, w| s | w.systems));
        let fitting: Vec<Option<usize>> = if r.name.script == Script::Han {
            vec![None]
        } else {
            (0..systems::systems().len()).filter(|s| each & systems::bit(*s) != 0).map(Some).collect()
        };
        for system in if fitting.is_empty() { vec![None] } else { fitting } {
            let s = system.and_then(|n| systems::systems().get(n));
            let mixed = if s.is_none() && r.name.script != Script::Han { 0.1 } else { 0.0 };
            let cost = base + mixed + s.map_or(0.0, |s| s.tables.rank as f32 * 0.05);
            let reading = Reading {
                tradition,
                system: s,
                family: part(family, system),
                given: part(given, system),
                cost,
            };
            push(found, reading);
        }
    }
}

/// Japanese, Vietnamese, Russian and Western readings.
fn by_others(r: &Readings, found: &mut Vec<Reading>) {
    let name = &r.name;
    let whole = |tradition, system, family, given, cost| Reading { tradition, system, family, given, cost };
    if matches!(name.script, Script::Han | Script::Kana) && name.words.len() < 3 {
        for (n, (f, g)) in japanese::readings(&name.words.concat(), 12).into_iter().enumerate() {
            let (family, given) =
                (Part::words([f.as_str()]), Part::words(Some(g.as_str()).filter(|g| !g.is_empty())));
            push(found, whole(Tradition::Japanese, None, family, given, 0.05 + n as f32 * 0.01));
        }
    }
    if r.vietnamese
        && let [family, given @ ..] = name.words.as_slice()
    {
        let system = systems::of(Tradition::Vietnamese, Script::Latin).next().map(|(_, s)| s);
        let given = Part::words(given.iter().map(String::as_str));
        push(found, whole(Tradition::Vietnamese, system, Part::words([family.as_str()]), given, 0.0));
    }
    let western = match name.script {
        Script::Latin => true,
        Script::Cyrillic | Script::Hangul | Script::Kana => !r.eastern(),
        Script::Han => r.by_sound(),
        Script::Other => false,
    };
    if western && let Some((family, given)) = western_parts(name) {
        let russian = name.script == Script::Cyrillic || name.words.iter().any(|w| russian::looks_so(w));
        let tradition = if russian { Tradition::Russian } else { Tradition::Western };
        push(found, whole(tradition, None, family, given, if r.eastern() { 0.2 } else { 0.0 }));
    }
}

/// The family name with its particles, and the given names.
fn western_parts(name: &Name) -> Option<(Part, Part)> {
    let last = name.words.len().checked_sub(1)?;
    let mut at = last;
    while at > 1 && crate::text::is_particle(&crate::text::plain(&name.words[at - 1])) {
        at -= 1;
    }
    let part = |words: &[String]| Part::words(words.iter().map(String::as_str));
    Some((part(&name.words[at..]), part(&name.words[..at])))
}
