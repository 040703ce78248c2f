//! Lists of the linking a page at a time: written beside the sections, read without them.
//!
//! What an item says is read from its section by its id; here stand only its place, and what lists are chosen and
//! ordered by. Where a collection was linked by an earlier version there is none of it, and readers take the section.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use memcon_model::{
    Edtf, EventStatus, EventType, IssueRow, Linked, LinkedEvent, LinkedIssue, PositionHeld, Standing,
    StateChange, StateOfDay, openness,
};
use rusqlite::{Connection, Row, ToSql, params};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Section, about, unreadable};
use crate::api::{EventsAsked, EventsPage};
use crate::collection::{Collection, get};
use crate::error::Result;
use crate::keys::key;

/// How these tables were written: other numbers are passed over.
pub(super) const LISTS: &str = "1";

/// The key in `meta` that tells that they are there.
pub(super) const WRITTEN: &str = "linked_lists";

/// Writes the lists of a linking.
pub(super) fn write(db: &Connection, linked: &Linked) -> rusqlite::Result<()> {
    for table in ["linked_order", "linked_issues", "linked_states", "linked_positions"] {
        db.execute(&format!("DELETE FROM {table}"), [])?;
    }
    let mut order = db.prepare_cached("INSERT INTO linked_order VALUES (?, ?, ?, ?, ?, ?, ?)")?;
    for (n, event) in in_order(linked.events.iter()).into_iter().enumerate() {
        let (first, last) = days(event);
        let (kind, status) = (event.kind.as_str(), event.status.as_str());
        order.execute(params![Section::Events.name(), place(n), event.id, kind, status, first, last])?;
    }
    for (n, missing) in linked.missing.iter().enumerate() {
        let none = None::<String>;
        order.execute(params![Section::Missing.name(), place(n), missing.key, "", "", none, none])?;
    }
    linked.issues.iter().enumerate().try_for_each(|(n, issue)| write_issue(db, place(n), issue))
}

fn write_issue(db: &Connection, n: i64, issue: &LinkedIssue) -> rusqlite::Result<()> {
    let row = IssueRow::of(issue);
    let last = row.last.as_ref().map(json).transpose()?;
    db.prepare_cached("INSERT INTO linked_issues VALUES (?, ?, ?, ?, ?)")?.execute(params![
        n,
        place(row.papers),
        place(row.positions),
        json(&row.issue)?,
        last
    ])?;
    let mut state = db.prepare_cached("INSERT INTO linked_states VALUES (?, ?, ?, ?, ?, ?, ?)")?;
    let courses = std::iter::once((None, &issue.states))
        .chain(issue.versions.iter().map(|v| (v.papers_of.as_deref(), &v.states)));
    for (version, (papers_of, states)) in courses.enumerate() {
        for (at, s) in states.iter().enumerate() {
            let day = s.date.as_ref().and_then(Edtf::latest_iso);
            let row = params![place(version), n, place(at), day, s.state.as_str(), papers_of, json(s)?];
            state.execute(row)?;
        }
    }
    let mut position = db.prepare_cached("INSERT INTO linked_positions VALUES (?, ?, ?, ?, ?)")?;
    for (at, p) in issue.positions.iter().enumerate() {
        let day = p.date.as_ref().and_then(Edtf::latest_iso);
        position.execute(params![n, place(at), day, p.side, json(p)?])?;
    }
    Ok(())
}

fn place(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

fn json(value: &impl Serialize) -> rusqlite::Result<String> {
    serde_json::to_string(value).map_err(|e| rusqlite::Error::ToSqlConversionFailure(Box::new(e)))
}

/// A value kept as JSON in a column.
fn read<T: DeserializeOwned>(row: &Row<'_>, at: usize) -> rusqlite::Result<T> {
    let text = row.get_ref(at)?.as_str()?;
    let wrong = |e| rusqlite::Error::FromSqlConversionFailure(at, rusqlite::types::Type::Text, Box::new(e));
    serde_json::from_str(text).map_err(wrong)
}

/// Events by the day on which they can be put, then by the time of day; those that can be put on none at the end.
pub fn in_order<'e>(events: impl Iterator<Item = &'e LinkedEvent>) -> Vec<&'e LinkedEvent> {
    let mut events: Vec<&LinkedEvent> = events.collect();
    events.sort_by_cached_key(|e| {
        let day = e.date.as_ref().and_then(Edtf::placed);
        (day.is_none(), day, e.date.as_ref().and_then(Edtf::time).map(str::to_owned))
    });
    events
}

