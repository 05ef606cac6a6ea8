//! What was asked is written down, on a visit or by the official who looks after the village: what,
//! and what was done on the spot or who owes it until when. One form is one need.

use std::sync::Arc;

use accounts::{Act, Answer, App, Failure, Officer};
use axum::extract::{Path, State as Shared};
use axum::response::{IntoResponse, Redirect};
use jiff::ToSpan as _;
use jiff::civil::Date;
use web::{FormState, Page, Posted, beside, fields};

use super::{FormPage, OFFICE, OFFICE_AREAS, choices, matters, titled_form};
use crate::desk::{self, NewNeed, Person};
use crate::kind::{Heard, Post};

/// The page with its title and crumbs.
pub(super) fn titled(page: Page, form: &FormState) -> Page {
    titled_form(page, "cs-raise", (OFFICE, "cs-title"), form)
}

/// The form.
pub(super) fn form<'a>(
    page: &'a Page,
    form: &'a FormState,
    of: &str,
    key_of: &str,
) -> FormPage<'a> {
    let f = page.form(form);
    let matter = f.select("matter", page.t("cs-matter")).option("", page.t("choose-one"));
    let owner = f.select("owner", page.t("cs-owner")).option("", page.t("cs-owner-none"));
    let all = fields(&[
        &f.words("words", page.t("cs-words")).hint(page.t("cs-words-hint")).lines(3),
        &beside(&[&matter.options(&matters(page)), &f.date("on", page.t("cs-heard-on"))]),
        &f.words("done", page.t("cs-done-now"))
            .hint(page.t("cs-done-now-hint"))
            .lines(2)
            .optional(),
        &beside(&[
            &owner.options(&choices(page, "cs-post", Post::WORDS)),
            &f.date("by", page.t("cs-by")),
        ]),
        &f.text("email", page.t("cs-email")).hint(page.t("cs-email-hint")).email().optional(),
    ]);
    let back = match of.split_once('/') {
        Some(("liaison", _)) => OFFICE_AREAS,
        _ => OFFICE,
    };
    FormPage {
        page,
        form,
        title: page.t("cs-raise").into_owned(),
        lede: page.t("cs-raise-lede").into_owned(),
        action: action(of),
        hidden: vec![("key", key_of.to_owned())],
        fields: all,
        button: page.t("cs-raise-send").into_owned(),
        back: back.to_owned(),
        overtaken: false,
    }
}

fn action(of: &str) -> String {
    let key = desk::key(of);
    match of.starts_with("liaison/") {
        true => format!("{OFFICE_AREAS}/{key}/neu"),
        false => format!("{OFFICE}/buoi/{key}/neu"),
    }
}

async fn begin(app: &App, officer: &Officer, page: Page, of: &str) -> Answer {
    let at = allowed(app, officer, of).await?;
    let today = app.store.clock().today();
    let on = if at.heard == Heard::Visit { at.since } else { today };
    let state = FormState::new().with("on", page.date(on));
    let page = titled(page, &state);
    Ok(page.show(&form(&page, &state, of, &app.store.new_key())))
}

async fn allowed(app: &App, officer: &Officer, of: &str) -> Result<desk::At, Failure> {
    officer.allow_somewhere(Act::GRASSROOTS_RECORD)?;
    let at = desk::heard_at(&app.store, of).await?;
    officer.allow(Act::GRASSROOTS_RECORD, &at.spot.unit)?;
    Ok(at)
}

async fn finish(app: &App, officer: &Officer, posted: Posted, of: &str) -> Answer {
    let at = allowed(app, officer, of).await?;
    let Posted { page, form: mut state } = posted;
    let name = state.fields().get("key").map_or_else(|| app.store.new_key(), str::to_owned);
    if let Some(need) = read(&mut state, of, (at.since, app.store.clock().today())) {
        let sender = officer.account.to_string();
        let id = app.store.keyed_id(need.on, &["need", &sender, &name]);
        match desk::raise(&app.store, &officer.actor(), &need, id).await {
            Ok(_) => {
                let month = need.on.strftime("%Y-%m");
                let list = format!("{OFFICE}?unit={}&month={month}", at.spot.unit);
                return Ok(Redirect::to(&list).into_response());
            }
            Err(failure) => failure.on_form(&mut state)?,
        }
    }
    let page = titled(page, &state);
    Ok(page.show(&form(&page, &state, of, &name)))
}

/// What the form says of a need that was heard at `of`; `None` when something is wrong.
pub(crate) fn read(
    form: &mut FormState,
    of: &str,
    (since, today): (Date, Date),
) -> Option<NewNeed> {
    let words = form.required("words", desk::MOST_WORDS);
    let matter = form.choice("matter", crate::kind::MATTERS).map(str::to_owned);
    let on = form.date("on", since.min(today), today);
    let done = form.text("done", desk::MOST_WORDS).unwrap_or_default();
    let owner = form.maybe_choice("owner", Post::WORDS).and_then(Post::read);
    let until = form.maybe_date("by", since, today.saturating_add(5.years()));
    let email = form.maybe_email("email").unwrap_or_default();
    if form.is_wrong() {
        return None;
    }
    let person = Person { email, ..Person::default() };
    let (of, words, matter, on) = (of.to_owned(), words?, matter?, on?);
    Some(NewNeed { of, on, matter, words, person, done, owner, until })
}

/// `GET /can-bo/ve-co-so/buoi/{trip}/neu`
pub(super) async fn show(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    Path(trip): Path<String>,
    page: Page,
) -> Answer {
    begin(&app, &officer, page, &format!("roots/{trip}")).await
}

/// `POST /can-bo/ve-co-so/buoi/{trip}/neu`
pub(super) async fn send(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    Path(trip): Path<String>,
    posted: Posted,
) -> Answer {
    finish(&app, &officer, posted, &format!("roots/{trip}")).await
}

/// `GET /can-bo/phu-trach-dia-ban/{liaison}/neu`
pub(super) async fn passed(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    Path(liaison): Path<String>,
    page: Page,
) -> Answer {
    begin(&app, &officer, page, &format!("liaison/{liaison}")).await
}

/// `POST /can-bo/phu-trach-dia-ban/{liaison}/neu`
pub(super) async fn pass(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    Path(liaison): Path<String>,
    posted: Posted,
) -> Answer {
    finish(&app, &officer, posted, &format!("liaison/{liaison}")).await
}
