//! What a rule asks of a unit by itself, from period to period, without a matter behind it: days on
//! which a head receives, a dialogue in the year. Nothing begins such a duty, so nothing but the
//! rule and the calendar can say that it is missing. Which there are is the subjects' to say;
//! `site` gives each subject's word here. Knows no subject.

use jiff::civil::Date;

use crate::app::App;
use crate::failure::Failure;
use crate::matters::Later;
use crate::permissions::Act;

/// Something that is not in the calendar of a unit, or was not done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Want {
    /// The unit of which it is asked: one of those that were asked about.
    pub unit: String,
    /// The rule.
    pub rule: String,
    /// The last day of its period.
    pub until: Date,
    /// How many times, or on how many days, the rule wants it.
    pub need: u32,
    /// How many of them are neither done nor in the calendar.
    pub missing: u32,
    /// Where it is planned, for whoever may read of it.
    pub path: String,
}

impl Want {
    /// Whether its period is over: it cannot be put right any more.
    pub fn is_over(&self, today: Date) -> bool {
        self.until < today
    }
}

/// What is missing at these units, in any order: in the period of `today`, and what the period
/// before it ended without.
pub type Missing = for<'a> fn(&'a App, &'a [String], Date) -> Later<'a, Vec<Want>>;

/// What one subject's rules ask.
#[derive(Clone, Copy)]
pub struct Wants {
    /// What an officer must be allowed to do at a unit to learn that it is missing there.
    pub read: Act,
    /// What is missing.
    pub missing: Missing,
}

impl App {
    /// Learns what rules ask of units by themselves; once, when the site opens.
    pub fn know_wants(&self, all: Vec<Wants>) {
        let _ = self.wants.set(all);
    }

    /// What is missing at these units of all that `may` may learn there, what ends first, first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn missing(
        &self,
        units: &[String],
        may: impl Fn(Act, &str) -> bool,
        today: Date,
    ) -> Result<Vec<Want>, Failure> {
        let mut all = Vec::new();
        for wants in self.wants.get().map_or(&[][..], Vec::as_slice) {
            let readable = |unit: &&String| may(wants.read, unit);
            let units: Vec<String> = units.iter().filter(readable).cloned().collect();
            if !units.is_empty() {
                all.extend((wants.missing)(self, &units, today).await?);
            }
        }
        all.sort_by(|a, b| (a.until, &a.unit, &a.rule).cmp(&(b.until, &b.unit, &b.rule)));
        Ok(all)
    }
}
