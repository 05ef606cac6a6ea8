//! Forms: reading what was sent, checking it, and showing it again with its faults, nothing lost.
//! Not commands: what the checked values mean is for the subject.
//!
//! - [`Posted`] reads a sent form, or answers in its place when that is impossible.
//! - [`FormState`] holds what was typed and what is wrong with it.
//! - [`Form`] shows a state's controls in a template.

mod check;
mod fields;
mod page;
mod posted;
mod show;

pub use check::{FormState, clock, hours};
pub use fields::{Fields, Upload};
pub use page::FormPage;
pub use posted::{MAX_BYTES, Posted, TakesFiles, TakesLarge};
pub use show::{Choice, Control, Errors, Form, Row, beside, fields};
