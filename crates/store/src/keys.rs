//! What an item of the linking is about: the ids under which it is found again.
//!
//! Ids are kept as eight bytes of their hash; two ids that fell together would bring an item too many, which whoever
//! reads passes over by its real id.

use memcon_model::{
    LinkedAgent, LinkedAnswer, LinkedEvent, LinkedIssue, LinkedLetter, LinkedMechanism, LinkedObligation,
    LookAlike, LooseEnd, MissingPaper, Parallel, ResolvedReference,
};

/// The key of an id.
pub(crate) fn key(id: &str) -> i64 {
    let hash = blake3::hash(id.as_bytes());
    hash.as_bytes().first_chunk::<8>().map_or(0, |bytes| i64::from_le_bytes(*bytes))
}

/// An item that is found by ids.
pub(crate) trait Keyed {
    /// Tells the ids: its own, and those of what it is about.
    fn ids<'s>(&'s self, tell: &mut dyn FnMut(&'s str));
}

impl Keyed for LinkedAgent {
    fn ids<'s>(&'s self, tell: &mut dyn FnMut(&'s str)) {
        // By its documents it is found through `linked_members`: it may stand in half of them.
        tell(&self.id);
    }
}

impl Keyed for LookAlike {
    fn ids<'s>(&'s self, tell: &mut dyn FnMut(&'s str)) {
        tell(&self.a);
        tell(&self.b);
    }
}

impl Keyed for LinkedEvent {
    fn ids<'s>(&'s self, tell: &mut dyn FnMut(&'s str)) {
        tell(&self.id);
        self.follows.iter().for_each(|tie| tell(&tie.to));
        self.accounts.iter().for_each(|a| tell(&a.document));
    }
}

impl Keyed for LinkedLetter {
    fn ids<'s>(&'s self, tell: &mut dyn FnMut(&'s str)) {
        tell(&self.id);
        self.answers.iter().for_each(|tie| tell(&tie.to));
        self.document.iter().for_each(|d| tell(d));
    }
}

impl Keyed for LinkedIssue {
    fn ids<'s>(&'s self, tell: &mut dyn FnMut(&'s str)) {
        tell(&self.id);
    }
}

impl Keyed for LinkedAnswer {
    fn ids<'s>(&'s self, tell: &mut dyn FnMut(&'s str)) {
        tell(&self.of.document);
        tell(&self.by.document);
    }
}

impl Keyed for LooseEnd {
    fn ids<'s>(&'s self, tell: &mut dyn FnMut(&'s str)) {
        tell(&self.id);
    }
}

impl Keyed for LinkedObligation {
    fn ids<'s>(&'s self, tell: &mut dyn FnMut(&'s str)) {
        tell(&self.id);
        self.members.iter().for_each(|m| tell(&m.0));
    }
}

impl Keyed for LinkedMechanism {
    fn ids<'s>(&'s self, tell: &mut dyn FnMut(&'s str)) {
        tell(&self.id);
    }
}

impl Keyed for ResolvedReference {
    fn ids<'s>(&'s self, tell: &mut dyn FnMut(&'s str)) {
        tell(&self.at.document);
        self.target.iter().for_each(|t| tell(t));
    }
}

impl Keyed for MissingPaper {
    fn ids<'s>(&'s self, tell: &mut dyn FnMut(&'s str)) {
        tell(&self.key);
    }
}

impl Keyed for Parallel {
    fn ids<'s>(&'s self, tell: &mut dyn FnMut(&'s str)) {
        tell(&self.id);
        tell(&self.a);
        tell(&self.b);
    }
}
