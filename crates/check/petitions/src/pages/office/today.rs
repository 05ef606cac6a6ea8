//! `/can-bo/hom-nay`: what presses today, one line a case.

use std::sync::Arc;

use accounts::{Act, Answer, App, Failure, Officer};
use askama::Template;
use axum::extract::State as Shared;
use axum::response::{IntoResponse, Redirect, Response};
use calendar::CalendarKind;
use jiff::civil::Date;
use rulebook::Law;
use web::parts::Tab;
use web::{FormState, Html, Page};

use super::around::{self, Colleague, Scope};
use super::kept;
use super::paging::{self, SIZE, Ways};
use super::rows::{self, Group, Reader, Row};
use crate::kind::{Channel, Kind, MATTERS};
use crate::store::{self as sql, Filter, Order};
use crate::views;

/// Tabs count no further than this.
const MOST: i64 = 1000;
/// How far ahead the page tells of days on which the office is closed.
const AHEAD: usize = 14;
/// The fewest days off that are worth telling.
const TOLD: usize = 3;

/// The tabs of the inbox, by their word in the address.
pub(super) const TABS: [&str; 5] = ["mine", "all", "soon", "late", "new"];

#[derive(Template)]
#[template(path = "office/today.html")]
pub(super) struct TodayPage<'a> {
    pub page: &'a Page,
    pub form: &'a FormState,
    pub today: Date,
    pub scope: &'a Scope,
    pub told: Vec<String>,
    pub tabs: Vec<Tab>,
    /// Links to kept filters of the register.
    pub kept: Html,
    pub tab: &'a str,
    pub filter: Choices,
    pub rows: &'a [Row],
    pub ways: Ways,
    pub may_file: bool,
    pub narrowed: bool,
    /// Whether one of the folded filters narrows.
    pub sifted: bool,
}

impl TodayPage<'_> {
    fn none_key(&self) -> String {
        around::key("office-none", self.tab)
    }

    fn groups(&self) -> Vec<(Group, Vec<&Row>)> {
        let of = |group| self.rows.iter().filter(|row| row.group == group).collect();
        let groups = Group::ALL.into_iter().map(|group| (group, of(group)));
        groups.filter(|(_, rows): &(Group, Vec<&Row>)| !rows.is_empty()).collect()
    }
}

/// The lists to choose from in a filter: value and label, "any" first.
#[derive(Clone, Debug, Default)]
pub(super) struct Choices {
    /// Kinds.
    pub kinds: Vec<(String, String)>,
    /// How petitions come.
    pub channels: Vec<(String, String)>,
    /// Matters.
    pub matters: Vec<(String, String)>,
    /// Villages; empty when the operator has added none.
    pub villages: Vec<(String, String)>,
    /// Holders.
    pub holders: Vec<(String, String)>,
}

impl Choices {
    /// All that can be chosen at a unit.
    pub fn of(page: &Page, colleagues: &[Colleague], villages: &[(String, String)]) -> Self {
        let any = (String::new(), page.t("office-any").into_owned());
        let named = |of: &str, words: &mut dyn Iterator<Item = &'static str>| {
            let all = words.map(|w| (w.to_owned(), around::capital(&page.t(around::key(of, w)))));
            std::iter::once(any.clone()).chain(all).collect()
        };
        let nobody = ("-".to_owned(), page.t("office-nobody").into_owned());
        let holders = colleagues.iter().map(|one| (one.account.to_string(), one.name.clone()));
        let villages: Vec<(String, String)> = match villages.is_empty() {
            true => Vec::new(),
            false => std::iter::once(any.clone()).chain(villages.iter().cloned()).collect(),
        };
        Self {
            kinds: named("kind", &mut Kind::ALL.iter().map(|kind| kind.word())),
            channels: named("channel", &mut Channel::ALL.iter().map(|channel| channel.word())),
            matters: named("matter", &mut MATTERS.iter().copied()),
            villages,
            holders: [any.clone(), nobody].into_iter().chain(holders).collect(),
        }
    }
}

