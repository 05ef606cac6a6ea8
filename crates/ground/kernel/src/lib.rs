//! What every other crate may rely on: identities, time, actors, refusals, incidents, text, closed
//! lists, addresses of mail, marks of persons.
//!
//! The kernel knows no subject, does no I/O and holds no number of the law. It is also the only
//! place where the clock and the source of chance are read ([`Clock::now`], [`Chance`]): every
//! `decide` gets time and identities handed to it, so that the same facts always give the same
//! pages. (`clippy.toml` bans the other ways.)

pub mod actor;
pub mod chance;
pub mod clock;
pub mod closed;
pub mod email;
pub mod id;
pub mod incident;
pub mod person;
pub mod refusal;
pub mod sketch;
pub mod text;

pub use actor::Actor;
pub use chance::Chance;
pub use clock::{Clock, civil_date, civil_time};
pub use id::Id;
pub use incident::Incident;
pub use refusal::{Refusal, RefusalKind};
