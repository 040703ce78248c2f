//! Who speaks in a tale: quotations in alternation, most of them with a pronoun, a noun or nothing at all beside them.
//!
//! `names` finds the persons, `mentions` tells who is meant where, this module prices every speaker for every
//! quotation by what stands around it, `sequence` takes the cheapest sequence. All words and costs lie in
//! `data/voice/dialogue.toml`. What is a quotation, and which of them are speech, is decided before.

mod identity;
mod mentions;
mod names;
mod sequence;
mod tables;
#[cfg(test)]
mod tests;

use super::cast::{Cast, Gender};
use super::lexis::CUES;
use super::scan::{Kind, Scan};
use super::search::Quote;
use super::speech::{How, Speech};
use super::who::Who;
use mentions::{Mention, Role, Stage, TELLER};
use names::Character;
use sequence::{BEAM, CANDIDATES, Link, Step, cheapest};
use std::collections::BTreeMap;
use tables::TABLES;

/// How many of the people found last are asked for a name that no mention bears.
const KNOWN: usize = 64;

/// A quotation of the dialogue.
struct Line {
    /// Index among the speeches.
    speech: usize,
    /// Tokens of its marks; `close` is behind the last word where it was never closed.
    open: usize,
    close: usize,
    /// Tokens of the cue that belongs to it.
    cue: Option<(usize, usize)>,
    given: Given,
}

/// What the cue tells of the speaker.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Given {
    Nothing,
    /// A name or noun.
    Named(usize),
    /// "he", "she", at this token.
    Pronoun(Gender, usize),
    /// Somebody who is none of the people ("they", "it").
    Somebody,
}

/// Gives the speeches of a tale their speakers.
pub(super) fn assign(scan: &Scan<'_>, quotes: &[Quote], cast: &Cast, found: &mut [Speech]) {
    let inside = inside(scan, quotes, found);
    let (people, runs) = names::names(scan, &inside);
    let mut stage = Stage::new(scan, &inside, people, runs);
    let lines = lines(scan, quotes, found, &mut stage);
    if let Some(who) = teller(scan, &stage, &lines) {
        stage.make_teller(who);
    }
    let printed = paragraphs_printed(scan, &lines);
    let steps: Vec<Step> = (0..lines.len()).map(|n| step(scan, &stage, &lines, n, printed)).collect();
    let alias = identity::same_people(&stage, &lines, &steps);
    let (speakers, _) = cheapest(&steps, &alias, BEAM);
    for (n, (line, who)) in lines.iter().zip(&speakers).enumerate() {
        let before = n.checked_sub(1).and_then(|p| speakers.get(p).copied().flatten());
        let again = who.is_some() && before == *who && steps[n].link != Link::Bare;
        write(&mut found[line.speech], &stage.people, *who, again, cast);
    }
}

/// Tells for each token whether it is in an outermost quotation that is speech, its marks included.
fn inside(scan: &Scan<'_>, quotes: &[Quote], found: &[Speech]) -> Vec<bool> {
    let mut inside = vec![false; scan.toks.len()];
    for q in found.iter().filter_map(|s| quotes.get(s.quote)).filter(|q| q.parent.is_none()) {
        let (open, close) = marks(scan, q);
        if let Some(part) = inside.get_mut(open..=close.min(scan.toks.len().saturating_sub(1))) {
            part.fill(true);
        }
    }
    inside
}

fn marks(scan: &Scan<'_>, q: &Quote) -> (usize, usize) {
    let close = q.close.map_or(q.inner.end, |c| c.start);
    (scan.token_at(q.open.start), scan.token_at(close))
}

