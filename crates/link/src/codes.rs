//! Moves and events in the codes of the field: Bargaining Process Analysis, CAMEO, PLOVER.
//!
//! Tables only (`data/moves/bpa.toml`, `data/events/cameo.toml`); what does not belong here: finding moves or events.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use memcon_model::{EventType, MoveType};
use serde::Deserialize;

/// A category of Bargaining Process Analysis.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
pub struct Bpa {
    #[serde(rename = "move")]
    kind: MoveType,
    /// The category.
    pub bpa: String,
    /// Its group: substantive, strategic, task, affective, procedural.
    pub group: String,
}

/// A code of event data.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
pub struct Cameo {
    /// The code of CAMEO.
    pub cameo: String,
    /// What the code is called.
    pub name: String,
    /// The type of PLOVER; `None` = PLOVER has none.
    #[serde(default)]
    pub plover: Option<String>,
    #[serde(rename = "move", default)]
    step: Option<MoveType>,
    #[serde(default)]
    event: Option<EventType>,
}

#[derive(Deserialize)]
struct BpaTable {
    #[serde(rename = "move")]
    rows: Vec<Bpa>,
}

#[derive(Deserialize)]
struct CameoTable {
    #[serde(rename = "move")]
    moves: Vec<Cameo>,
    event: Vec<Cameo>,
}

static BPA: LazyLock<Vec<Bpa>> = LazyLock::new(|| {
    let table: BpaTable = memcon_lexicon::table("moves/bpa.toml").expect("our own table of BPA");
    table.rows
});

static CAMEO: LazyLock<(BTreeMap<MoveType, Cameo>, BTreeMap<EventType, Cameo>)> = LazyLock::new(|| {
    let table: CameoTable = memcon_lexicon::table("events/cameo.toml").expect("our own table of CAMEO");
    let moves = table.moves.into_iter().filter_map(|c| Some((c.step?, c))).collect();
    let events = table.event.into_iter().filter_map(|c| Some((c.event?, c))).collect();
    (moves, events)
});

/// The category of a move in Bargaining Process Analysis.
pub fn bpa(kind: MoveType) -> Option<&'static Bpa> {
    BPA.iter().find(|b| b.kind == kind)
}

/// The code of a move in CAMEO and PLOVER.
pub fn cameo_of_move(kind: MoveType) -> Option<&'static Cameo> {
    CAMEO.0.get(&kind)
}

/// The code of an event in CAMEO and PLOVER; `None` for handling of papers and the like, which are no events between sides.
pub fn cameo_of_event(kind: EventType) -> Option<&'static Cameo> {
    CAMEO.1.get(&kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_move_has_a_category_and_a_code() {
        for kind in MoveType::ALL {
            assert!(bpa(*kind).is_some(), "{kind}");
            assert!(cameo_of_move(*kind).is_some(), "{kind}");
        }
    }

    #[test]
    fn a_visit_is_a_consultation() {
        let visit = cameo_of_event(EventType::Visit).map(|c| (c.cameo.as_str(), c.plover.as_deref()));
        assert_eq!(visit, Some(("042", Some("CONSULT"))));
        assert_eq!(cameo_of_event(EventType::Handling), None);
    }
}
