//! An account: its state, its commands, its lawful transitions. Pure: time, actor and identities
//! are handed in.
//!
//! ```text
//!   opened ──► password set ──► second factor set ──► at work, holding posts ──► closed ──► erased
//!                   ▲                                        │
//!                   └── one-time link ◄── approved ◄── recovery asked      (two other officers)
//! ```

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use kernel::{Actor, Id, Refusal, civil_date};
use store::{Stream, VaultId};

use crate::facts::AccountFact;
use crate::posts::{Held, Post};

/// How long a second officer has to agree to a recovery.
pub const RECOVERY_HOURS: i64 = 24;

/// A recovery under way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recovery {
    /// The officer who asked.
    pub asked_by: Id,
    /// When.
    pub asked_at: Timestamp,
    /// The officer who agreed.
    pub approved_by: Option<Id>,
}

impl Recovery {
    /// Whether a second officer can still agree.
    pub fn is_open(&self, now: Timestamp) -> bool {
        let hours = SignedDuration::from_hours(RECOVERY_HOURS);
        self.approved_by.is_none() && now.duration_since(self.asked_at) <= hours
    }
}

/// An account as its facts made it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Which.
    pub id: Id,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// When it was closed.
    pub closed_at: Option<Timestamp>,
    /// Name and telephone, in the vault; nothing once erased.
    pub person: Option<VaultId>,
    /// The password's hash, in the vault.
    pub password: Option<VaultId>,
    /// The second factor's secret, in the vault.
    pub totp: Option<VaultId>,
    /// Posts of all times, the ended ones apart.
    pub posts: Vec<Held>,
    /// The last recovery that is not done yet.
    pub recovery: Option<Recovery>,
    /// Whether the person was erased.
    pub erased: bool,
    /// Every vault item that the facts refer to.
    pub sealed: Vec<VaultId>,
    /// Those of them that are erased: replaced secrets, and in the end the person.
    pub gone: Vec<Id>,
}

/// What can be asked of an account.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Write the person's entry anew.
    SetPerson(VaultId),
    /// Set a password: by its holder, or `anew` through a one-time link.
    SetPassword {
        /// The hash.
        password: VaultId,
        /// Whether through a one-time link.
        anew: bool,
    },
    /// Set up the second factor.
    SetTotp(VaultId),
    /// Give a post.
    GivePost(Held),
    /// End a post now.
    EndPost {
        /// Which post.
        post: Post,
        /// At which unit.
        unit: String,
        /// The first day of its period.
        from: Date,
    },
    /// Ask to give the holder back the way in.
    AskRecovery,
    /// Agree to that.
    ApproveRecovery,
    /// Close the account.
    Close,
    /// Erase the person of a closed account.
    Erase {
        /// On which ground.
        ground: String,
    },
}

impl Account {
    /// An account before its first fact.
    pub fn new(id: Id, opened_at: Timestamp) -> Self {
        Self {
            id,
            opened_at,
            closed_at: None,
            person: None,
            password: None,
            totp: None,
            posts: Vec::new(),
            recovery: None,
            erased: false,
            sealed: Vec::new(),
            gone: Vec::new(),
        }
    }

    /// The state after all records; `None` when the stream is empty.
    ///
    /// # Errors
    /// When a record cannot be read, or the stream's name holds no identity.
    pub fn replay(stream: &Stream) -> store::Result<Option<Self>> {
        let Some(first) = stream.records.first() else { return Ok(None) };
        let wrong = |what| store::StoreError::inconsistent("journal", first.name(), what);
        let id = stream.name.trim_start_matches("account/");
        let id = id.parse().map_err(|_| wrong("its name holds no identity"))?;
        let mut account = Self::new(id, first.at);
        for record in &stream.records {
            account.apply(AccountFact::read(record)?, &record.actor(), record.at);
        }
        Ok(Some(account))
    }

    /// Takes one fact in.
    pub fn apply(&mut self, fact: AccountFact, actor: &Actor, at: Timestamp) {
        match fact {
            AccountFact::Opened { person } | AccountFact::PersonSet { person } => {
                self.sealed.push(person.clone());
                let old = self.person.replace(person);
                self.gone.extend(old.map(|item| item.id));
            }
            AccountFact::PasswordSet { password, anew } => {
                self.sealed.push(password.clone());
                let old = self.password.replace(password);
                self.gone.extend(old.map(|item| item.id));
                if anew {
                    self.gone.extend(self.totp.take().map(|item| item.id));
                }
                self.recovery = None;
            }
            AccountFact::TotpSet { totp } => {
                self.sealed.push(totp.clone());
                let old = self.totp.replace(totp);
                self.gone.extend(old.map(|item| item.id));
            }
            AccountFact::PostGiven(held) => self.posts.push(held),
            AccountFact::PostEnded { post, unit, from } => {
                self.posts.retain(|h| (h.post, &h.unit, h.from) != (post, &unit, from));
            }
            AccountFact::RecoveryAsked => {
                self.recovery = actor.account().map(|asked_by| Recovery {
                    asked_by,
                    asked_at: at,
                    approved_by: None,
                });
            }
            AccountFact::RecoveryApproved => {
                if let Some(recovery) = &mut self.recovery {
                    recovery.approved_by = actor.account();
                }
            }
            AccountFact::Closed => {
                self.closed_at = Some(at);
                self.recovery = None;
                let secrets = [self.password.take(), self.totp.take()];
                self.gone.extend(secrets.into_iter().flatten().map(|item| item.id));
            }
            AccountFact::Erased { .. } => {
                self.erased = true;
                self.gone.extend(self.person.take().map(|item| item.id));
            }
        }
    }

