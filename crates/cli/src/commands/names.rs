//! `name match`, `name find`: names against names.

use crate::Outcome;
use crate::args::Name;
use crate::out::Out;

/// `memcon name …`
pub fn name(command: Name, _out: &mut Out) -> anyhow::Result<Outcome> {
    match command {
        Name::Match { .. } | Name::Find { .. } => anyhow::bail!("this build has no comparison of names yet"),
    }
}
