//! The command line: commands, options, help.

mod access;
mod finding;
mod notes;
mod review;

use std::path::PathBuf;

use clap::{Parser, Subcommand};
use memcon_model::{EventStatus, EventType, Form, Mode, MoveType};

pub use access::{AccessCommand, Opened, Restrict, User};
pub use finding::{Cite, CiteFormat, Dossier, Search, Sort};
pub use notes::{NoteDo, SelectionDo};
pub use review::{Judge, Review};

/// Reads the papers of a negotiation and gives back the negotiation.
#[derive(Debug, Parser)]
#[command(
    name = "memcon",
    version,
    propagate_version = false,
    arg_required_else_help = true,
    after_help = "Examples:\n  memcon open papers/          read a folder of papers and open its reading room\n  \
        memcon state --on 1963-03-19 where every issue stood that day\n  \
        memcon who \"Baek\"            one person under every spelling\n\n\
        Exit status: 0 all well; 1 some documents had problems, all others are done; 2 nothing could be done.\n\
        Nothing leaves this machine."
)]
pub struct Args {
    /// The collection: its folder, or the folder of papers that holds it [default: the nearest
    /// .memcon from here upwards]
    #[arg(long, global = true, value_name = "DIR")]
    pub collection: Option<PathBuf>,
    /// Print JSON (offsets in Unicode code points)
    #[arg(long, global = true)]
    pub json: bool,
    /// What to do
    #[command(subcommand)]
    pub command: Command,
}

