//! `/can-bo/du-lieu/yeu-cau/{request}`: one request: who asked, what is owed until when, what was
//! done, and what can be done now.

use accounts::{Act, Answer, App, Failure, Officer};
use askama::Template;
use axum::response::{IntoResponse, Redirect};
use duties::{Debt, explain};
use jiff::civil::Date;
use store::{Laws, VaultId};
use web::parts::{Event as Point, Leader, Mark, Status};
use web::{Html, Page, Posted};

use super::at::{At, Seen};
use super::{OFFICE, path};
use crate::desk::{self, Asked, Read};
use crate::facts::Event;
use crate::key;
use crate::kind::{End, Kind, State};
use crate::take;

#[derive(Template)]
#[template(path = "one.html")]
pub(super) struct OnePage<'a> {
    page: &'a Page,
    title: String,
    facts: Vec<Leader>,
    /// Who asked and in which words; empty for who may not know.
    who: Vec<Leader>,
    words: String,
    /// What the person was told at its end.
    told: String,
    dues: Vec<Html>,
    trail: Vec<Point>,
    deeds: Vec<(String, String)>,
    /// Where it is recorded that the person was told.
    acknowledge: Option<String>,
    /// Whether it asks for what has no switch here.
    on_paper: bool,
    /// What was just done.
    done: Html,
}

/// What of a request is opened, when its reader may know.
#[derive(Default)]
pub(super) struct Opened {
    pub person: String,
    pub words: String,
    pub told: String,
}

impl Opened {
    /// Opens what there is; logged before.
    async fn of(app: &App, officer: &Officer, read: &Read) -> Result<Self, Failure> {
        app.log_read(officer, &read.it.id, "data").await?;
        let mut texts = app.store.words_of(&ids(read)).await?;
        let mut text = |item: Option<&VaultId>| {
            let opened = item.and_then(|item| texts.remove(&item.id));
            opened.and_then(store::vault::Opened::text).unwrap_or_default()
        };
        let received = &read.it.received;
        let (person, words) = (text(Some(&received.person)), text(received.words.as_ref()));
        Ok(Self { person, words, told: text(finished(read).as_ref()) })
    }
}

fn ids(read: &Read) -> Vec<kernel::Id> {
    read.it.items.iter().map(|item| item.id).collect()
}

/// The words with which it was finished.
fn finished(read: &Read) -> Option<VaultId> {
    let last = read.stream.records.iter().rev().find_map(|record| Event::read(record).ok());
    match last {
        Some(Event::Finished { words, .. }) => words,
        _ => None,
    }
}

pub(super) fn titled(page: Page, read: &Read) -> Page {
    let list = page.t("dl-title").into_owned();
    let code = read.code();
    page.office().here(OFFICE).title(&code).crumb(list, OFFICE).crumb_here(code)
}

/// Where each day of the term is shown. One that was put off consists of two, and has no such page.
fn by_day(debt: &Debt) -> Option<String> {
    let mut query = web::Fields::default();
    query.push("rule", &debt.rule);
    query.push("event", debt.started_on.strftime("%d/%m/%Y").to_string());
    query.push("calendar", "office");
    debt.extensions.is_empty().then(|| format!("/tinh-han?{}", query.encode()))
}

fn due(page: &Page, laws: &Laws, debt: &Debt, today: Date) -> Html {
    let terms = debt.terms(laws).unwrap_or_default();
    let Some(deadline) = terms.last() else { return Html::default() };
    let status = match debt.closed {
        None => page.days_status(deadline.due(), today, 2),
        Some((on, ..)) if on > deadline.due() => {
            Status::new(Mark::Late, page.days_left(deadline.due(), on))
        }
        Some(_) => Status::new(Mark::Done, page.t("dl-due-kept")),
    };
    let label = if debt.n == 1 { "dl-due-first" } else { "dl-due-whole" };
    let label = page.t(label).into_owned();
    let block = explain::block(page, laws.now(), deadline, label, Some(status), by_day(debt));
    Html::join([block, explain::warning(page, deadline)])
}

fn trail(page: &Page, read: &Read) -> Result<Vec<Point>, Failure> {
    let mut points = Vec::with_capacity(read.stream.records.len());
    for record in read.stream.records.iter().rev() {
        let event = Event::read(record)?;
        let word = event.kind().rsplit('.').next().unwrap_or_default();
        let point = Point::past(record.at, page.t(key("dl-was", word)));
        points.push(match &event {
            Event::Extended { days, .. } => {
                point.text(page.with("days", i64::from(*days)).t("dl-was-days"))
            }
            Event::Handed { form, matters, .. } => {
                let form = page.t(key("dl-form", form.word()));
                point.text(page.with("form", form).with("n", i64::from(*matters)).t("dl-handed"))
            }
            Event::Applied { matters, items, .. } => point.text(
                page.with("n", i64::from(*matters)).with("items", i64::from(*items)).t("dl-erased"),
            ),
            Event::Finished { how, ground, .. } => {
                let point = point.text(page.t(key("dl-end", how.word())));
                ground.iter().fold(point, |point, ground| point.text(ground))
            }
            Event::Erased { ground, .. } => point.text(ground),
            _ => point,
        });
    }
    Ok(points)
}

