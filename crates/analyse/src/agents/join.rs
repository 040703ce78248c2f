//! Mentions to agents inside one paper. Joining too much costs more than joining too little: different given names
//! stay apart, and of two persons of one family name only a title, an office or nearness tells which is meant.

use std::collections::BTreeMap;

use memcon_model::{Agent, AgentType, Basis, Gloss, Office, Span};
use memcon_names::{Verdict, compare, key};
use rustc_hash::{FxHashMap, FxHashSet};

use super::manner::mention;
use super::tables::TABLES;
use super::words::is_east_asian;
use super::{Gender, Hit, russian};

/// An agent in the making.
pub(super) struct Group {
    pub kind: AgentType,
    pub hits: Vec<Hit>,
    /// The fullest name form.
    pub best: usize,
    gender: Option<Gender>,
    /// Words of the offices told, in small letters.
    offices: Vec<String>,
    /// Somebody of a family name that several bear: who, the paper does not tell.
    open: bool,
    /// Forms that the paper explains as cover names.
    pub covers: FxHashSet<String>,
    /// Who it is by the paper's own mark-up.
    key: Option<String>,
}

impl Group {
    /// The mention at a span; mentions are in order of the text.
    fn at(&self, span: Span) -> Option<usize> {
        self.hits.binary_search_by_key(&span.start, |h| h.span.start).ok()
    }
}

/// How near, in bytes, an earlier mention tells which of two persons of one family name is meant.
const NEAR: u32 = 1500;

/// What is known while joining.
#[derive(Default)]
struct Known<'t> {
    text: &'t str,
    /// Family names with the words of offices that somebody named in full holds, anywhere in the paper.
    foretold: FxHashSet<(String, String)>,
    groups: Vec<Group>,
    listed: FxHashMap<(AgentType, String), usize>,
    /// Persons by the phonetic keys of their names, by their forms, by their family names.
    keys: FxHashMap<String, Vec<usize>>,
    forms: FxHashMap<String, usize>,
    families: FxHashMap<String, Vec<usize>>,
    /// Persons named in full by their first given name.
    givens: FxHashMap<String, Vec<usize>>,
    at: BTreeMap<Span, usize>,
    /// Persons by the keys of the paper's own mark-up.
    marked: FxHashMap<String, usize>,
}

/// Joins mentions, given in order of the text.
pub(super) fn join(text: &str, hits: Vec<Hit>) -> Vec<Agent> {
    let mut known = Known { text, ..Known::default() };
    for hit in hits.iter().filter(|h| h.full && h.kind == AgentType::Person) {
        let Some(family) = family_name(hit) else { continue };
        known.foretold.extend(office_words(text, hit).into_iter().map(|w| (family.clone(), w)));
    }
    let mut last_end = 0;
    for hit in hits {
        if hit.span.start < last_end || hit.span.is_empty() {
            continue;
        }
        last_end = hit.span.end;
        let group = match hit.kind {
            AgentType::Person => known.by_key(&hit),
            kind => known.listed.get(&(kind, name_key(&hit))).copied(),
        };
        known.take(hit, group);
    }
    known.groups.into_iter().enumerate().map(|(n, g)| agent(text, n, g)).collect()
}

