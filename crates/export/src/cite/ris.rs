//! RIS: the lines that every reference manager imports.

use super::names::Name;
use super::{Citation, Item, Kind, csl_json};

/// Citations as RIS records, lines ended as the format asks.
pub fn records(citations: &[Citation]) -> String {
    citations.iter().map(record).collect()
}

/// The types that Zotero writes and reads for these things.
fn kind(item: &Item) -> &'static str {
    match item.kind {
        Kind::Message => "PCOMM",
        Kind::Manuscript => "UNPB",
        Kind::Press => "NEWS",
        Kind::Page => "ELEC",
        Kind::Document if item.container.is_some() => "CHAP",
        Kind::Document | Kind::Treaty => "GEN",
    }
}

fn record(citation: &Citation) -> String {
    let item = &citation.item;
    let mut out = String::new();
    let mut put = |tag: &str, value: &str| {
        // A value is one line; what would begin another must not.
        let line = value.split_whitespace().collect::<Vec<_>>().join(" ");
        let line: String = line.chars().filter(|c| !c.is_control()).collect();
        if !line.is_empty() || tag == "ER" {
            out.push_str(&format!("{tag}  - {line}\r\n"));
        }
    };
    let mut some = |tag: &str, value: Option<&String>| {
        if let Some(value) = value {
            put(tag, value);
        }
    };
    let ty = kind(item).to_owned();
    some("TY", Some(&ty));
    some("TI", item.title.as_ref());
    for (tag, people) in [("AU", &item.authors), ("A2", &item.recipients), ("A4", &item.translators)] {
        people.iter().map(Name::sorted).for_each(|n| some(tag, Some(&n)));
    }
    if let Some(when) = &item.date {
        some("PY", Some(&format!("{:04}", when.first.year)));
        // Year, month, day and what else is to be said, each behind its solidus.
        let slashes = "/".repeat(3usize.saturating_sub(when.first.numbers().len()));
        let season =
            when.first.season.and_then(|s| ["spring", "summer", "autumn", "winter"].get(usize::from(s) - 1));
        let second = when.second.as_ref().map(|_| when.iso());
        let circa = when.circa.then(|| "circa".to_owned());
        let more: Vec<String> =
            [season.map(|s| (*s).to_owned()), second, circa].into_iter().flatten().collect();
        // Inside a date a solidus would begin the next part.
        let more = more.join(" ").replace('/', " to ");
        some("DA", Some(&format!("{}{slashes}/{more}", when.first.with("/"))));
    }
    some("T2", item.container.as_ref());
    some("M3", item.genre.as_ref());
    some("M1", item.number.as_ref());
    some("SP", item.pages.as_ref());
    some("CY", item.place.as_ref());
    some("PB", item.publisher.as_ref());
    some("DB", item.kept.archive.as_ref());
    let location: Vec<&str> =
        [&item.kept.collection, &item.kept.location].into_iter().flatten().map(String::as_str).collect();
    some("AN", Some(&location.join(", ")));
    some("UR", item.url.as_ref());
    some("LA", item.language.as_ref());
    some("OP", item.title_original.as_ref());
    for note in csl_json::notes(citation) {
        some("N1", Some(&note));
    }
    some("ID", Some(&item.id));
    some("ER", Some(&String::new()));
    out.push_str("\r\n");
    out
}
