//! How many must agree: the majority of a rule, over whom it is counted, and the outcome explained.
//!
//! All of it is integers: exactly half is not more than half, and two thirds of 200 are 134. A
//! large village that meets in clusters, or votes on several days, adds its [`Count`]s and asks
//! once.
//!
//! ```
//! use jiff::civil::date;
//! use rulebook::Rulebook;
//! use rulebook::majority::Count;
//!
//! let book = Rulebook::embedded()?;
//! let count = Count { whole: 100, present: 80, yes: 66, no: 10, silent: 4, spoilt: 0 };
//! let verdict = book.majority("QD.contribution", date(2026, 3, 1))?.of(&count);
//! // Two thirds of all, not of those present.
//! assert_eq!((verdict.needed, verdict.is_met()), (67, false));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use jiff::civil::Date;

use crate::{Article, RuleError, Rulebook, Unit};

/// Over whom a majority is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Base {
    /// All who could decide, present or not.
    All,
    /// Those who are present or represented.
    Present,
}

/// How many must agree, by the rule of a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Majority {
    /// The rule's id.
    pub rule: String,
    /// Where it stands.
    pub article: Article,
    /// Over whom it is counted.
    pub base: Base,
    numerator: u64,
    denominator: u64,
    /// Whether more than the share is needed: the share itself is not enough.
    strict: bool,
}

/// What was counted at one place, or at several together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// All who could decide: the households of the roll.
    pub whole: u64,
    /// Those who are present or represented.
    pub present: u64,
    /// For it.
    pub yes: u64,
    /// Against it.
    pub no: u64,
    /// Said nothing, or gave no ballot back.
    pub silent: u64,
    /// Ballots that say nothing valid.
    pub spoilt: u64,
}

/// Why a count cannot be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Uneven {
    /// More are present than there are.
    #[error("{present} are present of {whole}")]
    MorePresent {
        /// How many there are.
        whole: u64,
        /// How many are present.
        present: u64,
    },
    /// The votes do not add up to those present.
    #[error("{votes} votes of {present} present")]
    Votes {
        /// How many are present.
        present: u64,
        /// For, against, silent and spoilt together.
        votes: u64,
    },
}

/// The outcome with what it follows from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The rule's id.
    pub rule: String,
    /// Where it stands.
    pub article: Article,
    /// Over whom it was counted.
    pub base: Base,
    /// How many these are.
    pub whole: u64,
    /// How many had to agree.
    pub needed: u64,
    /// How many did.
    pub yes: u64,
    /// How many could have: those present.
    pub present: u64,
}

impl Count {
    /// Several places together.
    pub fn sum(parts: impl IntoIterator<Item = Self>) -> Self {
        parts.into_iter().fold(Self::default(), |sum, one| Self {
            whole: sum.whole + one.whole,
            present: sum.present + one.present,
            yes: sum.yes + one.yes,
            no: sum.no + one.no,
            silent: sum.silent + one.silent,
            spoilt: sum.spoilt + one.spoilt,
        })
    }

    /// Those who are neither present nor represented.
    pub fn absent(&self) -> u64 {
        self.whole.saturating_sub(self.present)
    }

    /// Whether it can be: nobody more than there are, and everybody present once.
    ///
    /// # Errors
    /// What does not add up.
    pub fn check(&self) -> Result<(), Uneven> {
        let Self { whole, present, yes, no, silent, spoilt } = *self;
        if present > whole {
            return Err(Uneven::MorePresent { whole, present });
        }
        let votes = [yes, no, silent, spoilt].into_iter().fold(0, u64::saturating_add);
        if votes == present { Ok(()) } else { Err(Uneven::Votes { present, votes }) }
    }
}

impl Majority {
    /// How many of `whole` must agree. Of nobody, nobody can: at least one is needed.
    pub fn needed(&self, whole: u64) -> u64 {
        let parts = u128::from(whole) * u128::from(self.numerator);
        let of = u128::from(self.denominator);
        let needed = if self.strict { parts / of + 1 } else { parts.div_ceil(of) };
        u64::try_from(needed).unwrap_or(u64::MAX).max(1)
    }

    /// The outcome of a count.
    pub fn of(&self, count: &Count) -> Verdict {
        let whole = match self.base {
            Base::All => count.whole,
            Base::Present => count.present,
        };
        Verdict {
            rule: self.rule.clone(),
            article: self.article.clone(),
            base: self.base,
            whole,
            needed: self.needed(whole),
            yes: count.yes,
            present: count.present,
        }
    }
}

impl Verdict {
    /// Whether enough agreed.
    pub fn is_met(&self) -> bool {
        self.yes >= self.needed
    }

    /// Whether enough were present that it could have been met at all.
    pub fn could_be_met(&self) -> bool {
        self.present >= self.needed
    }
}

impl Rulebook {
    /// The majority that a rule asks for on a day.
    ///
    /// # Errors
    /// When there is no such rule on that day, or it says no majority.
    pub fn majority(&self, id: &str, on: Date) -> Result<Majority, RuleError> {
        if self.versions(id).is_empty() {
            return Err(RuleError::Unknown { id: id.to_owned() });
        }
        let not_in_force = || RuleError::NotInForce { id: id.to_owned(), on };
        let rule = self.in_force(id, on).ok_or_else(not_in_force)?;
        let (base, denominator, strict) = match rule.unit {
            Unit::ThirdsOfAll => (Base::All, 3, false),
            Unit::PercentOfAll => (Base::All, 100, false),
            Unit::OverPercentOfAll => (Base::All, 100, true),
            Unit::OverPercentOfPresent => (Base::Present, 100, true),
            unit => {
                return Err(RuleError::NotAMajority { id: id.to_owned(), unit: unit.code() });
            }
        };
        Ok(Majority {
            rule: rule.id.clone(),
            article: rule.article.clone(),
            base,
            numerator: rule.value.unwrap_or_default().into(),
            denominator,
            strict,
        })
    }
}
