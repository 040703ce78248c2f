//! Pages of one document that lie one by one in an archive: held back until its end, then put together.
//!
//! A METS file says which pages belong together and in which order; else their names do, as in a folder.

use std::collections::BTreeMap;

use memcon_model::Severity;

use super::Part;
use super::walk::{Flow, Walk};
use crate::{Format, scans};

/// Bytes of pages that are held back of one archive; what goes beyond is a document of its own.
const MOST: usize = 256 << 20;

/// What is held back of one archive.
#[derive(Default)]
pub(super) struct Gathered {
    /// Pages in the order of the archive: way, format, bytes.
    pages: Vec<(String, Format, Vec<u8>)>,
    /// METS files.
    mets: Vec<(String, Vec<u8>)>,
    held: usize,
}

impl Gathered {
    /// Whether a file is held back.
    pub fn takes(format: Option<Format>, bytes: &[u8]) -> bool {
        format.is_some_and(scans::is_page) || format == Some(Format::Xml) && scans::mets(bytes).is_some()
    }

    /// Holds a file back; whether too much is held now.
    pub fn add(&mut self, way: String, format: Option<Format>, bytes: Vec<u8>) -> bool {
        self.held += bytes.len();
        match format.filter(|f| scans::is_page(*f)) {
            Some(format) => self.pages.push((way, format, bytes)),
            None => self.mets.push((way, bytes)),
        }
        self.held > MOST
    }

    /// Gives what was held back, as documents.
    pub fn give(mut self, walk: &mut Walk<'_>) -> Flow {
        for (way, bytes) in std::mem::take(&mut self.mets) {
            let pages = self.of_mets(&way, &bytes);
            let own = (name(&way).to_owned(), bytes);
            if pages.is_empty() {
                walk.give(Part { way, bytes: own.1, ..Part::default() })?;
            } else {
                let all: Vec<_> = std::iter::once(own).chain(pages).collect();
                walk.give(packed(way, &all))?;
            }
        }
        // Of each document: place of its first page in the archive, numbers and places of all.
        let mut documents: BTreeMap<(String, &str), Vec<(u32, usize)>> = BTreeMap::new();
        for (n, (way, format, _)) in self.pages.iter().enumerate() {
            if let Some((_, number)) = scans::page_of(way) {
                let id = scans::document_of(way);
                documents.entry((id, format.media_type())).or_default().push((number, n));
            }
        }
        let mut pages: Vec<_> = self.pages.into_iter().map(Some).collect();
        let mut ways = std::collections::BTreeSet::new();
        for ((id, _), mut numbers) in documents {
            // A second format of the same pages has another name.
            if numbers.len() < 2 || ways.contains(&id) {
                continue;
            }
            numbers.sort_unstable();
            let all = numbers.iter().filter_map(|(_, n)| pages.get_mut(*n)?.take());
            let all: Vec<_> = all.map(|(way, _, bytes)| (name(&way).to_owned(), bytes)).collect();
            walk.give(packed(id.clone(), &all))?;
            ways.insert(id);
        }
        for (way, _, bytes) in pages.into_iter().flatten() {
            walk.give(Part { way, bytes, ..Part::default() })?;
        }
        Ok(())
    }

    /// The pages that a METS file names, taken out in its order.
    fn of_mets(&mut self, way: &str, bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
        let place = |file: &str| way.rsplit_once('/').map_or(file.to_owned(), |(f, _)| format!("{f}/{file}"));
        let places: BTreeMap<String, usize> =
            self.pages.iter().enumerate().map(|(n, p)| (p.0.clone(), n)).collect();
        let mut taken: Vec<usize> = Vec::new();
        for group in scans::mets(bytes).unwrap_or_default() {
            taken = group.iter().filter_map(|l| places.get(&place(&l.file)).copied()).collect();
            if !taken.is_empty() {
                break;
            }
        }
        let mut pages: Vec<_> = std::mem::take(&mut self.pages).into_iter().map(Some).collect();
        let found = taken.into_iter().filter_map(|n| pages.get_mut(n)?.take());
        let found: Vec<_> = found.map(|(way, _, bytes)| (name(&way).to_owned(), bytes)).collect();
        self.pages = pages.into_iter().flatten().collect();
        found
    }
}

fn packed(way: String, pages: &[(String, Vec<u8>)]) -> Part {
    let media_type = Some(Format::Pages.media_type().to_owned());
    Part { way, bytes: scans::pack(pages), media_type, ..Part::default() }
}

fn name(way: &str) -> &str {
    way.rsplit('/').next().unwrap_or(way)
}

/// Says that an archive holds more pages than are put together.
pub(super) fn too_many(walk: &mut Walk<'_>, way: &str) -> Flow {
    let words = format!(
        "The archive holds more than {} MiB of pages; they were put together in several steps. Unpack it and add the folder",
        MOST >> 20
    );
    walk.say(way, Severity::Warning, &words)
}
