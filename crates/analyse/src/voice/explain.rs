//! Why each voice was found: the winning tree with what spoke for each turn, what its marks cost, and what the
//! next cheapest reading would have cost. Made on demand; nothing here decides anything.

use super::assemble::Work;
use super::draft::Draft;
use super::instead::{Instead, Replay};
use super::marks::{self, Evidence};
use super::scan::{is_closing_glyph, is_opening_glyph};
use super::search::{Action, Quote, carrying, nest};
use crate::Paper;
use memcon_model::{Analysis, Basis, Differs, Explanation, Ground, RunnerUp, Span, TurnExplained};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Why the voices of a paper are these. Turn for turn as [`super::voices`] gives them.
///
/// Runs the stage anew over the same paper; give the analysis as it stood when voices were found (the
/// later stages change nothing that this one reads). Linear in the text.
pub fn explain(paper: &Paper<'_>, found: &Analysis) -> Explanation {
    explained(paper, found, None)
}

/// The same for one turn alone, by its id: what its page shows. Empty of turns where there is none of that id.
pub fn explain_turn(paper: &Paper<'_>, found: &Analysis, turn: &str) -> Explanation {
    explained(paper, found, Some(turn))
}

fn explained(paper: &Paper<'_>, found: &Analysis, only: Option<&str>) -> Explanation {
    let work = Work::new(paper, found);
    let (list, seen) = marks::evidence(&work.scan);
    let replay = Replay::new(&list, &seen, &work.tree);
    let mut starts: BTreeMap<u32, usize> = BTreeMap::new();
    for (n, q) in work.tree.quotes.iter().enumerate() {
        starts.entry(q.inner.trim(paper.text).start).or_insert(n);
    }
    let mut levels: Vec<u32> = Vec::with_capacity(work.drafts.len());
    let mut turns = Vec::with_capacity(work.drafts.len());
    for (n, draft) in work.drafts.iter().enumerate() {
        let level = work.parents[n].and_then(|p| levels.get(p)).map_or(0, |l| l + 1);
        levels.push(level);
        let id = format!("t{}", n + 1);
        if only.is_some_and(|o| o != id) {
            continue;
        }
        let own = own_quotes(draft, &work.tree.quotes, &starts);
        let mut grounds = of_words(draft);
        let marked: Vec<Ground> = own.iter().flat_map(|q| of_marks(paper.text, q, &replay)).collect();
        let cost = (!own.is_empty()).then(|| marked.iter().filter_map(|g| g.cost).sum());
        grounds.extend(marked);
        turns.push(TurnExplained {
            turn: id,
            level,
            span: draft.span,
            speaker: draft.who.name.clone(),
            mode: draft.mode,
            grounds,
            cost,
            runner_up: own
                .iter()
                .filter_map(|q| next_best(q, &replay))
                .min_by(dearer)
                .map(|i| told(&i, &replay)),
            basis: Basis::new(draft.rule, draft.confidence),
        });
    }
    let cost = work.tree.cost;
    // Of one turn alone the page tells its own runner-up.
    let quotes = if only.is_none() { work.tree.quotes.as_slice() } else { &[] };
    let others = quotes.iter().filter_map(|q| next_best(q, &replay)).map(|i| cost + i.then - i.now);
    Explanation {
        quotations: work.tree.quotes.len() as u32,
        passed_over: work.tree.noise,
        cost,
        runner_up: others.chain(work.tree.runner_up).min_by(f32::total_cmp),
        turns,
    }
}

/// The quotations that a turn consists of: the one that opens it, and those that go on behind its cue.
fn own_quotes<'q>(draft: &Draft, quotes: &'q [Quote], starts: &BTreeMap<u32, usize>) -> Vec<&'q Quote> {
    let Some(first) = starts.get(&draft.span.start).and_then(|&n| quotes.get(n)) else { return Vec::new() };
    let inside = starts.range(draft.span.start + 1..draft.span.end.max(draft.span.start + 1));
    let behind = inside.filter_map(|(_, &n)| quotes.get(n));
    let goes_on = behind.filter(|q| q.parent == first.parent && q.open.start >= first.inner.end);
    std::iter::once(first).chain(goes_on).collect()
}

/// What words spoke for a turn: its cue or mark, and whom its name means.
fn of_words(draft: &Draft) -> Vec<Ground> {
    let mut grounds = vec![Ground { what: draft.why.clone(), span: draft.cue, cost: None }];
    match (&draft.who.named, &draft.who.name) {
        (Some(named), Some(name)) if !named.to_lowercase().contains(&name.to_lowercase()) => {
            grounds.push(Ground {
                what: format!("“{named}” is taken for {name}"),
                span: draft.who.source.or(draft.cue),
                cost: None,
            });
        }
        (Some(named), None) => grounds.push(Ground {
            what: format!("whom “{named}” means, the paper does not tell"),
            span: draft.who.source.or(draft.cue),
            cost: None,
        }),
        (None, None) => {
            grounds.push(Ground { what: "nothing tells who speaks".to_owned(), span: None, cost: None })
        }
        _ => {}
    }
    grounds
}

