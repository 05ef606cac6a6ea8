//! Every SQL statement of this slice, one function per question.

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::Id;
use store::{Result, Row, Store, StoreError, row};

use crate::posts::{Held, Post};

const INSTANCE: &str = "SELECT unit, simulated, opened_at FROM instance WHERE id = 1";
const ACCOUNT_OF_LOGIN: &str = "SELECT account FROM logins WHERE tag = $1";
const LOGIN_OF_ACCOUNT: &str = "SELECT tag FROM logins WHERE account = $1 ORDER BY tag";
const ACCOUNT: &str = "SELECT id, opened_at, closed_at, person, password, totp, asked_by, \
    asked_at, approved_by FROM accounts WHERE id = $1";
const ACCOUNTS: &str = "SELECT id, opened_at, closed_at, person, password, totp, asked_by, \
    asked_at, approved_by FROM accounts WHERE id > $1 ORDER BY id LIMIT $2";
const POSTS_OF: &str = "SELECT account, post, unit, from_day, until_day FROM account_posts \
    WHERE account = $1 ORDER BY from_day, post, unit";
const POSTS_BETWEEN: &str = "SELECT account, post, unit, from_day, until_day FROM account_posts \
    WHERE account >= $1 AND account <= $2 ORDER BY account, from_day, post, unit";
const OTHERS_WITH_POST: &str = "SELECT COUNT(*) FROM account_posts p JOIN accounts a \
    ON a.id = p.account WHERE p.post = $1 AND p.account <> $2 AND a.closed_at IS NULL \
    AND p.from_day <= $3 AND (p.until_day IS NULL OR p.until_day >= $3)";
const TOKEN: &str =
    "SELECT id, unit, posts FROM tokens WHERE hash = $1 AND closed_at IS NULL ORDER BY id";
const TOKENS: &str =
    "SELECT id, unit, label, opened_at, closed_at FROM tokens ORDER BY opened_at, id";

const NEW_SESSION: &str = "INSERT INTO sessions \
    (id, account, stage, device, made_at, seen_at, ends_at) VALUES ($1, $2, $3, $4, $5, $5, $6)";
const SESSION: &str = "SELECT account, stage, device, made_at, seen_at, ends_at FROM sessions \
    WHERE id = $1";
const SEEN: &str = "UPDATE sessions SET seen_at = $2 WHERE id = $1 AND seen_at < $2";
const SESSIONS_OF: &str = "SELECT id, device, made_at, seen_at, ends_at FROM sessions \
    WHERE account = $1 AND stage = 'open' ORDER BY seen_at DESC, id";
const END_SESSION: &str = "DELETE FROM sessions WHERE id = $1";
const END_ONE_OF: &str = "DELETE FROM sessions WHERE account = $1 AND id = $2";
const END_ALL_OF: &str = "DELETE FROM sessions WHERE account = $1 AND id <> $2";
const SWEEP_SESSIONS: &str = "DELETE FROM sessions WHERE ends_at <= $1 OR seen_at <= $2";

const NEW_LINK: &str = "INSERT INTO links (id, purpose, account, ends_at) VALUES ($1, $2, $3, $4)";
const LINK: &str = "SELECT purpose, account FROM links WHERE id = $1 AND ends_at > $2";
const USE_LINK: &str = "DELETE FROM links WHERE id = $1";
const DROP_LINKS_FOR: &str = "DELETE FROM links WHERE purpose = $1";
const DROP_LINKS_OF: &str = "DELETE FROM links WHERE account = $1";
const SWEEP_LINKS: &str = "DELETE FROM links WHERE ends_at <= $1";

const USE_STEP: &str = "INSERT INTO totp_steps (account, step) VALUES ($1, $2) \
    ON CONFLICT (account) DO UPDATE SET step = excluded.step \
    WHERE totp_steps.step < excluded.step";
const FORGET_STEP: &str = "DELETE FROM totp_steps WHERE account = $1";

