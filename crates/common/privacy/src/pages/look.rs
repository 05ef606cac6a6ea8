//! `…/tim`: what the program holds about the person of a request, over all subjects; and what is
//! done with it: handed over, destroyed.

use std::time::Duration;

use accounts::{Act, Answer, App, Failure, Officer};
use askama::Template;
use axum::Extension;
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Redirect};
use jiff::civil::Date;
use rulebook::Law;
use serde_json::{Map, json};
use store::Engine;
use store::vault::Opened;
use tokio::sync::Semaphore;
use web::{FormState, Page, PageError, Posted, Say};

use super::at::At;
use super::{path, titled};
use crate::desk::{self, MOST_PERSON, Pick, Picked};
use crate::find::{self, Found, Sought, Thing};
use crate::held::{Holdings, Item, What};
use crate::keep::{self, Stand};
use crate::key;
use crate::kind::Form;
use crate::take::{self, MOST_BYTES, Room, Taken};

/// How long an officer waits for the bytes to be gone before the page says that they are going.
const WIPED_WITHIN: Duration = Duration::from_secs(3);
/// One copy is written at a time: each may take some hundred megabytes until it is a file.
static COPIES: Semaphore = Semaphore::const_new(1);

/// An item as the page shows it.
pub(super) struct ShownItem {
    pub pick: String,
    pub what: String,
    /// Names and values; a value alone where there is no name.
    pub lines: Vec<(String, String)>,
    /// Why it stays, and until when; empty when it may go.
    pub kept: String,
    /// Where it is put right.
    pub correct: Option<String>,
}

/// A matter as the page shows it.
pub(super) struct Shown {
    pub sort: String,
    pub code: String,
    pub href: String,
    pub how: String,
    pub when: String,
    pub items: Vec<ShownItem>,
}

#[derive(Template)]
#[template(path = "look.html")]
pub(super) struct LookPage<'a> {
    pub page: &'a Page,
    pub form: &'a FormState,
    /// Where the request's own acts are: `…/tim`, `…/giao`, `…/xoa` follow.
    pub at: String,
    /// What was found; nothing before anything was looked for.
    pub found: Option<Vec<Shown>>,
    pub more: bool,
    pub may_erase: bool,
}

impl LookPage<'_> {
    /// How many megabytes one copy holds.
    fn most(&self) -> usize {
        MOST_BYTES >> 20
    }
}

/// Until when and on which ground an item stays.
fn kept(page: &Page, law: &Law, item: &Item, thing: &Thing, today: Date) -> String {
    let Stand::Kept(rule, until) = keep::stand(item, &thing.held, law, today) else {
        return String::new();
    };
    let ground = keep::ground(law, rule, today);
    match until {
        Some(until) => page.with("ground", ground).with("until", page.date(until)).t("dl-kept"),
        None => page.with("ground", ground).t("dl-kept-open"),
    }
}

fn shown(page: &Page, law: &Law, thing: &Thing, (at, today): (&str, Date)) -> Shown {
    let held = &thing.held;
    let item = |item: &Item| {
        let pick = Pick { stream: thing.stream.name.clone(), item: item.id }.word();
        let text = thing.texts.get(&item.id);
        let mut address = web::Fields::default();
        address.push("item", &pick);
        ShownItem {
            what: page.t(key("dl-what", item.what.word())).into_owned(),
            lines: text.map_or(Vec::new(), |text| take::lines(page.w(), text)),
            kept: kept(page, law, item, thing, today),
            correct: (item.what == What::Person).then(|| format!("{at}/sua?{}", address.encode())),
            pick,
        }
    };
    let began = page.date(held.began_on);
    Shown {
        sort: page.t(key("dl-sort", held.sort)).into_owned(),
        code: held.code.clone(),
        href: held.path.clone(),
        how: page.t(key("dl-how", thing.how.word())).into_owned(),
        when: match held.ended_on {
            Some(ended) => page.with("began", began).with("ended", page.date(ended)).t("dl-when"),
            None => page.with("began", began).t("dl-when-open"),
        },
        items: held.items.iter().map(item).collect(),
    }
}

/// Who is looked for; notes what is missing.
fn sought(form: &mut FormState) -> Option<Sought> {
    let mut text = |name: &str| form.text(name, MOST_PERSON).unwrap_or_default();
    let (name, phone, number) = (text("name"), text("phone"), text("number"));
    let (mail, code) = (text("email"), text("code"));
    let sought = Sought { name, numbers: vec![phone, number], mail, code };
    if sought.marks().is_empty() && sought.code.is_empty() && !form.is_wrong() {
        form.wrong("name", Say::new("dl-nobody"));
    }
    (!form.is_wrong()).then_some(sought)
}

/// `GET /can-bo/du-lieu/yeu-cau/{request}/tim`: the form, filled with what the person left.
pub(super) async fn show(At { app, officer, read }: At, page: Page) -> Answer {
    app.log_read(&officer, &read.it.id, "data").await?;
    let person = app.store.words(read.it.received.person.id).await?.and_then(Opened::text);
    let person: desk::Person =
        person.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
    let form = FormState::new().with("name", person.name).with("phone", person.phone);
    let form = form.with("email", person.email);
    let page = titled(page, "dl-look", &read, &form);
    let (at, may_erase) = (path(&read.it.id), false);
    let shown = LookPage { page: &page, form: &form, at, found: None, more: false, may_erase };
    Ok(page.show(&shown))
}

