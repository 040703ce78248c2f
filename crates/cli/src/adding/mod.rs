//! Papers into a collection: look through the sources, keep and analyse what is new, tell what changed.
//!
//! Originals are kept by the workers before the database hears of them; the database takes batches;
//! linking and index follow. Killed anywhere, the next run goes on from what the database holds.

mod summary;
mod walk;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use anyhow::Context;
use memcon_model::{Edtf, Settings, Severity};
use memcon_read::Hint;
use memcon_store::{Collection, DocumentStatus, Ids, NewDocument, Problem, Put, Scan, Scope, fingerprint};

pub use summary::Summary;
use walk::{Found, Source, Trouble};

use crate::in_order::in_order;
use crate::jsonl::{self, Numbered};
use crate::progress::{Travel, Whole};

/// Papers in one transaction, at most.
const BATCH: usize = 256;
/// Bytes of text in one transaction, at most (one paper alone may be larger).
const BATCH_BYTES: usize = 16 << 20;

/// What a worker found out about one paper.
enum Seen {
    /// The same bytes, analysed by the same program with the same settings.
    Same(String),
    /// The same, and it had been missing.
    Back(String),
    /// To be kept.
    New(Box<NewDocument>),
    /// Not to be read; `id` where it is known.
    Bad { id: Option<String>, problem: Problem },
    /// Went away between the look and the reading.
    Gone,
}

/// What the workers share.
struct Desk<'c> {
    collection: &'c Collection,
    settings: &'c Settings,
    engine: String,
}

/// Adds papers to a collection, step by step.
pub struct Adding<'c> {
    desk: Desk<'c>,
    batch: Vec<NewDocument>,
    batch_bytes: usize,
    back: Vec<String>,
    met: Ids,
    summary: Summary,
}

/// Adds everything below `paths` and every line of `lines`.
pub fn add(collection: &Collection, paths: &[PathBuf], lines: Option<&Path>) -> anyhow::Result<Summary> {
    let settings = collection.settings();
    let desk = Desk { collection, settings, engine: engine(settings) };
    let mut adding = Adding {
        desk,
        batch: Vec::new(),
        batch_bytes: 0,
        back: Vec::new(),
        met: Ids::default(),
        summary: Summary::default(),
    };
    if !paths.is_empty() {
        adding.files(paths)?;
    }
    if let Some(lines) = lines {
        adding.lines(lines)?;
    }
    Ok(adding.summary)
}

/// What analyses: this very program and these settings. Papers analysed by another are analysed anew.
fn engine(settings: &Settings) -> String {
    let program = std::env::current_exe().and_then(fs::read).unwrap_or_default();
    let settings = serde_json::to_vec(settings).unwrap_or_default();
    let mark = |bytes: &[u8]| fingerprint(bytes).get(..16).unwrap_or("").to_owned();
    format!("{} {} {}", env!("CARGO_PKG_VERSION"), mark(&program), mark(&settings))
}

