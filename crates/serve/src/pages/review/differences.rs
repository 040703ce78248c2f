//! Where reviewers differ: how far they agree, each claim with their words, and a curator's word that settles it.

use maud::{Markup, html};
use memcon_model::{Evidence, Judgement};
use memcon_review::{Difference, agreement, differences};
use serde_json::{Value, json};

use super::{HISTORY, hidden, note, plain, said, signed, wanted, ways};
use crate::citing::Citing;
use crate::layout::{heading, name, pair, quotation};
use crate::links::document_link;
use crate::pages::{Answer, Ask, Shown};
use crate::strings::{count, fill, t, word};

/// `/review/differences`: where reviewers differ, and how far they agree.
pub fn page(ask: &Ask<'_>) -> Answer {
    let all: Vec<Judgement> = ask.library.judgements()?.into_iter().map(|j| j.judgement).collect();
    let agreed = agreement(&all);
    let found = differences(&all);
    let (done, open): (Vec<&Difference<'_>>, Vec<&Difference<'_>>) =
        found.iter().partition(|d| d.settled.is_some());
    let figure = |f: Option<f64>| f.map_or_else(|| t("review.undefined").to_owned(), |f| format!("{f:.3}"));
    if ask.json {
        let pairs: Vec<Value> = agreed
            .pairs
            .iter()
            .map(|(a, b, n, kappa)| json!({ "a": a, "b": b, "claims": n, "kappa": kappa }))
            .collect();
        let numbers = |list: &[&Difference<'_>]| -> Vec<Vec<u64>> {
            list.iter().map(|d| d.words.iter().map(|j| j.number).collect()).collect()
        };
        return Ok(Shown::Json(json!({ "claims": agreed.claims, "alpha": agreed.alpha, "pairs": pairs,
            "differences": numbers(&open), "settled": numbers(&done) })));
    }
    let mut citing = Citing::new(ask.library);
    let body = html! {
        (heading(html! { (t("review.differences")) }, html! { (count("review.shared", agreed.claims)) }))
        (ways("/review/differences"))
        (note(ask)?)
        @if !agreed.pairs.is_empty() {
            p.how { (t("differences.own_words")) }
            dl.facts {
                (pair(t("review.alpha"), html! { (figure(agreed.alpha)) }))
                @for (a, b, n, kappa) in &agreed.pairs {
                    (pair(t("review.kappa"), html! { (name(a)) ", " (name(b)) ": " (figure(*kappa)) " " span.how { (count("review.shared", *n)) } }))
                }
            }
        }
        @if found.is_empty() { p.empty { (t("review.no_differences")) } }
        @else {
            p.how role="status" { (count("differences.open", open.len())) }
            ol.queue { @for d in open.iter().take(HISTORY) { (case(ask, d, &mut citing)) } }
            @if !done.is_empty() {
                details.settled { summary { (count("differences.settled", done.len())) }
                    ol.queue { @for d in done.iter().take(HISTORY) { (case(ask, d, &mut citing)) } }
                }
            }
        }
    };
    Ok(Shown::Html { title: t("review.differences").to_owned(), section: "/review", twin: true, body })
}

/// A claim with the words on it, and the way to settle it.
fn case(ask: &Ask<'_>, d: &Difference<'_>, citing: &mut Citing<'_>) -> Markup {
    let Some(first) = d.words.first() else { return html! {} };
    let target = &first.target;
    let evidence = Evidence { document: target.document.clone(), span: target.span };
    html! {
        li.case {
            p.how { (word("layer_one", target.layer.as_str())) " · " a href=(document_link(&target.document)) { (name(&target.document)) } }
            @if let Some(quote) = citing.quote(&evidence, 80, 600) { (quotation(&quote)) }
            @for j in &d.words {
                div.word {
                    p.says { b { (name(&j.by)) } ": " (word("verdict", j.verdict.as_str())) " " (said(j.target.layer, &wanted(j))) " " span.how { (j.at) } }
                    @if let Some(why) = &j.why { p.how { (name(why)) } }
                    @if ask.library.desk().is_some() && d.settled.is_none() {
                        form.judge method="post" action="/review/settle" {
                            (hidden(&[("word", &j.number.to_string()), ("back", &plain(ask))]))
                            @if ask.reviewer.is_empty() { (signed(ask)) }
                            p.verdicts { button { (fill("differences.holds", &[&j.by])) } }
                        }
                    }
                }
            }
            @match d.settled {
                Some(by) => {
                    p.says { (fill("differences.by", &[&by.by, &by.number.to_string()])) " " (word("verdict", by.verdict.as_str())) " " (said(target.layer, &wanted(by))) }
                    @if ask.library.desk().is_some() && !ask.reviewer.is_empty() {
                        form.judge method="post" action="/review/undo" { (hidden(&[("number", &by.number.to_string()), ("back", &plain(ask))])) button { (t("review.undo")) } }
                    }
                }
                None => p.how { (t("review.settle")) " " a href=(claim_of(citing, first)) { (t("differences.other")) } },
            }
        }
    }
}

/// The page of the claim that words are on, where it still is; else its paper.
fn claim_of(citing: &mut Citing<'_>, j: &Judgement) -> String {
    let document = &j.target.document;
    let found = citing.document(document).and_then(|d| {
        let ids = super::ids(&d.analysis, j.target.layer);
        ids.into_iter().find(|id| {
            memcon_review::seen(&d.analysis, j.target.layer, id)
                .is_some_and(|s| s.0 == j.target.span && s.1 == j.target.field)
        })
    });
    found.map_or_else(|| document_link(document), |id| super::claim_link(document, j.target.layer, &id))
}
