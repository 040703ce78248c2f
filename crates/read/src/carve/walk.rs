//! The way through a file: what each thing inside is, who takes it apart, what is a document.

use std::io::{Cursor, Read, SeekFrom};

use memcon_model::{Notice, Severity};

use super::budget::Budget;
use super::gathered::{self, Gathered};
use super::{Carved, Limits, Part, Source, enclosed, gzip, lines, mbox, tar, zip};
use crate::sniff::HEAD;
use crate::{Format, Hint};

/// Things inside an archive up to this size are held in memory while it is seen what they are.
const HELD: u64 = 8 << 20;
/// A ZIP inside something packed must be gone back in: it is held in memory, up to this size.
const INNER_ZIP: u64 = 512 << 20;

/// The taking apart ends: nobody listens, or too much came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stop;

/// Whether to go on.
pub(super) type Flow = Result<(), Stop>;

/// Where a thing stands and what is known of it.
#[derive(Clone, Debug, Default)]
pub(super) struct At {
    /// Its way; `""` = the file itself.
    pub way: String,
    /// Its name, for its ending.
    pub name: String,
    /// Archives around it.
    pub depth: usize,
    /// Its format, where it is told.
    pub told: Option<Format>,
}

impl At {
    /// The way of something inside.
    pub fn inside(&self, way: &str) -> String {
        if self.way.is_empty() { way.to_owned() } else { format!("{}/{way}", self.way) }
    }

    /// Something inside, one archive deeper.
    pub fn within(&self, way: &str, told: Option<Format>) -> Self {
        let name = way.rsplit('/').next().unwrap_or(way).to_owned();
        Self { way: self.inside(way), name, depth: self.depth + 1, told }
    }
}

/// One file on its way apart.
pub(super) struct Walk<'w> {
    /// How far to go.
    pub limits: Limits,
    /// What may still come out.
    pub budget: &'w Budget,
    given: u64,
    /// Pages of the archive that is open, held back until its end.
    pages: Option<Gathered>,
    sink: &'w mut dyn FnMut(Carved) -> bool,
}

impl<'w> Walk<'w> {
    /// Begins.
    pub fn new(limits: Limits, budget: &'w Budget, sink: &'w mut dyn FnMut(Carved) -> bool) -> Self {
        Self { limits, budget, given: 0, pages: None, sink }
    }

    /// Takes the file itself apart.
    pub fn file(&mut self, source: &mut dyn Source, told: Option<Format>, name: &str) {
        let at = At { name: name.to_owned(), told, ..At::default() };
        let done = self.seekable(source, &at);
        if done.is_err() && self.budget.is_spent() {
            let words = format!("It was not taken apart to its end: {}.", self.budget.words());
            let _ = (self.sink)(Err((String::new(), Notice::new(Severity::Error, words))));
        }
    }

    /// Hands a document over.
    pub fn give(&mut self, part: Part) -> Flow {
        if self.given >= self.limits.parts {
            let words = format!(
                "It holds more than {} documents, which is more than one file may hold; the rest was left out. Unpack it and \
                 add the folder.",
                self.limits.parts
            );
            let _ = (self.sink)(Err((String::new(), Notice::new(Severity::Error, words))));
            return Err(Stop);
        }
        self.given += 1;
        if (self.sink)(Ok(part)) { Ok(()) } else { Err(Stop) }
    }

    /// Says what could not be done with something; `words` is a clause without a stop.
    pub fn say(&mut self, way: &str, severity: Severity, words: &str) -> Flow {
        // A file that is all faults is as bad as one that is all documents.
        self.given += 1;
        if self.given > self.limits.parts {
            return Err(Stop);
        }
        if (self.sink)(Err((way.to_owned(), Notice::new(severity, format!("{words}."))))) {
            Ok(())
        } else {
            Err(Stop)
        }
    }

