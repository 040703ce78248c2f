//! Names with a letter that print does not tell apart from another, as the rules for names say.

use memcon_model::{AgentType, Analysis, Slip, SlipKind, Span};
use memcon_names::{Tradition, readings};

use super::{Seen, slip};

pub(super) fn find(seen: &Seen<'_>, found: &Analysis, slips: &mut Vec<Slip>) {
    for agent in found.agents.iter().filter(|a| a.kind == AgentType::Person) {
        for mention in &agent.mentions {
            if let Some((at, reading)) = numeral(mention.span.of(seen.text)) {
                let start = mention.span.start as usize;
                let span = Span::new(start + at.start, start + at.end);
                slips.push(slip("slips.numeral", SlipKind::LookAlike, span, reading));
            }
        }
    }
}

/// A Korean family name and a Roman two, as the syllable Il.
fn numeral(words: &str) -> Option<(std::ops::Range<usize>, String)> {
    let at = words.find("II")?;
    let alone = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    let (before, behind) = (words.get(..at)?, words.get(at + 2..)?);
    if !alone(before.chars().next_back()) || !alone(behind.chars().next()) {
        return None;
    }
    let family = before.trim_end_matches([' ', '-']).rsplit(' ').next().filter(|f| !f.is_empty())?;
    let start = before.rfind(family)?;
    // A second syllable of the given name belongs to what is read.
    let rest: String = behind.chars().take_while(|c| c.is_alphabetic() || matches!(c, '-' | ' ')).collect();
    let name = format!("{family} Il{rest}");
    let korean =
        readings(name.trim()).iter().any(|r| r.tradition == Tradition::Korean && !r.family.is_empty());
    korean.then(|| (start..at + 2, format!("{}Il", &before[start..])))
}