    /// Whether it may sign in at all.
    pub fn is_open(&self) -> bool {
        self.closed_at.is_none()
    }

    /// The posts held on `day`.
    pub fn posts_on(&self, day: Date) -> impl Iterator<Item = &Held> {
        self.posts.iter().filter(move |held| held.on(day))
    }

    /// What follows from a command, or why not. Whether the actor's post allows it at all was
    /// asked before, at the door.
    pub fn decide(
        &self,
        command: Command,
        actor: &Actor,
        now: Timestamp,
    ) -> Result<Vec<AccountFact>, Refusal> {
        match (&command, self.is_open()) {
            (Command::Erase { .. }, true) => return Err(Refusal::conflict("account-still-open")),
            (Command::Erase { .. }, false) | (_, true) => {}
            (_, false) => return Err(Refusal::conflict("account-closed")),
        }
        let fact = match command {
            Command::SetPerson(person) => AccountFact::PersonSet { person },
            Command::SetPassword { password, anew } => AccountFact::PasswordSet { password, anew },
            Command::SetTotp(totp) => AccountFact::TotpSet { totp },
            Command::GivePost(held) => return self.give(held, now),
            Command::EndPost { post, unit, from } => return self.end(post, unit, from),
            Command::AskRecovery => return self.ask_recovery(actor, now),
            Command::ApproveRecovery => return self.approve_recovery(actor, now),
            Command::Close => AccountFact::Closed,
            Command::Erase { .. } if self.erased => {
                return Err(Refusal::conflict("account-erased"));
            }
            Command::Erase { ground } => AccountFact::Erased { ground },
        };
        Ok(vec![fact])
    }

    fn give(&self, held: Held, now: Timestamp) -> Result<Vec<AccountFact>, Refusal> {
        let ends = held.until;
        if ends.is_some_and(|until| until < held.from) {
            return Err(Refusal::invalid("until", "post-ends-before-it-begins"));
        }
        if ends.is_some_and(|until| until < civil_date(now)) {
            return Err(Refusal::invalid("until", "post-is-over"));
        }
        if self.posts.iter().any(|other| other.overlaps(&held)) {
            return Err(Refusal::invalid("post", "post-held-already"));
        }
        Ok(vec![AccountFact::PostGiven(held)])
    }

    fn end(&self, post: Post, unit: String, from: Date) -> Result<Vec<AccountFact>, Refusal> {
        let found = self.posts.iter().any(|h| h.post == post && h.unit == unit && h.from == from);
        match found {
            true => Ok(vec![AccountFact::PostEnded { post, unit, from }]),
            false => Err(Refusal::conflict("post-not-held")),
        }
    }

    fn ask_recovery(&self, actor: &Actor, now: Timestamp) -> Result<Vec<AccountFact>, Refusal> {
        if actor.account().is_none_or(|by| by == self.id) {
            return Err(Refusal::conflict("recovery-own"));
        }
        if self.recovery.as_ref().is_some_and(|recovery| recovery.is_open(now)) {
            return Err(Refusal::conflict("recovery-asked-already"));
        }
        Ok(vec![AccountFact::RecoveryAsked])
    }

