//! Which part of a page is the paper, which are readers' comments, which is furniture.
//!
//! Signs, surest first: elements and roles of the standard, names of classes (data), where the words
//! stand that are not links. What does not belong here: the wording of the page.

use super::tree::{Tree, What};
use super::words::*;

/// Whose words a node holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Zone {
    /// Left out: scripts, hidden elements.
    Dropped,
    /// Not the paper.
    Furniture,
    /// The paper.
    Main,
    /// A reader's comment, by its number in [`Sections::comments`].
    Comment(usize),
}

/// A reader's comment as marked up.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// Author.
    pub author: Option<String>,
    /// Number or anchor.
    pub number: Option<String>,
    /// Time.
    pub time: Option<String>,
}

/// What was decided about every node.
pub(crate) struct Sections {
    /// Zone of each node of the tree.
    pub zones: Vec<Zone>,
    /// Comments in the order of the page.
    pub comments: Vec<Found>,
    /// Index of the element that holds the paper.
    pub main: usize,
    /// What the class names of each node mean: whole names, words of names.
    pub meanings: Vec<(u32, u32)>,
}

/// Sums over the nodes before each node, so that a subtree's sum is a difference.
struct Sums(Vec<u32>);

impl Sums {
    fn new(counts: impl Iterator<Item = u32>) -> Self {
        let mut sums = vec![0u32];
        let mut sum = 0u32;
        for count in counts {
            sum = sum.saturating_add(count);
            sums.push(sum);
        }
        Self(sums)
    }

    fn below(&self, tree: &Tree<'_>, at: usize) -> u32 {
        self.0[tree.nodes[at].end] - self.0[at]
    }
}

/// Decides about every node of a page.
pub(crate) fn sections(tree: &Tree<'_>) -> Sections {
    let mut names = Names::default();
    let meanings: Vec<(u32, u32)> =
        (0..tree.nodes.len()).map(|n| tree.element(n).map_or((0, 0), |e| names.meaning(e))).collect();
    let dropped = dropped(tree);
    let linked = linked(tree);
    let chars = |n: usize| match tree.nodes[n].what {
        What::Text(text) if !dropped[n] => text.chars().filter(|c| !c.is_whitespace()).count() as u32,
        _ => 0,
    };
    let counts: Vec<u32> = (0..tree.nodes.len()).map(chars).collect();
    let all = Sums::new(counts.iter().copied());
    let links = Sums::new(counts.iter().zip(&linked).map(|(&c, &l)| if l { c } else { 0 }));

    let page = Page { tree, meanings: &meanings, all: &all, links: &links };
    let comments = page.comments();
    let mut furniture = page.furniture(&comments);
    let own = page.own_words(&counts, &linked, &furniture, &comments);
    let main = page.main(&own, &furniture, &comments);
    page.link_lists(main, &mut furniture);
    let zones = page.zones(main, &furniture, &comments, &dropped);
    let comments = comments.roots.iter().map(|&root| page.describe(root, &comments)).collect();
    Sections { zones, comments, main, meanings }
}

fn dropped(tree: &Tree<'_>) -> Vec<bool> {
    let mut dropped = vec![false; tree.nodes.len()];
    for n in 1..tree.nodes.len() {
        dropped[n] = dropped[tree.nodes[n].parent]
            || tree.element(n).is_some_and(|e| is_dropped(e.name()) || is_hidden(e));
    }
    dropped
}

fn linked(tree: &Tree<'_>) -> Vec<bool> {
    let mut linked = vec![false; tree.nodes.len()];
    for n in 1..tree.nodes.len() {
        linked[n] = linked[tree.nodes[n].parent] || tree.name(n) == "a";
    }
    linked
}

/// Where comments stand.
struct Comments {
    /// Elements of single comments, in order.
    roots: Vec<usize>,
    /// Number of the comment that a node starts.
    of: Vec<Option<usize>>,
    /// Elements that hold all comments.
    areas: Vec<bool>,
}

struct Page<'t, 'h> {
    tree: &'t Tree<'h>,
    meanings: &'t [(u32, u32)],
    all: &'t Sums,
    links: &'t Sums,
}

impl Page<'_, '_> {
    fn chars(&self, at: usize) -> u32 {
        self.all.below(self.tree, at)
    }

