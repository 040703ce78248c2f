//! Which languages a paper is written in.

use crate::Paper;

/// Language tags (`en`, `zh`, `ko`, `ru`, `fr`, `de`, `ja` …), most used first.
pub fn languages(_paper: &Paper<'_>) -> Vec<String> {
    vec!["en".into()]
}
