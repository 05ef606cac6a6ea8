//! `/can-bo/don/{code}`: one case: until when, in whose words, what may be done now, what happened.
//!
//! Who the asker is and where exactly it happened stay closed: a place as typed is often a house.
//! Opening them is one form, logged before anything is shown; village and square of the map stand
//! on the page.

use std::collections::HashMap;
use std::sync::Arc;

use accounts::{Act, Answer, App, Failure, Officer};
use askama::Template;
use axum::extract::{Path, State as Shared};
use axum::response::{IntoResponse, Redirect, Response};
use jiff::civil::Date;
use kernel::{Actor, Id};
use store::{Laws, VaultId};
use web::parts::{Event as Point, Leader, Mark, Status};
use web::{Html, Page, PageError, Posted};

use super::around::{self, capital, key, shorten};
use super::rows::WORDS;
use crate::desk::{self, Read};
use crate::facts::Event;
use crate::import::denounced::speaks;
use crate::pages::files;
use crate::petition::{State, Step};
use crate::{code, store as sql};

pub(super) mod alike;
pub(super) mod deeds;
pub(super) mod preview;
mod renewed;
pub(super) mod standing;
pub(super) mod trail;
mod who;

pub(super) use renewed::{RenewedPage, renew};
use who::{behind, exact_place, guarded_part};
pub(super) use who::{leaders, person_of};

use crate::pages::clock::{self, Clock};

/// A case as its pages need it: facts, words without the person, names.
pub(super) struct Case {
    /// Its facts.
    pub read: Read,
    /// The law, now and before.
    pub laws: Arc<Laws>,
    /// Its debts with their dates.
    pub clocks: Vec<Clock>,
    /// Today.
    pub today: Date,
    opened: HashMap<Id, String>,
    names: HashMap<Id, String>,
    village: Option<String>,
    /// Offices that can be asked, by code.
    offices: Vec<(String, String)>,
    /// Whether its officer is away.
    away: Option<around::Away>,
    /// For a second complaint: when the time for it began, as the first one has it.
    pub first_end: Option<Date>,
}

impl Case {
    /// The case with this code, in any spelling, if the officer may read it.
    ///
    /// # Errors
    /// No such code, or a refusal.
    pub async fn find(app: &App, officer: &Officer, typed: &str) -> Result<Self, Failure> {
        let none = || Failure(PageError::NotFound);
        let digits = code::read(typed).ok_or_else(none)?;
        let stream = sql::by_digits(&app.store, &digits).await?.ok_or_else(none)?;
        let read = desk::read(&app.store, &stream).await?.ok_or_else(none)?;
        officer.allow(Act::PETITIONS_READ, &read.petition.received.unit)?;
        Self::open(app, read).await
    }

