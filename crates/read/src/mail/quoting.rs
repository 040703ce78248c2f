//! What in a message's words is not the sender's: earlier messages, signatures, notices of the house's server.
//!
//! Earlier messages stand line by line behind marks (`> …`) under a line that tells who wrote them, or whole under a
//! separator or a head of their own (`From: … Sent: … To: …`). How programs word these lines is data.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use memcon_lexicon::RuleSet;
use memcon_model::Span;
use serde::Deserialize;

use super::addresses;
use crate::reading::{Block, BlockKind, Mark, MarkKind};

/// Lines of a signature, at most.
const SIGNATURE: usize = 20;
/// Lines over which a line of attribution may be broken.
const BROKEN: usize = 3;
/// Marks of quotation that are told apart.
const DEEPEST: usize = 4;
/// Bytes of a line that is looked at.
const LINE: usize = 400;

static ATTRIBUTIONS: LazyLock<RuleSet> =
    LazyLock::new(|| RuleSet::load("mail/attributions").expect("data/mail/attributions.toml"));
static SEPARATORS: LazyLock<RuleSet> =
    LazyLock::new(|| RuleSet::load("mail/separators").expect("data/mail/separators.toml"));
static DISCLAIMERS: LazyLock<RuleSet> =
    LazyLock::new(|| RuleSet::load("mail/disclaimers").expect("data/mail/disclaimers.toml"));
static LABELS: LazyLock<BTreeMap<String, String>> = LazyLock::new(labels);

#[derive(Deserialize)]
struct Table {
    labels: BTreeMap<String, Vec<String>>,
}

/// What a label names, by the label.
fn labels() -> BTreeMap<String, String> {
    let table: Table = memcon_lexicon::table("read/mail.toml").expect("our own table of mail");
    let mut by_label = BTreeMap::new();
    for (kind, words) in table.labels {
        for word in words {
            by_label.entry(word).or_insert_with(|| kind.clone());
        }
    }
    by_label
}

/// A line of the words.
struct Line {
    /// Without its line end.
    range: Range<usize>,
    /// How many marks of quotation it opens with.
    depth: usize,
    blank: bool,
}

/// The words of a message by lines.
struct Page<'t> {
    text: &'t str,
    lines: Vec<Line>,
}

/// What is found in the words from `from` on. `quoted`: where mark-up already sets quotations apart. `plain`: whether lines are
/// all the layout there is, so that paragraphs are found too.
pub(crate) fn find(text: &str, from: usize, quoted: &[Span], plain: bool) -> (Vec<Block>, Vec<Mark>) {
    let page = Page::new(text, from);
    let (mut blocks, mut marks) = (Vec::new(), Vec::new());
    let whole = whole(&page, &mut marks);
    let own = whole.first().copied().unwrap_or(page.lines.len());
    for (n, &start) in whole.iter().enumerate() {
        let end = whole.get(n + 1).copied().unwrap_or(page.lines.len());
        blocks.extend(page.block(start..end, BlockKind::Quote));
    }
    by_marks(&page, &mut blocks);
    attributed(&page, quoted, &mut marks);
    let signed = signature(&page, own);
    blocks.extend(signed.clone().and_then(|lines| page.block(lines, BlockKind::Signature)));
    let signed = signed.unwrap_or(own..own);
    for lines in page.paragraphs(own) {
        if lines.start >= signed.start && lines.start < signed.end {
            continue;
        }
        let Some(span) = page.span(lines.clone()) else { continue };
        let words = span.of(text);
        if words.len() < 6_000 && DISCLAIMERS.matches(words, &[]).next().is_some() {
            blocks.push(Block { span, kind: BlockKind::Furniture });
        } else if plain && page.lines.get(lines.start).is_some_and(|l| l.depth == 0) {
            blocks.push(Block { span, kind: BlockKind::Paragraph });
        }
    }
    (blocks, marks)
}

impl<'t> Page<'t> {
    fn new(text: &'t str, from: usize) -> Self {
        let mut lines = Vec::new();
        let mut at = from;
        for raw in text.get(from..).unwrap_or("").split_inclusive('\n') {
            let bare = raw.trim_end_matches(['\n', '\r']);
            lines.push(Line {
                range: at..at + bare.len(),
                depth: depth(bare),
                blank: bare.trim().is_empty(),
            });
            at += raw.len();
        }
        Self { text, lines }
    }

