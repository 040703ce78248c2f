//! Whether two written names can be one, and why, in words for a historian.
//!
//! Names are compared inside one tradition: Korean syllable by syllable, Chinese by Pinyin, Japanese by
//! the readings of its names, others by sound. Where both names read as East Asian and no reading
//! joins them, letters that look alike do not join them either.

use crate::readings::{Chinese, Korean, Readings, readings};
use crate::sound::{Ear, nearness, phones};
use crate::text::{Name, Script, plain};
use crate::{chinese, han, japanese, korean};

/// What can be said of two names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// The two can be one name by a standard reading.
    Same,
    /// A slip, a rare spelling or a part of the name would make them one.
    Possible,
    /// No reading joins them.
    Other,
}

impl Verdict {
    /// The word of the record.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Possible => "possible",
            Self::Other => "other",
        }
    }
}

/// The result of comparing two names.
#[derive(Clone, Debug, PartialEq)]
pub struct Match {
    /// From 0 (no reading joins them) to 1 (the same letters).
    pub score: f32,
    /// What the score says.
    pub verdict: Verdict,
    /// The reasons, for a reader.
    pub why: String,
}

impl Match {
    /// From this score on, two names are the same.
    pub const SAME: f32 = 0.8;
    /// From this score on, they are possibly the same.
    pub const POSSIBLE: f32 = 0.6;

    fn new(score: f32, why: impl Into<String>) -> Self {
        let score = score.clamp(0.0, 1.0);
        let verdict = if score >= Self::SAME {
            Verdict::Same
        } else if score >= Self::POSSIBLE {
            Verdict::Possible
        } else {
            Verdict::Other
        };
        Self { score, verdict, why: why.into() }
    }
}

/// Compares two names as written.
///
/// ```
/// use memcon_names::{Verdict, compare};
/// assert_eq!(compare("김덕수", "Kim Tŏk-su").verdict, Verdict::Same);
/// assert_eq!(compare("Kim Tok-su", "Kim Tok-ho").verdict, Verdict::Other);
/// assert_eq!(compare("Wang Zemin", "Wang Tse-min").verdict, Verdict::Same);
/// ```
pub fn compare(a: &str, b: &str) -> Match {
    compare_readings(&readings(a), &readings(b))
}

/// [`compare`] for names already read.
pub(crate) fn compare_readings(a: &Readings, b: &Readings) -> Match {
    let (x, y) = (&a.name, &b.name);
    if x.words.is_empty() || y.words.is_empty() {
        return Match::new(0.0, "one of the two holds no name");
    }
    if spelled(x) == spelled(y) && x.script == y.script {
        return Match::new(1.0, "the same letters");
    }
    let mut best = Match::new(0.0, "no reading joins them");
    let mut take = |m: Option<Match>| {
        if let Some(m) = m
            && m.score > best.score
        {
            best = m;
        }
    };
    take(by_korean(a, b));
    take(by_chinese(a, b));
    take(across(a, b));
    take(across(b, a));
    take(by_japanese(a, b));
    take(by_japanese(b, a));
    take(in_characters(x, y));
    if !(a.eastern() && b.eastern()) || a.by_sound() || b.by_sound() {
        // Words that both read as Korean syllables, and not as the same ones, are two names.
        let two = x.words.len() == 1
            && y.words.len() == 1
            && x.script != Script::Han
            && y.script != Script::Han
            && a.korean
                .iter()
                .any(|k| b.korean.iter().any(|l| k.given.len() == l.given.len() || x.script == y.script));
        take(by_sound(a, b).map(|m| if two { Match::new(m.score.min(0.5), m.why) } else { m }));
    }
    take(by_hangul_sound(a, b));
    take(by_hangul_sound(b, a));
    if x.script == Script::Latin && y.script == Script::Latin {
        take(by_slip(a, b));
    }
    best
}

/// The letters alone.
fn spelled(name: &Name) -> String {
    name.words.iter().map(|w| plain(w)).collect::<Vec<_>>().join(" ").replace(['-', '\'', '’', ' '], "")
}

