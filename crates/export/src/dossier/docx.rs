//! A dossier as a file of a word processor (WordprocessingML), with real footnotes and a table of contents.
//!
//! Written part by part: language tags, faces for East Asian words and the mark inside a note are more than the writers
//! at hand give, and the bytes must depend on the dossier alone. Chains are tables, which every reader can read aloud.

use std::fmt::Write;

use super::line::{clean, tag};
use super::package::{escape, escaped, pack};
use super::{Block, Dossier, Kind, Line, Link, Note};

/// Colours of voices; the first is the paper's own.
const COLOURS: [&str; 6] = ["737373", "1F4E79", "8A2F1D", "2F6B3A", "6A3D8F", "7A5A00"];
const GREY: &str = "5F5F5F";
const STYLES: &str = include_str!("../../assets/docx/styles.xml");
const SETTINGS: &str = include_str!("../../assets/docx/settings.xml");
const TYPES: &str = include_str!("../../assets/docx/types.xml");
const RELS: &str = include_str!("../../assets/docx/rels.xml");
const DOCUMENT_RELS: &str = include_str!("../../assets/docx/document-rels.xml");
const NAMES: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";
const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
/// Twentieths of a point across the page between its margins.
const ACROSS: u32 = 9070;
/// Characters of the title in the running head.
const RUNNING: usize = 90;

/// Writes a dossier.
///
/// # Errors
/// Where it is too large for the format.
pub fn docx(dossier: &Dossier) -> Result<Vec<u8>, String> {
    let mut w = Writer { out: String::new(), notes: &dossier.notes, called: Vec::new() };
    let _ = write!(w.out, "{HEAD}<w:document {NAMES}><w:body>");
    w.title_page(dossier);
    w.contents(dossier);
    for (n, section) in dossier.sections.iter().enumerate() {
        w.heading(n, section.level, &section.title);
        section.blocks.iter().for_each(|b| w.block(b));
    }
    w.out.push_str("<w:sectPr><w:headerReference w:type=\"default\" r:id=\"rId4\"/><w:footerReference w:type=\"default\" r:id=\"rId5\"/>");
    w.out.push_str("<w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"1418\" w:right=\"1418\" w:bottom=\"1418\" w:left=\"1418\" w:header=\"709\" w:footer=\"709\" w:gutter=\"0\"/><w:titlePg/></w:sectPr></w:body></w:document>");
    let notes = w.footnotes();
    let running: String = clean(&dossier.title).chars().take(RUNNING).collect();
    let lang = tag(&dossier.lang).map_or_else(|| "en".to_owned(), |t| t.0);
    pack(&[
        ("[Content_Types].xml", TYPES.to_owned()),
        ("_rels/.rels", RELS.to_owned()),
        ("docProps/core.xml", core(dossier, &lang)),
        ("word/document.xml", w.out),
        ("word/_rels/document.xml.rels", DOCUMENT_RELS.to_owned()),
        ("word/styles.xml", STYLES.replace("{lang}", &lang)),
        ("word/settings.xml", SETTINGS.to_owned()),
        ("word/footnotes.xml", notes),
        (
            "word/header1.xml",
            format!(
                "{HEAD}<w:hdr {NAMES}><w:p><w:pPr><w:pStyle w:val=\"Header\"/></w:pPr><w:r><w:t xml:space=\"preserve\">{}</w:t></w:r></w:p></w:hdr>",
                escaped(&running)
            ),
        ),
        (
            "word/footer1.xml",
            format!(
                "{HEAD}<w:ftr {NAMES}><w:p><w:pPr><w:pStyle w:val=\"Footer\"/></w:pPr>{}</w:p></w:ftr>",
                field("PAGE", "1")
            ),
        ),
    ])
}

/// Who and what made it; no day, for there is no clock.
fn core(dossier: &Dossier, lang: &str) -> String {
    format!(
        "{HEAD}<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>{}</dc:title><dc:creator>memcon {}</dc:creator><dc:language>{lang}</dc:language></cp:coreProperties>",
        escaped(&clean(&dossier.title)),
        env!("CARGO_PKG_VERSION")
    )
}

/// A field with what it shows until a program computes it.
fn field(what: &str, shown: &str) -> String {
    format!(
        "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText xml:space=\"preserve\"> {what} </w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>{shown}</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r>"
    )
}

fn colour(voice: u8) -> &'static str {
    COLOURS.get(usize::from(voice)).copied().unwrap_or(COLOURS[0])
}

