//! Who is bound to what, over all papers: by bearer, the strongest force first; below, the bodies that watch.

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};
use memcon_model::{Evidence, ForceChange, Linked, LinkedMechanism, LinkedObligation, Mechanism, Obligation};
use memcon_store::Section;
use serde_json::{Value, json};

use super::{Answer, Ask, Lost, Shown, cited, near, pager};
use crate::citing::Citing;
use crate::dates;
use crate::layout::{heading, name, pair, quotation};
use crate::links::document_link;
use crate::strings::{count, fill, t, word};

/// Obligations on one page of the list.
const PER_PAGE: usize = 60;
/// Bearers offered as filters.
const BEARERS: usize = 12;
/// Wordings shown of one obligation.
const WORDINGS: usize = 12;

/// What is in force counts before what is undertaken before what is proposed.
fn rank(force: &str) -> u8 {
    match force {
        "in-force" => 0,
        "undertaken" => 1,
        _ => 2,
    }
}

/// The strongest force that an obligation came to have.
fn strongest(o: &LinkedObligation) -> &str {
    o.force.iter().map(|f| f.force.as_str()).min_by_key(|f| rank(f)).unwrap_or("proposed")
}

/// The bearers of an obligation in one line; empty where the papers do not tell.
fn bearers(o: &LinkedObligation) -> String {
    o.bound.join(", ")
}

/// `/obligations`
pub fn page(ask: &Ask<'_>) -> Answer {
    let linked = ask.library.linked_of(&[Section::Obligations, Section::Mechanisms])?;
    let mut all = heard(ask, &linked)?;
    let mut by_bearer: BTreeMap<String, usize> = BTreeMap::new();
    for o in &all {
        *by_bearer.entry(bearers(o)).or_default() += 1;
    }
    if let Some(side) = ask.value("side") {
        all.retain(|o| bearers(o) == side || o.bound.iter().any(|b| b == side));
    }
    if let Some(force) = ask.value("force") {
        all.retain(|o| strongest(o) == force);
    }
    // Those who are bound to most come first; nobody comes last.
    all.sort_by_cached_key(|o| {
        let who = bearers(o);
        let many = by_bearer.get(&who).copied().unwrap_or(0);
        (who.is_empty(), std::cmp::Reverse(many), who, rank(strongest(o)))
    });
    let pages = all.len().div_ceil(PER_PAGE).max(1);
    let page = ask.page().min(pages - 1);
    let shown = &all[page * PER_PAGE..all.len().min((page + 1) * PER_PAGE)];
    let mut citing = Citing::new(ask.library);
    if ask.json {
        let bonds: Vec<Value> = shown.iter().map(|o| bond_json(o, &mut citing)).collect();
        let bodies: Vec<Value> = linked.mechanisms.iter().map(|b| body_json(b, &mut citing)).collect();
        return Ok(Shown::Json(
            json!({ "obligations": bonds, "bodies": bodies, "page": page + 1, "pages": pages }),
        ));
    }
    let mut groups: Vec<(String, Vec<&LinkedObligation>)> = Vec::new();
    for o in shown {
        let who = bearers(o);
        match groups.last_mut().filter(|g| g.0 == who) {
            Some(g) => g.1.push(o),
            None => groups.push((who, vec![o])),
        }
    }
    let body = html! {
        (heading(html! { (t("obligation.title")) }, html! { (t("obligation.lead")) }))
        (filters(ask, &by_bearer))
        (near::form(ask))
        @if shown.is_empty() { p.empty { (t("obligation.empty")) } }
        @for (who, list) in &groups {
            section.bonds {
                h2 { @if who.is_empty() { span.missing { (t("obligation.nobody")) } } @else { (name(who)) } }
                ol.events { @for o in list { (bond(o, &mut citing, ask.library.desk().is_some())) } }
            }
        }
        (pager(ask, page, pages))
        @if page + 1 == pages && !linked.mechanisms.is_empty() { (bodies(&linked, &mut citing)) }
    };
    Ok(Shown::Html { title: t("obligation.title").to_owned(), section: "/obligations", twin: true, body })
}

