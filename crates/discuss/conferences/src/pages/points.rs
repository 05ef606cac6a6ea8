//! `/can-bo/hoi-nghi/buoi/{conference}/diem-cau`: the host's screen: every connected point, which
//! reported, which is silent, whose line is lost, and the sums; sorted, searched by name with or
//! without marks, paged. It refreshes itself without script when asked to, and is sent again only
//! when something has changed.

use std::sync::Arc;

use accounts::{Act, Answer, App, Officer};
use askama::Template;
use axum::extract::{Path, State as Shared};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::IntoResponse;
use store::keyring::hex;
use web::parts::{Leader, Mark, Pager, Status, Tab};
use web::{FormState, Page, PageError};

use super::{find, key, path, title, titled_under};
use crate::conference::Conference;
use crate::kind::Group;
use crate::store::{self as sql, Sort, Spot, Sums, Which};

/// How many points one page shows.
const SIZE: i64 = 60;
/// How many seconds a screen stands.
const EVERY: u16 = 15;

#[derive(Template)]
#[template(path = "points.html")]
pub(super) struct PointsPage<'a> {
    pub page: &'a Page,
    pub form: &'a FormState,
    pub conference: &'a Conference,
    pub name: String,
    pub spots: Vec<Spot>,
    pub sums: Sums,
    pub which: Which,
    pub pager: Pager,
    /// Whether it refreshes itself.
    pub live: bool,
}

impl PointsPage<'_> {
    fn tabs(&self) -> Vec<Tab> {
        let sums = self.sums;
        let count = |which: Which| match which {
            Which::All => sums.points,
            Which::Reported => sums.reported,
            Which::Silent => sums.points - sums.reported,
            Which::Lost => sums.lost,
            Which::Away => sums.no,
        };
        let tab = |which: &Which| {
            let href = self.page.href_with("loc", which.word());
            let label = self.page.t(key("hn-points", which.word()));
            Tab::new(label, href, *which == self.which).count(count(*which))
        };
        Which::ALL.iter().map(tab).collect()
    }

    fn figures(&self) -> Vec<Leader> {
        let (page, sums) = (self.page, self.sums);
        let reported = page.with("n", sums.reported).with("all", sums.points).t("hn-of-all");
        let mut lines = vec![
            Leader::new(page.t("hn-sum-reported"), reported),
            Leader::new(page.t("hn-sum-lost"), page.num(sums.lost)),
            Leader::new(page.t("hn-sum-confirmed"), page.num(sums.yes)),
            Leader::new(page.t("hn-sum-present"), page.num(sums.all())),
        ];
        let groups = Group::ALL.iter().zip(sums.present);
        lines.extend(
            groups.map(|(g, n)| Leader::new(page.t(key("hn-group", g.word())), page.num(n))),
        );
        lines
    }

    fn status(&self, spot: &Spot) -> Status {
        let page = self.page;
        match (spot.line.as_str(), spot.takes.as_str()) {
            ("lost", _) => Status::new(Mark::Late, page.t("hn-line-lost")),
            ("ok", _) => Status::new(Mark::Done, page.t("hn-line-ok")),
            (_, "no") => Status::new(Mark::None, page.t("hn-takes-no")),
            (_, "yes") => Status::new(Mark::Half, page.t("hn-takes-yes")),
            _ => Status::new(Mark::New, page.t("hn-silent")),
        }
    }

    fn groups(&self, spot: &Spot) -> String {
        spot.present.iter().map(|n| self.page.num(*n)).collect::<Vec<_>>().join(" · ")
    }

    fn legend(&self) -> String {
        let name = |group: &Group| self.page.t(key("hn-group", group.word())).into_owned();
        Group::ALL.iter().map(name).collect::<Vec<_>>().join(" · ")
    }

    fn report_href(&self, spot: &Spot) -> String {
        format!("{}/bao-cao?diem={}", path(&self.conference.id), spot.unit)
    }

    fn live_href(&self) -> String {
        self.page.href_with("moi", if self.live { "" } else { "co" })
    }
}

