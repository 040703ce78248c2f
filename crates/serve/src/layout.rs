//! The frame around every page, and the small pieces that pages share.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::citing::Quote;
use crate::language;
use crate::strings::t;

/// A page before it has its frame.
pub struct Page<'p> {
    /// For the title bar; the collection's title follows.
    pub title: &'p str,
    /// The entry of the main navigation it belongs to.
    pub section: &'p str,
    /// The address of its JSON twin, where it has one.
    pub twin: Option<&'p str>,
    /// What else belongs into its head: tags for reference managers.
    pub head: Markup,
    /// What it shows.
    pub body: Markup,
}

/// The main navigation: groups of pages, each page an address and a string key. The first of a group stands for it.
const GROUPS: [&[(&str, &str)]; 7] = [
    &[("/", "nav.home"), ("/holdings", "nav.holdings")],
    &[("/state", "nav.state"), ("/issues", "nav.issues"), ("/loose-ends", "nav.loose_ends")],
    &[
        ("/timeline", "nav.timeline"),
        ("/contacts", "nav.contacts"),
        ("/letters", "nav.letters"),
        ("/references", "nav.references"),
        ("/accounts", "nav.accounts"),
        ("/parallel", "nav.parallel"),
    ],
    &[("/obligations", "nav.obligations"), ("/deeds", "nav.deeds"), ("/drafts", "nav.drafts")],
    &[("/people", "nav.people")],
    &[("/search", "nav.search")],
    &[("/review", "nav.review"), ("/notes", "nav.notes"), ("/selections", "nav.selections")],
];

/// The navigation: a row of groups, and under it the pages of the group that is open.
fn navigation(section: &str) -> Markup {
    let open = GROUPS.iter().find(|g| g.iter().any(|(href, _)| *href == section));
    let current = |href: &str| (href == section).then_some("page");
    html! {
        nav aria-label=(t("nav.label")) {
            ul { @for group in GROUPS {
                @let (href, key) = group[0];
                @let inside = open.is_some_and(|o| o[0].0 == href);
                li { a.open[inside] href=(href) aria-current=[current(href)] { (t(key)) } }
            } }
            @if let Some(group) = open.filter(|g| g.len() > 1) {
                ul.within { @for (href, key) in *group { li { a href=(href) aria-current=[current(href)] { (t(key)) } } } }
            }
        }
    }
}

/// The whole page. `collection` is the title of the collection.
pub fn frame(collection: &str, page: Page<'_>) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(t("meta.language")) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="referrer" content="same-origin";
                title { (page.title) @if page.title != collection { " · " (collection) } }
                link rel="stylesheet" href=(crate::assets::address("room.css"));
                link rel="icon" type="image/svg+xml" href=(crate::assets::address("icon.svg"));
                @if let Some(twin) = page.twin { link rel="alternate" type="application/json" href=(twin); }
                (page.head)
            }
            body class=(format!("page-{}", page.section.trim_start_matches('/').split('/').next().filter(|s| !s.is_empty()).unwrap_or("home"))) {
                a.skip href="#main" { (t("nav.skip")) }
                header.top {
                    a.collection href="/" dir="auto" { (name(collection)) }
                    // Whoever is still outside sees no rooms.
                    @if page.section != crate::door::DOOR { (navigation(page.section)) }
                    (crate::door::who())
                }
                main id="main" tabindex="-1" { (page.body) }
                footer.foot {
                    p { (t("meta.colophon")) }
                    nav.languages aria-label=(t("meta.languages")) { ul.inline { @for (tag, called) in crate::strings::LANGUAGES {
                        li { a href=(format!("/-/language/{tag}")) lang=(tag) hreflang=(tag) aria-current=[(tag == t("meta.language")).then_some("true")] { (called) } }
                    } } }
                    @if let Some(twin) = page.twin { p { a href=(twin) type="application/json" { (t("meta.json")) } } }
                }
            }
        }
    }
}

/// A name or other short text out of a paper: isolated, and in its own language.
pub fn name(text: &str) -> Markup {
    let lang = language::name_tag(text);
    // Overlong names stay whole in the page and are told apart by a class, so that layout can cope.
    html! { bdi lang=[lang] { (safe(text)) } }
}

/// Text escaped, with the NUL character (which HTML forbids) made visible, and with every isolate closed
/// that it opens: an open one would swallow the end of the `<bdi>` around it and turn what follows.
fn safe(text: &str) -> Markup {
    let mut out = String::with_capacity(text.len());
    crate::scene::escape(text, &mut out);
    let mut open = 0usize;
    for c in text.chars() {
        match c {
            '\u{2066}'..='\u{2068}' => open += 1,
            '\u{2069}' => open = open.saturating_sub(1),
            _ => {}
        }
    }
    out.extend(std::iter::repeat_n('\u{2069}', open));
    PreEscaped(out)
}

/// One line of a description list.
pub fn pair(term: &str, value: Markup) -> Markup {
    html! { div { dt { (term) } dd { (value) } } }
}

/// A quotation out of a document with its permanent link.
pub fn quotation(quote: &Quote) -> Markup {
    html! {
        blockquote.passage lang=[quote.lang.as_deref()] dir="auto" {
            a href=(quote.link()) title=(t("claim.passage")) {
                @if !quote.before.is_empty() { span.around { (safe(&quote.before)) } }
                b { (safe(&quote.words)) }
                @if !quote.after.is_empty() { span.around { (safe(&quote.after)) } }
            }
        }
    }
}

/// Head of a page: title and a line beneath.
pub fn heading(title: Markup, below: Markup) -> Markup {
    html! { header.head { h1 { (title) } p.lead { (below) } } }
}

/// A page that says what is wrong and what to do.
pub fn trouble(title: &str, what: &str, todo: &str) -> Markup {
    html! {
        div.narrow {
            (heading(html! { (title) }, name(what)))
            p { (todo) }
            p { a href="/" { (t("trouble.home")) } " · " a href="/search" { (t("nav.search")) } }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::name;

    #[test]
    fn a_name_closes_what_it_opens() {
        assert_eq!(name("a\u{2066}b<").into_string(), "<bdi>a\u{2066}b&lt;\u{2069}</bdi>");
        assert_eq!(name("한태준").into_string(), "<bdi lang=\"ko\">한태준</bdi>");
    }
}
