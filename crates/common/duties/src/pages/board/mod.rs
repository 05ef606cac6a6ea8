//! `/can-bo/viec`: all that is owed, whatever its subject, on one board. One's own work, that of
//! one's post and that of those whom one stands in for; all that one's unit owes, what units of
//! before left to it among it, and what rules ask of it that is in no calendar; and what is late or
//! missing in the units below. Of each subject an officer sees what may be read there, and nothing
//! is ranked.

use std::sync::Arc;

use accounts::{Act, Answer, App, Failure, Held, Officer, Want};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use jiff::civil::Date;
use web::parts::Tab;
use web::{Fields, FormState, Page};

mod places;
mod rows;
mod sample;
mod wants;

use self::places::{Places, prefixes};
use self::rows::{Group, Row};
use crate::Holder;
use crate::board::{self, Filter, Key, Line, Listed, Whose};

pub use sample::samples;

/// The board's address.
pub const BOARD: &str = "/can-bo/viec";
/// How many lines one page shows.
const SIZE: usize = 40;
/// Tabs count no further than this.
const MOST: i64 = 1000;
/// The tabs, by their word in the address.
const TABS: [&str; 3] = ["mine", "unit", "below"];
/// What a list can be narrowed to by date.
const DUES: [&str; 2] = ["late", "soon"];
/// The most letters of a rule's sentence in a list to choose from.
const RULE_WORDS: usize = 60;

/// The key of a value's words: `board-tab-mine`.
fn key(of: &str, word: &str) -> String {
    format!("{of}-{}", word.replace('_', "-"))
}

/// The address of a list of the board: what counts elsewhere lead to.
pub fn href(unit: &str, narrowed: &[(&str, &str)]) -> String {
    let mut fields = Fields::default();
    fields.push("tab", "unit");
    fields.push("unit", unit);
    narrowed.iter().for_each(|(name, value)| fields.push(*name, value));
    format!("{BOARD}?{}", fields.encode())
}

/// The lists to choose from: value and label, "any" first.
#[derive(Clone, Debug, Default)]
struct Choices {
    subjects: Vec<(String, String)>,
    dues: Vec<(String, String)>,
    rules: Vec<(String, String)>,
}

/// The ways from a page to the one before and the one after.
#[derive(Clone, Debug, Default)]
struct Ways {
    before: Option<String>,
    after: Option<String>,
}

#[derive(Template)]
#[template(path = "board.html")]
struct BoardPage<'a> {
    page: &'a Page,
    form: &'a FormState,
    places: &'a Places,
    tab: &'a str,
    tabs: Vec<Tab>,
    choices: Choices,
    rows: Vec<Row>,
    /// What rules ask of the unit and is missing, on the unit's own list.
    wants: Vec<wants::Shown>,
    ways: Ways,
    /// Whether subject, rule or date narrow the list.
    narrowed: bool,
}

impl BoardPage<'_> {
    fn groups(&self) -> Vec<(Group, Vec<&Row>)> {
        let of = |group| self.rows.iter().filter(|row| row.group == group).collect();
        let groups = Group::ALL.into_iter().map(|group| (group, of(group)));
        groups.filter(|(_, rows): &(Group, Vec<&Row>)| !rows.is_empty()).collect()
    }

    /// This list with nothing narrowed.
    fn whole(&self) -> String {
        tab_href(self.tab, &self.places.unit)
    }

    fn units(&self) -> String {
        tab_href("unit", &self.places.unit)
    }

    fn none_key(&self) -> String {
        key("board-none", self.tab)
    }
}

/// One unit below, with what it owes.
struct Below {
    name: String,
    late: (i64, String),
    open: (i64, String),
    /// How much is missing that rules ask.
    wants: (i64, String),
}

#[derive(Template)]
#[template(path = "board-below.html")]
struct BelowPage<'a> {
    page: &'a Page,
    form: &'a FormState,
    places: &'a Places,
    tabs: Vec<Tab>,
    lines: Vec<Below>,
}

fn tab_href(tab: &str, unit: &str) -> String {
    let mut fields = Fields::default();
    fields.push("tab", tab);
    fields.push("unit", unit);
    format!("{BOARD}?{}", fields.encode())
}

/// What is read before a tab is chosen.
struct Looked {
    places: Places,
    mine: Filter,
    unit: Filter,
    below: Vec<board::Load>,
    /// What rules ask of the unit, and of those below.
    counts: [i64; 3],
}

