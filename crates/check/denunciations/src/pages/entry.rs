//! `/can-bo/to-cao/{entry}`: one entry: where it stands, what may be done, its clocks day by day,
//! its trail.

use std::sync::Arc;

use accounts::{Act, Answer, App, Failure, Officer};
use askama::Template;
use axum::extract::{Path, State as Shared};
use jiff::civil::Date;
use store::{Laws, Stream};
use web::parts::{Act as Deed, Event as Point, Leader, Mark, Open, Status};
use web::{Html, Page, PageError};

use super::clock::{Shown, clocks};
use super::correct::{self, word};
use super::register::dress;
use super::{LIST, key, state_status};
use crate::arrows::{ARROWS, Arrow, Step};
use crate::correction;
use crate::denunciation::Denunciation;
use crate::desk::{self, Read};
use crate::facts::Event;
use crate::kind::Regime;
use crate::meaning::code;

#[derive(Template)]
#[template(path = "entry.html")]
pub(super) struct EntryPage<'a> {
    pub page: &'a Page,
    pub entry: &'a Denunciation,
    pub clocks: Vec<Shown<'a>>,
    pub deeds: Vec<Deed>,
    pub trail: Vec<Point>,
    pub today: Date,
    /// What was done just now: a step's word, `new`, or nothing.
    pub done: &'static str,
}

impl<'a> EntryPage<'a> {
    /// The page of an entry for one officer.
    ///
    /// # Errors
    /// When a date cannot be worked out: a fault of ours.
    pub fn new(
        page: &'a Page,
        officer: &Officer,
        read: &'a Read,
        laws: &'a Laws,
        today: Date,
    ) -> Result<Self, Failure> {
        let entry = &read.entry;
        Ok(Self {
            page,
            entry,
            clocks: clocks(&entry.debts, laws)?,
            deeds: deeds(page, officer, entry, laws),
            trail: trail(page, officer, read)?,
            today,
            done: "",
        })
    }

    fn state(&self) -> Status {
        state_status(self.page, self.entry.state)
    }

    fn code(&self) -> String {
        code(self.entry.received.no, self.entry.received.year)
    }

    fn notice(&self) -> Html {
        match self.done {
            "" => Html::default(),
            word => self.page.notice(Mark::Done, self.page.t(key("tc-done", word)), ""),
        }
    }

    /// The running clock that ends first.
    fn pressing(&self) -> Option<Html> {
        let open = self.clocks.iter().filter(|clock| clock.debt.is_open());
        let first = open.filter(|clock| clock.due().is_some()).min_by_key(|clock| clock.due());
        first.and_then(|clock| clock.block(self.page, self.today))
    }

    /// Says since when the term stands still, if it does.
    fn still(&self) -> Option<String> {
        let since = self.entry.debts.iter().find_map(|debt| debt.paused)?;
        Some(self.page.with("date", self.page.date(since)).t("tc-still-since"))
    }

    fn facts(&self) -> Vec<Leader> {
        let (page, entry) = (self.page, self.entry);
        let received = &entry.received;
        let said = |of: &str, word: &str| page.t(key(of, word)).into_owned();
        let shelf = page
            .with("shelf", said("tc-shelf", entry.shelf.word()))
            .with("slot", entry.slot.to_string());
        let mut facts = vec![
            Leader::html(page.t("tc-col-received"), page.date_tag(received.on)),
            Leader::new(page.t("tc-way"), said("tc-way", received.way.word())),
            Leader::new(page.t("tc-sort"), said("tc-sort", received.sort.word())),
            Leader::new(page.t("tc-shelf"), shelf.t("tc-place")),
            Leader::new(page.t("tc-law"), said("tc-law", entry.law.word())),
        ];
        facts.extend(
            entry.accepted_on.map(|on| Leader::html(page.t("tc-col-accepted"), page.date_tag(on))),
        );
        if let Some((finding, on)) = entry.concluded {
            facts.push(Leader::html(page.t("tc-col-concluded"), page.date_tag(on)));
            let found = said("tc-finding", finding.word());
            facts.push(Leader::new(page.t("tc-col-finding"), found));
        }
        facts
    }
}

