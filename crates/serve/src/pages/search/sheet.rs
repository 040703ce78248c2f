//! Every passage found as a row of a table (`/search.csv`), the same in the room and on the command line.

use memcon_export::sheet::Sheet;
use memcon_model::Edtf;
use memcon_store::{Hit, SearchQuery};

use super::asked::question;
use crate::library::Failure;
use crate::links::passage_of;
use crate::pages::{Answer, Ask, Lost, Shown};

/// Rows of one file that the room gives; the command line gives all.
pub const MOST: usize = 50_000;

/// The columns: offsets are code points of the document's text, from the first inside to the first behind.
pub const COLUMNS: [&str; 14] = [
    "document",
    "title",
    "date",
    "form",
    "page",
    "start",
    "end",
    "passage",
    "found",
    "speaker",
    "side",
    "addressee",
    "reporters",
    "link",
];

/// A passage as a row.
pub fn row(h: &Hit) -> [String; COLUMNS.len()] {
    let found: Vec<&str> = h.highlights.iter().filter_map(|s| h.passage.get(s.range())).collect();
    let given = |value: &Option<String>| value.clone().unwrap_or_default();
    [
        h.document.clone(),
        h.title.clone(),
        h.date.as_ref().map_or("", Edtf::as_str).to_owned(),
        h.form.as_str().to_owned(),
        given(&h.page),
        h.chars.0.to_string(),
        h.chars.1.to_string(),
        h.passage.clone(),
        found.join(" | "),
        given(&h.speaker),
        given(&h.side),
        given(&h.addressee),
        h.reporters.map(|n| n.to_string()).unwrap_or_default(),
        passage_of(&h.document, h.chars, &h.passage),
    ]
}

/// `/search.csv?…`
pub fn file(ask: &Ask<'_>) -> Answer {
    let query: SearchQuery = question(&ask.query);
    if !query.asks() {
        return Err(Lost::NotFound("search.nothing_asked"));
    }
    // Spreadsheet programs know by this mark that a file is UTF-8.
    let mut sheet = Sheet::new("\u{feff}".as_bytes().to_vec());
    let told = |e: std::io::Error| Failure(e.to_string());
    sheet.row(&COLUMNS).map_err(told)?;
    ask.library.search_all(&query, MOST, &mut |hit| sheet.row(&row(&hit)).map_err(told))?;
    let body = sheet.finish().map_err(told)?;
    Ok(Shown::File {
        name: "memcon-search.csv".to_owned(),
        media: "text/csv; charset=utf-8; header=present",
        body,
    })
}
