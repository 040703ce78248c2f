//! The handle on a collection: its folder, its lock, its connections.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use memcon_model::Settings;
use rusqlite::{Connection, OptionalExtension};

use crate::error::{Result, StoreError};
use crate::settings::Seeded;
use crate::spellings::Spellings;
use crate::{originals, schema, search, sections, settings, texts};

/// What a collection is opened for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// To add and change; one program at a time.
    ReadWrite,
    /// To read; nothing on disk is touched.
    ReadOnly,
}

/// A collection on disk. Shared between threads as it is (`Send + Sync`): readers get a connection
/// each, changes go one after the other.
pub struct Collection {
    dir: PathBuf,
    settings: Settings,
    remarks: Vec<String>,
    /// Before the writer: the last connection to close must be one that may tidy up the log.
    readers: Mutex<Vec<Connection>>,
    writer: Option<Mutex<Connection>>,
    /// Originals written and not yet lasting.
    pub(crate) pending: Mutex<originals::Pending>,
    /// Parts of the linking as last read.
    pub(crate) linked: Mutex<Vec<sections::Read>>,
    /// The names of the collection, with the linking they are from.
    pub(crate) spellings: Mutex<Option<Arc<Spellings>>>,
    /// The full-text index as last opened.
    pub(crate) index: Mutex<Option<Arc<search::Index>>>,
    /// Where originals lie, if not in this folder.
    lent: Option<PathBuf>,
    /// Held as long as this handle may write. Last field: let go after the connections.
    lock: Option<File>,
}

impl std::fmt::Debug for Collection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Collection").field("dir", &self.dir).field("writes", &self.writes()).finish()
    }
}

impl Collection {
    /// Opens the collection in `dir` (the `.memcon` folder, or what was given as `--collection`).
    pub fn open(dir: &Path, mode: Mode) -> Result<Self> {
        if !dir.join(DATABASE).is_file() {
            return Err(StoreError::NotFound(dir.to_owned()));
        }
        match mode {
            Mode::ReadWrite => Self::create_or_open(dir),
            Mode::ReadOnly => Self::open_reading(dir),
        }
    }

    fn open_reading(dir: &Path) -> Result<Self> {
        let first = schema::open_reader(&dir.join(DATABASE))?;
        let settings = settings::read(&dir.join(settings::FILE))?;
        Ok(Self::assemble(dir, settings, Vec::new(), None, vec![first], None))
    }

    /// Opens the collection in `dir` for writing, making it where there is none.
    pub fn create_or_open(dir: &Path) -> Result<Self> {
        let io = |e| StoreError::io(dir, e);
        fs::create_dir_all(dir.join(ORIGINALS)).map_err(io)?;
        let lock = take_lock(dir)?;
        originals::sweep(&dir.join(ORIGINALS));
        texts::sweep(dir);
        let database = dir.join(DATABASE);
        if !database.exists() {
            // An index without its database tells of papers that are not there.
            let _ = fs::remove_dir_all(dir.join(INDEX));
        }
        let writer = schema::open_writer(&database)?;
        let mut remarks = Vec::new();
        let inner = dir.join(settings::FILE);
        if let Some(outer) = home(dir).map(|h| h.join(settings::FILE)) {
            let sql = |e| StoreError::sql(&database, e);
            let before = get(&writer, "settings_seed").map_err(sql)?;
            match settings::seed(&outer, &inner, before.as_deref())? {
                Seeded::Same => {}
                Seeded::Taken(hash) => set(&writer, "settings_seed", &hash).map_err(sql)?,
                Seeded::Both => remarks.push(format!(
                    "{} and {} were both edited; the second counts. Make them the same, or delete one",
                    outer.display(),
                    inner.display()
                )),
            }
        }
        let settings = settings::read(&inner)?;
        Ok(Self::assemble(dir, settings, remarks, Some(writer), Vec::new(), Some(lock)))
    }

    fn assemble(
        dir: &Path,
        settings: Settings,
        remarks: Vec<String>,
        writer: Option<Connection>,
        readers: Vec<Connection>,
        lock: Option<File>,
    ) -> Self {
        Self {
            dir: dir.to_owned(),
            settings,
            remarks,
            writer: writer.map(Mutex::new),
            readers: Mutex::new(readers),
            pending: Mutex::default(),
            linked: Mutex::default(),
            spellings: Mutex::new(None),
            index: Mutex::new(None),
            lent: None,
            lock,
        }
    }

    /// This collection as one that holds papers of `whole`: with its settings and `title`, and originals read from there.
    pub(crate) fn standing_for(mut self, whole: &Self, title: String) -> Self {
        self.settings = Settings { title: Some(title), access: Default::default(), ..whole.settings.clone() };
        self.lent = Some(whole.originals());
        self
    }

    /// Gives the right to write back, so that another program may add while this one shows.
    pub fn into_reader(self) -> Result<Self> {
        let Self { dir, writer, readers, lock, .. } = self;
        drop((readers, writer, lock));
        Self::open(&dir, Mode::ReadOnly)
    }