fn by_korean(a: &Readings, b: &Readings) -> Option<Match> {
    let mut best: Option<f32> = None;
    for x in &a.korean {
        for y in &b.korean {
            if let Some(cost) = korean_cost(x, y) {
                best = Some(best.map_or(cost, |b| b.min(cost)));
            }
        }
    }
    let cost = best?;
    let family = a.korean.iter().any(|k| !k.family.is_empty());
    let what =
        if family { "family name and given name agree in all syllables" } else { "all syllables agree" };
    Some(Match::new(0.97 - cost, format!("{} = {}: read as Korean, {what}", a.name.text, b.name.text)))
}

fn korean_cost(a: &Korean, b: &Korean) -> Option<f32> {
    if a.family.len() != b.family.len() || a.given.len() != b.given.len() {
        return None;
    }
    let mut cost = 0.0;
    for (x, y) in a.family.iter().zip(&b.family) {
        cost += korean::distance(x, y, true)?;
    }
    for (n, (x, y)) in a.given.iter().zip(&b.given).enumerate() {
        cost += korean::distance(x, y, n == 0)?;
    }
    Some(cost)
}

fn by_chinese(a: &Readings, b: &Readings) -> Option<Match> {
    // Characters on both sides are compared as characters.
    if a.name.script == Script::Han && b.name.script == Script::Han {
        return None;
    }
    let mut best: Option<f32> = None;
    for x in &a.chinese {
        for y in &b.chinese {
            if let Some(cost) = chinese_cost(x, y) {
                best = Some(best.map_or(cost, |b| b.min(cost)));
            }
        }
    }
    let cost = best?;
    Some(Match::new(
        0.96 - cost,
        format!("{} = {}: the same Pinyin in all syllables", a.name.text, b.name.text),
    ))
}

fn chinese_cost(a: &Chinese, b: &Chinese) -> Option<f32> {
    if a.family.len() != b.family.len() || a.given.len() != b.given.len() {
        return None;
    }
    let mut cost = if a.wade != b.wade { 0.01 } else { 0.0 };
    for (x, y) in a.family.iter().chain(&a.given).zip(b.family.iter().chain(&b.given)) {
        // A rarer reading of a character costs a little.
        let place = x
            .iter()
            .enumerate()
            .filter_map(|(i, p)| y.iter().position(|q| chinese::same(p, q)).map(|j| i + j))
            .min()?;
        cost += place as f32 * 0.03;
    }
    Some(cost)
}

/// A Korean name against the Pinyin of its characters, or a Chinese name against its Korean reading.
fn across(a: &Readings, b: &Readings) -> Option<Match> {
    // Characters are read directly, not through their Pinyin.
    if a.name.script == Script::Han || b.name.script == Script::Han {
        return None;
    }
    let mut best: Option<f32> = None;
    for x in &a.korean {
        for y in &b.chinese {
            if x.family.len() != y.family.len() || x.given.len() != y.given.len() {
                // A name in Hangul splits otherwise than in Latin: compare it whole.
                let whole = a.name.script == Script::Hangul
                    && x.family.is_empty()
                    && x.given.len() == y.family.len() + y.given.len();
                if !whole {
                    continue;
                }
            }
            if x.family.is_empty() && a.name.script != Script::Hangul {
                continue;
            }
            let left = x.family.iter().chain(&x.given);
            let right = y.family.iter().chain(&y.given);
            let cost: Option<f32> = left
                .zip(right)
                .map(|(s, ways)| {
                    ways.iter()
                        .flat_map(|p| han::korean_of_pinyin(p))
                        .filter_map(|k| korean::distance(s, &korean::hangul(&k.to_string())?.pop()?, true))
                        .min_by(f32::total_cmp)
                })
                .sum();
            if let Some(cost) = cost {
                best = Some(best.map_or(cost, |b| b.min(cost)));
            }
        }
    }
    let base = if a.name.script == Script::Latin { 0.86 } else { 0.9 };
    best.map(|cost| {
        Match::new(
            base - cost,
            format!("{} = {}: Korean and Chinese readings of the same characters", a.name.text, b.name.text),
        )
    })
}

