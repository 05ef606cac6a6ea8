//! Commands around the public log: check a receipt, audit a log, begin another on purpose.

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use ledger::audit::{self, Files as _, Progress};
use ledger::cosign::moment;
use ledger::fetch::Site;
use ledger::note::{Fault, Note, Verifier};
use ledger::pages::told::{Asked, refusal, sentences};
use ledger::receipt::{Expected, MOST_BYTES, Proven, Refused};
use ledger::{Receipt, record};
use serde::Serialize;
use web::Lang;

use super::Place;
use crate::output::{Done, fail, tell};

/// Say what a receipt proves, and by whom it was confirmed.
#[derive(Args)]
pub struct CheckReceipt {
    /// The file, or the text of the square; `-` reads it from the standard input.
    file: PathBuf,
    /// The name or key of the log that it must be of, as the office posts it.
    #[arg(long, value_name = "NAME|KEY")]
    log: Option<String>,
    /// The name or key of a log that the office had before a restore; may be given several times.
    #[arg(long, value_name = "NAME|KEY")]
    former: Vec<String>,
    /// The code of the unit that it must be of.
    #[arg(long, value_name = "CODE")]
    unit: Option<String>,
    /// The key of a witness; may be given several times.
    #[arg(long, value_name = "KEY")]
    witness: Vec<String>,
    /// A file with the words that were handed in.
    #[arg(long, value_name = "FILE")]
    words: Option<PathBuf>,
    /// Speak English.
    #[arg(long)]
    english: bool,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// What is said of a receipt, for programs.
#[derive(Serialize)]
struct Said<'a> {
    good: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    proven: Option<Shown<'a>>,
}

#[derive(Serialize)]
struct Shown<'a> {
    kind: &'a str,
    sort: &'a str,
    code: &'a str,
    unit: &'a str,
    on: String,
    rule: &'a str,
    leaf: u64,
    size: u64,
    log: &'a str,
    key: &'a str,
    log_known: bool,
    log_former: bool,
    words_held: bool,
    spoken: String,
    witnesses: Vec<(String, String)>,
    unknown_cosigners: &'a [String],
}

impl CheckReceipt {
    pub async fn run(self) -> Done {
        let expected = match self.expected() {
            Ok(expected) => expected,
            Err(error) => return fail(self.json, &error),
        };
        let text = match read(&self.file) {
            Ok(text) => text,
            Err(error) => return fail(self.json, &error),
        };
        let receipt = Receipt::read(&text);
        let checked = receipt.as_ref().ok_or(Refused::Unreadable);
        let checked = checked.and_then(|receipt| Ok((receipt, receipt.check(&expected)?)));
        let words = site::book().map_err(|error| error.to_string())?;
        let words = words.words(if self.english { Lang::En } else { Lang::Vi });
        match checked {
            Ok((receipt, proven)) => {
                let proven = &proven;
                let shown = self.shown(receipt, proven);
                let said = Said { good: true, why: None, proven: Some(shown) };
                let asked = Asked { log: self.log.is_some(), words: self.words.is_some() };
                tell(self.json, &said, || sentences(&words, (receipt, proven), asked).join("\n"))
            }
            Err(why) => {
                let unit = receipt.as_ref().map_or("", |receipt| receipt.record.unit.as_str());
                let said = Said { good: false, why: Some(why.word()), proven: None };
                tell(self.json, &said, || refusal(&words, why, unit))?;
                Ok(ExitCode::FAILURE)
            }
        }
    }

    fn expected(&self) -> Result<Expected, String> {
        let witness = |text: &String| {
            Verifier::read(text).ok_or_else(|| format!("{text} is no key of a witness"))
        };
        let words = self.words.as_ref().map(|file| {
            std::fs::read(file).map_err(|error| format!("{}: {error}", file.display()))
        });
        Ok(Expected {
            log: self.log.clone(),
            former: self.former.clone(),
            unit: self.unit.clone(),
            witnesses: self.witness.iter().map(witness).collect::<Result<_, _>>()?,
            words: words.transpose()?.map(trimmed),
        })
    }

