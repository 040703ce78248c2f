//! Whether two tellings are of one event.

use std::collections::BTreeSet;

use memcon_model::{Edtf, Event, EventStatus, EventType};

use crate::Document;
use crate::agents::Agents;
use crate::agents::written::fold;

/// Days of an interval that are looked at; a wider one is no day.
const WIDE: i64 = 10;

/// A told event with what joining looks at.
pub(super) struct Told<'d> {
    pub document: usize,
    pub event: &'d Event,
    pub record: bool,
    /// Who took part: names over the collection, folded.
    pub who: BTreeSet<String>,
    pub place: Option<String>,
    /// Minutes of the day at which it began, where told.
    pub hour: Option<i64>,
}

pub(super) fn told<'d>(d: usize, document: &Document<'d>, event: &'d Event, agents: &Agents) -> Told<'d> {
    Told {
        document: d,
        event,
        record: document.analysis.record_of.as_deref() == Some(event.id.as_str()),
        who: event.participants.iter().map(|p| fold(&known(agents, d, &p.name))).collect(),
        place: event.place.as_ref().map(|p| fold(&agents.name(d, p))),
        hour: event.date.as_ref().and_then(Edtf::time).and_then(minutes),
    }
}

/// The collection's name for somebody in a paper, who may stand there with a title.
pub(super) fn known(agents: &Agents, document: usize, name: &str) -> String {
    let whole = agents.name(document, name);
    let bare = memcon_names::without_titles(name);
    if whole != name || bare.is_empty() || bare == name { whole } else { agents.name(document, bare) }
}

fn minutes(time: &str) -> Option<i64> {
    let (hours, rest) = time.split_once(':')?;
    Some(hours.parse::<i64>().ok()? * 60 + rest.get(..2)?.parse::<i64>().ok()?)
}

/// Kinds that are told as one another: a reply is a letter, what one paper calls a visit another calls a meeting only
/// where it was one, so those stay two.
pub(crate) fn class(kind: EventType) -> EventType {
    match kind {
        EventType::Reply => EventType::Letter,
        other => other,
    }
}

/// The days an event may have fallen on, where they are few.
pub(super) fn days(event: &Event) -> Vec<i64> {
    let Some((a, b)) = event.date.as_ref().and_then(|d| Some((d.earliest()?.number(), d.latest()?.number())))
    else {
        return Vec::new();
    };
    if b < a || b - a > WIDE { Vec::new() } else { (a..=b).collect() }
}

/// Whether two names may be one person's: the same, or one a part of the other.
pub(super) fn alike(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    let words = |n: &str| -> BTreeSet<String> {
        fold(n)
            .split(|c: char| !c.is_alphanumeric())
            .filter(|w| w.chars().count() > 1)
            .map(str::to_owned)
            .collect()
    };
    let (x, y) = (words(a), words(b));
    !x.is_empty() && !y.is_empty() && (x.is_subset(&y) || y.is_subset(&x))
}

/// How well a telling fits a group; `None` where it is of another event.
pub(super) fn fits(group: &[Told<'_>], new: &Told<'_>) -> Option<u32> {
    let seed = group.first()?;
    // A paper has joined its own events already.
    if group.iter().any(|t| t.document == new.document) {
        return None;
    }
    if (seed.event.status == EventStatus::Failed) != (new.event.status == EventStatus::Failed) {
        return None;
    }
    if let (Some(a), Some(b)) = (seed.hour, new.hour) {
        // Papers differ by minutes, not by hours.
        if (a - b).abs() > 90 && seed.event.kind == EventType::Meeting {
            return None;
        }
    }
    let shared = new.who.iter().filter(|w| seed.who.iter().any(|s| alike(s, w))).count();
    let fewer = new.who.len().min(seed.who.len());
    let near = matches!((&seed.place, &new.place), (Some(x), Some(y)) if x.contains(y.as_str()) || y.contains(x.as_str()));
    let apart = seed.place.is_some() && new.place.is_some() && !near;
    let exact = days(seed.event) == days(new.event);
    let score =
        |extra: u32| Some(shared as u32 * 4 + u32::from(near) * 2 + u32::from(seed.record) * 2 + extra);
    match class(new.event.kind) {
        EventType::Handling => None,
        EventType::Meeting | EventType::Visit => {
            if fewer == 0 {
                // "The meeting of the 9th" names nobody: it is the recorded one of that day, or one at the same place.
                // A session still to come at an hour is not whatever else was recorded that day.
                let told = new.event.status == EventStatus::Held || new.hour.is_none() || seed.hour.is_some();
                return (exact && !apart && told && (seed.record || near)).then_some(1);
            }
            // Two records are of one meeting where most of the fewer are in both.
            // A record that lists one man is incomplete; another at the same place that day was at the same table.
            let table = near && exact && seed.record && seed.who.len() == 1 && new.who.len() == 1;
            let enough =
                table || shared * 2 >= fewer && shared >= 1 && (!apart || shared >= 2 && shared == fewer);
            let both = !(seed.record && new.record) || shared >= 2 && !apart || shared == fewer && near;
            (enough && both && (exact || shared >= 2)).then(|| score(u32::from(exact)))?
        }
        EventType::Letter => (shared >= 1 && shared == fewer && (exact || shared >= 2)).then(|| score(0))?,
        EventType::Incident | EventType::Exchange | EventType::Exercise | EventType::Reunion => {
            let none = fewer == 0;
            ((shared >= 1 || near || none && exact) && !(apart && shared == 0)).then(|| score(0))?
        }
        _ => (shared >= 1 && shared == fewer && exact && !apart).then(|| score(0))?,
    }
}
