//! One person in many lists: which entries of lists of persons are one, by names, notes, and what one list says.
//!
//! Entries meet through keys of their names (family name with an initial, the words of the name in any order,
//! the keys of `memcon_names`), so that the cost stays near linear. The surest pairs are joined first; two
//! entries of one list are two persons, and so are entries whose given names contradict each other
//! anywhere in what was joined so far. An entry with a family name alone needs a note that fits.

use std::collections::{BTreeMap, BTreeSet};

use memcon_model::Listed;
use memcon_names::{Verdict, compare, key};

use crate::agents::given;
use crate::agents::written::{Written, common, fold};

/// Entries under one key that are compared with each other, at most.
const BUCKET: usize = 400;
/// The same for keys of sound, which bring many strangers together.
const BY_SOUND: usize = 60;

/// An entry with the person that it is.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct ListJoin {
    /// The entry's id.
    pub id: String,
    /// Its name as the list prints it.
    pub name: String,
    /// The person: the id of the first entry that is this person.
    pub person: String,
    /// Why it was joined; `null` for the first entry of a person.
    pub why: Option<String>,
}

/// An entry as it is compared.
struct Entry<'l> {
    listed: &'l Listed,
    list: &'l str,
    names: Vec<Name>,
    forms: Vec<String>,
    /// Whether a name may be of a tradition that writes the family name first.
    eastern: bool,
    /// Words of the note, by their numbers.
    note: BTreeSet<u32>,
    weight: f32,
}

/// A name with what is asked of it again and again.
#[derive(PartialEq)]
struct Name {
    parts: Written,
    /// Spellings of the family name, written together.
    families: BTreeSet<String>,
    /// All words, in the order of letters.
    words: Vec<String>,
    eastern: bool,
}

impl Name {
    fn new(text: &str) -> Self {
        let mut parts = Written::parse(text);
        if !parts.eastern() {
            // "Jean-Marie" and "Jean Marie" are written for each other.
            let given = parts.given.iter().flat_map(|g| g.split('-')).filter(|g| !g.is_empty());
            parts.given = given.map(str::to_owned).collect();
        }
        let whole = parts.given.join(" ") + " " + &parts.family;
        let mut words: Vec<String> =
            whole.split([' ', '-']).filter(|p| !p.is_empty()).map(str::to_owned).collect();
        words.sort_unstable();
        Self { families: families(&parts), words, eastern: parts.eastern(), parts }
    }
}

/// A pair that may be one.
struct Pair {
    score: f32,
    a: usize,
    b: usize,
    why: String,
}

/// Joins the entries of many lists. Ids are `LIST#ENTRY`; an id without `#` is in the list of no name.
pub fn join_lists(listed: &[Listed]) -> Vec<ListJoin> {
    let (entries, idf) = read(listed);
    let mut pairs = pairs(&entries, &idf);
    pairs.sort_by(|x, y| y.score.total_cmp(&x.score).then((x.a, x.b).cmp(&(y.a, y.b))));
    let mut joined = Joined::new(&entries);
    for p in &pairs {
        joined.join(p.a, p.b, &p.why);
    }
    by_family_alone(&entries, &idf, &mut joined);
    (0..entries.len())
        .map(|n| {
            let root = joined.root(n);
            let first = joined.members[&root].iter().min().copied().unwrap_or(n);
            ListJoin {
                id: entries[n].listed.id.clone(),
                name: entries[n].listed.name.clone(),
                person: entries[first].listed.id.clone(),
                why: joined.why[n].clone().filter(|_| first != n),
            }
        })
        .collect()
}

