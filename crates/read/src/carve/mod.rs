//! Files that hold several documents, taken apart: archives, mail boxes, volumes, documents a line.
//!
//! A [`Part`] is one document with bytes that read alone; what the file says of it goes along as `given`. Parts come one
//! after the other and nothing holds them all, so that memory is bounded whatever the size of the file.

use std::io::{Read, Seek};

use memcon_model::{Notice, Severity};

use crate::{Format, Hint};

/// A source of bytes that can be gone back in.
pub trait Source: Read + Seek + Send {}
impl<T: Read + Seek + Send> Source for T {}

/// One document carved out of a file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Part {
    /// Where inside the file, `/` between steps: `""` = the file itself is the document; `14`, `14/report.pdf`, `d62`. The same
    /// file gives the same ways, each once.
    pub way: String,
    /// Its bytes, to be read alone.
    pub bytes: Vec<u8>,
    /// Its media type, where the file is sure.
    pub media_type: Option<String>,
    /// What the file says of it: (name, value), for [`Hint::given`].
    pub given: Vec<(String, String)>,
}

/// A part, or what could not be taken out: its way and why.
pub type Carved = Result<Part, (String, Notice)>;

/// How far to go into a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Archives inside archives.
    pub depth: usize,
    /// Documents of one file.
    pub parts: u64,
    /// Bytes of one document.
    pub part: u64,
    /// Bytes unpacked of one file over all its documents.
    pub unpacked: u64,
    /// Bytes unpacked for each byte packed, once 64 MiB are passed.
    pub ratio: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { depth: 6, parts: 5_000_000, part: 1 << 30, unpacked: 64 << 30, ratio: 200 }
    }
}

/// The documents of a file, in its order. A file that is one document gives itself, with the way `""`.
pub fn parts<'s>(
    mut source: Box<dyn Source + 's>,
    format: Option<Format>,
    hint: Hint<'_>,
    limits: Limits,
) -> Box<dyn Iterator<Item = Carved> + Send + 's> {
    let mut bytes = Vec::new();
    let one = match (&mut source).take(limits.part).read_to_end(&mut bytes) {
        Ok(_) => Ok(Part { bytes, ..Part::default() }),
        Err(e) => Err((String::new(), Notice::new(Severity::Error, format!("cannot be read ({e})")))),
    };
    if format == Some(Format::Tei)
        && let Ok(Part { bytes, .. }) = &one
        && let Some(decoded) = crate::decode::decode(bytes, true)
    {
        return Box::new(crate::tei::parts(decoded.text, hint, &limits));
    }
    Box::new(std::iter::once(one))
}

/// The lists of persons that a file holds beside its documents, under their name and as XML of their own: those of a TEI
/// edition, to which the keys in its documents belong. `None` = the file holds none.
pub fn persons(bytes: &[u8], format: Option<Format>, hint: Hint<'_>) -> Option<(String, String)> {
    let text = crate::decode::decode(bytes, true).filter(|_| format == Some(Format::Tei))?.text;
    let lists = crate::tei::lists(&text);
    let name = crate::tei::list_name(hint.path)?;
    (!lists.is_empty()).then(|| (name, format!("<lists>{}</lists>", lists.concat())))
}
