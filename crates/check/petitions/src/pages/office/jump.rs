//! `/can-bo/don`: a code read out at the counter or over the telephone leads to its case.

use std::sync::Arc;

use accounts::{Act, Answer, App, Officer};
use askama::Template;
use axum::extract::State as Shared;
use axum::response::{IntoResponse, Redirect};
use web::{FormState, Page, Say};

use crate::code;
use crate::store as sql;

#[derive(Template)]
#[template(path = "office/jump.html")]
pub(super) struct JumpPage<'a> {
    pub page: &'a Page,
    pub form: &'a FormState,
    /// Whether the officer may find the letters of somebody who lost the code.
    pub desk: bool,
}

/// `GET /can-bo/don?code=…`
pub(super) async fn show(Shared(app): Shared<Arc<App>>, officer: Officer, page: Page) -> Answer {
    officer.allow_somewhere(Act::PETITIONS_READ)?;
    let mut form = FormState::of(page.query());
    if let Some(typed) = page.query().get("code") {
        let stream = match code::read(typed) {
            Some(digits) => sql::by_digits(&app.store, &digits).await?,
            None => None,
        };
        let line = match &stream {
            Some(stream) => sql::one(&app.store, stream).await?,
            None => None,
        };
        if let Some(line) = line {
            return Ok(Redirect::to(&format!("/can-bo/don/{}", line.code)).into_response());
        }
        form.wrong("code", Say::new("office-code-unknown").with("code", typed));
    }
    let page = page.titled("office-jump-title").office().here("/can-bo/don").redisplay(&form);
    let desk = officer.allow_somewhere(Act::PETITIONS_DESK).is_ok();
    Ok(page.show(&JumpPage { page: &page, form: &form, desk }))
}
