//! `/can-bo/hang-loat`: many cases at once. First the list, narrowed as in the register; then what
//! would happen to each; then it is done, case by case, and what was not done is said with why.
//! Giving cases out can be undone while nobody has worked on them since; destroying cannot.
//!
//! ```text
//! list ─► preview ─► done ─► undone (giving out only)
//! ```

use std::sync::Arc;

use accounts::{Act, Answer, App, Failure, Officer};
use askama::Template;
use axum::extract::State as Shared;
use jiff::civil::Date;
use kernel::{Id, Refusal};
use store::Laws;
use web::parts::{Mark, Status};
use web::{FormState, Page, Posted, Say};

use super::around::{self, Colleague, Scope, capital, key};
use super::rows::{self, Reader, Row};
use super::today::{Choices, narrowed};
use crate::desk::bulk::{self, Bulk, Outcome, Seen};
use crate::petition::{Petition, State};
use crate::store::{self as sql, Filter, Order};
use crate::{code, desk};

/// How many cases one list shows and one act takes.
pub(super) const MOST: i64 = 100;

/// What is done to all of them, by its word in forms and addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Doing {
    /// Give them to an officer.
    Assign,
    /// Destroy them: filed letters whose time of keeping is over.
    Destroy,
}

impl Doing {
    fn act(self) -> Act {
        match self {
            Self::Assign => Act::PETITIONS_ASSIGN,
            Self::Destroy => Act::VAULT_ERASE,
        }
    }

    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Assign => "assign",
            Self::Destroy => "destroy",
        }
    }

    /// Its page.
    pub fn path(self) -> &'static str {
        match self {
            Self::Assign => "/can-bo/hang-loat",
            Self::Destroy => "/can-bo/tieu-huy",
        }
    }

    /// Where it is done.
    pub fn room(self) -> Room {
        Room { word: self.word(), path: self.path().to_owned() }
    }
}

/// What is done to many, and where: what preview and result need to know of it.
#[derive(Clone, Debug)]
pub(super) struct Room {
    /// Its word in keys.
    pub word: &'static str,
    /// The page with the list.
    pub path: String,
}

/// What a preview or a result says besides its lines.
#[derive(Default)]
pub(super) struct Said {
    /// How many of how many.
    pub head: String,
    /// What follows for whom.
    pub notes: Vec<String>,
    /// What the button carries on: names and values.
    pub carry: Vec<(&'static str, String)>,
}

#[derive(Template)]
#[template(path = "office/bulk.html")]
pub(super) struct BulkPage<'a> {
    pub page: &'a Page,
    pub form: &'a FormState,
    pub scope: &'a Scope,
    pub doing: Doing,
    pub filter: Choices,
    /// Officers to give to: account and title.
    pub officers: &'a [(String, String)],
    pub rows: &'a [Row],
    pub more: bool,
    /// The ground of destroying.
    pub ground: String,
}

/// One case of a preview or a result.
pub(super) struct Line {
    pub code: String,
    pub about: String,
    /// Carried on to the next step: code and facts seen; and who had it before, for undoing.
    pub carry: String,
    /// Whether it is, or was, done; else why not.
    pub well: bool,
    pub words: Status,
    /// What it does to the clocks.
    pub clocks: Vec<String>,
}

#[derive(Template)]
#[template(path = "office/bulk-after.html")]
pub(super) struct AfterPage<'a> {
    pub page: &'a Page,
    pub form: &'a FormState,
    pub scope: &'a Scope,
    pub room: Room,
    /// Where a preview's button, or undoing, posts to; nothing to do when empty.
    pub action: &'static str,
    /// Key of the button.
    pub button: &'static str,
    pub said: Said,
    pub lines: Vec<Line>,
}

impl AfterPage<'_> {
    /// Whether the button takes back what was done.
    fn undoes(&self) -> bool {
        self.button == "day-bulk-undo"
    }

    fn carried(&self) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(|line| line.well)
    }
}

/// The last day of filing whose letters need not be kept any more: found through the rulebook.
pub(super) fn filed_by(laws: &Laws, today: Date) -> Option<Date> {
    let book = &laws.now().rulebook;
    let kept = |filed: Date| book.keep_until("DON.store", filed).is_ok_and(|until| today <= until);
    let day = |back: i64| today.checked_sub(jiff::Span::new().days(back)).ok();
    // Kept at `near` days back, not kept at `far` days back; halved until they meet.
    let (mut near, mut far) = (0_i64, 1_i64);
    while day(far).is_some_and(kept) {
        (near, far) = (far, far * 2);
    }
    while far - near > 1 {
        let middle = near + (far - near) / 2;
        match day(middle).is_some_and(kept) {
            true => near = middle,
            false => far = middle,
        }
    }
    day(far)
}

