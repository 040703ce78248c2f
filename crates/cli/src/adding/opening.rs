//! A file of papers opened: what it is, and the things in it, one after the other.
//!
//! A file that is one paper is read by the workers; a file that holds many is taken apart here, in the order of the walk, as the
//! workers ask for more. Its own bytes are kept too. A file that was taken apart before, and is as it was, is passed over, with
//! its faults: the same bytes would give the same again.

use std::fs::File;
use std::io::{Cursor, Read, Seek};

use memcon_model::Severity;
use memcon_read::carve::{self, Carved, Limits, Part};
use memcon_read::{Format, Hint};
use memcon_store::{Fingerprint, KeptFile, Problem, Scope};

use super::walk::{self, Found};
use super::{Desk, Seen};

/// Bytes at the start of a file by which it is known what it is.
const HEAD: u64 = 64 << 10;
/// Files up to this size are read at once.
const SMALL: u64 = 1 << 20;
/// Files up to this size are held in memory while they are taken apart.
const HELD: u64 = 32 << 20;

/// Something to do.
pub(super) enum Item {
    /// A file that is one paper.
    File(Found),
    /// The same, its bytes already here.
    Read(Found, Vec<u8>),
    /// The pages of one paper, in order.
    Pages(Vec<Found>),
    /// A paper out of a file.
    Part(Box<Inside>),
    /// What is already known: a fault, a file to pass over, the end of one; and the bytes of the files that this settles.
    Known(Box<Seen>, u64),
}

/// A paper out of a file.
pub(super) struct Inside {
    /// The file.
    pub file: Found,
    /// The paper.
    pub part: Part,
    /// Bytes of the file that it stands for; packed papers are larger than what they stand for.
    brings: u64,
}

impl Item {
    /// Bytes that it holds or will hold, and by how many bytes of the files it brings the work on.
    pub fn bytes(&self) -> (u64, u64) {
        let both = |n| (n, n);
        match self {
            Self::File(found) | Self::Read(found, _) => both(found.bytes),
            Self::Pages(pages) => both(pages.iter().map(|p| p.bytes).sum()),
            Self::Part(inside) => (inside.part.bytes.len() as u64, inside.brings),
            Self::Known(_, brings) => (0, *brings),
        }
    }
}

/// Whether a file of this format is taken apart.
fn is_taken_apart(format: Format) -> bool {
    format.is_container() || matches!(format, Format::Mail | Format::Tei)
}

impl Found {
    /// Where it lies.
    fn place(&self) -> Scope {
        Scope { source: self.source, below: self.raw.clone() }
    }

    fn trouble(&self, message: String) -> Item {
        let problem = Problem { place: self.id.clone(), severity: Severity::Error, message };
        Item::Known(
            Box::new(Seen::Bad { id: Some(self.id.clone()), shut: Some(self.place()), problem }),
            self.bytes,
        )
    }
}

/// Things to do, one after the other.
pub(super) type Items<'d> = Box<dyn Iterator<Item = anyhow::Result<Item>> + Send + 'd>;

/// The things in a file, or the one that several files make.
pub(super) fn open<'d>(desk: &'d Desk<'_>, mut files: Vec<Found>) -> Items<'d> {
    let one = |item: Item| -> Items<'d> { Box::new(std::iter::once(Ok(item))) };
    if files.len() > 1 {
        return one(Item::Pages(files));
    }
    let Some(found) = files.pop() else { return Box::new(std::iter::empty()) };
    let (file, head) = match begin(&found) {
        Ok(begun) => begun,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => {
            return one(Item::Known(Box::new(Seen::Gone), found.bytes));
        }
        Err(e) => return one(found.trouble(walk::unreadable(&e))),
    };
    let hint = Hint { path: Some(&found.id), ..Hint::default() };
    if !memcon_read::format(&head, hint).is_some_and(is_taken_apart) {
        let whole = (head.len() as u64) < SMALL && found.bytes == head.len() as u64;
        return one(if whole { Item::Read(found, head) } else { Item::File(found) });
    }
    match apart(desk, found.clone(), file, head) {
        Ok(items) => items,
        Err(Trouble::Read(e)) => one(found.trouble(walk::unreadable(&e))),
        Err(Trouble::Other(e)) => Box::new(std::iter::once(Err(e))),
    }
}

/// Why a file was not taken apart.
enum Trouble {
    Read(std::io::Error),
    Other(anyhow::Error),
}

impl From<std::io::Error> for Trouble {
    fn from(e: std::io::Error) -> Self {
        Self::Read(e)
    }
}

impl From<memcon_store::StoreError> for Trouble {
    fn from(e: memcon_store::StoreError) -> Self {
        Self::Other(e.into())
    }
}

/// The file and its first bytes; all of them where it is small, and its last where a directory may stand there.
fn begin(found: &Found) -> std::io::Result<(File, Vec<u8>)> {
    let mut file = File::open(&found.path)?;
    let mut head = Vec::new();
    let length = if found.bytes < SMALL { SMALL } else { HEAD };
    (&mut file).take(length).read_to_end(&mut head)?;
    if head.starts_with(b"PK") && found.bytes >= SMALL {
        file.seek(std::io::SeekFrom::End(-(HEAD as i64)))?;
        (&mut file).take(HEAD).read_to_end(&mut head)?;
    }
    Ok((file, head))
}

