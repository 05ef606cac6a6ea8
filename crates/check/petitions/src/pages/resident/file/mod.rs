//! `/gui-don`: a petition in three steps. Everything typed travels in the one form, so that the
//! server remembers nothing until it is sent, and Back loses nothing.
//!
//! The form carries a random key: sent twice, it is the same petition. Whoever sends too fast gets
//! a ticket into the form and a moment from which it is good.
//!
//! Files are the one thing that no form can carry on: they wait under that key ([`crate::drafts`]).

use std::net::IpAddr;
use std::sync::Arc;

use accounts::{Answer, App, Failure, Pass, Peer};
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, RETRY_AFTER, SET_COOKIE};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::Response;
use enclosures::NewFile;
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _};
use kernel::{Actor, Id, Refusal};
use store::keyring::hex;
use store::vault::Opened;
use units::outline::{self, Outline};
use units::{Gazetteer, Unit, local};
use web::parts::Mark;
use web::{FormState, Html, Page, PageError, Posted, Uploads};

use super::attach;
use super::clock as clocks;
use super::pass;
use super::receipt::{Paper, Shown, receipt_page, titled};
use crate::desk::{self, Filing};
use crate::drafts::{self, Kept};
use crate::petition::{Petition, stream_name};
use crate::{code, served};

mod check;
mod how;
mod map;
mod place;
mod view;

pub(super) use view::samples;

use check::Step;
use view::View;

/// What every step is shown with.
struct Desk {
    laws: Arc<store::Laws>,
    today: Date,
    home: Unit<'static>,
    /// The villages of the unit that is written to, code and name; none before it is known.
    villages: Vec<(String, String)>,
    /// The outline of its ground, if an operator brought one.
    outline: Option<Outline>,
    /// The files that wait for this form.
    files: Vec<Kept>,
}

/// For how many days a form's key stands for the same petition: as long as a telephone may keep
/// what was typed.
const KEY_DAYS: i64 = 30;

impl Desk {
    fn of(app: &App) -> Result<Self, Failure> {
        let instance = app.instance().ok_or_else(|| Refusal::conflict("instance-not-open"))?;
        let home = Gazetteer::shared().current(&instance.unit);
        let home = home.ok_or_else(|| Failure::bug("the instance's unit is not in the tables"))?;
        let (laws, today) = (app.store.laws(), app.store.clock().today());
        Ok(Self { laws, today, home, villages: Vec::new(), outline: None, files: Vec::new() })
    }

    /// A village's name; empty when it is on no list.
    fn village(&self, code: &str) -> &str {
        let found = self.villages.iter().find(|(known, _)| known == code);
        found.map_or("", |(_, name)| name)
    }

    /// What the second step offers: villages and landmarks, map, files that wait.
    async fn fill(&mut self, app: &App, unit: String, key: String) -> Result<(), Failure> {
        let unit = unit.as_str();
        let villages = local::places(&app.store, unit).await?;
        self.villages = villages.into_iter().map(|v| (v.code, v.name)).collect();
        self.outline = outline::of(&app.store, unit).await?;
        self.files = drafts::list(&app.store, &key).await?;
        Ok(())
    }
}

/// `GET /gui-don?unit=…&kind=…&matter=…`
pub(super) async fn open(State(app): State<Arc<App>>, page: Page) -> Answer {
    let desk = Desk::of(&app)?;
    let query = page.query();
    let mut form = FormState::new()
        .with("key", hex(&app.store.chance().bytes::<16>()))
        .with("day", desk.today);
    for name in ["kind", "matter", "first"] {
        form = form.with(name, query.typed(name));
    }
    let code = desk.home.id().code();
    match served::unit(Gazetteer::shared(), &code, query.get("unit").unwrap_or(&code), desk.today) {
        Ok(unit) if query.get("unit").is_some() => form = form.with("unit", unit.id().code()),
        Ok(_) => {}
        Err(refusal) => form.refuse(&refusal),
    }
    View::new(&desk, &form).show(page, Step::What)
}

