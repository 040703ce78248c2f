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
