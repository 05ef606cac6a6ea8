//! `dantin report`: a report of any form, unit and period, for programs and as a document.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use counts::Asked;
use reports::{Ask, pages::file};
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
    /// The period: 2024, 2024-Q1, 2024-6M, 2024-9M, 2024-05, civil:2024, 2024-01-05..2024-03-20.
    #[arg(long)]
    period: Option<Asked>,
    /// A period to compare with.
    #[arg(long)]
    compare: Option<Asked>,
    /// What kind of file.
    #[arg(long, value_enum, default_value = "json")]
    format: Kind,
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
}

impl Kind {
    fn word(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Pdf => "pdf",
            Self::Docx => "docx",
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
        }
    }
}

impl Report {
    pub async fn run(self) -> Done {
        let site = self.place.open_site(false).await?;
        let Some(form) = &self.form else {
            return tell(self.json, &site.known.forms().names(), || {
                site.known.forms().names().join("\n")
            });
        };
        let made = self.bytes(&site, form).await;
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
        let period = self.period.ok_or("which period? --period 2024")?;
        let laws = app.store.laws();
        let until = period.period(laws.now()).map_err(|error| error.to_string())?.until;
        let found = site.known.forms().on(form, until);
        let form = found.ok_or_else(|| {
            let names = site.known.forms().names().join(", ");
            format!("there is no form {form} for a period that ends on {until}; there are {names}")
        })?;
        let ask = Ask { form, unit, period, compare: self.compare };
        let report = reports::make(&app.store, laws.now(), ask).await;
        let report = report.map_err(|error| error.to_string())?;
        let words = app.face.book().words(web::Lang::Vi);
        file::bytes(self.format.word(), &report, &words, app.store.clock().today())
    }
}
