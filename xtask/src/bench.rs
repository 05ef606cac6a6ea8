//! `cargo xtask bench`: hands everything to the crate `bench`, built for speed. It measures
//! nothing itself.

use std::process::Command;

use crate::tree;

/// What to measure.
#[derive(clap::Args)]
pub struct Ask {
    /// Names of benches, and options such as --json, for the crate `bench`
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    rest: Vec<String>,
}

/// Runs the crate `bench` in its release build.
///
/// # Errors
/// When it cannot be built, or a bench failed.
pub fn run(ask: &Ask) -> Result<(), String> {
    let status = Command::new("cargo")
        .args(["run", "--release", "--quiet", "--package", "bench", "--"])
        .args(&ask.rest)
        .current_dir(tree::root())
        .status()
        .map_err(|e| format!("cargo does not run: {e}"))?;
    if status.success() { Ok(()) } else { Err("the bench failed".to_owned()) }
}
