//! What can happen to a letter, and to the sending of letters as a whole. No fact holds an address,
//! a name or the letter's words.

use serde::{Deserialize, Serialize};
use store::{Fact, Laws, Projection, Projector, Record, Result, Stream, Table, ViewRow};
use store::{Value, row};

use crate::letter::{Letter, State};

/// An attempt began. Recorded before a byte of the letter leaves.
pub const TRIED: &str = "notice.tried";
/// The server took it.
pub const SENT: &str = "notice.sent";
/// The server did not take it, or nobody knows.
pub const FAILED: &str = "notice.failed";
/// An officer asked that it is tried again.
pub const ASKED_AGAIN: &str = "notice.asked_again";
/// An officer gave it up, on a ground.
pub const GIVEN_UP: &str = "notice.given_up";
/// A mail server was set: letters go out from now on.
pub const SWITCHED_ON: &str = "mail.switched_on";
/// There is no mail server any more.
pub const SWITCHED_OFF: &str = "mail.switched_off";

/// Every kind, for the documents and the test of round trips.
pub const KINDS: &[&str] = &[TRIED, SENT, FAILED, ASKED_AGAIN, GIVEN_UP, SWITCHED_ON, SWITCHED_OFF];

/// Which letter: enough to show it when its notice is gone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Of {
    /// The stream that the letter is about; an account's for the letter of a morning.
    pub about: String,
    /// `asker`, or the account of an officer.
    pub recipient: String,
}

/// Why a letter is given up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ground {
    /// They were told in another way.
    ToldOtherwise,
    /// The address is wrong.
    WrongAddress,
    /// It is no longer of use.
    Stale,
}

impl Ground {
    /// All, in the order of the form.
    pub const ALL: [Self; 3] = [Self::ToldOtherwise, Self::WrongAddress, Self::Stale];

    /// The word in forms and keys.
    pub fn word(self) -> &'static str {
        match self {
            Self::ToldOtherwise => "told-otherwise",
            Self::WrongAddress => "wrong-address",
            Self::Stale => "stale",
        }
    }

    /// Reads the word back.
    pub fn read(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|ground| ground.word() == word)
    }
}

/// Something that happened to a letter; stream `notice/{letter}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// [`TRIED`].
    Tried {
        /// Which letter.
        of: Of,
        /// An earlier attempt may have arrived: nobody knows. Whoever gets both sees one
        /// Message-ID.
        doubt: bool,
    },
    /// [`SENT`].
    Sent {},
    /// [`FAILED`].
    Failed {
        /// Whether another attempt may succeed.
        passing: bool,
        /// Whether it may have arrived all the same: the line was cut after the letter.
        doubt: bool,
        /// The server's code (`451`), or `cut`, `slow`, `stopped`, `no-address`, `erased`.
        code: String,
    },
    /// [`ASKED_AGAIN`].
    AskedAgain {
        /// Which letter.
        of: Of,
    },
    /// [`GIVEN_UP`].
    GivenUp {
        /// Which letter.
        of: Of,
        /// Why.
        ground: Ground,
    },
}

impl Event {
    /// Its kind.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Tried { .. } => TRIED,
            Self::Sent {} => SENT,
            Self::Failed { .. } => FAILED,
            Self::AskedAgain { .. } => ASKED_AGAIN,
            Self::GivenUp { .. } => GIVEN_UP,
        }
    }

    /// The fact to be journaled.
    pub fn to_fact(&self) -> Fact {
        Fact::new(self.kind(), 1, self)
    }

    /// Reads a record.
    ///
    /// # Errors
    /// When the kind or form is not one of ours.
    pub fn read(record: &Record) -> Result<Self> {
        record.event(Self::kind)
    }
}

/// The body of [`SWITCHED_ON`] and [`SWITCHED_OFF`]; stream [`SWITCH_STREAM`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Switched {
    /// Notices older than so many days at that moment are left alone.
    pub oldest_days: i64,
}

/// The stream of the switch.
pub const SWITCH_STREAM: &str = "mail/1";

/// The view of letters.
pub static LETTERS: Table = Table::rows(
    "letters",
    1,
    &["letter", "about", "recipient", "state", "trying", "doubt", "tries", "code", "at", "next_at"],
);
/// The view of the switch; one row once there was a mail server.
pub static SWITCH: Table = Table::rows("mail_switch", 1, &["id", "is_on", "at", "floor_at"]);

/// The projector of the prefixes `notice` and `mail`.
pub struct Letters;

impl Projector for Letters {
    fn project(&self, stream: &Stream, _: &Laws) -> Result<Projection> {
        let rows = match stream.prefix() {
            "mail" => switch_row(stream)?,
            _ => Letter::replay(stream)?.map(|letter| letter_row(&letter)),
        };
        Ok(Projection { rows: rows.into_iter().collect(), ..Projection::default() })
    }
}

fn letter_row(letter: &Letter) -> ViewRow {
    let waits = letter.state == State::Waiting;
    let next = letter.next_at.filter(|_| waits);
    ViewRow::new(
        &LETTERS,
        row![
            letter.id.as_str(),
            letter.of.about.as_str(),
            letter.of.recipient.as_str(),
            letter.state.word(),
            letter.trying,
            letter.doubt,
            letter.tries,
            letter.code.as_str(),
            letter.at,
            next.map_or(Value::from(0_i64), Value::from),
        ],
    )
}

fn switch_row(stream: &Stream) -> Result<Option<ViewRow>> {
    let Some(last) = stream.records.last() else { return Ok(None) };
    let Switched { oldest_days } = last.read()?;
    let is_on = match (last.kind.as_str(), last.form) {
        (SWITCHED_ON, 1) => true,
        (SWITCHED_OFF, 1) => false,
        _ => return Err(last.unknown()),
    };
    let days = jiff::SignedDuration::from_hours(24 * oldest_days);
    let floor = last.at.checked_sub(days).unwrap_or(last.at);
    Ok(Some(ViewRow::new(&SWITCH, row![1_i64, is_on, last.at, floor])))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fact_survives_the_journal() {
        let of = || Of { about: "petition/01".into(), recipient: "asker".into() };
        let events = [
            Event::Tried { of: of(), doubt: true },
            Event::Sent {},
            Event::Failed { passing: true, doubt: false, code: "451".into() },
            Event::AskedAgain { of: of() },
            Event::GivenUp { of: of(), ground: Ground::WrongAddress },
        ];
        for (event, kind) in events.iter().zip(KINDS) {
            let fact = event.to_fact();
            assert_eq!(fact.kind, *kind);
            let mut record = Record {
                stream: "notice/petition-01-1".into(),
                version: 1,
                kind: fact.kind.into(),
                form: fact.form,
                at: jiff::Timestamp::UNIX_EPOCH,
                law: 1,
                actor: "system:test".into(),
                body: fact.body,
                hash: [0; 32],
            };
            assert_eq!(&Event::read(&record).unwrap(), event);
            record.form = 2;
            assert!(Event::read(&record).is_err(), "a newer form is not guessed");
        }
    }
}
