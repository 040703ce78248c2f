//! Papers that are one text: a translation and its original, a copy.

use crate::form::vocabulary;
use crate::{Beside, DocumentId, Evidence, Linked, Span, Testimony};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

vocabulary! {
    /// What two papers of one text are to each other.
    #[derive(Default)]
    ParallelKind {
        /// The same text in two languages.
        #[default]
        Translation = "translation",
        /// The same text in one language: a clean copy, a retyped one, a later edition.
        Copy = "copy",
    }
}

vocabulary! {
    /// How sure it is that two papers are one text.
    #[derive(Default)]
    Certainty {
        /// Sentence answers to sentence through the whole of both.
        #[default]
        Certain = "certain",
        /// Much speaks for it, and not enough.
        Possible = "possible",
    }
}

vocabulary! {
    /// A kind of claim that stands in both papers.
    #[derive(Default)]
    ClaimKind {
        /// A turn.
        #[default]
        Turn = "turn",
        /// A move.
        Move = "move",
        /// An event.
        Event = "event",
        /// An obligation.
        Obligation = "obligation",
        /// A date.
        Date = "date",
        /// A mention of an agent.
        Agent = "agent",
    }
}

/// A claim found in one paper, tied to the same claim found in the other.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct TiedClaim {
    /// What is claimed.
    #[serde(rename = "type")]
    pub kind: ClaimKind,
    /// In the one paper: the claim's words.
    pub a: Span,
    /// Its id there, where claims of the kind have one.
    pub a_id: Option<String>,
    /// In the other paper.
    pub b: Span,
    /// Its id there.
    pub b_id: Option<String>,
}

/// Two papers that are one text. Where it is told which is the original, `a` is the original.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Parallel {
    /// `parallel-…`: a stable hash of the two papers.
    pub id: String,
    /// What they are to each other.
    #[serde(rename = "type")]
    pub kind: ParallelKind,
    /// How sure it is.
    pub certainty: Certainty,
    /// From 0 to 1.
    pub score: f32,
    /// The one paper; the original where that is told.
    pub a: DocumentId,
    /// The other.
    pub b: DocumentId,
    /// Which of the two is the original; `null` = the papers do not tell.
    pub original: Option<DocumentId>,
    /// Whether a person said that they are one text.
    pub by_hand: bool,
    /// What speaks for it, and what tells the original.
    pub why: Vec<Testimony>,
    /// Passage beside passage in the order of `a`, what only one has alone in its row; empty for copies, which are laid
    /// beside each other when they are looked at.
    pub rows: Vec<Beside>,
    /// Claims that stand in both.
    pub tied: Vec<TiedClaim>,
}

impl Parallel {
    /// The other of the two papers, if `document` is one of them.
    pub fn other(&self, document: &str) -> Option<&str> {
        if self.a == document {
            Some(&self.b)
        } else if self.b == document {
            Some(&self.a)
        } else {
            None
        }
    }

    /// The passage of the other paper that answers to words of one.
    pub fn counterpart(&self, document: &str, span: Span) -> Option<Evidence> {
        let first = self.a == document;
        let other = self.other(document)?;
        let sides = self.rows.iter().filter_map(|r| {
            let (own, theirs) = if first { (r.a, r.b) } else { (r.b, r.a) };
            Some((own?, theirs?))
        });
        let mut hull: Option<Span> = None;
        for (_, theirs) in sides.filter(|(own, _)| own.overlaps(span)) {
            hull = Some(hull.map_or(theirs, |h| h.hull(theirs)));
        }
        Some(Evidence { document: other.to_owned(), span: hull? })
    }

    /// How many passages of `a`, and of `b`, stand alone.
    pub fn alone(&self) -> (usize, usize) {
        let count = |f: fn(&Beside) -> bool| self.rows.iter().filter(|r| f(r)).count();
        (count(|r| r.b.is_none()), count(|r| r.a.is_none()))
    }
}

impl Linked {
    /// The texts of which a paper is one.
    pub fn parallels_of<'l>(&'l self, document: &'l str) -> impl Iterator<Item = &'l Parallel> {
        self.parallels.iter().filter(move |p| p.a == document || p.b == document)
    }

    /// The passage of a translation, or of its original, that answers to words of a paper; of several texts the surest.
    pub fn counterpart(&self, document: &str, span: Span) -> Option<Evidence> {
        let of = self.parallels_of(document).filter(|p| p.certainty == Certainty::Certain);
        of.filter_map(|p| p.counterpart(document, span)).next()
    }
}
