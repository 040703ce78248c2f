//! Names found again among many that share their keys.

#![allow(clippy::unwrap_used)]

use memcon_names::{Index, Verdict};

/// Syllables with their letters in Revised Romanization, made from parts.
fn syllables() -> Vec<(char, String)> {
    let onsets = [(0, "g"), (2, "n"), (3, "d"), (6, "m"), (7, "b"), (9, "s"), (11, ""), (12, "j"), (18, "h")];
    let vowels = [(0, "a"), (4, "eo"), (8, "o"), (13, "u"), (20, "i")];
    let codas = [(0, ""), (4, "n")];
    let mut all = Vec::new();
    for (o, onset) in onsets {
        for (v, vowel) in vowels {
            for (c, coda) in codas {
                let c = char::from_u32(0xAC00 + (o * 21 + v) * 28 + c).unwrap();
                all.push((c, format!("{onset}{vowel}{coda}")));
            }
        }
    }
    all
}

/// Eight thousand bearers of one family name, far more than a look-up compares.
#[test]
fn a_common_family_name_hides_nobody() {
    let all = syllables();
    let names: Vec<String> =
        all.iter().flat_map(|a| all.iter().map(move |b| format!("김{}{}", a.0, b.0))).collect();
    let index = Index::new(names.iter().map(String::as_str));
    for n in (0..names.len()).step_by(331) {
        let (a, b) = (&all[n / all.len()], &all[n % all.len()]);
        let query = format!("Kim {}-{}", a.1, b.1);
        let found = index.find(&query);
        assert_eq!(found[0].1.verdict, Verdict::Same, "{query}");
        assert!(found.iter().any(|(m, _)| *m == n), "{query} is {}: {found:?}", names[n]);
    }
}

/// Family names of the West with the same first consonants.
#[test]
fn common_consonants_hide_nobody() {
    let vowels = ["a", "e", "i", "o", "u"];
    let given = ["Peter", "Boris"];
    let mut names = Vec::new();
    for a in vowels {
        for b in vowels {
            for c in ["n", "r", "l", "d", "k", "m", "s", "v", "g", "t", "p", "b"] {
                for d in ["ov", "er", "in", "sen", "man", "ik", "as", "el"] {
                    for g in given {
                        names.push(format!("{g} B{a}r{b}{c}{d}"));
                    }
                }
            }
        }
    }
    let index = Index::new(names.iter().map(String::as_str));
    for n in (0..names.len()).step_by(199) {
        let (given, family) = names[n].split_once(' ').unwrap();
        assert_eq!(index.find(&format!("{family}, Mr. {given}"))[0].0, n, "{}", names[n]);
    }
}

/// A query whose every key is common still ends, with no more names than asked for.
#[test]
fn a_family_name_alone_gives_a_few() {
    let names: Vec<String> = (0..3_000).map(|_| "Kim".to_owned()).collect();
    let index = Index::new(names.iter().map(String::as_str));
    assert_eq!(index.find("김").len(), Index::BEST);
    assert_eq!(index.nearest("김", 500).len(), 500);
    assert_eq!(index.find("").len(), 0);
    assert_eq!(Index::new([]).find("Kim").len(), 0);
}
