//! `/can-bo/nhan-don`: a person stands at the counter. One screen, keyboard alone, a minute: who,
//! what they say, what it is; then a paper for their hand, or the next in line.
//!
//! A denunciation stops here: it is taken on paper, and the page forgets who was named.

use std::sync::Arc;

use accounts::{Act, Answer, App, Failure, Officer};
use askama::Template;
use axum::extract::State as Shared;
use axum::http::StatusCode;
use axum::response::Response;
use calendar::CalendarKind;
use jiff::civil::Date;
use kernel::Refusal;
use units::Gazetteer;
use web::parts::Leader;
use web::{Fields, FormState, Html, Page, Posted, Say};

use super::around::{self, Scope, capital, key};
use crate::desk::{self, Filed, Filing, MOST_OTHERS, MOST_WORDS, More, Person};
use crate::kind::{AnswerBy, Channel, Kind, MATTERS};
use crate::pages::resident::receipt::{Paper, sheet};

mod begun;

pub use begun::{Begun, begin};

/// Where the form is sent, unless the letter comes out of something else.
const DESK: &str = "/can-bo/nhan-don";
/// What is chosen for a letter that has no place in this program.
const DENUNCIATION: &str = "denunciation";
/// Fields that say who somebody is: forgotten when the letter is a denunciation.
const WHO: [&str; 3] = ["name", "phone", "address"];

#[derive(Template)]
#[template(path = "office/desk.html")]
pub(super) struct DeskPage<'a> {
    pub page: &'a Page,
    pub form: &'a FormState,
    /// Where the form is sent.
    pub action: &'a str,
    pub scope: &'a Scope,
    pub villages: &'a [(String, String)],
    /// Names this form: sent twice, it files once.
    pub key: &'a str,
    /// What today's letters would owe, one line a kind.
    pub owed: Vec<Leader>,
    /// The one before, filed just now, with its words to copy.
    pub last: Option<Last>,
}

/// Whose desk it is.
struct Spot {
    scope: Scope,
    /// The villages that a letter may name: code and name.
    villages: Vec<(String, String)>,
}

impl Spot {
    async fn of(app: &App, officer: &Officer, asked: Option<&str>) -> Result<Self, Failure> {
        let scope = Scope::of(app, officer, asked)?;
        officer.allow(Act::PETITIONS_FILE, &scope.unit)?;
        let villages = around::villages(app, &scope.unit).await?;
        Ok(Self { scope, villages })
    }
}

/// The petition filed just before, shown above the empty form.
pub(super) struct Last {
    pub code: String,
    pub secret: Vec<String>,
    pub joined: Option<bool>,
}

impl DeskPage<'_> {
    fn offered(&self) -> &'static [Kind] {
        kinds_of(&self.scope.unit)
    }

    fn kinds(&self) -> web::Choice {
        let (page, f) = (self.page, self.page.form(self.form));
        let row = |word: &str, digit: u8, words: &str| f.row(word, words).key(digit);
        let choice = f.choice("kind", page.t("office-desk-kind")).legend_hidden().in_a_row();
        let kinds = self.offered().iter().zip(1..);
        let choice = kinds.fold(choice, |choice, (kind, digit)| {
            choice.row(row(kind.word(), digit, &capital(&page.t(key("kind", kind.word())))))
        });
        let last = self.offered().len() as u8 + 1;
        choice.row(row(DENUNCIATION, last, &page.t("office-desk-denunciation")))
    }

    /// How it came: in person, or on paper with its day.
    fn ways_in(&self) -> web::Choice {
        let (page, f) = (self.page, self.page.form(self.form));
        let day = f.date("on", page.t("day-desk-on")).hint(page.t("day-desk-on-hint")).narrow();
        f.choice("came", page.t("day-desk-came"))
            .legend_hidden()
            .in_a_row()
            .option(Channel::Desk.word(), page.t("day-desk-in-person"))
            .option_more(Channel::Paper.word(), page.t("day-desk-on-paper"), day)
    }

    /// Whether the part for several people stands open.
    fn several(&self) -> bool {
        let used = |name: &str| self.form.fields().get(name).is_some();
        ["people", "others"].into_iter().any(|name| used(name) || self.form.fault(name).is_some())
    }

    fn matters(&self) -> web::Control {
        let (page, f) = (self.page, self.page.form(self.form));
        let list = f.select("matter", page.t("office-matter"));
        MATTERS.iter().fold(list, |list, m| list.option(m, capital(&page.t(key("matter", m)))))
    }

    fn ways(&self) -> web::Choice {
        let (page, f) = (self.page, self.page.form(self.form));
        let choice = f.choice("by", page.t("office-desk-by")).legend_hidden().in_a_row();
        let ways = AnswerBy::ALL.iter();
        ways.fold(choice, |choice, by| {
            choice.option(by.word(), page.t(key("answer-by", by.word())))
        })
    }
}

