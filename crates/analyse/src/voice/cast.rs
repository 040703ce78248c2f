//! The cast: persons whom the paper names, with office and side, so that "he", "the Vice-Premier" or
//! "South" can be given a name.
//!
//! Built from the agents found before, and from what stands beside names in the text itself
//! (titles, appositions, "X [Y]"). It answers who is meant only where one person fits; else `None`.

use super::naming::{
    Named, alias_after, apposed_office, body_word, gender_of, is_office, name_words, named_at, offices,
    role_after, role_before, role_words, short_form, titles_in, untitled,
};
use super::nations::is_name;
use super::scan::{Kind, Scan, Sentence};
use super::sides::Sides;
use super::words::{Class, has};
use memcon_model::{AgentType, Analysis, Field, Form, Participant, Party, Span};
use std::collections::{BTreeMap, BTreeSet};

/// Male, female, or not to be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Gender {
    Male,
    Female,
}

/// A person (or body) that can speak.
#[derive(Clone, Debug, Default)]
pub(super) struct Person {
    /// Fullest name.
    pub name: String,
    /// Other full spellings ("X [Y]").
    pub aliases: Vec<String>,
    /// Words of the offices named beside it, lower case.
    pub role: Vec<String>,
    pub side: Option<String>,
    pub gender: Option<Gender>,
    /// Titles that stand before the name somewhere ("sir").
    titles: Vec<String>,
    /// Where it is named, in bytes, in order.
    pub at: Vec<u32>,
    /// Pronouns that follow the name: male, female.
    votes: (u32, u32),
    /// The only one named behind a side's label.
    alone: bool,
    /// Known before this stage.
    told: bool,
}

/// Who is in the paper.
#[derive(Debug, Default)]
pub(super) struct Cast {
    pub people: Vec<Person>,
    /// Name words (lower case) to persons, in order.
    words: BTreeMap<String, Vec<u32>>,
    /// Office words to persons, in order.
    roles: BTreeMap<String, Vec<u32>>,
    /// Names as written, lower case, to persons.
    exact: BTreeMap<String, usize>,
    /// The persons were found before this stage.
    given: bool,
    /// All places where persons are named, in order.
    named: Vec<(u32, u32)>,
    /// The sides that the paper can mean.
    pub sides: Sides,
    /// The one who speaks for each side; `None` where several do.
    delegates: BTreeMap<String, Option<usize>>,
    /// The person listed as being in the chair.
    chair: Option<usize>,
}

/// How many persons a cast holds at most; later names are not taken up.
const MOST: usize = 3000;

/// How far into a paper its labels over names are looked for, in bytes.
const HEAD: u32 = 6000;

/// How much of a paper's end is looked through for labels over signatures, in bytes.
const TAIL: u32 = 3000;

impl Cast {
    /// Collects the cast of a paper.
    pub fn new(
        scan: &Scan<'_>,
        found: &Analysis,
        parties: &[Party],
        listed: &[Participant],
        allowed: &dyn Fn(u32) -> bool,
    ) -> Self {
        let named: Vec<String> = listed.iter().filter_map(|p| p.side.clone()).collect();
        let mut cast = Cast { sides: Sides::new(parties, &named), ..Cast::default() };
        cast.place(found);
        for agent in found.agents.iter().filter(|a| a.kind == AgentType::Person) {
            // A heading's first words are no part of a name.
            if agent.canonical.split(' ').any(|w| body_word(&w.to_lowercase())) {
                continue;
            }
            let at = agent.mentions.iter().map(|m| m.span.start).collect();
            let role = agent.role.as_deref().unwrap_or("");
            let n = cast.add(&agent.canonical, at);
            cast.people[n].side = agent.side.as_deref().and_then(|s| cast.sides.named(s));
            cast.people[n].aliases = agent.forms.clone();
            cast.people[n].told = true;
            cast.describe(n, role);
        }
        for value in found.description.all(Field::Participant) {
            let (name, role) = value.value.split_once(',').unwrap_or((&value.value, ""));
            let n = cast.add(name.trim(), value.span.iter().map(|s| s.start).collect());
            cast.people[n].told = true;
            cast.describe(n, role);
        }
        cast.list(listed);
        cast.given = cast.people.len() >= 2;
        cast.read(scan, allowed);
        cast.labels(scan);
        cast.chair_side();
        cast.index();
        cast.seat();
        cast
    }

