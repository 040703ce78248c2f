//! Papers into a collection: look through the sources, keep and analyse what is new, tell what changed.
//!
//! Originals are kept by the workers before the database hears of them; the database takes batches;
//! linking and index follow. Killed anywhere, the next run goes on from what the database holds.

pub mod inventories;
mod mets;
mod opening;
mod pages;
mod summary;
mod walk;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::Context;
use memcon_model::{Edtf, Settings, Severity};
use memcon_read::Hint;
use memcon_store::{
    Collection, DocumentStatus, Ids, KeptFile, NewDocument, Problem, Put, Scan, Scope, fingerprint,
};

use opening::{Inside, Item};
use pages::Grouped;
pub use summary::Summary;
use walk::{Found, Passed, Source, Trouble};

use crate::in_order::in_order;
use crate::jsonl::{self, Numbered};
use crate::progress::{Travel, Whole};

/// Papers in one transaction, at most.
const BATCH: usize = 256;
/// Bytes of text in one transaction, at most (one paper alone may be larger).
const BATCH_BYTES: usize = 16 << 20;

/// Between transactions, at most: papers that take seconds each are not read for nothing where a run is cut off.
const BETWEEN: Duration = Duration::from_secs(10);

/// What a worker found out about one paper.
enum Seen {
    /// The same bytes, analysed by the same program with the same settings.
    Same(String),
    /// The same, and it had been missing.
    Back(String),
    /// To be kept.
    New(Box<NewDocument>),
    /// Not to be read; `id` where it is known, `shut` where nothing that lies there counts as missing.
    Bad { id: Option<String>, shut: Option<Scope>, problem: Problem },
    /// A file of many papers that is as it was: how many are there.
    Kept { id: String, place: Scope, there: u64 },
    /// The end of a file of many papers.
    End(KeptFile),
    /// No paper: an inventory, which is kept as such.
    Inventory(String),
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
    desk: &'c Desk<'c>,
    batch: Vec<NewDocument>,
    batch_bytes: usize,
    files: Vec<KeptFile>,
    back: Vec<String>,
    met: Ids,
    summary: Summary,
}

