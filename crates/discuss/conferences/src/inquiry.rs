//! A question that a point asks: taken, answered, or put off with a reason; pure.

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::{Id, Refusal};
use store::{Record, Result, Stream, VaultId};

use crate::arrows::{Arrow, INQUIRIES, InquiryState, InquiryStep};
use crate::facts::{Asked, InquiryEvent, out_of_order};
use crate::kind::{Deferred, Role};

/// A question as its facts make it.
#[derive(Clone, Debug)]
pub struct Inquiry {
    /// Its stream.
    pub id: String,
    /// Its first fact.
    pub asked: Asked,
    /// When.
    pub at: Timestamp,
    /// Where it stands.
    pub state: InquiryState,
    /// Who answered, and what.
    pub answer: Option<(Role, VaultId)>,
    /// Why it was put off, while it is.
    pub why: Option<Deferred>,
    /// Since when nothing is to be done with it here; `None` while something is.
    pub ended_on: Option<Date>,
    /// Every vault item that its facts refer to.
    pub items: Vec<VaultId>,
    /// Those that its facts say are destroyed.
    pub erased: Vec<Id>,
    /// How many facts it has.
    pub version: i64,
}

/// The step that a fact is; `None` for the first, and for what is no step.
pub const fn step(event: &InquiryEvent) -> Option<InquiryStep> {
    match event {
        InquiryEvent::Asked(_) | InquiryEvent::Erased { .. } => None,
        InquiryEvent::Taken {} => Some(InquiryStep::Take),
        InquiryEvent::Answered { .. } => Some(InquiryStep::Answer),
        InquiryEvent::Deferred { .. } => Some(InquiryStep::Defer),
    }
}

impl Inquiry {
    /// Makes the question from its facts; `None` when there are none.
    ///
    /// # Errors
    /// When a fact cannot be read, or does not follow.
    pub fn replay(stream: &Stream) -> Result<Option<Self>> {
        let Some((first, rest)) = stream.records.split_first() else { return Ok(None) };
        let InquiryEvent::Asked(asked) = InquiryEvent::read(first)? else {
            return Err(out_of_order(first));
        };
        let mut one = Self {
            id: stream.name.clone(),
            at: first.at,
            state: InquiryState::Asked,
            answer: None,
            why: None,
            ended_on: None,
            items: vec![asked.words.clone()],
            erased: Vec::new(),
            version: 1,
            asked,
        };
        for record in rest {
            one.apply(InquiryEvent::read(record)?, record)?;
        }
        Ok(Some(one))
    }

    fn apply(&mut self, event: InquiryEvent, record: &Record) -> Result<()> {
        if !matches!(event, InquiryEvent::Erased { .. }) {
            (self.why, self.ended_on) = (None, None);
        }
        let today = kernel::clock::civil_date(record.at);
        match event {
            InquiryEvent::Asked(_) => return Err(out_of_order(record)),
            InquiryEvent::Erased { items, .. } => self.erased.extend(items),
            InquiryEvent::Taken {} => self.state = InquiryState::Taken,
            InquiryEvent::Answered { role, words } => {
                self.state = InquiryState::Answered;
                self.items.push(words.clone());
                self.answer = Some((role, words));
                self.ended_on = Some(today);
            }
            InquiryEvent::Deferred { why } => {
                (self.state, self.why) = (InquiryState::Deferred, Some(why));
                // What had no time or is looked into is still to be answered.
                let elsewhere = matches!(why, Deferred::Apart | Deferred::OwnWay);
                self.ended_on = elsewhere.then_some(today);
            }
        }
        self.version = record.version;
        Ok(())
    }

    /// The arrow that allows `step` now, if any.
    pub fn arrow(&self, step: InquiryStep) -> Option<&'static Arrow<InquiryStep, InquiryState>> {
        INQUIRIES.iter().find(|arrow| arrow.step == step && arrow.from.contains(&self.state))
    }

    /// Whether the step is lawful: its fact, or a refusal.
    ///
    /// # Errors
    /// The table has no such arrow.
    pub fn decide(&self, event: InquiryEvent) -> std::result::Result<InquiryEvent, Refusal> {
        match step(&event).and_then(|step| self.arrow(step)) {
            Some(_) => Ok(event),
            None => Err(Refusal::conflict("inquiry-not-now")),
        }
    }
}
