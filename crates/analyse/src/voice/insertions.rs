//! Words in brackets that are not the voice's own: the note-taker's asides, the reporter's remarks, an
//! author's "(our note)", an editor's or translator's square brackets.
//!
//! Round brackets are the speaker's own unless something says otherwise: who speaks around them, a
//! sentence of their own, words that only a reporter can say. Rules of wording are in
//! `data/voice/insertions.toml`.

use super::scan::{Kind, Scan};
use super::words::{Class, classes, has};
use memcon_lexicon::RuleSet;
use memcon_model::{Basis, Insertion, InsertionKind, Mode, Span, Turn};
use std::str::FromStr;
use std::sync::LazyLock;

static RULES: LazyLock<RuleSet> =
    LazyLock::new(|| RuleSet::load("voice/insertions").expect("data/voice/insertions.toml is sound"));

/// How deep brackets are followed.
const DEPTH: usize = 6;
/// Longest insertion, in bytes: beyond it an open bracket was never closed.
const LONGEST: u32 = 2400;

/// A pair of brackets.
struct Pair {
    span: Span,
    square: bool,
}

/// Whose hands were on the paper, as far as known.
pub(super) struct Hands<'h> {
    pub author: Option<&'h str>,
    pub translator: Option<&'h str>,
    /// Who wrote the record down.
    pub recorder: Option<&'h str>,
    /// The paper prints speeches under the names of their speakers.
    pub transcript: bool,
    /// The paper is a draft, whose square brackets hold wording not yet agreed.
    pub draft: bool,
}

/// Which parts of the paper are looked at.
pub(super) struct Parts<'p> {
    /// Where every bracket counts.
    pub spoken: &'p dyn Fn(u32) -> bool,
    /// The archive's description, where square brackets are the cataloguer's.
    pub catalogued: &'p dyn Fn(u32) -> bool,
}

/// All insertions, in order of start.
pub(super) fn insertions(
    scan: &Scan<'_>,
    turns: &[Turn],
    hands: &Hands<'_>,
    parts: &Parts<'_>,
) -> Vec<Insertion> {
    let mut found: Vec<Insertion> = Vec::new();
    let mut pairs = pairs(scan);
    pairs.sort_by_key(|p| (p.span.start, std::cmp::Reverse(p.span.end)));
    let mut reach = Reach::default();
    for pair in &pairs {
        let judged = if (parts.spoken)(pair.span.start) {
            judge(scan, pair, reach.innermost(turns, pair.span), hands)
        } else {
            catalogued(scan, pair).filter(|_| (parts.catalogued)(pair.span.start))
        };
        let Some((kind, by, rule, confidence)) = judged else { continue };
        found.push(Insertion {
            id: String::new(),
            span: pair.span,
            kind,
            by,
            basis: Basis::new(rule, confidence),
        });
    }
    for (n, i) in found.iter_mut().enumerate() {
        i.id = format!("n{}", n + 1);
    }
    found
}

/// Walks the turns beside the brackets, so that looking up stays linear.
#[derive(Default)]
struct Reach {
    next: usize,
    open: Vec<usize>,
}

impl Reach {
    /// The innermost turn around a span; spans must come in order.
    fn innermost<'t>(&mut self, turns: &'t [Turn], span: Span) -> Option<&'t Turn> {
        while self.next < turns.len() && turns[self.next].span.start <= span.start {
            self.open.push(self.next);
            self.next += 1;
        }
        self.open.retain(|&k| turns[k].span.end + 2 >= span.end);
        self.open.iter().min_by_key(|&&k| turns[k].span.len()).map(|&k| &turns[k])
    }
}

/// Matching brackets, innermost ones included, by a bounded stack; a bracket never closed is none.
fn pairs(scan: &Scan<'_>) -> Vec<Pair> {
    let mut open: Vec<(usize, char)> = Vec::new();
    let mut found = Vec::new();
    for i in 0..scan.toks.len() {
        let c = scan.word(i).chars().next().unwrap_or(' ');
        match scan.kind(i) {
            Kind::OpenBracket => {
                if open.len() == DEPTH {
                    open.remove(0);
                }
                open.push((i, c));
            }
            Kind::CloseBracket => {
                let partner = match c {
                    ')' => '(',
                    ']' => '[',
                    '）' => '（',
                    '］' => '［',
                    _ => '【',
                };
                if let Some(k) = open.iter().rposition(|&(_, o)| o == partner) {
                    let (first, o) = open[k];
                    open.truncate(k);
                    let span = Span { start: scan.toks[first].start, end: scan.toks[i].end };
                    if span.end - span.start <= LONGEST {
                        found.push(Pair { span, square: matches!(o, '[' | '［' | '【') });
                    }
                }
            }
            _ => {}
        }
    }
    found
}

type Judged = (InsertionKind, Option<String>, String, f32);

