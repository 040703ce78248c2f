//! Reading a collection: its list, its papers, its figures, its linking.

use std::collections::BTreeMap;

use memcon_model::{Analysis, Depths, Edtf, Form, Heard, Mode, Severity, Span, reporters};
use rusqlite::{Connection, OptionalExtension, Row};

use crate::collection::Collection;
use crate::error::{Result, StoreError};
use crate::{DocumentRow, DocumentStatus, Overview, Stored, StoredDocument, originals};

/// The columns of a [`DocumentRow`], in its order.
const ROW: &str = "id, title, form, date, languages, blake3, bytes, turns, status,
    coalesce(media_hint, '') = 'application/vnd.memcon.description+json'";

impl DocumentStatus {
    /// The word of the database and of `--json`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ready => "ready",
            Self::Problem => "problem",
            Self::Missing => "missing",
            Self::Superseded => "superseded",
        }
    }

    /// Whether the document counts: its file is there and this is its latest version.
    pub const fn is_current(self) -> bool {
        matches!(self, Self::Ready | Self::Problem)
    }

    fn of(word: &str) -> Self {
        match word {
            "ready" => Self::Ready,
            "missing" => Self::Missing,
            "superseded" => Self::Superseded,
            _ => Self::Problem,
        }
    }
}

fn document_row(row: &Row<'_>) -> rusqlite::Result<DocumentRow> {
    let text = |n: usize| row.get_ref(n)?.as_str().map_err(rusqlite::Error::from);
    Ok(DocumentRow {
        id: row.get(0)?,
        title: row.get(1)?,
        form: text(2)?.parse().unwrap_or(Form::Other),
        date: row.get::<_, Option<String>>(3)?.and_then(|d| d.parse::<Edtf>().ok()),
        languages: serde_json::from_str(text(4)?).unwrap_or_default(),
        blake3: row.get(5)?,
        bytes: row.get::<_, i64>(6)?.unsigned_abs(),
        turns: row.get(7)?,
        status: DocumentStatus::of(text(8)?),
        described: row.get(9)?,
    })
}

/// Undated documents come last; inside a day the id decides.
pub(crate) const ORDER: &str = "ORDER BY first_day IS NULL, first_day, date, id";

/// The same as one value, as it stands in the index.
const PLACE: &str = "(first_day IS NULL) || char(1) || coalesce(first_day, '') || char(1)
    || coalesce(date, '') || char(1) || id";

impl Collection {
    /// Every document, missing and superseded ones included, by date, then id.
    pub fn documents(&self) -> Result<Vec<DocumentRow>> {
        self.reading(|db| {
            let mut query = db.prepare_cached(&format!("SELECT {ROW} FROM documents {ORDER}"))?;
            query.query_map([], document_row)?.collect()
        })
    }

    /// Some of the documents, of one form or of any, in the order of [`Collection::documents`]; and how many in all.
    pub fn documents_page(
        &self,
        form: Option<Form>,
        offset: usize,
        limit: usize,
    ) -> Result<(usize, Vec<DocumentRow>)> {
        let [offset, limit] = [offset, limit].map(|n| i64::try_from(n).unwrap_or(i64::MAX));
        // The numbers of the page come out of an index alone; only its rows are read.
        let (narrow, of) = match form {
            Some(form) => ("WHERE form = ?1", form.as_str()),
            None => ("WHERE ?1 = ''", ""),
        };
        let count = format!("SELECT count(*) FROM documents {narrow}");
        let page = format!(
            "SELECT {ROW} FROM documents WHERE n IN (SELECT n FROM documents {narrow} ORDER BY {PLACE} LIMIT ?2 OFFSET ?3)
             ORDER BY {PLACE}"
        );
        self.reading(|db| {
            let total: i64 = db.prepare_cached(&count)?.query_row([of], |r| r.get(0))?;
            let mut query = db.prepare_cached(&page)?;
            let rows = query.query_map(rusqlite::params![of, limit, offset], document_row)?;
            Ok((usize::try_from(total).unwrap_or(0), rows.collect::<rusqlite::Result<_>>()?))
        })
    }

