//! Sheets to a reading: paragraphs in the order of reading, over breaks of columns and pages.
//!
//! What stands outside the flow (heads, page numbers, notes) is written at the top of its page or behind its text, never
//! inside a paragraph that goes on over the page break.

use std::collections::VecDeque;

use memcon_model::{Locator, Severity, Span};

use super::heads;
use super::paragraphs::{self, Group, goes_on, wide};
use super::sheet::{Line, Role, Scan, Sheet};
use crate::reading::{BlockKind, Reading};
use crate::writer::Writer;

/// A paragraph, heading, row …
struct Piece {
    role: Role,
    lines: Vec<Line>,
    flows: bool,
    /// The sheet that it begins on.
    sheet: usize,
}

/// Where the bytes of a file of the bundle, or of the only file, begin in the original; `None` = they cannot be told.
pub(super) type Base = Option<u64>;

/// Writes what was scanned into `reading`. `bases` = for each sheet, where its file begins in the original.
pub(super) fn write(mut scan: Scan, bases: &[Base], reading: &mut Reading) {
    if let Some(why) = &scan.broken {
        reading.note(Severity::Warning, format!("The file breaks off ({why}); what stood before is read."));
    }
    heads::find(&mut scan.sheets);
    let mut plans: VecDeque<Vec<Piece>> = VecDeque::new();
    let (mut asides, mut sheets) = (Vec::new(), Vec::new());
    for (n, mut sheet) in scan.sheets.into_iter().enumerate() {
        let (flow, beside) = pieces(&mut sheet, n);
        plans.push_back(flow);
        asides.push(beside);
        sheets.push(sheet);
    }
    let images: Vec<&str> = sheets.iter().filter_map(|s| s.image.as_deref()).collect();
    if let Some(image) = images.first() {
        scan.metadata.push(("source_image".into(), (*image).to_owned()));
    }
    reading.metadata.append(&mut scan.metadata);
    let order = sequence(plans, asides);
    let mut out = Pages { writer: Writer::default(), sheets: &sheets, bases, next: 0 };
    order.into_iter().for_each(|p| out.piece(p));
    out.turn_to(sheets.len());
    out.writer.finish(reading);
    // Words of another page do not belong to the one before: a page without words has an empty stretch.
    reading.title = None;
    if reading.text.trim().is_empty() {
        reading.note(
            Severity::Warning,
            "The pages hold no recognised words. Recognise their text first, or export it with its words.",
        );
    }
}

/// The paragraphs of a sheet in the order of reading, and what stands outside the flow.
fn pieces(sheet: &mut Sheet, n: usize) -> (Vec<Piece>, Vec<Piece>) {
    let (mut flow, mut beside): (Vec<Piece>, Vec<Piece>) = (Vec::new(), Vec::new());
    let zones = std::mem::take(&mut sheet.zones);
    let rights = columns(&zones);
    let mut capital: Option<String> = None;
    for (mut zone, right) in zones.into_iter().zip(rights) {
        zone.lines.iter_mut().for_each(|l| l.sheet = n);
        let (role, continues, column) = (zone.role, zone.continues, zone.area);
        if role == Role::Capital {
            capital = zone.lines.first().map(|l| l.text.clone());
            continue;
        }
        if let (Some(letter), Some(line)) = (&capital, zone.lines.first_mut())
            && !role.is_aside()
        {
            let by = letter.len();
            line.text.insert_str(0, letter);
            line.marks.iter_mut().for_each(|m| (m.0, m.1) = (m.0 + by, m.1 + by));
            capital = None;
        }
        let groups = match role {
            Role::Row => vec![Group { lines: std::mem::take(&mut zone.lines), flows: false }],
            Role::Heading | Role::RunningHead | Role::PageNumber => {
                vec![Group { lines: std::mem::take(&mut zone.lines), flows: true }]
            }
            _ => paragraphs::groups(zone, right),
        };
        for (k, group) in groups.into_iter().enumerate() {
            for piece in by_role(group, role, n) {
                let joins = k == 0 && piece.role == Role::Text;
                match flow.last_mut() {
                    _ if piece.role.is_aside() => beside.push(piece),
                    Some(last)
                        if joins
                            && last.role == Role::Text
                            && (continues || beyond(last, column))
                            && on(last, &piece) =>
                    {
                        last.flows &= piece.flows;
                        last.lines.extend(piece.lines);
                    }
                    _ => flow.push(piece),
                }
            }
        }
    }
    if let Some(text) = capital {
        flow.push(Piece {
            role: Role::Text,
            lines: vec![Line { text, sheet: n, ..Line::default() }],
            flows: true,
            sheet: n,
        });
    }
    (flow, beside)
}

