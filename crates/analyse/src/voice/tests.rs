//! Papers in small, and who speaks in them.

use super::*;
use memcon_model::{Basis, Field, FieldValue, Form, Region, RegionKind, Settings, Span};
use memcon_read::Reading;

/// The voices of a text that is all body.
fn found_in(text: &str, form: Form, fields: &[(Field, &str)]) -> (Voices, String) {
    let reading = Reading { text: text.into(), ..Reading::default() };
    let settings = Settings::default();
    let mut paper = Paper::new(&reading, &settings);
    paper.languages = vec!["en".into()];
    let mut found = Analysis { form, ..Analysis::default() };
    found.regions.push(Region {
        id: "r1".into(),
        kind: RegionKind::Body,
        span: Span::new(0, text.len()),
        basis: Basis::default(),
    });
    for (field, value) in fields {
        found.description.add(*field, FieldValue { value: (*value).into(), ..FieldValue::default() });
    }
    (voices(&paper, &found), in_words(&explain(&paper, &found), text))
}

/// One line a turn: mode, chain, first words.
fn report(text: &str, form: Form) -> Vec<String> {
    found_in(text, form, &[])
        .0
        .turns
        .iter()
        .map(|t| {
            let words: Vec<&str> = t.span.of(text).split_whitespace().collect();
            let head = words.iter().take(4).copied().collect::<Vec<_>>().join(" ");
            let tail = words.last().copied().unwrap_or("");
            format!("{} {}: {head} … {tail}", t.mode, t.chain.join(" > "))
        })
        .collect()
}

#[track_caller]
fn check(text: &str, form: Form, expected: &[&str]) {
    assert_eq!(report(text, form), expected);
}

#[test]
fn prefixes_make_a_transcript() {
    check(
        "Mr. Arbo: Shall we begin?\n\nMs. Venn: We are ready.\n\nMr. Arbo: Then let us take the bridge.\n\nMs. Venn: Agreed.",
        Form::Minutes,
        &[
            "transcript-line Arbo: Shall we begin? … begin?",
            "transcript-line Venn: We are ready. … ready.",
            "transcript-line Arbo: Then let us take … bridge.",
            "transcript-line Venn: Agreed. … Agreed.",
        ],
    );
}

#[test]
fn prefixes_are_found_where_line_breaks_were_lost() {
    let text = "The talks opened at noon. Mr. Arbo: Shall we begin? Ms. Venn: We are ready. Mr. Arbo: Then let us \
                take the bridge. Ms. Venn: Agreed. Mr. Arbo: Good.";
    let lines = report(text, Form::Minutes);
    assert_eq!(lines.len(), 5, "{lines:?}");
    assert_eq!(lines[1], "transcript-line Venn: We are ready. … ready.");
}

#[test]
fn fields_of_a_heading_are_no_speakers() {
    check(
        "Subject: The bridge\n\nDate: 3 May\n\nPlace: Harbour\n\nParticipants: four\n\nNote: none",
        Form::Other,
        &[],
    );
}

#[test]
fn one_glyph_at_all_levels_and_marks_only_at_the_ends() {
    let text = "Comrade Tor!\n\nI pass on what I received from Comrade Lin.\n\n\"To Comrade Osk.\n\nThe meeting went as \
                before.\n\nThe head of their delegation Mr. Bray said:\n\n\"We ask for the list of names.\n\nIt has been \
                asked for twice. The answer did not come.\n\nWe shall wait for it\".\n\nOur side kept silent. Lin. 4 May\".\n\nOSK";
    let lines = report(text, Form::Cable);
    assert_eq!(lines.len(), 3, "{lines:?}");
    assert_eq!(lines[2], "direct-quote Osk > Lin > Bray: We ask for the … it");
}

#[test]
fn a_quotation_reopened_at_paragraphs_is_one_turn() {
    check(
        "Mr. Arbo said: \"We came to listen.\n\n\"We shall stay until evening.\n\n\"Then we leave,\" he added.",
        Form::PressReport,
        &["direct-quote Arbo: We came to listen. … leave,"],
    );
}

#[test]
fn a_quotation_cut_up_by_its_cue_is_one_turn() {
    check(
        "“We are ready,” said Mr. Arbo, “and we have been ready since spring.”",
        Form::PressReport,
        &["direct-quote Arbo: We are ready,” said … spring."],
    );
}

#[test]
fn a_title_in_quotation_marks_is_no_speech() {
    check("The assembly adopted the \"Letter to the Harbour\" and rose.", Form::PressReport, &[]);
}

