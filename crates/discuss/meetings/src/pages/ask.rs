//! `/doi-thoai/{dialogue}/hoi`: a resident asks in advance; and the same form for the officer who
//! enters what came on paper, by telephone or from a village.

use std::sync::Arc;

use accounts::{Act, Answer, App, Failure, Officer, Pass, Peer};
use axum::extract::{Path, State as Shared};
use axum::response::{IntoResponse, Redirect};
use kernel::{Actor, Refusal};
use web::{FormState, Html, Page, Posted, Say, beside, fields};

use super::{FormPage, PUBLIC, choices, matters, one, question};
use crate::desk::{self, Person, Said};
use crate::dialogue::Dialogue;
use crate::kind::{MATTERS, Role, Way};

/// The most that one question may hold, in characters.
pub(crate) const MOST: usize = 4_000;
/// How a question comes to an officer.
pub(crate) const WAYS: &[&str] = &["paper", "phone", "village"];
/// Who asks.
const ASKERS: &[&str] = &["resident", "village", "front"];

/// The page with its title and crumbs.
pub(super) fn titled(page: Page, dialogue: &Dialogue, desk: bool, form: &FormState) -> Page {
    let title = if desk { "dt-enter" } else { "dt-ask" };
    let here = page.t(title).into_owned();
    let name = one::called(&page, dialogue);
    let page = super::list::titled(page, desk);
    let page = match desk {
        true => page.crumb(name, one::path(dialogue)),
        false => page.crumb(name, format!("{PUBLIC}/{}", desk::key(&dialogue.id))),
    };
    page.titled(title).crumb_here(here).redisplay(form)
}

/// What a new form begins with.
pub(super) fn beforehand() -> FormState {
    FormState::new().with("way", WAYS[0]).with("role", ASKERS[0])
}

/// The form.
pub(super) fn form<'a>(
    page: &'a Page,
    form: &'a FormState,
    dialogue: &Dialogue,
    (desk, key): (bool, &str),
) -> FormPage<'a> {
    let f = page.form(form);
    let ticket = form.fields().get("ticket").map(|ticket| f.hidden("ticket", ticket));
    let ticket = ticket.unwrap_or_default();
    let words = f.words("words", page.t("dt-question-words"));
    let words = words.hint(page.t("dt-question-hint")).lines(5);
    let matter = f.select("matter", page.t("dt-matter")).options(&matters(page));
    let name = f.text("name", page.t("dt-who")).remembers("name").optional();
    let mail =
        f.text("email", page.t("dt-mail")).email().grow().hint(page.t("dt-mail-hint")).optional();
    let phone = f.text("phone", page.t("dt-phone")).tel().optional();
    let all = match desk {
        true => fields(&[
            &beside(&[
                &f.select("way", page.t("dt-way")).options(&choices(page, "dt-way", WAYS)),
                &f.select("role", page.t("dt-role")).options(&choices(page, "dt-role", ASKERS)),
                &matter,
            ]),
            &words,
            &beside(&[&name, &phone, &mail]),
        ]),
        false => fields(&[&ticket, &words, &matter, &name, &beside(&[&mail, &phone])]),
    };
    let here = match desk {
        true => one::path(dialogue),
        false => format!("{PUBLIC}/{}", desk::key(&dialogue.id)),
    };
    let lede = page.with("date", page.date_long(dialogue.on));
    FormPage {
        page,
        form,
        title: page.t(if desk { "dt-enter" } else { "dt-ask" }).into_owned(),
        lede: lede.t(if desk { "dt-enter-lede" } else { "dt-ask-lede" }),
        rules: Vec::new(),
        action: format!("{here}/hoi"),
        hidden: vec![("key", key.to_owned())],
        fields: all,
        button: page.t(if desk { "dt-enter-send" } else { "dt-ask-send" }).into_owned(),
        back: (here, page.t("dt-back-to-one").into_owned()),
        before: Html::default(),
        overtaken: false,
    }
}

fn still(app: &App, dialogue: &Dialogue) -> Result<(), Failure> {
    match dialogue.takes_questions(app.store.clock().today()) {
        true => Ok(()),
        false => Err(Refusal::conflict("dialogue-no-questions").into()),
    }
}

fn answer(page: Page, state: &FormState, dialogue: &Dialogue, how: (bool, &str)) -> Answer {
    let page = titled(page, dialogue, how.0, state);
    Ok(page.show(&form(&page, state, dialogue, how)))
}

