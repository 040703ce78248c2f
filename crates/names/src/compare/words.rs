//! Names of the West, and any name by its sound: word by word.

use super::{Evidence, Judged, Match};
use crate::forms::{Kin, kin, of_characters};
use crate::readings::{Readings, Word};
use crate::russian;
use crate::sound::{Ear, nearness};
use crate::text::{Script, is_patronymic};

/// How one word answers another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Link {
    Equal,
    /// An initial that stands for the other.
    Initial,
    /// Forms of one given name.
    Variant,
    /// A short form.
    Short,
    /// One Russian word in two spellings, or in Cyrillic and Latin.
    Russian,
    /// A Russian family name in another case or gender.
    Ending,
    /// Near in letters or sound, as far as the number says.
    Near,
    Different,
}

/// The best pairing of the words of two names.
pub(super) struct Pairing {
    pub score: f32,
    /// (word of the first name, word of the second, how near, why)
    pub pairs: Vec<(usize, usize, f32, Link)>,
    pub ear: Ear,
}

pub(super) fn by_sound(a: &Readings, b: &Readings) -> Option<Judged> {
    let found = pair(a, b)?;
    // Nearness has no natural scale; this one puts what mostly is one name above `Match::SAME`.
    let same = if found.ear == Ear::Strict { 0.72 } else { 0.65 };
    let score = if found.score >= same {
        Match::SAME + (found.score - same) / (1.0 - same) * (1.0 - Match::SAME)
    } else {
        found.score / same * (Match::SAME - 0.01)
    };
    // Another case or gender of a family name is possible, no more.
    let ending = found.pairs.iter().any(|p| p.3 == Link::Ending);
    let score = if ending { score.min(0.75) } else { score };
    // Letters near those of an East Asian name are a slip at best.
    let latin = a.name.script == Script::Latin && b.name.script == Script::Latin;
    let near = found.pairs.iter().any(|p| p.3 == Link::Near && p.2 < 0.97);
    let score = if latin && near && a.eastern() != b.eastern() { score.min(0.7) } else { score };
    let evidence = if found.ear == Ear::Strict { Evidence::Words } else { Evidence::Sound };
    Some(Judged::new(score, evidence))
}

/// Pairs the words of two names; `None` where they cannot be compared by sound.
pub(super) fn pair(a: &Readings, b: &Readings) -> Option<Pairing> {
    let plain = pair_words(a, &a.words, b, &b.words);
    // Other scripts often write as one word what a hyphen joins.
    if a.words.len() == b.words.len() || a.name.script == b.name.script {
        return plain;
    }
    let joined = if a.words.len() > b.words.len() {
        joined(&a.words).and_then(|words| pair_words(a, &words, b, &b.words))
    } else {
        joined(&b.words).and_then(|words| pair_words(a, &a.words, b, &words))
    };
    match (plain, joined) {
        (Some(p), Some(j)) if j.score > p.score => Some(Pairing { pairs: Vec::new(), ..j }),
        (p, j) => p.or(j),
    }
}

/// Words with the parts that hyphens join written as one; `None` where there are none.
fn joined(words: &[Word]) -> Option<Vec<Word>> {
    if !words.iter().any(|w| w.hyphen) {
        return None;
    }
    let mut out: Vec<Word> = Vec::new();
    for w in words {
        match out.last_mut() {
            Some(last) if last.hyphen => {
                last.plain.push_str(&w.plain);
                last.phones.extend(&w.phones);
                last.hyphen = w.hyphen;
            }
            _ => out.push(w.clone()),
        }
    }
    Some(out)
}

