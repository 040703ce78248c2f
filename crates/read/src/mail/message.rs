//! A mail message: its head as mail programs show it, its words, and in them what is not the sender's.

use memcon_model::{Locator, Severity, Span};

use super::addresses::{Mailbox, mailboxes};
use super::body::{Sorted, characters, sort};
use super::entity::{Entities, Entity, entities};
use super::fields::Field;
use super::{date, flowed, quoting};
use crate::reading::{Block, BlockKind};
use crate::{Hint, Reading};

/// The fields that are shown, in the order in which mail programs show them.
const SHOWN: [(&str, &str); 7] = [
    ("from", "From"),
    ("sender", "Sender"),
    ("to", "To"),
    ("newsgroups", "Newsgroups"),
    ("cc", "Cc"),
    ("date", "Date"),
    ("subject", "Subject"),
];

/// Reads a message into `reading`.
pub(crate) fn read(bytes: &[u8], _hint: Hint<'_>, reading: &mut Reading) {
    // What the bytes as a whole look like says nothing: each part tells its own encoding.
    reading.notices.clear();
    let message = entities(bytes);
    let sorted = sort(&message);
    reading.encoding = "UTF-8".into();
    head(&message, reading);
    describe(&message, &sorted, reading);
    let mut shown = false;
    for &n in &sorted.words {
        if let Some(entity) = message.all.get(n) {
            shown |= words(entity, reading);
        }
    }
    reading.blocks.sort_by_key(|b| (b.span.start, std::cmp::Reverse(b.span.end)));
    reading.marks.sort_by_key(|m| (m.span.start, std::cmp::Reverse(m.span.end)));
    notices(&message, &sorted, shown, reading);
}

/// Writes the head and says where each of its fields stands in the message.
fn head(message: &Entities<'_>, reading: &mut Reading) {
    let from = message.fields.value("from");
    for (name, label) in SHOWN {
        for field in message.fields.all(name).take(50) {
            let value = field.value();
            if value.is_empty() || name == "sender" && Some(&value) == from.as_ref() {
                continue;
            }
            let start = reading.text.len();
            reading.text.push_str(label);
            reading.text.push_str(": ");
            reading.text.push_str(&value);
            let span = Span::new(start, reading.text.len());
            reading.text.push('\n');
            locate(reading, span, label, field.range());
        }
    }
    if !reading.text.is_empty() {
        let span = Span::new(0, reading.text.len() - 1);
        reading.blocks.push(Block { span, kind: BlockKind::Letterhead });
    }
}

fn locate(reading: &mut Reading, span: Span, element: &str, range: (usize, usize)) {
    let bytes = Some([range.0 as u64, range.1 as u64]);
    reading.layout.locators.push(Locator { span, element: Some(element.to_owned()), bytes, area: None });
}

