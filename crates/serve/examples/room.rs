//! Opens the reading room over a collection, over a folder just analysed, or over invented papers.
//!
//! `cargo run -p memcon-serve --example room -- [--hostile | --folder FOLDER | COLLECTION]`
#![allow(clippy::print_stdout, clippy::unwrap_used, missing_docs)]

#[path = "../tests/common/sample.rs"]
#[allow(dead_code)]
mod sample;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use memcon_model::*;
use memcon_store::{Collection, DocumentRow, DocumentStatus, OpenMode, StoredDocument};

fn main() {
    let told = |addr| println!("http://{addr}/");
    let port = |p: u16| std::net::SocketAddr::from(([127, 0, 0, 1], p));
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [] => memcon_serve::run_library(Arc::new(sample::sample()), port(7931), told).unwrap(),
        ["--hostile"] => memcon_serve::run_library(Arc::new(sample::hostile()), port(7932), told).unwrap(),
        ["--folder", folder] => {
            memcon_serve::run_library(Arc::new(analysed(Path::new(folder))), port(7934), told).unwrap();
        }
        [dir, ..] => {
            let collection = Collection::open(Path::new(dir), OpenMode::ReadOnly).unwrap();
            memcon_serve::run(Arc::new(collection), port(7933), told).unwrap();
        }
    }
}

/// Every file of a folder, analysed; nothing is linked beyond what has the very same name.
fn analysed(folder: &Path) -> sample::Sample {
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    paths.sort();
    let mut papers: Vec<StoredDocument> = Vec::new();
    for path in paths.iter().filter(|p| p.is_file()) {
        let id = path.file_name().unwrap().to_string_lossy().into_owned();
        let bytes = std::fs::read(path).unwrap();
        let hint = memcon_read::Hint { path: Some(&id), media_type: None };
        let (analysis, text) = memcon_analyse::analyse(&id, &bytes, hint, &Settings::default());
        let row = DocumentRow {
            id: id.clone(),
            title: analysis.description.first(Field::Title).map_or(id, |v| v.value.clone()),
            form: analysis.form,
            date: analysis.description.date().cloned(),
            languages: analysis.languages.clone(),
            blake3: analysis.source.blake3.clone(),
            bytes: bytes.len() as u64,
            turns: analysis.turns.len() as u32,
            status: DocumentStatus::Ready,
        };
        papers.push(StoredDocument { row, text, analysis });
    }
    papers.sort_by_key(|p| (p.row.date.is_none(), p.row.date.clone()));
    let linked = same_names(&papers);
    sample::Sample { title: folder.display().to_string(), papers, linked, broken: false }
}

/// A stand-in for linking that joins what is written alike.
fn same_names(papers: &[StoredDocument]) -> Linked {
    let mut linked = Linked::default();
    let mut agents: BTreeMap<String, LinkedAgent> = BTreeMap::new();
    let mut issues: BTreeMap<String, LinkedIssue> = BTreeMap::new();
    for p in papers {
        let (id, a) = (&p.row.id, &p.analysis);
        let at = |span| Evidence { document: id.clone(), span };
        for agent in &a.agents {
            let one = agents.entry(agent.canonical.clone()).or_insert_with(|| LinkedAgent {
                id: format!("agent-{}", agent.canonical),
                canonical: agent.canonical.clone(),
                kind: agent.kind,
                side: agent.side.clone(),
                roles: agent.role.iter().cloned().collect(),
                forms: Vec::new(),
                joins: Vec::new(),
                members: Vec::new(),
            });
            one.members.push((id.clone(), agent.id.clone()));
            for m in &agent.mentions {
                match one.forms.iter_mut().find(|f| f.form == m.form) {
                    Some(f) => {
                        f.count += 1;
                        f.mentions.push(at(m.span));
                    }
                    None => one.forms.push(NameForm {
                        form: m.form.clone(),
                        count: 1,
                        mentions: vec![at(m.span)],
                    }),
                }
            }
        }
        for e in &a.events {
            linked.events.push(LinkedEvent {
                id: format!("event-{id}-{}", e.id),
                kind: e.kind,
                status: e.status,
                date: e.date.clone(),
                place: e.place.clone(),
                title: e.spans.first().map_or(String::new(), |s| s.of(&p.text).chars().take(90).collect()),
                participants: e.participants.clone(),
                intermediary: e.intermediary.clone(),
                accounts: vec![Account {
                    document: id.clone(),
                    event: e.id.clone(),
                    is_record: a.record_of.as_ref() == Some(&e.id),
                }],
                evidence: e.spans.iter().map(|s| at(*s)).collect(),
            });
        }
        for i in &a.issues {
            let one = issues.entry(i.name.clone()).or_insert_with(|| LinkedIssue {
                id: format!("issue-{}", i.name),
                name: i.name.clone(),
                wordings: Vec::new(),
                members: Vec::new(),
                positions: Vec::new(),
                states: Vec::new(),
            });
            one.members.push((id.clone(), i.id.clone()));
            one.positions.extend(i.positions.iter().map(|x| PositionHeld {
                side: x.side.clone(),
                stance: x.stance,
                actor: None,
                date: p.row.date.clone(),
                evidence: at(x.span),
            }));
            let last = i.positions.last();
            one.states.push(StateChange {
                date: p.row.date.clone(),
                state: i.state,
                side: last.and_then(|l| l.side.clone()),
                by: last.map(|l| l.stance),
                rule: "example".into(),
                evidence: last.map(|l| at(l.span)).into_iter().collect(),
            });
        }
    }
    linked.agents = agents.into_values().collect();
    linked.issues = issues.into_values().collect();
    linked
}
