//! The paper's own head: heading, labelled lines, marks, dateline.

use std::sync::LazyLock;

use memcon_lexicon::RuleSet;
use memcon_model::{Field, Form, Span};

use super::gather::{Gather, bare};
use super::words::WORDS;
use super::{dateline, has_words, heading, labels};
use crate::divide::zones::{Zone, Zones};

static HEAD: LazyLock<RuleSet> =
    LazyLock::new(|| RuleSet::load("describe/head/").expect("data/describe/head"));

/// Lines of the head and of its marks of the registry, in order.
fn own_lines(g: &Gather<'_, '_>, zones: &Zones) -> Vec<usize> {
    // What stands below the first line of the body is no head, whatever it looks like.
    let body = zones.of.iter().position(|z| matches!(z, Zone::Body)).unwrap_or(usize::MAX);
    (0..g.paper.lines.len())
        .take_while(|&n| n <= body)
        .filter(|&n| matches!(zones.of[n], Zone::Head | Zone::Handling) && !g.paper.lines[n].span.is_empty())
        .collect()
}

/// Reads the head.
pub fn read(g: &mut Gather<'_, '_>, zones: &Zones, form: Form) {
    let own = own_lines(g, zones);
    set_year(g, &own);
    headings(g, &own, form);
    let used = labelled(g, zones, &own);
    for &n in &own {
        if !used.contains(&n) {
            line(g, n);
        }
    }
    stamps(g, &own);
    datelines(g, zones, &own, &used);
    opening_number(g, zones, form);
}

/// The first year told in the head fills marks without one.
fn set_year(g: &mut Gather<'_, '_>, own: &[usize]) {
    if g.year.is_none() {
        let text = own.iter().filter_map(|&n| dateline::first(g.paper.words(g.paper.lines[n].span), None));
        g.year = text.filter(|d| d.with_year).find_map(|d| dateline::year_of(&d.edtf));
    }
}

/// The heading among the first lines.
fn headings(g: &mut Gather<'_, '_>, own: &[usize], form: Form) {
    let paper = g.paper;
    for (k, &n) in own.iter().enumerate().take(10) {
        let at = paper.lines[n].span;
        let words = paper.words(at);
        let untyped = k < 3 && matches!(form, Form::Cable | Form::Letter | Form::Memorandum);
        let mark = HEAD
            .matches(words, &[])
            .any(|m| matches!(m.rule.gives.as_str(), "copies" | "received" | "addressee"));
        let Some(h) = heading::read(words, untyped && words.len() < 300).filter(|_| !mark) else { continue };
        let shift =
            |s: Span| Span::new(at.start as usize + s.start as usize, at.start as usize + s.end as usize);
        if k >= 3 && h.kind.is_none() {
            continue;
        }
        let plain = h.title.of(words);
        // A label ("Note: …") or a bare kind with its number is no heading of this kind.
        if labels::label(paper, &paper.lines[n]).is_some_and(|l| l.marked)
            || plain.contains(['№', '°']) && h.sender.is_none()
        {
            continue;
        }
        if !g.has(Field::Title) {
            g.add(Field::Title, shift(h.title), "describe.head.heading", 0.9);
        }
        if let Some(kind) = h.kind {
            g.add(Field::Type, shift(kind), "describe.head.heading", 0.85);
        }
        let clean = |s: Span| trim_date(paper.words(s), s);
        if let Some(sender) = h.sender {
            g.add(Field::Sender, shift(sender), "describe.head.heading", 0.9);
        }
        if let Some(addressee) = h.addressee {
            g.add(Field::Addressee, clean(shift(addressee)), "describe.head.heading", 0.9);
        }
        return;
    }
    // No heading of a known kind: the first line of the head, unless it is a mark.
    if let Some(&n) = own.first().filter(|_| !g.has(Field::Title)) {
        let at = bare(paper, paper.lines[n].span);
        let known =
            HEAD.matches(paper.words(at), &[]).next().is_some() || matches!(form, Form::Letter | Form::Cable);
        let dated = dateline::first(paper.words(at), None).is_some();
        if !known && !dated && labels::label(paper, &paper.lines[n]).is_none() {
            g.add(Field::Title, at, "describe.head.first", 0.5);
        }
    }
}

