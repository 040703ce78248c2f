//! The real program, run in a folder.

use std::path::Path;
use std::process::{Command, Stdio};

/// Runs the program in a folder; gives what it printed. It must end well.
pub fn memcon(folder: &Path, args: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_memcon"));
    command.args(args).current_dir(folder).env("NO_COLOR", "1").stdin(Stdio::null());
    let output = command.output().unwrap();
    let told = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(output.status.success(), "{args:?}: {}", told(&output.stderr));
    told(&output.stdout)
}
