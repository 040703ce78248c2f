//! Agents over the collection: which agents of single papers are one, and which only look alike.
//!
//! Two agents are one when full forms of their names compare as the same (`memcon_names`) and their
//! sides do not contradict. Persons of a list that the user gave stand there from the beginning, so that
//! papers' persons join them. Surnames alone are settled last, paper by paper (see [`settle`]). Homonyms of
//! different sides, and names that are only possibly one, are listed as look-alikes and never joined.
//! What a person decided goes over all of it ([`hand`]).

use std::collections::{BTreeMap, BTreeSet};

use memcon_model::{Agent, AgentType, JoinReason, JoinedBy, LinkedAgent, LookAlike, Span};
use memcon_names::{Verdict, compare, key};

mod allegiance;
pub(crate) mod given;
mod hand;
mod merge;
mod note;
mod scan;
mod settle;
mod sides;
mod tell;
pub(crate) mod written;

use crate::ids::stable;
use crate::{Document, Given};
use scan::Vocabulary;
use sides::Sides;
pub(crate) use sides::{is_body, side_key, state_name, state_of, state_then};
use written::Written;

/// Groups compared with one name under one key; a key shared by more says nothing.
const BUCKET: usize = 30;

/// The joined agents and the way from a paper's name to them.
#[derive(Default)]
pub(crate) struct Agents {
    pub linked: Vec<LinkedAgent>,
    pub look_alikes: Vec<LookAlike>,
    /// (document index, form) to the agent's index.
    by_form: BTreeMap<(usize, String), usize>,
    /// Sides of agents as moves and lists of those present tell them, where they agree.
    sides: BTreeMap<usize, Option<String>>,
    /// Any form of a state or body to the agent's index, where only one has it.
    anywhere: BTreeMap<String, Option<usize>>,
}

impl Agents {
    /// The collection's name for a name in a paper; itself where nothing is known.
    pub fn name(&self, document: usize, form: &str) -> String {
        self.index(document, form).map_or_else(|| form.to_owned(), |n| self.linked[n].canonical.clone())
    }

    /// The side of a name in a paper, as any paper tells it; `None` where papers differ or are silent.
    pub fn side(&self, document: usize, form: &str) -> Option<String> {
        let n = self.index(document, form)?;
        self.linked[n].side.clone().or_else(|| self.sides.get(&n).cloned().flatten())
    }

