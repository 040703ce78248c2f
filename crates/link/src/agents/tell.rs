//! Groups made into what linking says of agents: name, forms with their places, roles, offices at dates.

use std::collections::{BTreeMap, BTreeSet};

use memcon_model::{
    AgentType, Edtf, Evidence, JoinReason, JoinedBy, LinkedAgent, LookAlike, Manner, NameForm, OfficeHeld,
    Testimony,
};

use super::{Agents, Alike, Documents, Group, Pair, allegiance, fold, reason};
use crate::Given;
use crate::ids::{Unique, stable};

/// Most look-alikes listed.
const LOOK_ALIKES: usize = 2_000;
/// Most reasons kept of one agent.
const JOINS: usize = 60;

/// Makes the result of joining. `decided`: pairs that a person said to be two.
pub(super) fn finish(
    documents: Documents<'_, '_>,
    given: &Given<'_>,
    groups: Vec<Group<'_>>,
    alike: Alike,
    decided: &BTreeSet<(usize, usize)>,
) -> Agents {
    let mut out = Agents::default();
    let mut ids = Unique::default();
    for (n, group) in groups.iter().enumerate() {
        let linked = linked(documents, given, group, &mut ids);
        for (d, agent) in group.members.iter().filter_map(|m| Some((m.document, m.agent?))) {
            let agent = &documents[d].analysis.agents[agent];
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
    allegiance::learn(documents, given, &mut out);
    out.learn_sides(documents);
    // What a person decided first, then in the order of the agents.
    let (by_hand, others): (Vec<_>, Vec<_>) = alike.into_iter().partition(|(p, _)| decided.contains(p));
    out.look_alikes = by_hand
        .into_iter()
        .chain(others)
        .filter(|((a, b), _)| a != b)
        .take(LOOK_ALIKES)
        .map(|((a, b), pair)| look_alike(&out.linked[a], &out.linked[b], pair))
        .collect();
    out
}

fn look_alike(a: &LinkedAgent, b: &LinkedAgent, pair: Pair) -> LookAlike {
    let question = pair.possible.then(|| format!("Is {} the same as {}?", b.canonical, a.canonical));
    let mut out = LookAlike {
        id: stable("pair", &[&a.id, &b.id]),
        a: a.id.clone(),
        b: b.id.clone(),
        possible: pair.possible,
        why: pair.why,
        by: pair.by,
        question,
        grounds: Vec::new(),
        against: Vec::new(),
    };
    match (&a.side, &b.side) {
        (Some(x), Some(y)) if fold(x) == fold(y) => out.grounds.push(said(format!("Both are of {x}."))),
        (Some(x), Some(y)) => out.against.push(said(format!("One is of {x}, the other of {y}."))),
        _ => {}
    }
    if let Some(role) = a.roles.iter().find(|r| b.roles.iter().any(|s| fold(s) == fold(r))) {
        out.grounds.push(said(format!("Papers call both {role}.")));
    }
    let papers = |l: &LinkedAgent| l.members.iter().map(|m| m.0.clone()).collect::<BTreeSet<_>>();
    let both: Vec<String> = papers(a).intersection(&papers(b)).cloned().collect();
    if let Some(paper) = both.first() {
        let place = |l: &LinkedAgent| {
            l.forms.iter().flat_map(|f| &f.mentions).find(|m| m.document == *paper).cloned()
        };
        out.against.push(Testimony {
            why: "One paper names both.".to_owned(),
            evidence: [place(a), place(b)].into_iter().flatten().collect(),
        });
    }
    out
}

fn said(why: String) -> Testimony {
    Testimony { why, evidence: Vec::new() }
}

/// A form as it is listed: a person's full name stands without the titles that a mention may hold.
fn shown<'f>(group: &Group<'_>, form: &'f str) -> &'f str {
    if group.kind == AgentType::Person { memcon_names::without_titles(form) } else { form }
}

fn linked(
    documents: Documents<'_, '_>,
    given: &Given<'_>,
    group: &Group<'_>,
    ids: &mut Unique,
) -> LinkedAgent {
    let mut forms: BTreeMap<&str, Vec<Evidence>> = BTreeMap::new();
    let mut manners: BTreeMap<&str, Manner> = BTreeMap::new();
    let mut names: BTreeMap<&str, u32> = BTreeMap::new();
    let mut sides: BTreeMap<&str, u32> = BTreeMap::new();
    let mut roles: Vec<String> = Vec::new();
    let mut members: BTreeSet<(usize, usize)> = BTreeSet::new();
    let mut joins = group.joins.clone();
    for member in &group.members {
        for (span, form) in &member.mentions {
            let document = documents[member.document].id.to_owned();
            forms.entry(shown(group, form)).or_default().push(Evidence { document, span: *span });
        }
        let Some(a) = member.agent else { continue };
        if !members.insert((member.document, a)) {
            continue;
        }
        let agent = &documents[member.document].analysis.agents[a];
        for m in &agent.mentions {
            let fullest = manners.entry(shown(group, &m.form)).or_insert(m.manner);
            *fullest = m.manner.min(*fullest);
        }
        *names.entry(&agent.canonical).or_default() += 1;
        if let Some(side) = &agent.side {
            *sides.entry(side).or_default() += 1;
        }
        if let Some(role) = agent.role.as_ref().filter(|r| !roles.contains(r)) {
            roles.push(role.clone());
        }
        for gloss in &agent.glosses {
            joins.push(by_gloss(documents[member.document].id, gloss));
        }
    }
    let listed = group.listed.and_then(|n| given.listed.get(n)).cloned();
    // The name most papers give; of equals the fullest, then the first in the order of letters. Full names first.
    let full = |n: &str| group.forms.iter().any(|f| f == n);
    let canonical = names
        .iter()
        .max_by(|a, b| {
            full(a.0)
                .cmp(&full(b.0))
                .then(a.1.cmp(b.1))
                .then(a.0.chars().count().cmp(&b.0.chars().count()))
                .then(b.0.cmp(a.0))
        })
        .map(|n| (*n.0).to_owned())
        .filter(|n| full(n) || listed.is_none())
        .or_else(|| group.forms.first().cloned())
        .or_else(|| forms.keys().next().map(|f| (*f).to_owned()))
        .unwrap_or_default();
    let side = sides.iter().max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0))).map(|s| (*s.0).to_owned());
    let mut forms: Vec<NameForm> = forms
        .into_iter()
        .map(|(form, mut mentions)| {
            mentions.dedup();
            NameForm {
                form: form.to_owned(),
                manner: manners.get(form).copied().unwrap_or(Manner::Name),
                count: u32::try_from(mentions.len()).unwrap_or(u32::MAX),
                mentions,
            }
        })
        .collect();
    forms.sort_by(|a, b| b.count.cmp(&a.count).then(a.form.cmp(&b.form)));
    let mut seen = BTreeSet::new();
    joins.retain(|j| seen.insert((j.id.clone(), j.why.clone())));
    joins.truncate(JOINS);
    LinkedAgent {
        id: ids.take(stable("agent", &[group.kind.as_str(), &fold(&canonical)])),
        canonical,
        kind: group.kind,
        side,
        roles,
        forms,
        joins,
        offices: offices(documents, group),
        listed,
        members: members
            .into_iter()
            .map(|(d, a)| (documents[d].id.to_owned(), documents[d].analysis.agents[a].id.clone()))
            .collect(),
    }
}

