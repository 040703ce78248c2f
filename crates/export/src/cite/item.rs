//! A paper as a thing to be cited, read off its description.

use memcon_model::{Analysis, Field, Form, Span, Unit};

use super::dates::When;
use super::kept::Kept;
use super::names::{self, Name, tidy};

/// What kind of thing it is for citation styles (types of CSL).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// A letter, telegram or message from one to another.
    Message,
    /// An unpublished paper: minutes, a memorandum, a draft.
    Manuscript,
    /// An agreement.
    Treaty,
    /// An item of a newspaper or agency.
    Press,
    /// A page of the web.
    Page,
    /// Anything else, papers printed in volumes among it.
    #[default]
    Document,
}

impl Kind {
    /// The type in CSL.
    pub fn csl(self) -> &'static str {
        match self {
            Self::Message => "personal_communication",
            Self::Manuscript => "manuscript",
            Self::Treaty => "treaty",
            Self::Press => "article-newspaper",
            Self::Page => "webpage",
            Self::Document => "document",
        }
    }
}

/// A paper as a thing to be cited. What the description does not say is `None` or empty.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Item {
    /// Id of the document.
    pub id: String,
    /// What kind of thing.
    pub kind: Kind,
    /// Its title in its own words; `None` = it has none but its kind, number and correspondents.
    pub title: Option<String>,
    /// The title in the language of the original.
    pub title_original: Option<String>,
    /// What it is called: "telegram no. 12", "memorandum".
    pub genre: Option<String>,
    /// Its number in the edition that printed it.
    pub number: Option<String>,
    /// Who wrote, signed or sent it.
    pub authors: Vec<Name>,
    /// To whom it went.
    pub recipients: Vec<Name>,
    /// Who translated it.
    pub translators: Vec<Name>,
    /// When it was written.
    pub date: Option<When>,
    /// Where it was written.
    pub place: Option<String>,
    /// Newspaper, site or volume that printed it.
    pub container: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// Its pages in the volume or newspaper.
    pub pages: Option<String>,
    /// Where it is kept.
    pub kept: Kept,
    /// Its address on the web.
    pub url: Option<String>,
    /// Language tag of what is cited.
    pub language: Option<String>,
    /// How the archive itself asks to have it cited.
    pub preferred: Option<String>,
    /// BLAKE3 of the original.
    pub hash: String,
}

/// Names of one kind in a citation at most.
const NAMES: usize = 20;

impl Item {
    /// From an analysis. `title` stands where the description has none; see [`super::Citation::of`].
    pub fn of(a: &Analysis, title: &str, units: &[Unit]) -> Self {
        let d = &a.description;
        let one = |field| d.first(field).map(|v| tidy(&v.value)).filter(|v| !v.is_empty());
        let people = |field| -> Vec<Name> {
            d.all(field).iter().take(NAMES).map(|v| names::of(&v.value, &a.agents)).collect()
        };
        let volume = volume(a);
        let kind = kind(a, volume.is_some());
        let given = one(Field::Title);
        let number = one(Field::Number);
        let called = called(a, number.as_deref());
        let message = kind == Kind::Message;
        let own_title = given.filter(|t| !(message && only_says(t, a, number.as_deref())));
        // A title that says what the paper is makes the word beside it superfluous.
        let genre = called.filter(|g| message || own_title.as_ref().is_none_or(|t| !holds(t, g)));
        let genre = genre.filter(|_| !matches!(kind, Kind::Press | Kind::Page | Kind::Treaty));
        // A paper of which nothing is told at all goes by the name of its file.
        let own_title = own_title.or_else(|| Some(tidy(title)).filter(|t| genre.is_none() && !t.is_empty()));
        let published = matches!(kind, Kind::Press | Kind::Page);
        let publisher = one(Field::Publisher);
        let container = volume.clone().or_else(|| publisher.clone().filter(|_| published));
        Self {
            id: a.id.clone(),
            kind,
            genre,
            title: own_title,
            title_original: one(Field::TitleOriginal),
            number: volume.as_ref().and_then(|_| number_in_volume(a)),
            authors: authors(a, kind),
            recipients: if message || a.form == Form::Memorandum {
                people(Field::Addressee)
            } else {
                Vec::new()
            },
            translators: people(Field::Translator),
            date: d.date().and_then(When::of),
            place: one(Field::Place),
            publisher: publisher.filter(|_| !published),
            container,
            pages: pages(a, kind, volume.is_some()),
            kept: Kept::of(d, units),
            url: one(Field::Url).filter(|u| u.starts_with("http://") || u.starts_with("https://")),
            language: a.languages.first().cloned(),
            preferred: one(Field::Citation),
            hash: a.source.blake3.clone(),
        }
    }
}

