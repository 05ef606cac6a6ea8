//! What the facts of requests mean to the view and to duties, and what requests themselves hold.
//! Pure.

use accounts::Post;
use duties::{Debtor, Holder};
use jiff::civil::Date;
use store::{Laws, Migration, Projection, Projector, Result, Stream, Table, ViewRow, row};

use crate::facts::Event;
use crate::held::{Held, Holding, Item, Kept, What};
use crate::keep::REQUEST;
use crate::request::{Request, code};
use crate::watch;

/// The view of requests.
pub static DATA_REQUESTS: Table = Table::rows(
    "data_requests",
    1,
    &["stream", "unit", "kind", "state", "received_on", "due", "closed_on", "version"],
);

/// The slice's views.
pub static TABLES: &[&Table] = &[&DATA_REQUESTS, &watch::DATA_KEPT];

/// The slice's schema.
pub const MIGRATIONS: &[Migration] =
    &[Migration { name: "privacy-1", sql: include_str!("../migrations/1.sql") }];

/// The projector of the prefix `data_request`.
pub struct Requests;

impl Projector for Requests {
    fn tells_held(&self) -> bool {
        true
    }

    fn project(&self, stream: &Stream, laws: &Laws) -> Result<Projection> {
        let Some(one) = Request::replay(stream)? else { return Ok(Projection::default()) };
        let (unit, code) = (one.received.unit.as_str(), code(&one.id));
        let mut due: Option<Date> = None;
        for debt in one.debts.iter().filter(|debt| debt.is_open()) {
            due = [due, debt.due(laws)?].into_iter().flatten().min();
        }
        // Whoever sits at the desk answers; a leader finishes what only a leader may.
        let holder = Some(Holder::Post(Post::Reception));
        let debtor = Debtor { stream: &one.id, code: &code, unit, holder };
        let mut rows = duties::rows(debtor, &one.debts, laws)?;
        rows.push(ViewRow::new(
            &DATA_REQUESTS,
            row![
                one.id.as_str(),
                unit,
                one.received.kind.word(),
                one.state.word(),
                one.received.on,
                due,
                one.closed_on,
                one.version,
            ],
        ));
        let held = held_of(&one);
        let (sealed, erased) = (one.items.clone(), one.erased.clone());
        let mut projection = Projection { rows, sealed, erased, ..Projection::default() };
        watch::add(&mut projection, &one.id, &held);
        Ok(projection)
    }
}

/// What requests hold: who asked, and in which words.
pub const HOLDING: Holding = Holding {
    prefix: "data_request",
    held,
    erased: |items, ground| Event::Erased { items, ground: ground.to_owned() }.to_fact(),
    corrected: None,
};

fn held(stream: &Stream, _: &Laws) -> Result<Option<Held>> {
    Ok(Request::replay(stream)?.as_ref().map(held_of))
}

fn held_of(one: &Request) -> Held {
    // The law asks for an account of how a request was met.
    let item = |item: &store::VaultId| {
        let what = if *item == one.received.person { What::Person } else { What::Words };
        Item::new(item, what, Kept::Term(REQUEST), Some(REQUEST))
    };
    let held = Held {
        sort: "request",
        code: code(&one.id),
        unit: one.received.unit.clone(),
        path: crate::pages::path(&one.id),
        began_on: one.received.on,
        ended_on: one.closed_on,
        items: one.items.iter().map(item).collect(),
    };
    held.without(&one.erased)
}
