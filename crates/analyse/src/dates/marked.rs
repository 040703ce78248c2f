//! Dates whose value the paper's own mark-up gives: an edition knows what "the 3rd" means.

use memcon_model::{Basis, DateFound, DateType, Edtf, Timex};
use memcon_read::MarkKind;

use crate::Paper;
use crate::marked::SURE;

/// Gives marked dates their value, and adds those that no rule found. Linear.
pub(super) fn take(paper: &Paper<'_>, found: &mut Vec<DateFound>) {
    let before = found.len();
    for mark in &paper.reading.marks {
        let MarkKind::Date(value) = &mark.kind else { continue };
        let Ok(value) = value.parse::<Edtf>() else { continue };
        let from = found[..before].partition_point(|d| d.span.end <= mark.span.start);
        let inside = found[from..before].iter().take_while(|d| d.span.start < mark.span.end).count();
        let days: Vec<usize> = (from..from + inside)
            .filter(|&n| matches!(found[n].kind, DateType::Date | DateType::Relative))
            .collect();
        match days.as_slice() {
            [one] => settle(&mut found[*one], &value),
            [] if inside == 0 => found.push(DateFound {
                span: mark.span,
                value: Some(value.timex_value()),
                timex: if value.time().is_some() { Timex::Time } else { Timex::Date },
                edtf: Some(value),
                kind: DateType::Date,
                anchor: None,
                basis: Basis::new("given.date", SURE),
            }),
            _ => {}
        }
    }
    if found.len() > before {
        found.sort_by_key(|d| (d.span.start, d.span.end));
    }
}

/// The marked value stands, unless the words tell the same more exactly.
fn settle(date: &mut DateFound, value: &Edtf) {
    let same = date.edtf.as_ref().is_some_and(|own| {
        own.earliest() == value.earliest()
            && own.latest() == value.latest()
            && own.as_str().len() >= value.as_str().len()
    });
    if same {
        return;
    }
    date.value = Some(value.timex_value());
    date.edtf = Some(value.clone());
    date.anchor = None;
    date.basis = Basis::new("given.date", SURE);
}
