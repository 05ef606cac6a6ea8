//! Where papers are set: one at a time, away from the threads that answer. Each takes a processor
//! and some hundred megabytes for a moment.

use crate::Failure;

static PRESS: tokio::sync::Semaphore = tokio::sync::Semaphore::const_new(1);

/// Runs what sets a page.
///
/// # Errors
/// A fault of ours: the press is broken.
pub async fn press<T: Send + 'static>(
    make: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Failure> {
    let _turn = PRESS.acquire().await.map_err(Failure::bug)?;
    tokio::task::spawn_blocking(make).await.map_err(Failure::bug)
}
