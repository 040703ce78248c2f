//! What every page needs and few changes touch, kept between pages: the list of documents and the figures.
//!
//! A collection of a hundred thousand papers would otherwise be listed anew for each "paper before"
//! and "paper after". Nothing is kept that the collection does not say is still so.

use std::sync::{Arc, Mutex, PoisonError};

use memcon_model::{Depths, Explanation, Linked, Party, Unit};
use memcon_store::{
    DocumentRow, InventoryRow, Overview, SearchQuery, SearchResult, Section, Spellings, StoredDocument,
};

use crate::library::{Failure, Library};

/// A library that remembers its list and figures until the papers or their linking change.
pub struct Shelf {
    library: Arc<dyn Library>,
    kept: Mutex<Option<Kept>>,
}

/// What was read when the collection stood at `revision` with the linking of that number.
#[derive(Clone)]
struct Kept {
    revision: u64,
    linking: u64,
    documents: Arc<Vec<DocumentRow>>,
    overview: Arc<Overview>,
}

impl Shelf {
    /// Nothing kept yet.
    pub fn new(library: Arc<dyn Library>) -> Self {
        Self { library, kept: Mutex::new(None) }
    }

    /// What is kept, read anew where it is stale; `None` where the library does not count its changes.
    fn kept(&self) -> Result<Option<Kept>, Failure> {
        let Some(revision) = self.library.revision() else { return Ok(None) };
        let Some(linking) = self.library.linking() else { return Ok(None) };
        let still = |k: &&Kept| k.revision == revision && k.linking == linking;
        // The lock is not held while reading: two readers may both read, and both get the truth.
        if let Some(kept) = self.kept.lock().unwrap_or_else(PoisonError::into_inner).as_ref().filter(still) {
            return Ok(Some(kept.clone()));
        }
        let kept = Kept {
            revision,
            linking,
            documents: self.library.documents()?,
            overview: self.library.overview()?,
        };
        *self.kept.lock().unwrap_or_else(PoisonError::into_inner) = Some(kept.clone());
        Ok(Some(kept))
    }
}

impl Library for Shelf {
    fn revision(&self) -> Option<u64> {
        self.library.revision()
    }

    fn overview(&self) -> Result<Arc<Overview>, Failure> {
        self.kept()?.map_or_else(|| self.library.overview(), |k| Ok(k.overview))
    }

    fn parties(&self) -> Vec<Party> {
        self.library.parties()
    }

    fn documents(&self) -> Result<Arc<Vec<DocumentRow>>, Failure> {
        self.kept()?.map_or_else(|| self.library.documents(), |k| Ok(k.documents))
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

    fn depths(&self, id: &str) -> Result<Depths, Failure> {
        self.library.depths(id)
    }

    fn explain(&self, document: &StoredDocument, turn: &str) -> Option<Explanation> {
        self.library.explain(document, turn)
    }
}