/// The log by time, newest first; `$1`–`$3` is the row to go on after, the rest are filters.
const ACCESS: &str = "SELECT stream, version, at, account, what, part FROM access_log \
    WHERE (at, stream, version) < ($1, $2, $3) AND at >= $4 AND at < $5 \
    ORDER BY at DESC, stream DESC, version DESC LIMIT $6";
const ACCESS_BY: &str = "SELECT stream, version, at, account, what, part FROM access_log \
    WHERE (at, stream, version) < ($1, $2, $3) AND at >= $4 AND at < $5 AND account = $7 \
    ORDER BY at DESC, stream DESC, version DESC LIMIT $6";
const ACCESS_BY_OF: &str = "SELECT stream, version, at, account, what, part FROM access_log \
    WHERE (at, stream, version) < ($1, $2, $3) AND at >= $4 AND at < $5 AND account = $7 \
    AND what = $8 ORDER BY at DESC, stream DESC, version DESC LIMIT $6";
const ACCESS_OF: &str = "SELECT stream, version, at, account, what, part FROM access_log \
    WHERE (at, stream, version) < ($1, $2, $3) AND at >= $4 AND at < $5 AND what = $7 \
    ORDER BY at DESC, stream DESC, version DESC LIMIT $6";

/// All statements, for the test that prepares each on both engines.
pub fn statements() -> Vec<String> {
    [
        INSTANCE,
        ACCOUNT_OF_LOGIN,
        LOGIN_OF_ACCOUNT,
        ACCOUNT,
        ACCOUNTS,
        POSTS_OF,
        POSTS_BETWEEN,
        OTHERS_WITH_POST,
        TOKEN,
        TOKENS,
        NEW_SESSION,
        SESSION,
        SEEN,
        SESSIONS_OF,
        END_SESSION,
        END_ONE_OF,
        END_ALL_OF,
        SWEEP_SESSIONS,
        NEW_LINK,
        LINK,
        USE_LINK,
        DROP_LINKS_FOR,
        DROP_LINKS_OF,
        SWEEP_LINKS,
        USE_STEP,
        FORGET_STEP,
        ACCESS,
        ACCESS_BY,
        ACCESS_BY_OF,
        ACCESS_OF,
    ]
    .map(str::to_owned)
    .into_iter()
    .chain(crate::absence::statements())
    .chain(crate::feed::statements())
    .chain(crate::once::statements())
    .collect()
}

fn opt_at(row: &Row, column: usize) -> Result<Option<Timestamp>> {
    Ok(match row.opt_int(column)? {
        Some(_) => Some(row.at(column)?),
        None => None,
    })
}

fn opt_id(row: &Row, column: usize) -> Result<Option<Id>> {
    Ok(match row.opt_text(column)? {
        Some(_) => Some(row.parse(column)?),
        None => None,
    })
}

/// What this installation serves: unit, whether simulated, since when.
pub(crate) async fn instance(store: &Store) -> Result<Option<(String, bool, Timestamp)>> {
    let rows = store.rows(INSTANCE, Vec::new()).await?;
    rows.first().map(|row| Ok((row.text(0)?, row.yes(1)?, row.at(2)?))).transpose()
}

/// The account that a login leads to.
pub(crate) async fn account_of_login(store: &Store, tag: &str) -> Result<Option<Id>> {
    let rows = store.rows(ACCOUNT_OF_LOGIN, row![tag]).await?;
    rows.first().map(|row| row.parse(0)).transpose()
}

/// The logins (tags) of an account.
pub(crate) async fn logins_of(store: &Store, account: Id) -> Result<Vec<String>> {
    let rows = store.rows(LOGIN_OF_ACCOUNT, row![account]).await?;
    rows.iter().map(|row| row.text(0)).collect()
}