struct Writer<'d> {
    out: String,
    notes: &'d [Note],
    /// Notes in the order in which they are called: each call is a footnote of its own.
    called: Vec<usize>,
}

impl Writer<'_> {
    fn title_page(&mut self, d: &Dossier) {
        self.words("Kicker", &d.collection);
        self.words("Kicker", &d.kicker);
        self.words("Title", &d.title);
        if !d.facts.is_empty() {
            self.open_table(&[1, 3], false);
            for fact in &d.facts {
                self.out.push_str("<w:tr>");
                let name = Line::of(&fact.name);
                self.cell(ACROSS / 4, "Small", &[&name]);
                self.cell(ACROSS * 3 / 4, "Small", &[&fact.value]);
                self.out.push_str("</w:tr>");
            }
            self.out.push_str("</w:tbl>");
        }
        self.words("Small", "");
        d.remarks.iter().for_each(|r| self.paragraph("Remark", "", r));
    }

    /// The table of contents: a field that a word processor renews, filled with what it will hold but for the pages.
    fn contents(&mut self, d: &Dossier) {
        self.out.push_str("<w:p><w:pPr><w:pStyle w:val=\"TOCHeading\"/><w:pageBreakBefore/></w:pPr><w:r><w:t xml:space=\"preserve\">");
        escape(&d.contents, &mut self.out);
        self.out.push_str("</w:t></w:r></w:p>");
        let shown: Vec<(usize, u8, String)> = d
            .sections
            .iter()
            .enumerate()
            .filter(|(_, s)| s.level <= 2)
            .map(|(n, s)| (n, s.level, s.title.plain()))
            .collect();
        for (at, (n, level, title)) in shown.iter().enumerate() {
            let _ = write!(self.out, "<w:p><w:pPr><w:pStyle w:val=\"TOC{level}\"/></w:pPr>");
            if at == 0 {
                self.out.push_str("<w:r><w:fldChar w:fldCharType=\"begin\" w:dirty=\"true\"/></w:r><w:r><w:instrText xml:space=\"preserve\"> TOC \\o \"1-2\" \\h \\z \\u </w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>");
            }
            let _ = write!(
                self.out,
                "<w:hyperlink w:anchor=\"_Toc{n}\" w:history=\"1\"><w:r><w:t xml:space=\"preserve\">{}</w:t></w:r><w:r><w:tab/></w:r>{}</w:hyperlink>",
                escaped(title),
                field(&format!("PAGEREF _Toc{n} \\h"), "")
            );
            if at + 1 == shown.len() {
                self.out.push_str("<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>");
            }
            self.out.push_str("</w:p>");
        }
        self.out.push_str("<w:p><w:r><w:br w:type=\"page\"/></w:r></w:p>");
    }

    fn heading(&mut self, n: usize, level: u8, title: &Line) {
        let bidi = if title.rtl { "<w:bidi/>" } else { "" };
        let _ = write!(
            self.out,
            "<w:p><w:pPr><w:pStyle w:val=\"Heading{}\"/>{bidi}</w:pPr><w:bookmarkStart w:id=\"{n}\" w:name=\"_Toc{n}\"/>",
            level.clamp(1, 3)
        );
        self.runs(title);
        let _ = write!(self.out, "<w:bookmarkEnd w:id=\"{n}\"/></w:p>");
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Paragraph { line } => self.paragraph("Text", "", line),
            Block::Small { line } => self.paragraph("Small", "", line),
            Block::Label { line } => self.paragraph("Heading4", "", line),
            Block::Entry { line } => self.paragraph("Entry", "", line),
            Block::Quote { lead, line, voice } => {
                if !lead.is_empty() {
                    self.paragraph("Lead", &border(*voice, 0), lead);
                }
                self.paragraph("Quoted", &border(*voice, 0), line);
            }
            Block::Table { head, widths, rows, .. } => self.table(head, widths, rows),
            Block::Speech { who, depth, voice, line, .. } => {
                who.iter().for_each(|w| self.paragraph("Speaker", &border(*voice, *depth), w));
                self.paragraph("Speech", &border(*voice, *depth), line);
            }
            Block::Beside { who, voice, left, right } => {
                who.iter().for_each(|w| self.paragraph("Speaker", &border(*voice, 0), w));
                self.open_table(&[1, 1], false);
                self.out.push_str("<w:tr>");
                self.cell(ACROSS / 2, "Text", &[left]);
                self.cell(ACROSS / 2, "Text", &[right]);
                self.out.push_str("</w:tr></w:tbl>");
                self.words("Gap", "");
            }
            Block::Chain { caption, links } => self.chain(caption, links),
        }
    }

    fn table(&mut self, head: &[Line], widths: &[u8], rows: &[Vec<Vec<Line>>]) {
        let parts: u32 = widths.iter().map(|w| u32::from(*w)).sum::<u32>().max(1);
        let width = |n: usize| ACROSS * u32::from(widths.get(n).copied().unwrap_or(1)) / parts;
        self.open_table(widths, true);
        self.out.push_str("<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
        for (n, line) in head.iter().enumerate() {
            self.cell(width(n), "Lead", &[line]);
        }
        self.out.push_str("</w:tr>");
        for row in rows {
            self.out.push_str("<w:tr>");
            for (n, lines) in row.iter().enumerate() {
                self.cell(width(n), "Cell", &lines.iter().collect::<Vec<_>>());
            }
            self.out.push_str("</w:tr>");
        }
        self.out.push_str("</w:tbl>");
        self.words("Gap", "");
    }

    /// A chain as a table: what was done, by whom, when; the outermost hand first.
    fn chain(&mut self, caption: &Line, links: &[Link]) {
        self.paragraph("Lead", "<w:keepNext/>", caption);
        self.open_table(&[2, 4, 2], false);
        for link in links {
            self.out.push_str("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
            let mark = if link.hand { "□ " } else { "● " };
            let role = Line::of(mark).with(&link.role, Kind::Soft);
            let who = link.who.clone().unwrap_or_else(|| Line::default().with(&link.unknown, Kind::Missing));
            let when = Line::default().with(&link.when, Kind::Soft);
            self.cell(ACROSS / 4, "Small", &[&role]);
            self.cell(ACROSS / 2, "Small", &[&who]);
            self.cell(ACROSS / 4, "Small", &[&when]);
            self.out.push_str("</w:tr>");
        }
        self.out.push_str("</w:tbl>");
        self.words("Gap", "");
    }

    fn open_table(&mut self, widths: &[u8], ruled: bool) {
        let parts: u32 = widths.iter().map(|w| u32::from(*w)).sum::<u32>().max(1);
        let rule = if ruled {
            "<w:tblBorders><w:top w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"B8B8B8\"/><w:insideH w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"D0D0D0\"/><w:bottom w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"B8B8B8\"/></w:tblBorders>"
        } else {
            ""
        };
        let _ = write!(
            self.out,
            "<w:tbl><w:tblPr><w:tblW w:w=\"{ACROSS}\" w:type=\"dxa\"/>{rule}<w:tblLayout w:type=\"fixed\"/><w:tblCellMar><w:left w:w=\"0\" w:type=\"dxa\"/><w:right w:w=\"140\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr><w:tblGrid>"
        );
        for width in widths {
            let _ = write!(self.out, "<w:gridCol w:w=\"{}\"/>", ACROSS * u32::from(*width) / parts);
        }
        self.out.push_str("</w:tblGrid>");
    }

    fn cell(&mut self, width: u32, style: &str, lines: &[&Line]) {
        let _ = write!(self.out, "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/></w:tcPr>");
        lines.iter().for_each(|l| self.paragraph(style, "", l));
        // A cell without a paragraph is no cell.
        if lines.is_empty() {
            self.words(style, "");
        }
        self.out.push_str("</w:tc>");
    }

    fn words(&mut self, style: &str, words: &str) {
        self.paragraph(style, "", &Line::of(words));
    }

    fn paragraph(&mut self, style: &str, more: &str, line: &Line) {
        let bidi = if line.rtl { "<w:bidi/>" } else { "" };
        // The order of properties is the schema's: style, keepNext, borders, bidi, indents.
        let (before, after) =
            more.split_once("<w:ind ").map_or((more, String::new()), |(b, a)| (b, format!("<w:ind {a}")));
        let _ = write!(self.out, "<w:p><w:pPr><w:pStyle w:val=\"{style}\"/>{before}{bidi}{after}</w:pPr>");
        self.runs(line);
        self.out.push_str("</w:p>");
    }

    fn runs(&mut self, line: &Line) {
        for run in &line.runs {
            if !run.words.is_empty() {
                let set = how(run.kind, run.voice, run.lang.as_deref(), line.rtl);
                let _ = write!(self.out, "<w:r>{set}<w:t xml:space=\"preserve\">");
                escape(&run.words, &mut self.out);
                self.out.push_str("</w:t></w:r>");
            }
            if let Some(n) = run.note {
                self.called.push(n);
                let _ = write!(
                    self.out,
                    "<w:r><w:rPr><w:rStyle w:val=\"FootnoteReference\"/></w:rPr><w:footnoteReference w:id=\"{}\"/></w:r>",
                    self.called.len()
                );
            }
        }
    }

    fn footnotes(&self) -> String {
        let mut w = Writer { out: String::new(), notes: &[], called: Vec::new() };
        let _ = write!(
            w.out,
            "{HEAD}<w:footnotes {NAMES}><w:footnote w:type=\"separator\" w:id=\"-1\"><w:p><w:r><w:separator/></w:r></w:p></w:footnote><w:footnote w:type=\"continuationSeparator\" w:id=\"0\"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>"
        );
        for (at, n) in self.called.iter().enumerate() {
            let Some(note) = self.notes.get(*n) else { continue };
            let bidi = if note.line.rtl { "<w:bidi/>" } else { "" };
            let _ = write!(
                w.out,
                "<w:footnote w:id=\"{}\"><w:p><w:pPr><w:pStyle w:val=\"FootnoteText\"/>{bidi}</w:pPr><w:r><w:rPr><w:rStyle w:val=\"FootnoteReference\"/></w:rPr><w:footnoteRef/></w:r><w:r><w:t xml:space=\"preserve\"> </w:t></w:r>",
                at + 1
            );
            w.runs(&Line {
                runs: note.line.runs.iter().map(|r| super::Run { note: None, ..r.clone() }).collect(),
                rtl: note.line.rtl,
            });
            if let Some(place) = &note.place {
                w.runs(&Line::default().with(&format!(" [{}]", place.written()), Kind::Soft));
            }
            w.out.push_str("</w:p></w:footnote>");
        }
        w.out.push_str("</w:footnotes>");
        w.out
    }
}

/// The rule beside words of a voice, and how far they step in.
fn border(voice: u8, depth: u8) -> String {
    let size = if voice > 0 { 12 } else { 4 };
    let left = 180 + 200 * u32::from(depth.min(8));
    format!(
        "<w:pBdr><w:left w:val=\"single\" w:sz=\"{size}\" w:space=\"8\" w:color=\"{}\"/></w:pBdr><w:ind w:left=\"{left}\"/>",
        colour(voice)
    )
}

/// How a run is set; the order of properties is the schema's.
fn how(kind: Kind, voice: u8, lang: Option<&str>, rtl: bool) -> String {
    let tongue = lang.and_then(tag);
    let mut out = String::from("<w:rPr>");
    let east = match tongue.as_ref().map(|t| (t.0.as_str(), t.1.as_deref())) {
        Some(("ko", _)) => Some(("Batang", "ko-KR")),
        Some(("ja", _)) => Some(("MS Mincho", "ja-JP")),
        Some(("zh", Some("TW" | "HK" | "MO"))) => Some(("PMingLiU", "zh-TW")),
        Some(("zh", _)) => Some(("SimSun", "zh-CN")),
        _ => None,
    };
    if let Some((face, _)) = east {
        let _ = write!(out, "<w:rFonts w:eastAsia=\"{face}\" w:hint=\"eastAsia\"/>");
    }
    match kind {
        Kind::Strong => out.push_str("<w:b/><w:bCs/>"),
        Kind::Italic | Kind::Missing => out.push_str("<w:i/><w:iCs/>"),
        Kind::Caps => out.push_str("<w:smallCaps/>"),
        _ => {}
    }
    match kind {
        Kind::Soft | Kind::Insertion | Kind::Missing => {
            let _ = write!(out, "<w:color w:val=\"{GREY}\"/>");
        }
        _ if voice > 0 => {
            let _ = write!(out, "<w:color w:val=\"{}\"/>", colour(voice));
        }
        _ => {}
    }
    if kind == Kind::Siglum {
        out.push_str("<w:vertAlign w:val=\"superscript\"/>");
    }
    if rtl {
        out.push_str("<w:rtl/>");
    }
    match (east, &tongue) {
        (Some((_, lang)), _) => {
            let _ = write!(out, "<w:lang w:eastAsia=\"{lang}\"/>");
        }
        (None, Some((lang, region))) => {
            let lang = region.as_ref().map_or_else(|| lang.clone(), |r| format!("{lang}-{r}"));
            let _ = write!(out, "<w:lang {}=\"{lang}\"/>", if rtl { "w:bidi" } else { "w:val" });
        }
        _ => {}
    }
    out.push_str("</w:rPr>");
    out
}
