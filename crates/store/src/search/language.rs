//! The question language: what a person typed, read into a tree, and the tree written out again.
//!
//! Reading never fails. What cannot be read as an operator is left out and a note says so; the tree written out
//! ([`Question`] as text) is what was looked for, and reading that text gives the same tree. The grammar is in
//! `docs/searching.md`. What words mean (names, issues) is not decided here.

use memcon_model::Span;
use serde::Serialize;

use super::lexemes::{Lexeme, Lexemes};
use super::spelled_out::join;

/// Words, phrases and fields that one question may hold; what comes behind them is left out.
const LEAVES: usize = 64;
/// How deep a question may be nested; what lies deeper is left out.
const DEEPEST: usize = 16;

/// A question as it was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Question {
    /// What is asked; `None` = nothing.
    pub root: Option<Node>,
    /// What could not be read as it was written.
    pub notes: Vec<Note>,
}

/// A part of a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    /// All of these.
    All(Vec<Self>),
    /// At least one of these.
    Any(Vec<Self>),
    /// Not this.
    Not(Box<Self>),
    /// One thing to look for, and where it stands in the question.
    Leaf(Leaf, Span),
}

/// One thing to look for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Leaf {
    /// A word or a phrase.
    Term(Term),
    /// Two things near each other, in either order.
    Near {
        /// Each side: any of these.
        sides: [Vec<Term>; 2],
        /// Other words between them at most.
        within: u32,
    },
    /// Words of a phrase near each other, in any order (`"a b"~5`).
    Window {
        /// The words.
        text: String,
        /// Other words among them at most.
        within: u32,
    },
    /// A narrowing by a field.
    Field {
        /// Which.
        field: Field,
        /// What it must hold.
        value: String,
        /// Whether it was written in quotation marks.
        quoted: bool,
    },
}

/// A word or several words to be found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// As it was typed.
    pub text: String,
    /// How it was typed.
    pub kind: Kind,
}

/// How words of a question were typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A word without blanks, perhaps with `*` and `?`.
    Word,
    /// In quotation marks: one after the other, as written.
    Quoted,
    /// Words in parentheses beside NEAR: one after the other; a name in any spelling.
    Row,
}

/// What a field word asks about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// Who speaks.
    Speaker,
    /// To whom.
    To,
    /// For which side.
    Side,
    /// What is done.
    Move,
    /// About which point.
    Issue,
    /// In which form of paper.
    Form,
    /// In which papers, by words of their title or id.
    In,
}

impl Field {
    /// Every field.
    pub const ALL: [Self; 7] =
        [Self::Speaker, Self::To, Self::Side, Self::Move, Self::Issue, Self::Form, Self::In];

    /// The word before the colon.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Speaker => "speaker",
            Self::To => "to",
            Self::Side => "side",
            Self::Move => "move",
            Self::Issue => "issue",
            Self::Form => "form",
            Self::In => "in",
        }
    }
}

/// Why a part of a question was not read as it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// A quotation mark was not closed: the phrase goes to the end.
    OpenQuote,
    /// A parenthesis was not closed: it goes to the end.
    OpenGroup,
    /// A closing parenthesis had none to close.
    StrayClose,
    /// An operator had nothing to work on.
    Dangling,
    /// NEAR stands between things that have no place in the text: both must occur.
    NotPlaces,
    /// A field without a value.
    EmptyField,
    /// More words than a question may have.
    TooMany,
    /// Nested too deeply.
    TooDeep,
    /// Nothing in the collection is so called.
    Unknown,
    /// A wildcard fits more words than are looked for: only the most frequent were.
    Cut,
}

/// A remark on how a question was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Note {
    /// Why.
    pub why: Why,
    /// The words it is about.
    pub words: String,
    /// Where in the question, in code points; for what was cut, how many words were looked for is in `end`.
    pub at: Span,
}

/// Parts being gathered between two parentheses.
#[derive(Default)]
struct Frame {
    /// Alternatives; each is what must all occur.
    any: Vec<Vec<Node>>,
    /// Where it was opened.
    opened: Span,
    not: Option<Span>,
    near: Option<(u32, Span)>,
    and: Option<Span>,
    or: Option<Span>,
}

impl Frame {
    fn new(opened: Span) -> Self {
        Self { any: vec![Vec::new()], opened, ..Self::default() }
    }

    fn last(&mut self) -> Option<&mut Vec<Node>> {
        self.any.last_mut()
    }

    fn is_bare(&self) -> bool {
        self.any.last().is_none_or(Vec::is_empty)
    }
}

struct Reader<'t> {
    text: &'t str,
    frames: Vec<Frame>,
    leaves: usize,
    notes: Vec<Note>,
}

impl Question {
    /// Reads what was typed. Linear but for the sorting of alternatives into groups; never fails.
    pub fn read(text: &str) -> Self {
        let mut r = Reader { text, frames: vec![Frame::new(Span::default())], leaves: 0, notes: Vec::new() };
        let mut lexemes = Lexemes::new(text);
        for (lexeme, at) in lexemes.by_ref() {
            r.take(lexeme, at);
        }
        for at in lexemes.open_quote {
            r.note(Why::OpenQuote, at);
        }
        while r.frames.len() > 1 {
            let at = r.frames.last().map_or(Span::default(), |f| f.opened);
            r.note(Why::OpenGroup, at);
            r.close();
        }
        let mut root = r.frames.pop().and_then(|f| r.finish(f));
        if root.as_ref().is_some_and(|n| n.depth() > DEEPEST) {
            r.note(Why::TooDeep, Span::new(0, text.len()));
            root = None;
        }
        r.notes.sort_by_key(|n| (n.at, n.why));
        Self { root, notes: r.notes }
    }

