//! The task that sends: takes what is due, a few at a time, and records each attempt before it
//! begins and when it has ended.
//!
//! **Killed** before the attempt is recorded: nothing left. **Killed** after it: nobody knows; the
//! next run sees an attempt without an end, tries again under the same Message-ID and the outbox
//! shows the letter as in doubt. Nothing is lost, and nothing arrives twice unless the facts say
//! so.
//!
//! **A server that is away** costs no letter an attempt: the line is opened first. A server that
//! hangs costs one step's patience. No page ever waits for any of this.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use accounts::App;
use futures_util::StreamExt as _;
use jiff::{SignedDuration, Timestamp};
use jobs::{Outcome, Stop};
use kernel::{Actor, Id};
use lettre::Address;
use store::vault::Opened;
use store::{Change, CommitError, Store, Stream};

use crate::compose::{self, Text};
use crate::facts::{Event, Of};
use crate::letter::{Letter, stream_name};
use crate::notice::ASKER;
use crate::setting::Mail;
use crate::smtp::{Line, Trouble};
use crate::store::{self as sql, Due};

/// How often the task runs; the rate is kept by how many letters one run takes.
pub const EVERY: SignedDuration = SignedDuration::from_secs(10);
const RUNS_A_MINUTE: usize = 6;
/// No new letter is begun after so long, so that other tasks get their turn.
const LONGEST_RUN: Duration = Duration::from_secs(45);
/// How long an attempt under way may take when the program ends.
const END_WITHIN: Duration = Duration::from_secs(5);
/// The longest pause after a server that is away.
const LONGEST_PAUSE: SignedDuration = SignedDuration::from_mins(5);
/// A record may be committed a little after its instant, by a slower hand or another node's clock.
const BEHIND: SignedDuration = SignedDuration::from_hours(1);
/// How often an outcome is written again when the database is away.
const WRITES: u32 = 5;

pub(crate) const ACTOR: Actor = Actor::System("notices.send");

/// What sending needs, for as long as the program runs.
pub struct Outbox {
    pub(crate) app: Arc<App>,
    pub(crate) mail: Mail,
    pace: Mutex<Pace>,
}

#[derive(Default)]
struct Pace {
    /// How often the server was away in a row, and until when it is left alone.
    away: u32,
    quiet_until: Option<Timestamp>,
    /// Everything older was begun; the whole is looked through again once an hour.
    looked: Option<(Timestamp, Timestamp)>,
}

/// How a letter fared in one run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Fared {
    Sent,
    Refused,
    /// The server is away, or refuses us: the run ends here.
    Away(String),
    /// Not this time: the run or the program is ending, or somebody else was first.
    Skipped,
}

impl Outbox {
    /// An outbox that sends through `mail`.
    pub fn new(app: Arc<App>, mail: Mail) -> Arc<Self> {
        Arc::new(Self { app, mail, pace: Mutex::default() })
    }

    pub(crate) fn store(&self) -> &Store {
        &self.app.store
    }

