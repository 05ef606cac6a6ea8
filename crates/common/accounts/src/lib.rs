//! Officers who sign in, the posts they hold, what a post may do where, and who looked at whose
//! data. Residents need no account and none is kept of them.
//!
//! ```text
//!   first start ─► one-time link ─► unit + first account (administrator, leader)
//!   account:  opened ─► password ─► second factor ─► posts for periods ─► closed ─► erased
//!                          ▲ one-time link ◄─ a second officer agrees ◄─ a first one asks
//!   request:  cookie ─► session ─► Officer { posts today } ─► allow(act, unit) ─► page
//! ```
//!
//! # Invariants
//! - The journal holds no name, login, telephone or secret: those are vault items of their own,
//!   and a replaced password or second factor is destroyed.
//! - A permission belongs to a post on a day at a unit ([`permissions`]), never to a person.
//! - Nobody gives themselves the way back in: it takes two other officers.
//! - Nobody can lock an office out: a browser that has signed in to an account before is slowed
//!   down by its own mistakes only ([`sign_in`]).
//! - Sessions, links and counters of tries are kept apart from the journal, as hashes; addresses
//!   are kept nowhere ([`guard`]).
//! - A person's data is shown only after the access log holds it ([`App::log_read`]).
//!
//! # How another slice uses it
//! Handlers are `Router<Arc<App>>`; an [`Officer`] argument means "signed in", `Option<Officer>`
//! "whoever it is"; then `officer.allow(Act::PETITIONS_ACCEPT, unit)?`. Handlers return
//! [`Answer`], so that `?` turns a store's error, a refusal or a lost race into the right page.

use std::sync::Arc;

use ::store::{Migration, Projector};
use axum::Router;
use axum::routing::{get, post};
use jiff::SignedDuration;
use jobs::Job;
use web::Lang;

pub mod absence;
pub mod account;
pub mod acts;
mod agenda;
pub mod api;
pub mod app;
mod counted;
pub mod facts;
pub mod failure;
pub mod feed;
pub mod guard;
pub mod links;
mod log;
pub mod matters;
pub mod once;
pub mod own;
pub mod pages;
pub mod password;
mod peer;
pub mod people;
pub mod permissions;
pub mod places;
pub mod posts;
mod scope;
mod secret;
pub mod session;
pub mod sign_in;
pub mod store;
pub mod throttle;
pub mod tokens;
pub mod totp;
mod wants;

pub use account::{Account, Command};
pub use acts::NewAccount;
pub use agenda::{Agenda, Days, Feed};
pub use app::{App, Instance, Limits};
pub use counted::INDICATORS;
pub use facts::{FACT_KINDS, TABLES};
pub use failure::{Answer, Failure};
pub use guard::{Guard, Pace, Pass};
pub use links::open_first_link;
pub use matters::{Later, Matters, OwedMatter, Owing};
pub use pages::samples;
pub use peer::Peer;
pub use people::Person;
pub use permissions::Act;
pub use posts::{Held, Post};
pub use scope::Scope;
pub use session::{Officer, layer};
pub use sign_in::{CodeEntry, Entry, Source};
pub use store::statements;
pub use tokens::{Program, Token};
pub use wants::{Missing, Want, Wants};

/// Schema.
pub const MIGRATIONS: &[Migration] = &[
    Migration { name: "accounts-1", sql: include_str!("../migrations/accounts-1.sql") },
    Migration {
        name: "accounts-office-1",
        sql: include_str!("../migrations/accounts-office-1.sql"),
    },
    Migration {
        name: "accounts-tokens-1",
        sql: include_str!("../migrations/accounts-tokens-1.sql"),
    },
    Migration {
        name: "accounts-counts-1",
        sql: include_str!("../migrations/accounts-counts-1.sql"),
    },
];

/// Screen words.
pub const WORDS: &[(Lang, &str)] = &[
    (Lang::Vi, include_str!("../../../../locales/vi/accounts.ftl")),
    (Lang::En, include_str!("../../../../locales/en/accounts.ftl")),
];

/// Who knows the facts of this slice, by stream prefix.
pub fn projectors() -> Vec<(&'static str, Arc<dyn Projector>)> {
    let all: Arc<dyn Projector> = Arc::new(facts::Accounts);
    let mut known: Vec<(&'static str, Arc<dyn Projector>)> =
        ["account", "login", "instance", "token", "access"]
            .into_iter()
            .map(|prefix| (prefix, all.clone()))
            .collect();
    known.push(("absence", Arc::new(absence::Absences)));
    known.push(("feed", Arc::new(feed::Feeds)));
    known
}

/// What a route asks of its reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Nothing.
    Public,
    /// To have signed in.
    SignedIn,
    /// To hold a post that may do this act somewhere.
    Act(Act),
    /// To show an office's token that holds such a post; for the doors of the JSON interface.
    Token(Act),
}

