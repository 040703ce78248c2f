//! Which ids were met: sixteen bytes an id, however long the ids are.

use std::collections::HashSet;

/// A set of ids that only answers whether one is in it. It keeps hashes (BLAKE3, 128 bits), so that a million ids of
/// any length take some forty megabytes; it cannot be gone through.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ids(HashSet<[u8; 16]>);

impl Ids {
    /// Adds an id; whether it is new.
    pub fn insert(&mut self, id: &str) -> bool {
        self.0.insert(short(id))
    }

    /// Whether the id was added.
    pub fn contains(&self, id: &str) -> bool {
        self.0.contains(&short(id))
    }
}

impl<'i> FromIterator<&'i str> for Ids {
    fn from_iter<I: IntoIterator<Item = &'i str>>(ids: I) -> Self {
        Self(ids.into_iter().map(short).collect())
    }
}

fn short(id: &str) -> [u8; 16] {
    let mut out = [0; 16];
    for (to, from) in out.iter_mut().zip(blake3::hash(id.as_bytes()).as_bytes()) {
        *to = *from;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_new_once() {
        let mut ids: Ids = ["a"].into_iter().collect();
        assert_eq!((ids.insert("a"), ids.insert("b"), ids.insert("b")), (false, true, false));
        assert!(ids.contains("b") && !ids.contains("c"));
    }
}
