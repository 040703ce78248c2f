//! `show`, `chain`: one document.

use std::io::Write;

use anyhow::{Context, bail};
use memcon_model::{Field, Span, Transmission, Turn};
use memcon_store::{Collection, StoredDocument};
use serde::Serialize;

use super::scene::{Scene, speaker};
use crate::Outcome;
use crate::out::{Out, short};
use crate::wire::code_points;

/// What `show` shows.
pub struct How {
    /// Only turns.
    pub voices: bool,
    /// With rule and confidence.
    pub why: bool,
}

/// Fields of the description that stand above the scene, in this order.
const ABOVE: &[Field] = &[
    Field::Place,
    Field::Sender,
    Field::Author,
    Field::Addressee,
    Field::Participant,
    Field::Number,
    Field::Classification,
    Field::Urgency,
    Field::Translator,
    Field::Archive,
    Field::Citation,
];

/// The document with this id, or the only one whose id or title holds these words.
pub fn find(collection: &Collection, asked: &str) -> anyhow::Result<StoredDocument> {
    if let Some(document) = collection.find_document(asked)? {
        return Ok(document);
    }
    let folded = memcon_store::fold(asked);
    let holds = |text: &str| memcon_store::fold(text).contains(&folded);
    let rows = collection.documents()?;
    let current: Vec<_> = rows.iter().filter(|d| d.status.is_current()).collect();
    let by_id: Vec<_> = current.iter().filter(|d| holds(&d.id)).collect();
    let found = if by_id.is_empty() { current.iter().filter(|d| holds(&d.title)).collect() } else { by_id };
    match found.as_slice() {
        [] => bail!("there is no document {asked:?} in this collection; `memcon search` finds ids"),
        [one] => Ok(collection.document(&one.id)?),
        several => {
            let ids: Vec<&str> = several.iter().take(10).map(|d| d.id.as_str()).collect();
            bail!(
                "{} documents have {asked:?} in their id or title: {} … Give more of it",
                several.len(),
                ids.join(", ")
            )
        }
    }
}

/// `memcon show DOC`
pub fn show(
    collection: &Collection,
    asked: &str,
    how: &How,
    json: bool,
    out: &mut Out,
) -> anyhow::Result<Outcome> {
    let document = find(collection, asked)?;
    if json {
        out.json(&memcon_export::record::record(document.analysis, &document.text, true))?;
        return Ok(Outcome::Well);
    }
    let row = &document.row;
    let date = row.date.as_ref().map_or("undated", |d| d.as_str());
    writeln!(out, "{}", out.bold(&short(&row.title, 200)))?;
    writeln!(out, "{}, {date}, {}, {}", row.form, row.languages.join(" "), row.id)?;
    for field in ABOVE {
        let values = document.analysis.description.all(*field);
        if !values.is_empty() {
            let values: Vec<String> = values.iter().map(|v| short(&v.value, 200)).collect();
            writeln!(out, "{}: {}", field.as_str().replace('_', " "), values.join("; "))?;
        }
    }
    for notice in &document.analysis.notices {
        writeln!(out, "{}: {}", notice.severity, short(&notice.message, 300))?;
    }
    writeln!(out)?;
    let scene =
        Scene { text: &document.text, analysis: &document.analysis, voices: how.voices, why: how.why };
    let drawn = scene.draw(out);
    out.write_all(drawn.as_bytes())?;
    if how.voices && document.analysis.turns.is_empty() {
        writeln!(out, "No voices were found in this paper.")?;
    }
    Ok(Outcome::Well)
}

/// The way of one turn, as `--json` prints it.
#[derive(Serialize)]
struct Way<'t> {
    turn: &'t str,
    speaker: Option<&'t str>,
    chain: &'t [String],
    depth: u32,
    start: u32,
    end: u32,
    text: &'t str,
}

#[derive(Serialize)]
struct Chain<'t> {
    document: &'t str,
    transmission: &'t [Transmission],
    turns: Vec<Way<'t>>,
}

/// `memcon chain DOC [TURN]`
pub fn chain(
    collection: &Collection,
    asked: &str,
    turn: Option<&str>,
    json: bool,
    out: &mut Out,
) -> anyhow::Result<Outcome> {
    let mut document = find(collection, asked)?;
    let text = document.text.as_str();
    for hand in &mut document.analysis.transmission {
        hand.span = hand.span.map(|s| code_points(text, s)).map(|(start, end)| Span { start, end });
    }
    let turns: Vec<&Turn> = match turn {
        Some(id) => {
            let found = document.analysis.turns.iter().find(|t| t.id == id);
            vec![found.with_context(|| format!("{} has no turn {id:?}", document.row.id))?]
        }
        None => document.analysis.turns.iter().filter(|t| t.depth > 0).collect(),
    };
    if json {
        let way = |t: &&'_ Turn| (code_points(text, t.span), t.span.of(text));
        let ways = turns.iter().map(|t| {
            let ((start, end), words) = way(t);
            Way {
                turn: &t.id,
                speaker: t.speaker.as_deref(),
                chain: &t.chain,
                depth: t.depth,
                start,
                end,
                text: words,
            }
        });
        let transmission = &document.analysis.transmission;
        out.json(&Chain { document: &document.row.id, transmission, turns: ways.collect() })?;
        return Ok(Outcome::Well);
    }
    writeln!(out, "{}", out.bold(&document.row.id))?;
    writeln!(out, "The paper's own way:")?;
    for hand in &document.analysis.transmission {
        let agent = hand.agent.as_deref().unwrap_or("not told");
        let time = hand.time.as_ref().map(|t| format!(", {t}")).unwrap_or_default();
        writeln!(out, "  {}: {}{time}", hand.role, short(agent, 80))?;
    }
    if document.analysis.transmission.is_empty() {
        writeln!(out, "  not told")?;
    }
    for t in turns {
        writeln!(out, "\n{} {}", out.bold(&t.id), short(t.span.of(text), 90))?;
        let names: Vec<String> = t.chain.iter().map(|n| short(n, 60)).collect();
        let names = if names.is_empty() { short(&speaker(t), 60) } else { names.join("\n      → ") };
        writeln!(out, "    {names}")?;
    }
    Ok(Outcome::Well)
}
