use super::*;
use serde_json::json;

fn report(gold: Value, predicted: Value) -> Report {
    let one = |v: Value| BTreeMap::from([("d".to_owned(), v)]);
    score_values(&one(gold), &one(predicted))
}

#[track_caller]
fn figure(report: &Report, measure: &str, precision: f64, recall: f64) {
    let f = report.figures.iter().find(|f| f.measure == measure).expect(measure);
    assert!((f.precision - precision).abs() < 1e-9 && (f.recall - recall).abs() < 1e-9, "{f:?}");
}

#[test]
fn gold_against_itself_is_perfect() {
    let record = json!({
        "turns": [{"start": 0, "end": 10, "speaker": "A. Moro", "chain": ["B", "A. Moro"], "depth": 1}],
        "dates": [{"start": 3, "end": 7, "edtf": "1963-03-04"}],
        "regions": [{"start": 0, "end": 20, "kind": "body"}],
    });
    let r = report(record.clone(), record);
    assert!(r.figures.iter().filter(|f| f.count.gold > 0.0).all(|f| f.f1 == 1.0), "{r}");
}

#[test]
fn a_span_too_long_is_a_miss_and_a_false_hit() {
    let gold = json!({"turns": [{"start": 0, "end": 10, "speaker": "Moro"}]});
    let r = report(gold, json!({"turns": [{"start": 0, "end": 20, "speaker": "Moro"}]}));
    figure(&r, "turns", 0.0, 0.0);
    figure(&r, "turns.speaker", 0.0, 0.0);
}

#[test]
fn attributes_on_which_the_gold_is_silent_do_not_count() {
    let gold = json!({"turns": [{"start": 0, "end": 10, "speaker": "Moro", "side": null}]});
    let r = report(gold, json!({"turns": [{"start": 0, "end": 10, "speaker": "Ms Moro", "side": "North"}]}));
    figure(&r, "turns.speaker", 1.0, 1.0);
    figure(&r, "turns.side", 0.0, 0.0);
}

#[test]
fn a_wrong_hour_spoils_the_hour_and_not_the_day() {
    let gold = json!({"date": {"when": "1957-07-10T17:00"}});
    let r = report(gold, json!({"description": {"date": [{"value": "x", "edtf": "1957-07-10T05:00"}]}}));
    figure(&r, "document.day", 1.0, 1.0);
    figure(&r, "document.day-and-hour", 0.0, 0.0);
}

#[test]
fn transcript_lines_need_place_and_speaker() {
    let gold =
        json!({"turns": [{"start": 10, "label": "Mr. Varga"}, {"start": 50, "label": "The Chairman"}]});
    let line = |at: u64, who: &str| {
        json!({"mode": "transcript-line", "cue": {"start": at, "end": at + 5},
        "start": at + 6, "end": at + 20, "speaker_as_named": who})
    };
    let r = report(gold, json!({"turns": [line(11, "Varga"), line(50, "Mr. Oduya"), line(90, "Varga")]}));
    figure(&r, "turns.transcript", 1.0 / 3.0, 0.5);
}

#[test]
fn a_document_without_prediction_counts_as_empty() {
    let gold = BTreeMap::from([("d".to_owned(), json!({"date": {"when": "1957-07-10"}}))]);
    let r = score_values(&gold, &BTreeMap::new());
    assert_eq!(r.without_prediction, 1);
    figure(&r, "document.day", 0.0, 0.0);
}

#[test]
fn dates_in_durations_are_left_out_and_values_count_apart() {
    let gold = json!({"timex": [
        {"start": 0, "end": 6, "type": "DATE", "value": "1999-02-26"},
        {"start": 10, "end": 22, "type": "DURATION", "value": "P3M"},
        {"start": 30, "end": 36, "type": "DATE", "value": "1999-Q4"},
    ]});
    let predicted = json!({"dates": [
        {"start": 0, "end": 6, "edtf": "1999-02-26"},
        {"start": 12, "end": 20, "edtf": null},
        {"start": 30, "end": 40, "edtf": "1999-36", "value": "1999-Q3"},
    ]});
    let r = report(gold, predicted);
    figure(&r, "dates.span", 1.0, 1.0);
    figure(&r, "dates.value", 0.5, 0.5);
}