/// An account as its row has it.
#[derive(Clone, Debug)]
pub struct AccountRow {
    /// Which.
    pub id: Id,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// When it was closed.
    pub closed_at: Option<Timestamp>,
    /// The vault item of its person.
    pub person: Option<Id>,
    /// The vault item of its password's hash.
    pub password: Option<Id>,
    /// The vault item of its second factor.
    pub totp: Option<Id>,
    /// Who asked for its recovery, and when.
    pub asked: Option<(Id, Timestamp)>,
    /// Who agreed to it.
    pub approved_by: Option<Id>,
}

impl AccountRow {
    fn read(row: &Row) -> Result<Self> {
        Ok(Self {
            id: row.parse(0)?,
            opened_at: row.at(1)?,
            closed_at: opt_at(row, 2)?,
            person: opt_id(row, 3)?,
            password: opt_id(row, 4)?,
            totp: opt_id(row, 5)?,
            asked: opt_id(row, 6)?.zip(opt_at(row, 7)?),
            approved_by: opt_id(row, 8)?,
        })
    }
}

/// One account.
pub(crate) async fn account(store: &Store, id: Id) -> Result<Option<AccountRow>> {
    let rows = store.rows(ACCOUNT, row![id]).await?;
    rows.first().map(AccountRow::read).transpose()
}

/// Up to `limit` accounts after `after`, in the order in which they were opened.
pub(crate) async fn accounts(store: &Store, after: &str, limit: i64) -> Result<Vec<AccountRow>> {
    let rows = store.rows(ACCOUNTS, row![after, limit]).await?;
    rows.iter().map(AccountRow::read).collect()
}

fn held(row: &Row) -> Result<(Id, Held)> {
    let post = row.text(1)?;
    let post: Post =
        post.parse().map_err(|error| StoreError::inconsistent("account_posts", &post, error))?;
    let held = Held { post, unit: row.text(2)?, from: row.date(3)?, until: row.opt_date(4)? };
    Ok((row.parse(0)?, held))
}

/// All posts of an account, past and future ones too.
pub(crate) async fn posts_of(store: &Store, account: Id) -> Result<Vec<Held>> {
    let rows = store.rows(POSTS_OF, row![account]).await?;
    rows.iter().map(|row| held(row).map(|(_, held)| held)).collect()
}

/// All posts of the accounts from `first` to `last`, in the order of their identities.
pub(crate) async fn posts_between(store: &Store, first: Id, last: Id) -> Result<Vec<(Id, Held)>> {
    let rows = store.rows(POSTS_BETWEEN, row![first, last]).await?;
    rows.iter().map(held).collect()
}

/// How many open accounts beside this one hold the post on `day`.
pub(crate) async fn others_with(store: &Store, post: Post, account: Id, day: Date) -> Result<i64> {
    let rows = store.rows(OTHERS_WITH_POST, row![post.code(), account, day]).await?;
    rows.first().map_or(Ok(0), |row| row.int(0))
}

/// The open token with this hash, its unit, and the posts that it holds there.
pub(crate) async fn token(store: &Store, hash: &str) -> Result<Option<(Id, String, Vec<Post>)>> {
    let rows = store.rows(TOKEN, row![hash]).await?;
    let Some(row) = rows.first() else { return Ok(None) };
    let posts = row.text(2)?;
    let read = |post: &str| {
        post.parse::<Post>().map_err(|error| StoreError::inconsistent("tokens", post, error))
    };
    let posts = posts.split_whitespace().map(read).collect::<Result<Vec<Post>>>()?;
    Ok(Some((row.parse(0)?, row.text(1)?, posts)))
}

/// A program's token as an operator sees it; the token itself is not kept.
#[derive(Clone, Debug)]
pub struct TokenRow {
    /// Which.
    pub id: Id,
    /// The unit it acts for.
    pub unit: String,
    /// The vault item of what its owner calls it.
    pub label: Option<Id>,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// When it was closed.
    pub closed_at: Option<Timestamp>,
}