impl Known<'_> {
    /// Puts a mention into a group, or into a new one.
    fn take(&mut self, hit: Hit, group: Option<usize>) {
        let n = group.unwrap_or_else(|| {
            let open = hit.kind == AgentType::Person
                && !hit.full
                && hit.role.is_none()
                && self.rivals(&hit).len() > 1;
            self.groups.push(Group {
                kind: hit.kind,
                hits: Vec::new(),
                best: 0,
                gender: None,
                offices: Vec::new(),
                open,
                covers: FxHashSet::default(),
                key: None,
            });
            self.groups.len() - 1
        });
        if hit.kind == AgentType::Person {
            if !self.forms.contains_key(&hit.form) {
                for k in key(&hit.form) {
                    let list = self.keys.entry(k.to_string()).or_default();
                    if !list.contains(&n) {
                        list.push(n);
                    }
                }
            }
            if hit.full || hit.asian {
                self.forms.insert(hit.form.clone(), n);
            }
            if let Some(given) = given_name(&hit) {
                let list = self.givens.entry(given).or_default();
                if !list.contains(&n) {
                    list.push(n);
                }
            }
            if let Some(name) = family_name(&hit) {
                let list = self.families.entry(name).or_default();
                if !list.contains(&n) {
                    list.push(n);
                }
            }
            self.at.insert(hit.span, n);
        } else {
            self.listed.insert((hit.kind, name_key(&hit)), n);
        }
        if let Some(key) = &hit.key {
            self.marked.entry(key.clone()).or_insert(n);
        }
        let group = &mut self.groups[n];
        group.key = group.key.take().or_else(|| hit.key.clone());
        if let Some(covered) = hit.gloss_of.filter(|_| hit.cover).and_then(|of| group.at(of)) {
            let form = group.hits[covered].form.clone();
            group.covers.insert(form);
        }
        group.gender = group.gender.or(hit.gender);
        for word in office_words(self.text, &hit) {
            if !group.offices.contains(&word) {
                group.offices.push(word);
            }
        }
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

    /// The person that a mention names; what the mark-up says of two mentions is not undone by their names.
    fn by_key(&self, hit: &Hit) -> Option<usize> {
        let Some(key) = &hit.key else { return self.person(hit) };
        let named = || self.person(hit).filter(|n| self.groups[*n].key.as_ref().is_none_or(|k| k == key));
        self.marked.get(key).copied().or_else(named)
    }

    /// The person that a mention names, among those found before.
    fn person(&self, hit: &Hit) -> Option<usize> {
        if let Some(n) = hit.gloss_of.and_then(|span| self.at.get(&span)) {
            return Some(*n);
        }
        if let Some(&n) = self.forms.get(&hit.form).filter(|_| hit.full || hit.asian) {
            return Some(n);
        }
        if !hit.full {
            if let Some(n) = self.bearer(hit) {
                return Some(n);
            }
            if hit.form.is_ascii() || self.families.contains_key(&hit.form.to_lowercase()) {
                return None;
            }
        }
        self.declined(hit).or_else(|| self.spelled_alike(hit)).or_else(|| self.completed(hit))
    }

    /// The bearers of a family name whom a mention may mean; open ones only where nobody else does.
    fn rivals(&self, hit: &Hit) -> Vec<usize> {
        let name = family_name(hit).unwrap_or_default();
        // A Russian name in an oblique case is the one whose nominative the paper has.
        let all = russian::bases(&name)
            .iter()
            .find_map(|base| self.families.get(base))
            .map_or(&[][..], Vec::as_slice);
        let fits = |n: &usize| agree(self.groups[*n].gender, hit.gender);
        all.iter().copied().filter(|n| fits(n) && !self.groups[*n].open).collect()
    }

    /// Whom a family name alone means.
    fn bearer(&self, hit: &Hit) -> Option<usize> {
        let rivals = self.rivals(hit);
        if rivals.is_empty() {
            return self.called(hit);
        }
        // The title or office tells.
        let words = office_words(self.text, hit);
        let held = |n: &usize| words.iter().filter(|w| self.groups[*n].offices.contains(w)).count();
        let most = rivals.iter().map(held).max().unwrap_or(0);
        let holders: Vec<usize> = rivals.iter().copied().filter(|n| most > 0 && held(n) == most).collect();
        if let [one] = holders.as_slice() {
            return Some(*one);
        }
        // Somebody of this office is named in full only later.
        let name = family_name(hit)?;
        if most == 0 && words.iter().any(|w| self.foretold.contains(&(name.clone(), w.clone()))) {
            return None;
        }
        if let [one] = rivals.as_slice() {
            return Some(*one);
        }
        // Else the one named near before, where the other is not.
        let last = |n: usize| self.groups[n].hits.last().map_or(0, |h| h.span.end);
        let near: Vec<usize> =
            rivals.iter().copied().filter(|&n| hit.span.start.saturating_sub(last(n)) < NEAR).collect();
        if let [one] = near.as_slice() {
            return Some(*one);
        }
        self.families.get(&name)?.iter().copied().find(|&n| self.groups[n].open)
    }

    /// "Sir Odo", "Anna": whom a given name alone means, where one person of the paper has it.
    fn called(&self, hit: &Hit) -> Option<usize> {
        let known = hit.given_title || TABLES.given.contains(&hit.form);
        let bearers = self.givens.get(&hit.form.to_lowercase()).filter(|_| known)?;
        let mut fit = bearers.iter().copied().filter(|n| agree(self.groups[*n].gender, hit.gender));
        let one = fit.next()?;
        fit.next().is_none().then_some(one)
    }

    /// A Russian full name in another case: every word has a base form in common with the other's.
    fn declined(&self, hit: &Hit) -> Option<usize> {
        if !hit.full || !russian::is_cyrillic(&hit.form) {
            return None;
        }
        let of = |form: &str| -> Vec<Vec<String>> {
            form.split_whitespace().take(5).map(|w| russian::bases(&russian::folded(w))).collect()
        };
        let own = of(&hit.form);
        let family = own.last()?;
        let bearers = family.iter().filter_map(|base| self.families.get(base)).flatten();
        bearers.copied().find(|&n| {
            self.groups[n].hits.iter().rev().take(6).any(|h| {
                let other = of(&h.form);
                h.full
                    && other.len() == own.len()
                    && own.iter().zip(&other).all(|(a, b)| a.iter().any(|x| b.contains(x)))
            })
        })
    }

    /// A person whose name is this one in another spelling.
    fn spelled_alike(&self, hit: &Hit) -> Option<usize> {
        let mut candidates: Vec<usize> = key(&hit.form)
            .iter()
            .filter_map(|k| self.keys.get(&k.to_string()))
            .flatten()
            .copied()
            .take(40)
            .collect();
        candidates.sort_unstable();
        candidates.dedup();
        candidates.into_iter().rev().find(|&n| {
            agree(self.groups[n].gender, hit.gender)
                && self.groups[n]
                    .hits
                    .iter()
                    .rev()
                    // A family name alone is joined only with its own transcription into another script.
                    .filter(|h| h.full && hit.full || h.form.is_ascii() != hit.form.is_ascii())
                    .take(6)
                    .any(|h| h.form == hit.form || compare(&h.form, &hit.form).verdict == Verdict::Same)
        })
    }

    /// "Varga" first and "Paul Varga" later are one where nobody else bears the name.
    fn completed(&self, hit: &Hit) -> Option<usize> {
        if !hit.full {
            return None;
        }
        let bare: Vec<usize> =
            self.rivals(hit).into_iter().filter(|&n| self.groups[n].hits.iter().all(|h| !h.full)).collect();
        let words = office_words(self.text, hit);
        let same = |n: &usize| words.iter().any(|w| self.groups[*n].offices.contains(w));
        let told: Vec<usize> = bare.iter().copied().filter(same).collect();
        match (told.as_slice(), bare.as_slice()) {
            ([one], _) => Some(*one),
            ([], [one]) if self.rivals(hit).len() == 1 => Some(*one),
            _ => None,
        }
    }
}

