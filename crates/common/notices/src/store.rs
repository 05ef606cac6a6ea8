//! Every SQL statement of this slice, one function per question.

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::Id;
use store::{Result, Row, Store, StoreError, Value, row};

use crate::letter::State;
use crate::notice::ASKER;

const SWITCH: &str = "SELECT is_on, at, floor_at FROM mail_switch WHERE id = 1";
const SERVER: &str = "SELECT away_since, told FROM mail_server WHERE id = 1";
const SET_SERVER: &str = "INSERT INTO mail_server (id, away_since, told) VALUES (1, $1, $2) \
    ON CONFLICT (id) DO UPDATE SET away_since = excluded.away_since, told = excluded.told";

/// Notices whose letter nobody began, oldest first.
const FRESH: &str = "SELECT n.letter, n.stream, n.code, n.what, n.contact, n.path, n.since, \
    n.until_day FROM notices n WHERE n.recipient = 'asker' AND n.since >= $1 \
    AND NOT EXISTS (SELECT 1 FROM letters l WHERE l.letter = n.letter) \
    ORDER BY n.since, n.letter LIMIT $2";
/// Letters that wait and whose time has come; one whose notice is gone stays.
const OPEN: &str = "SELECT n.letter, n.stream, n.code, n.what, n.contact, n.path, n.since, \
    n.until_day FROM letters l JOIN notices n ON n.letter = l.letter \
    WHERE l.state = 'waiting' AND l.next_at <= $1 AND l.recipient = 'asker' \
    ORDER BY l.next_at, l.letter LIMIT $2";
const ONE: &str = "SELECT n.letter, n.stream, n.code, n.what, n.contact, n.path, n.since, \
    n.until_day FROM notices n WHERE n.letter = $1";

/// What was given to somebody first: who has much news still reads all of that.
const NEWS: &str = "SELECT DISTINCT n.code, n.what, \
    CASE WHEN n.what LIKE '%-assigned' THEN 0 ELSE 1 END AS later FROM notices n \
    WHERE n.recipient = $1 AND n.since > $2 ORDER BY later, n.code, n.what LIMIT $3";
const LAST_SENT: &str = "SELECT MAX(at) FROM letters WHERE recipient = $1 AND state = 'sent'";

/// Letters of earlier mornings that never left.
const STALE: &str = "SELECT letter FROM letters WHERE state = 'waiting' AND recipient <> 'asker' \
    AND at < $1 ORDER BY letter";

const COUNT_STATE: &str = "SELECT COUNT(*) FROM letters WHERE state = $1";
const COUNT_DOUBT: &str = "SELECT COUNT(*) FROM letters WHERE doubt = 1";
const COUNT_FRESH: &str = "SELECT COUNT(*) FROM notices n WHERE n.recipient = 'asker' \
    AND n.since >= $1 AND NOT EXISTS (SELECT 1 FROM letters l WHERE l.letter = n.letter)";

/// Letters in one state, newest first; `$2`, `$3` is the line to go on after.
const LIST_STATE: &str = "SELECT l.letter, l.recipient, l.state, l.trying, l.doubt, l.tries, \
    l.code, l.at, l.next_at, n.code, n.what, n.path FROM letters l \
    LEFT JOIN notices n ON n.letter = l.letter \
    WHERE l.state = $1 AND (l.at, l.letter) < ($2, $3) ORDER BY l.at DESC, l.letter DESC LIMIT $4";
const LIST_DOUBT: &str = "SELECT l.letter, l.recipient, l.state, l.trying, l.doubt, l.tries, \
    l.code, l.at, l.next_at, n.code, n.what, n.path FROM letters l \
    LEFT JOIN notices n ON n.letter = l.letter \
    WHERE l.doubt = 1 AND (l.at, l.letter) < ($1, $2) ORDER BY l.at DESC, l.letter DESC LIMIT $3";
/// Notices without a letter between two instants, newest first.
const LIST_FRESH: &str = "SELECT n.letter, n.since, n.code, n.what, n.path FROM notices n \
    WHERE n.recipient = 'asker' AND n.since >= $1 AND n.since < $2 \
    AND (n.since, n.letter) < ($3, $4) \
    AND NOT EXISTS (SELECT 1 FROM letters l WHERE l.letter = n.letter) \
    ORDER BY n.since DESC, n.letter DESC LIMIT $5";

