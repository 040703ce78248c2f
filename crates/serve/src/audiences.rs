//! Which collection a reader reads in: the whole, or that of an audience, brought up to date before anything is shown.
//!
//! What an audience is and what is carried into it is the store's; here it is held open between requests, linked, and given
//! a desk whose judgements go to the whole.

use std::collections::BTreeMap;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use memcon_model::{Decision, Judgement, Note, SelectionEdit, Undone, Wording};
use memcon_store::{Access, Audience, AudienceMark, Collection, NewSearch, Role, Rules};

use crate::desk::{Desk, OpenDesk, Relink};
use crate::door::Viewer;
use crate::library::{Explain, Explained, Failure, Library};
use crate::shelf::Shelf;
use crate::strings::t;

/// So long a reader waits for an audience; then they are told to come again.
const PATIENCE: Duration = Duration::from_secs(15);
/// How long nothing must change before an audience is linked again.
const QUIET: Duration = Duration::from_secs(2);

/// Why somebody cannot read yet.
#[derive(Debug)]
pub enum NotNow {
    /// It is being made ready.
    Making,
    /// It cannot be had.
    Failed(Failure),
}

impl<E: Into<Failure>> From<E> for NotNow {
    fn from(e: E) -> Self {
        Self::Failed(e.into())
    }
}

/// A collection and its audiences.
pub struct Rooms {
    collection: Arc<Collection>,
    relink: Relink,
    desk: OpenDesk,
    explain: Explain,
    /// The whole, for reviewers and for readers.
    whole: [Arc<dyn Library>; 2],
    held: Mutex<BTreeMap<Audience, Arc<Held>>>,
}

/// An audience, held open.
struct Held {
    audience: Audience,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    /// Up to where it was brought.
    mark: Option<AudienceMark>,
    /// When that was looked at.
    looked: Option<Instant>,
    collection: Option<Arc<Collection>>,
    /// For reviewers and for readers.
    libraries: Option<[Arc<dyn Library>; 2]>,
    /// Somebody brings it up to date.
    busy: bool,
    /// Somebody will link it, or does.
    linking: bool,
    failed: Option<Failure>,
}

impl Rooms {
    /// The rooms of a collection.
    pub fn new(collection: Arc<Collection>, explain: Explain, relink: Relink) -> Self {
        let desk = OpenDesk::new(collection.dir().to_owned(), relink);
        let whole = libraries(&collection, explain, Some(Box::new(desk.clone())));
        Self { collection, relink, desk, explain, whole, held: Mutex::default() }
    }

    /// The collection.
    pub fn collection(&self) -> &Arc<Collection> {
        &self.collection
    }

    /// The whole, for whoever may see all of it.
    pub fn whole(&self) -> &Arc<dyn Library> {
        &self.whole[0]
    }

    /// What restricts papers now.
    pub fn rules(&self, access: &Access) -> Result<Rules, Failure> {
        Ok(access.rules(&self.collection)?)
    }

    /// What `viewer` reads in.
    pub fn of(self: &Arc<Self>, viewer: &Viewer, rules: &Rules) -> Result<Arc<dyn Library>, NotNow> {
        let which = usize::from(viewer.role == Role::Reader);
        let audience = match viewer.role {
            Role::Keeper => None,
            _ => Audience::of(rules, &viewer.labels),
        };
        let Some(audience) = audience else { return Ok(Arc::clone(&self.whole[which])) };
        let held = {
            let mut all = lock(&self.held);
            let new = || {
                Arc::new(Held {
                    audience: audience.clone(),
                    state: Mutex::default(),
                    changed: Condvar::new(),
                })
            };
            Arc::clone(all.entry(audience.clone()).or_insert_with(new))
        };
        let [reviewing, reading] = self.fresh(&held, rules)?;
        Ok(if which == 0 { reviewing } else { reading })
    }

