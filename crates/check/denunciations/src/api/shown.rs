//! What a program is shown of the register: the numbers, days and closed words of its pages.

use accounts::{Act, Failure, Program};
use duties::Outcome;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;
use store::{Laws, Stream};
use utoipa::ToSchema;
use web::Lang;

use crate::anonymous::Anonymous;
use crate::arrows::Step;
use crate::correction;
use crate::desk::{self, Read};
use crate::facts::Event;
use crate::meaning::code;
use crate::store::{AnonymousLine, Line};

/// One page of the register.
#[derive(Debug, Serialize, ToSchema)]
pub struct RegisterPage {
    /// Its entries, the newest first.
    pub items: Vec<RegisterLine>,
    /// The `cursor` of the next page; null at the end.
    pub next: Option<i64>,
}

/// An entry as the register lists it.
#[derive(Debug, Serialize, ToSchema)]
pub struct RegisterLine {
    /// The key of its address.
    #[schema(example = "20836-2026-3")]
    pub entry: String,
    /// What it is called.
    #[schema(example = "TC 3/2026")]
    pub code: String,
    /// Where it stands.
    pub state: String,
    /// The day of receipt.
    #[schema(value_type = String, format = Date)]
    pub received_on: Date,
    /// `first` or `again`.
    pub sort: String,
    /// `paper` or `person`.
    pub way: String,
    /// Where the paper lies.
    pub shelf: String,
    /// The number of its place there.
    pub slot: i64,
    /// The day of acceptance.
    #[schema(value_type = Option<String>, format = Date)]
    pub accepted_on: Option<Date>,
    /// The day of the conclusion.
    #[schema(value_type = Option<String>, format = Date)]
    pub concluded_on: Option<Date>,
    /// What it found: `right`, `partly`, `wrong`.
    pub finding: Option<String>,
    /// Whether its term stands still.
    pub still: bool,
    /// The date that presses most.
    #[schema(value_type = Option<String>, format = Date)]
    pub due: Option<Date>,
    /// Since when nothing is owed.
    #[schema(value_type = Option<String>, format = Date)]
    pub closed_on: Option<Date>,
}

impl From<Line> for RegisterLine {
    fn from(line: Line) -> Self {
        Self {
            entry: desk::key(&line.stream).to_owned(),
            code: code(line.no, i16::try_from(line.year).unwrap_or_default()),
            state: line.state,
            received_on: line.received_on,
            sort: line.sort,
            way: line.way,
            shelf: line.shelf,
            slot: line.slot,
            accepted_on: line.accepted_on,
            concluded_on: line.concluded_on,
            finding: Some(line.finding).filter(|finding| !finding.is_empty()),
            still: line.still,
            due: line.due,
            closed_on: line.closed_on,
        }
    }
}

/// An entry of the register.
#[derive(Debug, Serialize, ToSchema)]
pub struct RegisterEntry {
    /// The key of its address.
    pub entry: String,
    /// What it is called.
    pub code: String,
    /// Its version, which `If-Match` takes.
    pub version: i64,
    /// Where it stands.
    pub state: &'static str,
    /// The day of receipt.
    #[schema(value_type = String, format = Date)]
    pub received_on: Date,
    /// `first` or `again`.
    pub sort: &'static str,
    /// `paper` or `person`.
    pub way: &'static str,
    /// Where the paper lies.
    pub shelf: &'static str,
    /// The number of its place there.
    pub slot: i64,
    /// The law that it is under: `ltc` of 2018, `ltc11` of 2011.
    pub law: &'static str,
    /// The day of acceptance.
    #[schema(value_type = Option<String>, format = Date)]
    pub accepted_on: Option<Date>,
    /// What the conclusion found.
    pub finding: Option<&'static str>,
    /// The day of the conclusion.
    #[schema(value_type = Option<String>, format = Date)]
    pub concluded_on: Option<Date>,
    /// Since when nothing is owed.
    #[schema(value_type = Option<String>, format = Date)]
    pub closed_on: Option<Date>,
    /// What is or was owed.
    pub duties: Vec<RegisterDuty>,
    /// What this token may do now.
    pub steps: Vec<RegisterStep>,
    /// What happened, in order.
    pub trail: Vec<RegisterFact>,
}