impl Looked {
    async fn of(app: &App, officer: &Officer, asked: Option<&str>) -> Result<Self, Failure> {
        let today = app.store.clock().today();
        let places = Places::of(app, officer, asked).await?;
        let absences = app.absent_on(today).await?;
        let others = absences.iter().filter(|one| one.stand_in == officer.account);
        let mine = std::iter::once(officer.account).chain(others.map(|one| one.account));
        let held: Vec<&str> = officer.posts.iter().map(|held| held.unit.as_str()).collect();
        let left = board::left_open(&app.store, &held).await?;
        let posts = |held: &Held| {
            let units = left.get(&held.unit).into_iter().flatten();
            let units = units.filter(|one| one.until.is_none());
            let word = Holder::Post(held.post).word();
            units.map(|one| (word.clone(), one.code.clone())).collect::<Vec<_>>()
        };
        let posts = officer.posts.iter().flat_map(posts).collect();
        let mine = Whose::Holders(mine.map(|id| Holder::Account(id).word()).collect(), posts);
        let somewhere = app.owing().iter().filter(|one| officer.may_somewhere(one.read));
        let somewhere = somewhere.map(|one| one.prefix.to_owned()).collect();
        let mine = Filter::new(mine, somewhere);
        let unit = Whose::unit(&app.store, &places.unit).await?;
        let unit = Filter::new(unit, prefixes(app, officer, &places.unit));
        let below = places.load(app, officer, today).await?;
        let counts = [
            board::count(&app.store, &mine, MOST + 1).await?,
            board::count(&app.store, &unit, MOST + 1).await?,
            below.iter().map(|load| load.late).sum(),
        ];
        Ok(Self { places, mine, unit, below, counts })
    }

    /// The tab that was asked for; else one's own work, where there is any.
    fn tab(&self, asked: Option<&str>) -> &'static str {
        let there = |tab: &&str| *tab != "below" || !self.places.lower.is_empty();
        let asked = TABS.into_iter().filter(there).find(|tab| asked == Some(tab));
        asked.unwrap_or(if self.counts[0] > 0 { "mine" } else { "unit" })
    }

    fn tabs(&self, page: &Page, open: &str) -> Vec<Tab> {
        let there = |(tab, _): &(&str, i64)| *tab != "below" || !self.places.lower.is_empty();
        let one = |(tab, count): (&str, i64)| {
            let label = page.t(key("board-tab", tab)).into_owned();
            let href = tab_href(tab, &self.places.unit);
            if tab != "below" && count > MOST {
                let label = page.with("tab", label).with("n", MOST).t("board-tab-more");
                return Tab::new(label, href, tab == open);
            }
            Tab::new(label, href, tab == open).count(count)
        };
        TABS.into_iter().zip(self.counts).filter(there).map(one).collect()
    }
}

/// What the query narrows a list to. An unknown value finds nothing, as an honest filter does.
fn narrowed(query: &Fields, whole: &Filter, today: Date, soon: Date) -> Filter {
    let mut filter = whole.clone();
    if let Some(subject) = query.get("subject").filter(|subject| !subject.is_empty()) {
        filter.prefixes.retain(|prefix| prefix == subject);
    }
    filter.rule = query.get("rule").unwrap_or_default().to_owned();
    match query.get("due") {
        Some("late") => filter.before = Some(today),
        Some("soon") => (filter.from, filter.before) = (Some(today), soon.tomorrow().ok()),
        _ => {}
    }
    filter
}

/// `GET /can-bo/viec?tab=…&unit=…&subject=…&rule=…&due=…&after=…`
pub(crate) async fn show(State(app): State<Arc<App>>, officer: Officer, page: Page) -> Answer {
    officer.allow_somewhere(Act::DUTIES_READ)?;
    let query = page.query();
    let looked = Looked::of(&app, &officer, query.get("unit")).await?;
    let tab = looked.tab(query.get("tab"));
    let page = page.titled("board-title").office().here(BOARD);
    if tab == "below" {
        let today = app.store.clock().today();
        let lower: Vec<String> = looked.places.lower.iter().map(|(code, _)| code.clone()).collect();
        let may = |act, unit: &str| officer.may(act, unit);
        let wants = app.missing(&lower, may, today).await?;
        return Ok(below(&page, &looked, &wants, today));
    }
    let whole = if tab == "mine" { &looked.mine } else { &looked.unit };
    list(&app, &officer, &page, (tab, whole), &looked).await
}

async fn list(
    app: &App,
    officer: &Officer,
    page: &Page,
    (tab, whole): (&str, &Filter),
    looked: &Looked,
) -> Answer {
    let (query, today) = (page.query(), app.store.clock().today());
    let law = app.store.laws().now().clone();
    let soon = board::soon_until(&law, today);
    let filter = narrowed(&query, whole, today, soon);
    let after = query.get("after").and_then(Key::read);
    let before = query.get("before").and_then(Key::read);
    let (back, from) = (before.is_some(), before.or(after));
    let listed = board::list(&app.store, &filter, from.as_ref(), back, SIZE).await?;
    let rules = board::rules(&app.store, whole).await?;
    let reader = rows::Reader { page, law: &law, today, soon };
    let rows = rows::read(app, officer, &reader, &listed.lines).await?;
    let has = |name: &&str| query.get(name).is_some_and(|value| !value.is_empty());
    let narrowed = ["subject", "rule", "due"].iter().any(has);
    let may = |act, unit: &str| officer.may(act, unit);
    let wanted = match tab == "unit" && !narrowed {
        true => app.missing(std::slice::from_ref(&looked.places.unit), may, today).await?,
        false => Vec::new(),
    };
    Ok(page.show(&BoardPage {
        page,
        form: &form(page, looked),
        places: &looked.places,
        tab,
        tabs: looked.tabs(page, tab),
        choices: choices(&reader, &whole.prefixes, &rules),
        rows,
        wants: wants::shown(&reader, &wanted),
        ways: ways(page, &listed, from.is_some(), back),
        narrowed,
    }))
}

