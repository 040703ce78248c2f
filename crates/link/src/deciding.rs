//! How a decision by hand names what it is about: by names and words in papers, so that it finds it again whatever the
//! ids of the day are. The command line and the reading room make decisions out of these; linking applies them.
//!
//! Offsets are bytes. `words` gives the words at a place of a paper, `None` where the paper is gone.

use std::collections::BTreeSet;

use memcon_model::{Anchor, Decision, Evidence, LinkedAgent, LinkedEvent, LinkedIssue, Span};

use crate::agents::written::fold;

/// Gives the words at a place of a paper.
pub type Words<'w> = dyn FnMut(&str, Span) -> Option<String> + 'w;

/// Papers by which an agent is known again at most.
const PAPERS_OF_AGENT: usize = 200;
/// Papers by which an issue is known again at most.
const PAPERS_OF_ISSUE: usize = 60;
/// Opening words by which an account is known again, in characters.
const OPENING: usize = 80;

/// Where an agent is named: each paper with a form used there.
pub fn agent(agent: &LinkedAgent) -> Anchor {
    without(agent, &Anchor::default())
}

/// [`agent`] by the places that are left when those of `gone` go.
pub fn without(agent: &LinkedAgent, gone: &Anchor) -> Anchor {
    let goes = |d: &str, form: &str| gone.at.iter().any(|(doc, f)| doc == d && (f.is_empty() || f == form));
    let mut at: Vec<(String, String)> = Vec::new();
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    for form in &agent.forms {
        for m in form.mentions.iter().filter(|m| !goes(&m.document, &form.form)) {
            if at.len() < PAPERS_OF_AGENT && seen.insert(&m.document) {
                at.push((m.document.clone(), form.form.clone()));
            }
        }
    }
    Anchor { name: agent.canonical.clone(), at }
}

/// What goes out of an agent: forms of its name, and whole papers. `None` where it has none of them.
pub fn parted(agent: &LinkedAgent, forms: &[&str], papers: &[&str]) -> Option<Anchor> {
    let mut out = Anchor::default();
    for form in agent.forms.iter().filter(|f| forms.iter().any(|asked| fold(asked) == fold(&f.form))) {
        let mut places: Vec<_> =
            form.mentions.iter().map(|m| (m.document.clone(), form.form.clone())).collect();
        places.dedup();
        out.at.extend(places);
        if out.name.is_empty() {
            out.name.clone_from(&form.form);
        }
    }
    let named = |paper: &&&str| agent.forms.iter().flat_map(|f| &f.mentions).any(|m| m.document == **paper);
    out.at.extend(papers.iter().filter(named).map(|paper| ((*paper).to_owned(), String::new())));
    if out.name.is_empty() {
        out.name.clone_from(&agent.canonical);
    }
    (!out.at.is_empty()).then_some(out)
}

/// Where an issue is named: each paper with the words that name it there first.
pub fn issue(issue: &LinkedIssue, words: &mut Words<'_>) -> Anchor {
    let mut at: Vec<(String, String)> = Vec::new();
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    for Evidence { document, span } in &issue.mentions {
        if at.len() >= PAPERS_OF_ISSUE {
            break;
        }
        if seen.insert(document) {
            at.extend(words(document, *span).map(|w| (document.clone(), w)));
        }
    }
    Anchor { name: issue.name.clone(), at }
}

/// What goes out of an issue: papers by their ids, else wordings wherever they stand. `None` where nothing is named.
pub fn parted_issue(issue: &LinkedIssue, what: &[&str]) -> Option<Anchor> {
    let mut out = Anchor::default();
    for item in what.iter().map(|w| w.trim()).filter(|w| !w.is_empty()) {
        let paper =
            issue.mentions.iter().any(|m| m.document == item) || issue.members.iter().any(|m| m.0 == item);
        out.at.push(if paper {
            (item.to_owned(), String::new())
        } else {
            if out.name.is_empty() {
                item.clone_into(&mut out.name);
            }
            (String::new(), item.to_owned())
        });
    }
    if out.name.is_empty() {
        out.name.clone_from(&issue.name);
    }
    (!out.at.is_empty()).then_some(out)
}

/// The anchor of an issue by the places that are left when those of `gone` go.
pub fn left(mut anchor: Anchor, gone: &Anchor) -> Anchor {
    let goes = |(document, words): &(String, String)| {
        gone.at
            .iter()
            .any(|(d, w)| (d.is_empty() || d == document) && (w.is_empty() || fold(w) == fold(words)))
    };
    anchor.at.retain(|at| !goes(at));
    anchor
}

