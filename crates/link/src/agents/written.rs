//! A written name taken apart as far as linking needs it: titles, given names and initials, family name.
//!
//! Whether two names are one is for `memcon_names` to say. This only tells which part of a name can
//! stand alone for its bearer, and whether two sets of given names contradict each other.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

/// Most words of a name that are looked at.
const WORDS: usize = 10;

/// Family names of traditions that write them first, folded: they do not single out a person.
static COMMON: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    let table: BTreeMap<String, Vec<String>> = memcon_lexicon::table("names/surnames.toml")
        .expect("the table of family names ships with the program");
    table.into_values().flatten().map(|n| fold(&n)).collect()
});

/// Titles as folded words, with whether each names an office or a rank.
static TITLES: LazyLock<BTreeMap<Vec<String>, bool>> = LazyLock::new(|| {
    let table: BTreeMap<String, toml_value::Words> =
        memcon_lexicon::table("agents/titles.toml").expect("the table of titles ships with the program");
    let mut out = BTreeMap::new();
    for (kind, words) in table {
        for title in words.list() {
            let words: Vec<String> = title.split(' ').map(fold).filter(|w| !w.is_empty()).collect();
            let office = matches!(kind.as_str(), "rank" | "office");
            if matches!(kind.as_str(), "honorific" | "rank" | "office") {
                out.entry(words).or_insert(office);
            }
        }
    }
    out
});

/// Titles that stand before a given name alone.
static WITH_GIVEN: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    let table: BTreeMap<String, toml_value::Words> =
        memcon_lexicon::table("link/titles.toml").expect("the table of titles ships with the program");
    table.into_iter().filter(|(k, _)| k == "with_given").flat_map(|(_, w)| w.list()).collect()
});

/// Titles as papers shorten them, folded, with the word that lists print.
static SHORTENED: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    #[derive(serde::Deserialize)]
    struct File {
        shortened: BTreeMap<String, String>,
    }
    let file: File =
        memcon_lexicon::table("link/titles.toml").expect("the table of titles ships with the program");
    file.shortened
});

/// The words of a title (folded), shortened ones in full.
pub(crate) fn title_words(title: &str) -> Vec<&str> {
    title.split(' ').flat_map(|w| SHORTENED.get(w).map_or(w, String::as_str).split(' ')).collect()
}

mod toml_value {
    /// A key of the table: a list of words, or something else that is not looked at.
    #[derive(serde::Deserialize)]
    #[serde(untagged)]
    pub enum Words {
        /// A list.
        List(Vec<String>),
        /// Anything else.
        Other(serde::de::IgnoredAny),
    }
    impl Words {
        /// The words of a list.
        pub fn list(self) -> Vec<String> {
            match self {
                Self::List(list) => list,
                Self::Other(_) => Vec::new(),
            }
        }
    }
}

/// Small letters without marks, stops and quotation marks.
pub(crate) fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.nfd().flat_map(char::to_lowercase) {
        match c {
            '\u{300}'..='\u{36f}' | '.' | ',' | '"' | '“' | '”' | '\'' | '’' | '‘' | ';' | ':' => {}
            'ß' => out.push_str("ss"),
            'ø' => out.push('o'),
            'æ' => out.push_str("ae"),
            'ł' => out.push('l'),
            c => out.push(c),
        }
    }
    out.nfc().collect()
}

/// Whether millions bear this family name (folded).
pub(crate) fn common(family: &str) -> bool {
    COMMON.contains(family)
}

/// The title that ends before `at` in a line of folded words, and where it begins.
pub(crate) fn title_before(words: &[String], at: usize) -> Option<(usize, bool)> {
    (1..=4.min(at)).rev().find_map(|n| TITLES.get(&words[at - n..at]).map(|office| (at - n, *office)))
}

/// A name taken apart; all words folded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Written {
    /// Given names and initials, in order.
    pub given: Vec<String>,
    /// The family name, words with a blank between.
    pub family: String,
    /// Titles and ranks that name an office.
    pub titles: Vec<String>,
    /// Forms by which it can be called alone, besides the family name.
    pub also: Vec<String>,
    /// Son, third and so on, as written.
    pub generation: Option<String>,
    /// A title that goes with the given name alone.
    by_given: Option<String>,
}

impl Written {
    /// Takes a name apart.
    pub fn parse(text: &str) -> Self {
        let text = text.split(['(', '[', '（']).next().unwrap_or(text);
        let mut out = Self::default();
        let mut parts = text.split([',', '，']).map(str::trim).filter(|p| !p.is_empty());
        let first = out.words(parts.next().unwrap_or(""));
        let mut behind: Vec<String> = Vec::new();
        for part in parts {
            behind.extend(out.words(part));
        }
        if behind.is_empty() {
            out.in_order(first);
        } else {
            out.particles(&mut behind);
            out.given = behind;
            out.name_family(&first);
        }
        if let (Some(title), Some(given)) = (&out.by_given, out.given.first()) {
            out.also.push(format!("{title} {given}"));
        }
        out
    }

