//! The chain behind words as links: whose hands the paper went through, and the voices inside it.
//!
//! Read off an [`Analysis`] and never stored: the hands stand in [`Analysis::transmission`] and in marks of
//! the description, the voices in the turns around a turn. A link that the paper shows without telling who
//! it was (a mark of deciphering without a clerk, a translation without a translator, a record without a
//! writer) is a link with `agent` `None`; a link that it does not show is not there. Who speaks is decided
//! elsewhere.

use std::collections::{BTreeMap, BTreeSet};

use crate::form::vocabulary;
use crate::{Analysis, Basis, Edtf, Field, FieldValue, Mode, RegionKind, Role, Span, Turn};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

vocabulary! {
    /// What one link of a chain did with the words; outermost first, as hands usually follow one another.
    LinkRole {
        /// Published the paper.
        Published = "published",
        /// Translated it.
        Translated = "translated",
        /// Obtained it for the publisher or archive.
        Obtained = "obtained",
        /// Keeps it.
        Archived = "archived",
        /// Checked the copy.
        Verified = "verified",
        /// Typed or printed the copy.
        Printed = "printed",
        /// Deciphered it.
        Deciphered = "deciphered",
        /// Received it: the paper bears a mark of receipt.
        Received = "received",
        /// Was to receive it: the paper bears an address and no mark of receipt.
        Addressed = "addressed",
        /// Passed it on.
        Relayed = "relayed",
        /// Sent it.
        Sent = "sent",
        /// Signed it.
        Signed = "signed",
        /// Wrote it, or a paper enclosed in it.
        Wrote = "wrote",
        /// Took the words down at the meeting.
        Recorded = "recorded",
        /// Interpreted between the speaker and who wrote it down.
        Interpreted = "interpreted",
        /// Reports in speech what somebody else said.
        Reported = "reported",
        /// Said the words themselves.
        Spoke = "spoke",
    }
}

impl From<Role> for LinkRole {
    fn from(role: Role) -> Self {
        match role {
            Role::Author => Self::Wrote,
            Role::Signatory => Self::Signed,
            Role::NoteTaker => Self::Recorded,
            Role::Interpreter => Self::Interpreted,
            Role::Relayer => Self::Relayed,
            Role::Sender => Self::Sent,
            Role::Receiver => Self::Received,
            Role::CipherClerk => Self::Deciphered,
            Role::Typist => Self::Printed,
            Role::Verifier => Self::Verified,
            Role::Translator => Self::Translated,
            Role::Publisher => Self::Published,
            Role::Obtainer => Self::Obtained,
            Role::Archive => Self::Archived,
        }
    }
}

impl LinkRole {
    /// Whether the link is a hand around the paper rather than a voice in it.
    pub fn is_hand(self) -> bool {
        self <= Self::Signed
    }
}

/// One link of a chain.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Link {
    /// What was done.
    pub role: LinkRole,
    /// By whom; `null` = the paper shows the link and does not tell who it was.
    pub agent: Option<String>,
    /// When; `null` = not told.
    pub time: Option<Edtf>,
    /// The words it stands on: a mark, a signature, the cue of a voice (its own words where no cue tells).
    pub span: Option<Span>,
    /// The turn of a voice; `null` for a hand.
    pub turn: Option<String>,
    /// What made it.
    #[serde(flatten)]
    pub basis: Basis,
}
crate::span::spans!(Link: span);

/// Voices around a voice that are followed at most; analysis itself nests far less.
const DEEPEST: usize = 64;

/// Between a signature and the date behind it stand at most a stop, a space and a mark.
const BESIDE: u32 = 4;

/// The chains of one paper. Building it is linear in the claims; each chain then costs its own length.
pub struct Chains<'a> {
    analysis: &'a Analysis,
    turns: BTreeMap<&'a str, usize>,
    /// Regions of the original language: no translator stands between their words and us.
    originals: BTreeSet<&'a str>,
    hands: Vec<Link>,
}

