//! Fingerprints of words: what an address carries so that it is known whether a passage still says what it said.
//!
//! Written `1f2e3d4c5b6a7988-42`: eight hexadecimal digits of BLAKE3 over the words without their white space (a file
//! read anew may break its lines elsewhere), eight of a rolling hash over the same characters, and how many they are.
//! The rolling hash finds words that moved in one pass over the text, whatever its length; BLAKE3 makes sure of them.
//! Words that now stand at several places are not taken to be at any: the caller tells all of them.

use memcon_model::Span;

/// A prime base and modulus below 2^32, so that a product fits into 64 bits.
const BASE: u64 = 1_000_003;
const PRIME: u64 = 4_294_967_291;
/// Places at which the rolling hash agrees that are looked at closely.
const CHECKED: usize = 64;

/// The fingerprint of some words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fingerprint {
    sure: u32,
    rolling: u32,
    /// Characters that are not white space.
    length: u32,
}

/// Where words with a fingerprint are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sought {
    /// Where they were.
    Here,
    /// Elsewhere: at these places, in the order of the text; nowhere, where there is none.
    Elsewhere(Vec<Span>),
}

impl Fingerprint {
    /// The fingerprint of `words`.
    pub fn of(words: &str) -> Self {
        let mut hasher = blake3::Hasher::new();
        let (mut rolling, mut length) = (0, 0u32);
        for piece in words.split_whitespace() {
            hasher.update(piece.as_bytes());
            for c in piece.chars() {
                rolling = rolled(rolling, c);
                length = length.saturating_add(1);
            }
        }
        let sure = hasher.finalize().as_bytes().iter().take(4).fold(0, |n, byte| n << 8 | u32::from(*byte));
        Self { sure, rolling: rolling as u32, length }
    }

    /// Where in `text` the words are that stood at `span`.
    pub fn seek(self, text: &str, span: Span) -> Sought {
        if Self::of(span.of(text)) == self {
            return Sought::Here;
        }
        let length = self.length as usize;
        if length == 0 || text.len() < length {
            return Sought::Elsewhere(Vec::new());
        }
        // What the first character of a window adds to its hash.
        let lead = (1..length).fold(1, |p, _| p * BASE % PRIME);
        let (mut hash, mut checked) = (0, 0);
        let mut found: Vec<Span> = Vec::new();
        // The characters that leave the window, from its first on.
        let mut leaving = bare(text);
        for (n, (at, c)) in bare(text).enumerate() {
            if let Some((_, gone)) = (n >= length).then(|| leaving.next()).flatten() {
                hash = (hash + PRIME - lead * value(gone) % PRIME) % PRIME;
            }
            hash = rolled(hash, c);
            if n + 1 < length || hash as u32 != self.rolling {
                continue;
            }
            checked += 1;
            let first = leaving.clone().next().map_or(at, |(first, _)| first);
            let place = Span::new(first, at + c.len_utf8());
            if Self::of(place.of(text)) == self {
                found.push(place);
            }
            if checked >= CHECKED {
                break;
            }
        }
        Sought::Elsewhere(found)
    }
}

/// The characters that count, with their places.
fn bare(text: &str) -> impl Iterator<Item = (usize, char)> + Clone {
    text.char_indices().filter(|(_, c)| !c.is_whitespace())
}

fn value(c: char) -> u64 {
    u64::from(u32::from(c)) + 1
}

fn rolled(hash: u64, c: char) -> u64 {
    (hash * BASE + value(c)) % PRIME
}

impl std::fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:08x}{:08x}-{}", self.sure, self.rolling, self.length)
    }
}

impl std::str::FromStr for Fingerprint {
    type Err = ();

    fn from_str(written: &str) -> Result<Self, ()> {
        let (hashes, length) = written.split_once('-').ok_or(())?;
        if hashes.len() != 16 || !hashes.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err(());
        }
        let hex = |part: Option<&str>| u32::from_str_radix(part.unwrap_or(""), 16).map_err(|_| ());
        Ok(Self {
            sure: hex(hashes.get(..8))?,
            rolling: hex(hashes.get(8..))?,
            length: length.parse().map_err(|_| ())?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "The ferries sail at night. 배는 밤에 떠난다. The ferries rest by day.";

    /// Where the words of `span` in [`TEXT`] are in `text`.
    fn sought(words: &str, text: &str) -> String {
        let at = TEXT.find(words).unwrap();
        let span = Span::new(at, at + words.len());
        let print: Fingerprint = Fingerprint::of(words).to_string().parse().unwrap();
        match print.seek(text, span) {
            Sought::Here => "here".into(),
            Sought::Elsewhere(all) => all.iter().map(|s| format!("[{}]", s.of(text))).collect(),
        }
    }

    #[test]
    fn words_are_found_where_they_were_where_they_moved_or_nowhere() {
        assert_eq!(sought("배는 밤에", TEXT), "here");
        assert_eq!(sought("sail at night", "Note.\nThe ferries sail\nat night."), "[sail\nat night]");
        assert_eq!(sought("배는 밤에", "x 배는밤에"), "[배는밤에]");
        assert_eq!(sought("sail at night", "The ferries sail by night."), "");
        assert_eq!(
            sought("The ferries", "Two ferries: The ferries, the ferries, The ferries"),
            "[The ferries][The ferries]"
        );
        assert_eq!(sought("The ferries", ""), "");
    }

    #[test]
    fn what_is_no_fingerprint_is_none() {
        for written in [
            "",
            "-",
            "1-1",
            "zz2e3d4c5b6a7988-4",
            "1f2e3d4c5b6a7988-",
            "１f2e3d4c5b6a798-1",
            "1f2e3d4c5b6a7988-99999999999",
        ] {
            assert!(written.parse::<Fingerprint>().is_err(), "{written}");
        }
        assert!("1f2e3d4c5b6a7988-0".parse::<Fingerprint>().is_ok());
    }
}