/// All tokens.
pub(crate) async fn tokens(store: &Store) -> Result<Vec<TokenRow>> {
    let rows = store.rows(TOKENS, Vec::new()).await?;
    rows.iter()
        .map(|row| {
            Ok(TokenRow {
                id: row.parse(0)?,
                unit: row.text(1)?,
                label: opt_id(row, 2)?,
                opened_at: row.at(3)?,
                closed_at: opt_at(row, 4)?,
            })
        })
        .collect()
}

/// How far a sign-in has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// The password was right; the second factor is awaited.
    Code,
    /// The password was right; the second factor is to be set up.
    SetUp,
    /// Signed in.
    Open,
}

impl Stage {
    fn code(self) -> &'static str {
        match self {
            Stage::Code => "code",
            Stage::SetUp => "set-up",
            Stage::Open => "open",
        }
    }
}

/// A session.
#[derive(Clone, Debug)]
pub struct SessionRow {
    /// SHA-256 of its token, in hexadecimal.
    pub id: String,
    /// Whose.
    pub account: Id,
    /// How far it has come.
    pub stage: Stage,
    /// What the browser says it is, in two words.
    pub device: String,
    /// When it began.
    pub made_at: Timestamp,
    /// When it was last used, to within some minutes.
    pub seen_at: Timestamp,
    /// When it ends at the latest.
    pub ends_at: Timestamp,
}

/// Keeps a new session.
pub(crate) async fn new_session(store: &Store, session: &SessionRow) -> Result<()> {
    let SessionRow { id, account, stage, device, made_at, ends_at, .. } = session;
    let values = row![id.as_str(), *account, stage.code(), device.as_str(), *made_at, *ends_at];
    store.run_apart(NEW_SESSION, values).await.map(drop)
}

/// A session by its id, ended ones too.
pub(crate) async fn session(store: &Store, id: &str) -> Result<Option<SessionRow>> {
    let rows = store.rows(SESSION, row![id]).await?;
    let Some(row) = rows.first() else { return Ok(None) };
    let stage = match row.text(1)?.as_str() {
        "open" => Stage::Open,
        "set-up" => Stage::SetUp,
        _ => Stage::Code,
    };
    Ok(Some(SessionRow {
        id: id.to_owned(),
        account: row.parse(0)?,
        stage,
        device: row.text(2)?,
        made_at: row.at(3)?,
        seen_at: row.at(4)?,
        ends_at: row.at(5)?,
    }))
}

/// Notes that a session was used.
pub(crate) async fn seen(store: &Store, id: &str, now: Timestamp) -> Result<()> {
    store.run_apart(SEEN, row![id, now]).await.map(drop)
}

/// The open sessions of an account, last used first.
pub(crate) async fn sessions_of(store: &Store, account: Id) -> Result<Vec<SessionRow>> {
    let rows = store.rows(SESSIONS_OF, row![account]).await?;
    rows.iter()
        .map(|row| {
            Ok(SessionRow {
                id: row.text(0)?,
                account,
                stage: Stage::Open,
                device: row.text(1)?,
                made_at: row.at(2)?,
                seen_at: row.at(3)?,
                ends_at: row.at(4)?,
            })
        })
        .collect()
}

/// Ends a session.
pub(crate) async fn end_session(store: &Store, id: &str) -> Result<()> {
    store.run_apart(END_SESSION, row![id]).await.map(drop)
}

/// Ends one session of an account; does nothing to another's.
pub(crate) async fn end_one_of(store: &Store, account: Id, id: &str) -> Result<()> {
    store.run_apart(END_ONE_OF, row![account, id]).await.map(drop)
}

/// Ends all sessions of an account but `kept`; answers how many.
pub(crate) async fn end_all_of(store: &Store, account: Id, kept: &str) -> Result<u64> {
    store.run_apart(END_ALL_OF, row![account, kept]).await
}

