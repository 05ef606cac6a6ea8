//! `cargo xtask bench [NAME …] [--json] [--postgres]`: builds for speed, then measures.

use std::process::Command;

use crate::{Outcome, tree};

/// What `bench` is asked for.
#[derive(Clone, Debug, clap::Args)]
pub struct Ask {
    /// Handed to the bench as they are
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    words: Vec<String>,
}

/// Builds program and bench, and hands the words over.
pub fn run(ask: &Ask) -> Outcome {
    let root = tree::root();
    let build = ["build", "--release", "--quiet", "--package", "dantin", "--package", "bench"];
    if !Command::new("cargo").args(build).current_dir(&root).status()?.success() {
        return Err("the program could not be built".into());
    }
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or(root.join("target"), Into::into);
    match Command::new(target.join("release/bench")).args(&ask.words).status()?.success() {
        true => Ok(()),
        false => Err("a bench failed".into()),
    }
}
