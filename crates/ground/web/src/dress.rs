//! The layer around the whole site: reads the visit, words every error for its reader, turns a
//! panic into an incident, sets the security headers and the visitor's cookie.

use std::any::Any;
use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::task::Poll;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;

use crate::cookies::{self, Life};
use crate::errors::PageError;
use crate::face::Face;
use crate::form::MAX_BYTES;
use crate::visit::Visit;

/// Puts the face on a router; call it once, last, on the whole site.
pub fn layer<S: Clone + Send + Sync + 'static>(router: Router<S>, face: Face) -> Router<S> {
    router
        .fallback(async || PageError::NotFound)
        .layer(DefaultBodyLimit::max(MAX_BYTES))
        .layer(from_fn_with_state(face, dress))
}

async fn dress(State(face): State<Face>, mut request: Request, next: Next) -> Response {
    let visit = Visit::read(&face, request.method(), request.uri(), request.headers());
    request.extensions_mut().insert(visit.clone());
    let mut response = match unless_panic(next.run(request)).await {
        Ok(response) => response,
        Err(panic) => PageError::bug(words_of(&*panic)).answer(&visit),
    };
    if let Some(error) = error_in(&response) {
        let mut worded = error.answer(&visit);
        keep_allow(response.headers(), worded.headers_mut());
        response = worded;
    }
    finish(&visit, response.headers_mut());
    response
}

/// The error that a handler noted, or that axum itself answered with in bare text.
fn error_in(response: &Response) -> Option<PageError> {
    if let Some(error) = response.extensions().get::<PageError>() {
        return Some(error.clone());
    }
    let failed = response.status().is_client_error() || response.status().is_server_error();
    let kind = response.headers().get(header::CONTENT_TYPE);
    let bare = kind.is_none_or(|kind| kind.as_bytes().starts_with(b"text/plain"));
    (failed && bare).then(|| PageError::of_status(response.status()))
}

fn keep_allow(from: &HeaderMap, to: &mut HeaderMap) {
    if let Some(allow) = from.get(header::ALLOW) {
        to.insert(header::ALLOW, allow.clone());
    }
}

/// Nothing from elsewhere is loaded, framed or posted to; no address leaks to another site.
const SAFE: [(HeaderName, &str); 6] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
         object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    ),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    ),
];

fn finish(visit: &Visit, headers: &mut HeaderMap) {
    for (name, value) in SAFE {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    // Pages differ by language, ground and reader; only what says so itself may be shared.
    if !headers.contains_key(header::CACHE_CONTROL) {
        let policy = match visit.signed_in() {
            Some(_) => "no-store",
            None => "private, no-cache",
        };
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(policy));
        headers.append(header::VARY, HeaderValue::from_static("cookie"));
    }
    if let Some(name) = visit.minted() {
        let secure = visit.face().setting().secure;
        if let Some(cookie) = cookies::set(cookies::VISITOR, name, Life::Visit, secure) {
            headers.append(header::SET_COOKIE, cookie);
        }
    }
}

/// Runs a future to its end, or to its panic.
async fn unless_panic<T>(future: impl Future<Output = T>) -> Result<T, Box<dyn Any + Send>> {
    let mut future = Box::pin(future);
    poll_fn(move |cx| {
        // After a panic the future is dropped unpolled, so no half-done state is seen again.
        match catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(cx))) {
            Ok(poll) => poll.map(Ok),
            Err(panic) => Poll::Ready(Err(panic)),
        }
    })
    .await
}

fn words_of(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("a panic")
}
