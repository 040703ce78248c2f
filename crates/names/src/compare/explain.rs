//! What was found of two names, in words for a historian: the systems, the reading, what differs.

use super::words::{Link, pair};
use super::{Evidence, Judged, Match, Verdict, slip};
use crate::chinese;
use crate::korean::{self, Syllable};
use crate::readings::{Chinese, Korean, Readings, parts_of};
use crate::systems::{self, System, Tradition, systems};
use crate::text::Script;

type Told = (String, [Option<&'static str>; 2]);

/// Puts what was found in words.
pub(crate) fn explain(a: &Readings, b: &Readings, found: Judged) -> Match {
    let verdict = Verdict::of(found.score);
    let (mut why, systems) = match found.evidence {
        Evidence::NoName => ("one of the two holds no name".to_owned(), [None, None]),
        Evidence::Letters => (letters(a, b), [None, None]),
        Evidence::Characters => {
            (format!("{} = {}: the same characters in another form", text(a), text(b)), [None, None])
        }
        Evidence::Reading(Tradition::Korean) => korean_told(a, b, found.at),
        Evidence::Reading(Tradition::Chinese | Tradition::Cantonese) => chinese_told(a, b, found.at),
        Evidence::Reading(Tradition::Japanese) => {
            (format!("{} = {}: a usual Japanese reading of the characters", text(a), text(b)), [None, None])
        }
        Evidence::Reading(Tradition::Vietnamese) => {
            (format!("{} = {}: read as Vietnamese, all words agree", text(a), text(b)), [None, None])
        }
        Evidence::KoreanAndChinese => across_told(a, b, found.at),
        Evidence::ChineseSound => {
            (format!("{} = {}: Hangul writes the sound of the Chinese name", text(a), text(b)), [None, None])
        }
        Evidence::Slip => (slip_told(a, b), [None, None]),
        Evidence::Nothing => (differences(a, b), [None, None]),
        Evidence::Reading(_) | Evidence::Words | Evidence::Sound => words_told(a, b, verdict),
    };
    if verdict == Verdict::Other
        && matches!(found.evidence, Evidence::Words | Evidence::Sound)
        && let Some(d) = syllables_differ(a, b)
    {
        why = d;
    }
    if a.name.repaired || b.name.repaired {
        why.push_str("; letters of another alphabet that look alike were put right");
    }
    Match { score: found.score, verdict, evidence: found.evidence, systems, why }
}

fn text(r: &Readings) -> &str {
    &r.name.text
}

fn letters(a: &Readings, b: &Readings) -> String {
    if a.name.text == b.name.text {
        "the same letters".to_owned()
    } else if a.name.words == b.name.words {
        "the same letters; titles, order or marks aside".to_owned()
    } else {
        "the same letters; capitals, hyphens, blanks or marks aside".to_owned()
    }
}

/// "Kim Tok-su (McCune–Reischauer without marks)", or the name alone.
fn with_system(r: &Readings, system: Option<&System>) -> String {
    system.map_or_else(|| text(r).to_owned(), |s| format!("{} ({})", text(r), s.name))
}

fn korean_told(a: &Readings, b: &Readings, at: (usize, usize)) -> Told {
    let (Some(x), Some(y)) = (a.korean.get(at.0), b.korean.get(at.1)) else {
        return ("read as Korean, all syllables agree".to_owned(), [None, None]);
    };
    let common: String = x.syllables.iter().zip(&y.syllables).map(|(s, t)| s.common(*t)).collect();
    let agreed: Vec<Syllable> = common.chars().filter_map(Syllable::of).collect();
    let systems = [korean_system(a, x, &agreed), korean_system(b, y, &agreed)];
    let names = systems.map(|s| s.map(|s| s.name.as_str()));
    let what = if x.family > 0 {
        "family name and given name agree in all syllables"
    } else {
        "all syllables agree"
    };
    let (left, right) = (with_system(a, systems[0]), with_system(b, systems[1]));
    let why = if a.name.script == Script::Hangul || b.name.script == Script::Hangul {
        let (hangul, other) =
            if a.name.script == Script::Hangul { (text(a), right) } else { (text(b), left) };
        format!("{hangul} → {other}: read as Korean, {what}")
    } else {
        format!("{left} = {right}: read as Korean, as in {common}; {what}")
    };
    (why, names)
}

/// The system that a Korean name in letters follows, judged by its given name.
fn korean_system(r: &Readings, k: &Korean, agreed: &[Syllable]) -> Option<&'static System> {
    let words = parts_of(&r.name, k.family > 0)?;
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let given = agreed.get(k.family..)?;
    let mut all: Vec<(usize, &'static System)> = systems::of(Tradition::Korean, r.name.script).collect();
    all.sort_by_key(|(_, s)| (s.tables.rank, s.tables.usual));
    all.into_iter().find(|(n, s)| !s.tables.apart && korean::follows(*n, &words, given)).map(|(_, s)| s)
}

fn chinese_told(a: &Readings, b: &Readings, at: (usize, usize)) -> Told {
    let (Some(x), Some(y)) = (a.chinese.get(at.0), b.chinese.get(at.1)) else {
        return ("the same Pinyin in all syllables".to_owned(), [None, None]);
    };
    let met: Vec<u16> = x
        .syllables
        .iter()
        .zip(&y.syllables)
        .filter_map(|(p, q)| chinese::meet(p, q, x.family > 0))
        .map(|m| m.1)
        .collect();
    let pinyin: Vec<String> = met.iter().map(|p| chinese::name(*p)).collect();
    let systems = [chinese_system(a, x, &met), chinese_system(b, y, &met)];
    let names = systems.map(|s| s.map(|s| s.name.as_str()));
    let how = if x.cantonese || y.cantonese {
        "the Cantonese sound of"
    } else {
        "the same Pinyin in all syllables:"
    };
    let why = format!(
        "{} = {}: {how} {}",
        with_system(a, systems[0]),
        with_system(b, systems[1]),
        pinyin.join(" ")
    );
    (why, names)
}

/// The first system that spells all syllables of a name as written.
fn chinese_system(r: &Readings, c: &Chinese, met: &[u16]) -> Option<&'static System> {
    if r.name.script == Script::Han {
        return None;
    }
    let of = |ways: chinese::Ways, p: u16| ways.iter().find(|w| w.pinyin == p).map_or(0, |w| w.systems);
    let all = c.syllables.iter().zip(met).fold(u64::MAX, |all, (w, p)| all & of(w, *p));
    let mut fitting: Vec<&'static System> =
        systems().iter().enumerate().filter(|(n, _)| all & systems::bit(*n) != 0).map(|(_, s)| s).collect();
    fitting.sort_by_key(|s| (s.tables.rank, s.tables.usual));
    fitting.first().copied()
}

fn across_told(a: &Readings, b: &Readings, at: (usize, usize)) -> Told {
    // `at` is (Korean reading of the one, Chinese of the other); which is which shows in the lists.
    let pinyin = |r: &Readings, n: usize| {
        r.chinese.get(n).map(|c| {
            let s: Vec<String> =
                c.syllables.iter().filter_map(|w| w.first()).map(|w| chinese::name(w.pinyin)).collect();
            s.join(" ")
        })
    };
    let korean = |r: &Readings, n: usize| {
        r.korean.get(n).map(|k| k.syllables.iter().map(|s| s.block()).collect::<String>())
    };
    let read = match (korean(a, at.0), pinyin(b, at.1), korean(b, at.1), pinyin(a, at.0)) {
        (Some(k), Some(p), ..) if a.name.script == Script::Hangul || b.korean.is_empty() => {
            format!("{k} and {p}")
        }
        (_, _, Some(k), Some(p)) => format!("{k} and {p}"),
        (Some(k), Some(p), ..) => format!("{k} and {p}"),
        _ => "both".to_owned(),
    };
    let why =
        format!("{} = {}: {read} are Korean and Chinese readings of the same characters", text(a), text(b));
    (why, [None, None])
}

fn slip_told(a: &Readings, b: &Readings) -> String {
    let what = match slip::slip(a, b) {
        Some(slip::Slip::Shape) => {
            "letters of one shape in print (I, l and 1; m and rn) were taken for each other".to_owned()
        }
        Some(slip::Slip::Turned(p, q)) => format!("the letters {p} and {q} changed places"),
        Some(slip::Slip::Near(p, q)) => format!("{p} and {q} look alike: perhaps a slip"),
        Some(slip::Slip::Missing(p)) => format!("one letter more or less ({p}): perhaps a slip"),
        None => "one letter apart".to_owned(),
    };
    format!("{} ~ {}: {what}", text(a), text(b))
}

fn words_told(a: &Readings, b: &Readings, verdict: Verdict) -> Told {
    let Some(found) = pair(a, b) else { return (differences(a, b), [None, None]) };
    let sound =
        if found.ear == crate::sound::Ear::Strict { "word by word" } else { "by sound, word by word" };
    let mut notes: Vec<String> = Vec::new();
    let mut systems = [None, None];
    for (i, j, near, link) in &found.pairs {
        let (Some(x), Some(y)) = (a.words.get(*i), b.words.get(*j)) else { continue };
        let (p, q) = (&x.plain, &y.plain);
        match link {
            Link::Equal => {}
            Link::Initial => {
                let (short, long) = if x.initial() { (p, q) } else { (q, p) };
                notes.push(format!("the initial {}. stands for {long}", short.to_uppercase()));
            }
            Link::Variant => notes.push(format!("{p} and {q} are forms of one name")),
            Link::Short => notes.push(format!("{p} and {q}: a short form of one name")),
            Link::Russian => {
                if a.name.script != b.name.script {
                    let (cyrillic, latin, side) =
                        if a.name.script == Script::Cyrillic { (p, q, 1) } else { (q, p, 0) };
                    systems[side] = by_system(cyrillic, latin);
                } else {
                    notes.push(format!("{p} and {q} spell one Russian name"));
                }
            }
            Link::Ending => notes.push(format!("{p} and {q}: one family name in another case or gender")),
            Link::Near if *near >= 0.97 => {}
            Link::Near if verdict == Verdict::Same => notes.push(format!("{p} and {q} sound alike")),
            Link::Near | Link::Different => notes.push(format!("{p} against {q}")),
        }
    }
    let single = found.pairs.len() == 1 && a.words.len() != b.words.len();
    if single {
        notes.push("one name alone, perhaps the family name".to_owned());
    } else if a.words.len() != b.words.len() {
        notes.push("a word of the one is left out of the other".to_owned());
    }
    if found.pairs.windows(2).any(|w| w[1].1 < w[0].1 || w[1].0 < w[0].0) {
        notes.push("in another order".to_owned());
    }
    let sign = if verdict == Verdict::Same { "=" } else { "~" };
    let tail = if notes.is_empty() { String::new() } else { format!("; {}", notes.join("; ")) };
    let system = systems.iter().flatten().next().map_or_else(String::new, |s| format!(" ({s})"));
    (format!("{} {sign} {}: {sound}{system}{tail}", text(a), text(b)), systems)
}

/// The name of the first system under which Latin letters spell a Cyrillic word.
fn by_system(cyrillic: &str, latin: &str) -> Option<&'static str> {
    let all = crate::russian::spells(cyrillic, latin);
    let mut fitting: Vec<&'static System> =
        systems().iter().enumerate().filter(|(n, _)| all & systems::bit(*n) != 0).map(|(_, s)| s).collect();
    fitting.sort_by_key(|s| (s.tables.rank, s.tables.usual));
    fitting.first().map(|s| s.name.as_str())
}

