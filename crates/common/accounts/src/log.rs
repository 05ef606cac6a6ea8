//! The access log: each opening of a person's data by an officer, or by an office's program, is a
//! fact, and the auditor sees it. One stream for each of them and day, so that nobody waits for
//! another.

use kernel::{Actor, Id};
use store::{Change, CommitError, Fact};

use crate::app::App;
use crate::facts::{AccessRead, Taken};
use crate::failure::Failure;
use crate::session::Officer;
use crate::tokens::Program;

/// How often a race with oneself (two windows) is run again.
const TRIES: usize = 5;

impl App {
    /// Records that an officer opens `part` of the matter `what` (its stream). Call it, and wait
    /// for it, before the data is shown: what is not recorded is not seen.
    pub async fn log_read(&self, officer: &Officer, what: &str, part: &str) -> Result<(), Failure> {
        self.log_reads(officer, &[what], part).await
    }

    /// The same for several matters that are shown at once.
    pub async fn log_reads(
        &self,
        officer: &Officer,
        what: &[&str],
        part: &str,
    ) -> Result<(), Failure> {
        let read = |what: &&str| AccessRead {
            what: (*what).to_owned(),
            part: part.to_owned(),
            taken: None,
        };
        self.log(&officer.actor(), officer.account, what.iter().map(read).collect()).await
    }

    /// The same for a program of an office, which the log names by its token.
    pub async fn log_read_by(
        &self,
        program: &Program,
        what: &str,
        part: &str,
    ) -> Result<(), Failure> {
        let read = AccessRead { what: what.to_owned(), part: part.to_owned(), taken: None };
        self.log(&program.actor(), program.token.id, vec![read]).await
    }

    /// Records that an officer takes a list of a unit's persons along: as which kind of file
    /// (`part`), narrowed to what (closed words and days only), how many rows. As
    /// [`App::log_read`]: what is not recorded does not leave.
    pub async fn log_export(
        &self,
        officer: &Officer,
        unit: &str,
        part: &str,
        narrowed: &str,
        rows: i64,
    ) -> Result<(), Failure> {
        let taken = Some(Taken { narrowed: narrowed.to_owned(), rows });
        let read = AccessRead { what: format!("register/{unit}"), part: part.to_owned(), taken };
        self.log(&officer.actor(), officer.account, vec![read]).await
    }

    async fn log(&self, actor: &Actor, who: Id, reads: Vec<AccessRead>) -> Result<(), Failure> {
        if reads.is_empty() {
            return Ok(());
        }
        let facts: Vec<Fact> = reads.iter().map(|read| Fact::new("access.read", 1, read)).collect();
        let day = self.store.clock().today();
        let name = format!("access/{day}/{who}");
        let mut tries = 0;
        loop {
            let stream = self.store.stream(&name).await?;
            let change = Change::new(stream, facts.clone());
            match self.store.commit(actor, vec![change]).await {
                Err(CommitError::Lost(_)) if tries < TRIES => tries += 1,
                done => return Ok(done.map(drop)?),
            }
        }
    }
}