/// The page's name and crumbs.
pub(super) fn titled(page: Page, entry: &Denunciation) -> Page {
    let name = code(entry.received.no, entry.received.year);
    let list = page.t("tc-title").into_owned();
    dress(page).title(&name).crumb(list, LIST).crumb_here(name)
}

/// The address of an entry.
pub(super) fn path(entry: &Denunciation) -> String {
    format!("{LIST}/{}", desk::key(&entry.id))
}

/// The article of an arrow under the law of the entry.
pub(super) fn ground(page: &Page, entry: &Denunciation, arrow: &Arrow, laws: &Laws) -> String {
    let book = &laws.now().rulebook;
    let id = entry.ground(arrow);
    let on = entry.accepted_on.unwrap_or(entry.received.on);
    let rule = book.in_force(id, on).or_else(|| book.versions(id).last());
    let lang = duties::explain::lang(page);
    rule.map(|rule| page.with("article", book.cite(&rule.article, lang)).t("tc-ground"))
        .unwrap_or_default()
}

/// Steps that carry a case on, what presses first; the rest is offered after them.
const ONWARD: &[Step] = &[
    Step::AskReport,
    Step::Report,
    Step::Accept,
    Step::Notify,
    Step::SendDecision,
    Step::SendConclusion,
    Step::Handle,
    Step::Publish,
    Step::Resume,
    Step::Conclude,
];

/// What may be done now: the table of steps against the table of permissions.
fn deeds(page: &Page, officer: &Officer, entry: &Denunciation, laws: &Laws) -> Vec<Deed> {
    let mut deeds = Vec::new();
    let rest = Step::ALL.iter().filter(|step| !ONWARD.contains(step));
    let mut none_yet = true;
    for step in ONWARD.iter().chain(rest) {
        let Some(arrow) = entry.arrow(*step) else { continue };
        let title = page.t(key("tc-do", step.word()));
        let may = arrow.act.parse::<Act>().is_ok_and(|act| officer.may(act, &entry.received.unit));
        if !may {
            deeds.push(Deed::new(title, page.t("tc-not-yours"), Open::NotYet));
            continue;
        }
        let href = format!("{}/{}", path(entry), step.word());
        let deed = Deed::new(title, ground(page, entry, arrow, laws), Open::Link(href))
            .button(page.t(key("tc-step", step.word())));
        let first = none_yet && ONWARD.contains(step);
        none_yet &= !first;
        deeds.push(if first { deed.first() } else { deed });
    }
    deeds
}

/// The steps so far, newest first: each with its right day, what was first written where that was
/// wrong, and a way to put it right.
fn trail(page: &Page, officer: &Officer, read: &Read) -> Result<Vec<Point>, Failure> {
    let right = correction::told(&read.stream)?;
    let mut points = Vec::with_capacity(read.stream.records.len());
    for record in read.stream.records.iter().rev() {
        let written = Event::read(record)?;
        let event = right.iter().find(|one| one.record.version == record.version);
        let event = event.map_or(&written, |one| &one.event);
        let mut point = Point::past(event.on(), page.t(key("tc-was", word(event))));
        if let Some(text) = told(page, event) {
            point = point.text(text);
        }
        if let Event::Corrected(_) = event {
            point = point.text(mended(page, &read.stream, record.version)?);
        } else if correct::may(officer, event, &read.entry.received.unit) {
            let href = format!("{}/sua/{}", path(&read.entry), record.version);
            point = point.html(Html::of(&Mending { page, href, event }));
        }
        points.push(point);
    }
    Ok(points)
}

/// The link that leads to putting a fact right; its whole name for who hears it out of order.
#[derive(Template)]
#[template(path = "correct-link.html")]
pub(super) struct Mending<'a> {
    pub page: &'a Page,
    pub href: String,
    pub event: &'a Event,
}

