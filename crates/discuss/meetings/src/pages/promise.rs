//! `/cam-ket/{promise}`: one promise and its trail, from the question to the proof; for officers
//! how it is kept or withdrawn. One that was made elsewhere is written down in `made.rs`.

use std::sync::Arc;

use accounts::{Act, Answer, App, Failure, Officer};
use askama::Template;
use axum::extract::{Path, State as Shared};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use duties::explain::rule_words;
use kernel::Refusal;
use web::parts::{Act as Deed, Event as Point, Leader, Open, Status};
use web::{FormPage, FormState, Page, PageError, Posted, fields};

use super::evidence::{self, File};
use super::shown;
use super::{OFFICE, OWED, PROMISES, PUBLIC, choices, key};
use crate::arrows::{PROMISES as LIFE, PromiseStep};
use crate::desk::{self, Read};
use crate::facts::{Enclosed, PromiseEvent};
use crate::kind::Withdrawn;
use crate::promise::{Promise, code};

#[derive(Template)]
#[template(path = "promise.html")]
pub(super) struct PromisePage<'a> {
    pub page: &'a Page,
    pub promise: &'a Promise,
    pub office: bool,
    pub what: String,
    /// The evidence, or why it was withdrawn.
    pub words: String,
    /// Photographs and papers beside the evidence.
    pub files: Vec<File>,
    /// The question that it answers, in its asker's words, when it was taken.
    pub question: String,
    pub rule: Option<String>,
    /// Who owes it: post and unit.
    pub owner: String,
    pub status: Status,
    pub deeds: Vec<Deed>,
    pub trail: Vec<Point>,
    /// Where the proof is that it was made on its day.
    pub proof: String,
}

impl PromisePage<'_> {
    fn facts(&self) -> Vec<Leader> {
        let (page, made) = (self.page, &self.promise.made);
        let said = |of: &str, word: &str| page.t(key(of, word)).into_owned();
        let mut facts = vec![
            Leader::new(page.t("dt-owner"), &self.owner),
            Leader::html(page.t("dt-by"), page.long_tag(made.until)),
            Leader::new(page.t("dt-said-by"), said("dt-role", made.said_by.word())),
            Leader::html(page.t("dt-said-on"), page.date_tag(made.said_on)),
            Leader::new(page.t("dt-said-at"), said("dt-where", made.place.word())),
        ];
        if let Some(dialogue) = &made.dialogue {
            let name = desk::key(dialogue);
            let href = match self.office {
                true => format!("{OFFICE}/buoi/{name}"),
                false => format!("{PUBLIC}/{name}"),
            };
            facts.push(Leader::link(page.t("dt-of-dialogue"), href, page.t("dt-open-dialogue")));
        }
        // Who came, and what was said there, is for officers: each opens it where it is kept.
        if let Some((path, label)) = made.visit.as_deref().and_then(visit).filter(|_| self.office) {
            facts.push(Leader::link(page.t("dt-of-visit"), path, page.t(label)));
        }
        let rule = self.rule.clone().unwrap_or_else(|| page.t("dt-free").into_owned());
        facts.push(Leader::new(page.t("dt-basis"), rule));
        facts
    }

    fn name(&self) -> String {
        code(&self.promise.id)
    }

    fn words_head(&self) -> String {
        self.page.t(key("dt-words", self.promise.state.word())).into_owned()
    }
}

/// Where officers open the visit at which a promise was made. Another subject keeps it: here only
/// its address is known.
fn visit(stream: &str) -> Option<(String, &'static str)> {
    let key = desk::key(stream);
    match stream.split('/').next()? {
        "visit" => Some((format!("/can-bo/tiep-dan/luot/{key}"), "dt-open-reception")),
        "roots" => Some((format!("/can-bo/ve-co-so/buoi/{key}/cam-ket"), "dt-open-visit")),
        _ => None,
    }
}

