//! Every example of `data/voice/languages/` is run.

use super::super::{marks, scan::Scan, search::search};
use super::tables::LANGUAGES;
use super::*;

/// Whether a rule finds its cue beside some quotation of a text.
fn matches(rule: &QuoteRule, text: &str) -> bool {
    let scan = Scan::new(text);
    let (list, seen) = marks::evidence(&scan);
    let tree = search(&list, &seen, text.len() as u32);
    let mut floor = 0;
    tree.quotes.iter().any(|q| {
        let windows = (before(&scan, q, floor), behind(&scan, q), inside(&scan, q));
        floor = q.close.map_or(q.inner.end, |c| c.end);
        apply(rule, windows.0, windows.1, windows.2).is_some()
    })
}

#[test]
fn examples_of_cues_hold() {
    for language in LANGUAGES.iter() {
        for rule in &language.quotes {
            for text in &rule.yes {
                assert!(matches(rule, text), "{} must match {text}", rule.id);
            }
            for text in &rule.no {
                assert!(!matches(rule, text), "{} must not match {text}", rule.id);
            }
        }
    }
}

#[test]
fn examples_of_reports_hold() {
    for language in LANGUAGES.iter() {
        for rule in &language.reports {
            for text in &rule.yes {
                assert!(rule.pattern.is_match(text), "{} must match {text}", rule.id);
            }
            for text in &rule.no {
                assert!(!rule.pattern.is_match(text), "{} must not match {text}", rule.id);
            }
        }
    }
}

#[test]
fn names_lose_their_offices() {
    let language = |tag: &str| LANGUAGES.iter().find(|l| l.lang == tag).unwrap();
    assert_eq!(name_in(language("zh"), "外交部发言人周平"), "周平");
    assert_eq!(name_in(language("zh"), "周部长"), "周部长");
    assert_eq!(name_in(language("ru"), "министр Белов"), "Белов");
    assert_eq!(name_in(language("ru"), "официальный представитель"), "официальный представитель");
    assert_eq!(name_in(language("fr"), "le ministre Marchand"), "Marchand");
    assert_eq!(name_in(language("fr"), "le porte-parole du ministère"), "porte-parole du ministère");
    assert_eq!(name_in(language("ko"), "외무성 대변인"), "외무성 대변인");
    assert_eq!(name_in(language("ko"), "외무성 대변인 한철민"), "한철민");
    assert_eq!(name_in(language("ko"), "김 부장"), "김 부장");
    assert_eq!(name_in(language("de"), "der Sprecher des Ministeriums"), "Sprecher des Ministeriums");
}
