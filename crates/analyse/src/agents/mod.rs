//! Persons, bodies, states and places, and where the paper names them.
//!
//! Recognition is rules over tables under `data/agents`, `data/gazetteer` and `data/names`: listed
//! names first, then bodies by their head nouns, then persons by what stands around a name. Mentions
//! are joined inside one paper only (see `join.rs`); across papers that is another room's work.

mod again;
mod apposition;
mod east_asian;
mod evidence;
mod glosses;
mod join;
mod learned;
mod listed;
mod manner;
mod marked;
mod meant;
mod offices;
mod parties;
mod persons;
mod places;
mod russian;
mod scene;
mod shapes;
mod tables;
mod words;

use std::collections::BTreeSet;

use memcon_model::{Agent, AgentType, Analysis, Span};

use crate::Paper;

/// One mention before joining.
#[derive(Clone, Debug)]
pub(crate) struct Hit {
    pub(crate) span: Span,
    pub(crate) kind: AgentType,
    pub(crate) rule: &'static str,
    pub(crate) confidence: f32,
    /// The words, blanks evened out.
    pub(crate) form: String,
    /// A name from a table that stands for the form.
    pub(crate) canonical: Option<String>,
    pub(crate) role: Option<String>,
    pub(crate) side: Option<String>,
    /// Family and given name are both there.
    pub(crate) full: bool,
    /// Family name first.
    pub(crate) asian: bool,
    /// Named with a title or before a verb: a family name alone may stand for itself.
    pub(crate) titled: bool,
    /// Another name of the person mentioned there.
    pub(crate) gloss_of: Option<Span>,
    /// Where the title directly before the name begins.
    pub(crate) title_at: Option<u32>,
    /// Where the title directly behind the name ends, as Chinese and Korean have it.
    pub(crate) title_end: Option<u32>,
    /// Where the words for offices stand.
    pub(crate) offices: Vec<Span>,
    /// What the title tells.
    pub(crate) gender: Option<Gender>,
    /// The title goes with a given name ("Sir Odo").
    pub(crate) given_title: bool,
    /// The gloss says that the name in the text is a cover name.
    pub(crate) cover: bool,
    /// Who it is by the paper's own mark-up: id in a list of persons.
    pub(crate) key: Option<String>,
}

/// Whether a man or a woman is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Gender {
    Male,
    Female,
}

impl Hit {
    fn new(span: Span, kind: AgentType, rule: &'static str, confidence: f32) -> Self {
        Self {
            span,
            kind,
            rule,
            confidence,
            form: String::new(),
            canonical: None,
            role: None,
            side: None,
            full: false,
            asian: false,
            titled: false,
            gloss_of: None,
            title_at: None,
            title_end: None,
            offices: Vec::new(),
            gender: None,
            given_title: false,
            cover: false,
            key: None,
        }
    }
}

/// The names found in one paper, kept while its voices are sought: they tell of further persons.
pub struct Named {
    hits: Vec<Hit>,
}

/// The agents of one paper with their mentions by name, in order of first mention.
pub fn agents(paper: &Paper<'_>, found: &Analysis) -> Vec<Agent> {
    Named::of(paper, found).agents(paper, found)
}

/// Adds mentions by office and pronoun ("the Ambassador", "he") where the paper leaves no doubt who is meant.
pub fn meant(paper: &Paper<'_>, found: &mut Analysis) {
    meant::add(paper, found);
}

impl Named {
    /// Finds the names of a paper.
    pub fn of(paper: &Paper<'_>, found: &Analysis) -> Self {
        let text = paper.text;
        let mut hits = recognise(text, &parties::Parties::of(paper.settings), english(paper));
        name_sides(paper, &mut hits);
        for comment in &found.comments {
            if let Some(hit) = comment.author.as_deref().and_then(|a| handle(text, comment.span, a)) {
                hits.retain(|h| !h.span.overlaps(hit.span));
                hits.push(hit);
            }
        }
        marked::take(paper, &mut hits);
        hits.sort_by_key(|h| (h.span.start, std::cmp::Reverse(h.span.end)));
        Self { hits }
    }

