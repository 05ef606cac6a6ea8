//! What a program is shown of receptions: the public calendar in codes and days, an appointment to
//! whoever made it, and to an office a line of the register. Never who came, nor what they said.

use std::collections::HashMap;

use accounts::{App, Failure, Program};
use duties::{Debt, Outcome};
use jiff::Timestamp;
use jiff::ToSpan as _;
use jiff::civil::Date;
use rulebook::Law;
use serde::Serialize;
use store::Laws;
use units::{Gazetteer, Level};
use utoipa::ToSchema;
use web::form::clock;
use web::{Lang, Page};

use crate::arrows::State;
use crate::desk::{self, ReadVisit};
use crate::facts::VisitEvent;
use crate::frequency::{self, Check, Day, Period};
use crate::kind::Host;
use crate::meaning::code;
use crate::pages;
use crate::session::Session;
use crate::store::{self as sql, Line};
use crate::visit::Visit;

/// A month of receptions.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReceptionMonth {
    /// Code of the unit.
    pub unit: String,
    /// The month.
    #[schema(example = "2026-03")]
    pub month: String,
    /// What the rules of the month ask of each head, and how it stands.
    pub checks: Vec<ReceptionCheck>,
    /// Its receptions, in the order of days and hours.
    pub items: Vec<ReceptionLine>,
}

/// What a rule asks of a head in a month.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReceptionCheck {
    /// `chair` or `party`.
    pub host: &'static str,
    /// The rule's id in the rulebook.
    #[schema(example = "TD.comm.new")]
    pub rule: String,
    /// The article that it rests on.
    pub article: String,
    /// How many days are missing in all, held and planned ones counted.
    pub missing: u32,
    /// Its weeks, or the one month.
    pub periods: Vec<ReceptionPeriod>,
}

/// A week or month under a rule.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReceptionPeriod {
    /// Its first day.
    #[schema(value_type = String, format = Date)]
    pub from: Date,
    /// Its last day.
    #[schema(value_type = String, format = Date)]
    pub until: Date,
    /// How many days the rule wants.
    pub need: u32,
    /// On how many the head received in person.
    pub in_person: u32,
    /// On how many another did.
    pub replaced: u32,
    /// How many more are in the calendar.
    pub planned: u32,
    /// Whether it is over.
    pub over: bool,
}

impl From<&Period> for ReceptionPeriod {
    fn from(period: &Period) -> Self {
        Self {
            from: period.from,
            until: period.until,
            need: period.need,
            in_person: period.in_person,
            replaced: period.replaced,
            planned: period.planned,
            over: period.over,
        }
    }
}

/// A reception in the calendar.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReceptionLine {
    /// The key of its address.
    #[schema(example = "20836-20260310-0800-head-chair")]
    pub session: String,
    /// `regular`, `head` or `adhoc`.
    pub sort: String,
    /// Whose it is: `office`, `chair` or `party`.
    pub host: String,
    /// `onsite` or `online`.
    pub form: String,
    /// The day.
    #[schema(value_type = String, format = Date)]
    pub on: Date,
    /// The hour at which it begins.
    #[schema(example = "08:00")]
    pub from: String,
    /// The hour at which it ends.
    #[schema(example = "11:30")]
    pub until: String,
    /// Where; null online: whoever has an appointment is told the way in.
    pub place: Option<String>,
    /// `planned`, `open`, `closed` or `cancelled`.
    pub state: String,
    /// Who received: `in_person` or `replaced`.
    pub presence: Option<String>,
    /// Who stood in, such as `deputy`.
    pub stand_in: Option<String>,
    /// Why another received, or why it was moved or called off.
    pub why: Option<String>,
    /// Whether an appointment can be made.
    pub bookable: bool,
}

/// An appointment.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReceptionBooking {
    /// The number to say at the counter.
    #[schema(example = "0417")]
    pub ticket: String,
    /// The page on which whoever made it sees what becomes of it, and can give it up.
    #[schema(example = "/hen-cua-toi/01k…-0123456789abcdef0123")]
    pub own: String,
    /// The key of the reception.
    pub session: String,
    /// The day, as it is now.
    #[schema(value_type = String, format = Date)]
    pub on: Date,
    /// The hour at which the reception begins.
    pub from: String,
    /// The hour at which it ends.
    pub until: String,
    /// Where, or the way in.
    pub place: Option<String>,
    /// How many come.
    pub persons: u32,
    /// Where the visit stands, such as `booked`.
    pub state: &'static str,
}

