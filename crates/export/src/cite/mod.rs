//! Citations: what a reader writes into a note, and what a reference manager takes over.
//!
//! [`Item`] is a paper as a thing to be cited, read off its description; [`Place`] is a passage of it, with the page and
//! with the chain of who reports whom. [`styles`] turns both into the words of a citation style (CSL); [`ris`],
//! [`csl_json`], [`coins`] and [`meta`] into the forms that programs exchange. Nothing here reads a paper, and nothing
//! is made up: what the description does not say stays unsaid, which styles write as "n.d.".

pub mod coins;
pub mod csl_json;
pub mod dates;
mod guard;
pub mod item;
pub mod kept;
pub mod meta;
pub mod names;
pub mod place;
pub mod ris;
pub mod styles;
pub mod text;

pub use item::{Item, Kind};
pub use kept::Kept;
pub use place::Place;
pub use styles::{Cited, Style};
pub use text::Text;

use memcon_model::{Analysis, Span, Turn, Unit};

/// A paper and a place in it, ready to be cited.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Citation {
    /// The paper.
    pub item: Item,
    /// The place in it; empty = the whole paper.
    pub place: Place,
}

impl Citation {
    /// The whole paper. `title` stands for papers whose description has none; `units` are what inventories say of it,
    /// from the fonds down to its own unit.
    pub fn of(analysis: &Analysis, title: &str, units: &[Unit]) -> Self {
        Self { item: Item::of(analysis, title, units), place: Place::default() }
    }

    /// A passage of it, in bytes of its text.
    #[must_use]
    pub fn at(mut self, analysis: &Analysis, span: Span) -> Self {
        self.place = Place::of_passage(analysis, span, &self.item);
        self
    }

    /// The words of a turn.
    #[must_use]
    pub fn said(mut self, analysis: &Analysis, turn: &Turn) -> Self {
        self.place = Place::of_turn(analysis, turn, &self.item);
        self
    }
}
