//! Prints how each FILE is read: its text with blocks and marks, its pages, its properties, its notices.
#![allow(clippy::print_stdout, clippy::unwrap_used)]

use memcon_read::Hint;

fn main() {
    for path in std::env::args().skip(1) {
        let bytes = std::fs::read(&path).unwrap();
        let r = memcon_read::read(&bytes, Hint { path: Some(&path), ..Hint::default() });
        println!("=== {path}: {} {}, title {:?}\n{}\n---", r.media_type, r.encoding, r.title, r.text);
        for b in &r.blocks {
            let words: String = b.span.of(&r.text).chars().take(50).collect();
            println!("{:?}: {words:?}", b.kind);
        }
        for m in &r.marks {
            println!("{:?}: {:?}", m.kind, m.span.of(&r.text));
        }
        for p in &r.layout.pages {
            let words: String = p.span.of(&r.text).chars().take(40).collect();
            println!("page {} {:?}: {words:?}", p.number, p.label);
        }
        for l in r.layout.locators.iter().take(6) {
            let words: String = l.span.of(&r.text).chars().take(30).collect();
            println!("{:?} {:?}: {words:?}", l.element, l.bytes);
        }
        for (name, value) in &r.metadata {
            println!("{name} = {value}");
        }
        for n in &r.notices {
            println!("{:?}: {} {:?}", n.severity, n.message, n.span.map(|s| s.of(&r.text)));
        }
    }
}
