//! Invented papers as one cites them: what the guides ask for, from what the description says.

use memcon_export::cite::{Citation, Style, coins, csl_json, meta, ris};
use memcon_model::{
    Agent, AgentType, Analysis, Basis, Description, Field, FieldValue, Form, Manner, Mention, Message, Mode,
    Page, Span, Turn, Unit, UnitLevel,
};

/// A paper whose description is written "field: value", dates with " = EDTF" behind them.
fn paper(form: Form, fields: &str) -> Analysis {
    let mut description = Description::default();
    for line in fields.lines().map(str::trim).filter(|l| !l.is_empty()) {
        let (field, value) = line.split_once(": ").expect("field: value");
        let (value, edtf) = value.split_once(" = ").map_or((value, None), |(v, e)| (v, e.parse().ok()));
        let value = FieldValue { value: value.into(), edtf, ..FieldValue::default() };
        description.add(field.parse::<Field>().expect("a field"), value);
    }
    Analysis { id: "paper".into(), form, languages: vec!["en".into()], description, ..Analysis::default() }
}

/// The note and the entry of the bibliography.
fn cited(citation: &Citation, style: &str) -> String {
    let cited = Style::named(style).expect("a style").cite(citation).expect("it can be set");
    let entry = cited.entry.map_or("(not listed)".to_owned(), |e| e.plain());
    format!("{}\n{entry}", cited.note.plain())
}

#[track_caller]
fn check(analysis: &Analysis, style: &str, expected: &str) {
    assert_eq!(cited(&Citation::of(analysis, "", &[]), style), expected, "{style}");
}

fn person(a: &mut Analysis, canonical: &str, surname: &str) {
    let mention = |form: &str, manner| Mention { span: Span::new(0, 1), form: form.into(), manner };
    a.agents.push(Agent {
        id: format!("a{}", a.agents.len() + 1),
        canonical: canonical.into(),
        kind: AgentType::Person,
        side: None,
        role: None,
        authority: None,
        forms: Vec::new(),
        mentions: vec![mention(canonical, Manner::Name), mention(surname, Manner::Surname)],
        glosses: Vec::new(),
        offices: Vec::new(),
        basis: Basis::default(),
    });
}

fn turn(id: &str, speaker: &str, mode: Mode, parent: Option<&str>, span: Span) -> Turn {
    Turn {
        id: id.into(),
        span,
        cue: None,
        speaker_as_named: None,
        speaker: Some(speaker.into()),
        side: None,
        addressee: None,
        mode,
        chain: vec![speaker.into()],
        depth: 0,
        time: None,
        parent: parent.map(str::to_owned),
        region: None,
        links: Vec::new(),
        basis: Basis::default(),
    }
}

fn telegram() -> Analysis {
    let mut a = paper(
        Form::Cable,
        "title: TELEGRAM No. 118
         type: TELEGRAM
         number: 118
         date: 6 March 1931 at 22:40 = 1931-03-06T22:40
         signature: ADA LORME
         addressee: P. Rand
         archive: River Archive
         collection: Fonds 12, Series 3
         record_id: Box 7, Folder 2",
    );
    person(&mut a, "Ada Lorme", "Mrs. Lorme");
    a
}

fn minutes() -> Analysis {
    paper(
        Form::Minutes,
        "title: Minutes of the Third Meeting\ntype: Minutes\nplace: Varn\narchive: River Archive",
    )
}

