//! The course of an issue: where it stands after a row of moves.
//!
//! One small state machine, used inside a document and over a collection, so that both say the
//! same. Safe by design: "agreed" needs words of both sides (a proposal of the one, its acceptance
//! by the other, or words of both together); "refused" needs a refusal that is final or repeated.
//! Whatever is in doubt stays "contested".

use crate::{MoveType, State};

/// One move in the course of an issue.
#[derive(Clone, Debug, PartialEq)]
pub struct Step<'s> {
    /// What is done.
    pub kind: MoveType,
    /// Who moves: a side, or a person where no side is known; `None` = unknown.
    pub side: Option<&'s str>,
    /// Whether both sides move together ("the two sides agreed").
    pub joint: bool,
    /// Whether somebody pronounces what the others have said ("Then X is agreed"): it counts once two have spoken.
    pub pronounced: bool,
    /// Whether only in principle or in part.
    pub limited: bool,
    /// Whether words of finality stand with it ("never", "out of the question").
    pub last_word: bool,
    /// Whether it is known to take up a move of the other side; for a question, whether it was answered.
    pub taken_up: bool,
}

/// The course so far.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Course<'s> {
    state: Option<State>,
    /// Sides that have put something forward, in order.
    proposers: Vec<&'s str>,
    /// Sides that have refused.
    refusers: Vec<&'s str>,
    /// Who accepted last.
    accepted: Option<&'s str>,
    /// All who have accepted.
    acceptors: Vec<&'s str>,
    /// Who has assented since anybody last put something forward or refused.
    assent: Vec<&'s str>,
    /// All who have said anything.
    seen: Vec<&'s str>,
}

impl<'s> Course<'s> {
    /// A course in which nothing has been said yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Where the issue stands; `None` = nothing has been said.
    pub fn state(&self) -> Option<State> {
        self.state
    }

    /// Takes the next move in, and gives the state after it.
    pub fn step(&mut self, step: &Step<'s>) -> Option<State> {
        use MoveType::*;
        if let Some(side) = step.side.filter(|s| !self.seen.contains(s)) {
            self.seen.push(side);
        }
        let next = match step.kind {
            Proposal | Demand | CounterProposal | Amendment | Condition | Linkage => self.put(step),
            Commitment => self.state.or(Some(State::Raised)),
            Acceptance => self.accept(step),
            Refusal => self.refuse(step),
            Deferral | Referral => self.put_off(),
            Retraction => self.take_back(step),
            Question | ClarificationRequest => self.ask(step),
            Answer | Explanation | Accusation | Threat => match self.state {
                None | Some(State::Unanswered) => Some(State::Raised),
                held => held,
            },
        };
        self.state = next;
        next
    }

    fn put(&mut self, step: &Step<'s>) -> Option<State> {
        self.assent.clear();
        let against =
            matches!(step.kind, MoveType::CounterProposal | MoveType::Condition | MoveType::Linkage);
        let other = step.side.is_some_and(|s| self.proposers.iter().any(|p| *p != s));
        if let Some(side) = step.side.filter(|s| !self.proposers.contains(s)) {
            self.proposers.push(side);
        }
        Some(match self.state {
            Some(held @ (State::Agreed | State::AgreedInPrinciple)) => held,
            Some(State::Contested | State::Refused) => State::Contested,
            _ if other || against && self.state.is_some() => State::Contested,
            _ => State::Raised,
        })
    }

    fn accept(&mut self, step: &Step<'s>) -> Option<State> {
        let reached = if step.limited { State::AgreedInPrinciple } else { State::Agreed };
        if step.joint || step.pronounced && self.two_spoke(step.side) {
            return Some(reached);
        }
        let Some(side) = step.side else { return self.state.or(Some(State::Raised)) };
        let party = self.proposers.contains(&side) || self.refusers.contains(&side);
        if (party || !step.pronounced) && !self.assent.contains(&side) {
            self.assent.push(side);
        }
        if step.pronounced && !party {
            return self.state.or(Some(State::Raised));
        }
        let of_other = self.proposers.iter().any(|p| *p != side);
        let own_open = self.proposers.contains(&side);
        self.accepted = Some(side);
        self.acceptors.push(side);
        // Between three, two do not agree for the third.
        let third = self.seen.iter().any(|s| !self.proposers.contains(s) && !self.acceptors.contains(s));
        Some(match self.state {
            Some(State::Agreed) => State::Agreed,
            // What the other proposed is accepted; where one's own proposal stands against it, only if the words say so.
            // Both have said yes, one after the other, and nothing against it between.
            _ if self.assent.len() >= 2 && !third => reached,
            _ if of_other && !third && (!own_open || step.taken_up) => reached,
            Some(held) => held,
            None => State::Raised,
        })
    }

