//! `who`: an agent under every spelling, with what joins its names and who only looks alike.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

use memcon_model::{
    Evidence, JoinReason, LinkedAgent, Listed, LookAlike, Manner, NameForm, OfficeHeld, Testimony,
};
use memcon_names::{Name, Script, Verdict};
use memcon_store::{Collection, Found, Section};
use serde::Serialize;

use crate::Outcome;
use crate::out::{Out, remark, short, wrap};
use crate::wire::{Quote, Quotes};

/// Mentions shown without `--all`.
const SHOWN: usize = 8;
/// Characters around a mention.
const AROUND: usize = 60;
/// Agents of whom it is only possible that they are meant.
const PERHAPS: usize = 8;
/// Reasons of one kind shown without `--all`.
const REASONS: usize = 12;

#[derive(Serialize)]
struct Form {
    form: String,
    /// Latin, Cyrillic, Hangul, Chinese characters, Kana, other.
    script: &'static str,
    /// By what it names the agent.
    manner: &'static str,
    count: u32,
    mentions: Vec<Quote>,
}

/// What speaks for or against.
#[derive(Serialize)]
struct Ground {
    why: String,
    evidence: Vec<Quote>,
}

/// Why two names are one.
#[derive(Serialize)]
struct Join<'l> {
    id: &'l str,
    a: &'l str,
    b: &'l str,
    by: &'static str,
    why: &'l str,
    score: f32,
    grounds: Vec<Ground>,
    against: Vec<Ground>,
}

/// Somebody who looks alike.
#[derive(Serialize)]
struct Other<'l> {
    id: &'l str,
    canonical: String,
    possible: bool,
    by: &'static str,
    why: &'l str,
    question: Option<&'l str>,
    grounds: Vec<Ground>,
    against: Vec<Ground>,
}

/// An office at a time.
#[derive(Serialize)]
struct Office<'l> {
    office: &'l str,
    side: Option<&'l str>,
    when: Option<&'l str>,
    evidence: Vec<Quote>,
}

/// An agent as `--json` prints it.
#[derive(Serialize)]
struct Who<'l> {
    id: &'l str,
    canonical: &'l str,
    r#type: &'static str,
    side: Option<&'l str>,
    listed: Option<&'l Listed>,
    roles: &'l [String],
    offices: Vec<Office<'l>>,
    forms: Vec<Form>,
    joins: Vec<Join<'l>>,
    look_alikes: Vec<Other<'l>>,
}

/// `memcon who NAME`
pub fn who(
    collection: &Collection,
    name: &str,
    all: bool,
    json: bool,
    out: &mut Out,
) -> anyhow::Result<Outcome> {
    let spellings = collection.spellings()?;
    let heads = spellings.linked();
    let found = spellings.agents(name);
    let (sure, perhaps): (Vec<Found>, Vec<Found>) =
        found.into_iter().partition(|f| f.verdict == Verdict::Same);
    // Where nobody is surely so called, few who may be are shown in full.
    let (shown, perhaps) = match sure.is_empty() && perhaps.len() <= PERHAPS {
        true => (perhaps, Vec::new()),
        false => (sure, perhaps),
    };
    let ids: Vec<&str> =
        shown.iter().filter_map(|f| heads.agents.get(f.agent)).map(|a| a.id.as_str()).collect();
    let linked = collection.linked_about(&ids, &[Section::Agents, Section::LookAlikes])?;
    let of = |id: &&str| linked.agents.iter().find(|a| a.id == **id);
    let agents: Vec<&LinkedAgent> = ids.iter().filter_map(of).collect();
    let known = Known { alike: &linked.look_alikes, agents: &heads.agents };
    if json {
        let mut quotes = Quotes::new(collection);
        let whole = agents.iter().map(|a| describe(a, known, &mut quotes));
        out.json(&whole.collect::<anyhow::Result<Vec<_>>>()?)?;
        return Ok(Outcome::Well);
    }
    if shown.is_empty() && perhaps.is_empty() {
        remark(&format!("nobody here is called {name:?}; `memcon search` looks for any words"));
    }
    for agent in agents {
        print(collection, agent, known, all, out)?;
    }
    if !perhaps.is_empty() {
        writeln!(out, "Perhaps meant:")?;
        let most = if all { perhaps.len() } else { PERHAPS };
        for f in perhaps.iter().take(most) {
            let canonical = heads.agents.get(f.agent).map_or("?", |a| a.canonical.as_str());
            line(out, "  ", &format!("{canonical}: {}", f.why))?;
        }
        more(out, "  ", perhaps.len(), most)?;
    }
    Ok(Outcome::Well)
}

