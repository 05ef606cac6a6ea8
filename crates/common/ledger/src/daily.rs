//! The audit of the whole log that the program makes by itself each day, and what it found last:
//! the public page says it. It takes nobody else's place: what a server says of itself proves
//! nothing.

use jiff::{SignedDuration, Timestamp};
use jobs::{Job, Outcome};
use kernel::clock;

use crate::log::Log;
use crate::store as sql;

/// What the last audit found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Audited {
    /// When it ended.
    pub at: Timestamp,
    /// How many leaves it went through; 0 when it found a fault.
    pub size: u64,
    /// Whether everything was as it has to be.
    pub whole: bool,
}

/// A log of so many leaves is audited in a moment, whatever the hour is.
const SMALL: u64 = 20_000;
/// A larger one takes a core for a while: then it is audited between these hours of the night.
const NIGHT: std::ops::Range<i8> = 1..4;
/// How old what was found has to be before it is looked at again.
const FRESH: SignedDuration = SignedDuration::from_hours(20);

/// The task: it looks each hour whether it is time.
pub fn job(log: Log) -> Job {
    Job::stoppable("ledger.audit", SignedDuration::from_hours(1), move |_, stop| {
        let log = log.clone();
        async move {
            tokio::select! {
                // Nothing is kept of this one: what the one before it found stays there.
                () = stop.asked() => Err("it was left off: the program ended".to_owned()),
                done = audit(&log) => done,
            }
        }
    })
}

/// After what time a log that was found damaged is looked at a second time.
const ONCE_MORE: std::time::Duration = std::time::Duration::from_secs(60);

/// Whether a log of this size is to be audited now, when it was last audited then.
fn is_time(size: u64, last: Option<Timestamp>, now: Timestamp) -> bool {
    let is_old = last.is_none_or(|last| now.duration_since(last) >= FRESH);
    is_old && (size <= SMALL || NIGHT.contains(&clock::civil_time(now).hour()))
}

async fn audit(log: &Log) -> Outcome {
    let (store, told) = (log.store(), |error: store::StoreError| error.to_string());
    let last = sql::audited(store).await.map_err(told)?;
    // A head that is not what was written is what the audit is there to find.
    let size = sql::head(store).await.ok().flatten().map_or(0, |head| head.size);
    if !is_time(size, last.as_ref().map(|found| found.at), store.now()) {
        // What was found stays told until an audit finds the log whole again.
        return match last {
            Some(found) if !found.whole => Err(format!("the audit of {} found a fault", found.at)),
            _ => Ok("it is not time yet".to_owned()),
        };
    }
    let mut audited = log.audit().await;
    if audited.is_err() {
        // A database that was away for a moment is no fault of the log.
        tokio::time::sleep(ONCE_MORE).await;
        audited = log.audit().await;
    }
    let size = match &audited {
        Ok(None) => return Ok("no log was begun yet".to_owned()),
        Ok(Some((report, _))) => report.size,
        Err(_) => 0,
    };
    let found = Audited { at: store.now(), size, whole: audited.is_ok() };
    sql::keep_audited(store, found).await.map_err(told)?;
    audited.map(|_| format!("{size} leaves are whole"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_log_waits_for_the_night_and_none_is_audited_twice_a_day() {
        let at = |text: &str| text.parse::<Timestamp>().expect("a moment");
        // Eleven in the morning, and two at night, in Viet Nam.
        let (day, night) = (at("2026-03-16T04:00:00Z"), at("2026-03-16T19:00:00Z"));
        assert!(is_time(SMALL, None, day) && is_time(SMALL + 1, None, night));
        assert!(!is_time(SMALL + 1, None, day));
        assert!(!is_time(1, Some(day), night));
        assert!(is_time(1, Some(day - FRESH), day));
    }
}