    /// Passes on a fault of reading; too much unpacked ends it all.
    pub fn failed(&mut self, way: &str, error: &std::io::Error, done: &str) -> Flow {
        if self.budget.is_spent() {
            return Err(Stop);
        }
        self.say(way, Severity::Error, &format!("It is damaged or cut off ({error}); {done}"))
    }

    /// Something that comes as a stream and may be of any length.
    pub fn stream(&mut self, source: &mut dyn Read, at: &At) -> Flow {
        let mut held = Vec::new();
        let read = source.take(HELD).read_to_end(&mut held);
        if let Err(error) = read {
            return self.broken(held, &error, at);
        }
        if (held.len() as u64) < HELD {
            return self.whole(held, at);
        }
        match self.format(&held, at) {
            Some(format) if streams(format) => self.flowing(format, &mut Cursor::new(held).chain(source), at),
            format => {
                let most = if format == Some(Format::Zip) { INNER_ZIP } else { self.limits.part };
                let left = most.saturating_sub(held.len() as u64);
                let read = source.take(left.saturating_add(1)).read_to_end(&mut held);
                if held.len() as u64 > most {
                    return self.too_large(at, most);
                }
                match read {
                    Ok(_) => self.whole(held, at),
                    Err(error) => self.broken(held, &error, at),
                }
            }
        }
    }

    fn too_large(&mut self, at: &At, most: u64) -> Flow {
        let words = format!(
            "It is larger than {} MiB; it was not read. Unpack it and add what is inside, or divide it",
            most >> 20
        );
        self.say(&at.way, Severity::Error, &words)
    }

    /// Something whose rest cannot be had: what came is read, and the fault is said.
    fn broken(&mut self, held: Vec<u8>, error: &std::io::Error, at: &At) -> Flow {
        if self.budget.is_spent() {
            return Err(Stop);
        }
        if held.is_empty() {
            return self.failed(&at.way, error, "nothing of it could be read");
        }
        self.whole(held, at)?;
        self.failed(&at.way, error, "what could be read of it was taken")
    }

    /// Something held whole in memory.
    fn whole(&mut self, bytes: Vec<u8>, at: &At) -> Flow {
        match self.format(&bytes, at) {
            Some(Format::Zip) => self.archive(at, |walk| zip::walk(walk, &mut Cursor::new(&bytes), at)),
            Some(format) if streams(format) => self.flowing(format, &mut Cursor::new(&bytes), at),
            format => self.document(bytes, format, at),
        }
    }

    /// The file itself, which can be gone back in.
    fn seekable(&mut self, source: &mut dyn Source, at: &At) -> Flow {
        let format = match self.look(source, at) {
            Ok(format) => format,
            Err(error) => return self.failed(&at.way, &error, "nothing of it could be read"),
        };
        match format {
            Some(Format::Zip) => self.archive(at, |walk| zip::walk(walk, source, at)),
            Some(format) if streams(format) => self.flowing(format, source, at),
            format => {
                let mut bytes = Vec::new();
                let most = self.limits.part;
                let read = source.take(most.saturating_add(1)).read_to_end(&mut bytes);
                if bytes.len() as u64 > most {
                    return self.too_large(at, most);
                }
                match read {
                    Ok(_) => self.document(bytes, format, at),
                    Err(error) => self.failed(&at.way, &error, "nothing of it could be read"),
                }
            }
        }
    }

    /// What the file is, by its first and last bytes; it stands at its start afterwards.
    fn look(&self, source: &mut dyn Source, at: &At) -> std::io::Result<Option<Format>> {
        let mut ends = Vec::new();
        let length = source.seek(SeekFrom::End(0))?;
        source.rewind()?;
        source.take(HEAD as u64).read_to_end(&mut ends)?;
        if ends.starts_with(b"PK") && length > HEAD as u64 {
            source.seek(SeekFrom::Start(length.saturating_sub(HEAD as u64).max(HEAD as u64)))?;
            source.take(HEAD as u64).read_to_end(&mut ends)?;
        }
        source.rewind()?;
        Ok(self.format(&ends, at))
    }

