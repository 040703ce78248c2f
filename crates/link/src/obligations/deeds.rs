//! Words and deeds: later passages that speak of an obligation, each as it is told.
//!
//! A passage is tied where it cites the clause ("Article 6, paragraph 3"), stands under a heading that cites it, or
//! names the one bound and shares the act and most of the rarer words; and where it says something of it by a rule
//! (`data/obligations/bearing.toml`). One shared word never ties. What a passage speaks for is what it says, and
//! is kept apart by whoever says it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use memcon_lexicon::{RuleSet, keys, stem};
use memcon_model::{
    Bearing, Compliance, Deed, Edtf, Evidence, LinkedEvent, LinkedObligation, Modality, MoveType, Span,
};
use serde::Deserialize;

use super::words::{Rarity, sentences};
use crate::Document;
use crate::agents::Agents;

static BEARINGS: LazyLock<RuleSet> =
    LazyLock::new(|| RuleSet::load("obligations/bearing").expect("our own rules of deeds"));

#[derive(Deserialize)]
struct Words {
    unreal: BTreeSet<String>,
    negated: BTreeSet<String>,
    wholly: Vec<String>,
    empty: BTreeSet<String>,
}

static WORDS: LazyLock<Words> =
    LazyLock::new(|| memcon_lexicon::table("obligations/told.toml").expect("our own words of deeds"));

/// Obligations looked at under one word; a word shared by more says nothing.
const BUCKET: usize = 60;
/// Deeds kept for one obligation.
const MOST: usize = 60;
/// Share of an obligation's words that a passage must have.
const SHARE: f32 = 0.5;

/// What a sentence says of what was owed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Says {
    Done,
    Kept,
    Partly,
    Pending,
    Broken,
}

/// An obligation with what ties are found by.
struct Owed {
    since: Option<String>,
    verb: String,
    words: BTreeSet<String>,
    /// Names of those bound, in all their forms, in lower case.
    names: Vec<Vec<String>>,
}

/// Clauses of the text that is in force, by article: what a citation means.
type Cited = BTreeMap<String, Vec<(usize, String)>>;

