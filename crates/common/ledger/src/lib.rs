//! The public log: whoever brought something in can prove it without our server, and anybody can
//! check that nothing was taken out or dated back.
//!
//! ```text
//!   facts ─► journal ─► seals (the order is fixed, once a second)
//!                          │ what slices declare as Logged
//!                          ▼
//!   entry = SHA-256(salt ‖ public record) ─► leaf ─► tiles ─► signed checkpoint ─► files
//!     ▲ the salt of the words in the vault: erased with them           │ ◄─ witnesses cosign
//!     └──────────── receipt: opening + way up + checkpoint ◄───────────┘
//! ```
//!
//! # Invariants
//! - The log holds salted commitments: no word, no person, and of denunciations nothing at all.
//! - Leaves stand in the order of the sealed journal; whatever node appends, the log is the same.
//! - The head is one row, exchanged only for its successor; no log is begun by accident.
//! - Filing does not wait for the log: it reads what is sealed, in transactions of its own.
//! - Checking a receipt takes no network and no database.
//!
//! Formats: C2SP tlog-tiles, tlog-checkpoint, signed-note, tlog-cosignature, tlog-proof; hashing
//! of RFC 6962. They are written here, in a few hundred lines: the published crates for them want
//! a second set of cryptographic crates and know neither proofs as files nor cosignatures; the
//! tests hold ours against them.

pub mod audit;
pub mod base45;
pub mod cosign;
pub mod daily;
pub mod edge;
pub mod facts;
pub mod fetch;
pub mod head;
pub mod keys;
pub mod log;
pub mod merkle;
pub mod note;
pub mod pages;
pub mod prove;
pub mod receipt;
pub mod record;
pub mod scan;
pub mod sequence;
pub mod store;
pub mod witness;

use ::store::Migration;

pub use cosign::Witness;
pub use log::{Log, Logged, State};
pub use pages::{ROUTES, path, router, samples};
pub use prove::Proof;
pub use receipt::Receipt;
pub use record::Public;
pub use sequence::Trouble;
pub use store::statements;

/// Every kind of fact.
pub const KINDS: &[&str] = &[facts::BEGUN];

/// Who knows the streams of the slice.
pub fn projectors() -> Vec<(&'static str, std::sync::Arc<dyn ::store::Projector>)> {
    vec![("log", std::sync::Arc::new(facts::Logs))]
}

/// The log's tables: neither journal nor views. A restored database begins another log.
pub const MIGRATIONS: &[Migration] = &[
    Migration { name: "ledger-1", sql: include_str!("../migrations/1.sql") },
    Migration { name: "ledger-2", sql: include_str!("../migrations/2.sql") },
    Migration { name: "ledger-3", sql: include_str!("../migrations/3.sql") },
    Migration { name: "ledger-4", sql: include_str!("../migrations/4.sql") },
];
