//! `/doi-thoai/{dialogue}` and `/can-bo/doi-thoai/buoi/{dialogue}`: one dialogue: notice,
//! questions, answers, conclusions, promises; for officers what may be done now, and the agenda, on
//! which every promise still open stands by itself.

use std::sync::Arc;

use accounts::{Act, Answer, App, Failure, Officer};
use askama::Template;
use axum::extract::{Path, State as Shared};
use jiff::civil::Date;
use store::Store;
use units::Gazetteer;
use web::form::clock;
use web::parts::{Act as Deed, Leader, Mark, Open, Status};
use web::{Html, Page, PageError};

use super::shown::{self, Asked, Owed, Place};
use super::{OFFICE, PUBLIC, key};
use crate::arrows::{QuestionState, State, Step};
use crate::check::Seen;
use crate::desk::{self, Read};
use crate::dialogue::Dialogue;
use crate::kind::Media;
use crate::store::{self as sql, Word};

/// How many open promises stand on an agenda.
const MOST: i64 = 100;

/// What a dialogue says, in words.
#[derive(Clone, Debug, Default)]
pub(super) struct Said {
    pub place: String,
    pub content: String,
    pub part: String,
    pub conclusions: String,
    /// What was said of questions that the result left open.
    pub left_open: String,
}

#[derive(Template)]
#[template(path = "one.html")]
pub(super) struct OnePage<'a> {
    pub page: &'a Page,
    pub dialogue: &'a Dialogue,
    pub office: bool,
    pub said: Said,
    pub today: Date,
    pub rules: Vec<(String, Status)>,
    pub questions: Vec<Asked>,
    /// Promises made at this dialogue.
    pub promises: Vec<Owed>,
    /// Promises still open from before: the agenda's own points.
    pub agenda: Vec<Owed>,
    pub deeds: Vec<Deed>,
    /// What was done just now: a step's word, or nothing.
    pub done: &'static str,
}

impl OnePage<'_> {
    fn title(&self) -> String {
        called(self.page, self.dialogue)
    }

    fn status(&self) -> Status {
        shown::status(self.page, self.dialogue.state, self.dialogue.on, self.today)
    }

    fn notice(&self) -> Html {
        match self.done {
            "" => Html::default(),
            word => self.page.notice(Mark::Done, self.page.t(key("dt-done", word)), ""),
        }
    }

    fn key(&self) -> &str {
        desk::key(&self.dialogue.id)
    }

    fn asks(&self) -> bool {
        self.dialogue.takes_questions(self.today)
    }

    fn speaks(&self) -> bool {
        self.dialogue.takes_words()
    }

    fn concluded(&self) -> bool {
        self.dialogue.conclusions.is_some()
    }

    fn unsorted(&self) -> usize {
        self.questions.iter().filter(|one| one.state == QuestionState::Asked).count()
    }

    fn unanswered(&self) -> usize {
        self.questions.iter().filter(|one| one.state == QuestionState::Taken).count()
    }

    fn facts(&self) -> Vec<Leader> {
        let (page, one) = (self.page, self.dialogue);
        let said = |of: &str, word: &str| page.t(key(of, word)).into_owned();
        let hours = format!("{}–{}", clock(one.from.into()), clock(one.until.into()));
        let mut facts = vec![
            Leader::html(page.t("dt-on"), page.long_tag(one.on)),
            Leader::new(page.t("dt-hours"), hours),
            Leader::new(page.t("dt-place"), &self.said.place),
            Leader::new(page.t("dt-form"), said("dt-form", one.planned.form.word())),
            Leader::new(page.t("dt-cause"), said("dt-cause", one.planned.cause.word())),
        ];
        if let Some(why) = one.why {
            facts.push(Leader::new(page.t("dt-why"), said("dt-why", why.word())));
        }
        let places = |media: &[Media]| {
            let words: Vec<String> = media.iter().map(|one| said("dt-media", one.word())).collect();
            words.join(", ")
        };
        if let Some((on, media)) = &one.announced {
            facts.push(Leader::html(page.t("dt-announced-on"), page.date_tag(*on)));
            facts.push(Leader::new(page.t("dt-announced-at"), places(media)));
        }
        if one.held_on.is_some() {
            facts.push(Leader::new(page.t("dt-attended"), page.num(i64::from(one.attended))));
        }
        for (side, on) in &one.agreed {
            facts.push(Leader::html(said("dt-agreed", side.word()), page.date_tag(*on)));
        }
        if let Some((on, media)) = &one.published {
            facts.push(Leader::html(page.t("dt-published-on"), page.date_tag(*on)));
            facts.push(Leader::new(page.t("dt-published-at"), places(media)));
        }
        facts
    }
}

