//! Issuing what is due: each month of each dataset once, in order, after the days in which it is
//! reported. A crash between two issues loses nothing: the next round goes on from what is there.

use std::sync::Arc;

use accounts::{App, Failure};
use calendar::CalendarKind;
use counts::guard::CELL;
use counts::period::{Asked, Months, Part};
use counts::{Period, figures};
use jiff::SignedDuration;
use jiff::civil::Date;
use jobs::{Job, Stop};
use kernel::Actor;
use rulebook::Law;
use store::Store;
use units::Gazetteer;

use super::define::{Dataset, Open};
use super::make::{self, Month};
use super::{MONTHS, Volume, store as sql};

/// The rule that says within how many days of its end a period is reported.
pub const SEND: &str = "BC.send";

/// The periodic task.
#[must_use]
pub fn job(app: Arc<App>, open: Open) -> Job {
    Job::stoppable("reports.open-data", SignedDuration::from_hours(1), move |_, stop| {
        let (app, open) = (app.clone(), open.clone());
        async move {
            let issued = issue_due(&app, &open, Some(&stop)).await;
            issued.map(|n| format!("{n} months issued")).map_err(|error| error.to_string())
        }
    })
}

/// Issues all that is due; how many months it was.
///
/// # Errors
/// When the database does not answer; what was issued before stays.
pub async fn issue_due(app: &App, open: &Open, stop: Option<&Stop>) -> Result<usize, Failure> {
    let Some(instance) = app.instance() else { return Ok(0) };
    let mut issued = 0;
    for dataset in open.datasets() {
        let Some(mut next) = begin(&app.store, dataset).await? else { continue };
        while stop.is_none_or(|stop| !stop.is_asked()) {
            let laws = app.store.laws();
            let Some(period) = due(laws.now(), next, app.store.clock().today()) else { break };
            issue(&app.store, open, (dataset, &instance.unit), (next, &period)).await?;
            issued += 1;
            next = after(next);
        }
    }
    Ok(issued)
}

/// The month behind another one.
fn after((year, month): (i16, i8)) -> (i16, i8) {
    if usize::from(month.unsigned_abs()) < MONTHS { (year, month + 1) } else { (year + 1, 1) }
}

/// The month to go on with: the one behind the last issue, or the first of the first year in which
/// anything was counted; `None` when nothing ever was.
async fn begin(store: &Store, dataset: &Dataset) -> Result<Option<(i16, i8)>, Failure> {
    if let Some(last) = sql::last(store, &dataset.id).await? {
        return Ok(Some(after(last)));
    }
    let Some(first) = sql::first_day(store, &dataset.indicators()).await? else { return Ok(None) };
    let laws = store.laws();
    let year = |year: i16| Asked::Part { months: Months::OfReports, year, part: Part::Year };
    let holds =
        |found: &i16| year(*found).period(laws.now()).is_ok_and(|period| first <= period.until);
    // A year of reports ends in December, and what comes after belongs to the next. Years before
    // the first rule have no months of reports.
    let today = store.clock().today().year();
    Ok((first.year()..=today + 1).find(holds).map(|year| (year, 1)))
}

/// A month that is over, when the days in which it is reported are over too.
fn due(law: &Law, (year, n): (i16, i8), today: Date) -> Option<Period> {
    let asked = Asked::Part { months: Months::OfReports, year, part: Part::Month(n) };
    let period = asked.period(law).ok()?;
    let book = &law.rulebook;
    let last = book.due_date(SEND, period.until, CalendarKind::Office, &law.calendar).ok()?;
    (last < today).then_some(period)
}

async fn issue(
    store: &Store,
    open: &Open,
    (dataset, unit): (&Dataset, &str),
    ((year, month), period): ((i16, i8), &Period),
) -> Result<(), Failure> {
    let gazetteer = Gazetteer::shared();
    let own = gazetteer.current(unit).and_then(|unit| gazetteer.series(unit.id()));
    let Some(series) = own else { return Ok(()) };
    let mut codes = series.coded(gazetteer, period.from, period.until);
    codes.extend(series.coded_divided(gazetteer, period.from, period.until));
    let counted = figures::of_codes(store, &codes, &dataset.indicators()).await?;
    let stream = store.stream(&Volume::stream(&dataset.id, year)).await?;
    let before = Volume::replay(&stream)?.map(|volume| volume.issues).unwrap_or_default();
    let laws = store.laws();
    let rule = laws.now().rulebook.in_force(CELL, store.clock().today());
    let least = rule.and_then(|rule| rule.value).ok_or_else(|| Failure::bug("no rule BC.cell"))?;
    let month = Month {
        month,
        from: period.from,
        until: period.until,
        on: store.clock().today(),
        least: i64::from(least),
        law: laws.version(),
    };
    // A province's year is some seconds of work: not on a thread that answers readers.
    let (open, dataset) = (open.clone(), dataset.clone());
    let making = tokio::task::spawn_blocking(move || {
        make::issue(&open, &dataset, &before, (month, &counted))
    });
    let issued = making.await.map_err(Failure::bug)?;
    store.go_on(&Actor::System("open data"), stream, (issued.to_fact(), Vec::new())).await?;
    Ok(())
}
