//! The members of a ZIP package, each inflated within bounds.
//!
//! Sizes that a package declares are not believed: inflating stops at a bound. A package whose directory is lost (a
//! file cut off) is read from its local headers as far as it goes. What does not belong here: what a member means.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};

use memcon_model::Severity;

use crate::Reading;

/// The most bytes that one member may have when inflated.
const MEMBER: u64 = 256 * 1024 * 1024;
/// The most bytes of all members that are read, inflated.
const WHOLE: u64 = 640 * 1024 * 1024;
/// Text packs some ten times; what packs more than this is made to fill memories.
const RATIO: u64 = 200;
/// Below this any ratio is harmless.
const SMALL: u64 = 16 * 1024 * 1024;
/// The most members that are listed.
const MEMBERS: usize = 50_000;

/// A package.
pub(super) struct Package<'b> {
    bytes: &'b [u8],
    zip: Option<zip::ZipArchive<Cursor<&'b [u8]>>>,
    /// Names of members in order, with their place: in the directory, or that of their local header.
    names: BTreeMap<String, usize>,
    inflated: u64,
    /// What is wrong with the package, for people.
    pub complaints: Vec<String>,
}

impl<'b> Package<'b> {
    /// Opens a package; `None` = it has no members at all.
    pub fn open(bytes: &'b [u8]) -> Option<Self> {
        let opened = catch_unwind(AssertUnwindSafe(|| zip::ZipArchive::new(Cursor::new(bytes)).ok()));
        let mut package = Self {
            bytes,
            zip: opened.ok().flatten(),
            names: BTreeMap::new(),
            inflated: 0,
            complaints: Vec::new(),
        };
        package.list();
        if package.names.is_empty() {
            package.zip = None;
            package.names = local_headers(bytes);
            package.complaints.push(
                "The file is damaged: its table of contents is missing or wrong. It was read as far as it goes; \
                 look for a whole copy."
                    .into(),
            );
        }
        (!package.names.is_empty()).then_some(package)
    }

    fn list(&mut self) {
        let Some(zip) = &self.zip else { return };
        let mut twice = zip.has_duplicate_names();
        let raw = zip.file_names_raw().take(MEMBERS);
        for (n, name) in raw.enumerate() {
            let name = tidy(&String::from_utf8_lossy(name));
            twice |= self.names.insert(name, n).is_some();
        }
        if zip.len() > MEMBERS {
            self.complaints.push(format!(
                "The file holds {} parts; only the first {MEMBERS} were looked at.",
                zip.len()
            ));
        }
        if twice {
            self.complaints.push(
                "Parts of the file have one name twice; the last of each was read. No word processor writes such files."
                    .into(),
            );
        }
    }

    /// Names of the members, sorted.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.keys().map(String::as_str)
    }

    /// Whether there is a member of this name.
    pub fn has(&self, name: &str) -> bool {
        self.names.contains_key(name)
    }

    /// A member's bytes; `None` where there is none. What goes wrong inside becomes a complaint.
    pub fn bytes(&mut self, name: &str) -> Option<Vec<u8>> {
        let at = *self.names.get(name)?;
        let mut out = Vec::new();
        let left = WHOLE.saturating_sub(self.inflated);
        let fault = match &mut self.zip {
            Some(zip) => inflate_member(zip, at, left, &mut out),
            None => inflate_local(self.bytes, at, left, &mut out),
        };
        self.inflated += out.len() as u64;
        if let Some(fault) = fault {
            self.complaints.push(format!("Its part `{name}` {fault}"));
        }
        Some(out)
    }

    /// A member as text; `None` where there is none.
    pub fn text(&mut self, name: &str) -> Option<String> {
        let bytes = self.bytes(name)?;
        let decoded = crate::decode::decode(&bytes, true)?;
        Some(decoded.text)
    }

    /// Hands the complaints over; a complaint means that words may be missing.
    pub fn complain(&mut self, reading: &mut Reading) {
        for complaint in std::mem::take(&mut self.complaints) {
            reading.note(Severity::Warning, complaint);
        }
    }
}

/// A name as members are asked for: forward slashes, none at the start.
fn tidy(name: &str) -> String {
    name.replace('\\', "/").trim_start_matches('/').to_owned()
}

fn inflate_member(
    zip: &mut zip::ZipArchive<Cursor<&[u8]>>,
    at: usize,
    left: u64,
    out: &mut Vec<u8>,
) -> Option<String> {
    let done = catch_unwind(AssertUnwindSafe(|| match zip.by_index(at) {
        Ok(mut member) => {
            let packed = member.compressed_size();
            inflate(&mut member, packed, left, out)
        }
        Err(zip::result::ZipError::UnsupportedArchive(why)) => Some(format!("cannot be unpacked ({why}).")),
        Err(error) => Some(format!("is damaged ({error}).")),
    }));
    done.unwrap_or_else(|_| Some("is damaged.".into()))
}

/// Reads on until the end or a bound; says what went wrong.
fn inflate(from: &mut dyn Read, packed: u64, left: u64, out: &mut Vec<u8>) -> Option<String> {
    let bound = MEMBER.min(left).min((packed.saturating_mul(RATIO)).max(SMALL));
    let read = from.take(bound + 1).read_to_end(out);
    if out.len() as u64 > bound {
        out.truncate(bound as usize);
        return Some(format!(
            "unpacks to more than {} MiB out of {packed} bytes; the rest of it was not read.",
            bound / 1024 / 1024
        ));
    }
    read.err().map(|error| format!("is damaged or cut off ({error}); it was read up to there."))
}

/// Where members begin, by their local headers.
fn local_headers(bytes: &[u8]) -> BTreeMap<String, usize> {
    memchr::memmem::find_iter(bytes, b"PK\x03\x04")
        .take(MEMBERS)
        .filter_map(|at| Some((tidy(&String::from_utf8_lossy(local(bytes, at)?.name)), at)))
        .collect()
}

struct Local<'b> {
    name: &'b [u8],
    method: u16,
    data: &'b [u8],
    packed: u32,
}

/// A local file header and what follows it.
fn local(bytes: &[u8], at: usize) -> Option<Local<'_>> {
    let head = bytes.get(at..at + 30)?;
    let short = |n: usize| u16::from_le_bytes([head[n], head[n + 1]]);
    let name = bytes.get(at + 30..at + 30 + usize::from(short(26)))?;
    let data = bytes.get(at + 30 + usize::from(short(26)) + usize::from(short(28))..)?;
    let packed = u32::from_le_bytes([head[18], head[19], head[20], head[21]]);
    Some(Local { name, method: short(8), data, packed })
}

fn inflate_local(bytes: &[u8], at: usize, left: u64, out: &mut Vec<u8>) -> Option<String> {
    let local = local(bytes, at)?;
    let data = match local.packed {
        0 => local.data,
        packed => &local.data[..local.data.len().min(packed as usize)],
    };
    match local.method {
        0 => inflate(&mut &data[..], data.len() as u64, left, out),
        8 => inflate(&mut flate2::read::DeflateDecoder::new(data), data.len() as u64, left, out),
        _ => Some("is packed in a way that is not read.".into()),
    }
}
