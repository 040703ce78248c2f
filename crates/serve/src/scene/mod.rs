//! A document as a scene: its words in order, each with the voices, insertions and acts it carries.
//!
//! The text is cut into blocks (paragraphs, or sentences where a translation stands beside its
//! original); each block becomes one row of three cells: who speaks, the words, what is done with
//! them. All layers are drawn by one sweep over their boundaries, so that the cost grows with the
//! text and not with text times claims.

mod beside;
mod blocks;
mod fold;
mod inline;
mod margin;
mod marks;
mod parallel;
mod rails;
mod rows;

use std::collections::BTreeMap;

use memcon_model::{Analysis, Heard, Linked, Page, Span, Turn, reporters};
use memcon_review::Fingerprint;
use memcon_store::{Noted, StoredDocument};

pub use beside::Other;
pub use blocks::{Block, cut};
pub use fold::{LeftOut, folded, people, said_by};
pub use inline::escape;
pub use margin::speaker;
pub use rows::{Part, parts, rows};

/// What a page is called: its label, or its place in brackets.
pub fn page_label(page: &Page) -> String {
    page.label.clone().unwrap_or_else(|| format!("[{}]", page.number))
}

/// The name that an address gives to a page: `page-412`.
pub fn page_anchor(page: &Page) -> String {
    let label = page.label.clone().unwrap_or_else(|| format!("n{}", page.number));
    format!("page-{}", margin::fragment(&label))
}

/// The classes of the colours that sides have.
const COLOURS: [&str; 5] = ["s1", "s2", "s3", "s4", "s5"];

/// Who has which colour in one paper.
pub struct Colours<'a> {
    /// Sides, most heard first; speakers, where the paper tells no sides.
    sides: Vec<&'a str>,
    by_side: bool,
}

impl<'a> Colours<'a> {
    /// Colours go to those who speak most; the rest share the neutral one.
    pub fn of(analysis: &'a Analysis) -> Self {
        let by_side = analysis.turns.iter().any(|t| t.side.is_some());
        let mut spoken: BTreeMap<&str, usize> = BTreeMap::new();
        for turn in &analysis.turns {
            let key = if by_side { turn.side.as_deref() } else { turn.speaker.as_deref() };
            *spoken.entry(key.unwrap_or_default()).or_default() += 1;
        }
        spoken.remove("");
        let mut sides: Vec<(&str, usize)> = spoken.into_iter().collect();
        sides.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
        let sides = sides.into_iter().take(COLOURS.len()).map(|(side, _)| side).collect();
        Self { sides, by_side }
    }

    /// The class of a turn: of its side, or of its speaker where the paper tells no sides.
    pub fn turn(&self, turn: &Turn) -> &'static str {
        self.side(if self.by_side { turn.side.as_deref() } else { turn.speaker.as_deref() })
    }

    /// The class of a side: `s1` to `s5`, `s0` for none.
    pub fn side(&self, side: Option<&str>) -> &'static str {
        let at = side.and_then(|s| self.sides.iter().position(|known| *known == s));
        at.map_or("s0", |n| COLOURS[n % COLOURS.len()])
    }
}

/// A document with what its page needs to look up, computed once.
pub struct Scene<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its text.
    pub text: &'a str,
    /// Its analysis.
    pub analysis: &'a Analysis,
    /// Bytes to code points.
    chars: CharMap,
    /// The passage asked for, in bytes.
    pub at: Option<Span>,
    /// Whether claims can be judged here.
    pub reviewed: bool,
    /// Local agent id → linked agent id.
    people: BTreeMap<&'a str, &'a str>,
    /// Start of a reference → document meant.
    targets: BTreeMap<u32, &'a str>,
    colours: Colours<'a>,
    /// The notes on this paper.
    pub notes: &'a [Noted],
    /// Which turns are said by the voice asked for; `None` = all voices are shown.
    pub voice: Option<Vec<bool>>,
    /// Whether insertions are left out.
    pub bare: bool,
    /// Another paper that is one text with this one, to be shown beside it.
    pub other: Option<Other<'a>>,
    /// Reporters between at most; words that came through more are left out or set faint.
    pub most: Option<u32>,
    /// Reporters between, turn by turn.
    far: Vec<u32>,
    /// Move id → its place in the list.
    moves: BTreeMap<&'a str, usize>,
    /// Issue id → its place in the list.
    issues: BTreeMap<&'a str, usize>,
}

