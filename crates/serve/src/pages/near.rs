//! "Only first-hand", "at most one reporter between": the little form that asks, and what it leaves on a page.
//!
//! The answer stands in the address (`depth=N`), so that a filtered page can be kept, sent and had as JSON.

use std::borrow::Cow;

use maud::{Markup, html};
use memcon_model::{Linked, LinkedEvent, LinkedIssue};

use super::{Ask, Lost};
use crate::strings::{fill, t};

/// The key in the address.
pub const KEY: &str = "depth";
/// The choices that the form offers: reporters between at most, and their words.
pub const CHOICES: [(u32, &str); 4] =
    [(0, "search.depth_0"), (1, "search.depth_1"), (2, "search.depth_2"), (3, "search.depth_3")];

/// Reporters between at most; `None` = any number, also where the address holds nonsense.
pub fn most(ask: &Ask<'_>) -> Option<u32> {
    ask.value(KEY).and_then(|d| d.parse().ok())
}

/// The form: a choice and a button; what else the address asks for is kept, but for the page of a list.
pub fn form(ask: &Ask<'_>) -> Markup {
    let most = most(ask);
    html! {
        form.near action=(ask.path) {
            @for (key, value) in ask.query.iter().filter(|(k, _)| k != KEY && k != "page" && k != "at") {
                input type="hidden" name=(key) value=(value);
            }
            label for="near" { (t("near.label")) }
            select #near name=(KEY) { (options(most)) }
            button { (t("near.button")) }
        }
        @if most.is_some() { p.how role="status" { (t("near.on")) " " a href=(ask.with(KEY, "")) { (t("near.off")) } } }
    }
}

/// The choices as options, `most` selected, also where it is none of them.
pub fn options(most: Option<u32>) -> Markup {
    html! {
        option value="" { (t("search.any_depth")) }
        @for (n, key) in CHOICES { option value=(n) selected[most == Some(n)] { (t(key)) } }
        @if let Some(n) = most.filter(|n| CHOICES.iter().all(|(c, _)| c != n)) {
            option value=(n) selected { (fill("near.reporters", &[&n.to_string()])) }
        }
    }
}

/// An address of this room with the filter of this page carried along.
pub fn carried(ask: &Ask<'_>, href: &str) -> String {
    let Some(most) = most(ask) else { return href.to_owned() };
    let (page, fragment) = href.split_once('#').map_or((href, None), |(p, f)| (p, Some(f)));
    let mark = if page.contains('?') { '&' } else { '?' };
    let fragment = fragment.map(|f| format!("#{f}")).unwrap_or_default();
    format!("{page}{mark}{KEY}={most}{fragment}")
}

/// The issues as far as they stand on such words.
pub fn issues<'l>(ask: &Ask<'_>, linked: &'l Linked) -> Result<Vec<Cow<'l, LinkedIssue>>, Lost> {
    Ok(linked.issues_through(most(ask), |id| ask.library.depths(id))?)
}

/// The events as far as they stand on such words.
pub fn events<'l>(ask: &Ask<'_>, linked: &'l Linked) -> Result<Vec<Cow<'l, LinkedEvent>>, Lost> {
    Ok(linked.events_through(most(ask), |id| ask.library.depths(id))?)
}
