//! Files below the paths given, in the order of their names; what is no file is a problem, not a stop.

use std::fs;
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;
use memcon_model::Severity;
use memcon_store::{Problem, Scope, fingerprint};

/// Largest file in bytes that is read.
const LARGEST: u64 = 1 << 30;

/// Settings, not a paper.
const SETTINGS: &str = "memcon.toml";

/// A file to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Where it is.
    pub path: PathBuf,
    /// Its id in the collection.
    pub id: String,
    /// Its source.
    pub source: i64,
    /// Its path below the source, as the system gives it.
    pub raw: Vec<u8>,
    /// Its length when it was met.
    pub bytes: u64,
}

/// A source as the collection knows it.
#[derive(Clone, Debug)]
pub struct Source {
    /// Its number.
    pub number: i64,
    /// Its folder, canonical.
    pub folder: PathBuf,
    /// What its documents' ids begin with.
    pub prefix: String,
}

/// What lies below.
#[derive(Clone, Debug, Default)]
pub struct Walk {
    /// Files in order.
    pub files: Vec<Found>,
    /// Places that could not be looked into.
    pub shut: Vec<Scope>,
    /// What was met that is no paper.
    pub problems: Vec<Problem>,
}

impl Source {
    /// The path below this source, as the system gives it.
    pub fn raw(&self, path: &Path) -> Vec<u8> {
        let below = path.strip_prefix(&self.folder).unwrap_or(path);
        below.as_os_str().as_encoded_bytes().to_vec()
    }

    /// The id of the document at `path`: `/` between parts. A name that is no UTF-8 is shown as far
    /// as it can be, with a mark that keeps it apart from others that look the same.
    pub fn id(&self, path: &Path) -> String {
        let below = path.strip_prefix(&self.folder).unwrap_or(path);
        let parts: Vec<_> = below.components().map(|c| c.as_os_str().to_string_lossy()).collect();
        let mut id = parts.join("/");
        if below.to_str().is_none() {
            id = format!("{id}~{}", fingerprint(&self.raw(path)).get(..8).unwrap_or(""));
        }
        match (self.prefix.is_empty(), id.is_empty()) {
            (true, _) => id,
            (false, true) => self.prefix.clone(),
            (false, false) => format!("{}/{id}", self.prefix),
        }
    }
}

/// Looks through everything below `root` (canonical), which belongs to `source`. `collection` is left out.
pub fn walk(root: &Path, source: &Source, collection: &Path, into: &mut Walk) {
    let collection = collection.to_owned();
    let entries = WalkBuilder::new(root)
        .standard_filters(false)
        .hidden(true)
        .follow_links(true)
        .sort_by_file_name(|a, b| a.cmp(b))
        .filter_entry(move |e| {
            let own = e.file_name() == crate::place::FOLDER || e.file_name() == SETTINGS;
            e.depth() == 0 || (!own && e.path() != collection)
        })
        .build();
    for entry in entries {
        match entry {
            Err(error) => trouble(&error, source, into),
            Ok(entry) if entry.file_type().is_some_and(|t| t.is_dir()) => {}
            Ok(entry) => meet(entry.into_path(), source, into),
        }
    }
}

fn meet(path: PathBuf, source: &Source, into: &mut Walk) {
    let id = source.id(&path);
    let mut problem = |message: String| {
        into.shut.push(Scope { source: source.number, below: source.raw(&path) });
        into.problems.push(Problem { place: id.clone(), severity: Severity::Error, message });
    };
    match fs::metadata(&path) {
        Err(error) => problem(unreadable(&error)),
        // A pipe would be waited for without end, a device might do anything.
        Ok(meta) if !meta.is_file() => {
            problem("not a file but a pipe, socket or device; it was not opened".to_owned());
        }
        Ok(meta) if meta.len() > LARGEST => {
            problem(format!("larger than {} MiB; it was not read. Split it", LARGEST >> 20));
        }
        Ok(meta) => {
            let raw = source.raw(&path);
            into.files.push(Found { path, id, source: source.number, raw, bytes: meta.len() });
        }
    }
}

/// What the walk itself could not do: folders without rights, links in a circle or to nowhere.
fn trouble(error: &ignore::Error, source: &Source, into: &mut Walk) {
    let path = path_of(error);
    let message = match (looped(error), error.io_error()) {
        (true, _) => "a link that leads back into its own folder; it was not followed".to_owned(),
        (_, Some(io)) => unreadable(io),
        _ => error.to_string(),
    };
    let place = path.as_deref().map_or_else(|| "a folder".to_owned(), |p| source.id(p));
    if let Some(path) = &path {
        into.shut.push(Scope { source: source.number, below: source.raw(path) });
    }
    into.problems.push(Problem { place, severity: Severity::Error, message });
}

fn path_of(error: &ignore::Error) -> Option<PathBuf> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path.clone()),
        ignore::Error::Loop { child, .. } => Some(child.clone()),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => path_of(err),
        _ => None,
    }
}

fn looped(error: &ignore::Error) -> bool {
    match error {
        ignore::Error::Loop { .. } => true,
        ignore::Error::WithPath { err, .. } | ignore::Error::WithDepth { err, .. } => looped(err),
        _ => false,
    }
}

/// A refusal of the system in words.
pub fn unreadable(error: &std::io::Error) -> String {
    use std::io::ErrorKind::{NotFound, PermissionDenied};
    match error.kind() {
        PermissionDenied => "no right to read it; change its rights and run this again".to_owned(),
        NotFound => "a link to something that is not there".to_owned(),
        _ => format!("cannot be read ({error})"),
    }
}