/// Cuts a group where the format gives single lines another role.
fn by_role(group: Group, role: Role, sheet: usize) -> Vec<Piece> {
    let mut found: Vec<Piece> = Vec::new();
    for line in group.lines {
        let role = line.role.unwrap_or(role);
        match found.last_mut() {
            Some(last) if last.role == role => last.lines.push(line),
            _ => found.push(Piece { role, lines: vec![line], flows: group.flows, sheet }),
        }
    }
    found
}

/// Whether a zone at `area` stands in another column than the end of `last`: above it, or beside it.
fn beyond(last: &Piece, area: Option<[f32; 4]>) -> bool {
    let (Some(a), Some(b)) = (last.lines.last().and_then(|l| l.area), area) else { return false };
    b[1] + b[3] / 2.0 < a[1] || b[0] > a[0] + a[2]
}

/// Whether the words of one piece go on in another.
fn on(last: &Piece, next: &Piece) -> bool {
    let (Some(a), Some(b)) = (last.lines.last(), next.lines.first()) else { return false };
    // The last lines tell the edges of the column; all of a long paragraph would cost its square.
    let near = || last.lines.iter().rev().take(60);
    let edge = near().filter_map(Line::right).fold(0.0, f32::max);
    let left = near().filter_map(|l| l.area).map(|a| a[0]).fold(f32::INFINITY, f32::min);
    let full = last.lines.len() > 2 && a.right().is_some_and(|r| r >= edge - 0.1 * (edge - left));
    let inset = match (next.lines.first().and_then(|l| l.area), next.lines.get(1).and_then(|l| l.area)) {
        (Some(first), Some(second)) => first[0] - second[0] > 0.8 * first[3],
        _ => false,
    };
    goes_on(&a.text, &b.text, full && !inset)
}

/// For each zone the right edge of its column: of all zones that begin about as far from the left.
fn columns(zones: &[super::sheet::Zone]) -> Vec<Option<f32>> {
    let edges = |z: &super::sheet::Zone| {
        let areas = || z.lines.iter().filter_map(|l| l.area);
        let left = areas().map(|a| a[0]).fold(f32::INFINITY, f32::min);
        let right = areas().map(|a| a[0] + a[2]).fold(f32::NEG_INFINITY, f32::max);
        (left < right).then_some((left, right))
    };
    let all: Vec<Option<(f32, f32)>> =
        zones.iter().map(|z| edges(z).filter(|_| !z.role.is_aside() && z.role != Role::Row)).collect();
    let mut sorted: Vec<(f32, f32)> = all.iter().flatten().copied().collect();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    let width = sorted.iter().map(|e| e.1).fold(0.0, f32::max);
    // The widest right edge within a stretch of left edges, by a window over the sorted ones.
    all.iter()
        .map(|e| {
            let (left, own) = (*e)?;
            let from = sorted.partition_point(|s| s.0 < left - 0.12 * width);
            let near = sorted.iter().skip(from).take(200).take_while(|s| s.0 <= left + 0.12 * width);
            Some(near.map(|s| s.1).fold(own, f32::max))
        })
        .collect()
}

/// One sequence over all sheets: a paragraph that goes on over a page break takes in its rest; what stands beside the
/// text of a page comes where it breaks no paragraph and, if that can be, on its own page.
fn sequence(mut plans: VecDeque<Vec<Piece>>, asides: Vec<Vec<Piece>>) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::new();
    // Place in `out` before which asides of the last sheet go if its last paragraph goes on.
    let mut waiting: Vec<Piece> = Vec::new();
    for beside in asides {
        let mut flow = VecDeque::from(plans.pop_front().unwrap_or_default());
        let runs = match (out.last(), flow.front()) {
            (Some(last), Some(first)) => {
                last.role == Role::Text && first.role == Role::Text && on(last, first)
            }
            _ => false,
        };
        if runs && let (Some(mut last), Some(first)) = (out.pop(), flow.pop_front()) {
            let begun = last.sheet;
            let (here, later): (Vec<Piece>, Vec<Piece>) = waiting.drain(..).partition(|w| w.sheet == begun);
            out.extend(here);
            last.flows &= first.flows;
            last.lines.extend(first.lines);
            out.push(last);
            // A page wholly inside one paragraph: its heads come behind it.
            waiting = later;
            if flow.is_empty() {
                waiting.extend(beside);
                continue;
            }
        }
        out.append(&mut waiting);
        let (heads, feet): (Vec<Piece>, Vec<Piece>) =
            beside.into_iter().partition(|p| matches!(p.role, Role::RunningHead | Role::PageNumber));
        out.extend(heads);
        out.extend(flow);
        waiting = feet;
    }
    out.append(&mut waiting);
    out
}

