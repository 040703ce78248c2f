//! `search`: passages with their finds marked.

use std::collections::BTreeSet;
use std::io::Write;

use anyhow::{bail, ensure};
use memcon_model::{Edtf, Span};
use memcon_store::{Collection, Hit, SearchQuery, Widened};

use super::scene::reporters;
use crate::Outcome;
use crate::args::{Dates, Search};
use crate::out::{Out, short, wrap};
use crate::wire::{Quotes, code_points};

/// First and last day that a `--from` and a `--to` mean.
pub fn days(dates: &Dates) -> anyhow::Result<(Option<String>, Option<String>)> {
    let parse = |text: &Option<String>| text.as_deref().map(str::parse::<Edtf>).transpose();
    let (from, to) = (parse(&dates.from)?, parse(&dates.to)?);
    Ok((from.and_then(|d| d.earliest_iso()), to.and_then(|d| d.latest_iso())))
}

/// `memcon search WORDS`
pub fn search(collection: &Collection, asked: Search, json: bool, out: &mut Out) -> anyhow::Result<Outcome> {
    let (from, to) = days(&asked.dates)?;
    let text = asked.words.join(" ");
    ensure!(asked.limit > 0, "--limit must be at least 1");
    if !text.is_empty() && !text.chars().any(char::is_alphanumeric) {
        bail!("there is no word in {text:?} to look for");
    }
    let query = SearchQuery {
        text,
        exact: asked.exact,
        speaker: asked.speaker,
        form: asked.form,
        from,
        to,
        max_depth: asked.through.most(),
        offset: asked.offset,
        limit: asked.limit,
    };
    let mut result = collection.search(&query)?;
    if json {
        let mut quotes = Quotes::new(collection);
        for hit in &mut result.hits {
            let (start, end) = code_points(quotes.text(&hit.document)?, hit.span);
            hit.span = Span { start, end };
            for span in &mut hit.highlights {
                let (start, end) = code_points(&hit.passage, *span);
                *span = Span { start, end };
            }
        }
        out.json(&result)?;
        return Ok(Outcome::Well);
    }
    for widened in result.speaker.iter().chain(&result.widened) {
        also(widened, out)?;
    }
    // Why a spelling counts is said once.
    let mut said = BTreeSet::new();
    for hit in &result.hits {
        print(hit, &mut said, out)?;
    }
    let shown = asked.offset as u64 + result.hits.len() as u64;
    match result.total {
        0 => writeln!(out, "Nothing found.")?,
        total if shown < total => writeln!(out, "{shown} of {total} passages; --offset {shown} goes on")?,
        1 => writeln!(out, "1 passage")?,
        total => writeln!(out, "{total} passages")?,
    }
    Ok(Outcome::Well)
}

/// The other spellings that were looked for.
fn also(widened: &Widened, out: &mut Out) -> anyhow::Result<()> {
    const SHOWN: usize = 8;
    if widened.spellings.is_empty() {
        return Ok(());
    }
    let forms: Vec<String> = widened.spellings.iter().take(SHOWN).map(|s| clean(&s.form)).collect();
    let more = match widened.spellings.len().saturating_sub(SHOWN) {
        0 => String::new(),
        n => format!(" and {n} more"),
    };
    let line =
        format!("{} also as {}{more} (--exact: only as written)", clean(&widened.asked), forms.join(", "));
    writeln!(out, "{}\n", wrap(&line, "  ", out.width).trim())?;
    Ok(())
}

fn print(hit: &Hit, said: &mut BTreeSet<String>, out: &mut Out) -> anyhow::Result<()> {
    let date = hit.date.as_ref().map_or("undated", Edtf::as_str);
    let speaker = hit.speaker.as_ref().map(|s| format!(", {s}")).unwrap_or_default();
    let through = hit.reporters.filter(|n| *n > 0).map(|n| format!(", through {}", reporters(n)));
    let depth = through.unwrap_or_default();
    let page = hit.page.as_ref().map(|p| format!(", p. {}", short(p, 40))).unwrap_or_default();
    writeln!(out, "{} ({date}, {}{speaker}{depth}{page})", out.bold(&hit.document), hit.form)?;
    let marked = mark(&hit.passage, &hit.highlights, out);
    writeln!(out, "{}", wrap(&marked, "    ", out.width).trim_end())?;
    for spelled in &hit.spelled {
        let why = match said.insert(spelled.form.clone()) {
            true => format!(": {}", short(&clean(&spelled.why), 200)),
            false => String::new(),
        };
        let line = format!("{} for {}{why}", clean(&spelled.form), clean(&spelled.asked));
        writeln!(out, "{}", wrap(&line, "      ", out.width).trim_end())?;
    }
    writeln!(out)?;
    Ok(())
}

/// The passage with its finds marked; a long one is cut around the first.
fn mark(passage: &str, finds: &[Span], out: &Out) -> String {
    const AROUND: usize = 300;
    let first = finds.first().map_or(0, |s| s.start as usize);
    let floor =
        |at: usize| (0..=at.min(passage.len())).rev().find(|i| passage.is_char_boundary(*i)).unwrap_or(0);
    let (from, to) = match passage.len() > 3 * AROUND {
        true => (floor(first.saturating_sub(AROUND)), floor(first + 2 * AROUND)),
        false => (0, passage.len()),
    };
    let mut marked = if from > 0 { "… ".to_owned() } else { String::new() };
    let mut at = from;
    for find in finds.iter().map(|s| s.range()).filter(|r| r.start >= from && r.end <= to) {
        marked.push_str(&clean(&passage[at..find.start]));
        let words = clean(&passage[find.clone()]);
        // Without colour, the finds stand in brackets.
        marked.push_str(&if out.colour { out.found(&words) } else { format!("[{words}]") });
        at = find.end;
    }
    marked.push_str(&clean(&passage[at..to]));
    if to < passage.len() {
        marked.push_str(" …");
    }
    marked
}

/// Without control characters, which could play tricks on a terminal.
fn clean(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}
