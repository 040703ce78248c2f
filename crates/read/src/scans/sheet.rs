//! What all formats of scanned pages give: sheets, zones on them, lines in the zones.
//!
//! The readers of the formats make these; `heads`, `order`, `paragraphs` and `write` make the reading of them. What does
//! not belong here: any format.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::reading::MarkKind;

/// Left, top, width, height.
pub(super) type Area = [f32; 4];

/// Recognition less sure than this (0 to 1) makes words unclear.
pub(super) const UNSURE: f32 = 0.4;

/// What the format says of a zone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Role {
    /// Running text.
    #[default]
    Text,
    /// A heading.
    Heading,
    /// Running head or foot.
    RunningHead,
    /// The number of the page.
    PageNumber,
    /// A note at the foot, at the end or in the margin.
    Note,
    /// The words below a picture.
    Caption,
    /// An item of a list.
    Item,
    /// A large first letter.
    Capital,
    /// A signature.
    Signature,
    /// The head of a letter.
    Letterhead,
    /// A quotation set apart.
    Quote,
    /// A row of a table; its lines are the cells.
    Row,
    /// Words inside a picture, on a stamp: beside the text.
    Aside,
}

impl Role {
    /// Whether words of it stand outside the flow of the text.
    pub fn is_aside(self) -> bool {
        matches!(self, Self::RunningHead | Self::PageNumber | Self::Note | Self::Aside)
    }
}

/// A line.
#[derive(Clone, Debug, Default)]
pub(super) struct Line {
    /// Its words, without white space at the ends.
    pub text: String,
    /// Its id.
    pub id: Option<String>,
    /// Where on the page.
    pub area: Option<Area>,
    /// Where in the source.
    pub bytes: Option<[usize; 2]>,
    /// Words of which the mark-up says something, in bytes of `text`.
    pub marks: Vec<(usize, usize, MarkKind)>,
    /// Its sheet, from 0; set when all are gathered.
    pub sheet: usize,
    /// What the format says of the line alone.
    pub role: Option<Role>,
}

impl Line {
    /// Its right edge.
    pub fn right(&self) -> Option<f32> {
        self.area.map(|a| a[0] + a[2])
    }
}

/// Lines that belong together.
#[derive(Clone, Debug, Default)]
pub(super) struct Zone {
    pub role: Role,
    pub id: Option<String>,
    pub area: Option<Area>,
    pub lines: Vec<Line>,
    /// The format says that it is one paragraph.
    pub whole: bool,
    /// The format says that it goes on from another.
    pub continues: bool,
    /// Height of its letters, where the format tells.
    pub size: f32,
}

/// A page.
#[derive(Clone, Debug, Default)]
pub(super) struct Sheet {
    /// Its number as the format gives it.
    pub label: Option<String>,
    /// Its picture.
    pub image: Option<String>,
    pub zones: Vec<Zone>,
    /// The file of it, in a bundle.
    pub file: Option<String>,
}

/// What a file of scanned pages holds.
#[derive(Debug, Default)]
pub(super) struct Scan {
    pub sheets: Vec<Sheet>,
    pub metadata: Vec<(String, String)>,
    /// Why reading ended before the end.
    pub broken: Option<String>,
}

impl Scan {
    /// Adds what the file says of itself, once.
    pub fn say(&mut self, name: &str, value: &str) {
        let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
        let pair = (name.to_owned(), value);
        if !pair.1.is_empty() && !self.metadata.contains(&pair) && self.metadata.len() < 200 {
            self.metadata.push(pair);
        }
    }

    /// The sheet being read; words before the first page make one.
    pub fn sheet(&mut self) -> &mut Sheet {
        if self.sheets.is_empty() {
            self.sheets.push(Sheet::default());
        }
        let last = self.sheets.len() - 1;
        &mut self.sheets[last]
    }
}

/// The smallest area around points written `x,y x,y …` or `x y x y …`.
pub(super) fn around(points: &str) -> Option<Area> {
    let mut numbers = points
        .split([' ', ',', ';', '\n', '\t'])
        .filter(|p| !p.is_empty())
        .map(|p| p.parse::<f32>().ok().filter(|n| n.is_finite()));
    let mut found: Option<[f32; 4]> = None;
    while let (Some(x), Some(y)) = (numbers.next().flatten(), numbers.next().flatten()) {
        found = Some(widen(found, x, y));
    }
    found.map(|[l, t, r, b]| [l, t, r - l, b - t])
}

/// Left, top, right, bottom with one more point inside.
pub(super) fn widen(found: Option<[f32; 4]>, x: f32, y: f32) -> [f32; 4] {
    found.map_or([x, y, x, y], |[l, t, r, b]| [l.min(x), t.min(y), r.max(x), b.max(y)])
}

/// The smallest area around both.
pub(super) fn hull(a: Area, b: Area) -> Area {
    let (l, t) = (a[0].min(b[0]), a[1].min(b[1]));
    [l, t, (a[0] + a[2]).max(b[0] + b[2]) - l, (a[1] + a[3]).max(b[1] + b[3]) - t]
}

static ROLES: LazyLock<BTreeMap<String, Role>> = LazyLock::new(|| {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct File {
        zone: Vec<Named>,
    }
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Named {
        role: Role,
        names: Vec<String>,
        #[allow(dead_code)]
        why: String,
    }
    let file: File = memcon_lexicon::table("read/zones.toml").expect("our own table of zones");
    file.zone.into_iter().flat_map(|z| z.names.into_iter().map(move |n| (n, z.role))).collect()
});

/// The role that a programme's name for a zone means ("page-number", "RunningTitleZone"); `None` = not known.
pub(super) fn role(name: &str) -> Option<Role> {
    let plain: String = name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    if plain.len() > 40 {
        return None;
    }
    // Programs number their zones ("MainZone:column#1").
    let kind = name.split([':', '#']).next().unwrap_or(name);
    let bare: String = kind.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    ROLES.get(&plain).or_else(|| ROLES.get(&bare)).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_zones_are_known_however_they_are_written() {
        assert_eq!(role("page-number"), Some(Role::PageNumber));
        assert_eq!(role("RunningTitleZone:top#1"), Some(Role::RunningHead));
        assert_eq!(role("MainZone#2"), Some(Role::Text));
        assert_eq!(role("blue"), None);
    }

    #[test]
    fn areas_hold_all_points() {
        assert_eq!(around("10,20 110,20 110,45"), Some([10.0, 20.0, 100.0, 25.0]));
        assert_eq!(around("1 2 3 4"), Some([1.0, 2.0, 2.0, 2.0]));
        assert_eq!(around("NaN,1 x,y"), None);
    }
}
