//! A dossier as PDF, set by typst.
//!
//! The page is a fixed template (`assets/dossier.typ`); the dossier comes to it as values in one JSON file, so that no
//! word of a paper is ever read as mark-up. The typesetter sees these two files and faces of type, nothing else: no disk,
//! no network, no clock.

use std::sync::LazyLock;

use serde_json::{Value, json};
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandards};

use super::faces::{Faces, Needed};
use super::line::tag;
use super::{Dossier, Line};

/// The template.
const PAGE: &str = include_str!("../../assets/dossier.typ");
/// Bytes of words that are set in one PDF at most: some thousand pages.
pub const HEAVIEST: usize = 6 << 20;
/// Characters of the title in the running head.
const RUNNING: usize = 90;
/// Letters without a place to break a line at most; longer words are given one.
const UNBROKEN: usize = 48;
/// The typesetter goes down into what it sets: it is given room.
const STACK: usize = 64 << 20;

static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(Library::default()));

/// A PDF, and what the reader of it must be told.
#[derive(Debug, Default)]
pub struct Pdf {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// Characters for which no face of type was there: they are printed as boxes.
    pub missing: Vec<char>,
}

/// Characters that would be printed as boxes on this machine.
pub fn missing(dossier: &Dossier) -> Vec<char> {
    let needed = Needed::of(dossier);
    Faces::for_words(&needed).missing(&needed)
}

/// Sets a dossier.
///
/// # Errors
/// Where it is too long, or the typesetter gives up; says so in a sentence.
pub fn pdf(dossier: &Dossier) -> Result<Pdf, String> {
    let weight = dossier.weight();
    if weight > HEAVIEST {
        return Err(format!(
            "the dossier has {} KiB of words, more than the {} KiB that are set in one PDF; ask for fewer papers",
            weight >> 10,
            HEAVIEST >> 10
        ));
    }
    let needed = Needed::of(dossier);
    let faces = Faces::for_words(&needed);
    let missing = faces.missing(&needed);
    let told = values(dossier, &faces).to_string();
    let set = std::thread::scope(|scope| {
        let work = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, || set(told, &faces));
        // The typesetter may give up by a panic: that ends with its thread.
        work.ok().and_then(|w| w.join().ok()).unwrap_or_else(|| Err("the typesetter gave up".to_owned()))
    });
    // What it remembers for a next run over the same page is of no use here and would grow.
    typst::comemo::evict(0);
    Ok(Pdf { bytes: set?, missing })
}

fn set(told: String, faces: &Faces) -> Result<Vec<u8>, String> {
    let desk = Desk::new(told, faces)?;
    let said = |errors: &[typst::diag::SourceDiagnostic]| {
        errors
            .first()
            .map_or_else(|| "the typesetter gave up".to_owned(), |e| format!("the typesetter: {}", e.message))
    };
    let document = typst::compile::<PagedDocument>(&desk).output.map_err(|e| said(&e))?;
    let options = PdfOptions {
        // From the words alone, so that the same dossier has the same number.
        ident: Smart::Custom(format!("memcon {:x}", fnv(&desk.told))),
        creator: Smart::Custom(Some(format!("memcon {}", env!("CARGO_PKG_VERSION")))),
        timestamp: None,
        page_ranges: None,
        standards: PdfStandards::default(),
        tagged: true,
        pretty: false,
    };
    typst_pdf::pdf(&document, &options).map_err(|e| said(&e))
}

/// A number out of bytes (FNV-1a): the same on every machine.
fn fnv(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(*b)).wrapping_mul(0x0100_0000_01b3))
}

