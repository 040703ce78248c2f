//! Search over a small invented collection; the index lost, broken and behind.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;

use memcon_model::{
    AgentType, Analysis, Basis, Evidence, Field, FieldValue, Form, Linked, LinkedAgent, Mode, NameForm, Page,
    Slip, SlipKind, Span, Turn,
};
use memcon_store::{Collection, NewDocument, OpenMode, SearchQuery};

/// A paper from marked text: `<Speaker|words>` is a turn, nested ones lie deeper.
fn paper(c: &Collection, id: &str, form: Form, date: &str, marked: &str) -> NewDocument {
    let (mut text, mut turns, mut open): (String, Vec<Turn>, Vec<usize>) = Default::default();
    let mut rest = marked;
    while let Some(at) = rest.find(['<', '>']) {
        text.push_str(&rest[..at]);
        if rest.as_bytes()[at] == b'<' {
            let (speaker, behind) = rest[at + 1..].split_once('|').unwrap();
            open.push(turns.len());
            turns.push(turn(turns.len(), text.len(), speaker, open.len() - 1));
            rest = behind;
        } else {
            turns[open.pop().unwrap()].span.end = text.len() as u32;
            rest = &rest[at + 1..];
        }
    }
    text.push_str(rest);
    let mut analysis = Analysis { id: id.into(), form, turns, ..Analysis::default() };
    let date = FieldValue { value: date.into(), edtf: date.parse().ok(), ..FieldValue::default() };
    analysis.description.add(Field::Date, date);
    let blake3 = c.keep_original(text.as_bytes()).unwrap();
    NewDocument {
        id: id.into(),
        source: None,
        path: None,
        name: id.into(),
        media_hint: None,
        given: Vec::new(),
        blake3,
        bytes: text.len() as u64,
        engine: String::new(),
        analysis,
        text,
    }
}

fn turn(n: usize, start: usize, speaker: &str, depth: usize) -> Turn {
    Turn {
        id: format!("t{}", n + 1),
        span: Span::new(start, start),
        cue: None,
        speaker_as_named: Some(speaker.into()),
        speaker: None,
        side: None,
        addressee: None,
        mode: Mode::TranscriptLine,
        chain: Vec::new(),
        depth: depth as u32,
        time: None,
        parent: None,
        region: None,
        links: Vec::new(),
        basis: Basis::default(),
    }
}

fn collection(dir: &Path) -> Collection {
    let c = Collection::create_or_open(&dir.join("c")).unwrap();
    let papers = [
        paper(
            &c,
            "minutes",
            Form::Minutes,
            "1963-03-04",
            "Second session.\n\n<Ledru|We propose a cease-fire at noon.>\n\n<Ōmori|I ask: did he say <Ledru|a cease-fire today>, or not?>\n",
        ),
        paper(
            &c,
            "cable",
            Form::Cable,
            "1963-03-11",
            "Noon passed without an answer. 평화회담은 강화되지 않았다.\n",
        ),
        paper(&c, "note", Form::Letter, "1963-05", "停戰線以北之和平。 Réponse d'Omori.\n"),
    ];
    c.put(&papers).unwrap();
    c
}

/// Hits as `document: passage` with the finds in brackets.
fn show(c: &Collection, query: SearchQuery) -> Vec<String> {
    let result = c.search(&SearchQuery { limit: 10, ..query }).unwrap();
    assert_eq!(result.total, result.hits.len() as u64);
    let one = |h: memcon_store::Hit| {
        let mut shown = h.passage;
        for s in h.highlights.iter().rev() {
            shown.insert(s.end as usize, ']');
            shown.insert(s.start as usize, '[');
        }
        format!("{}/{}: {shown}", h.document, h.speaker.as_deref().unwrap_or("-"))
    };
    result.hits.into_iter().map(one).collect()
}

fn ask(text: &str) -> SearchQuery {
    SearchQuery { text: text.into(), ..SearchQuery::default() }
}

