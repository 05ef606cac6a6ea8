//! What a step would do to the clocks, asked of the petition itself: the same replay that would
//! happen, on a record that is not written.

use accounts::Failure;
use jiff::Timestamp;
use jiff::civil::Date;
use kernel::Id;
use store::{Record, VaultId};
use web::Page;

use super::super::around::small;
use super::Case;
use crate::facts::Event;
use crate::kind::{Dialogue, Finding, Lack, Same, Solved, Term};
use crate::pages::clock::{Clock, clock};
use crate::petition::{Petition, Step};

/// What becomes of one clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Turn {
    /// It begins.
    Begins,
    /// It ends: what was owed is done.
    Ends,
    /// It turns out not to be owed.
    Voids,
}

/// A clock that a step touches.
pub(in super::super) struct Effect {
    /// What becomes of it.
    pub turn: Turn,
    /// The clock as it will be.
    pub clock: Clock,
}

impl Effect {
    /// "Bắt đầu: Hạn ra quyết định, thứ Sáu, 06/03/2026. … Điều 28 Luật Khiếu nại."
    pub fn words(&self, page: &Page, today: Date) -> String {
        let due = self.clock.due();
        let say =
            page.with("clock", small(&self.clock.name(page))).with("due", page.date_long(due));
        match self.turn {
            Turn::Begins => say.with("why", self.clock.rule(page)).t("office-effect-begins"),
            Turn::Ends if today <= due => say.t("office-effect-ends"),
            Turn::Ends => say.with("late", page.days_left(due, today)).t("office-effect-ends-late"),
            Turn::Voids => say.t("office-effect-voids"),
        }
    }
}

/// A fact such as the step would record. Its words are not known yet, so it holds none.
pub(in super::super) fn specimen(step: Step, petition: &Petition, on: Date) -> Event {
    let main = main_specimen(step, petition, on);
    main.unwrap_or_else(|| besides_specimen(step, petition, on))
}

fn nothing() -> VaultId {
    let id = Id::from_parts(Timestamp::UNIX_EPOCH, [0; 10]);
    VaultId { id, commitment: String::new() }
}

fn main_specimen(step: Step, petition: &Petition, on: Date) -> Option<Event> {
    Some(match step {
        Step::Classify => {
            let (kind, matter) = (petition.kind, petition.matter.clone());
            Event::Classified { kind, matter, known: None, on }
        }
        Step::Assign => Event::Assigned { to: nothing().id, on },
        Step::File => Event::Filed { lack: Lack::Writer, on },
        Step::Guide => Event::Guided { note: nothing(), court: false, anew: false, on },
        Step::Forward => Event::Forwarded { note: nothing(), on },
        Step::Refuse => Event::Refused { ground: String::new(), note: None, on },
        Step::Accept => Event::Accepted { on },
        Step::Verify => Event::Verified { result: nothing(), differs: false, on },
        Step::Decide => {
            let finding = petition.kind.is_complaint().then_some(Finding::Right);
            Event::Decided { answer: nothing(), finding, looked: false, on }
        }
        Step::Send => Event::Sent { by: petition.received.answer_by, looked: false, on },
        Step::Judge => Event::Judged { solved: Solved::Yes, words: None, heard: None, on },
        _ => return None,
    })
}

fn besides_specimen(step: Step, petition: &Petition, on: Date) -> Event {
    let same = Same::Duplicate;
    let (to, code) = (String::new(), String::new());
    match step {
        Step::Term => {
            let term = Term { complex: true, ..petition.term };
            Event::Termed { term, why: nothing(), on }
        }
        Step::Represent => Event::Represented { people: 0, speakers: 0, who: nothing(), on },
        Step::Dialogue => Event::Dialogue { outcome: Dialogue::Held, minutes: nothing(), on },
        Step::Suspend => Event::Suspended { why: nothing(), on },
        Step::Resume => Event::Resumed { on },
        Step::Terminate => Event::Terminated { why: nothing(), on },
        Step::CarryOut => Event::CarriedOut { how: nothing(), looked: false, on },
        Step::Withdraw => Event::Withdrawn { part: None, on },
        Step::Reopen => Event::Reopened { why: nothing(), on },
        Step::Split => Event::Split { into: Vec::new(), on },
        Step::Link => Event::Linked { to, code, how: same, guided: false, on },
        Step::Unlink => Event::Unlinked { on },
        Step::Destroy => Event::Destroyed { on },
        Step::Appeal => Event::Appealed { second: code, note: None, on },
        Step::Unappeal => Event::AppealUndone { why: nothing(), on },
        Step::Ask => {
            let (n, office) = (petition.questions.len() as u32 + 1, code);
            Event::Asked { n, office, words: nothing(), until: on, on }
        }
        Step::Advise => {
            let open = petition.questions.iter().find(|question| question.advice.is_none());
            let n = open.map_or(0, |question| question.n);
            Event::Advised { n, words: nothing(), on }
        }
        // The rest touches no clock.
        _ => Event::Noted { words: nothing(), on },
    }
}

/// What the fact would do to the clocks.
pub(in super::super) fn effects(case: &Case, event: &Event) -> Result<Vec<Effect>, Failure> {
    let mut stream = case.read.stream.clone();
    let fact = event.to_fact();
    stream.records.push(Record {
        stream: stream.name.clone(),
        version: stream.version() + 1,
        kind: fact.kind.to_owned(),
        form: fact.form,
        at: case.read.petition.received_at,
        law: case.laws.version(),
        actor: String::new(),
        body: fact.body,
        hash: store::journal::START,
    });
    let after = Petition::replay(&stream)?.ok_or_else(|| Failure::bug("a case without facts"))?;
    let before = &case.read.petition.debts;
    let mut effects = Vec::new();
    for (place, debt) in after.debts.iter().enumerate() {
        let was_open = before.get(place).map(|debt| debt.is_open());
        let turn = match (was_open, debt.closed) {
            (None, None) => Turn::Begins,
            (Some(true), Some((_, _, duties::Outcome::Done))) => Turn::Ends,
            (Some(true), Some((_, _, duties::Outcome::Void))) => Turn::Voids,
            _ => continue,
        };
        if let Some(clock) = clock(debt, &case.laws)? {
            effects.push(Effect { turn, clock });
        }
    }
    Ok(effects)
}
