//! How far reviewers agree on the claims that several of them judged.
//!
//! Two reviewers: Cohen's kappa (J. Cohen, "A coefficient of agreement for nominal scales", 1960). Any number, with
//! claims that not all judged: Krippendorff's alpha for nominal data (K. Krippendorff, *Content Analysis*, 2004, ch. 11).

use std::collections::{BTreeMap, BTreeSet};

use memcon_model::{Judgement, Layer, Span, Verdict};

/// Agreement over the claims of a collection, or of a layer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Agreement {
    /// Claims that at least two judged.
    pub claims: usize,
    /// Pairs of reviewers with the claims both judged and Cohen's kappa; `None` where chance alone would agree wholly.
    pub pairs: Vec<(String, String, usize, Option<f64>)>,
    /// Krippendorff's alpha over all; `None` where there is nothing to compare or no variation.
    pub alpha: Option<f64>,
}

/// A claim on which reviewers differ, with what each says.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference<'j> {
    /// Each reviewer's last word on it, by name.
    pub words: Vec<&'j Judgement>,
    /// What settled it: a curator's judgement that names each of these words.
    pub settled: Option<&'j Judgement>,
}

/// What makes two judgements be about one claim.
type Unit<'j> = (&'j str, Layer, Option<&'j str>, Span);

/// What a judgement is about.
fn unit(j: &Judgement) -> Unit<'_> {
    let t = &j.target;
    (t.document.as_str(), t.layer, t.field.as_deref(), t.span)
}

/// Each reviewer's last word on each claim; a curator's is no reviewer's own.
fn units(judgements: &[Judgement]) -> BTreeMap<Unit<'_>, BTreeMap<&str, &Judgement>> {
    let mut units: BTreeMap<Unit<'_>, BTreeMap<&str, &Judgement>> = BTreeMap::new();
    let own = |j: &&Judgement| j.holds() && !j.curates() && j.verdict != Verdict::Complete;
    for j in judgements.iter().filter(own) {
        units.entry(unit(j)).or_default().insert(&j.by, j);
    }
    units
}

/// What a judgement says, so that two that say the same are equal: a confirmation says what the person saw.
fn says(j: &Judgement) -> String {
    let mut values = j.was.clone();
    values.extend(j.value.iter().map(|(k, v)| (k.clone(), v.clone())));
    let given: BTreeMap<&str, &serde_json::Value> = crate::claim::editable(j.target.layer)
        .iter()
        .filter_map(|name| Some((*name, values.get(*name).filter(|v| !v.is_null())?)))
        .collect();
    match j.verdict {
        Verdict::Rejected => "rejected".to_owned(),
        _ => serde_json::to_string(&given).unwrap_or_default(),
    }
}

/// The claims on which the last words of reviewers differ, in the order of documents and places.
pub fn differences(judgements: &[Judgement]) -> Vec<Difference<'_>> {
    let differ = |words: &BTreeMap<&str, &Judgement>| {
        words.values().map(|j| says(j)).collect::<BTreeSet<_>>().len() > 1
    };
    // The last curation of each claim; a word that came after it opens the difference anew.
    let mut settled: BTreeMap<Unit<'_>, &Judgement> = BTreeMap::new();
    settled.extend(judgements.iter().filter(|j| j.holds() && j.curates()).map(|j| (unit(j), j)));
    let mut found = Vec::new();
    for (unit, words) in units(judgements).into_iter().filter(|(_, words)| differ(words)) {
        let all = |by: &&&Judgement| words.values().all(|w| by.settles.contains(&w.number));
        let settled = settled.get(&unit).filter(all).copied();
        found.push(Difference { words: words.into_values().collect(), settled });
    }
    found
}

/// Each reviewer's last word on the claim of `target`, by its number.
pub fn words_on(judgements: &[Judgement], target: &memcon_model::Target) -> Vec<u64> {
    let unit = (target.document.as_str(), target.layer, target.field.as_deref(), target.span);
    units(judgements).get(&unit).map(|words| words.values().map(|j| j.number).collect()).unwrap_or_default()
}