    /// Learns sides from moves and participants.
    fn learn_sides(&mut self, documents: &[Document<'_>]) {
        let mut votes: BTreeMap<usize, BTreeMap<String, (u32, String)>> = BTreeMap::new();
        for (d, document) in documents.iter().enumerate() {
            let moves = document
                .analysis
                .moves
                .iter()
                .filter_map(|m| Some((m.actor.as_deref()?, m.side.as_deref()?)));
            let present = document.analysis.events.iter().flat_map(|e| &e.participants);
            let present = present.filter_map(|p| Some((p.name.as_str(), p.side.as_deref()?)));
            let told: Vec<(usize, String)> = moves
                .chain(present)
                .filter_map(|(name, side)| Some((self.index(d, name)?, side.to_owned())))
                .collect();
            for (n, side) in told {
                let Some(key) = side_key(&side) else { continue };
                let count = votes.entry(n).or_default().entry(key).or_insert((0, side));
                count.0 += 1;
            }
        }
        for (n, told) in votes {
            self.sides.insert(n, agreed(&told));
        }
    }

    /// Makes one of agents that stand in a translation and in its original for each other.
    pub fn unite(&mut self, pairs: Vec<(usize, usize, JoinReason)>) {
        let mut gone: BTreeMap<usize, usize> = BTreeMap::new();
        for (x, y, reason) in pairs {
            let now = |mut n: usize| {
                while let Some(&to) = gone.get(&n) {
                    n = to;
                }
                n
            };
            let (x, y) = (now(x), now(y));
            if x != y {
                // The one that more papers name keeps its name.
                let turned = self.linked[y].members.len() > self.linked[x].members.len();
                let (to, from) = if turned { (y, x) } else { (x, y) };
                self.unite_two(to, from, reason);
                gone.insert(from, to);
            }
        }
        if !gone.is_empty() {
            self.without(&gone);
        }
    }

    /// Puts agent `from` into agent `to`; its place stays, empty.
    fn unite_two(&mut self, to: usize, from: usize, reason: JoinReason) {
        let other = self.linked[from].clone();
        let kept = &mut self.linked[to];
        kept.joins.push(reason);
        kept.joins.extend(other.joins);
        kept.forms.extend(other.forms);
        kept.members.extend(other.members);
        kept.members.sort();
        kept.roles.extend(other.roles);
        kept.offices.extend(other.offices);
        kept.listed = kept.listed.take().or(other.listed);
        kept.side = kept.side.take().or(other.side);
        let own = kept.id.clone();
        self.look_alikes.retain_mut(|l| {
            for end in [&mut l.a, &mut l.b] {
                if *end == other.id {
                    end.clone_from(&own);
                }
            }
            l.a != l.b
        });
        let told = self.sides.remove(&from).flatten();
        self.sides.entry(to).or_insert(told);
    }

    /// Leaves out agents that became part of others.
    fn without(&mut self, gone: &BTreeMap<usize, usize>) {
        let mut place = Vec::with_capacity(self.linked.len());
        let mut kept = 0;
        for n in 0..self.linked.len() {
            place.push(kept);
            kept += usize::from(!gone.contains_key(&n));
        }
        let moved = |mut n: usize| {
            while let Some(&to) = gone.get(&n) {
                n = to;
            }
            place[n]
        };
        let mut n = 0;
        self.linked.retain(|_| {
            n += 1;
            !gone.contains_key(&(n - 1))
        });
        self.by_form.values_mut().for_each(|n| *n = moved(*n));
        self.anywhere.values_mut().flatten().for_each(|n| *n = moved(*n));
        self.sides = std::mem::take(&mut self.sides).into_iter().map(|(n, s)| (moved(n), s)).collect();
    }

    /// The side of a person where all papers and lists together tell it clearly.
    pub fn stands_for(&self, document: usize, form: &str) -> Option<&str> {
        let agent = &self.linked[self.index(document, form)?];
        agent.side.as_deref().filter(|_| agent.kind == AgentType::Person)
    }

    /// The agent of a name in a paper, by its number.
    pub fn person(&self, document: usize, form: &str) -> Option<usize> {
        self.index(document, form)
    }

    fn index(&self, document: usize, form: &str) -> Option<usize> {
        let folded = fold(form);
        self.by_form
            .get(&(document, folded.clone()))
            .copied()
            .or_else(|| self.anywhere.get(&folded).copied().flatten())
    }
}

/// The side on which what is told agrees: all of it, or all but a fifth where much is told.
fn agreed(told: &BTreeMap<String, (u32, String)>) -> Option<String> {
    let all: u32 = told.values().map(|v| v.0).sum();
    let (most, side) = told.values().max_by_key(|v| v.0)?;
    (*most == all || all >= 5 && most * 5 >= all * 4).then(|| side.clone())
}

/// The papers as the linker sees them.
type Documents<'a, 'd> = &'a [Document<'d>];

/// What is said of two groups that look alike.
#[derive(Clone, Debug, Default)]
struct Pair {
    /// Whether they may be one after all.
    possible: bool,
    why: String,
    by: JoinedBy,
}

/// Pairs of groups that look alike.
type Alike = BTreeMap<(usize, usize), Pair>;

/// Mentions of one agent in one paper.
#[derive(Clone, Debug)]
struct Member<'d> {
    document: usize,
    /// The paper's own agent; `None` where only linking found the mentions.
    agent: Option<usize>,
    mentions: Vec<(Span, &'d str)>,
}

