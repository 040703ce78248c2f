//! Facets: what the passages found are, counted over all of them from columns of the index. No paper is read.
//!
//! Papers call one person by many names, and linking joins issues of many papers without touching them. So the index
//! keeps names and issues as each paper has them, and a table, kept as long as index and linking stay, says which
//! values are one.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use memcon_model::LinkedIssue;
use serde::{Deserialize, Serialize};
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::Column;
use tantivy::index::SegmentId;
use tantivy::query::Query;
use tantivy::{DocId, Score, Searcher, SegmentOrdinal, SegmentReader, Term};

use super::index::{Fields, issue_key};
use super::phrase::any_of;
use crate::fold;
use crate::spellings::Spellings;

/// By what passages are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Facet {
    /// Form of the paper.
    Form,
    /// Year of the paper.
    Year,
    /// Side of the speaker.
    Side,
    /// Who speaks.
    Speaker,
    /// To whom.
    Addressee,
    /// What is done.
    Move,
    /// About which point.
    Issue,
    /// Through how many reporters.
    Depth,
}

impl Facet {
    /// Every facet, in the order in which they are shown.
    pub const ALL: [Self; 8] = [
        Self::Speaker,
        Self::Addressee,
        Self::Side,
        Self::Move,
        Self::Issue,
        Self::Depth,
        Self::Form,
        Self::Year,
    ];

    /// Its name on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Form => "form",
            Self::Year => "year",
            Self::Side => "side",
            Self::Speaker => "speaker",
            Self::Addressee => "addressee",
            Self::Move => "move",
            Self::Issue => "issue",
            Self::Depth => "depth",
        }
    }

    /// Whether it tells of a voice, so that only stretches of one voice have it.
    pub const fn is_of_voice(self) -> bool {
        matches!(self, Self::Side | Self::Speaker | Self::Addressee | Self::Depth)
    }

    /// Its column of words; `None` where it is a number.
    const fn column(self) -> Option<&'static str> {
        match self {
            Self::Form => Some("form"),
            Self::Side => Some("side"),
            Self::Speaker => Some("said_by"),
            Self::Addressee => Some("told"),
            Self::Move => Some("moved"),
            Self::Issue => Some("issue"),
            Self::Year | Self::Depth => None,
        }
    }

    const fn field(self, f: &Fields) -> tantivy::schema::Field {
        match self {
            Self::Form => f.form,
            Self::Year => f.year,
            Self::Side => f.side,
            Self::Speaker => f.said_by,
            Self::Addressee => f.told,
            Self::Move => f.moved,
            Self::Issue => f.issue,
            Self::Depth => f.depth,
        }
    }
}

impl std::str::FromStr for Facet {
    type Err = ();

    fn from_str(name: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|f| f.name() == name).ok_or(())
    }
}

/// The values of one facet among the passages found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FacetCounts {
    /// Which.
    pub facet: Facet,
    /// Its values, most frequent first; years and depths in their order.
    pub values: Vec<FacetValue>,
    /// How many more there are.
    pub more: usize,
}

/// A value of a facet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FacetValue {
    /// As [`crate::SearchQuery::picked`] takes it: an agent's or issue's id, or the word or name itself.
    pub value: String,
    /// For a reader: a name, or `value`.
    pub label: String,
    /// Passages that would be found with it.
    pub count: u64,
    /// Whether it was picked.
    pub picked: bool,
}

/// No value: the issue of a paper that linking has not seen.
const NONE: u32 = u32::MAX;

/// Which values of the index are one.
pub(crate) struct Groups {
    of: Vec<SegmentId>,
    linking: u64,
    exact: bool,
    facets: BTreeMap<Facet, Grouped>,
}

#[derive(Default)]
struct Grouped {
    /// Value and label.
    values: Vec<(String, String)>,
    /// By segment and place in its column.
    segments: Vec<Vec<u32>>,
    /// The terms of each value.
    terms: Vec<BTreeSet<String>>,
}

impl Groups {
    /// Whether they still hold.
    pub(crate) fn fit(&self, searcher: &Searcher, linking: u64, exact: bool) -> bool {
        let now = searcher.segment_readers().iter().map(SegmentReader::segment_id);
        self.linking == linking && self.exact == exact && now.eq(self.of.iter().copied())
    }

