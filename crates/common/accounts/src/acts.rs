//! What is done to accounts: read the stream, decide, commit. Pages, commands and the
//! demonstration year all come through here; whether the actor may was asked at the door.

use jiff::civil::Date;
use kernel::{Actor, Id, Refusal, RefusalKind, civil_date};
use serde::Serialize;
use store::{Change, Fact, Sealed, Stream, VaultId};
use zeroize::Zeroizing;

use crate::account::{Account, Command};
use crate::app::App;
use crate::facts::{AccountFact, InstanceOpened, LoginTaken};
use crate::failure::Failure;
use crate::links::Purpose;
use crate::password;
use crate::people::{self, CREDENTIAL, PERSON, Person};
use crate::posts::{Held, Post};
use crate::store as sql;
use crate::totp::Factor;

/// What an account is opened with.
#[derive(Clone, Debug, Default)]
pub struct NewAccount {
    /// Whose it is; the login is taken as typed and compared folded.
    pub person: Person,
    /// Posts from the beginning.
    pub posts: Vec<Held>,
}

/// The stream of an account.
pub fn account_stream(account: Id) -> String {
    format!("account/{account}")
}

/// The stream of this installation.
pub const INSTANCE_STREAM: &str = "instance/1";

#[derive(Serialize)]
struct Nothing {}

impl App {
    /// Opens this installation for a unit, with its first account: administrator and leader, with
    /// a password. One transaction, and only ever one.
    pub async fn open_instance(
        &self,
        unit: &str,
        simulated: bool,
        person: Person,
        password: &str,
    ) -> Result<Id, Failure> {
        let stream = self.store.stream(INSTANCE_STREAM).await?;
        if stream.version() > 0 {
            return Err(Refusal::conflict("opened-already").into());
        }
        let held =
            |post| Held { post, unit: unit.to_owned(), from: civil_date(self.now()), until: None };
        let posts = vec![held(Post::Administrator), held(Post::Leader)];
        password::check(password, &person.login)?;
        let credential = self.password_item(password).await?;
        let (account, mut changes) = self.opening(NewAccount { person, posts }).await?;
        let set = AccountFact::PasswordSet { password: credential.reference.clone(), anew: false };
        changes[0].facts.push(set.write());
        changes[0].words.push((credential, String::new()));
        let opened = InstanceOpened { unit: unit.to_owned(), simulated };
        changes.push(Change::new(stream, vec![Fact::new("instance.opened", 1, &opened)]));
        self.store.commit(&Actor::System("first start"), changes).await?;
        self.load_instance().await?;
        Ok(account)
    }

    /// Opens an account. Its holder has no password yet: see [`App::invite`].
    pub async fn open_account(&self, actor: &Actor, new: NewAccount) -> Result<Id, Failure> {
        let (account, changes) = self.opening(new).await?;
        self.store.commit(actor, changes).await?;
        Ok(account)
    }

    /// The changes that open an account: its own first, then its login's.
    async fn opening(&self, new: NewAccount) -> Result<(Id, Vec<Change>), Failure> {
        let folded = people::login(&new.person.login)?;
        let login = self.store.stream(&format!("login/{}", self.login_tag(&folded))).await?;
        if login.records.last().is_some_and(|record| record.kind == "login.taken") {
            return Err(Refusal::invalid("login", "login-taken").into());
        }
        let (account, now) = (self.store.new_id(), self.now());
        let item = self.person_item(&new.person)?;
        let opened = AccountFact::Opened { person: item.reference.clone() };
        let mut facts = vec![opened.write()];
        let stream = Stream::new(account_stream(account));
        let mut state = Account::new(account, now);
        for held in new.posts {
            for fact in state.decide(Command::GivePost(held), &Actor::System("open"), now)? {
                facts.push(fact.write());
                state.apply(fact, &Actor::System("open"), now);
            }
        }
        let mut change = Change::new(stream, facts);
        change.words.push((item, String::new()));
        let taken = Fact::new("login.taken", 1, &LoginTaken { account });
        Ok((account, vec![change, Change::new(login, vec![taken])]))
    }

