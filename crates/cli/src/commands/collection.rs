//! `open`, `add`, `link`, `serve`, `check`: the collection as a whole.

use std::io::Write;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{anyhow, ensure};
use memcon_model::Severity;
use memcon_serve::Opening;
use memcon_store::Collection;

use crate::Outcome;
use crate::adding::{self, Summary};
use crate::args::Opened;
use crate::linking;
use crate::out::{Out, remark};
use crate::place;
use crate::progress::Progress;

/// `memcon open PATH…`; `opened` tells where the reading room is, `None` = none is opened.
pub fn open(
    told: Option<&Path>,
    paths: &[PathBuf],
    opened: Option<Opened>,
    memory: Option<u64>,
    json: bool,
    mut out: Out,
) -> anyhow::Result<Outcome> {
    let dir = place::for_adding(told, paths, false);
    let more = More { memory, ..More::default() };
    let (collection, outcome) = bring_in(&dir, paths, more, json, &mut out)?;
    let Some(opened) = opened else {
        out.finish()?;
        return Ok(outcome);
    };
    // Others may add while this one shows.
    serve(collection.into_reader()?, opened, json, out)?;
    Ok(outcome)
}

/// What is added besides folders and files.
#[derive(Clone, Copy, Default)]
pub struct More<'m> {
    /// Documents a line.
    pub lines: Option<&'m Path>,
    /// Lists of persons.
    pub authorities: &'m [PathBuf],
    /// Archives' inventories.
    pub inventories: &'m [PathBuf],
    /// Memory that linking may take; `None` = what the machine has free.
    pub memory: Option<u64>,
}

/// `memcon add PATH…`
pub fn add(
    told: Option<&Path>,
    paths: &[PathBuf],
    more: More<'_>,
    json: bool,
    out: &mut Out,
) -> anyhow::Result<Outcome> {
    let dir = place::for_adding(told, paths, true);
    let (collection, outcome) = bring_in(&dir, paths, more, json, out)?;
    ensure!(collection.writes(), "nothing was added");
    Ok(outcome)
}

fn bring_in(
    dir: &Path,
    paths: &[PathBuf],
    more: More<'_>,
    json: bool,
    out: &mut Out,
) -> anyhow::Result<(Collection, Outcome)> {
    for path in paths {
        let there = path.try_exists().unwrap_or(true);
        ensure!(there, "there is nothing at {}. Give a folder or file of papers", path.display());
    }
    let collection = place::open_for_adding(dir)?;
    collection.remarks().iter().for_each(|r| remark(r));
    let mut summary = Summary::default();
    let mut linked = true;
    if collection.writes() {
        // Lists first: a fault in one is said before the long work.
        adding::lists(&collection, more.authorities)?;
        adding::inventories::named(&collection, more.inventories)?;
        summary = adding::add(&collection, paths, more.lines)?;
        adding::inventories::settle(&collection)?;
        if collection.linking_is_stale()? {
            match linking::fits(&collection, more.memory)? {
                Ok(()) => linking::link(&collection, true)?,
                Err(why) => {
                    remark(&why);
                    linked = false;
                }
            }
        }
        collection.refresh_index()?;
    }
    let troubled = summary.print(&collection, out, json)?;
    Ok((collection, if troubled || !linked { Outcome::SomeProblems } else { Outcome::Well }))
}

/// `memcon link`
pub fn link(told: Option<&Path>, memory: Option<u64>, json: bool, out: &mut Out) -> anyhow::Result<Outcome> {
    let collection = place::to_change(told)?;
    linking::fits(&collection, memory)?.map_err(|why| anyhow!(why))?;
    linking::link(&collection, false)?;
    collection.refresh_index()?;
    let overview = collection.overview()?;
    if json {
        out.json(&overview)?;
    } else {
        let o = &overview;
        writeln!(out, "Linked: {} people, {} events, {} issues", o.people, o.events, o.issues)?;
    }
    Ok(Outcome::Well)
}

/// `memcon serve`
pub fn serve(collection: Collection, opened: Opened, json: bool, mut out: Out) -> anyhow::Result<Outcome> {
    out.flush()?;
    let opening = Opening {
        address: opened.address.unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], opened.port))),
        tls: opened.tls_cert.zip(opened.tls_key),
        behind_proxy: opened.behind_proxy,
        hosts: opened.hosts,
        no_accounts: opened.no_accounts,
    };
    if let Some(why) = opening.refused(&collection) {
        return Err(anyhow!(why));
    }
    let scheme = if opening.tls.is_some() { "https" } else { "http" };
    let ready = |address: SocketAddr| {
        let at = format!("{scheme}://{address}/");
        let _ = match json {
            true => out.json(&serde_json::json!({ "reading_room": at })),
            false => writeln!(out, "Reading room: {at} (Ctrl-C ends it)").map_err(Into::into),
        };
        let _ = out.flush();
    };
    let why: memcon_serve::Explain = |c, d, turn| crate::explaining::explain(c, d, Some(turn));
    let relink: memcon_serve::Relink = |c| super::deciding::relink(c).map_err(|e| format!("{e:#}"));
    memcon_serve::run_opening(Arc::new(collection), why, relink, &opening, ready).map_err(|e| {
        match e.kind() {
            std::io::ErrorKind::AddrInUse => {
                anyhow!("port {} is taken by another program; give another --port", opening.address.port())
            }
            _ => e.into(),
        }
    })?;
    Ok(Outcome::Well)
}

/// `memcon check`
pub fn check(collection: &Collection, json: bool, out: &mut Out) -> anyhow::Result<Outcome> {
    let mut progress = Progress::new("documents", collection.size()?);
    let findings = collection.check(|_| progress.step())?;
    progress.finish();
    if json {
        out.json(&findings)?;
    } else if findings.is_empty() {
        writeln!(out, "All well: originals, database, analyses and index are whole.")?;
    }
    for f in findings.iter().filter(|_| !json) {
        writeln!(out, "{}: {}: {}. To do: {}", f.severity, f.place, f.what, f.remedy)?;
    }
    let bad = findings.iter().any(|f| f.severity == Severity::Error);
    Ok(if bad { Outcome::SomeProblems } else { Outcome::Well })
}
