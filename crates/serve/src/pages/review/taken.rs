//! What a form about claims brings: checked, kept by the desk, answered with the page to go on with.

use std::collections::BTreeMap;

use memcon_model::{Compliance, Decision, DecisionKind, Judgement, Layer, Subject, Undone, Verdict};
use memcon_review::{adding, completing, followers, judging, judging_each, seen, words_on};
use serde_json::{Map, json};

use super::batch::{Filter, MOST};
use super::items::Item;
use super::{fields, passage, place};
use crate::citing::Citing;
use crate::http::Reply;
use crate::pages::forms::{No, Sent};
use crate::strings::{count, t};

/// Takes a form about claims.
pub fn take(sent: &Sent<'_>) -> Result<Reply, No> {
    match sent.asked.path.as_str() {
        "/review/name" => {
            let by = sent.by()?;
            Ok(sent.on(&by, json!({ "reviewer": by })))
        }
        "/review/judge" => judge(sent),
        "/review/add" => add(sent),
        "/review/batch" => batch(sent),
        "/review/complete" => complete(sent),
        "/review/settle" => settle(sent),
        "/review/decide" => decide(sent),
        "/review/undo" => undo(sent),
        _ => Err(No(404, t("trouble.no_page").to_owned())),
    }
}

fn layer(sent: &Sent<'_>) -> Result<Layer, No> {
    sent.value("layer").parse().map_err(|_| No(400, t("trouble.no_claim").to_owned()))
}

fn judge(sent: &Sent<'_>) -> Result<Reply, No> {
    let (desk, by, layer) = (sent.desk()?, sent.by()?, layer(sent)?);
    let verdict: Verdict = sent.value("verdict").parse().map_err(|e| No(400, e))?;
    let (id, which) = (sent.value("document"), sent.value("claim"));
    let missing = || No(404, t("trouble.no_claim").to_owned());
    let d = sent.library.document(id)?.ok_or_else(missing)?;
    let (_, _, was) = seen(&d.analysis, layer, which).ok_or_else(missing)?;
    let given = fields::values(layer, sent.form, &was);
    let value = match verdict {
        Verdict::Corrected if given.is_empty() => {
            return Err(No(400, t("review.nothing_changed").to_owned()));
        }
        Verdict::Corrected => given,
        // Values typed and not meant are not lost in silence.
        _ if !given.is_empty() => return Err(No(400, t("review.changed_too").to_owned())),
        _ => Map::new(),
    };
    let at = desk.now();
    let about = (id, &d.analysis, d.text.as_str());
    let mut made =
        judging(about, (layer, which), (&by, &at), verdict, value).map_err(|r| No(400, r.to_string()))?;
    if !sent.value("settle").is_empty() {
        let all = sent.library.judgements_on(id)?;
        let all: Vec<Judgement> = all.into_iter().map(|j| j.judgement).collect();
        made.settles = words_on(&all, &made.target);
    }
    let numbers = desk.judge(&[explained(sent, made.clone())])?;
    let place = passage(id, &d.analysis, &d.text, layer, which);
    let number = numbers.first().copied().unwrap_or(0);
    // What follows is seen in the paper as it now holds.
    let now = sent.library.document(id)?;
    let follow = now.map_or(0, |d| followers(&d.analysis.turns, &Judgement { number, ..made }).len());
    let also = if follow > 0 { count("effects.follow_short", follow) } else { String::new() };
    let said =
        json!({ "judgement": number, "verdict": verdict, "place": place, "followed": follow, "also": also });
    Ok(sent.on_with(&by, said, ("judged", number)))
}