/// Adds to each obligation what later papers tell of it, by date.
pub(super) fn tie(
    documents: &[Document<'_>],
    agents: &Agents,
    events: &[LinkedEvent],
    all: &mut [LinkedObligation],
) {
    let by_name: BTreeMap<&str, usize> =
        agents.linked.iter().enumerate().map(|(n, a)| (a.canonical.as_str(), n)).collect();
    let by_id: BTreeMap<&str, &Document<'_>> = documents.iter().map(|d| (d.id, d)).collect();
    let owed: Vec<Owed> = all.iter().map(|o| owe(o, agents, &by_name, &by_id)).collect();
    let rarity = Rarity::of(owed.iter().map(|o| &o.words));
    let mut index: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (n, o) in owed.iter().enumerate() {
        for w in &o.words {
            index.entry(w).or_default().push(n);
        }
    }
    let cited = cited(&by_id, all);
    let told = events_at(events);
    let mut found: Vec<Vec<Deed>> = vec![Vec::new(); all.len()];
    for (d, document) in documents.iter().enumerate() {
        let Some(day) = day_of_paper(document) else { continue };
        let paper =
            Paper { d, document, agents, day, told: told.get(document.id).map_or(&[][..], Vec::as_slice) };
        of_paper(&paper, all, (&owed, &rarity, &index, &cited), &mut found);
    }
    for (o, mut deeds) in all.iter_mut().zip(found) {
        deeds.sort_by_cached_key(|d| (d.date.as_ref().and_then(Edtf::earliest_iso), d.evidence.clone()));
        deeds.truncate(MOST);
        o.suggested = suggest(o, &deeds, &by_id);
        o.deeds = deeds;
    }
}

/// How much of a paper is its head, in bytes.
const HEAD: u32 = 800;

/// The day of a paper; of one without, the last day named in its head, which it cannot be older than by much.
fn day_of_paper(document: &Document<'_>) -> Option<String> {
    let own = document.date().and_then(Edtf::latest_iso);
    own.or_else(|| {
        let head = document.analysis.dates.iter().take_while(|d| d.span.start < HEAD);
        head.filter_map(|d| d.edtf.as_ref()?.latest_iso()).max()
    })
}

/// A paper that may tell of deeds.
struct Paper<'a, 'd> {
    d: usize,
    document: &'a Document<'d>,
    agents: &'a Agents,
    day: String,
    told: &'a [(Span, String)],
}

fn owe(
    o: &LinkedObligation,
    agents: &Agents,
    by_name: &BTreeMap<&str, usize>,
    by_id: &BTreeMap<&str, &Document<'_>>,
) -> Owed {
    let first = o.force.first().and_then(|f| f.date.as_ref()).and_then(Edtf::earliest_iso);
    let lower = o.content.to_lowercase();
    let mut words = lower.split(|c: char| !c.is_alphanumeric() && c != '-').filter(|w| !w.is_empty());
    let verb = words.find(|w| !WORDS.empty.contains(*w)).unwrap_or("").to_owned();
    let names = o.bound.iter().map(|b| {
        let agent = by_name.get(b.as_str()).map(|n| &agents.linked[*n]);
        let forms = agent.into_iter().flat_map(|a| a.forms.iter().take(24).map(|f| f.form.to_lowercase()));
        std::iter::once(b.to_lowercase()).chain(forms).collect()
    });
    // By when and under which condition says nothing of what is done.
    let mut words = keys(&o.content);
    let members = o.members.iter().filter_map(|(d, id)| member(by_id, d, id));
    for duty in members {
        for aside in [&duty.deadline, &duty.condition, &duty.sequence].into_iter().flatten() {
            for w in keys(aside) {
                words.remove(&w);
            }
        }
    }
    words.insert(stem(&verb));
    Owed { since: first, verb, words, names: names.collect() }
}

/// An obligation of a paper by its id there.
fn member<'d>(
    by_id: &BTreeMap<&str, &Document<'d>>,
    document: &str,
    id: &str,
) -> Option<&'d memcon_model::Obligation> {
    let duties = &by_id.get(document)?.analysis.obligations;
    let at = id.strip_prefix('o')?.parse::<usize>().ok()?.checked_sub(1)?;
    duties.get(at).filter(|d| d.id == id)
}

/// Articles of texts in force; where two such texts have the same article, a citation means neither.
fn cited(by_id: &BTreeMap<&str, &Document<'_>>, all: &[LinkedObligation]) -> Cited {
    let mut out: BTreeMap<String, Vec<(usize, String, &str)>> = BTreeMap::new();
    for (n, o) in all.iter().enumerate() {
        for (document, id) in &o.members {
            let duty = member(by_id, document, id).filter(|x| x.status.as_deref() == Some("in-force"));
            let Some(duty) = duty else { continue };
            let Some((article, part)) = duty.label.as_deref().and_then(article) else { continue };
            out.entry(article).or_default().push((n, part, document));
        }
    }
    out.retain(|_, list| list.iter().all(|x| x.2 == list[0].2));
    out.into_iter().map(|(a, list)| (a, list.into_iter().map(|x| (x.0, x.1)).collect())).collect()
}

/// "Article 6.3" as ("6", "3"); `None` for labels that are no articles.
fn article(label: &str) -> Option<(String, String)> {
    let lower = label.to_lowercase();
    let rest = lower.strip_prefix("article").or_else(|| lower.strip_prefix("art."))?.trim();
    let (number, part) = rest.split_once('.').unwrap_or((rest, ""));
    number.chars().all(char::is_alphanumeric).then(|| (number.to_owned(), part.to_owned()))
}

