//! A place in a paper as a citation names it: the page, and for words that somebody reports, who says and who reports.

use memcon_model::{Analysis, Chains, LinkRole, Mode, OffsetMap, Span, Turn};

use super::item::Item;
use super::names::tidy;

/// A place in a paper.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The page or pages, where the format has them.
    pub page: Option<String>,
    /// Bytes of the text.
    pub span: Option<Span>,
    /// Who says the words there; `None` = the paper's own words, or the whole paper.
    pub saying: Option<Saying>,
}

/// Whose words they are, and through whom they come to the paper.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Saying {
    /// The speaker; `None` = the paper does not tell.
    pub speaker: Option<String>,
    /// Who reports whom, the innermost first, without the paper's own author, whom the citation names anyway. `None`:
    /// somebody whom the paper does not name.
    pub reporters: Vec<(LinkRole, Option<String>)>,
    /// Whether the paper's author reports them, rather than a record of the meeting giving them.
    pub reported: bool,
}

impl Place {
    /// A passage. Where one turn holds all of it, the innermost such says who speaks.
    pub fn of_passage(a: &Analysis, span: Span, item: &Item) -> Self {
        let holds = a.turns.iter().filter(|t| t.span.start <= span.start && span.end <= t.span.end);
        let saying = holds.min_by_key(|t| t.span.len()).and_then(|t| saying(a, t, item));
        Self { page: a.layout.cited(span), span: Some(span), saying }
    }

    /// The words of a turn.
    pub fn of_turn(a: &Analysis, turn: &Turn, item: &Item) -> Self {
        Self { page: a.layout.cited(turn.span), span: Some(turn.span), saying: saying(a, turn, item) }
    }

    /// `120–180` in code points, where the place is a passage.
    pub fn code_points(&self, text: &str) -> Option<(u32, u32)> {
        let map = OffsetMap::new(text);
        self.span.map(|s| (map.chars(s.start), map.chars(s.end)))
    }
}

/// Who speaks in `turn`; `None` for the paper's own words.
fn saying(a: &Analysis, turn: &Turn, item: &Item) -> Option<Saying> {
    if turn.mode == Mode::AuthorText && turn.parent.is_none() {
        return None;
    }
    let mut links = Chains::new(a).of(turn);
    links.retain(|l| !l.role.is_hand());
    let spoke = links.pop()?;
    // A link that no words show is what the chain says of an unknown writer; the citation says nothing there.
    links.retain(|l| l.agent.is_some() || l.turn.is_some());
    let own = |name: &str| item.authors.iter().any(|a| a.whole.to_lowercase() == tidy(name).to_lowercase());
    let reported = turn.mode != Mode::TranscriptLine;
    let outer = links.first().filter(|l| l.role == LinkRole::Wrote);
    if outer
        .is_some_and(|l| l.agent.as_deref().is_none_or(own) && !item.authors.is_empty() || l.agent.is_none())
    {
        links.remove(0);
    }
    let reporters = links.iter().rev().map(|l| (l.role, l.agent.as_deref().map(tidy))).collect();
    Some(Saying { speaker: spoke.agent.as_deref().map(tidy), reporters, reported })
}

impl Saying {
    /// The words before the citation: "Rand, as reported by Lorme, in ".
    pub fn words(&self) -> String {
        let mut out = self.speaker.clone().unwrap_or_else(|| "an unnamed speaker".to_owned());
        for (role, agent) in &self.reporters {
            let how = match role {
                LinkRole::Interpreted => "as interpreted by",
                LinkRole::Recorded => "as recorded by",
                _ => "as reported by",
            };
            out.push_str(&format!(", {how} {}", agent.as_deref().unwrap_or("somebody unnamed")));
        }
        out.push_str(if self.reporters.is_empty() && self.reported { ", as reported in " } else { ", in " });
        out
    }
}