    /// The words of a line, without white space and the stars that some programs write for bold.
    fn words(&self, n: usize) -> &'t str {
        let range = self.lines.get(n).map_or(0..0, |l| l.range.clone());
        let words = self.text.get(range).unwrap_or("").trim();
        let mut end = words.len().min(LINE);
        while !words.is_char_boundary(end) {
            end -= 1;
        }
        &words[..end]
    }

    fn span(&self, lines: Range<usize>) -> Option<Span> {
        let start = self.lines.get(lines.start)?.range.start;
        let end = self.lines.get(lines.end.checked_sub(1)?)?.range.end;
        let span = Span::new(start, end.max(start)).trim(self.text);
        (!span.is_empty()).then_some(span)
    }

    fn block(&self, lines: Range<usize>, kind: BlockKind) -> Option<Block> {
        Some(Block { span: self.span(lines)?, kind })
    }

    /// Runs of lines that are not blank and stand at one depth, up to line `end`.
    fn paragraphs(&self, end: usize) -> Vec<Range<usize>> {
        let mut found: Vec<Range<usize>> = Vec::new();
        for (n, line) in self.lines.iter().enumerate().take(end) {
            if line.blank {
                continue;
            }
            let goes_on = found.last().is_some_and(|last| {
                last.end == n && self.lines.get(last.start).is_some_and(|l| (l.depth > 0) == (line.depth > 0))
            });
            match found.last_mut() {
                Some(last) if goes_on => last.end = n + 1,
                _ => found.push(n..n + 1),
            }
        }
        found
    }
}

/// How many marks of quotation open a line.
fn depth(line: &str) -> usize {
    let mut count = 0;
    for c in line.chars().take(80) {
        match c {
            '>' => count += 1,
            ' ' => {}
            _ => break,
        }
    }
    // An arrow in prose is no quotation.
    if line.starts_with('>') { count } else { 0 }
}

/// The lines at which messages quoted whole begin.
fn whole(page: &Page<'_>, marks: &mut Vec<Mark>) -> Vec<usize> {
    let mut found = Vec::new();
    let mut n = 0;
    while n < page.lines.len() {
        let Some(line) = page.lines.get(n).filter(|l| !l.blank && l.depth == 0) else {
            n += 1;
            continue;
        };
        let words = page.text.get(line.range.clone()).unwrap_or("").trim();
        let separated = words.len() < 120 && SEPARATORS.matches(words, &[]).next().is_some();
        let ruled = words.len() >= 10 && words.bytes().all(|b| b == b'_');
        let at = if separated || ruled { next_words(page, n + 1).unwrap_or(n) } else { n };
        let head = head(page, at);
        if separated || head.is_some() {
            found.push(n);
        }
        match head {
            Some((end, writer)) => {
                marks.extend(writer.map(|span| Mark { span, kind: MarkKind::Speaker }));
                n = end;
            }
            None => n += 1,
        }
    }
    found
}

/// The next line that is not blank, not far on.
fn next_words(page: &Page<'_>, from: usize) -> Option<usize> {
    (from..(from + 4).min(page.lines.len())).find(|n| page.lines.get(*n).is_some_and(|l| !l.blank))
}

/// The next line with words of its own behind its marks of quotation.
fn next_said(page: &Page<'_>, from: usize) -> Option<usize> {
    let said = |n: &usize| page.words(*n).contains(|c: char| c != '>' && !c.is_whitespace());
    (from..(from + 4).min(page.lines.len())).find(said)
}

/// The head of a quoted message that begins at a line: the line behind it and who wrote the message.
fn head(page: &Page<'_>, at: usize) -> Option<(usize, Option<Span>)> {
    let mut kinds: Vec<&str> = Vec::new();
    let mut writer = None;
    let mut n = at;
    let mut other = 0;
    while n < page.lines.len() && n < at + 40 {
        match labelled(page, n) {
            Some((kind, value)) => {
                if kind == "from" && writer.is_none() {
                    writer = value;
                }
                if kind == "from" && kinds.contains(&"from") {
                    break;
                }
                kinds.push(kind);
                other = 0;
            }
            // Pages give each line of the head a paragraph of its own.
            None if apart(page, n) && !kinds.is_empty() => {}
            // A long list of addressees goes on in the next lines.
            None if !kinds.is_empty() && other < 2 && goes_on(page, n) => other += 1,
            None => break,
        }
        n += 1;
    }
    let has = |kind: &str| kinds.contains(&kind);
    let sure = has("from") && has("sent") && (has("subject") || has("to"));
    (sure && kinds.first().is_some_and(|k| matches!(*k, "from" | "sent" | "subject" | "to")))
        .then_some((n, writer))
}

/// Whether a line is only the blank one between two lines of a head.
fn apart(page: &Page<'_>, n: usize) -> bool {
    let blank = |n: usize| page.lines.get(n).is_some_and(|l| l.blank);
    blank(n) && !blank(n + 1) && labelled(page, n + 1).is_some()
}

/// Whether a line goes on with the head above it: labelled lines follow.
fn goes_on(page: &Page<'_>, n: usize) -> bool {
    page.lines.get(n).is_some_and(|l| !l.blank) && (n + 1..=n + 2).any(|m| labelled(page, m).is_some())
}