#[test]
fn a_report_goes_on_through_its_paragraph() {
    check(
        "Minister Ilva Torm stated that the road was open. It would stay so until winter. There was a discussion of the bridge.",
        Form::Memorandum,
        &["indirect-report Ilva Torm: the road was open. … winter"],
    );
}

#[test]
fn a_list_belongs_to_the_report_that_announces_it() {
    check(
        "Ambassador Ilva Torm put forward the following points:\n\n1. The road must be open.\n2. The bridge must be mended.\n\nThe meeting closed.",
        Form::Memorandum,
        &["indirect-report Ilva Torm: the following points: 1. … mended."],
    );
}

#[test]
fn according_to_names_the_source() {
    check(
        "According to harbour officials, the ferry did not run on Monday.",
        Form::PressReport,
        &["indirect-report harbour officials: the ferry did not … Monday"],
    );
}

#[test]
fn a_source_that_nobody_tells_stays_unattributed() {
    let (found, _) =
        found_in("“The ferry will run again on Monday, and then every day of the week.”", Form::Other, &[]);
    assert!(found.turns.iter().all(|t| t.speaker.is_none()));
}

#[test]
fn a_note_takers_aside_is_told_from_an_abbreviation() {
    let text = "Mr. Arbo: The Union (HPU) agrees. (He looks at the clock and smiles.)\n\nMs. Venn: Good.\n\nMr. Arbo: Then \
                we close.\n\nMs. Venn: Yes.";
    let (found, _) = found_in(text, Form::Minutes, &[]);
    let words: Vec<&str> = found.insertions.iter().map(|i| i.span.of(text)).collect();
    assert_eq!(words, ["(He looks at the clock and smiles.)"]);
    assert_eq!(found.insertions[0].kind.as_str(), "note-taker");
}

#[test]
fn an_agency_stands_before_every_chain() {
    let text = "Minister Ilva Torm said that the road was open to all.";
    let (found, _) = found_in(text, Form::PressReport, &[(Field::Agency, "Harbour Wire")]);
    assert_eq!(found.turns[0].chain, ["Harbour Wire", "Ilva Torm"]);
    assert_eq!(found.turns[0].depth, 1);
}

#[test]
fn the_explanation_names_cost_and_evidence() {
    let (_, why) = found_in("Mr. Arbo said: \"We are ready for the ferry.\"", Form::Other, &[]);
    assert!(why.contains("cost") && why.contains("Mr. Arbo said"), "{why}");
}

#[test]
fn hostile_texts_are_bounded() {
    for text in [
        "\"".repeat(30_000),
        "“".repeat(20_000),
        "(".repeat(20_000),
        "\" a ".repeat(10_000),
        "A: ".repeat(5_000),
    ] {
        let (found, _) = found_in(&text, Form::Other, &[]);
        assert!(found.turns.iter().all(|t| t.chain.len() <= 12));
    }
}

/// Side and speaker of each turn.
fn sided(text: &str, form: Form) -> Vec<String> {
    found_in(text, form, &[])
        .0
        .turns
        .iter()
        .map(|t| {
            let who = t.speaker.as_deref().unwrap_or("-");
            let words: Vec<&str> = t.span.of(text).split_whitespace().take(3).collect();
            format!("{who} ({}): {}", t.side.as_deref().unwrap_or("-"), words.join(" "))
        })
        .collect()
}

#[test]
fn a_prefix_that_is_a_state_is_its_side() {
    assert_eq!(
        sided(
            "Poland: We open with the river.\n\nNorway: We are listening.\n\nPoland: The river is ours.\n\nNorway: It is nobody's.",
            Form::Minutes
        )
        .iter()
        .map(|t| t.split_once(": ").unwrap().0.rsplit_once('(').unwrap().1.trim_end_matches(')').to_owned())
        .collect::<Vec<_>>(),
        ["Poland", "Norway", "Poland", "Norway"]
    );
}

#[test]
fn an_enclosed_report_is_its_signers_and_so_is_the_i_in_it() {
    let text = "I forward the report that Colonel Jan Marek brought this morning.\n\n\"To the Minister. Report No. 4.\n\nThe talks lasted an hour. Peter Dahl spoke first. I give his statement:\n\n\"We shall not open the bridge before the ice is gone from the river\".\n\nI stopped him and said, \"The bridge was to be opened in May\". Marek. 7 May, 18:30\".\n\nI add nothing of my own.";
    let got = report(text, Form::Cable);
    assert!(got.iter().any(|t| t.starts_with("author-text Jan Marek: To the Minister.")), "{got:#?}");
    assert!(
        got.iter().any(|t| t.starts_with("direct-quote Jan Marek > Peter Dahl: We shall not")),
        "{got:#?}"
    );
    assert!(got.iter().any(|t| t.starts_with("direct-quote Jan Marek: The bridge was")), "{got:#?}");
}

