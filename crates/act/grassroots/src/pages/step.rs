//! What is done to a visit, a need or a liaison: one handler for each, the step is in the address.

use std::sync::Arc;

use accounts::{Act, Answer, App, Failure, Officer};
use axum::extract::{Path, State as Shared};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use jiff::ToSpan as _;
use jiff::civil::Date;
use web::{FormState, Html, Page, PageError, Posted, fields};

use super::{FormPage, OFFICE, OFFICE_AREAS, choices, key, titled_form};
use crate::arrows::{LIAISONS, NEEDS, NeedStep, VISITS, VisitStep};
use crate::desk::{self, AskedOfVisit, Read};
use crate::kind::{Why, Withdrawn};
use crate::liaison::Liaison;
use crate::need::Need;
use crate::visit::Visit;

/// What is done: to which thing, by which step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Doing {
    Visit(VisitStep),
    Need(NeedStep),
    End,
}

impl Doing {
    const fn word(self) -> &'static str {
        match self {
            Self::Visit(step) => step.word(),
            Self::Need(step) => step.word(),
            Self::End => "end",
        }
    }

    fn act(self) -> Result<Act, Failure> {
        let act = match self {
            Self::Visit(step) => VISITS.iter().find(|a| a.step == step).map(|a| a.act),
            Self::Need(step) => NEEDS.iter().find(|a| a.step == step).map(|a| a.act),
            Self::End => LIAISONS.first().map(|a| a.act),
        };
        act.ok_or(Failure(PageError::NotFound))?.parse().map_err(Failure::bug)
    }

    fn action(self, key: &str) -> String {
        match self {
            Self::Visit(step) => format!("{OFFICE}/buoi/{key}/{}", step.word()),
            Self::Need(step) => format!("{OFFICE}/dieu/{key}/{}", step.word()),
            Self::End => format!("{OFFICE_AREAS}/{key}/end"),
        }
    }

    const fn back(self) -> &'static str {
        match self {
            Self::End => OFFICE_AREAS,
            _ => OFFICE,
        }
    }
}

/// What the form has read: one of three things.
enum Found {
    Visit(Read<Visit>),
    Need(Read<Need>),
    Liaison(Read<Liaison>),
}

impl Found {
    async fn of(app: &App, doing: Doing, typed: &str) -> Result<Self, Failure> {
        let store = &app.store;
        let found = match doing {
            Doing::Visit(_) => desk::read_visit(store, typed).await?.map(Self::Visit),
            Doing::Need(_) => desk::read_need(store, typed).await?.map(Self::Need),
            Doing::End => desk::read_liaison(store, typed).await?.map(Self::Liaison),
        };
        found.ok_or(Failure(PageError::NotFound))
    }

    fn unit(&self) -> &str {
        match self {
            Self::Visit(read) => &read.it.planned.unit,
            Self::Need(read) => &read.it.raised.unit,
            Self::Liaison(read) => &read.it.assigned.unit,
        }
    }

    const fn version(&self) -> i64 {
        match self {
            Self::Visit(read) => read.it.version,
            Self::Need(read) => read.it.version,
            Self::Liaison(read) => read.it.version,
        }
    }

    /// The day with which a new form begins.
    fn day(&self, today: Date) -> Date {
        match self {
            Self::Visit(read) => read.it.planned.on.min(today),
            _ => today,
        }
    }
}

/// The page with its title and crumbs.
pub(super) fn titled(page: Page, doing: Doing, form: &FormState) -> Page {
    let list = if doing == Doing::End { "cs-areas" } else { "cs-title" };
    titled_form(page, &key("cs-do", doing.word()), (doing.back(), list), form)
}

/// The form of a step.
pub(super) fn form<'a>(
    page: &'a Page,
    form: &'a FormState,
    doing: Doing,
    (typed, version): (&str, i64),
) -> FormPage<'a> {
    let f = page.form(form);
    let why = || f.select("why", page.t("cs-why")).option("", page.t("choose-one"));
    let on = f.date("on", page.t(key("cs-on-of", doing.word())));
    let words = f.words("words", page.t(key("cs-words-of", doing.word()))).lines(4);
    let all: Html = match doing {
        Doing::Visit(VisitStep::Hold) => fields(&[&on, &words.hint(page.t("cs-hold-hint"))]),
        Doing::Visit(VisitStep::Cancel) => {
            fields(&[&why().options(&choices(page, "cs-cancelled", Why::WORDS))])
        }
        Doing::Need(NeedStep::Finish) => fields(&[&on, &words.hint(page.t("cs-finish-hint"))]),
        Doing::Need(NeedStep::Withdraw) => {
            fields(&[&why().options(&choices(page, "cs-withdrawn", Withdrawn::WORDS)), &words])
        }
        Doing::End => fields(&[&on]),
    };
    FormPage {
        page,
        form,
        title: page.t(key("cs-do", doing.word())).into_owned(),
        lede: page.t(key("cs-does", doing.word())).into_owned(),
        action: doing.action(typed),
        hidden: vec![("seen", version.to_string())],
        fields: all,
        button: page.t(key("cs-do", doing.word())).into_owned(),
        back: doing.back().to_owned(),
        overtaken: false,
    }
}

async fn allowed(
    app: &App,
    officer: &Officer,
    doing: Doing,
    typed: &str,
) -> Result<Found, Failure> {
    let act = doing.act()?;
    officer.allow_somewhere(act)?;
    let found = Found::of(app, doing, typed).await?;
    officer.allow(act, found.unit())?;
    Ok(found)
}

