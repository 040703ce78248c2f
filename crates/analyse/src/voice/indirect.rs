//! Indirect reports: which sentences tell another's words, how far a report runs on, and who is meant.

use super::cast::{Cast, Gender};
use super::cues::{Place, Report, first_subject};
use super::draft::Draft;
use super::lexis::CUES;
use super::nations::by_capital;
use super::prose::reports;
use super::scan::{Kind, Scan, Sentence};
use super::sides::{is_reporter, is_yours};
use super::who::{Who, by_words};
use super::words::{Class, has};
use memcon_model::{Analysis, Attribution, AttributionKind, Basis, Edtf, Form, Mode, Span};

/// The voice around a sentence: a transcript's line, a quotation, the paper's author.
#[derive(Clone, Debug, Default)]
pub(super) struct Around {
    /// Somebody speaks here in the first person.
    pub speech: bool,
    pub speaker: Option<Who>,
    pub addressee: Option<String>,
}

/// What reading the sentences gives.
#[derive(Default)]
pub(super) struct Indirect {
    pub drafts: Vec<Draft>,
    pub attributions: Vec<Attribution>,
}

/// Everything the reading needs from the stages before.
pub(super) struct Context<'c, 't> {
    pub scan: &'c Scan<'t>,
    pub found: &'c Analysis,
    pub cast: &'c Cast,
    /// For every token the innermost quotation (index + 1), 0 = none.
    pub inside: &'c [u32],
    pub around: &'c dyn Fn(u32) -> Around,
    pub allowed: &'c dyn Fn(u32) -> bool,
    /// Starts of quotations that are speech, sorted.
    pub spoken: &'c [u32],
}

/// State carried from sentence to sentence.
#[derive(Default)]
struct Memory {
    /// The one reported last.
    last: Option<Who>,
    /// The last of them who is a person.
    person: Option<Who>,
    /// The last who was a correspondent ("the paper's X").
    reporter: Option<Who>,
    /// The draft still running, and its paragraph.
    running: Option<(usize, u32)>,
    /// Paragraphs since the last report that name no speaker of their own.
    pending: Vec<Span>,
    /// Number of the paragraph that `pending` last took up.
    paragraph: u32,
    /// The last pending paragraph announced a list that still runs.
    listed: bool,
}

/// Reads all sentences.
pub(super) fn read(cx: &Context<'_, '_>, sentences: &[Sentence]) -> Indirect {
    let mut out = Indirect::default();
    let mut memory = Memory::default();
    let norms = lays_down(cx);
    for (n, s) in sentences.iter().enumerate() {
        if !(cx.allowed)(s.span.start) {
            memory.running = None;
            continue;
        }
        let level = cx.inside.get(s.first as usize).copied().unwrap_or(0);
        let opaque = |i: usize| cx.inside.get(i).copied().unwrap_or(0) != level;
        let mut list = reports(cx.scan, s, &opaque);
        if norms {
            // What a treaty lays down is not told of anybody; it tells only of what was said before it.
            list.retain(|r| is_past(cx.scan, r.at));
        }
        let around = (cx.around)(s.span.start);
        one(cx, &mut out, &mut memory, sentences, n, &list, &around);
    }
    out
}

