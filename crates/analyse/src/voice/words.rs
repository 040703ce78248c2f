//! Classes of words: one look-up a token tells everything that the tables of `data/voice/words.toml` know of it.
//!
//! The engines ask a token for a [`Class`]; which words are in it is the table's business. No engine holds a list of
//! words.

use super::lexis::CUES;
use rustc_hash::FxHashMap;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

macro_rules! classes {
    ($($(#[$doc:meta])* $class:ident = $name:literal,)*) => {
        /// What a word can do; the table has one entry of that name for each.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        pub(super) enum Class {
            $($(#[$doc])* $class,)*
        }

        impl Class {
            /// Every class with its name in the table.
            const ALL: &[(Class, &str)] = &[$((Class::$class, $name)),*];
        }
    };
}

classes! {
    /// Words that may stand between subject and verb.
    Between = "between",
    /// Beginnings of a clause that end a search for a subject to the left.
    ClauseWord = "clause",
    /// Openings of a wh- or if-clause as content.
    WhWord = "wh",
    /// Pronouns that can be a source.
    Pronoun = "pronoun",
    /// Openings of a noun phrase.
    Determiner = "determiner",
    /// Nouns for people and bodies that speak without a name; plural forms included.
    SourceNoun = "source noun",
    /// Nouns for what somebody says, with the speaker before them ("his statement:").
    SpeechNoun = "speech noun",
    /// Words by which the writer of a report means himself; they end the report of somebody else's words.
    Writer = "writer",
    /// Words that join a second verb to one subject ("I stopped him and said").
    VerbJoin = "verb join",
    /// Abbreviations behind which a stop does not end a sentence.
    Abbreviation = "abbreviation",
    /// Words with capitals that are never (the beginning of) a person's name.
    NotAName = "not a name",
    /// Titles that open a speaker's prefix (also with a stop).
    Title = "title",
    /// Words that are a whole prefix by themselves: offices and roles without a name.
    RoleWord = "role",
    /// Labels of fields and lists that end in a colon and are no speakers.
    FieldLabel = "field",
    /// Words that may stand inside a prefix though they have no capital.
    InnerWord = "inner",
    /// How a side names itself as a whole prefix.
    SideWord = "side",
    /// Words that make a run of capitals the name of a body, place or paper, not of a person.
    BodyWord = "body",
    /// Titles, nouns and pronouns that tell that the one they stand with is a man.
    Male = "male",
    /// Titles, nouns and pronouns that tell that the one they stand with is a woman.
    Female = "female",
    /// Words that open the salutation of a letter or cable.
    Salutation = "salutation",
    /// Words that mean the one who leads a meeting, where the list of those present tells who that is.
    Chair = "chair",
    /// Pronouns for somebody who is present but not speaking; a sentence in brackets that opens with one tells of the room.
    ThirdPerson = "third person",
    /// Words that may join two parts of a name or of an office ("head of our delegation", "ambassador to the UN").
    NameJoin = "name join",
    /// Particles inside a name that are written small.
    NameParticle = "name particle",
    /// Forms of "to be", for passives.
    Be = "be",
    /// Words behind which a form that is also a noun is the noun ("the claims", "in thought").
    NounMarker = "noun marker",
    /// Words that open no bare clause behind a verb ("said in Redland", "said nothing").
    NoClause = "no clause",
    /// Prepositions and particles that open no noun phrase.
    Preposition = "preposition",
    /// Words that end a noun phrase to the right.
    PhraseEnd = "phrase end",
    /// Words that are no head of a noun phrase.
    NoHead = "no head",
    /// Determiners that can be a source by themselves.
    Quantifier = "quantifier",
    /// Words that only open a sentence with their capital.
    Opener = "opener",
    /// Adjectives that stand before a name without an article.
    FondWord = "fond",
    /// Heads of a subject in the plural that do not end in -s.
    PluralHead = "plural",
    /// What something accords with without its saying anything ("according to the principle").
    Norm = "norm",
    /// Pronouns that are a source behind "according to".
    ObjectPronoun = "object pronoun",
    /// Words that may stand before the next report of a sentence and belong to neither.
    Coordinator = "coordinator",
    /// Words with which content goes on behind a cue in its middle.
    Resume = "resume",
    /// Pronouns for a man.
    HePronoun = "he",
    /// Pronouns for a woman.
    ShePronoun = "she",
    /// Verbs that tell that the same speaker goes on.
    GoingOn = "going on",
    /// Offices whose one holder speaks for a side.
    DelegateWord = "delegate",
    /// Nouns for a post in an apposition that are no title ("the head of").
    Post = "post",
    /// Roles that are a prefix only where they return: they are also common words.
    WeakRole = "weak role",
    /// Prefixes that are also labels of fields but speak where they stand alone.
    QuestionLabel = "question",
    /// Prefixes of an examination that a stop can part from the words.
    StopRole = "stop role",
    /// Heads of a phrase for one of the parties to a talk ("our side", "the other delegation").
    OwnSide = "own side",
    /// Offices of one person who speaks for a side.
    OneDelegate = "one delegate",
    /// Auxiliaries of what somebody would do.
    Modal = "modal",
    /// The first of two who were named.
    FormerWord = "former",
    /// The second of two who were named.
    LatterWord = "latter",
    /// Openings of the label over a side's signature ("For Norvania: J. Roe").
    OnBehalf = "on behalf",
    /// Prepositions between a post abroad and the country where it is.
    PostAt = "post at",
    /// Posts in another country: the country named behind them is where they are, not for whom they speak.
    PostAbroad = "post abroad",
    /// Pronouns by which the writer is the one spoken to ("told me").
    ToWriter = "to writer",
    /// Words for what belongs to the speaker's own side.
    OursWord = "ours",
    /// Prepositions before the date of a day of which a tale begins.
    DayOpener = "day opener",
    /// Offices of a government; who holds one without his state being told is at home where the paper was written.
    StateOffice = "state office",
    /// Papers that one side writes for itself, not to the other.
    InsidePaper = "inside paper",
    /// Pronouns of those who talk with each other; papers that only list things have none.
    TalkPronoun = "talk",
    /// Labels before a signature.
    SignedLabel = "signed",
    /// Words of courtesy before a name that are no part of it.
    Courtesy = "courtesy",
    /// Words of a salutation that are no part of the name behind them.
    Addressing = "addressing",
    /// Prepositions before the author of a paper enclosed.
    Origin = "origin",
    /// Words that with "there" tell what happened, not what was said.
    TellingIt = "telling it",
    /// Words for what happens in a room while somebody speaks.
    Scene = "scene",
    /// Interjections before the name of one who is addressed.
    Interjection = "interjection",
    /// Prepositions behind which a phrase no longer names its head ("the delegate from X").
    Linker = "linker",
    /// Common verbs in their base form; the other regular forms are made from them.
    VerbBase = "verb base",
    /// Past forms of irregular verbs.
    VerbPast = "verb past",
    /// Participles of irregular verbs that are no past form.
    VerbParticiple = "verb participle",
    /// Verb forms in -s.
    VerbS = "verb s",
    /// Regular verb forms in -ed.
    VerbEd = "verb ed",
    /// Regular verb forms in -ing.
    VerbIng = "verb ing",
    /// Irregular verbs in their base form.
    VerbPlain = "verb plain",
    /// Auxiliaries that open a finite verb group.
    Auxiliary = "auxiliary",
    /// Words inside a verb group or between it and its subject.
    GroupWord = "group word",
    /// Prepositions, all of them.
    Prep = "prep",
    /// Words that open a subordinate clause.
    Subordinator = "subordinator",
    /// Words that open a relative clause behind a noun.
    Relative = "relative",
    /// Words of time between a verb and its content.
    TimeWord = "time word",
    /// Pronouns that are never a subject.
    ObjectForm = "object pronoun too",
    /// Words before a clause's subject at its beginning.
    ClauseOpener = "clause opener",
    /// Nouns for what somebody says or thinks, with a that-clause behind them.
    CueNoun = "cue noun",
    /// Nouns for a view in "in X's view".
    ViewNoun = "view noun",
    /// Possessive pronouns.
    Owner = "owner",
    /// Verbs whose object is what their subject says ("expressed the hope that").
    Voicing = "voicing",
    /// Adverbs for what is said by nobody named.
    Hearsay = "hearsay",
    /// Words before "to" and a verb of saying that leave it a saying ("went on to say", "wished to stress").
    Volition = "volition",
    /// Prepositions before what is said ("warned of", "accused X of").
    ContentPrep = "content preposition",
    /// Auxiliaries by which something is bidden or allowed, not told.
    Norming = "norming",
    /// Prepositions before the one whose claim, hope or concern it is.
    AgentPrep = "agent preposition",
    /// Words that deny the verb in whose group they stand.
    Negation = "negation",
    /// Adjectives for a state of mind that take a clause ("confident that").
    ViewAdjective = "view adjective",
    /// Abbreviations that stand before a number and nowhere else.
    NumberAbbreviation = "number abbreviation",
    /// Cue nouns for what is thought, not said.
    BeliefNoun = "belief noun",
    /// First words of lead-ins to a source ("according to"); taken from `data/voice/cues.toml`.
    LeadIn = "lead-in",
    /// The word by which a treaty binds.
    Shall = "shall",
    /// Words that open what is only supposed.
    Supposition = "supposition",
    /// Nouns and adjectives in -ly.
    LyNoun = "ly noun",
    /// Nouns for papers and bodies that speak and are no persons.
    Thing = "thing",
    /// Forms of cue verbs; taken from `data/voice/cues.toml`, so that one look-up tells this too.
    CueForm = "cue form",
}

/// The classes of a word, as the number of one of the sets that occur in the table.
///
/// Few sets occur, so a token carries two bytes however many classes there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Classes(u16);

impl Classes {
    /// Whether the word is in a class.
    pub fn has(self, class: Class) -> bool {
        self.set() & bit(class) != 0
    }

    /// Whether the word is in one of some classes.
    pub fn any(self, classes: &[Class]) -> bool {
        let set = self.set();
        set != 0 && classes.iter().any(|&c| set & bit(c) != 0)
    }

    fn set(self) -> u128 {
        // Number 0, the set of unknown words, is asked for most.
        if self.0 == 0 { 0 } else { TABLE.sets.get(self.0 as usize).copied().unwrap_or(0) }
    }
}

fn bit(class: Class) -> u128 {
    1 << (class as u8)
}

/// All words with the numbers of their sets, and the sets.
struct Table {
    words: FxHashMap<String, Classes>,
    sets: Vec<u128>,
}

#[derive(Deserialize)]
struct ClassText {
    name: String,
    /// `regular` = verbs in their base form, whose other forms are made here.
    #[serde(default)]
    forms: String,
    words: String,
}

#[derive(Deserialize)]
struct ClassFile {
    /// Endings of longer verbs that are stressed on the last syllable, so that their last letter is doubled.
    #[serde(default)]
    doubling: String,
    class: Vec<ClassText>,
}

/// The tables, in the order in which they are read.
const FILES: [&str; 2] = ["voice/words.toml", "voice/grammar.toml"];

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut of: BTreeMap<String, u128> = BTreeMap::new();
    for name in FILES {
        let file: ClassFile = memcon_lexicon::table(name).expect("the tables of word classes are sound");
        for text in file.class {
            let Some(&(class, _)) = Class::ALL.iter().find(|(_, name)| *name == text.name) else { continue };
            for word in text.words.split_whitespace() {
                *of.entry(word.to_owned()).or_default() |= bit(class);
                if text.forms == "regular" {
                    let made = [Class::VerbS, Class::VerbEd, Class::VerbIng];
                    for (form, class) in regular(word, &file.doubling).into_iter().zip(made) {
                        *of.entry(form).or_default() |= bit(class);
                    }
                }
            }
        }
    }
    for first in CUES.according.iter().filter_map(|w| w.first()) {
        *of.entry(first.clone()).or_default() |= bit(Class::LeadIn);
    }
    for form in CUES.forms.keys() {
        *of.entry(form.clone()).or_default() |= bit(Class::CueForm);
    }
    let mut sets: Vec<u128> = of.values().copied().chain([0]).collect();
    sets.sort_unstable();
    sets.dedup();
    let number = |set: u128| Classes(sets.binary_search(&set).map_or(0, |n| n as u16));
    let words = of.into_iter().map(|(word, set)| (word, number(set))).collect();
    Table { words, sets }
});

/// The forms in -s, -ed and -ing of a regular verb.
fn regular(base: &str, doubling: &str) -> [String; 3] {
    let vowel = |c: Option<char>| c.is_some_and(|c| "aeiou".contains(c));
    let mut from_end = base.chars().rev();
    let (last, before, third) = (from_end.next(), from_end.next(), from_end.next());
    if last == Some('y') && !vowel(before) {
        let stem = &base[..base.len() - 1];
        return [format!("{stem}ies"), format!("{stem}ied"), format!("{base}ing")];
    }
    if last == Some('e') {
        let stem = &base[..base.len() - 1];
        let ing = if before == Some('i') {
            format!("{}ying", &base[..base.len() - 2])
        } else if matches!(before, Some('e' | 'o' | 'y')) {
            format!("{base}ing")
        } else {
            format!("{stem}ing")
        };
        return [format!("{base}s"), format!("{base}d"), ing];
    }
    let hissing = base.ends_with(['s', 'x', 'z']) || base.ends_with("ch") || base.ends_with("sh");
    let s = if hissing || last == Some('o') { format!("{base}es") } else { format!("{base}s") };
    // "plan", "admit": the last letter is doubled behind one short vowel.
    let doubles = vowel(before) && !vowel(third) && last.is_some_and(|c| "bdglmnprt".contains(c));
    let short = base.chars().filter(|&c| vowel(Some(c))).count() == 1;
    match last {
        Some(c) if doubles && (short || doubling.split_whitespace().any(|end| base.ends_with(end))) => {
            [s, format!("{base}{c}ed"), format!("{base}{c}ing")]
        }
        _ => [s, format!("{base}ed"), format!("{base}ing")],
    }
}

/// The classes of a word in lower case.
pub(super) fn classes(word: &str) -> Classes {
    TABLE.words.get(word).copied().unwrap_or_default()
}

/// Whether a word in lower case is in a class. For a token ask [`super::scan::Scan::is`], which has looked already.
pub(super) fn has(word: &str, class: Class) -> bool {
    classes(word).has(class)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_and_classes_agree() {
        let files: Vec<ClassFile> = FILES.iter().map(|f| memcon_lexicon::table(f).unwrap()).collect();
        let mut told: Vec<&str> = files.iter().flat_map(|f| &f.class).map(|c| c.name.as_str()).collect();
        told.extend(["verb ed", "verb ing", "cue form", "lead-in"]);
        let mut asked: Vec<&str> = Class::ALL.iter().map(|(_, name)| *name).collect();
        told.sort_unstable();
        asked.sort_unstable();
        assert_eq!(told, asked);
        assert!(asked.len() <= 128, "a class is one bit of 128");
    }

    #[test]
    fn regular_forms() {
        let forms = |base| regular(base, "mit").join(" ");
        assert_eq!(forms("deny"), "denies denied denying");
        assert_eq!(forms("argue"), "argues argued arguing");
        assert_eq!(forms("plan"), "plans planned planning");
        assert_eq!(forms("admit"), "admits admitted admitting");
        assert_eq!(forms("explain"), "explains explained explaining");
        assert_eq!(forms("open"), "opens opened opening");
        assert_eq!(forms("tie"), "ties tied tying");
        assert_eq!(forms("push"), "pushes pushed pushing");
    }

    #[test]
    fn words_are_in_lower_case() {
        for word in TABLE.words.keys() {
            assert_eq!(*word, word.to_lowercase());
        }
    }
}
