//! The state of the talks on a day, a page at a time: what of all issues a table of that day shows.
//!
//! A store that keeps the courses of issues apart gives the same without reading every issue; [`StateOfDay::of`] says
//! what it has to give.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::{Edtf, LinkedIssue, PositionHeld, State, StateChange};

/// An issue as it stood on a day.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    /// The issue without its course: name, numbers, wordings.
    pub issue: LinkedIssue,
    /// How many papers name it.
    pub papers: usize,
    /// The last change by that day.
    pub state: StateChange,
    /// The last position of each side by that day, by side.
    pub held: Vec<PositionHeld>,
    /// The state as each side's papers tell it, where they differ on that day; else empty.
    pub versions: Vec<(Option<String>, StateChange)>,
}

/// An issue in a list: without its course, with what the list says of it.
#[derive(Clone, Debug, PartialEq)]
pub struct IssueRow {
    /// The issue without its course.
    pub issue: LinkedIssue,
    /// How many papers name it.
    pub papers: usize,
    /// How many positions were held on it.
    pub positions: usize,
    /// Where it stood last.
    pub last: Option<StateChange>,
}

impl IssueRow {
    /// What a list says of an issue.
    pub fn of(issue: &LinkedIssue) -> Self {
        Self {
            issue: head(issue),
            papers: issue.papers().len(),
            positions: issue.positions.len(),
            last: issue.states.last().cloned(),
        }
    }
}

/// Some of the issues that stood somewhere on a day, and what is said over all of them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StateOfDay {
    /// The day (ISO); empty where nothing is dated.
    pub on: String,
    /// The days (ISO) on which anything changed.
    pub days: Vec<String>,
    /// Issues in all, those that were not raised yet too.
    pub issues: usize,
    /// Issues that stood somewhere.
    pub standing: usize,
    /// Sides that held something on an issue that stood somewhere, each with on how many.
    pub sides: Vec<(Option<String>, usize)>,
    /// The issues asked for, in order.
    pub shown: Vec<Standing>,
}

/// What is still open between the sides comes first, what was put off last.
pub fn openness(state: State) -> usize {
    match state {
        State::Contested | State::Raised | State::Unanswered => 0,
        State::AgreedInPrinciple | State::Agreed => 1,
        State::Refused | State::Withdrawn => 2,
        State::Deferred => 3,
    }
}

/// The issue without its course: what a list of many shows of it.
pub fn head(issue: &LinkedIssue) -> LinkedIssue {
    LinkedIssue {
        id: issue.id.clone(),
        name: issue.name.clone(),
        numbers: issue.numbers.clone(),
        wordings: issue
            .wordings
            .iter()
            .map(|w| crate::JoinReason {
                a: w.a.clone(),
                b: w.b.clone(),
                score: w.score,
                ..Default::default()
            })
            .collect(),
        ..LinkedIssue::default()
    }
}

/// The last day (ISO) that a date can mean.
pub fn by_day(date: Option<&Edtf>) -> Option<String> {
    date.and_then(Edtf::latest_iso)
}

impl StateOfDay {
    /// The state on the day `on` (none = the last on which anything changed): the open issues first, those that most
    /// papers name first among them; `limit` of them from the `offset`th on.
    pub fn of(issues: &[Cow<'_, LinkedIssue>], on: Option<&str>, offset: usize, limit: usize) -> Self {
        let days: BTreeSet<String> =
            issues.iter().flat_map(|i| i.states.iter().filter_map(|s| by_day(s.date.as_ref()))).collect();
        let days: Vec<String> = days.into_iter().collect();
        let on = on.map(str::to_owned).or_else(|| days.last().cloned()).unwrap_or_default();
        let mut standing: Vec<(&LinkedIssue, &StateChange, usize)> = issues
            .iter()
            .filter_map(|i| i.state_on(&on).map(|s| (i.as_ref(), s, i.papers().len())))
            .collect();
        // What most papers speak of comes first; a large volume has many issues that one paper names once.
        standing.sort_by_key(|(_, s, papers)| (openness(s.state), Reverse(*papers)));
        let mut sides: BTreeMap<Option<&str>, usize> = BTreeMap::new();
        for (issue, ..) in &standing {
            held(issue, &on).into_keys().for_each(|side| *sides.entry(side).or_default() += 1);
        }
        let shown = standing.iter().skip(offset).take(limit).map(|(issue, state, papers)| Standing {
            issue: head(issue),
            papers: *papers,
            state: (*state).clone(),
            held: held(issue, &on).into_values().cloned().collect(),
            versions: issue
                .versions_on(&on)
                .into_iter()
                .map(|(of, s)| (of.map(str::to_owned), s.clone()))
                .collect(),
        });
        Self {
            shown: shown.collect(),
            issues: issues.len(),
            standing: standing.len(),
            sides: sides.into_iter().map(|(s, n)| (s.map(str::to_owned), n)).collect(),
            on,
            days,
        }
    }
}

/// Each side's last position by the end of a day.
fn held<'i>(issue: &'i LinkedIssue, on: &str) -> BTreeMap<Option<&'i str>, &'i PositionHeld> {
    let by_then = |p: &&PositionHeld| by_day(p.date.as_ref()).is_some_and(|d| d.as_str() <= on);
    issue.positions.iter().filter(by_then).map(|p| (p.side.as_deref(), p)).collect()
}