impl<'a> Scene<'a> {
    /// The scene of `document`; `at` is the passage asked for, in bytes.
    pub fn new(document: &'a StoredDocument, linked: &'a Linked, at: Option<Span>) -> Self {
        let (text, analysis, id) = (document.text.as_str(), &document.analysis, document.row.id.as_str());
        let mut people = BTreeMap::new();
        for agent in &linked.agents {
            for (_, local) in agent.members.iter().filter(|(d, _)| d == id) {
                people.insert(local.as_str(), agent.id.as_str());
            }
        }
        let resolved = linked.references.iter().filter(|r| r.at.document == id);
        let targets = resolved.filter_map(|r| Some((r.at.span.start, r.target.as_deref()?))).collect();
        Self {
            id,
            text,
            analysis,
            chars: CharMap::new(text),
            at: at.filter(|s| !s.is_empty()),
            notes: &[],
            voice: None,
            bare: false,
            other: None,
            reviewed: false,
            people,
            targets,
            colours: Colours::of(analysis),
            most: None,
            far: reporters(analysis.turns.iter().map(Heard::from)),
            moves: analysis.moves.iter().enumerate().map(|(n, m)| (m.id.as_str(), n)).collect(),
            issues: analysis.issues.iter().enumerate().map(|(n, i)| (i.id.as_str(), n)).collect(),
        }
    }

    /// A span in code points.
    pub fn chars(&self, span: Span) -> (u32, u32) {
        (self.chars.at(span.start), self.chars.at(span.end))
    }

    /// The name that an address gives to a passage: `c120-180`.
    pub fn anchor(&self, span: Span) -> String {
        let (a, b) = self.chars(span);
        format!("c{a}-{b}")
    }

    /// The permanent link to a passage of this document, relative to its page: there are thousands on
    /// a long one.
    pub fn link(&self, span: Span) -> String {
        let (a, b) = self.chars(span);
        format!("?at={a}-{b}&is={}#c{a}-{b}", Fingerprint::of(span.of(self.text)))
    }

    /// The colour class of a turn: of its side, or of its speaker where the paper tells no sides.
    pub fn turn_class(&self, turn: &Turn) -> &'static str {
        self.colours.turn(turn)
    }

    /// The colour class of a side: `s1` to `s5`, `s0` for none.
    pub fn side_class(&self, side: Option<&str>) -> &'static str {
        self.colours.side(side)
    }

    /// Whether a turn came through more reporters than are asked for.
    pub fn is_far(&self, turn: usize) -> bool {
        self.most.is_some_and(|most| self.far.get(turn).is_some_and(|n| *n > most))
    }

    /// The linked agent behind an agent of this document.
    pub fn person(&self, local: &str) -> Option<&str> {
        self.people.get(local).copied()
    }

    /// The document that a reference at this offset means.
    pub fn target(&self, start: u32) -> Option<&str> {
        self.targets.get(&start).copied()
    }

    /// A move by its id.
    pub fn move_named(&self, id: &str) -> Option<&'a memcon_model::Move> {
        self.moves.get(id).and_then(|n| self.analysis.moves.get(*n))
    }

    /// An issue by its id.
    pub fn issue_named(&self, id: &str) -> Option<&'a memcon_model::Issue> {
        self.issues.get(id).and_then(|n| self.analysis.issues.get(*n))
    }
}

/// Code points before every 64th byte: constant time for each of the thousands of links of a long page.
struct CharMap {
    before: Vec<u32>,
    text: Vec<u8>,
    total: u32,
}

impl CharMap {
    const STEP: usize = 64;

    fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut before = Vec::with_capacity(bytes.len() / Self::STEP + 1);
        let mut total = 0;
        for chunk in bytes.chunks(Self::STEP) {
            before.push(total);
            total += starts(chunk);
        }
        // ASCII text needs no table: the offsets are the same.
        let ascii = total as usize == bytes.len();
        if ascii {
            return Self { before: Vec::new(), text: Vec::new(), total };
        }
        Self { before, text: bytes.to_vec(), total }
    }

    fn at(&self, byte: u32) -> u32 {
        if self.before.is_empty() {
            return byte.min(self.total);
        }
        let byte = (byte as usize).min(self.text.len());
        let step = (byte / Self::STEP).min(self.before.len() - 1);
        self.before[step] + starts(&self.text[step * Self::STEP..byte])
    }
}

/// Code points that start in `bytes`.
fn starts(bytes: &[u8]) -> u32 {
    bytes.iter().filter(|b| (**b as i8) >= -0x40).count() as u32
}
