//! PDF: the text layer, in the order of reading, page by page.
//!
//! `guard` keeps crafted files from the library, which gives positioned characters; everything else is done here:
//! `glyphs` turns pages upright, `atoms` makes stretches of lines, `heads` takes the running heads, `columns` finds
//! the order of lines, `notes` takes the footnotes, `paragraphs` joins lines over columns and pages, `write` writes
//! them down. `pages`, `labels`, `extras`, `meta` read the file's own account of itself, by `objects`.

mod actual;
mod atoms;
mod columns;
mod extras;
mod glyphs;
mod guard;
mod heads;
mod labels;
mod letterhead;
mod meta;
mod notes;
mod objects;
mod pages;
mod paragraphs;
mod words;
mod write;

use std::panic::{AssertUnwindSafe, catch_unwind};

use memcon_model::Severity;
use pdf_oxide::PdfDocument;
use pdf_oxide::extractors::TextExtractor;
use pdf_oxide::layout::TextChar;

use crate::writer::Writer;
use crate::{BlockKind, Hint, Reading};

use columns::Line;
use heads::Leaf;
use write::Side;

/// Stack of the thread that the library runs in: it recurses into nested objects (see [`guard`]).
const STACK: usize = 128 << 20;

/// Most characters and most bytes of page content that are read of one file.
const MOST_CHARS: usize = 20_000_000;
const MOST_CONTENT: usize = 96 << 20;

/// Most objects that the library may go through in search of pages that it does not find in their tree.
const MOST_SEARCHED: usize = 4_000_000;

/// Reads a PDF into `reading`.
pub(crate) fn read(bytes: &[u8], _hint: Hint<'_>, reading: &mut Reading) {
    if let Some(reason) = guard::refusal(bytes) {
        reading.note(Severity::Error, format!("This PDF is not opened: {reason}."));
        return;
    }
    // Under the name of the thread that waits for it: who silences the faults of one paper goes by names.
    let name = std::thread::current().name().unwrap_or("pdf").to_owned();
    let thread = std::thread::Builder::new().name(name).stack_size(STACK);
    let result = std::thread::scope(|scope| {
        let target = &mut *reading;
        let work = move || catch_unwind(AssertUnwindSafe(|| opened(bytes, target))).is_ok();
        thread.spawn_scoped(scope, work).map(|t| t.join().unwrap_or(false))
    });
    if !matches!(result, Ok(true)) {
        reading.note(
            Severity::Error,
            "This PDF is damaged in a way that cannot be read: open it in a viewer and print it to a new PDF.",
        );
    }
}

fn opened(bytes: &[u8], reading: &mut Reading) {
    let damaged = "This PDF is damaged and cannot be opened: open it in a viewer and print it to a new PDF, or copy it again.";
    let Ok(doc) = PdfDocument::from_bytes(bytes.to_vec()) else {
        let locked = memchr::memmem::find(bytes, b"/Encrypt").is_some();
        return reading.note(Severity::Error, if locked { LOCKED } else { damaged });
    };
    if doc.is_encrypted() && !doc.is_authenticated() && !matches!(doc.authenticate(b""), Ok(true)) {
        return reading.note(Severity::Error, LOCKED);
    }
    let Some(catalog) = doc.catalog().ok().and_then(|c| c.as_dict().cloned()) else {
        return reading.note(Severity::Error, damaged);
    };
    let sheets = sheets(&doc, &catalog, reading);
    if sheets.is_empty() {
        return reading.note(Severity::Error, damaged);
    }
    meta::read(&doc, &catalog, reading);
    say_what_is_missing(&sheets, bytes, reading);
    let given = labels::labels(&doc, &catalog, sheets.len());
    let bookmarks = extras::bookmarks(&doc, &catalog);
    drop(doc);
    laid_out(sheets, given, &bookmarks, reading);
}

const LOCKED: &str = "This PDF is encrypted and opens only with its password: open it in a viewer with the password, print it to a new PDF and add that.";

/// A page as the file gives it.
struct Taken {
    sheet: glyphs::Sheet,
    runs: Vec<glyphs::Run>,
    remarks: Vec<extras::Remark>,
    /// Whether its content could not be read.
    failed: bool,
}

