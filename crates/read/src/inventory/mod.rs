//! Archives' descriptions: EAD, Dublin Core, CSV inventories, Tropy.
//!
//! Each reader gives units of description, parents before children. Which documents of a collection they describe is
//! not known here.

mod csv;
pub(crate) mod description;
mod dublin_core;
mod ead;
#[cfg(test)]
mod tests;
mod tropy;
mod words;

use memcon_model::{Edtf, Notice, Severity, Unit};

use crate::{Format, Hint};

pub(crate) use csv::looks_csv;
pub use description::describe;

/// Most units of one inventory.
const MOST: usize = 2_000_000;
/// Longest value kept, in characters.
const LONGEST: usize = 4_000;

/// An inventory as read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Inventory {
    /// Its title, where it tells one.
    pub title: Option<String>,
    /// Its units, parents before children.
    pub units: Vec<Unit>,
    /// What could not be read.
    pub notices: Vec<Notice>,
}

impl Inventory {
    fn add(&mut self, unit: Unit) -> Option<u32> {
        if self.units.len() >= MOST {
            return None;
        }
        self.units.push(unit);
        u32::try_from(self.units.len() - 1).ok()
    }
}

/// Reads an inventory; `None` = the file is none.
pub fn read(bytes: &[u8], hint: Hint<'_>) -> Option<Inventory> {
    let format = crate::format(bytes, hint).filter(|f| f.is_inventory())?;
    let decoded = crate::decode::decode(bytes, format != Format::Csv)?;
    let mut found = match format {
        Format::Ead => ead::read(&decoded.text),
        Format::DublinCore => dublin_core::read(&decoded.text),
        Format::Csv => csv::read(&decoded.text),
        _ => tropy::read(&decoded.text),
    };
    found.notices.extend(decoded.notices);
    if found.units.len() >= MOST {
        let message = format!("The inventory has more than {MOST} units; the rest was left out.");
        found.notices.push(Notice::new(Severity::Warning, message));
    }
    if found.units.is_empty() {
        let message = "No unit of description was found in this inventory.";
        found.notices.push(Notice::new(Severity::Warning, message));
    }
    Some(found)
}

/// White space made single, overlong values cut.
fn tidy(words: &str) -> String {
    let mut out = String::new();
    for (n, word) in words.split_whitespace().enumerate() {
        if n > 0 {
            out.push(' ');
        }
        out.push_str(word);
    }
    match out.char_indices().nth(LONGEST) {
        Some((at, _)) => out[..at].to_owned(),
        None => out,
    }
}

/// A day or span as archives' systems write it: `1987-03-04`, `19870304`, `1987/1989`, `1987-1989`, `1987-03-04/1987-03-06`.
fn edtf(value: &str) -> Option<Edtf> {
    let value = value.trim();
    let one = |v: &str| -> Option<String> {
        let v = v.trim();
        let v = v.split_once('T').map_or(v, |(day, _)| day);
        let v = match v.len() {
            8 if v.bytes().all(|b| b.is_ascii_digit()) => format!("{}-{}-{}", &v[..4], &v[4..6], &v[6..]),
            6 if v.bytes().all(|b| b.is_ascii_digit()) => format!("{}-{}", &v[..4], &v[4..]),
            _ => v.to_owned(),
        };
        v.parse::<Edtf>().ok().map(|e| e.to_string())
    };
    if let Some((a, b)) = value.split_once('/') {
        let (a, b) = (one(a)?, one(b)?);
        return if a == b { a.parse().ok() } else { format!("{a}/{b}").parse().ok() };
    }
    if let Some((a, b)) = value.split_once(['-', '–']).filter(|(a, b)| {
        let year = |y: &str| y.trim().len() == 4 && y.trim().bytes().all(|b| b.is_ascii_digit());
        year(a) && year(b)
    }) {
        return format!("{}/{}", a.trim(), b.trim()).parse().ok();
    }
    one(value)?.parse().ok()
}