/// How the marks of a quotation are read, and what each costs.
fn of_marks(text: &str, quote: &Quote, replay: &Replay<'_>) -> Vec<Ground> {
    let mut grounds = Vec::new();
    let opened = quote.opened_by as usize;
    let Some(stack) = replay.stacks.get(opened).copied() else { return grounds };
    if let Some(Evidence::Mark(m)) = replay.seen.get(opened) {
        let mark = &replay.marks[*m as usize];
        let nesting = nest(stack, mark);
        let facts = [
            (mark.cue_before, "a cue stands before it"),
            (mark.paragraph_start, "it is the first of its paragraph"),
            (is_opening_glyph(quote.open.of(text)), "its glyph only opens"),
            (nesting > 0.0, "inside another quotation"),
        ];
        grounds.push(Ground {
            what: format!(
                "this mark opens{}; as closing mark it would cost {:.1}, as no quotation mark {:.1}",
                listed(&facts),
                mark.close,
                mark.noise_alone
            ),
            span: Some(quote.open),
            cost: Some(mark.open + nesting),
        });
    }
    let carried = carried(quote, stack.depth as usize, replay);
    if quote.carried > 0 {
        let again = quote.reopened.len();
        let marks =
            if again == 0 { String::new() } else { format!(", opened again by a mark {}", often(again)) };
        let ends = if quote.carried == 1 { "a paragraph's end" } else { "paragraphs' ends" };
        let count = if quote.carried == 1 { String::new() } else { format!("{} ", quote.carried) };
        let cost = carried + reopening(quote, replay);
        grounds.push(Ground {
            what: format!("runs over {count}{ends}{marks}"),
            span: quote.reopened.first().copied(),
            cost: Some(cost),
        });
    }
    grounds.push(closing(text, quote, replay));
    grounds
}

/// "once", "twice", "n times".
fn often(n: usize) -> String {
    match n {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        n => format!("{n} times"),
    }
}

/// The facts that are so, in brackets.
fn listed(facts: &[(bool, &str)]) -> String {
    let so: Vec<&str> = facts.iter().filter(|(so, _)| *so).map(|(_, words)| *words).collect();
    if so.is_empty() { String::new() } else { format!(" ({})", so.join(", ")) }
}

/// What carrying a quotation at a level of the stack over breaks without a mark cost.
fn carried(quote: &Quote, level: usize, replay: &Replay<'_>) -> f32 {
    let end = quote.closed_by.map_or(replay.seen.len(), |n| n as usize + 1);
    let mut cost = 0.0;
    for n in quote.opened_by as usize + 1..end.min(replay.decided.len()) {
        let ends_here = quote.closed_by == Some(n as u32);
        let pays = match (replay.seen[n], replay.decided[n].action) {
            (Evidence::Break { reopens, .. }, _) => !reopens && !ends_here,
            (Evidence::Mark(m), action) => {
                replay.marks[m as usize].paragraph_start && action != Action::Reopen
            }
            _ => false,
        };
        if let Some(l) = replay.stacks[n].levels.get(level).filter(|_| pays) {
            // At a break the level is priced as it stands before.
            cost += carrying(*l);
        }
    }
    cost
}

/// What the marks that open a quotation again cost.
fn reopening(quote: &Quote, replay: &Replay<'_>) -> f32 {
    let end = quote.closed_by.map_or(replay.decided.len(), |n| n as usize);
    let range = quote.opened_by as usize + 1..end.min(replay.decided.len());
    let again = |n: &usize| match replay.seen[*n] {
        Evidence::Mark(m) => quote.reopened.binary_search(&replay.marks[m as usize].span).is_ok(),
        _ => false,
    };
    range.filter(again).map(|n| replay.decided[n].cost).sum()
}

