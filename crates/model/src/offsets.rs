//! The way from bytes to Unicode code points and back.

use crate::{Span, Spans};

/// Converts byte offsets of one text into code-point offsets in O(log n) after one linear pass.
///
/// A checkpoint is kept every 1,024 bytes; ASCII texts need none.
#[derive(Clone, Debug)]
pub struct OffsetMap<'t> {
    text: &'t str,
    ascii: bool,
    checkpoints: Vec<u32>,
}

const STEP: usize = 1024;

impl<'t> OffsetMap<'t> {
    /// The map for `text`.
    pub fn new(text: &'t str) -> Self {
        if text.is_ascii() {
            return Self { text, ascii: true, checkpoints: Vec::new() };
        }
        let mut checkpoints = Vec::with_capacity(text.len() / STEP + 1);
        let mut chars = 0u32;
        for chunk in text.as_bytes().chunks(STEP) {
            checkpoints.push(chars);
            chars += count(chunk);
        }
        Self { text, ascii: false, checkpoints }
    }

    /// The number of code points before byte offset `byte` (clamped to the text).
    pub fn chars(&self, byte: u32) -> u32 {
        if self.ascii {
            return byte.min(self.text.len() as u32);
        }
        let byte = (byte as usize).min(self.text.len());
        let step = (byte / STEP).min(self.checkpoints.len().saturating_sub(1));
        let before = self.checkpoints.get(step).copied().unwrap_or(0);
        before + count(&self.text.as_bytes()[step * STEP..byte])
    }

    /// The byte offset at which code point number `chars` starts (clamped to the text).
    pub fn bytes(&self, chars: u32) -> u32 {
        if self.ascii {
            return chars.min(self.text.len() as u32);
        }
        let step = self.checkpoints.partition_point(|&c| c <= chars).saturating_sub(1);
        let mut left = chars - self.checkpoints.get(step).copied().unwrap_or(0);
        let bytes = self.text.as_bytes();
        let mut at = step * STEP;
        while at < bytes.len() && !self.text.is_char_boundary(at) {
            at += 1;
        }
        for (i, _) in self.text[at..].char_indices() {
            if left == 0 {
                return (at + i) as u32;
            }
            left -= 1;
        }
        self.text.len() as u32
    }

    /// Turns every byte span inside `value` into a code-point span.
    pub fn to_chars(&self, value: &mut impl Spans) {
        value.each_span(&mut |span| {
            *span = Span { start: self.chars(span.start), end: self.chars(span.end) };
        });
    }

    /// Turns every code-point span inside `value` into a byte span.
    pub fn to_bytes(&self, value: &mut impl Spans) {
        value.each_span(&mut |span| {
            *span = Span { start: self.bytes(span.start), end: self.bytes(span.end) };
        });
    }
}

/// Code points that start inside `bytes` (continuation bytes are not counted).
fn count(bytes: &[u8]) -> u32 {
    bytes.iter().filter(|&&b| (b as i8) >= -0x40).count() as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn there_and_back(text in "\\PC{0,3000}") {
            let map = OffsetMap::new(&text);
            for (n, (byte, _)) in text.char_indices().enumerate() {
                prop_assert_eq!(map.chars(byte as u32), n as u32);
                prop_assert_eq!(map.bytes(n as u32), byte as u32);
            }
        }
    }
}
