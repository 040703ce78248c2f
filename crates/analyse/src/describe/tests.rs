//! Papers of every kind in small, and what describing and dividing make of them.

use memcon_model::{Analysis, Field, Settings};
use memcon_read::{Hint, read};

use crate::{Paper, analyse_reading};

/// Reads a paper as plain text.
fn paper(text: &str) -> Analysis {
    let reading =
        read(text.as_bytes(), Hint { path: None, media_type: Some("text/plain"), ..Hint::default() });
    analyse_reading(&reading, &Settings::default())
}

/// The values of fields, `field: value [edtf]` a line.
fn fields(text: &str, wanted: &[Field]) -> String {
    let a = paper(text);
    let mut out = Vec::new();
    for field in wanted {
        for v in a.description.all(*field) {
            let date = v.edtf.as_ref().map_or(String::new(), |e| format!(" [{e}]"));
            out.push(format!("{field}: {}{date}", v.value));
            if let Some(span) = v.span {
                assert_eq!(span.of(text), v.value, "a value must be verbatim at its span");
            }
        }
    }
    out.join("\n")
}

/// The regions, `kind: first words` a line.
fn regions(text: &str) -> String {
    let a = paper(text);
    let mut at = 0;
    let mut out = Vec::new();
    for r in &a.regions {
        assert_eq!(r.span.start, at, "regions leave no gap");
        at = r.span.end;
        let words: Vec<&str> = r.span.of(text).split_whitespace().take(3).collect();
        out.push(format!("{}: {}", r.kind, words.join(" ")));
    }
    assert_eq!(at as usize, text.len(), "regions reach the end");
    out.join("\n")
}

const CABLE: &str = "HARBOUR STAFF OF THE REPUBLIC\n\nCABLE No. 4410\n\nCopy No. 1 to the Minister\n\nfrom [OSKHAVN] received 0140 9 May 1962\n\nCopy No. 2\n\n[Stamp: RETURN IN TEN DAYS\nIncoming No. 77/12/k 9 May 1962]\n\nSERIES \"B\"\nto Cde. MIRSKY [the Minister]\n\nCde. Mirsky!\n\nThe delegates met yesterday and talked for three hours about the width of the fishing zone and the lights.\n\nANDERS VOLL\n\nNo. 218\n\n9 May 1962\n\n-----\nDeciphered by Brandt at 0200 9 May\n\nPrinted by Lund at 0215 9 May No. 31\n\nTwo copies sent.\n\nVerified by: Captain [signature] (Holm) 0230\n";

#[test]
fn the_marks_of_a_cable() {
    let wanted = [
        Field::IssuingOffice,
        Field::Number,
        Field::Sender,
        Field::Addressee,
        Field::Series,
        Field::CopyInHand,
        Field::CopiesSent,
        Field::Stamp,
        Field::Received,
        Field::Deciphered,
        Field::Printed,
        Field::Verified,
        Field::Signature,
    ];
    assert_eq!(
        fields(CABLE, &wanted),
        "issuing_office: HARBOUR STAFF OF THE REPUBLIC\nnumber: 4410\nnumber: 77/12/k\nnumber: 218\nnumber: 31\n\
         sender: OSKHAVN\naddressee: Cde. MIRSKY [the Minister]\nseries: B\ncopy_in_hand: 2\n\
         copies_sent: Two copies sent\nstamp: RETURN IN TEN DAYS\nIncoming No. 77/12/k 9 May 1962\n\
         received: 0140 9 May 1962 [1962-05-09T01:40]\ndeciphered: 0200 9 May [1962-05-09T02:00]\n\
         printed: 0215 9 May [1962-05-09T02:15]\nverified: 0230 [1962-05-09T02:30]\nsignature: ANDERS VOLL"
    );
}

#[test]
fn the_hands_of_a_cable() {
    let hands: Vec<String> = paper(CABLE)
        .transmission
        .iter()
        .map(|t| format!("{} {}", t.role, t.agent.as_deref().unwrap_or("?")))
        .collect();
    assert_eq!(
        hands.join("; "),
        "sender OSKHAVN; receiver Cde. MIRSKY [the Minister]; signatory ANDERS VOLL; cipher-clerk Brandt; typist Lund; verifier Holm"
    );
}

