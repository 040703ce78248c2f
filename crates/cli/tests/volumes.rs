//! Two real negotiations against what readers wrote down by eye, before and without any program.
//!
//! `crates/testkit/golden/volumes/NAME.toml` says what is true of thirty papers of a published volume; the papers
//! themselves lie in the corpus beside the project, and the test says so where they are missing. `NAME.txt` lists
//! every point with what memcon makes of it (`+` right, `-` missed); a change either way fails until
//! `MEMCON_BLESS=1` rewrites the list and a person has read the diff. Which of the two volumes rules
//! may be developed on is said in `README.md` there.

#![allow(clippy::unwrap_used)]

#[path = "common/truth.rs"]
mod truth;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use memcon_analyse::analyse;
use memcon_link::{Document, Given, link_with};
use memcon_model::{Analysis, Edtf, LinkedIssue, Listed, Settings, Span};
use memcon_read::Hint;
use toml::{Table, Value};
use truth::{s, strings, tables};

struct Paper {
    id: String,
    text: String,
    analysis: Analysis,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The papers of a truth, in its order; `None` where the corpus is not beside the project.
fn papers(truth: &Table) -> Option<Vec<Paper>> {
    let volume = s(truth, "collection");
    let file = root().join(format!("../shared/corpus/frus/{volume}.docs.jsonl"));
    let lines = std::fs::read_to_string(file).ok()?;
    let mut texts: BTreeMap<String, String> = BTreeMap::new();
    for line in lines.lines() {
        let row: serde_json::Value = serde_json::from_str(line).unwrap();
        texts.insert(row["id"].as_str().unwrap().to_owned(), row["text"].as_str().unwrap().to_owned());
    }
    let wanted = tables(truth, "documents");
    let read = wanted.iter().map(|d| {
        let id = format!("{volume}/{}", s(d, "id"));
        let text = texts.remove(&id).unwrap();
        let chars = d.get("chars").and_then(Value::as_integer).unwrap();
        assert_eq!(text.chars().count() as i64, chars, "{id} is not the paper that was read");
        let hint = Hint { path: None, media_type: Some("text/plain"), ..Hint::default() };
        let (analysis, text) = analyse(&id, text.as_bytes(), hint, &Settings::default());
        Paper { id, text, analysis }
    });
    Some(read.collect())
}

/// The list of persons that the volume prints, as a user would give it (`add --authority`).
fn persons(volume: &str) -> Vec<Listed> {
    let file = root().join(format!("../shared/corpus/frus/{volume}.persons.jsonl"));
    let lines = std::fs::read_to_string(file).unwrap_or_default();
    lines.lines().map(|l| serde_json::from_str(l).unwrap()).collect()
}

/// A place of the truth as document and bytes.
fn place(
    volume: &str,
    papers: &BTreeMap<String, &Paper>,
    table: &Table,
    key: &str,
) -> Option<(String, Span)> {
    let at = table.get(key)?.as_table()?;
    let id = format!("{volume}/{}", s(at, "document"));
    let text = &papers[&id].text;
    let byte = |key: &str| {
        let n = at.get(key).and_then(Value::as_integer).unwrap() as usize;
        text.char_indices().nth(n).map_or(text.len(), |(b, _)| b)
    };
    Some((id, Span::new(byte("start"), byte("end"))))
}

/// A point by its place, for the list.
fn named(table: &Table, key: &str) -> String {
    let at = table.get(key).and_then(Value::as_table);
    let at = at
        .map(|t| format!("{} {}", s(t, "document"), t.get("start").map_or(String::new(), Value::to_string)));
    at.unwrap_or_default()
}

#[derive(Default)]
struct Ledger {
    lines: Vec<String>,
    asked: BTreeMap<&'static str, (u32, u32)>,
}

impl Ledger {
    fn note(&mut self, layer: &'static str, point: &str, right: bool) {
        let count = self.asked.entry(layer).or_default();
        count.1 += 1;
        count.0 += u32::from(right);
        self.lines.push(format!("{} {layer} | {point}", if right { '+' } else { '-' }));
    }
}

/// Whether a side of the truth is a side as memcon names it: itself, or one of the powers it stands for.
fn same_side(truth: &Table, wanted: &str, side: &str) -> bool {
    let fold = |t: &str| t.to_lowercase().trim_start_matches("the ").trim().to_owned();
    let alike = |w: &str| fold(w) == fold(side);
    let stands_for = truth.get("stands_for").and_then(Value::as_table);
    alike(wanted) || stands_for.is_some_and(|t| strings(t, wanted).iter().any(|w| alike(w)))
}

fn content(text: &str) -> BTreeSet<String> {
    const STOP: &[&str] =
        &["the", "of", "a", "an", "on", "for", "to", "and", "in", "at", "question", "issue"];
    text.to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty() && !STOP.contains(w))
        .map(|w| w.trim_end_matches('s').to_owned())
        .collect()
}