/// A square bracket in an archive's description: the cataloguer's, where it holds words and is no link.
fn catalogued(scan: &Scan<'_>, pair: &Pair) -> Option<Judged> {
    let inner = words(scan, pair);
    let link = scan.text.get(pair.span.end as usize..).is_some_and(|t| t.starts_with(['(', '[']));
    let none = RULES.matches(inner, &[]).next().is_some_and(|m| m.rule.gives == "none");
    let worded = inner.chars().filter(|c| c.is_alphabetic()).take(3).count() >= 3 && !none;
    let cataloguer = InsertionKind::Cataloguer;
    let judged =
        || (cataloguer, Some(cataloguer.as_str().to_owned()), "voice.insertion.catalogue".to_owned(), 0.7);
    (pair.square && worded && !link).then(judged)
}

/// The words between two brackets, without their spaces.
fn words<'t>(scan: &Scan<'t>, pair: &Pair) -> &'t str {
    let text = pair.span.of(scan.text);
    let mut chars = text.chars();
    chars.next();
    chars.next_back();
    chars.as_str().trim()
}

/// Whose the words in a pair of brackets are; `None` = the speaker's own.
fn judge(scan: &Scan<'_>, pair: &Pair, turn: Option<&Turn>, hands: &Hands<'_>) -> Option<Judged> {
    let (author, translator) = (hands.author, hands.translator);
    let note_taker = || Some(hands.recorder.unwrap_or("note-taker").to_owned());
    let inner = words(scan, pair);
    if inner.is_empty() || inner.chars().all(|c| c.is_numeric() || c.is_whitespace() || ".-,–:/%".contains(c))
    {
        return None;
    }
    if let Some(m) = RULES.matches(inner, &[]).find(|m| !(m.rule.gives == "none-round" && pair.square)) {
        if m.rule.gives.starts_with("none") {
            return None;
        }
        let kind = InsertionKind::from_str(&m.rule.gives).ok()?;
        let by = match kind {
            InsertionKind::Author => {
                author.map(str::to_owned).or_else(|| turn.and_then(|t| t.chain.first().cloned()))
            }
            InsertionKind::Translator => translator.map(str::to_owned).or_else(|| Some("translator".into())),
            InsertionKind::NoteTaker => note_taker(),
            InsertionKind::Reporter => turn.and_then(reporter).or_else(|| Some("reporter".into())),
            _ => Some(kind.as_str().to_owned()),
        };
        return Some((kind, by, m.rule.id.clone(), m.rule.confidence));
    }
    // What was done in the room, told in the past of "he" or "she", only one who sat there can add.
    let seen = own_sentence(scan, pair, inner) && of_the_room(inner);
    let told = pair.square && own_sentence(scan, pair, inner) && scene(inner);
    if hands.transcript && (seen || told) {
        return Some((InsertionKind::NoteTaker, note_taker(), "voice.insertion.room".into(), 0.7));
    }
    let between = hands.transcript && !pair.square && paragraph_alone(scan, pair);
    if between && turn.is_none_or(|t| t.mode == Mode::TranscriptLine) && inner.chars().count() > 3 {
        return Some((InsertionKind::NoteTaker, note_taker(), "voice.insertion.transcript".into(), 0.75));
    }
    // In a draft a word or two in square brackets are wording still open.
    if hands.draft && pair.square && !own_sentence(scan, pair, inner) {
        return None;
    }
    if pair.square {
        let kind = if translator.is_some() { InsertionKind::Translator } else { InsertionKind::Editor };
        let by = translator.map(str::to_owned).or_else(|| Some(kind.as_str().to_owned()));
        return Some((kind, by, "voice.insertion.square".into(), 0.8));
    }
    let turn = turn?;
    let sentence = own_sentence(scan, pair, inner);
    match turn.mode {
        // In a transcript a bracket with a sentence of its own is the note-taker's.
        Mode::TranscriptLine if sentence || action(inner) => {
            Some((InsertionKind::NoteTaker, note_taker(), "voice.insertion.transcript".into(), 0.75))
        }
        // Inside a quoted speech, a remark on the scene belongs to the one who reports it.
        Mode::DirectQuote | Mode::AuthorText if sentence && scene(inner) => {
            Some((InsertionKind::Reporter, reporter(turn), "voice.insertion.reporter".into(), 0.65))
        }
        _ => None,
    }
}

/// Who reports a turn: the one before the speaker of quoted words, else the writer.
fn reporter(turn: &Turn) -> Option<String> {
    let depth = turn.chain.len();
    let by = if turn.mode == Mode::AuthorText { depth.checked_sub(1) } else { depth.checked_sub(2) };
    by.and_then(|k| turn.chain.get(k)).cloned()
}

