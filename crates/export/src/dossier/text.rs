//! A dossier as plain text: what it says, line by line, with nothing of how it is set. For tests, and for `diff`.

use std::fmt::Write;

use super::{Block, Dossier, Kind, Line};

/// Writes a dossier.
pub fn text(dossier: &Dossier) -> String {
    let mut out = format!("{}\n{}\n{}\n", dossier.collection, dossier.kicker, dossier.title);
    for fact in &dossier.facts {
        let _ = writeln!(out, "  {}: {}", fact.name, said(&fact.value));
    }
    for remark in &dossier.remarks {
        let _ = writeln!(out, "  ! {}", said(remark));
    }
    for section in &dossier.sections {
        let _ = writeln!(out, "\n{} {}", "#".repeat(usize::from(section.level)), said(&section.title));
        section.blocks.iter().for_each(|b| block(b, &mut out));
    }
    out.push('\n');
    for (n, note) in dossier.notes.iter().enumerate() {
        let place = note.place.as_ref().map(|p| format!(" [{}]", p.written())).unwrap_or_default();
        let _ = writeln!(out, "[{}] {}{place}", n + 1, said(&note.line));
    }
    out
}

fn block(block: &Block, out: &mut String) {
    let _ = match block {
        Block::Paragraph { line } => writeln!(out, "{}", said(line)),
        Block::Small { line } => writeln!(out, "  {}", said(line)),
        Block::Label { line } => writeln!(out, "* {}", said(line)),
        Block::Entry { line } => writeln!(out, "- {}", said(line)),
        Block::Quote { lead, line, .. } => writeln!(out, "  {} > {}", said(lead), said(line)),
        Block::Table { head, rows, .. } => {
            let row = |cells: Vec<String>| format!("| {}\n", cells.join(" | "));
            let rows = rows
                .iter()
                .map(|r| row(r.iter().map(|c| c.iter().map(said).collect::<Vec<_>>().join(" / ")).collect()));
            write!(out, "{}{}", row(head.iter().map(said).collect()), rows.collect::<String>())
        }
        Block::Speech { who, depth, line, .. } => {
            writeln!(out, "{}{} : {}", "  ".repeat(usize::from(*depth)), names(who), said(line))
        }
        Block::Beside { who, left, right, .. } => {
            writeln!(out, "{} : {} || {}", names(who), said(left), said(right))
        }
        Block::Chain { caption, links } => {
            let links = links.iter().map(|l| {
                let who = l.who.as_ref().map_or_else(|| format!("({})", l.unknown), said);
                format!("{} {who} {}", l.role, l.when).trim().to_owned()
            });
            writeln!(out, "  <{}> {}", said(caption), links.collect::<Vec<_>>().join(" -> "))
        }
    };
}

fn names(who: &[Line]) -> String {
    who.iter().map(said).collect::<Vec<_>>().join("; ")
}

fn said(line: &Line) -> String {
    let mut out = String::new();
    for run in &line.runs {
        let _ = match run.kind {
            Kind::Insertion => write!(out, "{{{}}}", run.words),
            Kind::Siglum => write!(out, "^{}", run.words),
            _ => write!(out, "{}", run.words),
        };
        if let Some(n) = run.note {
            let _ = write!(out, "[{}]", n + 1);
        }
    }
    out
}
