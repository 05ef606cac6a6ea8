//! Pages of conferences: for everybody what a host made known; for officers the list, the plan, one
//! conference with its agenda and conclusions, the host's screen of all points, the light page of
//! one point, and what units owe.

use std::sync::Arc;

use accounts::{Access, Act, App, Failure, Officer};
use axum::Router;
use axum::routing::get;
use jiff::civil::Date;
use web::form::hours;
use web::parts::{Mark, Status};
use web::{FormState, Html, Page, PageError, Say, TakesFiles};

use crate::arrows::State;
use crate::conference::Conference;
use crate::desk::{self, MOST_ITEMS, NewItem, Read};
use crate::kind::Role;
use crate::store::{Line, Owed};

mod ask;
mod conclusion;
mod conclusions;
mod list;
mod one;
mod paged;
mod papers;
mod plan;
mod points;
mod public;
mod report;
mod sample;
mod step;

pub use public::agenda;
pub(crate) use public::{AHEAD as LISTED_AHEAD, BACK as LISTED_BACK, MOST as MOST_LISTED};
pub use sample::samples;

/// The public list's address.
const PUBLIC: &str = "/hoi-nghi";
/// The officers' list's address.
const OFFICE: &str = "/can-bo/hoi-nghi";
/// Where units find what they owe.
const OWED: &str = "/can-bo/ket-luan";
const READ: Access = Access::Act(Act::CONFERENCES_READ);
const PLAN: Access = Access::Act(Act::CONFERENCES_PLAN);
const HOST: Access = Access::Act(Act::CONFERENCES_HOST);
const CONCLUDE: Access = Access::Act(Act::CONFERENCES_CONCLUDE);
const REPORT: Access = Access::Act(Act::CONFERENCES_REPORT);
const FINISH: Access = Access::Act(Act::CONCLUSIONS_FINISH);
const WITHDRAW: Access = Access::Act(Act::CONCLUSIONS_WITHDRAW);

