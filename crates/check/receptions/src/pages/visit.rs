//! `/can-bo/tiep-dan/luot/{visit}`: one visit: where it stands, until when what is owed, its line
//! of the register, its trail. Who came is opened apart, and logged.

use std::sync::Arc;

use accounts::{Act, Answer, App, Failure, Officer};
use askama::Template;
use axum::extract::{Path, State as Shared};
use calendar::CalendarKind;
use duties::{Debt, Outcome, explain};
use jiff::civil::Date;
use store::Laws;
use web::parts::{Act as Deed, Event as Point, Leader, Mark, Open, Status};
use web::{Html, Page, PageError, Posted};

use super::office::dress;
use super::{OFFICE, key, visit_status};
use crate::arrows::{OWN, VisitStep};
use crate::desk::{self, Person, ReadVisit};
use crate::facts::VisitEvent;
use crate::kind::Kind;
use crate::meaning::code;
use crate::visit::{REPLY, Visit};

#[derive(Template)]
#[template(path = "visit.html")]
pub(super) struct VisitPage<'a> {
    pub page: &'a Page,
    pub visit: &'a Visit,
    pub name: String,
    pub ticket: String,
    /// What was said, and what the visitor was told.
    pub words: String,
    pub told: String,
    /// Who came, once opened.
    pub person: Option<(Person, String)>,
    pub may_see: bool,
    pub due: Html,
    pub deeds: Vec<Deed>,
    pub trail: Vec<Point>,
    /// What was done just now: a step's word, or nothing.
    pub done: &'static str,
}

impl VisitPage<'_> {
    fn status(&self) -> Status {
        visit_status(self.page, self.visit.state)
    }

    fn notice(&self) -> Html {
        match self.done {
            "" => Html::default(),
            word => self.page.notice(Mark::Done, self.page.t(key("td-was-done", word)), ""),
        }
    }

    fn session_href(&self) -> String {
        format!("{OFFICE}/phien/{}", desk::key(&self.visit.began.session))
    }

    fn href(&self) -> String {
        path(self.visit)
    }

    fn who(&self) -> Vec<Leader> {
        let page = self.page;
        let Some((person, others)) = &self.person else { return Vec::new() };
        let lines = [
            ("td-name", &person.name),
            ("td-tel", &person.phone),
            ("td-address", &person.address),
            ("td-mail", &person.email),
            ("td-others", others),
        ];
        let there = lines.into_iter().filter(|(_, text)| !text.is_empty());
        there.map(|(key, text)| Leader::new(page.t(key), text)).collect()
    }

    /// The line of the register, in its legal columns.
    fn facts(&self) -> Vec<Leader> {
        let (page, visit) = (self.page, self.visit);
        let said = |of: &str, word: &str| page.t(key(of, word)).into_owned();
        let mut facts = vec![
            Leader::html(page.t("td-on"), page.date_tag(visit.on)),
            Leader::new(page.t("td-way"), said("td-way", visit.began.way.word())),
        ];
        if let Some(line) = &visit.received {
            facts.extend([
                Leader::new(page.t("td-col-kind"), said("td-kind", line.kind.word())),
                Leader::new(page.t("td-matter"), said("matter", &line.matter)),
                Leader::new(page.t("td-persons"), page.num(line.persons)),
            ]);
            if line.group {
                facts.push(Leader::new(page.t("td-group"), page.num(line.speakers)));
            }
            let competence = said("td-competence", line.competence.word());
            facts.push(Leader::new(page.t("td-competence"), competence));
            let turn = match (visit.is_turn(), visit.is_first()) {
                (false, _) => "td-turn-same",
                (true, true) => "td-turn-first",
                (true, false) => "td-turn-again",
            };
            facts.push(Leader::new(page.t("td-turn"), page.t(turn)));
        }
        if let Some((code, _)) = &visit.petition {
            let href = format!("/can-bo/don/{code}");
            facts.push(Leader::link(page.t("td-petition"), href, code));
        }
        if let Some((how, on)) = visit.answer {
            facts.push(Leader::new(page.t("td-told"), said("td-answer", how.word())));
            facts.push(Leader::html(page.t("td-told-on"), page.date_tag(on)));
        }
        facts
    }
}

/// The address of a visit.
pub(super) fn path(visit: &Visit) -> String {
    format!("{OFFICE}/luot/{}", desk::key(&visit.id))
}

/// What a visit is called: its number in the register, or the number at the counter.
pub(super) fn called(page: &Page, keys: &store::Keyring, visit: &Visit) -> String {
    match &visit.received {
        Some(line) => code(line.no, line.year),
        None => page.with("ticket", super::ticket(keys, &visit.id)).t("td-visit-name"),
    }
}

