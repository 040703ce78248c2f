//! The record: one analysis as JSON with code-point offsets, the project's own wire form.

use memcon_model::{Analysis, Chains, Link, OffsetMap, Span, Spans};

/// Turns byte spans into code points, gives every turn its chain as links, and includes the text itself where
/// `with_text` asks for it.
pub fn record(mut analysis: Analysis, text: &str, with_text: bool) -> Analysis {
    let chains = Chains::new(&analysis);
    let links: Vec<Vec<Link>> = analysis.turns.iter().map(|t| chains.of(t)).collect();
    for (turn, links) in analysis.turns.iter_mut().zip(links) {
        turn.links = links;
    }
    OffsetMap::new(text).to_chars(&mut analysis);
    analysis.text = with_text.then(|| text.to_owned());
    analysis
}

/// Back from the wire: code points into bytes.
pub fn from_record(mut analysis: Analysis, text: &str) -> Analysis {
    OffsetMap::new(text).to_bytes(&mut analysis);
    for turn in &mut analysis.turns {
        turn.links.clear();
    }
    analysis
}

/// The JSON Schema of the record, generated from the types.
pub fn schema() -> serde_json::Value {
    serde_json::to_value(schemars::schema_for!(Analysis)).unwrap_or_default()
}

/// Spans (in bytes) that do not fit `text`: outside of it, inverted, or inside a character.
pub fn misfits(analysis: &mut Analysis, text: &str) -> Vec<Span> {
    let mut bad = Vec::new();
    analysis.each_span(&mut |s| {
        if s.start > s.end || text.get(s.range()).is_none() {
            bad.push(*s);
        }
    });
    bad
}
