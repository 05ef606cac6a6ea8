//! `/can-bo/to-cao/nac-danh`: anonymous information: the day, what was done, and what was put right
//! of both. No clock, and nothing by which anybody could be found.

use std::sync::Arc;

use accounts::{Act, Answer, App, Failure, Officer};
use askama::Template;
use axum::extract::{Path, State as Shared};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use store::{Laws, Stream};
use web::parts::{Event as Point, Mark};
use web::{FormState, Html, Page, PageError, Posted};

use super::correct::{CorrectPage, beforehand, mend, word};
use super::entry::{Mending, mended, told};
use super::register::dress;
use super::{EARLIEST, LIST, SIZE, Scope, Ways, asked, choices, key, refuse, shapes};
use crate::anonymous::Anonymous;
use crate::correction;
use crate::desk;
use crate::facts::Event;
use crate::kind::Handling;
use crate::store::{self as sql, AnonymousLine, Filter};

#[derive(Template)]
#[template(path = "anonymous.html")]
pub(super) struct ListPage<'a> {
    pub page: &'a Page,
    pub form: &'a FormState,
    pub scope: &'a Scope,
    pub lines: Vec<AnonymousLine>,
    pub ways: Ways,
    pub ground: String,
    pub may_enter: bool,
}

impl ListPage<'_> {
    fn handling(&self, line: &AnonymousLine) -> String {
        self.page.t(key("tc-handling", &line.handling)).into_owned()
    }

    fn href(&self, line: &AnonymousLine) -> String {
        format!("{LIST}/nac-danh/{}", desk::key(&line.stream))
    }
}

#[derive(Template)]
#[template(path = "anonymous-one.html")]
pub(super) struct OnePage<'a> {
    pub page: &'a Page,
    pub form: &'a FormState,
    pub one: &'a Anonymous,
    pub ground: String,
    pub may_enter: bool,
    /// What was written, newest first, with what was put right.
    pub trail: Vec<Point>,
    /// Whether something was put right just now.
    pub corrected: bool,
}

impl OnePage<'_> {
    fn list(&self) -> Vec<(String, String)> {
        choices(self.page, "tc-handling", Handling::WORDS)
    }

    fn path(&self) -> String {
        path(&self.one.id)
    }

    fn name(&self) -> String {
        called(self.page, self.one)
    }

    fn notice(&self) -> Html {
        match self.corrected {
            true => self.page.notice(Mark::Done, self.page.t("tc-anonymous-corrected"), ""),
            false => Html::default(),
        }
    }
}

/// The rule of anonymous information, in its own sentence with its article.
pub(super) fn ground(page: &Page, laws: &Laws) -> String {
    let (book, lang) = (&laws.now().rulebook, duties::explain::lang(page));
    let rule = book.versions("TC.anon").last();
    rule.map(|rule| {
        let article = book.cite(&rule.article, lang);
        format!("{} ({article}).", rule.sentence(None, lang).trim_end_matches('.'))
    })
    .unwrap_or_default()
}

/// The list with its title and crumbs.
pub(super) fn titled(page: Page, form: &FormState) -> Page {
    let (list, here) = (page.t("tc-title").into_owned(), page.t("tc-anonymous").into_owned());
    dress(page).titled("tc-anonymous").crumb(list, LIST).crumb_here(here).redisplay(form)
}

/// `GET /can-bo/to-cao/nac-danh?unit=…`
pub(super) async fn show(Shared(app): Shared<Arc<App>>, officer: Officer, page: Page) -> Answer {
    let scope = Scope::of(&officer, page.query().get("unit"))?;
    let today = app.store.clock().today().strftime("%d/%m/%Y").to_string();
    let form = FormState::new().with("unit", &scope.unit).with("on", today);
    list(&app, &officer, page, &scope, form).await
}

async fn list(app: &App, officer: &Officer, page: Page, scope: &Scope, form: FormState) -> Answer {
    let (key, back) = asked(&page);
    let filter = Filter { unit: scope.unit.clone(), key, back, size: SIZE, ..Filter::default() };
    let listed = sql::anonymous(&app.store, &filter).await?;
    let page = titled(page, &form);
    let ends = listed.lines.first().zip(listed.lines.last());
    let ways = Ways::of(&page, ends.map(|(first, last)| (first.seq, last.seq)), listed.more);
    let may_enter = officer.may(Act::DENUNCIATIONS_ENTER, &scope.unit);
    let ground = ground(&page, &app.store.laws());
    let lines = listed.lines;
    Ok(page.show(&ListPage { page: &page, form: &form, scope, lines, ways, ground, may_enter }))
}

