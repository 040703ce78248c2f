//! The moves of all papers in order of time, with the side that made each and the words it is about: what answers
//! and loose ends are found in.
//!
//! What does not belong here: which move meets which.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use memcon_lexicon::keys;
use memcon_model::{AgentType, Edtf, Field, Move, MoveType, Span};

use crate::Document;
use crate::agents::{Agents, side_key};

/// Words of more papers than one in so many say nothing about what a move is about.
const COMMON: usize = 25;

/// Later moves under one word that are looked at for one earlier move.
pub(crate) const BUCKET: usize = 48;

/// A move with what is needed to find what takes it up.
pub(crate) struct Step<'d> {
    /// Index of the paper.
    pub document: usize,
    pub step: &'d Move,
    /// When it was made; `None` = undated.
    pub date: Option<Edtf>,
    /// Its last possible day.
    pub day: Option<String>,
    /// Who made it, by a key that is one for all names of a state.
    pub side: Option<String>,
    /// Sides that its turn speaks to or its words name, its own left out.
    pub to: BTreeSet<String>,
    /// What it is about, sorted. The words of a million moves are some ten thousand: each is kept once.
    pub words: Box<[Arc<str>]>,
}

/// All moves in order of time, undated ones last.
pub(crate) struct Steps<'d> {
    pub all: Vec<Step<'d>>,
    /// In how many papers' moves a word stands.
    papers_of: BTreeMap<Arc<str>, usize>,
    papers: usize,
    /// Sides that meet or write in each paper.
    tables: Vec<BTreeSet<String>>,
}

impl<'d> Steps<'d> {
    pub fn new(documents: &[Document<'d>], agents: &Agents) -> Self {
        let mut all = Vec::new();
        let mut papers_of: BTreeMap<Arc<str>, usize> = BTreeMap::new();
        let mut known: BTreeSet<Arc<str>> = BTreeSet::new();
        for (d, document) in documents.iter().enumerate() {
            let said: BTreeMap<&str, Option<&Edtf>> =
                document.analysis.turns.iter().map(|t| (t.id.as_str(), t.time.as_ref())).collect();
            let mut own: BTreeSet<Arc<str>> = BTreeSet::new();
            let writer = writer(agents, d, document);
            let names = names(document);
            let named = sides_named(agents, d, document);
            let turns = document.analysis.turns.iter();
            let addressed: BTreeMap<&str, &str> =
                turns.filter_map(|t| Some((t.id.as_str(), t.addressee.as_deref()?))).collect();
            for step in &document.analysis.moves {
                let mut words = keys(step.span.of(document.text));
                words.retain(|w| !names.contains(w));
                let words: Box<[Arc<str>]> = words.into_iter().map(|w| once(&mut known, w)).collect();
                own.extend(words.iter().cloned());
                let said = step.turn.as_deref().and_then(|id| said.get(id).copied().flatten());
                let date = step.date.as_ref().or(said).or_else(|| document.date()).cloned();
                let day = date.as_ref().and_then(Edtf::latest_iso);
                let side =
                    side_of(agents, d, step).or_else(|| writer.clone().filter(|_| step.actor.is_none()));
                let mut to = inside(&named, step.span);
                let spoken_to = step.turn.as_deref().and_then(|id| addressed.get(id).copied());
                to.extend(spoken_to.and_then(|x| side_key(&agents.name(d, &agents.side(d, x)?))));
                to.retain(|x| side.as_ref() != Some(x));
                all.push(Step { document: d, step, date, day, side, to, words });
            }
            for word in own {
                *papers_of.entry(word).or_default() += 1;
            }
        }
        all.sort_by(|a, b| {
            let key = |s: &Step<'_>| (s.day.is_none(), s.day.clone(), s.document, s.step.span);
            key(a).cmp(&key(b))
        });
        let mut tables: Vec<BTreeSet<String>> =
            documents.iter().enumerate().map(|(d, x)| table(agents, d, x)).collect();
        // A paper in which nobody is heard and nobody is listed is about those who move in it.
        let silent: BTreeSet<usize> = (0..tables.len()).filter(|&d| tables[d].is_empty()).collect();
        for s in all.iter().filter(|s| silent.contains(&s.document)) {
            tables[s.document].extend(s.side.clone().filter(|x| x != "both"));
        }
        Self { all, papers_of, papers: documents.len(), tables }
    }

    /// How much a shared word says: the fewer papers have it, the more.
    pub fn weight(&self, word: &str) -> f32 {
        let of = self.papers_of.get(word).copied().unwrap_or(1).max(1) as f32;
        // In a handful of papers every word is in a large share of them.
        ((self.papers.max(8) as f32 + 1.0) / of).ln().max(0.1)
    }

    /// Whether a word is rare enough to look up by.
    pub fn rare(&self, word: &str) -> bool {
        let of = self.papers_of.get(word).copied().unwrap_or(0);
        of <= (self.papers / COMMON).max(3)
    }

    /// The words two moves share, most telling first, and what they come to.
    pub fn shared<'s>(&self, a: &'s Step<'_>, b: &Step<'_>) -> (Vec<&'s str>, f32) {
        let mut common: Vec<&str> =
            a.words.iter().filter(|w| b.words.binary_search(w).is_ok()).map(|w| &**w).collect();
        common.sort_by(|x, y| self.weight(y).total_cmp(&self.weight(x)).then(x.cmp(y)));
        let sum = common.iter().map(|w| self.weight(w)).sum();
        (common, sum)
    }

