//! One paper in several inventories: units that name the same reference code, or the same title and day.
//!
//! Only papers that are not here come here: one that is here is matched with each of its units by itself. Within one inventory
//! each unit is a paper of its own, so what an inventory has twice joins nothing.

use std::collections::{BTreeMap, BTreeSet};

use memcon_model::{Unit, UnitLevel};
use memcon_read::inventory;
use memcon_store::{Collection, InventoryRow};

use super::{Here, Match, Said, fold, way};

/// Letters and digits of a title that says enough to tell a paper by title and day, where the inventories give other codes.
const TELLING: usize = 16;
/// The same where no codes speak against it.
const LEAST: usize = 6;

/// Papers that several inventories describe.
#[derive(Debug, Default)]
pub(super) struct Twins {
    first: BTreeMap<String, String>,
    others: BTreeMap<String, Vec<Said>>,
}

impl Twins {
    /// The document that stands for the same paper as `own`, made for an earlier inventory.
    pub fn first(&self, own: &str) -> Option<&str> {
        self.first.get(own).map(String::as_str)
    }

    /// What later inventories say of the paper.
    pub fn others(&self, own: &str) -> &[Said] {
        self.others.get(own).map_or(&[], Vec::as_slice)
    }
}

/// The first unit under each key: its document, its code.
type Known = BTreeMap<String, (String, String)>;

/// Finds such papers, inventory by inventory in their order.
pub(super) fn find(
    collection: &Collection,
    inventories: &[InventoryRow],
    here: &Here,
) -> anyhow::Result<Twins> {
    let mut twins = Twins::default();
    if inventories.len() < 2 {
        return Ok(twins);
    }
    let mut known = Known::new();
    for row in inventories {
        let units = collection.units(row.n)?;
        let repeated = repeated(&units);
        let mut own_keys = Vec::new();
        for (n, unit) in
            units.iter().enumerate().filter(|(_, u)| u.level == UnitLevel::Item && u.text.is_none())
        {
            let own = format!("{}/{}", row.name, way(unit, n));
            let bare = Unit { document: None, why: None, possible: Vec::new(), ..unit.clone() };
            if matches!(here.find(&bare), Match::One(id, _) if id != own) {
                continue;
            }
            let keys: Vec<String> = keys(unit).into_iter().filter(|k| !repeated.contains(k)).collect();
            let code = fold(&unit.reference);
            let before =
                keys.iter().find_map(|k| known.get(k).filter(|(_, other)| fits(k, unit, &code, other)));
            let id = match before {
                Some((first, _)) => {
                    let described = inventory::describe(unit, &row.name);
                    let said: Vec<Said> = serde_json::from_slice(&described).unwrap_or_default();
                    twins.others.entry(first.clone()).or_default().extend(said);
                    twins.first.insert(own, first.clone());
                    first.clone()
                }
                None => own,
            };
            own_keys.extend(keys.into_iter().map(|k| (k, (id.clone(), code.clone()))));
        }
        // Only now: within an inventory units are no twins.
        for (key, unit) in own_keys {
            known.entry(key).or_insert(unit);
        }
    }
    Ok(twins)
}

/// Whether title and day are enough against other codes.
fn fits(key: &str, unit: &Unit, code: &str, other: &str) -> bool {
    let same_code = code.is_empty() || other.is_empty() || code == other;
    !key.starts_with('t') || same_code || fold(&unit.title).chars().count() >= TELLING
}

/// What a paper is known by: its code; its title with its day.
fn keys(unit: &Unit) -> Vec<String> {
    let mut keys = Vec::new();
    let code = fold(&unit.reference);
    if code.chars().count() >= 3 && !code.chars().all(|c| c.is_ascii_digit()) {
        keys.push(format!("c {code}"));
    }
    let title = fold(&unit.title);
    let days = unit.date.as_ref().map(|d| (d.earliest(), d.latest()));
    if title.chars().count() >= LEAST
        && let Some((Some(from), Some(to))) = days
    {
        keys.push(format!("t {title} {from:?} {to:?}"));
    }
    keys
}

/// Keys that several units of one inventory have.
fn repeated(units: &[Unit]) -> BTreeSet<String> {
    let (mut seen, mut twice) = (BTreeSet::new(), BTreeSet::new());
    for key in units.iter().filter(|u| u.level == UnitLevel::Item).flat_map(keys) {
        if !seen.insert(key.clone()) {
            twice.insert(key);
        }
    }
    twice
}
