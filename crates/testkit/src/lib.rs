//! Measuring and testing: scores against gold files, and small helpers for tests that read like papers.
//!
//! Scoring is product code: `memcon score` lets any user measure memcon on papers of their own.
//! What does not belong here: anything that analyses a paper, or that knows which paper it scores.

pub mod report;
pub mod score;
