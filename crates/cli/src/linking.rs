//! Linking a collection: what linking needs of each paper is read from the database, bit by bit and on all cores;
//! the words stay on disk.

use memcon_link::Document;
use memcon_model::Analysis;
use memcon_store::{Collection, Texts};

use crate::in_order::in_order;
use crate::progress::Stages;

/// Papers read at a time.
const BATCH: usize = 128;

/// A paper as linking sees it.
struct Paper {
    id: String,
    analysis: Analysis,
    text: String,
}

/// Links the papers that count, with the lists of persons and decisions that the collection keeps.
pub fn link(collection: &Collection) -> anyhow::Result<()> {
    let mut stages = Stages::new();
    let linked = {
        let order = collection.current()?;
        let mut papers: Vec<(String, Analysis, std::ops::Range<usize>)> = Vec::new();
        papers.resize_with(order.len(), Default::default);
        let mut texts = collection.texts()?;
        let read = |batch: &[(i64, u32)]| -> anyhow::Result<Vec<(u32, Paper)>> {
            let numbers: Vec<i64> = batch.iter().map(|b| b.0).collect();
            let stored = collection.stored(&numbers)?;
            let one = |((_, at), stored): (&(i64, u32), memcon_store::Stored)| {
                let mut analysis = stored.analysis()?;
                memcon_link::digest(&mut analysis);
                Ok((*at, Paper { id: stored.id, analysis, text: stored.text }))
            };
            batch.iter().zip(stored).map(one).collect()
        };
        // Half a megabyte is what a batch weighs, more or less: some are under work at a time.
        in_order(
            order.chunks(BATCH),
            |_| 1 << 19,
            read,
            |batch| {
                for (at, paper) in batch? {
                    let words = texts.push(&paper.text)?;
                    if let Some(place) = papers.get_mut(at as usize) {
                        *place = (paper.id, paper.analysis, words);
                    }
                }
                Ok(())
            },
        )?;
        drop(order);
        let texts: Texts = texts.finish()?;
        let documents: Vec<Document<'_>> = papers
            .iter()
            .map(|(id, analysis, words)| Document { id, analysis, text: texts.get(words.clone()) })
            .collect();
        let (listed, decisions) = (collection.listed()?, collection.decisions()?);
        let given = memcon_link::Given { listed: &listed, decisions: &decisions };
        memcon_link::link_told(&documents, &given, &mut |stage| stages.begins(stage))
    };
    stages.keeping();
    collection.set_linked(&linked)?;
    stages.finish();
    Ok(())
}
