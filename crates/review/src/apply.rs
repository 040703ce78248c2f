//! Judgements laid over an analysis.

use memcon_model::{Analysis, Basis, Judgement, Layer, Span, Verdict};
use serde_json::{Map, Value};

use crate::anchor::{Place, find};
use crate::claim::{Claim, described, description, editable, read};
use crate::{follow, gone};

/// What became of a judgement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It holds.
    Holds,
    /// A later judgement on the same claim holds instead: its number.
    Overruled(u64),
    /// The text is not what it was: the words stand elsewhere now (bytes), or cannot be found. Not applied.
    TextChanged(Option<Span>),
    /// The values do not fit the claim any more; says why. Not applied.
    Unfit(String),
}

/// Lays `judgements` (of this document, oldest first) over the machine's analysis of `text`.
///
/// Those taken back are passed over. What a person judged stands with the rule `person:NAME` and full confidence;
/// a claim that was confirmed or corrected and that the machine no longer makes is made again, as the person saw it.
/// The outcomes come in the order of the judgements that hold, each with its number. Costs nothing but the anchors
/// where there are no judgements.
pub fn apply(analysis: &mut Analysis, text: &str, judgements: &[Judgement]) -> Vec<(u64, Outcome)> {
    let mut outcomes = Vec::new();
    let mut standing: Vec<&Judgement> = Vec::new();
    // What settles a difference counts after all words that it may settle, and after those that came later.
    let (own, settling): (Vec<_>, Vec<_>) =
        judgements.iter().filter(|j| j.holds()).partition(|j| !j.curates());
    for j in own.into_iter().chain(settling) {
        if j.verdict == Verdict::Complete {
            outcomes.push((j.number, Outcome::Holds));
            continue;
        }
        match find(text, j.target.span, &j.target.quote) {
            Place::Here => standing.push(j),
            Place::Moved(span) => outcomes.push((j.number, Outcome::TextChanged(Some(span)))),
            Place::Lost => outcomes.push((j.number, Outcome::TextChanged(None))),
        }
    }
    if !standing.is_empty() {
        let of = |layer: Layer| -> Vec<&Judgement> {
            standing.iter().copied().filter(|j| j.target.layer == layer).collect()
        };
        let told = &mut outcomes;
        let mut claims = described(&analysis.description);
        judge(&mut claims, &of(Layer::Description), "", told);
        analysis.description = description(claims);
        judge(&mut analysis.transmission, &of(Layer::Transmission), "", told);
        let turns = judge(&mut analysis.turns, &of(Layer::Turn), "t", told);
        judge(&mut analysis.insertions, &of(Layer::Insertion), "n", told);
        judge(&mut analysis.moves, &of(Layer::Move), "m", told);
        judge(&mut analysis.issues, &of(Layer::Issue), "i", told);
        judge(&mut analysis.events, &of(Layer::Event), "e", told);
        judge(&mut analysis.obligations, &of(Layer::Obligation), "o", told);
        judge(&mut analysis.agents, &of(Layer::Agent), "a", told);
        judge(&mut analysis.dates, &of(Layer::Date), "", told);
        judge(&mut analysis.references, &of(Layer::Reference), "", told);
        follow::later_prefixes(&mut analysis.turns);
        gone::mend(analysis, &turns);
    }
    outcomes.sort_by_key(|o| o.0);
    outcomes
}

/// One claim under judgement.
struct Case<C> {
    claim: C,
    /// Whether it is in the analysis as things stand.
    there: bool,
    /// The judgement that holds so far.
    by: Option<u64>,
}

/// Judges the claims of one layer; gives back those taken out.
fn judge<C: Claim>(
    claims: &mut Vec<C>,
    judgements: &[&Judgement],
    prefix: &str,
    told: &mut Vec<(u64, Outcome)>,
) -> Vec<C> {
    if judgements.is_empty() {
        return Vec::new();
    }
    let mut cases: Vec<Case<C>> =
        std::mem::take(claims).into_iter().map(|claim| Case { claim, there: true, by: None }).collect();
    for j in judgements {
        match one(&mut cases, j, prefix) {
            Ok(over) => {
                if let Some(over) = over.and_then(|number| told.iter_mut().find(|t| t.0 == number)) {
                    over.1 = Outcome::Overruled(j.number);
                }
                told.push((j.number, Outcome::Holds));
            }
            Err(why) => told.push((j.number, Outcome::Unfit(why))),
        }
    }
    let mut out = Vec::new();
    for case in cases {
        if case.there { claims.push(case.claim) } else { out.push(case.claim) }
    }
    out
}

