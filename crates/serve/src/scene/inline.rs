//! The sweep: words with marks around them, properly nested whatever the claims do.

use memcon_model::Span;

use super::Scene;
use super::marks::{Layer, Mark, open};
use crate::strings::t;

/// How many elements may be open at once inside a block: more is no paper but an attack.
const OPEN: usize = 24;

/// Escapes text for element content and quoted attributes.
pub fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // A character that HTML does not allow; the text keeps its length.
            '\0' => out.push('\u{FFFD}'),
            _ => out.push(c),
        }
    }
}

/// An element that is open: its mark and its name.
type Opened = (Mark, &'static str);

/// The words of `span` with `marks` (sorted by start, longer first) drawn around them; insertions left out where the
/// scene is asked to.
pub fn words(scene: &Scene<'_>, span: Span, marks: &[Mark], drops_line_ends: bool) -> String {
    let mut out = String::with_capacity(span.len() + marks.len() * 96);
    let mut stack: Vec<Opened> = Vec::new();
    let mut at = span.start;
    // Up to here words are left out; what begins inside begins behind it.
    let mut hidden = span.start;
    for mark in marks {
        let (start, end) = (mark.span.start.max(hidden), mark.span.end.min(span.end));
        if start >= end {
            continue;
        }
        if scene.bare && matches!(mark.layer, Layer::Insertion(_)) {
            close_until(scene, start, &mut at, &mut stack, drops_line_ends, &mut out);
            write(scene.text, at, start, drops_line_ends, &mut out);
            out.push_str("<span class=\"cut-out\" title=\"");
            escape(t("fold.cut"), &mut out);
            out.push_str("\">[⋯]</span>");
            (at, hidden) = (end, end);
            continue;
        }
        close_until(scene, start, &mut at, &mut stack, drops_line_ends, &mut out);
        write(scene.text, at, start, drops_line_ends, &mut out);
        at = start;
        if stack.len() < OPEN {
            let first = mark.span.start >= span.start;
            let anchor = stack.iter().all(|(_, name)| *name != "a");
            let name = open(scene, *mark, first, anchor, &mut out);
            stack.push((Mark { span: Span { start: mark.span.start, end }, layer: mark.layer }, name));
        }
    }
    close_until(scene, span.end, &mut at, &mut stack, drops_line_ends, &mut out);
    write(scene.text, at, span.end, drops_line_ends, &mut out);
    out
}

/// Closes what ends at or before `limit`; what was opened inside it and goes on is opened again.
fn close_until(
    scene: &Scene<'_>,
    limit: u32,
    at: &mut u32,
    stack: &mut Vec<Opened>,
    drops: bool,
    out: &mut String,
) {
    while let Some(end) = stack.iter().map(|(m, _)| m.span.end).min().filter(|end| *end <= limit) {
        write(scene.text, *at, end, drops, out);
        *at = end.max(*at);
        let first = stack.iter().position(|(m, _)| m.span.end == end).unwrap_or(0);
        let above = stack.split_off(first);
        for (_, name) in above.iter().rev() {
            out.push_str("</");
            out.push_str(name);
            out.push('>');
        }
        for (mark, _) in above.into_iter().filter(|(m, _)| m.span.end > end) {
            let anchor = stack.iter().all(|(_, name)| *name != "a");
            let name = open(scene, mark, false, anchor, out);
            stack.push((mark, name));
        }
    }
}

/// Writes plain words. A line end inside Chinese or Japanese text is no space.
fn write(text: &str, from: u32, to: u32, drops_line_ends: bool, out: &mut String) {
    let Some(words) = text.get(from as usize..to as usize) else { return };
    if !drops_line_ends || !words.contains('\n') {
        return escape(words, out);
    }
    for line in words.split_inclusive('\n') {
        let wide = line
            .trim_end()
            .chars()
            .next_back()
            .is_some_and(|c| matches!(c as u32, 0x2E80..=0x9FFF | 0xFF00..=0xFFEF));
        escape(if wide { line.trim_end() } else { line }, out);
    }
}