    fn total(&self) -> u32 {
        self.chars(0).max(1)
    }

    /// Readers' comments by the names of their elements, or by the children of the place of all.
    fn comments(&self) -> Comments {
        let tree = self.tree;
        let mut areas = vec![false; tree.nodes.len()];
        let mut in_area = vec![false; tree.nodes.len()];
        let mut aside = vec![false; tree.nodes.len()];
        for n in 1..tree.nodes.len() {
            let parent = tree.nodes[n].parent;
            let (whole, part) = self.meanings[n];
            let name = tree.name(n);
            areas[n] = is_block(name)
                && name != "body"
                && whole & COMMENT_AREA != 0
                && self.chars(n) * 10 < self.total() * 9;
            in_area[n] = in_area[parent] || areas[n];
            let furniture = tree.element(n).is_some_and(is_furniture_element) || part & FURNITURE != 0;
            aside[n] = !areas[n]
                && (aside[parent] || (furniture && self.chars(n) * 2 < self.total() && !in_area[parent]));
        }
        let candidates: Vec<usize> =
            (1..tree.nodes.len()).filter(|&n| !aside[n] && self.is_comment(n, in_area[n])).collect();
        let mut roots = self.outermost(&candidates);
        for area in (1..tree.nodes.len()).filter(|&n| areas[n]) {
            let range = area..tree.nodes[area].end;
            if !aside[area] && !roots.iter().any(|r| range.contains(r)) {
                roots.extend(self.children_as_comments(area));
            }
        }
        roots.sort_unstable();
        roots.dedup();
        let mut of = vec![None; tree.nodes.len()];
        for (n, &root) in roots.iter().enumerate() {
            of[root] = Some(n);
        }
        Comments { roots, of, areas }
    }

    fn is_comment(&self, at: usize, in_area: bool) -> bool {
        let Some(element) = self.tree.element(at) else { return false };
        let (whole, _) = self.meanings[at];
        let typed =
            element.attr("itemtype").is_some_and(|t| t.ends_with("Comment") || t.ends_with("UserComments"));
        if !is_block(element.name())
            || matches!(element.name(), "body" | "html" | "form" | "ul" | "ol" | "h1" | "h2" | "h3" | "h4")
            || whole & (COMMENT_AREA | MAIN_STRONG) != 0
            || !(typed || whole & COMMENT != 0)
            || self.chars(at) < 2
        {
            return false;
        }
        in_area || typed || self.signs(at)
    }

    /// Whether an element names an author or a time.
    fn signs(&self, at: usize) -> bool {
        let range = at + 1..self.tree.nodes[at].end;
        self.tree.element(at).and_then(|e| e.id()).is_some_and(|i| i.ends_with(|c: char| c.is_ascii_digit()))
            || range.take(400).any(|n| {
                self.meanings[n].1 & (COMMENT_AUTHOR | COMMENT_TIME) != 0 || self.tree.name(n) == "time"
            })
    }

    /// Candidates that are a comment each: not the parts of one, and not the box around several.
    fn outermost(&self, candidates: &[usize]) -> Vec<usize> {
        let mut found: Vec<usize> = Vec::new();
        let mut open: Vec<usize> = Vec::new();
        for (n, &at) in candidates.iter().enumerate() {
            while open.last().is_some_and(|&o| self.tree.nodes[o].end <= at) {
                open.pop();
            }
            if self.is_box(at, &candidates[n + 1..]) {
                continue;
            }
            match open.last() {
                Some(&outer) if !self.is_answer(outer, at) => {}
                _ => {
                    found.push(at);
                    open.push(at);
                }
            }
        }
        found
    }

    /// Whether several candidates are children of one element inside `at`, none of them a list of answers.
    fn is_box(&self, at: usize, later: &[usize]) -> bool {
        let end = self.tree.nodes[at].end;
        let inside = || later.iter().take_while(|&&n| n < end).take(200);
        let has_number = |n: usize| {
            self.tree
                .element(n)
                .and_then(|e| e.id())
                .is_some_and(|i| i.ends_with(|c: char| c.is_ascii_digit()))
        };
        if has_number(at) {
            return false;
        }
        let own = self.tree.name(at);
        own != "li"
            && own != "article"
            && inside()
                .filter(|&&n| has_number(n) || self.tree.name(n) == "li" || self.tree.name(n) == "article")
                .count()
                >= 1
    }

