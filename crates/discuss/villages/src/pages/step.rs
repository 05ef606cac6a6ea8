//! `/can-bo/hop-thon/{village}/{step}`: one page a step of a meeting, the entry of a place apart.

use std::sync::Arc;

use accounts::{Act, Answer, App, Failure, Officer};
use askama::Template;
use axum::extract::{Path, State as Shared};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use duties::explain::rule_words;
use jiff::ToSpan as _;
use jiff::civil::Date;
use kernel::Refusal;
use store::Laws;
use web::{FormState, Page, PageError, Posted};

use super::outcomes::{self, Shown};
use super::{
    AHEAD, Around, EARLIEST, OFFICE, called, choices, clock, dress, find, key, papers, path,
};
use crate::arrows::{ARROWS, Step};
use crate::desk::{self, MOST_WORDS, Read, Said};
use crate::facts::Event;
use crate::kind::{Channel, Form, Role, Why};
use crate::meeting::Meeting;

/// What the commune can say.
const WORDS: &[&str] = &["recognised", "refused"];

#[derive(Template)]
#[template(path = "step.html")]
pub(super) struct StepPage<'a> {
    pub page: &'a Page,
    pub form: &'a FormState,
    pub meeting: &'a Meeting,
    pub name: String,
    pub step: Step,
    /// The rule that the step rests on, with its article.
    pub rule: String,
    /// The matters, where the step wants them seen.
    pub matters: Vec<Shown>,
    /// Matters to choose from: number and title.
    pub items: Vec<(String, String)>,
    /// Whether somebody else did something since the form was opened.
    pub overtaken: bool,
    /// Whether it can be done now.
    pub possible: bool,
}

impl StepPage<'_> {
    fn list(&self, of: &str, words: &[&str]) -> Vec<(String, String)> {
        choices(self.page, of, words)
    }

    fn channels(&self) -> web::Choice {
        let f = self.page.form(self.form);
        let boxes = f.boxes("ways", self.page.t("ht-ways"));
        Channel::ALL.iter().fold(boxes, |boxes, way| {
            boxes.option(way.word(), self.page.t(key("ht-way", way.word())))
        })
    }

    fn radio(&self, name: &str, of: &str, words: &[&str]) -> web::Choice {
        let choice = self.page.form(self.form).choice(name, self.page.t(of));
        words.iter().fold(choice, |choice, word| choice.option(word, self.page.t(key(of, word))))
    }

    fn parts(&self) -> Vec<(String, String)> {
        let name = |n: &u8| (n.to_string(), self.page.with("n", u32::from(*n)).t("ht-part"));
        self.meeting.parts.keys().map(name).collect()
    }

    fn href(&self) -> String {
        path(self.meeting)
    }
}

/// The page with its title and crumbs.
pub(super) fn titled(page: Page, meeting: &Meeting, name: &str, step: Step) -> Page {
    let title = page.t(key("ht-do", step.word())).into_owned();
    let list = page.t("ht-title").into_owned();
    let whole = format!("{title}: {name}");
    dress(page).title(whole).crumb(list, OFFICE).crumb(name, path(meeting)).crumb_here(title)
}

/// What the form begins with.
pub(super) fn beforehand(meeting: &Meeting, step: Step, today: Date) -> FormState {
    let form = FormState::new().with("seen", meeting.version);
    let day = |date: Date| date.strftime("%d/%m/%Y").to_string();
    match step {
        Step::Move => form.with("on", day(meeting.on)).with("from", clock(meeting.from.into())),
        Step::Count => form.with("households", meeting.households),
        Step::Notify | Step::Publish | Step::Send | Step::Recognise => form.with("on", day(today)),
        _ => form,
    }
}

