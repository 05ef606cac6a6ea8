//! The whole site: the one list of slices, the router, the doors, and the pages that belong to no
//! subject (home, health, metrics, the API document).
//!
//! Every horizontal test loops over [`slices`], so a new subject is covered on the day it is
//! added here.

pub mod api;
pub mod diary;
mod handed;
pub mod health;
pub mod home;
mod named;
mod offline;
pub mod places;
mod promised;
pub mod serve;
pub mod setting;
pub mod slices;

use std::sync::Arc;

use accounts::{App, Failure};
use axum::{Extension, Router};
use kernel::{Chance, Clock};
use reports::Forms;
use reports::open::Open;
use reports::pages::Known;
use store::rebuild::Progress;
use store::{Options, Store, StoreError};
use web::{Book, Face};

pub use setting::Settings;
pub use slices::{Slice, samples, schema, slices};

/// An opened site: what `serve`, the demonstration and the tests start from.
pub struct Site {
    /// What handlers share.
    pub app: Arc<App>,
    /// The forms of reports and what they sum.
    pub known: Known,
    /// All routes, dressed.
    pub router: Router,
    /// The public log; whoever serves the site runs it.
    pub log: ledger::Log,
}

/// Why a site does not open.
#[derive(Debug)]
pub enum OpenError {
    /// The folder, database or keys.
    Store(StoreError),
    /// Anything else; the text says what.
    Other(String),
}

impl std::fmt::Display for OpenError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Store(error) => error.fmt(f),
            Self::Other(text) => f.write_str(text),
        }
    }
}

impl std::error::Error for OpenError {}

impl From<StoreError> for OpenError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<Failure> for OpenError {
    fn from(failure: Failure) -> Self {
        Self::Other(failure.to_string())
    }
}

/// What is said to whoever only looks at a folder whose views are not whole.
const HALF: &str = "the views are not whole: they are being made anew, or that was interrupted; \
    start the program or run `dantin rebuild`, which goes on from there";

/// All words of all slices.
///
/// # Errors
/// When two slices use one key, or a sentence does not parse: found by any test that starts.
pub fn book() -> Result<Book, OpenError> {
    let builder = slices().iter().fold(Book::builder(), |b, slice| b.add_all(slice.words));
    builder.build().map_err(|error| OpenError::Other(error.to_string()))
}

/// Opens the store of a folder with the schema of all slices. Views that are not whole are finished
/// first, or, by whoever only looks, refused: half of them would be wrong figures.
///
/// # Errors
/// As [`Store::open`]; the views are not whole and this process may not finish them.
pub async fn open_store(
    options: Options,
    clock: Clock,
    chance: Chance,
) -> Result<Store, StoreError> {
    let exclusive = options.exclusive;
    let store = Store::open(options, schema(), clock, chance).await?;
    if !exclusive {
        return match store.is_rebuilding().await? {
            true => Err(StoreError::Unusable(HALF.into())),
            false => Ok(store),
        };
    }
    let mut tell = |at: Progress| {
        tracing::info!(records = at.records, of = at.of, "the views are being made anew");
    };
    if let Some(report) = store.finish_rebuild(&mut tell).await? {
        tracing::warn!(records = report.records, "finished a rebuild that was interrupted");
    }
    Ok(store)
}

/// Puts the site on an open store.
///
/// # Errors
/// When the store does not answer or the words do not parse.
pub async fn open(store: Store, settings: &Settings) -> Result<Site, OpenError> {
    let key = store.keys().tag("form seals", &[]);
    let chance = store.chance().clone();
    let face = Face::new(book()?, setting::face(None, settings), key, chance);
    let app = App::new(store, face, settings.limits()).await?;
    app.know_matters(vec![petitions::matters::MATTERS, named::MATTERS]);
    app.know_owing(slices().iter().flat_map(|slice| slice.owing).copied().collect());
    app.know_wants(slices().iter().filter_map(|slice| slice.wants).collect());
    setting::refresh(&app, settings);
    let known = known(settings)?;
    let log = log(app.store.clone());
    let router = router(app.clone(), (known.clone(), open_data()?), log.clone());
    Ok(Site { app, known, router, log })
}

/// The forms of reports of an installation, and the keys of units below.
fn known(settings: &Settings) -> Result<Known, OpenError> {
    let forms = reports::form::FILES.iter().copied();
    let more = settings.forms.iter().map(|(name, text)| (name.as_str(), text.as_str()));
    let forms = Forms::read(forms.chain(more), &slices::indicators());
    let forms = forms.map_err(|error| OpenError::Other(error.to_string()))?;
    let keys = settings.exchange_keys().map_err(OpenError::Other)?;
    Ok(Known::new(forms).with_keys(keys).with_indicators(slices::indicators()))
}

/// What is published of the sums, of all slices.
///
/// # Errors
/// When a dataset names what no slice declares: found by any test that starts.
pub fn open_data() -> Result<Open, OpenError> {
    Open::new(&slices::indicators()).map_err(OpenError::Other)
}

/// The public log over a store, with all that slices declare to it.
pub fn log(store: Store) -> ledger::Log {
    let logged = slices().iter().flat_map(|slice| slice.logged).copied().collect();
    ledger::Log::new(store, logged)
}

/// All routes in their layers, from the inside out: officers' sessions, then the face.
fn router(app: Arc<App>, (known, open): (Known, Open), log: ledger::Log) -> Router {
    let mut routes = home::router()
        .merge(diary::router())
        .merge(handed::router())
        .merge(promised::router())
        .merge(offline::router())
        .merge(health::router().layer(Extension(log.clone())))
        .merge(api::router());
    for slice in slices() {
        let router = (slice.router)();
        // Only where it is read: a layer around the whole site is passed, boxed and copied, by
        // every request for every page.
        routes = routes.merge(match slice.name {
            "ledger" => router.layer(Extension(log.clone())),
            "privacy" => router.layer(Extension(slices::holdings())),
            "reports" => router.layer((Extension(known.clone()), Extension(open.clone()))),
            _ => router,
        });
    }
    let routes = accounts::layer(routes.merge(web::routes()), app.clone());
    web::layer(routes, app.face.clone()).with_state(app)
}

/// The periodic tasks of all slices.
///
/// Records too whether letters go out from now on.
///
/// # Errors
/// When a setting of mail is wrong, or the database does not answer.
pub async fn jobs(app: &Arc<App>, settings: &Settings) -> Result<jobs::Runner, OpenError> {
    let mail = settings.mail_server().map_err(OpenError::Other)?;
    let days = mail.as_ref().map_or(0, |mail| mail.oldest_days);
    let switched = notices::desk::switch(&app.store, mail.is_some(), days).await;
    switched.map_err(|error| OpenError::Other(error.to_string()))?;
    let mut all = [accounts::jobs(app.limits), petitions::jobs()].concat();
    all.extend(notices::jobs(app, mail.as_ref()));
    all.push(reports::open::desk::job(app.clone(), open_data()?));
    all.push(reports::schedule::desk::job(app.clone(), known(settings)?));
    all.push(privacy::job(slices::holdings()));
    all.push(ledger::daily::job(log(app.store.clone())));
    Ok(jobs::Runner::new(app.store.clone(), all))
}
