//! `restrict` and `access`: which papers are not for everybody, and who opened what.

use std::io::Write;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context, ensure};
use memcon_model::{Day, Edtf};
use memcon_store::{Access, Audience, Collection, Labels, Logged, label};

use super::deciding;
use crate::Outcome;
use crate::args::{AccessCommand, Restrict};
use crate::out::{Out, remark};

/// `memcon restrict …`
pub fn restrict(
    collection: &Collection,
    asked: &Restrict,
    json: bool,
    out: &mut Out,
) -> anyhow::Result<Outcome> {
    let access = Access::create_or_open(collection.dir())?;
    if asked.documents.is_empty() {
        return list(&access, json, out);
    }
    for document in &asked.documents {
        let original = collection.original_of(document)?;
        let there = original.is_some() || collection.has_in(document)?;
        let by = whose();
        let (deed, said) = if asked.lift {
            ensure!(
                access.lift(document, now())?,
                "nothing was said of {document:?} by hand; `memcon restrict` lists what was"
            );
            ("lifted", "is not restricted by hand any more")
        } else if asked.release {
            let original =
                original.with_context(|| format!("there is no document {document:?} in this collection"))?;
            access.release(document, &original, &by, now())?;
            ("released", "is open in spite of rules, as long as its bytes are these")
        } else {
            ensure!(
                there,
                "there is no document {document:?} in this collection, and nothing lies in a folder or file of that name"
            );
            let labels = asked.to.clone().unwrap_or_default();
            access.restrict(document, original.as_deref().unwrap_or(""), &labels, &by, now())?;
            ("restricted", if labels.is_empty() { "is for keepers only" } else { "is restricted" })
        };
        access.note(&Logged {
            at: now(),
            account: by,
            deed: deed.into(),
            about: document.clone(),
            ..Logged::default()
        })?;
        if json {
            out.json(&serde_json::json!({ "document": document, "deed": deed }))?;
        } else {
            writeln!(out, "{document} {said}.")?;
        }
    }
    if !access.has_accounts()? {
        remark(
            "there are no accounts: on this machine everybody who opens the reading room reads everything. `memcon user add` makes one",
        );
    }
    Ok(Outcome::Well)
}

fn list(access: &Access, json: bool, out: &mut Out) -> anyhow::Result<Outcome> {
    let all = access.restrictions()?;
    if json {
        out.json(&all)?;
        return Ok(Outcome::Well);
    }
    let held: Vec<_> = all.iter().filter(|r| r.lifted.is_none()).collect();
    if held.is_empty() {
        writeln!(out, "Nothing is restricted by hand; rules stand in memcon.toml under [access].")?;
    }
    for r in held {
        let labels: Vec<&str> = r.labels.iter().map(String::as_str).collect();
        let to = match (r.opens, labels.is_empty()) {
            (true, _) => "open in spite of rules".to_owned(),
            (_, true) => "keepers only".to_owned(),
            _ => format!("to {}", labels.join(", ")),
        };
        writeln!(out, "{}  {to}  (by {}, {})", r.document, r.by, memcon_serve::rfc3339(r.made))?;
    }
    Ok(Outcome::Well)
}

/// `memcon access …`
pub fn access(
    collection: &Collection,
    what: AccessCommand,
    json: bool,
    out: &mut Out,
) -> anyhow::Result<Outcome> {
    let access = Access::open(collection.dir())?
        .context("there is no log: nobody made accounts or restricted anything")?;
    match what {
        AccessCommand::Log { of, limit, offset } => {
            let lines = access.log(of.as_deref(), offset, limit)?;
            if json {
                out.json(&lines)?;
                return Ok(Outcome::Well);
            }
            for l in lines {
                let at = memcon_serve::rfc3339(l.at);
                let about = crate::out::short(&l.about, 400);
                writeln!(
                    out,
                    "{at}  {}  {}  {about}  {}",
                    crate::out::short(&l.account, 60),
                    l.deed,
                    l.address
                )?;
            }
        }
        AccessCommand::Forget { before } => {
            let day: Edtf = before.parse()?;
            let iso = day.earliest_iso().context("this is no day")?;
            let number = day_number(&iso).context("this is no day")?;
            let lines = access.forget_log(u64::try_from(number * 86_400).unwrap_or(0))?;
            let line = format!("{lines} lines before {iso}");
            access.note(&Logged {
                at: now(),
                account: whose(),
                deed: "forgot".into(),
                about: line.clone(),
                ..Logged::default()
            })?;
            if json {
                out.json(&serde_json::json!({ "forgotten": lines }))?;
            } else {
                writeln!(out, "Forgotten: {line}.")?;
            }
        }
    }
    Ok(Outcome::Well)
}

/// Days from 1970 to a day written YYYY-MM-DD.
fn day_number(iso: &str) -> Option<i64> {
    let mut parts = iso.splitn(3, '-').map(str::parse::<i32>);
    let (year, month, day) = (parts.next()?.ok()?, parts.next()?.ok()?, parts.next()?.ok()?);
    let number = |y, m: i32, d: i32| Some(Day::new(y, m.try_into().ok()?, d.try_into().ok()?)?.number());
    Some(number(year, month, day)? - number(1970, 1, 1)?)
}

/// The collection as readers see it who hold these labels: the whole, or that of their audience, linked.
pub fn as_seen_by(collection: Collection, labels: &[String]) -> anyhow::Result<std::sync::Arc<Collection>> {
    let held: Labels = labels
        .iter()
        .map(|l| label(l).with_context(|| format!("{l:?} is not a label")))
        .collect::<anyhow::Result<_>>()?;
    let rules = match Access::open(collection.dir())? {
        Some(access) => access.rules(&collection)?,
        None => collection.rules()?,
    };
    let Some(audience) = Audience::of(&rules, &held) else { return Ok(std::sync::Arc::new(collection)) };
    let seen = audience.bring_up(&collection, &rules, None)?;
    if seen.linking_is_stale()? {
        deciding::relink(&seen)?;
    }
    Ok(seen)
}

/// Now, in seconds since 1970.
pub fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_secs())
}

/// Whose doing this is: the user's name on this machine.
pub fn whose() -> String {
    let named = ["USER", "LOGNAME", "USERNAME"].into_iter().find_map(|v| std::env::var(v).ok());
    named.filter(|n| !n.is_empty()).unwrap_or_else(|| "memcon".to_owned())
}
