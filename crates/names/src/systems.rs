//! The systems by which names are spelled, as read from `data/names/systems`.
//!
//! One file holds one system or habit with its source and licence. The engines of the traditions
//! (`korean`, `chinese`, `russian` …) build their tables from these; nothing here reads a name.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::text::Script;

/// The naming tradition inside which names are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Tradition {
    /// Korean: family name and given name, compared on jamo.
    Korean,
    /// Chinese: compared on toneless Pinyin.
    Chinese,
    /// Chinese names as people of Canton and Hong Kong say and spell them.
    Cantonese,
    /// Japanese: compared on a coarse spelling of the reading.
    Japanese,
    /// Vietnamese: family, middle and given name, compared without marks where one side has none.
    Vietnamese,
    /// Russian and its neighbours in Cyrillic: compared letter by letter under a system.
    Russian,
    /// Everything else: compared word by word, by letters and by sound.
    Western,
}

impl Tradition {
    /// The tradition as an adjective.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Korean => "Korean",
            Self::Chinese => "Chinese",
            Self::Cantonese => "Cantonese",
            Self::Japanese => "Japanese",
            Self::Vietnamese => "Vietnamese",
            Self::Russian => "Russian",
            Self::Western => "Western",
        }
    }
}

/// One system of spelling, or one habit.
#[derive(Clone, Debug)]
pub struct System {
    /// The name of the system in this crate, for machines.
    pub id: String,
    /// Its name for readers.
    pub name: String,
    /// The tradition whose names it spells.
    pub tradition: Tradition,
    /// The script it is written in.
    pub script: Script,
    /// Where its rules come from.
    pub source: String,
    /// Under which terms.
    pub licence: String,
    /// What it is for and who wrote by it.
    pub why: String,
    /// Pairs of a sound and its spelling that must hold.
    pub examples: Vec<(String, String)>,
    /// Whether a standard lays it down; a habit follows none.
    pub standard: bool,
    pub(crate) tables: Tables,
}

/// A list of spellings by what is spelled.
pub(crate) type Table = BTreeMap<String, Vec<String>>;

/// The tables of a system, as in its file; which are filled depends on the tradition.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct Tables {
    /// 0 for a standard; what is read by a system of higher rank costs more.
    #[serde(default)]
    pub rank: usize,
    /// Where several systems explain a spelling, the one with the lowest number is named.
    #[serde(default)]
    pub usual: usize,
    /// Never mixed with another system inside one name.
    #[serde(default)]
    pub apart: bool,
    /// For names of places only.
    #[serde(default)]
    pub places: bool,
    /// The system whose spellings this one writes without marks.
    pub unmarked: Option<String>,
    /// Letters one of which must stand in a name for this system to be thought of.
    #[serde(default)]
    pub telltale: Vec<String>,
    #[serde(default)]
    pub onset: Table,
    #[serde(default)]
    pub voiced: Table,
    #[serde(default)]
    pub vowel: Table,
    #[serde(default)]
    pub coda: Table,
    #[serde(default)]
    pub rare: BTreeMap<String, Table>,
    #[serde(default)]
    pub initials: Table,
    #[serde(default)]
    pub finals: Table,
    #[serde(default)]
    pub syllables: Table,
    #[serde(default)]
    pub families: BTreeMap<String, String>,
    #[serde(default)]
    pub letters: Table,
}

#[derive(Deserialize)]
struct File {
    id: String,
    name: String,
    tradition: Tradition,
    script: Script,
    source: String,
    licence: String,
    why: String,
    #[serde(default)]
    examples: Vec<(String, String)>,
    #[serde(flatten)]
    tables: Tables,
}

static SYSTEMS: LazyLock<Vec<System>> =
    LazyLock::new(|| load().expect("the tables of systems ship with the program and are tested"));

/// Every system that names are read by, in the order of their files.
///
/// ```
/// let wade = memcon_names::systems().iter().find(|s| s.id == "wade-giles").unwrap();
/// assert_eq!(wade.name, "Wade–Giles");
/// assert!(wade.source.contains("Giles"));
/// ```
pub fn systems() -> &'static [System] {
    &SYSTEMS
}

/// The systems of a tradition in a script, with their numbers among [`systems`].
pub(crate) fn of(tradition: Tradition, script: Script) -> impl Iterator<Item = (usize, &'static System)> {
    SYSTEMS.iter().enumerate().filter(move |(_, s)| s.tradition == tradition && s.script == script)
}

/// The set that holds one system.
pub(crate) fn bit(system: usize) -> u64 {
    1 << system
}

fn load() -> Result<Vec<System>, String> {
    let mut found: Vec<System> = Vec::new();
    for path in memcon_lexicon::files("names/systems/") {
        let file: File = memcon_lexicon::table(&path).map_err(|e| e.to_string())?;
        found.push(System {
            standard: file.tables.rank == 0,
            id: file.id,
            name: file.name,
            tradition: file.tradition,
            script: file.script,
            source: file.source,
            licence: file.licence,
            why: file.why,
            examples: file.examples,
            tables: file.tables,
        });
    }
    if found.len() > 64 {
        return Err("more systems than a set of 64 holds".into());
    }
    derive_unmarked(&mut found)?;
    Ok(found)
}

/// Fills the tables of systems that are another system without its marks.
fn derive_unmarked(systems: &mut [System]) -> Result<(), String> {
    for n in 0..systems.len() {
        let Some(of) = systems[n].tables.unmarked.clone() else { continue };
        let base = systems.iter().find(|s| s.id == of).ok_or(format!("no system {of}"))?.tables.clone();
        let bare = |table: &Table| -> Table {
            table.iter().map(|(k, v)| (k.clone(), v.iter().map(|s| crate::text::bare(s)).collect())).collect()
        };
        let tables = &mut systems[n].tables;
        (tables.onset, tables.voiced) = (bare(&base.onset), bare(&base.voiced));
        (tables.vowel, tables.coda) = (bare(&base.vowel), bare(&base.coda));
    }
    Ok(())
}
