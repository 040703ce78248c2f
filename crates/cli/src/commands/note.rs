//! `note`: notes on passages, made, listed, worded anew, taken away, handed on.
//!
//! Notes travel as W3C Web Annotations that name the original by its hash and the words by their place and quotation; one
//! whose words are not found where it comes to is said and left out, never put on words that look like them.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, anyhow, ensure};
use memcon_export::annotation;
use memcon_model::{Note, OffsetMap, Passage, Span, Undone, Wording, tags};
use memcon_review::{Place, find, quotation};
use memcon_store::{Collection, StoredDocument};
use serde_json::{Value, json};

use super::{deciding, review::name};
use crate::Outcome;
use crate::args::NoteDo;
use crate::out::{Out, short};
use crate::place;

/// `memcon note …`
pub fn note(told: Option<&Path>, what: NoteDo, json: bool, out: &mut Out) -> anyhow::Result<Outcome> {
    match what {
        NoteDo::Add { document, text, at, words, tags: typed, by } => {
            let c = place::to_change(told)?;
            let d = c.document(&document)?;
            let target = passage(&d, at.as_deref(), words.as_deref())?;
            let says = wording(by, &text.join(" "), typed.as_deref().unwrap_or(""))?;
            let number = c.keep_note(&Note { target, says, ..Note::default() })?;
            done(
                json,
                out,
                &json!({ "note": number }),
                &format!("Note {number} is kept. `memcon note remove {number}` takes it away."),
            )
        }
        NoteDo::List { document, tag, by, text } => {
            let c = place::to_read(told)?;
            let wanted = |n: &Note| {
                n.holds()
                    && document.as_ref().is_none_or(|d| n.target.document == *d)
                    && tag.as_ref().is_none_or(|t| n.says.tags.contains(t))
                    && by.as_ref().is_none_or(|b| n.author() == b || n.says.by == *b)
                    && text.as_ref().is_none_or(|t| n.says.text.to_lowercase().contains(&t.to_lowercase()))
            };
            list(&c, c.notes()?.into_iter().filter(wanted).collect(), json, out)
        }
        NoteDo::Edit { number, text, tags: typed, by } => {
            let c = place::to_change(told)?;
            let known =
                c.notes()?.into_iter().find(|n| n.number == number).with_context(|| missing(number))?;
            let words = if text.is_empty() { known.says.text } else { text.join(" ") };
            let typed = typed.unwrap_or_else(|| known.says.tags.join(","));
            ensure!(c.reword_note(number, &wording(by, &words, &typed)?)?, missing(number));
            done(
                json,
                out,
                &json!({ "note": number }),
                &format!("Note {number} is worded anew; what it said before is kept."),
            )
        }
        NoteDo::Remove { number, by } => {
            let undone = Undone { by: name(by)?, at: deciding::now() };
            ensure!(place::to_change(told)?.undo_note(number, &undone)?, missing(number));
            done(
                json,
                out,
                &json!({ "removed": number }),
                &format!("Note {number} is taken away. `memcon note restore {number}` brings it back."),
            )
        }
        NoteDo::Restore { number } => {
            ensure!(
                place::to_change(told)?.restore_note(number)?,
                "there is no note {number} that was taken away"
            );
            done(json, out, &json!({ "restored": number }), &format!("Note {number} is back."))
        }
        NoteDo::Tags => {
            let mut counts: BTreeMap<String, usize> = BTreeMap::new();
            for note in place::to_read(told)?.notes()?.into_iter().filter(Note::holds) {
                note.says.tags.into_iter().for_each(|tag| *counts.entry(tag).or_default() += 1);
            }
            if json {
                out.json(&counts)?;
                return Ok(Outcome::Well);
            }
            for (tag, n) in &counts {
                writeln!(out, "{n:>5}  {tag}")?;
            }
            Ok(Outcome::Well)
        }
        NoteDo::Export => {
            let c = place::to_read(told)?;
            let mut made = Vec::new();
            for note in c.notes()?.into_iter().filter(Note::holds) {
                if let Some(d) = c.find_document(&note.target.document)? {
                    made.push(annotation::note(&note, &d.text));
                }
            }
            out.json(&annotation::collection(made))?;
            Ok(Outcome::Well)
        }
        NoteDo::Import { file } => import(&place::to_change(told)?, &file, json, out),
    }
}

fn missing(number: u64) -> String {
    format!("there is no note {number} that holds; `memcon note list` lists them")
}

/// What was done, in words or as data.
pub fn done(json: bool, out: &mut Out, data: &Value, words: &str) -> anyhow::Result<Outcome> {
    if json {
        out.json(data)?;
    } else {
        writeln!(out, "{words}")?;
    }
    Ok(Outcome::Well)
}

fn wording(by: Option<String>, text: &str, typed: &str) -> anyhow::Result<Wording> {
    let tags = tags(typed);
    ensure!(!text.trim().is_empty() || !tags.is_empty(), "a note needs words or a tag");
    Ok(Wording { by: name(by)?, at: deciding::now(), text: text.trim().to_owned(), tags })
}