/// What memcon can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Add what is new in PATHs, link, and open the reading room
    #[command(after_help = "Examples:\n  memcon open papers/\n  memcon open papers/ --no-serve\n  \
        memcon open --collection talks/ a/ b/\n\nA second run reads only what changed. A deleted or changed \
        file is said and its papers kept.")]
    Open {
        /// Folders and files of papers
        #[arg(required = true, value_name = "PATH")]
        paths: Vec<PathBuf>,
        /// Stop before the reading room
        #[arg(long)]
        no_serve: bool,
        /// Where the reading room is opened, and to whom
        #[command(flatten)]
        opened: Opened,
        /// Memory that linking may take, like 6G [default: what the machine has free]
        #[arg(long, value_name = "SIZE", value_parser = crate::memory::size)]
        memory: Option<u64>,
    },
    /// Add papers to the collection and link
    #[command(after_help = "Examples:\n  memcon add letters/\n  memcon add --from-jsonl documents.jsonl\n  \
        zcat d.jsonl.gz | memcon add --from-jsonl -")]
    Add {
        /// Folders and files of papers
        #[arg(value_name = "PATH", required_unless_present_any = ["from_jsonl", "authorities", "inventories"])]
        paths: Vec<PathBuf>,
        /// Documents a line: {"id", "text"} or {"id", "html"}; - is standard input
        #[arg(long, value_name = "FILE")]
        from_jsonl: Option<PathBuf>,
        /// A list of persons: lines of {"id", "name", "note"}, CSV, TEI, EAC-CPF or Wikidata; kept with the collection
        #[arg(long = "authority", value_name = "FILE")]
        authorities: Vec<PathBuf>,
        /// An archive's inventory: EAD, Dublin Core, CSV or Tropy's JSON-LD; among the papers one is known by itself
        #[arg(long = "inventory", value_name = "FILE")]
        inventories: Vec<PathBuf>,
        /// Memory that linking may take, like 6G [default: what the machine has free]
        #[arg(long, value_name = "SIZE", value_parser = crate::memory::size)]
        memory: Option<u64>,
    },
    /// What archives' inventories list, and which of it is here
    #[command(after_help = "Examples:\n  memcon inventory\n  memcon inventory --json")]
    Inventory,
    /// Link the papers of the collection again
    #[command(
        after_help = "Example:\n  memcon link\n\nNeeded only after an upgrade or an interrupted `add`."
    )]
    Link {
        /// Memory that linking may take, like 6G [default: what the machine has free]
        #[arg(long, value_name = "SIZE", value_parser = crate::memory::size)]
        memory: Option<u64>,
    },
    /// Open the reading room of the collection
    #[command(
        after_help = "Examples:\n  memcon serve --port 8080\n  memcon serve --address 192.168.1.5:443 --tls-cert cert.pem --tls-key key.pem\n  \
        memcon serve --port 8080 --behind-proxy --host papers.example.org\n\nOn any address that others can reach, people \
        must log in, and nothing goes over the wire as it is: docs/access.md."
    )]
    Serve {
        /// Where it is opened, and to whom
        #[command(flatten)]
        opened: Opened,
    },
    /// Who may come into the reading room
    #[command(
        subcommand,
        after_help = "Examples:\n  memcon user add \"Ada Lenk\" --role keeper\n  memcon user add Ben --role reader --clearance delegation\n\n\
        A reader reads; a reviewer also judges, notes and decides; a keeper sees everything, restricts papers and reads the log."
    )]
    User(User),
    /// Restrict papers to some readers, or list what is restricted
    #[command(
        after_help = "Examples:\n  memcon restrict minutes-3.txt --to delegation\n  memcon restrict annex/ --to @ben registry\n  \
        memcon restrict minutes-3.txt --lift\n\nWhoever lacks the label sees a collection in which the paper never was. Rules for \
        all papers of a classification stand in memcon.toml: docs/access.md."
    )]
    Restrict(Restrict),
    /// Who opened which paper when
    #[command(
        subcommand,
        after_help = "Examples:\n  memcon access log\n  memcon access log minutes-3.txt --limit 20"
    )]
    Access(AccessCommand),
    /// Verify originals, database, analyses and index
    #[command(after_help = "Example:\n  memcon check --collection talks/.memcon")]
    Check,
    /// Find passages
    #[command(
        after_help = "Examples:\n  memcon search cease-fire\n  memcon search '\"exchange of prisoners\"' \
        --from 1963-03-01\n  memcon search negotiat* --speaker Baek\n  memcon search 'island NEAR/5 (withdraw* OR \
        leave)' --facets\n  memcon search move:refusal --csv > refusals.csv\n\nAll words must be found; \"…\" is a \
        phrase; OR, NOT and parentheses join; NEAR/5 and \"…\"~5 find words near each other; * stands for any \
        letters and ? for one; speaker: to: side: move: issue: form: in: narrow. Accents and case do not matter. A \
        name is found in every spelling that the papers use; in quotation marks, or with --exact, only as it is \
        written. See docs/searching.md."
    )]
    Search(Search),
    /// Show a document as a scene: who speaks through whom
    #[command(
        after_help = "Examples:\n  memcon show minutes-1.txt\n  memcon show minutes-1.txt --voices --why\n\n\
        Inner voices stand further in; words that are not the speaker's stand in ⟦ ⟧."
    )]
    Show {
        /// Id of the document, or a part that only one has
        document: String,
        /// Where this place stands in the original: page, element, bytes, area. A number of code points, or a passage as
        /// addresses of the reading room name it (120-180)
        #[arg(long, value_name = "OFFSET", conflicts_with_all = ["voices", "why"])]
        at: Option<String>,
        /// Only the turns
        #[arg(long)]
        voices: bool,
        /// With each turn, the rule that found it and how sure it is; with --voices, all that spoke for it, what
        /// its quotation marks cost, and the next cheapest reading
        #[arg(long)]
        why: bool,
        /// Through how many reporters
        #[command(flatten)]
        through: Through,
    },
    /// A person under every spelling, why they are one, and who only looks alike
    #[command(after_help = "Examples:\n  memcon who Baek\n  memcon who \"백 장군\" --json")]
    Who {
        /// The name, in any spelling
        #[arg(required = true, num_args = 1..)]
        name: Vec<String>,
        /// Every mention, not only the first ones
        #[arg(long)]
        all: bool,
    },
    /// The points at stake, with each side's positions
    #[command(after_help = "Examples:\n  memcon issues --json\n  memcon issues --first-hand")]
    Issues {
        /// Through how many reporters
        #[command(flatten)]
        through: Through,
    },
    /// Where every issue stood on a day, on which words
    #[command(after_help = "Examples:\n  memcon state --on 1963-03-19\n  memcon state --on 1963-03")]
    State {
        /// The day: YYYY-MM-DD (a month or year means its end)
        #[arg(long, value_name = "DATE")]
        on: String,
        /// Through how many reporters
        #[command(flatten)]
        through: Through,
    },
    /// The negotiating acts: who proposed, asked, accepted, refused; what answers what
    #[command(
        after_help = "Examples:\n  memcon moves --type refusal --side Velmia\n  memcon moves --issue \"fishing zone\" --json\n\n\
        With --json every move has its category in Bargaining Process Analysis (bpa) and its nearest code of CAMEO and \
        PLOVER; docs/negotiation.md explains them."
    )]
    Moves(Moves),
    /// Questions not answered, promises to come back, proposals without a reply
    #[command(
        after_help = "Examples:\n  memcon loose-ends\n  memcon loose-ends --on 1963-03-12 --side Seorin\n\nWith --on also what was \
        met only after that day."
    )]
    LooseEnds {
        /// As of the end of this day (a month or year means its end) [default: after the last paper]
        #[arg(long, value_name = "DATE")]
        on: Option<String>,
        /// Only what this side put or owes
        #[arg(long)]
        side: Option<String>,
        /// Through how many reporters
        #[command(flatten)]
        through: Through,
    },
    /// What happened: meetings, letters, visits, incidents
    #[command(
        after_help = "Examples:\n  memcon events --from 1963-03 --to 1963-04\n  memcon events --kind letter --with Baek\n  \
        memcon events --status planned --json"
    )]
    Events {
        /// Which events
        #[command(flatten)]
        which: Which,
        /// Days between which they happened
        #[command(flatten)]
        dates: Dates,
        /// Through how many reporters
        #[command(flatten)]
        through: Through,
    },
    /// Letters and messages with their answers, and those that nobody answered
    #[command(after_help = "Examples:\n  memcon letters\n  memcon letters --json")]
    Letters,
    /// Which papers cite which, and what is cited and not held
    #[command(
        after_help = "Examples:\n  memcon references telegram-12.txt\n  memcon references --missing\n  \
        memcon references --missing --json\n\nWith a document: what it cites and what cites it."
    )]
    References {
        /// The document; without it all that lead to a paper
        document: Option<String>,
        /// Only papers that are cited and not held, most cited first
        #[arg(long)]
        missing: bool,
    },
    /// Who met whom, how often, where, at what level, through whom
    #[command(after_help = "Examples:\n  memcon contacts\n  memcon contacts --between Baek Castaigne --json")]
    Contacts {
        /// Only what these two had with each other
        #[arg(long, num_args = 2, value_names = ["A", "B"])]
        between: Option<Vec<String>>,
        /// Through how many reporters
        #[command(flatten)]
        through: Through,
    },
    /// Decide that two events are one, or that an account is of another event
    #[command(
        subcommand,
        after_help = "Examples:\n  memcon event join event-1f0c event-77ab\n  memcon decisions undo 1\n\n\
            An event is named by its id, as `memcon events --json` prints it. A decision holds through every later \
            linking until it is taken back."
    )]
    Event(Event),
    /// How the words of a document reached us, link by link
    #[command(
        after_help = "Examples:\n  memcon chain telegram-12.txt\n  memcon chain telegram-12.txt t7\n\n\
        Outermost link first: what was done, by whom, when, and the words that tell it. What the paper shows \
        without telling who it was is said to be not told."
    )]
    Chain {
        /// Id of the document, or a part that only one has
        document: String,
        /// Id of a turn [default: every turn that came through somebody]
        turn: Option<String>,
        /// Through how many reporters
        #[command(flatten)]
        through: Through,
    },
    /// Who is bound to what, over all papers
    #[command(
        after_help = "Examples:\n  memcon obligations --force in-force\n  memcon obligations --side Varn --json\n\n\
        One obligation in several papers is listed once, with each wording. A bearer that no word names and that the \
        text lets infer is said to be inferred."
    )]
    Obligations {
        /// Which of them
        #[command(flatten)]
        bonds: Bonds,
        /// Through how many reporters
        #[command(flatten)]
        through: Through,
    },
    /// How far an obligation was kept, as a person sees it
    #[command(
        subcommand,
        after_help = "Example:\n  memcon obligation status \"withdraw the coastal guns\" intermediate\n\n\
        A decision holds through every later linking until it is taken back."
    )]
    Obligation(Duty),
    /// What later papers tell of each obligation, each side's version apart
    #[command(
        after_help = "Example:\n  memcon deeds --json\n\nA suggestion is memcon's; `memcon obligation status` sets a person's."
    )]
    Deeds,
    /// Two papers clause by clause: what changed, what is new, what was dropped
    #[command(
        after_help = "Example:\n  memcon drafts draft-1.txt draft-2.txt\n  memcon drafts draft-2.txt agreement.txt --json"
    )]
    Drafts {
        /// The earlier paper
        a: String,
        /// The later paper
        b: String,
    },
    /// One meeting as several papers record it, passage against passage
    #[command(
        after_help = "Examples:\n  memcon accounts                         what several papers tell, and papers with a \
        translation\n  memcon accounts event-3f2a9c0d11e84b57  the accounts of one event side by side\n  \
        memcon accounts ours.txt theirs.txt     any two papers side by side\n  \
        memcon accounts letter.txt              its translation beside its original\n\nDifferences are said, not judged."
    )]
    Accounts {
        /// An event, a paper with its translation, or two papers
        #[arg(num_args = 0..=2, value_name = "EVENT|PAPER")]
        of: Vec<String>,
        /// Through how many reporters
        #[command(flatten)]
        through: Through,
    },
    /// Papers that are one text: translations with their originals, copies
    #[command(
        args_conflicts_with_subcommands = true,
        after_help = "Examples:\n  memcon parallel                        papers that are one text\n  \
        memcon parallel letter-ko.txt          it beside its translation or original, sentence in step with sentence\n  \
        memcon parallel join a.txt b.txt       they are one text\n  memcon parallel part a.txt b.txt       they are not\n\n\
        Differences are said, not judged."
    )]
    Parallel {
        /// What to decide; without it they are shown
        #[command(subcommand)]
        what: Option<Parallel>,
        /// A paper
        document: Option<String>,
    },
    /// Print the analysis of files, nothing stored
    #[command(
        after_help = "Examples:\n  memcon analyse minutes.txt --json\n  memcon analyse minutes.txt --why\n  \
        memcon analyse --from-jsonl documents.jsonl > records.jsonl\n\nOne JSON object a line, in the order of \
        the input. `memcon schema` describes it.\n\nA line of documents may give the day of its paper as \"date\" (or \
        \"dct\"): from there \"yesterday\" and days without a year count, unless a dateline of the days just before \
        says otherwise."
    )]
    Analyse {
        /// Files
        #[arg(value_name = "FILE", required_unless_present = "from_jsonl")]
        files: Vec<PathBuf>,
        /// Documents a line: {"id", "text"} or {"id", "html"}; - is standard input
        #[arg(long, value_name = "FILE")]
        from_jsonl: Option<PathBuf>,
        /// Include the text
        #[arg(long, conflicts_with = "why")]
        with_text: bool,
        /// Instead of the record, why the voices of each FILE were found: what spoke for each turn, what its
        /// quotation marks cost, and the next cheapest reading
        #[arg(long, conflicts_with_all = ["from_jsonl", "json"])]
        why: bool,
        /// Settings to use (a memcon.toml)
        #[arg(long, value_name = "FILE")]
        settings: Option<PathBuf>,
        /// The day of the papers (EDTF), from which their relative dates count
        #[arg(long, value_name = "DATE")]
        anchor: Option<String>,
    },
    /// Pair the sentences of a translation with those of its original
    #[command(after_help = "Example:\n  memcon align --from-jsonl sentences.jsonl\n\nReads {\"id\", \"a\": \
        [sentence…], \"b\": [sentence…]} a line, prints {\"id\", \"pairs\": [[[i…], [j…]]…]}.")]
    Align {
        /// Lists of sentences a line; - is standard input
        #[arg(long, value_name = "FILE")]
        from_jsonl: PathBuf,
    },
    /// Compare names, or find them in a roll
    #[command(subcommand)]
    Name(Name),
    /// What a time expression means
    #[command(after_help = "Examples:\n  memcon date 'on the 4th of last month' --anchor 1963-03-11\n  \
        memcon date 'last Friday, 24 мая 1962 г., 民國51年五月十九日' --anchor 1963-03-11 --json\n\n\
        For each expression: what it means (EDTF), its type and its value in TimeML (TIMEX3), from which day it \
        counts, and the rule that read it.")]
    Date {
        /// The text
        #[arg(required = true, num_args = 1..)]
        text: Vec<String>,
        /// The day from which it counts (EDTF)
        #[arg(long, value_name = "DATE")]
        anchor: Option<String>,
        /// Languages of the text
        #[arg(long = "lang", value_name = "TAG", value_delimiter = ',')]
        languages: Vec<String>,
    },
    /// Print the whole collection for other programs
    #[command(
        after_help = "Example:\n  memcon export --format jsonl > papers.jsonl\n\nThe objects are those of `memcon \
        analyse`, with what linking adds: agents have one id over all documents."
    )]
    Export {
        /// The form
        #[arg(long, value_enum, default_value_t = ExportFormat::Jsonl)]
        format: ExportFormat,
        /// Include the texts
        #[arg(long)]
        with_text: bool,
        /// Only what a reader may see who holds these labels; without a label, what everybody may see
        #[arg(long, value_name = "LABEL", num_args = 0..)]
        audience: Option<Vec<String>>,
    },
    /// Cite papers, passages and speeches; a bibliography of several
    #[command(
        after_help = "Examples:\n  memcon cite telegram-12.txt\n  memcon cite 'minutes-1.txt#t7' --style apa\n  \
        memcon cite minutes-1.txt#120-180 --style mystyle.csl\n  memcon cite --list chapter-2.txt --format ris > chapter-2.ris\n  \
        memcon cite --search 'exchange of prisoners' --format csl-json\n\nA passage is a turn (t7, as `memcon show --voices` names \
        them) or code points (120-180, as addresses of the reading room have them). A speech is cited with those who \
        report it. Unknown stays unknown: \"n.d.\", no author. docs/citing.md says where each part comes from."
    )]
    Cite(Cite),
    /// Write an issue, a meeting, a stretch of time or papers as one printable dossier: PDF, DOCX or HTML
    #[command(after_help = "Examples:\n  memcon dossier --from 1963-03-01 --to 1963-03-31 -o march.pdf\n  \
            memcon dossier --issue issue-64104c58 -o prisoners.docx")]
    Dossier(Dossier),
    /// Decide that two agents are one, or that one is two
    #[command(
        subcommand,
        after_help = "Examples:\n  memcon person join \"Baek Jin-ho\" \"Pak Chin-ho\"\n  memcon decisions undo 1\n\n\
            A decision holds through every later linking until it is taken back."
    )]
    Person(Person),
    /// Decide that two issues are one, that one is two, or what one is called
    #[command(
        subcommand,
        after_help = "Examples:\n  memcon issue join \"river tolls\" \"toll rates\"\n  memcon issue name \"tolls\" \"Tolls on the river\"\n\n\
            A decision holds through every later linking until it is taken back."
    )]
    Issue(Issue),
    /// What was decided by hand, and how to take it back
    #[command(after_help = "Examples:\n  memcon decisions\n  memcon decisions undo 1")]
    Decisions {
        /// What to do; without it they are listed
        #[command(subcommand)]
        what: Option<Decisions>,
    },
    /// Judge single claims, see what waits, what was judged, and how far reviewers agree
    #[command(
        after_help = "Examples:\n  memcon review\n  memcon review correct minutes-3.txt turn t12 \"speaker=Baek Jin-ho\"\n  \
        memcon review undo 4\n  memcon review export > judgements.jsonl"
    )]
    Review {
        /// What to do; without it the voices that memcon is least sure of are listed
        #[command(subcommand)]
        what: Option<Review>,
    },
    /// Notes on papers and passages
    #[command(
        after_help = "Examples:\n  memcon note add minutes-3.txt --words \"at night\" --tags ferry \"First mention?\"\n  \
        memcon note list --tag ferry\n  memcon note export > notes.jsonld"
    )]
    Note {
        /// What to do
        #[command(subcommand)]
        what: NoteDo,
    },
    /// Papers and passages put together under a name
    #[command(
        after_help = "Examples:\n  memcon selection add ferries minutes-3.txt --at 120-180\n  memcon selection show ferries\n  \
        memcon selection export ferries > ferries.jsonld"
    )]
    Selection {
        /// What to do
        #[command(subcommand)]
        what: SelectionDo,
    },
    /// Precision, recall and F1 of records against gold labels
    #[command(
        after_help = "Examples:\n  memcon analyse --from-jsonl docs.jsonl > mine.jsonl && memcon score \
        gold.jsonl mine.jsonl\n  memcon score --judgements papers/.memcon"
    )]
    Score {
        /// JSON lines with true labels
        #[arg(required_unless_present = "judgements")]
        gold: Option<PathBuf>,
        /// JSON lines as `memcon analyse` prints them
        #[arg(required_unless_present = "judgements")]
        prediction: Option<PathBuf>,
        /// Score what memcon found in a collection against what persons judged there
        #[arg(long, value_name = "COLLECTION", conflicts_with_all = ["gold", "prediction"])]
        judgements: Option<PathBuf>,
    },
    /// Print the JSON Schema of the record
    #[command(after_help = "Example:\n  memcon schema > record.schema.json")]
    Schema,
    /// Print completions for a shell
    #[command(
        after_help = "Example:\n  memcon completions bash > ~/.local/share/bash-completion/completions/memcon"
    )]
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

