//! A question to leaders: asked, taken or not, answered; pure. It is owed that somebody takes it or
//! says why not by the dialogue's day, and that it is answered until the result must be public.

use duties::{Debt, Outcome};
use jiff::Timestamp;
use jiff::civil::Date;
use kernel::{Id, Refusal};
use store::{Record, Result, Stream, VaultId};

use crate::arrows::{Arrow, QUESTIONS, QuestionState, QuestionStep, State};
use crate::dialogue::{Dialogue, RESULT, shown};
use crate::facts::{Asked, QuestionEvent, out_of_order};
use crate::kind::{How, NotTaken, Role, Way};

/// The number of the debt that it is taken or declined.
const SORT: u32 = 1;
/// The number of the debt that it is answered.
const ANSWER: u32 = 2;

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
    /// The dialogue's day as the asker was told last; `None` where nobody knows it any more.
    pub on: Option<Date>,
    /// Whether the asker was told that the dialogue is called off.
    pub called_off: bool,
    /// Where it stands.
    pub state: QuestionState,
    /// The question that it is answered together with.
    pub with: Option<String>,
    /// Why it was not taken.
    pub why: Option<NotTaken>,
    /// The answers so far.
    pub answers: Vec<Answer>,
    /// That it is sorted, and that it is answered, as far as they were ever owed.
    pub debts: Vec<Debt>,
    /// Every vault item that its facts refer to.
    pub items: Vec<VaultId>,
    /// Those that its facts say are destroyed.
    pub erased: Vec<Id>,
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
        let mut question = Self::new(stream.name.clone(), asked, first.at, first.law);
        for record in rest {
            question.apply(QuestionEvent::read(record)?, record)?;
        }
        Ok(Some(question))
    }

    /// The question as its first fact, recorded under this version of the law, makes it.
    pub fn new(id: String, asked: Asked, at: Timestamp, law: i64) -> Self {
        let on = asked.on.or_else(|| first_day(&asked.dialogue));
        let began = kernel::clock::civil_date(at);
        // What the room asks is taken as it is written down.
        let sorted = on.filter(|_| asked.way != Way::Room);
        let sorted = sorted.map(|on| Debt::agreed(SORT, &asked.unit, began, on, law));
        Self {
            id,
            at,
            on,
            called_off: false,
            state: QuestionState::Asked,
            with: None,
            why: None,
            answers: Vec::new(),
            debts: sorted.into_iter().collect(),
            items: asked.person.iter().chain([&asked.words]).cloned().collect(),
            erased: Vec::new(),
            version: 1,
            asked,
        }
    }

    fn apply(&mut self, event: QuestionEvent, record: &Record) -> Result<()> {
        let (today, law) = (kernel::clock::civil_date(record.at), record.law);
        match event {
            QuestionEvent::Asked(_) => return Err(out_of_order(record)),
            QuestionEvent::Taken { with } => {
                (self.state, self.with, self.why) = (QuestionState::Taken, with, None);
                self.end(SORT, today, law, Outcome::Done);
                self.owe_answer(law);
            }
            QuestionEvent::Declined { why } => {
                (self.state, self.with, self.why) = (QuestionState::Declined, None, Some(why));
                self.end(SORT, today, law, Outcome::Done);
                self.end(ANSWER, today, law, Outcome::Void);
            }
            QuestionEvent::Answered { role, how, on, words } => {
                self.state = QuestionState::Answered;
                self.items.push(words.clone());
                self.answers.push(Answer { role, how, on, words });
                self.end(ANSWER, on, law, Outcome::Done);
            }
            QuestionEvent::AnsweredWith { on } => {
                self.state = QuestionState::Answered;
                self.end(ANSWER, on, law, Outcome::Done);
            }
            QuestionEvent::Moved { on } => {
                self.on = Some(on);
                for debt in self.debts.iter_mut().filter(|debt| debt.is_open()) {
                    match debt.n {
                        SORT => debt.until = Some(on),
                        _ => debt.started_on = on,
                    }
                }
            }
            QuestionEvent::CalledOff {} => {
                self.called_off = true;
                self.end(SORT, today, law, Outcome::Void);
                self.end(ANSWER, today, law, Outcome::Void);
            }
            QuestionEvent::Erased { items, .. } => self.erased.extend(items),
            QuestionEvent::Corrected { item, by, .. } => {
                let entries = self.asked.person.iter_mut().filter(|entry| entry.id == item);
                entries.for_each(|entry| entry.clone_from(&by));
                self.erased.push(item);
                self.items.push(by);
            }
        }
        self.version = record.version;
        Ok(())
    }

    fn end(&mut self, n: u32, on: Date, law: i64, outcome: Outcome) {
        for debt in self.debts.iter_mut().filter(|debt| debt.n == n && debt.is_open()) {
            debt.close(on, law, outcome);
        }
    }

    /// An answer is owed from the dialogue's day on; one that was declined and is taken all the
    /// same is owed it again.
    fn owe_answer(&mut self, law: i64) {
        match (self.debts.iter_mut().find(|debt| debt.n == ANSWER), self.on) {
            (Some(debt), _) => debt.reopen(),
            (None, Some(on)) => self.debts.push(Debt::new(ANSWER, RESULT, on, law)),
            (None, None) => {}
        }
    }

    /// What the asker has yet to be told of the dialogue, as a fact.
    pub fn news(&self, dialogue: &Dialogue) -> Option<QuestionEvent> {
        let open = matches!(self.state, QuestionState::Asked | QuestionState::Taken);
        if !open || self.called_off {
            return None;
        }
        if dialogue.state == State::Cancelled {
            return Some(QuestionEvent::CalledOff {});
        }
        let moved = self.on.is_some_and(|on| on != dialogue.on);
        moved.then_some(QuestionEvent::Moved { on: dialogue.on })
    }

    /// Whom to tell, while they can be.
    pub fn told(&self) -> Option<&VaultId> {
        self.asked.person.as_ref().filter(|item| !self.erased.contains(&item.id))
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

/// The day for which a dialogue was planned first: its stream is named by it.
fn first_day(dialogue: &str) -> Option<Date> {
    let day = dialogue.split('-').nth(1)?;
    Date::strptime("%Y%m%d", day).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dialogue_s_name_says_its_first_day() {
        let day = Date::constant(2026, 3, 20);
        assert_eq!(first_day("dialogue/20836-20260320-0800"), Some(day));
        assert_eq!(first_day("dialogue/20836-20260320-0800-2"), Some(day));
        assert_eq!(first_day("dialogue/x"), None);
    }
}
