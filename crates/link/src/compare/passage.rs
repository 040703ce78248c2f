//! What a passage speaks of: its words, names, numbers, dates, who says it and on which issue.

use std::collections::{BTreeMap, BTreeSet};

use memcon_lexicon::{keys, numbers, sentences};
use memcon_model::{Analysis, Linked, Manner, RegionKind, Span};

use crate::Document;

/// Most passages of a paper that are compared; longer papers are cut there.
const MOST: usize = 20_000;

/// A sentence of a paper, or the part of it that one speaker says.
#[derive(Clone, Debug)]
pub(super) struct Passage {
    pub span: Span,
    /// Number of its paragraph.
    pub paragraph: usize,
    /// What it speaks of: `w:` words, `n:` numbers, `d:` dates, `a:` agents, `s:` speaker, `i:` issues, `m:` kinds of move.
    pub features: BTreeSet<String>,
    /// Who says it, where one does: the agent over the collection and the turn's words.
    pub speaker: Option<(usize, Span)>,
}

/// Where a paper names whom.
pub struct Names {
    /// In order of start.
    mentions: Vec<(Span, usize)>,
}

impl Names {
    /// The names of a paper; the numbers are places in `linked.agents`.
    pub fn of(document: &Document<'_>, linked: &Linked) -> Self {
        let mut mentions: Vec<(Span, usize)> = Vec::new();
        for (n, agent) in linked.agents.iter().enumerate() {
            if agent.members.iter().all(|(d, _)| d != document.id) && agent.listed.is_none() {
                continue;
            }
            for form in agent.forms.iter().filter(|f| f.manner != Manner::Pronoun) {
                let here = form.mentions.iter().filter(|m| m.document == document.id);
                mentions.extend(here.map(|m| (m.span, n)));
            }
        }
        Self::without_cues(document, mentions)
    }

    /// The names of many papers, by one walk over the agents.
    pub(crate) fn of_all<'d>(
        documents: &[Document<'d>],
        wanted: &BTreeSet<&str>,
        linked: &Linked,
    ) -> BTreeMap<&'d str, Self> {
        let mut found: BTreeMap<&str, Vec<(Span, usize)>> = wanted.iter().map(|w| (*w, Vec::new())).collect();
        for (n, agent) in linked.agents.iter().enumerate() {
            for form in agent.forms.iter().filter(|f| f.manner != Manner::Pronoun) {
                for m in &form.mentions {
                    if let Some(list) = found.get_mut(m.document.as_str()) {
                        list.push((m.span, n));
                    }
                }
            }
        }
        let named = documents.iter().filter_map(|d| Some((d, found.remove(d.id)?)));
        named.map(|(d, mentions)| (d.id, Self::without_cues(d, mentions))).collect()
    }

    /// Who speaks is told apart from who is spoken of.
    fn without_cues(document: &Document<'_>, mut mentions: Vec<(Span, usize)>) -> Self {
        let mut cues: Vec<Span> = document.analysis.turns.iter().filter_map(|t| t.cue).collect();
        cues.sort_unstable();
        let in_cue = |s: Span| {
            let behind = cues.partition_point(|c| c.start <= s.start);
            cues[..behind].iter().rev().take(4).any(|c| c.contains(s))
        };
        mentions.retain(|m| !in_cue(m.0));
        mentions.sort_unstable();
        mentions.dedup();
        Self { mentions }
    }

    /// All names, in order.
    pub(crate) fn all(&self) -> &[(Span, usize)] {
        &self.mentions
    }

    /// The names inside a passage, in order.
    pub(super) fn inside(&self, span: Span) -> &[(Span, usize)] {
        let from = self.mentions.partition_point(|m| m.0.start < span.start);
        let to = self.mentions.partition_point(|m| m.0.start < span.end);
        &self.mentions[from..to]
    }
}

/// What linking knows of one paper.
pub(super) struct Known {
    pub names: Names,
    /// Issues by the words of positions.
    issues: Vec<(Span, usize)>,
    /// Agents by any form that the paper has of them.
    agents: BTreeMap<String, usize>,
}

impl Known {
    pub fn of(document: &Document<'_>, linked: &Linked) -> Self {
        let mut issues: Vec<(Span, usize)> = Vec::new();
        for (n, issue) in linked.issues.iter().enumerate() {
            let here = issue.positions.iter().map(|p| &p.evidence).filter(|e| e.document == document.id);
            issues.extend(here.map(|e| (e.span, n)));
        }
        issues.sort_unstable();
        let mut agents = BTreeMap::new();
        for (n, agent) in linked.agents.iter().enumerate() {
            if agent.members.iter().any(|(d, _)| d == document.id) {
                for form in &agent.forms {
                    agents.entry(form.form.to_lowercase()).or_insert(n);
                }
                agents.entry(agent.canonical.to_lowercase()).or_insert(n);
            }
        }
        Self { names: Names::of(document, linked), issues, agents }
    }
}

