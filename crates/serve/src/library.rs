//! What the reading room needs of a collection, and no more.
//!
//! The store implements it; so does a handful of invented papers in the tests. Everything is a
//! plain value: a page holds no lock and no handle while it is being written.

use std::borrow::Cow;
use std::sync::Arc;

use memcon_model::{
    Decision, Depths, Explanation, Form, IssueRow, Layer, Linked, LinkedIssue, MissingPaper, Note, Party,
    Selection, StateOfDay, Unit,
};
use memcon_store::{
    Collection, DocumentRow, EventsAsked, EventsPage, Hit, InventoryRow, Judged, Noted, Overview,
    SavedSearch, SearchQuery, SearchResult, Section, Spellings, StoreError, StoredDocument, Waiting,
};

use crate::desk::Desk;

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
    /// Some of the documents, of one form or of any, in the order of the list; and how many in all.
    fn documents_page(
        &self,
        form: Option<Form>,
        offset: usize,
        limit: usize,
    ) -> Result<(usize, Vec<DocumentRow>), Failure> {
        let all = self.documents()?;
        let of = || all.iter().filter(|d| form.is_none_or(|f| d.form == f));
        Ok((of().count(), of().skip(offset).take(limit).cloned().collect()))
    }
    /// Some of the events that are asked for, in order of time.
    fn events_page(&self, asked: &EventsAsked, offset: usize, limit: usize) -> Result<EventsPage, Failure> {
        Ok(EventsPage::of(self.linked_of(&[Section::Events])?.events.iter(), asked, offset, limit))
    }
    /// Some of the papers that are cited and not held, most cited first; and how many in all.
    fn missing_page(&self, offset: usize, limit: usize) -> Result<(usize, Vec<MissingPaper>), Failure> {
        let linked = self.linked_of(&[Section::Missing])?;
        Ok((linked.missing.len(), linked.missing.iter().skip(offset).take(limit).cloned().collect()))
    }
    /// Some of the issues, in the order of the list; and how many in all.
    fn issues_page(&self, offset: usize, limit: usize) -> Result<(usize, Vec<IssueRow>), Failure> {
        let linked = self.linked_of(&[Section::Issues])?;
        let rows = linked.issues.iter().skip(offset).take(limit).map(IssueRow::of).collect();
        Ok((linked.issues.len(), rows))
    }
    /// The state of the talks on a day (none = the last on which anything changed), some of the issues.
    fn state_on(&self, on: Option<&str>, offset: usize, limit: usize) -> Result<StateOfDay, Failure> {
        let linked = self.linked_of(&[Section::Issues])?;
        let issues: Vec<Cow<'_, LinkedIssue>> = linked.issues.iter().map(Cow::Borrowed).collect();
        Ok(StateOfDay::of(&issues, on, offset, limit))
    }
    /// The documents before and after one in the order of the list.
    fn neighbours(&self, id: &str) -> Result<(Option<DocumentRow>, Option<DocumentRow>), Failure> {
        let documents = self.documents()?;
        let at = documents.iter().position(|d| d.id == id);
        let get = |n: Option<usize>| n.and_then(|n| documents.get(n)).cloned();
        Ok((get(at.and_then(|n| n.checked_sub(1))), get(at.map(|n| n + 1))))
    }
    /// One document; `None` = no such id.
    fn document(&self, id: &str) -> Result<Option<StoredDocument>, Failure>;
    /// The bytes as received; `None` = no such id.
    fn original(&self, id: &str) -> Result<Option<Vec<u8>>, Failure>;
    /// What linking found, all of it. On a large collection this is long to read: pages ask for what they show.
    fn linked(&self) -> Result<Arc<Linked>, Failure>;
    /// Some sections of what linking found; the others are empty or not.
    fn linked_of(&self, sections: &[Section]) -> Result<Arc<Linked>, Failure> {
        let _ = sections;
        self.linked()
    }
    /// The items of some sections that are about any of `ids`, and perhaps more.
    fn linked_about(&self, ids: &[&str], sections: &[Section]) -> Result<Arc<Linked>, Failure> {
        let _ = (ids, sections);
        self.linked()
    }
    /// What linking found about one document, and perhaps more; of its agents the ids alone.
    fn linked_around(&self, document: &str) -> Result<Arc<Linked>, Failure> {
        let _ = document;
        self.linked()
    }
    /// A number that changes with every linking; `None` where nobody counts.
    fn linking(&self) -> Option<u64> {
        None
    }
    /// The names of the collection under every spelling.
    fn spellings(&self) -> Result<Arc<Spellings>, Failure> {
        Ok(Arc::new(Spellings::new(self.linked()?)))
    }
    /// Archives' inventories with their units, parents before children.
    fn inventories(&self) -> Result<Vec<(InventoryRow, Vec<Unit>)>, Failure>;
    /// What inventories say of a document: the inventory's name, and the units from the fonds down to the document's own.
    fn described_in(&self, id: &str) -> Result<Vec<(String, Vec<Unit>)>, Failure>;
    /// Passages that hold the words asked for.
    fn search(&self, query: &SearchQuery) -> Result<SearchResult, Failure>;
    /// Tells the passages that are found, in order, `most` at most.
    fn search_all(&self, query: &SearchQuery, most: usize, tell: TellHit<'_>) -> Result<(), Failure> {
        let all = self.search(&SearchQuery { offset: 0, limit: most, ..query.clone() })?;
        all.hits.into_iter().try_for_each(tell)
    }
    /// Saved searches, last kept first, those taken off the list too.
    fn saved_searches(&self) -> Result<Vec<SavedSearch>, Failure> {
        Ok(Vec::new())
    }
    /// Through how many reporters each stretch of a document came.
    fn depths(&self, id: &str) -> Result<Depths, Failure> {
        Ok(self.document(id)?.map(|d| Depths::of(&d.analysis.turns)).unwrap_or_default())
    }
    /// Where judgements are made; `None` where this collection can only be read.
    fn desk(&self) -> Option<&dyn Desk> {
        None
    }
    /// The judgements on a document, oldest first, those taken back too.
    fn judgements_on(&self, id: &str) -> Result<Vec<Judged>, Failure> {
        let _ = id;
        Ok(Vec::new())
    }
    /// All judgements, oldest first, those taken back too.
    fn judgements(&self) -> Result<Vec<Judged>, Failure> {
        Ok(Vec::new())
    }
    /// The notes on a document that hold, oldest first, each with where its words are now.
    fn notes_on(&self, id: &str) -> Result<Vec<Noted>, Failure> {
        let _ = id;
        Ok(Vec::new())
    }
    /// All notes, oldest first, those taken away too; each under the id that its paper has now.
    fn notes(&self) -> Result<Vec<Note>, Failure> {
        Ok(Vec::new())
    }
    /// All selections by name, those taken away too; each item under the id that its paper has now.
    fn selections(&self) -> Result<Vec<Selection>, Failure> {
        Ok(Vec::new())
    }
    /// Claims of a layer that wait for a person, least sure first.
    fn least_sure(&self, layer: Layer, offset: usize, limit: usize) -> Result<Vec<Waiting>, Failure> {
        let _ = (layer, offset, limit);
        Ok(Vec::new())
    }
    /// [`Library::least_sure`] of one rule.
    fn least_sure_of(
        &self,
        (layer, rule): (Layer, &str),
        offset: usize,
        limit: usize,
    ) -> Result<Vec<Waiting>, Failure> {
        let all = self.least_sure(layer, 0, usize::MAX)?;
        Ok(all.into_iter().filter(|w| w.doubt.rule == rule).skip(offset).take(limit).collect())
    }
    /// The rules whose claims of a layer wait, each with how many; most first.
    fn waiting_rules(&self, layer: Layer) -> Result<Vec<(String, usize)>, Failure> {
        let _ = layer;
        Ok(Vec::new())
    }
    /// What was decided of persons, issues, events, obligations and papers, oldest first, also what was taken back.
    fn decisions(&self) -> Result<Vec<Decision>, Failure> {
        Ok(Vec::new())
    }
    /// Whether something was changed and the papers are not yet linked anew.
    fn waits_for_linking(&self) -> bool {
        false
    }
    /// Why a turn of a document was found; `None` where nobody here can tell.
    fn explain(&self, document: &StoredDocument, turn: &str) -> Option<Explanation> {
        let _ = (document, turn);
        None
    }
}

