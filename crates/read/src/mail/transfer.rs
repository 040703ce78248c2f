//! Transfer encodings: base64, quoted-printable, uuencode. Lenient: what does not fit is passed over.

use std::borrow::Cow;

/// How the bytes of a body are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Transfer {
    /// As they are.
    #[default]
    Identity,
    /// Base64.
    Base64,
    /// Quoted-printable.
    Quoted,
    /// uuencode.
    Uu,
}

impl Transfer {
    /// By the name in the head.
    pub fn named(name: &str) -> Self {
        match name.trim().to_ascii_lowercase().as_str() {
            "base64" => Self::Base64,
            "quoted-printable" => Self::Quoted,
            "x-uuencode" | "uuencode" | "x-uue" => Self::Uu,
            _ => Self::Identity,
        }
    }

    /// The bytes behind the writing.
    pub fn decode(self, body: &[u8]) -> Cow<'_, [u8]> {
        match self {
            Self::Identity => Cow::Borrowed(body),
            Self::Base64 => Cow::Owned(base64(body)),
            Self::Quoted => Cow::Owned(quoted_printable(body)),
            Self::Uu => Cow::Owned(uuencode(body)),
        }
    }
}

/// Base64; each padded piece of several run together counts.
pub(crate) fn base64(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut held) = (0u32, 0u32);
    for &b in text {
        let six = match b {
            b'A'..=b'Z' => b - b'A',
            b'a'..=b'z' => b - b'a' + 26,
            b'0'..=b'9' => b - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            b'=' => {
                (bits, held) = (0, 0);
                continue;
            }
            _ => continue,
        };
        bits = bits << 6 | u32::from(six);
        held += 6;
        if held >= 8 {
            held -= 8;
            out.push((bits >> held) as u8);
            bits &= (1 << held) - 1;
        }
    }
    out
}

/// Quoted-printable.
pub(crate) fn quoted_printable(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    for line in text.split_inclusive(|b| *b == b'\n') {
        let bare = super::fields::trim_end(line);
        let end = &line[bare.len()..];
        // White space at the end of a line is the way's, not the writer's.
        let bare = if end.is_empty() { bare } else { bare.trim_ascii_end() };
        let mut at = 0;
        let mut soft = false;
        while let Some(&b) = bare.get(at) {
            let hex = |n: usize| bare.get(at + n).and_then(|b| char::from(*b).to_digit(16));
            if b != b'=' {
                out.push(b);
                at += 1;
            } else if let (Some(high), Some(low)) = (hex(1), hex(2)) {
                out.push((high * 16 + low) as u8);
                at += 3;
            } else {
                soft = at + 1 == bare.len();
                if !soft {
                    out.push(b);
                }
                at += 1;
            }
        }
        if !soft {
            out.extend(end);
        }
    }
    out
}

/// uuencode, from `begin` to `end`.
pub(crate) fn uuencode(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len() / 4 * 3);
    for line in text.split(|b| *b == b'\n') {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.starts_with(b"begin ") || line == b"end" {
            continue;
        }
        let Some((&count, rest)) = line.split_first() else { continue };
        let count = usize::from(count.wrapping_sub(32) & 63);
        let mut bytes = Vec::with_capacity(48);
        for four in rest.chunks(4) {
            let six = |n: usize| u32::from(four.get(n).map_or(0, |b| b.wrapping_sub(32) & 63));
            let bits = six(0) << 18 | six(1) << 12 | six(2) << 6 | six(3);
            bytes.extend([(bits >> 16) as u8, (bits >> 8) as u8, bits as u8]);
        }
        bytes.truncate(count);
        out.extend(bytes);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_ways_are_undone() {
        assert_eq!(base64(b"VGhl\r\nIGZl cnJ5IQ==\n"), b"The ferry!");
        assert_eq!(
            quoted_printable(b"caf=C3=A9 =\r\nau lait   \r\n1 =3D 1, a=b\n"),
            "café au lait\r\n1 = 1, a=b\n".as_bytes()
        );
        assert_eq!(uuencode(b"begin 644 a.txt\n#0V%T\n`\nend\n"), b"Cat");
        assert_eq!(base64(b"===A"), b"");
    }
}
