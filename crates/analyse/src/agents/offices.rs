//! When an office was held, where the paper says so: "former", "until May 1961", "since 1958".
//!
//! An office without such words is held on the day of the paper. What "former" means is: before that day.

use std::sync::LazyLock;

use memcon_model::{Agent, AgentType, Analysis, DateFound, Edtf, Field, Office};

use super::tables::Set;

struct Words {
    former: Set,
    until: Set,
    since: Set,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    #[derive(serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Table {
        former: Set,
        until: Set,
        since: Set,
    }
    let table: Table = memcon_lexicon::table("agents/offices.toml").expect("the table of offices");
    Words { former: table.former, until: table.until, since: table.since }
});

/// How far behind the office its date may begin, in bytes.
const REACH: u32 = 24;

/// Dates the offices of the persons.
pub(super) fn date(text: &str, found: &Analysis, agents: &mut [Agent]) {
    let day = found.description.first(Field::Date).and_then(|v| v.edtf.as_ref()).and_then(Edtf::earliest);
    let day = day.map(|d| Edtf::day(d).as_str().to_owned());
    for agent in agents.iter_mut().filter(|a| a.kind == AgentType::Person) {
        for office in &mut agent.offices {
            office.when = dated(text, &found.dates, office)
                .or_else(|| format!("../{}", day.as_ref().filter(|_| past(text, office))?).parse().ok());
        }
    }
}

/// "until May 1961", "(1958–1961)" inside the words for the office or just behind them.
fn dated(text: &str, dates: &[DateFound], office: &Office) -> Option<Edtf> {
    let from = dates.partition_point(|d| d.span.start < office.span.start);
    let near = dates[from..].iter().take_while(|d| d.span.start < office.span.end + REACH);
    near.filter(|d| d.span.end <= office.span.end + 3 * REACH).find_map(|d| {
        let value = d.edtf.as_ref()?.as_str();
        let before = text.get(office.span.start as usize..d.span.start as usize)?;
        if before.contains(['.', ';', '\n']) {
            return None;
        }
        let word = before.split_whitespace().next_back()?;
        if WORDS.until.contains(word) && !value.contains('/') {
            format!("../{value}").parse().ok()
        } else if WORDS.since.contains(word) && !value.contains('/') {
            format!("{value}/..").parse().ok()
        } else {
            // A span of years by itself: "director of the port (1958–1961)".
            let bare = before.trim_end().ends_with('(') && value.contains('/');
            bare.then(|| value.parse().ok()).flatten()
        }
    })
}

/// Whether the words say that the office was over: "former", "ex-".
fn past(text: &str, office: &Office) -> bool {
    let said = |w: &str| {
        let word = w.trim_matches(|c: char| !c.is_alphabetic()).to_lowercase();
        let lead = word.split('-').next().unwrap_or("");
        WORDS.former.contains(&word) || word.contains('-') && WORDS.former.contains(lead)
    };
    let inside = office.office.split_whitespace().take(3).any(said);
    let before = text.get(..office.span.start as usize).unwrap_or("");
    let near = before.split_whitespace().next_back().filter(|_| !before.ends_with(['.', '\n']));
    // "前外长": no blank between.
    let joined = before.chars().next_back().is_some_and(|c| WORDS.former.contains(c.to_string().as_str()));
    inside || joined || near.is_some_and(said)
}
