//! `cite`: papers, passages and speeches as one cites them.

use std::io::{Read, Write};
use std::path::Path;

use anyhow::{Context, anyhow, bail, ensure};
use memcon_export::cite::{Citation, Style, csl_json, ris, styles};
use memcon_model::{OffsetMap, Span};
use memcon_store::{Collection, SearchQuery, StoredDocument};
use serde_json::json;

use super::show::find;
use crate::Outcome;
use crate::args::{Cite, CiteFormat};
use crate::out::{Out, remark, short, wrap};

/// The longest style or list that is read, in bytes.
const LONGEST: u64 = 16 << 20;

/// `memcon cite --styles`
pub fn styles(json: bool, out: &mut Out) -> anyhow::Result<Outcome> {
    let names = Style::names();
    if json {
        out.json(&names)?;
        return Ok(Outcome::Well);
    }
    for name in names {
        let said = styles::NAMED.iter().find(|n| n.0 == name).map_or("", |n| n.2);
        writeln!(out, "{}", format!("{name:<24} {said}").trim_end())?;
    }
    Ok(Outcome::Well)
}

/// `memcon cite DOC…`
pub fn cite(collection: &Collection, asked: &Cite, json: bool, out: &mut Out) -> anyhow::Result<Outcome> {
    let citations = gather(collection, asked)?;
    match asked.format {
        CiteFormat::Ris => out.write_all(ris::records(&citations).as_bytes())?,
        CiteFormat::CslJson => {
            serde_json::to_writer_pretty(&mut *out, &csl_json::items(&citations))
                .map_err(std::io::Error::from)?;
            writeln!(out)?;
        }
        CiteFormat::Text | CiteFormat::Html => {
            let set = style(&asked.style)?.bibliography(&citations).map_err(|e| anyhow!(e))?;
            if json {
                let notes = citations.iter().zip(&set.notes).map(|(c, note)| {
                    json!({ "document": c.item.id, "page": c.place.page, "note": note.plain(), "item": csl_json::item(c) })
                });
                let entries = set.entries.iter().map(|(id, e)| json!({ "document": id, "entry": e.plain() }));
                let (notes, entries): (Vec<_>, Vec<_>) = (notes.collect(), entries.collect());
                out.json(&json!({ "style": asked.style, "notes": notes, "bibliography": entries }))?;
            } else if asked.format == CiteFormat::Html {
                html(&set, out)?;
            } else {
                text(&set, out)?;
            }
        }
    }
    Ok(Outcome::Well)
}

fn text(set: &styles::Bibliography, out: &mut Out) -> anyhow::Result<()> {
    let mut list = |head: &str, lines: Vec<String>| -> anyhow::Result<()> {
        if !lines.is_empty() {
            writeln!(out, "{}", out.bold(head))?;
        }
        for line in lines {
            write!(out, "{}", wrap(&short(&line, usize::MAX), "  ", out.width))?;
        }
        Ok(())
    };
    list("Notes", set.notes.iter().map(|n| n.plain()).collect())?;
    list("Bibliography", set.entries.iter().map(|e| e.1.plain()).collect())
}

fn html(set: &styles::Bibliography, out: &mut Out) -> anyhow::Result<()> {
    writeln!(out, "<ol class=\"notes\">")?;
    for note in &set.notes {
        writeln!(out, "<li>{}</li>", note.html())?;
    }
    writeln!(out, "</ol>\n<div class=\"csl-bib-body\">")?;
    for (_, entry) in &set.entries {
        writeln!(out, "<div class=\"csl-entry\">{}</div>", entry.html())?;
    }
    writeln!(out, "</div>")?;
    Ok(())
}

/// A style by its name, or from a file.
pub(super) fn style(name: &str) -> anyhow::Result<Style> {
    if let Some(style) = Style::named(name) {
        return Ok(style);
    }
    let path = Path::new(name);
    let given = path.extension().is_some_and(|e| e == "csl") || path.exists();
    ensure!(given, "there is no style {name:?}; `memcon cite --styles` lists them, or give a .csl file");
    let csl = read(path)?;
    Style::read(&csl).map_err(|why| anyhow!("{name} {why}"))
}

fn read(path: &Path) -> anyhow::Result<String> {
    let mut text = String::new();
    let told = || format!("reading {}", path.display());
    match path == Path::new("-") {
        true => std::io::stdin().lock().take(LONGEST).read_to_string(&mut text).with_context(told)?,
        false => {
            let file = std::fs::File::open(path).with_context(told)?;
            file.take(LONGEST).read_to_string(&mut text).with_context(told)?
        }
    };
    Ok(text)
}

/// Everything that was asked for, in the order of the command line.
fn gather(collection: &Collection, asked: &Cite) -> anyhow::Result<Vec<Citation>> {
    let mut citations = Vec::new();
    for what in &asked.what {
        citations.push(one(collection, what)?);
    }
    if let Some(list) = &asked.list {
        for line in read(list)?.lines().map(str::trim).filter(|l| !l.is_empty()) {
            citations.push(one(collection, line)?);
        }
    }
    if let Some(words) = &asked.search {
        for id in found(collection, words)? {
            citations.push(one(collection, &id)?);
        }
    }
    ensure!(!citations.is_empty(), "there is nothing to cite");
    Ok(citations)
}

/// Ids of the papers in which words are found, best first.
fn found(collection: &Collection, words: &str) -> anyhow::Result<Vec<String>> {
    let query = SearchQuery { text: words.to_owned(), limit: 2_000, ..SearchQuery::default() };
    let result = collection.search(&query)?;
    let mut ids: Vec<String> = Vec::new();
    for hit in result.hits {
        if !ids.contains(&hit.document) {
            ids.push(hit.document);
        }
    }
    if result.total as usize > query.limit {
        remark(&format!("of {} passages the best {} were looked at", result.total, query.limit));
    }
    Ok(ids)
}

/// A paper, or with `#` a place in it.
fn one(collection: &Collection, what: &str) -> anyhow::Result<Citation> {
    // An id may hold the mark itself.
    let (document, place) = match (collection.find_document(what)?, what.rsplit_once('#')) {
        (Some(document), _) => (document, None),
        (None, Some((id, place))) if !place.is_empty() => (find(collection, id)?, Some(place)),
        (None, _) => (find(collection, what)?, None),
    };
    let described = collection.described_in(&document.row.id)?;
    let units = described.first().map_or(&[][..], |d| d.1.as_slice());
    let citation = Citation::of(&document.analysis, &document.row.title, units);
    match place {
        Some(place) => at(citation, &document, place),
        None => Ok(citation),
    }
}

/// A turn by its id, or a passage in code points.
fn at(citation: Citation, document: &StoredDocument, place: &str) -> anyhow::Result<Citation> {
    let a = &document.analysis;
    if let Some(turn) = a.turns.iter().find(|t| t.id == place) {
        return Ok(citation.said(a, turn));
    }
    let digits = place.strip_prefix('c').unwrap_or(place);
    let (from, to) = digits.split_once('-').unwrap_or((digits, digits));
    let (Ok(from), Ok(to)) = (from.parse::<u32>(), to.parse::<u32>()) else {
        bail!("{} has no turn {place:?}; a place is a turn (t7) or code points (120-180)", document.row.id);
    };
    let map = OffsetMap::new(&document.text);
    let last = map.chars(u32::MAX);
    ensure!(
        from <= last && from <= to,
        "{} has {last} characters; {place} is no place in it",
        document.row.id
    );
    Ok(citation.at(a, Span { start: map.bytes(from), end: map.bytes(to.min(last)) }))
}
