//! The desk at which a reader becomes a reviewer: judgements go in here, one at a time.
//!
//! The room reads through handles that cannot write. For each judgement the right to change the collection is taken
//! and given back, so that papers can be added while the room is open. Linking follows in the background when some
//! seconds have passed without another judgement: a reviewer never waits for it.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use memcon_model::{Decision, Judgement, Note, SelectionEdit, Undone, Wording};
use memcon_store::{Collection, NewSearch, StoreError};

use crate::library::Failure;
use crate::strings::t;

/// What may be changed from the room.
pub trait Desk: Send + Sync + 'static {
    /// Keeps judgements; gives their numbers.
    fn judge(&self, new: &[Judgement]) -> Result<Vec<u64>, Failure>;
    /// Takes a judgement back; `false` = there is none of that number that holds.
    fn undo(&self, number: u64, undone: &Undone) -> Result<bool, Failure>;
    /// Keeps a search under a name; gives its number.
    fn save_search(&self, new: &NewSearch) -> Result<u64, Failure>;
    /// Takes a saved search off the list, or (`None`) puts it back; `false` = there is none of that number, or it is so.
    fn remove_search(&self, number: u64, removed: Option<&Undone>) -> Result<bool, Failure>;
    /// Keeps a note; gives its number.
    fn note(&self, new: &Note) -> Result<u64, Failure>;
    /// Words a note anew; `false` = there is none of that number that holds.
    fn reword(&self, number: u64, wording: &Wording) -> Result<bool, Failure>;
    /// Takes a note away, or brings it back (`None`); `false` = there was nothing to do.
    fn remove_note(&self, number: u64, undone: Option<&Undone>) -> Result<bool, Failure>;
    /// Changes a selection; `false` = there was nothing to change.
    fn select(&self, name: &str, edit: &SelectionEdit) -> Result<bool, Failure>;
    /// Keeps judgements that are made together and can be taken back together; gives their numbers.
    fn judge_together(&self, new: &[Judgement]) -> Result<Vec<u64>, Failure>;
    /// Takes back what was made together; says how many.
    fn undo_batch(&self, batch: u64, undone: &Undone) -> Result<usize, Failure>;
    /// Keeps a decision; gives its number. It counts from the next linking on.
    fn decide(&self, new: &Decision) -> Result<u64, Failure>;
    /// Takes a decision back; `false` = there is none of that number that holds.
    fn undo_decision(&self, number: u64, by: &str) -> Result<bool, Failure>;
    /// Now, as RFC 3339 in UTC.
    fn now(&self) -> String;
}

/// Links a collection anew: whoever opens the room knows how.
pub type Relink = fn(&Collection) -> Result<(), String>;

/// How long a judgement waits while another program changes the collection.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long nothing must happen before linking begins.
const QUIET: Duration = Duration::from_secs(2);

/// A desk over the collection in a folder.
#[derive(Clone)]
pub struct OpenDesk {
    dir: PathBuf,
    relink: Relink,
    /// One change at a time.
    turn: Arc<Mutex<()>>,
    /// Changes so far: linking waits until this stands still.
    changes: Arc<AtomicU64>,
}

impl OpenDesk {
    /// A desk over the collection in `dir`.
    pub fn new(dir: PathBuf, relink: Relink) -> Self {
        Self { dir, relink, turn: Arc::default(), changes: Arc::default() }
    }

    /// Runs `work` with the right to change; then has linking follow.
    fn change<T>(&self, work: impl FnOnce(&Collection) -> Result<T, StoreError>) -> Result<T, Failure> {
        let done = self.keep(work)?;
        self.link_later();
        Ok(done)
    }

    /// Runs `work` with the right to change; what it keeps changes no paper, and nothing has to follow.
    fn keep<T>(&self, work: impl FnOnce(&Collection) -> Result<T, StoreError>) -> Result<T, Failure> {
        let turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let began = std::time::Instant::now();
        let collection = loop {
            match Collection::create_or_open(&self.dir) {
                Err(StoreError::Locked(_)) if began.elapsed() < PATIENCE => {
                    std::thread::sleep(Duration::from_millis(50));
                }
                Err(StoreError::Locked(_)) => return Err(Failure(t("review.busy").to_owned())),
                other => break other?,
            }
        };
        let done = work(&collection)?;
        drop((collection, turn));
        Ok(done)
    }