/// Through how many reporters words may have come to be shown.
#[derive(Clone, Copy, Debug, Default, clap::Args)]
pub struct Through {
    /// Only words that came through at most this many reporters
    #[arg(long, alias = "max-depth", value_name = "N")]
    pub max_reporters: Option<u32>,
    /// Only words at first hand: no reporter between
    #[arg(long, conflicts_with = "max_reporters")]
    pub first_hand: bool,
}

impl Through {
    /// Reporters between at most; `None` = any number.
    pub fn most(self) -> Option<u32> {
        if self.first_hand { Some(0) } else { self.max_reporters }
    }
}

/// Which obligations.
#[derive(Debug, clap::Args)]
pub struct Bonds {
    /// Only those that bind this side (its name or a part of it)
    #[arg(long, value_name = "NAME")]
    pub side: Option<String>,
    /// Only those that came to have this force
    #[arg(long, value_name = "FORCE", value_parser = ["proposed", "undertaken", "in-force"])]
    pub force: Option<String>,
}

/// Decisions about obligations.
#[derive(Debug, Subcommand)]
pub enum Duty {
    /// Set how far it was kept; `memcon decisions undo` takes it back
    #[command(after_help = "Examples:\n  memcon obligation status obligation-3f2a9c0d11e84b57 full\n  \
        memcon obligation status \"withdraw the coastal guns\" intermediate\n\nThe scale is that of the Peace Accords \
        Matrix: none, minimal, intermediate, full.")]
    Status {
        /// Id of the obligation, or words that only it has
        #[arg(value_name = "ID|WORDS")]
        which: String,
        /// none, minimal, intermediate or full
        #[arg(value_parser = ["none", "minimal", "intermediate", "full"])]
        value: String,
        /// Whose decision, and why
        #[command(flatten)]
        signed: Signed,
    },
}

