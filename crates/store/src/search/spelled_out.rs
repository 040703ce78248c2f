//! The tree of a question put together in one way only, and written out so that it reads back as itself.

use std::fmt;

use memcon_model::Span;

use super::language::{Kind, Leaf, Node, Question, Term};

impl Node {
    /// All of `parts`, as flat as can be; `None` where there are none.
    pub(super) fn all(parts: Vec<Self>) -> Option<Self> {
        let flat = parts.into_iter().flat_map(|n| match n {
            Self::All(inner) => inner,
            other => vec![other],
        });
        one_or(flat.collect(), Self::All)
    }

    /// Any of `parts`, as flat as can be.
    pub(super) fn any(parts: Vec<Self>) -> Option<Self> {
        let flat = parts.into_iter().flat_map(|n| match n {
            Self::Any(inner) => inner,
            other => vec![other],
        });
        one_or(flat.collect(), Self::Any)
    }

    /// Not this; of a denial, what it denies.
    pub(super) fn not(self) -> Self {
        match self {
            Self::Not(inner) => *inner,
            other => Self::Not(Box::new(other)),
        }
    }

    /// Levels of nesting. The tree is never deeper than the reader lets it grow.
    pub(super) fn depth(&self) -> usize {
        match self {
            Self::All(parts) | Self::Any(parts) => 1 + parts.iter().map(Self::depth).max().unwrap_or(0),
            Self::Not(inner) => 1 + inner.depth(),
            Self::Leaf(..) => 0,
        }
    }

    /// The words that it stands for in the text: of words in parentheses, one after the other.
    fn places(&self) -> Option<Vec<Term>> {
        match self {
            Self::Leaf(Leaf::Term(term), _) => Some(vec![term.clone()]),
            Self::All(words) => {
                let word = |n: &Self| match n {
                    Self::Leaf(Leaf::Term(Term { text, kind: Kind::Word }), _) => Some(text.clone()),
                    _ => None,
                };
                let words: Vec<String> = words.iter().map(word).collect::<Option<_>>()?;
                Some(vec![Term { text: words.join(" "), kind: Kind::Row }])
            }
            Self::Any(parts) => {
                let parts: Option<Vec<Vec<Term>>> = parts.iter().map(Self::places).collect();
                Some(parts?.into_iter().flatten().collect())
            }
            _ => None,
        }
    }
}

fn one_or(mut parts: Vec<Node>, several: fn(Vec<Node>) -> Node) -> Option<Node> {
    match parts.len() {
        0 => None,
        1 => parts.pop(),
        _ => Some(several(parts)),
    }
}

/// `left NEAR right`, in place of `left`; `None` where one of them has no place in a text.
pub(super) fn join(left: Node, right: &Node, within: u32, at: Span) -> Option<Vec<Node>> {
    let right = right.places()?;
    let near = |side: Vec<Term>| Node::Leaf(Leaf::Near { sides: [side, right.clone()], within }, at);
    match left {
        // `a NEAR b NEAR c`: b is near both.
        Node::Leaf(Leaf::Near { sides, within, .. }, place) => {
            let next = near(sides[1].clone());
            Some(vec![Node::Leaf(Leaf::Near { sides, within }, place), next])
        }
        // NEAR binds closer than NOT.
        Node::Not(inner) => Some(vec![Node::Not(Box::new(near(inner.places()?)))]),
        other => Some(vec![near(other.places()?)]),
    }
}

impl fmt::Display for Question {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.root.as_ref().map_or(Ok(()), |n| write!(f, "{n}"))
    }
}

impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All(parts) => {
                for (n, part) in parts.iter().enumerate() {
                    if n > 0 {
                        // Words that stand side by side read best so; a name stays one.
                        let side_by_side = is_word(&parts[n - 1]) && is_word(part);
                        f.write_str(if side_by_side { " " } else { " AND " })?;
                    }
                    grouped(part, f)?;
                }
                Ok(())
            }
            Self::Any(parts) => {
                for (n, part) in parts.iter().enumerate() {
                    f.write_str(if n > 0 { " OR " } else { "" })?;
                    grouped(part, f)?;
                }
                Ok(())
            }
            Self::Not(inner) => {
                f.write_str("NOT ")?;
                grouped(inner, f)
            }
            Self::Leaf(leaf, _) => write!(f, "{leaf}"),
        }
    }
}

fn is_word(node: &Node) -> bool {
    matches!(node, Node::Leaf(Leaf::Term(_), _))
}

fn grouped(node: &Node, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match node {
        Node::All(_) | Node::Any(_) => write!(f, "({node})"),
        other => write!(f, "{other}"),
    }
}

impl fmt::Display for Leaf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Term(term) => write!(f, "{term}"),
            Self::Near { sides: [left, right], within } => {
                side(left, f)?;
                write!(f, " NEAR/{within} ")?;
                side(right, f)
            }
            Self::Window { text, within } => write!(f, "\"{text}\"~{within}"),
            Self::Field { field, value, quoted: true } => write!(f, "{}:\"{value}\"", field.name()),
            Self::Field { field, value, quoted: false } => write!(f, "{}:{value}", field.name()),
        }
    }
}

