//! `/can-bo/tai-khoan/{id}`: one account, and what may be done with it now.

use std::sync::Arc;

use askama::Template;
use axum::extract::{FromRequestParts, Path, State};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use axum::response::Response;
use jiff::civil::Date;
use kernel::{Chance, Id};
use web::parts::{Act as Deed, Open};
use web::styleguide::Sample;
use web::{FormState, Html, Page, PageError, Posted};

use crate::account::Recovery;
use crate::acts::account_stream;
use crate::app::App;
use crate::failure::{Answer, Failure};
use crate::pages::accounts::{Standing, sample_post};
use crate::pages::go;
use crate::pages::open::{prefilled, read_post, show_link};
use crate::people::Person;
use crate::permissions::Act;
use crate::places::Titles;
use crate::posts::{Held, Post};
use crate::session::Officer;
use crate::store::{self as sql, AccountRow};

/// An account with all that its page shows.
struct Shown {
    row: AccountRow,
    person: Option<Person>,
    posts: Vec<Held>,
    titles: Titles,
    standing: Standing,
    /// The officer who asked for a recovery that is still open.
    asked_by: Option<String>,
    deeds: Vec<Deed>,
}

#[derive(Template)]
#[template(path = "account.html")]
struct AccountPage<'a> {
    page: &'a Page,
    form: &'a FormState,
    shown: &'a Shown,
    posts: &'a [Held],
    today: Date,
    may_manage: bool,
}

impl AccountPage<'_> {
    fn holds_now(&self, held: &Held) -> bool {
        held.on(self.today)
    }

    fn unit(&self, code: &str) -> String {
        self.shown.titles.title(code)
    }

    fn path(&self) -> String {
        path(self.shown.row.id)
    }

    fn may_end(&self) -> bool {
        self.may_manage
    }

    fn end_path(&self) -> String {
        format!("{}/chuc-danh/thoi", self.path())
    }
}

fn path(id: Id) -> String {
    format!("/can-bo/tai-khoan/{id}")
}

/// Where this officer opens the account of a stream that is counted at a unit; `None` when the
/// stream is of no account, or it is not theirs to see.
pub(crate) fn path_of(officer: &Officer, stream: &str, unit: &str) -> Option<String> {
    let id: Id = stream.strip_prefix("account/")?.parse().ok()?;
    officer.may(Act::ACCOUNTS_RECOVER, unit).then(|| path(id))
}

/// Who asks for something, and at which account.
pub(crate) struct Asked {
    officer: Officer,
    id: String,
}

impl Asked {
    /// The account, when this officer may do `act`: that is asked first.
    fn allow(&self, act: Act) -> Result<Id, Failure> {
        self.officer.allow_somewhere(act)?;
        self.id.parse().map_err(|_| Failure(PageError::NotFound))
    }
}

impl FromRequestParts<Arc<App>> for Asked {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, PageError> {
        let officer = <Officer as FromRequestParts<_>>::from_request_parts(parts, app).await?;
        let path = Path::<String>::from_request_parts(parts, app).await;
        Ok(Self { officer, id: path.map_err(|_| PageError::NotFound)?.0 })
    }
}

async fn load(app: &App, officer: &Officer, id: Id, page: &Page) -> Result<Shown, Failure> {
    let row = sql::account(&app.store, id).await?.ok_or(Failure(PageError::NotFound))?;
    let standing = Standing::of(&row, app.now());
    let open = row.asked.map(|(asked_by, asked_at)| Recovery {
        asked_by,
        asked_at,
        approved_by: row.approved_by,
    });
    let open = open.filter(|recovery| recovery.is_open(app.now()));
    let asked_by = match &open {
        Some(recovery) => app.names(&[recovery.asked_by]).await?.remove(&recovery.asked_by),
        None => None,
    };
    let deeds = deeds(page, officer, &row, open.as_ref(), asked_by.as_deref());
    let posts = sql::posts_of(&app.store, id).await?;
    Ok(Shown {
        person: app.person(row.person).await?,
        titles: Titles::of(&app.store, &posts).await?,
        posts,
        standing,
        asked_by,
        deeds,
        row,
    })
}

