//! Puts the parts together: evidence, quotations, papers, transcript lines, reports; then one tree of turns.

use super::cast::{Cast, Gender};
use super::draft::{Draft, nest, turns};
use super::indirect::{Around, Context, Indirect, is_item, read, side_of, time_in};
use super::languages::{Foreign, Speakable, means_self, spoken_paragraphs};
use super::lexis::PREFIXES;
use super::papers::{Author, enclosed, outer, recorder};
use super::prefix::{Line, Parts, lines};
use super::scan::{Kind, Scan, Sentence};
use super::search::{Tree, search, with_dashes};
use super::speech::{How, Speech, is_dialogue, speeches};
use super::who::Who;
use super::words::{Class, has};
use super::{Voices, address, attributions, insertions, languages, marks, reports, times};
use crate::Paper;
use memcon_model::{Analysis, Attribution, Field, Form, Mode, RegionKind, Span};
use std::collections::BTreeMap;

/// One paper's voices in the making.
pub(super) struct Work<'w> {
    pub paper: &'w Paper<'w>,
    pub found: &'w Analysis,
    pub scan: Scan<'w>,
    pub tree: Tree,
    pub cast: Cast,
    pub lines: Vec<Line>,
    pub authors: Vec<Author>,
    pub speeches: Vec<Speech>,
    pub drafts: Vec<Draft>,
    pub parents: Vec<Option<usize>>,
    attributions: Vec<Attribution>,
    /// Who wrote the record down, where it says so.
    recorder: Option<String>,
    speakable: Speakable,
    /// Names of those who speak beside marks in other languages than English.
    speakers: Vec<String>,
    /// A tale: of no documentary form, and next to no figures in it.
    tale: bool,
}

/// Whether speech is looked for in a region.
fn speaks(kind: RegionKind) -> bool {
    matches!(kind, RegionKind::Body | RegionKind::Translation | RegionKind::Original | RegionKind::Signature)
}

/// The region at a byte, by halving.
fn region_at(found: &Analysis, at: u32) -> Option<&memcon_model::Region> {
    let n = found.regions.partition_point(|r| r.span.end <= at);
    found.regions.get(n).filter(|r| r.span.start <= at)
}

/// Whether a paper is a tale: it reads like one and has no documentary form, or is full of dialogue and next to no figures.
fn is_tale(scan: &Scan<'_>, found: &Analysis, tree: &Tree) -> bool {
    let length = scan.text.len();
    let numbers = scan.toks.iter().filter(|t| t.kind == Kind::Number).count();
    let quoted: usize = tree.quotes.iter().filter(|q| q.parent.is_none()).map(|q| q.inner.len()).sum();
    let talk = tree.quotes.len() >= 20 && quoted * 4 > length && quoted * 10 < length * 9;
    found.form == Form::Other && attributions::is_tale(scan)
        || length > 2000 && talk && numbers * 3000 < length
}

/// Where the run of regions of spoken text around a byte ends: at the next region of another kind.
fn part_end(found: &Analysis, at: u32) -> u32 {
    let n = found.regions.partition_point(|r| r.span.end <= at);
    let Some(own) = found.regions.get(n).filter(|r| r.span.start <= at) else { return u32::MAX };
    let running = |r: &&memcon_model::Region| r.kind == own.kind || r.kind == RegionKind::Furniture;
    let rest = found.regions.get(n..).unwrap_or_default();
    let last = rest.iter().take_while(running).filter(|r| r.kind == own.kind).last();
    last.map_or(own.span.end, |r| r.span.end)
}

