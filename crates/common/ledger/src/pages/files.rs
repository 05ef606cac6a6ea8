//! The log as static files (C2SP tlog-tiles): what has been signed never changes, so that anybody
//! may keep it for ever; only the checkpoint is fresh.

use std::sync::Arc;

use accounts::{Answer, App};
use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::IntoResponse as _;
use store::Store;
use web::PageError;

use crate::edge::WIDTH;
use crate::facts;
use crate::head::signer;
use crate::merkle;
use crate::note::decimal;
use crate::store as sql;

/// `GET /log/checkpoint`
pub(super) async fn checkpoint(State(app): State<Arc<App>>) -> Answer {
    fresh(file(&app.store, "checkpoint").await?)
}

/// `GET /log/key`: the text by which others know the log; whoever wants to be sure has it from
/// elsewhere.
pub(super) async fn key(State(app): State<Arc<App>>) -> Answer {
    let head = sql::head(&app.store).await?;
    let key = head.and_then(|head| signer(&app.store.keys(), head.begun));
    fresh(key.map(|key| format!("{}\n", key.verifier().text()).into_bytes()))
}

/// `GET /log/former`: the keys of the logs before this one, the latest first, one a line.
pub(super) async fn former(State(app): State<Arc<App>>) -> Answer {
    let head = sql::head(&app.store).await?;
    let former = facts::former(&app.store, head.map(|head| head.begun)).await?;
    let lines: String = former.iter().map(|log| log.key.text() + "\n").collect();
    fresh(Some(lines.into_bytes()))
}

fn fresh(text: Option<Vec<u8>>) -> Answer {
    let text = text.ok_or(PageError::NotFound)?;
    let headers =
        [(CONTENT_TYPE, "text/plain; charset=utf-8"), (CACHE_CONTROL, "public, max-age=1")];
    Ok((headers, text).into_response())
}

/// The bytes of a file of the log by its path below `/log/`.
///
/// # Errors
/// When the database does not answer or holds no hashes where they should be.
pub async fn file(store: &Store, path: &str) -> store::Result<Option<Vec<u8>>> {
    if path == "checkpoint" {
        let Some(head) = sql::head(store).await? else { return Ok(None) };
        let note = crate::cosign::checkpoint(store, &head, None).await?;
        return Ok(Some(note.map_or(head.note, |note| note.write()).into_bytes()));
    }
    let Some(asked) = path.strip_prefix("tile/").and_then(Asked::read) else { return Ok(None) };
    let width = asked.width as usize;
    let Some(level) = asked.level else {
        let first = asked.n * WIDTH;
        let entries = sql::entries(store, first, first + asked.width).await?;
        return Ok((entries.len() == width).then(|| bundle(&entries)));
    };
    let hashes = sql::tile(store, level, asked.n).await?;
    Ok(hashes.get(..width).map(|hashes| hashes.concat()))
}

/// A file that is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Asked {
    /// `None` for entries.
    level: Option<u8>,
    n: u64,
    width: u64,
}

impl Asked {
    /// Reads `0/x001/234.p/5` or `entries/000`.
    fn read(path: &str) -> Option<Self> {
        let (level, rest) = path.split_once('/')?;
        let level = match level {
            "entries" => None,
            level => Some(u8::try_from(decimal(level)?).ok().filter(|level| *level < 64)?),
        };
        let (n, width) = match rest.split_once(".p/") {
            Some((n, width)) => (n, decimal(width).filter(|w| (1..WIDTH).contains(w))?),
            None => (rest, WIDTH),
        };
        Some(Self { level, n: number(n)?, width })
    }
}

/// `x001/x234/067` is 1,234,067: three digits an element, and no element too many.
fn number(path: &str) -> Option<u64> {
    let parts: Vec<&str> = path.split('/').collect();
    let (last, before) = parts.split_last()?;
    let mut number = 0_u64;
    for (place, part) in
        before.iter().map(|part| part.strip_prefix('x')).chain([Some(*last)]).enumerate()
    {
        let digits =
            part.filter(|part| part.len() == 3 && part.bytes().all(|b| b.is_ascii_digit()))?;
        if place == 0 && !before.is_empty() && digits == "000" {
            return None;
        }
        number = number.checked_mul(1_000)?.checked_add(digits.parse().ok()?)?;
    }
    (number < 1 << 50).then_some(number)
}

/// `GET /log/tile/{level}/{n}` and `GET /log/tile/entries/{n}`
pub(super) async fn tile(State(app): State<Arc<App>>, Path(path): Path<String>) -> Answer {
    let bytes = file(&app.store, &format!("tile/{path}")).await?.ok_or(PageError::NotFound)?;
    let headers = [
        (CONTENT_TYPE, "application/octet-stream"),
        (CACHE_CONTROL, "public, max-age=31536000, immutable"),
    ];
    Ok((headers, bytes).into_response())
}

/// Entries as a bundle: each after its length.
pub(crate) fn bundle(entries: &[store::journal::Hash]) -> Vec<u8> {
    let length = (size_of_val(&merkle::empty()) as u16).to_be_bytes();
    entries.iter().flat_map(|entry| length.iter().chain(entry).copied()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_paths_of_the_specification_are_read_and_no_others() {
        let asked = |level, n, width| Some(Asked { level, n, width });
        assert_eq!(Asked::read("0/x001/x234/067"), asked(Some(0), 1_234_067, 256));
        assert_eq!(Asked::read("1/000.p/17"), asked(Some(1), 0, 17));
        assert_eq!(Asked::read("entries/x001/000.p/255"), asked(None, 1_000, 255));
        for bad in [
            "0/1",
            "0/0000",
            "00/000",
            "64/000",
            "0/x000/000",
            "0/001/000",
            "0/000.p/0",
            "0/000.p/256",
            "0/000.p/01",
            "entries/",
            "other/000",
            "0/+01",
            "0/x001",
        ] {
            assert_eq!(Asked::read(bad), None, "{bad}");
        }
    }
}
