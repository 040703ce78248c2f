//! Arrows between crates go one way: each crate may use only what stands before it in the flow.

use std::path::Path;

use anyhow::Context as _;

/// For each crate, the crates of the house that it may depend on (tests and examples are free).
const MAY_USE: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("lexicon", &["model"]),
    ("names", &["lexicon"]),
    ("align", &["lexicon"]),
    ("read", &["model", "lexicon"]),
    ("analyse", &["model", "lexicon", "names", "align", "read"]),
    ("link", &["model", "lexicon", "names", "align"]),
    ("review", &["model"]),
    ("store", &["model", "link", "names", "review"]),
    ("export", &["model"]),
    ("serve", &["model", "link", "store", "export", "names", "review"]),
    ("testkit", &["model"]),
    ("cli", &["model", "read", "analyse", "link", "review", "store", "export", "serve", "names", "testkit"]),
];

/// Dependencies that go against the arrows, and crates that the list does not know.
pub fn faults(root: &Path) -> anyhow::Result<Vec<String>> {
    let mut faults = Vec::new();
    let mut dirs: Vec<String> = std::fs::read_dir(root.join("crates"))?
        .filter_map(|e| e.ok()?.file_name().into_string().ok())
        .collect();
    dirs.sort();
    for name in dirs {
        let path = root.join("crates").join(&name).join("Cargo.toml");
        let manifest: toml::Table =
            std::fs::read_to_string(&path).with_context(|| path.display().to_string())?.parse()?;
        let Some((_, allowed)) = MAY_USE.iter().find(|(n, _)| *n == name) else {
            faults.push(format!("crates/{name}: unknown to the arrow rule (xtask/src/arrows.rs)"));
            continue;
        };
        let used = manifest.get("dependencies").and_then(toml::Value::as_table);
        for dependency in used.into_iter().flat_map(|t| t.keys()) {
            if let Some(other) = dependency.strip_prefix("memcon-").filter(|o| !allowed.contains(o)) {
                faults
                    .push(format!("crates/{name} must not use crates/{other}: the arrow goes the other way"));
            }
        }
    }
    Ok(faults)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn crates_keep_to_the_arrows() {
        assert_eq!(faults(&crate::root()).unwrap(), Vec::<String>::new());
    }

    /// The list itself has no cycle: every crate uses only crates listed before it.
    #[test]
    fn the_list_is_in_the_order_of_the_flow() {
        for (n, (name, allowed)) in MAY_USE.iter().enumerate() {
            for other in *allowed {
                assert!(MAY_USE[..n].iter().any(|(o, _)| o == other), "{name} uses {other}, listed later");
            }
        }
    }
}
