//! Which collection is meant.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use memcon_store::{Collection, OpenMode, StoreError};

use crate::out;

/// The folder inside the papers' folder that holds the collection.
pub const FOLDER: &str = ".memcon";

/// The nearest collection from the current folder upwards.
fn nearest() -> Option<PathBuf> {
    let here = std::env::current_dir().ok()?;
    here.ancestors().map(|a| a.join(FOLDER)).find(|c| c.is_dir())
}

/// The collection for a command that reads.
pub fn to_read(told: Option<&Path>) -> anyhow::Result<Collection> {
    let dir = match told {
        Some(dir) => inside(dir),
        None => nearest().context(
            "there is no collection here or in a folder above. Make one with `memcon open FOLDER`, or name one \
             with --collection DIR",
        )?,
    };
    Ok(Collection::open(&dir, OpenMode::ReadOnly)?)
}

/// The collection for a command that changes one that is there.
pub fn to_change(told: Option<&Path>) -> anyhow::Result<Collection> {
    let reader = to_read(told)?;
    let dir = reader.dir().to_owned();
    drop(reader);
    Ok(Collection::open(&dir, OpenMode::ReadWrite)?)
}

/// The folder for the collection that `paths` are added to. `near`: look upwards from here first.
pub fn for_adding(told: Option<&Path>, paths: &[PathBuf], near: bool) -> PathBuf {
    if let Some(dir) = told {
        return inside(dir);
    }
    let found = if near { nearest() } else { None };
    let folder = paths.iter().find(|p| p.is_dir()).map(|p| p.join(FOLDER));
    found.or(folder).unwrap_or_else(|| PathBuf::from(FOLDER))
}

/// `DIR` may also be the folder of papers that holds the collection.
fn inside(dir: &Path) -> PathBuf {
    let inner = dir.join(FOLDER);
    if !dir.join("collection.db").exists() && inner.join("collection.db").exists() {
        inner
    } else {
        dir.to_owned()
    }
}

/// Opens `dir` to add to it. Where nothing can be written but a collection is there, it is opened
/// for reading and the user is told.
pub fn open_for_adding(dir: &Path) -> anyhow::Result<Collection> {
    match Collection::create_or_open(dir) {
        Ok(collection) => Ok(collection),
        Err(unwritable @ StoreError::Unwritable { .. }) => {
            let Ok(collection) = Collection::open(dir, OpenMode::ReadOnly) else { bail!(unwritable) };
            out::remark(&format!("{unwritable}. Showing the collection as it is; nothing is added"));
            Ok(collection)
        }
        Err(other) => Err(other.into()),
    }
}