/// A passage of a document: by its place in code points, by its words where they stand once, or the whole.
pub fn passage(d: &StoredDocument, at: Option<&str>, words: Option<&str>) -> anyhow::Result<Passage> {
    let whole = Passage { document: d.row.id.clone(), ..Passage::default() };
    let span = match (at, words) {
        (None, None) => return Ok(whole),
        (Some(at), _) => {
            let pair = at.split_once('-').and_then(|(a, b)| Some((a.parse().ok()?, b.parse().ok()?)));
            let (a, b): (u32, u32) =
                pair.with_context(|| format!("{at:?} is no place; it is written START-END"))?;
            let map = OffsetMap::new(&d.text);
            ensure!(a < b && b <= map.chars(u32::MAX), "{at} is no place in {}", d.row.id);
            Span { start: map.bytes(a), end: map.bytes(b) }
        }
        (None, Some(words)) => {
            let mut found = d.text.match_indices(words).map(|(at, _)| Span::new(at, at + words.len()));
            let first = found.next().filter(|s| !s.is_empty());
            let first = first.with_context(|| format!("{} does not hold the words {words:?}", d.row.id))?;
            ensure!(
                found.next().is_none(),
                "{} holds these words several times; give the place with --at",
                d.row.id
            );
            first
        }
    };
    Ok(Passage { span, quote: quotation(&d.text, span), ..whole })
}

/// Where a passage is now, in words.
pub fn stands(passage: &Passage, text: &str) -> String {
    match find(text, passage.span, &passage.quote) {
        Place::Here if passage.is_whole() => String::new(),
        Place::Here => {
            let map = OffsetMap::new(text);
            format!("{}-{}", map.chars(passage.span.start), map.chars(passage.span.end))
        }
        Place::Moved(_) => "THE TEXT CHANGED: these words stand elsewhere now".to_owned(),
        Place::Lost => "THE TEXT CHANGED: these words are gone".to_owned(),
    }
}

fn list(c: &Collection, notes: Vec<Note>, json: bool, out: &mut Out) -> anyhow::Result<Outcome> {
    let mut told = Vec::new();
    for note in &notes {
        let text = c.find_document(&note.target.document)?.map(|d| d.text).unwrap_or_default();
        let stands = stands(&note.target, &text);
        if json {
            told.push(json!({ "number": note.number, "document": note.target.document, "by": note.author(), "at": note.says.at,
                "text": note.says.text, "tags": note.says.tags, "words": note.target.quote.exact, "stands": stands }));
            continue;
        }
        writeln!(
            out,
            "{:>4}  {}  {}  {} {stands}",
            note.number,
            note.says.at,
            note.author(),
            note.target.document
        )?;
        if !note.target.is_whole() {
            writeln!(out, "      \"{}\"", short(&note.target.quote.exact, 100))?;
        }
        let tags: String = note.says.tags.iter().map(|t| format!("  #{t}")).collect();
        writeln!(out, "      {}{tags}", note.says.text.replace('\n', "\n      "))?;
    }
    if json {
        out.json(&told)?;
    } else if notes.is_empty() {
        writeln!(out, "No such notes.")?;
    }
    Ok(Outcome::Well)
}

/// An annotation on a paper that is here, at its words.
pub fn at_home(c: &Collection, read: &annotation::Read) -> anyhow::Result<Passage> {
    let id = c.documents_of(&read.blake3)?.into_iter().next();
    let id = id.with_context(|| format!("{:?} is not in this collection", read.document))?;
    let d = c.document(&id)?;
    let map = OffsetMap::new(&d.text);
    let span = Span { start: map.bytes(read.span.start), end: map.bytes(read.span.end) };
    match find(&d.text, span, &read.quote) {
        Place::Here if read.quote.exact.is_empty() => Ok(Passage { document: id, ..Passage::default() }),
        Place::Here => Ok(Passage { document: id, span, quote: read.quote.clone(), ..Passage::default() }),
        _ => Err(anyhow!("its words are not at their place in {id:?}")),
    }
}

fn import(c: &Collection, file: &Path, json: bool, out: &mut Out) -> anyhow::Result<Outcome> {
    let bytes = std::fs::read(file).with_context(|| file.display().to_string())?;
    let value: Value = serde_json::from_slice(&bytes).with_context(|| file.display().to_string())?;
    let known = c.notes()?;
    let (mut taken, mut twice, mut out_of) = (0, 0, Vec::new());
    for (n, read) in annotation::read(&value).into_iter().enumerate() {
        let home = read.map_err(|e| anyhow!(e)).and_then(|read| Ok((at_home(c, &read)?, read)));
        match home {
            Err(e) => out_of.push(format!("annotation {}: {e}", n + 1)),
            Ok((_, read)) if read.bookmark => {
                out_of.push(format!("annotation {}: a bookmark; `memcon selection import` takes it", n + 1))
            }
            Ok((target, read)) => {
                let same = |k: &Note| {
                    let first = k.before.first().unwrap_or(&k.says);
                    (&k.target.document, k.target.span, &first.by, &first.at)
                        == (&target.document, target.span, &read.by, &read.at)
                };
                if known.iter().any(same) {
                    twice += 1;
                    continue;
                }
                let by = if read.by.trim().is_empty() { name(None)? } else { read.by };
                let at = if read.at.is_empty() { deciding::now() } else { read.at };
                c.keep_note(&Note {
                    target,
                    says: Wording { by, at, text: read.text, tags: read.tags },
                    ..Note::default()
                })?;
                taken += 1;
            }
        }
    }
    let said = format!("{taken} notes taken in, {twice} were here already, {} left out.", out_of.len());
    imported((taken, twice, &out_of), &said, json, out)
}

/// Tells what became of a file of annotations: how many were taken in and known, and why the others were left out.
pub(super) fn imported(
    (taken, known, left_out): (usize, usize, &[String]),
    said: &str,
    json: bool,
    out: &mut Out,
) -> anyhow::Result<Outcome> {
    for why in left_out {
        crate::out::remark(why);
    }
    done(json, out, &json!({ "taken": taken, "known": known, "left_out": left_out.len() }), said)?;
    Ok(if left_out.is_empty() { Outcome::Well } else { Outcome::SomeProblems })
}