fn one(
    cx: &Context<'_, '_>,
    out: &mut Indirect,
    memory: &mut Memory,
    sentences: &[Sentence],
    n: usize,
    list: &[Report],
    around: &Around,
) {
    let s = &sentences[n];
    let mut taken: Option<Span> = None;
    let mut any = false;
    for r in list {
        // Words in a quotation that follows the cue at once are that quotation's own turn.
        let direct = r.content.first().is_some_and(|c| starts_with_speech(cx, *c));
        let Some(source) = r.source else {
            // Nobody is named ("it is feared that"): an attribution, and never a turn.
            if !direct {
                out.attributions.push(attribution(r, None));
            }
            continue;
        };
        let who = whom(cx, memory, source, around);
        let named = who.named.clone().unwrap_or_default();
        if who.person.is_some() && named.contains(['\'', '’']) && cx.cast.sides.find(&named).is_none() {
            memory.reporter = Some(who.clone());
        }
        if direct {
            // Somebody else speaks in marks: the report before it is over.
            if memory.running.is_some_and(|(d, _)| out.drafts[d].who.name != who.name) {
                memory.running = None;
            }
            memory.last = Some(who);
            any = true;
            continue;
        }
        out.attributions.push(attribution(r, who.name.clone()));
        let inner = taken.is_some_and(|t| t.contains(r.cue));
        if inner || !is_turn(cx, r, &who, around) {
            if !inner && who.person.is_some() {
                memory.last = Some(who);
            }
            continue;
        }
        any = true;
        let leading = r.place == Place::Before && leads(cx, s, r) && !around.speech;
        let resumed = leading && memory.last.as_ref().is_some_and(|l| l.name.is_some() && l.name == who.name);
        if resumed && s.paragraph != memory.paragraph {
            resume(cx, out, memory, &who);
        }
        memory.pending.clear();
        memory.paragraph = s.paragraph;
        let hull = r.content.iter().skip(1).fold(r.content[0], |a, b| a.hull(*b));
        taken = Some(taken.map_or(hull, |t| t.hull(hull)));
        let same = memory.last.as_ref().is_some_and(|l| l.name.is_some() && l.name == who.name);
        match memory.running {
            Some((d, paragraph))
                if same && paragraph == s.paragraph && r.place == Place::Before && !around.speech =>
            {
                out.drafts[d].span.end = out.drafts[d].span.end.max(hull.end);
            }
            _ => {
                let d = draft(cx, s, r, hull, &who, around);
                out.drafts.push(d);
                let leads = r.place == Place::Before && leads(cx, s, r) && !around.speech;
                memory.running = leads.then_some((out.drafts.len() - 1, s.paragraph));
            }
        }
        if who.person.is_some() {
            memory.person = Some(who.clone());
        }
        memory.last = Some(who);
        if !around.speech {
            let d = out.drafts.len() - 1;
            if let Some(end) = list_end(cx, sentences, n) {
                out.drafts[d].span.end = out.drafts[d].span.end.max(end);
                memory.running = None;
            }
        }
    }
    if !any {
        go_on(cx, out, memory, s, around);
        if !around.speech
            && memory.running.is_none()
            && let Some(subject) = first_subject(cx.scan, s.first as usize, s.last as usize)
        {
            let who = whom(cx, memory, subject, around);
            if who.person.is_some() {
                memory.person = Some(who.clone());
                memory.last = Some(who);
            }
        }
        if out.drafts.last().is_some_and(|d| d.span.end + 2 >= s.span.end) {
            memory.paragraph = s.paragraph;
        } else {
            wait(cx, memory, s, around);
        }
    }
}

/// Whether a paper lays down what shall be: a treaty, an order, a regulation.
fn lays_down(cx: &Context<'_, '_>) -> bool {
    let (mut words, mut shall) = (0usize, 0usize);
    for tok in &cx.scan.toks {
        words += usize::from(tok.kind == Kind::Word);
        shall += usize::from(tok.classes.has(Class::Shall));
    }
    matches!(cx.found.form, Form::DraftTreaty | Form::Agreement) || shall >= 4 && shall * 60 > words
}

/// Whether a cue stands in the past.
fn is_past(scan: &Scan<'_>, at: usize) -> bool {
    scan.is_any(at, &[Class::VerbPast, Class::VerbEd]) || scan.word(at).ends_with("ed")
}

fn attribution(r: &Report, speaker: Option<String>) -> Attribution {
    Attribution {
        source: r.source.into_iter().collect(),
        cue: vec![r.cue],
        content: r.content.clone(),
        speaker,
        stance: r.stance(),
        basis: Basis::new(rule(r.place), 0.7),
    }
}

/// Forms of papers that tell what somebody said over many paragraphs.
fn tells(cx: &Context<'_, '_>) -> bool {
    matches!(cx.found.form, Form::Cable | Form::Memorandum | Form::Minutes | Form::Letter)
}

