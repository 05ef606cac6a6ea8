//! The only door to a database: journal, vault, views, group commit, replay, on two engines.
//!
//! ```text
//!   Change (facts + words) ──► prepare: chain, seal words, diff of projections   (caller's task)
//!                               │
//!                               ▼
//!   many prepared changes ──► ONE transaction, one durable commit               (the committer)
//!        journal += facts · vault += words · views ← rows · sums += deltas · search ← tokens
//!        · persons ← marks
//! ```
//!
//! # Invariants
//! - The journal is the truth. No statement here updates or deletes a journal row.
//! - A view is a pure function of streams ([`Projector`]): what a commit writes is the difference
//!   between the projection before and after, so `rebuild` and `verify` need no second code path.
//! - The journal holds no name, telephone, address or free text: those go to the [`vault`].
//! - What is erased leaves the database's files too, within seconds of the commit.
//! - Nobody is told "received" before the commit that holds it is durable.
//! - SQL is one text for both engines; the few differences live in [`engine`].

mod apart;
pub mod backup;
mod beside;
pub mod commit;
pub mod engine;
pub mod error;
mod expected;
pub mod journal;
pub mod keyring;
pub mod laws;
mod lock;
pub mod loose;
pub mod merkle;
mod migrate;
mod once;
pub mod open;
pub mod people;
pub mod projection;
pub mod query;
pub mod rebuild;
pub mod replay;
mod rows;
pub mod schema;
pub mod seal;
pub mod sealed;
pub mod search;
pub mod sequence;
mod trailer;
pub mod value;
pub mod vault;
pub mod whole;
mod wipe;

pub use commit::{Change, CommitError, Committed};
pub use engine::Engine;
pub use error::StoreError;
pub use journal::{Fact, Record, Stream};
pub use keyring::Keyring;
pub use laws::Laws;
pub use open::{Options, Schema, Store};
pub use projection::{Doc, Projection, Projector, Sum};
pub use query::{Apart, Row};
pub use schema::{Migration, Table, ViewRow};
pub use search::Shelf;
pub use value::Value;
pub use vault::{Sealed, VaultId};

/// The result of a reading.
pub type Result<T> = std::result::Result<T, StoreError>;
