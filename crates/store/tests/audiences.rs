//! What a reader without clearance sees: a collection in which withheld papers never were.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::sync::Arc;

use memcon_model::{
    AccessRule, AccessRules, Analysis, Anchor, Decision, Description, Field, FieldValue, Judgement, Layer,
    Quotation, Severity, Span, Target, Unit, Verdict,
};

use memcon_store::{
    Audience, Collection, Labels, NewDocument, NewInventory, Problem, Restriction, Rules, Scan, SearchQuery,
};

/// A paper with words and a stamp.
fn paper(c: &Collection, id: &str, words: &str, stamp: &str) -> NewDocument {
    let mut description = Description::default();
    if !stamp.is_empty() {
        description.add(Field::Classification, FieldValue { value: stamp.into(), ..FieldValue::default() });
    }
    NewDocument {
        id: id.into(),
        source: None,
        path: None,
        name: id.into(),
        media_hint: None,
        given: Vec::new(),
        blake3: c.keep_original(words.as_bytes()).unwrap(),
        bytes: words.len() as u64,
        engine: "test".into(),
        analysis: Analysis { id: id.into(), description, ..Analysis::default() },
        text: words.into(),
    }
}

fn whole() -> (tempfile::TempDir, Collection) {
    let dir = tempfile::tempdir().unwrap();
    let c = Collection::create_or_open(&dir.path().join("papers")).unwrap();
    let papers = [("a", ""), ("b", "SECRET"), ("c", ""), ("box/1", ""), ("box/2", "Secret")];
    let papers: Vec<_> =
        papers.iter().map(|(id, stamp)| paper(&c, id, &format!("Words of {id}."), stamp)).collect();
    c.put(&papers).unwrap();
    (dir, c)
}

/// What is stamped secret needs a clearance; and what is restricted by hand.
fn rules(by_hand: &[&str]) -> Rules {
    let secret = AccessRule {
        classification: vec!["secret".into()],
        to: vec!["cleared".into()],
        ..AccessRule::default()
    };
    let hand = |d: &&str| Restriction { document: (*d).into(), ..Restriction::default() };
    Rules::new(&AccessRules { restrict: vec![secret] }, by_hand.iter().map(hand).collect())
}

fn nobody(rules: &Rules) -> Audience {
    Audience::of(rules, &Labels::new()).unwrap()
}

fn ids(c: &Collection) -> String {
    let mut ids: Vec<String> = c.documents().unwrap().into_iter().map(|d| d.id).collect();
    ids.sort();
    ids.join(" ")
}

#[test]
fn only_what_is_open_is_there() {
    let (_dir, whole) = whole();
    let rules = rules(&[]);
    let seen = nobody(&rules).bring_up(&whole, &rules, None).unwrap();
    assert_eq!(ids(&seen), "a box/1 c");
    assert_eq!(seen.original("a").unwrap(), b"Words of a.");
    assert_eq!(
        seen.original("b").unwrap_err().to_string(),
        seen.original("zz").unwrap_err().to_string().replace("zz", "b")
    );
    assert!(seen.find_document("b").unwrap().is_none());
    assert_eq!(seen.linking().unwrap(), 0, "never linked");
    assert_eq!(Audience::of(&rules, &Labels::from(["cleared".into()])), None, "sees the whole");
}

#[test]
fn no_byte_of_a_withheld_paper_is_in_the_folder() {
    let (_dir, whole) = whole();
    let late = paper(&whole, "late", "The password is swordfish.", "secret");
    whole.put(&[late]).unwrap();
    let rules = rules(&[]);
    let seen = nobody(&rules).bring_up(&whole, &rules, None).unwrap();
    seen.refresh_index().unwrap();
    let mut folders = vec![seen.dir().to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().flatten() {
            match entry.file_type().unwrap().is_dir() {
                true => folders.push(entry.path()),
                false => {
                    let bytes = fs::read(entry.path()).unwrap();
                    assert!(!bytes.windows(9).any(|w| w == b"swordfish"), "{}", entry.path().display());
                }
            }
        }
    }
}

#[test]
fn what_changes_in_the_whole_changes_in_the_audience() {
    let (_dir, whole) = whole();
    let rules = rules(&[]);
    let seen = Arc::clone(&nobody(&rules).bring_up(&whole, &rules, None).unwrap());
    let again = |held: &Arc<Collection>| nobody(&rules).bring_up(&whole, &rules, Some(held)).unwrap();
    let before = seen.revision().unwrap();
    whole.put(&[paper(&whole, "d", "Secret words.", "secret")]).unwrap();
    let seen = again(&seen);
    assert_eq!((ids(&seen).as_str(), seen.revision().unwrap()), ("a box/1 c", before), "nothing stirs");
    whole.put(&[paper(&whole, "e", "Open words.", ""), paper(&whole, "a", "Other words.", "")]).unwrap();
    let seen = again(&seen);
    assert!(ids(&seen).starts_with("a a@") && ids(&seen).ends_with("box/1 c e"), "{}", ids(&seen));
    assert_eq!(seen.document("a").unwrap().text, "Other words.");
    let query = SearchQuery { text: "words".into(), limit: 9, ..Default::default() };
    let mut found: Vec<_> = seen.search(&query).unwrap().hits.into_iter().map(|h| h.document).collect();
    found.sort();
    assert_eq!(found, ["a", "box/1", "c", "e"]);
}