/// Keeps a paragraph that names no speaker, in case the same speaker is named again behind it.
fn wait(cx: &Context<'_, '_>, memory: &mut Memory, s: &Sentence, around: &Around) {
    if !tells(cx) || around.speech || memory.last.is_none() || memory.running.is_some() {
        return;
    }
    let announced =
        memory.pending.last().is_some_and(|p| p.of(cx.scan.text).trim_end().ends_with([':', ')']));
    if s.paragraph == memory.paragraph && memory.pending.is_empty() {
        return;
    }
    match memory.pending.last_mut() {
        Some(p)
            if s.paragraph == memory.paragraph
                || announced
                || is_item(cx.scan, s.first as usize)
                || memory.listed =>
        {
            memory.listed |= announced;
            p.end = s.span.end;
        }
        _ => {
            memory.listed = false;
            memory.pending.push(s.span);
        }
    }
    memory.paragraph = s.paragraph;
}

/// The same speaker is named again: the paragraphs between were theirs too.
fn resume(cx: &Context<'_, '_>, out: &mut Indirect, memory: &mut Memory, who: &Who) {
    if memory.pending.len() > 4 {
        return;
    }
    for span in memory.pending.drain(..) {
        out.drafts.push(Draft {
            span: span.trim(cx.scan.text),
            cue: None,
            side: side_of(cx.cast, who),
            who: Who { source: None, named: None, ..who.clone() },
            addressee: None,
            mode: Mode::IndirectReport,
            time: None,
            rule: "voice.report.carried",
            confidence: 0.5,
            why: "the same speaker before and behind, none between".into(),
        });
    }
}

/// A sentence without a report of its own goes on with the one before it in the paragraph, or ends it.
fn go_on(cx: &Context<'_, '_>, out: &mut Indirect, memory: &mut Memory, s: &Sentence, around: &Around) {
    let Some((d, paragraph)) = memory.running else { return };
    let first = s.first as usize;
    let opening = cx.scan.lower(first);
    let next = cx.scan.lower(first + 1);
    let third = cx.scan.lower(first + 2);
    let narrative = (opening == "it" && next == "was" && CUES.forms.contains_key(third))
        || (opening == "there" && cx.scan.is(first + 1, Class::TellingIt))
        || cx.scan.kind(first) == Kind::OpenBracket;
    // "I" outside marks is the writer, who does not speak of himself in another's report.
    let own = (first..s.last as usize)
        .any(|k| cx.scan.kind(k) == Kind::Word && cx.scan.is(k, Class::Writer) && !quoted(cx, s, k));
    let told_by_writer =
        own && out.drafts[d].who.name != around.speaker.as_ref().and_then(|w| w.name.clone());
    if paragraph != s.paragraph || narrative || told_by_writer || around.speech {
        memory.running = None;
        return;
    }
    let draft = &mut out.drafts[d];
    let stop = |k: Kind| matches!(k, Kind::Stop);
    let last = s.last as usize;
    let end =
        if last > 0 && stop(cx.scan.kind(last - 1)) { cx.scan.toks[last - 1].start } else { s.span.end };
    draft.span.end = draft.span.end.max(end);
}

/// Whether a token stands deeper in quotations than its sentence.
fn quoted(cx: &Context<'_, '_>, s: &Sentence, k: usize) -> bool {
    let level = |k: usize| cx.inside.get(k).copied().unwrap_or(0);
    level(k) != level(s.first as usize)
}

fn rule(place: Place) -> &'static str {
    match place {
        Place::Before => "voice.report.before",
        Place::Behind => "voice.report.behind",
        Place::According => "voice.report.according",
    }
}

fn starts_with_speech(cx: &Context<'_, '_>, content: Span) -> bool {
    let k = cx.spoken.partition_point(|&p| p < content.start);
    cx.spoken.get(k).is_some_and(|&p| p <= content.start + 3)
}

/// Whether a report opens its sentence, so that the sentences behind it can go on with it.
fn leads(cx: &Context<'_, '_>, s: &Sentence, r: &Report) -> bool {
    let source = r.source.map_or(r.cue, |x| x);
    let first = cx.scan.token_at(source.start);
    let lead = first.saturating_sub(s.first as usize);
    lead <= 14
}

