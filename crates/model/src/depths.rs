//! Through how many reporters each stretch of a paper came: what "only first-hand" asks.
//!
//! A voice came through as many reporters as its chain has names before the speaker's, and through one more
//! where a writer whom the paper does not name quotes or reports it. A claim is as far as the voice it stands
//! in; what stands in no voice is the paper's own word, at first hand. Which claims a page or command shows
//! is decided there.

use std::collections::{BTreeMap, BTreeSet};

use crate::{Analysis, Mode, Span, Turn};

/// What of a turn tells how far its words are.
#[derive(Clone, Copy, Debug)]
pub struct Heard<'t> {
    /// Its id.
    pub id: &'t str,
    /// The id of the turn around it.
    pub parent: Option<&'t str>,
    /// Its words.
    pub span: Span,
    /// How it reaches the page.
    pub mode: Mode,
    /// Names in its chain before the speaker's.
    pub depth: u32,
}

impl<'t> From<&'t Turn> for Heard<'t> {
    fn from(t: &'t Turn) -> Self {
        Self { id: &t.id, parent: t.parent.as_deref(), span: t.span, mode: t.mode, depth: t.depth }
    }
}

/// For each turn, the reporters between its words and us: those of its chain, and the unnamed writer of the paper
/// where the outermost voice is quoted or reported and nobody stands before it.
pub fn reporters<'t>(turns: impl IntoIterator<Item = Heard<'t>>) -> Vec<u32> {
    let mut unnamed: BTreeMap<&str, bool> = BTreeMap::new();
    let count = |t: Heard<'t>| {
        let told = matches!(t.mode, Mode::DirectQuote | Mode::IndirectReport);
        // The turn around another comes before it.
        let around = t.parent.and_then(|p| unnamed.get(p).copied());
        let writer = around.unwrap_or(told && t.depth == 0);
        unnamed.insert(t.id, writer);
        t.depth.saturating_add(u32::from(writer))
    };
    turns.into_iter().map(count).collect()
}

/// The voices of one paper, ready to be asked for a place. Built in n log n; a question costs the depth of the
/// nesting and a binary search.
#[derive(Clone, Debug, Default)]
pub struct Depths {
    /// In order of start, the outer before the inner.
    voices: Vec<Voice>,
}

#[derive(Clone, Copy, Debug)]
struct Voice {
    span: Span,
    reporters: u32,
    around: Option<usize>,
}

/// Voices inside a claim that are weighed at most where none holds it whole.
const WEIGHED: usize = 32;

impl Depths {
    /// Over the turns of one paper.
    pub fn of(turns: &[Turn]) -> Self {
        let reporters = reporters(turns.iter().map(Heard::from));
        Self::new(turns.iter().map(|t| t.span).zip(reporters))
    }

    /// Over words and the number of reporters between them and the speaker, in any order.
    pub fn new(turns: impl IntoIterator<Item = (Span, u32)>) -> Self {
        let mut all: Vec<(Span, u32)> = turns.into_iter().collect();
        all.sort_by_key(|(span, reporters)| (span.start, std::cmp::Reverse(span.end), *reporters));
        let mut voices: Vec<Voice> = Vec::with_capacity(all.len());
        let mut open: Vec<usize> = Vec::new();
        for (span, reporters) in all {
            while open.last().is_some_and(|&o| voices[o].span.end <= span.start) {
                open.pop();
            }
            let around = open.last().copied();
            open.push(voices.len());
            voices.push(Voice { span, reporters, around });
        }
        Self { voices }
    }

    /// Reporters between the words at `claim` and who said them: of the innermost voice that holds all of it;
    /// else of the voice inside it that makes up at least half of it; else none.
    pub fn reporters(&self, claim: Span) -> u32 {
        let behind = self.voices.partition_point(|v| v.span.start <= claim.start);
        let mut at = behind.checked_sub(1);
        while let Some(voice) = at.and_then(|n| self.voices.get(n)) {
            if voice.span.contains(claim) {
                return voice.reporters;
            }
            at = voice.around;
        }
        let shared = |v: &&Voice| v.span.end.min(claim.end).saturating_sub(v.span.start.max(claim.start));
        let first = behind.saturating_sub(1);
        let count =
            self.voices[first..].iter().take_while(|v| v.span.start < claim.end).take(WEIGHED).count();
        let inside = self.voices[first..first + count].iter();
        // Of equals the outer one: it comes first.
        let most = inside.rev().max_by_key(shared);
        most.filter(|v| shared(v) as usize * 2 >= claim.len().max(1)).map_or(0, |v| v.reporters)
    }
}

