//! The chores of the repository, in its own language: `cargo xtask <chore>`.
//!
//! Nothing here is part of the program that a commune runs. A chore prints what it did and ends
//! with an error that says what to do; it never asks.

use clap::{Parser, Subcommand};

mod codegen;

/// What every chore returns.
type Outcome = Result<(), Box<dyn std::error::Error>>;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Chores of the Dantin repository")]
struct Cli {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Subcommand)]
enum Chore {
    /// Write files that are made from other files or from public packages
    Codegen {
        #[command(subcommand)]
        what: codegen::What,
    },
}

fn main() -> Outcome {
    match Cli::parse().chore {
        Chore::Codegen { what } => codegen::run(&what),
    }
}
