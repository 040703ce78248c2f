//! Characters of a head: encoded words (RFC 2047), and bytes that name no encoding.

use encoding_rs::Encoding;

/// A value unfolded, its encoded words decoded, runs of white space as one space.
pub(crate) fn unstructured(raw: &[u8]) -> String {
    let mut out = String::with_capacity(raw.len());
    // Words in a row with one encoding are decoded together: programs cut inside characters.
    let mut pending: Option<(Vec<u8>, Vec<u8>)> = None;
    let mut rest = raw;
    while !rest.is_empty() {
        let start = memchr::memmem::find(rest, b"=?").unwrap_or(rest.len());
        let (plain, word) = rest.split_at(start);
        let Some((label, bytes, behind)) = encoded(word) else {
            let take = if word.is_empty() { rest.len() } else { start + 2 };
            let (plain, behind) = rest.split_at(take.min(rest.len()));
            flush(&mut pending, &mut out);
            push_plain(plain, &mut out);
            rest = behind;
            continue;
        };
        // White space between two encoded words is no part of the words.
        if !(pending.is_some() && plain.iter().all(u8::is_ascii_whitespace)) {
            flush(&mut pending, &mut out);
            push_plain(plain, &mut out);
        }
        match &mut pending {
            Some((known, so_far)) if known.eq_ignore_ascii_case(&label) => so_far.extend(bytes),
            _ => {
                flush(&mut pending, &mut out);
                pending = Some((label, bytes));
            }
        }
        rest = behind;
    }
    flush(&mut pending, &mut out);
    let words: Vec<&str> = out.split(|c: char| c.is_ascii_whitespace() || c.is_control()).collect();
    words.into_iter().filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ")
}

fn flush(pending: &mut Option<(Vec<u8>, Vec<u8>)>, out: &mut String) {
    if let Some((label, bytes)) = pending.take() {
        out.push_str(&characters(&label, &bytes));
    }
}

fn push_plain(bytes: &[u8], out: &mut String) {
    match std::str::from_utf8(bytes) {
        Ok(text) => out.push_str(text),
        Err(_) => out.push_str(&characters(b"", bytes)),
    }
}

/// The encoded word at the start of `word`: its charset, its bytes, and what follows.
fn encoded(word: &[u8]) -> Option<(Vec<u8>, Vec<u8>, &[u8])> {
    let inner = word.strip_prefix(b"=?")?;
    let (label, inner) = cut(inner, b"?", 60)?;
    let (how, inner) = cut(inner, b"?", 1)?;
    // A Q word may not hold spaces, yet some do; a word may not be long, yet some are.
    let (text, behind) = cut(inner, b"?=", 4_096)?;
    let label = label.split(|b| *b == b'*').next().unwrap_or(label);
    let bytes = match how {
        b"B" | b"b" => super::transfer::base64(text),
        b"Q" | b"q" => {
            let spaced: Vec<u8> = text.iter().map(|b| if *b == b'_' { b' ' } else { *b }).collect();
            super::transfer::quoted_printable(&spaced)
        }
        _ => return None,
    };
    Some((label.to_vec(), bytes, behind))
}

/// What stands before `mark`, at most `most` bytes on, and what behind it.
fn cut<'b>(bytes: &'b [u8], mark: &[u8], most: usize) -> Option<(&'b [u8], &'b [u8])> {
    let head = bytes.get(..bytes.len().min(most + mark.len()))?;
    let at = memchr::memmem::find(head, mark)?;
    Some((bytes.get(..at)?, bytes.get(at + mark.len()..)?))
}

/// Bytes in the encoding named; where that is none or does not fit, in the likeliest.
pub(crate) fn characters(label: &[u8], bytes: &[u8]) -> String {
    if let Some(encoding) = Encoding::for_label_no_replacement(label)
        && let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(bytes)
    {
        return text.into_owned();
    }
    match crate::decode::decode(bytes, false) {
        Some(decoded) => decoded.text,
        None => String::from_utf8_lossy(bytes).into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(raw: &str) -> String {
        unstructured(raw.as_bytes())
    }

    #[test]
    fn encoded_words_are_decoded_and_the_space_between_them_goes() {
        assert_eq!(read("=?iso-8859-1?Q?F=E4hre_?= =?iso-8859-1?Q?morgen?= um acht"), "Fähre morgen um acht");
        assert_eq!(read("Re:\r\n =?koi8-r?B?8MHSz80=?= (2)"), "Re: Паром (2)");
        assert_eq!(read("=?ISO-2022-JP?B?GyRCRU9BJRsoQg==?="), "渡船");
        assert_eq!(read("=?gb2312?B?tsm0rA==?="), "渡船");
    }

    #[test]
    fn a_character_cut_between_two_words_is_whole_again() {
        assert_eq!(read("=?utf-8?B?5g==?=\r\n =?utf-8?B?uKHoiLk=?="), "渡船");
    }

    #[test]
    fn what_is_no_word_stays_as_it_is() {
        for raw in ["=?x", "a =?utf-8?Z?x?= b", "=?utf-8?Q?never ends", "1 =? 2"] {
            assert_eq!(read(raw), raw);
        }
    }
}