/// The writing system of a form.
fn script(form: &str) -> &'static str {
    match Name::parse(form).script {
        Script::Latin => "Latin",
        Script::Cyrillic => "Cyrillic",
        Script::Hangul => "Hangul",
        Script::Han => "Chinese characters",
        Script::Kana => "Kana",
        Script::Other => "other",
    }
}

/// What is known of others than the agent that is shown.
#[derive(Clone, Copy)]
struct Known<'l> {
    alike: &'l [LookAlike],
    /// Everybody, for their names.
    agents: &'l [LinkedAgent],
}

/// The look-alikes of an agent with the other's name.
fn others<'l>(agent: &LinkedAgent, known: Known<'l>) -> Vec<(&'l str, &'l str, &'l LookAlike)> {
    let names: BTreeMap<&str, &str> =
        known.agents.iter().map(|a| (a.id.as_str(), a.canonical.as_str())).collect();
    let pairs = known.alike.iter().filter_map(|l| {
        let other = match (l.a == agent.id, l.b == agent.id) {
            (true, _) => l.b.as_str(),
            (_, true) => l.a.as_str(),
            _ => return None,
        };
        Some((other, names.get(other).copied().unwrap_or("?"), l))
    });
    let mut all: Vec<_> = pairs.collect();
    // A pair may be listed from either end.
    let mut seen = BTreeSet::new();
    all.retain(|(id, _, l)| seen.insert((*id, l.possible, l.why.as_str())));
    all
}

fn grounds(all: &[Testimony], quotes: &mut Quotes<'_>) -> anyhow::Result<Vec<Ground>> {
    all.iter().map(|t| Ok(Ground { why: t.why.clone(), evidence: quotes.quotes(&t.evidence)? })).collect()
}

fn describe<'l>(a: &'l LinkedAgent, known: Known<'l>, quotes: &mut Quotes<'_>) -> anyhow::Result<Who<'l>> {
    let mut who = Who {
        id: &a.id,
        canonical: &a.canonical,
        r#type: a.kind.as_str(),
        side: a.side.as_deref(),
        listed: a.listed.as_ref(),
        roles: &a.roles,
        offices: Vec::new(),
        forms: Vec::new(),
        joins: Vec::new(),
        look_alikes: Vec::new(),
    };
    for f in &a.forms {
        let mentions = quotes.quotes(&f.mentions)?;
        who.forms.push(Form {
            form: f.form.clone(),
            script: script(&f.form),
            manner: f.manner.as_str(),
            count: f.count,
            mentions,
        });
    }
    for o in &a.offices {
        who.offices.push(Office {
            office: &o.office,
            side: o.side.as_deref(),
            when: o.when.as_ref().map(|w| w.as_str()),
            evidence: quotes.quotes(&o.evidence)?,
        });
    }
    for j in &a.joins {
        who.joins.push(Join {
            id: &j.id,
            a: &j.a,
            b: &j.b,
            by: j.by.as_str(),
            why: &j.why,
            score: j.score,
            grounds: grounds(&j.grounds, quotes)?,
            against: grounds(&j.against, quotes)?,
        });
    }
    for (id, canonical, l) in others(a, known) {
        who.look_alikes.push(Other {
            id,
            canonical: canonical.to_owned(),
            possible: l.possible,
            by: l.by.as_str(),
            why: &l.why,
            question: l.question.as_deref(),
            grounds: grounds(&l.grounds, quotes)?,
            against: grounds(&l.against, quotes)?,
        });
    }
    Ok(who)
}

