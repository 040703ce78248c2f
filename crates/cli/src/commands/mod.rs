//! One file a group of commands; each takes its options and prints.

mod analyse;
mod at;
mod chain;
mod cite;
mod collection;
mod date;
mod deciding;
mod dossier;
mod event;
mod export;
mod inventory;
mod issue;
mod names;
mod note;
mod parallel;
mod people;
mod person;
mod restrict;
mod review;
mod scene;
mod search;
mod selection;
mod show;
mod talks;
mod user;

use clap::CommandFactory;

use crate::Outcome;
use crate::args::{Args, Command, Decisions, Duty, ExportFormat};
use crate::out::Out;
use crate::place;

/// Runs what was typed.
pub fn run(args: Args) -> anyhow::Result<Outcome> {
    let Args { collection, json, command } = args;
    let told = collection.as_deref();
    let mut out = Out::new();
    let outcome = match command {
        Command::Open { paths, no_serve, opened, memory } => {
            let opened = (!no_serve).then_some(opened);
            return collection::open(told, &paths, opened, memory, json, out);
        }
        Command::Add { paths, from_jsonl, authorities, inventories, memory } => {
            let more = collection::More {
                lines: from_jsonl.as_deref(),
                authorities: &authorities,
                inventories: &inventories,
                memory,
            };
            collection::add(told, &paths, more, json, &mut out)
        }
        Command::Export { format: ExportFormat::Jsonl, with_text, audience } => {
            let whole = place::to_read(told)?;
            match audience {
                Some(labels) => {
                    let seen = restrict::as_seen_by(whole, &labels)?;
                    export::jsonl(&seen, with_text, &mut out)
                }
                None => export::jsonl(&whole, with_text, &mut out),
            }
        }
        Command::User(what) => user::user(&place::to_read(told)?, what, json, &mut out),
        Command::Restrict(asked) => restrict::restrict(&place::to_read(told)?, &asked, json, &mut out),
        Command::Access(what) => restrict::access(&place::to_read(told)?, what, json, &mut out),
        Command::Cite(asked) if asked.styles => cite::styles(json, &mut out),
        Command::Cite(asked) => cite::cite(&place::to_read(told)?, &asked, json, &mut out),
        Command::Dossier(asked) => dossier::dossier(&place::to_read(told)?, &asked, json, &mut out),
        Command::Issue(command) => issue::issue(told, command, json, &mut out),
        Command::Person(command) => person::person(told, command, json, &mut out),
        Command::Decisions { what: None } => deciding::list(&place::to_read(told)?, json, &mut out),
        Command::Decisions { what: Some(Decisions::Undo { number, signed }) } => {
            deciding::undo(&place::to_change(told)?, number, signed, json, &mut out)
        }
        Command::Review { what } => review::review(told, what, json, &mut out),
        Command::Note { what } => note::note(told, what, json, &mut out),
        Command::Selection { what } => selection::selection(told, what, json, &mut out),
        Command::Inventory => inventory::inventory(&place::to_read(told)?, json, &mut out),
        Command::Link { memory } => collection::link(told, memory, json, &mut out),
        Command::Serve { opened } => return collection::serve(place::to_read(told)?, opened, json, out),
        Command::Check => collection::check(&place::to_read(told)?, json, &mut out),
        Command::Search(query) => search::search(told, query, json, &mut out),
        Command::Show { document, at: Some(at), .. } => {
            at::show(&place::to_read(told)?, &document, &at, json, &mut out)
        }
        Command::Show { document, voices, why, through, .. } => {
            let how = show::How { voices, why, most: through.most() };
            show::show(&place::to_read(told)?, &document, &how, json, &mut out)
        }
        Command::Chain { document, turn, through } => {
            let asked = chain::Asked { document: &document, turn: turn.as_deref(), most: through.most() };
            chain::chain(&place::to_read(told)?, &asked, json, &mut out)
        }
        Command::Who { name, all } => {
            people::who(&place::to_read(told)?, &name.join(" "), all, json, &mut out)
        }
        Command::Issues { through } => talks::issues(&place::to_read(told)?, through, json, &mut out),
        Command::State { on, through } => talks::state(&place::to_read(told)?, &on, through, json, &mut out),
        Command::Events { which, dates, through } => {
            talks::events(&place::to_read(told)?, &which, &dates, through, json, &mut out)
        }
        Command::References { document, missing } => {
            talks::references(&place::to_read(told)?, document.as_deref(), missing, json, &mut out)
        }
        Command::Letters => talks::letters(&place::to_read(told)?, json, &mut out),
        Command::Contacts { between, through } => {
            talks::contacts(&place::to_read(told)?, between.as_deref(), through, json, &mut out)
        }
        Command::Event(command) => event::event(told, command, json, &mut out),
        Command::Obligations { bonds, through } => {
            talks::obligations(&place::to_read(told)?, &bonds, through, json, &mut out)
        }
        Command::Obligation(Duty::Status { which, value, signed }) => {
            talks::status(&place::to_change(told)?, (&which, &value), signed, json, &mut out)
        }
        Command::Deeds => talks::deeds(&place::to_read(told)?, json, &mut out),
        Command::Drafts { a, b } => talks::drafts(&place::to_read(told)?, &a, &b, json, &mut out),
        Command::Moves(asked) => talks::moves(&place::to_read(told)?, &asked, json, &mut out),
        Command::LooseEnds { on, side, through } => {
            let asked = talks::AskedEnds { on: on.as_deref(), side: side.as_deref(), through };
            talks::loose_ends(&place::to_read(told)?, &asked, json, &mut out)
        }
        Command::Accounts { of, through } => {
            talks::accounts(&place::to_read(told)?, &of, through, json, &mut out)
        }
        Command::Analyse { files, from_jsonl, with_text, why, settings, anchor } => {
            let mut settings = analyse::settings(settings.as_deref())?;
            settings.day = anchor.as_deref().map(str::parse).transpose()?;
            let how = analyse::How { with_text, why };
            analyse::analyse(&files, from_jsonl.as_deref(), how, &settings, &mut out)
        }
        Command::Parallel { what: Some(what), .. } => {
            parallel::decide(&place::to_change(told)?, what, json, &mut out)
        }
        Command::Parallel { what: None, document } => {
            parallel::parallel(&place::to_read(told)?, document.as_deref(), json, &mut out)
        }
        Command::Align { from_jsonl } => analyse::align(&from_jsonl, &mut out),
        Command::Name(name) => names::name(name, &mut out),
        Command::Date { text, anchor, languages } => {
            let text = text.join(" ");
            let asked = date::Asked { text: &text, anchor: anchor.as_deref(), languages: &languages };
            date::date(&asked, json, &mut out)
        }
        Command::Score { judgements: Some(dir), .. } => {
            review::score(&place::to_read(Some(&dir))?, json, &mut out)
        }
        Command::Score { gold, prediction, .. } => {
            let (gold, prediction) = (gold.unwrap_or_default(), prediction.unwrap_or_default());
            analyse::score(&gold, &prediction, json, &mut out)
        }
        Command::Schema => out.json(&memcon_export::record::schema()).map(|()| Outcome::Well),
        Command::Completions { shell } => {
            clap_complete::generate(shell, &mut Args::command(), "memcon", &mut out);
            Ok(Outcome::Well)
        }
    }?;
    out.finish()?;
    Ok(outcome)
}