/// Which moves are asked for.
#[derive(Debug, clap::Args)]
pub struct Moves {
    /// Only of this kind: proposal, question, refusal …
    #[arg(long = "type", value_name = "TYPE")]
    pub kind: Option<String>,
    /// Only of this side, or of this person
    #[arg(long)]
    pub side: Option<String>,
    /// Only on this issue: its id, or words of its name
    #[arg(long)]
    pub issue: Option<String>,
    /// Days between which they were made
    #[command(flatten)]
    pub dates: Dates,
    /// Through how many reporters
    #[command(flatten)]
    pub through: Through,
}

/// Days between which something lies.
#[derive(Debug, clap::Args)]
pub struct Dates {
    /// Not before this day (YYYY, YYYY-MM or YYYY-MM-DD)
    #[arg(long, value_name = "DATE")]
    pub from: Option<String>,
    /// Not after this day
    #[arg(long, value_name = "DATE")]
    pub to: Option<String>,
}

/// Forms of an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum ExportFormat {
    /// A document a line of JSON
    Jsonl,
}

/// Which events.
#[derive(Debug, Default, clap::Args)]
pub struct Which {
    /// Only events of this kind
    #[arg(long, value_name = "KIND", value_parser = kind)]
    pub kind: Option<EventType>,
    /// Only what took place, was planned, was proposed, or failed
    #[arg(long, value_name = "STATUS", value_parser = status)]
    pub status: Option<EventStatus>,
    /// Only events with this participant, in any spelling
    #[arg(long, value_name = "NAME")]
    pub with: Option<String>,
}

