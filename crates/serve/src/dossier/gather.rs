//! What belongs to a dossier: papers with their passages, issues, the event, what was left open and undertaken.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use memcon_model::{Edtf, LinkedEvent, LinkedIssue, LinkedObligation, LooseEnd, OffsetMap, Span, Unit};
use memcon_store::{Section, StoredDocument};

use super::{About, Lacking, MOST, TEXT, Wanted};
use crate::dates;
use crate::library::Library;
use crate::strings::{fill, t};

/// Documents that could not be had and are named at most.
const NAMED: usize = 20;

/// A paper of a dossier.
pub struct Paper {
    /// The document.
    pub document: Arc<StoredDocument>,
    /// What inventories say of it.
    pub units: Vec<Unit>,
    /// The passages that belong to the dossier; `None` = the whole paper.
    pub passages: Option<Vec<Span>>,
}

/// Everything that a dossier is made of.
#[derive(Default)]
pub struct Gathered {
    /// What it is.
    pub kicker: String,
    /// What it is about.
    pub title: String,
    /// The first and the last day, ISO, where the dossier is about a stretch of time.
    pub from: Option<String>,
    /// The day at whose end the state of the talks is told.
    pub on: Option<String>,
    /// Whether it is about one issue.
    pub one_issue: bool,
    /// The papers, oldest first.
    pub papers: Vec<Paper>,
    /// The issues.
    pub issues: Vec<LinkedIssue>,
    /// The event.
    pub event: Option<LinkedEvent>,
    /// What was left open.
    pub open: Vec<LooseEnd>,
    /// What was undertaken.
    pub obligations: Vec<LinkedObligation>,
    /// Papers that were left out.
    pub left_out: usize,
    /// Ids of papers that could not be had.
    pub gone: Vec<String>,
}

/// Documents that are wanted with their passages.
type Listed = Vec<(String, Option<Vec<Span>>)>;

/// Gathers what is wanted.
pub fn gather(library: &dyn Library, wanted: &Wanted) -> Result<Gathered, Lacking> {
    let mut g = Gathered::default();
    let listed = match &wanted.about {
        About::Issue(id) => of_issue(library, id, &mut g)?,
        About::Event(id) => of_event(library, id, &mut g)?,
        About::Range { from, to } => of_range(library, from.as_ref(), to.as_ref(), &mut g)?,
        About::Documents(ids) => {
            g.kicker = t("dossier.of_papers").to_owned();
            ids.iter().map(|id| (id.clone(), None)).collect()
        }
        About::Passages(passages) => of_passages(library, passages, &mut g)?,
    };
    fetch(library, listed, wanted.papers.clamp(1, MOST), &mut g)?;
    if g.papers.is_empty() {
        return Err(if g.gone.is_empty() { Lacking::Empty } else { Lacking::NotThere });
    }
    if g.title.is_empty() {
        g.title = match g.papers.as_slice() {
            [one] => one.document.row.title.clone(),
            _ => g.dates(),
        };
    }
    if g.on.is_none() {
        g.on = g.papers.iter().filter_map(|p| p.document.row.date.as_ref()?.latest_iso()).max();
    }
    talks(library, &mut g)?;
    Ok(g)
}

fn of_issue(library: &dyn Library, id: &str, g: &mut Gathered) -> Result<Listed, Lacking> {
    let linked = library.linked_about(&[id], &[Section::Issues])?;
    let issue = linked.issues.iter().find(|i| i.id == id).ok_or(Lacking::NotThere)?.clone();
    let mut spans: BTreeMap<String, Vec<Span>> = BTreeMap::new();
    let states = issue.states.iter().flat_map(|s| &s.evidence);
    let held = issue.positions.iter().map(|p| &p.evidence);
    for e in states.chain(held).chain(&issue.mentions) {
        spans.entry(e.document.clone()).or_default().push(e.span);
    }
    g.kicker = t("dossier.of_issue").to_owned();
    g.title = issue.name.clone();
    g.one_issue = true;
    g.on = issue.states.iter().filter_map(|s| s.date.as_ref()?.latest_iso()).max();
    g.issues = vec![issue];
    Ok(spans.into_iter().map(|(d, s)| (d, Some(s))).collect())
}