/// Takes the passages that are found, one after the other.
pub type TellHit<'t> = &'t mut dyn FnMut(Hit) -> Result<(), Failure>;

/// Tells why a turn of a document was found: whoever opens the reading room knows how to analyse, the room does not.
pub type Explain = fn(&Collection, &StoredDocument, &str) -> Option<Explanation>;

/// A collection with somebody who explains its turns.
pub struct Explained {
    /// The collection.
    pub collection: Arc<Collection>,
    /// Who explains.
    pub explain: Explain,
    /// Where judgements are made.
    pub desk: Option<Box<dyn Desk>>,
}

impl Library for Explained {
    fn revision(&self) -> Option<u64> {
        Library::revision(self.collection.as_ref())
    }

    fn overview(&self) -> Result<Arc<Overview>, Failure> {
        Library::overview(self.collection.as_ref())
    }

    fn parties(&self) -> Vec<Party> {
        self.collection.parties()
    }

    fn documents(&self) -> Result<Arc<Vec<DocumentRow>>, Failure> {
        Library::documents(self.collection.as_ref())
    }

    fn documents_page(
        &self,
        form: Option<Form>,
        offset: usize,
        limit: usize,
    ) -> Result<(usize, Vec<DocumentRow>), Failure> {
        Library::documents_page(self.collection.as_ref(), form, offset, limit)
    }