/// What the head says of the message, for the description and for linking.
fn describe(message: &Entities<'_>, sorted: &Sorted, reading: &mut Reading) {
    let fields = &message.fields;
    let mut say = |name: &str, value: String| {
        if !value.is_empty() {
            reading.metadata.push((name.to_owned(), value));
        }
    };
    let people = |name: &str| -> Vec<String> {
        let all = fields.all(name).take(50).flat_map(|f: &Field<'_>| mailboxes(f.raw));
        all.filter_map(|m: Mailbox| m.called().map(str::to_owned)).collect()
    };
    people("from").into_iter().take(20).for_each(|p| say("sender", p));
    people("to").into_iter().for_each(|p| say("addressee", p));
    people("cc").into_iter().for_each(|p| say("cc", p));
    if let Some(day) = fields.value("date").as_deref().and_then(date::edtf) {
        say("date", day);
    }
    // Every program writes these names; what they hold is for machines and kept to the letter.
    for name in ["message-id", "in-reply-to", "references"] {
        let ids = fields.value(name).unwrap_or_default();
        ids.split_whitespace().filter(|id| id.starts_with('<') && id.len() < 500).take(200).for_each(|id| {
            say(name, id.trim_matches(['<', '>']).to_owned());
        });
    }
    for &n in &sorted.enclosed {
        if let Some(name) = message.all.get(n).and_then(Entity::file_name) {
            say("enclosure", name.to_owned());
        }
    }
    reading.title = fields.value("subject");
    if let Some(title) = reading.title.clone() {
        reading.metadata.push(("title".to_owned(), title));
    }
}

/// Writes one part of the words; says whether there were any.
fn words(entity: &Entity<'_>, reading: &mut Reading) -> bool {
    let (source, encoding) = characters(entity);
    let mut part = Reading::default();
    let page = entity.kind.value == "text/html";
    if page {
        crate::html::read(&source, Hint::default(), &mut part);
        part.text.truncate(part.text.trim_end().len());
    } else {
        let flows = entity.kind.parameter("format").is_some_and(|f| f.eq_ignore_ascii_case("flowed"));
        let delete = entity.kind.parameter("delsp").is_some_and(|f| f.eq_ignore_ascii_case("yes"));
        let text = if flows { flowed::unflow(&source, delete) } else { source.replace("\r\n", "\n") };
        // Blank lines at the ends are the way's; white space before the first word may be a poem's.
        let first = text.len() - text.trim_start_matches(['\n', '\r']).len();
        part.text = text[first..].trim_end().to_owned();
    }
    if part.text.trim().is_empty() {
        return false;
    }
    reading.encoding = encoding.to_owned();
    if !reading.text.is_empty() {
        reading.text.push('\n');
    }
    let start = reading.text.len();
    reading.text.push_str(&part.text);
    let span = Span::new(start, reading.text.len());
    reading.text.push('\n');
    let element = if entity.path.is_empty() { "1".to_owned() } else { entity.path.clone() };
    locate(reading, span, &element, (entity.at, entity.at + entity.body.len()));
    let moved = |span: Span| Span { start: span.start + start as u32, end: span.end + start as u32 };
    let within = |span: &Span| span.end as usize <= part.text.len();
    let mut quoted = Vec::new();
    for block in part.blocks.into_iter().filter(|b| within(&b.span)) {
        // A message is all its own: navigation and comments are of the web.
        let kind = match block.kind {
            BlockKind::Furniture | BlockKind::Comment { .. } => BlockKind::Paragraph,
            kind => kind,
        };
        if kind == BlockKind::Quote {
            quoted.push(moved(block.span));
        }
        reading.blocks.push(Block { span: moved(block.span), kind });
    }
    reading.marks.extend(part.marks.into_iter().filter(|m| within(&m.span)).map(|mut m| {
        m.span = moved(m.span);
        m
    }));
    let (blocks, marks) = quoting::find(&reading.text, start, &quoted, !page);
    reading.blocks.extend(blocks);
    reading.marks.extend(marks);
    true
}

fn notices(message: &Entities<'_>, sorted: &Sorted, shown: bool, reading: &mut Reading) {
    if sorted.encrypted {
        let words = "The message is encrypted: only its head can be read. Decrypt it in your mail program, save it \
                     and add that.";
        reading.note(if shown { Severity::Warning } else { Severity::Error }, words);
    } else if !shown && sorted.enclosed.is_empty() {
        reading.note(Severity::Warning, "The message has a head and no words.");
    }
    if let Some(differs) = sorted.differs {
        let (read, other) = if differs.page_is_read { ("HTML", "plain") } else { ("plain", "HTML") };
        let words = format!(
            "The plain and the HTML form of this message do not say the same: {} words stand only in the plain one, {} only \
             in the other. The {read} form, which has more, was read; look at the {other} form in the message itself.",
            differs.plain, differs.page
        );
        reading.note(Severity::Warning, words);
    }
    if message.unfinished {
        let words = "The message ends before its last part is closed. Look whether it was copied whole.";
        reading.note(Severity::Warning, words);
    }
    if message.cut {
        reading.note(Severity::Warning, "The message has more parts, or deeper ones, than are read.");
    }
    if reading.text.contains('\u{fffd}') {
        let words = "Some characters do not fit the encoding that the message names and became U+FFFD.";
        reading.note(Severity::Note, words);
    }
}