fn of_event(library: &dyn Library, id: &str, g: &mut Gathered) -> Result<Listed, Lacking> {
    let linked = library.linked_about(&[id], &[Section::Events])?;
    let event = linked.events.iter().find(|e| e.id == id).ok_or(Lacking::NotThere)?.clone();
    let mut spans: BTreeMap<String, Option<Vec<Span>>> = BTreeMap::new();
    for e in &event.evidence {
        spans
            .entry(e.document.clone())
            .or_insert_with(|| Some(Vec::new()))
            .as_mut()
            .into_iter()
            .for_each(|s| s.push(e.span));
    }
    for a in &event.accounts {
        // The record of the event stands there whole; who only mentions it, with the words that do.
        let known = spans.entry(a.document.clone()).or_insert_with(|| Some(Vec::new()));
        if a.is_record {
            *known = None;
        }
    }
    g.kicker = t("dossier.of_event").to_owned();
    g.title = event.title.clone();
    g.from = event.date.as_ref().and_then(Edtf::earliest_iso);
    g.on = event.date.as_ref().and_then(Edtf::latest_iso);
    g.event = Some(event);
    Ok(spans.into_iter().filter(|(_, s)| s.as_ref().is_none_or(|s| !s.is_empty())).collect())
}

fn of_range(
    library: &dyn Library,
    from: Option<&Edtf>,
    to: Option<&Edtf>,
    g: &mut Gathered,
) -> Result<Listed, Lacking> {
    let (first, last) = (from.and_then(Edtf::earliest_iso), to.and_then(Edtf::latest_iso));
    let documents = library.documents()?;
    let inside = |date: &Edtf| {
        let (Some(a), Some(b)) = (date.earliest_iso(), date.latest_iso()) else { return false };
        first.as_ref().is_none_or(|f| b >= *f) && last.as_ref().is_none_or(|l| a <= *l)
    };
    let within = documents.iter().filter(|d| !d.described && d.date.as_ref().is_some_and(inside));
    let listed = within.map(|d| (d.id.clone(), None)).collect();
    g.kicker = t("dossier.of_range").to_owned();
    let said = |d: Option<&Edtf>| d.map(dates::readable).unwrap_or_default();
    g.title = match (from, to) {
        (Some(_), Some(_)) => fill("dossier.range", &[&said(from), &said(to)]),
        (Some(_), None) => fill("date.from", &[&said(from)]),
        (None, Some(_)) => fill("date.until", &[&said(to)]),
        (None, None) => t("dossier.all").to_owned(),
    };
    (g.from, g.on) = (first, last);
    Ok(listed)
}

fn of_passages(
    library: &dyn Library,
    passages: &[(String, (u32, u32))],
    g: &mut Gathered,
) -> Result<Listed, Lacking> {
    g.kicker = t("dossier.of_passages").to_owned();
    let mut order: Vec<String> = Vec::new();
    let mut chars: BTreeMap<&str, Vec<(u32, u32)>> = BTreeMap::new();
    for (id, at) in passages {
        if !chars.contains_key(id.as_str()) {
            order.push(id.clone());
        }
        chars.entry(id).or_default().push(*at);
    }
    let mut listed = Listed::new();
    for id in order {
        let Some(document) = library.document(&id)? else {
            g.gone.push(id);
            continue;
        };
        let map = OffsetMap::new(&document.text);
        let spans = chars.get(id.as_str()).into_iter().flatten();
        let spans = spans.map(|(a, b)| Span { start: map.bytes(*a), end: map.bytes((*b).max(*a)) }).collect();
        listed.push((id, Some(spans)));
    }
    Ok(listed)
}

/// Fetches the papers, oldest first, as many as fit.
fn fetch(library: &dyn Library, listed: Listed, most: usize, g: &mut Gathered) -> Result<(), Lacking> {
    let mut known: BTreeSet<String> = BTreeSet::new();
    let mut papers: Vec<Paper> = Vec::new();
    let mut weight = 0;
    for (id, passages) in listed {
        if !known.insert(id.clone()) {
            continue;
        }
        if papers.len() >= most || weight > TEXT {
            g.left_out += 1;
            continue;
        }
        let Some(document) = library.document(&id)? else {
            if g.gone.len() < NAMED {
                g.gone.push(id);
            }
            continue;
        };
        let size = passages.as_ref().map_or(document.text.len(), |p| p.iter().map(|s| s.len()).sum());
        if weight + size > TEXT && !papers.is_empty() {
            g.left_out += 1;
            continue;
        }
        weight += size;
        let units = library.described_in(&id)?.into_iter().next().map(|d| d.1).unwrap_or_default();
        papers.push(Paper { document: Arc::new(document), units, passages });
    }
    papers.sort_by_cached_key(|p| {
        let date = p.document.row.date.as_ref();
        let day = date.and_then(Edtf::earliest_iso);
        (day.is_none(), day, date.map(|d| d.as_str().to_owned()), p.document.row.id.clone())
    });
    g.papers = papers;
    Ok(())
}

