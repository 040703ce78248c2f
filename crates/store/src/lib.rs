//! The collection on disk: originals by hash, SQLite as the truth, the full-text index derived from it.
//!
//! This room knows how things are kept and found again, not what they mean: it takes analyses and
//! gives them back, bytes and all. No analysis, no linking rule, no HTML here.

mod api;

pub use api::*;
