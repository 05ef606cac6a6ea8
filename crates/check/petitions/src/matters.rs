//! Petitions, for pages that know none: their codes for the auditor's log, their addresses for the
//! board of duties.

use std::collections::HashMap;

use accounts::{Act, App, Failure, Matters, Officer, OwedMatter, Owing};
use duties::debt::AGREED;

/// What this subject knows of its matters.
pub const MATTERS: Matters = Matters {
    codes: |app, streams| Box::pin(codes(app, streams)),
    stream: |app, typed| Box::pin(stream(app, typed)),
};

/// What petitions owe.
pub const OWING: &[Owing] = &[Owing { prefix: "petition", read: Act::PETITIONS_READ, path }];

/// An office that was asked answers on the question's own page; all else is done on the case.
fn path(officer: &Officer, owed: &OwedMatter<'_>) -> String {
    let asked = owed.rule == AGREED && officer.may(Act::PETITIONS_ADVISE, owed.unit);
    match asked {
        true => format!("/can-bo/hoi-y-kien/{}/{}", owed.code, owed.n),
        false => format!("/can-bo/don/{}", owed.code),
    }
}

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
