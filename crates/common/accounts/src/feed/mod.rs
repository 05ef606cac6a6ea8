//! The secret address of an officer's calendar: one an account, kept as a hash, shown once, given
//! up by taking a new one or none. What stands in the calendar is for a subject to say.
//!
//! Stream `feed/{account}`.

mod store;

use ::store::{Change, Fact, Projection, Projector, Stream, Table, ViewRow, row};
use kernel::{Actor, Id};
use serde::{Deserialize, Serialize};

pub use self::store::statements;
use crate::app::App;
use crate::failure::Failure;
use crate::secret;
use crate::store as sql;

/// An officer took a secret address for a calendar.
pub const OPENED: &str = "feed.opened";
/// The address is given up.
pub const CLOSED: &str = "feed.closed";

/// The view: the address that holds now.
pub static FEEDS: Table = Table::rows("feeds", 1, &["account", "hash"]);

/// The body of [`OPENED`].
#[derive(Serialize, Deserialize)]
struct Opened {
    /// SHA-256 of the secret, in hexadecimal.
    hash: String,
}

#[derive(Serialize, Deserialize)]
struct Nothing {}

/// What follows from a stream of addresses.
pub struct Feeds;

impl Projector for Feeds {
    fn project(&self, stream: &Stream, _: &::store::Laws) -> ::store::Result<Projection> {
        let last = stream.records.last().filter(|record| record.kind == OPENED);
        let Some(last) = last else { return Ok(Projection::default()) };
        let account = stream.name.trim_start_matches("feed/");
        let rows = vec![ViewRow::new(&FEEDS, row![account, last.read::<Opened>()?.hash])];
        Ok(Projection { rows, ..Projection::default() })
    }
}

impl App {
    /// Takes a new secret address for an account's calendar; the one before ends. The secret is
    /// kept nowhere.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn open_feed(&self, actor: &Actor, account: Id) -> Result<String, Failure> {
        let token = secret::new(self.store.chance());
        let fact = Fact::new(OPENED, 1, &Opened { hash: secret::hash(&token) });
        let stream = self.store.stream(&format!("feed/{account}")).await?;
        self.store.commit(actor, vec![Change::new(stream, vec![fact])]).await?;
        Ok(token)
    }

    /// Gives the address up.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn close_feed(&self, actor: &Actor, account: Id) -> Result<(), Failure> {
        let stream = self.store.stream(&format!("feed/{account}")).await?;
        if stream.records.last().is_some_and(|record| record.kind == OPENED) {
            let fact = Fact::new(CLOSED, 1, &Nothing {});
            self.store.commit(actor, vec![Change::new(stream, vec![fact])]).await?;
        }
        Ok(())
    }

    /// Whether an account has an address.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn has_feed(&self, account: Id) -> Result<bool, Failure> {
        Ok(store::of(&self.store, account).await?)
    }

    /// The open account whose calendar a secret opens, with the posts it holds today.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn feed(&self, token: &str) -> Result<Option<(Id, Vec<crate::Held>)>, Failure> {
        if !secret::is_shaped(token) {
            return Ok(None);
        }
        let found = store::account(&self.store, &secret::hash(token)).await?;
        let Some(account) = found else { return Ok(None) };
        let row = sql::account(&self.store, account).await?;
        if row.is_none_or(|row| row.closed_at.is_some()) {
            return Ok(None);
        }
        let today = self.store.clock().today();
        let mut posts = sql::posts_of(&self.store, account).await?;
        posts.retain(|held| held.on(today));
        Ok(Some((account, posts)))
    }
}
