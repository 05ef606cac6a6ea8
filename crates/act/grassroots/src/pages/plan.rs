//! `/can-bo/ve-co-so/lap`: a day at the grassroots is planned: which official, for which twinned
//! office, which village, when, what for.

use std::sync::Arc;

use accounts::{Answer, App, Officer};
use axum::extract::State as Shared;
use axum::response::{IntoResponse, Redirect};
use jiff::ToSpan as _;
use jiff::civil::Date;
use web::{FormState, Html, Page, Posted, beside, fields};

use super::{FormPage, OFFICE, Offer, choices, titled_form};
use crate::desk::{self, Official, Spot};
use crate::kind::Post;

/// The page with its title and crumbs.
pub(super) fn titled(page: Page, form: &FormState) -> Page {
    titled_form(page, "cs-plan", (OFFICE, "cs-title"), form)
}

/// The controls that say which official and which village.
pub(super) fn who(page: &Page, form: &FormState, offer: &Offer) -> Html {
    let f = page.form(form);
    let village = f.select("village", page.t("cs-village")).option("", page.t("choose-one"));
    let post = f.select("post", page.t("cs-official")).option("", page.t("choose-one"));
    let account = f.select("account", page.t("cs-account")).option("", page.t("cs-account-none"));
    fields(&[
        &f.hidden("unit", &offer.unit),
        &village.options(&offer.villages),
        &beside(&[
            &post.options(&choices(page, "cs-post", Post::WORDS)),
            &account.options(&offer.officers).optional(),
        ]),
    ])
}

/// Reads those controls.
pub(super) fn read_who(form: &mut FormState, offer: &Offer) -> Option<(Spot, Official)> {
    let villages: Vec<&str> = offer.villages.iter().map(|(code, _)| code.as_str()).collect();
    let officers: Vec<&str> = offer.officers.iter().map(|(id, _)| id.as_str()).collect();
    let village = form.choice("village", &villages).map(str::to_owned);
    let post = form.choice("post", Post::WORDS).and_then(Post::read);
    let account = form.maybe_choice("account", &officers).and_then(|id| id.parse().ok());
    let spot = Spot { unit: offer.unit.clone(), village: village? };
    Some((spot, Official { post: post?, account }))
}

/// The form.
pub(super) fn form<'a>(
    page: &'a Page,
    form: &'a FormState,
    offer: &Offer,
    key_of: &str,
) -> FormPage<'a> {
    let f = page.form(form);
    let office = match offer.twins.is_empty() {
        true => Html::default(),
        false => {
            let office = f.select("office", page.t("cs-for-office"));
            let office = office.option("", page.t("cs-for-none")).options(&offer.twins);
            fields(&[&office.hint(page.t("cs-for-office-hint")).optional()])
        }
    };
    FormPage {
        page,
        form,
        title: page.t("cs-plan").into_owned(),
        lede: page.with("unit", offer.phrase.as_str()).t("cs-plan-lede"),
        action: format!("{OFFICE}/lap"),
        hidden: vec![("key", key_of.to_owned())],
        fields: fields(&[
            &who(page, form, offer),
            &office,
            &f.date("on", page.t("cs-on")),
            &f.words("purpose", page.t("cs-purpose")).hint(page.t("cs-purpose-hint")).lines(3),
        ]),
        button: page.t("cs-plan-send").into_owned(),
        back: format!("{OFFICE}?unit={}", offer.unit),
        overtaken: false,
    }
}

/// `GET /can-bo/ve-co-so/lap?unit=…`
pub(super) async fn show(Shared(app): Shared<Arc<App>>, officer: Officer, page: Page) -> Answer {
    let offer = Offer::asked(&app, &officer, page.query().get("unit")).await?;
    let state = FormState::new();
    let page = titled(page, &state);
    Ok(page.show(&form(&page, &state, &offer, &app.store.new_key())))
}

/// What the form says: who goes where, for which office, when, what for.
type Planned = (Spot, Official, Option<String>, Date, String);

fn read(form: &mut FormState, offer: &Offer, today: Date) -> Option<Planned> {
    let who = read_who(form, offer);
    let offices: Vec<&str> = offer.twins.iter().map(|(code, _)| code.as_str()).collect();
    let office = form.maybe_choice("office", &offices).map(str::to_owned);
    // The past may be entered: somebody went without a plan, and it is written down afterwards.
    let (earliest, latest) = (today.saturating_sub(1.year()), today.saturating_add(1.year()));
    let on = form.date("on", earliest, latest);
    let purpose = form.required("purpose", desk::MOST_WORDS);
    if form.is_wrong() {
        return None;
    }
    let (spot, official) = who?;
    Some((spot, official, office, on?, purpose?))
}

/// `POST /can-bo/ve-co-so/lap`
pub(super) async fn send(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    posted: Posted,
) -> Answer {
    let Posted { page, form: mut state } = posted;
    let offer = Offer::asked(&app, &officer, state.fields().get("unit")).await?;
    let name = state.fields().get("key").map_or_else(|| app.store.new_key(), str::to_owned);
    let today = app.store.clock().today();
    if let Some((spot, official, office, on, purpose)) = read(&mut state, &offer, today) {
        let sender = officer.account.to_string();
        let id = app.store.keyed_id(on, &["roots", &sender, &name]);
        let (who, what, office) = ((&spot, official), (on, purpose.as_str()), office.as_deref());
        match desk::plan_for(&app.store, &officer.actor(), who, office, what, id).await {
            Ok(_) => {
                let month = on.strftime("%Y-%m");
                let list = format!("{OFFICE}?unit={}&month={month}", offer.unit);
                return Ok(Redirect::to(&list).into_response());
            }
            Err(failure) => failure.on_form(&mut state)?,
        }
    }
    let page = titled(page, &state);
    Ok(page.show(&form(&page, &state, &offer, &name)))
}
