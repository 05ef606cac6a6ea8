//! Matters of every subject by the codes that people say, for the auditor's log and for the lists
//! behind figures. What a subject owes, and what it holds about persons, names its matters already,
//! so that a subject has nothing to add here. No words are opened.

use std::collections::HashMap;

use accounts::{App, Failure, Matters};

use crate::slices;

/// All but petitions, which know their codes in any spelling.
pub(crate) const MATTERS: Matters = Matters {
    codes: |app, streams| Box::pin(codes(app, streams)),
    stream: |app, typed| Box::pin(stream(app, typed)),
};

/// By what they owe or owed, in one question; the few others by what they hold.
async fn codes(app: &App, streams: &[&str]) -> Result<HashMap<String, String>, Failure> {
    let others: Vec<&str> =
        streams.iter().copied().filter(|name| !name.starts_with("petition/")).collect();
    let mut found = duties::holder::codes_of(&app.store, &others).await?;
    let (holdings, laws) = (slices::holdings(), app.store.laws());
    for name in others {
        if found.contains_key(name) || holdings.of(name).is_none() {
            continue;
        }
        let stream = app.store.stream(name).await?;
        if let Some(held) = holdings.held(&stream, &laws)? {
            found.insert(name.to_owned(), held.code);
        }
    }
    Ok(found)
}

/// Codes are written in capitals; whoever types one need not.
async fn stream(app: &App, typed: &str) -> Result<Option<String>, Failure> {
    for code in [typed.trim().to_owned(), typed.trim().to_uppercase()] {
        let known = duties::of_code(&app.store, &code).await?;
        if let Some(known) = known.into_iter().next() {
            return Ok(Some(known.stream));
        }
    }
    Ok(None)
}
