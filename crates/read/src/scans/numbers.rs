//! Numbers of pages: as they are printed on a page, and in the names of files.

use std::sync::LazyLock;

use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    beside: Vec<String>,
    of: Vec<String>,
    in_names: Vec<String>,
    kinds: Vec<String>,
}

static WORDS: LazyLock<Words> =
    LazyLock::new(|| memcon_lexicon::table("read/pages.toml").expect("our own table of page words"));

/// Marks that are set round a page number.
fn round(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '-' | '–' | '—' | '[' | ']' | '(' | ')' | '.' | '·' | '•' | '*' | '|' | '_' | '~' | '='
        )
}

/// The number that is all a line says: "- 12 -", "[iv]", "Page 3 of 12".
pub(super) fn alone(line: &str) -> Option<&str> {
    if line.len() > 60 {
        return None;
    }
    let mut bare = line.trim_matches(round);
    for word in &WORDS.beside {
        let cut = |s: &str| s.get(..word.len()).is_some_and(|w| w.to_lowercase() == *word);
        if cut(bare) && bare[word.len()..].chars().next().is_some_and(|c| !c.is_alphabetic()) {
            bare = bare[word.len()..].trim_matches(round);
        }
        if let Some(before) = bare.strip_suffix(word.as_str()) {
            bare = before.trim_matches(round);
        }
    }
    for of in &WORDS.of {
        if let Some((number, total)) = bare.split_once(of.as_str())
            && !total.trim().is_empty()
            && total.trim().chars().all(|c| c.is_ascii_digit())
        {
            bare = number.trim();
        }
    }
    is_number(bare).then_some(bare)
}

/// Whether a word can be the number of a page: up to four figures, or small Roman ones.
fn is_number(word: &str) -> bool {
    let figures = (1..=4).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_digit());
    let roman = (1..=8).contains(&word.len())
        && (word.bytes().all(|b| b"ivxlc".contains(&b)) || word.bytes().all(|b| b"IVXLC".contains(&b)));
    figures || roman
}

/// A number at the start or end of a line with other words, and the rest.
pub(super) fn beside(line: &str) -> Option<(u32, &str)> {
    let (first, rest) = line.split_once(' ')?;
    if let Some(n) = figures(first) {
        return Some((n, rest));
    }
    let (rest, last) = line.rsplit_once(' ')?;
    figures(last).map(|n| (n, rest))
}

fn figures(word: &str) -> Option<u32> {
    let bare = word.trim_matches(round);
    ((1..=4).contains(&bare.len()) && bare.bytes().all(|b| b.is_ascii_digit())).then(|| bare.parse().ok())?
}

/// The value of a number of a page.
pub(super) fn value(number: &str) -> Option<u32> {
    if let Ok(n) = number.parse() {
        return Some(n);
    }
    u32::try_from(crate::roman::value(number)?).ok()
}

/// Which document a file of a scanned page belongs to, and which of its pages it is, by its name: `letter_0003.xml` is
/// page 3 of `letter`; `page/0003_scan17.xml`, as Transkribus exports it, page 3 of what the folder holds (stem `""`).
/// `None` = the name tells no number, or a date.
pub fn page_of(name: &str) -> Option<(String, u32)> {
    let mut parts = name.rsplit(['/', '\\']);
    let file = parts.next()?;
    let folder = parts.next().unwrap_or("").to_lowercase();
    let mut stem = file;
    for _ in 0..4 {
        let cut = stem
            .rsplit_once(['.', '_', '-'])
            .filter(|(rest, end)| !rest.is_empty() && WORDS.kinds.iter().any(|k| end.to_lowercase() == *k));
        match cut {
            Some((rest, _)) => stem = rest,
            None => break,
        }
    }
    let exported = WORDS.kinds.contains(&folder);
    let lead = stem.bytes().take_while(u8::is_ascii_digit).count();
    if exported && (3..=6).contains(&lead) && stem[lead..].starts_with(['_', '-']) {
        return Some((String::new(), stem[..lead].parse().ok()?));
    }
    let (front, number, page) = trailing(stem).or_else(|| leading(stem, lead))?;
    if is_date(stem) {
        return None;
    }
    Some((bare_stem(front), number)).filter(|_| page)
}

