//! Files as they come: broken, mixed, huge, not text at all.

use std::time::{Duration, Instant};

use memcon_model::Severity;
use memcon_read::{BlockKind, Hint, Reading, read};
use proptest::prelude::*;

fn plain(bytes: &[u8]) -> Reading {
    read(bytes, Hint::default())
}

fn utf16(text: &str, little: bool) -> Vec<u8> {
    text.encode_utf16().flat_map(|u| if little { u.to_le_bytes() } else { u.to_be_bytes() }).collect()
}

/// Blocks fit the text, on characters, and stand in order.
fn check_blocks(reading: &Reading) {
    let mut at = 0;
    for block in &reading.blocks {
        assert!(reading.text.get(block.span.range()).is_some(), "{block:?}");
        assert!(block.span.start >= at && !block.span.is_empty(), "{block:?}");
        at = block.span.start;
    }
}

#[test]
fn an_empty_file_is_said_to_be_empty() {
    for bytes in [&b""[..], b"\n \r\n"] {
        let reading = plain(bytes);
        assert!(reading.text.trim().is_empty());
        assert!(reading.notices[0].message.contains("empty"));
    }
}

#[test]
fn files_that_are_no_text_say_what_they_are_and_what_to_do() {
    for (bytes, media_type) in [
        (&b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"[..], "image/png"),
        (b"\x01\0\x02\x03\0\0\0\x90\x10\0\0\0\x7f\0\0\x01\0\xff\xfe\0\0", "application/octet-stream"),
    ] {
        let reading = plain(bytes);
        assert_eq!((reading.text.as_str(), reading.media_type.as_str()), ("", media_type));
        assert_eq!(reading.notices[0].severity, Severity::Error);
        assert!(reading.notices[0].message.contains(':'), "{}", reading.notices[0].message);
    }
}

#[test]
fn line_ends_and_control_characters_stay_and_the_mark_goes() {
    let reading = plain(b"\xef\xbb\xbfone\r\ntwo\x0bthree\x07\r\n");
    assert_eq!(reading.text, "one\r\ntwo\x0bthree\x07\r\n");
    assert_eq!(reading.encoding, "UTF-8");
    assert!(reading.notices.is_empty());
}

#[test]
fn utf16_is_read_with_and_without_its_mark() {
    let text = "The ferry – паром, 渡轮 – leaves at noon.\r\n它在中午离开。\r\n";
    for little in [true, false] {
        let bare = utf16(text, little);
        let mut marked = if little { vec![0xff, 0xfe] } else { vec![0xfe, 0xff] };
        marked.extend(&bare);
        let name = if little { "UTF-16LE" } else { "UTF-16BE" };
        for bytes in [bare, marked] {
            let reading = plain(&bytes);
            assert_eq!((reading.text.as_str(), reading.encoding.as_str()), (text, name));
        }
    }
}

#[test]
fn legacy_encodings_are_recognised_and_said() {
    let russian =
        "Делегация заявила, что паром не пойдет до полудня. Министр ответил, что будет ждать. ".repeat(4);
    let chinese = "代表团说，渡轮中午以前不会开航。部长回答说他会等待答复。".repeat(6);
    let japanese = "代表団は、渡し船は正午まで出ないと述べた。大臣は待つと答えた。".repeat(6);
    let korean =
        "대표단은 정오까지 나룻배가 떠나지 않는다고 말했다. 장관은 기다리겠다고 대답했다. ".repeat(5);
    let german = "Die Fähre fährt übermorgen früh über den Fluß; die Gäste müßten früher kommen. ".repeat(4);
    for (name, text) in [
        ("windows-1251", &russian),
        ("KOI8-R", &russian),
        ("gb18030", &chinese),
        ("big5", &"代表團說，渡輪中午以前不會開航。部長回答說他會等待答覆。".repeat(6)),
        ("Shift_JIS", &japanese),
        ("EUC-JP", &japanese),
        ("EUC-KR", &korean),
        ("windows-1252", &german),
    ] {
        let encoding = encoding_rs::Encoding::for_label(name.as_bytes()).unwrap();
        let (bytes, _, lossy) = encoding.encode(text);
        assert!(!lossy);
        let reading = plain(&bytes);
        assert_eq!(&reading.text, text, "{name} was read as {}", reading.encoding);
        assert!(reading.notices[0].message.contains(&reading.encoding));
    }
}

#[test]
fn truncated_utf8_keeps_all_but_the_last_character_and_says_so() {
    let whole = "Паром ждет.".as_bytes();
    let reading = plain(&whole[..whole.len() - 2]);
    assert_eq!(reading.text, "Паром жде\u{fffd}");
    assert!(reading.notices[0].message.contains("cut off"), "{:?}", reading.notices);
    assert_eq!(reading.notices[0].span.unwrap().of(&reading.text), "\u{fffd}");
}

#[test]
fn mixed_encodings_lose_only_what_is_broken_and_say_where() {
    let mut bytes = "第一行\n第二行：\n".repeat(3).into_bytes();
    bytes.extend(b"caf\xe9 and na\xefve\n");
    let reading = plain(&bytes);
    assert!(reading.text.ends_with("caf\u{fffd} and na\u{fffd}ve\n"));
    let notice = &reading.notices[0];
    assert_eq!(notice.severity, Severity::Warning);
    assert!(notice.message.contains("2 places") && notice.message.contains("line 7"), "{}", notice.message);
}

#[test]
fn ten_megabytes_on_one_line_are_quick() {
    let bytes = "все ясно ".repeat(600_000).into_bytes();
    let start = Instant::now();
    assert_eq!(plain(&bytes).text.len(), bytes.len());
    let broken = [&bytes[..], b"\xff\xff"].concat();
    assert!(plain(&broken).text.len() > bytes.len());
    let page = format!("<html><body><p>{}", "words and words ".repeat(200_000));
    assert!(plain(page.as_bytes()).text.len() > 3_000_000);
    assert!(start.elapsed() < Duration::from_secs(60));
}

#[test]
fn a_hundred_thousand_nested_elements_are_read() {
    for open in ["<div>", "<b>", "<ul><li>", "<blockquote>", "<table><tr><td>", "<font color=1>"] {
        let page =
            format!("<!doctype html><body>{}words inside{}", open.repeat(100_000), "</div>".repeat(1000));
        let start = Instant::now();
        let reading = plain(page.as_bytes());
        assert_eq!(reading.text.trim(), "words inside", "{open}");
        assert!(start.elapsed() < Duration::from_secs(60), "{open}");
        check_blocks(&reading);
    }
}

#[test]
fn markdown_keeps_its_source_and_points_at_its_blocks() {
    let text = "# Talks\n\nFirst *words*.\r\n\r\n> quoted\n\n- one\n- two\n";
    let reading = read(text.as_bytes(), Hint { path: Some("notes.md"), ..Hint::default() });
    assert_eq!(reading.text, text);
    assert_eq!(reading.title.as_deref(), Some("Talks"));
    let report: Vec<String> =
        reading.blocks.iter().map(|b| format!("{:?} {}", b.kind, b.span.of(text))).collect();
    assert_eq!(
        report,
        [
            "Heading(1) # Talks",
            "Paragraph First *words*.",
            "Quote > quoted",
            "Paragraph quoted",
            "ListItem - one",
            "ListItem - two"
        ]
    );
    check_blocks(&reading);
}

#[test]
fn content_decides_before_the_name() {
    let html = read(b"<!DOCTYPE html><p>words", Hint { path: Some("a.txt"), ..Hint::default() });
    assert_eq!((html.media_type.as_str(), html.text.as_str()), ("text/html", "words\n"));
    let text = read(b"no tags at all", Hint { path: Some("a.html"), ..Hint::default() });
    assert_eq!(text.media_type, "text/plain");
    let sure = read(b"<html>", Hint { path: None, media_type: Some("text/plain"), ..Hint::default() });
    assert_eq!(sure.text, "<html>");
}

#[test]
fn a_page_names_its_encoding() {
    let (bytes, ..) =
        encoding_rs::WINDOWS_1251.encode("<html><head><meta charset=\"windows-1251\"></head><p>Паром</p>");
    let reading = plain(&bytes);
    assert_eq!((reading.text.as_str(), reading.encoding.as_str()), ("Паром\n", "windows-1251"));
}

#[test]
fn no_reading_ever_alters_a_block_kind_for_plain_text() {
    assert!(plain(b"1. one\n2. two\n").blocks.iter().all(|b| b.kind != BlockKind::Furniture));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_bytes_are_read(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        check_blocks(&plain(&bytes));
    }

    #[test]
    fn any_markup_is_read(parts in proptest::collection::vec(prop_oneof![
        Just("<div class=comment id=c1>"), Just("</div>"), Just("<ul class=nav>"), Just("<li>"), Just("</ul>"),
        Just("<p>"), Just("words "), Just("слова"), Just("<a href=x>"), Just("</a>"), Just("<blockquote>"),
        Just("</blockquote>"), Just("<table><tr><td>"), Just("</table>"), Just("<article>"), Just("</article>"),
        Just("<pre>a\n b"), Just("</pre>"), Just("<br>"), Just("<!--"), Just("-->"), Just("<script>"),
        Just("</script>"), Just("<time datetime=2001-01-01>"), Just("&nbsp;"), Just("<h1>"), Just("</h1>")
    ], 0..60)) {
        let page = format!("<html>{}", parts.concat());
        check_blocks(&read(page.as_bytes(), Hint { path: None, media_type: Some("text/html"), ..Hint::default() }));
        check_blocks(&read(page.as_bytes(), Hint { path: None, media_type: Some("text/markdown"), ..Hint::default() }));
    }
}
