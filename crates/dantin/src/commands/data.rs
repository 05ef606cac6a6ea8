//! Commands that look after the data: verify, rebuild, backup, restore, doctor.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use serde::Serialize;
use store::rebuild::Progress;

use super::Place;
use crate::output::{Done, fail, progress, tell};

/// Prove that journal, vault and views agree.
#[derive(Args)]
pub struct Verify {
    #[command(flatten)]
    place: Place,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

impl Verify {
    pub async fn run(self) -> Done {
        let store = match self.place.open(false).await {
            Ok(store) => store,
            Err(error) => return fail(self.json, &error),
        };
        let report = match store.verify().await {
            Ok(report) => report,
            Err(error) => return fail(self.json, &error),
        };
        let log = match site::log(store).audit().await {
            Ok(log) => log.map(|(report, matched)| Logged { leaves: report.size, matched }),
            Err(error) => return fail(self.json, &format!("the public log: {error}")),
        };
        let verified = Verified { report, log };
        tell(self.json, &verified, || {
            format!(
                "whole: {} records in {} streams, {} rows, {} words; {} leaves of the public log",
                report.records,
                report.streams,
                report.rows,
                report.words,
                verified.log.as_ref().map_or(0, |log| log.leaves)
            )
        })
    }
}

#[derive(Serialize)]
struct Verified {
    #[serde(flatten)]
    report: store::replay::Report,
    /// Absent when no log was begun.
    log: Option<Logged>,
}

#[derive(Serialize)]
struct Logged {
    leaves: u64,
    #[serde(flatten)]
    matched: ledger::audit::Matched,
}

/// Throw every view away and make it again from the journal; go on where one was killed.
#[derive(Args)]
pub struct Rebuild {
    #[command(flatten)]
    place: Place,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

impl Rebuild {
    pub async fn run(self) -> Done {
        let store = match self.place.open_as_it_is(true).await {
            Ok(store) => store,
            Err(error) => return fail(self.json, &error),
        };
        let mut share = 0;
        let mut told = |at: Progress| {
            let now = at.records * 100 / at.of.max(1);
            if now > share && at.records < at.of {
                share = now;
                progress(&format!("{} of {} records, {now} %", at.records, at.of));
            }
        };
        let done = match store.finish_rebuild(&mut told).await {
            Ok(Some(report)) => Ok(report),
            Ok(None) => store.rebuild_telling(&mut told).await,
            Err(error) => Err(error),
        };
        store.close().await;
        match done {
            Ok(report) => tell(self.json, &report, || {
                format!("rebuilt {} rows from {} records", report.rows, report.records)
            }),
            Err(error) => fail(self.json, &error),
        }
    }
}

/// Write a backup to a new file, while the program runs.
#[derive(Args)]
pub struct Backup {
    #[command(flatten)]
    place: Place,
    /// The new file. The keys are not in it: keep keys.toml apart.
    file: PathBuf,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

impl Backup {
    pub async fn run(self) -> Done {
        let store = match self.place.open_as_it_is(false).await {
            Ok(store) => store,
            Err(error) => return fail(self.json, &error),
        };
        match store.backup(&self.file).await {
            Ok(copied) => tell(self.json, &copied, || {
                format!(
                    "{}: {} records, {} seals, {} words; keep keys.toml apart from it",
                    self.file.display(),
                    copied.records,
                    copied.seals,
                    copied.words
                )
            }),
            Err(error) => fail(self.json, &error),
        }
    }
}

/// Fill an empty folder from a backup, and prove it. Put the copy of keys.toml there first.
#[derive(Args)]
pub struct Restore {
    #[command(flatten)]
    place: Place,
    /// The backup.
    file: PathBuf,
    /// Take a file without a seal: one from before backups were sealed.
    #[arg(long)]
    unsealed: bool,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Restored {
    copied: store::backup::Copied,
    verified: store::replay::Report,
}

impl Restore {
    pub async fn run(self) -> Done {
        if !store::open::keys_path(&self.place.data).exists() {
            let what = "put the copy of keys.toml into the folder first: without it no words open";
            return fail(self.json, &what);
        }
        let store = match self.place.open(true).await {
            Ok(store) => store,
            Err(error) => return fail(self.json, &error),
        };
        // What a backup brings is another log: an older one must not be taken up again. Forgotten
        // only now: where nothing was restored, the folder still knows its own. After a crash just
        // here the next start stops and says that the log is absent; `log-begin` goes on.
        let done = match store.restore(&self.file, self.unsealed).await {
            Ok(done) => ledger::head::forget(&self.place.data).map(|()| done),
            Err(error) => Err(error),
        };
        store.close().await;
        match done {
            Ok((copied, verified)) => tell(self.json, &Restored { copied, verified }, || {
                format!("restored {} records and proved them", copied.records)
            }),
            Err(error) => fail(self.json, &error),
        }
    }
}

/// Check this machine and folder, and say what to mend.
#[derive(Args)]
pub struct Doctor {
    #[command(flatten)]
    place: Place,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// How many leaves of the public log are hashed again: enough for a look, however large it is.
/// `verify` and `audit` go through all of them.
const LAST_LEAVES: u64 = 10_000;

/// How the public log stands, and whether it is what this folder remembers.
async fn log(store: store::Store) -> Finding {
    let now = store.now();
    let head = ledger::store::head(&store).await;
    let (good, told) = match (site::log(store).audit_last(LAST_LEAVES).await, head) {
        (Err(told), _) => (false, told),
        (Ok(_), Ok(Some(head))) if head.at > now => {
            (false, format!("it was signed at {}, later than this machine's clock", head.at))
        }
        (Ok(None), _) => (true, "none was begun yet; the first start begins it".into()),
        (Ok(Some((report, _))), _) => {
            let (log, size, hashed) = (&report.log, report.size, report.hashed);
            (true, format!("{log}, {size} leaves, the last {hashed} of them hashed again"))
        }
    };
    Finding { check: "public log", good, told }
}

/// Each witness that did not cosign when it was asked last.
async fn witnesses(store: &store::Store) -> Vec<Finding> {
    let kept = ledger::store::cosigned(store).await.unwrap_or_default();
    let told = |of: &ledger::cosign::Cosigned| match of.word.is_empty() {
        true => format!("{} cosigned {} leaves", of.witness, of.size),
        false => format!("{} did not cosign: {} {}", of.witness, of.word, of.detail),
    };
    let finding = |of: &ledger::cosign::Cosigned| Finding {
        check: "witness",
        good: of.word.is_empty(),
        told: told(of),
    };
    kept.iter().map(finding).collect()
}

#[derive(Serialize)]
struct Finding {
    check: &'static str,
    good: bool,
    told: String,
}

impl Doctor {
    pub async fn run(self) -> Done {
        let findings = self.findings().await;
        let well = findings.iter().all(|finding| finding.good);
        tell(self.json, &findings, || {
            let line = |f: &Finding| {
                format!("{} {}: {}", if f.good { "good" } else { "MEND" }, f.check, f.told)
            };
            findings.iter().map(line).collect::<Vec<_>>().join("\n")
        })?;
        Ok(if well { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }

    async fn findings(&self) -> Vec<Finding> {
        let mut findings = vec![self.settings(), self.mail(), self.keys()];
        match self.place.open(false).await {
            Err(told) => findings.push(Finding { check: "database", good: false, told }),
            Ok(store) => {
                let told = format!("{}, {} records", store.engine(), store.journal_length());
                findings.push(Finding { check: "database", good: true, told });
                let whole = store.verify().await;
                findings.push(Finding {
                    check: "verify",
                    good: whole.is_ok(),
                    told: whole.map_or_else(|e| e.to_string(), |_| "whole".into()),
                });
                findings.extend(witnesses(&store).await);
                findings.push(log(store).await);
            }
        }
        findings
    }

    fn settings(&self) -> Finding {
        let read = site::Settings::read(&self.place.data);
        let read = read.and_then(|s| s.witnesses().and_then(|_| s.exchange_keys()).map(|_| ()));
        let good = read.is_ok();
        let told = read.map_or_else(|e| e, |_| "dantin.toml can be read, or is absent".into());
        Finding { check: "settings", good, told }
    }

    /// A mail server may be absent; one that is set has to make sense, and letters want a link.
    fn mail(&self) -> Finding {
        let settings = site::Settings::read(&self.place.data).unwrap_or_default();
        let (good, told) = match settings.mail_server() {
            Err(told) => (false, told),
            Ok(None) => (true, "no mail server is set: no letters are sent".into()),
            Ok(Some(mail)) if mail.public_url.is_empty() => {
                (false, "public_url is not set: letters would have no link".into())
            }
            Ok(Some(mail)) => {
                (true, format!("letters go by {}:{}", mail.server.host, mail.server.port))
            }
        };
        Finding { check: "mail", good, told }
    }

    /// Keys that others can read are no keys.
    fn keys(&self) -> Finding {
        use std::os::unix::fs::PermissionsExt as _;
        let path = store::open::keys_path(&self.place.data);
        let mode = std::fs::metadata(&path).map(|meta| meta.permissions().mode() & 0o077);
        let (good, told) = match mode {
            Ok(0) => (true, "readable by their owner only".to_owned()),
            Ok(_) => (false, format!("others can read {}; chmod 600 it", path.display())),
            Err(error) => (false, format!("{}: {error}", path.display())),
        };
        Finding { check: "keys", good, told }
    }
}