fn side(terms: &[Term], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let [one] = terms else {
        let all: Vec<String> = terms.iter().map(Term::to_string).collect();
        return write!(f, "({})", all.join(" OR "));
    };
    write!(f, "{one}")
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            Kind::Word => f.write_str(&self.text),
            Kind::Quoted => write!(f, "\"{}\"", self.text),
            Kind::Row => write!(f, "({})", self.text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::language::Why;
    use super::*;
    use proptest::prelude::*;

    /// How a question is read, and what is remarked on it.
    fn read(text: &str) -> String {
        let q = Question::read(text);
        let notes: Vec<String> = q.notes.iter().map(|n| format!(" [{:?} {}]", n.why, n.words)).collect();
        format!("{q}{}", notes.concat())
    }

    #[test]
    fn words_and_operators() {
        assert_eq!(read("cease fire"), "cease fire");
        assert_eq!(read("a b OR c"), "(a b) OR c");
        assert_eq!(read("(a OR b) c -d"), "(a OR b) AND c AND NOT d");
        assert_eq!(read("a AND NOT (b OR c)"), "a AND NOT (b OR c)");
        assert_eq!(read("((a)) ((b c) OR d)"), "a AND ((b c) OR d)");
        assert_eq!(read("NOT NOT a"), "a");
        assert_eq!(read("or and not near"), "or and not near");
        assert_eq!(read("cease-fire – 12:30 neg*ns wom?n"), "cease-fire 12:30 neg*ns wom?n");
    }

    #[test]
    fn phrases_in_any_quotation_marks() {
        for quoted in ["\"cease fire\"", "“cease fire”", "«cease fire»", "„cease fire“", "『cease  fire』"]
        {
            assert_eq!(read(quoted), "\"cease fire\"", "{quoted}");
        }
        assert_eq!(read("「停戰『和平』」後"), "\"停戰 和平\" 後");
        assert_eq!(read("\"cease fire"), "\"cease fire\" [OpenQuote \"cease fire]");
    }

    #[test]
    fn words_near_each_other() {
        assert_eq!(read("a NEAR/5 b"), "a NEAR/5 b");
        assert_eq!(read("\"a b\"~5 c"), "\"a b\"~5 AND c");
        assert_eq!(
            read("x a NEAR (b OR \"c d\") NEAR/2 e"),
            "x AND a NEAR/10 (b OR \"c d\") AND (b OR \"c d\") NEAR/2 e"
        );
        assert_eq!(read("(Min Do-sik) NEAR/3 線"), "(Min Do-sik) NEAR/3 線");
        assert_eq!(read("NOT a NEAR/1 b"), "NOT a NEAR/1 b");
        assert_eq!(read("a NEAR/2 form:cable"), "a AND form:cable [NotPlaces NEAR/2]");
    }

    #[test]
    fn fields() {
        assert_eq!(
            read("speaker:Ledru TO:\"Nam Il\" move:refusal"),
            "speaker:Ledru AND to:\"Nam Il\" AND move:refusal"
        );
        assert_eq!(read("speaker：서린 from:here"), "speaker:서린 AND from:here");
        assert_eq!(read("issue: line x"), "issue:line AND x");
        assert_eq!(read("(side:) a"), "a [EmptyField side:]");
    }

    #[test]
    fn what_cannot_be_read_is_left_out_and_said() {
        assert_eq!(read("a OR"), "a [Dangling OR]");
        assert_eq!(read("AND a NOT"), "a [Dangling AND] [Dangling NOT]");
        assert_eq!(read("(a (b"), "a b [OpenGroup (] [OpenGroup (]");
        assert_eq!(read("a) b"), "a b [StrayClose )]");
        assert_eq!(read("NEAR a NEAR/2"), "a [Dangling NEAR] [Dangling NEAR/2]");
        assert_eq!(read(" \" -- \" "), "");
        assert_eq!(read("*\"-"), " [OpenQuote \"-]");
        let many = Question::read(&"word ".repeat(5_000));
        assert_eq!(many.notes[0].why, Why::TooMany);
        let deep = |n: usize| format!("{}a{}", "(b OR NOT (c ".repeat(n), "))".repeat(n));
        assert!(Question::read(&deep(30)).notes.iter().any(|n| n.why == Why::TooDeep));
        assert!(!Question::read(&deep(5_000)).notes.is_empty(), "told, and not by going ever deeper");
        assert_eq!(read("a NOT () b"), "a b [Dangling NOT]");
    }

    /// Without places, which another writing moves.
    fn bare(node: &mut Node) {
        match node {
            Node::All(parts) | Node::Any(parts) => parts.iter_mut().for_each(bare),
            Node::Not(inner) => bare(inner),
            Node::Leaf(_, at) => *at = Span::default(),
        }
    }

    proptest! {
        #[test]
        fn what_is_written_out_reads_back_as_itself(
            text in "\\PC{0,40}|([a-c和停\"“”「」()*?~:/5 -]|OR | AND|NOT | NEAR|NEAR/2 |speaker:|in:| ){0,40}"
        ) {
            let mut first = Question::read(&text);
            let written = first.to_string();
            let mut second = Question::read(&written);
            first.root.iter_mut().for_each(bare);
            second.root.iter_mut().for_each(bare);
            prop_assert_eq!(&first.root, &second.root, "{}", written);
            prop_assert_eq!(second.notes, vec![], "{}", written);
        }
    }
}
