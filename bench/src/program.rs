//! The real binary as a child: its folder, its address, its memory; ended with the bench.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use serde::Deserialize;
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};

type Fault = Box<dyn std::error::Error + Send + Sync>;

/// What `dantin demo --json` prints.
#[derive(Deserialize)]
pub struct Demo {
    pub unit: String,
    pub token: String,
    pub accounts: Vec<Account>,
}

/// One account of it.
#[derive(Deserialize)]
pub struct Account {
    pub login: String,
    pub password: String,
    pub totp_secret: String,
}

/// A folder with a demonstration in it.
pub struct Place {
    folder: TempDir,
    database: Option<String>,
    pub demo: Demo,
}

/// The release binary beside the bench's own.
pub fn binary() -> Result<PathBuf, Fault> {
    let own = std::env::current_exe()?;
    let found = own.with_file_name("dantin");
    match found.exists() {
        true => Ok(found),
        false => Err(format!("{} is absent; build it first", found.display()).into()),
    }
}

impl Place {
    /// A new folder with a small demonstration.
    pub async fn new(postgres: bool) -> Result<Self, Fault> {
        let folder = tempfile::tempdir()?;
        let database = postgres.then(testkit::postgres::fresh_database);
        let mut command = Command::new(binary()?);
        command.args(["demo", "--petitions", "40", "--json", "--data"]).arg(folder.path());
        if let Some(url) = &database {
            command.args(["--database", url]);
        }
        let out = command.output().await?;
        if !out.status.success() {
            return Err(String::from_utf8_lossy(&out.stderr).into_owned().into());
        }
        Ok(Self { demo: serde_json::from_slice(&out.stdout)?, folder, database })
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// A command of the program on this folder.
    pub fn command(&self, words: &[&str]) -> Result<Command, Fault> {
        let mut command = Command::new(binary()?);
        command.args(words).arg("--data").arg(self.path());
        if let Some(url) = &self.database {
            command.args(["--database", url]);
        }
        Ok(command)
    }

    /// The address of its database, when it is not SQLite's file.
    pub fn database(&self) -> Option<String> {
        self.database.clone()
    }

    /// The audit of the folder's public log.
    pub fn audit(&self) -> Result<Command, Fault> {
        let mut command = Command::new(binary()?);
        command.args(["audit", "--json"]).arg(self.path());
        if let Some(url) = &self.database {
            command.args(["--database", url]);
        }
        Ok(command)
    }

    /// The folder's store, for filling it faster than anybody could by pages. Close it before the
    /// program is started.
    pub async fn store(&self) -> Result<store::Store, Fault> {
        let options = store::Options {
            data: self.path().to_owned(),
            database: self.database.clone(),
            exclusive: true,
            readers: 2,
        };
        let chance = kernel::Chance::System;
        Ok(site::open_store(options, kernel::Clock::System, chance).await?)
    }

    /// Starts the program; answers when it says that it is ready.
    pub async fn serve(&self) -> Result<Served, Fault> {
        let began = Instant::now();
        let mut child = self
            .command(&["serve", "--listen", "127.0.0.1:0"])?
            .env("DANTIN_LOG", "error")
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .kill_on_drop(true)
            .spawn()?;
        let out = child.stdout.take().ok_or("no output")?;
        let mut lines = BufReader::new(out).lines();
        let line = lines.next_line().await?.ok_or("the program ended before it was ready")?;
        let took = began.elapsed();
        let address = line
            .split("http://")
            .nth(1)
            .and_then(|rest| rest.split_whitespace().next())
            .ok_or("no address in the ready line")?
            .parse()?;
        // The rest of the output is read by nobody; it is one line.
        Ok(Served { child, address, took })
    }
}

/// A running program.
pub struct Served {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
    /// How long it took to be ready.
    pub took: Duration,
}

impl Served {
    /// Resident memory in MiB, as the system counts it.
    pub fn resident(&self) -> f64 {
        let id = self.child.id().unwrap_or_default();
        let status = std::fs::read_to_string(format!("/proc/{id}/status")).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kilobytes = line.and_then(|rest| rest.split_whitespace().next()?.parse::<f64>().ok());
        kilobytes.unwrap_or(f64::NAN) / 1024.0
    }

    /// The process.
    pub fn process(&self) -> u32 {
        self.child.id().unwrap_or_default()
    }

    /// Ends it as a power cut would.
    pub async fn kill(mut self) -> Result<(), Fault> {
        Ok(self.child.kill().await?)
    }

    /// Ends it politely and waits.
    pub async fn stop(mut self) -> Result<(), Fault> {
        let id = self.child.id().unwrap_or_default().to_string();
        Command::new("kill").args(["-TERM", &id]).status().await?;
        tokio::time::timeout(Duration::from_secs(30), self.child.wait()).await??;
        Ok(())
    }
}