#[test]
fn the_regions_of_a_cable() {
    assert_eq!(
        regions(CABLE),
        "letterhead: HARBOUR STAFF OF\nhandling: Copy No. 1\nletterhead: SERIES \"B\" to\nbody: Cde. Mirsky! The\n\
         signature: ANDERS VOLL No.\nhandling: ----- Deciphered by"
    );
}

const ARCHIVE: &str = "Skip to content\n\nMay 9, 1962\n\nConversation between the Harbour Delegates at Oskhavn\n\nWest: Your list leaves out the pilots. Why does that matter so much to you?\n\nEast: We shall speak of the pilots when the lights have been settled between us.\n\nWest: Then let us speak of the lights, and of nothing else today, please.\n\nIn a conversation between the delegates Holm and Brandt, the West presses for a list of pilots while the East puts it off.\n\nRelated Documents\n\nJune 2, 1962\n\nSecond Conversation between the Harbour Delegates\n\nThe delegates exchange lists.\n\nApril 1, 1962\n\nLetter from Holm to Brandt\n\nHolm proposes a meeting without giving a day\n\nDocument Information\n\nState Archive of Oskhavn.\n\nMinutes of Conversation\n\nRecord ID\n";

#[test]
fn an_archive_page_that_lost_its_labels() {
    assert_eq!(
        fields(ARCHIVE, &[Field::Date, Field::Title, Field::Type, Field::Archive, Field::Summary]),
        "date: May 9, 1962 [1962-05-09]\ntitle: Conversation between the Harbour Delegates at Oskhavn\n\
         type: Minutes of Conversation\narchive: State Archive of Oskhavn\n\
         summary: In a conversation between the delegates Holm and Brandt, the West presses for a list of pilots while the East puts it off."
    );
    assert_eq!(
        regions(ARCHIVE),
        "furniture: Skip to content\ndescription: May 9, 1962\nbody: West: Your list\ndescription: In a conversation\n\
         related-documents: Related Documents June\ndescription: Document Information State"
    );
    assert_eq!(paper(ARCHIVE).form.as_str(), "minutes");
}

#[test]
fn related_documents_with_and_without_a_full_stop() {
    let list: Vec<String> = paper(ARCHIVE)
        .related_documents
        .iter()
        .map(|r| {
            let date = r.date.as_ref().and_then(|d| d.edtf.as_ref()).map_or("-".into(), |e| e.to_string());
            format!("{date} | {} | {}", r.title.value, r.summary.as_ref().map_or("-", |s| s.value.as_str()))
        })
        .collect();
    assert_eq!(
        list.join("\n"),
        "1962-06-02 | Second Conversation between the Harbour Delegates | The delegates exchange lists.\n\
         1962-04-01 | Letter from Holm to Brandt | Holm proposes a meeting without giving a day"
    );
}

#[test]
fn a_citation_and_its_clauses() {
    let text = "**May 9, 1962**\n\n**Telegram from Oskhavn**\n\n**Citation:**\n\n\"Telegram from Oskhavn\", May 9, 1962, Harbour Papers Online, State Archive of Oskhavn, Series 4, 1962. Obtained by Ada Holm and translated for HPO by Per Lund.\n<https://papers.example/d/9>\n\n**Original Language:**\n\nDanish\n\n**Contents:**\n\nTranslation - English\n\n## TELEGRAM\n\nSender: Oskhavn\n\nThe delegates met yesterday and talked for three hours about the width of the zone.\n";
    assert_eq!(
        fields(
            text,
            &[
                Field::Publisher,
                Field::Archive,
                Field::Collection,
                Field::ObtainedBy,
                Field::Translator,
                Field::TranslatedFor,
                Field::LanguageOriginal,
                Field::LanguageTranslation,
                Field::Url
            ]
        ),
        "publisher: Harbour Papers Online\narchive: State Archive of Oskhavn\ncollection: Series 4, 1962\n\
         obtained_by: Ada Holm\ntranslator: Per Lund\ntranslated_for: HPO\nlanguage_original: Danish\n\
         language_translation: English\nurl: https://papers.example/d/9"
    );
}

