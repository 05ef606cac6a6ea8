//! Who may do what, and where: one table, shown on a page, tested cell by cell.
//!
//! A cell says whether a post may do an act [nowhere](Reach::No), [at the unit where it is
//! held](Reach::Own), or [everywhere in this installation](Reach::All). Holding two posts allows
//! what either allows. Nothing here depends on a person, and no post allows everything: the one
//! who looks after accounts reads no letters by that, and the one who reads the access log
//! decides nothing.

use std::fmt;
use std::str::FromStr;

use crate::posts::Post;

/// Something that an officer does. Its [`code`](Act::code) names it in words and routes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Act(&'static str);

impl Act {
    /// What the asker does with a petition of their own. No post reaches it: code and secret words
    /// open it, so it stands beside the table of posts and the page says so.
    pub const PETITIONS_OWN: Act = Act("petitions.own");

    /// What a visitor does with an appointment of their own; beside the table in the same way.
    pub const RECEPTIONS_OWN: Act = Act("receptions.own");

    /// The acts that no post reaches.
    pub const OWN: [Act; 2] = [Self::PETITIONS_OWN, Self::RECEPTIONS_OWN];

    /// What it is about: the first part of its name.
    pub fn subject(self) -> &'static str {
        self.0.split('.').next().unwrap_or_default()
    }

    /// Its name, such as `petitions.accept`.
    pub const fn code(self) -> &'static str {
        self.0
    }

    /// The key of its words on the screen: `act-petitions-accept`.
    pub fn key(self) -> String {
        format!("act-{}", self.0.replace('.', "-"))
    }
}

impl fmt::Display for Act {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// How far a post reaches in an act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Not allowed.
    No,
    /// Allowed at the unit where the post is held.
    Own,
    /// Allowed for every unit of this installation.
    All,
}

/// One row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// The act.
    pub act: Act,
    /// One cell for each of [`Post::ALL`], in that order.
    pub cells: [Reach; 6],
}

