//! Names as they stand in marks of the registry and lists: without brackets, ranks kept.

/// A name without the marks round it: `Major [signature] (Chikarev)` gives the name in brackets.
pub fn name(words: &str) -> String {
    let words = words.trim();
    if let (Some(open), Some(close)) = (words.rfind('('), words.rfind(')')) {
        let inside = words.get(open + 1..close).unwrap_or("").trim();
        let before = words.get(..open).unwrap_or("");
        if !inside.is_empty() && (before.contains('[') || before.trim().is_empty()) {
            return inside.to_owned();
        }
    }
    let mut plain = words.trim_matches([' ', ',', ';', ':', '*']);
    // Brackets go only where they hold the whole or hold nothing.
    for (open, close) in [('[', ']'), ('(', ')')] {
        let whole = plain.starts_with(open) && plain.ends_with(close) && plain.matches(open).count() == 1;
        if whole || plain.matches(open).count() != plain.matches(close).count() {
            plain = plain.trim_matches([open, close]);
        }
    }
    plain.trim().to_owned()
}