/// The page's name and crumbs.
pub(super) fn titled(page: Page, promise: &Promise, office: bool) -> Page {
    let list = page.t("dt-promises").into_owned();
    let name = page.with("code", code(&promise.id)).t("dt-promise-name");
    match office {
        true => page.office().here(OWED).title(&name).crumb(list, OWED).crumb_here(name),
        false => page.here(PUBLIC).title(&name).crumb(list, PROMISES).crumb_here(name),
    }
}

/// Whether an officer may do this where the promise was made, or where it is owed.
fn may(officer: &Officer, act: Act, promise: &Promise) -> bool {
    let made = &promise.made;
    officer.may(act, &made.unit) || officer.may(act, &made.owner_unit)
}

/// What may be done now.
pub(super) fn deeds(page: &Page, officer: &Officer, promise: &Promise) -> Vec<Deed> {
    let mut deeds = Vec::new();
    for step in PromiseStep::ALL {
        let Some(arrow) = promise.arrow(*step) else { continue };
        if *step == PromiseStep::Show && promise.enclosures.is_empty() {
            continue;
        }
        let title = page.t(key("dt-promise-do", step.word()));
        if !arrow.act.parse::<Act>().is_ok_and(|act| may(officer, act, promise)) {
            deeds.push(Deed::new(title, page.t("dt-not-yours"), Open::NotYet));
            continue;
        }
        let open = Open::Link(format!("{OWED}/viec/{}/{}", desk::key(&promise.id), step.word()));
        let deed = Deed::new(title, page.t(key("dt-promise-does", step.word())), open);
        let deed = deed.button(page.t(key("dt-promise-do", step.word())));
        deeds.push(if *step == PromiseStep::Keep { deed.first() } else { deed });
    }
    deeds
}

/// The steps so far, newest first. Of photographs and papers everybody is told what they may see.
pub(super) fn trail(
    page: &Page,
    read: &Read<Promise>,
    office: bool,
) -> Result<Vec<Point>, Failure> {
    let mut points = Vec::new();
    for record in read.stream.records.iter().rev() {
        let event = PromiseEvent::read(record)?;
        let told = match &event {
            PromiseEvent::Evidenced { files, .. } => {
                let told = |file: &&Enclosed| office || read.it.is_shown(file.item.id);
                files.iter().filter(told).count()
            }
            PromiseEvent::Shown { items } if office => items.len(),
            PromiseEvent::Shown { .. } => continue,
            // That somebody asked to be forgotten is nobody's business.
            PromiseEvent::AskerChanged { .. } if !office => continue,
            _ => 0,
        };
        let word = event.kind().rsplit('.').next().unwrap_or_default();
        let point = Point::past(record.at, page.t(key("dt-was", word)));
        points.push(match &event {
            PromiseEvent::Withdrawn { why, .. } => {
                point.text(page.t(key("dt-withdrawn", why.word())))
            }
            PromiseEvent::Made(made) => point.text(page.t(key("dt-where", made.place.word()))),
            PromiseEvent::Kept { on, .. } => point.text(page.date(*on)),
            PromiseEvent::Followed { .. } | PromiseEvent::AskerChanged { .. } => point,
            PromiseEvent::Evidenced { .. } if told == 0 => continue,
            PromiseEvent::Evidenced { .. } | PromiseEvent::Shown { .. } => {
                point.text(page.with("n", told).t("dt-was-files"))
            }
            PromiseEvent::Erased { ground, .. } => point.text(ground),
        });
    }
    Ok(points)
}