/// Officers who may work on the unit's cases.
fn able(page: &Page, colleagues: &[Colleague], unit: &str) -> Vec<(String, String)> {
    let able = colleagues.iter().filter(|one| one.may(Act::PETITIONS_VERIFY, unit));
    able.map(|one| (one.account.to_string(), one.title(page))).collect()
}

/// `GET /can-bo/hang-loat?holder=…&kind=…&matter=…`
pub(super) async fn assign(Shared(app): Shared<Arc<App>>, officer: Officer, page: Page) -> Answer {
    list(&app, &officer, page, Doing::Assign, None).await
}

/// `GET /can-bo/tieu-huy`
pub(super) async fn destroy(Shared(app): Shared<Arc<App>>, officer: Officer, page: Page) -> Answer {
    list(&app, &officer, page, Doing::Destroy, None).await
}

async fn list(
    app: &App,
    officer: &Officer,
    page: Page,
    doing: Doing,
    form: Option<FormState>,
) -> Answer {
    officer.allow_somewhere(doing.act())?;
    let query = page.query();
    let scope = Scope::of(app, officer, query.get("unit"))?;
    officer.allow(doing.act(), &scope.unit)?;
    let (today, laws) = (app.store.clock().today(), app.store.laws());
    let base = narrowed(&page, &scope.unit);
    let filter = match doing {
        Doing::Assign => Filter { open: true, ..base },
        Doing::Destroy => Filter { filed_by: filed_by(&laws, today), ..base },
    };
    let order = if doing == Doing::Assign { Order::Due } else { Order::Oldest };
    let colleagues = around::colleagues(app, today).await?;
    let villages = around::all_villages(app, &scope.unit).await?;
    let listed = sql::list(&app.store, &filter, order, None, false, MOST).await?;
    let page = page.titled(key("day-bulk", doing.word())).office().here(doing.path());
    let reader = Reader {
        page: &page,
        officer,
        colleagues: &colleagues,
        villages: &villages,
        today,
        soon: rows::soon_until(laws.now(), today),
    };
    let rows = rows::rows(app, &reader, &listed.lines).await?;
    let form = form.unwrap_or_else(|| FormState::of(query));
    let page = page.clone().redisplay(&form);
    Ok(page.show(&BulkPage {
        page: &page,
        form: &form,
        doing,
        filter: Choices::of(&page, &colleagues, &villages),
        officers: &able(&page, &colleagues, &scope.unit),
        rows: &rows,
        more: listed.more,
        ground: crate::cite(&laws, "DON.store", today),
        scope: &scope,
    }))
}

/// A case that a form carries: `TT-4176-28` or `TT-4176-28.7` or `TT-4176-28.7.01j…`.
pub(super) struct Carried {
    pub code: String,
    pub seen: Seen,
    before: Option<Id>,
}

pub(super) async fn carried(app: &App, texts: Vec<String>) -> Result<Vec<Carried>, Failure> {
    let mut all = Vec::new();
    for text in texts {
        let mut parts = text.split('.');
        let typed = parts.next().unwrap_or_default();
        let version = parts.next().and_then(|version| version.parse().ok());
        let before = parts.next().and_then(|id| id.parse().ok());
        let Some(digits) = code::read(typed) else { continue };
        let Some(stream) = sql::by_digits(&app.store, &digits).await? else { continue };
        all.push(Carried { code: typed.to_owned(), seen: Seen { stream, version }, before });
    }
    Ok(all)
}

/// The cases that a form carries, as many as one act takes.
pub(super) fn texts(form: &FormState) -> Vec<String> {
    form.fields().all("case").take(MOST as usize).map(str::to_owned).collect()
}

/// What the form asks for; a fault beside its field when it is not clear.
fn asked(
    doing: Doing,
    unit: &str,
    page: &Page,
    colleagues: &[Colleague],
    form: &mut FormState,
) -> Option<(Bulk, String)> {
    if form.fields().all("case").next().is_none() {
        form.wrong("case", Say::new("day-bulk-none-chosen"));
    }
    let bulk = match doing {
        Doing::Destroy => Some((Bulk::Destroy, String::new())),
        Doing::Assign => {
            let able = able(page, colleagues, unit);
            let codes: Vec<&str> = able.iter().map(|(account, _)| account.as_str()).collect();
            let to = form.choice("to", &codes).and_then(|to| to.parse::<Id>().ok());
            let name = to.and_then(|to| colleagues.iter().find(|one| one.account == to));
            to.map(|to| (Bulk::Assign(to), name.map(|one| one.name.clone()).unwrap_or_default()))
        }
    };
    bulk.filter(|_| !form.is_wrong())
}

