//! What a form about claims brings: checked, kept by the desk, answered with the page to go on with.

use memcon_model::{Judgement, Layer, Undone, Verdict};
use memcon_review::{adding, judging, seen};
use serde_json::{Map, json};

use super::{fields, passage, place};
use crate::http::Reply;
use crate::pages::forms::{No, Sent};
use crate::strings::t;

/// Takes a form about claims.
pub fn take(sent: &Sent<'_>) -> Result<Reply, No> {
    match sent.asked.path.as_str() {
        "/review/name" => {
            let by = sent.by()?;
            Ok(sent.on(&by, json!({ "reviewer": by })))
        }
        "/review/judge" => judge(sent),
        "/review/add" => add(sent),
        "/review/undo" => {
            let by = sent.by()?;
            let number = sent.value("number").parse().unwrap_or(0);
            let desk = sent.desk()?;
            if !desk.undo(number, &Undone { by: by.clone(), at: desk.now() })? {
                return Err(No(404, t("review.no_judgement").to_owned()));
            }
            Ok(sent.on(&by, json!({ "undone": number })))
        }
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
    let made =
        judging(about, (layer, which), (&by, &at), verdict, value).map_err(|r| No(400, r.to_string()))?;
    let numbers = desk.judge(&[explained(sent, made)])?;
    let place = passage(id, &d.analysis, &d.text, layer, which);
    Ok(sent.on(&by, json!({ "judgement": numbers.first(), "verdict": verdict, "place": place })))
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
    Ok(sent.on(&by, json!({ "judgement": numbers.first(), "verdict": Verdict::Added })))
}

/// A judgement with the reason that was typed.
fn explained(sent: &Sent<'_>, made: Judgement) -> Judgement {
    let why = Some(sent.value("why").to_owned()).filter(|w| !w.is_empty());
    Judgement { why, ..made }
}