/// Whether a report is a turn: somebody named says it.
fn is_turn(cx: &Context<'_, '_>, r: &Report, who: &Who, around: &Around) -> bool {
    let words = r.content.iter().map(|c| c.of(cx.scan.text).split_whitespace().count()).sum::<usize>();
    let view = r.stance().kind == AttributionKind::View;
    // "if they will not agree to": nobody has said so.
    let supposed = r.source.is_some_and(|s| {
        let first = cx.scan.token_at(s.start);
        first > 0 && cx.scan.is(first - 1, Class::Supposition)
    });
    // "A rule of the treaty provides": a rule says nothing.
    let norm = r.source.is_some_and(|s| {
        let (first, last) = (cx.scan.token_at(s.start), cx.scan.token_at(s.end));
        (first..last).take_while(|&k| k < first + 4).any(|k| cx.scan.is(k, Class::Norm))
            && (first..last).any(|k| cx.scan.lower(k) == "of")
    });
    if words < 3 || view || supposed || norm || who.name.is_none() {
        return false;
    }
    let named = who.named.as_deref().unwrap_or("");
    if around.speech {
        let first_person = matches!(named.to_lowercase().as_str(), "i" | "we");
        let clear = r.clause || matches!(named.to_lowercase().as_str(), "you");
        return !first_person && clear && r.place == Place::Before;
    }
    // "I told him": the paper's author, then and there; "I suggest" is what the paper itself does.
    let own = named.eq_ignore_ascii_case("i") && is_past(cx.scan, r.at);
    own || who.person.is_some()
        || named.split_whitespace().any(|w| {
            w.chars().next().is_some_and(char::is_uppercase) && !has(&w.to_lowercase(), Class::NotAName)
        })
        || named.split_whitespace().any(|w| has(&w.to_lowercase(), Class::SourceNoun))
}

/// Whether one who is not in the cast is yet told by first and last name, as persons are.
fn full_name(who: &Who) -> bool {
    let name = who.name.as_deref().unwrap_or("");
    let words: Vec<&str> = name.split(' ').collect();
    let capital = |w: &&str| w.starts_with(char::is_uppercase);
    (2..=3).contains(&words.len())
        && words.iter().all(capital)
        && !super::nations::is_name(name)
        && !words.iter().any(|w| {
            let w = w.to_lowercase();
            has(&w, Class::BodyWord) || has(&w, Class::NotAName) || has(&w, Class::Thing)
        })
}

/// Who is meant by a source.
fn whom(cx: &Context<'_, '_>, memory: &Memory, source: Span, around: &Around) -> Who {
    let named = source.of(cx.scan.text).split_whitespace().collect::<Vec<_>>().join(" ");
    let lower = named.to_lowercase();
    let keep = |who: Option<Who>| Who {
        source: Some(source),
        named: Some(named.clone()),
        ..who.unwrap_or_default()
    };
    match lower.as_str() {
        "he" | "she" => {
            let gender = if lower == "he" { Gender::Male } else { Gender::Female };
            // Nobody calls himself so.
            let own = around.speaker.as_ref();
            let himself =
                |w: &Who| own.is_some_and(|o| o.person.is_some() && o.person == w.person || o.name == w.name);
            let fits = |w: &Who| {
                let known = w.person.is_some() || full_name(w);
                w.gender.is_none_or(|g| g == gender) && known && !himself(w)
            };
            let last = memory.last.clone().filter(fits);
            let last = last.or_else(|| memory.person.clone().filter(fits));
            keep(last.or_else(|| nearest(cx, source.start, gender)))
        }
        "they" => keep(memory.last.clone().filter(|w| w.person.is_none())),
        "i" | "we" | "one" | "it" => keep(around.speaker.clone().filter(|_| lower == "i")),
        "you" => keep(around.addressee.clone().map(|name| Who { name: Some(name), ..Who::default() })),
        reporter if is_reporter(reporter) => {
            let who = memory.reporter.clone().filter(|w| w.person.is_some());
            if who.is_some() { keep(who) } else { by_words(cx.cast, source.start, source, named) }
        }
        yours if is_yours(yours) => {
            keep(around.addressee.clone().map(|name| Who { name: Some(name), ..Who::default() }))
        }
        _ => {
            let mut who = by_words(cx.cast, source.start, source, named.clone());
            if who.person.is_none()
                && let Some(state) = capital_of(cx, &named)
            {
                who.name = Some(state);
            }
            who
        }
    }
}

