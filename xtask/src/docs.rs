//! The reference of the command line, generated from the program's own help.

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, bail};

const PAGE: &str = "docs/cli.md";

/// Writes the page.
pub fn write(root: &Path) -> anyhow::Result<()> {
    std::fs::write(root.join(PAGE), page(root)?)?;
    println!("wrote {PAGE}");
    Ok(())
}

/// Fails where the page is stale.
pub fn check(root: &Path) -> anyhow::Result<()> {
    if std::fs::read_to_string(root.join(PAGE)).unwrap_or_default() != page(root)? {
        bail!("{PAGE} is stale; run `cargo xtask docs`");
    }
    println!("{PAGE} is fresh");
    Ok(())
}

fn page(root: &Path) -> anyhow::Result<String> {
    let top = help(root, &[])?;
    let mut page = String::from(
        "# The command line\n\nGenerated from `memcon --help` by `cargo xtask docs`; do not edit.\n\n",
    );
    writeln!(page, "```text\n{}\n```", top.trim_end())?;
    let commands = top
        .lines()
        .skip_while(|l| !l.starts_with("Commands:"))
        .skip(1)
        .take_while(|l| l.starts_with("  "))
        .filter(|l| !l.starts_with("   "))
        .filter_map(|l| l.split_whitespace().next())
        .filter(|c| *c != "help");
    for command in commands {
        let text = help(root, &[command])?;
        writeln!(page, "\n## memcon {command}\n\n```text\n{}\n```", text.trim_end())?;
    }
    Ok(page)
}

fn help(root: &Path, command: &[&str]) -> anyhow::Result<String> {
    let output = Command::new(crate::scores::binary(root)?)
        .args(command)
        .arg("--help")
        .env("COLUMNS", "100")
        .env("NO_COLOR", "1")
        .output()
        .context("running memcon --help")?;
    let text = String::from_utf8(output.stdout)?;
    Ok(text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n"))
}
