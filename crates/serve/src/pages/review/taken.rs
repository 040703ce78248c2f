//! What a form brings: checked, kept by the desk, answered with the page to go on with.

use memcon_model::{Judgement, Layer, Undone, Verdict};
use memcon_review::{adding, judging, seen};
use serde_json::{Map, json};

use super::{fields, passage, place};
use crate::desk::Desk;
use crate::http::{Asked, REVIEWER, Reply};
use crate::library::{Failure, Library};
use crate::links::query_value;
use crate::pages::{json_reply, unwanted_why};
use crate::strings::t;

/// Why a form was not taken: status and sentence.
struct No(u16, String);

impl From<Failure> for No {
    fn from(f: Failure) -> Self {
        Self(503, f.to_string())
    }
}

/// Takes a form; the reply leads on, or says what is wrong with it.
pub fn take(library: &dyn Library, asked: &Asked, form: &[(String, String)]) -> Reply {
    let sent = Sent { library, asked, form };
    match sent.done() {
        Ok(reply) => reply,
        Err(No(status, why)) if asked.json => json_reply(status, &json!({ "error": why })),
        Err(No(status, why)) => unwanted_why(status, &why),
    }
}

struct Sent<'s> {
    library: &'s dyn Library,
    asked: &'s Asked,
    form: &'s [(String, String)],
}

impl Sent<'_> {
    fn value(&self, key: &str) -> &str {
        self.form.iter().find(|(k, _)| k == key).map_or("", |(_, v)| v.trim())
    }

    fn desk(&self) -> Result<&dyn Desk, No> {
        self.library.desk().ok_or_else(|| No(403, t("review.read_only").to_owned()))
    }

    /// Under which name: as typed in the form, else as given before.
    fn by(&self) -> Result<String, No> {
        let typed = self.value("by");
        let by = if typed.is_empty() { self.asked.reviewer.trim() } else { typed };
        let by: String = by.chars().filter(|c| !c.is_control()).take(60).collect();
        if by.is_empty() { Err(No(400, t("review.no_name").to_owned())) } else { Ok(by) }
    }

    fn done(&self) -> Result<Reply, No> {
        match self.asked.path.as_str() {
            "/review/name" => {
                let by = self.by()?;
                Ok(self.on(&by, json!({ "reviewer": by })))
            }
            "/review/judge" => self.judge(),
            "/review/add" => self.add(),
            "/review/undo" => {
                let by = self.by()?;
                let number = self.value("number").parse().unwrap_or(0);
                let desk = self.desk()?;
                if !desk.undo(number, &Undone { by: by.clone(), at: desk.now() })? {
                    return Err(No(404, t("review.no_judgement").to_owned()));
                }
                Ok(self.on(&by, json!({ "undone": number })))
            }
            _ => Err(No(404, t("trouble.no_page").to_owned())),
        }
    }

    fn layer(&self) -> Result<Layer, No> {
        self.value("layer").parse().map_err(|_| No(400, t("trouble.no_claim").to_owned()))
    }

    fn judge(&self) -> Result<Reply, No> {
        let (desk, by, layer) = (self.desk()?, self.by()?, self.layer()?);
        let verdict: Verdict = self.value("verdict").parse().map_err(|e| No(400, e))?;
        let (id, which) = (self.value("document"), self.value("claim"));
        let missing = || No(404, t("trouble.no_claim").to_owned());
        let d = self.library.document(id)?.ok_or_else(missing)?;
        let (_, _, was) = seen(&d.analysis, layer, which).ok_or_else(missing)?;
        let given = fields::values(layer, self.form, &was);
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
        let numbers = desk.judge(&[self.explained(made)])?;
        let place = passage(id, &d.analysis, &d.text, layer, which);
        Ok(self.on(&by, json!({ "judgement": numbers.first(), "verdict": verdict, "place": place })))
    }

    fn add(&self) -> Result<Reply, No> {
        let (desk, by, layer) = (self.desk()?, self.by()?, self.layer()?);
        let id = self.value("document");
        let d = self.library.document(id)?.ok_or_else(|| No(404, t("trouble.no_document").to_owned()))?;
        let span =
            place(&d.text, self.value("at")).ok_or_else(|| No(400, t("review.choose_words").to_owned()))?;
        let field = Some(self.value("field")).filter(|f| !f.is_empty());
        let value = fields::values(layer, self.form, &Map::new());
        let at = desk.now();
        let about = (id, &d.analysis, d.text.as_str());
        let made =
            adding(about, (layer, field, span), (&by, &at), value).map_err(|r| No(400, r.to_string()))?;
        let numbers = desk.judge(&[self.explained(made)])?;
        Ok(self.on(&by, json!({ "judgement": numbers.first(), "verdict": Verdict::Added })))
    }

    /// A judgement with the reason that was typed.
    fn explained(&self, made: Judgement) -> Judgement {
        let why = Some(self.value("why").to_owned()).filter(|w| !w.is_empty());
        Judgement { why, ..made }
    }

    /// On to the page that the form came from, the name kept for the next time.
    fn on(&self, by: &str, said: serde_json::Value) -> Reply {
        let cookie =
            format!("{REVIEWER}={}; Path=/; SameSite=Strict; HttpOnly; Max-Age=31536000", query_value(by));
        if self.asked.json {
            return Reply { cookie: Some(cookie), ..json_reply(200, &said) };
        }
        // Only an address of this room: one that begins with two strokes would be somebody else's.
        let back = self.value("back");
        let own = back.starts_with('/') && !back.starts_with("//") && !back.contains(['\\', '\r', '\n']);
        let go = if own { back } else { "/review" };
        Reply {
            status: 303,
            media: "text/plain; charset=utf-8",
            go: Some(go.to_owned()),
            cookie: Some(cookie),
            ..Reply::default()
        }
    }
}
