//! The queue of merges to confirm: pairs that linking holds possible and not certain, least sure first, each with what
//! speaks for and against it and its words. What was decided does not come back.

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};
use memcon_link::{deciding, pairs};
use memcon_model::{Anchor, Certainty, Decision, Evidence, JoinedBy, LookAlike, Subject, Testimony};
use memcon_store::Section;
use serde_json::{Value, json};

use super::deciding::way;
use super::items::address;
use super::{Answer, Ask, Lost, PER_PAGE, Shown, hidden, reviewer, script, ways};
use crate::citing::Citing;
use crate::layout::{heading, name, quotation};
use crate::links::query_value;
use crate::strings::{count, fill, t, word};

/// What has merges to confirm, in the order of the filters.
const ABOUT: [Subject; 4] = [Subject::Agent, Subject::Issue, Subject::Event, Subject::Parallel];

/// A pair in the queue.
struct Case {
    a: (String, String),
    b: (String, String),
    /// From 0 to 1; the nearer to one half, the less sure.
    score: f32,
    /// What stands below the names.
    why: Why,
}

/// Why they may be one, and may be two.
enum Why {
    Alike(Box<LookAlike>),
    Signs(Vec<pairs::Sign>, Vec<pairs::Sign>),
    Text(Vec<Testimony>),
}

/// A sign in words.
fn sign(s: &pairs::Sign) -> Markup {
    // What it is seen by are words of papers and of vocabularies: isolated, and named where the room has a name.
    let value =
        |v: &String| if s.kind == "other-status" { word("event_status", v).to_owned() } else { v.clone() };
    html! { (word("sign", s.kind)) @if !s.values.is_empty() { ": " @for (n, v) in s.values.iter().enumerate() { @if n > 0 { ", " } (name(&value(v))) } } }
}

/// Signs for and against.
pub fn signs(grounds: &[pairs::Sign], against: &[pairs::Sign]) -> Markup {
    let list = |which: &str, key: &str, all: &[pairs::Sign]| {
        html! { @if !all.is_empty() { ul class={ "testimony " (which) } { @for s in all { li { span.badge { (t(key)) } " " (sign(s)) } } } } }
    };
    html! { (list("for", "people.for", grounds)) (list("against", "people.against", against)) }
}

/// Testimonies with their words.
fn testimony(which: &str, key: &str, all: &[Testimony], citing: &mut Citing<'_>) -> Markup {
    html! {
        @if !all.is_empty() { ul class={ "testimony " (which) } { @for w in all.iter().take(6) { li {
            span.badge { (t(key)) } " " (name(&w.why))
            @for e in w.evidence.iter().take(2) { @if let Some(q) = citing.quote(e, 50, 200) { (quotation(&q)) } }
        } } } }
    }
}

/// Why two agents look alike.
pub fn alike(l: &LookAlike, citing: &mut Citing<'_>) -> Markup {
    html! {
        @if let Some(q) = &l.question { p.question { (name(q)) } }
        p { (name(&l.why)) " " span.badge { (word("joined", l.by.as_str())) } }
        (testimony("for", "people.for", &l.grounds, citing)) (testimony("against", "people.against", &l.against, citing))
    }
}

/// Whether a person has said of the two that they are one or two; by their names, for what waits for linking.
fn settled(decisions: &[Decision], about: Subject, a: &Anchor, b: &Anchor) -> bool {
    decisions.iter().any(|d| d.about == about && deciding::settles(d, a, b))
}

/// An item of which only the name is known.
fn called(name: &str) -> Anchor {
    Anchor { name: name.to_owned(), at: Vec::new() }
}

