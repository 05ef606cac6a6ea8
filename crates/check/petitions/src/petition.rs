//! A petition, its lawful transitions, and what it owes: pure.
//!
//! ```text
//! received ─► classified ─► accepted ─► verified ─► decided ─► sent ─► (the asker judges)
//!     │            │
//!     └────────────┴─► filed · guided · forwarded · refused
//! ```
//!
//! [`ARROWS`] is the whole table; [`Petition::decide`] allows nothing outside it.

use duties::{Debt, Outcome};
use jiff::civil::Date;
use kernel::{Id, Refusal};
use store::{Record, Result, StoreError, Stream, VaultId};

use crate::facts::{Event, Received};
use crate::kind::{AnswerBy, Finding, Kind, Lack, Solved};

/// Where a petition stands.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Nobody has classified it.
    Received,
    /// Its kind is known.
    Classified,
    /// Accepted for settlement.
    Accepted,
    /// The result of verification is recorded.
    Verified,
    /// Answered, but not yet sent.
    Decided,
    /// The answer is with the asker.
    Sent,
    /// Not eligible; filed.
    Filed,
    /// The asker was told whom to turn to.
    Guided,
    /// Passed to the competent body.
    Forwarded,
    /// Acceptance refused.
    Refused,
}

crate::kind::words! {
    State {
        Received => "received", Classified => "classified", Accepted => "accepted",
        Verified => "verified", Decided => "decided", Sent => "sent", Filed => "filed",
        Guided => "guided", Forwarded => "forwarded", Refused => "refused",
    }
    Step {
        Classify => "classify", Assign => "assign", File => "file", Guide => "guide",
        Forward => "forward", Refuse => "refuse", Accept => "accept", Verify => "verify",
        Decide => "decide", Send => "send", Judge => "judge",
    }
}

impl State {
    /// Whether the office still owes something.
    pub const fn is_open(self) -> bool {
        matches!(
            self,
            Self::Received | Self::Classified | Self::Accepted | Self::Verified | Self::Decided
        )
    }
}

/// What somebody may do to a petition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// Say what it is.
    Classify,
    /// Give it to an officer.
    Assign,
    /// File it as not eligible.
    File,
    /// Tell the asker whom to turn to.
    Guide,
    /// Pass it to the competent body.
    Forward,
    /// Refuse acceptance.
    Refuse,
    /// Accept it for settlement.
    Accept,
    /// Record the result of verification.
    Verify,
    /// Decide, or answer.
    Decide,
    /// Send the answer.
    Send,
    /// The asker says whether it is solved.
    Judge,
}

/// One row of the table of lawful transitions.
#[derive(Debug)]
pub struct Arrow {
    /// What is done.
    pub step: Step,
    /// From where.
    pub from: &'static [State],
    /// For which kinds.
    pub kinds: &'static [Kind],
    /// The rule whose article it rests on.
    pub rule: &'static str,
    /// Who may do it: an act of the permission table; `petitions.own` is the asker.
    pub act: &'static str,
}

use Kind::{Complaint, Feedback};
use State::{Accepted, Classified, Decided, Received as New, Sent, Verified};

const BOTH: &[Kind] = &[Feedback, Complaint];

/// The whole life, as a table.
pub const ARROWS: &[Arrow] = &[
    arrow(Step::Classify, &[New, Classified], BOTH, "TD.reply", "petitions.classify"),
    arrow(
        Step::Assign,
        &[New, Classified, Accepted, Verified, Decided],
        BOTH,
        "TD.reply",
        "petitions.assign",
    ),
    arrow(Step::File, &[Classified], BOTH, "DON.store", "petitions.refuse"),
    arrow(Step::Guide, &[Classified], &[Complaint], "DON.guide.kn", "petitions.refuse"),
    arrow(Step::Forward, &[Classified], &[Feedback], "DON.fwd.knpa", "petitions.refuse"),
    arrow(Step::Refuse, &[Classified], &[Complaint], "KN.accept1", "petitions.refuse"),
    arrow(Step::Accept, &[Classified], BOTH, "KN.accept1", "petitions.accept"),
    arrow(Step::Verify, &[Accepted], BOTH, "KN.res1", "petitions.verify"),
    arrow(Step::Decide, &[Verified], &[Complaint], "KN.res1", "petitions.decide"),
    arrow(Step::Decide, &[Accepted, Verified], &[Feedback], "TD.reply", "petitions.decide"),
    arrow(Step::Send, &[Decided], BOTH, "KN.send1", "petitions.send"),
    arrow(Step::Judge, &[Sent], BOTH, "TD.reply", "petitions.own"),
];

