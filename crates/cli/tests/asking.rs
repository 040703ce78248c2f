//! Questions on the command line: operators, counts, tables, searches that are kept.
#![allow(clippy::unwrap_used)]

#[path = "common/run.rs"]
mod run;

use run::memcon;

fn talks() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let paper = |name: &str, text: &str| std::fs::write(dir.path().join(name), text).unwrap();
    paper("one.txt", "The ferry left the island at noon.\n\nNobody saw the lighthouse.\n");
    paper("two.txt", "=SUM(1) stood on the coast of the island; the ferry came back.\n");
    memcon(dir.path(), &["add", "."]);
    dir
}

#[test]
fn operators_are_read_and_what_was_left_out_is_said() {
    let dir = talks();
    let ask = |words: &str| memcon(dir.path(), &["search", words]);
    assert!(ask("ferry NEAR/1 island").contains("1 passage"));
    assert!(ask("ferry NEAR/2 island").contains("2 passages"), "in both orders");
    let odd = ask("(lighthouse OR coast");
    assert!(odd.contains("Read as: lighthouse OR coast") && odd.contains("2 passages"), "{odd}");
    assert!(odd.contains("not closed"), "{odd}");
    assert!(memcon(dir.path(), &["search", "island", "--facets"]).contains("form: "));
}

#[test]
fn a_table_computes_nothing() {
    let dir = talks();
    let table = memcon(dir.path(), &["search", "ferry", "--csv"]);
    assert!(table.starts_with("document,title,date,form,page,start,end,passage,"), "{table}");
    assert!(table.contains(",'=SUM(1) stood") && table.matches("/documents/").count() == 2, "{table}");
}

#[test]
fn a_search_is_kept_and_asked_again() {
    let dir = talks();
    let run = |args: &[&str]| memcon(dir.path(), args);
    run(&["search", "island -noon", "--save", "Isles", "--as", "Ada"]);
    assert!(run(&["search", "--saved"]).contains("Isles: island -noon"));
    assert!(run(&["search", "--saved", "Isles"]).contains("1 passage"));
    run(&["search", "--unsave", "Isles", "--as", "Ada"]);
    assert!(run(&["search", "--saved"]).contains("No search is kept"));
}
