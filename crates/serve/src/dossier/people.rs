//! The persons of a dossier with their names, and its bibliography.

use std::collections::BTreeMap;

use memcon_export::cite::{Citation, Style, styles};
use memcon_export::dossier::{Block, Dossier, Kind, Line};
use memcon_model::{AgentType, Evidence, LinkedAgent};
use memcon_store::Section;

use super::gather::Gathered;
use super::notes::{Notes, typed};
use super::{Lacking, section};
use crate::library::Library;
use crate::strings::{fill, number, t};

/// Persons at most.
const PERSONS: usize = 300;
/// Other spellings of a name at most.
const FORMS: usize = 12;
/// Offices of a person at most.
const OFFICES: usize = 4;

/// The list of persons who are named in the papers.
pub fn sections(
    library: &dyn Library,
    g: &Gathered,
    notes: &mut Notes<'_>,
    dossier: &mut Dossier,
) -> Result<(), Lacking> {
    let papers: BTreeMap<&str, usize> =
        g.papers.iter().enumerate().map(|(n, p)| (p.document.row.id.as_str(), n)).collect();
    let linked = library.linked_of(&[Section::Agents])?;
    let here = |a: &LinkedAgent| first(g, &papers, a);
    let mut persons: Vec<(&LinkedAgent, Evidence)> = linked
        .agents
        .iter()
        .filter(|a| a.kind == AgentType::Person)
        .filter_map(|a| Some((a, here(a)?)))
        .collect();
    if persons.is_empty() {
        return Ok(());
    }
    persons.sort_by(|a, b| {
        (a.0.canonical.to_lowercase(), &a.0.id).cmp(&(b.0.canonical.to_lowercase(), &b.0.id))
    });
    let mut s = section(1, t("dossier.persons"));
    for (agent, at) in persons.iter().take(PERSONS) {
        s.blocks.push(Block::Entry { line: person(agent, at, notes) });
    }
    if persons.len() > PERSONS {
        s.blocks.push(Block::Small {
            line: Line::of(&fill("dossier.more", &[&number(persons.len() - PERSONS)])),
        });
    }
    dossier.sections.push(s);
    Ok(())
}

/// Where the dossier first names somebody: in its papers, of those that are there in part in the passages.
fn first(g: &Gathered, papers: &BTreeMap<&str, usize>, agent: &LinkedAgent) -> Option<Evidence> {
    let named = agent.forms.iter().flat_map(|f| &f.mentions).filter_map(|m| {
        let at = *papers.get(m.document.as_str())?;
        let shown = g.papers[at].passages.as_ref().is_none_or(|p| p.iter().any(|s| s.overlaps(m.span)));
        shown.then_some((at, m.span.start, m))
    });
    named.min_by_key(|(at, start, _)| (*at, *start)).map(|(_, _, m)| m.clone())
}

fn person(agent: &LinkedAgent, at: &Evidence, notes: &mut Notes<'_>) -> Line {
    let tag = crate::language::name_tag;
    let mut line = Line::default().with_lang(&agent.canonical, Kind::Strong, tag(&agent.canonical));
    if let Some(side) = &agent.side {
        line = line.with(&format!(" ({side})"), Kind::Plain);
    }
    if let Some(n) = notes.on(at) {
        line = line.noted(n);
    }
    let offices: Vec<&str> = agent.roles.iter().take(OFFICES).map(String::as_str).collect();
    if !offices.is_empty() {
        line = line.with(&format!(". {}", offices.join("; ")), Kind::Plain);
    }
    let mut others = agent.forms.iter().filter(|f| f.form != agent.canonical).take(FORMS).peekable();
    if others.peek().is_some() {
        line = line.with(&format!(". {} ", t("dossier.also")), Kind::Soft);
    }
    for (n, form) in others.enumerate() {
        line = line.with(if n > 0 { ", " } else { "" }, Kind::Plain).with_lang(
            &form.form,
            Kind::Plain,
            tag(&form.form),
        );
        line = line.with(&format!(" {}×", form.count), Kind::Soft);
    }
    line
}

/// All papers by the style; what a style lists in notes only is listed by its note.
pub fn bibliography(g: &Gathered, style: &Style, dossier: &mut Dossier) {
    let of = |p: &super::gather::Paper| Citation::of(&p.document.analysis, &p.document.row.title, &p.units);
    let citations: Vec<Citation> = g.papers.iter().take(styles::MOST).map(of).collect();
    let Ok(set) = style.bibliography(&citations) else { return };
    let mut s = section(1, t("dossier.bibliography"));
    let unlisted =
        citations.iter().zip(&set.notes).filter(|(c, _)| set.entries.iter().all(|e| e.0 != c.item.id));
    let entries = set.entries.iter().map(|(_, text)| text).chain(unlisted.map(|(_, note)| note));
    s.blocks.extend(entries.map(|text| Block::Entry { line: typed(text) }));
    dossier.sections.push(s);
}