    /// Reads the values of each column once. `spellings`: names of one agent are one; without, each stands for itself.
    pub(crate) fn new(
        searcher: &Searcher,
        linking: u64,
        spellings: Option<&Spellings>,
        issues: &[LinkedIssue],
    ) -> tantivy::Result<Self> {
        let mut of_issue: BTreeMap<String, &LinkedIssue> = BTreeMap::new();
        for issue in issues {
            for (document, local) in &issue.members {
                of_issue.entry(issue_key(document, local)).or_insert(issue);
            }
        }
        let mut facets = BTreeMap::new();
        for facet in Facet::ALL {
            let Some(column) = facet.column() else { continue };
            let meaning = |raw: &str| -> Option<(String, String)> {
                match facet {
                    Facet::Speaker | Facet::Addressee => {
                        let agent = spellings.and_then(|s| s.whose(raw));
                        Some(agent.map_or_else(
                            || (format!("={}", fold(raw)), raw.to_owned()),
                            |a| (a.id.clone(), a.canonical.clone()),
                        ))
                    }
                    Facet::Issue => of_issue.get(raw).map(|i| (i.id.clone(), i.name.clone())),
                    _ => Some((raw.to_owned(), raw.to_owned())),
                }
            };
            facets.insert(facet, Grouped::new(searcher, column, meaning)?);
        }
        let of = searcher.segment_readers().iter().map(SegmentReader::segment_id).collect();
        Ok(Self { of, linking, exact: spellings.is_none(), facets })
    }

    /// The passages with a value of a facet.
    pub(crate) fn query(&self, fields: &Fields, facet: Facet, value: &str) -> Box<dyn Query> {
        let field = facet.field(fields);
        let terms: Vec<Term> = match self.facets.get(&facet) {
            Some(grouped) => {
                let at = grouped.values.iter().position(|v| v.0 == value);
                let terms = at.and_then(|at| grouped.terms.get(at)).into_iter().flatten();
                terms.map(|t| Term::from_field_text(field, t)).collect()
            }
            None => value.parse().ok().map(|n| Term::from_field_u64(field, n)).into_iter().collect(),
        };
        any_of(terms, 0.0)
    }

    /// What a value is called.
    pub(crate) fn label(&self, facet: Facet, value: &str) -> String {
        let known = self.facets.get(&facet).and_then(|g| g.values.iter().find(|v| v.0 == value));
        known.map_or_else(|| value.trim_start_matches('=').to_owned(), |v| v.1.clone())
    }

    /// The counts of one facet as they are shown: at most `most` values, and those that were picked.
    pub(crate) fn told(
        &self,
        facet: Facet,
        counts: &Counts,
        picked: &[(Facet, String)],
        most: usize,
    ) -> FacetCounts {
        let grouped = self.facets.get(&facet);
        let number = grouped.is_none();
        let is_picked = |value: &str| picked.iter().any(|(f, v)| *f == facet && v == value);
        let counted = counts.get(&facet).into_iter().flatten();
        let mut values: Vec<FacetValue> = counted
            .filter_map(|(n, count)| {
                let (value, label) = match grouped {
                    None => (n.to_string(), n.to_string()),
                    Some(g) => g.values.get(usize::try_from(*n).ok()?)?.clone(),
                };
                let picked = is_picked(&value);
                Some(FacetValue { value, label, count: *count, picked })
            })
            .collect();
        if !number {
            values.sort_by(|a, b| {
                b.count.cmp(&a.count).then_with(|| a.label.cmp(&b.label)).then_with(|| a.value.cmp(&b.value))
            });
        }
        let (mut kept, mut more) = (0, 0);
        values.retain(|v| {
            let keep = v.picked || kept < most;
            if keep {
                kept += 1
            } else {
                more += 1
            }
            keep
        });
        FacetCounts { facet, values, more }
    }
}

