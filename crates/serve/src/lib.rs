//! The reading room: the collection as pages to read in, and the same pages as JSON.
//!
//! Pages are pure functions from plain values (what [`Library`] gives) to HTML. Nothing here reads
//! a paper, decides who speaks, or opens a database; nothing here ever calls out of the machine.

mod assets;
mod audiences;
mod citing;
mod dates;
mod desk;
mod door;
pub mod dossier;
mod http;
mod language;
mod layout;
mod library;
mod links;
mod opening;
mod pages;
mod scene;
mod shelf;
pub mod specimen;
mod strings;
mod tls;

pub use desk::{Desk, OpenDesk, Relink, rfc3339};
pub use door::{PASSWORD_LEAST, hash_password};
pub use http::{Asked, Reply, router_of, run_library};
pub use library::{Explain, Explained, Failure, Library};
pub use links::{document_link, passage_link};
pub use opening::{Opening, run_opening};
pub use pages::{COLUMNS as HIT_COLUMNS, answer, respond, row as hit_row};
pub use strings::speaking;

use std::net::SocketAddr;
use std::sync::Arc;

use memcon_store::Collection;

/// The reading room over a collection, as a router to be put behind any listener.
pub fn router(collection: Arc<Collection>) -> axum::Router {
    router_of(collection)
}

/// Opens the reading room at `addr` and blocks until Ctrl-C. Port 0 takes any free port; `on_ready`
/// is told the real address once readers can come in; `explain` tells why a turn was found, `relink` links
/// the collection after judgements. See [`run_opening`] for other ways to open it.
pub fn run(
    collection: Arc<Collection>,
    explain: Explain,
    relink: Relink,
    addr: SocketAddr,
    on_ready: impl FnOnce(SocketAddr),
) -> std::io::Result<()> {
    run_opening(collection, explain, relink, &Opening::here(addr), on_ready)
}