    /// Whether a candidate inside another is an answer to it rather than a part of it.
    fn is_answer(&self, outer: usize, at: usize) -> bool {
        let tree = self.tree;
        let id = |n: usize| {
            tree.element(n).and_then(|e| e.id()).map(|i| i.trim_start_matches(|c: char| !c.is_ascii_digit()))
        };
        let other_number = match (id(outer), id(at)) {
            (Some(a), Some(b)) => !a.is_empty() && !b.is_empty() && a != b,
            _ => false,
        };
        let mut up = tree.nodes[at].parent;
        let mut listed = false;
        while up > outer {
            listed |= matches!(tree.name(up), "ul" | "ol");
            up = tree.nodes[up].parent;
        }
        other_number
            || (tree.name(at) == tree.name(outer) && (listed || matches!(tree.name(at), "li" | "article")))
    }

    /// The comments of a place of comments whose single ones carry no name: its likeliest row of children.
    fn children_as_comments(&self, area: usize) -> Vec<usize> {
        let tree = self.tree;
        let good = |n: usize| {
            matches!(tree.name(n), "li" | "article" | "div" | "dd" | "section" | "tr")
                && self.chars(n) >= 20
                && self.links.below(tree, n) * 10 < self.chars(n) * 7
        };
        let mut best: Vec<usize> = Vec::new();
        let mut best_size = 0;
        for n in area..tree.nodes[area].end.min(area + 5000) {
            if matches!(tree.name(n), "form" | "") {
                continue;
            }
            let row: Vec<usize> = tree.children(n).filter(|&c| good(c)).collect();
            let size = row.iter().map(|&c| self.chars(c)).sum::<u32>();
            let signed = row.iter().any(|&c| self.signs(c));
            if signed
                && !row.is_empty()
                && (size > best_size || (size * 10 > best_size * 8 && row.len() > best.len()))
            {
                best_size = size.max(best_size);
                best = row;
            }
        }
        best
    }

    /// Roots of furniture: elements, roles and class names that say so and do not hold half the page.
    fn furniture(&self, comments: &Comments) -> Vec<bool> {
        let tree = self.tree;
        let mut in_comment = vec![false; tree.nodes.len()];
        let mut furniture = vec![false; tree.nodes.len()];
        for n in 1..tree.nodes.len() {
            let parent = tree.nodes[n].parent;
            in_comment[n] = in_comment[parent] || comments.of[n].is_some();
            let Some(element) = tree.element(n) else { continue };
            let (whole, part) = self.meanings[n];
            if in_comment[n] {
                furniture[n] = comments.of[n].is_none()
                    && (element.name() == "form" || whole & FURNITURE != 0)
                    && whole & (COMMENT_AUTHOR | COMMENT_TIME | COMMENT) == 0;
                continue;
            }
            if comments.areas[n] {
                furniture[n] = true;
                continue;
            }
            let named =
                whole & FURNITURE != 0 || (part & FURNITURE != 0 && whole & (MAIN_STRONG | MAIN_WEAK) == 0);
            let head = element.name() == "header" && !self.inside_article(n);
            let share = self.chars(n) * 2 < self.total();
            furniture[n] = share
                && !matches!(element.name(), "html" | "body" | "main" | "h1")
                && (named || head || is_furniture_element(element))
                && !self.holds_main(n);
        }
        furniture
    }

    fn inside_article(&self, at: usize) -> bool {
        let mut up = self.tree.nodes[at].parent;
        while up > 0 {
            if matches!(self.tree.name(up), "article" | "main") {
                return true;
            }
            up = self.tree.nodes[up].parent;
        }
        false
    }

    /// Whether an element holds one that is surely the paper, with words of its own.
    fn holds_main(&self, at: usize) -> bool {
        let end = self.tree.nodes[at].end;
        (at + 1..end).any(|n| {
            (self.meanings[n].0 & MAIN_STRONG != 0 || matches!(self.tree.name(n), "main"))
                && self.chars(n) * 5 > self.total()
        })
    }

