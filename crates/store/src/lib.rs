//! The collection on disk: originals by hash, SQLite as the truth, the full-text index derived from it.
//!
//! This room knows how things are kept and found again, not what they mean: it takes analyses and
//! gives them back, bytes and all. No analysis, no linking rule, no HTML here.
//!
//! The way in is [`Collection`]: [`Collection::open`] to read, [`Collection::create_or_open`] to
//! write. One program may write a collection at a time (a lock file sees to that); any number may
//! read meanwhile.

mod access;
mod api;
mod audiences;
mod check;
mod collection;
mod doubts;
mod error;
mod files;
mod given;
mod ids;
mod inventories;
mod judgements;
mod keys;
mod names;
mod notes;
mod originals;
mod read;
mod saved;
mod schema;
mod search;
mod sections;
mod settings;
mod spellings;
mod texts;
mod write;

pub use access::{ABSOLUTE, Access, Account, IDLE, Labels, Logged, Restriction, Role, Rules, label};
pub use api::*;
pub use audiences::{Audience, Mark as AudienceMark};
pub use check::Finding;
pub use collection::{Collection, Mode as OpenMode};
pub use doubts::{QUEUES, Waiting};
pub use error::StoreError;
pub use files::KeptFile;
pub use given::ListRow;
pub use ids::Ids;
pub use inventories::{DESCRIPTION, InventoryRow, NewInventory};
pub use judgements::Judged;
pub use names::fold;
pub use notes::Noted;
pub use saved::{NewSearch, SavedSearch};
pub use search::{Facet, FacetCounts, FacetValue, Note, Question, Why, Widened, voices};
pub use sections::Section;
pub use settings::read_file as read_settings;
pub use spellings::{Found, Spelling, Spellings};
pub use texts::{Texts, TextsIn};
pub use write::{Fingerprint, Known, NewDocument, Problem, Put, Scan, ScanReport, Scope, fingerprint};
