//! The linking in the database: section by section, each in pieces of some items, so that neither writing nor reading it
//! needs the whole as one text, and what a page does not show need not be read.
//!
//! Three ways to read: all of it, some sections, or only the items that are about something, by its id. A collection that
//! an earlier version linked has no ids to go by; it gives more than was asked for until it is linked again.

mod lists;
mod write;

use std::collections::BTreeSet;
use std::sync::Arc;

use memcon_model::{AgentType, Linked, LinkedAgent};
use rusqlite::{Connection, OptionalExtension, params};
use serde::de::DeserializeOwned;

use crate::collection::{Collection, get, guard, set};
use crate::error::{Result, StoreError};
use crate::keys::key;

/// Parts of the linking kept in memory for the next who asks.
const KEPT: usize = 4;

/// How the linking was written: from 2 on with keys.
const LAYOUT: &str = "2";

/// A section of the linking.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Section {
    /// Agents with every mention.
    Agents,
    /// Agents without mentions, members and reasons: what a list shows. They stand in [`Linked::agents`], in the same
    /// order as the whole ones.
    Heads,
    /// Agents that look alike.
    LookAlikes,
    /// Events.
    Events,
    /// Letters.
    Letters,
    /// Issues.
    Issues,
    /// Answers.
    Answers,
    /// Loose ends.
    LooseEnds,
    /// Obligations.
    Obligations,
    /// Mechanisms.
    Mechanisms,
    /// References.
    References,
    /// Papers cited and not held.
    Missing,
    /// Translations and copies.
    Parallels,
}

impl Section {
    /// Every section that is not contained in another.
    pub const ALL: [Self; 12] = [
        Self::Agents,
        Self::LookAlikes,
        Self::Events,
        Self::Letters,
        Self::Issues,
        Self::Answers,
        Self::LooseEnds,
        Self::Obligations,
        Self::Mechanisms,
        Self::References,
        Self::Missing,
        Self::Parallels,
    ];

    /// Its name in the database.
    const fn name(self) -> &'static str {
        match self {
            Self::Agents => "agents",
            Self::Heads => "heads",
            Self::LookAlikes => "look_alikes",
            Self::Events => "events",
            Self::Letters => "letters",
            Self::Issues => "issues",
            Self::Answers => "answers",
            Self::LooseEnds => "loose_ends",
            Self::Obligations => "obligations",
            Self::Mechanisms => "mechanisms",
            Self::References => "references",
            Self::Missing => "missing",
            Self::Parallels => "parallels",
        }
    }
}

/// Sections of a linking as they were read, and of which linking.
#[derive(Clone, Debug)]
pub(crate) struct Read {
    serial: String,
    sections: BTreeSet<Section>,
    linked: Arc<Linked>,
}

/// Figures of a linking, without reading it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Figures {
    pub people: u64,
    pub events: u64,
    pub issues: u64,
    /// References that lead to a paper of the collection.
    pub references: u64,
}

impl Collection {
    /// What linking made of the collection; empty before the first linking.
    pub fn linked(&self) -> Result<Arc<Linked>> {
        self.linked_of(&Section::ALL)
    }

    /// Some sections of the linking; the others are empty or not, as it is cheaper.
    pub fn linked_of(&self, sections: &[Section]) -> Result<Arc<Linked>> {
        let (serial, keyed) = self.reading(|db| Ok((serial(db)?, is_keyed(db)?)))?;
        let mut wanted: BTreeSet<Section> =
            if keyed { sections.iter().copied().collect() } else { Section::ALL.into() };
        if wanted.contains(&Section::Agents) {
            wanted.remove(&Section::Heads);
        }
        let mut kept = guard(&self.linked);
        kept.retain(|k| k.serial == serial);
        // Heads stand where whole agents would, so only these very sections will do, or everything.
        let fits = |k: &Read| k.sections == wanted || k.sections.len() == Section::ALL.len();
        if let Some(at) = kept.iter().position(fits) {
            let found = kept.remove(at);
            kept.push(found.clone());
            return Ok(found.linked);
        }
        drop(kept);
        let linked = Arc::new(self.reading(|db| Ok(read(db, &wanted)))?.map_err(unreadable)?);
        let mut kept = guard(&self.linked);
        if wanted.len() == Section::ALL.len() {
            kept.clear();
        } else if kept.len() >= KEPT {
            kept.remove(0);
        }
        kept.push(Read { serial, sections: wanted, linked: Arc::clone(&linked) });
        Ok(linked)
    }