#[derive(Template)]
#[template(path = "office/received.html")]
pub(super) struct ReceivedPage<'a> {
    pub page: &'a Page,
    /// The paper for the asker's hand, the same as the public page gives.
    pub sheet: Html,
    pub code: &'a str,
    pub again: bool,
    /// Whether what the letter came out of now names its code; `None` when it came by itself.
    pub joined: Option<bool>,
}

/// What can be filed for a unit.
fn kinds_of(unit: &str) -> &'static [Kind] {
    match Gazetteer::shared().current(unit) {
        Some(unit) => crate::served::kinds(&unit),
        None => &[Kind::Feedback, Kind::Complaint],
    }
}

fn titled(page: Page) -> Page {
    page.titled("office-desk-title").office().here(DESK)
}

/// What a fresh form holds.
pub(super) fn fresh() -> FormState {
    let form = FormState::new().with("kind", "feedback").with("by", "desk");
    form.with("matter", "other").with("came", Channel::Desk.word())
}

/// `GET /can-bo/nhan-don`
pub(super) async fn show(Shared(app): Shared<Arc<App>>, officer: Officer, page: Page) -> Answer {
    officer.allow_somewhere(Act::PETITIONS_FILE)?;
    let spot = Spot::of(&app, &officer, page.query().get("unit")).await?;
    answer(&app, titled(page), &fresh(), &spot, (DESK, &app.store.new_key()), None)
}

fn answer(
    app: &App,
    page: Page,
    form: &FormState,
    spot: &Spot,
    (action, key): (&str, &str),
    last: Option<Last>,
) -> Answer {
    let owed = owed(app, &page)?;
    let Spot { scope, villages } = spot;
    Ok(page.show(&DeskPage { page: &page, form, action, scope, villages, key, owed, last }))
}

/// What a letter of each kind would owe if it came today.
fn owed(app: &App, page: &Page) -> Result<Vec<Leader>, Failure> {
    let (laws, today) = (app.store.laws(), app.store.clock().today());
    let line = |rule: &str| -> Result<Leader, Failure> {
        let due = laws.now().due_date(rule, today, CalendarKind::Office).map_err(Failure::bug)?;
        Ok(Leader::html(page.t(key("office-today-clock", rule)), page.long_tag(due)))
    };
    Ok(vec![line("TD.reply")?, line("KN.accept1")?])
}

/// What became of a form.
pub enum Sent {
    /// Something is wrong or is a denunciation: nothing was filed.
    Shown(Response),
    /// A letter was filed, now or by the same form before.
    Filed(Box<Taken>),
}

/// A letter filed at the desk, its receipt not yet shown.
pub struct Taken {
    page: Page,
    form: FormState,
    spot: Spot,
    filed: Filed,
}

impl Taken {
    /// Its code.
    pub fn code(&self) -> &str {
        &self.filed.petition.received.code
    }