/// `POST /can-bo/to-cao/nac-danh`: enters one.
pub(super) async fn send(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    posted: Posted,
) -> Answer {
    officer.allow_somewhere(Act::DENUNCIATIONS_ENTER)?;
    let Posted { page, form } = posted;
    let mut form = shapes(&form);
    let scope = Scope::of(&officer, form.fields().get("unit"))?;
    officer.allow(Act::DENUNCIATIONS_ENTER, &scope.unit)?;
    let today = app.store.clock().today();
    let on = if form.is_wrong() { None } else { form.date("on", EARLIEST, today) };
    if let Some(on) = on {
        match desk::enter_anonymous(&app.store, &officer.actor(), &scope.unit, on).await {
            Ok(one) => return Ok(go(format!("{LIST}/nac-danh/{}", desk::key(&one.id)))),
            Err(failure) => refuse(&mut form, failure)?,
        }
    }
    list(&app, &officer, page, &scope, form).await
}

/// One piece of information with its stream.
type Found = (Stream, Anonymous);

async fn find(app: &App, officer: &Officer, typed: &str, act: Act) -> Result<Found, Failure> {
    officer.allow_somewhere(act)?;
    let found = desk::read_anonymous(&app.store, typed).await?;
    let found = found.ok_or(Failure(PageError::NotFound))?;
    officer.allow(act, &found.1.unit)?;
    Ok(found)
}

fn draw(app: &App, officer: &Officer, page: Page, found: &Found, form: &FormState) -> Answer {
    let (stream, one) = found;
    let corrected = page.query().get("xong") == Some("correct");
    let page = one_titled(page, one, form);
    let may_enter = officer.may(Act::DENUNCIATIONS_ENTER, &one.unit);
    let may_correct = may_enter && officer.may(Act::DENUNCIATIONS_CORRECT, &one.unit);
    let ground = ground(&page, &app.store.laws());
    let trail = trail(&page, stream, may_correct)?;
    Ok(page.show(&OnePage { page: &page, form, one, ground, may_enter, trail, corrected }))
}

/// What was written, newest first, each with its right day and a way to put it right.
pub(super) fn trail(page: &Page, stream: &Stream, may: bool) -> Result<Vec<Point>, Failure> {
    let right = correction::told(stream)?;
    let mut points = Vec::with_capacity(stream.records.len());
    for record in stream.records.iter().rev() {
        let written = Event::read(record)?;
        let event = right.iter().find(|one| one.record.version == record.version);
        let event = event.map_or(&written, |one| &one.event);
        let mut point = Point::past(event.on(), page.t(key("tc-was", word(event))));
        if let Some(text) = told(page, event) {
            point = point.text(text);
        }
        if let Event::AnonymousCorrected(_) = event {
            point = point.text(mended(page, stream, record.version)?);
        } else if may {
            let href = format!("{}/sua/{}", path(&stream.name), record.version);
            point = point.html(Html::of(&Mending { page, href, event }));
        }
        points.push(point);
    }
    Ok(points)
}

/// The address of one piece of information.
fn path(stream: &str) -> String {
    format!("{LIST}/nac-danh/{}", desk::key(stream))
}

/// What one piece of information is called.
fn called(page: &Page, one: &Anonymous) -> String {
    let (no, year) = (one.no.to_string(), one.year.to_string());
    page.with("no", no).with("year", year).t("tc-anonymous-no")
}

/// One piece of information, with its title and crumbs.
pub(super) fn one_titled(page: Page, one: &Anonymous, form: &FormState) -> Page {
    let name = called(&page, one);
    let (list, all) = (page.t("tc-title").into_owned(), page.t("tc-anonymous").into_owned());
    let page = dress(page).title(&name).crumb(list, LIST);
    page.crumb(all, format!("{LIST}/nac-danh")).crumb_here(name).redisplay(form)
}

/// `GET /can-bo/to-cao/nac-danh/{entry}`
pub(super) async fn one(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    Path(typed): Path<String>,
    page: Page,
) -> Answer {
    let found = find(&app, &officer, &typed, Act::DENUNCIATIONS_READ).await?;
    app.log_read(&officer, &found.1.id, "denunciation").await?;
    let today = app.store.clock().today().strftime("%d/%m/%Y").to_string();
    draw(&app, &officer, page, &found, &FormState::new().with("on", today))
}

