//! Persons in Latin and Cyrillic letters: title and name, family name first, given name and family
//! name, a lone name before a verb of speech, a name in brackets behind a name.

use std::collections::{BTreeMap, BTreeSet};

use memcon_model::{AgentType, Span};

use super::Hit;
use super::listed::Taken;
use super::shapes;
use super::tables::{Listed, TABLES};
use super::words::Word;

/// Where names are looked for.
pub(super) struct Scene<'s, 't> {
    pub text: &'t str,
    pub words: &'s [Word<'t>],
    /// Starts of words that a listed name or a body takes up.
    pub claimed: &'s BTreeSet<usize>,
    pub taken: &'s [Taken<'s>],
    /// Words that occur in small letters: a capital at the start of a sentence says nothing of them.
    pub small: &'s BTreeSet<&'t str>,
}

impl Scene<'_, '_> {
    /// Whether word `k` may be part of a name.
    pub(super) fn name_word(&self, k: usize) -> bool {
        self.words.get(k).is_some_and(|w| {
            let mixed = if w.upper { capitalised(w.text) } else { String::new() };
            w.capital
                && !w.initial
                && !TABLES.heads.contains(&mixed)
                && (!TABLES.stop.contains(&mixed) || TABLES.given.contains(&mixed))
                && w.text.strip_suffix('s').is_none_or(|t| !TABLES.short_titles.contains(t))
                && w.text.chars().count() > 1
                && !self.claimed.contains(&w.start)
                && (!TABLES.stop.contains(w.text) || TABLES.given.contains(w.text))
                && !TABLES.heads.contains(w.text)
        })
    }

    /// The end of a run of name words from `k`, with initials and particles inside.
    fn run(&self, k: usize, most: usize) -> usize {
        let mut end = k;
        let mut names = 0;
        while end < self.words.len() && names < most {
            let w = &self.words[end];
            let first = &self.words[k];
            if end > k
                && (!w.joined
                    || self.words[end - 1].genitive
                    || (w.upper != first.upper && !w.initial && !first.initial))
            {
                break;
            }
            let particle = TABLES.particles.contains(w.text) && self.next_is_name(end + 1);
            let initial = w.initial && (self.next_is_name(end + 1) || self.next_is_initial(end + 1));
            if self.name_word(end) && !TABLES.titles.contains_key(w.text) {
                names += 1;
            } else if !(initial || particle) {
                break;
            }
            end += 1;
        }
        end
    }

    fn next_is_name(&self, k: usize) -> bool {
        self.words.get(k).is_some_and(|w| w.joined) && self.name_word(k)
    }

    fn next_is_initial(&self, k: usize) -> bool {
        self.words.get(k).is_some_and(|w| w.joined && w.initial)
    }

    /// The title at word `k`: the word behind it and whether it is an office.
    fn title(&self, k: usize) -> Option<(usize, bool)> {
        let w = self.words.get(k)?;
        if TABLES.russian_titles.contains(w.text.to_lowercase().as_str()) {
            return Some((k + 1, true));
        }
        let mixed;
        let key = if w.upper && w.text.len() > 2 {
            mixed = capitalised(w.text);
            mixed.as_str()
        } else {
            w.text
        };
        let (words, role) = TABLES.titles.get(key)?.iter().find(|(words, _)| {
            words.iter().enumerate().all(|(n, t)| {
                self.words.get(k + n).is_some_and(|w| {
                    (n == 0 || w.joined) && (w.text == t || (w.upper && capitalised(w.text) == *t))
                })
            })
        })?;
        Some((k + words.len(), *role))
    }

    /// The side told by the words before word `k`: "South Korean delegate X", "Poland's envoy X".
    pub(super) fn side_before(&self, k: usize) -> Option<String> {
        let at = self.words.get(k)?.start;
        let n = self.taken.partition_point(|t| t.span.start < at as u32);
        let before = self.taken.get(n.checked_sub(1)?)?;
        let gap = self.text.get(before.span.end as usize..at)?;
        let near = gap.len() <= 40
            && gap.split_whitespace().all(|w| {
                let w = w.trim_matches(|c: char| !c.is_alphabetic());
                w.is_empty() || w == "s" || TABLES.titles.contains_key(w) || TABLES.roles.contains(w)
            })
            && !gap.contains(['.', ';', ':', '\n', '(', ')']);
        let entry = before.entry;
        (near && matches!(entry.listed, Listed::Adjective | Listed::State))
            .then(|| entry.state.clone())
            .flatten()
    }
}

