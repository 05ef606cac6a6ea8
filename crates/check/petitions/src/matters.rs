//! Codes of petitions, for pages that know no petition: the auditor's log.

use std::collections::HashMap;

use accounts::{App, Failure, Matters};

/// What this subject knows of its matters.
pub const MATTERS: Matters = Matters {
    codes: |app, streams| Box::pin(codes(app, streams)),
    stream: |app, typed| Box::pin(stream(app, typed)),
};

async fn codes(app: &App, streams: &[&str]) -> Result<HashMap<String, String>, Failure> {
    let own: Vec<&str> =
        streams.iter().copied().filter(|name| name.starts_with("petition/")).collect();
    if own.is_empty() {
        return Ok(HashMap::new());
    }
    let received = crate::pages::office::received(&app.store, &own).await?;
    Ok(received.into_iter().map(|(stream, first)| (stream, first.code)).collect())
}

async fn stream(app: &App, typed: &str) -> Result<Option<String>, Failure> {
    let Some(digits) = crate::code::read(typed) else { return Ok(None) };
    Ok(crate::store::by_digits(&app.store, &digits).await?)
}
