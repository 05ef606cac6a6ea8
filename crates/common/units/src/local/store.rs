//! Every SQL statement of units that an operator added, one function per question.

use std::collections::BTreeMap;

use store::query::Row;
use store::{Result, Store, Value, row};

use super::facts::{BETWEEN_CODES, BETWEEN_NAMES};
use super::unit::{Kind, LocalUnit};

const ONE: &str = "SELECT code, parent, seq, kind, name, former, from_day, name_day, until_day, \
    successors FROM local_units WHERE code = $1";
const UNDER: &str = "SELECT code, parent, seq, kind, name, former, from_day, name_day, \
    until_day, successors FROM local_units WHERE parent = $1 ORDER BY seq";

/// How many codes one statement asks for.
const TOGETHER: usize = 100;

fn names_sql(codes: usize) -> String {
    let marks: Vec<String> = (1..=codes).map(|n| format!("${n}")).collect();
    format!("SELECT code, name FROM local_units WHERE code IN ({})", marks.join(", "))
}

/// Samples of every statement, for the test that prepares them on both engines.
pub fn statements() -> Vec<String> {
    vec![ONE.to_owned(), UNDER.to_owned(), names_sql(2)]
}

fn read(row: &Row) -> Result<LocalUnit> {
    let list = |text: String, between: &str| -> Vec<String> {
        text.split(between).filter(|part| !part.is_empty()).map(str::to_owned).collect()
    };
    Ok(LocalUnit {
        code: row.text(0)?,
        parent: row.text(1)?,
        seq: row.int(2)?,
        kind: row.parse(3)?,
        name: row.text(4)?,
        former: list(row.text(5)?, BETWEEN_NAMES),
        from: row.date(6)?,
        name_from: row.date(7)?,
        until: row.opt_date(8)?,
        successors: list(row.text(9)?, BETWEEN_CODES),
    })
}

/// The units of a kind that exist today under `parent`, in the order of a Vietnamese dictionary.
/// What a form offers to choose from.
pub async fn of(store: &Store, parent: &str, kind: Kind) -> Result<Vec<LocalUnit>> {
    let today = store.clock().today();
    let mut units = under(store, parent).await?;
    units.retain(|unit| unit.kind == kind && unit.is_current(today));
    Ok(units)
}

/// The places that exist today under `parent`: villages, then landmarks, each in the order of a
/// Vietnamese dictionary. What answers the question "where".
pub async fn places(store: &Store, parent: &str) -> Result<Vec<LocalUnit>> {
    let today = store.clock().today();
    let mut units = under(store, parent).await?;
    units.retain(|unit| unit.kind.is_place() && unit.is_current(today));
    Ok(units)
}

/// All units that were ever added under `parent`: by kind, then by name; those that are no more
/// among them. What a filter of old matters offers.
pub async fn under(store: &Store, parent: &str) -> Result<Vec<LocalUnit>> {
    let rows = store.rows(UNDER, row![parent]).await?;
    let mut units: Vec<LocalUnit> = rows.iter().map(read).collect::<Result<_>>()?;
    units.sort_by_cached_key(LocalUnit::order);
    Ok(units)
}

/// One unit, also one that is no more.
pub async fn one(store: &Store, code: &str) -> Result<Option<LocalUnit>> {
    let rows = store.rows(ONE, row![code]).await?;
    rows.first().map(read).transpose()
}

/// The last name of a unit, also of one that is no more.
pub async fn name(store: &Store, code: &str) -> Result<Option<String>> {
    Ok(one(store, code).await?.map(|unit| unit.name))
}

/// The last names of several units by code; codes that nobody bears are left out.
pub async fn names<'a>(
    store: &Store,
    codes: impl IntoIterator<Item = &'a str>,
) -> Result<BTreeMap<String, String>> {
    let mut wanted: Vec<&str> = codes.into_iter().filter(|code| !code.is_empty()).collect();
    wanted.sort_unstable();
    wanted.dedup();
    let mut found = BTreeMap::new();
    for part in wanted.chunks(TOGETHER) {
        let values: Vec<Value> = part.iter().map(|code| Value::from(*code)).collect();
        for row in store.rows(&names_sql(part.len()), values).await? {
            found.insert(row.text(0)?, row.text(1)?);
        }
    }
    Ok(found)
}
