//! One automaton for all expressions of a language.
//!
//! Where an expression may begin (where a word begins; any character in languages without blanks) the automaton walks
//! on from there once, for all expressions together, and says for each how far it reaches at most. Most walks end
//! after a letter or two, so that a text costs little more than its length; no walk is longer than [`LONGEST`].

use regex_automata::hybrid::dfa::{Cache, DFA, OverlappingState};
use regex_automata::nfa::thompson;
use regex_automata::util::pool::Pool;
use regex_automata::{Anchored, Input, MatchKind};

use super::pieces::Pieces;

/// The longest expression in bytes.
const LONGEST: usize = 200;

/// Room for the states of one automaton, in bytes; when full it is emptied and filled anew.
const ROOM: usize = 16 << 20;

type MakeCache = Box<dyn Fn() -> Cache + Send + Sync + std::panic::UnwindSafe + std::panic::RefUnwindSafe>;

/// The automaton of a language.
pub(super) struct Engine {
    dfa: DFA,
    caches: Pool<Cache, MakeCache>,
    /// Bytes with which an expression may begin.
    begins: [bool; 256],
    /// Number of the first expression.
    first: usize,
    boundary: bool,
}

impl Engine {
    /// Builds it; the only errors are those of our own patterns.
    ///
    /// In `patterns` the marks of [`super::pieces`] stand for `pieces`.
    pub fn new(patterns: &[String], pieces: &[String], first: usize, boundary: bool) -> Result<Self, String> {
        let pieces = Pieces::new(pieces)?;
        let parsed = patterns.iter().map(|p| pieces.parse(p)).collect::<Result<Vec<_>, _>>()?;
        let nfa = thompson::NFA::compiler()
            .configure(thompson::Config::new().which_captures(thompson::WhichCaptures::None).shrink(false))
            .build_many_from_hir(&parsed)
            .map_err(|e| e.to_string())?;
        let dfa = DFA::builder()
            .configure(
                DFA::config().match_kind(MatchKind::All).cache_capacity(ROOM).skip_cache_capacity_check(true),
            )
            .build_from_nfa(nfa)
            .map_err(|e| e.to_string())?;
        let mut begins = [false; 256];
        let mut cache = dfa.create_cache();
        let start = Input::new("").anchored(Anchored::Yes);
        if let Ok(state) = dfa.start_state_forward(&mut cache, &start) {
            for byte in 0..=255_u8 {
                let next = dfa.next_state(&mut cache, state, byte).map_err(|e| e.to_string())?;
                begins[byte as usize] = !next.is_dead();
            }
        }
        let make = dfa.clone();
        let caches: Pool<Cache, MakeCache> = Pool::new(Box::new(move || make.create_cache()));
        Ok(Self { dfa, caches, begins, first, boundary })
    }

    /// Calls `each` at every place where expressions match, with their numbers and furthest ends, the longest first;
    /// `each` says where to go on, which must lie behind the place.
    pub fn scan(&self, text: &str, mut each: impl FnMut(usize, &[(usize, usize)]) -> usize) {
        let mut cache = self.caches.get();
        let mut ends = Vec::new();
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let Some(start) = self.next_start(bytes, at) else { break };
            self.ends(text, start, &mut cache, &mut ends);
            at = if ends.is_empty() { start + 1 } else { each(start, &ends).max(start + 1) };
        }
    }

    /// The next byte from `at` on with which an expression may begin.
    fn next_start(&self, bytes: &[u8], at: usize) -> Option<usize> {
        (at..bytes.len()).find(|&i| {
            self.begins[bytes[i] as usize]
                && !(self.boundary
                    && i > 0
                    && bytes[i - 1].is_ascii_alphanumeric()
                    && bytes[i].is_ascii_alphanumeric())
        })
    }

    /// For each expression that matches at `start`, how far it reaches.
    fn ends(&self, text: &str, start: usize, cache: &mut Cache, ends: &mut Vec<(usize, usize)>) {
        ends.clear();
        let until = (start + LONGEST).min(text.len());
        let input = Input::new(text.as_bytes()).range(start..until).anchored(Anchored::Yes);
        let mut state = OverlappingState::start();
        loop {
            if self.dfa.try_search_overlapping_fwd(cache, &input, &mut state).is_err() {
                break;
            }
            let Some(found) = state.get_match() else { break };
            if !text.is_char_boundary(found.offset()) || found.offset() == start {
                continue;
            }
            let number = self.first + found.pattern().as_usize();
            match ends.iter_mut().find(|(n, _)| *n == number) {
                Some((_, end)) => *end = (*end).max(found.offset()),
                None => ends.push((number, found.offset())),
            }
        }
        ends.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    }
}
