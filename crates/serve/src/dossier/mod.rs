//! Building a dossier: what goes into it, out of the values of a collection.
//!
//! A dossier is asked for by an issue, an event, a stretch of time, papers, or passages ([`About`]); [`made`] gathers the
//! papers, says where the talks stood, sets the papers as scenes and ties every claim to its words by a note. How it is
//! written as PDF, DOCX or HTML is no business of this folder (`memcon_export::dossier`).

mod gather;
mod notes;
mod papers;
mod people;
mod talks;

use memcon_export::cite::Style;
use memcon_export::dossier::{Dossier, Fact, Kind, Line, Section};
use memcon_model::Edtf;

use crate::library::{Failure, Library};
use crate::strings::{fill, number, t};
use gather::Gathered;
use notes::Notes;

/// Papers of a dossier, where nobody asks for another number.
pub const PAPERS: usize = 60;
/// Papers of a dossier at most.
pub const MOST: usize = 500;
/// Bytes of papers' text in a dossier at most; a paper that does not fit is named and left out.
const TEXT: usize = 4 << 20;

/// What a dossier is about.
#[derive(Clone, Debug)]
pub enum About {
    /// An issue over the collection, by its id.
    Issue(String),
    /// An event over the collection, by its id.
    Event(String),
    /// The papers of a stretch of time.
    Range {
        /// First day; `None` = from the beginning.
        from: Option<Edtf>,
        /// Last day; `None` = to the end.
        to: Option<Edtf>,
    },
    /// Papers as a whole, by their ids.
    Documents(Vec<String>),
    /// Passages: documents with code points of their text. A selection.
    Passages(Vec<(String, (u32, u32))>),
}

/// A dossier as it is asked for.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// What it is about.
    pub about: About,
    /// Its title, where it is not to be taken from what it is about.
    pub title: Option<String>,
    /// The day on which it is made, as the reader writes it; memcon asks no clock.
    pub date: Option<String>,
    /// By which style its notes are set.
    pub style: Style,
    /// Papers at most.
    pub papers: usize,
}

impl Wanted {
    /// About something, by the usual style and limits.
    pub fn new(about: About) -> Option<Self> {
        let style = Style::named("chicago-notes")?;
        Some(Self { about, title: None, date: None, style, papers: PAPERS })
    }
}

/// Why there is no dossier.
#[derive(Debug, thiserror::Error)]
pub enum Lacking {
    /// Nothing has this id.
    #[error("there is no issue, event or paper of this id")]
    NotThere,
    /// Nothing falls into what was asked for.
    #[error("no paper falls into what was asked for")]
    Empty,
    /// The collection could not be read.
    #[error(transparent)]
    Broken(#[from] Failure),
}

/// The dossier that is wanted, in the language spoken.
///
/// # Errors
/// Where nothing is there, or the collection cannot be read.
pub fn made(library: &dyn Library, wanted: &Wanted) -> Result<Dossier, Lacking> {
    let gathered = gather::gather(library, wanted)?;
    let mut dossier = Dossier {
        lang: t("meta.language").to_owned(),
        collection: library.overview()?.title.clone(),
        kicker: gathered.kicker.clone(),
        title: wanted.title.clone().unwrap_or_else(|| gathered.title.clone()),
        contents: t("dossier.contents").to_owned(),
        notes_title: t("dossier.notes").to_owned(),
        ..Dossier::default()
    };
    let mut notes = Notes::new(library, &wanted.style);
    let voices = papers::Voices::over(library, &gathered);
    talks::sections(&gathered, &voices, &mut notes, &mut dossier);
    papers::sections(&gathered, &voices, &mut notes, &mut dossier);
    people::sections(library, &gathered, &mut notes, &mut dossier)?;
    people::bibliography(&gathered, &wanted.style, &mut dossier);
    facts(library, wanted, &gathered, &mut dossier);
    remarks(&gathered, &mut dossier);
    dossier.notes = notes.into_notes();
    Ok(dossier)
}

/// The title page.
fn facts(library: &dyn Library, wanted: &Wanted, gathered: &Gathered, dossier: &mut Dossier) {
    let mut put = |key: &str, value: String| {
        if !value.is_empty() {
            dossier.facts.push(Fact { name: t(key).to_owned(), value: Line::of(&value) });
        }
    };
    put("dossier.dates", gathered.dates());
    let parties: Vec<String> = library.parties().into_iter().map(|p| p.name).collect();
    let parties = if parties.is_empty() { gathered.sides() } else { parties };
    put("dossier.parties", parties.join(", "));
    put("dossier.papers", number(gathered.papers.len()));
    put("dossier.date", wanted.date.clone().unwrap_or_default());
    let record = gathered.papers.first().map_or(1, |p| p.document.analysis.memcon);
    put("dossier.made", fill("dossier.made_by", &[env!("CARGO_PKG_VERSION"), &record.to_string()]));
    put("dossier.how", t("dossier.how_read").to_owned());
}

/// What the reader must know before.
fn remarks(gathered: &Gathered, dossier: &mut Dossier) {
    if gathered.left_out > 0 {
        let shown = number(gathered.papers.len());
        let words = fill("dossier.cut", &[&shown, &number(gathered.papers.len() + gathered.left_out)]);
        dossier.remarks.push(Line::default().with(&words, Kind::Strong));
    }
    for id in &gathered.gone {
        dossier.remarks.push(Line::of(&fill("dossier.gone", &[id])));
    }
}

/// Says in a dossier that characters of it will be printed as boxes in a PDF made on this machine, where that is so.
pub fn say_missing(dossier: &mut Dossier) {
    let missing = memcon_export::dossier::typst::missing(dossier);
    if !missing.is_empty() {
        let few: String = missing.iter().take(12).collect();
        let words = fill("dossier.boxes", &[&number(missing.len()), &few]);
        dossier.remarks.push(Line::default().with(&words, Kind::Strong));
    }
}

/// A section with a heading of the room's own words.
fn section(level: u8, title: &str) -> Section {
    Section { level, title: Line::of(title), blocks: Vec::new() }
}
