//! The pages of one document, one file each, packed into one original (a plain ustar archive), and read from it.

use super::mets::{Leaf, mets};
use super::sheet::Scan;
use super::write::Base;
use super::{BUNDLE, scan_of};
use crate::reading::Reading;
use memcon_model::Severity;

/// A block of the archive.
const BLOCK: usize = 512;

/// Longest name of an entry.
const LONGEST: usize = 100;

/// Packs the pages of one document, (name, bytes) in order, into one original that [`crate::read`] reads. The same pages
/// give the same bytes.
pub fn pack(pages: &[(String, Vec<u8>)]) -> Vec<u8> {
    let total: usize = pages.iter().map(|p| BLOCK + p.1.len().next_multiple_of(BLOCK)).sum();
    let mut out = Vec::with_capacity(total + 2 * BLOCK);
    for (n, (name, bytes)) in pages.iter().enumerate() {
        out.extend(header(n + 1, name, bytes.len()));
        out.extend(bytes);
        out.resize(out.len().next_multiple_of(BLOCK), 0);
    }
    out.resize(out.len() + 2 * BLOCK, 0);
    out
}

fn header(n: usize, name: &str, size: usize) -> [u8; BLOCK] {
    let mut h = [0u8; BLOCK];
    let front = format!("{}{n:05}/", String::from_utf8_lossy(BUNDLE));
    let file = name.rsplit(['/', '\\']).next().unwrap_or("");
    // The end of a long name tells more than its start.
    let mut from = file.len().saturating_sub(LONGEST - front.len());
    while !file.is_char_boundary(from) {
        from += 1;
    }
    let entry = format!("{front}{}", &file[from..]);
    let mut put = |at: usize, value: &[u8]| {
        if let Some(field) = h.get_mut(at..at + value.len()) {
            field.copy_from_slice(value);
        }
    };
    put(0, entry.as_bytes());
    put(100, b"0000644\0");
    put(108, b"0000000\0");
    put(116, b"0000000\0");
    put(124, format!("{:011o}\0", size.min(0o77_777_777_777)).as_bytes());
    put(136, b"00000000000\0");
    put(148, b"        ");
    put(156, b"0");
    put(257, b"ustar\x0000");
    let sum: u32 = h.iter().map(|b| u32::from(*b)).sum();
    h[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    h
}

/// A file of a bundle: name, where its bytes begin, its bytes.
type Entry<'b> = (String, usize, &'b [u8]);

/// The files of a bundle; what is damaged ends it.
fn entries(bytes: &[u8]) -> (Vec<Entry<'_>>, bool) {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(header) = bytes.get(at..at + BLOCK) {
        if header.iter().all(|b| *b == 0) {
            return (found, true);
        }
        let text = |range: std::ops::Range<usize>| {
            let field = header.get(range).unwrap_or(&[]);
            let end = field.iter().position(|b| *b == 0).unwrap_or(field.len());
            String::from_utf8_lossy(&field[..end]).into_owned()
        };
        let size = usize::from_str_radix(text(124..136).trim(), 8).ok();
        let whole = size.and_then(|s| Some((s, bytes.get(at + BLOCK..(at + BLOCK).checked_add(s)?)?)));
        let Some((size, body)) = whole else { return (found, false) };
        let name = text(0..100);
        let name = name.rsplit('/').next().unwrap_or("").to_owned();
        found.push((name, at + BLOCK, body));
        at = (at + BLOCK + size).next_multiple_of(BLOCK);
    }
    (found, false)
}

/// The name of a file, as an entry keeps it.
fn base_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// Reads the pages of one document, packed by [`pack`].
pub(super) fn read(bytes: &[u8], reading: &mut Reading) {
    let (files, whole) = entries(bytes);
    if !whole {
        reading.note(Severity::Warning, "The bundle of pages is cut off; the pages before that are read.");
    }
    let mut all = Scan::default();
    let mut bases: Vec<Base> = Vec::new();
    let mut leaves: Vec<Leaf> = Vec::new();
    for (name, at, body) in &files {
        let (name, at, body) = (name.clone(), *at, *body);
        if let Some(groups) = mets(body) {
            let here = |l: &Leaf| files.iter().any(|f| f.0 == base_name(&l.file));
            leaves = groups.into_iter().find(|g| g.iter().any(here)).unwrap_or_default();
            continue;
        }
        match scan_of(body) {
            Some((scan, base)) => {
                let label = leaves.iter().find(|l| base_name(&l.file) == name).and_then(|l| l.label.clone());
                for mut sheet in scan.sheets {
                    sheet.file = Some(name.clone());
                    sheet.label = sheet.label.or_else(|| label.clone());
                    all.sheets.push(sheet);
                    bases.push(base.map(|b| at as u64 + b));
                }
                scan.metadata.iter().for_each(|(k, v)| all.say(k, v));
                if let Some(why) = scan.broken {
                    reading.note(
                        Severity::Warning,
                        format!("{name} breaks off ({why}); what stood before is read."),
                    );
                }
            }
            None => reading.note(
                Severity::Warning,
                format!("{name} is no page in PAGE XML, ALTO or hOCR; it is left out."),
            ),
        }
    }
    let here = leaves.iter().filter(|l| files.iter().any(|f| f.0 == base_name(&l.file))).count();
    if here < leaves.len() {
        let words = format!("The METS file names {} pages, of which {here} are here.", leaves.len());
        reading.note(Severity::Warning, words);
    }
    super::write::write(all, &bases, reading);
}
