//! `dantin report`: a report of any form, unit and period, for programs and as a document.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use counts::Asked;
use kernel::Actor;
use reports::frozen::desk;
use reports::{Ask, pages::file, periods};
use store::Store;
use units::Gazetteer;

use super::Place;
use crate::output::{Done, fail, tell};

/// Make a report of figures.
#[derive(Args)]
pub struct Report {
    #[command(flatten)]
    place: Place,
    /// The form, such as tiep-cong-dan; without one, all are named.
    form: Option<String>,
    /// The unit: 34-20836, 63-20836, or a bare code; the folder's own when left out.
    #[arg(long)]
    unit: Option<String>,
    /// The period: 2024, 2024-Q1, 2024-6M, 2024-9M, 2024-05, civil:2024, 2024-01-05..2024-03-20;
    /// one of an office's own by its code, such as giao-ban:2024-05, or giao-ban when it comes
    /// once.
    #[arg(long)]
    period: Option<String>,
    /// A period to compare with.
    #[arg(long)]
    compare: Option<String>,
    /// What kind of file.
    #[arg(long, value_enum, default_value = "json")]
    format: Kind,
    /// Freeze it, and write it as it was frozen; the program must not run. Asked for again with the
    /// same figures it is the same report.
    #[arg(long, conflicts_with = "frozen")]
    freeze: bool,
    /// Write a report that was frozen, by its key.
    #[arg(long, value_name = "KEY")]
    frozen: Option<String>,
    /// Where to write it; the standard output when left out.
    #[arg(short = 'o', long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Print failures as JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum Kind {
    Json,
    Pdf,
    Docx,
    Xlsx,
    Csv,
    Html,
}

impl Kind {
    fn word(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Pdf => "pdf",
            Self::Docx => "docx",
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
            Self::Html => "html",
        }
    }
}

/// A period of the State, of the calendar or of any days; else one of an office's own: of the unit
/// that is asked for, or of the one that the folder serves.
async fn asked(store: &Store, units: &[&str], typed: &str) -> Result<Asked, String> {
    let none = match typed.parse::<Asked>() {
        Ok(asked) => return Ok(asked),
        Err(error) => error.to_string(),
    };
    let own = periods::desk::named(store, units, typed).await;
    let own = own.map_err(|error| error.to_string())?;
    own.map(|(asked, _)| asked).ok_or(none)
}

impl Report {
    pub async fn run(self) -> Done {
        let site = self.place.open_site(self.freeze).await?;
        let form = self.form.as_deref().filter(|_| self.frozen.is_none());
        let made = match (&self.frozen, form) {
            (Some(key), _) => self.kept(&site, key).await,
            (None, Some(form)) => self.bytes(&site, form).await,
            (None, None) => {
                return tell(self.json, &site.known.forms().names(), || {
                    site.known.forms().names().join("\n")
                });
            }
        };
        site.app.store.close().await;
        let bytes = match made {
            Ok(bytes) => bytes,
            Err(told) => return fail(self.json, &told),
        };
        let Some(path) = &self.output else {
            use std::io::Write as _;
            std::io::stdout().write_all(&bytes).map_err(|error| error.to_string())?;
            return Ok(std::process::ExitCode::SUCCESS);
        };
        std::fs::write(path, &bytes).map_err(|error| format!("{}: {error}", path.display()))?;
        Ok(std::process::ExitCode::SUCCESS)
    }

    async fn bytes(&self, site: &site::Site, form: &str) -> Result<Vec<u8>, String> {
        let app = &site.app;
        let unit = match (&self.unit, app.instance()) {
            (Some(unit), _) => unit.clone(),
            (None, Some(instance)) => instance.unit.clone(),
            (None, None) => return Err("this folder serves no unit yet; name one".to_owned()),
        };
        let found = Gazetteer::shared().resolve(&unit);
        let unit = found.ok_or_else(|| format!("there is no unit {unit}"))?.id();
        let period = self.period.as_deref().ok_or("which period? --period 2024")?;
        let (code, home) = (unit.code(), app.instance().map(|one| one.unit.clone()));
        let units = [code.as_str(), home.as_deref().unwrap_or_default()];
        let period = asked(&app.store, &units, period).await?;
        let compare = match self.compare.as_deref() {
            Some(compare) => Some(asked(&app.store, &units, compare).await?),
            None => None,
        };
        let laws = app.store.laws();
        let until = period.period(laws.now()).map_err(|error| error.to_string())?.until;
        let found = site.known.forms().on(form, until);
        let form = found.ok_or_else(|| {
            let names = site.known.forms().names().join(", ");
            format!("there is no form {form} for a period that ends on {until}; there are {names}")
        })?;
        let ask = Ask { form, unit, period, compare };
        let words = app.face.book().words(web::Lang::Vi);
        if self.freeze {
            let own = Gazetteer::shared().current(&unit.code()).map(|unit| unit.id());
            if own != Some(unit) {
                return Err(format!("{unit} is no unit of today: only their reports are frozen"));
            }
            let actor = Actor::System("report");
            let key = desk::freeze_as_made(&app.store, &actor, ask, &words).await;
            let key = key.map_err(|error| error.to_string())?;
            eprintln!("frozen: {key}");
            return self.kept(site, &key).await;
        }
        let report = reports::make(&app.store, laws.now(), ask).await;
        let report = report.map_err(|error| error.to_string())?;
        let (mark, today) = (app.face.mark(), app.store.clock().today());
        file::bytes(self.format.word(), &report, (&words, mark.as_deref()), today)
    }

    /// A report as it was frozen.
    async fn kept(&self, site: &site::Site, key: &str) -> Result<Vec<u8>, String> {
        let kept = desk::read(&site.app.store, key).await.map_err(|error| error.to_string())?;
        let kept = kept.ok_or_else(|| format!("no report was frozen as {key}"))?;
        let report = kept.report().map_err(|error| error.to_string())?;
        let words = site.app.face.book().words(web::Lang::Vi);
        let mark = site.app.face.mark();
        file::bytes(self.format.word(), &report, (&words, mark.as_deref()), kept.frozen.on)
    }
}