    /// From which of two sides the paper comes: the office that issued it, else the archive that keeps it.
    fn place(&mut self, found: &Analysis) {
        let value = |f| found.description.first(f).map(|v| v.value.as_str());
        let from = [Field::IssuingOffice, Field::Archive]
            .into_iter()
            .find_map(|f| value(f).and_then(|w| self.sides.find(w)));
        let both = value(Field::Title).map(|t| self.sides.all(t)).unwrap_or_default();
        if let (Some(own), [a, b]) = (&from, both.as_slice()) {
            self.sides.other = [a, b].into_iter().find(|s| *s != own).filter(|_| both.contains(own)).cloned();
        }
        self.sides.own = from;
    }

    /// In a telegram from a post abroad, a minister whose state nobody tells is one of the country where the post is.
    pub fn at_home(&mut self, found: &Analysis) {
        let post = found.description.first(Field::Sender).filter(|_| found.form == Form::Cable);
        let Some(home) = post.and_then(|v| self.sides.find(&v.value)) else { return };
        let own: Vec<usize> = [Field::Addressee, Field::Signature, Field::Author, Field::Sender]
            .into_iter()
            .flat_map(|f| found.description.all(f))
            .filter_map(|v| self.by_name(v.value.split(',').next().unwrap_or(&v.value), u32::MAX))
            .collect();
        for (n, person) in self.people.iter_mut().enumerate() {
            let office = person.role.iter().any(|w| has(w, Class::StateOffice));
            if office && person.side.is_none() && !own.contains(&n) {
                person.side = Some(home.clone());
            }
        }
        self.seat();
    }

    /// "The Norvish ambassador came to see me … Roe said": the office that opens a sentence belongs to the bare surname
    /// that first speaks behind it, where nobody else opens a sentence between.
    pub fn introduced(&mut self, scan: &Scan<'_>, sentences: &[Sentence]) {
        let mut office: Option<(usize, u32, &str)> = None;
        for (n, s) in sentences.iter().enumerate() {
            let first = s.first as usize;
            let last = (first..first + 6).find(|&k| !scan.capital(k)).unwrap_or(first);
            if last == first {
                continue;
            }
            if scan.is(first, Class::Determiner) {
                let phrase = scan.words(first, last);
                let post = scan.is_any(last - 1, &[Class::Title, Class::SourceNoun]) && last > first + 2;
                if post && self.sides.find(phrase).is_some() {
                    office = Some((n, s.span.start, phrase));
                }
                continue;
            }
            let bare = last == first + 1 && scan.is(last, Class::CueForm);
            let Some(p) = self.known(scan.words(first, last)).filter(|_| bare) else {
                // Somebody else is in between.
                if scan.is(first, Class::Title) || self.known(scan.words(first, last)).is_some() {
                    office = None;
                }
                continue;
            };
            if let Some((m, at, phrase)) = office.take()
                && n - m <= 4
                && self.people[p].side.is_none()
                && self.people[p].role.is_empty()
                && self.people[p].at.first().is_none_or(|&a| a >= at)
            {
                self.describe(p, phrase);
            }
        }
    }

    /// What the list of those present tells: sides, offices, who is in the chair.
    fn list(&mut self, listed: &[Participant]) {
        for p in listed {
            let Some(n) = self.known(&p.name) else { continue };
            if let Some(side) = &p.side {
                self.people[n].side = self.sides.named(side);
            }
            if let Some(role) = &p.role {
                self.describe(n, role);
                let in_chair = role_words(role).iter().any(|w| has(w, Class::Chair));
                if in_chair && self.chair.is_none() {
                    self.chair = Some(n);
                }
            }
        }
    }

