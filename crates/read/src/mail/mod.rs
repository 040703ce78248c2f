//! Mail: messages, and web pages saved in the form of one.

pub(crate) mod message;
pub(crate) mod mhtml;
