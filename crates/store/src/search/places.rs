//! Passages in which words stand near each other: their places are compared in the index, no text is read.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use tantivy::postings::Postings;
use tantivy::query::{BooleanQuery, EnableScoring, Explanation, Query, Scorer, TermQuery, Weight};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, TantivyError, Term};

use super::phrase::any_of;

/// One way in which a side may stand: words at fixed places, each any of some terms.
#[derive(Clone, Debug)]
pub(crate) struct Alternative {
    /// Places from the first, and what may stand there.
    pub words: Vec<(u32, Vec<Term>)>,
    /// The numbers of the only documents in which it counts.
    pub within: Option<Arc<BTreeSet<u64>>>,
}

/// Places of words from and to (behind the last).
pub(crate) type Place = (u32, u32);

/// Which occurrences of several sides stand together with at most `within` other words among them: (side, number in its
/// list). The lists are in order. N log n in the occurrences, times the sides.
pub(crate) fn together(sides: &[Vec<Place>], within: u32, ordered: bool) -> BTreeSet<(usize, usize)> {
    let mut found = BTreeSet::new();
    if sides.iter().any(Vec::is_empty) {
        return found;
    }
    for (first, places) in sides.iter().enumerate() {
        if ordered && first > 0 {
            break;
        }
        for (n, left) in places.iter().enumerate() {
            let mut chosen = vec![(first, n)];
            let (mut end, mut words) = (left.1, left.1.saturating_sub(left.0));
            let mut whole = true;
            for (other, list) in sides.iter().enumerate().filter(|(o, _)| *o != first) {
                let behind = if ordered { end } else { left.1 };
                let next = list.partition_point(|p| p.0 < behind);
                let Some(place) = list.get(next) else {
                    whole = false;
                    break;
                };
                end = end.max(place.1);
                words = words.saturating_add(place.1.saturating_sub(place.0));
                chosen.push((other, next));
            }
            if whole && end.saturating_sub(left.0).saturating_sub(words) <= within {
                found.extend(chosen);
            }
        }
    }
    found
}

/// Passages in which all sides stand together.
#[derive(Clone)]
pub(crate) struct Placed {
    sides: Arc<Vec<Vec<Alternative>>>,
    within: u32,
    ordered: bool,
}

impl fmt::Debug for Placed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Placed").field("within", &self.within).field("sides", &self.sides.len()).finish()
    }
}

impl Placed {
    pub(crate) fn new(sides: Vec<Vec<Alternative>>, within: u32, ordered: bool) -> Self {
        Self { sides: Arc::new(sides), within, ordered }
    }

    /// What every such passage holds, wherever in it.
    fn candidates(&self) -> BooleanQuery {
        let word = |terms: &Vec<Term>| -> Box<dyn Query> {
            match terms.as_slice() {
                [one] => Box::new(TermQuery::new(one.clone(), IndexRecordOption::WithFreqs)),
                several => any_of(several.to_vec(), 1.0),
            }
        };
        let all = |mut parts: Vec<Box<dyn Query>>| match parts.len() {
            1 => parts.remove(0),
            _ => Box::new(BooleanQuery::intersection(parts)),
        };
        let alternative = |a: &Alternative| all(a.words.iter().map(|w| word(&w.1)).collect());
        let side = |alternatives: &Vec<Alternative>| -> Box<dyn Query> {
            let mut parts: Vec<Box<dyn Query>> = alternatives.iter().map(alternative).collect();
            if parts.len() == 1 { parts.remove(0) } else { Box::new(BooleanQuery::union(parts)) }
        };
        BooleanQuery::intersection(self.sides.iter().map(side).collect())
    }
}

impl Query for Placed {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(PlacedWeight { candidates: self.candidates().weight(scoring)?, query: self.clone() }))
    }
}

struct PlacedWeight {
    candidates: Box<dyn Weight>,
    query: Placed,
}

impl Weight for PlacedWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let mut sides = Vec::new();
        for side in self.query.sides.iter() {
            let opened: tantivy::Result<Vec<Opened>> = side.iter().map(|a| Opened::new(a, reader)).collect();
            sides.push(opened?);
        }
        let mut scorer = PlacedScorer {
            candidates: self.candidates.scorer(reader, boost)?,
            sides,
            documents: reader.fast_fields().u64("document")?,
            within: self.query.within,
            ordered: self.query.ordered,
        };
        scorer.settle();
        Ok(Box::new(scorer))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.scorer(reader, 1.0)?;
        if scorer.doc() > doc || scorer.seek(doc) != doc {
            return Err(TantivyError::InvalidArgument(format!("passage {doc} is not found")));
        }
        Ok(Explanation::new("words near each other", scorer.score()))
    }
}

/// An alternative with the places of its words in one segment.
struct Opened {
    words: Vec<(u32, Vec<tantivy::postings::SegmentPostings>)>,
    within: Option<Arc<BTreeSet<u64>>>,
}

