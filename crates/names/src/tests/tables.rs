//! The tables of systems: whole, with source and licence, and true to their own examples.

use std::collections::BTreeSet;

use crate::korean::{self, CODAS, ONSETS, Syllable, VOWELS};
use crate::systems::{System, Tradition, bit, systems};
use crate::text::Script;
use crate::{chinese, han, japanese, russian};

fn of(tradition: Tradition) -> impl Iterator<Item = (usize, &'static System)> {
    systems().iter().enumerate().filter(move |(_, s)| s.tradition == tradition)
}

#[test]
fn every_system_says_where_it_comes_from() {
    let mut ids = BTreeSet::new();
    for s in systems() {
        assert!(ids.insert(&s.id), "{} stands twice", s.id);
        for (what, text) in
            [("name", &s.name), ("source", &s.source), ("licence", &s.licence), ("why", &s.why)]
        {
            assert!(text.len() > 3, "{}: no {what}", s.id);
        }
        assert!(!s.examples.is_empty(), "{}: no example", s.id);
    }
    for path in memcon_lexicon::files("names/") {
        let text = memcon_lexicon::text(&path).unwrap();
        assert!(text.to_lowercase().contains("source"), "{path} names no source");
    }
}

#[test]
fn no_list_holds_a_spelling_twice() {
    for s in systems() {
        let t = &s.tables;
        let tables =
            [&t.onset, &t.voiced, &t.vowel, &t.coda, &t.initials, &t.finals, &t.syllables, &t.letters];
        for (key, list) in tables.into_iter().chain(t.rare.values()).flatten() {
            let once: BTreeSet<&String> = list.iter().collect();
            // A system that spells tones may spell two alike.
            assert!(once.len() == list.len() || s.id == "gwoyeu-romatzyh", "{}: {key} = {list:?}", s.id);
        }
    }
}

#[test]
fn korean_tables_know_only_jamo_and_all_of_them() {
    for (_, s) in of(Tradition::Korean) {
        let t = &s.tables;
        let rare = |p: &str| t.rare.get(p).into_iter().flatten();
        for (table, jamo) in
            [(&t.onset, &ONSETS[..]), (&t.voiced, &ONSETS), (&t.vowel, &VOWELS), (&t.coda, &CODAS)]
        {
            assert!(table.keys().all(|k| jamo.contains(&k.as_str())), "{}: {table:?}", s.id);
            let whole = s.standard && !std::ptr::eq(table, &t.voiced);
            assert!(
                !whole || table.len() == jamo.len(),
                "{} lacks {:?}",
                s.id,
                jamo.iter().filter(|j| !table.contains_key(**j)).collect::<Vec<_>>()
            );
        }
        for (part, jamo) in [("onset", &ONSETS[..]), ("vowel", &VOWELS), ("coda", &CODAS)] {
            assert!(rare(part).all(|(k, _)| jamo.contains(&k.as_str())), "{} {part}", s.id);
        }
    }
}

/// Every syllable that a standard spells is read back by the same system, and in Latin letters by all together.
#[test]
fn every_korean_syllable_comes_back() {
    for (n, s) in of(Tradition::Korean).filter(|(_, s)| s.standard || s.tables.unmarked.is_some()) {
        for c in '가'..='힣' {
            let syllable = Syllable::of(c).unwrap();
            if Some(c) != Some(syllable.block()) {
                continue;
            }
            let spelled = korean::spell(s, &[syllable]).unwrap();
            let back = |ways: &[Vec<Syllable>]| {
                ways.iter().any(|w| {
                    w.len() == 1 && korean::distance(w, &[syllable], 0).is_some_and(|cost| cost < 0.1)
                })
            };
            assert!(back(&korean::latin_by(n, &spelled)), "{}: {c} {spelled}", s.id);
            if s.script == Script::Latin && !s.tables.apart {
                assert!(back(&korean::latin(&spelled)), "{c} {spelled} is read by no mixture");
            }
        }
    }
}

