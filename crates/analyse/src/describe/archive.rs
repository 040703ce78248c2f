//! The catalogue entry of an archive's page: labelled blocks, blocks that lost their labels, related documents.

use std::sync::LazyLock;

use memcon_lexicon::RuleSet;
use memcon_model::{Basis, Field, FieldValue, RelatedDocument, Span};

use super::gather::{Gather, bare};
use super::labels::{self, Place};
use super::{dateline, has_words};
use crate::divide::zones::{Zone, Zones, section};

static CITATION: LazyLock<RuleSet> =
    LazyLock::new(|| RuleSet::load("describe/citation/").expect("data/describe/citation"));
static LOOSE: LazyLock<RuleSet> =
    LazyLock::new(|| RuleSet::load("describe/loose/").expect("data/describe/loose"));

/// Reads everything in the catalogue's zone.
pub fn read(g: &mut Gather<'_, '_>, zones: &Zones) {
    let paper = g.paper;
    let own: Vec<usize> = zones.lines(paper, Zone::Archive).map(|(n, _)| n).collect();
    if own.is_empty() {
        return;
    }
    top(g, zones, &own);
    let labelled = labelled(g, zones, &own);
    for (lines, span) in zones.paragraphs(paper, Zone::Archive) {
        if lines.clone().any(|l| labelled.contains(&l)) {
            continue;
        }
        loose(g, zones, lines.start, span);
    }
    for field in [Field::Citation, Field::Credits] {
        for value in g.description.all(field).to_vec() {
            if let Some(span) = value.span {
                g.harvest(&CITATION, span);
                if field == Field::Citation {
                    cited(g, span);
                }
            }
        }
    }
}

/// Date and title at the top, before the first label.
fn top(g: &mut Gather<'_, '_>, zones: &Zones, own: &[usize]) {
    let paper = g.paper;
    let first_label = zones
        .labels
        .iter()
        .filter(|(_, label)| label.place == Place::Archive && label.marked)
        .map(|(l, _)| *l)
        .find(|l| own.contains(l))
        .unwrap_or(usize::MAX);
    let mut title: Option<Span> = None;
    let mut previous = None;
    for &n in own {
        if n >= first_label
            || zones.why[n] == "divide.catalogue.abstract"
            || zones.why[n] == "divide.catalogue.section"
        {
            break;
        }
        let span = bare(paper, paper.lines[n].span);
        let words = paper.words(span);
        let date = dateline::first(words, None).filter(|d| d.span.len() + 3 >= words.len());
        if let Some(date) = date.filter(|_| !g.has(Field::Date)) {
            g.year = dateline::year_of(&date.edtf);
            g.push(Field::Date, span, Some(date.edtf), "describe.archive.top", 0.85);
        } else if title.is_none() || previous == n.checked_sub(1) {
            title = Some(title.map_or(span, |t| t.hull(span)));
            previous = Some(n);
        }
    }
    if let Some(span) = title {
        g.push(Field::Title, span, None, "describe.archive.top", 0.85);
    }
}

/// Values of labels: on the line itself, or in the paragraphs below up to the next label. Gives the lines used.
fn labelled(g: &mut Gather<'_, '_>, zones: &Zones, own: &[usize]) -> Vec<usize> {
    let paper = g.paper;
    let mut used = Vec::new();
    let labels: Vec<usize> = zones
        .labels
        .iter()
        .filter(|(l, label)| own.contains(l) && label.marked && label.place == Place::Archive)
        .map(|(l, _)| *l)
        .collect();
    for (line, label) in zones.labels.iter().filter(|(l, _)| labels.contains(l)) {
        used.push(*line);
        let next = labels.iter().copied().find(|l| l > line).unwrap_or(usize::MAX);
        let long = matches!(label.field, Some(Field::Summary | Field::Citation | Field::Rights));
        let mut span: Option<Span> = has_words(paper.words(label.value)).then_some(label.value);
        let mut last = *line;
        for &n in own.iter().filter(|n| **n > *line && **n < next) {
            let near = n == last + 1;
            if zones.why[n] != zones.why[*line] || section(paper.words(paper.lines[n].span)).is_some() {
                break;
            }
            // A short field ends with its paragraph; an abstract or citation goes on to the next label.
            if span.is_some() && !near && !long {
                break;
            }
            span = Some(span.map_or(paper.lines[n].span, |s| s.hull(paper.lines[n].span)));
            used.push(n);
            last = n;
        }
        let (Some(field), Some(span)) = (label.field, span) else { continue };
        for (field, span) in labels::split(paper, field, span) {
            value(g, field, span);
        }
    }
    used
}

