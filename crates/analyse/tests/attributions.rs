//! Reported speech and views in invented news: source, cue and content against what a reader marked
//! (`crates/testkit/golden/attributions/`, whose README gives the notation).
//!
//! An attribution is found where its content shares at least half of the joint characters with the marked one,
//! and right where, besides, the sources overlap or both have none: the rule of the attribution corpora.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

use memcon_analyse::analyse;
use memcon_model::{Attribution, Settings, Span};
use memcon_read::Hint;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// One marked attribution.
#[derive(Default)]
struct Marked {
    source: Vec<Span>,
    content: Vec<Span>,
}

struct Item {
    name: String,
    text: String,
    marked: Vec<Marked>,
}

#[derive(Default, Clone, Copy)]
struct Tally {
    /// Content found and source right.
    right: usize,
    /// Content found.
    content: usize,
    found: usize,
    marked: usize,
}

impl Tally {
    fn f1(self, right: usize) -> f64 {
        2.0 * right as f64 / (self.found + self.marked).max(1) as f64
    }
    fn line(self, name: &str) -> String {
        let Self { right, content, found, marked } = self;
        format!("{name}: right {right}, content {content}, found {found}, marked {marked}")
    }
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../testkit/golden/attributions")
}

/// Reads the marked items of a file.
fn items(file: &str) -> Vec<Item> {
    let text = std::fs::read_to_string(root().join(file)).unwrap();
    text.split("=== ")
        .skip(1)
        .map(|part| {
            let (name, body) = part.split_once('\n').unwrap();
            unmark(name.trim(), body.trim_end())
        })
        .collect()
}

/// Takes the braces out and keeps where they stood.
fn unmark(name: &str, body: &str) -> Item {
    let mut text = String::new();
    let mut open: Vec<(char, Vec<u32>, u32)> = Vec::new();
    let mut marked: BTreeMap<u32, Marked> = BTreeMap::new();
    let mut rest = body;
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        match c {
            '{' => {
                let (label, after) = rest.split_once(' ').unwrap();
                let kind = label.chars().next().unwrap();
                let ids = label[1..].split('+').map(|n| n.parse().unwrap()).collect();
                open.push((kind, ids, text.len() as u32));
                rest = after;
            }
            '}' => {
                let (kind, ids, start) = open.pop().unwrap();
                for id in ids {
                    let one = marked.entry(id).or_default();
                    let span = Span { start, end: text.len() as u32 };
                    match kind {
                        's' => one.source.push(span),
                        'c' => one.content.push(span),
                        _ => {}
                    }
                }
            }
            c => text.push(c),
        }
    }
    assert!(open.is_empty(), "{name}: a brace is left open");
    Item { name: name.to_owned(), text, marked: marked.into_values().collect() }
}

fn chars(spans: &[Span]) -> std::collections::BTreeSet<u32> {
    spans.iter().flat_map(|s| s.start..s.end).collect()
}

/// Found attributions of a text.
fn found(text: &str) -> Vec<Attribution> {
    let hint = Hint { path: None, media_type: Some("text/plain"), ..Hint::default() };
    let (analysis, read) = analyse("paper", text.as_bytes(), hint, &Settings::default());
    assert_eq!(read, text, "the reader has changed the text");
    analysis.attributions
}

/// Scores one item; the second value lists its errors for people.
fn compare(item: &Item, found: &[Attribution]) -> (Tally, Vec<String>) {
    let mut pairs: Vec<(f64, usize, usize)> = Vec::new();
    let gold: Vec<_> = item.marked.iter().map(|m| (chars(&m.content), chars(&m.source))).collect();
    let pred: Vec<_> = found.iter().map(|a| (chars(&a.content), chars(&a.source))).collect();
    for (g, (gc, _)) in gold.iter().enumerate() {
        for (p, (pc, _)) in pred.iter().enumerate() {
            let shared = gc.intersection(pc).count();
            if shared > 0 && shared * 2 >= gc.union(pc).count() {
                pairs.push((shared as f64 / gc.union(pc).count() as f64, g, p));
            }
        }
    }
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.2, a.1).cmp(&(b.2, b.1))));
    let (mut of_gold, mut of_pred) = (vec![None; gold.len()], vec![None; pred.len()]);
    let mut tally = Tally { found: pred.len(), marked: gold.len(), ..Tally::default() };
    let mut errors = Vec::new();
    for (_, g, p) in pairs {
        if of_gold[g].is_some() || of_pred[p].is_some() {
            continue;
        }
        (of_gold[g], of_pred[p]) = (Some(p), Some(g));
        tally.content += 1;
        let (gs, ps) = (&gold[g].1, &pred[p].1);
        if gs.intersection(ps).next().is_some() || (gs.is_empty() && ps.is_empty()) {
            tally.right += 1;
        } else {
            errors.push(format!("source [{}] for {}", words(&item.text, &found[p].source), show(item, g)));
        }
    }
    for (g, _) in of_gold.iter().enumerate().filter(|(_, p)| p.is_none()) {
        errors.push(format!("missed {}", show(item, g)));
    }
    for (p, _) in of_pred.iter().enumerate().filter(|(_, g)| g.is_none()) {
        let a = &found[p];
        let (s, q, c) =
            (words(&item.text, &a.source), words(&item.text, &a.cue), words(&item.text, &a.content));
        errors.push(format!("false  [{s}] [{q}] [{c}] {}", a.basis.rule));
    }
    (tally, errors)
}

