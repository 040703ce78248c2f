//! Collects the fields of a description: every rule's named groups become values with their spans.

use memcon_lexicon::{RuleMatch, RuleSet};
use memcon_model::{Basis, Description, Edtf, Field, FieldValue, Role, Span, Transmission};

use super::dateline;
use crate::Paper;

/// The description while it grows.
pub struct Gather<'g, 'p> {
    /// The paper.
    pub paper: &'g Paper<'p>,
    /// Values found so far.
    pub description: Description,
    /// Hands found so far.
    pub hands: Vec<Transmission>,
    /// The year that fills datelines without one.
    pub year: Option<i32>,
}

impl<'g, 'p> Gather<'g, 'p> {
    /// Nothing found yet.
    pub fn new(paper: &'g Paper<'p>) -> Self {
        Self { paper, description: Description::default(), hands: Vec::new(), year: None }
    }

    /// Adds the words at `span` as a value, without marks of Markdown at its ends; says whether anything was left.
    pub fn add(&mut self, field: Field, span: Span, rule: &'static str, confidence: f32) -> bool {
        let span = bare(self.paper, span);
        let value = self.paper.words(span);
        if !super::has_words(value) {
            return false;
        }
        let edtf = dated(field).then(|| self.when(value)).flatten();
        self.push(field, span, edtf, rule, confidence);
        true
    }

    /// What a mark's date means; an hour alone is of the day of the mark before it.
    fn when(&self, value: &str) -> Option<Edtf> {
        if let Some(d) = dateline::first(value, self.year) {
            return Some(d.edtf);
        }
        let clock = dateline::clock_alone(value)?;
        let marks = [Field::Verified, Field::Printed, Field::Deciphered, Field::Received];
        let day =
            marks.iter().filter_map(|f| self.description.all(*f).last()?.edtf.as_ref()?.latest()).max()?;
        format!("{day}T{clock}").parse().ok()
    }

    /// Adds a value whose date is known.
    pub fn push(
        &mut self,
        field: Field,
        span: Span,
        edtf: Option<Edtf>,
        rule: &'static str,
        confidence: f32,
    ) {
        let value = unmarked(self.paper.words(span));
        self.description
            .add(field, FieldValue { value, edtf, span: Some(span), basis: Basis::new(rule, confidence) });
    }

    /// Whether a field has a value.
    pub fn has(&self, field: Field) -> bool {
        self.description.first(field).is_some()
    }

    /// Runs `rules` over the words at `at`; the named groups of all that match become fields and hands.
    pub fn harvest(&mut self, rules: &'static RuleSet, at: Span) -> bool {
        let text = self.paper.words(at);
        let mut any = false;
        for m in rules.matches(text, &[]) {
            any = true;
            self.take(&m, at.start as usize);
        }
        any
    }

    /// The named groups of one match.
    pub fn take(&mut self, m: &RuleMatch<'static, '_>, base: usize) {
        let mut when = None;
        for name in m.rule.regex.capture_names().flatten() {
            let Some(group) = m.captures.name(name) else { continue };
            let span = Span::new(base + group.start(), base + group.end());
            let plain = name
                .trim_end_matches(|c: char| c.is_ascii_digit())
                .trim_end_matches("_line")
                .trim_end_matches("_rest");
            let Ok(field) = plain.parse::<Field>() else { continue };
            // A whole line of copies is kept as it stands, mark and all.
            let span = if name == "copies_line" { Span::new(base, base + text_len(m)) } else { span };
            if dated(field) && field != Field::Date {
                when = self.when(group.as_str()).or(when);
            }
            self.add(field, span, m.rule.id.as_str(), m.rule.confidence);
        }
        for name in m.rule.regex.capture_names().flatten() {
            let (Some(role), Some(group)) = (name.strip_prefix("role_"), m.captures.name(name)) else {
                continue;
            };
            let Ok(role) = role.replace('_', "-").parse::<Role>() else { continue };
            let span = Span::new(base + group.start(), base + group.end());
            self.hand(
                role,
                Some(group.as_str()),
                when.clone(),
                Some(span),
                m.rule.id.as_str(),
                m.rule.confidence,
            );
        }
    }

    /// Adds a hand through which the paper went.
    pub fn hand(
        &mut self,
        role: Role,
        agent: Option<&str>,
        time: Option<Edtf>,
        span: Option<Span>,
        rule: &'static str,
        confidence: f32,
    ) {
        let agent = agent.map(super::person::name).filter(|a| !a.is_empty());
        if self.hands.iter().any(|h| h.role == role && h.agent == agent) {
            return;
        }
        self.hands.push(Transmission { role, agent, time, span, basis: Basis::new(rule, confidence) });
    }
}

fn text_len(m: &RuleMatch<'_, '_>) -> usize {
    m.captures.get(0).map_or(0, |w| w.end())
}

/// Fields whose value is a date.
pub(super) fn dated(field: Field) -> bool {
    matches!(
        field,
        Field::Date
            | Field::DatelineDate
            | Field::Received
            | Field::Deciphered
            | Field::Printed
            | Field::Verified
    )
}

/// A span without white space, emphasis and heading marks at its ends.
pub fn bare(paper: &Paper<'_>, span: Span) -> Span {
    let words = paper.words(span);
    let head = words.trim_start_matches(['*', '#', ' ', '\t', '\n', '\r', '_', '>', '\u{3000}', '\u{feff}']);
    let start = span.start as usize + words.len() - head.len();
    let tail = head.trim_end_matches(['*', ' ', '\t', '\n', '\r', '_', '\u{3000}']);
    Span::new(start, start + tail.len())
}

/// Words without the marks by which Markdown makes them bold; the span shows them as they stand.
fn unmarked(words: &str) -> String {
    if !words.contains("**") {
        return words.to_owned();
    }
    words.replace("**", "").split(' ').filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ")
}
