//! The spellings of a syllable under a system, by its rules for initials and finals.

use crate::systems::Tables;

/// Initials of Pinyin, the longest first.
const PINYIN: [&str; 21] = [
    "zh", "ch", "sh", "b", "p", "m", "f", "d", "t", "n", "l", "g", "k", "h", "j", "q", "x", "r", "z", "c",
    "s",
];
/// Initials of Jyutping.
const JYUTPING: [&str; 19] =
    ["gw", "kw", "ng", "b", "p", "m", "f", "d", "t", "n", "l", "g", "k", "h", "w", "z", "c", "s", "j"];

/// A syllable cut into initial and final.
pub(crate) fn initial(syllable: &str, cantonese: bool) -> (&str, &str) {
    let initials: &[&str] = if cantonese { &JYUTPING } else { &PINYIN };
    for i in initials {
        if let Some(rest) = syllable.strip_prefix(i)
            && !rest.is_empty()
        {
            return (i, rest);
        }
    }
    ("", syllable)
}

/// All spellings of a syllable, the system's own first.
pub(crate) fn spellings(t: &Tables, syllable: &str, cantonese: bool) -> Vec<String> {
    if let Some(whole) = t.syllables.get(syllable) {
        return whole.clone();
    }
    let (i, f) = initial(syllable, cantonese);
    let initials = t.initials.get(i).cloned().unwrap_or_else(|| vec![i.to_owned()]);
    // A rule for this initial goes before the rule for all.
    let special = t.finals.iter().find_map(|(key, to)| {
        let (before, end) = key.split_once(':')?;
        (end == f && before.split('|').any(|b| b == i)).then_some(to)
    });
    let finals = special.or_else(|| t.finals.get(f)).cloned().unwrap_or_else(|| vec![f.to_owned()]);
    let mut out = Vec::with_capacity(initials.len() * finals.len());
    for f in &finals {
        for i in &initials {
            let s = format!("{i}{f}");
            if !out.contains(&s) {
                out.push(s);
            }
        }
    }
    out
}
