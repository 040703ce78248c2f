//! Passages as they are shown: their words, what was found in them, and who speaks there.

use memcon_model::{Edtf, Form, Layout, Mode, Span};
use rusqlite::{Connection, OptionalExtension, params};
use tantivy::schema::Value;
use tantivy::{Searcher, TantivyDocument};

use super::index::Index;
use super::mended::{Aside, Mended};
use super::phrase::row;
use super::plan::Plan;
use super::question::Where;
use super::{Widened, tokens};
use crate::error::Result;
use crate::{Hit, Spelled};

/// A question as it is looked for.
pub(super) struct Asked {
    /// What a passage must hold; `None` = any will do.
    pub plan: Option<Plan>,
    pub widened: Vec<Widened>,
    pub within: Where,
    /// Only as it stands.
    pub exact: bool,
}

/// A passage that was found: its document, where it stands in bytes and in code points, what stands beside it.
pub(super) struct Place {
    document: i64,
    span: Span,
    chars: (u32, u32),
    aside: Aside,
}

pub(super) fn place(index: &Index, searcher: &Searcher, at: tantivy::DocAddress) -> Result<Place> {
    let entry: TantivyDocument = searcher.doc(at)?;
    let number = |field| entry.get_first(field).and_then(|v| v.as_u64()).unwrap_or(0);
    let offset = |field| usize::try_from(number(field)).unwrap_or(usize::MAX);
    let f = index.fields;
    let aside = entry.get_first(f.aside).and_then(|v| v.as_str()).and_then(|a| serde_json::from_str(a).ok());
    let chars = Span::new(offset(f.from), offset(f.to));
    Ok(Place {
        document: number(f.document).cast_signed(),
        span: Span::new(offset(f.start), offset(f.end)),
        chars: (chars.start, chars.end),
        aside: aside.unwrap_or_default(),
    })
}

/// The hit at a place; none where the document went away since the index was opened. Of the text only the passage is
/// taken out of the database.
pub(super) fn hit(db: &Connection, place: &Place, asked: &Asked) -> rusqlite::Result<Option<Hit>> {
    let Place { document: n, span, chars, aside } = place;
    let mut query = db.prepare_cached(
        "SELECT id, title, date, form, substr(CAST(text AS BLOB), ?2, ?3), languages
         FROM documents JOIN analyses USING (n) WHERE n = ?1",
    )?;
    let found = query
        .query_row(params![n, span.start + 1, span.end - span.start], |r| {
            let words: Vec<u8> = r.get(4)?;
            let languages: String = r.get(5)?;
            Ok(Hit {
                document: r.get(0)?,
                title: r.get(1)?,
                date: r.get::<_, Option<String>>(2)?.and_then(|d| d.parse::<Edtf>().ok()),
                form: r.get_ref(3)?.as_str()?.parse().unwrap_or(Form::Other),
                languages: serde_json::from_str(&languages).unwrap_or_default(),
                span: *span,
                chars: *chars,
                passage: String::from_utf8_lossy(&words).into_owned(),
                highlights: Vec::new(),
                spelled: Vec::new(),
                speaker: None,
                addressee: None,
                side: None,
                mode: None,
                depth: None,
                reporters: None,
                page: None,
            })
        })
        .optional()?;
    let Some(mut hit) = found else { return Ok(None) };
    mark(&mut hit, n.unsigned_abs(), aside, asked);
    // The voice of the words found, not of the whole paragraph.
    let words = hit.highlights.first().copied().unwrap_or(Span { start: 0, end: span.end - span.start });
    let layout = Layout { pages: aside.pages.clone(), ..Layout::default() };
    hit.page = layout.cited(words);
    voice(db, *n, Span { start: span.start + words.start, end: span.start + words.end }, &mut hit)?;
    Ok(Some(hit))
}

/// What was found in the passage, and by which other spellings.
fn mark(hit: &mut Hit, document: u64, aside: &Aside, asked: &Asked) {
    let Some(plan) = &asked.plan else { return };
    let stands = tokens::tokens(&hit.passage);
    let meant = match asked.exact {
        true => Vec::new(),
        false => Mended::new(&hit.passage, &aside.slips).tokens(),
    };
    let (highlights, by) = plan.highlights(&[row(&stands), row(&meant)], document, &asked.within);
    hit.highlights = highlights;
    let spelled = |(name, n): (usize, usize)| {
        let widened = asked.widened.get(name)?;
        let spelling = widened.spellings.get(n)?;
        let (form, why) = (spelling.form.clone(), spelling.why.clone());
        Some(Spelled { asked: widened.asked.clone(), form, why })
    };
    hit.spelled = by.into_iter().filter_map(spelled).collect();
}

/// Fills in who speaks at `words`: the innermost turn that holds them.
fn voice(db: &Connection, n: i64, words: Span, hit: &mut Hit) -> rusqlite::Result<()> {
    let mut query = db.prepare_cached(
        "SELECT coalesce(speaker, as_named), mode, depth, side, addressee FROM turns
         WHERE document = ?1 AND first <= ?2 AND last >= ?3 ORDER BY last - first, id LIMIT 1",
    )?;
    let turn = query
        .query_row(params![n, words.start, words.end], |r| {
            let who: [Option<String>; 3] = [r.get(0)?, r.get(3)?, r.get(4)?];
            Ok((who, r.get::<_, String>(1)?, r.get::<_, u32>(2)?))
        })
        .optional()?;
    if let Some(([speaker, side, addressee], mode, depth)) = turn {
        hit.speaker = speaker;
        hit.side = side;
        hit.addressee = addressee;
        hit.mode = mode.parse::<Mode>().ok();
        hit.depth = Some(depth);
        hit.reporters = Some(crate::read::depths(db, n)?.reporters(words));
    }
    Ok(())
}
