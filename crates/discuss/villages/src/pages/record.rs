//! `/can-bo/hop-thon/{village}/record?cum=2`: attendance, secretary and tally sheets of one place
//! on one screen. It works through a lost line: the form carries a key, so that sent twice, or
//! days later, it is one entry.
//!
//! Whatever was refused stays typed: beside it stands what is recorded, and why nothing was
//! written. The day is the meeting's and the moment the server's, whatever a device's clock says.

use std::sync::Arc;

use accounts::{Act, Answer, App, Failure, Officer};
use askama::Template;
use axum::extract::{Path, State as Shared};
use axum::http::StatusCode;
use duties::explain::rule_words;
use kernel::Refusal;
use web::parts::{Leader, Mark};
use web::{FormState, Html, Page, Posted};

use super::record_read::read as read_form;
use super::{Around, OFFICE, called, dress, find, path};
use crate::arrows::Step;
use crate::desk::{self, Read, Said};
use crate::facts::Recorded;
use crate::kind::Vote;
use crate::meeting::Meeting;

#[derive(Template)]
#[template(path = "record.html")]
pub(super) struct RecordPage<'a> {
    pub page: &'a Page,
    pub form: &'a FormState,
    pub meeting: &'a Meeting,
    pub name: String,
    pub said: &'a Said,
    pub part: u8,
    /// Names this form: sent twice, it is one entry.
    pub key: &'a str,
    /// What was recorded just now, or why nothing was.
    pub last: Html,
    /// Whether the form was recorded, so that the device may forget it.
    pub sent: bool,
    /// The rules of the secretary and of the vote, with their articles.
    pub rules: [String; 2],
}

impl RecordPage<'_> {
    fn href(&self) -> String {
        format!("{}/record", path(self.meeting))
    }

    fn back(&self) -> String {
        path(self.meeting)
    }

    fn votes(&self, n: &usize) -> web::Choice {
        let f = self.page.form(self.form);
        let choice = f.choice(&format!("vote{n}"), self.page.t("ht-vote")).in_a_row();
        Vote::ALL.iter().fold(choice, |choice, vote| {
            choice.option(vote.word(), self.page.t(super::key("ht-vote", vote.word())))
        })
    }

    /// The sheets of the matters.
    fn matters(&self) -> Vec<Ruled> {
        let matter = |(n, (title, options)): (usize, &(String, Vec<String>))| {
            let columns = match options.is_empty() {
                true => vec![(format!("v{n}_1"), self.page.t("ht-yes").into_owned())],
                false => {
                    let column = |(c, text): (usize, &String)| (format!("v{n}_{c}"), text.clone());
                    (1..).zip(options).map(column).collect()
                }
            };
            (n, title.clone(), columns)
        };
        (1..).zip(&self.said.agenda).map(matter).collect()
    }

    /// How often this place was entered, as the reader of this page knows it.
    fn seen(&self) -> i64 {
        self.meeting.parts.get(&self.part).map_or(0, |part| part.times)
    }

    /// What stands there now.
    fn recorded(&self) -> Vec<Leader> {
        let part = self.meeting.parts.get(&self.part);
        part.map(|part| lines(self.page, &part.recorded, self.said)).unwrap_or_default()
    }

    /// Whether the lists of marks stand open.
    fn marked(&self) -> bool {
        let marks = ["here_marks", "stood_marks", "absent_marks", "names"];
        marks
            .iter()
            .any(|name| self.form.fields().get(name).is_some() || self.form.fault(name).is_some())
    }
}

/// A matter's sheet: its number, its title, and each column's field and label.
type Ruled = (usize, String, Vec<(String, String)>);