    /// Whether two others than `side` have put something forward, accepted or refused.
    fn two_spoke(&self, side: Option<&str>) -> bool {
        let others = self.proposers.iter().chain(&self.acceptors).filter(|s| Some(**s) != side);
        let mut first = None;
        others.into_iter().any(|s| first.replace(*s).is_some_and(|f| f != *s))
    }

    fn refuse(&mut self, step: &Step<'s>) -> Option<State> {
        self.assent.clear();
        let again = step.side.is_some_and(|s| self.refusers.contains(&s));
        if let Some(side) = step.side {
            self.refusers.push(side);
        }
        let own =
            step.side.is_some_and(|s| self.proposers.iter().all(|p| *p == s)) && !self.proposers.is_empty();
        Some(if (again || step.last_word) && !own { State::Refused } else { State::Contested })
    }

    fn put_off(&mut self) -> Option<State> {
        Some(match self.state {
            Some(held @ (State::Agreed | State::AgreedInPrinciple | State::Refused)) => held,
            _ => State::Deferred,
        })
    }

    fn take_back(&mut self, step: &Step<'s>) -> Option<State> {
        // Who takes a demand back had made it, also where its making is in no paper.
        let mine = step.side.is_some_and(|s| self.proposers.iter().all(|p| *p == s));
        Some(if self.accepted.is_some() && self.accepted == step.side {
            State::Contested
        } else if mine {
            State::Withdrawn
        } else {
            self.state.unwrap_or(State::Raised)
        })
    }

    fn ask(&mut self, step: &Step<'s>) -> Option<State> {
        match self.state {
            None | Some(State::Raised | State::Unanswered) if self.proposers.is_empty() => {
                Some(if step.taken_up { State::Raised } else { State::Unanswered })
            }
            held => held.or(Some(State::Raised)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Runs moves written as "Side type", "Side type*" (limited), "Side type!" (final), "Side type=" (pronounced), "both type".
    fn after(moves: &[&str]) -> String {
        let mut course = Course::new();
        for m in moves {
            let (side, kind) = m.split_once(' ').expect("side and move");
            let bare = kind.trim_end_matches(['*', '!', '+', '=']);
            course.step(&Step {
                kind: bare.parse().expect("a move"),
                side: Some(side),
                joint: side == "both",
                pronounced: kind.ends_with('='),
                limited: kind.ends_with('*'),
                last_word: kind.ends_with('!'),
                taken_up: kind.ends_with('+'),
            });
        }
        course.state().map_or("nothing".into(), |s| s.to_string())
    }

    #[test]
    fn agreed_needs_both_sides() {
        assert_eq!(after(&["A proposal"]), "raised");
        assert_eq!(after(&["A proposal", "A acceptance"]), "raised");
        assert_eq!(after(&["A proposal", "B acceptance"]), "agreed");
        assert_eq!(after(&["A proposal", "B acceptance*"]), "agreed-in-principle");
        assert_eq!(after(&["both acceptance"]), "agreed");
        assert_eq!(after(&["Chair proposal", "A question+", "B acceptance"]), "raised");
        assert_eq!(after(&["Chair proposal", "A acceptance", "B acceptance"]), "agreed");
    }

    #[test]
    fn the_chair_pronounces_only_what_two_have_said() {
        assert_eq!(after(&["A proposal", "B proposal", "Chair acceptance="]), "agreed");
        assert_eq!(after(&["A proposal", "Chair acceptance="]), "raised");
        assert_eq!(
            after(&["A proposal", "B demand", "A acceptance", "B acceptance*"]),
            "agreed-in-principle"
        );
    }

    #[test]
    fn two_proposals_are_a_contest_until_one_is_taken_up() {
        assert_eq!(after(&["A proposal", "B proposal"]), "contested");
        assert_eq!(after(&["A proposal", "B proposal", "A acceptance"]), "contested");
        assert_eq!(after(&["A proposal", "B proposal", "A acceptance+"]), "agreed");
    }

    #[test]
    fn one_refusal_is_a_contest_and_a_second_or_final_one_a_refusal() {
        assert_eq!(after(&["A demand", "B refusal"]), "contested");
        assert_eq!(after(&["A demand", "B refusal", "A demand", "B refusal"]), "refused");
        assert_eq!(after(&["A demand", "B refusal!"]), "refused");
    }

    #[test]
    fn put_off_taken_back_and_never_answered() {
        assert_eq!(after(&["A demand", "B referral"]), "deferred");
        assert_eq!(after(&["A demand", "A retraction"]), "withdrawn");
        assert_eq!(after(&["A proposal", "B acceptance", "B retraction"]), "contested");
        assert_eq!(after(&["A question"]), "unanswered");
        assert_eq!(after(&["A question+"]), "raised");
    }
}
