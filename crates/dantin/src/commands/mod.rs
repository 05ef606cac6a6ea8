//! The command line: one file a group of commands.

mod data;
mod exchange;
mod import;
mod law;
mod log;
mod report;
mod secrets;
mod serve;
mod units;
mod witness;

use std::path::PathBuf;

use clap::{Args, CommandFactory as _, Parser, Subcommand};
use kernel::{Chance, Clock};
use store::{Options, Store};

use crate::output::Done;

/// Dân Tin: a local government and its people work together.
#[derive(Parser)]
#[command(name = "dantin", version, about, disable_help_subcommand = true)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// Which folder and database.
#[derive(Args, Clone, Debug)]
pub struct Place {
    /// The data folder: keys, lock, and SQLite's file.
    #[arg(long, value_name = "DIR")]
    pub data: PathBuf,
    /// A PostgreSQL database instead of the file in the folder.
    #[arg(long, value_name = "postgres://…")]
    pub database: Option<String>,
}

impl Place {
    /// How the store of this place is opened.
    pub fn options(&self, exclusive: bool) -> Options {
        Options { data: self.data.clone(), database: self.database.clone(), exclusive, readers: 4 }
    }

    /// Opens the store of this place.
    pub async fn open(&self, exclusive: bool) -> Result<Store, String> {
        self.look(exclusive)?;
        site::open_store(self.options(exclusive), Clock::System, Chance::System)
            .await
            .map_err(|error| error.to_string())
    }

    /// Opens the store of this place whether or not its views are whole: to make them anew, or to
    /// copy what they follow from.
    pub async fn open_as_it_is(&self, exclusive: bool) -> Result<Store, String> {
        self.look(exclusive)?;
        let options = self.options(exclusive);
        Store::open(options, site::schema(), Clock::System, Chance::System)
            .await
            .map_err(|error| error.to_string())
    }

    /// Whoever only looks makes no folder.
    fn look(&self, exclusive: bool) -> Result<(), String> {
        match exclusive || self.data.exists() {
            true => Ok(()),
            false => Err(format!("there is no folder {}", self.data.display())),
        }
    }

    /// Opens the store with all that handlers share, for commands that act.
    pub async fn open_site(&self, exclusive: bool) -> Result<site::Site, String> {
        let settings = site::Settings::read(&self.data)?;
        let store = self.open(exclusive).await?;
        site::open(store, &settings).await.map_err(|error| error.to_string())
    }
}

/// All commands.
#[derive(Subcommand)]
pub enum Command {
    /// Serve the pages and the API until SIGTERM.
    Serve(serve::Serve),
    /// Fill a folder with a simulated commune and a year of its petitions.
    Demo(crate::demo::Demo),
    /// Prove that journal, vault and views agree.
    Verify(data::Verify),
    /// Throw every view away and make it again from the journal; go on where one was killed.
    Rebuild(data::Rebuild),
    /// Write a backup to a new file, while the program runs.
    Backup(data::Backup),
    /// Fill an empty folder from a backup, and prove it.
    Restore(data::Restore),
    /// Check this machine and folder, and say what to mend.
    Doctor(data::Doctor),
    /// Say what a receipt proves, without network or database.
    CheckReceipt(log::CheckReceipt),
    /// Hash the public log again, from its address or its folder, and name the first fault.
    Audit(log::Audit),
    /// Throw the public log away and begin another, on purpose; the program must not run.
    LogBegin(log::LogBegin),
    /// Cosign the public logs of others as long as they only grow.
    Witness(witness::Witness),
    /// Work out a deadline and explain it day by day.
    Due(law::Due),
    /// Make a report of figures, as JSON, PDF, DOCX, XLSX or CSV.
    Report(report::Report),
    /// Reports as signed files, between installations that no line connects.
    Exchange(exchange::Exchange),
    /// Find units and follow their history.
    Units(units::Units),
    /// Import registers that were kept before.
    Import(import::Import),
    /// Destroy the words of a petition on a ground of the law.
    Erase(secrets::Erase),
    /// Add a master key and wrap every data key anew.
    RotateKey(secrets::RotateKey),
    /// Open and close tokens for programs of offices.
    Token(secrets::Token),
    /// List all commands with their flags, one a line.
    #[command(hide = true)]
    Calls,
    /// List all settings of dantin.toml, one a line.
    #[command(hide = true)]
    Settings,
}

impl Command {
    /// Whether it runs on and logs for machines.
    pub fn is_server(&self) -> bool {
        matches!(self, Self::Serve(_) | Self::Witness(_))
    }
}

/// Runs one command.
pub async fn run(command: Command) -> Done {
    match command {
        Command::Serve(serve) => serve.run().await,
        Command::Demo(demo) => demo.run().await,
        Command::Verify(verify) => verify.run().await,
        Command::Rebuild(rebuild) => rebuild.run().await,
        Command::Backup(backup) => backup.run().await,
        Command::Restore(restore) => restore.run().await,
        Command::Doctor(doctor) => doctor.run().await,
        Command::CheckReceipt(check) => check.run().await,
        Command::Audit(audit) => audit.run().await,
        Command::LogBegin(begin) => begin.run().await,
        Command::Witness(witness) => witness.run().await,
        Command::Due(due) => due.run().await,
        Command::Report(report) => report.run().await,
        Command::Exchange(exchange) => exchange.run().await,
        Command::Units(units) => units.run().await,
        Command::Import(import) => import.run().await,
        Command::Erase(erase) => erase.run().await,
        Command::RotateKey(rotate) => rotate.run().await,
        Command::Token(token) => token.run().await,
        Command::Calls => {
            print_calls(&Cli::command(), "");
            Ok(std::process::ExitCode::SUCCESS)
        }
        Command::Settings => {
            site::Settings::NAMES.iter().for_each(|(name, what)| println!("{name}\t{what}"));
            Ok(std::process::ExitCode::SUCCESS)
        }
    }
}

/// `units find⇥--on --json`: what can be typed, for whoever checks what documents say of it.
fn print_calls(command: &clap::Command, path: &str) {
    for inner in command.get_subcommands().filter(|inner| !inner.is_hide_set()) {
        let words = format!("{path} {}", inner.get_name()).trim().to_owned();
        let flags: Vec<String> = inner
            .get_arguments()
            .filter_map(|flag| flag.get_long().map(|name| format!("--{name}")))
            .collect();
        println!("{words}\t{}", flags.join(" "));
        print_calls(inner, &words);
    }
}
