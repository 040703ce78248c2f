//! Who is meant where: names, nouns for people and pronouns of a tale, in the order of the text.
//!
//! A pronoun means the most salient person of its gender: the subject of a near sentence before its
//! object, a near one before a far one (after Lappin and Leass 1994, without a parser).

use super::names::{Character, Run, called, opens};
use super::tables::TABLES;
use crate::voice::cast::Gender;
use crate::voice::scan::{Kind, Scan};
use crate::voice::words::Class;
use std::collections::BTreeMap;

/// The place of a mention in its sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Subject,
    Object,
    Other,
    /// Named in quoted words.
    Quoted,
    /// Addressed in quoted words.
    Called,
}

/// One mention; `who` is an index into the people.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mention {
    pub at: usize,
    pub who: usize,
    pub role: Role,
    /// "he", "she": whom it means was only inferred.
    pub pronoun: Option<Gender>,
}

/// People and mentions of a tale.
pub(super) struct Stage {
    pub people: Vec<Character>,
    pub mentions: Vec<Mention>,
    /// Number of the sentence of each token.
    pub sentence: Vec<u32>,
}

/// Index of the teller ("I"), who is always there.
pub(super) const TELLER: usize = 0;

/// Number of each token's sentence.
fn sentences(scan: &Scan<'_>) -> Vec<u32> {
    let mut n = 0;
    (0..scan.toks.len())
        .map(|k| {
            if opens(scan, k) && k > 0 && scan.kind(k - 1) != Kind::Mark {
                n += 1;
            }
            n
        })
        .collect()
}

/// The gender of a pronoun at a token.
pub(super) fn gender(scan: &Scan<'_>, k: usize) -> Option<Gender> {
    third(scan, k).map(|(g, _)| g)
}

/// Whether a stop ends its sentence: none inside a name.
pub(super) fn ends(scan: &Scan<'_>, k: usize) -> bool {
    !crate::voice::np::name_part(scan, k)
}

/// The gender of a pronoun of the third person, and whether it can be a subject.
fn third(scan: &Scan<'_>, k: usize) -> Option<(Gender, bool)> {
    let subject = scan.is(k, Class::Pronoun);
    if scan.is(k, Class::HePronoun) {
        Some((Gender::Male, subject))
    } else {
        scan.is(k, Class::ShePronoun).then_some((Gender::Female, subject))
    }
}

impl Stage {
    /// Reads all mentions.
    pub fn new(scan: &Scan<'_>, inside: &[bool], mut people: Vec<Character>, mut runs: Vec<Run>) -> Self {
        people.insert(
            TELLER,
            Character { name: String::new(), words: vec!["i".into()], ..Character::default() },
        );
        for run in &mut runs {
            run.who = run.who.map(|w| w + 1);
        }
        votes(scan, inside, &mut people, &runs);
        let mut stage = Stage { people, mentions: Vec::new(), sentence: sentences(scan) };
        stage.read(scan, inside, &runs);
        stage
    }

    fn read(&mut self, scan: &Scan<'_>, inside: &[bool], runs: &[Run]) {
        let mut nouns: BTreeMap<String, usize> = BTreeMap::new();
        let mut next = 0;
        let mut k = 0;
        while k < scan.toks.len() {
            while runs.get(next).is_some_and(|r| r.first < k) {
                next += 1;
            }
            let quoted = inside.get(k).copied().unwrap_or(false);
            if let Some(run) = runs.get(next).filter(|r| r.first == k) {
                if let Some(who) = run.who {
                    let role = match (quoted, called(scan, run.first, run.last)) {
                        (true, true) => Role::Called,
                        (true, false) => Role::Quoted,
                        _ => self.role(k),
                    };
                    self.mentions.push(Mention { at: k, who, role, pronoun: None });
                }
                k = run.last;
                continue;
            }
            if scan.kind(k) == Kind::Word && !quoted {
                self.word(scan, k, &mut nouns);
            } else if quoted && TABLES.address.contains(scan.lower(k)) && called(scan, k, k + 1) {
                let known = nouns.get(scan.lower(k)).copied();
                self.mentions.extend(known.map(|who| Mention {
                    at: k,

                    who,
                    role: Role::Called,
                    pronoun: None,
                }));
            }
            k += 1;
        }
    }

