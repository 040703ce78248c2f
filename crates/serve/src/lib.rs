//! The reading room: the collection as pages to read in, and the same pages as JSON.
//!
//! Pages are pure functions from plain values (what [`Library`] gives) to HTML. Nothing here reads
//! a paper, decides who speaks, or opens a database; nothing here ever calls out of the machine.

mod assets;
mod citing;
mod dates;
mod http;
mod language;
mod layout;
mod library;
mod links;
mod pages;
mod scene;
mod strings;

pub use http::{Reply, router_of, run_library};
pub use library::{Failure, Library};
pub use links::{document_link, passage_link};
pub use pages::respond;
