//! Signing in: password, then the second factor. Guessing is slowed down without locking anybody
//! out: a browser that has signed in to this account before is *known* and is slowed down only by
//! its own mistakes, never by what strangers do.

use std::net::IpAddr;

use axum::http::HeaderMap;
use jiff::{SignedDuration, Timestamp};
use kernel::{Actor, Id};
use store::keyring::hex;
use store::vault::Opened;
use subtle::ConstantTimeEq as _;
use web::cookies;

use crate::app::App;
use crate::failure::Failure;
use crate::guard::prefix;
use crate::people;
use crate::secret;
use crate::store::{self as sql, AccountRow, SessionRow, Stage};
use crate::throttle::{Key, Patience};
use crate::totp::Factor;

/// The cookie of a sign-in that is under way.
pub const ENTRY_COOKIE: &str = "dantin-entry";
/// How long one may take between password and code.
pub(crate) const ENTRY_LIFE: SignedDuration = SignedDuration::from_mins(15);

/// Where a try comes from; nothing of it is kept.
#[derive(Clone, Debug, Default)]
pub struct Source {
    /// The sender's address.
    pub peer: Option<IpAddr>,
    /// The cookies, for the mark of a known device.
    pub headers: HeaderMap,
}

/// What became of a password.
#[derive(Debug, PartialEq, Eq)]
pub enum Entry {
    /// Login or password is wrong; which, nobody is told.
    Wrong,
    /// Too many tries from there: not before this moment.
    Wait(Timestamp),
    /// Right; the next step, and the token for [`ENTRY_COOKIE`].
    Right(Stage, String),
}

/// What became of a code.
#[derive(Debug, PartialEq, Eq)]
pub enum CodeEntry {
    /// Wrong, or used before.
    Wrong,
    /// Too many tries from there: not before this moment.
    Wait(Timestamp),
    /// Right: signed in.
    Right(SignedInNow),
}

/// The cookies that a finished sign-in sets.
#[derive(Debug, PartialEq, Eq)]
pub struct SignedInNow {
    /// For [`crate::session::COOKIE`].
    pub session: String,
    /// Name and value of the mark of a known device; it lives for a year.
    pub device: (String, String),
}

impl App {
    /// Tries a login and password.
    pub async fn enter(
        &self,
        login: &str,
        password: &str,
        source: &Source,
    ) -> Result<Entry, Failure> {
        // A login of an impossible shape costs and answers the same as any unknown one.
        let tag = self.login_tag(&people::login(login).unwrap_or_default());
        let found = sql::account_of_login(&self.store, &tag).await?;
        let account = match found {
            Some(id) => sql::account(&self.store, id).await?,
            None => None,
        };
        let account = account.filter(|account| account.closed_at.is_none());
        let keys = self.throttle_keys("password", &tag, account.as_ref(), source);
        if let Err(until) = self.throttle.attempt(&keys, self.now()) {
            return Ok(Entry::Wait(until));
        }
        let item = account.as_ref().and_then(|account| account.password);
        let phc = match item {
            Some(item) => self.store.words(item).await?.and_then(Opened::text),
            None => None,
        };
        let right = self.hasher.check(password, phc).await?;
        let Some(account) = account.filter(|_| right) else { return Ok(Entry::Wrong) };
        let stage = if account.totp.is_some() { Stage::Code } else { Stage::SetUp };
        let token = self.begin(account.id, stage, "", ENTRY_LIFE).await?;
        Ok(Entry::Right(stage, token))
    }

    /// Begins a sign-in without a password: for one who has just set it through a one-time link.
    pub(crate) async fn begin_set_up(&self, account: Id) -> Result<String, Failure> {
        self.begin(account, Stage::SetUp, "", ENTRY_LIFE).await
    }

    /// The sign-in that is under way in this browser.
    pub(crate) async fn entry(&self, headers: &HeaderMap) -> Result<Option<SessionRow>, Failure> {
        let Some(token) = cookies::read(headers, ENTRY_COOKIE) else { return Ok(None) };
        Ok(self.session(token).await?.filter(|session| session.stage != Stage::Open))
    }

    /// The second factor proposed to one who sets it up: made from the sign-in itself, so that
    /// nothing is kept until its holder has shown a code of it.
    pub(crate) fn proposed_factor(&self, entry: &SessionRow) -> Option<Factor> {
        let mut bytes = [0; 20];
        let tag = self.store.keys().tag("totp proposal", &[entry.id.as_bytes()]);
        bytes.copy_from_slice(&tag[..20]);
        Factor::of_bytes(bytes)
    }