    /// Characters of each subtree that are neither links nor furniture nor comments.
    fn own_words(&self, counts: &[u32], linked: &[bool], furniture: &[bool], comments: &Comments) -> Sums {
        let tree = self.tree;
        let mut out = vec![false; tree.nodes.len()];
        for n in 1..tree.nodes.len() {
            out[n] = out[tree.nodes[n].parent] || furniture[n] || comments.of[n].is_some();
        }
        Sums::new((0..tree.nodes.len()).map(|n| if out[n] || linked[n] { 0 } else { counts[n] }))
    }

    /// The element that holds the paper: the surest names that hold enough of the words.
    fn main(&self, own: &Sums, furniture: &[bool], comments: &Comments) -> usize {
        let tree = self.tree;
        let total = own.below(tree, 0).max(1);
        let size = |n: usize| own.below(tree, n);
        let named = |wanted: &dyn Fn(usize) -> bool| -> Vec<usize> {
            (1..tree.nodes.len())
                .filter(|&n| {
                    is_block(tree.name(n))
                        && !furniture[n]
                        && comments.of[n].is_none()
                        && wanted(n)
                        && size(n) > 0
                })
                .collect()
        };
        let strong = named(&|n| {
            self.meanings[n].0 & MAIN_STRONG != 0
                || tree
                    .element(n)
                    .and_then(|e| e.attr("itemprop"))
                    .is_some_and(|p| p == "articleBody" || p == "text")
        });
        if let Some(found) = self.biggest(&strong, own, total / 4) {
            return found;
        }
        let articles = named(&|n| tree.name(n) == "article");
        if let Some(found) = self.biggest(&articles, own, total / 3) {
            return found;
        }
        let weak = named(&|n| {
            tree.name(n) == "main"
                || self.meanings[n].0 & MAIN_WEAK != 0
                || tree.element(n).and_then(|e| e.attr("role")) == Some("main")
        });
        let most = weak.iter().map(|&n| size(n)).max().unwrap_or(0);
        if most * 2 > total {
            // The innermost that still holds nearly all: the ones around it hold furniture without a name.
            if let Some(&found) = weak.iter().rev().filter(|&&n| size(n) * 10 >= most * 8).max_by_key(|&&n| n)
            {
                return found;
            }
        }
        self.densest(own, total)
    }

    /// The biggest of the outermost candidates, or what holds them all where several are of a size.
    fn biggest(&self, candidates: &[usize], own: &Sums, least: u32) -> Option<usize> {
        let tree = self.tree;
        let mut outer: Vec<usize> = Vec::new();
        for &n in candidates {
            if outer.last().is_none_or(|&o| tree.nodes[o].end <= n) {
                outer.push(n);
            }
        }
        let sum: u32 = outer.iter().map(|&n| own.below(tree, n)).sum();
        let best = outer.iter().copied().max_by_key(|&n| (own.below(tree, n), std::cmp::Reverse(n)))?;
        let size = own.below(tree, best);
        if sum < least.max(1) {
            return None;
        }
        if size * 3 >= sum * 2 {
            return Some(best);
        }
        let last = *outer.last()?;
        let mut up = outer[0];
        while tree.nodes[up].end <= last {
            up = tree.nodes[up].parent;
        }
        Some(up)
    }

    /// Without names: from the root downwards as long as one child holds most of the words.
    fn densest(&self, own: &Sums, total: u32) -> usize {
        let tree = self.tree;
        let mut at = 0;
        loop {
            let best = tree
                .children(at)
                .filter(|&c| tree.element(c).is_some())
                .max_by_key(|&c| (own.below(tree, c), std::cmp::Reverse(c)));
            match best {
                Some(child)
                    if own.below(tree, child) * 10 >= own.below(tree, at) * 8
                        && own.below(tree, child) * 2 >= total
                        && is_block(tree.name(child))
                        && !matches!(tree.name(child), "p" | "pre" | "li" | "tr" | "td") =>
                {
                    at = child;
                }
                _ => return at,
            }
        }
    }

