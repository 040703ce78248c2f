//! The real program on a folder of papers that is removed in the end.

// Each file of tests uses a part of this.
#![allow(dead_code)]

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use memcon_store::{Collection, DocumentStatus, OpenMode};

/// What a run said and how it ended.
pub struct Ran {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

pub fn memcon(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_memcon"));
    command.args(args).env("NO_COLOR", "1").env("COLUMNS", "100").stdin(Stdio::null());
    command
}

pub fn ran(output: Output) -> Ran {
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    Ran { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
}

pub fn run(args: &[&str]) -> Ran {
    ran(memcon(args).output().unwrap())
}

/// A folder of papers that is removed in the end.
pub struct Folder(pub tempfile::TempDir);

impl Folder {
    pub fn new(papers: &[(&str, &str)]) -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        papers.iter().for_each(|(name, text)| folder.write(name, text));
        folder
    }
    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }
    pub fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        fs::create_dir_all(self.path(name).parent().unwrap()).unwrap();
        fs::write(self.path(name), text).unwrap();
    }
    pub fn open(&self) -> Ran {
        run(&["open", "--no-serve", self.0.path().to_str().unwrap()])
    }
    pub fn collection(&self) -> Collection {
        Collection::open(&self.path(".memcon"), OpenMode::ReadOnly).unwrap()
    }
    pub fn ids(&self) -> Vec<(String, DocumentStatus)> {
        self.collection().documents().unwrap().into_iter().map(|d| (d.id, d.status)).collect()
    }

    /// Ids of the documents that are here and well, in order.
    pub fn ready(&self) -> Vec<String> {
        let ready = self.ids().into_iter().filter(|d| d.1 == DocumentStatus::Ready);
        let mut ids: Vec<String> = ready.map(|d| d.0).collect();
        ids.sort();
        ids
    }
}
