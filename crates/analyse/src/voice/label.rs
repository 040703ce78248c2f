//! Labels: words before a separator that can name the speaker of a transcript's line.
//!
//! A label is a short run of names, titles and roles before a colon, a stop, a dash, the edge of a table's
//! cell, or in brackets at the beginning of a line. Here its shape is read and nothing believed: whether the
//! paper is a transcript at all is the business of `prefix`.

use super::lexis::PREFIXES;
use super::scan::{Kind, Scan, single};
use super::words::{Class, has};
use memcon_model::Span;

/// What parts a label from the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sep {
    /// `Mr. Roe: we agree`
    Colon,
    /// `Q. Do you agree?`, `MR. ROE. We agree.`
    Stop,
    /// `MR. ROE.—We agree.`
    Dash,
    /// A table: `| Roe | We agree. |` or a tab between the two.
    Cell,
    /// `[Roe] We agree.`
    Bracket,
}

/// A possible prefix.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    /// First token of the label.
    pub first: usize,
    /// The token behind the label's last word.
    pub end: usize,
    /// The token from which on the words can begin.
    pub words: usize,
    pub label: String,
    /// What brackets in the prefix add ("RN [Richard Nixon]").
    pub gloss: Option<String>,
    /// Nothing but numbers, bullets and brackets stands before it on its line.
    pub at_line: bool,
    /// Its shape alone names a speaker (title, role).
    pub strong: bool,
    pub sep: Sep,
    /// The run of capitals before the separator is longer than any label: its end may be one.
    pub long: bool,
}

/// A possible prefix whose separator is token `i`.
pub(super) fn candidate(scan: &Scan<'_>, i: usize) -> Option<Candidate> {
    let sep = separator(scan, i)?;
    let (mut end, mut gloss) = (i, None);
    while end > 0 && emphasis(scan, end - 1) {
        end -= 1;
    }
    if sep == Sep::Dash && end > 0 && scan.kind(end - 1) == Kind::Stop {
        end -= 1;
    }
    if sep != Sep::Bracket && end > 0 && scan.kind(end - 1) == Kind::CloseBracket {
        let open = (i.saturating_sub(10)..end - 1).rev().find(|&k| scan.kind(k) == Kind::OpenBracket)?;
        gloss = Some(scan.words(open + 1, end - 1).trim().to_owned());
        end = open;
    }
    let mut run = walk_back(scan, end, sep)?;
    if run.behind_comma {
        (run, end) = name_before_post(scan, &run, end, sep)?;
    }
    let at_line = opens_line(scan, run.first, sep);
    let fits = match sep {
        Sep::Colon => true,
        Sep::Stop => stop_label(scan, run.first, end, at_line),
        Sep::Dash | Sep::Cell | Sep::Bracket => at_line,
    };
    if !fits {
        return None;
    }
    let label = scan.words(run.first, end).to_owned();
    if !run.long && label.chars().count() > PREFIXES.max_chars {
        return None;
    }
    let small_post =
        (run.first..end).any(|k| !scan.capital(k) && post(scan, k) && !scan.is(k, Class::InnerWord));
    if small_post && !at_line {
        return None;
    }
    // Words that are no label by themselves may end in one ("so do I. The President:").
    let (strong, long) = match strong(scan, run.first, end) {
        // Posts written small are common words too.
        Some(strong) => {
            let examined = sep == Sep::Stop && scan.is(run.first, Class::StopRole);
            ((strong || examined) && !small_post, run.long)
        }
        None if at_line => return None,
        None => (false, true),
    };
    let mut words = if scan.kind(i) == Kind::Word { i } else { i + 1 };
    while emphasis(scan, words) {
        words += 1;
    }
    Some(Candidate { first: run.first, end, words, label, gloss, at_line, strong, sep, long })
}

/// What kind of separator token `i` can be.
fn separator(scan: &Scan<'_>, i: usize) -> Option<Sep> {
    if i == 0 {
        return None;
    }
    let next = scan.kind(i + 1);
    let touching = scan.spaces_before(i + 1) == 0
        && !matches!(next, Kind::Line | Kind::Break)
        && !emphasis(scan, i + 1)
        && scan.word(i).len() == 1;
    match scan.kind(i) {
        Kind::Colon if !touching => Some(Sep::Colon),
        Kind::Stop if scan.word(i) == "." && !touching => Some(Sep::Stop),
        Kind::Dash if scan.capital(i + 1) || next == Kind::Mark => Some(Sep::Dash),
        Kind::Other if scan.word(i) == "|" && !matches!(next, Kind::Line | Kind::Break) => Some(Sep::Cell),
        Kind::CloseBracket if scan.capital(i + 1) && scan.spaces_before(i + 1) > 0 => Some(Sep::Bracket),
        Kind::Word if tabbed(scan, i) && scan.capital(i - 1) => Some(Sep::Cell),
        _ => None,
    }
}