    fn word(&mut self, scan: &Scan<'_>, k: usize, nouns: &mut BTreeMap<String, usize>) {
        let word = scan.lower(k);
        if word == TABLES.teller {
            self.mentions.push(Mention { at: k, who: TELLER, role: Role::Subject, pronoun: None });
            return;
        }
        if let Some((gender, subject)) = third(scan, k) {
            let role = if subject { Role::Subject } else { Role::Other };
            if let Some(who) = self.salient(k, gender).first().map(|c| c.0) {
                self.mentions.push(Mention { at: k, who, role, pronoun: Some(gender) });
            }
            return;
        }
        let Some(gender) = TABLES.noun(word) else { return };
        if scan.capital(k) && !opens(scan, k) {
            return;
        }
        let Some((opening, first)) = opening(scan, k) else { return };
        let who = self.noun(k, word, gender, opening, nouns);
        let role = self.role(first);
        self.mentions.push(Mention { at: first, who, role, pronoun: None });
    }

    /// Subject = the first one mentioned in the sentence.
    fn role(&self, k: usize) -> Role {
        let here = self.sentence.get(k);
        let first = self
            .mentions
            .last()
            .is_none_or(|m| self.sentence.get(m.at) != here || matches!(m.role, Role::Called | Role::Quoted));
        if first { Role::Subject } else { Role::Object }
    }

    /// Whom a noun means: one with that title, a husband or wife, one known by the noun, or one named near by.
    fn noun(
        &mut self,
        k: usize,
        word: &str,
        gender: Option<Gender>,
        opening: &str,
        nouns: &mut BTreeMap<String, usize>,
    ) -> usize {
        let word = word.rsplit('-').next().unwrap_or(word);
        let own = TABLES.possessive.contains(opening);
        if let Some(p) = self.married(word).filter(|_| own && !TABLES.self_words.contains(opening)) {
            return p;
        }
        let definite = !TABLES.indefinite.contains(opening);
        if let Some(&who) = nouns.get(word) {
            let near = self.mentions.iter().rev().take(TABLES.salience.reach).any(|m| m.who == who);
            if near || !definite || !TABLES.general.contains(word) {
                return who;
            }
        }
        let mut titled = (1..self.people.len()).filter(|&p| self.people[p].titles.iter().any(|t| t == word));
        if let (Some(p), None) = (titled.next(), titled.next())
            && definite
        {
            nouns.insert(word.to_owned(), p);
            return p;
        }
        if definite
            && TABLES.general.contains(word)
            && let Some(p) = self.known_otherwise(k, gender)
        {
            nouns.insert(word.to_owned(), p);
            return p;
        }
        if let Some(&who) = nouns.get(word) {
            return who;
        }
        self.people.push(Character {
            name: word.to_owned(),
            gender,
            words: vec![word.to_owned()],
            told: 1,
            introduced: !definite,
            many: TABLES.many(word),
            ..Character::default()
        });
        nouns.insert(word.to_owned(), self.people.len() - 1);
        self.people.len() - 1
    }

    /// "his wife": the most often named person with the title of a married woman.
    fn married(&self, word: &str) -> Option<usize> {
        let title = TABLES.married.get(word)?;
        let shares = |p: &Character| {
            let other = |o: &Character| o.named && o.gender != p.gender && o.words.last() == p.words.last();
            self.people.iter().any(other)
        };
        (1..self.people.len())
            .filter(|&p| self.people[p].titles.iter().any(|t| t == title) && shares(&self.people[p]))
            .max_by_key(|&p| (self.people[p].told, std::cmp::Reverse(p)))
    }

    /// "the girl": the most salient one of that gender who is known by another word.
    fn known_otherwise(&self, k: usize, gender: Option<Gender>) -> Option<usize> {
        let known = |g: Gender| {
            self.salient(k, g).into_iter().find(|&(p, s)| self.people[p].gender.is_some() && s > 0.0)
        };
        let best = match gender {
            Some(gender) => known(gender),
            None => known(Gender::Male)
                .into_iter()
                .chain(known(Gender::Female))
                .max_by(|a, b| a.1.total_cmp(&b.1)),
        };
        best.map(|(p, _)| p)
    }

