//! Forms that are sent to the room: who sends them, which room takes them, where the sender goes on.
//!
//! A form is taken whole or not at all. What a room does with its fields belongs to that room.

use serde_json::json;

use super::{json_reply, notes, review, search, selections, unwanted_why};
use crate::desk::Desk;
use crate::http::{Asked, REVIEWER, Reply};
use crate::library::{Failure, Library};
use crate::links::query_value;
use crate::strings::t;

/// Why a form was not taken: status and sentence.
pub struct No(pub u16, pub String);

impl From<Failure> for No {
    fn from(f: Failure) -> Self {
        Self(503, f.to_string())
    }
}

/// Takes a form; the reply leads on, or says what is wrong with it.
pub fn take(library: &dyn Library, asked: &Asked, form: &[(String, String)]) -> Reply {
    let sent = Sent { library, asked, form };
    let room = asked.path.trim_start_matches('/').split('/').next().unwrap_or("");
    let taken = match room {
        "review" => review::take(&sent),
        "search" => search::take(&sent),
        "notes" => notes::take(&sent),
        "selections" => selections::take(&sent),
        _ => Err(No(404, t("trouble.no_page").to_owned())),
    };
    match taken {
        Ok(reply) => reply,
        Err(No(status, why)) if asked.json => json_reply(status, &json!({ "error": why })),
        Err(No(status, why)) => unwanted_why(status, &why),
    }
}

/// A form as it was sent.
pub struct Sent<'s> {
    /// The collection.
    pub library: &'s dyn Library,
    /// What was asked for, and by whom.
    pub asked: &'s Asked,
    /// Its fields, as typed.
    pub form: &'s [(String, String)],
}

impl Sent<'_> {
    /// A field without white space around it; empty where it is not there.
    pub fn value(&self, key: &str) -> &str {
        self.form.iter().find(|(k, _)| k == key).map_or("", |(_, v)| v.trim())
    }

    /// Where it is kept, if anything can be kept here.
    pub fn desk(&self) -> Result<&dyn Desk, No> {
        self.library.desk().ok_or_else(|| No(403, t("review.read_only").to_owned()))
    }

    /// Under which name: that of the account; without accounts as typed in the form, else as given before.
    pub fn by(&self) -> Result<String, No> {
        if let Some(viewer) = crate::door::current() {
            return Ok(viewer.name);
        }
        let typed = self.value("by");
        let by = if typed.is_empty() { self.asked.reviewer.trim() } else { typed };
        let by: String = by.chars().filter(|c| !c.is_control()).take(60).collect();
        if by.is_empty() { Err(No(400, t("review.no_name").to_owned())) } else { Ok(by) }
    }

    /// [`Sent::on`], with the number of what was done in the address, so that the page can tell what came of it.
    pub fn on_with(&self, by: &str, said: serde_json::Value, (key, number): (&str, u64)) -> Reply {
        let mut reply = self.on(by, said);
        reply.go = reply.go.map(|go| {
            let (address, place) = go.split_once('#').map_or((go.as_str(), ""), |(a, p)| (a, p));
            let sign = if address.contains('?') { '&' } else { '?' };
            let place = if place.is_empty() { String::new() } else { format!("#{place}") };
            format!("{address}{sign}{key}={number}{place}")
        });
        reply
    }

    /// On to the page that the form came from, the name kept for the next time.
    pub fn on(&self, by: &str, said: serde_json::Value) -> Reply {
        let named = crate::door::current().is_none();
        let cookie = named.then(|| {
            format!("{REVIEWER}={}; Path=/; SameSite=Strict; HttpOnly; Max-Age=31536000", query_value(by))
        });
        if self.asked.json {
            return Reply { cookie, ..json_reply(200, &said) };
        }
        // Only an address of this room: one that begins with two strokes would be somebody else's.
        let back = self.value("back");
        let own = back.starts_with('/') && !back.starts_with("//") && !back.contains(['\\', '\r', '\n']);
        let go = if own { back } else { self.asked.path.rsplit_once('/').map_or("/", |(room, _)| room) };
        Reply {
            status: 303,
            media: "text/plain; charset=utf-8",
            go: Some(go.to_owned()),
            cookie,
            ..Reply::default()
        }
    }
}
