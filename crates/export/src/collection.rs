//! The record of a document of a collection: what its own analysis holds, with what linking adds.
//!
//! Agents get the id that they have over all documents, their mentions go to whom linking gives them,
//! references get their target, events their accounts, moves the move of another document that they answer, issues and
//! obligations their ids over the collection. Nothing is decided here.

use std::collections::BTreeMap;

use memcon_model::{
    Agent, AgentType, Analysis, Basis, Linked, LinkedAgent, LinkedEvent, Manner, Mention, MoveAt, Reference,
    Span,
};
use serde_json::{Value, json};

use crate::record::record;

/// What linking says of each document, ready to be looked up. Holds places in [`Linked`], no copies.
pub struct Linking<'l> {
    linked: &'l Linked,
    /// Mentions by document: where, the agent's place, the form's place in it.
    mentions: BTreeMap<&'l str, Vec<(Span, u32, u32)>>,
    /// Agents of a document: (id there, the linked agent's place).
    members: BTreeMap<&'l str, Vec<(&'l str, u32)>>,
    targets: BTreeMap<&'l str, Vec<(Span, &'l str)>>,
    events: BTreeMap<(&'l str, &'l str), u32>,
    /// What a move of a document answers in another.
    answers: BTreeMap<(&'l str, &'l str), &'l MoveAt>,
    /// Ids over the collection by document and id there.
    issues: BTreeMap<(&'l str, &'l str), &'l str>,
    obligations: BTreeMap<(&'l str, &'l str), &'l str>,
}

impl<'l> Linking<'l> {
    /// Orders what linking found by document.
    pub fn new(linked: &'l Linked) -> Self {
        let mut out = Self {
            linked,
            mentions: BTreeMap::new(),
            members: BTreeMap::new(),
            targets: BTreeMap::new(),
            events: BTreeMap::new(),
            answers: BTreeMap::new(),
            issues: BTreeMap::new(),
            obligations: BTreeMap::new(),
        };
        for (n, agent) in (0u32..).zip(&linked.agents) {
            for (f, form) in (0u32..).zip(&agent.forms) {
                for m in &form.mentions {
                    out.mentions.entry(&m.document).or_default().push((m.span, n, f));
                }
            }
            for (document, id) in &agent.members {
                out.members.entry(document).or_default().push((id, n));
            }
        }
        for list in out.mentions.values_mut() {
            list.sort_unstable();
        }
        for r in &linked.references {
            if let Some(target) = &r.target {
                out.targets.entry(&r.at.document).or_default().push((r.at.span, target));
            }
        }
        for (n, event) in (0u32..).zip(&linked.events) {
            for account in &event.accounts {
                out.events.insert((&account.document, &account.event), n);
            }
        }
        for answer in &linked.answers {
            out.answers.insert((&answer.by.document, &answer.by.id), &answer.of);
        }
        for issue in &linked.issues {
            out.issues
                .extend(issue.members.iter().map(|(d, id)| ((d.as_str(), id.as_str()), issue.id.as_str())));
        }
        for o in &linked.obligations {
            out.obligations
                .extend(o.members.iter().map(|(d, id)| ((d.as_str(), id.as_str()), o.id.as_str())));
        }
        out
    }

    /// The record of a document with what linking adds; the form of `memcon export --format jsonl`.
    pub fn record(&self, mut analysis: Analysis, text: &str, with_text: bool) -> serde_json::Result<Value> {
        self.apply(&mut analysis);
        let id = analysis.id.clone();
        let mut value = serde_json::to_value(record(analysis, text, with_text))?;
        if let Some(Value::Array(events)) = value.get_mut("events") {
            for event in events {
                let own = event.get("id").and_then(Value::as_str).unwrap_or_default();
                let linked = self.event(&id, own);
                event["linked"] = json!(linked.map(|e| &e.id));
                event["accounts"] = json!(linked.map_or(&[][..], |e| &e.accounts));
            }
        }
        for m in value.get_mut("moves").and_then(Value::as_array_mut).into_iter().flatten() {
            let own = m.get("id").and_then(Value::as_str).unwrap_or_default();
            if let Some(of) = self.answers.get(&(id.as_str(), own)).filter(|_| m["answers"].is_null()) {
                m["answers"] = json!(format!("{}#{}", of.document, of.id));
            }
        }
        for (layer, ids) in [("issues", &self.issues), ("obligations", &self.obligations)] {
            for item in value.get_mut(layer).and_then(Value::as_array_mut).into_iter().flatten() {
                let own = item.get("id").and_then(Value::as_str).unwrap_or_default();
                item["linked"] = json!(ids.get(&(id.as_str(), own)));
            }
        }
        Ok(value)
    }

