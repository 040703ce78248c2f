//! Prints what linking finds over the papers given: issues with their states, events with their accounts, joined names.
//!
//! A light stand-in for `memcon state` while working on linking:
//! `cargo run -q -p memcon-link --example linked -- FOLDER/*` (a `memcon.toml` among them gives the parties) or `-- --from-jsonl FILE`
#![allow(clippy::print_stdout, clippy::print_stderr, clippy::unwrap_used)]

use memcon_link::{Document, link};
use memcon_model::{Analysis, Settings};
use memcon_read::Hint;

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let (tomls, args): (Vec<String>, Vec<String>) = args.into_iter().partition(|a| a.ends_with(".toml"));
    let settings: Settings = tomls
        .first()
        .map_or_else(Settings::default, |p| toml::from_str(&std::fs::read_to_string(p).unwrap()).unwrap());
    let mut papers: Vec<(String, Analysis, String)> = Vec::new();
    if args.first().is_some_and(|a| a == "--from-jsonl") {
        for line in std::fs::read_to_string(&args[1]).unwrap().lines() {
            let doc: serde_json::Value = serde_json::from_str(line).unwrap();
            let id = doc["id"].as_str().unwrap().to_owned();
            let hint = Hint { path: None, media_type: Some("text/plain"), ..Hint::default() };
            let (a, text) =
                memcon_analyse::analyse(&id, doc["text"].as_str().unwrap().as_bytes(), hint, &settings);
            papers.push((id, a, text));
        }
    } else {
        for path in &args {
            let hint = Hint { path: Some(path), ..Hint::default() };
            let (a, text) = memcon_analyse::analyse(path, &std::fs::read(path).unwrap(), hint, &settings);
            papers.push((path.clone(), a, text));
        }
    }
    let documents: Vec<Document<'_>> =
        papers.iter().map(|(id, analysis, text)| Document { id, analysis, text }).collect();
    let began = std::time::Instant::now();
    let linked = link(&documents);
    eprintln!("linked {} papers in {:?}", documents.len(), began.elapsed());
    let words = |e: &memcon_model::Evidence| {
        let text = papers.iter().find(|p| p.0 == e.document).map_or("", |p| e.span.of(&p.2));
        text.chars().take(110).collect::<String>().replace('\n', " ")
    };
    for issue in linked.issues.iter().filter(|i| !i.states.is_empty()) {
        println!("ISSUE {} ({} papers)", issue.name, issue.members.len());
        for w in &issue.wordings {
            println!("    also {:?}: {}", w.b, w.why);
        }
        for s in &issue.states {
            let date = s.date.as_ref().map_or("?", |d| d.as_str());
            println!(
                "    {date} {} by {} {:?}: {}",
                s.state,
                s.side.as_deref().unwrap_or("?"),
                s.by,
                words(&s.evidence[0])
            );
        }
    }
    for o in linked.obligations.iter().filter(|o| o.members.len() > 1 || !o.deeds.is_empty()) {
        let force: Vec<&str> = o.force.iter().map(|f| f.force.as_str()).collect();
        println!(
            "OBLIGATION {} {} {} | {} {:?}",
            o.bound.join("+"),
            o.modality,
            o.content,
            force.join(" > "),
            o.suggested
        );
        for j in &o.joins {
            println!("    also {:?}: {}", j.a, j.why);
        }
        for d in &o.deeds {
            let date = d.date.as_ref().map_or("?", |d| d.as_str());
            let by = d.told_by.as_deref().unwrap_or("?");
            println!(
                "    {date} {} told by {by} ({:.2}): {}\n        {}",
                d.bearing,
                d.score,
                words(&d.evidence),
                d.why
            );
        }
    }
    for b in &linked.mechanisms {
        println!("BODY {} ({} papers)", b.name, b.members.len());
        for j in &b.joins {
            println!("    also {:?}: {}", j.b, j.why);
        }
    }
    for event in linked.events.iter().filter(|e| e.accounts.len() > 1) {
        let date = event.date.as_ref().map_or("?", |d| d.as_str());
        println!("EVENT {date} {} | {} accounts", event.title, event.accounts.len());
    }
    for agent in linked.agents.iter().filter(|a| !a.joins.is_empty()) {
        let forms: Vec<&str> = agent.forms.iter().map(|f| f.form.as_str()).collect();
        println!("AGENT {} = {}", agent.canonical, forms.join(" | "));
    }
    println!(
        "{} agents, {} look-alikes, {} events, {} issues, {} references resolved",
        linked.agents.len(),
        linked.look_alikes.len(),
        linked.events.len(),
        linked.issues.len(),
        linked.references.iter().filter(|r| r.target.is_some()).count()
    );
    for a in &linked.answers {
        println!(
            "ANSWER {} {} by {} {} {:.2}: {}",
            a.of.document, a.of.id, a.by.document, a.by.id, a.score, a.why
        );
    }
    for end in &linked.loose_ends {
        let date =
            |d: &Option<memcon_model::Edtf>| d.as_ref().map_or("-".to_owned(), |d| d.as_str().to_owned());
        println!(
            "OPEN {} {} {} until {} {}: {}",
            end.kind,
            end.side.as_deref().unwrap_or("?"),
            date(&end.since),
            date(&end.met),
            end.evidence.document,
            words(&end.evidence)
        );
    }
}
