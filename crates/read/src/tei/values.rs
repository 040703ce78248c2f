//! Values of TEI's attributes: days, keys, places.

use memcon_model::Edtf;

use crate::xml::Element;

/// The day or span that an element's attributes give, in EDTF.
pub(super) fn date(e: &Element<'_>) -> Option<String> {
    let get = |names: &[&str]| names.iter().find_map(|n| e.get(n)).and_then(day);
    if let Some(when) = get(&["when", "when-iso", "when-custom"]) {
        return Some(when);
    }
    let from = get(&["from", "from-iso", "notBefore", "notBefore-iso"]);
    let to = get(&["to", "to-iso", "notAfter", "notAfter-iso"]);
    between(from, to)
}

/// From one day to another; one day where they are the same.
pub(super) fn between(from: Option<String>, to: Option<String>) -> Option<String> {
    let whole = match (from, to) {
        (Some(a), Some(b)) if a == b => a,
        (Some(a), Some(b)) => {
            // Two hours of one day that open and close it are the day.
            let of = |s: &str| s.split('T').next().unwrap_or(s).to_owned();
            let whole_day = a.ends_with("T00:00") && b.ends_with("T23:59");
            match (of(&a) == of(&b), whole_day) {
                (true, true) => of(&a),
                _ if a.ends_with("T00:00") || b.ends_with("T23:59") => format!("{}/{}", of(&a), of(&b)),
                _ => format!("{a}/{b}"),
            }
        }
        (Some(a), None) => format!("{a}/.."),
        (None, Some(b)) => format!("../{b}"),
        (None, None) => return None,
    };
    whole.parse::<Edtf>().ok().map(|e| e.to_string())
}

/// One end: seconds and zone are left out, for papers do not tell them.
fn day(value: &str) -> Option<String> {
    let value = value.trim();
    let (day, time) = value.split_once('T').map_or((value, None), |(d, t)| (d, Some(t)));
    let clock = time.and_then(|t| t.get(..5)).filter(|t| {
        t.as_bytes()[2] == b':' && t.bytes().enumerate().all(|(n, b)| n == 2 || b.is_ascii_digit())
    });
    let whole = clock.map_or_else(|| day.to_owned(), |c| format!("{day}T{c}"));
    whole.parse::<Edtf>().ok().map(|e| e.to_string())
}

/// The key of a person, body or place: the last part of what points to it, with its file where it is another.
pub(super) fn key(e: &Element<'_>) -> Option<String> {
    let target = ["key", "ref", "corresp", "sameAs", "target"].iter().find_map(|n| e.get(n))?;
    let first = target.split_whitespace().next()?;
    if first.contains("://") {
        return Some(first.to_owned());
    }
    let first = first.rsplit('/').next().unwrap_or(first);
    let bare = match first.split_once('#') {
        Some(("", id)) => id.to_owned(),
        Some((file, id)) => format!("{}#{id}", file.rsplit_once('.').map_or(file, |(stem, _)| stem)),
        None => first.to_owned(),
    };
    (!bare.is_empty()).then_some(bare)
}

/// White space made single.
pub(super) fn tidy(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use crate::xml::{Node, Nodes};

    fn element(source: &str) -> crate::xml::Element<'_> {
        match Nodes::new(source).next() {
            Some(Node::Start(e)) => e,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn days_are_told_as_papers_tell_them() {
        for (source, expected) in [
            ("<date when='1987-03-04'/>", Some("1987-03-04")),
            ("<date when='1987-03-04T10:30:00-05:00'/>", Some("1987-03-04T10:30")),
            ("<date from='1987-03-04T00:00:00-05:00' to='1987-03-04T23:59:59-05:00'/>", Some("1987-03-04")),
            ("<date from='1987-03-04T00:00:00' to='1987-03-06T23:59:59'/>", Some("1987-03-04/1987-03-06")),
            ("<date notBefore='1987-03' notAfter='1987-05'/>", Some("1987-03/1987-05")),
            ("<date notBefore='1987'/>", Some("1987/..")),
            ("<date when='soon'/>", None),
            ("<date/>", None),
        ] {
            assert_eq!(super::date(&element(source)).as_deref(), expected, "{source}");
        }
    }

    #[test]
    fn keys_lose_the_way_to_them() {
        for (source, expected) in [
            ("<persName corresp='#p_1'/>", Some("p_1")),
            ("<persName ref='../lists/persons.xml#p_1 #x'/>", Some("persons#p_1")),
            ("<persName ref='https://example.org/7'/>", Some("https://example.org/7")),
            ("<persName key='venn'/>", Some("venn")),
            ("<persName/>", None),
        ] {
            assert_eq!(super::key(&element(source)).as_deref(), expected, "{source}");
        }
    }
}
