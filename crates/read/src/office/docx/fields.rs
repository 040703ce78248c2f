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

    /// The small letters above what it shows.
    pub fn ruby(&self) -> Option<String> {
        let name = self.instruction.trim_start();
        name.starts_with("EQ ").then(|| equation(name).1).filter(|r| !r.is_empty())
    }

    /// What is shown where it keeps no result: a box of a form, the entry chosen, a sign.
    pub fn instead(&self, empty: bool) -> Option<String> {
        let name = self.instruction.split_whitespace().next().unwrap_or_default().to_ascii_uppercase();
        match name.as_str() {
            "FORMCHECKBOX" => Some(if self.ticked == Some(true) { "☒" } else { "☐" }.to_owned()),
            "FORMDROPDOWN" if empty => self.entry.clone(),
            "SYMBOL" if empty => symbol(&self.instruction),
            "EQ" if empty => Some(equation(&self.instruction).0),
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

/// What an `EQ` instruction shows, and what stands above it in small letters: `EQ \\o\\ad(\\s\\up 11(reading),words)`.
pub(in crate::office) fn equation(instruction: &str) -> (String, String) {
    let Some(open) = instruction.find('(') else { return (String::new(), String::new()) };
    let close = instruction.rfind(')').filter(|&c| c > open).unwrap_or(instruction.len());
    let inner = &instruction[open + 1..close];
    let (mut depth, mut parts, mut from) = (0i32, Vec::new(), 0);
    for (at, c) in inner.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            ',' | ';' if depth == 0 => {
                parts.push(&inner[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&inner[from..]);
    let plain: Vec<String> = parts.iter().map(|p| without_switches(p)).collect();
    let before = instruction[..open].to_ascii_lowercase();
    if before.contains("\\o") {
        let shown = plain.last().cloned().unwrap_or_default();
        return (shown, plain[..plain.len().saturating_sub(1)].join(" "));
    }
    (plain.join(if before.contains("\\f") { "/" } else { " " }), String::new())
}

/// Words of an argument, without its switches and brackets.
fn without_switches(argument: &str) -> String {
    let mut out = String::new();
    let mut chars = argument.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' => {
                while chars.next_if(|c| c.is_ascii_alphanumeric()).is_some() {}
                if chars.peek() == Some(&' ') {
                    chars.next();
                    while chars.next_if(char::is_ascii_digit).is_some() {}
                }
            }
            '(' | ')' => {}
            c => out.push(c),
        }
    }
    out
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
        let told = equation(r#"EQ \* jc2 \* hps10 \o\ad(\s\up 11(shuangfang),双方)"#);
        assert_eq!(told, ("双方".to_owned(), "shuangfang".to_owned()));
        assert_eq!(equation(r"EQ \f(1,2)").0, "1/2");
        assert_eq!(symbol(r#"SYMBOL 183 \f "Symbol" \s 12"#).as_deref(), Some("•"));
    }
}