fn words(text: &str, spans: &[Span]) -> String {
    spans.iter().map(|s| s.of(text)).collect::<Vec<_>>().join(" … ")
}

fn show(item: &Item, g: usize) -> String {
    let m = &item.marked[g];
    format!("[{}] [{}]", words(&item.text, &m.source), words(&item.text, &m.content))
}

/// Whether a text ends in a word that keeps its stop.
fn abbreviated(text: &str) -> bool {
    let word = text.rsplit([' ', '\n', '"']).next().unwrap_or("");
    matches!(word, "Mr" | "Ms" | "Dr" | "Gov" | "Gen" | "Inc" | "St" | "No")
}

/// The item as a corpus of tokens prints it: spaces between all tokens.
fn spaced(item: &Item) -> Item {
    let mut text = String::new();
    let mut at = Vec::with_capacity(item.text.len() + 1);
    let mut before = ' ';
    for (i, c) in item.text.char_indices() {
        let next = item.text[i + c.len_utf8()..].chars().next().unwrap_or(' ');
        let number = before.is_ascii_digit() && next.is_ascii_digit();
        let cut = matches!(c, ',' | ';' | ':' | '"' | '(' | ')' | '$' | '%') && !number
            || (c == '.' && (next.is_whitespace() || next == '"') && !abbreviated(&item.text[..i]))
            || (c == '\'' && next == 's');
        let cut = cut || matches!(before, '"' | '(' | '$');
        if cut && !c.is_whitespace() && !text.ends_with([' ', '\n']) {
            text.push(' ');
        }
        at.resize(i, text.len() as u32);
        at.push(text.len() as u32);
        text.push(c);
        before = c;
    }
    at.resize(item.text.len() + 1, text.len() as u32);
    let map = |spans: &[Span]| {
        spans
            .iter()
            .map(|s| Span { start: at[s.start as usize], end: at[s.end as usize] }.trim(&text))
            .collect()
    };
    let marked = item.marked.iter().map(|m| Marked { source: map(&m.source), content: map(&m.content) });
    Item { name: item.name.clone(), marked: marked.collect(), text: text.clone() }
}

fn score(items: &[Item], print: bool) -> Tally {
    let mut sum = Tally::default();
    for item in items {
        let (t, errors) = compare(item, &found(&item.text));
        sum.right += t.right;
        sum.content += t.content;
        sum.found += t.found;
        sum.marked += t.marked;
        if print && !errors.is_empty() {
            println!("--- {}\n{}", item.name, errors.join("\n"));
        }
    }
    sum
}

#[test]
fn news_is_read_as_a_careful_reader_marks_it() {
    let show = std::env::var_os("MEMCON_SHOW").is_some();
    let (open, held, none) = (items("open.txt"), items("held.txt"), items("none.txt"));
    let tallies = [
        ("open", score(&open, show)),
        ("open, tokens apart", score(&open.iter().map(spaced).collect::<Vec<_>>(), show)),
        ("held", score(&held, false)),
        ("held, tokens apart", score(&held.iter().map(spaced).collect::<Vec<_>>(), false)),
        ("none", score(&none, show)),
    ];
    for (name, t) in tallies {
        println!("{}, F1 {:.3} (content {:.3})", t.line(name), t.f1(t.right), t.f1(t.content));
    }
    let now: String = tallies.iter().map(|(name, t)| t.line(name) + "\n").collect();
    let kept = root().join("counts.txt");
    if std::env::var_os("MEMCON_BLESS").is_some() {
        std::fs::write(&kept, &now).unwrap();
        return;
    }
    let before = std::fs::read_to_string(&kept).unwrap_or_default();
    let numbers = |text: &str| -> Vec<Vec<usize>> {
        text.lines().map(|l| l.split([' ', ',']).filter_map(|w| w.parse().ok()).collect()).collect()
    };
    for ((name, now), kept) in tallies.iter().zip(numbers(&before)) {
        let [right, _, found, _] = kept[..] else { panic!("counts.txt is not as MEMCON_BLESS=1 writes it") };
        assert!(now.right >= right, "{name}: {} right, {right} before", now.right);
        let (wrong, wrong_before) = (now.found - now.right, found - right);
        assert!(wrong <= wrong_before, "{name}: {wrong} false, {wrong_before} before");
    }
    assert_eq!(numbers(&before).len(), tallies.len(), "MEMCON_BLESS=1 writes the counts");
}

#[test]
fn a_long_paper_of_news_is_no_tale() {
    let items = items("open.txt");
    let marked: usize = items.iter().map(|i| i.marked.len()).sum();
    let whole = items.iter().map(|i| i.text.as_str()).collect::<Vec<_>>().join("\n\n");
    let found = found(&whole).len();
    assert!(found * 10 > marked * 8, "{found} found in one long paper, {marked} marked in its items");
}
