//! Who has reported to the level above, by when; and reports that travel as signed files between
//! installations that no line connects.
//!
//! ```text
//!   unit below:  frozen report ─► file: figures, form, period + signature ─► paper, stick, mail
//!   unit above:  file ─► key pinned by the operator? ─► the period and form asked for? ─► fact
//! ```
//!
//! # Invariants
//! - A file is taken in as it was signed or not at all; the same file twice is one.
//! - Only a unit below, by a key that the operator wrote down, is believed.
//! - A file holds figures and no text that anybody wrote.

pub mod desk;
pub mod facts;
pub mod file;
pub mod meaning;
pub mod standing;
pub mod store;

pub use file::Content;