/// All pages with their glyphs.
fn sheets(doc: &PdfDocument, catalog: &objects::Dict, reading: &mut Reading) -> Vec<Taken> {
    let (counted, plain) = pages::count(doc, catalog);
    let objects = doc.all_object_ids().len();
    let (mut chars, mut content, mut searched) = (0usize, 0usize, 0usize);
    let mut taken = Vec::new();
    // Where the tree of pages is broken, the library looks for pages among all objects.
    let most = if counted > 0 { counted } else { 200 };
    for n in 0..most {
        let page = catch_unwind(AssertUnwindSafe(|| doc.get_page(n))).ok().and_then(Result::ok);
        let page = page.as_ref().and_then(|p| p.as_dict());
        if !plain || page.is_none() {
            searched += objects;
        }
        if searched > MOST_SEARCHED {
            reading.note(Severity::Warning, cut(n));
            break;
        }
        let Some(page) = page else {
            if counted == 0 {
                break;
            }
            taken.push(Taken::failed());
            continue;
        };
        let one =
            catch_unwind(AssertUnwindSafe(|| one_page(doc, page, n))).unwrap_or_else(|_| Taken::failed());
        content += catch_unwind(AssertUnwindSafe(|| doc.get_page_content_data(n).map_or(0, |d| d.len())))
            .unwrap_or(0);
        chars += one.runs.iter().map(|r| r.glyphs.len()).sum::<usize>();
        taken.push(one);
        if chars > MOST_CHARS || content > MOST_CONTENT {
            if n + 1 < most {
                reading.note(Severity::Warning, cut(n + 1));
            }
            break;
        }
    }
    if counted >= pages::MOST_PAGES {
        reading.note(Severity::Warning, cut(counted));
    }
    taken
}

fn cut(pages: usize) -> String {
    format!("Only the first {pages} pages are read: the file is too large or too broken. Divide it.")
}

impl Taken {
    fn failed() -> Self {
        let sheet = glyphs::Sheet { sides: [0.0, 0.0, 612.0, 792.0], turn: 0 };
        Self { sheet, runs: Vec::new(), remarks: Vec::new(), failed: true }
    }
}

fn one_page(doc: &PdfDocument, page: &objects::Dict, n: usize) -> Taken {
    let sheet = pages::sheet(doc, page);
    let (remarks, fields) = extras::on_page(doc, page, &sheet);
    let chars = chars(doc, page, n);
    let failed = chars.is_none();
    let mut runs = glyphs::runs(&chars.unwrap_or_default(), &sheet);
    match runs.first_mut().filter(|r| r.turned == 0 && !r.vertical) {
        Some(run) => run.glyphs.extend(fields),
        None if !fields.is_empty() => {
            runs.insert(0, glyphs::Run { glyphs: fields, turned: 0, vertical: false });
        }
        None => {}
    }
    Taken { sheet, runs, remarks, failed }
}

/// The characters of a page; `None` = its content cannot be read.
fn chars(doc: &PdfDocument, page: &objects::Dict, n: usize) -> Option<Vec<TextChar>> {
    let content = doc.get_page_content_data(n).ok()?;
    let (content, texts) = actual::numbered(&content);
    let mut extractor = TextExtractor::new();
    extractor.set_page_index(n as u32);
    if let Some(resources) = page.get("Resources") {
        extractor.set_resources(resources.clone());
        extractor.set_document(doc);
        // Without its fonts a page still has the characters of plain encodings.
        let _ = doc.load_fonts_public(resources, &mut extractor);
    }
    Some(actual::replaced(extractor.extract_owned(&content).ok()?, &texts))
}

/// Says which pages have no words, and what to do.
fn say_what_is_missing(sheets: &[Taken], bytes: &[u8], reading: &mut Reading) {
    let failed: Vec<usize> = (1..).zip(sheets).filter(|(_, s)| s.failed).map(|(n, _)| n).collect();
    let bare: Vec<usize> =
        (1..).zip(sheets).filter(|(_, s)| !s.failed && s.runs.is_empty()).map(|(n, _)| n).collect();
    if !failed.is_empty() {
        let message = format!("{} could not be read: the file is damaged there.", listed(&failed));
        reading.note(Severity::Warning, message);
    }
    let pictures = memchr::memmem::find(bytes, b"/Image").is_some();
    let advice = "Recognise the text with a program for that (such as OCRmyPDF or Tesseract) and add the PDF with its text layer, or its hOCR, ALTO or PAGE files.";
    if bare.len() + failed.len() == sheets.len() && !bare.is_empty() {
        let what = if pictures { "a scan without a text layer" } else { "a PDF without any text" };
        reading.note(Severity::Error, format!("This is {what}. {advice}"));
    } else if !bare.is_empty() && pictures {
        reading.note(Severity::Warning, format!("{} have no text layer. {advice}", listed(&bare)));
    }
    let tail = &bytes[bytes.len().saturating_sub(2048)..];
    if memchr::memmem::find(tail, b"%%EOF").is_none() {
        reading.note(Severity::Warning, "The file seems cut off: what could be found in it is shown.");
    } else if !indexed(bytes) {
        reading
            .note(Severity::Warning, "The file's own index is damaged: what could be found in it is shown.");
    }
}

