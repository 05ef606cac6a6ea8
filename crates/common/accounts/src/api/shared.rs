//! What the doors of several subjects do alike: read what was sent, ask who sends it, hold a
//! request against the version that its sender saw and against what stands under its key.

use std::net::IpAddr;

use axum::http::{HeaderMap, header};
use jiff::ToSpan as _;
use jiff::civil::Date;
use kernel::{Id, Refusal, RefusalKind};
use store::Store;
use store::vault::Opened;
use web::{FormState, PageError};

use super::{Body, Field, Object, Shape, faults, form, key, object, query, seen, stale};
use crate::app::App;
use crate::failure::Failure;
use crate::guard::Pass;
use crate::once::Once;
use crate::tokens::Token;

/// The unit that a list is of.
pub const UNIT: Field = Field::maybe(
    "unit",
    Shape::Words(20),
    "Code of the unit; this installation's own when left out",
);
/// The first day of a list.
pub const FROM: Field =
    Field::maybe("from", Shape::Day, "The first day; some time back when left out");
/// The last day of a list.
pub const UNTIL: Field =
    Field::maybe("until", Shape::Day, "The last day; some time ahead when left out");

/// The days that a query asks for; so many back and ahead of today where it says nothing, or of the
/// one day that it says where that lies before or after today.
///
/// # Errors
/// A refusal (422): the first day is after the last one, and nothing can lie between them.
pub fn days(
    form: &FormState,
    today: Date,
    (back, ahead): (i64, i64),
) -> Result<(Date, Date), Refusal> {
    let day = |name: &str| form.fields().get(name).and_then(|text| text.parse::<Date>().ok());
    let (from, until) = (day("from"), day("until"));
    let last = until.map_or(today, |until| until.min(today));
    let first = from.map_or(today, |from| from.max(today));
    let from = from.unwrap_or_else(|| last.saturating_sub(back.days()));
    let until = until.unwrap_or_else(|| first.saturating_add(ahead.days()));
    match from <= until {
        true => Ok((from, until)),
        false => Err(Refusal::invalid("from", "days-turned")),
    }
}

/// The form that a body of these fields fills in, and the body.
///
/// # Errors
/// What is wrong with it, each fault with its field.
pub fn typed(fields: &[Field], body: Body) -> Result<(FormState, Object), Failure> {
    let body = object(body)?;
    let form = form(fields, &body);
    match form.is_wrong() {
        true => Err(faults(fields, &form).into()),
        false => Ok((form, body)),
    }
}

/// The form that a query of these fields fills in.
///
/// # Errors
/// What is wrong with it, each fault with its field.
pub fn asked(fields: &[Field], text: Option<&str>) -> Result<FormState, Failure> {
    let form = query(fields, text.unwrap_or_default());
    match form.is_wrong() {
        true => Err(faults(fields, &form).into()),
        false => Ok(form),
    }
}

/// The token that came with a request which anybody may send; `None` without one.
///
/// # Errors
/// A refusal (401): the token that came is not known.
pub async fn sender(app: &App, headers: &HeaderMap) -> Result<Option<Token>, Failure> {
    let token = app.bearer(headers).await?;
    match token.is_none() && headers.contains_key(header::AUTHORIZATION) {
        true => Err(Refusal::new(RefusalKind::SignIn, "token-unknown").into()),
        false => Ok(token),
    }
}

/// Asks the guard against floods and machines before what anybody may send; the program of an
/// office is not held up.
///
/// # Errors
/// Too many from this network (429).
pub fn may_send(app: &App, from: Option<IpAddr>, token: Option<&Token>) -> Result<(), Failure> {
    if token.is_some() {
        return Ok(());
    }
    match app.guard.ask(&app.limits.file, from, None, app.now()) {
        Pass::Allowed => Ok(()),
        Pass::WaitUntil { at, .. } => {
            let minutes = at.duration_since(app.now()).as_mins().max(0) as u32 + 1;
            Err(PageError::TooMany { minutes }.into())
        }
    }
}

/// The identity of what a request makes of the matter `of`: the same under the same key of the same
/// sender, else a new one. `on` is a day of the matter that never changes.
///
/// # Errors
/// As [`key`].
pub fn identity(
    store: &Store,
    headers: &HeaderMap,
    token: Option<&Token>,
    (of, on): (&str, Date),
) -> Result<Id, Refusal> {
    let sender = token.map_or_else(|| "public".to_owned(), |token| token.id.to_string());
    Ok(match key(headers)? {
        Some(key) => store.keyed_id(on, &[of, "api", &sender, &key]),
        None => store.new_id(),
    })
}

/// Whether an item of the vault holds just these words: what a request under a used key is held
/// against. What was destroyed since cannot be compared and counts as other words: a stranger who
/// happens to use the same key is refused, and is not handed what is somebody else's.
///
/// # Errors
/// When the database does not answer.
pub async fn holds(store: &Store, item: Option<Id>, asked: &str) -> Result<bool, Failure> {
    let Some(item) = item else { return Ok(asked.is_empty()) };
    Ok(match store.words(item).await? {
        Some(Opened::Words(words)) => words == asked.as_bytes(),
        Some(Opened::Erased(_)) | None => false,
    })
}

/// The refusal of another request under a key that was used.
pub fn key_used() -> Refusal {
    Refusal::invalid("Idempotency-Key", "idempotency-key-used")
}

/// The version that the sender saw, when it is still that of the matter.
///
/// # Errors
/// A refusal: none was said (428), or somebody did something since (412).
pub fn unless_first(headers: &HeaderMap, version: i64) -> Result<i64, Failure> {
    let seen = seen(headers)?.unwrap_or(version);
    Refusal::unless_first(version, seen).map_err(|first| stale(first.into()))?;
    Ok(seen)
}

/// What the same request made before, if it came before.
///
/// # Errors
/// As [`Once::made`].
pub async fn made(once: Option<&Once>, store: &Store) -> Result<Option<String>, Failure> {
    match once {
        Some(once) => once.made(store).await,
        None => Ok(None),
    }
}

/// The store whose commit is this request's: what it makes is `made`, the name of a stream.
pub fn store_of(store: &Store, once: Option<&Once>, made: &str) -> Store {
    once.map_or_else(|| store.clone(), |once| once.on(store, made))
}

/// Nothing, when an act succeeded, or when it lost to the same request that came twice at one
/// moment.
///
/// # Errors
/// Why the act failed; 412 where somebody else was first.
pub async fn settled(
    done: Result<(), Failure>,
    once: Option<&Once>,
    store: &Store,
) -> Result<(), Failure> {
    match done {
        Ok(()) => Ok(()),
        Err(failure) => match made(once, store).await? {
            Some(_) => Ok(()),
            None => Err(stale(failure)),
        },
    }
}
