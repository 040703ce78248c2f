//! Pairs of invented names with what is to be said of them.

mod explanations;
mod properties;
mod tables;
mod traditions;

use super::*;

#[track_caller]
fn same(a: &str, b: &str) {
    for (a, b) in [(a, b), (b, a)] {
        let m = compare(a, b);
        assert_eq!(m.verdict, Verdict::Same, "{a} / {b}: {} {}", m.score, m.why);
    }
}

#[track_caller]
fn possible(a: &str, b: &str) {
    for (a, b) in [(a, b), (b, a)] {
        let m = compare(a, b);
        assert_eq!(m.verdict, Verdict::Possible, "{a} / {b}: {} {}", m.score, m.why);
    }
}

#[track_caller]
fn other(a: &str, b: &str) {
    for (a, b) in [(a, b), (b, a)] {
        let m = compare(a, b);
        assert_eq!(m.verdict, Verdict::Other, "{a} / {b}: {} {}", m.score, m.why);
    }
}

#[test]
fn korean_across_systems() {
    same("김덕수", "Kim Deok-su");
    same("Kim Tŏk-su", "Kim Deoksu");
    same("Lee Young-mi", "Ri Yong Mi");
    same("류용호", "Yu Yong-ho");
    same("Dok Su Kim", "Kim Tok-su");
    other("Kim Tok-su", "Kim Tok-ho");
    other("김덕수", "Kim Man-su");
}

#[test]
fn korean_in_characters_and_cyrillic() {
    same("金德洙", "Kim Tok-su");
    same("金德洙", "김덕수");
    same("Ким Док Су", "Kim Tok-su");
    same("Jin Dezhu", "Kim Tok-su");
}

#[test]
fn chinese_across_systems() {
    same("Wang Zemin", "Wang Tse-min");
    same("王澤民", "Wang Zemin");
    same("Ван Цзэминь", "Wang Zemin");
    same("Hsu Ch'ien-li", "Xu Qianli");
    other("Wang Zemin", "Wang Zehong");
}

#[test]
fn names_of_the_west() {
    same("Varga, General Paul", "Paul Varga");
    same("Павел Орлов", "Pavel Orlov");
    same("Sergei Orlov", "Sergey Orlov");
    same("P. Varga", "Paul Varga");
    other("Paul Varga", "Peter Varga");
    same("ポール・ヴァルガ", "Paul Varga");
    same("폴 바르가", "Paul Varga");
}

#[test]
fn japanese_names() {
    same("山田康弘", "Yamada Yasuhiro");
}

/// An abbreviated title without its stop may be a family name.
#[test]
fn a_title_of_three_letters_has_its_stop() {
    assert_eq!(Name::parse("Min To-sik").words, ["Min", "To-sik"]);
    assert_eq!(Name::parse("Min. Varga").words, ["Varga"]);
    same("Min To-sik", "민도식");
}

#[test]
fn nothing_is_no_name() {
    for empty in
        ["", " ", "—", "\u{200f}", "Mr.", "General", "General Secretary", "위원장", "主席", ",", "()"]
    {
        let m = compare(empty, "Paul Varga");
        assert_eq!(m.verdict, Verdict::Other, "{empty:?}");
        assert!(key(empty).is_empty(), "{empty:?}");
    }
    assert_eq!(compare("General", "General").evidence, Evidence::NoName);
}

#[test]
fn ten_thousand_characters_take_no_time() {
    for unit in ["a", "Kim ", "金", "김", "Ва", "a-", "カ"] {
        let long = unit.repeat(10_000);
        assert_eq!(compare(&long, "Kim Tok-su").verdict, Verdict::Other);
        assert!(key(&long).len() < 100);
    }
}
