//! What somebody may ask of a petition: plain data, one for each step that is done by a command.

use jiff::civil::Date;
use kernel::Id;
use store::VaultId;

use super::Step;
use crate::facts::Enclosed;
use crate::kind::{AnswerBy, Dialogue, Finding, Heard, Kind, Lack, Same, Solved, Term};

/// A command: plain data whose shape was checked at the edge.
#[derive(Clone, Debug)]
pub enum Command {
    /// See [`Step::Classify`].
    Classify {
        /// What it is.
        kind: Kind,
        /// What it is about.
        matter: String,
        /// The day on which its writer learned of what is complained of, as the letter has it.
        known: Option<Date>,
    },
    /// See [`Step::Assign`].
    Assign {
        /// To whom.
        to: Id,
    },
    /// See [`Step::File`].
    File {
        /// What it lacks.
        lack: Lack,
    },
    /// See [`Step::Guide`].
    Guide {
        /// Where to turn.
        note: VaultId,
        /// Whether it is a matter for the court, the procuracy or enforcement.
        court: bool,
        /// The code of an earlier letter, most likely on the same matter, that was guided.
        before: Option<String>,
        /// Whether an officer looked at it, and says that this one is another sender's or about
        /// another matter.
        anew: bool,
    },
    /// See [`Step::Forward`].
    Forward {
        /// To whom.
        note: VaultId,
    },
    /// See [`Step::Refuse`].
    Refuse {
        /// The ground's id in the rulebook.
        ground: String,
        /// A note to the asker.
        note: Option<VaultId>,
    },
    /// See [`Step::Accept`].
    Accept,
    /// See [`Step::Term`].
    Term {
        /// Which ceiling.
        term: Term,
        /// The reasons.
        why: VaultId,
    },
    /// See [`Step::Represent`].
    Represent {
        /// How many complain together.
        people: u32,
        /// How many speak for them.
        speakers: u32,
        /// Who they are.
        who: VaultId,
    },
    /// See [`Step::Verify`].
    Verify {
        /// What was found.
        result: VaultId,
        /// Whether it still differs from what is asked.
        differs: bool,
    },
    /// See [`Step::Dialogue`].
    Dialogue {
        /// What came of it.
        outcome: Dialogue,
        /// The minutes.
        minutes: VaultId,
    },
    /// See [`Step::Suspend`].
    Suspend {
        /// Whose result is awaited.
        why: VaultId,
    },
    /// See [`Step::Resume`].
    Resume,
    /// See [`Step::Terminate`].
    Terminate {
        /// Why.
        why: VaultId,
    },
    /// See [`Step::Decide`].
    Decide {
        /// The answer.
        answer: VaultId,
        /// For a complaint.
        finding: Option<Finding>,
        /// Whether what it says of persons was looked at and may be published.
        looked: bool,
    },
    /// See [`Step::Send`].
    Send {
        /// How.
        by: AnswerBy,
        /// Whether what the answer says of persons was looked at and may be published.
        looked: bool,
    },
    /// See [`Step::CarryOut`].
    CarryOut {
        /// What was done.
        how: VaultId,
        /// Whether what it says of persons was looked at and may be published.
        looked: bool,
    },
    /// See [`Step::Judge`].
    Judge {
        /// What the asker says.
        solved: Solved,
        /// What is missing.
        words: Option<VaultId>,
        /// How an officer heard it; `None` when the asker wrote it with the four words.
        heard: Option<Heard>,
    },
    /// See [`Step::Add`].
    Add {
        /// What the asker says besides.
        words: Option<VaultId>,
        /// What the asker sends besides.
        files: Vec<Enclosed>,
    },
    /// See [`Step::Withdraw`].
    Withdraw {
        /// What is taken back; `None` for the whole.
        part: Option<VaultId>,
    },
    /// See [`Step::Reopen`].
    Reopen {
        /// How it is known that the withdrawal was coerced.
        why: VaultId,
    },
    /// See [`Step::Split`].
    Split {
        /// The streams of the parts.
        into: Vec<String>,
    },
    /// See [`Step::Link`].
    Link {
        /// The stream of the letter that opened the case.
        to: String,
        /// Its code.
        code: String,
        /// How they belong together.
        how: Same,
        /// Whether that letter was guided.
        guided: bool,
    },
    /// See [`Step::Unlink`].
    Unlink,
    /// See [`Step::Apart`].
    Apart {
        /// The stream of the other letter.
        from: String,
        /// Its code.
        code: String,
    },
    /// See [`Step::Release`].
    Release,
    /// See [`Step::Destroy`].
    Destroy,
    /// See [`Step::Appeal`].
    Appeal {
        /// The code of the second complaint; empty when the office that has it gave none.
        second: String,
        /// Which office has it and by which paper that is known, when it was filed elsewhere.
        note: Option<VaultId>,
    },
    /// See [`Step::Unappeal`].
    Unappeal {
        /// How it is known that there is no second complaint.
        why: VaultId,
    },
    /// See [`Step::Note`].
    Note {
        /// The note.
        words: VaultId,
    },
    /// See [`Step::Ask`].
    Ask {
        /// The office's code.
        office: String,
        /// What is asked.
        words: VaultId,
        /// By when.
        until: Date,
    },
    /// See [`Step::Advise`].
    Advise {
        /// Which question.
        n: u32,
        /// What the office says.
        words: VaultId,
    },
    /// See [`Step::Issue`].
    Issue {
        /// Which template.
        template: String,
        /// Its number.
        number: i64,
        /// Its symbol.
        symbol: String,
        /// Its text.
        words: VaultId,
    },
}

impl Command {
    /// Its step.
    pub fn step(&self) -> Step {
        match self {
            Self::Classify { .. } => Step::Classify,
            Self::Assign { .. } => Step::Assign,
            Self::File { .. } => Step::File,
            Self::Guide { .. } => Step::Guide,
            Self::Forward { .. } => Step::Forward,
            Self::Refuse { .. } => Step::Refuse,
            Self::Accept => Step::Accept,
            Self::Term { .. } => Step::Term,
            Self::Represent { .. } => Step::Represent,
            Self::Verify { .. } => Step::Verify,
            Self::Dialogue { .. } => Step::Dialogue,
            Self::Suspend { .. } => Step::Suspend,
            Self::Resume => Step::Resume,
            Self::Terminate { .. } => Step::Terminate,
            Self::Decide { .. } => Step::Decide,
            Self::Send { .. } => Step::Send,
            Self::CarryOut { .. } => Step::CarryOut,
            Self::Judge { .. } => Step::Judge,
            Self::Add { .. } => Step::Add,
            Self::Withdraw { .. } => Step::Withdraw,
            Self::Reopen { .. } => Step::Reopen,
            Self::Split { .. } => Step::Split,
            Self::Link { .. } => Step::Link,
            Self::Unlink => Step::Unlink,
            Self::Apart { .. } => Step::Apart,
            Self::Release => Step::Release,
            Self::Destroy => Step::Destroy,
            Self::Appeal { .. } => Step::Appeal,
            Self::Unappeal { .. } => Step::Unappeal,
            Self::Note { .. } => Step::Note,
            Self::Ask { .. } => Step::Ask,
            Self::Advise { .. } => Step::Advise,
            Self::Issue { .. } => Step::Issue,
        }
    }
}