/// Adds everything below `paths` and every line of `lines`.
pub fn add(collection: &Collection, paths: &[PathBuf], lines: Option<&Path>) -> anyhow::Result<Summary> {
    let settings = collection.settings();
    let desk = Desk { collection, settings, engine: engine(settings) };
    let mut adding = Adding {
        desk: &desk,
        batch: Vec::new(),
        batch_bytes: 0,
        files: Vec::new(),
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
        let passed = self.passed();
        let mut scan = Scan { name: "files".to_owned(), scopes, places, ..Scan::default() };
        let trouble = Mutex::new(Trouble::default());
        let several = roots.len() > 1;
        let mut twice = Ids::default();
        // Paths may lie in each other: a file is taken once.
        let files =
            roots.iter().flat_map(|(root, source)| walk::walk(root, source.clone(), &passed, &trouble));
        let files = files.filter(|f| !several || twice.insert(&f.id));
        let count = |more: &mut dyn FnMut(u64) -> bool| {
            roots.iter().for_each(|(root, _)| walk::count(root, &passed, &mut *more));
        };
        let desk = self.desk;
        let items = Grouped::new(files).flat_map(move |files| opening::open(desk, files));
        let held = self.desk.collection.size()?;
        let mut travel = Travel::new("papers");
        std::thread::scope(|scope| {
            let whole = Whole::default();
            scope.spawn({
                let whole = whole.clone();
                move || whole.count(count)
            });
            travel.to(whole.clone(), held);
            let size = |i: &anyhow::Result<Item>| i.as_ref().map_or((0, 0), Item::bytes);
            let done = self.run(items, size, |desk, item| desk.item(item?), &mut scan, &mut travel);
            whole.enough();
            done
        })?;
        travel.finish();
        let trouble = trouble.into_inner().unwrap_or_else(PoisonError::into_inner);
        scan.shut = trouble.shut;
        scan.problems.splice(0..0, trouble.problems);
        for link in passed.outward() {
            if let Some((_, source)) = roots.iter().find(|(root, _)| link.starts_with(root)) {
                scan.problems.push(walk::leads_elsewhere(source.id(&link)));
            }
        }
        self.finish(scan)
    }

    /// What in the folders is no paper: the collection, and the lists of persons that the settings name.
    fn passed(&self) -> Passed {
        let collection = self.desk.collection;
        let home = collection.home().unwrap_or_default();
        let lists = self.desk.settings.authorities.iter().map(|list| home.join(list));
        let all = lists.chain([collection.dir().to_owned()]);
        Passed::new(all.filter_map(|p| fs::canonicalize(p).ok()).collect())
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
        let weight = |n: &Numbered| {
            let bytes = n.line.as_ref().map_or(0, |l| l.body.len() as u64);
            (bytes, bytes)
        };
        self.run(lines, weight, |desk, n| desk.line(n, &name), &mut scan, &mut travel)?;
        travel.finish();
        self.finish(scan)
    }

    fn run<T: Send>(
        &mut self,
        items: impl Iterator<Item = T> + Send,
        weight: impl Fn(&T) -> (u64, u64) + Sync,
        read: impl Fn(&Desk<'_>, T) -> anyhow::Result<Seen> + Sync,
        scan: &mut Scan,
        travel: &mut Travel,
    ) -> anyhow::Result<()> {
        let Self { desk, batch, batch_bytes, files, back, met, summary } = self;
        let desk = *desk;
        let weight = &weight;
        let mut kept = Instant::now();
        let work = |item: T| {
            let bytes = weight(&item).1;
            read(desk, item).map(|seen| (bytes, seen))
        };
        in_order(
            items,
            |item| weight(item).0,
            work,
            |found| {
                let (bytes, found) = found?;
                travel.step(bytes, matches!(found, Seen::Same(_) | Seen::Back(_) | Seen::Kept { .. }));
                match found {
                    Seen::Gone => {}
                    Seen::Inventory(id) => {
                        scan.seen.insert(&id);
                    }
                    Seen::Same(id) => summary.unchanged += u64::from(take(met, scan, id)),
                    Seen::Back(id) => {
                        back.push(id.clone());
                        take(met, scan, id);
                    }
                    Seen::Bad { id, shut, problem } => {
                        scan.problems.push(problem);
                        scan.shut.extend(shut);
                        id.iter().for_each(|id| _ = scan.seen.insert(id));
                    }
                    Seen::Kept { id, place, there } => {
                        summary.unchanged += there;
                        scan.kept.insert(id, place);
                    }
                    Seen::End(file) => files.push(file),
                    Seen::New(document) => {
                        if !take(met, scan, document.id.clone()) {
                            return Ok(());
                        }
                        *batch_bytes += document.text.len();
                        batch.push(*document);
                        let full = batch.len() >= BATCH || *batch_bytes >= BATCH_BYTES;
                        if full || kept.elapsed() >= BETWEEN {
                            flush(desk, batch, files, summary)?;
                            *batch_bytes = 0;
                            kept = Instant::now();
                        }
                    }
                }
                Ok(())
            },
        )
    }

    fn finish(&mut self, scan: Scan) -> anyhow::Result<()> {
        flush(self.desk, &mut self.batch, &mut self.files, &mut self.summary)?;
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

/// Keeps the papers that wait, then the files all of whose papers are kept.
fn flush(
    desk: &Desk<'_>,
    batch: &mut Vec<NewDocument>,
    files: &mut Vec<KeptFile>,
    summary: &mut Summary,
) -> anyhow::Result<()> {
    let done = if batch.is_empty() { Vec::new() } else { desk.collection.put(batch)? };
    for (document, put) in batch.drain(..).zip(done) {
        match put {
            Put::Added => summary.added += 1,
            Put::Renewed => summary.renewed += 1,
            Put::Changed => summary.changed.push(document.id),
        }
    }
    desk.collection.keep_files(files)?;
    files.clear();
    Ok(())
}

impl Desk<'_> {
    fn item(&self, item: Item) -> anyhow::Result<Seen> {
        match item {
            Item::Known(seen, _) => Ok(*seen),
            Item::Read(found, bytes) => self.paper(&found.id, &bytes, Origin::file(&found), None),
            Item::File(found) => match read(&found) {
                Ok(Some(bytes)) => self.paper(&found.id, &bytes, Origin::file(&found), None),
                Ok(None) => Ok(Seen::Gone),
                Err(problem) => Ok(Seen::Bad { id: Some(found.id), shut: None, problem }),
            },
            Item::Pages(files) => self.pages(&files),
            Item::Part(inside) => {
                let Inside { file, part, .. } = *inside;
                let id = opening::id(&file.id, &part.way);
                let name = id.rsplit('/').next().unwrap_or(&id).to_owned();
                let way = (!part.way.is_empty()).then_some(part.way);
                let media_type = part.media_type;
                let origin = Origin { name, way, media_type, given: part.given, ..Origin::file(&file) };
                self.paper(&id, &part.bytes, origin, None)
            }
        }
    }

    /// Pages of one paper in files of their own.
    fn pages(&self, files: &[Found]) -> anyhow::Result<Seen> {
        let Some(first) = files.first() else { return Ok(Seen::Gone) };
        let id = memcon_read::scans::document_of(&first.id);
        let mut pages = Vec::new();
        for file in files {
            match read(file) {
                Ok(Some(bytes)) => pages.push((file.name(), bytes)),
                Ok(None) => return Ok(Seen::Gone),
                Err(problem) => return Ok(Seen::Bad { id: Some(id), shut: None, problem }),
            }
        }
        let bytes = memcon_read::scans::pack(&pages);
        let name = id.rsplit('/').next().unwrap_or(&id).to_owned();
        let media_type = Some(memcon_read::Format::Pages.media_type().to_owned());
        self.paper(&id, &bytes, Origin { name, media_type, ..Origin::file(first) }, None)
    }

    fn line(&self, numbered: Numbered, file: &str) -> anyhow::Result<Seen> {
        match numbered.line {
            Err(message) => {
                let place = format!("{file}, line {}", numbered.number);
                let problem = Problem { place, severity: Severity::Error, message };
                Ok(Seen::Bad { id: None, shut: None, problem })
            }
            Ok(line) => {
                let media_type = Some(line.media_type.to_owned());
                let origin = Origin { name: line.id.clone(), media_type, ..Origin::default() };
                self.paper(&line.id, line.body.as_bytes(), origin, line.day)
            }
        }
    }

    /// Reads a paper; `day` is the one that its line gives.
    fn paper(&self, id: &str, bytes: &[u8], origin: Origin, day: Option<Edtf>) -> anyhow::Result<Seen> {
        let hash = fingerprint(bytes);
        // The same words under another day, or out of a file that says other things of them, are analysed anew.
        let mut engine = self.engine.clone();
        if let Some(day) = &day {
            engine.push_str(&format!(" {day}"));
        }
        if !origin.given.is_empty() {
            let given = serde_json::to_vec(&origin.given)?;
            engine.push_str(&format!(" {}", fingerprint(&given).get(..16).unwrap_or("")));
        }
        let known = self.collection.known(id)?;
        if let Some(known) = known.filter(|k| k.blake3 == hash && k.engine == engine) {
            let missing = known.status == DocumentStatus::Missing;
            return Ok(if missing { Seen::Back(id.to_owned()) } else { Seen::Same(id.to_owned()) });
        }
        let told = origin.media_type.is_some() || origin.source.is_none();
        if !told && let Some(notices) = inventories::keep(self.collection, id, bytes)? {
            notices.iter().for_each(|n| crate::out::remark(&format!("{id}: {n}")));
            return Ok(Seen::Inventory(id.to_owned()));
        }
        if !told && origin.way.is_none() {
            crate::authority::of_edition(self.collection, id, bytes)?;
        }
        let blake3 = self.collection.keep_original(bytes)?;
        let path = origin.source.is_some().then_some(id);
        let own = day.map(|day| Settings { day: Some(day), ..self.settings.clone() });
        let hint = Hint { path, media_type: origin.media_type.as_deref(), given: &origin.given };
        let (mut analysis, text) =
            memcon_analyse::analyse(id, bytes, hint, own.as_ref().unwrap_or(self.settings));
        if let Some(way) = origin.way {
            analysis.source.path = id.strip_suffix(&way).map(|file| file.trim_end_matches('/').to_owned());
            analysis.source.part = Some(way);
        }
        Ok(Seen::New(Box::new(NewDocument {
            id: id.to_owned(),
            source: origin.source,
            path: origin.raw,
            name: origin.name,
            media_hint: origin.media_type,
            given: origin.given,
            blake3,
            bytes: bytes.len() as u64,
            engine,
            analysis,
            text,
        })))
    }
}

/// The bytes of a file that is one paper; `None` = it went away meanwhile.
fn read(found: &Found) -> Result<Option<Vec<u8>>, Problem> {
    let bad = |message: String| Problem { place: found.id.clone(), severity: Severity::Error, message };
    if found.bytes > walk::LARGEST {
        let mib = walk::LARGEST >> 20;
        return Err(bad(format!("one paper of more than {mib} MiB; it was not read. Split it")));
    }
    match fs::read(&found.path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(e) => Err(bad(walk::unreadable(&e))),
    }
}

/// Where a paper comes from.
#[derive(Default)]
struct Origin {
    source: Option<i64>,
    raw: Option<Vec<u8>>,
    name: String,
    media_type: Option<String>,
    /// Where inside its file it stands.
    way: Option<String>,
    /// What its file says of it.
    given: Vec<(String, String)>,
}

impl Origin {
    fn file(found: &Found) -> Self {
        Self {
            source: Some(found.source),
            raw: Some(found.raw.clone()),
            name: found.name(),
            ..Self::default()
        }
    }
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