/// The page's name and crumbs.
pub(super) fn titled(page: Page, visit: &Visit, name: &str) -> Page {
    let list = page.t("td-title").into_owned();
    let session = page.with("date", page.date(visit.on)).t("td-session-of");
    let href = format!("{OFFICE}/phien/{}", desk::key(&visit.began.session));
    dress(page).title(name).crumb(list, OFFICE).crumb(session, href).crumb_here(name)
}

/// A visit that this officer may do something with.
pub(super) async fn find(
    app: &App,
    officer: &Officer,
    typed: &str,
    act: Act,
) -> Result<ReadVisit, Failure> {
    officer.allow_somewhere(act)?;
    let read = desk::read_visit(&app.store, typed).await?.ok_or(Failure(PageError::NotFound))?;
    officer.allow(act, &read.visit.began.unit)?;
    Ok(read)
}

/// What may be done now.
pub(super) fn deeds(page: &Page, officer: &Officer, visit: &Visit) -> Vec<Deed> {
    let mut deeds = Vec::new();
    for step in VisitStep::ALL {
        let arrow = visit.arrow(*step).filter(|arrow| arrow.act != OWN);
        let Some(arrow) = arrow else { continue };
        let title = page.t(key("td-visit-do", step.word()));
        let may = arrow.act.parse::<Act>().is_ok_and(|act| officer.may(act, &visit.began.unit));
        if !may {
            deeds.push(Deed::new(title, page.t("td-not-yours"), Open::NotYet));
            continue;
        }
        let note = page.t(key("td-visit-does", step.word()));
        let open = match step {
            VisitStep::Receive => {
                let session = desk::key(&visit.began.session);
                let key = desk::key(&visit.id);
                Open::Link(format!("{OFFICE}/phien/{session}/ban?luot={key}"))
            }
            VisitStep::Arrive => Open::Press(format!("{}/arrive", path(visit))),
            step => Open::Link(format!("{}/{}", path(visit), step.word())),
        };
        let deed = Deed::new(title, note, open);
        let deed = deed.button(page.t(key("td-visit-step", step.word())));
        let first = matches!(step, VisitStep::Arrive | VisitStep::Answer)
            || (*step == VisitStep::Receive && visit.arrived_at.is_some());
        deeds.push(if first { deed.first() } else { deed });
    }
    let told = visit.received.as_ref().is_some_and(|line| line.kind != Kind::Denunciation);
    if told && officer.may(Act::DIALOGUES_CAPTURE, &visit.began.unit) {
        let open = Open::Link(format!("{}/cam-ket", path(visit)));
        let deed = Deed::new(page.t("td-promise"), page.t("td-promise-note"), open);
        deeds.push(deed.button(page.t("td-promise-open")));
    }
    if visit.owed().is_some() && visit.petition.is_none() {
        let acts = [Act::PETITIONS_FILE, Act::RECEPTIONS_PERSON, Act::RECEPTIONS_RECEIVE];
        let open = match acts.into_iter().all(|act| officer.may(act, &visit.began.unit)) {
            // Pressed, not followed: what the visit holds is opened, and that is logged.
            true => Open::Press(format!("{}/don", path(visit))),
            false => Open::Link("/can-bo/nhan-don".to_owned()),
        };
        let deed = Deed::new(page.t("td-file"), page.t("td-file-note"), open);
        deeds.push(deed.button(page.t("td-file-open")));
    }
    deeds
}

/// The answer that is or was owed, day by day.
pub(super) fn due(page: &Page, laws: &Laws, visit: &Visit, today: Date) -> Html {
    let Some(debt) = visit.debts.last() else { return Html::default() };
    if let Some(until) = debt.until {
        return given(page, (debt, until), today);
    }
    let law = debt.closed.map_or_else(|| laws.now(), |(_, version, _)| laws.at(version));
    let Ok(deadline) = law.due(REPLY, debt.started_on, CalendarKind::Office) else {
        return Html::default();
    };
    let status = match (debt.closed, visit.answer) {
        (None, _) => page.days_status(deadline.due(), today, 3),
        (Some((_, _, Outcome::Void)), _) => Status::new(Mark::None, page.t("td-due-void")),
        (Some(_), Some((_, on))) if on > deadline.due() => {
            Status::new(Mark::Late, page.days_left(deadline.due(), on))
        }
        (Some(_), _) => Status::new(Mark::Done, page.t("td-due-kept")),
    };
    let label = page.t("td-due").into_owned();
    let block = explain::block(page, law, &deadline, label, Some(status), None);
    let (days, warning) = (explain::days(page, &deadline), explain::warning(page, &deadline));
    let summary = Html::escape(page.t("td-due-days"));
    Html::trusted(format!(
        "{block}{warning}<details class=\"fld\"><summary>{summary}</summary>{days}</details>"
    ))
}

