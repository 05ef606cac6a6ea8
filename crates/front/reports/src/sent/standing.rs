//! Which units of the next lower level have reported for a period, and which are late; pure.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::store::Sent;

/// How a unit stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It reported by the last day.
    InTime,
    /// It reported after it.
    Late,
    /// It has not, and there is time.
    Open,
    /// It has not, and there is none.
    Overdue,
}

/// A unit and its report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The code of the unit.
    pub unit: String,
    /// How it stands.
    pub standing: Standing,
    /// The day of its first report.
    pub first: Option<Date>,
    /// Its last report: what counts.
    pub last: Option<Sent>,
    /// Whether the last came as a file.
    pub by_file: bool,
}

/// How each unit stands on a day: reports that were frozen here and those that came as files are
/// one; the first says whether it was in time, the last is the one that counts.
#[must_use]
pub fn lines(
    units: &[String],
    (frozen, received): (&[Sent], &[Sent]),
    (due, today): (Date, Date),
) -> Vec<Line> {
    let mut of: BTreeMap<&str, Vec<(&Sent, bool)>> = BTreeMap::new();
    for (sent, by_file) in [(frozen, false), (received, true)] {
        for one in sent {
            of.entry(&one.unit).or_default().push((one, by_file));
        }
    }
    let line = |unit: &String| {
        let mut sent = of.remove(unit.as_str()).unwrap_or_default();
        sent.sort_by_key(|(one, _)| one.at);
        let first = sent.first().map(|(one, _)| kernel::civil_date(one.at));
        let last = sent.last();
        let standing = match first {
            Some(day) if day <= due => Standing::InTime,
            Some(_) => Standing::Late,
            None if today <= due => Standing::Open,
            None => Standing::Overdue,
        };
        Line {
            unit: unit.clone(),
            standing,
            first,
            last: last.map(|(one, _)| (*one).clone()),
            by_file: last.is_some_and(|(_, by_file)| *by_file),
        }
    };
    units.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn sent(unit: &str, day: i8) -> Sent {
        let at = date(2026, 3, day).at(9, 0, 0, 0).in_tz("UTC").unwrap().timestamp();
        Sent { unit: unit.into(), stream: format!("report/{unit}-{day}"), at }
    }

    #[test]
    fn the_first_report_says_whether_it_was_in_time_and_the_last_counts() {
        let units = ["a", "b", "c"].map(str::to_owned);
        let frozen = [sent("a", 20), sent("a", 25), sent("b", 24)];
        let received = [sent("b", 26), sent("d", 20)];
        let both = (&frozen[..], &received[..]);
        let (due, before) = (date(2026, 3, 23), date(2026, 3, 20));
        let all = lines(&units, both, (due, date(2026, 3, 27)));
        let told: Vec<Standing> = all.iter().map(|line| line.standing).collect();
        assert_eq!(told, [Standing::InTime, Standing::Late, Standing::Overdue]);
        assert_eq!(all[0].last.as_ref().map(|one| one.stream.as_str()), Some("report/a-25"));
        assert!(all[1].by_file && !all[0].by_file);
        assert_eq!(lines(&units, (&[], &[]), (due, before))[2].standing, Standing::Open);
    }
}