#[test]
fn words_in_any_script() {
    let dir = tempfile::tempdir().unwrap();
    let c = collection(dir.path());
    assert_eq!(
        show(&c, ask("평화"))[0],
        "cable/-: Noon passed without an answer. [평화]회담은 강화되지 않았다."
    );
    assert_eq!(show(&c, ask("강화")).len(), 1);
    assert_eq!(show(&c, ask("和"))[0], "note/-: 停戰線以北之[和]平。 Réponse d'Omori.");
    assert_eq!(show(&c, ask("reponse omori")).len(), 1);
    assert_eq!(show(&c, ask("戰停")).len(), 0);
    assert_eq!(show(&c, ask("ceasefire")).len(), 2);
    assert_eq!(show(&c, ask("\"noon passed\"")).len(), 1);
    assert_eq!(show(&c, ask("\"passed noon\"")).len(), 0);
    assert_eq!(show(&c, ask("*\"-")).len(), 0);
}

#[test]
fn the_voice_of_a_hit_is_the_one_around_the_words() {
    let dir = tempfile::tempdir().unwrap();
    let c = collection(dir.path());
    let hits = show(&c, ask("today"));
    assert_eq!(hits, ["minutes/Ledru: I ask: did he say a cease-fire [today], or not?"]);
}

#[test]
fn conditions() {
    let dir = tempfile::tempdir().unwrap();
    let c = collection(dir.path());
    let ledru = || SearchQuery { speaker: Some("LEDRU".into()), ..ask("fire") };
    assert_eq!(show(&c, ledru()).len(), 2);
    assert_eq!(
        show(&c, SearchQuery { max_depth: Some(0), ..ledru() }),
        ["minutes/Ledru: We propose a [cease-fire] at noon."]
            .map(|s| s.replace("[cease-fire]", "cease-[fire]"))
    );
    assert_eq!(
        show(&c, SearchQuery { speaker: Some("omori".into()), ..ask("") }).len(),
        2,
        "around the quotation"
    );
    assert_eq!(show(&c, SearchQuery { form: Some(Form::Cable), ..ask("noon") }).len(), 1);
    assert_eq!(show(&c, SearchQuery { from: Some("1963-03-05".into()), ..ask("noon") }).len(), 1);
    assert_eq!(show(&c, SearchQuery { to: Some("1963-03-05".into()), ..ask("noon") }).len(), 1);
    assert_eq!(
        show(&c, SearchQuery { from: Some("1963-05-20".into()), ..ask("和") }).len(),
        1,
        "May may be the 20th"
    );
}

#[test]
fn pages_of_hits_follow_each_other() {
    let dir = tempfile::tempdir().unwrap();
    let c = collection(dir.path());
    let whole = c.search(&SearchQuery { limit: 9, ..ask("") }).unwrap();
    let mut apart = Vec::new();
    for offset in 0..whole.total as usize {
        apart.extend(c.search(&SearchQuery { limit: 1, offset, ..ask("") }).unwrap().hits);
    }
    let places = |hits: &[memcon_store::Hit]| -> Vec<_> {
        hits.iter().map(|h| (h.document.clone(), h.span)).collect()
    };
    assert_eq!(places(&apart), places(&whole.hits));
    assert_eq!(c.search(&SearchQuery { limit: 5, offset: 99, ..ask("noon") }).unwrap().hits.len(), 0);
}

#[test]
fn what_changed_is_found_and_what_went_is_not() {
    let dir = tempfile::tempdir().unwrap();
    let c = collection(dir.path());
    assert_eq!(show(&c, ask("noon")).len(), 2);
    c.put(&[paper(&c, "cable", Form::Cable, "1963-03-11", "Midnight passed.\n")]).unwrap();
    assert_eq!(show(&c, ask("noon")).len(), 1);
    assert_eq!(show(&c, ask("midnight")).len(), 1);
    let again = "Noon passed without an answer. 평화회담은 강화되지 않았다.\n";
    c.put(&[paper(&c, "cable", Form::Cable, "1963-03-11", again)]).unwrap();
    assert_eq!(show(&c, ask("noon")).len(), 2);
    assert_eq!(show(&c, ask("midnight")).len(), 0);
}

#[test]
fn an_index_that_is_lost_or_broken_is_built_again() {
    let dir = tempfile::tempdir().unwrap();
    let c = collection(dir.path());
    assert_eq!(show(&c, ask("noon")).len(), 2);
    let place = c.dir().to_owned();
    drop(c);
    let index = place.join("index");
    let break_it: [&dyn Fn(); 3] = [
        &|| fs::remove_dir_all(&index).unwrap(),
        &|| fs::write(index.join("meta.json"), "{").unwrap(),
        &|| {
            for file in fs::read_dir(&index).unwrap().flatten() {
                if file.file_name() != "meta.json" {
                    fs::write(file.path(), "x").unwrap();
                }
            }
        },
    ];
    for (n, break_it) in break_it.iter().enumerate() {
        break_it();
        let c = Collection::open(&place, OpenMode::ReadOnly).unwrap();
        assert_eq!(show(&c, ask("noon")).len(), 2, "way {n}");
    }
}

