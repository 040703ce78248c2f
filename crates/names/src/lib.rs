#![doc = include_str!("../README.md")]

mod chinese;
mod compare;
mod han;
mod index;
mod japanese;
mod korean;
mod readings;
mod sound;
mod text;

pub use compare::{Match, Verdict, compare};
pub use index::{Index, Key, key};
pub use text::{Name, Script};

#[cfg(test)]
mod tests;
