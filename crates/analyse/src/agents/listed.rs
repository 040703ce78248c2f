//! States, capitals and well-known bodies by the gazetteer, and bodies by the nouns that head them.

use std::collections::BTreeSet;

use memcon_model::{AgentType, Span};

use super::tables::{Entry, Listed, TABLES};
use super::words::{Word, is_east_asian};
use super::{Claimed, Hit};

/// A stretch that a listed name takes up.
pub(super) struct Taken<'e> {
    pub span: Span,
    /// What it is a name of.
    pub entry: &'e Entry,
}

/// Every listed name in `text`, in order, not inside a longer word.
pub(super) fn listed(text: &str, english: bool) -> Vec<Taken<'static>> {
    let tables = &*TABLES;
    let mut found = Vec::new();
    for m in tables.gazetteer.find_iter(text) {
        let words = &text[m.start()..m.end()];
        let whole = words.chars().next().is_some_and(is_east_asian)
            || (!text[..m.start()].ends_with(|c: char| c.is_alphanumeric() && !is_east_asian(c))
                && !text[m.end()..].starts_with(|c: char| c.is_alphanumeric() && !is_east_asian(c)));
        let hyphen = text[m.end()..].starts_with('-') || text[..m.start()].ends_with('-');
        let adjective = tables.entries[m.pattern().as_usize()].listed == Listed::Adjective;
        let common = english && tables.homographs.contains(words);
        if whole && !common && !(hyphen && (words.len() < 4 || adjective)) {
            found.push(Taken {
                span: Span::new(m.start(), m.end()),
                entry: &tables.entries[m.pattern().as_usize()],
            });
        }
    }
    found
}

