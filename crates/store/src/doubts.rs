//! What waits for a person: the claims of the collection of which the machine is least sure.
//!
//! A few of each layer and paper are kept, so that a queue over a large collection is one query; when they are judged,
//! the next ones of that paper take their place.

use memcon_model::{Analysis, Confidence, Layer, Span};
use memcon_review::{Doubt, doubts};
use rusqlite::{Connection, params};

use crate::collection::Collection;
use crate::error::Result;

/// Layers that have a queue, in the order in which a reviewer would take them.
pub const QUEUES: &[Layer] =
    &[Layer::Turn, Layer::Move, Layer::Event, Layer::Obligation, Layer::Reference, Layer::Description];

/// Claims kept of each layer and paper.
const EACH: usize = 4;

/// Surer than this needs no second look.
const SURE: Confidence = 0.75;

/// A claim in the queue.
#[derive(Clone, Debug, PartialEq)]
pub struct Waiting {
    /// The document.
    pub document: String,
    /// The claim, its place in bytes.
    pub doubt: Doubt,
}

/// Notes the least sure claims of a document.
pub(crate) fn insert(db: &Connection, n: i64, a: &Analysis) -> rusqlite::Result<()> {
    let mut note = db.prepare_cached("INSERT OR IGNORE INTO doubts VALUES (?, ?, ?, ?, ?, ?, ?)")?;
    for layer in QUEUES {
        for d in doubts(a, &[*layer], SURE).into_iter().take(EACH) {
            let confidence = f64::from(d.confidence);
            note.execute(params![n, layer.as_str(), d.id, d.span.start, d.span.end, confidence, d.rule])?;
        }
    }
    Ok(())
}

impl Collection {
    /// Claims of `layer` that wait for a person, least sure first: `limit` from `offset` on.
    pub fn least_sure(&self, layer: Layer, offset: usize, limit: usize) -> Result<Vec<Waiting>> {
        self.least_sure_of(layer, None, offset, limit)
    }

    /// [`Collection::least_sure`] of one rule.
    pub fn least_sure_of(
        &self,
        layer: Layer,
        rule: Option<&str>,
        offset: usize,
        limit: usize,
    ) -> Result<Vec<Waiting>> {
        let of_rule = if rule.is_some() { "AND rule = ?4" } else { "AND ?4 IS NULL" };
        let sql = format!(
            "SELECT id, claim, first, last, confidence, rule FROM doubts JOIN documents ON document = documents.n
             WHERE layer = ?1 {of_rule} AND status IN ('ready', 'problem')
             ORDER BY confidence, document, first LIMIT ?2 OFFSET ?3"
        );
        let (limit, offset) =
            (i64::try_from(limit).unwrap_or(i64::MAX), i64::try_from(offset).unwrap_or(i64::MAX));
        self.reading(|db| {
            let mut query = db.prepare_cached(&sql)?;
            let rows = query.query_map(params![layer.as_str(), limit, offset, rule], |r| {
                Ok(Waiting {
                    document: r.get(0)?,
                    doubt: Doubt {
                        layer,
                        id: r.get(1)?,
                        span: Span { start: r.get(2)?, end: r.get(3)? },
                        confidence: r.get::<_, f64>(4)? as Confidence,
                        rule: r.get(5)?,
                    },
                })
            })?;
            rows.collect()
        })
    }

    /// The rules whose claims of `layer` wait, each with how many of the noted ones are its; most first.
    pub fn waiting_rules(&self, layer: Layer) -> Result<Vec<(String, usize)>> {
        self.reading(|db| {
            let mut query = db.prepare_cached(
                "SELECT rule, count(*) AS many FROM doubts WHERE layer = ? GROUP BY rule ORDER BY many DESC, rule LIMIT 24",
            )?;
            let rows = query.query_map([layer.as_str()], |r| Ok((r.get(0)?, r.get::<_, i64>(1)?)))?;
            rows.map(|row| row.map(|(rule, n)| (rule, usize::try_from(n).unwrap_or(0)))).collect()
        })
    }
}
