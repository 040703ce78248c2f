//! How many pairs of names are compared in a second, by tradition, and how many names are read.
//!
//! `cargo bench -p memcon-names --bench compare`. All names are invented. Timings decide no test.
#![allow(clippy::print_stdout)]

use std::hint::black_box;
use std::time::{Duration, Instant};

use memcon_names::{compare, key, readings};

/// What a second is measured by.
const SPAN: Duration = Duration::from_millis(400);

const PAIRS: [(&str, [(&str, &str); 4]); 7] = [
    (
        "Korean",
        [
            ("김덕수", "Kim Tŏk-su"),
            ("Kim Deok-su", "Kim Tok-ho"),
            ("金德洙", "Kim Tok-su"),
            ("Ким Док Су", "Ri Yong-chol"),
        ],
    ),
    (
        "Chinese",
        [
            ("Wang Zemin", "Wang Tse-min"),
            ("王澤民", "Wang Zemin"),
            ("Ван Цзэминь", "Wang Zehong"),
            ("왕쩌민", "Wang Zemin"),
        ],
    ),
    (
        "Japanese",
        [
            ("山田康弘", "Yamada Yasuhiro"),
            ("山田康弘", "Yamada Yasuko"),
            ("Yamada Yasuhiro", "Jamada Jasuhiro"),
            ("山田 太郎", "Taro Yamada"),
        ],
    ),
    (
        "Vietnamese",
        [
            ("Trần Văn Lộc", "Tran Van Loc"),
            ("Tran Van Loc", "Tran Van Loi"),
            ("Đinh Hữu Cảnh", "Dinh Huu Canh"),
            ("陳文祿", "Tran Van Loc"),
        ],
    ),
    (
        "Russian",
        [
            ("Павел Щербаков", "Pavel Shcherbakov"),
            ("Pavel Shcherbakov", "Pawel Schtscherbakow"),
            ("Орлова", "Орлов"),
            ("Ivan Orlov", "Ivan Orlovsky"),
        ],
    ),
    (
        "Western",
        [
            ("Varga, General Paul", "Paul Varga"),
            ("Bill Varga", "William J. Varga"),
            ("ポール・ヴァルガ", "Paul Varga"),
            ("保罗·瓦尔加", "Paul Varga"),
        ],
    ),
    (
        "hostile",
        [
            ("a a a a a a a a", "e e e e e e"),
            ("ngngngngng", "ng"),
            ("Pаul Vаrgа", "Paul"),
            ("i i i i i i", "l"),
        ],
    ),
];

/// How often a second something is done.
fn rate(mut work: impl FnMut()) -> f64 {
    work();
    let start = Instant::now();
    let mut done = 0u32;
    while start.elapsed() < SPAN {
        work();
        done += 1;
    }
    f64::from(done) / start.elapsed().as_secs_f64()
}

fn main() {
    println!("{:<12} {:>14} {:>14} {:>14}", "", "pairs/s", "read/s", "keys/s");
    for (kind, pairs) in PAIRS {
        let compared = rate(|| pairs.iter().for_each(|(a, b)| drop(black_box(compare(a, b))))) * 4.0;
        let read = rate(|| pairs.iter().for_each(|(a, _)| drop(black_box(readings(a))))) * 4.0;
        let keyed = rate(|| pairs.iter().for_each(|(a, _)| drop(black_box(key(a))))) * 4.0;
        println!("{kind:<12} {compared:>14.0} {read:>14.0} {keyed:>14.0}");
    }
}
