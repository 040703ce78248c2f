//! The negotiation inside the speech: moves, issues, states, obligations, mechanisms.

use crate::form::vocabulary;
use crate::{Basis, Edtf, Span};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

vocabulary! {
    /// A negotiating act (after Walcott and Hopmann's Bargaining Process Analysis).
    #[derive(Default)]
    MoveType {
        /// Puts something forward.
        Proposal = "proposal",
        /// Puts something else in place of the other's proposal.
        CounterProposal = "counter-proposal",
        /// Changes a proposal on the table.
        Amendment = "amendment",
        /// Asks.
        Question = "question",
        /// Answers.
        Answer = "answer",
        /// Accepts.
        Acceptance = "acceptance",
        /// Refuses.
        Refusal = "refusal",
        /// Puts off.
        Deferral = "deferral",
        /// Demands.
        Demand = "demand",
        /// Makes something depend on something.
        Condition = "condition",
        /// Promises.
        Commitment = "commitment",
        /// Threatens or warns.
        Threat = "threat",
        /// Accuses.
        Accusation = "accusation",
        /// Takes back.
        Retraction = "retraction",
        /// Explains.
        #[default]
        Explanation = "explanation",
        /// Asks what was meant.
        ClarificationRequest = "clarification-request",
        /// Refers to superiors.
        Referral = "referral",
        /// Ties the matter to another.
        Linkage = "linkage",
    }
}

vocabulary! {
    /// How far an acceptance goes.
    Extent {
        /// In full.
        Full = "full",
        /// In part.
        Part = "part",
        /// In principle.
        Principle = "principle",
    }
}

vocabulary! {
    /// What became of a question, or of what was put forward, as far as the paper itself shows.
    Outcome {
        /// Answered: accepted, refused, explained.
        Answered = "answered",
        /// The other side spoke next and did not answer it, or the paper says that it evaded it.
        Evaded = "evaded",
        /// Put off or referred to superiors.
        Deferred = "deferred",
        /// Nothing came back.
        Unanswered = "unanswered",
    }
}

/// A negotiating act in a turn.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Move {
    /// `m1`, `m2` … in the order of the text.
    pub id: String,
    /// Its words.
    #[serde(flatten)]
    pub span: Span,
    /// What is done.
    #[serde(rename = "type")]
    pub kind: MoveType,
    /// Who does it.
    pub actor: Option<String>,
    /// For which side.
    pub side: Option<String>,
    /// What it is about: id of an issue of the same document.
    pub issue: Option<String>,
    /// The earlier move that it answers: id in the same document.
    pub answers: Option<String>,
    /// How far it goes, for an acceptance or a commitment whose words tell.
    #[serde(default)]
    pub extent: Option<Extent>,
    /// What became of it in this paper, for what asks for something back.
    #[serde(default)]
    pub outcome: Option<Outcome>,
    /// The other matter that a linkage ties this one to: id of an issue of the same document.
    #[serde(default)]
    pub linked_to: Option<String>,
    /// When it was made, where the paper tells of it after the day; `null` = when its turn was said, else the day of the paper.
    #[serde(default)]
    pub date: Option<Edtf>,
    /// The turn it stands in.
    pub turn: Option<String>,
    /// Whether the paper narrates it rather than quotes it.
    pub reported: bool,
    /// What made it.
    #[serde(flatten)]
    pub basis: Basis,
}
crate::span::spans!(Move: span);

vocabulary! {
    /// Where an issue stands.
    #[derive(Default)]
    State {
        /// Brought up, no more.
        #[default]
        Raised = "raised",
        /// The sides differ.
        Contested = "contested",
        /// Agreed in principle.
        AgreedInPrinciple = "agreed-in-principle",
        /// Agreed.
        Agreed = "agreed",
        /// Refused.
        Refused = "refused",
        /// Put off.
        Deferred = "deferred",
        /// Taken back by the one who raised it.
        Withdrawn = "withdrawn",
        /// Asked and not answered.
        Unanswered = "unanswered",
    }
}

/// What a side holds on an issue, in whose words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Position {
    /// The side.
    pub side: Option<String>,
    /// Its stance: the type of the move that shows it.
    pub stance: MoveType,
    /// The words.
    #[serde(flatten)]
    pub span: Span,
    /// What made it.
    #[serde(flatten)]
    pub basis: Basis,
}
crate::span::spans!(Position: span);

/// A point at stake.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Issue {
    /// `i1`, `i2` … in the order of first mention.
    pub id: String,
    /// A short name out of the paper's own words.
    pub name: String,
    /// Its number on an agenda (numbers belong to a side).
    pub number: Option<String>,
    /// The side that put it on the agenda.
    pub proposed_by: Option<String>,
    /// Where it stands at the end of this document.
    pub state: State,
    /// Where it is named.
    pub mentions: Vec<Span>,
    /// Who holds what.
    pub positions: Vec<Position>,
    /// What made it.
    #[serde(flatten)]
    pub basis: Basis,
}
crate::span::spans!(Issue: mentions, positions);

/// An agenda item as the minutes divide themselves.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AgendaItem {
    /// The whole item.
    #[serde(flatten)]
    pub span: Span,
    /// Its title, printed or taken from its words.
    pub title: Option<String>,
    /// Its number as printed.
    pub number: Option<String>,
    /// The issue it belongs to.
    pub issue: Option<String>,
    /// What made it.
    #[serde(flatten)]
    pub basis: Basis,
}
crate::span::spans!(AgendaItem: span);

vocabulary! {
    /// Whether one must, must not, or may.
    #[derive(Default)]
    Modality {
        /// Must do.
        #[default]
        Do = "do",
        /// Must not do.
        Refrain = "refrain",
        /// May do.
        May = "may",
    }
}

/// Who is bound to what.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Obligation {
    /// `o1`, `o2` … in the order of the text.
    pub id: String,
    /// The clause's own mark ("b.", "Article 3"), where it has one.
    pub label: Option<String>,
    /// Its words.
    #[serde(flatten)]
    pub span: Span,
    /// Who is bound; empty = the paper does not tell.
    pub bound: Vec<String>,
    /// Do, refrain or may.
    pub modality: Modality,
    /// What is to be done, in the paper's words.
    pub content: String,
    /// Towards whom.
    pub towards: Option<String>,
    /// Under which condition.
    pub condition: Option<String>,
    /// In which order ("after the withdrawal …").
    pub sequence: Option<String>,
    /// By when, in the paper's words ("within thirty days").
    #[serde(default)]
    pub deadline: Option<String>,
    /// Whether who is bound is inferred, not said ("shall be dismantled").
    #[serde(default)]
    pub inferred: bool,
    /// Whether it binds each of those named towards the other.
    #[serde(default)]
    pub mutual: bool,
    /// proposed | undertaken | in-force.
    pub status: Option<String>,
    /// What made it.
    #[serde(flatten)]
    pub basis: Basis,
}
crate::span::spans!(Obligation: span);

/// A body that watches over an agreement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Mechanism {
    /// `b1`, `b2` … in the order of first mention.
    pub id: String,
    /// Its name in the paper's words.
    pub name: String,
    /// Who sits in it.
    pub composition: Option<String>,
    /// What it may do.
    pub powers: Vec<String>,
    /// What it must do.
    pub duties: Vec<String>,
    /// To whom it reports.
    pub reports_to: Option<String>,
    /// The words it stands on.
    pub spans: Vec<Span>,
    /// What made it.
    #[serde(flatten)]
    pub basis: Basis,
}
crate::span::spans!(Mechanism: spans);