/// `POST /gui-don`
pub(super) async fn send(State(app): State<Arc<App>>, Peer(from): Peer, posted: Posted) -> Answer {
    let mut desk = Desk::of(&app)?;
    let Posted { page, mut form } = posted;
    let uploads = page.setting().uploads;
    let files = attach::read(uploads, &mut form).await?;
    if let Err(failure) = attached(&app, from, uploads, &mut form, files).await {
        return not_recorded(page, form, &desk, failure);
    }
    let unit = form.fields().get("unit").map_or_else(|| desk.home.id().code(), str::to_owned);
    let key = form.fields().typed("key").to_owned();
    match desk.fill(&app, unit, key).await {
        Ok(()) => {}
        // A step that records nothing goes on without the lists; choices stay in the form.
        Err(Failure(PageError::Busy)) if form.fields().typed("go") != "send" => {}
        Err(failure) => return not_recorded(page, form, &desk, failure),
    }
    let step = match form.fields().typed("go") {
        "2" => match check::what(&mut form, &desk) {
            Some(_) => Step::How,
            None => Step::What,
        },
        "3" => match check::filing(&mut form, &desk) {
            Ok(_) => Step::Review,
            Err(step) => step,
        },
        "send" => match check::filing(&mut form, &desk) {
            Ok(filing) => return hand_in(&app, from, page, form, &desk, filing).await,
            Err(step) => step,
        },
        "back-2" | "attach" => Step::How,
        go if go.starts_with("drop-") => Step::How,
        _ if map::is_touched(&form) => {
            map::touch(&mut form, desk.outline.as_ref());
            Step::How
        }
        _ => Step::What,
    };
    View::new(&desk, &form).show(page, step).map(with_place)
}

/// Keeps the files that came, and takes off the one that was asked to go.
async fn attached(
    app: &App,
    from: Option<IpAddr>,
    uploads: Uploads,
    form: &mut FormState,
    files: Vec<NewFile>,
) -> Result<(), Failure> {
    let key = form.fields().typed("key").to_owned();
    if let Some(n) = form.fields().typed("go").strip_prefix("drop-") {
        let n = n.parse().unwrap_or_default();
        return drafts::remove(&app.store, &key, n).await;
    }
    if files.is_empty() || !attach::may(app, from, form) {
        return Ok(());
    }
    let bytes = files.iter().map(|file| file.bytes.len()).sum();
    if !drafts::is_key(&key) || !drafts::is_room(&app.store, bytes).await? {
        form.wrong(attach::FIELD, web::Say::new("file-files-full"));
        return Ok(());
    }
    if drafts::keep(&app.store, &key, files, uploads.most).await? > 0 {
        attach::too_many(uploads, form);
    }
    Ok(())
}

/// On this page alone a device may be asked where it is, when its holder says so.
fn with_place(mut response: Response) -> Response {
    let policy = HeaderValue::from_static(
        "camera=(), microphone=(), geolocation=(self), payment=(), usb=()",
    );
    response.headers_mut().insert(HeaderName::from_static("permissions-policy"), policy);
    response
}

async fn hand_in(
    app: &App,
    from: Option<IpAddr>,
    page: Page,
    form: FormState,
    desk: &Desk,
    filing: Filing,
) -> Answer {
    let id = identity(app, &form, desk.today);
    // A form that comes again is answered before the guard is asked: it records nothing.
    match desk::read(&app.store, &stream_name(id)).await {
        Ok(Some(read)) => return again(app, page, &read.petition, &filing).await,
        Ok(None) => {}
        Err(failure) => return not_recorded(page, form, desk, failure),
    }
    let ticket = form.fields().get("ticket");
    if let Pass::WaitUntil { at, ticket } = app.guard.ask(&app.limits.file, from, ticket, app.now())
    {
        return wait(app, page, form, desk, at, ticket);
    }
    let key = form.fields().typed("key").to_owned();
    let mut filing = filing;
    match drafts::open(&app.store, &key).await {
        Ok(files) => filing.more.files = files,
        Err(failure) => return not_recorded(page, form, desk, failure),
    }
    let (place, phone) = (filing.place.clone(), filing.person.phone.clone());
    match desk::file(&app.store, &Actor::Resident, filing, Some(id)).await {
        Ok(filed) => {
            drafts::forget(&app.store, &key).await;
            let secret = &filed.secret;
            let village = desk.village(&filed.petition.received.village);
            let petition = &filed.petition;
            let proof = &ledger::path(&app.store, &petition.id, 1);
            let paper = Paper { petition, secret, village, place: &place, phone: &phone, proof };
            let shown = if filed.again { Shown::Again } else { Shown::New };
            receipt(app, page, &paper, shown)
        }
        Err(failure) => not_recorded(page, form, desk, failure),
    }
}

