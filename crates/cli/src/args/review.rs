//! Options of a review.

use std::path::PathBuf;

use clap::Subcommand;

use super::Signed;

/// What is done in a review.
#[derive(Debug, Subcommand)]
pub enum Review {
    /// What memcon is least sure of
    #[command(after_help = "Example:\n  memcon review queue --layer move --limit 50")]
    Queue {
        /// turn, move, event, obligation, reference or description
        #[arg(long, default_value = "turn")]
        layer: String,
        /// How many
        #[arg(long, default_value_t = 20)]
        limit: usize,
    },
    /// A claim is so
    #[command(after_help = "Example:\n  memcon review confirm minutes-3.txt turn t12")]
    Confirm(Judge),
    /// A claim is not so
    #[command(after_help = "Example:\n  memcon review reject minutes-3.txt move m4 --why \"a quotation\"")]
    Reject(Judge),
    /// A claim is otherwise
    #[command(
        after_help = "Example:\n  memcon review correct minutes-3.txt turn t12 \"speaker=Baek Jin-ho\" \"side=South\"\n\nNames and \
        values are those of the record; a list is written with ; between its parts, nothing is written as NAME=."
    )]
    Correct {
        /// Which
        #[command(flatten)]
        claim: Judge,
        /// NAME=VALUE
        #[arg(required = true, value_name = "NAME=VALUE")]
        values: Vec<String>,
    },
    /// Take a judgement back; it stays in the history
    #[command(after_help = "Example:\n  memcon review undo 4")]
    Undo {
        /// Its number; with --batch, the number of the first of those made together
        number: u64,
        /// Whose doing this is; without it, the user's name on this machine
        #[arg(long, value_name = "NAME")]
        by: Option<String>,
        /// All that were made together with it
        #[arg(long)]
        batch: bool,
    },
    /// A layer of a paper is complete: what stands there and was not judged is so, and nothing is missing
    #[command(
        after_help = "Example:\n  memcon review complete minutes-3.txt turn\n\nRecall (`memcon score --judgements`) is \
        told over such layers only."
    )]
    Complete {
        /// Id of the document
        document: String,
        /// turn, move, event, obligation, issue, agent, insertion, date, reference, description or transmission
        layer: String,
        /// Whose judgement, and why
        #[command(flatten)]
        signed: Signed,
    },
    /// All judgements, oldest first
    #[command(after_help = "Examples:\n  memcon review history\n  memcon review history minutes-3.txt")]
    History {
        /// Only those on this document, each with what became of it
        document: Option<String>,
    },
    /// How far reviewers agree (Cohen's kappa, Krippendorff's alpha)
    Agreement,
    /// Print all judgements as lines of JSON
    #[command(
        after_help = "Examples:\n  memcon review export > judgements.jsonl\n  memcon review export --gold > gold.jsonl"
    )]
    Export {
        /// As labels for `memcon score`: a line a paper, the last word on each claim
        #[arg(long)]
        gold: bool,
    },
    /// Take in judgements that were made on the same papers elsewhere
    #[command(after_help = "Example:\n  memcon review import judgements.jsonl")]
    Import {
        /// Lines of JSON as `export` prints them
        file: PathBuf,
    },
}

/// A claim, and who judges it.
#[derive(Debug, clap::Args)]
pub struct Judge {
    /// Id of the document
    pub document: String,
    /// turn, move, event, obligation, issue, agent, insertion, date, reference, description or transmission
    pub layer: String,
    /// Its id in the record; for dates, references, description and transmission its place in the list, from 0
    pub claim: String,
    /// Whose judgement it is; without it, the user's name on this machine
    #[arg(long, value_name = "NAME")]
    pub by: Option<String>,
    /// Why
    #[arg(long)]
    pub why: Option<String>,
    /// It settles what reviewers said differently of this claim, and is no reviewer's own word
    #[arg(long)]
    pub settle: bool,
}
