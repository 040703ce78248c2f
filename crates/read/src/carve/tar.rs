//! tar: ustar, GNU, pax. Links and devices are named, never followed.

use std::io::{self, Read};

use memcon_model::Severity;

use super::names::{Ways, characters, way};
use super::walk::{At, Flow, Walk};

const BLOCK: usize = 512;
/// Bytes of a long name or of pax records that are read.
const NAMES: u64 = 1 << 20;

/// What stands before an entry and is about it.
#[derive(Default)]
struct Before {
    name: Option<Vec<u8>>,
    link: Option<Vec<u8>>,
    size: Option<u64>,
    sparse: bool,
}

/// Takes the archive apart.
pub(super) fn walk(walk: &mut Walk<'_>, source: &mut dyn Read, at: &At) -> Flow {
    let mut ways = Ways::default();
    let mut before = Before::default();
    let mut offset = 0_u64;
    loop {
        let mut block = [0; BLOCK];
        match fill(source, &mut block) {
            Ok(0) => return Ok(()),
            Ok(BLOCK) => {}
            Ok(_) => return cut_off(walk, at),
            Err(error) => return walk.failed(&at.way, &error, "what came before was read"),
        }
        if block.iter().all(|b| *b == 0) {
            return Ok(());
        }
        if !sums_up(&block) {
            let words = format!("The archive is damaged at byte {offset}; what follows was not read");
            return walk.say(&at.way, Severity::Error, &words);
        }
        let kind = block[156];
        let told = number(&block[124..136]).unwrap_or(0);
        // What is no file has no bytes, whatever its head says.
        let size = if matches!(kind, b'1'..=b'6') {
            0
        } else {
            before.size.filter(|_| !is_about(kind)).unwrap_or(told)
        };
        offset = offset
            .saturating_add(BLOCK as u64)
            .saturating_add(size.div_ceil(BLOCK as u64).saturating_mul(BLOCK as u64));
        let mut bytes = source.take(size);
        if is_about(kind) {
            if let Err(error) = about(kind, &mut bytes, &mut before) {
                return walk.failed(&at.way, &error, "what came before was read");
            }
        } else {
            let name = before.name.take().unwrap_or_else(|| name(&block));
            let entry = Entry {
                kind,
                name: characters(&name),
                link: link(&block, &mut before),
                sparse: before.sparse,
            };
            before = Before::default();
            entry.give(walk, &mut bytes, at, &mut ways)?;
        }
        // The rest of the entry and what fills its last block.
        let rest = io::copy(&mut bytes, &mut io::sink());
        let missing = bytes.limit();
        if let Err(error) = rest {
            return walk.failed(&at.way, &error, "what came before was read");
        }
        if missing > 0 {
            return cut_off(walk, at);
        }
        let padding = (BLOCK as u64 - size % BLOCK as u64) % BLOCK as u64;
        if let Err(error) = io::copy(&mut source.take(padding), &mut io::sink()) {
            return walk.failed(&at.way, &error, "what came before was read");
        }
    }
}

fn cut_off(walk: &mut Walk<'_>, at: &At) -> Flow {
    let words =
        "The archive ends in the middle of a file. What there was is read; look whether it was copied whole";
    walk.say(&at.way, Severity::Error, words)
}

/// Reads a block; fewer bytes only at the end.
fn fill(source: &mut dyn Read, block: &mut [u8; BLOCK]) -> io::Result<usize> {
    let mut at = 0;
    while at < BLOCK {
        match source.read(block.get_mut(at..).unwrap_or_default()) {
            Ok(0) => break,
            Ok(n) => at += n,
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            Err(e) => return Err(e),
        }
    }
    Ok(at)
}

/// Whether the sum in the head is that of the head, its own field counted as spaces.
fn sums_up(block: &[u8; BLOCK]) -> bool {
    let told = number(&block[148..156]);
    let sum: u64 =
        block.iter().enumerate().map(|(n, b)| if (148..156).contains(&n) { 32 } else { u64::from(*b) }).sum();
    told == Some(sum)
}

