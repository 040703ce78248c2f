//! An analysis as a short text that a person can read and a diff can show.

use std::fmt::Write as _;

use memcon_model::{Analysis, Span};

/// The first and last words at a span, on one line.
fn words(text: &str, span: Span) -> String {
    let line = span.of(text).split_whitespace().collect::<Vec<_>>().join(" ");
    let count = line.chars().count();
    if count <= 64 {
        return line;
    }
    let head: String = line.chars().take(44).collect();
    let tail: String = line.chars().skip(count - 16).collect();
    format!("{head} … {tail}")
}

fn or_unknown(value: Option<&str>) -> &str {
    value.unwrap_or("?")
}

/// Every layer, a claim a line, in the order of the record. Writing to a string cannot fail.
pub fn report(a: &Analysis, text: &str) -> String {
    let mut out = String::new();
    let o = &mut out;
    let _ = writeln!(o, "form {}; languages {}", a.form, a.languages.join(" "));
    for (field, values) in &a.description.fields {
        for v in values {
            let edtf = v.edtf.as_ref().map_or(String::new(), |e| format!(" = {e}"));
            let value = v.value.split_whitespace().collect::<Vec<_>>().join(" ");
            let value: String = value.chars().take(90).collect();
            let _ = writeln!(o, "field {field}: {value}{edtf}");
        }
    }
    for r in &a.related_documents {
        let _ = writeln!(o, "related {}", r.title.value);
    }
    for r in &a.regions {
        let _ = writeln!(o, "region {}: {}", r.kind, words(text, r.span));
    }
    for t in &a.transmission {
        let time = t.time.as_ref().map_or("?", |e| e.as_str());
        let _ = writeln!(o, "hand {} {} {time}", t.role, or_unknown(t.agent.as_deref()));
    }
    for t in &a.turns {
        let side = t.side.as_ref().map_or(String::new(), |s| format!(" ({s})"));
        let to = t.addressee.as_ref().map_or(String::new(), |s| format!(" to {s}"));
        let indent = "  ".repeat(t.depth as usize);
        let chain = if t.chain.is_empty() { "?".to_owned() } else { t.chain.join(" > ") };
        let _ = writeln!(o, "turn {indent}{} {chain}{side}{to}: {}", t.mode, words(text, t.span));
    }
    for n in &a.insertions {
        let _ = writeln!(o, "insertion {} {}: {}", n.kind, or_unknown(n.by.as_deref()), words(text, n.span));
    }
    for m in &a.moves {
        let answers = m.answers.as_ref().map_or(String::new(), |x| format!(" answers {x}"));
        let issue = m.issue.as_ref().map_or(String::new(), |x| format!(" on {x}"));
        let side = or_unknown(m.side.as_deref());
        let _ = writeln!(o, "move {} {} {side}{issue}{answers}: {}", m.id, m.kind, words(text, m.span));
    }
    for i in &a.issues {
        let _ = writeln!(o, "issue {} {}: {}", i.id, i.state, i.name);
        for p in &i.positions {
            let _ = writeln!(o, "  {} {}: {}", or_unknown(p.side.as_deref()), p.stance, words(text, p.span));
        }
    }
    for e in &a.events {
        let date = e.date.as_ref().map_or("undated", |d| d.as_str());
        let who: Vec<&str> = e.participants.iter().map(|p| p.name.as_str()).collect();
        let record = if a.record_of.as_deref() == Some(&e.id) { " [recorded here]" } else { "" };
        let place = or_unknown(e.place.as_deref());
        let _ = writeln!(o, "event {} {} {date} {place}; {}{record}", e.kind, e.status, who.join(", "));
    }
    for b in &a.obligations {
        let bound = if b.bound.is_empty() { "?".to_owned() } else { b.bound.join(" + ") };
        let _ = writeln!(o, "obligation {} {bound}: {}", b.modality, words(text, b.span));
    }
    for m in &a.mechanisms {
        let _ = writeln!(o, "mechanism {}", m.name);
    }
    for i in &a.items {
        let _ = writeln!(o, "item {} {}", or_unknown(i.number.as_deref()), or_unknown(i.title.as_deref()));
    }
    for x in &a.agents {
        let side = x.side.as_ref().map_or(String::new(), |s| format!(" ({s})"));
        let _ = writeln!(o, "agent {} {}{side}: {}", x.kind, x.canonical, x.forms.join(" | "));
    }
    for d in &a.dates {
        let _ = writeln!(o, "date {} = {}", words(text, d.span), d.edtf.as_ref().map_or("?", |e| e.as_str()));
    }
    for p in &a.alignment {
        let _ = writeln!(o, "pair {} == {}", words(text, p.a), words(text, p.b));
    }
    for c in &a.comments {
        let who = or_unknown(c.author.as_deref());
        let _ = writeln!(o, "comment {} {who}: {}", or_unknown(c.number.as_deref()), words(text, c.span));
    }
    for r in &a.references {
        let _ = writeln!(o, "reference {}", words(text, r.span));
    }
    for x in &a.attributions {
        let at = |spans: &[Span]| spans.iter().map(|s| words(text, *s)).collect::<Vec<_>>().join(" / ");
        let _ = writeln!(o, "attribution [{}] [{}] {}", at(&x.source), at(&x.cue), at(&x.content));
    }
    for n in &a.notices {
        let _ = writeln!(o, "notice {}: {}", n.severity, n.message);
    }
    out
}