/// A Chinese name as Hangul writes its sound.
fn by_hangul_sound(a: &Readings, b: &Readings) -> Option<Match> {
    if a.name.script != Script::Hangul {
        return None;
    }
    let heard = chinese::hangul_sound(&a.name.words.concat())?;
    b.chinese.iter().take(24).find_map(|c| {
        let mut written = vec![String::new()];
        for ways in c.family.iter().chain(&c.given) {
            written = written
                .iter()
                .flat_map(|w| ways.iter().map(move |p| format!("{w}{}", chinese::sound_in_hangul(p))))
                .take(32)
                .collect();
        }
        written.contains(&heard).then(|| {
            Match::new(
                0.92,
                format!("{} = {}: the sound of the Chinese name in Hangul", a.name.text, b.name.text),
            )
        })
    })
}

/// Kanji against Latin letters or kana.
fn by_japanese(a: &Readings, b: &Readings) -> Option<Match> {
    if a.japanese.is_empty() {
        return None;
    }
    let other: Vec<(String, String)> = match b.name.script {
        Script::Latin => b.romaji(),
        Script::Kana => {
            let kana = |w: &String| japanese::kana_to_latin(w).map(|l| japanese::fold(&l));
            match b.name.words.as_slice() {
                [f, g] => vec![(kana(f)?, kana(g)?)],
                [one] => vec![(kana(one)?, String::new())],
                _ => return None,
            }
        }
        _ => return None,
    };
    other
        .iter()
        .any(|(f, g)| {
            a.japanese.iter().any(|(x, y)| (x == f && y == g) || (g.is_empty() && format!("{x}{y}") == *f))
        })
        .then(|| {
            Match::new(
                0.93,
                format!("{} = {}: a usual Japanese reading of the characters", a.name.text, b.name.text),
            )
        })
}

/// Traditional, simplified and Japanese forms of the same characters.
fn in_characters(a: &Name, b: &Name) -> Option<Match> {
    if a.script != Script::Han || b.script != Script::Han {
        return None;
    }
    let simple = |n: &Name| n.words.concat().chars().map(han::simple).collect::<String>();
    (simple(a) == simple(b)).then(|| Match::new(0.98, "the same characters in another form"))
}

/// Names of the West, and any name by its sound: word by word.
fn by_sound(a: &Readings, b: &Readings) -> Option<Match> {
    let (x, y) = (&a.name, &b.name);
    let ear = match (x.script, y.script) {
        (Script::Han, _) | (_, Script::Han) => Ear::Wide,
        (p, q) if p == q => Ear::Strict,
        _ => Ear::Fair,
    };
    if ear == Ear::Wide && !(a.by_sound() || b.by_sound()) {
        return None;
    }
    let score = words_by_sound(x, y, ear)?;
    let how = match ear {
        Ear::Strict => "word by word",
        Ear::Fair => "by sound, word by word",
        Ear::Wide => "by the sound of the characters",
    };
    // Nearness has no natural scale; this one puts what mostly is one name above `Match::SAME`.
    let same = if ear == Ear::Strict { 0.72 } else { 0.65 };
    let score = if score >= same {
        Match::SAME + (score - same) / (1.0 - same) * (1.0 - Match::SAME)
    } else {
        score / same * (Match::SAME - 0.01)
    };
    Some(Match::new(score, format!("{} ~ {}: {how}", x.text, y.text)))
}