impl<'w> Work<'w> {
    /// Runs all steps.
    pub fn new(paper: &'w Paper<'w>, found: &'w Analysis) -> Self {
        let scan = Scan::beside(paper.text, &crate::marked::note_marks(paper));
        let allowed = |at: u32| region_at(found, at).is_none_or(|r| speaks(r.kind));
        let (list, seen) = marks::evidence(&scan);
        let mut tree = search(&list, &seen, paper.text.len() as u32);
        let speakable = Speakable::of(paper);
        with_dashes(&mut tree, spoken_paragraphs(&scan, &speakable));
        let named = |at: u32| {
            region_at(found, at)
                .is_none_or(|r| !matches!(r.kind, RegionKind::Furniture | RegionKind::Comment))
        };
        let present = crate::describe::participants(paper, &found.description);
        let mut cast = Cast::new(&scan, found, &paper.settings.parties, present, &named);
        let sentences = scan.sentences();
        if matches!(found.form, Form::Cable | Form::Memorandum | Form::Letter | Form::Minutes) {
            cast.introduced(&scan, &sentences);
        }
        cast.at_home(found);
        let part = |at: u32| part_end(found, at);
        let heard = |at: u32| {
            region_at(found, at).is_none_or(|r| speaks(r.kind) || r.kind == RegionKind::EditorialNote)
        };
        let marked = super::marked::speakers(paper);
        let speaker = |at: u32| super::marked::stands(&marked, at);
        let lines = lines(&scan, &cast, &Parts { allowed: &heard, until: &part, speaker: &speaker });
        let mut authors: Vec<Author> = outer(&scan, paper, found, &cast).into_iter().collect();
        if lines.len() >= 4 {
            authors.clear();
        }
        authors.extend(enclosed(&scan, &tree.quotes, &cast).into_iter().filter(|a| allowed(a.span.start)));
        authors.extend(super::quoted::messages(paper, &allowed));
        let papers: Vec<usize> = authors.iter().filter_map(|a| a.quote).collect();
        let skip = |q: &super::search::Quote| {
            !allowed(q.open.start) || papers.iter().any(|&p| tree.quotes[p].open == q.open)
        };
        let speakers = languages::speakers(&scan, &tree.quotes, &speakable);
        let foreign = Foreign { speakable: &speakable, speakers: &speakers };
        let mut speeches = speeches(&scan, &tree.quotes, &cast, &foreign, &skip);
        let tale = is_tale(&scan, found, &tree);
        if tale && is_dialogue(&scan, &tree.quotes) {
            super::dialogue::assign(&scan, &tree.quotes, &cast, &mut speeches);
        }
        let mut work = Self {
            paper,
            found,
            scan,
            tree,
            cast,
            lines,
            authors,
            speeches,
            drafts: Vec::new(),
            parents: Vec::new(),
            attributions: Vec::new(),
            recorder: None,
            speakable,
            speakers,
            tale,
        };
        work.recorder = recorder(&work.scan, work.paper, found, &work.cast);
        work.gather(&sentences);
        work
    }

    fn gather(&mut self, sentences: &[Sentence]) {
        let mut drafts: Vec<Draft> = self.authors.iter().map(|a| self.of_author(a)).collect();
        drafts.extend(self.of_lines());
        drafts.extend(self.of_speeches());
        drafts.extend(self.announced(sentences));
        // Who is spoken to must be known before "you said" inside is read.
        self.parents = nest(&mut drafts);
        self.first_person(&mut drafts);
        address::pairs(&mut drafts, &self.parents);
        let indirect = self.indirect(sentences, &drafts);
        drafts.extend(indirect.drafts);
        let cx = reports::Source {
            speakers: &self.speakers,
            scan: &self.scan,
            found: self.found,
            cast: &self.cast,
            speeches: &self.speeches,
            speakable: &self.speakable,
        };
        let other = reports::read(&cx, sentences);
        drafts.extend(other.drafts);
        // A tale tells thoughts on every line; only its direct speech is given as attributions.
        let tale = self.tale;
        let mut reported = if tale { Vec::new() } else { indirect.attributions };
        reported.extend(other.attributions);
        self.attributions = attributions::gather(&self.tree, &self.speeches, reported, &self.scan, tale);
        self.parents = nest(&mut drafts);
        self.first_person(&mut drafts);
        address::pointed(&self.scan, &self.cast, &mut drafts);
        self.place(&mut drafts);
        self.drafts = drafts;
    }

    /// Addressees, sides and times, once the tree stands.
    fn place(&self, drafts: &mut [Draft]) {
        address::pairs(drafts, &self.parents);
        address::told(&self.scan, &self.cast, drafts, &self.parents);
        if matches!(self.found.form, Form::Cable | Form::Memorandum) {
            address::to_the_author(&self.scan, &self.cast, drafts, &self.parents);
        }
        address::reports_of_pairs(drafts, &self.parents);
        address::enclosed(&self.scan, drafts, &self.parents);
        address::own_party(&self.scan, &self.cast, drafts);
        if let Some(base) = self.base() {
            address::staff(drafts, &base);
        }
        address::same_side(drafts);
        address::counterpart(&self.scan, &self.cast, drafts);
        address::deixis(&self.cast, drafts, &self.parents);
        address::same_side(drafts);
        times::fill(&self.scan, self.found, drafts, &self.parents);
    }

