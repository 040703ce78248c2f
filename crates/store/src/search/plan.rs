//! A question with its names and fields found: as a query on the index, and as marks in a passage.

use memcon_model::Span;
use tantivy::Term as IndexTerm;
use tantivy::query::{AllQuery, BooleanQuery, ConstScoreQuery, DisjunctionMaxQuery, Occur, Query};

use super::index::Fields;
use super::language::{Field, Kind, Leaf, Node, Term};
use super::phrase::{Expanding, Found, Phrase, Words, any_of};
use super::places::{Placed, together};
use super::question::{By, Clause, Part, Where};
use super::tokens::pattern_tokens;
use super::widen::{Widened, widen, widen_row};
use crate::error::Result;
use crate::spellings::Spellings;

/// Signs that a `*` between signs stands for at most.
const SIGNS: u32 = 8;

/// What a passage must be.
#[derive(Clone, Debug)]
pub(crate) enum Plan {
    All(Vec<Self>),
    Any(Vec<Self>),
    Not(Box<Self>),
    /// Words or a name.
    Clause(Clause),
    /// Sides (each any of some clauses) that stand together.
    Near {
        sides: Vec<Vec<Clause>>,
        within: u32,
        ordered: bool,
    },
    /// Any of these terms.
    Terms(Vec<IndexTerm>),
    /// Papers so called.
    Papers(Phrase),
}

/// What names and fields mean here.
pub(crate) struct Planner<'p> {
    /// `None`: names are looked for as they are written.
    pub spellings: Option<&'p Spellings>,
    /// Names with the spellings that were added.
    pub widened: Vec<Widened>,
    /// Finds what a field word means.
    pub field: &'p mut dyn FnMut(Field, &str) -> Result<Plan>,
}

impl Planner<'_> {
    /// The plan of a question. The tree is no deeper than its reader lets it be.
    pub(crate) fn plan(&mut self, node: &Node) -> Result<Plan> {
        Ok(match node {
            Node::All(parts) => Plan::All(self.all(parts)?),
            Node::Any(parts) => Plan::Any(parts.iter().map(|p| self.plan(p)).collect::<Result<_>>()?),
            Node::Not(inner) => Plan::Not(Box::new(self.plan(inner)?)),
            Node::Leaf(Leaf::Term(term), _) => {
                let mut row: Vec<Plan> = self.words(std::slice::from_ref(&term));
                if row.len() == 1 { row.remove(0) } else { Plan::All(row) }
            }
            Node::Leaf(Leaf::Near { sides, within }, _) => {
                let sides = sides.iter().map(|side| self.side(side)).collect();
                Plan::Near { sides, within: *within, ordered: false }
            }
            Node::Leaf(Leaf::Window { text, within }, _) => window(text, *within),
            Node::Leaf(Leaf::Field { field, value, .. }, _) => (self.field)(*field, value)?,
        })
    }

    /// Words that stand side by side may be one name.
    fn all(&mut self, parts: &[Node]) -> Result<Vec<Plan>> {
        let mut plans = Vec::new();
        let term = |n: &Node| match n {
            Node::Leaf(Leaf::Term(term), _) => Some(term.clone()),
            _ => None,
        };
        for group in parts.chunk_by(|a, b| term(a).is_some() && term(b).is_some()) {
            let terms: Vec<Term> = group.iter().filter_map(term).collect();
            match group {
                [other] if terms.is_empty() => plans.push(self.plan(other)?),
                _ => plans.extend(self.words(&terms.iter().collect::<Vec<_>>())),
            }
        }
        Ok(plans)
    }

    fn words(&mut self, terms: &[&Term]) -> Vec<Plan> {
        let mut plans = Vec::new();
        let mut parts = Vec::new();
        for term in terms {
            if let Some(stars) = among_signs(term) {
                plans.push(stars);
                continue;
            }
            let Some(phrase) = Phrase::asked(&term.text) else { continue };
            parts.push(match term.kind {
                Kind::Quoted => Part::Quoted(phrase),
                Kind::Word | Kind::Row => Part::Word(term.text.clone(), phrase),
            });
        }
        let clauses = match self.spellings {
            Some(spellings) => widen(&parts, spellings, &mut self.widened),
            None => parts.iter().map(|p| Clause::only(p.phrase().clone())).collect(),
        };
        plans.extend(clauses.into_iter().map(Plan::Clause));
        plans
    }

    fn side(&mut self, terms: &[Term]) -> Vec<Clause> {
        let one = |term: &Term| match (term.kind, self.spellings) {
            (Kind::Word | Kind::Row, Some(spellings)) => widen_row(&term.text, spellings, &mut self.widened),
            _ => Phrase::asked(&term.text).map(Clause::only),
        };
        terms.iter().filter_map(one).collect()
    }
}

/// `"a b"~5`: words in any order. One alone stands where it stands.
fn window(text: &str, within: u32) -> Plan {
    let sides: Vec<Vec<Clause>> =
        text.split_whitespace().filter_map(|w| Some(vec![Clause::only(Phrase::asked(w)?)])).collect();
    Plan::Near { sides, within, ordered: false }
}

