//! The law as dated data: `rules/*.toml` read into typed rules, and the deadlines they give.
//!
//! # The words
//!
//! **Rule**: one row of the law. `KN.res1` says that a first complaint must be resolved within so
//! many days of its acceptance, under Article 28 of the Complaints Law.
//!
//! **Version**: a rule between two dates. The version that counts for a case is the one that was
//! in force on the day its clock started; a later change of the law does not reach back.
//!
//! **Variant**: another value of the same rule for a case that the law names, asked for as
//! `KN.limit2:remote`.
//!
//! **Certainty**: how sure we are that the row says what the law says. Only `verified` was read
//! in the law's own words; the others are shown to officers as such.
//!
//! **Confirmed**: a jurist of the place has checked the row. It stands beside the certainty and
//! does not change it.
//!
//! # An example
//!
//! ```
//! use calendar::{CalendarKind, Lang};
//! use jiff::civil::date;
//! use rulebook::Law;
//!
//! let law = Law::embedded()?;
//! let deadline = law.due("TD.reply", date(2026, 2, 10), CalendarKind::Office)?;
//! assert_eq!(deadline.due(), date(2026, 3, 3), "Tết lies between");
//! assert_eq!(
//!     law.rulebook.cite(&deadline.article, Lang::Vi),
//!     "khoản 1 Điều 28 Luật Tiếp công dân",
//! );
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What it is not
//!
//! It holds no number of the law in code, reads no file and no clock, and knows no subject: which
//! rule a petition is under is the petition's to say.

mod article;
mod book;
pub mod embedded;
mod holidays;
pub mod json;
mod law;
pub mod majority;
mod parse;
mod read;
pub mod roll;
mod rule;

use calendar::{CalendarError, TermTooLong};
use jiff::civil::Date;

pub use article::{Article, Instrument, NotAnArticle};
pub use book::{Deadline, Rulebook, Run};
pub use law::{Law, LawChange};
pub use read::ParseError;
pub use rule::{Flaw, Ground, Rule, Start, Unit, Variant};

/// Why the law gives no answer, or does not take a change.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RuleError {
    /// There is no such rule.
    #[error("there is no rule {id}")]
    Unknown {
        /// What was asked for.
        id: String,
    },
    /// No version of the rule was law on the day its clock would have started.
    #[error("the rule {id} was not in force on {on}")]
    NotInForce {
        /// The rule.
        id: String,
        /// The day.
        on: Date,
    },
    /// The rule has no such variant.
    #[error("the rule {id} has no variant {variant}")]
    NoSuchVariant {
        /// The rule.
        id: String,
        /// What was asked for.
        variant: String,
    },
    /// The rule does not count what was asked for.
    #[error("the rule {id} is counted in {unit}, which gives no such date")]
    NotATerm {
        /// The rule.
        id: String,
        /// What it counts.
        unit: &'static str,
    },
    /// The rule does not say how many must agree.
    #[error("the rule {id} is counted in {unit}, which is no majority")]
    NotAMajority {
        /// The rule.
        id: String,
        /// What it counts.
        unit: &'static str,
    },
    /// The term ends beyond the last date there is.
    #[error(transparent)]
    TooLong(#[from] TermTooLong),
    /// Two versions of a rule would be law on the same day.
    #[error("{id} from {valid_from} overlaps its version from {other}; end that one first")]
    Overlap {
        /// The rule.
        id: String,
        /// The version that comes later.
        valid_from: Date,
        /// The version it meets.
        other: Date,
    },
    /// A row contradicts itself or what it rests on.
    #[error("{id}: {flaw}")]
    Flawed {
        /// The row.
        id: String,
        /// Field and problem.
        flaw: Flaw,
    },
    /// The calendar refuses what it was given.
    #[error(transparent)]
    Calendar(#[from] CalendarError),
    /// A law that was written down cannot be read.
    #[error("this is not a law as it was written down: {0}")]
    Canonical(String),
}