/// The obligations of which some paper tells through at most so many reporters.
fn heard<'l>(ask: &Ask<'_>, linked: &'l Linked) -> Result<Vec<&'l LinkedObligation>, Lost> {
    let Some(most) = near::most(ask) else { return Ok(linked.obligations.iter().collect()) };
    let mut depths = BTreeMap::new();
    let mut out = Vec::new();
    for o in &linked.obligations {
        let mut passes = false;
        for f in &o.force {
            let id = &f.evidence.document;
            if !depths.contains_key(id) {
                depths.insert(id.clone(), ask.library.depths(id)?);
            }
            passes |= depths.get(id).is_some_and(|d| d.reporters(f.evidence.span) <= most);
        }
        if passes {
            out.push(o);
        }
    }
    Ok(out)
}

/// Bearers and forces to choose from.
fn filters(ask: &Ask<'_>, by_bearer: &BTreeMap<String, usize>) -> Markup {
    let mut most: Vec<(&String, &usize)> = by_bearer.iter().filter(|(w, _)| !w.is_empty()).collect();
    most.sort_by_key(|(w, n)| (std::cmp::Reverse(**n), (*w).clone()));
    let link = |key: &str, value: &str| {
        ask.with("page", "").split('?').next().map_or_else(String::new, |path| {
            let kept: Vec<String> = ask
                .query
                .iter()
                .filter(|(k, _)| k != key && k != "page")
                .map(|(k, v)| format!("{}={}", crate::links::query_value(k), crate::links::query_value(v)))
                .collect();
            let own = (!value.is_empty()).then(|| format!("{key}={}", crate::links::query_value(value)));
            let pairs: Vec<String> = kept.into_iter().chain(own).collect();
            if pairs.is_empty() { path.to_owned() } else { format!("{path}?{}", pairs.join("&")) }
        })
    };
    let current = |key: &str, value: Option<&str>| (ask.value(key) == value).then_some("true");
    html! {
        ul.filters aria-label=(t("obligation.by_bearer")) {
            li { a href=(link("side", "")) aria-current=[current("side", None)] { (t("obligation.all_bearers")) } }
            @for (who, n) in most.into_iter().take(BEARERS) {
                li { a href=(link("side", who)) aria-current=[current("side", Some(who))] { (name(who)) " " span.n { (n) } } }
            }
        }
        ul.filters aria-label=(t("obligation.status")) {
            li { a href=(link("force", "")) aria-current=[current("force", None)] { (t("obligation.all_forces")) } }
            @for force in ["in-force", "undertaken", "proposed"] {
                li { a href=(link("force", force)) aria-current=[current("force", Some(force))] { (word("bond", force)) } }
            }
        }
    }
}

/// The obligation of a document by its id there.
fn member(citing: &mut Citing<'_>, document: &str, id: &str) -> Option<Obligation> {
    citing.document(document)?.analysis.obligations.iter().find(|o| o.id == id).cloned()
}

/// Its force over time, as badges.
pub fn force(changes: &[ForceChange]) -> Markup {
    html! {
        @for (n, f) in changes.iter().enumerate() {
            @if n > 0 { span.how aria-hidden="true" { " → " } }
            span class=(format!("badge force-{}", f.force)) { (word("bond", &f.force)) } " " span.how { (dates::day(f.date.as_ref())) } " "
        }
    }
}

/// From what a bearer is inferred, by the end of the rule's name.
fn inferred(o: &Obligation) -> &str {
    match o.basis.rule.rsplit('+').next().unwrap_or("") {
        "inferred-owner" => t("obligation.inferred_owner"),
        "inferred-foreign" => t("obligation.inferred_foreign"),
        "inferred-deed" => t("obligation.inferred_deed"),
        _ => t("obligation.inferred_parties"),
    }
}