/// What may be done now; what may not yet stays visible with its reason.
fn deeds(
    page: &Page,
    officer: &Officer,
    row: &AccountRow,
    recovery: Option<&Recovery>,
    asked_by: Option<&str>,
) -> Vec<Deed> {
    let (path, own) = (path(row.id), row.id == officer.account);
    let may = |act| officer.may_somewhere(act);
    let press = |part: &str| Open::Press(format!("{path}/{part}"));
    let mut deeds = Vec::new();
    if row.closed_at.is_some() {
        if row.person.is_some() && may(Act::VAULT_ERASE) {
            let note = page.t("account-erase-note");
            deeds.push(Deed::new(page.t("account-erase"), note, press("xoa-ten")));
        }
        return deeds;
    }
    if row.password.is_none() && may(Act::ACCOUNTS_MANAGE) {
        let note = page.t("account-invite-note");
        deeds.push(Deed::new(page.t("account-invite"), note, press("moi")).first());
    }
    if row.password.is_some() && may(Act::ACCOUNTS_RECOVER) {
        deeds.push(recovery_deed(page, officer, recovery, asked_by, own, press));
    }
    if may(Act::ACCOUNTS_MANAGE) && !own {
        let note = page.t("account-close-note");
        deeds.push(Deed::new(page.t("account-close"), note, press("dong")));
    }
    deeds
}

fn recovery_deed(
    page: &Page,
    officer: &Officer,
    recovery: Option<&Recovery>,
    asked_by: Option<&str>,
    own: bool,
    press: impl Fn(&str) -> Open,
) -> Deed {
    let asked = page.with("name", asked_by.unwrap_or_default());
    match recovery {
        _ if own => {
            let note = page.t("account-recovery-own");
            Deed::new(page.t("account-recovery"), note, Open::NotYet)
        }
        None => {
            let note = page.t("account-recovery-note");
            Deed::new(page.t("account-recovery"), note, press("cap-lai"))
        }
        Some(recovery) if recovery.asked_by == officer.account => {
            let note = page.t("account-recovery-wait");
            Deed::new(page.t("account-recovery-approve"), note, Open::NotYet)
        }
        Some(_) => {
            let note = asked.t("account-recovery-approve-note");
            Deed::new(page.t("account-recovery-approve"), note, press("cap-lai/dong-y")).first()
        }
    }
}

fn answer(app: &App, officer: &Officer, page: Page, form: &FormState, shown: &Shown) -> Response {
    let list = page.t("accounts-title").into_owned();
    let name = shown.person.as_ref().map(|person| person.name.clone());
    let name = name.unwrap_or_else(|| page.t("person-erased").into_owned());
    let page = page.title(name).office().crumb(list, "/can-bo/tai-khoan").redisplay(form);
    page.show(&AccountPage {
        page: &page,
        form,
        shown,
        posts: &shown.posts,
        today: app.store.clock().today(),
        may_manage: officer.may_somewhere(Act::ACCOUNTS_MANAGE) && shown.row.closed_at.is_none(),
    })
}

/// `GET /can-bo/tai-khoan/{id}`
pub(crate) async fn show(State(app): State<Arc<App>>, asked: Asked, page: Page) -> Answer {
    let id = asked.allow(Act::ACCOUNTS_RECOVER)?;
    let shown = load(&app, &asked.officer, id, &page).await?;
    // A colleague's telephone is a person's data too.
    if shown.person.is_some() && id != asked.officer.account {
        app.log_read(&asked.officer, &account_stream(id), "person").await?;
    }
    let form = prefilled(&app, &page);
    Ok(answer(&app, &asked.officer, page, &form, &shown))
}

/// `POST /can-bo/tai-khoan/{id}/chuc-danh`
pub(crate) async fn give(State(app): State<Arc<App>>, asked: Asked, posted: Posted) -> Answer {
    let id = asked.allow(Act::ACCOUNTS_MANAGE)?;
    let Posted { page, mut form } = posted;
    if let Some(held) = read_post(&app, &mut form).await? {
        match app.give_post(&asked.officer.actor(), id, held).await {
            Ok(()) => return Ok(go(path(id))),
            Err(failure) => {
                let refusal = failure.refusal().filter(|r| r.field.is_some()).cloned();
                let Some(refusal) = refusal else { return Err(failure) };
                form.refuse(&refusal);
            }
        }
    }
    let shown = load(&app, &asked.officer, id, &page).await?;
    Ok(answer(&app, &asked.officer, page, &form, &shown))
}

/// `POST /can-bo/tai-khoan/{id}/chuc-danh/thoi`
pub(crate) async fn end(State(app): State<Arc<App>>, asked: Asked, posted: Posted) -> Answer {
    let id = asked.allow(Act::ACCOUNTS_MANAGE)?;
    let fields = posted.form.fields();
    let post = fields.get("post").and_then(|code| code.parse::<Post>().ok());
    let from = fields.get("from").and_then(|day| day.parse::<Date>().ok());
    let unit = fields.get("unit");
    let (Some(post), Some(from), Some(unit)) = (post, from, unit) else {
        return Err(Failure(PageError::Unreadable));
    };
    app.end_post(&asked.officer.actor(), id, post, unit, from).await?;
    Ok(go(path(id)))
}