/// The outermost speeches with what their cues tell.
fn lines(scan: &Scan<'_>, quotes: &[Quote], found: &[Speech], stage: &mut Stage) -> Vec<Line> {
    let mut lines = Vec::new();
    for (n, s) in found.iter().enumerate() {
        let Some(q) = quotes.get(s.quote).filter(|q| q.parent.is_none()) else { continue };
        let (open, close) = marks(scan, q);
        let cue = s.cue.map(|c| (scan.token_at(c.start), scan.token_at(c.end)));
        let source = s.who.source.filter(|_| s.cue.is_some());
        let given = match source {
            None => Given::Nothing,
            Some(source) => {
                let first = scan.token_at(source.start);
                given(scan, stage, first, scan.token_at(source.end))
            }
        };
        lines.push(Line { speech: n, open, close, cue, given });
    }
    lines
}

/// Whom the words of a cue's source mean.
fn given(scan: &Scan<'_>, stage: &mut Stage, first: usize, last: usize) -> Given {
    let found = stage.between(first, last);
    // "his wife": the noun, not its owner.
    let best = found.iter().rev().find(|m| m.pronoun.is_none());
    let best = best.or_else(|| found.last().filter(|_| last - first == 1)).copied();
    if let Some(m) = best {
        return match m.pronoun {
            Some(gender) => Given::Pronoun(gender, m.at),
            None => Given::Named(m.who),
        };
    }
    if let Some(gender) = mentions::gender(scan, first).filter(|_| last - first == 1) {
        return Given::Pronoun(gender, first);
    }
    let head =
        (first..last).find(|&k| scan.capital(k)).or_else(|| last.checked_sub(1).filter(|&l| l > first));
    let Some(head) = head else { return Given::Somebody };
    let name = scan.words(head, last).split_whitespace().collect::<Vec<_>>().join(" ");
    let known = (1..stage.people.len()).rev().take(KNOWN).find(|&p| stage.people[p].name == name);
    Given::Named(known.unwrap_or_else(|| {
        let gender = TABLES.noun(scan.lower(last - 1)).flatten();
        stage.people.push(Character { name, told: 1, gender, ..Character::default() });
        stage.people.len() - 1
    }))
}

/// Whether the text prints a paragraph for each speaker, as far as its quotations show.
fn paragraphs_printed(scan: &Scan<'_>, lines: &[Line]) -> bool {
    let opening = lines.iter().filter(|l| l.open == 0 || scan.kind(l.open - 1) == Kind::Break).count();
    opening * 3 > lines.len()
}

/// Prices all candidates for one quotation.
fn step(scan: &Scan<'_>, stage: &Stage, lines: &[Line], n: usize, printed: bool) -> Step {
    let line = &lines[n];
    let link = n.checked_sub(1).map_or(Link::Apart, |p| link(scan, &lines[p], line));
    let paragraph = line.open == 0 || scan.kind(line.open - 1) == Kind::Break;
    let between = n.checked_sub(1).map_or(line.open, |p| lines[p].close);
    let broken = (between..line.open).any(|k| scan.kind(k) == Kind::Break);
    let candidates = candidates(scan, stage, lines, n);
    let free = line.given == Given::Nothing;
    Step { link, paragraph: paragraph && printed, inside: printed && !broken, free, candidates }
}

/// What stands between two quotations.
fn link(scan: &Scan<'_>, before: &Line, line: &Line) -> Link {
    let gap = before.close + 1..line.open;
    if gap.len() > TABLES.link.apart {
        return Link::Apart;
    }
    let words = gap.clone().filter(|&k| scan.kind(k) == Kind::Word).count();
    if words == 0 {
        return Link::Bare;
    }
    let stops = gap.clone().filter(|&k| scan.kind(k) == Kind::Stop && mentions::ends(scan, k)).count();
    let last = gap.clone().rev().find(|&k| !matches!(scan.kind(k), Kind::Line | Kind::Break));
    let open = last.is_some_and(|k| !matches!(scan.kind(k), Kind::Stop));
    let cue_before = before.cue.is_some_and(|c| gap.contains(&c.0));
    if stops == 0 && open {
        // "…," he said, "…" goes on; a cue of the second quotation alone does not say so.
        let own = line.cue.is_some_and(|c| gap.contains(&c.0)) && !cue_before;
        return if own { Link::Story } else { Link::Cut };
    }
    if stops > 1 || !cue_before {
        return Link::Story;
    }
    match before.close.checked_sub(1).map_or("", |k| scan.word(k)) {
        "!" => Link::Exclaimed,
        "?" => Link::Asked,
        "," => Link::Comma,
        _ => Link::Told,
    }
}