const fn arrow(
    step: Step,
    from: &'static [State],
    kinds: &'static [Kind],
    rule: &'static str,
    act: &'static str,
) -> Arrow {
    Arrow { step, from, kinds, rule, act }
}

/// A petition as its facts make it.
#[derive(Clone, Debug)]
pub struct Petition {
    /// Its stream.
    pub id: String,
    /// Its first fact.
    pub received: Received,
    /// When that fact was recorded.
    pub received_at: jiff::Timestamp,
    /// Where it stands.
    pub state: State,
    /// What it is, as last classified.
    pub kind: Kind,
    /// What it is about, as last classified.
    pub matter: String,
    /// Who has it.
    pub holder: Option<Id>,
    /// The published answer.
    pub answer: Option<VaultId>,
    /// What the decision found.
    pub finding: Option<Finding>,
    /// What the asker last said; `None` is silence.
    pub solved: Option<Solved>,
    /// The day on which the office's part ended.
    pub closed_on: Option<Date>,
    /// How often the secret words were renewed.
    pub generation: i64,
    /// All vault items, in order of their facts.
    pub items: Vec<VaultId>,
    /// Those of them that were erased.
    pub erased: Vec<Id>,
    /// What is or was owed.
    pub debts: Vec<Debt>,
    /// How many facts it has.
    pub version: i64,
}

/// The stream of a petition.
pub fn stream_name(id: Id) -> String {
    format!("petition/{id}")
}

impl Petition {
    /// Makes the petition from its facts; `None` when there are none.
    ///
    /// # Errors
    /// When a fact cannot be read, or the first is not a receipt.
    pub fn replay(stream: &Stream) -> Result<Option<Self>> {
        let Some((first, rest)) = stream.records.split_first() else { return Ok(None) };
        let Event::Received(received) = Event::read(first)? else {
            let what = "the first fact of a petition is not its receipt";
            return Err(StoreError::inconsistent("journal", first.name(), what));
        };
        let mut petition = Self::new(stream.name.clone(), *received, first);
        for record in rest {
            petition.apply(&Event::read(record)?, record);
        }
        Ok(Some(petition))
    }

    fn new(id: String, received: Received, first: &Record) -> Self {
        let items = [Some(&received.words), received.place.as_ref(), received.person.as_ref()];
        let mut petition = Self {
            id,
            state: State::Received,
            kind: received.kind,
            matter: received.matter.clone(),
            holder: None,
            answer: None,
            finding: None,
            solved: None,
            closed_on: None,
            generation: 0,
            items: items.into_iter().flatten().cloned().collect(),
            erased: Vec::new(),
            debts: Vec::new(),
            version: 1,
            received_at: first.at,
            received,
        };
        petition.owe_first_answer(petition.received.on, first.law);
        petition
    }

    fn apply(&mut self, event: &Event, record: &Record) {
        self.version = record.version;
        let law = record.law;
        match event {
            Event::Received(_) => {}
            Event::Classified { kind, matter, .. } => {
                self.state = State::Classified;
                self.matter.clone_from(matter);
                if *kind != self.kind {
                    self.kind = *kind;
                    self.reclassify(law);
                }
            }
            Event::Assigned { to, .. } => self.holder = Some(*to),
            Event::Filed { on, .. } => self.close(State::Filed, *on, law),
            Event::Guided { note, on } => {
                self.items.push(note.clone());
                self.close(State::Guided, *on, law);
            }
            Event::Forwarded { note, on } => {
                self.items.push(note.clone());
                self.close(State::Forwarded, *on, law);
            }
            Event::Refused { note, on, .. } => {
                self.items.extend(note.clone());
                self.close(State::Refused, *on, law);
            }
            Event::Accepted { on } => {
                self.state = State::Accepted;
                if self.kind == Complaint {
                    self.settle_debts(*on, law);
                    self.owe("KN.res1", *on, law);
                }
            }
            Event::Verified { result, .. } => {
                self.state = State::Verified;
                self.items.push(result.clone());
            }
            Event::Decided { answer, finding, on } => self.decided(answer, *finding, *on, law),
            Event::Sent { on, .. } => self.close(State::Sent, *on, law),
            Event::Carried { state, on } => self.close(*state, *on, law),
            Event::Judged { solved, words, .. } => {
                self.solved = Some(*solved);
                self.items.extend(words.clone());
            }
            Event::SecretRenewed { generation } => self.generation = *generation,
            Event::Erased { items, .. } => self.erased.extend(items),
        }
    }

    fn decided(&mut self, answer: &VaultId, finding: Option<Finding>, on: Date, law: i64) {
        self.state = State::Decided;
        self.items.push(answer.clone());
        self.answer = Some(answer.clone());
        self.finding = finding;
        // A reply to feedback is given when it is sent; a decision on a complaint when it is
        // signed, and sending it has a clock of its own.
        if self.kind == Complaint {
            self.settle_debts(on, law);
            self.owe("KN.send1", on, law);
        }
    }