/// Writes pieces and turns pages.
struct Pages<'s> {
    writer: Writer,
    sheets: &'s [Sheet],
    bases: &'s [Base],
    /// The sheet to be begun next.
    next: usize,
}

impl Pages<'_> {
    fn turn_to(&mut self, end: usize) {
        while self.next < end {
            if let Some(sheet) = self.sheets.get(self.next) {
                self.writer.page(sheet.label.as_deref(), sheet.image.as_deref());
            }
            self.next += 1;
        }
    }

    fn piece(&mut self, piece: Piece) {
        let kind = kind(&piece);
        self.writer.gap();
        let begun = self.writer.begin();
        let mut last: Option<&Line> = None;
        for line in &piece.lines {
            let between = last.map(|l| between(&l.text, &line.text, piece.flows, piece.role));
            if let Some(between) = between {
                self.writer.words(between);
            }
            self.turn_to(line.sheet + 1);
            self.line(line);
            last = Some(line);
        }
        self.writer.block(begun, kind);
        self.writer.gap();
    }

    fn line(&mut self, line: &Line) {
        let begun = self.writer.begin();
        self.writer.words(&line.text);
        let start = self.writer.len().saturating_sub(line.text.len());
        for (from, to, kind) in &line.marks {
            let span = Span::new(start + from, start + to).trim(self.writer.text());
            self.writer.mark_span(span, kind.clone());
        }
        let file = self.sheets.get(line.sheet).and_then(|s| s.file.as_deref()).unwrap_or("");
        let base = self.bases.get(line.sheet).copied().flatten();
        let bytes = base.and_then(|base| line.bytes.map(|b| b.map(|b| base + b as u64)));
        let element = line.id.as_ref().map(|id| format!("{file}#{id}"));
        let element = element.or_else(|| Some(file.to_owned()).filter(|f| !f.is_empty()));
        self.writer.locate(begun, Locator { element, bytes, area: line.area, ..Locator::default() });
    }
}

/// What stands between two lines: nothing behind a soft hyphen or between signs, a line break behind a hyphen, else a
/// space; a line break where the lines are set line by line.
fn between(last: &str, next: &str, flows: bool, role: Role) -> &'static str {
    let signs = last.chars().next_back().is_some_and(wide) && next.chars().next().is_some_and(wide);
    if role == Role::Row {
        "\t"
    } else if last.ends_with('\u{ad}') {
        ""
    } else if !flows || paragraphs::hyphened(last) {
        "\n"
    } else if signs {
        ""
    } else {
        " "
    }
}

fn kind(piece: &Piece) -> BlockKind {
    match piece.role {
        Role::Text | Role::Caption | Role::Capital => BlockKind::Paragraph,
        Role::Heading => BlockKind::Heading(2),
        Role::RunningHead | Role::PageNumber => BlockKind::RunningHead,
        Role::Note => BlockKind::Note { label: label(piece), editorial: None },
        Role::Item => BlockKind::ListItem,
        Role::Signature => BlockKind::Signature,
        Role::Letterhead => BlockKind::Letterhead,
        Role::Quote => BlockKind::Quote,
        Role::Row => BlockKind::TableRow,
        Role::Aside => BlockKind::Furniture,
    }
}

/// The mark that a note begins with: "3", "*".
fn label(piece: &Piece) -> Option<String> {
    let first = piece.lines.first()?.text.split_whitespace().next()?;
    let bare = first.trim_matches(['(', ')', '[', ']', '.']);
    let mark = |c: char| c.is_ascii_digit() || matches!(c, '*' | '†' | '‡' | '§' | '¹' | '²' | '³');
    (!bare.is_empty() && bare.chars().count() <= 3 && bare.chars().all(mark)).then(|| bare.to_owned())
}
