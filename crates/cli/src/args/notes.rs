//! The options of `note` and `selection`.

use std::path::PathBuf;

use clap::Subcommand;

/// What is done with notes.
#[derive(Debug, Subcommand)]
pub enum NoteDo {
    /// Write a note on a passage, or on a whole paper
    #[command(
        after_help = "Examples:\n  memcon note add minutes-3.txt --at 120-180 \"Who was there?\"\n  memcon note add minutes-3.txt --tags copy"
    )]
    Add {
        /// Id of the document
        document: String,
        /// What it says
        text: Vec<String>,
        /// The passage, as START-END in code points
        #[arg(long, value_name = "START-END")]
        at: Option<String>,
        /// The passage, by words that stand once in the paper
        #[arg(long, conflicts_with = "at")]
        words: Option<String>,
        /// Tags, parted by commas
        #[arg(long)]
        tags: Option<String>,
        /// Whose note it is; without it, the user's name on this machine
        #[arg(long, value_name = "NAME")]
        by: Option<String>,
    },
    /// The notes, oldest first
    #[command(after_help = "Example:\n  memcon note list --tag ferry --by Ada")]
    List {
        /// Only those on this document
        document: Option<String>,
        /// Only those with this tag
        #[arg(long)]
        tag: Option<String>,
        /// Only those of this person
        #[arg(long, value_name = "NAME")]
        by: Option<String>,
        /// Only those with these words
        #[arg(long)]
        text: Option<String>,
    },
    /// Word a note anew; what it said before is kept
    #[command(
        after_help = "Example:\n  memcon note edit 4 \"Answered on the next day\" --tags ferry,answered"
    )]
    Edit {
        /// Its number
        number: u64,
        /// What it says now; without it, what it said
        text: Vec<String>,
        /// Its tags now, parted by commas; without it, those it had
        #[arg(long)]
        tags: Option<String>,
        /// Whose wording it is; without it, the user's name on this machine
        #[arg(long, value_name = "NAME")]
        by: Option<String>,
    },
    /// Take a note away
    #[command(after_help = "Example:\n  memcon note remove 4")]
    Remove {
        /// Its number
        number: u64,
        /// Whose doing this is; without it, the user's name on this machine
        #[arg(long, value_name = "NAME")]
        by: Option<String>,
    },
    /// Bring a note back
    #[command(after_help = "Example:\n  memcon note restore 4")]
    Restore {
        /// Its number
        number: u64,
    },
    /// The tags, each with how many notes have it
    Tags,
    /// Print the notes as W3C Web Annotations (JSON-LD)
    #[command(after_help = "Example:\n  memcon note export > notes.jsonld")]
    Export,
    /// Take in notes that were made on the same papers elsewhere
    #[command(after_help = "Example:\n  memcon note import notes.jsonld")]
    Import {
        /// Web Annotations as `export` prints them
        file: PathBuf,
    },
}

/// What is done with selections.
#[derive(Debug, Subcommand)]
pub enum SelectionDo {
    /// All selections
    List,
    /// What is in a selection
    #[command(after_help = "Example:\n  memcon selection show ferries")]
    Show {
        /// Its name
        name: String,
    },
    /// Put a paper or a passage in; begins the selection where there is none of that name
    #[command(
        after_help = "Examples:\n  memcon selection add ferries minutes-3.txt\n  memcon selection add ferries minutes-3.txt --words \"at night\""
    )]
    Add {
        /// Name of the selection
        name: String,
        /// Id of the document
        document: String,
        /// The passage, as START-END in code points
        #[arg(long, value_name = "START-END")]
        at: Option<String>,
        /// The passage, by words that stand once in the paper
        #[arg(long, conflicts_with = "at")]
        words: Option<String>,
        /// Whose doing this is; without it, the user's name on this machine
        #[arg(long, value_name = "NAME")]
        by: Option<String>,
    },
    /// Move something in a selection up or down
    #[command(after_help = "Example:\n  memcon selection move ferries 3 --by=-2")]
    Move {
        /// Name of the selection
        name: String,
        /// Number of the item, as `show` prints it
        item: u64,
        /// By how many places; negative = up
        #[arg(long, allow_hyphen_values = true)]
        by: i32,
    },
    /// Take something out of a selection, or the whole selection away
    #[command(
        after_help = "Examples:\n  memcon selection remove ferries 3\n  memcon selection remove ferries"
    )]
    Remove {
        /// Name of the selection
        name: String,
        /// Number of the item; without it, the whole selection
        item: Option<u64>,
        /// Whose doing this is; without it, the user's name on this machine
        #[arg(long, value_name = "NAME")]
        by: Option<String>,
    },
    /// Take a removal back
    #[command(
        after_help = "Examples:\n  memcon selection restore ferries 3\n  memcon selection restore ferries"
    )]
    Restore {
        /// Name of the selection
        name: String,
        /// Number of the item; without it, the whole selection
        item: Option<u64>,
    },
    /// Print a selection as W3C Web Annotations (JSON-LD)
    #[command(after_help = "Example:\n  memcon selection export ferries > ferries.jsonld")]
    Export {
        /// Its name
        name: String,
    },
    /// Take in a selection that was made on the same papers elsewhere
    #[command(after_help = "Example:\n  memcon selection import ferries.jsonld")]
    Import {
        /// Web Annotations as `export` prints them
        file: PathBuf,
    },
}
