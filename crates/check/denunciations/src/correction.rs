//! Putting right what was mistyped: a day, a place on a shelf, the days of an extension. Pure.
//!
//! A correction names the fact and its right value; the fact itself stays as it was written. All
//! that follows from the entry is made from the right values, so duties and dates move with it.
//! The running number is not typed, and its year is part of it: neither can be corrected.

use jiff::civil::Date;
use kernel::Refusal;
use store::{Laws, Record, Result, StoreError, Stream};

use crate::denunciation::{Command, Denunciation, law_of, no_law, shown, step_of};
use crate::facts::{Corrected, Event};
use crate::kind::{Handling, MOST_SLOT};

/// A fact of an entry with its right values.
#[derive(Clone, Debug)]
pub struct Told<'a> {
    /// The fact as it was written.
    pub record: &'a Record,
    /// The same as it is right.
    pub event: Event,
}

/// What is to be put right, checked for shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mend {
    /// The fact's place in the stream.
    pub of: i64,
    /// The right day.
    pub day: Date,
    /// The right number, for a fact that has one.
    pub number: Option<i64>,
    /// What was really done, for a fact that says so.
    pub handling: Option<Handling>,
}

/// The facts of a stream but for its corrections, each as the last correction has it.
///
/// # Errors
/// When a fact cannot be read, or a correction is of none before it.
pub fn told(stream: &Stream) -> Result<Vec<Told<'_>>> {
    let mut told: Vec<Told<'_>> = Vec::with_capacity(stream.records.len());
    for record in &stream.records {
        let event = Event::read(record)?;
        let (Event::Corrected(right) | Event::AnonymousCorrected(right)) = event else {
            told.push(Told { record, event });
            continue;
        };
        let wrong = told.iter_mut().find(|one| one.record.version == right.of);
        let put = wrong.and_then(|wrong| put_right(&mut wrong.event, &right));
        put.ok_or_else(|| {
            let what = format!("it corrects what fact {} does not hold", right.of);
            StoreError::inconsistent("journal", record.name(), what)
        })?;
    }
    Ok(told)
}

/// `None` where the fact has no such number.
pub(crate) fn put_right(event: &mut Event, right: &Corrected) -> Option<()> {
    if let Some(day) = right.day {
        *event.on_mut() = day;
    }
    let Some(really) = right.handling else { return put_number(event, right.number) };
    let Event::AnonymousHandled { handling, .. } = event else { return None };
    *handling = really;
    Some(())
}

fn put_number(event: &mut Event, number: Option<i64>) -> Option<()> {
    let Some(number) = number else { return Some(()) };
    match event {
        Event::Received(received) => received.slot = number,
        Event::Moved { slot, .. } => *slot = number,
        Event::Extended { days, .. } => *days = u32::try_from(number).ok()?,
        _ => return None,
    }
    Some(())
}

