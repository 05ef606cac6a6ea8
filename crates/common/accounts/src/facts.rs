//! What can happen to accounts, in the past tense, and the rows that follow.
//!
//! No fact holds a name, a login or a secret: those lie in the vault, and a fact holds their
//! [`VaultId`]. A new shape of a fact is a new form; the reader of the old form stays.

use jiff::civil::Date;
use kernel::Id;
use serde::{Deserialize, Serialize};
use store::{Fact, Laws, Projection, Projector, Record, Stream, Table, VaultId, ViewRow, row};

use crate::account::Account;
use crate::posts::{Held, Post};

/// Something that happened to an account; stream `account/{id}`.
#[derive(Clone, Debug, PartialEq)]
pub enum AccountFact {
    /// The account was opened for a person (name and telephone in the vault).
    Opened {
        /// The person.
        person: VaultId,
    },
    /// The person's entry was written anew.
    PersonSet {
        /// The person.
        person: VaultId,
    },
    /// A password was set.
    PasswordSet {
        /// Its hash, in the vault.
        password: VaultId,
        /// Whether by a one-time link: then the second factor is to be set up again too.
        anew: bool,
    },
    /// A second factor was set up.
    TotpSet {
        /// Its secret, in the vault.
        totp: VaultId,
    },
    /// A post was given.
    PostGiven(Held),
    /// A post was ended before its time.
    PostEnded {
        /// Which post.
        post: Post,
        /// At which unit.
        unit: String,
        /// The first day of the period that was ended.
        from: Date,
    },
    /// A first officer asked to give the account's holder back the way in.
    RecoveryAsked,
    /// A second officer agreed.
    RecoveryApproved,
    /// The account was closed.
    Closed,
    /// The person of a closed account was erased.
    Erased {
        /// On which ground.
        ground: String,
    },
}

#[derive(Serialize, Deserialize)]
struct PersonBody {
    person: VaultId,
}
#[derive(Serialize, Deserialize)]
struct PasswordBody {
    password: VaultId,
    anew: bool,
}
#[derive(Serialize, Deserialize)]
struct TotpBody {
    totp: VaultId,
}
#[derive(Serialize, Deserialize)]
struct EndedBody {
    post: Post,
    unit: String,
    from: Date,
}
#[derive(Serialize, Deserialize)]
struct GroundBody {
    ground: String,
}
#[derive(Serialize, Deserialize)]
struct Nothing {}

/// All kinds of facts of this slice, with the stream each stands in.
pub const FACT_KINDS: &[(&str, &str)] = &[
    ("account", "account.opened"),
    ("account", "account.person"),
    ("account", "password.set"),
    ("account", "totp.set"),
    ("account", "post.given"),
    ("account", "post.ended"),
    ("account", "recovery.asked"),
    ("account", "recovery.approved"),
    ("account", "account.closed"),
    ("account", "account.erased"),
    ("login", "login.taken"),
    ("login", "login.freed"),
    ("instance", "instance.opened"),
    ("token", "token.opened"),
    ("token", "token.closed"),
    ("access", "access.read"),
    ("absence", crate::absence::RECORDED),
    ("absence", crate::absence::ENDED),
    ("feed", crate::feed::OPENED),
    ("feed", crate::feed::CLOSED),
];

impl AccountFact {
    /// As the journal keeps it.
    pub fn write(&self) -> Fact {
        match self.clone() {
            Self::Opened { person } => Fact::new("account.opened", 1, &PersonBody { person }),
            Self::PersonSet { person } => Fact::new("account.person", 1, &PersonBody { person }),
            Self::PasswordSet { password, anew } => {
                Fact::new("password.set", 1, &PasswordBody { password, anew })
            }
            Self::TotpSet { totp } => Fact::new("totp.set", 1, &TotpBody { totp }),
            Self::PostGiven(held) => Fact::new("post.given", 1, &held),
            Self::PostEnded { post, unit, from } => {
                Fact::new("post.ended", 1, &EndedBody { post, unit, from })
            }
            Self::RecoveryAsked => Fact::new("recovery.asked", 1, &Nothing {}),
            Self::RecoveryApproved => Fact::new("recovery.approved", 1, &Nothing {}),
            Self::Closed => Fact::new("account.closed", 1, &Nothing {}),
            Self::Erased { ground } => Fact::new("account.erased", 1, &GroundBody { ground }),
        }
    }