macro_rules! table {
    ($($(#[$doc:meta])* $name:ident = $code:literal: [$($cell:ident),+];)+) => {
        impl Act {
            $($(#[$doc])* pub const $name: Act = Act($code);)+
        }
        /// The whole table, in the order in which the page shows it.
        pub const TABLE: &[Row] = &[
            $(Row { act: Act::$name, cells: [$(reach!($cell)),+] }),+
        ];
    };
}
macro_rules! reach {
    (no) => {
        Reach::No
    };
    (own) => {
        Reach::Own
    };
    (all) => {
        Reach::All
    };
}

table! {
    //                                              reception handler leader jurist admin auditor
    /// File a letter for a resident who came to the desk or wrote on paper; record that a second
    /// complaint was filed elsewhere.
    PETITIONS_FILE = "petitions.file":             [all,      all,    all,   no,    no,   no];
    /// Read letters and cases, the sender's person apart.
    PETITIONS_READ = "petitions.read":             [all,      all,    all,   all,   no,   no];
    /// Open who the sender is; each opening is logged.
    PETITIONS_PERSON = "petitions.person":         [all,      own,    all,   no,    no,   no];
    /// Say what kind of letter it is and what it is about.
    PETITIONS_CLASSIFY = "petitions.classify":     [all,      own,    all,   no,    no,   no];
    /// Take a complaint or feedback on for settlement.
    PETITIONS_ACCEPT = "petitions.accept":         [no,       no,     all,   no,    no,   no];
    /// Refuse, guide or forward, on a ground of the law.
    PETITIONS_REFUSE = "petitions.refuse":         [no,       no,     all,   no,    no,   no];
    /// Give a case to a handler.
    PETITIONS_ASSIGN = "petitions.assign":         [no,       no,     all,   no,    no,   no];
    /// Record what verification found.
    PETITIONS_VERIFY = "petitions.verify":         [no,       own,    all,   no,    no,   no];
    /// Sign the decision or the answer.
    PETITIONS_DECIDE = "petitions.decide":         [no,       no,     all,   no,    no,   no];
    /// Send the answer out and publish it.
    PETITIONS_SEND = "petitions.send":             [all,      own,    all,   no,    no,   no];
    /// Answer what the own office was asked about a case.
    PETITIONS_ADVISE = "petitions.advise":         [own,      own,    all,   no,    no,   no];
    /// See how much is late and due, by office, holder and matter.
    PETITIONS_LEAD = "petitions.lead":             [no,       no,     all,   no,    no,   no];
    /// Write a note that stays inside the office.
    PETITIONS_NOTE = "petitions.note":             [all,      own,    all,   all,   no,   no];
    /// Open, as PDF or DOCX, a paper that was issued on a case; each opening is logged.
    PETITIONS_PAPER = "petitions.paper":           [all,      own,    all,   no,    no,   no];
    /// Take the register along as a file, names included; each time is logged.
    PETITIONS_EXPORT = "petitions.export":         [all,      no,     all,   no,    no,   no];
    /// Open the register and search it.
    PETITIONS_REGISTER = "petitions.register":     [all,      all,    all,   all,   no,   all];
    /// Work at the reception desk: give a lost code anew, record what an asker says of the result.
    PETITIONS_DESK = "petitions.desk":             [all,      no,     all,   no,    no,   no];
    /// Import letters from a register kept elsewhere.
    PETITIONS_IMPORT = "petitions.import":         [no,       no,     all,   no,    all,  no];
    /// See receptions, their queue and register, the visitors' persons apart.
    RECEPTIONS_READ = "receptions.read":           [all,      all,    all,   all,   no,   no];
    /// Open who a visitor is; each opening is logged.
    RECEPTIONS_PERSON = "receptions.person":       [all,      no,     all,   no,    no,   no];
    /// Take the register of receptions along as a file, names included; each time is logged.
    RECEPTIONS_EXPORT = "receptions.export":       [all,      no,     all,   no,    no,   no];
    /// Put receptions into the calendar, move them, call them off, correct who received.
    RECEPTIONS_PLAN = "receptions.plan":           [all,      no,     all,   no,    no,   no];
    /// Receive people: begin and end a reception, take visitors and appointments.
    RECEPTIONS_RECEIVE = "receptions.receive":     [all,      no,     all,   no,    no,   no];
    /// Record which of the four things of the law a visitor was told.
    RECEPTIONS_ANSWER = "receptions.answer":       [all,      own,    all,   no,    no,   no];
    /// See village meetings, who is on a roll apart.
    VILLAGES_READ = "villages.read":               [all,      all,    all,   all,   no,   no];
    /// Open the roll of a village meeting, names included; each opening is logged.
    VILLAGES_ROLL = "villages.roll":               [all,      own,    all,   no,    no,   no];
    /// Call a village meeting, tell of it, move it, call it off.
    VILLAGES_CALL = "villages.call":               [all,      own,    all,   no,    no,   no];
    /// Enter attendance and tally sheets, sign, close; write down, publish and send the decision.
    VILLAGES_RECORD = "villages.record":           [all,      own,    all,   no,    no,   no];
    /// Record what the commune said to what a village decided.
    VILLAGES_RECOGNISE = "villages.recognise":     [no,       no,     all,   no,    no,   no];
    /// See dialogues, their questions and promises.
    DIALOGUES_READ = "dialogues.read":             [all,      all,    all,   all,   no,   no];
    /// Plan dialogues and their notice, move them, call them off; enter papers of voters who ask.
    DIALOGUES_PLAN = "dialogues.plan":             [all,      no,     all,   no,    no,   no];
    /// Write down questions, answers and promises, in advance and in the room.
    DIALOGUES_CAPTURE = "dialogues.capture":       [all,      own,    all,   no,    no,   no];
    /// Decline a question; conclude, agree with the minutes, publish the result.
    DIALOGUES_CONCLUDE = "dialogues.conclude":     [no,       no,     all,   no,    no,   no];
    /// Record that a promise was kept, with its evidence.
    PROMISES_KEEP = "promises.keep":               [all,      own,    all,   no,    no,   no];
    /// Withdraw a promise, with a reason.
    PROMISES_WITHDRAW = "promises.withdraw":       [no,       no,     all,   no,    no,   no];
    /// See days at the grassroots, what was asked there, who looks after which village.
    GRASSROOTS_READ = "grassroots.read":           [all,      all,    all,   all,   no,   no];
    /// Plan a day at the grassroots, call it off; give an official a village, end that.
    GRASSROOTS_PLAN = "grassroots.plan":           [all,      no,     all,   no,    no,   no];
    /// Record that such a day was held, what was asked, and what was done since.
    GRASSROOTS_RECORD = "grassroots.record":       [all,      own,    all,   no,    no,   no];
    /// Withdraw what was owed to a village, with a reason.
    GRASSROOTS_WITHDRAW = "grassroots.withdraw":   [no,       no,     all,   no,    no,   no];
    /// See conferences, their points, papers, questions and conclusions.
    CONFERENCES_READ = "conferences.read":         [all,      all,    all,   all,   no,   no];
    /// Plan a conference of the own unit, its points, agenda and papers; move it, call it off.
    CONFERENCES_PLAN = "conferences.plan":         [own,      no,     own,   no,    no,   no];
    /// Begin and end it; take, answer and put off what points ask; report for a point by telephone.
    CONFERENCES_HOST = "conferences.host":         [own,      no,     own,   no,    no,   no];
    /// Conclude; issue the notice of conclusions; make the conference known.
    CONFERENCES_CONCLUDE = "conferences.conclude": [no,       no,     own,   no,    no,   no];
    /// Speak for the own unit as a point: confirm, report who is present, ask.
    CONFERENCES_REPORT = "conferences.report":     [own,      own,    own,   no,    no,   no];
    /// Record that a conclusion which the own unit owes or gave was done, with its evidence.
    CONCLUSIONS_FINISH = "conclusions.finish":     [own,      own,    own,   no,    no,   no];
    /// Withdraw a conclusion that the own unit gave, with a reason.
    CONCLUSIONS_WITHDRAW = "conclusions.withdraw": [no,       no,     own,   no,    no,   no];
    /// Open the register of denunciations of the own unit: numbers and dates only.
    DENUNCIATIONS_READ = "denunciations.read":     [no,       no,     own,   own,   no,   no];
    /// Enter a denunciation's number and day, and what was sent, moved, acted on or published.
    DENUNCIATIONS_ENTER = "denunciations.enter":   [no,       no,     own,   own,   no,   no];
    /// Record what was decided: accepted or not, extended, suspended, ended, concluded.
    DENUNCIATIONS_SETTLE = "denunciations.settle": [no,       no,     own,   no,    no,   no];
    /// Put right a day or number that was mistyped there, of a step that one may record oneself.
    DENUNCIATIONS_CORRECT = "denunciations.correct": [no,     no,     own,   own,   no,   no];
    /// See all that is owed at a unit, whatever its subject; of each, what one may read there.
    DUTIES_READ = "duties.read":                   [own,      own,    all,   own,   no,   no];
    /// See reports of figures, which tell of no person, and take them along.
    REPORTS_READ = "reports.read":                 [own,      own,    all,   own,   no,   all];
    /// Freeze a report: its figures and sentences are kept as they are.
    REPORTS_FREEZE = "reports.freeze":             [no,       no,     all,   no,    no,   no];
    /// Set what a unit is to reach in a year, never a result; define its own reporting periods.
    REPORTS_PLAN = "reports.plan":                 [no,       no,     all,   no,    no,   no];
    /// Hand a frozen report out as a signed file; take in one of a unit below.
    REPORTS_EXCHANGE = "reports.exchange":         [no,       no,     all,   no,    no,   no];
    /// Check the proof of record that somebody brings: its square, its file or its text.
    PROOFS_CHECK = "proofs.check":                 [all,      all,    all,   all,   no,   all];
    /// Record a holiday, a compensation or a swapped working day.
    LAW_HOLIDAY = "law.holiday":                   [no,       no,     all,   all,   no,   no];
    /// Confirm a rule against its article.
    LAW_CONFIRM = "law.confirm":                   [no,       no,     no,    all,   no,   no];
    /// See which dates a change of law moved.
    LAW_MOVES = "law.moves":                       [all,      all,    all,   all,   all,  all];
    /// Open and close accounts, give and end posts.
    ACCOUNTS_MANAGE = "accounts.manage":           [no,       no,     no,    no,    all,  no];
    /// Record that a colleague is away, and who stands in.
    ACCOUNTS_ABSENCE = "accounts.absence":         [no,       no,     all,   no,    all,  no];
    /// With a second officer, give a colleague back the way in.
    ACCOUNTS_RECOVER = "accounts.recover":         [no,       no,     all,   no,    all,  no];
    /// Read the log of who opened whose data.
    AUDIT_ACCESS = "audit.access":                 [no,       no,     no,    no,    no,   all];
    /// Add villages, offices and organisations.
    UNITS_MANAGE = "units.manage":                 [no,       no,     all,   no,    all,  no];
    /// See which letters go out, wait or failed; never to which address.
    NOTICES_SEE = "notices.see":                   [no,       no,     all,   no,    all,  no];
    /// Try a letter again, or give it up.
    NOTICES_STEER = "notices.steer":               [no,       no,     all,   no,    all,  no];
    /// See what persons ask about their own data, and what is over; who asks apart.
    DATA_READ = "data.read":                       [all,      no,     all,   all,   no,   no];
    /// Take such a request at the desk from who proved to be the person; say it was received.
    DATA_RECEIVE = "data.receive":                 [all,      no,     all,   no,    no,   no];
    /// Look for a person over all subjects, hand over a copy, put an entry right; each is logged.
    DATA_OPEN = "data.open":                       [all,      no,     all,   no,    no,   no];
    /// Extend such a request's time, finish it, refuse it on a ground.
    DATA_SETTLE = "data.settle":                   [no,       no,     all,   no,    no,   no];
    /// Erase a person's words for ever, on a ground of the law.
    VAULT_ERASE = "vault.erase":                   [no,       no,     all,   no,    no,   no];
}

/// Whether a unit is a post's own: the one where it is held, or one of before whose work went
/// there.
pub(crate) fn is_own(held: &str, unit: &str) -> bool {
    held == unit || units::Gazetteer::shared().answers_for(held, unit)
}

/// How far `post` reaches in `act`.
pub fn reach(act: Act, post: Post) -> Reach {
    let row = TABLE.iter().find(|row| row.act == act);
    let place = Post::ALL.iter().position(|p| *p == post);
    row.zip(place).map_or(Reach::No, |(row, place)| row.cells[place])
}

/// Every cell: act, post, reach. For the test through HTTP.
pub fn cells() -> impl Iterator<Item = (Act, Post, Reach)> {
    TABLE.iter().flat_map(|row| {
        Post::ALL.into_iter().zip(row.cells).map(move |(post, reach)| (row.act, post, reach))
    })
}

/// The posts that may do `act` at all, in the order of [`Post::ALL`].
pub fn who_may(act: Act) -> impl Iterator<Item = Post> {
    Post::ALL.into_iter().filter(move |post| reach(act, *post) != Reach::No)
}

impl FromStr for Act {
    type Err = NoSuchAct;

    fn from_str(code: &str) -> Result<Self, NoSuchAct> {
        TABLE.iter().map(|row| row.act).find(|act| act.0 == code).ok_or(NoSuchAct)
    }
}

/// There is no act of this name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoSuchAct;

impl fmt::Display for NoSuchAct {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("there is no act of this name")
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn each_act_stands_once_and_somebody_may_do_it() {
        let codes: BTreeSet<_> = TABLE.iter().map(|row| row.act.code()).collect();
        assert_eq!(codes.len(), TABLE.len());
        assert_eq!(cells().count(), TABLE.len() * Post::ALL.len());
        for row in TABLE {
            assert!(who_may(row.act).next().is_some(), "nobody may {}", row.act);
            assert_eq!(row.act.code().parse(), Ok(row.act));
        }
    }

    #[test]
    fn the_asker_s_own_steps_are_no_post_s() {
        for own in Act::OWN {
            assert_eq!(who_may(own).count(), 0);
            assert!(own.code().parse::<Act>().is_err());
            let beside = TABLE.iter().any(|row| row.act.subject() == own.subject());
            assert!(beside, "the page has no place for {own}");
        }
    }

    #[test]
    fn duties_that_must_stay_apart_stay_apart() {
        let may = |act, post| reach(act, post) != Reach::No;
        assert!(!may(Act::PETITIONS_PERSON, Post::Administrator));
        assert!(!may(Act::PETITIONS_READ, Post::Administrator));
        let decides = [Act::PETITIONS_DECIDE, Act::ACCOUNTS_MANAGE, Act::VAULT_ERASE];
        for act in decides {
            assert!(!may(act, Post::Auditor), "the auditor only looks: {act}");
        }
        assert_eq!(who_may(Act::AUDIT_ACCESS).collect::<Vec<_>>(), [Post::Auditor]);
        assert_eq!(who_may(Act::ACCOUNTS_MANAGE).collect::<Vec<_>>(), [Post::Administrator]);
    }
}
