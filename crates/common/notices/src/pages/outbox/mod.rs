//! `/can-bo/thu-bao`: which letters wait, were sent, failed or are in doubt; what may be done about
//! one. Addresses are never shown.

use std::sync::Arc;

use accounts::{Act, Answer, App, Failure, Officer};
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use jiff::Timestamp;
use web::parts::{Event as Step, Mark, Pager, Status, Tab as Door};
use web::{FormState, Html, Page, PageError, Posted};

use crate::desk;
use crate::facts::{Event, Ground};
use crate::letter::State as Where;
use crate::notice::ASKER;
use crate::store::{self as sql, Line, Switch, Tab};

pub mod samples;

/// How many lines one page shows.
const SIZE: i64 = 50;
const PATH: &str = "/can-bo/thu-bao";

/// The tabs with their words in addresses and keys; the first is shown when nobody asked.
const TABS: [(&str, Tab); 7] = [
    ("fresh", Tab::Fresh),
    ("waiting", Tab::In(Where::Waiting)),
    ("failed", Tab::In(Where::Failed)),
    ("doubt", Tab::Doubt),
    ("sent", Tab::In(Where::Sent)),
    ("given-up", Tab::In(Where::GivenUp)),
    ("held", Tab::Held),
];

/// How sending stands, above everything.
struct Standing {
    switch: Option<Switch>,
    away: Option<(Timestamp, String)>,
}

/// One letter looked at closely.
struct Close {
    letter: String,
    title: String,
    steps: Vec<Step>,
    /// It may be tried again or given up.
    open: bool,
}

#[derive(Template)]
#[template(path = "outbox.html")]
struct OutboxPage<'a> {
    page: &'a Page,
    form: &'a FormState,
    standing: &'a Standing,
    tabs: &'a [Door],
    lines: &'a [Line],
    close: Option<&'a Close>,
    grounds: &'a [(&'static str, String)],
    pager: &'a Pager,
    may_steer: bool,
    empty: String,
}

impl OutboxPage<'_> {
    fn is_on(&self) -> bool {
        self.standing.switch.is_some_and(|switch| switch.is_on)
    }

    fn floor(&self) -> String {
        let floor = self.standing.switch.map(|switch| switch.floor);
        floor.map(|floor| self.page.moment(floor)).unwrap_or_default()
    }

    fn away(&self) -> Option<Html> {
        let (since, told) = self.standing.away.as_ref().filter(|_| self.is_on())?;
        let title = self.page.with("moment", self.page.moment(*since)).t("outbox-away");
        Some(self.page.notice(Mark::Late, title, code(self.page, told)))
    }

    fn title(&self, line: &Line) -> String {
        title(self.page, &line.code, &line.what)
    }

    fn to(&self, line: &Line) -> String {
        let key = if line.recipient == ASKER { "outbox-to-asker" } else { "outbox-to-officer" };
        self.page.t(key).into_owned()
    }

    fn status(&self, line: &Line) -> Status {
        let (mark, key) = match (line.state, line.trying) {
            (Some(Where::Waiting), true) => (Mark::Half, "outbox-trying"),
            (Some(Where::Waiting), false) => (Mark::Soon, "outbox-waiting"),
            (Some(Where::Sent), _) => (Mark::Done, "outbox-sent"),
            (Some(Where::Failed), _) => (Mark::Late, "outbox-failed"),
            (Some(Where::GivenUp), _) => (Mark::None, "outbox-given-up"),
            (None, _) => (Mark::New, "outbox-fresh"),
        };
        Status::new(mark, self.page.t(key))
    }

    /// What else is to be known: the server's word, the next attempt, doubt.
    fn more(&self, line: &Line) -> String {
        let mut said = Vec::new();
        if !line.told.is_empty() {
            said.push(code(self.page, &line.told));
        }
        if let Some(next) = line.next_at.filter(|_| !line.trying) {
            said.push(self.page.with("moment", self.page.moment(next)).t("outbox-next"));
        }
        if line.doubt {
            let sent = line.state == Some(Where::Sent);
            let key = if sent { "outbox-doubt-twice" } else { "outbox-doubt-once" };
            said.push(self.page.t(key).into_owned());
        }
        said.join(" ")
    }

    fn closer(&self, line: &Line) -> String {
        let href = self.page.href_with("thu", &line.letter);
        format!("{href}#mot-thu")
    }
}

/// What a letter is about, as its subject says it.
fn title(page: &Page, code: &str, what: &str) -> String {
    if what.is_empty() {
        return page.t("outbox-morning").into_owned();
    }
    let key = format!("mail-head-{what}");
    let key = if page.find(&key).is_some() { key } else { "mail-head-other".to_owned() };
    page.with("code", code).t(key)
}

/// What a failed attempt was told, in words.
fn code(page: &Page, told: &str) -> String {
    let known = page.find(format!("mail-code-{told}")).map(|words| words.into_owned());
    known.unwrap_or_else(|| page.with("code", told).t("mail-code-server"))
}

/// `GET /can-bo/thu-bao?muc=failed&after=…&thu=…`
pub(crate) async fn show(State(app): State<Arc<App>>, officer: Officer, page: Page) -> Answer {
    officer.allow_somewhere(Act::NOTICES_SEE)?;
    draw(&app, &officer, page, FormState::new()).await
}