/// An addressee without the place and day that some headings add behind it.
fn trim_date(words: &str, span: Span) -> Span {
    match dateline::first(words, None) {
        Some(d) if d.with_year => {
            let before = words[..d.span.start as usize].trim_end_matches([' ', ',']);
            let cut = before.rfind(", ").map_or(before.len(), |c| c);
            Span::new(
                span.start as usize,
                span.start as usize + if before.is_empty() { words.len() } else { cut },
            )
        }
        _ => span,
    }
}

/// Labelled lines; a label alone takes the lines below it. Gives the lines used.
fn labelled(g: &mut Gather<'_, '_>, zones: &Zones, own: &[usize]) -> Vec<usize> {
    let paper = g.paper;
    let mut used = Vec::new();
    for (k, &n) in own.iter().enumerate() {
        let words = paper.words(paper.lines[n].span);
        let Some(label) = labels::label(paper, &paper.lines[n]) else { continue };
        let capitals = words.chars().all(|c| !c.is_lowercase());
        if !(label.marked || label.many || capitals) || used.contains(&n) {
            continue;
        }
        let Some(field) = label.field else {
            used.push(n);
            continue;
        };
        if field == Field::Participant {
            used.push(n);
            continue;
        }
        let mut span = label.value;
        if !has_words(paper.words(span)) {
            // The value stands below: up to the next blank line.
            let below: Vec<usize> = own[k + 1..]
                .iter()
                .copied()
                .take_while(|&m| m == n + 1 || used.last() == Some(&(m - 1)))
                .collect();
            let Some(&first) = own.get(k + 1).filter(|&&m| m <= n + 2) else { continue };
            if labels::label(paper, &paper.lines[first]).is_some_and(|l| l.marked) {
                continue;
            }
            span = paper.lines[first].span;
            used.push(first);
            let _ = below;
            if field == Field::Title {
                for m in first + 1..paper.lines.len() {
                    if paper.lines[m].span.is_empty()
                        || zones.of[m] != Zone::Head
                        || labels::label(paper, &paper.lines[m]).is_some()
                    {
                        break;
                    }
                    span = span.hull(paper.lines[m].span);
                    used.push(m);
                }
            }
        }
        used.push(n);
        for (field, span) in labels::split(paper, field, span) {
            let field = if field == Field::Title && g.has(Field::Title) { continue } else { field };
            g.add(field, span, "describe.head.label", 0.9);
        }
    }
    used
}

/// One line without a label.
fn line(g: &mut Gather<'_, '_>, n: usize) {
    let paper = g.paper;
    let at = bare(paper, paper.lines[n].span);
    let at = Span::new(at.start as usize, at.end as usize);
    let words = paper.words(at);
    if words.len() > 500 {
        return;
    }
    let mut taken: Vec<&str> = Vec::new();
    for m in HEAD.matches(words, &[]) {
        if m.rule.id == "describe.head.number.body" {
            continue;
        }
        // The first rule that gives a field to this line wins it.
        if !taken.contains(&m.rule.gives.as_str()) {
            g.take(&m, at.start as usize);
            taken.push(m.rule.gives.as_str());
        }
    }
}

/// Stamps in brackets, over several lines.
fn stamps(g: &mut Gather<'_, '_>, own: &[usize]) {
    let paper = g.paper;
    for &n in own {
        let words = paper.words(paper.lines[n].span);
        let lower = words.to_lowercase();
        let Some(open) = lower.chars().next().filter(|c| matches!(c, '[' | '(')) else { continue };
        let Some(mark) = WORDS.stamps.iter().find(|m| lower[1..].starts_with(m.as_str())) else { continue };
        let start = paper.lines[n].span.start as usize;
        let rest = paper.text.get(start..).unwrap_or("");
        let close = if open == '[' { ']' } else { ')' };
        let Some(end) = rest.char_indices().take(800).find(|(_, c)| *c == close).map(|(i, _)| i) else {
            continue;
        };
        let inside = rest.get(..end).unwrap_or("");
        let skip = inside.find([':', '：']).map_or(mark.len() + 1, |c| c + 1);
        g.add(
            Field::Stamp,
            Span::new(start + skip, start + end).trim(paper.text),
            "describe.head.stamp",
            0.9,
        );
        for m in HEAD.matches(inside, &[]).filter(|m| m.rule.id == "describe.head.incoming") {
            g.take(&m, start);
        }
    }
}

