//! The order of reading: as the file gives it, else by where the zones stand.

use std::collections::BTreeMap;

use super::sheet::{Area, Zone};
use crate::xml::{Node, Nodes};

/// Zones of a page that are put in order by their places; more stay in the order of the file.
const MOST: usize = 2_000;

/// The order that a `ReadingOrder` gives: id → place. Groups nest to any depth; a group with numbers puts its members in
/// their order.
pub(super) fn listed(nodes: &mut Nodes<'_>) -> BTreeMap<String, u32> {
    let depth = nodes.path().len();
    // Members with the numbers of the groups around them and their own.
    let mut found: Vec<(Vec<u32>, String)> = Vec::new();
    let mut key: Vec<(usize, u32)> = Vec::new();
    let mut seen = 0u32;
    while let Some(node) = nodes.next() {
        let open = nodes.path().len();
        if let Node::Start(e) = &node {
            seen = seen.saturating_add(1);
            let index = e.get("index").and_then(|i| i.parse().ok()).unwrap_or(seen);
            key.retain(|k| k.0 < open);
            // The file's own order settles what stands too deep.
            if key.len() < 8 {
                key.push((open, index));
            }
            if let Some(id) = e.get("regionRef").or_else(|| e.get("REF")) {
                found.push((key.iter().map(|k| k.1).collect(), id.trim_start_matches('#').to_owned()));
            }
        }
        if open < depth {
            break;
        }
    }
    found.sort_by(|a, b| a.0.cmp(&b.0));
    let mut places = BTreeMap::new();
    for (n, (_, id)) in found.into_iter().enumerate() {
        places.entry(id).or_insert(n as u32);
    }
    places
}

/// Zones by their places where the file gives any, else by where they stand. A zone without a place follows the one
/// before it in the file.
pub(super) fn ranked(mut zones: Vec<(Option<u32>, Zone)>) -> Vec<Zone> {
    if zones.iter().all(|z| z.0.is_none()) {
        // What stands beside the text would hide the gutters between its columns.
        let (asides, flow): (Vec<Zone>, Vec<Zone>) =
            zones.into_iter().map(|z| z.1).partition(|z| z.role.is_aside());
        let mut all = placed(flow);
        all.extend(asides);
        return all;
    }
    let mut last = 0;
    for zone in &mut zones {
        last = *zone.0.get_or_insert(last);
    }
    zones.sort_by_key(|z| z.0);
    zones.into_iter().map(|z| z.1).collect()
}

/// Zones in the order in which their places are read: what stands side by side from the left, what stands below later.
/// What cannot be told apart stays in the order of the file.
pub(super) fn placed(zones: Vec<Zone>) -> Vec<Zone> {
    let areas: Option<Vec<Area>> = zones.iter().map(|z| z.area.or_else(|| z.lines.first()?.area)).collect();
    let Some(areas) = areas.filter(|a| a.len() > 1 && a.len() <= MOST) else { return zones };
    let mut order = Vec::with_capacity(zones.len());
    // Each set is cut into two that are read one after the other, until nothing can be cut.
    let mut sets: Vec<Vec<usize>> = vec![(0..zones.len()).collect()];
    while let Some(set) = sets.pop() {
        match cut(&areas, &set) {
            Some((first, second)) => {
                sets.push(second);
                sets.push(first);
            }
            None => order.extend(set),
        }
    }
    let mut zones: Vec<Option<Zone>> = zones.into_iter().map(Some).collect();
    order.into_iter().filter_map(|n| zones.get_mut(n)?.take()).collect()
}

/// Two parts of a set with a clear gap between: above and below, or left and right, whichever gap is wider. Lines of
/// columns leave gaps too, but a column's gutter runs all the way down.
fn cut(areas: &[Area], set: &[usize]) -> Option<(Vec<usize>, Vec<usize>)> {
    if set.len() < 2 {
        return None;
    }
    let (across, down) = (gap(areas, set, 0), gap(areas, set, 1));
    let by = |axis: usize, at: f32| {
        let mid = |n: &usize| areas[*n][axis] + areas[*n][axis + 2] / 2.0;
        set.iter().copied().partition::<Vec<usize>, _>(|n| mid(n) < at)
    };
    match (across, down) {
        // The first gap from the top: a title above columns goes first, then the columns are seen.
        (None, Some((at, _))) => Some(by(1, at)),
        (Some((at, _)), _) => Some(by(0, at)),
        (None, None) => None,
    }
}

/// The first gap along an axis: where, how wide.
fn gap(areas: &[Area], set: &[usize], axis: usize) -> Option<(f32, f32)> {
    let mut ranges: Vec<(f32, f32)> =
        set.iter().map(|n| (areas[*n][axis], areas[*n][axis] + areas[*n][axis + 2])).collect();
    ranges.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut end = ranges.first()?.1;
    for (start, stop) in ranges {
        // Boxes of neighbouring lines touch and cross a little.
        if start >= end - 1.0 && start > ranges_start(areas, set, axis) {
            return Some(((start + end) / 2.0, start - end));
        }
        end = end.max(stop);
    }
    None
}

fn ranges_start(areas: &[Area], set: &[usize], axis: usize) -> f32 {
    set.iter().map(|n| areas[*n][axis]).fold(f32::INFINITY, f32::min)
}

#[cfg(test)]
mod tests {
    use super::super::sheet::Line;
    use super::*;

    fn zone(words: &str, area: Area) -> Zone {
        let lines = vec![Line { text: words.to_owned(), ..Line::default() }];
        Zone { lines, area: Some(area), ..Zone::default() }
    }

    fn words(zones: &[Zone]) -> String {
        zones.iter().map(|z| z.lines[0].text.as_str()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_title_then_the_left_column_then_the_right() {
        let zones = vec![
            zone("right-top", [320.0, 100.0, 250.0, 80.0]),
            zone("left-bottom", [20.0, 250.0, 250.0, 80.0]),
            zone("title", [100.0, 10.0, 400.0, 40.0]),
            zone("left-top", [20.0, 100.0, 250.0, 100.0]),
            zone("right-bottom", [320.0, 190.0, 250.0, 80.0]),
        ];
        assert_eq!(words(&placed(zones)), "title left-top left-bottom right-top right-bottom");
    }

    #[test]
    fn numbers_and_nested_groups_give_the_order() {
        let source = "<ReadingOrder><OrderedGroup id='g'><RegionRefIndexed index='1' regionRef='c'/>\
            <UnorderedGroupIndexed index='0'><RegionRef regionRef='a'/><RegionRef regionRef='b'/></UnorderedGroupIndexed>\
            </OrderedGroup></ReadingOrder>";
        let mut nodes = Nodes::new(source);
        nodes.next();
        let listed = listed(&mut nodes);
        assert_eq!(
            listed.into_iter().collect::<Vec<_>>(),
            [("a".into(), 0), ("b".into(), 1), ("c".into(), 2)]
        );
    }
}