/// An octal number, or a binary one where its first bit is set.
fn number(field: &[u8]) -> Option<u64> {
    if field.first().is_some_and(|b| b & 0x80 != 0) {
        let low = field.get(field.len().saturating_sub(8)..)?;
        return Some(low.iter().fold(0, |n, b| n << 8 | u64::from(*b)) & (u64::MAX >> 1));
    }
    let digits = field.iter().copied().skip_while(|b| *b == b' ').take_while(|b| (b'0'..=b'7').contains(b));
    Some(digits.fold(0_u64, |n, b| n.saturating_mul(8).saturating_add(u64::from(b - b'0'))))
}

fn text(field: &[u8]) -> Vec<u8> {
    field.iter().copied().take_while(|b| *b != 0).collect()
}

fn name(block: &[u8; BLOCK]) -> Vec<u8> {
    let name = text(&block[..100]);
    // GNU's own form keeps other things where ustar keeps the folder.
    let prefix = if &block[257..263] == b"ustar\0" { text(&block[345..500]) } else { Vec::new() };
    if prefix.is_empty() { name } else { [prefix, name].join(&b'/') }
}

fn link(block: &[u8; BLOCK], before: &mut Before) -> String {
    characters(&before.link.take().unwrap_or_else(|| text(&block[157..257])))
}

/// Whether an entry only tells about the next one.
fn is_about(kind: u8) -> bool {
    matches!(kind, b'x' | b'X' | b'g' | b'L' | b'K')
}

/// Reads what an entry tells about the next one.
fn about(kind: u8, bytes: &mut dyn Read, before: &mut Before) -> io::Result<()> {
    let mut told = Vec::new();
    bytes.take(NAMES).read_to_end(&mut told)?;
    match kind {
        b'L' => before.name = Some(text(&told)),
        b'K' => before.link = Some(text(&told)),
        b'x' | b'X' => pax(&told, before),
        _ => {}
    }
    Ok(())
}

/// Records of the form `length key=value\n`.
fn pax(mut records: &[u8], before: &mut Before) {
    while let Some(space) = memchr::memchr(b' ', records) {
        let length = std::str::from_utf8(records.get(..space).unwrap_or_default())
            .ok()
            .and_then(|n| n.trim().parse().ok());
        let Some(record) = length.and_then(|n: usize| records.get(space + 1..n)) else { return };
        records = records.get(space + 1 + record.len()..).unwrap_or_default();
        let record = record.strip_suffix(b"\n").unwrap_or(record);
        let Some(equals) = memchr::memchr(b'=', record) else { continue };
        let (key, value) =
            (record.get(..equals).unwrap_or_default(), record.get(equals + 1..).unwrap_or_default());
        match key {
            b"path" | b"GNU.sparse.name" => before.name = Some(value.to_vec()),
            b"linkpath" => before.link = Some(value.to_vec()),
            b"size" => before.size = std::str::from_utf8(value).ok().and_then(|n| n.parse().ok()),
            b"GNU.sparse.major" | b"GNU.sparse.map" => before.sparse = true,
            _ => {}
        }
    }
}

/// Something in the archive.
struct Entry {
    kind: u8,
    name: String,
    link: String,
    sparse: bool,
}

impl Entry {
    fn give(self, walk: &mut Walk<'_>, bytes: &mut dyn Read, at: &At, ways: &mut Ways) -> Flow {
        if self.kind == b'5' || matches!(self.kind, 0 | b'0') && self.name.ends_with('/') {
            return Ok(());
        }
        let Some(way) = way(&self.name) else { return Ok(()) };
        let way = ways.take(way);
        let trouble = match self.kind {
            b'1' | b'2' => {
                let words = format!("It is a link to {:?}, named here and not followed", self.link);
                return walk.say(&at.inside(&way), Severity::Note, &words);
            }
            b'3' | b'4' | b'6' => "It is a device or pipe, named here and not opened",
            b'S' => {
                "It is stored with holes, a form that memcon does not read. Unpack the archive and add the folder"
            }
            _ if self.sparse => {
                "It is stored with holes, a form that memcon does not read. Unpack the archive and add the folder"
            }
            0 | b'0' | b'7' => return walk.stream(bytes, &at.within(&way, None)),
            _ => return Ok(()),
        };
        let severity = if self.kind == b'S' || self.sparse { Severity::Error } else { Severity::Note };
        walk.say(&at.inside(&way), severity, trouble)
    }
}
