//! Two papers side by side: `cargo run -p memcon-link --example side_by_side -- A B`.

use std::io::Write;

use memcon_link::{Document, compare, link};
use memcon_model::{Settings, Span};
use memcon_read::Hint;

fn main() -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    let mut papers = Vec::new();
    for path in std::env::args().skip(1) {
        let hint = Hint { path: Some(&path), ..Hint::default() };
        let (analysis, text) =
            memcon_analyse::analyse(&path, &std::fs::read(&path)?, hint, &Settings::default());
        papers.push((path, analysis, text));
    }
    let documents: Vec<Document<'_>> =
        papers.iter().map(|(id, analysis, text)| Document { id, analysis, text }).collect();
    let [a, b, ..] = documents.as_slice() else { return writeln!(out, "two papers, please") };
    let linked = link(&documents);
    let words =
        |span: Option<Span>, text: &str| span.map_or("-".to_owned(), |s| s.of(text).replace('\n', " "));
    for row in compare(a, b, &linked).rows {
        writeln!(
            out,
            "{:.2}{} A {}",
            row.likeness,
            if row.moved { " moved" } else { "" },
            words(row.a, a.text)
        )?;
        writeln!(out, "     B {}\n     {}", words(row.b, b.text), row.why)?;
        for d in row.differences {
            writeln!(out, "     {}: {} / {}", d.kind, words(d.a, a.text), words(d.b, b.text))?;
        }
    }
    Ok(())
}
