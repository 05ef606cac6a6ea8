//! `/can-bo/doi-thoai/buoi/{dialogue}/{step}`: one page a step of a dialogue.

use std::sync::Arc;

use accounts::{Act, Answer, App, Failure, Officer};
use axum::extract::{Path, State as Shared};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use duties::explain::rule_words;
use jiff::ToSpan as _;
use jiff::civil::Date;
use kernel::Refusal;
use rulebook::Law;
use web::form::clock;
use web::{FormState, Html, Page, PageError, Posted, beside, fields};

use super::one::{self, path};
use super::{FormPage, NEAR, OFFICE, choices, key};
use crate::arrows::{DIALOGUES, Step};
use crate::desk::{self, Asked, Read};
use crate::dialogue::{Command, Dialogue, Open};
use crate::kind::{Media, Side, Why};

/// The page with its title and crumbs.
pub(super) fn titled(page: Page, dialogue: &Dialogue, step: Step) -> Page {
    let (title, list) =
        (page.t(key("dt-do", step.word())).into_owned(), page.t("dt-title").into_owned());
    let name = one::called(&page, dialogue);
    let whole = format!("{title}: {name}");
    let page = page.office().here(OFFICE).title(whole).crumb(list, OFFICE);
    page.crumb(name, path(dialogue)).crumb_here(title)
}

/// What the form begins with.
pub(super) fn beforehand(dialogue: &Dialogue, step: Step, today: Date) -> FormState {
    let day = |on: Date| on.strftime("%d/%m/%Y").to_string();
    let form = FormState::new();
    match step {
        Step::Announce | Step::Publish => form.with("on", day(today)),
        Step::Move => form
            .with("on", day(dialogue.on))
            .with("from", clock(dialogue.from.into()))
            .with("until", clock(dialogue.until.into())),
        _ => form,
    }
}

/// The form of a step.
pub(super) fn form<'a>(
    page: &'a Page,
    form: &'a FormState,
    dialogue: &Dialogue,
    step: Step,
    (law, open): (&Law, &Open),
) -> FormPage<'a> {
    let rule = DIALOGUES.iter().find(|arrow| arrow.step == step).map(|arrow| arrow.rule);
    let rule = rule.and_then(|rule| rule_words(page, law, rule, dialogue.on));
    // What is still open is named before it is asked what becomes of it.
    let left = [("dt-unsorted", open.unsorted), ("dt-unanswered", open.unanswered)];
    let left = left.into_iter().filter(|(_, n)| step == Step::Publish && *n > 0);
    let left = left.map(|(key, n)| page.with("n", n).t(key));
    FormPage {
        page,
        form,
        title: page.t(key("dt-do", step.word())).into_owned(),
        lede: page.t(key("dt-does", step.word())).into_owned(),
        rules: rule.into_iter().chain(left).collect(),
        action: format!("{}/{}", path(dialogue), step.word()),
        hidden: vec![("seen", dialogue.version.to_string())],
        fields: controls(page, form, step, open),
        button: page.t(key("dt-step", step.word())).into_owned(),
        back: (path(dialogue), page.t("dt-back-to-one").into_owned()),
        before: Html::default(),
        overtaken: false,
    }
}

fn controls(page: &Page, form: &FormState, step: Step, open: &Open) -> Html {
    let f = page.form(form);
    let media = || {
        let boxes = f.boxes("media", page.t("dt-media"));
        let words = choices(page, "dt-media", Media::WORDS);
        words.into_iter().fold(boxes, |boxes, (word, name)| boxes.option(word, name))
    };
    let why = || {
        let why = f.select("why", page.t("dt-why")).option("", page.t("choose-one"));
        why.options(&choices(page, "dt-why", Why::WORDS))
    };
    match step {
        Step::Publish if open.unanswered > 0 => {
            let words = f.words("words", page.t("dt-open-words"));
            let words = words.hint(page.t("dt-open-words-hint")).lines(4);
            fields(&[&f.date("on", page.t(key("dt-on-of", step.word()))), &media(), &words])
        }
        Step::Announce | Step::Publish => {
            fields(&[&f.date("on", page.t(key("dt-on-of", step.word()))), &media()])
        }
        Step::Close => fields(&[&f.text("attended", page.t("dt-attended")).digits().narrow()]),
        Step::Conclude => {
            let words = f.words("words", page.t("dt-conclusions"));
            fields(&[&words.hint(page.t("dt-conclusions-hint")).lines(10)])
        }
        Step::Agree => {
            let side = f.choice("side", page.t("dt-side"));
            let words = choices(page, "dt-side", Side::WORDS);
            fields(&[&words.into_iter().fold(side, |side, (word, name)| side.option(word, name))])
        }
        Step::Move => fields(&[
            &beside(&[
                &f.date("on", page.t("dt-on")),
                &f.text("from", page.t("dt-from")).narrow(),
                &f.text("until", page.t("dt-until")).narrow(),
            ]),
            &why(),
        ]),
        Step::Cancel => fields(&[&why()]),
        Step::Open => Html::default(),
    }
}

