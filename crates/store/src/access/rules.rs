//! Who may see what: values in, yes or no out. No database, no clock.
//!
//! A paper can stand under several restrictions; a reader needs, for each of them, one of its labels. A keeper needs none.

use std::collections::BTreeSet;

use memcon_model::{AccessRule, AccessRules};

use crate::fold;

/// Labels that a reader holds.
pub type Labels = BTreeSet<String>;

/// A label has no more characters than this.
const LONGEST: usize = 60;

/// A label as it is compared: case, accents and width aside. `None`: it is none.
pub fn label(typed: &str) -> Option<String> {
    let words: Vec<&str> = typed.split_whitespace().collect();
    let label = fold(&words.join(" "));
    let fits = !label.is_empty()
        && label.chars().count() <= LONGEST
        && !label.chars().any(|c| c.is_control() || c == ',');
    fits.then_some(label)
}

/// A restriction made by hand, or a paper opened by hand.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Restriction {
    /// Its number.
    pub number: u64,
    /// Id of a document, or of the folder or file that documents lie in.
    pub document: String,
    /// Original of the document then; empty for a folder.
    pub blake3: String,
    /// Labels of which a reader needs one; none = keepers only.
    pub labels: BTreeSet<String>,
    /// Open in spite of what rules say of it.
    pub opens: bool,
    /// Who made it.
    pub by: String,
    /// When, in seconds since 1970.
    pub made: u64,
    /// When it was lifted.
    pub lifted: Option<u64>,
}

/// What is looked at of a paper.
#[derive(Clone, Copy, Debug, Default)]
pub struct Paper<'p> {
    /// Its id.
    pub id: &'p str,
    /// Of a version superseded, the id of the document that it was.
    pub follows: Option<&'p str>,
    /// Hash of its original.
    pub blake3: &'p str,
    /// Its classification, as the paper bears it.
    pub classification: &'p [String],
    /// Its list of copies.
    pub distribution: &'p [String],
}

/// All that restricts papers of a collection.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rules {
    by_rule: Vec<Rule>,
    by_hand: Vec<Restriction>,
}

/// A rule of the settings, made ready.
#[derive(Clone, Debug, PartialEq)]
struct Rule {
    classification: Vec<String>,
    distribution: Vec<String>,
    documents: Vec<String>,
    all: bool,
    labels: BTreeSet<String>,
}

impl Rules {
    /// What the settings and what was done by hand say together.
    pub fn new(settings: &AccessRules, by_hand: Vec<Restriction>) -> Self {
        let by_rule = settings.restrict.iter().map(Rule::of).collect();
        Self { by_rule, by_hand: by_hand.into_iter().filter(|r| r.lifted.is_none()).collect() }
    }

    /// Whether a reader who holds `labels` may read `paper`.
    pub fn may_read(&self, paper: &Paper<'_>, labels: &Labels) -> bool {
        let opened =
            || self.by_hand.iter().any(|r| r.opens && r.document == paper.id && r.blake3 == paper.blake3);
        let by_rule = self.by_rule.iter().filter(|r| !open_to(&r.labels, labels)).any(|r| r.fits(paper));
        if by_rule && !opened() {
            return false;
        }
        let closed = |r: &&Restriction| !r.opens && !open_to(&r.labels, labels);
        !self.by_hand.iter().filter(closed).any(|r| means(r, paper))
    }

    /// Whether a reader who holds `labels` may read whatever there is and may come.
    pub fn sees_all(&self, labels: &Labels) -> bool {
        self.by_rule.iter().all(|r| open_to(&r.labels, labels))
            && self.by_hand.iter().filter(|r| !r.opens).all(|r| open_to(&r.labels, labels))
    }

    /// Those of `labels` that count here: readers in whom these are equal see the same.
    pub fn counting(&self, labels: &Labels) -> Labels {
        let used = self.by_rule.iter().map(|r| &r.labels);
        let used: BTreeSet<&String> =
            used.chain(self.by_hand.iter().filter(|r| !r.opens).map(|r| &r.labels)).flatten().collect();
        labels.iter().filter(|l| used.contains(l)).cloned().collect()
    }

