//! A document as a scene: whose words stand where, inner voices further in.

use memcon_model::{Analysis, Page, Region, RegionKind, Span, Turn};

use crate::out::{Out, short, wrap};

/// Columns that each voice inside another is moved in.
const STEP: usize = 4;
/// Deepest level that is still moved in.
const DEEPEST: usize = 8;

/// How to draw.
pub struct Scene<'s> {
    /// The paper's words.
    pub text: &'s str,
    /// What was found in them.
    pub analysis: &'s Analysis,
    /// Only turns.
    pub voices: bool,
    /// With rule and confidence.
    pub why: bool,
    /// Reporters between at most; words that came through more are left out, and that is said.
    pub most: u32,
    /// Reporters between, turn by turn.
    pub far: &'s [u32],
}

impl Scene<'_> {
    /// The whole scene.
    pub fn draw(&self, out: &Out) -> String {
        let stretches = memcon_store::voices(self.text.len(), &self.analysis.turns);
        let whole = [Region {
            id: String::new(),
            kind: RegionKind::Body,
            span: Span::new(0, self.text.len()),
            basis: Default::default(),
        }];
        let regions =
            if self.analysis.regions.is_empty() { &whole } else { self.analysis.regions.as_slice() };
        let mut drawn = String::new();
        let mut last_voice = None;
        let mut from = 0;
        for region in regions {
            while stretches.get(from).is_some_and(|(s, _)| s.end <= region.span.start) {
                from += 1;
            }
            if region.kind == RegionKind::Furniture {
                if !self.voices {
                    let size = region.span.of(self.text).chars().count();
                    drawn.push_str(&out.faint(&format!("[page furniture, {size} characters]")));
                    drawn.push('\n');
                }
                continue;
            }
            if region.kind != RegionKind::Body && !self.voices {
                drawn.push_str(&format!("{}\n", out.faint(&format!("— {} —", region.kind))));
            }
            for (n, (stretch, voice)) in stretches.iter().enumerate().skip(from) {
                if stretch.start >= region.span.end {
                    break;
                }
                let next = stretches.get(n + 1).and_then(|(_, voice)| *voice);
                if self.is_prefix(*stretch, next) {
                    continue;
                }
                let inside = Span {
                    start: stretch.start.max(region.span.start),
                    end: stretch.end.min(region.span.end),
                };
                self.stretch(inside, *voice, &mut last_voice, out, &mut drawn);
            }
        }
        drawn
    }

    /// Whether a stretch is only the prefix of the turn that follows, which its label tells already.
    fn is_prefix(&self, stretch: Span, next: Option<usize>) -> bool {
        let cue = next.and_then(|n| self.analysis.turns.get(n)).and_then(|t| t.cue);
        let words = |s: Span| {
            s.of(self.text).trim_end_matches(|c: char| !c.is_alphanumeric()).trim_start().to_owned()
        };
        cue.is_some_and(|c| stretch.overlaps(c) && words(stretch) == words(c))
    }

    fn stretch(
        &self,
        span: Span,
        voice: Option<usize>,
        last: &mut Option<usize>,
        out: &Out,
        drawn: &mut String,
    ) {
        if !span.of(self.text).chars().any(char::is_alphanumeric) || (self.voices && voice.is_none()) {
            return;
        }
        let turn = voice.and_then(|v| self.analysis.turns.get(v));
        let far = voice.and_then(|v| self.far.get(v)).copied().unwrap_or(0);
        if far > self.most {
            let said = out.faint(&format!("[words through {} left out]", reporters(far)));
            if !drawn.trim_end().ends_with(&said) {
                drawn.push_str(&format!("{said}\n\n"));
            }
            *last = None;
            return;
        }
        let level = turn.map_or(0, |t| 1 + self.nesting(t));
        let indent = " ".repeat(STEP * level.min(DEEPEST));
        if let Some(turn) = turn.filter(|_| *last != voice) {
            let place = indent.get(STEP..).unwrap_or("");
            drawn.push_str(&format!("{place}{}\n", self.label(turn, out)));
        }
        *last = voice;
        for paragraph in self.marked(span).split("\n\n") {
            let lines = wrap(paragraph, &indent, out.width);
            drawn.push_str(&self.quiet(&lines, out));
        }
        drawn.push('\n');
    }

    /// How many turns stand around this one.
    fn nesting(&self, turn: &Turn) -> usize {
        let mut level = 0;
        let mut at = turn;
        while let Some(parent) =
            at.parent.as_ref().and_then(|p| self.analysis.turns.iter().find(|t| t.id == *p))
        {
            level += 1;
            at = parent;
            if level >= DEEPEST {
                break;
            }
        }
        level
    }

    fn label(&self, turn: &Turn, out: &Out) -> String {
        let mut label = out.bold(&short(&speaker(turn), 80));
        if let Some(side) = &turn.side {
            label.push_str(&format!(" ({})", short(side, 40)));
        }
        if let Some(to) = &turn.addressee {
            label.push_str(&format!(" to {}", short(to, 60)));
        }
        if let Some(time) = &turn.time {
            label.push_str(&format!(", {time}"));
        }
        if turn.chain.len() > 1 {
            let chain = turn.chain.iter().map(|c| short(c, 40)).collect::<Vec<_>>().join(" → ");
            label.push_str(&out.faint(&format!("  [{chain}]")));
        }
        if self.why {
            let basis =
                format!("  {} {}: {} {:.2}", turn.id, turn.mode, turn.basis.rule, turn.basis.confidence);
            label.push_str(&out.faint(&basis));
        }
        label
    }

    /// Words with a mark where a page of the original begins.
    fn paged(&self, span: Span, marked: &mut String) {
        let pages = &self.analysis.layout.pages;
        let mut at = span.start;
        let from = pages.partition_point(|p| p.span.start < span.start);
        for page in
            pages[from..].iter().take_while(|p| p.span.start < span.end).filter(|p| !p.span.is_empty())
        {
            marked.push_str(Span { start: at, end: page.span.start }.of(self.text));
            marked.push_str(&page_mark(page));
            marked.push(' ');
            at = page.span.start;
        }
        marked.push_str(Span { start: at, end: span.end }.of(self.text));
    }

    /// Page marks set faint, once the lines are cut.
    fn quiet(&self, lines: &str, out: &Out) -> String {
        if self.analysis.layout.pages.is_empty() || !out.colour || !lines.contains("[p.\u{a0}") {
            return lines.to_owned();
        }
        let mut shown = String::with_capacity(lines.len());
        let mut rest = lines;
        while let Some(at) = rest.find("[p.\u{a0}") {
            let end = rest[at..].find(']').map_or(rest.len(), |n| at + n + 1);
            shown.push_str(&rest[..at]);
            shown.push_str(&out.faint(&rest[at..end]));
            rest = &rest[end..];
        }
        shown.push_str(rest);
        shown
    }

    /// The words at `span`, insertions in double brackets, control characters as spaces, blank lines
    /// between paragraphs.
    fn marked(&self, span: Span) -> String {
        let mut marked = String::new();
        let mut at = span.start;
        for n in self.analysis.insertions.iter().filter(|n| n.span.overlaps(span)) {
            let (start, end) = (n.span.start.max(at), n.span.end.min(span.end));
            if start >= end {
                continue;
            }
            self.paged(Span { start: at, end: start }, &mut marked);
            let by = n.by.as_deref().map_or_else(|| n.kind.as_str().to_owned(), |b| short(b, 40));
            marked.push_str(&format!("⟦{by}: {}⟧", Span { start, end }.of(self.text)));
            at = end;
        }
        self.paged(Span { start: at, end: span.end }, &mut marked);
        let lines: Vec<String> = marked
            .lines()
            .map(|l| l.chars().map(|c| if c.is_control() { ' ' } else { c }).collect::<String>())
            .map(|l| l.trim_end().to_owned())
            .collect();
        lines.join("\n")
    }
}

/// "[p. 412]"; a page without a label by its place, "[p. #3]".
fn page_mark(page: &Page) -> String {
    let label = page.label.as_deref().map_or_else(|| format!("#{}", page.number), |l| short(l, 20));
    format!("[p.\u{a0}{label}]")
}

/// "1 reporter", "2 reporters".
pub fn reporters(n: u32) -> String {
    format!("{n} reporter{}", if n == 1 { "" } else { "s" })
}

/// Who speaks, in the fullest words known.
pub fn speaker(turn: &Turn) -> String {
    match (&turn.speaker, &turn.speaker_as_named) {
        (Some(full), Some(named)) if full != named => format!("{full}, “{named}”"),
        (Some(name), _) | (None, Some(name)) => name.clone(),
        (None, None) => "unattributed".to_owned(),
    }
}