/// Whether the file ends by saying where its index of objects is, and it is there.
fn indexed(bytes: &[u8]) -> bool {
    let Some(at) = memchr::memmem::rfind(bytes, b"startxref") else { return false };
    let digits: String = bytes[at + 9..]
        .trim_ascii_start()
        .iter()
        .take_while(|b| b.is_ascii_digit())
        .map(|b| char::from(*b))
        .collect();
    // What stands before the head of the file may count or not.
    let head = memchr::memmem::find(&bytes[..bytes.len().min(1024)], b"%PDF-").unwrap_or(0);
    let there = |at: usize| {
        let index = bytes.get(at..).unwrap_or_default().trim_ascii_start();
        index.starts_with(b"xref") || index.first().is_some_and(u8::is_ascii_digit)
    };
    digits.parse::<usize>().is_ok_and(|n| there(n) || there(n.saturating_add(head)))
}

/// "Page 3", "Pages 2–4, 7".
fn listed(pages: &[usize]) -> String {
    let mut ranges: Vec<(usize, usize)> = Vec::new();
    for &page in pages {
        match ranges.last_mut() {
            Some(last) if last.1 + 1 == page => last.1 = page,
            _ => ranges.push((page, page)),
        }
    }
    let many = ranges.len() > 20;
    let shown: Vec<String> = ranges
        .iter()
        .take(20)
        .map(|(a, b)| if a == b { a.to_string() } else { format!("{a}–{b}") })
        .collect();
    let word = if pages.len() == 1 { "Page" } else { "Pages" };
    format!("{word} {}{}", shown.join(", "), if many { " and others" } else { "" })
}

/// The layout of all pages, written into `reading`.
fn laid_out(
    sheets: Vec<Taken>,
    given: Option<Vec<String>>,
    bookmarks: &[extras::Bookmark],
    reading: &mut Reading,
) {
    let mut leaves: Vec<Leaf> = Vec::new();
    let mut others: Vec<Vec<Line>> = Vec::new();
    let mut sides: Vec<Side> = Vec::new();
    let mut column = 0;
    for page in sheets {
        let mut runs = page.runs.into_iter();
        let main = runs.next().unwrap_or_default();
        let height =
            if main.vertical || main.turned % 2 == 1 { page.sheet.width() } else { page.sheet.height() };
        let view = (main.turned, main.vertical);
        leaves.push(Leaf { rows: columns::rows(atoms::atoms(main.glyphs)), height });
        others.push(
            runs.flat_map(|r| columns::lines(columns::rows(atoms::atoms(r.glyphs)), &mut column, false))
                .collect(),
        );
        let (heads, feet, notes) = Default::default();
        sides.push(Side { sheet: page.sheet, view, label: None, heads, feet, notes, remarks: page.remarks });
    }
    let heads = heads::take(&mut leaves);
    let printed: Vec<Option<String>> = heads.iter().map(|h| h.label.clone()).collect();
    for ((side, head), label) in sides.iter_mut().zip(heads).zip(write::labels(given, &printed)) {
        (side.heads, side.feet, side.label) = (head.heads, head.feet, label);
    }
    let mut pages: Vec<Vec<Line>> = leaves
        .into_iter()
        .enumerate()
        .map(|(n, leaf)| columns::lines(leaf.rows, &mut column, n == 0))
        .collect();
    let body = paragraphs::body_size(pages.iter().flatten());
    let tolerance = paragraphs::tolerance(pages.iter().flatten(), body);
    let mut running = false;
    for (lines, side) in pages.iter_mut().zip(&mut sides) {
        side.notes = notes::take(lines, [body, tolerance], running);
        running = !side.notes.is_empty();
    }
    let lines = pages.into_iter().zip(others).enumerate();
    let lines =
        lines.flat_map(|(n, (main, others))| main.into_iter().chain(others).map(move |l| (n, l))).collect();
    let pieces = paragraphs::pieces(lines, bookmarks);
    let mut writer = Writer::default();
    write::write(&pieces, &sides, &mut writer);
    writer.finish(reading);
    if reading.title.is_none() {
        let first = reading.blocks.iter().find(|b| matches!(b.kind, BlockKind::Heading(1)));
        reading.title =
            first.map(|b| b.span.of(&reading.text).split_whitespace().collect::<Vec<_>>().join(" "));
    }
}