    /// Adds a name or finds it; a name with the same words is the same person.
    fn add(&mut self, name: &str, at: Vec<u32>) -> usize {
        let wanted = name_words(name);
        let same = self.known(name).filter(|&n| {
            name_words(&self.people[n].name) == wanted || self.people[n].aliases.iter().any(|a| a == name)
        });
        let n = same.unwrap_or_else(|| {
            let titles = titles_in(name);
            self.exact.entry(name.to_lowercase()).or_insert(self.people.len());
            self.people.push(Person { name: untitled(name).to_owned(), titles, ..Person::default() });
            let n = self.people.len() - 1;
            self.learn(n, name);
            n
        });
        for title in titles_in(name) {
            if !self.people[n].titles.contains(&title) {
                self.people[n].titles.push(title);
            }
        }
        self.people[n].at.extend(at);
        n
    }

    /// Who is in the chair is on the side that the collection calls so ("the Chair" among a party's names).
    fn chair_side(&mut self) {
        let Some(n) = self.chair.filter(|&n| self.people[n].side.is_none()) else { return };
        self.people[n].side.clone_from(&self.sides.chair);
    }

    /// Counts the first pronoun behind a name in its sentence as a vote for the gender.
    fn vote(&mut self, scan: &Scan<'_>, n: usize, from: usize) {
        for k in from..from + 16 {
            match scan.lower(k) {
                "he" | "his" | "him" | "himself" => {
                    self.people[n].votes.0 += 1;
                    return;
                }
                "she" | "her" | "hers" | "herself" => {
                    self.people[n].votes.1 += 1;
                    return;
                }
                _ if matches!(scan.kind(k), Kind::Stop | Kind::Break | Kind::Mark) => return,
                _ => {}
            }
        }
    }

    /// Enters the words of a name of person `n` into the index.
    fn learn(&mut self, n: usize, name: &str) {
        for word in name_words(name) {
            let list = self.words.entry(word).or_default();
            if !list.contains(&(n as u32)) && list.len() < 64 {
                list.push(n as u32);
            }
        }
    }

    /// Adds an office in words; the side is read from it where it names a state.
    fn describe(&mut self, n: usize, role: &str) {
        let Some(person) = self.people.get_mut(n) else { return };
        if person.side.is_none() {
            person.side = self.sides.find(role);
        }
        for word in role
            .split(|c: char| !c.is_alphanumeric() && c != '-' && c != '\'' && c != '.')
            .filter(|w| !w.is_empty())
        {
            let word = word.trim_end_matches("'s").to_lowercase();
            if has(&word, Class::Title) && person.titles.len() < 12 && !person.titles.contains(&word) {
                person.titles.push(word.clone());
            }
            if !person.role.contains(&word) && person.role.len() < 24 {
                let list = self.roles.entry(word.clone()).or_default();
                if list.len() < 64 {
                    list.push(n as u32);
                }
                person.role.push(word);
            }
        }
    }

    /// Reads names with their offices out of the text.
    fn read(&mut self, scan: &Scan<'_>, allowed: &dyn Fn(u32) -> bool) {
        let mut i = 0;
        while i < scan.toks.len() && self.people.len() < MOST {
            let Some(named) = named_at(scan, i) else {
                i += 1;
                continue;
            };
            i = named.last.max(i + 1);
            if named.name_first >= named.last || !allowed(scan.toks[named.first].start) {
                continue;
            }
            self.take(scan, &named);
        }
    }

