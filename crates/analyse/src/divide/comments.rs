//! Readers' comments: where each begins, whose it is, what it answers.
//!
//! In bare text a comment is known by the run of its numbers (up or down); marked-up pages tell it themselves.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use memcon_lexicon::RuleSet;
use memcon_model::{Basis, Comment, ReplyTo, Span};
use memcon_read::BlockKind;

use super::page;
use super::zones::{Zone, Zones, gives, section};
use crate::Paper;

static MARKERS: LazyLock<RuleSet> =
    LazyLock::new(|| RuleSet::load("divide/comments/").expect("data/divide/comments"));
static REPLIES: LazyLock<RuleSet> =
    LazyLock::new(|| RuleSet::load("divide/replies/").expect("data/divide/replies"));
static BUTTONS: LazyLock<RuleSet> =
    LazyLock::new(|| RuleSet::load("divide/buttons/").expect("data/divide/buttons"));

/// A comment found in bare text.
#[derive(Clone, Debug)]
pub struct Found {
    /// Its lines, marker and buttons included.
    pub lines: Range<usize>,
    /// Its words.
    pub span: Span,
    /// Its number.
    pub number: Option<String>,
    /// Its author as the marker names them.
    pub author: Option<String>,
    /// The rule of its marker.
    pub rule: &'static str,
    /// How sure.
    pub confidence: f32,
}

/// A line that may open a comment.
struct Marker {
    line: usize,
    number: Option<i64>,
    name: Option<String>,
    words: Option<Span>,
    rule: &'static memcon_lexicon::Rule,
}

/// Comments in bare text; none where the format marks them up.
pub(crate) fn find(paper: &Paper<'_>, z: &Zones) -> Vec<Found> {
    if z.of.contains(&Zone::Comment) {
        return Vec::new();
    }
    let heading = paper.lines.iter().position(|l| section(paper.words(l.span)) == Some("comments"));
    let buttons = heading.is_some_and(|h| {
        paper.lines[h..].iter().any(|l| {
            gives(&BUTTONS, paper.words(l.span))
                .is_some_and(|_| !paper.words(l.span).starts_with(|c: char| c.is_ascii_digit()))
        })
    });
    let mut by_rule: BTreeMap<&'static str, Vec<Marker>> = BTreeMap::new();
    for (line, l) in paper.lines.iter().enumerate() {
        if l.span.is_empty() || l.span.len() > 600 || z.of[line] != Zone::Body {
            continue;
        }
        for m in MARKERS.matches(paper.words(l.span), &[]) {
            // A number alone opens many a paragraph: only a page with buttons numbers its comments so.
            let bare = m.rule.id == "divide.comment.marker.number" && !buttons;
            if m.rule.gives == "weak" && (bare || heading.is_none_or(|h| h > line)) {
                continue;
            }
            let at = l.span.start as usize;
            by_rule.entry(m.rule.id.as_str()).or_default().push(Marker {
                line,
                number: m.captures.name("number").and_then(|n| n.as_str().parse().ok()),
                name: m.captures.name("name").map(|n| n.as_str().trim().to_owned()),
                words: m.captures.name("text").map(|t| Span::new(at + t.start(), at + t.end())),
                rule: m.rule,
            });
        }
    }
    let runs = by_rule.into_values().map(run).filter(|r| {
        let least = if r.first().is_some_and(|m| m.rule.gives == "strong") { 2 } else { 3 };
        r.len() >= least
    });
    // The most markers win; of equals the surer rule.
    let best = runs.max_by(|a, b| {
        let key = |r: &[Marker]| (r.len(), r.first().map_or(0, |m| (m.rule.confidence * 100.0) as i32));
        key(a).cmp(&key(b))
    });
    best.map(|markers| cut(paper, &markers)).unwrap_or_default()
}

/// The longest run of markers whose numbers only rise or only fall (markers without number count as they come).
fn run(markers: Vec<Marker>) -> Vec<Marker> {
    let longest = |sign: i64| {
        let mut best: Vec<usize> = Vec::new();
        let mut now: Vec<usize> = Vec::new();
        for (k, m) in markers.iter().enumerate() {
            let fits = match (now.last().and_then(|&l| markers[l].number), m.number) {
                (Some(a), Some(b)) => (b - a) * sign > 0 && (b - a).abs() <= 60,
                _ => true,
            };
            if !fits {
                if now.len() > best.len() {
                    best = std::mem::take(&mut now);
                }
                now.clear();
            }
            now.push(k);
        }
        if now.len() > best.len() { now } else { best }
    };
    let (up, down) = (longest(1), longest(-1));
    let keep = if up.len() >= down.len() { up } else { down };
    let mut n = 0;
    markers
        .into_iter()
        .filter(|_| {
            n += 1;
            keep.binary_search(&(n - 1)).is_ok()
        })
        .collect()
}

