//! METS: the file that says which page files make a document, and in which order.
//!
//! Only what puts pages together is read: groups of files, the physical order, the labels of the pages. What does not belong
//! here: the words, which stand in the page files; the division into chapters.

use std::collections::BTreeMap;

use crate::xml::{Element, Node, Nodes};

/// Groups of files and pages of a group, at most.
const GROUPS: usize = 200;
const PAGES: usize = 20_000;

/// A page that a METS file names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Leaf {
    /// Its file: a path below the folder of the METS file, `/` between steps.
    pub file: String,
    /// The number printed on it, where the file tells.
    pub label: Option<String>,
}

/// The pages that a METS file puts in order, once for each group of files that may hold text, the likeliest first; `None` = it is
/// no METS.
pub fn mets(bytes: &[u8]) -> Option<Vec<Vec<Leaf>>> {
    let head = &bytes[..bytes.len().min(4096)];
    memchr::memmem::find(head, b"mets")?;
    let text = crate::decode::decode(bytes, true)?.text;
    let mut nodes = Nodes::new(&text);
    let root = nodes.by_ref().find_map(|n| match n {
        Node::Start(e) => Some(e.name == "mets"),
        _ => None,
    });
    root.filter(|is| *is)?;
    Some(Found::of(nodes).groups())
}

/// A `div` of a structural map that is open: its depth, place and label.
struct Division {
    depth: usize,
    order: u32,
    label: Option<String>,
}

#[derive(Default)]
struct Found {
    /// What each group is for.
    uses: Vec<String>,
    /// Id of a file → its group, its path.
    files: BTreeMap<String, (usize, String)>,
    /// Of the map being read, or the one kept: place, label, id of a file.
    leaves: Vec<(Vec<u32>, Option<String>, String)>,
    /// Whether the map kept is the physical one.
    physical: bool,
}

impl Found {
    fn of(mut nodes: Nodes<'_>) -> Self {
        let mut found = Self::default();
        let (mut groups, mut file): (Vec<(usize, usize)>, Option<String>) = (Vec::new(), None);
        while let Some(node) = nodes.next() {
            let Node::Start(e) = node else { continue };
            let depth = nodes.path().len();
            groups.retain(|g| g.0 < depth);
            match e.name.as_ref() {
                "fileGrp" if found.uses.len() < GROUPS => {
                    found.uses.push(e.get("USE").unwrap_or("").to_owned());
                    groups.push((depth, found.uses.len() - 1));
                }
                "file" => file = e.get("ID").map(str::to_owned),
                "FLocat" => found.located(&e, groups.last().map(|g| g.1), file.as_ref()),
                "structMap" => found.map(&e, &mut nodes),
                _ => {}
            }
        }
        found
    }

    fn located(&mut self, e: &Element<'_>, group: Option<usize>, id: Option<&String>) {
        let (Some(group), Some(id)) = (group, id) else { return };
        if let Some(path) = e.get("href").and_then(below) {
            self.files.entry(id.clone()).or_insert((group, path));
        }
    }

    /// Reads a structural map. The physical one counts, else the first.
    fn map(&mut self, e: &Element<'_>, nodes: &mut Nodes<'_>) {
        let physical = e.get("TYPE").is_some_and(|t| t.eq_ignore_ascii_case("physical"));
        if self.physical || !physical && !self.leaves.is_empty() {
            return nodes.skip();
        }
        (self.physical, self.leaves) = (physical, Vec::new());
        let depth = nodes.path().len();
        let mut open: Vec<Division> = Vec::new();
        let mut seen = 0u32;
        while nodes.path().len() >= depth {
            let Some(node) = nodes.next() else { break };
            let Node::Start(e) = node else { continue };
            let here = nodes.path().len();
            open.retain(|d| d.depth < here);
            if e.name == "div" && open.len() < 12 {
                seen = seen.saturating_add(1);
                let order = e.get("ORDER").and_then(|o| o.parse().ok()).unwrap_or(seen);
                let label = e.get("ORDERLABEL").map(str::trim).filter(|l| !l.is_empty() && l.len() <= 20);
                open.push(Division { depth: here, order, label: label.map(str::to_owned) });
            }
            if let Some(id) = e.get("FILEID")
                && self.leaves.len() < PAGES * 8
            {
                let label = open.last().and_then(|d| d.label.clone());
                self.leaves.push((open.iter().map(|d| d.order).collect(), label, id.to_owned()));
            }
        }
    }

