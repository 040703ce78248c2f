//! `search`: passages with their finds marked.

mod saved;

use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;

use anyhow::{bail, ensure};
use memcon_export::sheet::Sheet;
use memcon_model::{Edtf, Span};
use memcon_store::{By, Collection, Hit, Note, SearchQuery, Why, Widened};

use super::scene::reporters;
use crate::args::{Dates, Search, Sort};
use crate::out::{Out, short, wrap};
use crate::wire::code_points;
use crate::{Outcome, place};

/// First and last day that a `--from` and a `--to` mean.
pub fn days(dates: &Dates) -> anyhow::Result<(Option<String>, Option<String>)> {
    let parse = |text: &Option<String>| text.as_deref().map(str::parse::<Edtf>).transpose();
    let (from, to) = (parse(&dates.from)?, parse(&dates.to)?);
    Ok((from.and_then(|d| d.earliest_iso()), to.and_then(|d| d.latest_iso())))
}

/// `memcon search WORDS`
pub fn search(told: Option<&Path>, asked: Search, json: bool, out: &mut Out) -> anyhow::Result<Outcome> {
    ensure!(asked.limit > 0, "--limit must be at least 1");
    let who = asked.user.clone();
    if let Some(name) = &asked.unsave {
        return saved::remove(&place::to_change(told)?, name, who, json, out);
    }
    let collection = place::to_read(told)?;
    let (csv, save) = (asked.csv, asked.save.clone());
    let page = (asked.limit, asked.offset, if asked.facets { FACETS } else { 0 });
    let query = match asked.saved.as_deref() {
        Some("") => return saved::list(&collection, json, out),
        Some(name) => saved::named(&collection, name)?.asked,
        None => question(asked)?,
    };
    if let Some(name) = save {
        drop(collection);
        return saved::keep(&place::to_change(told)?, &name, who, query, json, out);
    }
    if csv {
        return table(&collection, &query, out);
    }
    let query = SearchQuery { limit: page.0, offset: page.1, facets: page.2, ..query };
    show(&collection, &query, json, out)
}

/// Values of each facet that are printed.
const FACETS: usize = 12;

/// What the flags ask.
fn question(asked: Search) -> anyhow::Result<SearchQuery> {
    let (from, to) = days(&asked.dates)?;
    let text = asked.words.join(" ");
    if !text.is_empty() && !text.chars().any(char::is_alphanumeric) {
        bail!("there is no word in {text:?} to look for");
    }
    Ok(SearchQuery {
        text,
        exact: asked.exact,
        speaker: asked.speaker,
        addressee: asked.addressee,
        side: asked.side,
        moved: asked.moved,
        issue: asked.issue,
        mode: asked.mode,
        form: asked.form,
        from,
        to,
        max_depth: asked.through.most(),
        by: if asked.sort == Sort::Date { By::Date } else { By::Relevance },
        ..SearchQuery::default()
    })
}

fn show(collection: &Collection, query: &SearchQuery, json: bool, out: &mut Out) -> anyhow::Result<Outcome> {
    let mut result = collection.search(query)?;
    if json {
        for hit in &mut result.hits {
            hit.span = Span { start: hit.chars.0, end: hit.chars.1 };
            for span in &mut hit.highlights {
                let (start, end) = code_points(&hit.passage, *span);
                *span = Span { start, end };
            }
        }
        out.json(&result)?;
        return Ok(Outcome::Well);
    }
    if let Some(reading) = result.reading.as_ref().filter(|r| !r.is_empty()) {
        writeln!(out, "Read as: {}", clean(reading))?;
    }
    for note in &result.notes {
        writeln!(out, "{}", wrap(&remark(note), "  ", out.width).trim())?;
    }
    for widened in result.speaker.iter().chain(&result.addressee).chain(&result.widened) {
        also(widened, out)?;
    }
    // Why a spelling counts is said once.
    let mut said = BTreeSet::new();
    for hit in &result.hits {
        print(hit, &mut said, out)?;
    }
    let shown = query.offset as u64 + result.hits.len() as u64;
    match result.total {
        0 => writeln!(out, "Nothing found.")?,
        total if shown < total => writeln!(out, "{shown} of {total} passages; --offset {shown} goes on")?,
        1 => writeln!(out, "1 passage")?,
        total => writeln!(out, "{total} passages")?,
    }
    for facet in result.facets.iter().filter(|f| !f.values.is_empty()) {
        let values: Vec<String> =
            facet.values.iter().map(|v| format!("{} {}", short(&clean(&v.label), 60), v.count)).collect();
        let more = if facet.more > 0 { format!(" and {} more", facet.more) } else { String::new() };
        let line = format!("{}: {}{more}", facet.facet.name(), values.join(" · "));
        writeln!(out, "{}", wrap(&line, "  ", out.width).trim())?;
    }
    Ok(Outcome::Well)
}

/// Every passage as a row of a table.
fn table(collection: &Collection, query: &SearchQuery, out: &mut Out) -> anyhow::Result<Outcome> {
    let mut sheet = Sheet::new(&mut *out);
    sheet.row(&memcon_serve::HIT_COLUMNS)?;
    collection.search_all(query, usize::MAX >> 1, |hit| -> anyhow::Result<()> {
        Ok(sheet.row(&memcon_serve::hit_row(&hit))?)
    })?;
    sheet.finish()?;
    Ok(Outcome::Well)
}

/// What is remarked on how a question was read.
fn remark(note: &Note) -> String {
    let words = clean(&note.words);
    let what = match note.why {
        Why::OpenQuote => "opens a quotation that is not closed; it was taken to the end",
        Why::OpenGroup => "opens a parenthesis that is not closed; it was taken to the end",
        Why::StrayClose => "closes a parenthesis that was not opened; it was left out",
        Why::Dangling => "has nothing to join and was left out; in small letters it is a word",
        Why::NotPlaces => {
            "can only stand between words and phrases; both sides were looked for anywhere in the passage"
        }
        Why::EmptyField => "has no value and was left out",
        Why::TooMany => "and what follows was left out: the question is too long",
        Why::TooDeep => "and what is inside was left out: parentheses are nested too deeply",
        Why::Unknown => "is not known here under this name",
        Why::Cut => {
            return format!(
                "Note: {words} fits more words than are looked for; the {} most frequent were",
                note.at.end
            );
        }
    };
    format!("Note: {words} {what}")
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
    let told = hit.addressee.as_ref().map(|a| format!(" to {}", clean(a))).unwrap_or_default();
    let through = hit.reporters.filter(|n| *n > 0).map(|n| format!(", through {}", reporters(n)));
    let depth = through.unwrap_or_default();
    let page = hit.page.as_ref().map(|p| format!(", p. {}", short(p, 40))).unwrap_or_default();
    writeln!(out, "{} ({date}, {}{speaker}{told}{depth}{page})", out.bold(&hit.document), hit.form)?;
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