/// Decisions about events.
#[derive(Debug, Subcommand)]
pub enum Event {
    /// Two events are one
    #[command(after_help = "Example:\n  memcon event join event-3f2a9c0d11e84b57 event-77ab0c1d22e95c68")]
    Join {
        /// The id of the one
        a: String,
        /// The id of the other
        b: String,
        /// Whose decision, and why
        #[command(flatten)]
        signed: Signed,
    },
    /// The accounts of these documents are of another event
    #[command(after_help = "Example:\n  memcon event part event-3f2a9c0d11e84b57 letter-4.txt")]
    Part {
        /// The id of the event
        event: String,
        /// Ids of documents
        #[arg(required = true, value_name = "DOCUMENT")]
        documents: Vec<String>,
        /// Whose decision, and why
        #[command(flatten)]
        signed: Signed,
    },
}

/// Decisions about agents. An agent is named by its id or by a name that only it has.
#[derive(Debug, Subcommand)]
pub enum Person {
    /// Two agents are one
    #[command(after_help = "Example:\n  memcon person join \"Baek Jin-ho\" agent-3f2a9c0d11e84b57")]
    Join {
        /// The one agent; both stand under the name that most papers give
        a: String,
        /// The other
        b: String,
        /// Whose decision, and why
        #[command(flatten)]
        signed: Signed,
    },
    /// Names or papers of an agent are another's; or two agents only look alike
    #[command(after_help = "Examples:\n  memcon person part \"Peter Holm\" \"P. Holm\"\n  \
        memcon person part \"Peter Holm\" letter-4.txt\n  memcon person part \"Peter Holm\" \"Paul Holm\"")]
    Part {
        /// The agent
        a: String,
        /// Forms of its name, ids of documents, or another agent
        #[arg(required = true, value_name = "FORM|DOCUMENT|AGENT")]
        what: Vec<String>,
        /// Whose decision, and why
        #[command(flatten)]
        signed: Signed,
    },
}

