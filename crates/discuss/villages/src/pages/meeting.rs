//! `/can-bo/hop-thon/{village}`: one meeting for its officers: what may be done now, the matters,
//! the places with their signatures, what is owed. The roll is opened by a form of its own, and
//! logged.

use std::sync::Arc;

use accounts::{Act, Answer, App, Failure, Officer};
use askama::Template;
use axum::extract::{Path, State as Shared};
use duties::{Debt, Outcome as End};
use jiff::civil::Date;
use store::Laws;
use web::parts::{Act as Deed, Event as Point, Leader, Mark, Open, Status};
use web::{Html, Page, Posted};

use super::outcomes::{self, Shown};
use super::{OFFICE, called, dress, find, key, may, path, public, status};
use crate::arrows::{State, Step};
use crate::desk::{self, Marks, People, Read, Said};
use crate::facts::Event;
use crate::kind::Role;
use crate::meeting::Meeting;

/// A place with its words.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub n: u8,
    pub href: String,
    pub figures: String,
    pub status: Status,
}

/// The roll of a place as it was opened.
#[derive(Clone, Debug)]
pub(super) struct Roll {
    pub n: u8,
    pub lines: Vec<Leader>,
}

#[derive(Template)]
#[template(path = "meeting.html")]
pub(super) struct MeetingPage<'a> {
    pub page: &'a Page,
    pub meeting: &'a Meeting,
    pub name: String,
    pub said: &'a Said,
    pub matters: Vec<Shown>,
    pub places: Vec<Place>,
    pub deeds: Vec<Deed>,
    pub owed: Vec<Leader>,
    pub trail: Vec<Point>,
    pub rolls: Vec<Roll>,
    pub may_roll: bool,
    pub today: Date,
    /// What was done just now: a step's word, `call`, or nothing.
    pub done: &'static str,
}

impl MeetingPage<'_> {
    fn status(&self) -> Status {
        status(self.page, self.meeting.state, self.meeting.on, self.today)
    }

    fn notice(&self) -> Html {
        match self.done {
            "" => Html::default(),
            word => self.page.notice(Mark::Done, self.page.t(key("ht-done", word)), ""),
        }
    }

    fn facts(&self) -> Vec<Leader> {
        public::facts(self.page, self.meeting, &self.said.place)
    }

    fn href(&self) -> String {
        path(self.meeting)
    }

    fn public_href(&self) -> String {
        format!("{}/{}", super::PUBLIC, desk::key(&self.meeting.id))
    }
}

/// The page's name and crumbs.
pub(super) fn titled(page: Page, name: &str) -> Page {
    let list = page.t("ht-title").into_owned();
    dress(page).title(name).crumb(list, OFFICE).crumb_here(name)
}

/// The places with how they stand.
pub(super) fn places(page: &Page, meeting: &Meeting) -> Vec<Place> {
    let place = |n: u8| {
        let part = meeting.parts.get(&n);
        let figures = part.map_or(String::new(), |part| {
            let one = &part.recorded;
            let w = page.with("households", one.households);
            w.with("present", one.in_person + one.represented).t("ht-part-figures")
        });
        let signed = |role| part.is_some_and(|part| part.signed.contains(&role));
        let status = match (part, signed(Role::Chair), signed(Role::Secretary)) {
            (None, ..) => Status::new(Mark::New, page.t("ht-part-empty")),
            (_, true, true) => Status::new(Mark::Done, page.t("ht-part-signed")),
            (_, true, false) => Status::new(Mark::Half, page.t("ht-part-chair")),
            (_, false, true) => Status::new(Mark::Half, page.t("ht-part-secretary")),
            (_, false, false) => Status::new(Mark::Half, page.t("ht-part-unsigned")),
        };
        Place { n, href: format!("{}/record?cum={n}", path(meeting)), figures, status }
    };
    (1..=meeting.called.parts).map(place).collect()
}

/// What may be done now, what presses first.
pub(super) fn deeds(
    page: &Page,
    officer: &Officer,
    meeting: &Meeting,
    laws: &Laws,
    today: Date,
) -> Vec<Deed> {
    let mut deeds = Vec::new();
    for step in Step::ALL {
        let Some(arrow) = meeting.arrow(*step, laws) else { continue };
        let title = page.t(key("ht-do", step.word()));
        let allowed = arrow.act.parse::<Act>().is_ok_and(|act| may(officer, act, meeting));
        let early = *step == Step::Record && meeting.on > today;
        deeds.push(match (allowed, early) {
            (false, _) => Deed::new(title, page.t("ht-not-yours"), Open::NotYet),
            (true, true) => Deed::new(title, page.t("ht-not-yet"), Open::NotYet),
            (true, false) => {
                let href = format!("{}/{}", path(meeting), step.word());
                let deed = Deed::new(title, page.t(key("ht-does", step.word())), Open::Link(href));
                let deed = deed.button(page.t(key("ht-step", step.word())));
                if deeds.is_empty() { deed.first() } else { deed }
            }
        });
    }
    deeds
}

