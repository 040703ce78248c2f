//! A dossier as HTML: a fragment for a page of the reading room, or a page of its own that can be kept and printed.

use std::fmt::Write;

use super::package::{escape, escaped};
use super::{Block, Dossier, Kind, Line, Link, Place};

/// The style sheet: set in the room's own colours where there are any.
pub const STYLE: &str = include_str!("../../assets/dossier.css");

/// How a place is linked to; `None` = it is only written.
pub type Linking<'l> = &'l dyn Fn(&Place) -> Option<String>;

/// A page of its own, with its style inside.
pub fn page(dossier: &Dossier) -> String {
    let lang = super::line::tag(&dossier.lang).map_or_else(|| "en".to_owned(), |t| t.0);
    let body = body(dossier, &|_| None);
    format!(
        "<!DOCTYPE html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"generator\" content=\"memcon {}\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n<title>{}</title>\n<style>\n{STYLE}</style>\n</head>\n<body class=\"dossier-alone\">\n<main>\n{body}</main>\n</body>\n</html>\n",
        env!("CARGO_PKG_VERSION"),
        escaped(&super::line::clean(&dossier.title))
    )
}

/// Everything of a dossier as an `<article>`. Text of papers is escaped; there are no scripts and no styles in it.
pub fn body(dossier: &Dossier, link: Linking<'_>) -> String {
    let mut w = Writer { out: String::new(), dossier, called: Vec::new() };
    w.head();
    w.contents();
    for (n, section) in dossier.sections.iter().enumerate() {
        let level = section.level.clamp(1, 3) + 1;
        let _ = write!(w.out, "<h{level} id=\"section-{n}\"{}>", direction(&section.title));
        w.runs(&section.title);
        let _ = writeln!(w.out, "</h{level}>");
        section.blocks.iter().for_each(|b| w.block(b));
    }
    w.notes(link);
    w.out.push_str("</article>\n");
    w.out
}

struct Writer<'d> {
    out: String,
    dossier: &'d Dossier,
    called: Vec<usize>,
}

fn direction(line: &Line) -> &'static str {
    if line.rtl { " dir=\"rtl\"" } else { "" }
}