    fn groups(mut self) -> Vec<Vec<Leaf>> {
        self.leaves.sort_by(|a, b| a.0.cmp(&b.0));
        let mut groups: Vec<Vec<Leaf>> = vec![Vec::new(); self.uses.len()];
        for (_, label, id) in self.leaves {
            let Some((group, file)) = self.files.get(&id) else { continue };
            let group = &mut groups[*group];
            let named = group.last().is_some_and(|l: &Leaf| l.file == *file);
            if !named && group.len() < PAGES {
                group.push(Leaf { file: file.clone(), label });
            }
        }
        let text = |n: usize| self.uses[n].to_ascii_uppercase().contains("FULLTEXT");
        let mut order: Vec<usize> = (0..groups.len()).filter(|n| !groups[*n].is_empty()).collect();
        // Libraries call the group of the text so; a workspace of OCR-D has a group a step, the last of them with the words.
        order.sort_by_key(|n| (!text(*n), std::cmp::Reverse(*n)));
        order.into_iter().map(|n| std::mem::take(&mut groups[n])).collect()
    }
}

/// A path below the folder of the file; `None` = an address, or a path that leads out.
fn below(href: &str) -> Option<String> {
    let path = href.strip_prefix("file://").unwrap_or(href);
    if path.contains("://") || path.starts_with('/') || path.contains('\\') {
        return None;
    }
    let path = unescaped(path);
    let steps: Vec<&str> = path.split('/').filter(|s| !s.is_empty() && *s != ".").collect();
    (!steps.is_empty() && !steps.contains(&"..")).then(|| steps.join("/"))
}

/// Bytes written as `%20` put back.
fn unescaped(path: &str) -> String {
    let mut out = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let Some((&first, more)) = rest.split_first() {
        let hex = |b: u8| char::from(b).to_digit(16).map(|d| d as u8);
        match (first, more) {
            (b'%', [a, b, tail @ ..]) if hex(*a).is_some() && hex(*b).is_some() => {
                out.push(hex(*a).unwrap_or(0) * 16 + hex(*b).unwrap_or(0));
                rest = tail;
            }
            _ => {
                out.push(first);
                rest = more;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOX: &str = r#"<mets:mets xmlns:mets="http://www.loc.gov/METS/" xmlns:xlink="http://www.w3.org/1999/xlink"><mets:fileSec>
<mets:fileGrp USE="IMG"><mets:file ID="i1"><mets:FLocat xlink:href="img/1.jpg"/></mets:file></mets:fileGrp>
<mets:fileGrp USE="FULLTEXT"><mets:file ID="a1"><mets:FLocat xlink:href="alto/b%20x.xml"/></mets:file>
<mets:file ID="a2"><mets:FLocat xlink:href="./alto/a.xml"/></mets:file><mets:file ID="a3"><mets:FLocat xlink:href="../../c.xml"/></mets:file></mets:fileGrp></mets:fileSec>
<mets:structMap TYPE="LOGICAL"><mets:div><mets:fptr FILEID="a2"/></mets:div></mets:structMap>
<mets:structMap TYPE="PHYSICAL"><mets:div><mets:div ORDER="2" ORDERLABEL="8"><mets:fptr FILEID="a2"/></mets:div>
<mets:div ORDER="1" ORDERLABEL="7"><mets:fptr FILEID="i1"/><mets:fptr FILEID="a1"/></mets:div><mets:div ORDER="3"><mets:fptr FILEID="a3"/></mets:div></mets:div></mets:structMap></mets:mets>"#;

    #[test]
    fn pages_stand_in_the_physical_order_with_their_labels() {
        let groups = mets(BOX.as_bytes()).unwrap();
        let told = |g: &Vec<Leaf>| {
            let leaf = |l: &Leaf| format!("{} {}", l.label.as_deref().unwrap_or("-"), l.file);
            g.iter().map(leaf).collect::<Vec<_>>().join(", ")
        };
        assert_eq!(
            groups.iter().map(told).collect::<Vec<_>>(),
            ["7 alto/b x.xml, 8 alto/a.xml", "7 img/1.jpg"]
        );
    }

    #[test]
    fn other_xml_is_no_mets() {
        assert_eq!(mets(b"<alto><mets/></alto>"), None);
    }
}