    fn take(&mut self, scan: &Scan<'_>, named: &Named) {
        let words =
            |a: usize, b: usize| match (scan.toks.get(a), b.checked_sub(1).and_then(|k| scan.toks.get(k))) {
                (Some(x), Some(y)) if b > a => scan.text.get(x.start as usize..y.end as usize).unwrap_or(""),
                _ => "",
            };
        let name = words(named.name_first, named.last).trim_end_matches("'s").trim_end_matches("’s");
        let role = match apposed_office(scan, named) {
            Some(first) => words(first, named.first),
            None => words(role_before(scan, named.first), named.name_first),
        };
        let after = role_after(scan, named.last);
        let office = !role.is_empty() && offices(role) > 0 || after.is_some();
        let count = named.last - named.name_first;
        let alias = alias_after(scan, named.last);
        // Where agents were found before, they are the cast; the text only adds offices and places.
        if self.given && self.known(name).is_none() {
            return;
        }
        // A single word without title or office is a person only if it is known already as part of one.
        if !(office || count >= 2 || alias.is_some()) || is_name(name) || count > 5 {
            if let Some(n) = self.known(name) {
                self.people[n].at.push(scan.toks[named.first].start);
                self.vote(scan, n, named.last);
                self.bracketed_side(scan, n, named.last);
            }
            return;
        }
        let n = match self.known(name) {
            Some(n) if !office || count == 1 => n,
            _ => self.add(name, Vec::new()),
        };
        self.people[n].at.push(scan.toks[named.first].start);
        self.vote(scan, n, named.last);
        self.describe(n, role);
        if let Some((a, b)) = after {
            self.describe(n, words(a, b));
        }
        self.bracketed_side(scan, n, named.last);
        if let Some(alias) = alias
            && !self.people[n].aliases.contains(&alias)
        {
            self.people[n].aliases.push(alias);
        }
        let gender = gender_of(role).or_else(|| after.and_then(|(a, b)| gender_of(words(a, b))));
        self.people[n].gender = self.people[n].gender.or(gender);
    }

    /// "X (Norvania)": the side in brackets behind a name.
    fn bracketed_side(&mut self, scan: &Scan<'_>, n: usize, open: usize) {
        if self.people[n].side.is_some() || scan.kind(open) != Kind::OpenBracket {
            return;
        }
        let Some(close) = (open + 1..open + 8).find(|&k| scan.kind(k) == Kind::CloseBracket) else { return };
        let inner = Span { start: scan.toks[open].end, end: scan.toks[close].start }.of(scan.text);
        self.people[n].side = self.sides.exactly(inner);
    }

    /// Labels over names near the top: a side ("For Norvania: X, Y"), the chair ("In the chair: Z").
    fn labels(&mut self, scan: &Scan<'_>) {
        let near = scan.token_at(HEAD);
        let tail = scan.token_at((scan.text.len() as u32).saturating_sub(TAIL)).max(near);
        for colon in (1..near).chain(tail..scan.toks.len()).filter(|&k| scan.kind(k) == Kind::Colon) {
            let first = (colon.saturating_sub(9)..colon)
                .rev()
                .take_while(|&k| scan.kind(k) == Kind::Word)
                .last()
                .unwrap_or(colon);
            if first == colon {
                continue;
            }
            let label = Span { start: scan.toks[first].start, end: scan.toks[colon - 1].end }.of(scan.text);
            let chair = scan.is(colon - 1, Class::Chair);
            let side = self.sides.ends(label);
            if !chair && side.is_none() {
                continue;
            }
            let mut listed = self.listed_from(scan, colon + 1);
            if listed.is_empty() && side.is_some() && scan.is(first, Class::OnBehalf) {
                listed.extend(self.signatory(scan, colon + 1));
            }
            if let (false, [one]) = (chair, listed.as_slice()) {
                self.people[*one].alone = true;
            }
            for n in listed {
                if chair {
                    self.chair = self.chair.or(Some(n));
                    break;
                }
                if self.people[n].side.is_none() {
                    self.people[n].side.clone_from(&side);
                }
            }
        }
    }

