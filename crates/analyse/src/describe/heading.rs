//! The printed heading of a paper: its kind, from whom, to whom.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use memcon_model::{Form, Span};
use regex::Regex;
use serde::Deserialize;

#[derive(Deserialize)]
struct Table {
    titles_with_to: Vec<String>,
    r#type: Vec<Kind>,
}

#[derive(Deserialize)]
struct Kind {
    form: Form,
    words: Vec<String>,
}

struct Engine {
    with_to: Vec<String>,
    forms: BTreeMap<String, Form>,
    kind: Regex,
    to: Regex,
    from: Regex,
    extract: Regex,
    any: Regex,
}

static ENGINE: LazyLock<Engine> = LazyLock::new(|| {
    let table: Table = memcon_lexicon::table("describe/heading.toml").expect("data/describe/heading.toml");
    let mut forms = BTreeMap::new();
    for kind in table.r#type {
        for word in kind.words {
            forms.insert(word.to_lowercase(), kind.form);
        }
    }
    let mut words: Vec<&String> = forms.keys().collect();
    words.sort_by_key(|w| std::cmp::Reverse(w.len()));
    let words: Vec<String> = words.iter().map(|w| regex::escape(w)).collect();
    let kind =
        Regex::new(&format!(r"^(?P<kind>(?i:{}))(?:\P{{L}}|$)", words.join("|"))).expect("a pattern of ours");
    Engine {
        with_to: table.titles_with_to,
        forms,
        kind,
        to: Regex::new(r"(?i)\s+to\s+").expect("a pattern of ours"),
        extract: Regex::new(r"^(?i:extracts?|excerpts?|part|summary) (?i:from|of) ")
            .expect("a pattern of ours"),
        any: Regex::new(r"^(?:\p{Lu}[\p{L}’'-]*\s+){1,4}(?i:from)\s+").expect("a pattern of ours"),
        from: Regex::new(r"(?i)^[\s,]*(?:no\.?\s*\S+\s+)?(?:\p{L}+\s+)?from\s+").expect("a pattern of ours"),
    }
});

/// What a heading tells.
#[derive(Debug, Default, PartialEq)]
pub struct Heading {
    /// The heading without its number.
    pub title: Span,
    /// The words that name the kind of paper.
    pub kind: Option<Span>,
    /// Its documentary form.
    pub form: Option<Form>,
    /// From whom.
    pub sender: Option<Span>,
    /// To whom.
    pub addressee: Option<Span>,
}

/// Reads a heading; spans in bytes of `line`. `untyped`: a heading without a kind may still be "X to Y".
pub fn read(line: &str, untyped: bool) -> Option<Heading> {
    let e = &*ENGINE;
    let mut start = line.len() - line.trim_start_matches(['#', '*', ' ']).len();
    // The number of the paper in its edition.
    let digits = line[start..].bytes().take_while(u8::is_ascii_digit).count();
    let mut numbered = false;
    if (1..=4).contains(&digits) {
        let rest = line[start + digits..].trim_start_matches('.');
        let stop = line[start + digits..].starts_with('.') || e.kind.is_match(rest.trim_start());
        if rest.starts_with(' ') && stop {
            numbered = true;
            start = line.len() - rest.trim_start().len();
        }
    }
    let title = line[start..].trim_end_matches(['*', ' ']);
    let whole = Span::new(start, start + title.len());
    // An extract is of the kind of what it is taken from.
    start += e.extract.find(title).map_or(0, |m| m.end());
    let title = line[start..].trim_end_matches(['*', ' ']);
    let kind = e.kind.captures(title).and_then(|c| c.name("kind"));
    let form = kind.and_then(|k| e.forms.get(&k.as_str().to_lowercase()).copied());
    let mut found = Heading {
        title: whole,
        kind: kind.map(|k| Span::new(start, start + k.end())),
        form,
        ..Heading::default()
    };
    let Some(kind) = kind else {
        if let Some(from) = e.any.find(title) {
            channel(line, Span::new(start + from.end(), whole.end as usize), &mut found);
            if found.addressee.is_some() {
                return Some(found);
            }
        }
        if untyped && !title.ends_with('.') && title.chars().count() <= 220 {
            channel(line, whole, &mut found);
        }
        return (numbered || found.addressee.is_some()).then_some(found);
    };
    let rest_at = start + kind.end();
    let rest = line.get(rest_at..whole.end as usize).unwrap_or("");
    if let Some(from) = e.from.find(rest) {
        channel(line, Span::new(rest_at + from.end(), whole.end as usize), &mut found);
    } else if rest.to_lowercase().starts_with(" to ") {
        found.addressee = Some(Span::new(rest_at + 4, whole.end as usize).trim(line));
    } else if rest.to_lowercase().starts_with(" by ") {
        let by = Span::new(rest_at + 4, whole.end as usize);
        if e.to.is_match(by.of(line)) {
            channel(line, by, &mut found);
        } else {
            found.sender = Some(by.trim(line));
        }
    }
    Some(found)
}

/// Splits "X to Y" at the "to" that belongs to neither office.
fn channel(line: &str, at: Span, found: &mut Heading) {
    let words = at.of(line);
    let splits: Vec<(usize, usize)> = ENGINE.to.find_iter(words).map(|m| (m.start(), m.end())).collect();
    let open = |left: &str| left.matches('(').count() > left.matches(')').count();
    let office = |left: &str| {
        let last = left.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or("").to_lowercase();
        ENGINE.with_to.contains(&last)
    };
    let fits = |(s, e): &&(usize, usize)| {
        let right = words.get(*e..).unwrap_or("");
        !open(&words[..*s])
            && right.chars().next().is_some_and(|c| {
                c.is_uppercase()
                    || right.to_lowercase().starts_with("the ")
                    || right.starts_with("all ")
                    || c == '['
            })
    };
    let best = splits
        .iter()
        .filter(fits)
        .find(|(s, _)| words[..*s].trim_end().ends_with(')'))
        .or_else(|| splits.iter().filter(fits).find(|(s, _)| !office(&words[..*s])))
        .or_else(|| splits.iter().rfind(fits));
    let base = at.start as usize;
    match best {
        Some((s, e)) => {
            found.sender = Some(Span::new(base, base + s).trim(line));
            found.addressee = Some(Span::new(base + e, at.end as usize).trim(line));
        }
        None if found.kind.is_some() => found.sender = Some(at.trim(line)),
        None => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn reads(line: &str, report: &str) {
        let h = read(line, true).unwrap_or_default();
        let show = |s: Option<Span>| s.map_or("-", |s| s.of(line));
        let got =
            format!("{} | {} | {}", h.form.map_or("-", |f| f.as_str()), show(h.sender), show(h.addressee));
        assert_eq!(got, report, "{line}");
    }

    #[test]
    fn who_writes_to_whom() {
        reads(
            "12. Telegram From the Legation in Seorin to the Strait Department",
            "cable | the Legation in Seorin | the Strait Department",
        );
        reads(
            "7. Memorandum From the Special Assistant to the Premier (Arnholt) to Premier Kessling",
            "memorandum | the Special Assistant to the Premier (Arnholt) | Premier Kessling",
        );
        reads(
            "Letter From the Ambassador to Velmia to the Secretary",
            "letter | the Ambassador to Velmia | the Secretary",
        );
        reads("Garrowby to Strait Department", "- | Garrowby | Strait Department");
        reads("CABLEGRAM TO THORNWICK", "cable | - | THORNWICK");
    }

    #[test]
    fn what_is_no_channel() {
        reads("3. Memorandum of Conversation", "minutes | - | -");
        reads("He went to see the boats", "- | - | -");
    }
}