fn bond(o: &LinkedObligation, citing: &mut Citing<'_>, reviewed: bool) -> Markup {
    let members: Vec<(String, Obligation)> = o
        .members
        .iter()
        .rev()
        .take(WORDINGS)
        .filter_map(|(d, id)| Some((d.clone(), member(citing, d, id)?)))
        .collect();
    // The wording that binds most, and of those the last.
    let best = members.iter().min_by_key(|(_, m)| rank(m.status.as_deref().unwrap_or("")));
    let quote = best.and_then(|(d, m)| citing.quote(&Evidence { document: d.clone(), span: m.span }, 0, 420));
    html! {
        li.ev id=(o.id) {
            p.when { @if let Some(l) = best.and_then(|(_, m)| m.label.as_ref()) { (name(l)) } }
            div {
                p.stance {
                    strong { (word("modality", o.modality.as_str())) } " "
                    (force(&o.force))
                    @if let Some((_, m)) = best.filter(|(_, m)| m.inferred) { span.badge title=(inferred(m)) { (t("obligation.inferred")) } " " span.how { (inferred(m)) } " " }
                    @if best.is_some_and(|(_, m)| m.mutual) { span.badge { (t("obligation.mutual")) } }
                }
                @if let Some(q) = &quote { (quotation(q)) }
                @if let Some((_, m)) = best {
                    @let more = [("obligation.towards", &m.towards), ("obligation.condition", &m.condition), ("obligation.sequence", &m.sequence), ("obligation.deadline", &m.deadline)];
                    @if more.iter().any(|(_, v)| v.is_some()) {
                        dl.facts { @for (key, v) in more { @if let Some(v) = v { (pair(t(key), name(v))) } } }
                    }
                }
                @if o.members.len() > 1 { (wordings(o, &members, citing)) }
                @if !o.deeds.is_empty() || o.compliance.is_some() {
                    p.how { a href=(format!("/deeds#{}", o.id)) { (count("obligation.deeds", o.deeds.len())) } }
                }
                @if reviewed {
                    p.how { @if let Some(c) = o.compliance { span.badge { (word("compliance", c.as_str())) } " " }
                        a href=(format!("/review/decide?about=obligation&id={}", crate::links::query_value(&o.id))) { (t("decide.way_status")) } }
                }
            }
        }
    }
}

/// The other wordings, with why they are one obligation.
fn wordings(o: &LinkedObligation, members: &[(String, Obligation)], citing: &mut Citing<'_>) -> Markup {
    html! {
        details.wordings {
            summary { (fill("obligation.wordings", &[&o.members.len().to_string()])) }
            @for (d, m) in members.iter().rev() {
                @if let Some(document) = citing.document(d) {
                    p.how { a href=(document_link(d)) { (name(&document.row.title)) } " · " (dates::day(document.row.date.as_ref())) @if let Some(s) = &m.status { " · " (word("bond", s)) } }
                }
                @if let Some(q) = citing.quote(&Evidence { document: d.clone(), span: m.span }, 0, 300) { (quotation(&q)) }
            }
            @if !o.joins.is_empty() { ul.reasons { @for j in o.joins.iter().take(WORDINGS) { li.how { (name(&j.why)) } } } }
        }
    }
}

fn bodies(linked: &Linked, citing: &mut Citing<'_>) -> Markup {
    html! {
        section.bodies aria-labelledby="bodies" {
            h2 #bodies { (t("obligation.bodies")) }
            p.how { (t("obligation.bodies_lead")) }
            @for b in linked.mechanisms.iter().take(80) { (body(b, citing)) }
        }
    }
}

