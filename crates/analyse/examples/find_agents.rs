//! Prints the agents found in papers (`{"id", "text"}` a line on standard input), with the words around
//! each first mention: for reading what recognition does on a collection.
#![allow(clippy::print_stdout)]

use std::io::BufRead;

use memcon_model::{Analysis, Settings};
use memcon_read::Reading;

fn main() {
    let settings = Settings::default();
    for line in std::io::stdin().lock().lines().map_while(Result::ok) {
        let Ok(row) = serde_json::from_str::<serde_json::Value>(&line) else { continue };
        let reading =
            Reading { text: row["text"].as_str().unwrap_or_default().to_owned(), ..Reading::default() };
        let paper = memcon_analyse::Paper::new(&reading, &settings);
        for a in memcon_analyse::agents::agents(&paper, &Analysis::default()) {
            let Some(m) = a.mentions.first() else { continue };
            let text = &reading.text;
            let (start, end) = (m.span.start as usize, m.span.end as usize);
            let from = text.floor_char_boundary(start.saturating_sub(40));
            let to = text.floor_char_boundary((end + 30).min(text.len()));
            println!(
                "{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}",
                row["id"].as_str().unwrap_or_default(),
                a.kind,
                a.basis.rule,
                a.mentions.len(),
                a.forms.join(" | "),
                a.role.as_deref().unwrap_or("-"),
                a.side.as_deref().unwrap_or("-"),
                format!("{}[[{}]]{}", &text[from..start], m.form, &text[end..to]).replace(['\n', '\t'], " "),
            );
        }
    }
}