/// First and last day that an event can mean. An interval open to one side lies where its other end does.
fn days(e: &LinkedEvent) -> (Option<String>, Option<String>) {
    let (first, last) =
        (e.date.as_ref().and_then(Edtf::earliest_iso), e.date.as_ref().and_then(Edtf::latest_iso));
    (first.clone().or_else(|| last.clone()), last.or(first))
}

impl EventsAsked {
    /// Whether the event is one of these; its kind is not looked at.
    pub fn takes(&self, e: &LinkedEvent) -> bool {
        let (first, last) = days(e);
        self.status.is_none_or(|s| e.status == s)
            && self.from.as_ref().is_none_or(|f| last.as_ref().is_some_and(|d| d >= f))
            && self.to.as_ref().is_none_or(|t| first.as_ref().is_some_and(|d| d <= t))
    }
}

impl EventsPage {
    /// Of these events those that are asked for, in their order, `limit` from the `offset`th on.
    pub fn of<'e>(
        events: impl Iterator<Item = &'e LinkedEvent>,
        asked: &EventsAsked,
        offset: usize,
        limit: usize,
    ) -> Self {
        let mut kinds: BTreeMap<EventType, usize> = BTreeMap::new();
        let taken: Vec<&LinkedEvent> = events.filter(|e| asked.takes(e)).collect();
        taken.iter().for_each(|e| *kinds.entry(e.kind).or_default() += 1);
        let of_kind = in_order(taken.into_iter().filter(|e| asked.kind.is_none_or(|k| e.kind == k)));
        let events = of_kind.iter().skip(offset).take(limit).map(|e| (*e).clone()).collect();
        Self { total: of_kind.len(), kinds, events }
    }
}

impl Collection {
    /// Some of the events that are asked for, in order of time.
    pub fn events_page(&self, asked: &EventsAsked, offset: usize, limit: usize) -> Result<EventsPage> {
        if !self.reading(has_lists)? {
            let linked = self.linked_of(&[Section::Events])?;
            return Ok(EventsPage::of(linked.events.iter(), asked, offset, limit));
        }
        let section = Section::Events.name();
        let status = asked.status.map(EventStatus::as_str);
        let kind = asked.kind.map(EventType::as_str);
        let narrowed = "section = ?1 AND (?2 IS NULL OR status = ?2) AND (?3 IS NULL OR last >= ?3)
             AND (?4 IS NULL OR first <= ?4)";
        let narrow: [&dyn ToSql; 4] = [&section, &status, &asked.from, &asked.to];
        let (kinds, ids) = self.reading(|db| {
            let plain = asked.status.is_none() && asked.from.is_none() && asked.to.is_none();
            let sql = match plain {
                true => "SELECT kind, count(*) FROM linked_order WHERE section = ?1 GROUP BY kind".to_owned(),
                false => format!("SELECT kind, count(*) FROM linked_order WHERE {narrowed} GROUP BY kind"),
            };
            let mut query = db.prepare_cached(&sql)?;
            let narrow_by = if plain { &narrow[..1] } else { &narrow[..] };
            let kinds: BTreeMap<String, i64> = query
                .query_map(narrow_by, |r| Ok((r.get(0)?, r.get(1)?)))?
                .collect::<rusqlite::Result<_>>()?;
            let mut query = db.prepare_cached(&format!(
                "SELECT id FROM linked_order WHERE {narrowed} AND (?5 IS NULL OR kind = ?5)
                 ORDER BY n LIMIT ?6 OFFSET ?7"
            ))?;
            let (limit, offset) = (place(limit), place(offset));
            let all: [&dyn ToSql; 7] = [&section, &status, &asked.from, &asked.to, &kind, &limit, &offset];
            let ids: Vec<String> =
                query.query_map(&all[..], |r| r.get(0))?.collect::<rusqlite::Result<_>>()?;
            Ok((kinds, ids))
        })?;
        let kinds: BTreeMap<EventType, usize> = kinds
            .into_iter()
            .filter_map(|(k, n)| Some((k.parse().ok()?, usize::try_from(n).unwrap_or(0))))
            .collect();
        let total = match asked.kind {
            Some(kind) => kinds.get(&kind).copied().unwrap_or(0),
            None => kinds.values().sum(),
        };
        let found = self.of_ids(&ids, Section::Events)?;
        let by_id: BTreeMap<&str, &LinkedEvent> = found.events.iter().map(|e| (e.id.as_str(), e)).collect();
        let events = ids.iter().filter_map(|id| by_id.get(id.as_str()).map(|e| (*e).clone())).collect();
        Ok(EventsPage { total, kinds, events })
    }