/// What a line's label names, and where its value's name stands.
fn labelled<'p>(page: &Page<'_>, n: usize) -> Option<(&'p str, Option<Span>)> {
    let line = page.lines.get(n)?;
    let words = page.words(n);
    let bare = words.trim_start_matches(['*', ' ']);
    let (at, colon) = bare.char_indices().take(30).find(|(_, c)| matches!(c, ':' | '：'))?;
    let label = bare[..at].trim_matches(['*', ' ', '\u{a0}']).to_lowercase();
    // Courtesy of some programs: letters set apart ("主 题").
    let kind = LABELS.get(&label).or_else(|| LABELS.get(&label.replace([' ', '\u{3000}'], "")))?;
    // A day has a number.
    if kind == "sent" && !bare.contains(|c: char| c.is_numeric()) {
        return None;
    }
    let value = bare[at + colon.len_utf8()..].trim_start_matches(['*', ' ', '\u{a0}', '\t']);
    let called = addresses::mailboxes(value.trim_end_matches('*').as_bytes());
    let called = called.first().and_then(addresses::Mailbox::called)?.to_owned();
    let text = page.text.get(line.range.clone())?;
    let from = text.len() - text.trim_start().len() + (words.len() - value.len());
    let place = text.get(from..).and_then(|rest| rest.find(&called)).map(|at| line.range.start + from + at);
    Some((kind.as_str(), place.map(|start| Span::new(start, start + called.len()))))
}

/// Quotations by their marks, deeper ones inside.
fn by_marks(page: &Page<'_>, blocks: &mut Vec<Block>) {
    for level in 1..=DEEPEST {
        let mut open: Option<Range<usize>> = None;
        for (n, line) in page.lines.iter().enumerate() {
            if line.depth >= level {
                open = Some(open.map_or(n..n + 1, |o| o.start..n + 1));
            } else if !(line.blank && page.lines.get(n + 1).is_some_and(|l| l.depth >= level)) {
                blocks.extend(open.take().and_then(|lines| page.block(lines, BlockKind::Quote)));
            }
        }
        blocks.extend(open.and_then(|lines| page.block(lines, BlockKind::Quote)));
    }
}

/// Marks who wrote what is quoted, as the line above it says.
fn attributed(page: &Page<'_>, quoted: &[Span], marks: &mut Vec<Mark>) {
    for (n, line) in page.lines.iter().enumerate() {
        let words = page.text.get(line.range.clone()).unwrap_or("");
        if line.blank || !words.trim_end().ends_with([':', '：']) || !followed(page, n, quoted) {
            continue;
        }
        let writer = (0..BROKEN).find_map(|more| {
            let first = n.checked_sub(more)?;
            let start = page.lines.get(first).filter(|l| !l.blank && l.depth == line.depth)?.range.start;
            let text = page.text.get(start..line.range.end)?;
            // Behind the marks, where a quotation quotes.
            let skip = text.len() - text.trim_start_matches(['>', ' ', '\t', '|']).len();
            let words = text.get(skip..)?.trim_end();
            if words.len() > LINE {
                return None;
            }
            // The surest: a wording of one language may look like a looser one of another.
            let all = ATTRIBUTIONS.matches(words, &[]);
            let found = all.reduce(|a, b| if b.rule.confidence > a.rule.confidence { b } else { a })?;
            let writer = found.captures.name("writer")?;
            Some(Span::new(start + skip + writer.start(), start + skip + writer.end()))
        });
        marks.extend(writer.map(|span| Mark { span, kind: MarkKind::Speaker }));
    }
}

/// Whether a quotation follows a line.
fn followed(page: &Page<'_>, n: usize, quoted: &[Span]) -> bool {
    let Some(line) = page.lines.get(n) else { return false };
    let Some(next) = next_said(page, n + 1).and_then(|m| page.lines.get(m)) else { return false };
    let at = next.range.start as u32;
    let before = quoted.partition_point(|q| q.start <= at);
    next.depth > line.depth
        || before
            .checked_sub(1)
            .and_then(|b| quoted.get(b))
            .is_some_and(|q| at < q.end && q.start as usize >= line.range.end)
}

/// The lines of the signature behind `-- `, before line `own`.
fn signature(page: &Page<'_>, own: usize) -> Option<Range<usize>> {
    let dashes = |n: &usize| {
        let line = page.lines.get(*n).filter(|l| l.depth == 0);
        line.is_some_and(|l| page.text.get(l.range.clone()).is_some_and(|w| w.trim_end() == "--"))
    };
    let start = (0..own).rev().find(dashes)?;
    let mut end = start + 1;
    // The line over a quotation that follows is no part of it.
    let over = |n: usize| page.words(n).ends_with([':', '：']) && followed(page, n, &[]);
    while end < own && page.lines.get(end).is_some_and(|l| l.depth == 0) && !over(end) {
        end += 1;
    }
    (end - start <= SIGNATURE).then_some(start..end)
}