#[test]
fn those_present_by_side() {
    let text = "7. Memorandum of Conversation\n\nOskhavn, May 9, 1962, 3:15 p.m.\n\nPARTICIPANTS\nUnited Kingdom\nMr. Holm, Minister\nSir Per Lund\nU.S.S.R.\nMr. Brandt, Ambassador\nMr. Voll (interpreter)\n\nSUBJECT\nLights\n\nMr. Holm said that the lights had been out for a week and that nobody had been told of it.\n";
    let reading = read(text.as_bytes(), Hint::default());
    let settings = Settings::default();
    let a = analyse_reading(&reading, &settings);
    let people: Vec<String> = super::participants(&Paper::new(&reading, &settings), &a.description)
        .to_vec()
        .into_iter()
        .map(|p| format!("{} / {} / {}", p.name, p.side.unwrap_or_default(), p.role.unwrap_or_default()))
        .collect();
    assert_eq!(
        people.join("\n"),
        "Mr. Holm / United Kingdom / Minister\nSir Per Lund / United Kingdom / \nMr. Brandt / U.S.S.R. / Ambassador\nMr. Voll / U.S.S.R. / interpreter"
    );
    assert_eq!(a.description.date().map(|d| d.as_str()), Some("1962-05-09T15:15"));
}

/// Those present in a paper of a collection with two parties, one a line.
fn present(text: &str) -> String {
    let reading = read(text.as_bytes(), Hint::default());
    let party = |name: &str, alias: &str| memcon_model::Party {
        name: name.into(),
        aliases: vec![alias.into()],
        languages: Vec::new(),
    };
    let settings = Settings {
        parties: vec![party("Oskhavn", "Oskhavn side"), party("Brune", "Republic of Brune")],
        ..Settings::default()
    };
    let a = analyse_reading(&reading, &settings);
    let people: Vec<String> = super::participants(&Paper::new(&reading, &settings), &a.description)
        .to_vec()
        .into_iter()
        .map(|p| format!("{} / {} / {}", p.name, p.side.unwrap_or_default(), p.role.unwrap_or_default()))
        .collect();
    people.join("\n")
}

#[test]
fn those_present_have_their_partys_name_and_nobody_is_counted() {
    assert_eq!(
        present(
            "MINUTES OF THE FIRST MEETING\n\nOskhavn, May 9, 1962\n\nPresent for the Republic of Brune: A. B. Holm (head), Per Lund, one secretary.\nPresent for the Oskhavn side: Ada Voll (head).\nIn the chair: C. Brandt. For Brune: Captain Odo.\nPresiding: D. Moe (Oskhavn).\n\nHolm said that the lights had been out for a week and that nobody had been told of it.\n"
        ),
        "A. B. Holm / Brune / head\nPer Lund / Brune / \nAda Voll / Oskhavn / head\nC. Brandt /  / In the chair\nCaptain Odo / Brune / \nD. Moe / Oskhavn / "
    );
}

#[test]
fn our_side_is_that_of_the_office_that_issued_the_paper() {
    assert_eq!(
        present(
            "MINISTRY OF HARBOURS OF THE REPUBLIC OF BRUNE\n\n# Minutes of the Meeting of the Delegations of Brune and Oskhavn\n\nMay 9, 1962\n\nOur side: Minister Per Lund, Ada Holm. The other side: Odo Voll.\n\nHolm said that the lights had been out for a week and that nobody had been told of it.\n"
        ),
        "Minister Per Lund / Brune / \nAda Holm / Brune / \nOdo Voll / Oskhavn / "
    );
}