    /// "I said": whoever speaks around these words.
    fn first_person(&self, drafts: &mut [Draft]) {
        for n in 0..drafts.len() {
            self.report_goes_on(drafts, n);
            let named = drafts[n].who.named.as_deref();
            if drafts[n].who.name.is_some()
                || !named.is_some_and(|w| w.eq_ignore_ascii_case("i") || means_self(w))
            {
                continue;
            }
            // Parents come before their children; those that say "I" themselves have their name by now.
            let mut up = self.parents[n];
            // A report of somebody else is not where "I" is at home.
            while let Some(p) = up.filter(|&p| drafts[p].mode == Mode::IndirectReport) {
                up = self.parents[p];
            }
            let around = up.and_then(|p| drafts.get(p)).map(|p| (p.who.clone(), p.side.clone()));
            if let Some((who, side)) = around.filter(|(w, _)| w.name.is_some()) {
                drafts[n].who =
                    Who { source: drafts[n].who.source, named: drafts[n].who.named.take(), ..who };
                drafts[n].side = side;
            }
        }
    }

    /// "…," he said, inside a report that runs on: he whose words are reported.
    fn report_goes_on(&self, drafts: &mut [Draft], n: usize) {
        let gender = match drafts[n].who.named.as_deref() {
            Some("he" | "He") => Gender::Male,
            Some("she" | "She") => Gender::Female,
            _ => return,
        };
        let Some(p) = self.parents[n] else { return };
        let fits = drafts[n].mode == Mode::DirectQuote
            && drafts[p].mode == Mode::IndirectReport
            && drafts[p].who.person.is_some()
            && drafts[p].who.gender.is_none_or(|g| g == gender);
        if fits {
            let (who, side) = (drafts[p].who.clone(), drafts[p].side.clone());
            drafts[n].who = Who { source: drafts[n].who.source, named: drafts[n].who.named.take(), ..who };
            drafts[n].side = side;
        }
    }

    fn of_author(&self, a: &Author) -> Draft {
        let who = Who {
            named: a.named.clone(),
            name: a.name.clone(),
            person: a.name.as_deref().and_then(|n| self.cast.by_name(n, u32::MAX)),
            ..Who::default()
        };
        Draft {
            span: a.span,
            cue: a.cue,
            side: side_of(&self.cast, &who).or_else(|| self.office_side().filter(|_| a.is_outer())),
            who,
            addressee: a.addressee.clone(),
            mode: Mode::AuthorText,
            time: None,
            rule: a.rule,
            confidence: 0.8,
            why: match a.quote {
                Some(_) => "a salutation opens it and a signature closes it".into(),
                None if a.is_outer() => "the paper is signed".into(),
                None => "the message quotes an earlier one".into(),
            },
        }
    }

    /// The side of the office that issued the paper.
    fn office_side(&self) -> Option<String> {
        let office = self.found.description.first(Field::IssuingOffice);
        if let Some(side) = office.and_then(|v| self.cast.sides.find(&v.value)) {
            // A telegram from the capital of another state under this head: the head may be the receiver's.
            let sender = self.found.description.first(Field::Sender);
            let from = sender.and_then(|v| self.cast.sides.find(&v.value));
            return (from.is_none() || from.as_ref() == Some(&side)).then_some(side);
        }
        // The line at the top of a letterhead is the writer's, what stands below may be the addressee's.
        let head = self.found.regions.iter().find(|r| r.kind == RegionKind::Letterhead)?;
        let first = head.span.of(self.scan.text).lines().find(|l| !l.trim().is_empty())?;
        let sides = self.cast.sides.all(first);
        let letterhead = first.len() < 160 && first.chars().all(|c| !c.is_lowercase());
        (letterhead && sides.len() == 1).then(|| sides.into_iter().next()).flatten()
    }

