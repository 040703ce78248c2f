//! The sides of a paper under the names that the user gave the parties.

use memcon_model::{Description, Field, Party};

use super::people::own;
use crate::Paper;

/// Where a paper tells whose it is, the surest first.
const OWNERS: [Field; 3] = [Field::IssuingOffice, Field::Archive, Field::Collection];

/// A side as the paper names it, under its party's name where that is plain; else in the paper's words.
pub(crate) fn side(paper: &Paper<'_>, description: &Description, label: &str) -> String {
    let found = match own(label) {
        Some(true) => owner(paper, description),
        Some(false) => opposite(paper, description),
        None => named(&paper.settings.parties, label),
    };
    found.map_or_else(|| label.to_owned(), |p| p.name.clone())
}

/// The party that bears exactly this name.
pub(crate) fn exactly<'p>(paper: &Paper<'p>, name: &str) -> Option<&'p str> {
    let plain = name.trim().to_lowercase();
    let bears = |p: &&Party| std::iter::once(&p.name).chain(&p.aliases).any(|n| n.to_lowercase() == plain);
    paper.settings.parties.iter().find(bears).map(|p| p.name.as_str())
}

/// The one party that a text names; none where it names several.
fn named<'p>(parties: &'p [Party], text: &str) -> Option<&'p Party> {
    let mut all = all_named(parties, text).into_iter();
    let first = all.next()?;
    all.next().is_none().then_some(first)
}

/// The parties that a text names, in the order of the settings.
fn all_named<'p>(parties: &'p [Party], text: &str) -> Vec<&'p Party> {
    let text = text.to_lowercase();
    parties
        .iter()
        .filter(|p| std::iter::once(&p.name).chain(&p.aliases).any(|n| holds(&text, &n.to_lowercase())))
        .collect()
}

/// Whether `text` holds `name` (both in small letters), not inside a longer word; a plural or an adjective's
/// ending of two letters at most may follow ("Norway's", "Norwegians").
fn holds(text: &str, name: &str) -> bool {
    !name.is_empty()
        && text.match_indices(name).any(|(at, _)| {
            let before = text[..at].chars().next_back();
            let tail = text[at + name.len()..].chars().take_while(|c| c.is_alphabetic()).count();
            let eastern = name.chars().next().is_some_and(|c| ('\u{2e80}'..='\u{d7af}').contains(&c));
            before.is_none_or(|c| !c.is_alphanumeric()) && (tail <= 2 || eastern)
        })
}

/// The party whose paper this is: by the office that issued it, or the archive that holds it. The language says
/// too little: two sides may write one, and translations abound.
fn owner<'p>(paper: &Paper<'p>, description: &Description) -> Option<&'p Party> {
    OWNERS.iter().find_map(|field| {
        description.all(*field).iter().find_map(|value| named(&paper.settings.parties, &value.value))
    })
}

/// The other of the two parties that the paper's title or abstract names beside its owner.
fn opposite<'p>(paper: &Paper<'p>, description: &Description) -> Option<&'p Party> {
    let own = owner(paper, description)?;
    [Field::Title, Field::Summary].iter().find_map(|field| {
        description.all(*field).iter().find_map(|value| {
            let all = all_named(&paper.settings.parties, &value.value);
            (all.len() == 2 && all.iter().any(|p| p.name == own.name))
                .then(|| all.into_iter().find(|p| p.name != own.name))
                .flatten()
        })
    })
}
