//! The matters behind the figures of a whole report, each once, with what it counted for in which
//! column; and where each stands in the report's lines.

use std::collections::BTreeMap;

use counts::Period;
use counts::behind::{self, Part};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use store::{Result, Store};
use units::series::Coded;
use units::{Gazetteer, UnitRef};

use crate::form::Form;
use crate::report::{self, Report};

/// How many lines are asked for at once.
const AT_ONCE: i64 = 5_000;

/// A matter behind figures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Case {
    /// Its stream.
    pub stream: String,
    /// The code of the unit where it was.
    pub unit: String,
    /// The day on which it was counted.
    pub day: Date,
    /// For how many it counted in which column, by the column's place.
    pub of: BTreeMap<usize, i64>,
}

impl Case {
    /// The unit that its code meant.
    #[must_use]
    pub fn meant(&self) -> Option<UnitRef> {
        Gazetteer::shared().meant(&self.unit, self.day)
    }
}

/// The matters behind the total of a form for a unit and period, oldest first.
///
/// # Errors
/// When the database does not answer.
pub async fn read(store: &Store, form: &Form, unit: UnitRef, period: &Period) -> Result<Vec<Case>> {
    let codes: Vec<Coded> =
        report::codes(form, unit, period, "all").into_iter().map(|(_, coded)| coded).collect();
    let indicators = form.indicators();
    let parts: Vec<Part<'_>> = indicators.iter().map(|id| Part::all(id)).collect();
    let mut found: Found = BTreeMap::new();
    let mut after = None;
    loop {
        let some = behind::list(store, &codes, &parts, after.as_ref(), AT_ONCE).await?;
        for one in &some {
            let of = counted(form, one);
            if !of.is_empty() {
                let key = (one.day, one.stream.clone(), one.unit.clone());
                let sums = found.entry(key).or_default();
                of.into_iter().for_each(|(column, n)| *sums.entry(column).or_default() += n);
            }
        }
        match some.last() {
            Some(last) if some.len() as i64 == AT_ONCE => after = Some(last.key()),
            _ => break,
        }
    }
    let columns = form.columns.iter().enumerate();
    for (at, column) in columns.filter(|(_, column)| column.at.is_some()) {
        let codes = report::codes_of((form, column), unit, (period, period.until), "all");
        open(store, &codes, (at, &column.parts()[..]), &mut found).await?;
    }
    let case = |((day, stream, unit), of)| Case { stream, unit, day, of };
    Ok(found.into_iter().map(case).collect())
}

/// By day, stream and unit: what each counted for in which column.
type Found = BTreeMap<(Date, String, String), BTreeMap<usize, i64>>;

/// Adds what stands open behind one column: a matter has the day on which it began.
async fn open(
    store: &Store,
    codes: &[Coded],
    (at, parts): (usize, &[Part<'_>]),
    found: &mut Found,
) -> Result<()> {
    let mut after = String::new();
    loop {
        let some = behind::open(store, codes, parts, &after, AT_ONCE).await?;
        let full = some.len() as i64 == AT_ONCE;
        for one in some {
            after.clone_from(&one.stream);
            *found.entry((one.day, one.stream, one.unit)).or_default().entry(at).or_default() +=
                one.n;
        }
        if !full {
            return Ok(());
        }
    }
}

/// The columns that one line counts in.
fn counted(form: &Form, one: &behind::Behind) -> Vec<(usize, i64)> {
    let Some(unit) = Gazetteer::shared().meant(&one.unit, one.day) else { return Vec::new() };
    let counted = (one.indicator.as_str(), one.kind.as_str(), one.channel.as_str());
    let columns = form.columns.iter().enumerate();
    let taken = columns.filter(|(_, column)| column.takes(counted, unit.level));
    taken.map(|(at, _)| (at, one.n)).collect()
}

/// Whether matters add up to a report's total: they were read one after the other, and something
/// may have been recorded between.
#[must_use]
pub fn agree(report: &Report<'_>, cases: &[Case]) -> bool {
    let sum = |at: usize| cases.iter().filter_map(|case| case.of.get(&at)).sum::<i64>();
    let columns = report.form.columns.iter().zip(&report.total).enumerate();
    let mut counted = columns.filter(|(_, (column, _))| column.has_matters());
    counted.all(|(at, (_, number))| number.now == sum(at))
}
