//! Lists of a Rich Text file, for paragraphs that do not bring their printed number along.

use std::collections::BTreeMap;

use crate::office::{number, symbols};

const LEVELS: usize = 9;

/// A level of a list.
#[derive(Clone, Debug, Default)]
pub(super) struct Level {
    /// The system, as `\levelnfc` counts them.
    pub system: i32,
    /// The first number.
    pub start: i64,
    /// The printed text; characters below ten stand for numbers of levels.
    pub text: String,
    /// What follows: 0 tab, 1 space, 2 nothing.
    pub follow: i32,
}

/// All lists, and how far each has counted.
#[derive(Default)]
pub(super) struct Lists {
    lists: BTreeMap<i32, Vec<Level>>,
    /// List of each override.
    overrides: BTreeMap<i32, i32>,
    counts: BTreeMap<i32, [Option<i64>; LEVELS]>,
    levels: Vec<Level>,
}

impl Lists {
    /// A level of the list that is being read begins.
    pub fn level(&mut self) {
        if self.levels.len() < LEVELS {
            self.levels.push(Level { start: 1, ..Level::default() });
        }
    }

    /// The level that is being read.
    pub fn last(&mut self) -> Option<&mut Level> {
        self.levels.last_mut()
    }

    /// The list that is being read has this number.
    pub fn list(&mut self, id: i32) {
        let levels = std::mem::take(&mut self.levels);
        if !levels.is_empty() {
            self.lists.insert(id, levels);
        }
    }

    /// A list begins.
    pub fn begin(&mut self) {
        self.levels.clear();
    }

    /// The override `number` stands for list `id`.
    pub fn stands_for(&mut self, number: i32, id: i32) {
        self.overrides.insert(number, id);
    }

    /// The number of the next item, as printed, with the space behind it.
    pub fn next(&mut self, list: i32, level: usize) -> Option<String> {
        let level = level.min(LEVELS - 1);
        let id = self.overrides.get(&list).copied().unwrap_or(list);
        let levels = self.lists.get(&id)?;
        let this = levels.get(level)?;
        let first = |n: usize| levels.get(n).map_or(1, |l| l.start);
        let counts = self.counts.entry(id).or_default();
        counts[level] = Some(counts[level].map_or(first(level), |n| n.saturating_add(1)));
        counts[level + 1..].iter_mut().for_each(|c| *c = None);
        let mut out = String::new();
        // The first character is the length of the text.
        for c in this.text.chars().skip(1) {
            match c as usize {
                n @ 0..LEVELS => {
                    let count = counts[n].unwrap_or(first(n));
                    let system = levels.get(n).map_or(0, |l| l.system);
                    out += &number::print(&format!("nfc{system}"), count);
                }
                _ => out.push(c),
            }
        }
        let out = symbols::bullet(None, out.trim());
        Some(if out.is_empty() || this.follow == 2 { out } else { out + " " })
    }
}
