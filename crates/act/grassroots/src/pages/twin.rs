//! `/can-bo/ket-nghia/lap` and `/can-bo/ket-nghia/{twin}/part`: an office is twinned with villages,
//! and that ends, with a reason.

use std::sync::Arc;

use accounts::{Act, Answer, App, Failure, Officer};
use axum::extract::{Path, State as Shared};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use jiff::ToSpan as _;
use jiff::civil::Date;
use kernel::Refusal;
use web::{FormState, Page, PageError, Posted, beside, fields};

use super::{FormPage, OFFICE_TWINS, Offer, choices, titled_form};
use crate::desk::{self, NewTwin, Read};
use crate::kind::Parted;
use crate::twin::Twin;

/// The page of the form with its title and crumbs.
pub(super) fn titled_new(page: Page, form: &FormState) -> Page {
    titled_form(page, "cs-twin-new", (OFFICE_TWINS, "cs-twins"), form)
}

/// The form that twins an office with villages.
pub(super) fn form<'a>(
    page: &'a Page,
    form: &'a FormState,
    offer: &Offer,
    key_of: &str,
) -> FormPage<'a> {
    let f = page.form(form);
    let office = f.select("office", page.t("cs-twin-office")).option("", page.t("choose-one"));
    let boxes = f.boxes("villages", page.t("cs-twin-villages"));
    let boxes = offer.villages.iter().fold(boxes, |all, (code, name)| all.option(code, name));
    FormPage {
        page,
        form,
        title: page.t("cs-twin-new").into_owned(),
        lede: page.with("unit", offer.phrase.as_str()).t("cs-twin-new-lede"),
        action: format!("{OFFICE_TWINS}/lap"),
        hidden: vec![("key", key_of.to_owned()), ("unit", offer.unit.clone())],
        fields: fields(&[
            &office.options(&offer.offices),
            &boxes,
            &beside(&[
                &f.date("from", page.t("cs-from")),
                &f.date("until", page.t("cs-twin-until")).optional(),
            ]),
            &f.words("aim", page.t("cs-twin-aim")).hint(page.t("cs-twin-aim-hint")).lines(3),
        ]),
        button: page.t("cs-twin-new-send").into_owned(),
        back: format!("{OFFICE_TWINS}?unit={}", offer.unit),
        overtaken: false,
    }
}

/// `GET /can-bo/ket-nghia/lap?unit=…`
pub(super) async fn blank(Shared(app): Shared<Arc<App>>, officer: Officer, page: Page) -> Answer {
    let offer = Offer::asked(&app, &officer, page.query().get("unit")).await?;
    let state = FormState::new().with("from", page.date(app.store.clock().today()));
    let page = titled_new(page, &state);
    Ok(page.show(&form(&page, &state, &offer, &app.store.new_key())))
}

fn read(form: &mut FormState, offer: &Offer, today: Date) -> Option<NewTwin> {
    let offices: Vec<&str> = offer.offices.iter().map(|(code, _)| code.as_str()).collect();
    let office = form.choice("office", &offices).map(str::to_owned);
    let villages: Vec<String> = form.fields().all("villages").map(str::to_owned).collect();
    if villages.is_empty() {
        form.refuse(&Refusal::invalid("villages", "twin-no-village"));
    }
    let (earliest, latest) = (today.saturating_sub(10.years()), today.saturating_add(1.year()));
    let from = form.date("from", earliest, latest);
    let until = form.maybe_date("until", earliest, today.saturating_add(10.years()));
    let aim = form.required("aim", desk::MOST_WORDS);
    if form.is_wrong() {
        return None;
    }
    let (unit, office, from, aim) = (offer.unit.clone(), office?, from?, aim?);
    Some(NewTwin { unit, office, villages, from, until, aim })
}