/// The pairs of a subject that nobody has decided on, least sure first.
fn cases(ask: &Ask<'_>, about: Subject) -> Result<Vec<Case>, Lost> {
    let decisions = ask.library.decisions()?;
    let mut out = Vec::new();
    match about {
        Subject::Agent => {
            let linked = ask.library.linked_of(&[Section::LookAlikes])?;
            let heads = ask.library.linked_of(&[Section::Heads])?;
            let names: BTreeMap<&str, &str> =
                heads.agents.iter().map(|a| (a.id.as_str(), a.canonical.as_str())).collect();
            let mut seen = BTreeSet::new();
            for l in linked.look_alikes.iter().filter(|l| l.possible && l.by != JoinedBy::Hand) {
                let (Some(a), Some(b)) = (names.get(l.a.as_str()), names.get(l.b.as_str())) else { continue };
                if !seen.insert((l.a.min_of(&l.b), l.a.max_of(&l.b)))
                    || settled(&decisions, about, &called(a), &called(b))
                {
                    continue;
                }
                // Linking holds it possible: one for and one against before any testimony.
                let (f, g) = (1.0 + l.grounds.len() as f32, 1.0 + l.against.len() as f32);
                out.push(Case {
                    a: (l.a.clone(), (*a).to_owned()),
                    b: (l.b.clone(), (*b).to_owned()),
                    score: f / (f + g),
                    why: Why::Alike(Box::new(l.clone())),
                });
            }
        }
        Subject::Issue => {
            let linked = ask.library.linked_of(&[Section::Issues])?;
            let names: BTreeMap<&str, &str> =
                linked.issues.iter().map(|i| (i.id.as_str(), i.name.as_str())).collect();
            let anchor = |_: &str, called_so: &str| called(called_so);
            of_pairs(pairs::issues(&linked.issues), &names, &decisions, about, &anchor, &mut out);
        }
        Subject::Event => {
            let linked = ask.library.linked_of(&[Section::Events])?;
            let names: BTreeMap<&str, &str> =
                linked.events.iter().map(|e| (e.id.as_str(), e.title.as_str())).collect();
            let anchor = |_: &str, called_so: &str| called(called_so);
            // Titles of events are alike day by day: the papers tell which is meant.
            let told: BTreeMap<&str, BTreeSet<&str>> = linked
                .events
                .iter()
                .map(|e| (e.id.as_str(), e.accounts.iter().map(|a| a.document.as_str()).collect()))
                .collect();
            let on = |d: &Decision, x: &str, y: &str| {
                let inside = |at: &Anchor, id: &str| {
                    !at.at.is_empty()
                        && told
                            .get(id)
                            .is_some_and(|papers| at.at.iter().all(|(p, _)| papers.contains(p.as_str())))
                };
                d.about == about
                    && d.holds()
                    && (inside(&d.a, x) && inside(&d.b, y) || inside(&d.a, y) && inside(&d.b, x))
            };
            let open: Vec<pairs::Pair> = pairs::events(&linked.events)
                .into_iter()
                .filter(|p| !decisions.iter().any(|d| on(d, &p.a, &p.b)))
                .collect();
            of_pairs(open, &names, &[], about, &anchor, &mut out);
        }
        Subject::Parallel => {
            let linked = ask.library.linked_of(&[Section::Parallels])?;
            let documents = ask.library.documents()?;
            let titles: BTreeMap<&str, &str> =
                documents.iter().map(|d| (d.id.as_str(), d.title.as_str())).collect();
            let called = |id: &String| {
                let title = titles.get(id.as_str()).copied().unwrap_or("").trim();
                if title.is_empty() { id.clone() } else { title.to_owned() }
            };
            for p in linked.parallels.iter().filter(|p| p.certainty == Certainty::Possible && !p.by_hand) {
                if settled(&decisions, about, &deciding::paper(&p.a), &deciding::paper(&p.b)) {
                    continue;
                }
                let (a, b) = ((p.a.clone(), called(&p.a)), (p.b.clone(), called(&p.b)));
                out.push(Case { a, b, score: p.score, why: Why::Text(p.why.clone()) });
            }
        }
        Subject::Obligation => {}
    }
    let far = |c: &Case| (c.score - 0.5).abs();
    out.sort_by(|x, y| far(x).total_cmp(&far(y)).then_with(|| (&x.a, &x.b).cmp(&(&y.a, &y.b))));
    Ok(out)
}

