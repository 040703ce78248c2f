//! Which function each line has: the common ground of describing and dividing.
//!
//! One pass marks what the lines themselves show (labels, headings of sections, furniture); a second finds the
//! paper inside the page; a third finds the paper's own head and close. What a line says is not read here.

use std::ops::Range;
use std::sync::LazyLock;

use memcon_lexicon::RuleSet;
use memcon_model::Span;
use memcon_read::BlockKind;

use super::{bilingual, comments, page};
use crate::describe::labels::{self, Label, Place};
use crate::describe::words::WORDS;
use crate::{Line, Paper};

/// The function of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Zone {
    /// The site's own words.
    Furniture,
    /// An archive's or newspaper database's catalogue entry.
    Archive,
    /// A list of related documents.
    Related,
    /// The head of the paper.
    Head,
    /// Marks of the registry.
    Handling,
    /// The paper's words.
    Body,
    /// Its close.
    Signature,
    /// An editor's words.
    Note,
    /// A reader's comment.
    Comment,
    /// A translation beside its original.
    Translation,
    /// The original beside its translation.
    Original,
}

/// The zones of a paper.
#[derive(Debug, Default)]
pub struct Zones {
    /// Of every line, blank ones included.
    pub of: Vec<Zone>,
    /// What made each line's zone.
    pub why: Vec<&'static str>,
    /// Labelled lines of catalogue and head.
    pub labels: Vec<(usize, Label)>,
    /// Whether the page is an archive's.
    pub archival: bool,
    /// Readers' comments in bare text.
    pub comments: Vec<comments::Found>,
}

static SECTIONS: LazyLock<RuleSet> =
    LazyLock::new(|| RuleSet::load("divide/sections/").expect("data/divide/sections"));
static BODY: LazyLock<RuleSet> = LazyLock::new(|| RuleSet::load("divide/body/").expect("data/divide/body"));
static NOTES: LazyLock<RuleSet> =
    LazyLock::new(|| RuleSet::load("divide/notes/").expect("data/divide/notes"));
static HEAD: LazyLock<RuleSet> =
    LazyLock::new(|| RuleSet::load("describe/head/").expect("data/describe/head"));
static TAIL: LazyLock<RuleSet> =
    LazyLock::new(|| RuleSet::load("describe/tail/").expect("data/describe/tail"));

/// The first thing that a rule set gives for a line.
pub(crate) fn gives(rules: &'static RuleSet, line: &str) -> Option<&'static str> {
    (line.len() <= 600).then(|| rules.matches(line, &[]).next().map(|m| m.rule.gives.as_str())).flatten()
}

/// The section heading that a line is.
pub(crate) fn section(line: &str) -> Option<&'static str> {
    (line.len() <= 120).then(|| gives(&SECTIONS, line)).flatten()
}

/// The zones of a paper. Linear in the text but for sorting.
pub fn zones(paper: &Paper<'_>) -> Zones {
    let n = paper.lines.len();
    let mut z = Zones { of: vec![Zone::Body; n], why: vec!["divide.rest"; n], ..Zones::default() };
    marked_up(paper, &mut z);
    z.comments = comments::find(paper, &z);
    let commented: Vec<Range<usize>> = z.comments.iter().map(|c| c.lines.clone()).collect();
    for lines in commented {
        z.set(lines, Zone::Comment, "divide.comment.number");
    }
    page::furniture(paper, &mut z);
    catalogue(paper, &mut z);
    bilingual::divide(paper, &mut z);
    let record = z.record();
    if !record.is_empty() {
        // A message has its head in fields of its own; what stands below is its words, and heads of others quoted in it.
        if paper.reading.media_type != "message/rfc822" {
            record_head(paper, &mut z, record.clone());
        }
        // Where the format tells how the paper closes, nothing is guessed.
        if !paper.blocks().iter().any(|b| b.kind == BlockKind::Signature) {
            record_close(paper, &mut z, record);
        }
    }
    notes(paper, &mut z);
    z
}