/// The accounts of an event by paper and opening words; only those of `papers` where any are given.
pub fn event(event: &LinkedEvent, papers: &[&str], words: &mut Words<'_>) -> Anchor {
    let mut at: Vec<(String, String)> = Vec::new();
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let told = |d: &str| event.accounts.iter().filter(|a| a.document == d).count();
    for Evidence { document, span } in &event.evidence {
        if !papers.is_empty() && !papers.contains(&document.as_str()) {
            continue;
        }
        // The first words of a paper stand for its account; of a paper that tells it twice, all of them.
        if !seen.insert(document) && told(document) < 2 {
            continue;
        }
        let opening = words(document, *span).map(|w| w.chars().take(OPENING).collect::<String>());
        at.extend(opening.filter(|w| !w.is_empty()).map(|w| (document.clone(), w)));
    }
    at.dedup();
    Anchor { name: event.title.clone(), at }
}

/// A whole paper.
pub fn paper(id: &str) -> Anchor {
    Anchor { name: id.to_owned(), at: vec![(id.to_owned(), String::new())] }
}

/// Whether a decision is about what `anchor` names: one of its sides bears that name, or shares a place with it.
pub fn concerns(decision: &Decision, anchor: &Anchor) -> bool {
    let name = fold(&anchor.name);
    let here: BTreeSet<(&str, String)> = anchor.at.iter().map(|(d, w)| (d.as_str(), fold(w))).collect();
    [&decision.a, &decision.b].into_iter().any(|side| {
        !side.name.is_empty() && fold(&side.name) == name
            || side.at.iter().any(|(d, w)| here.contains(&(d.as_str(), fold(w))))
    })
}

/// Whether a decision says of these two that they are one, or two, in either order.
pub fn settles(decision: &Decision, a: &Anchor, b: &Anchor) -> bool {
    let is = |side: &Anchor, anchor: &Anchor| {
        let shared = || side.at.iter().any(|at| anchor.at.contains(at));
        fold(&side.name) == fold(&anchor.name) && (side.at.is_empty() || anchor.at.is_empty() || shared())
    };
    decision.holds()
        && ((is(&decision.a, a) && is(&decision.b, b)) || (is(&decision.a, b) && is(&decision.b, a)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use memcon_model::{AgentType, DecisionKind, Manner, NameForm};

    fn named(name: &str, forms: &[(&str, &[&str])]) -> LinkedAgent {
        let form = |(form, papers): &(&str, &[&str])| NameForm {
            form: (*form).into(),
            manner: Manner::Name,
            count: papers.len() as u32,
            mentions: papers
                .iter()
                .map(|p| Evidence { document: (*p).into(), span: Span::new(0, 1) })
                .collect(),
        };
        LinkedAgent {
            id: name.into(),
            canonical: name.into(),
            kind: AgentType::Person,
            side: None,
            roles: Vec::new(),
            forms: forms.iter().map(form).collect(),
            joins: Vec::new(),
            offices: Vec::new(),
            listed: None,
            members: Vec::new(),
        }
    }

    #[test]
    fn a_form_and_a_paper_go_out_and_the_rest_is_left() {
        let orla = named("Orla Venn", &[("Orla Venn", &["a", "b"]), ("O. Venn", &["c"])]);
        let gone = parted(&orla, &["o. venn"], &["b", "elsewhere"]).unwrap();
        assert_eq!(
            (gone.name.as_str(), gone.at.len(), without(&orla, &gone).at),
            ("O. Venn", 2, vec![("a".to_owned(), "Orla Venn".to_owned())])
        );
        assert_eq!(parted(&orla, &["Somebody"], &[]), None);
    }

    #[test]
    fn a_pair_is_settled_in_either_order_until_the_decision_is_taken_back() {
        let (a, b) = (
            agent(&named("Orla Venn", &[("Orla Venn", &["a"])])),
            agent(&named("Venn", &[("Venn", &["b"])])),
        );
        let mut two =
            Decision { kind: DecisionKind::Part, a: b.clone(), b: a.clone(), ..Decision::default() };
        assert!(settles(&two, &a, &b) && concerns(&two, &a));
        two.undone = Some("2030-01-01".into());
        assert!(!settles(&two, &a, &b));
    }
}
