//! Files below the paths given, one after the other in the order of their names; what is no file is a problem, not
//! a stop. Nothing is held but the folders that lead to where the walk stands.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

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

/// What a walk met besides files.
#[derive(Clone, Debug, Default)]
pub struct Trouble {
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

/// The files below `root` (canonical), which belongs to `source`. `collection` is left out.
pub fn walk<'t>(
    root: &Path,
    source: Source,
    collection: &Path,
    trouble: &'t Mutex<Trouble>,
) -> impl Iterator<Item = Found> + Send + use<'t> {
    builder(root, collection).build().filter_map(move |entry| {
        let mut into = trouble.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        match entry {
            Err(error) => {
                refused(&error, &source, &mut into);
                None
            }
            Ok(entry) if entry.file_type().is_some_and(|t| t.is_dir()) => None,
            Ok(entry) => meet(entry.into_path(), &source, &mut into),
        }
    })
}

/// How many files and bytes there are below `root`, for the time left; told bit by bit.
pub fn count(root: &Path, collection: &Path, mut more: impl FnMut(u64) -> bool) {
    for entry in builder(root, collection).build().flatten() {
        if let Ok(meta) = fs::metadata(entry.path())
            && meta.is_file()
            && meta.len() <= LARGEST
            && !more(meta.len())
        {
            break;
        }
    }
}

fn builder(root: &Path, collection: &Path) -> WalkBuilder {
    let collection = collection.to_owned();
    let mut builder = WalkBuilder::new(root);
    builder
        .standard_filters(false)
        .hidden(true)
        .follow_links(true)
        .sort_by_file_name(|a, b| a.cmp(b))
        .filter_entry(move |e| {
            let own = e.file_name() == crate::place::FOLDER || e.file_name() == SETTINGS;
            e.depth() == 0 || (!own && e.path() != collection)
        });
    builder
}

fn meet(path: PathBuf, source: &Source, into: &mut Trouble) -> Option<Found> {
    let id = source.id(&path);
    let mut problem = |message: String| {
        into.shut.push(Scope { source: source.number, below: source.raw(&path) });
        into.problems.push(Problem { place: id.clone(), severity: Severity::Error, message });
        None
    };
    match fs::metadata(&path) {
        Err(error) => problem(unreadable(&error)),
        // A pipe would be waited for without end, a device might do anything.
        Ok(meta) if !meta.is_file() => {
            problem("not a file but a pipe, socket or device; it was not opened".to_owned())
        }
        Ok(meta) if meta.len() > LARGEST => {
            problem(format!("larger than {} MiB; it was not read. Split it", LARGEST >> 20))
        }
        Ok(meta) => {
            let raw = source.raw(&path);
            Some(Found { path, id, source: source.number, raw, bytes: meta.len() })
        }
    }
}

/// What the walk itself could not do: folders without rights, links in a circle or to nowhere.
fn refused(error: &ignore::Error, source: &Source, into: &mut Trouble) {
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