/// What a dialogue is called.
pub(super) fn called(page: &Page, dialogue: &Dialogue) -> String {
    page.with("date", page.date(dialogue.on)).t("dt-name")
}

/// The address of a dialogue for officers.
pub(super) fn path(dialogue: &Dialogue) -> String {
    format!("{OFFICE}/buoi/{}", desk::key(&dialogue.id))
}

/// The page's name and crumbs.
pub(super) fn titled(page: Page, dialogue: &Dialogue, office: bool) -> Page {
    let (list, name) = (page.t("dt-title").into_owned(), called(&page, dialogue));
    match office {
        true => page.office().here(OFFICE).title(&name).crumb(list, OFFICE).crumb_here(name),
        false => page.here(PUBLIC).title(&name).crumb(list, PUBLIC).crumb_here(name),
    }
}

/// What the check needs of it.
pub(super) fn seen(one: &Dialogue) -> Seen {
    Seen {
        stream: one.id.clone(),
        on: one.on,
        state: one.state,
        announced_on: one.announced.as_ref().map(|(on, _)| *on),
        published_on: one.published.as_ref().map(|(on, _)| *on),
    }
}

/// What may be done now, what presses first.
pub(super) fn deeds(page: &Page, officer: &Officer, one: &Dialogue, today: Date) -> Vec<Deed> {
    let unit = one.planned.unit.as_str();
    let (mut deeds, here) = (Vec::new(), path(one));
    if officer.may(Act::DIALOGUES_CAPTURE, unit) {
        if one.takes_words() {
            let open = Open::Link(format!("{here}/ghi"));
            let deed = Deed::new(page.t("dt-live"), page.t("dt-live-note"), open);
            let deed = deed.button(page.t("dt-live-open"));
            deeds.push(if one.state == State::Open { deed.first() } else { deed });
        }
        if one.takes_questions(today) {
            let open = Open::Link(format!("{here}/hoi"));
            let deed = Deed::new(page.t("dt-enter"), page.t("dt-enter-note"), open);
            deeds.push(deed.button(page.t("dt-enter-open")));
        }
    }
    for step in Step::ALL {
        let Some(arrow) = one.arrow(*step) else { continue };
        let title = page.t(key("dt-do", step.word()));
        let may = arrow.act.parse::<Act>().is_ok_and(|act| officer.may(act, unit));
        let early = *step == Step::Open && one.on > today;
        deeds.push(match (may, early) {
            (false, _) => Deed::new(title, page.t("dt-not-yours"), Open::NotYet),
            (true, true) => Deed::new(title, page.t("dt-not-yet"), Open::NotYet),
            (true, false) => {
                let open = Open::Link(format!("{here}/{}", step.word()));
                let deed = Deed::new(title, page.t(key("dt-does", step.word())), open);
                let deed = deed.button(page.t(key("dt-step", step.word())));
                let first = matches!(step, Step::Announce | Step::Conclude | Step::Publish);
                if first && one.state != State::Concluded || *step == Step::Publish {
                    deed.first()
                } else {
                    deed
                }
            }
        });
    }
    deeds
}

/// A dialogue that this officer may do something with.
pub(super) async fn find(
    app: &App,
    officer: &Officer,
    typed: &str,
    act: Act,
) -> Result<Read<Dialogue>, Failure> {
    officer.allow_somewhere(act)?;
    let read = desk::dialogue(&app.store, typed).await?.ok_or(Failure(PageError::NotFound))?;
    officer.allow(act, &read.it.planned.unit)?;
    Ok(read)
}

