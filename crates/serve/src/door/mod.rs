//! The door: who comes in, and as whom. Nobody is asked where there are no accounts and nobody else can come.
//!
//! Times come from the clock here and nowhere below. What a page shows to whom is no matter of the door: it only says who
//! it is and which labels they hold.

mod log_in;
mod page;
mod rate;
mod session;
mod viewer;

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use memcon_store::{Access, Logged, Role, Rules};

pub use log_in::{PASSWORD_LEAST, hash_password};
pub use page::who;
pub use viewer::{Viewer, current, reading};

use crate::http::{Asked, Reply};
use crate::library::Failure;
use crate::pages;
use crate::strings::{speaking, t};

/// The page to log in on.
pub const DOOR: &str = "/door";

/// Where somebody stands who asks for something.
#[derive(Clone, Debug, Default)]
pub struct Came {
    /// All cookies, as the browser sends them.
    pub cookies: String,
    /// From which address.
    pub address: String,
}

/// The door of a collection.
pub struct Door {
    dir: PathBuf,
    /// Whether accounts are asked for even where there are none: then nobody comes in.
    always: bool,
    /// Whether browsers come by TLS only.
    secure: bool,
    access: Mutex<Option<Arc<Access>>>,
    trying: log_in::Trying,
}

impl Door {
    /// The door of the collection in `dir`.
    pub fn new(dir: PathBuf, always: bool, secure: bool) -> Self {
        Self { dir, always, secure, access: Mutex::new(None), trying: log_in::Trying::new() }
    }

    /// The accounts; `None` where nobody made any.
    pub fn access(&self) -> Result<Option<Arc<Access>>, Failure> {
        let mut held = self.access.lock().unwrap_or_else(PoisonError::into_inner);
        if held.is_none() {
            *held = Access::open(&self.dir)?.map(Arc::new);
        }
        Ok(held.clone())
    }

    /// Whether people must log in.
    pub fn asks(&self) -> Result<bool, Failure> {
        let has = self.access()?.map(|a| a.has_accounts()).transpose()?;
        Ok(self.always || has == Some(true))
    }

    /// Who comes with this request; `None` = nobody who is known.
    pub fn who(&self, came: &Came, rules: &Rules) -> Result<Option<Viewer>, Failure> {
        let Some(access) = self.access()? else { return Ok(None) };
        let Some(token) = session::token(&came.cookies, self.secure) else { return Ok(None) };
        let account = access.session(token.as_bytes(), now())?;
        Ok(account.map(|account| Viewer {
            labels: account.labels(),
            name: account.name,
            role: account.role,
            form: session::form_token(&token, rules),
        }))
    }

    /// The answer to somebody who is not known: the way to log in, whatever was asked for.
    pub fn outside(&self, asked: &Asked, came: &Came) -> Reply {
        let made = || match (asked.path.as_str(), &asked.form) {
            (DOOR, None) => page::log_in(&crate::links::query(&asked.query), None, 200),
            ("/door/in", Some(form)) => self.log_in(form, came),
            (path, None) if !path.ends_with(".json") => {
                let whole =
                    if asked.query.is_empty() { path.to_owned() } else { format!("{path}?{}", asked.query) };
                let next = if whole == "/" {
                    String::new()
                } else {
                    format!("?next={}", crate::links::query_value(&whole))
                };
                go(format!("{DOOR}{next}"))
            }
            _ if asked.json || asked.form.is_none() => pages::said(401, t("door.must")),
            _ => page::log_in(&[], Some(t("door.must")), 401),
        };
        Reply { private: true, ..speaking(&asked.language, made) }
    }

    /// A form of log-in.
    fn log_in(&self, form: &[(String, String)], came: &Came) -> Reply {
        let value = |key: &str| form.iter().find(|(k, _)| k == key).map_or("", |(_, v)| v.as_str());
        let (name, password) = (value("name").trim(), value("password"));
        let Ok(Some(access)) = self.access() else {
            return page::log_in(form, Some(t("door.none")), 503);
        };
        let at = now();
        let note = |deed: &str, name: &str| {
            let line = Logged {
                at,
                account: name.to_owned(),
                deed: deed.to_owned(),
                address: came.address.clone(),
                ..Logged::default()
            };
            let _ = access.note(&line);
        };
        match self.trying.let_in(&access, (name, password), &came.address, at) {
            Ok(name) => {
                // Whatever the browser held before is no session any more.
                if let Some(old) = session::token(&came.cookies, self.secure) {
                    let _ = access.end_session(old.as_bytes());
                }
                let begun = session::new().and_then(|token| {
                    access.begin_session(token.as_bytes(), &name, at).ok()?;
                    Some(token)
                });
                let Some(token) = begun else { return page::log_in(form, Some(t("door.none")), 503) };
                note("in", &name);
                let next = page::own(value("next"));
                Reply { cookie: Some(session::cookie(&token, self.secure)), ..go(next.to_owned()) }
            }
            Err(log_in::No::Wrong) => {
                note("failed", name);
                page::log_in(form, Some(t("door.wrong")), 403)
            }
            Err(log_in::No::Wait(seconds, first)) => {
                if first {
                    note("slowed", name);
                }
                let said = crate::strings::fill("door.wait", &[&seconds.to_string()]);
                page::log_in(form, Some(&said), 429)
            }
        }
    }

