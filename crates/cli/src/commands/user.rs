//! `user`: who may come into the reading room.

use std::io::{BufRead, IsTerminal, Write};
use std::path::Path;

use anyhow::{Context, anyhow, bail, ensure};
use memcon_serve::{PASSWORD_LEAST, hash_password};
use memcon_store::{Access, Collection, Logged, Role};

use super::restrict::{now, whose};
use crate::Outcome;
use crate::args::User;
use crate::out::{Out, remark};

/// `memcon user …`
pub fn user(collection: &Collection, what: User, json: bool, out: &mut Out) -> anyhow::Result<Outcome> {
    let access = Access::create_or_open(collection.dir())?;
    let first = !access.has_accounts()?;
    match what {
        User::List => return list(&access, json, out),
        User::Add { name, role, clearance, password_file } => {
            let hash = password(password_file.as_deref())?;
            let account = access.add_account(&name, role, &clearance, &hash, now())?;
            note(&access, &format!("{} is a {}", account.name, role.as_str()))?;
            if json {
                out.json(&account)?;
            } else {
                writeln!(out, "{} may come in as a {}.", account.name, role.as_str())?;
            }
            if first {
                remark(
                    "from now on the reading room asks everybody to log in; `--no-accounts` opens it on this machine as before",
                );
            }
            if !access.accounts()?.iter().any(|a| a.role == Role::Keeper) {
                remark("nobody is a keeper yet: only a keeper sees everything and the log");
            }
        }
        User::Remove { name } => {
            access.remove_account(&name)?;
            note(&access, &format!("{name} is gone"))?;
            said(json, out, &name, "may not come in any more; what was judged stays")?;
        }
        User::Password { name, password_file } => {
            // Said before anything is typed.
            ensure!(
                access.password(&name)?.is_some(),
                "there is no account called {name:?}; `memcon user list` names them"
            );
            access.set_password(&name, &password(password_file.as_deref())?)?;
            note(&access, &format!("{name} has another password"))?;
            said(json, out, &name, "has another password and must log in again")?;
        }
        User::Clearance { name, labels, role } => {
            access.set_clearance(&name, &labels, role)?;
            let labels = if labels.is_empty() { "no label".to_owned() } else { labels.join(", ") };
            note(&access, &format!("{name} holds {labels}"))?;
            said(json, out, &name, &format!("holds {labels}"))?;
        }
    }
    Ok(Outcome::Well)
}

fn said(json: bool, out: &mut Out, name: &str, what: &str) -> anyhow::Result<()> {
    if json {
        out.json(&serde_json::json!({ "account": name, "done": true }))
    } else {
        Ok(writeln!(out, "{name} {what}.")?)
    }
}

fn note(access: &Access, about: &str) -> anyhow::Result<()> {
    let line = Logged {
        at: now(),
        account: whose(),
        deed: "account".into(),
        about: about.into(),
        ..Logged::default()
    };
    Ok(access.note(&line)?)
}

fn list(access: &Access, json: bool, out: &mut Out) -> anyhow::Result<Outcome> {
    let all = access.accounts()?;
    if json {
        out.json(&all)?;
        return Ok(Outcome::Well);
    }
    if all.is_empty() {
        writeln!(
            out,
            "No accounts: on this machine the reading room is open, and nowhere else. `memcon user add` makes one."
        )?;
    }
    for a in all {
        let labels: Vec<&str> = a.clearance.iter().map(String::as_str).collect();
        writeln!(out, "{}  {}  {}", a.name, a.role.as_str(), labels.join(", "))?;
    }
    Ok(Outcome::Well)
}

/// A password, hashed: from a file (`-` is standard input), else asked for twice.
fn password(file: Option<&Path>) -> anyhow::Result<String> {
    let typed = match file {
        Some(file) if file.as_os_str() == "-" => first_line(std::io::stdin().lock())?,
        Some(file) => {
            let open = std::fs::File::open(file).with_context(|| file.display().to_string())?;
            first_line(std::io::BufReader::new(open))?
        }
        None if !std::io::stdin().is_terminal() => {
            bail!(
                "there is no terminal to ask for the password; give --password-file FILE, or --password-file - for standard input"
            )
        }
        None => {
            let typed = rpassword::prompt_password("Password: ").context("asking for the password")?;
            let again = rpassword::prompt_password("Again: ").context("asking for the password")?;
            ensure!(typed == again, "the two are not the same; nothing was changed");
            typed
        }
    };
    ensure!(
        typed.chars().count() >= PASSWORD_LEAST,
        "a password has at least {PASSWORD_LEAST} characters; nothing was changed"
    );
    hash_password(&typed).map_err(|e| anyhow!("{e}"))
}

fn first_line(mut from: impl BufRead) -> anyhow::Result<String> {
    let mut line = String::new();
    from.read_line(&mut line).context("reading the password")?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}
