//! The pages of petitions: what a resident sees, and what an officer works with.

mod files;
pub mod office;
pub mod resident;
