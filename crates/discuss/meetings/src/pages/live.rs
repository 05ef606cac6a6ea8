//! `/can-bo/doi-thoai/buoi/{dialogue}/ghi`: one clerk at a laptop writes down what is said: speaker
//! by role, question, answer, promise. By keyboard alone, and through a lost line: the form carries
//! a key, so that sent twice, or days later, it is one line of the minutes.

use std::sync::Arc;

use accounts::{Act, Answer, App, Officer};
use askama::Template;
use axum::extract::{Path, State as Shared};
use axum::http::StatusCode;
use jiff::ToSpan as _;
use jiff::civil::Date;
use kernel::Refusal;
use web::parts::Mark;
use web::{FormState, Html, Page, Posted};

use super::shown::{self, Asked};
use super::{AHEAD, NEAR, OFFICE, choices, key, made, matters, one};
use crate::arrows::QuestionState;
use crate::desk::{self, Line, Person, Said};
use crate::dialogue::Dialogue;
use crate::kind::{LEADERS, MATTERS, OWNERS, Role, Way};

/// Who asks in the room, by key 1 to 3.
pub(crate) const ASKERS: &[&str] = &["resident", "village", "front"];

#[derive(Template)]
#[template(path = "live.html")]
pub(super) struct LivePage<'a> {
    pub page: &'a Page,
    pub form: &'a FormState,
    pub dialogue: &'a Dialogue,
    /// Names this form: sent twice, it is one line.
    pub key: &'a str,
    /// What was recorded just now.
    pub last: Html,
    /// Questions asked in advance that wait for their answer.
    pub waiting: Vec<(String, String)>,
    /// Units, offices and villages that can owe a promise, beside the dialogue's own unit.
    pub units: &'a [(String, String)],
    /// What was written down, the newest first.
    pub lines: Vec<Asked>,
}

impl LivePage<'_> {
    fn href(&self) -> String {
        format!("{}/ghi", one::path(self.dialogue))
    }

    fn back(&self) -> String {
        one::path(self.dialogue)
    }

    fn called(&self) -> String {
        one::called(self.page, self.dialogue)
    }

    fn hall(&self) -> String {
        format!("{}/{}/man-hinh?moi=co", super::PUBLIC, desk::key(&self.dialogue.id))
    }

    fn askers(&self) -> web::Choice {
        let (page, f) = (self.page, self.page.form(self.form));
        let choice = f.choice("role", page.t("dt-speaker")).in_a_row();
        ASKERS.iter().zip(1..).fold(choice, |choice, (word, digit): (_, u8)| {
            choice.row(f.row(word, page.t(key("dt-role", word))).key(digit))
        })
    }

    fn leaders(&self) -> Vec<(String, String)> {
        choices(self.page, "dt-role", LEADERS)
    }

    fn owners(&self) -> Vec<(String, String)> {
        choices(self.page, "dt-role", OWNERS)
    }

    fn matters(&self) -> Vec<(String, String)> {
        matters(self.page)
    }
}

/// The page with its title and crumbs.
pub(super) fn titled(page: Page, dialogue: &Dialogue) -> Page {
    let (list, name) = (page.t("dt-title").into_owned(), one::called(&page, dialogue));
    let here = page.t("dt-live").into_owned();
    let page = page.office().here(OFFICE).titled("dt-live").crumb(list, OFFICE);
    page.crumb(name, one::path(dialogue)).crumb_here(here)
}

/// What a fresh form holds.
pub(super) fn fresh() -> FormState {
    FormState::new().with("role", ASKERS[0]).with("matter", "other").with("answerer", LEADERS[0])
}

