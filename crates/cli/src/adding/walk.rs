//! Files below the paths given, one after the other in the order of their names; what is no file is a problem, not
//! a stop. Nothing is held but the folders that lead to where the walk stands.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use ignore::{DirEntry, WalkBuilder};
use memcon_model::Severity;
use memcon_store::{Problem, Scope, fingerprint};

use super::mets::Taken;

/// Largest file in bytes that is read as one paper.
pub const LARGEST: u64 = 1 << 30;

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

impl Found {
    /// Its name.
    pub fn name(&self) -> String {
        self.path.file_name().map_or_else(|| self.id.clone(), |n| n.to_string_lossy().into())
    }
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

/// What is passed over: the collection itself, lists of persons that the settings name; and links met that lead out.
#[derive(Clone, Debug, Default)]
pub struct Passed {
    /// Paths that are no papers.
    pub own: Vec<PathBuf>,
    outward: Arc<Mutex<Vec<PathBuf>>>,
}

impl Passed {
    /// Passes over these.
    pub fn new(own: Vec<PathBuf>) -> Self {
        Self { own, outward: Arc::default() }
    }

    /// The links met that lead out of the folder looked through, each once.
    pub fn outward(&self) -> Vec<PathBuf> {
        let mut links = self.outward.lock().unwrap_or_else(PoisonError::into_inner).clone();
        links.sort();
        links.dedup();
        links
    }
}

/// What is said of such a link.
pub fn leads_elsewhere(place: String) -> Problem {
    let message = "a link that leads out of the folder; it was not followed. Give what it leads to, or the link itself, \
                   if it belongs to the papers"
        .to_owned();
    Problem { place, severity: Severity::Warning, message }
}

/// The files below `root` (canonical), which belongs to `source`.
pub fn walk<'t>(
    root: &Path,
    source: Source,
    passed: &Passed,
    trouble: &'t Mutex<Trouble>,
) -> impl Iterator<Item = Found> + Send + use<'t> {
    builder(root, passed).build().filter_map(move |entry| {
        let mut into = trouble.lock().unwrap_or_else(PoisonError::into_inner);
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
pub fn count(root: &Path, passed: &Passed, mut more: impl FnMut(u64) -> bool) {
    for entry in builder(root, passed).build().flatten() {
        if let Ok(meta) = fs::metadata(entry.path())
            && meta.is_file()
            && !more(meta.len())
        {
            break;
        }
    }
}

fn builder(root: &Path, passed: &Passed) -> WalkBuilder {
    let (passed, inside, taken) = (passed.clone(), root.to_owned(), Taken::default());
    if root.is_dir() {
        taken.enter(root);
    }
    let mut builder = WalkBuilder::new(root);
    builder
        .standard_filters(false)
        .hidden(true)
        .follow_links(true)
        .sort_by_file_name(|a, b| a.cmp(b))
        .filter_entry(move |e| {
            if e.depth() == 0 {
                return true;
            }
            let own = e.file_name() == crate::place::FOLDER || e.file_name() == SETTINGS;
            let litter = memcon_read::carve::is_litter(&e.file_name().to_string_lossy());
            if own || litter || passed.own.iter().any(|p| p == e.path()) {
                return false;
            }
            let out = leads_out(e, &inside);
            if out {
                passed.outward.lock().unwrap_or_else(PoisonError::into_inner).push(e.path().to_owned());
                return false;
            }
            if e.file_type().is_some_and(|t| t.is_dir()) {
                taken.enter(e.path());
                return true;
            }
            !taken.has(e.path())
        });
    builder
}

/// Whether an entry is a link to somewhere outside of the folder looked through.
fn leads_out(entry: &DirEntry, inside: &Path) -> bool {
    entry.path_is_symlink() && fs::canonicalize(entry.path()).is_ok_and(|target| !target.starts_with(inside))
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