/// A `*` between signs, which are words of their own: both sides, in order, not far from each other.
fn among_signs(term: &Term) -> Option<Plan> {
    let tokens = pattern_tokens(&term.text);
    let star =
        |t: &super::tokens::Token| t.term.contains('*') && t.term.chars().all(|c| matches!(c, '*' | '?'));
    let inside = tokens.len() > 2 && tokens[1..tokens.len() - 1].iter().any(star);
    if !inside || term.kind != Kind::Word {
        return None;
    }
    let pieces = term.text.split('*').filter_map(|p| Some(vec![Clause::only(Phrase::asked(p)?)]));
    Some(Plan::Near { sides: pieces.collect(), within: SIGNS, ordered: true })
}

/// What plans need to become queries.
pub(crate) struct Compiling<'c> {
    pub fields: Fields,
    pub within: &'c Where,
    /// Only as it stands.
    pub exact: bool,
    pub expanding: Expanding<'c>,
}

impl Compiling<'_> {
    /// As it stands, or as it was meant.
    fn either(&mut self, of: impl Fn(&mut Self, tantivy::schema::Field) -> Box<dyn Query>) -> Box<dyn Query> {
        let stands = of(self, self.fields.body);
        if self.exact {
            return stands;
        }
        let meant = of(self, self.fields.meant);
        Box::new(DisjunctionMaxQuery::new(vec![stands, meant]))
    }
}

impl Plan {
    /// As a query.
    pub(crate) fn query(&self, c: &mut Compiling<'_>) -> Box<dyn Query> {
        match self {
            Self::All(parts) => {
                let occur = |p: &Self| if matches!(p, Self::Not(_)) { Occur::MustNot } else { Occur::Must };
                let bare = parts.iter().all(|p| matches!(p, Self::Not(_)));
                let mut all: Vec<(Occur, Box<dyn Query>)> = Vec::new();
                if bare {
                    all.push((Occur::Must, Box::new(ConstScoreQuery::new(Box::new(AllQuery), 0.0))));
                }
                for part in parts {
                    let inner = if let Self::Not(inner) = part { inner } else { part };
                    all.push((occur(part), inner.query(c)));
                }
                Box::new(BooleanQuery::new(all))
            }
            Self::Any(parts) => Box::new(BooleanQuery::union(parts.iter().map(|p| p.query(c)).collect())),
            Self::Not(inner) => {
                let all: Box<dyn Query> = Box::new(ConstScoreQuery::new(Box::new(AllQuery), 0.0));
                Box::new(BooleanQuery::new(vec![(Occur::Must, all), (Occur::MustNot, inner.query(c))]))
            }
            Self::Clause(clause) => {
                c.either(|c, body| clause.query(body, c.fields.document, c.within, &mut c.expanding))
            }
            Self::Near { sides, within, ordered } => c.either(|c, body| {
                let side = |clauses: &Vec<Clause>| {
                    let each = clauses.iter();
                    each.flat_map(|clause| clause.alternatives(body, c.within, &mut c.expanding)).collect()
                };
                Box::new(Placed::new(sides.iter().map(side).collect(), *within, *ordered))
            }),
            Self::Terms(terms) => any_of(terms.clone(), 0.0),
            Self::Papers(phrase) => {
                let paper = c.fields.paper;
                let mut expanding = Expanding {
                    searcher: c.expanding.searcher,
                    fields: [paper, paper],
                    cut: Vec::new(),
                    known: std::collections::BTreeMap::new(),
                };
                let query = phrase.query(paper, &mut expanding);
                c.expanding.cut.extend(expanding.cut);
                Box::new(ConstScoreQuery::new(query, 0.0))
            }
        }
    }