fn print(c: &Collection, a: &LinkedAgent, known: Known<'_>, all: bool, out: &mut Out) -> anyhow::Result<()> {
    let side = a.side.as_ref().map(|s| format!(", {s}")).unwrap_or_default();
    writeln!(out, "{} ({}{side})", out.bold(&a.canonical), a.kind)?;
    if let Some(listed) = &a.listed {
        line(out, "  ", &format!("in the list: {} ({}) {}", listed.name, listed.id, listed.note))?;
    }
    forms(a, out)?;
    offices(a, all, out)?;
    let most = if all { usize::MAX } else { REASONS };
    if !a.joins.is_empty() {
        writeln!(out, "  one because")?;
        for j in a.joins.iter().take(most) {
            join(j, out)?;
        }
        more(out, "    ", a.joins.len(), most)?;
    }
    in_one_paper(a, most, out)?;
    let alike = others(a, known);
    for (possible, head) in [(false, "not the same"), (true, "perhaps the same")] {
        let of: Vec<_> = alike.iter().filter(|(_, _, l)| l.possible == possible).collect();
        if !of.is_empty() {
            writeln!(out, "  {head}")?;
            for (_, name, l) in of.iter().take(most) {
                look_alike(name, l, out)?;
            }
            more(out, "    ", of.len(), most)?;
        }
    }
    mentions(c, a, all, out)?;
    writeln!(out)?;
    Ok(())
}

/// How forms are called that are no names.
const OTHERWISE: &str = "pronouns and offices";

/// Whether a form is a name, not a pronoun or an office.
fn named(f: &NameForm) -> bool {
    !matches!(f.manner, Manner::Pronoun | Manner::Office)
}

/// All spellings, a line for each writing system.
fn forms(a: &LinkedAgent, out: &mut Out) -> anyhow::Result<()> {
    let mut by_script: Vec<(&str, Vec<String>)> = Vec::new();
    for f in &a.forms {
        let written = format!("{} ({})", f.form, f.count);
        let group = if named(f) { script(&f.form) } else { OTHERWISE };
        match by_script.iter_mut().find(|(s, _)| *s == group) {
            Some((_, forms)) => forms.push(written),
            None => by_script.push((group, vec![written])),
        }
    }
    by_script.sort_by_key(|(group, _)| *group == OTHERWISE);
    for (script, forms) in by_script {
        line(out, "  ", &format!("{script}: {}", forms.join(", ")))?;
    }
    Ok(())
}

/// Offices and sides at their times; roles that no office tells.
fn offices(a: &LinkedAgent, all: bool, out: &mut Out) -> anyhow::Result<()> {
    let told = |o: &OfficeHeld| {
        let when = o.when.as_ref().map_or("undated", |w| w.as_str());
        let side = o.side.as_ref().map(|s| format!(", {s}")).unwrap_or_default();
        format!("{when}: {}{side}", o.office)
    };
    let mut lines: Vec<String> = a.offices.iter().map(told).collect();
    lines.dedup();
    let bare = a.roles.iter().filter(|r| !a.offices.iter().any(|o| o.office == **r));
    lines.extend(bare.map(|r| short(r, 100).to_string()));
    if lines.is_empty() {
        return Ok(());
    }
    writeln!(out, "  offices and roles")?;
    let most = if all { usize::MAX } else { REASONS };
    for l in lines.iter().take(most) {
        line(out, "    ", l)?;
    }
    more(out, "    ", lines.len(), most)
}

/// Names that a paper itself uses for one: no join of the collection tells of them.
fn in_one_paper(a: &LinkedAgent, most: usize, out: &mut Out) -> anyhow::Result<()> {
    let joined = |form: &str| a.joins.iter().any(|j| j.a == form || j.b == form);
    let bare: Vec<&str> = a
        .forms
        .iter()
        .filter(|f| named(f))
        .map(|f| f.form.as_str())
        .filter(|f| *f != a.canonical && !joined(f))
        .collect();
    if bare.is_empty() {
        return Ok(());
    }
    writeln!(out, "  one within a paper")?;
    for form in bare.iter().take(most) {
        let m = memcon_names::compare(&a.canonical, form);
        let why = if m.verdict == Verdict::Other { "" } else { said(&m.why, &a.canonical, form) };
        line(
            out,
            "    ",
            &format!("{} = {form}{}{why}", a.canonical, if why.is_empty() { "" } else { ": " }),
        )?;
    }
    more(out, "    ", bare.len(), most)
}