/// A visit, without who came.
#[derive(Debug, Serialize, ToSchema)]
pub struct VisitShown {
    /// The key of its address.
    pub visit: String,
    /// The key of the reception.
    pub session: String,
    /// Code of the unit.
    pub unit: String,
    /// The reception's day.
    #[schema(value_type = String, format = Date)]
    pub on: Date,
    /// Its line of the register.
    #[schema(example = "TCD 12/2026")]
    pub code: Option<String>,
    /// Its version, which `If-Match` takes.
    pub version: i64,
    /// Where it stands.
    pub state: &'static str,
    /// What the visitor brought.
    pub kind: Option<&'static str>,
    /// What it is about.
    pub matter: Option<String>,
    /// How many came.
    pub persons: u32,
    /// Whether they are a large group.
    pub group: bool,
    /// Whether it is a turn of its own.
    pub turn: bool,
    /// Whose to settle it is: `own` or `other`.
    pub competence: Option<&'static str>,
    /// The code of the petition that it belongs to.
    pub petition: Option<String>,
    /// What the visitor was told last.
    pub answer: Option<&'static str>,
    /// When.
    #[schema(value_type = Option<String>, format = Date)]
    pub answered_on: Option<Date>,
    /// What is or was owed.
    pub duties: Vec<VisitDuty>,
    /// What happened, in order.
    pub trail: Vec<VisitFact>,
}

/// A thing owed by a date.
#[derive(Debug, Serialize, ToSchema)]
pub struct VisitDuty {
    /// The rule's id in the rulebook.
    #[schema(example = "TD.reply")]
    pub rule: String,
    /// The article that it rests on; null for a day that the visitor was given.
    pub article: Option<String>,
    /// The last day.
    #[schema(value_type = Option<String>, format = Date)]
    pub due: Option<Date>,
    /// `open`, `kept`, `late` or `void`.
    pub outcome: &'static str,
}

/// Something that happened to a visit.
#[derive(Debug, Serialize, ToSchema)]
pub struct VisitFact {
    /// What: the last word of the fact's kind, such as `received`.
    pub what: String,
    /// When it was recorded.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
}

fn some(text: String) -> Option<String> {
    Some(text).filter(|text| !text.is_empty())
}

fn reception(line: Line, place: Option<String>, today: Date) -> ReceptionLine {
    ReceptionLine {
        session: desk::key(&line.stream).to_owned(),
        bookable: line.state == State::Planned.word() && line.on >= today,
        sort: line.sort,
        host: line.host,
        form: line.form,
        on: line.on,
        from: clock(line.from),
        until: clock(line.until),
        place,
        state: line.state,
        presence: some(line.presence),
        stand_in: some(line.stand_in),
        why: some(line.why),
    }
}

/// Where a reception takes place, as everybody may know it.
fn place(page: &Page, line: &Line, texts: &HashMap<String, String>) -> Option<String> {
    match line.form.as_str() {
        "online" => None,
        _ => texts.get(&line.place).cloned().or_else(|| some(page.issuer().address.clone())),
    }
}

/// What the rules of the month ask of each head, against what is in the calendar.
fn checks(
    (law, lang): (&Law, calendar::Lang),
    level: Option<Level>,
    first: Date,
    (lines, today): (&[Line], Date),
) -> Vec<ReceptionCheck> {
    let Some(level) = level else { return Vec::new() };
    let mut all = Vec::new();
    for host in [Host::Chair, Host::Party] {
        let own = lines.iter().filter(|line| line.host == host.word());
        let days: Vec<Day> = own.map(pages::day_of).collect();
        let found = frequency::month(law, host, level, first, &days, today);
        let check = |check: &Check<'_>| ReceptionCheck {
            host: host.word(),
            rule: check.rule.id.clone(),
            article: law.rulebook.cite(&check.rule.article, lang),
            missing: check.missing(),
            periods: check.periods.iter().map(Into::into).collect(),
        };
        all.extend(found.iter().map(check));
    }
    all
}

