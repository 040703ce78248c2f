//! What a file is held to before the library may see it: depth of nesting, size unpacked.
//!
//! The library goes down into arrays and dictionaries without end, and takes each packed stream on its own: a crafted
//! file would overflow the stack, which nothing can catch, or fill the memory.

use flate2::{Decompress, FlushDecompress, Status};
use memchr::memmem;

/// Deepest nesting of brackets. Far more than any program writes, as the bytes of fonts have brackets too; far less
/// than [`super::STACK`] holds.
const DEEPEST: usize = 10_000;

/// Largest file that is read.
const LARGEST: usize = 1 << 30;

/// What one stream and all streams together may unpack to.
const ONE: u64 = 64 << 20;
const ALL: u64 = 1 << 30;

/// Why a file is not opened, with what to do; `None` = it may be.
pub(crate) fn refusal(bytes: &[u8]) -> Option<&'static str> {
    if bytes.len() > LARGEST {
        return Some("it has more than a gigabyte; divide it");
    }
    let mut all = 0u64;
    let mut at = 0;
    for found in memmem::find_iter(bytes, b"stream") {
        if found < at || bytes[..found].ends_with(b"end") {
            continue;
        }
        let Some(data) = opens(bytes, found) else { continue };
        if Nest::default().follow(&bytes[at..found]) {
            return Some(NESTED);
        }
        let end = memmem::find(&bytes[data..], b"endstream").map_or(bytes.len(), |n| data + n);
        let head = &bytes[dictionary(bytes, at, found)..found];
        match unpacked(head, &bytes[data..end]) {
            Unpacked::Size(size, nested) => {
                all += size;
                if nested {
                    return Some(NESTED);
                }
                if size >= ONE || all > ALL {
                    return Some(PACKED);
                }
            }
            Unpacked::Unknown => {}
            Unpacked::Refused => return Some(PACKED),
        }
        at = end;
    }
    Nest::default().follow(&bytes[at..]).then_some(NESTED)
}

const NESTED: &str =
    "its objects are nested too deep, as no program writes them; print it to a new PDF in a viewer";
const PACKED: &str = "it unpacks to more than can be held; print it to a new PDF in a viewer";

/// The first byte of a stream's data, where `stream` at `found` opens one.
fn opens(bytes: &[u8], found: usize) -> Option<usize> {
    let behind = bytes.get(found + 6..)?;
    if behind.starts_with(b"\r\n") {
        return Some(found + 8);
    }
    matches!(behind.first(), Some(b'\n' | b'\r')).then_some(found + 7)
}

/// Where the dictionary of the stream at `found` begins, roughly.
fn dictionary(bytes: &[u8], from: usize, found: usize) -> usize {
    let from = from.max(found.saturating_sub(4096));
    memmem::rfind(&bytes[from..found], b"obj").map_or(from, |n| from + n)
}

enum Unpacked {
    /// So many bytes, and whether they nest too deep.
    Size(u64, bool),
    /// Not to be told here, and harmless.
    Unknown,
    /// Not to be told here, and more than harmless.
    Refused,
}

/// What a stream unpacks to, for those whose content the library goes into.
fn unpacked(head: &[u8], data: &[u8]) -> Unpacked {
    let has = |name: &[u8]| memmem::find(head, name).is_some();
    if (has(b"/Image") && has(b"/Width")) || has(b"/FontFile") {
        return Unpacked::Unknown;
    }
    let flates = memmem::find_iter(head, b"Flate").count() + memmem::find_iter(head, b"/Fl ").count();
    let others = [&b"LZW"[..], b"RunLength", b"Brotli", b"/RL"].iter().filter(|n| has(n)).count();
    let texts = [&b"ASCII85"[..], b"ASCIIHex", b"/A85", b"/AHx"].iter().filter(|n| has(n)).count();
    if flates + others > 1 {
        return if data.len() > 16 * 1024 { Unpacked::Refused } else { Unpacked::Unknown };
    }
    if others > 0 {
        // These may grow some thousand times.
        return if data.len() > 128 * 1024 { Unpacked::Refused } else { Unpacked::Unknown };
    }
    if flates == 0 || texts > 0 {
        let mut nest = Nest::default();
        return Unpacked::Size(data.len() as u64, flates == 0 && texts == 0 && nest.follow(data));
    }
    inflated(data)
}

fn inflated(data: &[u8]) -> Unpacked {
    let mut inflate = Decompress::new(true);
    let mut buffer = vec![0u8; 64 * 1024];
    let mut nest = Nest::default();
    let mut nested = false;
    loop {
        let (taken, made) = (inflate.total_in(), inflate.total_out());
        let rest = data.get(taken as usize..).unwrap_or_default();
        let status = inflate.decompress(rest, &mut buffer, FlushDecompress::None);
        let new = (inflate.total_out() - made) as usize;
        nested |= nest.follow(&buffer[..new.min(buffer.len())]);
        let stuck = new == 0 && inflate.total_in() == taken;
        if nested
            || stuck
            || inflate.total_out() >= ONE
            || !matches!(status, Ok(Status::Ok | Status::BufError))
        {
            return Unpacked::Size(inflate.total_out(), nested);
        }
    }
}

/// Follows brackets outside strings and comments.
#[derive(Default)]
struct Nest {
    depth: usize,
    string: usize,
    escaped: bool,
    comment: bool,
}

impl Nest {
    /// Whether the nesting has become too deep.
    fn follow(&mut self, bytes: &[u8]) -> bool {
        for &b in bytes {
            if self.escaped {
                self.escaped = false;
            } else if self.comment {
                self.comment = b != b'\n' && b != b'\r';
            } else if self.string > 0 {
                match b {
                    b'\\' => self.escaped = true,
                    b'(' => self.string += 1,
                    b')' => self.string -= 1,
                    _ => {}
                }
            } else {
                match b {
                    b'(' => self.string = 1,
                    b'%' => self.comment = true,
                    b'[' | b'<' => self.depth += 1,
                    b']' | b'>' => self.depth = self.depth.saturating_sub(1),
                    _ => {}
                }
                if self.depth > DEEPEST {
                    return true;
                }
            }
        }
        false
    }
}