pub(super) fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().into_iter().chain(chars.flat_map(char::to_lowercase)).collect()
}

/// Whether a word is spelled as one to three East Asian syllables in Latin letters.
pub(super) fn east_asian_syllables(word: &str) -> bool {
    use std::sync::LazyLock;
    static SHAPE: LazyLock<regex::Regex> = LazyLock::new(|| {
        regex::Regex::new(
            r"(?i)^(?:(?:ch|sh|zh|ph|th|kh|ts|tz|hs|ss|pp|tt|kk|jj|[bcdfghjklmnpqrstwxyz])?['’]?(?:[iuyw]?[aeiouŏŭüöêâ]{1,3})(?:ng|n|m|k|l|p|t|r|h|g|b)?['’-]?){1,3}$",
        )
        .expect("a valid pattern")
    });
    word.len() <= 20 && SHAPE.is_match(word)
}

/// All persons that their setting gives away.
pub(super) fn persons(scene: &Scene<'_, '_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    let mut i = 0;
    while i < scene.words.len() {
        let found = titled(scene, i)
            .or_else(|| shapes::capitals(scene, i))
            .or_else(|| shapes::patronymic(scene, i))
            .or_else(|| family_name_first(scene, i))
            .or_else(|| given_name_first(scene, i))
            .or_else(|| lone(scene, i));
        match found {
            Some((hit, next)) => {
                let at = hit.span;
                hits.push(hit);
                if let Some(gloss) = gloss(scene, at, next).or_else(|| shapes::eastern_gloss(scene.text, at))
                {
                    hits.push(gloss);
                }
                i = next.max(i + 1);
            }
            None => i += 1,
        }
    }
    hits
}

pub(super) fn person(scene: &Scene<'_, '_>, a: usize, b: usize, rule: &'static str, confidence: f32) -> Hit {
    let span = Span::new(scene.words[a].start, scene.words[b - 1].end);
    let mut hit = Hit::new(span, AgentType::Person, rule, confidence);
    hit.form = span.of(scene.text).split_whitespace().collect::<Vec<_>>().join(" ");
    hit.full = b - a > 1;
    hit.asian = hit.full
        && TABLES.asian.contains(scene.words[a].text)
        && scene.words[a + 1].text.contains('-')
        && east_asian_syllables(scene.words[a + 1].text);
    let (role, side) = apposition(scene, b);
    hit.role = role;
    hit.side = side;
    hit
}

/// "Ambassador X", "Mr. X", "тов. X".
fn titled(scene: &Scene<'_, '_>, i: usize) -> Option<(Hit, usize)> {
    let (mut name, mut role) = scene.title(i)?;
    let mut start = i;
    // Several titles in a row: "Foreign Minister Comrade X".
    while let Some((next, r)) = scene.title(name).filter(|_| scene.words[name].joined) {
        if r {
            start = if role { start } else { name };
            role = true;
        }
        name = next;
    }
    let first = scene.words.get(name)?;
    let comma = scene.text.get(scene.words[name - 1].end..first.start)? == ", ";
    if !(first.joined || (comma && role && scene.next_is_run(name))) {
        return None;
    }
    let end = scene.run(name, 3);
    if end == name || !scene.words[name..end].iter().any(|w| !w.initial) {
        return None;
    }
    let lone = end == name + 1;
    let office = !TABLES.titles.get(scene.words[i].text).is_some_and(|l| l.iter().any(|(_, role)| !role));
    // "General Support": a word that the paper also writes small, behind a word that may be an adjective.
    if lone && office && scene.small.contains(first.text.to_lowercase().as_str()) {
        return None;
    }
    // "Director, NA": letters that stand for an office.
    if lone && first.upper && !scene.words[i].upper && first.text.len() <= 4 {
        return None;
    }
    // In a line of capitals the name must be in capitals as well.
    if scene.words[i].upper && !first.upper {
        return None;
    }
    let mut hit = person(scene, name, end, "agents.person.title", 0.9);
    if role {
        let words = scene.text[scene.words[start].start..scene.words[name - 1].end].trim();
        hit.role = Some(words.split_whitespace().collect::<Vec<_>>().join(" "));
    }
    hit.titled = true;
    hit.side = scene.side_before(start).or(hit.side);
    Some((hit, end))
}

impl Scene<'_, '_> {
    /// Whether two name words in a row start at `k`.
    fn next_is_run(&self, k: usize) -> bool {
        self.name_word(k) && self.next_is_name(k + 1)
    }
}