    /// Joins the names to agents.
    pub fn agents(&self, paper: &Paper<'_>, found: &Analysis) -> Vec<Agent> {
        let mut agents = join::join(paper.text, self.hits.clone());
        take_sides(paper, found, &mut agents);
        offices::date(paper.text, found, &mut agents);
        agents
    }

    /// The agents again where the voices know speakers that were nobody; `None` where they know none.
    pub fn with_speakers(mut self, paper: &Paper<'_>, found: &Analysis) -> Option<Vec<Agent>> {
        let sources = learned::unknown_sources(found);
        if sources.is_empty() {
            return None;
        }
        let text = paper.text;
        let words = words::words(text);
        let parties = parties::Parties::of(paper.settings);
        let taken = parties.with(text, listed::listed(text, english(paper)));
        let small = small_words(&words);
        let mut claimed = Claimed::default();
        let named = |h: &&Hit| h.kind != AgentType::Place;
        claim(&words, taken.iter().map(|t| t.span), &mut claimed);
        claim(&words, self.hits.iter().filter(named).map(|h| h.span), &mut claimed);
        let scene = scene::Scene { text, words: &words, claimed: &claimed, taken: &taken, small: &small };
        let mut new = learned::persons(&scene, &sources);
        if new.is_empty() {
            return None;
        }
        new.sort_by_key(|h| (h.span.start, std::cmp::Reverse(h.span.end)));
        let again = again::later_mentions(&scene, &new);
        new.extend(again);
        new.sort_by_key(|h| h.span);
        let free = |s: Span| {
            let n = new.partition_point(|h| h.span.end <= s.start);
            new.get(n).is_none_or(|h| h.span.start >= s.end)
        };
        self.hits.retain(|h| h.kind != AgentType::Place || free(h.span));
        self.hits.extend(new);
        self.hits.sort_by_key(|h| (h.span.start, std::cmp::Reverse(h.span.end)));
        Some(self.agents(paper, found))
    }
}

/// Whether a word (without its full stop) only addresses a person and is no part of a name: "Mr", "Mrs", "Frau".
pub(crate) fn is_address(word: &str) -> bool {
    let t = &*tables::TABLES;
    (t.male.contains(word) || t.female.contains(word))
        && t.honorifics.contains(word)
        && !t.given_titles.contains(word)
        && !t.kept_titles.contains(word)
}

fn english(paper: &Paper<'_>) -> bool {
    paper.languages.is_empty() || paper.languages.iter().any(|l| l == "en")
}

/// Words that occur in small letters.
fn small_words<'t>(words: &[words::Word<'t>]) -> rustc_hash::FxHashSet<&'t str> {
    words.iter().filter(|w| !w.capital && w.text.len() > 1).map(|w| w.text).collect()
}

/// Sides and offices that the paper's list of those present tells, for persons the text itself says nothing of.
fn take_sides(paper: &Paper<'_>, found: &Analysis, agents: &mut [Agent]) {
    for present in crate::describe::participants(paper, &found.description) {
        let listed = memcon_names::Name::parse(&present.name).words;
        let Some(family) = listed.last() else { continue };
        let of_name = |form: &str| form == present.name || memcon_names::Name::parse(form).words == listed;
        let mut at: Vec<usize> = (0..agents.len())
            .filter(|&n| agents[n].kind == AgentType::Person && agents[n].forms.iter().any(|f| of_name(f)))
            .collect();
        if at.is_empty() {
            // By the family name, where one person alone bears it.
            at = (0..agents.len())
                .filter(|&n| {
                    agents[n].kind == AgentType::Person
                        && agents[n].forms.iter().any(|f| f.split_whitespace().any(|w| w == family))
                })
                .collect();
        }
        let [n] = at.as_slice() else { continue };
        let agent = &mut agents[*n];
        agent.side = agent.side.take().or_else(|| present.side.clone());
        agent.role = agent.role.take().or_else(|| present.role.clone());
    }
}