/// Every route with what it asks of its reader. Steps share one handler; each has its own act.
pub const ROUTES: &[(&str, &str, Access)] = &[
    ("GET", "/hoi-nghi", Access::Public),
    ("GET", "/hoi-nghi.ics", Access::Public),
    ("GET", "/can-bo/hoi-nghi", READ),
    ("GET", "/can-bo/hoi-nghi/lap", PLAN),
    ("POST", "/can-bo/hoi-nghi/lap", PLAN),
    ("GET", "/can-bo/hoi-nghi/buoi/{conference}", READ),
    ("GET", "/can-bo/hoi-nghi/buoi/{conference}/diem-cau", READ),
    ("GET", "/can-bo/hoi-nghi/buoi/{conference}/tai-lieu/{n}", READ),
    ("GET", "/can-bo/hoi-nghi/buoi/{conference}/thong-bao/{kind}", READ),
    ("GET", "/can-bo/hoi-nghi/buoi/{conference}/bao-cao", REPORT),
    ("POST", "/can-bo/hoi-nghi/buoi/{conference}/bao-cao", REPORT),
    ("GET", "/can-bo/hoi-nghi/buoi/{conference}/hoi", REPORT),
    ("POST", "/can-bo/hoi-nghi/buoi/{conference}/hoi", REPORT),
    ("GET", "/can-bo/hoi-nghi/buoi/{conference}/join", PLAN),
    ("POST", "/can-bo/hoi-nghi/buoi/{conference}/join", PLAN),
    ("GET", "/can-bo/hoi-nghi/buoi/{conference}/drop", PLAN),
    ("POST", "/can-bo/hoi-nghi/buoi/{conference}/drop", PLAN),
    ("GET", "/can-bo/hoi-nghi/buoi/{conference}/arrange", PLAN),
    ("POST", "/can-bo/hoi-nghi/buoi/{conference}/arrange", PLAN),
    ("GET", "/can-bo/hoi-nghi/buoi/{conference}/file", PLAN),
    ("POST", "/can-bo/hoi-nghi/buoi/{conference}/file", PLAN),
    ("GET", "/can-bo/hoi-nghi/buoi/{conference}/move", PLAN),
    ("POST", "/can-bo/hoi-nghi/buoi/{conference}/move", PLAN),
    ("GET", "/can-bo/hoi-nghi/buoi/{conference}/cancel", PLAN),
    ("POST", "/can-bo/hoi-nghi/buoi/{conference}/cancel", PLAN),
    ("GET", "/can-bo/hoi-nghi/buoi/{conference}/open", HOST),
    ("POST", "/can-bo/hoi-nghi/buoi/{conference}/open", HOST),
    ("GET", "/can-bo/hoi-nghi/buoi/{conference}/close", HOST),
    ("POST", "/can-bo/hoi-nghi/buoi/{conference}/close", HOST),
    ("GET", "/can-bo/hoi-nghi/buoi/{conference}/conclude", CONCLUDE),
    ("POST", "/can-bo/hoi-nghi/buoi/{conference}/conclude", CONCLUDE),
    ("GET", "/can-bo/hoi-nghi/buoi/{conference}/notice", CONCLUDE),
    ("POST", "/can-bo/hoi-nghi/buoi/{conference}/notice", CONCLUDE),
    ("GET", "/can-bo/hoi-nghi/buoi/{conference}/publish", CONCLUDE),
    ("POST", "/can-bo/hoi-nghi/buoi/{conference}/publish", CONCLUDE),
    ("GET", "/can-bo/hoi-nghi/cau/{inquiry}/take", HOST),
    ("POST", "/can-bo/hoi-nghi/cau/{inquiry}/take", HOST),
    ("GET", "/can-bo/hoi-nghi/cau/{inquiry}/answer", HOST),
    ("POST", "/can-bo/hoi-nghi/cau/{inquiry}/answer", HOST),
    ("GET", "/can-bo/hoi-nghi/cau/{inquiry}/defer", HOST),
    ("POST", "/can-bo/hoi-nghi/cau/{inquiry}/defer", HOST),
    ("GET", "/can-bo/ket-luan", READ),
    ("GET", "/can-bo/ket-luan/viec/{conclusion}", READ),
    ("GET", "/can-bo/ket-luan/viec/{conclusion}/finish", FINISH),
    ("POST", "/can-bo/ket-luan/viec/{conclusion}/finish", FINISH),
    ("GET", "/can-bo/ket-luan/viec/{conclusion}/divide", FINISH),
    ("POST", "/can-bo/ket-luan/viec/{conclusion}/divide", FINISH),
    ("GET", "/can-bo/ket-luan/viec/{conclusion}/withdraw", WITHDRAW),
    ("POST", "/can-bo/ket-luan/viec/{conclusion}/withdraw", WITHDRAW),
];

/// The handlers of [`ROUTES`].
pub fn router() -> Router<Arc<App>> {
    let file = TakesFiles::on(get(step::file).post(step::file_send));
    Router::new()
        .route("/hoi-nghi", get(public::show))
        .route("/hoi-nghi.ics", get(public::feed))
        .route("/can-bo/hoi-nghi", get(list::show))
        .route("/can-bo/hoi-nghi/lap", get(plan::show).post(plan::send))
        .route("/can-bo/hoi-nghi/buoi/{conference}", get(one::show))
        .route("/can-bo/hoi-nghi/buoi/{conference}/diem-cau", get(points::show))
        .route("/can-bo/hoi-nghi/buoi/{conference}/tai-lieu/{n}", get(papers::file))
        .route("/can-bo/hoi-nghi/buoi/{conference}/thong-bao/{kind}", get(papers::notice))
        .route("/can-bo/hoi-nghi/buoi/{conference}/bao-cao", get(report::show).post(report::send))
        .route("/can-bo/hoi-nghi/buoi/{conference}/hoi", get(ask::show).post(ask::send))
        .route("/can-bo/hoi-nghi/buoi/{conference}/file", file)
        .route("/can-bo/hoi-nghi/buoi/{conference}/{step}", get(step::show).post(step::send))
        .route("/can-bo/hoi-nghi/cau/{inquiry}/{step}", get(ask::step).post(ask::step_send))
        .route("/can-bo/ket-luan", get(conclusions::show))
        .route("/can-bo/ket-luan/viec/{conclusion}", get(conclusion::show))
        .route(
            "/can-bo/ket-luan/viec/{conclusion}/{step}",
            get(conclusion::ask).post(conclusion::send),
        )
}

