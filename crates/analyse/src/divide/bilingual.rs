//! A text beside its translation: by a heading, or by the change of script from one paragraph to the next.

use super::zones::{Zone, Zones, section};
use crate::Paper;

/// The script a paragraph is written in, as far as it matters here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Script {
    Latin,
    Cyrillic,
    Han,
    Hangul,
    Other,
}

/// Marks translation and original where a paper holds both.
pub(crate) fn divide(paper: &Paper<'_>, z: &mut Zones) {
    let own: Vec<usize> = (0..paper.lines.len())
        .filter(|&i| z.of[i] == Zone::Body && !paper.lines[i].span.is_empty())
        .collect();
    let heading = own.iter().copied().find_map(|i| match section(paper.words(paper.lines[i].span)) {
        Some("original") => Some((i, true)),
        Some("translation") if i != own[0] => Some((i, false)),
        _ => None,
    });
    let split = match heading {
        Some((line, original_second)) => {
            let (before, after) = weigh(paper, &own, line);
            (before > 80 && after > 40).then_some((line, original_second, "divide.bilingual.heading"))
        }
        None => by_script(paper, &own).map(|(line, second)| (line, second, "divide.bilingual.script")),
    };
    let Some((line, original_second, why)) = split else { return };
    for &i in &own {
        let second = i >= line;
        let zone = if second == original_second { Zone::Original } else { Zone::Translation };
        z.set(i..i + 1, zone, why);
    }
}

/// Letters before and from a line on.
fn weigh(paper: &Paper<'_>, own: &[usize], line: usize) -> (usize, usize) {
    own.iter().fold((0, 0), |(a, b), &i| {
        let w = paper.words(paper.lines[i].span).chars().filter(|c| c.is_alphanumeric()).count();
        if i < line { (a + w, b) } else { (a, b + w) }
    })
}

fn script(words: &str) -> Option<(Script, usize)> {
    let mut counts = [0usize; 5];
    for c in words.chars() {
        let k = match c {
            'A'..='Z' | 'a'..='z' | '\u{C0}'..='\u{24F}' => Script::Latin,
            '\u{400}'..='\u{52F}' => Script::Cyrillic,
            '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}' => Script::Han,
            '\u{AC00}'..='\u{D7AF}' => Script::Hangul,
            c if c.is_alphabetic() => Script::Other,
            _ => continue,
        };
        counts[k as usize] += 1;
    }
    let (n, most) = counts.iter().enumerate().max_by_key(|(n, c)| (**c, std::cmp::Reverse(*n)))?;
    let kind = [Script::Latin, Script::Cyrillic, Script::Han, Script::Hangul, Script::Other][n];
    // One Han or Hangul sign says about as much as three letters.
    let weight = if matches!(kind, Script::Han | Script::Hangul) { most * 3 } else { *most };
    (*most > 0).then_some((kind, weight))
}

/// One change of script with much text on either side; the part in the Latin script counts as the translation.
fn by_script(paper: &Paper<'_>, own: &[usize]) -> Option<(usize, bool)> {
    let marks: Vec<(usize, Script, usize)> = own
        .iter()
        .filter_map(|&i| script(paper.words(paper.lines[i].span)).map(|(s, w)| (i, s, w)))
        .filter(|m| m.2 >= 12)
        .collect();
    let first = marks.first()?.1;
    let change = marks.iter().position(|m| m.1 != first)?;
    let second = marks[change].1;
    if marks[change..].iter().any(|m| m.1 != second) {
        return None;
    }
    let weight = |ms: &[(usize, Script, usize)]| ms.iter().map(|m| m.2).sum::<usize>();
    let (a, b) = (weight(&marks[..change]), weight(&marks[change..]));
    let enough = a >= 150 && b >= 150 && a < b * 6 && b < a * 6;
    // Only Latin against another script can be told apart as translation and original.
    let latin = [first, second].iter().filter(|s| **s == Script::Latin).count() == 1;
    (enough && latin).then_some((marks[change].0, first == Script::Latin))
}