    fn shown<'a>(&self, receipt: &'a Receipt, proven: &'a Proven) -> Shown<'a> {
        let record = &receipt.record;
        let since = |(name, at): &(String, u64)| (name.clone(), moment(*at).to_string());
        Shown {
            kind: &record.kind,
            sort: &record.sort,
            code: &record.code,
            unit: &record.unit,
            on: record.on.to_string(),
            rule: &record.rule,
            leaf: receipt.index + 1,
            size: proven.size,
            log: &proven.log,
            key: &proven.verifier,
            log_known: proven.former || self.log.is_some(),
            log_former: proven.former,
            words_held: self.words.is_some(),
            spoken: record::spoken(&proven.entry),
            witnesses: proven.witnesses.iter().map(since).collect(),
            unknown_cosigners: &proven.unknown,
        }
    }
}

/// As the page sends words: without the end of line that an editor adds.
fn trimmed(words: Vec<u8>) -> Vec<u8> {
    let end = words.iter().rposition(|byte| !b"\r\n".contains(byte)).map_or(0, |place| place + 1);
    words[..end].to_vec()
}

fn read(file: &Path) -> Result<String, String> {
    let told = |error: std::io::Error| format!("{}: {error}", file.display());
    let mut bytes = Vec::new();
    let most = MOST_BYTES as u64 + 1;
    match file == Path::new("-") {
        true => std::io::stdin().take(most).read_to_end(&mut bytes),
        false => std::fs::File::open(file).and_then(|file| file.take(most).read_to_end(&mut bytes)),
    }
    .map_err(told)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Hash the public log again and name the first fault.
#[derive(Args)]
pub struct Audit {
    /// The address of a site, or the data folder of an installation.
    #[arg(value_name = "URL|DIR")]
    target: String,
    /// The database of the folder, when it is not the file in it.
    #[arg(long, value_name = "postgres://…")]
    database: Option<String>,
    /// The key of the log, as the office posts it; without it the site is asked for its own.
    #[arg(long, value_name = "KEY")]
    log: Option<String>,
    /// The key of a witness that is asked after; may be given several times.
    #[arg(long, value_name = "KEY")]
    witness: Vec<String>,
    /// A file that keeps how far the audit has come; the next one goes on from there.
    #[arg(long, value_name = "FILE")]
    progress: Option<PathBuf>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Audited {
    #[serde(flatten)]
    report: audit::Report,
    #[serde(skip_serializing_if = "Option::is_none")]
    journal: Option<audit::Matched>,
    key_given: bool,
    /// Which of the witnesses that were asked after cosigned the checkpoint, and since when.
    witnesses: Vec<(String, Option<String>)>,
}

impl Audit {
    pub async fn run(self) -> Done {
        let web = ["http://", "https://"].iter().any(|scheme| self.target.starts_with(scheme));
        let audited = if web { self.site().await } else { self.folder().await };
        match audited {
            Err(error) => fail(self.json, &error),
            Ok(audited) => tell(self.json, &audited, || sentence(&audited)),
        }
    }

    async fn folder(&self) -> Result<Audited, String> {
        let place = Place { data: self.target.clone().into(), database: self.database.clone() };
        let log = site::log(place.open(false).await?);
        let mut progress = self.kept()?;
        let save = |progress: &Progress| self.keep(progress);
        let done = log.audit_on(&mut progress, save).await?;
        let (report, matched) = done.ok_or("no log was begun here yet")?;
        // A name follows from its key: who gives the whole text of it has it begin with the name.
        let name = self.log.as_deref().and_then(|key| key.split('+').next());
        if name.is_some_and(|name| name != report.log) {
            return Err(format!("the log here is {}", report.log));
        }
        let witnesses = self.cosigned(&progress.checkpoint)?;
        Ok(Audited { report, journal: Some(matched), key_given: true, witnesses })
    }

    async fn site(&self) -> Result<Audited, String> {
        let site = Site::read(&self.target)?;
        let key = match &self.log {
            Some(key) => key.clone(),
            None => String::from_utf8_lossy(&site.get("key").await?).trim().to_owned(),
        };
        let by = Verifier::read(&key).ok_or_else(|| format!("{key} is no key of a log"))?;
        let mut progress = self.kept()?;
        let save = |progress: &Progress| self.keep(progress);
        let report = audit::files(&site, &by, &mut progress, save).await?;
        let witnesses = self.cosigned(&progress.checkpoint)?;
        Ok(Audited { report, journal: None, key_given: self.log.is_some(), witnesses })
    }

    fn cosigned(&self, checkpoint: &str) -> Result<Vec<(String, Option<String>)>, String> {
        let note = Note::read(checkpoint).ok_or("checkpoint: it is no signed note")?;
        let cosigned = |key: &String| {
            let by = Verifier::read(key).ok_or_else(|| format!("{key} is no key of a witness"))?;
            match note.check(&by) {
                Ok(since) => Ok((by.name, Some(moment(since).to_string()))),
                Err(Fault::Unsigned) => Ok((by.name, None)),
                Err(_) => Err(format!("checkpoint: its line of {} is forged", by.name)),
            }
        };
        self.witness.iter().map(cosigned).collect()
    }

    fn kept(&self) -> Result<Progress, String> {
        let Some(file) = self.progress.as_ref().filter(|file| file.exists()) else {
            return Ok(Progress::default());
        };
        let told = |error: &dyn std::fmt::Display| format!("{}: {error}", file.display());
        let text = std::fs::read_to_string(file).map_err(|error| told(&error))?;
        toml::from_str(&text).map_err(|error| told(&error))
    }

    /// A crash leaves the progress before or this one, never half of one.
    fn keep(&self, progress: &Progress) -> Result<(), String> {
        let Some(file) = &self.progress else { return Ok(()) };
        let told = |error: &dyn std::fmt::Display| format!("{}: {error}", file.display());
        let text = toml::to_string(progress).map_err(|error| told(&error))?;
        store::whole::replace(file, &text).map_err(|error| told(&error))
    }
}

fn sentence(audited: &Audited) -> String {
    let report = &audited.report;
    let mut lines = vec![format!(
        "whole: {} leaves of the log {}, {} of them hashed now",
        report.size, report.log, report.hashed
    )];
    if let Some(matched) = audited.journal {
        let (facts, erased) = (matched.facts, matched.erased);
        lines.push(format!(
            "{facts} leaves commit to the journal's facts, {erased} are of erased words"
        ));
    }
    lines.extend(audited.witnesses.iter().map(|(name, since)| match since {
        Some(since) => format!("{name} cosigned it at {since}"),
        None => format!("{name} has not cosigned this checkpoint"),
    }));
    if !audited.key_given {
        lines.push(
            "the key is the site's own word; give --log with the one the office posts".into(),
        );
    }
    lines.join("\n")
}

/// Throw the public log away and begin another, under another name.
#[derive(Args)]
pub struct LogBegin {
    #[command(flatten)]
    place: Place,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Begun {
    leaves: u64,
}

impl LogBegin {
    pub async fn run(self) -> Done {
        let store = match self.place.open(true).await {
            Ok(store) => store,
            Err(error) => return fail(self.json, &error),
        };
        let log = site::log(store.clone());
        let done = match log.begin_anew().await {
            Ok(()) => log.catch_up().await,
            Err(trouble) => Err(trouble),
        };
        store.close().await;
        match done {
            Ok(leaves) => tell(self.json, &Begun { leaves }, || {
                format!("a new log was begun, with {leaves} leaves; post its name and key")
            }),
            Err(ledger::Trouble::Passing(error) | ledger::Trouble::Fatal(error)) => {
                fail(self.json, &error)
            }
        }
    }
}