impl Zones {
    /// Sets the zone of a range of lines.
    pub fn set(&mut self, lines: Range<usize>, zone: Zone, why: &'static str) {
        for n in lines {
            if let Some(of) = self.of.get_mut(n) {
                *of = zone;
                self.why[n] = why;
            }
        }
    }

    /// The longest stretch of lines still thought to be the paper itself (gaps of furniture allowed).
    fn record(&self) -> Range<usize> {
        let own = |z: &Zone| matches!(z, Zone::Body | Zone::Translation);
        let first = self.of.iter().position(own);
        let last = self.of.iter().rposition(own);
        match (first, last) {
            (Some(a), Some(b)) => a..b + 1,
            _ => 0..0,
        }
    }

    /// Runs of lines of one zone without blank lines, as spans with their line numbers.
    pub fn paragraphs(&self, paper: &Paper<'_>, zone: Zone) -> Vec<(Range<usize>, Span)> {
        let mut found: Vec<(Range<usize>, Span)> = Vec::new();
        let mut open = false;
        for (n, line) in paper.lines.iter().enumerate() {
            if line.span.is_empty() || self.of[n] != zone {
                open = false;
                continue;
            }
            match found.last_mut() {
                Some(last) if open => {
                    last.0.end = n + 1;
                    last.1.end = line.span.end;
                }
                _ => found.push((n..n + 1, line.span)),
            }
            open = true;
        }
        found
    }

    /// The lines of a zone, blank ones left out.
    pub fn lines<'z>(
        &'z self,
        paper: &'z Paper<'_>,
        zone: Zone,
    ) -> impl Iterator<Item = (usize, &'z Line)> + 'z {
        paper.lines.iter().enumerate().filter(move |(n, l)| self.of[*n] == zone && !l.span.is_empty())
    }
}

/// What the format itself says.
fn marked_up(paper: &Paper<'_>, z: &mut Zones) {
    for block in paper.blocks() {
        let zone = match block.kind {
            BlockKind::Furniture | BlockKind::RunningHead => Zone::Furniture,
            BlockKind::Comment { .. } => Zone::Comment,
            BlockKind::Letterhead => Zone::Head,
            BlockKind::Signature => Zone::Signature,
            BlockKind::Note { editorial: Some(true), .. } => Zone::Note,
            _ => continue,
        };
        let from = paper.lines.partition_point(|l| l.span.end <= block.span.start);
        for n in from..paper.lines.len() {
            let line = paper.lines[n].span;
            if line.start >= block.span.end {
                break;
            }
            if block.span.overlaps(line) {
                z.set(n..n + 1, zone, "divide.markup");
            }
        }
    }
}

