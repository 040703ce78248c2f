//! The linking into the database: items in pieces, and beside them where each stands.

use std::collections::BTreeSet;

use memcon_model::{Linked, LinkedAgent, NameForm, OfficeHeld};
use rusqlite::{Connection, params};
use serde::Serialize;

use super::Section;
use crate::keys::{Keyed, key};

/// Bytes of JSON in one piece, at most (one item alone may be larger).
const PIECE: usize = 1 << 17;

/// Keys sorted and written at a time.
const KEYS: usize = 1 << 18;

/// Writes all sections.
pub(super) fn write(db: &Connection, linked: &Linked) -> rusqlite::Result<()> {
    // Taken apart by name, so that a new section cannot be forgotten.
    let Linked {
        agents,
        look_alikes,
        events,
        letters,
        issues,
        answers,
        loose_ends,
        obligations,
        mechanisms,
        references,
        missing,
        parallels,
    } = linked;
    let mut out = Writer { db, keys: Vec::new() };
    out.section(Section::Agents, agents.iter())?;
    out.section(Section::LookAlikes, look_alikes.iter())?;
    out.section(Section::Events, events.iter())?;
    out.section(Section::Letters, letters.iter())?;
    out.section(Section::Issues, issues.iter())?;
    out.section(Section::Answers, answers.iter())?;
    out.section(Section::LooseEnds, loose_ends.iter())?;
    out.section(Section::Obligations, obligations.iter())?;
    out.section(Section::Mechanisms, mechanisms.iter())?;
    out.section(Section::References, references.iter())?;
    out.section(Section::Missing, missing.iter())?;
    out.section(Section::Parallels, parallels.iter())?;
    out.flush()?;
    heads(db, agents)?;
    write_members(db, agents)
}

/// Where an item stands.
type Place = (i64, i64, usize, usize);

struct Writer<'c> {
    db: &'c Connection,
    keys: Vec<Place>,
}

impl Writer<'_> {
    /// Writes the items of a section as JSON lists, and where each stands.
    fn section<'s, T: Serialize + Keyed + 's>(
        &mut self,
        section: Section,
        items: impl Iterator<Item = &'s T>,
    ) -> rusqlite::Result<()> {
        let mut pieces = Pieces::new(self.db, section)?;
        // Keys of the items of the piece in hand; its number is known when it is written.
        let mut waiting: Vec<(i64, usize, usize)> = Vec::new();
        let mut ids = BTreeSet::new();
        for item in items {
            let (at, length, written) = pieces.push(item)?;
            if let Some(part) = written {
                self.keys.extend(waiting.drain(..).map(|(key, at, length)| (key, part, at, length)));
            }
            ids.clear();
            item.ids(&mut |id| _ = ids.insert(key(id)));
            waiting.extend(ids.iter().map(|key| (*key, at, length)));
            if self.keys.len() >= KEYS {
                self.flush()?;
            }
        }
        if let Some(part) = pieces.finish()? {
            self.keys.extend(waiting.drain(..).map(|(key, at, length)| (key, part, at, length)));
        }
        Ok(())
    }

    /// Writes the keys so far, in their order: in any other, each would look for its place.
    fn flush(&mut self) -> rusqlite::Result<()> {
        self.keys.sort_unstable();
        let mut insert = self.db.prepare_cached("INSERT OR IGNORE INTO linked_keys VALUES (?, ?, ?, ?)")?;
        for (key, part, at, length) in self.keys.drain(..) {
            let [at, length] = [at, length].map(|n| i64::try_from(n).unwrap_or(i64::MAX));
            insert.execute(params![key, part, at, length])?;
        }
        Ok(())
    }
}

/// Items of a section on their way into the database.
struct Pieces<'c> {
    insert: rusqlite::CachedStatement<'c>,
    section: Section,
    piece: Vec<u8>,
}

impl<'c> Pieces<'c> {
    fn new(db: &'c Connection, section: Section) -> rusqlite::Result<Self> {
        let insert = db.prepare_cached("INSERT INTO linked_parts (section, json) VALUES (?, ?)")?;
        Ok(Self { insert, section, piece: Vec::new() })
    }

    /// Takes an item in: where in its piece it stands, its length, and the number of the piece before where this item
    /// opened a new one.
    fn push(&mut self, item: &impl Serialize) -> rusqlite::Result<(usize, usize, Option<i64>)> {
        let written = if self.piece.len() >= PIECE { self.write()? } else { None };
        self.piece.push(if self.piece.is_empty() { b'[' } else { b',' });
        let at = self.piece.len();
        serde_json::to_writer(&mut self.piece, item)
            .map_err(|e| rusqlite::Error::ToSqlConversionFailure(Box::new(e)))?;
        Ok((at, self.piece.len() - at, written))
    }

    fn write(&mut self) -> rusqlite::Result<Option<i64>> {
        if self.piece.is_empty() {
            return Ok(None);
        }
        self.piece.push(b']');
        let number = self.insert.insert(params![self.section.name(), self.piece])?;
        self.piece.clear();
        Ok(Some(number))
    }

    fn finish(mut self) -> rusqlite::Result<Option<i64>> {
        self.write()
    }
}

/// What a list shows of an agent.
fn head(agent: &LinkedAgent) -> LinkedAgent {
    let form = |f: &NameForm| NameForm {
        form: f.form.clone(),
        manner: f.manner,
        count: f.count,
        mentions: Vec::new(),
    };
    let office = |o: &OfficeHeld| OfficeHeld {
        office: o.office.clone(),
        side: o.side.clone(),
        when: o.when.clone(),
        evidence: Vec::new(),
    };
    LinkedAgent {
        id: agent.id.clone(),
        canonical: agent.canonical.clone(),
        kind: agent.kind,
        side: agent.side.clone(),
        roles: agent.roles.clone(),
        forms: agent.forms.iter().map(form).collect(),
        joins: Vec::new(),
        offices: agent.offices.iter().map(office).collect(),
        listed: agent.listed.clone(),
        members: Vec::new(),
    }
}

fn heads(db: &Connection, agents: &[LinkedAgent]) -> rusqlite::Result<()> {
    let mut pieces = Pieces::new(db, Section::Heads)?;
    agents.iter().try_for_each(|agent| pieces.push(&head(agent)).map(|_| ()))?;
    pieces.finish().map(|_| ())
}

fn write_members(db: &Connection, agents: &[LinkedAgent]) -> rusqlite::Result<()> {
    let mut insert = db.prepare_cached("INSERT OR IGNORE INTO linked_members VALUES (?, ?, ?)")?;
    let mut all: Vec<(i64, &str, &str)> = Vec::new();
    let mut flush = |all: &mut Vec<(i64, &str, &str)>| -> rusqlite::Result<()> {
        all.sort_unstable();
        all.drain(..).try_for_each(|row| insert.execute(row).map(|_| ()))
    };
    for agent in agents {
        all.extend(agent.members.iter().map(|(d, local)| (key(d), local.as_str(), agent.id.as_str())));
        if all.len() >= KEYS {
            flush(&mut all)?;
        }
    }
    flush(&mut all)
}
