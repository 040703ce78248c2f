//! What a historian reads.

use crate::{Evidence, Tradition, compare};

#[track_caller]
fn says(a: &str, b: &str, words: &[&str]) {
    let m = compare(a, b);
    for w in words {
        assert!(m.why.contains(w), "{a} / {b}: {} ({:?}) lacks {w:?}", m.why, m.evidence);
    }
}

#[test]
fn systems_are_named() {
    says("김덕수", "Kim Deok-su", &["김덕수 → Kim Deok-su (Revised Romanization)", "agree in all syllables"]);
    says("Kim Tŏk-su", "Kim Deok-su", &["(McCune–Reischauer)", "(Revised Romanization)", "김덕수"]);
    says("Wang Tse-min", "Wang Zemin", &["(Wade–Giles)", "(Pinyin)", "wang ze min"]);
    says("Ван Цзэминь", "Wang Zemin", &["Palladius"]);
    says("Ким Док Су", "Kim Tok-su", &["Kontsevich"]);
    says("Журавлёв", "Zhuravlev", &["BGN/PCGN"]);
}

#[test]
fn differences_are_shown() {
    says("Kim Tok-hyon", "Kim Tok-ho", &["second syllable of the given name", "against"]);
    says("Kim Tok-su", "Pak Tok-su", &["the family names differ"]);
    says("Wang Zemin", "Wang Zehong", &["second syllable of the given name: min against hong"]);
    assert_eq!(compare("Kim Tok-su", "Kim Tok-ho").evidence, Evidence::Nothing);
}

#[test]
fn slips_initials_and_forms_are_told() {
    says("Kim Tok-su", "Kim Tko-su", &["o and k changed places"]);
    says("P. Varga", "Paul Varga", &["the initial P. stands for paul"]);
    says("Bill Varga", "William Varga", &["short form"]);
    says("Varga", "Paul Varga", &["perhaps the family name"]);
    says("Pаul Varga", "Paul Varga", &["look alike were put right"]);
}

#[test]
fn the_parts_are_there_for_machines() {
    let m = compare("Kim Tŏk-su", "Kim Deok-su");
    assert_eq!(m.evidence, Evidence::Reading(Tradition::Korean));
    assert_eq!(m.systems, [Some("McCune–Reischauer"), Some("Revised Romanization")]);
    assert!(m.cost() < 0.1);
}
