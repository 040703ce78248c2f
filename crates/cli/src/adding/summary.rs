//! What a run did, and what the collection holds after it.

use std::io::Write;

use memcon_model::Severity;
use memcon_store::{Collection, Overview};
use serde::Serialize;

use crate::out::{Out, short};

/// Problems shown before "and N more".
const SHOWN: usize = 20;

/// What a run did.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Summary {
    /// New documents.
    pub added: u64,
    /// The same bytes, analysed anew (another program or other settings).
    pub renewed: u64,
    /// Nothing to do.
    pub unchanged: u64,
    /// Ids whose file has other bytes; the version before is kept.
    pub changed: Vec<String>,
    /// Ids whose file is no longer there; kept.
    pub missing: Vec<String>,
    /// Ids that were missing and are there again.
    pub returned: Vec<String>,
    /// Missing ids whose bytes now stand under another id.
    pub moved: Vec<(String, String)>,
}

/// Both, as `--json` prints them.
#[derive(Serialize)]
struct Both<'s> {
    run: &'s Summary,
    collection: &'s Overview,
}

impl Summary {
    /// Prints the run and the collection; gives whether there were problems.
    pub fn print(&self, collection: &Collection, out: &mut Out, json: bool) -> anyhow::Result<bool> {
        let overview = collection.overview()?;
        let troubled = overview.problems.iter().any(|p| p.1 == Severity::Error);
        if json {
            out.json(&Both { run: self, collection: &overview })?;
        } else {
            self.run(out)?;
            holds(&overview, out)?;
        }
        out.flush()?;
        Ok(troubled)
    }

    fn run(&self, out: &mut Out) -> anyhow::Result<()> {
        let mut parts = vec![format!("{} new", self.added), format!("{} unchanged", self.unchanged)];
        let mut count = |n: usize, what: &str| {
            if n > 0 {
                parts.push(format!("{n} {what}"));
            }
        };
        count(usize::try_from(self.renewed).unwrap_or(usize::MAX), "read anew");
        count(self.changed.len(), "changed");
        count(self.missing.len(), "no longer there");
        count(self.returned.len(), "there again");
        writeln!(out, "Papers: {}", parts.join(", "))?;
        list(out, "changed (the version before is kept)", &self.changed)?;
        let moved = |id: &String| self.moved.iter().find(|(before, _)| before == id);
        let missing: Vec<String> = self
            .missing
            .iter()
            .map(|id| moved(id).map_or_else(|| id.clone(), |(_, now)| format!("{id} (now {now})")))
            .collect();
        list(out, "no longer there (kept, not counted)", &missing)?;
        list(out, "there again", &self.returned)
    }
}

fn list(out: &mut Out, what: &str, ids: &[String]) -> anyhow::Result<()> {
    for id in ids.iter().take(SHOWN) {
        writeln!(out, "  {what}: {id}")?;
    }
    if ids.len() > SHOWN {
        writeln!(out, "  {what}: and {} more", ids.len() - SHOWN)?;
    }
    Ok(())
}

/// The figures of a collection.
fn holds(o: &Overview, out: &mut Out) -> anyhow::Result<()> {
    writeln!(out, "\n{}", out.bold(&o.title))?;
    let forms: Vec<String> = o.by_form.iter().map(|(form, n)| format!("{n} {form}")).collect();
    let forms = if forms.is_empty() { String::new() } else { format!(" ({})", forms.join(", ")) };
    writeln!(out, "  {} documents{forms}", o.documents)?;
    if o.described > 0 {
        writeln!(out, "  {} more known from inventories only (`memcon inventory`)", o.described)?;
    }
    if let Some((first, last)) = &o.span {
        writeln!(out, "  from {first} to {last}")?;
    }
    writeln!(out, "  {} turns, {} people, {} events, {} issues", o.turns, o.people, o.events, o.issues)?;
    let (errors, warnings): (Vec<_>, Vec<_>) = o.problems.iter().partition(|p| p.1 == Severity::Error);
    if o.problems.is_empty() {
        writeln!(out, "  no problems")?;
        return Ok(());
    }
    writeln!(out, "  {} problems, {} warnings", errors.len(), warnings.len())?;
    for (place, severity, message) in o.problems.iter().take(SHOWN) {
        let place = short(place, 60);
        writeln!(out, "  {severity}: {place}: {}", short(message, 300))?;
    }
    if o.problems.len() > SHOWN {
        writeln!(out, "  and {} more; `--json` lists all", o.problems.len() - SHOWN)?;
    }
    Ok(())
}
