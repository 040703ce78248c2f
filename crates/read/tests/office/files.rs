//! Files of real programs; `made.md` in each folder says how they were made.

use crate::{blocks, file, marked, notices, pages, told};
use memcon_read::MarkKind;

/// The draft as LibreOffice shows it on paper.
const DRAFT: &str = "running head: Lake ferries: second draft
heading 1: Draft understanding on the lake ferries
heading 1: Article 1. The inquiry
paragraph: The inquiry[1] reports by 12 May.[i] Its seat is Harbour House, 2   East quay.
heading 1: Article 2. The ferries
item: 1. No ferry sails at night.
item: 2. The buoys
item: (a) stay where they are;
item: (b) are lit from dusk.
paragraph: Mrs. Venn added that this was not a condition.
item: 3. The costs are shared.
paragraph: Each side pays for its own ferries. The list is at the harbour.
paragraph: Received 8 May, Registry
paragraph: Annex
row: Ferry | Berth
row: Alder | East quay
paragraph: 양측은 3월 11일에 다시 만난다. 双方再次会晤。 Стороны встретятся.
note 1: [1] Set up on 12 January.
note i: [i] The upland side asked for June.
remark 1, Teo Brandal, 1999-05-07T08:00TIME: Who pays for the buoys?
running head: Page 2";

#[test]
fn a_draft_reads_alike_in_all_formats_of_libreoffice() {
    for (path, time, heading) in [
        ("odt/libreoffice-7.4.odt", ":00", "Article 1. The"),
        // LibreOffice writes the numbers of headings into DOCX without what follows them.
        ("docx/libreoffice-7.4.docx", ":00Z", "Article 1.The"),
        ("rtf/libreoffice-7.4.rtf", "", "Article 1. The"),
    ] {
        let r = file(path);
        let expected = DRAFT.replace("TIME", time).replace("Article 1. The", heading);
        let expected = expected.replace("Article 2. The", &heading.replace('1', "2"));
        assert_eq!(blocks(&r), expected, "{path}");
        assert_eq!(marked(&r, |k| *k == MarkKind::Added(Some("Orla Venn".into()))), ["12 May"], "{path}");
        assert_eq!(marked(&r, |k| matches!(k, MarkKind::NoteMark(_))), ["[1]", "[i]"], "{path}");
        assert_eq!(
            marked(&r, |k| *k == MarkKind::Reference("https://example.org/list".into())),
            ["the harbour"],
            "{path}"
        );
        assert_eq!(r.layout.pages.len(), 2, "{path}");
        assert_eq!(r.layout.pages[1].label.as_deref(), Some("2"), "{path}");
        assert_eq!(told(&r, "author"), Some("Orla Venn"), "{path}");
        assert_eq!(told(&r, "number"), Some("17/B"), "{path}");
        assert_eq!(told(&r, "date"), None, "{path}: the file's date is not the paper's");
        assert!(told(&r, "created").unwrap().starts_with("1999-05-04T10:00"), "{path}");
        assert_eq!(r.title.as_deref(), Some("Draft understanding on the lake ferries"), "{path}");
        let told = notices(&r);
        assert!(told.contains("Struck out here by Teo Brandal: “1 May”."), "{path}: {told}");
        assert!(told.contains("Hidden here: “not our first choice:”."), "{path}: {told}");
        assert!(told.contains("shuangfang"), "{path}: {told}");
    }
}

#[test]
fn a_flat_file_reads_as_the_package_does() {
    let (flat, packed) = (file("odt/session.fodt"), file("odt/libreoffice-7.4.odt"));
    assert_eq!(blocks(&flat), blocks(&packed).replace("Page 2", "Page 1"));
    assert_eq!(flat.media_type, packed.media_type);
}

