//! Papers in small, and who speaks in them.