    /// Lines of a transcript as drafts.
    fn of_lines(&self) -> Vec<Draft> {
        let mut glosses: BTreeMap<&str, &str> = BTreeMap::new();
        for (line, gloss) in self.lines.iter().filter_map(|l| l.gloss.as_deref().map(|g| (l, g))) {
            glosses.entry(line.label.as_str()).or_insert(gloss);
        }
        // A label returns on every other line; which delegate a side's name means is the same each time.
        let mut delegates: BTreeMap<&str, Option<usize>> = BTreeMap::new();
        for line in &self.lines {
            delegates.entry(&line.label).or_insert_with(|| self.cast.of_side(&line.label));
        }
        let delegate = |l: &Line| delegates.get(l.label.as_str()).copied().flatten();
        let whos: Vec<Who> = self.lines.iter().map(|l| self.of_label(l, &glosses, delegate(l))).collect();
        let mut names: Vec<&str> = whos.iter().filter_map(|w| w.name.as_deref()).collect();
        names.sort_unstable();
        names.dedup();
        let two = names.len() == 2;
        self.lines
            .iter()
            .zip(&whos)
            .map(|(line, who)| Draft {
                span: line.words,
                cue: Some(line.prefix),
                side: self.side_of_label(line, who),
                who: who.clone(),
                addressee: two
                    .then(|| names.iter().find(|n| Some(**n) != who.name.as_deref()).map(|n| (*n).to_owned()))
                    .flatten(),
                mode: Mode::TranscriptLine,
                time: None,
                rule: "voice.prefix",
                confidence: 0.9,
                why: format!("prefix “{}”", line.label),
            })
            .collect()
    }

    /// Whom a prefix means. `delegate` = the one who speaks for the side that the prefix names.
    fn of_label(&self, line: &Line, glosses: &BTreeMap<&str, &str>, delegate: Option<usize>) -> Who {
        let gloss = glosses.get(line.label.as_str()).map(|g| (*g).to_owned());
        let named = line.label.clone();
        let at = line.prefix.start + 1;
        let person = gloss
            .as_deref()
            .and_then(|g| self.cast.by_name(g, at))
            .or(delegate)
            .or_else(|| self.cast.by_name(&named, at))
            .or_else(|| self.cast.by_role(&named, at));
        let known = person.and_then(|p| self.cast.people.get(p)).map(|p| p.name.clone());
        Who {
            source: Some(line.prefix),
            name: known.or(gloss).or_else(|| Some(named.clone())).map(|n| in_small(&n)),
            named: Some(named),
            person,
            gender: None,
        }
    }

    fn side_of_label(&self, line: &Line, who: &Who) -> Option<String> {
        if let Some(side) = self.cast.sides.exactly(&line.label) {
            return Some(side);
        }
        let label = line.label.to_lowercase();
        if has(&label, Class::SideWord) {
            return Some(line.label.clone());
        }
        side_of(&self.cast, who)
    }

    /// Quotations as drafts; a quotation cut up by its cue is one.
    fn of_speeches(&self) -> Vec<Draft> {
        let mut found: Vec<(usize, Draft)> = Vec::new();
        for s in &self.speeches {
            let q = &self.tree.quotes[s.quote];
            let span = q.inner.trim(self.scan.text);
            if let Some((last, d)) = found.last_mut()
                && s.how == How::Continued
                && self.tree.quotes[*last].parent == q.parent
                && d.who.name == s.who.name
                && span.start.saturating_sub(d.span.end) < 160
            {
                d.span.end = span.end;
                *last = s.quote;
                continue;
            }
            let (rule, confidence) = s.how.rule();
            let cue_line = s.cue.map(|c| Span {
                start: c.start.saturating_sub(120).max(sentence_floor(&self.scan, c.start)),
                end: c.end,
            });
            found.push((
                s.quote,
                Draft {
                    span,
                    cue: s.cue,
                    side: side_of(&self.cast, &s.who),
                    who: s.who.clone(),
                    addressee: None,
                    mode: Mode::DirectQuote,
                    time: cue_line.and_then(|c| time_in(self.found, c)),
                    rule,
                    confidence,
                    why: match s.cue {
                        Some(c) => format!("cue “{}”", c.of(self.scan.text)),
                        None => "no cue".into(),
                    },
                },
            ));
        }
        found.into_iter().map(|(_, d)| d).collect()
    }

    /// Speech without marks that a cue and a colon announce at a paragraph's end ("X asked:", then numbered points).
    fn announced(&self, sentences: &[Sentence]) -> Vec<Draft> {
        let mut found = Vec::new();
        for (n, s) in sentences.iter().enumerate() {
            let last = s.last as usize;
            if last == 0
                || self.scan.kind(last - 1) != Kind::Colon
                || self.scan.kind(last) != Kind::Break
                || !self.allowed(s.span.start)
            {
                continue;
            }
            if self.scan.kind(last + 1) == Kind::Mark {
                continue;
            }
            let Some(cue) = super::cues::cue_before(&self.scan, last) else { continue };
            let Some(source) = cue.source else { continue };
            let adjacent = cue.verb.end + 40 >= self.scan.toks[last - 1].start;
            let Some(end) = announced_end(&self.scan, sentences, n).filter(|_| adjacent) else { continue };
            let who = super::speech::resolve(
                &self.scan,
                &self.tree.quotes,
                &self.cast,
                &self.speeches,
                usize::MAX,
                source,
            );
            let start = sentences[n + 1].span.start;
            found.push(Draft {
                span: Span { start, end }.trim(self.scan.text),
                cue: Some(cue.whole),
                side: side_of(&self.cast, &who),
                who,
                addressee: None,
                mode: Mode::DirectQuote,
                time: time_in(self.found, s.span),
                rule: "voice.announced",
                confidence: 0.7,
                why: format!("cue “{}” and a colon at the paragraph's end", cue.whole.of(self.scan.text)),
            });
        }
        found
    }

