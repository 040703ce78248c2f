//! Aligns lists of sentences a line and prints the pairs, for measuring while the aligner is worked on.
//!
//! `cargo run --example pairs < docs.jsonl > pairs.jsonl`, lines as `memcon align --from-jsonl` reads them.

use std::io::{BufRead, Write};

fn main() {
    let (mut sentences, mut seconds) = (0, 0.0);
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines().map_while(Result::ok) {
        let Ok(row) = serde_json::from_str::<serde_json::Value>(&line) else { continue };
        let side = |name: &str| -> Vec<&str> {
            row[name].as_array().into_iter().flatten().filter_map(|s| s.as_str()).collect()
        };
        let (a, b) = (side("a"), side("b"));
        let start = std::time::Instant::now();
        let pairs = memcon_align::align(&a, &b);
        seconds += start.elapsed().as_secs_f64();
        sentences += a.len() + b.len();
        let told = serde_json::json!({ "id": row["id"], "pairs": pairs });
        if writeln!(out, "{told}").is_err() {
            return;
        }
    }
    let _ = writeln!(std::io::stderr(), "{sentences} sentences in {seconds:.2} s");
}
