//! `dantin import petitions FILE --unit CODE --map MAP.toml [--dry-run]`, and `--suggest`, which
//! prints what was found in the file and a mapping to begin with.

mod spool;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Subcommand};
use kernel::Actor;
use legacy::Encoding;
use petitions::import::{self, Map, Target, Watch, suggest};
use serde_json::json;
use sheets::{Book, Limits};
use spool::Spool;
use units::Gazetteer;
use web::Lang;

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
    /// Write nothing; say row by row what would happen.
    #[arg(long)]
    dry_run: bool,
    /// Say it in English instead of Vietnamese.
    #[arg(long)]
    english: bool,
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
        let plan = map.on(&book, chosen, self.encoding).map_err(|error| told(&error))?;
        let letters = unit.short_prefix();
        let actor = Actor::System("import");
        let target = Target { unit: self.unit.clone(), letters, today, actor };
        let words = site::book().map_err(|error| error.to_string())?;
        let words = words.words(if self.english { Lang::En } else { Lang::Vi });
        let mut spool = Spool::new(words, self.json, self.dry_run).map_err(|e| e.to_string())?;
        let table = &book.tables[plan.table];
        let (watch, dry) = (Watch::default(), self.dry_run);
        let done = import::run(&store, table, &plan, &target, dry, &watch, &mut spool).await;
        store.close().await;
        let report = done.map_err(|error| error.to_string())?;
        spool.print(&report).map_err(|error| error.to_string())?;
        Ok(ExitCode::SUCCESS)
    }

    /// The place of the sheet that was asked for.
    fn table(&self, book: &Book) -> Result<Option<usize>, String> {
        let Some(asked) = &self.sheet else { return Ok(None) };
        let names: Vec<&str> = book.tables.iter().map(|table| table.name.as_str()).collect();
        let missing = || format!("no sheet '{asked}'; the file has: {}", names.join(", "));
        suggest::table(book, asked).map(Some).ok_or_else(missing)
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