impl Writer<'_> {
    fn head(&mut self) {
        let d = self.dossier;
        let of = |words: &str| escaped(&super::line::clean(words));
        let _ = writeln!(
            self.out,
            "<article class=\"dossier\">\n<header class=\"dossier-title\"><p class=\"dossier-kicker\"><bdi>{}</bdi></p><p class=\"dossier-kicker\">{}</p><h1><bdi>{}</bdi></h1>",
            of(&d.collection),
            of(&d.kicker),
            of(&d.title)
        );
        self.out.push_str("<dl>");
        for fact in &d.facts {
            let _ = write!(self.out, "<div><dt>{}</dt><dd{}>", of(&fact.name), direction(&fact.value));
            self.runs(&fact.value);
            self.out.push_str("</dd></div>");
        }
        self.out.push_str("</dl></header>\n");
        for remark in &d.remarks {
            self.element("p", "dossier-remark", remark);
        }
    }

    fn contents(&mut self) {
        let shown = || self.dossier.sections.iter().enumerate().filter(|(_, s)| s.level <= 2);
        let mut list = String::new();
        for (n, section) in shown() {
            let _ = writeln!(
                list,
                "<li class=\"dossier-l{}\"><a href=\"#section-{n}\"><bdi>{}</bdi></a></li>",
                section.level,
                escaped(&section.title.plain())
            );
        }
        let title = escaped(&self.dossier.contents);
        let _ = writeln!(
            self.out,
            "<nav class=\"dossier-contents\" aria-label=\"{title}\"><h2>{title}</h2>\n<ol>\n{list}</ol></nav>"
        );
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Paragraph { line } => self.element("p", "dossier-text", line),
            Block::Small { line } => self.element("p", "dossier-small", line),
            Block::Label { line } => self.element("p", "dossier-label", line),
            Block::Entry { line } => self.element("p", "dossier-entry", line),
            Block::Quote { lead, line, voice } => {
                let _ = write!(self.out, "<div class=\"dossier-quote dossier-v{voice}\">");
                if !lead.is_empty() {
                    self.element("p", "dossier-lead", lead);
                }
                self.out.push_str("<blockquote>");
                self.element("p", "dossier-text", line);
                self.out.push_str("</blockquote></div>\n");
            }
            Block::Table { caption, head, rows, .. } => self.table(caption, head, rows),
            Block::Speech { who, depth, voice, line, opens } => {
                let opens = if *opens { " opens" } else { "" };
                let _ = write!(
                    self.out,
                    "<div class=\"dossier-speech dossier-v{voice} dossier-d{}{opens}\"><div class=\"dossier-who\">",
                    depth.min(&8)
                );
                who.iter().for_each(|w| self.element("p", "", w));
                self.out.push_str("</div>");
                self.element("p", "dossier-said", line);
                self.out.push_str("</div>\n");
            }
            Block::Beside { who, voice, left, right } => {
                let _ = write!(
                    self.out,
                    "<div class=\"dossier-speech dossier-beside dossier-v{voice}\"><div class=\"dossier-who\">"
                );
                who.iter().for_each(|w| self.element("p", "", w));
                self.out.push_str("</div>");
                self.element("p", "dossier-said", left);
                self.element("p", "dossier-other", right);
                self.out.push_str("</div>\n");
            }
            Block::Chain { caption, links } => self.chain(caption, links),
        }
    }

    fn table(&mut self, caption: &str, head: &[Line], rows: &[Vec<Vec<Line>>]) {
        let _ = write!(
            self.out,
            "<table class=\"dossier-table\"><caption>{}</caption><thead><tr>",
            escaped(&super::line::clean(caption))
        );
        for line in head {
            self.out.push_str("<th scope=\"col\">");
            self.runs(line);
            self.out.push_str("</th>");
        }
        self.out.push_str("</tr></thead><tbody>\n");
        for row in rows {
            self.out.push_str("<tr>");
            for (n, lines) in row.iter().enumerate() {
                let tag = if n == 0 { "th scope=\"row\"" } else { "td" };
                let _ = write!(self.out, "<{tag}>");
                lines.iter().for_each(|l| self.element("p", "", l));
                self.out.push_str(if n == 0 { "</th>" } else { "</td>" });
            }
            self.out.push_str("</tr>\n");
        }
        self.out.push_str("</tbody></table>\n");
    }

    fn chain(&mut self, caption: &Line, links: &[Link]) {
        self.out.push_str("<figure class=\"dossier-chain\"><figcaption>");
        self.runs(caption);
        self.out.push_str("</figcaption><ol>");
        for link in links {
            let unknown = if link.who.is_none() { " unknown" } else { "" };
            let kind = if link.hand { "hand" } else { "voice" };
            let _ = write!(
                self.out,
                "<li class=\"{kind}{unknown} dossier-v{}\"><span class=\"dossier-role\">{}</span> ",
                link.voice,
                escaped(&super::line::clean(&link.role))
            );
            match &link.who {
                Some(who) => self.runs(who),
                None => {
                    let _ = write!(self.out, "<i>{}</i>", escaped(&super::line::clean(&link.unknown)));
                }
            }
            if !link.when.is_empty() {
                let _ = write!(
                    self.out,
                    " <span class=\"dossier-role\">{}</span>",
                    escaped(&super::line::clean(&link.when))
                );
            }
            self.out.push_str("</li>");
        }
        self.out.push_str("</ol></figure>\n");
    }

    fn element(&mut self, tag: &str, class: &str, line: &Line) {
        let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
        let _ = write!(self.out, "<{tag}{class}{}>", direction(line));
        self.runs(line);
        let _ = writeln!(self.out, "</{tag}>");
    }

    fn runs(&mut self, line: &Line) {
        for run in &line.runs {
            if !run.words.is_empty() {
                let class = match run.kind {
                    Kind::Plain => "",
                    Kind::Strong => "dossier-strong",
                    Kind::Italic => "dossier-italic",
                    Kind::Caps => "dossier-caps",
                    Kind::Soft => "dossier-soft",
                    Kind::Insertion => "dossier-insertion",
                    Kind::Siglum => "dossier-siglum",
                    Kind::Missing => "missing",
                };
                let voice = if run.voice > 0 { format!("dossier-w{}", run.voice) } else { String::new() };
                let classes: Vec<&str> =
                    [class, voice.as_str()].into_iter().filter(|c| !c.is_empty()).collect();
                let lang = run.lang.as_deref().filter(|l| super::line::tag(l).is_some());
                let lang = lang.map(|l| format!(" lang=\"{}\"", escaped(l))).unwrap_or_default();
                let tag = if run.kind == Kind::Siglum { "sup" } else { "span" };
                if classes.is_empty() && lang.is_empty() {
                    escape(&run.words, &mut self.out);
                } else {
                    let class = if classes.is_empty() {
                        String::new()
                    } else {
                        format!(" class=\"{}\"", classes.join(" "))
                    };
                    let _ = write!(self.out, "<{tag}{class}{lang}>");
                    escape(&run.words, &mut self.out);
                    let _ = write!(self.out, "</{tag}>");
                }
            }
            if let Some(n) = run.note {
                self.called.push(n);
                let at = self.called.len();
                let _ = write!(
                    self.out,
                    "<a class=\"dossier-call\" id=\"call-{at}\" href=\"#note-{at}\" role=\"doc-noteref\">{at}</a>"
                );
            }
        }
    }

    fn notes(&mut self, link: Linking<'_>) {
        if self.called.is_empty() {
            return;
        }
        let _ = writeln!(
            self.out,
            "<section class=\"dossier-notes\" role=\"doc-endnotes\"><h2>{}</h2>\n<ol>",
            escaped(&self.dossier.notes_title)
        );
        let called = std::mem::take(&mut self.called);
        for (at, n) in called.iter().enumerate() {
            let Some(note) = self.dossier.notes.get(*n) else { continue };
            let _ = write!(self.out, "<li id=\"note-{}\"{}>", at + 1, direction(&note.line));
            self.runs(&Line {
                runs: note.line.runs.iter().map(|r| super::Run { note: None, ..r.clone() }).collect(),
                rtl: note.line.rtl,
            });
            if let Some(place) = &note.place {
                let written = escaped(&super::line::clean(&place.written()));
                let _ = match link(place) {
                    Some(href) => write!(
                        self.out,
                        " <a class=\"dossier-place\" href=\"{}\"><bdi>{written}</bdi></a>",
                        escaped(&href)
                    ),
                    None => write!(self.out, " <span class=\"dossier-place\">[<bdi>{written}</bdi>]</span>"),
                };
            }
            let _ = writeln!(
                self.out,
                " <a class=\"dossier-back\" href=\"#call-{}\" role=\"doc-backlink\">↩</a></li>",
                at + 1
            );
        }
        self.out.push_str("</ol></section>\n");
    }
}