/// Whether a tab stands before a token.
fn tabbed(scan: &Scan<'_>, i: usize) -> bool {
    scan.spaces_before(i) > 0
        && i.checked_sub(1).is_some_and(|p| {
            let gap = Span { start: scan.toks[p].end, end: scan.toks[i].start };
            gap.of(scan.text).contains('\t')
        })
}

/// Signs that only set words off in a marked-up text.
fn emphasis(scan: &Scan<'_>, i: usize) -> bool {
    scan.kind(i) == Kind::Other && matches!(scan.word(i), "*" | "_")
}

/// Whether nothing but numbering, bullets and brackets stands before token `first` on its line.
fn opens_line(scan: &Scan<'_>, first: usize, sep: Sep) -> bool {
    let mut k = first;
    for _ in 0..9 {
        let Some(before) = k.checked_sub(1) else { return true };
        match scan.kind(before) {
            Kind::Line | Kind::Break => return true,
            // "[Roe: see there]" is a note, no label; "[10:40] Roe:" is one.
            Kind::OpenBracket if k == first && sep != Sep::Bracket => return false,
            Kind::Number | Kind::OpenBracket | Kind::CloseBracket | Kind::Other | Kind::Dash => {}
            // "12. Mr. Roe:", "[10:40] Roe:": stops and colons only between and behind figures.
            Kind::Stop | Kind::Colon
                if before > 0 && matches!(scan.kind(before - 1), Kind::Number | Kind::CloseBracket) => {}
            _ => return sep == Sep::Cell && tabbed(scan, k) && opens_line(scan, k - 1, Sep::Colon),
        }
        k = before;
    }
    false
}

/// Labels that take a stop: `Q.`, `A.`, or a title with a name (`DR. ROE.`); in capitals also inside a line.
fn stop_label(scan: &Scan<'_>, first: usize, end: usize, at_line: bool) -> bool {
    if end - first == 1 {
        return at_line && scan.is(first, Class::StopRole);
    }
    let upper = |k: usize| scan.word(k).chars().all(|c| !c.is_lowercase());
    let named = |k: usize| scan.capital(k) || scan.kind(k) == Kind::Stop || scan.is(k, Class::NameParticle);
    scan.is(first, Class::Title)
        && !scan.is(end - 1, Class::Title)
        && !scan.is_any(end - 1, &[Class::FieldLabel, Class::BodyWord, Class::RoleWord])
        && end - first <= 6
        && (first..end).all(named)
        && scan.capital(end + 1)
        && scan.kind(end) == Kind::Stop
        && !single(scan.word(end - 1))
        && (at_line || upper(end - 1))
}

/// "Ilva Torm, Minister of Harbours:": the name at the line's beginning where the run behind the comma is a post.
fn name_before_post(scan: &Scan<'_>, run: &Run, end: usize, sep: Sep) -> Option<(Run, usize)> {
    let comma = run.first.checked_sub(1).filter(|&k| scan.kind(k) == Kind::Comma)?;
    let office = [Class::Title, Class::RoleWord, Class::SourceNoun, Class::Post];
    if run.long || !(run.first..end).any(|k| scan.is_any(k, &office)) {
        return None;
    }
    walk_back(scan, comma, sep).filter(|name| opens_line(scan, name.first, sep)).map(|name| (name, comma))
}

/// Words for posts and sides, which a label may write small ("The delegate of Poland", "Our side").
fn post(scan: &Scan<'_>, k: usize) -> bool {
    scan.is_any(k, &[Class::Title, Class::RoleWord, Class::DelegateWord]) || scan.is(k, Class::OwnSide)
}

/// Whether a token is a short word in a script without capitals.
fn uncased(scan: &Scan<'_>, k: usize) -> bool {
    let word = scan.word(k);
    scan.kind(k) == Kind::Word
        && word.len() <= 30
        && word.chars().all(|c| c >= '\u{2e80}' && !c.is_lowercase() && !c.is_uppercase())
}

/// A run of words that can be a label.
struct Run {
    first: usize,
    long: bool,
    /// A comma stands before it: a label only together with the name before that.
    behind_comma: bool,
}