    fn link_later(&self) {
        let mine = self.changes.fetch_add(1, Ordering::SeqCst) + 1;
        let desk = self.clone();
        std::thread::spawn(move || {
            std::thread::sleep(QUIET);
            if desk.changes.load(Ordering::SeqCst) != mine {
                return;
            }
            let _turn = desk.turn.lock().unwrap_or_else(PoisonError::into_inner);
            // Whoever holds the collection now links it when done, or `memcon check` tells that it was not linked.
            if let Ok(collection) = Collection::create_or_open(&desk.dir) {
                let _ = (desk.relink)(&collection);
            }
        });
    }
}

impl Desk for OpenDesk {
    fn judge(&self, new: &[Judgement]) -> Result<Vec<u64>, Failure> {
        self.change(|c| {
            let numbers = c.judge(new)?;
            c.refresh_index()?;
            Ok(numbers)
        })
    }

    fn undo(&self, number: u64, undone: &Undone) -> Result<bool, Failure> {
        self.change(|c| {
            let done = c.undo_judgement(number, undone)?;
            c.refresh_index()?;
            Ok(done)
        })
    }

    fn save_search(&self, new: &NewSearch) -> Result<u64, Failure> {
        self.keep(|c| c.save_search(new))
    }

    fn remove_search(&self, number: u64, removed: Option<&Undone>) -> Result<bool, Failure> {
        self.keep(|c| c.remove_search(number, removed))
    }

    fn note(&self, new: &Note) -> Result<u64, Failure> {
        self.keep(|c| c.keep_note(new))
    }

    fn reword(&self, number: u64, wording: &Wording) -> Result<bool, Failure> {
        self.keep(|c| c.reword_note(number, wording))
    }

    fn remove_note(&self, number: u64, undone: Option<&Undone>) -> Result<bool, Failure> {
        self.keep(|c| match undone {
            Some(undone) => c.undo_note(number, undone),
            None => c.restore_note(number),
        })
    }

    fn select(&self, name: &str, edit: &SelectionEdit) -> Result<bool, Failure> {
        self.keep(|c| c.edit_selection(name, edit))
    }

    fn judge_together(&self, new: &[Judgement]) -> Result<Vec<u64>, Failure> {
        self.change(|c| {
            let numbers = c.judge_together(new)?;
            c.refresh_index()?;
            Ok(numbers)
        })
    }

    fn undo_batch(&self, batch: u64, undone: &Undone) -> Result<usize, Failure> {
        self.change(|c| {
            let done = c.undo_batch(batch, undone)?;
            c.refresh_index()?;
            Ok(done)
        })
    }

    fn decide(&self, new: &Decision) -> Result<u64, Failure> {
        let made = day(&self.now());
        self.change(|c| c.decide(&Decision { made, ..new.clone() }))
    }

    fn undo_decision(&self, number: u64, by: &str) -> Result<bool, Failure> {
        let day = day(&self.now());
        self.change(|c| c.undo_decision(number, &day, Some(by)))
    }

    fn now(&self) -> String {
        let seconds = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(0, |d| d.as_secs());
        rfc3339(seconds)
    }
}

/// The day of a time as RFC 3339.
fn day(time: &str) -> String {
    time.split('T').next().unwrap_or_default().to_owned()
}

/// Seconds since 1970 as RFC 3339 in UTC.
pub fn rfc3339(seconds: u64) -> String {
    let epoch = memcon_model::Day::new(1970, 1, 1).map_or(0, memcon_model::Day::number);
    let days = i64::try_from(seconds / 86_400).unwrap_or(0);
    let day = memcon_model::Edtf::day(memcon_model::Day::from_number(epoch + days));
    let s = seconds % 86_400;
    format!("{}T{:02}:{:02}:{:02}Z", day.as_str(), s / 3600, s / 60 % 60, s % 60)
}

#[cfg(test)]
mod tests {
    use super::rfc3339;

    #[test]
    fn seconds_as_a_reader_writes_them() {
        assert_eq!(rfc3339(951_782_400 + 3_723), "2000-02-29T01:02:03Z");
    }
}