    /// A family name alone (folded), of one or more words.
    pub fn family(family: &str) -> Self {
        let mut out = Self::default();
        out.name_family(&family.split(' ').map(str::to_owned).collect::<Vec<_>>());
        out
    }

    /// Whether this is the title with the given name alone.
    pub fn is_by_given(&self, short: &str) -> bool {
        self.by_given
            .as_ref()
            .is_some_and(|title| short.strip_prefix(title.as_str()).is_some_and(|r| r.starts_with(' ')))
    }

    /// Words without titles and generations; glued initials as letters of their own.
    fn words(&mut self, part: &str) -> Vec<String> {
        let raw: Vec<&str> = part.split_whitespace().take(WORDS).collect();
        let folded: Vec<String> = raw.iter().map(|w| fold(w)).collect();
        if let [word] = folded.as_slice()
            && generation(word)
        {
            self.generation = Some(word.clone());
            return Vec::new();
        }
        let mut at = 0;
        // Titles stand in front; a title alone is no name.
        while at < folded.len() {
            let more = folded.len() - at;
            let title = (1..=4.min(more))
                .rev()
                .find_map(|n| TITLES.get(&folded[at..at + n]).map(|office| (n, *office)));
            match title {
                Some((n, office)) if !(n == 1 && folded[at].chars().count() < 2) => {
                    if office {
                        self.titles.push(folded[at..at + n].join(" "));
                    }
                    self.by_given = self
                        .by_given
                        .take()
                        .or_else(|| folded[at..at + n].iter().find(|w| WITH_GIVEN.contains(*w)).cloned());
                    at += n;
                }
                _ => break,
            }
        }
        let mut out = Vec::new();
        for (raw, word) in raw.iter().zip(folded).skip(at) {
            if generation(&word) && (at > 0 || !out.is_empty() || part.split_whitespace().count() == 1) {
                self.generation = Some(word);
                continue;
            }
            let dotted = raw.trim_end_matches('.').split('.').filter(|p| !p.is_empty()).collect::<Vec<_>>();
            if dotted.len() > 1 && dotted.iter().all(|p| p.chars().count() == 1) {
                out.extend(dotted.iter().map(|p| fold(p)));
            } else if !word.is_empty() {
                out.push(word);
            }
        }
        out
    }

    /// A name without comma: given names first, or family name first where the tradition has it so.
    fn in_order(&mut self, mut words: Vec<String>) {
        let eastern = words.len() >= 2
            && words.len() <= 4
            && common(&words[0])
            && (words.iter().skip(1).any(|w| w.contains('-'))
                || words.len() == 3
                || !common(&words[words.len() - 1]))
            && words.iter().all(|w| w.chars().count() > 1);
        if eastern {
            let family = words.remove(0);
            if words.len() > 1 {
                self.also.extend(words.last().cloned());
            }
            self.given = words;
            self.family = family;
            return;
        }
        let Some(last) = words.pop() else { return };
        let mut family = vec![last];
        // A particle belongs to the family name; it is the only word of a name that lists write small.
        while words.last().is_some_and(|w| particle(w)) {
            family.extend(words.pop());
        }
        family.reverse();
        self.given = words;
        self.name_family(&family);
    }

    fn name_family(&mut self, words: &[String]) {
        // "van Tessel" is also called Tessel, and lists print him so.
        let own = words.iter().position(|w| !particle(w)).unwrap_or(0);
        if own > 0 {
            self.also.push(words.join(" "));
        }
        let words = &words[own..];
        self.family = words.join(" ");
        if words.len() > 1 {
            self.also.extend(words.last().cloned());
            self.also.push(words[0].clone());
        }
    }

    /// "Family, Given von": the particle behind the given names.
    fn particles(&mut self, behind: &mut Vec<String>) {
        // "Bao, Tran Van": a syllable of a name that has the family name first is no particle.
        if behind.first().is_some_and(|w| common(w)) {
            return;
        }
        while behind.len() > 1 && behind.last().is_some_and(|w| particle(w)) {
            behind.pop();
        }
    }

    /// Forms by which the bearer can be called with a title or nothing before: family name and parts of it.
    pub fn short(&self) -> impl Iterator<Item = &String> {
        std::iter::once(&self.family).chain(&self.also).filter(|f| f.chars().count() >= 2)
    }

