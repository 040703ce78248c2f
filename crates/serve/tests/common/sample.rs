//! Invented papers with claims written by hand.

use std::sync::Arc;

use memcon_model::*;
use memcon_serve::{Failure, Library, specimen};
use memcon_store::{DocumentRow, DocumentStatus, Hit, Overview, SearchQuery, SearchResult, StoredDocument};

/// A library in memory.
pub struct Sample {
    /// Its title.
    pub title: String,
    /// Its papers.
    pub papers: Vec<StoredDocument>,
    /// What linking found.
    pub linked: Linked,
    /// Says that it is broken when asked.
    pub broken: bool,
}

/// A paper of plain text with whatever claims `fill` gives it.
pub fn paper(
    id: &str,
    title: &str,
    date: &str,
    languages: &[&str],
    text: &str,
    fill: impl FnOnce(&mut Analysis),
) -> StoredDocument {
    let mut analysis = Analysis { id: id.into(), form: Form::Minutes, ..Analysis::default() };
    analysis.languages = languages.iter().map(|l| (*l).to_owned()).collect();
    fill(&mut analysis);
    let row = DocumentRow {
        id: id.into(),
        title: title.into(),
        form: analysis.form,
        date: date.parse().ok(),
        languages: analysis.languages.clone(),
        blake3: "ab".repeat(32),
        bytes: text.len() as u64,
        turns: analysis.turns.len() as u32,
        status: DocumentStatus::Ready,
        described: false,
    };
    StoredDocument { row, text: text.into(), analysis }
}

/// A turn of one line: prefix and words.
pub fn line_turn(text: &str, n: usize, at: usize, name: &str, side: &str) -> Turn {
    let rest = &text[at..];
    let line = rest.split('\n').next().unwrap();
    let colon = line.find([':', '：']).unwrap();
    let mark = line[colon..].chars().next().unwrap().len_utf8();
    Turn {
        id: format!("t{}", n + 1),
        span: Span::new(at + colon + mark, at + line.len()).trim(text),
        cue: Some(Span::new(at, at + colon + mark)),
        speaker_as_named: Some(line[..colon].into()),
        speaker: Some(name.into()),
        side: Some(side.into()),
        addressee: None,
        mode: Mode::TranscriptLine,
        chain: vec![name.into()],
        depth: 0,
        time: None,
        parent: None,
        region: None,
        links: Vec::new(),
        basis: Basis::new("sample.line", 0.95),
    }
}

/// Turns for every line "NAME: words", sides by name.
pub fn transcript(text: &str) -> Vec<Turn> {
    let mut turns = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if let Some((name, _)) = line.split_once([':', '：']).filter(|(n, _)| n.chars().count() < 20) {
            turns.push(line_turn(text, turns.len(), at, name, name));
        }
        at += line.len();
    }
    turns
}

