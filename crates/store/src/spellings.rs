//! The names of a collection under every spelling: whom a written name may mean, and how else the papers write it.
//!
//! Built from what linking found, and kept as long as that stays. It decides nothing about who is who: names that
//! linking did not join stay with their own agents, and a caller is told which agent each name belongs to.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use memcon_model::{AgentType, JoinReason, JoinedBy, Linked, LinkedAgent, Manner};
use memcon_names::{Index, Match, Name, Script, Verdict};

use crate::collection::{Collection, Mode as OpenMode, guard};
use crate::error::Result;
use crate::fold;
use crate::sections::Section;

/// Spellings that one name is looked for under, at most.
const MOST: usize = 48;
/// Names of the collection that a name is compared with at most when agents are looked for.
const NEAR: usize = 200;

/// A form of a name as the papers write it, and whose it is.
#[derive(Debug)]
struct Form {
    text: String,
    /// Places in [`Linked::agents`], ascending.
    agents: Vec<usize>,
}

/// How an agent was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// Its place in [`Linked::agents`].
    pub agent: usize,
    /// The form that the name asked for fits best.
    pub form: String,
    /// Whether that form is what was asked for, or can be the same name.
    pub verdict: Verdict,
    /// Why, for a reader.
    pub why: String,
}

/// Another way in which the papers write a name that was asked for.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Spelling {
    /// The form in the papers.
    pub form: String,
    /// Why it counts, for a reader.
    pub why: String,
    /// The agent that has it; `null` where several have.
    pub agent: Option<String>,
    /// The documents in which the form means this agent; `null` = it means it everywhere.
    pub documents: Option<BTreeSet<String>>,
}

/// An agent by its id, with every mention.
type Whole = dyn Fn(&str) -> Option<LinkedAgent> + Send + Sync;

/// Every name of the collection.
pub struct Spellings {
    linked: Arc<Linked>,
    /// Of which linking they are.
    serial: u64,
    /// Gives an agent with its mentions, where `linked` has only what lists show.
    whole: Option<Box<Whole>>,
    forms: Vec<Form>,
    index: Index,
    by_fold: BTreeMap<String, Vec<usize>>,
    by_word: BTreeMap<String, Vec<usize>>,
}

impl Collection {
    /// The names of the collection, read anew where linking has changed.
    pub fn spellings(&self) -> Result<Arc<Spellings>> {
        let mut held = guard(&self.spellings);
        let serial = self.linking()?;
        if let Some(known) = held.as_ref().filter(|s| s.serial == serial) {
            return Ok(Arc::clone(known));
        }
        let dir = self.dir().to_owned();
        // The names outlive no collection, but they cannot borrow from the one that keeps them.
        let whole = move |id: &str| {
            let collection = Self::open(&dir, OpenMode::ReadOnly).ok()?;
            let found = collection.linked_about(&[id], &[Section::Agents]).ok()?;
            found.agents.iter().find(|a| a.id == id).cloned()
        };
        let linked = self.linked_of(&[Section::Heads])?;
        let spellings = Spellings { serial, whole: Some(Box::new(whole)), ..Spellings::new(linked) };
        let spellings = Arc::new(spellings);
        *held = Some(Arc::clone(&spellings));
        Ok(spellings)
    }
}

impl std::fmt::Debug for Spellings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Spellings").field("serial", &self.serial).field("forms", &self.forms).finish()
    }
}

impl Spellings {
    /// Reads all names. Linear in their number but for the sorting.
    pub fn new(linked: Arc<Linked>) -> Self {
        let mut texts: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
        for (n, agent) in linked.agents.iter().enumerate() {
            // Pronouns name nobody.
            let named = agent.forms.iter().filter(|f| f.manner != Manner::Pronoun);
            let forms = named.map(|f| f.form.trim()).chain([agent.canonical.trim()]);
            for form in forms.filter(|f| !f.is_empty()) {
                texts.entry(form).or_default().insert(n);
            }
        }
        let forms: Vec<Form> = texts
            .into_iter()
            .map(|(text, agents)| Form { text: text.to_owned(), agents: agents.into_iter().collect() })
            .collect();
        let (mut by_fold, mut by_word): (BTreeMap<String, Vec<usize>>, BTreeMap<String, Vec<usize>>) =
            Default::default();
        for (n, form) in forms.iter().enumerate() {
            let folded = fold(&form.text);
            for word in words(&folded) {
                by_word.entry(word).or_default().push(n);
            }
            by_fold.entry(folded).or_default().push(n);
        }
        let index = Index::new(forms.iter().map(|f| f.text.as_str()));
        Self { linked, serial: 0, whole: None, forms, index, by_fold, by_word }
    }

    /// What linking found, from which these names are; agents perhaps without their mentions, members and reasons.
    pub fn linked(&self) -> &Arc<Linked> {
        &self.linked
    }

