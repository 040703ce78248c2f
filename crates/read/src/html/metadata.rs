//! What a page says of itself: title, author, date, language, address, publisher.
//!
//! The result has plain names (`title`, `author`, `date`, `language`, `url`, `site`) with what the
//! surest sign gives, then every `meta` element of the page under its own name.

use super::date;
use super::sections::{Sections, Zone};
use super::tree::Tree;
use super::words::{BYLINE, DATELINE, TABLE};
use crate::{Hint, Reading};

/// As many `meta` elements are kept; a page has some dozens.
const MOST: usize = 200;

/// Fills title and metadata of `reading`.
pub(crate) fn read(tree: &Tree<'_>, sections: &Sections, hint: Hint<'_>, reading: &mut Reading) {
    let metas = metas(tree);
    let named = |names: &[String]| -> Option<String> {
        names.iter().find_map(|n| metas.iter().find(|(m, _)| m == n).map(|(_, v)| v.clone()))
    };
    let linked = json_ld(tree);
    let title = named(&TABLE.meta_title).or_else(|| element_text(tree, "title"));
    let url = canonical(tree)
        .or_else(|| named(&TABLE.meta_url))
        .or_else(|| hint.path.filter(|p| p.contains("://")).map(str::to_owned));
    let author = named(&TABLE.meta_author)
        .filter(|a| !a.contains("://"))
        .or_else(|| linked.iter().find(|(k, _)| k == "author").map(|(_, v)| v.clone()))
        .or_else(|| byline(tree, sections));
    let date = named_date(&TABLE.meta_date, &metas)
        .or_else(|| linked.iter().find(|(k, _)| k == "date").and_then(|(_, v)| date::iso(v)))
        .or_else(|| url.as_deref().and_then(date::in_address))
        .or_else(|| hint.path.and_then(date::in_address))
        .or_else(|| shown_date(tree, sections))
        .or_else(|| date_near_top(tree, sections));
    let language = tree_language(tree);
    for (name, value) in [
        ("title", title.clone()),
        ("author", author),
        ("date", date),
        ("language", language),
        ("url", url),
        ("site", named(&TABLE.meta_site)),
    ] {
        if let Some(value) = value.filter(|v| !v.trim().is_empty()) {
            reading.metadata.push((name.to_owned(), value));
        }
    }
    reading
        .metadata
        .extend(metas.into_iter().filter(|(n, _)| n.contains([':', '.', '_']) || n == "description"));
    reading.title = title;
}

/// Names (lower case) and values of the page's `meta` elements, and of `itemprop`s with a value.
fn metas(tree: &Tree<'_>) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for n in 0..tree.nodes.len() {
        let Some(element) = tree.element(n).filter(|e| e.name() == "meta") else { continue };
        let name = element.attr("property").or(element.attr("name")).or(element.attr("itemprop"));
        if let (Some(name), Some(value)) = (name, element.attr("content"))
            && !value.trim().is_empty()
            && found.len() < MOST
        {
            found.push((name.trim().to_lowercase(), value.trim().to_owned()));
        }
    }
    found
}

fn named_date(names: &[String], metas: &[(String, String)]) -> Option<String> {
    names
        .iter()
        .flat_map(|n| metas.iter().filter(move |(m, _)| m == n))
        .find_map(|(_, v)| date::iso(v).or_else(|| date::written(v)))
}

fn element_text(tree: &Tree<'_>, name: &str) -> Option<String> {
    (0..tree.nodes.len()).find(|&n| tree.name(n) == name).map(|n| tree.text(n)).filter(|t| !t.is_empty())
}

fn canonical(tree: &Tree<'_>) -> Option<String> {
    (0..tree.nodes.len())
        .filter_map(|n| tree.element(n))
        .find(|e| e.name() == "link" && e.attr("rel") == Some("canonical"))
        .and_then(|e| e.attr("href"))
        .map(str::to_owned)
}

fn tree_language(tree: &Tree<'_>) -> Option<String> {
    let element = (0..tree.nodes.len()).filter_map(|n| tree.element(n)).find(|e| e.name() == "html")?;
    element.attr("lang").or(element.attr("xml:lang")).map(|l| l.trim().to_lowercase())
}

