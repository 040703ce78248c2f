//! What every page needs and few changes touch, kept between pages: the list of documents and the figures.
//!
//! A collection of a hundred thousand papers would otherwise be listed anew for each "paper before"
//! and "paper after". Nothing is kept that the collection does not say is still so.

use std::sync::{Arc, Mutex, PoisonError};

use memcon_model::{
    Decision, Depths, Explanation, Form, IssueRow, Layer, Linked, MissingPaper, Note, Party, Selection,
    StateOfDay, Unit,
};
use memcon_store::{
    DocumentRow, EventsAsked, EventsPage, InventoryRow, Judged, Noted, Overview, SavedSearch, SearchQuery,
    SearchResult, Section, Spellings, StoredDocument, Waiting,
};

use crate::desk::Desk;
use crate::library::{Failure, Library, TellHit};

/// A library that remembers its list and figures until the papers or their linking change.
pub struct Shelf {
    library: Arc<dyn Library>,
    kept: Mutex<Kept>,
}

/// What was read when the collection stood at a revision with the linking of a number.
#[derive(Clone, Default)]
struct Kept {
    of: (u64, u64),
    documents: Option<Arc<Vec<DocumentRow>>>,
    overview: Option<Arc<Overview>>,
}

impl Shelf {
    /// Nothing kept yet.
    pub fn new(library: Arc<dyn Library>) -> Self {
        Self { library, kept: Mutex::default() }
    }

    /// What `of` is as the collection stands: as kept, or read anew and then kept.
    fn kept<T>(
        &self,
        of: impl Fn(&mut Kept) -> &mut Option<Arc<T>>,
        read: impl FnOnce() -> Result<Arc<T>, Failure>,
    ) -> Result<Arc<T>, Failure> {
        let (Some(revision), Some(linking)) = (self.library.revision(), self.library.linking()) else {
            return read();
        };
        let now = (revision, linking);
        let lock = || self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        {
            let mut kept = lock();
            if kept.of != now {
                *kept = Kept { of: now, ..Kept::default() };
            }
            if let Some(found) = of(&mut kept) {
                return Ok(Arc::clone(found));
            }
        }
        // The lock is not held while reading: two readers may both read, and both get the truth.
        let found = read()?;
        let mut kept = lock();
        if kept.of == now {
            *of(&mut kept) = Some(Arc::clone(&found));
        }
        Ok(found)
    }
}

impl Library for Shelf {
    fn revision(&self) -> Option<u64> {
        self.library.revision()
    }

    fn overview(&self) -> Result<Arc<Overview>, Failure> {
        self.kept(|k| &mut k.overview, || self.library.overview())
    }

    fn parties(&self) -> Vec<Party> {
        self.library.parties()
    }

    fn documents(&self) -> Result<Arc<Vec<DocumentRow>>, Failure> {
        self.kept(|k| &mut k.documents, || self.library.documents())
    }

    fn documents_page(
        &self,
        form: Option<Form>,
        offset: usize,
        limit: usize,
    ) -> Result<(usize, Vec<DocumentRow>), Failure> {
        self.library.documents_page(form, offset, limit)
    }

    fn events_page(&self, asked: &EventsAsked, offset: usize, limit: usize) -> Result<EventsPage, Failure> {
        self.library.events_page(asked, offset, limit)
    }

    fn missing_page(&self, offset: usize, limit: usize) -> Result<(usize, Vec<MissingPaper>), Failure> {
        self.library.missing_page(offset, limit)
    }

    fn issues_page(&self, offset: usize, limit: usize) -> Result<(usize, Vec<IssueRow>), Failure> {
        self.library.issues_page(offset, limit)
    }

    fn state_on(&self, on: Option<&str>, offset: usize, limit: usize) -> Result<StateOfDay, Failure> {
        self.library.state_on(on, offset, limit)
    }

    fn neighbours(&self, id: &str) -> Result<(Option<DocumentRow>, Option<DocumentRow>), Failure> {
        self.library.neighbours(id)
    }

    fn document(&self, id: &str) -> Result<Option<StoredDocument>, Failure> {
        self.library.document(id)
    }

    fn original(&self, id: &str) -> Result<Option<Vec<u8>>, Failure> {
        self.library.original(id)
    }

    fn linked(&self) -> Result<Arc<Linked>, Failure> {
        self.library.linked()
    }

    fn linked_of(&self, sections: &[Section]) -> Result<Arc<Linked>, Failure> {
        self.library.linked_of(sections)
    }

    fn linked_about(&self, ids: &[&str], sections: &[Section]) -> Result<Arc<Linked>, Failure> {
        self.library.linked_about(ids, sections)
    }

    fn linked_around(&self, document: &str) -> Result<Arc<Linked>, Failure> {
        self.library.linked_around(document)
    }

    fn linking(&self) -> Option<u64> {
        self.library.linking()
    }

    fn spellings(&self) -> Result<Arc<Spellings>, Failure> {
        self.library.spellings()
    }

    fn inventories(&self) -> Result<Vec<(InventoryRow, Vec<Unit>)>, Failure> {
        self.library.inventories()
    }

    fn described_in(&self, id: &str) -> Result<Vec<(String, Vec<Unit>)>, Failure> {
        self.library.described_in(id)
    }

    fn search(&self, query: &SearchQuery) -> Result<SearchResult, Failure> {
        self.library.search(query)
    }

    fn search_all(&self, query: &SearchQuery, most: usize, tell: TellHit<'_>) -> Result<(), Failure> {
        self.library.search_all(query, most, tell)
    }

    fn saved_searches(&self) -> Result<Vec<SavedSearch>, Failure> {
        self.library.saved_searches()
    }

    fn depths(&self, id: &str) -> Result<Depths, Failure> {
        self.library.depths(id)
    }

    fn desk(&self) -> Option<&dyn Desk> {
        self.library.desk()
    }

    fn judgements_on(&self, id: &str) -> Result<Vec<Judged>, Failure> {
        self.library.judgements_on(id)
    }

    fn judgements(&self) -> Result<Vec<Judged>, Failure> {
        self.library.judgements()
    }

    fn notes_on(&self, id: &str) -> Result<Vec<Noted>, Failure> {
        self.library.notes_on(id)
    }

    fn notes(&self) -> Result<Vec<Note>, Failure> {
        self.library.notes()
    }

    fn selections(&self) -> Result<Vec<Selection>, Failure> {
        self.library.selections()
    }

    fn least_sure(&self, layer: Layer, offset: usize, limit: usize) -> Result<Vec<Waiting>, Failure> {
        self.library.least_sure(layer, offset, limit)
    }

    fn least_sure_of(&self, of: (Layer, &str), offset: usize, limit: usize) -> Result<Vec<Waiting>, Failure> {
        self.library.least_sure_of(of, offset, limit)
    }

    fn waiting_rules(&self, layer: Layer) -> Result<Vec<(String, usize)>, Failure> {
        self.library.waiting_rules(layer)
    }

    fn decisions(&self) -> Result<Vec<Decision>, Failure> {
        self.library.decisions()
    }

    fn waits_for_linking(&self) -> bool {
        self.library.waits_for_linking()
    }

    fn explain(&self, document: &StoredDocument, turn: &str) -> Option<Explanation> {
        self.library.explain(document, turn)
    }
}
