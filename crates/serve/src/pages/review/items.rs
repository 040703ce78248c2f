//! What decisions are about, as the pages of the review need it: a person, an issue, an event, an obligation, a paper.

use std::collections::{BTreeMap, BTreeSet};

use memcon_link::deciding;
use memcon_model::{Anchor, Decision, DecisionKind, LinkedAgent, Span, Subject};
use memcon_store::{Section, fold};

use crate::citing::Citing;
use crate::library::{Failure, Library};
use crate::links::{document_link, item_link};

/// Something that a decision can be about.
pub struct Item {
    /// What it is.
    pub about: Subject,
    /// Its id of the day; of a paper its id.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// The papers that name it, in order.
    pub papers: Vec<String>,
    /// How often it is named.
    pub mentions: usize,
    /// What else it is called, with how often.
    pub wordings: Vec<(String, usize)>,
    /// The kind of agent; empty for everything else.
    pub kind: String,
    /// By what a decision finds it again.
    pub anchor: Anchor,
    /// The agent, to take parts out of.
    agent: Option<LinkedAgent>,
}

/// The page of an item.
pub fn address(about: Subject, id: &str) -> String {
    match about {
        Subject::Agent => item_link("people", id),
        Subject::Issue => item_link("issues", id),
        Subject::Event => item_link("events", id),
        Subject::Obligation => format!("/obligations#{id}"),
        Subject::Parallel => document_link(id),
    }
}

/// The words at a place of a paper.
fn words(citing: &mut Citing<'_>, document: &str, span: Span) -> Option<String> {
    citing.document(document)?.text.get(span.range()).map(str::to_owned)
}

impl Item {
    /// The item of this id; `None` where there is none (any more).
    pub fn find(
        library: &dyn Library,
        citing: &mut Citing<'_>,
        about: Subject,
        id: &str,
    ) -> Result<Option<Self>, Failure> {
        Ok(match about {
            Subject::Agent => {
                let linked = library.linked_about(&[id], &[Section::Agents])?;
                linked.agents.iter().find(|a| a.id == id).map(Self::agent)
            }
            Subject::Issue => {
                let linked = library.linked_about(&[id], &[Section::Issues])?;
                let found = linked.issues.iter().find(|i| i.id == id);
                found.map(|i| Self {
                    papers: i.papers().into_iter().map(str::to_owned).collect(),
                    mentions: i.mentions.len(),
                    wordings: i.wordings.iter().map(|w| (w.b.clone(), 0)).collect(),
                    ..Self::new(about, id, deciding::issue(i, &mut |d, s| words(citing, d, s)))
                })
            }
            Subject::Event => {
                let linked = library.linked_about(&[id], &[Section::Events])?;
                let found = linked.events.iter().find(|e| e.id == id);
                found.map(|e| {
                    let papers: BTreeSet<String> = e.accounts.iter().map(|a| a.document.clone()).collect();
                    Self {
                        papers: papers.into_iter().collect(),
                        mentions: e.evidence.len(),
                        ..Self::new(about, id, deciding::event(e, &[], &mut |d, s| words(citing, d, s)))
                    }
                })
            }
            Subject::Obligation => {
                let linked = library.linked_of(&[Section::Obligations, Section::Mechanisms])?;
                let found = linked.obligations.iter().find(|o| o.id == id);
                found.map(|o| {
                    let content = |(d, n): &(String, String)| {
                        let told = citing.document(d)?;
                        let bond = told.analysis.obligations.iter().find(|o| o.id == *n)?;
                        Some((d.clone(), bond.content.clone()))
                    };
                    let at: Vec<(String, String)> = o.members.iter().filter_map(content).collect();
                    let papers: BTreeSet<String> = o.members.iter().map(|m| m.0.clone()).collect();
                    Self {
                        papers: papers.into_iter().collect(),
                        mentions: o.members.len(),
                        ..Self::new(about, id, Anchor { name: o.content.clone(), at })
                    }
                })
            }
            Subject::Parallel => citing.document(id).map(|d| Self {
                papers: vec![id.to_owned()],
                mentions: 1,
                name: if d.row.title.trim().is_empty() { id.to_owned() } else { d.row.title.clone() },
                ..Self::new(about, id, deciding::paper(id))
            }),
        })
    }

    fn new(about: Subject, id: &str, anchor: Anchor) -> Self {
        Self {
            about,
            id: id.to_owned(),
            name: anchor.name.clone(),
            papers: Vec::new(),
            mentions: 0,
            wordings: Vec::new(),
            kind: String::new(),
            anchor,
            agent: None,
        }
    }

