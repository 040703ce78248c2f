//! The files of `data/voice/languages/`, compiled once.

use memcon_lexicon::Pattern;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Where a cue stands beside a quotation; the patterns that are given must all match.
#[derive(Debug)]
pub(in crate::voice) struct QuoteRule {
    /// Names the rule where its examples fail.
    #[cfg(test)]
    pub id: String,
    /// Over the text before the opening mark; ends with `$`.
    pub before: Option<Pattern>,
    /// Over the text behind the closing mark; begins with `^`.
    pub behind: Option<Pattern>,
    /// Over the quoted words.
    pub inside: Option<Pattern>,
    #[cfg(test)]
    pub yes: Vec<String>,
    #[cfg(test)]
    pub no: Vec<String>,
}

impl QuoteRule {
    /// Source and verb stand on two sides of the words.
    pub fn apart(&self) -> bool {
        self.before.is_some() && self.behind.is_some()
    }
}

/// A report without marks: a pattern over one sentence.
#[derive(Debug)]
pub(in crate::voice) struct ReportRule {
    pub id: String,
    pub pattern: Pattern,
    pub confidence: f32,
    #[cfg(test)]
    pub yes: Vec<String>,
    #[cfg(test)]
    pub no: Vec<String>,
}

/// One language.
#[derive(Debug)]
pub(in crate::voice) struct Language {
    pub lang: String,
    /// `han`, `hangul`, `cyrillic` or `latin`.
    pub script: String,
    /// A paragraph that opens with a dash is somebody's words.
    pub dash: bool,
    /// Behind a cue that ends its sentence the speaker goes on without a dash.
    pub dash_goes_on: bool,
    pub he: Vec<String>,
    pub she: Vec<String>,
    /// How a writer or speaker means himself.
    pub i: Vec<String>,
    pub many: Vec<String>,
    /// Words that show that a phrase describes an office and gives no name.
    pub links: Vec<String>,
    pub titles: Vec<String>,
    pub quotes: Vec<QuoteRule>,
    pub reports: Vec<ReportRule>,
}

impl Language {
    /// Whether spaces part its words.
    pub fn spaced(&self) -> bool {
        self.script != "han"
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct QuoteText {
    #[cfg_attr(not(test), expect(dead_code))]
    id: String,
    before: Option<String>,
    behind: Option<String>,
    inside: Option<String>,
    #[serde(rename = "why")]
    _why: String,
    #[cfg_attr(not(test), expect(dead_code))]
    yes: Vec<String>,
    #[cfg_attr(not(test), expect(dead_code))]
    no: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReportText {
    id: String,
    pattern: String,
    confidence: f32,
    #[serde(rename = "why")]
    _why: String,
    #[cfg_attr(not(test), expect(dead_code))]
    yes: Vec<String>,
    #[cfg_attr(not(test), expect(dead_code))]
    no: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LanguageText {
    lang: String,
    script: String,
    #[serde(default)]
    dash: bool,
    #[serde(default)]
    dash_goes_on: bool,
    #[serde(default)]
    he: Vec<String>,
    #[serde(default)]
    she: Vec<String>,
    #[serde(default)]
    i: Vec<String>,
    #[serde(default)]
    many: Vec<String>,
    #[serde(default)]
    links: Vec<String>,
    #[serde(default)]
    titles: Vec<String>,
    parts: BTreeMap<String, String>,
    #[serde(default)]
    quote: Vec<QuoteText>,
    #[serde(default)]
    report: Vec<ReportText>,
}

/// A pattern with its `{pieces}` put in, inner ones too; depth is bounded.
fn fill(pattern: &str, parts: &BTreeMap<String, String>) -> String {
    let mut text = pattern.to_owned();
    for _ in 0..6 {
        let mut changed = false;
        for (name, piece) in parts {
            let key = format!("{{{name}}}");
            if text.contains(&key) {
                text = text.replace(&key, piece);
                changed = true;
            }
        }
        if !changed {
            break;
        }
    }
    text
}

fn compile(pattern: &str, parts: &BTreeMap<String, String>) -> Pattern {
    Pattern::new(fill(pattern, parts))
}

fn language(path: &str) -> Language {
    let f: LanguageText = memcon_lexicon::table(path).expect("data/voice/languages is sound");
    let parts = f.parts;
    let quote = |q: QuoteText| QuoteRule {
        #[cfg(test)]
        id: q.id,
        before: q.before.as_deref().map(|p| compile(p, &parts)),
        behind: q.behind.as_deref().map(|p| compile(p, &parts)),
        inside: q.inside.as_deref().map(|p| compile(p, &parts)),
        #[cfg(test)]
        yes: q.yes,
        #[cfg(test)]
        no: q.no,
    };
    let report = |r: ReportText| ReportRule {
        id: r.id,
        pattern: compile(&r.pattern, &parts),
        confidence: r.confidence,
        #[cfg(test)]
        yes: r.yes,
        #[cfg(test)]
        no: r.no,
    };
    Language {
        lang: f.lang,
        script: f.script,
        dash: f.dash,
        dash_goes_on: f.dash_goes_on,
        he: f.he,
        she: f.she,
        i: f.i,
        many: f.many,
        links: f.links,
        titles: f.titles,
        quotes: f.quote.into_iter().map(quote).collect(),
        reports: f.report.into_iter().map(report).collect(),
    }
}

/// All languages, in the order of their files.
pub(super) static LANGUAGES: LazyLock<Vec<Language>> =
    LazyLock::new(|| memcon_lexicon::files("voice/languages/").iter().map(|p| language(p)).collect());
