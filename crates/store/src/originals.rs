//! The bytes as they came, each kept once under its BLAKE3 hash: `originals/ab/cdef…`.
//!
//! A file appears here whole or not at all: it is written beside its place, synced, and renamed. The last two
//! are done for many at a time, by many threads: one by one, waiting for the disk would cost more than reading papers.
//! Nothing here ever changes or deletes an original.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use crate::collection::guard;
use crate::error::{Result, StoreError};

/// Names for files half written; unique inside one program, and only one program writes.
static NEXT: AtomicU64 = AtomicU64::new(0);

/// What a file half written is called; the rest of the name is a number.
const HALF: &str = "half-";

/// Where the original with hash `hex` lies.
pub(crate) fn place(root: &Path, hex: &str) -> PathBuf {
    let (shelf, name) = hex.split_at_checked(2).unwrap_or(("", hex));
    root.join(shelf).join(name)
}

/// Originals that are written and not yet lasting: hash, and the half file.
pub(crate) type Pending = BTreeMap<String, PathBuf>;

/// Threads that sync a batch: file systems take many such requests in one go, and one after the other slowly.
const SYNCING: usize = 16;

/// Writes `bytes` beside their place and gives their hash. A second time costs nothing.
///
/// They stand in their place once [`settle`] has run.
pub(crate) fn keep(root: &Path, pending: &Mutex<Pending>, bytes: &[u8]) -> Result<String> {
    let hex = blake3::hash(bytes).to_hex().to_string();
    let target = place(root, &hex);
    let there = || fs::metadata(&target).is_ok_and(|m| m.len() == bytes.len() as u64);
    if guard(pending).contains_key(&hex) || there() {
        return Ok(hex);
    }
    let half = root.join(format!("{HALF}{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed)));
    if let Err(error) = fs::write(&half, bytes) {
        let _ = fs::remove_file(&half);
        return Err(StoreError::io(&target, error));
    }
    if let Some(twice) = guard(pending).insert(hex.clone(), half) {
        let _ = fs::remove_file(twice);
    }
    Ok(hex)
}

/// Keeps what `source` gives, however much, and gives its hash and length. Nothing of it is held in memory but a piece.
pub(crate) fn keep_stream(root: &Path, source: &mut dyn Read) -> Result<(String, u64)> {
    let half = root.join(format!("{HALF}{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed)));
    let kept = copy_synced(&half, source).and_then(|(hex, length)| {
        let target = place(root, &hex);
        if fs::metadata(&target).is_ok_and(|m| m.len() == length) {
            fs::remove_file(&half)?;
            return Ok((hex, length));
        }
        fs::create_dir_all(target.parent().unwrap_or(root))?;
        fs::rename(&half, &target)?;
        sync_names(root, std::iter::once(hex.as_str()));
        Ok((hex, length))
    });
    kept.map_err(|error| {
        let _ = fs::remove_file(&half);
        StoreError::io(&half, error)
    })
}

fn copy_synced(path: &Path, source: &mut dyn Read) -> std::io::Result<(String, u64)> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    let mut hash = blake3::Hasher::new();
    let mut piece = vec![0; 1 << 20];
    let mut length = 0;
    loop {
        let n = match source.read(&mut piece) {
            Ok(0) => break,
            Ok(n) => n,
            Err(e) if e.kind() == std::io::ErrorKind::Interrupted => continue,
            Err(e) => return Err(e),
        };
        let read = piece.get(..n).unwrap_or_default();
        hash.update(read);
        file.write_all(read)?;
        length += n as u64;
    }
    file.sync_data()?;
    Ok((hash.finalize().to_hex().to_string(), length))
}

/// The hash of the original as it lies there, read piece by piece.
pub(crate) fn hash_of(root: &Path, hex: &str) -> Result<String> {
    let path = place(root, hex);
    let mut hash = blake3::Hasher::new();
    File::open(&path)
        .and_then(|f| hash.update_reader(f).map(|_| ()))
        .map_err(|e| StoreError::io(&path, e))?;
    Ok(hash.finalize().to_hex().to_string())
}

/// Makes everything that was written lasting, under its name. Called before the database hears of it.
pub(crate) fn settle(root: &Path, pending: &Mutex<Pending>) -> Result<()> {
    let waiting: Vec<(String, PathBuf)> = std::mem::take(&mut *guard(pending)).into_iter().collect();
    if waiting.is_empty() {
        return Ok(());
    }
    let next = AtomicUsize::new(0);
    let failed = Mutex::new(None);
    std::thread::scope(|scope| {
        for _ in 0..SYNCING.min(waiting.len()) {
            scope.spawn(|| {
                while let Some((hex, half)) = waiting.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if let Err(error) = settle_one(root, hex, half) {
                        *guard(&failed) = Some(StoreError::io(&place(root, hex), error));
                    }
                }
            });
        }
    });
    if let Some(error) = guard(&failed).take() {
        return Err(error);
    }
    sync_names(root, waiting.iter().map(|w| w.0.as_str()));
    Ok(())
}

/// Syncs a half file and gives it its name.
fn settle_one(root: &Path, hex: &str, half: &Path) -> std::io::Result<()> {
    let target = place(root, hex);
    if let Some(shelf) = target.parent() {
        fs::create_dir_all(shelf)?;
    }
    let written = File::open(half).and_then(|f| f.sync_data()).and_then(|()| fs::rename(half, &target));
    if written.is_err() {
        let _ = fs::remove_file(half);
    }
    written
}

/// Makes the names of `hashes` as lasting as their bytes.
fn sync_names<'h>(root: &Path, hashes: impl Iterator<Item = &'h str>) {
    let mut shelves: Vec<&str> = hashes.filter_map(|h| h.get(..2)).collect();
    shelves.sort_unstable();
    shelves.dedup();
    for shelf in shelves {
        // Some systems cannot sync a folder; the rename then lasts as the system sees fit.
        let _ = File::open(root.join(shelf)).and_then(|f| f.sync_all());
    }
    let _ = File::open(root).and_then(|f| f.sync_all());
}

/// The original with hash `hex`.
pub(crate) fn read(root: &Path, hex: &str) -> Result<Vec<u8>> {
    let path = place(root, hex);
    fs::read(&path).map_err(|e| StoreError::io(&path, e))
}

/// Removes files half written by a run that was killed. Only the one who holds the lock may do so.
pub(crate) fn sweep(root: &Path) {
    let Ok(entries) = fs::read_dir(root) else { return };
    for entry in entries.flatten() {
        if entry.file_name().to_string_lossy().starts_with(HALF) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Hashes of everything kept, in order.
pub(crate) fn all(root: &Path) -> Vec<String> {
    let names = |dir: &Path| -> Vec<String> {
        let entries = fs::read_dir(dir).into_iter().flatten().flatten();
        entries.map(|e| e.file_name().to_string_lossy().into_owned()).collect()
    };
    let shelves = names(root).into_iter().filter(|s| s.len() == 2);
    let mut found: Vec<String> =
        shelves.flat_map(|s| names(&root.join(&s)).into_iter().map(move |n| format!("{s}{n}"))).collect();
    found.sort_unstable();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kept_once_and_given_back() {
        let dir = tempfile::tempdir().unwrap();
        let pending = Mutex::default();
        let one = keep(dir.path(), &pending, b"a letter").unwrap();
        assert_eq!(keep(dir.path(), &pending, b"a letter").unwrap(), one);
        assert!(read(dir.path(), &one).is_err(), "not before it lasts");
        settle(dir.path(), &pending).unwrap();
        assert_eq!(keep(dir.path(), &pending, b"a letter").unwrap(), one);
        settle(dir.path(), &pending).unwrap();
        assert_eq!(read(dir.path(), &one).unwrap(), b"a letter");
        assert_eq!(all(dir.path()), [one]);
    }

    #[test]
    fn a_stream_is_kept_like_bytes() {
        let dir = tempfile::tempdir().unwrap();
        let pending = Mutex::default();
        let bytes = vec![7_u8; 3 << 20];
        let one = keep(dir.path(), &pending, &bytes).unwrap();
        settle(dir.path(), &pending).unwrap();
        assert_eq!(keep_stream(dir.path(), &mut bytes.as_slice()).unwrap(), (one.clone(), 3 << 20));
        let (two, _) = keep_stream(dir.path(), &mut &b"a box"[..]).unwrap();
        assert_eq!(read(dir.path(), &two).unwrap(), b"a box");
        assert_eq!(hash_of(dir.path(), &two).unwrap(), two);
        let names = fs::read_dir(dir.path()).unwrap().flatten().map(|e| e.file_name());
        assert!(names.into_iter().all(|n| !n.to_string_lossy().starts_with(HALF)));
    }

    #[test]
    fn a_truncated_original_is_written_again() {
        let dir = tempfile::tempdir().unwrap();
        let pending = Mutex::default();
        let hex = keep(dir.path(), &pending, b"a letter").unwrap();
        settle(dir.path(), &pending).unwrap();
        fs::write(place(dir.path(), &hex), b"a le").unwrap();
        keep(dir.path(), &pending, b"a letter").unwrap();
        settle(dir.path(), &pending).unwrap();
        assert_eq!(read(dir.path(), &hex).unwrap(), b"a letter");
    }

    #[test]
    fn half_written_files_are_swept() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("half-1-1"), b"x").unwrap();
        sweep(dir.path());
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
    }
}