/// What the papers say of a body.
fn of_body(b: &LinkedMechanism, citing: &mut Citing<'_>) -> Vec<(String, Mechanism)> {
    let mut out = Vec::new();
    for (d, id) in b.members.iter().take(40) {
        let found =
            citing.document(d).and_then(|x| x.analysis.mechanisms.iter().find(|m| m.id == *id).cloned());
        out.extend(found.map(|m| (d.clone(), m)));
    }
    out
}

fn body(b: &LinkedMechanism, citing: &mut Citing<'_>) -> Markup {
    let told = of_body(b, citing);
    let composition = told.iter().rev().find_map(|(_, m)| m.composition.clone());
    let reports = told.iter().rev().find_map(|(_, m)| m.reports_to.clone());
    let all = |f: &dyn Fn(&Mechanism) -> Vec<String>| -> Vec<String> {
        let mut seen = BTreeSet::new();
        told.iter().flat_map(|(_, m)| f(m)).filter(|x| seen.insert(x.to_lowercase())).take(6).collect()
    };
    let (powers, duties) = (all(&|m| m.powers.clone()), all(&|m| m.duties.clone()));
    let list = |items: &[String]| html! { @for i in items { p { (name(i)) } } };
    html! {
        article.body id=(b.id) {
            h3 { (name(&b.name)) }
            dl.facts {
                @if let Some(c) = &composition { (pair(t("obligation.composition"), name(c))) }
                @if !powers.is_empty() { (pair(t("obligation.powers"), list(&powers))) }
                @if !duties.is_empty() { (pair(t("obligation.duties"), list(&duties))) }
                @if let Some(r) = &reports { (pair(t("obligation.reports_to"), name(r))) }
                (pair(t("obligation.papers"), html! {
                    @for (n, (d, _)) in told.iter().take(6).enumerate() { @if n > 0 { " · " } a href=(document_link(d)) { (name(d)) } }
                    @if b.members.len() > 6 { " " (fill("list.more", &[&(b.members.len() - 6).to_string()])) }
                }))
                @if !b.joins.is_empty() { (pair(t("obligation.also"), html! { @for j in &b.joins { p { (name(&j.b)) " " span.how { (name(&j.why)) } } } })) }
            }
        }
    }
}

fn bond_json(o: &LinkedObligation, citing: &mut Citing<'_>) -> Value {
    let mut wordings = Vec::new();
    for (d, id) in &o.members {
        let Some(m) = member(citing, d, id) else { continue };
        let at = cited(citing, &Evidence { document: d.clone(), span: m.span });
        wordings.push(json!({ "document": d, "id": m.id, "label": m.label, "bound": m.bound, "modality": m.modality, "content": m.content,
            "towards": m.towards, "condition": m.condition, "sequence": m.sequence, "deadline": m.deadline, "inferred": m.inferred,
            "mutual": m.mutual, "status": m.status, "rule": m.basis.rule, "confidence": m.basis.confidence, "evidence": at }));
    }
    let force: Vec<Value> = o
        .force
        .iter()
        .map(|f| json!({ "date": f.date, "force": f.force, "evidence": cited(citing, &f.evidence) }))
        .collect();
    json!({ "id": o.id, "bound": o.bound, "modality": o.modality, "content": o.content, "force": force, "wordings": wordings,
        "joins": o.joins, "deeds": o.deeds.len(), "suggested": o.suggested, "compliance": o.compliance })
}

fn body_json(b: &LinkedMechanism, citing: &mut Citing<'_>) -> Value {
    let mut told = Vec::new();
    for (document, m) in of_body(b, citing) {
        let spans: Vec<Value> = m
            .spans
            .iter()
            .take(12)
            .map(|s| cited(citing, &Evidence { document: document.clone(), span: *s }))
            .collect();
        told.push(json!({ "document": document, "id": m.id, "name": m.name, "composition": m.composition, "powers": m.powers,
            "duties": m.duties, "reports_to": m.reports_to, "evidence": spans }));
    }
    json!({ "id": b.id, "name": b.name, "joins": b.joins, "told": told })
}