/// Whether two may be one as far as their titles tell.
fn agree(a: Option<Gender>, b: Option<Gender>) -> bool {
    a.is_none() || b.is_none() || a == b
}

/// Words of the offices told at a mention, in small letters.
fn office_words(text: &str, hit: &Hit) -> Vec<String> {
    let told = hit.offices.iter().map(|span| span.of(text)).chain(hit.role.as_deref());
    told.flat_map(|t| t.split(|c: char| !c.is_alphanumeric()))
        .filter(|w| w.chars().count() > 2 || w.chars().next().is_some_and(is_east_asian))
        .map(str::to_lowercase)
        .collect()
}

/// What makes two mentions of a body, state or place one.
fn name_key(hit: &Hit) -> String {
    let name = hit.canonical.as_deref().unwrap_or(&hit.form);
    let name = name.strip_prefix("The ").or(name.strip_prefix("the ")).unwrap_or(name);
    name.replace('’', "'").to_lowercase()
}

/// The given name with which a full name of the West begins, in small letters.
fn given_name(hit: &Hit) -> Option<String> {
    if !hit.full || hit.asian {
        return None;
    }
    let first = hit.form.split_whitespace().next()?;
    (first.chars().count() > 2 && !first.contains('.')).then(|| first.to_lowercase())
}

