//! `/can-bo/don/{code}/{step}`: one page a step: what is to be filled in, what it does, which
//! clocks it ends and begins; then done, or shown again with everything that was typed.

use std::sync::Arc;

use accounts::{Act, Answer, App, Failure, Officer};
use askama::Template;
use axum::extract::{Path, State as Shared};
use axum::http::StatusCode;
use kernel::{Actor, Refusal};
use store::Store;
use units::Gazetteer;
use web::parts::Event as Point;
use web::{FormState, Html, Page, PageError, Posted};

use self::read::Doing;
use super::around::{self, Colleague, key};
use super::case::preview::{effects, specimen};
use super::case::{self, Case, deeds, trail};
use crate::desk;
use crate::petition::{ARROWS, Step};

mod door;
mod fields;
mod read;

pub(crate) use door::do_form;
pub(super) use read::beforehand;

#[derive(Template)]
#[template(path = "office/step.html")]
pub(super) struct StepPage<'a> {
    pub page: &'a Page,
    pub form: &'a FormState,
    pub case: &'a Case,
    pub step: Step,
    pub title: String,
    /// The fields of this step.
    pub fields: Html,
    /// What it does to the clocks, one sentence each.
    pub effects: Vec<String>,
    /// The article that it rests on.
    pub ground: String,
    /// What somebody else did since the form was opened, newest first.
    pub news: Vec<Point>,
}

impl<'a> StepPage<'a> {
    /// The page of one step.
    ///
    /// # Errors
    /// When a date cannot be worked out: a fault of ours.
    pub fn new(
        page: &'a Page,
        form: &'a FormState,
        case: &'a Case,
        step: Step,
        colleagues: &[Colleague],
    ) -> Result<Self, Failure> {
        let petition = &case.read.petition;
        let (mut sentences, mut ground) = (Vec::new(), String::new());
        if let Some(arrow) = petition.arrow(step) {
            ground = deeds::ground(page, case, arrow);
            // What classifying does depends on the kind, and stands beside each kind.
            if step != Step::Classify {
                let found = effects(case, &specimen(step, petition, case.today))?;
                sentences = found.iter().map(|effect| effect.words(page, case.today)).collect();
            }
        }
        Ok(Self {
            page,
            form,
            case,
            step,
            title: page.t(key("office-do", step.word())).into_owned(),
            fields: fields::fields(page, form, case, step, colleagues)?,
            effects: sentences,
            ground,
            news: Vec::new(),
        })
    }

    fn possible(&self) -> bool {
        self.case.read.petition.arrow(self.step).is_some()
    }

    fn does(&self) -> String {
        self.page.t(key("office-does", self.step.word())).into_owned()
    }

    fn button(&self) -> String {
        self.page.t(key("office-confirm", self.step.word())).into_owned()
    }

    fn words(&self) -> Option<&str> {
        self.case.text(&self.case.read.petition.received.words)
    }

    fn action(&self) -> String {
        format!("{}/{}", self.case.path(), self.step.word())
    }
}

/// The step that no page of this kind does: papers are issued on pages of their own.
const WITHOUT_PAGE: [Step; 1] = [Step::Issue];

/// The step of an address, and the act that it needs.
pub(crate) fn step_and_act(word: &str) -> Result<(Step, Act), Failure> {
    let none = || Failure(PageError::NotFound);
    let step = Step::read(word).filter(|step| !WITHOUT_PAGE.contains(step)).ok_or_else(none)?;
    let arrow = ARROWS.iter().find(|arrow| arrow.step == step).ok_or_else(none)?;
    Ok((step, arrow.act.parse().map_err(Failure::bug)?))
}

/// The case of a step's page, when this officer may do the step there.
async fn find(
    app: &App,
    officer: &Officer,
    typed: &str,
    word: &str,
) -> Result<(Case, Step), Failure> {
    let (step, act) = step_and_act(word)?;
    officer.allow_somewhere(act)?;
    let case = Case::find(app, officer, typed).await?;
    officer.allow(act, &case.read.petition.received.unit)?;
    Ok((case, step))
}