/// Whether a bracket is a paragraph of its own.
fn paragraph_alone(scan: &Scan<'_>, pair: &Pair) -> bool {
    let open = scan.token_at(pair.span.start);
    let close = scan.token_at(pair.span.end);
    let edge = |k: Kind| matches!(k, Kind::Break | Kind::Line);
    (open == 0 || edge(scan.kind(open - 1))) && (close >= scan.toks.len() || edge(scan.kind(close)))
}

/// Whether a sentence tells of somebody present in the third person.
fn of_the_room(inner: &str) -> bool {
    let mut words = inner.split(|c: char| !c.is_alphanumeric());
    words.next().is_some_and(|w| has(&w.to_lowercase(), Class::ThirdPerson))
}

/// Whether the bracket stands behind a sentence's end, or ends with a stop, or starts with a capital and holds several words.
fn own_sentence(scan: &Scan<'_>, pair: &Pair, inner: &str) -> bool {
    let open = scan.token_at(pair.span.start);
    let after_stop =
        open > 0 && matches!(scan.kind(open - 1), Kind::Stop | Kind::Break | Kind::Line | Kind::Mark);
    let words = inner.split_whitespace().count();
    let capital = inner.chars().next().is_some_and(char::is_uppercase);
    let stopped = inner.ends_with(['.', '!', '?', ']']);
    words >= 3 && capital && (after_stop || stopped || words >= 6)
}

/// "(laughs)", "(pause)": a bare action.
fn action(inner: &str) -> bool {
    let words = inner.split_whitespace().count();
    words <= 3
        && inner.chars().all(|c| c.is_lowercase() || c.is_whitespace())
        && (inner.ends_with('s') || inner.ends_with("ing") || inner.ends_with("ter"))
}

/// Whether the words tell of the scene: a cue verb or a verb in the past with somebody in the third person.
fn scene(inner: &str) -> bool {
    let lower = inner.to_lowercase();
    lower.split(|c: char| !c.is_alphanumeric()).any(|w| classes(w).any(&[Class::CueForm, Class::Scene]))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Kind of each insertion in a text, as if one turn of a mode were all of it.
    fn kinds(text: &str, mode: Option<Mode>, hands: &Hands<'_>) -> Vec<String> {
        let scan = Scan::new(text);
        let chain = vec!["Writer".to_owned(), "Speaker".to_owned()];
        let turn = |mode| Turn {
            id: "t1".into(),
            span: Span::new(0, text.len()),
            cue: None,
            speaker_as_named: None,
            speaker: None,
            side: None,
            addressee: None,
            mode,
            chain: chain.clone(),
            depth: 1,
            time: None,
            parent: None,
            region: None,
            basis: Basis::default(),
            links: Vec::new(),
        };
        let turns: Vec<Turn> = mode.map(turn).into_iter().collect();
        let parts = Parts { spoken: &|_| true, catalogued: &|_| false };
        let found = insertions(&scan, &turns, hands, &parts);
        found.iter().map(|i| format!("{} {}", i.kind.as_str(), i.span.of(text))).collect()
    }

    fn hands(transcript: bool, draft: bool) -> Hands<'static> {
        Hands { author: None, translator: None, recorder: None, transcript, draft }
    }

    #[test]
    fn the_room_is_told_of_by_the_note_taker() {
        let text = "We accept. [No answer. The envoy went to the window and said nothing.]";
        let found = kinds(text, Some(Mode::TranscriptLine), &hands(true, false));
        assert_eq!(found, ["note-taker [No answer. The envoy went to the window and said nothing.]"]);
        let text = "Да, остаётся.\n(Перерыв десять минут.)";
        let found = kinds(text, Some(Mode::TranscriptLine), &hands(true, false));
        assert_eq!(found, ["note-taker (Перерыв десять минут.)"]);
    }

    #[test]
    fn an_abbreviation_is_an_editors_only_in_square_brackets() {
        let text = "The harbour board (RHB) met in [RHB].";
        assert_eq!(kinds(text, Some(Mode::AuthorText), &hands(false, false)), ["editor [RHB]"]);
    }

    #[test]
    fn wording_still_open_in_a_draft_is_no_insertion() {
        let text = "within [thirty] days [Article 4 was left out: it had been withdrawn by its mover.]";
        let found = kinds(text, None, &hands(false, true));
        assert_eq!(found, ["editor [Article 4 was left out: it had been withdrawn by its mover.]"]);
    }

    #[test]
    fn the_speakers_own_brackets_stay_his() {
        let text = "The islands (the inner ones, that is) are ours.";
        assert!(kinds(text, Some(Mode::DirectQuote), &hands(false, false)).is_empty());
    }

    #[test]
    fn a_warning_to_the_reader_is_the_writers() {
        let text = "Captain Roe (not to be confused with the admiral) signed.";
        let found = kinds(text, Some(Mode::AuthorText), &hands(false, false));
        assert_eq!(found, ["author (not to be confused with the admiral)"]);
    }
}
