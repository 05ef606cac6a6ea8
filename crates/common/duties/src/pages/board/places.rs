//! Which unit the board is about, which others its reader may look at, and what lies below it.

use std::collections::BTreeMap;

use accounts::{Act, App, Failure, Officer};
use jiff::civil::Date;
use kernel::Refusal;
use units::{Gazetteer, Unit, local};
use web::PageError;

use crate::board::{self, Filter, Load, Whose};

/// Units with their names.
type Named = Vec<(String, String)>;

/// A unit of the board with those around it.
#[derive(Clone, Debug, Default)]
pub(super) struct Places {
    /// Its code.
    pub unit: String,
    /// What it is called inside a sentence: "xã Thăng Trường".
    pub phrase: String,
    /// Units to change to; one at most when there is nothing to choose.
    pub choices: Named,
    /// Units and offices below it that the reader may look at.
    pub lower: Named,
}

/// The kinds of matters that this officer may read of at a unit.
pub(super) fn prefixes(app: &App, officer: &Officer, unit: &str) -> Vec<String> {
    let readable = app.owing().iter().filter(|owing| officer.may(owing.read, unit));
    readable.map(|owing| owing.prefix.to_owned()).collect()
}

impl Places {
    /// The unit asked for, else the first one where a post of the officer reaches.
    ///
    /// # Errors
    /// Not found, for a unit that this installation does not serve; forbidden, for one that no
    /// post of the officer reaches.
    pub async fn of(app: &App, officer: &Officer, asked: Option<&str>) -> Result<Self, Failure> {
        let instance = app.instance().ok_or_else(|| Refusal::conflict("instance-not-open"))?;
        let gazetteer = Gazetteer::shared();
        let home = gazetteer.current(&instance.unit).ok_or(Failure(PageError::NotFound))?;
        let below = gazetteer.children(home.id(), None);
        let all: Vec<Unit<'_>> = std::iter::once(home).chain(below.iter().copied()).collect();
        let find = |code: &str| all.iter().find(|unit| unit.id().code() == code);
        let may = |code: &str| officer.may(Act::DUTIES_READ, code);
        let own: Vec<&str> = officer.posts.iter().map(|held| held.unit.as_str()).collect();
        let asked = asked.filter(|code| !code.is_empty());
        // Offices have no place in the gazetteer.
        let mut offices: Vec<&str> = own.iter().copied().chain(asked).collect();
        offices.retain(|code| find(code).is_none());
        let offices = local::names(&app.store, offices).await?;
        let reached =
            |code: &&str| may(code) && (find(code).is_some() || offices.contains_key(*code));
        let first = own.iter().copied().find(reached);
        let unit = asked.or(first).unwrap_or(&instance.unit).to_owned();
        let phrase = match find(&unit) {
            Some(found) => found.phrase(),
            None => offices.get(&unit).cloned().ok_or(Failure(PageError::NotFound))?,
        };
        officer.allow(Act::DUTIES_READ, &unit)?;
        let named = |unit: &Unit<'_>| (unit.id().code(), unit.title());
        let mut choices: Named = all.iter().map(named).chain(offices).collect();
        choices.retain(|(code, _)| may(code));
        let mut lower: Named = Vec::new();
        if unit == instance.unit {
            lower.extend(below.iter().map(named));
        }
        let under = local::under(&app.store, &unit).await?;
        lower.extend(under.into_iter().map(|local| (local.code, local.name)));
        lower.retain(|(code, _)| may(code));
        Ok(Self { unit, phrase, choices, lower })
    }

    /// What the units below owe, as far as the officer may read of it there.
    pub async fn load(
        &self,
        app: &App,
        officer: &Officer,
        today: Date,
    ) -> Result<Vec<Load>, Failure> {
        let codes: Vec<&str> = self.lower.iter().map(|(code, _)| code.as_str()).collect();
        let left = board::left_open(&app.store, &codes).await?;
        // Nearly always one question: what may be read is the same in all of them.
        let mut alike: BTreeMap<Vec<String>, Vec<&str>> = BTreeMap::new();
        for code in codes {
            alike.entry(prefixes(app, officer, code)).or_default().push(code);
        }
        let mut all = Vec::new();
        for (prefixes, units) in alike {
            let of = |unit: &&str| left.get(*unit).map(Vec::as_slice).unwrap_or_default();
            // A code that is another unit's today counts there, once.
            let whole = units.iter().flat_map(of).filter(|one| one.until.is_none());
            let filter = Filter::new(Whose::Units(whole.cloned().collect()), prefixes);
            let loads = board::load(&app.store, &filter, today).await?;
            for unit in &units {
                let theirs = |load: &&Load| {
                    of(unit).iter().any(|one| one.until.is_none() && one.code == load.unit)
                };
                let none = Load { unit: (*unit).to_owned(), open: 0, late: 0 };
                all.push(loads.iter().filter(theirs).fold(none, |sum, load| Load {
                    open: sum.open + load.open,
                    late: sum.late + load.late,
                    ..sum
                }));
            }
        }
        Ok(all)
    }
}