/// The day that a visitor was given because more had to be verified, and how it stands.
fn given(page: &Page, (debt, until): (&Debt, Date), today: Date) -> Html {
    let status = match debt.closed {
        None => page.days_status(until, today, 3),
        Some((.., Outcome::Void)) => Status::new(Mark::None, page.t("td-due-void")),
        Some((on, ..)) if on > until => Status::new(Mark::Late, page.days_left(until, on)),
        Some(_) => Status::new(Mark::Done, page.t("td-due-kept")),
    };
    let day = Leader::html(page.t("td-reply-by"), page.long_tag(until));
    Html::trusted(format!("{}<p>{status}</p>", page.leaders(&[day])))
}

/// The steps so far, newest first.
pub(super) fn trail(page: &Page, read: &ReadVisit) -> Result<Vec<Point>, Failure> {
    let mut points = Vec::with_capacity(read.stream.records.len());
    for record in read.stream.records.iter().rev() {
        let event = VisitEvent::read(record)?;
        let word = event.kind().rsplit('.').next().unwrap_or_default();
        let point = Point::past(record.at, page.t(key("td-was", word)));
        points.push(match &event {
            VisitEvent::Answered { how, .. } => point.text(page.t(key("td-answer", how.word()))),
            VisitEvent::Linked { code, .. } => point.text(code),
            VisitEvent::Moved { on, .. } => point.text(page.date(*on)),
            VisitEvent::Erased { ground, .. } | VisitEvent::Corrected { ground, .. } => {
                point.text(ground)
            }
            _ => point,
        });
    }
    Ok(points)
}

async fn answer(
    app: &App,
    officer: &Officer,
    page: Page,
    read: &ReadVisit,
    person: Option<(Person, String)>,
) -> Answer {
    let visit = &read.visit;
    let (laws, keys) = (app.store.laws(), app.store.keys());
    let today = app.store.clock().today();
    let said = visit.received.as_ref().map_or(&visit.began.words, |line| &line.words);
    let words = desk::words(&app.store, said.as_ref()).await?;
    let told = desk::words(&app.store, visit.answer_words.as_ref()).await?;
    let done = page.query();
    let done = done.get("xong").and_then(VisitStep::read).map_or("", VisitStep::word);
    let name = called(&page, &keys, visit);
    let page = titled(page, visit, &name);
    let named = visit.received.as_ref().map_or(&visit.began.person, |line| &line.person);
    let gone = named.as_ref().is_none_or(|item| visit.erased.contains(&item.id));
    Ok(page.show(&VisitPage {
        ticket: super::ticket(&keys, &visit.id),
        may_see: !gone && officer.may(Act::RECEPTIONS_PERSON, &visit.began.unit),
        due: due(&page, &laws, visit, today),
        deeds: deeds(&page, officer, visit),
        trail: trail(&page, read)?,
        page: &page,
        visit,
        name,
        words,
        told,
        person,
        done,
    }))
}

/// `GET /can-bo/tiep-dan/luot/{visit}?xong=…`
pub(super) async fn show(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    Path(typed): Path<String>,
    page: Page,
) -> Answer {
    let read = find(&app, &officer, &typed, Act::RECEPTIONS_READ).await?;
    answer(&app, &officer, page, &read, None).await
}

/// `GET /can-bo/tiep-dan/luot/{visit}/nguoi`: an address that somebody kept shows no name.
pub(super) async fn hidden(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    Path(typed): Path<String>,
    page: Page,
) -> Answer {
    let read = find(&app, &officer, &typed, Act::RECEPTIONS_READ).await?;
    answer(&app, &officer, page, &read, None).await
}

/// `POST /can-bo/tiep-dan/luot/{visit}/nguoi`: who came; logged before it is shown.
pub(super) async fn person(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    Path(typed): Path<String>,
    posted: Posted,
) -> Answer {
    let read = find(&app, &officer, &typed, Act::RECEPTIONS_PERSON).await?;
    let visit = &read.visit;
    app.log_read(&officer, &visit.id, "person").await?;
    let (who, others) = match &visit.received {
        Some(line) => (&line.person, &line.others),
        None => (&visit.began.person, &None),
    };
    let who = desk::person(&app.store, who.as_ref()).await?.unwrap_or_default();
    let others = desk::words(&app.store, others.as_ref()).await?;
    answer(&app, &officer, posted.page, &read, Some((who, others))).await
}
