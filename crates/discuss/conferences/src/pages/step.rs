//! `/can-bo/hoi-nghi/buoi/{conference}/{step}`: what the host does to a conference, one page a
//! step: points, agenda, papers, begin, conclude, end, notice, make known, move, call off.

use std::sync::Arc;

use accounts::{Act, Answer, App, Failure, Officer};
use axum::extract::{Path, State as Shared};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use jiff::ToSpan as _;
use jiff::civil::Date;
use kernel::Refusal;
use web::form::clock;
use web::{FormPage, FormState, Html, Lang, Page, PageError, Posted, Say, beside, fields};

use super::{agenda_fields, choices, find, key, papers, path, read_agenda, title, titled_under};
use crate::arrows::{CONFERENCES, Step};
use crate::conference::Conference;
use crate::desk::{self, Asked, MOST_WORDS, NewConclusion, Read};
use crate::facts::Event;
use crate::kind::Why;
use crate::unit::Whole;

/// The page with its title and crumbs.
pub(super) fn titled(page: Page, conference: (&str, &str), step: Step, form: &FormState) -> Page {
    titled_under(page, conference, &key("hn-do", step.word())).redisplay(form)
}

/// What the form begins with.
pub(super) fn beforehand(page: &Page, one: &Conference, step: Step) -> FormState {
    let form = FormState::new();
    match step {
        Step::Join => form.with("whole", ""),
        Step::Move => form
            .with("on", page.date(one.on))
            .with("from", clock(one.from.into()))
            .with("until", clock(one.until.into())),
        _ => form,
    }
}

/// The form of a step; `key` names one that is not bound to the state it has seen.
pub(super) fn form<'a>(
    page: &'a Page,
    form: &'a FormState,
    one: &Conference,
    step: Step,
    key_of: &str,
) -> FormPage<'a> {
    let hidden = match step {
        Step::Conclude => ("key", key_of.to_owned()),
        _ => ("seen", one.version.to_string()),
    };
    FormPage {
        page,
        form,
        title: page.t(key("hn-do", step.word())).into_owned(),
        lede: page.t(key("hn-does", step.word())).into_owned(),
        action: format!("{}/{}", path(&one.id), step.word()),
        files: step == Step::File,
        hidden: vec![hidden],
        fields: controls(page, form, step),
        button: page.t(key("hn-do", step.word())).into_owned(),
        back: (path(&one.id), page.t("hn-back-to-one").into_owned()),
        overtaken: false,
    }
}

fn controls(page: &Page, form: &FormState, step: Step) -> Html {
    let f = page.form(form);
    let why = || {
        let why = f.select("why", page.t("hn-why")).option("", page.t("choose-one"));
        why.options(&choices(page, "hn-why", Why::WORDS))
    };
    match step {
        Step::Join => {
            let whole = f.select("whole", page.t("hn-whole")).option("", page.t("hn-whole-none"));
            fields(&[
                &whole.options(&choices(page, "hn-whole", Whole::WORDS)).optional(),
                &f.words("units", page.t("hn-units"))
                    .hint(page.t("hn-units-hint"))
                    .lines(8)
                    .optional(),
            ])
        }
        Step::Drop => {
            fields(&[&f.text("unit", page.t("hn-point")).hint(page.t("hn-owner-hint")).wide()])
        }
        Step::Arrange => agenda_fields(page, form),
        Step::File => {
            let file = f.files("files", page.t("hn-file")).accept(web::files::KINDS);
            let mb = page.setting().uploads.megabytes();
            let hint = page.with("mb", mb).t("hn-file-hint");
            fields(&[&f.text("title", page.t("hn-paper-title")).wide(), &file.hint(hint)])
        }
        Step::Conclude => fields(&[
            &f.words("what", page.t("hn-what")).lines(3),
            &beside(&[
                &f.text("owner", page.t("hn-owner")).hint(page.t("hn-owner-hint")).grow(),
                &f.date("by", page.t("hn-by")),
            ]),
            &f.tick("open_to_all", page.t("hn-open-to-all-tick")),
        ]),
        Step::Notice => {
            let words = f.words("words", page.t("hn-general")).hint(page.t("hn-general-hint"));
            fields(&[&words.lines(8).optional()])
        }
        Step::Move => fields(&[
            &beside(&[
                &f.date("on", page.t("hn-on")),
                &f.text("from", page.t("hn-from")).narrow(),
                &f.text("until", page.t("hn-until")).narrow(),
            ]),
            &why(),
        ]),
        Step::Cancel => fields(&[&why()]),
        Step::Open | Step::Close | Step::Publish => Html::default(),
    }
}