/// Events by the document and place that tell them.
fn events_at(events: &[LinkedEvent]) -> BTreeMap<&str, Vec<(Span, String)>> {
    let mut out: BTreeMap<&str, Vec<(Span, String)>> = BTreeMap::new();
    for e in events {
        for at in &e.evidence {
            out.entry(at.document.as_str()).or_default().push((at.span, e.id.clone()));
        }
    }
    for list in out.values_mut() {
        list.sort();
    }
    out
}

/// What is looked up for each sentence.
type Known<'a> = (&'a [Owed], &'a Rarity, &'a BTreeMap<&'a str, Vec<usize>>, &'a Cited);

/// Finds in one paper what it tells of obligations.
fn of_paper(paper: &Paper<'_, '_>, all: &[LinkedObligation], known: Known<'_>, found: &mut [Vec<Deed>]) {
    let text = paper.document.text;
    let analysis = paper.document.analysis;
    let langs = &analysis.languages;
    let mut heading: Vec<(String, String)> = Vec::new();
    let mut before: &str = "";
    let mut end = 0;
    for span in sentences(text) {
        let words = span.of(text);
        if text.get(end..span.start as usize).is_some_and(|gap| gap.matches('\n').count() > 1) {
            heading.clear();
            before = "";
        }
        end = span.end as usize;
        let here = citations(words);
        // "5. The guns (Article 8)." heads what follows in its paragraph.
        if !here.is_empty()
            && words.chars().count() < 90
            && words.trim_end().ends_with([')', '.', ':'])
            && words.contains('(')
        {
            heading = here.clone();
        }
        // A duty said again is no deed.
        let duty = |o: &memcon_model::Obligation| o.span.overlaps(span);
        let again = analysis.obligations.iter().any(duty);
        let says = if again { None } else { says(words, langs) };
        if let Some((says, rule)) = says {
            let sentence = Sentence { span, words, before, says, rule };
            by_citation(paper, all, known, &sentence, &here, &heading, found);
            by_words(paper, all, known, &sentence, found);
        }
        before = words;
    }
}

/// A sentence that says something of what was owed.
struct Sentence<'t> {
    span: Span,
    words: &'t str,
    before: &'t str,
    says: Says,
    rule: String,
}

/// What a sentence says: broken before pending before partly before kept before done.
fn says(words: &str, langs: &[String]) -> Option<(Says, String)> {
    if words.trim_end().ends_with(['?', '？']) {
        return None;
    }
    let found = BEARINGS.matches(words, langs).filter_map(|m| {
        let says = match m.rule.gives.as_str() {
            "broken" => Says::Broken,
            "pending" => Says::Pending,
            "partly" => Says::Partly,
            "kept" => Says::Kept,
            _ => Says::Done,
        };
        m.rule.regex.is_match(words).then(|| (says, m.rule.id.clone()))
    });
    found.max()
}

/// Articles that a sentence cites, with the paragraph where it is told.
fn citations(words: &str) -> Vec<(String, String)> {
    let mut out = Vec::new();
    for (at, head) in words.match_indices("rticle") {
        let rest = &words[at + head.len()..];
        let rest = rest.strip_prefix('s').unwrap_or(rest);
        let tokens = rest
            .split(|c: char| c.is_whitespace() || matches!(c, ',' | '(' | ')' | ';'))
            .filter(|t| !t.is_empty());
        let mut paragraph = false;
        for t in tokens {
            let bare = t.trim_matches(|c: char| !c.is_alphanumeric());
            let number =
                !bare.is_empty() && bare.chars().all(|c| c.is_ascii_digit() || matches!(c, 'I' | 'V' | 'X'));
            match bare {
                "paragraph" | "para" | "paragraphs" => paragraph = true,
                "and" | "to" | "or" => {}
                _ if number && paragraph => {
                    if let Some(last) = out.last_mut() {
                        let last: &mut (String, String) = last;
                        last.1 = bare.to_owned();
                    }
                    break;
                }
                _ if number => out.push((bare.to_owned(), String::new())),
                _ => break,
            }
            if t.ends_with('.') || out.len() > 8 {
                break;
            }
        }
    }
    out
}