    fn events_page(&self, asked: &EventsAsked, offset: usize, limit: usize) -> Result<EventsPage, Failure> {
        Library::events_page(self.collection.as_ref(), asked, offset, limit)
    }

    fn missing_page(&self, offset: usize, limit: usize) -> Result<(usize, Vec<MissingPaper>), Failure> {
        Library::missing_page(self.collection.as_ref(), offset, limit)
    }

    fn issues_page(&self, offset: usize, limit: usize) -> Result<(usize, Vec<IssueRow>), Failure> {
        Library::issues_page(self.collection.as_ref(), offset, limit)
    }

    fn state_on(&self, on: Option<&str>, offset: usize, limit: usize) -> Result<StateOfDay, Failure> {
        Library::state_on(self.collection.as_ref(), on, offset, limit)
    }

    fn neighbours(&self, id: &str) -> Result<(Option<DocumentRow>, Option<DocumentRow>), Failure> {
        Library::neighbours(self.collection.as_ref(), id)
    }

    fn document(&self, id: &str) -> Result<Option<StoredDocument>, Failure> {
        Library::document(self.collection.as_ref(), id)
    }

    fn original(&self, id: &str) -> Result<Option<Vec<u8>>, Failure> {
        Library::original(self.collection.as_ref(), id)
    }

    fn linked(&self) -> Result<Arc<Linked>, Failure> {
        Library::linked(self.collection.as_ref())
    }

    fn linked_of(&self, sections: &[Section]) -> Result<Arc<Linked>, Failure> {
        Library::linked_of(self.collection.as_ref(), sections)
    }

    fn linked_about(&self, ids: &[&str], sections: &[Section]) -> Result<Arc<Linked>, Failure> {
        Library::linked_about(self.collection.as_ref(), ids, sections)
    }