/// A thing owed by a date.
#[derive(Debug, Serialize, ToSchema)]
pub struct RegisterDuty {
    /// The rule's id in the rulebook.
    #[schema(example = "TC.res")]
    pub rule: String,
    /// The article that it rests on.
    pub article: String,
    /// The last day; null while its term stands still.
    #[schema(value_type = Option<String>, format = Date)]
    pub due: Option<Date>,
    /// `open`, `kept`, `late` or `void`.
    pub outcome: &'static str,
}

/// A step that may be done now.
#[derive(Debug, Serialize, ToSchema)]
pub struct RegisterStep {
    /// Its word in the address.
    pub step: &'static str,
    /// The article that it rests on.
    pub article: String,
}

/// Something that happened.
#[derive(Debug, Serialize, ToSchema)]
pub struct RegisterFact {
    /// Its number, which a correction names.
    pub n: i64,
    /// What: the last word of its kind, such as `accepted`.
    pub what: String,
    /// The day on which it happened, as last put right.
    #[schema(value_type = String, format = Date)]
    pub on: Date,
    /// When it was recorded.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// The closed word that belongs to it.
    pub word: Option<&'static str>,
    /// The number that belongs to it: a place on a shelf, days of an extension.
    pub number: Option<i64>,
    /// Of a correction: the number of the fact that it puts right.
    pub corrects: Option<i64>,
}

/// One page of anonymous information.
#[derive(Debug, Serialize, ToSchema)]
pub struct AnonymousPage {
    /// The newest first.
    pub items: Vec<AnonymousItem>,
    /// The `cursor` of the next page; null at the end.
    pub next: Option<i64>,
}

/// A piece of anonymous information as its list has it.
#[derive(Debug, Serialize, ToSchema)]
pub struct AnonymousItem {
    /// The key of its address.
    pub entry: String,
    /// The register's year.
    pub year: i64,
    /// The number in it.
    pub no: i64,
    /// The day of receipt.
    #[schema(value_type = String, format = Date)]
    pub received_on: Date,
    /// What was done: `inspected`, `forwarded`, `filed`.
    pub handling: Option<String>,
    /// When that was done.
    #[schema(value_type = Option<String>, format = Date)]
    pub handled_on: Option<Date>,
}

impl From<AnonymousLine> for AnonymousItem {
    fn from(line: AnonymousLine) -> Self {
        Self {
            entry: desk::key(&line.stream).to_owned(),
            year: line.year,
            no: line.no,
            received_on: line.received_on,
            handling: Some(line.handling).filter(|handling| !handling.is_empty()),
            handled_on: line.handled_on,
        }
    }
}

/// A piece of anonymous information. No clock runs.
#[derive(Debug, Serialize, ToSchema)]
pub struct AnonymousEntry {
    /// The key of its address.
    pub entry: String,
    /// Its version, which `If-Match` takes.
    pub version: i64,
    /// The register's year.
    pub year: i16,
    /// The number in it.
    pub no: i64,
    /// The day of receipt.
    #[schema(value_type = String, format = Date)]
    pub received_on: Date,
    /// What was done.
    pub handling: Option<&'static str>,
    /// When that was done.
    #[schema(value_type = Option<String>, format = Date)]
    pub handled_on: Option<Date>,
    /// What happened, in order.
    pub trail: Vec<RegisterFact>,
}

