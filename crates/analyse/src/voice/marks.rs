//! Quotation marks with what speaks for reading each as opening, closing, or no mark at all.
//!
//! The costs come from `data/voice/costs.toml`; this module only looks at the neighbours of a mark.

use super::lexis::{COSTS, CUES};
use super::scan::{Kind, Scan, is_closing_glyph, is_opening_glyph};
use super::words::Class;
use memcon_model::Span;

/// Marks that can open and close one another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Family {
    Double = 0,
    Single = 1,
    Guillemet = 2,
    SingleGuillemet = 3,
    Corner = 4,
    WhiteCorner = 5,
    Other = 6,
}

/// What the search reads, in the order of the text.
#[derive(Clone, Copy, Debug)]
pub(super) enum Evidence {
    /// A mark, by its index in the list of marks.
    Mark(u32),
    /// A paragraph ends here; `reopens` = the next paragraph starts with a mark.
    Break { at: u32, reopens: bool },
    /// A line ends here behind a stop.
    Line { at: u32 },
}

/// A mark with the costs of its readings, before any nesting is known.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    pub span: Span,
    pub family: Family,
    pub open: f32,
    pub close: f32,
    pub noise: f32,
    /// The noise reading where no single quotation is open (apostrophes).
    pub noise_alone: f32,
    /// A low opening mark (`„`) whose partner is `“`.
    pub low: bool,
    /// `“`, which closes a low mark.
    pub high_open: bool,
    /// First word of its paragraph.
    pub paragraph_start: bool,
    /// A cue verb stands before it.
    pub cue_before: bool,
}

/// All marks of a text and the sequence of evidence for the search; linear.
pub(super) fn evidence(scan: &Scan<'_>) -> (Vec<Mark>, Vec<Evidence>) {
    let mut marks = Vec::new();
    let mut seen = Vec::new();
    let reversed = reversed(scan);
    let mut paragraph_start = true;
    for i in 0..scan.toks.len() {
        match scan.kind(i) {
            Kind::Mark => {
                seen.push(Evidence::Mark(marks.len() as u32));
                marks.push(mark(scan, i, paragraph_start, reversed));
            }
            Kind::Break => {
                let at = scan.toks[i].start;
                seen.push(Evidence::Break { at, reopens: scan.kind(i + 1) == Kind::Mark });
                paragraph_start = true;
            }
            Kind::Line if i > 0 && matches!(scan.kind(i - 1), Kind::Stop) => {
                seen.push(Evidence::Line { at: scan.toks[i].start });
            }
            Kind::Line => {}
            _ => paragraph_start = false,
        }
    }
    (marks, seen)
}

fn is_guillemet(glyph: &str) -> bool {
    matches!(family(glyph), Family::Guillemet | Family::SingleGuillemet)
}

/// Whether the guillemets of a text point inwards (»so«), as in German and Danish print: told by the spaces beside them.
fn reversed(scan: &Scan<'_>) -> bool {
    let mut inwards = 0i64;
    for i in (0..scan.toks.len()).filter(|&i| scan.kind(i) == Kind::Mark) {
        let glyph = scan.word(i);
        if !is_guillemet(glyph) {
            continue;
        }
        let opens = lean(scan, i) == -1;
        let closes = lean(scan, i) == 1;
        if opens && is_closing_glyph(glyph) || closes && is_opening_glyph(glyph) {
            inwards += 1;
        } else if opens || closes {
            inwards -= 1;
        }
    }
    inwards > 0
}

fn family(glyph: &str) -> Family {
    match glyph {
        "\"" | "“" | "”" | "„" | "‟" | "＂" | "``" | "''" => Family::Double,
        "'" | "‘" | "’" | "‚" => Family::Single,
        "«" | "»" => Family::Guillemet,
        "‹" | "›" => Family::SingleGuillemet,
        "「" | "」" => Family::Corner,
        "『" | "』" => Family::WhiteCorner,
        _ => Family::Other,
    }
}

