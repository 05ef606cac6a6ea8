//! One letter's life: pure. What may be done to it now, and what its facts made of it.
//!
//! ```text
//!             ┌──────── waits longer each time ◄─┐
//!   (notice) ─► tried ──► sent                   │
//!                 ├─────► failed, passing ───────┘  after the last wait: failed
//!                 ├─────► failed ──► asked again ──► tried …
//!                 └─(killed here: nobody knows) ──► tried again, in doubt
//!                         failed, waiting ──► given up
//! ```

use jiff::{SignedDuration, Timestamp};
use kernel::Refusal;
use store::{Record, Result, StoreError, Stream};

use crate::facts::{Event, Of};

/// How long a letter waits after each attempt that failed for now, in minutes: two days and a half
/// in all, as mail servers do among themselves (RFC 5321 §4.5.4.1 asks for some days). No law.
pub const WAITS: [i64; 8] = [1, 5, 15, 60, 180, 480, 1440, 1440];

/// Where a letter stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It goes out at [`Letter::next_at`].
    Waiting,
    /// The server took it.
    Sent,
    /// It was refused for good, or for too long.
    Failed,
    /// An officer gave it up.
    GivenUp,
}

impl State {
    /// The word in the view.
    pub fn word(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Sent => "sent",
            Self::Failed => "failed",
            Self::GivenUp => "given_up",
        }
    }

    /// Reads the word back.
    pub fn read(word: &str) -> Option<Self> {
        [Self::Waiting, Self::Sent, Self::Failed, Self::GivenUp]
            .into_iter()
            .find(|state| state.word() == word)
    }
}

/// A letter as its facts make it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// What it is called.
    pub id: String,
    /// About what, to whom.
    pub of: Of,
    /// Where it stands.
    pub state: State,
    /// An attempt began and its end is not recorded: it is under way, or was killed.
    pub trying: bool,
    /// It may have arrived although its last attempt has no good end; once it is sent: it may have
    /// arrived twice.
    pub doubt: bool,
    /// Attempts since the beginning, or since an officer asked for more.
    pub tries: i64,
    /// What the last failed attempt was told.
    pub code: String,
    /// When something last happened.
    pub at: Timestamp,
    /// When it is tried next, while it waits.
    pub next_at: Option<Timestamp>,
}

/// The stream of a letter.
pub fn stream_name(letter: &str) -> String {
    format!("notice/{letter}")
}

impl Letter {
    /// A letter that nothing has happened to.
    pub fn new(id: &str, of: Of, at: Timestamp) -> Self {
        Self {
            id: id.to_owned(),
            of,
            state: State::Waiting,
            trying: false,
            doubt: false,
            tries: 0,
            code: String::new(),
            at,
            next_at: Some(at),
        }
    }

    /// The letter after all records; `None` when there are none.
    ///
    /// # Errors
    /// When a record cannot be read, or the first does not say which letter it is.
    pub fn replay(stream: &Stream) -> Result<Option<Self>> {
        let Some(first) = stream.records.first() else { return Ok(None) };
        let of = match Event::read(first)? {
            Event::Tried { of, .. } | Event::AskedAgain { of } | Event::GivenUp { of, .. } => of,
            Event::Sent {} | Event::Failed { .. } => {
                let what = "a letter cannot end before it begins";
                return Err(StoreError::inconsistent("journal", first.name(), what));
            }
        };
        let id = stream.name.strip_prefix("notice/").unwrap_or(&stream.name);
        let mut letter = Self::new(id, of, first.at);
        for record in &stream.records {
            letter.apply(Event::read(record)?, record);
        }
        Ok(Some(letter))
    }

    fn apply(&mut self, event: Event, record: &Record) {
        let at = record.at;
        self.at = at;
        match event {
            Event::Tried { doubt, .. } => {
                (self.state, self.trying, self.next_at) = (State::Waiting, true, Some(at));
                self.doubt |= doubt;
                self.tries += 1;
            }
            Event::Sent {} => {
                (self.state, self.trying, self.next_at) = (State::Sent, false, None);
                self.code.clear();
            }
            Event::Failed { passing, doubt, code } => {
                self.trying = false;
                self.doubt |= doubt;
                self.code = code;
                let again = wait_after(self.tries).filter(|_| passing);
                self.next_at = again.and_then(|wait| at.checked_add(wait).ok());
                self.state = if self.next_at.is_some() { State::Waiting } else { State::Failed };
            }
            Event::AskedAgain { .. } => {
                (self.state, self.tries, self.next_at) = (State::Waiting, 0, Some(at));
            }
            Event::GivenUp { .. } => {
                (self.state, self.trying, self.next_at) = (State::GivenUp, false, None);
            }
        }
    }

