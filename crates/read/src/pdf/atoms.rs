//! Glyphs to atoms: stretches of one line without a wide gap. Raised marks are put where they belong.

use super::glyphs::Glyph;

/// A stretch of a line without a wide gap, from left to right.
#[derive(Clone, Debug)]
pub(crate) struct Atom {
    /// Its glyphs, spaces among them.
    pub glyphs: Vec<Glyph>,
    /// Left edge.
    pub x0: f32,
    /// Right edge.
    pub x1: f32,
    /// Baseline.
    pub y: f32,
    /// Size of most of its type.
    pub size: f32,
}

impl Atom {
    fn new(mut glyphs: Vec<Glyph>) -> Option<Self> {
        let inked = || glyphs.iter().filter(|g| g.ch != ' ');
        let x0 = inked().map(|g| g.x0).reduce(f32::min)?;
        let x1 = inked().map(|g| g.x1).reduce(f32::max)?;
        let mut sizes: Vec<f32> = inked().filter(|g| !g.raised).map(|g| g.size).collect();
        let mut lines: Vec<f32> = inked().filter(|g| !g.raised).map(|g| g.y).collect();
        sizes.sort_by(f32::total_cmp);
        lines.sort_by(f32::total_cmp);
        let size = sizes.get(sizes.len() / 2).copied().unwrap_or(glyphs.first()?.size);
        let y = lines.get(lines.len() / 2).copied().unwrap_or(glyphs.first()?.y);
        // Some programs raise marks in a way that the library does not tell: by their size they are known.
        for g in &mut glyphs {
            g.raised |= g.size < 0.78 * size && (g.ch.is_ascii_digit() || "*†‡§".contains(g.ch));
        }
        Some(Self { glyphs, x0, x1, y, size })
    }

    /// How many characters it has.
    pub fn letters(&self) -> usize {
        self.glyphs.iter().filter(|g| g.ch != ' ').count()
    }
}

/// A gap this wide, in the size of the type, may part columns or cells.
pub(crate) const WIDE: f32 = 0.8;

/// The atoms of a run, from top to bottom and left to right.
pub(crate) fn atoms(mut glyphs: Vec<Glyph>) -> Vec<Atom> {
    glyphs.sort_by(|a, b| a.y.total_cmp(&b.y));
    let mut atoms = Vec::new();
    let mut line: Vec<Glyph> = Vec::new();
    for g in glyphs {
        if let Some(first) = line.first()
            && g.y - first.y > 0.12 * first.size.min(g.size).max(2.0)
        {
            cut(std::mem::take(&mut line), &mut atoms);
        }
        line.push(g);
    }
    cut(line, &mut atoms);
    let mut atoms = raise(atoms);
    atoms.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.x0.total_cmp(&b.x0)));
    atoms
}

/// Cuts a line of glyphs at its wide gaps.
fn cut(mut line: Vec<Glyph>, atoms: &mut Vec<Atom>) {
    line.sort_by(|a, b| a.x0.total_cmp(&b.x0));
    let mut part: Vec<Glyph> = Vec::new();
    let mut last: Option<Glyph> = None;
    for g in line {
        if g.ch != ' ' {
            if let Some(l) = last
                && g.x0 - l.x1 > WIDE * l.size.max(g.size)
            {
                atoms.extend(Atom::new(std::mem::take(&mut part)));
            }
            last =
                Some(Glyph { x1: g.x1.max(last.filter(|_| !part.is_empty()).map_or(g.x1, |l| l.x1)), ..g });
        }
        part.push(g);
    }
    atoms.extend(Atom::new(part));
}

/// Puts small type that stands a little above a line into it, and joins again what it had parted.
fn raise(mut atoms: Vec<Atom>) -> Vec<Atom> {
    atoms.sort_by(|a, b| a.y.total_cmp(&b.y));
    let largest = atoms.iter().map(|a| a.size).fold(0.0, f32::max).min(60.0);
    let mut home: Vec<Option<usize>> = vec![None; atoms.len()];
    for (n, small) in atoms.iter().enumerate() {
        if small.letters() > 6 {
            continue;
        }
        // The line is below the mark.
        for (m, big) in atoms.iter().enumerate().skip(n + 1).take(400) {
            let above = big.y - small.y;
            if above > 0.7 * largest {
                break;
            }
            let fits = small.size < 0.86 * big.size
                && (0.12 * big.size..0.7 * big.size).contains(&above)
                && small.x1 > big.x0 - 0.8 * big.size
                && small.x0 < big.x1 + 0.5 * big.size;
            if fits {
                home[n] = Some(m);
                break;
            }
        }
    }
    let mut moved: Vec<Vec<Glyph>> = vec![Vec::new(); atoms.len()];
    for (n, m) in home.iter().enumerate() {
        if let Some(m) = *m {
            moved[m].extend(atoms[n].glyphs.iter().map(|g| Glyph { raised: true, ..*g }));
        }
    }
    let mut kept: Vec<Atom> = Vec::new();
    for ((atom, marks), home) in atoms.into_iter().zip(moved).zip(home) {
        if home.is_some() && marks.is_empty() {
            continue;
        }
        if marks.is_empty() {
            kept.push(atom);
            continue;
        }
        let mut glyphs = atom.glyphs;
        glyphs.extend(marks);
        glyphs.sort_by(|a, b| a.x0.total_cmp(&b.x0));
        kept.extend(Atom::new(glyphs));
    }
    join(kept)
}

/// Joins neighbours on one line whose gap a raised mark has filled.
fn join(mut atoms: Vec<Atom>) -> Vec<Atom> {
    atoms.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.x0.total_cmp(&b.x0)));
    let mut joined: Vec<Atom> = Vec::new();
    for atom in atoms {
        if let Some(last) = joined.last_mut()
            && (atom.y - last.y).abs() <= 0.12 * atom.size
            && (-0.5 * atom.size..=WIDE * atom.size.max(last.size)).contains(&(atom.x0 - last.x1))
        {
            let mut glyphs = std::mem::take(&mut last.glyphs);
            glyphs.extend(atom.glyphs);
            if let Some(whole) = Atom::new(glyphs) {
                *last = whole;
            }
            continue;
        }
        joined.push(atom);
    }
    joined
}
