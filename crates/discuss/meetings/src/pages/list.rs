//! `/doi-thoai` and `/can-bo/doi-thoai`: the dialogues of a unit in a year, whether each rule of
//! their dates is kept, and voters who ask for one.

use std::sync::Arc;

use accounts::{Act, Answer, App, Failure, Officer, Scope};
use askama::Template;
use axum::extract::State as Shared;
use jiff::civil::Date;
use web::{FormState, Html, Page};

use super::shown::{self, Dialog, Owed, Place, Yearly};
use super::{OFFICE, PUBLIC};
use crate::store as sql;

/// How many open promises the officers' list shows; the page of promises has all.
const MOST: i64 = 20;

/// A call of voters with its words.
#[derive(Clone, Debug)]
pub(super) struct Call {
    pub key: String,
    pub words: String,
    pub figures: String,
    pub status: web::parts::Status,
    /// Whether no dialogue is planned for it.
    pub open: bool,
}

#[derive(Template)]
#[template(path = "list.html")]
pub(super) struct ListPage<'a> {
    pub page: &'a Page,
    pub form: &'a FormState,
    pub scope: &'a Scope,
    pub office: bool,
    pub may_plan: bool,
    pub year: i16,
    pub yearly: Option<Yearly>,
    pub dialogues: Vec<Dialog>,
    pub calls: Vec<Call>,
    /// Open promises, for officers.
    pub owed: Vec<Owed>,
    pub tally: String,
}

impl ListPage<'_> {
    fn path(&self) -> &'static str {
        if self.office { OFFICE } else { PUBLIC }
    }

    fn before(&self) -> Html {
        self.scope.before(self.page, self.path())
    }

    fn href(&self, key: &str) -> String {
        match self.office {
            true => format!("{OFFICE}/buoi/{key}"),
            false => format!("{PUBLIC}/{key}"),
        }
    }

    fn year_href(&self, later: i16) -> String {
        format!("{}?unit={}&year={}", self.path(), self.scope.unit, self.year + later)
    }
}

/// The page with its title and door.
pub(super) fn titled(page: Page, office: bool) -> Page {
    let here = page.t("dt-title").into_owned();
    let page = page.titled("dt-title");
    match office {
        true => page.office().here(OFFICE),
        false => page.here(PUBLIC).crumb_here(here),
    }
}

/// The calls with their words.
pub(super) fn calls(
    page: &Page,
    papers: &[sql::Paper],
    texts: &std::collections::HashMap<String, String>,
) -> Vec<Call> {
    use crate::check::Stand;
    let call = |paper: &sql::Paper| {
        let met = paper.needed > 0 && paper.support >= paper.needed;
        let stand = match (paper.dialogue.is_empty(), met) {
            (false, _) => Stand::Kept,
            (true, true) => Stand::Broken,
            (true, false) => Stand::Due,
        };
        let status = match stand {
            Stand::Kept => page.t("dt-call-settled"),
            Stand::Broken => page.t("dt-call-met"),
            _ => page.t("dt-call-open"),
        };
        let mark = shown::mark(stand);
        Call {
            key: crate::desk::key(&paper.stream).to_owned(),
            words: texts.get(&paper.words).cloned().unwrap_or_default(),
            figures: page
                .with("support", page.num(paper.support))
                .with("needed", page.num(paper.needed))
                .with("voters", page.num(paper.voters))
                .t("dt-call-figures"),
            status: web::parts::Status::new(mark, status),
            open: paper.dialogue.is_empty(),
        }
    };
    papers.iter().map(call).collect()
}

async fn answer(app: &App, page: Page, scope: Scope, officer: Option<&Officer>) -> Answer {
    let today = app.store.clock().today();
    let asked = page.query().get("year").and_then(|year| year.parse::<i16>().ok());
    let year = asked.filter(|year| (1946..=2999).contains(year)).unwrap_or(today.year());
    let (first, last) = (Date::new(year, 1, 1), Date::new(year, 12, 31));
    let (first, last) = (first.map_err(Failure::bug)?, last.map_err(Failure::bug)?);
    let left = scope.left();
    let mut lines = sql::between(&app.store, &left, first, last).await?;
    let office = officer.is_some();
    let page = titled(page, office);
    let laws = app.store.laws();
    let yearly = shown::yearly(&page, laws.now(), (&scope.unit, year), &lines, today);
    // Before its notice a dialogue is the office's own plan.
    lines.retain(|line| office || line.state != "planned");
    let papers = sql::calls(&app.store, &left, MOST).await?;
    let items: Vec<&str> = lines
        .iter()
        .flat_map(|line| [line.place.as_str(), line.content.as_str()])
        .chain(papers.iter().map(|paper| paper.words.as_str()))
        .collect();
    let texts = app.store.texts_of(&items).await?;
    let here = scope.unit.as_str();
    let dialog = |line| shown::dialog(&page, laws.now(), (line, here), &texts, today);
    let owed = match office {
        true => {
            let open = sql::open(&app.store, &left, MOST).await?;
            shown::owed_all(app, &page, &open, Place { here, office }).await?
        }
        false => Vec::new(),
    };
    let tally = sql::tally(&app.store, &left, today).await?;
    let form = FormState::new().with("unit", &scope.unit).with("year", year);
    Ok(page.show(&ListPage {
        may_plan: officer.is_some_and(|one| one.may(Act::DIALOGUES_PLAN, &scope.unit)),
        dialogues: lines.iter().map(dialog).collect(),
        calls: calls(&page, &papers, &texts),
        tally: shown::tally(&page, tally),
        page: &page,
        form: &form,
        scope: &scope,
        office,
        year,
        yearly,
        owed,
    }))
}

/// `GET /doi-thoai?unit=…&year=…`
pub(super) async fn show(Shared(app): Shared<Arc<App>>, page: Page) -> Answer {
    let scope = Scope::of_any_time(&app, None, page.query().get("unit"))?;
    answer(&app, page, scope, None).await
}

/// `GET /can-bo/doi-thoai?unit=…&year=…`
pub(super) async fn office(Shared(app): Shared<Arc<App>>, officer: Officer, page: Page) -> Answer {
    officer.allow_somewhere(Act::DIALOGUES_READ)?;
    let scope = Scope::of_any_time(&app, Some(&officer), page.query().get("unit"))?;
    officer.allow(Act::DIALOGUES_READ, &scope.unit)?;
    answer(&app, page, scope, Some(&officer)).await
}
