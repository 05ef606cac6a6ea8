//! `/can-bo/toi`: an officer's own posts, e-mail address, devices and password.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use jiff::Timestamp;
use jiff::civil::Date;
use web::cookies::Life;
use web::styleguide::Sample;
use web::{FormState, Html, Page, Posted, Say};

use crate::app::App;
use crate::failure::{Answer, Failure};
use crate::pages::{go, go_with, password_twice};
use crate::password::SHORTEST;
use crate::people::Person;
use crate::places::Titles;
use crate::posts::{Held, Post};
use crate::session::{COOKIE, Officer};
use crate::sign_in::{Entry, Source};
use crate::store::{self as sql, SessionRow};

#[derive(Template)]
#[template(path = "me.html")]
struct MePage<'a> {
    page: &'a Page,
    form: &'a FormState,
    person: &'a Person,
    posts: &'a [Held],
    titles: &'a Titles,
    today: Date,
    devices: &'a [Device],
    shortest: usize,
    changed: bool,
    /// The address was set (`true`) or taken away just now.
    mail: Option<bool>,
}

/// A place where the officer is signed in.
struct Device {
    name: String,
    made_at: Timestamp,
    seen_at: Timestamp,
    /// The session's id, cut: enough to choose one of one's own.
    mark: String,
    this: bool,
}

impl MePage<'_> {
    /// Nobody ends a post of their own here.
    fn may_end(&self) -> bool {
        false
    }

    fn end_path(&self) -> String {
        String::new()
    }

    fn holds_now(&self, held: &Held) -> bool {
        held.on(self.today)
    }

    fn unit(&self, code: &str) -> String {
        self.titles.title(code)
    }
}

const MARK: usize = 16;

fn device(session: SessionRow, here: &str) -> Device {
    Device {
        this: session.id == here,
        mark: session.id.chars().take(MARK).collect(),
        name: session.device,
        made_at: session.made_at,
        seen_at: session.seen_at,
    }
}

async fn answer(app: &App, officer: &Officer, page: Page, form: FormState) -> Answer {
    let row = sql::account(&app.store, officer.account).await?;
    let person = app.person(row.and_then(|row| row.person)).await?.unwrap_or_default();
    let posts = sql::posts_of(&app.store, officer.account).await?;
    let titles = Titles::of(&app.store, &posts).await?;
    let sessions = sql::sessions_of(&app.store, officer.account).await?;
    let devices: Vec<Device> =
        sessions.into_iter().map(|session| device(session, &officer.session)).collect();
    let changed = page.query().get("xong").is_some();
    let mail = page.query().get("thu").map(|done| done == "1");
    let mut form = form;
    if form.fault("email").is_none() {
        form = form.with("email", person.email.as_deref().unwrap_or_default());
    }
    let page = page.titled("me-title").office().redisplay(&form);
    Ok(page.show(&MePage {
        page: &page,
        form: &form,
        person: &person,
        posts: &posts,
        titles: &titles,
        today: app.store.clock().today(),
        devices: &devices,
        shortest: SHORTEST,
        changed,
        mail,
    }))
}

/// `GET /can-bo/toi`
pub(crate) async fn show(State(app): State<Arc<App>>, officer: Officer, page: Page) -> Answer {
    answer(&app, &officer, page, FormState::new()).await
}

/// `POST /can-bo/toi/mat-khau`
pub(crate) async fn change_password(
    State(app): State<Arc<App>>,
    officer: Officer,
    source: Source,
    posted: Posted,
) -> Answer {
    let Posted { page, mut form } = posted;
    if !right_now(&app, &officer, &source, &mut form).await? {
        return answer(&app, &officer, page, form).await;
    }
    let Some(password) = password_twice(&mut form, "") else {
        return answer(&app, &officer, page, form).await;
    };
    let (actor, session) = (officer.actor(), &officer.session);
    let set = app.set_password(&actor, officer.account, &password, false, session);
    if let Err(failure) = set.await {
        let Some(refusal) = failure.refusal().cloned() else { return Err(failure) };
        form.refuse(&refusal);
        return answer(&app, &officer, page, form).await;
    }
    // The old marks of known devices ended with the old password; this one stays known.
    let row = sql::account(&app.store, officer.account).await?;
    let row = row.ok_or_else(|| Failure::bug("an officer without an account"))?;
    let (name, mark) = app.mark_device(&row, &source);
    Ok(go_with(&app, "/can-bo/toi?xong=1", &[(&name, &mark, Life::Year)]))
}