impl Adding<'_> {
    fn files(&mut self, paths: &[PathBuf]) -> anyhow::Result<()> {
        let (mut scopes, mut places) = (Vec::new(), Vec::new());
        let mut sources: Vec<Source> = Vec::new();
        let mut roots = Vec::new();
        for path in paths {
            let root = fs::canonicalize(path).with_context(|| {
                format!("{} cannot be opened. Give a folder or file of papers", path.display())
            })?;
            let source = self.source_for(&root, &mut sources)?;
            scopes.push(Scope { source: source.number, below: source.raw(&root) });
            places.push(source.id(&root));
            roots.push((root, source));
        }
        roots.sort_by(|a, b| a.0.cmp(&b.0));
        roots.dedup_by(|a, b| a.0 == b.0);
        let own = fs::canonicalize(self.desk.collection.dir()).unwrap_or_default();
        let mut scan = Scan { name: "files".to_owned(), scopes, places, ..Scan::default() };
        let trouble = Mutex::new(Trouble::default());
        let several = roots.len() > 1;
        let mut twice = Ids::default();
        // Paths may lie in each other: a file is taken once.
        let files = roots.iter().flat_map(|(root, source)| walk::walk(root, source.clone(), &own, &trouble));
        let files = files.filter(|f| !several || twice.insert(&f.id));
        let count = |more: &mut dyn FnMut(u64) -> bool| {
            roots.iter().for_each(|(root, _)| walk::count(root, &own, &mut *more));
        };
        let held = self.desk.collection.size()?;
        let mut travel = Travel::new("papers");
        std::thread::scope(|scope| {
            let whole = Whole::default();
            scope.spawn({
                let whole = whole.clone();
                move || whole.count(count)
            });
            travel.to(whole.clone(), held);
            let done = self.run(files, |f| f.bytes, |desk, f| desk.file(&f), &mut scan, &mut travel);
            whole.enough();
            done
        })?;
        travel.finish();
        let trouble = trouble.into_inner().unwrap_or_else(PoisonError::into_inner);
        scan.shut = trouble.shut;
        scan.problems.splice(0..0, trouble.problems);
        self.finish(scan)
    }

    /// The source that a path belongs to: one known that holds it, else its own folder.
    fn source_for(&self, root: &Path, sources: &mut Vec<Source>) -> anyhow::Result<Source> {
        let folder = if root.is_dir() { root } else { root.parent().unwrap_or(root) };
        let home = self.desk.collection.home().filter(|h| folder.starts_with(h));
        let known = sources.iter().find(|s| folder.starts_with(&s.folder)).cloned();
        if let Some(source) = known {
            return Ok(source);
        }
        let folder = home.unwrap_or_else(|| folder.to_owned());
        let (number, prefix) = self.desk.collection.source(&folder)?;
        let source = Source { number, folder, prefix };
        sources.push(source.clone());
        Ok(source)
    }

    fn lines(&mut self, path: &Path) -> anyhow::Result<()> {
        let name = path.to_string_lossy().into_owned();
        let lines = jsonl::lines(path)?;
        let mut scan = Scan { name: format!("lines {name}"), places: vec![String::new()], ..Scan::default() };
        let mut travel = Travel::new("documents");
        let weight = |n: &Numbered| n.line.as_ref().map_or(0, |l| l.body.len() as u64);
        self.run(lines, weight, |desk, n| desk.line(n, &name), &mut scan, &mut travel)?;
        travel.finish();
        self.finish(scan)
    }

    fn run<T: Send>(
        &mut self,
        items: impl Iterator<Item = T> + Send,
        weight: impl Fn(&T) -> u64 + Sync,
        read: impl Fn(&Desk<'_>, T) -> anyhow::Result<Seen> + Sync,
        scan: &mut Scan,
        travel: &mut Travel,
    ) -> anyhow::Result<()> {
        let Self { desk, batch, batch_bytes, back, met, summary } = self;
        let desk = &*desk;
        let weight = &weight;
        let work = |item: T| {
            let bytes = weight(&item);
            read(desk, item).map(|seen| (bytes, seen))
        };
        in_order(items, weight, work, |found| {
            let (bytes, found) = found?;
            travel.step(bytes, matches!(found, Seen::Same(_) | Seen::Back(_)));
            match found {
                Seen::Gone => {}
                Seen::Same(id) => summary.unchanged += u64::from(take(met, scan, id)),
                Seen::Back(id) => {
                    back.push(id.clone());
                    take(met, scan, id);
                }
                Seen::Bad { id, problem } => {
                    scan.problems.push(problem);
                    id.iter().for_each(|id| _ = scan.seen.insert(id));
                }
                Seen::New(document) => {
                    if !take(met, scan, document.id.clone()) {
                        return Ok(());
                    }
                    *batch_bytes += document.text.len();
                    batch.push(*document);
                    if batch.len() >= BATCH || *batch_bytes >= BATCH_BYTES {
                        flush(desk, batch, summary)?;
                        *batch_bytes = 0;
                    }
                }
            }
            Ok(())
        })
    }

    fn finish(&mut self, scan: Scan) -> anyhow::Result<()> {
        flush(&self.desk, &mut self.batch, &mut self.summary)?;
        self.batch_bytes = 0;
        let collection = self.desk.collection;
        collection.returned(&self.back)?;
        self.summary.returned.append(&mut self.back);
        let report = collection.finish_scan(&scan)?;
        self.summary.missing.extend(report.missing);
        self.summary.moved.extend(report.moved);
        Ok(())
    }
}