    /// Ends the session of who comes.
    pub fn log_out(&self, viewer: &Viewer, came: &Came) -> Reply {
        if let Ok(Some(access)) = self.access()
            && let Some(token) = session::token(&came.cookies, self.secure)
        {
            let _ = access.end_session(token.as_bytes());
            self.note(viewer, came, "out", "");
        }
        Reply { cookie: Some(session::cookie("", self.secure)), private: true, ..go(DOOR.to_owned()) }
    }

    /// Writes into the log what somebody did.
    pub fn note(&self, viewer: &Viewer, came: &Came, deed: &str, about: &str) {
        let line = Logged {
            at: now(),
            account: viewer.name.clone(),
            deed: deed.to_owned(),
            about: about.to_owned(),
            address: came.address.clone(),
            number: 0,
        };
        if let Ok(Some(access)) = self.access() {
            let _ = access.note(&line);
        }
    }
}

/// Why somebody who is known may not do what is asked: a form that is not of this session, or a form at all from a reader.
pub fn refuses(viewer: &Viewer, asked: &mut Asked) -> Option<Reply> {
    let form = asked.form.as_mut()?;
    if !session::carries(form, &viewer.form) {
        return Some(pages::unwanted_as(asked, 403, t("door.stale")));
    }
    form.retain(|(key, _)| key != page::FORM);
    let may = viewer.role != Role::Reader || asked.path.starts_with("/door/");
    (!may).then(|| pages::unwanted_as(asked, 403, t("door.reads_only")))
}

/// Whether somebody keeps the collection.
pub fn keeps(viewer: &Viewer) -> bool {
    viewer.role == Role::Keeper
}

/// Who is in already goes on.
pub fn on(asked: &Asked) -> Reply {
    let query = crate::links::query(&asked.query);
    let next = query.iter().find(|(k, _)| k == "next").map_or("", |(_, v)| v.as_str());
    go(page::own(next).to_owned())
}

/// A reply for one reader alone, its forms with what they carry.
pub fn closed(mut reply: Reply, viewer: &Viewer) -> Reply {
    if reply.media.starts_with("text/html") {
        reply.body = page::with_token(&reply.body, &viewer.form);
    }
    reply.private = true;
    reply
}

/// What somebody did by asking for a page and getting it: the deed, and about what. `None`: nothing to be noted.
pub fn deed(asked: &Asked, reply: &Reply) -> Option<(&'static str, String)> {
    if reply.status != 200 || asked.form.is_some() || asked.path.starts_with("/-/") {
        return None;
    }
    let path = crate::links::percent_decode(&asked.path, false);
    let (bare, data) = path.strip_suffix(".json").map_or((path.as_str(), false), |bare| (bare, true));
    let took = data || reply.save_as.is_some();
    let (room, rest) =
        bare.trim_start_matches('/').split_once('/').unwrap_or((bare.trim_start_matches('/'), ""));
    let paper = matches!(room, "documents" | "originals" | "chain" | "parallel" | "cite") && !rest.is_empty();
    let deed = if took { "took" } else { "opened" };
    if paper {
        return Some((deed, crate::links::decode(rest)));
    }
    // Papers side by side are named in the query; what is taken away is noted whatever it is.
    let beside = matches!(room, "accounts" | "drafts" | "parallel") && !asked.query.is_empty();
    let whole = || if asked.query.is_empty() { path.clone() } else { format!("{path}?{}", asked.query) };
    (took || beside).then(|| (deed, whole()))
}

/// On to another page of this room.
fn go(to: String) -> Reply {
    Reply { status: 303, media: "text/plain; charset=utf-8", go: Some(to), ..Reply::default() }
}

/// Now, in seconds since 1970.
pub fn now() -> u64 {
    SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(0, |d| d.as_secs())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noted(path: &str, query: &str, save_as: Option<&str>) -> Option<(&'static str, String)> {
        let asked = Asked { path: path.into(), query: query.into(), ..Asked::default() };
        let reply = Reply { status: 200, save_as: save_as.map(Into::into), ..Reply::default() };
        deed(&asked, &reply)
    }

    #[test]
    fn what_is_opened_and_what_is_taken_is_noted_by_the_papers_id() {
        assert_eq!(noted("/documents/box/1%20a.txt", "at=1-2", None), Some(("opened", "box/1 a.txt".into())));
        assert_eq!(noted("/documents/a~2Ejson.json", "", None), Some(("took", "a.json".into())));
        assert_eq!(noted("/originals/a.txt", "", Some("a.txt")), Some(("took", "a.txt".into())));
        assert_eq!(noted("/accounts", "a=x&b=y", None), Some(("opened", "/accounts?a=x&b=y".into())));
        assert_eq!(noted("/search.csv", "q=x", Some("x.csv")), Some(("took", "/search.csv?q=x".into())));
        assert_eq!(noted("/people", "", None), None);
        assert_eq!(noted("/-/assets/room.css", "", None), None);
    }
}
