//! One invented paper with everything that a page can show: for the sheet of components and for tests.
//!
//! Its claims are written by hand, not found by the analysis.

use memcon_model::*;
use memcon_store::{DocumentRow, DocumentStatus, StoredDocument};

const TEXT: &str = include_str!("../assets/specimen.txt");

/// The `nth` (from 0) place of `words` in the specimen.
fn nth(words: &str, n: usize) -> Span {
    TEXT.match_indices(words).nth(n).map_or(Span::default(), |(at, w)| Span::new(at, at + w.len()))
}

fn at(words: &str) -> Span {
    nth(words, 0)
}

/// From the first of `from` to the end of the first `to` after it.
fn between(from: &str, to: &str) -> Span {
    let start = at(from).start as usize;
    let end = TEXT.get(start..).and_then(|rest| rest.find(to)).map_or(start, |n| start + n + to.len());
    Span::new(start, end)
}

fn basis(rule: &'static str) -> Basis {
    Basis::new(rule, 0.9)
}

struct Said {
    id: &'static str,
    span: Span,
    cue: Option<Span>,
    named: &'static str,
    chain: &'static [&'static str],
    side: Option<&'static str>,
    mode: Mode,
    parent: Option<&'static str>,
}

fn turn(said: Said) -> Turn {
    Turn {
        id: said.id.into(),
        span: said.span,
        cue: said.cue,
        speaker_as_named: Some(said.named.into()),
        speaker: said.chain.last().map(|s| (*s).to_owned()),
        side: said.side.map(str::to_owned),
        addressee: None,
        mode: said.mode,
        chain: said.chain.iter().map(|s| (*s).to_owned()).collect(),
        depth: said.chain.len().saturating_sub(1) as u32,
        time: None,
        parent: said.parent.map(str::to_owned),
        region: None,
        links: Vec::new(),
        basis: basis("specimen.voice"),
    }
}

fn turns() -> Vec<Turn> {
    const OSMA: &[&str] = &["Irena Osma"];
    const VALD: &[&str] = &["Irena Osma", "Tomas Vald"];
    const REYK: &[&str] = &["Irena Osma", "Tomas Vald", "Colonel Reyk"];
    const PARR: &[&str] = &["Irena Osma", "Tomas Vald", "Colonel Reyk", "Captain Parr"];
    vec![
        turn(Said {
            id: "t1",
            span: between("I saw Vald", "by Friday."),
            cue: None,
            named: "I",
            chain: OSMA,
            side: Some("Northern Commission"),
            mode: Mode::AuthorText,
            parent: None,
        }),
        turn(Said {
            id: "t2",
            span: between("The ferry will", "Captain."),
            cue: Some(at("Vald told me:")),
            named: "Vald",
            chain: VALD,
            side: Some("Lake League"),
            mode: Mode::DirectQuote,
            parent: Some("t1"),
        }),
        turn(Said {
            id: "t3",
            span: between("Nobody lands", "signal himself."),
            cue: Some(at("Reyk wrote to me:")),
            named: "Reyk",
            chain: REYK,
            side: Some("Lake League"),
            mode: Mode::DirectQuote,
            parent: Some("t2"),
        }),
        turn(Said {
            id: "t4",
            span: between("the signal was given", "at dawn"),
            cue: Some(at("Parr swears that")),
            named: "Parr",
            chain: PARR,
            side: Some("Northern Commission"),
            mode: Mode::IndirectReport,
            parent: Some("t3"),
        }),
        turn(Said {
            id: "t5",
            span: at("We propose that both ferries sail on the same morning."),
            cue: Some(at("Osma:")),
            named: "Osma",
            chain: &["Irena Osma"],
            side: Some("Northern Commission"),
            mode: Mode::TranscriptLine,
            parent: None,
        }),
        turn(Said {
            id: "t6",
            span: between("We cannot accept", "my Council."),
            cue: Some(at("Vald: ")),
            named: "Vald",
            chain: &["Tomas Vald"],
            side: Some("Lake League"),
            mode: Mode::TranscriptLine,
            parent: None,
        }),
    ]
}

fn regions() -> Vec<Region> {
    let marks = [
        (RegionKind::Furniture, "Skip to"),
        (RegionKind::Letterhead, "NORTHERN FERRY"),
        (RegionKind::Body, "I saw Vald"),
        (RegionKind::Signature, "(signed)"),
        (RegionKind::Translation, "The two ferries"),
        (RegionKind::Original, "Оба парома"),
        (RegionKind::Body, "또한 양측은"),
        (RegionKind::Comment, "1. harbour_light"),
    ];
    let starts: Vec<u32> =
        marks.iter().map(|(_, words)| at(words).start).chain([TEXT.len() as u32]).collect();
    marks
        .iter()
        .enumerate()
        .map(|(n, (kind, _))| Region {
            id: format!("r{}", n + 1),
            kind: *kind,
            span: Span { start: starts[n], end: starts[n + 1] },
            basis: basis("specimen.region"),
        })
        .collect()
}

