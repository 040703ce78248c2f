//! The question language, narrowings, facets and saved searches over a small invented collection.
#![allow(clippy::unwrap_used)]

use std::path::Path;

use memcon_model::{
    AgentType, Analysis, Basis, Evidence, Field, FieldValue, Form, Issue, Linked, LinkedAgent, LinkedIssue,
    Manner, Mode, Move, MoveType, NameForm, Span, State, Turn, Undone,
};
use memcon_store::{By, Collection, Facet, NewDocument, NewSearch, SearchQuery};

/// A paper from lines `Speaker (side) > addressee: words`; a line without a colon is the paper's own.
fn paper(c: &Collection, id: &str, form: Form, date: &str, lines: &[&str]) -> NewDocument {
    let mut text = String::new();
    let mut turns = Vec::new();
    for line in lines {
        let (who, words) = line.split_once(": ").unwrap_or(("", line));
        let start = text.len();
        text.push_str(words);
        if !who.is_empty() {
            let (who, told) = who.split_once(" > ").map_or((who, None), |(w, t)| (w, Some(t)));
            let (name, side) = who.split_once(" (").unwrap_or((who, ""));
            turns.push(Turn {
                id: format!("t{}", turns.len() + 1),
                span: Span::new(start, text.len()),
                cue: None,
                speaker_as_named: Some(name.into()),
                speaker: None,
                side: Some(side.trim_end_matches(')').to_owned()).filter(|s| !s.is_empty()),
                addressee: told.map(str::to_owned),
                mode: Mode::TranscriptLine,
                chain: Vec::new(),
                depth: 0,
                time: None,
                parent: None,
                region: None,
                links: Vec::new(),
                basis: Basis::default(),
            });
        }
        text.push_str("\n\n");
    }
    let mut analysis = Analysis { id: id.into(), form, turns, ..Analysis::default() };
    let date = FieldValue { value: date.into(), edtf: date.parse().ok(), ..FieldValue::default() };
    analysis.description.add(Field::Date, date);
    let blake3 = c.keep_original(text.as_bytes()).unwrap();
    NewDocument {
        id: id.into(),
        source: None,
        path: None,
        name: format!("Paper {id}"),
        media_hint: None,
        given: Vec::new(),
        blake3,
        bytes: text.len() as u64,
        engine: String::new(),
        analysis,
        text,
    }
}

/// `words` of `paper` are a move about an issue.
fn moved(paper: &mut NewDocument, words: &str, kind: MoveType, issue: &str) {
    let at = paper.text.find(words).unwrap();
    let span = Span::new(at, at + words.len());
    let a = &mut paper.analysis;
    let turn = a.turns.iter().find(|t| t.span.contains(span)).map(|t| t.id.clone());
    if a.issues.iter().all(|i| i.id != issue) {
        a.issues.push(Issue {
            id: issue.into(),
            name: issue.into(),
            number: None,
            proposed_by: None,
            state: State::Raised,
            mentions: Vec::new(),
            positions: Vec::new(),
            basis: Basis::default(),
        });
    }
    a.moves.push(Move {
        id: format!("m{at}"),
        span,
        kind,
        issue: Some(issue.into()),
        turn,
        ..Move::default()
    });
}

