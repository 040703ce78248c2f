//! Judgements kept, taken back, and kept through a new analysis.

#![allow(clippy::unwrap_used)]

use memcon_model::{Analysis, Basis, Judgement, Layer, Mode, Span, Turn, Undone, Verdict};
use memcon_review::{Outcome, judging};
use memcon_store::{Collection, NewDocument, Put, StoreError};

const TEXT: &str = "North: We accept the road.";

/// A paper of one turn, analysed by `engine`, which finds the speaker or does not.
fn paper(c: &Collection, id: &str, text: &str, engine: &str, speaker: Option<&str>) -> NewDocument {
    let blake3 = c.keep_original(text.as_bytes()).unwrap();
    let start = text.find("We").unwrap();
    let turn = Turn {
        id: "t1".into(),
        span: Span::new(start, text.len()),
        cue: None,
        speaker_as_named: Some("North".into()),
        speaker: speaker.map(str::to_owned),
        side: None,
        addressee: None,
        mode: Mode::TranscriptLine,
        chain: vec![speaker.unwrap_or("unattributed").into()],
        depth: 0,
        time: None,
        parent: None,
        region: None,
        links: Vec::new(),
        basis: Basis::new("machine", 0.5),
    };
    NewDocument {
        id: id.into(),
        source: None,
        path: None,
        name: id.into(),
        media_hint: None,
        given: Vec::new(),
        blake3,
        bytes: text.len() as u64,
        engine: engine.into(),
        analysis: Analysis { id: id.into(), turns: vec![turn], ..Analysis::default() },
        text: text.into(),
    }
}

fn speaker(c: &Collection, id: &str) -> String {
    let found = c.document(id).unwrap();
    let turn = &found.analysis.turns[0];
    format!("{} by {}", turn.speaker.as_deref().unwrap_or("?"), turn.basis.rule)
}

fn told(c: &Collection, id: &str, name: &str) -> Judgement {
    let d = c.document(id).unwrap();
    let value = serde_json::json!({ "speaker": name }).as_object().unwrap().clone();
    judging(
        (id, &d.analysis, &d.text),
        (Layer::Turn, "t1"),
        ("Ada", "2030-01-02T03:04:05Z"),
        Verdict::Corrected,
        value,
    )
    .unwrap()
}

#[test]
fn a_judgement_outlives_the_machine_and_leaves_nothing_when_taken_back() {
    let dir = tempfile::tempdir().unwrap();
    let c = Collection::create_or_open(dir.path()).unwrap();
    c.put(&[paper(&c, "a.txt", TEXT, "1", None)]).unwrap();
    let n = c.judge(&[told(&c, "a.txt", "Ivo Lenk")]).unwrap()[0];
    assert_eq!(speaker(&c, "a.txt"), "Ivo Lenk by person:Ada");
    assert!(c.linking_is_stale().unwrap());
    // Another analysis finds somebody else; the person's word holds.
    assert_eq!(c.put(&[paper(&c, "a.txt", TEXT, "2", Some("Mira Sol"))]).unwrap(), [Put::Renewed]);
    assert_eq!(speaker(&c, "a.txt"), "Ivo Lenk by person:Ada");
    let undone = Undone { by: "Ben".into(), at: "2030-01-03T00:00:00Z".into() };
    assert!(c.undo_judgement(n, &undone).unwrap() && !c.undo_judgement(n, &undone).unwrap());
    assert_eq!(speaker(&c, "a.txt"), "Mira Sol by machine");
    let history = c.judgements_on("a.txt").unwrap();
    assert_eq!(
        (history.len(), history[0].judgement.undone.as_ref(), &history[0].outcome),
        (1, Some(&undone), &None)
    );
    c.refresh_index().unwrap();
    // Linking follows later; everything else is whole.
    let found: Vec<String> = c.check(|_| ()).unwrap().into_iter().map(|f| f.place).collect();
    assert_eq!(found, ["linking"]);
}

#[test]
fn a_paper_that_moved_keeps_its_judgements_and_one_that_changed_says_so() {
    let dir = tempfile::tempdir().unwrap();
    let c = Collection::create_or_open(dir.path()).unwrap();
    c.put(&[paper(&c, "a.txt", TEXT, "1", None)]).unwrap();
    c.judge(&[told(&c, "a.txt", "Ivo Lenk")]).unwrap();
    c.put(&[paper(&c, "moved/a.txt", TEXT, "1", None)]).unwrap();
    assert_eq!(speaker(&c, "moved/a.txt"), "Ivo Lenk by person:Ada");
    let changed = format!("Copy.\n{TEXT}");
    c.put(&[paper(&c, "a.txt", &changed, "1", None)]).unwrap();
    assert_eq!(speaker(&c, "a.txt"), "? by machine");
    let on = c.judgements_on("a.txt").unwrap();
    assert!(matches!(on[0].outcome, Some(Outcome::TextChanged(Some(_)))), "{on:?}");
}

#[test]
fn a_judgement_on_no_paper_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let c = Collection::create_or_open(dir.path()).unwrap();
    c.put(&[paper(&c, "a.txt", TEXT, "1", None)]).unwrap();
    let mut lost = told(&c, "a.txt", "Ivo Lenk");
    lost.target.document = "b.txt".into();
    assert!(matches!(c.judge(&[lost]), Err(StoreError::NoDocument(_))));
    assert!(c.judgements().unwrap().is_empty());
}

#[test]
fn a_damaged_analysis_is_said_and_not_kept_as_an_empty_one() {
    let dir = tempfile::tempdir().unwrap();
    let c = Collection::create_or_open(dir.path()).unwrap();
    c.put(&[paper(&c, "a.txt", TEXT, "1", None)]).unwrap();
    let judgement = told(&c, "a.txt", "Ivo Lenk");
    let db = rusqlite::Connection::open(dir.path().join("collection.db")).unwrap();
    db.execute("UPDATE analyses SET json = 'damaged'", []).unwrap();
    assert!(c.judge(&[judgement]).is_err());
    let kept: String = db.query_row("SELECT CAST(json AS TEXT) FROM analyses", [], |r| r.get(0)).unwrap();
    assert_eq!(kept, "damaged");
    assert!(c.judgements().unwrap().is_empty());
}
