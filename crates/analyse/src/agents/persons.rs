//! Persons in Latin and Cyrillic letters: title and name, family name first, given name and family
//! name, a lone name before a verb of speech.

use memcon_model::{AgentType, Span};

use super::apposition::apposition;
use super::glosses::gloss;
use super::scene::{Scene, capitalised, east_asian_syllables};
use super::tables::{Set, TABLES};
use super::{Gender, Hit, evidence, russian, shapes};

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
    let b = if scene.suffix(a, b) { b + 1 } else { b };
    let span = Span::new(scene.words[a].start, scene.words[b - 1].end);
    let mut hit = Hit::new(span, AgentType::Person, rule, confidence);
    hit.form = span.of(scene.text).split_whitespace().collect::<Vec<_>>().join(" ");
    hit.full = b - a > 1;
    hit.asian = hit.full
        && TABLES.asian.contains(scene.words[a].text)
        && scene.words[a + 1].text.contains('-')
        && east_asian_syllables(scene.words[a + 1].text);
    if let Some((from, to)) = scene.office_before_mark(a, b) {
        let at = Span::new(scene.words[from].start, scene.words[to - 1].end);
        hit.role = Some(at.of(scene.text).split_whitespace().collect::<Vec<_>>().join(" "));
        hit.side = scene.side_in(scene.words[from.saturating_sub(1)].start, at.end as usize);
        hit.offices.push(at);
    } else if let Some(told) = apposition(scene, b) {
        hit.role = Some(told.role);
        hit.side = told.side;
        hit.offices.push(told.span);
    }
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
    // "the President's Assessment"
    if scene.words[name - 1].genitive {
        return None;
    }
    let first = scene.words.get(name)?;
    let comma = scene.text.get(scene.words[name - 1].end..first.start)? == ", ";
    if !(first.joined || (comma && role && scene.next_is_run(name))) {
        return None;
    }
    let mut end = scene.run(name, 3);
    // "Mr. White": a word that is no name elsewhere is one behind a title.
    if end == name && TABLES.also_names.contains(&capitalised(first.text)) && first.joined && !first.genitive
    {
        end = if scene.next_is_name(name + 1) { scene.run(name + 1, 1) } else { name + 1 };
    }
    // "Mr. Kim Deok Jun": the tradition knows better where the name ends.
    let eastern = family_name_first(scene, name).filter(|(_, to)| *to >= end);
    if let Some((_, to)) = &eastern {
        end = *to;
    }
    if end == name || !scene.words[name..end].iter().any(|w| !w.initial) {
        return None;
    }
    // "посла Союза Портов О. Кассина": initials inside a Russian run begin the name.
    if russian::is_cyrillic(first.text)
        && let Some(k) = (name + 1..end).find(|&k| scene.words[k].initial && !scene.words[k - 1].initial)
        && end - name > 2
    {
        name = k;
    }
    let first = &scene.words[name];
    let lone = end == name + 1;
    let comma = !first.joined;
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
        let from = scene.adjective_before(start).unwrap_or(scene.words[start].start);
        hit.offices.insert(0, Span::new(from, scene.words[name - 1].end));
    }
    hit.titled = true;
    hit.asian |= eastern.is_some();
    hit.given_title =
        lone && scene.words[i..name].iter().any(|w| TABLES.given_titles.contains(&capitalised(w.text)));
    hit.gender = gender(scene, i, name);
    // Only a short title in capitals is named together with the name: "Minister Varga", not "spokesman Varga".
    if lone && !comma && name - i <= 2 && scene.words[i].capital {
        hit.title_at = Some(scene.words[i].start as u32);
    }
    if russian::is_cyrillic(&hit.form) && lone {
        hit.canonical = russian::base_alone(&hit.form, Some(&scene.words[name - 1].text.to_lowercase()));
    }
    hit.side = scene.side_before(start).or(hit.side);
    Some((hit, end))
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
        && (!TABLES.stop.contains(third.text) || TABLES.also_names.contains(third.text))
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
    let by_given = is_given(w.text) && !scene.claimed.contains(&w.start);
    let by_initial = w.initial && scene.words.get(i + 1).is_some_and(|n| n.joined);
    let after = i.checked_sub(1).map(|k| scene.words[k].text);
    let by_setting = !w.opens
        && scene.name_word(i)
        && !w.upper
        && after.is_some_and(|p| matches!(p, "by" | "By" | "Signed" | "signed"))
        && scene.next_is_name(i + 1);
    // "Odo K. Varga": nobody needs to know the given name.
    let by_middle = !by_given
        && !w.upper
        && scene.name_word(i)
        && !TABLES.titles.contains_key(w.text)
        && !scene.small.contains(w.text.to_lowercase().as_str())
        && scene.next_is_initial(i + 1)
        && scene.next_is_name(i + 2);
    if by_initial && (scene.claimed.contains(&w.start) || enumerates(scene, i)) {
        return None;
    }
    if !(by_given || by_initial || by_setting || by_middle) {
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
    } else if by_middle {
        ("agents.person.middle-initial", 0.8)
    } else {
        ("agents.person.by", 0.6)
    };
    let mut hit = person(scene, i, end, rule, confidence);
    hit.side = scene.side_before(i).or(hit.side);
    Some((hit, end))
}

/// What the titles before a name tell of its bearer.
fn gender(scene: &Scene<'_, '_>, from: usize, to: usize) -> Option<Gender> {
    let said = |of: &Set| scene.words[from..to].iter().any(|w| of.contains(&capitalised(w.text)));
    if said(&TABLES.female) { Some(Gender::Female) } else { said(&TABLES.male).then_some(Gender::Male) }
}

/// A given name, in Russian in any case.
fn is_given(word: &str) -> bool {
    TABLES.given.contains(word)
        || russian::is_cyrillic(word)
            && russian::bases(&word.to_lowercase()).iter().any(|b| TABLES.given.contains(&capitalised(b)))
}

/// "A. Ways of settling": a letter that numbers a heading.
fn enumerates(scene: &Scene<'_, '_>, i: usize) -> bool {
    let one = scene.words[i].opens && !scene.next_is_initial(i + 1);
    one && scene.words.get(i + 2).is_some_and(|n| n.joined && TABLES.openers.contains(&capitalised(n.text)))
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
        || evidence::contraction(w.text)
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