fn kind(a: &Analysis, in_volume: bool) -> Kind {
    match a.form {
        Form::Cable | Form::Letter => Kind::Message,
        Form::PressReport => Kind::Press,
        Form::WebPage => Kind::Page,
        Form::Agreement => Kind::Treaty,
        _ if in_volume => Kind::Document,
        Form::Other => Kind::Document,
        _ => Kind::Manuscript,
    }
}

/// The volume that printed it: the series that the mark-up of the volume gives, of which the outermost is its title.
fn volume(a: &Analysis) -> Option<String> {
    let series = a.description.first(Field::Series)?;
    let given = series.basis.rule.starts_with("given.") && a.source.part.is_some();
    given.then(|| tidy(&series.value))
}

/// The number of a document in its volume where the id that the edition gives it is "d" and that number, as editions in
/// TEI write it. A count of ours is no number.
fn number_in_volume(a: &Analysis) -> Option<String> {
    let digits = a.source.part.as_deref()?.strip_prefix('d')?;
    (!digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit())).then(|| digits.to_owned())
}

/// Who stands in the author's place. Who took minutes down is a link of the chain and no author.
fn authors(a: &Analysis, kind: Kind) -> Vec<Name> {
    let d = &a.description;
    let message = kind == Kind::Message;
    let fields: &[Field] = match kind {
        Kind::Message => &[Field::Author, Field::Signature, Field::Sender],
        Kind::Press => &[Field::Author, Field::Agency],
        Kind::Treaty => &[],
        _ if a.form == Form::Memorandum => &[Field::Author, Field::Sender, Field::Signature],
        _ => &[Field::Author],
    };
    let values = fields.iter().map(|f| (f, d.all(*f))).find(|(_, values)| !values.is_empty());
    let Some((field, values)) = values else { return Vec::new() };
    // Of one agency under two names, of one signature in two places, the first stands.
    let most = if message || *field != Field::Author { 1 } else { NAMES };
    values.iter().take(most).map(|v| names::of(&v.value, &a.agents)).collect()
}

/// What a paper is called, with its number where it is a message: "telegram no. 12".
fn called(a: &Analysis, number: Option<&str>) -> Option<String> {
    let told = a.description.first(Field::Type).map(|v| tidy(&v.value)).filter(|v| !v.is_empty());
    let word = match (told, a.form) {
        (None, _) if a.message.is_some() => "email".to_owned(),
        (Some(told), _) => small(&told),
        (None, Form::Other | Form::PressReport | Form::WebPage) => return None,
        (None, form) => form.as_str().replace('-', " "),
    };
    let message = matches!(a.form, Form::Cable | Form::Letter);
    Some(match number.filter(|n| message && !word.contains(n)) {
        Some(number) => format!("{word} no. {number}"),
        None => word,
    })
}

/// Words that shout or begin with a capital in small letters, as a note has them: "TELEGRAM" is "telegram".
fn small(words: &str) -> String {
    let shouts = !words.chars().any(char::is_lowercase);
    let one = words.split(' ').count() == 1;
    if shouts || one { words.to_lowercase() } else { words.to_owned() }
}

/// Letters that the mark of a number has at most ("No.", "Nr.", "№").
const MARK: usize = 3;

/// Whether a title says no more than what the paper is and its number.
fn only_says(title: &str, a: &Analysis, number: Option<&str>) -> bool {
    let told = a.description.first(Field::Type).map(|v| v.value.to_lowercase()).unwrap_or_default();
    let known: Vec<&str> = words(&told).chain(words(a.form.as_str())).collect();
    let small = title.to_lowercase();
    let rest = number.map_or(small.clone(), |n| small.replace(&n.to_lowercase(), " "));
    words(&rest)
        .all(|w| known.contains(&w) || w.chars().count() < MARK || w.chars().all(|c| c.is_ascii_digit()))
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty())
}

fn holds(title: &str, genre: &str) -> bool {
    let title = title.to_lowercase();
    words(&genre.to_lowercase()).all(|w| words(&title).any(|t| t == w))
}

/// Pages in the volume or newspaper; those of a paper by itself are no pages of anything else.
fn pages(a: &Analysis, kind: Kind, in_volume: bool) -> Option<String> {
    if kind == Kind::Press {
        return a.description.first(Field::Edition).map(|v| tidy(&v.value)).filter(|v| !v.is_empty());
    }
    let last = a.layout.pages.last()?;
    let printed = |number: &Option<String>| number.as_ref().is_some_and(|l| !l.is_empty());
    let all = a.layout.pages.iter().all(|p| printed(&p.label));
    let first = a.layout.pages.first()?.span.start;
    let whole = Span { start: first, end: last.span.end.max(first + 1) };
    (in_volume && all).then(|| a.layout.cited(whole)).flatten()
}
