//! Duties and rights of one party in a sentence, as labels: obligation, entitlement, prohibition, permission.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{Count, Tally};

/// The labels that count.
pub(crate) const LABELS: [&str; 4] = ["obligation", "entitlement", "prohibition", "permission"];

/// Scores each label that the gold or the prediction has.
pub(crate) fn score(gold: &Value, predicted: &Value, tally: &mut Tally) {
    let Some(_) = gold["labels"].as_array() else { return };
    let of = |v: &Value| -> BTreeSet<String> {
        let list = v["labels"].as_array().map_or(&[][..], Vec::as_slice);
        list.iter().filter_map(Value::as_str).map(str::to_owned).collect()
    };
    let (want, got) = (of(gold), of(predicted));
    for label in LABELS {
        let (g, p) = (want.contains(label), got.contains(label));
        let count = Count::of(usize::from(g && p), usize::from(p), usize::from(g));
        tally.add(&format!("deontic.{label}"), count);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::json;

    #[test]
    fn each_label_is_counted_by_itself() {
        let gold = BTreeMap::from([
            ("a".to_owned(), json!({ "labels": ["obligation", "permission"] })),
            ("b".to_owned(), json!({ "labels": ["none"] })),
        ]);
        let said = BTreeMap::from([
            ("a".to_owned(), json!({ "labels": ["obligation"] })),
            ("b".to_owned(), json!({ "labels": ["obligation"] })),
        ]);
        let report = super::super::score_values(&gold, &said);
        assert_eq!(report.f1("deontic.obligation").map(|f| (f * 1000.0).round()), Some(667.0));
        assert_eq!(report.f1("deontic.permission"), Some(0.0));
    }
}