#[test]
fn a_newspaper_item_beside_its_original() {
    let text = "Title: Harbour Delegates Meet in Oskhavn\nAuthor:\nDate: 1962-05-10\nEdition: 4\n\nThe delegates of both harbours met, and talked about lights.\n\nMeridian News Agency, Oskhavn, May 9th: A spokesman confirmed today that the delegates had met in Oskhavn and talked about the lights.\n\n<hr />\n\nOriginal:\n\n### 两港代表在奥斯港会晤\n\n1962-05-10\n第4版(国际)\n专栏：\n\n　　子午社奥斯港5月9日电  发言人今天证实，双方代表在奥斯港进行了会晤，讨论了灯塔问题，这是两港之间多年来的第一次接触。\n";
    assert_eq!(
        fields(
            text,
            &[
                Field::Title,
                Field::TitleOriginal,
                Field::Date,
                Field::Agency,
                Field::DatelineDate,
                Field::Edition,
                Field::Section
            ]
        ),
        "title: Harbour Delegates Meet in Oskhavn\ntitle_original: 两港代表在奥斯港会晤\ndate: 1962-05-10 [1962-05-10]\n\
         agency: Meridian News Agency\nagency: 子午社\ndateline_date: May 9th [1962-05-09]\ndateline_date: 5月9日 [1962-05-09]\n\
         edition: 4\nsection: 国际"
    );
    assert_eq!(
        regions(text),
        "letterhead: Title: Harbour Delegates\ntranslation: The delegates of\noriginal: Original: ### 两港代表在奥斯港会晤"
    );
}

const PAGE: &str = "Harbours talk at last\n\nRelated Stories\n\nThe two harbours have held their first talks in years, officials said on Friday.\n\nThe talks lasted three hours. More may follow, a spokesman said.\n\nThis article is closed for comments\n\nJump to comments pagination\n  • rate this\n\n    Comment number 14.\n\n    @12.Skipper. You were not there.\n\n  • rate this\n\n    Comment number 13.\n\n    11. Old Pilot\n    The lights were out all week.\n    And who pays for them?\n\n  • rate this\n\n    Comment number 12.\n\n    I was there.\n\n  • rate this\n\n    Comment number 11.\n\n    The lights were out all week.\n\nPage 2 of 3\n\nMore Harbour stories\n\nCopyright © 2012 Oskhavn Courier.\n";

#[test]
fn comments_that_answer_by_number_and_name() {
    let list: Vec<String> = paper(PAGE)
        .comments
        .iter()
        .map(|c| {
            let to: Vec<&str> = c.reply_to.iter().filter_map(|r| r.number.as_deref()).collect();
            format!(
                "{} {} ->{} {}",
                c.number.as_deref().unwrap_or("-"),
                c.author.as_deref().unwrap_or("?"),
                to.join(","),
                c.span.of(PAGE).split_whitespace().last().unwrap_or("")
            )
        })
        .collect();
    assert_eq!(
        list.join("\n"),
        "14 ? ->12 there.\n13 ? ->11 them?\n12 Skipper -> there.\n11 Old Pilot -> week."
    );
}

#[test]
fn the_furniture_of_a_news_page() {
    assert_eq!(
        fields(PAGE, &[Field::CommentsStatus, Field::CommentsPage, Field::Publisher]),
        "comments_status: This article is closed for comments\ncomments_page: Page 2 of 3\npublisher: Oskhavn Courier"
    );
    let kinds: Vec<String> = paper(PAGE).regions.iter().map(|r| r.kind.to_string()).collect();
    assert_eq!(
        kinds.join(" "),
        "letterhead furniture body furniture comment comment comment comment furniture"
    );
}

#[test]
fn numbered_paragraphs_of_a_report_are_no_comments() {
    let text = "Report on the Lights\n\nComments\n\n1.\nThe first light was out for a week and nobody had been told of it at all.\n2.\nThe second light was well kept.\n3.\nThe third light was sold by its keeper to a scrap merchant.\n";
    assert_eq!(paper(text).comments.len(), 0);
}

#[test]
fn items_of_minutes_and_their_titles() {
    let text = "Minutes of the Harbour Commission, Wednesday, May 9, 1962\n\nPresent:\n\nMr. Holm\nMr. Lund\n\n1.\nA letter was read regarding the repair of the north light. The Commission agreed to it.\n2.\nMr. Lund read a note in regard to the wages of the pilots, which had not been paid.\n";
    let items: Vec<String> = paper(text)
        .items
        .iter()
        .map(|i| format!("{} {}", i.number.as_deref().unwrap_or("-"), i.title.as_deref().unwrap_or("-")))
        .collect();
    assert_eq!(items.join("\n"), "1 Repair of the north light\n2 Wages of the pilots");
}