    fn pace<T>(&self, change: impl FnOnce(&mut Pace) -> T) -> T {
        change(&mut self.pace.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Sends what is due now, as far as the rate allows.
    ///
    /// # Errors
    /// What the operator should know: the server is away, or the database.
    pub async fn run(&self, stop: &Stop) -> Outcome {
        let now = self.app.now();
        let switch = sql::switch(self.store()).await.map_err(|error| error.to_string())?;
        let Some(switch) = switch.filter(|switch| switch.is_on) else {
            return Ok("there is no mail server".into());
        };
        if self.is_quiet(now) {
            return Ok("the mail server is away; it is asked again later".into());
        }
        let due = self.due(now, switch.floor).await.map_err(|error| error.to_string())?;
        if due.is_empty() {
            return Ok("nothing waits".into());
        }
        let halt = AtomicBool::new(false);
        let (begun, total) = (tokio::time::Instant::now(), due.len());
        let one = |due: Due| async {
            let late = begun.elapsed() > LONGEST_RUN;
            match late || halt.load(Ordering::SeqCst) || stop.is_asked() {
                true => Fared::Skipped,
                false => self.tell(due, &halt, stop).await,
            }
        };
        let sending = futures_util::stream::iter(due).map(one);
        let fared: Vec<Fared> = sending.buffer_unordered(self.mail.at_once).collect().await;
        self.note(&fared, now).await?;
        let sent = fared.iter().filter(|one| **one == Fared::Sent).count();
        Ok(format!("{sent} of {total} letters were sent"))
    }

    pub(crate) fn is_quiet(&self, now: Timestamp) -> bool {
        self.pace(|pace| pace.quiet_until.is_some_and(|until| now < until))
    }

    /// What is due, letters that were begun before new ones.
    async fn due(&self, now: Timestamp, floor: Timestamp) -> store::Result<Vec<Due>> {
        let limit = (self.mail.per_minute / RUNS_A_MINUTE).max(1);
        let mut due = sql::open(self.store(), now, limit as i64).await?;
        let room = limit.saturating_sub(due.len());
        if room == 0 {
            return Ok(due);
        }
        let looked = self.pace(|pace| pace.looked.take());
        let looked = looked.filter(|(whole, _)| now.duration_since(*whole) < BEHIND);
        let from = looked.map_or(floor, |(_, from)| from.max(floor));
        let fresh = sql::fresh(self.store(), from, room as i64).await?;
        if fresh.is_empty() {
            let whole = looked.map_or(now, |(whole, _)| whole);
            let from = now.checked_sub(BEHIND).unwrap_or(floor);
            self.pace(|pace| pace.looked = Some((whole, from)));
        }
        due.extend(fresh);
        Ok(due)
    }

    /// Remembers how the server did; an error when it was away.
    pub(crate) async fn note(&self, fared: &[Fared], now: Timestamp) -> Result<(), String> {
        let told = |error: store::StoreError| error.to_string();
        let away = fared.iter().find_map(|one| match one {
            Fared::Away(code) => Some(code),
            _ => None,
        });
        let answered = fared.iter().any(|one| matches!(one, Fared::Sent | Fared::Refused));
        match away {
            Some(code) => {
                let times = self.pace(|pace| {
                    pace.away += 1;
                    let pause = EVERY.checked_mul(1 << pace.away.min(8)).unwrap_or(LONGEST_PAUSE);
                    pace.quiet_until = now.checked_add(pause.min(LONGEST_PAUSE)).ok();
                    pace.away
                });
                let since = sql::server(self.store()).await.map_err(told)?.map(|(since, _)| since);
                let since = since.unwrap_or(now);
                sql::set_server(self.store(), Some((since, code))).await.map_err(told)?;
                Err(format!("the mail server does not take letters: {code} ({times} times)"))
            }
            None if answered => {
                let was = self.pace(|pace| std::mem::take(&mut pace.away));
                if was > 0 || sql::server(self.store()).await.map_err(told)?.is_some() {
                    sql::set_server(self.store(), None).await.map_err(told)?;
                }
                Ok(())
            }
            None => Ok(()),
        }
    }

    /// Tells an asker.
    async fn tell(&self, due: Due, halt: &AtomicBool, stop: &Stop) -> Fared {
        let of = Of { about: due.stream.clone(), recipient: ASKER.to_owned() };
        let address = self.address(&due.contact).await;
        let pass = || accounts::own::tag(&self.store().keys(), &due.stream);
        let told = compose::Told {
            code: due.code,
            what: due.what,
            path: match due.path.contains(crate::PASS) {
                true => due.path.replace(crate::PASS, &pass()),
                false => due.path,
            },
            since: due.since,
            until: due.until,
        };
        let text = || compose::told(&self.app, &self.mail, &told);
        let done = match address {
            Ok(address) => self.deliver(&due.letter, of, address, text, halt, stop).await,
            Err(error) => Err(error),
        };
        self.fared(&due.letter, done)
    }

    pub(crate) fn fared(&self, letter: &str, done: Result<Fared, CommitError>) -> Fared {
        done.unwrap_or_else(|error| {
            // Nothing was lost: the letter is where it was, or an attempt without an end.
            tracing::warn!(letter, %error, "a letter waits for the database");
            Fared::Skipped
        })
    }

    /// The address in a vault item, or the code of why there is none.
    async fn address(&self, item: &str) -> Result<Result<Address, &'static str>, CommitError> {
        let Ok(id) = item.parse::<Id>() else { return Ok(Err("no-address")) };
        let text = match self.store().words(id).await? {
            Some(Opened::Words(words)) => words,
            Some(Opened::Erased(_)) => return Ok(Err("erased")),
            None => return Ok(Err("no-address")),
        };
        let value: serde_json::Value = serde_json::from_slice(&text).unwrap_or_default();
        let read = value["email"].as_str().and_then(kernel::email::read);
        Ok(read.and_then(|address| address.parse().ok()).ok_or("no-address"))
    }

    /// One attempt at one letter, from its claim to its recorded end.
    pub(crate) async fn deliver(
        &self,
        id: &str,
        of: Of,
        address: Result<Address, &'static str>,
        text: impl FnOnce() -> Text,
        halt: &AtomicBool,
        stop: &Stop,
    ) -> Result<Fared, CommitError> {
        let (stream, now) = (self.store().stream(&stream_name(id)).await?, self.app.now());
        let letter = Letter::replay(&stream)?.unwrap_or_else(|| Letter::new(id, of, now));
        let Some(tried) = letter.begin(now) else { return Ok(Fared::Skipped) };
        let address = match address {
            Ok(address) => address,
            Err(code) => {
                let code = code.to_owned();
                let failed = Event::Failed { passing: false, doubt: false, code };
                self.record(stream, &[tried, failed]).await?;
                return Ok(Fared::Skipped);
            }
        };
        let line = tokio::select! {
            line = Line::open(&self.mail) => line,
            () = stop.asked() => return Ok(Fared::Skipped),
        };
        let line = match line {
            Ok(line) => line,
            Err(code) => {
                halt.store(true, Ordering::SeqCst);
                return Ok(Fared::Away(code));
            }
        };
        let written = compose::write(&self.app, &self.mail, id, address.clone(), text());
        let bytes = written.map_err(store::StoreError::Unusable)?;
        let stream = match self.record(stream, &[tried]).await {
            Err(CommitError::Lost(_)) => return Ok(Fared::Skipped),
            claimed => claimed?,
        };
        let done = self.send(line, &address, &bytes, stop).await;
        let (event, fared) = match done {
            Ok(()) => (Event::Sent {}, Fared::Sent),
            Err(Trouble { passing, doubt, ours, code }) => {
                if ours {
                    halt.store(true, Ordering::SeqCst);
                }
                let fared = if ours { Fared::Away(code.clone()) } else { Fared::Refused };
                (Event::Failed { passing, doubt, code }, fared)
            }
        };
        self.record_end(stream, event).await?;
        Ok(fared)
    }

    /// Sends; when the program ends meanwhile, only a little longer.
    async fn send(
        &self,
        line: Line,
        to: &Address,
        bytes: &[u8],
        stop: &Stop,
    ) -> Result<(), Trouble> {
        let sending = line.send(&self.mail.from.email, to, bytes);
        tokio::pin!(sending);
        tokio::select! {
            done = &mut sending => done,
            () = stop.asked() => {
                let ended = tokio::time::timeout(END_WITHIN, sending).await;
                ended.unwrap_or_else(|_| {
                    let code = "stopped".to_owned();
                    Err(Trouble { passing: true, doubt: true, ours: false, code })
                })
            }
        }
    }

    async fn record(&self, stream: Stream, events: &[Event]) -> Result<Stream, CommitError> {
        let facts = events.iter().map(Event::to_fact).collect();
        let committed = self.store().commit(&ACTOR, vec![Change::new(stream, facts)]).await?;
        Ok(committed.streams.into_iter().next().unwrap_or_default())
    }

    /// The end of an attempt is worth some patience with the database: without it, the letter is in
    /// doubt although we know.
    async fn record_end(&self, stream: Stream, event: Event) -> Result<(), CommitError> {
        let mut wait = Duration::from_millis(200);
        for _ in 1..WRITES {
            match self.record(stream.clone(), std::slice::from_ref(&event)).await {
                Err(CommitError::Store(error)) if error.is_passing() => {
                    tokio::time::sleep(wait).await;
                    wait *= 2;
                }
                done => return done.map(drop),
            }
        }
        self.record(stream, &[event]).await.map(drop)
    }
}