/// The act of a step.
fn act_of(step: Step) -> Result<Act, Failure> {
    let arrow = DIALOGUES.iter().find(|arrow| arrow.step == step);
    arrow.ok_or(Failure(PageError::NotFound))?.act.parse().map_err(Failure::bug)
}

/// What stands open at a dialogue, for the one step that asks what becomes of it.
async fn open_of(app: &App, dialogue: &Dialogue, step: Step) -> Result<Open, Failure> {
    match step {
        Step::Publish => desk::open(&app.store, dialogue).await,
        _ => Ok(Open::default()),
    }
}

async fn find(
    app: &App,
    officer: &Officer,
    (typed, word): &(String, String),
) -> Result<(Read<Dialogue>, Step), Failure> {
    let step = Step::read(word).ok_or(Failure(PageError::NotFound))?;
    Ok((one::find(app, officer, typed, act_of(step)?).await?, step))
}

/// `GET /can-bo/doi-thoai/buoi/{dialogue}/{step}`
pub(super) async fn show(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    Path(named): Path<(String, String)>,
    page: Page,
) -> Answer {
    let (Read { it, .. }, step) = find(&app, &officer, &named).await?;
    if it.arrow(step).is_none() {
        return Err(Refusal::conflict("dialogue-not-now").into());
    }
    let mut state = beforehand(&it, step, app.store.clock().today());
    if let Some(words) = it.conclusions.as_ref().filter(|_| step == Step::Conclude) {
        state.set("words", desk::words(&app.store, words).await?);
    }
    let page = titled(page, &it, step);
    let open = open_of(&app, &it, step).await?;
    Ok(page.show(&form(&page, &state, &it, step, (app.store.laws().now(), &open))))
}

/// `POST /can-bo/doi-thoai/buoi/{dialogue}/{step}`
pub(super) async fn send(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    Path(named): Path<(String, String)>,
    posted: Posted,
) -> Answer {
    let (read, step) = find(&app, &officer, &named).await?;
    let Posted { page, form: mut state } = posted;
    let version = read.it.version;
    let seen = state.seen(version);
    let mut overtaken = seen != version;
    if !overtaken && let Some(asked) = command(&mut state, step, &read.it, &app) {
        match desk::step(&app.store, &officer.actor(), read.clone(), seen, asked).await {
            Ok(()) => {
                let path = format!("{}?xong={}", path(&read.it), step.word());
                return Ok(Redirect::to(&path).into_response());
            }
            Err(failure) if failure.is_of_another() => {
                overtaken = true;
            }
            Err(failure) => failure.on_form(&mut state)?,
        }
    }
    // Somebody was first: the form is shown again and now knows the dialogue as it is.
    let (Read { it, .. }, step) = find(&app, &officer, &named).await?;
    let page = titled(page, &it, step).redisplay(&state);
    let page = if overtaken { page.status(StatusCode::CONFLICT) } else { page };
    let open = open_of(&app, &it, step).await?;
    let laws = app.store.laws();
    let shown = form(&page, &state, &it, step, (laws.now(), &open));
    Ok(page.show(&FormPage { overtaken, ..shown }))
}

/// The command that a form gives.
fn command(form: &mut FormState, step: Step, one: &Dialogue, app: &App) -> Option<Asked> {
    let today = app.store.clock().today();
    let command = match step {
        Step::Announce => {
            let on = form.date("on", one.on.saturating_sub(NEAR.years()), today);
            Command::Announce(on?, media(form))
        }
        Step::Publish => {
            let on = form.date("on", one.on, today);
            let words = form.text("words", desk::MOST_WORDS).unwrap_or_default();
            return Some(Asked::Publish(on?, media(form), words));
        }
        Step::Open => Command::Open,
        Step::Close => {
            let came = form.number("attended", 0..=1_000_000);
            Command::Close(u32::try_from(came?).ok()?)
        }
        Step::Conclude => {
            return form.required("words", desk::MOST_WORDS).map(Asked::Conclude);
        }
        Step::Agree => Command::Agree(form.choice("side", Side::WORDS).and_then(Side::read)?),
        Step::Move => {
            let on = form.date("on", today, today.saturating_add(NEAR.years()));
            let (from, until) = (form.clock("from"), form.clock("until"));
            let why = form.choice("why", Why::WORDS).and_then(Why::read);
            Command::Move(on?, from?, until?, why?)
        }
        Step::Cancel => Command::Cancel(form.choice("why", Why::WORDS).and_then(Why::read)?),
    };
    Some(Asked::Plain(command))
}

fn media(form: &FormState) -> Vec<Media> {
    form.fields().all("media").filter_map(Media::read).collect()
}
