//! How each number of a report went, month by month, beside the year before. A table first; the
//! bars are drawn from the same numbers.

use counts::period::{Asked, Months, Part};
use counts::{Period, figures};
use jiff::civil::Date;
use rulebook::Law;
use store::Store;
use units::{Gazetteer, UnitRef};

use crate::form::Form;
use crate::report::{Number, ReportError};

/// The months of a year, and each column's numbers in them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trend {
    /// Which year.
    pub year: i16,
    /// The months of that year.
    pub months: Vec<Period>,
    /// Each column's numbers, in the order of the form, month by month.
    pub columns: Vec<Vec<Number>>,
    /// The month in which the order of units changed, when it is one of these.
    pub reform: Option<usize>,
}

/// The months of the year of a period, and those of the year before.
///
/// # Errors
/// When the law says of no day on which months begin, or the database does not answer.
pub async fn make(
    store: &Store,
    law: &Law,
    form: &Form,
    unit: UnitRef,
    asked: Asked,
) -> Result<Trend, ReportError> {
    let (year, kind) = year_of(asked);
    let months = months(law, year, kind)?;
    // The first year with a rule has none before it: nothing is compared then.
    let before = self::months(law, year - 1, kind).unwrap_or_default();
    let gazetteer = Gazetteer::shared();
    let series = gazetteer.series(unit).ok_or(ReportError::NoUnit(unit))?;
    let indicators = form.indicators();
    let mut columns = vec![
        vec![Number { now: 0, before: (!before.is_empty()).then_some(0) }; 12];
        form.columns.len()
    ];
    for (of, is_before) in [(&months, false), (&before, true)] {
        let (Some(first), Some(last)) = (of.first(), of.last()) else { continue };
        let codes = series.coded(gazetteer, first.from, last.until);
        for cell in figures::by_day(store, &codes, &indicators).await? {
            let at = of.partition_point(|month| month.until < cell.day);
            let Some(unit) = gazetteer.meant(&cell.unit, cell.from) else { continue };
            let counted = (cell.indicator.as_str(), cell.kind.as_str(), cell.channel.as_str());
            let takes = form.columns.iter().zip(&mut columns);
            let takes = takes.filter(|(column, _)| column.takes(counted, unit.level));
            for number in takes.filter_map(|(_, numbers)| numbers.get_mut(at)) {
                match &mut number.before {
                    Some(before) if is_before => *before += cell.n,
                    _ if is_before => {}
                    _ => number.now += cell.n,
                }
            }
        }
    }
    let change = gazetteer.last_of_old_order().and_then(|eve| eve.tomorrow().ok());
    let holds = |day: Date| months.iter().position(|m| m.from <= day && day <= m.until);
    Ok(Trend { year, reform: change.and_then(holds), months, columns })
}

/// The year that a period belongs to, and by which months.
fn year_of(asked: Asked) -> (i16, Months) {
    match asked {
        Asked::Part { year, months, .. } => (year, months),
        Asked::Days { until, .. } => (until.year(), Months::OfCalendar),
    }
}

fn months(law: &Law, year: i16, months: Months) -> Result<Vec<Period>, rulebook::RuleError> {
    let month = |n: i8| Asked::Part { months, year, part: Part::Month(n) }.period(law);
    (1..=12).map(month).collect()
}
