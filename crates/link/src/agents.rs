//! Agents over the collection: which agents of single papers are one, and which only look alike.
//!
//! Two agents are one when full forms of their names compare as the same (`memcon_names`) and their
//! sides do not contradict. Surnames alone are settled last (see [`surnames`]). Homonyms of different
//! sides, and names that are only possibly one, are listed as look-alikes and never joined.

use std::collections::{BTreeMap, BTreeSet};

use memcon_model::{Agent, AgentType, Evidence, JoinReason, LinkedAgent, LookAlike, NameForm};
use memcon_names::{Verdict, compare, key};

mod surnames;

use crate::Document;
use crate::ids::{Unique, stable};

/// Groups compared with one name under one key; a key shared by more says nothing.
const BUCKET: usize = 30;
/// Most look-alikes listed.
const LOOK_ALIKES: usize = 2_000;

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
                let held = self.sides.entry(n).or_insert_with(|| Some(side.clone()));
                if held.as_ref() != Some(&side) {
                    *held = None;
                }
            }
        }
    }

    fn index(&self, document: usize, form: &str) -> Option<usize> {
        let folded = fold(form);
        self.by_form
            .get(&(document, folded.clone()))
            .copied()
            .or_else(|| self.anywhere.get(&folded).copied().flatten())
    }
}

/// The papers as the linker sees them.
type Documents<'a, 'd> = &'a [Document<'d>];
/// Pairs of groups that look alike: whether they may be one after all, and why.
type Alike = BTreeMap<(usize, usize), (bool, String)>;

/// A group in the making.
struct Group {
    kind: AgentType,
    /// Full forms, as first seen.
    forms: Vec<String>,
    sides: BTreeSet<String>,
    members: Vec<(usize, usize)>,
    joins: Vec<JoinReason>,
}

