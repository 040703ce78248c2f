//! Persons whom a paper names by surname alone: whom the collection means by it, decided paper by paper.
//!
//! Every bearer of the name is weighed by what stands around it: a fuller name in the same paper, the title
//! before it against offices at that date, side, and how often papers of that time name the bearer. The best
//! is taken where it leads clearly; where two fit equally nobody is, and the reader is asked. Family names
//! that millions bear tell nothing by themselves.

use std::collections::{BTreeMap, BTreeSet};

use memcon_model::{AgentType, Evidence, JoinedBy, Span, Testimony};

use super::note::{self, Held};
use super::scan::{Around, Names, Vocabulary, Word, around, words};
use super::sides::Sides;
use super::written::{Written, common, fold as fold_name, given_against, title_before, title_words};
use super::{Alike, Documents, Group, Member, Pair, Wide, conflict, fold, reason};
use crate::Given;

/// By how much the best must lead.
const LEAD: f32 = 0.6;
/// Bearers of a name that are listed as possible, at most.
const LISTED: usize = 6;
/// Bearers weighed for one name, at most: a name of more says nothing.
const BEARERS: usize = 400;
/// Days within which papers are of one time.
const NEAR: i64 = 90;
/// Words that a reason stands on, at most.
const SHOWN: usize = 5;

/// Somebody whose full name is known.
struct Bearer {
    group: usize,
    names: Vec<Written>,
    /// Offices by the note of the list.
    held: Vec<Held>,
    /// Roles and titles that papers give, folded.
    roles: BTreeSet<String>,
    listed: bool,
    /// Papers that name the bearer in full.
    named: BTreeSet<usize>,
    /// How many papers name somebody so, in full or by surname alone.
    papers: usize,
    /// Days of papers that name the bearer, in full or surely by surname.
    days: Vec<i64>,
}

/// A name in a paper that is to be settled.
struct Unit<'d> {
    document: usize,
    /// The group that has only this name; `None` where the name was found by looking for it.
    group: Option<usize>,
    /// The group of the fuller name, and the paper's agent, to which the paper's own analysis gave it.
    own: Option<(usize, usize)>,
    family: String,
    around: Around,
    mentions: Vec<(Span, &'d str)>,
}

/// What the weighing of a unit gave.
enum Outcome {
    /// A bearer, how sure, and what spoke for and against.
    Chosen {
        bearer: usize,
        lead: f32,
        grounds: Vec<String>,
        against: Vec<String>,
    },
    Several(Vec<usize>),
    Nobody,
}

/// Joins groups that have only a surname, and finds names that the papers' own analysis passed over. `groups` keeps
/// its indices; emptied groups have no members.
pub(super) fn settle<'d>(
    documents: Documents<'d, 'd>,
    given: &Given<'_>,
    vocabulary: &Vocabulary,
    groups: &mut [Group<'d>],
    alike: &mut Alike,
) -> Wide {
    let days: Vec<Option<i64>> =
        documents.iter().map(|d| d.date().and_then(|e| e.earliest()).map(|d| d.number())).collect();
    let mut bearers = bearers(documents, given, groups, &days);
    let mut short: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (n, bearer) in bearers.iter().enumerate() {
        let names: BTreeSet<&String> = bearer.names.iter().flat_map(Written::short).collect();
        for name in names {
            short.entry(name.clone()).or_default().push(n);
        }
    }
    let (units, wide) = units(documents, groups, vocabulary, &bearers, &short);
    // Twice: what is sure at first tells who is spoken of at that time.
    let nobody = BTreeSet::new();
    let first: Vec<Outcome> =
        units.iter().map(|u| weigh(u, groups, &bearers, &short, &days, &nobody)).collect();
    for (unit, outcome) in units.iter().zip(&first) {
        if let Outcome::Chosen { bearer, lead, .. } = outcome
            && *lead > 1.0
            && let Some(day) = days[unit.document]
        {
            bearers[*bearer].days.push(day);
        }
    }
    for bearer in &mut bearers {
        bearer.days.sort_unstable();
    }
    let mut alone = Alone::new();
    let mut spoken: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    let mut by_given = Vec::new();
    let (mut paper, mut chosen) = (usize::MAX, BTreeSet::new());
    for unit in units {
        if unit.document != paper {
            paper = unit.document;
            chosen.clear();
        }
        let outcome = weigh(&unit, groups, &bearers, &short, &days, &chosen);
        if let Outcome::Chosen { bearer, .. } = &outcome {
            chosen.insert(*bearer);
            spoken.entry(unit.document).or_default().insert(*bearer);
        }
        if matches!(outcome, Outcome::Nobody) && given_alone(&unit, &short) {
            by_given.push(unit);
            continue;
        }
        carry_out(documents, unit, outcome, &bearers, groups, alike, &mut alone);
    }
    let given_names = by_given_name(&bearers);
    for unit in by_given {
        let here = spoken.get(&unit.document).unwrap_or(&nobody);
        let outcome = weigh_given(&unit, groups, &bearers, &given_names, here);
        carry_out(documents, unit, outcome, &bearers, groups, alike, &mut alone);
    }
    nobody_else(groups, alike, alone);
    wide
}

