//! Beginning and ending a schedule, and the task that freezes what is due. A crash between two
//! reports loses nothing: the next round goes on from what is there, and finds what it froze.

use std::sync::Arc;

use accounts::{App, Failure};
use counts::period::Asked;
use jiff::SignedDuration;
use jiff::civil::Date;
use jobs::{Job, Stop};
use kernel::{Actor, Id, Refusal};
use store::Store;
use units::Gazetteer;
use web::Lang;

use super::facts::{Begun, Event};
use super::{Schedule, Turn, store as sql};
use crate::form::Forms;
use crate::frozen::{desk as frozen, store as kept};
use crate::pages::Known;
use crate::periods::{Own, desk as periods};
use crate::report::Ask;

/// The periodic task. It looks more often than once a day, so that a report is frozen on its day
/// wherever in it the program was started.
#[must_use]
pub fn job(app: Arc<App>, known: Known) -> Job {
    Job::stoppable("reports.freeze-due", SignedDuration::from_hours(1), move |_, stop| {
        let (app, known) = (app.clone(), known.clone());
        async move {
            let frozen = freeze_due(&app, known.forms(), Some(&stop)).await;
            frozen.map(|n| format!("{n} reports frozen")).map_err(|error| error.to_string())
        }
    })
}

/// Freezes all that is due and was not frozen yet; how many reports it was.
///
/// # Errors
/// The last fault, when one report could not be frozen: all others were, and it is tried again in
/// the next round.
pub async fn freeze_due(app: &App, forms: &Forms, stop: Option<&Stop>) -> Result<usize, Failure> {
    let (mut done, mut fault) = (0, None);
    let today = app.store.clock().today();
    for schedule in read_all(&app.store, sql::open(&app.store).await?).await? {
        let laws = app.store.laws();
        let own = own(&app.store, &schedule).await?;
        for turn in schedule.due(laws.now(), own.as_ref(), today) {
            if stop.is_some_and(Stop::is_asked) {
                return Ok(done);
            }
            match freeze(app, forms, (&schedule, &turn)).await {
                Ok(new) => done += usize::from(new),
                Err(failure) => fault = Some(failure),
            }
        }
    }
    fault.map_or(Ok(done), Err)
}

/// The period of an organisation's own by which a schedule goes.
async fn own(store: &Store, schedule: &Schedule) -> store::Result<Option<Own>> {
    match &schedule.begun.own {
        Some(code) => periods::read(store, code).await,
        None => Ok(None),
    }
}

/// The identity of what a schedule freezes of a period: by their names alone, so that neither a
/// change of the law nor a schedule that was begun anew makes another one of it.
fn identity(store: &Store, schedule: &Schedule, asked: Asked) -> Id {
    let on = match asked {
        Asked::Part { year, .. } => Date::new(year, 1, 1).unwrap_or(schedule.begun.from),
        Asked::Days { from, .. } => from,
    };
    store.keyed_id(on, &["report", "schedule", &schedule.id, &asked.to_string()])
}

/// Freezes one report; `false` when it was, or when there is no such form or unit any more.
async fn freeze(
    app: &App,
    forms: &Forms,
    (schedule, turn): (&Schedule, &Turn),
) -> Result<bool, Failure> {
    let (store, begun, period) = (&app.store, &schedule.begun, turn.period);
    let id = identity(store, schedule, period.asked);
    if kept::is_kept(store, id).await? {
        return Ok(false);
    }
    let unit = Gazetteer::shared().current(&begun.unit).map(|unit| unit.id());
    let Some((form, unit)) = forms.on(&begun.form, period.until).zip(unit) else {
        return Ok(false);
    };
    let laws = store.laws();
    let compare = Some(turn.before).filter(|one| begun.compare && one.period(laws.now()).is_ok());
    let ask = Ask { form, unit, period: period.asked, compare };
    let words = app.face.book().words(Lang::Vi);
    let actor = Actor::System("report schedule");
    frozen::freeze_on_schedule(store, &actor, (ask, &words), (id, &schedule.id)).await?;
    Ok(true)
}

async fn read_all(store: &Store, names: Vec<String>) -> store::Result<Vec<Schedule>> {
    let wanted: Vec<&str> = names.iter().map(String::as_str).collect();
    let streams = store.streams(&wanted).await?;
    let mut all = Vec::new();
    for name in wanted {
        if let Some(stream) = streams.get(name) {
            all.extend(Schedule::replay(stream)?);
        }
    }
    Ok(all)
}

/// The schedules of a unit, the newest first.
///
/// # Errors
/// When the database does not answer or the journal is inconsistent.
pub async fn of_unit(store: &Store, unit: &str) -> store::Result<Vec<Schedule>> {
    let names = sql::of_unit(store, unit).await?;
    read_all(store, names).await
}

/// One schedule by its key.
///
/// # Errors
/// When the database does not answer or the journal is inconsistent.
pub async fn read(store: &Store, key: &str) -> store::Result<Option<Schedule>> {
    Schedule::replay(&store.stream(&name(key)).await?)
}

fn name(key: &str) -> String {
    format!("schedule/{key}")
}

/// Begins a schedule. The same said twice is one.
///
/// # Errors
/// `schedule-there` for the field `every`, when another one goes on for the same unit, form and
/// rhythm; then nothing was recorded.
pub async fn begin(store: &Store, actor: &Actor, begun: Begun) -> Result<(), Failure> {
    let stream = store.stream(&begun.stream()).await?;
    if let Some(there) = Schedule::replay(&stream)?.filter(Schedule::is_open) {
        let refusal = Refusal::invalid("every", "schedule-there").with("days", there.begun.days);
        return if there.begun == begun { Ok(()) } else { Err(refusal.into()) };
    }
    store.go_on(actor, stream, (Event::Begun(begun).to_fact(), Vec::new())).await?;
    Ok(())
}

/// Ends a schedule: what it froze stays.
///
/// # Errors
/// `schedule-none`, when there is none that goes on.
pub async fn end(store: &Store, actor: &Actor, key: &str) -> Result<(), Failure> {
    let stream = store.stream(&name(key)).await?;
    if Schedule::replay(&stream)?.is_none_or(|one| !one.is_open()) {
        return Err(Refusal::conflict("schedule-none").into());
    }
    let on = store.clock().today();
    store.go_on(actor, stream, (Event::Ended { on }.to_fact(), Vec::new())).await?;
    Ok(())
}
