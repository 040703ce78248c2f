//! Voices of mail: who wrote what a message quotes.
#![allow(clippy::unwrap_used)]

use memcon_model::Settings;
use memcon_read::Hint;

/// Speaker and the first line of each turn of a message of plain words.
fn turns(words: &str) -> Vec<String> {
    let message = format!(
        "From: Ida Brandt <ida@lorme.example>\nTo: Teo Brandal <teo@varn.example>\nDate: Wed, 4 Mar 1987 10:05:00 +0100\nSubject: Ferry\nMIME-Version: 1.0\n\
         Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{words}"
    );
    let hint = Hint { path: Some("a.eml"), ..Hint::default() };
    let (a, text) = memcon_analyse::analyse("a.eml", message.as_bytes(), hint, &Settings::default());
    let told = a.turns.iter().map(|t| {
        let first = t.span.of(&text).lines().next().unwrap_or("");
        format!("{}: {first}", t.speaker.as_deref().unwrap_or("-"))
    });
    told.collect()
}

/// The line that programs write over a quotation, the writer, the line over what that one quotes, its writer.
const LINES: [(&str, &str, &str, &str); 6] = [
    (
        "On Tue, 3 Mar 1987 at 17:20, Teo Brandal <teo@varn.example> wrote:",
        "Teo Brandal",
        "On Mon, Mar 2, 1987 at 9:00 AM Orla Venn <orla@lorme.example> wrote:",
        "Orla Venn",
    ),
    (
        "Am 03.03.1987 um 17:20 schrieb Teo Brandal <teo@varn.example>:",
        "Teo Brandal",
        "Am 2. März 1987 schrieb Orla Venn:",
        "Orla Venn",
    ),
    (
        "Le 3 mars 1987 à 17:20, Teo Brandal <teo@varn.example> a écrit :",
        "Teo Brandal",
        "Le 2 mars 1987, Orla Venn a écrit :",
        "Orla Venn",
    ),
    (
        "3 марта 1987 г., в 17:20, Тео Брандаль <teo@varn.example> написал(а):",
        "Тео Брандаль",
        "2 марта 1987 г. Орла Венн пишет:",
        "Орла Венн",
    ),
    (
        "在 1987年3月3日，17:20，李文 <teo@varn.example> 写道：",
        "李文",
        "王海 <wang@lorme.example> 于1987年3月2日周一 09:00写道：",
        "王海",
    ),
    (
        "1987년 3월 3일 (화) 오후 5:20, 김철수 <teo@varn.example>님이 작성:",
        "김철수",
        "1987년 3월 2일, 박영희 님이 쓴 메시지:",
        "박영희",
    ),
];

#[test]
fn what_a_quotation_quotes_has_its_own_writer() {
    for (line, writer, inner, other) in LINES {
        let told = turns(&format!(
            "11-3-14.\n\nIda\n\n{line}\n\n> 7-7.\n>\n> {inner}\n>\n>> 8-8.\n>> 9-9.\n>\n> 10-10.\n"
        ));
        assert!(told.contains(&format!("{writer}: > 7-7.")), "{line}: {told:?}");
        assert!(told.contains(&format!("{other}: >> 8-8.")), "{inner}: {told:?}");
    }
}

#[test]
fn what_stands_below_the_signature_came_through_the_sender() {
    let message = "From: Ida Brandt <ida@lorme.example>\nTo: Teo Brandal <teo@varn.example>\nSubject: Ferry\nMIME-Version: 1.0\n\nAgreed.\n\n-- \nIda Brandt\nHarbour House\n\n\
        On Tue, 3 Mar 1987 at 17:20, Teo Brandal <teo@varn.example> wrote:\n\n> The ferry may sail at noon.\n";
    let hint = Hint { path: Some("a.eml"), ..Hint::default() };
    let (a, _) = memcon_analyse::analyse("a.eml", message.as_bytes(), hint, &Settings::default());
    let chains: Vec<String> = a.turns.iter().map(|t| t.chain.join(" > ")).collect();
    assert_eq!(chains, ["Ida Brandt", "Ida Brandt > Teo Brandal"]);
}

#[test]
fn passages_answered_one_by_one_are_all_of_the_writer_named_above_the_first() {
    for (line, writer, ..) in LINES {
        let told = turns(&format!("{line}\n> 7-7.\n\nThat is so.\n\n> 8-8.\n\nThat is not so.\n"));
        for words in ["> 7-7.", "> 8-8."] {
            assert!(told.contains(&format!("{writer}: {words}")), "{line}: {told:?}");
        }
    }
}

#[test]
fn a_writer_whom_no_line_names_stays_nobody() {
    let told = turns("I agree.\n\n> > The buoys will be moved.\n> We cannot accept that.\n\nNor can we.\n");
    assert_eq!(
        told[1..],
        ["-: > > The buoys will be moved.".to_owned(), "-: > > The buoys will be moved.".to_owned()]
    );
}