/// The dateline: place and day, of a line, of the heading, or of a label.
fn datelines(g: &mut Gather<'_, '_>, zones: &Zones, own: &[usize], used: &[usize]) {
    let paper = g.paper;
    let mut best: Option<(dateline::Dated, usize, Span)> = None;
    for &n in own.iter().filter(|&&n| zones.of[n] == Zone::Head) {
        let at = bare(paper, paper.lines[n].span);
        let words = paper.words(at);
        let Some(d) = dateline::first(words, g.year).filter(|_| !used.contains(&n) && words.len() < 400)
        else {
            continue;
        };
        let whole = d.span.end as usize + 40 >= words.len() && d.edtf.as_str().len() >= 7;
        let mark = HEAD.matches(words, &[]).any(|m| matches!(m.rule.gives.as_str(), "received" | "copies"));
        if !whole || mark || words.starts_with('[') && crate::divide::zones::stamped(words) {
            continue;
        }
        let better = best.as_ref().is_none_or(|(b, _, _)| {
            (d.with_year && !b.with_year)
                || (d.timed && !b.timed && d.edtf.earliest() == b.edtf.earliest())
                || (d.edtf.as_str().len() > b.edtf.as_str().len() && b.edtf.as_str().len() < 10)
        });
        if better {
            best = Some((d, n, at));
        }
    }
    let Some((d, _, at)) = best else { return };
    let words = paper.words(at);
    let shift = |s: Span| Span::new(at.start as usize + s.start as usize, at.start as usize + s.end as usize);
    let from_label = g
        .description
        .first(Field::Date)
        .is_some_and(|v| v.basis.rule == "describe.head.label" && v.edtf.is_some());
    if !from_label {
        g.push(Field::Date, shift(d.span), Some(d.edtf.clone()), "describe.head.dateline", 0.9);
    }
    if let Some(place) = place_before(words, d.day_span.start as usize).filter(|_| !g.has(Field::Place)) {
        g.add(Field::Place, shift(place), "describe.head.dateline", 0.8);
    }
}

/// The place in front of a day: a few capitalised words up to the comma.
fn place_before(words: &str, day: usize) -> Option<Span> {
    let before = words.get(..day)?.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '.' && c != ')');
    let before = before.trim_end_matches(|c: char| c.is_whitespace() || c == ',');
    // Behind a title ("Memorandum of a Conversation, Lorme, May 6") only the last parts are the place.
    let kind = heading::read(before, false).is_some_and(|h| h.kind.is_some());
    let parts: Vec<&str> = before.split(", ").collect();
    let from = if kind { parts.first().map_or(0, |p| p.len() + 2) } else { 0 };
    let start = from.min(before.len());
    let text = before.get(start..)?;
    let lead = text.len() - text.trim_start_matches(['[', '(', ' ', '*', '#']).len();
    let place = text.get(lead..)?.trim_end_matches([' ', ']']);
    let tokens = place.split_whitespace().count();
    let named = place.starts_with(|c: char| !c.is_lowercase())
        && place.split_whitespace().all(|t| {
            t.chars().find(|c| c.is_alphabetic()).is_none_or(|c| c.is_uppercase() || !c.is_ascii())
                || WORDS.particles.iter().any(|p| p == t)
        });
    let weekday = |w: &str| WORDS.weekdays.contains(&w.to_lowercase());
    let place_end = place
        .rsplit(", ")
        .next()
        .filter(|l| weekday(l))
        .map_or(place.len(), |l| place.len().saturating_sub(l.len() + 2));
    let place = place.get(..place_end)?;
    let ok = (1..=8).contains(&tokens)
        && named
        && has_words(place)
        && !place.chars().any(|c| c.is_ascii_digit() || c == ':')
        && !weekday(place);
    ok.then(|| Span::new(start + lead, start + lead + place.len()))
}

/// American telegrams open with their number: "1803. Deptel 12 …".
fn opening_number(g: &mut Gather<'_, '_>, zones: &Zones, form: Form) {
    let paper = g.paper;
    if form != Form::Cable || g.has(Field::Number) {
        return;
    }
    let Some((_, line)) = zones.lines(paper, Zone::Body).next() else { return };
    let words = paper.words(line.span);
    for m in HEAD.matches(words, &[]).filter(|m| m.rule.id == "describe.head.number.body") {
        // "1." opens a list, not a telegram.
        if m.captures.name("number").is_some_and(|n| n.as_str() != "1") {
            g.take(&m, line.span.start as usize);
        }
    }
}
