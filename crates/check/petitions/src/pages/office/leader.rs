//! `/can-bo/lanh-dao`: what is late and what is due this week, by office, holder and matter; each
//! number opens its cases. Nobody is ranked: lines stand in the order of names, and a share is
//! shown from so many cases on as `data/shares.toml` says, with its reason.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use accounts::{Act, Answer, App, Failure, Officer};
use askama::Template;
use axum::extract::State as Shared;
use jiff::civil::Date;
use kernel::Id;
use serde::Deserialize;
use units::{Gazetteer, local};
use web::{Fields, FormState, Lang, Page};

use super::around::{self, Scope, capital, key};
use super::store::{self as sql, Load};
use crate::kind::MATTERS;

/// From how many cases on a share is shown, and why.
#[derive(Debug, Deserialize)]
pub(super) struct Shares {
    /// The fewest cases of a share.
    pub minimum: i64,
    why_vi: String,
    why_en: String,
}

/// As the file says.
pub(super) static SHARES: LazyLock<Shares> = LazyLock::new(|| {
    let text = include_str!("../../../data/shares.toml");
    // A test reads it; nobody can change it in a program that is built.
    toml::from_str(text).unwrap_or(Shares {
        minimum: i64::MAX,
        why_vi: String::new(),
        why_en: String::new(),
    })
});

impl Shares {
    /// Why, with the number.
    pub fn why(&self, page: &Page) -> String {
        let why = if page.lang() == Lang::Vi { &self.why_vi } else { &self.why_en };
        why.replace("{ $n }", &page.num(self.minimum))
    }
}

/// One number with the cases behind it.
#[derive(Clone, Debug)]
pub(super) struct Count {
    /// How many.
    pub n: i64,
    /// Their list.
    pub href: String,
}

/// One line of a table.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// Who, where or what.
    pub name: String,
    /// Open, late, due this week.
    pub counts: [Count; 3],
    /// The share of late ones, where there are enough to say so.
    pub share: Option<String>,
}

/// One table: what it is by, and its lines.
#[derive(Clone, Debug)]
pub(super) struct Part {
    /// The key of its heading.
    pub key: &'static str,
    /// Its lines in the order of names.
    pub lines: Vec<Line>,
}

#[derive(Template)]
#[template(path = "office/leader.html")]
pub(super) struct LeaderPage<'a> {
    pub page: &'a Page,
    pub form: &'a FormState,
    pub scope: &'a Scope,
    /// The last day of this week.
    pub until: Date,
    /// Key of its words and the number.
    pub heads: Vec<(&'static str, Count)>,
    pub parts: Vec<Part>,
}

impl LeaderPage<'_> {
    fn why(&self) -> String {
        SHARES.why(self.page)
    }
}

/// Sunday of the week of `today`.
pub(crate) fn week_ends(today: Date) -> Date {
    let left = 7 - i64::from(today.weekday().to_monday_one_offset());
    today.saturating_add(jiff::Span::new().days(left))
}

/// The register narrowed to what a number counts.
fn register(unit: &str, narrowed: &[(&str, &str)]) -> String {
    let mut fields = Fields::default();
    fields.push("unit", unit);
    narrowed.iter().for_each(|(name, value)| fields.push(*name, value));
    format!("/can-bo/so-don?{}", fields.encode())
}

/// One line of the load, leading to the register.
fn line(page: &Page, unit: &str, by: Option<(&str, &str)>, name: String, load: &Load) -> Line {
    let to = |due: &str| {
        let mut narrowed = vec![("due", due)];
        narrowed.extend(by);
        register(unit, &narrowed)
    };
    let count = |n, due| Count { n, href: to(due) };
    let enough = load.open >= SHARES.minimum;
    let share = enough.then(|| {
        let percent = load.late as f64 * 100.0 / load.open.max(1) as f64;
        page.with("n", page.dec(percent, 0)).t("day-percent")
    });
    let counts = [count(load.open, "open"), count(load.late, "late"), count(load.near, "week")];
    Line { name, counts, share }
}