/// The score of the best pairing of words; the family names must agree.
fn words_by_sound(x: &Name, y: &Name, ear: Ear) -> Option<f32> {
    if x.words.len() > 8 || y.words.len() > 8 {
        return None;
    }
    let read = |n: &Name| -> Vec<(String, Vec<char>)> {
        n.words
            .iter()
            .flat_map(|w| w.split(['-', '–']))
            .map(|w| (plain(w), phones(w, n.script)))
            .filter(|(w, _)| {
                !matches!(
                    w.as_str(),
                    "von"
                        | "van"
                        | "de"
                        | "der"
                        | "el"
                        | "al"
                        | "la"
                        | "le"
                        | "фон"
                        | "де"
                        | "du"
                        | "den"
                        | "bin"
                        | "ben"
                        | "di"
                        | "da"
                )
            })
            .collect()
    };
    let (p, q) = (read(x), read(y));
    let (p, q) = if p.len() <= q.len() { (p, q) } else { (q, p) };
    if p.is_empty() {
        return None;
    }
    let mut pairs: Vec<(f32, usize, usize)> = Vec::new();
    for (i, (wa, pa)) in p.iter().enumerate() {
        for (j, (wb, pb)) in q.iter().enumerate() {
            pairs.push((word_nearness(wa, pa, wb, pb, ear, i, j), i, j));
        }
    }
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let (mut used_p, mut used_q) = (vec![None; p.len()], vec![false; q.len()]);
    let mut scores = vec![0.0f32; p.len()];
    for (s, i, j) in pairs {
        if used_p[i].is_none() && !used_q[j] {
            used_p[i] = Some(j);
            used_q[j] = true;
            scores[i] = s;
        }
    }
    let min = scores.iter().copied().fold(1.0, f32::min);
    let mean = scores.iter().sum::<f32>() / scores.len() as f32;
    let extra = (q.len() - p.len()) as f32;
    // The last word, the family name, must be paired with the family name of the other.
    let crossed = p.len() > 1
        && used_p
            .iter()
            .zip(1..)
            .any(|(j, n)| n < p.len() && j.is_some_and(|j| used_p[n].is_some_and(|k| k < j)));
    let initials = p.iter().chain(&q).filter(|(w, _)| w.chars().count() == 1).count() as f32;
    let mut score = 0.45 * mean + 0.55 * min;
    score -= if ear == Ear::Wide { 0.015 } else { 0.03 } * extra + 0.01 * initials;
    if crossed {
        score -= 0.03;
    }
    // One word of several: a family name alone is only a possibility.
    if p.len() == 1 && q.len() > 1 {
        score -= 0.2;
    }
    Some(score)
}

fn word_nearness(wa: &str, pa: &[char], wb: &str, pb: &[char], ear: Ear, i: usize, j: usize) -> f32 {
    if wa == wb {
        return 1.0;
    }
    let (la, lb) = (wa.chars().count(), wb.chars().count());
    if la == 1 || lb == 1 {
        // An initial stands for a given name, not for the family name.
        let agrees =
            wa.chars().next() == wb.chars().next() || (ear != Ear::Strict && pa.first() == pb.first());
        // The given name stands first: one that agrees only with a second initial is possible, no more.
        let place = if i == j { 0.93 } else { 0.55 };
        return if agrees { place } else { 0.0 };
    }
    let near = nearness(pa, pb, ear);
    match ear {
        Ear::Strict => {
            // Within one alphabet the spelling counts as well as the sound.
            let letters =
                nearness(&wa.chars().collect::<Vec<_>>(), &wb.chars().collect::<Vec<_>>(), Ear::Strict);
            if pa == pb { 0.97 } else { near.max(letters) }
        }
        _ => near,
    }
}

/// One slip of a letter in a longer name ("II" for "Il"): possible, never certain.
fn by_slip(a: &Readings, b: &Readings) -> Option<Match> {
    let (x, y) = (spelled(&a.name), spelled(&b.name));
    let alike = |s: &str| s.replace(['l', '1', '|'], "i").replace("rn", "m").replace("cl", "d");
    if alike(&x) == alike(&y) {
        return Some(Match::new(0.82, "one letter misread: shapes such as I, l and 1"));
    }
    if x.chars().count() < 7 || y.chars().count() < 7 || !(a.eastern() && b.eastern()) {
        return None;
    }
    (edits(&x, &y) == 1).then(|| Match::new(0.62, "one letter apart: perhaps a slip"))
}

/// Edits between two short words, changes of place included, up to 2.
fn edits(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) > 1 {
        return 2;
    }
    let front = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let back = a[front..].iter().rev().zip(b[front..].iter().rev()).take_while(|(x, y)| x == y).count();
    let (x, y) = (&a[front..a.len() - back], &b[front..b.len() - back]);
    match (x, y) {
        ([], []) => 0,
        ([_], [_]) | ([_], []) | ([], [_]) => 1,
        ([p, q], [r, s]) if p == s && q == r => 1,
        _ => 2,
    }
}