/// The passages of a paper's body, in order; of a paper with its translation, those of the translation.
pub(super) fn passages(document: &Document<'_>, known: &Known, words: bool) -> Vec<Passage> {
    let (text, analysis) = (document.text, document.analysis);
    let translated = analysis.regions.iter().any(|r| r.kind == RegionKind::Translation);
    let wanted = |kind: RegionKind| match kind {
        RegionKind::Body => true,
        RegionKind::Translation => translated,
        RegionKind::Original => !translated,
        _ => false,
    };
    let turns = Turns::of(analysis);
    let mut out = Vec::new();
    let mut paragraph = 0;
    for region in analysis.regions.iter().filter(|r| wanted(r.kind)) {
        let mut last = region.span.start;
        for sentence in sentences(text, region.span) {
            let span = sentence.trim(text);
            let gap = text.get(last as usize..span.start as usize).unwrap_or("");
            paragraph += usize::from(gap.contains('\n'));
            last = span.end;
            if span.of(text).chars().filter(|c| c.is_alphanumeric()).count() < 2 || out.len() >= MOST {
                continue;
            }
            let turn = turns.at(analysis, span);
            let speaker = turn.and_then(|t| {
                let name = analysis.turns[t].speaker.as_ref()?;
                Some((*known.agents.get(&name.to_lowercase())?, analysis.turns[t].cue.unwrap_or(span)))
            });
            let features = features(document, known, span, speaker.map(|s| s.0), words);
            out.push(Passage { span, paragraph, features, speaker });
        }
        paragraph += 1;
    }
    out
}

/// Turns in the order in which they are looked up.
struct Turns {
    /// (start, turn), by start.
    starts: Vec<(u32, usize)>,
}

impl Turns {
    fn of(analysis: &Analysis) -> Self {
        let mut starts: Vec<(u32, usize)> =
            analysis.turns.iter().enumerate().map(|(n, t)| (t.span.start, n)).collect();
        starts.sort_unstable();
        Self { starts }
    }

    /// The innermost turn that holds the middle of a passage; looks back over few turns only.
    fn at(&self, analysis: &Analysis, span: Span) -> Option<usize> {
        let middle = span.start + (span.end - span.start) / 2;
        let behind = self.starts.partition_point(|t| t.0 <= middle);
        let near = self.starts[..behind].iter().rev().take(24).map(|t| t.1);
        near.filter(|&t| analysis.turns[t].span.end > middle).max_by_key(|&t| analysis.turns[t].depth)
    }
}

fn features(
    document: &Document<'_>,
    known: &Known,
    span: Span,
    speaker: Option<usize>,
    words: bool,
) -> BTreeSet<String> {
    let analysis = document.analysis;
    let mut out = BTreeSet::new();
    let dates = dates(analysis, span);
    let dated = |at: u32| dates.iter().any(|d| d.0.start <= at && at < d.0.end);
    for (_, day) in &dates {
        out.insert(format!("d:{day}"));
    }
    for (_, value) in counts(document, span).into_iter().filter(|(s, _)| !dated(s.start)) {
        out.insert(format!("n:{value}"));
    }
    for (_, agent) in known.names.inside(span) {
        out.insert(format!("a:{agent}"));
    }
    if let Some(speaker) = speaker {
        out.insert(format!("s:{speaker}"));
    }
    for (_, issue) in overlapping(&known.issues, span) {
        out.insert(format!("i:{issue}"));
    }
    let from = analysis.moves.partition_point(|m| m.span.start < span.start);
    for m in analysis.moves[from..].iter().take_while(|m| m.span.start < span.end) {
        out.insert(format!("m:{}", m.kind));
    }
    if words {
        out.extend(keys(span.of(document.text)).into_iter().map(|w| format!("w:{w}")));
    }
    out
}

/// Those of a list by start that begin inside a passage or hold its beginning.
fn overlapping(list: &[(Span, usize)], span: Span) -> impl Iterator<Item = &(Span, usize)> {
    let from = list.partition_point(|m| m.0.start < span.start).saturating_sub(4);
    let to = list.partition_point(|m| m.0.start < span.end);
    list[from..to].iter().filter(move |m| m.0.overlaps(span))
}

/// Dates inside a passage, by day, with their words.
pub(super) fn dates(analysis: &Analysis, span: Span) -> Vec<(Span, String)> {
    let from = analysis.dates.partition_point(|d| d.span.start < span.start);
    analysis.dates[from..]
        .iter()
        .take_while(|d| d.span.start < span.end)
        .filter_map(|d| Some((d.span, d.edtf.as_ref()?.as_str().to_owned())))
        .collect()
}

/// Numbers inside a passage with their places; the number of a list or clause at its head counts nothing.
pub(super) fn counts(document: &Document<'_>, span: Span) -> Vec<(Span, String)> {
    let words = span.of(document.text);
    let at = |n: usize| span.start as usize + n;
    let mut found = numbers(words, &document.analysis.languages);
    if found.first().is_some_and(|n| n.at.start <= 1 && words[n.at.end..].starts_with(['.', ')'])) {
        found.remove(0);
    }
    found.into_iter().map(|n| (Span::new(at(n.at.start), at(n.at.end)), n.value)).collect()
}
