//! Files that are generated and kept in the repository: `cargo xtask codegen <what>`.
//!
//! Generated files are sorted and stable: running a generator twice changes nothing, and a
//! difference in review is a difference in the facts.

use std::path::PathBuf;

use clap::Subcommand;

mod units;

/// What can be generated.
#[derive(Subcommand)]
pub enum What {
    /// The administrative units of Viet Nam: `data/units/*.tsv`
    Units {
        /// A folder that already holds the wheels; without it they are downloaded
        #[arg(long)]
        wheels: Option<PathBuf>,
    },
}

/// Runs one generator.
pub fn run(what: &What) -> crate::Outcome {
    match what {
        What::Units { wheels } => units::run(wheels.as_deref()),
    }
}

/// The root of the repository, wherever the command was started.
fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..")
}
