//! The examples of the rules, and that a clean text has none.

use std::time::Instant;

use memcon_model::{Analysis, Settings};
use memcon_read::Reading;
use proptest::prelude::*;

use super::rules::RULES;
use super::*;

/// The slips of a text in English, with the agents that the analysis finds where it is asked to.
fn found(text: &str) -> Vec<Slip> {
    let reading = Reading { text: text.to_owned(), media_type: "text/plain".into(), ..Reading::default() };
    let settings = Settings::default();
    let mut paper = Paper::new(&reading, &settings);
    paper.languages = crate::languages::languages(&paper);
    let mut analysis = Analysis { languages: paper.languages.clone(), ..Analysis::default() };
    analysis.agents = crate::agents::Named::of(&paper, &analysis).agents(&paper, &analysis);
    slips(&paper, &analysis)
}

#[test]
fn every_rule_does_what_its_examples_say() {
    let mut wrong: Vec<String> = Vec::new();
    for rule in RULES.iter() {
        assert!(rule.confidence > 0.5 && rule.confidence < 1.0 && !rule.why.is_empty(), "{}", rule.id);
        for yes in &rule.yes {
            let (text, readings) = yes.split_once(" =>").unwrap_or((yes, ""));
            let told: Vec<String> =
                found(text).iter().map(|s| format!("{}: {}", s.basis.rule, s.reading)).collect();
            let wanted: Vec<String> =
                readings.split('/').map(|r| format!("{}: {}", rule.id, r.trim())).collect();
            if told != wanted {
                wrong.push(format!("{text}: {told:?} and not {wanted:?}"));
            }
        }
        for no in &rule.no {
            let told: Vec<String> = found(no)
                .iter()
                .map(|s| format!("{}: {} => {}", s.basis.rule, s.span.of(no), s.reading))
                .collect();
            if !told.is_empty() {
                wrong.push(format!("{no}: {told:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_russian_paper_is_judged_by_its_own_words() {
    let line =
        "Стороны договорились встретиться снова и обсудить положение на озере и порядок движения судов. ";
    let text = format!("{}Они продол-\nжали говорить о положе-\nнии и о том же.\n", line.repeat(16));
    let told: Vec<String> = found(&text).iter().map(|s| s.reading.clone()).collect();
    assert_eq!(told, ["продолжали", "положении"]);
}

#[test]
fn the_cost_is_linear() {
    let one =
        "A g r e e d that ofthe rnilitary l987 harb0ur nego-\ntiate “so“ the the. S E C R E T\n\n12\n\n";
    let time = |n: usize| {
        let text = one.repeat(n);
        let start = Instant::now();
        assert!(!found(&text).is_empty());
        start.elapsed()
    };
    let (small, large) = (time(200), time(1_600));
    assert!(large < small * 8 * 4 + std::time::Duration::from_millis(300), "{small:?} {large:?}");
}

proptest! {
    #[test]
    fn slips_fit_any_text(text in "([a-zA-Z0-9-]{0,9}[ \n“”ﬁаI|-]{1,2}){0,40}|\\PC{0,80}") {
        let mut at = 0;
        for slip in found(&text) {
            prop_assert!(text.get(slip.span.range()).is_some() && !slip.span.is_empty());
            prop_assert!(slip.span.start >= at && slip.reading != slip.span.of(&text));
            at = slip.span.end;
        }
    }
}