/// Agreement of the reviewers on the claims that at least two of them judged.
pub fn agreement(judgements: &[Judgement]) -> Agreement {
    let shared: Vec<BTreeMap<&str, String>> = units(judgements)
        .into_values()
        .filter(|words| words.len() > 1)
        .map(|words| words.into_iter().map(|(by, j)| (by, says(j))).collect())
        .collect();
    let names: BTreeSet<&str> = shared.iter().flat_map(BTreeMap::keys).copied().collect();
    let names: Vec<&str> = names.into_iter().collect();
    let mut pairs = Vec::new();
    for (n, a) in names.iter().enumerate() {
        for b in &names[n + 1..] {
            let both: Vec<(&str, &str)> =
                shared.iter().filter_map(|w| Some((w.get(a)?.as_str(), w.get(b)?.as_str()))).collect();
            if !both.is_empty() {
                pairs.push(((*a).to_owned(), (*b).to_owned(), both.len(), kappa(&both)));
            }
        }
    }
    let ratings: Vec<Vec<&str>> = shared.iter().map(|w| w.values().map(String::as_str).collect()).collect();
    Agreement { claims: shared.len(), pairs, alpha: alpha(&ratings) }
}

/// Cohen's kappa of two raters; `None` where chance alone would agree on everything.
fn kappa(both: &[(&str, &str)]) -> Option<f64> {
    let n = both.len() as f64;
    let observed = both.iter().filter(|(a, b)| a == b).count() as f64 / n;
    let mut counts: BTreeMap<&str, (f64, f64)> = BTreeMap::new();
    for (a, b) in both {
        counts.entry(a).or_default().0 += 1.0;
        counts.entry(b).or_default().1 += 1.0;
    }
    let chance: f64 = counts.values().map(|(a, b)| a / n * (b / n)).sum();
    (chance < 1.0).then(|| (observed - chance) / (1.0 - chance))
}

/// Krippendorff's alpha for nominal ratings, each unit with two ratings or more.
fn alpha(units: &[Vec<&str>]) -> Option<f64> {
    let mut totals: BTreeMap<&str, f64> = BTreeMap::new();
    let mut observed = 0.0;
    for ratings in units {
        let m = ratings.len() as f64;
        let mut here: BTreeMap<&str, f64> = BTreeMap::new();
        for r in ratings {
            *here.entry(r).or_default() += 1.0;
            *totals.entry(r).or_default() += 1.0;
        }
        // Pairs of unlike ratings, each weighing 1/(m-1): the off-diagonal of the coincidence matrix.
        observed += here.values().map(|c| c * (m - c)).sum::<f64>() / (m - 1.0);
    }
    let n: f64 = totals.values().sum();
    let expected = totals.values().map(|c| c * (n - c)).sum::<f64>() / (n - 1.0);
    (n > 1.0 && expected > 0.0).then(|| 1.0 - observed / expected)
}

#[cfg(test)]
mod tests {
    use super::{alpha, kappa};

    /// The example of two raters in every textbook: 20 yes-yes, 5 yes-no, 10 no-yes, 15 no-no gives 0.4.
    #[test]
    fn kappa_of_two_raters() {
        let times = |n: usize, a: &'static str, b: &'static str| std::iter::repeat_n((a, b), n);
        let both: Vec<_> = times(20, "y", "y")
            .chain(times(5, "y", "n"))
            .chain(times(10, "n", "y"))
            .chain(times(15, "n", "n"))
            .collect();
        assert!((kappa(&both).unwrap() - 0.4).abs() < 1e-9);
        assert_eq!(kappa(&[("y", "y"), ("y", "y")]), None);
    }

    /// Worked by hand: two units rated alike, one not.
    #[test]
    fn alpha_of_nominal_ratings() {
        let found = alpha(&[vec!["a", "a"], vec!["b", "b"], vec!["a", "b"]]).unwrap();
        // Coincidences: off-diagonal 2 of 6; expected 2·3·3/(6-1) = 3.6; 1 - 2/3.6.
        assert!((found - (1.0 - 2.0 / 3.6)).abs() < 1e-9, "{found}");
        assert_eq!(alpha(&[vec!["a", "a"]]), None);
        assert_eq!(alpha(&[]), None);
    }
}
