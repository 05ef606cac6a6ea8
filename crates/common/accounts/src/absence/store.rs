//! Every SQL statement of absences.

use jiff::civil::Date;
use kernel::Id;
use store::{Result, Row, Store, row};

const ON: &str = "SELECT account, n, stand_in, from_day, until_day FROM absences \
    WHERE until_day >= $1 AND from_day <= $1 ORDER BY account, n";
const FROM: &str = "SELECT account, n, stand_in, from_day, until_day FROM absences \
    WHERE until_day >= $1 ORDER BY from_day, account, n LIMIT 500";
const HOLDERS: &str = "SELECT DISTINCT p.account, a.person FROM account_posts p \
    JOIN accounts a ON a.id = p.account WHERE a.closed_at IS NULL AND p.from_day <= $1 \
    AND (p.until_day IS NULL OR p.until_day >= $1) ORDER BY p.account";

/// Samples of every statement, for the test that prepares them on both engines.
pub fn statements() -> Vec<String> {
    [ON, FROM, HOLDERS].map(str::to_owned).to_vec()
}

/// An absence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Absence {
    /// Who is away.
    pub account: Id,
    /// Its number on that account.
    pub n: i64,
    /// Who does the work.
    pub stand_in: Id,
    /// The first day.
    pub from: Date,
    /// The last day.
    pub until: Date,
}

fn absence(row: &Row) -> Result<Absence> {
    Ok(Absence {
        account: row.parse(0)?,
        n: row.int(1)?,
        stand_in: row.parse(2)?,
        from: row.date(3)?,
        until: row.date(4)?,
    })
}

/// Who is away on a day.
pub(super) async fn on(store: &Store, day: Date) -> Result<Vec<Absence>> {
    store.rows(ON, row![day]).await?.iter().map(absence).collect()
}

/// What goes on or is to come.
pub(super) async fn from(store: &Store, day: Date) -> Result<Vec<Absence>> {
    store.rows(FROM, row![day]).await?.iter().map(absence).collect()
}

/// Everybody who holds a post on a day, with the vault item of the name.
pub(super) async fn holders(store: &Store, day: Date) -> Result<Vec<(Id, Option<Id>)>> {
    let rows = store.rows(HOLDERS, row![day]).await?;
    let one = |row: &Row| {
        let person = row.opt_text(1)?;
        Ok((row.parse(0)?, person.and_then(|id| id.parse().ok())))
    };
    rows.iter().map(one).collect()
}