    /// From the journal.
    ///
    /// # Errors
    /// When the kind, the form or the body is not one of ours.
    pub fn read(record: &Record) -> store::Result<Self> {
        Ok(match (record.kind.as_str(), record.form) {
            ("account.opened", 1) => Self::Opened { person: record.read::<PersonBody>()?.person },
            ("account.person", 1) => {
                Self::PersonSet { person: record.read::<PersonBody>()?.person }
            }
            ("password.set", 1) => {
                let PasswordBody { password, anew } = record.read()?;
                Self::PasswordSet { password, anew }
            }
            ("totp.set", 1) => Self::TotpSet { totp: record.read::<TotpBody>()?.totp },
            ("post.given", 1) => Self::PostGiven(record.read()?),
            ("post.ended", 1) => {
                let EndedBody { post, unit, from } = record.read()?;
                Self::PostEnded { post, unit, from }
            }
            ("recovery.asked", 1) => Self::RecoveryAsked,
            ("recovery.approved", 1) => Self::RecoveryApproved,
            ("account.closed", 1) => Self::Closed,
            ("account.erased", 1) => Self::Erased { ground: record.read::<GroundBody>()?.ground },
            _ => return Err(unknown(record)),
        })
    }
}

fn unknown(record: &Record) -> store::StoreError {
    let what = format!("no form {} of {} is known", record.form, record.kind);
    store::StoreError::inconsistent("journal", record.name(), what)
}

/// The body of `instance.opened`; stream `instance/1`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InstanceOpened {
    /// The code of the unit that this installation serves.
    pub unit: String,
    /// Whether people and cases are invented.
    pub simulated: bool,
}

/// The body of `login.taken`; stream `login/{keyed tag of the folded login}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoginTaken {
    /// By which account.
    pub account: Id,
}

/// The body of `token.opened`; stream `token/{id}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenOpened {
    /// The unit that the program acts for.
    pub unit: String,
    /// SHA-256 of the token, in hexadecimal.
    pub hash: String,
    /// What its owner calls it, in the vault.
    pub label: Option<VaultId>,
    /// The posts that it holds at its unit; none: it files and follows only.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub posts: Vec<Post>,
}

/// The body of `access.read`; stream `access/{day}/{account}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessRead {
    /// Whose: the stream of the matter, such as `petition/01j…`.
    pub what: String,
    /// Which part: `person`, `account`.
    pub part: String,
    /// For a list that was taken along as a file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken: Option<Taken>,
}

/// What a list was that was taken along.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    /// What it was narrowed to, as an address says it: closed words and days, never free text.
    pub narrowed: String,
    /// How many rows.
    pub rows: i64,
}

/// Accounts, one row each.
pub static ACCOUNTS: Table = Table::rows(
    "accounts",
    1,
    &[
        "id",
        "opened_at",
        "closed_at",
        "person",
        "password",
        "totp",
        "asked_by",
        "asked_at",
        "approved_by",
    ],
);
/// Posts that are held, were held to the end of their time, or will be.
pub static POSTS: Table =
    Table::rows("account_posts", 4, &["account", "post", "unit", "from_day", "until_day"]);
/// Which account a login leads to.
pub static LOGINS: Table = Table::rows("logins", 1, &["tag", "account"]);
/// What this installation serves; one row once it is opened.
pub static INSTANCE: Table = Table::rows("instance", 1, &["id", "unit", "simulated", "opened_at"]);
/// Programs that may act for a unit.
pub static TOKENS: Table =
    Table::rows("tokens", 1, &["id", "hash", "unit", "label", "opened_at", "closed_at", "posts"]);
/// Who opened whose data.
pub static ACCESS_LOG: Table =
    Table::rows("access_log", 2, &["stream", "version", "at", "account", "what", "part"]);

/// All views of this slice.
pub const TABLES: &[&Table] = &[
    &ACCOUNTS,
    &POSTS,
    &LOGINS,
    &INSTANCE,
    &TOKENS,
    &ACCESS_LOG,
    &crate::absence::ABSENCES,
    &crate::feed::FEEDS,
];

/// What follows from any stream of this slice.
pub struct Accounts;

impl Projector for Accounts {
    fn project(&self, stream: &Stream, _: &Laws) -> store::Result<Projection> {
        match stream.prefix() {
            "account" => account_rows(stream),
            "login" => login_rows(stream),
            "token" => token_rows(stream),
            "access" => access_rows(stream),
            _ => instance_rows(stream),
        }
    }
}

