//! A dossier in every format: what it says, that no paper's words are mark-up, and that the same comes out twice.

use memcon_export::dossier::{
    Block, Dossier, Fact, Kind, Line, Link, Note, Place, Run, Section, docx, html, text, typst,
};
use memcon_read::Hint;

/// Words that would do something if any format took them for more than words.
const HOSTILE: &str = "#eval(\"1+1\") $x$ `raw` *b* _i_ @ref <tag> \\ {{}} [[]] // /* <script>alert(1)</script> \u{202E}turned ]]> &amp; \u{0}\u{1}#import \"/etc/passwd\"";
/// The part of them that is letters, as it must come out again.
const SEEN: [&str; 4] = ["#eval(", "`raw`", "@ref", "<script>"];

/// A small dossier with one of everything, `words` in each place.
fn with(words: &str) -> Dossier {
    let line = || Line::of(words);
    let mut d = Dossier {
        lang: "en".into(),
        collection: words.into(),
        kicker: "Dossier of an issue".into(),
        title: words.into(),
        facts: vec![Fact { name: "Parties".into(), value: line() }],
        remarks: vec![line()],
        contents: "Contents".into(),
        notes_title: "Notes".into(),
        ..Dossier::default()
    };
    let n = d.note(Note { line: line(), place: Some(Place { document: words.into(), start: 3, end: 9 }) });
    let link = |who: Option<Line>, hand| Link {
        role: words.into(),
        who,
        unknown: "not named".into(),
        when: words.into(),
        hand,
        voice: 2,
    };
    let tongue = Run { lang: Some(words.into()), ..Run::new(words, Kind::Italic) };
    let mut told = line().noted(n);
    told.push(tongue);
    let blocks = vec![
        Block::Paragraph { line: told },
        Block::Small { line: line() },
        Block::Label { line: line() },
        Block::Quote { lead: line(), line: line(), voice: 1 },
        Block::Table {
            caption: words.into(),
            head: vec![line(), line()],
            widths: vec![1, 2],
            rows: vec![vec![vec![line()], vec![line(), line()]]],
        },
        Block::Speech { who: vec![line()], depth: 200, voice: 200, line: line(), opens: true },
        Block::Beside { who: vec![line()], voice: 0, left: line(), right: line() },
        Block::Chain { caption: line(), links: vec![link(Some(line()), true), link(None, false)] },
        Block::Entry { line: line() },
    ];
    d.sections.push(Section { level: 1, title: line(), blocks });
    d
}

/// The words that memcon itself reads out of a file.
fn read_back(bytes: &[u8], name: &str) -> String {
    let reading = memcon_read::read(bytes, Hint { path: Some(name), ..Hint::default() });
    assert!(
        reading.notices.iter().all(|n| n.severity != memcon_model::Severity::Error),
        "{:?}",
        reading.notices
    );
    reading.text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn what_a_dossier_says() {
    let mut d = Dossier {
        collection: "Lake papers".into(),
        kicker: "Issue".into(),
        title: "Tolls".into(),
        ..Dossier::default()
    };
    let n = d.note(Note {
        line: Line::of("Rand, in minutes."),
        place: Some(Place { document: "m.txt".into(), start: 4, end: 9 }),
    });
    let mut said = Line::of("We agree ").with("(he smiled)", Kind::Insertion);
    said.push(Run { note: Some(n), ..Run::default() });
    let link = |role: &str, who: Option<&str>| Link {
        role: role.into(),
        who: who.map(Line::of),
        unknown: "not named".into(),
        ..Link::default()
    };
    d.sections.push(Section {
        level: 2,
        title: Line::of("State"),
        blocks: vec![
            Block::Speech { who: vec![Line::of("Rand")], depth: 1, voice: 1, line: said, opens: true },
            Block::Chain {
                caption: Line::of("Way"),
                links: vec![link("deciphered", None), link("spoke", Some("Rand"))],
            },
        ],
    });
    assert_eq!(
        text::text(&d),
        "Lake papers\nIssue\nTolls\n\n## State\n  Rand : We agree {(he smiled)}[1]\n  <Way> deciphered (not named) -> spoke Rand\n\n[1] Rand, in minutes. [m.txt, c4-9]\n"
    );
}

#[test]
fn no_word_of_a_paper_is_markup_in_html() {
    let page = html::page(&with(HOSTILE));
    assert!(!page.contains("<script") && !page.contains("<tag>") && page.contains("&lt;script&gt;"));
    assert!(page.contains("lang=\"en\"") && !page.contains("lang=\"#eval"), "a tag that is none is left out");
    let linked = html::body(&with("m"), &|p| Some(format!("/at?\"{}", p.start)));
    assert!(linked.contains("href=\"/at?&quot;3\""));
}

#[test]
fn no_word_of_a_paper_is_markup_in_docx_and_all_come_back() {
    let (one, two) =
        (docx::docx(&with(HOSTILE)).expect("a package"), docx::docx(&with(HOSTILE)).expect("a package"));
    assert!(one == two, "the same dossier has the same bytes");
    let back = read_back(&one, "d.docx");
    for words in SEEN {
        assert!(back.matches(words).count() > 10, "{words}: {back}");
    }
}

#[test]
fn no_word_of_a_paper_is_run_by_the_typesetter_and_all_come_back() {
    let mut d = with(HOSTILE);
    let long = "x".repeat(10_000);
    d.sections.push(Section {
        level: 2,
        title: Line::of(&long),
        blocks: vec![Block::Entry { line: Line::of("Ŏŭ āǎś Ёлка Ωμέγα") }],
    });
    let one = typst::pdf(&d).expect("a PDF");
    assert!(one.bytes.starts_with(b"%PDF-") && one.bytes == typst::pdf(&d).expect("a PDF").bytes);
    let back = read_back(&one.bytes, "d.pdf");
    for words in SEEN.iter().chain(&["Ŏŭ āǎś Ёлка Ωμέγα"]) {
        assert!(back.contains(words), "{words}: {}", back.chars().take(3_000).collect::<String>());
    }
}

#[test]
fn a_dossier_that_is_too_long_is_refused_in_words() {
    let mut d = with("a");
    d.sections[0].blocks.push(Block::Paragraph { line: Line::of(&"long ".repeat(typst::HEAVIEST / 4)) });
    assert!(typst::pdf(&d).expect_err("too long").contains("ask for fewer papers"));
}