async fn answer(
    app: &App,
    page: Page,
    form: FormState,
    (dialogue, key): (&Dialogue, &str),
    last: Html,
) -> Answer {
    let page = titled(page, dialogue);
    let (promises, _) = one::promises(app, &page, dialogue, true).await?;
    let all = shown::questions(app, &page, (&dialogue.id, &promises), true).await?;
    let name = |one: &Asked| {
        let start: String = one.words.chars().take(60).collect();
        page.with("no", one.no).with("matter", start).t("dt-question-of")
    };
    let waits = |one: &&Asked| one.state == QuestionState::Taken;
    let waiting = all.iter().filter(waits).map(|one| (one.key.clone(), name(one))).collect();
    let said = |one: &Asked| !one.answers.is_empty();
    let lines = all.into_iter().rev().filter(said).take(5).collect();
    let units = &made::units(app, &dialogue.planned.unit).await?;
    let (page, form) = (&page, &form);
    Ok(page.show(&LivePage { page, form, dialogue, key, last, waiting, units, lines }))
}

fn still(dialogue: &Dialogue) -> Result<(), Refusal> {
    match dialogue.takes_words() {
        true => Ok(()),
        false => Err(Refusal::conflict("dialogue-not-open")),
    }
}

/// `GET /can-bo/doi-thoai/buoi/{dialogue}/ghi`
pub(super) async fn show(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    Path(typed): Path<String>,
    page: Page,
) -> Answer {
    let read = one::find(&app, &officer, &typed, Act::DIALOGUES_CAPTURE).await?;
    still(&read.it)?;
    answer(&app, page, fresh(), (&read.it, &app.store.new_key()), Html::default()).await
}

/// `POST /can-bo/doi-thoai/buoi/{dialogue}/ghi`
pub(super) async fn send(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    Path(typed): Path<String>,
    posted: Posted,
) -> Answer {
    let read = one::find(&app, &officer, &typed, Act::DIALOGUES_CAPTURE).await?;
    still(&read.it)?;
    let Posted { page, mut form } = posted;
    let name = form.fields().get("key").map_or_else(|| app.store.new_key(), str::to_owned);
    let units = made::units(&app, &read.it.planned.unit).await?;
    if let Some(line) = self::read(&mut form, read.it.on, &units) {
        let sender = officer.account.to_string();
        let id = app.store.keyed_id(read.it.on, &[&read.it.id, &sender, &name]);
        match desk::write(&app.store, &officer.actor(), &read.it, &line, id).await {
            Ok((_, again)) => {
                let note = if again { "dt-live-again" } else { "dt-live-new" };
                let last = page.notice(Mark::Done, page.t("dt-live-done"), page.t(note));
                let page = page.status(StatusCode::CREATED);
                return answer(&app, page, fresh(), (&read.it, &app.store.new_key()), last).await;
            }
            Err(failure) => failure.on_form(&mut form)?,
        }
    }
    let page = page.redisplay(&form);
    answer(&app, page, form, (&read.it, &name), Html::default()).await
}

/// A line of the minutes; `None` when something is wrong.
pub(crate) fn read(
    form: &mut FormState,
    said_on: Date,
    units: &[(String, String)],
) -> Option<Line> {
    let of = form.fields().get("of").map(str::to_owned);
    let role = form.choice("role", ASKERS).and_then(Role::read);
    let matter = form.choice("matter", MATTERS);
    let words = match of {
        Some(_) => form.text("words", desk::MOST_WORDS),
        None => form.required("words", desk::MOST_WORDS),
    };
    let answer = form.text("answer", desk::MOST_WORDS);
    let answerer = form.choice("answerer", LEADERS).and_then(Role::read);
    let what = form.text("what", desk::MOST_WORDS);
    let owner = form.fields().get("owner").map(str::to_owned);
    let owner_unit = made::owner_unit(form, units);
    let until = form.maybe_date(
        "by",
        said_on.saturating_sub(NEAR.years()),
        said_on.saturating_add(AHEAD.years()),
    );
    if form.is_wrong() {
        return None;
    }
    let person = Person::default();
    let words = words.unwrap_or_default();
    let said = Said { way: Way::Room, role: role?, matter: matter?.to_owned(), person, words };
    let answer = answer.map(|text| (answerer, text));
    let answer = match answer {
        Some((who, text)) => Some((who?, text)),
        None => None,
    };
    Some(Line { of, said, answer, promise: what.map(|what| (what, owner, until)), owner_unit })
}