/// `POST /can-bo/to-cao/nac-danh/{entry}`: records what was done.
pub(super) async fn handle(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    Path(typed): Path<String>,
    posted: Posted,
) -> Answer {
    let found = find(&app, &officer, &typed, Act::DENUNCIATIONS_ENTER).await?;
    let Posted { page, form } = posted;
    let mut form = shapes(&form);
    if !form.is_wrong() {
        let on = form.date("on", EARLIEST, app.store.clock().today());
        let handling = form.choice("handling", Handling::WORDS).and_then(Handling::read);
        if let (Some(on), Some(handling)) = (on, handling) {
            match desk::handle(&app.store, &officer.actor(), found.clone(), handling, on).await {
                Ok(()) => return Ok(go(format!("{LIST}/nac-danh"))),
                Err(failure) => refuse(&mut form, failure)?,
            }
        }
    }
    draw(&app, &officer, page, &found, &form)
}

/// One fact that this officer may put right: who might have written it down, and may correct.
async fn find_fact(
    app: &App,
    officer: &Officer,
    (typed, n): &(String, String),
) -> Result<(Found, i64, Event), Failure> {
    let found = find(app, officer, typed, Act::DENUNCIATIONS_CORRECT).await?;
    officer.allow(Act::DENUNCIATIONS_ENTER, &found.1.unit)?;
    let nothing = || Failure(PageError::NotFound);
    let n: i64 = n.parse().map_err(|_| nothing())?;
    let fact = correction::told(&found.0)?.into_iter().find(|one| one.record.version == n);
    let event = fact.ok_or_else(nothing)?.event;
    Ok((found, n, event))
}

/// The page that puts a fact right.
pub(super) fn correcting<'a>(
    page: &'a Page,
    form: &'a FormState,
    one: &Anonymous,
    event: &'a Event,
) -> CorrectPage<'a> {
    let (name, path) = (called(page, one), path(&one.id));
    CorrectPage { page, form, name, path, version: one.version, event, overtaken: false }
}

/// The page with its title and crumbs.
pub(super) fn correct_titled(page: Page, one: &Anonymous) -> Page {
    let (title, name) = (page.t("tc-correct").into_owned(), called(&page, one));
    let (list, all) = (page.t("tc-title").into_owned(), page.t("tc-anonymous").into_owned());
    let page = dress(page).title(format!("{title}: {name}")).crumb(list, LIST);
    page.crumb(all, format!("{LIST}/nac-danh")).crumb(name, path(&one.id)).crumb_here(title)
}

/// `GET /can-bo/to-cao/nac-danh/{entry}/sua/{n}`
pub(super) async fn correct(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    Path(named): Path<(String, String)>,
    page: Page,
) -> Answer {
    let ((_, one), _, event) = find_fact(&app, &officer, &named).await?;
    app.log_read(&officer, &one.id, "denunciation").await?;
    let form = beforehand(one.version, &event);
    let page = correct_titled(page, &one);
    Ok(page.show(&correcting(&page, &form, &one, &event)))
}

/// `POST /can-bo/to-cao/nac-danh/{entry}/sua/{n}`
pub(super) async fn correct_send(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    Path(named): Path<(String, String)>,
    posted: Posted,
) -> Answer {
    let ((stream, one), of, event) = find_fact(&app, &officer, &named).await?;
    let Posted { page, form } = posted;
    let mut form = shapes(&form);
    let seen = form.seen(0);
    let mut overtaken = !form.is_wrong() && seen != one.version;
    let mend = match overtaken {
        true => None,
        false => mend(&mut form, of, &event, app.store.clock().today()),
    };
    if let Some(mend) = mend {
        match desk::correct_anonymous(&app.store, &officer.actor(), stream, seen, mend).await {
            Ok(()) => return Ok(go(format!("{}?xong=correct", path(&one.id)))),
            Err(failure) if failure.is_of_another() => overtaken = true,
            Err(failure) => refuse(&mut form, failure)?,
        }
    }
    // Read again: what somebody else did in between is what the form must now know.
    let ((_, one), _, event) = find_fact(&app, &officer, &named).await?;
    let page = correct_titled(page, &one);
    let page = match overtaken {
        true => page.status(StatusCode::CONFLICT),
        false => page.redisplay(&form),
    };
    Ok(page.show(&CorrectPage { overtaken, ..correcting(&page, &form, &one, &event) }))
}

fn go(path: String) -> Response {
    Redirect::to(&path).into_response()
}