/// All statements, for the test that prepares each on both engines.
pub const STATEMENTS: &[&str] = &[
    SWITCH,
    SERVER,
    SET_SERVER,
    FRESH,
    OPEN,
    ONE,
    NEWS,
    LAST_SENT,
    STALE,
    COUNT_STATE,
    COUNT_DOUBT,
    COUNT_FRESH,
    LIST_STATE,
    LIST_DOUBT,
    LIST_FRESH,
];

/// Whether letters go out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Switch {
    /// Whether there is a mail server.
    pub is_on: bool,
    /// Since when that is so.
    pub at: Timestamp,
    /// Notices from before are left alone.
    pub floor: Timestamp,
}

/// The switch; `None` when there never was a mail server.
pub async fn switch(store: &Store) -> Result<Option<Switch>> {
    let rows = store.rows(SWITCH, Vec::new()).await?;
    let read = |row: &Row| Ok(Switch { is_on: row.yes(0)?, at: row.at(1)?, floor: row.at(2)? });
    rows.first().map(read).transpose()
}

/// Since when the server is away, and what it said last.
pub async fn server(store: &Store) -> Result<Option<(Timestamp, String)>> {
    let rows = store.rows(SERVER, Vec::new()).await?;
    let Some(row) = rows.first().filter(|row| row.opt_int(0).is_ok_and(|at| at.is_some())) else {
        return Ok(None);
    };
    Ok(Some((row.at(0)?, row.text(1)?)))
}

/// Notes how the server answered.
pub async fn set_server(store: &Store, away: Option<(Timestamp, &str)>) -> Result<()> {
    let (since, told) = away.unzip();
    store.run_apart(SET_SERVER, row![since, told.unwrap_or_default()]).await.map(drop)
}

/// A notice whose letter is to go out.
#[derive(Clone, Debug)]
pub struct Due {
    /// The letter.
    pub letter: String,
    /// What it is about.
    pub stream: String,
    /// What people call that.
    pub code: String,
    /// What happened.
    pub what: String,
    /// The vault item with the address.
    pub contact: String,
    /// Where it is followed.
    pub path: String,
    /// When it happened.
    pub since: Timestamp,
    /// Until when something follows.
    pub until: Option<Date>,
}

fn due(row: &Row) -> Result<Due> {
    Ok(Due {
        letter: row.text(0)?,
        stream: row.text(1)?,
        code: row.text(2)?,
        what: row.text(3)?,
        contact: row.text(4)?,
        path: row.text(5)?,
        since: row.at(6)?,
        until: row.opt_date(7)?,
    })
}

/// Notices since `from` whose letter nobody began.
pub async fn fresh(store: &Store, from: Timestamp, limit: i64) -> Result<Vec<Due>> {
    store.rows(FRESH, row![from, limit]).await?.iter().map(due).collect()
}

/// Letters whose next attempt is due.
pub async fn open(store: &Store, now: Timestamp, limit: i64) -> Result<Vec<Due>> {
    store.rows(OPEN, row![now, limit]).await?.iter().map(due).collect()
}

/// The notice of a letter.
pub async fn one(store: &Store, letter: &str) -> Result<Option<Due>> {
    store.rows(ONE, row![letter]).await?.first().map(due).transpose()
}

/// What an officer is to be told of after an instant: codes, and what happened.
pub async fn news(
    store: &Store,
    account: Id,
    after: Timestamp,
    n: i64,
) -> Result<Vec<(String, String)>> {
    let rows = store.rows(NEWS, row![account, after, n]).await?;
    rows.iter().map(|row| Ok((row.text(0)?, row.text(1)?))).collect()
}

/// When an officer's last letter was sent.
pub async fn last_sent(store: &Store, account: Id) -> Result<Option<Timestamp>> {
    let rows = store.rows(LAST_SENT, row![account]).await?;
    match rows.first() {
        Some(row) if row.opt_int(0)?.is_some() => Ok(Some(row.at(0)?)),
        _ => Ok(None),
    }
}

/// Letters of mornings before an instant that never left.
pub async fn stale(store: &Store, before: Timestamp) -> Result<Vec<String>> {
    store.rows(STALE, row![before]).await?.iter().map(|row| row.text(0)).collect()
}

