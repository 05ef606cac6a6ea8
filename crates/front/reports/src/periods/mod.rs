//! Reporting periods of an organisation's own: what they are called, how they repeat, since when
//! and until when they hold. A report of one bears its days, so its figures mean the same for ever.
//!
//! ```text
//!   defined ─► offered on the pages of reports, taken by the command line ─► ended
//! ```
//!
//! # Invariants
//! - A name means one thing in one organisation: nothing of a period is changed, and no ended one
//!   is defined anew. Two organisations may use the same name, each for its own.
//! - A period counts only when it begins while its rule holds.
//! - A name is public, as names of units are, and so stands in the fact.

use ::store::{Result, StoreError, Stream};
use counts::Asked;
use counts::own::{Each, Rule};
use jiff::Timestamp;
use jiff::civil::Date;
use kernel::Actor;
use units::Gazetteer;
use web::Words;

pub mod desk;
pub mod facts;
pub mod meaning;
pub mod store;

use facts::{Defined, Event};

/// The most characters of a name.
pub const MOST_NAME: usize = 60;
/// The most periods of one unit, those that were ended among them: more would fit in no list that
/// somebody chooses from.
pub const MOST: i64 = 100;

/// A period as its facts make it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Own {
    /// Its stream.
    pub id: String,
    /// What was said of it.
    pub defined: Defined,
    /// When that was.
    pub at: Timestamp,
    /// Who said it.
    pub by: Actor,
    /// The last day on which one of it may begin, when it was ended.
    pub ended: Option<Date>,
}

impl Own {
    /// Makes it from its facts; `None` when there are none.
    ///
    /// # Errors
    /// When a fact cannot be read or does not follow.
    pub fn replay(stream: &Stream) -> Result<Option<Self>> {
        let mut now: Option<Self> = None;
        for record in &stream.records {
            let event = Event::read(record)?;
            now = Some(match (event, now.take()) {
                (Event::Defined(defined), None) => {
                    let (id, at, by) = (stream.name.clone(), record.at, record.actor());
                    Self { id, defined, at, by, ended: None }
                }
                (Event::Ended { on }, Some(one)) if one.ended.is_none() => {
                    Self { ended: Some(on), ..one }
                }
                _ => {
                    let what = "a period is defined or ended twice";
                    return Err(StoreError::inconsistent("journal", record.name(), what));
                }
            });
        }
        Ok(now)
    }

    /// Its name in addresses: the code of its unit, a dot, its own code. Those that were defined
    /// when a name was unique in the whole installation have no unit in it.
    #[must_use]
    pub fn key(&self) -> &str {
        ::store::journal::key(&self.id)
    }

    /// Its name in its organisation, which commands may use.
    #[must_use]
    pub fn code(&self) -> &str {
        let key = self.key();
        key.rsplit_once('.').map_or(key, |(_, code)| code)
    }

    /// The last day on which one of it may begin; `None` while it goes on.
    #[must_use]
    pub fn last(&self) -> Option<Date> {
        [self.defined.until, self.ended].into_iter().flatten().min()
    }

    /// Its period of a year, by the number from 1; `None` when it does not begin while the rule
    /// holds.
    #[must_use]
    pub fn asked(&self, year: i16, n: i8) -> Option<Asked> {
        let asked = self.defined.rule.days(year, n)?;
        let Asked::Days { from, .. } = asked else { return None };
        let holds = self.defined.from <= from && self.last().is_none_or(|last| from <= last);
        holds.then_some(asked)
    }

    /// The same period of the year before, whether or not the rule held then; days that come once
    /// are held against the same days of that year.
    #[must_use]
    pub fn before(&self, year: i16, n: i8) -> Option<Asked> {
        match self.defined.rule {
            Rule::Once { .. } => self.defined.rule.days(year, n).map(Asked::year_before),
            Rule::Repeats { .. } => self.defined.rule.days(year - 1, n),
        }
    }