    fn format(&self, bytes: &[u8], at: &At) -> Option<Format> {
        at.told.or_else(|| crate::format(bytes, Hint { path: Some(&at.name), ..Hint::default() }))
    }

    /// Formats that are taken apart as they come.
    fn flowing(&mut self, format: Format, source: &mut dyn Read, at: &At) -> Flow {
        if format == Format::Tar {
            return self.archive(at, |walk| tar::walk(walk, source, at));
        }
        self.deeper(at, |walk| match format {
            Format::Gzip => gzip::walk(walk, source, at),
            Format::Mbox => mbox::walk(walk, source, at),
            _ => lines::walk(walk, source, at),
        })
    }

    /// Goes into an archive that may hold pages one by one; they are given at its end.
    fn archive(&mut self, at: &At, go: impl FnOnce(&mut Self) -> Flow) -> Flow {
        let outer = self.pages.replace(Gathered::default());
        let done = self.deeper(at, go);
        let pages = std::mem::replace(&mut self.pages, outer);
        done?;
        pages.map_or(Ok(()), |pages| pages.give(self))
    }

    /// Holds a page back that belongs to others of its archive.
    fn hold(&mut self, bytes: Vec<u8>, format: Option<Format>, at: &At) -> Flow {
        let Some(pages) = &mut self.pages else { return Ok(()) };
        if pages.add(at.way.clone(), format, bytes) {
            let full = std::mem::take(pages);
            gathered::too_many(self, &at.way)?;
            full.give(self)?;
        }
        Ok(())
    }

    /// Goes into an archive, where it is not too deep.
    fn deeper(&mut self, at: &At, go: impl FnOnce(&mut Self) -> Flow) -> Flow {
        if at.depth >= self.limits.depth {
            let words = format!(
                "It lies inside {} other archives; it was not taken apart. Unpack them and add the folder",
                self.limits.depth
            );
            return self.say(&at.way, Severity::Error, &words);
        }
        go(self)
    }

    /// One document, or a volume or inventory of them.
    fn document(&mut self, bytes: Vec<u8>, format: Option<Format>, at: &At) -> Flow {
        let media_type = at.told.map(|f| f.media_type().to_owned());
        if self.pages.is_some() && Gathered::takes(format, &bytes) {
            return self.hold(bytes, format, at);
        }
        match format {
            Some(Format::Mail) => enclosed::walk(self, bytes, media_type, at),
            Some(Format::Ead | Format::DublinCore | Format::Csv | Format::Tropy | Format::Tei) => {
                self.volume(bytes, format, media_type, at)
            }
            _ => self.give(Part { way: at.way.clone(), bytes, media_type, given: Vec::new() }),
        }
    }

    /// A file of marked-up documents or descriptions.
    fn volume(
        &mut self,
        bytes: Vec<u8>,
        format: Option<Format>,
        media_type: Option<String>,
        at: &At,
    ) -> Flow {
        let Some(text) = (format == Some(Format::Tei)).then(|| crate::decode::decode(&bytes, true)).flatten()
        else {
            return self.give(Part { way: at.way.clone(), bytes, media_type, given: Vec::new() });
        };
        let hint = Hint { path: Some(&at.name), ..Hint::default() };
        for carved in crate::tei::parts(text.text, hint, &self.limits) {
            match carved {
                // One document: its bytes as they came.
                Ok(part) if part.way.is_empty() => {
                    self.give(Part {
                        way: at.way.clone(),
                        bytes: bytes.clone(),
                        media_type: media_type.clone(),
                        ..part
                    })?;
                }
                Ok(part) => self.give(Part { way: at.inside(&part.way), ..part })?,
                Err((way, notice)) => {
                    self.say(&at.inside(&way), notice.severity, notice.message.trim_end_matches('.'))?
                }
            }
        }
        Ok(())
    }
}

/// Whether a format is taken apart without going back in it.
fn streams(format: Format) -> bool {
    matches!(format, Format::Tar | Format::Gzip | Format::Mbox | Format::Lines)
}
