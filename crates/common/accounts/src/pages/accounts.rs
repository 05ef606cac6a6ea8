//! `/can-bo/tai-khoan`: all accounts, in the order in which they were opened.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use jiff::Timestamp;
use jiff::civil::Date;
use kernel::{Chance, Id};
use web::parts::{Mark, Pager, Status};
use web::styleguide::Sample;
use web::{Html, Page};

use crate::app::App;
use crate::failure::{Answer, Failure};
use crate::permissions::Act;
use crate::posts::{Held, Post};
use crate::session::Officer;
use crate::store::{self as sql, AccountRow};

/// How many accounts one page shows.
const PAGE: i64 = 50;

/// How far an account has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// Its holder has not set a password yet.
    Invited,
    /// A first officer asked for its recovery, or a second one agreed.
    Recovering,
    /// In use.
    Open,
    /// Closed.
    Closed,
}

impl Standing {
    pub(crate) fn of(row: &AccountRow, now: Timestamp) -> Self {
        let open = |(by, at): (Id, Timestamp)| {
            let recovery =
                crate::account::Recovery { asked_by: by, asked_at: at, approved_by: None };
            recovery.is_open(now)
        };
        match row {
            row if row.closed_at.is_some() => Self::Closed,
            row if row.approved_by.is_some() || row.asked.is_some_and(open) => Self::Recovering,
            row if row.password.is_none() || row.totp.is_none() => Self::Invited,
            _ => Self::Open,
        }
    }

    pub(crate) fn status(self, page: &Page) -> Status {
        let (mark, key) = match self {
            Self::Invited => (Mark::New, "account-invited"),
            Self::Recovering => (Mark::Soon, "account-recovering"),
            Self::Open => (Mark::Done, "account-open"),
            Self::Closed => (Mark::None, "account-closed"),
        };
        Status::new(mark, page.t(key))
    }
}

struct Line {
    id: Id,
    name: String,
    login: String,
    posts: Vec<Post>,
    state: Standing,
}

#[derive(Template)]
#[template(path = "accounts.html")]
struct AccountsPage<'a> {
    page: &'a Page,
    lines: &'a [Line],
    pager: &'a Pager,
    may_open: bool,
}

impl AccountsPage<'_> {
    fn posts(&self, line: &Line) -> String {
        let names: Vec<_> = line.posts.iter().map(|post| self.page.t(post.key())).collect();
        names.join(", ")
    }
}

/// `GET /can-bo/tai-khoan?after=…`
pub(crate) async fn show(State(app): State<Arc<App>>, officer: Officer, page: Page) -> Answer {
    officer.allow_somewhere(Act::ACCOUNTS_RECOVER)?;
    let query = page.query();
    let after = query.get("after").unwrap_or_default();
    let mut rows = sql::accounts(&app.store, after, PAGE + 1).await?;
    let more = rows.len() as i64 > PAGE;
    rows.truncate(PAGE as usize);
    let last = rows.last().filter(|_| more).map(|row| row.id);
    let pager = Pager {
        newer: (!after.is_empty()).then(|| "/can-bo/tai-khoan".to_owned()),
        older: last.map(|id| format!("/can-bo/tai-khoan?after={id}")),
        note: String::new(),
    };
    let lines = lines(&app, &rows).await?;
    let page = page.titled("accounts-title").office();
    let may_open = officer.may_somewhere(Act::ACCOUNTS_MANAGE);
    Ok(page.show(&AccountsPage { page: &page, lines: &lines, pager: &pager, may_open }))
}

async fn lines(app: &App, rows: &[AccountRow]) -> Result<Vec<Line>, Failure> {
    let items: Vec<Id> = rows.iter().filter_map(|row| row.person).collect();
    let persons = app.persons(&items).await?;
    let held = match (rows.first(), rows.last()) {
        (Some(first), Some(last)) => sql::posts_between(&app.store, first.id, last.id).await?,
        _ => Vec::new(),
    };
    let (today, now) = (app.store.clock().today(), app.now());
    let line = |row: &AccountRow| {
        let person = row.person.and_then(|item| persons.get(&item)).cloned().unwrap_or_default();
        let of_this = held.iter().filter(|(id, held)| *id == row.id && held.on(today));
        let mut posts: Vec<Post> = of_this.map(|(_, held)| held.post).collect();
        posts.sort();
        posts.dedup();
        Line {
            id: row.id,
            name: person.name,
            login: person.login,
            posts,
            state: Standing::of(row, now),
        }
    };
    Ok(rows.iter().map(line).collect())
}

pub(crate) fn samples(page: &Page) -> Vec<Sample> {
    let chance = Chance::seeded(1);
    let line = |name: &str, login: &str, posts: &[Post], state| Line {
        id: Id::new(Timestamp::UNIX_EPOCH, &chance),
        name: name.into(),
        login: login.into(),
        posts: posts.to_vec(),
        state,
    };
    let lines = [
        line("Lê Ví Dụ", "du.le", &[Post::Leader, Post::Administrator], Standing::Open),
        line("Trần Thị Thử", "thu.tran", &[Post::Reception], Standing::Recovering),
        line("Võ Minh Họa", "hoa.vo", &[Post::Handler], Standing::Invited),
        line("", "", &[], Standing::Closed),
    ];
    let pager =
        Pager { newer: None, older: Some("/can-bo/tai-khoan?after=x".into()), note: "".into() };
    let page = page.clone().titled("accounts-title");
    let of = |name, lines, may_open| Sample {
        name,
        html: Html::of(&AccountsPage { page: &page, lines, pager: &pager, may_open }),
    };
    vec![of("accounts-list", &lines, true), of("accounts-list-empty", &[], false)]
}

/// A post as samples show it.
pub(crate) fn sample_post(post: Post) -> Held {
    Held { post, unit: "20836".into(), from: Date::constant(2026, 1, 5), until: None }
}
