//! Prints what reading gives of each FILE: the text, then blocks, marks, pages and locators; `--pages` takes all as one document.
#![allow(clippy::print_stdout, clippy::unwrap_used)]

use memcon_read::{Hint, read, scans};

fn main() {
    let mut paths: Vec<String> = std::env::args().skip(1).collect();
    if paths.first().is_some_and(|p| p == "--pages") {
        paths.remove(0);
        let pages: Vec<(String, Vec<u8>)> =
            paths.iter().map(|p| (p.clone(), std::fs::read(p).unwrap())).collect();
        print(&paths[0], &scans::pack(&pages));
        return;
    }
    for path in paths {
        print(&path, &std::fs::read(&path).unwrap());
    }
}

fn print(path: &str, bytes: &[u8]) {
    let r = read(bytes, Hint { path: Some(path), ..Hint::default() });
    println!("=== {path} {}\n{}\n---", r.media_type, r.text);
    for b in &r.blocks {
        println!(
            "{:?}: {}",
            b.kind,
            b.span.of(&r.text).chars().take(60).collect::<String>().replace('\n', "/")
        );
    }
    r.marks.iter().for_each(|m| println!("mark {:?}: {}", m.kind, m.span.of(&r.text)));
    r.layout
        .pages
        .iter()
        .for_each(|p| println!("page {} {:?} {:?} {:?}", p.number, p.label, p.image, p.span));
    r.layout.locators.iter().take(3).for_each(|l| println!("{l:?}"));
    r.metadata.iter().for_each(|m| println!("{m:?}"));
    r.notices.iter().for_each(|n| println!("{}", n.message));
}