/// What a correction put in place of what: both readable.
pub(super) fn mended(page: &Page, stream: &Stream, version: i64) -> Result<String, Failure> {
    let upto = |last: i64| {
        let mut stream = stream.clone();
        stream.records.retain(|record| record.version <= last);
        stream
    };
    let (before, after) = (upto(version - 1), upto(version));
    let last = after.records.last().map(Event::read).transpose()?;
    let Some(Event::Corrected(right) | Event::AnonymousCorrected(right)) = last else {
        return Ok(String::new());
    };
    let find = |stream: &Stream| -> Result<Option<Event>, Failure> {
        let told = correction::told(stream)?;
        Ok(told.into_iter().find(|one| one.record.version == right.of).map(|one| one.event))
    };
    let (Some(was), Some(now)) = (find(&before)?, find(&after)?) else {
        return Ok(String::new());
    };
    let step = page.t(key("tc-was", word(&now))).into_owned();
    let mut said = vec![format!("{step}:")];
    if right.day.is_some() {
        let days = page.with("old", page.date(was.on())).with("new", page.date(now.on()));
        said.push(days.t("tc-corrected-day"));
    }
    if let (Some(_), Some(old), Some(new)) = (right.number, was.number(), now.number()) {
        let numbers = page.with("old", old.to_string()).with("new", new.to_string());
        said.push(match now {
            Event::Extended { .. } => numbers.t("tc-corrected-days"),
            _ => numbers.t("tc-corrected-slot"),
        });
    }
    if let (Some(_), Some(old), Some(new)) = (right.handling, told(page, &was), told(page, &now)) {
        said.push(page.with("old", old).with("new", new).t("tc-corrected-handling"));
    }
    Ok(said.join(" "))
}

/// What a step says besides its day.
pub(super) fn told(page: &Page, event: &Event) -> Option<String> {
    let said = |of: &str, word: &str| page.t(key(of, word)).into_owned();
    match event {
        Event::Accepted { law: Regime::Ltc11, weight, .. } => {
            Some(said("tc-weight", weight.word()))
        }
        Event::Extended { weight, days, .. } => Some(
            page.with("weight", said("tc-weight", weight.word()))
                .with("days", i64::from(*days))
                .t("tc-extended"),
        ),
        Event::WentOn { why, .. } => Some(said("tc-why", why.word())),
        Event::Concluded { finding, .. } => Some(said("tc-finding", finding.word())),
        Event::AnonymousHandled { handling, .. } => Some(said("tc-handling", handling.word())),
        Event::Moved { shelf, slot, .. } => Some(
            page.with("shelf", said("tc-shelf", shelf.word()))
                .with("slot", slot.to_string())
                .t("tc-place"),
        ),
        _ => None,
    }
}

/// An entry that this officer may read.
pub(super) async fn find(app: &App, officer: &Officer, typed: &str) -> Result<Read, Failure> {
    officer.allow_somewhere(Act::DENUNCIATIONS_READ)?;
    let read = desk::read(&app.store, typed).await?.ok_or(Failure(PageError::NotFound))?;
    officer.allow(Act::DENUNCIATIONS_READ, &read.entry.received.unit)?;
    Ok(read)
}

/// `GET /can-bo/to-cao/{entry}?xong=…`
pub(super) async fn show(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    Path(typed): Path<String>,
    page: Page,
) -> Answer {
    let read = find(&app, &officer, &typed).await?;
    // What is not recorded is not seen.
    app.log_read(&officer, &read.entry.id, "denunciation").await?;
    let laws = app.store.laws();
    let done = match page.query().get("xong") {
        Some("new") => "new",
        Some("correct") => "correct",
        Some(word) => Step::read(word).map_or("", Step::word),
        None => "",
    };
    let page = titled(page, &read.entry);
    let today = app.store.clock().today();
    let shown = EntryPage::new(&page, &officer, &read, &laws, today)?;
    Ok(page.show(&EntryPage { done, ..shown }))
}

/// Every step has an arrow, so a step's page can always name its act.
pub(crate) fn act_of(step: Step) -> Result<Act, Failure> {
    let arrow = ARROWS.iter().find(|arrow| arrow.step == step);
    let arrow = arrow.ok_or(Failure(PageError::NotFound))?;
    arrow.act.parse().map_err(Failure::bug)
}