fn collection(dir: &Path) -> Collection {
    let c = Collection::create_or_open(&dir.join("c")).unwrap();
    let mut first = paper(
        &c,
        "first",
        Form::Minutes,
        "1963-03-04",
        &[
            "Ledru (North) > Omori: We propose a cease-fire at noon on the island.",
            "Omori (South) > Ledru: No guarantee, then no withdrawal from the island.",
            "Ledru (North): The guarantee was given. Women and negotiators left.",
        ],
    );
    moved(&mut first, "We propose a cease-fire", MoveType::Proposal, "i1");
    moved(&mut first, "No guarantee", MoveType::Refusal, "i2");
    moved(&mut first, "The guarantee was given", MoveType::Commitment, "i3");
    let second = paper(
        &c,
        "second",
        Form::Cable,
        "1964-05-01",
        &[
            "Noon passed on the coast. 停戰線以北之和平。",
            "M. Ledru (North): 평화회담은 강화되지 않았다.",
            "Omori (South) > M. Ledru: The coast, not the island.",
        ],
    );
    c.put(&[first, second]).unwrap();
    let form = |form: &str, at: &[&str]| NameForm {
        form: form.into(),
        manner: Manner::Name,
        count: 1,
        mentions: at.iter().map(|d| Evidence { document: (*d).into(), span: Span::new(0, 1) }).collect(),
    };
    let agent = |id: &str, forms: Vec<NameForm>| LinkedAgent {
        id: id.into(),
        canonical: forms[0].form.clone(),
        kind: AgentType::Person,
        side: None,
        roles: Vec::new(),
        forms,
        joins: Vec::new(),
        offices: Vec::new(),
        listed: None,
        members: Vec::new(),
    };
    let issue = LinkedIssue {
        id: "issue-guarantee".into(),
        name: "the guarantee".into(),
        members: vec![("first".into(), "i2".into()), ("first".into(), "i3".into())],
        ..LinkedIssue::default()
    };
    let linked = Linked {
        agents: vec![
            agent("agent-ledru", vec![form("Ledru", &["first"]), form("M. Ledru", &["second"])]),
            agent("agent-omori", vec![form("Omori", &["first", "second"])]),
        ],
        issues: vec![issue],
        ..Linked::default()
    };
    c.set_linked(&linked).unwrap();
    c
}

fn ask(text: &str) -> SearchQuery {
    SearchQuery { text: text.into(), ..SearchQuery::default() }
}

/// Words that were marked, passage by passage, by date; a passage without marks shows its first words.
fn show(c: &Collection, query: &SearchQuery) -> String {
    let query = SearchQuery { limit: 20, by: By::Date, ..query.clone() };
    let result = c.search(&query).unwrap();
    assert_eq!(result.total as usize, result.hits.len(), "{}", query.text);
    let one = |h: &memcon_store::Hit| {
        let marked: Vec<&str> = h.highlights.iter().map(|s| s.of(&h.passage)).collect();
        match marked.as_slice() {
            [] => h.passage.chars().take(9).collect(),
            several => several.join("+"),
        }
    };
    result.hits.iter().map(one).collect::<Vec<_>>().join(" | ")
}

#[track_caller]
fn finds(c: &Collection, text: &str, shown: &str) {
    assert_eq!(show(c, &ask(text)), shown, "{text}");
}

#[test]
fn boolean_questions() {
    let dir = tempfile::tempdir().unwrap();
    let c = collection(dir.path());
    finds(&c, "noon OR guarantee", "noon | guarantee | guarantee | Noon");
    finds(&c, "noon -island", "Noon");
    finds(&c, "island (noon OR coast)", "noon+island | coast+island");
    finds(&c, "island AND NOT (noon OR coast)", "island");
    finds(&c, "-island -noon", "The guara | 평화회담은 강화되");
    finds(&c, "和平 OR 평화", "和平 | 평화");
    finds(&c, "noon NOT 和", "noon");
}

#[test]
fn words_near_each_other_in_both_orders() {
    let dir = tempfile::tempdir().unwrap();
    let c = collection(dir.path());
    finds(&c, "guarantee NEAR/2 withdrawal", "guarantee+withdrawal");
    finds(&c, "withdrawal NEAR/2 guarantee", "guarantee+withdrawal");
    finds(&c, "guarantee NEAR/1 withdrawal", "");
    finds(&c, "\"island noon\"~2", "noon+island");
    finds(&c, "\"island noon\"~1", "");
    finds(&c, "noon NEAR/3 (coast OR island)", "noon+island | Noon+coast");
    finds(&c, "線 NEAR/3 和", "線+和");
    finds(&c, "線 NEAR/2 和", "");
    finds(&c, "평화 NEAR/9 강화", "평화+강화");
    finds(&c, "NOT noon NEAR/3 island", "No guaran | The guara | Noon pass | 평화회담은 강화되 | The coast");
}

