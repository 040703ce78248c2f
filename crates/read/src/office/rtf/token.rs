//! Rich Text as a flat run of tokens: braces, control words, symbols, bytes of text. Binary data is passed over.

/// A token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token<'r> {
    /// `{`
    Open,
    /// `}`
    Close,
    /// `\name` or `\name5`.
    Word(&'r str, Option<i32>),
    /// `\~` and the like.
    Symbol(u8),
    /// `\'e9`
    Hex(u8),
    /// Bytes as they stand, without line ends.
    Text(&'r [u8]),
}

/// Cuts a file into tokens.
pub(super) struct Tokens<'r> {
    bytes: &'r [u8],
    at: usize,
    /// Offset of the token given last.
    pub start: usize,
}

impl<'r> Tokens<'r> {
    /// The tokens of a file.
    pub fn new(bytes: &'r [u8]) -> Self {
        Self { bytes, at: 0, start: 0 }
    }

    /// Offset behind the token given last.
    pub fn end(&self) -> usize {
        self.at
    }

    fn word(&mut self) -> Token<'r> {
        let start = self.at;
        let rest = &self.bytes[start..];
        let length = rest.iter().take(40).take_while(|b| b.is_ascii_alphabetic()).count();
        let name = std::str::from_utf8(&rest[..length]).unwrap_or_default();
        let mut at = start + length;
        let minus =
            self.bytes.get(at) == Some(&b'-') && self.bytes.get(at + 1).is_some_and(u8::is_ascii_digit);
        at += usize::from(minus);
        let mut value: Option<i64> = None;
        while let Some(digit) = self.bytes.get(at).filter(|b| b.is_ascii_digit()) {
            let so_far = value.unwrap_or(0).saturating_mul(10).saturating_add(i64::from(digit - b'0'));
            value = Some(so_far.min(i64::from(i32::MAX)));
            at += 1;
        }
        let value = value.map(|v| if minus { -v } else { v } as i32);
        // One space belongs to the word.
        at += usize::from(self.bytes.get(at) == Some(&b' '));
        self.at = at;
        if name == "bin" {
            let skip = usize::try_from(value.unwrap_or(0)).unwrap_or(0);
            self.at = self.at.saturating_add(skip).min(self.bytes.len());
        }
        Token::Word(name, value)
    }

    fn escaped(&mut self) -> Option<Token<'r>> {
        let next = *self.bytes.get(self.at)?;
        if next.is_ascii_alphabetic() {
            return Some(self.word());
        }
        self.at += 1;
        if next != b'\'' {
            return Some(Token::Symbol(next));
        }
        let digit = |b: Option<&u8>| b.and_then(|b| char::from(*b).to_digit(16));
        match (digit(self.bytes.get(self.at)), digit(self.bytes.get(self.at + 1))) {
            (Some(high), Some(low)) => {
                self.at += 2;
                Some(Token::Hex((high * 16 + low) as u8))
            }
            _ => Some(Token::Symbol(b'\'')),
        }
    }
}

impl<'r> Iterator for Tokens<'r> {
    type Item = Token<'r>;

    fn next(&mut self) -> Option<Token<'r>> {
        while matches!(self.bytes.get(self.at), Some(b'\r' | b'\n' | 0)) {
            self.at += 1;
        }
        self.start = self.at;
        let first = *self.bytes.get(self.at)?;
        self.at += 1;
        match first {
            b'{' => Some(Token::Open),
            b'}' => Some(Token::Close),
            b'\\' => self.escaped(),
            _ => {
                let rest = &self.bytes[self.start..];
                let stop = |b: &u8| matches!(b, b'{' | b'}' | b'\\' | b'\r' | b'\n' | 0);
                let length = rest.iter().position(stop).unwrap_or(rest.len());
                self.at = self.start + length;
                Some(Token::Text(&rest[..length]))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_take_one_space_and_binary_data_is_passed_over() {
        let tokens: Vec<_> = Tokens::new(b"{\\b1  a\r\nb\\'e9\\~\\u-3913?\\bin4 }}\\{x}").collect();
        assert_eq!(
            tokens,
            [
                Token::Open,
                Token::Word("b", Some(1)),
                Token::Text(b" a"),
                Token::Text(b"b"),
                Token::Hex(0xe9),
                Token::Symbol(b'~'),
                Token::Word("u", Some(-3913)),
                Token::Text(b"?"),
                Token::Word("bin", Some(4)),
                Token::Text(b"x"),
                Token::Close
            ]
        );
    }
}
