//! Every SQL statement of outlines.

use store::{Result, Store, StoreError, row};

use super::frame::Outline;

const ONE: &str = "SELECT rings FROM unit_outlines WHERE unit = $1";

/// Samples of every statement, for the test that prepares them on both engines.
pub fn statements() -> Vec<String> {
    vec![ONE.to_owned()]
}

/// The outline of a unit; `None` when nobody brought one.
pub async fn of(store: &Store, unit: &str) -> Result<Option<Outline>> {
    let rows = store.rows(ONE, row![unit]).await?;
    let Some(row) = rows.first() else { return Ok(None) };
    let rings = serde_json::from_str(&row.text(0)?);
    let broken = |error: serde_json::Error| {
        StoreError::inconsistent("unit_outlines", unit, error.to_string())
    };
    Ok(Some(Outline { rings: rings.map_err(broken)? }))
}
