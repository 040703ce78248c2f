//! How sure each kind of slip is: read from `data/slips/rules.toml`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use memcon_model::Basis;
use serde::Deserialize;

/// A kind of slip as the table tells it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Rule {
    pub id: String,
    pub confidence: f32,
    #[allow(dead_code)]
    pub why: String,
    #[allow(dead_code)]
    pub yes: Vec<String>,
    #[allow(dead_code)]
    pub no: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    slip: Vec<Rule>,
}

pub(super) static RULES: LazyLock<Vec<Rule>> =
    LazyLock::new(|| memcon_lexicon::table::<File>("slips/rules.toml").expect("our own table of slips").slip);

static SURE: LazyLock<BTreeMap<&'static str, f32>> =
    LazyLock::new(|| RULES.iter().map(|r| (r.id.as_str(), r.confidence)).collect());

/// The basis of a slip that `rule` found.
pub(super) fn basis(rule: &'static str) -> Basis {
    Basis::new(rule, SURE.get(rule).copied().unwrap_or(0.5))
}
