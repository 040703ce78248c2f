//! `date`: what the expressions of time in a few words mean, from which day, and why.

use std::io::Write;

use memcon_model::{DateFound, Edtf};
use serde::Serialize;

use crate::Outcome;
use crate::out::{Out, remark};

/// A time expression as `date --json` prints it.
#[derive(Serialize)]
struct Expression<'t> {
    start: u32,
    end: u32,
    text: &'t str,
    edtf: Option<&'t str>,
    value: Option<&'t str>,
    r#type: &'static str,
    timex: &'static str,
    anchor: Option<&'t str>,
    rule: &'t str,
    why: Option<&'static str>,
}

/// What to read, and how.
pub struct Asked<'a> {
    /// The words.
    pub text: &'a str,
    /// The day from which they count.
    pub anchor: Option<&'a str>,
    /// Languages of the words; all where none is given.
    pub languages: &'a [String],
}

/// `memcon date TEXT`
pub fn date(asked: &Asked<'_>, json: bool, out: &mut Out) -> anyhow::Result<Outcome> {
    let anchor: Option<Edtf> = asked.anchor.map(str::parse).transpose()?;
    let found = memcon_analyse::dates::find(asked.text, asked.languages, anchor.as_ref());
    for date in &found {
        if json {
            out.json(&expression(asked.text, date))?;
        } else {
            explain(asked.text, date, out)?;
        }
    }
    if found.is_empty() && !json {
        remark("no time expression found");
    } else if !json && anchor.is_none() && found.iter().any(|d| d.value.is_none()) {
        remark("some of them count from a day; give it with --anchor");
    }
    Ok(Outcome::Well)
}

fn expression<'t>(text: &'t str, date: &'t DateFound) -> Expression<'t> {
    let (start, end) = crate::wire::code_points(text, date.span);
    Expression {
        start,
        end,
        text: date.span.of(text),
        edtf: date.edtf.as_ref().map(Edtf::as_str),
        value: date.value.as_deref(),
        r#type: date.kind.as_str(),
        timex: date.timex.as_str(),
        anchor: date.anchor.as_ref().map(Edtf::as_str),
        rule: &date.basis.rule,
        why: memcon_analyse::dates::why(&date.basis.rule),
    }
}

/// One expression for a reader: its meaning first, then what it counted from and why.
fn explain(text: &str, date: &DateFound, out: &mut Out) -> anyhow::Result<()> {
    let meaning = match (&date.edtf, &date.value) {
        (Some(edtf), _) => edtf.as_str().to_owned(),
        (None, Some(_)) => "no day of the calendar".to_owned(),
        (None, None) => "cannot be told".to_owned(),
    };
    writeln!(out, "{}  =  {}", out.bold(&date.span.of(text).replace('\n', " ")), out.bold(&meaning))?;
    let value = date.value.as_deref().unwrap_or("-");
    writeln!(out, "    {}; in TimeML {} {value}", date.kind, date.timex)?;
    if let Some(anchor) = &date.anchor {
        writeln!(out, "    counted from {anchor}")?;
    }
    let why = memcon_analyse::dates::why(&date.basis.rule).unwrap_or("no calendar or clock has it");
    writeln!(out, "    {}", out.faint(&format!("{why} ({})", date.basis.rule)))?;
    Ok(())
}
