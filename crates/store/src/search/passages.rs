//! A paper cut into passages: paragraphs, and the stretches of each speaker inside them.

use memcon_model::{Span, Turn};

/// Longest passage in bytes; a longer paragraph is cut at white space.
const LONGEST: usize = 4_000;

/// A stretch that search may give back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Passage {
    /// Where.
    pub span: Span,
    /// Whether it is a whole paragraph.
    pub paragraph: bool,
    /// Whether all of it belongs to one voice; the number of the turn, `None` = the paper itself.
    pub voice: Option<Option<usize>>,
}

/// Passages in the order of the text: every paragraph once, and where several voices share one,
/// the stretch of each besides.
pub(crate) fn passages(text: &str, turns: &[Turn]) -> Vec<Passage> {
    let voices = voices(text.len(), turns);
    let mut found = Vec::new();
    let mut from = 0;
    for span in paragraphs(text) {
        while voices.get(from).is_some_and(|(v, _)| v.end <= span.start) {
            from += 1;
        }
        let inside = voices[from..].iter().take_while(|(v, _)| v.start < span.end);
        let pieces: Vec<(Span, Option<usize>)> = inside
            .map(|(v, turn)| {
                (Span { start: v.start.max(span.start), end: v.end.min(span.end) }.trim(text), *turn)
            })
            .filter(|(piece, _)| piece.of(text).chars().any(char::is_alphanumeric))
            .collect();
        match pieces.as_slice() {
            [(_, voice)] => found.push(Passage { span, paragraph: true, voice: Some(*voice) }),
            several => {
                found.push(Passage { span, paragraph: true, voice: None });
                let piece = |(span, voice): &(Span, Option<usize>)| Passage {
                    span: *span,
                    paragraph: false,
                    voice: Some(*voice),
                };
                found.extend(several.iter().map(piece));
            }
        }
    }
    found
}

/// Paragraphs between blank lines, cut where they are too long; white space at the ends left out.
fn paragraphs(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut open: Option<Span> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let span = Span::new(at, at + line.len());
        at += line.len();
        if line.trim().is_empty() {
            found.extend(open.take());
        } else {
            open = Some(open.map_or(span, |o| o.hull(span)));
        }
    }
    found.extend(open);
    found.into_iter().flat_map(|p| cut(text, p)).collect()
}

fn cut(text: &str, paragraph: Span) -> Vec<Span> {
    let mut found = Vec::new();
    let mut rest = paragraph.trim(text);
    while rest.len() > LONGEST {
        let mut end = rest.start as usize + LONGEST;
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let head = Span::new(rest.start as usize, end);
        let space = head.of(text).rfind(char::is_whitespace).filter(|n| *n > LONGEST / 2);
        let end = space.map_or(end, |n| rest.start as usize + n);
        found.push(Span::new(rest.start as usize, end).trim(text));
        rest = Span::new(end, rest.end as usize).trim(text);
    }
    found.push(rest);
    found.retain(|s| !s.is_empty());
    found
}

/// The text as stretches of the innermost turn around each place (its number in `turns`; `None` = the
/// paper itself). Together they cover the first `len` bytes. A turn that crosses another is cut.
pub fn voices(len: usize, turns: &[Turn]) -> Vec<(Span, Option<usize>)> {
    let mut order: Vec<usize> = (0..turns.len()).collect();
    order.sort_by_key(|&n| (turns[n].span.start, std::cmp::Reverse(turns[n].span.end)));
    let len = Span::new(0, len).end;
    let mut found: Vec<(Span, Option<usize>)> = Vec::new();
    let mut stack: Vec<(u32, usize)> = Vec::new();
    let mut at = 0;
    let mut upto = |at: &mut u32, end: u32, voice: Option<usize>| {
        let end = end.min(len);
        if *at < end {
            found.push((Span { start: *at, end }, voice));
            *at = end;
        }
    };
    for n in order {
        let span = turns[n].span;
        while let Some(&(end, open)) = stack.last().filter(|(end, _)| *end <= span.start) {
            upto(&mut at, end, Some(open));
            stack.pop();
        }
        upto(&mut at, span.start, stack.last().map(|s| s.1));
        // A turn that runs over the end of the one around it is cut there.
        let end = stack.last().map_or(span.end, |s| span.end.min(s.0));
        stack.push((end, n));
    }
    while let Some((end, open)) = stack.pop() {
        upto(&mut at, end, Some(open));
    }
    upto(&mut at, len, None);
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use memcon_model::{Basis, Mode};

    fn turn(start: usize, end: usize) -> Turn {
        Turn {
            id: format!("t{start}"),
            span: Span::new(start, end),
            cue: None,
            speaker_as_named: None,
            speaker: None,
            side: None,
            addressee: None,
            mode: Mode::DirectQuote,
            chain: Vec::new(),
            depth: 0,
            time: None,
            parent: None,
            region: None,
            links: Vec::new(),
            basis: Basis::default(),
        }
    }

    /// Passages as `words/turn`, paragraphs of several voices without a turn.
    fn show(text: &str, turns: &[Turn]) -> Vec<String> {
        let voice = |v: Option<Option<usize>>| match v {
            None => "several".to_owned(),
            Some(None) => "paper".to_owned(),
            Some(Some(n)) => format!("turn {n}"),
        };
        passages(text, turns).iter().map(|p| format!("{}/{}", p.span.of(text), voice(p.voice))).collect()
    }

    #[test]
    fn each_voice_of_a_paragraph_has_its_stretch() {
        let text = "One two.\n\nHe said: yes, she said no, so be it.\n";
        let at = |words: &str| text.find(words).unwrap();
        let turns = [turn(at("yes"), text.len() - 2), turn(at("no,"), at(", so"))];
        assert_eq!(
            show(text, &turns),
            [
                "One two./paper",
                "He said: yes, she said no, so be it./several",
                "He said:/paper",
                "yes, she said/turn 0",
                "no/turn 1",
                ", so be it/turn 0",
            ]
        );
    }

    #[test]
    fn a_long_line_is_cut_at_spaces() {
        let text = "word ".repeat(5_000);
        let found = passages(&text, &[]);
        assert!(found.iter().all(|p| p.span.len() <= LONGEST && p.span.of(&text).ends_with("word")));
        assert_eq!(found.iter().map(|p| p.span.of(&text).matches("word").count()).sum::<usize>(), 5_000);
    }

    #[test]
    fn crossing_turns_do_not_lose_text() {
        let text = "a b c d e f g h i j";
        let found = voices(text.len(), &[turn(0, 9), turn(5, 15)]);
        assert_eq!(found.iter().map(|(s, _)| s.len()).sum::<usize>(), text.len());
    }
}
