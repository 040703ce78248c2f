//! Notes and selections kept: through a new analysis, with a paper that moved, and told as lost where the text changed.

#![allow(clippy::unwrap_used)]

use memcon_model::{Analysis, Chosen, Note, Passage, SelectionEdit, Span, Undone, Wording};
use memcon_review::quotation;
use memcon_store::{Collection, NewDocument, OpenMode, StoreError};

const TEXT: &str = "North: We accept the road.\nSouth: We do not.";

fn put(c: &Collection, id: &str, text: &str, engine: &str) {
    let paper = NewDocument {
        id: id.into(),
        source: None,
        path: None,
        name: id.into(),
        media_hint: None,
        given: Vec::new(),
        blake3: c.keep_original(text.as_bytes()).unwrap(),
        bytes: text.len() as u64,
        engine: engine.into(),
        analysis: Analysis { id: id.into(), ..Analysis::default() },
        text: text.into(),
    };
    c.put(&[paper]).unwrap();
}

fn passage(words: &str) -> Passage {
    let span = TEXT.find(words).map(|at| Span::new(at, at + words.len())).unwrap();
    Passage { document: "a.txt".into(), span, quote: quotation(TEXT, span), ..Passage::default() }
}

fn says(text: &str, by: &str) -> Wording {
    Wording { by: by.into(), at: "2030-01-02T03:04:05Z".into(), text: text.into(), tags: vec!["road".into()] }
}

fn note(words: &str) -> Note {
    Note { target: passage(words), says: says("which road?", "Ada"), ..Note::default() }
}

/// The notes on a document in words: what they say and where they stand.
fn on(c: &Collection, id: &str) -> String {
    let all = c.notes_on(id).unwrap();
    let one = |n: &memcon_store::Noted| format!("{} {}: {:?}", n.note.number, n.note.says.text, n.place);
    all.iter().map(one).collect::<Vec<_>>().join("; ")
}

fn undone() -> Undone {
    Undone { by: "Ben".into(), at: "2030-02-02T00:00:00Z".into() }
}

#[test]
fn a_note_outlives_a_new_analysis_and_follows_a_paper_that_moved() {
    let dir = tempfile::tempdir().unwrap();
    let c = Collection::create_or_open(dir.path()).unwrap();
    put(&c, "a.txt", TEXT, "1");
    let revision = c.revision().unwrap();
    assert_eq!(c.keep_note(&note("the road")).unwrap(), 1);
    assert_eq!(c.revision().unwrap(), revision, "a note changes no paper");
    put(&c, "a.txt", TEXT, "2");
    assert_eq!(on(&c, "a.txt"), "1 which road?: Here");
    put(&c, "moved/a.txt", TEXT, "2");
    assert_eq!(on(&c, "moved/a.txt"), "1 which road?: Here");
    drop(c);
    let c = Collection::open(dir.path(), OpenMode::ReadOnly).unwrap();
    assert_eq!(on(&c, "a.txt"), "1 which road?: Here");
}

#[test]
fn where_the_text_changed_a_note_is_not_moved_to_a_look_alike() {
    let dir = tempfile::tempdir().unwrap();
    let c = Collection::create_or_open(dir.path()).unwrap();
    put(&c, "a.txt", TEXT, "1");
    c.keep_note(&note("the road")).unwrap();
    put(&c, "a.txt", "North: We refuse the road.\nSouth: We do not.", "1");
    assert_eq!(on(&c, "a.txt"), "1 which road?: Lost");
    // Where it was made, it still stands: the version before is kept under an id of its own.
    let now = c.notes().unwrap()[0].target.document.clone();
    assert!(now.starts_with("a.txt@"), "{now}");
    assert_eq!(on(&c, &now), "1 which road?: Here");
    // Words and those around them elsewhere, and only there: told, not taken.
    put(&c, "a.txt", &format!("Copy.\n{TEXT}"), "1");
    assert_eq!(on(&c, "a.txt"), "1 which road?: Moved(Span { start: 23, end: 31 })");
}

#[test]
fn what_a_note_said_is_kept_and_one_taken_away_comes_back() {
    let dir = tempfile::tempdir().unwrap();
    let c = Collection::create_or_open(dir.path()).unwrap();
    put(&c, "a.txt", TEXT, "1");
    let n = c.keep_note(&note("We")).unwrap();
    assert!(c.reword_note(n, &says("the old one", "Ben")).unwrap());
    assert!(c.undo_note(n, &undone()).unwrap() && !c.undo_note(n, &undone()).unwrap());
    assert!(!c.reword_note(n, &says("no", "Ben")).unwrap());
    assert_eq!(on(&c, "a.txt"), "");
    assert!(c.restore_note(n).unwrap() && !c.restore_note(n).unwrap());
    let kept = c.notes().unwrap().remove(0);
    assert_eq!((kept.author(), kept.says.text.as_str(), kept.before.len()), ("Ada", "the old one", 1));
    let lost = Note { target: Passage { document: "b.txt".into(), ..Passage::default() }, ..note("We") };
    assert!(matches!(c.keep_note(&lost), Err(StoreError::NoDocument(_))));
}

#[test]
fn a_selection_is_kept_in_its_order_and_can_be_brought_back() {
    let dir = tempfile::tempdir().unwrap();
    let c = Collection::create_or_open(dir.path()).unwrap();
    put(&c, "a.txt", TEXT, "1");
    let item = |words| Chosen { by: "Ada".into(), passage: passage(words), ..Chosen::default() };
    let edit = |e| c.edit_selection("roads", &e).unwrap();
    assert!(!edit(SelectionEdit::Remove(1, undone())), "there is none yet");
    assert!(edit(SelectionEdit::Add(vec![item("the road"), item("We do not")])));
    assert!(edit(SelectionEdit::Move(2, -1)) && edit(SelectionEdit::Remove(1, undone())));
    put(&c, "moved/a.txt", TEXT, "1");
    let kept = c.selections().unwrap().remove(0);
    let held: Vec<&str> = kept.held().map(|i| i.passage.quote.exact.as_str()).collect();
    assert_eq!((kept.name.as_str(), kept.by.as_str(), held), ("roads", "Ada", vec!["We do not"]));
    // Taken away, another may have its name, and the one before waits until that is gone.
    assert!(edit(SelectionEdit::Delete(undone())) && edit(SelectionEdit::Add(vec![item("We")])));
    assert!(!edit(SelectionEdit::Undelete));
    assert!(edit(SelectionEdit::Delete(undone())) && edit(SelectionEdit::Undelete));
    assert_eq!(c.selections().unwrap().iter().filter(|s| s.undone.is_none()).count(), 1);
}
