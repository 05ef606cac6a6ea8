//! The pages of the law: a calculator for anybody; rules, days off and moved dates for officers.
//! And the board of all that is owed.

pub mod board;
pub mod calculator;
pub mod holidays;
pub mod moves;
pub mod rules;