    /// Lists and boxes inside the paper that hold hardly anything but links.
    fn link_lists(&self, main: usize, furniture: &mut [bool]) {
        let tree = self.tree;
        for (n, furniture) in furniture.iter_mut().enumerate().take(tree.nodes[main].end).skip(main + 1) {
            if !matches!(tree.name(n), "ul" | "ol" | "div" | "table" | "section" | "p" | "dl" | "center") {
                continue;
            }
            let (chars, links) = (self.chars(n), self.links.below(tree, n));
            let anchors = (n + 1..tree.nodes[n].end).filter(|&m| tree.name(m) == "a").take(3).count();
            let least = if tree.name(n) == "p" { 9 } else { 7 };
            if chars > 0 && links * 10 >= chars * least && anchors >= 3 && chars * 4 < self.total() {
                *furniture = true;
            }
        }
    }

    fn zones(&self, main: usize, furniture: &[bool], comments: &Comments, dropped: &[bool]) -> Vec<Zone> {
        let tree = self.tree;
        let mut zones = vec![if main == 0 { Zone::Main } else { Zone::Furniture }; tree.nodes.len()];
        for n in 1..tree.nodes.len() {
            zones[n] = if dropped[n] {
                Zone::Dropped
            } else if let Some(comment) = comments.of[n] {
                Zone::Comment(comment)
            } else if n == main {
                Zone::Main
            } else if furniture[n] {
                Zone::Furniture
            } else {
                zones[tree.nodes[n].parent]
            };
        }
        if let Some(title) = self.title_heading(main, &zones) {
            for zone in &mut zones[title..tree.nodes[title].end] {
                if *zone == Zone::Furniture {
                    *zone = Zone::Main;
                }
            }
        }
        zones
    }

    /// The heading before the paper that repeats the page's title.
    fn title_heading(&self, main: usize, zones: &[Zone]) -> Option<usize> {
        let tree = self.tree;
        let title =
            (1..tree.nodes.len()).find(|&n| tree.name(n) == "title").map(|n| tree.text(n).to_lowercase())?;
        (1..main)
            .filter(|&n| matches!(tree.name(n), "h1" | "h2" | "h3") && zones[n] == Zone::Furniture)
            .take(50)
            .filter_map(|n| {
                let text = tree.text(n).to_lowercase();
                (text.chars().count() >= 4 && title.starts_with(&text)).then_some((text.len(), n))
            })
            .max()
            .map(|(_, n)| n)
    }

    /// Author, number and time of a comment as marked up, answers to it left out.
    fn describe(&self, root: usize, comments: &Comments) -> Found {
        let tree = self.tree;
        let mut found = Found::default();
        let digits = |id: &str| -> Option<String> {
            let digits: String = id.chars().rev().take_while(char::is_ascii_digit).collect();
            (!digits.is_empty()).then(|| digits.chars().rev().collect())
        };
        let mut n = root;
        let end = tree.nodes[root].end.min(root + 2000);
        while n < end {
            if n > root && comments.of[n].is_some() {
                n = tree.nodes[n].end;
                continue;
            }
            if let Some(element) = tree.element(n) {
                let (whole, part) = self.meanings[n];
                if found.number.is_none() && (n == root || part & COMMENT != 0) {
                    found.number = element.id().and_then(digits);
                }
                if whole & COMMENT_NUMBER != 0 {
                    found.number = Some(tree.text(n)).filter(|t| !t.is_empty()).or(found.number);
                }
                if n > root
                    && (part & COMMENT_AUTHOR != 0 || element.attr("itemprop") == Some("author"))
                    && part & COMMENT_TIME == 0
                    || element.name() == "cite" && found.author.is_none()
                {
                    let name = tree.text(n);
                    let shorter =
                        found.author.as_ref().is_none_or(|a| name.len() < a.len() && a.contains(&name));
                    if !name.is_empty() && name.chars().count() <= 60 && shorter {
                        found.author = Some(name);
                    }
                }
                if found.time.is_none() {
                    if let Some(time) = element.attr("datetime").filter(|_| element.name() == "time") {
                        found.time = Some(time.to_owned());
                    } else if n > root && part & COMMENT_TIME != 0 {
                        let text = tree.text(n);
                        if text.chars().count() < 60 && text.bytes().any(|b| b.is_ascii_digit()) {
                            found.time = Some(text);
                        }
                    }
                }
            }
            n += 1;
        }
        found
    }
}