/// Listed names as hits; adjectives are left out.
pub(super) fn hits(text: &str, taken: &[Taken<'_>]) -> Vec<Hit> {
    let mut hits = Vec::new();
    for t in taken {
        let entry = t.entry;
        let Some(kind) = entry.listed.kind() else { continue };
        let rule = match entry.listed {
            Listed::State => "agents.listed.state",
            Listed::People => "agents.listed.people",
            Listed::Capital => "agents.listed.capital",
            _ => "agents.listed.body",
        };
        let mut hit = Hit::new(t.span, kind, rule, 0.9);
        hit.canonical = Some(entry.canonical.clone());
        hit.side = entry.state.clone().filter(|_| kind != AgentType::Place);
        hit.form = t.span.of(text).to_owned();
        hits.push(hit);
    }
    hits
}

/// "North" and "South" alone, where the paper is about one divided country.
pub(super) fn halves(text: &str, words: &[Word<'_>], taken: &[Taken<'_>]) -> Vec<Hit> {
    let names: BTreeSet<&str> = taken.iter().map(|t| t.span.of(text)).collect();
    let pair = |half: &str| -> Option<String> {
        let mut of_half = TABLES
            .entries
            .iter()
            .filter(|e| e.listed == Listed::State && e.canonical.starts_with(half))
            .map(|e| e.canonical.as_str())
            .filter(|c| names.contains(c));
        let first = of_half.next()?;
        of_half.all(|c| c == first).then(|| first.to_owned())
    };
    let both = |a: &str, b: &str| -> Option<(String, String)> {
        let (x, y) = (pair(a), pair(b));
        // One half may be named only together with the other ("North and South ...").
        let country = x.as_deref().or(y.as_deref())?.split_once(' ')?.1.to_owned();
        let fits = |z: &Option<String>| z.as_deref().is_none_or(|z| z.ends_with(&country));
        (fits(&x) && fits(&y)).then(|| (format!("{a} {country}"), format!("{b} {country}")))
    };
    let mut hits = Vec::new();
    // "East" and "West" mostly mean the two camps, not the halves of a country.
    for (a, b) in [("North", "South")] {
        let Some((x, y)) = both(a, b) else { continue };
        for (i, w) in words.iter().enumerate() {
            let name = if w.text == a {
                &x
            } else if w.text == b {
                &y
            } else {
                continue;
            };
            let before = i.checked_sub(1).map(|k| words[k].text);
            let next = words.get(i + 1);
            let paired = next.is_some_and(|n| n.joined && n.text == "and")
                && words.get(i + 2).is_some_and(|n| n.text == b || n.text == a);
            let alone = next.is_none_or(|n| !(n.joined && n.capital));
            let led = matches!(before, Some("the" | "The" | "between" | "from" | "both")) && w.joined;
            let prefix = w.opens && text[w.end..].starts_with(':');
            if (paired && a == w.text) || (alone && (led || prefix)) {
                let mut hit = Hit::new(w.span(), AgentType::State, "agents.listed.half", 0.75);
                hit.form = w.text.to_owned();
                hit.canonical = Some(name.clone());
                hit.side = Some(name.clone());
                hits.push(hit);
            }
        }
    }
    hits
}

/// Bodies named by a capitalised phrase with a head noun ("Ministry of Fisheries", "Harbour Commission").
pub(super) fn bodies(text: &str, words: &[Word<'_>], claimed: &Claimed) -> Vec<Hit> {
    let tables = &*TABLES;
    let mut hits = Vec::new();
    let mut i = 0;
    while i < words.len() {
        if !words[i].capital || words[i].upper && !tables.heads.contains(words[i].text) {
            i += 1;
            continue;
        }
        let end = phrase_end(words, i);
        let mut start = i;
        // Titles and sentence openers before the phrase are not part of it.
        while start < end && tables.openers.contains(words[start].text) {
            start += 1;
        }
        if let Some((a, b)) = body_in(words, start, end) {
            let span = Span::new(words[a].start, words[b - 1].end);
            let listed_whole = (a..b).all(|k| claimed.contains(&words[k].start));
            if !listed_whole && !span.of(text).contains('\n') {
                let mut hit = Hit::new(span, AgentType::Organisation, "agents.body.head-noun", 0.75);
                hit.form = span.of(text).to_owned();
                hits.push(hit);
            }
        }
        i = end.max(i + 1);
    }
    hits
}

/// The word behind the capitalised phrase that starts at `i`; small words may join it inside.
fn phrase_end(words: &[Word<'_>], i: usize) -> usize {
    let mut end = i + 1;
    while end < words.len() && end - i < 14 {
        let w = &words[end];
        if !w.joined {
            break;
        }
        if w.capital && !w.initial {
            end += 1;
            continue;
        }
        // "of the", "for", "and" join where a capital follows.
        let mut k = end;
        while k < words.len()
            && k - end < 2
            && words[k].joined
            && matches!(words[k].text, "of" | "the" | "for" | "on")
        {
            k += 1;
        }
        if k > end && k < words.len() && words[k].joined && words[k].capital {
            end = k + 1;
        } else if w.text == "and"
            && words.get(end + 1).is_some_and(|n| n.joined && n.capital)
            && words[i..end].iter().any(|x| matches!(x.text, "of" | "for"))
            && words[i..end].iter().filter(|x| TABLES.heads.contains(x.text)).count() == 1
            && !TABLES.heads.contains(words[end + 1].text)
        {
            end += 2;
        } else {
            break;
        }
    }
    end
}

/// The body inside a phrase: up to its last head noun, or on from one over "of".
fn body_in(words: &[Word<'_>], start: usize, end: usize) -> Option<(usize, usize)> {
    let tables = &*TABLES;
    // "Chief of Staff" is an office, not a body.
    let head = |k: usize| {
        tables.heads.contains(words[k].text)
            && (words[k].text != "Staff" || k > start && words[k - 1].capital)
    };
    let first = (start..end).find(|&k| head(k))?;
    let mut last = first;
    for k in first + 1..end {
        // A title ends the body: "State Department Spokesman X".
        if tables.short_titles.contains(words[k].text) && !head(k) && words[k - 1].text != "of" {
            break;
        }
        if head(k) && words[k - 1].capital {
            last = k;
        }
    }
    let mut a = start;
    // What stands before an office is another phrase ("President of the ...").
    for (k, w) in words.iter().enumerate().take(first).skip(start) {
        if tables.short_titles.contains(w.text) || w.initial {
            a = k + 1;
        }
    }
    while a < first && matches!(words[a].text, "of" | "the" | "for" | "on" | "and") {
        a += 1;
    }
    let mut b = last + 1;
    if words.get(b).is_some_and(|w| matches!(w.text, "of" | "for" | "on")) && b < end {
        b = end;
        for (k, w) in words.iter().enumerate().take(end).skip(last + 1) {
            if tables.short_titles.contains(w.text) {
                b = k;
                break;
            }
        }
        while b > last + 1 && matches!(words[b - 1].text, "of" | "the" | "for" | "on" | "and") {
            b -= 1;
        }
    }
    let weak = tables.weak_heads.contains(words[last].text);
    // A head noun alone names nothing; "Government" with an adjective is the state.
    (b - a >= 2 && !(weak && b - a == 2 && b == last + 1 && words[last].text != "Party")).then_some((a, b))
}
