//! `review`: judgements on single claims, made, listed, taken back, handed on.
//!
//! What a judgement is and does belongs to the crate `review`; here words typed become one. Judgements travel as lines
//! of JSON that name the original by its hash and the words by their place (code points) and quotation, so that they
//! fit wherever the same papers are.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, Write};
use std::path::Path;

use anyhow::{Context, anyhow, bail, ensure};
use memcon_model::{Judgement, Layer, OffsetMap, Span, Undone, Verdict};
use memcon_review::{Outcome as Became, agreement, judging, seen};
use memcon_store::{Collection, Judged};
use serde_json::{Map, Value, json};

use super::deciding;
use crate::Outcome;
use crate::args::{Judge, Review};
use crate::out::Out;
use crate::place;

/// Claims listed at most where nothing else is asked for.
const SHOWN: usize = 20;

/// `memcon review …`
pub fn review(
    told: Option<&Path>,
    what: Option<Review>,
    json: bool,
    out: &mut Out,
) -> anyhow::Result<Outcome> {
    match what {
        None => queue(&place::to_read(told)?, Layer::Turn, SHOWN, json, out),
        Some(Review::Queue { layer, limit }) => {
            queue(&place::to_read(told)?, layer.parse().map_err(|e: String| anyhow!(e))?, limit, json, out)
        }
        Some(Review::Confirm(claim)) => judge(told, &claim, Verdict::Confirmed, &[], json, out),
        Some(Review::Reject(claim)) => judge(told, &claim, Verdict::Rejected, &[], json, out),
        Some(Review::Correct { claim, values }) => {
            judge(told, &claim, Verdict::Corrected, &values, json, out)
        }
        Some(Review::Undo { number, by, batch }) => undo(told, (number, batch), by, json, out),
        Some(Review::Complete { document, layer, signed }) => {
            complete(told, (&document, &layer), signed, json, out)
        }
        Some(Review::History { document }) => history(&place::to_read(told)?, document.as_deref(), json, out),
        Some(Review::Agreement) => agreed(&place::to_read(told)?, json, out),
        Some(Review::Export { gold: true }) => gold_lines(&place::to_read(told)?, out),
        Some(Review::Export { gold: false }) => export(&place::to_read(told)?, out),
        Some(Review::Import { file }) => import(told, &file, json, out),
    }
}

/// The name under which a judgement is made.
pub fn name(by: Option<String>) -> anyhow::Result<String> {
    by.or_else(|| std::env::var("USER").ok().or_else(|| std::env::var("USERNAME").ok()))
        .filter(|n| !n.trim().is_empty())
        .context("say whose judgement this is: --by NAME")
}

fn queue(c: &Collection, layer: Layer, limit: usize, json: bool, out: &mut Out) -> anyhow::Result<Outcome> {
    let waiting = c.least_sure(layer, 0, limit)?;
    let mut all = Vec::new();
    for w in &waiting {
        let d = c.document(&w.document)?;
        let map = OffsetMap::new(&d.text);
        let (start, end) = (map.chars(w.doubt.span.start), map.chars(w.doubt.span.end));
        let words: String = w.doubt.span.of(&d.text).split_whitespace().collect::<Vec<_>>().join(" ");
        if json {
            all.push(json!({ "document": w.document, "layer": layer, "claim": w.doubt.id, "confidence": w.doubt.confidence,
                "rule": w.doubt.rule, "start": start, "end": end, "text": words }));
        } else {
            let short: String = words.chars().take(100).collect();
            writeln!(
                out,
                "{}  {layer} {}  {:.2}  {}\n    {short}",
                w.document, w.doubt.id, w.doubt.confidence, w.doubt.rule
            )?;
        }
    }
    if json {
        out.json(&all)?;
    } else if waiting.is_empty() {
        writeln!(out, "Nothing of this layer waits for a second look.")?;
    }
    Ok(Outcome::Well)
}