/// Issues, loose ends and obligations that the papers touch.
fn talks(library: &dyn Library, g: &mut Gathered) -> Result<(), Lacking> {
    let linked = library.linked_of(&[Section::Issues, Section::LooseEnds, Section::Obligations])?;
    let ids: BTreeSet<&str> = g.papers.iter().map(|p| p.document.row.id.as_str()).collect();
    if !g.one_issue {
        let held = |i: &&LinkedIssue| {
            i.states.iter().any(|s| s.evidence.iter().any(|e| ids.contains(e.document.as_str())))
        };
        g.issues = linked.issues.iter().filter(held).cloned().collect();
        // What most papers speak of comes first.
        g.issues.sort_by_cached_key(|i| std::cmp::Reverse(i.papers().len()));
    }
    let issues: BTreeSet<&str> = g.issues.iter().map(|i| i.id.as_str()).collect();
    let open = |e: &&LooseEnd| match e.issue.as_deref() {
        Some(issue) if g.one_issue => issues.contains(issue),
        _ if g.one_issue => false,
        _ => ids.contains(e.evidence.document.as_str()),
    };
    let until = g.on.as_deref();
    g.open = linked
        .loose_ends
        .iter()
        .filter(open)
        .filter(|e| until.is_none_or(|on| e.open_on(on)))
        .cloned()
        .collect();
    // Of one issue only what is undertaken in the very words that it stands on.
    let of_issue: Vec<(&str, Span)> = match g.issues.as_slice() {
        [issue] if g.one_issue => {
            let states = issue.states.iter().flat_map(|s| &s.evidence);
            let all = states.chain(issue.positions.iter().map(|p| &p.evidence)).chain(&issue.mentions);
            all.map(|e| (e.document.as_str(), e.span)).collect()
        }
        _ => Vec::new(),
    };
    let touched = |o: &&LinkedObligation| {
        o.force.iter().any(|f| {
            let e = &f.evidence;
            match g.one_issue {
                true => of_issue.iter().any(|(d, s)| *d == e.document && s.overlaps(e.span)),
                false => ids.contains(e.document.as_str()),
            }
        })
    };
    g.obligations = linked.obligations.iter().filter(touched).cloned().collect();
    Ok(())
}

impl Gathered {
    /// The stretch of time that its papers cover, in words.
    pub fn dates(&self) -> String {
        let days = || self.papers.iter().filter_map(|p| p.document.row.date.as_ref());
        let first = self.from.clone().or_else(|| days().filter_map(Edtf::earliest_iso).min());
        let last = match &self.from {
            Some(_) => self.on.clone(),
            None => days().filter_map(Edtf::latest_iso).max(),
        };
        let both = match (&first, &last) {
            (Some(a), Some(b)) if a == b => a.clone(),
            (Some(a), Some(b)) => format!("{a}/{b}"),
            (Some(a), None) => format!("{a}/.."),
            (None, Some(b)) => format!("../{b}"),
            (None, None) => return String::new(),
        };
        both.parse::<Edtf>().map(|d| dates::readable(&d)).unwrap_or(both)
    }

    /// The sides that speak in its papers, most heard first.
    pub fn sides(&self) -> Vec<String> {
        let mut heard: BTreeMap<&str, usize> = BTreeMap::new();
        for turn in self.papers.iter().flat_map(|p| &p.document.analysis.turns) {
            if let Some(side) = turn.side.as_deref() {
                *heard.entry(side).or_default() += 1;
            }
        }
        let mut heard: Vec<(&str, usize)> = heard.into_iter().collect();
        heard.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
        heard.into_iter().take(6).map(|(side, _)| side.to_owned()).collect()
    }
}
