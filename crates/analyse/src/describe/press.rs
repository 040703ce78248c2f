//! Newspaper items and news pages: agency datelines, page and section, the original's own title, notices of the site.

use std::sync::LazyLock;

use memcon_lexicon::RuleSet;
use memcon_model::{Field, Form};
use memcon_read::BlockKind;

use super::gather::{Gather, bare};
use super::{dateline, has_words, labels};
use crate::divide::zones::{Zone, Zones, section};

static PRESS: LazyLock<RuleSet> =
    LazyLock::new(|| RuleSet::load("describe/head/press.toml").expect("data/describe/head/press.toml"));
static PAGE: LazyLock<RuleSet> =
    LazyLock::new(|| RuleSet::load("describe/page/").expect("data/describe/page"));

/// Reads what only printed news and pages of the web show.
pub fn read(g: &mut Gather<'_, '_>, zones: &Zones, form: Form) {
    page(g, zones);
    metadata(g);
    if zones.of.contains(&Zone::Original) {
        original(g, zones);
    }
    if matches!(form, Form::PressReport | Form::WebPage) {
        agency(g, zones);
        headline(g, zones);
    }
}

/// Notices of the site in its furniture.
fn page(g: &mut Gather<'_, '_>, zones: &Zones) {
    let paper = g.paper;
    let lines: Vec<usize> = zones.lines(paper, Zone::Furniture).map(|(n, _)| n).collect();
    for n in lines {
        let at = bare(paper, paper.lines[n].span);
        if at.len() > 600 {
            continue;
        }
        for m in PAGE.matches(paper.words(at), &[]) {
            // A byline belongs to the article, not to a teaser in the furniture.
            if m.rule.gives != "author" {
                g.take(&m, at.start as usize);
            }
        }
    }
}

/// What the format's own metadata say: without a span, they stand in no line of the text.
fn metadata(g: &mut Gather<'_, '_>) {
    let paper = g.paper;
    // What other formats and files say is given (`given.rs`).
    if !super::given::is_page(paper) {
        return;
    }
    let fields = [
        ("url", Field::Url),
        ("canonical", Field::Url),
        ("og:url", Field::Url),
        ("author", Field::Author),
        ("date", Field::Date),
        ("published", Field::Date),
        ("article:published_time", Field::Date),
        ("site", Field::Publisher),
        ("og:site_name", Field::Publisher),
        ("publisher", Field::Publisher),
    ];
    for (name, value) in &paper.reading.metadata {
        let Some((_, field)) = fields.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)) else {
            continue;
        };
        if g.has(*field) || !has_words(value) {
            continue;
        }
        let edtf = (*field == Field::Date).then(|| dateline::first(value, None)).flatten().map(|d| d.edtf);
        if *field == Field::Date && edtf.is_none() {
            continue;
        }
        let basis = memcon_model::Basis::new("describe.metadata", 0.8);
        g.description.add(*field, memcon_model::FieldValue { value: value.clone(), edtf, span: None, basis });
    }
}

/// The dateline of the first paragraphs, in the text and in its original.
fn agency(g: &mut Gather<'_, '_>, zones: &Zones) {
    let paper = g.paper;
    for zone in [Zone::Body, Zone::Translation, Zone::Original] {
        let lines: Vec<usize> = zones.lines(paper, zone).map(|(n, _)| n).take(12).collect();
        for n in lines {
            let at = paper.lines[n].span;
            let mut open = paper.words(at);
            if let Some((cut, _)) = open.char_indices().nth(200) {
                open = &open[..cut];
            }
            let hit = PRESS
                .matches(open, &[])
                .find(|m| m.captures.name("agency").is_some() || m.captures.name("dateline_place").is_some());
            if let Some(m) = hit {
                g.take(&m, at.start as usize);
                break;
            }
        }
    }
}