    fn owe_first_answer(&mut self, on: Date, law: i64) {
        if self.kind == Complaint {
            self.owe("KN.accept1", on, law);
        }
        self.owe("TD.reply", on, law);
    }

    /// A letter called feedback that is a complaint owes acceptance from the day of its receipt,
    /// and the reverse: content decides, not the title (TT05 Art 6).
    fn reclassify(&mut self, law: i64) {
        let open = self.debts.iter_mut().find(|debt| debt.rule == "KN.accept1" && debt.is_open());
        match (self.kind, open) {
            (Complaint, None) => self.owe("KN.accept1", self.received.on, law),
            (Feedback, Some(debt)) => debt.close(self.received.on, law, Outcome::Void),
            _ => {}
        }
    }

    fn owe(&mut self, rule: &str, from: Date, law: i64) {
        self.debts.push(Debt::new(self.debts.len() as u32 + 1, rule, from, law));
    }

    fn settle_debts(&mut self, on: Date, law: i64) {
        for debt in self.debts.iter_mut().filter(|debt| debt.is_open()) {
            debt.close(on, law, Outcome::Done);
        }
    }

    fn close(&mut self, state: State, on: Date, law: i64) {
        self.state = state;
        self.closed_on = Some(on);
        self.settle_debts(on, law);
    }

    /// The answer as anybody may read it: only once it was sent.
    pub fn published(&self) -> Option<Id> {
        self.answer.as_ref().filter(|_| self.state == State::Sent).map(|answer| answer.id)
    }

    /// The arrow that allows `step` now, if any.
    pub fn arrow(&self, step: Step) -> Option<&'static Arrow> {
        ARROWS.iter().find(|arrow| {
            arrow.step == step
                && arrow.from.contains(&self.state)
                && arrow.kinds.contains(&self.kind)
        })
    }

    /// Whether the command is lawful now: its facts, or a refusal that says what stands in the way.
    ///
    /// # Errors
    /// A refusal: the table has no such arrow, or the command lacks what its step needs.
    pub fn decide(&self, command: Command, on: Date) -> std::result::Result<Vec<Event>, Refusal> {
        let step = command.step();
        if self.arrow(step).is_none() {
            return Err(Refusal::conflict("petition-not-now")
                .with("step", step.word())
                .with("state", self.state.word()));
        }
        if on < self.received.on {
            return Err(Refusal::conflict("petition-clock-back"));
        }
        Ok(vec![match command {
            Command::Classify { kind, matter } => {
                if !crate::kind::MATTERS.contains(&matter.as_str()) {
                    return Err(Refusal::invalid("matter", "petition-matter"));
                }
                Event::Classified { kind, matter, on }
            }
            Command::Assign { to } => Event::Assigned { to, on },
            Command::File { lack } => Event::Filed { lack, on },
            Command::Guide { note } => Event::Guided { note, on },
            Command::Forward { note } => Event::Forwarded { note, on },
            Command::Refuse { ground, note } => Event::Refused { ground, note, on },
            Command::Accept => Event::Accepted { on },
            Command::Verify { result } => Event::Verified { result, on },
            Command::Decide { answer, finding } => {
                if self.kind == Complaint && finding.is_none() {
                    return Err(Refusal::invalid("finding", "petition-finding"));
                }
                let finding = finding.filter(|_| self.kind == Complaint);
                Event::Decided { answer, finding, on }
            }
            Command::Send { by } => Event::Sent { by, on },
            Command::Judge { solved, words } => Event::Judged { solved, words, on },
        }])
    }
}

/// A command: plain data whose shape was checked at the edge.
#[derive(Clone, Debug)]
pub enum Command {
    /// See [`Step::Classify`].
    Classify {
        /// What it is.
        kind: Kind,
        /// What it is about.
        matter: String,
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
    /// See [`Step::Verify`].
    Verify {
        /// What was found.
        result: VaultId,
    },
    /// See [`Step::Decide`].
    Decide {
        /// The answer.
        answer: VaultId,
        /// For a complaint.
        finding: Option<Finding>,
    },
    /// See [`Step::Send`].
    Send {
        /// How.
        by: AnswerBy,
    },
    /// See [`Step::Judge`].
    Judge {
        /// What the asker says.
        solved: Solved,
        /// What is missing.
        words: Option<VaultId>,
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
            Self::Verify { .. } => Step::Verify,
            Self::Decide { .. } => Step::Decide,
            Self::Send { .. } => Step::Send,
            Self::Judge { .. } => Step::Judge,
        }
    }
}
