//! What every fuzz target checks: reading neither panics nor breaks its promises about spans.

use memcon_read::carve::{Limits, parts};
use memcon_read::{Format, Hint, Reading, read};

/// As little as a test can bear: inputs are small, and so is what may come out of them.
const LIMITS: Limits = Limits { depth: 3, parts: 1_000, part: 1 << 22, unpacked: 1 << 24, ratio: 50 };

/// Reads `bytes` as `format` and checks what comes out.
pub fn reading(format: Format, bytes: &[u8]) {
    check(&read(bytes, Hint { media_type: Some(format.media_type()), ..Hint::default() }));
}

/// Takes `bytes` apart as `format` and reads each document.
pub fn carving(format: Format, bytes: &[u8]) {
    let source = std::io::Cursor::new(bytes.to_vec());
    let mut ways = std::collections::BTreeSet::new();
    for part in parts(Box::new(source), Some(format), Hint::default(), LIMITS) {
        let Ok(part) = part else { continue };
        assert!(ways.insert(part.way.clone()), "the way {:?} twice", part.way);
        let hint = Hint { path: Some(&part.way), media_type: part.media_type.as_deref(), given: &part.given };
        check(&read(&part.bytes, hint));
    }
}

fn check(reading: &Reading) {
    let text = &reading.text;
    let fits = |span: memcon_model::Span| assert!(text.get(span.range()).is_some(), "{span:?}");
    reading.blocks.iter().for_each(|b| fits(b.span));
    reading.marks.iter().for_each(|m| fits(m.span));
    reading.layout.pages.iter().for_each(|p| fits(p.span));
    reading.layout.locators.iter().for_each(|l| fits(l.span));
    assert!(reading.blocks.is_sorted_by_key(|b| b.span.start));
    assert!(reading.marks.is_sorted_by_key(|m| m.span.start));
    assert!(reading.layout.locators.windows(2).all(|w| w[0].span.end <= w[1].span.start));
}