/// A newspaper's name over its day: the name is the publisher's, the headline stands below.
fn masthead(g: &mut Gather<'_, '_>, zones: &Zones) {
    let paper = g.paper;
    if g.description.first(Field::Title).is_none_or(|v| v.basis.rule != "describe.head.first") {
        return;
    }
    let lines: Vec<usize> = zones
        .lines(paper, Zone::Head)
        .chain(zones.lines(paper, Zone::Body))
        .map(|(n, _)| n)
        .take(6)
        .collect();
    let dated =
        |n: &usize| dateline::first(paper.words(paper.lines[*n].span), None).is_some_and(|d| d.with_year);
    let (Some(first), Some(second), Some(third)) = (lines.first(), lines.get(1), lines.get(2)) else {
        return;
    };
    let headline = paper.lines[*third].span;
    if !dated(first) && dated(second) && headline.len() < 400 && !paper.words(headline).ends_with('.') {
        g.description.fields.remove(&Field::Title);
        g.add(Field::Publisher, paper.lines[*first].span, "describe.press.masthead", 0.7);
        g.add(Field::Title, headline, "describe.press.masthead", 0.7);
    }
}

/// The headline and byline of an article without a labelled title.
fn headline(g: &mut Gather<'_, '_>, zones: &Zones) {
    let paper = g.paper;
    masthead(g, zones);
    if !g.has(Field::Title) {
        let heading = paper.blocks().iter().find(|b| b.kind == BlockKind::Heading(1)).map(|b| b.span);
        let first = zones.lines(paper, Zone::Head).next().map(|(_, l)| l.span);
        if let Some(span) = heading.or(first).filter(|s| s.len() < 400) {
            g.add(Field::Title, span.trim(paper.text), "describe.press.headline", 0.7);
        }
    }
    if g.has(Field::Author) {
        return;
    }
    let lines: Vec<usize> = paper
        .lines
        .iter()
        .enumerate()
        .filter(|(n, l)| {
            matches!(zones.of[*n], Zone::Head | Zone::Body) && !l.span.is_empty() && l.span.len() < 120
        })
        .map(|(n, _)| n)
        .take(10)
        .collect();
    for n in lines {
        let at = paper.lines[n].span;
        for m in PAGE.matches(paper.words(at), &[]).filter(|m| m.rule.gives == "author") {
            g.take(&m, at.start as usize);
        }
    }
}

/// Title, page and section as the original prints them over its text.
fn original(g: &mut Gather<'_, '_>, zones: &Zones) {
    let paper = g.paper;
    let mut titled = g.has(Field::TitleOriginal);
    let lines: Vec<usize> = zones.lines(paper, Zone::Original).map(|(n, _)| n).take(10).collect();
    for n in lines {
        let at = bare(paper, paper.lines[n].span);
        let words = paper.words(at);
        if section(words).is_some() || !has_words(words) {
            continue;
        }
        let mut known = false;
        for m in PRESS.matches(words, &[]) {
            known = true;
            if matches!(m.rule.gives.as_str(), "edition" | "section") {
                take_once(g, &m, at.start as usize);
            }
        }
        known |= labels::label(paper, &paper.lines[n]).is_some();
        let date = dateline::first(words, None).is_some_and(|d| d.span.len() + 6 >= words.len());
        let short = words.chars().count() <= 120 && !words.ends_with(['。', '.', '！', '？']);
        if !titled && !known && !date && short {
            titled = true;
            g.add(Field::TitleOriginal, at, "describe.press.original", 0.8);
        } else if !known && !date && !short {
            break;
        }
    }
}

/// Edition and section of the original: the same page under another name is no second value.
fn take_once(g: &mut Gather<'_, '_>, m: &memcon_lexicon::RuleMatch<'static, '_>, base: usize) {
    for (name, field) in [("edition", Field::Edition), ("section", Field::Section)] {
        if let Some(group) = m.captures.name(name).filter(|_| !g.has(field)) {
            let span = memcon_model::Span::new(base + group.start(), base + group.end());
            g.add(field, span, m.rule.id.as_str(), m.rule.confidence);
        }
    }
}
