//! A dossier as a page, and as PDF and DOCX to be saved.

use maud::{Markup, PreEscaped, html};
use memcon_export::cite::{Style, styles};
use memcon_export::dossier::{Dossier, Place, docx, html as written, typst};
use memcon_model::{Edtf, OffsetMap, Selection, Span};

use super::passage::Kept;
use super::{Answer, Ask, Lost, Shown};
use crate::dossier::{About, Lacking, PAPERS, Wanted, made, say_missing};
use crate::layout::heading;
use crate::library::Failure;
use crate::links::{passage_link, query_value};
use crate::strings::t;

/// The way to the dossier of an issue or event, for the page of it.
pub fn way(kind: &str, id: &str) -> Markup {
    html! { p.ways.dossier-ways { a href=(format!("/dossier?{kind}={}", query_value(id))) { (t("dossier.make")) } } }
}

/// The way to the dossier of a stretch of time, for pages that show one.
pub fn way_to_range() -> Markup {
    html! { p.ways.dossier-ways { a href="/dossier" { (t("dossier.make")) } } }
}

/// `/dossier?issue=…`, `event=…`, `from=…&to=…`, `id=…` or `passage=DOC%23120-180`, both any number of times.
pub fn page(ask: &Ask<'_>) -> Answer {
    let Some(wanted) = wanted(ask)? else { return Ok(choose(ask, "dossier.choose")) };
    let mut dossier = match made(ask.library, &wanted) {
        Ok(dossier) => dossier,
        Err(Lacking::Empty) => return Ok(choose(ask, "dossier.lacking")),
        Err(Lacking::NotThere) => return Err(Lost::NotFound("trouble.no_page")),
        Err(Lacking::Broken(f)) => return Err(Lost::Broken(f)),
    };
    if ask.json {
        return Ok(Shown::Json(serde_json::to_value(&dossier).unwrap_or_default()));
    }
    say_missing(&mut dossier);
    let link = |place: &Place| Some(passage_link(&place.document, place.start, place.end));
    let body = html! {
        div.dossier-ways {
            p.ways { (t("dossier.ways")) ": "
                a href=(as_file(ask, "pdf")) { (t("dossier.pdf")) } " · "
                a href=(as_file(ask, "docx")) { (t("dossier.docx")) }
            }
            (form(ask))
        }
        (PreEscaped(written::body(&dossier, &link)))
    };
    let head = html! { link rel="stylesheet" href=(crate::assets::address("dossier.css")); };
    let title = dossier.title.clone();
    Ok(Shown::Headed(Box::new(Shown::Html { title, section: "", twin: true, body }), head))
}

/// `/dossier.pdf?…`, `/dossier.docx?…`
pub fn file(ask: &Ask<'_>, ending: &'static str) -> Answer {
    let Some(wanted) = wanted(ask)? else { return Err(Lost::NotFound("trouble.no_page")) };
    let mut dossier = made(ask.library, &wanted).map_err(|e| match e {
        Lacking::Broken(f) => Lost::Broken(f),
        Lacking::Empty => Lost::NotFound("dossier.lacking"),
        Lacking::NotThere => Lost::NotFound("trouble.no_page"),
    })?;
    let broken = |why: String| Lost::Broken(Failure(why));
    let (media, body) = match ending {
        "pdf" => {
            say_missing(&mut dossier);
            ("application/pdf", typst::pdf(&dossier).map_err(broken)?.bytes)
        }
        _ => (
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            docx::docx(&dossier).map_err(broken)?,
        ),
    };
    Ok(Shown::File { name: format!("{}.{ending}", stem(&dossier)), media, body })
}

/// A name for the file out of the title.
fn stem(dossier: &Dossier) -> String {
    let kept =
        dossier.title.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).take(60).collect::<String>();
    let kept = kept.split('-').filter(|p| !p.is_empty()).collect::<Vec<_>>().join("-");
    if kept.is_empty() { "dossier".to_owned() } else { format!("dossier-{kept}") }
}

