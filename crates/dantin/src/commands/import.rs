//! `dantin import petitions FILE --unit CODE --map MAP.toml [--dry-run]`, and `--suggest`, which
//! prints what was found in the file and a mapping to begin with.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Subcommand};
use kernel::Actor;
use legacy::Encoding;
use petitions::import::plan::Plan;
use petitions::import::{self, Map, Target, Watch, suggest};
use serde_json::json;
use sheets::{Book, Head, Limits};
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
    /// A register of petitions, from XLSX, XLS, CSV or the tables of a DOCX.
    Petitions(Petitions),
}

#[derive(Args)]
struct Petitions {
    #[command(flatten)]
    place: Place,
    /// The register: XLSX, XLS, CSV or DOCX, told by its content.
    file: PathBuf,
    /// Code of the unit that answers.
    #[arg(long)]
    unit: String,
    /// Which column holds what; docs/operators.md has an example.
    #[arg(long, value_name = "MAP.toml", required_unless_present = "suggest")]
    map: Option<PathBuf>,
    /// The sheet or table: its name, or its number from 1.
    #[arg(long, value_name = "SHEET")]
    sheet: Option<String>,
    /// unicode, tcvn3, vni, windows-1258 or viscii; found by itself when left out.
    #[arg(long, value_name = "ENCODING", value_parser = encoding)]
    encoding: Option<Encoding>,
    /// Print what was found and a mapping to begin with; write nothing.
    #[arg(long)]
    suggest: bool,
    /// Write nothing; say what would happen.
    #[arg(long)]
    dry_run: bool,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

fn encoding(word: &str) -> Result<Encoding, String> {
    let all = Encoding::ALL.map(Encoding::word).join(", ");
    Encoding::named(word).ok_or_else(|| format!("one of {all}"))
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
        let map = self.map.as_ref().map(|path| -> Result<Map, String> {
            let told = |error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
            let text = std::fs::read_to_string(path).map_err(|error| told(&error))?;
            Map::read(&text).map_err(|error| told(&error))
        });
        let map = map.transpose()?;
        let unit = Gazetteer::shared()
            .current(&self.unit)
            .ok_or_else(|| format!("there is no unit {} today", self.unit))?;
        let told = |error: &dyn std::fmt::Display| format!("{}: {error}", self.file.display());
        let bytes = std::fs::read(&self.file).map_err(|error| told(&error))?;
        let book = Book::open(bytes, &Limits::default()).map_err(|error| told(&error))?;
        let chosen = self.table(&book)?;
        // A dry run writes nothing, so it may look on while the program serves.
        let writes = !self.dry_run && !self.suggest;
        let store = self.place.open(writes).await?;
        let today = store.clock().today();
        let (Some(map), false) = (map, self.suggest) else {
            store.close().await;
            return self.suggestion(&book, chosen, today);
        };
        let plan = self.plan(&book, chosen, &map).map_err(|error| told(&error))?;
        let letters = unit.short_prefix();
        let actor = Actor::System("import");
        let target = Target { unit: self.unit.clone(), letters, today, actor };
        let progress = |rows: u64| {
            if rows > 0 && rows.is_multiple_of(25_600) {
                eprintln!("{rows} rows read");
            }
        };
        let table = &book.tables[plan.table];
        let watch = Watch::default();
        let done = import::run(&store, table, &plan, &target, self.dry_run, &watch, progress).await;
        store.close().await;
        let report = done.map_err(|error| error.to_string())?;
        tell(self.json, &report, || sentence(&report))?;
        Ok(ExitCode::SUCCESS)
    }

    /// The place of the sheet that was asked for.
    fn table(&self, book: &Book) -> Result<Option<usize>, String> {
        let Some(asked) = &self.sheet else { return Ok(None) };
        let named = book.tables.iter().position(|table| table.name == *asked);
        let number = || asked.parse::<usize>().ok()?.checked_sub(1);
        let found = named.or_else(number).filter(|at| *at < book.tables.len());
        let names: Vec<&str> = book.tables.iter().map(|table| table.name.as_str()).collect();
        let missing = || format!("no sheet '{asked}'; the file has: {}", names.join(", "));
        found.map(Some).ok_or_else(missing)
    }

    /// The mapping's own columns decide where the head stands; else the words that offices use.
    fn plan(&self, book: &Book, chosen: Option<usize>, map: &Map) -> Result<Plan, String> {
        let encoding = self.encoding.unwrap_or_else(|| book.detect().encoding);
        let names: Vec<&str> = map.columns.names().into_iter().map(|(_, name)| name).collect();
        let tables = book.tables.iter().enumerate();
        let mut asked = tables.filter(|(at, _)| chosen.is_none_or(|chosen| chosen == *at));
        let exact = asked
            .clone()
            .find_map(|(at, table)| Some((at, Head::named(table.rows(encoding), &names)?)));
        let likely = || asked.find_map(|(at, t)| Some((at, suggest::head(t, encoding)?)));
        let (at, head) = exact.or_else(likely).ok_or("there is no table in it")?;
        let mut plan = map.plan(head).map_err(|error| error.to_string())?;
        (plan.table, plan.encoding) = (at, encoding.word().to_owned());
        Ok(plan)
    }

    fn suggestion(&self, book: &Book, chosen: Option<usize>, today: jiff::civil::Date) -> Done {
        let found = suggest::suggest(book, chosen, self.encoding, today);
        let plan = &found.plan;
        let map = toml::to_string(&Map::of(plan)).map_err(|error| error.to_string())?;
        let encoding = Encoding::named(&plan.encoding).unwrap_or(Encoding::Unicode);
        let table = &book.tables[plan.table];
        let lines: Vec<Vec<String>> =
            suggest::rows(plan, table).take(3).map(|(_, cells)| cells).collect();
        let sheets: Vec<&str> = book.tables.iter().map(|table| table.name.as_str()).collect();
        let found = json!({
            "format": book.format.word(),
            "sheets": sheets,
            "sheet": plan.table + 1,
            "encoding": plan.encoding,
            "sure": (found.letters.share(encoding) * 100.0).round(),
            "words": found.letters.words,
            "changed": book.changed(encoding, 5),
            "head": { "first": plan.head.first, "last": plan.head.last, "names": plan.head.names },
            "lines": lines,
            "map": map,
        });
        let said = || {
            let said = |name: &str| found[name].to_string();
            format!(
                "# {} · sheet {} · encoding {} ({} % of {} accented words are Vietnamese)\n\
                 # head: lines {} to {}\n{map}",
                book.format.word(),
                said("sheet"),
                plan.encoding,
                said("sure"),
                said("words"),
                plan.head.first,
                plan.head.last,
            )
        };
        tell(self.json, &found, said)?;
        Ok(ExitCode::SUCCESS)
    }
}

fn sentence(report: &import::Report) -> String {
    let verb = if report.dry_run { "would add" } else { "added" };
    let mut text = format!(
        "{} rows: {verb} {}, {} were there already, {} refused; {} lines are no rows",
        report.rows,
        report.added,
        report.known,
        report.bad.len(),
        report.skipped.len(),
    );
    for bad in &report.bad {
        text.push_str(&format!("\n  line {}, column {}: {}", bad.line, bad.column, bad.reason));
    }
    text
}
