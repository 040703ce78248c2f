//! Small invented papers with turns, agents and dates put in by hand, for the tests of this stage.

use memcon_model::*;
use memcon_read::Reading;

use crate::Paper;

/// A paper in the making.
pub(super) struct Fixture {
    reading: Reading,
    settings: Settings,
    pub found: Analysis,
}

impl Fixture {
    /// A paper whose whole text is body.
    pub fn new(text: &str) -> Self {
        let reading = Reading { text: text.to_owned(), ..Reading::default() };
        let found = Analysis { languages: vec!["en".into()], ..Analysis::default() };
        Self { reading, settings: Settings::default(), found }
    }

    pub fn form(mut self, form: Form) -> Self {
        self.found.form = form;
        self
    }

    pub fn language(mut self, lang: &str) -> Self {
        self.found.languages = vec![lang.into()];
        self
    }

    /// Makes every `Name: words` line a transcript line; the name is also the side.
    pub fn lines(mut self) -> Self {
        let text = self.reading.text.clone();
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            if let Some((name, words)) = line.trim_end().split_once(": ") {
                let start = at + name.len() + 2;
                self.turn(Span::new(start, start + words.len()), name, name, Mode::TranscriptLine);
            }
            at += line.len();
        }
        self
    }

    /// Makes `words` a turn of `speaker` for `side`.
    pub fn says(mut self, words: &str, speaker: &str, side: &str, mode: Mode) -> Self {
        let span = self.span(words);
        self.turn(span, speaker, side, mode);
        self
    }

    fn turn(&mut self, span: Span, speaker: &str, side: &str, mode: Mode) {
        self.found.turns.push(Turn {
            id: String::new(),
            span,
            cue: None,
            speaker_as_named: None,
            speaker: Some(speaker.into()),
            side: Some(side.into()),
            addressee: None,
            mode,
            chain: vec![speaker.into()],
            depth: 0,
            time: None,
            parent: None,
            region: None,
            links: Vec::new(),
            basis: Basis::new("test", 1.0),
        });
        self.found.turns.sort_by_key(|t| t.span.start);
        for (n, t) in self.found.turns.iter_mut().enumerate() {
            t.id = format!("t{}", n + 1);
        }
    }

    /// Names an agent wherever `name` stands in the text.
    pub fn agent(mut self, name: &str, kind: AgentType, side: &str) -> Self {
        let mentions: Vec<Mention> = self
            .reading
            .text
            .match_indices(name)
            .map(|(n, w)| Mention::named(Span::new(n, n + w.len()), w))
            .collect();
        let n = self.found.agents.len() + 1;
        self.found.agents.push(Agent {
            id: format!("a{n}"),
            canonical: name.into(),
            kind,
            side: (!side.is_empty()).then(|| side.into()),
            role: None,
            authority: None,
            glosses: Vec::new(),
            offices: Vec::new(),
            forms: vec![name.into()],
            mentions,
            basis: Basis::new("test", 1.0),
        });
        self
    }

    /// Dates the words `words`.
    pub fn date(mut self, words: &str, edtf: &str) -> Self {
        let span = self.span(words);
        let edtf = edtf.parse().ok();
        self.found.dates.push(DateFound {
            span,
            edtf,
            basis: Basis::new("test", 1.0),
            ..DateFound::default()
        });
        self.found.dates.sort_by_key(|d| d.span.start);
        self
    }

    fn span(&self, words: &str) -> Span {
        let at = self.reading.text.find(words).unwrap_or_else(|| panic!("{words:?} is not in the paper"));
        Span::new(at, at + words.len())
    }

    /// Runs `f` over the paper.
    pub fn read<T>(&self, f: impl FnOnce(&Paper<'_>, &Analysis) -> T) -> T {
        let mut paper = Paper::new(&self.reading, &self.settings);
        paper.languages = self.found.languages.clone();
        f(&paper, &self.found)
    }
}