/// Ties a sentence to the clauses that it or its heading cites.
fn by_citation(
    paper: &Paper<'_, '_>,
    all: &[LinkedObligation],
    (owed, _, _, cited): Known<'_>,
    s: &Sentence<'_>,
    here: &[(String, String)],
    heading: &[(String, String)],
    found: &mut [Vec<Deed>],
) {
    // Where the sentence itself cites an article of the heading, it speaks of that one alone.
    let narrowed = here.iter().any(|h| heading.iter().any(|x| x.0 == h.0));
    let heading = if narrowed { &[] } else { heading };
    for (own, (number, part)) in here.iter().map(|c| (true, c)).chain(heading.iter().map(|c| (false, c))) {
        for (n, clause) in cited.get(number).into_iter().flatten() {
            let fits = part.is_empty() || clause.is_empty() || clause.split('.').next() == Some(part);
            if !fits || !later(&owed[*n], &paper.day) || all[*n].modality == Modality::May {
                continue;
            }
            // A deed told in passing speaks only of what bids it, and under a heading of nothing else.
            let bearing = match (s.says, all[*n].modality) {
                (Says::Broken, _) => Bearing::Broken,
                (Says::Kept, _) => Bearing::Kept,
                (Says::Done, Modality::Do) if !own && acted(&owed[*n].verb, s.words) == Some(true) => {
                    Bearing::Kept
                }
                (Says::Done, _) => continue,
                (Says::Partly | Says::Pending, _) => Bearing::Unclear,
            };
            let article = if part.is_empty() {
                format!("Article {number}")
            } else {
                format!("Article {number}, paragraph {part}")
            };
            let why = if own {
                format!("The passage cites {article}, and {}.", meaning(s.says))
            } else {
                format!("The passage stands under a heading that cites {article}, and {}.", meaning(s.says))
            };
            push(paper, s, bearing, why, if own { 0.9 } else { 0.75 }, &mut found[*n]);
        }
    }
}

/// What a sentence says, in words for the reader.
fn meaning(says: Says) -> &'static str {
    match says {
        Says::Done => "tells the deed",
        Says::Kept => "says that it was kept or done",
        Says::Partly => "says that it was done in part",
        Says::Pending => "says that it is not finished, or not yet owed",
        Says::Broken => "speaks of a breach",
    }
}

/// Ties a sentence by the one bound, the act and the words.
fn by_words(
    paper: &Paper<'_, '_>,
    all: &[LinkedObligation],
    (owed, rarity, index, _): Known<'_>,
    s: &Sentence<'_>,
    found: &mut [Vec<Deed>],
) {
    let words = keys(s.words);
    let mut shared: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
    for w in &words {
        let Some((w, list)) = index.get_key_value(w.as_str()).filter(|x| x.1.len() <= BUCKET) else {
            continue;
        };
        for n in list {
            shared.entry(*n).or_default().push(w);
        }
    }
    for (n, mut common) in shared {
        let o = &owed[n];
        // The verb counts in all its forms.
        let acted = acted(&o.verb, s.words);
        let verb = stem(&o.verb);
        if let Some((own, _)) =
            index.get_key_value(verb.as_str()).filter(|x| acted.is_some() && !common.contains(x.0))
        {
            common.push(own);
        }
        if common.len() < 3 {
            continue;
        }
        if common.len() < 2 || !later(o, &paper.day) || all[n].modality == Modality::May {
            continue;
        }
        let weight: f32 = common.iter().map(|w| rarity.weight(w)).sum();
        let share = weight / rarity.sum(o.words.iter()).max(0.01);
        if share < SHARE || !names_bearer(o, s) {
            continue;
        }
        let bearing = match (s.says, all[n].modality, acted) {
            (Says::Broken, _, _) => Bearing::Broken,
            (Says::Pending | Says::Partly, _, _) => Bearing::Unclear,
            (Says::Kept, _, _) => Bearing::Kept,
            (_, Modality::Do, Some(true)) | (_, Modality::Refrain, Some(false)) => Bearing::Kept,
            (_, Modality::Do, Some(false)) | (_, Modality::Refrain, Some(true)) => Bearing::Broken,
            _ => continue,
        };
        let accused = accusation(paper, s.span);
        let how =
            if acted.is_some() && s.says == Says::Done { "tells the act itself" } else { meaning(s.says) };
        let kind = if accused { "An accusation" } else { "A later passage" };
        let why = format!("{kind} names the one bound, shares the words {} and {how}.", common.join(", "));
        push(paper, s, bearing, why, (0.4 + share / 2.0).min(0.85), &mut found[n]);
    }
}