/// `POST /can-bo/tai-khoan/{id}/moi`
pub(crate) async fn invite(
    State(app): State<Arc<App>>,
    asked: Asked,
    headers: HeaderMap,
    posted: Posted,
) -> Answer {
    let id = asked.allow(Act::ACCOUNTS_MANAGE)?;
    let link = app.invite(id).await?;
    hand_over(&app, posted.page, id, &link, &headers).await
}

async fn hand_over(app: &App, page: Page, id: Id, link: &str, headers: &HeaderMap) -> Answer {
    let row = sql::account(&app.store, id).await?;
    let person = app.person(row.and_then(|row| row.person)).await?.unwrap_or_default();
    Ok(show_link(app, page, id, &person, link, headers))
}

/// `POST /can-bo/tai-khoan/{id}/cap-lai`
pub(crate) async fn ask_recovery(
    State(app): State<Arc<App>>,
    asked: Asked,
    _posted: Posted,
) -> Answer {
    let id = asked.allow(Act::ACCOUNTS_RECOVER)?;
    app.ask_recovery(&asked.officer.actor(), id).await?;
    Ok(go(path(id)))
}

/// `POST /can-bo/tai-khoan/{id}/cap-lai/dong-y`
pub(crate) async fn approve_recovery(
    State(app): State<Arc<App>>,
    asked: Asked,
    headers: HeaderMap,
    posted: Posted,
) -> Answer {
    let id = asked.allow(Act::ACCOUNTS_RECOVER)?;
    let link = app.approve_recovery(&asked.officer.actor(), id).await?;
    hand_over(&app, posted.page, id, &link, &headers).await
}

/// `POST /can-bo/tai-khoan/{id}/dong`
pub(crate) async fn close(State(app): State<Arc<App>>, asked: Asked, _posted: Posted) -> Answer {
    let id = asked.allow(Act::ACCOUNTS_MANAGE)?;
    app.close_account(&asked.officer.actor(), id).await?;
    Ok(go(path(id)))
}

/// `POST /can-bo/tai-khoan/{id}/xoa-ten`
pub(crate) async fn erase(State(app): State<Arc<App>>, asked: Asked, _posted: Posted) -> Answer {
    let id = asked.allow(Act::VAULT_ERASE)?;
    app.erase_account(&asked.officer.actor(), id, "account-closed").await?;
    Ok(go(path(id)))
}

pub(crate) fn samples(page: &Page) -> Vec<Sample> {
    let (chance, now) = (Chance::seeded(1), jiff::Timestamp::constant(1_770_860_460, 0));
    let id = || Id::new(now, &chance);
    let person = Person {
        email: Some("thu.tran@example.vn".into()),
        name: "Trần Thị Thử".into(),
        login: "thu.tran".into(),
        phone: Some("0900000118".into()),
    };
    let officer = Officer::sample(page, id(), &[Post::Administrator, Post::Leader]);
    let row = |closed: bool| AccountRow {
        id: id(),
        opened_at: now,
        closed_at: closed.then_some(now),
        person: Some(id()),
        password: Some(id()),
        totp: Some(id()),
        asked: Some((id(), now)),
        approved_by: None,
    };
    let shown = |row: AccountRow, standing| {
        let asked = row.asked.map(|(asked_by, asked_at)| Recovery {
            asked_by,
            asked_at,
            approved_by: None,
        });
        let asked = asked.filter(|_| row.closed_at.is_none());
        let by = asked.as_ref().map(|_| "Lê Ví Dụ".to_owned());
        Shown {
            deeds: deeds(page, &officer, &row, asked.as_ref(), by.as_deref()),
            person: Some(person.clone()),
            posts: vec![sample_post(Post::Reception), sample_post(Post::Handler)],
            titles: Titles::default(),
            standing,
            asked_by: by,
            row,
        }
    };
    let today = Date::constant(2026, 2, 12);
    let mut form = FormState::new().with("unit", "20836").with("from", "12/02/2026");
    form.refuse(&kernel::Refusal::invalid("post", "post-held-already"));
    let page = page.clone().title("Trần Thị Thử");
    let of = |name, form, shown: &Shown, may_manage| {
        let posts = &shown.posts;
        let shown = AccountPage { page: &page, form, shown, posts, today, may_manage };
        Sample { name, html: Html::of(&shown) }
    };
    let recovering = shown(row(false), Standing::Recovering);
    let closed = shown(row(true), Standing::Closed);
    vec![
        of("accounts-one", &form, &recovering, true),
        of("accounts-one-closed", &FormState::new(), &closed, false),
    ]
}