    fn allowed(&self, at: u32) -> bool {
        region_at(self.found, at).is_none_or(|r| speaks(r.kind))
    }

    fn indirect(&self, sentences: &[Sentence], drafts: &[Draft]) -> Indirect {
        let inside = self.inside();
        let mut order: Vec<&Draft> = drafts
            .iter()
            .filter(|d| matches!(d.mode, Mode::TranscriptLine | Mode::DirectQuote | Mode::AuthorText))
            .collect();
        order.sort_by_key(|d| (d.span.start, std::cmp::Reverse(d.span.end)));
        let cover = Cover::new(&order);
        let around = |at: u32| match cover.at(at) {
            Some(k) => Around {
                speech: order[k].mode != Mode::AuthorText,
                speaker: Some(order[k].who.clone()),
                addressee: order[k].addressee.clone(),
            },
            None => Around::default(),
        };
        let mut spoken: Vec<u32> =
            self.speeches.iter().map(|s| self.tree.quotes[s.quote].open.start).collect();
        spoken.sort_unstable();
        let allowed = |at: u32| self.allowed(at);
        let cx = Context {
            scan: &self.scan,
            found: self.found,
            cast: &self.cast,
            inside: &inside,
            around: &around,
            allowed: &allowed,
            spoken: &spoken,
        };
        let mut found = read(&cx, sentences);
        for d in &mut found.drafts {
            // No report leaves the speech, the enclosed paper or the part of the paper in which it begins.
            let around = cover.at(d.span.start).map_or(u32::MAX, |k| order[k].span.end);
            d.span.end = d.span.end.min(around).min(part_end(self.found, d.span.start)).max(d.span.start);
        }
        found
    }

    /// For every token the innermost speech quotation around it (index + 1).
    fn inside(&self) -> Vec<u32> {
        let mut inside = vec![0u32; self.scan.toks.len()];
        // Outer quotations come before inner ones, which then write over them. Depth is bounded, so this is linear.
        for (n, q) in self.tree.quotes.iter().enumerate() {
            let a = self.scan.token_at(q.inner.start);
            let b = self.scan.token_at(q.inner.end);
            if let Some(slice) = inside.get_mut(a..b) {
                slice.fill(n as u32 + 1);
            }
        }
        inside
    }

    /// Who stands before every chain: a news agency or paper.
    fn base(&self) -> Option<String> {
        if !matches!(self.found.form, Form::PressReport | Form::WebPage) {
            return None;
        }
        let value = |f| self.found.description.first(f).map(|v| v.value.as_str());
        let byline = value(Field::Author).and_then(byline);
        let agency = || {
            value(Field::Agency).filter(|a| {
                let lower = a.to_lowercase();
                !PREFIXES.unnamed.iter().any(|w| lower.contains(w.as_str()))
            })
        };
        byline.or_else(|| agency().or_else(|| value(Field::Publisher)).map(in_small))
    }

    /// Who tells a record that is told and not printed speech by speech.
    fn teller(&self) -> Option<&str> {
        let told = matches!(self.found.form, Form::Minutes | Form::Memorandum) && self.lines.len() < 4;
        let written = self.authors.iter().any(Author::is_outer);
        self.recorder.as_deref().filter(|_| told && !written)
    }

