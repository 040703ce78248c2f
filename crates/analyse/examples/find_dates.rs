//! Prints the dates found in papers (`{"id", "text"}` a line on standard input), with the words around
//! them: for reading what the expressions of `data/dates` do on a collection.
#![allow(clippy::print_stdout)]

use std::io::BufRead;

use memcon_model::{Edtf, Span};

fn main() {
    let anchor: Option<Edtf> = std::env::args().nth(1).and_then(|a| a.parse().ok());
    for line in std::io::stdin().lock().lines().map_while(Result::ok) {
        let Ok(row) = serde_json::from_str::<serde_json::Value>(&line) else { continue };
        let text = row["text"].as_str().unwrap_or_default();
        for d in memcon_analyse::dates::find(text, &[], anchor.as_ref()) {
            let (start, end) = (d.span.start as usize, d.span.end as usize);
            let from = text.floor_char_boundary(start.saturating_sub(40));
            let to = text.floor_char_boundary((end + 30).min(text.len()));
            let flat = |s: &str| s.replace(['\n', '\t'], " ");
            println!(
                "{}\t{}\t{}\t{}[[{}]]{}",
                row["id"].as_str().unwrap_or_default(),
                d.basis.rule,
                d.edtf.as_ref().map_or("null", Edtf::as_str),
                flat(&text[from..start]),
                flat(Span::new(start, end).of(text)),
                flat(&text[end..to])
            );
        }
    }
}