/// Minutes in Chinese, Korean and Russian, some pages each.
fn scripts() -> Vec<StoredDocument> {
    let zh = "北方委员会与湖区同盟第三次会谈纪要\n一九三一年五月九日，哈尔维克\n\n奥斯玛：关于渡船通航一事，我方在上次会议上已经提出两条渡船同日启航的方案。贵方当时表示需要请示理事会，不知现在是否已有答复？\n\n瓦尔德：理事会昨天才开会讨论，尚未作出决定。不过我可以说，多数理事认为，在北码头的信号问题没有查清以前，谈启航日期为时过早。（停顿）我个人并不完全赞成这种看法。\n\n奥斯玛：信号问题与通航问题是两回事。如果贵方坚持先查信号，我们就要先问一问，是谁在黎明时分下令发出信号的？这个问题我已经提过两次，两次都没有得到答复。\n\n瓦尔德：我没有得到授权来回答这个问题。我只能说，守备队长在给我的信中写道：“没有我的命令，任何人不得在北码头登岸。”\n\n奥斯玛：那么我们把这一条记录下来，留待下次会议讨论。\n".to_owned();
    let ko = "북부위원회와 호수동맹의 제3차 회담 기록\n1931년 5월 9일, 할비크\n\n오스마: 나룻배 운항 문제에 관하여 우리 측은 지난 회의에서 두 척이 같은 날 출항하는 방안을 이미 제시하였습니다. 귀측에서는 평의회에 문의하겠다고 하셨는데, 이제 답변을 주실 수 있습니까?\n\n발트: 평의회는 어제야 이 문제를 논의하였고 아직 결정을 내리지 못하였습니다. 다만 북쪽 부두의 신호 문제가 밝혀지기 전에는 출항 날짜를 논하기에 이르다는 의견이 많았습니다. (잠시 침묵) 저 개인으로서는 그 의견에 전적으로 찬성하지는 않습니다.\n\n오스마: 신호 문제와 운항 문제는 별개입니다. 귀측이 신호 문제를 먼저 다루자고 고집하신다면, 우리도 새벽에 누가 신호를 명령하였는지 먼저 묻지 않을 수 없습니다. 이 질문은 이미 두 번 드렸고 두 번 다 답을 듣지 못하였습니다.\n\n발트: 그 질문에 답할 권한을 위임받지 못하였습니다.\n".to_owned();
    let ru = "Протокол третьей встречи Северной комиссии и Озёрной лиги\nХальвик, 9 мая 1931 года\n\nОсма: По вопросу о паромном сообщении наша сторона на прошлой встрече уже предложила, чтобы оба парома отходили в один и тот же день. Вы тогда сказали, что должны запросить Совет. Можете ли вы теперь дать ответ?\n\nВальд: Совет обсуждал этот вопрос лишь вчера и решения ещё не принял. Могу, однако, сказать, что большинство членов Совета считает преждевременным говорить о дне отплытия, пока не выяснено дело с сигналом у северного причала. (Пауза.) Сам я не вполне разделяю это мнение.\n\nОсма: Сигнал и сообщение — разные вопросы. Если вы настаиваете на том, чтобы сначала разобрать дело с сигналом, то и мы вынуждены прежде спросить: кто на рассвете приказал подать сигнал? Я задавала этот вопрос дважды и оба раза не получила ответа.\n\nВальд: Я не уполномочен отвечать на этот вопрос.\n".to_owned();
    [("zh", "第三次会谈纪要", zh), ("ko", "제3차 회담 기록", ko), ("ru", "Протокол третьей встречи", ru)]
        .into_iter()
        .map(|(lang, title, text)| {
            paper(&format!("minutes/third {lang}.txt"), title, "1931-05-09", &[lang], &text, |a| {
                a.turns = transcript(&text);
                let mut bracket = |open: char, close: char| {
                    if let (Some(s), Some(e)) = (text.find(open), text.find(close)) {
                        let span = Span::new(s, e + close.len_utf8());
                        a.insertions.push(Insertion {
                            id: "n1".into(),
                            span,
                            kind: InsertionKind::NoteTaker,
                            by: None,
                            basis: Basis::new("sample.bracket", 0.9),
                        });
                    }
                };
                bracket('(', ')');
                bracket('（', '）');
            })
        })
        .collect()
}

/// Fifty printed pages of transcript: some 150,000 characters, thousands of claims.
pub fn long(turns: usize) -> StoredDocument {
    let mut text = String::from("Verbatim record of the long session\n\n");
    for n in 0..turns {
        let who = if n % 2 == 0 { "Osma" } else { "Vald" };
        text.push_str(&format!(
            "{who}: On point {n} we hold what we held before (he turned a page) and we ask that the harbour book of 4 May 1931 be laid \
             before both delegations; without it neither side can know which ferry was meant, and the Captain said “I never saw it” when asked.\n\n"
        ));
    }
    paper("records/long session.txt", "The long session", "1931-06", &["en"], &text, |a| {
        a.turns = transcript(&text);
        for (n, (at, words)) in text.match_indices("(he turned a page)").enumerate() {
            a.insertions.push(Insertion {
                id: format!("n{}", n + 1),
                span: Span::new(at, at + words.len()),
                kind: InsertionKind::NoteTaker,
                by: None,
                basis: Basis::new("sample.bracket", 0.9),
            });
        }
        for (at, words) in text.match_indices("4 May 1931") {
            a.dates.push(DateFound {
                span: Span::new(at, at + words.len()),
                edtf: "1931-05-04".parse().ok(),
                kind: DateType::Date,
                basis: Basis::new("sample.date", 0.9),
                ..DateFound::default()
            });
        }
        for (n, (at, words)) in text
            .match_indices("we ask that the harbour book of 4 May 1931 be laid before both delegations")
            .enumerate()
        {
            a.moves.push(Move {
                id: format!("m{}", n + 1),
                span: Span::new(at, at + words.len()),
                kind: MoveType::Demand,
                actor: None,
                side: None,
                issue: None,
                answers: None,
                turn: None,
                reported: false,
                basis: Basis::new("sample.move", 0.8),
                ..Move::default()
            });
        }
        let mentions = text
            .match_indices("Captain")
            .map(|(at, w)| Mention::named(Span::new(at, at + w.len()), w))
            .collect();
        a.agents.push(Agent {
            id: "a1".into(),
            canonical: "the Captain".into(),
            kind: AgentType::Person,
            side: None,
            role: None,
            authority: None,
            glosses: Vec::new(),
            offices: Vec::new(),
            forms: vec!["Captain".into()],
            mentions,
            basis: Basis::new("sample.name", 0.9),
        });
    })
}