/// `GET /doi-thoai/{dialogue}/hoi`
pub(super) async fn show(
    Shared(app): Shared<Arc<App>>,
    Path(typed): Path<String>,
    page: Page,
) -> Answer {
    let dialogue = one::public(&app, &typed).await?;
    still(&app, &dialogue)?;
    answer(page, &beforehand(), &dialogue, (false, &app.store.new_key()))
}

/// `POST /doi-thoai/{dialogue}/hoi`
pub(super) async fn send(
    Shared(app): Shared<Arc<App>>,
    Peer(from): Peer,
    Path(typed): Path<String>,
    posted: Posted,
) -> Answer {
    let dialogue = one::public(&app, &typed).await?;
    still(&app, &dialogue)?;
    let Posted { page, mut form } = posted;
    let key = form.fields().get("key").map_or_else(|| app.store.new_key(), str::to_owned);
    if let Some(said) = read(&mut form, false) {
        let id = app.store.keyed_id(dialogue.on, &[&dialogue.id, "resident", &key]);
        // A form that comes again is answered before the guard is asked: it records nothing.
        let known = desk::question(&app.store, &id.to_string()).await?.is_some();
        let ticket = form.fields().get("ticket");
        let pass = match known {
            true => Pass::Allowed,
            false => app.guard.ask(&app.limits.file, from, ticket, app.now()),
        };
        match pass {
            Pass::Allowed => {
                match desk::ask(&app.store, &Actor::Resident, &dialogue, &said, id).await {
                    Ok((question, _)) => {
                        let pass = accounts::own::pass(&app.store.keys(), &question);
                        return Ok(
                            Redirect::to(&format!("/cau-hoi-cua-toi/{pass}")).into_response()
                        );
                    }
                    Err(failure) => failure.on_form(&mut form)?,
                }
            }
            Pass::WaitUntil { at, ticket } => {
                form.wrong("", Say::new("dt-ask-wait").with("time", page.time(at)));
                form.set("ticket", ticket.unwrap_or_default());
            }
        }
    }
    answer(page, &form, &dialogue, (false, &key))
}

/// `GET /can-bo/doi-thoai/buoi/{dialogue}/hoi`
pub(super) async fn desk(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    Path(typed): Path<String>,
    page: Page,
) -> Answer {
    let read = one::find(&app, &officer, &typed, Act::DIALOGUES_CAPTURE).await?;
    still(&app, &read.it)?;
    answer(page, &beforehand(), &read.it, (true, &app.store.new_key()))
}

/// `POST /can-bo/doi-thoai/buoi/{dialogue}/hoi`
pub(super) async fn desk_send(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    Path(typed): Path<String>,
    posted: Posted,
) -> Answer {
    let read = one::find(&app, &officer, &typed, Act::DIALOGUES_CAPTURE).await?;
    still(&app, &read.it)?;
    let Posted { page, mut form } = posted;
    let key = form.fields().get("key").map_or_else(|| app.store.new_key(), str::to_owned);
    if let Some(said) = self::read(&mut form, true) {
        let sender = officer.account.to_string();
        let id = app.store.keyed_id(read.it.on, &[&read.it.id, &sender, &key]);
        match desk::ask(&app.store, &officer.actor(), &read.it, &said, id).await {
            // Whoever asked on paper or by telephone gets a paper with the code.
            Ok((asked, _)) => {
                let slip = format!("{}/giay", question::path(&asked));
                return Ok(Redirect::to(&slip).into_response());
            }
            Err(failure) => failure.on_form(&mut form)?,
        }
    }
    answer(page, &form, &read.it, (true, &key))
}

/// What the form says; `desk`: an officer enters it. `None` when something is wrong.
pub(crate) fn read(form: &mut FormState, desk: bool) -> Option<Said> {
    let (way, role) = match desk {
        true => (
            form.choice("way", WAYS).and_then(Way::read),
            form.choice("role", ASKERS).and_then(Role::read),
        ),
        false => (Some(Way::Page), Some(Role::Resident)),
    };
    let words = form.required("words", MOST);
    let matter = form.choice("matter", MATTERS);
    let name = form.text("name", 200).unwrap_or_default();
    let email = form.maybe_email("email").unwrap_or_default();
    let phone = form.maybe_phone("phone").unwrap_or_default();
    if form.is_wrong() {
        return None;
    }
    let person = Person { name, phone, email };
    Some(Said { way: way?, role: role?, matter: matter?.to_owned(), person, words: words? })
}
