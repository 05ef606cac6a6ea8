//! `dantin import petitions FILE --unit CODE --map MAP.toml [--dry-run]`.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Subcommand};
use petitions::import::{self, Map, Sheet, Target};
use units::Gazetteer;

use super::Place;
use crate::output::{Done, fail, tell};

/// Import registers that were kept before.
#[derive(Args)]
pub struct Import {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// A register of petitions, from CSV or XLSX.
    Petitions(Petitions),
}

#[derive(Args)]
struct Petitions {
    #[command(flatten)]
    place: Place,
    /// The register: .csv or .xlsx, column names in its first row.
    file: PathBuf,
    /// Code of the unit that answers.
    #[arg(long)]
    unit: String,
    /// Which column holds what; docs/operators.md has an example.
    #[arg(long, value_name = "MAP.toml")]
    map: PathBuf,
    /// Write nothing; say what would happen.
    #[arg(long)]
    dry_run: bool,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

impl Import {
    pub async fn run(self) -> Done {
        let What::Petitions(petitions) = self.what;
        let json = petitions.json;
        match petitions.run().await {
            Err(error) => fail(json, &error),
            done => done,
        }
    }
}

impl Petitions {
    async fn run(self) -> Done {
        let text = std::fs::read_to_string(&self.map)
            .map_err(|error| format!("{}: {error}", self.map.display()))?;
        let map = Map::read(&text).map_err(|e| format!("{}: {e}", self.map.display()))?;
        let unit = Gazetteer::shared()
            .current(&self.unit)
            .ok_or_else(|| format!("there is no unit {} today", self.unit))?;
        let sheet = Sheet::open(&self.file).map_err(|error| error.to_string())?;
        // A dry run writes nothing, so it may look on while the program serves.
        let store = self.place.open(!self.dry_run).await?;
        let target = Target {
            unit: self.unit.clone(),
            letters: unit.short_prefix(),
            today: store.clock().today(),
        };
        let told = |rows: u64| {
            if rows.is_multiple_of(25_600) {
                eprintln!("{rows} rows read");
            }
        };
        let done = import::run(&store, sheet, &map, &target, self.dry_run, told).await;
        store.close().await;
        let report = done.map_err(|error| error.to_string())?;
        tell(self.json, &report, || sentence(&report))?;
        Ok(ExitCode::SUCCESS)
    }
}

fn sentence(report: &import::Report) -> String {
    let verb = if report.dry_run { "would add" } else { "added" };
    let mut text = format!(
        "{} rows: {verb} {}, {} were there already, {} refused",
        report.rows,
        report.added,
        report.known,
        report.bad.len()
    );
    for bad in &report.bad {
        text.push_str(&format!("\n  line {}, column {}: {}", bad.line, bad.column, bad.reason));
    }
    text
}