/// A list of speakers with costs.
#[derive(Default)]
struct Costs(Vec<(usize, f32)>);

impl Costs {
    fn offer(&mut self, who: usize, cost: f32) {
        if !self.0.iter().any(|c| c.0 == who) {
            self.0.push((who, cost));
        }
    }
    fn add(&mut self, who: usize, cost: f32) {
        if let Some(c) = self.0.iter_mut().find(|c| c.0 == who) {
            c.1 += cost;
        }
    }
}

fn candidates(scan: &Scan<'_>, stage: &Stage, lines: &[Line], n: usize) -> Vec<(Option<usize>, f32)> {
    let c = &TABLES.speaker;
    let line = &lines[n];
    let mut costs = Costs::default();
    let mut unknown = c.unknown;
    match line.given {
        Given::Named(who) => return vec![(Some(who), 0.0)],
        Given::Somebody => return vec![(None, 0.0)],
        Given::Pronoun(gender, at) => {
            let ranked = stage.salient(at, gender);
            let best = ranked.first().map_or(0.0, |r| r.1);
            for &(who, score) in ranked.iter().take(5) {
                costs.offer(who, ((best - score) * c.pronoun_step).min(c.pronoun_most));
            }
            for (who, _) in active(stage, lines, n) {
                let known = stage.people[who].gender;
                if who != TELLER && known.is_none_or(|g| g == gender) && !stage.people[who].many {
                    costs.offer(who, c.pronoun_active + if known.is_none() { c.pronoun_unsure } else { 0.0 });
                }
            }
            unknown += c.silent;
        }
        Given::Nothing => {
            for (who, near) in active(stage, lines, n) {
                costs.offer(who, if near { 0.0 } else { 0.5 });
            }
            let reach = line.open.saturating_sub(150);
            for m in stage.between(reach, line.open).iter().rev().filter(|m| m.role != Role::Quoted).take(8) {
                costs.offer(m.who, c.silent);
            }
            for m in addressed(stage, lines, n) {
                costs.offer(m, c.silent);
            }
            beside(scan, stage, lines, n, &mut costs);
        }
    }
    spoken_of(stage, lines, n, &mut costs);
    for one in costs.0.iter_mut().filter(|o| stage.people[o.0].told == 0 && o.0 != TELLER) {
        one.1 += c.absent;
    }
    costs.0.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
    costs.0.truncate(CANDIDATES);
    let mut found: Vec<(Option<usize>, f32)> = costs.0.into_iter().map(|(w, c)| (Some(w), c)).collect();
    found.push((None, unknown));
    found
}

/// Who is named as a speaker near by, nearest first, and whether within half the reach.
fn active(stage: &Stage, lines: &[Line], n: usize) -> Vec<(usize, bool)> {
    let near = TABLES.speaker.near;
    let mut found: Vec<(usize, bool)> = Vec::new();
    let best = |l: &Line| match l.given {
        Given::Named(who) => Some(who),
        Given::Pronoun(gender, at) => stage.salient(at, gender).first().map(|s| s.0),
        _ => None,
    };
    for d in 1..=near {
        let around = [n.checked_sub(d), Some(n + d)];
        for l in around.into_iter().flatten().filter_map(|k| lines.get(k)) {
            if let Some(who) = best(l).filter(|w| !found.iter().any(|f| f.0 == *w)) {
                found.push((who, d * 2 <= near));
            }
        }
    }
    found
}