/// Cuts the text at the markers; the last comment ends where furniture or a wide gap begins.
fn cut(paper: &Paper<'_>, markers: &[Marker]) -> Vec<Found> {
    let n = paper.lines.len();
    let mut found = Vec::new();
    for (k, m) in markers.iter().enumerate() {
        let next =
            markers.get(k + 1).map_or_else(|| last_end(paper, m.line), |x| buttons_before(paper, x.line));
        let start = buttons_before(paper, m.line);
        let mut author = m.name.clone();
        let mut from = m.line + 1;
        // Buttons, stamps and "by NAME" between the marker and the words.
        while from < next && m.words.is_none() {
            let words = paper.words(paper.lines[from].span);
            if words.is_empty() || gives(&BUTTONS, words).is_some() {
                from += 1;
            } else if let Some(name) = byline(words).filter(|_| author.is_none()) {
                author = Some(name);
                from += 1;
            } else {
                break;
            }
        }
        let mut to = next;
        while to > from {
            let words = paper.words(paper.lines[to - 1].span);
            if words.is_empty() || gives(&BUTTONS, words).is_some() {
                to -= 1;
            } else {
                break;
            }
        }
        let span = match m.words {
            Some(own) if to <= from => own,
            Some(own) => own.hull(paper.lines[to - 1].span),
            None if from < to => paper.lines[from].span.hull(paper.lines[to - 1].span),
            None => Span::new(paper.lines[m.line].span.end as usize, paper.lines[m.line].span.end as usize),
        };
        found.push(Found {
            lines: start..next.max(m.line + 1).min(n),
            span,
            number: m.number.map(|n| n.to_string()),
            author,
            rule: m.rule.id.as_str(),
            confidence: m.rule.confidence,
        });
    }
    found
}

/// The first line of the buttons right before a marker.
fn buttons_before(paper: &Paper<'_>, line: usize) -> usize {
    let mut first = line;
    for k in (0..line).rev() {
        let words = paper.words(paper.lines[k].span);
        if words.is_empty() {
            continue;
        }
        if gives(&BUTTONS, words) != Some("button") || line - k > 6 {
            break;
        }
        first = k;
    }
    first
}

/// Where the last comment ends: at furniture, at a section, or at two blank lines before a short line.
fn last_end(paper: &Paper<'_>, line: usize) -> usize {
    let mut blank = 0;
    let mut written = false;
    for k in line + 1..paper.lines.len() {
        let words = paper.words(paper.lines[k].span);
        if words.is_empty() {
            blank += 1;
            continue;
        }
        if page::is_furniture(words) && gives(&BUTTONS, words).is_none() || section(words).is_some() {
            return k;
        }
        if written && blank >= 2 && words.chars().count() < 80 {
            return k;
        }
        written |= gives(&BUTTONS, words).is_none();
        blank = 0;
    }
    paper.lines.len()
}

/// The name in "by NAME", "NAME wrote:".
fn byline(words: &str) -> Option<String> {
    let lower = words.to_lowercase();
    for by in &crate::describe::words::WORDS.bylines {
        if lower.starts_with(by.as_str()) && words.chars().count() <= 50 && words.is_char_boundary(by.len()) {
            return Some(words[by.len()..].trim_matches([' ', ':', ',']).to_owned())
                .filter(|n| !n.is_empty());
        }
    }
    None
}

/// The comments of a paper, with authors and answers.
pub(crate) fn comments(paper: &Paper<'_>, z: &Zones) -> Vec<Comment> {
    let mut all: Vec<Comment> = z
        .comments
        .iter()
        .map(|f| Comment {
            number: f.number.clone(),
            span: f.span,
            author: f.author.clone(),
            time: None,
            reply_to: Vec::new(),
            basis: Basis::new(f.rule, f.confidence),
        })
        .collect();
    if all.is_empty() {
        all = marked_up(paper);
    }
    answers(paper, &mut all);
    name_by_answers(&mut all);
    all
}

/// Comments that the format marks up.
fn marked_up(paper: &Paper<'_>) -> Vec<Comment> {
    let mut found = Vec::new();
    for block in paper.blocks() {
        let BlockKind::Comment { author, number, time } = &block.kind else { continue };
        let span = own_words(paper, block.span);
        found.push(Comment {
            number: number.as_deref().map(|n| n.trim_matches(['.', '#', ' ', ':']).to_owned()),
            span,
            author: author.clone(),
            time: time.as_deref().and_then(|t| {
                t.parse().ok().or_else(|| t.get(..16)?.parse().ok()).or_else(|| t.get(..10)?.parse().ok())
            }),
            reply_to: Vec::new(),
            basis: Basis::new("divide.comment.markup", 0.9),
        });
    }
    found
}