fn pair_words(a: &Readings, wa: &[Word], b: &Readings, wb: &[Word]) -> Option<Pairing> {
    let ear = match (a.name.script, b.name.script) {
        (Script::Han, _) | (_, Script::Han) => Ear::Wide,
        (p, q) if p == q => Ear::Strict,
        _ => Ear::Fair,
    };
    let wide = ear == Ear::Wide && !(a.by_sound() || b.by_sound());
    if wide || wa.len() > 8 || wb.len() > 8 || wa.is_empty() || wb.is_empty() {
        return None;
    }
    let turned = wa.len() > wb.len();
    let ((p, from), (q, to)) = if turned { ((wb, b), (wa, a)) } else { ((wa, a), (wb, b)) };
    let mut all: Vec<(f32, usize, usize, Link)> = Vec::with_capacity(p.len() * q.len());
    for (i, x) in p.iter().enumerate() {
        for (j, y) in q.iter().enumerate() {
            let (mut near, link) = link(x, y, (from.name.script, to.name.script), ear, i == j);
            // The family name stands last, and no initial stands for it.
            let family = x.initial() && j + 1 == q.len() && j > 0 || y.initial() && i + 1 == p.len() && i > 0;
            if link == Link::Initial && family {
                near = 0.0;
            }
            all.push((near, i, j, link));
        }
    }
    all.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let mut chosen: Vec<Option<(usize, f32, Link)>> = vec![None; p.len()];
    let mut used = vec![false; q.len()];
    for (near, i, j, link) in all {
        if chosen[i].is_none() && !used[j] {
            chosen[i] = Some((j, near, link));
            used[j] = true;
        }
    }
    let pairs: Vec<(usize, usize, f32, Link)> = chosen
        .into_iter()
        .enumerate()
        .filter_map(|(i, c)| c.map(|(j, near, link)| (i, j, near, link)))
        .collect();
    let score = total(p, q, &used, &pairs, ear);
    let pairs = if turned { pairs.into_iter().map(|(i, j, n, l)| (j, i, n, l)).collect() } else { pairs };
    Some(Pairing { score, pairs, ear })
}

/// The score of a pairing: the worst pair counts most.
fn total(p: &[Word], q: &[Word], used: &[bool], pairs: &[(usize, usize, f32, Link)], ear: Ear) -> f32 {
    let min = pairs.iter().map(|x| x.2).fold(1.0, f32::min);
    let mean = pairs.iter().map(|x| x.2).sum::<f32>() / pairs.len().max(1) as f32;
    let mut score = 0.45 * mean + 0.55 * min;
    for (word, used) in q.iter().zip(used) {
        if !used {
            let light = is_patronymic(&word.plain) || word.initial();
            score -= if ear == Ear::Wide || light { 0.015 } else { 0.03 };
        }
    }
    score -= 0.01 * p.iter().chain(q).filter(|w| w.initial()).count() as f32;
    // The order of the words turned round.
    if pairs.windows(2).any(|w| w[1].1 < w[0].1) {
        score -= 0.03;
    }
    // One word of several: a family name alone is only a possibility.
    if p.len() == 1 && q.len() > 1 {
        score -= 0.255;
    }
    score
}