/// Reads the entries; the weight of each word of notes is the rarer the greater.
fn read(listed: &[Listed]) -> (Vec<Entry<'_>>, Vec<f32>) {
    let mut numbers: BTreeMap<String, u32> = BTreeMap::new();
    let mut counts: Vec<u32> = Vec::new();
    let mut entries = Vec::with_capacity(listed.len());
    for l in listed {
        let forms = given::names(l);
        let mut names: Vec<Name> = vec![Name::new(&l.name)];
        names.extend(forms.iter().map(|f| Name::new(f)));
        names.retain(|n| !n.parts.family.is_empty());
        names.dedup();
        let eastern =
            names.iter().any(|n| common(&n.parts.family) || n.parts.given.iter().any(|g| common(g)));
        let mut note = BTreeSet::new();
        let words = l.note.split(|c: char| !c.is_alphanumeric()).map(fold).filter(|w| w.chars().count() > 2);
        for word in words.take(200) {
            if word.chars().all(|c| c.is_ascii_digit()) {
                continue;
            }
            let next = u32::try_from(counts.len()).unwrap_or(u32::MAX);
            let n = *numbers.entry(word).or_insert(next);
            if n == next {
                counts.push(0);
            }
            if note.insert(n) {
                counts[n as usize] += 1;
            }
        }
        let list = l.id.split_once('#').map_or("", |(list, _)| list);
        entries.push(Entry { listed: l, list, names, forms, eastern, note, weight: 0.0 });
    }
    let all = entries.len().max(1) as f32;
    let idf: Vec<f32> = counts.iter().map(|c| (all / (*c as f32)).ln().max(0.0)).collect();
    for e in &mut entries {
        e.weight = e.note.iter().map(|n| idf[*n as usize]).sum();
    }
    (entries, idf)
}

/// How far two notes say the same, from 0 to 1.
fn alike(a: &Entry<'_>, b: &Entry<'_>, idf: &[f32]) -> f32 {
    let least = a.weight.min(b.weight);
    if least <= 0.0 {
        return 0.0;
    }
    a.note.intersection(&b.note).map(|n| idf[*n as usize]).sum::<f32>() / least
}

/// Spellings of the family name, written together: with its particle and without.
fn families(w: &Written) -> BTreeSet<String> {
    let together = |f: &String| f.replace([' ', '-'], "");
    let mut out = BTreeSet::from([together(&w.family)]);
    out.extend(w.also.iter().filter(|a| a.contains(' ') && !w.is_by_given(a)).map(together));
    if let Some((front, behind)) = w.family.split_once('-')
        && front.chars().count() <= 2
    {
        out.insert(behind.replace([' ', '-'], ""));
    }
    out
}

/// A family name by its consonants: what slips and systems of writing leave in place.
fn bones(family: &str) -> String {
    let mut out = String::new();
    for c in family.chars() {
        let c = match c {
            'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'h' | 'w' | '-' | ' ' => continue,
            'c' | 'q' | 'g' => 'k',
            'z' | 'j' => 's',
            'v' => 'f',
            'd' => 't',
            'b' => 'p',
            c => c,
        };
        if !out.ends_with(c) {
            out.push(c);
        }
    }
    out
}

