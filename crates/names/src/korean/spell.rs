//! Korean syllables spelled by a system, and which system a spelling follows.

use super::{CODAS, ONSETS, Syllable, VOWELS, distance};
use crate::systems::{System, Table};

/// A run of syllables as a system writes it, joined by hyphens; `None` where its tables lack a part.
pub(crate) fn spell(system: &System, syllables: &[Syllable]) -> Option<String> {
    let t = &system.tables;
    let first = |table: &Table, key: &str| table.get(key)?.first().cloned();
    let mut out = String::new();
    for (n, s) in syllables.iter().enumerate() {
        let (onset, vowel, coda) = (ONSETS[s.onset.first()], VOWELS[s.vowel.first()], CODAS[s.coda.first()]);
        // Between two voiced sounds some systems write a stop as voiced.
        let after_voiced =
            n > 0 && matches!(CODAS[syllables[n - 1].coda.first()], "" | "ㄴ" | "ㅁ" | "ㅇ" | "ㄹ");
        if n > 0 {
            out.push('-');
        }
        let head = after_voiced.then(|| first(&t.voiced, onset)).flatten().or_else(|| first(&t.onset, onset));
        out.push_str(&head?);
        out.push_str(&first(&t.vowel, vowel)?);
        out.push_str(&first(&t.coda, coda)?);
    }
    Some(out)
}

/// Whether words follow a system: read by it alone they give these syllables.
pub(crate) fn follows(system: usize, words: &[&str], syllables: &[Syllable]) -> bool {
    let mut starts: Vec<usize> = vec![0];
    for word in words {
        let ways = super::latin_by(system, word);
        let mut next = Vec::new();
        for at in starts {
            for way in &ways {
                let end = at + way.len();
                let fits = end <= syllables.len()
                    && distance(way, &syllables[at..end], 0).is_some_and(|cost| cost < 0.035)
                    && !next.contains(&end);
                if fits {
                    next.push(end);
                }
            }
        }
        starts = next;
    }
    starts.contains(&syllables.len())
}