/// What the address asks for; `None` = nothing yet.
fn wanted(ask: &Ask<'_>) -> Result<Option<Wanted>, Lost> {
    let all = |key: &str| {
        ask.query
            .iter()
            .filter(|(k, v)| k == key && !v.is_empty())
            .map(|(_, v)| v.clone())
            .collect::<Vec<_>>()
    };
    let day = |key: &str| ask.value(key).and_then(|d| d.parse::<Edtf>().ok());
    let (ids, passages) = (all("id"), all("passage"));
    let about = if let Some(id) = ask.value("issue") {
        About::Issue(id.to_owned())
    } else if let Some(id) = ask.value("event") {
        About::Event(id.to_owned())
    } else if let Some(called) = ask.value("selection") {
        let all = ask.library.selections()?;
        let selection = all
            .iter()
            .find(|s| s.undone.is_none() && s.name == called)
            .ok_or(Lost::NotFound("selections.no_selection"))?;
        About::Passages(chosen(ask, selection)?)
    } else if !passages.is_empty() {
        About::Passages(passages.iter().filter_map(|p| passage(p)).collect())
    } else if !ids.is_empty() {
        About::Documents(ids)
    } else if day("from").is_some() || day("to").is_some() {
        About::Range { from: day("from"), to: day("to") }
    } else {
        return Ok(None);
    };
    let style = Style::named(ask.value("style").unwrap_or(styles::NAMED[0].0))
        .ok_or(Lost::NotFound("trouble.no_page"))?;
    let papers = ask.value("papers").and_then(|p| p.parse().ok()).unwrap_or(PAPERS);
    let own = |key: &str| ask.value(key).map(str::to_owned);
    Ok(Some(Wanted { about, title: own("title"), date: own("date"), style, papers }))
}

/// A document and code points of its text.
type Excerpt = (String, (u32, u32));

/// What is in a selection and can be found, in its order; a whole paper is one long passage.
fn chosen(ask: &Ask<'_>, selection: &Selection) -> Result<Vec<Excerpt>, Lost> {
    let mut found = Vec::new();
    for item in selection.held() {
        let Some(document) = ask.library.document(&item.passage.document)? else { continue };
        let map = OffsetMap::new(&document.text);
        let span = match item.passage.is_whole() {
            true => Some(Span::new(0, document.text.len())),
            false => Kept::new(&item.passage, &document).span(),
        };
        found.extend(span.map(|s| (document.row.id.clone(), (map.chars(s.start), map.chars(s.end)))));
    }
    Ok(found)
}

/// `minutes.txt#120-180`
fn passage(value: &str) -> Option<(String, (u32, u32))> {
    let (id, at) = value.rsplit_once('#')?;
    Some((id.to_owned(), super::document::passage(at.trim_start_matches('c'))?))
}

/// The address of the same dossier as a file.
fn as_file(ask: &Ask<'_>, ending: &str) -> String {
    let pairs = ask.query.iter().map(|(k, v)| format!("{}={}", query_value(k), query_value(v)));
    format!("/dossier.{ending}?{}", pairs.collect::<Vec<_>>().join("&"))
}

/// Nothing was asked for, or nothing falls into it: a stretch of time can be chosen.
fn choose(ask: &Ask<'_>, why: &str) -> Shown {
    if ask.json {
        return Shown::Json(serde_json::json!({ "error": t(why) }));
    }
    let body = html! {
        (heading(html! { (t("dossier.title")) }, html! { (t("dossier.lead")) }))
        p role="status" { (t(why)) }
        (form(ask))
    };
    Shown::Html { title: t("dossier.title").to_owned(), section: "", twin: false, body }
}

/// Dates, style, limit; what else was asked for is kept.
fn form(ask: &Ask<'_>) -> Markup {
    let own = ["from", "to", "style", "papers"];
    let other = ["issue", "event", "id", "passage"].iter().any(|k| ask.value(k).is_some());
    let chosen = ask.value("style").unwrap_or(styles::NAMED[0].0);
    html! {
        form.search action="/dossier" {
            @for (key, value) in ask.query.iter().filter(|(k, _)| !own.contains(&k.as_str())) {
                input type="hidden" name=(key) value=(value.chars().filter(|c| !c.is_control()).collect::<String>());
            }
            p.line {
                @if !other {
                    label for="dossier-from" { (t("dossier.from")) } input #dossier-from name="from" value=(ask.value("from").unwrap_or("")) size="11" placeholder="1963-03-04";
                    label for="dossier-to" { (t("dossier.to")) } input #dossier-to name="to" value=(ask.value("to").unwrap_or("")) size="11" placeholder="1963-03-31";
                }
                label for="dossier-style" { (t("dossier.style")) }
                select #dossier-style name="style" { @for (short, _, called) in styles::NAMED { option value=(short) selected[short == chosen] { (called) } } }
                label for="dossier-papers" { (t("dossier.limit")) }
                input #dossier-papers name="papers" value=(ask.value("papers").unwrap_or("")) size="5" inputmode="numeric" placeholder=(PAPERS.to_string());
                button { (t("dossier.show")) }
            }
        }
    }
}