#[test]
fn wildcards_anywhere() {
    let dir = tempfile::tempdir().unwrap();
    let c = collection(dir.path());
    finds(&c, "wom?n", "Women");
    finds(&c, "*drawal", "withdrawal");
    finds(&c, "n*s OR isl*", "island | island | negotiators | island");
    finds(&c, "\"was giv*\"", "was given");
    finds(&c, "guarant* NEAR/3 w*l", "guarantee+withdrawal");
    finds(&c, "停?線", "停戰線");
    finds(&c, "停*和", "停+和");
    finds(&c, "cease-f*", "cease-fire");
}

#[test]
fn a_wildcard_that_fits_too_much_is_cut_and_says_so() {
    let dir = tempfile::tempdir().unwrap();
    let c = Collection::create_or_open(&dir.path().join("c")).unwrap();
    let words: Vec<String> = (0..3_000).map(|n| format!("x{n} then")).collect();
    c.put(&[paper(&c, "many", Form::Other, "1963", &[&words.join("\n\n")])]).unwrap();
    let result = c.search(&SearchQuery { limit: 1, ..ask("x* NEAR/1 then") }).unwrap();
    let notes: Vec<String> =
        result.notes.iter().map(|n| format!("{:?} {} {}", n.why, n.words, n.at.end)).collect();
    assert_eq!(notes, ["Cut x* 200"]);
    assert!(result.total > 0);
}

#[test]
fn fields_inside_questions() {
    let dir = tempfile::tempdir().unwrap();
    let c = collection(dir.path());
    finds(&c, "speaker:Ledru island", "island");
    finds(
        &c,
        "speaker:Ledru OR speaker:Omori",
        "We propos | No guaran | The guara | 평화회담은 강화되 | The coast",
    );
    finds(&c, "to:Ledru", "No guaran | The coast");
    finds(&c, "side:south -coast", "No guaran");
    finds(&c, "move:refusal OR move:prop", "We propos | No guaran");
    finds(&c, "issue:guarantee", "No guaran | The guara");
    finds(&c, "form:cable noon", "Noon");
    finds(&c, "in:second noon", "Noon");
    finds(&c, "in:\"paper first\" noon", "noon");
    finds(&c, "NOT side:north island", "island | island");
    let unknown = c.search(&ask("move:dance")).unwrap();
    assert_eq!((unknown.total, unknown.notes.len()), (0, 1));
    let words = c.search(&ask("issue:coast")).unwrap();
    assert_eq!((words.total, words.notes.len()), (2, 1), "no issue is so called: its words are looked for");
}

#[test]
fn said_by_one_to_another_about_something() {
    let dir = tempfile::tempdir().unwrap();
    let c = collection(dir.path());
    let by = |speaker: &str| SearchQuery { speaker: Some(speaker.into()), ..SearchQuery::default() };
    let to = |query: SearchQuery, name: &str| SearchQuery { addressee: Some(name.into()), ..query };
    assert_eq!(show(&c, &to(by("Omori"), "Ledru")), "No guaran | The coast");
    assert_eq!(show(&c, &to(by("agent-omori"), "Ledru")), "", "an id is no name here");
    let exact = SearchQuery { exact: true, ..to(by("Omori"), "Ledru") };
    assert_eq!(show(&c, &exact), "No guaran", "only as written");
    let about = SearchQuery { issue: Some("issue-guarantee".into()), ..by("Ledru") };
    assert_eq!(show(&c, &about), "The guara");
    let refused = SearchQuery { moved: Some(MoveType::Refusal), side: Some("South".into()), ..ask("") };
    assert_eq!(show(&c, &refused), "No guaran");
    let quoted = SearchQuery { mode: Some(Mode::DirectQuote), ..ask("") };
    assert_eq!(show(&c, &quoted), "");
}