/// `POST /can-bo/ket-nghia/lap`
pub(super) async fn send(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    posted: Posted,
) -> Answer {
    let Posted { page, form: mut state } = posted;
    let offer = Offer::asked(&app, &officer, state.fields().get("unit")).await?;
    let name = state.fields().get("key").map_or_else(|| app.store.new_key(), str::to_owned);
    if let Some(new) = read(&mut state, &offer, app.store.clock().today()) {
        let sender = officer.account.to_string();
        let id = app.store.keyed_id(new.from, &["twin", &sender, &name]);
        match desk::twin(&app.store, &officer.actor(), &new, id).await {
            Ok(_) => {
                let list = format!("{OFFICE_TWINS}?unit={}", offer.unit);
                return Ok(Redirect::to(&list).into_response());
            }
            Err(failure) => failure.on_form(&mut state)?,
        }
    }
    let page = titled_new(page, &state);
    Ok(page.show(&form(&page, &state, &offer, &name)))
}

/// The page of the form that ends it, with its title and crumbs.
pub(super) fn titled_part(page: Page, form: &FormState) -> Page {
    titled_form(page, "cs-do-part", (OFFICE_TWINS, "cs-twins"), form)
}

/// The form that ends a twinning.
pub(super) fn part_form<'a>(
    page: &'a Page,
    form: &'a FormState,
    (typed, version): (&str, i64),
) -> FormPage<'a> {
    let f = page.form(form);
    let why = f.select("why", page.t("cs-why")).option("", page.t("choose-one"));
    FormPage {
        page,
        form,
        title: page.t("cs-do-part").into_owned(),
        lede: page.t("cs-does-part").into_owned(),
        action: format!("{OFFICE_TWINS}/{typed}/part"),
        hidden: vec![("seen", version.to_string())],
        fields: fields(&[
            &f.date("on", page.t("cs-on-of-end")),
            &why.options(&choices(page, "cs-parted", Parted::WORDS)),
        ]),
        button: page.t("cs-do-part").into_owned(),
        back: OFFICE_TWINS.to_owned(),
        overtaken: false,
    }
}

async fn found(app: &App, officer: &Officer, typed: &str) -> Result<Read<Twin>, Failure> {
    officer.allow_somewhere(Act::GRASSROOTS_PLAN)?;
    let read = desk::read_twin(&app.store, typed).await?;
    let read = read.ok_or(Failure(PageError::NotFound))?;
    officer.allow(Act::GRASSROOTS_PLAN, &read.it.twinned.unit)?;
    Ok(read)
}

/// `GET /can-bo/ket-nghia/{twin}/part`
pub(super) async fn part(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    Path(typed): Path<String>,
    page: Page,
) -> Answer {
    let read = found(&app, &officer, &typed).await?;
    let state = FormState::new().with("on", page.date(app.store.clock().today()));
    let page = titled_part(page, &state);
    Ok(page.show(&part_form(&page, &state, (&typed, read.it.version))))
}

/// `POST /can-bo/ket-nghia/{twin}/part`
pub(super) async fn part_send(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    Path(typed): Path<String>,
    posted: Posted,
) -> Answer {
    let read = found(&app, &officer, &typed).await?;
    let Posted { page, form: mut state } = posted;
    let (unit, today) = (read.it.twinned.unit.clone(), app.store.clock().today());
    let seen = state.seen(read.it.version);
    let on = state.date("on", today.saturating_sub(2.years()), today.saturating_add(1.year()));
    let why = state.choice("why", Parted::WORDS).and_then(Parted::read);
    let mut overtaken = false;
    if let (Some(on), Some(why)) = (on, why) {
        match desk::part(&app.store, &officer.actor(), read, seen, (on, why)).await {
            Ok(()) => {
                let list = format!("{OFFICE_TWINS}?unit={unit}");
                return Ok(Redirect::to(&list).into_response());
            }
            Err(failure) if failure.is_of_another() => overtaken = true,
            Err(failure) => failure.on_form(&mut state)?,
        }
    }
    let version = found(&app, &officer, &typed).await?.it.version;
    let page = titled_part(page, &state);
    let page = if overtaken { page.status(StatusCode::CONFLICT) } else { page };
    let shown = part_form(&page, &state, (&typed, version));
    Ok(page.show(&FormPage { overtaken, ..shown }))
}