    /// The documents before and after one, in the order of [`Collection::documents`].
    pub fn neighbours(&self, id: &str) -> Result<(Option<DocumentRow>, Option<DocumentRow>)> {
        let one = |db: &Connection, than: &str, order: &str| {
            let sql = format!(
                "SELECT {ROW} FROM documents WHERE {PLACE} {than} (SELECT {PLACE} FROM documents WHERE id = ?)
                 ORDER BY {PLACE} {order} LIMIT 1"
            );
            db.prepare_cached(&sql)?.query_row([id], document_row).optional()
        };
        self.reading(|db| Ok((one(db, "<", "DESC")?, one(db, ">", "ASC")?)))
    }

    /// How many documents there are, missing and superseded ones included.
    pub fn size(&self) -> Result<u64> {
        let count = |db: &Connection| db.query_row("SELECT count(*) FROM documents", [], |r| r.get(0));
        self.reading(count).map(i64::unsigned_abs)
    }

    /// One document with its text and analysis.
    pub fn document(&self, id: &str) -> Result<StoredDocument> {
        self.find_document(id)?.ok_or_else(|| StoreError::NoDocument(id.to_owned()))
    }

    /// One document, or none of that id.
    pub fn find_document(&self, id: &str) -> Result<Option<StoredDocument>> {
        let sql = format!("SELECT {ROW}, json, text FROM documents JOIN analyses USING (n) WHERE id = ?");
        let found = self.reading(|db| {
            let mut query = db.prepare_cached(&sql)?;
            query
                .query_row([id], |r| {
                    Ok((document_row(r)?, r.get::<_, Vec<u8>>("json")?, r.get::<_, String>("text")?))
                })
                .optional()
        })?;
        let Some((row, json, text)) = found else { return Ok(None) };
        let mut analysis: Analysis = serde_json::from_slice(&json)
            .map_err(|e| StoreError::Analysis { document: id.to_owned(), detail: e.to_string() })?;
        // A superseded version keeps its analysis but not the name under which it was made.
        analysis.id.clone_from(&row.id);
        Ok(Some(StoredDocument { row, text, analysis }))
    }

    /// The documents that count, in the order in which they came, some at a time: each with its place in the order of
    /// [`Collection::documents`] among those that count.
    pub fn current(&self) -> Result<Vec<(i64, u32)>> {
        self.reading(|db| {
            let mut query =
                db.prepare(&format!("SELECT n FROM documents WHERE status IN ('ready', 'problem') {ORDER}"))?;
            let found = query.query_map([], |r| r.get::<_, i64>(0))?;
            let mut out: Vec<(i64, u32)> =
                found.zip(0..).map(|(n, at)| n.map(|n| (n, at))).collect::<rusqlite::Result<_>>()?;
            out.sort_unstable();
            Ok(out)
        })
    }

    /// How many documents count, and how many bytes their analyses are.
    pub fn analysed(&self) -> Result<(u64, u64)> {
        let sql = "SELECT count(*), coalesce(sum(length(json)), 0) FROM documents JOIN analyses USING (n)
                   WHERE status IN ('ready', 'problem')";
        self.reading(|db| {
            let row =
                |r: &Row<'_>| Ok((r.get::<_, i64>(0)?.unsigned_abs(), r.get::<_, i64>(1)?.unsigned_abs()));
            db.query_row(sql, [], row)
        })
    }

    /// The documents of these numbers with their analyses (still JSON) and texts, one after the other.
    pub fn stored(&self, numbers: &[i64]) -> Result<Vec<Stored>> {
        self.reading(|db| {
            let mut query = db
                .prepare_cached("SELECT id, json, text FROM documents JOIN analyses USING (n) WHERE n = ?")?;
            let one = |n: &i64| {
                query.query_row([n], |r| Ok(Stored { id: r.get(0)?, json: r.get(1)?, text: r.get(2)? }))
            };
            numbers.iter().map(one).collect()
        })
    }

    /// The original bytes of a document, or of a file that holds documents.
    pub fn original(&self, id: &str) -> Result<Vec<u8>> {
        let sql = "SELECT blake3 FROM documents WHERE id = ?1 UNION ALL SELECT blake3 FROM files WHERE id = ?1 LIMIT 1";
        let hash = self.reading(|db| db.query_row(sql, [id], |r| r.get::<_, String>(0)).optional())?;
        let hash = hash.ok_or_else(|| StoreError::NoDocument(id.to_owned()))?;
        originals::read(&self.originals(), &hash)
    }

