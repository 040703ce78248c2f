//! What the reading room needs of a collection, and no more.
//!
//! The store implements it; so does a handful of invented papers in the tests. Everything is a
//! plain value: a page holds no lock and no handle while it is being written.

use std::sync::Arc;

use memcon_model::{Linked, Party};
use memcon_store::{
    Collection, DocumentRow, Overview, SearchQuery, SearchResult, StoreError, StoredDocument,
};

/// Why something could not be had, in a sentence that says what to do.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Failure(pub String);

/// A collection that can be read in.
pub trait Library: Send + Sync + 'static {
    /// A number that changes whenever papers do; `None` where nobody counts, and nothing is then kept between pages.
    fn revision(&self) -> Option<u64> {
        None
    }
    /// Figures over the collection.
    fn overview(&self) -> Result<Arc<Overview>, Failure>;
    /// The parties named in the settings; empty where nobody named any.
    fn parties(&self) -> Vec<Party>;
    /// Every document, oldest first, undated ones last.
    fn documents(&self) -> Result<Arc<Vec<DocumentRow>>, Failure>;
    /// One document; `None` = no such id.
    fn document(&self, id: &str) -> Result<Option<StoredDocument>, Failure>;
    /// The bytes as received; `None` = no such id.
    fn original(&self, id: &str) -> Result<Option<Vec<u8>>, Failure>;
    /// What linking found.
    fn linked(&self) -> Result<Arc<Linked>, Failure>;
    /// Passages that hold the words asked for.
    fn search(&self, query: &SearchQuery) -> Result<SearchResult, Failure>;
}

impl From<StoreError> for Failure {
    fn from(e: StoreError) -> Self {
        Self(e.to_string())
    }
}

impl Library for Collection {
    fn revision(&self) -> Option<u64> {
        Self::revision(self).ok()
    }

    fn overview(&self) -> Result<Arc<Overview>, Failure> {
        Ok(Arc::new(Self::overview(self)?))
    }

    fn parties(&self) -> Vec<Party> {
        self.settings().parties.clone()
    }

    fn documents(&self) -> Result<Arc<Vec<DocumentRow>>, Failure> {
        Ok(Arc::new(Self::documents(self)?))
    }

    fn document(&self, id: &str) -> Result<Option<StoredDocument>, Failure> {
        Ok(self.find_document(id)?)
    }

    fn original(&self, id: &str) -> Result<Option<Vec<u8>>, Failure> {
        match Self::original(self, id) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(StoreError::NoDocument(_)) => Ok(None),
            Err(e) => Err(e.into()),
        }
    }

    fn linked(&self) -> Result<Arc<Linked>, Failure> {
        Ok(Self::linked(self)?)
    }

    fn search(&self, query: &SearchQuery) -> Result<SearchResult, Failure> {
        Ok(Self::search(self, query)?)
    }
}
