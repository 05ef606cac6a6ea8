//! The repository as text: every file that git would keep, read once. It knows no rule.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Files by their path relative to the root, with `/` between folders.
#[derive(Default)]
pub struct Tree {
    /// Text of each file that is UTF-8.
    pub files: BTreeMap<String, String>,
}

/// The repository's root: the folder above this crate's.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_owned()
}

/// A cargo that was told nothing of this crate. `cargo run` tells it to the program it starts;
/// build scripts that read it would run again, and all that stands on them would be compiled once
/// more, twice in each run of `ci`.
pub fn cargo() -> Command {
    let mut cargo = Command::new("cargo");
    let told = std::env::vars_os().map(|(name, _)| name);
    let of_a_crate = ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_", "CARGO_CRATE_", "OUT_DIR"];
    told.filter(|name| of_a_crate.iter().any(|start| name.to_string_lossy().starts_with(start)))
        .for_each(|name| {
            cargo.env_remove(name);
        });
    cargo
}

impl Tree {
    /// Reads tracked files, and new ones that git does not ignore.
    ///
    /// # Errors
    /// When git cannot list them.
    pub fn read(root: &Path) -> Result<Self, String> {
        let out = Command::new("git")
            .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
            .current_dir(root)
            .output()
            .map_err(|e| format!("git does not run: {e}"))?;
        if !out.status.success() {
            return Err(format!("git ls-files: {}", String::from_utf8_lossy(&out.stderr)));
        }
        let names = String::from_utf8_lossy(&out.stdout);
        let mut files = BTreeMap::new();
        for name in names.split('\0').filter(|name| !name.is_empty()) {
            // A file deleted but not yet committed is listed and absent.
            if let Ok(text) = std::fs::read_to_string(root.join(name)) {
                files.insert(name.to_owned(), text);
            }
        }
        Ok(Self { files })
    }

    /// Rust files.
    pub fn rust(&self) -> impl Iterator<Item = (&str, &str)> {
        self.ending(".rs")
    }

    /// Files whose name ends so.
    pub fn ending(&self, end: &str) -> impl Iterator<Item = (&str, &str)> {
        let pairs = self.files.iter().map(|(path, text)| (path.as_str(), text.as_str()));
        pairs.filter(move |(path, _)| path.ends_with(end))
    }

    /// A file's text.
    pub fn text(&self, path: &str) -> Option<&str> {
        self.files.get(path).map(String::as_str)
    }
}

/// Whether a Rust file is a test as a whole: its limits are its own affair.
pub fn is_test(path: &str) -> bool {
    path.contains("/tests/")
        || path.ends_with("/tests.rs")
        || path.starts_with("acceptance/")
        || path.starts_with("e2e/")
}

#[cfg(test)]
impl Tree {
    /// A tree of a few files, for the tests of the checks.
    pub fn of(files: &[(&str, &str)]) -> Self {
        let pairs = files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned()));
        Self { files: pairs.collect() }
    }
}
