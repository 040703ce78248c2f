//! One document to its analysis: the pure half of the flow.
//!
//! `bytes -> read -> describe -> divide -> voice -> interpret -> Analysis`. Every stage sees one
//! [`Paper`] and what the stages before it found, and returns values; nothing here does I/O,
//! knows another document, keeps state between papers, or fails: what could not be done becomes
//! a notice. That is what lets the same code run in threads on a laptop and inside a distributed
//! engine. Linguistic knowledge lives in `data/`, not here.

pub mod agents;
pub mod align;
pub mod dates;
pub mod describe;
pub mod divide;
pub mod interpret;
pub mod languages;
mod marked;
mod paper;
pub mod slips;
pub mod voice;

pub use paper::{Line, Paper, Paragraph};

use memcon_model::{Analysis, Message, Notice, Settings, Severity, Source};
use memcon_read::{Hint, Reading};

/// Analyses one document. Never fails and never panics: a fault of ours becomes an error notice.
///
/// `id` names the document in the result. The second value is the text that all byte spans refer to.
pub fn analyse(id: &str, bytes: &[u8], hint: Hint<'_>, settings: &Settings) -> (Analysis, String) {
    let guarded = std::panic::catch_unwind(|| {
        let reading = memcon_read::read(bytes, hint);
        let mut analysis = analyse_reading(&reading, settings);
        analysis.source = source(bytes, hint, &reading);
        (analysis, reading.text)
    });
    let (mut analysis, text) = guarded.unwrap_or_else(|_| {
        let notice = Notice::new(
            Severity::Error,
            "memcon failed inside its analysis of this paper; it is kept, but only its text is shown. \
             Please report it with the paper if you can share it.",
        );
        let reading = Reading { text: String::from_utf8_lossy(bytes).into_owned(), ..Reading::default() };
        let analysis =
            Analysis { notices: vec![notice], source: source(bytes, hint, &reading), ..Analysis::default() };
        (analysis, reading.text)
    });
    analysis.id = id.to_owned();
    (analysis, text)
}

/// The particulars of the bytes themselves.
fn source(bytes: &[u8], hint: Hint<'_>, reading: &Reading) -> Source {
    Source {
        path: hint.path.map(str::to_owned),
        part: None,
        blake3: blake3::hash(bytes).to_hex().to_string(),
        media_type: reading.media_type.clone(),
        encoding: reading.encoding.clone(),
        bytes: bytes.len() as u64,
    }
}

/// Runs every stage over a text already read. Spans in the result are bytes of `reading.text`.
pub fn analyse_reading(reading: &Reading, settings: &Settings) -> Analysis {
    let mut paper = Paper::new(reading, settings);
    let mut found =
        Analysis { notices: reading.notices.clone(), layout: reading.layout.clone(), ..Analysis::default() };
    found.languages = languages::languages(&paper);
    paper.languages = found.languages.clone();

    found.message = message(reading);

    // describe: the document as a whole
    found.form = describe::form(&paper);
    let described = describe::describe(&paper, found.form);
    found.description = described.description;
    found.related_documents = described.related_documents;
    found.transmission = described.transmission;

    // divide: stretches by function
    let divided = divide::divide(&paper, &found);
    found.regions = divided.regions;
    found.comments = divided.comments;

    // names and dates, which everything below stands on
    found.dates = dates::dates(&paper, &found);
    found.notices.extend(dates::notices(&found.dates, paper.text));
    let named = agents::Named::of(&paper, &found);
    found.agents = named.agents(&paper, &found);

    // voice: who speaks
    let voices = voice::voices(&paper, &found);
    found.turns = voices.turns;
    found.insertions = voices.insertions;
    found.attributions = voices.attributions;
    let spoken: Vec<_> = found.turns.iter().map(|t| t.span).collect();
    marked::insertions(&paper, &spoken, &mut found.insertions);
    // Who speaks is somebody, also where nothing else said so.
    if let Some(agents) = named.with_speakers(&paper, &found) {
        found.agents = agents;
    }
    // Now that it is known when turns were said, "yesterday" inside one counts from there.
    if found.turns.iter().any(|t| t.time.is_some()) {
        found.dates = dates::dates(&paper, &found);
    }

    // interpret: what is done with the words
    found.items = interpret::items(&paper, &found);
    found.references = interpret::references(&paper, &found);
    marked::references(&paper, &mut found.references);
    found.events = interpret::events(&paper, &found);
    found.record_of = interpret::record_of(&paper, &found);
    found.issues = interpret::issues(&paper, &found);
    found.moves = interpret::moves(&paper, &found);
    interpret::settle(&paper, &mut found);
    interpret::outcomes(&paper, &mut found);
    found.obligations = interpret::obligations(&paper, &found);
    found.mechanisms = interpret::mechanisms(&paper, &found);
    found.alignment = align::alignment(&paper, &found);
    // Last, for the stages above go by names: who is meant by an office or a pronoun.
    agents::meant(&paper, &mut found);
    found.slips = slips::slips(&paper, &found);
    marked::slips(&paper, &mut found.slips);
    found
}

/// What a mail message says of itself and of the one that it answers.
fn message(reading: &Reading) -> Option<Message> {
    let all = |name: &str| -> Vec<String> {
        reading.metadata.iter().filter(|(n, _)| n == name).map(|(_, v)| v.clone()).collect()
    };
    let message = Message { id: all("message-id").into_iter().next(), answers: all("in-reply-to") };
    (message != Message::default()).then_some(message)
}
