//! `dantin due`: the calculator of deadlines, from the law that the program carries, or from the
//! law as an office has adopted and changed it.

use std::path::PathBuf;

use calendar::CalendarKind;
use clap::{Args, ValueEnum};
use jiff::civil::Date;
use rulebook::Law;
use rulebook::json::DueAnswer;

use super::Place;
use crate::output::{Done, fail, tell};

/// Work out a deadline and explain it day by day.
#[derive(Args)]
pub struct Due {
    /// The rule's id, such as KN.res1.
    #[arg(long)]
    rule: String,
    /// The day of the event that starts the clock, as 2026-03-16.
    #[arg(long)]
    event: Date,
    /// Whose days off count.
    #[arg(long, value_enum, default_value = "office")]
    calendar: Which,
    /// The data folder of an office: its own days off and confirmed rules count.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Its PostgreSQL database, when it has one.
    #[arg(long, value_name = "postgres://…", requires = "data")]
    database: Option<String>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum Which {
    Office,
    Statutory,
}

impl Due {
    pub async fn run(self) -> Done {
        let kind = match self.calendar {
            Which::Office => CalendarKind::Office,
            Which::Statutory => CalendarKind::Statutory,
        };
        let law = match self.data {
            None => Law::embedded().map_err(|error| error.to_string())?,
            Some(data) => adopted(Place { data, database: self.database }).await?,
        };
        let deadline = match law.due(&self.rule, self.event, kind) {
            Ok(deadline) => deadline,
            Err(error) => return fail(self.json, &error),
        };
        let answer = DueAnswer::new(&law.rulebook, &deadline);
        tell(self.json, &answer, || {
            let due = deadline.due().strftime("%d/%m/%Y");
            format!("{}: {due} ({})", self.rule, answer.article)
        })
    }
}

/// The law of an office as it stands now; the folder is only looked at.
async fn adopted(place: Place) -> Result<Law, String> {
    let store = place.open(false).await?;
    let law = Law::clone(store.laws().now());
    store.close().await;
    Ok(law)
}