#[test]
fn persons_are_compared_with_the_list_and_as_clusters() {
    let gold = json!({"mentions": [
        {"start": 0, "end": 5, "person": "p1"},
        {"start": 10, "end": 15, "person": "p1"},
        {"start": 20, "end": 25, "person": "p2"},
    ]});
    let predicted = json!({"agents": [
        {"id": "a1", "type": "person", "authority": "p1", "mentions": [{"start": 0, "end": 5}, {"start": 20, "end": 25}]},
        {"id": "a2", "type": "person", "authority": null, "mentions": [{"start": 9, "end": 15}]},
    ]});
    let r = report(gold, predicted);
    // Of three, two were answered and one rightly.
    figure(&r, "persons.listed", 0.5, 1.0 / 3.0);
    // The joined pair is of two persons, the one person is in two parts.
    figure(&r, "persons.clusters", (0.5 + 1.0 + 0.5) / 3.0, (0.5 + 0.5 + 1.0) / 3.0);
}

#[test]
fn hard_pairs_are_those_that_surname_and_initial_would_not_join() {
    let person = |p: &str| json!({"person": p});
    let entry = |p: &str, n: &str| json!({"person": p, "name": n});
    let gold: BTreeMap<String, Value> =
        [("a", "1"), ("b", "1"), ("c", "1"), ("d", "2")].map(|(i, p)| (i.to_owned(), person(p))).into();
    let predicted = BTreeMap::from([
        ("a".to_owned(), entry("x", "Tse, Wei")),
        ("b".to_owned(), entry("x", "Ze, Wei")),
        ("c".to_owned(), entry("y", "Tse, Wei-an")),
        ("d".to_owned(), entry("x", "Moro, Ana")),
    ]);
    let r = score_values(&gold, &predicted);
    // Hard by the gold: a with b, b with c; given: a with b, and falsely d with both.
    figure(&r, "people.hard-pairs", 1.0 / 3.0, 0.5);
}

#[test]
fn tables_of_names_are_scored_by_kind() {
    let mut gold = String::from("variant_a\tvariant_b\tlabel\tkind\tsource\n");
    let mut said = String::new();
    for n in 0..10 {
        gold += &format!("a{n}\tb{n}\tsame\torder\tx\nc{n}\td{n}\tdifferent\tdiff-curated\tx\n");
        said += &format!("a{n}\tb{n}\t0.9\tsame\tbecause\n");
    }
    said += "c0\td0\t0.9\tsame\tbecause\n";
    let r = names::score(&gold, &said);
    // One false join in ten at four different pairs for each same one.
    figure(&r, "names.order", 1.0 / 1.4, 1.0);
    figure(&r, "names.apart", 0.9, 0.9);
    let found = names::score("query_id\tquery\troll_id\tkind\nq1\tx\tr1\tz\n", "q1\tr2\t0.7\nq1\tr1\t0.6\n");
    figure(&found, "look-ups.first", 0.0, 0.0);
    figure(&found, "look-ups.of-five", 1.0, 1.0);
}

#[test]
fn a_page_is_its_article_apart_from_what_stands_around_it() {
    let gold =
        json!({"with": ["The ferry sails", "at nine"], "without": ["Log in"], "comments": ["Too late!"]});
    let text = "Log in The  ferry\nsails Too late!";
    let regions = json!([
        {"start": 0, "end": 6, "kind": "furniture"},
        {"start": 7, "end": 23, "kind": "body"},
        {"start": 24, "end": 33, "kind": "comment"},
    ]);
    let r = report(gold.clone(), json!({"text": text, "regions": regions}));
    figure(&r, "pages.main", 1.0, 0.5);
    figure(&r, "pages.comments", 1.0, 1.0);
    let all = json!([{"start": 0, "end": 33, "kind": "body"}]);
    let r = report(gold, json!({"text": text, "regions": all}));
    figure(&r, "pages.main", 0.5, 0.5);
    figure(&r, "pages.comments", 0.0, 0.0);
}

#[test]
fn a_pair_of_sentences_is_right_only_whole() {
    let gold = json!({"pairs": [[[0], [0]], [[1, 2], [1]], [[3], []]]});
    let r = report(gold, json!({"pairs": [[[0], [0]], [[2], [1]], [[3], []]]}));
    figure(&r, "alignment.strict", 0.5, 0.5);
}