/// Invented papers of several kinds.
pub fn sample() -> Sample {
    let mut papers = vec![specimen::document()];
    papers.extend(scripts());
    papers.push(long(400));
    papers.push(paper("undated/../odd #1?.json", "A note with an odd name", "", &[], "Only this.\n", |a| {
        a.form = Form::Other
    }));
    Sample { title: "The ferries of Halvik".into(), papers, linked: specimen::linked(), broken: false }
}

/// A collection that means harm: markup in every field, controls that turn text around, endless names.
pub fn hostile() -> Sample {
    let evil = "<script>document.title='ran'</script><img src=x onerror=\"document.title='ran'\">'\"&\u{202e}txet\u{2066}";
    let long_name = "Ы".repeat(10_000);
    let text = format!("{evil}: {evil}\n\n{long_name}: {}\n\0\u{FFFD}\n", "word".repeat(3_000));
    let span = Span::new(0, evil.len());
    let basis = || Basis::new(evil.to_owned(), 1.0);
    let document = paper(evil, evil, "1931", &[evil], &text, |a| {
        a.turns = (0..300)
            .map(|n| Turn {
                id: evil.into(),
                span: Span::new(n % 7, text.len() - n % 3),
                cue: Some(span),
                speaker_as_named: Some(evil.into()),
                speaker: Some(long_name.clone()),
                side: Some(evil.into()),
                addressee: Some(evil.into()),
                mode: Mode::DirectQuote,
                chain: vec![evil.into(), long_name.clone()],
                depth: 1,
                time: None,
                parent: Some(evil.into()),
                region: None,
                links: Vec::new(),
                basis: basis(),
            })
            .filter(|t| text.get(t.span.range()).is_some())
            .collect();
        a.agents = vec![Agent {
            id: evil.into(),
            canonical: evil.into(),
            kind: AgentType::Person,
            side: Some(evil.into()),
            role: Some(evil.into()),
            authority: None,
            glosses: Vec::new(),
            offices: Vec::new(),
            forms: vec![evil.into()],
            mentions: vec![Mention::named(span, evil), Mention::named(Span::new(1, 5_000_000), evil)],
            basis: basis(),
        }];
        a.moves = vec![Move {
            id: evil.into(),
            span,
            kind: MoveType::Threat,
            actor: Some(evil.into()),
            side: Some(evil.into()),
            issue: Some(evil.into()),
            answers: Some(evil.into()),
            turn: None,
            reported: true,
            basis: basis(),
            ..Move::default()
        }];
        a.issues = vec![Issue {
            id: evil.into(),
            name: evil.into(),
            number: None,
            proposed_by: None,
            state: State::Raised,
            mentions: vec![span],
            positions: vec![],
            basis: basis(),
        }];
        a.insertions = vec![Insertion {
            id: evil.into(),
            span,
            kind: InsertionKind::Editor,
            by: Some(evil.into()),
            basis: basis(),
        }];
        a.comments = vec![Comment {
            number: Some(evil.into()),
            span,
            author: Some(evil.into()),
            time: None,
            reply_to: vec![ReplyTo { number: Some(evil.into()), handle: Some(evil.into()) }],
            basis: basis(),
        }];
        a.transmission = vec![Transmission {
            role: Role::Author,
            agent: Some(evil.into()),
            time: None,
            span: Some(span),
            basis: basis(),
        }];
        a.obligations = vec![Obligation {
            id: evil.into(),
            label: Some(evil.into()),
            span,
            bound: vec![evil.into()],
            modality: Modality::Do,
            content: evil.into(),
            towards: Some(evil.into()),
            condition: Some(evil.into()),
            sequence: Some(evil.into()),
            status: Some(evil.into()),
            basis: basis(),
            ..Obligation::default()
        }];
        a.items = (0..3)
            .map(|_| AgendaItem {
                span,
                title: Some(evil.into()),
                number: Some(evil.into()),
                issue: None,
                basis: basis(),
            })
            .collect();
        a.description.add(
            Field::Title,
            FieldValue { value: evil.into(), edtf: None, span: Some(span), basis: basis() },
        );
        a.description.add(
            Field::TitleOriginal,
            FieldValue { value: long_name.clone(), edtf: None, span: None, basis: basis() },
        );
        a.notices = vec![Notice { severity: Severity::Error, message: evil.into(), span: Some(span) }];
        a.form = Form::Letter;
    });
    let at = Evidence { document: evil.into(), span };
    let ground = || Testimony { why: evil.into(), evidence: vec![at.clone()] };
    let reason = || JoinReason {
        id: evil.into(),
        a: evil.into(),
        b: evil.into(),
        why: evil.into(),
        score: 1.0,
        by: JoinedBy::Gloss,
        grounds: vec![ground()],
        against: vec![ground()],
    };
    let agent = |id: &str| LinkedAgent {
        id: id.into(),
        canonical: evil.into(),
        kind: AgentType::Person,
        side: Some(evil.into()),
        roles: vec![long_name.clone()],
        forms: vec![
            NameForm { form: evil.into(), manner: Manner::Name, count: 1, mentions: vec![at.clone()] },
            NameForm { form: long_name.clone(), manner: Manner::Pronoun, count: 1, mentions: vec![] },
        ],
        joins: vec![reason()],
        offices: vec![OfficeHeld {
            office: evil.into(),
            side: Some(evil.into()),
            when: None,
            evidence: vec![at.clone()],
        }],
        listed: Some(Listed {
            id: evil.into(),
            name: evil.into(),
            note: evil.into(),
            other_names: vec![evil.into()],
        }),
        members: vec![(evil.into(), evil.into())],
    };
    let linked = Linked {
        obligations: vec![LinkedObligation {
            id: evil.into(),
            bound: vec![evil.into(), long_name.clone()],
            modality: Modality::Refrain,
            content: evil.into(),
            members: vec![(evil.into(), evil.into()), ("gone".into(), evil.into())],
            joins: vec![reason()],
            force: vec![ForceChange { date: None, force: evil.into(), evidence: at.clone() }],
            deeds: vec![Deed {
                told_by: Some(evil.into()),
                event: Some(evil.into()),
                why: evil.into(),
                evidence: at.clone(),
                ..Deed::default()
            }],
            suggested: Some(Compliance::Full),
            compliance: None,
        }],
        mechanisms: vec![LinkedMechanism {
            id: evil.into(),
            name: evil.into(),
            joins: vec![reason()],
            members: vec![(evil.into(), evil.into())],
        }],
        agents: vec![agent("agent-1"), agent(evil)],
        look_alikes: vec![LookAlike {
            a: "agent-1".into(),
            b: evil.into(),
            possible: true,
            why: evil.into(),
            id: evil.into(),
            by: JoinedBy::Surname,
            question: Some(evil.into()),
            grounds: vec![ground()],
            against: vec![ground()],
        }],
        events: vec![LinkedEvent {
            id: "event-1".into(),
            kind: EventType::Meeting,
            status: EventStatus::Planned,
            date: None,
            place: Some(evil.into()),
            title: evil.into(),
            participants: vec![Participant {
                name: evil.into(),
                side: Some(evil.into()),
                role: Some(evil.into()),
            }],
            intermediary: Some(evil.into()),
            accounts: vec![
                Account { document: evil.into(), event: evil.into(), is_record: true, ..Account::default() },
                Account {
                    document: "gone".into(),
                    event: evil.into(),
                    is_record: false,
                    ..Account::default()
                },
            ],
            evidence: vec![at.clone()],
            ..LinkedEvent::default()
        }],
        issues: vec![LinkedIssue {
            id: "issue-1".into(),
            name: evil.into(),
            wordings: vec![reason()],
            members: vec![(evil.into(), evil.into())],
            positions: vec![PositionHeld {
                side: Some(evil.into()),
                stance: MoveType::Threat,
                actor: Some(long_name.clone()),
                date: "1931".parse().ok(),
                evidence: at.clone(),
            }],
            states: vec![StateChange {
                date: "1931".parse().ok(),
                state: State::Raised,
                side: Some(evil.into()),
                by: None,
                rule: evil.into(),
                evidence: vec![at.clone()],
            }],
            ..LinkedIssue::default()
        }],
        references: vec![ResolvedReference { at, target: Some(evil.into()), why: evil.into() }],
        ..Linked::default()
    };
    Sample { title: evil.into(), papers: vec![document], linked, broken: false }
}

