//! Why the voices of a kept paper are these: the stage of the voices run again over it, on demand.
//!
//! The reading room and `show --why` ask here; nothing of it is stored.

use std::panic::{AssertUnwindSafe, catch_unwind};

use memcon_analyse::{Paper, voice};
use memcon_model::Explanation;
use memcon_read::{Hint, Reading};
use memcon_store::{Collection, StoredDocument};

/// Explains all turns of a document, or the one asked for. `None` where its original is gone, or where a
/// fault of ours keeps the stage from running again.
pub fn explain(collection: &Collection, document: &StoredDocument, turn: Option<&str>) -> Option<Explanation> {
    let bytes = collection.original(&document.row.id).ok()?;
    let media_type = Some(document.analysis.source.media_type.as_str());
    let work = || {
        let read = memcon_read::read(&bytes, Hint { path: Some(&document.row.id), media_type });
        // Another version of the program may read the bytes otherwise; the words are those that are kept.
        let reading = if read.text == document.text {
            read
        } else {
            Reading { text: document.text.clone(), ..Reading::default() }
        };
        let mut paper = Paper::new(&reading, collection.settings());
        paper.languages.clone_from(&document.analysis.languages);
        match turn {
            Some(id) => voice::explain_turn(&paper, &document.analysis, id),
            None => voice::explain(&paper, &document.analysis),
        }
    };
    catch_unwind(AssertUnwindSafe(work)).ok()
}