    /// The event over the collection that an event of a document is.
    pub fn event(&self, document: &str, event: &str) -> Option<&'l LinkedEvent> {
        self.events.get(&(document, event)).and_then(|n| self.linked.events.get(*n as usize))
    }

    /// Puts the collection's agents and targets in the place of the document's own. Spans are bytes.
    pub fn apply(&self, analysis: &mut Analysis) {
        if let Some(targets) = self.targets.get(analysis.id.as_str()) {
            for r in &mut analysis.references {
                let found = targets.iter().find(|(span, _)| *span == r.span);
                r.target = found.map(|(_, target)| (*target).to_owned()).or_else(|| r.target.take());
            }
            // References that only the collection shows.
            let known: std::collections::BTreeSet<Span> =
                analysis.references.iter().map(|r| r.span).collect();
            for (span, target) in targets.iter().filter(|(span, _)| !known.contains(span)) {
                analysis.references.push(Reference {
                    span: *span,
                    number: None,
                    date: None,
                    description: None,
                    target: Some((*target).to_owned()),
                    basis: Basis::new("references.collection", 0.7),
                });
            }
            analysis.references.sort_by_key(|r| r.span);
        }
        let members = self.members.get(analysis.id.as_str()).map_or(&[][..], Vec::as_slice);
        let mentions = self.mentions.get(analysis.id.as_str()).map_or(&[][..], Vec::as_slice);
        let own = std::mem::take(&mut analysis.agents);
        analysis.agents = self.agents(own, members, mentions);
    }

    fn agents(&self, own: Vec<Agent>, members: &[(&str, u32)], mentions: &[(Span, u32, u32)]) -> Vec<Agent> {
        let manners: BTreeMap<Span, Manner> =
            own.iter().flat_map(|a| &a.mentions).map(|m| (m.span, m.manner)).collect();
        let mut of: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
        for (id, n) in members {
            of.entry(id).or_default().push(*n);
        }
        let mut out: BTreeMap<u32, Agent> = BTreeMap::new();
        let mut unknown = Vec::new();
        for mut agent in own {
            let Some(places) = of.get(agent.id.as_str()) else {
                unknown.push(agent);
                continue;
            };
            agent.mentions.clear();
            for n in places {
                match out.get_mut(n) {
                    Some(held) => merge(held, &agent),
                    None => {
                        if let Some(linked) = self.linked.agents.get(*n as usize) {
                            out.insert(*n, named(agent.clone(), linked));
                        }
                    }
                }
            }
        }
        for (span, n, f) in mentions {
            let Some(linked) = self.linked.agents.get(*n as usize) else { continue };
            let Some(form) = linked.forms.get(*f as usize) else { continue };
            let agent = out.entry(*n).or_insert_with(|| named(found_by_linking(linked), linked));
            let manner = manners.get(span).copied().unwrap_or(by_length(&form.form, linked.kind));
            agent.mentions.push(Mention { span: *span, form: form.form.clone(), manner });
            if !agent.forms.contains(&form.form) {
                agent.forms.push(form.form.clone());
            }
        }
        let mut agents: Vec<Agent> = out.into_values().collect();
        for agent in &mut agents {
            let used: Vec<&str> = agent.mentions.iter().map(|m| m.form.as_str()).collect();
            if !used.is_empty() {
                agent.forms.retain(|f| used.contains(&f.as_str()));
            }
        }
        agents.extend(unknown);
        agents.sort_by_cached_key(|a| {
            let first = a.mentions.iter().map(|m| m.span.start).min();
            (first.is_none(), first, a.id.clone())
        });
        agents
    }
}

/// The manner of a mention that only linking found.
fn by_length(form: &str, kind: AgentType) -> Manner {
    if kind == AgentType::Person && form.is_ascii() && !form.contains(' ') {
        Manner::Surname
    } else {
        Manner::Name
    }
}

/// An agent of a document under the name and id that it has over the collection.
fn named(mut agent: Agent, linked: &LinkedAgent) -> Agent {
    agent.id.clone_from(&linked.id);
    agent.canonical.clone_from(&linked.canonical);
    agent.side = agent.side.take().or_else(|| linked.side.clone());
    agent.authority = linked.listed.as_ref().map(|l| l.id.clone());
    agent
}

fn found_by_linking(linked: &LinkedAgent) -> Agent {
    Agent {
        id: linked.id.clone(),
        canonical: linked.canonical.clone(),
        kind: linked.kind,
        side: linked.side.clone(),
        role: None,
        authority: None,
        forms: Vec::new(),
        mentions: Vec::new(),
        glosses: Vec::new(),
        offices: Vec::new(),
        basis: Basis::new("link.name", 0.8),
    }
}