    /// One command on one account.
    async fn act(
        &self,
        actor: &Actor,
        account: Id,
        command: Command,
        words: Vec<Sealed>,
    ) -> Result<Account, Failure> {
        let (change, after) = self.prepare(actor, account, command, words).await?;
        self.store.commit(actor, vec![change]).await?;
        Ok(after)
    }

    async fn prepare(
        &self,
        actor: &Actor,
        account: Id,
        command: Command,
        words: Vec<Sealed>,
    ) -> Result<(Change, Account), Failure> {
        let now = self.now();
        let stream = self.store.stream(&account_stream(account)).await?;
        let before = Account::replay(&stream)?;
        let before = before.ok_or(Failure(web::PageError::NotFound))?;
        let facts = before.decide(command, actor, now)?;
        let mut after = before.clone();
        for fact in &facts {
            after.apply(fact.clone(), actor, now);
        }
        let mut change = Change::new(stream, facts.iter().map(AccountFact::write).collect());
        change.words = words.into_iter().map(|item| (item, String::new())).collect();
        let gone = after.gone.iter().skip(before.gone.len());
        change.erase = gone.map(|id| (*id, "replaced".to_owned())).collect();
        Ok((change, after))
    }

    fn person_item(&self, person: &Person) -> Result<Sealed, Failure> {
        let words = serde_json::to_vec(person).map_err(Failure::bug)?;
        Ok(self.store.seal(PERSON, &words)?)
    }

    /// Sets or takes away the e-mail address of an account. The person's entry is written anew and
    /// the old one destroyed, as with every change of it.
    ///
    /// # Errors
    /// When the account is closed, or its person was erased.
    pub async fn set_email(
        &self,
        actor: &Actor,
        account: Id,
        email: Option<String>,
    ) -> Result<(), Failure> {
        let row = sql::account(&self.store, account).await?;
        let person = self.person(row.and_then(|row| row.person)).await?;
        let person = person.ok_or(Failure(web::PageError::NotFound))?;
        if person.email == email {
            return Ok(());
        }
        let item = self.person_item(&Person { email, ..person })?;
        let command = Command::SetPerson(item.reference.clone());
        self.act(actor, account, command, vec![item]).await?;
        Ok(())
    }

    async fn password_item(&self, password: &str) -> Result<Sealed, Failure> {
        let phc = Zeroizing::new(self.hasher.hash(password, self.store.chance()).await?);
        Ok(self.store.seal(CREDENTIAL, phc.as_bytes())?)
    }

    /// Sets a password and ends the account's other sessions. `anew` is for one-time links: then
    /// the second factor has to be set up again too.
    pub async fn set_password(
        &self,
        actor: &Actor,
        account: Id,
        password: &str,
        anew: bool,
        kept_session: &str,
    ) -> Result<(), Failure> {
        let row = sql::account(&self.store, account).await?;
        let person = self.person(row.and_then(|row| row.person)).await?.unwrap_or_default();
        password::check(password, &person.login)?;
        let item = self.password_item(password).await?;
        let command = Command::SetPassword { password: item.reference.clone(), anew };
        self.act(actor, account, command, vec![item]).await?;
        sql::end_all_of(&self.store, account, kept_session).await?;
        if anew {
            sql::forget_step(&self.store, account).await?;
            sql::drop_links_of(&self.store, account).await?;
        }
        Ok(())
    }

    /// Sets up the second factor.
    pub async fn set_totp(
        &self,
        actor: &Actor,
        account: Id,
        factor: &Factor,
    ) -> Result<(), Failure> {
        let item = self.store.seal(CREDENTIAL, factor.text().as_bytes())?;
        let reference: VaultId = item.reference.clone();
        self.act(actor, account, Command::SetTotp(reference), vec![item]).await?;
        Ok(())
    }

    /// Writes a person's name and telephone anew. The login stays.
    pub async fn set_person(
        &self,
        actor: &Actor,
        account: Id,
        person: &Person,
    ) -> Result<(), Failure> {
        let item = self.person_item(person)?;
        let command = Command::SetPerson(item.reference.clone());
        self.act(actor, account, command, vec![item]).await?;
        Ok(())
    }