/// "Kim Deok-su", "Wang Lin".
fn family_name_first(scene: &Scene<'_, '_>, i: usize) -> Option<(Hit, usize)> {
    let w = &scene.words[i];
    let eastern =
        TABLES.asian.contains(w.text) || (w.upper && TABLES.asian.contains(capitalised(w.text).as_str()));
    if !eastern {
        return None;
    }
    let next = scene.words.get(i + 1)?;
    if w.genitive
        || !next.joined
        || !next.capital
        || scene.claimed.contains(&next.start)
        || (w.upper != next.upper && next.text != "II" && !(w.upper && next.text.contains('-')))
    {
        return None;
    }
    let hyphened = next.text.contains(['-']);
    let english = TABLES.stop.contains(w.text) || scene.small.contains(w.text.to_lowercase().as_str());
    if !east_asian_syllables(next.text) || TABLES.stop.contains(next.text) || TABLES.given.contains(next.text)
    {
        return None;
    }
    if !hyphened && (english || TABLES.titles.contains_key(next.text) || TABLES.heads.contains(next.text)) {
        return None;
    }
    let mut end = i + 2;
    if !hyphened
        && let Some(third) = scene.words.get(end)
        && third.joined
        && third.capital
        && third.upper == next.upper
        && east_asian_syllables(third.text)
        && !TABLES.stop.contains(third.text)
        && third.text.len() <= 6
        && !scene.claimed.contains(&third.start)
    {
        end += 1;
    }
    let mut hit = person(scene, i, end, "agents.person.family-name-first", if hyphened { 0.9 } else { 0.75 });
    hit.side = scene.side_before(i).or(hit.side);
    hit.asian = true;
    Some((hit, end))
}

/// "Paul Varga", "J. K. Varga", "И. В. Орлов".
fn given_name_first(scene: &Scene<'_, '_>, i: usize) -> Option<(Hit, usize)> {
    let w = &scene.words[i];
    let by_given = TABLES.given.contains(w.text) && !scene.claimed.contains(&w.start);
    let by_initial = w.initial && scene.words.get(i + 1).is_some_and(|n| n.joined);
    let after = i.checked_sub(1).map(|k| scene.words[k].text);
    let by_setting = !w.opens
        && scene.name_word(i)
        && !w.upper
        && after.is_some_and(|p| matches!(p, "by" | "By" | "Signed" | "signed"))
        && scene.next_is_name(i + 1);
    if !(by_given || by_initial || by_setting) {
        return None;
    }
    let end = if by_given { scene.run_after(i) } else { scene.run(i, 3) };
    let names = scene.words[i..end].iter().filter(|w| !w.initial && w.capital).count();
    let letters = scene.words.get(end.checked_sub(1)?)?.text.chars().count();
    if end - i < 2 || names == 0 || letters < 2 {
        return None;
    }
    let first_name = scene.words[i..end].iter().find(|w| !w.initial)?;
    if by_initial
        && (first_name.upper && !shapes::own_line(scene, i, end)
            || scene.small.contains(first_name.text.to_lowercase().as_str()))
    {
        return None;
    }
    let (rule, confidence) = if by_given {
        ("agents.person.given-name", 0.85)
    } else if by_initial {
        ("agents.person.initials", 0.8)
    } else {
        ("agents.person.by", 0.6)
    };
    let mut hit = person(scene, i, end, rule, confidence);
    hit.side = scene.side_before(i).or(hit.side);
    Some((hit, end))
}

impl Scene<'_, '_> {
    /// A run whose first word is known to be a given name.
    fn run_after(&self, i: usize) -> usize {
        if self.words[i].genitive {
            return i + 1;
        }
        if self.next_is_name(i + 1) || self.next_is_initial(i + 1) || self.particle(i + 1) {
            self.run(i + 1, 2).max(i + 1)
        } else {
            i + 1
        }
    }

    fn particle(&self, k: usize) -> bool {
        self.words.get(k).is_some_and(|w| w.joined && TABLES.particles.contains(w.text))
            && self.next_is_name(k + 1)
    }
}

