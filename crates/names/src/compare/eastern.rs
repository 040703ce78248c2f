//! Korean, Chinese, Japanese and Vietnamese names: syllable by syllable inside one tradition.

use super::{Evidence, Judged};
use crate::chinese::{self, meet};
use crate::readings::{Chinese, Korean, Readings};
use crate::systems::Tradition;
use crate::text::Script;
use crate::{han, japanese, korean, vietnamese};

/// The cheapest pair of two lists of readings.
fn cheapest<A, B>(a: &[A], b: &[B], cost: impl Fn(&A, &B) -> Option<f32>) -> Option<(f32, (usize, usize))> {
    let mut best: Option<(f32, (usize, usize))> = None;
    for (i, x) in a.iter().enumerate() {
        for (j, y) in b.iter().enumerate() {
            if let Some(c) = cost(x, y)
                && best.is_none_or(|b| c < b.0)
            {
                best = Some((c, (i, j)));
            }
        }
    }
    best
}

pub(super) fn korean(a: &Readings, b: &Readings) -> Option<Judged> {
    // Characters on both sides are compared as characters: many are read alike.
    if a.name.script == Script::Han && b.name.script == Script::Han {
        return None;
    }
    let (cost, at) = cheapest(&a.korean, &b.korean, |x: &Korean, y: &Korean| {
        (x.family == y.family).then(|| korean::distance(&x.syllables, &y.syllables, x.family)).flatten()
    })?;
    Some(Judged { score: 0.97 - cost, evidence: Evidence::Reading(Tradition::Korean), at })
}

pub(super) fn chinese(a: &Readings, b: &Readings) -> Option<Judged> {
    // Characters on both sides are compared as characters.
    if a.name.script == Script::Han && b.name.script == Script::Han {
        return None;
    }
    let (cost, at) = cheapest(&a.chinese, &b.chinese, chinese_cost)?;
    let canton = a.chinese[at.0].cantonese || b.chinese[at.1].cantonese;
    let tradition = if canton { Tradition::Cantonese } else { Tradition::Chinese };
    Some(Judged { score: 0.96 - cost, evidence: Evidence::Reading(tradition), at })
}

fn chinese_cost(a: &Chinese, b: &Chinese) -> Option<f32> {
    // Two Cantonese spellings say nothing through their Mandarin.
    if a.family != b.family || a.syllables.len() != b.syllables.len() || a.cantonese && b.cantonese {
        return None;
    }
    let mut cost = if a.cantonese != b.cantonese { 0.05 } else { 0.0 };
    let (mut one, mut other) = (u64::MAX, u64::MAX);
    for (x, y) in a.syllables.iter().zip(&b.syllables) {
        let (c, p) = meet(x, y, a.family > 0)?;
        cost += f32::from(c) * 0.01;
        let of = |w: &[chinese::Way]| w.iter().find(|w| w.pinyin == p).map_or(0, |w| w.systems);
        one &= of(x);
        other &= of(y);
    }
    // Nobody mixes systems inside one name without a reason.
    Some(cost + if one == 0 { 0.02 } else { 0.0 } + if other == 0 { 0.02 } else { 0.0 })
}

/// A Korean name against the Pinyin of its characters, or a Chinese name against its Korean reading.
pub(super) fn across(a: &Readings, b: &Readings) -> Option<Judged> {
    // Characters are read directly, not through their Pinyin.
    if a.name.script == Script::Han || b.name.script == Script::Han {
        return None;
    }
    let hangul = a.name.script == Script::Hangul;
    let (cost, at) = cheapest(&a.korean, &b.chinese, |x: &Korean, y: &Chinese| {
        // A name in Hangul splits otherwise than in Latin: it may be compared whole.
        let whole = hangul && x.family == 0;
        let fits = x.syllables.len() == y.syllables.len()
            && (x.family == y.family && (x.family > 0 || hangul) || whole)
            && x.syllables.len() > 1
            && !y.cantonese
            && (hangul || y.syllables.iter().all(|w| w.first().is_some_and(|w| w.cost == 0)));
        if !fits {
            return None;
        }
        x.syllables
            .iter()
            .zip(&y.syllables)
            .map(|(s, ways)| {
                ways.iter()
                    .filter(|w| hangul || w.cost == 0)
                    .filter_map(|w| {
                        let cost = chinese::korean(w.pinyin)
                            .iter()
                            .filter_map(|k| korean::distance(&[*s], &[*k], 1))
                            .min_by(f32::total_cmp)?;
                        Some(cost + f32::from(w.cost) * 0.01)
                    })
                    .min_by(f32::total_cmp)
            })
            .sum()
    })?;
    // Two names that open with the same letters are mostly spelled by one system, and then they differ.
    let parts = |r: &Readings| -> Vec<String> {
        r.name.words.iter().flat_map(|w| w.split('-')).map(str::to_lowercase).collect()
    };
    let alike = !hangul && {
        let others = parts(b);
        parts(a).iter().filter(|p| others.contains(p)).count() > 1
    };
    let base = match (hangul, alike) {
        (true, _) => 0.9,
        (false, true) => 0.7,
        (false, false) => 0.86,
    };
    Some(Judged { score: base - cost, evidence: Evidence::KoreanAndChinese, at })
}