impl Grouped {
    fn new(
        searcher: &Searcher,
        column: &str,
        meaning: impl Fn(&str) -> Option<(String, String)>,
    ) -> tantivy::Result<Self> {
        let mut grouped = Self::default();
        let mut known: BTreeMap<String, u32> = BTreeMap::new();
        for reader in searcher.segment_readers() {
            let mut places = Vec::new();
            if let Some(words) = reader.fast_fields().str(column)? {
                let mut stream = words.dictionary().stream()?;
                while stream.advance() {
                    let raw = String::from_utf8_lossy(stream.key()).into_owned();
                    let at = meaning(&raw).map_or(NONE, |(value, label)| {
                        *known.entry(value.clone()).or_insert_with(|| {
                            grouped.values.push((value, label));
                            grouped.terms.push(BTreeSet::new());
                            u32::try_from(grouped.values.len() - 1).unwrap_or(NONE)
                        })
                    });
                    if let Some(terms) = grouped.terms.get_mut(at as usize) {
                        terms.insert(raw);
                    }
                    places.push(at);
                }
            }
            grouped.segments.push(places);
        }
        Ok(grouped)
    }
}

/// How many passages have each value (its place in the table, or the number itself).
pub(crate) type Counts = BTreeMap<Facet, BTreeMap<u64, u64>>;

/// Counts the values of some facets over everything that is found.
pub(crate) struct Counting {
    pub groups: Arc<Groups>,
    pub facets: Vec<Facet>,
}

impl Collector for Counting {
    type Fruit = Counts;
    type Child = SegmentCounting;

    fn for_segment(
        &self,
        segment: SegmentOrdinal,
        reader: &SegmentReader,
    ) -> tantivy::Result<SegmentCounting> {
        let mut columns = Vec::new();
        for facet in &self.facets {
            let values = match facet.column() {
                Some(name) => reader.fast_fields().str(name)?.map(|c| c.ords().clone()),
                None => Some(reader.fast_fields().u64(facet.name())?),
            };
            let size = self.groups.facets.get(facet).map_or(0, |g| g.values.len());
            columns.extend(values.map(|values| (*facet, values, vec![0; size], BTreeMap::new())));
        }
        Ok(SegmentCounting { segment, groups: Arc::clone(&self.groups), columns, seen: Vec::new() })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, fruits: Vec<Counts>) -> tantivy::Result<Counts> {
        let mut all = Counts::new();
        for (facet, counts) in fruits.into_iter().flatten() {
            let sum = all.entry(facet).or_default();
            counts.into_iter().for_each(|(value, n)| *sum.entry(value).or_default() += n);
        }
        Ok(all)
    }
}

/// A facet, its column, counts by place in the table, counts by number.
type Counted = (Facet, Column<u64>, Vec<u64>, BTreeMap<u64, u64>);

/// Counting in one segment: facet, its column, counts by place in the table, counts by number.
pub(crate) struct SegmentCounting {
    segment: SegmentOrdinal,
    groups: Arc<Groups>,
    columns: Vec<Counted>,
    seen: Vec<u32>,
}

impl SegmentCollector for SegmentCounting {
    type Fruit = Counts;

    fn collect(&mut self, doc: DocId, _score: Score) {
        for (facet, column, counts, numbers) in &mut self.columns {
            let Some(grouped) = self.groups.facets.get(facet) else {
                column.values_for_doc(doc).for_each(|n| *numbers.entry(n).or_default() += 1);
                continue;
            };
            let Some(places) = grouped.segments.get(self.segment as usize) else { continue };
            // Two issues of a paper may be one issue of the talks: a passage counts once.
            self.seen.clear();
            for ord in column.values_for_doc(doc) {
                let at = usize::try_from(ord).ok().and_then(|o| places.get(o)).copied().unwrap_or(NONE);
                if self.seen.contains(&at) {
                    continue;
                }
                self.seen.push(at);
                if let Some(count) = counts.get_mut(at as usize) {
                    *count += 1;
                }
            }
        }
    }

    fn harvest(self) -> Counts {
        let of = |(facet, _, counts, mut numbers): (Facet, _, Vec<u64>, BTreeMap<u64, u64>)| {
            numbers.extend((0..).zip(counts).filter(|(_, n)| *n > 0));
            (facet, numbers)
        };
        self.columns.into_iter().map(of).collect()
    }
}