/// Joins the agents of all documents.
pub(crate) fn join(documents: &[Document<'_>]) -> Agents {
    let mut groups: Vec<Group> = Vec::new();
    let mut index: BTreeMap<(AgentType, String), Vec<usize>> = BTreeMap::new();
    let mut alike = Alike::new();
    for (d, document) in documents.iter().enumerate() {
        for (a, agent) in document.analysis.agents.iter().enumerate() {
            let forms = full_forms(agent);
            let found = find(agent, &forms, &groups, &index);
            let at = match found.joined {
                Some((n, reason)) => {
                    if reason.a != reason.b {
                        groups[n].joins.push(reason);
                    }
                    n
                }
                None => {
                    groups.push(Group {
                        kind: agent.kind,
                        forms: Vec::new(),
                        sides: BTreeSet::new(),
                        members: Vec::new(),
                        joins: Vec::new(),
                    });
                    groups.len() - 1
                }
            };
            for (other, possible, why) in found.alike {
                alike.entry((other, at)).or_insert((possible, why));
            }
            take_in(&mut groups, &mut index, at, agent, &forms, (d, a));
        }
    }
    surnames::settle(documents, &mut groups, &mut alike);
    let (groups, alike) = without_empty(groups, alike);
    finish(documents, groups, alike)
}

/// Leaves out groups that were joined into others.
fn without_empty(groups: Vec<Group>, alike: Alike) -> (Vec<Group>, Alike) {
    let mut place = Vec::with_capacity(groups.len());
    let mut kept = Vec::new();
    for group in groups {
        place.push((!group.members.is_empty()).then_some(kept.len()));
        if !group.members.is_empty() {
            kept.push(group);
        }
    }
    let moved = |((a, b), told)| Some(((place[a]?, place[b]?), told));
    (kept, alike.into_iter().filter_map(moved).collect())
}

/// Adds an agent to a group and its keys to the index.
fn take_in(
    groups: &mut [Group],
    index: &mut BTreeMap<(AgentType, String), Vec<usize>>,
    at: usize,
    agent: &Agent,
    forms: &[String],
    member: (usize, usize),
) {
    let group = &mut groups[at];
    group.members.push(member);
    group.sides.extend(agent.side.iter().map(|s| fold(s)));
    for form in forms {
        if group.forms.len() < 12 && !group.forms.contains(form) {
            group.forms.push(form.clone());
            for k in key(form).iter().map(ToString::to_string).chain([fold(form)]) {
                let list = index.entry((agent.kind, k)).or_default();
                if list.last() != Some(&at) {
                    list.push(at);
                }
            }
        }
    }
}

/// Forms that can stand for an agent outside its paper: a person's surname alone cannot, with initials it can.
fn full_forms(agent: &Agent) -> Vec<String> {
    let whole = |f: &&String| {
        agent.kind != AgentType::Person
            || f.split_whitespace().count() >= 2
                && f.split_whitespace().any(|w| w.trim_end_matches('.').chars().count() > 1)
            || !f.is_ascii() && f.chars().count() >= 3
    };
    let mut out: Vec<String> =
        std::iter::once(&agent.canonical).chain(&agent.forms).filter(whole).cloned().collect();
    let mut seen = BTreeSet::new();
    out.retain(|f| seen.insert(f.clone()));
    out.truncate(8);
    out
}

struct Found {
    joined: Option<(usize, JoinReason)>,
    alike: Vec<(usize, bool, String)>,
}

/// The group an agent belongs to, and groups that only look like it.
fn find(
    agent: &Agent,
    forms: &[String],
    groups: &[Group],
    index: &BTreeMap<(AgentType, String), Vec<usize>>,
) -> Found {
    let mut near: BTreeSet<usize> = BTreeSet::new();
    for form in forms {
        for k in key(form).iter().map(ToString::to_string).chain([fold(form)]) {
            if let Some(list) = index.get(&(agent.kind, k)) {
                near.extend(list.iter().take(BUCKET));
            }
        }
    }
    let side: BTreeSet<String> = agent.side.iter().map(|s| fold(s)).collect();
    let mut found = Found { joined: None, alike: Vec::new() };
    for n in near {
        let Some((verdict, score, a, b, why)) = closest(forms, &groups[n].forms) else { continue };
        let apart = conflict(agent.kind, &side, &groups[n].sides);
        match verdict {
            Verdict::Same if apart => {
                found.alike.push((n, false, format!("{a} and {b} are one name, but of different sides.")))
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
                    found.joined = Some((n, JoinReason { a, b, why, score, ..JoinReason::default() }));
                }
            }
            Verdict::Possible if agent.kind == AgentType::Person => found.alike.push((n, !apart, why)),
            _ => {}
        }
    }
    found
}

/// Whether two full names of Cyrillic or Latin initials stand against each other ("A. P." and "V. A." of one family).
fn contradicted(forms: &[String], others: &[String]) -> bool {
    let initials = |f: &String| -> Option<(String, String)> {
        let mut words: Vec<&str> = f.split_whitespace().collect();
        let family = words.pop()?.to_lowercase();
        let short = !words.is_empty() && words.iter().all(|w| w.ends_with('.') && w.chars().count() <= 3);
        short.then(|| (words.concat().to_lowercase(), family))
    };
    forms.iter().filter_map(initials).any(|(a, family)| {
        others
            .iter()
            .filter_map(initials)
            .any(|(b, other)| family == other && a.chars().next() != b.chars().next())
    })
}