fn join(j: &JoinReason, out: &mut Out) -> anyhow::Result<()> {
    line(
        out,
        "    ",
        &format!("{} = {}: {} ({}, {:.2})", j.a, j.b, said(&j.why, &j.a, &j.b), j.by, j.score),
    )?;
    testimonies(&j.grounds, &j.against, out)
}

fn look_alike(name: &str, l: &LookAlike, out: &mut Out) -> anyhow::Result<()> {
    line(out, "    ", &format!("{name}: {}", short(&l.why, 300)))?;
    if let Some(question) = &l.question {
        line(out, "      ", question)?;
    }
    testimonies(&l.grounds, &l.against, out)
}

fn testimonies(grounds: &[Testimony], against: &[Testimony], out: &mut Out) -> anyhow::Result<()> {
    let place = |e: &[Evidence]| e.first().map(|e| format!(" ({})", e.document)).unwrap_or_default();
    for (word, all) in [("for", grounds), ("against", against)] {
        for t in all {
            line(out, "      ", &format!("{word}: {}{}", short(&t.why, 300), place(&t.evidence)))?;
        }
    }
    Ok(())
}

/// A reason without the two names where it opens with them: they stand before it already.
fn said<'w>(why: &'w str, a: &str, b: &str) -> &'w str {
    let bare =
        |a: &str, b: &str| why.strip_prefix(a)?.strip_prefix(" = ")?.strip_prefix(b)?.strip_prefix(": ");
    bare(a, b).or_else(|| bare(b, a)).unwrap_or(why)
}

/// Where the agent is named: each spelling once, then the rest.
fn mentions(c: &Collection, a: &LinkedAgent, all: bool, out: &mut Out) -> anyhow::Result<()> {
    let mut quotes = Quotes::new(c);
    let names = || a.forms.iter().filter(|f| named(f));
    let first = names().flat_map(|f| f.mentions.first());
    let rest = names().flat_map(|f| f.mentions.iter().skip(1));
    let bare = a.forms.iter().filter(|f| !named(f)).flat_map(|f| &f.mentions);
    let mentions: Vec<&Evidence> = first.chain(rest).chain(bare).collect();
    let most = if all { mentions.len() } else { SHOWN };
    if !mentions.is_empty() {
        writeln!(out, "  mentions")?;
    }
    for m in mentions.iter().take(most) {
        let text = quotes.text(&m.document)?;
        let before = text.get(..m.span.start as usize).unwrap_or("");
        let cut = before.char_indices().rev().nth(AROUND).map_or(0, |(i, _)| i);
        let behind: String = text.get(m.span.end as usize..).unwrap_or("").chars().take(AROUND).collect();
        let words = format!("{}[{}]{behind}", &before[cut..], m.span.of(text));
        line(out, "    ", &format!("{}: …{}…", m.document, short(&words, 2 * AROUND + 60)))?;
    }
    if mentions.len() > most {
        writeln!(out, "    and {} more mentions (--all)", mentions.len() - most)?;
    }
    Ok(())
}

/// A line, wrapped; what follows the first stands deeper.
fn line(out: &mut Out, indent: &str, text: &str) -> anyhow::Result<()> {
    let clean: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let wrapped = wrap(&clean, &format!("{indent}  "), out.width);
    let whole = wrapped.trim_end();
    writeln!(out, "{indent}{}", whole.trim_start())?;
    Ok(())
}

fn more(out: &mut Out, indent: &str, all: usize, shown: usize) -> anyhow::Result<()> {
    if all > shown {
        writeln!(out, "{indent}and {} more (--all)", all - shown)?;
    }
    Ok(())
}
