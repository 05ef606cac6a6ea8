//! Pages of this slice, one file for each act, and what they share.

use axum::http::header::SET_COOKIE;
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use jiff::Timestamp;
use web::cookies::{self, Life};
use web::styleguide::Sample;
use web::{FormState, Page, Say};

use crate::app::App;

pub mod account;
pub mod accounts;
pub mod audit;
pub mod enter;
pub mod first;
pub mod me;
pub mod new_password;
pub mod open;
pub mod permissions;
pub mod second_factor;

/// A sample of each page, in the language of `page`, for the tests that render and audit them.
pub fn samples(page: &Page) -> Vec<Sample> {
    let office = || page.clone().office();
    [
        enter::samples(page),
        second_factor::samples(page),
        new_password::samples(page),
        first::samples(page),
        permissions::samples(page),
        me::samples(&office()),
        accounts::samples(&office()),
        open::samples(&office()),
        account::samples(&office()),
        audit::samples(&office()),
        crate::absence::samples(&office()),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Goes to another page of ours after a form was taken.
pub(crate) fn go(path: impl AsRef<str>) -> Response {
    Redirect::to(path.as_ref()).into_response()
}

/// Goes to another page and sets cookies.
pub(crate) fn go_with(app: &App, path: &str, set: &[(&str, &str, Life)]) -> Response {
    let secure = app.cookies_secure();
    let set = set.iter().filter_map(|(name, value, life)| cookies::set(name, value, *life, secure));
    let set: Vec<_> = set.map(|cookie| (SET_COOKIE, cookie)).collect();
    (AppendHeaders(set), Redirect::to(path)).into_response()
}

/// Says in a form that it is too early for another try.
pub(crate) fn too_early(form: &mut FormState, until: Timestamp, now: Timestamp) {
    let seconds = until.duration_since(now).as_secs().max(1);
    let say = match seconds {
        0..=90 => Say::new("try-again-seconds").with("n", seconds),
        _ => Say::new("try-again-minutes").with("n", (seconds + 59) / 60),
    };
    form.wrong("", say);
}

/// Reads a new password typed twice; notes what is wrong.
pub(crate) fn password_twice(form: &mut FormState, login: &str) -> Option<String> {
    // What was typed, untouched: a password may begin or end with a space.
    let typed = form.fields().typed("password").to_owned();
    if let Err(refusal) = crate::password::check(&typed, login) {
        form.refuse(&refusal);
        return None;
    }
    if form.fields().typed("password-again") != typed {
        form.wrong("password-again", Say::new("password-differs"));
        return None;
    }
    Some(typed)
}