/// An entry as lines: numbers only.
fn lines(page: &Page, one: &Recorded, said: &Said) -> Vec<Leader> {
    let num = |n: u32| page.num(i64::from(n));
    let mut lines = vec![
        Leader::new(page.t("ht-part-households"), num(one.households)),
        Leader::new(page.t("ht-here"), num(one.in_person)),
        Leader::new(page.t("ht-stood"), num(one.represented)),
        Leader::new(page.t("ht-elected"), num(one.elected)),
    ];
    for (sheet, (title, _)) in one.sheets.iter().zip(&said.agenda) {
        let votes: Vec<String> = sheet.votes.iter().map(|n| num(*n)).collect();
        let w = page.with("votes", votes.join(" / ")).with("against", sheet.against);
        lines.push(Leader::new(title, w.with("silent", sheet.silent).t("ht-sheet")));
    }
    lines
}

/// The page with its title and crumbs.
pub(super) fn titled(page: Page, meeting: &Meeting, name: &str) -> Page {
    let (list, here) = (page.t("ht-title").into_owned(), page.t("ht-do-record").into_owned());
    let whole = format!("{here}: {name}");
    dress(page).title(whole).crumb(list, OFFICE).crumb(name, path(meeting)).crumb_here(here)
}

/// What a fresh form holds.
pub(super) fn fresh(meeting: &Meeting, part: u8) -> FormState {
    let (entered, ..) = meeting.attendance();
    let left = meeting.households.saturating_sub(entered);
    let form = FormState::new().with("households", left).with("cum", part);
    let form = form.with("on", meeting.on);
    (1..=meeting.called.agenda.len())
        .fold(form, |form, n| form.with(&format!("vote{n}"), Vote::Hands.word()))
}

/// The form of a place that was entered: its numbers. Who is on its roll is opened elsewhere.
pub(super) fn entered(meeting: &Meeting, one: &Recorded) -> FormState {
    let form = FormState::new()
        .with("cum", one.part)
        .with("on", meeting.on)
        .with("households", one.households)
        .with("here", one.in_person)
        .with("stood", one.represented)
        .with("elected", one.elected);
    (1..).zip(&one.sheets).fold(form, |form, (n, sheet): (usize, _)| {
        let form = form
            .with(&format!("vote{n}"), sheet.vote.word())
            .with(&format!("against{n}"), sheet.against)
            .with(&format!("silent{n}"), sheet.silent)
            .with(&format!("spoilt{n}"), sheet.spoilt);
        let votes = (1..).zip(&sheet.votes);
        votes.fold(form, |form, (c, votes): (usize, _)| form.with(&format!("v{n}_{c}"), votes))
    })
}

/// What is said above the form.
struct Above {
    last: Html,
    sent: bool,
    status: StatusCode,
}

fn answer(
    app: &App,
    page: Page,
    form: &FormState,
    (meeting, part, around): (&Meeting, u8, &Around),
    key: &str,
    above: Above,
) -> Answer {
    let name = called(&page, &around.village, meeting.on);
    let page = titled(page, meeting, &name).redisplay(form);
    let page = if above.status == StatusCode::OK { page } else { page.status(above.status) };
    let laws = app.store.laws();
    let rules = rules(&page, laws.now(), meeting.on);
    let (last, sent, said) = (above.last, above.sent, &around.said);
    let shown = RecordPage { page: &page, form, meeting, name, said, part, key, last, sent, rules };
    Ok(page.show(&shown))
}

/// The rules that the page names.
pub(super) fn rules(page: &Page, law: &rulebook::Law, on: jiff::civil::Date) -> [String; 2] {
    ["MT.secretary", "MT.vote"].map(|rule| rule_words(page, law, rule, on).unwrap_or_default())
}

fn part_of(meeting: &Meeting, typed: Option<&str>) -> u8 {
    let typed = typed.and_then(|n| n.parse().ok());
    typed.filter(|n| (1..=meeting.called.parts).contains(n)).unwrap_or(1)
}