/// All that the queue shows under its filter, at once.
fn batch(sent: &Sent<'_>) -> Result<Reply, No> {
    let (desk, by) = (sent.desk()?, sent.by()?);
    let verdict: Verdict = sent.value("verdict").parse().map_err(|e| No(400, e))?;
    let filter = Filter::read(|key| Some(sent.value(key)).filter(|v| !v.is_empty()));
    if !filter.narrow() || !matches!(verdict, Verdict::Confirmed | Verdict::Rejected) {
        return Err(No(400, t("batch.too_wide").to_owned()));
    }
    let waiting = filter.waiting(sent.library, 0, MOST)?;
    // What is kept is what was seen.
    if waiting.is_empty() || sent.value("count").parse() != Ok(waiting.len()) {
        return Err(No(409, t("batch.changed").to_owned()));
    }
    let mut by_paper: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for w in &waiting {
        by_paper.entry(&w.document).or_default().push(w.doubt.id.clone());
    }
    let at = desk.now();
    let mut made = Vec::new();
    for (id, claims) in by_paper {
        let Some(d) = sent.library.document(id)? else { continue };
        let about = (id, &d.analysis, d.text.as_str());
        made.extend(judging_each(about, (filter.layer, &claims), (&by, &at), verdict));
    }
    together(sent, &by, made)
}

/// That a layer of a paper is complete.
fn complete(sent: &Sent<'_>) -> Result<Reply, No> {
    let (desk, by, layer) = (sent.desk()?, sent.by()?, layer(sent)?);
    let id = sent.value("document");
    let d = sent.library.document(id)?.ok_or_else(|| No(404, t("trouble.no_document").to_owned()))?;
    let made = completing((id, &d.analysis, d.text.as_str()), layer, (&by, &desk.now()));
    together(sent, &by, made)
}

/// Keeps judgements as one.
fn together(sent: &Sent<'_>, by: &str, made: Vec<Judgement>) -> Result<Reply, No> {
    let made: Vec<Judgement> = made.into_iter().map(|j| explained(sent, j)).collect();
    let numbers = sent.desk()?.judge_together(&made)?;
    let first = numbers.first().copied().unwrap_or(0);
    Ok(sent.on_with(by, json!({ "batch": first, "judgements": numbers.len() }), ("judged", first)))
}

/// One of the words that differ holds: a curator's judgement that names them all.
fn settle(sent: &Sent<'_>) -> Result<Reply, No> {
    let (desk, by) = (sent.desk()?, sent.by()?);
    let missing = || No(404, t("review.no_judgement").to_owned());
    let number: u64 = sent.value("word").parse().map_err(|_| missing())?;
    let all: Vec<Judgement> = sent.library.judgements()?.into_iter().map(|j| j.judgement).collect();
    let word = all.iter().find(|j| j.number == number && j.holds()).ok_or_else(missing)?;
    let settles = words_on(&all, &word.target);
    if !settles.contains(&number) {
        return Err(missing());
    }
    let mut made =
        Judgement { by: by.clone(), at: desk.now(), settles, why: None, batch: None, ..word.clone() };
    if word.verdict == Verdict::Added {
        // It is there by that word already: what it says is confirmed, not added a second time.
        made.verdict = Verdict::Confirmed;
        made.was.extend(std::mem::take(&mut made.value));
    }
    let numbers = desk.judge(&[explained(sent, made)])?;
    let first = numbers.first().copied().unwrap_or(0);
    Ok(sent.on_with(&by, json!({ "judgement": first }), ("judged", first)))
}