    /// The items of some sections that are about any of `ids` (an agent, event, issue, letter, document), and perhaps more.
    pub fn linked_about(&self, ids: &[&str], sections: &[Section]) -> Result<Arc<Linked>> {
        if !self.reading(is_keyed)? {
            return self.linked();
        }
        let keys: BTreeSet<i64> = ids.iter().map(|id| key(id)).collect();
        let linked = self.reading(|db| Ok(about(db, &keys, sections)))?.map_err(unreadable)?;
        Ok(Arc::new(linked))
    }

    /// What the linking has on one document: its references and those to it, accounts of events, translations; and its
    /// agents, of which only the ids are told, here and in the collection. Perhaps more.
    pub fn linked_around(&self, document: &str) -> Result<Arc<Linked>> {
        if !self.reading(is_keyed)? {
            return self.linked();
        }
        let keys = BTreeSet::from([key(document)]);
        let sections = [Section::Events, Section::References, Section::Parallels];
        let found = self.reading(|db| {
            let agents = members(db, document)?;
            Ok(about(db, &keys, &sections).map(|linked| Linked { agents, ..linked }))
        })?;
        found.map(Arc::new).map_err(unreadable)
    }

    /// A number that is another after every linking.
    pub fn linking(&self) -> Result<u64> {
        Ok(self.reading(serial)?.parse().unwrap_or(0))
    }

    /// Figures of the linking.
    pub(crate) fn figures(&self) -> Result<Figures> {
        let kept = self.reading(|db| if is_keyed(db)? { get(db, "linked_figures") } else { Ok(None) })?;
        let kept = kept.and_then(|k| {
            let mut n = k.split(' ').map_while(|n| n.parse().ok());
            Some(Figures { people: n.next()?, events: n.next()?, issues: n.next()?, references: n.next()? })
        });
        match kept {
            Some(figures) => Ok(figures),
            None => Ok(figures(self.linked()?.as_ref())),
        }
    }

    /// Keeps the linking of the collection as it stands now.
    pub fn set_linked(&self, linked: &Linked) -> Result<()> {
        self.writing(|db| {
            let revision = get(db, "revision")?.unwrap_or_default();
            let serial: u64 = serial(db)?.parse().unwrap_or(0);
            set(db, "linked_serial", &(serial + 1).to_string())?;
            set(db, "linked_layout", LAYOUT)?;
            let f = figures(linked);
            set(db, "linked_figures", &format!("{} {} {} {}", f.people, f.events, f.issues, f.references))?;
            for table in ["linked_parts", "linked_keys", "linked_members"] {
                db.execute(&format!("DELETE FROM {table}"), [])?;
            }
            write::write(db, linked)?;
            lists::write(db, linked)?;
            set(db, lists::WRITTEN, lists::LISTS)?;
            let revision = revision.parse::<i64>().unwrap_or(0);
            db.execute("INSERT OR REPLACE INTO linked VALUES (1, ?, X'')", [revision]).map(|_| ())
        })
    }
}

fn serial(db: &Connection) -> rusqlite::Result<String> {
    get(db, "linked_serial").map(Option::unwrap_or_default)
}

/// Whether the linking was written with keys; before the first one there is nothing to be found either way.
fn is_keyed(db: &Connection) -> rusqlite::Result<bool> {
    Ok(get(db, "linked_layout")?.as_deref() == Some(LAYOUT))
}

fn unreadable(detail: String) -> StoreError {
    StoreError::Analysis { document: "the linking of all papers".to_owned(), detail }
}

fn figures(linked: &Linked) -> Figures {
    Figures {
        people: linked.agents.iter().filter(|a| a.kind == AgentType::Person).count() as u64,
        events: linked.events.len() as u64,
        issues: linked.issues.len() as u64,
        references: linked.references.iter().filter(|r| r.target.is_some()).count() as u64,
    }
}

/// The agents of a document, by their ids alone.
fn members(db: &Connection, document: &str) -> rusqlite::Result<Vec<LinkedAgent>> {
    let mut query = db
        .prepare_cached("SELECT local, agent FROM linked_members WHERE document = ? ORDER BY local, agent")?;
    let agent = |r: &rusqlite::Row<'_>| {
        Ok(LinkedAgent {
            id: r.get(1)?,
            canonical: String::new(),
            kind: AgentType::Other,
            side: None,
            roles: Vec::new(),
            forms: Vec::new(),
            joins: Vec::new(),
            offices: Vec::new(),
            listed: None,
            members: vec![(document.to_owned(), r.get(0)?)],
        })
    };
    query.query_map([key(document)], agent)?.collect()
}

