//! Names that the paper's own mark-up calls persons, bodies and places, with the keys of its lists.

use memcon_model::{AgentType, Span};
use memcon_read::MarkKind;

use super::Hit;
use crate::Paper;
use crate::marked::{SURE, listed};

/// Adds marked names and gives those found their keys. What is marked counts for more than what was recognised.
pub(super) fn take(paper: &Paper<'_>, hits: &mut Vec<Hit>) {
    let mut marked: Vec<(Span, AgentType, Option<String>)> = Vec::new();
    for mark in &paper.reading.marks {
        let (kind, key) = match &mark.kind {
            MarkKind::Person(key) => (AgentType::Person, key.as_deref().map(|k| listed(paper, k))),
            MarkKind::Body(_) => (AgentType::Organisation, None),
            MarkKind::Place(_) => (AgentType::Place, None),
            _ => continue,
        };
        // Of nested marks the outer one names the whole.
        if marked.last().is_none_or(|m| m.0.end <= mark.span.start) && named(mark.span.of(paper.text)) {
            marked.push((mark.span, kind, key));
        }
    }
    if marked.is_empty() {
        return;
    }
    hits.sort_by_key(|h| (h.span.start, std::cmp::Reverse(h.span.end)));
    let mut new = Vec::new();
    let mut gone: Vec<bool> = vec![false; hits.len()];
    for (span, kind, key) in marked {
        let mut taken = false;
        // A name found before may begin earlier (with a title) but never by much.
        let from = hits.partition_point(|h| h.span.start + 200 < span.start);
        for n in from..hits.len() {
            if hits[n].span.start >= span.end {
                break;
            }
            if !hits[n].span.overlaps(span) {
                continue;
            }
            let alike = hits[n].kind == kind
                || matches!(
                    (hits[n].kind, kind),
                    (AgentType::State, AgentType::Organisation | AgentType::Place)
                );
            if alike && !taken {
                hits[n].key = key.clone();
                taken = true;
            } else if alike || kind == AgentType::Person || hits[n].span == span {
                gone[n] = true;
            } else {
                taken = true;
            }
        }
        if !taken {
            new.push(hit(paper, span, kind, key));
        }
    }
    let mut n = 0;
    hits.retain(|_| {
        n += 1;
        !gone[n - 1]
    });
    hits.extend(new);
}

/// Whether words name somebody: an office in small letters is meant by the mark-up, not named.
fn named(words: &str) -> bool {
    words.len() < 200 && words.chars().any(|c| c.is_alphabetic() && !c.is_lowercase())
}

fn hit(paper: &Paper<'_>, span: Span, kind: AgentType, key: Option<String>) -> Hit {
    let rule = match kind {
        AgentType::Person => "given.person",
        AgentType::Place => "given.place",
        _ => "given.body",
    };
    let mut hit = Hit::new(span, kind, rule, SURE);
    hit.form = span.of(paper.text).split_whitespace().collect::<Vec<_>>().join(" ");
    hit.full = kind == AgentType::Person && hit.form.contains(' ');
    hit.key = key;
    hit
}
