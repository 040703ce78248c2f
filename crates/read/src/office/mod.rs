//! Files of word processors: Word, OpenDocument, Rich Text.

pub(crate) mod docx;
pub(crate) mod odt;
pub(crate) mod rtf;
