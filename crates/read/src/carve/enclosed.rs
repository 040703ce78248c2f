//! A message and what is enclosed in it: the message keeps its own way, each enclosure gets one below.

use memcon_model::Severity;

use super::Part;
use super::names::{Ways, way};
use super::walk::{At, Flow, Walk};
use crate::Format;
use crate::mail::body::sort;
use crate::mail::entity::{Entity, entities};

/// Endings for enclosures that have no name, by media type.
const ENDINGS: [(&str, &str); 12] = [
    ("text/plain", "txt"),
    ("text/html", "html"),
    ("text/rtf", "rtf"),
    ("application/rtf", "rtf"),
    ("application/pdf", "pdf"),
    ("application/zip", "zip"),
    ("application/gzip", "gz"),
    ("application/msword", "doc"),
    ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
    ("application/vnd.oasis.opendocument.text", "odt"),
    ("image/png", "png"),
    ("image/jpeg", "jpg"),
];

/// Gives the message, then its enclosures.
pub(super) fn walk(walk: &mut Walk<'_>, bytes: Vec<u8>, media_type: Option<String>, at: &At) -> Flow {
    let message = entities(&bytes);
    let sorted = sort(&message);
    walk.give(Part { way: at.way.clone(), bytes: bytes.clone(), media_type, given: Vec::new() })?;
    let mut ways = Ways::default();
    for &n in &sorted.enclosed {
        let Some(entity) = message.all.get(n) else { continue };
        let way = ways.take(name(entity));
        if at.depth >= walk.limits.depth {
            let words =
                format!("It lies inside {} other messages or archives; it was not read", walk.limits.depth);
            walk.say(&at.inside(&way), Severity::Error, &words)?;
            continue;
        }
        // What a part says it is may be wrong; only that it is a message is believed.
        let told = entity.is_message().then_some(Format::Mail);
        let mut inside = entity.bytes();
        let mut inside = match &mut inside {
            std::borrow::Cow::Borrowed(bytes) => *bytes,
            std::borrow::Cow::Owned(bytes) => bytes.as_slice(),
        };
        walk.stream(&mut inside, &at.within(&way, told))?;
    }
    Ok(())
}

/// What an enclosure is called: by the sender's program, else by its place and kind.
fn name(entity: &Entity<'_>) -> String {
    if let Some(way) =
        entity.file_name().and_then(|name| way(name.rsplit(['/', '\\']).next().unwrap_or(name)))
    {
        return way;
    }
    if entity.is_message() {
        return "message.eml".to_owned();
    }
    let kind = entity.kind.value.as_str();
    let ending = ENDINGS.iter().find(|e| e.0 == kind).map_or("bin", |e| e.1);
    let place = if entity.path.is_empty() { "1" } else { entity.path.as_str() };
    format!("part-{place}.{ending}")
}