/// What the query narrows a list to, apart from its tab. Unknown values narrow to nothing found,
/// as an honest filter does.
pub(super) fn narrowed(page: &Page, unit: &str) -> Filter {
    let query = page.query();
    let get = |name: &str| query.get(name).unwrap_or_default().to_owned();
    let holder = get("holder");
    Filter {
        unit: unit.to_owned(),
        words: get("q"),
        kind: get("kind"),
        matter: get("matter"),
        village: get("village"),
        unassigned: holder == "-",
        holder: if holder == "-" { String::new() } else { holder },
        ..Filter::default()
    }
}

/// Words that are a code lead to its case at once.
pub(super) async fn jump(app: &App, page: &Page) -> Result<Option<Response>, Failure> {
    let query = page.query();
    let Some(digits) = query.get("q").and_then(crate::code::read) else { return Ok(None) };
    let Some(stream) = sql::by_digits(&app.store, &digits).await? else { return Ok(None) };
    let line = sql::one(&app.store, &stream).await?;
    Ok(line.map(|line| Redirect::to(&format!("/can-bo/don/{}", line.code)).into_response()))
}

fn of_tab(tab: &str, base: &Filter, mine: &[String], today: Date, soon: Date) -> Filter {
    let base = Filter { open: true, ..base.clone() };
    match tab {
        "mine" => {
            let (held_by, holder) = (Some(mine.to_vec()), String::new());
            Filter { held_by, holder, unassigned: false, ..base }
        }
        "soon" => Filter { due_from: Some(today), due_before: soon.tomorrow().ok(), ..base },
        "late" => Filter { due_before: Some(today), ..base },
        "new" => Filter { state: "received".to_owned(), ..base },
        _ => base,
    }
}

/// `GET /can-bo/hom-nay?tab=…&q=…&kind=…&matter=…&village=…&holder=…&after=…`
pub(super) async fn show(Shared(app): Shared<Arc<App>>, officer: Officer, page: Page) -> Answer {
    officer.allow_somewhere(Act::PETITIONS_READ)?;
    if let Some(found) = jump(&app, &page).await? {
        return Ok(found);
    }
    let query = page.query();
    let scope = Scope::of(&app, &officer, query.get("unit"))?;
    officer.allow(Act::PETITIONS_READ, &scope.unit)?;
    let law = app.store.laws().now().clone();
    let today = app.store.clock().today();
    let soon = rows::soon_until(&law, today);
    let tab = TABS.iter().copied().find(|tab| query.get("tab") == Some(tab)).unwrap_or("all");
    let base = narrowed(&page, &scope.unit);
    let colleagues = around::colleagues(&app, today).await?;
    let mine = around::mine(officer.account, &colleagues);
    let filter = of_tab(tab, &base, &mine, today, soon);
    let (key, back) = paging::asked(&page);
    let listed = sql::list(&app.store, &filter, Order::Due, key, back, SIZE).await?;
    let counts = counts(&app, &mine, &scope.unit, today, soon).await?;
    // Links lead to the register: for those who read it.
    let kept = match officer.may(Act::PETITIONS_REGISTER, &scope.unit) {
        true => views::seen(&app.store, officer.account, &scope.unit).await?,
        false => Vec::new(),
    };
    let villages = around::all_villages(&app, &scope.unit).await?;
    let page = page.titled("office-today-title").office().here("/can-bo/hom-nay");
    let reader = Reader {
        page: &page,
        officer: &officer,
        colleagues: &colleagues,
        villages: &villages,
        today,
        soon,
    };
    let rows = rows::rows(&app, &reader, &listed.lines).await?;
    let filters = ["q", "kind", "matter", "village", "holder"];
    Ok(page.show(&TodayPage {
        page: &page,
        form: &FormState::of(page.query()),
        today,
        told: told(&page, &counts, closed_ahead(&law, today)),
        tabs: tabs(&page, tab, &counts),
        kept: kept::links(&page, &scope.unit, &kept, false),
        tab,
        filter: Choices::of(&page, &colleagues, &villages),
        rows: &rows,
        ways: Ways::of(&page, &listed, key, back),
        may_file: officer.may(Act::PETITIONS_FILE, &scope.unit),
        narrowed: filters.iter().any(|name| query.get(name).is_some()),
        sifted: filters[1..].iter().any(|name| query.get(name).is_some()),
        scope: &scope,
    }))
}

