//! Rich Text: groups and control words, one after the other; no recursion.
//!
//! `token` cuts the file, `state` is what groups set and take back, `encode` turns bytes into characters, `words` says what control
//! words do, `body` writes paragraphs, tables and notes.

mod body;
mod encode;
mod lists;
mod state;
mod token;
mod words;

use memcon_model::Severity;

use self::body::Body;
use self::token::{Token, Tokens};
use super::compose::compose;
use super::{number, properties};
use crate::{Hint, Reading};

/// Groups nested deeper than this set nothing of their own.
const DEEPEST: usize = 5_000;

/// Reads a Rich Text file into `reading`.
pub(crate) fn read(bytes: &[u8], _hint: Hint<'_>, reading: &mut Reading) {
    let mut tokens = Tokens::new(bytes);
    let mut body = Body::new(bytes, reading);
    let mut deeper = 0usize;
    let mut lost = false;
    let mut closed = false;
    while let Some(token) = tokens.next() {
        body.at = tokens.start;
        body.behind = tokens.end();
        match token {
            Token::Open if body.depth() >= DEEPEST => deeper += 1,
            Token::Open => {
                closed = false;
                body.open();
            }
            Token::Close if deeper > 0 => deeper -= 1,
            Token::Close => {
                lost |= closed;
                closed = !body.close();
            }
            Token::Text(text) => {
                lost |= closed && !text.trim_ascii().is_empty();
                body.bytes(text);
            }
            Token::Hex(byte) => body.bytes(&[byte]),
            Token::Symbol(symbol) => body.symbol(symbol),
            Token::Word(name, value) => body.word(name, value),
        }
    }
    let cut = body.depth() > 1 || deeper > 0;
    let (mut flow, told) = body.finish();
    if told.numbered {
        let mut count = 0i64;
        for (label, given) in flow.pages.iter_mut().zip(&told.pages) {
            count = given.unwrap_or(count.saturating_add(1));
            *label = Some(Some(number::print(told.system, count)));
        }
    }
    let laid_out = flow.laid_out;
    compose(flow, reading);
    super::settle_pages(laid_out, told.count, reading);
    properties::title(reading, told.title);
    if cut {
        reading.note(
            Severity::Warning,
            "The file breaks off in the middle; it was read as far as it goes. Look for a whole copy.",
        );
    } else if lost {
        reading.note(Severity::Note, "The braces of the file do not match; its words were read all the same, but some of what it says of them may be lost.");
    }
    if told.unknown > 0 {
        let message = format!(
            "{} stretches of bytes have no character in the file's code page and became U+FFFD.",
            told.unknown
        );
        reading.note(Severity::Warning, message);
    }
    if reading.text.trim().is_empty() {
        reading.note(
            Severity::Warning,
            "The file holds no words. If it holds pictures of pages, recognise their text and add that.",
        );
    }
}