    fn linked_around(&self, document: &str) -> Result<Arc<Linked>, Failure> {
        Library::linked_around(self.collection.as_ref(), document)
    }

    fn linking(&self) -> Option<u64> {
        Library::linking(self.collection.as_ref())
    }

    fn spellings(&self) -> Result<Arc<Spellings>, Failure> {
        Library::spellings(self.collection.as_ref())
    }

    fn inventories(&self) -> Result<Vec<(InventoryRow, Vec<Unit>)>, Failure> {
        Library::inventories(self.collection.as_ref())
    }

    fn described_in(&self, id: &str) -> Result<Vec<(String, Vec<Unit>)>, Failure> {
        Library::described_in(self.collection.as_ref(), id)
    }

    fn search(&self, query: &SearchQuery) -> Result<SearchResult, Failure> {
        Library::search(self.collection.as_ref(), query)
    }

    fn search_all(&self, query: &SearchQuery, most: usize, tell: TellHit<'_>) -> Result<(), Failure> {
        Library::search_all(self.collection.as_ref(), query, most, tell)
    }

    fn saved_searches(&self) -> Result<Vec<SavedSearch>, Failure> {
        Library::saved_searches(self.collection.as_ref())
    }

    fn depths(&self, id: &str) -> Result<Depths, Failure> {
        Library::depths(self.collection.as_ref(), id)
    }

    fn desk(&self) -> Option<&dyn Desk> {
        self.desk.as_deref()
    }

    fn judgements_on(&self, id: &str) -> Result<Vec<Judged>, Failure> {
        Library::judgements_on(self.collection.as_ref(), id)
    }

    fn judgements(&self) -> Result<Vec<Judged>, Failure> {
        Library::judgements(self.collection.as_ref())
    }

    fn notes_on(&self, id: &str) -> Result<Vec<Noted>, Failure> {
        Library::notes_on(self.collection.as_ref(), id)
    }

    fn notes(&self) -> Result<Vec<Note>, Failure> {
        Library::notes(self.collection.as_ref())
    }

    fn selections(&self) -> Result<Vec<Selection>, Failure> {
        Library::selections(self.collection.as_ref())
    }

    fn least_sure(&self, layer: Layer, offset: usize, limit: usize) -> Result<Vec<Waiting>, Failure> {
        Library::least_sure(self.collection.as_ref(), layer, offset, limit)
    }

    fn least_sure_of(&self, of: (Layer, &str), offset: usize, limit: usize) -> Result<Vec<Waiting>, Failure> {
        Library::least_sure_of(self.collection.as_ref(), of, offset, limit)
    }

    fn waiting_rules(&self, layer: Layer) -> Result<Vec<(String, usize)>, Failure> {
        Library::waiting_rules(self.collection.as_ref(), layer)
    }

    fn decisions(&self) -> Result<Vec<Decision>, Failure> {
        Library::decisions(self.collection.as_ref())
    }

    fn waits_for_linking(&self) -> bool {
        Library::waits_for_linking(self.collection.as_ref())
    }

    fn explain(&self, document: &StoredDocument, turn: &str) -> Option<Explanation> {
        (self.explain)(&self.collection, document, turn)
    }
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

    fn documents_page(
        &self,
        form: Option<Form>,
        offset: usize,
        limit: usize,
    ) -> Result<(usize, Vec<DocumentRow>), Failure> {
        Ok(Self::documents_page(self, form, offset, limit)?)
    }

    fn events_page(&self, asked: &EventsAsked, offset: usize, limit: usize) -> Result<EventsPage, Failure> {
        Ok(Self::events_page(self, asked, offset, limit)?)
    }

    fn missing_page(&self, offset: usize, limit: usize) -> Result<(usize, Vec<MissingPaper>), Failure> {
        let (total, linked) = Self::missing_page(self, offset, limit)?;
        Ok((total, linked.missing))
    }

