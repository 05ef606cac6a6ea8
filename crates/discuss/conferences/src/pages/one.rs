//! `/can-bo/hoi-nghi/buoi/{conference}`: one conference for the officers of host and points: what
//! may be done now, the agenda, on which every conclusion still open stands by itself, papers,
//! questions, conclusions, and how many points have reported.

use std::collections::HashMap;
use std::sync::Arc;

use accounts::{Act, Answer, App, Failure, Officer};
use askama::Template;
use axum::extract::{Path, State as Shared};
use jiff::civil::Date;
use web::form::hours;
use web::parts::{Act as Deed, Leader, Mark, Open, Status};
use web::{Html, Page};

use super::{OFFICE, Task, find, key, may_at, opened, path, status, tasks};
use crate::arrows::{InquiryState, Step};
use crate::conference::Conference;
use crate::desk;
use crate::store::{self as sql, Ask, Sums};

/// How many open conclusions stand on an agenda, and how many questions are shown.
const MOST: i64 = 100;

/// A question with its words.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    pub from: String,
    pub words: String,
    pub status: Status,
    pub answer: String,
    /// What may be done with it: address and word.
    pub deeds: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "one.html")]
pub(super) struct OnePage<'a> {
    pub page: &'a Page,
    pub conference: &'a Conference,
    pub name: String,
    pub place: String,
    /// The agenda: what, and who presents.
    pub agenda: Vec<(String, String)>,
    /// Conclusions still open from before: the agenda's own points.
    pub before: Vec<Task>,
    /// Papers: address, what it is called, how large.
    pub papers: Vec<(String, String, String)>,
    pub questions: Vec<Asked>,
    pub conclusions: Vec<Task>,
    pub sums: Sums,
    pub deeds: Vec<Deed>,
    pub today: Date,
    /// What was done just now: a step's word, or nothing.
    pub done: &'static str,
}

impl OnePage<'_> {
    fn status(&self) -> Status {
        status(self.page, self.conference.state.word(), self.conference.on, self.today)
    }

    fn notice(&self) -> Html {
        match self.done {
            "" => Html::default(),
            word => self.page.notice(Mark::Done, self.page.t(key("hn-done", word)), ""),
        }
    }

    fn href(&self) -> String {
        path(&self.conference.id)
    }

    fn facts(&self) -> Vec<Leader> {
        let (page, one) = (self.page, self.conference);
        let said = |of: &str, word: &str| page.t(key(of, word)).into_owned();
        let mut facts = vec![
            Leader::html(page.t("hn-on"), page.long_tag(one.on)),
            Leader::new(page.t("hn-hours"), hours(one.from.into(), one.until.into())),
            Leader::new(page.t("hn-place"), &self.place),
            Leader::new(page.t("hn-kind"), said("hn-kind", one.planned.kind.word())),
            Leader::new(page.t("hn-points"), page.num(self.sums.points)),
            Leader::new(page.t("hn-sum-reported"), page.num(self.sums.reported)),
            Leader::new(page.t("hn-sum-present"), page.num(self.sums.all())),
        ];
        if let Some(why) = one.why {
            facts.push(Leader::new(page.t("hn-why"), said("hn-why", why.word())));
        }
        if let Some((_, on)) = one.noticed {
            facts.push(Leader::html(page.t("hn-noticed-on"), page.date_tag(on)));
        }
        if let Some(on) = one.published_on {
            facts.push(Leader::html(page.t("hn-published-on"), page.date_tag(on)));
        }
        facts
    }
}

/// The page's name and crumbs.
pub(super) fn titled(page: Page, name: &str) -> Page {
    let list = page.t("hn-title").into_owned();
    page.office().here(OFFICE).title(name).crumb(list, OFFICE).crumb_here(name)
}

/// What this officer may do now, what presses first: the point's report, then the host's steps.
pub(super) fn deeds(page: &Page, officer: &Officer, one: &Conference, today: Date) -> Vec<Deed> {
    use crate::arrows::State as S;
    let (mut deeds, here) = (Vec::new(), path(&one.id));
    let seated = officer
        .posts
        .iter()
        .any(|held| one.has(&held.unit) && may_at(officer, Act::CONFERENCES_REPORT, &held.unit));
    if seated && matches!(one.state, S::Planned | S::Open | S::Held) {
        let open = Open::Link(format!("{here}/bao-cao"));
        let deed = Deed::new(page.t("hn-report"), page.t("hn-report-does"), open);
        let deed = deed.button(page.t("hn-report-open"));
        deeds.push(if one.state == S::Open { deed.first() } else { deed });
    }
    for step in Step::ALL {
        let Some(arrow) = one.arrow(*step) else { continue };
        let unit = one.planned.unit.as_str();
        if !arrow.act.parse::<Act>().is_ok_and(|act| officer.may(act, unit)) {
            continue;
        }
        let title = page.t(key("hn-do", step.word()));
        if *step == Step::Open && one.on > today {
            deeds.push(Deed::new(title, page.t("hn-not-yet"), Open::NotYet));
            continue;
        }
        let open = Open::Link(format!("{here}/{}", step.word()));
        let deed = Deed::new(title, page.t(key("hn-does", step.word())), open);
        deeds.push(if *step == Step::Notice { deed.first() } else { deed });
    }
    deeds
}

