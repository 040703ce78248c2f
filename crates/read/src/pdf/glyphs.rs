//! Glyphs in the page's own view: turned upright, measured from the top left, spaces kept as what they are.
//!
//! What does not belong here: any judgement on lines or columns.

use pdf_oxide::layout::TextChar;

/// A glyph, or a space.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Glyph {
    /// The character as the text layer gives it.
    pub ch: char,
    /// Left edge.
    pub x0: f32,
    /// Right edge.
    pub x1: f32,
    /// Baseline, from the top.
    pub y: f32,
    /// Size of the type.
    pub size: f32,
    /// Whether the type is bold.
    pub bold: bool,
    /// Whether the type is italic.
    pub italic: bool,
    /// Whether it stands above the line in smaller type.
    pub raised: bool,
}

/// The box of a page and how it is turned.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sheet {
    /// Left, bottom, right, top in the file's own measure.
    pub sides: [f32; 4],
    /// Clockwise turn in degrees: 0, 90, 180, 270.
    pub turn: i32,
}

/// Glyphs that run one way, and how to get from their view back to the page.
#[derive(Debug, Default)]
pub(crate) struct Run {
    /// The glyphs in their own view: words from left to right, lines from top to bottom.
    pub glyphs: Vec<Glyph>,
    /// Quarter turns of the view against the page as it is shown; 0 = none.
    pub turned: u8,
    /// Whether the words run from top to bottom and the lines from right to left.
    pub vertical: bool,
}

/// Most glyphs that are looked at on one page.
const MOST: usize = 400_000;

impl Sheet {
    /// Width as shown.
    pub fn width(&self) -> f32 {
        let [l, b, r, t] = self.sides;
        if self.turn % 180 == 0 { r - l } else { t - b }
    }

    /// Height as shown.
    pub fn height(&self) -> f32 {
        let [l, b, r, t] = self.sides;
        if self.turn % 180 == 0 { t - b } else { r - l }
    }

    /// A point of the file's measure as it is shown, from the top left.
    fn shown(&self, x: f32, y: f32) -> (f32, f32) {
        let [l, b, r, t] = self.sides;
        match self.turn {
            90 => (y - b, x - l),
            180 => (r - x, y - b),
            270 => (t - y, r - x),
            _ => (x - l, t - y),
        }
    }

    /// An area of a run's view (left, top, width, height) on the page as it is shown.
    pub fn area(&self, run: (u8, bool), area: [f32; 4]) -> [f32; 4] {
        let [x, y, w, h] = area;
        let (width, height) = (self.width(), self.height());
        if run.1 {
            return [width - y - h, x, h, w];
        }
        match run.0 {
            1 => [y, height - x - w, h, w],
            2 => [width - x - w, height - y - h, w, h],
            3 => [width - y - h, x, h, w],
            _ => area,
        }
    }
}

/// Sorts the characters of a page into runs: the main one first, then those that run another way.
pub(crate) fn runs(chars: &[TextChar], sheet: &Sheet) -> Vec<Run> {
    let mut runs: [Vec<Glyph>; 4] = Default::default();
    let mut font = ("", Face::default());
    for c in chars.iter().take(MOST) {
        if font.0 != c.font_name {
            font = (&c.font_name, Face::of(&c.font_name));
        }
        let Some((quarter, glyph)) = glyph(c, font.1, sheet) else { continue };
        runs[usize::from(quarter)].push(glyph);
    }
    let mut found: Vec<Run> = (0u8..4)
        .zip(runs)
        .filter(|(_, g)| g.iter().any(|g| g.ch != ' '))
        .map(|(turned, glyphs)| Run { glyphs, turned, vertical: false })
        .collect();
    found.sort_by_key(|r| std::cmp::Reverse(r.glyphs.len()));
    if let Some(main) = found.first_mut()
        && main.turned == 0
        && runs_down(&main.glyphs)
    {
        main.vertical = true;
        let width = sheet.width();
        for g in &mut main.glyphs {
            let (left, top) = (g.x0, g.y - g.size * 0.88);
            (g.x0, g.x1, g.y) = (top, top + g.size, width - left);
        }
    }
    found
}