async fn answer(app: &App, page: Page, read: &Read<Promise>, officer: Option<&Officer>) -> Answer {
    let (one, office) = (&read.it, officer.is_some());
    let page = titled(page, one, office);
    let question = match &one.made.question {
        Some(stream) => desk::question(&app.store, desk::key(stream)).await?,
        None => None,
    };
    let question = match question.filter(|read| read.it.why.is_none()) {
        Some(read) => desk::words(&app.store, &read.it.asked.words).await?,
        None => String::new(),
    };
    let words = match &one.words {
        Some(item) => desk::words(&app.store, item).await?,
        None => String::new(),
    };
    let (laws, today) = (app.store.laws(), app.store.clock().today());
    let rule = one.made.rule.as_ref();
    let rule = rule.and_then(|id| rule_words(&page, laws.now(), id, one.made.said_on));
    let seen = (one.state, one.made.until, one.closed_on);
    let made = &one.made;
    let names = shown::names(app, std::iter::once(made.owner_unit.as_str())).await?;
    let owner = (made.owner.word(), made.owner_unit.as_str());
    // The page says every unit: whoever comes to it need not know whose it is.
    let owner = shown::owner(&page, owner, made.said_on, ("", &names));
    Ok(page.show(&PromisePage {
        what: desk::words(&app.store, &one.made.what).await?,
        status: shown::promise_status(&page, seen, today),
        deeds: officer.map(|who| deeds(&page, who, one)).unwrap_or_default(),
        trail: trail(&page, read, office)?,
        files: evidence::list(&page, one, office),
        proof: ledger::path(&app.store, &one.id, 1),
        page: &page,
        promise: one,
        office,
        words,
        question,
        rule,
        owner,
    }))
}

/// `GET /cam-ket/{promise}`
pub(super) async fn show(
    Shared(app): Shared<Arc<App>>,
    Path(typed): Path<String>,
    page: Page,
) -> Answer {
    let read = desk::read_promise(&app.store, &typed).await?;
    answer(&app, page, &read.ok_or(Failure(PageError::NotFound))?, None).await
}

pub(super) async fn find(
    app: &App,
    officer: &Officer,
    typed: &str,
    act: Act,
) -> Result<Read<Promise>, Failure> {
    officer.allow_somewhere(act)?;
    let read = desk::read_promise(&app.store, typed).await?;
    let read = read.ok_or(Failure(PageError::NotFound))?;
    if !may(officer, act, &read.it) {
        officer.allow(act, &read.it.made.unit)?;
    }
    Ok(read)
}

/// `GET /can-bo/cam-ket/viec/{promise}`
pub(super) async fn office(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    Path(typed): Path<String>,
    page: Page,
) -> Answer {
    let read = find(&app, &officer, &typed, Act::DIALOGUES_READ).await?;
    answer(&app, page, &read, Some(&officer)).await
}

/// The form of a step.
pub(super) fn form<'a>(
    page: &'a Page,
    form: &'a FormState,
    promise: &Promise,
    step: PromiseStep,
) -> FormPage<'a> {
    let f = page.form(form);
    let all = match step {
        PromiseStep::Keep => fields(&[
            &f.date("on", page.t("dt-kept-on")),
            &f.words("words", page.t("dt-evidence")).hint(page.t("dt-evidence-hint")).lines(5),
            &evidence::controls(page, form, false),
        ]),
        PromiseStep::Enclose => evidence::controls(page, form, true),
        PromiseStep::Show => evidence::boxes(page, form, promise),
        PromiseStep::Withdraw => {
            let why = f.select("why", page.t("dt-why")).option("", page.t("choose-one"));
            fields(&[
                &why.options(&choices(page, "dt-withdrawn", Withdrawn::WORDS)),
                &f.words("words", page.t("dt-withdraw-words")).lines(5),
            ])
        }
    };
    FormPage {
        page,
        form,
        title: page.t(key("dt-promise-do", step.word())).into_owned(),
        lede: page.t(key("dt-promise-does", step.word())).into_owned(),
        action: format!("{OWED}/viec/{}/{}", desk::key(&promise.id), step.word()),
        files: matches!(step, PromiseStep::Keep | PromiseStep::Enclose),
        hidden: vec![("seen", promise.version.to_string())],
        fields: all,
        button: page.t(key("dt-promise-do", step.word())).into_owned(),
        back: (
            format!("{OWED}/viec/{}", desk::key(&promise.id)),
            page.t("dt-back-to-promise").into_owned(),
        ),
        overtaken: false,
    }
}