/// The questions with their words, and what the host may do with each.
pub(super) fn asked(
    page: &Page,
    asks: &[Ask],
    texts: &HashMap<String, String>,
    hosts: bool,
) -> Vec<Asked> {
    let role = |word: &str| page.t(key("hn-role", word)).into_owned();
    let text = |item: &str| texts.get(item).cloned().unwrap_or_default();
    let one = |ask: &Ask| {
        let state = InquiryState::read(&ask.state).unwrap_or(InquiryState::Asked);
        let mark = match state {
            InquiryState::Asked => Mark::New,
            InquiryState::Taken => Mark::Half,
            InquiryState::Answered => Mark::Done,
            InquiryState::Deferred => Mark::None,
        };
        let words = match ask.why.as_str() {
            "" => page.t(key("hn-asked", state.word())).into_owned(),
            why => page.with("why", page.t(key("hn-deferred", why))).t("hn-asked-put-off"),
        };
        let arrows = crate::arrows::INQUIRIES.iter();
        let arrows = arrows.filter(|arrow| hosts && arrow.from.contains(&state));
        let deed = |word: &str| {
            let href = format!("{OFFICE}/cau/{}/{word}", desk::key(&ask.stream));
            (href, page.t(key("hn-asked-do", word)).into_owned())
        };
        Asked {
            from: format!("{}, {}", ask.point, role(&ask.role)),
            words: text(&ask.words),
            status: Status::new(mark, words),
            answer: match ask.answerer.as_str() {
                "" => String::new(),
                who => format!("{}: {}", role(who), text(&ask.answer)),
            },
            deeds: arrows.map(|arrow| deed(arrow.step.word())).collect(),
        }
    };
    asks.iter().map(one).collect()
}

/// "240 KB".
pub(super) fn size(page: &Page, bytes: i64) -> String {
    page.with("n", page.num((bytes + 1_023) / 1_024)).t("hn-kb")
}

/// The papers with their names.
pub(super) fn papers(
    page: &Page,
    one: &Conference,
    texts: &HashMap<String, String>,
) -> Vec<(String, String, String)> {
    let paper = |(n, paper): (usize, &crate::facts::Paper)| {
        let name = texts.get(&paper.title.id.to_string()).cloned().unwrap_or_default();
        (format!("{}/tai-lieu/{n}", path(&one.id)), name, size(page, paper.size))
    };
    (1..).zip(&one.papers).map(paper).collect()
}

async fn read_all(app: &App, one: &Conference) -> Result<All, Failure> {
    let store = &app.store;
    let asks = sql::asked(store, &one.id, MOST).await?;
    let owed = sql::of_conference(store, &one.id).await?;
    let unit = one.planned.unit.as_str();
    // What is done stays where it was done: an agenda that is over takes nothing on.
    let before = match one.state {
        crate::arrows::State::Planned | crate::arrows::State::Open => {
            sql::before(store, (unit, &one.id), one.on, MOST).await?
        }
        _ => Vec::new(),
    };
    let id = |item: &store::VaultId| item.id.to_string();
    let mut items: Vec<String> = vec![id(&one.planned.title), id(&one.planned.place)];
    items.extend(one.agenda.iter().map(|item| id(&item.title)));
    items.extend(one.papers.iter().map(|paper| id(&paper.title)));
    items.extend(asks.iter().flat_map(|ask| [ask.words.clone(), ask.answer.clone()]));
    items.extend(owed.iter().map(|one| one.what.clone()));
    let items: Vec<&str> = items.iter().map(String::as_str).collect();
    let texts = store.texts_of(&items).await?;
    Ok(All { asks, owed, before, texts })
}

struct All {
    asks: Vec<Ask>,
    owed: Vec<sql::Owed>,
    before: Vec<sql::Owed>,
    texts: HashMap<String, String>,
}

/// What was done just now.
fn done(page: &Page) -> &'static str {
    match page.query().get("xong") {
        Some("ask") => "ask",
        word => word.and_then(Step::read).map_or("", Step::word),
    }
}

/// `GET /can-bo/hoi-nghi/buoi/{conference}?xong=…`
pub(super) async fn show(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    Path(typed): Path<String>,
    page: Page,
) -> Answer {
    let read = find(&app, &officer, &typed, Act::CONFERENCES_READ).await?;
    let (one, today) = (&read.it, app.store.clock().today());
    let all = read_all(&app, one).await?;
    let text = |item: &store::VaultId| all.texts.get(&item.id.to_string()).cloned();
    let name = text(&one.planned.title).unwrap_or_default();
    let page = titled(page, &name);
    let agenda = one.agenda.iter().map(|item| {
        let role = page.t(key("hn-role", item.role.word())).into_owned();
        (text(&item.title).unwrap_or_default(), role)
    });
    let hosts = officer.may(Act::CONFERENCES_HOST, &one.planned.unit);
    Ok(page.show(&OnePage {
        place: text(&one.planned.place).unwrap_or_default(),
        agenda: agenda.collect(),
        before: opened(&app, &page, &all.before).await?,
        papers: papers(&page, one, &all.texts),
        questions: asked(&page, &all.asks, &all.texts, hosts),
        conclusions: tasks(&page, &all.owed, &all.texts, today),
        sums: sql::sums(&app.store, &one.id, "").await?,
        deeds: deeds(&page, &officer, one, today),
        done: done(&page),
        page: &page,
        conference: one,
        name,
        today,
    }))
}
