//! The formats that memcon reads, by media type.

/// A format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Nothing but text.
    Plain,
    /// Markdown.
    Markdown,
    /// HTML, XHTML.
    Html,
    /// A page as a browser saves it in one file.
    Mhtml,
    /// PDF.
    Pdf,
    /// Word (Office Open XML).
    Docx,
    /// OpenDocument text.
    Odt,
    /// Rich Text.
    Rtf,
    /// A mail message.
    Mail,
    /// A mail box: many messages.
    Mbox,
    /// TEI P5: a document or a volume of many.
    Tei,
    /// Text of a scanned page in PAGE XML.
    PageXml,
    /// Text of scanned pages in ALTO.
    Alto,
    /// Text of scanned pages in hOCR.
    Hocr,
    /// The pages of one document, one file each (`crate::scans::pack`).
    Pages,
    /// A document a line.
    Lines,
    /// A ZIP archive.
    Zip,
    /// A tar archive.
    Tar,
    /// Something packed by gzip.
    Gzip,
    /// A finding aid in EAD.
    Ead,
    /// Descriptions in Dublin Core.
    DublinCore,
    /// An inventory in CSV.
    Csv,
    /// Descriptions of photographs by Tropy (JSON-LD).
    Tropy,
    /// One description of a document without text, as an inventory gives it.
    Description,
    /// Any other XML: its words are read.
    Xml,
}

/// Every format with its media type and the name a person gives it.
const ALL: &[(Format, &str, &str)] = &[
    (Format::Plain, "text/plain", "plain text"),
    (Format::Markdown, "text/markdown", "Markdown"),
    (Format::Html, "text/html", "HTML"),
    (Format::Mhtml, "multipart/related", "a saved web page (MHTML)"),
    (Format::Pdf, "application/pdf", "PDF"),
    (Format::Docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "Word (DOCX)"),
    (Format::Odt, "application/vnd.oasis.opendocument.text", "OpenDocument (ODT)"),
    (Format::Rtf, "application/rtf", "Rich Text (RTF)"),
    (Format::Mail, "message/rfc822", "a mail message"),
    (Format::Mbox, "application/mbox", "a mail box"),
    (Format::Tei, "application/tei+xml", "TEI"),
    (Format::PageXml, "application/vnd.prima.page+xml", "PAGE XML"),
    (Format::Alto, "application/alto+xml", "ALTO"),
    (Format::Hocr, "text/vnd.hocr+html", "hOCR"),
    (Format::Pages, "application/vnd.memcon.pages", "pages of one document"),
    (Format::Lines, "application/jsonl", "documents a line (JSON lines)"),
    (Format::Zip, "application/zip", "a ZIP archive"),
    (Format::Tar, "application/x-tar", "a tar archive"),
    (Format::Gzip, "application/gzip", "a gzip file"),
    (Format::Ead, "application/ead+xml", "a finding aid (EAD)"),
    (Format::DublinCore, "application/dc+xml", "descriptions in Dublin Core"),
    (Format::Csv, "text/csv", "an inventory (CSV)"),
    (Format::Tropy, "application/ld+json", "Tropy's descriptions"),
    (Format::Description, "application/vnd.memcon.description+json", "a description without text"),
    (Format::Xml, "application/xml", "XML"),
];

impl Format {
    /// Its media type.
    pub fn media_type(self) -> &'static str {
        ALL.iter().find(|f| f.0 == self).map_or("application/octet-stream", |f| f.1)
    }

    /// What a person calls it.
    pub fn name(self) -> &'static str {
        ALL.iter().find(|f| f.0 == self).map_or("", |f| f.2)
    }

    /// The format of a media type; parameters are passed over.
    pub fn of_media_type(media_type: &str) -> Option<Self> {
        let bare = media_type.split(';').next().unwrap_or(media_type).trim();
        let bare = match bare {
            "application/xhtml+xml" => "text/html",
            "text/rtf" => "application/rtf",
            "text/xml" => "application/xml",
            other => other,
        };
        ALL.iter().find(|f| f.1.eq_ignore_ascii_case(bare)).map(|f| f.0)
    }

    /// Whether a file of it describes documents that may lie elsewhere.
    pub fn is_inventory(self) -> bool {
        matches!(self, Self::Ead | Self::DublinCore | Self::Csv | Self::Tropy)
    }

    /// Whether a file of it holds documents and is none itself.
    pub fn is_container(self) -> bool {
        matches!(self, Self::Mbox | Self::Lines | Self::Zip | Self::Tar | Self::Gzip)
            || matches!(self, Self::Ead | Self::DublinCore | Self::Csv | Self::Tropy)
    }
}