/// The page with its title and crumbs.
pub(super) fn titled(page: Page, one: &Conference, name: &str) -> Page {
    titled_under(page, (&one.id, name), "hn-screen")
}

/// What the screen shows now, as one word: another word when anything of it is another.
fn mark(app: &App, page: &Page, officer: &Officer, version: i64, sums: &Sums) -> String {
    let figures = format!("{version} {sums:?}");
    let view = format!("{:?} {:?}", page.lang(), page.scheme_attribute());
    let reader = format!("{} {}", officer.account, page.seal());
    let parts = [figures, page.address(), view, reader];
    let parts: Vec<&[u8]> = parts.iter().map(|part| part.as_bytes()).collect();
    format!("\"{}\"", hex(&app.store.keys().tag("conference screen", &parts)[..12]))
}

fn pager(page: &Page, (after, shown): (i64, i64), more: bool) -> Pager {
    let to = |n: i64| {
        let href = page.href_with("after", "");
        let sign = if href.contains('?') { '&' } else { '?' };
        format!("{href}{sign}after={n}")
    };
    Pager {
        newer: (after > 0).then(|| to((after - SIZE).max(0))),
        older: more.then(|| to(after + SIZE)),
        note: match shown {
            0 => String::new(),
            n => page.with("from", after + 1).with("until", after + n).t("hn-points-shown"),
        },
    }
}

/// `GET /can-bo/hoi-nghi/buoi/{conference}/diem-cau?loc=…&sort=…&q=…&after=…&moi=co`
pub(super) async fn show(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    Path(typed): Path<String>,
    headers: HeaderMap,
    page: Page,
) -> Answer {
    let read = find(&app, &officer, &typed, Act::CONFERENCES_READ).await?;
    let (store, one, query) = (&app.store, &read.it, page.query());
    let words = query.get("q").unwrap_or_default();
    let sums = sql::sums(store, &one.id, words).await?;
    let etag = mark(&app, &page, &officer, one.version, &sums);
    let etag = HeaderValue::try_from(etag).map_err(accounts::Failure::bug)?;
    let head = [
        (header::ETAG, etag.clone()),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache")),
    ];
    if headers.get(header::IF_NONE_MATCH) == Some(&etag) {
        return Ok((StatusCode::NOT_MODIFIED, head).into_response());
    }
    let which = query.get("loc").and_then(Which::read).unwrap_or(Which::All);
    let sort = query.get("sort").and_then(Sort::read).unwrap_or(Sort::Name);
    let after = query.get("after").and_then(|n| n.parse().ok()).unwrap_or(0);
    let after = i64::clamp(after, 0, 100_000);
    let mut spots = sql::spots(store, (&one.id, words), (which, sort), (SIZE + 1, after)).await?;
    let more = spots.len() > SIZE as usize;
    spots.truncate(SIZE as usize);
    let name = title(&app, one).await?;
    let form = FormState::new().with("q", words);
    let pager = pager(&page, (after, spots.len() as i64), more);
    let live = query.get("moi") == Some("co");
    let page = titled(page, one, &name);
    let shown = PointsPage {
        page: &page,
        form: &form,
        conference: one,
        name,
        spots,
        sums,
        which,
        pager,
        live,
    };
    let mut answer = page.show(&shown);
    answer.headers_mut().extend(head);
    if live {
        answer.headers_mut().insert(header::REFRESH, HeaderValue::from(EVERY));
    }
    Ok(answer)
}

/// A point that the host may say something for: what it is called.
pub(super) async fn seat_of(
    app: &App,
    officer: &Officer,
    (conference, unit): (&str, &str),
) -> Result<sql::Seat, accounts::Failure> {
    let seat = sql::seat(&app.store, conference, unit).await?;
    let seat = seat.ok_or(accounts::Failure(PageError::NotFound))?;
    let own = super::may_at(officer, Act::CONFERENCES_REPORT, unit);
    if !own && !officer.may(Act::CONFERENCES_HOST, &seat.host) {
        officer.allow(Act::CONFERENCES_REPORT, unit)?;
    }
    Ok(seat)
}