/// What the page is made from.
pub(super) struct Looked {
    /// Of the unit.
    pub load: Vec<Load>,
    /// Of the units below, where there are any.
    pub units: Vec<Load>,
    /// Of offices that were asked.
    pub asked: Vec<Load>,
    /// Names of holders.
    pub names: HashMap<Id, String>,
    /// Names of offices.
    pub offices: Vec<(String, String)>,
    /// What the unit has promised: open, and late among them; `None` for who may not see its
    /// duties.
    pub promised: Option<(i64, i64)>,
    /// How much rules ask of the unit that is neither done nor in its calendar.
    pub missing: i64,
}

/// The page from what was read.
pub(super) fn page_of<'a>(
    page: &'a Page,
    form: &'a FormState,
    scope: &'a Scope,
    until: Date,
    looked: &Looked,
) -> LeaderPage<'a> {
    let unit = scope.unit.as_str();
    let of = |dim: &'static str| looked.load.iter().filter(move |load| load.dim == dim);
    let state = |word: &str| {
        let n = of("state").find(|load| load.value == word).map_or(0, |load| load.open);
        Count { n, href: register(unit, &[("state", word)]) }
    };
    let sum = |n: fn(&Load) -> i64| of("matter").map(n).sum::<i64>();
    let counted = |n, due: &str| Count { n, href: register(unit, &[("due", due)]) };
    let nobody = of("holder").find(|load| load.value.is_empty()).map_or(0, |load| load.open);
    let waiting = looked.asked.iter().map(|load| load.open).sum();
    let mut heads = vec![
        ("day-lead-late", counted(sum(|load| load.late), "late")),
        ("day-lead-week", counted(sum(|load| load.near), "week")),
        ("day-lead-open", counted(sum(|load| load.open), "open")),
        (
            "day-lead-unassigned",
            Count { n: nobody, href: register(unit, &[("holder", "-"), ("due", "open")]) },
        ),
        ("day-lead-contested", state("contested")),
        ("day-lead-suspended", state("suspended")),
        ("day-lead-asked", Count { n: waiting, href: questions_of(unit) }),
    ];
    if let Some((open, late)) = looked.promised {
        let promised = |n, due: &str| {
            let narrowed = [("subject", PROMISE), ("due", due)];
            Count { n, href: duties::pages::board::href(unit, &narrowed) }
        };
        heads.push(("day-lead-promises-late", promised(late, "late")));
        heads.push(("day-lead-promises", promised(open, "")));
    }
    if looked.missing > 0 {
        let href = duties::pages::board::href(unit, &[]);
        heads.push(("day-lead-missing", Count { n: looked.missing, href }));
    }
    let parts = vec![
        Part { key: "day-by-unit", lines: by_unit(page, looked) },
        Part { key: "day-by-holder", lines: by_holder(page, unit, looked) },
        Part { key: "day-by-matter", lines: by_matter(page, unit, looked) },
        Part { key: "day-by-asked", lines: by_asked(page, unit, looked) },
    ];
    let parts = parts.into_iter().filter(|part| !part.lines.is_empty()).collect();
    LeaderPage { page, form, scope, until, heads, parts }
}

/// What promises are called on the board of duties. They are another subject's; the leader sees of
/// them what the board knows.
const PROMISE: &str = "promise";

/// How many promises of the unit are open, and how many of them are late.
async fn promised(
    app: &App,
    officer: &Officer,
    unit: &str,
    today: Date,
) -> Result<Option<(i64, i64)>, Failure> {
    use duties::board::{Filter, Whose, load};
    let readable = |owing: &&accounts::Owing| officer.may(owing.read, unit);
    let known = app.owing().iter().filter(|owing| owing.prefix == PROMISE).find(readable);
    if known.is_none() || !officer.may(Act::DUTIES_READ, unit) {
        return Ok(None);
    }
    let whose = Whose::unit(&app.store, unit).await?;
    let filter = Filter::new(whose, vec![PROMISE.to_owned()]);
    let found = load(&app.store, &filter, today).await?;
    Ok(Some(found.iter().fold((0, 0), |(open, late), one| (open + one.open, late + one.late))))
}

fn questions_of(unit: &str) -> String {
    let mut fields = Fields::default();
    fields.push("unit", unit);
    format!("/can-bo/hoi-y-kien?{}", fields.encode())
}

fn sorted(mut lines: Vec<Line>) -> Vec<Line> {
    lines.sort_by_cached_key(|line| kernel::text::sort_key(&line.name));
    lines
}