    /// The receipt, or the next form; `joined` says whether what the letter came out of now names
    /// its code.
    ///
    /// # Errors
    /// When a day cannot be reckoned.
    pub fn show(self, app: &App, joined: Option<bool>) -> Answer {
        let Self { page, form, spot, filed } = self;
        if form.fields().get("then") != Some("next") {
            return received(app, page, &filed, (&form, joined), &spot.villages);
        }
        let page = page.status(StatusCode::CREATED);
        let secret = filed.secret.map(str::to_owned).to_vec();
        let last = Last { code: filed.petition.received.code, secret, joined };
        answer(app, page, &fresh(), &spot, (DESK, &app.store.new_key()), Some(last))
    }
}

/// `POST /can-bo/nhan-don`
pub(super) async fn send(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    posted: Posted,
) -> Answer {
    match sent(&app, &officer, posted, DESK).await? {
        Sent::Shown(response) => Ok(response),
        Sent::Filed(taken) => taken.show(&app, None),
    }
}

/// Reads and files a form that was sent to `action`.
///
/// # Errors
/// When the officer may file nothing there, or a database is away.
pub async fn sent(
    app: &App,
    officer: &Officer,
    posted: Posted,
    action: &str,
) -> Result<Sent, Failure> {
    officer.allow_somewhere(Act::PETITIONS_FILE)?;
    let Posted { page, mut form } = posted;
    let asked = form.fields().get("unit").map(str::to_owned);
    let spot = Spot::of(app, officer, asked.as_deref()).await?;
    let page = titled(page);
    let form_key = form.fields().get("key").map_or_else(|| app.store.new_key(), str::to_owned);
    let shown = |page: Page, form: &FormState, spot: &Spot| {
        answer(app, page.redisplay(form), form, spot, (action, &form_key), None).map(Sent::Shown)
    };
    if form.fields().get("kind") == Some(DENUNCIATION) {
        return shown(page, &stopped(form.fields()), &spot);
    }
    let today = app.store.clock().today();
    let Some(filing) = read(&mut form, &spot, today) else {
        return shown(page, &form, &spot);
    };
    let id = desk::keyed_id(&app.store, &officer.account.to_string(), &form_key, today);
    match desk::file(&app.store, &officer.actor(), filing, Some(id)).await {
        Ok(filed) => Ok(Sent::Filed(Box::new(Taken { page, form, spot, filed }))),
        Err(failure) => {
            let Some(refusal) = failure.refusal().cloned() else { return Err(failure) };
            form.refuse(&refusal);
            shown(page, &form, &spot)
        }
    }
}

/// The form as it was sent to `action`, with why nothing was filed: what was typed is not lost.
///
/// # Errors
/// When the officer may file nothing there, or a database is away.
pub async fn refused(
    app: &App,
    officer: &Officer,
    posted: Posted,
    action: &str,
    refusal: &Refusal,
) -> Answer {
    let Posted { page, mut form } = posted;
    let spot = Spot::of(app, officer, form.fields().get("unit")).await?;
    let key = form.fields().typed("key").to_owned();
    form.refuse(refusal);
    answer(app, titled(page).redisplay(&form), &form, &spot, (action, &key), None)
}

/// A denunciation: nothing is recorded, and whoever was named is gone from the page.
fn stopped(typed: &Fields) -> FormState {
    let kept = typed.pairs().filter(|(name, _)| !WHO.contains(name));
    let mut form = FormState::of(kept.fold(Fields::default(), |mut fields, (name, value)| {
        fields.push(name, value);
        fields
    }));
    form.wrong("kind", Say::new("office-desk-stop"));
    form
}

