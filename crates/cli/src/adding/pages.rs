//! Pages of one document in files of their own: those that a METS file names, or the same folder and the same name but for a
//! running number.

use std::collections::VecDeque;
use std::fs::File;
use std::io::Read;
use std::path::Path;

use memcon_read::{Format, Hint, scans};

use super::mets;
use super::walk::Found;

/// Bytes by which it is known what a file is.
const HEAD: u64 = 16 << 10;
/// Pages of one document, at most.
const MOST: usize = 20_000;

/// Files as documents: one, or the pages of one in order.
pub(super) struct Grouped<I> {
    files: I,
    /// Files that were looked at and belong to no document yet.
    ahead: VecDeque<Found>,
}

impl<I: Iterator<Item = Found>> Grouped<I> {
    /// Puts pages together among `files`, which stand in the order of their names.
    pub fn new(files: I) -> Self {
        Self { files, ahead: VecDeque::new() }
    }

    fn take(&mut self) -> Option<Found> {
        self.ahead.pop_front().or_else(|| self.files.next())
    }

    /// The other pages of the document that `first` is one of.
    fn rest(&mut self, format: Format, stem: &str, first: &Found) -> Vec<(u32, Found)> {
        let mut pages = Vec::new();
        let mut aside = VecDeque::new();
        while pages.len() < MOST {
            let Some(next) = self.take() else { break };
            let number =
                scans::page_of(&next.id).filter(|(s, _)| s == stem && folder(&next.id) == folder(&first.id));
            match number {
                // What lies beside the pages under their name: pictures, notes.
                None if folder(&next.id) == folder(&first.id)
                    && begins(&next, stem)
                    && aside.len() < MOST =>
                {
                    aside.push_back(next);
                }
                None => {
                    self.ahead.push_front(next);
                    break;
                }
                Some((_, number)) if page_format(&next) == Some(format) => pages.push((number, next)),
                // Pictures of the pages, or the same pages in another format.
                Some(_) => aside.push_back(next),
            }
        }
        while let Some(back) = aside.pop_back() {
            self.ahead.push_front(back);
        }
        pages
    }
}

impl<I: Iterator<Item = Found>> Iterator for Grouped<I> {
    type Item = Vec<Found>;

    fn next(&mut self) -> Option<Vec<Found>> {
        let first = self.take()?;
        if let Some(pages) = mets::pages(&first.path) {
            return Some(of_mets(first, pages));
        }
        let Some((stem, number)) = scans::page_of(&first.id) else { return Some(vec![first]) };
        let Some(format) = page_format(&first) else { return Some(vec![first]) };
        let mut pages = self.rest(format, &stem, &first);
        pages.push((number, first));
        pages.sort_by(|a, b| (a.0, &a.1.id).cmp(&(b.0, &b.1.id)));
        Some(pages.into_iter().map(|p| p.1).collect())
    }
}

/// A METS file and its pages, in its order.
fn of_mets(first: Found, pages: Vec<String>) -> Vec<Found> {
    let beside = |id: &str, page: &str| match folder(id) {
        "" => page.to_owned(),
        folder => format!("{folder}/{page}"),
    };
    let below = first.path.parent().map(Path::to_owned).unwrap_or_default();
    let raw = first.raw.iter().rposition(|b| *b == b'/').map_or(&[][..], |n| &first.raw[..=n]).to_vec();
    let found = pages.into_iter().map(|page| Found {
        path: below.join(&page),
        id: beside(&first.id, &page),
        source: first.source,
        raw: [&raw, page.as_bytes()].concat(),
        bytes: std::fs::metadata(below.join(&page)).map_or(0, |m| m.len()),
    });
    let found: Vec<Found> = found.collect();
    std::iter::once(first).chain(found).collect()
}

/// Whether a file's name begins with that of a document.
fn begins(found: &Found, stem: &str) -> bool {
    !stem.is_empty() && found.name().to_lowercase().starts_with(&stem.to_lowercase())
}

fn folder(id: &str) -> &str {
    id.rsplit_once('/').map_or("", |(f, _)| f)
}

/// The format of a file, where it is the text of a scanned page.
fn page_format(found: &Found) -> Option<Format> {
    let name = found.id.to_ascii_lowercase();
    if ![".xml", ".html", ".htm", ".hocr", ".alto", ".page"].iter().any(|e| name.ends_with(e)) {
        return None;
    }
    let mut head = Vec::new();
    File::open(&found.path).ok()?.take(HEAD).read_to_end(&mut head).ok()?;
    let format = memcon_read::format(&head, Hint { path: Some(&found.id), ..Hint::default() });
    format.filter(|f| scans::is_page(*f))
}