/// Finds the catalogue entry of an archive round the paper: labels above it, sections below it.
fn catalogue(paper: &Paper<'_>, z: &mut Zones) {
    let n = paper.lines.len();
    let free: Vec<usize> =
        (0..n).filter(|&i| z.of[i] == Zone::Body && !paper.lines[i].span.is_empty()).collect();
    let sections: Vec<(usize, &'static str)> = free
        .iter()
        .filter_map(|&i| section(paper.words(paper.lines[i].span)).map(|s| (i, s)))
        .filter(|(_, s)| matches!(*s, "related" | "docinfo"))
        .collect();
    let all: Vec<(usize, Label)> =
        free.iter().filter_map(|&i| labels::label(paper, &paper.lines[i]).map(|l| (i, l))).collect();
    let first_section = sections.first().map_or(n, |s| s.0);
    let top: Vec<usize> = top_labels(paper, &all, &free, first_section);
    z.archival = !sections.is_empty() || top.len() >= 2;
    let mut start = free.first().copied().unwrap_or(0);
    if let Some(&last) = top.last() {
        let end = block_end(paper, &all, last, n);
        z.set(start..end, Zone::Archive, "divide.catalogue.labels");
        start = end;
    } else if z.archival {
        let end = top_lines(paper, &free);
        z.set(start..end, Zone::Archive, "divide.catalogue.top");
        start = end;
    }
    for (k, &(line, kind)) in sections.iter().enumerate() {
        let end = sections.get(k + 1).map_or(n, |s| s.0);
        let zone = if kind == "related" { Zone::Related } else { Zone::Archive };
        for i in line..end {
            if z.of[i] == Zone::Body {
                z.set(i..i + 1, zone, "divide.catalogue.section");
            }
        }
    }
    if z.archival && top.is_empty() {
        abstract_below(paper, z, start..first_section);
    }
    z.labels = all;
}

/// The archive's labels that stand above the paper: the first within the first lines, the others in one run.
fn top_labels(paper: &Paper<'_>, all: &[(usize, Label)], free: &[usize], before: usize) -> Vec<usize> {
    let mut top: Vec<usize> = Vec::new();
    let mut reach = free.iter().copied().nth(12).unwrap_or(usize::MAX);
    for (line, label) in all {
        if *line >= before || *line > reach {
            break;
        }
        if label.place == Place::Archive && label.marked {
            top.push(*line);
            // An abstract may run over several paragraphs before the next label.
            reach = line + 24;
        }
    }
    let heads = top.iter().filter(|&&l| paper.words(paper.lines[l].span).len() < 400).count();
    if heads >= 2 { top } else { Vec::new() }
}

/// Where the block of the label on `line` ends: its value on the line, or else the paragraph below.
fn block_end(paper: &Paper<'_>, all: &[(usize, Label)], line: usize, n: usize) -> usize {
    let own = all.iter().find(|(l, _)| *l == line).is_some_and(|(_, label)| !bare(paper.words(label.value)));
    let mut end = line + 1;
    if own {
        while end < n && !paper.lines[end].span.is_empty() {
            end += 1;
        }
        return end;
    }
    while end < n && paper.lines[end].span.is_empty() {
        end += 1;
    }
    while end < n && !paper.lines[end].span.is_empty() {
        end += 1;
    }
    end
}

/// Whether a value holds nothing but marks.
pub(crate) fn bare(value: &str) -> bool {
    !value.contains(|c: char| c.is_alphanumeric())
}

/// Date and title of the catalogue at the top of a page, up to three short paragraphs.
fn top_lines(paper: &Paper<'_>, free: &[usize]) -> usize {
    let mut end = free.first().copied().unwrap_or(0);
    let mut seen_date = false;
    let mut seen_title = false;
    for &i in free.iter().take(4) {
        let words = paper.words(paper.lines[i].span);
        let bare = words.trim_matches(['*', '#', ' ']);
        let date =
            crate::describe::dateline::first(bare, None).is_some_and(|d| d.span.len() + 4 >= bare.len());
        if date && !seen_date {
            seen_date = true;
        } else if !seen_title
            && bare.len() <= 300
            && !bare.ends_with('.')
            && gives(&BODY, bare) != Some("open")
        {
            seen_title = true;
        } else {
            break;
        }
        end = i + 1;
    }
    if seen_title { end } else { free.first().copied().unwrap_or(0) }
}

/// An abstract that lost its label stands as one paragraph between the paper and the next section.
fn abstract_below(paper: &Paper<'_>, z: &mut Zones, range: Range<usize>) {
    let own: Vec<usize> =
        range.filter(|&i| z.of[i] == Zone::Body && !paper.lines[i].span.is_empty()).collect();
    let Some(&last) = own.last() else { return };
    let words = paper.words(paper.lines[last].span);
    let spoken =
        own.iter().filter(|&&i| is_speech(paper.words(paper.lines[i].span))).count() * 3 >= own.len();
    let own_paragraph = last == 0 || paper.lines[last - 1].span.is_empty();
    let prose = words.len() >= 60 && words.ends_with(['.', '。', '"', '”']);
    if own.len() >= 3
        && own_paragraph
        && prose
        && !is_speech(words)
        && (spoken || page::tells_of_a_paper(words))
    {
        z.set(last..last + 1, Zone::Archive, "divide.catalogue.abstract");
    }
}

/// Whether a line is one of a transcript.
fn is_speech(line: &str) -> bool {
    line.find([':', '：']).is_some_and(|at| at <= 60) && gives(&BODY, line) == Some("open")
}

/// Lines of the head: short, labelled, or known, up to the first that opens the body.
fn record_head(paper: &Paper<'_>, z: &mut Zones, record: Range<usize>) {
    let mut end = record.start;
    let mut stop = false;
    let mut count = 0;
    let mut fresh = true;
    let mut in_list = false;
    let mut owed = false;
    for i in record.clone() {
        let line = &paper.lines[i];
        if line.span.is_empty() {
            fresh = true;
            continue;
        }
        if !matches!(z.of[i], Zone::Body | Zone::Translation) {
            continue;
        }
        count += 1;
        let words = paper.words(line.span);
        let label = labels::label(paper, line)
            .filter(|l| l.marked || l.many || words.chars().all(|c| !c.is_lowercase()));
        if fresh || label.is_some() {
            in_list = label.as_ref().is_some_and(|l| l.many)
                || (in_list
                    && fresh
                    && words.len() < 100
                    && !sentence(words)
                    && gives(&BODY, words) != Some("open"));
        }
        // The line below a label that stands alone is its value, whatever it looks like.
        let value = std::mem::replace(
            &mut owed,
            label.as_ref().is_some_and(|l| bare(paper.words(l.value)) && l.field.is_some() && !l.many),
        );
        let head = (value && words.len() < 500)
            || label.is_some_and(|l| words.len() < 400 || l.field.is_some())
            || (in_list
                && words.len() < 300
                && (!sentence(words) || words.starts_with('|') || words.ends_with('|')))
            || headlike(words, count);
        if !head || count > 120 {
            stop = true;
            break;
        }
        fresh = false;
        end = i + 1;
    }
    if !stop {
        // Nothing but short lines: only the first paragraph is taken for a head.
        end = record.clone().skip(1).find(|&i| paper.lines[i].span.is_empty()).unwrap_or(record.start);
        if record.len() <= 2 {
            return;
        }
    }
    let translation = z.of[record.start] == Zone::Translation;
    let mut stamp = false;
    for i in record.start..end {
        if !matches!(z.of[i], Zone::Body | Zone::Translation) {
            continue;
        }
        let words = paper.words(paper.lines[i].span);
        if translation && labels::label(paper, &paper.lines[i]).is_none_or(|l| !l.marked) {
            continue;
        }
        stamp |= words.starts_with('[') && !words.contains(']');
        let handling = stamp || handles(words);
        z.set(
            i..i + 1,
            if handling { Zone::Handling } else { Zone::Head },
            if handling { "divide.handling" } else { "divide.head" },
        );
        stamp &= !words.contains(']');
    }
}

/// Whether a line is a mark of the registry.
fn handles(words: &str) -> bool {
    let plain = words.trim_matches(['[', ']', '*']);
    let lower = plain.to_lowercase();
    WORDS.stamps.iter().any(|s| lower.starts_with(s.as_str()))
        || matches!(gives(&HEAD, plain), Some("copies" | "copy_in_hand" | "received"))
        || matches!(
            gives(&TAIL, plain),
            Some("copies" | "copies_sent" | "deciphered" | "printed" | "verified" | "registered" | "sent")
        )
}

/// Whether a line is a stamp transcribed in brackets.
pub(crate) fn stamped(words: &str) -> bool {
    let lower = words.trim_matches(['[', '(', ' ']).to_lowercase();
    WORDS.stamps.iter().any(|s| lower.starts_with(s.as_str()))
}

/// Whether a line could stand in a head.
fn headlike(words: &str, count: usize) -> bool {
    let plain = words.trim_start_matches(['#', ' ']).trim_matches('*').trim();
    // "1. Telegram From …": the number of a paper in its edition, not of its first paragraph.
    if count <= 2 && crate::describe::heading::read(plain, false).is_some_and(|h| h.form.is_some()) {
        return true;
    }
    if crate::describe::is_sided(plain) {
        return true;
    }
    if gives(&BODY, plain) == Some("open") && plain.len() < 2000 {
        return false;
    }
    if matches!(gives(&BODY, plain), Some("head")) {
        return true;
    }
    let chars = plain.chars().count();
    if gives(&HEAD, plain).is_some_and(|g| g != "number" || chars < 120) {
        return true;
    }
    if (words.starts_with('[') || words.ends_with(']')) && chars < 200 {
        return gives(&NOTES, plain).is_none();
    }
    if sentence(plain) {
        // A dateline ends like a sentence and is none.
        return chars < 90
            && crate::describe::dateline::first(plain, None)
                .is_some_and(|d| d.with_year && d.span.end as usize + 30 >= plain.len());
    }
    let cjk = plain.chars().filter(|c| !c.is_ascii()).count() * 2 > chars;
    let limit = match (count, cjk) {
        (1..=2, false) => 320,
        (1..=2, true) => 80,
        (_, false) => 110,
        (_, true) => 40,
    };
    chars <= limit
}

/// Whether a line reads like a sentence: ends with a stop and holds several words.
pub(crate) fn sentence(words: &str) -> bool {
    let plain = words.trim_end_matches(['"', '”', '»', '\'', '’', ')', '*', ' ', '」']);
    let stop = plain.ends_with(['.', '?', '!', '。', '？', '！', ';', ':', '…', ',']);
    let stop = stop || plain.chars().count() > 320;
    let last = plain.rsplit(char::is_whitespace).next().unwrap_or("");
    // "U. S. N.", "Jr.", "p.m.", "г." end a line without ending a sentence.
    let stem = last.trim_end_matches('.');
    // A stop that stands by itself, as texts of tokens print it, ends its sentence.
    let abbreviated = last.ends_with('.')
        && !stem.is_empty()
        && (stem.chars().count() <= 1
            || (stem.chars().count() == 2 && stem.starts_with(char::is_uppercase))
            || stem.contains('.')
            || last == "мин.");
    stop && !abbreviated
        && (plain.split_whitespace().count() > 3 || plain.chars().filter(|c| *c as u32 > 0x2E80).count() > 10)
}

/// The close of the paper: courtesy, names, number, marks of the registry, from the end backwards.
fn record_close(paper: &Paper<'_>, z: &mut Zones, record: Range<usize>) {
    let own: Vec<usize> = record
        .rev()
        .filter(|&i| matches!(z.of[i], Zone::Body) && !paper.lines[i].span.is_empty())
        .take(24)
        .collect();
    let mut from = None;
    let mut names = 0;
    let mut k = 0;
    while k < own.len() {
        // A paragraph closes the paper as a whole (name over office), or only with its last lines.
        let mut end = k + 1;
        while end < own.len() && own[end] + 1 == own[end - 1] {
            end += 1;
        }
        let lines = &own[k..end];
        let known = |i: &usize| closes(paper, *i);
        let name = |i: &usize| name_line(paper.words(paper.lines[*i].span));
        let whole = lines.len() <= 8 && names < 10 && lines.iter().all(|i| known(i) || name(i));
        let taken = if whole { lines.len() } else { lines.iter().take_while(|i| known(i)).count() };
        names += lines[..taken].iter().filter(|i| name(i)).count();
        from = lines[..taken].last().copied().or(from);
        if taken < lines.len() {
            break;
        }
        k = end;
    }
    let Some(mut from) = from else { return };
    // A date or a rule alone closes nothing.
    while from < paper.lines.len() && page::is_rule(paper.words(paper.lines[from].span)) {
        from += 1;
    }
    if own.len() < 2 || own.last() == Some(&from) && own.len() < 24 && own.len() == names {
        return;
    }
    let end = own.first().map_or(from, |l| l + 1);
    for i in from..end {
        if z.of[i] != Zone::Body {
            continue;
        }
        let words = paper.words(paper.lines[i].span);
        let handling = handles(words) || (page::is_rule(words) && !words.is_empty());
        z.set(
            i..i + 1,
            if handling { Zone::Handling } else { Zone::Signature },
            if handling { "divide.handling" } else { "divide.close" },
        );
    }
}

/// Whether a line belongs to a close by its own words: courtesy, mark of the registry, day, enclosure.
fn closes(paper: &Paper<'_>, i: usize) -> bool {
    let words = paper.words(paper.lines[i].span).trim_matches('*');
    gives(&TAIL, words).is_some()
        || (gives(&BODY, words) == Some("close") && words.len() < 300)
        || page::is_rule(words)
        || (words.len() < 70
            && crate::describe::dateline::first(words, None).is_some_and(|d| {
                let before = words.get(..d.span.start as usize).unwrap_or("");
                d.span.end as usize + 3 >= words.len()
                    && before.split_whitespace().all(|t| t.starts_with(char::is_uppercase))
            }))
}

/// Whether a line is a person's name, or a name with an office.
fn name_line(words: &str) -> bool {
    let plain = words.trim_matches(['*', '[', ']', '(', ')', '.', ' ', '/']);
    let chars = plain.chars().count();
    if !(2..=70).contains(&chars)
        || plain.contains([':', '：', '?', '!', ';', '|', '•'])
        || plain.chars().any(|c| c.is_ascii_digit())
    {
        return false;
    }
    if words.starts_with(['-', '—', '–', '•', '*', '#']) && !words.starts_with("**") {
        return false;
    }
    let cjk = plain.chars().filter(|c| *c as u32 > 0x2E80).count();
    if cjk * 2 > chars {
        return chars <= 12 && !plain.contains(['。', '，', '的']);
    }
    let tokens: Vec<&str> = plain.split_whitespace().collect();
    tokens.len() <= 9
        && tokens.iter().all(|t| {
            WORDS.particles.iter().any(|p| p == t)
                || t.chars().find(|c| c.is_alphabetic()).is_none_or(char::is_uppercase)
        })
        && (!sentence(words) || tokens.len() <= 4)
}

/// Paragraphs wholly in brackets that speak of the text, and editorial notes as a whole.
fn notes(paper: &Paper<'_>, z: &mut Zones) {
    let opening: Vec<usize> = (0..paper.lines.len())
        .filter(|&i| !paper.lines[i].span.is_empty() && !matches!(z.of[i], Zone::Furniture | Zone::Archive))
        .take(3)
        .collect();
    let editorial = opening
        .iter()
        .take(2)
        .copied()
        .find(|&i| section(paper.words(paper.lines[i].span)) == Some("editorial"));
    if let Some(line) = editorial {
        for i in line..paper.lines.len() {
            if matches!(z.of[i], Zone::Body | Zone::Head | Zone::Signature | Zone::Handling) {
                z.set(i..i + 1, Zone::Note, "divide.note.editorial");
            }
        }
        return;
    }
    for i in 0..paper.lines.len() {
        if matches!(z.of[i], Zone::Body | Zone::Head | Zone::Signature) {
            let words = paper.words(paper.lines[i].span);
            if !words.is_empty() && words.len() < 1500 && NOTES.matches(words, &[]).next().is_some() {
                z.set(i..i + 1, Zone::Note, "divide.note.bracket");
            }
        }
    }
}
