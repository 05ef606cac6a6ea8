//! The one page of this slice, and its samples.

pub mod outbox;

pub use outbox::samples::samples;