    /// Tries the code of a sign-in under way; a first one is set up by it.
    pub async fn enter_code(
        &self,
        entry: &SessionRow,
        code: &str,
        source: &Source,
    ) -> Result<CodeEntry, Failure> {
        let account = sql::account(&self.store, entry.account).await?;
        let account = account.filter(|account| account.closed_at.is_none());
        let Some(account) = account else { return Ok(CodeEntry::Wrong) };
        let tag = entry.account.to_string();
        let keys = self.throttle_keys("code", &tag, Some(&account), source);
        if let Err(until) = self.throttle.attempt(&keys, self.now()) {
            return Ok(CodeEntry::Wait(until));
        }
        let factor = match entry.stage {
            Stage::SetUp if account.totp.is_none() => self.proposed_factor(entry),
            Stage::Code => self.factor(&account).await?,
            _ => None,
        };
        let step = factor.as_ref().and_then(|factor| factor.check(code, self.now()));
        let (Some(factor), Some(step)) = (factor, step) else { return Ok(CodeEntry::Wrong) };
        if !sql::use_step(&self.store, account.id, step).await? {
            return Ok(CodeEntry::Wrong);
        }
        if entry.stage == Stage::SetUp {
            self.set_totp(&Actor::Account(account.id), account.id, &factor).await?;
        }
        sql::end_session(&self.store, &entry.id).await?;
        self.forgive(&account, source).await?;
        let device = crate::session::device(&source.headers);
        let longest = self.limits.session_longest;
        let session = self.begin(account.id, Stage::Open, &device, longest).await?;
        Ok(CodeEntry::Right(SignedInNow { session, device: self.mark_device(&account, source) }))
    }

    /// The code of this moment, to be shown on the page that asks for it: only where all is
    /// invented, so that nobody needs a telephone to look around. `None` on a real installation.
    pub(crate) async fn simulated_code(
        &self,
        entry: &SessionRow,
    ) -> Result<Option<String>, Failure> {
        if !self.instance().is_some_and(|instance| instance.simulated) {
            return Ok(None);
        }
        let factor = match entry.stage {
            Stage::SetUp => self.proposed_factor(entry),
            _ => match sql::account(&self.store, entry.account).await? {
                Some(account) => self.factor(&account).await?,
                None => None,
            },
        };
        Ok(factor.map(|factor| factor.code(self.now())))
    }

    async fn factor(&self, account: &AccountRow) -> Result<Option<Factor>, Failure> {
        let Some(item) = account.totp else { return Ok(None) };
        let text = self.store.words(item).await?.and_then(Opened::text);
        Ok(text.and_then(|text| Factor::read(&text)))
    }

    /// Both steps from this source start afresh after a whole sign-in.
    async fn forgive(&self, account: &AccountRow, source: &Source) -> Result<(), Failure> {
        for tag in sql::logins_of(&self.store, account.id).await? {
            let keys = self.throttle_keys("password", &tag, Some(account), source);
            self.throttle.forgive(&keys[0].0);
        }
        let tag = account.id.to_string();
        let keys = self.throttle_keys("code", &tag, Some(account), source);
        self.throttle.forgive(&keys[0].0);
        Ok(())
    }

    /// What a try counts against. A known device: itself alone. Any other: its neighbourhood, and
    /// all strangers together.
    fn throttle_keys(
        &self,
        step: &str,
        tag: &str,
        account: Option<&AccountRow>,
        source: &Source,
    ) -> Vec<(Key, Patience)> {
        let key = |class: &str, what: &[u8]| -> Key {
            let parts = [step.as_bytes(), tag.as_bytes(), class.as_bytes(), what];
            let mut key = Key::default();
            key.copy_from_slice(&self.store.keys().tag("throttle", &parts)[..16]);
            key
        };
        let limits = &self.limits;
        match account.and_then(|account| self.known_device(account, source)) {
            // tidy: allow(spoken): the name of a tag, no word of a screen
            Some(device) => vec![(key("device", device.as_bytes()), limits.sign_in)],
            None => vec![
                (key("place", &prefix(source.peer)), limits.sign_in),
                (key("strangers", b""), limits.sign_in_strangers),
            ],
        }
    }

    /// The device's own mark, when this browser carries one of this account that still holds.
    fn known_device(&self, account: &AccountRow, source: &Source) -> Option<String> {
        let value = cookies::read(&source.headers, &device_cookie(account.id))?;
        let (device, seal) = value.split_once('.')?;
        let right = self.device_seal(account, device);
        let same: bool = seal.as_bytes().ct_eq(right.as_bytes()).into();
        (device.len() == 32 && same).then(|| device.to_owned())
    }

    /// A mark for this browser: the one it has, or a new one.
    pub(crate) fn mark_device(&self, account: &AccountRow, source: &Source) -> (String, String) {
        let device = self
            .known_device(account, source)
            .unwrap_or_else(|| hex(&self.store.chance().bytes::<16>()));
        let seal = self.device_seal(account, &device);
        (device_cookie(account.id), format!("{device}.{seal}"))
    }

    /// The seal covers the password, so that every mark ends when the password changes.
    fn device_seal(&self, account: &AccountRow, device: &str) -> String {
        let password = account.password.map(|item| item.to_string()).unwrap_or_default();
        let id = account.id.to_string();
        let parts = [id.as_bytes(), device.as_bytes(), password.as_bytes()];
        hex(&self.store.keys().tag("known device", &parts)[..16])
    }

    /// Ends the session of this request.
    pub async fn sign_out(&self, headers: &HeaderMap) -> Result<(), Failure> {
        if let Some(token) = cookies::read(headers, crate::session::COOKIE) {
            sql::end_session(&self.store, &secret::hash(token)).await?;
        }
        Ok(())
    }
}

/// One cookie for each account, so that colleagues at one machine are all known there.
fn device_cookie(account: Id) -> String {
    let id = account.to_string();
    format!("dantin-device-{}", &id[id.len() - 10..])
}
