//! `…/sua`: an entry of a person is put right: the new one takes the place of the old, which is
//! destroyed.

use accounts::{Act, Answer, App, Failure, Officer};
use axum::Extension;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use kernel::{Refusal, RefusalKind};
use store::vault::Opened;
use web::{FormPage, FormState, Page, Posted, beside, fields};

use super::at::{At, again};
use super::new::read_person;
use super::{path, titled};
use crate::desk::{self, Person, Pick, Read};
use crate::held::Holdings;

pub(super) fn page_of<'a>(
    page: &'a Page,
    form: &'a FormState,
    (read, pick, code): (&Read, &str, &str),
    overtaken: bool,
) -> FormPage<'a> {
    let (f, at) = (page.form(form), path(&read.it.id));
    FormPage {
        page,
        form,
        title: page.t("dl-correct").into_owned(),
        lede: page.with("code", code).t("dl-correct-lede"),
        action: format!("{at}/sua"),
        files: false,
        hidden: vec![("item", pick.to_owned())],
        fields: fields(&[
            &f.text("name", page.t("dl-name")).middle(),
            &beside(&[
                &f.text("phone", page.t("dl-phone")).tel().optional(),
                &f.text("email", page.t("dl-email")).email().optional(),
            ]),
            &f.text("address", page.t("dl-address")).wide().optional(),
        ]),
        button: page.t("dl-correct-do").into_owned(),
        back: (at, page.t("dl-back-one").into_owned()),
        overtaken,
    }
}

/// The entry that a form is about, and what people call its matter.
async fn entry(
    app: &App,
    holdings: &Holdings,
    officer: &Officer,
    word: &str,
) -> Result<(Pick, String), Failure> {
    let nothing = || Refusal::new(RefusalKind::Invalid, "data-nothing");
    let pick = Pick::read(word).ok_or_else(nothing)?;
    let all = desk::picked(&app.store, holdings, std::slice::from_ref(&pick)).await?;
    let held = &all.first().ok_or_else(nothing)?.held;
    officer.allow(Act::DATA_OPEN, &held.unit)?;
    let code = held.code.clone();
    Ok((pick, code))
}

/// `GET /can-bo/du-lieu/yeu-cau/{request}/sua?item=…`
pub(super) async fn show(
    At { app, officer, read }: At,
    Extension(holdings): Extension<Holdings>,
    page: Page,
) -> Answer {
    let word = page.query().get("item").unwrap_or_default().to_owned();
    let (pick, code) = entry(&app, &holdings, &officer, &word).await?;
    app.log_read(&officer, &pick.stream, "data").await?;
    let text = app.store.words(pick.item).await?.and_then(Opened::text).unwrap_or_default();
    let said: serde_json::Value = serde_json::from_str(&text).unwrap_or_default();
    let now = |name: &str| said[name].as_str().unwrap_or_default().to_owned();
    let names = ["name", "phone", "address", "email"];
    let fill = |form: FormState, name: &str| form.with(name, now(name));
    let form = names.into_iter().fold(FormState::new(), fill);
    let page = titled(page, "dl-correct", &read, &form);
    Ok(page.show(&page_of(&page, &form, (&read, &word, &code), false)))
}

/// `POST /can-bo/du-lieu/yeu-cau/{request}/sua`
pub(super) async fn send(
    At { app, officer, read }: At,
    Extension(holdings): Extension<Holdings>,
    posted: Posted,
) -> Answer {
    let (key, Posted { page, mut form }) = (read.key(), posted);
    let (at, mut overtaken) = (path(&read.it.id), false);
    let word = form.fields().get("item").unwrap_or_default().to_owned();
    let (pick, code) = entry(&app, &holdings, &officer, &word).await?;
    let person: Option<Person> = read_person(&mut form).filter(|_| !form.is_wrong());
    if let Some(person) = person {
        let (actor, what) = (officer.actor(), (&pick, &person));
        match desk::correct(&app.store, &holdings, &actor, read, what).await {
            Ok(()) => return Ok(Redirect::to(&format!("{at}?sua=1")).into_response()),
            Err(failure) if failure.is_of_another() => overtaken = true,
            Err(failure) => failure.on_form(&mut form)?,
        }
    }
    let read = again(&app, &key).await?;
    let page = titled(page, "dl-correct", &read, &form);
    let page = if overtaken { page.status(StatusCode::CONFLICT) } else { page };
    Ok(page.show(&page_of(&page, &form, (&read, &word, &code), overtaken)))
}