/// How many lie behind each of [`TABS`].
async fn counts(
    app: &App,
    mine: &[String],
    unit: &str,
    today: Date,
    soon: Date,
) -> Result<[i64; 5], Failure> {
    let base = Filter { unit: unit.to_owned(), ..Filter::default() };
    let filters = TABS.map(|tab| of_tab(tab, &base, mine, today, soon));
    let count = |filter| sql::count(&app.store, filter, MOST + 1);
    let [mine, all, near, late, new] = &filters;
    let (mine, all, near, late, new) =
        tokio::try_join!(count(mine), count(all), count(near), count(late), count(new))?;
    Ok([mine, all, near, late, new])
}

/// The tabs with their counts, "1.000+" beyond what is counted.
pub(super) fn tabs(page: &Page, open: &str, counts: &[i64; 5]) -> Vec<Tab> {
    let one = |(tab, count): (&&str, &i64)| {
        let label = page.t(around::key("office-tab", tab)).into_owned();
        let href = page.href_with("tab", tab);
        if *count > MOST {
            let label = page.with("tab", label).with("n", MOST).t("office-tab-more");
            return Tab::new(label, href, *tab == open);
        }
        Tab::new(label, href, *tab == open).count(*count)
    };
    TABS.iter().zip(counts).map(one).collect()
}

/// The sentences under the heading: how much presses, and when the office is closed.
pub(super) fn told(page: &Page, counts: &[i64; 5], closed: Option<(Date, Date)>) -> Vec<String> {
    let [_, _, soon, late, new] = counts;
    let say = |key: &str, n: i64| {
        let more = if n > MOST { "-more" } else { "" };
        let phrase = page.with("n", n.min(MOST)).with("days", rows::SOON);
        phrase.t(format!("office-told-{key}{more}"))
    };
    // tidy: allow(spoken): parts of `office-told-…`, which the closure puts together
    let parts = [say("late", *late), say("soon", *soon), say("new", *new)];
    let mut told = vec![around::capital(&page.with("parts", parts.join(", ")).t("office-told"))];
    if let Some((first, last)) = closed {
        let days = page.with("first", page.date(first)).with("last", page.date(last));
        told.push(days.t("office-told-closed"));
    }
    told
}

/// The next days off in a row, when there are enough of them to plan for.
fn closed_ahead(law: &Law, today: Date) -> Option<(Date, Date)> {
    let mut run: Option<(Date, Date, usize)> = None;
    let mut day = today;
    for at in 0.. {
        day = day.tomorrow().ok()?;
        let working = law.calendar.is_working(day, CalendarKind::Office);
        run = match (working, run) {
            (true, Some((first, last, days))) if days >= TOLD => return Some((first, last)),
            (true, _) if at >= AHEAD => return None,
            (true, _) => None,
            (false, None) => Some((day, day, 1)),
            (false, Some((first, _, days))) => Some((first, day, days + 1)),
        };
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tet_is_told_of_and_a_weekend_is_not() {
        let law = Law::embedded().unwrap();
        let day = |month, day| Date::constant(2026, month, day);
        assert_eq!(closed_ahead(&law, day(2, 12)), Some((day(2, 14), day(2, 22))));
        assert_eq!(closed_ahead(&law, day(3, 9)), None);
    }
}
