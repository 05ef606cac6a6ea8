//! `/can-bo/ket-luan/viec/{conclusion}`: one conclusion: which unit owes what by when, what became
//! of it; how it is done, with evidence, or withdrawn, with a reason.

use std::sync::Arc;

use accounts::{Act, Answer, App, Failure, Officer};
use askama::Template;
use axum::extract::{Path, State as Shared};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use jiff::civil::Date;
use kernel::Refusal;
use web::parts::{Act as Deed, Event as Point, Leader, Open, Status};
use web::{FormPage, FormState, Page, PageError, Posted, beside, fields};

use super::step::new_conclusion;
use super::{OWED, Task, choices, key, may_at, opened, owed_status, path};
use crate::arrows::{CONCLUSIONS, ConclusionStep};
use crate::conclusion::{Conclusion, code};
use crate::desk::{self, MOST_WORDS, Read};
use crate::facts::ConclusionEvent;
use crate::kind::Withdrawn;
use crate::store as sql;

#[derive(Template)]
#[template(path = "conclusion.html")]
pub(super) struct ConclusionPage<'a> {
    pub page: &'a Page,
    pub conclusion: &'a Conclusion,
    pub what: String,
    /// The evidence, or why it was withdrawn.
    pub words: String,
    pub deeds: Vec<Deed>,
    pub trail: Vec<Point>,
    /// The parts into which the unit that owes it broke it down.
    pub parts: Vec<Task>,
    pub today: Date,
}

impl ConclusionPage<'_> {
    fn status(&self) -> Status {
        let one = self.conclusion;
        let dates = (one.made.until, one.closed_on);
        owed_status(self.page, one.state.word(), dates, self.today)
    }

    fn name(&self) -> String {
        code(&self.conclusion.id)
    }

    fn facts(&self) -> Vec<Leader> {
        let (page, made) = (self.page, &self.conclusion.made);
        let shown = if made.open_to_all { "hn-open-to-all" } else { "hn-internal" };
        let from = match &made.part_of {
            None => Leader::link(page.t("hn-of"), path(&made.conference), page.t("hn-open-one")),
            Some(whole) => {
                let href = format!("{OWED}/viec/{}", desk::key(whole));
                Leader::link(page.t("hn-part-of"), href, code(whole))
            }
        };
        vec![
            Leader::new(page.t("hn-owner"), &made.owner.name),
            Leader::html(page.t("hn-by"), page.long_tag(made.until)),
            Leader::html(page.t("hn-said-on"), page.date_tag(made.on)),
            from,
            Leader::new(page.t("hn-shown"), page.t(shown)),
        ]
    }

    fn words_head(&self) -> String {
        self.page.t(key("hn-words", self.conclusion.state.word())).into_owned()
    }
}

/// The page's name and crumbs.
pub(super) fn titled(page: Page, one: &Conclusion) -> Page {
    let list = page.t("hn-owed-title").into_owned();
    let name = page.with("code", code(&one.id)).t("hn-owed-name");
    page.office().here(OWED).title(&name).crumb(list, OWED).crumb_here(name)
}

/// Whether this officer may: of the unit that owes it, or of the host.
fn may(officer: &Officer, step: ConclusionStep, one: &Conclusion) -> bool {
    let arrow = CONCLUSIONS.iter().find(|arrow| arrow.step == step);
    let act = arrow.and_then(|arrow| arrow.act.parse::<Act>().ok());
    act.is_some_and(|act| match step {
        ConclusionStep::Finish => {
            may_at(officer, act, &one.made.owner.unit) || officer.may(act, &one.made.unit)
        }
        ConclusionStep::Divide => may_at(officer, act, &one.made.owner.unit),
        // What the host said, the host alone takes back.
        ConclusionStep::Withdraw => may_at(officer, act, &one.made.unit),
    })
}

/// What may be done now.
pub(super) fn deeds(page: &Page, officer: &Officer, one: &Conclusion) -> Vec<Deed> {
    let mut deeds = Vec::new();
    for step in ConclusionStep::ALL {
        if one.arrow(*step).is_none() {
            continue;
        }
        let title = page.t(key("hn-owed-do", step.word()));
        if !may(officer, *step, one) {
            deeds.push(Deed::new(title, page.t("hn-not-yours"), Open::NotYet));
            continue;
        }
        let open = Open::Link(format!("{OWED}/viec/{}/{}", desk::key(&one.id), step.word()));
        let deed = Deed::new(title, page.t(key("hn-owed-does", step.word())), open);
        deeds.push(if *step == ConclusionStep::Finish { deed.first() } else { deed });
    }
    deeds
}

