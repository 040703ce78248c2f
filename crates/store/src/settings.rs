//! `memcon.toml`: what a person told about the collection.
//!
//! The file inside the collection counts. A `memcon.toml` in the folder of papers seeds it and is
//! taken over again when it changes, unless somebody has edited the one inside meanwhile.

use std::fs;
use std::path::Path;

use memcon_model::Settings;

use crate::error::{Result, StoreError};

/// The name of the file, inside and outside.
pub(crate) const FILE: &str = "memcon.toml";

/// Reads the settings at `path`; none where there is no file.
pub(crate) fn read(path: &Path) -> Result<Settings> {
    match fs::read(path) {
        Ok(bytes) => parse(path, &bytes),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(Settings::default()),
        Err(e) => Err(StoreError::io(path, e)),
    }
}

/// Reads a settings file that must be there.
pub fn read_file(path: &Path) -> Result<Settings> {
    parse(path, &fs::read(path).map_err(|e| StoreError::io(path, e))?)
}

fn parse(path: &Path, bytes: &[u8]) -> Result<Settings> {
    let fail = |detail: String| StoreError::Settings { path: path.to_owned(), detail };
    let text = std::str::from_utf8(bytes).map_err(|_| fail("it is not UTF-8 text".to_owned()))?;
    toml::from_str(text.trim_start_matches('\u{feff}')).map_err(|e| fail(e.to_string().trim_end().to_owned()))
}

/// What became of the file in the folder of papers.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Seeded {
    /// There is none, or it was taken over before.
    Same,
    /// It was taken over; the hash is to be remembered.
    Taken(String),
    /// Both files were edited; the one inside counts.
    Both,
}

/// Takes `seed` over into `inner` unless `inner` was edited since. `before`: hash of the seed last taken.
pub(crate) fn seed(seed: &Path, inner: &Path, before: Option<&str>) -> Result<Seeded> {
    let Ok(bytes) = fs::read(seed) else { return Ok(Seeded::Same) };
    let hash = blake3::hash(&bytes).to_hex().to_string();
    if before == Some(hash.as_str()) {
        return Ok(Seeded::Same);
    }
    parse(seed, &bytes)?;
    if let Ok(kept) = fs::read(inner) {
        let kept = blake3::hash(&kept).to_hex().to_string();
        if kept == hash {
            return Ok(Seeded::Taken(hash));
        }
        if before != Some(kept.as_str()) {
            return Ok(Seeded::Both);
        }
    }
    let half = inner.with_extension("half");
    fs::write(&half, &bytes).and_then(|()| fs::rename(&half, inner)).map_err(|e| StoreError::io(inner, e))?;
    Ok(Seeded::Taken(hash))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_key_is_named_with_its_line() {
        let e = parse(Path::new("memcon.toml"), b"title = \"Talks\"\nlanguage = \"ru\"\n")
            .unwrap_err()
            .to_string();
        assert!(e.contains("line 2") && e.contains("language"), "{e}");
    }

    #[test]
    fn the_seed_is_followed_until_the_inner_file_is_edited() {
        let dir = tempfile::tempdir().unwrap();
        let (outer, inner) = (dir.path().join("outer"), dir.path().join("inner"));
        fs::write(&outer, "title = \"A\"").unwrap();
        let Seeded::Taken(first) = seed(&outer, &inner, None).unwrap() else { panic!("not taken") };
        assert_eq!(seed(&outer, &inner, Some(&first)).unwrap(), Seeded::Same);
        fs::write(&outer, "title = \"B\"").unwrap();
        let Seeded::Taken(second) = seed(&outer, &inner, Some(&first)).unwrap() else { panic!("not taken") };
        assert_eq!(read(&inner).unwrap().title.as_deref(), Some("B"));
        fs::write(&inner, "title = \"mine\"").unwrap();
        fs::write(&outer, "title = \"C\"").unwrap();
        assert_eq!(seed(&outer, &inner, Some(&second)).unwrap(), Seeded::Both);
        assert_eq!(read(&inner).unwrap().title.as_deref(), Some("mine"));
    }
}
