//! Pairing gold items with predicted ones, one to one, best overlap first.

use serde_json::Value;

/// `start..end` of an item; `None` where it has none or an empty one.
pub(crate) fn span(item: &Value) -> Option<(u64, u64)> {
    let (s, e) = (item["start"].as_u64()?, item["end"].as_u64()?);
    (s < e).then_some((s, e))
}

/// Shared length over joint length.
pub(crate) fn iou(a: (u64, u64), b: (u64, u64)) -> f64 {
    let shared = a.1.min(b.1).saturating_sub(a.0.max(b.0));
    if shared == 0 { 0.0 } else { shared as f64 / (a.1.max(b.1) - a.0.min(b.0)) as f64 }
}

/// Pairs (gold, predicted) whose likeness reaches `threshold`, each item used once.
pub(crate) fn pairs(
    gold: usize,
    predicted: usize,
    threshold: f64,
    likeness: impl Fn(usize, usize) -> f64,
) -> Vec<(usize, usize)> {
    let mut candidates: Vec<(f64, usize, usize)> = Vec::new();
    for g in 0..gold {
        for p in 0..predicted {
            let v = likeness(g, p);
            if v >= threshold - 1e-9 && v > 0.0 {
                candidates.push((v, g, p));
            }
        }
    }
    candidates.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
    let (mut used_g, mut used_p) = (vec![false; gold], vec![false; predicted]);
    let mut found = Vec::new();
    for (_, g, p) in candidates {
        if !used_g[g] && !used_p[p] {
            (used_g[g], used_p[p]) = (true, true);
            found.push((g, p));
        }
    }
    found.sort_unstable();
    found
}
