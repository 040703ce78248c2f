//! Archives' descriptions: EAD, Dublin Core, CSV inventories, Tropy.

pub(crate) mod description;

/// Whether a text is an inventory in CSV: its first line names columns that inventories have.
pub(crate) fn looks_csv(_head: &str, _extension: Option<&str>) -> bool {
    false
}
