//! ZIP, by its directory: one entry at a time, so that a directory of millions costs no memory.
//!
//! An archive without its directory (cut off) is read by the heads of its entries as far as they go.

use std::io::{self, BufReader, Read, SeekFrom};

use flate2::read::DeflateDecoder;
use memcon_model::Severity;

use super::Source;
use super::budget::{Budget, Metered};
use super::names::{self, Ways, characters, way};
use super::walk::{At, Flow, Walk};

/// Bytes at the end of the file in which the end of the directory is looked for: a comment of any length, and its head.
const END: u64 = 65_557;
/// Bytes read of the directory at a time.
const PIECE: usize = 1 << 16;

/// What the archive says of one thing in it.
#[derive(Clone, Debug, Default)]
struct Entry {
    name: String,
    flags: u16,
    method: u16,
    sum: u32,
    packed: u64,
    unpacked: u64,
    /// Of its own head, from the start of the archive.
    at: u64,
    link: bool,
    folder: bool,
}

/// Takes the archive apart.
pub(super) fn walk(walk: &mut Walk<'_>, source: &mut dyn Source, at: &At) -> Flow {
    let found = match directory(source) {
        Ok(found) => found,
        Err(error) => return walk.failed(&at.way, &error, "nothing of it could be read"),
    };
    let mut ways = Ways::default();
    let Some(directory) = found else {
        let words = "The archive has lost its directory: it is cut off or damaged. What could be found in it was read; look \
                     whether it was copied whole";
        walk.say(&at.way, Severity::Error, words)?;
        return by_heads(walk, source, at, &mut ways);
    };
    let mut next = directory.start;
    let mut held = Vec::new();
    let mut held_at = next;
    while next < directory.end {
        // Enough for one entry: its head and three fields of 64 KiB.
        let from = usize::try_from(next - held_at).unwrap_or(usize::MAX);
        if held.len().saturating_sub(from) < 46 + 3 * PIECE && held_at + (held.len() as u64) < directory.end
            || held.is_empty()
        {
            let length = (directory.end - next).min(8 * PIECE as u64);
            match read_at(source, next, length) {
                Ok(bytes) => held = bytes,
                Err(error) => return walk.failed(&at.way, &error, "what came before was read"),
            }
            held_at = next;
        }
        let from = usize::try_from(next - held_at).unwrap_or(usize::MAX);
        let Some((entry, length)) = held.get(from..).and_then(listed) else {
            let words = "The directory of the archive is damaged; what it lists before was read";
            return walk.say(&at.way, Severity::Error, words);
        };
        next += length;
        give(walk, source, entry, directory.shift, at, &mut ways)?;
    }
    Ok(())
}

/// Where the directory lies.
struct Directory {
    start: u64,
    end: u64,
    /// Bytes put before the archive.
    shift: u64,
}

fn u16_at(bytes: &[u8], at: usize) -> u16 {
    bytes.get(at..at + 2).map_or(0, |b| u16::from_le_bytes([b[0], b[1]]))
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from(u16_at(bytes, at)) | u32::from(u16_at(bytes, at + 2)) << 16
}

fn u64_at(bytes: &[u8], at: usize) -> u64 {
    u64::from(u32_at(bytes, at)) | u64::from(u32_at(bytes, at + 4)) << 32
}