/// `GET /can-bo/hop-thon/{village}/record?cum=…`
pub(super) async fn show(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    Path(typed): Path<String>,
    page: Page,
) -> Answer {
    let Read { meeting, .. } = find(&app, &officer, &typed, Act::VILLAGES_RECORD).await?;
    if meeting.arrow(Step::Record, &app.store.laws()).is_none() {
        let refusal = Refusal::conflict("village-not-now");
        return Err(refusal.with("state", meeting.state.word()).into());
    }
    if meeting.on > app.store.clock().today() {
        let day = crate::meeting::shown(meeting.on);
        return Err(Refusal::conflict("village-not-yet").with("date", day).into());
    }
    let part = part_of(&meeting, page.query().get("cum"));
    let around = Around::of(&app, &meeting).await?;
    let form = match meeting.parts.get(&part) {
        Some(there) => entered(&meeting, &there.recorded),
        None => fresh(&meeting, part),
    };
    let above = Above { last: Html::default(), sent: false, status: StatusCode::OK };
    answer(&app, page, &form, (&meeting, part, &around), &app.store.new_key(), above)
}

/// `POST /can-bo/hop-thon/{village}/record`
pub(super) async fn send(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    Path(typed): Path<String>,
    posted: Posted,
) -> Answer {
    let read = find(&app, &officer, &typed, Act::VILLAGES_RECORD).await?;
    let Posted { page, mut form } = posted;
    let around = Around::of(&app, &read.meeting).await?;
    let part = part_of(&read.meeting, form.fields().get("cum"));
    let form_key = form.fields().get("key").map_or_else(|| app.store.new_key(), str::to_owned);
    let Some(mut entry) = read_form(&mut form, &read.meeting, part) else {
        let above = Above { last: Html::default(), sent: false, status: StatusCode::OK };
        return answer(&app, page, &form, (&read.meeting, part, &around), &form_key, above);
    };
    entry.key.clone_from(&form_key);
    match desk::enter(&app.store, &officer.actor(), read.clone(), &entry).await {
        Ok(done) => {
            let (n, meeting) = (u32::from(part), &done.meeting);
            let again = if done.again { "ht-entered-again" } else { "ht-entered-next" };
            let last = page.notice(Mark::Done, page.with("n", n).t("ht-entered"), page.t(again));
            let above = Above { last, sent: true, status: StatusCode::CREATED };
            let form = meeting.parts.get(&part).map(|one| entered(meeting, &one.recorded));
            let form = form.unwrap_or_else(|| fresh(meeting, part));
            answer(&app, page, &form, (meeting, part, &around), &app.store.new_key(), above)
        }
        Err(failure) => refused(&app, &officer, page, form, (&typed, part), failure).await,
    }
}

/// Nothing was written: a fault goes to its field; for anything else the page says why, shows what
/// is recorded, and keeps what was typed. Sent again from there, it is a decision of its own.
async fn refused(
    app: &App,
    officer: &Officer,
    page: Page,
    mut form: FormState,
    (typed, part): (&str, u8),
    failure: Failure,
) -> Answer {
    let Some(refusal) = failure.refusal().cloned() else { return Err(failure) };
    let read = find(app, officer, typed, Act::VILLAGES_RECORD).await?;
    let around = Around::of(app, &read.meeting).await?;
    if refusal.field.is_some() {
        failure.on_form(&mut form)?;
        let key = form.fields().get("key").map_or_else(|| app.store.new_key(), str::to_owned);
        let above = Above { last: Html::default(), sent: false, status: StatusCode::OK };
        return answer(app, page, &form, (&read.meeting, part, &around), &key, above);
    }
    let say = web::Say::new(format!("refusal-{}", refusal.code));
    let args = refusal.args.iter().cloned();
    let say = args.fold(say, |say, (name, value)| say.with(name, value));
    let next = page.t(format!("refusal-{}-next", refusal.code));
    let last = page.notice(Mark::Late, page.w().say(&say), next);
    form.set("on", read.meeting.on);
    let above = Above { last, sent: false, status: StatusCode::CONFLICT };
    answer(app, page, &form, (&read.meeting, part, &around), &app.store.new_key(), above)
}
