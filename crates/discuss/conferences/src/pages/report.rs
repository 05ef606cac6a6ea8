//! `/can-bo/hoi-nghi/buoi/{conference}/bao-cao?diem=20836`: the page of one point, light enough for
//! a slow line: whether it takes part, who is present by group of posts, how the line stands.
//! Numbers only. The form carries a key, so that sent twice, or late by a device that had no line,
//! it is one report; what came meanwhile is not written over.

use std::sync::Arc;

use accounts::{Act, Answer, App, Failure, Officer};
use askama::Template;
use axum::extract::{Path, State as Shared};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use web::parts::{Leader, Mark};
use web::{FormState, Html, Page, PageError, Posted, Say};

use super::{key, path, points, titled_under};
use crate::desk;
use crate::facts::Reported;
use crate::kind::{Group, Line};
use crate::point::{MOST_PRESENT, Point, sum};
use crate::store::{self as sql, Seat};

#[derive(Template)]
#[template(path = "report.html")]
pub(super) struct ReportPage<'a> {
    pub page: &'a Page,
    pub form: &'a FormState,
    /// The conference's stream, and what it is called.
    pub conference: (&'a str, &'a str),
    pub unit: &'a str,
    pub seat: &'a Seat,
    pub point: &'a Point,
    /// Names this form: sent twice, it is one report.
    pub key: &'a str,
    /// What was recorded just now, or why nothing was.
    pub last: Html,
    /// Whether the form was recorded, so that the device may forget it.
    pub sent: bool,
    /// Whether it may report now, and why not.
    pub closed: String,
    pub confirms: bool,
}

impl ReportPage<'_> {
    fn href(&self) -> String {
        format!("{}/bao-cao", path(self.conference.0))
    }

    fn back(&self) -> String {
        path(self.conference.0)
    }

    fn ask_href(&self) -> String {
        format!("{}/hoi?diem={}", path(self.conference.0), self.unit)
    }

    fn groups(&self) -> Vec<(&'static str, String)> {
        let name = |g: &Group| (g.word(), self.page.t(key("hn-group", g.word())).into_owned());
        Group::ALL.iter().map(name).collect()
    }

    fn typed(&self) -> String {
        Group::WORDS.join(" ")
    }

    fn lines(&self) -> web::Choice {
        let choice = self.page.form(self.form).choice("line", self.page.t("hn-line")).in_a_row();
        Line::WORDS
            .iter()
            .fold(choice, |choice, word| choice.option(word, self.page.t(key("hn-line", word))))
    }

    fn takes(&self) -> String {
        match self.point.takes {
            None => self.page.t("hn-takes-none").into_owned(),
            Some(true) => self.page.t("hn-takes-yes").into_owned(),
            Some(false) => self.page.t("hn-takes-no").into_owned(),
        }
    }

    /// What stands there now.
    fn now(&self) -> Vec<Leader> {
        let page = self.page;
        let Some((said, at)) = self.point.last() else { return Vec::new() };
        let mut lines = vec![
            Leader::new(page.t("hn-at"), page.moment(*at)),
            Leader::new(page.t("hn-present"), page.num(i64::from(sum(&said.present)))),
        ];
        let groups = Group::ALL.iter().zip(said.present);
        lines.extend(
            groups.map(|(g, n)| {
                Leader::new(page.t(key("hn-group", g.word())), page.num(i64::from(n)))
            }),
        );
        lines.push(Leader::new(page.t("hn-line"), page.t(key("hn-line", said.line.word()))));
        lines
    }
}

/// The page with its title and crumbs.
pub(super) fn titled(page: Page, conference: (&str, &str)) -> Page {
    titled_under(page, conference, "hn-report")
}

/// What the form holds: the numbers of the last report, so that only what changed is typed.
pub(super) fn fresh(point: &Point) -> FormState {
    let Some((said, _)) = point.last() else {
        return FormState::new().with("line", Line::Ok.word());
    };
    let form = FormState::new().with("line", said.line.word());
    Group::WORDS.iter().zip(said.present).fold(form, |form, (word, n)| form.with(word, n))
}

/// What is read before the page is made.
struct Around {
    conference: String,
    name: String,
    unit: String,
    seat: Seat,
    point: Point,
}

impl Around {
    /// The point that is asked for, or the one where this officer holds a post.
    async fn of(
        app: &App,
        officer: &Officer,
        typed: &str,
        asked: Option<&str>,
    ) -> Result<Self, Failure> {
        officer.allow_somewhere(Act::CONFERENCES_REPORT)?;
        let nothing = || Failure(PageError::NotFound);
        let id: kernel::Id = typed.parse().map_err(|_| nothing())?;
        let (store, conference) = (&app.store, format!("conference/{id}"));
        let mut unit = asked.map(str::to_owned);
        let own = officer.posts.iter().map(|held| held.unit.as_str());
        for own in own.filter(|unit| officer.may(Act::CONFERENCES_REPORT, unit)) {
            if unit.is_none() && sql::seat(store, &conference, own).await?.is_some() {
                unit = Some(own.to_owned());
            }
        }
        let unit = unit.ok_or_else(nothing)?;
        let seat = points::seat_of(app, officer, (&conference, &unit)).await?;
        let point = desk::point(store, &conference, &unit).await?.it;
        let name = store.texts_of(&[&seat.title]).await?.remove(&seat.title);
        Ok(Self { conference, name: name.unwrap_or_default(), unit, seat, point })
    }