/// "Varga said", "deciphered by Orlov".
fn lone(scene: &Scene<'_, '_>, i: usize) -> Option<(Hit, usize)> {
    let w = &scene.words[i];
    if !scene.name_word(i) || w.upper || TABLES.titles.contains_key(w.text) || w.text.ends_with("ly") {
        return None;
    }
    let lower = w.text.to_lowercase();
    if scene.small.contains(lower.as_str())
        || lower.ends_with("ing")
        || lower.ends_with("ion")
        || lower.ends_with("ists")
    {
        return None;
    }
    // A second capitalised word makes it something else.
    if scene.words.get(i + 1).is_some_and(|n| n.joined && n.capital) {
        return None;
    }
    let alone_before = i == 0 || !(scene.words[i - 1].capital && w.joined);
    let speech = scene.words.get(i + 1).is_some_and(|n| n.joined && TABLES.speech.contains(n.text));
    let handled = w.joined
        && i > 1
        && scene.words[i - 1].text == "by"
        && TABLES.handling.contains(&scene.words[i - 2].text.to_lowercase());
    if !(alone_before && (speech || handled)) {
        return None;
    }
    let (rule, confidence) =
        if speech { ("agents.person.speaks", 0.7) } else { ("agents.person.handled", 0.7) };
    let mut hit = person(scene, i, i + 1, rule, confidence);
    hit.titled = true;
    Some((hit, i + 1))
}

/// "X [Y]" or "X (Y)": another name of the same person.
fn gloss(scene: &Scene<'_, '_>, name: Span, next: usize) -> Option<Hit> {
    let first = scene.words.get(next)?;
    let gap = scene.text.get(name.end as usize..first.start)?;
    let (open, close) = match gap.trim_start_matches(['*', ' ', '\n', '\r', '.', '\u{a0}', '!']) {
        "[" => ('[', ']'),
        "(" => ('(', ')'),
        _ => return None,
    };
    if gap.len() > 12 || !gap.ends_with(open) {
        return None;
    }
    let mut end = next;
    while end < scene.words.len() && end - next < 4 && (end == next || scene.words[end].joined) {
        let w = &scene.words[end];
        if !w.capital
            || TABLES.titles.contains_key(w.text)
            || scene.claimed.contains(&w.start)
            || TABLES.heads.contains(w.text)
        {
            break;
        }
        end += 1;
    }
    let closed = end > next && scene.text[scene.words[end - 1].end..].starts_with(close);
    if !closed
        || scene.words[next].upper
        || (open == '(' && end - next < 2)
        || scene.small.contains(first.text.to_lowercase().as_str())
    {
        return None;
    }
    let mut hit = person(scene, next, end, "agents.person.gloss", 0.85);
    hit.gloss_of = Some(name);
    Some(hit)
}

/// Role and side told behind a name: ", head of the X," or "(director of Y)".
fn apposition(scene: &Scene<'_, '_>, b: usize) -> (Option<String>, Option<String>) {
    let end = scene.words[b - 1].end;
    let rest = &scene.text[end..scene.text.floor_char_boundary((end + 160).min(scene.text.len()))];
    // A gloss may stand between.
    let skip =
        rest.strip_prefix(" [").and_then(|r| r.find(']').filter(|&n| n < 40).map(|n| n + 3)).unwrap_or(0);
    let rest = &rest[skip..];
    let words = if let Some(inside) = rest.strip_prefix(" (") {
        inside.split(')').next().filter(|_| inside.contains(')'))
    } else if let Some(behind) = rest.strip_prefix(", ") {
        let stop = behind.find([',', '.', ';', '(', ':', '\n', '"', '”']).unwrap_or(0);
        (stop > 0).then(|| &behind[..stop])
    } else {
        None
    };
    let Some(words) = words.map(str::trim) else { return (None, None) };
    let lead: Vec<&str> =
        words.split_whitespace().take(7).map(|w| w.trim_matches(|c: char| !c.is_alphabetic())).collect();
    let office = |w: &&str| {
        TABLES.roles.contains(&*w.to_lowercase()) || (TABLES.titles.contains_key(*w) && w.len() > 3)
    };
    // A list of persons goes on with the next title and name, not with an apposition.
    let tail = words.rsplit(' ').next().unwrap_or("");
    let named = tail.chars().next().is_some_and(char::is_uppercase)
        && !TABLES.stop.contains(tail)
        && !TABLES.heads.contains(tail)
        && !TABLES.short_titles.contains(tail)
        && tail.chars().any(char::is_lowercase)
        && lead.first().is_some_and(|w| TABLES.titles.contains_key(*w))
        && !lead.contains(&"of")
        && !lead.contains(&"to");
    let addressed =
        words.split(' ').any(|w| matches!(w.trim_end_matches('.'), "Mr" | "Mrs" | "Dr" | "Messrs" | "Sir"));
    if named || addressed {
        return (None, None);
    }
    let verb = |w: &&str| {
        TABLES.speech.contains(*w)
            || matches!(
                *w,
                "who"
                    | "whom"
                    | "and"
                    | "which"
                    | "has"
                    | "had"
                    | "was"
                    | "is"
                    | "were"
                    | "but"
                    | "in"
                    | "on"
                    | "with"
            )
    };
    let at = lead.iter().position(office);
    let role = at.is_some_and(|n| !lead[..n].iter().any(verb)) && words.split_whitespace().count() <= 16;
    if !role {
        return (None, None);
    }
    let from = (end + skip) as u32;
    let to = from + words.len() as u32 + 4;
    let n = scene.taken.partition_point(|t| t.span.start < from);
    let side = scene.taken[n..].iter().take_while(|t| t.span.end <= to).find_map(|t| {
        let entry = t.entry;
        matches!(entry.listed, Listed::Adjective | Listed::State).then(|| entry.state.clone()).flatten()
    });
    let shown = words.strip_prefix("the ").unwrap_or(words);
    (Some(shown.split_whitespace().collect::<Vec<_>>().join(" ")), side)
}

