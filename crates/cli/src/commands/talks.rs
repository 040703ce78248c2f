//! The negotiation over all papers: one file a group of commands, and the words they share.

mod accounts;
mod contacts;
mod deeds;
mod drafts;
mod events;
mod issues;
mod letters;
mod loose_ends;
mod moves;
mod obligations;
mod references;

pub use accounts::{accounts, printed, rows};
pub use contacts::contacts;
pub use deeds::deeds;
pub use drafts::drafts;
pub use events::events;
pub use issues::{issues, state};
pub use letters::letters;
pub use loose_ends::{Asked as AskedEnds, loose_ends};
pub use moves::moves;
pub use obligations::{obligations, status};
pub use references::references;

use memcon_model::Edtf;

fn when(date: Option<&Edtf>) -> &str {
    date.map_or("undated", Edtf::as_str)
}

fn side(side: Option<&str>) -> &str {
    side.unwrap_or("unattributed")
}