/// Decisions about issues. An issue is named by its id, its name or a wording of it.
#[derive(Debug, Subcommand)]
pub enum Issue {
    /// Two issues are one
    #[command(after_help = "Example:\n  memcon issue join \"river tolls\" \"toll rates\"")]
    Join {
        /// The issue that keeps its name
        a: String,
        /// The other
        b: String,
        /// Whose decision, and why
        #[command(flatten)]
        signed: Signed,
    },
    /// Papers or wordings of an issue are another's
    #[command(after_help = "Examples:\n  memcon issue part \"river tolls\" \"sea tolls\"\n  \
        memcon issue part \"river tolls\" letter-4.txt")]
    Part {
        /// The issue
        a: String,
        /// Wordings of it, or ids of documents
        #[arg(required = true, value_name = "WORDING|DOCUMENT")]
        what: Vec<String>,
        /// Whose decision, and why
        #[command(flatten)]
        signed: Signed,
    },
    /// An issue is called so
    #[command(after_help = "Example:\n  memcon issue name \"tolls\" \"Tolls on the river\"")]
    Name {
        /// The issue
        a: String,
        /// Its name from now on
        name: String,
        /// Whose decision, and why
        #[command(flatten)]
        signed: Signed,
    },
}

/// Decisions about papers that are one text.
#[derive(Debug, Subcommand)]
pub enum Parallel {
    /// Two papers are one text
    #[command(after_help = "Example:\n  memcon parallel join letter.txt letter-ko.txt")]
    Join {
        /// The id of the one
        a: String,
        /// The id of the other
        b: String,
        /// Whose decision, and why
        #[command(flatten)]
        signed: Signed,
    },
    /// Two papers are not one text
    #[command(after_help = "Example:\n  memcon parallel part letter.txt letter-ko.txt")]
    Part {
        /// The id of the one
        a: String,
        /// The id of the other
        b: String,
        /// Whose decision, and why
        #[command(flatten)]
        signed: Signed,
    },
}

