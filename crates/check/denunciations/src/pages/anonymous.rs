//! `/can-bo/to-cao/nac-danh`: anonymous information: the day, and what was done. No clock, and
//! nothing by which anybody could be found.

use std::sync::Arc;

use accounts::{Act, Answer, App, Failure, Officer};
use askama::Template;
use axum::extract::{Path, State as Shared};
use axum::response::{IntoResponse, Redirect, Response};
use store::Laws;
use web::{FormState, Page, PageError, Posted};

use super::register::dress;
use super::{EARLIEST, LIST, SIZE, Scope, Ways, asked, choices, key, refuse, shapes};
use crate::anonymous::Anonymous;
use crate::desk;
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
}

impl OnePage<'_> {
    fn list(&self) -> Vec<(String, String)> {
        choices(self.page, "tc-handling", Handling::WORDS)
    }

    fn path(&self) -> String {
        format!("{LIST}/nac-danh/{}", desk::key(&self.one.id))
    }

    fn handling(&self, handling: &Handling) -> String {
        self.page.t(key("tc-handling", handling.word())).into_owned()
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

async fn find(
    app: &App,
    officer: &Officer,
    typed: &str,
    act: Act,
) -> Result<(store::Stream, Anonymous), Failure> {
    officer.allow_somewhere(act)?;
    let found = desk::read_anonymous(&app.store, typed).await?;
    let found = found.ok_or(Failure(PageError::NotFound))?;
    officer.allow(act, &found.1.unit)?;
    Ok(found)
}

fn draw(app: &App, officer: &Officer, page: Page, one: &Anonymous, form: &FormState) -> Response {
    let page = one_titled(page, one, form);
    let may_enter = officer.may(Act::DENUNCIATIONS_ENTER, &one.unit);
    let ground = ground(&page, &app.store.laws());
    page.show(&OnePage { page: &page, form, one, ground, may_enter })
}

/// One piece of information, with its title and crumbs.
pub(super) fn one_titled(page: Page, one: &Anonymous, form: &FormState) -> Page {
    let name =
        page.with("no", one.no.to_string()).with("year", one.year.to_string()).t("tc-anonymous-no");
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
    let (_, one) = find(&app, &officer, &typed, Act::DENUNCIATIONS_READ).await?;
    app.log_read(&officer, &one.id, "denunciation").await?;
    let today = app.store.clock().today().strftime("%d/%m/%Y").to_string();
    Ok(draw(&app, &officer, page, &one, &FormState::new().with("on", today)))
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
    let one = found.1.clone();
    if !form.is_wrong() {
        let on = form.date("on", EARLIEST, app.store.clock().today());
        let handling = form.choice("handling", Handling::WORDS).and_then(Handling::read);
        if let (Some(on), Some(handling)) = (on, handling) {
            match desk::handle(&app.store, &officer.actor(), found, handling, on).await {
                Ok(()) => return Ok(go(format!("{LIST}/nac-danh"))),
                Err(failure) => refuse(&mut form, failure)?,
            }
        }
    }
    Ok(draw(&app, &officer, page, &one, &form))
}

fn go(path: String) -> Response {
    Redirect::to(&path).into_response()
}
