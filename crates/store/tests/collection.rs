//! A collection filled, read, changed and opened again.

#![allow(clippy::unwrap_used)]

use std::path::Path;

use memcon_model::{
    Analysis, Basis, Edtf, Field, FieldValue, Form, Linked, Mode, Notice, Severity, Source, Span, Turn,
};
use memcon_store::{Collection, DocumentStatus, NewDocument, OpenMode, Put, Scan, Scope, StoreError};

/// A paper of one turn, dated where `date` is given.
fn paper(c: &Collection, id: &str, text: &str, date: Option<&str>) -> NewDocument {
    let blake3 = c.keep_original(text.as_bytes()).unwrap();
    let mut analysis = Analysis { id: id.into(), form: Form::Minutes, ..Analysis::default() };
    analysis.source = Source { blake3: blake3.clone(), bytes: text.len() as u64, ..Source::default() };
    if let Some(date) = date {
        let edtf: Edtf = date.parse().unwrap();
        let value = FieldValue { value: date.into(), edtf: Some(edtf), ..FieldValue::default() };
        analysis.description.add(Field::Date, value);
    }
    analysis.turns.push(Turn {
        id: "t1".into(),
        span: Span::new(0, text.len()),
        cue: None,
        speaker_as_named: Some("Ödberg".into()),
        speaker: None,
        side: None,
        addressee: None,
        mode: Mode::TranscriptLine,
        chain: vec!["Ödberg".into()],
        depth: 0,
        time: None,
        parent: None,
        region: None,
        links: Vec::new(),
        basis: Basis::new("test", 1.0),
    });
    NewDocument {
        id: id.into(),
        source: Some(1),
        path: Some(id.as_bytes().to_vec()),
        name: id.into(),
        media_hint: None,
        given: Vec::new(),
        blake3,
        bytes: text.len() as u64,
        engine: "test 1".into(),
        analysis,
        text: text.into(),
    }
}

fn ids(c: &Collection) -> Vec<(String, DocumentStatus)> {
    c.documents().unwrap().into_iter().map(|d| (d.id, d.status)).collect()
}

fn new_collection(dir: &Path) -> Collection {
    let c = Collection::create_or_open(&dir.join(".memcon")).unwrap();
    c.source(&dir.canonicalize().unwrap()).unwrap();
    c
}

#[test]
fn each_paper_knows_its_neighbours_in_the_order_of_the_list() {
    let dir = tempfile::tempdir().unwrap();
    let c = new_collection(dir.path());
    let dated = [("d", Some("1963-03-04")), ("a", Some("1963-03-04")), ("b", None), ("c", Some("1962"))];
    let all: Vec<NewDocument> = dated.iter().map(|(id, date)| paper(&c, id, id, *date)).collect();
    c.put(&all).unwrap();
    let list: Vec<String> = c.documents().unwrap().into_iter().map(|d| d.id).collect();
    assert_eq!(list, ["c", "a", "d", "b"]);
    for (n, id) in list.iter().enumerate() {
        let (before, after) = c.neighbours(id).unwrap();
        assert_eq!(before.map(|d| d.id).as_ref(), n.checked_sub(1).and_then(|n| list.get(n)));
        assert_eq!(after.map(|d| d.id).as_ref(), list.get(n + 1));
    }
    assert!(c.neighbours("nobody").unwrap().0.is_none());
}

#[test]
fn what_is_put_is_given_back_whole() {
    let dir = tempfile::tempdir().unwrap();
    let c = new_collection(dir.path());
    let a = paper(&c, "a.txt", "Ödberg: We accept.\n", Some("1963-03-04"));
    assert_eq!(c.put(std::slice::from_ref(&a)).unwrap(), [Put::Added]);
    let back = c.document("a.txt").unwrap();
    assert_eq!((back.analysis, back.text), (a.analysis, a.text.clone()));
    assert_eq!(back.row.turns, 1);
    assert_eq!(c.original("a.txt").unwrap(), a.text.as_bytes());
}

#[test]
fn the_list_goes_by_date_then_id_undated_last() {
    let dir = tempfile::tempdir().unwrap();
    let c = new_collection(dir.path());
    let make = |id: &str, date| paper(&c, id, id, date);
    c.put(&[
        make("z", None),
        make("y", Some("1963")),
        make("b", Some("1963-03-04")),
        make("a", Some("1963-03-04")),
    ])
    .unwrap();
    let order: Vec<String> = ids(&c).into_iter().map(|d| d.0).collect();
    assert_eq!(order, ["y", "a", "b", "z"]);
    assert_eq!(c.overview().unwrap().span, Some(("1963-01-01".into(), "1963-12-31".into())));
}