/// How near two words are, 0 to 1, and why. `place`: they stand at the same place in their names.
fn link(x: &Word, y: &Word, scripts: (Script, Script), ear: Ear, place: bool) -> (f32, Link) {
    if x.plain == y.plain {
        return (1.0, Link::Equal);
    }
    if x.initial() || y.initial() {
        // An initial stands for a given name, not for the family name.
        let agrees = x.plain.chars().next() == y.plain.chars().next()
            || ear != Ear::Strict && x.phones.first() == y.phones.first();
        // The given name stands first: one that agrees only with a second initial is possible, no more.
        let near = if place { 0.93 } else { 0.55 };
        return if agrees { (near, Link::Initial) } else { (0.0, Link::Different) };
    }
    let near = nearness(&x.phones, &y.phones, ear);
    if let Some(kin) = in_characters(x, y, scripts) {
        return match kin {
            Kin::Variant | Kin::Spelling => (0.97, Link::Variant),
            Kin::Short => (near.max(0.85), Link::Short),
            Kin::Strangers => (near.min(0.5), Link::Near),
            Kin::Unknown => (near, Link::Near),
        };
    }
    match scripts {
        (Script::Latin, Script::Latin) => latin(x, y, near),
        (Script::Cyrillic, Script::Latin) if near > 0.3 && russian::spells(&x.plain, &y.plain) != 0 => {
            (0.98, Link::Russian)
        }
        (Script::Latin, Script::Cyrillic) if near > 0.3 && russian::spells(&y.plain, &x.plain) != 0 => {
            (0.98, Link::Russian)
        }
        (Script::Cyrillic, Script::Latin) if russian::surely(&y.plain) => (near.min(0.45), Link::Near),
        (Script::Latin, Script::Cyrillic) if russian::surely(&x.plain) => (near.min(0.45), Link::Near),
        (Script::Cyrillic, Script::Cyrillic) if russian::cases(&x.plain, &y.plain) => (0.9, Link::Ending),
        _ if ear == Ear::Strict => (letters(x, y, near), Link::Near),
        _ => (near, Link::Near),
    }
}

/// A given name in Chinese characters that custom, not sound, gives, against a Latin word.
fn in_characters(x: &Word, y: &Word, scripts: (Script, Script)) -> Option<Kin> {
    let (han, latin) = match scripts {
        (Script::Han, Script::Latin) => (x, y),
        (Script::Latin, Script::Han) => (y, x),
        _ => return None,
    };
    let name = of_characters(&han.plain)?;
    Some(if name == latin.plain { Kin::Variant } else { kin(name, &latin.plain) })
}

fn latin(x: &Word, y: &Word, near: f32) -> (f32, Link) {
    match kin(&x.plain, &y.plain) {
        Kin::Spelling => return (0.96, Link::Variant),
        // The nearer the forms, the likelier that one man bears both: John is rarely called Jean.
        Kin::Variant => return (if near > 0.75 { near } else { (near * 0.85).max(0.5) }, Link::Variant),
        Kin::Short => return (near.max(0.8), Link::Short),
        Kin::Strangers => return (near.min(0.35), Link::Different),
        Kin::Unknown => {}
    }
    if near > 0.2 && russian::one_word(&x.plain, &y.plain) {
        return (0.96, Link::Russian);
    }
    if russian::feminine(&x.plain, &y.plain) {
        return (0.85, Link::Ending);
    }
    if russian::surely(&x.plain) && russian::surely(&y.plain) {
        return (letters(x, y, near).min(0.5), Link::Near);
    }
    (letters(x, y, near), Link::Near)
}

/// Within one alphabet the spelling counts as well as the sound.
fn letters(x: &Word, y: &Word, near: f32) -> f32 {
    if x.phones == y.phones && !x.phones.is_empty() {
        return 0.97;
    }
    if super::slip::looks_alike(&x.plain, &y.plain) {
        return 0.9;
    }
    // A longer name that holds the shorter one is another: Johnson is not John.
    let (short, long) =
        if x.plain.len() < y.plain.len() { (&x.plain, &y.plain) } else { (&y.plain, &x.plain) };
    if long.strip_prefix(short.as_str()).is_some_and(|rest| rest.chars().count() > 2) {
        return near.min(0.3);
    }
    // One who begins with another sound is another, however alike the rest.
    let heads = |w: &Word| w.phones.first().copied().unwrap_or(0);
    if nearness(&[heads(x)], &[heads(y)], Ear::Strict) < 0.35 {
        return near.min(0.35);
    }
    if !x.plain.is_ascii() || !y.plain.is_ascii() {
        return near;
    }
    let near = near.max(nearness(x.plain.as_bytes(), y.plain.as_bytes(), Ear::Strict));
    // Systems, forms and slips have their own rules: letters that are merely near are mostly two names.
    if near < 0.82 { near - 0.15 } else { near }
}