    fn approve_recovery(&self, actor: &Actor, now: Timestamp) -> Result<Vec<AccountFact>, Refusal> {
        let open = self.recovery.as_ref().filter(|recovery| recovery.is_open(now));
        let Some(recovery) = open else {
            return Err(Refusal::conflict("recovery-not-asked"));
        };
        match actor.account() {
            Some(by) if by == self.id => Err(Refusal::conflict("recovery-own")),
            Some(by) if by == recovery.asked_by => Err(Refusal::conflict("recovery-same-officer")),
            Some(_) => Ok(vec![AccountFact::RecoveryApproved]),
            None => Err(Refusal::conflict("recovery-own")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Chance;

    struct Case {
        chance: Chance,
        now: Timestamp,
        account: Account,
    }

    impl Case {
        fn new() -> Self {
            let (chance, now) = (Chance::seeded(1), "2026-03-02T01:00:00Z".parse().unwrap());
            let id = Id::new(now, &chance);
            let mut account = Account::new(id, now);
            let person = VaultId { id: Id::new(now, &chance), commitment: String::new() };
            account.apply(AccountFact::Opened { person }, &Actor::System("test"), now);
            Self { chance, now, account }
        }

        fn item(&self) -> VaultId {
            VaultId { id: Id::new(self.now, &self.chance), commitment: String::new() }
        }

        fn someone(&self) -> Actor {
            Actor::Account(Id::new(self.now, &self.chance))
        }

        fn run(&mut self, command: Command, actor: &Actor) -> Result<(), &'static str> {
            let facts = self.account.decide(command, actor, self.now).map_err(|r| r.code)?;
            facts.into_iter().for_each(|fact| self.account.apply(fact, actor, self.now));
            Ok(())
        }
    }

    #[test]
    fn recovery_takes_two_officers_other_than_the_holder() {
        let mut case = Case::new();
        let own = Actor::Account(case.account.id);
        let (first, second) = (case.someone(), case.someone());
        assert_eq!(case.run(Command::ApproveRecovery, &first), Err("recovery-not-asked"));
        assert_eq!(case.run(Command::AskRecovery, &own), Err("recovery-own"));
        case.run(Command::AskRecovery, &first).unwrap();
        assert_eq!(case.run(Command::AskRecovery, &second), Err("recovery-asked-already"));
        assert_eq!(case.run(Command::ApproveRecovery, &first), Err("recovery-same-officer"));
        assert_eq!(case.run(Command::ApproveRecovery, &own), Err("recovery-own"));
        case.run(Command::ApproveRecovery, &second).unwrap();

        let (password, totp) = (case.item(), case.item());
        case.run(Command::SetTotp(totp.clone()), &own).unwrap();
        case.run(Command::SetPassword { password, anew: true }, &own).unwrap();
        assert_eq!(case.account.recovery, None);
        assert_eq!(case.account.totp, None, "a link sets both factors anew");
        assert!(case.account.gone.contains(&totp.id));
    }

    #[test]
    fn a_recovery_runs_out() {
        let mut case = Case::new();
        let (first, second) = (case.someone(), case.someone());
        case.run(Command::AskRecovery, &first).unwrap();
        case.now += SignedDuration::from_hours(RECOVERY_HOURS) + SignedDuration::from_secs(1);
        assert_eq!(case.run(Command::ApproveRecovery, &second), Err("recovery-not-asked"));
        case.run(Command::AskRecovery, &second).unwrap();
        case.run(Command::ApproveRecovery, &first).unwrap();
    }

    #[test]
    fn posts_have_periods_and_do_not_overlap() {
        let mut case = Case::new();
        let admin = case.someone();
        let held = |from: &str, until: Option<&str>| Held {
            post: Post::Handler,
            unit: "20836".into(),
            from: from.parse().unwrap(),
            until: until.map(|day| day.parse().unwrap()),
        };
        let give = |held| Command::GivePost(held);
        let wrong = case.run(give(held("2026-05-01", Some("2026-04-01"))), &admin);
        assert_eq!(wrong, Err("post-ends-before-it-begins"));
        let over = case.run(give(held("2026-01-01", Some("2026-03-01"))), &admin);
        assert_eq!(over, Err("post-is-over"));
        case.run(give(held("2026-03-02", Some("2026-06-30"))), &admin).unwrap();
        let twice = case.run(give(held("2026-06-30", None)), &admin);
        assert_eq!(twice, Err("post-held-already"));
        case.run(give(held("2026-07-01", None)), &admin).unwrap();
        let end = |from: &str| Command::EndPost {
            post: Post::Handler,
            unit: "20836".into(),
            from: from.parse().unwrap(),
        };
        case.run(end("2026-03-02"), &admin).unwrap();
        assert_eq!(case.run(end("2026-03-02"), &admin), Err("post-not-held"));
        assert_eq!(case.account.posts.len(), 1);
    }

    #[test]
    fn closing_destroys_secrets_and_erasing_the_person() {
        let mut case = Case::new();
        let admin = case.someone();
        let password = case.item();
        case.run(Command::SetPassword { password: password.clone(), anew: false }, &admin).unwrap();
        let erase = || Command::Erase { ground: "request".into() };
        assert_eq!(case.run(erase(), &admin), Err("account-still-open"));
        case.run(Command::Close, &admin).unwrap();
        assert_eq!(case.account.gone, [password.id]);
        assert_eq!(case.run(Command::AskRecovery, &admin), Err("account-closed"));
        case.run(erase(), &admin).unwrap();
        assert_eq!(case.account.person, None);
        assert_eq!(case.account.gone.len(), case.account.sealed.len());
        assert_eq!(case.run(erase(), &admin), Err("account-erased"));
    }
}