impl Opened {
    fn new(alternative: &Alternative, reader: &SegmentReader) -> tantivy::Result<Self> {
        let mut words = Vec::new();
        for (at, terms) in &alternative.words {
            let mut opened = Vec::new();
            for term in terms {
                let index = reader.inverted_index(term.field())?;
                opened.extend(index.read_postings(term, IndexRecordOption::WithFreqsAndPositions)?);
            }
            words.push((*at, opened));
        }
        Ok(Self { words, within: alternative.within.clone() })
    }

    /// Where it stands in a passage, added to `found`.
    fn find(&mut self, passage: DocId, document: Option<u64>, found: &mut Vec<Place>) {
        if let Some(within) = &self.within
            && !document.is_some_and(|d| within.contains(&d))
        {
            return;
        }
        let last = self.words.last().map_or(0, |w| w.0);
        let mut starts: Option<Vec<u32>> = None;
        let mut places = Vec::new();
        for (at, terms) in &mut self.words {
            let mut here: Vec<u32> = Vec::new();
            for postings in terms {
                if postings.doc() < passage {
                    postings.seek(passage);
                }
                if postings.doc() == passage {
                    postings.positions(&mut places);
                    here.extend(places.iter().filter_map(|p| p.checked_sub(*at)));
                }
            }
            here.sort_unstable();
            here.dedup();
            let both = match starts {
                None => here,
                Some(before) => before.into_iter().filter(|s| here.binary_search(s).is_ok()).collect(),
            };
            if both.is_empty() {
                return;
            }
            starts = Some(both);
        }
        found.extend(starts.unwrap_or_default().into_iter().map(|s| (s, s + last + 1)));
    }
}

struct PlacedScorer {
    candidates: Box<dyn Scorer>,
    sides: Vec<Vec<Opened>>,
    documents: tantivy::columnar::Column<u64>,
    within: u32,
    ordered: bool,
}

impl PlacedScorer {
    /// Goes on to the next candidate that fits, from the one it stands at.
    fn settle(&mut self) -> DocId {
        let mut doc = self.candidates.doc();
        while doc != TERMINATED && !self.fits(doc) {
            doc = self.candidates.advance();
        }
        doc
    }

    fn fits(&mut self, passage: DocId) -> bool {
        let document = self.documents.first(passage);
        let mut all = Vec::with_capacity(self.sides.len());
        for side in &mut self.sides {
            let mut found = Vec::new();
            side.iter_mut().for_each(|a| a.find(passage, document, &mut found));
            if found.is_empty() {
                return false;
            }
            found.sort_unstable();
            found.dedup();
            all.push(found);
        }
        all.len() == 1 || !together(&all, self.within, self.ordered).is_empty()
    }
}

impl DocSet for PlacedScorer {
    fn advance(&mut self) -> DocId {
        self.candidates.advance();
        self.settle()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.candidates.seek(target);
        self.settle()
    }

    fn doc(&self) -> DocId {
        self.candidates.doc()
    }

    fn size_hint(&self) -> u32 {
        self.candidates.size_hint()
    }

    fn cost(&self) -> u64 {
        // Places are costly: let others lead.
        self.candidates.cost().saturating_mul(10)
    }
}

impl Scorer for PlacedScorer {
    fn score(&mut self) -> Score {
        self.candidates.score()
    }
}

#[cfg(test)]
mod tests {
    use super::together;

    /// Numbers of the places of each side that stand together.
    fn show(sides: &[&[(u32, u32)]], within: u32, ordered: bool) -> String {
        let sides: Vec<Vec<(u32, u32)>> = sides.iter().map(|s| s.to_vec()).collect();
        let found = together(&sides, within, ordered);
        found.iter().map(|(side, n)| format!("{side}.{n}")).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn words_between_are_counted_in_both_orders() {
        assert_eq!(show(&[&[(0, 1)], &[(3, 4)]], 2, false), "0.0 1.0");
        assert_eq!(show(&[&[(0, 1)], &[(3, 4)]], 1, false), "");
        assert_eq!(show(&[&[(3, 4)], &[(0, 1)]], 2, false), "0.0 1.0");
        assert_eq!(show(&[&[(3, 4)], &[(0, 1)]], 2, true), "");
        assert_eq!(show(&[&[(0, 2), (9, 11)], &[(12, 13)]], 1, false), "0.1 1.0");
        assert_eq!(show(&[&[(0, 1)], &[(4, 5)], &[(2, 3)]], 2, false), "0.0 1.0 2.0");
        assert_eq!(show(&[&[(0, 1)], &[]], 9, false), "");
        assert_eq!(show(&[&[(0, 1)], &[(0, 1)]], 9, false), "", "one word is not two");
    }
}