#[test]
fn a_reader_sees_what_a_writer_adds() {
    let dir = tempfile::tempdir().unwrap();
    let c = collection(dir.path());
    let reader = Collection::open(c.dir(), OpenMode::ReadOnly).unwrap();
    assert_eq!(show(&reader, ask("midnight")).len(), 0);
    c.put(&[paper(&c, "new", Form::Cable, "1963", "Midnight.\n")]).unwrap();
    assert_eq!(show(&reader, ask("midnight")).len(), 1);
    assert_eq!(show(&c, ask("midnight")).len(), 1);
}

#[test]
fn check_finds_what_is_wrong() {
    let dir = tempfile::tempdir().unwrap();
    let c = collection(dir.path());
    c.set_linked(&Linked::default()).unwrap();
    c.refresh_index().unwrap();
    assert_eq!(c.check(|_| {}).unwrap(), []);
    let hash = c.documents().unwrap()[0].blake3.clone();
    let original = c.dir().join("originals").join(&hash[..2]).join(&hash[2..]);
    fs::write(&original, "other").unwrap();
    c.keep_original(b"spare").unwrap();
    c.set_linked(&Linked::default()).unwrap();
    let found = c.check(|_| {}).unwrap();
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].what.contains("not the bytes") && found[1].what.contains("no document"), "{found:?}");
}

/// Agents a line: forms of one person, each with the documents that hold it (`form @document`).
fn people(c: &Collection, lines: &[&str]) {
    let agent = |line: &&str| {
        let forms = line.split(", ").map(|text| {
            let mut parts = text.split(" @");
            let form = parts.next().unwrap().to_owned();
            let mentions = parts.map(|d| Evidence { document: d.into(), span: Span::new(0, 1) }).collect();
            NameForm { form, manner: memcon_model::Manner::Name, count: 1, mentions }
        });
        let forms: Vec<NameForm> = forms.collect();
        LinkedAgent {
            id: format!("agent-{}", forms[0].form),
            canonical: forms[0].form.clone(),
            kind: AgentType::Person,
            side: None,
            roles: Vec::new(),
            forms,
            joins: Vec::new(),
            offices: Vec::new(),
            listed: None,
            members: Vec::new(),
        }
    };
    let linked = Linked { agents: lines.iter().map(agent).collect(), ..Linked::default() };
    c.set_linked(&linked).unwrap();
}

/// Four papers that name one man, and one that names his namesake by family name alone.
fn named(dir: &Path) -> Collection {
    let c = Collection::create_or_open(&dir.join("c")).unwrap();
    let text = |id: &str, text: &str| paper(&c, id, Form::Other, "1963", text);
    c.put(&[
        text("ko", "민도식은 말하지 않았다.\n"),
        text("zh", "閔道植未答。\n"),
        text("en", "<Min Do-sik|I have nothing to add.> Min Do-sik left. Then Min spoke.\n"),
        text("old", "Min To-sik\nwas absent.\n"),
        text("other", "Min of the other side spoke; the minimum was met.\n"),
    ])
    .unwrap();
    people(
        &c,
        &["Min Do-sik @en, 민도식 @ko, 閔道植 @zh, Min To-sik @old, Min @en", "Min Hae-u @other, Min @other"],
    );
    c
}

#[test]
fn a_name_finds_its_other_spellings() {
    let dir = tempfile::tempdir().unwrap();
    let c = named(dir.path());
    let found = |query: SearchQuery| {
        let mut shown = show(&c, query);
        shown.sort();
        shown
    };
    let all = [
        "en/Min Do-sik: I have nothing to add. [Min Do-sik] left. Then [Min] spoke.",
        "ko/-: [민도식]은 말하지 않았다.",
        "old/-: [Min To-sik]\nwas absent.",
        "zh/-: [閔道植]未答。",
    ];
    for name in ["민도식", "閔道植", "Min Tosik", "min to-sik", "Min Do-sik"] {
        let shown = found(ask(name));
        let places = |all: &[String]| -> Vec<String> {
            all.iter().map(|s| s.split('/').next().unwrap().into()).collect()
        };
        assert_eq!(places(&shown), places(&all.map(str::to_owned)), "{name}: {shown:?}");
    }
    assert_eq!(found(ask("민도식"))[1..], all[1..]);
    assert_eq!(found(ask("閔道植 absent")), ["old/-: [Min To-sik]\nwas [absent]."]);
    assert_eq!(found(ask("\"Min Do-sik\"")).len(), 1, "what is quoted stays as it is");
    assert_eq!(found(SearchQuery { exact: true, ..ask("민도식") }).len(), 1);
    assert_eq!(found(ask("minimum")).len(), 1, "an ordinary word");
}