/// The words of a dialogue.
pub(super) async fn said(app: &App, one: &Dialogue) -> Result<Said, Failure> {
    let planned = &one.planned;
    let conclusions = match &one.conclusions {
        Some(item) => desk::words(&app.store, item).await?,
        None => String::new(),
    };
    let left_open = match &one.left_open {
        Some(item) => desk::words(&app.store, item).await?,
        None => String::new(),
    };
    Ok(Said {
        place: desk::words(&app.store, &planned.place).await?,
        content: desk::words(&app.store, &planned.content).await?,
        part: desk::words(&app.store, &planned.part).await?,
        conclusions,
        left_open,
    })
}

/// Promises made at a dialogue, and those that were open before: of its unit, and of the units of
/// before that went into it.
pub(crate) async fn owed_at(
    store: &Store,
    one: &Dialogue,
) -> Result<(Vec<Word>, Vec<Word>), Failure> {
    let made = sql::said_at(store, &one.id).await?;
    let left = Gazetteer::shared().left_to(&one.planned.unit);
    let mut open = sql::open(store, &left, MOST).await?;
    // What was promised before this day, and is owed still.
    open.retain(|word| word.dialogue != one.id && word.said_on < one.on);
    if one.state == State::Published || one.state == State::Cancelled {
        open.clear();
    }
    Ok((made, open))
}

/// The same with their words.
pub(super) async fn promises(
    app: &App,
    page: &Page,
    one: &Dialogue,
    office: bool,
) -> Result<(Vec<Owed>, Vec<Owed>), Failure> {
    let (made, open) = owed_at(&app.store, one).await?;
    let place = Place { here: &one.planned.unit, office };
    let made = shown::owed_all(app, page, &made, place).await?;
    Ok((made, shown::owed_all(app, page, &open, place).await?))
}

/// Promises of before that were open on the dialogue's day: what the minutes hold for good.
pub(super) async fn still(app: &App, page: &Page, one: &Dialogue) -> Result<Vec<Owed>, Failure> {
    let here = one.planned.unit.as_str();
    let left = Gazetteer::shared().left_to(here);
    let words = sql::owed_on(&app.store, &left, one.on, MOST).await?;
    shown::owed_all(app, page, &words, Place { here, office: true }).await
}

async fn answer(app: &App, page: Page, one: &Dialogue, officer: Option<&Officer>) -> Answer {
    let (today, office) = (app.store.clock().today(), officer.is_some());
    let done = page.query();
    let done = done.get("xong").and_then(Step::read).map_or("", Step::word);
    let page = titled(page, one, office);
    let (promises, agenda) = promises(app, &page, one, office).await?;
    let questions = shown::questions(app, &page, (&one.id, &promises), office).await?;
    let laws = app.store.laws();
    Ok(page.show(&OnePage {
        said: said(app, one).await?,
        rules: shown::rules(&page, laws.now(), &seen(one), today),
        deeds: officer.map(|who| deeds(&page, who, one, today)).unwrap_or_default(),
        page: &page,
        dialogue: one,
        office,
        today,
        questions,
        promises,
        agenda,
        done,
    }))
}

/// A dialogue that the people may see.
pub(crate) async fn public(app: &App, typed: &str) -> Result<Dialogue, Failure> {
    let found = desk::dialogue(&app.store, typed).await?;
    let found = found.map(|read| read.it).filter(Dialogue::is_public);
    found.ok_or(Failure(PageError::NotFound))
}

/// `GET /doi-thoai/{dialogue}`
pub(super) async fn show(
    Shared(app): Shared<Arc<App>>,
    Path(typed): Path<String>,
    page: Page,
) -> Answer {
    let one = public(&app, &typed).await?;
    answer(&app, page, &one, None).await
}

/// `GET /can-bo/doi-thoai/buoi/{dialogue}?xong=…`
pub(super) async fn office(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    Path(typed): Path<String>,
    page: Page,
) -> Answer {
    let read = find(&app, &officer, &typed, Act::DIALOGUES_READ).await?;
    answer(&app, page, &read.it, Some(&officer)).await
}