/// The paper's own word that two names are one.
fn by_gloss(document: &str, gloss: &memcon_model::Gloss) -> JoinReason {
    let why = format!("The paper itself says that {} is {}.", gloss.name, gloss.meaning);
    let mut told = reason(gloss.name.clone(), gloss.meaning.clone(), why, 0.95, JoinedBy::Gloss);
    told.grounds.push(Testimony {
        why: "Its words.".to_owned(),
        evidence: vec![Evidence { document: document.to_owned(), span: gloss.span }],
    });
    told
}

/// A date without its hours: nobody holds an office from half past ten.
fn day_of(date: &Edtf) -> Edtf {
    let day = date.earliest().filter(|_| date.as_str().contains('T'));
    day.map_or_else(|| date.clone(), Edtf::day)
}

/// Offices at dates, oldest first: one line for an office as long as papers give it with the same time.
fn offices(documents: Documents<'_, '_>, group: &Group<'_>) -> Vec<OfficeHeld> {
    let mut out: BTreeMap<(Option<String>, String), OfficeHeld> = BTreeMap::new();
    for (d, a) in group.members.iter().filter_map(|m| Some((m.document, m.agent?))) {
        let document = &documents[d];
        let agent = &document.analysis.agents[a];
        for office in &agent.offices {
            let when: Option<Edtf> = office.when.clone().or_else(|| document.date().map(day_of));
            let key = (when.as_ref().and_then(Edtf::earliest_iso), fold(&office.office));
            let evidence = Evidence { document: document.id.to_owned(), span: office.span };
            let held = out.entry(key).or_insert_with(|| OfficeHeld {
                office: office.office.clone(),
                side: agent.side.clone(),
                when,
                evidence: Vec::new(),
            });
            if !held.evidence.contains(&evidence) {
                held.evidence.push(evidence);
            }
        }
    }
    let (dated, undated): (Vec<_>, Vec<_>) = out.into_iter().partition(|((when, _), _)| when.is_some());
    dated.into_iter().chain(undated).map(|(_, held)| held).collect()
}