fn read_at(source: &mut dyn Source, at: u64, length: u64) -> io::Result<Vec<u8>> {
    source.seek(SeekFrom::Start(at))?;
    let mut bytes = Vec::new();
    source.take(length).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Finds the directory from the end of the file.
fn directory(source: &mut dyn Source) -> io::Result<Option<Directory>> {
    let length = source.seek(SeekFrom::End(0))?;
    let tail_at = length.saturating_sub(END);
    let tail = read_at(source, tail_at, END)?;
    let mut until = tail.len();
    while let Some(n) = memchr::memmem::rfind(tail.get(..until).unwrap_or_default(), b"PK\x05\x06") {
        let end = tail.get(n..).unwrap_or_default();
        let here = tail_at + n as u64;
        let (mut size, mut start, mut last) = (u64::from(u32_at(end, 12)), u64::from(u32_at(end, 16)), here);
        if end.len() >= 22 {
            // The larger form of the archive keeps its own end before this one.
            let locator =
                n.checked_sub(20).and_then(|m| tail.get(m..n)).filter(|l| l.starts_with(b"PK\x06\x07"));
            if let Some(locator) = locator {
                let told = read_at(source, u64_at(locator, 8), 56)?;
                let near = if told.starts_with(b"PK\x06\x06") {
                    Some((u64_at(locator, 8), told))
                } else {
                    let before = here.saturating_sub(76);
                    Some((before, read_at(source, before, 56)?)).filter(|f| f.1.starts_with(b"PK\x06\x06"))
                };
                if let Some((place, large)) = near {
                    (size, start, last) = (u64_at(&large, 40), u64_at(&large, 48), place);
                }
            }
            if let Some(found) = placed(source, size, start, last)? {
                return Ok(Some(found));
            }
        }
        until = n;
    }
    Ok(None)
}

/// The directory, where it stands as it is told or just before its end.
fn placed(source: &mut dyn Source, size: u64, start: u64, last: u64) -> io::Result<Option<Directory>> {
    let end = |start: u64| start.checked_add(size).filter(|e| *e <= last);
    let before = last.checked_sub(size);
    for start_here in [before, Some(start)].into_iter().flatten() {
        let Some(end) = end(start_here) else { continue };
        if size == 0 || read_at(source, start_here, 4)? == b"PK\x01\x02" {
            return Ok(Some(Directory { start: start_here, end, shift: start_here.saturating_sub(start) }));
        }
    }
    Ok(None)
}

/// The entry of the directory at the start of `bytes`, and its length.
fn listed(bytes: &[u8]) -> Option<(Entry, u64)> {
    if bytes.len() < 46 || !bytes.starts_with(b"PK\x01\x02") {
        return None;
    }
    let (name, extra, comment) =
        (usize::from(u16_at(bytes, 28)), usize::from(u16_at(bytes, 30)), usize::from(u16_at(bytes, 32)));
    let raw = bytes.get(46..46 + name)?;
    let more = bytes.get(46 + name..46 + name + extra)?;
    let flags = u16_at(bytes, 8);
    let mut entry = Entry {
        name: String::new(),
        flags,
        method: u16_at(bytes, 10),
        sum: u32_at(bytes, 16),
        packed: u64::from(u32_at(bytes, 20)),
        unpacked: u64::from(u32_at(bytes, 24)),
        at: u64::from(u32_at(bytes, 42)),
        ..Entry::default()
    };
    let told = extras(more, &mut entry);
    entry.name = told.unwrap_or_else(|| characters(raw));
    let (system, mode) = (bytes[5], u32_at(bytes, 38) >> 16);
    entry.link = matches!(system, 3 | 19) && mode & 0o170_000 == 0o120_000;
    entry.folder = entry.name.ends_with(['/', '\\']);
    Some((entry, (46 + name + extra + comment) as u64))
}

/// Reads the fields behind the name: large numbers, and the name in Unicode.
fn extras(mut more: &[u8], entry: &mut Entry) -> Option<String> {
    let mut name = None;
    while more.len() >= 4 {
        let (id, length) = (u16_at(more, 0), usize::from(u16_at(more, 2)));
        let Some(field) = more.get(4..4 + length) else { break };
        match id {
            1 => {
                let mut at = 0;
                let mut large = |value: &mut u64| {
                    if *value == u64::from(u32::MAX) && field.len() >= at + 8 {
                        *value = u64_at(field, at);
                        at += 8;
                    }
                };
                large(&mut entry.unpacked);
                large(&mut entry.packed);
                large(&mut entry.at);
            }
            0x7075 => name = field.get(5..).and_then(|n| std::str::from_utf8(n).ok()).map(str::to_owned),
            _ => {}
        }
        more = more.get(4 + length..).unwrap_or_default();
    }
    name
}

/// Unpacks one entry and gives what it is.
fn give(
    walk: &mut Walk<'_>,
    source: &mut dyn Source,
    entry: Entry,
    shift: u64,
    at: &At,
    ways: &mut Ways,
) -> Flow {
    if entry.folder {
        return Ok(());
    }
    let Some(way) = way(&entry.name) else { return Ok(()) };
    let way = ways.take(way);
    let here = at.inside(&way);
    if entry.link {
        return walk.say(&here, Severity::Note, "It is a link, named here and not followed");
    }
    if entry.flags & 1 != 0 || entry.method == 99 {
        let words = "It is encrypted. Unpack the archive with its password and add the folder";
        return walk.say(&here, Severity::Error, words);
    }
    if !matches!(entry.method, 0 | 8) {
        let words = format!(
            "It is packed by {}, which memcon does not unpack. Unpack the archive with another program and add the folder",
            names::method(entry.method)
        );
        return walk.say(&here, Severity::Error, &words);
    }
    let start = match data(source, entry.at.saturating_add(shift)) {
        Ok(Some(start)) => start,
        Ok(None) => {
            return walk.say(
                &here,
                Severity::Error,
                "The archive is damaged: there is nothing where this should lie",
            );
        }
        Err(error) => return walk.failed(&here, &error, "nothing of it could be read"),
    };
    if let Err(error) = source.seek(SeekFrom::Start(start)) {
        return walk.failed(&here, &error, "nothing of it could be read");
    }
    let mut unpacked = unpacking(walk.budget, source.take(entry.packed), &entry);
    walk.stream(&mut unpacked, &at.within(&way, None))
}

/// Where the bytes of an entry begin, behind its own head.
fn data(source: &mut dyn Source, at: u64) -> io::Result<Option<u64>> {
    let head = read_at(source, at, 30)?;
    if head.len() < 30 || !head.starts_with(b"PK\x03\x04") {
        return Ok(None);
    }
    Ok(at.checked_add(30 + u64::from(u16_at(&head, 26)) + u64::from(u16_at(&head, 28))))
}

/// The entry's bytes, counted and summed.
fn unpacking<'r>(budget: &'r Budget, packed: impl Read + 'r, entry: &Entry) -> impl Read + 'r {
    let packed = BufReader::with_capacity(PIECE, packed);
    let bytes: Box<dyn Read + 'r> =
        if entry.method == 8 { Box::new(DeflateDecoder::new(packed)) } else { Box::new(packed) };
    Summed {
        inner: Metered::new(bytes, budget),
        sum: flate2::Crc::new(),
        told: entry.sum,
        length: entry.unpacked,
    }
}

/// Says at the end whether the bytes are those that were packed.
struct Summed<R> {
    inner: R,
    sum: flate2::Crc,
    told: u32,
    length: u64,
}

impl<R: Read> Read for Summed<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(into)?;
        self.sum.update(into.get(..n).unwrap_or_default());
        self.length = self.length.saturating_sub(n as u64);
        if n == 0 && !into.is_empty() && (self.sum.sum() != self.told || self.length > 0) {
            return Err(io::Error::other("its bytes are not those that were packed"));
        }
        Ok(n)
    }
}

