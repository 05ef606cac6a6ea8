//! Beginning and ending a schedule, and the task that freezes what is due. A crash between two
//! reports loses nothing: the next round goes on from what is there, and finds what it froze.

use std::collections::HashMap;
use std::sync::Arc;

use accounts::{App, Failure};
use counts::Period;
use counts::period::Asked;
use jiff::SignedDuration;
use jiff::civil::Date;
use jobs::{Job, Stop};
use kernel::{Actor, Id, Refusal};
use store::Store;
use units::{Gazetteer, UnitRef};
use web::Lang;

use super::facts::{Begun, Event};
use super::{Schedule, Turn, store as sql};
use crate::form::{Form, Forms};
use crate::frozen::{desk as frozen, store as kept};
use crate::pages::Known;
use crate::periods::desk as periods;
use crate::report::Ask;

/// What one round did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Round {
    /// How many reports it froze.
    pub frozen: usize,
    /// What was due and could not be frozen, because its form or unit is not there any more: the
    /// key of the schedule and the period.
    pub gone: Vec<String>,
}

impl Round {
    /// What the operator is told: it is no success while something that is owed cannot be done.
    fn told(&self) -> jobs::Outcome {
        let done = format!("{} reports frozen", self.frozen);
        match self.gone.is_empty() {
            true => Ok(done),
            false => Err(format!("{done}; no form or unit any more for {}", self.gone.join(", "))),
        }
    }
}

/// The periodic task. It looks more often than once a day, so that a report is frozen on its day
/// wherever in it the program was started.
#[must_use]
pub fn job(app: Arc<App>, known: Known) -> Job {
    Job::stoppable("reports.freeze-due", SignedDuration::from_hours(1), move |_, stop| {
        let (app, known) = (app.clone(), known.clone());
        async move {
            let round = freeze_due(&app, known.forms(), Some(&stop)).await;
            round.map_err(|error| error.to_string())?.told()
        }
    })
}

/// Freezes all that is due and was not frozen yet.
///
/// # Errors
/// The last fault, when one report could not be frozen: all others were, and it is tried again in
/// the next round.
pub async fn freeze_due(app: &App, forms: &Forms, stop: Option<&Stop>) -> Result<Round, Failure> {
    let (mut round, mut fault) = (Round::default(), None);
    let schedules = read_all(&app.store, sql::open(&app.store).await?).await?;
    for due in due(&app.store, &schedules).await? {
        if stop.is_some_and(Stop::is_asked) {
            return Ok(round);
        }
        match freeze(app, forms, &due).await {
            Ok(true) => round.frozen += 1,
            Ok(false) => round.gone.push(due.named()),
            Err(failure) => fault = Some(failure),
        }
    }
    fault.map_or(Ok(round), Err)
}

/// A report that is to be frozen.
struct Due<'a> {
    schedule: &'a Schedule,
    turn: Turn,
    /// Under which identity.
    id: Id,
}

impl Due<'_> {
    fn named(&self) -> String {
        format!("{} {}", store::journal::key(&self.schedule.id), self.turn.period.asked)
    }

    /// Its form and its unit; `None` when one of them is not there any more.
    fn whose<'f>(&self, forms: &'f Forms) -> Option<(&'f Form, UnitRef)> {
        let begun = &self.schedule.begun;
        let unit = Gazetteer::shared().current(&begun.unit).map(|unit| unit.id());
        forms.on(&begun.form, self.turn.period.until).zip(unit)
    }
}

/// What is due of some schedules and was not frozen yet, by one question for all of it.
async fn due<'a>(store: &Store, schedules: &'a [Schedule]) -> Result<Vec<Due<'a>>, Failure> {
    let (laws, today) = (store.laws(), store.clock().today());
    let keys = schedules.iter().filter_map(|one| one.begun.own.as_deref()).collect();
    let own = periods::read_all(store, &keys).await?;
    let mut all = Vec::new();
    for schedule in schedules {
        let key = schedule.begun.own.as_deref();
        let own = own.iter().find(|one| Some(one.key()) == key);
        for turn in schedule.due(laws.now(), own, today) {
            let id = identity(store, schedule, turn.period.asked);
            all.push(Due { schedule, turn, id });
        }
    }
    let ids: Vec<Id> = all.iter().map(|due| due.id).collect();
    let kept = kept::kept(store, &ids).await?;
    all.retain(|due| !kept.contains(&due.id));
    Ok(all)
}

/// What each of some schedules owes and cannot freeze, because its form or unit is not there any
/// more: the periods by the schedule's stream, oldest first.
pub type Gone = HashMap<String, Vec<Period>>;

/// What cannot be frozen of some schedules.
///
/// # Errors
/// When the database does not answer or the journal is inconsistent.
pub async fn gone(store: &Store, forms: &Forms, all: &[Schedule]) -> Result<Gone, Failure> {
    let mut gone = Gone::new();
    for due in due(store, all).await? {
        if due.whose(forms).is_none() {
            gone.entry(due.schedule.id.clone()).or_default().push(due.turn.period);
        }
    }
    gone.values_mut().for_each(|periods| periods.sort_by_key(|period| period.until));
    Ok(gone)
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

/// Freezes one report; `false` when there is no such form or unit any more.
async fn freeze(app: &App, forms: &Forms, due: &Due<'_>) -> Result<bool, Failure> {
    let (store, begun, turn) = (&app.store, &due.schedule.begun, &due.turn);
    let Some((form, unit)) = due.whose(forms) else { return Ok(false) };
    let laws = store.laws();
    let compare = Some(turn.before).filter(|one| begun.compare && one.period(laws.now()).is_ok());
    let ask = Ask { form, unit, period: turn.period.asked, compare };
    let words = app.face.book().words(Lang::Vi);
    let actor = Actor::System("report schedule");
    let named = (due.id, due.schedule.id.as_str());
    frozen::freeze_on_schedule(store, &actor, (ask, &words), named).await?;
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