async fn found(
    app: &App,
    officer: &Officer,
    (typed, word): &(String, String),
) -> Result<(Read<Conference>, Step), Failure> {
    let nothing = || Failure(PageError::NotFound);
    let step = Step::read(word).ok_or_else(nothing)?;
    let arrow = CONFERENCES.iter().find(|arrow| arrow.step == step).ok_or_else(nothing)?;
    let act: Act = arrow.act.parse().map_err(Failure::bug)?;
    Ok((find(app, officer, typed, act).await?, step))
}

async fn answer(app: &App, officer: &Officer, named: &(String, String), page: Page) -> Answer {
    let (Read { it, .. }, step) = found(app, officer, named).await?;
    if it.arrow(step).is_none() {
        return Err(Refusal::conflict("conference-not-now").into());
    }
    let mut state = beforehand(&page, &it, step);
    if step == Step::Arrange {
        for (n, item) in (1..).zip(&it.agenda) {
            state.set(&format!("item{n}"), desk::words(&app.store, &item.title).await?);
            state.set(&format!("role{n}"), item.role.word());
        }
    }
    let name = title(app, &it).await?;
    let page = titled(page, (&it.id, &name), step, &state);
    Ok(page.show(&form(&page, &state, &it, step, &app.store.new_key())))
}

/// `GET /can-bo/hoi-nghi/buoi/{conference}/{step}`
pub(super) async fn show(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    Path(named): Path<(String, String)>,
    page: Page,
) -> Answer {
    answer(&app, &officer, &named, page).await
}

/// `GET /can-bo/hoi-nghi/buoi/{conference}/file`: a route of its own, for it takes files.
pub(super) async fn file(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    Path(typed): Path<String>,
    page: Page,
) -> Answer {
    answer(&app, &officer, &(typed, Step::File.word().to_owned()), page).await
}

/// `POST /can-bo/hoi-nghi/buoi/{conference}/file`
pub(super) async fn file_send(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    Path(typed): Path<String>,
    posted: Posted,
) -> Answer {
    act(&app, &officer, &(typed, Step::File.word().to_owned()), posted).await
}

/// `POST /can-bo/hoi-nghi/buoi/{conference}/{step}`
pub(super) async fn send(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    Path(named): Path<(String, String)>,
    posted: Posted,
) -> Answer {
    act(&app, &officer, &named, posted).await
}

async fn act(app: &App, officer: &Officer, named: &(String, String), posted: Posted) -> Answer {
    let (read, step) = found(app, officer, named).await?;
    let Posted { page, form: mut state } = posted;
    let name = state.fields().get("key").map_or_else(|| app.store.new_key(), str::to_owned);
    let seen = state.seen(read.it.version);
    let mut overtaken = step != Step::Conclude && seen != read.it.version;
    if !overtaken {
        match done(app, officer, &read, (step, seen, &name), &mut state).await {
            Ok(true) => {
                let href = format!("{}?xong={}", path(&read.it.id), step.word());
                return Ok(Redirect::to(&href).into_response());
            }
            Ok(false) => {}
            Err(failure) if failure.is_of_another() => overtaken = true,
            Err(failure) => failure.on_form(&mut state)?,
        }
    }
    // Somebody was first: the form is shown again and now knows the conference as it is.
    let (Read { it, .. }, step) = found(app, officer, named).await?;
    let called = title(app, &it).await?;
    let page = titled(page, (&it.id, &called), step, &state);
    let page = if overtaken { page.status(StatusCode::CONFLICT) } else { page };
    Ok(page.show(&FormPage { overtaken, ..form(&page, &state, &it, step, &name) }))
}

