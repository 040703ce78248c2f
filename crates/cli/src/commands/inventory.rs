//! `memcon inventory`: what archives' inventories list, as an outline, and which of it is here.

use std::collections::BTreeSet;
use std::io::Write;

use memcon_model::{Unit, UnitLevel};
use memcon_store::{Collection, InventoryRow};
use serde::Serialize;

use crate::Outcome;
use crate::out::{Out, short};

/// An inventory with its units, as `--json` prints it.
#[derive(Serialize)]
struct Shown {
    #[serde(flatten)]
    row: InventoryRow,
    /// Units at the level of one paper, and how many of these are here with their text.
    items: u64,
    held: u64,
    outline: Vec<UnitShown>,
}

/// A unit and whether its document is here.
#[derive(Serialize)]
struct UnitShown {
    #[serde(flatten)]
    unit: Unit,
    depth: usize,
    held: bool,
}

/// `memcon inventory`
pub fn inventory(collection: &Collection, json: bool, out: &mut Out) -> anyhow::Result<Outcome> {
    let text: BTreeSet<String> = collection
        .documents()?
        .into_iter()
        .filter(|d| d.status.is_current() && !d.described)
        .map(|d| d.id)
        .collect();
    let mut all = Vec::new();
    for row in collection.inventories()? {
        let mut outline: Vec<UnitShown> = Vec::new();
        for unit in collection.units(row.n)? {
            let above = unit.parent.and_then(|p| outline.get(p as usize));
            let depth = above.map_or(0, |p| p.depth + 1);
            let held = unit.document.as_ref().is_some_and(|d| text.contains(d));
            outline.push(UnitShown { unit, depth, held });
        }
        let item = |u: &&UnitShown| u.unit.level == UnitLevel::Item;
        let items = outline.iter().filter(item).count() as u64;
        let held = outline.iter().filter(item).filter(|u| u.held).count() as u64;
        all.push(Shown { row, items, held, outline });
    }
    if json {
        out.json(&all)?;
        return Ok(Outcome::Well);
    }
    if all.is_empty() {
        writeln!(
            out,
            "No inventory. Put one among the papers, or give it with `memcon add --inventory FILE`."
        )?;
    }
    for (n, shown) in all.iter().enumerate() {
        if n > 0 {
            writeln!(out)?;
        }
        let title = shown.row.title.as_deref().unwrap_or(&shown.row.name);
        writeln!(out, "{}", out.bold(title))?;
        writeln!(
            out,
            "  {}: {} units, {} papers, {} of them here",
            shown.row.name, shown.row.units, shown.items, shown.held
        )?;
        shown.outline.iter().try_for_each(|u| line(u, out))?;
    }
    Ok(Outcome::Well)
}

fn line(u: &UnitShown, out: &mut Out) -> anyhow::Result<()> {
    let unit = &u.unit;
    let called = if unit.called.is_empty() { unit.level.as_str() } else { &unit.called };
    let mut words = vec![short(if unit.title.is_empty() { "(no title)" } else { &unit.title }, 90)];
    words.extend(Some(unit.reference.clone()).filter(|r| !r.is_empty()).map(|r| format!("[{r}]")));
    words.extend(unit.date.as_ref().map(|d| d.as_str().to_owned()));
    words.extend(unit.field("container").map(str::to_owned));
    let state = match (&unit.document, u.held) {
        (Some(d), true) => format!(" = {d}"),
        (Some(_), false) => " (no text here)".to_owned(),
        (None, _) => String::new(),
    };
    writeln!(out, "  {}{called}: {}{state}", "  ".repeat(u.depth.min(12)), words.join(", "))?;
    if let Some(why) = unit.why.as_ref().filter(|_| u.held) {
        writeln!(out, "  {}  {why}", "  ".repeat(u.depth.min(12)))?;
    }
    for id in unit.possible.iter().take(3) {
        writeln!(out, "  {}  perhaps {id}", "  ".repeat(u.depth.min(12)))?;
    }
    Ok(())
}
