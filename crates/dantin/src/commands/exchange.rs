//! `dantin exchange key | write | read`: reports as signed files, between installations that no
//! line connects.

use std::path::{Path, PathBuf};

use accounts::Failure;
use clap::{Args, Subcommand};
use counts::{Asked, Period};
use kernel::Actor;
use reports::Form;
use reports::frozen::desk as frozen;
use reports::sent::{desk, file, store as sql};
use site::Site;
use units::{Gazetteer, UnitRef};
use web::errors::{next_step, say_refusal};

use super::Place;
use crate::output::{Done, fail, tell};

/// Reports as signed files.
#[derive(Args)]
pub struct Exchange {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Print the key by which the level above knows the files of this unit.
    Key {
        #[command(flatten)]
        of: Of,
    },
    /// Write the last frozen report of a form and period into a signed file.
    Write {
        #[command(flatten)]
        of: Of,
        /// The form, such as tiep-cong-dan.
        form: String,
        /// The period, such as 2026-Q1.
        #[arg(long)]
        period: Asked,
        /// The file.
        #[arg(short = 'o', long, value_name = "FILE")]
        output: PathBuf,
    },
    /// Take in a signed file of a unit below; the program must not run.
    Read {
        #[command(flatten)]
        of: Of,
        /// The file.
        file: PathBuf,
        /// The form that it must be of.
        form: String,
        /// The period that it must be of.
        #[arg(long)]
        period: Asked,
    },
}

/// Of which folder and unit.
#[derive(Args)]
struct Of {
    #[command(flatten)]
    place: Place,
    /// The unit; the folder's own when left out.
    #[arg(long)]
    unit: Option<String>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

impl Of {
    /// A unit of today.
    fn unit(&self, site: &Site) -> Result<UnitRef, String> {
        let own = site.app.instance().map(|instance| instance.unit.clone());
        let code = self.unit.clone().or(own).ok_or("this folder serves no unit yet; name one")?;
        let found = Gazetteer::shared().current(&code);
        found.map(|unit| unit.id()).ok_or_else(|| format!("there is no unit {code} today"))
    }
}

/// A form with the period that it is asked for.
fn asked<'a>(site: &'a Site, form: &str, asked: Asked) -> Result<(&'a Form, Period), String> {
    let laws = site.app.store.laws();
    let period = asked.period(laws.now()).map_err(|error| error.to_string())?;
    let found = site.known.forms().on(form, period.until);
    let names = || site.known.forms().names().join(", ");
    let form = found.ok_or_else(|| format!("there is no form {form}; there are {}", names()))?;
    Ok((form, period))
}

/// What went wrong, in the words of the page.
fn told(site: &Site, error: Failure, name: &str) -> String {
    let words = site.app.face.book().words(web::Lang::Vi);
    let Some(refusal) = error.refusal() else { return error.to_string() };
    let refusal = refusal.clone().with("file", name);
    let next = next_step(&words, &refusal).map(|next| format!(" {next}")).unwrap_or_default();
    format!("{}{next}", words.say(&say_refusal(&refusal)))
}

impl Exchange {
    pub async fn run(self) -> Done {
        let (of, is_writing) = match &self.what {
            What::Key { of } | What::Write { of, .. } => (of, false),
            What::Read { of, .. } => (of, true),
        };
        let site = of.place.open_site(is_writing).await?;
        let done = match &self.what {
            What::Key { of } => key(&site, of),
            What::Write { of, form, period, output } => {
                write(&site, of, (form, *period), output).await
            }
            What::Read { of, file, form, period } => read(&site, of, (form, *period), file).await,
        };
        site.app.store.close().await;
        match done {
            Ok((value, sentence)) => tell(of.json, &value, || sentence),
            Err(error) => fail(of.json, &error),
        }
    }
}

/// What a program is told, and what a person is.
type Said = Result<(serde_json::Value, String), String>;

fn key(site: &Site, of: &Of) -> Said {
    let unit = of.unit(site)?.code();
    let signer = file::signer(&site.app.store.keys(), &unit);
    let key = signer.ok_or("this unit has no key")?.verifier().text();
    Ok((serde_json::json!({ "unit": unit, "key": key }), key))
}

async fn write(site: &Site, of: &Of, (form, period): (&str, Asked), output: &Path) -> Said {
    let unit = of.unit(site)?.code();
    let (form, period) = asked(site, form, period)?;
    let store = &site.app.store;
    let what = (form.id.as_str(), period.asked.to_string());
    let last = sql::last(store, &unit, (what.0, &what.1)).await.map_err(|e| e.to_string())?;
    let last = last.ok_or_else(|| {
        format!("{} of {} is not frozen yet: dantin report --freeze", what.0, what.1)
    })?;
    let key = store::journal::key(&last);
    let kept = frozen::read(store, key).await.map_err(|error| error.to_string())?;
    let kept = kept.ok_or_else(|| format!("{last} cannot be read"))?;
    let text = desk::write(store, &kept).map_err(|error| error.to_string())?;
    std::fs::write(output, text).map_err(|error| format!("{}: {error}", output.display()))?;
    let value = serde_json::json!({ "frozen": key, "file": output });
    Ok((value, format!("{} holds the report {key}", output.display())))
}

async fn read(site: &Site, of: &Of, (form, period): (&str, Asked), file: &Path) -> Said {
    let unit = of.unit(site)?;
    let (form, period) = asked(site, form, period)?;
    let name = file.display().to_string();
    let bytes = std::fs::read(file).map_err(|error| format!("{name}: {error}"))?;
    // What is no text is no file of ours: it is refused like one that was bent.
    let text = String::from_utf8_lossy(&bytes);
    let keys = (text.as_ref(), site.known.keys());
    let actor = Actor::System("exchange");
    let taken = desk::take(&site.app.store, &actor, keys, (form, unit, &period)).await;
    let taken = taken.map_err(|error| told(site, error, &name))?;
    let unit = taken.content.unit.clone();
    let value = serde_json::json!({ "unit": unit, "on": taken.on, "again": taken.again });
    let sentence = match taken.again {
        true => format!("the report of {unit} had been taken in on {}; nothing is added", taken.on),
        false => format!("the report of {unit} is taken in"),
    };
    Ok((value, sentence))
}
