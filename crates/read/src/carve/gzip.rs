//! gzip: one file packed, perhaps a tar.

use std::io::{BufReader, Cursor, Read};

use flate2::read::MultiGzDecoder;

use super::budget::Metered;
use super::names;
use super::tar;
use super::walk::{At, Flow, Walk};
use crate::sniff::HEAD;

/// Unpacks the file; a tar inside is taken apart as if it were not packed.
pub(super) fn walk(walk: &mut Walk<'_>, source: &mut dyn Read, at: &At) -> Flow {
    let mut inner = Metered::new(MultiGzDecoder::new(BufReader::with_capacity(1 << 16, source)), walk.budget);
    let mut head = Vec::new();
    let read = (&mut inner).take(HEAD as u64).read_to_end(&mut head);
    if let Err(error) = read {
        if head.is_empty() {
            return walk.failed(&at.way, &error, "nothing of it could be unpacked");
        }
        walk.stream(&mut Cursor::new(head), &at.within(&name(at), None))?;
        return walk.failed(&at.way, &error, "what could be unpacked was read");
    }
    let is_tar = crate::sniff::binary(&head) == Some(crate::Format::Tar);
    let mut all = Cursor::new(head).chain(inner);
    if is_tar {
        return tar::walk(walk, &mut all, at);
    }
    walk.stream(&mut all, &at.within(&name(at), None))
}

/// What the packed file is called: the name without the ending that packing gave it.
fn name(at: &At) -> String {
    let low = at.name.to_ascii_lowercase();
    let stem = [".gz", ".gzip", ".z"].iter().find(|e| low.ends_with(**e) && low.len() > e.len());
    let stem = stem.and_then(|e| at.name.get(..at.name.len() - e.len())).unwrap_or("unpacked");
    names::way(stem).unwrap_or_else(|| "unpacked".to_owned())
}