impl Library for Sample {
    fn overview(&self) -> Result<Arc<Overview>, Failure> {
        if self.broken {
            return Err(Failure("the database cannot be read".into()));
        }
        let mut o = Overview {
            title: self.title.clone(),
            documents: self.papers.len() as u64,
            ..Overview::default()
        };
        for p in &self.papers {
            *o.by_form.entry(p.row.form.to_string()).or_default() += 1;
            o.turns += u64::from(p.row.turns);
        }
        o.people = self.linked.agents.len() as u64;
        o.events = self.linked.events.len() as u64;
        o.issues = self.linked.issues.len() as u64;
        o.span = Some(("1931-05-04".into(), "1931-06-30".into()));
        o.problems = vec![(
            self.papers[0].row.id.clone(),
            Severity::Warning,
            format!("Page 2 of {} could not be read.", self.title),
        )];
        Ok(Arc::new(o))
    }

    fn parties(&self) -> Vec<Party> {
        ["Northern Commission", "Lake League", self.title.as_str()]
            .map(|n| Party { name: n.into(), ..Party::default() })
            .to_vec()
    }

    fn documents(&self) -> Result<Arc<Vec<DocumentRow>>, Failure> {
        if self.broken {
            return Err(Failure("the database cannot be read".into()));
        }
        Ok(Arc::new(self.papers.iter().map(|p| p.row.clone()).collect()))
    }