/// Author and date of JSON-LD blocks: ("author" | "date", value).
fn json_ld(tree: &Tree<'_>) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for n in 0..tree.nodes.len() {
        let linked = tree.element(n).is_some_and(|e| {
            e.name() == "script"
                && e.attr("type").is_some_and(|t| t.eq_ignore_ascii_case("application/ld+json"))
        });
        if !linked {
            continue;
        }
        let Ok(value) = serde_json::from_str::<serde_json::Value>(&tree.text(n)) else { continue };
        let mut queue = vec![&value];
        while let Some(value) = queue.pop() {
            match value {
                serde_json::Value::Array(values) => queue.extend(values.iter().rev()),
                serde_json::Value::Object(fields) => {
                    if let Some(date) = fields.get("datePublished").and_then(|d| d.as_str()) {
                        found.push(("date".to_owned(), date.to_owned()));
                    }
                    let author =
                        fields.get("author").map(|a| a.as_array().and_then(|l| l.first()).unwrap_or(a));
                    let name = author.and_then(|a| a.as_str().or_else(|| a.get("name")?.as_str()));
                    found.extend(name.map(|n| ("author".to_owned(), n.to_owned())));
                    queue.extend(fields.get("@graph"));
                    queue.extend(fields.get("mainEntity"));
                }
                _ => {}
            }
        }
    }
    found
}

/// Author as shown: the first short text under a name for it, outside comments.
fn byline(tree: &Tree<'_>, sections: &Sections) -> Option<String> {
    let usable = |n: usize| !matches!(sections.zones[n], Zone::Comment(_) | Zone::Dropped);
    let short = |n: usize| Some(tree.text(n)).filter(|t| (2..=60).contains(&t.chars().count()));
    (1..tree.nodes.len())
        .filter(|&n| usable(n) && tree.element(n).is_some_and(|e| e.attr("rel") == Some("author")))
        .find_map(short)
        .or_else(|| {
            (1..tree.nodes.len())
                .filter(|&n| usable(n) && sections.meanings[n].0 & BYLINE != 0)
                .find_map(short)
        })
}

/// Date as shown: a `time` element or a short text under a name for it, nearest before the paper first.
fn shown_date(tree: &Tree<'_>, sections: &Sections) -> Option<String> {
    let usable = |n: usize| !matches!(sections.zones[n], Zone::Comment(_) | Zone::Dropped);
    let read = |n: usize| -> Option<String> {
        let element = tree.element(n)?;
        let words = tree.text(n);
        let attribute = element.attr("datetime").or(element.attr("title")).or(element.attr("content"));
        attribute
            .and_then(|d| date::iso(d).or_else(|| date::written(d)))
            .or_else(|| if words.chars().count() < 200 { date::written(&words) } else { None })
    };
    let published = |n: usize| {
        let element = tree.element(n);
        element.is_some_and(|e| {
            e.attr("pubdate").is_some()
                || e.attr("itemprop").is_some_and(|p| p.eq_ignore_ascii_case("datePublished"))
        })
    };
    let all = || (1..tree.nodes.len()).filter(|&n| usable(n));
    all()
        .filter(|&n| published(n))
        .find_map(read)
        .or_else(|| {
            let near = |n: &usize| (n.abs_diff(sections.main), *n);
            let mut times: Vec<usize> = all().filter(|&n| tree.name(n) == "time").collect();
            times.sort_by_key(near);
            times.into_iter().find_map(read)
        })
        .or_else(|| {
            let mut named: Vec<usize> = all().filter(|&n| sections.meanings[n].0 & DATELINE != 0).collect();
            named.sort_by_key(|n| (n.abs_diff(sections.main), *n));
            named.into_iter().find_map(read)
        })
}

/// A date written out in a short text close to where the paper begins, then anywhere outside comments.
fn date_near_top(tree: &Tree<'_>, sections: &Sections) -> Option<String> {
    let texts = |range: std::ops::Range<usize>| {
        range
            .filter(|&n| !matches!(sections.zones[n], Zone::Comment(_) | Zone::Dropped))
            .filter(|&n| matches!(tree.nodes[n].what, super::tree::What::Text(_)))
            .map(|n| tree.text(n))
            .filter(|t| (6..=120).contains(&t.chars().count()))
            .find_map(|t| date::written(&t))
    };
    let main = sections.main;
    let end = tree.nodes[main].end;
    texts(main.saturating_sub(60)..(main + 40).min(end))
        .or_else(|| texts(end.saturating_sub(40).max(main)..(end + 40).min(tree.nodes.len())))
}