/// Later mentions of persons already found: full names anywhere, also in capitals; family names alone.
pub(super) fn later_mentions(scene: &Scene<'_, '_>, known: &[Hit]) -> Vec<Hit> {
    let mut by_first: BTreeMap<String, Vec<Vec<String>>> = BTreeMap::new();
    for hit in known.iter().filter(|h| h.kind == AgentType::Person) {
        let words: Vec<String> =
            hit.form.split_whitespace().map(|w| w.trim_end_matches('.').to_lowercase()).collect();
        let mut forms = vec![words.clone()];
        if words.len() > 1 {
            let family = if hit.asian { words.first() } else { words.last() };
            // A family name of two letters or shared by many is told apart only by a title.
            if let Some(family) = family.filter(|f| !hit.asian && f.chars().count() > 2) {
                forms.push(vec![family.clone()]);
            }
        }
        for form in forms {
            let list = by_first.entry(form[0].clone()).or_default();
            if !list.contains(&form) {
                list.push(form);
            }
        }
    }
    for list in by_first.values_mut() {
        list.sort_by_key(|f| std::cmp::Reverse(f.len()));
    }
    let done: BTreeSet<u32> = known.iter().map(|h| h.span.start).collect();
    let covered = |at: u32| {
        known
            .binary_search_by(|h| {
                if h.span.end <= at {
                    std::cmp::Ordering::Less
                } else if h.span.start > at {
                    std::cmp::Ordering::Greater
                } else {
                    std::cmp::Ordering::Equal
                }
            })
            .is_ok()
    };
    let mut hits = Vec::new();
    let mut i = 0;
    while i < scene.words.len() {
        let w = &scene.words[i];
        let at = w.start as u32;
        if !w.capital || done.contains(&at) || covered(at) || scene.claimed.contains(&w.start) {
            i += 1;
            continue;
        }
        let lower = w.text.to_lowercase();
        let form = by_first.get(&lower).and_then(|list| {
            list.iter().find(|f| {
                f.iter().enumerate().all(|(n, t)| {
                    scene
                        .words
                        .get(i + n)
                        .is_some_and(|w| (n == 0 || w.joined) && w.capital && w.text.to_lowercase() == *t)
                })
            })
        });
        match form {
            Some(f) if f.len() > 1 || single_ok(scene, i) => {
                let mut hit = person(scene, i, i + f.len(), "agents.person.again", 0.75);
                hit.full = f.len() > 1;
                hits.push(hit);
                i += f.len();
            }
            _ => i += 1,
        }
    }
    hits
}

/// Whether a lone capitalised word may stand for a person already named.
fn single_ok(scene: &Scene<'_, '_>, i: usize) -> bool {
    let w = &scene.words[i];
    let common = scene.small.contains(w.text.to_lowercase().as_str()) || TABLES.stop.contains(w.text);
    let followed = scene.words.get(i + 1).is_some_and(|n| {
        n.joined
            && n.capital
            && !n.upper
            && !TABLES.stop.contains(n.text)
            && !scene.claimed.contains(&n.start)
    });
    let led = i > 0
        && w.joined
        && scene.words[i - 1].capital
        && !scene.words[i - 1].opens
        && !TABLES.titles.contains_key(scene.words[i - 1].text)
        && !TABLES.stop.contains(scene.words[i - 1].text);
    !common && !followed && !led
}
