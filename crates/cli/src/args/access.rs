//! Options of the reading room's door: where it opens, accounts, restrictions, the log.

use std::path::PathBuf;

use clap::Subcommand;

/// Where the reading room is opened, and to whom.
#[derive(Debug, clap::Args)]
pub struct Opened {
    /// Port of the reading room on 127.0.0.1 [default: a free one]
    #[arg(long, default_value_t = 0, hide_default_value = true, conflicts_with = "address")]
    pub port: u16,
    /// Another address, with its port: then people must log in
    #[arg(long, value_name = "ADDR:PORT")]
    pub address: Option<std::net::SocketAddr>,
    /// Certificate chain for TLS (PEM)
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    pub tls_cert: Option<PathBuf>,
    /// Its private key (PEM)
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    pub tls_key: Option<PathBuf>,
    /// A proxy stands before it and speaks TLS
    #[arg(long)]
    pub behind_proxy: bool,
    /// A name under which readers ask for it, besides localhost and plain addresses
    #[arg(long = "host", value_name = "NAME")]
    pub hosts: Vec<String>,
    /// Let whoever is at this machine read everything, accounts or not
    #[arg(long)]
    pub no_accounts: bool,
}

/// Work on accounts.
#[derive(Debug, Subcommand)]
pub enum User {
    /// Add an account; the password is asked for twice
    Add {
        /// The name, under which also judgements are made
        name: String,
        /// reader, reviewer or keeper
        #[arg(long, default_value = "reader")]
        role: memcon_store::Role,
        /// Labels that the account holds
        #[arg(long, value_name = "LABEL", num_args = 1..)]
        clearance: Vec<String>,
        /// A file whose first line is the password; - is standard input
        #[arg(long, value_name = "FILE")]
        password_file: Option<PathBuf>,
    },
    /// All accounts
    List,
    /// Take an account away
    Remove {
        /// Whose
        name: String,
    },
    /// Set another password; whoever is logged in must log in again
    Password {
        /// Whose
        name: String,
        /// A file whose first line is the password; - is standard input
        #[arg(long, value_name = "FILE")]
        password_file: Option<PathBuf>,
    },
    /// Set the labels that an account holds, in place of those before
    Clearance {
        /// Whose
        name: String,
        /// The labels; none takes all away
        #[arg(value_name = "LABEL")]
        labels: Vec<String>,
        /// Another role
        #[arg(long)]
        role: Option<memcon_store::Role>,
    },
}

/// What to restrict.
#[derive(Debug, clap::Args)]
pub struct Restrict {
    /// Ids of documents, or folders or files they lie in; without any, what is restricted is listed
    #[arg(value_name = "DOCUMENT", requires = "how")]
    pub documents: Vec<String>,
    /// Whoever holds one of these labels may read it (@NAME is one account); without a label, keepers only
    #[arg(long, value_name = "LABEL", num_args = 0.., group = "how", requires = "documents")]
    pub to: Option<Vec<String>>,
    /// Lift what was said of it by hand
    #[arg(long, group = "how", requires = "documents")]
    pub lift: bool,
    /// Open it in spite of rules, as long as its bytes are these
    #[arg(long, group = "how", requires = "documents")]
    pub release: bool,
}

/// Work on the log.
#[derive(Debug, Subcommand)]
pub enum AccessCommand {
    /// Who opened which paper when, and who was not let in; the latest first
    Log {
        /// Only lines about this account or paper
        of: Option<String>,
        /// How many
        #[arg(long, default_value_t = 100)]
        limit: usize,
        /// How many to leave out first
        #[arg(long, default_value_t = 0)]
        offset: usize,
    },
    /// Forget lines before a day
    Forget {
        /// The day
        #[arg(long, value_name = "DATE")]
        before: String,
    },
}
