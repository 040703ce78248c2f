//! Two texts in, a line a pair out.

use memcon_model::Analysis;

use super::*;

fn told(a: &str, b: &str) -> Vec<String> {
    let (x, y) = (Analysis::default(), Analysis::default());
    let found =
        compare(&Document { id: "a", analysis: &x, text: a }, &Document { id: "b", analysis: &y, text: b });
    let label = |all: &[Clause], which: &[usize]| -> String {
        which.iter().map(|&n| all[n].label.clone().unwrap_or_default()).collect::<Vec<_>>().join("+")
    };
    found
        .pairs
        .iter()
        .map(|p| {
            let changes: Vec<String> =
                p.changes.iter().map(|c| format!("{} {:?}→{:?}", c.kind.as_str(), c.was, c.is)).collect();
            format!(
                "{} {} | {} | {}",
                p.pairing.as_str(),
                label(&found.a, &p.a),
                label(&found.b, &p.b),
                changes.join("; ")
            )
        })
        .collect()
}

const FIRST: &str = "DRAFT\n\nArticle 1\nVarn shall return the boats within ten days.\n\nArticle 2\nNeither side shall fish in the northern bay.\n\nArticle 3\nMerchant ships may take a pilot at the lighthouse.\n\nFor the Republic of Varn: A. Arlo";

#[test]
fn clauses_end_before_the_signatures() {
    let all = clauses(FIRST);
    let said: Vec<&str> = all.iter().map(|c| c.words.of(FIRST)).collect();
    assert_eq!(
        said,
        [
            "Varn shall return the boats within ten days.",
            "Neither side shall fish in the northern bay.",
            "Merchant ships may take a pilot at the lighthouse."
        ]
    );
    assert!(clauses("A letter about boats.\n\nIt has no clauses.").is_empty());
}

#[test]
fn moved_changed_new_and_dropped_clauses() {
    let second = "SECOND DRAFT\n\nArticle 1\nMerchant ships shall take a pilot at the lighthouse.\n\nArticle 2\nVarn shall return the boats within twenty days.\n\nArticle 3\nThe lamp shall burn at night.\n";
    assert_eq!(
        told(FIRST, second),
        [
            "one Article 3 | Article 1 | modality \"may\"→\"shall\"",
            "one Article 1 | Article 2 | number \"ten\"→\"twenty\"",
            "dropped Article 2 |  | ",
            "new  | Article 3 | ",
        ]
    );
}

#[test]
fn one_clause_that_became_two() {
    let a = "Article 1\nVarn shall return the boats to their owners and Osmia shall open the old bridge at dawn.\nArticle 2\nNobody shall fish.";
    let b = "Article 1\nVarn shall return the boats to their owners without delay.\nArticle 2\nOsmia shall open the old bridge.\nArticle 3\nNobody shall fish.";
    assert_eq!(
        told(a, b)[0].split(" | ").take(2).collect::<Vec<_>>(),
        ["split Article 1", "Article 1+Article 2"]
    );
}

#[test]
fn a_not_that_came_and_a_date_that_moved() {
    let a = "1. Osmia may land on the island.\n2. The lists are due on 3 May 1921 at the mill.";
    let b = "1. Osmia may not land on the island.\n2. The lists are due on 5 June 1921 at the mill.";
    assert_eq!(
        told(a, b),
        ["one 1. | 1. | negation \"\"→\"not\"", "one 2. | 2. | date \"3 May\"→\"5 June\""]
    );
}

#[test]
fn the_same_text_has_no_changes() {
    assert!(told(FIRST, FIRST).iter().all(|l| l.starts_with("one") && l.ends_with("| ")));
}

#[test]
fn a_clause_that_grew_under_its_mark_is_one() {
    let a = "Article 1\nVarn shall return all the boats on one day to be agreed.\nArticle 2\nNobody shall fish.\nArticle 3\nThe boats shall be painted.";
    let b = "Article 1\nVarn shall return all the boats on Monday at ten o'clock in the old harbour, in the presence of the pilot, the miller and two witnesses named by the mayor.\nArticle 2\nNobody shall fish.\nArticle 3\nThe boats shall be painted.";
    assert!(told(a, b)[0].starts_with("one Article 1 | Article 1"), "{:?}", told(a, b));
}
