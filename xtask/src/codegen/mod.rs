//! Files that are generated and kept in the repository: `cargo xtask codegen <what>`.
//!
//! Generated files are sorted and stable: running a generator twice changes nothing, and a
//! difference in review is a difference in the facts.

use std::path::PathBuf;

use clap::Subcommand;

mod fonts;
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
    /// The faces of official papers: `assets/fonts/tinos-*.ttf`; needs python3 with fonttools
    Fonts {
        /// A folder that already holds the faces; without it the Debian package is downloaded
        #[arg(long)]
        faces: Option<PathBuf>,
    },
}

/// Runs one generator.
pub fn run(what: &What) -> crate::Outcome {
    match what {
        What::Units { wheels } => units::run(wheels.as_deref()),
        What::Fonts { faces } => fonts::run(faces.as_deref()),
    }
}

/// The root of the repository, wherever the command was started.
fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..")
}