fn titled(page: Page, case: &Case, step: Step) -> Page {
    let title = page.t(key("office-do", step.word())).into_owned();
    let (code, path) = (case.code().to_owned(), case.path());
    let whole = format!("{title}: {code}");
    case.crumbs(page).crumb(code, path).crumb_here(title).title(whole)
}

/// `GET /can-bo/don/{code}/{step}`
pub(super) async fn show(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    Path((typed, word)): Path<(String, String)>,
    page: Page,
) -> Answer {
    let (case, step) = find(&app, &officer, &typed, &word).await?;
    let petition = &case.read.petition;
    if petition.arrow(step).is_none() {
        return Err(not_now(&case, step).into());
    }
    let form = beforehand(step, petition, case.first_end);
    let colleagues = around::colleagues(&app, case.today).await?;
    let page = titled(page, &case, step);
    Ok(page.show(&StepPage::new(&page, &form, &case, step, &colleagues)?))
}

fn not_now(case: &Case, step: Step) -> Refusal {
    Refusal::conflict("petition-not-now")
        .with("step", step.word())
        .with("state", case.read.petition.state.word())
}

/// `POST /can-bo/don/{code}/{step}`
pub(super) async fn send(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    Path((typed, word)): Path<(String, String)>,
    posted: Posted,
) -> Answer {
    let (case, step) = find(&app, &officer, &typed, &word).await?;
    let Posted { page, mut form } = posted;
    let seen = form.seen(0);
    let colleagues = around::colleagues(&app, case.today).await?;
    if seen != case.read.petition.version {
        return conflict(page, &form, &case, step, seen, &colleagues);
    }
    if let Some(doing) = read::act(&mut form, step, &case, &colleagues) {
        match carry_out((&app.store, &officer.actor()), &case, seen, doing).await {
            Ok(()) => return Ok(case::after(&case, step)),
            Err(failure) if failure.is_of_another() => {
                let case = Case::find(&app, &officer, &typed).await?;
                return conflict(page, &form, &case, step, seen, &colleagues);
            }
            Err(failure) => {
                let Some(refusal) = failure.refusal().cloned() else { return Err(failure) };
                form.refuse(&refusal);
            }
        }
    }
    let page = titled(page, &case, step).redisplay(&form);
    Ok(page.show(&StepPage::new(&page, &form, &case, step, &colleagues)?))
}

async fn carry_out(
    (store, actor): (&Store, &Actor),
    case: &Case,
    seen: i64,
    doing: Doing,
) -> Result<(), Failure> {
    let read = case.read.clone();
    match doing {
        Doing::Act(act) => desk::act(store, actor, read, seen, act).await.map(drop),
        Doing::Split(parts) => {
            let unit = Gazetteer::shared().current(&read.petition.received.unit);
            let letters = unit.map(|unit| unit.short_prefix()).unwrap_or_default();
            desk::split(store, actor, read, &letters, parts).await.map(drop)
        }
        Doing::Link(code, how) => desk::link(store, actor, read, &code, how).await.map(drop),
        Doing::Apart(code) => desk::set_apart(store, actor, read, &code).await.map(drop),
        Doing::Destroy => desk::destroy(store, actor, read).await.map(drop),
    }
}

/// Somebody was first: what they did stands on top, what was typed is kept, and the form now
/// knows the case as it is.
fn conflict(
    page: Page,
    form: &FormState,
    case: &Case,
    step: Step,
    seen: i64,
    colleagues: &[Colleague],
) -> Answer {
    let page = titled(page, case, step).status(StatusCode::CONFLICT);
    let mut shown = StepPage::new(&page, form, case, step, colleagues)?;
    shown.news = trail::since(&page, case, seen, false);
    Ok(page.show(&shown))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_but_issuing_has_a_page() {
        for step in Step::ALL {
            let found = step_and_act(step.word());
            assert_eq!(found.is_ok(), !WITHOUT_PAGE.contains(step), "{step:?}");
        }
        assert!(step_and_act("nguoi-gui").is_err());
    }
}