/// The smaller and the greater of two ids, so that a pair is one whichever end it is told from.
trait Ends {
    fn min_of<'s>(&'s self, other: &'s str) -> &'s str;
    fn max_of<'s>(&'s self, other: &'s str) -> &'s str;
}

impl Ends for String {
    fn min_of<'s>(&'s self, other: &'s str) -> &'s str {
        self.as_str().min(other)
    }
    fn max_of<'s>(&'s self, other: &'s str) -> &'s str {
        self.as_str().max(other)
    }
}

fn of_pairs(
    found: Vec<pairs::Pair>,
    names: &BTreeMap<&str, &str>,
    decisions: &[Decision],
    about: Subject,
    anchor: &dyn Fn(&str, &str) -> Anchor,
    out: &mut Vec<Case>,
) {
    for p in found {
        let (Some(a), Some(b)) = (names.get(p.a.as_str()), names.get(p.b.as_str())) else { continue };
        if settled(decisions, about, &anchor(&p.a, a), &anchor(&p.b, b)) {
            continue;
        }
        out.push(Case {
            a: (p.a, (*a).to_owned()),
            b: (p.b, (*b).to_owned()),
            score: p.score,
            why: Why::Signs(p.grounds, p.against),
        });
    }
}

/// `/review?queue=merges`
pub fn queue(ask: &Ask<'_>) -> Answer {
    let about = ask
        .value("about")
        .and_then(|a| a.parse().ok())
        .filter(|a| ABOUT.contains(a))
        .unwrap_or(Subject::Agent);
    let all = cases(ask, about)?;
    let (page, pages) = (ask.page(), all.len().div_ceil(PER_PAGE).max(1));
    let page = page.min(pages - 1);
    let shown = &all[page * PER_PAGE..all.len().min((page + 1) * PER_PAGE)];
    if ask.json {
        let one = |c: &Case| json!({ "a": c.a.0, "a_name": c.a.1, "b": c.b.0, "b_name": c.b.1, "score": c.score, "why": why_json(&c.why) });
        return Ok(Shown::Json(
            json!({ "about": about, "count": all.len(), "page": page + 1, "pages": pages,
            "pairs": shown.iter().map(one).collect::<Vec<_>>() }),
        ));
    }
    let mut citing = Citing::new(ask.library);
    let words = words(ask, about, shown)?;
    let back = super::plain(ask);
    let body = html! {
        (heading(html! { (t("merges.title")) }, html! { (t("merges.lead")) }))
        (ways("/review?queue=merges"))
        (reviewer(ask))
        (super::notes::block(ask)?)
        @if ask.library.desk().is_some() { p.how { (t("merges.keys")) } (script()) }
        ul.filters { @for s in ABOUT {
            li { a href=(format!("/review?queue=merges&about={s}")) aria-current=[(s == about).then_some("page")] { (word("subjects", s.as_str())) } }
        } }
        p.how role="status" { (count("merges.count", all.len())) }
        @if all.is_empty() { p.empty { (t("merges.none")) } }
        ol.queue { @for c in shown { li.case {
            p.says { a href=(address(about, &c.a.0)) { (name(&c.a.1)) } " — " a href=(address(about, &c.b.0)) { (name(&c.b.1)) } }
            (why(&c.why, &mut citing))
            @for id in [&c.a.0, &c.b.0] { @for e in words.get(id).into_iter().flatten() {
                @if let Some(q) = citing.quote(e, 80, 240) { p.how { (name(&q.title)) } (quotation(&q)) }
            } }
            (verdicts(ask, about, c, &back))
        } } }
        (crate::pages::pager(ask, page, pages))
    };
    Ok(Shown::Html { title: t("merges.title").to_owned(), section: "/review", twin: true, body })
}