/// Whose doing something is.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct Signed {
    /// Whose decision it is; without it, the user's name on this machine
    #[arg(long, value_name = "NAME")]
    pub by: Option<String>,
    /// Why
    #[arg(long)]
    pub why: Option<String>,
}

/// Work on decisions.
#[derive(Debug, Subcommand)]
pub enum Decisions {
    /// Take a decision back
    Undo {
        /// Its number
        number: u64,
        /// Whose decision, and why
        #[command(flatten)]
        signed: Signed,
    },
}

/// Work on names.
#[derive(Debug, Subcommand)]
pub enum Name {
    /// Reads `a <tab> b` a line; prints score, same | possible | other, and why
    #[command(after_help = "Example:\n  printf 'Baek Jin-ho\\tПэк Чинхо\\n' | memcon name match")]
    Match {
        /// File of pairs [default: standard input]
        file: Option<PathBuf>,
    },
    /// Which entries of many lists are one person: reads {"id", "name", "note"} a line, prints {"id", "person", "why"}
    #[command(
        after_help = "Example:\n  memcon name join --from-jsonl entries.jsonl\n\nAn id is LIST#ENTRY: two entries of one \
        list are two persons."
    )]
    Join {
        /// The entries; - is standard input
        #[arg(long, value_name = "FILE")]
        from_jsonl: PathBuf,
    },
    /// Reads `query id <tab> name` a line; prints the ten best of a roll for each
    #[command(after_help = "Example:\n  memcon name find --roll roll.tsv < queries.tsv")]
    Find {
        /// The roll: `id <tab> name` a line
        #[arg(long, value_name = "FILE")]
        roll: PathBuf,
        /// File of queries [default: standard input]
        file: Option<PathBuf>,
    },
}

fn moved(word: &str) -> Result<MoveType, String> {
    let known: Vec<&str> = MoveType::ALL.iter().map(|m| m.as_str()).collect();
    word.parse().map_err(|_| format!("not a move; the moves are {}", known.join(", ")))
}

fn mode(word: &str) -> Result<Mode, String> {
    let known: Vec<&str> = Mode::ALL.iter().map(|m| m.as_str()).collect();
    word.parse().map_err(|_| format!("not a mode; one of {}", known.join(", ")))
}

fn form(word: &str) -> Result<Form, String> {
    let known: Vec<&str> = Form::ALL.iter().map(|f| f.as_str()).collect();
    word.parse().map_err(|_| format!("not a form; the forms are {}", known.join(", ")))
}

fn kind(word: &str) -> Result<EventType, String> {
    let known: Vec<&str> = EventType::ALL.iter().map(|k| k.as_str()).collect();
    word.parse().map_err(|_| format!("not a kind of event; the kinds are {}", known.join(", ")))
}

fn status(word: &str) -> Result<EventStatus, String> {
    let known: Vec<&str> = EventStatus::ALL.iter().map(|k| k.as_str()).collect();
    word.parse().map_err(|_| format!("not a status; one of {}", known.join(", ")))
}