/// Groups with a surname alone, by the surname and the office before it where several bear the name.
type Alone = BTreeMap<(String, Option<String>), Vec<usize>>;

/// Papers from which on a bearer is well known.
const WELL_KNOWN: usize = 5;

/// Whether a unit may be a given name that stands alone: no family name, and nothing before it.
fn given_alone(unit: &Unit<'_>, short: &BTreeMap<String, Vec<usize>>) -> bool {
    let around = &unit.around;
    unit.group.is_some()
        && !short.contains_key(&unit.family)
        && around.given.is_empty()
        && around.title.is_none()
        && !around.addressed
        && unit.family.chars().count() >= 3
}

/// Bearers by their whole given names, of traditions that write those first.
fn by_given_name(bearers: &[Bearer]) -> BTreeMap<String, Vec<usize>> {
    let mut out: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (n, bearer) in bearers.iter().enumerate() {
        let names = bearer.names.iter().filter(|w| !w.eastern());
        let given: BTreeSet<&String> =
            names.flat_map(|w| &w.given).filter(|g| g.chars().count() >= 3).collect();
        for name in given {
            out.entry(name.clone()).or_default().push(n);
        }
    }
    out
}

/// A given name alone: the one bearer of it whom the paper names, or the one there is, where that one is well known.
fn weigh_given(
    unit: &Unit<'_>,
    groups: &[Group<'_>],
    bearers: &[Bearer],
    given: &BTreeMap<String, Vec<usize>>,
    here: &BTreeSet<usize>,
) -> Outcome {
    let Some(all) = given.get(&unit.family) else { return Outcome::Nobody };
    let sides = unit.group.map(|g| &groups[g].sides);
    let fits = |b: &&usize| {
        !sides.is_some_and(|s| conflict(AgentType::Person, s, &groups[bearers[**b].group].sides))
    };
    let in_paper = |b: &&usize| here.contains(*b) || bearers[**b].named.contains(&unit.document);
    let named: Vec<usize> = all.iter().filter(in_paper).filter(fits).copied().collect();
    let known = |b: &usize| bearers[*b].listed || bearers[*b].papers >= WELL_KNOWN;
    let (bearer, why) = match (named.as_slice(), all.as_slice()) {
        ([one], _) => (*one, "The same paper names one person with this given name."),
        ([], [one]) if known(one) && fits(&one) => (*one, "One person in these papers has this given name."),
        _ => return Outcome::Nobody,
    };
    Outcome::Chosen { bearer, lead: 0.6, grounds: vec![why.to_owned()], against: Vec::new() }
}

/// Surnames that no fuller name explains: one person, where nothing speaks against it.
fn nobody_else(groups: &mut [Group<'_>], alike: &mut Alike, alone: Alone) {
    for ((name, title), lonely) in alone {
        if common(&name) {
            continue;
        }
        let Some((&first, rest)) = lonely.split_first() else { continue };
        for &n in rest {
            if conflict(AgentType::Person, &groups[n].sides, &groups[first].sides) {
                apart(alike, first, n, format!("Both are called {name}, but of different sides."));
                continue;
            }
            let members = std::mem::take(&mut groups[n].members);
            let sides = std::mem::take(&mut groups[n].sides);
            groups[first].members.extend(members);
            groups[first].sides.extend(sides);
            let why = match &title {
                Some(title) => format!("The same surname, each time with “{title}” before it."),
                None => "Surname alone: nobody else in these papers has that name.".to_owned(),
            };
            let told = reason(name.clone(), name.clone(), why, 0.7, JoinedBy::Surname);
            if !groups[first].joins.contains(&told) {
                groups[first].joins.push(told);
            }
        }
    }
}

fn apart(alike: &mut Alike, a: usize, b: usize, why: String) {
    alike.entry((a.min(b), a.max(b))).or_insert(Pair { possible: false, why, by: JoinedBy::Surname });
}

fn bearers(
    documents: Documents<'_, '_>,
    given: &Given<'_>,
    groups: &[Group<'_>],
    days_of: &[Option<i64>],
) -> Vec<Bearer> {
    let mut out = Vec::new();
    for (group, g) in groups.iter().enumerate() {
        if g.kind != AgentType::Person || g.forms.is_empty() {
            continue;
        }
        let entry = g.listed.and_then(|n| given.listed.get(n));
        let mut names: Vec<Written> = g.forms.iter().map(|f| Written::parse(f)).collect();
        names.extend(entry.map(|e| Written::parse(&e.name)));
        let named: BTreeSet<usize> = g.members.iter().map(|m| m.document).collect();
        let mut roles: BTreeSet<String> = names.iter().flat_map(|n| n.titles.clone()).collect();
        // What a list says of offices is surer than what papers seem to give to a surname.
        let by_papers =
            if entry.is_some_and(|e| !e.note.is_empty()) { &[][..] } else { g.members.as_slice() };
        for m in by_papers {
            let agent = m.agent.map(|a| &documents[m.document].analysis.agents[a]);
            let offices = agent.into_iter().flat_map(|a| a.offices.iter().map(|o| &o.office).chain(&a.role));
            roles.extend(offices.map(|o| fold_name(o)).take(20));
        }
        let mut days: Vec<i64> = named.iter().filter_map(|d| days_of[*d]).collect();
        days.sort_unstable();
        if names.iter().all(|n| n.family.is_empty()) {
            continue;
        }
        out.push(Bearer {
            group,
            names,
            held: entry.map(|e| note::offices(&e.note)).unwrap_or_default(),
            roles,
            listed: entry.is_some(),
            papers: named.len(),
            named,
            days,
        });
    }
    let more = by_surname(documents, groups, &mut out, days_of);
    out.extend(more);
    out
}

/// Persons of whom no paper and no list has more than the surname, and several papers have that.
fn by_surname(
    documents: Documents<'_, '_>,
    groups: &[Group<'_>],
    known: &mut [Bearer],
    days: &[Option<i64>],
) -> Vec<Bearer> {
    let mut taken: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (n, b) in known.iter().enumerate() {
        for short in b.names.iter().flat_map(Written::short) {
            taken.entry(short.clone()).or_default().push(n);
        }
    }
    // The given name of somebody well known is no family name because it stands alone.
    let well_known = known.iter().filter(|b| b.listed || b.papers >= WELL_KNOWN);
    let given: BTreeSet<String> = well_known
        .flat_map(|b| b.names.iter().filter(|w| !w.eastern()).flat_map(|w| w.given.iter().cloned()))
        .filter(|g| g.chars().count() >= 3)
        .collect();
    let mut found: BTreeMap<String, Vec<(usize, usize)>> = BTreeMap::new();
    for (n, g) in groups.iter().enumerate() {
        if g.kind != AgentType::Person || !g.forms.is_empty() {
            continue;
        }
        for m in &g.members {
            let Some(a) = m.agent else { continue };
            let w = Written::parse(&documents[m.document].analysis.agents[a].canonical);
            let fits = w.given.is_empty() && w.family.chars().count() >= 3;
            if let Some(bearers) = taken.get(&w.family).filter(|l| l.len() <= LISTED) {
                bearers.iter().for_each(|b| known[*b].papers += 1);
            } else if fits
                && !common(&w.family)
                && !taken.contains_key(&w.family)
                && !given.contains(&w.family)
            {
                found.entry(w.family).or_default().push((n, m.document));
            }
        }
    }
    // A part of a longer family name that stands alone here too: the longer one has it.
    let longer: Vec<Written> = found.keys().filter(|f| f.contains(' ')).map(|f| Written::family(f)).collect();
    for part in longer.iter().flat_map(|w| &w.also) {
        if let Some(places) = found.remove(part)
            && let Some(whole) = longer.iter().find(|w| w.also.contains(part))
        {
            found.entry(whole.family.clone()).or_default().extend(places);
        }
    }
    let bearer = |(family, places): (String, Vec<(usize, usize)>)| {
        let group = places.first()?.0;
        let papers: BTreeSet<usize> = places.iter().map(|p| p.1).collect();
        let mut days: Vec<i64> = papers.iter().filter_map(|d| days[*d]).collect();
        days.sort_unstable();
        (papers.len() >= 2).then(|| Bearer {
            group,
            names: vec![Written::family(&family)],
            held: Vec::new(),
            roles: BTreeSet::new(),
            listed: false,
            papers: papers.len(),
            named: BTreeSet::new(),
            days,
        })
    };
    found.into_iter().filter_map(bearer).collect()
}

/// Everything that is to be settled, in the order of documents.
fn units<'d>(
    documents: Documents<'d, 'd>,
    groups: &[Group<'d>],
    vocabulary: &Vocabulary,
    bearers: &[Bearer],
    short: &BTreeMap<String, Vec<usize>>,
) -> (Vec<Unit<'d>>, Wide) {
    let mut wide = Wide::new();
    let mut alone: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (n, g) in groups.iter().enumerate() {
        if g.kind == AgentType::Person && g.forms.is_empty() && g.listed.is_none() {
            for m in &g.members {
                alone.entry(m.document).or_default().push(n);
            }
        }
    }
    let mut full: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for bearer in
        bearers.iter().filter(|b| b.names.iter().flat_map(Written::short).any(|s| short[s].len() > 1))
    {
        for m in &groups[bearer.group].members {
            let list = full.entry(m.document).or_default();
            if list.last() != Some(&bearer.group) {
                list.push(bearer.group);
            }
        }
    }
    let names = names(bearers, short);
    let keys: Vec<&String> = short.keys().collect();
    let mut out = Vec::new();
    for (d, document) in documents.iter().enumerate() {
        let words = names.parted(words(document.text));
        for &n in alone.get(&d).map_or(&[][..], Vec::as_slice) {
            for m in groups[n].members.iter().filter(|m| m.document == d) {
                let Some(a) = m.agent else { continue };
                // Whom the paper's own mark-up names is settled.
                if document.analysis.agents[a].authority.is_some() {
                    continue;
                }
                let w = Written::parse(&document.analysis.agents[a].canonical);
                if w.family.is_empty() {
                    continue;
                }
                let mut w = w;
                let mut seen = Around { given: w.given.clone(), ..Around::default() };
                seen.title = w.titles.first().cloned();
                for (span, _) in m.mentions.iter().take(40) {
                    let Some(at) = family_word(&words, *span, &w.family) else { continue };
                    let around = around(&words, at, vocabulary);
                    // "Sir Anthony": a title that goes with the given name.
                    let by_given = at.checked_sub(1).map(|n| format!("{} {}", words[n].folded, w.family));
                    if let Some(key) = by_given.filter(|k| words[at].joined && short.contains_key(k)) {
                        w.family = key;
                        break;
                    }
                    seen.addressed |= around.addressed;
                    if seen.title.is_none() {
                        seen.title = around.title;
                    }
                }
                let role = document.analysis.agents[a].role.as_deref().map(fold_name);
                seen.title = seen.title.or(role);
                out.push(Unit {
                    document: d,
                    group: Some(n),
                    own: None,
                    family: w.family,
                    around: seen,
                    mentions: m.mentions.clone(),
                });
            }
        }
        let from = out.len();
        for &n in full.get(&d).map_or(&[][..], Vec::as_slice) {
            let free = |m: &&Member<'_>| {
                m.document == d && m.agent.is_none_or(|a| document.analysis.agents[a].authority.is_none())
            };
            for m in groups[n].members.iter().filter(free) {
                out.extend(surnames_of(d, n, m, &words, vocabulary, short));
            }
        }
        out.extend(passed_over(
            d,
            document,
            &words,
            vocabulary,
            (&names, &keys),
            bearers,
            (short, &mut wide),
        ));
        // What has a given name or title first: it tells who the bare surname is.
        out[from..].sort_by_key(|u: &Unit<'d>| (u.around.given.is_empty(), u.around.title.is_none()));
        with_titles(d, document, &words, &mut wide);
    }
    (out, wide)
}

/// Surnames with the office or rank before them: the whole is the mention.
fn with_titles(d: usize, document: &crate::Document<'_>, words: &[Word], wide: &mut Wide) {
    for agent in document.analysis.agents.iter().filter(|a| a.kind == AgentType::Person) {
        for m in agent.mentions.iter().filter(|m| !m.form.contains(' ')) {
            let at = words.partition_point(|w| w.span.end <= m.span.start);
            let Some(word) = words.get(at).filter(|w| w.span.start == m.span.start && w.joined) else {
                continue;
            };
            if let Some(begin) = titled(words, at) {
                let span =
                    Span::new(words[begin].span.start as usize, m.span.end.max(word.span.end) as usize);
                wide.entry((d, m.span)).or_insert(span);
            }
        }
    }
}

/// The first word of the office or rank that stands right before word `at`.
fn titled(words: &[Word], at: usize) -> Option<usize> {
    let from = at.saturating_sub(4);
    let near: Vec<String> = words[from..at].iter().map(|w| w.folded.clone()).collect();
    let (begin, office) = title_before(&near, at - from)?;
    let begin = from + begin;
    let whole = words[begin].capital && (begin + 1..=at).all(|n| words[n].joined);
    (office && whole).then_some(begin)
}

/// Surnames alone that the paper's own analysis gave to a fuller name, where others bear the surname too.
fn surnames_of<'d>(
    d: usize,
    group: usize,
    member: &Member<'d>,
    words: &[Word],
    vocabulary: &Vocabulary,
    short: &BTreeMap<String, Vec<usize>>,
) -> Vec<Unit<'d>> {
    let Some(agent) = member.agent else { return Vec::new() };
    let mut out: BTreeMap<(String, Option<String>), Unit<'d>> = BTreeMap::new();
    for &(span, form) in &member.mentions {
        let w = Written::parse(form);
        if !w.given.is_empty() || short.get(&w.family).is_none_or(|l| l.len() < 2) {
            continue;
        }
        let Some(at) = family_word(words, span, &w.family) else { continue };
        let around = around(words, at, vocabulary);
        if !around.given.is_empty() {
            continue;
        }
        let unit = out.entry((w.family.clone(), around.title.clone())).or_insert(Unit {
            document: d,
            group: None,
            own: Some((group, agent)),
            family: w.family,
            around,
            mentions: Vec::new(),
        });
        unit.mentions.push((span, form));
    }
    out.into_values().collect()
}

/// The word of a mention that is the family name.
fn family_word(words: &[Word], span: Span, family: &str) -> Option<usize> {
    let family = family.split(' ').next().unwrap_or(family);
    let from = words.partition_point(|w| w.span.end <= span.start);
    (from..words.len()).take_while(|n| words[*n].span.start < span.end).find(|n| words[*n].folded == family)
}

/// The names worth looking for: of listed persons all, of others those that some paper has in full.
fn names(bearers: &[Bearer], short: &BTreeMap<String, Vec<usize>>) -> Names {
    let mut out = Names::default();
    let parts = |name: &str| -> Vec<String> { name.split(' ').map(str::to_owned).collect() };
    for (n, (name, list)) in short.iter().enumerate() {
        if name.chars().count() >= 2 && list.len() <= BEARERS {
            out.add(parts(name), n);
        }
    }
    let place: BTreeMap<&String, usize> = short.keys().zip(0..).collect();
    // Family name first: "Kim Tae-ho" is one name, not a family name with something behind it.
    for bearer in bearers {
        for w in bearer.names.iter().filter(|w| common(&w.family)) {
            if let Some(&n) = place.get(&w.family) {
                let mut whole = parts(&w.family);
                whole.extend(w.given.iter().flat_map(|g| parts(g)));
                out.add(whole, n);
            }
        }
    }
    out.order();
    out
}

/// Names in a paper that its own analysis did not take for a person's.
fn passed_over<'d>(
    d: usize,
    document: &'d crate::Document<'d>,
    words: &[Word],
    vocabulary: &Vocabulary,
    (names, keys): (&Names, &[&String]),
    bearers: &[Bearer],
    (short, wide): (&BTreeMap<String, Vec<usize>>, &mut Wide),
) -> Vec<Unit<'d>> {
    let mut covered: Vec<Span> = Vec::new();
    for agent in &document.analysis.agents {
        let sure = agent.kind == AgentType::Person || agent.basis.rule.starts_with("agents.listed");
        covered.extend(agent.mentions.iter().filter(|_| sure).map(|m| m.span));
    }
    covered.sort_unstable();
    let over = |span: Span| {
        let n = covered.partition_point(|c| c.end <= span.start);
        covered.get(n).filter(|c| c.start < span.end).copied()
    };
    let mut found: BTreeMap<(String, Vec<String>, Option<String>), Unit<'d>> = BTreeMap::new();
    let mut at = 0;
    while at < words.len() {
        let Some((len, mark)) = names.at(words, at).filter(|_| words[at].capital) else {
            at += 1;
            continue;
        };
        let last = at + len - 1;
        let family = keys[mark].clone();
        let around = around(words, at, vocabulary);
        let first = at - around.words;
        let begin = words[titled(words, first).unwrap_or(first)].span.start;
        let span = Span::new(begin as usize, words[last].span.end as usize);
        at += len;
        let list = &short[&family];
        let in_paper = list.iter().any(|b| bearers[*b].named.contains(&d));
        // A word of the language is a name only where something says so.
        let plain = len == 1 && vocabulary.ordinary(&words[last].folded);
        if let Some(held) = over(span) {
            // A part of the name was found: it is all of it.
            if held != span && span.contains(held) {
                wide.insert((d, held), span);
            }
            continue;
        }
        let known = in_paper || list.iter().any(|b| bearers[*b].listed || bearers[*b].papers >= 2);
        if !known
            || plain && !around.addressed && around.given.is_empty() && (words[last].starts || !in_paper)
        {
            continue;
        }
        // "Foster Holm": the name is the given name of what stands behind it.
        let next = words.get(last + 1).filter(|w| w.joined && w.capital);
        let first_of_more = next.is_some_and(|w| {
            short.contains_key(&w.folded)
                || (common(&family) && len == 1 && vocabulary.only_capital(&w.folded))
        });
        if first_of_more && title_before(&[words[last].folded.clone()], 1).is_none() {
            continue;
        }
        let key = (family.clone(), around.given.clone(), around.title.clone());
        let unit = found.entry(key).or_insert(Unit {
            document: d,
            group: None,
            own: None,
            family,
            around,
            mentions: vec![],
        });
        unit.mentions.push((span, span.of(document.text)));
    }
    found.into_values().collect()
}

