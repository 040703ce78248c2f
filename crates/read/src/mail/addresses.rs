//! Who is named in a field of addresses: `Ida Brandt <ida@lorme.example>, "Quay, Port" <port@varn.example>`.

use super::words;

/// Addresses of one field that are read.
const MOST: usize = 1_000;

/// One correspondent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Mailbox {
    /// The name as written.
    pub name: Option<String>,
    /// The address.
    pub address: Option<String>,
}

impl Mailbox {
    /// The name; where none is written, the address.
    pub fn called(&self) -> Option<&str> {
        self.name.as_deref().or(self.address.as_deref())
    }
}

/// Everybody that a field names, in order.
pub(crate) fn mailboxes(raw: &[u8]) -> Vec<Mailbox> {
    let mut found = Vec::new();
    let mut one = Reader::default();
    for &b in raw {
        if let Some(mailbox) = one.take(b) {
            found.extend(mailbox.finish());
        }
        if found.len() >= MOST {
            return found;
        }
    }
    found.extend(one.finish());
    found
}

/// Reads one mailbox, byte by byte.
#[derive(Default)]
struct Reader {
    words: Vec<u8>,
    angle: Vec<u8>,
    comment: Vec<u8>,
    depth: u32,
    in_angle: bool,
    quoted: bool,
    escaped: bool,
}

impl Reader {
    /// Takes a byte; gives what is complete.
    fn take(&mut self, b: u8) -> Option<Self> {
        if self.escaped {
            self.escaped = false;
            self.words.push(b);
            return None;
        }
        match b {
            b'\\' if self.quoted => self.escaped = true,
            b'"' if self.depth == 0 && !self.in_angle => self.quoted = !self.quoted,
            _ if self.quoted => self.words.push(b),
            // Some programs write the address in brackets.
            b'(' | b'[' if !self.in_angle => {
                self.depth += 1;
                if self.depth > 1 {
                    self.comment.push(b);
                }
            }
            b')' | b']' if self.depth > 0 => {
                self.depth -= 1;
                if self.depth > 0 {
                    self.comment.push(b);
                }
            }
            _ if self.depth > 0 => self.comment.push(b),
            b'<' => self.in_angle = true,
            b'>' => self.in_angle = false,
            _ if self.in_angle => self.angle.push(b),
            b',' | b';' => return Some(std::mem::take(self)),
            // The name of a group says nothing of its members.
            b':' => self.words.clear(),
            _ => self.words.push(b),
        }
        None
    }

    fn finish(self) -> Option<Mailbox> {
        let told = |bytes: &[u8]| {
            let text = words::unstructured(bytes);
            let text = text.trim_matches(['\'', '"', ' ']).to_owned();
            (!text.is_empty()).then_some(text)
        };
        let (words, angle, comment) = (told(&self.words), told(&self.angle), told(&self.comment));
        let mailbox = match angle {
            // Some programs write the address twice.
            Some(address) => {
                Mailbox { name: words.filter(|w| *w != address).or(comment), address: Some(address) }
            }
            None => match words {
                Some(words) if words.contains('@') && !words.contains(' ') => {
                    Mailbox { name: comment, address: Some(words) }
                }
                words => Mailbox { name: words, address: None },
            },
        };
        mailbox.called().is_some().then_some(mailbox)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn correspondents_are_told_apart() {
        let called = |raw: &str| {
            mailboxes(raw.as_bytes())
                .iter()
                .filter_map(Mailbox::called)
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        assert_eq!(
            called("Ida Brandt <ida@lorme.example>, <port@varn.example>"),
            ["Ida Brandt", "port@varn.example"]
        );
        assert_eq!(
            called("\"Brandt, Ida\" <ida@lorme.example>; x@y (Old Harbour)"),
            ["Brandt, Ida", "Old Harbour"]
        );
        assert_eq!(called("=?utf-8?Q?Orsolya_Thr=C3=A4ne?= <o@t.example>"), ["Orsolya Thräne"]);
        assert_eq!(called("The commission: a@b.example, Ida <c@d.example>;"), ["a@b.example", "Ida"]);
        assert_eq!(called("Ida Brandt [mailto:ida@lorme.example]"), ["Ida Brandt"]);
        assert_eq!(called("undisclosed-recipients:;"), [""; 0]);
        assert_eq!(called("a@b.example <a@b.example>, 'Ida' <c@d.example>"), ["a@b.example", "Ida"]);
    }
}