    /// Through how many reporters each stretch of a document came; of no document, nothing is known to have.
    pub fn depths(&self, document: &str) -> Result<Depths> {
        self.reading(|db| {
            let n: Option<i64> = db
                .prepare_cached("SELECT n FROM documents WHERE id = ?")?
                .query_row([document], |r| r.get(0))
                .optional()?;
            n.map_or_else(|| Ok(Depths::default()), |n| depths(db, n))
        })
    }

    /// Whether papers changed since linking was last done.
    pub fn linking_is_stale(&self) -> Result<bool> {
        let done = self.reading(|db| {
            db.query_row("SELECT revision FROM linked", [], |r| r.get::<_, i64>(0)).optional()
        })?;
        Ok(done.map(i64::unsigned_abs) != Some(self.revision()?))
    }

    /// Figures over the collection.
    pub fn overview(&self) -> Result<Overview> {
        let figures = self.figures()?;
        let name = self.home().and_then(|h| h.file_name().map(|n| n.to_string_lossy().into_owned()));
        let title = self.settings().title.clone().or(name).unwrap_or_else(|| "Collection".to_owned());
        self.reading(|db| {
            let by_form = by_form(db)?;
            let (turns, first, last) = db.query_row(
                "SELECT coalesce(sum(turns), 0), min(first_day), max(last_day) FROM documents
                 WHERE status IN ('ready', 'problem')",
                [],
                |r| Ok((r.get::<_, i64>(0)?, r.get::<_, Option<String>>(1)?, r.get::<_, Option<String>>(2)?)),
            )?;
            Ok(Overview {
                title,
                documents: by_form.values().sum(),
                described: crate::inventories::described(db)?,
                by_form,
                turns: turns.unsigned_abs(),
                people: figures.people,
                events: figures.events,
                issues: figures.issues,
                references: figures.references,
                span: first.zip(last),
                problems: problems(db)?,
            })
        })
    }
}

/// Through how many reporters each stretch of the document numbered `n` came.
pub(crate) fn depths(db: &Connection, n: i64) -> rusqlite::Result<Depths> {
    // In the order of the text, the outer voice first.
    let mut query = db.prepare_cached(
        "SELECT id, parent, first, last, mode, depth FROM turns WHERE document = ? ORDER BY first, last DESC",
    )?;
    let turn = |r: &Row<'_>| {
        let span = Span { start: r.get(2)?, end: r.get(3)? };
        let mode: Mode = r.get_ref(4)?.as_str()?.parse().unwrap_or(Mode::AuthorText);
        Ok((r.get::<_, String>(0)?, r.get::<_, Option<String>>(1)?, span, mode, r.get::<_, u32>(5)?))
    };
    let turns = query.query_map([n], turn)?.collect::<rusqlite::Result<Vec<_>>>()?;
    let heard = turns.iter().map(|(id, parent, span, mode, depth)| Heard {
        id,
        parent: parent.as_deref(),
        span: *span,
        mode: *mode,
        depth: *depth,
    });
    Ok(Depths::new(turns.iter().map(|t| t.2).zip(reporters(heard))))
}

fn by_form(db: &Connection) -> rusqlite::Result<BTreeMap<String, u64>> {
    let mut query = db.prepare(
        "SELECT form, count(*) FROM documents WHERE status IN ('ready', 'problem')
                  AND coalesce(media_hint, '') <> 'application/vnd.memcon.description+json' GROUP BY form",
    )?;
    query.query_map([], |r| Ok((r.get(0)?, r.get::<_, i64>(1)?.unsigned_abs())))?.collect()
}

/// What could not be done, worst first: with papers that count, and at places where none could be kept.
fn problems(db: &Connection) -> rusqlite::Result<Vec<(String, Severity, String)>> {
    let mut query = db.prepare(
        "SELECT place, severity, message FROM problems LEFT JOIN documents ON document = documents.n
         WHERE document IS NULL OR status IN ('ready', 'problem')
         ORDER BY severity = 'error' DESC, place, problems.n",
    )?;
    let found = query.query_map([], |r| {
        let severity: String = r.get(1)?;
        Ok((r.get(0)?, severity.parse().unwrap_or(Severity::Error), r.get(2)?))
    })?;
    found.collect()
}