/// Whether a paper of this day is later than the obligation.
fn later(o: &Owed, day: &str) -> bool {
    o.since.as_deref().is_some_and(|since| since < day)
}

/// Whether the sentence, or the one before it, names one of those bound; their adjectives count ("Varnish").
fn names_bearer(o: &Owed, s: &Sentence<'_>) -> bool {
    if o.names.is_empty() {
        return false;
    }
    let near = [s.words.to_lowercase(), s.before.to_lowercase()];
    let named = |form: &String| {
        let long = form.chars().count() >= 5 && !form.contains(' ');
        near.iter().any(|t| {
            t.match_indices(form.as_str()).any(|(at, _)| {
                let free = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
                free(t[..at].chars().next_back()) && (long || free(t[at + form.len()..].chars().next()))
            })
        })
    };
    o.names.iter().any(|forms| forms.iter().any(named))
}

/// Whether a sentence tells an act as done (`true`), as not done (`false`), or neither.
fn acted(verb: &str, words: &str) -> Option<bool> {
    let root = root(verb)?;
    let lower = words.to_lowercase();
    let tokens: Vec<&str> = lower
        .split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’')
        .filter(|t| !t.is_empty())
        .collect();
    let mut out = None;
    for (n, t) in tokens.iter().enumerate().filter(|(_, t)| t.starts_with(root.as_str())) {
        let before = &tokens[n.saturating_sub(4)..n];
        let past =
            ["ed", "wn", "en", "ew", "nt", "ld", "pt", "de", "id", "ut"].iter().any(|e| t.ends_with(e));
        let aux = before.iter().any(|w| matches!(*w, "was" | "were" | "has" | "have" | "had" | "did"));
        if !(past || aux) || before.iter().any(|w| WORDS.unreal.contains(*w)) {
            continue;
        }
        let not = before.iter().any(|w| WORDS.negated.contains(*w));
        out = Some(!not);
        if not {
            break;
        }
    }
    out
}

/// The beginning of a verb that its forms share; `None` for verbs too short to tell.
fn root(verb: &str) -> Option<String> {
    let stem = stem(verb);
    let n = stem.chars().count();
    (n >= 4).then(|| stem.chars().take(n.saturating_sub(usize::from(n > 6)).clamp(4, 7)).collect())
}

/// Whether a sentence is an accusation that somebody makes.
fn accusation(paper: &Paper<'_, '_>, span: Span) -> bool {
    paper.document.analysis.moves.iter().any(|m| m.kind == MoveType::Accusation && m.span.overlaps(span))
}

fn push(
    paper: &Paper<'_, '_>,
    s: &Sentence<'_>,
    bearing: Bearing,
    why: String,
    score: f32,
    deeds: &mut Vec<Deed>,
) {
    let evidence = Evidence { document: paper.document.id.to_owned(), span: s.span };
    if deeds.iter().any(|d| d.evidence == evidence) || deeds.len() >= MOST * 2 {
        return;
    }
    let from = paper.told.partition_point(|e| e.0.end <= s.span.start);
    let event = paper.told[from..].iter().take(4).find(|e| e.0.overlaps(s.span)).map(|e| e.1.clone());
    deeds.push(Deed {
        date: day_of(paper, s.span),
        told_by: told_by(paper, s.span),
        bearing,
        event,
        why: format!("{why} [{}]", s.rule),
        score,
        evidence,
    });
}