    /// Persons whom a pronoun at token `k` can mean, with their salience, best first.
    pub fn salient(&self, k: usize, gender: Gender) -> Vec<(usize, f32)> {
        let s = &TABLES.salience;
        let end = self.mentions.partition_point(|m| m.at < k);
        let here = self.sentence.get(k).copied().unwrap_or(0);
        let mut found: Vec<(usize, f32)> = Vec::new();
        for m in self.mentions[..end].iter().rev().take(s.reach) {
            let p = &self.people[m.who];
            if m.who == TELLER || p.many || p.gender.is_some_and(|g| g != gender) {
                continue;
            }
            let weight = match m.role {
                Role::Subject => s.subject,
                Role::Object => s.object,
                Role::Other => s.other,
                Role::Quoted => s.quoted,
                Role::Called => s.called,
            };
            let away = here.saturating_sub(self.sentence.get(m.at).copied().unwrap_or(0));
            let unsure = if p.gender.is_none() { TABLES.speaker.pronoun_unsure } else { 0.0 };
            let score = weight - s.per_sentence * away as f32 - unsure;
            match found.iter_mut().find(|f| f.0 == m.who) {
                Some(f) => f.1 = f.1.max(score),
                None => found.push((m.who, score)),
            }
        }
        found.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        found
    }

    /// Takes a person for the teller: all that names the one names the other.
    pub fn make_teller(&mut self, who: usize) {
        self.people[TELLER] = self.people[who].clone();
        for m in self.mentions.iter_mut().filter(|m| m.who == who) {
            m.who = TELLER;
        }
    }

    /// The mentions between two tokens.
    pub fn between(&self, first: usize, last: usize) -> &[Mention] {
        let a = self.mentions.partition_point(|m| m.at < first);
        let b = self.mentions.partition_point(|m| m.at < last);
        self.mentions.get(a..b).unwrap_or_default()
    }
}

/// The determiner that opens the noun phrase whose noun stands at `k`, and where.
fn opening<'s>(scan: &'s Scan<'_>, k: usize) -> Option<(&'s str, usize)> {
    for j in (k.saturating_sub(4)..k).rev() {
        match scan.kind(j) {
            Kind::Word => {
                let word = scan.lower(j);
                if TABLES.definite.contains(word) || TABLES.indefinite.contains(word) {
                    return Some((word, j));
                }
                if TABLES.prepositions.contains(word) {
                    return None;
                }
            }
            Kind::Comma => {}
            _ => return None,
        }
    }
    // "her" before the noun is also a pronoun; a noun alone is a person where it is a title in use as a name.
    (scan.capital(k) && scan.is(k, Class::Title)).then(|| (scan.lower(k), k))
}

/// Counts the pronouns behind each name in the story's own words, and takes a clear majority for its gender.
fn votes(scan: &Scan<'_>, inside: &[bool], people: &mut [Character], runs: &[Run]) {
    let story: Vec<&Run> =
        runs.iter().filter(|r| r.who.is_some() && !inside.get(r.first).copied().unwrap_or(false)).collect();
    for (n, run) in story.iter().enumerate() {
        let Some(who) = run.who else { continue };
        let stop = story.get(n + 1).map_or(scan.toks.len(), |r| r.first).min(run.last + 40);
        let mut ends = 0;
        for k in run.last..stop {
            if inside.get(k).copied().unwrap_or(false) {
                continue;
            }
            match scan.kind(k) {
                Kind::Break => break,
                Kind::Stop => ends += 1,
                Kind::Word => {
                    if TABLES.noun(scan.lower(k)).is_some() {
                        break;
                    }
                    if let Some((g, _)) = third(scan, k) {
                        match g {
                            Gender::Male => people[who].votes.0 += 1,
                            Gender::Female => people[who].votes.1 += 1,
                        }
                        break;
                    }
                }
                _ => {}
            }
            if ends > 1 {
                break;
            }
        }
    }
    for p in people.iter_mut().filter(|p| p.gender.is_none()) {
        p.gender = match p.votes {
            (m, f) if m * 2 > f * 3 => Some(Gender::Male),
            (m, f) if f * 2 > m * 3 => Some(Gender::Female),
            _ => None,
        };
    }
}