#[test]
fn a_changed_paper_keeps_its_former_version() {
    let dir = tempfile::tempdir().unwrap();
    let c = new_collection(dir.path());
    c.put(&[paper(&c, "a", "first", None)]).unwrap();
    assert_eq!(c.put(&[paper(&c, "a", "second", None)]).unwrap(), [Put::Changed]);
    let list = ids(&c);
    assert_eq!(list.len(), 2);
    assert_eq!(list[0], ("a".into(), DocumentStatus::Ready));
    assert_eq!(list[1].1, DocumentStatus::Superseded);
    assert_eq!(c.document(&list[1].0).unwrap().text, "first");
    // Changed back and forth: never a version twice.
    c.put(&[paper(&c, "a", "first", None)]).unwrap();
    c.put(&[paper(&c, "a", "second", None)]).unwrap();
    assert_eq!(ids(&c), list);
    assert_eq!(c.overview().unwrap().documents, 1);
}

#[test]
fn a_missing_file_is_marked_and_comes_back() {
    let dir = tempfile::tempdir().unwrap();
    let c = new_collection(dir.path());
    c.put(&[paper(&c, "sub/a", "A", None), paper(&c, "sub2/b", "B", None)]).unwrap();
    let scope = |below: &str| Scope { source: 1, below: below.into() };
    let scan = Scan { name: "x".into(), scopes: vec![scope("sub")], ..Scan::default() };
    assert_eq!(c.finish_scan(&scan).unwrap().missing, ["sub/a"], "sub2 is not below sub");
    assert_eq!(c.overview().unwrap().documents, 1);
    assert_eq!(c.document("sub/a").unwrap().text, "A", "still kept");
    c.returned(&["sub/a".into()]).unwrap();
    assert_eq!(c.overview().unwrap().documents, 2);
    let all = Scan { scopes: vec![scope("")], shut: vec![scope("sub2")], ..scan };
    let seen = ["sub/a"].into_iter().collect();
    assert!(
        c.finish_scan(&Scan { seen, ..all }).unwrap().missing.is_empty(),
        "a shut folder hides, not deletes"
    );
}

#[test]
fn problems_stand_in_the_overview() {
    let dir = tempfile::tempdir().unwrap();
    let c = new_collection(dir.path());
    let mut a = paper(&c, "a", "A", None);
    a.analysis.notices.push(Notice::new(Severity::Error, "This is a picture."));
    a.analysis.notices.push(Notice::new(Severity::Note, "Nothing to worry about."));
    c.put(&[a]).unwrap();
    assert_eq!(ids(&c)[0].1, DocumentStatus::Problem);
    let problems = c.overview().unwrap().problems;
    assert_eq!(problems, [("a".into(), Severity::Error, "This is a picture.".into())]);
}

#[test]
fn linking_is_kept_and_known_to_be_stale() {
    let dir = tempfile::tempdir().unwrap();
    let c = new_collection(dir.path());
    c.put(&[paper(&c, "a", "A", None)]).unwrap();
    assert!(c.linking_is_stale().unwrap());
    c.set_linked(&Linked::default()).unwrap();
    assert!(!c.linking_is_stale().unwrap());
    c.put(&[paper(&c, "b", "B", None)]).unwrap();
    assert!(c.linking_is_stale().unwrap());
}

#[test]
fn one_writes_and_others_read() {
    let dir = tempfile::tempdir().unwrap();
    let c = new_collection(dir.path());
    c.put(&[paper(&c, "a", "A", None)]).unwrap();
    assert!(matches!(Collection::create_or_open(c.dir()), Err(StoreError::Locked(_))));
    let reader = Collection::open(c.dir(), OpenMode::ReadOnly).unwrap();
    assert_eq!(reader.documents().unwrap().len(), 1);
    assert!(matches!(reader.put(&[paper(&c, "b", "B", None)]), Err(StoreError::ReadOnly(_))));
    c.put(&[paper(&c, "b", "B", None)]).unwrap();
    assert_eq!(reader.documents().unwrap().len(), 2, "a reader sees what was added since");
}

#[test]
fn a_newer_collection_and_a_damaged_one_are_refused_in_words() {
    let dir = tempfile::tempdir().unwrap();
    drop(new_collection(dir.path()));
    let db = dir.path().join(".memcon/collection.db");
    rusqlite::Connection::open(&db).unwrap().pragma_update(None, "user_version", 99).unwrap();
    for mode in [OpenMode::ReadOnly, OpenMode::ReadWrite] {
        let refused = Collection::open(&dir.path().join(".memcon"), mode).unwrap_err().to_string();
        assert!(refused.contains("newer version"), "{refused}");
    }
    std::fs::write(&db, vec![b'x'; 5000]).unwrap();
    for mode in [OpenMode::ReadOnly, OpenMode::ReadWrite] {
        let refused = Collection::open(&dir.path().join(".memcon"), mode).unwrap_err();
        assert!(matches!(refused, StoreError::Damaged { .. }), "{refused}");
    }
}

#[test]
fn a_handle_goes_through_threads() {
    fn shared<T: Send + Sync>() {}
    shared::<Collection>();
}