/// The key of a value's words: `hn-state-planned`.
pub(crate) fn key(of: &str, word: &str) -> String {
    format!("{of}-{}", word.replace(['_', '.', ':'], "-").to_lowercase())
}

/// A choice's values with their words.
fn choices(page: &Page, of: &str, words: &[&str]) -> Vec<(String, String)> {
    words.iter().map(|word| ((*word).to_owned(), page.t(key(of, word)).into_owned())).collect()
}

/// The address of a conference for officers.
fn path(conference: &str) -> String {
    format!("{OFFICE}/buoi/{}", desk::key(conference))
}

/// A page under one conference, with its title and crumbs.
fn titled_under(page: Page, (conference, name): (&str, &str), here: &str) -> Page {
    let (list, here) = (page.t("hn-title").into_owned(), page.t(here).into_owned());
    let page = page.office().here(OFFICE).title(&here).crumb(list, OFFICE);
    page.crumb(name, path(conference)).crumb_here(here)
}

/// Whether an officer may at a unit: by a post there, or at the unit to which a village or office
/// was added.
fn may_at(officer: &Officer, act: Act, unit: &str) -> bool {
    let parent = unit.split_once('-').map(|(parent, _)| parent);
    officer.may(act, unit) || parent.is_some_and(|parent| officer.may(act, parent))
}

/// A conference that this officer may do something with.
async fn find(
    app: &App,
    officer: &Officer,
    typed: &str,
    act: Act,
) -> Result<Read<Conference>, Failure> {
    officer.allow_somewhere(act)?;
    let read = desk::read(&app.store, typed).await?.ok_or(Failure(PageError::NotFound))?;
    officer.allow(act, &read.it.planned.unit)?;
    Ok(read)
}

/// What a conference is called.
async fn title(app: &App, one: &Conference) -> Result<String, Failure> {
    desk::words(&app.store, &one.planned.title).await
}

/// Where a conference stands on a day: mark and words.
fn status(page: &Page, state: &str, on: Date, today: Date) -> Status {
    let state = State::read(state).unwrap_or(State::Cancelled);
    let mark = match state {
        State::Planned if on < today => Mark::Late,
        State::Planned => Mark::New,
        State::Open | State::Held => Mark::Half,
        State::Noticed => Mark::Done,
        State::Cancelled => Mark::None,
    };
    let missed = state == State::Planned && on < today;
    Status::new(
        mark,
        page.t(if missed { "hn-missed".into() } else { key("hn-state", state.word()) }),
    )
}

/// How a conclusion stands: so many days left, late, done in time or late, withdrawn.
fn owed_status(page: &Page, state: &str, dates: (Date, Option<Date>), today: Date) -> Status {
    match (state, dates) {
        ("open", (until, _)) => page.days_status(until, today, 7),
        ("withdrawn", _) => Status::new(Mark::None, page.t("hn-owed-withdrawn")),
        (_, (until, Some(on))) if on > until => {
            Status::new(Mark::Late, page.t("hn-owed-done-late"))
        }
        _ => Status::new(Mark::Done, page.t("hn-owed-done")),
    }
}

/// A conclusion of a list with its words.
#[derive(Clone, Debug)]
struct Task {
    href: String,
    what: String,
    owner: String,
    until: Date,
    status: Status,
    open_to_all: bool,
}

/// Conclusions with their words; `what` has the texts by their items.
fn tasks(
    page: &Page,
    owed: &[Owed],
    texts: &std::collections::HashMap<String, String>,
    today: Date,
) -> Vec<Task> {
    let task = |one: &Owed| Task {
        href: format!("{OWED}/viec/{}", desk::key(&one.stream)),
        what: texts.get(&one.what).cloned().unwrap_or_default(),
        owner: one.owner.clone(),
        until: one.until,
        status: owed_status(page, &one.state, (one.until, one.closed_on), today),
        open_to_all: one.open_to_all,
    };
    owed.iter().map(task).collect()
}

/// Opens what conclusions say.
async fn opened(app: &App, page: &Page, owed: &[Owed]) -> Result<Vec<Task>, Failure> {
    let items: Vec<&str> = owed.iter().map(|one| one.what.as_str()).collect();
    let texts = app.store.texts_of(&items).await?;
    Ok(tasks(page, owed, &texts, app.store.clock().today()))
}