/// How the items of a section are read: all of them, or those of some keys.
trait Items {
    fn items<T: DeserializeOwned>(&self, section: Section) -> std::result::Result<Vec<T>, String>;
}

struct Whole<'c>(&'c Connection, &'c BTreeSet<Section>);

impl Items for Whole<'_> {
    fn items<T: DeserializeOwned>(&self, section: Section) -> std::result::Result<Vec<T>, String> {
        if !self.1.contains(&section) {
            return Ok(Vec::new());
        }
        let sql = |e: rusqlite::Error| e.to_string();
        let mut query = self
            .0
            .prepare_cached("SELECT json FROM linked_parts WHERE section = ? ORDER BY n")
            .map_err(sql)?;
        let mut rows = query.query([section.name()]).map_err(sql)?;
        let mut out = Vec::new();
        while let Some(row) = rows.next().map_err(sql)? {
            let json = row.get_ref(0).map_err(sql)?.as_blob().map_err(|e| e.to_string())?;
            let piece: Vec<T> = serde_json::from_slice(json).map_err(|e| e.to_string())?;
            out.extend(piece);
        }
        Ok(out)
    }
}

struct ByKey<'c>(&'c Connection, &'c BTreeSet<i64>, &'c [Section]);

impl Items for ByKey<'_> {
    fn items<T: DeserializeOwned>(&self, section: Section) -> std::result::Result<Vec<T>, String> {
        if !self.2.contains(&section) {
            return Ok(Vec::new());
        }
        let sql = |e: rusqlite::Error| e.to_string();
        let mut places = BTreeSet::new();
        let mut query = self
            .0
            .prepare_cached(
                "SELECT part, at, length FROM linked_keys JOIN linked_parts ON linked_parts.n = part
                 WHERE key = ? AND section = ?",
            )
            .map_err(sql)?;
        for key in self.1 {
            let mut rows = query.query(params![key, section.name()]).map_err(sql)?;
            while let Some(row) = rows.next().map_err(sql)? {
                let place: (i64, i64, i64) = row.try_into().map_err(sql)?;
                places.insert(place);
            }
        }
        let mut cut = self
            .0
            .prepare_cached("SELECT substr(json, ?2 + 1, ?3) FROM linked_parts WHERE n = ?1")
            .map_err(sql)?;
        let mut one = |place: (i64, i64, i64)| {
            let json: Vec<u8> = cut.query_row(place, |r| r.get(0)).map_err(sql)?;
            serde_json::from_slice(&json).map_err(|e| e.to_string())
        };
        places.into_iter().map(&mut one).collect()
    }
}

fn about(db: &Connection, keys: &BTreeSet<i64>, sections: &[Section]) -> std::result::Result<Linked, String> {
    // All items are of one linking, whatever is written meanwhile.
    let db = &db.unchecked_transaction().map_err(|e| e.to_string())?;
    sections_of(&ByKey(db, keys, sections), false)
}

fn read(db: &Connection, sections: &BTreeSet<Section>) -> std::result::Result<Linked, String> {
    let db = &db.unchecked_transaction().map_err(|e| e.to_string())?;
    let whole: Option<Vec<u8>> =
        db.query_row("SELECT json FROM linked", [], |r| r.get(0)).optional().map_err(|e| e.to_string())?;
    let Some(whole) = whole else { return Ok(Linked::default()) };
    if !whole.is_empty() {
        return serde_json::from_slice(&whole).map_err(|e| e.to_string());
    }
    sections_of(&Whole(db, sections), sections.contains(&Section::Heads))
}

fn sections_of(from: &impl Items, heads: bool) -> std::result::Result<Linked, String> {
    Ok(Linked {
        agents: from.items(if heads { Section::Heads } else { Section::Agents })?,
        look_alikes: from.items(Section::LookAlikes)?,
        events: from.items(Section::Events)?,
        letters: from.items(Section::Letters)?,
        issues: from.items(Section::Issues)?,
        answers: from.items(Section::Answers)?,
        loose_ends: from.items(Section::LooseEnds)?,
        obligations: from.items(Section::Obligations)?,
        mechanisms: from.items(Section::Mechanisms)?,
        references: from.items(Section::References)?,
        missing: from.items(Section::Missing)?,
        parallels: from.items(Section::Parallels)?,
    })
}

#[cfg(test)]
mod tests;