/// All mentions in a text.
fn recognise(text: &str, parties: &parties::Parties, english: bool) -> Vec<Hit> {
    let words = words::words(text);
    let taken = parties.with(text, listed::listed(text, english));
    let small = small_words(&words);
    let mut claimed: Claimed = Claimed::default();
    claim(&words, taken.iter().map(|t| t.span), &mut claimed);
    let mut hits = listed::bodies(text, &words, &claimed);
    claim(&words, hits.iter().map(|h| h.span), &mut claimed);
    // A listed name inside a body's name is part of that name.
    let inside: Vec<Span> = hits.iter().map(|h| h.span).collect();
    hits.extend(
        listed::hits(text, &taken).into_iter().filter(|h| !inside.iter().any(|s| s.contains(h.span))),
    );

    let scene = scene::Scene { text, words: &words, claimed: &claimed, taken: &taken, small: &small };
    let people = people(&scene);
    let people_words: BTreeSet<String> =
        people.iter().flat_map(|h| h.form.split_whitespace()).map(str::to_lowercase).collect();
    hits.extend(people);
    claim(&words, hits.iter().map(|h| h.span), &mut claimed);
    let scene = scene::Scene { text, words: &words, claimed: &claimed, taken: &taken, small: &small };
    hits.extend(places::places(&scene, &people_words));
    hits.extend(
        listed::halves(text, &words, &taken)
            .into_iter()
            .filter(|h| !inside.iter().any(|s| s.contains(h.span))),
    );
    hits
}

/// All mentions of persons by name.
fn people(scene: &scene::Scene<'_, '_>) -> Vec<Hit> {
    let order = |h: &Hit| (h.span.start, std::cmp::Reverse(h.span.end));
    let mut people = persons::persons(scene);
    people.extend(east_asian::persons(scene.text, scene.taken));
    people.sort_by_key(order);
    let lone = evidence::lone_names(scene, &people);
    people.extend(lone);
    people.sort_by_key(order);
    let told = glosses::told(scene, &people);
    let told_at: rustc_hash::FxHashSet<Span> = told.iter().map(|t| t.span).collect();
    people.retain(|h| !told_at.contains(&h.span));
    people.extend(told);
    people.sort_by_key(order);
    let again = again::later_mentions(scene, &people);
    people.extend(again);
    people
}

/// Starts of words that are taken up; only asked, never walked through.
pub(crate) type Claimed = rustc_hash::FxHashSet<usize>;

/// Notes the words that spans take up.
fn claim(words: &[words::Word<'_>], spans: impl Iterator<Item = Span>, claimed: &mut Claimed) {
    for span in spans {
        let from = words.partition_point(|w| w.end as u32 <= span.start);
        for w in words[from..].iter().take_while(|w| (w.start as u32) < span.end) {
            claimed.insert(w.start);
        }
    }
}

/// Sides under the names that the user gave them.
fn name_sides(paper: &Paper<'_>, hits: &mut [Hit]) {
    for hit in hits {
        let Some(side) = &hit.side else { continue };
        let party = paper
            .settings
            .parties
            .iter()
            .find(|p| p.name == *side || p.aliases.iter().any(|a| a == side || *a == hit.form));
        if let Some(party) = party {
            hit.side = Some(party.name.clone());
        }
    }
}

/// The name of a comment's author, where it stands in or just before the comment.
fn handle(text: &str, comment: Span, author: &str) -> Option<Hit> {
    let from = text.floor_char_boundary((comment.start as usize).saturating_sub(120));
    let to = (comment.end as usize).min(text.len());
    let at = from + text.get(from..to)?.find(author)?;
    let mut hit = Hit::new(Span::new(at, at + author.len()), AgentType::Handle, "agents.handle", 0.9);
    hit.form = author.to_owned();
    hit.canonical = Some(author.to_owned());
    Some(hit)
}

#[cfg(test)]
mod tests;
