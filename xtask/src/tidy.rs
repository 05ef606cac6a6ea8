//! `cargo xtask tidy`: the rules of the house as checks, each with a name, a place and a way out.
//! Not a place for taste: what a machine cannot decide stands in `STYLE.md` for a reviewer.

mod calls;
mod columns;
mod documents;
mod facts;
mod forbidden;
mod fronts;
mod glossary;
mod pages;
mod program;
mod ratchet;
mod sizes;
mod source;
mod spoken;
mod tiers;
mod typed;
mod words;

#[cfg(test)]
pub use sizes::FILE_SOFT;
pub use tiers::MOTTO;

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use crate::tree::{self, Tree};

/// One thing that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// File, relative to the root.
    pub file: String,
    /// Line from 1; 0 where the whole file is meant.
    pub line: usize,
    /// Name of the check.
    pub check: &'static str,
    /// What is wrong.
    pub what: String,
    /// What to do.
    pub fix: String,
}

impl Finding {
    /// A finding at a line of a file.
    pub fn new(
        check: &'static str,
        (file, line): (&str, usize),
        what: impl Into<String>,
        fix: impl Into<String>,
    ) -> Self {
        Self { file: file.to_owned(), line, check, what: what.into(), fix: fix.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let line = self.line.max(1);
        writeln!(f, "{}:{line}: [{}] {}", self.file, self.check, self.what)?;
        write!(f, "    fix: {}", self.fix)
    }
}

/// What `tidy` is asked for.
#[derive(Clone, Copy, Debug, clap::Args)]
pub struct Ask {
    /// Rewrite xtask/ratchets.toml to today's sizes.
    #[arg(long)]
    ratchet: bool,
    /// Do not build and ask the program for its commands and settings.
    #[arg(long)]
    no_program: bool,
}

impl Ask {
    /// Every rule, the program's own lists too.
    pub const ALL: Self = Self { ratchet: false, no_program: false };
    /// What can be said of the text alone, in seconds.
    pub const TEXT: Self = Self { ratchet: false, no_program: true };
}

/// A check over the tree alone.
type Check = fn(&Tree) -> Vec<Finding>;

/// All checks that need nothing but text.
const CHECKS: &[Check] = &[
    fronts::check,
    sizes::lines,
    calls::check,
    columns::check,
    pages::check,
    words::check,
    spoken::check,
    forbidden::check,
    facts::check,
    documents::check,
    glossary::check,
];

/// Runs every check and prints what it finds.
///
/// # Errors
/// When something was found, or the tree could not be read.
pub fn run(ask: Ask) -> Result<(), String> {
    let root = tree::root();
    let tree = Tree::read(&root)?;
    let sizes = sizes::measure(&tree);
    if ask.ratchet {
        let path = root.join(ratchet::FILE);
        let before = ratchet::Ratchets::read(&tree).unwrap_or_default();
        let now = ratchet::Ratchets::of(&sizes);
        for line in before.grown(&now) {
            println!("{line}");
        }
        return std::fs::write(&path, now.text()).map_err(|e| format!("{}: {e}", path.display()));
    }
    let mut found: Vec<Finding> = CHECKS.iter().flat_map(|check| check(&tree)).collect();
    found.extend(ratchet::check(&tree, &sizes));
    found.extend(metadata_checks(&root, &tree));
    let chores = typed::Calls::of(&<crate::Cli as clap::CommandFactory>::command());
    found.extend(typed::check(&tree, "cargo xtask", &chores, "CONTRIBUTING.md"));
    if !ask.no_program {
        found.extend(program::check(&root, &tree));
    }
    found.retain(|finding| !source::excused(&tree, finding));
    found.sort();
    found.dedup();
    report(&found)
}

fn metadata_checks(root: &Path, tree: &Tree) -> Vec<Finding> {
    match tiers::packages(root) {
        Ok(packages) => {
            let mut found = tiers::check(&packages);
            found.extend(documents::code_map(tree, &packages));
            found
        }
        Err(e) => {
            let fix = "make `cargo metadata --no-deps` work";
            vec![Finding::new("tiers", ("Cargo.toml", 1), e, fix)]
        }
    }
}

fn report(found: &[Finding]) -> Result<(), String> {
    if found.is_empty() {
        println!("tidy: nothing found");
        return Ok(());
    }
    let mut by_check: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in found {
        println!("{finding}");
        *by_check.entry(finding.check).or_default() += 1;
    }
    let sums: Vec<String> = by_check.iter().map(|(name, n)| format!("{name} {n}")).collect();
    Err(format!("tidy: {} found ({})", found.len(), sums.join(", ")))
}