#[test]
fn a_telegram_in_a_box() {
    let a = telegram();
    check(
        &a,
        "chicago-notes",
        "Ada Lorme, telegram no. 118 to P. Rand, March 6, 1931, Box 7, Folder 2, Fonds 12, Series 3, River Archive.\n\
         Lorme, Ada. Telegram no. 118 to P. Rand. March 6, 1931. Box 7, Folder 2. Fonds 12, Series 3. River Archive.",
    );
    check(
        &a,
        "chicago-author-date",
        "(Lorme 1931)\n\
         Lorme, Ada. 1931. Telegram no. 118 to P. Rand. March 6. Box 7, Folder 2. Fonds 12, Series 3. River Archive.",
    );
    check(
        &a,
        "mla",
        "(Lorme)\nLorme, Ada. Telegram no. 118. 6 Mar. 1931, River Archive, Fonds 12, Series 3, Box 7, Folder 2.",
    );
    check(
        &a,
        "apa",
        "(Lorme, 1931)\n\
         Lorme, A. (1931, March 6). [Telegram no. 118 to P. Rand]. Fonds 12, Series 3 (Box 7, Folder 2), River Archive.",
    );
    check(
        &a,
        "iso690",
        "(Lorme 1931)\n\
         LORME, Ada, 1931. telegram no. 118. 6 March 1931. River Archive:\u{a0}Fonds 12, Series 3, Box 7, Folder 2",
    );
}

#[test]
fn minutes_of_unknown_date_say_so_and_have_no_author() {
    check(
        &minutes(),
        "chicago-notes",
        "“Minutes of the Third Meeting,” n.d., River Archive.\n“Minutes of the Third Meeting.” n.d. River Archive.",
    );
    let apa = "(Minutes of the Third Meeting, n.d.)\nMinutes of the Third Meeting. (n.d.). River Archive.";
    check(&minutes(), "apa", apa);
    let iso =
        "(Minutes of the Third Meeting [no date])\nMinutes of the Third Meeting, [no date]. River Archive";
    check(&minutes(), "iso690", iso);
}

#[test]
fn a_letter_in_korean_of_about_a_day() {
    let mut a = paper(
        Form::Letter,
        "title: 강 통행료에 관한 서한
         date: 1931년 3월경 = 1931-03~
         author: 강무진
         addressee: 백도현
         archive: 강변기록관",
    );
    a.languages = vec!["ko".into()];
    check(
        &a,
        "chicago-notes",
        "강무진, “강 통행료에 관한 서한,” letter to 백도현, [March 1931?], 강변기록관.\n\
         강무진. “강 통행료에 관한 서한.” Letter to 백도현. [March 1931?]. 강변기록관.",
    );
    check(
        &a,
        "apa",
        "(강무진, ca. 1931)\n강무진. (ca. 1931, March). 강 통행료에 관한 서한 [Letter to 백도현]. 강변기록관.",
    );
}

#[test]
fn a_document_printed_in_a_volume() {
    let mut a = paper(
        Form::Memorandum,
        "title: Memorandum by the Director ( Rand ) to the Minister
         type: Memorandum
         date: 15 January 1931 = 1931-01-15
         sender: the Director ( Rand )
         addressee: the Minister
         publisher: Government Press
         record_id: 794/1",
    );
    let basis = Basis::new("given.series", 0.95);
    let series =
        FieldValue { value: "Papers on the River, 1931, Volume VII".into(), basis, ..FieldValue::default() };
    a.description.add(Field::Series, series);
    a.source.part = Some("d5".into());
    let label = |n: u32| Some((1470 + n).to_string());
    let page = |n: u32| Page {
        span: Span::new(n as usize * 10, n as usize * 10 + 10),
        label: label(n),
        number: n,
        image: None,
    };
    a.layout.pages = vec![page(1), page(2)];
    let passage = Citation::of(&a, "", &[]).at(&a, Span::new(12, 15));
    assert_eq!(
        cited(&passage, "chicago-notes"),
        "The Director (Rand), “Memorandum by the Director (Rand) to the Minister,” in Papers on the River, 1931, Volume \
         VII, Document no. 5, Government Press, January 15, 1931, 1471.\n\
         The Director (Rand). “Memorandum by the Director (Rand) to the Minister.” In Papers on the River, 1931, Volume \
         VII, Document No. 5. Government Press, January 15, 1931."
    );
    assert_eq!(
        cited(&passage, "mla"),
        "(the Director (Rand) 1471)\n\
         The Director (Rand). “Memorandum by the Director (Rand) to the Minister.” Papers on the River, 1931, Volume \
         VII, Document no. 5, Government Press, 15 Jan. 1931, pp. 1471–72."
    );
}

