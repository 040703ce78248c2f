//! What a claim stands on: the rule (or person) that made it, and how sure it is.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// The name of the rule that made a claim, e.g. `voice.prefix.side`; a person's judgement is `person:NAME`.
pub type RuleId = Cow<'static, str>;

/// How sure a claim is, from 0 to 1. Comparable inside one layer only.
pub type Confidence = f32;

/// Rule and confidence of a claim; flattened into every item of the record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Basis {
    /// What made the claim.
    pub rule: RuleId,
    /// From 0 to 1.
    pub confidence: Confidence,
}

impl Basis {
    /// A claim made by `rule` with `confidence`.
    pub fn new(rule: impl Into<RuleId>, confidence: Confidence) -> Self {
        Self { rule: rule.into(), confidence }
    }
}

impl Default for Basis {
    fn default() -> Self {
        Self { rule: Cow::Borrowed("none"), confidence: 0.0 }
    }
}