/// A capital that speaks is its state, where the paper names the state too.
fn capital_of(cx: &Context<'_, '_>, named: &str) -> Option<String> {
    let nation = by_capital(named)?;
    cx.cast.sides.names_state(cx.scan.text, &nation.name).then(|| nation.name.clone())
}

fn nearest(cx: &Context<'_, '_>, at: u32, gender: Gender) -> Option<Who> {
    let p =
        cx.cast.nearest(at, 3).into_iter().find(|&p| cx.cast.people[p].gender.is_none_or(|g| g == gender))?;
    let person = &cx.cast.people[p];
    Some(Who { person: Some(p), name: Some(person.name.clone()), gender: person.gender, ..Who::default() })
}

fn draft(cx: &Context<'_, '_>, s: &Sentence, r: &Report, span: Span, who: &Who, around: &Around) -> Draft {
    let cue = r.source.map_or(r.cue, |x| x.hull(r.cue));
    Draft {
        span: span.trim(cx.scan.text),
        cue: Some(cue),
        side: side_of(cx.cast, who),
        who: who.clone(),
        addressee: None,
        mode: Mode::IndirectReport,
        time: if around.speech {
            None
        } else {
            time_in(cx.found, Span { start: s.span.start, end: span.start })
        },
        rule: rule(r.place),
        confidence: 0.75,
        why: format!("cue “{}”", cue.of(cx.scan.text)),
    }
}

/// The side of a speaker: the person's own, or what the naming words point to.
pub(super) fn side_of(cast: &Cast, who: &Who) -> Option<String> {
    who.person
        .and_then(|p| cast.people.get(p))
        .and_then(|p| p.side.clone())
        .or_else(|| who.named.as_deref().and_then(|w| cast.sides.find(w)))
        .or_else(|| who.name.as_deref().and_then(|w| cast.sides.find(w)))
}

/// The fullest date inside a stretch.
pub(super) fn time_in(found: &Analysis, within: Span) -> Option<Edtf> {
    let from = found.dates.partition_point(|d| d.span.start < within.start);
    found.dates[from..]
        .iter()
        .take_while(|d| d.span.start < within.end)
        .filter_map(|d| d.edtf.clone())
        .filter(|e| !e.as_str().contains('/') && e.as_str().len() >= 10)
        .max_by_key(|e| e.as_str().len())
}

/// Where the list ends that a sentence with a colon announces; `None` = it announces none.
fn list_end(cx: &Context<'_, '_>, sentences: &[Sentence], n: usize) -> Option<u32> {
    let s = &sentences[n];
    if cx.scan.kind((s.last as usize).checked_sub(1)?) != Kind::Colon {
        return None;
    }
    let mut end = None;
    let mut paragraph = s.paragraph;
    for next in sentences.iter().skip(n + 1).take(400) {
        let starts_item = is_item(cx.scan, next.first as usize);
        let new_paragraph = next.paragraph != paragraph;
        if !starts_item && (end.is_none() || new_paragraph) {
            break;
        }
        paragraph = next.paragraph;
        end = Some(next.span.end);
    }
    end
}

/// Whether a sentence starts with the mark of a list's item: `1.`, `(a)`, `-`, `•`.
pub(super) fn is_item(scan: &Scan<'_>, first: usize) -> bool {
    let next = |k: usize| scan.word(k);
    match scan.kind(first) {
        Kind::Number => matches!(next(first + 1), "." | ")") && scan.word(first).len() <= 3,
        Kind::Dash | Kind::Other => matches!(next(first), "-" | "–" | "—" | "•" | "*" | "·" | "◦" | "▪"),
        Kind::OpenBracket => matches!(next(first + 2), ")") && scan.word(first + 1).chars().count() <= 3,
        Kind::Word => {
            scan.word(first).chars().count() == 1
                && matches!(next(first + 1), "." | ")")
                && scan.spaces_before(first + 1) == 0
        }
        _ => false,
    }
}