/// All pairs worth joining, each with its score.
fn pairs(entries: &[Entry<'_>], idf: &[f32]) -> Vec<Pair> {
    let mut near: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let mut sound: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let put = |map: &mut BTreeMap<String, Vec<usize>>, k: String, n: usize| {
        let list = map.entry(k).or_default();
        if list.last() != Some(&n) {
            list.push(n);
        }
    };
    for (n, e) in entries.iter().enumerate() {
        for name in &e.names {
            for g in &name.parts.given {
                let Some(first) = g.chars().next() else { continue };
                for family in &name.families {
                    put(&mut near, format!("f {family} {first}"), n);
                }
                put(&mut near, format!("b {} {first}", bones(&name.parts.family)), n);
            }
            if name.words.len() > 1 {
                put(&mut near, format!("w {}", name.words.join(" ")), n);
            }
        }
        // Syllables in another system of writing, kanji, kana: `memcon_names` knows them by its own keys.
        for form in e.forms.iter().filter(|f| e.eastern || !f.is_ascii()) {
            for k in key(form).iter().map(ToString::to_string).filter(|k| !k.starts_with("s:")) {
                put(&mut sound, k, n);
            }
        }
    }
    let mut seen: std::collections::HashSet<(usize, usize, bool)> = std::collections::HashSet::new();
    let mut out = Vec::new();
    let near = near.values().map(|l| (l, BUCKET, false));
    for (list, most, sound) in near.chain(sound.values().map(|l| (l, BY_SOUND, true))) {
        if list.len() > most {
            continue;
        }
        for (i, &a) in list.iter().enumerate() {
            for &b in &list[i + 1..] {
                let pointer = entries[a].note.is_empty() || entries[b].note.is_empty();
                if (entries[a].list != entries[b].list || pointer)
                    && seen.insert((a, b, sound))
                    && let Some((score, why)) = weigh(&entries[a], &entries[b], idf, sound)
                {
                    out.push(Pair { score, a, b, why });
                }
            }
        }
    }
    out
}

/// The score of a pair that is to be joined, with a sentence.
///
/// `sound`: they met by a key of `memcon_names`, which then compares them.
fn weigh(a: &Entry<'_>, b: &Entry<'_>, idf: &[f32], sound: bool) -> Option<(f32, String)> {
    let mut best: (f32, &str) = (0.0, "");
    for x in &a.names {
        for y in &b.names {
            if sound {
                break;
            }
            let found = by_parts(x, y);
            if found.0 > best.0 {
                best = found;
            }
        }
    }
    let mut why = best.1.to_owned();
    if sound {
        for x in &a.forms {
            for y in &b.forms {
                let m = compare(x, y);
                let score = match m.verdict {
                    Verdict::Same => 0.88,
                    Verdict::Possible => 0.62,
                    Verdict::Other => continue,
                };
                if score > best.0 {
                    best.0 = score;
                    why = m.why;
                }
            }
        }
    }
    let notes = alike(a, b, idf);
    let enough = best.0 >= 0.9 || best.0 >= 0.8 && notes >= 0.08 || best.0 >= 0.6 && notes >= 0.35;
    if !enough {
        return None;
    }
    if notes >= 0.2 {
        why.push_str(" The notes say the same.");
    }
    Some((best.0 + 0.3 * notes, why))
}

/// Two names by their parts: family names equal, given names and initials agreeing.
fn by_parts(x: &Name, y: &Name) -> (f32, &'static str) {
    if generations(&x.parts, &y.parts) {
        return (0.0, "");
    }
    if x.words.len() > 1 && x.words == y.words {
        return (1.0, "The same words of a name.");
    }
    let (p, q) = (&x.parts, &y.parts);
    if p.given.is_empty() || q.given.is_empty() || x.eastern && y.eastern {
        return (0.0, "");
    }
    let (score, why) = by_given(&p.given, &q.given);
    if score == 0.0 || !x.families.is_disjoint(&y.families) {
        return (score, why);
    }
    let long = p.family.chars().count();
    if long >= 5 && edits(&p.family, &q.family) <= 1 + usize::from(long > 7) {
        return (
            (score - 0.13).max(0.0),
            "The family names are one or two letters apart; the given names agree.",
        );
    }
    (0.0, "")
}

fn generations(x: &Written, y: &Written) -> bool {
    let level = |g: &str| match g {
        "jr" | "ii" => 2,
        "sr" => 1,
        "iii" => 3,
        _ => 4,
    };
    matches!((&x.generation, &y.generation), (Some(a), Some(b)) if level(a) != level(b))
}

/// How far lists of given names agree; every word of the shorter must have its own in the longer.
fn by_given(a: &[String], b: &[String]) -> (f32, &'static str) {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let mut used = vec![false; long.len()];
    let (mut whole, mut near, mut initials, mut order) = (0, 0, 0, true);
    let mut last = None;
    for x in short {
        let fit = |y: &String| -> u8 {
            let single = x.chars().count() == 1 || y.chars().count() == 1;
            if x == y && !single {
                3
            } else if single && x.chars().next() == y.chars().next() {
                1
            } else if !single
                && x.chars().count().min(y.chars().count()) >= 4
                && x.chars().next() == y.chars().next()
                && (edits(x, y) <= 2)
            {
                2
            } else {
                0
            }
        };
        let best = (0..long.len()).filter(|n| !used[*n]).map(|n| (fit(&long[n]), std::cmp::Reverse(n))).max();
        match best {
            Some((3, n)) => {
                whole += 1;
                used[n.0] = true;
                order &= last.is_none_or(|l| n.0 > l);
                last = Some(n.0);
            }
            Some((2, n)) => {
                near += 1;
                used[n.0] = true;
                order &= last.is_none_or(|l| n.0 > l);
                last = Some(n.0);
            }
            Some((1, n)) => {
                initials += 1;
                used[n.0] = true;
                order &= last.is_none_or(|l| n.0 > l);
                last = Some(n.0);
            }
            _ => return (0.0, ""),
        }
    }
    match (whole, near, initials) {
        (1.., _, _) if order => (0.95, "The same family name and given name; what one has more agrees."),
        (1.., _, _) => (0.86, "The same family name; given names and initials agree in another order."),
        (0, 1.., _) => (0.84, "The same family name; the given names are spelled nearly alike."),
        (0, 0, 2..) if order => (0.82, "The same family name; all initials agree."),
        (0, 0, 1..) if order => (0.62, "The same family name; one initial agrees."),
        _ => (0.0, ""),
    }
}

/// Edits between two words, up to 3.
fn edits(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().take(30).collect(), b.chars().take(30).collect());
    if a.len().abs_diff(b.len()) > 2 {
        return 3;
    }
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut before = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let cost = (before + usize::from(x != y)).min(row[j] + 1).min(row[j + 1] + 1);
            before = row[j + 1];
            row[j + 1] = cost;
        }
    }
    row[b.len()].min(3)
}