    /// The agents that a name may mean: those who are so called in any spelling, most often named first; behind
    /// them those of whom it is possible, and those of whose name it is a part, nearest first.
    pub fn agents(&self, name: &str) -> Vec<Found> {
        let name = name.trim();
        let mut best: BTreeMap<usize, (f32, Found)> = BTreeMap::new();
        let mut take = |score: f32, form: &Form, verdict: Verdict, why: &str| {
            for agent in &form.agents {
                if best.get(agent).is_none_or(|(known, _)| *known < score) {
                    let found =
                        Found { agent: *agent, form: form.text.clone(), verdict, why: why.to_owned() };
                    best.insert(*agent, (score, found));
                }
            }
        };
        for form in self.written(name) {
            take(2.0, form, Verdict::Same, "written so in the papers");
        }
        for (form, m) in self.near(name, NEAR) {
            if m.verdict != Verdict::Other {
                take(m.score, form, m.verdict, &m.why);
            }
        }
        for form in self.holding(name) {
            take(Match::POSSIBLE, form, Verdict::Possible, "the name holds these words");
        }
        let mut found: Vec<(f32, Found)> = best.into_values().collect();
        found.sort_by(|(a, x), (b, y)| {
            // The page of a name is the same under each of its spellings, so the sure ones stand in an order of
            // their own; the doubtful ones by how near they are.
            let nearness =
                if x.verdict == Verdict::Same { std::cmp::Ordering::Equal } else { b.total_cmp(a) };
            (x.verdict.cmp(&y.verdict))
                .then(nearness)
                .then_with(|| self.weight(y).cmp(&self.weight(x)))
                .then_with(|| {
                    let name = |f: &Found| self.linked.agents[f.agent].canonical.as_str();
                    name(x).cmp(name(y)).then(x.agent.cmp(&y.agent))
                })
        });
        found.into_iter().map(|(_, f)| f).collect()
    }

    /// The one agent who bears a name just so; `None` where nobody does, or several.
    pub fn whose(&self, name: &str) -> Option<&LinkedAgent> {
        let mut agents = self.written(name).flat_map(|f| &f.agents);
        let first = agents.next()?;
        let one = agents.all(|other| other == first);
        self.linked.agents.get(*first).filter(|_| one)
    }

    /// How often the agent is named.
    fn weight(&self, found: &Found) -> u64 {
        self.linked.agents[found.agent].forms.iter().map(|f| u64::from(f.count)).sum()
    }

    /// The forms that are exactly this name, case and accents aside.
    fn written(&self, name: &str) -> impl Iterator<Item = &Form> {
        self.by_fold.get(&fold(name)).into_iter().flatten().map(|n| &self.forms[*n])
    }

    /// The forms that compare as this name, nearest first.
    fn near(&self, name: &str, most: usize) -> impl Iterator<Item = (&Form, Match)> {
        self.index.nearest(name, most).into_iter().map(|(n, m)| (&self.forms[n], m))
    }

    /// The forms that hold all words of a name, at most as many as are worth showing.
    fn holding(&self, name: &str) -> impl Iterator<Item = &Form> {
        let wanted: Vec<String> = words(&fold(name)).into_iter().collect();
        let lists: Option<Vec<&Vec<usize>>> = wanted.iter().map(|w| self.by_word.get(w)).collect();
        let mut lists = lists.unwrap_or_default();
        lists.sort_by_key(|l| l.len());
        let first = lists.first().copied().into_iter().flatten();
        let rest: Vec<&Vec<usize>> = lists.into_iter().skip(1).collect();
        first.filter(move |n| rest.iter().all(|l| l.binary_search(n).is_ok())).map(|n| &self.forms[*n])
    }

    /// How else the papers write a name: nothing where it is none, or where nobody here is so called.
    ///
    /// Persons give all their names, cover names too; bodies, states and places only names that can be read alike or
    /// that a paper, a list or a person says to be one.
    pub fn others(&self, name: &str) -> Vec<Spelling> {
        let name = name.trim();
        let asked = fold(name);
        if !is_name(name) {
            return Vec::new();
        }
        let single = single(&asked);
        let mut whose: BTreeSet<usize> = BTreeSet::new();
        let mut found: BTreeMap<String, Spelling> = BTreeMap::new();
        let same = |m: &Match| m.verdict == Verdict::Same && (!single || sure(name, m));
        // A family name alone is only a part of what was asked for.
        let several = Name::parse(name).words.len() > 1;
        let whole = |form: &Form| !several || !self::single(&form.text);
        for form in self.written(name).filter(|f| !self.by_office(f)) {
            whose.extend(&form.agents);
        }
        for (form, m) in self.near(name, MOST).filter(|(f, m)| same(m) && whole(f) && !self.by_office(f)) {
            whose.extend(&form.agents);
            self.keep(&mut found, &asked, &form.text, None, &m.why, None);
        }
        // A single word that several bear tells nothing about the other names of one of them.
        if !single || whose.len() == 1 {
            for agent in whose.iter().filter_map(|n| self.linked.agents.get(*n)) {
                let whole = self.whole.as_ref().and_then(|whole| whole(&agent.id));
                self.names_of(whole.as_ref().unwrap_or(agent), &asked, &mut found);
            }
        }
        // A form that holds all words of another one is found by it.
        let mut kept: Vec<Spelling> = found.into_values().collect();
        let bare: Vec<BTreeSet<String>> =
            kept.iter().filter(|s| s.documents.is_none()).map(|s| words(&fold(&s.form))).collect();
        kept.retain(|s| {
            let own = words(&fold(&s.form));
            !bare.iter().any(|b| b.len() < own.len() && b.is_subset(&own))
        });
        kept.truncate(MOST);
        kept
    }

