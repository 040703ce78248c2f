//! Translation beside original in one paper, sentence by sentence.
//!
//! `passages` says which stretches are translation and original; the sentences are paired by [`memcon_align`].

mod passages;

use memcon_model::{Alignment, Analysis, Basis, Span};

use crate::Paper;

pub use memcon_align::align;

/// Beads that hold more sentences than this on a side tell the reader nothing.
const MOST_SENTENCES: usize = 5;

/// Pairs of passages, `a` in the translation and `b` in the original: by the regions that say so, or where
/// a passage in one language is followed by one of like content in another.
pub fn alignment(paper: &Paper<'_>, found: &Analysis) -> Vec<Alignment> {
    let mut pairs = Vec::new();
    for pair in passages::pairs(paper, found) {
        let words = |spans: &[Span]| -> Vec<&str> { spans.iter().map(|s| paper.words(*s)).collect() };
        for (a, b) in align(&words(&pair.translation), &words(&pair.original)) {
            let hull = |side: &[Span], numbers: &[usize]| -> Option<Span> {
                let spans = || numbers.iter().filter_map(|&n| side.get(n)).copied();
                spans().reduce(Span::hull)
            };
            if a.len().max(b.len()) > MOST_SENTENCES {
                continue;
            }
            if let (Some(a), Some(b)) = (hull(&pair.translation, &a), hull(&pair.original, &b)) {
                pairs.push(Alignment { a, b, basis: Basis::new(pair.rule, pair.confidence) });
            }
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;
    use memcon_model::Settings;
    use memcon_read::Reading;

    #[test]
    fn a_translation_is_set_beside_the_original_below_it() {
        let text = "The customs house at Port Ellery was closed on 3 June. The ferry waited for two hours.\n\n\
                    Minister Dorn said that 40 lorries had to turn back that day.\n\nOriginal:\n\n\
                    Das Zollhaus in Port Ellery war am 3. Juni geschlossen. Die Fähre wartete zwei Stunden.\n\n\
                    Minister Dorn sagte, dass an diesem Tag 40 Lastwagen umkehren mussten.\n";
        let reading = Reading { text: text.to_owned(), ..Reading::default() };
        let settings = Settings::default();
        let paper = Paper::new(&reading, &settings);
        let found = alignment(&paper, &Analysis::default());
        let report: Vec<String> = found
            .iter()
            .map(|p| {
                format!(
                    "{} = {}",
                    &paper.words(p.a)[..12],
                    paper.words(p.b).chars().take(12).collect::<String>()
                )
            })
            .collect();
        assert_eq!(
            report,
            ["The customs  = Das Zollhaus", "The ferry wa = Die Fähre wa", "Minister Dor = Minister Dor"]
        );
    }

    #[test]
    fn a_paper_in_one_language_gives_no_pairs() {
        let text = "The ferry waited for two hours.\n\nThe minister said that it would wait no longer.\n";
        let reading = Reading { text: text.to_owned(), ..Reading::default() };
        let settings = Settings::default();
        assert!(alignment(&Paper::new(&reading, &settings), &Analysis::default()).is_empty());
    }
}