/// The steps so far, newest first.
pub(super) fn trail(page: &Page, read: &Read<Conclusion>) -> Result<Vec<Point>, Failure> {
    let mut points = Vec::new();
    for record in read.stream.records.iter().rev() {
        let (word, text) = match ConclusionEvent::read(record)? {
            ConclusionEvent::Made(made) => {
                (if made.part_of.is_some() { "parted" } else { "made" }, made.owner.name)
            }
            ConclusionEvent::Divided { part } => ("divided", code(&part)),
            ConclusionEvent::Done { on, .. } => ("done", page.date(on)),
            ConclusionEvent::Withdrawn { why, .. } => {
                ("withdrawn", page.t(key("hn-withdrawn", why.word())).into_owned())
            }
            ConclusionEvent::Erased { ground, .. } => ("erased", ground),
        };
        points.push(Point::past(record.at, page.t(key("hn-was", word))).text(text));
    }
    Ok(points)
}

/// `GET /can-bo/ket-luan/viec/{conclusion}`
pub(super) async fn show(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    Path(typed): Path<String>,
    page: Page,
) -> Answer {
    officer.allow_somewhere(Act::CONFERENCES_READ)?;
    let read = desk::read_conclusion(&app.store, &typed).await?;
    let read = read.ok_or(Failure(PageError::NotFound))?;
    let one = &read.it;
    if !may_at(&officer, Act::CONFERENCES_READ, &one.made.owner.unit) {
        officer.allow(Act::CONFERENCES_READ, &one.made.unit)?;
    }
    let words = match &one.words {
        Some(item) => desk::words(&app.store, item).await?,
        None => String::new(),
    };
    let page = titled(page, one);
    Ok(page.show(&ConclusionPage {
        what: desk::words(&app.store, &one.made.what).await?,
        deeds: deeds(&page, &officer, one),
        trail: trail(&page, &read)?,
        parts: opened(&app, &page, &sql::parts(&app.store, &one.id).await?).await?,
        today: app.store.clock().today(),
        page: &page,
        conclusion: one,
        words,
    }))
}

/// A step's page with its title and crumbs.
pub(super) fn titled_step(
    page: Page,
    one: &Conclusion,
    step: ConclusionStep,
    form: &FormState,
) -> Page {
    titled(page, one).titled(key("hn-owed-do", step.word())).redisplay(form)
}

/// The form of a step.
pub(super) fn form<'a>(
    page: &'a Page,
    form: &'a FormState,
    one: &Conclusion,
    step: ConclusionStep,
    key_of: &str,
) -> FormPage<'a> {
    let f = page.form(form);
    // A part is a conclusion of its own: sent twice it is one, whoever wrote another meanwhile.
    let hidden = match step {
        ConclusionStep::Divide => ("key", key_of.to_owned()),
        _ => ("seen", one.version.to_string()),
    };
    let all = match step {
        ConclusionStep::Divide => fields(&[
            &f.words("what", page.t("hn-what")).lines(3),
            &beside(&[
                &f.text("owner", page.t("hn-owner")).hint(page.t("hn-part-owner-hint")).grow(),
                &f.date("by", page.t("hn-by")),
            ]),
        ]),
        ConclusionStep::Finish => fields(&[
            &f.date("on", page.t("hn-done-on")),
            &f.words("words", page.t("hn-evidence")).hint(page.t("hn-evidence-hint")).lines(5),
        ]),
        ConclusionStep::Withdraw => {
            let why = f.select("why", page.t("hn-why")).option("", page.t("choose-one"));
            fields(&[
                &why.options(&choices(page, "hn-withdrawn", Withdrawn::WORDS)),
                &f.words("words", page.t("hn-withdraw-words")).lines(5),
            ])
        }
    };
    let here = format!("{OWED}/viec/{}", desk::key(&one.id));
    FormPage {
        page,
        form,
        title: page.t(key("hn-owed-do", step.word())).into_owned(),
        lede: page.t(key("hn-owed-does", step.word())).into_owned(),
        action: format!("{here}/{}", step.word()),
        files: false,
        hidden: vec![hidden],
        fields: all,
        button: page.t(key("hn-owed-do", step.word())).into_owned(),
        back: (here, page.t("hn-back-to-owed").into_owned()),
        overtaken: false,
    }
}