/// Applies one judgement; the number of the one that it overrules.
fn one<C: Claim>(cases: &mut Vec<Case<C>>, j: &Judgement, prefix: &str) -> Result<Option<u64>, String> {
    let values = match j.verdict {
        Verdict::Confirmed => editable(j.target.layer)
            .iter()
            .filter_map(|name| Some(((*name).to_owned(), j.was.get(*name)?.clone())))
            .collect(),
        _ => j.value.clone(),
    };
    let found = if j.verdict == Verdict::Added { None } else { which(cases, j) };
    let Some(case) = found.and_then(|at| cases.get_mut(at)) else {
        // What the machine no longer finds: a rejection has nothing left to do, anything else makes the claim again.
        if j.verdict == Verdict::Rejected {
            return Ok(None);
        }
        let mut record = if j.verdict == Verdict::Added { blank::<C>(j)? } else { j.was.clone() };
        record.extend(values);
        let mut claim: C = read(record)?;
        if !prefix.is_empty() {
            claim.name(format!("{prefix}p{}", j.number));
        }
        *claim.basis_mut() = basis(j);
        // Outer before inner, as the machine orders them.
        let key = |c: &C| (c.place().start, std::cmp::Reverse(c.place().end));
        let at = cases.partition_point(|c| key(&c.claim) <= key(&claim));
        cases.insert(at, Case { claim, there: true, by: Some(j.number) });
        return Ok(None);
    };
    if j.verdict == Verdict::Rejected {
        case.there = false;
    } else {
        case.claim = case.claim.with(&values)?;
        case.there = true;
    }
    *case.claim.basis_mut() = basis(j);
    Ok(case.by.replace(j.number))
}

/// Which claim is meant: the one at that place; of several, the one that is what the person saw.
fn which<C: Claim>(cases: &[Case<C>], j: &Judgement) -> Option<usize> {
    let here = |c: &Case<C>| c.claim.place() == j.target.span && c.claim.field() == j.target.field.as_deref();
    let at: Vec<usize> = (0..cases.len()).filter(|n| here(&cases[*n])).collect();
    let [first, _, ..] = at.as_slice() else { return at.first().copied() };
    let likeness = |n: usize| {
        let record = cases[n].claim.record();
        j.was.iter().filter(|(key, value)| record.get(*key) == Some(*value)).count()
    };
    at.iter().copied().max_by_key(|n| (likeness(*n), std::cmp::Reverse(*n))).or(Some(*first))
}

/// An added claim before the person's values.
fn blank<C: Claim>(j: &Judgement) -> Result<Map<String, Value>, String> {
    let mut record: Map<String, Value> = serde_json::from_str(C::BLANK).map_err(|e| e.to_string())?;
    let span = serde_json::json!({ "start": j.target.span.start, "end": j.target.span.end });
    match j.target.layer {
        Layer::Event => drop(record.insert("spans".into(), Value::Array(vec![span]))),
        Layer::Issue => drop(record.insert("mentions".into(), Value::Array(vec![span]))),
        Layer::Agent => {
            let words = &j.target.quote.exact;
            let Value::Object(mut mention) = span else { return Ok(record) };
            mention.insert("form".into(), words.clone().into());
            record.insert("mentions".into(), Value::Array(vec![Value::Object(mention)]));
            record.insert("forms".into(), Value::Array(vec![words.clone().into()]));
        }
        Layer::Description | Layer::Transmission => {
            if !j.target.quote.exact.is_empty() {
                record.insert("span".into(), span);
            }
            if let Some(field) = &j.target.field {
                record.insert("field".into(), field.clone().into());
            }
        }
        _ => {
            if let Value::Object(span) = span {
                record.extend(span);
            }
        }
    }
    record.insert("rule".into(), "none".into());
    record.insert("confidence".into(), 0.into());
    Ok(record)
}

fn basis(j: &Judgement) -> Basis {
    Basis::new(format!("person:{}", j.by), 1.0)
}