    /// Whether it is words and phrases alone, all of which must occur.
    pub fn is_plain(&self) -> bool {
        let plain = |n: &Node| matches!(n, Node::Leaf(Leaf::Term(t), _) if !t.text.contains(['*', '?']));
        self.notes.is_empty()
            && match &self.root {
                None => true,
                Some(Node::All(all)) => all.iter().all(plain),
                Some(one) => plain(one),
            }
    }
}

impl Reader<'_> {
    fn note(&mut self, why: Why, at: Span) {
        let chars = |byte: u32| {
            let head = self.text.get(..byte as usize).unwrap_or(self.text);
            head.chars().count()
        };
        // A hostile question is told of a few times, not thousands.
        if self.notes.len() < LEAVES {
            let words: String = self.text.get(at.range()).unwrap_or("").chars().take(80).collect();
            self.notes.push(Note { why, words, at: Span::new(chars(at.start), chars(at.end)) });
        }
    }

    fn frame(&mut self) -> &mut Frame {
        if self.frames.is_empty() {
            self.frames.push(Frame::new(Span::default()));
        }
        let last = self.frames.len() - 1;
        &mut self.frames[last]
    }

    fn take(&mut self, lexeme: Lexeme, at: Span) {
        match lexeme {
            Lexeme::Open => {
                let frame = Frame::new(at);
                self.frames.push(frame);
            }
            Lexeme::Close if self.frames.len() > 1 => self.close(),
            Lexeme::Close => self.note(Why::StrayClose, at),
            Lexeme::Or => self.or(at),
            Lexeme::And => self.operator(at, |f| &mut f.and),
            Lexeme::Not => {
                let frame = self.frame();
                // Twice not is not not.
                frame.not = if frame.not.is_some() { None } else { Some(at) };
            }
            Lexeme::Near(within) => {
                if self.frame().is_bare() {
                    self.note(Why::Dangling, at);
                } else if let Some((_, before)) = self.frame().near.replace((within, at)) {
                    self.note(Why::Dangling, before);
                }
            }
            Lexeme::EmptyField => self.note(Why::EmptyField, at),
            Lexeme::Leaf(leaf) => {
                self.leaves += 1;
                match self.leaves.cmp(&(LEAVES + 1)) {
                    std::cmp::Ordering::Less => self.operand(Node::Leaf(leaf, at)),
                    std::cmp::Ordering::Equal => self.note(Why::TooMany, at),
                    std::cmp::Ordering::Greater => {}
                }
            }
        }
    }

    fn operator(&mut self, at: Span, of: fn(&mut Frame) -> &mut Option<Span>) {
        let bare = self.frame().is_bare();
        let before = of(self.frame()).replace(at);
        if let Some(at) = before {
            self.note(Why::Dangling, at);
        }
        if bare {
            of(self.frame()).take();
            self.note(Why::Dangling, at);
        }
    }

    fn or(&mut self, at: Span) {
        self.dangling();
        if self.frame().is_bare() {
            self.note(Why::Dangling, at);
        } else {
            let frame = self.frame();
            frame.any.push(Vec::new());
            frame.or = Some(at);
        }
    }

    /// Operators that wait for something that does not come.
    fn dangling(&mut self) {
        let f = self.frame();
        let (not, near, and) = (f.not.take(), f.near.take(), f.and.take());
        for at in [not, near.map(|n| n.1), and].into_iter().flatten() {
            self.note(Why::Dangling, at);
        }
    }

    fn close(&mut self) {
        let Some(frame) = self.frames.pop() else { return };
        let opened = frame.opened;
        match self.finish(frame) {
            Some(node) if node.depth() > DEEPEST => {
                self.note(Why::TooDeep, opened);
                self.dangling();
            }
            Some(node) => self.operand(node),
            // What stood before it has nothing to work on.
            None => self.dangling(),
        }
    }

    fn finish(&mut self, frame: Frame) -> Option<Node> {
        self.frames.push(frame);
        self.dangling();
        let mut frame = self.frames.pop()?;
        if frame.is_bare()
            && let Some(at) = frame.or.take()
        {
            self.note(Why::Dangling, at);
        }
        let any = frame.any.into_iter().filter_map(Node::all).collect();
        Node::any(any)
    }

    /// Takes something to look for in where the operators before it put it.
    fn operand(&mut self, node: Node) {
        let frame = self.frame();
        let (not, near) = (frame.not.take(), frame.near.take());
        frame.and = None;
        let node = if not.is_some() { node.not() } else { node };
        if let Some((within, at)) = near {
            let left = self.frame().last().and_then(|l| l.last().cloned());
            // In a chain the middle is looked for twice, and counts twice.
            let again = match &left {
                Some(Node::Leaf(Leaf::Near { sides, .. }, _)) => sides[1].len(),
                _ => 0,
            };
            let fits = again == 0 || self.leaves + again <= LEAVES;
            self.leaves += if fits { again } else { 0 };
            match left.filter(|_| fits).and_then(|left| join(left, &node, within, at)) {
                Some(joined) => {
                    if let Some(all) = self.frame().last() {
                        all.pop();
                        all.extend(joined);
                    }
                }
                None => {
                    self.note(Why::NotPlaces, at);
                    self.push(node);
                }
            }
            return;
        }
        self.push(node);
    }

    fn push(&mut self, node: Node) {
        if let Some(last) = self.frame().last() {
            last.push(node);
        }
    }
}