/// The petition that this form stands for, whoever sends it and however often. The key's day is
/// the form's own, so that a form sent again after midnight is still the same.
fn identity(app: &App, form: &FormState, today: Date) -> Id {
    let fields = form.fields();
    let key = fields.typed("key");
    let first = today.checked_sub(KEY_DAYS.days()).unwrap_or(today);
    let day: Option<Date> = fields.typed("day").parse().ok();
    let day = day.filter(|day| (first..=today).contains(day)).unwrap_or(today);
    match drafts::is_key(key) {
        true => desk::keyed_id(&app.store, "page", key, day),
        false => app.store.new_id(),
    }
}

/// The receipt of a petition that the same form had filed before.
async fn again(app: &App, page: Page, petition: &Petition, filing: &Filing) -> Answer {
    let kept = app.store.words(petition.received.words.id).await?.and_then(Opened::text);
    let shown = match kept {
        Some(words) if words != filing.words => Shown::Changed,
        _ => Shown::Again,
    };
    let secret = code::secret(&app.store.keys(), &petition.id, petition.generation);
    // Words that were renewed at the desk belong to whoever stood there.
    let secret: &[&'static str] = if petition.generation == 0 { &secret } else { &[] };
    let village = local::name(&app.store, &petition.received.village).await?.unwrap_or_default();
    // As the secret words: for whoever can have sent it before, not for a form found later.
    let proof = match secret.is_empty() {
        true => String::new(),
        false => ledger::path(&app.store, &petition.id, 1),
    };
    let (village, proof) = (village.as_str(), proof.as_str());
    let paper = Paper { petition, secret, village, place: "", phone: "", proof };
    receipt(app, page, &paper, shown)
}

fn receipt(app: &App, page: Page, paper: &Paper<'_>, shown: Shown) -> Answer {
    let status = match shown {
        Shown::New => StatusCode::CREATED,
        Shown::Again | Shown::Changed => StatusCode::OK,
    };
    let page = titled(page, paper.petition).status(status);
    let mut response = page.show(&receipt_page(&page, &app.store.laws(), paper, shown)?);
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let keys = app.store.keys();
    if !paper.secret.is_empty()
        && let Some(cookie) = pass::give(&keys, paper.petition, app.now(), app.cookies_secure())
    {
        headers.append(SET_COOKIE, cookie);
    }
    Ok(response)
}

/// Too fast: everything stays in the form, with a ticket for its turn.
fn wait(
    app: &App,
    page: Page,
    form: FormState,
    desk: &Desk,
    at: Timestamp,
    ticket: Option<String>,
) -> Answer {
    let seconds = at.duration_since(app.now()).as_secs().max(0) + 1;
    let key = if ticket.is_some() { "file-wait" } else { "file-wait-long" };
    let minutes = (seconds + 59) / 60;
    let body = page.with("seconds", seconds).with("minutes", minutes).t(format!("{key}-note"));
    let notice = page.notice(Mark::Soon, page.t(key), body);
    let form = FormState::of(form.fields().clone().without("ticket"));
    let form = form.with("ticket", ticket.unwrap_or_default());
    let page = page.status(StatusCode::TOO_MANY_REQUESTS);
    let mut response = View::new(desk, &form).notice(notice).show(page, Step::Review)?;
    response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
    Ok(response)
}

/// Nothing was recorded: the form says why and keeps what was typed.
fn not_recorded(page: Page, mut form: FormState, desk: &Desk, failure: Failure) -> Answer {
    if let Some(refusal) = failure.refusal() {
        form.refuse(refusal);
        let step = Step::of_field(refusal.field.unwrap_or_default());
        return View::new(desk, &form).show(page, step);
    }
    if !matches!(failure.0, PageError::Busy) {
        return Err(failure);
    }
    let notice = page.notice(Mark::Late, page.t("page-busy-title"), page.t("page-busy"));
    let page = page.status(StatusCode::SERVICE_UNAVAILABLE);
    View::new(desk, &form).notice(notice).show(page, Step::Review)
}

/// Fields that travel unseen.
fn carried(page: &Page, form: &FormState, names: &[&str]) -> Html {
    let shown = page.form(form);
    Html::join(names.iter().map(|name| shown.hidden(name, form.fields().typed(name))))
}

/// What would be owed if this were sent today.
fn promised(desk: &Desk, kind: crate::kind::Kind) -> Result<Vec<clocks::Clock>, Failure> {
    clocks::if_received(kind, desk.laws.now(), desk.today)
}
