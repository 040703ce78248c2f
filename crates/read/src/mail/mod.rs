//! Mail: messages, and web pages saved in the form of one.
//!
//! `entity` takes a message apart, `body` says what its parts are for, `message` and `mhtml` read; `fields`, `words`,
//! `addresses`, `date`, `transfer` and `flowed` know the standards, `quoting` the habits of mail programs. Mail boxes and
//! enclosures are taken out in [`crate::carve`].

mod addresses;
pub(crate) mod body;
mod date;
pub(crate) mod entity;
mod fields;
mod flowed;
pub(crate) mod message;
pub(crate) mod mhtml;
mod quoting;
mod transfer;
mod words;
