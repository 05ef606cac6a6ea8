//! A question to leaders: asked, taken or not, answered; pure.

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::Refusal;
use store::{Record, Result, Stream, VaultId};

use crate::arrows::{Arrow, QUESTIONS, QuestionState, QuestionStep};
use crate::dialogue::{Dialogue, shown};
use crate::facts::{Asked, QuestionEvent, out_of_order};
use crate::kind::{How, NotTaken, Role};

/// An answer as it was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// By whom.
    pub role: Role,
    /// Aloud or in writing.
    pub how: How,
    /// When.
    pub on: Date,
    /// What.
    pub words: VaultId,
}

/// A question as its facts make it.
#[derive(Clone, Debug)]
pub struct Question {
    /// Its stream.
    pub id: String,
    /// Its first fact.
    pub asked: Asked,
    /// When it was asked or written down.
    pub at: Timestamp,
    /// Where it stands.
    pub state: QuestionState,
    /// The question that it is answered together with.
    pub with: Option<String>,
    /// Why it was not taken.
    pub why: Option<NotTaken>,
    /// The answers so far.
    pub answers: Vec<Answer>,
    /// Every vault item that its facts refer to.
    pub items: Vec<VaultId>,
    /// How many facts it has.
    pub version: i64,
}

/// A command: plain data whose shape was checked at the edge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Take it, together with another of the same content or alone.
    Take(Option<String>),
    /// Not take it.
    Decline(NotTaken),
    /// An answer.
    Answer(Answer),
}

impl Command {
    /// Its step.
    pub const fn step(&self) -> QuestionStep {
        match self {
            Self::Take(_) => QuestionStep::Take,
            Self::Decline(_) => QuestionStep::Decline,
            Self::Answer(_) => QuestionStep::Answer,
        }
    }
}

impl Question {
    /// Makes the question from its facts; `None` when there are none.
    ///
    /// # Errors
    /// When a fact cannot be read, or does not follow.
    pub fn replay(stream: &Stream) -> Result<Option<Self>> {
        let Some((first, rest)) = stream.records.split_first() else { return Ok(None) };
        let QuestionEvent::Asked(asked) = QuestionEvent::read(first)? else {
            return Err(out_of_order(first));
        };
        let mut question = Self::new(stream.name.clone(), asked, first.at);
        for record in rest {
            question.apply(QuestionEvent::read(record)?, record)?;
        }
        Ok(Some(question))
    }

    /// The question as its first fact makes it.
    pub fn new(id: String, asked: Asked, at: Timestamp) -> Self {
        Self {
            id,
            at,
            state: QuestionState::Asked,
            with: None,
            why: None,
            answers: Vec::new(),
            items: asked.person.iter().chain([&asked.words]).cloned().collect(),
            version: 1,
            asked,
        }
    }

    fn apply(&mut self, event: QuestionEvent, record: &Record) -> Result<()> {
        match event {
            QuestionEvent::Asked(_) => return Err(out_of_order(record)),
            QuestionEvent::Taken { with } => {
                (self.state, self.with, self.why) = (QuestionState::Taken, with, None);
            }
            QuestionEvent::Declined { why } => {
                (self.state, self.with, self.why) = (QuestionState::Declined, None, Some(why));
            }
            QuestionEvent::Answered { role, how, on, words } => {
                self.state = QuestionState::Answered;
                self.items.push(words.clone());
                self.answers.push(Answer { role, how, on, words });
            }
        }
        self.version = record.version;
        Ok(())
    }

    /// The arrow that allows `step` now, if any.
    pub fn arrow(&self, step: QuestionStep) -> Option<&'static Arrow<QuestionStep, QuestionState>> {
        QUESTIONS.iter().find(|arrow| arrow.step == step && arrow.from.contains(&self.state))
    }

    /// Whether the command is lawful: its fact, or a refusal.
    ///
    /// # Errors
    /// A refusal: the table has no such arrow, or something cannot be.
    pub fn decide(
        &self,
        command: Command,
        dialogue: &Dialogue,
        today: Date,
    ) -> std::result::Result<QuestionEvent, Refusal> {
        if self.arrow(command.step()).is_none() {
            return Err(Refusal::conflict("question-not-now"));
        }
        match command {
            Command::Take(with) => match with.as_ref() == Some(&self.id) {
                true => Err(Refusal::invalid("with", "question-itself")),
                false => Ok(QuestionEvent::Taken { with }),
            },
            Command::Decline(why) => Ok(QuestionEvent::Declined { why }),
            Command::Answer(Answer { role, how, on, words }) => {
                if !dialogue.takes_words() {
                    return Err(Refusal::conflict("dialogue-not-open"));
                }
                if role == Role::Resident {
                    return Err(Refusal::invalid("answerer", "question-resident"));
                }
                if on < dialogue.on || on > today {
                    let refusal = Refusal::invalid("on", "question-day");
                    let refusal = refusal.with("from", shown(dialogue.on));
                    return Err(refusal.with("until", shown(today)));
                }
                Ok(QuestionEvent::Answered { role, how, on, words })
            }
        }
    }
}