/// The best match between two lists of forms.
fn closest(forms: &[String], others: &[String]) -> Option<(Verdict, f32, String, String, String)> {
    let mut best: Option<(Verdict, f32, String, String, String)> = None;
    for a in others {
        for b in forms {
            let (verdict, score, why) = if fold(a) == fold(b) {
                (Verdict::Same, 1.0, "The same form.".to_owned())
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

/// Whether two persons cannot be one because their sides differ. Sides named by adjective and by name agree.
fn conflict(kind: AgentType, a: &BTreeSet<String>, b: &BTreeSet<String>) -> bool {
    let head = |s: &String| s.chars().take(4).collect::<String>();
    let alike =
        |x: &String| b.iter().any(|y| head(x) == head(y) || x.contains(y.as_str()) || y.contains(x.as_str()));
    kind == AgentType::Person && !a.is_empty() && !b.is_empty() && !a.iter().any(alike)
}

/// Lower case, blanks as one, without an article.
fn fold(form: &str) -> String {
    let joined = form.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
    joined.strip_prefix("the ").map(str::to_owned).unwrap_or(joined)
}

fn finish(documents: &[Document<'_>], groups: Vec<Group>, alike: Alike) -> Agents {
    let mut out = Agents::default();
    let mut ids = Unique::default();
    for (n, group) in groups.iter().enumerate() {
        let linked = linked(documents, group, &mut ids);
        for &(d, a) in &group.members {
            let agent = &documents[d].analysis.agents[a];
            for form in agent.forms.iter().chain([&agent.canonical]) {
                out.by_form.entry((d, fold(form))).or_insert(n);
                if matches!(agent.kind, AgentType::State | AgentType::Organisation) {
                    let held = out.anywhere.entry(fold(form)).or_insert(Some(n));
                    if *held != Some(n) {
                        *held = None;
                    }
                }
            }
        }
        out.linked.push(linked);
    }
    out.learn_sides(documents);
    out.look_alikes = alike
        .into_iter()
        .filter(|((a, b), _)| a != b)
        .take(LOOK_ALIKES)
        .map(|((a, b), (possible, why))| LookAlike {
            a: out.linked[a].id.clone(),
            b: out.linked[b].id.clone(),
            possible,
            why,
            ..LookAlike::default()
        })
        .collect();
    out
}

fn linked(documents: &[Document<'_>], group: &Group, ids: &mut Unique) -> LinkedAgent {
    let mut forms: BTreeMap<&str, Vec<Evidence>> = BTreeMap::new();
    let mut names: BTreeMap<&str, u32> = BTreeMap::new();
    let mut sides: BTreeMap<&str, u32> = BTreeMap::new();
    let mut roles: Vec<String> = Vec::new();
    for &(d, a) in &group.members {
        let agent = &documents[d].analysis.agents[a];
        *names.entry(&agent.canonical).or_default() += 1;
        if let Some(side) = &agent.side {
            *sides.entry(side).or_default() += 1;
        }
        if let Some(role) = agent.role.as_ref().filter(|r| !roles.contains(r)) {
            roles.push(role.clone());
        }
        for m in &agent.mentions {
            forms
                .entry(&m.form)
                .or_default()
                .push(Evidence { document: documents[d].id.to_owned(), span: m.span });
        }
    }
    // The name most papers give; of equals the fullest, then the first in the order of letters.
    let canonical = names
        .iter()
        .max_by(|a, b| a.1.cmp(b.1).then(a.0.chars().count().cmp(&b.0.chars().count())).then(b.0.cmp(a.0)))
        .map_or(String::new(), |n| (*n.0).to_owned());
    let side = sides.iter().max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0))).map(|s| (*s.0).to_owned());
    let mut forms: Vec<NameForm> = forms
        .into_iter()
        .map(|(form, mentions)| NameForm {
            form: form.to_owned(),
            count: u32::try_from(mentions.len()).unwrap_or(u32::MAX),
            mentions,
        })
        .collect();
    forms.sort_by(|a, b| b.count.cmp(&a.count).then(a.form.cmp(&b.form)));
    LinkedAgent {
        id: ids.take(stable("agent", &[group.kind.as_str(), &fold(&canonical)])),
        canonical,
        kind: group.kind,
        side,
        roles,
        forms,
        joins: group.joins.clone(),
        offices: Vec::new(),
        listed: None,
        members: group
            .members
            .iter()
            .map(|&(d, a)| (documents[d].id.to_owned(), documents[d].analysis.agents[a].id.clone()))
            .collect(),
    }
}
