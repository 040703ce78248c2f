//! Files that hold several documents, taken apart: archives, mail boxes, volumes, documents a line.
//!
//! A [`Part`] is one document with bytes that read alone; what the file says of it goes along as `given`. Parts come one
//! after the other and nothing holds them all, so that memory is bounded whatever the size of the file. Nothing is ever
//! written to disk: names inside a file are only names.

mod budget;
mod enclosed;
mod gathered;
mod gzip;
mod lines;
mod mbox;
mod names;
mod tar;
mod walk;
mod zip;

use std::io::{Read, Seek};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc;

pub use lines::{JsonLine, NoDocument, json_line};
use memcon_model::{Notice, Severity};

use crate::{Format, Hint};
pub use names::is_litter;

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

/// Parts that wait to be taken; more are not made.
const WAITING: usize = 2;

/// Stack of the thread that takes a file apart, in bytes.
const STACK: usize = 16 << 20;

/// The documents of a file, in its order. A file that is one document gives itself, with the way `""`.
///
/// The file is taken apart as its parts are asked for, in a thread of its own that ends with the iterator.
pub fn parts(
    source: Box<dyn Source>,
    format: Option<Format>,
    hint: Hint<'_>,
    limits: Limits,
) -> Box<dyn Iterator<Item = Carved> + Send> {
    let name = hint.path.and_then(|p| p.rsplit(['/', '\\']).next()).unwrap_or("").to_owned();
    let told = hint.media_type.and_then(Format::of_media_type).or(format);
    let (send, receive) = mpsc::sync_channel(WAITING);
    let refused = send.clone();
    let work = move || {
        let mut source = source;
        let mut sink = |carved: Carved| send.send(carved).is_ok();
        let done = catch_unwind(AssertUnwindSafe(|| each(&mut *source, told, &name, limits, &mut sink)));
        if done.is_err() {
            let words = "memcon failed while taking this file apart; what came before was read. Please report it with \
                         the file if you can share it.";
            let _ = send.send(Err((String::new(), Notice::new(Severity::Error, words))));
        }
    };
    if let Err(error) = std::thread::Builder::new().name(THREAD.to_owned()).stack_size(STACK).spawn(work) {
        let words = format!("cannot be taken apart: the system gives no thread ({error})");
        let _ = refused.send(Err((String::new(), Notice::new(Severity::Error, words))));
    }
    drop(refused);
    Box::new(receive.into_iter())
}

/// What the thread is called that takes a file apart.
pub const THREAD: &str = "paper-carve";

/// The same, each part given to `sink` as it is found; `sink` says whether to go on.
pub fn each(
    source: &mut dyn Source,
    format: Option<Format>,
    name: &str,
    limits: Limits,
    sink: &mut dyn FnMut(Carved) -> bool,
) {
    let packed = source.seek(std::io::SeekFrom::End(0)).unwrap_or(0);
    let budget = budget::Budget::new(limits, packed);
    let mut walk = walk::Walk::new(limits, &budget, sink);
    walk.file(source, format, name);
}

/// The lists of persons that a file holds beside its documents, under their name and as XML of their own: those of a TEI
/// edition, to which the keys in its documents belong. `None` = the file holds none.
pub fn persons(bytes: &[u8], format: Option<Format>, hint: Hint<'_>) -> Option<(String, String)> {
    if format != Some(Format::Tei) {
        return None;
    }
    let text = crate::decode::decode(bytes, true)?.text;
    let lists = crate::tei::lists(&text);
    let name = crate::tei::list_name(hint.path)?;
    (!lists.is_empty()).then(|| (name, format!("<lists>{}</lists>", lists.concat())))
}