/// Notes that `id` was met; a second time in one run is a problem.
fn take(met: &mut Ids, scan: &mut Scan, id: String) -> bool {
    scan.seen.insert(&id);
    let first = met.insert(&id);
    if !first {
        let message = "two documents of this run have this id; the first was taken".to_owned();
        scan.problems.push(Problem { place: id, severity: Severity::Error, message });
    }
    first
}

fn flush(desk: &Desk<'_>, batch: &mut Vec<NewDocument>, summary: &mut Summary) -> anyhow::Result<()> {
    if batch.is_empty() {
        return Ok(());
    }
    let done = desk.collection.put(batch)?;
    for (document, put) in batch.drain(..).zip(done) {
        match put {
            Put::Added => summary.added += 1,
            Put::Renewed => summary.renewed += 1,
            Put::Changed => summary.changed.push(document.id),
        }
    }
    Ok(())
}

impl Desk<'_> {
    fn file(&self, found: &Found) -> anyhow::Result<Seen> {
        let bytes = match fs::read(&found.path) {
            Ok(bytes) => bytes,
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(Seen::Gone),
            Err(e) => {
                let message = walk::unreadable(&e);
                let problem = Problem { place: found.id.clone(), severity: Severity::Error, message };
                return Ok(Seen::Bad { id: Some(found.id.clone()), problem });
            }
        };
        let name = found.path.file_name().map_or_else(|| found.id.clone(), |n| n.to_string_lossy().into());
        let origin =
            Origin { source: Some(found.source), raw: Some(found.raw.clone()), name, media_type: None };
        self.paper(&found.id, &bytes, origin, None)
    }

    fn line(&self, numbered: Numbered, file: &str) -> anyhow::Result<Seen> {
        match numbered.line {
            Err(message) => {
                let place = format!("{file}, line {}", numbered.number);
                let problem = Problem { place, severity: Severity::Error, message };
                Ok(Seen::Bad { id: None, problem })
            }
            Ok(line) => {
                let media_type = Some(line.media_type);
                let origin = Origin { source: None, raw: None, name: line.id.clone(), media_type };
                self.paper(&line.id, line.body.as_bytes(), origin, line.day)
            }
        }
    }

    /// Reads a paper; `day` is the one that its line gives.
    fn paper(&self, id: &str, bytes: &[u8], origin: Origin, day: Option<Edtf>) -> anyhow::Result<Seen> {
        let hash = fingerprint(bytes);
        // The same words under another day are analysed anew: the day is part of what made the analysis.
        let engine = day.as_ref().map_or_else(|| self.engine.clone(), |day| format!("{} {day}", self.engine));
        let known = self.collection.known(id)?;
        if let Some(known) = known.filter(|k| k.blake3 == hash && k.engine == engine) {
            let missing = known.status == DocumentStatus::Missing;
            return Ok(if missing { Seen::Back(id.to_owned()) } else { Seen::Same(id.to_owned()) });
        }
        let blake3 = self.collection.keep_original(bytes)?;
        let path = origin.source.is_some().then_some(id);
        let own = day.map(|day| Settings { day: Some(day), ..self.settings.clone() });
        let hint = Hint { path, media_type: origin.media_type, ..Hint::default() };
        let (analysis, text) =
            memcon_analyse::analyse(id, bytes, hint, own.as_ref().unwrap_or(self.settings));
        Ok(Seen::New(Box::new(NewDocument {
            id: id.to_owned(),
            source: origin.source,
            path: origin.raw,
            name: origin.name,
            media_hint: origin.media_type.map(str::to_owned),
            blake3,
            bytes: bytes.len() as u64,
            engine,
            analysis,
            text,
        })))
    }
}

/// Where a paper comes from.
struct Origin {
    source: Option<i64>,
    raw: Option<Vec<u8>>,
    name: String,
    media_type: Option<&'static str>,
}

/// Keeps lists of persons, those given and those that the settings name (from the folder of papers).
pub fn lists(collection: &Collection, given: &[PathBuf]) -> anyhow::Result<()> {
    let home = collection.home().unwrap_or_default();
    let named = collection.settings().authorities.iter().map(|p| home.join(p));
    for path in given.iter().cloned().chain(named) {
        let list = crate::authority::read(&path)?;
        let name = path.file_name().map_or_else(|| path.to_string_lossy(), |n| n.to_string_lossy());
        collection.set_list(&name, &list.blake3, &list.entries)?;
    }
    Ok(())
}
