//! `drafts`: two papers clause by clause.

use std::io::Write;

use anyhow::ensure;
use memcon_link::Document;
use memcon_link::drafts::{Clause, Comparison, Pairing, compare};
use memcon_model::{OffsetMap, Span};
use memcon_store::{Collection, StoredDocument};

use crate::Outcome;
use crate::out::{Out, short};

/// `memcon drafts A B`
pub fn drafts(
    collection: &Collection,
    a: &str,
    b: &str,
    json: bool,
    out: &mut Out,
) -> anyhow::Result<Outcome> {
    let (a, b) = (collection.document(a)?, collection.document(b)?);
    let as_paper = |d: &StoredDocument| -> (String, String) { (d.row.id.clone(), d.text.clone()) };
    let (x, y) = (as_paper(&a), as_paper(&b));
    let found = compare(
        &Document { id: &x.0, analysis: &a.analysis, text: &x.1 },
        &Document { id: &y.0, analysis: &b.analysis, text: &y.1 },
    );
    for (paper, clauses) in [(&a, &found.a), (&b, &found.b)] {
        ensure!(
            !clauses.is_empty(),
            "{} has no clauses: at least two articles or numbered points, each opening a line, are needed",
            paper.row.id
        );
    }
    if json {
        let found = in_chars(found, &OffsetMap::new(&a.text), &OffsetMap::new(&b.text));
        out.json(&serde_json::json!({ "a": a.row.id, "b": b.row.id, "clauses_a": found.a, "clauses_b": found.b, "pairs": found.pairs }))?;
        return Ok(Outcome::Well);
    }
    writeln!(out, "{} ({})", out.bold(&short(&a.row.title, 90)), a.row.id)?;
    writeln!(out, "{} ({})", out.bold(&short(&b.row.title, 90)), b.row.id)?;
    for pair in &found.pairs {
        let labels = |all: &[Clause], which: &[usize]| -> String {
            let names: Vec<String> =
                which.iter().map(|&n| all[n].label.clone().unwrap_or_default()).collect();
            names.join(", ")
        };
        let (left, right) = (labels(&found.a, &pair.a), labels(&found.b, &pair.b));
        let head = match pair.pairing {
            Pairing::New => format!("new: {right}"),
            Pairing::Dropped => format!("dropped: {left}"),
            Pairing::One if pair.changes.is_empty() => format!("{left} = {right}: the same words"),
            p => format!("{left} > {right} ({})", p.as_str()),
        };
        writeln!(out, "\n{}", out.bold(&head))?;
        let texts = [(&a.text, &found.a, &pair.a), (&b.text, &found.b, &pair.b)];
        if matches!(pair.pairing, Pairing::New | Pairing::Dropped) {
            for (text, all, which) in texts {
                for &n in which {
                    writeln!(out, "    {}", short(all[n].words.of(text), 300))?;
                }
            }
        }
        for c in &pair.changes {
            let said = |w: &str| {
                if w.is_empty() { "nothing".to_owned() } else { format!("\u{201c}{}\u{201d}", short(w, 120)) }
            };
            writeln!(out, "    {}: {} > {}", c.kind.as_str(), said(&c.was), said(&c.is))?;
        }
    }
    Ok(Outcome::Well)
}

/// A comparison with its spans in code points.
pub fn in_chars(mut found: Comparison, a: &OffsetMap, b: &OffsetMap) -> Comparison {
    let to = |s: Span, m: &OffsetMap| Span { start: m.chars(s.start), end: m.chars(s.end) };
    for (all, m) in [(&mut found.a, a), (&mut found.b, b)] {
        for c in all {
            (c.span, c.words) = (to(c.span, m), to(c.words, m));
        }
    }
    for pair in &mut found.pairs {
        for c in &mut pair.changes {
            (c.a, c.b) = (c.a.map(|s| to(s, a)), c.b.map(|s| to(s, b)));
        }
        for p in &mut pair.pieces {
            (p.a, p.b) = (p.a.map(|s| to(s, a)), p.b.map(|s| to(s, b)));
        }
    }
    found
}
