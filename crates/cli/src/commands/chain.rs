//! `chain`: how the words of a document reached us, link by link.

use std::io::Write;

use anyhow::Context;
use memcon_model::{Chains, Heard, Link, LinkRole, OffsetMap, Transmission, Turn};
use memcon_store::Collection;
use serde::Serialize;

use super::scene::{reporters, speaker};
use super::show::find;
use crate::Outcome;
use crate::out::{Out, columns, short};

/// What was asked for.
pub struct Asked<'a> {
    /// Id of the document, or a part of it.
    pub document: &'a str,
    /// Id of a turn; `None` = all that came through somebody.
    pub turn: Option<&'a str>,
    /// Reporters between at most; `None` = any number.
    pub most: Option<u32>,
}

/// The way of one turn, as `--json` prints it. Offsets are code points.
#[derive(Serialize)]
struct Way<'t> {
    turn: &'t str,
    speaker: Option<&'t str>,
    chain: &'t [String],
    depth: u32,
    reporters: u32,
    start: u32,
    end: u32,
    text: &'t str,
    links: Vec<Link>,
}

#[derive(Serialize)]
struct Answer<'t> {
    document: &'t str,
    transmission: Vec<Transmission>,
    hands: Vec<Link>,
    turns: Vec<Way<'t>>,
}

/// `memcon chain DOC [TURN]`
pub fn chain(
    collection: &Collection,
    asked: &Asked<'_>,
    json: bool,
    out: &mut Out,
) -> anyhow::Result<Outcome> {
    let document = find(collection, asked.document)?;
    let (text, analysis, id) = (document.text.as_str(), &document.analysis, document.row.id.as_str());
    let chains = Chains::new(analysis);
    let far = memcon_model::reporters(analysis.turns.iter().map(Heard::from));
    let near = |keep: &dyn Fn(u32) -> bool| -> Vec<(&Turn, u32)> {
        analysis.turns.iter().zip(far.iter().copied()).filter(|(_, n)| keep(*n)).collect()
    };
    let turns = match (asked.turn, asked.most) {
        (Some(turn), _) => {
            let found = near(&|_| true).into_iter().find(|(t, _)| t.id == turn);
            vec![found.with_context(|| format!("{id} has no turn {turn:?}"))?]
        }
        (None, Some(most)) => near(&|n| n <= most),
        (None, None) => near(&|n| n > 0),
    };
    if json {
        let map = OffsetMap::new(text);
        let mut hands = (analysis.transmission.clone(), chains.hands().to_vec());
        map.to_chars(&mut hands.0);
        map.to_chars(&mut hands.1);
        let ways = turns.iter().map(|(t, far)| way(t, *far, &chains, text, &map)).collect();
        out.json(&Answer { document: id, transmission: hands.0, hands: hands.1, turns: ways })?;
        return Ok(Outcome::Well);
    }
    writeln!(out, "{}", out.bold(id))?;
    if asked.turn.is_none() {
        writeln!(out, "Around the paper, outermost first:")?;
        print(chains.hands(), text, out)?;
        if chains.hands().is_empty() {
            writeln!(out, "  the paper does not tell through whose hands it went")?;
        }
    }
    for (turn, far) in turns {
        let links = chains.of(turn);
        let between = if far == 0 { "first hand".to_owned() } else { reporters(far) };
        let said = format!("“{}”", short(turn.span.of(text), 80));
        writeln!(
            out,
            "\n{} {said} {}",
            out.bold(&turn.id),
            out.faint(&format!("({}, {between})", turn.mode))
        )?;
        // The hands are told above; who of them reports is told again.
        let reports = |l: &Link| l.agent.as_ref().is_some_and(|a| turn.chain.contains(a));
        let told = |l: &&Link| asked.turn.is_some() || !chains.hands().contains(l) || reports(l);
        let inner: Vec<Link> = links.iter().filter(told).cloned().collect();
        print(&inner, text, out)?;
        let translated = |links: &[Link]| links.iter().any(|l| l.role == LinkRole::Translated);
        if translated(chains.hands()) && !translated(&links) {
            writeln!(out, "  words of the original: no translator stands between")?;
        }
        if turn.speaker.is_none() {
            writeln!(out, "  who spoke is not told: {}", short(&speaker(turn), 60))?;
        }
    }
    Ok(Outcome::Well)
}

fn way<'t>(turn: &'t Turn, far: u32, chains: &Chains<'_>, text: &'t str, map: &OffsetMap<'_>) -> Way<'t> {
    let mut links = chains.of(turn);
    map.to_chars(&mut links);
    Way {
        turn: &turn.id,
        speaker: turn.speaker.as_deref(),
        chain: &turn.chain,
        depth: turn.depth,
        reporters: far,
        start: map.chars(turn.span.start),
        end: map.chars(turn.span.end),
        text: turn.span.of(text),
        links,
    }
}

/// One link a line: what was done, by whom and when, and the words that tell it.
fn print(links: &[Link], text: &str, out: &mut Out) -> std::io::Result<()> {
    let who = |l: &Link| {
        let agent = l.agent.as_deref().map_or_else(|| "not told who".to_owned(), |a| short(a, 44));
        l.time.as_ref().map_or_else(|| agent.clone(), |t| format!("{agent}, {t}"))
    };
    let wide = links.iter().map(|l| columns(&who(l))).max().unwrap_or(0).min(60);
    for link in links {
        let who = who(link);
        let words = link.span.map(|s| short(s.of(text), 60)).filter(|w| !w.is_empty());
        let words = words.map(|w| format!("{}“{w}”", " ".repeat(wide.saturating_sub(columns(&who)) + 2)));
        writeln!(out, "  {:<12}{who}{}", link.role, words.unwrap_or_default())?;
    }
    Ok(())
}