impl<'a> StepPage<'a> {
    /// The page of one step.
    pub fn new(
        page: &'a Page,
        form: &'a FormState,
        (meeting, name): (&'a Meeting, String),
        step: Step,
        (laws, said): (&Laws, &Said),
    ) -> Self {
        let arrow = ARROWS.iter().find(|arrow| arrow.step == step);
        let rule = arrow.and_then(|arrow| rule_words(page, laws.now(), arrow.rule, meeting.on));
        let matters = match step {
            Step::Close | Step::Issue => outcomes::shown(page, laws, meeting, said),
            _ => Vec::new(),
        };
        let title = |n: &usize| said.agenda.get(*n).map(|(title, _)| title.clone());
        let items = meeting.to_recognise(laws);
        let items = items.iter().map(|n| (n.to_string(), title(n).unwrap_or_default())).collect();
        let possible = meeting.arrow(step, laws).is_some();
        let rule = rule.filter(|_| !matches!(step, Step::Close | Step::Send | Step::Recognise));
        let rule = rule.unwrap_or_default();
        Self { page, form, meeting, name, step, rule, matters, items, overtaken: false, possible }
    }
}

/// The act of a step; the entry of a place has a page of its own.
fn act_of(step: Step) -> Result<Act, Failure> {
    let arrow = ARROWS.iter().find(|arrow| arrow.step == step && step != Step::Record);
    arrow.ok_or(Failure(PageError::NotFound))?.act.parse().map_err(Failure::bug)
}

async fn find_step(
    app: &App,
    officer: &Officer,
    (typed, word): &(String, String),
) -> Result<(Read, Step), Failure> {
    let step = Step::read(word).ok_or(Failure(PageError::NotFound))?;
    Ok((find(app, officer, typed, act_of(step)?).await?, step))
}

fn answer(
    app: &App,
    page: Page,
    form: &FormState,
    (meeting, around): (&Meeting, &Around),
    step: Step,
    overtaken: bool,
) -> Response {
    let name = called(&page, &around.village, meeting.on);
    let page = titled(page, meeting, &name, step).redisplay(form);
    let page = if overtaken { page.status(StatusCode::CONFLICT) } else { page };
    let laws = app.store.laws();
    let shown = StepPage::new(&page, form, (meeting, name), step, (&laws, &around.said));
    page.show(&StepPage { overtaken, ..shown })
}

/// `GET /can-bo/hop-thon/{village}/{step}`
pub(super) async fn show(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    Path(named): Path<(String, String)>,
    page: Page,
) -> Answer {
    let (read, step) = find_step(&app, &officer, &named).await?;
    let meeting = &read.meeting;
    if meeting.arrow(step, &app.store.laws()).is_none() {
        let refusal = Refusal::conflict("village-not-now");
        return Err(refusal.with("state", meeting.state.word()).into());
    }
    let around = Around::of(&app, meeting).await?;
    let form = beforehand(meeting, step, app.store.clock().today());
    Ok(answer(&app, page, &form, (meeting, &around), step, false))
}

/// `POST /can-bo/hop-thon/{village}/{step}`
pub(super) async fn send(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    Path(named): Path<(String, String)>,
    posted: Posted,
) -> Answer {
    let (read, step) = find_step(&app, &officer, &named).await?;
    let Posted { page, mut form } = posted;
    let around = Around::of(&app, &read.meeting).await?;
    let version = read.meeting.version;
    let seen = form.seen(version);
    if seen != version {
        return Ok(answer(&app, page, &form, (&read.meeting, &around), step, true));
    }
    match done(&app, &officer, &read, step, seen, &mut form).await {
        Ok(true) => {
            let path = format!("{}?xong={}", path(&read.meeting), step.word());
            return Ok(Redirect::to(&path).into_response());
        }
        Ok(false) => {}
        Err(failure) if failure.is_of_another() => {
            let (read, step) = find_step(&app, &officer, &named).await?;
            return Ok(answer(&app, page, &form, (&read.meeting, &around), step, true));
        }
        Err(failure) => failure.on_form(&mut form)?,
    }
    Ok(answer(&app, page, &form, (&read.meeting, &around), step, false))
}

/// Does what a form asks for; `false` when the form is wrong.
async fn done(
    app: &App,
    officer: &Officer,
    read: &Read,
    step: Step,
    seen: i64,
    form: &mut FormState,
) -> Result<bool, Failure> {
    let actor = officer.actor();
    if step == Step::Issue {
        let chosen = form.choice("form", Form::WORDS).and_then(Form::read);
        let discussed = form.text("discussed", MOST_WORDS).unwrap_or_default();
        let Some(chosen) = chosen.filter(|_| !form.is_wrong()) else { return Ok(false) };
        if read.meeting.arrow(step, &app.store.laws()).is_none() {
            return Err(Refusal::conflict("village-not-now").into());
        }
        let paper = papers::draft(app, read, chosen, &discussed).await?;
        desk::issue(&app.store, &actor, read.clone(), seen, (chosen, &paper)).await?;
        return Ok(true);
    }
    let Some(event) = event(form, step, app.store.clock().today()) else { return Ok(false) };
    desk::act(&app.store, &actor, read.clone(), seen, event).await?;
    Ok(true)
}

/// The fact that a form gives.
fn event(form: &mut FormState, step: Step, today: Date) -> Option<Event> {
    let ahead = today.saturating_add(AHEAD.days());
    match step {
        Step::Record | Step::Issue => None,
        Step::Close => Some(Event::Closed {}),
        Step::Cancel => {
            let why = form.choice("why", Why::WORDS).and_then(Why::read)?;
            Some(Event::Cancelled { why })
        }
        Step::Sign => {
            let part = form.number("part", 1..=desk::MOST_PARTS.into());
            let part = part.and_then(|n| u8::try_from(n).ok());
            let role = form.choice("role", Role::WORDS).and_then(Role::read);
            Some(Event::Signed { part: part?, role: role? })
        }
        Step::Notify | Step::Publish => {
            let on = form.date("on", EARLIEST, today);
            let ways: Vec<Channel> = form.fields().all("ways").filter_map(Channel::read).collect();
            match step {
                Step::Notify => Some(Event::Notified { on: on?, ways }),
                _ => Some(Event::Published { on: on?, ways }),
            }
        }
        Step::Send => {
            let on = form.date("on", EARLIEST, today);
            let until = form.date("until", EARLIEST, ahead);
            Some(Event::Sent { on: on?, until: until? })
        }
        Step::Recognise => {
            let item = form.number("item", 0..=20).and_then(|n| u8::try_from(n).ok());
            let on = form.date("on", EARLIEST, today);
            let said = form.choice("word", WORDS)?;
            Some(Event::Recognised { item: item?, on: on?, accepted: said == WORDS[0] })
        }
        Step::Renew => Some(Event::Renewed { on: form.date("on", EARLIEST, ahead)? }),
        Step::Count => {
            let households = form.number("households", 1..=20_000)?;
            Some(Event::Counted { households: u32::try_from(households).ok()? })
        }
        Step::Move => {
            let on = form.date("on", EARLIEST, ahead);
            let from = form.clock("from");
            let why = form.choice("why", Why::WORDS).and_then(Why::read);
            Some(Event::Moved { on: on?, from: from?, why: why? })
        }
    }
}