#[test]
fn what_must_go_goes_with_the_folder() {
    let (_dir, whole) = whole();
    let open = rules(&[]);
    let seen = nobody(&open).bring_up(&whole, &open, None).unwrap();
    seen.set_linked(&Default::default()).unwrap();
    let closed = rules(&["c"]);
    let anew = nobody(&closed).bring_up(&whole, &closed, Some(&seen)).unwrap();
    assert_eq!((ids(&anew).as_str(), anew.linking().unwrap()), ("a box/1", 0));
    assert_ne!(anew.dir(), seen.dir());
    // Stamped by hand, without any rule changed.
    whole.put(&[paper(&whole, "a", "Words of a.", "secret")]).unwrap();
    let later = nobody(&closed).bring_up(&whole, &closed, Some(&anew)).unwrap();
    assert_eq!(ids(&later), "box/1");
    // And another program, which holds nothing, finds nothing that should not be there.
    drop((seen, anew, later));
    let other = nobody(&closed).bring_up(&whole, &closed, None).unwrap();
    assert_eq!(ids(&other), "box/1");
    let lifted = nobody(&open).bring_up(&whole, &open, Some(&other)).unwrap();
    assert_eq!(ids(&lifted), "box/1 c", "what is lifted comes in");
    drop((other, lifted));
    assert!(whole.forget_audiences() > 0);
}

#[test]
fn numbers_of_judgements_and_decisions_have_no_gaps() {
    let (_dir, whole) = whole();
    let judge = |document: &str| {
        let target = Target {
            document: document.into(),
            layer: Layer::Turn,
            field: None,
            span: Span::default(),
            quote: Quotation::default(),
        };
        let judgement = Judgement {
            number: 0,
            by: "Ada".into(),
            at: String::new(),
            target,
            verdict: Verdict::Rejected,
            was: Default::default(),
            value: Default::default(),
            why: None,
            settles: Vec::new(),
            batch: None,
            undone: None,
        };
        whole.judge(&[judgement]).unwrap()[0]
    };
    let numbers = ["b", "a", "b", "c"].map(judge);
    let decide = |a: &str, b: &str| {
        let anchor = |d: &str| Anchor { name: String::new(), at: vec![(d.into(), String::new())] };
        whole.decide(&Decision { a: anchor(a), b: anchor(b), ..Decision::default() }).unwrap()
    };
    let _ = [("a", "b"), ("a", "c")].map(|(a, b)| decide(a, b));
    let rules = rules(&[]);
    let seen = nobody(&rules).bring_up(&whole, &rules, None).unwrap();
    let here: Vec<(u64, String)> = seen
        .judgements()
        .unwrap()
        .into_iter()
        .map(|j| (j.judgement.number, j.judgement.target.document))
        .collect();
    assert_eq!(here, [(1, "a".into()), (2, "c".into())]);
    assert_eq!(seen.number_in_whole("judgements", 2).unwrap(), Some(numbers[3]));
    assert_eq!(seen.number_here("judgements", numbers[0]).unwrap(), None);
    let decisions = seen.decisions().unwrap();
    assert_eq!((decisions.len(), decisions[0].number, decisions[0].b.at[0].0.as_str()), (1, 1, "c"));
}

#[test]
fn an_inventory_does_not_list_what_is_withheld() {
    let (_dir, whole) = whole();
    let unit = |title: &str, parent, document: Option<&str>| Unit {
        title: title.into(),
        parent,
        document: document.map(Into::into),
        ..Unit::default()
    };
    let units = vec![
        unit("Lake", None, None),
        unit("Letter", Some(0), Some("b")),
        unit("Its annex", Some(1), Some("c")),
        unit("Minutes", Some(0), Some("a")),
    ];
    let new = NewInventory { name: "lake.csv".into(), blake3: "aa".into(), units, ..NewInventory::default() };
    whole.set_inventory(&new).unwrap();
    let rules = rules(&[]);
    let seen = nobody(&rules).bring_up(&whole, &rules, None).unwrap();
    let row = seen.inventories().unwrap().remove(0);
    let units: Vec<_> = seen.units(row.n).unwrap().into_iter().map(|u| (u.title, u.parent)).collect();
    assert_eq!(units, [("Lake".into(), None), ("Its annex".into(), Some(0)), ("Minutes".into(), Some(0))]);
    assert_eq!(row.units, 3);
}

#[test]
fn problems_name_no_withheld_paper() {
    let (_dir, whole) = whole();
    let problem = |place: &str, message: &str| Problem {
        place: place.into(),
        severity: Severity::Error,
        message: message.into(),
    };
    let problems = vec![
        problem("broken.pdf", "cut off"),
        problem("twin.txt", "the same as box/2"),
        problem("c/x.pdf", "cut off"),
    ];
    whole.finish_scan(&Scan { name: "files".into(), problems, ..Scan::default() }).unwrap();
    let rules = rules(&["c"]);
    let seen = nobody(&rules).bring_up(&whole, &rules, None).unwrap();
    let told: Vec<String> = seen.overview().unwrap().problems.into_iter().map(|p| p.0).collect();
    assert_eq!(told, ["broken.pdf"]);
}