    /// Whether the words of document `document` fit, as far as they tell; where they do is added to `found`.
    fn find(
        &self,
        rows: &[Words<'_>],
        document: u64,
        within: &Where,
        found: &mut Vec<Span>,
        by: &mut By,
    ) -> bool {
        match self {
            Self::All(parts) => {
                let mut inside = (Vec::new(), By::new());
                let all = parts.iter().all(|p| p.find(rows, document, within, &mut inside.0, &mut inside.1));
                if all {
                    found.extend(inside.0);
                    by.extend(inside.1);
                }
                all
            }
            Self::Any(parts) => {
                let fits = parts.iter().map(|p| p.find(rows, document, within, found, by));
                // Each is asked, so that all that fits is marked.
                fits.fold(false, |any, fits| any | fits)
            }
            Self::Not(inner) => {
                !inner.stands_in_words()
                    || !inner.find(rows, document, within, &mut Vec::new(), &mut By::new())
            }
            Self::Clause(clause) => {
                let places = rows.iter().flat_map(|row| clause.find(row, document, within, by));
                let before = found.len();
                found.extend(places.map(|p| p.span));
                found.len() > before
            }
            Self::Near { sides, within: far, ordered } => {
                let before = found.len();
                for row in rows {
                    let mut mine = By::new();
                    let all: Vec<Vec<Found>> = sides
                        .iter()
                        .map(|side| {
                            let each = side.iter();
                            let mut places: Vec<Found> = each
                                .flat_map(|c| c.find_together(row, document, within, &mut mine))
                                .collect();
                            places.sort_unstable();
                            places.dedup();
                            places
                        })
                        .collect();
                    let places: Vec<Vec<(u32, u32)>> =
                        all.iter().map(|s| s.iter().map(|f| (f.from, f.to)).collect()).collect();
                    let marked = together(&places, *far, *ordered);
                    if !marked.is_empty() {
                        by.extend(mine);
                    }
                    found.extend(marked.into_iter().filter_map(|(s, n)| Some(all.get(s)?.get(n)?.span)));
                }
                found.len() > before
            }
            // What is asked of the paper or the voice does not stand in the words.
            Self::Terms(_) | Self::Papers(_) => true,
        }
    }

    /// Whether the words alone tell if it fits.
    fn stands_in_words(&self) -> bool {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().all(Self::stands_in_words),
            Self::Not(inner) => inner.stands_in_words(),
            Self::Clause(_) | Self::Near { .. } => true,
            Self::Terms(_) | Self::Papers(_) => false,
        }
    }

    /// Where it stands in the words of a passage of document `document`, in order, none over another; and by which other
    /// spellings.
    pub(crate) fn highlights(&self, rows: &[Words<'_>], document: u64, within: &Where) -> (Vec<Span>, By) {
        let (mut found, mut by) = (Vec::new(), By::new());
        self.find(rows, document, within, &mut found, &mut by);
        found.sort_unstable();
        let mut apart: Vec<Span> = Vec::new();
        for span in found {
            match apart.last_mut() {
                Some(last) if span.start < last.end => *last = last.hull(span),
                _ => apart.push(span),
            }
        }
        (apart, by)
    }
}

#[cfg(test)]
mod tests {
    use super::super::language::Question;
    use super::super::phrase::row;
    use super::super::tokens::tokens;
    use super::*;

    /// `passage` with what `question` finds in square brackets.
    fn show(question: &str, passage: &str) -> String {
        let mut field = |_: Field, _: &str| Ok(Plan::Terms(Vec::new()));
        let mut planner = Planner { spellings: None, widened: Vec::new(), field: &mut field };
        let root = Question::read(question).root.unwrap();
        let plan = planner.plan(&root).unwrap();
        let tokens = tokens(passage);
        let mut shown = passage.to_owned();
        for span in plan.highlights(&[row(&tokens)], 1, &Where::new()).0.into_iter().rev() {
            shown.insert(span.end as usize, ']');
            shown.insert(span.start as usize, '[');
        }
        shown
    }

    #[test]
    fn words_and_phrases() {
        assert_eq!(show("cease fire", "Cease the fire"), "[Cease] the [fire]");
        assert_eq!(show("\"cease fire\"", "fire; cease fire"), "fire; [cease fire]");
        assert_eq!(show("“cease fire", "fire; cease fire"), "fire; [cease fire]");
        assert_eq!(show("cease-fire", "a ceasefire, a cease-fire"), "a [ceasefire], a [cease-fire]");
        assert_eq!(show("ceasefire", "a cease-fire"), "a [cease-fire]");
        assert_eq!(show("negotiat*", "Negotiations negate"), "[Negotiations] negate");
        assert_eq!(show("Sorin", "Sŏrin’s reply"), "[Sŏrin’s] reply");
        assert_eq!(
            show("\"the neg*ns\" wom?n", "the negotiations of women"),
            "[the negotiations] of [women]"
        );
    }

    #[test]
    fn signs() {
        assert_eq!(show("和", "和平談判"), "[和]平談判");
        assert_eq!(show("평화", "조선평화위원회"), "조선[평화]위원회");
        assert_eq!(show("停戰線", "停戰與戰線，停戰線"), "停戰與戰線，[停戰線]");
        assert_eq!(show("停?線", "停戰與戰線，停戰線"), "停戰與戰線，[停戰線]");
        assert_eq!(show("停*談", "停戰和平談判"), "[停]戰和平[談]判");
        assert_eq!(show("和 NEAR/3 線", "停戰線以北之和平"), "停戰[線]以北之[和]平");
        assert_eq!(show("和 NEAR/2 線", "停戰線以北之和平"), "停戰線以北之和平");
    }

    #[test]
    fn only_what_fits_is_marked() {
        assert_eq!(show("a OR (b c)", "a b"), "[a] b");
        assert_eq!(show("a -c", "a b"), "[a] b");
        assert_eq!(
            show("noon NEAR/1 fire", "noon, then fire; and at noon"),
            "[noon], then [fire]; and at noon"
        );
        assert_eq!(show("\"fire noon\"~1", "noon, then fire"), "[noon], then [fire]");
    }
}
