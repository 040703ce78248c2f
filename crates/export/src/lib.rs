//! Analyses in other people's formats: one file per format.
//!
//! An export reads analyses and writes text or bytes; it decides nothing about a paper.

pub mod annotation;
pub mod cite;
pub mod collection;
pub mod dossier;
pub mod record;
pub mod sheet;
