//! The words of the acceptance tests: a [`House`] that serves real pages on a real port, the
//! people who come to it ([`Browser`]s), the program itself as a child process ([`program`]), and
//! a [`storm`] of filings that a kill may interrupt, and single [`flips`] of what is stored.
//!
//! Not a framework: each test is a plain story. Time is the house's fake clock; nothing waits by
//! sleeping.

pub mod browser;
pub mod flips;
pub mod house;
pub mod http;
pub mod post;
pub mod program;
pub mod storm;

pub use browser::{Browser, Page};
pub use house::House;
