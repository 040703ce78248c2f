//! Papers as scenes: paragraph by paragraph with whose words they are, insertions set apart, furniture left out, an
//! original beside its translation; before each the way by which its words reached us.

use std::collections::BTreeMap;

use memcon_export::dossier::{Block, Dossier, Kind, Line, Link, Run};
use memcon_model::{Analysis, Chains, Evidence, Insertion, Linked, Mode, RegionKind, Span, Turn};
use memcon_store::StoredDocument;

use super::gather::{Gathered, Paper};
use super::notes::Notes;
use super::section;
use crate::dates;
use crate::library::Library;
use crate::scene::{Scene, cut, speaker};
use crate::strings::{fill, number, t, word};

/// Colours of voices.
const COLOURS: usize = 5;
/// Voices inside one paragraph that have a letter of their own.
const SIGLA: usize = 26;
/// Links of a chain that are drawn at most.
const LINKS: usize = 30;

/// Which side has which colour, the same in the whole dossier.
pub struct Voices(BTreeMap<String, u8>);

impl Voices {
    /// The parties of the settings first, then who speaks most; speakers where the papers tell no sides.
    pub fn over(library: &dyn Library, g: &Gathered) -> Self {
        let mut order: Vec<String> = library.parties().into_iter().map(|p| p.name).collect();
        let mut spoken: BTreeMap<&str, usize> = BTreeMap::new();
        for paper in &g.papers {
            let turns = &paper.document.analysis.turns;
            for turn in turns {
                *spoken.entry(own(turn).unwrap_or_default()).or_default() += 1;
            }
        }
        spoken.remove("");
        let mut spoken: Vec<(&str, usize)> = spoken.into_iter().collect();
        spoken.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
        for (name, _) in spoken {
            if !order.iter().any(|o| o == name) && order.len() < COLOURS {
                order.push(name.to_owned());
            }
        }
        Self(order.into_iter().take(COLOURS).zip(1..).collect())
    }

    /// The colour of a side or speaker, 0 = none.
    pub fn of(&self, name: Option<&str>) -> u8 {
        name.and_then(|n| self.0.get(n)).copied().unwrap_or(0)
    }

    fn turn(&self, turn: &Turn) -> u8 {
        self.of(own(turn))
    }
}

/// By what a turn is coloured: its side, else its speaker.
fn own(turn: &Turn) -> Option<&str> {
    turn.side.as_deref().or(turn.speaker.as_deref())
}

/// All papers.
pub fn sections(g: &Gathered, voices: &Voices, notes: &mut Notes<'_>, dossier: &mut Dossier) {
    dossier.sections.push(section(
        1,
        t(if g.papers.iter().all(|p| p.passages.is_none()) { "dossier.texts" } else { "dossier.passages" }),
    ));
    for paper in &g.papers {
        let document = &paper.document;
        let title = if document.row.title.trim().is_empty() { &document.row.id } else { &document.row.title };
        let day =
            document.row.date.as_ref().map(|d| format!("{} — ", dates::readable(d))).unwrap_or_default();
        let mut s = section(2, "");
        s.title = Line::default().with(&day, Kind::Plain).with_lang(
            title,
            Kind::Plain,
            crate::language::name_tag(title),
        );
        let form = word("form", document.analysis.form.as_str());
        let id = &document.row.id;
        let mut line = Line::default().with(&format!("{form}. "), Kind::Plain);
        notes.whole(id).runs.into_iter().for_each(|r| line.push(r));
        s.blocks.push(Block::Small { line: line.with(&format!(" [{id}]"), Kind::Soft) });
        s.blocks.extend(way(paper, voices, notes));
        scene(paper, voices, notes, &mut s.blocks);
        dossier.sections.push(s);
    }
}