/// Why nothing joins two names.
fn differences(a: &Readings, b: &Readings) -> String {
    syllables_differ(a, b).unwrap_or_else(|| format!("{} and {}: no reading joins them", text(a), text(b)))
}

/// The first syllable in which the nearest readings of two East Asian names differ.
fn syllables_differ(a: &Readings, b: &Readings) -> Option<String> {
    if !a.eastern() || !b.eastern() {
        return None;
    }
    let korean = nearest(
        &a.korean,
        &b.korean,
        |k| (k.syllables.len(), k.family),
        |x, y, n| korean::apart(&x.syllables, &y.syllables, n, n == 0 || n == x.family).is_some(),
    );
    let chinese = nearest(
        &a.chinese,
        &b.chinese,
        |c| (c.syllables.len(), c.family),
        |x, y, n| chinese::meet(x.syllables[n], y.syllables[n], true).is_some(),
    );
    let korean_like = a.name.script == Script::Hangul || b.name.script == Script::Hangul;
    let one = match (korean, chinese) {
        (Some((_, _, k, _)), Some((i, j, c, n))) if c > k && !korean_like => Place::Chinese(i, j, n),
        (Some((i, j, _, n)), _) => Place::Korean(i, j, n),
        (None, Some((i, j, _, n))) => Place::Chinese(i, j, n),
        (None, None) => return Some(format!("{} and {}: names of different length", text(a), text(b))),
    };
    let (family, n, left, right) = match one {
        Place::Korean(i, j, n) => {
            let (x, y) = (&a.korean[i], &b.korean[j]);
            (x.family, n, block(x.syllables[n]), block(y.syllables[n]))
        }
        Place::Chinese(i, j, n) => {
            let (x, y) = (&a.chinese[i], &b.chinese[j]);
            let name = |w: chinese::Ways| w.first().map_or_else(String::new, |w| chinese::name(w.pinyin));
            (x.family, n, name(x.syllables[n]), name(y.syllables[n]))
        }
    };
    const ORDER: [&str; 4] = ["first", "second", "third", "fourth"];
    let place = if n < family {
        "the family names differ".to_owned()
    } else if family > 0 {
        format!("{} syllable of the given name", ORDER.get(n - family).unwrap_or(&"last"))
    } else {
        format!("{} syllable", ORDER.get(n).unwrap_or(&"last"))
    };
    Some(format!("{} and {}: {place}: {left} against {right}", text(a), text(b)))
}

