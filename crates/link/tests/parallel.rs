//! A letter in five languages among papers on the same matter that are no translations of it: which papers are found to be one
//! text, what one leaves out, and where they differ. The papers are our own invention (`tests/parallel`).
//!
//! The report is kept in `tests/parallel/report.txt`; where it changes, the test prints the new one, to be read and put there.
#![allow(clippy::unwrap_used)]

use memcon_analyse::analyse;
use memcon_link::{Document, Given, in_step, link_with};
use memcon_model::{
    Analysis, Anchor, Certainty, ClaimKind, Decision, DecisionKind, Linked, ParallelKind, Settings, Span,
    Subject,
};
use memcon_read::Hint;

/// All papers with their analyses, by id.
fn papers() -> Vec<(String, Analysis, String)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/parallel");
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().file_name().into_string().unwrap())
        .filter(|n| n.ends_with(".txt") && n != "report.txt")
        .collect();
    names.sort();
    names
        .into_iter()
        .map(|name| {
            let bytes = std::fs::read(format!("{folder}/{name}")).unwrap();
            let (analysis, text) = analyse(&name, &bytes, Hint::default(), &Settings::default());
            (name, analysis, text)
        })
        .collect()
}

fn documents(papers: &[(String, Analysis, String)]) -> Vec<Document<'_>> {
    papers.iter().map(|(id, analysis, text)| Document { id, analysis, text }).collect()
}

/// A line for each pair, what stands alone, and what differs.
fn report(papers: &[(String, Analysis, String)], linked: &Linked) -> String {
    let text = |id: &str| papers.iter().find(|p| p.0 == id).map_or("", |p| p.2.as_str());
    let words = |span: Option<Span>, id: &str| span.map_or("-", |s| s.of(text(id))).replace('\n', " ");
    let mut out = String::new();
    for p in &linked.parallels {
        let original = p.original.as_deref().map_or(String::new(), |o| format!(", original {o}"));
        out.push_str(&format!("{} {}: {} | {}{original}\n", p.kind, p.certainty, p.a, p.b));
        for row in &p.rows {
            match (row.a, row.b) {
                (Some(_), None) => out.push_str(&format!("  only {}: {}\n", p.a, words(row.a, &p.a))),
                (None, Some(_)) => out.push_str(&format!("  only {}: {}\n", p.b, words(row.b, &p.b))),
                _ => {}
            }
            for d in &row.differences {
                out.push_str(&format!("  {}: {} / {}\n", d.kind, words(d.a, &p.a), words(d.b, &p.b)));
            }
        }
    }
    out
}

#[test]
fn a_letter_in_five_languages_is_found_and_what_only_tells_of_it_is_not() {
    let papers = papers();
    let documents = documents(&papers);
    let linked = link_with(&documents, &Given::default());
    let told = report(&papers, &linked);
    let kept = include_str!("parallel/report.txt");
    assert!(told == kept, "the report is now:\n{told}");
    // Same papers in another order, same bytes out.
    let mut turned = documents.clone();
    turned.reverse();
    assert_eq!(report(&papers, &link_with(&turned, &Given::default())), told);
}

#[test]
fn a_claim_on_one_side_leads_to_its_counterpart() {
    let papers = papers();
    let documents = documents(&papers);
    let linked = link_with(&documents, &Given::default());
    let text = |id: &str| papers.iter().find(|p| p.0 == id).unwrap().2.as_str();
    let at = text("letter-ru.txt").find("112 рыбаков").unwrap();
    let found = linked.counterpart("letter-ru.txt", Span::new(at, at + 3)).unwrap();
    assert!(found.span.of(text(&found.document)).contains("112"), "{found:?}");
    let p = linked.parallels.iter().find(|p| p.other("letter-ru.txt") == Some("letter.txt")).unwrap();
    assert!(p.tied.iter().any(|c| c.kind == ClaimKind::Date), "{:?}", p.tied);
    assert!(linked.counterpart("minutes.txt", Span::new(0, 5)).is_none());
}

#[test]
fn a_person_parts_and_joins() {
    let papers = papers();
    let documents = documents(&papers);
    let anchor = |id: &str| Anchor { name: id.to_owned(), at: vec![(id.to_owned(), String::new())] };
    let decision = |kind, a: &str, b: &str| Decision {
        number: 1,
        made: "1963-04-01".to_owned(),
        kind,
        about: Subject::Parallel,
        a: anchor(a),
        b: anchor(b),
        ..Decision::default()
    };
    let decisions = [
        decision(DecisionKind::Part, "letter.txt", "letter-zh.txt"),
        decision(DecisionKind::Join, "minutes.txt", "minutes-ko.txt"),
    ];
    let given = Given { decisions: &decisions, ..Given::default() };
    let linked = link_with(&documents, &given);
    let pair = |a: &str, b: &str| linked.parallels.iter().find(|p| p.other(a) == Some(b));
    assert!(pair("letter.txt", "letter-zh.txt").is_none());
    let joined = pair("minutes.txt", "minutes-ko.txt").unwrap();
    assert!(
        joined.by_hand && joined.certainty == Certainty::Certain && joined.kind == ParallelKind::Translation
    );
}

#[test]
fn copies_are_laid_in_step_when_they_are_looked_at() {
    let papers = papers();
    let documents = documents(&papers);
    let linked = link_with(&documents, &Given::default());
    let of = |id: &str| documents.iter().find(|d| d.id == id).unwrap();
    let rows = in_step(of("letter.txt"), of("letter-copy.txt"), &linked).rows;
    let differing: Vec<_> = rows.iter().filter(|r| !r.differences.is_empty()).collect();
    assert_eq!(differing.len(), 1, "{differing:?}");
}