    /// The case of a petition that was read, by somebody who may.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn open(app: &App, read: Read) -> Result<Self, Failure> {
        let petition = &read.petition;
        let items = petition.items.iter().map(|item| item.id);
        let items: Vec<Id> = items.filter(|id| !petition.guarded.contains(id)).collect();
        let opened = app.store.words_of(&items).await?.into_iter();
        let opened = opened.filter_map(|(id, words)| Some((id, words.text()?))).collect();
        let names = app.names(&accounts_in(&read)).await?;
        let today = app.store.clock().today();
        let village = units::local::name(&app.store, &petition.received.village).await?;
        let unit = &petition.received.unit;
        let offices = units::local::of(&app.store, unit, units::local::Kind::Office).await?;
        let offices = offices.into_iter().map(|office| (office.code, office.name)).collect();
        let case = Self::new(read, app.store.laws(), opened, names, today)?;
        let away = away(app, case.read.petition.holder, today).await?;
        let first_end = standing::first_ended(app, &case.read.petition, &case.laws).await?;
        Ok(Self { village, offices, away, first_end, ..case })
    }

    /// A case from its parts.
    pub fn new(
        read: Read,
        laws: Arc<Laws>,
        opened: HashMap<Id, String>,
        names: HashMap<Id, String>,
        today: Date,
    ) -> Result<Self, Failure> {
        let clocks = clock::clocks(&read.petition, &laws)?;
        let (village, offices) = (None, Vec::new());
        let away = None;
        let own = Self {
            read,
            laws,
            clocks,
            today,
            opened,
            names,
            village,
            offices,
            away,
            first_end: None,
        };
        Ok(own)
    }

    /// Its code.
    pub fn code(&self) -> &str {
        &self.read.petition.received.code
    }

    /// Its page.
    pub fn path(&self) -> String {
        format!("/can-bo/don/{}", self.code())
    }

    /// Words from the vault; `None` when erased.
    pub fn text(&self, item: &VaultId) -> Option<&str> {
        self.opened.get(&item.id).map(String::as_str)
    }

    /// An officer's name.
    pub fn officer(&self, page: &Page, account: Id) -> String {
        let gone = || page.t("office-erased-officer").into_owned();
        self.names.get(&account).cloned().unwrap_or_else(gone)
    }

    /// An office's name; its code when it is not known.
    pub fn office<'a>(&'a self, code: &'a str) -> &'a str {
        let found = self.offices.iter().find(|(known, _)| known == code);
        found.map_or(code, |(_, name)| name.as_str())
    }

    /// Offices that can be asked, by code.
    pub fn offices(&self) -> &[(String, String)] {
        &self.offices
    }

    /// What it is about in one line: "Đường, cầu cống: Xe chở cát làm hỏng…".
    pub fn title(&self, page: &Page) -> String {
        let petition = &self.read.petition;
        let matter = capital(&page.t(key("matter", &petition.matter)));
        match self.text(&petition.received.words) {
            Some(words) => page
                .with("matter", matter)
                .with("words", shorten(words, WORDS))
                .t("office-case-title"),
            None => matter,
        }
    }

    /// The page's crumbs: inbox, then this case.
    pub fn crumbs(&self, page: Page) -> Page {
        let today = page.t("office-today-title").into_owned();
        page.office().here("/can-bo/hom-nay").crumb(today, "/can-bo/hom-nay")
    }
}

/// Whether the officer is away today, and who stands in.
async fn away(app: &App, holder: Option<Id>, today: Date) -> Result<Option<around::Away>, Failure> {
    let absences = app.absent_on(today).await?;
    let found = absences.into_iter().find(|absence| Some(absence.account) == holder);
    let Some(absence) = found else { return Ok(None) };
    let name = app.names(&[absence.stand_in]).await?.remove(&absence.stand_in);
    let (stand_in, name) = (absence.stand_in, name.unwrap_or_default());
    Ok(Some(around::Away { stand_in, name, until: absence.until }))
}

/// Every account that a case names.
fn accounts_in(read: &Read) -> Vec<Id> {
    let records = &read.stream.records;
    let actors = records.iter().filter_map(|record| match record.actor() {
        Actor::Account(id) => Some(id),
        _ => None,
    });
    let given = records.iter().filter_map(|record| match Event::read(record) {
        Ok(Event::Assigned { to, .. }) => Some(to),
        _ => None,
    });
    actors.chain(given).collect()
}

#[derive(Template)]
#[template(path = "office/case.html")]
pub(super) struct CasePage<'a> {
    pub page: &'a Page,
    pub case: &'a Case,
    pub title: String,
    pub state: Status,
    pub done: Option<String>,
    pub deeds: deeds::Deeds,
    pub trail: Vec<Point>,
    pub facts: Vec<Leader>,
    /// Other letters that may belong to it.
    pub alike: Html,
    /// Papers that were or can be issued on it.
    pub papers: Html,
    /// The asker, after the reading was logged.
    pub person: Option<Vec<Leader>>,
    pub may_person: bool,
    pub may_renew: bool,
}

impl<'a> CasePage<'a> {
    /// The page for one officer.
    ///
    /// # Errors
    /// When a date cannot be worked out: a fault of ours.
    pub fn new(page: &'a Page, officer: &Officer, case: &'a Case) -> Result<Self, Failure> {
        let received = &case.read.petition.received;
        let may = |act| officer.may(act, &received.unit);
        Ok(Self {
            page,
            case,
            title: case.title(page),
            state: around::state_status(page, case.read.petition.state),
            done: done(page),
            deeds: deeds::deeds(page, officer, case)?,
            trail: trail::trail(page, case),
            facts: [facts(page, case), standing::leaders(page, case)?].concat(),
            alike: Html::default(),
            papers: super::papers::panel(page, officer, case),
            person: None,
            may_person: guarded_part(received).is_some() && may(Act::PETITIONS_PERSON),
            may_renew: may(Act::PETITIONS_DESK),
        })
    }