async fn found(
    app: &App,
    officer: &Officer,
    (typed, word): &(String, String),
) -> Result<(Read<Conclusion>, ConclusionStep), Failure> {
    let nothing = || Failure(PageError::NotFound);
    let step = ConclusionStep::read(word).ok_or_else(nothing)?;
    let arrow = CONCLUSIONS.iter().find(|arrow| arrow.step == step).ok_or_else(nothing)?;
    let act: Act = arrow.act.parse().map_err(Failure::bug)?;
    officer.allow_somewhere(act)?;
    let read = desk::read_conclusion(&app.store, typed).await?.ok_or_else(nothing)?;
    if !may(officer, step, &read.it) {
        officer.allow(act, &read.it.made.unit)?;
    }
    Ok((read, step))
}

/// `GET /can-bo/ket-luan/viec/{conclusion}/{step}`
pub(super) async fn ask(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    Path(named): Path<(String, String)>,
    page: Page,
) -> Answer {
    let (Read { it, .. }, step) = found(&app, &officer, &named).await?;
    if it.arrow(step).is_none() {
        return Err(Refusal::conflict("conclusion-not-now").into());
    }
    let state = FormState::new().with("on", page.date(app.store.clock().today()));
    let page = titled_step(page, &it, step, &state);
    Ok(page.show(&form(&page, &state, &it, step, &app.store.new_key())))
}

/// `POST /can-bo/ket-luan/viec/{conclusion}/{step}`
pub(super) async fn send(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    Path(named): Path<(String, String)>,
    posted: Posted,
) -> Answer {
    let (read, step) = found(&app, &officer, &named).await?;
    let Posted { page, form: mut state } = posted;
    if step == ConclusionStep::Divide {
        return divide(&app, &officer, page, state, &read.it).await;
    }
    let seen = state.seen(read.it.version);
    let mut overtaken = seen != read.it.version;
    let how = how(&mut state, step, (read.it.made.on, app.store.clock().today()));
    let words = state.required("words", MOST_WORDS).unwrap_or_default();
    if let Some(how) = how.filter(|_| !overtaken && !state.is_wrong()) {
        let asked = (how, words.as_str());
        match desk::step_conclusion(&app.store, &officer.actor(), read, seen, asked).await {
            Ok(()) => return Ok(Redirect::to(&format!("{OWED}/viec/{}", named.0)).into_response()),
            Err(failure) if failure.is_of_another() => overtaken = true,
            Err(failure) => failure.on_form(&mut state)?,
        }
    }
    let (Read { it, .. }, step) = found(&app, &officer, &named).await?;
    let page = titled_step(page, &it, step, &state);
    let page = if overtaken { page.status(StatusCode::CONFLICT) } else { page };
    Ok(page.show(&FormPage { overtaken, ..form(&page, &state, &it, step, "") }))
}

/// Writes a part down, or shows the form again with what is missing.
async fn divide(
    app: &App,
    officer: &Officer,
    page: Page,
    mut state: FormState,
    whole: &Conclusion,
) -> Answer {
    let step = ConclusionStep::Divide;
    let name = state.fields().get("key").map_or_else(|| app.store.new_key(), str::to_owned);
    if let Some(new) = new_conclusion(&mut state, whole.made.on) {
        let sender = officer.account.to_string();
        let id = app.store.keyed_id(whole.made.on, &["part", &whole.id, &sender, &name]);
        match desk::divide(&app.store, &officer.actor(), whole, &new, id).await {
            Ok(()) => {
                let href = format!("{OWED}/viec/{}", desk::key(&whole.id));
                return Ok(Redirect::to(&href).into_response());
            }
            Err(failure) => failure.on_form(&mut state)?,
        }
    }
    let page = titled_step(page, whole, step, &state);
    Ok(page.show(&form(&page, &state, whole, step, &name)))
}

fn how(
    form: &mut FormState,
    step: ConclusionStep,
    (earliest, today): (Date, Date),
) -> Option<Result<Date, Withdrawn>> {
    match step {
        ConclusionStep::Finish => form.date("on", earliest, today).map(Ok),
        ConclusionStep::Withdraw => {
            form.choice("why", Withdrawn::WORDS).and_then(Withdrawn::read).map(Err)
        }
        ConclusionStep::Divide => None,
    }
}