/// What a tab of the outbox shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tab {
    /// Nobody began it yet.
    Fresh,
    /// Letters in a state.
    In(State),
    /// Letters of which nobody knows whether they arrived, or arrived once.
    Doubt,
    /// Notices from before there was mail.
    Held,
}

/// One line of the outbox.
#[derive(Clone, Debug)]
pub struct Line {
    /// The letter.
    pub letter: String,
    /// `asker`, or an officer's account.
    pub recipient: String,
    /// Where it stands; `None` when nobody began it.
    pub state: Option<State>,
    /// Whether an attempt is under way, or was killed.
    pub trying: bool,
    /// Whether it is in doubt.
    pub doubt: bool,
    /// Attempts.
    pub tries: i64,
    /// What the last failed attempt was told.
    pub told: String,
    /// When something last happened; also pages the list.
    pub at: Timestamp,
    /// When it is tried next.
    pub next_at: Option<Timestamp>,
    /// What people call the matter; empty for the letter of a morning.
    pub code: String,
    /// What happened.
    pub what: String,
    /// Where it is followed.
    pub path: String,
}

fn letter_line(row: &Row) -> Result<Line> {
    let state = row.text(2)?;
    let known = State::read(&state);
    let what = || StoreError::inconsistent("letters", &state, "no such state");
    let next = row.int(8)?;
    Ok(Line {
        letter: row.text(0)?,
        recipient: row.text(1)?,
        state: Some(known.ok_or_else(what)?),
        trying: row.yes(3)?,
        doubt: row.yes(4)?,
        tries: row.int(5)?,
        told: row.text(6)?,
        at: row.at(7)?,
        next_at: if next == 0 { None } else { Some(row.at(8)?) },
        code: row.opt_text(9)?.unwrap_or_default(),
        what: row.opt_text(10)?.unwrap_or_default(),
        path: row.opt_text(11)?.unwrap_or_default(),
    })
}

fn fresh_line(row: &Row) -> Result<Line> {
    Ok(Line {
        letter: row.text(0)?,
        recipient: ASKER.to_owned(),
        state: None,
        trying: false,
        doubt: false,
        tries: 0,
        told: String::new(),
        at: row.at(1)?,
        next_at: None,
        code: row.text(2)?,
        what: row.text(3)?,
        path: row.text(4)?,
    })
}

/// Up to `limit` lines of a tab, newest first, after the given one.
pub async fn list(
    store: &Store,
    tab: Tab,
    floor: Timestamp,
    after: Option<(Timestamp, String)>,
    limit: i64,
) -> Result<Vec<Line>> {
    let (at, letter) = after.unwrap_or((Timestamp::MAX, String::new()));
    let key = [Value::from(at), Value::from(letter)];
    let between = |from: Timestamp, to: Timestamp| {
        let mut values = row![from, to];
        values.extend(key.clone());
        values.push(limit.into());
        values
    };
    match tab {
        Tab::In(state) => {
            let mut values = row![state.word()];
            values.extend(key);
            values.push(limit.into());
            store.rows(LIST_STATE, values).await?.iter().map(letter_line).collect()
        }
        Tab::Doubt => {
            let mut values = key.to_vec();
            values.push(limit.into());
            store.rows(LIST_DOUBT, values).await?.iter().map(letter_line).collect()
        }
        Tab::Fresh => {
            let values = between(floor, Timestamp::MAX);
            store.rows(LIST_FRESH, values).await?.iter().map(fresh_line).collect()
        }
        Tab::Held => {
            let values = between(Timestamp::MIN, floor);
            store.rows(LIST_FRESH, values).await?.iter().map(fresh_line).collect()
        }
    }
}

/// How many there are in a tab; `None` for those that grow for ever and are not counted.
pub async fn count(store: &Store, tab: Tab, floor: Timestamp) -> Result<Option<i64>> {
    let rows = match tab {
        Tab::Fresh => store.rows(COUNT_FRESH, row![floor]).await?,
        Tab::In(state @ (State::Waiting | State::Failed)) => {
            store.rows(COUNT_STATE, row![state.word()]).await?
        }
        Tab::Doubt => store.rows(COUNT_DOUBT, Vec::new()).await?,
        Tab::In(State::Sent | State::GivenUp) | Tab::Held => return Ok(None),
    };
    rows.first().map(|row| row.int(0)).transpose()
}