/// Which reading tells of the difference: its places and the syllable.
enum Place {
    Korean(usize, usize, usize),
    Chinese(usize, usize, usize),
}

/// A Hangul block with its spelling in the system of libraries.
fn block(s: Syllable) -> String {
    let c = s.block();
    let system = systems().iter().find(|s| s.id == "mccune-reischauer");
    let spelled = system.and_then(|system| korean::spell(system, &[s])).unwrap_or_default();
    format!("{c} {spelled}")
}

/// The pair of readings of one shape with the most syllables in common: (first, second, how many, the first that
/// differs).
fn nearest<T>(
    a: &[T],
    b: &[T],
    shape: impl Fn(&T) -> (usize, usize),
    agree: impl Fn(&T, &T, usize) -> bool,
) -> Option<(usize, usize, usize, usize)> {
    let mut best: Option<(usize, usize, usize, usize)> = None;
    for (i, x) in a.iter().enumerate() {
        for (j, y) in b.iter().enumerate() {
            let (len, family) = shape(x);
            if (len, family) != shape(y) || family == 0 {
                continue;
            }
            let differ = (0..len).filter(|n| !agree(x, y, *n)).collect::<Vec<_>>();
            let Some(first) = differ.first().copied() else { continue };
            let same = len - differ.len();
            if best.is_none_or(|b| same > b.2) {
                best = Some((i, j, same, first));
            }
        }
    }
    best
}
