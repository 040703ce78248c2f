//! Web pages: what is the paper, what furniture, who comments.

use memcon_read::{BlockKind, Hint, Reading, read};

fn page(html: &str) -> Reading {
    read(html.as_bytes(), Hint { path: None, media_type: Some("text/html"), ..Hint::default() })
}

/// Blocks as lines: kind and words.
fn report(reading: &Reading) -> Vec<String> {
    let kind = |k: &BlockKind| match k {
        BlockKind::Comment { author, number, time } => {
            let or = |v: &Option<String>| v.clone().unwrap_or("-".into());
            format!("comment {} {} {}", or(number), or(author), or(time))
        }
        other => format!("{other:?}").to_lowercase(),
    };
    reading
        .blocks
        .iter()
        .map(|b| format!("{}: {}", kind(&b.kind), b.span.of(&reading.text).replace('\n', " / ")))
        .collect()
}

const BLOG: &str = r#"<!doctype html><html lang="en"><head><title>Ferry talks end</title>
<meta name="author" content="A. Writer"><meta property="article:published_time" content="2019-03-13T10:00:00Z">
<link rel="canonical" href="https://example.org/ferry"><script>var x = "<p>no</p>";</script></head><body>
<div id="header"><ul class="menu"><li><a href="/">Home</a></li><li><a href="/a">About</a></li></ul></div>
<div class="post"><h1>Ferry talks end</h1><div class="entry-content"><p>The talks about the ferry <b>ended</b>
on Tuesday without a result, people close to them say.</p><blockquote><p>We will be back.</p></blockquote>
<ul><li>no price</li><li>no date</li></ul><div class="share-buttons"><a href="x">Share</a></div></div></div>
<div id="comments"><h3>2 comments</h3><ol class="commentlist">
<li class="comment" id="comment-7"><div class="comment-author"><cite class="fn">Mira</cite> says:</div>
<time datetime="2019-03-14">14 March</time><p>About time.</p>
<ul class="children"><li class="comment" id="comment-9"><cite class="fn">Oleg</cite><p>Not at all!</p></li></ul></li></ol>
<form><p>Leave a reply</p></form></div><footer><p>All rights reserved.</p></footer></body></html>"#;

#[test]
fn a_post_is_told_from_its_menu_its_comments_and_its_footer() {
    let reading = page(BLOG);
    assert_eq!(
        report(&reading),
        [
            "furniture: Home / About",
            "heading(1): Ferry talks end",
            "paragraph: The talks about the ferry ended on Tuesday without a result, people close to them say.",
            "quote: We will be back.",
            "paragraph: We will be back.",
            "listitem: no price",
            "listitem: no date",
            "furniture: Share /  / 2 comments",
            "comment 7 Mira 2019-03-14: Mira says: / 14 March / About time.",
            "listitem: Mira says:",
            "listitem: 14 March",
            "paragraph: About time.",
            "comment 9 Oleg -: Oleg / Not at all!",
            "listitem: Oleg",
            "paragraph: Not at all!",
            "furniture: Leave a reply /  / All rights reserved.",
        ]
    );
}

#[test]
fn what_a_page_says_of_itself_is_kept() {
    let reading = page(BLOG);
    let meta = |name: &str| reading.metadata.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str());
    assert_eq!(reading.title.as_deref(), Some("Ferry talks end"));
    assert_eq!(meta("author"), Some("A. Writer"));
    assert_eq!(meta("date"), Some("2019-03-13"));
    assert_eq!(meta("language"), Some("en"));
    assert_eq!(meta("url"), Some("https://example.org/ferry"));
}

#[test]
fn white_space_is_folded_as_a_browser_does() {
    let reading = page(
        "<p>one\n   two<br>three &nbsp;four</p><pre>a\n  b</pre><div>x<span>y</span></div><p hidden>no</p>",
    );
    assert_eq!(reading.text, "one two\nthree \u{a0}four\n\na\n  b\n\nxy\n");
}

#[test]
fn rows_of_a_table_are_lines() {
    let reading =
        page("<table><tr><th>Side</th><th>Boats</th></tr><tr><td>North</td><td>3</td></tr></table>");
    assert_eq!(reading.text, "Side\tBoats\nNorth\t3\n");
    assert!(reading.blocks.iter().all(|b| b.kind == BlockKind::TableRow));
}

#[test]
fn a_page_without_words_says_so() {
    let reading = page("<html><body><div id=app></div><script>start()</script></body></html>");
    assert_eq!(reading.text, "");
    assert!(reading.notices[0].message.contains("no readable text"));
}
