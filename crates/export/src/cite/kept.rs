//! Where a paper is kept: archive, fonds and series, box and folder, from its description and from inventories.

use memcon_model::{Description, Field, Unit, UnitLevel};

use super::names::tidy;

/// Where a paper is kept, as citations say it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// The archive.
    pub archive: Option<String>,
    /// Fonds and series.
    pub collection: Option<String>,
    /// Box, folder, item.
    pub location: Option<String>,
}

impl Kept {
    /// From the description; `units`, from the fonds down to the paper's own, add what it does not say.
    pub fn of(description: &Description, units: &[Unit]) -> Self {
        let archive = archive(description).or_else(|| said(units, "archive"));
        let own = |field| description.first(field).map(|v| tidy(&v.value));
        let (fonds, boxes) = shelves(units);
        let collection = own(Field::Collection).map(|c| without(&c, archive.as_deref())).or(fonds);
        // The number of the record is where it lies only where an archive is named that lies there.
        let number = own(Field::RecordId).filter(|_| archive.is_some());
        let location =
            boxes.or(number).filter(|l| collection.as_ref().is_none_or(|c| !c.contains(l.as_str())));
        Self { archive, collection, location }
    }
}

/// The archive; of two values that say the same the one without shelf marks, which the collection says again.
fn archive(description: &Description) -> Option<String> {
    let values: Vec<String> = description.all(Field::Archive).iter().map(|v| tidy(&v.value)).collect();
    let first = values.first()?;
    let shorter = values.iter().filter(|v| first.starts_with(v.as_str())).min_by_key(|v| v.len());
    shorter.cloned()
}

/// `collection` without the archive's name before it.
fn without(collection: &str, archive: Option<&str>) -> String {
    let rest =
        archive.and_then(|a| collection.strip_prefix(a)).map(|r| r.trim_start_matches([',', ';', ' ']));
    rest.filter(|r| !r.is_empty()).unwrap_or(collection).to_owned()
}

/// What the outermost unit that says it says.
fn said(units: &[Unit], field: &str) -> Option<String> {
    units.iter().find_map(|u| u.field(field)).map(tidy).filter(|v| !v.is_empty())
}

/// Fonds and series in one line, files and items in another.
fn shelves(units: &[Unit]) -> (Option<String>, Option<String>) {
    let mut fonds: Vec<String> = Vec::new();
    let mut boxes: Vec<String> = Vec::new();
    for unit in units {
        let whole = matches!(unit.level, UnitLevel::Fonds | UnitLevel::Series);
        let line = if whole { &mut fonds } else { &mut boxes };
        // A reference that holds the one above it says the whole way by itself.
        let reference = tidy(&unit.reference);
        if line.last().is_some_and(|last| !reference.is_empty() && reference.starts_with(last.as_str())) {
            line.pop();
        }
        line.extend(shown(unit, whole));
    }
    let join = |line: Vec<String>| (!line.is_empty()).then(|| line.join(", "));
    (join(fonds), join(boxes))
}

/// A unit as one names it: "Series 3 Letters of the Office", "Box 7". Of an item its reference only: its title is the
/// paper's own.
fn shown(unit: &Unit, whole: bool) -> Option<String> {
    let (reference, title) = (tidy(&unit.reference), tidy(&unit.title));
    let title =
        if whole || unit.level == UnitLevel::File && reference.is_empty() { title } else { String::new() };
    let parts: Vec<&str> =
        [reference.as_str(), title.as_str()].into_iter().filter(|p| !p.is_empty()).collect();
    let line = parts.join(" ");
    let bare = line.chars().next().is_some_and(|c| c.is_ascii_digit());
    match tidy(&unit.called) {
        _ if line.is_empty() => None,
        called if bare && !called.is_empty() && unit.level != UnitLevel::Item => {
            Some(format!("{called} {line}"))
        }
        _ => Some(line),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use memcon_model::FieldValue;

    fn unit(level: UnitLevel, called: &str, reference: &str, title: &str) -> Unit {
        let (called, reference, title) = (called.into(), reference.into(), title.into());
        Unit { level, called, reference, title, ..Unit::default() }
    }

    fn described(fields: &[(Field, &str)]) -> Description {
        let mut d = Description::default();
        for (field, value) in fields {
            d.add(*field, FieldValue { value: (*value).into(), ..FieldValue::default() });
        }
        d
    }

    #[test]
    fn a_shelf_mark_is_said_once() {
        let d = described(&[
            (Field::Archive, "State Archive of Lorme, Series 4, File 3"),
            (Field::Archive, "State Archive of Lorme"),
            (Field::Collection, "Series 4, File 3"),
        ]);
        let kept = Kept::of(&d, &[]);
        assert_eq!(kept.archive.as_deref(), Some("State Archive of Lorme"));
        assert_eq!(kept.collection.as_deref(), Some("Series 4, File 3"));
        assert_eq!(kept.location, None);
    }

    #[test]
    fn inventories_give_fonds_box_and_folder() {
        let units = [
            unit(UnitLevel::Fonds, "fonds", "F 12", "Ministry of Rivers"),
            unit(UnitLevel::Series, "Series", "3", "Tolls"),
            unit(UnitLevel::File, "Box", "7", "1931"),
            unit(UnitLevel::File, "Folder", "2", "Talks"),
            unit(UnitLevel::Item, "item", "", "Telegram"),
        ];
        let kept = Kept::of(&described(&[(Field::Archive, "River Archive")]), &units);
        assert_eq!(kept.collection.as_deref(), Some("F 12 Ministry of Rivers, Series 3 Tolls"));
        assert_eq!(kept.location.as_deref(), Some("Box 7, Folder 2"));
    }

    #[test]
    fn a_reference_that_says_the_whole_way_stands_alone() {
        let units = [
            unit(UnitLevel::File, "piece", "RV 371/14", "Tolls"),
            unit(UnitLevel::Item, "item", "RV 371/14/5", "Note"),
        ];
        assert_eq!(Kept::of(&Description::default(), &units).location.as_deref(), Some("RV 371/14/5"));
    }

    #[test]
    fn a_number_without_an_archive_is_no_place() {
        let d = described(&[(Field::RecordId, "412")]);
        assert_eq!(Kept::of(&d, &[]).location, None);
    }
}