    /// What the stage gives.
    pub fn voices(self) -> Voices {
        let region_of = |at: u32| region_at(self.found, at).map(|r| r.id.clone());
        let base = self.base();
        let turns = turns(&self.drafts, &self.parents, base.as_deref().or(self.teller()), &region_of);
        let author = self.authors.iter().find(|a| a.is_outer()).and_then(|a| a.name.as_deref());
        let translator = self.found.description.first(Field::Translator).map(|v| v.value.as_str());
        let recorder = self.recorder.as_deref();
        let described = |at: u32| {
            region_at(self.found, at).is_none_or(|r| {
                speaks(r.kind) || matches!(r.kind, RegionKind::Letterhead | RegionKind::Handling)
            })
        };
        let catalogued =
            |at: u32| region_at(self.found, at).is_some_and(|r| r.kind == RegionKind::Description);
        let insertions = insertions::insertions(
            &self.scan,
            &turns,
            &insertions::Hands {
                author,
                translator,
                recorder,
                transcript: self.lines.len() >= 4,
                draft: self.found.form == Form::DraftTreaty,
            },
            &insertions::Parts { spoken: &described, catalogued: &catalogued },
        );
        Voices { turns, insertions, attributions: self.attributions }
    }
}

/// A byline's person: the words behind "Correspondent", where a name of two words is left.
fn byline(author: &str) -> Option<String> {
    let words: Vec<&str> = author.split_whitespace().collect();
    let post = |w: &str| {
        let low = w.trim_end_matches(['.', ',', ':']).to_lowercase();
        has(&low, Class::Title) || has(&low, Class::RoleWord) || has(&low, Class::SourceNoun) || low == "by"
    };
    let from = words.iter().position(|w| !post(w))?;
    let name = words.get(from..)?;
    let person = |w: &&str| {
        w.starts_with(char::is_uppercase) && !has(&w.to_lowercase(), Class::BodyWord)
            || has(w, Class::NameParticle)
    };
    ((2..=5).contains(&name.len()) && name.iter().all(person)).then(|| in_small(&name.join(" ")))
}

/// A name printed in capitals, with capitals only where its words begin; initials and short forms stay.
fn in_small(name: &str) -> String {
    if name.chars().any(char::is_lowercase) || name.chars().all(|c| !c.is_uppercase()) {
        return name.to_owned();
    }
    let small = |w: &str| {
        if w.chars().count() <= 3 && !has(&w.trim_end_matches('.').to_lowercase(), Class::Title) {
            return w.to_owned();
        }
        let mut chars = w.chars();
        chars.next().map_or(String::new(), |c| c.to_string() + &chars.as_str().to_lowercase())
    };
    name.split(' ').map(small).collect::<Vec<_>>().join(" ")
}

/// Start of the line or sentence before `at`, at most 120 bytes back.
fn sentence_floor(scan: &Scan<'_>, at: u32) -> u32 {
    let k = scan.token_at(at);
    (k.saturating_sub(30)..k)
        .rev()
        .find(|&i| matches!(scan.kind(i), Kind::Break | Kind::Stop | Kind::Mark))
        .map_or(0, |i| scan.toks[i].end)
}

/// End of what a colon at a paragraph's end announces: its list, or one paragraph.
fn announced_end(scan: &Scan<'_>, sentences: &[Sentence], n: usize) -> Option<u32> {
    let first = sentences.get(n + 1)?;
    let listed = is_item(scan, first.first as usize);
    let mut end = first.span.end;
    let mut paragraph = first.paragraph;
    for next in sentences.iter().skip(n + 2).take(600) {
        if next.paragraph != paragraph {
            if !(listed && is_item(scan, next.first as usize)) {
                break;
            }
            paragraph = next.paragraph;
        }
        end = next.span.end;
    }
    Some(end)
}

/// Looks up the innermost of sorted, nested spans at a byte in logarithmic time.
struct Cover {
    /// Beginnings of pieces, and who is innermost from there on.
    cuts: Vec<(u32, Option<usize>)>,
}

impl Cover {
    fn new(order: &[&Draft]) -> Self {
        let mut events: Vec<(u32, u8, usize)> = Vec::new();
        for (n, d) in order.iter().enumerate() {
            events.push((d.span.start, 1, n));
            events.push((d.span.end, 0, n));
        }
        events.sort_unstable();
        let mut open: Vec<usize> = Vec::new();
        let mut cuts = Vec::new();
        for (at, kind, n) in events {
            if kind == 1 {
                open.push(n);
            } else if let Some(k) = open.iter().rposition(|&o| o == n) {
                open.remove(k);
            }
            cuts.push((at, open.last().copied()));
        }
        Self { cuts }
    }

    fn at(&self, at: u32) -> Option<usize> {
        let n = self.cuts.partition_point(|c| c.0 <= at);
        n.checked_sub(1).and_then(|n| self.cuts[n].1)
    }
}
