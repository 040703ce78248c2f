//! Fields of a Word file: their results are read, their instructions are not shown.

use super::props::inside;
use crate::office::symbols;
use crate::xml::Nodes;

/// How far a field is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    /// Its instruction is being read.
    Instruction,
    /// Its result is being read.
    Result,
}

/// A field.
#[derive(Debug)]
pub(super) struct Field {
    pub phase: Phase,
    instruction: String,
    /// Where its result begins in its paragraph.
    pub start: usize,
    /// The paragraph.
    pub count: usize,
    /// A box of a form: whether it is ticked.
    ticked: Option<bool>,
    /// A list of a form: the entry chosen.
    entry: Option<String>,
}

/// Instructions longer than this are not instructions.
const LENGTH: usize = 4_000;

impl Field {
    /// A field begins at its `fldChar`, which may hold a form's data.
    pub fn begin(nodes: &mut Nodes<'_>, start: usize, count: usize) -> Self {
        let (mut ticked, mut by_default) = (None, None);
        let (mut chosen, mut entries) = (0usize, Vec::new());
        inside(nodes, |e, _| {
            let value = e.get("val");
            let yes = !matches!(value, Some("0" | "false" | "off"));
            match e.name.as_ref() {
                "checked" => ticked = Some(yes),
                "default" => by_default = Some(yes),
                "checkBox" => by_default = by_default.or(Some(false)),
                "result" => chosen = value.and_then(|v| v.parse().ok()).unwrap_or(0),
                "listEntry" if entries.len() < 1_000 => entries.push(value.unwrap_or_default().to_owned()),
                _ => {}
            }
        });
        let entry = entries.into_iter().nth(chosen);
        let ticked = ticked.or(by_default);
        Self { phase: Phase::Instruction, instruction: String::new(), start, count, ticked, entry }
    }

    /// A field whose instruction is given at once.
    pub fn simple(instruction: &str, start: usize, count: usize) -> Self {
        let instruction = instruction.to_owned();
        Self { phase: Phase::Result, instruction, start, count, ticked: None, entry: None }
    }

    /// More of its instruction.
    pub fn instruction(&mut self, words: &str) {
        if self.phase == Phase::Instruction && self.instruction.len() < LENGTH {
            self.instruction.push_str(words);
        }
    }

    /// Its result begins.
    pub fn separate(&mut self, start: usize, count: usize) {
        self.phase = Phase::Result;
        self.start = start;
        self.count = count;
    }

    /// Where it leads, if it is a link.
    pub fn link(&self) -> Option<String> {
        link(&self.instruction)
    }

    /// What is shown where it keeps no result: a box of a form, the entry chosen, a sign.
    pub fn instead(&self, empty: bool) -> Option<String> {
        let name = self.instruction.split_whitespace().next().unwrap_or_default().to_ascii_uppercase();
        match name.as_str() {
            "FORMCHECKBOX" => Some(if self.ticked == Some(true) { "☒" } else { "☐" }.to_owned()),
            "FORMDROPDOWN" if empty => self.entry.clone(),
            "SYMBOL" if empty => symbol(&self.instruction),
            _ => None,
        }
    }
}

/// The target of a `HYPERLINK` instruction.
pub(in crate::office) fn link(instruction: &str) -> Option<String> {
    let rest = instruction.trim_start();
    let rest = rest.get(..9).filter(|n| n.eq_ignore_ascii_case("HYPERLINK")).map(|_| &rest[9..])?;
    let mut target = String::new();
    let mut words = quoted(rest).into_iter();
    while let Some(word) = words.next() {
        match word.as_str() {
            "\\l" => {
                let anchor = words.next().unwrap_or_default();
                if !anchor.starts_with('_') {
                    target = format!("{target}#{anchor}");
                }
            }
            "\\o" | "\\t" => drop(words.next()),
            w if w.starts_with('\\') => {}
            w if target.is_empty() => target = w.to_owned(),
            _ => {}
        }
    }
    (!target.is_empty()).then_some(target)
}

/// Words of an instruction; those in quotation marks are one.
fn quoted(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut parts = text.split('"');
    while let Some(plain) = parts.next() {
        out.extend(plain.split_whitespace().map(str::to_owned));
        out.extend(parts.next().map(str::to_owned));
    }
    out
}

/// The sign of a `SYMBOL` instruction: `SYMBOL 183 \f "Symbol"`.
pub(in crate::office) fn symbol(instruction: &str) -> Option<String> {
    let words = quoted(instruction);
    let code = words.get(1)?;
    let code = match code.strip_prefix("0x").or(code.strip_prefix("0X")) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => code.parse().ok()?,
    };
    let font = words.iter().position(|w| w == "\\f").and_then(|n| words.get(n + 1));
    let sign = font.and_then(|f| symbols::sign(f, code));
    sign.or_else(|| char::from_u32(code)).filter(|c| !c.is_control()).map(String::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_and_signs_are_read_from_instructions() {
        assert_eq!(
            link(r#" HYPERLINK "https://example.org/a b" \o "tip""#).as_deref(),
            Some("https://example.org/a b")
        );
        assert_eq!(link(r#"hyperlink \l "annex""#).as_deref(), Some("#annex"));
        assert_eq!(link(r#"HYPERLINK \l "_Toc12""#), None);
        assert_eq!(link("PAGEREF x"), None);
        assert_eq!(symbol(r#"SYMBOL 183 \f "Symbol" \s 12"#).as_deref(), Some("•"));
    }
}