    /// Whether what papers say of themselves counts, so that analyses must be looked into.
    pub fn look_inside(&self) -> bool {
        self.by_rule.iter().any(|r| !r.classification.is_empty() || !r.distribution.is_empty())
    }

    /// A text that is another wherever the rules are.
    pub fn told(&self) -> String {
        let hand = |r: &Restriction| (r.document.clone(), r.blake3.clone(), r.labels.clone(), r.opens);
        let by_hand: BTreeSet<_> = self.by_hand.iter().map(hand).collect();
        format!("{:?} {by_hand:?}", self.by_rule)
    }
}

impl Rule {
    fn of(rule: &AccessRule) -> Self {
        let ready = |words: &[String]| -> Vec<String> {
            words.iter().map(|w| words_of(w)).filter(|w| !w.is_empty()).collect()
        };
        let all = rule.classification.is_empty() && rule.distribution.is_empty() && rule.documents.is_empty();
        Self {
            classification: ready(&rule.classification),
            distribution: ready(&rule.distribution),
            documents: rule.documents.iter().map(|d| d.trim_end_matches('/').to_owned()).collect(),
            all,
            labels: rule.to.iter().filter_map(|l| label(l)).collect(),
        }
    }

    fn fits(&self, paper: &Paper<'_>) -> bool {
        let says = |said: &[String], wanted: &[String]| {
            said.iter().any(|s| {
                let (s, spaced) = (words_of(s), unspaced(s));
                wanted
                    .iter()
                    .any(|w| holds(&s, w) || spaced.as_deref().is_some_and(|s| holds(s, &squeezed(w))))
            })
        };
        self.all
            || says(paper.classification, &self.classification)
            || says(paper.distribution, &self.distribution)
            || self
                .documents
                .iter()
                .any(|d| lies_in(paper.id, d) || paper.follows.is_some_and(|f| lies_in(f, d)))
    }
}

/// Whether a restriction made by hand means this paper: by its id, its bytes, or the version that it was.
fn means(r: &Restriction, paper: &Paper<'_>) -> bool {
    lies_in(paper.id, &r.document)
        || paper.follows.is_some_and(|f| lies_in(f, &r.document))
        || (!r.blake3.is_empty() && r.blake3 == paper.blake3)
}

/// Whether `id` is `place` or lies in it. An empty place holds everything.
pub fn lies_in(id: &str, place: &str) -> bool {
    let rest = id.strip_prefix(place);
    rest.is_some_and(|r| place.is_empty() || r.is_empty() || r.starts_with('/'))
}

fn open_to(needed: &BTreeSet<String>, labels: &Labels) -> bool {
    !needed.is_disjoint(labels)
}

