//! Comparing names and values as a reader would: folded case, marks and titles.

/// Lower case, quotation marks made plain, runs of white space and hyphens as one blank, ends stripped.
pub(crate) fn fold(s: &str) -> String {
    let plain: String = s
        .chars()
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            '\u{2018}' | '\u{2019}' | '\u{2b9}' => '\'',
            '\u{201c}' | '\u{201d}' => '"',
            '-' | '_' | '\u{2010}'..='\u{2015}' => ' ',
            c => c,
        })
        .collect();
    let joined = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    joined.trim_matches(|c: char| " .,;:!?\"'()[]<>*".contains(c)).to_owned()
}

/// Words that stand before or after a name and are no part of it.
const TITLES: &[&str] = &[
    "the",
    "mr",
    "mrs",
    "ms",
    "miss",
    "dr",
    "sir",
    "lord",
    "lady",
    "comrade",
    "cde",
    "ambassador",
    "minister",
    "secretary",
    "president",
    "general",
    "admiral",
    "colonel",
    "major",
    "captain",
    "deputy",
    "vice",
    "prime",
    "premier",
    "foreign",
    "chairman",
    "of",
    "and",
    "a",
    "jr",
    "sr",
];

/// The words of a name without titles; all words where nothing else is left.
pub(crate) fn name_words(s: &str) -> Vec<String> {
    let outside: String = strip_parentheses(s);
    let all: Vec<String> = fold(&outside)
        .split(|c: char| !c.is_alphabetic() && c != '\'')
        .filter(|w| !w.is_empty())
        .map(str::to_owned)
        .collect();
    let core: Vec<String> = all
        .iter()
        .filter(|w| !TITLES.contains(&w.as_str()) && (w.chars().count() > 1 || !w.is_ascii()))
        .cloned()
        .collect();
    if core.is_empty() { all } else { core }
}

fn strip_parentheses(s: &str) -> String {
    let mut depth = 0u32;
    s.chars()
        .filter(|c| match c {
            '(' => {
                depth += 1;
                false
            }
            ')' => {
                depth = depth.saturating_sub(1);
                false
            }
            _ => depth == 0,
        })
        .collect()
}

/// Whether two names may name one: folded alike, or the same last word.
pub(crate) fn same_name(a: &str, b: &str) -> bool {
    if fold(a) == fold(b) {
        return true;
    }
    let (x, y) = (name_words(a), name_words(b));
    matches!((x.last(), y.last()), (Some(p), Some(q)) if p == q)
}

/// Shared words over all words of two names, 0 to 1.
pub(crate) fn jaccard(a: &str, b: &str) -> f64 {
    let (x, y) = (name_words(a), name_words(b));
    let both = x.iter().filter(|w| y.contains(w)).count();
    let all = x.len() + y.len() - both;
    if all == 0 { 0.0 } else { both as f64 / all as f64 }
}

/// Dice overlap of content words, plural folded, 0 to 1.
pub(crate) fn overlap(a: &str, b: &str) -> f64 {
    const STOP: &[&str] =
        &["the", "of", "a", "an", "in", "to", "for", "and", "on", "at", "by", "with", "from", "re"];
    let words = |s: &str| -> Vec<String> {
        let mut found: Vec<String> = fold(s)
            .split(|c: char| !c.is_alphanumeric())
            .filter(|w| !w.is_empty() && !STOP.contains(w))
            .map(|w| w.trim_end_matches('s').to_owned())
            .collect();
        found.sort();
        found.dedup();
        found
    };
    let (x, y) = (words(a), words(b));
    let both = x.iter().filter(|w| y.contains(w)).count();
    if both == 0 { 0.0 } else { 2.0 * both as f64 / (x.len() + y.len()) as f64 }
}
