use memcon_analyse::analyse;
use memcon_model::Settings;
use memcon_read::Hint;

use super::*;
use crate::link;

/// Two papers side by side as a short report: `=` both, `<` only the first, `>` only the second, `~` in another order.
fn beside(a: &str, b: &str) -> Vec<String> {
    let read = |id: &str, text: &str| {
        let (analysis, text) = analyse(id, text.as_bytes(), Hint::default(), &Settings::default());
        (analysis, text)
    };
    let (left, right) = (read("a.txt", a), read("b.txt", b));
    let documents = [
        Document { id: "a.txt", analysis: &left.0, text: &left.1 },
        Document { id: "b.txt", analysis: &right.0, text: &right.1 },
    ];
    let linked = link(&documents);
    let words =
        |span: Option<Span>, text: &str| span.map_or("-".to_owned(), |s| s.of(text).replace('\n', " "));
    let mut out = Vec::new();
    for row in compare(&documents[0], &documents[1], &linked).rows {
        let sign = match (row.a, row.b) {
            (Some(_), Some(_)) if row.moved => '~',
            (Some(_), Some(_)) => '=',
            (Some(_), None) => '<',
            _ => '>',
        };
        let both = [words(row.a, &left.1), words(row.b, &right.1)];
        out.push(format!(
            "{sign} {}",
            both.iter().filter(|w| *w != "-").cloned().collect::<Vec<_>>().join(" | ")
        ));
        for d in row.differences.iter().filter(|d| d.kind != memcon_model::DifferenceKind::Wording) {
            out.push(format!("  {}: {} / {}", d.kind, words(d.a, &left.1), words(d.b, &right.1)));
        }
    }
    out
}

#[test]
fn what_one_leaves_out_stands_alone_and_numbers_are_set_against_each_other() {
    let told = beside(
        "The ferry company offered forty barges for the winter crossing.\n\nThe harbour master refused the tariff of the upper lock.",
        "The harbour master refused the tariff of the upper lock.\n\nThe ferry company had offered thirty-five barges for the winter crossing.\n\nA boy brought tea.",
    );
    assert!(told.contains(&"  number: forty / thirty-five".to_owned()), "{told:#?}");
    assert!(told.contains(&"> A boy brought tea.".to_owned()), "{told:#?}");
    assert_eq!(told.iter().filter(|r| r.starts_with('~')).count(), 1, "{told:#?}");
}

#[test]
fn papers_that_share_nothing_stand_apart() {
    let told = beside("The bakers elected a treasurer.", "Snow fell on the northern passes all night.");
    assert_eq!(told, ["< The bakers elected a treasurer.", "> Snow fell on the northern passes all night."]);
}

#[test]
fn a_denial_on_one_side_is_said() {
    let told = beside(
        "The delegation will accept the western marker of the grazing line.",
        "The delegation will not accept the western marker of the grazing line.",
    );
    assert!(told.contains(&"  negation: - / not".to_owned()), "{told:#?}");
}

#[test]
fn every_passage_is_shown_once() {
    let a = "Ida spoke of salt. Ida spoke of salt. Ida spoke of salt and of wool.\n\nNobody spoke of wool.";
    let b = "Of wool Ida spoke, and of salt. Ida spoke of salt.";
    let told = beside(a, b);
    let count = |sign: &str| told.iter().filter(|r| r.starts_with(sign)).count();
    assert!(count("=") + count("~") <= 2 && told.len() >= 3, "{told:#?}");
}