/// A number at the end of a name: what stands before, its value. Leaves count their back as the next page.
fn trailing(stem: &str) -> Option<(&str, u32, bool)> {
    let side = stem.strip_suffix(['r', 'v']).filter(|s| s.ends_with(|c: char| c.is_ascii_digit()));
    let body = side.unwrap_or(stem);
    let digits = body.len() - body.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    if !(1..=6).contains(&digits) {
        return None;
    }
    let (front, number) = body.split_at(body.len() - digits);
    let number: u32 = number.parse().ok()?;
    let number = match side {
        Some(_) => number * 2 + u32::from(stem.ends_with('v')),
        None => number,
    };
    Some((front, number, true))
}

/// A number at the start of a name, filled up with zeros: `0003_minutes`.
fn leading(stem: &str, lead: usize) -> Option<(&str, u32, bool)> {
    let rest = stem.get(lead..)?;
    ((3..=6).contains(&lead) && rest.starts_with(['_', '-', ' ', '.']))
        .then(|| Some((rest, stem[..lead].parse().ok()?, true)))?
}

/// Whether a name is or ends in a day: numbering documents by date is no numbering of pages.
fn is_date(stem: &str) -> bool {
    let numbers: Vec<&str> = stem.split(|c: char| !c.is_ascii_digit()).filter(|n| !n.is_empty()).collect();
    let number = |n: &str| n.parse::<u32>().unwrap_or(0);
    let year = |n: &str| n.len() == 4 && (1000..2100).contains(&number(n));
    let day = |n: &str| n.len() <= 2 && (1..=31).contains(&number(n));
    match numbers.as_slice() {
        [.., y, m, d] if year(y) && day(m) && day(d) => true,
        [.., d, m, y] if year(y) && day(m) && day(d) => true,
        [.., y, m] if year(y) && day(m) && m.len() == 2 => true,
        // A year alone, and a day written as one number.
        [.., y] => year(y) || y.len() == 8,
        _ => false,
    }
}

/// What stands before the number, without separators and words for a page.
fn bare_stem(front: &str) -> String {
    let marks = |c: char| matches!(c, '_' | '-' | ' ' | '.' | '(' | '[' | '#');
    let bare = front.trim_matches(marks);
    for word in &WORDS.in_names {
        let at = bare.len().saturating_sub(word.len());
        if bare.get(at..).is_some_and(|w| w.to_lowercase() == *word)
            && bare[..at].chars().next_back().is_none_or(|c| !c.is_alphabetic())
        {
            return bare[..at].trim_matches(marks).to_owned();
        }
    }
    bare.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_alone_on_a_line() {
        assert_eq!(alone("- 12 -"), Some("12"));
        assert_eq!(alone("[iv]"), Some("iv"));
        assert_eq!(alone("Page 3 of 12"), Some("3"));
        assert_eq!(alone("12쪽"), Some("12"));
        assert_eq!(alone("4 March 1987"), None);
        assert_eq!(alone("Alder"), None);
        assert_eq!(value("xliv"), Some(44));
        assert_eq!(beside("412 LAKE COMMISSION"), Some((412, "LAKE COMMISSION")));
    }

    #[test]
    fn names_of_files_tell_the_page() {
        let told = |name: &str| page_of(name).map(|(stem, n)| format!("{stem}:{n}")).unwrap_or("-".into());
        assert_eq!(told("letter_0003.xml"), "letter:3");
        assert_eq!(told("minutes-1.hocr"), "minutes:1");
        assert_eq!(told("box 3/letter p. 12.alto.xml"), "letter:12");
        assert_eq!(told("page/0004_IMG_2231.xml"), ":4");
        assert_eq!(told("0007.xml"), ":7");
        assert_eq!(told("0007_report.xml"), "report:7");
        assert_eq!(told("OCR-D-OCR_0009.xml"), "OCR-D-OCR:9");
        assert_eq!(told("fol_12v.xml"), ":25");
        assert_eq!(told("1987-03-04.xml"), "-");
        assert_eq!(told("report 1987.xml"), "-");
        assert_eq!(told("report.xml"), "-");
    }
}
