//! Runs the examples that stand beside every expression, and reads small invented papers.

use super::*;

/// What `find` sees in `text` at an anchor: `words = meaning`, one expression a line.
#[track_caller]
fn check(text: &str, anchor: &str, report: &str) {
    let anchor: Option<Edtf> = (!anchor.is_empty()).then(|| anchor.parse().expect("an anchor"));
    let found = find(text, &[], anchor.as_ref());
    let lines: Vec<String> = found
        .iter()
        .map(|d| format!("{} = {}", d.span.of(text), d.edtf.as_ref().map_or("null", Edtf::as_str)))
        .collect();
    assert_eq!(lines.join("\n"), report, "in {text:?}");
}

#[test]
fn every_expression_does_what_it_says() {
    let anchor: Edtf = "1983-05-18".parse().expect("a date");
    let mut wrong = Vec::new();
    for (id, lang, yes, no) in &RULES.examples {
        let langs = [lang.clone()];
        if yes.is_empty() || no.is_empty() {
            wrong.push(format!("{id}: needs an example that matches and one that does not"));
        }
        for [text, words, edtf] in yes {
            let found = find(text, &langs, Some(&anchor));
            let got = found.first().map(|d| (d.span.of(text), d.edtf.as_ref().map_or("null", Edtf::as_str)));
            if got != Some((words.as_str(), edtf.as_str())) {
                wrong.push(format!("{id}: {text:?} gave {got:?}, not {words:?} {edtf:?}"));
            }
        }
        for text in no {
            if let Some(d) = find(text, &langs, Some(&anchor)).iter().find(|d| d.basis.rule == *id) {
                wrong.push(format!("{id}: must not find {:?} in {text:?}", d.span.of(text)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