/// The papers of a file that holds many.
fn apart<'d>(desk: &'d Desk<'_>, found: Found, mut file: File, head: Vec<u8>) -> Result<Items<'d>, Trouble> {
    let mut hash = Fingerprint::default();
    let mut held = None;
    let named = Hint { path: Some(&found.id), ..Hint::default() };
    let edition =
        memcon_read::format(&head, named) == Some(Format::Tei) && found.bytes <= Limits::default().part;
    if found.bytes == head.len() as u64 && found.bytes < SMALL {
        std::io::Write::write_all(&mut hash, &head)?;
        held = Some(head);
    } else {
        file.rewind()?;
        if found.bytes <= HELD {
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes)?;
            std::io::Write::write_all(&mut hash, &bytes)?;
            held = Some(bytes);
        } else {
            std::io::copy(&mut file, &mut hash)?;
        }
    }
    let hash = hash.finish();
    let same = |(h, engine): (String, String)| h == hash && engine == desk.engine;
    if desk.collection.known_file(&found.id)?.is_some_and(same) {
        let (there, missing) = desk.collection.parts_there(&found.place())?;
        // What is missing may be of an older version of the file: only taking it apart tells.
        if missing == 0 {
            let kept = Seen::Kept { id: found.id.clone(), place: found.place(), there };
            return Ok(Box::new(std::iter::once(Ok(Item::Known(Box::new(kept), found.bytes)))));
        }
    }
    let name = found.id.clone();
    let hint = Hint { path: Some(&name), ..Hint::default() };
    let source: Box<dyn carve::Source> = match &held {
        Some(bytes) => Box::new(Cursor::new(bytes.clone())),
        None => Box::new(File::open(&found.path)?),
    };
    let parts = carve::parts(source, None, hint, Limits::default());
    let left = found.bytes;
    Ok(Box::new(Parts {
        desk,
        found,
        hash,
        held,
        edition,
        parts,
        given: 0,
        left,
        inside: false,
        broken: false,
        ended: false,
    }))
}

/// The papers of one file, and its end.
struct Parts<'d, 'c> {
    desk: &'d Desk<'c>,
    found: Found,
    hash: String,
    held: Option<Vec<u8>>,
    /// Whether it may bring lists of persons.
    edition: bool,
    parts: Box<dyn Iterator<Item = Carved> + Send>,
    given: u64,
    /// Bytes of the file that no paper stands for yet.
    left: u64,
    /// Whether it gave anything but itself.
    inside: bool,
    /// Whether there is a fault of the file as a whole.
    broken: bool,
    ended: bool,
}

impl Iterator for Parts<'_, '_> {
    type Item = anyhow::Result<Item>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let Some(carved) = self.parts.next() else {
            self.ended = true;
            return self.end().transpose();
        };
        Some(match carved {
            Ok(part) => {
                self.given += 1;
                let first = !self.inside && !part.way.is_empty();
                self.inside |= first;
                match if first { self.keep() } else { Ok(()) } {
                    Ok(()) => Ok(Item::Part(self.part(part))),
                    Err(e) => Err(e),
                }
            }
            Err((way, notice)) => {
                let place = id(&self.found.id, &way);
                let problem = Problem { place, severity: notice.severity, message: notice.message };
                // After a fault of the file as a whole, what it held before is not missing.
                let whole = way.is_empty() && notice.severity == Severity::Error;
                self.broken |= whole;
                let shut = whole.then(|| self.found.place());
                Ok(Item::Known(Box::new(Seen::Bad { id: None, shut, problem }), 0))
            }
        })
    }
}

impl Parts<'_, '_> {
    fn part(&mut self, part: Part) -> Box<Inside> {
        let brings = self.left.min(part.bytes.len() as u64);
        self.left -= brings;
        Box::new(Inside { file: self.found.clone(), part, brings })
    }

    /// Keeps the bytes of the file itself.
    fn keep(&mut self) -> anyhow::Result<()> {
        match self.held.take() {
            Some(bytes) => {
                self.desk.collection.keep_original(&bytes)?;
                // An edition's own lists of persons, to which the keys in its papers belong.
                crate::authority::of_edition(self.desk.collection, &self.found.id, &bytes)?;
            }
            None => {
                let mut file = File::open(&self.found.path)?;
                self.desk.collection.keep_original_stream(&mut file)?;
                if self.edition {
                    // A volume this large is held whole by what takes it apart too.
                    let bytes = std::fs::read(&self.found.path)?;
                    crate::authority::of_edition(self.desk.collection, &self.found.id, &bytes)?;
                }
            }
        }
        Ok(())
    }

    /// The note that the file was taken apart, as far as it can be; a file that gave only itself needs none.
    fn end(&mut self) -> anyhow::Result<Option<Item>> {
        let nothing = self.broken && self.given == 0;
        if !self.inside && !nothing {
            return Ok(None);
        }
        if nothing {
            self.keep()?;
        }
        let file = KeptFile {
            id: self.found.id.clone(),
            place: self.found.place(),
            blake3: self.hash.clone(),
            bytes: self.found.bytes,
            engine: self.desk.engine.clone(),
            parts: self.given,
        };
        Ok(Some(Item::Known(Box::new(Seen::End(file)), self.left)))
    }
}

/// The id of something in a file.
pub(super) fn id(file: &str, way: &str) -> String {
    if way.is_empty() { file.to_owned() } else { format!("{file}/{way}") }
}
