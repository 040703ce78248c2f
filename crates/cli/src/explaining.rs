//! Why the voices of a paper are these: the stage of the voices run again over it, on demand.
//!
//! The reading room, `show --voices --why` and `analyse --why` ask here; nothing of it is stored.

use std::panic::{AssertUnwindSafe, catch_unwind};

use memcon_analyse::{Paper, voice};
use memcon_model::{Analysis, Explanation, Settings};
use memcon_read::{Hint, Reading};
use memcon_store::{Collection, StoredDocument};

/// Explains all turns of a document, or the one asked for. `None` where its original is gone, or where a
/// fault of ours keeps the stage from running again.
pub fn explain(
    collection: &Collection,
    document: &StoredDocument,
    turn: Option<&str>,
) -> Option<Explanation> {
    let bytes = collection.original(&document.row.id).ok()?;
    let media_type = Some(document.analysis.source.media_type.as_str());
    let given = collection.given(&document.row.id).ok()?;
    let hint = Hint { path: Some(&document.row.id), media_type, given: &given };
    let found = (&document.analysis, document.text.as_str());
    let work = || of_bytes(&bytes, hint, collection.settings(), found, turn);
    catch_unwind(AssertUnwindSafe(work)).ok()
}

/// The same from the bytes of a paper, with its analysis and the text that this refers to.
pub fn of_bytes(
    bytes: &[u8],
    hint: Hint<'_>,
    settings: &Settings,
    (analysis, text): (&Analysis, &str),
    turn: Option<&str>,
) -> Explanation {
    let read = memcon_read::read(bytes, hint);
    // Another version of the program may read the bytes otherwise; the words are those that are kept.
    let kept = || Reading { text: text.to_owned(), ..Reading::default() };
    let reading = if read.text == text { read } else { kept() };
    let mut paper = Paper::new(&reading, settings);
    paper.languages.clone_from(&analysis.languages);
    match turn {
        Some(id) => voice::explain_turn(&paper, analysis, id),
        None => voice::explain(&paper, analysis),
    }
}
