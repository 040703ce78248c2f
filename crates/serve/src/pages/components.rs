//! Every component of the pages once: what a designer looks at after each change.

use maud::html;
use memcon_model::{Severity, Span, State};

use super::state::standing;
use super::{Answer, Shown};
use crate::layout::{heading, name, pair, trouble};
use crate::scene::{Scene, cut, folded, rows};
use crate::specimen;
use crate::strings::{t, word};

/// `/-/components`
pub fn page() -> Answer {
    let (document, linked) = (specimen::document(), specimen::linked());
    let at = document.text.find("Friday").map(|at| Span::new(at, at + "Friday".len()));
    let scene = Scene::new(&document, &linked, at);
    let blocks = cut(&scene);
    let part = 0..blocks.len();
    let body = html! {
        (heading(html! { (t("components.title")) }, html! { (t("components.lead")) }))
        section {
            h2 { (t("components.badges")) }
            p { @for s in State::ALL { span class=(format!("st st-{}", s.as_str())) { (word("standing", s.as_str())) } " " } }
            p { @for s in Severity::ALL { span class=(format!("badge {}", s.as_str())) { (word("severity", s.as_str())) } " " } }
            @for s in &linked.issues[0].states { (standing(s)) }
        }
        section {
            h2 { (t("components.type")) }
            h1 { (name("Протокол · 회의록 · 會議紀錄 · Minutes")) } h2 { (name(&document.row.title)) } h3 { (name(&document.row.title)) }
            p { (name(document.text.lines().nth(6).unwrap_or(""))) }
            dl.facts { (pair(t("document.source"), name(&document.row.id))) (pair(t("document.hash"), html! { code.hash { (document.row.blake3) } })) }
        }
        section { h2 { (t("document.translation")) } div.scene { (rows(&scene, &blocks, part, &folded(&scene, &blocks))) } }
        section { h2 { (t("components.messages")) } p.empty { (t("home.empty")) } (trouble(t("trouble.broken"), t("trouble.panic"), t("trouble.broken_todo"))) }
    };
    Ok(Shown::Html { title: t("components.title").to_owned(), section: "", twin: false, body })
}
