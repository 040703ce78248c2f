//! Duties in contracts, seen from one party: our obligations as the labels of a corpus of leases.
//!
//! The corpus has single sentences and a party each. A sentence becomes the one clause of a short agreement between
//! that party and another, which is how memcon is asked who is bound; its obligations become labels.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use crate::scores::{answer, score};

/// The agreement around a sentence.
fn clause(party: &str, sentence: &str) -> String {
    let other = if party == "landlord" { "Tenant" } else { "Landlord" };
    let mut capital = party.chars();
    let party: String = capital.next().into_iter().flat_map(char::to_uppercase).chain(capital).collect();
    format!(
        "AGREEMENT BETWEEN {} AND {}\n\n{other} and {party}, hereinafter the Parties, have agreed as follows:\n\n\
         Article 1\n{sentence}\n\nArticle 2\nThis Agreement shall enter into force on signature.\n\n\
         Article 3\nDone at the seat of the Parties.\n",
        other.to_uppercase(),
        party.to_uppercase()
    )
}

/// What the obligations of the clause are to `party`.
fn labels(party: &str, record: &Value) -> BTreeSet<&'static str> {
    let mut out = BTreeSet::new();
    let duties = record["obligations"].as_array().map_or(&[][..], Vec::as_slice);
    let own = |o: &&Value| o["label"].as_str().is_some_and(|l| l.starts_with("Article 1"));
    for o in duties.iter().filter(own) {
        let bound: Vec<String> = o["bound"]
            .as_array()
            .map_or(&[][..], Vec::as_slice)
            .iter()
            .filter_map(|b| b.as_str().map(str::to_lowercase))
            .collect();
        let whole =
            |text: &str| text.to_lowercase().split(|c: char| !c.is_alphanumeric()).any(|w| w == party);
        let mine = bound.iter().any(|b| whole(b));
        let right = o["rule"].as_str().is_some_and(|r| r.contains("right"));
        match o["modality"].as_str() {
            Some("do") if mine => out.insert("obligation"),
            Some("refrain") if mine => out.insert("prohibition"),
            Some("may") if mine => out.insert(if right { "entitlement" } else { "permission" }),
            // What another must do to or for the party is the party's to ask.
            Some("do") if !bound.is_empty() && o["content"].as_str().is_some_and(whole) => {
                out.insert("entitlement")
            }
            _ => false,
        };
    }
    out
}

/// F1 by label and their mean.
pub fn measure(memcon: &Path, corpus: &Path, work: &Path) -> anyhow::Result<BTreeMap<String, f64>> {
    let docs = std::fs::read_to_string(corpus.join("lexdemod/lexdemod-dev.docs.jsonl"))?;
    let docs: Vec<Value> = docs.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
    let text = |d: &Value, key: &str| d[key].as_str().unwrap_or_default().to_owned();
    let (asked, said) = (work.join("clauses.jsonl"), work.join("labels.jsonl"));
    let lines: Vec<String> = docs
        .iter()
        .map(|d| json!({ "id": d["id"], "text": clause(&text(d, "party"), &text(d, "text")) }).to_string())
        .collect();
    std::fs::write(&asked, lines.join("\n") + "\n")?;
    let records = answer(Command::new(memcon).args(["analyse", "--from-jsonl"]).arg(&asked))?;
    let mut told = String::new();
    for (d, record) in docs.iter().zip(String::from_utf8_lossy(&records).lines()) {
        let record: Value = serde_json::from_str(record)?;
        let labels = labels(&text(d, "party"), &record);
        told += &format!("{}\n", json!({ "id": d["id"], "labels": labels }));
    }
    std::fs::write(&said, told)?;
    let figures = score(memcon, &corpus.join("lexdemod/lexdemod-dev.gold.jsonl"), &said)?;
    let mut out: BTreeMap<String, f64> = figures
        .iter()
        .filter_map(|f| Some((f["measure"].as_str()?.to_owned(), f["f1"].as_f64()?)))
        .filter(|(m, _)| m.starts_with("deontic."))
        .collect();
    let mean = out.values().sum::<f64>() / out.len().max(1) as f64;
    out.insert("deontic.mean".to_owned(), mean);
    Ok(out)
}