/// One labelled value.
fn value(g: &mut Gather<'_, '_>, field: Field, span: Span) {
    let words = g.paper.words(span);
    match field {
        // "Translation - English": the language alone is the value.
        Field::LanguageTranslation => {
            if !g.harvest(&LOOSE, span) && words.split_whitespace().count() <= 3 {
                g.add(field, span, "describe.archive.label", 0.6);
            }
        }
        Field::Citation => {
            // The address at the end has its own field.
            let cut = words.find("<http").or_else(|| words.find("http")).filter(|at| *at > 20);
            let whole = cut.map_or(span, |at| Span::new(span.start as usize, span.start as usize + at));
            g.add(field, whole, "describe.archive.label", 0.95);
            g.harvest(&CITATION, span);
        }
        _ => {
            g.add(field, span, "describe.archive.label", 0.9);
        }
    }
}

/// A paragraph without a label: known by its own words, or an abstract by its place.
fn loose(g: &mut Gather<'_, '_>, zones: &Zones, line: usize, span: Span) {
    let words = g.paper.words(span);
    if words.len() > 5000 || section(words).is_some() {
        return;
    }
    if zones.why[line] == "divide.catalogue.abstract" {
        g.add(Field::Summary, span, "describe.archive.abstract", 0.75);
        return;
    }
    if zones.why[line] == "divide.catalogue.top" {
        return;
    }
    if let Some(m) = LOOSE.matches(words, &[]).next() {
        g.take(&m, span.start as usize);
    }
}

/// "Title", date, publisher, archive, collection. — the parts of a citation between its commas.
fn cited(g: &mut Gather<'_, '_>, span: Span) {
    let paper = g.paper;
    let words = paper.words(span);
    let Some(close) = words.rfind(['"', '”']) else { return };
    let rest_at = close + words[close..].chars().next().map_or(1, char::len_utf8);
    let rest = words.get(rest_at..).unwrap_or("");
    // The parts begin behind the date of the paper; a later year belongs to the file.
    let skip = dateline::first(rest, None)
        .filter(|d| d.with_year && (d.span.start as usize) < 40)
        .map_or(0, |d| d.span.end as usize);
    let rest = rest.get(skip..).unwrap_or("");
    let end = sentence_end(rest);
    let mut at = span.start as usize + rest_at + skip;
    let mut tail: Vec<Span> = Vec::new();
    for part in rest.get(..end).unwrap_or("").split(',') {
        let span = Span::new(at, at + part.len()).trim(paper.text);
        at += part.len() + 1;
        if has_words(paper.words(span)) {
            tail.push(span);
        }
    }
    if tail.is_empty() {
        return;
    }
    let publisher = tail.len() >= 2;
    if publisher {
        g.add(Field::Publisher, tail[0], "describe.citation.parts", 0.7);
    }
    let keeper = if publisher { &tail[1..] } else { &tail[..] };
    if let Some(archive) = keeper.first() {
        g.add(Field::Archive, *archive, "describe.citation.parts", 0.7);
    }
    if keeper.len() >= 2 {
        let series = keeper[1].hull(keeper[keeper.len() - 1]);
        g.add(Field::Collection, series, "describe.citation.parts", 0.6);
    }
}

