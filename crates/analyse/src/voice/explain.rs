//! Why each voice was found: the winning tree with its costs, for people.

use super::assemble::Work;
use crate::Paper;
use memcon_model::Analysis;
use std::fmt::Write as _;

/// The tree of voices in words: for every turn who speaks, how deep, by which rule and evidence, and for
/// the quotation marks what the cheapest reading cost and what the next best would have.
///
/// Runs the stage anew over the same paper; give the analysis as it stood when voices were found (the
/// later stages change nothing that this one reads).
pub fn explain(paper: &Paper<'_>, found: &Analysis) -> String {
    let work = Work::new(paper, found);
    let mut out = String::new();
    let tree = &work.tree;
    let runner = tree
        .runner_up
        .map_or("there was no other".to_owned(), |r| format!("the next best would cost {r:.1}"));
    let _ = writeln!(
        out,
        "quotations: {} ({} marks read as none), cost {:.1}; {runner}",
        tree.quotes.len(),
        tree.noise,
        tree.cost
    );
    let mut depth: Vec<usize> = Vec::with_capacity(work.drafts.len());
    for (n, d) in work.drafts.iter().enumerate() {
        let level = work.parents[n].map_or(0, |p| depth[p] + 1);
        depth.push(level);
        let name = d.who.name.as_deref().unwrap_or("unattributed");
        let _ = write!(out, "{:indent$}{} [{}] {}: {}", "", name, d.mode, d.rule, d.why, indent = level * 2);
        let quote = tree.quotes.iter().find(|q| q.inner.trim(paper.text).start == d.span.start);
        if let Some(q) = quote {
            let closing = match (q.close, q.carried) {
                (None, _) => "never closed, ends with its paragraph".to_owned(),
                (Some(_), 0) => "closed in its paragraph".to_owned(),
                (Some(_), n) => format!("runs over {n} paragraph ends"),
            };
            let _ = write!(out, "; marks cost {:.1}, {closing}", q.cost);
            if !q.reopened.is_empty() {
                let _ = write!(out, ", opened again {} times", q.reopened.len());
            }
        }
        let words: String = d.span.of(paper.text).chars().take(60).collect();
        let _ = writeln!(out, " | {}", words.replace('\n', " "));
    }
    out
}
