//! `dossier`: an issue, a meeting, a stretch of time or papers as one printable paper.

use std::io::Write;

use anyhow::{Context, anyhow, bail};
use memcon_export::dossier::{docx, html, text, typst};
use memcon_serve::dossier::{About, Wanted, made, say_missing};
use memcon_serve::speaking;
use memcon_store::Collection;
use serde_json::json;

use super::show::find;
use crate::Outcome;
use crate::args::Dossier;
use crate::out::{Out, remark};

/// `memcon dossier … -o FILE`
pub fn dossier(
    collection: &Collection,
    asked: &Dossier,
    json: bool,
    out: &mut Out,
) -> anyhow::Result<Outcome> {
    let ending = asked.output.extension().and_then(|e| e.to_str()).unwrap_or_default().to_lowercase();
    if !matches!(ending.as_str(), "pdf" | "docx" | "html" | "txt") {
        bail!("{}: the ending tells the format; it is .pdf, .docx, .html or .txt", asked.output.display());
    }
    let wanted = Wanted {
        about: about(collection, asked)?,
        title: asked.title.clone(),
        date: asked.date.clone(),
        style: super::cite::style(&asked.style)?,
        papers: asked.papers,
    };
    let (bytes, told) = speaking(&asked.language, || -> anyhow::Result<_> {
        let mut dossier = made(collection, &wanted)?;
        let bytes = match ending.as_str() {
            "pdf" => {
                say_missing(&mut dossier);
                typst::pdf(&dossier).map_err(|e| anyhow!(e))?.bytes
            }
            "docx" => docx::docx(&dossier).map_err(|e| anyhow!(e))?,
            "txt" => text::text(&dossier).into_bytes(),
            _ => html::page(&dossier).into_bytes(),
        };
        Ok((bytes, dossier))
    })?;
    std::fs::write(&asked.output, &bytes).with_context(|| format!("writing {}", asked.output.display()))?;
    told.remarks.iter().for_each(|r| remark(&r.plain()));
    if json {
        out.json(&json!({ "file": asked.output, "bytes": bytes.len(), "title": told.title, "sections": told.sections.len(), "notes": told.notes.len() }))?;
    } else {
        writeln!(out, "{}: {}, {} notes", asked.output.display(), told.title, told.notes.len())?;
    }
    Ok(Outcome::Well)
}

/// What it is about; papers by their ids or a part that only one has.
fn about(collection: &Collection, asked: &Dossier) -> anyhow::Result<About> {
    if let Some(id) = &asked.issue {
        return Ok(About::Issue(id.clone()));
    }
    if let Some(id) = &asked.event {
        return Ok(About::Event(id.clone()));
    }
    if asked.documents.is_empty() {
        if asked.from.is_none() && asked.to.is_none() {
            bail!("say what it is about: --issue, --event, --from and --to, or --documents");
        }
        return Ok(About::Range { from: asked.from.clone(), to: asked.to.clone() });
    }
    let (mut whole, mut passages) = (Vec::new(), Vec::new());
    for what in &asked.documents {
        match passage(what) {
            Some((id, at)) if collection.find_document(what)?.is_none() => {
                passages.push((find(collection, id)?.row.id, at))
            }
            _ => whole.push(find(collection, what)?.row.id),
        }
    }
    match (whole.is_empty(), passages.is_empty()) {
        (false, false) => bail!("give whole papers or passages, not both"),
        (_, true) => Ok(About::Documents(whole)),
        (true, _) => Ok(About::Passages(passages)),
    }
}

/// `minutes.txt#120-180`
fn passage(what: &str) -> Option<(&str, (u32, u32))> {
    let (id, at) = what.rsplit_once('#')?;
    let (a, b) = at.trim_start_matches('c').split_once('-')?;
    let (a, b) = (a.parse().ok()?, b.parse().ok()?);
    (a < b).then_some((id, (a, b)))
}
