//! Prints what describing finds of each line of a JSON-lines file in the prediction forms of the score scripts:
//! date, sender, addressee, participants with side, agenda items, form.
//! `cargo run -q --release -p memcon-export --example describe -- FILE…`
#![allow(clippy::print_stdout, clippy::unwrap_used)]

use memcon_analyse::Paper;
use memcon_model::{Field, OffsetMap, Settings};
use memcon_read::Hint;
use serde_json::json;

fn main() {
    let settings = Settings::default();
    for path in std::env::args().skip(1) {
        for line in std::fs::read_to_string(&path).unwrap().lines() {
            let doc: serde_json::Value = serde_json::from_str(line).unwrap();
            let html = doc["html"].as_str();
            let hint = Hint {
                path: None,
                media_type: html.map(|_| "text/html").or(Some("text/plain")),
                ..Hint::default()
            };
            let body = html.or(doc["text"].as_str()).unwrap_or("");
            let reading = memcon_read::read(body.as_bytes(), hint);
            let analysis = memcon_analyse::analyse_reading(&reading, &settings);
            let paper = Paper::new(&reading, &settings);
            let value = |f: Field| analysis.description.first(f).map(|v| v.value.clone());
            let people: Vec<_> = memcon_analyse::describe::participants(&paper, &analysis.description)
                .iter()
                .map(|p| json!({"name": p.name, "group": p.side}))
                .collect();
            let mut converted = analysis.clone();
            OffsetMap::new(&reading.text).to_chars(&mut converted);
            let items: Vec<_> =
                converted.items.iter().map(|i| json!({"start": i.span.start, "title": i.title})).collect();
            let row = json!({
                "id": doc["id"], "form": analysis.form.as_str(),
                "date": analysis.description.date().map(|d| d.as_str().to_owned()),
                "from": value(Field::Sender), "to": value(Field::Addressee),
                "participants": people, "issues": items,
            });
            println!("{row}");
        }
    }
}