/// Where the first sentence ends: a stop, a blank, and a capital, not behind an initial or abbreviation.
fn sentence_end(text: &str) -> usize {
    for (at, _) in text.match_indices(". ") {
        let word = text[..at].rsplit([' ', ',']).next().unwrap_or("");
        let next = text[at + 2..].chars().next().is_some_and(char::is_uppercase);
        if word.chars().count() > 3 && next {
            return at;
        }
    }
    text.trim_end().trim_end_matches('.').len()
}

/// The list under "Related Documents": dates, titles and abstracts in any order, the next date or title opens the next.
pub fn related(g: &mut Gather<'_, '_>, zones: &Zones) -> Vec<RelatedDocument> {
    let paper = g.paper;
    let mut rows: Vec<(Span, Part)> = Vec::new();
    for (_, span) in zones.paragraphs(paper, Zone::Related) {
        let span = bare(paper, span);
        let words = paper.words(span);
        if section(words).is_some() || !has_words(words) {
            continue;
        }
        // Date and title may share a paragraph, a line each.
        let mut at = span.start as usize;
        for line in words.split('\n') {
            let own = bare(paper, Span::new(at, at + line.len()).trim(paper.text));
            at += line.len() + 1;
            if has_words(paper.words(own)) {
                rows.push((own, part(paper.words(own))));
            }
        }
    }
    // Which part opens an entry: the first that is a date or title.
    let date_first = rows.iter().find(|r| r.1 != Part::Abstract).is_none_or(|r| r.1 == Part::Date);
    let mut found: Vec<Entry> = Vec::new();
    for (span, part) in rows {
        let open = match part {
            Part::Date => date_first || found.is_empty() || found.last().is_some_and(|e| e.date.is_some()),
            Part::Title => !date_first && found.last().is_none_or(|e| e.title.is_some()) || found.is_empty(),
            Part::Abstract => false,
        };
        if open {
            found.push(Entry::default());
        }
        let Some(entry) = found.last_mut() else { continue };
        match part {
            Part::Date if entry.date.is_none() => entry.date = Some(span),
            _ if entry.title.is_none() => entry.title = Some(span),
            _ => entry.summary = Some(entry.summary.map_or(span, |s| s.hull(span))),
        }
    }
    found.into_iter().filter_map(|e| e.close(g)).collect()
}

#[derive(Clone, Copy, PartialEq)]
enum Part {
    Date,
    Title,
    Abstract,
}

fn part(words: &str) -> Part {
    if dateline::first(words, None).is_some_and(|d| d.span.len() + 4 >= words.len()) || year_alone(words) {
        return Part::Date;
    }
    let stop = words.ends_with(['.', '。', '!', '?']);
    let long = words.chars().count() > 220;
    if stop || long || crate::divide::page::tells_of_a_paper(words) { Part::Abstract } else { Part::Title }
}

fn year_alone(words: &str) -> bool {
    words.len() == 4 && words.starts_with(['1', '2']) && words.chars().all(|c| c.is_ascii_digit())
}

#[derive(Default)]
struct Entry {
    date: Option<Span>,
    title: Option<Span>,
    summary: Option<Span>,
}

impl Entry {
    fn close(self, g: &Gather<'_, '_>) -> Option<RelatedDocument> {
        let paper = g.paper;
        let value = |span: Span, dated: bool| {
            let value = paper.words(span).to_owned();
            let edtf = if !dated {
                None
            } else {
                dateline::first(&value, None).map(|d| d.edtf).or_else(|| value.parse().ok())
            };
            FieldValue { value, edtf, span: Some(span), basis: Basis::new("describe.related.list", 0.8) }
        };
        Some(RelatedDocument {
            title: value(self.title?, false),
            date: self.date.map(|d| value(d, true)),
            summary: self.summary.map(|s| value(s, false)),
            basis: Basis::new("describe.related.list", 0.8),
        })
    }
}