/// Weighs the bearers of a unit's name.
fn weigh(
    unit: &Unit<'_>,
    groups: &[Group<'_>],
    bearers: &[Bearer],
    short: &BTreeMap<String, Vec<usize>>,
    days: &[Option<i64>],
    chosen: &BTreeSet<usize>,
) -> Outcome {
    let Some(list) = short.get(&unit.family).filter(|l| l.len() <= BEARERS) else { return Outcome::Nobody };
    let none = Sides::default();
    let sides = unit.group.map_or(&none, |g| &groups[g].sides);
    let mut weighed: Vec<(f32, usize, Vec<String>, Vec<String>)> = Vec::new();
    for &b in list {
        let bearer = &bearers[b];
        let fits = |n: &Written| {
            let agrees = || unit.around.given.concat().replace('-', "") == n.given.concat().replace('-', "");
            if n.eastern() && !unit.around.given.is_empty() {
                agrees()
            } else {
                !given_against(&unit.around.given, &n.given)
            }
        };
        if !bearer.names.iter().any(fits) || Some(bearer.group) == unit.group {
            continue;
        }
        let (mut score, mut grounds, mut against) = (0.0, Vec::new(), Vec::new());
        if !unit.around.given.is_empty() && bearer.names.iter().any(|n| !n.given.is_empty() && fits(n)) {
            score += 3.0;
            grounds.push("The given name or initial fits.".to_owned());
        }
        let own = unit.own.is_some_and(|(own, _)| own == bearer.group);
        let (office, why) = unit.around.title.as_ref().map_or((0.0, None), |title| {
            by_title(bearer, title, days[unit.document], own && bearer.named.len() == 1)
        });
        // A full name in the paper explains no surname that has another's office before it.
        let foreign = office < -1.0;
        if bearer.named.contains(&unit.document) {
            score += if foreign { 1.0 } else { 3.0 };
            grounds.push("The same paper has the name in full.".to_owned());
        }
        if own && !foreign {
            score += 1.5;
            grounds.push("The paper itself gives the surname to this name.".to_owned());
        }
        if chosen.contains(&b) {
            score += 1.0;
            grounds.push("The same paper names this person elsewhere.".to_owned());
        }
        if unit.around.title.is_some() {
            score += office;
            match why {
                Some(why) if office > 0.0 => grounds.push(why),
                Some(why) => against.push(why),
                None => {}
            }
        } else if let Some(day) = days[unit.document] {
            let times: Vec<bool> = bearer.held.iter().filter_map(|h| h.on(day)).collect();
            let timeless = bearer.held.iter().any(|h| h.on(day).is_none());
            if times.contains(&true) {
                score += 0.3;
            } else if !times.is_empty() && !timeless {
                score -= 1.0;
                against.push("The list gives no office at the date of the paper.".to_owned());
            }
        }
        if bearer.listed {
            score += 1.0;
            grounds.push("The name stands in the list.".to_owned());
        }
        let theirs = &groups[bearer.group].sides;
        if conflict(AgentType::Person, sides, theirs) {
            score -= 2.0;
            against.push("The sides differ.".to_owned());
        } else if !sides.is_empty() && !theirs.is_empty() {
            score += 1.0;
            grounds.push("The side is the same.".to_owned());
        }
        let (often, near) = spoken_of(bearer, days[unit.document]);
        score += 0.5 * (1.0 + often as f32).ln() + 0.6 * (1.0 + near as f32).ln();
        if near > 0 {
            grounds.push(format!("{near} papers of that time name this person."));
        }
        weighed.push((score, b, grounds, against));
    }
    weighed.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let second = weighed.get(1).map(|w| w.0);
    let Some((score, bearer, grounds, against)) = weighed.first().cloned() else { return Outcome::Nobody };
    let lead = second.map_or(score.max(1.0), |s| score - s);
    let conflicting = against.iter().any(|a| a == "The sides differ.");
    // A family name of millions wants more than that it is known.
    let known = !common(&unit.family)
        || bearers[bearer].listed
        || bearers[bearer].named.contains(&unit.document)
        || score >= 3.0;
    let only = second.is_none() && bearers[bearer].listed;
    if conflicting && score < 1.0 && !only || !known || (second.is_some() && lead < LEAD) {
        return Outcome::Several(weighed.iter().take(LISTED).map(|w| w.1).collect());
    }
    Outcome::Chosen { bearer, lead, grounds, against }
}

/// Papers that name a bearer, and those of a time.
fn spoken_of(bearer: &Bearer, day: Option<i64>) -> (usize, usize) {
    let near = day.map_or(0, |day| {
        let from = bearer.days.partition_point(|d| *d < day - NEAR);
        bearer.days.partition_point(|d| *d <= day + NEAR) - from
    });
    (bearer.days.len(), near)
}

/// What a title before the name says: it is the bearer's office at the date, at another, or none that is known.
///
/// `own_words`: what papers say of the bearer is what is asked, so that it proves nothing.
fn by_title(bearer: &Bearer, title: &str, day: Option<i64>, own_words: bool) -> (f32, Option<String>) {
    let wanted: Vec<&str> = title_words(title);
    let mut best: (f32, Option<String>) = (0.0, None);
    let mut take = |score: f32, why: String| {
        if best.1.is_none() || score > best.0 {
            best = (score, Some(why));
        }
    };
    for held in &bearer.held {
        let words: Vec<String> = held.text.split_whitespace().map(fold_name).collect();
        let Some(at) = words.windows(wanted.len()).position(|w| w.iter().zip(&wanted).all(|(a, b)| a == b))
        else {
            continue;
        };
        // "Assistant Secretary" is another office than "Secretary".
        let own = title_before(&words, at + wanted.len()).is_none_or(|(begin, _)| begin == at);
        let place = if at == 0 && own {
            2.5
        } else if at <= 2 && own {
            2.3
        } else {
            -0.5
        };
        let time = match day.and_then(|day| held.on(day)) {
            Some(true) => 0.5,
            Some(false) => -1.5,
            None => 0.0,
        };
        take(place + time, format!("The title “{title}” fits “{}”.", held.text));
    }
    for role in bearer.roles.iter().filter(|_| !own_words) {
        if role == title || title_words(role) == wanted {
            take(2.2, format!("Other papers give the title “{title}” too."));
        } else if role.split(' ').zip(1..).any(|(w, _)| wanted.last() == Some(&w)) {
            take(1.0, format!("Other papers give the office “{role}”."));
        }
    }
    if best.1.is_none() && (!bearer.held.is_empty() || bearer.roles.len() > 1) {
        return (-1.5, Some(format!("The title “{title}” is not known of this person.")));
    }
    best
}

/// Puts a unit where its weighing says.
fn carry_out<'d>(
    documents: Documents<'d, 'd>,
    unit: Unit<'d>,
    outcome: Outcome,
    bearers: &[Bearer],
    groups: &mut [Group<'d>],
    alike: &mut Alike,
    alone: &mut Alone,
) {
    match outcome {
        Outcome::Chosen { bearer, lead, grounds, against } => {
            let to = bearers[bearer].group;
            let evidence: Vec<Evidence> = unit
                .mentions
                .iter()
                .take(1)
                .map(|m| Evidence { document: documents[unit.document].id.to_owned(), span: m.0 })
                .collect();
            let members = match unit.group {
                Some(from) => {
                    let sides = std::mem::take(&mut groups[from].sides);
                    groups[to].sides.extend(sides);
                    std::mem::take(&mut groups[from].members)
                }
                None => {
                    let agent = unit.own.map(|(_, agent)| agent);
                    if let Some((own, agent)) = unit.own {
                        if own == to {
                            return;
                        }
                        let taken = |m: &(Span, &str)| unit.mentions.iter().any(|u| u.0 == m.0);
                        for m in &mut groups[own].members {
                            if m.document == unit.document && m.agent == Some(agent) {
                                m.mentions.retain(|m| !taken(m));
                            }
                        }
                    }
                    vec![Member { document: unit.document, agent, mentions: unit.mentions }]
                }
            };
            groups[to].members.extend(members);
            tell(&mut groups[to], &unit.family, lead, grounds, against, evidence);
        }
        Outcome::Several(several) => {
            let Some(from) = unit.group else { return };
            for b in several {
                let other = bearers[b].group;
                let why = format!("A paper says only {}; several persons may be meant.", unit.family);
                let pair = Pair { possible: true, why, by: JoinedBy::Surname };
                alike.entry((other.min(from), other.max(from))).or_insert(pair);
            }
            if let Some(title) = unit.around.title.filter(|_| unit.around.addressed) {
                let title = title_words(&title).join(" ");
                alone.entry((unit.family, Some(title))).or_default().push(from);
            }
        }
        Outcome::Nobody => {
            if let Some(from) = unit.group {
                alone.entry((unit.family, None)).or_default().push(from);
            }
        }
    }
}

/// Notes why a surname was joined: one reason for all papers in which the same speaks for it.
fn tell(
    group: &mut Group<'_>,
    family: &str,
    lead: f32,
    grounds: Vec<String>,
    against: Vec<String>,
    evidence: Vec<Evidence>,
) {
    let whole = group.forms.first().cloned().unwrap_or_else(|| family.to_owned());
    let why = "Surname alone: of all who bear it, this person fits best.".to_owned();
    let score = (0.7 + lead / 20.0).min(0.95);
    let mut told = reason(whole, family.to_owned(), why, score, JoinedBy::Surname);
    if fold(&told.a) == fold(&told.b) {
        return;
    }
    let at = match group.joins.iter().position(|j| j.id == told.id) {
        Some(at) => at,
        None => {
            told.score = score;
            group.joins.push(told);
            group.joins.len() - 1
        }
    };
    let join = &mut group.joins[at];
    join.score = join.score.min(score);
    for (list, more) in [(&mut join.grounds, grounds), (&mut join.against, against)] {
        for why in more {
            // Numbers of papers differ from paper to paper: one such sentence is enough.
            let same = |t: &Testimony| {
                t.why.trim_start_matches(|c: char| c.is_ascii_digit())
                    == why.trim_start_matches(|c: char| c.is_ascii_digit())
            };
            match list.iter().position(same) {
                Some(at) if list[at].evidence.len() < SHOWN => {
                    list[at].evidence.extend(evidence.iter().cloned());
                }
                Some(_) => {}
                None if list.len() < 12 => list.push(Testimony { why, evidence: evidence.clone() }),
                None => {}
            }
        }
    }
}
