//! Options of what is found and cited: searches, citations, dossiers.

use std::path::PathBuf;

use memcon_model::{Form, Mode, MoveType};

use super::{Dates, Through, form, mode, moved};

/// What to find.
#[derive(Debug, clap::Args)]
pub struct Search {
    /// Words, "phrases" and operators
    #[arg(num_args = 1.., required_unless_present_any = ["speaker", "addressee", "side", "moved", "issue", "mode", "form",
        "from", "to", "max_reporters", "first_hand", "saved", "unsave"])]
    pub words: Vec<String>,
    /// Only words of this speaker, in any spelling
    #[arg(long, visible_alias = "by", value_name = "NAME")]
    pub speaker: Option<String>,
    /// Only words said to this one, in any spelling
    #[arg(long, value_name = "NAME")]
    pub addressee: Option<String>,
    /// Only words of this side (its name or a part of it)
    #[arg(long, value_name = "NAME")]
    pub side: Option<String>,
    /// Only passages in which this is done
    #[arg(long = "move", value_name = "MOVE", value_parser = moved)]
    pub moved: Option<MoveType>,
    /// Only passages about this issue: its id, or words of its name
    #[arg(long, value_name = "ISSUE")]
    pub issue: Option<String>,
    /// Only words that reach the page so
    #[arg(long, value_name = "MODE", value_parser = mode)]
    pub mode: Option<Mode>,
    /// Names only as they are written here, not in their other spellings (case and accents never count)
    #[arg(long)]
    pub exact: bool,
    /// Only documents of this form
    #[arg(long, value_name = "FORM", value_parser = form)]
    pub form: Option<Form>,
    /// Days between which the documents were written
    #[command(flatten)]
    pub dates: Dates,
    /// Through how many reporters
    #[command(flatten)]
    pub through: Through,
    /// How many passages
    #[arg(long, default_value_t = 20)]
    pub limit: usize,
    /// How many passages to leave out first
    #[arg(long, default_value_t = 0)]
    pub offset: usize,
    /// Order of the passages
    #[arg(long, value_enum, default_value_t = Sort::Relevance)]
    pub sort: Sort,
    /// Count what is found: by speaker, side, move, issue, form, year …
    #[arg(long)]
    pub facets: bool,
    /// Every passage as a row of a table
    #[arg(long, conflicts_with_all = ["limit", "offset", "facets", "save"])]
    pub csv: bool,
    /// Keep the question under this name
    #[arg(long, value_name = "NAME")]
    pub save: Option<String>,
    /// Ask a question that was kept; without a name, list them
    #[arg(long, value_name = "NAME", num_args = 0..=1, default_missing_value = "", conflicts_with_all = ["words", "save"])]
    pub saved: Option<String>,
    /// Take a question off the list of those kept (the reading room can put it back)
    #[arg(long, value_name = "NAME", conflicts_with_all = ["words", "save", "saved"])]
    pub unsave: Option<String>,
    /// Who keeps it or takes it off the list [default: the name of the user]
    #[arg(long = "as", value_name = "NAME")]
    pub user: Option<String>,
}

/// Order of passages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Sort {
    /// Best first
    Relevance,
    /// Oldest paper first
    Date,
}

/// What to cite, and how.
#[derive(Debug, clap::Args)]
pub struct Cite {
    /// Ids of documents, or parts that only one has; with #PASSAGE a place in them
    #[arg(value_name = "DOC[#PASSAGE]", required_unless_present_any = ["list", "search", "styles"])]
    pub what: Vec<String>,
    /// More of them, one a line; - is standard input
    #[arg(long, value_name = "FILE")]
    pub list: Option<PathBuf>,
    /// The papers in which these words are found
    #[arg(long, value_name = "WORDS")]
    pub search: Option<String>,
    /// chicago-notes, chicago-author-date, mla, apa, iso690, another name from --styles, or a CSL file
    #[arg(long, value_name = "STYLE", default_value = "chicago-notes")]
    pub style: String,
    /// The form
    #[arg(long, value_enum, default_value_t = CiteFormat::Text)]
    pub format: CiteFormat,
    /// List the styles that come with the program
    #[arg(long)]
    pub styles: bool,
}

/// What goes into a dossier, and where it is written.
#[derive(Debug, clap::Args)]
pub struct Dossier {
    /// Id of an issue (`memcon issues`)
    #[arg(long, value_name = "ID", conflicts_with_all = ["event", "from", "to", "documents"])]
    pub issue: Option<String>,
    /// Id of an event (`memcon events`)
    #[arg(long, value_name = "ID", conflicts_with_all = ["from", "to", "documents"])]
    pub event: Option<String>,
    /// The papers from this day on
    #[arg(long, value_name = "DATE", conflicts_with = "documents")]
    pub from: Option<memcon_model::Edtf>,
    /// The papers up to this day
    #[arg(long, value_name = "DATE", conflicts_with = "documents")]
    pub to: Option<memcon_model::Edtf>,
    /// These papers; with #120-180 a passage of one, in code points
    #[arg(long, value_name = "DOC[#PASSAGE]", num_args = 1..)]
    pub documents: Vec<String>,
    /// The file to write; its ending tells the format: .pdf, .docx, .html or .txt
    #[arg(short, long, value_name = "FILE")]
    pub output: PathBuf,
    /// chicago-notes, chicago-author-date, mla, apa, iso690, another name from `memcon cite --styles`, or a CSL file
    #[arg(long, value_name = "STYLE", default_value = "chicago-notes")]
    pub style: String,
    /// Its title, instead of the name of what it is about
    #[arg(long)]
    pub title: Option<String>,
    /// The day to print on it; memcon asks no clock
    #[arg(long, value_name = "DAY")]
    pub date: Option<String>,
    /// Papers at most
    #[arg(long, value_name = "N", default_value_t = memcon_serve::dossier::PAPERS)]
    pub papers: usize,
    /// Language of its own words: en, ko or zh
    #[arg(long, value_name = "TAG", default_value = "en", value_parser = ["en", "ko", "zh"])]
    pub language: String,
}

/// Forms of a citation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum CiteFormat {
    /// Notes and bibliography as plain text
    Text,
    /// The same as HTML
    Html,
    /// RIS, for reference managers
    Ris,
    /// CSL-JSON, for Zotero and pandoc
    CslJson,
}
