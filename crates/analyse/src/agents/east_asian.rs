//! Persons in Chinese and Korean text: beside a title, before a verb of speech, foreign names by sound.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use memcon_model::{AgentType, Span};

use super::Hit;
use super::listed::Taken;
use super::tables::{Listed, TABLES};

/// Characters for foreign names, from `data/names/transliteration.toml`.
static BY_SOUND: LazyLock<BTreeSet<char>> = LazyLock::new(|| {
    #[derive(serde::Deserialize)]
    struct Table {
        chinese: String,
    }
    let table: Table = memcon_lexicon::table("names/transliteration.toml").expect("a table of characters");
    table.chinese.chars().collect()
});

/// What stands around names, from `data/agents/east_asian.toml`.
struct Around {
    behind: BTreeSet<char>,
    korean_families: BTreeSet<char>,
    speech: Vec<String>,
    particles: BTreeSet<String>,
    between: Vec<String>,
    korean_ends: Vec<String>,
}

static AROUND: LazyLock<Around> = LazyLock::new(|| {
    #[derive(serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Table {
        behind: String,
        korean_families: String,
        chinese_speech: Vec<String>,
        particles: BTreeSet<String>,
        between: Vec<String>,
        korean_ends: Vec<String>,
    }
    let table: Table = memcon_lexicon::table("agents/east_asian.toml").expect("the table of surroundings");
    Around {
        behind: table.behind.chars().collect(),
        korean_families: table.korean_families.chars().collect(),
        speech: table.chinese_speech,
        particles: table.particles,
        between: table.between,
        korean_ends: table.korean_ends,
    }
});

fn is_han(c: char) -> bool {
    ('\u{3400}'..='\u{9fff}').contains(&c)
}

fn is_hangul(c: char) -> bool {
    ('\u{ac00}'..='\u{d7a3}').contains(&c)
}

