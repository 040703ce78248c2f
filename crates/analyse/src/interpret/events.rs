//! Meetings, contacts, letters, visits and other happenings.

use memcon_model::{Analysis, Event};

use crate::Paper;

/// Meetings, contacts, letters, visits and other happenings.
pub fn events(_paper: &Paper<'_>, _found: &Analysis) -> Vec<Event> {
    Vec::new()
}

/// The event that the paper itself records (a meeting's minutes), by its id.
pub fn record_of(_paper: &Paper<'_>, _found: &Analysis) -> Option<String> {
    None
}