    fn pressing(&self) -> Option<Html> {
        clock::pressing(&self.case.clocks)
            .map(|clock| clock.office_block(self.page, self.case.today))
    }

    fn clock_status(&self, clock: &Clock) -> Status {
        clock.status(self.page, self.case.today)
    }

    /// What is doubtful of the dates that are still open; of a letter that nobody classified, also
    /// whether it may be here at all.
    fn doubts(&self) -> Vec<String> {
        let open = self.case.clocks.iter().filter(|clock| clock.debt.is_open());
        let mut doubts: Vec<String> = open.flat_map(|clock| clock.doubts(self.page)).collect();
        doubts.sort();
        doubts.dedup();
        let petition = &self.case.read.petition;
        let words = self.case.text(&petition.received.words).unwrap_or_default();
        if petition.state == State::Received && speaks(words) {
            doubts.insert(0, self.page.t("office-doubt-denunciation").into_owned());
        }
        doubts
    }

    fn words(&self) -> Html {
        match self.case.text(&self.case.read.petition.received.words) {
            Some(words) => self.page.own_words(words),
            None => Html::escape(self.page.t("office-erased")),
        }
    }

    /// Photographs and papers with their numbers; `None` for one that was erased.
    fn files(&self) -> Vec<(usize, Option<String>)> {
        let petition = &self.case.read.petition;
        let label = |(n, file): (usize, &crate::facts::Enclosed)| {
            let kept = !petition.erased.contains(&file.item.id);
            (n, kept.then(|| files::label(self.page, n, &file.media, file.size)))
        };
        (1..).zip(&petition.files).map(label).collect()
    }

    fn kind(&self) -> String {
        capital(&self.page.t(key("kind", self.case.read.petition.kind.word())))
    }

    fn holder(&self) -> String {
        match self.case.read.petition.holder {
            Some(id) => {
                let name = self.case.officer(self.page, id);
                match &self.case.away {
                    Some(away) => away.words(self.page, &name),
                    None => self.page.with("name", name).t("office-held-by"),
                }
            }
            None => self.page.t("office-not-assigned").into_owned(),
        }
    }

    /// The answer as a paper of the State, once it was made.
    fn answer(&self) -> Option<Html> {
        let answer = self.case.read.petition.answer.as_ref()?;
        let text = self.case.text(answer)?;
        let lines = text.lines().filter(|line| !line.trim().is_empty());
        let lines = lines.map(|line| format!("<p class=\"txt\">{}</p>", Html::escape(line)));
        Some(self.page.letter(Html::trusted(lines.collect::<String>())))
    }

    fn answer_note(&self) -> &'static str {
        let petition = &self.case.read.petition;
        match petition.sent.is_some() && petition.sent == petition.answer {
            true => "office-answer-sent",
            false => "office-answer-draft",
        }
    }
}

/// "Đã phân loại đơn này.": what the form that led here did.
fn done(page: &Page) -> Option<String> {
    let query = page.query();
    let step = query.get("xong").and_then(Step::read)?;
    Some(page.t(key("office-done", step.word())).into_owned())
}

/// What is known of the case, beside it.
fn facts(page: &Page, case: &Case) -> Vec<Leader> {
    let petition = &case.read.petition;
    let received = &petition.received;
    let unit = units::Gazetteer::shared().current(&received.unit);
    let mut facts = vec![
        Leader::new(page.t("office-kind"), page.t(key("kind", petition.kind.word()))),
        Leader::new(page.t("office-matter"), page.t(key("matter", &petition.matter))),
        Leader::new(
            page.t("office-unit"),
            unit.map_or_else(|| received.unit.clone(), |unit| unit.title()),
        ),
    ];
    if let Some(name) = &case.village {
        facts.push(Leader::new(page.t("office-village"), name));
    }
    if let Some(cell) = received.extra.cell {
        let degrees = |thousandths: i32| format!("{:.3}", f64::from(thousandths) / 1000.0);
        let value = page.with("lat", degrees(cell.lat)).with("lon", degrees(cell.lon));
        facts.push(Leader::new(page.t("fact-cell"), value.t("public-cell")));
    }
    if let Some(people) = received.extra.people {
        facts.push(Leader::new(page.t("day-people"), page.num(people)));
    }
    if received.kind != petition.kind {
        let kind = page.t(key("kind", received.kind.word()));
        facts.push(Leader::new(page.t("office-filed-as"), kind));
    }
    let by = page.t(key("answer-by", received.answer_by.word()));
    facts.push(Leader::new(
        page.t("office-channel"),
        page.t(key("channel", received.channel.word())),
    ));
    facts.push(Leader::new(page.t("office-answer-by"), by));
    if let Some(solved) = petition.solved {
        facts.push(Leader::new(page.t("office-asker-says"), page.t(key("solved", solved.word()))));
    } else if matches!(petition.state, State::Sent | State::CarriedOut) {
        facts.push(Leader::new(page.t("office-asker-says"), page.t("office-asker-silent")));
    }
    facts
}