#[test]
fn whoever_is_only_called_he_may_be_anybody() {
    let dir = tempfile::tempdir().unwrap();
    let c = collection(dir.path());
    let third = paper(&c, "third", Form::Cable, "1965-01-01", &["he (West): The ferry was late."]);
    c.put(&[third]).unwrap();
    let mut linked = (*c.linked().unwrap()).clone();
    let he = |form: &str, manner: Manner| NameForm {
        form: form.into(),
        manner,
        count: 1,
        mentions: vec![Evidence { document: "first".into(), span: Span::new(0, 1) }],
    };
    linked.agents[0].forms.extend([he("he", Manner::Pronoun), he("the Minister", Manner::Office)]);
    c.set_linked(&linked).unwrap();
    finds(&c, "ferry", "ferry");
    finds(&c, "speaker:Ledru ferry", "");
    finds(&c, "speaker:Ledru island", "island");
}

#[test]
fn operators_hold_also_exactly_as_written() {
    let dir = tempfile::tempdir().unwrap();
    let c = collection(dir.path());
    let asked = |exact| SearchQuery { exact, ..ask("to:Ledru OR 停?線") };
    assert_eq!(show(&c, &asked(false)), "No guaran | 停戰線 | The coast");
    assert_eq!(show(&c, &asked(true)), "No guaran | 停戰線");
}

/// A facet's values with their counts.
fn counts(c: &Collection, query: &SearchQuery, facet: Facet) -> String {
    let result = c.search(&SearchQuery { facets: 9, limit: 1, ..query.clone() }).unwrap();
    let values = result.facets.into_iter().find(|f| f.facet == facet).unwrap().values;
    let one =
        |v: &memcon_store::FacetValue| format!("{}{} {}", if v.picked { "+" } else { "" }, v.label, v.count);
    values.iter().map(one).collect::<Vec<_>>().join(", ")
}

#[test]
fn facets_count_everything_found() {
    let dir = tempfile::tempdir().unwrap();
    let c = collection(dir.path());
    assert_eq!(counts(&c, &ask("island"), Facet::Form), "minutes 2, cable 1");
    assert_eq!(counts(&c, &ask("island"), Facet::Year), "1963 2, 1964 1");
    assert_eq!(counts(&c, &ask("island"), Facet::Side), "South 2, North 1");
    assert_eq!(counts(&c, &ask("island"), Facet::Speaker), "Omori 2, Ledru 1");
    assert_eq!(counts(&c, &ask("-zebra"), Facet::Speaker), "Ledru 3, Omori 2", "under every name");
    assert_eq!(counts(&c, &ask("-zebra"), Facet::Issue), "the guarantee 2", "issues of a paper that are one");
    assert_eq!(counts(&c, &ask("-zebra"), Facet::Move), "commitment 1, proposal 1, refusal 1");
    let exact = SearchQuery { exact: true, ..ask("-zebra") };
    assert_eq!(counts(&c, &exact, Facet::Speaker), "Ledru 2, Omori 2, M. Ledru 1", "names as written");
}

#[test]
fn what_is_picked_gives_what_was_counted() {
    let dir = tempfile::tempdir().unwrap();
    let c = collection(dir.path());
    for text in ["island", "-zebra", "noon OR guarantee", "speaker:Ledru", ""] {
        for exact in [false, true] {
            let query = SearchQuery { facets: 50, exact, ..ask(text) };
            for facet in c.search(&query).unwrap().facets {
                for value in facet.values {
                    let picked = vec![(facet.facet, value.value.clone())];
                    let found = c.search(&SearchQuery { picked, ..query.clone() }).unwrap();
                    assert_eq!(found.total, value.count, "{text}: {:?} {}", facet.facet, value.label);
                    let told = found.facets.iter().find(|f| f.facet == facet.facet).unwrap();
                    assert!(told.values.iter().any(|v| v.picked && v.value == value.value));
                }
            }
        }
    }
}

