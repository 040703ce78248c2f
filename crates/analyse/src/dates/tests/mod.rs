//! Runs the examples that stand beside every expression, and reads small invented papers.

mod languages;

use super::*;

/// What `find` sees in `text` at an anchor: `words = meaning`, one expression a line.
#[track_caller]
fn check(text: &str, anchor: &str, report: &str) {
    let anchor: Option<Edtf> = (!anchor.is_empty()).then(|| anchor.parse().expect("an anchor"));
    let found = find(text, &[], anchor.as_ref());
    let lines: Vec<String> = found
        .iter()
        .map(|d| format!("{} = {}", d.span.of(text), d.edtf.as_ref().map_or("null", Edtf::as_str)))
        .collect();
    assert_eq!(lines.join("\n"), report, "in {text:?}");
}

#[test]
fn every_expression_does_what_it_says() {
    let anchor: Edtf = "1983-05-18".parse().expect("a date");
    let mut wrong = Vec::new();
    for (id, lang, yes, no) in &RULES.examples {
        let langs = [lang.clone()];
        if yes.is_empty() || no.is_empty() {
            wrong.push(format!("{id}: needs an example that matches and one that does not"));
        }
        for example in yes {
            let Some(text) = example.first() else { continue };
            let found = find(text, &langs, Some(&anchor));
            let got: Vec<&str> = found.first().map_or(Vec::new(), |d| {
                let edtf = d.edtf.as_ref().map_or("null", Edtf::as_str);
                vec![d.span.of(text), edtf, d.value.as_deref().unwrap_or("null")]
            });
            let want: Vec<&str> = example[1..].iter().map(String::as_str).collect();
            if want.len() < 2 || !got.starts_with(&want) {
                wrong.push(format!("{id}: {text:?} gave {got:?}, not {want:?}"));
            }
        }
        for text in no {
            if let Some(d) = find(text, &langs, Some(&anchor)).iter().find(|d| d.basis.rule == *id) {
                wrong.push(format!("{id}: must not find {:?} in {text:?}", d.span.of(text)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn without_an_anchor_nothing_is_guessed() {
    check(
        "On 5 March he came; yesterday he left at 4 p.m.",
        "",
        "5 March = XXXX-03-05\nyesterday = null\n4 p.m. = null",
    );
}

#[test]
fn an_hour_belongs_to_the_day_named_before_it() {
    check(
        "Deciphered at 0200 13 May. Read at 3:40 p.m.",
        "1961-05-20",
        "0200 13 May = 1961-05-13T02:00\n3:40 p.m. = 1961-05-13T15:40",
    );
}

#[test]
fn the_next_day_counts_from_the_day_told() {
    check(
        "They met on June 30. The next day he left.\n\nThe next day",
        "1961-07-20",
        "June 30 = 1961-06-30\nThe next day = 1961-07-01\nThe next day = 1961-07-21",
    );
}

#[test]
fn the_year_is_the_nearest() {
    check("on December 28", "1962-01-03", "December 28 = 1961-12-28");
    check("on January 3", "1961-12-28", "January 3 = 1962-01-03");
    check("on Friday, January 5", "1961-12-28", "Friday, January 5 = 1962-01-05");
}

#[test]
fn languages_side_by_side() {
    check(
        "去年１１月２３日 / 23 ноября 1959 г. / 1959년 11월 23일",
        "1960-02-01",
        "去年１１月２３日 = 1959-11-23\n23 ноября 1959 г. = 1959-11-23\n1959년 11월 23일 = 1959-11-23",
    );
}

#[test]
fn impossible_dates_are_told_and_not_repaired() {
    let found = find("by 31 June 1961 at the latest", &[], None);
    assert_eq!(found[0].edtf, None);
    assert_eq!(notices(&found, "by 31 June 1961 at the latest").len(), 1);
}

#[test]
fn a_break_of_line_does_not_break_a_date() {
    check("on July\n12, 1961", "", "July\n12, 1961 = 1961-07-12");
}

/// A paper that says on which day it stands: a news item with a dateline older than its issue.
#[test]
fn today_in_a_news_item_is_the_day_of_its_dateline() {
    let reading = memcon_read::Reading { text: "Aral, May 3: He left today.".into(), ..Default::default() };
    let settings = memcon_model::Settings::default();
    let paper = Paper::new(&reading, &settings);
    let mut found = Analysis::default();
    let value = |value: &str, edtf: Option<&str>| memcon_model::FieldValue {
        value: value.into(),
        edtf: edtf.and_then(|e| e.parse().ok()),
        ..Default::default()
    };
    found.description.add(memcon_model::Field::Date, value("5 May 1961", Some("1961-05-05")));
    found.description.add(memcon_model::Field::DatelineDate, value("May 3", None));
    let meant: Vec<_> = dates(&paper, &found).into_iter().filter_map(|d| d.edtf).map(String::from).collect();
    assert_eq!(meant, ["1961-05-03", "1961-05-03"]);
}

#[test]
fn a_meeting_is_dated_by_its_number() {
    check(
        "The 9th meeting was held on 3 May 1961. The 11th meeting, on 9 May, failed. At the 10th meeting he wept; he \
         spoke of the ninth meeting, of the 12th meeting and of the third session.",
        "1961-05-20",
        "The 9th meeting = 1961-05-03\n3 May 1961 = 1961-05-03\nThe 11th meeting = 1961-05-09\n9 May = 1961-05-09\n\
         the 10th meeting = 1961-05-03/1961-05-09\nthe ninth meeting = 1961-05-03\n\
         the 12th meeting = 1961-05-09/..",
    );
}

/// What is meant by the dates of a paper of which the caller may give the day.
#[track_caller]
fn of_paper(text: &str, given: Option<&str>, report: &[&str]) {
    let reading = memcon_read::Reading { text: text.into(), ..Default::default() };
    let day = given.map(|d| d.parse().expect("a day"));
    let settings = memcon_model::Settings { day, ..Default::default() };
    let paper = Paper::new(&reading, &settings);
    let found = dates(&paper, &Analysis::default());
    let meant: Vec<&str> = found.iter().map(|d| d.edtf.as_ref().map_or("-", Edtf::as_str)).collect();
    assert_eq!(meant, report, "in {text:?}");
}

#[test]
fn the_day_given_beside_a_paper_is_its_anchor() {
    of_paper("He left yesterday.", Some("1961-05-03"), &["1961-05-02"]);
    of_paper("He left yesterday.", Some("1961-05-03T08:30"), &["1961-05-02"]);
    of_paper("He left yesterday.", None, &["-"]);
}

#[test]
fn an_item_may_bear_its_day_in_digits() {
    of_paper("05/23/61\n\nHe left yesterday.", None, &["1961-05-23", "1961-05-22"]);
    of_paper("QRS19610503.0421\n\nHe left yesterday.", None, &["1961-05-03", "1961-05-02"]);
    of_paper("On 3 May 1961 he wrote. He left yesterday.", None, &["1961-05-03", "-"]);
}

#[test]
fn what_an_expression_counts_from_is_told() {
    let anchor: Edtf = "1961-05-03".parse().expect("a day");
    let text = "yesterday; on 7 April 1961 and the next day";
    let found = find(text, &[], Some(&anchor));
    let told: Vec<_> = found.iter().map(|d| d.anchor.as_ref().map(Edtf::as_str)).collect();
    assert_eq!(told, [Some("1961-05-03"), None, Some("1961-04-07")]);
}

#[test]
fn a_day_without_a_year_is_no_anchor() {
    let anchor: Edtf = "XXXX-05-03".parse().expect("a day");
    assert_eq!(find("yesterday", &[], Some(&anchor))[0].edtf, None);
}

#[test]
fn hours_that_no_clock_has_are_told_and_not_repaired() {
    let text = "He came at 24:61 and left.";
    let found = find(text, &[], None);
    assert_eq!(found[0].edtf, None);
    assert!(notices(&found, text)[0].message.contains("no clock"));
}

#[test]
fn every_rule_compiles_and_says_what_it_is() {
    for expression in &RULES.expressions {
        let around = [&expression.before, &expression.after, &expression.not_before, &expression.not_after];
        for lazy in around.into_iter().flatten() {
            lazy.get();
        }
        expression.whole.get();
        assert!(why(&expression.id).is_some_and(|w| !w.is_empty()), "{}", expression.id);
    }
    for language in &RULES.languages {
        language.engine();
        if let Some(tense) = &language.tense {
            tense.get();
        }
    }
}

#[test]
fn hostile_texts_are_read_in_time() {
    for piece in ["7", "May ", "７", "12 ", "1961 ", "3-5 May ", "the ", "first "] {
        let text = piece.repeat(200_000 / piece.len());
        let _ = find(&text, &[], Some(&"1961-05-05".parse().expect("a date")));
    }
}

proptest::proptest! {
    #[test]
    fn any_text_is_read_without_panic(text in "\\PC{0,400}") {
        for d in find(&text, &[], Some(&"1961-05-05".parse().expect("a date"))) {
            proptest::prop_assert!(!d.span.of(&text).is_empty());
        }
    }

    #[test]
    fn digits_and_words_of_time_are_read_without_panic(text in "([0-9０-９]{1,9}|May|июня|月|日|年|월|일|[ ,./:-]|ago|weeks|last|of|to|第|初){0,60}") {
        let _ = find(&text, &[], Some(&"1961-05-05".parse().expect("a date")));
    }
}

#[test]
fn figures_of_a_year_ago_are_of_the_quarter_told() {
    check(
        "Third-quarter profit rose to 9 million from 8 million a year ago. In the same period last year it had fallen.",
        "1983-11-02",
        "Third-quarter = 1983-35\na year ago = 1982-35\nthe same period last year = 1982-35",
    );
    check(
        "Third-quarter profit rose. For the first nine months it was 20 million, up from 18 million a year earlier.",
        "1983-11-02",
        "Third-quarter = 1983-35\nthe first nine months = null\na year earlier = 1982",
    );
}

#[test]
fn that_quarter_is_the_one_named_last_and_the_quarter_the_reports() {
    check(
        "In the third quarter the mill lost 2 million. In the third quarter last year it won 1 million; that quarter had \
         a sale. For the quarter, wages rose.",
        "1983-11-02",
        "the third quarter = 1983-35\nthe third quarter last year = 1982-35\nthat quarter = 1982-35\nthe quarter = 1983-35",
    );
}

#[test]
fn what_has_begun_lies_behind() {
    check("The drought, which began Nov. 3, goes on.", "1983-08-09", "Nov. 3 = 1982-11-03");
    check("The fair will open Nov. 3.", "1983-08-09", "Nov. 3 = 1983-11-03");
}