/// Who is addressed in the quotation before or behind, if nothing but a cue stands between.
fn addressed(stage: &Stage, lines: &[Line], n: usize) -> Vec<usize> {
    [n.checked_sub(1), Some(n + 1)]
        .into_iter()
        .flatten()
        .filter_map(|k| lines.get(k))
        .flat_map(|l| stage.between(l.open, l.close))
        .filter(|m| m.role == Role::Called)
        .map(|m| m.who)
        .collect()
}

/// Who is addressed or named in the quotation itself and in its neighbours.
fn spoken_of(stage: &Stage, lines: &[Line], n: usize, costs: &mut Costs) {
    let c = &TABLES.speaker;
    let line = &lines[n];
    let mut seen: Vec<(usize, bool)> = Vec::new();
    for m in stage.between(line.open, line.close) {
        let called = m.role == Role::Called;
        if !seen.contains(&(m.who, called)) {
            seen.push((m.who, called));
            costs.add(m.who, if called { c.self_called } else { c.self_named });
        }
    }
    let call = |k: Option<usize>, costs: &mut Costs, cost: f32| {
        let Some(l) = k.and_then(|k| lines.get(k)) else { return };
        let far = l.open.max(line.open) - l.close.min(line.close) > 40;
        let mut who: Vec<usize> =
            stage.between(l.open, l.close).iter().filter(|m| m.role == Role::Called).map(|m| m.who).collect();
        who.dedup();
        for w in who.into_iter().filter(|_| !far) {
            costs.add(w, cost);
        }
    };
    call(n.checked_sub(1), costs, c.called);
    call(Some(n + 1), costs, c.call_answered);
}

/// Who does something in the sentence before or behind the quotation.
fn beside(scan: &Scan<'_>, stage: &Stage, lines: &[Line], n: usize, costs: &mut Costs) {
    let c = &TABLES.speaker;
    let line = &lines[n];
    let floor = n.checked_sub(1).map_or(0, |p| lines[p].close + 1);
    let told_by = |k: usize| lines.get(k).and_then(|l| l.cue).map(|c| stage.sentence.get(c.0).copied());
    if let Some(last) = (floor..line.open).rev().find(|&k| !matches!(scan.kind(k), Kind::Line | Kind::Break))
    {
        let sentence = stage.sentence.get(last).copied();
        let announced = matches!(scan.kind(last), Kind::Colon | Kind::Comma | Kind::Dash);
        let of_other = n.checked_sub(1).and_then(told_by).is_some_and(|s| s == sentence) && !announced;
        let mut own =
            stage.between(floor, line.open).iter().filter(|m| stage.sentence.get(m.at).copied() == sentence);
        if let Some(m) = own.find(|m| m.role == Role::Subject).filter(|_| !of_other) {
            let cost = if announced { c.announced } else { c.told_before };
            told(stage, m, cost, costs);
        }
    }
    let ceiling = lines.get(n + 1).map_or(scan.toks.len(), |l| l.open);
    let first = (line.close + 1..ceiling).find(|&k| scan.kind(k) == Kind::Word);
    if let Some(first) = first.filter(|&f| f < line.close + 5) {
        let sentence = stage.sentence.get(first).copied();
        let end = ceiling.min(first + 12);
        let subject = stage
            .between(first, end)
            .iter()
            .find(|m| m.role == Role::Subject && stage.sentence.get(m.at).copied() == sentence);
        if let Some(m) = subject {
            // "…" he hesitated: the sentence goes on behind the mark.
            let same = !scan.capital(first) && first == line.close + 1;
            told(stage, m, if same { c.announced } else { c.told_behind }, costs);
        }
    }
}

fn told(stage: &Stage, m: &Mention, cost: f32, costs: &mut Costs) {
    costs.offer(m.who, TABLES.speaker.silent);
    costs.add(m.who, cost);
    // Whom a pronoun means was only inferred: others of its gender gain a part.
    if let Some(gender) = m.pronoun {
        for other in costs.0.iter_mut().filter(|o| o.0 != m.who) {
            let known = stage.people[other.0].gender;
            other.1 += if known == Some(gender) {
                cost * 0.5
            } else if known.is_some() {
                -cost * 0.3
            } else {
                0.0
            };
        }
    }
}