#[test]
fn linking_again_changes_who_is_counted_without_the_papers() {
    let dir = tempfile::tempdir().unwrap();
    let c = collection(dir.path());
    assert_eq!(counts(&c, &ask("-zebra"), Facet::Speaker), "Ledru 3, Omori 2");
    c.set_linked(&Linked::default()).unwrap();
    assert_eq!(counts(&c, &ask("-zebra"), Facet::Speaker), "Ledru 2, Omori 2, M. Ledru 1");
    assert_eq!(counts(&c, &ask("-zebra"), Facet::Issue), "");
}

#[test]
fn what_is_withheld_is_neither_found_nor_counted() {
    let dir = tempfile::tempdir().unwrap();
    let c = collection(dir.path());
    let withheld = std::sync::Arc::new(["second".to_owned()].into());
    let query = SearchQuery { withheld, ..ask("noon OR island") };
    assert_eq!(show(&c, &query), "noon+island | island");
    assert_eq!(counts(&c, &query, Facet::Form), "minutes 2");
}

#[test]
fn every_hit_is_told_with_places_in_code_points() {
    let dir = tempfile::tempdir().unwrap();
    let c = collection(dir.path());
    let text: Vec<char> = c.find_document("second").unwrap().unwrap().text.chars().collect();
    let mut told = 0;
    let total = c
        .search_all(&ask("in:second"), 100, |hit| -> Result<(), memcon_store::StoreError> {
            let (from, to) = (hit.chars.0 as usize, hit.chars.1 as usize);
            assert_eq!(text[from..to].iter().collect::<String>(), hit.passage);
            told += 1;
            Ok(())
        })
        .unwrap();
    assert_eq!((told, total), (3, 3));
}

#[test]
fn how_a_question_was_read_is_told() {
    let dir = tempfile::tempdir().unwrap();
    let c = collection(dir.path());
    assert_eq!(c.search(&ask("noon island")).unwrap().reading, None);
    let result = c.search(&ask("noon OR (island coast")).unwrap();
    assert_eq!(result.reading.as_deref(), Some("noon OR (island coast)"));
    assert_eq!(result.notes.len(), 1);
    for odd in ["(((", "OR", "\"", "speaker:", "NEAR/5", "~5", "***", "-", "()", "a NEAR", "\u{202e}x\0"] {
        c.search(&ask(odd)).unwrap();
    }
}

#[test]
fn a_search_that_was_saved_is_asked_again_taken_away_and_put_back() {
    let dir = tempfile::tempdir().unwrap();
    let c = collection(dir.path());
    let asked = SearchQuery {
        speaker: Some("Omori".into()),
        picked: vec![(Facet::Side, "South".into())],
        limit: 20,
        ..ask("island -coast")
    };
    let new =
        NewSearch { name: "Isles".into(), by: "Ada".into(), made: "1990-01-01T00:00:00Z".into(), asked };
    let number = c.save_search(&new).unwrap();
    let saved = c.saved_searches().unwrap();
    assert_eq!(show(&c, &saved[0].asked), "island");
    assert_eq!((saved[0].name.as_str(), saved[0].asked.limit), ("Isles", 0), "the page is not kept");
    let removed = Undone { by: "Ben".into(), at: "1990-01-02T00:00:00Z".into() };
    assert!(c.remove_search(number, Some(&removed)).unwrap());
    assert!(!c.remove_search(number, Some(&removed)).unwrap(), "it is off the list already");
    assert_eq!(c.saved_searches().unwrap()[0].removed, Some(removed));
    assert!(c.remove_search(number, None).unwrap());
    assert_eq!(c.saved_searches().unwrap()[0].removed, None);
    assert!(!c.remove_search(99, None).unwrap());
}