    /// Begins an attempt; `None` when there is nothing to do now. Only the holder of the task may
    /// ask: to it, an attempt without an end is one that was killed.
    pub fn begin(&self, now: Timestamp) -> Option<Event> {
        let due = self.state == State::Waiting && self.next_at.is_some_and(|next| next <= now);
        let doubt = self.doubt || self.trying;
        due.then(|| Event::Tried { of: self.of.clone(), doubt })
    }

    /// Asks for more attempts.
    ///
    /// # Errors
    /// When it was sent: whoever has it needs no second one.
    pub fn ask_again(&self) -> std::result::Result<Event, Refusal> {
        match self.state {
            State::Sent => Err(Refusal::conflict("letter-sent")),
            _ => Ok(Event::AskedAgain { of: self.of.clone() }),
        }
    }

    /// Gives it up.
    ///
    /// # Errors
    /// When it was sent or given up already.
    pub fn give_up(&self, ground: crate::facts::Ground) -> std::result::Result<Event, Refusal> {
        match self.state {
            State::Sent => Err(Refusal::conflict("letter-sent")),
            State::GivenUp => Err(Refusal::conflict("letter-given-up")),
            _ => Ok(Event::GivenUp { of: self.of.clone(), ground }),
        }
    }
}

/// How long to wait after so many attempts; `None` after the last.
fn wait_after(tries: i64) -> Option<SignedDuration> {
    let place = usize::try_from(tries - 1).ok()?;
    WAITS.get(place).map(|minutes| SignedDuration::from_mins(*minutes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::Ground;

    fn of() -> Of {
        Of { about: "petition/01".into(), recipient: "asker".into() }
    }

    /// A stream of these events, a minute apart.
    fn stream(events: &[Event]) -> Stream {
        let mut stream = Stream::new(stream_name("petition-01-1"));
        for (n, event) in events.iter().enumerate() {
            let fact = event.to_fact();
            stream.records.push(Record {
                stream: stream.name.clone(),
                version: n as i64 + 1,
                kind: fact.kind.into(),
                form: 1,
                at: Timestamp::from_second(60 * n as i64).unwrap(),
                law: 1,
                actor: "system:test".into(),
                body: fact.body,
                hash: [0; 32],
            });
        }
        stream
    }

    fn letter(events: &[Event]) -> Letter {
        Letter::replay(&stream(events)).unwrap().unwrap()
    }

    fn tried(doubt: bool) -> Event {
        Event::Tried { of: of(), doubt }
    }

    fn failed(passing: bool, doubt: bool) -> Event {
        Event::Failed { passing, doubt, code: "451".into() }
    }

    #[test]
    fn it_waits_longer_each_time_and_then_fails() {
        let mut events = Vec::new();
        for minutes in WAITS {
            events.extend([tried(false), failed(true, false)]);
            let letter = letter(&events);
            assert_eq!(letter.state, State::Waiting);
            let wait = letter.next_at.unwrap().duration_since(letter.at);
            assert_eq!(wait, SignedDuration::from_mins(minutes));
            assert_eq!(letter.begin(letter.at), None, "not yet");
            assert_eq!(letter.begin(letter.next_at.unwrap()), Some(tried(false)));
        }
        events.extend([tried(false), failed(true, false)]);
        assert_eq!(letter(&events).state, State::Failed);
        events.push(Event::AskedAgain { of: of() });
        let again = letter(&events);
        assert_eq!((again.state, again.tries), (State::Waiting, 0));
    }

    #[test]
    fn an_attempt_without_an_end_is_tried_again_in_doubt() {
        let killed = letter(&[tried(false)]);
        assert!(killed.trying && !killed.doubt);
        assert_eq!(killed.begin(killed.at), Some(tried(true)));
        let done = letter(&[tried(false), tried(true), Event::Sent {}]);
        assert!(done.doubt && !done.trying && done.state == State::Sent);
        let cut = letter(&[tried(false), failed(true, true)]);
        assert_eq!(cut.begin(cut.next_at.unwrap()), Some(tried(true)));
    }

    #[test]
    fn what_is_sent_stays_sent() {
        let sent = letter(&[tried(false), Event::Sent {}]);
        assert_eq!(sent.begin(Timestamp::MAX), None);
        assert_eq!(sent.ask_again().unwrap_err().code, "letter-sent");
        assert_eq!(sent.give_up(Ground::Stale).unwrap_err().code, "letter-sent");
        let refused = letter(&[tried(false), failed(false, false)]);
        assert_eq!(refused.state, State::Failed);
        assert!(refused.ask_again().is_ok() && refused.give_up(Ground::Stale).is_ok());
    }

    #[test]
    fn a_letter_does_not_end_before_it_begins() {
        assert!(Letter::replay(&stream(&[Event::Sent {}])).is_err());
    }
}