#[test]
fn mentions_of_other_papers() {
    let text = "3. Telegram From the Legation in Oskhavn to the Harbour Department\n\nOskhavn, May 9, 1962—5 p.m.\n\n218. Your telegram 114 of May 3. I refer also to my despatch of 2 April and to our 3 old boats. At the 11th meeting and at the meeting of the 7th nothing was said. See Document 62.\n\nHolm\n";
    let list: Vec<String> = paper(text)
        .references
        .iter()
        .map(|r| {
            let date = r.date.as_ref().map_or("-".into(), |d| d.to_string());
            format!("{} | {} | {date}", r.span.of(text), r.number.as_deref().unwrap_or("-"))
        })
        .collect();
    assert_eq!(
        list.join("\n"),
        "Your telegram 114 | 114 | 1962-05-03\nmy despatch of 2 April | - | 1962-04-02\n\
         the 11th meeting | 11th | -\nthe meeting of the 7th | - | 1962-05-07\nDocument 62 | 62 | -"
    );
}

#[test]
fn forms() {
    let form = |text: &str| paper(text).form.as_str();
    assert_eq!(
        form(
            "Oskhavn, 9 May 1962\n\nDear Mr. Holm,\n\nI write about the lights, which have been out for a week.\n\nYours sincerely,\n\nPer Lund\n"
        ),
        "letter"
    );
    assert_eq!(
        form(
            "DRAFT AGREEMENT ON THE LIGHTS\n\nArticle 1\n\nThe lights shall burn by night.\n\nArticle 2\n\nThe pilots shall be paid.\n\nArticle 3\n\nNobody shall be sold.\n"
        ),
        "draft-treaty"
    );
    assert_eq!(
        form(
            "ТЕЛЕГРАММА № 64\n\nСекретно\n\nВчера делегаты встретились и говорили о маяках три часа подряд.\n"
        ),
        "cable"
    );
    assert_eq!(
        form("The lights were out all week, and nobody had been told of it by anyone at all.\n"),
        "other"
    );
}

#[test]
fn hostile_text_is_divided_all_the_same() {
    for text in [
        "",
        "\n\n\n",
        "«".repeat(10_000).as_str(),
        "1. a\n".repeat(3000).as_str(),
        "(".repeat(5000).as_str(),
        "Comment number 1.\nComment number 1.\n",
    ] {
        let _ = regions(text);
    }
}

#[test]
fn a_list_may_hold_rows_of_names_initials_of_offices_and_a_colonel_with_a_houses_name() {
    let text = "Memorandum of Conversation\n\nDATE: May 9, 1962\n\nPARTICIPANTS:\nMessrs. Holm, Brandt, Voll\nColonel House\nMr. Per Lund, Jr., Director\nAssistant Secretary Dahl—EUR\nD—Mr. Arbo\n\nMr. Holm opened the talk and said that the bridge was closed.\n";
    let names: Vec<String> =
        present(text).lines().map(|l| l.split(" / ").next().unwrap_or("").trim().to_owned()).collect();
    for name in
        ["Brandt", "Voll", "Colonel House", "Mr. Per Lund, Jr.", "Assistant Secretary Dahl", "Mr. Arbo"]
    {
        assert!(names.iter().any(|n| n == name), "{name} in {names:?}");
    }
}

#[test]
fn a_stamp_on_the_head_of_an_item_is_its_day() {
    let date = |text: &str| fields(text, &[Field::Date]);
    let story = "The ferry to the islands stopped, its owners said Tuesday. Nobody was hurt.\n";
    assert_eq!(date(&format!("QRX19840217.0311\nNEWS\n\n{story}")), "date: QRX19840217.0311 [1984-02-17]");
    assert_eq!(date(&format!("02/17/1984 09:12\n\n{story}")), "date: 02/17/1984 09:12 [1984-02-17T09:12]");
    assert_eq!(date(&format!("02/17/84\n\n{story}")), "date: 02/17/84 [1984-02-17]");
    assert_eq!(date(&format!("02/17/05\n\n{story}")), "", "which century?");
    assert_eq!(date(story), "");
}