    /// Papers that are cited and not held, most cited first, some of them: how many in all, and a linking that has these.
    pub fn missing_page(&self, offset: usize, limit: usize) -> Result<(usize, Linked)> {
        if !self.reading(has_lists)? {
            let linked = self.linked_of(&[Section::Missing])?;
            let missing = linked.missing.iter().skip(offset).take(limit).cloned().collect();
            return Ok((linked.missing.len(), Linked { missing, ..Linked::default() }));
        }
        let (total, ids) = self.reading(|db| {
            let section = Section::Missing.name();
            let total: i64 =
                db.query_row("SELECT count(*) FROM linked_order WHERE section = ?", [section], |r| r.get(0))?;
            let mut query = db.prepare_cached(
                "SELECT id FROM linked_order WHERE section = ?1 AND n >= ?2 ORDER BY n LIMIT ?3",
            )?;
            let ids: Vec<String> = query
                .query_map(params![section, place(offset), place(limit)], |r| r.get(0))?
                .collect::<rusqlite::Result<_>>()?;
            Ok((usize::try_from(total).unwrap_or(0), ids))
        })?;
        let found = self.of_ids(&ids, Section::Missing)?;
        let by_key: BTreeMap<&str, _> = found.missing.iter().map(|m| (m.key.as_str(), m)).collect();
        let missing = ids.iter().filter_map(|id| by_key.get(id.as_str()).map(|m| (*m).clone())).collect();
        Ok((total, Linked { missing, ..Linked::default() }))
    }

    /// Some of the issues, in the order of the linking: how many in all, and these.
    pub fn issues_page(&self, offset: usize, limit: usize) -> Result<(usize, Vec<IssueRow>)> {
        if !self.reading(has_lists)? {
            let linked = self.linked_of(&[Section::Issues])?;
            let rows = linked.issues.iter().skip(offset).take(limit).map(IssueRow::of).collect();
            return Ok((linked.issues.len(), rows));
        }
        self.reading(|db| {
            let total: i64 = db.query_row("SELECT count(*) FROM linked_issues", [], |r| r.get(0))?;
            let mut query = db.prepare_cached(
                "SELECT papers, positions, head, last FROM linked_issues WHERE n >= ? ORDER BY n LIMIT ?",
            )?;
            let row = |r: &Row<'_>| {
                Ok(IssueRow {
                    papers: r.get::<_, u32>(0)? as usize,
                    positions: r.get::<_, u32>(1)? as usize,
                    issue: read(r, 2)?,
                    last: if r.get_ref(3)? == rusqlite::types::ValueRef::Null {
                        None
                    } else {
                        Some(read(r, 3)?)
                    },
                })
            };
            let rows =
                query.query_map([place(offset), place(limit)], row)?.collect::<rusqlite::Result<_>>()?;
            Ok((usize::try_from(total).unwrap_or(0), rows))
        })
    }

    /// The state of the talks on a day, some of the issues; as [`StateOfDay::of`] has it.
    pub fn state_on(&self, on: Option<&str>, offset: usize, limit: usize) -> Result<StateOfDay> {
        if !self.reading(has_lists)? {
            let linked = self.linked_of(&[Section::Issues])?;
            let issues: Vec<Cow<'_, LinkedIssue>> = linked.issues.iter().map(Cow::Borrowed).collect();
            return Ok(StateOfDay::of(&issues, on, offset, limit));
        }
        self.reading(|db| {
            // All of it is of one linking, whatever is written meanwhile.
            let db = db.unchecked_transaction()?;
            state_on(&db, on, offset, limit)
        })
    }

    /// The items of these ids.
    fn of_ids(&self, ids: &[String], section: Section) -> Result<Linked> {
        let keys: BTreeSet<i64> = ids.iter().map(|id| key(id)).collect();
        self.reading(|db| Ok(about(db, &keys, &[section])))?.map_err(unreadable)
    }
}