#[test]
fn a_mail_and_a_page_of_the_web() {
    let mut mail = paper(
        Form::Letter,
        "title: Re: the pilots
         date: 3 May 2004 = 2004-05-03T10:00
         sender: Ruth Elling
         addressee: Philip Garrow",
    );
    mail.message = Some(Message::default());
    let note = "Ruth Elling, “Re: the pilots,” email to Philip Garrow, May 3, 2004.\n(not listed)";
    check(&mail, "chicago-notes", note);
    let page = paper(
        Form::WebPage,
        "title: Fifty years on, the light is out
         author: Hollis Brandt
         date: 29 March 2013 = 2013-03-29
         publisher: Meridian News
         url: https://meridian.example/light",
    );
    check(
        &page,
        "chicago-notes",
        "Hollis Brandt, “Fifty years on, the light is out,” Meridian News, March 29, 2013, https://meridian.example/light.\n\
         Hollis Brandt. “Fifty years on, the light is out.” Meridian News, March 29, 2013. https://meridian.example/light.",
    );
    check(
        &page,
        "mla",
        "(Hollis Brandt)\n\
         Hollis Brandt. “Fifty years on, the light is out.” Meridian News, 29 Mar. 2013, https://meridian.example/light.",
    );
}

#[test]
fn a_translation_from_an_archive_on_the_web() {
    let mut a = telegram();
    for (field, value) in [
        (Field::Translator, "Ilse Thorn"),
        (Field::Publisher, "River Papers Online"),
        (Field::Url, "https://river.example/118"),
    ] {
        a.description.add(field, FieldValue { value: value.into(), ..FieldValue::default() });
    }
    check(
        &a,
        "chicago-notes",
        "Ada Lorme, telegram no. 118 to P. Rand, trans. Ilse Thorn, River Papers Online, March 6, 1931, Box 7, Folder 2, \
         Fonds 12, Series 3, River Archive, https://river.example/118.\n\
         Lorme, Ada. Telegram no. 118 to P. Rand. Translated by Ilse Thorn. River Papers Online, March 6, 1931. Box 7, \
         Folder 2. Fonds 12, Series 3. River Archive. https://river.example/118.",
    );
    let mut a = minutes();
    a.description.add(Field::Translator, FieldValue { value: "Ilse Thorn".into(), ..FieldValue::default() });
    a.description
        .add(Field::Publisher, FieldValue { value: "River Papers Online".into(), ..FieldValue::default() });
    check(
        &a,
        "chicago-notes",
        "“Minutes of the Third Meeting,” River Papers Online, n.d., River Archive.\n\
         “Minutes of the Third Meeting.” River Papers Online, n.d. River Archive.",
    );
}

#[test]
fn a_speech_at_depth_three_names_who_reports_it() {
    let mut a = telegram();
    a.turns = vec![
        turn("t1", "Ada Lorme", Mode::AuthorText, None, Span::new(0, 90)),
        turn("t2", "Baek", Mode::IndirectReport, Some("t1"), Span::new(10, 80)),
        turn("t3", "Ott", Mode::IndirectReport, Some("t2"), Span::new(20, 70)),
        turn("t4", "Kang", Mode::DirectQuote, Some("t3"), Span::new(30, 60)),
    ];
    a.layout.pages = vec![Page { span: Span::new(0, 100), label: Some("12".into()), number: 1, image: None }];
    let said = |n: usize, style: &str| cited(&Citation::of(&a, "", &[]).said(&a, &a.turns[n]), style);
    let note = |n: usize| said(n, "chicago-notes").lines().next().map(str::to_owned);
    let telegram = "Ada Lorme, telegram no. 118 to P. Rand, March 6, 1931, Box 7, Folder 2, p. 12, Fonds 12, Series 3, \
                    River Archive.";
    let deep = format!("Kang, as reported by Ott, as reported by Baek, in {telegram}");
    assert_eq!(note(3), Some(deep));
    assert_eq!(note(1), Some(format!("Baek, as reported in {telegram}")));
    assert_eq!(note(0).as_deref(), Some(telegram));
    let in_text = "(Kang, as reported by Ott, as reported by Baek, in Lorme 1931, 12)";
    assert_eq!(said(3, "chicago-author-date").lines().next(), Some(in_text));
    let passage = Citation::of(&a, "", &[]).at(&a, Span::new(40, 50));
    assert_eq!(cited(&passage, "chicago-notes").lines().next(), note(3).as_deref());
}

