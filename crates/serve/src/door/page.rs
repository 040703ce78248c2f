//! The page to log in on, and what forms carry.

use maud::{Markup, html};

use crate::http::Reply;
use crate::layout::{Page, frame, heading};
use crate::strings::t;

/// The hidden field that every form of a session carries.
pub const FORM: &str = "door";

/// The page to log in on. It tells nothing of the collection, not even its title. `before`: what was asked for or typed.
pub fn log_in(before: &[(String, String)], said: Option<&str>, status: u16) -> Reply {
    let value = |key: &str| before.iter().find(|(k, _)| k == key).map_or("", |(_, v)| v.as_str());
    let next = own(value("next"));
    let body = html! {
        div.narrow {
            (heading(html! { (t("door.title")) }, html! { (t("door.lead")) }))
            @if let Some(said) = said { p.door-said role="alert" { (said) } }
            form.door-in method="post" action="/door/in" {
                @if next != "/" { input type="hidden" name="next" value=(next); }
                p { label for="door-name" { (t("door.name")) }
                    input #door-name name="name" required maxlength="60" autocomplete="username" autocapitalize="none" spellcheck="false" value=(value("name")); }
                p { label for="door-password" { (t("door.password")) }
                    input #door-password name="password" type="password" required maxlength="1024" autocomplete="current-password"; }
                p { button { (t("door.in")) } }
            }
        }
    };
    let title = t("door.title");
    crate::pages::page(
        status,
        frame(t("meta.name"), Page { title, section: super::DOOR, twin: None, head: html! {}, body }),
    )
}

/// An address of this room, or its first page.
pub fn own(next: &str) -> &str {
    let own = next.starts_with('/') && !next.starts_with("//") && !next.contains(['\\', '\r', '\n', '\t']);
    if own && !next.starts_with(super::DOOR) { next } else { "/" }
}

/// Who reads, and the way out; nothing where nobody had to log in.
pub fn who() -> Markup {
    let Some(viewer) = super::current() else { return html! {} };
    html! {
        div.door-who {
            span dir="auto" { (viewer.name) }
            @if viewer.role == memcon_store::Role::Keeper { a href="/access" { (t("door.access")) } }
            form method="post" action="/door/out" { button { (t("door.out")) } }
        }
    }
}

/// A page with what its forms must carry put into each of them. No page writes it itself, so none can forget it: texts from
/// papers are escaped, so that a tag in a page is always one of ours.
pub fn with_token(page: &[u8], token: &str) -> Vec<u8> {
    let Ok(page) = std::str::from_utf8(page) else { return page.to_vec() };
    let mut out = String::with_capacity(page.len() + 1024);
    let mut rest = page;
    while let Some(at) = rest.find("<form") {
        let end = rest[at..].find('>').map_or(rest.len(), |end| at + end + 1);
        let (tag, after) = (&rest[at..end], &rest[end..]);
        out.push_str(&rest[..end]);
        if tag.contains("method=\"post\"") {
            out.push_str(&format!("<input type=\"hidden\" name=\"{FORM}\" value=\"{token}\">"));
        }
        rest = after;
    }
    out.push_str(rest);
    out.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_that_is_sent_carries_the_token() {
        let page = b"<form action=\"/search\"><p></p></form><form class=\"a\" method=\"post\" action=\"/x\"><button>";
        let made = String::from_utf8(with_token(page, "abc")).unwrap();
        assert_eq!(made.matches("value=\"abc\"").count(), 1);
        assert!(
            made.ends_with("action=\"/x\"><input type=\"hidden\" name=\"door\" value=\"abc\"><button>"),
            "{made}"
        );
        assert_eq!(with_token(b"<form", "abc"), b"<form");
    }

    #[test]
    fn one_goes_on_to_this_room_only() {
        for (next, to) in [
            ("/people?page=2", "/people?page=2"),
            ("//evil.example", "/"),
            ("https://evil.example", "/"),
            ("/\\evil", "/"),
            ("/door/out", "/"),
            ("", "/"),
        ] {
            assert_eq!(own(next), to, "{next}");
        }
    }
}