/// Reads the form, faults in the order of the page; `None` when something is wrong.
fn read(form: &mut FormState, spot: &Spot, today: Date) -> Option<Filing> {
    let is = |form: &FormState, name: &str, value: &str| form.fields().get(name) == Some(value);
    let kind = form.fields().get("kind").and_then(Kind::read);
    let complaint = kind.is_some_and(Kind::is_complaint);
    let by_post = is(form, "by", AnswerBy::Post.word());
    let name = match complaint || by_post {
        true => form.required_or("name", 200, "office-desk-name-missing"),
        false => form.text("name", 200),
    };
    let phone = match is(form, "by", AnswerBy::Sms.word()) {
        true => form.phone("phone"),
        false => form.maybe_phone("phone"),
    };
    let address = match complaint || by_post {
        true => form.required_or("address", 300, "office-desk-address-missing"),
        false => form.text("address", 300),
    };
    let email = match is(form, "by", AnswerBy::Email.word()) {
        true => form.email("email"),
        false => form.maybe_email("email"),
    };
    let first_code = (kind == Some(Kind::SecondComplaint))
        .then(|| form.text("first", 40).unwrap_or_default())
        .filter(|code| !code.is_empty());
    let more = more(form, today);
    let words = form.required_or("words", MOST_WORDS, "office-desk-words-missing");
    let place = form.text("place", 500);
    let kinds: Vec<&str> = kinds_of(&spot.scope.unit).iter().map(|kind| kind.word()).collect();
    let kind = form.choice("kind", &kinds).and_then(Kind::read);
    let matter = form.choice("matter", MATTERS);
    let ways: Vec<&str> = AnswerBy::ALL.iter().map(|by| by.word()).collect();
    let answer_by = form.choice("by", &ways).and_then(AnswerBy::read);
    let Spot { scope, villages } = spot;
    let codes: Vec<&str> = villages.iter().map(|(code, _)| code.as_str()).collect();
    let village = form.maybe_choice("village", &codes).unwrap_or_default().to_owned();
    if form.is_wrong() {
        return None;
    }
    let unit = Gazetteer::shared().current(&scope.unit);
    Some(Filing {
        kind: kind?,
        unit: scope.unit.clone(),
        letters: unit.map(|unit| unit.short_prefix()).unwrap_or_default(),
        matter: matter?.to_owned(),
        village,
        channel: if more.on.is_some() { Channel::Paper } else { Channel::Desk },
        answer_by: answer_by?,
        words: words?,
        place: place.unwrap_or_default(),
        person: Person {
            name: name.unwrap_or_default(),
            phone: phone.unwrap_or_default(),
            address: address.unwrap_or_default(),
            email: email.unwrap_or_default(),
        },
        more: More { first: first_code, ..more },
    })
}

/// The day of a letter on paper, and the people behind it.
fn more(form: &mut FormState, today: Date) -> More {
    let on_paper = form.fields().get("came") == Some(Channel::Paper.word());
    // tidy: allow(law): how far back a day may be typed, no term of the law
    let earliest = today.saturating_sub(jiff::Span::new().years(1));
    let on = on_paper.then(|| form.maybe_date("on", earliest, today).unwrap_or(today));
    let others = form.text("others", MOST_OTHERS).unwrap_or_default();
    let people = match form.fields().get("people").is_some() || !others.trim().is_empty() {
        true => form.number("people", 2..=100_000).map(|people| people as u32),
        false => None,
    };
    More { on, people, others, ..More::default() }
}

