//! Which earlier event an event follows or answers, with the reason.

use std::collections::BTreeMap;

use memcon_model::{Edtf, EventType, Evidence, LinkedEvent, ResolvedReference, Tie};

use super::same::alike;
use crate::Document;

/// An event with the tellings (document, event id there) that it stands on.
type Whole = (LinkedEvent, Vec<(usize, String)>);

/// Ties by what a paper itself says, then by the references of the papers that record events.
pub(super) fn tie(documents: &[Document<'_>], references: &[ResolvedReference], events: &mut [Whole]) {
    let mut of: BTreeMap<(usize, &str), usize> = BTreeMap::new();
    let mut recorded: BTreeMap<&str, usize> = BTreeMap::new();
    for (n, (_, members)) in events.iter().enumerate() {
        for (d, id) in members {
            of.insert((*d, id.as_str()), n);
        }
    }
    for (d, document) in documents.iter().enumerate() {
        let a = document.analysis;
        let own = a.record_of.as_deref().or_else(|| {
            a.events.iter().find(|e| e.basis.rule == "event.letter.itself").map(|e| e.id.as_str())
        });
        if let Some(n) = own.and_then(|id| of.get(&(d, id))) {
            recorded.insert(document.id, *n);
        }
    }
    let mut ties: BTreeMap<usize, Tie> = BTreeMap::new();
    for (d, document) in documents.iter().enumerate() {
        for event in &document.analysis.events {
            let Some(earlier) = event.follows.as_deref().and_then(|id| of.get(&(d, id))) else { continue };
            let Some(&n) = of.get(&(d, event.id.as_str())) else { continue };
            if n != *earlier {
                let span = document.analysis.events.iter().find(|e| Some(&e.id) == event.follows.as_ref());
                let evidence = span
                    .and_then(|e| e.spans.first())
                    .map(|s| Evidence { document: document.id.to_owned(), span: *s });
                let tie = Tie {
                    to: events[*earlier].0.id.clone(),
                    why: "The paper says that it answers it.".into(),
                    evidence: evidence.into_iter().collect(),
                };
                ties.entry(n).or_insert(tie);
            }
        }
    }
    // The last earlier event of the same people that its own record goes back to.
    let mut last: BTreeMap<usize, (String, usize, &ResolvedReference)> = BTreeMap::new();
    for reference in references {
        let (Some(&n), Some(&t)) = (
            recorded.get(reference.at.document.as_str()),
            reference.target.as_deref().and_then(|t| recorded.get(t)),
        ) else {
            continue;
        };
        let (later, earlier) = (&events[n].0, &events[t].0);
        let meets = |e: &LinkedEvent| e.kind == EventType::Meeting;
        let day = |e: &LinkedEvent| e.date.as_ref().and_then(Edtf::earliest_iso);
        let (Some(then), Some(now)) = (day(earlier), day(later)) else { continue };
        let shared = later
            .participants
            .iter()
            .filter(|p| earlier.participants.iter().any(|q| alike(&p.name, &q.name)))
            .count();
        if n != t && meets(later) && meets(earlier) && then < now && shared >= 2 {
            let held = last.get(&n);
            if held.is_none_or(|(day, _, _)| *day < then) {
                last.insert(n, (then, t, reference));
            }
        }
    }
    for (n, (_, t, reference)) in last {
        let tie = Tie {
            to: events[t].0.id.clone(),
            why: "Its record goes back to that meeting, and the same people met.".into(),
            evidence: vec![reference.at.clone()],
        };
        ties.entry(n).or_insert(tie);
    }
    for (n, tie) in ties {
        events[n].0.follows = Some(tie);
    }
}
