//! The tags that Transkribus writes into an attribute: `structure {type:heading;} person {offset:4; length:9;}`.

use super::sheet::Line;
use crate::reading::MarkKind;

/// Tags of one line at most: more are an attack.
const MOST: usize = 500;

/// The tags of an attribute: name and what stands in the braces.
fn tags(custom: &str) -> impl Iterator<Item = (&str, &str)> {
    custom.split('}').take(MOST).filter_map(|tag| {
        let (name, values) = tag.split_once('{')?;
        Some((name.trim(), values))
    })
}

/// A value of what stands in braces.
fn get<'c>(values: &'c str, key: &str) -> Option<&'c str> {
    values.split(';').find_map(|v| {
        let (k, v) = v.split_once(':')?;
        (k.trim() == key).then(|| v.trim())
    })
}

/// The value `key` of the first tag called `tag`.
pub(super) fn value<'c>(custom: &'c str, tag: &str, key: &str) -> Option<&'c str> {
    tags(custom).find(|(name, _)| *name == tag).and_then(|(_, values)| get(values, key))
}

/// Marks the words of `line` that the tags say something of.
pub(super) fn marks(custom: &str, line: &mut Line) {
    for (name, values) in tags(custom) {
        let Some(kind) = kind(name, values) else { continue };
        let number = |key| get(values, key).and_then(|v| v.parse::<usize>().ok());
        let (Some(offset), Some(length)) = (number("offset"), number("length")) else { continue };
        let byte = |n: usize| line.text.char_indices().nth(n).map_or(line.text.len(), |(at, _)| at);
        let (start, end) = (byte(offset), byte(offset.saturating_add(length)));
        if start < end {
            line.marks.push((start, end, kind));
        }
    }
}

fn kind(name: &str, values: &str) -> Option<MarkKind> {
    let struck = || get(values, "strikethrough") == Some("true");
    Some(match name {
        "person" => MarkKind::Person(None),
        "place" => MarkKind::Place(None),
        "organization" => MarkKind::Body(None),
        "speech" => MarkKind::Speaker,
        "unclear" => MarkKind::Unclear,
        "supplied" => MarkKind::Supplied,
        "add" | "addition" => MarkKind::Added(None),
        "date" => MarkKind::Date(date(values)?),
        "textStyle" if struck() => MarkKind::Deleted(None),
        _ => return None,
    })
}

/// `year:1951; month:7; day:11;` as a date.
fn date(values: &str) -> Option<String> {
    let number = |key| get(values, key).and_then(|v| v.parse::<u32>().ok());
    let year = number("year").filter(|y| (1..=9999).contains(y))?;
    let (month, day) = (number("month").filter(|m| (1..=12).contains(m)), number("day"));
    Some(match (month, day.filter(|d| (1..=31).contains(d))) {
        (Some(m), Some(d)) => format!("{year:04}-{m:02}-{d:02}"),
        (Some(m), None) => format!("{year:04}-{m:02}"),
        _ => format!("{year:04}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_mark_their_words() {
        let custom = "readingOrder {index:3;} person {offset:4; length:5;firstname:x;} date {offset:13; length:6; day:4; month:3; year:1987;} textStyle {offset:0;length:3; bold:true;}";
        let mut line = Line { text: "Mrs. Vénn on 4 Mar.".into(), ..Line::default() };
        assert_eq!(value(custom, "readingOrder", "index"), Some("3"));
        marks(custom, &mut line);
        let told: Vec<_> = line.marks.iter().map(|(a, b, k)| (&line.text[*a..*b], k.clone())).collect();
        assert_eq!(
            told,
            [(" Vénn", MarkKind::Person(None)), ("4 Mar.", MarkKind::Date("1987-03-04".into()))]
        );
    }
}