    /// The libraries of an audience as it is now; never as it was, if that could be more than is allowed.
    fn fresh(self: &Arc<Self>, held: &Arc<Held>, rules: &Rules) -> Result<[Arc<dyn Library>; 2], NotNow> {
        let began = Instant::now();
        let mut state = lock(&held.state);
        loop {
            let now = Audience::mark(&self.collection, rules)?;
            // While papers are being added all the time: as it was at some instant since it was asked for.
            let fresh = |m: &AudienceMark| *m == now || (m.same_rules(&now) && state.looked >= Some(began));
            if state.mark.as_ref().is_some_and(fresh)
                && let Some(libraries) = &state.libraries
            {
                return Ok(libraries.clone());
            }
            if let Some(failed) = state.failed.take() {
                return Err(failed.into());
            }
            let left = PATIENCE.checked_sub(began.elapsed()).filter(|d| !d.is_zero());
            let Some(left) = left else { return Err(NotNow::Making) };
            if !state.busy {
                state.busy = true;
                let (rooms, held, rules) = (Arc::clone(self), Arc::clone(held), rules.clone());
                std::thread::spawn(move || rooms.bring_up(&held, &rules));
            }
            state = held.changed.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Brings an audience up to date; whoever waits is told.
    fn bring_up(self: &Arc<Self>, held: &Arc<Held>, rules: &Rules) {
        /// Whatever happens, nobody waits for one who is gone.
        struct Busy<'h>(&'h Held);
        impl Drop for Busy<'_> {
            fn drop(&mut self) {
                lock(&self.0.state).busy = false;
                self.0.changed.notify_all();
            }
        }
        let _busy = Busy(held);
        let before = lock(&held.state).collection.clone();
        let looked = Instant::now();
        let made = || -> Result<(AudienceMark, Arc<Collection>), Failure> {
            // Read first: what changes meanwhile makes it stale, not wrongly fresh.
            let mark = Audience::mark(&self.collection, rules)?;
            let collection = held.audience.bring_up(&self.collection, rules, before.as_ref())?;
            if collection.linking()? == 0 {
                (self.relink)(&collection).map_err(Failure)?;
            }
            Ok((mark, collection))
        };
        let made = made();
        let mut state = lock(&held.state);
        match made {
            Ok((mark, collection)) => {
                let same = before.is_some_and(|b| Arc::ptr_eq(&b, &collection));
                if !same || state.libraries.is_none() {
                    let desk = AudienceDesk { rooms: Arc::clone(self), held: Arc::clone(held) };
                    state.libraries = Some(libraries(&collection, self.explain, Some(Box::new(desk))));
                }
                (state.mark, state.looked) = (Some(mark), Some(looked));
                let stale = collection.linking_is_stale().unwrap_or(false);
                state.collection = Some(collection);
                if stale && !state.linking {
                    state.linking = true;
                    let (rooms, held) = (Arc::clone(self), Arc::clone(held));
                    std::thread::spawn(move || rooms.link(&held));
                }
            }
            Err(failure) => {
                // What was there may be more than is allowed now.
                (state.mark, state.failed) = (None, Some(failure));
            }
        }
    }

    /// Links an audience once it has stood still for a while.
    fn link(&self, held: &Held) {
        loop {
            let before = lock(&held.state).mark.clone();
            std::thread::sleep(QUIET);
            let collection = {
                let state = lock(&held.state);
                if state.mark != before {
                    continue;
                }
                state.collection.clone()
            };
            if let Some(collection) = collection {
                // Not linked, it is shown as it was linked last; the next change tries again.
                let _ = (self.relink)(&collection);
            }
            break;
        }
        lock(&held.state).linking = false;
    }
}

