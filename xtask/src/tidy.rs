//! The tree keeps its own rules: every module says what it is for, no paper's words stand in code or
//! tables, generated files are fresh.

use std::path::Path;

/// Every module opens with `//!`; files stay readable.
pub fn faults(root: &Path) -> anyhow::Result<Vec<String>> {
    let mut faults = Vec::new();
    for dir in ["crates", "xtask"] {
        for path in crate::files(&root.join(dir), "rs")? {
            let name = path.strip_prefix(root).unwrap_or(&path).display().to_string();
            let text = std::fs::read_to_string(&path)?;
            let inner_test = name.ends_with("tests.rs");
            let told = text.starts_with("//!") || text.starts_with("#![doc = include_str!");
            if !inner_test && !told {
                faults.push(format!(
                    "{name}: does not open with `//!` (what is it for, what does not belong?)"
                ));
            }
            let lines = text.lines().take_while(|l| !l.starts_with("#[cfg(test)]")).count();
            if lines > 900 {
                faults.push(format!("{name}: {lines} lines; cut it into rooms"));
            }
        }
    }
    for path in crate::files(&root.join("data"), "toml")? {
        let text = std::fs::read_to_string(&path)?;
        let name = path.strip_prefix(root).unwrap_or(&path).display().to_string();
        if !text.starts_with('#') {
            faults.push(format!("{name}: opens without a comment that gives its source and licence"));
        }
    }
    Ok(faults)
}

#[cfg(test)]
mod tests {
    /// Names that are in the papers memcon is developed on must not be in its rules.
    ///
    /// The list of what to look for is taken from the papers themselves, so that it cannot go stale.
    #[test]
    fn rules_hold_no_sentence_of_the_sample_papers() {
        let root = crate::root();
        let seeds = root.join("../shared/seeds");
        if !seeds.is_dir() {
            println!("skipped: no sample papers beside the project");
            return;
        }
        let words = |text: &str| -> Vec<String> {
            text.split(|c: char| !c.is_alphanumeric())
                .filter(|w| !w.is_empty())
                .map(str::to_lowercase)
                .collect()
        };
        let mut runs = std::collections::BTreeSet::new();
        for path in crate::files(&seeds, "txt").unwrap() {
            let text = words(&std::fs::read_to_string(path).unwrap());
            runs.extend(text.windows(6).map(|w| w.join(" ")));
        }
        let mut shared = Vec::new();
        for (dir, extension) in [("data", "toml"), ("crates", "rs"), ("examples", "txt"), ("examples", "md")]
        {
            for path in crate::files(&root.join(dir), extension).unwrap() {
                // Official names of states are what a gazetteer holds.
                if path.starts_with(root.join("data/gazetteer")) {
                    continue;
                }
                let Ok(text) = std::fs::read_to_string(&path) else { continue };
                let text = words(&text);
                let hits = text.windows(6).map(|w| w.join(" ")).filter(|run| runs.contains(run));
                shared.extend(hits.map(|run| format!("{}: {run}", path.display())));
            }
        }
        assert!(shared.is_empty(), "runs of six words from the sample papers:\n{}", shared.join("\n"));
    }
}
