//! Who met whom: the events of a collection seen by pairs of those who took part.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Edtf, EventStatus, EventType, LinkedEvent, Participant};

/// Participants of one event whose pairs are counted; in a larger company few speak to each other.
const COMPANY: usize = 12;

/// Two who met, or were to meet.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Contact {
    /// The one (the first of the two names in the order of letters).
    pub a: String,
    /// The other.
    pub b: String,
    /// The side of `a`, where the papers tell.
    pub side_a: Option<String>,
    /// The side of `b`.
    pub side_b: Option<String>,
    /// How often they met.
    pub held: u32,
    /// Meetings planned or proposed that no paper says were held.
    pub planned: u32,
    /// Meetings that did not come about.
    pub failed: u32,
    /// The first and the last dated meeting that was held.
    pub first: Option<Edtf>,
    /// The last one.
    pub last: Option<Edtf>,
    /// Where they met.
    pub places: Vec<String>,
    /// At which levels.
    pub levels: Vec<String>,
    /// Through whom.
    pub through: Vec<String>,
    /// The events, by date.
    pub events: Vec<String>,
}

/// Every pair that met or was to meet, most meetings first. Where both sides are known, only pairs of two sides count.
pub fn contacts(events: &[&LinkedEvent]) -> Vec<Contact> {
    let mut pairs: BTreeMap<(&str, &str), Contact> = BTreeMap::new();
    for event in events.iter().filter(|e| matches!(e.kind, EventType::Meeting | EventType::Visit)) {
        let company: Vec<&Participant> = event.participants.iter().take(COMPANY).collect();
        let known: BTreeSet<&str> = company.iter().filter_map(|p| p.side.as_deref()).collect();
        for (n, p) in company.iter().enumerate() {
            for q in &company[n + 1..] {
                let across = match (&p.side, &q.side) {
                    (Some(a), Some(b)) => a != b,
                    // Where the sides of some are known and two are there, those without one are left out of large tables.
                    _ => known.len() < 2 || company.len() <= 4,
                };
                if !across || p.name == q.name {
                    continue;
                }
                let (x, y) = if p.name <= q.name { (p, q) } else { (q, p) };
                let contact = pairs.entry((&x.name, &y.name)).or_insert_with(|| Contact {
                    a: x.name.clone(),
                    b: y.name.clone(),
                    ..Contact::default()
                });
                count(contact, event);
                contact.side_a = contact.side_a.take().or_else(|| x.side.clone());
                contact.side_b = contact.side_b.take().or_else(|| y.side.clone());
            }
        }
    }
    let mut out: Vec<Contact> = pairs.into_values().collect();
    out.sort_by(|a, b| (b.held, b.planned, &a.a, &a.b).cmp(&(a.held, a.planned, &b.a, &b.b)));
    out
}

fn count(contact: &mut Contact, event: &LinkedEvent) {
    match event.status {
        EventStatus::Held => {
            contact.held += 1;
            if let Some(date) = &event.date {
                let earlier = |a: &Edtf, b: &Edtf| a.earliest() < b.earliest();
                if contact.first.as_ref().is_none_or(|f| earlier(date, f)) {
                    contact.first = Some(date.clone());
                }
                if contact.last.as_ref().is_none_or(|l| earlier(l, date)) {
                    contact.last = Some(date.clone());
                }
            }
        }
        EventStatus::Failed => contact.failed += 1,
        EventStatus::Planned | EventStatus::Proposed => contact.planned += 1,
    }
    let add = |list: &mut Vec<String>, value: &Option<String>| {
        if let Some(v) = value.as_ref().filter(|v| !list.contains(v)) {
            list.push(v.clone());
        }
    };
    add(&mut contact.places, &event.place);
    add(&mut contact.levels, &event.level);
    add(&mut contact.through, &event.intermediary);
    contact.events.push(event.id.clone());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meeting(id: &str, date: &str, status: EventStatus, who: &[(&str, &str)]) -> LinkedEvent {
        let one = |(name, side): &(&str, &str)| Participant {
            name: (*name).into(),
            side: (!side.is_empty()).then(|| (*side).into()),
            role: None,
        };
        LinkedEvent {
            id: id.into(),
            status,
            kind: EventType::Meeting,
            date: date.parse().ok(),
            participants: who.iter().map(one).collect(),
            ..LinkedEvent::default()
        }
    }

    #[test]
    fn two_of_different_sides_met_twice_and_were_to_meet_again() {
        let holm = ("Holm", "Varn");
        let all = [
            meeting("e1", "1922-05-02", EventStatus::Held, &[holm, ("Bricka", "Osmia"), ("Aldo", "Varn")]),
            meeting("e2", "1922-04-01", EventStatus::Held, &[("Bricka", "Osmia"), holm]),
            meeting("e3", "1922-06-01", EventStatus::Planned, &[("Bricka", "Osmia"), holm]),
        ];
        let found = contacts(&all.iter().collect::<Vec<_>>());
        let line = |c: &Contact| format!("{} + {}: {} held, {} planned", c.a, c.b, c.held, c.planned);
        let lines: Vec<String> = found.iter().map(line).collect();
        assert_eq!(lines, ["Bricka + Holm: 2 held, 1 planned", "Aldo + Bricka: 1 held, 0 planned"]);
        assert_eq!(found[0].first.as_ref().map(Edtf::as_str), Some("1922-04-01"));
    }
}
