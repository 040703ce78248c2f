//! What a reader without clearance sees: a collection of its own, into which only the papers open to that reader are
//! carried, linked and indexed like any other.
//!
//! So nothing derived (a count, a hit, a rank, a graph, a number) can tell of a withheld paper: where it was made, that
//! paper was never there. An audience is derived; its folder may be deleted at any time. Who may see what is told by
//! [`Rules`]; linking is done by whoever links the whole.

mod carry;
mod tables;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::access::{Labels, Rules};
use crate::collection::Collection;
use crate::error::{Result, StoreError};
use carry::Carried;

/// Folder of the audiences, in the collection's.
const AUDIENCES: &str = "audiences";

/// Folders tried for one audience, where old ones cannot be removed because somebody still reads in them.
const TRIES: u32 = 8;

/// The readers who hold the same labels, as far as these count.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Audience {
    labels: Labels,
}

/// Up to what an audience was brought: another wherever papers, judgements, decisions or rules are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark(String);

impl Mark {
    /// Whether both are of the same rules.
    pub fn same_rules(&self, other: &Self) -> bool {
        self.0.rsplit(' ').next() == other.0.rsplit(' ').next()
    }
}

impl Audience {
    /// The audience of a reader who holds `labels`; `None` where that reader may see whatever there is.
    pub fn of(rules: &Rules, labels: &Labels) -> Option<Self> {
        (!rules.sees_all(labels)).then(|| Self { labels: rules.counting(labels) })
    }

    /// Where the whole and the rules stand now.
    pub fn mark(whole: &Collection, rules: &Rules) -> Result<Mark> {
        Ok(Mark(format!("{} {} {}", whole.revision()?, whole.chain()?, fingerprint(rules))))
    }

    /// The audience's collection, brought up to date. `held`: as it was given last time, by this program.
    ///
    /// One that was never linked ([`Collection::linking`] is 0) must be linked before anybody sees it. Where a paper must
    /// go that was there, all is made anew in another folder: neither index nor file keeps a trace of it.
    pub fn bring_up(
        &self,
        whole: &Collection,
        rules: &Rules,
        held: Option<&Arc<Collection>>,
    ) -> Result<Arc<Collection>> {
        let root = whole.dir().join(AUDIENCES);
        let key = blake3::hash(self.labels.iter().map(|l| format!("{l}\n")).collect::<String>().as_bytes());
        let key = key.to_hex().chars().take(24).collect::<String>();
        let carry = |into: &Collection| carry::carry(into, whole, rules, &self.labels);
        if let Some(held) = held
            && carry(held)? == Carried::Done
        {
            return Ok(Arc::clone(held));
        }
        let busy = held.map(|h| h.dir().to_owned());
        for n in 0..TRIES {
            let dir = root.join(format!("{key}-{n}"));
            if busy.as_deref() == Some(dir.as_path()) {
                // Those who read in it just now keep it until they are done; nobody new is let in.
                let _ = fs::remove_dir_all(&dir);
                continue;
            }
            let there = dir.is_dir();
            let Ok(into) = open(&dir, whole) else { continue };
            if there && carry(&into).is_ok_and(|c| c == Carried::Done) {
                return Ok(Arc::new(into));
            }
            drop(into);
            if there && fs::remove_dir_all(&dir).is_err() {
                continue;
            }
            let into = open(&dir, whole)?;
            if carry(&into)? == Carried::Done {
                return Ok(Arc::new(into));
            }
        }
        let why = format!(
            "no folder for an audience can be made in {}; another memcon may be using them",
            root.display()
        );
        Err(StoreError::Access(why))
    }
}

/// Opens the folder of an audience for writing, making it where there is none.
fn open(dir: &Path, whole: &Collection) -> Result<Collection> {
    private(dir.parent().unwrap_or(dir)).map_err(|e| StoreError::io(dir, e))?;
    let title = whole.overview()?.title;
    Ok(Collection::create_or_open(dir)?.standing_for(whole, title))
}

/// Makes a folder that only its owner can enter, where the system knows owners.
fn private(dir: &Path) -> std::io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(dir)
}

fn fingerprint(rules: &Rules) -> String {
    blake3::hash(rules.told().as_bytes()).to_hex().chars().take(24).collect()
}

impl Collection {
    /// Removes every audience of this collection that nobody uses; says how many folders.
    pub fn forget_audiences(&self) -> usize {
        let entries = fs::read_dir(self.dir().join(AUDIENCES)).into_iter().flatten().flatten();
        let folders: Vec<PathBuf> = entries.map(|e| e.path()).collect();
        // Whoever uses one holds its lock.
        let free = |dir: &PathBuf| Collection::create_or_open(dir).is_ok();
        folders.into_iter().filter(free).filter(|dir| fs::remove_dir_all(dir).is_ok()).count()
    }

    /// In an audience, the number that its `own` judgement or decision has in the whole. `kind`: the name of the table.
    pub fn number_in_whole(&self, kind: &str, own: u64) -> Result<Option<u64>> {
        self.number("SELECT whole FROM carried_numbers WHERE kind = ? AND own = ?", kind, own)
    }

    /// In an audience, the number under which one of the whole is known here.
    pub fn number_here(&self, kind: &str, whole: u64) -> Result<Option<u64>> {
        self.number("SELECT own FROM carried_numbers WHERE kind = ? AND whole = ?", kind, whole)
    }

    fn number(&self, sql: &str, kind: &str, number: u64) -> Result<Option<u64>> {
        use rusqlite::OptionalExtension;
        let number = i64::try_from(number).unwrap_or(i64::MAX);
        self.reading(|db| {
            let found =
                db.prepare_cached(sql)?.query_row(rusqlite::params![kind, number], |r| r.get::<_, i64>(0));
            Ok(found.optional()?.map(i64::unsigned_abs))
        })
    }
}
