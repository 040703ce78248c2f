//! `<meta>` of a page: Highwire's tags, which Google Scholar and Zotero read, and Dublin Core.

use super::Citation;

/// Name and content of each tag, in order, not yet escaped.
pub fn tags(citation: &Citation) -> Vec<(&'static str, String)> {
    let item = &citation.item;
    let mut out: Vec<(&'static str, String)> = Vec::new();
    let mut put =
        |name, value: Option<String>| out.extend(value.filter(|v| !v.is_empty()).map(|v| (name, v)));
    let title = item.title.clone().or_else(|| item.genre.clone());
    let day = item.date.as_ref().map(|d| d.first.with("/"));
    let holder = item.kept.archive.clone();
    put("citation_title", title.clone());
    item.authors.iter().for_each(|n| put("citation_author", Some(n.sorted())));
    put("citation_publication_date", day);
    put("citation_inbook_title", item.container.clone());
    put("citation_publisher", item.publisher.clone());
    put("citation_firstpage", item.pages.clone());
    put("citation_language", item.language.clone());
    put("DC.title", title);
    put("DC.type", item.genre.clone());
    item.authors.iter().for_each(|n| put("DC.creator", Some(n.sorted())));
    item.recipients.iter().chain(&item.translators).for_each(|n| put("DC.contributor", Some(n.sorted())));
    put("DC.date", item.date.as_ref().map(super::dates::When::iso));
    put("DC.publisher", item.publisher.clone());
    put("DC.source", holder);
    put("DC.relation", item.container.clone());
    put("DC.identifier", item.url.clone());
    put("DC.language", item.language.clone());
    out
}