#[test]
fn a_speech_in_minutes_is_cited_in_the_minutes() {
    let mut a = minutes();
    a.turns = vec![turn("t1", "Kang", Mode::TranscriptLine, None, Span::new(0, 9))];
    let said = Citation::of(&a, "", &[]).said(&a, &a.turns[0]);
    let note = "Kang, in “Minutes of the Third Meeting,” n.d., River Archive.";
    assert_eq!(cited(&said, "chicago-notes").lines().next(), Some(note));
    a.turns[0].speaker = None;
    let said = Citation::of(&a, "", &[]).said(&a, &a.turns[0]);
    let note = "An unnamed speaker, in “Minutes of the Third Meeting,” n.d., River Archive.";
    assert_eq!(cited(&said, "chicago-notes").lines().next(), Some(note));
}

#[test]
fn days_of_a_meeting_and_one_of_two_days() {
    let mut a = minutes();
    let day =
        |edtf: &str| FieldValue { value: "days".into(), edtf: edtf.parse().ok(), ..FieldValue::default() };
    let mut dated = |edtf: &str, words: &str| {
        a.description.fields.insert(Field::Date, vec![day(edtf)]);
        let title = "“Minutes of the Third Meeting";
        check(
            &a,
            "chicago-notes",
            &format!("{title},” {words}, River Archive.\n{title}.” {words}. River Archive."),
        );
    };
    dated("1931-03-04/1931-03-06", "March 4–6, 1931");
    dated("1931-03-30/1931-04-02", "March 30–April 2, 1931");
    dated("[1931-03-04,1931-03-05]", "March 4 or 5, 1931");
    dated("193X", "1930–1939");
}

#[test]
fn inventories_tell_where_it_lies() {
    let unit = |level, called: &str, reference: &str| Unit {
        level,
        called: called.into(),
        reference: reference.into(),
        ..Unit::default()
    };
    let units = [unit(UnitLevel::Fonds, "Fonds", "12"), unit(UnitLevel::File, "Box", "7")];
    let citation = Citation::of(&minutes(), "", &units);
    let note = "“Minutes of the Third Meeting,” n.d., Box 7, Fonds 12, River Archive.";
    assert_eq!(cited(&citation, "chicago-notes").lines().next(), Some(note));
}

#[test]
fn a_bibliography_lists_each_paper_once_and_tells_years_apart() {
    let mut other = telegram();
    other.id = "other".into();
    other.description.fields.remove(&Field::Number);
    let all = [&telegram(), &other, &telegram()].map(|a| Citation::of(a, "", &[]));
    let set =
        Style::named("chicago-author-date").expect("a style").bibliography(&all).expect("it can be set");
    let notes: Vec<String> = set.notes.iter().map(|n| n.plain()).collect();
    assert_eq!(notes, ["(Lorme 1931a)", "(Lorme 1931b)", "(Lorme 1931a)"]);
    assert_eq!(set.entries.len(), 2);
}