    /// "For Norvania: J. ROE": somebody whom only this line names.
    fn signatory(&mut self, scan: &Scan<'_>, from: usize) -> Option<usize> {
        let part =
            |k: usize| scan.capital(k) || scan.kind(k) == Kind::Stop && k > from && short_form(scan, k - 1);
        let last = (from..from + 7).find(|&k| !part(k))?;
        let closed = matches!(scan.kind(last), Kind::Line | Kind::Break | Kind::Comma | Kind::Semicolon);
        let name = scan.words(from, last);
        let person = !(from..last).any(|k| scan.is_any(k, &[Class::BodyWord, Class::FieldLabel]));
        (closed && person && !name_words(name).is_empty() && self.people.len() < MOST).then(|| {
            let n = self.add(name, vec![scan.toks[from].start]);
            self.people[n].told = true;
            n
        })
    }

    /// The persons named one after another from a token on, each closed by a comma, bracket, stop or line end.
    fn listed_from(&self, scan: &Scan<'_>, from: usize) -> Vec<usize> {
        let mut found = Vec::new();
        let mut k = from;
        while k < from + 80 && k < scan.toks.len() {
            while matches!(scan.kind(k), Kind::Other | Kind::Comma | Kind::Dash) && k < scan.toks.len() {
                k += 1;
            }
            let Some((n, mut after)) = self.name_run(scan, k) else { break };
            if scan.kind(after) == Kind::OpenBracket {
                let Some(close) = (after..after + 12).find(|&c| scan.kind(c) == Kind::CloseBracket) else {
                    break;
                };
                after = close + 1;
            }
            match scan.kind(after) {
                Kind::Comma => found.push(n),
                Kind::Stop | Kind::Break | Kind::Line | Kind::Other => {
                    found.push(n);
                    break;
                }
                _ => break,
            }
            k = after + 1;
        }
        found
    }

    /// The person named by the capitalised run at a token, titles and initials included; the token behind it.
    fn name_run(&self, scan: &Scan<'_>, from: usize) -> Option<(usize, usize)> {
        let mut last = from;
        while last < from + 9
            && (scan.capital(last)
                || scan.kind(last) == Kind::Stop && last > from && short_form(scan, last - 1))
        {
            last += 1;
        }
        // "Commodore X": what is left of the run without its first words is the name.
        (from..last).filter(|&k| scan.kind(k) == Kind::Word).find_map(|k| {
            let name = Span { start: scan.toks[k].start, end: scan.toks[last - 1].end }.of(scan.text);
            (!name_words(name).is_empty()).then(|| self.known(name)).flatten().map(|n| (n, last))
        })
    }

    /// The latest person whose names hold all words of `name`.
    fn known(&self, name: &str) -> Option<usize> {
        let mut fit: Option<Vec<u32>> = None;
        for word in name_words(name) {
            let list = self.words.get(word.as_str())?;
            fit = Some(match fit {
                None => list.clone(),
                Some(f) => f.into_iter().filter(|n| list.contains(n)).collect(),
            });
        }
        fit.and_then(|f| f.last().map(|&n| n as usize))
    }

    /// A person known by one word alone is the one of that name whom the paper named in full before.
    fn give_way(&mut self, n: usize) {
        let words = name_words(&self.people[n].name);
        let (Some(first), [word]) = (self.people[n].at.iter().min().copied(), words.as_slice()) else {
            return;
        };
        let Some(list) = self.words.get(word.as_str()) else { return };
        let fuller = list
            .iter()
            .map(|&m| m as usize)
            .filter(|&m| m != n && name_words(&self.people[m].name).len() > 1)
            .filter_map(|m| self.people[m].at.iter().filter(|&&a| a < first).max().map(|&a| (a, m)))
            .max();
        if let Some((_, m)) = fuller {
            let at = std::mem::take(&mut self.people[n].at);
            self.people[m].at.extend(at);
            self.people[m].at.sort_unstable();
        }
    }