fn act(id: &str, words: &str, kind: MoveType, actor: &str, side: &str, answers: Option<&str>) -> Move {
    Move {
        id: id.into(),
        span: at(words),
        kind,
        actor: Some(actor.into()),
        side: Some(side.into()),
        issue: Some("i1".into()),
        answers: answers.map(str::to_owned),
        turn: None,
        reported: false,
        basis: basis("specimen.move"),
        ..Move::default()
    }
}

fn agent(id: &str, canonical: &str, role: &str, forms: &[&str]) -> Agent {
    let mentions = forms
        .iter()
        .flat_map(|f| {
            TEXT.match_indices(f).map(|(at, f)| Mention::named(Span::new(at, at + f.len()), f.to_owned()))
        })
        .collect();
    Agent {
        id: id.into(),
        canonical: canonical.into(),
        kind: AgentType::Person,
        side: None,
        role: Some(role.into()),
        authority: None,
        glosses: Vec::new(),
        offices: Vec::new(),
        forms: forms.iter().map(|f| (*f).to_owned()).collect(),
        mentions,
        basis: basis("specimen.name"),
    }
}

fn pair(a: &str, b: &str) -> Alignment {
    Alignment { a: at(a), b: at(b), basis: basis("specimen.alignment") }
}

fn date(words: &str, edtf: &str) -> DateFound {
    DateFound {
        span: at(words),
        edtf: edtf.parse().ok(),
        kind: DateType::Date,
        basis: basis("specimen.date"),
        ..DateFound::default()
    }
}

fn comment(number: &str, author: &str, words: Span, answers: Option<&str>) -> Comment {
    let reply_to = answers.map(|n| ReplyTo { number: Some(n.into()), handle: None }).into_iter().collect();
    Comment {
        number: Some(number.into()),
        span: words,
        author: Some(author.into()),
        time: None,
        reply_to,
        basis: basis("specimen.comment"),
    }
}

/// The specimen with its claims.
pub fn document() -> StoredDocument {
    let mut description = Description::default();
    for (field, value) in [
        (Field::Title, "Report on the ferries"),
        (Field::Place, "Halvik"),
        (Field::Sender, "Irena Osma"),
        (Field::Addressee, "Northern Ferry Commission"),
        (Field::Number, "No. 17"),
    ] {
        description.add(
            field,
            FieldValue {
                value: value.into(),
                edtf: None,
                span: Some(at(value)).filter(|s| !s.is_empty()),
                basis: basis("specimen.field"),
            },
        );
    }
    let hand = |role, agent: Option<&str>, time: Option<&str>| Transmission {
        role,
        agent: agent.map(str::to_owned),
        time: time.and_then(|t| t.parse().ok()),
        span: None,
        basis: basis("specimen.hand"),
    };
    let insertion = |id: &str, words: &str, kind, by: Option<&str>| Insertion {
        id: id.into(),
        span: at(words),
        kind,
        by: by.map(str::to_owned),
        basis: basis("specimen.insertion"),
    };
    let issue = Issue {
        id: "i1".into(),
        name: "the two ferries".into(),
        number: None,
        proposed_by: Some("Northern Commission".into()),
        state: State::Contested,
        mentions: vec![at("both ferries")],
        positions: Vec::new(),
        basis: basis("specimen.issue"),
    };
    let analysis = Analysis {
        id: "specimen".into(),
        form: Form::Memorandum,
        languages: ["en", "ru", "ko", "zh"].map(str::to_owned).to_vec(),
        description,
        regions: regions(),
        turns: turns(),
        transmission: vec![
            hand(Role::Author, Some("Irena Osma"), Some("1931-05-04")),
            hand(Role::CipherClerk, None, Some("1931-05-04T22:15")),
            hand(Role::Translator, Some("P. Lind"), None),
            hand(Role::Archive, Some("Halvik Town Archive"), None),
        ],
        insertions: vec![
            insertion("n1", "(he laughed)", InsertionKind::NoteTaker, None),
            insertion("n2", "[illegible]", InsertionKind::Editor, Some("the archive")),
        ],
        moves: vec![
            act(
                "m1",
                "We propose that both ferries sail on the same morning.",
                MoveType::Proposal,
                "Irena Osma",
                "Northern Commission",
                None,
            ),
            act("m2", "We cannot accept", MoveType::Refusal, "Tomas Vald", "Lake League", Some("m1")),
            act(
                "m3",
                "I will put it to my Council.",
                MoveType::Referral,
                "Tomas Vald",
                "Lake League",
                Some("m1"),
            ),
        ],
        issues: vec![issue],
        obligations: vec![Obligation {
            id: "o1".into(),
            label: None,
            span: at("The two ferries shall leave on the same morning."),
            bound: vec!["both sides".into()],
            modality: Modality::Do,
            content: "leave on the same morning".into(),
            towards: None,
            condition: None,
            sequence: Some("after the ice has gone".into()),
            status: Some("proposed".into()),
            basis: basis("specimen.obligation"),
            ..Obligation::default()
        }],
        agents: vec![
            agent("a1", "Irena Osma", "secretary", &["Osma"]),
            agent("a2", "Tomas Vald", "delegate", &["Vald", "Вальд"]),
            agent("a3", "Colonel Reyk", "commandant", &["Reyk"]),
            agent("a4", "Captain Parr", "master of the ferry", &["Parr"]),
        ],
        dates: vec![date("Friday", "1931-05-08"), date("4 May 1931", "1931-05-04")],
        alignment: vec![
            pair("The two ferries shall leave on the same morning.", "Оба парома отходят в одно утро."),
            pair(
                "Neither shall carry armed men, whatever Vald may say.",
                "Ни один не берёт на борт вооружённых людей, что бы ни говорил Вальд.",
            ),
        ],
        comments: vec![
            comment("1", "harbour_light", at("My grandfather sailed on the second of them."), None),
            comment("2", "reed", at("Which one, the day boat or the night boat?"), Some("1")),
            comment("3", "harbour_light", at("The night boat."), Some("2")),
        ],
        notices: vec![Notice::new(Severity::Note, "The second page of the file is blank.")],
        ..Analysis::default()
    };
    let row = DocumentRow {
        id: "specimen".into(),
        title: "Report on the ferries".into(),
        form: Form::Memorandum,
        date: "1931-05-04".parse().ok(),
        languages: analysis.languages.clone(),
        blake3: "0".repeat(64),
        bytes: TEXT.len() as u64,
        turns: analysis.turns.len() as u32,
        status: DocumentStatus::Ready,
        described: false,
    };
    StoredDocument { row, text: TEXT.to_owned(), analysis }
}

