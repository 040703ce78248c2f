//! Mentions to agents inside one paper. Joining too much costs more than joining too little:
//! a family name alone goes to the last person of that name; different given names stay apart.

use std::collections::BTreeMap;

use memcon_model::{Agent, AgentType, Basis, Mention, Span};
use memcon_names::{Verdict, compare, key};

use super::Hit;

/// An agent in the making.
struct Group {
    kind: AgentType,
    hits: Vec<Hit>,
    /// The fullest name form.
    best: usize,
}

/// Joins mentions, given in order of the text.
pub(super) fn join(text: &str, hits: Vec<Hit>) -> Vec<Agent> {
    let mut groups: Vec<Group> = Vec::new();
    let mut listed: BTreeMap<(AgentType, String), usize> = BTreeMap::new();
    let mut keys: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let mut family: BTreeMap<String, usize> = BTreeMap::new();
    let mut at: BTreeMap<Span, usize> = BTreeMap::new();
    let mut last_end = 0;
    for hit in hits {
        if hit.span.start < last_end || hit.span.is_empty() {
            continue;
        }
        last_end = hit.span.end;
        let group = match hit.kind {
            AgentType::Person => person_group(&hit, &groups, &keys, &family, &at),
            kind => listed.get(&(kind, name_key(&hit))).copied(),
        };
        let n = group.unwrap_or_else(|| {
            groups.push(Group { kind: hit.kind, hits: Vec::new(), best: 0 });
            groups.len() - 1
        });
        if hit.kind == AgentType::Person {
            {
                for k in key(&hit.form) {
                    let list = keys.entry(k.to_string()).or_default();
                    if !list.contains(&n) {
                        list.push(n);
                    }
                }
            }
            if let Some(name) = family_name(&hit) {
                family.insert(name, n);
            }
            at.insert(hit.span, n);
        } else {
            listed.insert((hit.kind, name_key(&hit)), n);
        }
        let group = &mut groups[n];
        let fuller = group.hits.get(group.best).is_none_or(|b| {
            hit.gloss_of.is_none()
                && hit.form.split(' ').count() > b.form.split(' ').count()
                && hit.form.is_ascii() >= b.form.is_ascii()
        });
        group.hits.push(hit);
        if fuller {
            group.best = group.hits.len() - 1;
        }
    }
    groups.into_iter().enumerate().map(|(n, g)| agent(text, n, g)).collect()
}

/// What makes two mentions of a body, state or place one.
fn name_key(hit: &Hit) -> String {
    let name = hit.canonical.as_deref().unwrap_or(&hit.form);
    let name = name.strip_prefix("The ").or(name.strip_prefix("the ")).unwrap_or(name);
    name.replace('’', "'").to_lowercase()
}

/// The family name alone, in small letters.
fn family_name(hit: &Hit) -> Option<String> {
    let mut words = hit.form.split_whitespace();
    let name = if hit.asian { words.next() } else { words.next_back() };
    name.map(str::to_lowercase)
}

/// The person that a mention names, among those found before.
fn person_group(
    hit: &Hit,
    groups: &[Group],
    keys: &BTreeMap<String, Vec<usize>>,
    family: &BTreeMap<String, usize>,
    at: &BTreeMap<Span, usize>,
) -> Option<usize> {
    if let Some(n) = hit.gloss_of.and_then(|span| at.get(&span)) {
        return Some(*n);
    }
    if !hit.full
        && let Some(n) = family.get(&hit.form.to_lowercase())
    {
        return Some(*n);
    }
    let mut candidates: Vec<usize> =
        key(&hit.form).iter().filter_map(|k| keys.get(&k.to_string())).flatten().copied().take(40).collect();
    candidates.sort_unstable();
    candidates.dedup();
    let same = candidates.into_iter().rev().find(|&n| {
        groups[n]
            .hits
            .iter()
            .rev()
            // A family name alone is joined only with its own transcription into another script.
            .filter(|h| h.full && hit.full || h.form.is_ascii() != hit.form.is_ascii())
            .take(6)
            .any(|h| h.form == hit.form || compare(&h.form, &hit.form).verdict == Verdict::Same)
    });
    // "Varga" first and "Paul Varga" later are one where nobody else bears the name.
    same.or_else(|| {
        if !hit.full {
            return None;
        }
        let n = *family.get(&family_name(hit)?)?;
        groups[n].hits.iter().all(|h| !h.full).then_some(n)
    })
}

fn agent(text: &str, n: usize, group: Group) -> Agent {
    let mut forms: Vec<String> = Vec::new();
    for hit in &group.hits {
        if !forms.contains(&hit.form) {
            forms.push(hit.form.clone());
        }
    }
    let best = &group.hits[group.best];
    // Of forms equally full, the one written most often: a slip is rare.
    let long = |form: &str| {
        form.split(' ').count() == best.form.split(' ').count() && form.is_ascii() == best.form.is_ascii()
    };
    let written = |form: &str| group.hits.iter().filter(|h| h.form == form && h.gloss_of.is_none()).count();
    let usual = forms.iter().filter(|f| long(f)).rev().max_by_key(|f| written(f));
    let canonical = best.canonical.clone().or_else(|| usual.cloned()).unwrap_or_else(|| best.form.clone());
    let first_of = |f: fn(&Hit) -> &Option<String>| group.hits.iter().find_map(|h| f(h).clone());
    Agent {
        id: format!("a{}", n + 1),
        canonical,
        kind: group.kind,
        side: first_of(|h| &h.side),
        role: first_of(|h| &h.role),
        authority: None,
        glosses: Vec::new(),
        offices: Vec::new(),
        forms,
        mentions: group.hits.iter().map(|h| mention(text, h)).collect(),
        basis: Basis::new(best.rule, best.confidence),
    }
}

/// Where a hit is named: a family name behind a title is named together with it.
fn mention(text: &str, hit: &Hit) -> Mention {
    let Some(start) = hit.title_at else { return Mention::named(hit.span, hit.form.clone()) };
    let span = Span { start, end: hit.span.end };
    Mention::named(span, span.of(text).split_whitespace().collect::<Vec<_>>().join(" "))
}
