//! The words of the acceptance tests: a [`House`] that serves real pages on a real port, the
//! people who come to it ([`Browser`]s), the program itself as a child process ([`program`]), the
//! [`office`] suite that opens its files, a reader on a [`slow`] line, a [`storm`] of filings and
//! of work at [`desks`] that a kill may interrupt, and single [`flips`] of what is stored.
//!
//! Not a framework: each test is a plain story. Time is the house's fake clock; nothing waits by
//! sleeping.

pub mod browser;
pub mod desks;
pub mod flips;
pub mod house;
pub mod http;
pub mod office;
pub mod post;
pub mod program;
pub mod slow;
pub mod storm;

pub use browser::{Browser, Page};
pub use house::House;
