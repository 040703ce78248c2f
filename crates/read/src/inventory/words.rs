//! What inventories call their columns and levels (`data/read/inventory.toml`).

use std::collections::BTreeMap;
use std::sync::LazyLock;

use memcon_model::UnitLevel;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    columns: BTreeMap<String, Vec<String>>,
    levels: BTreeMap<String, Vec<String>>,
}

/// Names folded to what they mean.
struct Words {
    columns: BTreeMap<String, String>,
    levels: BTreeMap<String, UnitLevel>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let file: File = memcon_lexicon::table("read/inventory.toml").expect("data/read/inventory.toml");
    let mut columns = BTreeMap::new();
    for (role, names) in file.columns {
        for name in names {
            columns.entry(fold(&name)).or_insert_with(|| role.clone());
        }
    }
    let mut levels = BTreeMap::new();
    for (level, names) in file.levels {
        let Ok(level) = level.parse::<UnitLevel>() else { continue };
        levels.extend(names.iter().map(|n| (fold(n), level)));
    }
    Words { columns, levels }
});

/// Small letters without what names of columns differ in.
fn fold(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// What a column holds; `None` = not a name that inventories use.
pub(super) fn column(name: &str) -> Option<&'static str> {
    WORDS.columns.get(&fold(name)).map(String::as_str)
}

/// How deep a level stands.
pub(super) fn level(called: &str) -> Option<UnitLevel> {
    WORDS.levels.get(&fold(called)).copied()
}