/// The day that a sentence names and that is no later than its paper, else the paper's own.
fn day_of(paper: &Paper<'_, '_>, span: Span) -> Option<Edtf> {
    let analysis = paper.document.analysis;
    let from = analysis.dates.partition_point(|d| d.span.start < span.start);
    let named = analysis.dates[from..].iter().take_while(|d| d.span.end <= span.end);
    let named = named.filter_map(|d| d.edtf.clone());
    let fits = |e: &Edtf| {
        e.latest_iso().is_some_and(|d| d <= paper.day) && e.as_str().len() >= 7 && !e.as_str().contains('X')
    };
    named.into_iter().find(fits).or_else(|| paper.document.date().cloned())
}

/// Whose version a passage is: the side of the one who speaks it, else of the one who wrote the paper.
fn told_by(paper: &Paper<'_, '_>, span: Span) -> Option<String> {
    use memcon_model::Field;
    let analysis = paper.document.analysis;
    let around = analysis.turns.iter().filter(|t| t.span.start <= span.start && span.end <= t.span.end);
    let spoken = around.min_by_key(|t| t.span.len());
    if let Some(turn) = spoken {
        if turn.side.is_some() {
            return turn.side.clone();
        }
        return turn
            .speaker
            .as_deref()
            .map(|s| paper.agents.side(paper.d, s).unwrap_or_else(|| s.to_owned()));
    }
    let author = [Field::Author, Field::Signature, Field::Sender, Field::IssuingOffice]
        .iter()
        .find_map(|f| analysis.description.fields.get(f)?.first().map(|v| v.value.clone()))?;
    Some(paper.agents.side(paper.d, &author).unwrap_or(author))
}

/// What memcon would suggest; `None` where the papers do not tell, or two sides tell it differently.
fn suggest(
    o: &LinkedObligation,
    deeds: &[Deed],
    by_id: &BTreeMap<&str, &Document<'_>>,
) -> Option<Compliance> {
    let binding = o.force.iter().any(|f| f.force != "proposed");
    if !binding || o.modality == Modality::May {
        return None;
    }
    let of = |b: Bearing| deeds.iter().filter(move |d| d.bearing == b);
    let tellers = |b: Bearing| -> BTreeSet<&str> { of(b).filter_map(|d| d.told_by.as_deref()).collect() };
    let (kept, broken, open) =
        (of(Bearing::Kept).count(), of(Bearing::Broken).count(), of(Bearing::Unclear).count());
    // A charge by one side alone is a charge; so is a boast.
    let neutral = |b: Bearing| {
        let who = tellers(b);
        who.len() >= 2 || who.iter().any(|w| !o.bound.iter().any(|x| x == w))
    };
    let text = |d: &Deed| {
        let paper = by_id.get(d.evidence.document.as_str());
        paper.map_or(String::new(), |x| d.evidence.span.of(x.text).to_lowercase())
    };
    match (kept, broken) {
        (0, 0) => None,
        (_, 0) if open > 0 => Some(Compliance::Intermediate),
        (_, 0) => {
            let whole = of(Bearing::Kept).any(|d| {
                let words = text(d);
                WORDS.wholly.iter().any(|w| words.contains(w.as_str())) || o.modality == Modality::Refrain
            });
            Some(if whole { Compliance::Full } else { Compliance::Intermediate })
        }
        (0, _)
            if o.modality == Modality::Do
                && neutral(Bearing::Broken)
                && tellers(Bearing::Broken).len() >= 2 =>
        {
            Some(Compliance::None)
        }
        (0, _) => None,
        _ if tellers(Bearing::Kept).is_disjoint(&tellers(Bearing::Broken)) => None,
        _ => Some(Compliance::Intermediate),
    }
}
