//! Folders with a METS file: the pages that it names belong to it and are no documents of their own.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use memcon_read::{Format, Hint, scans};

/// A METS file larger than this in bytes is read as any other file.
const LARGEST: u64 = 64 << 20;
/// Files of a folder that are looked at.
const MOST: usize = 100_000;
/// Bytes by which it is known what a file is.
const HEAD: u64 = 16 << 10;

/// Whether a file is called as METS files are. Only these are looked into: each file of a large folder would cost too much.
fn may_be(path: &Path) -> bool {
    let name = path.file_name().map(|n| n.to_string_lossy().to_lowercase()).unwrap_or_default();
    name.contains("mets") && name.ends_with(".xml")
}

/// The pages that a METS file names and that lie below its folder, in its order; `None` = it is none, or none is here.
pub(super) fn pages(path: &Path) -> Option<Vec<String>> {
    if !may_be(path) || !fs::metadata(path).is_ok_and(|m| m.is_file() && m.len() <= LARGEST) {
        return None;
    }
    let folder = path.parent()?;
    let inside = fs::canonicalize(folder).ok()?;
    let here = |file: &str| {
        let whole =
            fs::canonicalize(folder.join(file)).ok().filter(|p| p.starts_with(&inside) && p.is_file());
        whole.is_some_and(|p| is_page(&p))
    };
    let groups = scans::mets(&fs::read(path).ok()?)?;
    groups.into_iter().find_map(|group| {
        let pages: Vec<String> = group.into_iter().map(|l| l.file).filter(|f| here(f)).collect();
        (!pages.is_empty()).then_some(pages)
    })
}

fn is_page(path: &Path) -> bool {
    let mut head = Vec::new();
    let read = File::open(path).and_then(|f| f.take(HEAD).read_to_end(&mut head));
    let name = path.to_string_lossy();
    read.is_ok()
        && memcon_read::format(&head, Hint { path: Some(&name), ..Hint::default() })
            .is_some_and(|f: Format| scans::is_page(f))
}

/// What METS files of the folders around the place of a walk have taken.
#[derive(Debug, Default)]
pub(super) struct Taken(Mutex<Vec<(PathBuf, BTreeSet<PathBuf>)>>);

impl Taken {
    /// Looks for METS files in a folder that the walk enters; forgets those of folders that it left.
    pub fn enter(&self, folder: &Path) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|(above, _)| folder.starts_with(above));
        let Ok(entries) = fs::read_dir(folder) else { return };
        let mut found: Vec<PathBuf> =
            entries.take(MOST).flatten().map(|e| e.path()).filter(|p| may_be(p)).collect();
        found.sort();
        for file in found {
            if let Some(pages) = pages(&file) {
                all.push((folder.to_owned(), pages.iter().map(|p| folder.join(p)).collect()));
            }
        }
    }

    /// Whether a file belongs to a METS file.
    pub fn has(&self, file: &Path) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).iter().any(|(_, pages)| pages.contains(file))
    }
}