/// A block without the buttons and stamps at its ends.
fn own_words(paper: &Paper<'_>, block: Span) -> Span {
    let inside: Vec<Span> =
        paper.lines.iter().filter(|l| !l.span.is_empty() && block.contains(l.span)).map(|l| l.span).collect();
    let site = |s: &&Span| gives(&BUTTONS, paper.words(**s)).is_some();
    let first = inside.iter().position(|s| !site(&s)).map(|n| inside[n]);
    let last = inside.iter().rposition(|s| !site(&s)).map(|n| inside[n]);
    match (first, last) {
        (Some(a), Some(b)) => a.hull(b),
        _ => block.trim(paper.text),
    }
}

/// What each comment answers: numbers and names at its opening or in its words, quotations left out.
fn answers(paper: &Paper<'_>, all: &mut [Comment]) {
    let by_number: BTreeMap<String, Span> =
        all.iter().filter_map(|c| c.number.clone().map(|n| (n, c.span))).collect();
    let authors: BTreeMap<String, Option<String>> =
        all.iter().filter_map(|c| c.author.clone().map(|a| (a.to_lowercase(), c.number.clone()))).collect();
    for comment in all.iter_mut() {
        let words = paper.words(comment.span);
        if words.len() > 20_000 {
            continue;
        }
        let own: Option<i64> = comment.number.as_deref().and_then(|n| n.parse().ok());
        let mut hits: Vec<(usize, ReplyTo)> = Vec::new();
        let mut quoted = 0..0;
        for rule in REPLIES.rules() {
            for c in rule.regex.captures_iter(words) {
                let at = c.get(0).map_or(0, |m| m.start());
                if rule.gives == "start" && at != 0 {
                    continue;
                }
                let number = c.name("number").map(|n| n.as_str().to_owned());
                let handle =
                    c.name("handle").or_else(|| c.name("handle2")).map(|h| h.as_str().trim().to_owned());
                if let Some(n) = number.as_deref().and_then(|n| n.parse::<i64>().ok()) {
                    // One answers what was written before; numbers count in the order of writing.
                    if own.is_some_and(|o| n >= o) || own.is_none() && !by_number.contains_key(&n.to_string())
                    {
                        continue;
                    }
                }
                if rule.gives == "start" && number.is_some() {
                    let body = c.get(0).map_or(0, |m| m.end());
                    let original = number.as_ref().and_then(|n| by_number.get(n)).map(|s| paper.words(*s));
                    quoted = body..body + original.map_or(0, |o| shared(&words[body..], o));
                }
                let number = number.or_else(|| {
                    handle.as_ref().and_then(|h| authors.get(&h.to_lowercase()).cloned().flatten())
                });
                hits.push((at, ReplyTo { number, handle }));
            }
        }
        hits.sort_by_key(|h| h.0);
        for (at, reply) in hits {
            let twice = comment
                .reply_to
                .iter()
                .any(|r| r.number == reply.number && (r.number.is_some() || r.handle == reply.handle));
            if !quoted.contains(&at) && !twice {
                comment.reply_to.push(reply);
            }
        }
    }
}

/// How many bytes of `a` repeat the opening of `b`, white space aside.
fn shared(a: &str, b: &str) -> usize {
    let lead = a.len() - a.trim_start().len();
    let mut other = b.chars().filter(|c| !c.is_whitespace());
    let mut end = lead;
    for (at, c) in a.char_indices().skip_while(|(at, _)| *at < lead) {
        if c.is_whitespace() {
            continue;
        }
        if other.next() != Some(c) {
            break;
        }
        end = at + c.len_utf8();
    }
    if end - lead >= 20 { end } else { 0 }
}

/// The name that later comments give to a number is that comment's author.
fn name_by_answers(all: &mut [Comment]) {
    let mut told: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
    for reply in all.iter().flat_map(|c| &c.reply_to) {
        if let (Some(n), Some(h)) = (&reply.number, &reply.handle) {
            *told.entry(n.clone()).or_default().entry(h.clone()).or_default() += 1;
        }
    }
    for comment in all.iter_mut().filter(|c| c.author.is_none()) {
        let names = comment.number.as_ref().and_then(|n| told.get(n));
        if let Some((name, _)) =
            names.and_then(|names| names.iter().max_by_key(|(name, count)| (**count, name.len())))
        {
            comment.author = Some(name.clone());
            comment.basis.confidence *= 0.9;
        }
    }
}
