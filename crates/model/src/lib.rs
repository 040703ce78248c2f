//! The words of memcon as types: what a paper, a turn, a move, an event *is*.
//!
//! Every other room speaks in these types. There is no I/O here, no regular expression, no
//! linguistic knowledge and no opinion about storage; what a word means is fixed in
//! `GLOSSARY.md`. Spans are byte offsets everywhere inside the house; they become Unicode code
//! points only at the edge (see [`OffsetMap`]).

mod agent;
mod analysis;
mod basis;
mod chain;
mod comparison;
mod contacts;
mod course;
mod depths;
mod description;
mod edtf;
mod event;
mod explanation;
mod form;
mod happened;
mod judgement;
mod layout;
mod linked;
mod negotiation;
mod note;
mod notice;
mod offsets;
mod parallel;
mod region;
mod settings;
mod slip;
mod span;
mod stance;
mod standing;
mod talks;
mod through;
mod unit;
mod voice;

pub use agent::{Agent, AgentType, Gloss, Manner, Mention, Office};
pub use analysis::{Alignment, Analysis, DateFound, DateType, Message, Reference, Source, Timex};
pub use basis::{Basis, Confidence, RuleId};
pub use chain::{Chains, Link, LinkRole};
pub use comparison::{Beside, Comparison, Difference, DifferenceKind};
pub use contacts::{Contact, contacts};
pub use course::{Course, Step};
pub use depths::{Depths, Heard, reporters};
pub use description::{Description, Field, FieldValue, RelatedDocument};
pub use edtf::{Day, Edtf, EdtfError};
pub use event::{Event, EventStatus, EventType, Participant};
pub use explanation::{Differs, Explanation, Ground, RunnerUp, TurnExplained};
pub use form::Form;
pub use happened::{Account, LinkedEvent, LinkedLetter, Tie};
pub use judgement::{Judgement, Layer, Quotation, Target, Undone, Verdict};
pub use layout::{Layout, Locator, Page};
pub use linked::{
    Anchor, Decision, DecisionKind, DocumentId, Evidence, JoinReason, JoinedBy, Linked, LinkedAgent, Listed,
    LookAlike, MissingPaper, NameForm, OfficeHeld, ResolvedReference, Subject, Testimony,
};
pub use negotiation::{
    AgendaItem, Extent, Issue, Mechanism, Modality, Move, MoveType, Obligation, Outcome, Position, State,
};
pub use note::{Chosen, Note, Passage, Selection, SelectionEdit, Wording, selection_name, tags};
pub use notice::{Notice, Severity};
pub use offsets::OffsetMap;
pub use parallel::{Certainty, ClaimKind, Parallel, ParallelKind, TiedClaim};
pub use region::{Comment, Region, RegionKind, ReplyTo};
pub use settings::{AccessRule, AccessRules, Party, Settings};
pub use slip::{Slip, SlipKind};
pub use span::{Span, Spans};
pub use stance::{AttributionKind, Factuality, Polarity, Stance};
pub use standing::{IssueRow, Standing, StateOfDay, openness};
pub use talks::{
    AgendaNumber, Bearing, Compliance, Deed, ForceChange, LinkedAnswer, LinkedIssue, LinkedMechanism,
    LinkedObligation, LooseEnd, LooseEndKind, MoveAt, PositionHeld, StateChange, Version,
};
pub use unit::{Unit, UnitLevel};
pub use voice::{Attribution, Insertion, InsertionKind, Mode, Role, Transmission, Turn};
