//! Files of word processors: real ones of several programs, invented ones that hold one thing each, and hostile ones.

#![allow(clippy::unwrap_used)]

mod docx;
mod files;
mod hostile;

mod odt;
mod rtf;

use std::io::{Cursor, Write};

use memcon_read::{BlockKind, Hint, MarkKind, Reading, read};
use zip::write::SimpleFileOptions;

fn open(bytes: &[u8]) -> Reading {
    let r = read(bytes, Hint::default());
    for span in r.blocks.iter().map(|b| b.span).chain(r.marks.iter().map(|m| m.span)) {
        assert!(!span.of(&r.text).is_empty(), "every block and mark has words: {span:?} in {:?}", r.text);
    }
    for pair in r.layout.locators.windows(2) {
        assert!(pair[0].span.end <= pair[1].span.start, "locators do not overlap: {pair:?}");
    }
    r
}

fn file(path: &str) -> Reading {
    let path = format!("{}/tests/files/{path}", env!("CARGO_MANIFEST_DIR"));
    open(&std::fs::read(path).unwrap())
}

/// A package of these members.
fn package(members: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in members {
        let packed = if *name == "mimetype" {
            zip::CompressionMethod::Stored
        } else {
            zip::CompressionMethod::Deflated
        };
        zip.start_file(*name, SimpleFileOptions::default().compression_method(packed)).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// The blocks, one a line: kind and words.
fn blocks(r: &Reading) -> String {
    let line = |b: &memcon_read::Block| {
        let words = b.span.of(&r.text).replace('\n', " / ").replace('\t', " | ");
        let kind = match &b.kind {
            BlockKind::Heading(n) => format!("heading {n}"),
            BlockKind::Paragraph => "paragraph".into(),
            BlockKind::ListItem => "item".into(),
            BlockKind::Quote => "quote".into(),
            BlockKind::TableRow => "row".into(),
            BlockKind::Furniture => "furniture".into(),
            BlockKind::RunningHead => "running head".into(),
            BlockKind::Letterhead => "letterhead".into(),
            BlockKind::Signature => "signature".into(),
            BlockKind::Note { label, .. } => format!("note {}", label.as_deref().unwrap_or("-")),
            BlockKind::Comment { author, number, time } => {
                let told = [number, author, time].map(|t| t.as_deref().unwrap_or("-").to_owned());
                format!("remark {}", told.join(", "))
            }
        };
        format!("{kind}: {words}")
    };
    r.blocks.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn notices(r: &Reading) -> String {
    r.notices.iter().map(|n| n.message.as_str()).collect::<Vec<_>>().join("\n")
}

fn marked(r: &Reading, of: impl Fn(&MarkKind) -> bool) -> Vec<&str> {
    r.marks.iter().filter(|m| of(&m.kind)).map(|m| m.span.of(&r.text)).collect()
}

fn pages(r: &Reading) -> Vec<(Option<&str>, String)> {
    let first = |words: &str| words.split_whitespace().take(3).collect::<Vec<_>>().join(" ");
    r.layout.pages.iter().map(|p| (p.label.as_deref(), first(p.span.of(&r.text)))).collect()
}

fn told<'r>(r: &'r Reading, name: &str) -> Option<&'r str> {
    r.metadata.iter().find(|m| m.0 == name).map(|m| m.1.as_str())
}