/// What linking would make of the specimen.
pub fn linked() -> Linked {
    let document = document();
    let evidence = |span| Evidence { document: "specimen".into(), span };
    let agents = document
        .analysis
        .agents
        .iter()
        .map(|a| LinkedAgent {
            id: format!("agent-{}", a.id),
            canonical: a.canonical.clone(),
            kind: a.kind,
            side: a.side.clone(),
            roles: a.role.iter().cloned().collect(),
            forms: a
                .forms
                .iter()
                .map(|f| {
                    let mentions: Vec<Evidence> =
                        a.mentions.iter().filter(|m| m.form == *f).map(|m| evidence(m.span)).collect();
                    NameForm { form: f.clone(), manner: Manner::Name, count: mentions.len() as u32, mentions }
                })
                .collect(),
            joins: vec![JoinReason {
                a: a.canonical.clone(),
                b: a.forms[0].clone(),
                why: "the same family name in the same paper".into(),
                score: 0.9,
                ..JoinReason::default()
            }],
            offices: vec![],
            listed: None,
            members: vec![("specimen".into(), a.id.clone())],
        })
        .collect();
    let change = |day: &str, state, side: &str, by, words| StateChange {
        date: day.parse().ok(),
        state,
        side: Some(side.into()),
        by: Some(by),
        rule: "specimen.state".into(),
        evidence: vec![evidence(at(words))],
    };
    let held = |day: &str, side: &str, stance, actor: &str, words| PositionHeld {
        side: Some(side.into()),
        stance,
        actor: Some(actor.into()),
        date: day.parse().ok(),
        evidence: evidence(at(words)),
    };
    Linked {
        agents,
        look_alikes: vec![LookAlike {
            a: "agent-a3".into(),
            b: "agent-a4".into(),
            possible: false,
            why: "both are officers, but one writes of the other".into(),
            ..LookAlike::default()
        }],
        events: vec![LinkedEvent {
            id: "event-1".into(),
            kind: EventType::Meeting,
            status: EventStatus::Held,
            date: "1931-05-04".parse().ok(),
            place: Some("Halvik".into()),
            title: "Meeting about the ferries".into(),
            participants: vec![
                Participant {
                    name: "Irena Osma".into(),
                    side: Some("Northern Commission".into()),
                    role: None,
                },
                Participant { name: "Tomas Vald".into(), side: Some("Lake League".into()), role: None },
            ],
            intermediary: None,
            accounts: vec![Account {
                document: "specimen".into(),
                event: "e1".into(),
                is_record: true,
                ..Account::default()
            }],
            evidence: vec![evidence(at("I saw Vald"))],
            ..LinkedEvent::default()
        }],
        issues: vec![LinkedIssue {
            id: "issue-1".into(),
            name: "the two ferries".into(),
            wordings: Vec::new(),
            members: vec![("specimen".into(), "i1".into())],
            positions: vec![
                held(
                    "1931-05-04",
                    "Northern Commission",
                    MoveType::Proposal,
                    "Irena Osma",
                    "We propose that both ferries sail on the same morning.",
                ),
                held("1931-05-04", "Lake League", MoveType::Refusal, "Tomas Vald", "We cannot accept"),
            ],
            states: vec![
                change(
                    "1931-05-03",
                    State::Raised,
                    "Northern Commission",
                    MoveType::Proposal,
                    "both ferries",
                ),
                change("1931-05-04", State::Contested, "Lake League", MoveType::Refusal, "We cannot accept"),
            ],
            ..LinkedIssue::default()
        }],
        references: Vec::new(),
        ..Linked::default()
    }
}