/// Persons of Chinese and Korean passages.
pub(super) fn persons(text: &str, taken: &[Taken<'_>]) -> Vec<Hit> {
    let mut hits = Vec::new();
    if text.chars().any(is_han) {
        chinese(text, taken, &mut hits);
    }
    if text.chars().any(is_hangul) {
        korean(text, taken, &mut hits);
        with_characters(text, taken, &mut hits);
    }
    hits.sort_by_key(|h| (h.span.start, std::cmp::Reverse(h.span.end)));
    // A name between two titles holds both offices.
    let mut kept: Vec<Hit> = Vec::new();
    for hit in hits {
        match kept.last_mut() {
            Some(last) if last.span == hit.span => last.offices.extend(hit.offices),
            Some(last) if last.span.end > hit.span.start => {}
            _ => kept.push(hit),
        }
    }
    let mut hits = kept;
    let mut more = again(text, &hits);
    family_and_title(text, &hits, &mut more);
    hits.extend(more);
    hits.sort_by_key(|h| h.span);
    hits
}

fn chinese(text: &str, taken: &[Taken<'_>], hits: &mut Vec<Hit>) {
    for m in TABLES.chinese_titles.find_iter(text) {
        let title = &text[m.start()..m.end()];
        let side = side_before(taken, m.start());
        let colon = text[m.end()..].chars().next().filter(|c| matches!(c, '：' | ':'));
        let from = m.end() + colon.map_or(0, char::len_utf8);
        if let Some(end) = name_from(text, from, taken) {
            let mut hit = hit(text, from, end, "agents.person.zh-title");
            hit.role = Some(title.to_owned());
            hit.offices.push(Span::new(m.start(), m.end()));
            hit.side = side.clone();
            hits.push(hit);
        }
        if let Some(start) = name_until(text, m.start(), taken) {
            let mut hit = hit(text, start, m.start(), "agents.person.zh-title");
            hit.role = Some(title.to_owned());
            hit.offices.push(Span::new(m.start(), m.end()));
            hits.push(hit);
        }
    }
    for verb in &AROUND.speech {
        for (at, _) in text.match_indices(verb.as_str()) {
            let Some(start) = name_until(text, at, taken) else { continue };
            let before = text[..start].chars().next_back();
            if before.is_none_or(|c| !is_han(c)) {
                hits.push(hit(text, start, at, "agents.person.zh-speaks"));
            }
        }
    }
}

fn hit(text: &str, start: usize, end: usize, rule: &'static str) -> Hit {
    let span = Span::new(start, end);
    let mut hit = Hit::new(span, AgentType::Person, rule, 0.8);
    hit.form = span.of(text).to_owned();
    hit.full = true;
    hit.asian = true;
    hit
}

fn free(taken: &[Taken<'_>], start: usize, end: usize) -> bool {
    let n = taken.partition_point(|t| t.span.end <= start as u32);
    taken.get(n).is_none_or(|t| t.span.start >= end as u32)
}

/// The state named directly before a title.
fn side_before(taken: &[Taken<'_>], at: usize) -> Option<String> {
    let n = taken.partition_point(|t| t.span.end <= at as u32);
    let t = taken.get(n.checked_sub(1)?)?;
    let entry = t.entry;
    let near = at as u32 - t.span.end <= 6;
    (near && entry.listed == Listed::State).then(|| entry.state.clone()).flatten()
}

/// The end of a name that starts at `at`: family name and one or two characters, or a foreign name by sound.
fn name_from(text: &str, at: usize, taken: &[Taken<'_>]) -> Option<usize> {
    let chars: Vec<(usize, char)> = text[at..].char_indices().take(12).collect();
    let edge = |n: usize| chars.get(n).map_or(text.len(), |(i, _)| at + i);
    let sound = chars.iter().take_while(|(_, c)| BY_SOUND.contains(c) || *c == '·').count();
    let first = chars.first()?.1;
    let family = TABLES.chinese.contains(first.to_string().as_str()) || is_korean_family(first);
    let mut len = if family {
        let plain = chars
            .iter()
            .skip(1)
            .take(2)
            .take_while(|(_, c)| is_han(*c) && !AROUND.behind.contains(c))
            .count();
        (plain > 0).then_some(1 + plain)
    } else {
        None
    };
    if sound >= 2
        && sound > len.unwrap_or(0)
        && (chars.get(sound).is_none_or(|(_, c)| !is_han(*c) || AROUND.behind.contains(c)))
    {
        len = Some(sound);
    }
    let end = edge(len?);
    free(taken, at, end).then_some(end)
}

fn is_korean_family(c: char) -> bool {
    AROUND.korean_families.contains(&c)
}

/// The start of a name that ends at `at`.
fn name_until(text: &str, at: usize, taken: &[Taken<'_>]) -> Option<usize> {
    let before: Vec<(usize, char)> = text[..at].char_indices().rev().take(8).collect();
    let han = before.iter().take_while(|(_, c)| is_han(*c) || *c == '·').count();
    let sound = before.iter().take_while(|(_, c)| BY_SOUND.contains(c) || *c == '·').count();
    let try_family = |n: usize| {
        let (start, first) = *before.get(n - 1)?;
        let inner = before[..n - 1].iter().all(|(_, c)| !AROUND.behind.contains(c) && is_han(*c));
        let family = TABLES.chinese.contains(first.to_string().as_str()) || is_korean_family(first);
        (n <= han && family && inner && free(taken, start, at)).then_some(start)
    };
    // Where more characters stand before, three are the usual length of a name.
    let by_family = try_family(3).or_else(|| try_family(2).filter(|_| han == 2));
    if sound >= 2 && sound == han {
        let start = before[sound - 1].0;
        if free(taken, start, at) && before[sound - 1].1 != '·' {
            return Some(start);
        }
    }
    by_family
}

fn korean(text: &str, taken: &[Taken<'_>], hits: &mut Vec<Hit>) {
    for m in TABLES.korean_titles.find_iter(text) {
        let title = &text[m.start()..m.end()];
        // Behind the title, after a blank or a colon: "외상 김덕수는", "기자: 김덕수".
        let gap = AROUND.between.iter().find(|g| !g.is_empty() && text[m.end()..].starts_with(g.as_str()));
        if let Some(gap) = gap {
            let rest = &text[m.end() + gap.len()..];
            let word: Vec<char> = rest.chars().take_while(|c| is_hangul(*c)).take(8).collect();
            if let Some(len) = korean_name(&word) {
                let start = m.end() + gap.len();
                let end = start + word[..len].iter().map(|c| c.len_utf8()).sum::<usize>();
                if free(taken, start, end) && len >= 3 {
                    let mut hit = hit(text, start, end, "agents.person.ko-title");
                    hit.role = Some(title.to_owned());
                    hit.offices.push(Span::new(m.start(), m.end()));
                    hits.push(hit);
                }
            }
        }
        // Before the title: "김덕수 외상", "김덕수외상".
        let before = text[..m.start()].strip_suffix(' ').unwrap_or(&text[..m.start()]);
        let word: Vec<char> = before.chars().rev().take_while(|c| is_hangul(*c)).take(5).collect();
        if word.len() == 3 {
            let word: Vec<char> = word.into_iter().rev().collect();
            if korean_name(&word) == Some(3) {
                let start = before.len() - word.iter().map(|c| c.len_utf8()).sum::<usize>();
                if free(taken, start, before.len()) {
                    let mut hit = hit(text, start, before.len(), "agents.person.ko-title");
                    hit.role = Some(title.to_owned());
                    hit.offices.push(Span::new(m.start(), m.end()));
                    hits.push(hit);
                }
            }
        }
    }
}

/// "김덕수 (金德洙)": a Korean name with its characters behind it needs no title.
fn with_characters(text: &str, taken: &[Taken<'_>], hits: &mut Vec<Hit>) {
    for (at, _) in text.match_indices(['(', '（']) {
        let before = text[..at].trim_end_matches(' ');
        let name: Vec<char> = before.chars().rev().take_while(|c| is_hangul(*c)).take(5).collect();
        if !(2..=4).contains(&name.len()) || at - before.len() > 1 {
            continue;
        }
        let start = before.len() - name.iter().map(|c| c.len_utf8()).sum::<usize>();
        let family = name.last().is_some_and(|c| TABLES.korean.contains(c.to_string().as_str()));
        if !family || !free(taken, start, before.len()) {
            continue;
        }
        let span = Span::new(start, before.len());
        if let Some(gloss) = super::shapes::eastern_gloss(text, span) {
            hits.push(hit(text, start, before.len(), "agents.person.ko-characters"));
            hits.push(gloss);
        }
    }
}

/// The name that begins at byte `at`, whatever stands before it.
pub(super) fn name_at(text: &str, at: usize, taken: &[Taken<'_>]) -> Option<Hit> {
    let first = text.get(at..)?.chars().next()?;
    let end = if is_han(first) {
        name_from(text, at, taken)?
    } else if is_hangul(first) {
        let word: Vec<char> = text[at..].chars().take_while(|c| is_hangul(*c)).take(8).collect();
        let len = korean_name(&word)?;
        at + word[..len].iter().map(|c| c.len_utf8()).sum::<usize>()
    } else {
        return None;
    };
    Some(hit(text, at, end, "agents.person.gloss"))
}

/// A speaker in Chinese or Korean characters: the whole of the words that name the source, a particle apart.
pub(super) fn speaker(text: &str, source: Span, taken: &[Taken<'_>]) -> Option<Hit> {
    let words = source.of(text);
    let hit = name_at(text, source.start as usize, taken)?;
    let tail = words.get(hit.form.len()..)?;
    let korean = words.starts_with(is_hangul);
    let whole = if korean {
        // Three syllables and a particle: two and a particle may be any noun.
        hit.form.chars().count() == 3
            && !tail.is_empty()
            && AROUND.particles.contains(tail)
            && !AROUND.korean_ends.iter().any(|e| hit.form.ends_with(e.as_str()))
    } else {
        tail.is_empty() && hit.form.chars().count() >= 2
    };
    whole.then_some(Hit { rule: "agents.person.voice", ..hit })
}

/// How many syllables of a Korean word are a name; the rest must be a particle.
fn korean_name(word: &[char]) -> Option<usize> {
    let text: String = word.iter().collect();
    // "선장과": a title with its particle.
    let title =
        TABLES.korean_titles.find(aho_corasick::Input::new(&text).anchored(aho_corasick::Anchored::No));
    if title.is_some_and(|m| m.start() == 0) {
        return None;
    }
    let family = word.first().is_some_and(|c| TABLES.korean.contains(c.to_string().as_str()));
    if !family {
        return None;
    }
    [3, 2]
        .into_iter()
        .find(|&n| word.len() >= n && AROUND.particles.contains(&word[n..].iter().collect::<String>()))
}

/// A family name alone before a title ("백 장관", "王部长"), where somebody of that name is in the paper.
fn family_and_title(text: &str, known: &[Hit], found: &mut Vec<Hit>) {
    let families: BTreeSet<char> = known
        .iter()
        .filter(|h| h.form.chars().count() >= 2)
        .filter_map(|h| h.form.chars().next().filter(|c| is_han(*c) || is_hangul(*c)))
        .collect();
    if families.is_empty() {
        return;
    }
    for (finder, korean) in [(&TABLES.chinese_titles, false), (&TABLES.korean_titles, true)] {
        for m in finder.find_iter(text) {
            let before = text[..m.start()].strip_suffix(' ').filter(|_| korean).unwrap_or(&text[..m.start()]);
            let Some(family) = before.chars().next_back().filter(|c| families.contains(c)) else { continue };
            let start = before.len() - family.len_utf8();
            let inside =
                |c: char| if korean { is_hangul(c) } else { is_han(c) && !AROUND.behind.contains(&c) };
            if text[..start].ends_with(inside) || korean && before.len() == m.start() {
                continue;
            }
            let n = known.partition_point(|h| h.span.end as usize <= start);
            if known.get(n).is_some_and(|h| (h.span.start as usize) < m.end()) {
                continue;
            }
            let mut hit = hit(text, start, before.len(), "agents.person.family-and-title");
            hit.full = false;
            hit.role = Some(text[m.start()..m.end()].to_owned());
            hit.title_end = Some(m.end() as u32);
            found.push(hit);
        }
    }
}

/// Other places where a name found is written.
fn again(text: &str, hits: &[Hit]) -> Vec<Hit> {
    let forms: Vec<String> = hits
        .iter()
        .map(|h| h.form.clone())
        .filter(|f| f.chars().count() >= 3)
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect();
    if forms.is_empty() {
        return Vec::new();
    }
    let Ok(finder) = aho_corasick::AhoCorasick::builder()
        .match_kind(aho_corasick::MatchKind::LeftmostLongest)
        .build(&forms)
    else {
        return Vec::new();
    };
    finder
        .find_iter(text)
        .filter(|m| {
            let n = hits.partition_point(|h| h.span.end as usize <= m.start());
            hits.get(n).is_none_or(|h| h.span.start as usize >= m.end())
        })
        .map(|m| hit(text, m.start(), m.end(), "agents.person.again"))
        .collect()
}