/// `POST /can-bo/du-lieu/yeu-cau/{request}/tim`: looks, logs, shows.
pub(super) async fn send(
    At { app, officer, read }: At,
    Extension(holdings): Extension<Holdings>,
    posted: Posted,
) -> Answer {
    let Posted { page, mut form } = posted;
    let found = match sought(&mut form) {
        Some(sought) => Some(find::look(&app, &holdings, &officer, &sought).await?),
        None => None,
    };
    let received = &read.it.received;
    let may_erase = received.kind.asks_to_erase() && officer.may(Act::VAULT_ERASE, &received.unit);
    let page = titled(page, "dl-look", &read, &form);
    let (laws, today, at) = (app.store.laws(), app.store.clock().today(), path(&read.it.id));
    let more = found.as_ref().is_some_and(|found| found.more);
    let all = |found: Found| {
        let things = found.things.iter();
        things.map(|thing| shown(&page, laws.now(), thing, (&at, today))).collect()
    };
    let found = found.map(all);
    Ok(page.show(&LookPage { page: &page, form: &form, at, found, more, may_erase }))
}

/// What was ticked, read again: nothing of it may be of a unit where this officer may not.
async fn ticked(
    app: &App,
    holdings: &Holdings,
    officer: &Officer,
    (form, act): (&FormState, Act),
) -> Result<Vec<Picked>, Failure> {
    let picks: Vec<Pick> = form.fields().all("item").filter_map(Pick::read).collect();
    let all = desk::picked(&app.store, holdings, &picks).await?;
    for picked in &all {
        officer.allow(act, &picked.held.unit)?;
    }
    Ok(all)
}

/// `POST /can-bo/du-lieu/yeu-cau/{request}/giao`: a copy of what was ticked, as a file.
pub(super) async fn hand(
    At { app, officer, read }: At,
    Extension(holdings): Extension<Holdings>,
    posted: Posted,
) -> Answer {
    let Posted { page, form } = posted;
    let of = form.fields().get("form").and_then(Form::read).unwrap_or(Form::Text);
    let all = ticked(&app, &holdings, &officer, (&form, Act::DATA_OPEN)).await?;
    let turn = COPIES.acquire().await.map_err(Failure::bug)?;
    let (mut taken, mut room) = (Vec::with_capacity(all.len()), Room::new(MOST_BYTES));
    for picked in &all {
        app.log_read(&officer, &picked.stream.name, "data").await?;
        taken.push(open(&app, picked, of, &mut room).await?);
    }
    let (code, today) = (read.code(), app.store.clock().today());
    // What is given to a person speaks Vietnamese, whatever the officer's screen speaks.
    let words = page.in_lang(web::Lang::Vi);
    let (matters, whole) = (taken.len(), taken.iter().all(|copy| copy.left_out.is_empty()));
    let body = match of {
        Form::Text => {
            let head = words.with("code", code.as_str()).with("on", words.date(today));
            take::text(words.w(), &head.t("dl-copy-head"), &taken)
        }
        Form::Json => {
            let head = [("request", json!(code)), ("on", json!(today))];
            let head = head.into_iter().map(|(name, value)| (name.to_owned(), value));
            take::json(words.w(), head.collect::<Map<_, _>>(), taken)
        }
    };
    drop(turn);
    desk::handed(&app.store, &officer.actor(), read, of, matters).await?;
    let more = if whole { "" } else { "-con-nua" };
    file(&format!("du-lieu-{code}{more}"), of, body)
}

/// What was picked of a matter, opened one by one as far as there is room; files only where they
/// can be written down.
async fn open<'a>(
    app: &App,
    picked: &'a Picked,
    of: Form,
    room: &mut Room,
) -> Result<Taken<'a>, Failure> {
    let mut taken = Taken::new(&picked.held, &picked.items);
    let held = picked.held.items.iter().filter(|item| picked.items.contains(&item.id));
    for item in held.filter(|item| item.what != What::File || of == Form::Json) {
        if let Some(Opened::Words(bytes)) = app.store.words(item.id).await? {
            taken.put(item, &bytes, room);
        }
    }
    Ok(taken)
}

fn file(name: &str, of: Form, body: String) -> Answer {
    let (media, end) = match of {
        Form::Text => ("text/plain; charset=utf-8", "txt"),
        Form::Json => ("application/json", "json"),
    };
    let name = format!("attachment; filename=\"{name}.{end}\"");
    let text = |value: &str| HeaderValue::try_from(value).map_err(PageError::bug);
    let headers: [(HeaderName, HeaderValue); 3] = [
        (header::CONTENT_TYPE, text(media)?),
        (header::CONTENT_DISPOSITION, text(&name)?),
        (header::CACHE_CONTROL, text("no-store")?),
    ];
    Ok((headers, body).into_response())
}

/// `POST /can-bo/du-lieu/yeu-cau/{request}/xoa`: destroys what was ticked.
pub(super) async fn erase(
    At { app, officer, read }: At,
    Extension(holdings): Extension<Holdings>,
    posted: Posted,
) -> Answer {
    let at = path(&read.it.id);
    let all = ticked(&app, &holdings, &officer, (&posted.form, Act::VAULT_ERASE)).await?;
    let count = desk::erase(&app.store, &holdings, &officer.actor(), read, all).await?;
    let gone = match app.store.engine() {
        Engine::Sqlite => i32::from(app.store.wiped(WIPED_WITHIN).await),
        Engine::Postgres => 2,
    };
    Ok(Redirect::to(&format!("{at}?xoa={count}&sach={gone}")).into_response())
}