    fn index(&mut self) {
        for n in 0..self.people.len() {
            self.give_way(n);
            let (male, female) = self.people[n].votes;
            let voted = if male > female * 2 {
                Some(Gender::Male)
            } else if female > male * 2 {
                Some(Gender::Female)
            } else {
                None
            };
            self.people[n].gender = self.people[n].gender.or(voted);
            self.people[n].at.sort_unstable();
            self.people[n].at.dedup();
            for alias in self.people[n].aliases.clone() {
                self.learn(n, &alias);
            }
        }
        for (n, person) in self.people.iter().enumerate() {
            self.named.extend(person.at.iter().map(|&a| (a, n as u32)));
        }
        self.named.sort_unstable();
    }

    /// The person or office that the paper lists under exactly these words.
    pub fn exactly(&self, named: &str) -> Option<usize> {
        self.exact.get(named.to_lowercase().as_str()).copied()
    }

    /// Whether a word (in small letters) belongs to the name of somebody who is told to be a person: by the stages
    /// before, or by a title or an office.
    pub fn knows(&self, word: &str) -> bool {
        let told = |n: &u32| {
            self.people.get(*n as usize).is_some_and(|p| p.told || !p.titles.is_empty() || !p.role.is_empty())
        };
        self.words.get(word).is_some_and(|list| list.iter().any(told))
    }

    /// The person meant by words that hold (part of) a name, seen from byte `at`.
    pub fn by_name(&self, named: &str, at: u32) -> Option<usize> {
        let words = name_words(named);
        let core: Vec<&String> = words.iter().filter(|w| !is_office(w)).collect();
        let mut fit: Vec<u32> = Vec::new();
        for (k, word) in core.iter().enumerate() {
            let Some(list) = self.words.get(word.as_str()) else { continue };
            if k == 0 || fit.is_empty() {
                fit = list.clone();
            } else {
                let both: Vec<u32> = fit.iter().copied().filter(|n| list.contains(n)).collect();
                if !both.is_empty() {
                    fit = both;
                }
            }
        }
        fit.retain(|&n| !self.stranger(named, n));
        // Of several, the one last named before this place; a bare surname gives way to the full name it belongs to.
        // A title in these words that one of them bears decides before nearness does.
        let titles = titles_in(named);
        let bears = |n: usize| self.people[n].titles.iter().any(|t| titles.contains(t));
        let best = fit
            .iter()
            .map(|&n| n as usize)
            .max_by_key(|&n| (bears(n), self.last_named(n, at).map_or(0, |x| x + 1), std::cmp::Reverse(n)))?;
        if name_words(&self.people[best].name).len() > 1 {
            return Some(best);
        }
        let fuller = fit
            .iter()
            .map(|&n| n as usize)
            .filter(|&n| {
                name_words(&self.people[n].name).len() > 1
                    && self.people[n].at.first().is_some_and(|&a| a < at)
            })
            .max_by_key(|&n| self.last_named(n, at));
        fuller.or(Some(best))
    }

    /// Whether words name somebody else who shares a given name with person `n` ("Ilse Brandt" beside "Ilse Varga"):
    /// another capital follows at once the last word that fits, and the family name is not among those that fit.
    fn stranger(&self, named: &str, n: u32) -> bool {
        let bears = |word: &str| self.words.get(word).is_some_and(|list| list.contains(&n));
        let mut last: Option<(String, usize)> = None;
        let parts: Vec<&str> = named.split(' ').collect();
        for (k, part) in parts.iter().enumerate() {
            if let Some(word) = name_words(part).into_iter().find(|w| bears(w)) {
                last = Some((word, k));
            }
        }
        let Some((word, k)) = last else { return false };
        let own = name_words(&self.people[n as usize].name);
        let open = parts[k].ends_with(char::is_alphanumeric);
        let other = parts.get(k + 1).is_some_and(|next| {
            next.starts_with(char::is_uppercase) && name_words(next).iter().any(|w| !is_office(w))
        });
        own.len() > 1 && open && other && own.last() != Some(&word)
    }

    /// The person whose office is named ("the Vice-Premier"), where one alone holds it, or who speaks for a side.
    pub fn by_role(&self, named: &str, at: u32) -> Option<usize> {
        self.holder(named, at).or_else(|| self.delegate(named))
    }