#[test]
fn a_record_reads_alike_in_all_formats_of_pandoc() {
    for path in ["docx/pandoc-2.17.docx", "odt/pandoc-2.17.odt", "rtf/pandoc-2.17.rtf"] {
        let r = file(path);
        let lines = r.text.replace('\u{a0}', " ").replace(".\t", ". ").replace(")\t", ") ");
        let third = if path.ends_with("odt") {
            ["a. by tonnage;", "b. by crossings."]
        } else {
            ["i) by tonnage;", "ii) by crossings."]
        };
        let mut from = 0;
        for words in [
            "Record of the third session on the lake ferries",
            "Opening",
            "had read the draft.[1] It could accept Article 2, but not Article 3 (b).",
            "1. The inquiry reports by 12 May.\n2. Until then:\na. no buoy is moved;\nb. no ferry sails at night.\n3. The costs",
            third[0],
            third[1],
            "We will not sign what we have not read.",
            "Ferry\tFare\tRemarks\nAlder\t12",
            "Heron\t9\tSundays",
            "see the list.[2]",
            "[1] Circulated on 3 March 1987.",
            "[2] The list was drawn up by the harbour master.\nIt has two pages.",
        ] {
            let at = lines[from..].find(words);
            from += at.unwrap_or_else(|| panic!("{path}: {words:?} is not behind {from} in\n{lines}"));
        }
    }
}

#[test]
fn the_paper_reads_alike_in_all_formats_of_abiword() {
    for path in ["docx/abiword-3.0.docx", "odt/abiword-3.0.odt", "rtf/abiword-3.0.rtf"] {
        let r = file(path);
        let told = blocks(&r);
        for line in [
            "heading 1: Second session on the lake ferries",
            "row: Ferry | Berth | Crossings a week",
            "row: Heron | West quay | 9",
            "paragraph: 양측은 다음 회의를 3월 11일에 열기로 합의하였다.",
            "paragraph: Стороны договорились встретиться 11 марта.",
        ] {
            assert!(told.contains(line), "{path}: {line} is not in\n{told}");
        }
        assert!(told.contains("Night sailings after 1 April."), "{path}");
    }
}

#[test]
fn a_letterhead_on_the_first_page_is_no_running_head() {
    let r = file("docx/docx-npm-9.15.docx");
    assert!(blocks(&r).starts_with(
        "letterhead: MINISTRY OF LAKES\nletterhead: No. 17/B. Confidential\nrunning head: Draft understanding"
    ));
    assert!(
        blocks(&r).contains(
            "item: (b) are lit from dusk.\nitem: 2.I by oil,\nitem: 2.II by gas.\nitem: 3. The costs"
        )
    );
    let (first, second) = (pages(&r)[0].0.map(str::to_owned), pages(&r)[1].0.map(str::to_owned));
    assert_eq!((first.as_deref(), second.as_deref()), (Some("3"), Some("4")));
}

#[test]
fn lists_and_columns_of_python_docx() {
    let r = file("docx/python-docx-1.2.docx");
    let told = blocks(&r);
    assert!(
        told.contains(
            "item: 1. Night sailings end on 1 April.\nitem: 2. The inquiry goes on.\nitem: • Alder"
        ),
        "{told}"
    );
    assert!(told.contains("quote: We shall see.\nrow: Original | Translation\nparagraph: Стороны встретятся 11 марта.\nparagraph: Протокол подписан.\nparagraph: The sides meet on 11 March."), "{told}");
    assert!(told.contains("would sign. | It would not. / The meeting rose."), "{told}");
    assert_eq!(told_author(&r), Some("Orla Venn"));
}

fn told_author(r: &memcon_read::Reading) -> Option<&str> {
    told(r, "author")
}

#[test]
fn lists_of_odfpy_print_all_their_levels() {
    let told = blocks(&file("odt/odfpy-1.4.odt"));
    assert!(told.contains("item: 2. The ferries:\nitem: (a) do not sail at night;\nitem: (b) carry lights:\nitem: 2.b.I. red;\nitem: 2.b.II. green.\nitem: 3. The costs are shared."), "{told}");
    assert!(told.contains("was not  ready. | (Laughter.) / Nobody answered."), "{told}");
}