/// What is or was owed: what, by when, and how it stands.
pub(super) fn owed(page: &Page, meeting: &Meeting, laws: &Laws, today: Date) -> Vec<Leader> {
    let line = |debt: &Debt| {
        let due = debt.due(laws).ok().flatten()?;
        let status = match debt.closed {
            None => page.days_status(due, today, 3),
            Some((_, _, End::Void)) => Status::new(Mark::None, page.t("ht-void")),
            Some((on, ..)) if on > due => Status::new(Mark::Late, page.days_left(due, on)),
            Some(_) => Status::new(Mark::Done, page.t("ht-kept")),
        };
        let rule = laws.now().rulebook.in_force(&debt.rule, debt.started_on);
        let article =
            rule.map(|rule| laws.now().rulebook.cite(&rule.article, duties::explain::lang(page)));
        let what = page.t(key("ht-owed", &debt.rule.replace('.', "-").to_lowercase()));
        let name = match article {
            Some(article) => format!("{what} ({article})"),
            None => what.into_owned(),
        };
        Some(Leader::html(name, Html::trusted(format!("{} {status}", page.date_tag(due)))))
    };
    meeting.debts.iter().filter_map(line).collect()
}

/// The steps so far, newest first.
pub(super) fn trail(page: &Page, read: &Read) -> Result<Vec<Point>, Failure> {
    let mut points = Vec::with_capacity(read.stream.records.len());
    for record in read.stream.records.iter().rev() {
        let event = Event::read(record)?;
        let word = event.kind().rsplit('.').next().unwrap_or_default();
        let point = Point::past(record.at, page.t(key("ht-was", word)));
        points.push(match &event {
            Event::Recorded(one) => point.text(page.with("n", u32::from(one.part)).t("ht-part")),
            Event::Signed { part, role } => {
                let role = page.t(key("ht-role", role.word()));
                point.text(page.with("n", u32::from(*part)).with("role", role).t("ht-signed-by"))
            }
            Event::Issued { form, .. } => point.text(page.t(key("ht-form", form.word()))),
            _ => point,
        });
    }
    Ok(points)
}

/// The roll of a place in words.
pub(super) fn opened(page: &Page, n: u8, (people, marks): (People, Marks)) -> Roll {
    let line = |of: &str, text: String| Leader::new(page.t(of), text);
    let mut lines = vec![
        line("ht-chair", people.chair),
        line("ht-secretary", people.secretary),
        line("ht-here", marks.here.join(", ")),
        line("ht-stood", marks.stood.join(", ")),
        line("ht-absent", marks.absent.join(", ")),
    ];
    if !people.names.is_empty() {
        lines.push(line("ht-names", people.names));
    }
    Roll { n, lines }
}

async fn answer(
    app: &App,
    officer: &Officer,
    page: Page,
    read: &Read,
    rolls: Vec<(u8, (People, Marks))>,
) -> Answer {
    let meeting = &read.meeting;
    let laws = app.store.laws();
    let today = app.store.clock().today();
    let said = desk::said(&app.store, meeting).await?;
    let name = called(&page, &super::village(app, meeting).await?, meeting.on);
    let done = page.query();
    let done = match done.get("xong") {
        Some("call") => "call",
        word => word.and_then(Step::read).map_or("", Step::word),
    };
    let page = titled(page, &name);
    Ok(page.show(&MeetingPage {
        matters: outcomes::shown(&page, &laws, meeting, &said),
        places: places(&page, meeting),
        deeds: deeds(&page, officer, meeting, &laws, today),
        owed: owed(&page, meeting, &laws, today),
        trail: trail(&page, read)?,
        rolls: rolls.into_iter().map(|(n, roll)| opened(&page, n, roll)).collect(),
        may_roll: !meeting.parts.is_empty() && may(officer, Act::VILLAGES_ROLL, meeting),
        page: &page,
        meeting,
        name,
        said: &said,
        today,
        done,
    }))
}

/// `GET /can-bo/hop-thon/{village}?xong=…`; an address that somebody kept shows no name.
pub(super) async fn show(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    Path(typed): Path<String>,
    page: Page,
) -> Answer {
    let read = find(&app, &officer, &typed, Act::VILLAGES_READ).await?;
    answer(&app, &officer, page, &read, Vec::new()).await
}

/// `POST /can-bo/hop-thon/{village}/so-ho`: the rolls of all places; logged before they are shown.
pub(super) async fn roll(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    Path(typed): Path<String>,
    posted: Posted,
) -> Answer {
    let read = find(&app, &officer, &typed, Act::VILLAGES_ROLL).await?;
    app.log_read(&officer, &read.meeting.id, "person").await?;
    let mut rolls = Vec::new();
    for n in read.meeting.parts.keys() {
        rolls.push((*n, desk::roll(&app.store, &read.meeting, *n).await?));
    }
    answer(&app, &officer, posted.page, &read, rolls).await
}

/// Whether the decision can be taken along.
pub(super) fn is_issued(meeting: &Meeting) -> bool {
    meeting.state == State::Decided
}
