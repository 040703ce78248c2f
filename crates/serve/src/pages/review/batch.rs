//! Several claims at once: all of a rule, all of a layer of a paper, under what the queue shows. Seen first, kept as one,
//! taken back as one.

use maud::{Markup, html};
use memcon_model::{Evidence, Layer, Verdict};
use memcon_review::{claims, unjudged};
use memcon_store::Waiting;

use super::{Answer, Ask, Lost, Shown, hidden, signed};
use crate::citing::Citing;
use crate::layout::{heading, name, quotation};
use crate::library::{Failure, Library};
use crate::links::{document_link, query_value};
use crate::strings::{count, fill, t, word};

/// Claims judged at once at most.
pub const MOST: usize = 500;
/// Claims shown before they are judged.
const SHOWN: usize = 30;

/// What a queue is asked for.
pub struct Filter<'f> {
    /// The layer.
    pub layer: Layer,
    /// Only claims of this rule.
    pub rule: Option<&'f str>,
    /// Only claims of this paper: all that nobody judged, also those of which the machine is sure.
    pub document: Option<&'f str>,
}

impl<'f> Filter<'f> {
    /// As an address or a form tells it.
    pub fn read(value: impl Fn(&str) -> Option<&'f str>) -> Self {
        let layer = value("layer").and_then(|l| l.parse().ok()).unwrap_or(Layer::Turn);
        Self { layer, rule: value("rule"), document: value("document") }
    }

    /// The address of the queue with it.
    pub fn address(&self) -> String {
        self.of("/review")
    }

    fn of(&self, page: &str) -> String {
        let mut out = format!("{page}?layer={}", self.layer);
        for (key, value) in [("rule", self.rule), ("document", self.document)] {
            if let Some(value) = value {
                out.push_str(&format!("&{key}={}", query_value(value)));
            }
        }
        out
    }

    /// Whether it narrows the queue: only then may all of it be judged at once.
    pub fn narrow(&self) -> bool {
        self.rule.is_some() || self.document.is_some()
    }

    /// The claims that wait under it.
    pub fn waiting(
        &self,
        library: &dyn Library,
        offset: usize,
        limit: usize,
    ) -> Result<Vec<Waiting>, Failure> {
        match (self.document, self.rule) {
            (Some(id), rule) => {
                let Some(d) = library.document(id)? else { return Ok(Vec::new()) };
                let mut all = unjudged(&d.analysis, self.layer);
                all.retain(|c| rule.is_none_or(|r| r == c.rule));
                let all = all.into_iter().map(|doubt| Waiting { document: id.to_owned(), doubt });
                Ok(all.skip(offset).take(limit).collect())
            }
            (None, Some(rule)) => library.least_sure_of((self.layer, rule), offset, limit),
            (None, None) => library.least_sure(self.layer, offset, limit),
        }
    }
}

/// What narrows the queue, and what can be done with all of it.
pub fn tools(ask: &Ask<'_>, filter: &Filter<'_>) -> Result<Markup, Lost> {
    let rules = ask.library.waiting_rules(filter.layer)?;
    let title = |id: &str| -> Result<String, Failure> {
        let d = ask.library.document(id)?;
        Ok(d.map(|d| d.row.title).filter(|t| !t.trim().is_empty()).unwrap_or_else(|| id.to_owned()))
    };
    let document = filter.document.map(title).transpose()?;
    Ok(html! {
        @if let (Some(id), Some(title)) = (filter.document, &document) {
            p.standing role="status" { (t("batch.only_paper")) " " a href=(document_link(id)) { (name(title)) } ". "
                a href=(Filter { document: None, ..*filter }.address()) { (t("batch.all_papers")) } }
        }
        @if let Some(rule) = filter.rule {
            p.standing role="status" { (t("batch.only_rule")) " " code { (rule) } ". "
                a href=(Filter { rule: None, ..*filter }.address()) { (t("batch.all_rules")) } }
        } @else if !rules.is_empty() && filter.document.is_none() {
            details.rules { summary { (t("batch.by_rule")) }
                ul.plain { @for (rule, n) in &rules { li { a href=(Filter { rule: Some(rule), ..*filter }.address()) { code { (rule) } } " " span.n { (n) } } } }
            }
        }
        @if filter.narrow() && ask.library.desk().is_some() {
            p.how { (t("batch.at_once")) " "
                a href=(format!("{}&verdict=confirmed", filter.of("/review/batch"))) { (t("batch.confirm_all")) } " · "
                a href=(format!("{}&verdict=rejected", filter.of("/review/batch"))) { (t("batch.reject_all")) }
                @if let Some(id) = filter.document { " · " a href=(format!("/review/complete?document={}&layer={}", query_value(id), filter.layer)) { (t("batch.complete")) } }
            }
        }
    })
}

