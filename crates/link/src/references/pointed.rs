//! References that an edition's own mark-up ties to their target: `#d12`, `other-volume.xml#d3`, `other-volume#d3`.

use std::collections::BTreeMap;

use crate::Document;

/// Ways from a file's name and the id of an element to a document.
pub(super) struct Pointed<'d> {
    /// By (file without folders and ending, id).
    by_way: BTreeMap<(&'d str, &'d str), Option<usize>>,
}

/// A document's file and its way inside it; of a document that is its file, both are the file's name.
fn cut(id: &str) -> (&str, &str) {
    let (front, way) = id.rsplit_once('/').unwrap_or(("", id));
    (stem(front), way)
}

fn stem(path: &str) -> &str {
    let name = path.rsplit_once('/').map_or(path, |(_, name)| name);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

impl<'d> Pointed<'d> {
    pub fn new(documents: &'d [Document<'d>]) -> Self {
        let mut by_way: BTreeMap<(&str, &str), Option<usize>> = BTreeMap::new();
        for (n, d) in documents.iter().enumerate() {
            let (file, way) = cut(d.id);
            // Two files of one name in two folders: nobody knows which is meant.
            let clash = |held: &mut Option<usize>| *held = None;
            by_way.entry((file, way)).and_modify(clash).or_insert(Some(n));
            by_way.entry((stem(way), "")).and_modify(clash).or_insert(Some(n));
        }
        Self { by_way }
    }

    /// The document that `target` in document `from` points to.
    pub fn target(&self, from: &str, target: &str) -> Option<usize> {
        let (file, id) = target.split_once('#').unwrap_or((target, ""));
        let file = if file.is_empty() { cut(from).0 } else { stem(file) };
        self.by_way.get(&(file, id)).copied().flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_found_in_its_own_file_and_in_another() {
        let analysis = memcon_model::Analysis::default();
        let document = |id: &'static str| Document { id, analysis: &analysis, text: "" };
        let all = [
            document("v/lake.xml/d1"),
            document("v/lake.xml/d2"),
            document("v/hill.xml/d1"),
            document("a/note.txt"),
        ];
        let pointed = Pointed::new(&all);
        for (target, expected) in [
            ("#d2", Some(1)),
            ("hill.xml#d1", Some(2)),
            ("../v/hill#d1", Some(2)),
            ("note.txt", Some(3)),
            ("#d9", None),
            ("#pg_3", None),
        ] {
            assert_eq!(pointed.target("v/lake.xml/d1", target), expected, "{target}");
        }
    }
}