/// `POST /can-bo/hang-loat`: preview, then do, then undo, as the field `go` says.
pub(super) async fn assign_send(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    posted: Posted,
) -> Answer {
    send(&app, &officer, posted, Doing::Assign).await
}

/// `POST /can-bo/tieu-huy`
pub(super) async fn destroy_send(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    posted: Posted,
) -> Answer {
    send(&app, &officer, posted, Doing::Destroy).await
}

async fn send(app: &App, officer: &Officer, posted: Posted, doing: Doing) -> Answer {
    officer.allow_somewhere(doing.act())?;
    let Posted { page, mut form } = posted;
    let unit = form.fields().get("unit").map(str::to_owned);
    let scope = Scope::of(app, officer, unit.as_deref())?;
    officer.allow(doing.act(), &scope.unit)?;
    let go = form.fields().get("go").unwrap_or_default().to_owned();
    if go == "undo" && doing == Doing::Assign {
        return undo(app, officer, page, texts(&form), &scope).await;
    }
    let colleagues = around::colleagues(app, app.store.clock().today()).await?;
    let Some((bulk, name)) = asked(doing, &scope.unit, &page, &colleagues, &mut form) else {
        return list(app, officer, page, doing, Some(form)).await;
    };
    let cases = carried(app, texts(&form)).await?;
    let (shown, action, button) = match go.as_str() {
        "do" => {
            let seen: Vec<Seen> = cases.iter().map(|case| case.seen.clone()).collect();
            let outcomes = run(app, officer, doing, &bulk, &seen).await?;
            let lines = cases.iter().zip(&outcomes);
            let lines: Vec<Line> = lines.map(|(case, done)| after(&page, case, done)).collect();
            let undo = doing == Doing::Assign && lines.iter().any(|line| line.well);
            (("done", lines), if undo { doing.path() } else { "" }, "day-bulk-undo")
        }
        _ => {
            let lines = preview(app, officer, doing, &page, &bulk, &cases).await?;
            let any = lines.iter().any(|line| line.well);
            let button = match doing {
                Doing::Assign => "day-bulk-do-assign",
                Doing::Destroy => "day-bulk-do-destroy",
            };
            (("preview", lines), if any { doing.path() } else { "" }, button)
        }
    };
    let (stage, lines) = shown;
    let well = lines.iter().filter(|line| line.well).count() as i64;
    let said = page.with("well", well).with("all", lines.len() as i64).with("name", name);
    let head = match stage {
        "done" => said.t(key("day-bulk-done", doing.word())),
        _ => said.t(key("day-bulk-preview", doing.word())),
    };
    let to = form.fields().get("to").unwrap_or_default().to_owned();
    let said = Said { head, carry: vec![("to", to)], ..Said::default() };
    Ok(show_after(page, &scope, doing.room(), (action, button), said, lines))
}

/// The page of a preview or a result.
pub(super) fn show_after(
    page: Page,
    scope: &Scope,
    room: Room,
    (action, button): (&'static str, &'static str),
    said: Said,
    lines: Vec<Line>,
) -> axum::response::Response {
    let list = page.t(key("day-bulk", room.word)).into_owned();
    let page = page.titled(key("day-bulk", room.word)).office().here(&room.path);
    let page = page.crumb(list, &room.path);
    let form = &FormState::new();
    page.show(&AfterPage { page: &page, form, scope, room, action, button, said, lines })
}

/// Runs it, for those cases whose unit the officer reaches.
async fn run(
    app: &App,
    officer: &Officer,
    doing: Doing,
    bulk: &Bulk,
    seen: &[Seen],
) -> Result<Vec<Outcome>, Failure> {
    for one in seen {
        if let Some(line) = sql::one(&app.store, &one.stream).await? {
            officer.allow(doing.act(), &line.unit)?;
        }
    }
    bulk::all(&app.store, &officer.actor(), bulk, seen).await
}