/// How a quotation ends.
fn closing(text: &str, quote: &Quote, replay: &Replay<'_>) -> Ground {
    let by = quote.closed_by.map(|n| n as usize);
    let Some((n, piece, decision)) =
        by.and_then(|n| Some((n, *replay.seen.get(n)?, *replay.decided.get(n)?)))
    else {
        let unclosed = super::lexis::COSTS.end.unclosed;
        let what = "no mark closes it: it is open at the end of the text".to_owned();
        return Ground { what, span: None, cost: Some(unclosed) };
    };
    match (piece, decision.action) {
        (Evidence::Mark(m), Action::Close(k)) => {
            let mark = &replay.marks[m as usize];
            let facts = [
                (k > 1, "one mark for two quotations"),
                (is_closing_glyph(mark.span.of(text)), "its glyph only closes"),
            ];
            let unpaid: f32 = if mark.paragraph_start {
                let stack = &replay.stacks[n];
                stack.levels[..stack.depth as usize].iter().map(|l| carrying(*l)).sum()
            } else {
                0.0
            };
            Ground {
                what: format!(
                    "this mark closes{}; as opening mark it would cost {:.1}, as no quotation mark {:.1}",
                    listed(&facts),
                    mark.open,
                    mark.noise
                ),
                span: Some(mark.span),
                cost: Some((decision.cost - unpaid) / f32::from(k)),
            }
        }
        (Evidence::Break { at, .. }, Action::Break(_)) => Ground {
            what: "no mark closes it: it ends with its paragraph".to_owned(),
            span: Some(Span { start: at, end: at }),
            cost: Some(super::lexis::COSTS.brk.dropped),
        },
        (Evidence::Line { at }, _) => Ground {
            what: "no mark closes it: it ends with its line".to_owned(),
            span: Some(Span { start: at, end: at }),
            cost: Some(super::lexis::COSTS.brk.line_dropped),
        },
        _ => Ground { what: "it ends here".to_owned(), span: None, cost: None },
    }
}

/// The cheapest reading in which the mark that opens a quotation, or what ends it, is read otherwise.
fn next_best(quote: &Quote, replay: &Replay<'_>) -> Option<Instead> {
    let places = [Some(quote.opened_by), quote.closed_by];
    places.into_iter().flatten().filter_map(|n| replay.without(n as usize)).min_by(dearer)
}

fn dearer(a: &Instead, b: &Instead) -> std::cmp::Ordering {
    (a.then - a.now).total_cmp(&(b.then - b.now))
}

fn told(instead: &Instead, replay: &Replay<'_>) -> RunnerUp {
    let differs = instead.differs.iter().map(|&(n, read, other)| Differs {
        span: place(n, replay),
        read: words(read).to_owned(),
        instead: words(other).to_owned(),
    });
    RunnerUp {
        cost: instead.now,
        instead: instead.then,
        settled: instead.settled,
        differs: differs.collect(),
    }
}

fn place(n: usize, replay: &Replay<'_>) -> Span {
    match replay.seen.get(n) {
        Some(Evidence::Mark(m)) => replay.marks[*m as usize].span,
        Some(Evidence::Break { at, .. } | Evidence::Line { at }) => Span { start: *at, end: *at },
        None => Span::default(),
    }
}

/// A reading of a mark or break in words.
fn words(action: Action) -> &'static str {
    match action {
        Action::Open => "the mark opens a quotation",
        Action::Close(1) => "the mark closes one quotation",
        Action::Close(_) => "the mark closes two quotations at once",
        Action::Noise => "the mark is no quotation mark",
        Action::Reopen => "the mark opens the same quotation again",
        Action::Break(0) => "what is open runs on",
        Action::Break(1) => "one quotation ends without a mark",
        Action::Break(_) => "several quotations end without a mark",
    }
}

/// The explanation for people: the tree, a turn with its evidence, costs and runner-up after the other. Control
/// characters of the paper are left out.
pub fn in_words(explanation: &Explanation, text: &str) -> String {
    let e = explanation;
    let mut out = String::new();
    let runner =
        e.runner_up.map_or("there was no other".to_owned(), |r| format!("the next best would cost {r:.1}"));
    let _ = writeln!(
        out,
        "quotations: {} ({} marks read as none), cost {:.1}; {runner} (the cheaper, the likelier)",
        e.quotations, e.passed_over, e.cost
    );
    for t in &e.turns {
        let indent = " ".repeat(2 * t.level.min(16) as usize);
        let name = t.speaker.as_deref().map_or_else(|| "unattributed".to_owned(), |n| cut(n, 60));
        let said = cut(t.span.of(text), 60);
        let basis = format!("{} {:.2}", t.basis.rule, t.basis.confidence);
        let _ = writeln!(out, "{indent}{} {name} [{}] {basis} “{said}”", t.turn, t.mode);
        for g in &t.grounds {
            let cost = g.cost.map(|c| format!(" ({c:+.1})")).unwrap_or_default();
            let said = |s: &Span| !s.is_empty() && g.what.contains(s.of(text));
            let place = g.span.filter(|s| !said(s)).map(|s| context(text, s)).filter(|c| !c.is_empty());
            let place = place.map(|c| format!(": {c}")).unwrap_or_default();
            let _ = writeln!(out, "{indent}   {}{cost}{place}", cut(&g.what, 160));
        }
        if let Some(r) = &t.runner_up {
            let open = if r.settled { "" } else { ", and the two differ still far behind" };
            let _ = writeln!(
                out,
                "{indent}   next best reading costs {:.1} instead of {:.1}{open}",
                r.instead, r.cost
            );
            for d in &r.differs {
                let at = context(text, d.span);
                let _ = writeln!(out, "{indent}     {at} here {}; there {}", d.read, d.instead);
            }
        }
    }
    out
}