fn received(
    app: &App,
    page: Page,
    filed: &Filed,
    (typed, joined): (&FormState, Option<bool>),
    villages: &[(String, String)],
) -> Answer {
    let code = &filed.petition.received.village;
    let village = villages.iter().find(|(known, _)| known == code).map_or("", |(_, name)| name);
    let page = page.titled("receipt-title").status(StatusCode::CREATED);
    let paper = Paper {
        petition: &filed.petition,
        secret: &filed.secret,
        village,
        place: typed.fields().get("place").unwrap_or_default(),
        phone: typed.fields().get("phone").unwrap_or_default(),
        proof: &ledger::path(&app.store, &filed.petition.id, 1),
    };
    let sheet = sheet(&page, &app.store.laws(), &paper)?;
    let code = &filed.petition.received.code;
    Ok(page.show(&ReceivedPage { page: &page, sheet, code, again: filed.again, joined }))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TODAY: Date = Date::constant(2026, 2, 12);

    fn form(pairs: &[(&str, &str)]) -> FormState {
        let mut fields = Fields::default();
        pairs.iter().for_each(|(name, value)| fields.push(*name, value));
        FormState::of(fields)
    }

    fn spot() -> Spot {
        let (unit, phrase) = ("20836".into(), "xã Thăng Trường".into());
        Spot {
            scope: Scope { unit, phrase, choices: Vec::new() },
            villages: vec![("20836-01".into(), "Thôn Bến Cồn".into())],
        }
    }

    const WELL: [(&str, &str); 5] = [
        ("kind", "feedback"),
        ("by", "desk"),
        ("matter", "water"),
        ("words", "Mương bị lấp."),
        ("phone", "0900 000 118"),
    ];

    #[test]
    fn a_walk_in_is_read() {
        let filing = read(&mut form(&WELL), &spot(), TODAY).unwrap();
        assert_eq!((filing.kind, filing.channel), (Kind::Feedback, Channel::Desk));
        assert_eq!((filing.letters.as_str(), filing.person.phone.as_str()), ("TT", "0900000118"));
    }

    #[test]
    fn a_letter_on_paper_runs_from_the_day_on_which_it_came() {
        let paper = [("came", "paper"), ("on", "09/02/2026"), ("people", "12"), ("others", "A\nB")];
        let filing = read(&mut form(&[&WELL[..], &paper].concat()), &spot(), TODAY).unwrap();
        assert_eq!(filing.channel, Channel::Paper);
        assert_eq!(filing.more.on, Some(Date::constant(2026, 2, 9)));
        assert_eq!((filing.more.people, filing.more.others.as_str()), (Some(12), "A\nB"));
        for (field, value) in [("on", "13/02/2026"), ("people", "1")] {
            let mut odd = paper;
            odd.iter_mut().filter(|pair| pair.0 == field).for_each(|pair| pair.1 = value);
            let mut odd = form(&[&WELL[..], &odd].concat());
            assert!(read(&mut odd, &spot(), TODAY).is_none(), "{field}");
            assert!(odd.fault(field).is_some(), "{field}");
        }
    }

    #[test]
    fn a_complaint_needs_name_and_address_and_a_message_a_telephone() {
        for (changed, faulty) in [
            (("kind", "complaint"), vec!["name", "address"]),
            (("by", "post"), vec!["name", "address"]),
            (("words", " "), vec!["words"]),
            (("matter", "religion"), vec!["matter"]),
            (("phone", "0900 000 11"), vec!["phone"]),
        ] {
            let mut pairs = WELL;
            pairs.iter_mut().filter(|pair| pair.0 == changed.0).for_each(|pair| *pair = changed);
            let mut form = form(&pairs);
            assert!(read(&mut form, &spot(), TODAY).is_none(), "{changed:?}");
            let faults: Vec<&str> = form.faults().iter().map(|(at, _)| at.as_str()).collect();
            assert_eq!(faults, faulty, "{changed:?}");
        }
        let mut silent =
            form(&[("by", "sms"), ("kind", "feedback"), ("matter", "water"), ("words", "a")]);
        assert!(read(&mut silent, &spot(), TODAY).is_none());
        assert!(silent.fault("phone").is_some());
    }

    #[test]
    fn a_village_is_one_of_the_unit() {
        let mut own = form(&[&WELL[..], &[("village", "20836-01")]].concat());
        assert_eq!(read(&mut own, &spot(), TODAY).unwrap().village, "20836-01");
        let mut odd = form(&[&WELL[..], &[("village", "20839-01")]].concat());
        assert!(read(&mut odd, &spot(), TODAY).is_none());
        assert!(odd.fault("village").is_some());
    }

    #[test]
    fn a_denunciation_leaves_nobody_on_the_page() {
        let form = form(&[("kind", "denunciation"), ("name", "Ai Đó"), ("words", "Việc")]);
        let stopped = stopped(form.fields());
        assert_eq!(stopped.fields().get("name"), None);
        assert_eq!(stopped.fields().get("words"), Some("Việc"));
        assert!(stopped.fault("kind").is_some());
    }
}
