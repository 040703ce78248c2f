//! One document that is known only from its description.

use memcon_model::{Severity, Unit};

use crate::{Hint, Reading};

/// What is said of a unit, as an original of its own that [`crate::read`] reads: JSON, a list of (name, value). The same unit
/// gives the same bytes.
pub fn describe(unit: &Unit, inventory: &str) -> Vec<u8> {
    let mut pairs: Vec<(&str, &str)> = vec![("inventory", inventory)];
    let mut add = |name, value| {
        if !str::is_empty(value) {
            pairs.push((name, value));
        }
    };
    add("title", &unit.title);
    add("record_id", &unit.reference);
    if let Some(date) = &unit.date {
        add("date", date.as_str());
    }
    for (name, value) in unit.fields.iter().filter(|f| f.0 != "date" || unit.date.is_none()) {
        add(name, value);
    }
    unit.links.iter().filter(|l| l.contains("://")).for_each(|l| add("url", l));
    serde_json::to_vec(&pairs).unwrap_or_default()
}

/// Reads a description into `reading`: no text, only what is said of it.
pub(crate) fn read(source: &str, _hint: Hint<'_>, reading: &mut Reading) {
    let Ok(pairs) = serde_json::from_str::<Vec<(String, String)>>(source) else {
        reading.note(Severity::Error, "This is no description as memcon keeps it.");
        return;
    };
    reading.title = pairs.iter().find(|p| p.0 == "title").map(|p| p.1.clone());
    reading.metadata = pairs;
    reading.note(Severity::Note, "No text of this document is here: it is known from an inventory only.");
}
