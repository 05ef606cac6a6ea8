//! What a handler answers when it cannot do what was asked: a refusal with its ground and next
//! step, or an incident with a number and nothing else.
//!
//! An error is only noted by the handler; [`crate::layer`] words it, as a page in the reader's
//! language, or as `application/problem+json` under `/api`.

use std::fmt;
use std::sync::Arc;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use kernel::{Incident, Refusal, RefusalKind};

use crate::form::FormState;
use crate::page::Page;
use crate::visit::Visit;
use crate::words::{Say, Words};

mod wording;

/// Why there is no page. Handlers return `Result<Response, PageError>` and use `?`.
#[derive(Clone, Debug)]
pub enum PageError {
    /// The law, the state of things or a permission says no.
    Refused(Box<Refusal>),
    /// What was typed has faults: each with its field, empty for the form as a whole. For a
    /// program, which has no form to be shown again.
    Faults(Arc<[(String, Say)]>),
    /// Go elsewhere first, for instance to sign in. A path of this site.
    Elsewhere(String),
    /// No such page, or none that this reader may know of.
    NotFound,
    /// Too many tries; wait so many minutes.
    TooMany {
        /// How long.
        minutes: u32,
    },
    /// The machine cannot serve now; nothing was recorded.
    Busy,
    /// More bytes than a form may have.
    TooLarge,
    /// What was sent could not be read.
    Unreadable,
    /// The page does not take this method.
    Method,
    /// A form sent from a page of another site.
    CrossSite,
    /// A fault of ours. The text goes to the log, never to a reader.
    Bug(Arc<str>),
}

impl PageError {
    /// A fault of ours, with what the log should say.
    pub fn bug(what: impl fmt::Display) -> Self {
        Self::Bug(what.to_string().into())
    }

    /// The faults of a form that a program sent.
    pub fn of_form(form: &FormState) -> Self {
        Self::Faults(form.faults().into())
    }

    /// The status of the answer.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::Refused(refusal) => match refusal.kind {
                RefusalKind::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
                RefusalKind::SignIn => StatusCode::UNAUTHORIZED,
                RefusalKind::Forbidden => StatusCode::FORBIDDEN,
                RefusalKind::NotFound => StatusCode::NOT_FOUND,
                RefusalKind::Conflict => StatusCode::CONFLICT,
                RefusalKind::Stale => StatusCode::PRECONDITION_FAILED,
                RefusalKind::Unseen => StatusCode::PRECONDITION_REQUIRED,
                RefusalKind::TooMany => StatusCode::TOO_MANY_REQUESTS,
                RefusalKind::Busy => StatusCode::SERVICE_UNAVAILABLE,
            },
            Self::Faults(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Elsewhere(_) => StatusCode::SEE_OTHER,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Unreadable => StatusCode::BAD_REQUEST,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::CrossSite => StatusCode::FORBIDDEN,
            Self::Bug(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The error behind a bare status that axum or a layer answered with.
    pub(crate) fn of_status(status: StatusCode) -> Self {
        match status {
            StatusCode::NOT_FOUND => Self::NotFound,
            StatusCode::METHOD_NOT_ALLOWED => Self::Method,
            StatusCode::PAYLOAD_TOO_LARGE => Self::TooLarge,
            StatusCode::TOO_MANY_REQUESTS => Self::TooMany { minutes: 1 },
            StatusCode::REQUEST_TIMEOUT | StatusCode::SERVICE_UNAVAILABLE => Self::Busy,
            status if status.is_client_error() => Self::Unreadable,
            status => Self::bug(status),
        }
    }

    /// The whole answer for `visit`; logs an incident when it is one.
    pub(crate) fn answer(&self, visit: &Visit) -> Response {
        if let Self::Elsewhere(path) = self
            && !visit.is_api()
        {
            return Redirect::to(path).into_response();
        }
        let incident = self.log(visit);
        let told = wording::word(self, visit, incident);
        let mut response = match visit.is_api() {
            true => told.problem(self.status()),
            false => told.page(Page::new(visit.clone()).status(self.status()).hidden()),
        };
        if let Some(seconds) = self.retry_after() {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if visit.is_api() && self.status() == StatusCode::UNAUTHORIZED {
            let bearer = HeaderValue::from_static("Bearer");
            response.headers_mut().insert(header::WWW_AUTHENTICATE, bearer);
        }
        response
    }

    fn log(&self, visit: &Visit) -> Option<Incident> {
        let Self::Bug(what) = self else { return None };
        let number = Incident::new(visit.face().chance());
        tracing::error!(incident = %number, path = visit.path(), %what, "a fault of ours");
        Some(number)
    }

    fn retry_after(&self) -> Option<u32> {
        match self {
            Self::TooMany { minutes } => Some(minutes * 60),
            Self::Busy => Some(60),
            _ => None,
        }
    }
}

impl From<Refusal> for PageError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(Box::new(refusal))
    }
}

impl IntoResponse for PageError {
    /// Only a note: [`crate::layer`] finds it and words it for the reader.
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// The sentence of a refusal, in any language: for a form that shows it beside its field, and for
/// lists of what may not be done yet. The words stand under `refusal-{code}`.
pub fn say_refusal(refusal: &Refusal) -> Say {
    let say = Say::new(format!("refusal-{}", refusal.code));
    refusal.args.iter().fold(say, |say, (name, value)| say.with(name, value))
}

/// The next step after a refusal, when the words have one under `refusal-{code}-next`.
pub fn next_step(w: &Words, refusal: &Refusal) -> Option<String> {
    let key = format!("refusal-{}-next", refusal.code);
    w.find(&key)?;
    let say = refusal.args.iter().fold(Say::new(key), |say, (name, value)| say.with(name, value));
    Some(w.say(&say))
}
