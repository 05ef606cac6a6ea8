//! The letter of a working morning to each officer who gave an address: what was given to them,
//! what others did with what they have, what is due soon, what is late; for who stands in, also
//! that of the colleague. None when there is nothing of it. Its stream is named by officer and day,
//! so that a restart, a second node or a restored backup sends no second one.

use std::sync::atomic::AtomicBool;

use calendar::CalendarKind;
use jiff::civil::{Date, Time};
use jiff::{SignedDuration, ToSpan as _};
use jobs::{Outcome, Stop};
use kernel::{Id, civil_time, clock};
use lettre::Address;
use store::{Change, CommitError};

use crate::compose::{self, Morning};
use crate::facts::{Ground, Of};
use crate::letter::{Letter, State, stream_name};
use crate::sender::{ACTOR, Fared, Outbox};
use crate::store as sql;

/// How often the task looks.
pub const EVERY: SignedDuration = SignedDuration::from_mins(5);
/// The morning, by Viet Nam time. No law: offices begin at 7:00 or 7:30.
const MORNING: (Time, Time) = (Time::constant(6, 30, 0, 0), Time::constant(12, 0, 0, 0));
/// What is due within so many days is news.
const SOON_DAYS: i64 = 3;
/// The most lines of each sort: the rest is on the page.
const MOST: i64 = 50;
/// How the news of a matter that an officer is given ends; it has a list of its own.
const GIVEN: &str = "-assigned";

/// What the letter of an officer and a day is called.
pub fn letter_of(account: Id, day: Date) -> String {
    format!("morning-{account}-{day}")
}

impl Outbox {
    /// Sends the letters of this morning that are not sent yet.
    ///
    /// # Errors
    /// What the operator should know.
    pub async fn run_morning(&self, stop: &Stop) -> Outcome {
        let told = |error: &dyn std::fmt::Display| error.to_string();
        let (now, today) = (self.app.now(), self.store().clock().today());
        let time = civil_time(now);
        let working = self.store().laws().now().calendar.is_working(today, CalendarKind::Office);
        let switch = sql::switch(self.store()).await.map_err(|error| told(&error))?;
        let is_on = switch.is_some_and(|switch| switch.is_on);
        if !is_on || !working || time < MORNING.0 || time >= MORNING.1 || self.is_quiet(now) {
            return Ok("it is not a working morning with a mail server".into());
        }
        self.end_yesterdays(today).await.map_err(|error| told(&error))?;
        let (halt, mut fared) = (AtomicBool::new(false), Vec::new());
        let away = self.app.absent_on(today).await.map_err(|error| told(&error))?;
        for (account, address) in self.app.mail_boxes().await.map_err(|error| told(&error))? {
            if stop.is_asked() || fared.iter().any(|one| matches!(one, Fared::Away(_))) {
                break;
            }
            let letter = letter_of(account, today);
            // Who stands in for a colleague has the colleague's work too.
            let others = away.iter().filter(|one| one.stand_in == account).map(|one| one.account);
            let others: Vec<Id> = others.collect();
            let whose = (account, others.as_slice());
            let done = self.greet(whose, &letter, &address, today, &halt, stop).await;
            fared.push(self.fared(&letter, done));
        }
        self.note(&fared, now).await?;
        let sent = fared.iter().filter(|one| **one == Fared::Sent).count();
        Ok(format!("{sent} letters of the morning were sent"))
    }

    async fn greet(
        &self,
        (account, others): (Id, &[Id]),
        letter: &str,
        address: &str,
        today: Date,
        halt: &AtomicBool,
        stop: &Stop,
    ) -> Result<Fared, CommitError> {
        let stream = self.store().stream(&stream_name(letter)).await?;
        // Most of the day it is sent already: nothing more is read then.
        if Letter::replay(&stream)?.is_some_and(|letter| letter.begin(self.app.now()).is_none()) {
            return Ok(Fared::Skipped);
        }
        let morning = self.news(account, others, today).await?;
        if morning.is_empty() {
            return Ok(Fared::Skipped);
        }
        let of = Of { about: format!("account/{account}"), recipient: account.to_string() };
        let address = address.parse::<Address>().map_err(|_| "no-address");
        let text = || compose::morning(&self.app, &self.mail, &morning, today);
        self.deliver(letter, of, address, text, halt, stop).await
    }

    /// What an officer is to know this morning, of their own work and of that of others.
    async fn news(&self, account: Id, others: &[Id], today: Date) -> store::Result<Morning> {
        let until = today.checked_add(SOON_DAYS.days()).unwrap_or(today);
        let week = self.app.now().checked_sub(SignedDuration::from_hours(7 * 24));
        let week = week.unwrap_or(jiff::Timestamp::MIN);
        let last = sql::last_sent(self.store(), account).await?;
        let since = last.map_or(week, |last| last.max(week));
        let (mut morning, mut owed) = (Morning::default(), Vec::new());
        for whose in std::iter::once(&account).chain(others) {
            owed.extend(duties::of_holder(self.store(), *whose, until, 2 * MOST).await?);
            for (code, what) in sql::news(self.store(), *whose, since, 2 * MOST).await? {
                match what.ends_with(GIVEN) {
                    true => morning.given.push(code),
                    false => morning.news.push((code, what)),
                }
            }
        }
        // Of an absent officer and of the one who stands in, the same may come twice.
        morning.given.sort();
        morning.given.dedup();
        morning.news.sort();
        morning.news.dedup();
        owed.sort_by(|one, other| (one.due, &one.code).cmp(&(other.due, &other.code)));
        for debt in owed {
            let list = if debt.due < today { &mut morning.late } else { &mut morning.soon };
            let line = (debt.code, debt.due);
            if list.last() != Some(&line) {
                list.push(line);
            }
        }
        Ok(morning)
    }

    /// A letter of an earlier morning that never left is of no use any more.
    async fn end_yesterdays(&self, today: Date) -> Result<(), CommitError> {
        let Some(start) = clock::instant(today, Time::midnight()) else { return Ok(()) };
        for letter in sql::stale(self.store(), start).await? {
            let stream = self.store().stream(&stream_name(&letter)).await?;
            let Some(old) = Letter::replay(&stream)?.filter(|old| old.state == State::Waiting)
            else {
                continue;
            };
            let Ok(ended) = old.give_up(Ground::Stale) else { continue };
            let change = Change::new(stream, vec![ended.to_fact()]);
            match self.store().commit(&ACTOR, vec![change]).await {
                Ok(_) | Err(CommitError::Lost(_)) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}
