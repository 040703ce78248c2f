//! What persons judge of claims: how judgements change an analysis, which claims to look at next, how far reviewers agree.
//!
//! Pure functions. An analysis is made by the machine and kept as made; [`apply`] lays the judgements that hold over
//! it each time it is read, so that a judgement taken back leaves nothing behind and a new analysis loses none. A
//! judgement is known again by the words it stands on; where the words are no longer there it is not applied, and
//! [`Outcome`] says so. What does not belong here: keeping judgements (the store), asking for them (the pages).

mod agreement;
mod anchor;
mod apply;
mod claim;
mod doubts;
mod effects;
mod fingerprint;
mod follow;
mod gold;
mod gone;
mod made;

pub use agreement::{Agreement, Difference, agreement, differences, words_on};
pub use anchor::{Place, find, quotation};
pub use apply::{Outcome, apply};
pub use claim::{EDITABLE, editable};
pub use doubts::{Doubt, claims, doubts, unjudged};
pub use effects::{followers, source, told_by};
pub use fingerprint::{Fingerprint, Sought};
pub use gold::{Gold, Label, gold};
pub use made::{Refusal, Seen, adding, completing, judging, judging_each, seen};

#[cfg(test)]
mod tests;
