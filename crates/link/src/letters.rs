//! Letters and messages with their answers: held in the collection, or known only from others' words.
//!
//! A letter answers another only where its own words say so: it names it ("in reply to your letter of the 3rd", "your
//! telegram 14"), or it says that it answers and the last letter from the other is the only one that can be meant. That
//! two wrote to each other is no answer.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use memcon_model::{
    Edtf, EventType, Evidence, Field, Form, LinkedEvent, LinkedLetter, ResolvedReference, Span, Tie,
};
use serde::Deserialize;

use crate::Document;
use crate::agents::Agents;
use crate::agents::written::fold;
use crate::ids::{Unique, stable};

/// How far into a letter it says what it answers, in bytes of its body.
const OPENING: u32 = 1_600;
/// How long after a letter an answer that names none may still be its answer, in days.
const PATIENCE: i64 = 120;

#[derive(Deserialize)]
struct Words {
    answering: Vec<String>,
}

static WORDS: LazyLock<Words> =
    LazyLock::new(|| memcon_lexicon::table("events/words.toml").expect("our own words of events"));

/// Letters, by date.
pub(crate) fn thread(
    documents: &[Document<'_>],
    agents: &Agents,
    events: &[LinkedEvent],
    references: &[ResolvedReference],
) -> Vec<LinkedLetter> {
    let mut letters = held(documents, agents);
    let held_by: BTreeMap<String, usize> =
        letters.iter().enumerate().filter_map(|(n, l)| Some((l.document.clone()?, n))).collect();
    told(documents, events, &held_by, &mut letters);
    let mut answers: BTreeMap<usize, (usize, Tie)> = BTreeMap::new();
    by_number(documents, &held_by, &letters, &mut answers);
    named(documents, references, &held_by, &letters, &mut answers);
    said(documents, events, &letters, &mut answers);
    last(documents, &held_by, &letters, &mut answers);
    finished(letters, answers)
}

/// The letters, cables and notes that the collection has.
fn held(documents: &[Document<'_>], agents: &Agents) -> Vec<LinkedLetter> {
    let mut out = Vec::new();
    for (d, document) in documents.iter().enumerate() {
        let a = document.analysis;
        let names = |fields: &[Field]| -> Vec<String> {
            let found =
                fields.iter().map(|f| a.description.all(*f)).find(|v| !v.is_empty()).unwrap_or_default();
            let mut names: Vec<String> = found.iter().map(|v| agents.name(d, &v.value)).collect();
            names.dedup();
            names
        };
        let from = names(&[Field::Sender, Field::Author, Field::Signature]);
        let to = names(&[Field::Addressee]);
        let written = match a.form {
            Form::Letter => true,
            Form::Cable => !from.is_empty() || !to.is_empty(),
            Form::Memorandum => a.record_of.is_none() && !from.is_empty() && !to.is_empty(),
            _ => false,
        };
        if !written {
            continue;
        }
        let field = [Field::Date, Field::Title, Field::Sender, Field::Addressee]
            .iter()
            .find_map(|f| a.description.first(*f)?.span);
        out.push(LinkedLetter {
            id: String::new(),
            date: a.description.date().cloned(),
            from,
            to,
            number: a.description.first(Field::Number).map(|v| v.value.clone()),
            document: Some(document.id.to_owned()),
            events: Vec::new(),
            answers: None,
            evidence: field
                .map(|span| Evidence { document: document.id.to_owned(), span })
                .into_iter()
                .collect(),
        });
    }
    out
}

/// Adds what events tell of letters: to the one that is held, else a letter known from others' words.
fn told(
    documents: &[Document<'_>],
    events: &[LinkedEvent],
    held_by: &BTreeMap<String, usize>,
    letters: &mut Vec<LinkedLetter>,
) {
    let itself: BTreeMap<(&str, &str), ()> = documents
        .iter()
        .flat_map(|d| d.analysis.events.iter().map(move |e| (d.id, e)))
        .filter(|(_, e)| e.basis.rule == "event.letter.itself")
        .map(|(d, e)| ((d, e.id.as_str()), ()))
        .collect();
    for event in events.iter().filter(|e| matches!(e.kind, EventType::Letter | EventType::Reply)) {
        let own =
            event.accounts.iter().find(|a| itself.contains_key(&(a.document.as_str(), a.event.as_str())));
        if let Some(n) = own.and_then(|a| held_by.get(&a.document)) {
            let letter = &mut letters[*n];
            letter.events.push(event.id.clone());
            let own = letter.document.clone();
            letter
                .evidence
                .extend(event.evidence.iter().filter(|e| Some(&e.document) != own.as_ref()).cloned());
            continue;
        }
        let role = |role: &str| -> Vec<String> {
            let of = event.participants.iter().filter(|p| p.role.as_deref() == Some(role));
            of.map(|p| p.name.clone()).collect()
        };
        let (from, to) = (role("sender"), role("addressee"));
        if event.date.is_none() && (from.is_empty() || to.is_empty()) || from.is_empty() && to.is_empty() {
            continue;
        }
        letters.push(LinkedLetter {
            date: event.date.clone(),
            from,
            to,
            number: None,
            events: vec![event.id.clone()],
            evidence: event.evidence.clone(),
            ..LinkedLetter::default()
        });
    }
}

/// Whether two lists of correspondents have somebody in common.
fn common(a: &[String], b: &[String]) -> bool {
    a.iter().any(|x| b.iter().any(|y| fold(x) == fold(y) || surname(x) == surname(y)))
}

fn surname(name: &str) -> String {
    fold(name.trim_end_matches(')').rsplit([' ', '(']).next().unwrap_or(name))
}

fn day(letter: &LinkedLetter) -> Option<i64> {
    letter.date.as_ref().and_then(Edtf::earliest).map(|d| d.number())
}

/// Whether the words are among the first of a paper's own.
fn opens(document: &Document<'_>, span: Span) -> bool {
    let body =
        document.analysis.regions.iter().find(|r| {
            matches!(r.kind, memcon_model::RegionKind::Body | memcon_model::RegionKind::Translation)
        });
    let start = body.map_or(0, |r| r.span.start);
    span.start >= start && span.start - start < OPENING
}

/// The sentence around a reference, small.
fn around<'t>(document: &Document<'t>, span: Span) -> String {
    let text: &'t str = document.text;
    let from = text.get(..span.start as usize).unwrap_or("");
    let begin = from.rfind(['\n', '.', ';']).map_or(0, |n| n + 1);
    let rest = text.get(span.end as usize..).unwrap_or("");
    let end = rest.find(['\n', ';']).map_or(rest.len(), |n| n).min(rest.find(". ").unwrap_or(rest.len()));
    let words = text.get(begin..span.end as usize + end).unwrap_or("");
    words.chars().take(400).collect::<String>().to_lowercase()
}

/// Answers by the numbers of mail programs: the head of a message names the one that it answers.
fn by_number(
    documents: &[Document<'_>],
    held_by: &BTreeMap<String, usize>,
    letters: &[LinkedLetter],
    answers: &mut BTreeMap<usize, (usize, Tie)>,
) {
    let message = |d: &Document<'_>| d.analysis.message.clone().unwrap_or_default();
    let mut by_id: BTreeMap<String, usize> = BTreeMap::new();
    for document in documents {
        if let (Some(id), Some(&n)) = (message(document).id, held_by.get(document.id)) {
            by_id.entry(id).or_insert(n);
        }
    }
    for document in documents {
        let Some(&n) = held_by.get(document.id) else { continue };
        let target = message(document).answers.iter().find_map(|id| by_id.get(id).copied());
        if let Some(t) = target.filter(|&t| t != n) {
            let why = "Its head names the number of the message that it answers.".to_owned();
            let evidence = letters.get(n).map(|l| l.evidence.clone()).unwrap_or_default();
            answers.insert(n, (t, Tie { to: String::new(), why, evidence }));
        }
    }
}

/// Answers by a reference at the head of a letter that leads to one from the other.
fn named(
    documents: &[Document<'_>],
    references: &[ResolvedReference],
    held_by: &BTreeMap<String, usize>,
    letters: &[LinkedLetter],
    answers: &mut BTreeMap<usize, (usize, Tie)>,
) {
    let place: BTreeMap<&str, usize> = documents.iter().enumerate().map(|(n, d)| (d.id, n)).collect();
    for r in references {
        let (Some(&n), Some(&d)) = (held_by.get(&r.at.document), place.get(r.at.document.as_str())) else {
            continue;
        };
        let Some(&t) = r.target.as_ref().and_then(|t| held_by.get(t)) else { continue };
        let document = &documents[d];
        if n == t || answers.contains_key(&n) || !opens(document, r.at.span) {
            continue;
        }
        let words = r.at.span.of(document.text).to_lowercase();
        let yours = words
            .split(|c: char| !c.is_alphabetic())
            .any(|w| ["your", "ur", "urtel", "votre", "reftel"].contains(&w));
        let sentence = around(document, r.at.span);
        let sign = WORDS.answering.iter().any(|w| sentence.contains(w.as_str()));
        let back = common(&letters[t].to, &letters[n].from) || common(&letters[t].from, &letters[n].to);
        if !(yours || sign && back) {
            continue;
        }
        let quoted: String = r.at.span.of(document.text).chars().take(60).collect();
        let why = if sign {
            format!("It says that it answers: “{}”.", quoted.trim())
        } else {
            format!("It begins with a reference to it: “{}”.", quoted.trim())
        };
        answers.insert(n, (t, Tie { to: String::new(), why, evidence: vec![r.at.clone()] }));
    }
}

/// Answers by what a paper's own analysis says: the letter it names and answers.
fn said(
    documents: &[Document<'_>],
    events: &[LinkedEvent],
    letters: &[LinkedLetter],
    answers: &mut BTreeMap<usize, (usize, Tie)>,
) {
    let _ = documents;
    let by_event: BTreeMap<&str, usize> =
        letters.iter().enumerate().flat_map(|(n, l)| l.events.iter().map(move |e| (e.as_str(), n))).collect();
    for event in events {
        let Some(tie) = &event.follows else { continue };
        let (Some(&n), Some(&t)) = (by_event.get(event.id.as_str()), by_event.get(tie.to.as_str())) else {
            continue;
        };
        if n != t {
            answers.entry(n).or_insert_with(|| (t, Tie { to: String::new(), ..tie.clone() }));
        }
    }
}

/// Answers that say they are one and name no letter: the last one from the other, where it lies not long back.
fn last(
    documents: &[Document<'_>],
    held_by: &BTreeMap<String, usize>,
    letters: &[LinkedLetter],
    answers: &mut BTreeMap<usize, (usize, Tie)>,
) {
    // By day, the first of a day last: two offices may have exchanged thousands.
    type Days = Vec<(i64, std::cmp::Reverse<usize>)>;
    let mut between: BTreeMap<(String, String), Days> = BTreeMap::new();
    for (n, letter) in letters.iter().enumerate() {
        let Some(day) = day(letter) else { continue };
        for from in &letter.from {
            for to in &letter.to {
                between.entry((surname(from), surname(to))).or_default().push((day, std::cmp::Reverse(n)));
            }
        }
    }
    between.values_mut().for_each(|list| list.sort_unstable());
    for document in documents.iter().filter(|d| d.analysis.form == Form::Letter) {
        let Some(&n) = held_by.get(document.id) else { continue };
        let (letter, Some(now)) = (&letters[n], day(&letters[n])) else { continue };
        if answers.contains_key(&n) {
            continue;
        }
        let Some(span) = sign(document) else { continue };
        let earlier =
            letter.from.iter().flat_map(|f| letter.to.iter().map(move |t| (surname(t), surname(f))));
        let near = earlier.filter_map(|pair| {
            let list = between.get(&pair)?;
            let before = list.partition_point(|(day, _)| *day < now);
            list.get(before.checked_sub(1)?).filter(|(day, _)| now - day <= PATIENCE)
        });
        if let Some(&(_, std::cmp::Reverse(t))) = near.max() {
            let why =
                "It says that it answers a letter; this is the last one from the other before it.".to_owned();
            let at = Evidence { document: document.id.to_owned(), span };
            answers.insert(n, (t, Tie { to: String::new(), why, evidence: vec![at] }));
        }
    }
}

/// Where a letter says in its opening that it answers one.
fn sign(document: &Document<'_>) -> Option<Span> {
    let body = document.analysis.regions.iter().find(|r| r.kind == memcon_model::RegionKind::Body)?;
    let mut end = (body.span.start + OPENING / 3).min(body.span.end) as usize;
    while !document.text.is_char_boundary(end) {
        end -= 1;
    }
    let head = document.text.get(body.span.start as usize..end)?;
    // Small letters of ASCII keep their places.
    let lower = head.to_ascii_lowercase();
    let yours = ["your letter", "your note", "your message", "your telegram", "votre lettre"];
    let at = yours.iter().filter_map(|y| lower.find(y).map(|n| (n, y.len()))).min()?;
    let from = at.0.saturating_sub(80);
    let near = lower.get((0..=from).rev().find(|&n| lower.is_char_boundary(n))?..at.0)?;
    let near_too = lower.get(at.0..).unwrap_or("").chars().take(60).collect::<String>();
    let said = WORDS.answering.iter().any(|w| near.contains(w.as_str()) || near_too.contains(w.as_str()));
    let start = body.span.start as usize + at.0;
    said.then(|| Span::new(start, start + at.1))
}

/// Letters by date with ids, answers by the ids of what they answer.
fn finished(letters: Vec<LinkedLetter>, answers: BTreeMap<usize, (usize, Tie)>) -> Vec<LinkedLetter> {
    let mut ids = Unique::default();
    let named: Vec<String> = letters
        .iter()
        .map(|l| {
            let date = l.date.as_ref().map_or("", Edtf::as_str);
            let anchor = l.document.clone().or_else(|| l.events.first().cloned()).unwrap_or_default();
            ids.take(stable("letter", &[date, &l.from.join(";"), &l.to.join(";"), &anchor]))
        })
        .collect();
    let mut out: Vec<LinkedLetter> = letters
        .into_iter()
        .enumerate()
        .map(|(n, letter)| {
            let tie = answers.get(&n).map(|(t, tie)| Tie { to: named[*t].clone(), ..tie.clone() });
            LinkedLetter { id: named[n].clone(), answers: tie, ..letter }
        })
        .collect();
    out.sort_by_cached_key(|l| {
        (l.date.is_none(), l.date.as_ref().and_then(Edtf::earliest_iso), l.id.clone())
    });
    out
}
