//! Linking a collection: what linking needs of each paper is read from the database, bit by bit and on all cores;
//! the words stay on disk.

use memcon_link::Document;
use memcon_model::Analysis;
use memcon_store::{Collection, Texts};

use crate::in_order::in_order;
use crate::memory;
use crate::progress::Stages;

/// Papers read at a time.
const BATCH: usize = 128;

/// A paper as linking sees it.
struct Paper {
    id: String,
    analysis: Analysis,
    text: String,
}

/// Memory that linking takes for each byte of the papers' analyses, and beside them: as measured on a hundred thousand
/// small papers.
const FOR_A_BYTE: f64 = 2.75;
const BESIDE: u64 = 100 << 20;

/// Below this nothing is refused: what a system calls free is too rough a figure for it.
const LITTLE: u64 = 256 << 20;

/// Whether linking fits into memory: into what a person allows, else into what the machine has free. Else says what to do.
pub fn fits(collection: &Collection, allowed: Option<u64>) -> anyhow::Result<Result<(), String>> {
    let Some(room) = allowed.or_else(memory::free) else { return Ok(Ok(())) };
    let (papers, bytes) = collection.analysed()?;
    Ok(judge(papers, bytes, room, allowed.is_some()))
}

fn judge(papers: u64, bytes: u64, room: u64, allowed: bool) -> Result<(), String> {
    let need = BESIDE + (bytes as f64 * FOR_A_BYTE) as u64;
    if need <= room.max(LITTLE) {
        return Ok(());
    }
    let (need, room) = (memory::told(need), memory::told(room));
    let has =
        if allowed { format!("--memory allows {room}") } else { format!("this machine has {room} free") };
    Err(format!(
        "linking {papers} papers takes about {need} of memory, and {has}; it was not begun. The papers are kept and can be \
         searched and read; what is said over several papers stands as it was last linked. To do: end other programs, \
         or take the collection's folder to a machine with more memory, and run `memcon link`; or make collections of \
         fewer papers. `memcon link --memory SIZE` goes on in spite of this"
    ))
}

/// Links the papers that count, with the lists of persons and decisions that the collection keeps. `indexing`: papers that
/// are new to the index are to follow, which counts for the time left.
pub fn link(collection: &Collection, indexing: bool) -> anyhow::Result<()> {
    let mut stages = Stages::new(indexing);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_fit_is_said_before_it_is_begun() {
        assert_eq!(judge(100_000, 800_000_000, 3 << 30, false), Ok(()));
        assert_eq!(judge(1000, 8_000_000, 1 << 20, false), Ok(()), "a few papers always fit");
        let said = judge(1_000_000, 8_000_000_000, 8 << 30, false).unwrap_err();
        assert!(said.contains("1000000 papers takes about 20.6 GiB"), "{said}");
        assert!(said.contains("this machine has 8.0 GiB free") && said.contains("To do:"), "{said}");
        assert!(judge(100_000, 800_000_000, 1 << 20, true).unwrap_err().contains("--memory allows 1 MiB"));
    }
}