fn judge(
    told: Option<&Path>,
    claim: &Judge,
    verdict: Verdict,
    values: &[String],
    json: bool,
    out: &mut Out,
) -> anyhow::Result<Outcome> {
    let by = name(claim.by.clone())?;
    let layer: Layer = claim.layer.parse().map_err(|e: String| anyhow!(e))?;
    let c = place::to_change(told)?;
    let d = c.document(&claim.document)?;
    let (_, _, was) = seen(&d.analysis, layer, &claim.claim).with_context(|| {
        format!("{} has no {layer} {:?}; `memcon show {0} --json` has them all", claim.document, claim.claim)
    })?;
    let mut given = Map::new();
    for pair in values {
        let (key, value) = pair.split_once('=').with_context(|| format!("{pair:?} is not NAME=VALUE"))?;
        given.insert(key.trim().to_owned(), read(was.get(key.trim()), value.trim()));
    }
    ensure!(
        verdict != Verdict::Corrected || !given.is_empty(),
        "say what it is instead: NAME=VALUE, as in the record"
    );
    let about = (claim.document.as_str(), &d.analysis, d.text.as_str());
    let made = judging(about, (layer, &claim.claim), (&by, &deciding::now()), verdict, given);
    let made =
        made.map_err(|r| anyhow!("{r}; names and values are those of the record (`memcon schema`)"))?;
    let settles = if claim.settle { on_claim(&c, &made)? } else { Vec::new() };
    let made = Judgement { why: claim.why.clone(), settles, ..made };
    let number = c.judge(&[made])?.first().copied().unwrap_or(0);
    deciding::relink(&c)?;
    if json {
        out.json(&json!({ "judgement": number, "verdict": verdict }))?;
    } else {
        writeln!(out, "Judgement {number}: {verdict} by {by}. `memcon review undo {number}` takes it back.")?;
    }
    Ok(Outcome::Well)
}

/// The reviewers' own words that hold on the claim of a judgement, by their numbers: those that it is to settle.
fn on_claim(c: &Collection, made: &Judgement) -> anyhow::Result<Vec<u64>> {
    let all: Vec<Judgement> =
        c.judgements_on(&made.target.document)?.into_iter().map(|j| j.judgement).collect();
    let words = memcon_review::words_on(&all, &made.target);
    ensure!(!words.is_empty(), "nobody judged this claim yet: there is nothing to settle");
    Ok(words)
}

/// `memcon review complete`
fn complete(
    told: Option<&Path>,
    (document, layer): (&str, &str),
    signed: crate::args::Signed,
    json: bool,
    out: &mut Out,
) -> anyhow::Result<Outcome> {
    let by = name(signed.by)?;
    let layer: Layer = layer.parse().map_err(|e: String| anyhow!(e))?;
    let c = place::to_change(told)?;
    let d = c.document(document)?;
    let mut made =
        memcon_review::completing((document, &d.analysis, &d.text), layer, (&by, &deciding::now()));
    made.iter_mut().for_each(|j| j.why.clone_from(&signed.why));
    let numbers = c.judge_together(&made)?;
    deciding::relink(&c)?;
    let (first, confirmed) = (numbers.first().copied().unwrap_or(0), numbers.len().saturating_sub(1));
    if json {
        out.json(&json!({ "batch": first, "confirmed": confirmed }))?;
    } else {
        writeln!(
            out,
            "{document}: {layer} is complete; {confirmed} claims that nobody had judged were confirmed. \
             `memcon review undo {first} --batch` takes it back."
        )?;
    }
    Ok(Outcome::Well)
}

/// Each paper with judgements: its gold, its analysis as the machine made it, its text.
fn each_gold(
    c: &Collection,
    mut take: impl FnMut(memcon_review::Gold, memcon_model::Analysis, &str) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let mut papers = BTreeSet::new();
    for j in c.judgements()? {
        papers.extend(c.documents_of(&j.blake3)?);
    }
    for id in &papers {
        let Some((machine, text)) = c.as_made(id)? else { continue };
        let all: Vec<Judgement> = c.judgements_on(id)?.into_iter().map(|j| j.judgement).collect();
        if let Some(gold) = memcon_review::gold(id, &text, &all) {
            take(gold, machine, &text)?;
        }
    }
    Ok(())
}

/// `memcon review export --gold`
fn gold_lines(c: &Collection, out: &mut Out) -> anyhow::Result<Outcome> {
    each_gold(c, |gold, _, _| Ok(writeln!(out, "{}", serde_json::to_string(&gold)?)?))?;
    Ok(Outcome::Well)
}

/// `memcon score --judgements`
pub fn score(c: &Collection, json: bool, out: &mut Out) -> anyhow::Result<Outcome> {
    let (mut gold, mut found) = (BTreeMap::new(), BTreeMap::new());
    each_gold(c, |labels, machine, text| {
        let id = labels.id.clone();
        let record = memcon_export::record::record(machine, text, false);
        found.insert(id.clone(), serde_json::to_value(record)?);
        gold.insert(id, serde_json::to_value(labels)?);
        Ok(())
    })?;
    ensure!(
        !gold.is_empty(),
        "nobody judged anything in this collection yet; `memcon review` tells what waits"
    );
    let report = memcon_testkit::score::score_values(&gold, &found);
    if json {
        out.json(&report)?;
    } else if let Some(judged) = &report.judged {
        write!(out, "{judged}")?;
    }
    Ok(Outcome::Well)
}