async fn preview(
    app: &App,
    officer: &Officer,
    doing: Doing,
    page: &Page,
    bulk: &Bulk,
    cases: &[Carried],
) -> Result<Vec<Line>, Failure> {
    let (today, laws) = (app.store.clock().today(), app.store.laws());
    let mut lines = Vec::with_capacity(cases.len());
    for case in cases {
        let Some(read) = desk::read(&app.store, &case.seen.stream).await? else { continue };
        officer.allow(doing.act(), &read.petition.received.unit)?;
        let lawful = bulk.preview(&read.petition, today, &laws);
        let words = match &lawful {
            Ok(()) => Status::new(Mark::Half, page.t(key("day-bulk-will", doing.word()))),
            Err(refusal) => refused(page, refusal),
        };
        let carry = format!("{}.{}", read.petition.received.code, read.petition.version);
        lines.push(line(page, &read.petition, carry, lawful.is_ok(), words));
    }
    Ok(lines)
}

pub(super) fn line(
    page: &Page,
    petition: &Petition,
    carry: String,
    well: bool,
    words: Status,
) -> Line {
    let kind = capital(&page.t(key("kind", petition.kind.word())));
    let about = format!("{kind} · {}", page.t(key("matter", &petition.matter)));
    Line { code: petition.received.code.clone(), about, carry, well, words, clocks: Vec::new() }
}

pub(super) fn refused(page: &Page, refusal: &Refusal) -> Status {
    let mut sentence = Say::new(format!("refusal-{}", refusal.code));
    for (name, value) in &refusal.args {
        sentence = sentence.with(name, value.clone());
    }
    Status::new(Mark::None, page.say(&sentence))
}

/// What became of one; carried on for undoing with the one who had it before.
pub(super) fn after(page: &Page, case: &Carried, outcome: &Outcome) -> Line {
    match (&outcome.before, &outcome.after) {
        (Some(before), Ok(done)) => {
            let holder = before.holder.map(|id| id.to_string()).unwrap_or_default();
            let carry = format!("{}.{}.{holder}", done.received.code, done.version);
            let word = match done.state {
                State::Destroyed => "destroyed",
                State::Joined => "joined",
                _ => "assigned",
            };
            let words = Status::new(Mark::Done, page.t(key("day-bulk-was", word)));
            line(page, done, carry, true, words)
        }
        (before, Err(refusal)) => {
            let about = before.as_ref().map(|p| page.t(key("matter", &p.matter)).into_owned());
            Line {
                code: case.code.clone(),
                about: about.unwrap_or_default(),
                carry: String::new(),
                well: false,
                words: refused(page, refusal),
                clocks: Vec::new(),
            }
        }
        (None, Ok(done)) => {
            line(page, done, String::new(), true, Status::new(Mark::Done, String::new()))
        }
    }
}

/// Gives each back to who had it before, unless somebody has worked on it since.
async fn undo(
    app: &App,
    officer: &Officer,
    page: Page,
    texts: Vec<String>,
    scope: &Scope,
) -> Answer {
    let mut lines = Vec::new();
    for case in carried(app, texts).await? {
        let bulk = Bulk::GiveBack(case.before);
        let seen = [case.seen.clone()];
        let outcomes = run(app, officer, Doing::Assign, &bulk, &seen).await?;
        lines.extend(outcomes.iter().map(|outcome| {
            let mut line = after(&page, &case, outcome);
            if line.well {
                line.words = Status::new(Mark::Done, page.t("day-bulk-was-undone"));
            }
            line
        }));
    }
    let well = lines.iter().filter(|line| line.well).count() as i64;
    let head = page.with("well", well).with("all", lines.len() as i64).t("day-bulk-undone");
    let said = Said { head, ..Said::default() };
    Ok(show_after(page, scope, Doing::Assign.room(), ("", ""), said, lines))
}

#[cfg(test)]
mod tests {
    use rulebook::Law;

    use super::*;

    #[test]
    fn the_day_of_filing_is_found_through_the_rulebook() {
        let law = Law::embedded().unwrap();
        let body = serde_json::to_string(&law.canonical().unwrap()).unwrap();
        let mut stream = store::Stream::new("law");
        stream.records.push(store::Record {
            stream: stream.name.clone(),
            version: 1,
            kind: store::laws::ADOPTED.to_owned(),
            form: 1,
            at: jiff::Timestamp::UNIX_EPOCH,
            law: 0,
            actor: "system:test".into(),
            body,
            hash: store::journal::START,
        });
        let laws = Laws::replay(stream).unwrap();
        let today = Date::constant(2026, 3, 5);
        let filed = filed_by(&laws, today).unwrap();
        let until = |day| laws.now().rulebook.keep_until("DON.store", day).unwrap();
        assert!(until(filed) < today);
        assert!(until(filed.tomorrow().unwrap()) >= today, "the day after it is still kept");
    }
}