    /// Whether family name and a whole given name agree, and nothing else stands against it.
    pub fn surely(&self, other: &Self) -> bool {
        let whole = |w: &&String| w.chars().count() > 1;
        !self.eastern()
            && self.family == other.family
            && self.given.iter().filter(whole).any(|g| other.given.iter().any(|h| same_given(g, h)))
            && !self.against(other)
            && in_step(&self.given, &other.given)
    }

    /// Whether the family name is one of those that stand first: given names are syllables then.
    pub fn eastern(&self) -> bool {
        common(&self.family) && self.given.iter().all(|g| g.chars().count() > 1)
    }

    /// Whether the given names stand against each other: both known, and no word or initial in common.
    pub fn against(&self, other: &Self) -> bool {
        // Syllables are for `memcon_names` to compare: written together, apart, or in another system.
        if self.eastern() || other.eastern() {
            return false;
        }
        given_against(&self.given, &other.given)
            || matches!((&self.generation, &other.generation), (Some(a), Some(b)) if a != b)
    }
}

/// Whether two given names are one: the same, a form of it in another language, or a short form.
fn same_given(a: &str, b: &str) -> bool {
    let whole = a.chars().count() > 1 && b.chars().count() > 1;
    a == b || whole && memcon_names::one_given_name(a, b)
}

/// Whether no word or initial of one is in the other.
pub(crate) fn given_against(a: &[String], b: &[String]) -> bool {
    let initial = |w: &str| w.chars().count() == 1;
    let agree = |x: &String, y: &String| {
        same_given(x, y) || ((initial(x) || initial(y)) && x.chars().next() == y.chars().next())
    };
    if a.is_empty() || b.is_empty() {
        return false;
    }
    // All initials: they must agree in order as far as both go.
    if a.iter().all(|w| initial(w)) && a.len() > 1 && b.len() > 1 {
        return !a.iter().zip(b).all(|(x, y)| agree(x, y));
    }
    if b.iter().all(|w| initial(w)) && b.len() > 1 && a.len() > 1 {
        return !a.iter().zip(b).all(|(x, y)| agree(x, y));
    }
    !a.iter().any(|x| b.iter().any(|y| agree(x, y)))
}

/// Whether the words of the shorter stand in the longer in the same order, initials for words.
fn in_step(a: &[String], b: &[String]) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let mut rest = long.iter();
    short.iter().all(|x| {
        rest.any(|y| {
            let initial = x.chars().count() == 1 || y.chars().count() == 1;
            same_given(x, y) || initial && x.chars().next() == y.chars().next()
        })
    })
}

/// Son, father, the second …
fn generation(word: &str) -> bool {
    matches!(word, "jr" | "sr" | "ii" | "iii" | "iv")
}

/// Particles of family names, as `memcon_names` leaves them out of a comparison.
fn particle(word: &str) -> bool {
    PARTICLES.contains(word)
}

static PARTICLES: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    let table: BTreeMap<String, toml_value::Words> = memcon_lexicon::table("agents/stopwords.toml")
        .expect("the table of stop words ships with the program");
    table.into_iter().filter(|(k, _)| k == "particles").flat_map(|(_, w)| w.list()).collect()
});

#[cfg(test)]
mod tests {
    use super::*;

    fn told(name: &str) -> String {
        let w = Written::parse(name);
        format!("{} / {} / {}", w.given.join(" "), w.family, w.titles.join(", "))
    }

    #[test]
    fn names_are_taken_apart() {
        for (name, parts) in [
            ("Bricka, Ida M.", "ida m / bricka / "),
            ("Major General Otto B. Brix, Jr.", "otto b / brix / major general"),
            ("Tessel, Lieutenant General Ruud van", "ruud / tessel / lieutenant general"),
            ("Ruud van Tessel", "ruud / tessel / "),
            ("J.F. Holm", "j f / holm / "),
            ("Kim Tae-ho", "tae-ho / kim / "),
            ("Mr. Holm", " / holm / "),
        ] {
            assert_eq!(told(name), parts, "{name}");
        }
    }

    #[test]
    fn given_names_contradict_only_where_both_are_known() {
        let against = |a: &str, b: &str| Written::parse(a).against(&Written::parse(b));
        assert!(against("Ida Bricka", "Otto Bricka"));
        assert!(against("A. P. Holm", "V. A. Holm"));
        assert!(!against("I. Bricka", "Ida Bricka"));
        assert!(!against("Bricka", "Ida Bricka"));
        assert!(!against("Foster Holm", "John Foster Holm"));
        assert!(!against("Bob Holm", "Robert J. Holm"));
        assert!(against("Bob Holm", "William J. Holm"));
        assert!(against("Otto Brix, Jr.", "Otto Brix, Sr."));
    }
}