/// An entry as a program may see it.
pub(super) fn entry(program: &Program, read: &Read, laws: &Laws) -> Result<RegisterEntry, Failure> {
    let entry = &read.entry;
    let received = &entry.received;
    let lang = law_lang(program.lang());
    let mut duties = Vec::with_capacity(entry.debts.len());
    for debt in &entry.debts {
        let due = debt.due(laws)?;
        let outcome = match (debt.closed, due) {
            (None, _) => "open",
            (Some((_, _, Outcome::Void)), _) => "void",
            (Some((on, ..)), Some(due)) if on > due => "late",
            (Some(_), _) => "kept",
        };
        let article = article(laws, &debt.rule, debt.started_on, lang);
        duties.push(RegisterDuty { rule: debt.rule.clone(), article, due, outcome });
    }
    let on = entry.accepted_on.unwrap_or(received.on);
    let may = |step: &&Step| {
        let act = entry.arrow(**step).and_then(|arrow| arrow.act.parse::<Act>().ok());
        act.is_some_and(|act| program.token.may(act, &received.unit))
    };
    let step = |step: &Step| {
        let rule = entry.arrow(*step).map_or("", |arrow| entry.ground(arrow));
        RegisterStep { step: step.word(), article: article(laws, rule, on, lang) }
    };
    Ok(RegisterEntry {
        entry: desk::key(&entry.id).to_owned(),
        code: code(received.no, received.year),
        version: entry.version,
        state: entry.state.word(),
        received_on: received.on,
        sort: received.sort.word(),
        way: received.way.word(),
        shelf: entry.shelf.word(),
        slot: entry.slot,
        law: entry.law.word(),
        accepted_on: entry.accepted_on,
        finding: entry.concluded.map(|(finding, _)| finding.word()),
        concluded_on: entry.concluded.map(|(_, on)| on),
        closed_on: entry.closed_on,
        duties,
        steps: Step::ALL.iter().filter(may).map(step).collect(),
        trail: trail(&read.stream)?,
    })
}

/// A piece of anonymous information as a program may see it.
pub(super) fn anonymous(stream: &Stream, one: &Anonymous) -> Result<AnonymousEntry, Failure> {
    Ok(AnonymousEntry {
        entry: desk::key(&one.id).to_owned(),
        version: one.version,
        year: one.year,
        no: one.no,
        received_on: one.on,
        handling: one.handled.map(|(handling, _)| handling.word()),
        handled_on: one.handled.map(|(_, on)| on),
        trail: trail(stream)?,
    })
}

/// Every fact, each as it was last put right, with the corrections between them.
fn trail(stream: &Stream) -> Result<Vec<RegisterFact>, Failure> {
    let right = correction::told(stream)?;
    let mut trail = Vec::with_capacity(stream.records.len());
    for record in &stream.records {
        let written = Event::read(record)?;
        let found = right.iter().find(|one| one.record.version == record.version);
        let event = found.map_or(&written, |one| &one.event);
        let corrects = match event {
            Event::Corrected(right) | Event::AnonymousCorrected(right) => Some(right.of),
            _ => None,
        };
        trail.push(RegisterFact {
            n: record.version,
            what: event.kind().rsplit('.').next().unwrap_or_default().to_owned(),
            on: event.on(),
            at: record.at,
            word: word(event),
            number: event.number(),
            corrects,
        });
    }
    Ok(trail)
}

/// The closed word that belongs to a fact.
fn word(event: &Event) -> Option<&'static str> {
    Some(match event {
        Event::Accepted { weight, .. } | Event::Extended { weight, .. } => weight.word(),
        Event::WentOn { why, .. } => why.word(),
        Event::Concluded { finding, .. } => finding.word(),
        Event::Received(received) => received.shelf.word(),
        Event::Moved { shelf, .. } => shelf.word(),
        Event::AnonymousHandled { handling, .. } => handling.word(),
        _ => return None,
    })
}

/// The article of a rule in a language; the rule's id when it was not in force.
fn article(laws: &Laws, rule: &str, on: Date, lang: calendar::Lang) -> String {
    let book = &laws.now().rulebook;
    match book.find(rule, on) {
        Ok((found, _)) => book.cite(&found.article, lang),
        Err(_) => rule.to_owned(),
    }
}

fn law_lang(lang: Lang) -> calendar::Lang {
    match lang {
        Lang::Vi => calendar::Lang::Vi,
        Lang::En => calendar::Lang::En,
    }
}
