//! Lines to paragraphs: where one begins, whether its lines flow, whether it goes on elsewhere.

use super::sheet::{Line, Zone};

/// Whether a character is written without spaces between words.
pub(super) fn wide(c: char) -> bool {
    matches!(c as u32, 0x2E80..=0x9FFF | 0xF900..=0xFAFF | 0xFF00..=0xFFEF | 0x2_0000..=0x3_FFFF)
}

/// Whether a line ends in a hyphen behind a letter.
pub(super) fn hyphened(text: &str) -> bool {
    let bare = text.trim_end_matches(['-', '\u{2010}', '¬', '⸗', '\u{ad}']);
    bare.len() < text.len() && bare.chars().next_back().is_some_and(char::is_alphabetic)
}

/// Whether a text ends a sentence, or says that something follows.
pub(super) fn ends(text: &str) -> bool {
    let bare = text.trim_end_matches(['”', '’', '"', '\'', '»', ')', ']', '」', '』', ' ']);
    let shut = bare.chars().next_back().or(text.chars().next_back());
    shut.is_some_and(|c| matches!(c, '.' | '!' | '?' | ':' | ';' | '…' | '。' | '！' | '？' | '：' | '；'))
}

/// Whether `next` may go on with the sentence of `last`; `full` = the last line reaches the edge of its column.
pub(super) fn goes_on(last: &str, next: &str, full: bool) -> bool {
    let Some(first) = next.chars().find(|c| !matches!(c, '“' | '"' | '‘' | '(' | '[')) else {
        return false;
    };
    if hyphened(last) {
        return first.is_alphabetic();
    }
    !ends(last) && (first.is_lowercase() || full && (first.is_alphabetic() || wide(first)))
}

/// Lines of one paragraph.
pub(super) struct Group {
    pub lines: Vec<Line>,
    /// Line ends mean nothing.
    pub flows: bool,
}

/// Cuts a zone into paragraphs. `right` is the right edge of its column, where known.
pub(super) fn groups(zone: Zone, right: Option<f32>) -> Vec<Group> {
    let measure = Measure::of(&zone.lines, right);
    let mut groups: Vec<Vec<Line>> = Vec::new();
    let (whole, lines) = (zone.whole, zone.lines);
    let firsts: Vec<bool> = (0..lines.len()).map(|n| n == 0 || !whole && measure.opens(&lines, n)).collect();
    for (line, first) in lines.into_iter().zip(firsts) {
        match groups.last_mut() {
            Some(group) if !first => group.push(line),
            _ => groups.push(vec![line]),
        }
    }
    groups.into_iter().map(|lines| Group { flows: measure.flow(&lines), lines }).collect()
}

/// What is usual in a zone.
struct Measure {
    /// Height of a line.
    height: f32,
    /// From the top of a line to the top of the next.
    pitch: f32,
    /// The right edge.
    right: f32,
    left: f32,
    /// Characters of the longest line.
    longest: usize,
}

impl Measure {
    fn of(lines: &[Line], right: Option<f32>) -> Self {
        let areas: Vec<_> = lines.iter().filter_map(|l| l.area).collect();
        let known = areas.len() == lines.len();
        let pitches = areas.windows(2).map(|w| w[1][1] - w[0][1]).filter(|p| *p > 0.0).collect();
        let own = areas.iter().map(|a| a[0] + a[2]).fold(0.0, f32::max);
        Self {
            height: if known { middle(areas.iter().map(|a| a[3]).collect()) } else { 0.0 },
            pitch: middle(pitches),
            right: right.map_or(own, |r| r.max(own)),
            left: areas.iter().map(|a| a[0]).fold(f32::INFINITY, f32::min),
            longest: lines.iter().map(|l| l.text.chars().count()).max().unwrap_or(0),
        }
    }

    /// Whether a line reaches the right edge.
    fn full(&self, line: &Line) -> bool {
        match line.right() {
            Some(right) if self.height > 0.0 => right >= self.right - 0.18 * (self.right - self.left),
            _ => line.text.chars().count() * 10 >= self.longest * 7,
        }
    }