/// What can be done now, each act with its address; `may` says what this reader may.
fn deeds(page: &Page, read: &Read, may: impl Fn(Act) -> bool) -> Vec<(String, String)> {
    if !read.it.is_open() {
        return Vec::new();
    }
    let at = path(&read.it.id);
    let all = [
        (Act::DATA_OPEN, "tim", "dl-look", true),
        (Act::DATA_SETTLE, "gia-han", "dl-extend", !read.it.is_extended()),
        (Act::DATA_SETTLE, "xong", "dl-finish", true),
    ];
    let all = all.into_iter().filter(|(act, _, _, now)| *now && may(*act));
    all.map(|(_, way, word, _)| (format!("{at}/{way}"), page.t(word).into_owned())).collect()
}

pub(super) fn page_of<'a>(
    page: &'a Page,
    read: &Read,
    (opened, laws, today): (&Opened, &Laws, Date),
    may: impl Fn(Act) -> bool,
    done: Html,
) -> Result<OnePage<'a>, Failure> {
    let received = &read.it.received;
    let word = |of: &str, word: &str| page.t(key(of, word)).into_owned();
    let mut facts = vec![
        Leader::new(page.t("dl-kind"), page.t(key("dl-kind", received.kind.word()))),
        Leader::html(page.t("dl-on"), page.date_tag(received.on)),
        Leader::new(page.t("dl-by"), page.t(key("dl-by", received.by.word()))),
        Leader::new(page.t("dl-paper"), page.t(key("dl-paper", received.paper.word()))),
        Leader::new(page.t("dl-state"), word("dl-state", read.it.state.word())),
    ];
    if let Some((how, ground)) = &read.it.end {
        facts.push(Leader::new(page.t("dl-end"), word("dl-end", how.word())));
        facts.extend(ground.iter().map(|ground| Leader::new(page.t("dl-ground"), ground)));
    }
    let who =
        take::lines(page.w(), &opened.person).into_iter().filter(|(name, _)| !name.is_empty());
    let told = read.it.state == State::Received && may(Act::DATA_RECEIVE);
    Ok(OnePage {
        page,
        title: page.with("code", read.code()).t("dl-one"),
        facts,
        who: who.map(|(name, value)| Leader::new(name, value)).collect(),
        words: opened.words.clone(),
        told: opened.told.clone(),
        dues: read.it.debts.iter().map(|debt| due(page, laws, debt, today)).collect(),
        trail: trail(page, read)?,
        deeds: deeds(page, read, &may),
        acknowledge: told.then(|| format!("{}/xac-nhan", path(&read.it.id))),
        on_paper: received.kind == Kind::Restrict
            && !matches!(&read.it.end, Some((End::Refused, _))),
        done,
    })
}

/// What was just done, as the address says it.
fn done(page: &Page) -> Html {
    let query = page.query();
    let n = query.get("xoa").and_then(|n| n.parse::<i64>().ok());
    let gone = match query.get("sach") {
        Some("1") => "dl-done-wiped",
        Some("2") => "dl-done-server",
        _ => "dl-done-wiping",
    };
    match (n, query.get("sua")) {
        (Some(n), _) => {
            let body = page.t(gone);
            page.notice(Mark::Done, page.with("n", n).t("dl-done-erased"), body)
        }
        (None, Some(_)) => page.notice(Mark::Done, page.t("dl-done-corrected"), ""),
        (None, None) => Html::default(),
    }
}

/// `GET /can-bo/du-lieu/yeu-cau/{request}`
pub(super) async fn show(Seen(at): Seen, page: Page) -> Answer {
    let At { app, officer, read } = at;
    let unit = read.it.received.unit.clone();
    let opened = match officer.may(Act::DATA_OPEN, &unit) {
        true => Opened::of(&app, &officer, &read).await?,
        false => Opened::default(),
    };
    let (laws, today) = (app.store.laws(), app.store.clock().today());
    let page = titled(page, &read);
    let done = done(&page);
    let may = |act| officer.may(act, &unit);
    Ok(page.show(&page_of(&page, &read, (&opened, &laws, today), may, done)?))
}

/// `POST /can-bo/du-lieu/yeu-cau/{request}/xac-nhan`
pub(super) async fn acknowledge(At { app, officer, read }: At, _: Posted) -> Answer {
    let (seen, at) = (read.it.version, path(&read.it.id));
    desk::step(&app.store, &officer.actor(), read, seen, Asked::Acknowledge).await?;
    Ok(Redirect::to(&at).into_response())
}
