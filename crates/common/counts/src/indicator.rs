//! What is counted: each indicator is declared by the subject that owns its facts, and no sum is
//! written under a name that nobody declared.

/// Which words may stand in a dimension.
pub type Has = fn(&str) -> bool;

/// One indicator. All are additive: sums over days, units and kinds are true. What is not (distinct
/// persons, medians, shares) is never stored.
#[derive(Clone, Copy, Debug)]
pub struct Indicator {
    /// `receptions.turns`: the subject, then what happened.
    pub id: &'static str,
    /// What its column `kind` may hold.
    pub kind: Has,
    /// What its column `channel` may hold.
    pub channel: Has,
}

impl Indicator {
    /// An indicator of these kinds and channels.
    #[must_use]
    pub const fn new(id: &'static str, kind: Has, channel: Has) -> Self {
        Self { id, kind, channel }
    }
}

/// The dimension that an indicator does not have.
#[must_use]
pub fn none(word: &str) -> bool {
    word.is_empty()
}

/// What people's matters are about, or nothing said.
#[must_use]
pub fn matter(word: &str) -> bool {
    crate::MATTERS.contains(&word)
}

/// The key of an indicator's name on screens: `count-receptions-turns`.
#[must_use]
pub fn key(indicator: &str) -> String {
    format!("count-{}", indicator.replace(['.', '_'], "-"))
}