    /// The other names of an agent that was asked for.
    fn names_of(&self, agent: &LinkedAgent, asked: &str, found: &mut BTreeMap<String, Spelling>) {
        for form in &agent.forms {
            let by_name = !matches!(form.manner, Manner::Pronoun | Manner::Office);
            if !by_name || !is_name(form.form.trim()) || is_office(agent, form.form.trim()) {
                continue;
            }
            // "Comrade Varga" is also Varga: titles come and go.
            let text = untitled(form.form.trim());
            let one_of = |name: &str| name == form.form || untitled(name) == text;
            let joins = || agent.joins.iter().filter(|j| one_of(&j.a) || one_of(&j.b));
            let by_word = |j: &JoinReason| matches!(j.by, JoinedBy::Gloss | JoinedBy::List | JoinedBy::Hand);
            let joined = joins().find(|j| by_word(j)).or_else(|| joins().next());
            let told = joined.is_some_and(by_word);
            if agent.kind != AgentType::Person && !told {
                continue;
            }
            let here = form.mentions.iter().map(|m| m.document.clone());
            if let Some(known) = found.get_mut(&fold(&text)) {
                known.documents.iter_mut().for_each(|d| d.extend(here.clone()));
                continue;
            }
            let why = joined.map_or_else(
                || "a paper uses both names for one".to_owned(),
                |j| format!("{} = {}: {}", j.a, j.b, j.why),
            );
            // A family name alone means this person only where a paper uses it so.
            let documents = (single(&text) && !told).then(|| here.collect());
            self.keep(found, asked, &text, Some(agent), &why, documents);
        }
    }

    /// Whether a form is an office and nobody's name.
    fn by_office(&self, form: &Form) -> bool {
        let mut agents = form.agents.iter().filter_map(|n| self.linked.agents.get(*n));
        let office = |a: &LinkedAgent| {
            let mut forms = a.forms.iter();
            forms.any(|f| f.manner == Manner::Office && f.form.trim() == form.text)
                || is_office(a, &form.text)
        };
        agents.all(office)
    }

    fn keep(
        &self,
        found: &mut BTreeMap<String, Spelling>,
        asked: &str,
        text: &str,
        agent: Option<&LinkedAgent>,
        why: &str,
        documents: Option<BTreeSet<String>>,
    ) {
        let folded = fold(text);
        // What holds all words asked for is found by them.
        let held = words(asked).is_subset(&words(&folded));
        let short = text.chars().count() < 2;
        if held || short || found.contains_key(&folded) || found.len() >= 4 * MOST {
            return;
        }
        let owner = || match self.by_fold.get(&folded).map(Vec::as_slice) {
            Some([n]) => match self.forms[*n].agents.as_slice() {
                [one] => self.linked.agents.get(*one),
                _ => None,
            },
            _ => None,
        };
        let agent = agent.or_else(owner).map(|a| a.id.clone());
        found.insert(folded, Spelling { form: text.to_owned(), why: why.to_owned(), agent, documents });
    }
}

/// A single word is too little to go by unless it is read in another script, or is all but the same.
fn sure(name: &str, m: &Match) -> bool {
    m.score >= 0.9 || Name::parse(name).script != Script::Latin
}

/// Whether a name is one word, which may be no more than a family name; Han and Hangul write whole names so.
fn single(name: &str) -> bool {
    words(&fold(name)).len() == 1 && !matches!(Name::parse(name).script, Script::Han | Script::Hangul)
}

/// The words of a folded name.
fn words(folded: &str) -> BTreeSet<String> {
    folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_owned).collect()
}

/// A name of an alphabet without its titles; others as they are.
fn untitled(text: &str) -> String {
    let name = Name::parse(text);
    let spaced = matches!(name.script, Script::Latin | Script::Cyrillic) && !name.inverted;
    if spaced && !name.words.is_empty() { name.words.join(" ") } else { text.to_owned() }
}

/// Whether a text names somebody, rather than being an office, a title or a pronoun: it has a word that is no title,
/// and does not open with a small letter where its script has small letters.
fn is_name(text: &str) -> bool {
    let small = text.chars().find(|c| c.is_alphabetic()).is_none_or(char::is_lowercase);
    // What is left of a title with a name behind it is the name.
    const BEHIND: &str = "Xx";
    !small && Name::parse(&format!("{text} {BEHIND}")).words != [BEHIND]
}

/// Whether the papers use the words for an office of this agent.
fn is_office(agent: &LinkedAgent, text: &str) -> bool {
    let folded = fold(text);
    agent.roles.iter().chain(agent.offices.iter().map(|o| &o.office)).any(|r| fold(r) == folded)
}

#[cfg(test)]
mod tests;
