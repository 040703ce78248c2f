#![doc = include_str!("../README.md")]

mod chinese;
mod clean;
mod compare;
mod forms;
mod han;
mod index;
mod japanese;
mod korean;
mod reading;
mod readings;
mod russian;
mod sound;
mod systems;
mod text;
mod vietnamese;

pub use compare::{Evidence, Match, Verdict, compare};
pub use forms::one_given_name;
pub use index::{Index, Key, key};
pub use reading::{Part, Reading, readings};
pub use systems::{System, Tradition, systems};
pub use text::{Name, Script, without_titles};

#[cfg(test)]
mod tests;