/// `GET /can-bo/don/{code}`
pub(super) async fn show(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    Path(typed): Path<String>,
    page: Page,
) -> Answer {
    officer.allow_somewhere(Act::PETITIONS_READ)?;
    let case = Case::find(&app, &officer, &typed).await?;
    if typed != case.code() {
        return Ok(Redirect::to(&case.path()).into_response());
    }
    let page = titled(page, &case);
    let alike = alike::read(&app, &officer, &case).await?;
    let mut shown = CasePage::new(&page, &officer, &case)?;
    shown.alike = alike::panel(&page, &officer, &case, &alike);
    Ok(page.show(&shown))
}

fn titled(page: Page, case: &Case) -> Page {
    let title = format!("{}: {}", case.code(), case.title(&page));
    let code = case.code().to_owned();
    case.crumbs(page).crumb_here(code).title(title)
}

/// `POST /can-bo/don/{code}/tep/{n}`: opens a photograph or a paper, which may show people. Logged
/// first, then handed out.
pub(super) async fn file(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    Path((typed, n)): Path<(String, usize)>,
    _: Posted,
) -> Answer {
    officer.allow_somewhere(Act::PETITIONS_READ)?;
    let case = Case::find(&app, &officer, &typed).await?;
    app.log_read(&officer, &case.read.stream.name, "file").await?;
    files::answer(&app.store, &case.read.petition, n).await
}

/// `GET` of the same, by a reader who only changed the language: back to the case.
pub(super) async fn file_back(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    Path((typed, _)): Path<(String, usize)>,
) -> Answer {
    back(Shared(app), officer, Path(typed)).await
}

/// A form's own address, asked for by a reader who only changed the language: back to the case.
pub(super) async fn back(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    Path(typed): Path<String>,
) -> Answer {
    officer.allow_somewhere(Act::PETITIONS_READ)?;
    let case = Case::find(&app, &officer, &typed).await?;
    Ok(Redirect::to(&case.path()).into_response())
}

/// `POST /can-bo/don/{code}/nguoi-gui`: opens who the asker is and where it happened. Logged first,
/// then shown.
pub(super) async fn person(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    Path(typed): Path<String>,
    posted: Posted,
) -> Answer {
    officer.allow_somewhere(Act::PETITIONS_PERSON)?;
    let case = Case::find(&app, &officer, &typed).await?;
    let received = &case.read.petition.received;
    officer.allow(Act::PETITIONS_PERSON, &received.unit)?;
    let group = case.read.petition.group.as_ref().map(|_| "person");
    if let Some(part) = guarded_part(received).or(group) {
        app.log_read(&officer, &case.read.stream.name, part).await?;
    }
    let person = person_of(&app, &case.read.petition).await?;
    let behind = behind(&app, &case.read.petition).await?;
    let page = titled(posted.page, &case);
    let mut shown = CasePage::new(&page, &officer, &case)?;
    let mut person = leaders(&page, &person);
    person.extend(behind.map(|names| Leader::new(page.t("day-desk-others"), names)));
    person.extend(exact_place(&app, &page, &case.read.petition).await?);
    shown.person = Some(person);
    Ok(page.show(&shown))
}

/// Goes to a case and says there what was done.
pub(super) fn after(case: &Case, step: Step) -> Response {
    Redirect::to(&format!("{}?xong={}", case.path(), step.word())).into_response()
}

impl CasePage<'_> {
    /// A notice that a form's work is done.
    fn done_notice(&self) -> Html {
        let done = self.done.iter().map(|words| self.page.notice(Mark::Done, words, ""));
        Html::join(done)
    }
}