/// Forgets what has ended: sessions past their end or unused since `idle_since`, links, and keys of
/// requests.
pub(crate) async fn sweep(store: &Store, now: Timestamp, idle_since: Timestamp) -> Result<u64> {
    let sessions = store.run_apart(SWEEP_SESSIONS, row![now, idle_since]).await?;
    let links = store.run_apart(SWEEP_LINKS, row![now]).await?;
    Ok(sessions + links + crate::once::sweep(store, now).await?)
}

/// Keeps a new one-time link.
pub(crate) async fn new_link(
    store: &Store,
    id: &str,
    purpose: &str,
    account: Option<Id>,
    ends_at: Timestamp,
) -> Result<()> {
    store.run_apart(NEW_LINK, row![id, purpose, account, ends_at]).await.map(drop)
}

/// What a link that still holds is for: purpose and account.
pub(crate) async fn link(
    store: &Store,
    id: &str,
    now: Timestamp,
) -> Result<Option<(String, Option<Id>)>> {
    let rows = store.rows(LINK, row![id, now]).await?;
    rows.first().map(|row| Ok((row.text(0)?, opt_id(row, 1)?))).transpose()
}

/// Uses a link up; whether it was still there.
pub(crate) async fn use_link(store: &Store, id: &str) -> Result<bool> {
    Ok(store.run_apart(USE_LINK, row![id]).await? == 1)
}

/// Drops all links for a purpose.
pub(crate) async fn drop_links_for(store: &Store, purpose: &str) -> Result<()> {
    store.run_apart(DROP_LINKS_FOR, row![purpose]).await.map(drop)
}

/// Drops all links of an account.
pub(crate) async fn drop_links_of(store: &Store, account: Id) -> Result<()> {
    store.run_apart(DROP_LINKS_OF, row![account]).await.map(drop)
}

/// Uses up a step of a second factor: `false` when this or a later one was used before, on any
/// node.
pub(crate) async fn use_step(store: &Store, account: Id, step: i64) -> Result<bool> {
    Ok(store.run_apart(USE_STEP, row![account, step]).await? == 1)
}

/// Forgets the steps of a second factor that is replaced.
pub(crate) async fn forget_step(store: &Store, account: Id) -> Result<()> {
    store.run_apart(FORGET_STEP, row![account]).await.map(drop)
}

/// One opening of a person's data.
#[derive(Clone, Debug)]
pub struct AccessRow {
    /// The record: stream and version, which also page the list.
    pub record: (String, i64),
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub account: Id,
    /// The stream of the matter.
    pub what: String,
    /// Which part of it.
    pub part: String,
}

/// Which openings to list.
#[derive(Clone, Debug)]
pub struct AccessFilter {
    /// The row after which to go on: its instant and record.
    pub after: Option<(Timestamp, String, i64)>,
    /// Not before this instant.
    pub from: Timestamp,
    /// Before this instant.
    pub to: Timestamp,
    /// Only by this account.
    pub account: Option<Id>,
    /// Only of this matter.
    pub what: Option<String>,
}

/// Up to `limit` openings, newest first.
pub(crate) async fn access(
    store: &Store,
    filter: &AccessFilter,
    limit: i64,
) -> Result<Vec<AccessRow>> {
    let (at, stream, version) = filter.after.clone().unwrap_or((Timestamp::MAX, String::new(), 0));
    let mut values = row![at, stream, version, filter.from, filter.to, limit];
    let sql = match (filter.account, &filter.what) {
        (Some(account), Some(what)) => {
            values.extend(row![account, what.as_str()]);
            ACCESS_BY_OF
        }
        (Some(account), None) => {
            values.push(account.into());
            ACCESS_BY
        }
        (None, Some(what)) => {
            values.push(what.as_str().into());
            ACCESS_OF
        }
        (None, None) => ACCESS,
    };
    let rows = store.rows(sql, values).await?;
    rows.iter()
        .map(|row| {
            Ok(AccessRow {
                record: (row.text(0)?, row.int(1)?),
                at: row.at(2)?,
                account: row.parse(3)?,
                what: row.text(4)?,
                part: row.text(5)?,
            })
        })
        .collect()
}