async fn draw(app: &App, officer: &Officer, page: Page, form: FormState) -> Answer {
    let store = &app.store;
    let shown = page.query().get("thu").map(str::to_owned);
    let shown = shown.or_else(|| form.fields().get("letter").map(str::to_owned));
    let standing = Standing { switch: sql::switch(store).await?, away: sql::server(store).await? };
    // Without a mail server everything waits, however old: nothing is too old for a switch that
    // nobody has turned.
    let floor = standing.switch.map_or(Timestamp::MIN, |switch| switch.floor);
    let asked = page.query().get("muc").map(str::to_owned);
    let here = asked.and_then(|asked| TABS.into_iter().find(|(word, _)| *word == asked));
    let (word, tab) = here.unwrap_or(TABS[0]);
    let mut tabs = Vec::new();
    for (other, of) in TABS {
        let label = page.t(format!("outbox-tab-{other}"));
        let door = Door::new(label, format!("{PATH}?muc={other}"), other == word);
        tabs.push(match sql::count(store, of, floor).await? {
            Some(n) => door.count(n),
            None => door,
        });
    }
    let after = page.query().get("after").and_then(read_after);
    let mut lines = sql::list(store, tab, floor, after.clone(), SIZE + 1).await?;
    let more = lines.len() as i64 > SIZE;
    lines.truncate(SIZE as usize);
    let older = lines.last().filter(|_| more).map(|last| {
        page.href_with("after", format!("{}~{}", last.at.as_microsecond(), last.letter))
    });
    let newer = after.is_some().then(|| page.href_with("after", ""));
    let close = match shown {
        Some(letter) => close(app, &page, &letter).await?,
        None => None,
    };
    let pager = Pager { newer, older, note: String::new() };
    let empty = page.t(format!("outbox-none-{word}")).into_owned();
    let page = page.titled("outbox-title").office().here(PATH).redisplay(&form);
    Ok(page.show(&OutboxPage {
        page: &page,
        form: &form,
        standing: &standing,
        tabs: &tabs,
        lines: &lines,
        close: close.as_ref(),
        grounds: &grounds(&page),
        pager: &pager,
        may_steer: officer.may_somewhere(Act::NOTICES_STEER),
        empty,
    }))
}

fn grounds(page: &Page) -> Vec<(&'static str, String)> {
    let words = |ground: &Ground| page.t(format!("outbox-ground-{}", ground.word())).into_owned();
    Ground::ALL.iter().map(|ground| (ground.word(), words(ground))).collect()
}

/// One letter, with all that happened to it.
async fn close(app: &App, page: &Page, id: &str) -> Result<Option<Close>, Failure> {
    let Some((stream, letter)) = desk::read(&app.store, id).await? else { return Ok(None) };
    let due = sql::one(&app.store, id).await?;
    let of = due.as_ref().map_or(("", ""), |due| (due.code.as_str(), due.what.as_str()));
    let mut steps = Vec::new();
    for record in stream.records.iter().rev() {
        let by = record.actor().account();
        let step = step(page, &Event::read(record)?, record.at);
        let who = match by {
            Some(account) => app.names(&[account]).await?.remove(&account),
            None => None,
        };
        steps.push(match who {
            Some(who) => step.text(who),
            None => step,
        });
    }
    if let Some(due) = due.as_ref() {
        steps.push(Step::past(due.since, page.t("outbox-step-since")));
    }
    let open = matches!(letter.state, Where::Waiting | Where::Failed);
    Ok(Some(Close { letter: id.to_owned(), title: title(page, of.0, of.1), steps, open }))
}

fn step(page: &Page, event: &Event, at: Timestamp) -> Step {
    let said = |key: &str| Step::past(at, page.t(key));
    match event {
        Event::Tried { doubt: false, .. } => said("outbox-step-tried"),
        Event::Tried { doubt: true, .. } => said("outbox-step-tried-doubt"),
        Event::Sent {} => said("outbox-step-sent"),
        Event::Failed { passing, doubt, code: told } => {
            let key = if *passing { "outbox-step-passing" } else { "outbox-step-failed" };
            let mut told = code(page, told);
            if *doubt {
                told = format!("{told} {}", page.t("outbox-doubt-once"));
            }
            said(key).text(told)
        }
        Event::AskedAgain { .. } => said("outbox-step-again"),
        Event::GivenUp { ground, .. } => {
            said("outbox-step-given-up").text(page.t(format!("outbox-ground-{}", ground.word())))
        }
    }
}

fn read_after(text: &str) -> Option<(Timestamp, String)> {
    let (at, letter) = text.split_once('~')?;
    Some((Timestamp::from_microsecond(at.parse().ok()?).ok()?, letter.to_owned()))
}

/// `POST /can-bo/thu-bao`: tries a letter again, or gives it up on a ground.
pub(crate) async fn steer(State(app): State<Arc<App>>, officer: Officer, posted: Posted) -> Answer {
    officer.allow_somewhere(Act::NOTICES_STEER)?;
    let Posted { page, mut form } = posted;
    let letter = form.fields().get("letter").map(str::to_owned);
    let letter = letter.ok_or(Failure(PageError::Unreadable))?;
    let done = match form.fields().get("do") {
        Some("again") => desk::ask_again(&app.store, &officer.actor(), &letter).await,
        Some("give-up") => {
            let words: Vec<&str> = Ground::ALL.iter().map(|ground| ground.word()).collect();
            let Some(ground) = form.choice("ground", &words).and_then(Ground::read) else {
                return draw(&app, &officer, page, form).await;
            };
            desk::give_up(&app.store, &officer.actor(), &letter, ground).await
        }
        _ => return Err(Failure(PageError::Unreadable)),
    };
    done?;
    Ok(back(&letter))
}

fn back(letter: &str) -> Response {
    let mut fields = web::Fields::default();
    fields.push("muc", "waiting");
    fields.push("thu", letter);
    Redirect::to(&format!("{PATH}?{}#mot-thu", fields.encode())).into_response()
}