/// A month of a unit. Weeks reach over its ends, so more days are read than are shown.
pub(super) async fn month(
    app: &App,
    page: &Page,
    unit: String,
    first: Date,
) -> Result<ReceptionMonth, Failure> {
    let (today, last) = (app.store.clock().today(), first.last_of_month());
    let (from, until) = (first.saturating_sub(7.days()), last.saturating_add(7.days()));
    let around = sql::between(&app.store, &unit, from, until).await?;
    let places: Vec<&str> = around.iter().map(|line| line.place.as_str()).collect();
    let texts = app.store.texts_of(&places).await?;
    let level = Gazetteer::shared().at(&unit, last).map(|unit| frequency::level(&unit));
    let (laws, lang) = (app.store.laws(), duties::explain::lang(page));
    let checks = checks((laws.now(), lang), level, first, (&around, today));
    let inside = around.into_iter().filter(|line| (first..=last).contains(&line.on));
    let items = inside.map(|line| {
        let place = place(page, &line, &texts);
        reception(line, place, today)
    });
    let month = first.strftime("%Y-%m").to_string();
    Ok(ReceptionMonth { checks, items: items.collect(), unit, month })
}

/// An appointment, to whoever made it.
pub(super) async fn booking(
    app: &App,
    page: &Page,
    visit: &Visit,
    session: &Session,
) -> Result<ReceptionBooking, Failure> {
    let place = desk::words(&app.store, session.planned.place.as_ref()).await?;
    let keys = app.store.keys();
    Ok(ReceptionBooking {
        ticket: desk::ticket(&keys, &visit.id),
        own: format!("/hen-cua-toi/{}", pages::pass(&keys, &visit.id)),
        session: desk::key(&session.id).to_owned(),
        on: session.on,
        from: clock(session.from.into()),
        until: clock(session.until.into()),
        place: some(place).or_else(|| some(page.issuer().address.clone())),
        persons: visit.began.persons,
        state: visit.state.word(),
    })
}

fn duty(laws: &Laws, debt: &Debt, lang: calendar::Lang) -> Result<VisitDuty, Failure> {
    let due = debt.due(laws)?;
    let outcome = match (debt.closed, due) {
        (None, _) => "open",
        (Some((_, _, Outcome::Void)), _) => "void",
        (Some((on, ..)), Some(due)) if on > due => "late",
        (Some(_), _) => "kept",
    };
    let book = &laws.now().rulebook;
    let found = book.in_force(&debt.rule, debt.started_on);
    let article = found.map(|rule| book.cite(&rule.article, lang));
    Ok(VisitDuty { rule: debt.rule.clone(), article, due, outcome })
}

/// A visit as the program of an office may see it.
pub(super) fn visit(app: &App, program: &Program, read: &ReadVisit) -> Result<VisitShown, Failure> {
    let (visit, laws) = (&read.visit, app.store.laws());
    let lang = match program.lang() {
        Lang::Vi => calendar::Lang::Vi,
        Lang::En => calendar::Lang::En,
    };
    let line = visit.received.as_ref();
    let kind = line.map(|line| line.kind).or(visit.began.kind);
    let duties = visit.debts.iter().map(|debt| duty(&laws, debt, lang));
    Ok(VisitShown {
        visit: desk::key(&visit.id).to_owned(),
        session: desk::key(&visit.began.session).to_owned(),
        unit: visit.began.unit.clone(),
        on: visit.on,
        code: line.map(|line| code(line.no, line.year)),
        version: visit.version,
        state: visit.state.word(),
        kind: kind.map(|kind| kind.word()),
        matter: line.map(|line| line.matter.clone()),
        persons: line.map_or(visit.began.persons, |line| line.persons),
        group: line.is_some_and(|line| line.group),
        turn: visit.is_turn(),
        competence: line.map(|line| line.competence.word()),
        petition: visit.petition.as_ref().map(|(code, _)| code.clone()),
        answer: visit.answer.map(|(answer, _)| answer.word()),
        answered_on: visit.answer.map(|(_, on)| on),
        duties: duties.collect::<Result<_, _>>()?,
        trail: trail(read)?,
    })
}

fn trail(read: &ReadVisit) -> Result<Vec<VisitFact>, Failure> {
    let fact = |record: &store::Record| {
        let event = VisitEvent::read(record)?;
        let what = event.kind().rsplit('.').next().unwrap_or_default().to_owned();
        Ok(VisitFact { what, at: record.at })
    };
    read.stream.records.iter().map(fact).collect()
}