/// The longest chain among the turns that are shown, drawn; the hands alone where nobody speaks.
fn way(paper: &Paper, voices: &Voices, notes: &mut Notes<'_>) -> Option<Block> {
    let a = &paper.document.analysis;
    let chains = Chains::new(a);
    let shown = |t: &&Turn| paper.passages.as_ref().is_none_or(|p| p.iter().any(|s| s.overlaps(t.span)));
    let deepest = a.turns.iter().filter(shown).max_by_key(|t| (t.depth, std::cmp::Reverse(t.span.start)));
    let (links, turn) = match deepest {
        Some(turn) => (chains.of(turn), Some(turn)),
        None => (chains.hands().to_vec(), None),
    };
    if links.len() < 2 {
        return None;
    }
    let caption = match turn.and_then(speaker) {
        Some(who) => Line::of(&fill("dossier.way_of", &[who])),
        None => Line::of(t("dossier.way")),
    };
    let evidence = turn.map(|turn| Evidence { document: paper.document.row.id.clone(), span: turn.span });
    let caption = match evidence.and_then(|e| notes.on(&e)) {
        Some(n) => caption.noted(n),
        None => caption,
    };
    let by_id: BTreeMap<&str, &Turn> = a.turns.iter().map(|t| (t.id.as_str(), t)).collect();
    let links = links.iter().take(LINKS).map(|l| Link {
        role: word("link", l.role.as_str()).to_owned(),
        who: l
            .agent
            .as_deref()
            .map(|a| Line::default().with_lang(a, Kind::Strong, crate::language::name_tag(a))),
        unknown: t("document.unknown_hand").to_owned(),
        when: l.time.as_ref().map(dates::readable).unwrap_or_default(),
        hand: l.role.is_hand(),
        voice: l.turn.as_deref().and_then(|t| by_id.get(t)).map_or(0, |t| voices.turn(t)),
    });
    Some(Block::Chain { caption, links: links.collect() })
}

/// A paper's paragraphs, walked in order with the turns and insertions that touch each.
struct Walk<'d> {
    document: &'d StoredDocument,
    voices: &'d Voices,
    turns: Open<'d, Turn>,
    insertions: Open<'d, Insertion>,
    /// The turn of the paragraph before, by its id; `None` inside = the paper's own words.
    before: Option<Option<&'d str>>,
}

