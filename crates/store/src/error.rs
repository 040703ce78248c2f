//! What can go wrong with a collection, each with what to do about it.

use std::path::{Path, PathBuf};

/// Why the store could not do what was asked. The message says what happened, where, and what to do.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// There is no collection at that place.
    #[error(
        "there is no collection at {}. Make one with `memcon open FOLDER`, or name another with --collection DIR",
        .0.display()
    )]
    NotFound(PathBuf),
    /// The collection was made by a newer version of the program.
    #[error(
        "the collection at {} was made by a newer version of memcon (its layout is {found}, this version knows up to \
         {known}). Nothing was changed; open it with that version or a later one",
        .dir.display()
    )]
    Newer {
        /// The collection.
        dir: PathBuf,
        /// Layout number found.
        found: i64,
        /// Newest layout number this program knows.
        known: i64,
    },
    /// Another program is writing.
    #[error(
        "another memcon is writing to the collection at {}. Wait until it has finished, then run this again; \
         reading (search, show, serve) works meanwhile",
        .0.display()
    )]
    Locked(PathBuf),
    /// The place cannot be written.
    #[error(
        "{} cannot be written ({detail}). Put the collection elsewhere with --collection DIR",
        .dir.display()
    )]
    Unwritable {
        /// The collection or the folder for it.
        dir: PathBuf,
        /// What the system said.
        detail: String,
    },
    /// A change was asked of a collection that was opened for reading.
    #[error("the collection at {} is open for reading only; nothing was changed", .0.display())]
    ReadOnly(PathBuf),
    /// The database is not one, or is broken.
    #[error(
        "the database {} is damaged ({detail}). The papers themselves are safe in `originals`. Move the file away \
         (keep it) and run `memcon open` on the folder of papers again: it builds a new one",
        .path.display()
    )]
    Damaged {
        /// The database.
        path: PathBuf,
        /// What was wrong.
        detail: String,
    },
    /// No room left.
    #[error(
        "there is no space left on the disk of {}. Everything finished so far is kept; make room and run the same \
         command again",
        .0.display()
    )]
    Full(PathBuf),
    /// The settings cannot be read.
    #[error("the settings {} cannot be used: {detail}", .path.display())]
    Settings {
        /// The file.
        path: PathBuf,
        /// What is wrong, with its line.
        detail: String,
    },
    /// A document that is not there.
    #[error(
        "there is no document {0:?} in this collection. `memcon search` and the list in the reading room give the ids"
    )]
    NoDocument(String),
    /// A file could not be read or written.
    #[error("{}: {source}", .path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// Something about accounts or restrictions that cannot be.
    #[error("{0}")]
    Access(String),
    /// The database refused for another reason.
    #[error("the database of the collection: {0}")]
    Sql(rusqlite::Error),
    /// The full-text index refused.
    #[error(
        "the full-text index: {0}. It holds nothing of its own: delete the folder `index` and search again"
    )]
    Index(String),
    /// An analysis in the database cannot be understood.
    #[error(
        "the analysis of {document:?} cannot be read ({detail}). `memcon open` on the papers makes it anew"
    )]
    Analysis {
        /// The document.
        document: String,
        /// What was wrong.
        detail: String,
    },
}

/// Short for results of this room.
pub(crate) type Result<T> = std::result::Result<T, StoreError>;

impl StoreError {
    /// A failure of the file system at `path`.
    pub(crate) fn io(path: &Path, source: std::io::Error) -> Self {
        use std::io::ErrorKind::{PermissionDenied, QuotaExceeded, ReadOnlyFilesystem, StorageFull};
        match source.kind() {
            StorageFull | QuotaExceeded => Self::Full(path.to_owned()),
            ReadOnlyFilesystem | PermissionDenied => {
                Self::Unwritable { dir: path.to_owned(), detail: source.to_string() }
            }
            _ => Self::Io { path: path.to_owned(), source },
        }
    }

    /// A failure of the database at `path`.
    pub(crate) fn sql(path: &Path, error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode::{
            CannotOpen, DatabaseBusy, DatabaseCorrupt, DiskFull, NotADatabase, PermissionDenied, ReadOnly,
        };
        let dir = || path.parent().unwrap_or(path).to_owned();
        match error.sqlite_error_code() {
            Some(DatabaseCorrupt | NotADatabase) => {
                Self::Damaged { path: path.to_owned(), detail: error.to_string() }
            }
            Some(DiskFull) => Self::Full(dir()),
            Some(ReadOnly | PermissionDenied | CannotOpen) => {
                Self::Unwritable { dir: dir(), detail: error.to_string() }
            }
            Some(DatabaseBusy) => Self::Locked(dir()),
            _ => Self::Sql(error),
        }
    }
}

impl From<tantivy::TantivyError> for StoreError {
    fn from(error: tantivy::TantivyError) -> Self {
        Self::Index(error.to_string())
    }
}