/// Whether an entry may be put right so on the day `today`: the fact of it, or a refusal.
///
/// Every step is decided again with the right value, each under the law by which it was decided,
/// so that nobody reaches by a correction what could not be reached by a step.
///
/// # Errors
/// A refusal for the fields `on`, `slot` or `days`: a step would not have been lawful, the entry
/// would be another year's or another law's, or nothing changes.
pub fn decide(
    id: &str,
    told: &[Told<'_>],
    mend: Mend,
    today: Date,
    laws: &Laws,
) -> std::result::Result<Event, Refusal> {
    let wrong = told.iter().find(|one| one.record.version == mend.of);
    let wrong = wrong.ok_or_else(|| Refusal::conflict("denunciation-correct-what"))?;
    let was = &wrong.event;
    let right = Corrected {
        of: mend.of,
        day: (mend.day != was.on()).then_some(mend.day),
        number: mend.number.filter(|number| Some(*number) != was.number()),
        handling: None,
        on: today,
    };
    if right.day.is_none() && right.number.is_none() {
        return Err(Refusal::invalid("on", "denunciation-correct-same"));
    }
    let mut all = told.to_vec();
    let put = all.iter_mut().find(|one| one.record.version == mend.of);
    put.and_then(|one| put_right(&mut one.event, &right))
        .ok_or_else(|| Refusal::conflict("denunciation-correct-what"))?;
    again(id, &all, was, mend, today, laws)?;
    Ok(Event::Corrected(right))
}

/// Decides the whole history again.
fn again(
    id: &str,
    all: &[Told<'_>],
    was: &Event,
    mend: Mend,
    today: Date,
    laws: &Laws,
) -> std::result::Result<(), Refusal> {
    let nothing = || Refusal::conflict("denunciation-correct-what");
    let (first, rest) = all.split_first().ok_or_else(nothing)?;
    let Event::Received(received) = &first.event else { return Err(nothing()) };
    if first.record.version == mend.of {
        receipt(&first.event, was, today, laws)?;
    }
    let mut entry = Denunciation::new(id.to_owned(), received.clone(), first.record.law);
    for one in rest {
        let (event, on) = (&one.event, one.event.on());
        let (command, arrow) = command_of(event)
            .and_then(|command| Some((command, entry.arrow(command.step())?)))
            .ok_or_else(nothing)?;
        let law = (laws, &**laws.at(one.record.law));
        let mine = one.record.version == mend.of;
        match entry.decide_under(command, on, today, law) {
            Ok(same) if same == *event => entry.follow(arrow, event, one.record.law),
            Ok(_) => return Err(another_law(on)),
            Err(refusal) if mine => return Err(at_a_field(refusal)),
            Err(refusal) => return Err(broken(refusal, on)),
        }
    }
    Ok(())
}

/// A receipt keeps its year, since the running number is of that year, and its law.
fn receipt(
    event: &Event,
    was: &Event,
    today: Date,
    laws: &Laws,
) -> std::result::Result<(), Refusal> {
    let (Event::Received(right), on) = (event, event.on()) else { return Ok(()) };
    if on > today {
        return Err(Refusal::invalid("on", "denunciation-day-ahead").with("date", shown(on)));
    }
    if on.year() != was.on().year() {
        let refusal = Refusal::invalid("on", "denunciation-correct-year");
        return Err(refusal.with("year", right.year));
    }
    if !(1..=MOST_SLOT).contains(&right.slot) {
        return Err(Refusal::invalid("slot", "denunciation-correct-what"));
    }
    match law_of(laws.now(), on) {
        None => Err(no_law(on)),
        Some(law) if law != right.law => Err(another_law(on)),
        Some(_) => Ok(()),
    }
}

/// The day lies under another law of denunciations than the step was taken under.
fn another_law(on: Date) -> Refusal {
    Refusal::invalid("on", "denunciation-correct-law").with("date", shown(on))
}

/// The form that puts a step right has no field for how hard a case is.
fn at_a_field(refusal: Refusal) -> Refusal {
    let field = if refusal.field == Some("days") { "days" } else { "on" };
    Refusal { field: Some(field), ..refusal }
}

/// A later step would not have been lawful.
fn broken(refusal: Refusal, on: Date) -> Refusal {
    let code = match refusal.code {
        "denunciation-day-before" => "denunciation-correct-order",
        _ => "denunciation-correct-breaks",
    };
    Refusal { article: refusal.article, ..Refusal::invalid("on", code).with("date", shown(on)) }
}

/// The command whose fact this is.
fn command_of(event: &Event) -> Option<Command> {
    Some(match event {
        Event::Accepted { weight, .. } => Command::Accept(*weight),
        Event::Extended { weight, days, .. } => Command::Extend(*weight, *days),
        Event::WentOn { why, .. } => Command::GoOn(*why),
        Event::Concluded { finding, .. } => Command::Conclude(*finding),
        Event::Moved { shelf, slot, .. } => Command::Move(*shelf, *slot),
        other => Command::Plain(step_of(other)?),
    })
}
