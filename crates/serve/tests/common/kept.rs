//! The invented papers as a collection on disk, and the reading room over it.

use std::net::SocketAddr;
use std::sync::Arc;

use memcon_model::{Edtf, Field, FieldValue};
use memcon_store::{Collection, NewDocument, OpenMode, StoredDocument};

use super::sample;

/// A paper as the collection takes it in.
pub fn incoming(made: &Collection, mut p: StoredDocument) -> NewDocument {
    let date = p.row.date.as_ref().map(Edtf::as_str).unwrap_or_default();
    if let Ok(edtf) = date.parse() {
        let value = FieldValue { value: date.into(), edtf: Some(edtf), ..FieldValue::default() };
        p.analysis.description.add(Field::Date, value);
    }
    NewDocument {
        id: p.row.id,
        source: None,
        path: None,
        name: p.row.title,
        media_hint: None,
        given: Vec::new(),
        blake3: made.keep_original(p.text.as_bytes()).unwrap(),
        bytes: p.text.len() as u64,
        engine: "test".into(),
        analysis: p.analysis,
        text: p.text,
    }
}

/// A collection in `dir` with the invented papers, opened for reading.
pub fn collection(dir: &std::path::Path) -> Arc<Collection> {
    let made = Collection::create_or_open(dir).unwrap();
    let sample = sample::sample();
    let papers: Vec<NewDocument> = sample.papers.into_iter().map(|p| incoming(&made, p)).collect();
    made.put(&papers).unwrap();
    made.set_linked(&sample.linked).unwrap();
    drop(made);
    Arc::new(Collection::open(dir, OpenMode::ReadOnly).unwrap())
}

/// Opens the room over `collection` until the test program ends.
pub fn serve(collection: Arc<Collection>) -> SocketAddr {
    let (send, receive) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        memcon_serve::run(
            collection,
            |_, _, _| None,
            |_| Ok(()),
            SocketAddr::from(([127, 0, 0, 1], 0)),
            |addr| send.send(addr).unwrap(),
        )
        .unwrap();
    });
    receive.recv().unwrap()
}
