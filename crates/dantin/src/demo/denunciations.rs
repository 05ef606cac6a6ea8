//! The register of denunciations of the simulated year: numbers and days, as the register has
//! nothing else.

use accounts::{App, Failure};
use denunciations::arrows::Step;
use denunciations::denunciation::Command;
use denunciations::desk::{self, Entry};
use denunciations::kind::{Finding, GoesOn, Handling, Shelf, Sort, Way, Weight};
use jiff::civil::Date;
use kernel::{Actor, Clock, Id};

use super::at;

/// What happens to an entry: so many days after its receipt, this.
pub(super) type Course = &'static [(i64, Command)];

pub(super) const CONCLUDED: Course = &[
    (7, Command::Accept(Weight::Plain)),
    (10, Command::Plain(Step::Notify)),
    (34, Command::Conclude(Finding::Partly)),
    (36, Command::Plain(Step::SendConclusion)),
    (40, Command::Plain(Step::Handle)),
    (41, Command::Plain(Step::Publish)),
    (60, Command::Move(Shelf::Archive, 3)),
];
const SUSPENDED_ONCE: Course = &[
    (8, Command::Accept(Weight::Plain)),
    (11, Command::Plain(Step::Notify)),
    (20, Command::Plain(Step::Suspend)),
    (24, Command::Plain(Step::SendDecision)),
    (48, Command::Plain(Step::Resume)),
    (55, Command::GoOn(GoesOn::Part)),
    (57, Command::Extend(Weight::Complex, 20)),
    (76, Command::Conclude(Finding::Wrong)),
    (79, Command::Plain(Step::SendConclusion)),
];
pub(super) const FORWARDED: Course = &[(4, Command::Plain(Step::Forward))];
pub(super) const WITHDRAWN: Course = &[
    (6, Command::Accept(Weight::Plain)),
    (9, Command::Plain(Step::Notify)),
    (15, Command::Plain(Step::Withdraw)),
    (19, Command::Plain(Step::SendDecision)),
];
const STANDING_STILL: Course = &[
    (5, Command::Accept(Weight::Plain)),
    (9, Command::Plain(Step::Notify)),
    (16, Command::Plain(Step::Suspend)),
];
const ACCEPTED: Course = &[(6, Command::Accept(Weight::Plain))];

/// How many days before the last one each was received, and its course.
const ENTRIES: &[(i64, Course)] = &[
    (290, CONCLUDED),
    (214, SUSPENDED_ONCE),
    (150, FORWARDED),
    (101, WITHDRAWN),
    (40, STANDING_STILL),
    (19, ACCEPTED),
    (2, &[]),
];

/// How many days before the last one anonymous information came, and what was done.
const ANONYMOUS: &[(i64, Option<Handling>)] =
    &[(170, Some(Handling::Inspected)), (77, Some(Handling::Filed)), (6, None)];

/// Enters them in the order of their days. The clock stands at the last day.
pub async fn play(
    app: &App,
    clock: &Clock,
    leader: Id,
    unit: &str,
    last: Date,
) -> Result<(), Failure> {
    clock.set(at(last, 16, 30));
    let actor = Actor::Account(leader);
    for (slot, (before, course)) in (1..).zip(ENTRIES) {
        enter(app, &actor, unit, (day(last, -before), slot), course).await?;
    }
    for (before, handling) in ANONYMOUS {
        let on = day(last, -before);
        let one = desk::enter_anonymous(&app.store, &actor, unit, on).await?;
        let found = desk::read_anonymous(&app.store, desk::key(&one.id)).await?;
        if let Some((found, handling)) = found.zip(*handling) {
            desk::handle(&app.store, &actor, found, handling, day(on, 12)).await?;
        }
    }
    Ok(())
}

/// Enters one denunciation on paper with its day and its place in the cabinet, and what came of it.
pub(super) async fn enter(
    app: &App,
    actor: &Actor,
    unit: &str,
    (on, slot): (Date, i64),
    course: Course,
) -> Result<(), Failure> {
    let (sort, way, shelf) = (Sort::First, Way::Paper, Shelf::Clerk);
    let new = Entry { unit: unit.to_owned(), on, sort, way, shelf, slot };
    let entry = desk::enter(&app.store, actor, &new).await?;
    for (after, command) in course {
        let Some(read) = desk::read(&app.store, desk::key(&entry.id)).await? else { break };
        let seen = read.entry.version;
        desk::act(&app.store, actor, read, seen, *command, day(on, *after)).await?;
    }
    Ok(())
}

fn day(from: Date, days: i64) -> Date {
    from.saturating_add(jiff::Span::new().days(days))
}