/// Claims that are open at a place, found by one sweep.
struct Open<'d, T> {
    all: Vec<(Span, &'d T)>,
    next: usize,
    open: Vec<(Span, &'d T)>,
}

impl<'d, T> Open<'d, T> {
    fn new(all: impl Iterator<Item = (Span, &'d T)>) -> Self {
        let mut all: Vec<(Span, &'d T)> = all.filter(|(s, _)| !s.is_empty()).collect();
        all.sort_by_key(|(s, _)| (s.start, std::cmp::Reverse(s.end)));
        Self { all, next: 0, open: Vec::new() }
    }

    /// Those that touch `span`, the outer before the inner. Spans come in order.
    fn at(&mut self, span: Span) -> &[(Span, &'d T)] {
        self.open.retain(|(s, _)| s.end > span.start);
        while let Some((s, claim)) = self.all.get(self.next).filter(|(s, _)| s.start < span.end) {
            if s.end > span.start {
                self.open.push((*s, claim));
            }
            self.next += 1;
        }
        &self.open
    }
}

/// The scene of one paper.
fn scene(paper: &Paper, voices: &Voices, notes: &mut Notes<'_>, out: &mut Vec<Block>) {
    let document = paper.document.as_ref();
    let a = &document.analysis;
    let linked = Linked::default();
    let scene = Scene::new(document, &linked, None);
    let mut walk = Walk {
        document,
        voices,
        turns: Open::new(a.turns.iter().map(|t| (t.span, t))),
        insertions: Open::new(a.insertions.iter().map(|i| (i.span, i))),
        before: None,
    };
    let mut furniture = 0;
    let mut gap = false;
    let mut run: Option<Span> = None;
    for block in cut(&scene) {
        let kind = block.region.and_then(|n| a.regions.get(n)).map_or(RegionKind::Body, |r| r.kind);
        let asked = paper
            .passages
            .as_ref()
            .map(|p| p.iter().any(|s| touches(*s, block.span, block.beside.flatten())));
        let aside = matches!(
            kind,
            RegionKind::Furniture
                | RegionKind::RelatedDocuments
                | RegionKind::Description
                | RegionKind::Comment
        );
        if asked == Some(false) || asked.is_none() && aside {
            furniture += if asked.is_none() { block.span.of(&document.text).chars().count() } else { 0 };
            gap = asked == Some(false);
            close(&mut run, document, notes, out);
            continue;
        }
        if gap && !out.is_empty() {
            walk.before = None;
            out.push(Block::Small { line: Line::default().with("[…]", Kind::Soft) });
        }
        gap = false;
        if asked.is_some() {
            run = Some(run.map_or(block.span, |r| r.hull(block.span)));
        }
        let small = matches!(
            kind,
            RegionKind::Letterhead | RegionKind::Handling | RegionKind::Signature | RegionKind::EditorialNote
        );
        out.push(match block.beside {
            Some(other) => walk.beside(block.span, other),
            None if small => Block::Small { line: walk.plain(block.span) },
            None => walk.speech(block.span, block.opens),
        });
    }
    close(&mut run, document, notes, out);
    if furniture > 0 {
        out.push(Block::Small {
            line: Line::default().with(&fill("dossier.furniture", &[&number(furniture)]), Kind::Missing),
        });
    }
}

fn touches(passage: Span, block: Span, beside: Option<Span>) -> bool {
    passage.overlaps(block) || beside.is_some_and(|b| passage.overlaps(b))
}

/// The note on a run of passages, at the end of its last paragraph.
fn close(run: &mut Option<Span>, document: &StoredDocument, notes: &mut Notes<'_>, out: &mut [Block]) {
    let Some(span) = run.take() else { return };
    let Some(n) = notes.on(&Evidence { document: document.row.id.clone(), span }) else { return };
    let call = Run { note: Some(n), ..Run::default() };
    match out.last_mut() {
        Some(Block::Speech { line, .. } | Block::Small { line }) => line.push(call),
        Some(Block::Beside { left, .. }) => left.push(call),
        _ => {}
    }
}

impl<'d> Walk<'d> {
    fn text(&self) -> &'d str {
        &self.document.text
    }

    fn analysis(&self) -> &'d Analysis {
        &self.document.analysis
    }

    /// Particulars: words with their insertions, nobody's voice.
    fn plain(&mut self, span: Span) -> Line {
        self.before = None;
        self.line(span, None, &[])
    }

    fn speech(&mut self, span: Span, opens: bool) -> Block {
        let (owner, inner) = self.voices_at(span);
        let who = self.label(owner, &inner);
        let line = self.line(span, owner, &inner);
        let depth = owner.map_or(0, |t| u8::try_from(t.depth).unwrap_or(u8::MAX));
        Block::Speech { who, depth, voice: owner.map_or(0, |t| self.voices.turn(t)), line, opens }
    }

    fn beside(&mut self, span: Span, other: Option<Span>) -> Block {
        let (owner, inner) = self.voices_at(span);
        let who = self.label(owner, &inner);
        let left = self.line(span, owner, &inner);
        let right = other.map(|o| self.words(o, Kind::Plain, 0)).map(|r| {
            let mut line = Line::default();
            line.push(r);
            line
        });
        Block::Beside {
            who,
            voice: owner.map_or(0, |t| self.voices.turn(t)),
            left,
            right: right.unwrap_or_default(),
        }
    }

    /// The innermost turn that holds most of a paragraph, and the turns inside it.
    fn voices_at(&mut self, span: Span) -> (Option<&'d Turn>, Vec<(Span, &'d Turn)>) {
        if span.is_empty() {
            return (None, Vec::new());
        }
        let open = self.turns.at(span);
        let most = |s: &Span| {
            let shared = s.end.min(span.end).saturating_sub(s.start.max(span.start)) as usize;
            shared * 10 >= span.len() * 7
        };
        let at = open.iter().rposition(|(s, _)| most(s));
        let owner = at.map(|n| open[n].1);
        let inner = open
            .iter()
            .skip(at.map_or(0, |n| n + 1))
            .filter(|(s, t)| s.overlaps(span) && t.mode != Mode::AuthorText);
        (owner, inner.take(SIGLA).copied().collect())
    }

    /// Who speaks, where it is another than before; and the voices inside with their letters.
    fn label(&mut self, owner: Option<&'d Turn>, inner: &[(Span, &'d Turn)]) -> Vec<Line> {
        let mut out = Vec::new();
        let id = owner.map(|t| t.id.as_str());
        if self.before != Some(id) {
            out.extend(
                owner
                    .filter(|t| t.mode != Mode::AuthorText || t.speaker.is_some())
                    .map(|t| self.named(t, None)),
            );
            self.before = Some(id);
        }
        out.extend(inner.iter().enumerate().map(|(n, (_, t))| self.named(t, Some(siglum(n)))));
        out
    }

    /// "Baek (Seorin), through Castaigne".
    fn named(&self, turn: &Turn, letter: Option<String>) -> Line {
        let mut line = Line::default();
        if let Some(letter) = letter {
            line = line.with(&letter, Kind::Siglum);
        }
        match speaker(turn) {
            Some(who) => line.push(Run {
                voice: self.voices.turn(turn),
                lang: crate::language::name_tag(who),
                ..Run::new(who, Kind::Strong)
            }),
            None => line = line.with(t("voice.unattributed"), Kind::Missing),
        }
        if let Some(side) = turn.side.as_deref().filter(|s| Some(*s) != speaker(turn)) {
            line = line.with(&format!(" ({side})"), Kind::Soft);
        }
        let through: Vec<&str> = turn.chain.iter().rev().skip(1).map(String::as_str).collect();
        if !through.is_empty() {
            line =
                line.with(&format!(", {}", fill("dossier.reported_by", &[&through.join(", ")])), Kind::Soft);
        }
        line
    }

    /// A stretch of the text as one run.
    fn words(&self, span: Span, kind: Kind, voice: u8) -> Run {
        let words = span.of(self.text());
        Run { voice, lang: crate::language::tag(words, &self.analysis().languages), ..Run::new(words, kind) }
    }

    /// The words of a paragraph: voices inside it begin with their letters, insertions are set apart.
    fn line(&mut self, span: Span, owner: Option<&Turn>, inner: &[(Span, &'d Turn)]) -> Line {
        let text = self.text();
        let inserted: Vec<Span> =
            self.insertions.at(span).iter().map(|(s, _)| *s).filter(|s| s.overlaps(span)).collect();
        let mut stops: Vec<u32> = vec![span.start, span.end];
        for s in inner.iter().map(|(s, _)| s).chain(&inserted) {
            stops.extend([s.start, s.end]);
        }
        stops.retain(|s| (span.start..=span.end).contains(s) && text.is_char_boundary(*s as usize));
        stops.sort_unstable();
        stops.dedup();
        let base = owner.map_or(0, |t| self.voices.turn(t));
        let lang = crate::language::tag(span.of(text), &self.analysis().languages);
        let mut line = Line::default();
        let mut set_apart = inserted.iter().peekable();
        for pair in stops.windows(2) {
            let piece = Span { start: pair[0], end: pair[1] };
            for (n, (_, turn)) in
                inner.iter().enumerate().filter(|(_, (s, _))| s.start.max(span.start) == piece.start)
            {
                line.push(Run { voice: self.voices.turn(turn), ..Run::new(&siglum(n), Kind::Siglum) });
            }
            while set_apart.peek().is_some_and(|s| s.end <= piece.start) {
                set_apart.next();
            }
            let apart = set_apart.peek().is_some_and(|s| s.start <= piece.start);
            let voice =
                inner.iter().rev().find(|(s, _)| s.contains(piece)).map_or(0, |(_, t)| self.voices.turn(t));
            let voice = if voice == base { 0 } else { voice };
            let run = Run::new(piece.of(text), if apart { Kind::Insertion } else { Kind::Plain });
            line.push(Run { voice, lang: lang.clone(), ..run });
        }
        line
    }
}

/// The letter of the nth voice inside a paragraph.
fn siglum(n: usize) -> String {
    char::from(b'a' + u8::try_from(n.min(SIGLA - 1)).unwrap_or(0)).to_string()
}