/// What the name of a font says of its face. The library also guesses by the width of stems, and takes much plain type
/// for bold.
#[derive(Clone, Copy, Default)]
struct Face {
    bold: bool,
    italic: bool,
}

impl Face {
    fn of(font: &str) -> Self {
        let name = font.split_once('+').map_or(font, |(_, n)| n).to_ascii_lowercase();
        let has = |parts: &[&str]| parts.iter().any(|p| name.contains(p));
        // The last are the names that TeX gives its faces.
        let bold = has(&["bold", "black", "heavy", "demi", "cmbx", "ecbx", "sfbx", "cmssbx"]);
        let italic =
            has(&["italic", "oblique", "slant", "cmti", "ecti", "sfti", "cmsl"]) || name.ends_with("-it");
        Self { bold, italic }
    }
}

/// One character in the view in which it stands upright, with the quarter turns of that view.
fn glyph(c: &TextChar, face: Face, sheet: &Sheet) -> Option<(u8, Glyph)> {
    let ch = if c.char.is_whitespace() { ' ' } else { c.char };
    if ch.is_control() || ch == '\u{feff}' {
        return None;
    }
    let size = c.font_size.abs();
    let all = [c.origin_x, c.origin_y, size, c.advance_width, c.bbox.width];
    if all.iter().any(|v| !v.is_finite() || v.abs() > 1.0e6) || size < 0.3 {
        return None;
    }
    let [a, b, ..] = c.matrix.unwrap_or([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);
    let angle = b.atan2(a).to_degrees() - sheet.turn as f32;
    let quarter = (angle / 90.0).round().rem_euclid(4.0) as u8 % 4;
    let (x, y) = sheet.shown(c.origin_x, c.origin_y);
    let (width, height) = (sheet.width(), sheet.height());
    // Quarter turns are counter-clockwise: words of quarter 1 run upwards.
    let (x, y) = match quarter {
        1 => (height - y, x),
        2 => (width - x, height - y),
        3 => (y, width - x),
        _ => (x, y),
    };
    // Turned type has no width along the line in the library's view.
    let width = if quarter.is_multiple_of(2) { c.bbox.width.abs() } else { size * 0.5 };
    // Type far outside the page is no part of it.
    if x < -size * 4.0 || y < -size * 4.0 || x > 20_000.0 || y > 20_000.0 {
        return None;
    }
    let Face { bold, italic } = face;
    Some((quarter, Glyph { ch, x0: x, x1: x + width, y, size, bold, italic, raised: false }))
}

/// Whether characters of Chinese or Japanese follow each other downwards rather than to the right.
fn runs_down(glyphs: &[Glyph]) -> bool {
    let wide: Vec<&Glyph> = glyphs.iter().filter(|g| is_han(g.ch)).collect();
    if wide.len() < 8 || wide.len() * 2 < glyphs.iter().filter(|g| g.ch != ' ').count() {
        return false;
    }
    let cell = |v: f32, size: f32| (v / size.max(1.0) * 2.0).round() as i64;
    let places: std::collections::BTreeSet<(i64, i64)> =
        wide.iter().map(|g| (cell(g.x0, g.size), cell(g.y, g.size))).collect();
    let near = |dx: i64, dy: i64| {
        let has = |g: &&&Glyph| {
            let (x, y) = (cell(g.x0, g.size) + dx, cell(g.y, g.size) + dy);
            places.contains(&(x, y))
        };
        wide.iter().filter(has).count()
    };
    near(0, 2) > near(2, 0) * 2
}

/// Characters set in squares without spaces between words: Han, kana and their punctuation.
pub(crate) fn is_han(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{31ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe4f}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}')
        && !is_hangul(c)
}

/// Korean syllables and letters.
pub(crate) fn is_hangul(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{11ff}' | '\u{3130}'..='\u{318f}' | '\u{a960}'..='\u{a97f}' | '\u{ac00}'..='\u{d7ff}')
}

/// Letters written from right to left.
pub(crate) fn is_leftward(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}')
}
