//! Times the rule sieve of each layer over a text: `cargo run --release -p memcon-lexicon --example sieve -- FILE`.
#![allow(clippy::print_stdout, clippy::unwrap_used)]
use std::time::Instant;
fn main() {
    let text = std::fs::read_to_string(std::env::args().nth(1).unwrap()).unwrap();
    for layer in [
        "moves/phrase",
        "moves/predicate",
        "moves/other",
        "events/trigger",
        "events/status",
        "issues/naming",
        "obligations/modal",
        "describe/head/",
        "describe/form/",
        "describe/tail/",
        "divide/body",
        "divide/notes",
        "divide/sections",
        "voice/insertions",
    ] {
        let t = Instant::now();
        let Ok(set) = memcon_lexicon::RuleSet::load(layer) else {
            println!("{layer}: no rules alone");
            continue;
        };
        let built = t.elapsed();
        let t = Instant::now();
        let mut n = 0;
        for s in text.split_inclusive(['.', '?', '\n']) {
            n += set.matches(s, &[]).count();
        }
        println!("{layer}: {} rules, built {built:?}, {n} matches in {:?}", set.rules().len(), t.elapsed());
    }
}