#[test]
fn a_hit_says_which_spelling_was_found_and_why() {
    let dir = tempfile::tempdir().unwrap();
    let c = named(dir.path());
    let result = c.search(&SearchQuery { limit: 10, ..ask("민도식") }).unwrap();
    assert_eq!(result.widened[0].asked, "민도식");
    let zh = result.hits.iter().find(|h| h.document == "zh").unwrap();
    assert_eq!((zh.spelled[0].asked.as_str(), zh.spelled[0].form.as_str()), ("민도식", "閔道植"));
    assert!(!zh.spelled[0].why.is_empty());
    let ko = result.hits.iter().find(|h| h.document == "ko").unwrap();
    assert_eq!(ko.spelled, []);
}

#[test]
fn a_speaker_is_found_in_any_spelling() {
    let dir = tempfile::tempdir().unwrap();
    let c = named(dir.path());
    let by = |name: &str, exact| SearchQuery { speaker: Some(name.into()), exact, ..ask("nothing") };
    assert_eq!(show(&c, by("閔道植", false)).len(), 1);
    assert_eq!(show(&c, by("閔道植", true)).len(), 0);
    assert_eq!(show(&c, by("min do-sik", true)).len(), 1);
    assert_eq!(show(&c, by("Brenner", false)).len(), 0);
}

#[test]
fn slips_are_found_as_meant_and_exactly_only_as_they_stand() {
    let dir = tempfile::tempdir().unwrap();
    let c = Collection::create_or_open(&dir.path().join("c")).unwrap();
    let text = "General Nam II found that it was a g r e e d to nego-\ntiate without delay.";
    let mut new = paper(&c, "scan", Form::Minutes, "1963-03-04", text);
    let at = |words: &str| {
        let start = text.find(words).unwrap();
        Span::new(start, start + words.len())
    };
    let slip = |words: &str, reading: &str, kind| Slip {
        span: at(words),
        reading: reading.into(),
        kind,
        basis: Basis::new("slips", 0.9),
    };
    new.analysis.slips = vec![
        slip("Nam II", "Nam Il", SlipKind::LookAlike),
        slip("a g r e e d", "agreed", SlipKind::Spacing),
        slip("nego-\ntiate", "negotiate", SlipKind::Hyphenation),
    ];
    let page = |start: usize, end: usize, number: u32, label: &str| Page {
        span: Span::new(start, end),
        label: Some(label.into()),
        number,
        image: None,
    };
    let turn = at("tiate").start as usize;
    new.analysis.layout.pages = vec![page(0, turn, 1, "411"), page(turn, text.len(), 2, "412")];
    c.put(&[new]).unwrap();
    let ask = |words: &str, exact| {
        let query = SearchQuery { text: words.into(), exact, limit: 5, ..SearchQuery::default() };
        let result = c.search(&query).unwrap();
        let told = |h: &memcon_store::Hit| {
            let words: Vec<&str> = h.highlights.iter().map(|s| s.of(&h.passage)).collect();
            format!("{} p. {}", words.join(" | "), h.page.as_deref().unwrap_or("-"))
        };
        result.hits.iter().map(told).collect::<Vec<_>>().join("; ")
    };
    assert_eq!(ask("agreed", false), "a g r e e d p. 411");
    assert_eq!(
        ask("\"agreed to negotiate without\"", false),
        "a g r e e d to nego-\ntiate without p. 411–412"
    );
    assert_eq!(ask("Nam Il", false), "Nam II p. 411");
    assert_eq!(ask("delay", false), "delay p. 412");
    assert_eq!(ask("\"Nam II\"", true), "Nam II p. 411");
    for words in ["agreed", "negotiate", "\"Nam Il\""] {
        assert_eq!(ask(words, true), "", "{words}");
    }
}