/// What is joined so far.
struct Joined<'e, 'l> {
    entries: &'e [Entry<'l>],
    parent: Vec<usize>,
    members: BTreeMap<usize, Vec<usize>>,
    lists: BTreeMap<usize, BTreeSet<&'l str>>,
    why: Vec<Option<String>>,
}

impl<'e, 'l> Joined<'e, 'l> {
    fn new(entries: &'e [Entry<'l>]) -> Self {
        Self {
            entries,
            parent: (0..entries.len()).collect(),
            members: (0..entries.len()).map(|n| (n, vec![n])).collect(),
            // An entry that says nothing of its own only points to another of its list.
            lists: entries
                .iter()
                .enumerate()
                .map(|(n, e)| (n, e.list))
                .map(|(n, list)| {
                    (n, if entries[n].note.is_empty() { BTreeSet::new() } else { BTreeSet::from([list]) })
                })
                .collect(),
            why: vec![None; entries.len()],
        }
    }

    fn root(&self, mut n: usize) -> usize {
        while self.parent[n] != n {
            n = self.parent[n];
        }
        n
    }

    /// Joins two entries' persons unless a list or given names say that they are two.
    fn join(&mut self, a: usize, b: usize, why: &str) -> bool {
        let (x, y) = (self.root(a), self.root(b));
        if x == y {
            return false;
        }
        let one_list = {
            let (p, q) = (&self.lists[&x], &self.lists[&y]);
            let (few, many) = if p.len() <= q.len() { (p, q) } else { (q, p) };
            few.iter().any(|l| !l.is_empty() && many.contains(l))
        };
        if one_list || self.contradict(x, y) {
            return false;
        }
        // The larger keeps its root, so that ways to it stay short.
        let (to, from) = if self.members[&x].len() >= self.members[&y].len() { (x, y) } else { (y, x) };
        let members = self.members.remove(&from).unwrap_or_default();
        let lists = self.lists.remove(&from).unwrap_or_default();
        for n in &members {
            let told = &mut self.why[*n];
            if told.is_none() {
                *told = Some(why.to_owned());
            }
        }
        for n in [a, b] {
            if self.why[n].is_none() {
                self.why[n] = Some(why.to_owned());
            }
        }
        self.parent[from] = to;
        self.members.entry(to).or_default().extend(members);
        self.lists.entry(to).or_default().extend(lists);
        true
    }

    /// Whether given names of one contradict those of the other: a few of each are looked at.
    fn contradict(&self, x: usize, y: usize) -> bool {
        let names = |root: usize| {
            let mut seen: BTreeSet<(&str, &[String])> = BTreeSet::new();
            let all = self.members[&root].iter().filter_map(|n| self.entries[*n].names.first());
            all.map(|n| &n.parts).filter(|w| seen.insert((&w.family, &w.given))).take(12).collect::<Vec<_>>()
        };
        let (p, q) = (names(x), names(y));
        let mut pairs = p.iter().flat_map(|a| q.iter().map(move |b| (a, b)));
        pairs.any(|(a, b)| {
            a.family == b.family
                && (generations(a, b)
                    || !a.eastern()
                        && !a.given.is_empty()
                        && !b.given.is_empty()
                        && by_given(&a.given, &b.given).0 == 0.0)
        })
    }
}