/// Who tells the tale: whom others address by a name under which nobody is told of, or who names himself.
fn teller(scan: &Scan<'_>, stage: &Stage, lines: &[Line]) -> Option<usize> {
    let tells = |l: &Line| l.given == Given::Named(TELLER);
    if !lines.iter().any(tells) {
        return None;
    }
    let mut counts: BTreeMap<usize, u32> = BTreeMap::new();
    let mut named: BTreeMap<usize, u32> = BTreeMap::new();
    for (n, line) in lines.iter().enumerate() {
        let called = |m: &&Mention| m.role == Role::Called;
        for m in stage.between(line.open, line.close).iter().filter(called).filter(|_| !tells(line)) {
            *counts.entry(m.who).or_default() += 1;
        }
        // "Your name?" "X."
        let asked = n
            .checked_sub(1)
            .map(|p| &lines[p])
            .is_some_and(|p| (p.open..p.close).any(|k| TABLES.naming.contains(scan.lower(k))));
        for m in stage.between(line.open, line.open + 3).iter().filter(called).filter(|_| asked) {
            *named.entry(m.who).or_default() += 2;
        }
    }
    // "I called myself X", "my name was X".
    for m in stage.mentions.iter().filter(|m| !matches!(m.role, Role::Called | Role::Quoted)) {
        let before = m.at.saturating_sub(4)..m.at;
        let own = before.clone().any(|k| TABLES.self_words.contains(scan.lower(k)));
        if own && before.into_iter().any(|k| TABLES.naming.contains(scan.lower(k))) {
            *named.entry(m.who).or_default() += 2;
        }
    }
    for (who, n) in counts {
        if stage.people[who].told == 0 || named.contains_key(&who) {
            *named.entry(who).or_default() += n;
        }
    }
    for line in lines {
        if let Given::Named(who) = line.given {
            named.remove(&who);
        }
    }
    let known = named.into_iter().filter(|(w, n)| stage.people[*w].named && *n >= 2);
    known.max_by_key(|&(w, n)| (n, std::cmp::Reverse(w))).map(|(w, _)| w)
}

/// Writes the speaker found into a speech.
fn write(speech: &mut Speech, people: &[Character], who: Option<usize>, again: bool, cast: &Cast) {
    let person = who.and_then(|w| people.get(w)).filter(|p| !p.name.is_empty());
    let name = person.map(|p| p.name.clone());
    let own = speech.cue.is_some();
    speech.how = match (own, who) {
        (true, _) => speech.how,
        (false, None) => How::None,
        (false, Some(_)) if again => How::Continued,
        _ => How::Alternation,
    };
    let in_cast = person.filter(|p| p.named).and_then(|p| cast.by_name(&p.name, u32::MAX));
    speech.who = Who {
        source: speech.who.source.filter(|_| own),
        named: speech.who.named.take().filter(|_| own),
        person: in_cast,
        name: in_cast.map_or(name, |p| cast.people.get(p).map(|p| p.name.clone())),
        gender: person.and_then(|p| p.gender),
    };
}

/// Whether a quotation of a tale is somebody's spoken words: not quoted inside other words, not thought, no
/// term or title in the middle of a clause.
pub(super) fn is_spoken(scan: &Scan<'_>, quotes: &[Quote], speech: &Speech) -> bool {
    let Some(q) = quotes.get(speech.quote) else { return false };
    let thought = speech.verb.is_some_and(|v| {
        CUES.forms
            .get(v.of(scan.text))
            .is_some_and(|l| l.iter().all(|&n| CUES.verbs.get(n as usize).is_some_and(|v| v.view)))
    });
    let open = scan.token_at(q.open.start);
    let clause = open > 0 && scan.kind(open - 1) == Kind::Word;
    q.parent.is_none() && !thought && !(clause && speech.cue.is_none())
}