#[test]
fn korean_examples_hold() {
    for (n, s) in of(Tradition::Korean) {
        for (hangul, spelled) in &s.examples {
            let syllables = korean::hangul(hangul).unwrap();
            let words: Vec<&str> = spelled.split(['-', ' ']).collect();
            // Habits lean on a system for what they leave as it is.
            let follows = korean::follows(n, &words, &syllables)
                || s.tables.unmarked.is_none()
                    && !s.standard
                    && korean::latin(spelled).iter().any(|w| korean::distance(w, &syllables, 0).is_some());
            let cyrillic =
                || korean::cyrillic(spelled).iter().any(|w| korean::distance(w, &syllables, 0).is_some());
            assert!(follows || !s.standard && cyrillic(), "{}: {hangul} {spelled}", s.id);
            if s.standard && s.script == Script::Latin {
                assert_eq!(korean::spell(s, &syllables).unwrap(), spelled.to_lowercase(), "{}", s.id);
            }
        }
    }
}

/// Every Pinyin syllable in every system: what is written is read back.
#[test]
fn every_chinese_syllable_comes_back() {
    for (n, s) in
        of(Tradition::Chinese).filter(|(_, s)| s.script != Script::Hangul && s.tables.families.is_empty())
    {
        for p in han::syllables() {
            for spelled in chinese::spellings(&s.tables, &p, false) {
                let ways = if s.script == Script::Latin {
                    chinese::latin(&spelled)
                } else {
                    chinese::cyrillic(&spelled)
                };
                let found = ways.iter().any(|cut| {
                    cut.len() == 1
                        && cut[0].iter().any(|w| {
                            chinese::name(w.pinyin).replace('ü', "v") == p && w.systems & bit(n) != 0
                        })
                });
                assert!(found, "{}: {p} {spelled}", s.id);
            }
        }
    }
}

#[test]
fn chinese_rules_know_only_real_initials() {
    let all = han::syllables();
    let initials: BTreeSet<&str> = all.iter().map(|p| chinese::initial(p, false).0).collect();
    let finals: BTreeSet<&str> = all.iter().map(|p| chinese::initial(p, false).1).collect();
    for (_, s) in of(Tradition::Chinese) {
        assert!(s.tables.initials.keys().all(|i| initials.contains(i.as_str())), "{}", s.id);
        for key in s.tables.finals.keys() {
            let (before, end) = key.split_once(':').unwrap_or(("", key));
            assert!(finals.contains(end), "{}: {key}", s.id);
            assert!(before.split('|').all(|i| initials.contains(i)), "{}: {key}", s.id);
        }
        assert!(s.tables.syllables.keys().all(|p| all.contains(p) || p == "yo" || p == "hng"), "{}", s.id);
    }
}

#[test]
fn chinese_examples_hold() {
    for (_, s) in of(Tradition::Chinese).chain(of(Tradition::Cantonese)) {
        let cantonese = s.tradition == Tradition::Cantonese;
        for (p, spelled) in &s.examples {
            if s.tables.families.contains_key(p) {
                assert!(s.tables.families[p].contains(spelled.as_str()), "{}: {p}", s.id);
                continue;
            }
            let all = chinese::spellings(&s.tables, &p.replace('ü', "v"), cantonese);
            let all: Vec<String> = if s.script == Script::Hangul {
                all.iter().map(|a| chinese::blocks(a)).collect()
            } else {
                all
            };
            assert!(all.contains(spelled), "{}: {p} {all:?}", s.id);
            assert!(!s.standard || all[0] == *spelled, "{}: {p} {all:?}", s.id);
        }
    }
}

#[test]
fn russian_examples_hold() {
    for (n, s) in of(Tradition::Russian) {
        for (cyrillic, latin) in &s.examples {
            assert!(russian::spells(cyrillic, latin) & bit(n) != 0, "{}: {cyrillic} {latin}", s.id);
        }
        let letters = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя";
        assert!(
            letters.chars().all(|c| s.tables.letters.contains_key(&c.to_string())),
            "{} lacks a letter",
            s.id
        );
    }
}

#[test]
fn all_kana_have_a_spelling() {
    for c in ('ァ'..='ヶ').filter(|c| *c != 'ヮ') {
        assert!(japanese::kana_to_latin(&c.to_string()).is_some(), "{c}");
    }
    assert_eq!(japanese::kana_to_latin("ウェンディ").as_deref(), Some("wendi"));
}