fn why(w: &Why, citing: &mut Citing<'_>) -> Markup {
    match w {
        Why::Alike(l) => alike(l, citing),
        Why::Signs(grounds, against) => signs(grounds, against),
        Why::Text(all) => testimony("for", "people.for", all, citing),
    }
}

fn why_json(w: &Why) -> Value {
    let of = |s: &pairs::Sign| json!({ "sign": s.kind, "values": s.values });
    let told = |all: &[Testimony]| all.iter().map(|t| t.why.clone()).collect::<Vec<_>>();
    match w {
        Why::Alike(l) => {
            json!({ "why": l.why, "for": told(&l.grounds), "against": told(&l.against), "question": l.question })
        }
        Why::Signs(f, g) => {
            json!({ "for": f.iter().map(of).collect::<Vec<_>>(), "against": g.iter().map(of).collect::<Vec<_>>() })
        }
        Why::Text(all) => json!({ "for": told(all) }),
    }
}

/// Where each of the items shown is named, once each: agents by a name, issues and events by their words.
fn words(ask: &Ask<'_>, about: Subject, shown: &[Case]) -> Result<BTreeMap<String, Vec<Evidence>>, Lost> {
    let ids: Vec<&str> = shown.iter().flat_map(|c| [c.a.0.as_str(), c.b.0.as_str()]).collect();
    let mut out = BTreeMap::new();
    if ids.is_empty() {
        return Ok(out);
    }
    match about {
        Subject::Agent => {
            let linked = ask.library.linked_about(&ids, &[Section::Agents])?;
            for a in linked.agents.iter().filter(|a| ids.contains(&a.id.as_str())) {
                let own = a.forms.iter().find(|f| f.form == a.canonical).or(a.forms.first());
                out.insert(a.id.clone(), own.and_then(|f| f.mentions.first().cloned()).into_iter().collect());
            }
        }
        Subject::Issue => {
            let linked = ask.library.linked_about(&ids, &[Section::Issues])?;
            for i in linked.issues.iter().filter(|i| ids.contains(&i.id.as_str())) {
                out.insert(i.id.clone(), i.mentions.first().cloned().into_iter().collect());
            }
        }
        Subject::Event => {
            let linked = ask.library.linked_about(&ids, &[Section::Events])?;
            for e in linked.events.iter().filter(|e| ids.contains(&e.id.as_str())) {
                out.insert(e.id.clone(), e.evidence.first().cloned().into_iter().collect());
            }
        }
        Subject::Obligation | Subject::Parallel => {}
    }
    Ok(out)
}

/// The short form under a pair: one, two, more.
fn verdicts(ask: &Ask<'_>, about: Subject, c: &Case, back: &str) -> Markup {
    let more = format!("{}&with={}", way(about, &c.a.0), query_value(&c.b.0));
    html! {
        @if ask.library.desk().is_some() && !ask.reviewer.is_empty() {
            form.judge method="post" action="/review/decide" {
                (hidden(&[("about", about.as_str()), ("id", &c.a.0), ("with", &c.b.0), ("back", back)]))
                p.verdicts {
                    button name="kind" value="join" { (t(if about == Subject::Parallel { "decide.are_one_text" } else { "decide.are_one" })) } " "
                    button name="kind" value="part" { (t(if about == Subject::Parallel { "decide.are_no_text" } else { "decide.are_two" })) } " "
                    a href=(more) { (t("merges.look")) }
                }
            }
        } @else { p.verdicts { a href=(more) { (t("merges.look")) } } }
        @if matches!(about, Subject::Parallel) { p.how { a href=(crate::pages::parallel::link(&c.a.0, &c.b.0)) { (t("merges.beside")) } } }
        p.how { (fill("merges.score", &[&format!("{:.2}", c.score)])) }
    }
}