/// How far a mark leans: -1 opening, +1 closing, 0 unclear.
fn lean(scan: &Scan<'_>, i: usize) -> i32 {
    let before = i == 0
        || scan.spaces_before(i) > 0
        || matches!(scan.kind(i - 1), Kind::OpenBracket | Kind::Dash | Kind::Line | Kind::Break);
    let behind = scan.spaces_before(i + 1) > 0
        || matches!(
            scan.kind(i + 1),
            Kind::Stop
                | Kind::Comma
                | Kind::Semicolon
                | Kind::Colon
                | Kind::CloseBracket
                | Kind::Line
                | Kind::Break
                | Kind::Dash
        );
    match (before, behind) {
        (true, false) => -1,
        (false, true) => 1,
        _ => 0,
    }
}

fn mark(scan: &Scan<'_>, i: usize, paragraph_start: bool, reversed: bool) -> Mark {
    let c = &*COSTS;
    let glyph = scan.word(i);
    let family = family(glyph);
    let lean = lean(scan, i);
    let natural = |wanted: i32, good: f32, unclear: f32, bad: f32| match lean {
        0 => unclear,
        l if l == wanted => good,
        _ => bad,
    };
    let mut open = natural(-1, c.mark.open_natural, c.mark.open_unclear, c.mark.open_against);
    let mut close = natural(1, c.mark.close_natural, c.mark.close_unclear, c.mark.close_against);
    let turned = reversed && is_guillemet(glyph);
    let fixed_open = is_opening_glyph(glyph) != turned;
    let fixed_close = (is_closing_glyph(glyph) || glyph == "’") != turned;
    if fixed_open {
        (open, close) = (c.mark.open_natural, c.mark.wrong_glyph);
    } else if fixed_close {
        (open, close) = (c.mark.wrong_glyph, if glyph == "’" { close } else { c.mark.close_natural });
    }
    let cue_before = cue_before(scan, i);
    let cue_behind = cue_behind(scan, i);
    let prev = if i == 0 { Kind::Break } else { scan.kind(i - 1) };
    if cue_before {
        open += c.after.cue_before;
    } else if prev == Kind::Colon {
        open += c.after.colon_before;
    }
    if scan.capital(i + 1) {
        open += c.after.capital_behind;
    }
    if cue_behind {
        close += c.after.cue_behind;
    }
    if matches!(prev, Kind::Stop | Kind::Comma) {
        close += c.after.stop_before;
    }
    let single = family == Family::Single;
    let after_word = prev == Kind::Word && scan.spaces_before(i) == 0;
    Mark {
        span: scan.toks[i].span(),
        family,
        open,
        close,
        noise: if single { c.mark.noise_single } else { c.mark.noise_double },
        noise_alone: match (single, after_word || fixed_close) {
            (true, true) => c.mark.noise_apostrophe,
            (true, false) => c.mark.noise_single,
            _ => c.mark.noise_double,
        },
        low: matches!(glyph, "„" | "‚"),
        high_open: matches!(glyph, "“" | "‘"),
        paragraph_start,
        cue_before,
    }
}

/// Whether the words just before a mark announce speech: a cue verb in the same sentence, no stop between.
fn cue_before(scan: &Scan<'_>, i: usize) -> bool {
    let mut at = i;
    // Over a break only behind a colon or comma ("said:", then a new paragraph).
    while at > 0 && matches!(scan.kind(at - 1), Kind::Line | Kind::Break) {
        at -= 1;
    }
    if at != i && !(at > 0 && scan.kind(at - 1) == Kind::Colon) {
        return false;
    }
    (at.saturating_sub(10)..at).rev().take_while(|&k| !ends_reach(scan, k)).any(|k| is_direct_verb(scan, k))
}

fn ends_reach(scan: &Scan<'_>, k: usize) -> bool {
    matches!(scan.kind(k), Kind::Stop | Kind::Mark | Kind::Break | Kind::Line)
}

/// Whether the words just behind a mark tell who spoke.
fn cue_behind(scan: &Scan<'_>, i: usize) -> bool {
    let end = (i + 7).min(scan.toks.len());
    (i + 1..end)
        .take_while(|&k| !matches!(scan.kind(k), Kind::Stop | Kind::Mark | Kind::Break))
        .any(|k| is_direct_verb(scan, k))
}

/// Whether a token is a form of a verb that takes a quotation.
pub(super) fn is_direct_verb(scan: &Scan<'_>, k: usize) -> bool {
    scan.is(k, Class::CueForm)
        && CUES
            .forms
            .get(scan.lower(k))
            .is_some_and(|v| v.iter().any(|&n| CUES.verbs.get(n as usize).is_some_and(|verb| verb.direct)))
}