/// `POST /can-bo/toi/thu`: sets the e-mail address, or takes it away when the field is empty.
pub(crate) async fn set_email(
    State(app): State<Arc<App>>,
    officer: Officer,
    posted: Posted,
) -> Answer {
    let Posted { page, mut form } = posted;
    let email = form.maybe_email("email");
    if form.is_wrong() {
        return answer(&app, &officer, page, form).await;
    }
    let set = email.is_some();
    app.set_email(&officer.actor(), officer.account, email).await?;
    Ok(go(if set { "/can-bo/toi?thu=1#thu" } else { "/can-bo/toi?thu=0#thu" }))
}

/// Whether the present password was typed rightly; as slow for guessers as sign-in is.
async fn right_now(
    app: &App,
    officer: &Officer,
    source: &Source,
    form: &mut FormState,
) -> Result<bool, Failure> {
    let row = sql::account(&app.store, officer.account).await?;
    let login = app.person(row.and_then(|row| row.person)).await?.unwrap_or_default().login;
    let typed = form.fields().typed("password-now").to_owned();
    match app.enter(&login, &typed, source).await? {
        Entry::Right(_, token) => {
            // This was no sign-in: what it began ends here.
            sql::end_session(&app.store, &crate::secret::hash(&token)).await?;
            return Ok(true);
        }
        Entry::Wrong => form.wrong("password-now", Say::new("password-now-wrong")),
        Entry::Wait(until) => crate::pages::too_early(form, until, app.now()),
    }
    Ok(false)
}

/// `POST /can-bo/toi/thiet-bi`: signs out one device, or every other one.
pub(crate) async fn sign_out_devices(
    State(app): State<Arc<App>>,
    officer: Officer,
    posted: Posted,
) -> Answer {
    let fields = posted.form.fields();
    match fields.get("device") {
        Some(mark) => {
            let sessions = sql::sessions_of(&app.store, officer.account).await?;
            let meant = |s: &&SessionRow| mark.len() == MARK && s.id.starts_with(mark);
            if let Some(session) = sessions.iter().find(meant) {
                sql::end_one_of(&app.store, officer.account, &session.id).await?;
            }
            Ok(go("/can-bo/toi"))
        }
        None => everywhere(&app, &officer).await,
    }
}

async fn everywhere(app: &App, officer: &Officer) -> Result<Response, Failure> {
    sql::end_all_of(&app.store, officer.account, "").await?;
    Ok(go_with(app, "/dang-nhap", &[(COOKIE, "", Life::Gone)]))
}

pub(crate) fn samples(page: &Page) -> Vec<Sample> {
    let today = Date::constant(2026, 2, 12);
    let at = Timestamp::constant(1_770_860_460, 0);
    let person = Person {
        name: "Trần Thị Thử".into(),
        login: "thu.tran".into(),
        phone: Some("0900000118".into()),
        email: Some("thu.tran@example.vn".into()),
    };
    let held =
        |post, until| Held { post, unit: "20836".into(), from: Date::constant(2026, 1, 5), until };
    let posts =
        [held(Post::Reception, None), held(Post::Handler, Some(Date::constant(2026, 1, 31)))];
    let device = |name: &str, this| Device {
        name: name.into(),
        made_at: at,
        seen_at: at,
        mark: "0".repeat(MARK),
        this,
    };
    let devices = [device("Firefox · Linux", true), device("", false)];
    let titles = Titles::default();
    let mut form = FormState::new();
    form.wrong("password-now", Say::new("password-now-wrong"));
    let mut mail = FormState::new().with("email", "thư@example");
    mail.wrong("email", Say::new("field-email-shape"));
    let filled = FormState::new().with("email", "thu.tran@example.vn");
    let page = page.clone().titled("me-title");
    let shown = |form, changed| MePage {
        page: &page,
        form,
        person: &person,
        posts: &posts,
        titles: &titles,
        today,
        devices: &devices,
        shortest: SHORTEST,
        changed,
        mail: changed.then_some(true),
    };
    vec![
        Sample { name: "accounts-me", html: Html::of(&shown(&filled, true)) },
        Sample { name: "accounts-me-wrong", html: Html::of(&shown(&form, false)) },
        Sample { name: "accounts-me-mail-wrong", html: Html::of(&shown(&mail, false)) },
    ]
}