/// A value as typed: a list where the record has one, nothing where it is empty.
fn read(was: Option<&Value>, typed: &str) -> Value {
    match was {
        Some(Value::Array(_)) => {
            let parts = typed.split(';').map(str::trim).filter(|p| !p.is_empty());
            serde_json::from_str(typed).unwrap_or_else(|_| Value::Array(parts.map(Value::from).collect()))
        }
        _ if typed.is_empty() => Value::Null,
        _ => Value::from(typed),
    }
}

fn undo(
    told: Option<&Path>,
    (number, batch): (u64, bool),
    by: Option<String>,
    json: bool,
    out: &mut Out,
) -> anyhow::Result<Outcome> {
    let undone = Undone { by: name(by)?, at: deciding::now() };
    let c = place::to_change(told)?;
    let done =
        if batch { c.undo_batch(number, &undone)? } else { usize::from(c.undo_judgement(number, &undone)?) };
    ensure!(
        done > 0,
        "there is no {} {number} that holds; `memcon review history` lists them",
        if batch { "batch" } else { "judgement" }
    );
    deciding::relink(&c)?;
    if json {
        out.json(&json!({ "undone": number, "judgements": done }))?;
    } else if batch {
        writeln!(out, "{done} judgements made together are taken back; they stay in the history.")?;
    } else {
        writeln!(out, "Judgement {number} is taken back; it stays in the history.")?;
    }
    Ok(Outcome::Well)
}

fn history(c: &Collection, document: Option<&str>, json: bool, out: &mut Out) -> anyhow::Result<Outcome> {
    let all = match document {
        Some(id) => c.judgements_on(id)?,
        None => c.judgements()?,
    };
    if json {
        let mut texts = Texts::new(c);
        let lines: Vec<Value> = all.iter().filter_map(|j| texts.line(j)).collect();
        out.json(&lines)?;
        return Ok(Outcome::Well);
    }
    if all.is_empty() {
        writeln!(out, "No judgements. `memcon review` lists what waits for one.")?;
    }
    for judged in &all {
        let j = &judged.judgement;
        let words: String = j.target.quote.exact.split_whitespace().collect::<Vec<_>>().join(" ");
        let short: String = words.chars().take(60).collect();
        let values = if j.value.is_empty() {
            String::new()
        } else {
            format!("  {}", serde_json::to_string(&j.value)?)
        };
        let settles = match j.settles.as_slice() {
            [] => String::new(),
            words => format!("  settles {}", words.iter().map(u64::to_string).collect::<Vec<_>>().join(", ")),
        };
        let batch = j.batch.map(|b| format!("  batch {b}")).unwrap_or_default();
        let stands = match (&j.undone, &judged.outcome) {
            (Some(u), _) => format!("  (taken back by {} on {})", u.by, u.at),
            (None, Some(Became::Overruled(n))) => format!("  (judgement {n} holds instead)"),
            (None, Some(Became::TextChanged(_))) => "  (NOT APPLIED: the text is not what it was)".to_owned(),
            (None, Some(Became::Unfit(why))) => format!("  (NOT APPLIED: {why})"),
            _ => String::new(),
        };
        writeln!(
            out,
            "{:>4}  {}  {}  {} {} in {}: \"{short}\"{values}{settles}{batch}{stands}",
            j.number, j.at, j.by, j.verdict, j.target.layer, j.target.document
        )?;
    }
    Ok(Outcome::Well)
}

fn agreed(c: &Collection, json: bool, out: &mut Out) -> anyhow::Result<Outcome> {
    let all: Vec<Judgement> = c.judgements()?.into_iter().map(|j| j.judgement).collect();
    let found = agreement(&all);
    if json {
        let pairs: Vec<Value> = found
            .pairs
            .iter()
            .map(|(a, b, n, k)| json!({ "a": a, "b": b, "claims": n, "kappa": k }))
            .collect();
        out.json(&json!({ "claims": found.claims, "alpha": found.alpha, "pairs": pairs }))?;
        return Ok(Outcome::Well);
    }
    let figure = |f: Option<f64>| f.map_or_else(|| "cannot be told".to_owned(), |f| format!("{f:.3}"));
    writeln!(out, "Claims judged by two or more: {}", found.claims)?;
    writeln!(out, "Krippendorff's alpha (nominal): {}", figure(found.alpha))?;
    for (a, b, n, kappa) in &found.pairs {
        writeln!(out, "Cohen's kappa, {a} and {b}, {n} claims: {}", figure(*kappa))?;
    }
    Ok(Outcome::Well)
}

/// Texts of the documents that judgements are on: places go out in code points.
struct Texts<'c> {
    collection: &'c Collection,
    last: Option<(String, String)>,
}