    /// Gives a post for a period.
    pub async fn give_post(&self, actor: &Actor, account: Id, held: Held) -> Result<(), Failure> {
        self.act(actor, account, Command::GivePost(held), Vec::new()).await?;
        Ok(())
    }

    /// Ends a post at once. The last administrator's cannot be ended.
    pub async fn end_post(
        &self,
        actor: &Actor,
        account: Id,
        post: Post,
        unit: &str,
        from: Date,
    ) -> Result<(), Failure> {
        self.not_last_administrator(account, Some(post)).await?;
        let command = Command::EndPost { post, unit: unit.to_owned(), from };
        self.act(actor, account, command, Vec::new()).await?;
        Ok(())
    }

    /// Closes an account: its login is free again, its sessions end, its secrets are destroyed.
    pub async fn close_account(&self, actor: &Actor, account: Id) -> Result<(), Failure> {
        self.not_last_administrator(account, None).await?;
        let (change, _) = self.prepare(actor, account, Command::Close, Vec::new()).await?;
        let mut changes = vec![change];
        for tag in sql::logins_of(&self.store, account).await? {
            let stream = self.store.stream(&format!("login/{tag}")).await?;
            changes.push(Change::new(stream, vec![Fact::new("login.freed", 1, &Nothing {})]));
        }
        self.store.commit(actor, changes).await?;
        sql::end_all_of(&self.store, account, "").await?;
        sql::drop_links_of(&self.store, account).await?;
        Ok(())
    }

    /// Erases the person of a closed account. What the account did stays in the journal, by its
    /// identity alone.
    pub async fn erase_account(
        &self,
        actor: &Actor,
        account: Id,
        ground: &str,
    ) -> Result<(), Failure> {
        let command = Command::Erase { ground: ground.to_owned() };
        let (mut change, _) = self.prepare(actor, account, command, Vec::new()).await?;
        change.erase.iter_mut().for_each(|(_, why)| *why = ground.to_owned());
        self.store.commit(actor, vec![change]).await?;
        Ok(())
    }

    /// Without an administrator nobody could be let in any more.
    async fn not_last_administrator(
        &self,
        account: Id,
        ending: Option<Post>,
    ) -> Result<(), Failure> {
        let today = civil_date(self.now());
        let posts = sql::posts_of(&self.store, account).await?;
        let is_one = posts.iter().any(|h| h.post == Post::Administrator && h.on(today));
        if !is_one || ending.is_some_and(|post| post != Post::Administrator) {
            return Ok(());
        }
        match sql::others_with(&self.store, Post::Administrator, account, today).await? {
            0 => Err(Refusal::conflict("last-administrator").into()),
            _ => Ok(()),
        }
    }

    /// A first officer asks to give a colleague back the way in.
    pub async fn ask_recovery(&self, actor: &Actor, account: Id) -> Result<(), Failure> {
        self.act(actor, account, Command::AskRecovery, Vec::new()).await?;
        Ok(())
    }

    /// A second officer agrees; answers the path of a one-time link, to be handed over in person.
    pub async fn approve_recovery(&self, actor: &Actor, account: Id) -> Result<String, Failure> {
        self.act(actor, account, Command::ApproveRecovery, Vec::new()).await?;
        self.new_link(Purpose::Password, Some(account)).await
    }

    /// The path of a one-time link with which a new officer sets password and second factor.
    /// Refused once there is a password: then it takes two officers.
    pub async fn invite(&self, account: Id) -> Result<String, Failure> {
        let row = sql::account(&self.store, account).await?;
        match row.filter(|row| row.closed_at.is_none()) {
            None => Err(Refusal::new(RefusalKind::NotFound, "account-closed").into()),
            Some(row) if row.password.is_some() => Err(Refusal::conflict("invited-already").into()),
            Some(_) => {
                sql::drop_links_of(&self.store, account).await?;
                self.new_link(Purpose::Password, Some(account)).await
            }
        }
    }
}