/// A group in the making.
struct Group<'d> {
    kind: AgentType,
    /// Full forms, as first seen.
    forms: Vec<String>,
    sides: Sides,
    members: Vec<Member<'d>>,
    joins: Vec<JoinReason>,
    /// The entry of the user's list.
    listed: Option<usize>,
}

impl Group<'_> {
    fn new(kind: AgentType) -> Self {
        Self {
            kind,
            forms: Vec::new(),
            sides: Sides::default(),
            members: Vec::new(),
            joins: Vec::new(),
            listed: None,
        }
    }
}

/// Groups by the keys of their names.
type Index = BTreeMap<(AgentType, String), Vec<usize>>;

/// Joins the agents of all documents.
pub(crate) fn join<'d>(documents: &'d [Document<'d>], given: &Given<'_>) -> Agents {
    let mut vocabulary = Vocabulary::default();
    for d in documents {
        vocabulary.learn(&scan::words(d.text));
    }
    let mut groups: Vec<Group<'d>> = Vec::new();
    let mut index = Index::new();
    let mut alike = Alike::new();
    let mut marked: BTreeMap<String, usize> = BTreeMap::new();
    for (n, entry) in given.listed.iter().enumerate() {
        let mut group = Group::new(AgentType::Person);
        group.listed = Some(n);
        marked.insert(entry.id.clone(), n);
        groups.push(group);
        index_forms(&mut groups, &mut index, n, given::names(entry));
    }
    for (d, document) in documents.iter().enumerate() {
        for (a, agent) in document.analysis.agents.iter().enumerate() {
            let forms = full_forms(agent, &vocabulary);
            let found = match tied(agent, &marked) {
                Some(n) => Found { joined: Some((n, by_mark_up(agent, n, &groups))), alike: Vec::new() },
                // Who it is, the paper's mark-up says with a key that nobody had before.
                None if agent.authority.is_some() => Found { joined: None, alike: Vec::new() },
                None => find(agent, &forms, &groups, &index),
            };
            let at = match found.joined {
                Some((n, reason)) => {
                    if reason.a != reason.b {
                        groups[n].joins.push(reason);
                    }
                    n
                }
                None => {
                    groups.push(Group::new(agent.kind));
                    groups.len() - 1
                }
            };
            if let Some(key) = &agent.authority {
                marked.entry(key.clone()).or_insert(at);
            }
            for (other, possible, why) in found.alike {
                alike.entry((other, at)).or_insert(Pair { possible, why, by: JoinedBy::Name });
            }
            let mentions = agent.mentions.iter().map(|m| (m.span, m.form.as_str())).collect();
            groups[at].members.push(Member { document: d, agent: Some(a), mentions });
            if let Some(side) = &agent.side {
                groups[at].sides.add(side);
            }
            index_forms(&mut groups, &mut index, at, forms);
        }
    }
    merge::merge(&mut groups, &mut alike);
    let wide = settle::settle(documents, given, &vocabulary, &mut groups, &mut alike);
    widen(documents, &wide, &mut groups);
    let decided = hand::apply(documents, given.decisions, &mut groups, &mut alike);
    let (groups, alike, decided) = without_empty(groups, alike, decided);
    tell::finish(documents, given, groups, alike, &decided)
}

/// Mentions that are longer than the paper's own analysis has them: with the title, or the whole of a name. By
/// document and place.
type Wide = BTreeMap<(usize, Span), Span>;

/// Gives mentions their whole length.
fn widen<'d>(documents: Documents<'d, 'd>, wide: &Wide, groups: &mut [Group<'d>]) {
    for member in groups.iter_mut().filter(|g| g.kind == AgentType::Person).flat_map(|g| &mut g.members) {
        for mention in &mut member.mentions {
            if let Some(span) = wide.get(&(member.document, mention.0)) {
                *mention = (*span, span.of(documents[member.document].text));
            }
        }
    }
}

