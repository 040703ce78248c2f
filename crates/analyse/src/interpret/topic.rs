//! What words are about (see `memcon_lexicon::keys`), under the name this stage uses.

pub(super) use memcon_lexicon::{keys, shared};