impl<'a> Chains<'a> {
    /// Over one analysis, whatever unit its spans are in.
    pub fn new(analysis: &'a Analysis) -> Self {
        let turns = analysis.turns.iter().enumerate().map(|(n, t)| (t.id.as_str(), n)).collect();
        let originals = analysis.regions.iter().filter(|r| r.kind == RegionKind::Original);
        let originals = originals.map(|r| r.id.as_str()).collect();
        Self { analysis, turns, originals, hands: hands(analysis) }
    }

    /// The hands around the paper, outermost first. Of two that are dated the later stands further out.
    pub fn hands(&self) -> &[Link] {
        &self.hands
    }

    /// The whole chain of a turn, outermost link first, the speaker last.
    pub fn of(&self, turn: &Turn) -> Vec<Link> {
        let voices = self.around(turn);
        let outer = voices.first().copied().unwrap_or(turn);
        let before = before(outer);
        let original = turn.region.as_deref().is_some_and(|id| self.originals.contains(id));
        let mut links: Vec<Link> = Vec::with_capacity(self.hands.len() + voices.len() + 1);
        let mut interpreters = Vec::new();
        let mut written = !before.is_empty() || voices.iter().any(|v| v.mode == Mode::AuthorText);
        for hand in &self.hands {
            match hand.role {
                LinkRole::Translated if original => continue,
                LinkRole::Interpreted => {
                    interpreters.push(hand.clone());
                    continue;
                }
                // Whose voice is in the chain signs or writes only once.
                LinkRole::Signed | LinkRole::Wrote if voices.iter().any(|v| is_voice(hand, v)) => continue,
                LinkRole::Signed | LinkRole::Wrote | LinkRole::Recorded => written = true,
                _ => {}
            }
            links.push(hand.clone());
        }
        let known = |name: &str| self.hands.iter().any(|h| is_called(h.agent.as_deref(), name));
        links.extend(before.iter().filter(|n| !known(n)).map(|n| self.teller(n)));
        if !written {
            links.push(unknown_writer(outer));
        }
        for (n, voice) in voices.iter().enumerate() {
            if voice.mode != Mode::AuthorText {
                links.append(&mut interpreters);
            }
            links.push(self.voice(voice, n == 0, n + 1 == voices.len()));
        }
        links
    }

    /// The turns around a turn and itself, outermost first.
    fn around(&self, turn: &'a Turn) -> Vec<&'a Turn> {
        let mut around = vec![turn];
        while let Some(parent) = around.last().and_then(|t| self.parent(t)) {
            around.push(parent);
            if around.len() > DEEPEST {
                break;
            }
        }
        around.reverse();
        around
    }

    fn parent(&self, turn: &Turn) -> Option<&'a Turn> {
        let n = *self.turns.get(turn.parent.as_deref()?)?;
        self.analysis.turns.get(n)
    }

    fn voice(&self, turn: &Turn, outermost: bool, innermost: bool) -> Link {
        let written = turn.mode == Mode::AuthorText;
        let role = match (written, innermost) {
            (true, _) => LinkRole::Wrote,
            (false, true) => LinkRole::Spoke,
            (false, false) => LinkRole::Reported,
        };
        let time = turn.time.clone().or_else(|| written.then(|| self.written_at(turn, outermost)).flatten());
        Link {
            role,
            agent: turn.speaker.clone(),
            time,
            span: Some(turn.cue.unwrap_or(turn.span)),
            turn: Some(turn.id.clone()),
            basis: turn.basis.clone(),
        }
    }

    /// When a writer's own text was written: the paper's own on the paper's day, one enclosed in it at the date that
    /// stands right behind its signature.
    fn written_at(&self, turn: &Turn, outermost: bool) -> Option<Edtf> {
        if outermost {
            return self.analysis.description.date().cloned();
        }
        let end = turn.cue?.end;
        let dates = &self.analysis.dates;
        let behind = dates.get(dates.partition_point(|d| d.span.start < end))?;
        let exact = |e: &&Edtf| e.earliest().is_some() && e.earliest() == e.latest();
        behind.edtf.as_ref().filter(exact).filter(|_| behind.span.start <= end + BESIDE).cloned()
    }