#[test]
fn a_hostile_paper_is_only_words() {
    let mut a = paper(Form::Minutes, "title: <script>alert('x')</script> \"&\" $x$ {y} <i>z</i>");
    a.id = "p\r\nER  - \r\nTY  - BOOK".into();
    let citation = Citation::of(&a, "", &[]);
    for style in ["chicago-notes", "chicago-author-date", "mla", "apa", "iso690"] {
        let cited = Style::named(style).expect("a style").cite(&citation).expect("it can be set");
        let html = cited.note.html();
        assert!(!html.contains("<script") && html.contains("&lt;"), "{style}: {html}");
    }
    assert_eq!(ris::records(&[citation]).matches("\r\nER  - ").count(), 1);
}

#[test]
fn every_style_sets_every_kind_of_paper() {
    let long = "x".repeat(10_000);
    let mut papers: Vec<Analysis> = Form::ALL.iter().map(|f| paper(*f, &format!("title: {long}"))).collect();
    papers.extend(
        Form::ALL.iter().map(|f| paper(*f, "number: 060.127-/b\ndate: x = 1931-21\nauthor: \u{202e}A")),
    );
    papers.extend([telegram(), minutes(), Analysis::default()]);
    for style in Style::names() {
        let style = Style::named(style).expect("a style");
        for a in &papers {
            assert!(style.cite(&Citation::of(a, "file", &[])).is_ok());
        }
    }
}

#[test]
fn a_file_that_is_no_style_is_refused_in_a_sentence() {
    assert!(Style::read("<nothing/>").is_err_and(|e| e.contains("no CSL style")));
    assert!(Style::read(&"<".repeat(5 << 20)).is_err_and(|e| e.contains("longer")));
}

#[test]
fn a_style_from_a_file() {
    let csl = r#"<style xmlns="http://purl.org/net/xbiblio/csl" class="note" version="1.0">
        <info><title>Own</title><id>own</id><updated>2020-01-01T00:00:00+00:00</updated></info>
        <citation><layout><group delimiter="; "><text variable="genre"/><text variable="archive"/></group></layout></citation>
        </style>"#;
    let cited =
        Style::read(csl).expect("a style").cite(&Citation::of(&telegram(), "", &[])).expect("it can be set");
    assert_eq!((cited.note.plain().as_str(), cited.entry), ("Telegram no. 118; River Archive", None));
}

#[test]
fn ris_for_reference_managers() {
    assert_eq!(
        ris::records(&[Citation::of(&telegram(), "", &[])]).replace("\r\n", "\n"),
        "TY  - PCOMM\nAU  - Lorme, Ada\nA2  - P. Rand\nPY  - 1931\nDA  - 1931/03/06/\nM3  - telegram no. 118\n\
         DB  - River Archive\nAN  - Fonds 12, Series 3, Box 7, Folder 2\nLA  - en\nID  - paper\nER  - \n\n"
    );
}

#[test]
fn csl_json_for_reference_managers() {
    let item = csl_json::item(&Citation::of(&telegram(), "", &[]));
    let expected = serde_json::json!({
        "id": "paper", "type": "personal_communication", "genre": "telegram no. 118",
        "author": [{ "family": "Lorme", "given": "Ada" }], "recipient": [{ "literal": "P. Rand" }],
        "issued": { "date-parts": [[1931, 3, 6]] }, "archive": "River Archive",
        "archive_collection": "Fonds 12, Series 3", "archive_location": "Box 7, Folder 2", "language": "en",
    });
    assert_eq!(serde_json::Value::Object(item), expected);
}

#[test]
fn what_pages_tell_reference_managers() {
    let citation = Citation::of(&telegram(), "", &[]);
    let tags = meta::tags(&citation);
    let of = |name: &str| tags.iter().filter(|t| t.0 == name).map(|t| t.1.as_str()).collect::<Vec<_>>();
    assert_eq!(of("citation_author"), ["Lorme, Ada"]);
    assert_eq!(of("citation_publication_date"), ["1931/03/06"]);
    assert_eq!(of("DC.contributor"), ["P. Rand"]);
    let context = coins::context(&citation);
    assert!(
        context.contains("&rft.type=letter&rft.title=telegram%20no.%20118&rft.creator=Lorme%2C%20Ada"),
        "{context}"
    );
}