/// Entries with a family name alone: the one person of that name whose notes fit clearly best.
fn by_family_alone(entries: &[Entry<'_>], idf: &[f32], joined: &mut Joined<'_, '_>) {
    let mut bearers: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (n, e) in entries.iter().enumerate() {
        let names: BTreeSet<String> =
            e.names.iter().flat_map(|n| n.parts.short().map(|s| s.replace([' ', '-'], ""))).collect();
        for name in names {
            bearers.entry(name).or_default().push(n);
        }
    }
    for (n, e) in entries.iter().enumerate() {
        let [name] = e.names.as_slice() else { continue };
        let w = &name.parts;
        if !w.given.is_empty() || e.note.is_empty() {
            continue;
        }
        let family = w.family.replace([' ', '-'], "");
        let Some(list) = bearers.get(&family).filter(|l| l.len() <= BUCKET) else { continue };
        let mut best: BTreeMap<usize, (f32, usize)> = BTreeMap::new();
        for &m in list.iter().filter(|m| **m != n && entries[**m].list != e.list) {
            let notes = alike(e, &entries[m], idf);
            let held = best.entry(joined.root(m)).or_insert((0.0, m));
            if notes > held.0 {
                *held = (notes, m);
            }
        }
        let mut order: Vec<(f32, usize)> = best.into_values().collect();
        order.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let second = order.get(1).map_or(0.0, |o| o.0);
        if let Some(&(notes, m)) = order.first()
            && (notes >= 0.25 && notes - second >= 0.08 || notes >= 0.15 && order.len() == 1)
        {
            joined.join(n, m, "The family name alone; of all who bear it, this note fits.");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(entries: &[(&str, &str, &str)]) -> Vec<String> {
        let listed: Vec<Listed> = entries
            .iter()
            .map(|(id, name, note)| Listed {
                id: (*id).into(),
                name: (*name).into(),
                note: (*note).into(),
                other_names: vec![],
            })
            .collect();
        join_lists(&listed).into_iter().map(|j| j.person).collect()
    }

    #[test]
    fn spellings_titles_and_order_are_one_person() {
        let people = joined(&[
            ("a#1", "Bricka, Ida M.", "Envoy to Osmia"),
            ("b#1", "Bricka, General Ida", "Envoy"),
            ("c#1", "Tessel, General Ruud van", "Chief of Staff"),
            ("d#1", "van Tessel, Ruud", "Chief of Staff of Varn"),
            ("e#1", "Wang Tse-min", "Minister of Salt"),
            ("f#1", "Wang Zemin (Wang Tse-min)", "Minister of Salt"),
            ("g#1", "Tran Van Bao", "Minister"),
            ("h#1", "Bao, Tran Van", "Minister"),
        ]);
        assert_eq!(people, ["a#1", "a#1", "c#1", "c#1", "e#1", "e#1", "g#1", "g#1"]);
    }

    #[test]
    fn one_list_never_names_a_person_twice_and_given_names_keep_apart() {
        let people = joined(&[
            ("a#1", "Holm, Peter A.", "Envoy to Osmia"),
            ("a#2", "Holm, Peter B.", "Minister of Tolls"),
            ("b#1", "Holm, Peter", "Minister of Tolls"),
            ("c#1", "Holm, Paul", "Minister of Tolls"),
            ("d#1", "Holm", "Consul"),
        ]);
        assert_eq!(people[1], people[2], "the note tells which of the two");
        assert_ne!(people[0], people[1]);
        assert_eq!((people[3].as_str(), people[4].as_str()), ("c#1", "d#1"));
    }
}
