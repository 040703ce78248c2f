//! Names of the West, and any name by its sound: word by word.

use super::{Evidence, Judged, Match};
use crate::forms::{Kin, kin};
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
    let evidence = if found.ear == Ear::Strict { Evidence::Words } else { Evidence::Sound };
    Some(Judged::new(score, evidence))
}

/// Pairs the words of two names; `None` where they cannot be compared by sound.
pub(super) fn pair(a: &Readings, b: &Readings) -> Option<Pairing> {
    let ear = match (a.name.script, b.name.script) {
        (Script::Han, _) | (_, Script::Han) => Ear::Wide,
        (p, q) if p == q => Ear::Strict,
        _ => Ear::Fair,
    };
    let wide = ear == Ear::Wide && !(a.by_sound() || b.by_sound());
    if wide || a.words.len() > 8 || b.words.len() > 8 || a.words.is_empty() || b.words.is_empty() {
        return None;
    }
    let turned = a.words.len() > b.words.len();
    let (p, q) = if turned { (b, a) } else { (a, b) };
    let mut all: Vec<(f32, usize, usize, Link)> = Vec::with_capacity(p.words.len() * q.words.len());
    for (i, x) in p.words.iter().enumerate() {
        for (j, y) in q.words.iter().enumerate() {
            let (near, link) = link(x, y, (p.name.script, q.name.script), ear, i == j);
            all.push((near, i, j, link));
        }
    }
    all.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let mut chosen: Vec<Option<(usize, f32, Link)>> = vec![None; p.words.len()];
    let mut used = vec![false; q.words.len()];
    for (near, i, j, link) in all {
        if chosen[i].is_none() && !used[j] {
            chosen[i] = Some((j, near, link));
            used[j] = true;
        }
    }
    let pairs: Vec<(usize, usize, f32, Link)> =
        chosen.into_iter().enumerate().filter_map(|(i, c)| c.map(|(j, near, link)| (i, j, near, link))).collect();
    let score = total(&p.words, &q.words, &used, &pairs, ear);
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
        score -= 0.2;
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
    match scripts {
        (Script::Latin, Script::Latin) => latin(x, y, near),
        (Script::Cyrillic, Script::Latin) if near > 0.3 && russian::spells(&x.plain, &y.plain) != 0 => {
            (0.98, Link::Russian)
        }
        (Script::Latin, Script::Cyrillic) if near > 0.3 && russian::spells(&y.plain, &x.plain) != 0 => {
            (0.98, Link::Russian)
        }
        (Script::Cyrillic, Script::Cyrillic) if russian::cases(&x.plain, &y.plain) => (0.9, Link::Ending),
        _ if ear == Ear::Strict => (letters(x, y, near), Link::Near),
        _ => (near, Link::Near),
    }
}

fn latin(x: &Word, y: &Word, near: f32) -> (f32, Link) {
    match kin(&x.plain, &y.plain) {
        Kin::Variant => return (0.96, Link::Variant),
        Kin::Short => return (0.9, Link::Short),
        Kin::Strangers => return (near.min(0.35), Link::Different),
        Kin::Unknown => {}
    }
    if near > 0.2 && russian::one_word(&x.plain, &y.plain) {
        return (0.96, Link::Russian);
    }
    if russian::feminine(&x.plain, &y.plain) {
        return (0.85, Link::Ending);
    }
    (letters(x, y, near), Link::Near)
}

/// Within one alphabet the spelling counts as well as the sound.
fn letters(x: &Word, y: &Word, near: f32) -> f32 {
    if x.phones == y.phones && !x.phones.is_empty() {
        return 0.97;
    }
    if !x.plain.is_ascii() || !y.plain.is_ascii() {
        return near;
    }
    near.max(nearness(x.plain.as_bytes(), y.plain.as_bytes(), Ear::Strict))
}