impl<'c> Texts<'c> {
    fn new(collection: &'c Collection) -> Self {
        Self { collection, last: None }
    }

    fn text(&mut self, id: &str) -> Option<&str> {
        if self.last.as_ref().is_none_or(|(known, _)| known != id) {
            self.last = Some((id.to_owned(), self.collection.find_document(id).ok()??.text));
        }
        self.last.as_ref().map(|(_, text)| text.as_str())
    }

    /// A judgement as a line; `None` where its document is not here any more.
    fn line(&mut self, judged: &Judged) -> Option<Value> {
        let mut j = judged.judgement.clone();
        let map = OffsetMap::new(self.text(&j.target.document)?);
        j.target.span = Span { start: map.chars(j.target.span.start), end: map.chars(j.target.span.end) };
        let mut value = serde_json::to_value(&j).ok()?;
        value["blake3"] = judged.blake3.clone().into();
        Some(value)
    }
}

fn export(c: &Collection, out: &mut Out) -> anyhow::Result<Outcome> {
    let mut texts = Texts::new(c);
    let (mut outcome, mut lost) = (Outcome::Well, 0);
    for j in c.judgements()? {
        match texts.line(&j) {
            Some(line) => writeln!(out, "{line}")?,
            None => lost += 1,
        }
    }
    if lost > 0 {
        crate::out::remark(&format!(
            "{lost} judgements are on papers that are no longer here; they were left out"
        ));
        outcome = Outcome::SomeProblems;
    }
    Ok(outcome)
}

fn import(told: Option<&Path>, file: &Path, json: bool, out: &mut Out) -> anyhow::Result<Outcome> {
    let c = place::to_change(told)?;
    let lines =
        std::io::BufReader::new(std::fs::File::open(file).with_context(|| file.display().to_string())?)
            .lines();
    let known = c.judgements()?;
    let (mut new, mut undone, mut twice, mut homeless) = (Vec::<Judgement>::new(), 0, 0, Vec::new());
    // Numbers are others here: what a curator settled is named by the numbers that its words get.
    let mut numbers: BTreeMap<u64, u64> = BTreeMap::new();
    let mut settling: Vec<Judgement> = Vec::new();
    for (n, line) in lines.enumerate() {
        let line = line.with_context(|| file.display().to_string())?;
        if line.trim().is_empty() {
            continue;
        }
        let place = format!("{}, line {}", file.display(), n + 1);
        let value: Value = serde_json::from_str(&line).with_context(|| place.clone())?;
        let hash = value["blake3"].as_str().unwrap_or_default().to_owned();
        let mut j: Judgement = serde_json::from_value(value).with_context(|| place.clone())?;
        if j.undone.is_some() {
            undone += 1;
            continue;
        }
        // The same original, whatever it is called here.
        let Some(id) = c.documents_of(&hash)?.into_iter().next() else {
            homeless.push(format!("{place}: {} is not in this collection", j.target.document));
            continue;
        };
        let d = c.document(&id)?;
        let bytes = |n: u32| d.text.char_indices().map(|(at, _)| at).chain([d.text.len()]).nth(n as usize);
        let span = bytes(j.target.span.start).zip(bytes(j.target.span.end));
        let Some((start, end)) = span else { bail!("{place}: its place is behind the end of {id}") };
        j.target.span = Span::new(start, end);
        j.target.document = id;
        let same = |k: &Judged| {
            let k = &k.judgement;
            (&k.by, &k.at, k.verdict, k.target.span, k.target.layer)
                == (&j.by, &j.at, j.verdict, j.target.span, j.target.layer)
        };
        if let Some(here) = known.iter().find(|k| same(k)) {
            twice += 1;
            numbers.insert(j.number, here.judgement.number);
        } else if j.curates() {
            settling.push(j);
        } else {
            new.push(j);
        }
    }
    let made = c.judge(&new)?;
    numbers.extend(new.iter().map(|j| j.number).zip(made.iter().copied()));
    for j in &mut settling {
        j.settles = j.settles.iter().filter_map(|n| numbers.get(n).copied()).collect();
    }
    let taken = made.len() + c.judge(&settling)?.len();
    if taken > 0 {
        deciding::relink(&c)?;
    }
    homeless.iter().for_each(|h| crate::out::remark(h));
    if json {
        out.json(
            &json!({ "taken": taken, "known": twice, "taken_back": undone, "without_paper": homeless.len() }),
        )?;
    } else {
        writeln!(
            out,
            "{taken} judgements taken in; {twice} were here already, {undone} had been taken back, {} are on papers that are not here.",
            homeless.len()
        )?;
    }
    Ok(if homeless.is_empty() { Outcome::Well } else { Outcome::SomeProblems })
}
