//! `who`: an agent under every spelling.

use std::collections::BTreeSet;
use std::io::Write;

use memcon_model::{JoinReason, Linked, LinkedAgent};
use memcon_store::{Collection, fold};
use serde::Serialize;

use crate::Outcome;
use crate::out::{Out, remark, short};
use crate::wire::{Quote, Quotes};

/// Mentions shown without `--all`.
const SHOWN: usize = 8;
/// Characters around a mention.
const AROUND: usize = 60;

#[derive(Serialize)]
struct Form {
    form: String,
    count: u32,
    mentions: Vec<Quote>,
}

/// Somebody who looks alike.
#[derive(Serialize)]
struct Other {
    id: String,
    canonical: String,
    possible: bool,
    why: String,
}

/// An agent as `--json` prints it.
#[derive(Serialize)]
struct Who<'l> {
    id: &'l str,
    canonical: &'l str,
    r#type: &'static str,
    side: Option<&'l str>,
    roles: &'l [String],
    forms: Vec<Form>,
    joins: &'l [JoinReason],
    look_alikes: Vec<Other>,
}

/// `memcon who NAME`
pub fn who(
    collection: &Collection,
    name: &str,
    all: bool,
    json: bool,
    out: &mut Out,
) -> anyhow::Result<Outcome> {
    let linked = collection.linked()?;
    let found = matching(&linked, name);
    if json {
        let mut quotes = Quotes::new(collection);
        let whole = found.iter().map(|a| describe(a, &linked, &mut quotes));
        out.json(&whole.collect::<anyhow::Result<Vec<_>>>()?)?;
        return Ok(Outcome::Well);
    }
    if found.is_empty() {
        remark(&format!("nobody here is called {name:?}; `memcon search` looks for any words"));
    }
    for agent in found {
        print(collection, agent, &linked, all, out)?;
    }
    Ok(Outcome::Well)
}

/// Agents with a form that is exactly this name; else those whose name it may be in another spelling or
/// script; else those with a form that holds all its words.
fn matching<'l>(linked: &'l Linked, name: &str) -> Vec<&'l LinkedAgent> {
    let asked = fold(name.trim());
    let words = |text: &str| -> BTreeSet<String> {
        text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_owned).collect()
    };
    let forms = |a: &LinkedAgent| -> Vec<String> {
        a.forms.iter().map(|f| fold(&f.form)).chain([fold(&a.canonical)]).collect()
    };
    let exact: Vec<_> = linked.agents.iter().filter(|a| forms(a).contains(&asked)).collect();
    if !exact.is_empty() {
        return exact;
    }
    let spelt: Vec<_> = linked.agents.iter().filter(|a| spelt_otherwise(name.trim(), a)).collect();
    if !spelt.is_empty() {
        return spelt;
    }
    let wanted = words(&asked);
    let holds = |a: &&LinkedAgent| !wanted.is_empty() && forms(a).iter().any(|f| wanted.is_subset(&words(f)));
    linked.agents.iter().filter(holds).collect()
}

/// Whether a form of the agent is this name in another spelling. Keys first: they are cheap, and names
/// that can be one share at least one.
fn spelt_otherwise(name: &str, agent: &LinkedAgent) -> bool {
    let keys = memcon_names::key(name);
    agent.forms.iter().any(|f| {
        memcon_names::key(&f.form).iter().any(|k| keys.contains(k))
            && memcon_names::compare(name, &f.form).verdict == memcon_names::Verdict::Same
    })
}

fn others(agent: &LinkedAgent, linked: &Linked) -> Vec<Other> {
    let pairs = linked.look_alikes.iter().filter_map(|l| {
        let other = if l.a == agent.id {
            &l.b
        } else if l.b == agent.id {
            &l.a
        } else {
            return None;
        };
        let canonical = linked.agents.iter().find(|a| a.id == *other).map_or("?", |a| a.canonical.as_str());
        Some(Other {
            id: other.clone(),
            canonical: canonical.to_owned(),
            possible: l.possible,
            why: l.why.clone(),
        })
    });
    pairs.collect()
}

fn describe<'l>(a: &'l LinkedAgent, linked: &Linked, quotes: &mut Quotes<'_>) -> anyhow::Result<Who<'l>> {
    let mut forms = Vec::new();
    for f in &a.forms {
        forms.push(Form { form: f.form.clone(), count: f.count, mentions: quotes.quotes(&f.mentions)? });
    }
    Ok(Who {
        id: &a.id,
        canonical: &a.canonical,
        r#type: a.kind.as_str(),
        side: a.side.as_deref(),
        roles: &a.roles,
        forms,
        joins: &a.joins,
        look_alikes: others(a, linked),
    })
}

fn print(c: &Collection, a: &LinkedAgent, linked: &Linked, all: bool, out: &mut Out) -> anyhow::Result<()> {
    let side = a.side.as_ref().map(|s| format!(", {s}")).unwrap_or_default();
    writeln!(out, "{} ({}{side})", out.bold(&a.canonical), a.kind)?;
    for role in &a.roles {
        writeln!(out, "  {}", short(role, 100))?;
    }
    let forms: Vec<String> = a.forms.iter().map(|f| format!("{} ({})", f.form, f.count)).collect();
    writeln!(out, "  written: {}", forms.join(", "))?;
    for j in &a.joins {
        writeln!(out, "  one because: {} = {}: {} ({:.2})", j.a, j.b, short(&j.why, 200), j.score)?;
    }
    for other in others(a, linked) {
        let word = if other.possible { "perhaps the same" } else { "not the same" };
        writeln!(out, "  {word}: {}: {}", other.canonical, short(&other.why, 200))?;
    }
    let mut quotes = Quotes::new(c);
    let mentions: Vec<_> = a.forms.iter().flat_map(|f| &f.mentions).collect();
    let most = if all { mentions.len() } else { SHOWN };
    for m in mentions.iter().take(most) {
        let text = quotes.text(&m.document)?;
        let before = text.get(..m.span.start as usize).unwrap_or("");
        let cut = before.char_indices().rev().nth(AROUND).map_or(0, |(i, _)| i);
        let behind: String = text.get(m.span.end as usize..).unwrap_or("").chars().take(AROUND).collect();
        let line = format!("{}{}{behind}", &before[cut..], m.span.of(text));
        writeln!(out, "  {}: …{}…", m.document, short(&line, 2 * AROUND + 60))?;
    }
    if mentions.len() > most {
        writeln!(out, "  and {} more mentions (--all)", mentions.len() - most)?;
    }
    writeln!(out)?;
    Ok(())
}