/// Leaves out groups that were joined into others, and listed persons whom no paper names.
fn without_empty<'d>(
    groups: Vec<Group<'d>>,
    alike: Alike,
    decided: BTreeSet<(usize, usize)>,
) -> (Vec<Group<'d>>, Alike, BTreeSet<(usize, usize)>) {
    let mut place = Vec::with_capacity(groups.len());
    let mut kept = Vec::new();
    for group in groups {
        place.push((!group.members.is_empty()).then_some(kept.len()));
        if !group.members.is_empty() {
            kept.push(group);
        }
    }
    let moved = |(a, b): (usize, usize)| Some((place[a]?, place[b]?)).filter(|(a, b)| a != b);
    let alike = alike.into_iter().filter_map(|(pair, told)| Some((moved(pair)?, told))).collect();
    (kept, alike, decided.into_iter().filter_map(moved).collect())
}

/// Adds forms to a group and their keys to the index.
fn index_forms(groups: &mut [Group<'_>], index: &mut Index, at: usize, forms: Vec<String>) {
    let group = &mut groups[at];
    for form in forms {
        if group.forms.len() < 12 && !group.forms.contains(&form) {
            for k in key(&form).iter().map(ToString::to_string).chain([fold(&form)]) {
                let list = index.entry((group.kind, k)).or_default();
                if list.last() != Some(&at) {
                    list.push(at);
                }
            }
            group.forms.push(form);
        }
    }
}

/// Forms that can stand for an agent outside its paper: a person's surname alone cannot, with initials it can.
fn full_forms(agent: &Agent, vocabulary: &Vocabulary) -> Vec<String> {
    let whole = |f: &&String| {
        agent.kind != AgentType::Person
            || !f.is_ascii()
                && f.split_whitespace().count() < 2
                && f.chars().count() >= 3
                && f.chars().all(|c| !c.is_lowercase())
            || {
                let w = Written::parse(f);
                w.family.chars().count() > 1 && w.given.iter().any(|g| w.eastern() || !vocabulary.ordinary(g))
            }
    };
    let mut out: Vec<String> =
        std::iter::once(&agent.canonical).chain(&agent.forms).filter(whole).cloned().collect();
    let mut seen = BTreeSet::new();
    out.retain(|f| seen.insert(f.clone()));
    out.truncate(8);
    out
}

/// The group to which the key of the paper's own mark-up ties an agent; a list that the user gave under no name may have
/// the key without the name of its list.
fn tied(agent: &Agent, marked: &BTreeMap<String, usize>) -> Option<usize> {
    let key = agent.authority.as_ref()?;
    let bare = || marked.get(key.rsplit_once('#')?.1);
    marked.get(key).or_else(bare).copied()
}

/// Why: the mark-up.
fn by_mark_up(agent: &Agent, n: usize, groups: &[Group<'_>]) -> JoinReason {
    let whole = groups[n].forms.first().cloned().unwrap_or_else(|| agent.canonical.clone());
    let why = "The paper's own mark-up names this person of its list.".to_owned();
    reason(whole, agent.canonical.clone(), why, 1.0, JoinedBy::List)
}

struct Found {
    joined: Option<(usize, JoinReason)>,
    alike: Vec<(usize, bool, String)>,
}

/// The group an agent belongs to, and groups that only look like it.
fn find(agent: &Agent, forms: &[String], groups: &[Group<'_>], index: &Index) -> Found {
    let mut side = Sides::default();
    agent.side.iter().for_each(|s| side.add(s));
    // The very name, as most are: nothing else needs comparing.
    for form in forms {
        let exact = index.get(&(agent.kind, fold(form))).map_or(&[][..], Vec::as_slice);
        let fits = |n: &&usize| {
            !conflict(agent.kind, &side, &groups[**n].sides)
                && (agent.kind != AgentType::Person || !contradicted(forms, &groups[**n].forms))
        };
        if let Some(&n) = exact.iter().take(BUCKET).find(fits) {
            let told = reason(form.clone(), form.clone(), "The same form.".to_owned(), 1.0, JoinedBy::Name);
            return Found { joined: Some((n, told)), alike: Vec::new() };
        }
    }
    let mut near: BTreeSet<usize> = BTreeSet::new();
    for form in forms {
        for k in key(form).iter().map(ToString::to_string).chain([fold(form)]) {
            if let Some(list) = index.get(&(agent.kind, k)) {
                near.extend(list.iter().take(BUCKET));
            }
        }
    }
    let mut found = Found { joined: None, alike: Vec::new() };
    for n in near {
        let Some((verdict, score, a, b, why)) = closest(forms, &groups[n].forms) else { continue };
        let apart = conflict(agent.kind, &side, &groups[n].sides);
        match verdict {
            Verdict::Same if apart => {
                found.alike.push((n, false, format!("{a} and {b} are one name, but of different sides.")));
            }
            // One pair of forms alike, another pair surely apart: two initials of one family.
            Verdict::Same if agent.kind == AgentType::Person && contradicted(forms, &groups[n].forms) => {
                found.alike.push((
                    n,
                    true,
                    format!("{a} and {b} can be one name, but other forms of it differ."),
                ));
            }
            Verdict::Same => {
                let better = found.joined.as_ref().is_none_or(|(_, r)| score > r.score);
                if better {
                    found.joined = Some((n, reason(a, b, why, score, JoinedBy::Name)));
                }
            }
            Verdict::Possible if agent.kind == AgentType::Person => found.alike.push((n, !apart, why)),
            _ => {}
        }
    }
    found
}

/// A reason with its id.
fn reason(a: String, b: String, why: String, score: f32, by: JoinedBy) -> JoinReason {
    let id = stable("join", &[&fold(&a), &fold(&b), by.as_str()]);
    JoinReason { id, a, b, why, score, by, ..JoinReason::default() }
}

/// Whether forms of two persons of one family name stand against each other in given names or initials.
fn contradicted(forms: &[String], others: &[String]) -> bool {
    let parsed: Vec<Written> = forms.iter().map(|f| Written::parse(f)).collect();
    let other: Vec<Written> = others.iter().map(|f| Written::parse(f)).collect();
    // A list gives a person's nickname too: where one whole given name agrees, another may differ.
    let agrees = |a: &Written, b: &Written| {
        a.family == b.family && b.given.iter().any(|g| g.chars().count() > 1) && a.surely(b)
    };
    parsed.iter().any(|a| {
        other.iter().any(|b| a.family == b.family && a.against(b)) && !other.iter().any(|b| agrees(a, b))
    })
}

/// The best match between two lists of forms.
fn closest(forms: &[String], others: &[String]) -> Option<(Verdict, f32, String, String, String)> {
    let mut best: Option<(Verdict, f32, String, String, String)> = None;
    for a in others {
        let read = Written::parse(a);
        for b in forms {
            let (verdict, score, why) = if fold(a) == fold(b) {
                (Verdict::Same, 1.0, "The same form.".to_owned())
            } else if read.surely(&Written::parse(b)) {
                (
                    Verdict::Same,
                    0.95,
                    "The same family name and given name; what one has more agrees.".to_owned(),
                )
            } else {
                let m = compare(a, b);
                (m.verdict, m.score, m.why)
            };
            if best.as_ref().is_none_or(|held| score > held.1) {
                best = Some((verdict, score, a.clone(), b.clone(), why));
            }
        }
    }
    best
}

/// Whether two persons cannot be one because their sides differ.
fn conflict(kind: AgentType, a: &Sides, b: &Sides) -> bool {
    kind == AgentType::Person && a.against(b)
}

/// Lower case, blanks as one, without an article.
fn fold(form: &str) -> String {
    let joined = form.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
    joined.strip_prefix("the ").map(str::to_owned).unwrap_or(joined)
}
