//! The binary `memcon`: what a person types, brought to the rooms that know.
//!
//! No analysis, no linking, no layout of the database here: only the command line, the way papers
//! take into a collection, and how results are printed.

mod adding;
mod args;
mod authority;
mod commands;
mod explaining;
mod in_order;
mod jsonl;
mod linking;
mod memory;
mod out;
mod pace;
mod place;
mod progress;
mod wire;

use std::process::ExitCode;

use clap::Parser;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// All well.
    Well,
    /// Some documents had problems; all others are done.
    SomeProblems,
}

fn main() -> ExitCode {
    quiet_papers();
    let args = args::Args::parse();
    match commands::run(args) {
        Ok(Outcome::Well) => ExitCode::SUCCESS,
        Ok(Outcome::SomeProblems) => ExitCode::from(1),
        // The one who reads us (`memcon … | head`) has had enough.
        Err(error) if out::is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            out::complain(&error);
            ExitCode::from(2)
        }
    }
}

/// A fault of ours in one paper becomes a notice on that paper; its trace is for developers only.
fn quiet_papers() {
    let loud = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        let in_paper = std::thread::current().name().is_some_and(|n| n.starts_with(in_order::WORKER));
        if !in_paper || std::env::var_os("RUST_BACKTRACE").is_some() {
            loud(info);
        }
    }));
}