/// Whether the linking was written with lists.
fn has_lists(db: &Connection) -> rusqlite::Result<bool> {
    Ok(get(db, WRITTEN)?.as_deref() == Some(LISTS))
}

/// An issue that stood somewhere: its place, the place of the change, the state, papers.
type Stood = (i64, i64, usize, i64);

fn state_on(db: &Connection, on: Option<&str>, offset: usize, limit: usize) -> rusqlite::Result<StateOfDay> {
    let mut query = db.prepare_cached(
        "SELECT DISTINCT day FROM linked_states WHERE version = 0 AND day IS NOT NULL ORDER BY day",
    )?;
    let days: Vec<String> = query.query_map([], |r| r.get(0))?.collect::<rusqlite::Result<_>>()?;
    let on = on.map(str::to_owned).or_else(|| days.last().cloned()).unwrap_or_default();
    let issues: i64 = db.query_row("SELECT count(*) FROM linked_issues", [], |r| r.get(0))?;
    // Of a group, SQLite takes what stands beside the greatest value from the row that has it.
    let mut query = db.prepare_cached(
        "SELECT s.issue, s.at, s.state, i.papers FROM
             (SELECT issue, max(n) AS at, state FROM linked_states WHERE version = 0 AND day <= ? GROUP BY issue) s
         JOIN linked_issues i ON i.n = s.issue",
    )?;
    let stood = |r: &Row<'_>| -> rusqlite::Result<Stood> {
        let state = r.get_ref(2)?.as_str()?.parse().unwrap_or_default();
        Ok((r.get(0)?, r.get(1)?, openness(state), r.get(3)?))
    };
    let mut standing: Vec<Stood> = query.query_map([&on], stood)?.collect::<rusqlite::Result<_>>()?;
    standing.sort_by_key(|s| (s.2, std::cmp::Reverse(s.3), s.0));
    let shown = standing.iter().skip(offset).take(limit).map(|s| one(db, s, &on));
    Ok(StateOfDay {
        shown: shown.collect::<rusqlite::Result<_>>()?,
        sides: sides(db, &standing, &on)?,
        issues: usize::try_from(issues).unwrap_or(0),
        standing: standing.len(),
        on,
        days,
    })
}

/// Sides that held something on these issues, each with on how many.
fn sides(db: &Connection, standing: &[Stood], on: &str) -> rusqlite::Result<Vec<(Option<String>, usize)>> {
    let stood: BTreeSet<i64> = standing.iter().map(|s| s.0).collect();
    let mut query =
        db.prepare_cached("SELECT side, issue FROM linked_positions WHERE day <= ? GROUP BY side, issue")?;
    let mut rows = query.query([on])?;
    let mut sides: BTreeMap<Option<String>, usize> = BTreeMap::new();
    while let Some(row) = rows.next()? {
        if stood.contains(&row.get(1)?) {
            *sides.entry(row.get(0)?).or_default() += 1;
        }
    }
    Ok(sides.into_iter().collect())
}

/// An issue as it stood on a day.
fn one(db: &Connection, &(issue, at, _, papers): &Stood, on: &str) -> rusqlite::Result<Standing> {
    let head: LinkedIssue = db
        .prepare_cached("SELECT head FROM linked_issues WHERE n = ?")?
        .query_row([issue], |r| read(r, 0))?;
    let state: StateChange = db
        .prepare_cached("SELECT json FROM linked_states WHERE version = 0 AND issue = ? AND n = ?")?
        .query_row([issue, at], |r| read(r, 0))?;
    let mut query = db.prepare_cached(
        "SELECT max(n), json FROM linked_positions WHERE issue = ? AND day <= ? GROUP BY side ORDER BY side",
    )?;
    let held: Vec<PositionHeld> =
        query.query_map(params![issue, on], |r| read(r, 1))?.collect::<rusqlite::Result<_>>()?;
    let mut query = db.prepare_cached(
        "SELECT max(n), json, papers_of FROM linked_states WHERE issue = ? AND version > 0 AND day <= ? GROUP BY version
         ORDER BY version",
    )?;
    let mut versions: Vec<(Option<String>, StateChange)> = query
        .query_map(params![issue, on], |r| Ok((r.get(2)?, read(r, 1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    if versions.windows(2).all(|w| w[0].1.state == w[1].1.state) {
        versions.clear();
    }
    Ok(Standing { issue: head, papers: usize::try_from(papers).unwrap_or(0), state, held, versions })
}
