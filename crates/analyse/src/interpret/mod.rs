//! What is done with the words: moves, issues, events, obligations, mechanisms, items, references.

mod actor;
mod events;
#[cfg(test)]
mod fixture;
mod issues;
mod items;
mod mechanisms;
mod moves;
mod obligations;
mod references;
mod sides;
mod topic;
mod units;

pub use events::{events, record_of};
pub use issues::{issues, settle};
pub use items::items;
pub use mechanisms::mechanisms;
pub use moves::{moves, outcomes};
pub use obligations::obligations;
pub use references::references;