    /// The most that a move could share with another.
    pub fn own_weight(&self, step: &Step<'_>) -> f32 {
        step.words.iter().map(|w| self.weight(w)).sum()
    }

    /// Whether somebody of another side than `side` meets or is written to in a paper.
    pub fn faces_another(&self, document: usize, side: &str) -> bool {
        self.tables.get(document).is_some_and(|t| t.contains(side) && t.len() >= 2)
    }

    /// Whether a move was put to a side: it was there, and either nobody else was or the words speak to it. Who was
    /// not there when something was put is hardly the one who answers it.
    pub fn put_to(&self, step: &Step<'_>, side: Option<&str>) -> bool {
        let (Some(side), Some(table)) = (side, self.tables.get(step.document)) else { return false };
        let others = table.iter().filter(|t| Some(*t) != step.side.as_ref()).count();
        table.contains(side) && (others == 1 || step.to.contains(side))
    }

    /// Moves by the rare words that they hold, in order of time.
    pub fn index(&self, keep: impl Fn(&Step<'_>) -> bool) -> BTreeMap<&str, Vec<usize>> {
        let mut out: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (n, s) in self.all.iter().enumerate().filter(|(_, s)| keep(s)) {
            for word in s.words.iter().filter(|w| self.rare(w)) {
                out.entry(word).or_default().push(n);
            }
        }
        out
    }
}

/// The one copy of a word.
fn once(known: &mut BTreeSet<Arc<str>>, word: String) -> Arc<str> {
    if let Some(word) = known.get(word.as_str()) {
        return Arc::clone(word);
    }
    let word: Arc<str> = word.into();
    known.insert(Arc::clone(&word));
    word
}

/// Moves that ask for something back.
pub(crate) fn asks(kind: MoveType) -> bool {
    matches!(kind, MoveType::Question | MoveType::ClarificationRequest)
}

/// Moves that put something on the table.
pub(crate) fn puts(kind: MoveType) -> bool {
    matches!(kind, MoveType::Proposal | MoveType::CounterProposal | MoveType::Demand | MoveType::Amendment)
}

/// Whether a move of kind `by` can meet one of kind `of`.
pub(crate) fn meets(by: &Move, of: MoveType) -> bool {
    use MoveType::*;
    // Assent to how things are is no reply to what was put forward.
    if by.basis.rule.ends_with(".view") {
        return false;
    }
    match by.kind {
        Acceptance | Refusal | Deferral | Referral => asks(of) || puts(of),
        CounterProposal | Amendment | Condition => puts(of),
        Answer | Explanation => asks(of),
        _ => false,
    }
}

/// Words of the names of persons and states: who is spoken of says little about what.
fn names(document: &Document<'_>) -> BTreeSet<String> {
    let named =
        document.analysis.agents.iter().filter(|a| matches!(a.kind, AgentType::Person | AgentType::State));
    named.flat_map(|a| a.forms.iter().chain([&a.canonical])).flat_map(|f| keys(f)).collect()
}

/// The key of the side that made a move.
fn side_of(agents: &Agents, d: usize, step: &Move) -> Option<String> {
    let side = step.side.clone().or_else(|| agents.side(d, step.actor.as_deref()?));
    side.and_then(|s| side_key(&agents.name(d, &s)))
}

/// Where a paper names or addresses which side, in order of the text.
fn sides_named(agents: &Agents, d: usize, document: &Document<'_>) -> Vec<(Span, String)> {
    let mut out = Vec::new();
    for agent in &document.analysis.agents {
        let side = agents.side(d, &agent.canonical).and_then(|s| side_key(&agents.name(d, &s)));
        let Some(side) = side else { continue };
        out.extend(agent.mentions.iter().map(|m| (m.span, side.clone())));
    }
    out.sort_by_key(|n| (n.0.start, n.0.end));
    out
}

/// The sides named inside a span.
fn inside(named: &[(Span, String)], span: Span) -> BTreeSet<String> {
    let from = named.partition_point(|n| n.0.start < span.start);
    named[from..].iter().take_while(|n| n.0.end <= span.end).map(|n| n.1.clone()).collect()
}

/// The key of the side of the one who wrote a paper: the "I" whom nothing names.
fn writer(agents: &Agents, d: usize, document: &Document<'_>) -> Option<String> {
    let fields = [Field::Author, Field::Signature, Field::Sender];
    let name = fields.iter().find_map(|f| document.analysis.description.first(*f))?;
    side_key(&agents.name(d, &agents.side(d, &name.value)?))
}

/// The sides that speak in a paper, are listed as present, or write and are written to.
fn table(agents: &Agents, d: usize, document: &Document<'_>) -> BTreeSet<String> {
    let a = document.analysis;
    let mut out = BTreeSet::new();
    let mut add = |side: Option<String>| out.extend(side.and_then(|s| side_key(&agents.name(d, &s))));
    for t in &a.turns {
        add(t.side.clone().or_else(|| agents.side(d, t.speaker.as_deref()?)));
        add(agents.side(d, t.addressee.as_deref().unwrap_or_default()));
    }
    for p in a.recorded_event().iter().flat_map(|e| &e.participants) {
        add(p.side.clone().or_else(|| agents.side(d, &p.name)));
    }
    if a.form == memcon_model::Form::Letter {
        for v in a.description.all(Field::Sender).iter().chain(a.description.all(Field::Addressee)) {
            add(agents.side(d, &v.value));
        }
    }
    out
}
