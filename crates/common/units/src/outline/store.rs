//! Every SQL statement of outlines.

use std::collections::BTreeMap;

use store::{Result, Store, StoreError, Value, row};

use super::frame::Outline;

const ONE: &str = "SELECT rings FROM unit_outlines WHERE unit = $1";
/// How many units one statement asks for.
const AT_ONCE: usize = 400;

fn many(n: usize) -> String {
    let marks: Vec<String> = (1..=n).map(|at| format!("${at}")).collect();
    format!("SELECT unit, rings FROM unit_outlines WHERE unit IN ({})", marks.join(", "))
}

/// Samples of every statement, for the test that prepares them on both engines.
pub fn statements() -> Vec<String> {
    vec![ONE.to_owned(), many(2)]
}

/// The outline of a unit; `None` when nobody brought one.
pub async fn of(store: &Store, unit: &str) -> Result<Option<Outline>> {
    let rows = store.rows(ONE, row![unit]).await?;
    let Some(row) = rows.first() else { return Ok(None) };
    Ok(Some(outline(unit, &row.text(0)?)?))
}

/// The outlines of some units, by their codes; those that nobody brought are missing.
///
/// # Errors
/// When the database does not answer, or an outline cannot be read.
pub async fn of_all(store: &Store, units: &[String]) -> Result<BTreeMap<String, Outline>> {
    let mut all = BTreeMap::new();
    for some in units.chunks(AT_ONCE) {
        let values = some.iter().map(|unit| Value::from(unit.as_str())).collect();
        for row in store.rows(&many(some.len()), values).await? {
            let unit = row.text(0)?;
            let drawn = outline(&unit, &row.text(1)?)?;
            all.insert(unit, drawn);
        }
    }
    Ok(all)
}

fn outline(unit: &str, rings: &str) -> Result<Outline> {
    let broken = |error: serde_json::Error| {
        StoreError::inconsistent("unit_outlines", unit, error.to_string())
    };
    Ok(Outline { rings: serde_json::from_str(rings).map_err(broken)? })
}
