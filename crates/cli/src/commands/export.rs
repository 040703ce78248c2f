//! `export`: the whole collection in a form for other programs.

use std::io::Write;

use anyhow::Context;
use memcon_export::collection::Linking;
use memcon_store::Collection;

use crate::Outcome;
use crate::out::{Out, remark};

/// `memcon export --format jsonl`: a document a line, in the order of documents, one in memory at a time.
pub fn jsonl(collection: &Collection, with_text: bool, out: &mut Out) -> anyhow::Result<Outcome> {
    if collection.linking_is_stale()? {
        remark(
            "papers, lists or decisions changed since they were last linked; `memcon link` brings it up to date",
        );
    }
    let linked = collection.linked()?;
    let linking = Linking::new(&linked);
    for row in collection.documents()?.into_iter().filter(|d| d.status.is_current()) {
        let document = collection.document(&row.id)?;
        let record = linking.record(document.analysis, &document.text, with_text)?;
        serde_json::to_writer(&mut *out, &record)
            .map_err(std::io::Error::from)
            .context("writing the answer")?;
        out.write_all(b"\n").context("writing the answer")?;
    }
    Ok(Outcome::Well)
}