    /// An agent as an item.
    pub fn agent(a: &LinkedAgent) -> Self {
        let places = a.forms.iter().flat_map(|f| &f.mentions);
        let papers: BTreeSet<&str> = places.map(|m| m.document.as_str()).collect();
        Self {
            papers: papers.into_iter().map(str::to_owned).collect(),
            mentions: a.forms.iter().map(|f| f.count as usize).sum(),
            wordings: a.forms.iter().map(|f| (f.form.clone(), f.count as usize)).collect(),
            kind: a.kind.as_str().to_owned(),
            agent: Some(a.clone()),
            ..Self::new(Subject::Agent, &a.id, deciding::agent(a))
        }
    }

    /// Its page.
    pub fn address(&self) -> String {
        address(self.about, &self.id)
    }

    /// The decision that it and another are one, or two. `None` where they cannot be: the same, or of two kinds.
    pub fn with(&self, other: &Self, kind: DecisionKind) -> Option<Decision> {
        let fits = self.about == other.about && self.id != other.id && self.kind == other.kind;
        let (a, b) = (self.anchor.clone(), other.anchor.clone());
        fits.then(|| Decision { kind, about: self.about, a, b, ..Decision::default() })
    }

    /// The decision that forms or wordings and papers of it are another's; `None` where nothing goes or nothing stays.
    pub fn without(&self, citing: &mut Citing<'_>, library: &dyn Library, what: &[&str]) -> Option<Decision> {
        let (a, b) = match self.about {
            Subject::Agent => {
                let agent = self.agent.as_ref()?;
                let papers: Vec<&str> =
                    what.iter().copied().filter(|w| self.papers.iter().any(|p| p == w)).collect();
                let b = deciding::parted(agent, what, &papers)?;
                (deciding::without(agent, &b), b)
            }
            Subject::Issue => {
                let linked = library.linked_about(&[&self.id], &[Section::Issues]).ok()?;
                let b = deciding::parted_issue(linked.issues.iter().find(|i| i.id == self.id)?, what)?;
                (deciding::left(self.anchor.clone(), &b), b)
            }
            Subject::Event => {
                let linked = library.linked_about(&[&self.id], &[Section::Events]).ok()?;
                let event = linked.events.iter().find(|e| e.id == self.id)?;
                let mut at = |d: &str, s: Span| words(citing, d, s);
                let b = deciding::event(event, what, &mut at);
                let mut a = self.anchor.clone();
                a.at.retain(|at| !b.at.contains(at));
                (a, b)
            }
            Subject::Obligation | Subject::Parallel => return None,
        };
        let kind = DecisionKind::Part;
        (!a.at.is_empty() && !b.at.is_empty()).then(|| Decision {
            kind,
            about: self.about,
            a,
            b,
            ..Decision::default()
        })
    }

    /// Of an agent: how often each paper names it under what is parted, paper by paper.
    pub fn going(&self, decision: &Decision) -> BTreeMap<String, usize> {
        let mut out = BTreeMap::new();
        let goes = |d: &str, form: &str| {
            decision
                .b
                .at
                .iter()
                .any(|(doc, f)| (doc.is_empty() || doc == d) && (f.is_empty() || fold(f) == fold(form)))
        };
        match &self.agent {
            Some(agent) => {
                for form in &agent.forms {
                    for m in form.mentions.iter().filter(|m| goes(&m.document, &form.form)) {
                        *out.entry(m.document.clone()).or_default() += 1;
                    }
                }
            }
            None => {
                for (document, _) in self.anchor.at.iter().filter(|(d, words)| goes(d, words)) {
                    *out.entry(document.clone()).or_default() += 1;
                }
            }
        }
        out
    }

    /// The decisions about it, last first, also those taken back.
    pub fn decisions(&self, all: &[Decision]) -> Vec<Decision> {
        let of = |d: &&Decision| d.about == self.about && deciding::concerns(d, &self.anchor);
        all.iter().rev().filter(of).cloned().collect()
    }
}

/// The decisions that name an item by what it is called or what it was called before, last first: for pages that do not
/// read all of its papers. `called` = its names, `papers` = where it stands.
pub fn decisions_on(
    library: &dyn Library,
    about: Subject,
    called: &[&str],
    papers: &BTreeSet<&str>,
) -> Result<Vec<Decision>, Failure> {
    let called: BTreeSet<String> = called.iter().map(|n| fold(n)).collect();
    let on = |d: &&Decision| {
        let names = [Some(&d.a.name), Some(&d.b.name), d.value.as_ref()];
        let named = names.into_iter().flatten().any(|n| !n.is_empty() && called.contains(&fold(n)));
        let inside =
            |at: &[(String, String)]| !at.is_empty() && at.iter().all(|(p, _)| papers.contains(p.as_str()));
        // An event's title is made anew when it is joined: it is known by its papers.
        d.about == about && (named || about == Subject::Event && (inside(&d.a.at) || inside(&d.b.at)))
    };
    Ok(library.decisions()?.iter().rev().filter(on).cloned().collect())
}
