//! Licences and sources of dependencies, from the lock file's own metadata and without a network.
//!
//! `deny.toml` says the same to `cargo deny`, which also asks the advisory database where one can
//! be reached.

use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, bail};
use serde_json::Value;

/// Licences that may come into the program.
const ALLOWED: &[&str] = &[
    "MIT",
    "MIT-0",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "ISC",
    "Zlib",
    "Unicode-3.0",
    "Unlicense",
    "CC0-1.0",
    "0BSD",
    "BSL-1.0",
    "MPL-2.0",
];

/// Crates that fetch something while building, or that were tried and found wanting.
const BANNED: &[&str] = &["openssl-sys", "lindera", "charabia", "extractous", "kreuzberg", "native-tls"];

/// Dependencies whose licence is not allowed, that come from elsewhere than the registry, or are banned.
pub fn faults(root: &Path) -> anyhow::Result<Vec<String>> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked"])
        .current_dir(root)
        .output()
        .context("running cargo metadata")?;
    if !output.status.success() {
        bail!("cargo metadata failed: {}", String::from_utf8_lossy(&output.stderr));
    }
    let metadata: Value = serde_json::from_slice(&output.stdout)?;
    let mut faults = Vec::new();
    for package in metadata["packages"].as_array().map_or(&[][..], Vec::as_slice) {
        let name = package["name"].as_str().unwrap_or("?");
        match package["source"].as_str() {
            None => {}
            Some(source) if source.starts_with("registry+") => {}
            Some(source) => faults.push(format!("{name}: comes from {source}, not from the registry")),
        }
        if BANNED.contains(&name) {
            faults.push(format!("{name}: banned (see xtask/src/licences.rs)"));
        }
        let licence = package["license"].as_str().unwrap_or("");
        if !allowed(licence) {
            faults.push(format!("{name}: licence {licence:?} is not on the list"));
        }
    }
    Ok(faults)
}

/// Whether an SPDX expression can be met by allowed licences alone.
fn allowed(expression: &str) -> bool {
    // `A/B` is the old spelling of `A OR B`. Parentheses group an OR inside an AND.
    let expression = expression.replace('/', " OR ");
    let parts = split_top(&expression, " AND ");
    if parts.len() > 1 {
        return parts.iter().all(|p| allowed(p));
    }
    let choices = split_top(&expression, " OR ");
    if choices.len() > 1 {
        return choices.iter().any(|c| allowed(c));
    }
    let one = expression.trim();
    match one.strip_prefix('(').and_then(|s| s.strip_suffix(')')) {
        Some(inner) => allowed(inner),
        None => ALLOWED.contains(&one),
    }
}

/// Splits at `separator` outside of parentheses.
fn split_top<'e>(expression: &'e str, separator: &str) -> Vec<&'e str> {
    let (mut depth, mut from, mut parts) = (0i32, 0, Vec::new());
    for (i, c) in expression.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if depth == 0 && i >= from && expression[i..].starts_with(separator) {
            parts.push(&expression[from..i]);
            from = i + separator.len();
        }
    }
    parts.push(&expression[from..]);
    parts
}

#[cfg(test)]
mod tests {
    use super::allowed;

    #[test]
    fn expressions() {
        assert!(allowed("MIT OR Apache-2.0"));
        assert!(allowed("(MIT OR GPL-3.0) AND Unicode-3.0"));
        assert!(allowed("Unlicense/MIT"));
        assert!(!allowed("MIT AND GPL-3.0"));
        assert!(!allowed("GPL-2.0-only"));
        assert!(!allowed(""));
    }
}
