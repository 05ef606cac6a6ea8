//! Files that were attached to a letter which is not sent yet. A browser shows a file control
//! empty again on the next page, so the files wait here, sealed under the form's own key: without
//! the page that holds it, the database and all keys of the house open nothing.
//!
//! They are no part of the journal. After a day, or when the letter is sent, they are gone; a crash
//! in between leaves them for the sweep.

pub(crate) mod store;

use ::store::keyring::hex;
use ::store::{Migration, Store};
use accounts::Failure;
use enclosures::NewFile;
use jiff::SignedDuration;
use jobs::Job;

/// How long a file waits.
const WAITS: SignedDuration = SignedDuration::from_hours(24);

/// How many bytes may wait in all: a flood must not fill the disk.
const MOST_WAITING: i64 = 4 << 30;

/// The schema.
pub const MIGRATION: Migration =
    Migration { name: "petitions-drafts", sql: include_str!("../../migrations/drafts.sql") };

/// A file that waits, as the form shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Its number on the form.
    pub n: i64,
    /// Its media type.
    pub media: String,
    /// How many bytes.
    pub size: i64,
    /// Tells it from the form's other files.
    pub tag: String,
}

/// Whether a form's key is one that was given out: files under a made-up key would be anybody's.
pub fn is_key(key: &str) -> bool {
    key.len() == 32 && key.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// The name that a form's files wait under; it does not tell the key.
fn name(store: &Store, key: &str) -> String {
    hex(&store.keys().tag("draft", &[key.as_bytes()])[..16])
}

/// The files of a form.
///
/// # Errors
/// When the database does not answer.
pub async fn list(store: &Store, key: &str) -> Result<Vec<Kept>, Failure> {
    match is_key(key) {
        true => Ok(self::store::list(store, &name(store, key)).await?),
        false => Ok(Vec::new()),
    }
}

/// Whether there is room for so many more bytes.
///
/// # Errors
/// When the database does not answer.
pub async fn is_room(store: &Store, bytes: usize) -> Result<bool, Failure> {
    Ok(self::store::sum(store).await? + bytes as i64 <= MOST_WAITING)
}

/// Keeps files until their letter is sent, `most` of them; one that the form has already is not
/// kept twice. Answers how many were left out because there were too many.
///
/// # Errors
/// When the database does not answer: then some may be kept and some not, and the same form may
/// be sent again.
pub async fn keep(
    store: &Store,
    key: &str,
    files: Vec<NewFile>,
    most: usize,
) -> Result<usize, Failure> {
    let draft = name(store, key);
    let kept = self::store::list(store, &draft).await?;
    let mut last = kept.last().map_or(0, |kept| kept.n);
    let mut tags: Vec<String> = kept.into_iter().map(|kept| kept.tag).collect();
    let mut left = 0;
    for file in files {
        let tag = hex(&store.keys().tag("draft file", &[key.as_bytes(), &file.bytes])[..16]);
        if tags.contains(&tag) {
            continue;
        }
        if tags.len() >= most {
            left += 1;
            continue;
        }
        last += 1;
        tags.push(tag.clone());
        let id = store.new_id();
        let sealed = store.seal_apart(key.as_bytes(), id, &file.bytes)?;
        let (media, size) = (file.media.as_str(), file.bytes.len() as i64);
        let new = self::store::New { draft: &draft, tag, n: last, id, media, size, sealed };
        self::store::keep(store, new).await?;
    }
    Ok(left)
}

/// The files of a form with their bytes.
///
/// # Errors
/// When the database does not answer.
pub async fn open(store: &Store, key: &str) -> Result<Vec<NewFile>, Failure> {
    if !is_key(key) {
        return Ok(Vec::new());
    }
    let mut files = Vec::new();
    for (id, media, sealed) in self::store::open(store, &name(store, key)).await? {
        files.push(NewFile {
            media,
            bytes: store.open_apart(key.as_bytes(), id, &sealed)?.to_vec(),
        });
    }
    Ok(files)
}

/// Takes one file off a form.
///
/// # Errors
/// When the database does not answer.
pub async fn remove(store: &Store, key: &str, n: i64) -> Result<(), Failure> {
    Ok(self::store::drop_one(store, &name(store, key), n).await?)
}

/// Forgets the files of a letter that was sent. A failure is left to the sweep.
pub async fn forget(store: &Store, key: &str) {
    if let Err(error) = self::store::forget(store, &name(store, key)).await {
        tracing::warn!(%error, "files of a sent letter are left to the sweep");
    }
}

/// Forgets what nobody sent within a day; answers how many files.
///
/// # Errors
/// When the database does not answer.
pub async fn sweep(store: &Store) -> ::store::Result<u64> {
    let until = store.now().checked_sub(WAITS).unwrap_or(jiff::Timestamp::MIN);
    self::store::sweep(store, until).await
}

/// The periodic task that does it.
pub fn job() -> Job {
    Job::new("petitions.drafts", SignedDuration::from_mins(30), |store| async move {
        let gone = sweep(&store).await.map_err(|error| error.to_string())?;
        Ok(format!("{gone} files of letters that were not sent forgotten"))
    })
}
