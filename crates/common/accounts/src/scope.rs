//! Which unit of this installation a page is about: the one asked for, or the reader's own; and the
//! units of before that it answers for.

use askama::Template;
use kernel::Refusal;
use units::{Gazetteer, Left, Unit};
use web::{Html, Page, PageError};

use crate::{Act, App, Failure, Officer};

/// The unit whose matters are looked at, and the others that could be.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    /// Its code.
    pub unit: String,
    /// What it is called inside a sentence: "xã Thăng Trường".
    pub phrase: String,
    /// Units to change to, with their names; empty when there is one only.
    pub choices: Vec<(String, String)>,
}

impl Scope {
    /// The unit asked for, else the first one where the officer holds a post, else the
    /// installation's own.
    ///
    /// # Errors
    /// Not found, for a unit that this installation does not serve.
    pub fn of(app: &App, officer: Option<&Officer>, asked: Option<&str>) -> Result<Self, Failure> {
        let instance = app.instance().ok_or_else(|| Refusal::conflict("instance-not-open"))?;
        let gazetteer = Gazetteer::shared();
        let home = gazetteer.current(&instance.unit).ok_or(Failure(PageError::NotFound))?;
        let below = gazetteer.children(home.id(), None);
        let all: Vec<Unit<'_>> = std::iter::once(home).chain(below).collect();
        let find = |code: &str| all.iter().find(|unit| unit.id().code() == code);
        let own = || officer?.posts.iter().find_map(|held| find(&held.unit));
        let unit = match asked {
            Some(code) => find(code).ok_or(Failure(PageError::NotFound))?,
            None => own().unwrap_or(&home),
        };
        let choices = match all.len() {
            1 => Vec::new(),
            _ => all.iter().map(|unit| (unit.id().code(), unit.title())).collect(),
        };
        Ok(Self { unit: unit.id().code(), phrase: unit.phrase(), choices })
    }

    /// As [`Scope::of`], where the officer may do this: whoever may do it nowhere learns nothing of
    /// units that are served or not.
    ///
    /// # Errors
    /// Forbidden; not found, for a unit that this installation does not serve.
    pub fn allowed(
        app: &App,
        officer: &Officer,
        act: Act,
        asked: Option<&str>,
    ) -> Result<Self, Failure> {
        officer.allow_somewhere(act)?;
        let scope = Self::of(app, Some(officer), asked)?;
        officer.allow(act, &scope.unit)?;
        Ok(scope)
    }

    /// As [`Scope::of`]; and a unit of before can be asked for where a unit that is served here
    /// answers for it. For pages that are read, not for those on which something new begins.
    ///
    /// # Errors
    /// Not found, for a unit that neither is served here nor went into one that is.
    pub fn of_any_time(
        app: &App,
        officer: Option<&Officer>,
        asked: Option<&str>,
    ) -> Result<Self, Failure> {
        let gazetteer = Gazetteer::shared();
        let Some(before) = asked.and_then(|code| gazetteer.ended(code)) else {
            return Self::of(app, officer, asked);
        };
        let scope = Self::of(app, officer, None)?;
        let served = scope.choices.iter().map(|(code, _)| code).chain([&scope.unit]);
        let code = before.id().code();
        let answered = served.into_iter().any(|unit| gazetteer.answers_for(unit, &code));
        match answered {
            true => Ok(Self { unit: code, phrase: before.phrase(), ..scope }),
            false => Err(Failure(PageError::NotFound)),
        }
    }

    /// The codes whose debts and records this unit answers for, its own first.
    pub fn left(&self) -> Vec<Left> {
        Gazetteer::shared().left_to(&self.unit)
    }

    /// Links to the same page of the units of before that went into this one; nothing where there
    /// are none.
    pub fn before(&self, page: &Page, path: &str) -> Html {
        let link = |unit: &Unit<'_>| {
            let code = unit.id().code();
            (format!("{path}?unit={code}"), unit.title())
        };
        let units: Vec<(String, String)> =
            Gazetteer::shared().before(&self.unit).iter().map(link).collect();
        match units.is_empty() {
            true => Html::default(),
            false => Html::of(&Before { page, units }),
        }
    }
}

/// The units of before, each a link.
#[derive(Template)]
#[template(path = "scope-before.html")]
struct Before<'a> {
    page: &'a Page,
    units: Vec<(String, String)>,
}
