//! Figures of the whole program, as anybody would meet it: the real binary in a process of its own,
//! spoken to over the loopback address, durable database, real files. Ratios stand beside absolute
//! figures, because machines are noisy and ratios of one run are not.
//!
//! Every load is bounded in number and time and ends by itself; only processes started here are
//! ended.

mod cube;
mod documents;
mod duplicates;
mod flips;
mod kill;
mod list;
mod load;
mod national;
mod officer;
mod photo;
mod points;
mod program;
mod proofs;
mod report;
mod slow_reader;
mod small;
mod spoken;
mod yardstick;

use std::process::ExitCode;

use clap::Parser;

use report::Report;

#[derive(Parser)]
#[command(name = "bench", about = "Figures of the whole program")]
struct Cli {
    /// Which, or `all`; without a name they are listed.
    names: Vec<String>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
    /// Use a PostgreSQL cluster of this process's own instead of SQLite.
    #[arg(long)]
    postgres: bool,
    /// How many petitions a nation has in a year.
    #[arg(long, default_value_t = 446_285)]
    petitions: u64,
    /// How many rows the register has that is taken along slowly.
    #[arg(long, default_value_t = 1_000_000)]
    rows: u64,
    /// How many turns of reception it has; its dialogues go with them.
    #[arg(long, default_value_t = spoken::TURNS)]
    turns: u64,
    /// How many times the program is killed.
    #[arg(long, default_value_t = 1_000)]
    rounds: u32,
    /// How many bits of each sort are flipped.
    #[arg(long, default_value_t = 1_000)]
    flips: u32,
    /// How many leaves the public log has.
    #[arg(long, default_value_t = 10_000_000)]
    leaves: u64,
    /// Serve a bare route, to compare with; used by the benches themselves.
    #[arg(long, hide = true)]
    bare: bool,
}

/// What a bench answers.
type Done = Result<(), Box<dyn std::error::Error + Send + Sync>>;

#[tokio::main]
async fn main() -> ExitCode {
    let cli = Cli::parse();
    let done = if cli.bare { small::serve_bare().await } else { run(&cli).await };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bench: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(cli: &Cli) -> Done {
    if cli.names.is_empty() {
        print!("{}", list::told());
        return Ok(());
    }
    let names: Vec<&str> = match cli.names.iter().any(|name| name == "all") {
        true => list::ALL.map(|(name, _)| name).to_vec(),
        false => cli.names.iter().map(String::as_str).collect(),
    };
    let mut report = Report::new(cli.postgres);
    yardstick::run(&mut report)?;
    for name in names {
        eprintln!("== {name}");
        match name {
            "filings" => small::filings(&mut report, cli.postgres).await?,
            "page" => small::page(&mut report, cli.postgres).await?,
            "photo" => photo::run(&mut report, cli.postgres).await?,
            "national" => national::run(&mut report, cli.postgres, cli.petitions).await?,
            "slow-reader" => slow_reader::run(&mut report, cli.postgres, cli.rows).await?,
            "spoken" => spoken::run(&mut report, cli.postgres, cli.turns).await?,
            "points" => points::run(&mut report, cli.postgres).await?,
            "kill" => kill::run(&mut report, cli.postgres, cli.rounds).await?,
            "flips" => flips::run(&mut report, cli.postgres, cli.flips).await?,
            "proofs" => proofs::run(&mut report, cli.postgres, cli.leaves).await?,
            "duplicates" => duplicates::run(&mut report)?,
            "reports" => cube::run(&mut report, cli.postgres).await?,
            "documents" => documents::run(&mut report, cli.petitions)?,
            other => {
                return Err(format!("no bench '{other}'; there are:\n{}", list::told()).into());
            }
        }
    }
    report.print(cli.json);
    Ok(())
}
