//! Entries of a list of persons that the user gave, as names that papers' names can be compared with.

use memcon_model::Listed;

use super::written::Written;

/// Other names taken from one entry.
const NAMES: usize = 10;

/// The names of an entry in the order in which papers write them: turned round at the comma, titles left out, what
/// stands in brackets as a name of its own where it is one.
pub(crate) fn names(entry: &Listed) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for name in std::iter::once(&entry.name).chain(&entry.other_names).take(NAMES) {
        let (plain, bracket) = match name.split_once(['(', '[']) {
            Some((plain, rest)) => (plain.trim(), rest.trim_end_matches([')', ']']).trim()),
            None => (name.trim(), ""),
        };
        push(&mut out, turned(plain));
        // A second name, not a nickname: it has two words or a hyphen.
        if bracket.contains([' ', '-', '’', '\''])
            && bracket.chars().next().is_some_and(|c| !c.is_lowercase())
        {
            push(&mut out, turned(bracket));
            // "Marr, Marshal (Edwin Josef)": the given names stand in brackets.
            if plain.contains(',') && Written::parse(plain).given.is_empty() {
                push(&mut out, format!("{bracket} {}", family(plain)));
            }
        } else if !bracket.is_empty() {
            let w = Written::parse(plain);
            if !w.given.is_empty() {
                push(&mut out, format!("{bracket} {}", family(plain)));
            }
        }
    }
    out
}

fn push(out: &mut Vec<String>, name: String) {
    if !name.trim().is_empty() && !out.contains(&name) {
        out.push(name);
    }
}

/// The words before the comma, else the last word.
fn family(name: &str) -> String {
    let (front, behind) = name.split_once(',').unwrap_or((name, ""));
    if behind.is_empty() {
        front.split_whitespace().last().unwrap_or("").to_owned()
    } else {
        front.to_owned()
    }
}

/// "Bricka, Ida" as "Ida Bricka"; titles behind the comma turn nothing round.
fn turned(name: &str) -> String {
    let Some((front, behind)) = name.split_once(',') else { return name.trim().to_owned() };
    let w = Written::parse(name);
    let given: Vec<&str> = behind.split([' ', ',']).filter(|p| !p.is_empty()).collect();
    // As many last words as given names were read: what stands before them is titles.
    let generation = |p: &&str| Written::parse(p).generation.is_some();
    let given: Vec<&str> = given.into_iter().filter(|p| !generation(p)).collect();
    // Behind the comma stand only titles: nothing to turn round.
    if w.given.is_empty() || w.given == Written::parse(front).given {
        return front.trim().to_owned();
    }
    let small: Vec<&str> =
        given.iter().copied().filter(|p| p.chars().next().is_some_and(char::is_lowercase)).collect();
    let whole: Vec<&str> = given.iter().copied().filter(|p| !small.contains(p)).collect();
    let keep = w.given.len().min(whole.len());
    let mut parts: Vec<&str> = whole[whole.len() - keep..].to_vec();
    parts.extend(small);
    parts.push(front.trim());
    parts.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_turned_round() {
        let told = |name: &str| names(&Listed { name: name.into(), ..Listed::default() }).join(" | ");
        for (name, expected) in [
            ("Bricka, Ida M.", "Ida M. Bricka"),
            ("Tessel, Lieutenant General Ruud van", "Ruud van Tessel"),
            ("Kim Tae-ho (Kim T’ae-ho)", "Kim Tae-ho | Kim T’ae-ho"),
            ("Holm, Peter J., Jr.", "Peter J. Holm"),
            ("Holm, Peter J. (Pip)", "Peter J. Holm | Pip Holm"),
            ("Pak Tae-ho, General", "Pak Tae-ho"),
            ("Marr, Marshal (Edwin Josef)", "Marr | Edwin Josef | Edwin Josef Marr"),
        ] {
            assert_eq!(told(name), expected);
        }
    }
}