#[test]
fn a_heading_between_speeches_is_in_neither() {
    check(
        "Mr. Arbo: Shall we begin?\n\n## Item 2\n\nMs. Venn: We are ready.\n\nMr. Arbo: Then the bridge.\n\nMs. Venn: Agreed.\n\nMr. Arbo: And the road.\n\nMs. Venn: Not today.\n\nMr. Arbo: Why?\n\nMs. Venn: It rains.",
        Form::Minutes,
        &[
            "transcript-line Arbo: Shall we begin? … begin?",
            "transcript-line Venn: We are ready. … ready.",
            "transcript-line Arbo: Then the bridge. … bridge.",
            "transcript-line Venn: Agreed. … Agreed.",
            "transcript-line Arbo: And the road. … road.",
            "transcript-line Venn: Not today. … today.",
            "transcript-line Arbo: Why? … Why?",
            "transcript-line Venn: It rains. … rains.",
        ],
    );
}

/// Labels of the transcript lines of a paper.
fn labels(text: &str) -> Vec<String> {
    let (found, _) = found_in(text, Form::Minutes, &[]);
    let lines = found.turns.into_iter().filter(|t| t.mode == memcon_model::Mode::TranscriptLine);
    lines.map(|t| t.speaker_as_named.unwrap_or_default()).collect()
}

#[test]
fn a_speaker_may_be_parted_from_the_words_by_other_signs() {
    let talk = |a: &str, b: &str| {
        format!("{a}I ask for the paper.\n\n{b}You have it.\n\n{a}We thank you.\n\n{b}Then we are done.")
    };
    for (text, first) in [
        (talk("MR. ARBO.—", "MS. VENN.—"), "MR. ARBO"),
        (talk("MR. ARBO. ", "MS. VENN. "), "MR. ARBO"),
        (talk("[Mr. Arbo] ", "[Ms. Venn] "), "Mr. Arbo"),
        (talk("12. Mr. Arbo: ", "13. Ms. Venn: "), "Mr. Arbo"),
        (talk("[10:40] Mr. Arbo: ", "[10:41] Ms. Venn: "), "Mr. Arbo"),
        (talk("**Mr. Arbo:** ", "**Ms. Venn:** "), "Mr. Arbo"),
        (talk("Mr. Arbo\t", "Ms. Venn\t"), "Mr. Arbo"),
        (talk("Q. ", "A. "), "Q"),
        (talk("Our side: ", "The other side: "), "Our side"),
        (talk("The delegate of Norway: ", "The delegate of Poland: "), "The delegate of Norway"),
        (talk("Ilva Torm, Minister of Ports: ", "Jan Marek, Envoy: "), "Ilva Torm"),
        (talk("王部长：", "李大使："), "王部长"),
    ] {
        let found = labels(&text);
        assert_eq!((found.len(), found.first().map(String::as_str)), (4, Some(first)), "{text}");
    }
}

#[test]
fn a_table_of_speakers_and_words_is_a_transcript() {
    let text = "| Who | Words |\n|---|---|\n| Mr. Arbo | I ask for the paper. |\n| Ms. Venn | You have it. |\n\
                | Mr. Arbo | We thank you. |\n| Ms. Venn | Then we are done. |\n";
    assert_eq!(labels(text), ["Mr. Arbo", "Ms. Venn", "Mr. Arbo", "Ms. Venn"]);
    let names =
        "| Name | Post |\n|---|---|\n| Mr. Arbo | Minister |\n| Ms. Venn | Envoy |\n| Mr. Dahl | Adviser |\n";
    assert_eq!(labels(names), [""; 0]);
}

#[test]
fn labels_that_are_common_words_or_say_nothing_are_no_speakers() {
    let part = "Length: forty metres\nHeight: twelve metres\nFinish: grey\n\nThe length of the next part is given below.\n\n";
    assert_eq!(labels(&part.repeat(4)), [""; 0]);
    assert_eq!(labels(&"Step One: take the rope.\nStep Two: pull.\n".repeat(3)), [""; 0]);
}

#[test]
fn a_heading_that_ran_into_a_label_is_cut_off() {
    let text = "Mr. Arbo: Shall we begin? Ms. Venn: We are ready. The Harbour Road Mr. Arbo: I come to the road. Ms. \
                Venn: You may. Mr. Arbo: It is closed. Ms. Venn: We know.";
    assert_eq!(labels(text), ["Mr. Arbo", "Ms. Venn", "Mr. Arbo", "Ms. Venn", "Mr. Arbo", "Ms. Venn"]);
}