/// Persons, issues, events, papers: one, two, another name, how far kept.
fn decide(sent: &Sent<'_>) -> Result<Reply, No> {
    let (desk, by) = (sent.desk()?, sent.by()?);
    let gone = || No(404, t("decide.gone").to_owned());
    let about: Subject = sent.value("about").parse().map_err(|_| gone())?;
    // The queue's keys know only yes and no.
    let kind = match (sent.value("kind"), sent.value("verdict")) {
        ("", "confirmed") => DecisionKind::Join,
        ("", "rejected") => DecisionKind::Part,
        (kind, _) => kind.parse().map_err(|e| No(400, e))?,
    };
    let mut citing = Citing::new(sent.library);
    let mut find =
        |id: &str| -> Result<Item, No> { Item::find(sent.library, &mut citing, about, id)?.ok_or_else(gone) };
    let item = find(sent.value("id"))?;
    let value = Some(sent.value("value").to_owned()).filter(|v| !v.is_empty());
    let unfit = || No(400, t("decide.cannot").to_owned());
    let made = match kind {
        DecisionKind::Join | DecisionKind::Part if !sent.value("with").is_empty() => {
            let other = find(sent.value("with"))?;
            item.with(&other, kind).ok_or_else(unfit)?
        }
        DecisionKind::Part => {
            let what = sent.form.iter().filter(|(k, _)| k == "what").map(|(_, v)| v.as_str());
            let what: Vec<&str> = what.collect();
            let found = item.without(&mut citing, sent.library, &what);
            found.ok_or_else(|| No(400, t("decide.nothing_stays").to_owned()))?
        }
        DecisionKind::Name if about == Subject::Issue && value.is_some() => {
            Decision { kind, about, a: item.anchor.clone(), value, ..Decision::default() }
        }
        DecisionKind::Status
            if about == Subject::Obligation
                && value.as_ref().is_some_and(|v| v.parse::<Compliance>().is_ok()) =>
        {
            Decision { kind, about, a: item.anchor.clone(), value, ..Decision::default() }
        }
        _ => return Err(unfit()),
    };
    let why = Some(sent.value("why").to_owned()).filter(|w| !w.is_empty());
    let number = desk.decide(&Decision { by: Some(by.clone()), why, ..made })?;
    Ok(sent.on_with(&by, json!({ "decision": number, "kind": kind }), ("decided", number)))
}

/// Takes back a judgement, what was made together, or a decision.
fn undo(sent: &Sent<'_>) -> Result<Reply, No> {
    let (desk, by) = (sent.desk()?, sent.by()?);
    let undone = Undone { by: by.clone(), at: desk.now() };
    let number = |key: &str| sent.value(key).parse::<u64>().ok();
    if let Some(n) = number("decision") {
        if !desk.undo_decision(n, &by)? {
            return Err(No(404, t("decide.no_decision").to_owned()));
        }
        return Ok(sent.on(&by, json!({ "undone": n })));
    }
    let done = match number("batch") {
        Some(n) => desk.undo_batch(n, &undone)?,
        None => usize::from(desk.undo(number("number").unwrap_or(0), &undone)?),
    };
    if done == 0 {
        return Err(No(404, t("review.no_judgement").to_owned()));
    }
    Ok(sent.on(&by, json!({ "undone": number("batch").or(number("number")), "judgements": done })))
}

fn add(sent: &Sent<'_>) -> Result<Reply, No> {
    let (desk, by, layer) = (sent.desk()?, sent.by()?, layer(sent)?);
    let id = sent.value("document");
    let d = sent.library.document(id)?.ok_or_else(|| No(404, t("trouble.no_document").to_owned()))?;
    let span =
        place(&d.text, sent.value("at")).ok_or_else(|| No(400, t("review.choose_words").to_owned()))?;
    let field = Some(sent.value("field")).filter(|f| !f.is_empty());
    let value = fields::values(layer, sent.form, &Map::new());
    let at = desk.now();
    let about = (id, &d.analysis, d.text.as_str());
    let made = adding(about, (layer, field, span), (&by, &at), value).map_err(|r| No(400, r.to_string()))?;
    let numbers = desk.judge(&[explained(sent, made)])?;
    let number = numbers.first().copied().unwrap_or(0);
    Ok(sent.on_with(&by, json!({ "judgement": number, "verdict": Verdict::Added }), ("judged", number)))
}

/// A judgement with the reason that was typed.
fn explained(sent: &Sent<'_>, made: Judgement) -> Judgement {
    let why = Some(sent.value("why").to_owned()).filter(|w| !w.is_empty());
    Judgement { why, ..made }
}