impl Analysis {
    /// Leaves out the turns that came through more than `most` reporters, and every claim that stands on one.
    pub fn keep_through(&mut self, most: u32) {
        let depths = Depths::of(&self.turns);
        let passes = |span: &Span| depths.reporters(*span) <= most;
        let mut far = reporters(self.turns.iter().map(Heard::from)).into_iter();
        self.turns.retain(|_| far.next().is_some_and(|n| n <= most));
        self.moves.retain(|m| passes(&m.span));
        for issue in &mut self.issues {
            issue.positions.retain(|p| passes(&p.span));
            issue.mentions.retain(passes);
        }
        self.issues.retain(|i| !(i.positions.is_empty() && i.mentions.is_empty()));
        self.events.retain_mut(|e| {
            let undocumented = e.spans.is_empty();
            e.spans.retain(passes);
            undocumented || !e.spans.is_empty()
        });
        self.obligations.retain(|o| passes(&o.span));
        self.attributions.retain(|a| a.content.iter().all(passes));
        self.forget_what_is_gone();
    }

    /// No claim that is left names a turn, move or issue that is not.
    fn forget_what_is_gone(&mut self) {
        let turns: BTreeSet<String> = self.turns.iter().map(|t| t.id.clone()).collect();
        let moves: BTreeSet<String> = self.moves.iter().map(|m| m.id.clone()).collect();
        let issues: BTreeSet<String> = self.issues.iter().map(|i| i.id.clone()).collect();
        let keep = |id: &mut Option<String>, known: &BTreeSet<String>| {
            *id = id.take().filter(|id| known.contains(id));
        };
        self.turns.iter_mut().for_each(|t| keep(&mut t.parent, &turns));
        for m in &mut self.moves {
            keep(&mut m.turn, &turns);
            keep(&mut m.answers, &moves);
            keep(&mut m.issue, &issues);
        }
        self.items.iter_mut().for_each(|i| keep(&mut i.issue, &issues));
        if let Some(id) = &self.record_of
            && !self.events.iter().any(|e| e.id == *id)
        {
            self.record_of = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Basis, Move, MoveType};

    #[test]
    fn a_claim_is_as_far_as_the_voice_that_holds_it() {
        let depths = Depths::new([(Span::new(10, 90), 1), (Span::new(30, 50), 2), (Span::new(95, 99), 0)]);
        let at = |a, b| depths.reporters(Span::new(a, b));
        assert_eq!((at(0, 5), at(12, 20), at(32, 40), at(60, 70)), (0, 1, 2, 1));
        assert_eq!(at(28, 45), 1, "held whole by the outer voice only");
        assert_eq!(at(5, 80), 1, "mostly the voice inside it");
        assert_eq!(at(5, 12), 0, "mostly the paper's own words");
        assert_eq!(Depths::default().reporters(Span::new(0, 9)), 0);
    }

    #[test]
    fn an_unnamed_writer_who_reports_is_a_reporter() {
        let heard = |id, parent, mode, depth| Heard { id, parent, span: Span::default(), mode, depth };
        let turns = [
            heard("t1", None, Mode::IndirectReport, 0),
            heard("t2", Some("t1"), Mode::DirectQuote, 1),
            heard("t3", None, Mode::TranscriptLine, 0),
            heard("t4", Some("t3"), Mode::IndirectReport, 1),
            heard("t5", None, Mode::DirectQuote, 1),
        ];
        assert_eq!(reporters(turns), [1, 2, 0, 1, 1]);
    }

    #[test]
    fn what_is_left_names_nothing_that_is_gone() {
        let act = |id: &str, start, answers: Option<&str>| Move {
            id: id.into(),
            span: Span::new(start, start + 5),
            kind: MoveType::Refusal,
            actor: None,
            side: None,
            issue: Some("i1".into()),
            answers: answers.map(str::to_owned),
            turn: Some(format!("t{}", 1 + start / 50)),
            reported: false,
            basis: Basis::default(),
            ..Move::default()
        };
        let turn = |id: &str, start, depth| Turn {
            id: id.into(),
            span: Span::new(start, start + 40),
            cue: None,
            speaker_as_named: None,
            speaker: None,
            side: None,
            addressee: None,
            mode: Mode::TranscriptLine,
            chain: Vec::new(),
            depth,
            time: None,
            parent: None,
            region: None,
            links: Vec::new(),
            basis: Basis::default(),
        };
        let mut a = Analysis {
            turns: vec![turn("t1", 0, 1), turn("t2", 50, 0)],
            moves: vec![act("m1", 10, None), act("m2", 60, Some("m1"))],
            ..Analysis::default()
        };
        a.keep_through(0);
        let left: Vec<_> =
            a.moves.iter().map(|m| (&*m.id, m.turn.as_deref(), &m.answers, &m.issue)).collect();
        assert_eq!(left, [("m2", Some("t2"), &None, &None)]);
        assert_eq!(a.turns.len(), 1);
    }

    #[test]
    fn a_claim_after_a_short_voice_is_held_by_the_one_around_both() {
        let depths = Depths::new([(Span::new(0, 100), 1), (Span::new(10, 20), 3)]);
        assert_eq!(depths.reporters(Span::new(30, 40)), 1);
    }
}