    /// Whether a paragraph begins at line `n`.
    fn opens(&self, lines: &[Line], n: usize) -> bool {
        let (before, line) = (&lines[n - 1], &lines[n]);
        if hyphened(&before.text) {
            return false;
        }
        let starts = line.text.chars().next().is_some_and(|c| !c.is_lowercase());
        let (Some(a), Some(b)) = (before.area, line.area) else {
            return starts && ends(&before.text) && before.text.chars().count() * 10 < self.longest * 7;
        };
        // A line that stands higher than the one before opens another column.
        let gap = b[1] - a[1];
        if self.pitch > 0.0 && gap > 1.6 * self.pitch {
            return true;
        }
        let inset = |other: &Line| other.area.map_or(0.0, |o| b[0] - o[0]);
        let indented = inset(before) > 0.8 * self.height
            && lines.get(n + 1).is_none_or(|next| inset(next) > 0.6 * self.height);
        starts && (indented || ends(&before.text) && !self.full(before))
    }

    /// Whether the line ends of a paragraph mean nothing.
    fn flow(&self, lines: &[Line]) -> bool {
        let Some((_, before)) = lines.split_last() else { return true };
        let full = before.iter().filter(|l| self.full(l) || hyphened(&l.text)).count();
        full * 10 >= before.len() * 7
    }
}

/// The middle of some numbers; 0 of none.
fn middle(mut numbers: Vec<f32>) -> f32 {
    numbers.sort_by(f32::total_cmp);
    numbers.get(numbers.len() / 2).copied().unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Paragraphs of lines `left right words`, 20 apart.
    fn cut(lines: &[(f32, f32, &str)]) -> Vec<String> {
        let line = |(n, (left, right, text)): (usize, &(f32, f32, &str))| Line {
            text: (*text).to_owned(),
            area: Some([*left, 20.0 * n as f32, right - left, 14.0]),
            ..Line::default()
        };
        let zone = Zone { lines: lines.iter().enumerate().map(line).collect(), ..Zone::default() };
        let told = |g: &Group| {
            let words: Vec<&str> = g.lines.iter().map(|l| l.text.as_str()).collect();
            words.join(if g.flows { " " } else { " / " })
        };
        groups(zone, None).iter().map(told).collect()
    }

    #[test]
    fn an_indent_or_a_short_line_ends_a_paragraph() {
        assert_eq!(
            cut(&[
                (30.0, 300.0, "The ferry sails on"),
                (10.0, 298.0, "Monday and on Friday"),
                (10.0, 100.0, "at ten."),
                (10.0, 300.0, "The pier is closed"),
                (10.0, 296.0, "until further notice"),
                (30.0, 300.0, "No one may enter it"),
                (10.0, 90.0, "at night."),
            ]),
            [
                "The ferry sails on Monday and on Friday at ten.",
                "The pier is closed until further notice",
                "No one may enter it at night."
            ]
        );
    }

    #[test]
    fn short_lines_stay_lines() {
        assert_eq!(
            cut(&[
                (10.0, 120.0, "To: The Harbour Master"),
                (10.0, 300.0, "From: The Chairman of the Lake Commission"),
                (10.0, 90.0, "4 March 1987")
            ]),
            ["To: The Harbour Master / From: The Chairman of the Lake Commission / 4 March 1987"]
        );
    }

    #[test]
    fn a_sentence_goes_on_where_it_has_not_ended() {
        assert!(goes_on("would nego-", "tiate", false));
        assert!(goes_on("the upland", "delegation", false));
        assert!(!goes_on("It was agreed.", "the rest", false));
        assert!(!goes_on("Harbour House", "The talks", false));
        assert!(!goes_on("It was agreed.”", "Venn", true));
        assert!(goes_on("met in the", "Harbour House", true));
    }
}