/// Speaker, addressee and time of each turn.
fn addressed(text: &str, form: Form, fields: &[(Field, &str)]) -> Vec<String> {
    let (found, _) = found_in(text, form, fields);
    let show = |t: &Turn| {
        let who = t.speaker.as_deref().unwrap_or("-");
        format!("{who} to {}", t.addressee.as_deref().unwrap_or("-"))
    };
    found.turns.iter().map(show).collect()
}

#[test]
fn whom_somebody_told_is_spoken_to() {
    let text = "I saw Minister Ilva Torm today. She told me that the road was open. Ambassador Jan Marek told Minister \
                Torm that the bridge was closed.\n\nPeter Dahl";
    let got = addressed(text, Form::Cable, &[(Field::Signature, "Peter Dahl")]);
    assert!(got.contains(&"Ilva Torm to Peter Dahl".to_owned()), "{got:?}");
    assert!(got.contains(&"Jan Marek to Ilva Torm".to_owned()), "{got:?}");
}

#[test]
fn a_letter_speaks_behind_its_salutation() {
    let text = "Dear Mr. Marek,\n\nI write to you about the bridge, which has been closed since the autumn.\n\nWith respect,\n\nA. Torm\n";
    let (found, _) = found_in(text, Form::Letter, &[]);
    assert_eq!(found.turns.len(), 1, "{:?}", found.turns);
    assert!(found.turns[0].span.of(text).starts_with("I write to you"));
    assert_eq!(found.turns[0].chain, ["A. Torm"]);
}

#[test]
fn a_byline_stands_before_the_paper() {
    let text = "Minister Ilva Torm said that the road was open to all.";
    let chain = |fields: &[(Field, &str)]| found_in(text, Form::PressReport, fields).0.turns[0].chain.clone();
    let paper = (Field::Publisher, "THE HARBOUR POST");
    assert_eq!(chain(&[(Field::Author, "Correspondent Jan Marek"), paper])[0], "Jan Marek");
    assert_eq!(chain(&[(Field::Agency, "From Our Special Correspondent"), paper])[0], "The Harbour Post");
}

#[test]
fn the_latter_is_whoever_was_named_last() {
    let text = "Minister Ilva Torm met Ambassador Jan Marek at the bridge. The latter said that the road was open to all.";
    let got = addressed(text, Form::Memorandum, &[]);
    assert_eq!(got, ["Jan Marek to -"]);
}

#[test]
fn an_office_that_opens_the_tale_belongs_to_the_name_that_speaks_first() {
    let text = "The Polish Ambassador came to see me this morning. His card reads Jan Marek, Warsaw. Marek said that the bridge was closed to \
                all. The Ambassador added that the road was open.\n\nPeter Dahl";
    let (found, _) = found_in(text, Form::Cable, &[(Field::Signature, "Peter Dahl")]);
    let sides: Vec<Option<&str>> = found.turns.iter().skip(1).map(|t| t.side.as_deref()).collect();
    assert_eq!(sides, [Some("Poland")], "{:?}", found.turns);
}

#[test]
fn times_spread_from_the_day_of_which_the_author_tells() {
    let day = |text: &str, words: &str, edtf: &str| memcon_model::DateFound {
        span: Span::new(text.find(words).unwrap(), text.find(words).unwrap() + words.len()),
        edtf: edtf.parse().ok(),
        kind: memcon_model::DateType::Date,
        ..Default::default()
    };
    let text = "On 3 May 1961 Minister Ilva Torm received me. She began with the bridge. Minister Ilva Torm said that the \
                road was open to all. The treaty of 1 March 1961 was not named.\n\nPeter Dahl";
    let reading = Reading { text: text.into(), ..Reading::default() };
    let settings = Settings::default();
    let paper = Paper::new(&reading, &settings);
    let mut found = Analysis { form: Form::Cable, ..Analysis::default() };
    found.regions.push(Region {
        id: "r1".into(),
        kind: RegionKind::Body,
        span: Span::new(0, text.len()),
        basis: Basis::default(),
    });
    found
        .description
        .add(Field::Signature, FieldValue { value: "Peter Dahl".into(), ..FieldValue::default() });
    found.dates = vec![day(text, "3 May 1961", "1961-05-03"), day(text, "1 March 1961", "1961-03-01")];
    let date =
        FieldValue { value: "4 May".into(), edtf: "1961-05-04T18:00".parse().ok(), ..FieldValue::default() };
    found.description.add(Field::Date, date);
    let turns = voices(&paper, &found).turns;
    let times: Vec<&str> = turns.iter().filter_map(|t| t.time.as_ref().map(|t| t.as_str())).collect();
    assert_eq!(times, ["1961-05-04T18:00", "1961-05-03"], "{turns:?}");
}
