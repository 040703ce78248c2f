//! The words of many papers for one who reads them all over and over: a few in memory, many in a file that the system
//! holds in memory as far as there is room.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};

use tantivy::Directory;
use tantivy::directory::{MmapDirectory, OwnedBytes};

use crate::collection::Collection;
use crate::error::{Result, StoreError};

/// Bytes that are kept in memory without a file.
const FEW: usize = 32 << 20;

/// The file's name; it is gone when linking is done, and where that was killed, with the next change.
const NAME: &str = "words.tmp";

/// Words coming in.
#[derive(Debug)]
pub struct TextsIn {
    dir: PathBuf,
    held: Vec<u8>,
    file: Option<BufWriter<File>>,
    len: usize,
}

/// Words to read.
pub struct Texts {
    bytes: Bytes,
    path: Option<PathBuf>,
}

enum Bytes {
    Held(Vec<u8>),
    Mapped(OwnedBytes),
}

impl Collection {
    /// A place for words, outside the database.
    pub fn texts(&self) -> Result<TextsIn> {
        sweep(self.dir());
        Ok(TextsIn { dir: self.dir().to_owned(), held: Vec::new(), file: None, len: 0 })
    }
}

/// Removes what a killed run left.
pub(crate) fn sweep(dir: &Path) {
    let _ = std::fs::remove_file(dir.join(NAME));
}

impl TextsIn {
    /// Takes a text in; gives where it will stand.
    pub fn push(&mut self, text: &str) -> Result<Range<usize>> {
        let path = self.dir.join(NAME);
        let io = |e| StoreError::io(&path, e);
        let start = self.len;
        self.len += text.len();
        if self.file.is_none() && self.len > FEW {
            let mut file = BufWriter::with_capacity(1 << 20, File::create(&path).map_err(io)?);
            file.write_all(&std::mem::take(&mut self.held)).map_err(io)?;
            self.file = Some(file);
        }
        match &mut self.file {
            Some(file) => file.write_all(text.as_bytes()).map_err(io)?,
            None => self.held.extend_from_slice(text.as_bytes()),
        }
        Ok(start..self.len)
    }

    /// Ends the taking in.
    pub fn finish(self) -> Result<Texts> {
        let path = self.dir.join(NAME);
        let Some(mut file) = self.file else {
            return Ok(Texts { bytes: Bytes::Held(self.held), path: None });
        };
        file.flush().map_err(|e| StoreError::io(&path, e))?;
        let mapped = MmapDirectory::open(&self.dir)
            .map_err(|e| StoreError::Index(e.to_string()))?
            .open_read(Path::new(NAME))
            .map_err(|e| StoreError::Index(e.to_string()))?;
        let bytes = mapped.read_bytes().map_err(|e| StoreError::io(&path, e))?;
        Ok(Texts { bytes: Bytes::Mapped(bytes), path: Some(path) })
    }
}

impl Texts {
    /// The text at a place that [`TextsIn::push`] gave.
    pub fn get(&self, at: Range<usize>) -> &str {
        let bytes = match &self.bytes {
            Bytes::Held(bytes) => bytes.get(at),
            Bytes::Mapped(bytes) => bytes.as_slice().get(at),
        };
        bytes.and_then(|b| std::str::from_utf8(b).ok()).unwrap_or("")
    }
}

impl Drop for Texts {
    fn drop(&mut self) {
        // Some systems remove no file that is in use.
        self.bytes = Bytes::Held(Vec::new());
        if let Some(path) = &self.path {
            let _ = std::fs::remove_file(path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_words_in_memory_and_many_in_a_file_that_goes_away() {
        let dir = tempfile::tempdir().unwrap();
        let c = Collection::create_or_open(dir.path()).unwrap();
        let long = "слово ".repeat(FEW / 10);
        for (more, file) in [("", false), (long.as_str(), true)] {
            let mut texts = c.texts().unwrap();
            let first = texts.push("eins").unwrap();
            let second = texts.push(more).unwrap();
            let third = texts.push("три").unwrap();
            let texts = texts.finish().unwrap();
            assert_eq!(dir.path().join(NAME).exists(), file);
            assert_eq!((texts.get(first), texts.get(third)), ("eins", "три"));
            assert!(texts.get(second) == more);
            drop(texts);
            assert!(!dir.path().join(NAME).exists());
        }
    }
}
