//! Styles of a Word file: what a style, or the style it is based on, says of a paragraph or of words.

use std::collections::BTreeMap;

use super::props::{ParaProps, RunProps, para_props, run_props};
use crate::office::properties::{self, Means};
use crate::xml::{Node, Nodes};

/// Styles are based on one another no deeper than this in sane files.
const CHAIN: usize = 20;

/// A style.
#[derive(Default)]
struct Style {
    name: String,
    based_on: Option<String>,
    para: ParaProps,
    run: RunProps,
}

/// All styles.
#[derive(Default)]
pub(super) struct Styles {
    styles: BTreeMap<String, Style>,
    default_para: ParaProps,
    default_style: Option<String>,
}

/// What a paragraph's style comes to.
#[derive(Clone, Default)]
pub(super) struct ParaStyle {
    /// What its name means.
    pub means: Option<Means>,
    /// Its properties with those of the styles below it.
    pub props: ParaProps,
    /// Whether its words are hidden.
    pub hidden: bool,
    /// The font of its words.
    pub font: Option<String>,
    /// The style that names the list, for a level linked to it.
    pub numbered_by: Option<String>,
}

impl Styles {
    /// Reads `styles.xml`.
    pub fn read(source: &str) -> Self {
        let mut all = Self::default();
        let mut nodes = Nodes::new(source);
        let mut id = String::new();
        let mut style: Option<Style> = None;
        while let Some(node) = nodes.next() {
            match node {
                Node::Start(e) => match (e.name.as_ref(), &mut style) {
                    ("style", _) => {
                        id = e.get("styleId").unwrap_or_default().to_owned();
                        let default = matches!(e.get("default"), Some("1" | "true" | "on"));
                        if default && e.get("type") == Some("paragraph") {
                            all.default_style = Some(id.clone());
                        }
                        style = Some(Style::default());
                    }
                    ("name", Some(s)) => s.name = e.get("val").unwrap_or_default().to_owned(),
                    ("basedOn", Some(s)) => s.based_on = e.get("val").map(str::to_owned),
                    ("pPr", Some(s)) => s.para = para_props(&mut nodes),
                    ("rPr", Some(s)) => s.run = run_props(&mut nodes),
                    ("tblStylePr", _) => Nodes::skip(&mut nodes),
                    ("pPr", None) if nodes.path().iter().any(|n| n == "pPrDefault") => {
                        all.default_para = para_props(&mut nodes);
                    }
                    _ => {}
                },
                Node::End(n) if n == "style" => {
                    if let Some(s) = style.take() {
                        all.styles.insert(std::mem::take(&mut id), s);
                    }
                }
                _ => {}
            }
        }
        all
    }

    /// The styles from `id` down to the one that all are based on.
    fn chain<'s>(&'s self, id: Option<&'s str>) -> impl Iterator<Item = (&'s str, &'s Style)> {
        let mut next = id;
        std::iter::from_fn(move || {
            let (id, style) = self.styles.get_key_value(next?)?;
            next = style.based_on.as_deref();
            Some((id.as_str(), style))
        })
        .take(CHAIN)
    }

    /// What a paragraph of this style is.
    pub fn paragraph(&self, id: Option<&str>) -> ParaStyle {
        let id = id.filter(|i| self.styles.contains_key(*i)).or(self.default_style.as_deref());
        let mut out = ParaStyle::default();
        for (id, style) in self.chain(id) {
            out.means = out.means.or_else(|| properties::style(&style.name));
            if out.props.list.is_none() && style.para.list.is_some() {
                out.numbered_by = Some(id.to_owned());
            }
            out.props.inherit(&style.para);
            out.hidden |= style.run.hidden == Some(true);
            out.font = out.font.or_else(|| style.run.font.clone());
        }
        out.props.inherit(&self.default_para);
        out
    }

    /// Whether a character style hides words.
    pub fn hides(&self, id: &str) -> bool {
        self.chain(Some(id)).find_map(|(_, s)| s.run.hidden).unwrap_or(false)
    }

    /// The list that a numbering style names.
    pub fn list_of(&self, id: &str) -> Option<String> {
        self.styles.get(id)?.para.list.clone()
    }
}