/// The run of label words that ends before token `end`; `None` where its shape is wrong.
fn walk_back(scan: &Scan<'_>, end: usize, sep: Sep) -> Option<Run> {
    let mut first = end;
    let mut words = 0;
    let mut long = false;
    while first > 0 {
        let k = first - 1;
        let near = first == end || scan.spaces_before(first) <= 2 && !tabbed(scan, first);
        match scan.kind(k) {
            Kind::Word if near => {
                let inner = first < end && scan.is(k, Class::InnerWord) || post(scan, k);
                if !(scan.capital(k) || inner || uncased(scan, k) && words < 3) {
                    break;
                }
                words += 1;
            }
            Kind::Stop if title_stop(scan, k) && near => {}
            Kind::Dash if first < end && scan.spaces_before(first) == 0 && scan.spaces_before(k) == 0 => {}
            _ => break,
        }
        if words > PREFIXES.max_words || end - first > 4 * PREFIXES.max_words {
            long = true;
            break;
        }
        first = k;
    }
    while first < end
        && (scan.is(first, Class::InnerWord) && !scan.capital(first)
            || !matches!(scan.kind(first), Kind::Word))
    {
        first += 1;
    }
    if first >= end || !(scan.capital(first) || uncased(scan, first) && opens_line(scan, first, sep)) {
        return None;
    }
    // What stands before must end something: a line, a sentence, a bracket, a broken-off speech.
    let before = if first == 0 { Kind::Break } else { scan.kind(first - 1) };
    let open = long
        || sep != Sep::Colon
        || before == Kind::Comma
        || matches!(
            before,
            Kind::Line
                | Kind::Break
                | Kind::Stop
                | Kind::CloseBracket
                | Kind::Colon
                | Kind::Dash
                | Kind::Mark
        )
        || opens_line(scan, first, sep);
    open.then_some(Run { first, long, behind_comma: before == Kind::Comma })
}

/// Whether a stop belongs to a title's abbreviation or an initial inside a label.
fn title_stop(scan: &Scan<'_>, k: usize) -> bool {
    if scan.word(k) != "." || k == 0 || scan.kind(k - 1) != Kind::Word || scan.spaces_before(k) > 0 {
        return false;
    }
    let word = scan.lower(k - 1);
    let short_title = scan.is(k - 1, Class::Abbreviation) && scan.is(k - 1, Class::Title);
    short_title || (scan.capital(k - 1) && single(word)) || word.contains('.')
}

/// Whether the label in tokens `first..end` names a speaker by its own shape; `None` = it is no speaker's.
pub(super) fn strong(scan: &Scan<'_>, first: usize, end: usize) -> Option<bool> {
    let words: Vec<&str> =
        (first..end).filter(|&k| scan.kind(k) == Kind::Word).map(|k| scan.lower(k)).collect();
    let (head, last) = (*words.first()?, *words.last()?);
    let mut content = words.iter().filter(|w| !has(w, Class::InnerWord));
    let field = words.len() <= 3 && content.any(|w| has(w, Class::FieldLabel));
    let role = words.iter().all(|w| has(w, Class::RoleWord) || *w == "the" || has(w, Class::SideWord));
    if role && !(words.len() == 1 && has(head, Class::FieldLabel) && !has(head, Class::QuestionLabel)) {
        return Some(words.len() > 1 || !has(head, Class::WeakRole));
    }
    let titled = words.len() >= 2 && has(head, Class::Title) && !matches!(head, "the" | "first" | "second");
    if titled && !has(last, Class::FieldLabel) {
        return Some(true);
    }
    let side = words.len() <= 3 && has(last, Class::OwnSide) && has(head, Class::Determiner);
    let clauseish = has(head, Class::NotAName) && head != "the" && !side;
    // "Review of the Harbour": words that hold a phrase together stand in headings, not in names.
    let office = words.iter().any(|w| {
        has(w, Class::Title)
            || has(w, Class::RoleWord) && !has(w, Class::SideWord)
            || has(w, Class::SourceNoun)
    });
    let phrase =
        words.iter().skip(1).any(|w| has(w, Class::InnerWord) && !has(w, Class::NameParticle) && *w != "and");
    let verb = scan.kind(end - 1) == Kind::Word
        && has(last, Class::CueForm)
        && words.len() > 1
        && scan.word(end - 1).chars().skip(1).all(|c| !c.is_lowercase());
    if field || clauseish || phrase && !office || verb {
        return None;
    }
    Some(false)
}