/// The dossier as the template takes it: tags of languages taken apart, long words with places to break them.
fn values(dossier: &Dossier, faces: &Faces) -> Value {
    let mut told = dossier.clone();
    told.lang = tag(&dossier.lang).map_or_else(|| "en".to_owned(), |t| t.0);
    let mut value = serde_json::to_value(&told).unwrap_or_default();
    each_run(&mut value);
    if let Some(notes) = value.get_mut("notes").and_then(Value::as_array_mut) {
        for (note, own) in notes.iter_mut().zip(&dossier.notes) {
            let written =
                own.place.as_ref().map(|p| breakable(&Line::of(&p.written()).plain())).unwrap_or_default();
            note["written"] = json!(written);
        }
    }
    for key in ["title", "collection", "kicker"] {
        let words = value.get(key).and_then(Value::as_str).map(|w| breakable(&super::line::clean(w)));
        value[key] = json!(words);
    }
    let running: String = super::line::clean(&dossier.title).chars().take(RUNNING).collect();
    let long = dossier.title.chars().count();
    let title_size = if long > 400 {
        11
    } else if long > 90 {
        16
    } else {
        24
    };
    json!({ "dossier": value, "faces": faces.names(), "running": breakable(&running), "title_size": title_size })
}

/// Walks the values without recursion: runs are the objects that have words.
fn each_run(value: &mut Value) {
    let mut open: Vec<&mut Value> = vec![value];
    while let Some(value) = open.pop() {
        match value {
            Value::Array(items) => open.extend(items.iter_mut()),
            Value::Object(map) => {
                if let Some(words) = map.get("words").and_then(Value::as_str).map(breakable) {
                    let tongue = map.get("lang").and_then(Value::as_str).and_then(tag);
                    map.insert("words".to_owned(), json!(words));
                    map.insert("tongue".to_owned(), tongue.map_or(Value::Null, |(lang, region)| {
                        json!({ "lang": lang, "region": region, "face": super::faces::key(&lang, region.as_deref()) })
                    }));
                    map.remove("lang");
                } else {
                    // Words that stand in no run: of links, facts and tables.
                    for key in ["role", "unknown", "when", "name", "caption"] {
                        if let Some(Value::String(words)) = map.get_mut(key) {
                            *words = breakable(&super::line::clean(words));
                        }
                    }
                    open.extend(map.iter_mut().map(|(_, v)| v));
                }
            }
            _ => {}
        }
    }
}

/// Words with a place to break a line (U+200B) in what would run over the edge of the page.
fn breakable(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    let mut since = 0;
    for c in words.chars() {
        since = if c.is_whitespace() || matches!(c, '\u{200B}' | '\u{2E80}'..='\u{9FFF}' | '-' | '–' | '—')
        {
            0
        } else {
            since + 1
        };
        if since > UNBROKEN {
            out.push('\u{200B}');
            since = 1;
        }
        out.push(c);
    }
    out
}

/// All that the typesetter sees.
struct Desk<'f> {
    page: Source,
    told: Vec<u8>,
    told_id: FileId,
    faces: &'f Faces,
}

impl<'f> Desk<'f> {
    fn new(told: String, faces: &'f Faces) -> Result<Self, String> {
        let id = |path: &str| {
            let path = VirtualPath::new(path).map_err(|_| "the typesetter gave up".to_owned())?;
            Ok::<_, String>(RootedPath::new(VirtualRoot::Project, path).intern())
        };
        let page = Source::new(id("/dossier.typ")?, PAGE.to_owned());
        Ok(Self { page, told: told.into_bytes(), told_id: id("/dossier.json")?, faces })
    }
}

impl World for Desk<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.faces.book()
    }

    fn main(&self) -> FileId {
        self.page.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.page.id() { Ok(self.page.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.told_id { Ok(Bytes::new(self.told.clone())) } else { Err(FileError::AccessDenied) }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.faces.font(index)
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_words_can_be_broken_and_others_stay() {
        assert_eq!(breakable("a b"), "a b");
        assert_eq!(breakable(&"x".repeat(100)).matches('\u{200B}').count(), 2);
        assert_eq!(breakable(&"字".repeat(100)), "字".repeat(100));
    }
}