    /// The collection's folder.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// The folder of papers that holds the collection, where it lies in a `.memcon`.
    pub fn home(&self) -> Option<PathBuf> {
        home(&self.dir)
    }

    /// What a person told about the collection.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// What the user should know about the opening itself.
    pub fn remarks(&self) -> &[String] {
        &self.remarks
    }

    /// Whether this handle may change the collection.
    pub fn writes(&self) -> bool {
        self.lock.is_some()
    }

    /// Number of changes so far. Grows with every batch; what is derived remembers it.
    pub fn revision(&self) -> Result<u64> {
        self.reading(|db| get(db, "revision")).map(|v| v.and_then(|v| v.parse().ok()).unwrap_or(0))
    }

    /// A hash over all changes so far: equal only for equal histories.
    pub(crate) fn chain(&self) -> Result<String> {
        self.reading(|db| get(db, "chain")).map(Option::unwrap_or_default)
    }

    /// Whether the collection once stood at `mark`.
    pub(crate) fn was(&self, mark: &search::Mark) -> Result<bool> {
        let revision = i64::try_from(mark.revision).unwrap_or(i64::MAX);
        self.reading(|db| {
            let mut query = db.prepare_cached("SELECT chain = ? FROM history WHERE revision = ?")?;
            let same = query.query_row(rusqlite::params![mark.chain, revision], |r| r.get(0)).optional()?;
            Ok(same.unwrap_or(mark.revision == 0 && mark.chain.is_empty()))
        })
    }

    /// The right to change the index: waited for by the one who writes, taken by a reader only if free.
    pub(crate) fn may_index(&self) -> Option<File> {
        let path = self.dir.join("index.lock");
        let file = File::options().create(true).truncate(false).write(true).open(path).ok()?;
        if self.writes() {
            return file.lock().ok().map(|()| file);
        }
        file.try_lock().ok().map(|()| file)
    }

    pub(crate) fn originals(&self) -> PathBuf {
        self.lent.clone().unwrap_or_else(|| self.dir.join(ORIGINALS))
    }

    pub(crate) fn database(&self) -> PathBuf {
        self.dir.join(DATABASE)
    }

    pub(crate) fn index_dir(&self) -> PathBuf {
        self.dir.join(INDEX)
    }

    /// Runs `work` on a reading connection of its own.
    pub(crate) fn reading<T>(&self, work: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T> {
        let idle = guard(&self.readers).pop();
        let db = match idle {
            Some(db) => db,
            None => schema::open_reader(&self.database())?,
        };
        let found = work(&db).map_err(|e| StoreError::sql(&self.database(), e));
        guard(&self.readers).push(db);
        found
    }

    /// Runs `work` in one transaction: all of it is kept, or nothing. Originals last before it begins.
    pub(crate) fn writing<T>(&self, work: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T> {
        let writer = self.writer.as_ref().ok_or_else(|| StoreError::ReadOnly(self.dir.clone()))?;
        originals::settle(&self.originals(), &self.pending)?;
        let mut db = guard(writer);
        let run = || -> rusqlite::Result<T> {
            let tx = db.transaction()?;
            let done = work(&tx)?;
            tx.commit()?;
            Ok(done)
        };
        run().map_err(|e| StoreError::sql(&self.database(), e))
    }
}

/// Folder of the originals.
pub(crate) const ORIGINALS: &str = "originals";
/// The database's file.
pub(crate) const DATABASE: &str = "collection.db";
/// Folder of the full-text index.
pub(crate) const INDEX: &str = "index";
/// The lock's file.
const LOCK: &str = "lock";

/// The value of a setting of the database itself.
pub(crate) fn get(db: &Connection, key: &str) -> rusqlite::Result<Option<String>> {
    db.prepare_cached("SELECT value FROM meta WHERE key = ?")?.query_row([key], |r| r.get(0)).optional()
}

/// Sets it.
pub(crate) fn set(db: &Connection, key: &str, value: &str) -> rusqlite::Result<()> {
    db.prepare_cached("INSERT OR REPLACE INTO meta VALUES (?, ?)")?.execute([key, value]).map(|_| ())
}

/// The folder of papers around a collection in `.memcon`.
fn home(dir: &Path) -> Option<PathBuf> {
    let whole = fs::canonicalize(dir).ok()?;
    (whole.file_name()? == ".memcon").then(|| whole.parent().map(Path::to_owned))?
}

/// Takes the one right to write. The system frees it when the program ends, however it ends.
fn take_lock(dir: &Path) -> Result<File> {
    let path = dir.join(LOCK);
    let file = File::options().create(true).truncate(false).write(true).open(&path);
    let file = file.map_err(|e| StoreError::io(dir, e))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(StoreError::Locked(dir.to_owned())),
        Err(TryLockError::Error(e)) => Err(StoreError::io(&path, e)),
    }
}

/// Takes a lock; a thread that panicked left values that are still whole.
pub(crate) fn guard<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