fn by_unit(page: &Page, looked: &Looked) -> Vec<Line> {
    let named = |load: &Load| {
        let unit = Gazetteer::shared().current(&load.value)?;
        Some(line(page, &load.value, None, unit.title(), load))
    };
    sorted(looked.units.iter().filter_map(named).collect())
}

fn by_holder(page: &Page, unit: &str, looked: &Looked) -> Vec<Line> {
    let held = looked.load.iter().filter(|load| load.dim == "holder" && !load.value.is_empty());
    let named = held.map(|load| {
        let name = load.value.parse().ok().and_then(|id: Id| looked.names.get(&id).cloned());
        let name = name.unwrap_or_else(|| page.t("office-erased-officer").into_owned());
        line(page, unit, Some(("holder", &load.value)), name, load)
    });
    sorted(named.collect())
}

fn by_matter(page: &Page, unit: &str, looked: &Looked) -> Vec<Line> {
    let named = MATTERS.iter().filter_map(|matter| {
        let found = |load: &&Load| load.dim == "matter" && load.value == *matter;
        let load = looked.load.iter().find(found)?;
        let name = capital(&page.t(key("matter", matter)));
        Some(line(page, unit, Some(("matter", matter)), name, load))
    });
    named.collect()
}

fn by_asked(page: &Page, unit: &str, looked: &Looked) -> Vec<Line> {
    let named = looked.asked.iter().map(|load| {
        let name = looked.offices.iter().find(|(code, _)| *code == load.value);
        let name = name.map_or_else(|| load.value.clone(), |(_, name)| name.clone());
        let mut line = line(page, unit, None, name, load);
        let href = format!("{}#{}", questions_of(unit), load.value);
        line.counts.iter_mut().for_each(|count| count.href.clone_from(&href));
        line
    });
    sorted(named.collect())
}

/// `GET /can-bo/lanh-dao?unit=…`
pub(super) async fn show(Shared(app): Shared<Arc<App>>, officer: Officer, page: Page) -> Answer {
    officer.allow_somewhere(Act::PETITIONS_LEAD)?;
    let scope = Scope::of(&app, &officer, page.query().get("unit"))?;
    officer.allow(Act::PETITIONS_LEAD, &scope.unit)?;
    let today = app.store.clock().today();
    let until = week_ends(today);
    let promised = promised(&app, &officer, &scope.unit, today).await?;
    let own = std::slice::from_ref(&scope.unit);
    let missing = app.missing(own, |act, unit| officer.may(act, unit), today).await?;
    let missing = missing.iter().map(|want| i64::from(want.missing)).sum();
    let looked = Looked { promised, missing, ..look(&app, &scope, today, until).await? };
    let page = page.titled("day-lead-title").office().here("/can-bo/lanh-dao");
    let form = FormState::of(page.query());
    Ok(page.show(&page_of(&page, &form, &scope, until, &looked)))
}

async fn look(app: &App, scope: &Scope, today: Date, until: Date) -> Result<Looked, Failure> {
    let store = &app.store;
    let load = sql::load(store, &scope.unit, today, until).await?;
    let units = match scope.choices.is_empty() {
        true => Vec::new(),
        false => sql::load_of_units(store, today, until).await?,
    };
    let offices = local::of(store, &scope.unit, local::Kind::Office).await?;
    let codes: Vec<&str> = offices.iter().map(|office| office.code.as_str()).collect();
    let asked = sql::asked(store, &codes, today, until).await?;
    let colleagues = around::colleagues(app, today).await?;
    let holders = load.iter().filter(|load| load.dim == "holder");
    let holders = holders.filter_map(|load| load.value.parse::<Id>().ok());
    let names = around::names(app, &colleagues, holders).await?;
    let offices = offices.into_iter().map(|office| (office.code, office.name)).collect();
    Ok(Looked { load, units, asked, names, offices, promised: None, missing: 0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_week_ends_on_sunday() {
        let day = |day| Date::constant(2026, 3, day);
        for (today, ends) in [(2, 8), (5, 8), (8, 8), (9, 15)] {
            assert_eq!(week_ends(day(today)), day(ends));
        }
    }

    #[test]
    fn the_minimum_is_data_with_a_reason() {
        assert!((2..1_000).contains(&SHARES.minimum));
        assert!(SHARES.why_vi.contains("{ $n }") && SHARES.why_en.contains("{ $n }"));
    }
}