/// A Chinese name as Hangul writes its sound.
pub(super) fn hangul_sound(a: &Readings, b: &Readings) -> Option<Judged> {
    if a.name.script != Script::Hangul || b.chinese.is_empty() || matches!(b.name.script, Script::Hangul) {
        return None;
    }
    let heard: Vec<char> = a.name.words.concat().chars().map(korean::untense).collect();
    let at = b.chinese.iter().position(|c| !c.cantonese && c.syllables.len() > 1 && sounds(&heard, c))?;
    Some(Judged { score: 0.92, evidence: Evidence::ChineseSound, at: (0, at) })
}

/// Whether syllables, one after the other, sound as Hangul says.
fn sounds(heard: &[char], c: &Chinese) -> bool {
    let mut places: Vec<usize> = vec![0];
    for ways in &c.syllables {
        let mut next: Vec<usize> = Vec::new();
        for &at in &places {
            for sound in ways.iter().flat_map(|w| chinese::hangul_sounds(w.pinyin)) {
                let end = at + sound.chars().count();
                let fits = end <= heard.len()
                    && sound.chars().eq(heard[at..end].iter().copied())
                    && !next.contains(&end);
                if fits {
                    next.push(end);
                }
            }
        }
        places = next;
    }
    places.contains(&heard.len())
}

/// Kanji against Latin letters or kana.
pub(super) fn japanese(a: &Readings, b: &Readings) -> Option<Judged> {
    let kanji = match a.name.script {
        Script::Han => true,
        Script::Kana => a.name.words.iter().any(|w| w.chars().any(han::is_han)),
        _ => false,
    };
    if !kanji || a.by_sound() && a.name.words.len() > 1 {
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
    let kanji = a.name.words.concat();
    let cost = other.iter().filter_map(|(f, g)| japanese::reads(&kanji, f, g)).min_by(f32::total_cmp)?;
    Some(Judged::new(0.93 - cost, Evidence::Reading(Tradition::Japanese)))
}

pub(super) fn vietnamese(a: &Readings, b: &Readings) -> Option<Judged> {
    if a.vietnamese && b.vietnamese {
        let cost = vietnamese::distance(&a.name, &b.name)?;
        return Some(Judged::new(0.97 - cost, Evidence::Reading(Tradition::Vietnamese)));
    }
    let (han, latin) = if a.name.script == Script::Han { (a, b) } else { (b, a) };
    let reads = han.name.script == Script::Han
        && latin.vietnamese
        && vietnamese::of_characters(&han.name.words.concat(), &latin.name);
    reads.then(|| Judged::new(0.93, Evidence::Reading(Tradition::Vietnamese)))
}

/// Traditional, simplified and Japanese forms of the same characters.
pub(super) fn in_characters(a: &Readings, b: &Readings) -> Option<Judged> {
    if a.name.script != Script::Han || b.name.script != Script::Han {
        return None;
    }
    let simple = |r: &Readings| r.name.words.concat().chars().map(han::simple).collect::<String>();
    (simple(a) == simple(b)).then(|| Judged::new(0.98, Evidence::Characters))
}

/// Whether two single words both read as Korean syllables, and not as the same ones: then they are two names,
/// however near they sound.
pub(super) fn two_words(a: &Readings, b: &Readings) -> bool {
    let (x, y) = (&a.name, &b.name);
    x.words.len() == 1
        && y.words.len() == 1
        && x.script != Script::Han
        && y.script != Script::Han
        && a.korean
            .iter()
            .any(|k| b.korean.iter().any(|l| k.syllables.len() == l.syllables.len() || x.script == y.script))
}