/// A conference of a list with its words.
#[derive(Clone, Debug)]
struct Entry {
    href: String,
    title: String,
    place: String,
    kind: String,
    on: Date,
    hours: String,
    status: Status,
    points: i64,
}

fn entries(
    page: &Page,
    lines: &[Line],
    texts: &std::collections::HashMap<String, String>,
    today: Date,
) -> Vec<Entry> {
    let text = |item: &String| texts.get(item).cloned().unwrap_or_default();
    let entry = |line: &Line| Entry {
        href: path(&line.stream),
        title: text(&line.title),
        place: text(&line.place),
        kind: page.t(key("hn-kind", &line.kind)).into_owned(),
        on: line.on,
        hours: hours(line.from, line.until),
        status: status(page, &line.state, line.on, today),
        points: line.points,
    };
    lines.iter().map(entry).collect()
}

/// The vault items that a list of conferences opens.
fn items(lines: &[Line]) -> Vec<&str> {
    lines.iter().flat_map(|line| [line.title.as_str(), line.place.as_str()]).collect()
}

/// The controls of an agenda.
fn agenda_fields(page: &Page, form: &FormState) -> Html {
    let f = page.form(form);
    let roles = choices(page, "hn-role", Role::WORDS);
    let row = |n: usize| {
        let label = page.with("n", n).t("hn-item-n");
        let title = f.text(&format!("item{n}"), label).grow();
        let title = if n == 1 { title } else { title.optional() };
        let role = f.select(&format!("role{n}"), page.t("hn-presenter")).options(&roles);
        web::beside(&[&title, &role])
    };
    Html::join((1..=MOST_ITEMS).map(row))
}

/// Reads an agenda; `None` when something in it is wrong.
fn read_agenda(form: &mut FormState) -> Option<Vec<NewItem>> {
    let mut agenda = Vec::new();
    for n in 1..=MOST_ITEMS {
        let Some(title) = form.text(&format!("item{n}"), 500) else { continue };
        let role = form.choice(&format!("role{n}"), Role::WORDS).and_then(Role::read);
        agenda.extend(role.map(|role| (title, role)));
    }
    if agenda.is_empty() && !form.is_wrong() {
        form.wrong("item1", Say::new("field-required"));
    }
    (!form.is_wrong()).then_some(agenda)
}

#[cfg(test)]
mod tests {
    use testkit::routes;

    use super::*;
    use crate::arrows::{CONCLUSIONS, CONFERENCES, INQUIRIES, POINTS, PointStep};

    /// Form and sending of a step ask for one and the same act.
    fn asks(path: &str, act: &str) {
        assert_eq!(routes::asked(ROUTES, path), [Access::Act(act.parse().unwrap()); 2], "{path}");
    }

    /// The route of a step asks for the very act of the step's arrow.
    #[test]
    fn each_step_asks_for_its_own_act() {
        let buoi = "buoi/{conference}";
        let steps =
            CONFERENCES.iter().map(|a| (format!("{OFFICE}/{buoi}/{}", a.step.word()), a.act));
        let points = POINTS.iter().map(|a| {
            let page = if a.step == PointStep::Ask { "hoi" } else { "bao-cao" };
            (format!("{OFFICE}/{buoi}/{page}"), a.act)
        });
        let asked = INQUIRIES
            .iter()
            .map(|a| (format!("{OFFICE}/cau/{{inquiry}}/{}", a.step.word()), a.act));
        let owed = CONCLUSIONS
            .iter()
            .map(|a| (format!("{OWED}/viec/{{conclusion}}/{}", a.step.word()), a.act));
        for (path, act) in steps.chain(points).chain(asked).chain(owed) {
            asks(&path, act);
        }
    }

    #[test]
    fn an_agenda_has_a_point_and_each_has_a_presenter() {
        let mut none = FormState::new();
        assert!(read_agenda(&mut none).is_none() && none.fault("item1").is_some());
        let mut two = FormState::new()
            .with("item1", "Tình hình")
            .with("role1", "chair")
            .with("item3", "Kế hoạch")
            .with("role3", "office");
        assert_eq!(read_agenda(&mut two).map(|all| all.len()), Some(2));
        let mut bare = FormState::new().with("item1", "Tình hình");
        assert!(read_agenda(&mut bare).is_none() && bare.fault("role1").is_some());
    }
}