/// Words with one space between them, folded.
fn words_of(text: &str) -> String {
    fold(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn squeezed(words: &str) -> String {
    words.chars().filter(|c| !c.is_whitespace()).collect()
}

/// A stamp set with spaces (`S E C R E T`) without them.
fn unspaced(text: &str) -> Option<String> {
    let mut words = text.split_whitespace();
    words.all(|w| w.chars().count() == 1).then(|| squeezed(&fold(text)))
}

/// Whether `text` holds `wanted`, not as a part of longer words.
fn holds(text: &str, wanted: &str) -> bool {
    if wanted.is_empty() {
        return false;
    }
    text.match_indices(wanted).any(|(at, found)| {
        let (before, after) = (text.get(..at), text.get(at + found.len()..));
        let before = before.and_then(|t| t.chars().next_back());
        let after = after.and_then(|t| t.chars().next());
        !grows(before, found.chars().next()) && !grows(found.chars().next_back(), after)
    })
}

/// Whether two characters that meet are of one word; scripts without spaces do not tell, so there they are not.
fn grows(a: Option<char>, b: Option<char>) -> bool {
    let spaced = |c: char| {
        c.is_alphanumeric()
            && !matches!(u32::from(c), 0xE00..=0xEFF | 0x1100..=0x11FF | 0x2E80..=0xD7FF | 0xF900..=0xFAFF | 0x2_0000..)
    };
    a.is_some_and(spaced) && b.is_some_and(spaced)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(all: &[&str]) -> BTreeSet<String> {
        all.iter().filter_map(|l| label(l)).collect()
    }

    fn rule(classification: &str, to: &[&str]) -> AccessRule {
        AccessRule {
            classification: vec![classification.into()],
            to: to.iter().map(|l| (*l).into()).collect(),
            ..AccessRule::default()
        }
    }

    fn hand(document: &str, blake3: &str, to: &[&str]) -> Restriction {
        Restriction {
            document: document.into(),
            blake3: blake3.into(),
            labels: labels(to),
            ..Restriction::default()
        }
    }

    /// Whether a paper so stamped is withheld by a rule on `word` from one without labels.
    fn withheld(word: &str, stamp: &str) -> bool {
        let rules = Rules::new(&AccessRules { restrict: vec![rule(word, &["cleared"])] }, Vec::new());
        let classification = [stamp.to_owned()];
        let paper = Paper { id: "a", classification: &classification, ..Paper::default() };
        assert!(rules.may_read(&paper, &labels(&["Cleared"])));
        !rules.may_read(&paper, &Labels::new())
    }

    #[test]
    fn a_stamp_is_known_in_any_script_and_not_inside_other_words() {
        for (word, stamp) in [
            ("secret", "TOP  SECRET"),
            ("Секретно", "Совершенно секретно"),
            ("绝密", "绝密文件"),
            ("대외비", "대외비"),
            ("secret", "S E C R E T"),
            ("top secret", "T O P S E C R E T"),
        ] {
            assert!(withheld(word, stamp), "{word} in {stamp}");
        }
        for (word, stamp) in [
            ("classified", "UNCLASSIFIED"),
            ("secret", "secretariat"),
            ("secret", ""),
            ("top secret", "secret"),
        ] {
            assert!(!withheld(word, stamp), "{word} in {stamp}");
        }
    }

    #[test]
    fn every_restriction_must_be_met_and_one_label_meets_it() {
        let settings = AccessRules { restrict: vec![rule("secret", &["cleared"])] };
        let rules = Rules::new(&settings, vec![hand("annex", "", &["delegation", "registry"])]);
        let secret = ["Secret".to_owned()];
        let paper = Paper { id: "annex/1.txt", classification: &secret, ..Paper::default() };
        for (held, may) in [
            (&[][..], false),
            (&["cleared"], false),
            (&["registry"], false),
            (&["registry", "cleared"], true),
        ] {
            assert_eq!(rules.may_read(&paper, &labels(held)), may, "{held:?}");
            assert_eq!(rules.sees_all(&labels(held)), may, "{held:?}");
        }
        assert_eq!(rules.counting(&labels(&["cleared", "choir"])), labels(&["cleared"]));
    }

    #[test]
    fn a_restriction_follows_the_paper_where_it_goes() {
        let rules = Rules::new(&AccessRules::default(), vec![hand("a.txt", "aa", &[])]);
        let may = |id, follows, blake3| {
            rules.may_read(&Paper { id, follows, blake3, ..Paper::default() }, &labels(&["cleared"]))
        };
        assert!(!may("a.txt", None, "bb"), "its file was changed");
        assert!(!may("b.txt", None, "aa"), "its file was moved");
        assert!(!may("a.txt@00", Some("a.txt"), "00"), "the version before");
        assert!(!may("a.txt/2", None, "cc"), "what lies in it");
        assert!(may("a.txt2", None, "cc"));
    }

    #[test]
    fn one_paper_is_opened_by_hand_as_it_is_and_no_other() {
        let opened = Restriction { opens: true, ..hand("a.txt", "aa", &[]) };
        let rules = Rules::new(&AccessRules { restrict: vec![rule("secret", &[])] }, vec![opened]);
        let secret = ["Secret".to_owned()];
        let may = |id, blake3| {
            rules.may_read(&Paper { id, blake3, classification: &secret, ..Paper::default() }, &Labels::new())
        };
        assert!(may("a.txt", "aa") && !may("a.txt", "bb") && !may("b.txt", "aa"));
    }

    #[test]
    fn a_rule_that_names_nothing_is_for_every_paper() {
        let all = AccessRule { to: vec!["staff".into()], ..AccessRule::default() };
        let rules = Rules::new(&AccessRules { restrict: vec![all] }, Vec::new());
        assert!(!rules.may_read(&Paper::default(), &Labels::new()));
        assert!(rules.may_read(&Paper::default(), &labels(&["staff"])));
    }
}
