//! Stretches of a document by function: regions, and readers' comments.

use memcon_model::{Analysis, Basis, Comment, Region, RegionKind, Span};

use crate::Paper;

/// What dividing gives.
#[derive(Debug, Default)]
pub struct Divided {
    /// A partition of the text.
    pub regions: Vec<Region>,
    /// Readers' comments.
    pub comments: Vec<Comment>,
}

/// Divides the text; regions leave no gap.
pub fn divide(paper: &Paper<'_>, _found: &Analysis) -> Divided {
    let whole = Region {
        id: "r1".into(),
        kind: RegionKind::Body,
        span: Span::new(0, paper.text.len()),
        basis: Basis::new("divide.rest", 0.5),
    };
    Divided { regions: vec![whole], comments: Vec::new() }
}
