//! `/can-bo/vang-mat`: who is away and who stands in; an officer records their own absence, a
//! leader also a colleague's.

use std::collections::HashMap;
use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use jiff::civil::Date;
use kernel::{Chance, Id};
use web::styleguide::Sample;
use web::{FormState, Html, Page, Posted};

use super::store::{self, Absence};
use crate::app::App;
use crate::failure::{Answer, Failure};
use crate::pages::go;
use crate::permissions::Act;
use crate::session::Officer;

const PATH: &str = "/can-bo/vang-mat";

#[derive(Template)]
#[template(path = "absences.html")]
struct AbsencesPage<'a> {
    page: &'a Page,
    form: &'a FormState,
    absences: &'a [Absence],
    names: &'a HashMap<Id, String>,
    /// Colleagues to choose from: account and name.
    colleagues: &'a [(String, String)],
    own: Id,
    /// Whether the officer may record a colleague's absence.
    for_others: bool,
    today: Date,
}

impl AbsencesPage<'_> {
    fn name(&self, account: &Id) -> String {
        let erased = || self.page.t("person-erased").into_owned();
        self.names.get(account).cloned().unwrap_or_else(erased)
    }

    fn may_end(&self, absence: &Absence) -> bool {
        self.for_others || absence.account == self.own
    }

    fn goes_on(&self, absence: &Absence) -> bool {
        absence.from <= self.today
    }
}

async fn answer(app: &App, officer: &Officer, page: Page, form: FormState) -> Answer {
    let today = app.store.clock().today();
    let absences = store::from(&app.store, today).await?;
    let (names, colleagues) = people(app, today, &absences).await?;
    let page = page.titled("absence-title").office().here(PATH).redisplay(&form);
    Ok(page.show(&AbsencesPage {
        page: &page,
        form: &form,
        absences: &absences,
        names: &names,
        colleagues: &colleagues,
        own: officer.account,
        for_others: officer.may_somewhere(Act::ACCOUNTS_ABSENCE),
        today,
    }))
}

type People = (HashMap<Id, String>, Vec<(String, String)>);

async fn people(app: &App, today: Date, absences: &[Absence]) -> Result<People, Failure> {
    let holders = store::holders(&app.store, today).await?;
    let items: Vec<Id> = holders.iter().filter_map(|(_, person)| *person).collect();
    let persons = app.persons(&items).await?;
    let named = |(account, person): &(Id, Option<Id>)| {
        Some((*account, persons.get(&(*person)?)?.name.clone()))
    };
    let mut names: HashMap<Id, String> = holders.iter().filter_map(named).collect();
    let mut colleagues: Vec<(String, String)> =
        names.iter().map(|(account, name)| (account.to_string(), name.clone())).collect();
    colleagues.sort_by_cached_key(|(_, name)| kernel::text::sort_key(name));
    let others = absences.iter().flat_map(|away| [away.account, away.stand_in]);
    let gone: Vec<Id> = others.filter(|id| !names.contains_key(id)).collect();
    names.extend(app.names(&gone).await?);
    Ok((names, colleagues))
}

/// `GET /can-bo/vang-mat`
pub(crate) async fn show(State(app): State<Arc<App>>, officer: Officer, page: Page) -> Answer {
    let form = FormState::new().with("who", officer.account);
    answer(&app, &officer, page, form).await
}

/// `POST /can-bo/vang-mat`
pub(crate) async fn record(
    State(app): State<Arc<App>>,
    officer: Officer,
    posted: Posted,
) -> Answer {
    let Posted { page, mut form } = posted;
    let today = app.store.clock().today();
    let (_, colleagues) = people(&app, today, &[]).await?;
    let codes: Vec<&str> = colleagues.iter().map(|(account, _)| account.as_str()).collect();
    let who = form.maybe_choice("who", &codes).and_then(|id| id.parse::<Id>().ok());
    let who = who.unwrap_or(officer.account);
    if who != officer.account {
        officer.allow_somewhere(Act::ACCOUNTS_ABSENCE)?;
    }
    let stand_in = form.choice("stand-in", &codes).and_then(|id| id.parse::<Id>().ok());
    // tidy: allow(law): how far ahead a day may be typed, no term of the law
    let latest = today.saturating_add(jiff::Span::new().years(2));
    let from = form.date("from", today, latest);
    let until = form.date("until", today, latest);
    if let (Some(stand_in), Some(from), Some(until)) = (stand_in, from, until) {
        match app.record_absence(&officer.actor(), who, stand_in, from, until).await {
            Ok(()) => return Ok(go(PATH)),
            Err(failure) => {
                let Some(refusal) = failure.refusal().cloned() else { return Err(failure) };
                form.refuse(&refusal);
            }
        }
    }
    answer(&app, &officer, page, form).await
}

/// `POST /can-bo/vang-mat/thoi`
pub(crate) async fn end(State(app): State<Arc<App>>, officer: Officer, posted: Posted) -> Answer {
    let fields = posted.form.fields();
    let who = fields.get("who").and_then(|id| id.parse::<Id>().ok()).unwrap_or(officer.account);
    if who != officer.account {
        officer.allow_somewhere(Act::ACCOUNTS_ABSENCE)?;
    }
    let n = fields.get("n").and_then(|n| n.parse().ok()).unwrap_or_default();
    app.end_absence(&officer.actor(), who, n).await?;
    Ok(go(PATH))
}

/// Samples of the page.
pub fn samples(page: &Page) -> Vec<Sample> {
    let (chance, now) = (Chance::seeded(3), jiff::Timestamp::constant(1_770_860_460, 0));
    let (own, other) = (Id::new(now, &chance), Id::new(now, &chance));
    let names =
        HashMap::from([(own, "Trần Thị Thử".to_owned()), (other, "Võ Minh Họa".to_owned())]);
    let colleagues: Vec<(String, String)> =
        names.iter().map(|(id, name)| (id.to_string(), name.clone())).collect();
    let today = Date::constant(2026, 2, 12);
    let until = Date::constant(2026, 2, 27);
    let absences = [Absence { account: own, n: 1, stand_in: other, from: today, until }];
    let page = page.clone().titled("absence-title").office();
    let mut wrong = FormState::new();
    wrong.wrong("stand-in", web::Say::new("refusal-absence-own"));
    let of = |form, absences| {
        let (page, names, colleagues) = (&page, &names, &colleagues);
        let shown =
            AbsencesPage { page, form, absences, names, colleagues, own, for_others: true, today };
        Html::of(&shown)
    };
    vec![
        Sample { name: "accounts-absences", html: of(&FormState::new(), &absences[..]) },
        Sample { name: "accounts-absences-wrong", html: of(&wrong, &[]) },
    ]
}