fn act_of(step: PromiseStep) -> Result<Act, Failure> {
    let arrow = LIFE.iter().find(|arrow| arrow.step == step);
    arrow.ok_or(Failure(PageError::NotFound))?.act.parse().map_err(Failure::bug)
}

/// `GET /can-bo/cam-ket/viec/{promise}/{step}`
pub(super) async fn ask(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    Path((typed, word)): Path<(String, String)>,
    page: Page,
) -> Answer {
    let step = PromiseStep::read(&word).ok_or(Failure(PageError::NotFound))?;
    let Read { it, .. } = find(&app, &officer, &typed, act_of(step)?).await?;
    if it.arrow(step).is_none() {
        return Err(Refusal::conflict(step.refusal()).into());
    }
    let today = app.store.clock().today().strftime("%d/%m/%Y").to_string();
    let state = match step {
        PromiseStep::Show => evidence::beforehand(&it),
        _ => FormState::new().with("on", today),
    };
    let page = titled(page, &it, true).titled(key("dt-promise-do", step.word()));
    Ok(page.show(&form(&page, &state, &it, step)))
}

/// Does what a form asks for; `false` when something in it is wrong.
async fn done(
    app: &App,
    officer: &Officer,
    read: Read<Promise>,
    (step, seen): (PromiseStep, i64),
    (page, form): (&Page, &mut FormState),
) -> Result<bool, Failure> {
    let (store, actor) = (&app.store, officer.actor());
    match step {
        PromiseStep::Keep => {
            let on = form.date("on", read.it.made.said_on, store.clock().today());
            let words = form.required("words", desk::MOST_WORDS).unwrap_or_default();
            let evidence = evidence::read(page, form).await?;
            if form.is_wrong() {
                return Ok(false);
            }
            desk::keep_promise(store, &actor, read, seen, (on, None, &words), evidence).await?;
        }
        PromiseStep::Withdraw => {
            let why = form.choice("why", Withdrawn::WORDS).and_then(Withdrawn::read);
            let words = form.required("words", desk::MOST_WORDS).unwrap_or_default();
            if form.is_wrong() {
                return Ok(false);
            }
            desk::step_promise(store, &actor, read, seen, (None, why, &words)).await?;
        }
        PromiseStep::Enclose => {
            let evidence = evidence::needed(page, form).await?;
            if form.is_wrong() {
                return Ok(false);
            }
            desk::add_evidence(store, &actor, read, seen, evidence).await?;
        }
        PromiseStep::Show => {
            let items = evidence::ticked(form, &read.it);
            desk::show_evidence(store, &actor, read, seen, items).await?;
        }
    }
    Ok(true)
}

/// `POST /can-bo/cam-ket/viec/{promise}/{step}`
pub(super) async fn send(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    Path((typed, word)): Path<(String, String)>,
    posted: Posted,
) -> Answer {
    let step = PromiseStep::read(&word).ok_or(Failure(PageError::NotFound))?;
    let read = find(&app, &officer, &typed, act_of(step)?).await?;
    let Posted { page, form: mut state } = posted;
    let version = read.it.version;
    let (seen, sent) = (state.seen(version), state.fields().files_sent());
    let mut overtaken = seen != version;
    if !overtaken {
        match done(&app, &officer, read, (step, seen), (&page, &mut state)).await {
            Ok(true) => return Ok(Redirect::to(&format!("{OWED}/viec/{typed}")).into_response()),
            Ok(false) => {}
            Err(failure) if failure.is_of_another() => overtaken = true,
            Err(failure) => failure.on_form(&mut state)?,
        }
    }
    evidence::again(&mut state, sent);
    let Read { it, .. } = find(&app, &officer, &typed, act_of(step)?).await?;
    let page = titled(page, &it, true).titled(key("dt-promise-do", step.word()));
    let page = page.redisplay(&state);
    let page = if overtaken { page.status(StatusCode::CONFLICT) } else { page };
    Ok(page.show(&FormPage { overtaken, ..form(&page, &state, &it, step) }))
}