/// Reads the entries of an archive without directory, as far as each tells where the next begins.
fn by_heads(walk: &mut Walk<'_>, source: &mut dyn Source, at: &At, ways: &mut Ways) -> Flow {
    let mut next = 0_u64;
    loop {
        let Ok(head) = read_at(source, next, 30) else { return Ok(()) };
        if head.len() < 30 || !head.starts_with(b"PK\x03\x04") {
            return Ok(());
        }
        let (name, extra) = (u64::from(u16_at(&head, 26)), u64::from(u16_at(&head, 28)));
        let Ok(behind) = read_at(source, next + 30, name + extra) else { return Ok(()) };
        let split = (name as usize).min(behind.len());
        let (raw, more) = behind.split_at(split);
        let mut entry = Entry {
            flags: u16_at(&head, 6),
            method: u16_at(&head, 8),
            sum: u32_at(&head, 14),
            packed: u64::from(u32_at(&head, 18)),
            unpacked: u64::from(u32_at(&head, 22)),
            at: next,
            ..Entry::default()
        };
        entry.name = extras(more, &mut entry).unwrap_or_else(|| characters(raw));
        entry.at = next;
        entry.folder = entry.name.ends_with('/');
        let unknown = entry.flags & 8 != 0 && entry.packed == 0;
        let start = next + 30 + name + extra;
        if unknown {
            // Its length stands behind it: the next head is looked for.
            let Some(end) = find_next(source, start) else { return Ok(()) };
            entry.packed = end - start;
            (entry.sum, entry.unpacked) = sums(source, end);
            next = end;
        } else {
            let Some(end) = start.checked_add(entry.packed) else { return Ok(()) };
            next = end;
        }
        give(walk, source, entry, 0, at, ways)?;
        if unknown {
            let Some(head) = next_head(source, next) else { return Ok(()) };
            next = head;
        }
    }
}

/// Where the note of lengths behind an entry, or the next entry, begins.
fn find_next(source: &mut dyn Source, from: u64) -> Option<u64> {
    let mut at = from;
    loop {
        let bytes = read_at(source, at, 8 * PIECE as u64).ok()?;
        let hit = memchr::memmem::find_iter(&bytes, b"PK")
            .find(|n| matches!(bytes.get(n + 2..n + 4), Some(b"\x07\x08" | b"\x03\x04" | b"\x01\x02")));
        if let Some(n) = hit {
            return Some(at + n as u64);
        }
        if bytes.len() < 4 {
            return None;
        }
        at += bytes.len() as u64 - 3;
        if (bytes.len() as u64) < 8 * PIECE as u64 {
            return None;
        }
    }
}

/// Sum and length in the note behind an entry.
fn sums(source: &mut dyn Source, at: u64) -> (u32, u64) {
    let note = read_at(source, at, 16).unwrap_or_default();
    if note.starts_with(b"PK\x07\x08") { (u32_at(&note, 4), u64::from(u32_at(&note, 12))) } else { (0, 0) }
}

/// The next head behind a note of lengths (of either size).
fn next_head(source: &mut dyn Source, at: u64) -> Option<u64> {
    let near = read_at(source, at, 64).ok()?;
    memchr::memmem::find(&near, b"PK\x03\x04").map(|n| at + n as u64)
}
