//! `/cam-ket`: what was promised here, for anybody: what is owed, what was kept, and how much of it
//! in time; and the same for a calendar program.

use std::sync::Arc;

use accounts::{Answer, App, Scope};
use askama::Template;
use axum::extract::State as Shared;
use axum::http::{HeaderMap, header};
use axum::response::IntoResponse;
use jiff::ToSpan as _;
use web::parts::Leader;
use web::{FormState, Html, Lang, Page};

use super::shown::{self, Owed};
use super::{PROMISES, PUBLIC};
use crate::feed::{self, Entry};
use crate::store::{self as sql, Tally};

/// How many promises the page shows of each.
const MOST: i64 = 200;
/// For how many days back those that are done are shown.
const BACK: i64 = 730;

#[derive(Template)]
#[template(path = "promises.html")]
pub(super) struct PromisesPage<'a> {
    pub page: &'a Page,
    pub form: &'a FormState,
    pub scope: &'a Scope,
    pub tally: Tally,
    pub open: Vec<Owed>,
    pub closed: Vec<Owed>,
}

impl PromisesPage<'_> {
    fn sentence(&self) -> String {
        shown::tally(self.page, self.tally)
    }

    fn figures(&self) -> Html {
        let (page, tally) = (self.page, self.tally);
        let line = |key: &str, n: i64| Leader::new(page.t(key), page.num(n));
        page.leaders(&[
            line("dt-tally-kept", tally.kept),
            line("dt-tally-kept-late", tally.kept_late),
            line("dt-tally-late", tally.late),
            line("dt-tally-open", tally.open),
            line("dt-tally-withdrawn", tally.withdrawn),
        ])
    }
}

/// The page with its title and crumbs.
pub(super) fn titled(page: Page) -> Page {
    let (list, here) = (page.t("dt-title").into_owned(), page.t("dt-promises").into_owned());
    page.titled("dt-promises").here(PUBLIC).crumb(list, PUBLIC).crumb_here(here)
}

/// `GET /cam-ket?unit=…`
pub(super) async fn show(Shared(app): Shared<Arc<App>>, page: Page) -> Answer {
    let scope = Scope::of(&app, None, page.query().get("unit"))?;
    let today = app.store.clock().today();
    let page = titled(page);
    let open = sql::open(&app.store, &scope.unit, MOST).await?;
    let since = today.saturating_sub(BACK.days());
    let closed = sql::closed(&app.store, &scope.unit, since, MOST).await?;
    let form = FormState::new().with("unit", &scope.unit);
    Ok(page.show(&PromisesPage {
        tally: sql::tally(&app.store, &scope.unit, today).await?,
        open: shown::owed_all(&app, &page, &open, false).await?,
        closed: shown::owed_all(&app, &page, &closed, false).await?,
        page: &page,
        form: &form,
        scope: &scope,
    }))
}

/// `GET /cam-ket.ics?unit=…`: each promise on its day.
pub(super) async fn feed(Shared(app): Shared<Arc<App>>, headers: HeaderMap, page: Page) -> Answer {
    let scope = Scope::of(&app, None, page.query().get("unit"))?;
    let today = app.store.clock().today();
    let mut all = sql::open(&app.store, &scope.unit, MOST).await?;
    let since = today.saturating_sub(90.days());
    all.extend(sql::closed(&app.store, &scope.unit, since, MOST).await?);
    let (words, site) = (app.face.book().words(Lang::Vi), app.site(&headers));
    let owed = shown::owed_all(&app, &page, &all, false).await?;
    let entries: Vec<Entry> = owed
        .into_iter()
        .map(|one| Entry {
            uid: one.word.stream.replace('/', "-"),
            summary: format!(
                "{}: {} ({})",
                words.t(super::key("dt-role", &one.word.owner)),
                one.what,
                words.t(super::key("dt-promise", &one.word.state))
            ),
            on: one.word.until,
            withdrawn: one.word.state == "withdrawn",
            sequence: one.word.version,
            url: format!("{site}{PROMISES}/{}", crate::desk::key(&one.word.stream)),
        })
        .collect();
    let name = words.with("unit", scope.phrase.as_str()).t("dt-promises-of");
    let head = [
        (header::CONTENT_TYPE, "text/calendar; charset=utf-8"),
        (header::CACHE_CONTROL, "public, max-age=900"),
        (header::CONTENT_DISPOSITION, "inline; filename=\"cam-ket.ics\""),
    ];
    Ok((head, feed::calendar(&name, &entries, app.store.now())).into_response())
}
