//! One-time links: the first start, and setting a password and second factor for the first time
//! or after a recovery. The link holds a secret; its SHA-256 is kept until it is used or runs out.

use jiff::Timestamp;
use kernel::Id;
use store::Store;

use crate::app::{App, Limits};
use crate::failure::Failure;
use crate::secret;
use crate::store as sql;

/// What a link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To open this installation.
    First,
    /// To set an account's password and second factor.
    Password,
}

impl Purpose {
    fn code(self) -> &'static str {
        match self {
            Purpose::First => "first",
            Purpose::Password => "password",
        }
    }

    fn path(self) -> &'static str {
        match self {
            Purpose::First => "/bat-dau",
            Purpose::Password => "/moi",
        }
    }
}

/// On a store that serves no unit yet: the path of the one-time link that opens it. Each start
/// makes a new one and the old one ends.
pub async fn open_first_link(store: &Store, limits: &Limits) -> store::Result<Option<String>> {
    if sql::instance(store).await?.is_some() {
        return Ok(None);
    }
    sql::drop_links_for(store, Purpose::First.code()).await?;
    make(store, limits, Purpose::First, None).await.map(Some)
}

async fn make(
    store: &Store,
    limits: &Limits,
    purpose: Purpose,
    account: Option<Id>,
) -> store::Result<String> {
    let token = secret::new(store.chance());
    let ends = store.now().checked_add(limits.link_life).unwrap_or(Timestamp::MAX);
    sql::new_link(store, &secret::hash(&token), purpose.code(), account, ends).await?;
    Ok(format!("{}/{token}", purpose.path()))
}

impl App {
    /// A new link's path. It is shown once and kept nowhere.
    pub(crate) async fn new_link(
        &self,
        purpose: Purpose,
        account: Option<Id>,
    ) -> Result<String, Failure> {
        Ok(make(&self.store, &self.limits, purpose, account).await?)
    }

    /// Whether a link holds, and for which account it is.
    pub(crate) async fn link(
        &self,
        purpose: Purpose,
        token: &str,
    ) -> Result<Option<Option<Id>>, Failure> {
        if !secret::is_shaped(token) {
            return Ok(None);
        }
        let found = sql::link(&self.store, &secret::hash(token), self.now()).await?;
        Ok(found.filter(|(code, _)| code == purpose.code()).map(|(_, account)| account))
    }

    /// Lets a link hold again that was used in vain.
    pub(crate) async fn restore_link(
        &self,
        purpose: Purpose,
        token: &str,
        account: Id,
    ) -> Result<(), Failure> {
        let ends = self.now().checked_add(self.limits.link_life).unwrap_or(Timestamp::MAX);
        let id = secret::hash(token);
        Ok(sql::new_link(&self.store, &id, purpose.code(), Some(account), ends).await?)
    }

    /// Uses a link up; `false` when somebody else just did.
    pub(crate) async fn use_link(&self, token: &str) -> Result<bool, Failure> {
        Ok(sql::use_link(&self.store, &secret::hash(token)).await?)
    }
}
