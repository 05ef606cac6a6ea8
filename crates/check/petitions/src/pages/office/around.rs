//! What surrounds every list and case: whose unit it is, who works there, what things are called.

use std::collections::HashMap;

use accounts::permissions::{Reach, reach};
use accounts::{Act, App, Failure, Officer, Post};
use jiff::civil::Date;
use kernel::{Id, Refusal};
use units::{Gazetteer, local};
use web::Page;

use super::store as sql;
pub(crate) use crate::pages::words::{capital, key, law_lang, shorten, small, state_status};
use crate::served;

/// The unit whose petitions are looked at, and the others that could be.
#[derive(Clone, Debug, Default)]
pub(super) struct Scope {
    /// Its code.
    pub unit: String,
    /// What it is called inside a sentence: "xã Thăng Trường".
    pub phrase: String,
    /// Units to change to, with their names; empty when there is one only.
    pub choices: Vec<(String, String)>,
}

impl Scope {
    /// The unit asked for in the query, else the first one where the officer holds a post.
    ///
    /// # Errors
    /// A refusal for a unit that this installation does not serve.
    pub fn of(app: &App, officer: &Officer, asked: Option<&str>) -> Result<Self, Failure> {
        let instance = app.instance().ok_or_else(|| Refusal::conflict("instance-not-open"))?;
        let (gazetteer, today) = (Gazetteer::shared(), app.store.clock().today());
        let served = |code: &str| served::unit(gazetteer, &instance.unit, code, today);
        let unit = match asked {
            Some(code) => served(code)?,
            None => {
                let own = officer.posts.iter().find_map(|held| served(&held.unit).ok());
                own.map_or_else(|| served(&instance.unit), Ok)?
            }
        };
        let home = gazetteer.current(&instance.unit);
        let below = home.map(|home| gazetteer.children(home.id(), None)).unwrap_or_default();
        let all = home.into_iter().filter(|_| !below.is_empty()).chain(below.iter().copied());
        Ok(Self {
            unit: unit.id().code(),
            phrase: unit.phrase(),
            choices: all.map(|unit| (unit.id().code(), unit.title())).collect(),
        })
    }
}

/// An officer of today, as lists and forms name them.
#[derive(Clone, Debug)]
pub(super) struct Colleague {
    /// Which account.
    pub account: Id,
    /// The name as shown.
    pub name: String,
    /// Posts held today, each with its unit.
    pub posts: Vec<(Post, String)>,
    /// Whether the officer is away today, and who stands in until when.
    pub away: Option<Away>,
}

/// That an officer is away.
#[derive(Clone, Debug)]
pub(super) struct Away {
    /// Who does the work.
    pub stand_in: Id,
    /// What that one is called.
    pub name: String,
    /// The last day.
    pub until: Date,
}

impl Away {
    /// "Trần Thị Thử, vắng đến hết 05/03/2026; Võ Minh Họa làm thay".
    pub fn words(&self, page: &Page, who: &str) -> String {
        let said = page.with("who", who).with("until", page.date(self.until));
        said.with("name", self.name.as_str()).t("day-away")
    }
}

/// The accounts whose work is an officer's today: the own, and of those the officer stands in for.
pub(super) fn mine(officer: Id, colleagues: &[Colleague]) -> Vec<String> {
    let stands_in = |one: &&Colleague| one.away.as_ref().is_some_and(|a| a.stand_in == officer);
    let others = colleagues.iter().filter(stands_in).map(|one| one.account.to_string());
    std::iter::once(officer.to_string()).chain(others).collect()
}

impl Colleague {
    /// Whether one of the posts reaches `act` at `unit`.
    pub fn may(&self, act: Act, unit: &str) -> bool {
        self.posts.iter().any(|(post, at)| match reach(act, *post) {
            Reach::No => false,
            Reach::Own => at == unit,
            Reach::All => true,
        })
    }

    /// "Trần Thị Thử, chuyên viên".
    pub fn title(&self, page: &Page) -> String {
        let mut posts: Vec<_> = self.posts.iter().map(|(post, _)| page.t(post.key())).collect();
        posts.dedup();
        let title = format!("{} ({})", self.name, posts.join(", "));
        self.away.as_ref().map_or(title.clone(), |away| away.words(page, &title))
    }
}

/// Everybody who holds a post today, in the order of names.
pub(super) async fn colleagues(app: &App, today: Date) -> Result<Vec<Colleague>, Failure> {
    let held = sql::held_on(&app.store, today).await?;
    let items: Vec<Id> = held.iter().filter_map(|post| post.person).collect();
    let persons = app.persons(&items).await?;
    let mut all: Vec<Colleague> = Vec::new();
    for post in held {
        let place = (post.post, post.unit);
        if let Some(last) = all.last_mut().filter(|last| last.account == post.account) {
            last.posts.push(place);
        } else if let Some(person) = post.person.and_then(|item| persons.get(&item)) {
            let (account, name) = (post.account, person.name.clone());
            all.push(Colleague { account, name, posts: vec![place], away: None });
        }
    }
    all.sort_by_key(|colleague| kernel::text::sort_key(&colleague.name));
    for absence in app.absent_on(today).await? {
        let stand_in = all.iter().find(|one| one.account == absence.stand_in);
        let name = stand_in.map(|one| one.name.clone()).unwrap_or_default();
        let away = Away { stand_in: absence.stand_in, name, until: absence.until };
        let absent = all.iter_mut().find(|one| one.account == absence.account);
        absent.into_iter().for_each(|one| one.away = Some(away.clone()));
    }
    Ok(all)
}

/// The names of these accounts: of colleagues, and of those who left.
pub(super) async fn names(
    app: &App,
    colleagues: &[Colleague],
    wanted: impl IntoIterator<Item = Id>,
) -> Result<HashMap<Id, String>, Failure> {
    let mut names: HashMap<Id, String> =
        colleagues.iter().map(|one| (one.account, one.name.clone())).collect();
    let mut gone: Vec<Id> = wanted.into_iter().filter(|id| !names.contains_key(id)).collect();
    gone.sort();
    gone.dedup();
    if !gone.is_empty() {
        names.extend(app.names(&gone).await?);
    }
    Ok(names)
}

/// The villages and landmarks that a unit has today, code and name: what a form offers.
pub(super) async fn villages(app: &App, unit: &str) -> Result<Vec<(String, String)>, Failure> {
    let villages = local::places(&app.store, unit).await?;
    Ok(villages.into_iter().map(|village| (village.code, village.name)).collect())
}

/// All villages and landmarks that a unit ever had: old letters name those that are no more, with
/// their years.
pub(super) async fn all_villages(app: &App, unit: &str) -> Result<Vec<(String, String)>, Failure> {
    let units = local::under(&app.store, unit).await?;
    let villages = units.into_iter().filter(|unit| unit.kind.is_place());
    let named = villages.map(|village| match village.until {
        Some(until) => {
            let (first, last) = (village.from.year(), until.year());
            let years = if first == last { format!("{last}") } else { format!("{first}–{last}") };
            (village.code, format!("{} ({years})", village.name))
        }
        None => (village.code, village.name),
    });
    Ok(named.collect())
}