fn account_rows(stream: &Stream) -> store::Result<Projection> {
    let Some(account) = Account::replay(stream)? else { return Ok(Projection::default()) };
    let id = |item: &Option<VaultId>| item.as_ref().map(|item| item.id);
    let recovery = account.recovery.as_ref();
    let mut rows = vec![ViewRow::new(
        &ACCOUNTS,
        row![
            account.id,
            account.opened_at,
            account.closed_at,
            id(&account.person),
            id(&account.password),
            id(&account.totp),
            recovery.map(|recovery| recovery.asked_by),
            recovery.map(|recovery| recovery.asked_at),
            recovery.and_then(|recovery| recovery.approved_by),
        ],
    )];
    rows.extend(account.posts.iter().map(|held| {
        let Held { post, unit, from, until } = held;
        let values = row![account.id, post.code(), unit.as_str(), *from, *until];
        ViewRow::new(&POSTS, values)
    }));
    let sums = crate::counted::sums(stream)?;
    let (sealed, erased) = (account.sealed, account.gone);
    Ok(Projection { rows, sums, sealed, erased, ..Projection::default() })
}

fn login_rows(stream: &Stream) -> store::Result<Projection> {
    let Some(last) = stream.records.last().filter(|record| record.kind == "login.taken") else {
        return Ok(Projection::default());
    };
    let tag = stream.name.trim_start_matches("login/");
    let account = last.read::<LoginTaken>()?.account;
    let rows = vec![ViewRow::new(&LOGINS, row![tag, account])];
    Ok(Projection { rows, ..Projection::default() })
}

fn instance_rows(stream: &Stream) -> store::Result<Projection> {
    let Some(first) = stream.records.first() else { return Ok(Projection::default()) };
    let InstanceOpened { unit, simulated } = first.read()?;
    let rows = vec![ViewRow::new(&INSTANCE, row![1_i64, unit, simulated, first.at])];
    Ok(Projection { rows, ..Projection::default() })
}

fn token_rows(stream: &Stream) -> store::Result<Projection> {
    let Some(first) = stream.records.first() else { return Ok(Projection::default()) };
    let TokenOpened { unit, hash, label, posts } = first.read()?;
    let id = stream.name.trim_start_matches("token/");
    let closed = stream.records.get(1).map(|record| record.at);
    let words = label.as_ref().map(|label| label.id);
    let posts = posts.iter().map(|post| post.code()).collect::<Vec<_>>().join(" ");
    let rows = vec![ViewRow::new(&TOKENS, row![id, hash, unit, words, first.at, closed, posts])];
    Ok(Projection { rows, sealed: label.into_iter().collect(), ..Projection::default() })
}

fn access_rows(stream: &Stream) -> store::Result<Projection> {
    let account = stream.name.rsplit('/').next().unwrap_or_default();
    let rows = stream
        .records
        .iter()
        .map(|record| {
            let AccessRead { what, part, taken } = record.read()?;
            // A list says beside its place what it was narrowed to and how many rows it had.
            let what = match taken {
                Some(Taken { narrowed, rows }) => format!("{what}?{narrowed}#{rows}"),
                None => what,
            };
            let values = row![stream.name.as_str(), record.version, record.at, account, what, part];
            Ok(ViewRow::new(&ACCESS_LOG, values))
        })
        .collect::<store::Result<_>>()?;
    Ok(Projection { rows, ..Projection::default() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::Timestamp;
    use jiff::civil::date;
    use kernel::Chance;

    fn item(n: i64) -> VaultId {
        let id = Id::new(Timestamp::from_second(n).unwrap(), &Chance::seeded(1));
        VaultId { id, commitment: "00".repeat(32) }
    }

    fn record(fact: &Fact) -> Record {
        Record {
            stream: "account/x".into(),
            version: 1,
            kind: fact.kind.into(),
            form: fact.form,
            at: Timestamp::UNIX_EPOCH,
            law: 1,
            actor: "system:test".into(),
            body: fact.body.clone(),
            hash: [0; 32],
        }
    }

    #[test]
    fn every_fact_survives_the_journal() {
        let held =
            Held { post: Post::Handler, unit: "20836".into(), from: date(2026, 1, 5), until: None };
        let facts = [
            AccountFact::Opened { person: item(1) },
            AccountFact::PersonSet { person: item(2) },
            AccountFact::PasswordSet { password: item(3), anew: true },
            AccountFact::TotpSet { totp: item(4) },
            AccountFact::PostGiven(held),
            AccountFact::PostEnded {
                post: Post::Handler,
                unit: "20836".into(),
                from: date(2026, 1, 5),
            },
            AccountFact::RecoveryAsked,
            AccountFact::RecoveryApproved,
            AccountFact::Closed,
            AccountFact::Erased { ground: "request".into() },
        ];
        for fact in &facts {
            let written = fact.write();
            assert_eq!(&AccountFact::read(&record(&written)).unwrap(), fact);
            assert!(FACT_KINDS.contains(&("account", written.kind)), "{}", written.kind);
        }
        let mut newer = record(&facts[0].write());
        newer.form = 2;
        assert!(AccountFact::read(&newer).is_err());
    }
}
