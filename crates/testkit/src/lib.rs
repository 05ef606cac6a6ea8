//! What tests share: a database of each engine, a fake clock, folders that clean up.
//!
//! No test of Dantin uses a stand-in for a database: SQLite runs in a temporary folder,
//! PostgreSQL in a cluster of its own that this process starts on the loopback address and that
//! ends with it.

pub mod browser;
pub mod bytes;
pub mod photo;
pub mod postgres;
pub mod program;
pub mod routes;
pub mod steps;

use std::path::Path;

use jiff::Timestamp;
use kernel::{Chance, Clock};
use store::{Engine, Options, Schema, Store};
use tempfile::TempDir;

/// A folder with a database of one engine; everything is removed with it.
pub struct Place {
    /// The data folder.
    pub folder: TempDir,
    /// The address of the database when it is not SQLite's file.
    pub database: Option<String>,
    /// The clock that the place's stores read.
    pub clock: Clock,
}

/// A morning in the demonstration year: Thursday 12/02/2026, 08:41 in Viet Nam.
pub fn morning() -> Timestamp {
    Timestamp::constant(1_770_860_460, 0)
}

impl Place {
    /// An empty place.
    ///
    /// # Panics
    /// When the machine has no room, or no PostgreSQL where one is asked for.
    pub fn new(engine: Engine) -> Self {
        let folder = tempfile::tempdir().expect("room for a temporary folder");
        let database = (engine == Engine::Postgres).then(postgres::fresh_database);
        Self { folder, database, clock: Clock::fake(morning()) }
    }

    /// The folder's path.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Opens a store here, with exclusive use of the folder.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub async fn open(&self, schema: Schema) -> store::Result<Store> {
        let options = Options {
            data: self.path().to_owned(),
            database: self.database.clone(),
            exclusive: true,
            readers: 4,
        };
        Store::open(options, schema, self.clock.clone(), Chance::System).await
    }
}

/// Both engines, or SQLite alone with a line that says so when PostgreSQL is not installed.
///
/// # Panics
/// In CI without PostgreSQL.
pub fn engines() -> Vec<Engine> {
    if postgres::installed() {
        return vec![Engine::Sqlite, Engine::Postgres];
    }
    skip("PostgreSQL", in_ci());
    vec![Engine::Sqlite]
}

/// The text with one bit another, and still a text.
pub fn bent(text: &str, chance: &Chance) -> String {
    loop {
        let mut bytes = text.as_bytes().to_vec();
        let bit = chance.below(8 * bytes.len() as u64) as usize;
        bytes[bit / 8] ^= 1 << (bit % 8);
        if let Ok(text) = String::from_utf8(bytes) {
            return text;
        }
    }
}

/// Whether `script/test` runs this: it installs what tests need, so nothing may be skipped.
pub fn in_ci() -> bool {
    std::env::var("CI").is_ok_and(|ci| ci == "true")
}

/// Says that a test is skipped because something that `script/test` installs is not here.
///
/// # Panics
/// In CI.
pub fn skip(absent: &str, ci: bool) {
    assert!(!ci, "{absent} is absent, and CI skips nothing");
    println!("skipped: {absent} is absent");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_skipped_in_ci() {
        skip("a tool", false);
        let refused = std::panic::catch_unwind(|| skip("a tool", true)).unwrap_err();
        assert!(refused.downcast_ref::<String>().is_some_and(|said| said.contains("a tool")));
    }
}
