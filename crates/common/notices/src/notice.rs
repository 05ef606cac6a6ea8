//! What a subject says of whom it tells: pure, as its debts are. A notice is a row of a view, made
//! anew from facts whenever it is asked for; whether its letter went out is told elsewhere.

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::Id;
use store::{Table, ViewRow, row};

/// The view of notices.
pub static NOTICES: Table = Table::rows(
    "notices",
    2,
    &[
        "stream",
        "n",
        "letter",
        "code",
        "unit",
        "what",
        "recipient",
        "contact",
        "path",
        "since",
        "until_day",
    ],
);

/// The word for the asker in the view and in facts.
pub(crate) const ASKER: &str = "asker";

/// What the notices are about.
#[derive(Clone, Copy, Debug)]
pub struct About<'a> {
    /// The stream.
    pub stream: &'a str,
    /// What people call the matter.
    pub code: &'a str,
    /// The unit that tells.
    pub unit: &'a str,
    /// Where the asker follows it, from the root of the site: `/don/TT-4176-28`. In the place of
    /// what opens the asker's own page stands [`crate::PASS`]: it is a secret, and is put there
    /// when the letter is written.
    pub path: &'a str,
}

/// Who is to be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum To {
    /// The asker, by a letter of their own. The vault item is JSON with a field `email`; without
    /// one, or once the item is erased, nothing is sent and the outbox says so.
    Asker(Id),
    /// An officer, by account, in the letter of the next working morning.
    Officer(Id),
}

/// Something that somebody is to be told, as a stream's facts have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Its number in the stream, which must never change its meaning: the number of the record
    /// that calls for it.
    pub n: i64,
    /// What happened: `petition-received` is said by the words `mail-what-petition-received` and
    /// `mail-head-petition-received` in `locales/{vi,en}/notices.ftl`.
    pub what: &'static str,
    /// Who.
    pub to: To,
    /// When it happened: the instant of that record.
    pub since: Timestamp,
    /// Until when the asker has or gets what follows; said in the letter.
    pub until: Option<Date>,
}

/// The rows that follow from a stream's notices.
pub fn rows(about: About<'_>, notices: &[Notice]) -> Vec<ViewRow> {
    notices.iter().map(|notice| one(about, notice)).collect()
}

fn one(about: About<'_>, notice: &Notice) -> ViewRow {
    let (recipient, contact) = match notice.to {
        To::Asker(item) => (ASKER.to_owned(), item.to_string()),
        To::Officer(account) => (account.to_string(), String::new()),
    };
    ViewRow::new(
        &NOTICES,
        row![
            about.stream,
            notice.n,
            letter_of(about.stream, notice.n),
            about.code,
            about.unit,
            notice.what,
            recipient,
            contact,
            about.path,
            notice.since,
            notice.until,
        ],
    )
}

/// What a notice's letter is called: its stream is `notice/` and this. The same notice always has
/// the same letter, on every node and after every restore.
pub fn letter_of(stream: &str, n: i64) -> String {
    format!("{}-{n}", stream.replace('/', "-"))
}