    fn holder(&self, named: &str, at: u32) -> Option<usize> {
        let wanted: Vec<String> = role_words(named);
        let heads = wanted.iter().filter(|w| is_office(w)).count();
        if let (Some(chair), [one]) = (self.chair, wanted.as_slice())
            && has(one, Class::Chair)
        {
            return Some(chair);
        }
        if wanted.is_empty() || heads == 0 {
            return None;
        }
        let rarest = wanted
            .iter()
            .map(|w| self.roles.get(w.as_str()).map_or(&[][..], Vec::as_slice))
            .min_by_key(|l| l.len())?;
        let mut fit = rarest.iter().map(|&n| (n as usize, &self.people[n as usize])).filter(|(_, p)| {
            wanted.iter().all(|w| p.role.contains(w)) && p.at.first().is_some_and(|&a| a < at)
        });
        let one = fit.next()?.0;
        let mut best = one;
        for (n, _) in fit {
            // A second holder: only the one named later and nearer can be meant by a full title.
            if wanted.len() < 2 {
                return None;
            }
            if self.last_named(n, at) > self.last_named(best, at) {
                best = n;
            }
        }
        Some(best)
    }

    /// "The delegate of Norvania": the one who speaks for a side that the phrase names; `None` where several do.
    pub fn delegate(&self, named: &str) -> Option<usize> {
        let words = role_words(named);
        let is = |class| words.iter().any(|w| has(w, class));
        if words.len() > 6 || !(is(Class::OneDelegate) || is(Class::Post) && is(Class::DelegateWord)) {
            return None;
        }
        self.delegates.get(&self.sides.find(named)?).copied().flatten()
    }

    /// Finds for every side the one who speaks for it.
    fn seat(&mut self) {
        let sides: BTreeSet<String> = self.people.iter().filter_map(|p| p.side.clone()).take(64).collect();
        self.delegates = sides
            .into_iter()
            .map(|side| {
                let one = self.of_side(&side);
                (side, one)
            })
            .collect();
    }

    /// Where person `n` was last named before byte `at`.
    pub fn last_named(&self, n: usize, at: u32) -> Option<u32> {
        let list = &self.people.get(n)?.at;
        let k = list.partition_point(|&a| a < at);
        k.checked_sub(1).and_then(|k| list.get(k).copied())
    }

    /// The persons named nearest before byte `at`, latest first, at most `count`.
    pub fn nearest(&self, at: u32, count: usize) -> Vec<usize> {
        let end = self.named.partition_point(|m| m.0 < at);
        let mut found: Vec<usize> = Vec::new();
        for &(_, n) in self.named[..end].iter().rev().take(64) {
            if !found.contains(&(n as usize)) {
                found.push(n as usize);
            }
            if found.len() >= count {
                break;
            }
        }
        found
    }

    /// The one delegate of a side named by a bare prefix ("South"); `None` where several or none.
    pub fn of_side(&self, label: &str) -> Option<usize> {
        let wanted = label.trim().to_lowercase();
        let wanted = wanted.strip_prefix("the ").unwrap_or(&wanted);
        let fits = |p: &Person| {
            p.side.as_deref().is_some_and(|s| {
                let side = s.to_lowercase();
                side == wanted
                    || side.split_whitespace().next() == Some(wanted)
                    || self.sides.exactly(label).as_deref() == Some(s)
            })
        };
        let speaks = |p: &Person| p.alone || p.role.iter().any(|r| has(r, Class::DelegateWord));
        let mut fit = self.people.iter().enumerate().filter(|(_, p)| fits(p) && speaks(p));
        let (one, first) = fit.next()?;
        // A second holder is another spelling of the first where they share a name; else nobody can tell.
        let shared = |p: &Person| name_words(&p.name).iter().any(|w| name_words(&first.name).contains(w));
        fit.all(|(_, p)| shared(p)).then_some(one)
    }
}
