//! What holds for any two texts.

use proptest::prelude::*;

use crate::{Verdict, compare, key, readings};

/// Pieces of names in many scripts, with what goes wrong in papers.
const PIECES: &str = "(Kim|Lee|Tŏk|hyŏn|su|jo|ng|Chou|En|lai|Zhou|Hsü|ch'|von|al-|O'|Jr|Gen\\.|Lord |П|ав|ел |Орлов|ова|ский|Ли|金|德|김|덕| |-|,|·|\\.|王|约翰|カ|ウェ|ー|ッ|ă|đ|Nguyễn|Ｖ|ａ|\u{200f}|\u{200b}|\u{301}|а|[a-z]|[가-힣]|[一-鿿]|[а-я]|[ァ-ヶ])";

/// Up to ten pieces.
fn names(least: usize) -> impl Strategy<Value = String> {
    proptest::string::string_regex(&format!("{PIECES}{{{least},10}}")).unwrap()
}

proptest! {
    #[test]
    fn any_two_texts_compare(a in "\\PC{0,60}", b in "\\PC{0,60}") {
        let m = compare(&a, &b);
        prop_assert!((0.0..=1.0).contains(&m.score));
        prop_assert!(!m.why.is_empty());
        for r in readings(&a) {
            prop_assert!(r.cost >= 0.0 && !(r.family.is_empty() && r.given.is_empty()));
        }
    }

    #[test]
    fn the_order_of_two_names_means_nothing(a in names(0), b in names(0)) {
        let (m, n) = (compare(&a, &b), compare(&b, &a));
        prop_assert!((m.score - n.score).abs() < 0.001, "{a:?} {b:?}: {m:?} {n:?}");
    }

    #[test]
    fn a_name_is_itself(a in names(1)) {
        let m = compare(&a, &a);
        let named = !crate::Name::parse(&a).words.is_empty();
        prop_assert_eq!(m.verdict == Verdict::Same, named, "{:?}: {:?}", a, m);
    }

    #[test]
    fn what_is_the_same_shares_a_key(a in "(Kim|Ri|Pak|Choe|Yang) (Tok|Yong|Chol|Jae|Hui|Ryong)-(su|ho|nam|rim|ok)") {
        let spelled = a.replace("Tok", "Deok").replace("Yong", "Young").replace("Ri ", "Lee ");
        let (x, y) = (key(&a), key(&spelled));
        prop_assert!(x.iter().any(|k| y.contains(k)), "{a} {spelled}");
    }
}

#[test]
fn long_names_take_no_time() {
    // Below the limit and above it; what repeats is read in the most ways.
    for unit in [
        "a", "an", "Kim ", "ng", "yo", "金", "김", "Ва", "ова", "a-", "カ", "约翰·", "l1I", "аa", "i", "e e ",
    ] {
        for length in [10, 60, 119, 10_000] {
            let long: String = unit.chars().cycle().take(length).collect();
            let started = std::time::Instant::now();
            let m = compare(&long, "Kim Tok-su");
            assert_ne!(m.verdict, Verdict::Same, "{unit}");
            compare(&long, &long);
            compare(&long, &format!("x{}", &long));
            readings(&long);
            assert!(key(&long).len() < 400);
            assert!(started.elapsed().as_secs() < 2, "{unit} {length}: {:?}", started.elapsed());
        }
    }
}