/// `/review/batch?layer=&rule=&document=&verdict=`: what would be judged.
pub fn page(ask: &Ask<'_>) -> Answer {
    let filter = Filter::read(|key| ask.value(key));
    let verdict: Verdict = ask.value("verdict").and_then(|v| v.parse().ok()).unwrap_or(Verdict::Confirmed);
    if !filter.narrow() || !matches!(verdict, Verdict::Confirmed | Verdict::Rejected) {
        return Err(Lost::NotFound("batch.too_wide"));
    }
    let all = filter.waiting(ask.library, 0, MOST)?;
    let mut papers: Vec<&str> = all.iter().map(|w| w.document.as_str()).collect();
    papers.sort_unstable();
    papers.dedup();
    let mut citing = Citing::new(ask.library);
    let key = if verdict == Verdict::Confirmed { "batch.confirm_these" } else { "batch.reject_these" };
    let body = html! {
        (heading(html! { (t("batch.title")) }, html! { (word("layer", filter.layer.as_str())) " · " (count("batch.claims", all.len())) " · " (count("count.documents", papers.len())) }))
        @if let Some(rule) = filter.rule { p { (t("batch.only_rule")) " " code { (rule) } } }
        @if all.is_empty() { p.empty { (t("review.none")) } }
        @else {
            @if all.len() == MOST { p.standing role="note" { (fill("batch.most", &[&MOST.to_string()])) } }
            form.judge method="post" action="/review/batch" {
                (hidden(&[("layer", filter.layer.as_str()), ("rule", filter.rule.unwrap_or("")), ("document", filter.document.unwrap_or("")),
                    ("verdict", verdict.as_str()), ("count", &all.len().to_string()), ("back", &filter.address())]))
                p { label { (t("review.why")) " " input name="why" maxlength="2000"; } }
                (signed(ask))
                p.verdicts { button { (fill(key, &[&all.len().to_string()])) } " " a href=(filter.address()) { (t("decide.not_now")) } }
            }
            p.how { (t("batch.reversible")) }
            ol.queue { @for w in all.iter().take(SHOWN) { li.case {
                @if let Some(q) = citing.quote(&Evidence { document: w.document.clone(), span: w.doubt.span }, 60, 240) { (quotation(&q)) }
                p.how { (name(&w.document)) " · " (super::basis_words(&w.doubt.rule, w.doubt.confidence)) }
            } } }
            @if all.len() > SHOWN { p.how { (fill("list.more", &[&(all.len() - SHOWN).to_string()])) } }
        }
    };
    Ok(Shown::Html { title: t("batch.title").to_owned(), section: "/review", twin: false, body })
}

/// `/review/complete?document=&layer=`: what it means to say that a layer is complete.
pub fn complete(ask: &Ask<'_>) -> Answer {
    let id = ask.value("document").unwrap_or("");
    let d = ask.library.document(id)?.ok_or(Lost::NotFound("trouble.no_document"))?;
    let layer: Layer =
        ask.value("layer").and_then(|l| l.parse().ok()).ok_or(Lost::NotFound("trouble.no_claim"))?;
    let (all, open) = (claims(&d.analysis, layer), unjudged(&d.analysis, layer).len());
    let standing = standing(ask.library, id, layer)?;
    let back = Filter { layer, rule: None, document: Some(id) }.address();
    let body = html! {
        (heading(html! { (t("complete.title")) }, html! { (word("layer", layer.as_str())) " · " a href=(document_link(id)) { (name(&d.row.title)) } }))
        @for by in &standing { p.standing role="status" { (fill("complete.is", &[by])) } }
        p { (t("complete.lead")) }
        ul.plain {
            li { (count("complete.claims", all)) }
            li { (count("complete.open", open)) @if open > 0 { " " a href=(&back) { (t("complete.see")) } } }
        }
        p.how { (t("complete.recall")) }
        form.judge method="post" action="/review/complete" {
            (hidden(&[("document", id), ("layer", layer.as_str()), ("back", &back)]))
            p { label { (t("review.why")) " " input name="why" maxlength="2000"; } }
            (signed(ask))
            p.verdicts { button { (t("complete.say")) } " " a href=(&back) { (t("decide.not_now")) } }
        }
    };
    Ok(Shown::Html { title: t("complete.title").to_owned(), section: "/review", twin: false, body })
}

/// Who said that a layer of a paper is complete.
fn standing(library: &dyn Library, document: &str, layer: Layer) -> Result<Vec<String>, Failure> {
    let all = library.judgements_on(document)?;
    let said = |j: &&memcon_store::Judged| {
        let j = &j.judgement;
        j.verdict == Verdict::Complete && j.target.layer == layer && j.holds()
    };
    Ok(all.iter().filter(said).map(|j| j.judgement.by.clone()).collect())
}