    /// One who stands before every voice of the paper: the agency that reports, or who recorded it.
    fn teller(&self, name: &str) -> Link {
        let of = |field| self.analysis.description.all(field).iter().find(|v| v.value == name);
        let told = [(Field::Agency, LinkRole::Reported), (Field::Publisher, LinkRole::Published)];
        if let Some((value, role)) = told.iter().find_map(|(field, role)| Some((of(*field)?, *role))) {
            return marked(role, Some(name), value);
        }
        let agent = self.analysis.agents.iter().find(|a| a.canonical == name);
        let span = agent.and_then(|a| a.mentions.first()).map(|m| m.span);
        let basis = Basis::new("chain.before-every-voice", 0.7);
        Link { role: LinkRole::Recorded, agent: Some(name.to_owned()), time: None, span, turn: None, basis }
    }
}

/// Names that stand in a voice's chain before its own although no voice is around it.
fn before(outer: &Turn) -> &[String] {
    match outer.chain.split_last() {
        Some((last, before)) if outer.speaker.as_deref().is_none_or(|s| s == last) => before,
        _ => &outer.chain,
    }
}

/// Whether a hand that signs or writes is the one whose voice this is.
fn is_voice(hand: &Link, voice: &Turn) -> bool {
    let same_words = hand.span.zip(voice.cue).is_some_and(|(a, b)| a.overlaps(b));
    let called = voice.speaker.as_deref().is_some_and(|name| is_called(hand.agent.as_deref(), name));
    voice.mode == Mode::AuthorText && (same_words || called)
}

/// Whether two names of one paper are the same but for case and words left out.
fn is_called(agent: Option<&str>, name: &str) -> bool {
    let words = |text: &str| -> Vec<String> { text.split_whitespace().map(str::to_lowercase).collect() };
    let Some((a, b)) = agent.map(|a| (words(a), words(name))) else { return false };
    let (short, long) = if a.len() <= b.len() { (&a, &b) } else { (&b, &a) };
    !short.is_empty() && short.iter().all(|w| long.contains(w))
}

/// Somebody wrote the paper down that holds this voice, and the paper does not tell who.
fn unknown_writer(outer: &Turn) -> Link {
    let record = outer.mode == Mode::TranscriptLine;
    let role = if record { LinkRole::Recorded } else { LinkRole::Wrote };
    let basis = Basis::new("chain.writer-not-told", 0.9);
    Link { role, agent: None, time: None, span: None, turn: None, basis }
}

/// The hands of a paper in order, those besides that its marks show without a name.
fn hands(analysis: &Analysis) -> Vec<Link> {
    let receipt = analysis.description.first(Field::Received);
    let mut hands: Vec<Link> = Vec::with_capacity(analysis.transmission.len());
    for hand in &analysis.transmission {
        let role = match hand.role.into() {
            LinkRole::Received if hand.time.is_none() && receipt.is_none() => LinkRole::Addressed,
            role => role,
        };
        hands.push(Link {
            role,
            agent: hand.agent.clone(),
            time: hand.time.clone(),
            span: hand.span,
            turn: None,
            basis: hand.basis.clone(),
        });
    }
    let marks = [
        (Field::Received, LinkRole::Received),
        (Field::Deciphered, LinkRole::Deciphered),
        (Field::Printed, LinkRole::Printed),
        (Field::Verified, LinkRole::Verified),
    ];
    for (field, role) in marks {
        let value = analysis.description.first(field).filter(|_| hands.iter().all(|h| h.role != role));
        hands.extend(value.map(|v| marked(role, None, v)));
    }
    if hands.iter().all(|h| h.role != LinkRole::Translated) {
        hands.extend(unknown_translator(analysis));
    }
    hands.sort_by_key(|h| h.role);
    // Marks with an hour tell the order better than custom does.
    for n in 1..hands.len() {
        let mut at = n;
        while at > 0 && is_before(&hands[at - 1], &hands[at]) {
            hands.swap(at - 1, at);
            at -= 1;
        }
    }
    hands
}