/// The words around a place, on one line, the place itself in brackets where it is a mark or a break.
fn context(text: &str, span: Span) -> String {
    const AROUND: usize = 24;
    let (start, end) = (span.start as usize, span.end as usize);
    let (Some(left), Some(words), Some(right)) = (text.get(..start), text.get(start..end), text.get(end..))
    else {
        return String::new();
    };
    if words.len() > 8 {
        return format!("“{}”", cut(words, 70));
    }
    let from = left.char_indices().rev().nth(AROUND).map_or(0, |(at, _)| at);
    let to = right.char_indices().nth(AROUND).map_or(right.len(), |(at, _)| at);
    let shown = if words.is_empty() { "¶" } else { words };
    format!("…{}[{shown}]{}…", cut(&left[from..], 80), cut(&right[..to], 80))
}

/// At most so many characters of a text on one line, with an ellipsis where cut.
fn cut(text: &str, most: usize) -> String {
    let clean = |c: char| if c.is_control() { ' ' } else { c };
    let mut out: String = text.chars().take(most).map(clean).collect();
    if text.chars().nth(most).is_some() {
        out.push('…');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::voice::scan::Scan;
    use crate::voice::search::search;

    /// A text with its marks read, ready to be asked.
    fn with<T>(text: &str, ask: impl FnOnce(&[Quote], &Replay<'_>, f32) -> T) -> T {
        let scan = Scan::new(text);
        let (list, seen) = marks::evidence(&scan);
        let tree = search(&list, &seen, text.len() as u32);
        let replay = Replay::new(&list, &seen, &tree);
        ask(&tree.quotes, &replay, tree.cost)
    }

    const TEXTS: [&str; 6] = [
        "Rey said: \"We agree.\" He left.",
        "Rey wrote: \"I asked Ott. Ott said, \"No.\" I left.\"\n\nThat was all.",
        "Rey said:\n\n\"First point.\n\n\"Second point.\n\n\"Third point.\" He left.",
        "Rey said: \"A point.\n\nAnother.\n\nA third\". Ott said, “So be it.”",
        "Rey said: «Мы согласны». Ott said: \"Never closed.\n\nNobody spoke.",
        "「好。『不。』他說。」 Rey said, \"The 'open door' is shut.\"",
    ];

    #[test]
    fn what_the_grounds_cost_is_what_the_tree_costs() {
        for text in TEXTS {
            with(text, |quotes, replay, cost| {
                let grounds = quotes.iter().flat_map(|q| of_marks(text, q, replay));
                let paid: f32 = grounds.filter_map(|g| g.cost).sum();
                let passed: f32 =
                    replay.decided.iter().filter(|d| d.action == Action::Noise).map(|d| d.cost).sum();
                assert!((paid + passed - cost).abs() < 0.01, "{text}: {paid} + {passed} is not {cost}");
            });
        }
    }

    #[test]
    fn no_other_reading_is_cheaper() {
        for text in TEXTS {
            with(text, |_, replay, _| {
                for n in 0..replay.seen.len() {
                    let Some(other) = replay.without(n) else { continue };
                    assert!(other.settled && other.then >= other.now - 0.001, "{text}, {n}: {other:?}");
                    assert!(other.differs.iter().any(|d| d.0 == n) || other.differs.len() == 4, "{other:?}");
                }
            });
        }
    }

    #[test]
    fn the_next_best_reading_is_told_with_its_marks() {
        let text = TEXTS[0];
        let told = with(text, |quotes, replay, _| {
            let other = next_best(&quotes[0], replay).map(|i| told(&i, replay)).unwrap();
            let differs = |d: &Differs| format!("{} / {}", d.read, d.instead);
            other.differs.iter().map(differs).collect::<Vec<_>>().join("; ")
        });
        assert_eq!(told, "the mark closes one quotation / the mark is no quotation mark");
    }

    #[test]
    fn a_long_text_is_asked_in_small_stretches() {
        let text = "Rey said: \"We agree.\" ".repeat(20_000);
        with(&text, |quotes, replay, _| {
            assert_eq!(quotes.len(), 20_000);
            // Each answer looks at a bounded stretch, wherever it is asked.
            for n in [0, 10_000, 19_999] {
                let other = next_best(&quotes[n], replay).unwrap();
                assert!(other.settled && other.then > other.now, "{n}: {other:?}");
            }
        });
    }
}