    /// The words by which one of it is chosen in a form.
    #[must_use]
    pub fn word(&self, n: i8) -> String {
        format!("{}~{n}", self.key())
    }

    /// What it is called among others: with its unit where another one bears the same name.
    #[must_use]
    pub fn name_among(&self, all: &[Self]) -> String {
        let name = &self.defined.name;
        if !all.iter().any(|other| other.id != self.id && other.code() == self.code()) {
            return name.clone();
        }
        let unit = Gazetteer::shared().current(&self.defined.unit).map(|unit| unit.title());
        format!("{name} ({})", unit.unwrap_or_else(|| self.defined.unit.clone()))
    }

    /// Each of a year, by its word, with its number.
    pub fn parts(&self) -> impl Iterator<Item = (String, i8)> {
        (1..=self.defined.rule.parts()).map(move |n| (self.word(n), n))
    }

    /// What one of it is called among others: `Giao ban: tháng 3`.
    #[must_use]
    pub fn named(&self, n: i8, (words, all): (&Words, &[Self])) -> String {
        let name = self.name_among(all);
        let told = words.with("name", name.as_str()).with("n", n.to_string());
        match self.defined.rule {
            Rule::Repeats { each: Each::Month, .. } => told.t("rp-own-month"),
            Rule::Repeats { each: Each::Quarter, .. } => told.t("rp-own-quarter"),
            Rule::Repeats { each: Each::Year, .. } | Rule::Once { .. } => name,
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_period_counts_when_it_begins_while_its_rule_holds() {
        let rule = Rule::Repeats { each: Each::Month, day: 20, month: 12, before: true };
        let own = Own {
            id: "period/20836.giao-ban".to_owned(),
            defined: Defined {
                unit: "20836".to_owned(),
                name: "Giao ban".to_owned(),
                rule,
                from: date(2026, 1, 20),
                until: Some(date(2026, 5, 31)),
            },
            at: Timestamp::UNIX_EPOCH,
            by: Actor::System("test"),
            ended: None,
        };
        assert_eq!(own.asked(2026, 1), None, "it begins in December");
        let second = own.asked(2026, 2).map(|asked| asked.to_string());
        assert_eq!(second.as_deref(), Some("2026-01-20..2026-02-19"));
        assert!(own.asked(2026, 6).is_some() && own.asked(2026, 7).is_none());
        let before = own.before(2026, 2).map(|asked| asked.to_string());
        assert_eq!(before.as_deref(), Some("2025-01-20..2025-02-19"));
        let ended = Own { ended: Some(date(2026, 3, 1)), ..own };
        assert!(ended.asked(2026, 3).is_some() && ended.asked(2026, 4).is_none());
        assert_eq!(ended.word(3), "20836.giao-ban~3");
    }

    #[test]
    fn the_same_name_of_two_units_is_told_apart_and_an_older_one_keeps_its_word() {
        let one = |id: &str, unit: &str| Own {
            id: id.to_owned(),
            defined: Defined {
                unit: unit.to_owned(),
                name: "Giao ban".to_owned(),
                rule: Rule::Repeats { each: Each::Month, day: 20, month: 12, before: true },
                from: date(2026, 1, 20),
                until: None,
            },
            at: Timestamp::UNIX_EPOCH,
            by: Actor::System("test"),
            ended: None,
        };
        let (commune, older) =
            (one("period/20836.giao-ban", "20836"), one("period/giao-ban", "48"));
        assert_eq!((commune.code(), older.code()), ("giao-ban", "giao-ban"));
        assert_eq!(older.word(1), "giao-ban~1");
        assert_eq!(commune.name_among(std::slice::from_ref(&commune)), "Giao ban");
        let both = [commune, older];
        let named = both[0].name_among(&both);
        assert!(named.starts_with("Giao ban (") && named != both[1].name_among(&both), "{named}");
    }
}