/// Does what a form asks for; `false` when something in it is wrong.
async fn done(
    app: &App,
    officer: &Officer,
    read: &Read<Conference>,
    (step, seen, name): (Step, i64, &str),
    form: &mut FormState,
) -> Result<bool, Failure> {
    let (store, actor) = (&app.store, officer.actor());
    let today = store.clock().today();
    if step == Step::Conclude {
        let Some(new) = new_conclusion(form, read.it.on) else { return Ok(false) };
        let sender = officer.account.to_string();
        let id = store.keyed_id(read.it.on, &["conclusion", &read.it.id, &sender, name]);
        desk::conclude(store, &actor, &read.it, &new, id).await?;
        return Ok(true);
    }
    let asked = match step {
        Step::File => {
            let title = form.required("title", 300);
            let sent = form.fields().files_sent();
            let mut files = web::files::look(page_uploads(app), form).await?;
            if sent != 1 {
                form.wrong("files", Say::new("hn-file-one"));
            }
            let file = files.pop().filter(|_| !form.is_wrong());
            title.zip(file).map(|(title, file)| Asked::File(title, file))
        }
        Step::Notice => {
            let words = form.text("words", MOST_WORDS).unwrap_or_default();
            match form.is_wrong() || read.it.arrow(step).is_none() {
                true => None,
                false => {
                    let w = app.face.book().words(Lang::Vi);
                    let letter = desk::draft(store, &w, &read.it, &words).await?;
                    letter.words().map_err(papers::failed)?;
                    Some(Asked::Notice(Box::new(letter)))
                }
            }
        }
        _ => plain(form, step, today),
    };
    let Some(asked) = asked else { return Ok(false) };
    desk::step(store, &actor, read.clone(), seen, asked).await?;
    Ok(true)
}

/// One file a paper, as large as the operator allows.
fn page_uploads(app: &App) -> web::Uploads {
    app.face.setting().uploads
}

/// A step that needs the form alone.
fn plain(form: &mut FormState, step: Step, today: Date) -> Option<Asked> {
    Some(match step {
        Step::Join => match form.maybe_choice("whole", Whole::WORDS).and_then(Whole::read) {
            Some(whole) => Asked::Whole(whole),
            None => Asked::Lines(form.required("units", MOST_WORDS)?),
        },
        Step::Drop => Asked::Drop(form.required("unit", 200)?),
        Step::Arrange => Asked::Arrange(read_agenda(form)?),
        Step::Open => Asked::Plain(Event::Opened {}),
        Step::Close => Asked::Plain(Event::Closed {}),
        Step::Publish => Asked::Plain(Event::Published {}),
        Step::Move => {
            let on = form.date("on", today, today.saturating_add(1.year()));
            let (from, until) = (form.clock("from"), form.clock("until"));
            let why = form.choice("why", Why::WORDS).and_then(Why::read);
            let (on, from, until, why) = (on?, from?, until?, why?);
            Asked::Plain(Event::Moved { on, from, until, why })
        }
        Step::Cancel => {
            let why = form.choice("why", Why::WORDS).and_then(Why::read)?;
            Asked::Plain(Event::Cancelled { why })
        }
        Step::File | Step::Notice | Step::Conclude => return None,
    })
}

/// What was concluded; unit and day may be missing here: what is missing is refused by name.
pub(super) fn new_conclusion(form: &mut FormState, on: Date) -> Option<NewConclusion> {
    let what = form.required("what", MOST_WORDS);
    let owner = form.text("owner", 200);
    let (earliest, latest) = (on.saturating_sub(1.year()), on.saturating_add(20.years()));
    let until = form.maybe_date("by", earliest, latest);
    let open_to_all = form.ticked("open_to_all");
    let what = what.filter(|_| !form.is_wrong())?;
    Some(NewConclusion { what, owner, until, open_to_all })
}
