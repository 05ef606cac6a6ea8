//! The chores of the repository, in its own language: `cargo xtask <chore>`.
//!
//! Nothing here is part of the program that a commune runs. A chore prints what it did and ends
//! with an error that says what to do; it never asks.

use clap::{Parser, Subcommand};

mod bench;
mod ci;
mod codegen;
mod slice;
mod tidy;
mod tree;

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
    /// Everything that must hold before a change is taken, in the order of the server
    Ci(ci::Ask),
    /// The rules of the house: tiers, sizes, fronts, banned calls, documents that lie
    Tidy(tidy::Ask),
    /// Measure speed; without a name it lists what can be measured, `all` measures it
    Bench(bench::Ask),
    /// Make a new subject with the rooms that every subject has
    NewSlice(slice::Ask),
    /// Write files that are made from other files or from public packages
    Codegen {
        #[command(subcommand)]
        what: codegen::What,
    },
}

fn main() -> Outcome {
    match Cli::parse().chore {
        Chore::Ci(ask) => ci::run(&ask)?,
        Chore::Tidy(ask) => tidy::run(ask)?,
        Chore::Bench(ask) => bench::run(&ask)?,
        Chore::NewSlice(ask) => slice::run(&ask)?,
        Chore::Codegen { what } => codegen::run(&what)?,
    }
    Ok(())
}
