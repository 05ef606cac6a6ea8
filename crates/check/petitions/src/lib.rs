//! Petitions: what a person brings, from the door to an answer in time, and whether it is solved.
//!
//! ```text
//! received ─► classified ─► accepted ─► verified ─► decided ─► sent ─► judged by the asker
//!     filed · guided · forwarded · refused
//! ```
//!
//! # Invariants
//! - Closed is not solved: only the asker says so, and silence is counted apart.
//! - Every date is derived from a rule and a starting day, and can explain itself day by day.
//! - A denunciation has no form and no kind here; the page `/to-cao` says where it goes.
//! - The public sees code, kind, matter, commune, month, state, dates and the answer; never a
//!   name, a telephone or a house number.
//! - Words and persons are in the vault; facts and views hold none.

pub mod code;
pub mod desk;
pub mod facts;
pub mod kind;
pub mod meaning;
pub mod pages;
pub mod petition;
pub mod store;