    fn show(
        &self,
        app: &App,
        page: Page,
        form: &FormState,
        key: &str,
        (last, sent, status): (Html, bool, StatusCode),
    ) -> axum::response::Response {
        use crate::arrows::PointStep as P;
        let (at, today) = (self.seat.at(), app.store.clock().today());
        let page = titled(page, (&self.conference, &self.name)).redisplay(form);
        let page = if status == StatusCode::OK { page } else { page.status(status) };
        let closed = at.allows(P::Report, today).err();
        page.show(&ReportPage {
            form,
            conference: (&self.conference, &self.name),
            unit: &self.unit,
            seat: &self.seat,
            point: &self.point,
            key,
            last,
            sent,
            closed: closed.map(|refusal| said(&page, &refusal)).unwrap_or_default(),
            confirms: at.allows(P::Confirm, today).is_ok(),
            page: &page,
        })
    }
}

/// A refusal in words.
fn said(page: &Page, refusal: &kernel::Refusal) -> String {
    let say = Say::new(format!("refusal-{}", refusal.code));
    let args = refusal.args.iter().cloned();
    page.w().say(&args.fold(say, |say, (name, value)| say.with(name, value)))
}

/// `GET /can-bo/hoi-nghi/buoi/{conference}/bao-cao?diem=…`
pub(super) async fn show(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    Path(typed): Path<String>,
    page: Page,
) -> Answer {
    let around = Around::of(&app, &officer, &typed, page.query().get("diem")).await?;
    let form = fresh(&around.point);
    let above = (Html::default(), false, StatusCode::OK);
    Ok(around.show(&app, page, &form, &app.store.new_key(), above))
}

/// `POST /can-bo/hoi-nghi/buoi/{conference}/bao-cao`: a report, or whether the point takes part.
pub(super) async fn send(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    Path(typed): Path<String>,
    posted: Posted,
) -> Answer {
    let Posted { page, mut form } = posted;
    let asked = form.fields().get("diem").map(str::to_owned);
    let around = Around::of(&app, &officer, &typed, asked.as_deref()).await?;
    let (actor, to) = (officer.actor(), (around.conference.as_str(), around.unit.as_str()));
    if let Some(takes) = form.fields().get("takes") {
        desk::confirm(&app.store, &actor, to, takes == "yes").await?;
        let href = format!("{}/bao-cao?diem={}", path(to.0), to.1);
        return Ok(Redirect::to(&href).into_response());
    }
    let name = form.fields().get("key").map_or_else(|| app.store.new_key(), str::to_owned);
    let id = app.store.keyed_id(around.seat.on, &[to.0, to.1, &name]).to_string();
    let Some((said, seen)) = read(&mut form, to, id) else {
        let above = (Html::default(), false, StatusCode::OK);
        return Ok(around.show(&app, page, &form, &name, above));
    };
    match desk::report(&app.store, &actor, &said, seen).await {
        Ok(done) => {
            let note = if done.again { "hn-reported-again" } else { "hn-reported-next" };
            let last = page.notice(Mark::Done, page.t("hn-reported"), page.t(note));
            let form = fresh(&done.point);
            let around = Around { point: done.point, ..around };
            let above = (last, true, StatusCode::CREATED);
            Ok(around.show(&app, page, &form, &app.store.new_key(), above))
        }
        Err(failure) => refused(&app, &officer, page, form, (around, name), failure).await,
    }
}

fn read(form: &mut FormState, to: (&str, &str), key: String) -> Option<(Reported, usize)> {
    let mut present = [0; Group::ALL.len()];
    for (n, word) in present.iter_mut().zip(Group::WORDS) {
        // Nothing typed is nobody there.
        if form.fields().get(word).is_some() {
            let typed = form.number(word, 0..=i64::from(MOST_PRESENT));
            *n = typed.and_then(|typed| u32::try_from(typed).ok()).unwrap_or_default();
        }
    }
    let line = form.choice("line", Line::WORDS).and_then(Line::read);
    let seen = usize::try_from(form.seen(0)).unwrap_or_default();
    let line = line.filter(|_| !form.is_wrong())?;
    let (conference, unit) = (to.0.to_owned(), to.1.to_owned());
    Some((Reported { conference, unit, present, line, key }, seen))
}

/// Nothing was written: a fault goes to its field; for anything else the page says why, shows what
/// stands, and keeps what was typed. Sent again from there, it is a decision of its own.
async fn refused(
    app: &App,
    officer: &Officer,
    page: Page,
    mut form: FormState,
    (around, name): (Around, String),
    failure: Failure,
) -> Answer {
    let Some(refusal) = failure.refusal().cloned() else { return Err(failure) };
    if refusal.field.is_some() {
        failure.on_form(&mut form)?;
        let above = (Html::default(), false, StatusCode::OK);
        return Ok(around.show(app, page, &form, &name, above));
    }
    let key = desk::key(&around.conference).to_owned();
    let around = Around::of(app, officer, &key, Some(&around.unit)).await?;
    let next = page.t(format!("refusal-{}-next", refusal.code));
    let last = page.notice(Mark::Late, said(&page, &refusal), next);
    let above = (last, false, StatusCode::CONFLICT);
    Ok(around.show(app, page, &form, &app.store.new_key(), above))
}

/// A point that an officer may ask for, with what its conference is called.
pub(super) struct Asker {
    /// The conference's stream.
    pub conference: String,
    /// What it is called.
    pub title: String,
    /// The point.
    pub unit: String,
    /// What the conference is for it.
    pub seat: Seat,
}

impl Asker {
    /// The point that is asked for, or the one where this officer holds a post.
    pub async fn of(
        app: &App,
        officer: &Officer,
        typed: &str,
        asked: Option<&str>,
    ) -> Result<Self, Failure> {
        let Around { conference, name, unit, seat, .. } =
            Around::of(app, officer, typed, asked).await?;
        Ok(Self { conference, title: name, unit, seat })
    }
}