    fn document(&self, id: &str) -> Result<Option<StoredDocument>, Failure> {
        Ok(self.papers.iter().find(|p| p.row.id == id).cloned())
    }

    fn original(&self, id: &str) -> Result<Option<Vec<u8>>, Failure> {
        Ok(self.papers.iter().find(|p| p.row.id == id).map(|p| p.text.clone().into_bytes()))
    }

    fn linked(&self) -> Result<Arc<Linked>, Failure> {
        Ok(Arc::new(self.linked.clone()))
    }

    /// An invented reason for each turn, its cue as a mark of three readings.
    fn explain(&self, document: &StoredDocument, turn: &str) -> Option<Explanation> {
        let t = document.analysis.turns.iter().find(|t| t.id == turn)?;
        let cue = t.cue?;
        let end = Span { start: t.span.end, end: t.span.end };
        let ground = |what: &str, span, cost| Ground { what: what.into(), span: Some(span), cost };
        let why = TurnExplained {
            turn: t.id.clone(),
            level: t.depth,
            span: t.span,
            speaker: t.speaker.clone(),
            mode: t.mode,
            grounds: vec![
                ground(&format!("cue of {}", t.chain.join(" and ")), cue, None),
                ground("this mark opens (a cue stands before it)", cue, Some(-0.9)),
                ground("no mark closes it: it ends with its paragraph", end, Some(3.0)),
            ],
            cost: Some(2.1),
            runner_up: Some(RunnerUp {
                cost: 2.1,
                instead: 7.5,
                settled: false,
                differs: vec![Differs {
                    span: cue,
                    read: "opens a quotation".into(),
                    instead: "is no quotation mark".into(),
                }],
            }),
            basis: t.basis.clone(),
        };
        Some(Explanation { turns: vec![why], ..Explanation::default() })
    }

    fn inventories(&self) -> Result<Vec<(memcon_store::InventoryRow, Vec<Unit>)>, Failure> {
        Ok(Vec::new())
    }

    fn described_in(&self, _: &str) -> Result<Vec<(String, Vec<Unit>)>, Failure> {
        Ok(Vec::new())
    }

    fn search(&self, query: &SearchQuery) -> Result<SearchResult, Failure> {
        let mut hits = Vec::new();
        for p in &self.papers {
            for (at, words) in p.text.match_indices(&query.text) {
                let start = p.text[..at].rfind('\n').map_or(0, |n| n + 1);
                let end = p.text[at..].find('\n').map_or(p.text.len(), |n| at + n);
                hits.push(Hit {
                    document: p.row.id.clone(),
                    title: p.row.title.clone(),
                    date: p.row.date.clone(),
                    form: p.row.form,
                    languages: Vec::new(),
                    span: Span::new(start, end),
                    chars: (p.text[..start].chars().count() as u32, p.text[..end].chars().count() as u32),
                    passage: p.text[start..end].into(),
                    highlights: vec![Span::new(at - start, at - start + words.len())],
                    spelled: Vec::new(),
                    speaker: p
                        .analysis
                        .turns
                        .iter()
                        .find(|t| t.span.contains(Span::new(at, at)))
                        .and_then(|t| t.speaker.clone()),
                    addressee: None,
                    side: None,
                    mode: Some(Mode::TranscriptLine),
                    depth: Some(1),
                    reporters: Some(1),
                    page: None,
                });
            }
        }
        let total = hits.len() as u64;
        let hits = hits.into_iter().skip(query.offset).take(query.limit).collect();
        Ok(SearchResult { total, hits, ..SearchResult::default() })
    }
}
