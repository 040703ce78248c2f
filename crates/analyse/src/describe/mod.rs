//! The document as a whole: its form and its archival description.
//!
//! One file for each part of a paper that tells particulars: the archive's catalogue entry, the paper's head, its
//! close, its list of persons, what only printed news show. What each line is for is decided in `divide::zones`.

mod archive;
pub mod dateline;
mod form;
mod gather;
mod given;
mod hands;
mod head;
pub(crate) mod heading;
pub(crate) mod labels;
mod letter;
pub(crate) mod parties;
mod people;
mod person;
mod press;
mod sides;
mod tail;
#[cfg(test)]
mod tests;
pub(crate) mod words;

use memcon_model::{Description, Field, Form, RelatedDocument, Transmission};

use crate::Paper;
use crate::divide::zones;

pub(crate) use people::is_sided;
pub use people::participants;

/// What describing gives.
#[derive(Debug, Default)]
pub struct Described {
    /// Archival particulars.
    pub description: Description,
    /// Documents listed as related.
    pub related_documents: Vec<RelatedDocument>,
    /// Hands it went through.
    pub transmission: Vec<Transmission>,
}

/// The documentary form.
pub fn form(paper: &Paper<'_>) -> Form {
    form::form(paper, &zones::zones(paper))
}

/// The description.
pub fn describe(paper: &Paper<'_>, form: Form) -> Described {
    let zones = zones::zones(paper);
    let mut g = gather::Gather::new(paper);
    archive::read(&mut g, &zones);
    let related_documents = archive::related(&mut g, &zones);
    head::read(&mut g, &zones, form);
    people::read(&mut g, &zones);
    letter::read(&mut g, &zones, form);
    tail::read(&mut g, &zones, form);
    press::read(&mut g, &zones, form);
    given::read(&mut g);
    hands::settle(&mut g);
    // Nothing better: the day that an agency or a clipping stamps on the head of its item.
    if g.description.date().is_none()
        && let Some((span, day)) = crate::dates::stamped_day(paper)
    {
        g.push(Field::Date, span, Some(day), "describe.head.stamped", 0.6);
    }
    let transmission = g.hands;
    Described { description: g.description, related_documents, transmission }
}

/// Whether a text holds anything but marks.
pub(crate) fn has_words(text: &str) -> bool {
    text.contains(|c: char| c.is_alphanumeric())
}
