//! The words of an atom: where spaces belong, which way they run, which marks are raised.

use std::ops::Range;

use super::atoms::Atom;
use super::glyphs::{Glyph, is_han, is_hangul, is_leftward};

/// Words with the places of raised marks among them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Words {
    /// As they are read.
    pub text: String,
    /// Raised marks, in bytes of `text`.
    pub raised: Vec<Range<usize>>,
    /// Whether the file itself puts a space behind the last word.
    pub trailing: bool,
}

/// The words of an atom.
pub(crate) fn words(atom: &Atom) -> Words {
    let mut spaced: Vec<(Glyph, bool)> = Vec::new();
    let usual = usual_gap(&atom.glyphs);
    let mut space = false;
    for g in &atom.glyphs {
        if g.ch == ' ' {
            space = true;
            continue;
        }
        let before = spaced.last().is_some_and(|(last, _)| parted(last, g, space, usual));
        spaced.push((*g, before));
        space = false;
    }
    if spaced.iter().any(|(g, _)| is_leftward(g.ch)) {
        spaced = reordered(spaced);
    }
    let mut words = Words { trailing: space, ..Words::default() };
    for (n, (g, before)) in spaced.iter().enumerate() {
        if *before && n > 0 {
            words.text.push(' ');
        }
        let at = words.text.len();
        words.text.push(g.ch);
        if g.raised {
            match words.raised.last_mut() {
                Some(r) if r.end == at => r.end = words.text.len(),
                _ => words.raised.push(at..words.text.len()),
            }
        }
    }
    words
}

/// The gap between most letters, in the size of the type: letter-spaced words have one.
fn usual_gap(glyphs: &[Glyph]) -> f32 {
    let inked: Vec<&Glyph> = glyphs.iter().filter(|g| g.ch != ' ').collect();
    let letters = |p: &&[&Glyph]| p[0].ch.is_alphanumeric() && p[1].ch.is_alphanumeric();
    let mut gaps: Vec<f32> =
        inked.windows(2).filter(letters).map(|p| (p[1].x0 - p[0].x1) / p[0].size).collect();
    if gaps.len() < 6 {
        return 0.0;
    }
    gaps.sort_by(f32::total_cmp);
    gaps[gaps.len() / 2].clamp(0.0, 0.4)
}

/// Whether a space belongs between two glyphs.
fn parted(a: &Glyph, b: &Glyph, space: bool, usual: f32) -> bool {
    let size = a.size.max(b.size);
    let gap = (b.x0 - a.x1) / size;
    if is_han(a.ch) && is_han(b.ch) {
        // Squares need no spaces; lines are filled by moving them apart.
        return gap > 0.45 + usual;
    }
    if is_han(a.ch) || is_han(b.ch) {
        // Between squares and letters some programs leave a quarter of a square.
        return if space { gap > 0.1 } else { gap > 0.3 + usual };
    }
    if a.raised != b.raised {
        // The mark of a note stands close to its word; what follows it is parted as usual.
        return (space && gap > 0.05) || gap > if b.raised { 0.3 } else { 0.15 };
    }
    if is_hangul(a.ch) && is_hangul(b.ch) {
        // Lines are filled by moving syllables apart as well: only what is wider than that is a space.
        return gap > 0.13 + usual;
    }
    (space && gap > 0.03 + usual) || gap > 0.15 + usual
}

/// Glyphs from left to right as they are read, where some run from right to left.
fn reordered(glyphs: Vec<(Glyph, bool)>) -> Vec<(Glyph, bool)> {
    let leftward = |g: &Glyph| is_leftward(g.ch);
    let rightward = |g: &Glyph| (g.ch.is_alphabetic() && !leftward(g)) || g.ch.is_numeric();
    let letters = glyphs.iter().filter(|(g, _)| g.ch.is_alphabetic()).count();
    let mostly = glyphs.iter().filter(|(g, _)| leftward(g)).count() * 2 > letters;
    let turns = |g: &Glyph| if mostly { rightward(g) } else { leftward(g) };
    let stays = |g: &Glyph| if mostly { leftward(g) } else { rightward(g) };
    let mut out: Vec<(Glyph, bool)> = glyphs;
    if mostly {
        flip(&mut out);
    }
    // Turn each stretch of the other direction, with what stands inside it.
    let mut n = 0;
    while n < out.len() {
        if !turns(&out[n].0) {
            n += 1;
            continue;
        }
        let mut last = n;
        let mut m = n + 1;
        while m < out.len() && !stays(&out[m].0) {
            if turns(&out[m].0) {
                last = m;
            }
            m += 1;
        }
        flip(&mut out[n..=last]);
        n = last + 1;
    }
    out
}

/// Turns glyphs round; the spaces stay between the same neighbours.
fn flip(glyphs: &mut [(Glyph, bool)]) {
    let Some(first) = glyphs.first().map(|g| g.1) else { return };
    let spaces: Vec<bool> = glyphs.iter().skip(1).map(|g| g.1).rev().collect();
    glyphs.reverse();
    for (g, space) in glyphs.iter_mut().zip(std::iter::once(first).chain(spaces)) {
        g.1 = space;
    }
}