/// Every route with what it asks; the router below is held against it by a test.
pub const ROUTES: &[(&str, &str, Access)] = &[
    ("GET", "/quyen-han", Access::Public),
    ("GET", "/dang-nhap", Access::Public),
    ("POST", "/dang-nhap", Access::Public),
    ("GET", "/dang-nhap/ma", Access::Public),
    ("POST", "/dang-nhap/ma", Access::Public),
    ("GET", "/dang-nhap/lap-ma", Access::Public),
    ("POST", "/dang-nhap/lap-ma", Access::Public),
    ("POST", "/dang-xuat", Access::Public),
    ("GET", "/bat-dau/{token}", Access::Public),
    ("POST", "/bat-dau/{token}", Access::Public),
    ("GET", "/moi/{token}", Access::Public),
    ("POST", "/moi/{token}", Access::Public),
    ("GET", "/can-bo/toi", Access::SignedIn),
    ("POST", "/can-bo/toi/mat-khau", Access::SignedIn),
    ("POST", "/can-bo/toi/thiet-bi", Access::SignedIn),
    ("POST", "/can-bo/toi/thu", Access::SignedIn),
    ("GET", "/can-bo/vang-mat", Access::SignedIn),
    ("POST", "/can-bo/vang-mat", Access::SignedIn),
    ("POST", "/can-bo/vang-mat/thoi", Access::SignedIn),
    ("GET", "/can-bo/tai-khoan", Access::Act(Act::ACCOUNTS_RECOVER)),
    ("GET", "/can-bo/tai-khoan/moi", Access::Act(Act::ACCOUNTS_MANAGE)),
    ("POST", "/can-bo/tai-khoan/moi", Access::Act(Act::ACCOUNTS_MANAGE)),
    ("GET", "/can-bo/tai-khoan/{id}", Access::Act(Act::ACCOUNTS_RECOVER)),
    ("POST", "/can-bo/tai-khoan/{id}/chuc-danh", Access::Act(Act::ACCOUNTS_MANAGE)),
    ("POST", "/can-bo/tai-khoan/{id}/chuc-danh/thoi", Access::Act(Act::ACCOUNTS_MANAGE)),
    ("POST", "/can-bo/tai-khoan/{id}/moi", Access::Act(Act::ACCOUNTS_MANAGE)),
    ("POST", "/can-bo/tai-khoan/{id}/cap-lai", Access::Act(Act::ACCOUNTS_RECOVER)),
    ("POST", "/can-bo/tai-khoan/{id}/cap-lai/dong-y", Access::Act(Act::ACCOUNTS_RECOVER)),
    ("POST", "/can-bo/tai-khoan/{id}/dong", Access::Act(Act::ACCOUNTS_MANAGE)),
    ("POST", "/can-bo/tai-khoan/{id}/xoa-ten", Access::Act(Act::VAULT_ERASE)),
    ("GET", "/can-bo/so-truy-cap", Access::Act(Act::AUDIT_ACCESS)),
];

/// The pages of this slice.
pub fn router() -> Router<Arc<App>> {
    use pages::{
        account, accounts, audit, enter, first, me, new_password, open, permissions, second_factor,
    };
    Router::new()
        .route("/quyen-han", get(permissions::show))
        .route("/dang-nhap", get(enter::show).post(enter::send))
        .route("/dang-nhap/ma", get(second_factor::show).post(second_factor::send))
        .route("/dang-nhap/lap-ma", get(second_factor::show).post(second_factor::send))
        .route("/dang-xuat", post(enter::leave))
        .route("/bat-dau/{token}", get(first::show).post(first::send))
        .route("/moi/{token}", get(new_password::show).post(new_password::send))
        .route("/can-bo/toi", get(me::show))
        .route("/can-bo/toi/mat-khau", post(me::change_password))
        .route("/can-bo/toi/thiet-bi", post(me::sign_out_devices))
        .route("/can-bo/toi/thu", post(me::set_email))
        .route("/can-bo/vang-mat", get(absence::show).post(absence::record))
        .route("/can-bo/vang-mat/thoi", post(absence::end))
        .route("/can-bo/tai-khoan", get(accounts::show))
        .route("/can-bo/tai-khoan/moi", get(open::show).post(open::send))
        .route("/can-bo/tai-khoan/{id}", get(account::show))
        .route("/can-bo/tai-khoan/{id}/chuc-danh", post(account::give))
        .route("/can-bo/tai-khoan/{id}/chuc-danh/thoi", post(account::end))
        .route("/can-bo/tai-khoan/{id}/moi", post(account::invite))
        .route("/can-bo/tai-khoan/{id}/cap-lai", post(account::ask_recovery))
        .route("/can-bo/tai-khoan/{id}/cap-lai/dong-y", post(account::approve_recovery))
        .route("/can-bo/tai-khoan/{id}/dong", post(account::close))
        .route("/can-bo/tai-khoan/{id}/xoa-ten", post(account::erase))
        .route("/can-bo/so-truy-cap", get(audit::show))
}

/// The periodic tasks of this slice.
pub fn jobs(limits: Limits) -> Vec<Job> {
    vec![Job::new("accounts.sweep", SignedDuration::from_mins(15), move |store| async move {
        let gone = App::sweep(&store, &limits).await.map_err(|error| error.to_string())?;
        Ok(format!("{gone} ended sessions and links forgotten"))
    })]
}