/// Two agents of one document that linking took for one.
fn merge(held: &mut Agent, other: &Agent) {
    held.side = held.side.take().or_else(|| other.side.clone());
    held.role = held.role.take().or_else(|| other.role.clone());
    for form in &other.forms {
        if !held.forms.contains(form) {
            held.forms.push(form.clone());
        }
    }
    held.glosses.extend(other.glosses.iter().cloned());
    held.offices.extend(other.offices.iter().cloned());
}

#[cfg(test)]
mod tests {
    use memcon_model::{Evidence, JoinReason, NameForm, Reference, ResolvedReference};

    use super::*;

    fn person(id: &str, name: &str, at: usize) -> Agent {
        let mut agent = found_by_linking(&LinkedAgent {
            id: id.into(),
            canonical: name.into(),
            kind: AgentType::Person,
            side: None,
            roles: vec![],
            forms: vec![],
            joins: vec![JoinReason::default()],
            offices: vec![],
            listed: None,
            members: vec![],
        });
        agent.forms = vec![name.into()];
        agent.mentions = vec![Mention::named(Span::new(at, at + name.len()), name)];
        agent
    }

    #[test]
    fn a_move_that_answers_another_paper_says_which() {
        let step = |id: &str, answers: Option<&str>| memcon_model::Move {
            id: id.into(),
            answers: answers.map(str::to_owned),
            ..memcon_model::Move::default()
        };
        let mut a = Analysis { id: "two".into(), ..Analysis::default() };
        a.moves = vec![step("m1", None), step("m2", Some("m1")), step("m3", None)];
        let at = |document: &str, id: &str| MoveAt { document: document.into(), id: id.into() };
        let answer = |id: &str| memcon_model::LinkedAnswer {
            of: at("one", "m7"),
            by: at("two", id),
            ..memcon_model::LinkedAnswer::default()
        };
        let linked = Linked { answers: vec![answer("m1"), answer("m2")], ..Linked::default() };
        let v = Linking::new(&linked).record(a, "", false).unwrap();
        let told: Vec<&Value> = v["moves"].as_array().unwrap().iter().map(|m| &m["answers"]).collect();
        assert_eq!(told, [&json!("one#m7"), &json!("m1"), &Value::Null], "its own paper goes first");
    }

    #[test]
    fn the_record_names_agents_as_the_collection_does() {
        let text = "Ida Bricka met Holm. Bricka — und Holm.";
        let mut a = Analysis { id: "one".into(), ..Analysis::default() };
        a.agents = vec![person("a1", "Ida Bricka", 0), person("a2", "Holm", 15)];
        let at = |span| Evidence { document: "one".into(), span };
        let form = |f: &str, spans: &[usize]| NameForm {
            form: f.into(),
            manner: Manner::Name,
            count: 1,
            mentions: spans.iter().map(|s| at(Span::new(*s, *s + f.len()))).collect(),
        };
        let linked = |id: &str, name: &str, forms, member: &str| LinkedAgent {
            id: id.into(),
            canonical: name.into(),
            kind: AgentType::Person,
            side: None,
            roles: vec![],
            forms,
            joins: vec![],
            offices: vec![],
            listed: Some(memcon_model::Listed { id: format!("list-{id}"), ..Default::default() }),
            members: vec![("one".into(), member.into())],
        };
        a.references = vec![Reference {
            span: Span::new(0, 3),
            number: None,
            date: None,
            description: None,
            target: None,
            basis: Basis::new("test", 1.0),
        }];
        let linked = Linked {
            agents: vec![
                linked("x", "Ida Bricka", vec![form("Ida Bricka", &[0]), form("Bricka", &[21])], "a1"),
                linked("y", "Peter Holm", vec![form("Holm", &[15, 36])], "a2"),
            ],
            references: vec![ResolvedReference {
                at: at(Span::new(0, 3)),
                target: Some("two".into()),
                why: String::new(),
            }],
            ..Linked::default()
        };
        let v = Linking::new(&linked).record(a, text, false).unwrap();
        let told: Vec<String> = v["agents"]
            .as_array()
            .unwrap()
            .iter()
            .map(|a| {
                let at: Vec<u64> =
                    a["mentions"].as_array().unwrap().iter().map(|m| m["start"].as_u64().unwrap()).collect();
                format!("{} {} {} {at:?}", a["id"], a["canonical"], a["authority"])
            })
            .collect();
        assert_eq!(
            told,
            [r#""x" "Ida Bricka" "list-x" [0, 21]"#, r#""y" "Peter Holm" "list-y" [15, 34]"#],
            "code points, the dash counts as one"
        );
        assert_eq!(v["references"][0]["target"], "two");
    }
}