/// The issue whose name shares most content words with one of the wordings of the truth; at least half of them.
fn issue<'l>(issues: &'l [LinkedIssue], wanted: &Table) -> Option<&'l LinkedIssue> {
    let words: Vec<_> =
        strings(wanted, "words").iter().map(|w| content(w)).chain([content(s(wanted, "name"))]).collect();
    let likeness = |i: &LinkedIssue| {
        let own = content(&i.name);
        let alike = |w: &BTreeSet<String>| {
            2.0 * w.intersection(&own).count() as f64 / (w.len() + own.len()).max(1) as f64
        };
        words.iter().map(alike).fold(0.0, f64::max)
    };
    let best = issues.iter().map(|i| (likeness(i), i.positions.len(), i)).filter(|x| x.0 >= 0.6);
    best.max_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1))).map(|x| x.2)
}

fn overlap(a: &Edtf, b: &Edtf) -> bool {
    let ends = |e: &Edtf| Some((e.earliest_iso()?, e.latest_iso()?));
    match (ends(a), ends(b)) {
        (Some(a), Some(b)) => a.0 <= b.1 && b.0 <= a.1,
        _ => false,
    }
}

/// Compares; gives the counts for whoever runs the test by hand, and what is not as the list has it.
fn compare(name: &str) -> (String, Vec<String>) {
    let folder = root().join("crates/testkit/golden/volumes");
    let truth: Table = std::fs::read_to_string(folder.join(format!("{name}.toml"))).unwrap().parse().unwrap();
    let Some(papers) = papers(&truth) else {
        return ("skipped: the corpus is not beside the project".into(), Vec::new());
    };
    let volume = s(&truth, "collection");
    let documents: Vec<Document<'_>> =
        papers.iter().map(|p| Document { id: &p.id, analysis: &p.analysis, text: &p.text }).collect();
    let listed = persons(volume);
    let linked = link_with(&documents, &Given { listed: &listed, ..Given::default() });
    let by_id: BTreeMap<String, &Paper> = papers.iter().map(|p| (p.id.clone(), p)).collect();
    let at = |t: &Table, key: &str| place(volume, &by_id, t, key);
    let mut ledger = Ledger::default();
    let mut shown = String::new();

    for wanted in tables(&truth, "issue") {
        ledger.note("issue", s(wanted, "name"), issue(&linked.issues, wanted).is_some());
    }
    let issues: BTreeMap<&str, &Table> =
        tables(&truth, "issue").into_iter().map(|i| (s(i, "name"), i)).collect();
    for day in tables(&truth, "state_of_talks") {
        let date = s(day, "date");
        for wanted in tables(day, "issue") {
            let point = format!("{date} | {}", s(wanted, "issue"));
            let found = issue(&linked.issues, issues[s(wanted, "issue")]).and_then(|i| i.state_on(date));
            let is = found.map(|c| c.state.as_str());
            let also = strings(wanted, "also");
            let fair = is.is_some_and(|is| is == s(wanted, "state") || also.iter().any(|a| a == is));
            ledger.note("state", &point, fair);
            let settled = ["agreed", "agreed-in-principle", "refused", "withdrawn"];
            ledger.note(
                "nothing settled that is not",
                &point,
                fair || !is.is_some_and(|is| settled.contains(&is)),
            );
            if !s(wanted, "last_mover").is_empty() {
                let mover = found.and_then(|c| c.side.as_deref());
                let right = mover.is_some_and(|m| same_side(&truth, s(wanted, "last_mover"), m));
                ledger.note("last mover", &point, right);
            }
        }
    }
    for wanted in tables(&truth, "event") {
        let (document, span) = at(wanted, "evidence").unwrap();
        let date: Edtf = s(wanted, "date").parse().unwrap();
        if std::env::var_os("MEMCON_SHOW").is_some() {
            let near = linked
                .events
                .iter()
                .filter(|e| e.evidence.iter().any(|x| x.document == document && x.span.overlaps(span)));
            let near: Vec<String> = near
                .map(|e| {
                    format!("{} {} {:?} {}", e.kind, e.status, e.date.as_ref().map(Edtf::as_str), e.title)
                })
                .collect();
            shown += &format!(
                "EVENT {} {} {} {:?}\n    {}\n    found {near:?}\n",
                s(wanted, "type"),
                s(wanted, "status"),
                date.as_str(),
                strings(wanted, "participants"),
                span.of(&by_id[&document].text)
            );
        }
        let right = linked.events.iter().any(|e| {
            e.kind.as_str() == s(wanted, "type")
                && e.status.as_str() == s(wanted, "status")
                && e.date.as_ref().is_some_and(|d| overlap(d, &date))
                && e.evidence.iter().any(|x| x.document == document && x.span.overlaps(span))
        });
        ledger.note(
            "event",
            &format!("{} | {} | {}", s(wanted, "type"), s(wanted, "date"), named(wanted, "evidence")),
            right,
        );
    }
    for wanted in tables(&truth, "move") {
        let (document, span) = at(wanted, "evidence").unwrap();
        let here = |document: &str, span: Span| -> Vec<&memcon_model::Move> {
            by_id[document].analysis.moves.iter().filter(|m| m.span.overlaps(span)).collect()
        };
        let found = here(&document, span);
        let point = format!("{} | {}", s(wanted, "type"), named(wanted, "evidence"));
        ledger.note("move found", &point, !found.is_empty());
        if std::env::var_os("MEMCON_SHOW").is_some() {
            let as_found: Vec<String> = found
                .iter()
                .map(|m| {
                    let linked_side = m
                        .actor
                        .as_ref()
                        .and_then(|a| linked.agents.iter().find(|x| x.forms.iter().any(|f| f.form == *a)))
                        .and_then(|a| a.side.clone());
                    format!("{} by {:?} for {:?}/{:?}", m.kind, m.actor, m.side, linked_side)
                })
                .collect();
            shown += &format!(
                "{point} by {} for {}: {as_found:?}\n    {}\n",
                s(wanted, "actor"),
                s(wanted, "side"),
                span.of(&by_id[&document].text)
            );
        }
        let kind: Vec<_> = found.iter().filter(|m| m.kind.as_str() == s(wanted, "type")).collect();
        ledger.note("move of its kind", &point, !kind.is_empty());
        let mine = |m: &&memcon_model::Move| {
            let agent = m
                .actor
                .as_ref()
                .and_then(|a| linked.agents.iter().find(|x| x.forms.iter().any(|f| f.form == *a)));
            let sides = m.side.iter().chain(agent.and_then(|a| a.side.as_ref())).chain(m.actor.iter());
            sides.into_iter().any(|side| same_side(&truth, s(wanted, "side"), side))
        };
        ledger.note("move's side", &point, found.iter().any(mine));
        if let Some((other, target)) = at(wanted, "answers") {
            let targets: BTreeSet<&str> = here(&other, target).iter().map(|m| m.id.as_str()).collect();
            let tied = found.iter().any(|m| {
                (other == document && m.answers.as_deref().is_some_and(|a| targets.contains(a)))
                    || linked.answers.iter().any(|a| {
                        a.by.document == document
                            && a.by.id == m.id
                            && a.of.document == other
                            && targets.contains(a.of.id.as_str())
                    })
            });
            ledger.note("answer tied", &point, tied);
        }
    }
    for wanted in tables(&truth, "loose_end") {
        let (document, span) = at(wanted, "evidence").unwrap();
        let right = linked
            .loose_ends
            .iter()
            .any(|e| e.evidence.document == document && e.evidence.span.overlaps(span));
        ledger.note("loose end", &format!("{} | {}", s(wanted, "kind"), named(wanted, "evidence")), right);
    }
    for wanted in tables(&truth, "undertaking") {
        let (document, span) = at(wanted, "evidence").unwrap();
        let found: Vec<_> =
            by_id[&document].analysis.obligations.iter().filter(|o| o.span.overlaps(span)).collect();
        let point = named(wanted, "evidence");
        ledger.note(
            "undertaking",
            &point,
            found.iter().any(|o| o.modality.as_str() == s(wanted, "modality")),
        );
        let bound = strings(wanted, "bound");
        let right =
            found.iter().any(|o| o.bound.iter().any(|b| bound.iter().any(|w| same_side(&truth, w, b))));
        ledger.note("undertaking's bearer", &point, right);
    }
    let mut counts = shown;
    counts += &format!(
        "{name}: {} issues, {} loose ends, {} events found in all\n",
        linked.issues.len(),
        linked.loose_ends.len(),
        linked.events.len()
    );
    for (layer, (right, asked)) in &ledger.asked {
        counts.push_str(&format!("{layer:<28} {right:>3} of {asked:>3}\n"));
    }
    (counts, changed(&folder.join(format!("{name}.txt")), &ledger.lines))
}

/// What is not as the list kept has it; nothing where the list is written anew.
fn changed(kept: &Path, lines: &[String]) -> Vec<String> {
    if std::env::var_os("MEMCON_BLESS").is_some() {
        let now: String = lines.iter().map(|l| format!("{l}\n")).collect();
        std::fs::write(kept, now).unwrap();
        return Vec::new();
    }
    let before = std::fs::read_to_string(kept).unwrap_or_default();
    let old: BTreeSet<&str> = before.lines().collect();
    lines.iter().filter(|l| !old.contains(l.as_str())).cloned().collect()
}

/// Rules may be developed on this one.
#[test]
fn berlin_as_a_reader_saw_it() {
    let (counts, changed) = compare("geneva");
    println!("{counts}");
    assert!(changed.is_empty(), "changed (MEMCON_BLESS=1 to keep, then read the diff): {changed:#?}");
}

/// Nobody who writes rules looks at this one's papers or misses.
#[test]
fn paris_as_a_reader_saw_it() {
    let (counts, changed) = compare("paris");
    println!("{counts}");
    assert!(changed.is_empty(), "changed (MEMCON_BLESS=1 to keep, then read the diff): {changed:#?}");
}
