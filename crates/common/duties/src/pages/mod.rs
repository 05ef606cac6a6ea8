//! The pages of the law: a calculator for anybody; rules, days off and moved dates for officers.

pub mod calculator;
pub mod holidays;
pub mod moves;
pub mod rules;
