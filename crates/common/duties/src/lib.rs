//! Duties: who owes what to whom by when, and what became of it; and the law they rest on.
//!
//! A subject declares what its facts owe ([`Debt`]); this crate derives the due date from the
//! rulebook and calendar of the day and keeps the views `duties` and `duty_moves`. Changing a
//! holiday or a rule moves every open date in the same transaction. What is open stands on one
//! board for officers, whatever its subject ([`board`]).
//!
//! # Invariants
//! - No due date is stored in a fact: it is rule + starting day + law.
//! - A closed duty keeps the date that it had when it was closed.
//! - A duty whose clock stands still stays in the view with its owner, and has no date.

pub mod board;
pub mod debt;
pub mod explain;
pub mod holder;
pub mod pages;

pub use debt::{Debt, Debtor, Extension, Holder, Outcome, STANDS_STILL, rows};
pub use holder::{Known, Owed, of_code, of_holder};
use std::sync::Arc;

use accounts::{Access, Act, App};
use axum::Router;
use axum::routing::get;
use store::{Migration, Table};

/// The view of duties.
pub static DUTIES: Table = Table::rows(
    "duties",
    2,
    &["stream", "n", "code", "rule", "unit", "holder", "started_on", "due", "closed_on", "outcome"],
);

/// The view of dates that a change of the law moved.
pub static MOVES: Table = Table::rows(
    "duty_moves",
    3,
    &["stream", "n", "law", "code", "rule", "unit", "due_before", "due_after"],
);

/// The slice's views.
pub static TABLES: &[&Table] = &[&DUTIES, &MOVES];

/// The slice's schema.
pub const MIGRATIONS: &[Migration] = &[
    Migration { name: "duties-1", sql: include_str!("../migrations/1.sql") },
    Migration { name: "duties-holder", sql: include_str!("../migrations/holder.sql") },
    Migration { name: "duties-code", sql: include_str!("../migrations/code.sql") },
    Migration { name: "duties-posts", sql: include_str!("../migrations/posts.sql") },
    Migration { name: "duties-subject", sql: include_str!("../migrations/subject.sql") },
    Migration { name: "duties-board", sql: include_str!("../migrations/board.sql") },
];

/// Streams whose dates a change of the law may move.
pub const LAW_SENSITIVE: &str = "SELECT DISTINCT stream FROM duties WHERE closed_on IS NULL";

/// The stream `law` has no views of its own: what it changes is projected from the streams that
/// owe something.
pub struct NoViews;

impl store::Projector for NoViews {
    fn project(&self, _: &store::Stream, _: &store::Laws) -> store::Result<store::Projection> {
        Ok(store::Projection::default())
    }
}

/// Every route of the slice with its permission.
pub const ROUTES: &[(&str, &str, Access)] = &[
    ("GET", "/tinh-han", Access::Public),
    ("GET", "/api/v1/due", Access::Public),
    ("GET", "/can-bo/viec", Access::Act(Act::DUTIES_READ)),
    ("GET", "/can-bo/han-doi", Access::Act(Act::LAW_MOVES)),
    ("GET", "/can-bo/luat", Access::Act(Act::LAW_MOVES)),
    ("POST", "/can-bo/luat", Access::Act(Act::LAW_CONFIRM)),
    ("GET", "/can-bo/lich-nghi", Access::Act(Act::LAW_MOVES)),
    ("POST", "/can-bo/lich-nghi", Access::Act(Act::LAW_HOLIDAY)),
];

/// The slice's handlers.
pub fn router() -> Router<Arc<App>> {
    use pages::{board, calculator, holidays, moves, rules};
    Router::new()
        .route("/tinh-han", get(calculator::show))
        .route("/api/v1/due", get(calculator::api))
        .route("/can-bo/viec", get(board::show))
        .route("/can-bo/han-doi", get(moves::show))
        .route("/can-bo/luat", get(rules::show).post(rules::confirm))
        .route("/can-bo/lich-nghi", get(holidays::show).post(holidays::set))
}

/// A sample of each page that is a list of its own, for the tests that render and audit them.
pub fn samples(page: &web::Page) -> Vec<web::styleguide::Sample> {
    pages::board::samples(page)
}

/// Every statement, for the test that prepares them on both engines.
pub fn statements() -> Vec<String> {
    let fixed = [
        LAW_SENSITIVE,
        holder::OF_HOLDER,
        holder::OF_CODE,
        pages::moves::LIST,
        pages::holidays::MOVED,
    ];
    let fixed = fixed.map(str::to_owned);
    [&fixed[..], &[holder::codes_sql(2)], &board::statements()].concat()
}