/// A link shown by a mark of the description.
fn marked(role: LinkRole, agent: Option<&str>, value: &FieldValue) -> Link {
    let agent = agent.map(str::to_owned);
    Link { role, agent, time: value.edtf.clone(), span: value.span, turn: None, basis: value.basis.clone() }
}

/// The paper says that it is a translation, and not whose.
fn unknown_translator(analysis: &Analysis) -> Option<Link> {
    let said = [Field::LanguageTranslation, Field::TranslatedFor];
    if let Some(value) = said.iter().find_map(|f| analysis.description.first(*f)) {
        return Some(marked(LinkRole::Translated, None, value));
    }
    let region = analysis.regions.iter().find(|r| r.kind == RegionKind::Translation)?;
    let (span, basis) = (Some(region.span), region.basis.clone());
    Some(Link { role: LinkRole::Translated, agent: None, time: None, span, turn: None, basis })
}

/// Whether both links are dated to a day or an hour and the first surely came before the second.
fn is_before(a: &Link, b: &Link) -> bool {
    let (Some(a), Some(b)) = (&a.time, &b.time) else { return false };
    match (a.latest(), b.earliest()) {
        (Some(last), Some(first)) if last != first => last < first,
        (Some(_), Some(_)) => a.time().zip(b.time()).is_some_and(|(x, y)| x < y),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Region, Transmission};

    /// A paper whose hands are written "role: agent, time" and voices "mode speaker", each inside the one before.
    struct Draft(Analysis);

    impl Draft {
        fn new(hands: &[&str]) -> Self {
            let mut a = Analysis::default();
            for hand in hands {
                let (role, rest) = hand.split_once(':').unwrap();
                let (agent, time) = rest.split_once(',').unwrap_or((rest, ""));
                a.transmission.push(Transmission {
                    role: role.parse().unwrap(),
                    agent: Some(agent.trim().to_owned()).filter(|a| !a.is_empty()),
                    time: time.trim().parse().ok(),
                    span: None,
                    basis: Basis::default(),
                });
            }
            Self(a)
        }

        fn with(mut self, field: Field, value: &str, edtf: &str) -> Self {
            let value = FieldValue {
                value: value.into(),
                edtf: edtf.parse().ok(),
                span: Some(Span::new(7, 7 + value.len())),
                basis: Basis::default(),
            };
            self.0.description.add(field, value);
            self
        }

        fn voices(mut self, base: &[&str], voices: &[(Mode, Option<&str>)]) -> Self {
            let mut chain: Vec<String> = base.iter().map(|s| (*s).to_owned()).collect();
            for (n, (mode, speaker)) in voices.iter().enumerate() {
                chain.push(speaker.unwrap_or("unattributed").to_owned());
                self.0.turns.push(Turn {
                    id: format!("t{n}"),
                    span: Span::new(n, 100 - n),
                    cue: None,
                    speaker_as_named: None,
                    speaker: speaker.map(str::to_owned),
                    side: None,
                    addressee: None,
                    mode: *mode,
                    depth: chain.len() as u32 - 1,
                    chain: chain.clone(),
                    time: None,
                    parent: n.checked_sub(1).map(|p| format!("t{p}")),
                    region: None,
                    links: Vec::new(),
                    basis: Basis::default(),
                });
            }
            self
        }

        /// The chain of the innermost voice as "role agent time", `?` for what the paper does not tell.
        fn chain(&self) -> String {
            let links = Chains::new(&self.0).of(self.0.turns.last().unwrap());
            let one = |l: &Link| {
                let time = l.time.as_ref().map(|t| format!(" {t}")).unwrap_or_default();
                format!("{} {}{time}", l.role, l.agent.as_deref().unwrap_or("?"))
            };
            links.iter().map(one).collect::<Vec<_>>().join(" > ")
        }
    }

    #[test]
    fn hands_stand_around_voices() {
        let paper = Draft::new(&["sender: Lorme", "signatory: IVA MARS", "archive: State Archive"])
            .voices(&[], &[(Mode::AuthorText, Some("Iva Mars")), (Mode::IndirectReport, Some("Ott"))]);
        assert_eq!(paper.chain(), "archived State Archive > sent Lorme > wrote Iva Mars > spoke Ott");
    }

    #[test]
    fn a_mark_without_a_name_is_a_link_of_an_unknown_hand() {
        let paper = Draft::new(&["receiver: Ott"])
            .with(Field::Deciphered, "0310 5 May", "1931-05-05T03:10")
            .with(Field::LanguageTranslation, "French", "")
            .voices(&[], &[(Mode::AuthorText, None), (Mode::DirectQuote, None)]);
        let told = "translated ? > deciphered ? 1931-05-05T03:10 > addressed Ott > wrote ? > spoke ?";
        assert_eq!(paper.chain(), told);
    }

    #[test]
    fn an_enclosed_paper_is_dated_by_what_stands_behind_its_signature() {
        let voices = [(Mode::AuthorText, Some("Mars")), (Mode::AuthorText, Some("Ott"))];
        let mut paper = Draft::new(&[]).with(Field::Date, "5 May", "1931-05-05").voices(&[], &voices);
        paper.0.turns[1].cue = Some(Span::new(80, 83));
        let date = |start| crate::DateFound {
            span: Span::new(start, start + 5),
            edtf: "1931-05-04T22:10".parse().ok(),
            kind: crate::DateType::Time,
            ..Default::default()
        };
        paper.0.dates = vec![date(20), date(85)];
        assert_eq!(paper.chain(), "wrote Mars 1931-05-05 > wrote Ott 1931-05-04T22:10");
        paper.0.dates = vec![date(20), date(95)];
        assert_eq!(paper.chain(), "wrote Mars 1931-05-05 > wrote Ott");
    }

    #[test]
    fn who_wrote_a_transcript_down_is_said_to_be_unknown() {
        let lines =
            |hands: &[&str]| Draft::new(hands).voices(&[], &[(Mode::TranscriptLine, Some("Ott"))]).chain();
        assert_eq!(lines(&[]), "recorded ? > spoke Ott");
        assert_eq!(
            lines(&["note-taker: Rey", "interpreter: Lum"]),
            "recorded Rey > interpreted Lum > spoke Ott"
        );
    }

    #[test]
    fn an_agency_before_every_voice_is_one_link() {
        let voices = [(Mode::IndirectReport, Some("Rey")), (Mode::IndirectReport, Some("Ott"))];
        let paper = Draft::new(&["publisher: Harbour Post"]).voices(&["Harbour Post"], &voices);
        assert_eq!(paper.chain(), "published Harbour Post > reported Rey > spoke Ott");
        let paper = Draft::new(&[]).with(Field::Agency, "Lake Wire", "").voices(&["Lake Wire"], &voices[..1]);
        assert_eq!(paper.chain(), "reported Lake Wire > spoke Rey");
    }

    #[test]
    fn a_later_hour_stands_further_out() {
        let hands = ["typist: Rey, 1931-05-05T01:00", "sender: Lorme, 1931-05-05T02:00"];
        let paper = Draft::new(&hands).voices(&[], &[(Mode::AuthorText, Some("Ott"))]);
        assert_eq!(paper.chain(), "sent Lorme 1931-05-05T02:00 > printed Rey 1931-05-05T01:00 > wrote Ott");
    }

    #[test]
    fn words_of_the_original_went_through_no_translator() {
        let mut paper = Draft::new(&["translator: Rey"]).voices(&[], &[(Mode::DirectQuote, Some("Ott"))]);
        let kind = RegionKind::Original;
        let span = Span::new(0, 100);
        paper.0.regions.push(Region { id: "r1".into(), kind, span, basis: Basis::default() });
        assert_eq!(paper.chain(), "translated Rey > wrote ? > spoke Ott");
        paper.0.turns[0].region = Some("r1".into());
        assert_eq!(paper.chain(), "wrote ? > spoke Ott");
    }

    #[test]
    fn voices_that_hold_each_other_in_a_circle_end() {
        let mut paper = Draft::new(&[]).voices(&[], &[(Mode::DirectQuote, Some("Ott"))]);
        paper.0.turns[0].parent = Some("t0".into());
        assert!(paper.chain().len() < 10_000);
    }
}