/// What the query asked for, with the unit that was found for it.
fn form(page: &Page, looked: &Looked) -> FormState {
    FormState::of(page.query()).with("unit", &looked.places.unit)
}

fn ways(page: &Page, listed: &Listed, moved: bool, back: bool) -> Ways {
    let (first, last) = (listed.lines.first(), listed.lines.last());
    let to = |name: &str, line: &Line| page.href_with(name, line.key().write());
    let before = first.filter(|_| if back { listed.more } else { moved });
    let after = last.filter(|_| back || listed.more);
    Ways {
        before: before.map(|line| to("before", line)),
        after: after.map(|line| to("after", line)),
    }
}

fn choices(reader: &rows::Reader<'_>, subjects: &[String], rules: &[String]) -> Choices {
    let page = reader.page;
    let any = (String::new(), page.t("board-any").into_owned());
    let listed = |all: Vec<(String, String)>| std::iter::once(any.clone()).chain(all).collect();
    let subject = |word: &String| (word.clone(), page.t(key("board-of", word)).into_owned());
    let due = |word: &str| (word.to_owned(), page.t(key("board-due", word)).into_owned());
    let rule = |id: &String| {
        let words = rows::rule_words(reader, id, reader.today).map(|(words, _)| words);
        let words = words.unwrap_or_else(|| page.t("board-agreed").into_owned());
        let short: String = words.chars().take(RULE_WORDS).collect();
        let end = if short.len() < words.len() { "…" } else { "" };
        (id.clone(), format!("{short}{end}"))
    };
    Choices {
        subjects: listed(subjects.iter().map(subject).collect()),
        dues: listed(DUES.into_iter().map(due).collect()),
        rules: listed(rules.iter().map(rule).collect()),
    }
}

/// The units below that owe something, or where something is missing, in the order of names.
fn below(page: &Page, looked: &Looked, wants: &[Want], today: Date) -> Response {
    let line = |(code, name): &(String, String)| {
        let load = looked.below.iter().find(|load| load.unit == *code);
        let (open, late) = load.map_or((0, 0), |load| (load.open, load.late));
        let wants = wants::over(wants, code, today);
        (open > 0 || wants > 0).then(|| Below {
            name: name.clone(),
            late: (late, href(code, &[("due", "late")])),
            open: (open, href(code, &[])),
            wants: (wants, href(code, &[])),
        })
    };
    let mut lines: Vec<Below> = looked.places.lower.iter().filter_map(line).collect();
    lines.sort_by_cached_key(|line| kernel::text::sort_key(&line.name));
    let (places, tabs) = (&looked.places, looked.tabs(page, "below"));
    page.show(&BelowPage { page, form: &form(page, looked), places, tabs, lines })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TODAY: Date = Date::constant(2026, 3, 5);
    const SOON: Date = Date::constant(2026, 3, 10);

    fn asked(query: &str) -> Filter {
        let prefixes = vec!["petition".to_owned(), "visit".to_owned()];
        let own = units::Left { code: "20836".to_owned(), until: None };
        let whole = Filter::new(Whose::Units(vec![own]), prefixes);
        narrowed(&Fields::decode(query.as_bytes()), &whole, TODAY, SOON)
    }

    #[test]
    fn a_list_is_narrowed_to_what_was_asked_for_and_never_widened() {
        assert_eq!(asked("subject=visit").prefixes, ["visit"]);
        assert!(asked("subject=denunciation").prefixes.is_empty());
        assert_eq!(asked("rule=TD.reply").rule, "TD.reply");
        assert_eq!(asked("due=late").before, Some(TODAY));
        let near = asked("due=soon");
        assert_eq!((near.from, near.before), (Some(TODAY), SOON.tomorrow().ok()));
        assert_eq!(asked("subject=&rule=&due=").prefixes.len(), 2);
    }

    #[test]
    fn a_count_elsewhere_leads_to_the_very_list() {
        let narrowed = [("subject", "promise"), ("due", "late")];
        let there = href("20836", &narrowed);
        assert_eq!(there, "/can-bo/viec?tab=unit&unit=20836&subject=promise&due=late");
    }
}