async fn ask(app: &App, officer: &Officer, page: Page, (doing, typed): (Doing, &str)) -> Answer {
    let found = allowed(app, officer, doing, typed).await?;
    let day = found.day(app.store.clock().today());
    let state = FormState::new().with("on", page.date(day));
    let page = titled(page, doing, &state);
    Ok(page.show(&form(&page, &state, doing, (typed, found.version()))))
}

/// Reads the form and does the step; `None` when something in it is wrong.
async fn act(
    app: &App,
    officer: &Officer,
    (doing, found): (Doing, Found),
    state: &mut FormState,
) -> Result<Option<()>, Failure> {
    let (store, actor, seen) = (&app.store, officer.actor(), state.seen(found.version()));
    let today = store.clock().today();
    let earliest = today.saturating_sub(2.years());
    let last = if doing == Doing::End { today.saturating_add(1.year()) } else { today };
    let on = match doing {
        Doing::Visit(VisitStep::Cancel) | Doing::Need(NeedStep::Withdraw) => None,
        _ => state.date("on", earliest, last),
    };
    let (mut why, mut withdrawn) = (None, None);
    match doing {
        Doing::Visit(VisitStep::Cancel) => {
            why = state.choice("why", Why::WORDS).and_then(Why::read);
        }
        Doing::Need(NeedStep::Withdraw) => {
            withdrawn = state.choice("why", Withdrawn::WORDS).and_then(Withdrawn::read);
        }
        _ => {}
    }
    let words = match doing {
        Doing::Visit(VisitStep::Cancel) | Doing::End => String::new(),
        _ => state.required("words", desk::MOST_WORDS).unwrap_or_default(),
    };
    if state.is_wrong() {
        return Ok(None);
    }
    match (found, on) {
        (Found::Visit(read), Some(on)) => {
            desk::step_visit(store, &actor, read, seen, AskedOfVisit::Hold(on, words)).await?;
        }
        (Found::Visit(read), None) => {
            let why = why.ok_or(Failure(PageError::NotFound))?;
            desk::step_visit(store, &actor, read, seen, AskedOfVisit::Cancel(why)).await?;
        }
        (Found::Need(read), on) => {
            let why = withdrawn.unwrap_or(Withdrawn::Moved);
            desk::step_need(store, &actor, read, seen, (on.ok_or(why), &words)).await?;
        }
        (Found::Liaison(read), on) => {
            let on = on.ok_or(Failure(PageError::NotFound))?;
            desk::end(store, &actor, read, seen, on).await?;
        }
    }
    Ok(Some(()))
}

async fn send(app: &App, officer: &Officer, posted: Posted, on: (Doing, &str)) -> Answer {
    let (doing, typed) = on;
    let found = allowed(app, officer, doing, typed).await?;
    let Posted { page, form: mut state } = posted;
    let back = format!("{}?unit={}", doing.back(), found.unit());
    let mut overtaken = false;
    match act(app, officer, (doing, found), &mut state).await {
        Ok(Some(())) => return Ok(Redirect::to(&back).into_response()),
        Ok(None) => {}
        Err(failure) if failure.is_of_another() => overtaken = true,
        Err(failure) => failure.on_form(&mut state)?,
    }
    let found = Found::of(app, doing, typed).await?;
    let page = titled(page, doing, &state);
    let page = if overtaken { page.status(StatusCode::CONFLICT) } else { page };
    let shown = form(&page, &state, doing, (typed, found.version()));
    Ok(page.show(&FormPage { overtaken, ..shown }))
}

fn visit_step(word: &str) -> Result<Doing, Failure> {
    VisitStep::read(word).map(Doing::Visit).ok_or(Failure(PageError::NotFound))
}

fn need_step(word: &str) -> Result<Doing, Failure> {
    NeedStep::read(word).map(Doing::Need).ok_or(Failure(PageError::NotFound))
}

/// `GET /can-bo/ve-co-so/buoi/{trip}/{step}`
pub(super) async fn visit(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    Path((typed, word)): Path<(String, String)>,
    page: Page,
) -> Answer {
    ask(&app, &officer, page, (visit_step(&word)?, &typed)).await
}

/// `POST /can-bo/ve-co-so/buoi/{trip}/{step}`
pub(super) async fn visit_send(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    Path((typed, word)): Path<(String, String)>,
    posted: Posted,
) -> Answer {
    send(&app, &officer, posted, (visit_step(&word)?, &typed)).await
}

/// `GET /can-bo/ve-co-so/dieu/{need}/{step}`
pub(super) async fn need(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    Path((typed, word)): Path<(String, String)>,
    page: Page,
) -> Answer {
    ask(&app, &officer, page, (need_step(&word)?, &typed)).await
}

/// `POST /can-bo/ve-co-so/dieu/{need}/{step}`
pub(super) async fn need_send(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    Path((typed, word)): Path<(String, String)>,
    posted: Posted,
) -> Answer {
    send(&app, &officer, posted, (need_step(&word)?, &typed)).await
}

/// `GET /can-bo/phu-trach-dia-ban/{liaison}/end`
pub(super) async fn end(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    Path(typed): Path<String>,
    page: Page,
) -> Answer {
    ask(&app, &officer, page, (Doing::End, &typed)).await
}

/// `POST /can-bo/phu-trach-dia-ban/{liaison}/end`
pub(super) async fn end_send(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    Path(typed): Path<String>,
    posted: Posted,
) -> Answer {
    send(&app, &officer, posted, (Doing::End, &typed)).await
}