/// A collection to read in, with a desk and without.
fn libraries(
    collection: &Arc<Collection>,
    explain: Explain,
    desk: Option<Box<dyn Desk>>,
) -> [Arc<dyn Library>; 2] {
    let one = |desk| -> Arc<dyn Library> {
        Arc::new(Shelf::new(Arc::new(Explained { collection: Arc::clone(collection), explain, desk })))
    };
    [one(desk), one(None)]
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The desk of a reviewer who does not see everything: what is kept goes to the whole and comes back from there. Numbers are
/// those of the audience.
struct AudienceDesk {
    rooms: Arc<Rooms>,
    held: Arc<Held>,
}

impl AudienceDesk {
    /// The audience's collection as the reviewer last saw it.
    fn seen(&self) -> Result<Arc<Collection>, Failure> {
        lock(&self.held.state).collection.clone().ok_or_else(|| Failure(t("review.busy").to_owned()))
    }

    /// What the audience calls what the whole has just taken in.
    fn here(&self, kind: &str, whole: &[u64]) -> Result<Vec<u64>, Failure> {
        let Some(access) = Access::open(self.rooms.collection.dir())? else { return Ok(Vec::new()) };
        let rules = self.rooms.rules(&access)?;
        if let Err(NotNow::Failed(failure)) = self.rooms.fresh(&self.held, &rules) {
            return Err(failure);
        }
        let seen = self.seen()?;
        whole.iter().map(|n| Ok(seen.number_here(kind, *n)?.unwrap_or(0))).collect()
    }
}

impl AudienceDesk {
    /// Nothing is judged of a paper that is not here.
    fn all_here(&self, new: &[Judgement]) -> Result<(), Failure> {
        let seen = self.seen()?;
        for judgement in new {
            if seen.original_of(&judgement.target.document)?.is_none() {
                return Err(Failure(t("trouble.no_document").to_owned()));
            }
        }
        Ok(())
    }
}

impl Desk for AudienceDesk {
    fn judge(&self, new: &[Judgement]) -> Result<Vec<u64>, Failure> {
        self.all_here(new)?;
        let numbers = self.rooms.desk.judge(new)?;
        self.here("judgements", &numbers)
    }

    fn undo(&self, number: u64, undone: &Undone) -> Result<bool, Failure> {
        match self.seen()?.number_in_whole("judgements", number)? {
            Some(number) => self.rooms.desk.undo(number, undone),
            None => Ok(false),
        }
    }

    fn judge_together(&self, new: &[Judgement]) -> Result<Vec<u64>, Failure> {
        self.all_here(new)?;
        let numbers = self.rooms.desk.judge_together(new)?;
        self.here("judgements", &numbers)
    }

    fn undo_batch(&self, batch: u64, undone: &Undone) -> Result<usize, Failure> {
        // A batch bears the number of its first judgement.
        match self.seen()?.number_in_whole("judgements", batch)? {
            Some(batch) => self.rooms.desk.undo_batch(batch, undone),
            None => Ok(0),
        }
    }

    fn decide(&self, new: &Decision) -> Result<u64, Failure> {
        let seen = self.seen()?;
        for (document, _) in new.a.at.iter().chain(&new.b.at) {
            if seen.original_of(document)?.is_none() {
                return Err(Failure(t("trouble.no_document").to_owned()));
            }
        }
        let number = self.rooms.desk.decide(new)?;
        Ok(self.here("decisions", &[number])?.first().copied().unwrap_or_default())
    }

    fn undo_decision(&self, number: u64, by: &str) -> Result<bool, Failure> {
        match self.seen()?.number_in_whole("decisions", number)? {
            Some(number) => self.rooms.desk.undo_decision(number, by),
            None => Ok(false),
        }
    }

    fn note(&self, new: &Note) -> Result<u64, Failure> {
        if self.seen()?.original_of(&new.target.document)?.is_none() {
            return Err(Failure(t("trouble.no_document").to_owned()));
        }
        let number = self.rooms.desk.note(new)?;
        Ok(self.here("notes", &[number])?.first().copied().unwrap_or_default())
    }

    fn reword(&self, number: u64, wording: &Wording) -> Result<bool, Failure> {
        match self.seen()?.number_in_whole("notes", number)? {
            Some(number) => self.rooms.desk.reword(number, wording),
            None => Ok(false),
        }
    }

    fn remove_note(&self, number: u64, undone: Option<&Undone>) -> Result<bool, Failure> {
        match self.seen()?.number_in_whole("notes", number)? {
            Some(number) => self.rooms.desk.remove_note(number, undone),
            None => Ok(false),
        }
    }

    // Searches and selections go by names: one of the whole that is not here could be met by its name.
    fn save_search(&self, _: &NewSearch) -> Result<u64, Failure> {
        Err(Failure(t("door.whole_only").to_owned()))
    }

    fn remove_search(&self, _: u64, _: Option<&Undone>) -> Result<bool, Failure> {
        Err(Failure(t("door.whole_only").to_owned()))
    }

    fn select(&self, _: &str, _: &SelectionEdit) -> Result<bool, Failure> {
        Err(Failure(t("door.whole_only").to_owned()))
    }

    fn now(&self) -> String {
        self.rooms.desk.now()
    }
}
