use super::candidates::{copies, translations};
use super::signs::{Kind, Sign, Signed};

/// Numbers that look like chance and are the same on every run.
struct Chance(u64);

impl Chance {
    fn next(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(0x1405_7b7e_f767_814f);
        (self.0 >> 33) % below
    }
}

/// Papers of which each second one is the translation of the one before it, with a tenth of the signs lost.
fn collection(pairs: usize) -> Vec<Signed> {
    let mut chance = Chance(7);
    let mut out = Vec::new();
    for n in 0..pairs {
        // Half of the signs are common to many papers (the year, the chairman), half are the paper's own.
        let own: Vec<u64> = (0..24)
            .map(|k| if k % 2 == 0 { 1_000_000 + chance.next(3_000) } else { chance.next(40) })
            .collect();
        for (side, language) in ["en", "ko"].into_iter().enumerate() {
            let kept: Vec<u64> = own.iter().copied().filter(|_| chance.next(10) > 0).collect();
            let mut signs: Vec<Sign> = Vec::new();
            for (s, h) in kept.iter().enumerate() {
                signs.push(Sign { hash: *h, kind: Kind::Number, sentence: s as u32 });
                if let Some(b) = s.checked_sub(1).map(|b| kept[b]) {
                    let both = b.rotate_left(21) ^ h;
                    signs.push(Sign { hash: both, kind: Kind::Order, sentence: s as u32 });
                }
            }
            let runs = own.iter().map(|h| h * 31 + side as u64).collect();
            out.push(Signed {
                document: n * 2 + side,
                language: language.into(),
                length: 900.0,
                signs,
                runs,
                words: Vec::new(),
                sentences: 24,
            });
        }
    }
    out
}

#[test]
fn translations_are_found_among_ten_thousand_papers_without_comparing_all() {
    let papers = collection(5_000);
    let started = std::time::Instant::now();
    let found = translations(&papers);
    let right = found.iter().filter(|c| c.a / 2 == c.b / 2).count();
    assert!(right >= 4_900, "{right} of 5000 found");
    // Few others need a closer look.
    assert!(found.len() < 4 * papers.len(), "{} candidates", found.len());
    assert!(started.elapsed().as_secs() < 60, "{:?}", started.elapsed());
}

#[test]
fn papers_that_share_no_run_of_words_are_no_copies() {
    let mut papers = collection(20);
    for p in &mut papers {
        p.language = "en".into();
        p.runs.sort_unstable();
    }
    assert!(copies(&papers).iter().all(|c| c.a / 2 != c.b / 2));
}