    fn issues_page(&self, offset: usize, limit: usize) -> Result<(usize, Vec<IssueRow>), Failure> {
        Ok(Self::issues_page(self, offset, limit)?)
    }

    fn state_on(&self, on: Option<&str>, offset: usize, limit: usize) -> Result<StateOfDay, Failure> {
        Ok(Self::state_on(self, on, offset, limit)?)
    }

    fn neighbours(&self, id: &str) -> Result<(Option<DocumentRow>, Option<DocumentRow>), Failure> {
        Ok(Self::neighbours(self, id)?)
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

    fn linked_of(&self, sections: &[Section]) -> Result<Arc<Linked>, Failure> {
        Ok(Self::linked_of(self, sections)?)
    }

    fn linked_about(&self, ids: &[&str], sections: &[Section]) -> Result<Arc<Linked>, Failure> {
        Ok(Self::linked_about(self, ids, sections)?)
    }

    fn linked_around(&self, document: &str) -> Result<Arc<Linked>, Failure> {
        Ok(Self::linked_around(self, document)?)
    }

    fn linking(&self) -> Option<u64> {
        Self::linking(self).ok()
    }

    fn spellings(&self) -> Result<Arc<Spellings>, Failure> {
        Ok(Self::spellings(self)?)
    }

    fn inventories(&self) -> Result<Vec<(InventoryRow, Vec<Unit>)>, Failure> {
        let rows = Self::inventories(self)?;
        rows.into_iter().map(|row| Ok((row.clone(), self.units(row.n)?))).collect()
    }

    fn described_in(&self, id: &str) -> Result<Vec<(String, Vec<Unit>)>, Failure> {
        Ok(Self::described_in(self, id)?)
    }

    fn search(&self, query: &SearchQuery) -> Result<SearchResult, Failure> {
        Ok(Self::search(self, query)?)
    }

    fn search_all(&self, query: &SearchQuery, most: usize, tell: TellHit<'_>) -> Result<(), Failure> {
        Self::search_all(self, query, most, tell).map(|_| ())
    }

    fn saved_searches(&self) -> Result<Vec<SavedSearch>, Failure> {
        Ok(Self::saved_searches(self)?)
    }

    fn depths(&self, id: &str) -> Result<Depths, Failure> {
        Ok(Self::depths(self, id)?)
    }

    fn judgements_on(&self, id: &str) -> Result<Vec<Judged>, Failure> {
        Ok(Self::judgements_on(self, id)?)
    }

    fn judgements(&self) -> Result<Vec<Judged>, Failure> {
        Ok(Self::judgements(self)?)
    }

    fn notes_on(&self, id: &str) -> Result<Vec<Noted>, Failure> {
        Ok(Self::notes_on(self, id)?)
    }

    fn notes(&self) -> Result<Vec<Note>, Failure> {
        Ok(Self::notes(self)?)
    }

    fn selections(&self) -> Result<Vec<Selection>, Failure> {
        Ok(Self::selections(self)?)
    }

    fn least_sure(&self, layer: Layer, offset: usize, limit: usize) -> Result<Vec<Waiting>, Failure> {
        Ok(Self::least_sure(self, layer, offset, limit)?)
    }

    fn least_sure_of(
        &self,
        (layer, rule): (Layer, &str),
        offset: usize,
        limit: usize,
    ) -> Result<Vec<Waiting>, Failure> {
        Ok(Self::least_sure_of(self, layer, Some(rule), offset, limit)?)
    }

    fn waiting_rules(&self, layer: Layer) -> Result<Vec<(String, usize)>, Failure> {
        Ok(Self::waiting_rules(self, layer)?)
    }

    fn decisions(&self) -> Result<Vec<Decision>, Failure> {
        Ok(Self::decisions(self)?)
    }

    fn waits_for_linking(&self) -> bool {
        self.linking_is_stale().unwrap_or(false)
    }
}
