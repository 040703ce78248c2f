//! `show`: one document.

use std::io::Write;

use anyhow::{Context, bail};
use memcon_model::{Depths, Explanation, Field, Heard, OffsetMap};
use memcon_store::{Collection, StoredDocument};
use serde::Serialize;

use super::scene::Scene;
use crate::Outcome;
use crate::out::{Out, short};

/// What `show` shows.
pub struct How {
    /// Only turns.
    pub voices: bool,
    /// With rule and confidence.
    pub why: bool,
    /// Only words through at most so many reporters.
    pub most: Option<u32>,
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

/// The explanation, as `--voices --why --json` prints it. Offsets are code points.
#[derive(Serialize)]
struct Why<'d> {
    document: &'d str,
    explanation: Explanation,
}

/// Why its voices are these, without those that came through more than `most` reporters.
fn explained(
    collection: &Collection,
    document: &StoredDocument,
    most: Option<u32>,
) -> anyhow::Result<Explanation> {
    let why = crate::explaining::explain(collection, document, None);
    let mut why = why.context("its original is not to be had; `memcon check` says more")?;
    if let Some(most) = most {
        let depths = Depths::of(&document.analysis.turns);
        why.turns.retain(|t| depths.reporters(t.span) <= most);
    }
    Ok(why)
}

/// `memcon show DOC`
pub fn show(
    collection: &Collection,
    asked: &str,
    how: &How,
    json: bool,
    out: &mut Out,
) -> anyhow::Result<Outcome> {
    let mut document = find(collection, asked)?;
    let explanation =
        (how.voices && how.why).then(|| explained(collection, &document, how.most)).transpose()?;
    if let Some(why) = explanation.as_ref().filter(|_| json) {
        let mut explanation = why.clone();
        OffsetMap::new(&document.text).to_chars(&mut explanation);
        out.json(&Why { document: &document.row.id, explanation })?;
        return Ok(Outcome::Well);
    }
    if json {
        if let Some(most) = how.most {
            document.analysis.keep_through(most);
        }
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
    if let Some(why) = explanation {
        out.write_all(memcon_analyse::voice::in_words(&why, &document.text).as_bytes())?;
        return Ok(Outcome::Well);
    }
    let far = memcon_model::reporters(document.analysis.turns.iter().map(Heard::from));
    let scene = Scene {
        text: &document.text,
        analysis: &document.analysis,
        voices: how.voices,
        why: how.why,
        most: how.most.unwrap_or(u32::MAX),
        far: &far,
    };
    let drawn = scene.draw(out);
    out.write_all(drawn.as_bytes())?;
    if how.voices && document.analysis.turns.is_empty() {
        writeln!(out, "No voices were found in this paper.")?;
    }
    Ok(Outcome::Well)
}
