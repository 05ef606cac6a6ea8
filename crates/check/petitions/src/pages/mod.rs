//! The pages of petitions: what a resident sees, and what an officer works with.

mod clock;
pub(crate) mod files;
pub mod office;
pub mod resident;
pub(crate) mod words;
