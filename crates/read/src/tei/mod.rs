//! TEI P5, and the words of any other XML.

use crate::{Hint, Reading};

/// Reads a TEI document, or one division of a volume, into `reading`.
pub(crate) fn read(source: &str, hint: Hint<'_>, reading: &mut Reading) {
    read_any(source, hint, reading);
}

/// Reads the words of any XML into `reading`.
pub(crate) fn read_any(source: &str, _hint: Hint<'_>, reading: &mut Reading) {
    let mut writer = crate::writer::Writer::default();
    for node in crate::xml::Nodes::new(source) {
        match node {
            crate::xml::Node::Text(words) => writer.flowing(&words),
            _ => writer.line(),
        }
    }
    writer.finish(reading);
}