/// The family name alone, in small letters, without "Jr.".
pub(super) fn family_name(hit: &Hit) -> Option<String> {
    let mut words = hit.form.split_whitespace();
    let name = if hit.asian {
        words.next()
    } else {
        words.rev().find(|w| !TABLES.evidence.suffixes.contains(w.trim_matches([',', '.'])))
    };
    let name = name?.trim_end_matches(',');
    let first = name.chars().next()?;
    if is_east_asian(first) && name.chars().count() > 1 {
        return Some(first.to_string());
    }
    let name = hit.canonical.as_deref().filter(|_| !hit.full && russian::is_cyrillic(name)).unwrap_or(name);
    Some(if russian::is_cyrillic(name) { russian::folded(name) } else { name.to_lowercase() })
}

fn agent(text: &str, n: usize, group: Group) -> Agent {
    let mut counts: FxHashMap<&str, usize> = FxHashMap::default();
    let mut forms: Vec<String> = Vec::new();
    for hit in &group.hits {
        let count = counts.entry(hit.form.as_str()).or_insert_with(|| {
            forms.push(hit.form.clone());
            0
        });
        *count += usize::from(hit.gloss_of.is_none());
    }
    let best = &group.hits[group.best];
    // Of forms equally full, the one written most often: a slip is rare.
    let long = |form: &str| {
        form.split(' ').count() == best.form.split(' ').count() && form.is_ascii() == best.form.is_ascii()
    };
    let usual = forms.iter().filter(|f| long(f)).rev().max_by_key(|f| counts.get(f.as_str()));
    let usual = usual.map(|form| nominative(form, &forms).unwrap_or(form));
    let canonical = best.canonical.clone().or_else(|| usual.cloned()).unwrap_or_else(|| best.form.clone());
    let first_of = |f: fn(&Hit) -> &Option<String>| group.hits.iter().find_map(|h| f(h).clone());
    let confidence = if group.open { best.confidence.min(0.4) } else { best.confidence };
    Agent {
        id: format!("a{}", n + 1),
        canonical,
        kind: group.kind,
        side: first_of(|h| &h.side),
        role: first_of(|h| &h.role),
        authority: group.key.clone(),
        glosses: glosses(text, &group),
        offices: offices(text, &group),
        mentions: group.hits.iter().map(|h| mention(text, h, &group)).collect(),
        forms,
        basis: Basis::new(best.rule, confidence),
    }
}

/// The form that `form` is an oblique case of, where the paper has it.
fn nominative<'f>(form: &str, forms: &'f [String]) -> Option<&'f String> {
    if !russian::is_cyrillic(form) {
        return None;
    }
    let words = |f: &str| f.split_whitespace().take(5).map(russian::folded).collect::<Vec<_>>();
    let own: Vec<Vec<String>> = words(form).iter().map(|w| russian::bases(w)).collect();
    forms.iter().take(40).find(|f| {
        let other = words(f);
        *f != form
            && other.len() == own.len()
            && own.iter().zip(&other).all(|(bases, w)| bases.contains(w))
            && own.iter().zip(&other).any(|(bases, w)| bases[0] != *w)
            && !words(form).iter().zip(&other).all(|(w, o)| russian::bases(o).contains(w))
    })
}

/// Names that the paper says to be one.
fn glosses(text: &str, group: &Group) -> Vec<Gloss> {
    let named = |span: Span| group.at(span).map(|n| group.hits[n].form.clone());
    let closed = |end: u32| text[end as usize..].chars().next().filter(|c| "])）】".contains(*c));
    group
        .hits
        .iter()
        .filter_map(|h| {
            let of = h.gloss_of?;
            let end = h.span.end + closed(h.span.end).map_or(0, |c| c.len_utf8() as u32);
            Some(Gloss { span: Span { start: of.start, end }, name: named(of)?, meaning: h.form.clone() })
        })
        .collect()
}

/// Offices in the paper's words; when they were held is told later, once the dates are known.
fn offices(text: &str, group: &Group) -> Vec<Office> {
    let mut found: Vec<Office> = Vec::new();
    let mut seen: FxHashSet<String> = FxHashSet::default();
    for span in group.hits.iter().flat_map(|h| &h.offices) {
        let office = span.of(text).split_whitespace().collect::<Vec<_>>().join(" ");
        if seen.insert(office.clone()) {
            found.push(Office { span: *span, office, when: None });
        }
    }
    found.sort_by_key(|o| o.span);
    found
}
