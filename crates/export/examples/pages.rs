//! Prints main text, comments, date and author of each page of a JSON lines file (`{"id", "html"}`),
//! the form that measures of web pages read. `cargo run -q -p memcon-export --example pages -- FILE`
#![allow(clippy::print_stdout, clippy::unwrap_used)]

use memcon_read::{BlockKind, Hint};

fn main() {
    let path = std::env::args().nth(1).unwrap();
    for line in std::fs::read_to_string(path).unwrap().lines() {
        let doc: serde_json::Value = serde_json::from_str(line).unwrap();
        let (id, html) = (doc["id"].as_str().unwrap(), doc["html"].as_str().unwrap());
        let reading = memcon_read::read(
            html.as_bytes(),
            Hint { path: Some(id), media_type: Some("text/html"), ..Hint::default() },
        );
        let spans = |comment: bool| {
            reading.blocks.iter().filter(move |b| match b.kind {
                BlockKind::Comment { .. } => true,
                BlockKind::Furniture => !comment,
                _ => false,
            })
        };
        let comments: Vec<&str> = spans(true).map(|b| b.span.of(&reading.text)).collect();
        let (mut main, mut at) = (String::new(), 0);
        for block in spans(false) {
            if block.span.start as usize > at {
                main.push_str(&reading.text[at..block.span.start as usize]);
            }
            at = at.max(block.span.end as usize);
        }
        main.push_str(&reading.text[at.min(reading.text.len())..]);
        let meta = |name: &str| reading.metadata.iter().find(|(n, _)| n == name).map(|(_, v)| v.clone());
        let row = serde_json::json!({"id": id, "main": main, "comments": comments.join("\n\n"),
            "date": meta("date"), "author": meta("author")});
        println!("{row}");
    }
}
