//! Markdown: the text stays the source; the blocks say what its marks mean.

use memcon_model::Span;
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use crate::{Block, BlockKind};

/// Blocks of a Markdown text, in order of start, with offsets of the source; the title, if a first heading.
pub(crate) fn blocks(text: &str) -> (Vec<Block>, Option<String>) {
    let mut found = Vec::new();
    let mut title = None;
    let mut in_item = 0usize;
    let mut heading: Option<String> = None;
    for (event, range) in Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter() {
        match event {
            Event::Start(tag) => {
                if matches!(tag, Tag::Item) {
                    in_item += 1;
                }
                if matches!(tag, Tag::Heading { .. }) && title.is_none() {
                    heading = Some(String::new());
                }
                if let Some(kind) = kind(&tag, in_item > 0) {
                    let span = Span::from(range).trim(text);
                    if !span.is_empty() {
                        found.push(Block { span, kind });
                    }
                }
            }
            Event::End(TagEnd::Item) => in_item = in_item.saturating_sub(1),
            Event::End(TagEnd::Heading(_)) => {
                title = title.or(heading.take().filter(|h| !h.trim().is_empty()))
            }
            Event::Text(words) | Event::Code(words) => {
                if let Some(heading) = &mut heading {
                    heading.push_str(&words);
                }
            }
            _ => {}
        }
    }
    (found, title)
}

/// What a tag says of its block; paragraphs inside list items are the item's.
fn kind(tag: &Tag<'_>, in_item: bool) -> Option<BlockKind> {
    Some(match tag {
        Tag::Heading { level, .. } => BlockKind::Heading(depth(*level)),
        Tag::Paragraph if !in_item => BlockKind::Paragraph,
        Tag::Item => BlockKind::ListItem,
        Tag::BlockQuote(_) => BlockKind::Quote,
        Tag::TableRow | Tag::TableHead => BlockKind::TableRow,
        _ => return None,
    })
}

fn depth(level: HeadingLevel) -> u8 {
    level as u8
}
