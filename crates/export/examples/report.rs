//! Prints the readable report of each FILE: what memcon found, a claim a line.
#![allow(clippy::print_stdout, clippy::unwrap_used)]

use memcon_read::Hint;

fn main() {
    for path in std::env::args().skip(1) {
        let bytes = std::fs::read(&path).unwrap();
        let hint = Hint { path: Some(&path), ..Hint::default() };
        let (a, text) = memcon_analyse::analyse(&path, &bytes, hint, &memcon_model::Settings::default());
        println!("=== {path}\n{}", memcon_testkit::report::report(&a, &text));
    }
}
