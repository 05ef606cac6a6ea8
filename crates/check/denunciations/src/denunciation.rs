//! An entry of the register, its lawful steps, and what it owes: pure. What may happen stands in
//! [`crate::arrows`].

use duties::{Debt, Outcome};
use jiff::civil::Date;
use kernel::Refusal;
use rulebook::{Law, RuleError};
use store::{Laws, Record, Result, StoreError, Stream};

use crate::arrows::{ARROWS, Arrow, Clock, State, Step};
use crate::correction;
use crate::facts::{Event, Received};
use crate::kind::{Finding, GoesOn, Regime, Shelf, Sort, Weight};

/// An entry as its facts make it.
#[derive(Clone, Debug)]
pub struct Denunciation {
    /// Its stream.
    pub id: String,
    /// Its first fact.
    pub received: Received,
    /// Where it stands.
    pub state: State,
    /// Where the paper lies now.
    pub shelf: Shelf,
    /// The number of its place there.
    pub slot: i64,
    /// The law under which it is: that of its receipt, then that of its acceptance.
    pub law: Regime,
    /// How hard it is, by the last decision.
    pub weight: Weight,
    /// The day of acceptance.
    pub accepted_on: Option<Date>,
    /// The conclusion.
    pub concluded: Option<(Finding, Date)>,
    /// The day since which the office owes nothing more.
    pub closed_on: Option<Date>,
    /// The day of the last deed: none lies before it.
    pub last_on: Date,
    /// What is or was owed.
    pub debts: Vec<Debt>,
    /// How many facts it has.
    pub version: i64,
}

/// A command: plain data whose shape was checked at the edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// A step that needs nothing but its day.
    Plain(Step),
    /// Accept, with the weight that the law of 2011 asks for.
    Accept(Weight),
    /// Extend by so many days, on the ground of this weight.
    Extend(Weight, u32),
    /// A withdrawal that does not end the case.
    GoOn(GoesOn),
    /// Conclude.
    Conclude(Finding),
    /// Put the paper elsewhere.
    Move(Shelf, i64),
}

impl Command {
    /// Its step.
    pub const fn step(self) -> Step {
        match self {
            Self::Plain(step) => step,
            Self::Accept(_) => Step::Accept,
            Self::Extend(..) => Step::Extend,
            Self::GoOn(_) => Step::GoOn,
            Self::Conclude(_) => Step::Conclude,
            Self::Move(..) => Step::Move,
        }
    }
}

/// The law of a day, as the rulebook has it; `None` before the first one that it knows.
pub fn law_of(law: &Law, on: Date) -> Option<Regime> {
    let known = |law_of: Regime| {
        let rule = Clock::Initial.rule(law_of, Sort::First, Weight::Plain)?;
        law.rulebook.in_force(rule, on).map(|_| law_of)
    };
    known(Regime::Ltc).or_else(|| known(Regime::Ltc11))
}

impl Denunciation {
    /// Makes the entry from its facts; `None` when there are none.
    ///
    /// # Errors
    /// When a fact cannot be read, or the first is not a receipt.
    pub fn replay(stream: &Stream) -> Result<Option<Self>> {
        let told = correction::told(stream)?;
        let Some((first, rest)) = told.split_first() else { return Ok(None) };
        let Event::Received(received) = first.event.clone() else {
            let what = "the first fact of an entry is not its receipt";
            return Err(StoreError::inconsistent("journal", first.record.name(), what));
        };
        let mut entry = Self::new(stream.name.clone(), received, first.record.law);
        for one in rest {
            entry.apply(&one.event, one.record)?;
        }
        entry.version = stream.records.last().map_or(entry.version, |last| last.version);
        Ok(Some(entry))
    }

    /// The entry as its receipt makes it.
    pub fn new(id: String, received: Received, law: i64) -> Self {
        let mut entry = Self {
            id,
            state: State::Received,
            shelf: received.shelf,
            slot: received.slot,
            law: received.law,
            weight: Weight::Plain,
            accepted_on: None,
            concluded: None,
            closed_on: None,
            last_on: received.on,
            debts: Vec::new(),
            version: 1,
            received,
        };
        let clocks: &[Clock] = match entry.received.sort {
            Sort::First | Sort::Again => &[Clock::Initial, Clock::Forward],
            Sort::Late => &[Clock::Asking],
        };
        entry.begin(clocks, entry.last_on, law);
        entry
    }

    fn apply(&mut self, event: &Event, record: &Record) -> Result<()> {
        let inconsistent = || {
            let what = format!("{} does not follow on {}", event.kind(), self.state.word());
            StoreError::inconsistent("journal", record.name(), what)
        };
        let step = step_of(event).ok_or_else(inconsistent)?;
        let arrow = self.arrow(step).ok_or_else(inconsistent)?;
        self.follow(arrow, event, record.law);
        Ok(())
    }

    /// Goes along an arrow: what the table says of its clocks, and what the fact adds.
    pub fn follow(&mut self, arrow: &Arrow, event: &Event, law: i64) {
        let on = event.on();
        self.last_on = self.last_on.max(on);
        match event {
            Event::Accepted { law: regime, weight, .. } => {
                (self.law, self.weight, self.accepted_on) = (*regime, *weight, Some(on));
            }
            Event::Widened { .. } => self.widen(law),
            Event::Extended { weight, days, .. } => {
                self.weight = self.weight.max(*weight);
                let rule = extension(self.law, *weight);
                if let Some(debt) = self.open_debt(Clock::Resolve) {
                    debt.extend(rule, *days);
                }
            }
            Event::Suspended { .. } => {
                if let Some(debt) = self.open_debt(Clock::Resolve) {
                    debt.pause(on);
                }
            }
            Event::Resumed { .. } => {
                if let Some(debt) = self.open_debt(Clock::Resolve) {
                    debt.resume(on);
                }
            }
            Event::Concluded { finding, .. } => self.concluded = Some((*finding, on)),
            Event::Moved { shelf, slot, .. } => (self.shelf, self.slot) = (*shelf, *slot),
            _ => {}
        }
        self.end(arrow.ends, on, law, Outcome::Done);
        self.end(arrow.voids, on, law, Outcome::Void);
        self.begin(arrow.begins, on, law);
        self.state = arrow.to.unwrap_or(self.state);
        let owes = self.debts.iter().any(Debt::is_open);
        if self.state == State::Concluded && !owes {
            self.state = State::Settled;
        }
        if self.state.is_end() && !owes && self.closed_on.is_none() {
            self.closed_on = Some(on);
        }
    }

    fn open_debt(&mut self, clock: Clock) -> Option<&mut Debt> {
        self.debts.iter_mut().find(|debt| debt.is_open() && Clock::of(&debt.rule) == Some(clock))
    }

    /// The open debt of a clock.
    pub fn owed(&self, clock: Clock) -> Option<&Debt> {
        self.debts.iter().find(|debt| debt.is_open() && Clock::of(&debt.rule) == Some(clock))
    }

    fn begin(&mut self, clocks: &[Clock], on: Date, law: i64) {
        for clock in clocks {
            if let Some(rule) = clock.rule(self.law, self.received.sort, self.weight) {
                self.debts.push(Debt::new(self.debts.len() as u32 + 1, rule, on, law));
            }
        }
    }

    fn end(&mut self, clocks: &[Clock], on: Date, law: i64, outcome: Outcome) {
        for debt in self.debts.iter_mut().filter(|debt| debt.is_open()) {
            if Clock::of(&debt.rule).is_some_and(|clock| clocks.contains(&clock)) {
                debt.close(on, law, outcome);
            }
        }
    }

    /// The longer first term takes the place of the usual one; both run from the receipt.
    fn widen(&mut self, law: i64) {
        let Some(rule) = Clock::widened(self.law, self.received.sort) else { return };
        self.end(&[Clock::Initial], self.received.on, law, Outcome::Void);
        let n = self.debts.len() as u32 + 1;
        self.debts.push(Debt::new(n, rule, self.received.on, law));
    }

    /// The arrow that allows `step` now, if any.
    pub fn arrow(&self, step: Step) -> Option<&'static Arrow> {
        ARROWS.iter().find(|arrow| {
            arrow.step == step
                && arrow.from.contains(&self.state)
                && (self.law == Regime::Ltc || !arrow.rule11.is_empty())
                && (!arrow.owed || arrow.ends.iter().any(|clock| self.owed(*clock).is_some()))
                && (step != Step::Widen || self.may_widen())
                && !(step == Step::GoOn && self.concluded.is_some())
                && !(step == Step::WantReport && self.owed(Clock::Reporting).is_some())
                && self.is_about(step)
        })
    }

    /// Who asks because another office is late denounces nothing here: that office is asked for a
    /// report, or the paper is filed.
    fn is_about(&self, step: Step) -> bool {
        match self.received.sort {
            Sort::Late => matches!(step, Step::AskReport | Step::File | Step::Move),
            Sort::First | Sort::Again => step != Step::AskReport,
        }
    }

    fn may_widen(&self) -> bool {
        let widened = Clock::widened(self.law, self.received.sort);
        widened.is_some_and(|rule| self.debts.iter().all(|debt| debt.rule != rule))
    }

    /// The rule that an arrow rests on under the law of this entry.
    pub fn ground(&self, arrow: &Arrow) -> &'static str {
        match self.law {
            Regime::Ltc => arrow.rule,
            Regime::Ltc11 => arrow.rule11,
        }
    }

    /// Whether the command is lawful on the day `on`, recorded on the day `today`: its fact, or a
    /// refusal that says what stands in the way.
    ///
    /// # Errors
    /// A refusal: the table has no such arrow, or the day or the number of days cannot be.
    pub fn decide(
        &self,
        command: Command,
        on: Date,
        today: Date,
        laws: &Laws,
    ) -> std::result::Result<Event, Refusal> {
        self.decide_under(command, on, today, (laws, laws.now()))
    }

    /// The same under the law of some day: a step that was lawful when it was taken stays so.
    pub(crate) fn decide_under(
        &self,
        command: Command,
        on: Date,
        today: Date,
        (laws, law): (&Laws, &Law),
    ) -> std::result::Result<Event, Refusal> {
        let step = command.step();
        if self.arrow(step).is_none() {
            return Err(Refusal::conflict("denunciation-not-now")
                .with("step", step.word())
                .with("state", self.state.word()));
        }
        if on < self.last_on {
            return Err(
                Refusal::invalid("on", "denunciation-day-before").with("date", shown(self.last_on))
            );
        }
        if on > today {
            return Err(Refusal::invalid("on", "denunciation-day-ahead").with("date", shown(on)));
        }
        match command {
            Command::Accept(weight) => accepted(law, weight, on),
            Command::Extend(weight, days) => self.extended((laws, law), weight, days, on),
            Command::GoOn(why) => Ok(Event::WentOn { why, on }),
            Command::Conclude(finding) => Ok(Event::Concluded { finding, on }),
            Command::Move(shelf, slot) => Ok(Event::Moved { shelf, slot, on }),
            Command::Plain(Step::WantReport) => self.wanted(laws, law, on),
            Command::Plain(step) => plain(step, on)
                .ok_or_else(|| Refusal::conflict("denunciation-bare").with("step", step.word())),
        }
    }

    /// A superior asks for a report only on a case whose time is over (LTC 38).
    fn wanted(&self, laws: &Laws, law: &Law, on: Date) -> std::result::Result<Event, Refusal> {
        let due = self.owed(Clock::Resolve).and_then(|debt| debt.due(laws).ok().flatten());
        match due {
            Some(due) if on <= due => {
                let refusal = Refusal::invalid("on", "denunciation-not-late");
                let rule = law.rulebook.in_force("TC.late.rep", on);
                let cite = rule.map(|rule| law.rulebook.cite(&rule.article, calendar::Lang::Vi));
                let refusal = refusal.with("date", shown(due));
                Err(cite.into_iter().fold(refusal, Refusal::ground))
            }
            _ => Ok(Event::ReportWanted { on }),
        }
    }

    /// Whether the law lets the term be extended so: how often, by how much, how long in all, and
    /// before it has run out.
    fn extended(
        &self,
        (laws, law): (&Laws, &Law),
        weight: Weight,
        days: u32,
        on: Date,
    ) -> std::result::Result<Event, Refusal> {
        let Some(debt) = self.owed(Clock::Resolve) else {
            return Err(Refusal::conflict("denunciation-no-term"));
        };
        let id = extension(self.law, weight);
        let none = |_: RuleError| Refusal::invalid("weight", "denunciation-no-extension");
        let (rule, variant) = law.rulebook.find(id, debt.started_on).map_err(none)?;
        let cite = law.rulebook.cite(&rule.article, calendar::Lang::Vi);
        let most = variant.map_or(rule.value, |variant| Some(variant.value)).unwrap_or(0);
        if days == 0 || days > most {
            let refusal = Refusal::invalid("days", "denunciation-extend-days").with("most", most);
            return Err(refusal.ground(cite));
        }
        let before = debt.extensions.len() as u32;
        if rule.times.is_some_and(|times| before >= times) {
            let refusal = Refusal::invalid("weight", "denunciation-extend-times");
            return Err(refusal.with("times", rule.times.unwrap_or(0)).ground(cite));
        }
        let terms = debt.terms(laws).unwrap_or_default();
        let so_far: u32 = terms.iter().map(|term| term.explanation.term.value).sum();
        if let Some(total) = rule.total.filter(|total| so_far + days > *total) {
            let refusal = Refusal::invalid("days", "denunciation-extend-total");
            let left = total.saturating_sub(so_far);
            return Err(refusal.with("total", total).with("left", left).ground(cite));
        }
        match terms.last().map(rulebook::Deadline::due) {
            Some(due) if on > due => {
                let refusal = Refusal::invalid("on", "denunciation-extend-late");
                Err(refusal.with("date", shown(due)).ground(cite))
            }
            _ => Ok(Event::Extended { weight, days, on }),
        }
    }
}

/// The rule that lets a term be extended.
const fn extension(law: Regime, weight: Weight) -> &'static str {
    match (law, weight) {
        (Regime::Ltc, Weight::Plain | Weight::Complex) => "TC.ext1",
        (Regime::Ltc, Weight::Special) => "TC.ext2",
        (Regime::Ltc11, Weight::Plain) => "TC11.ext",
        (Regime::Ltc11, Weight::Complex | Weight::Special) => "TC11.ext:complex",
    }
}

fn accepted(law: &Law, weight: Weight, on: Date) -> std::result::Result<Event, Refusal> {
    let law = law_of(law, on).ok_or_else(|| no_law(on))?;
    // The law of 2018 has no longer first term; a hard case is extended by decision instead.
    let weight = if law == Regime::Ltc { Weight::Plain } else { weight };
    Ok(Event::Accepted { law, weight, on })
}

/// The refusal of a day on which the rulebook knows no law of denunciations.
pub fn no_law(on: Date) -> Refusal {
    Refusal::invalid("on", "denunciation-no-law").with("date", shown(on))
}

/// A date in a sentence.
pub(crate) fn shown(date: Date) -> String {
    date.strftime("%d/%m/%Y").to_string()
}

/// The fact of a step that needs nothing but its day.
fn plain(step: Step, on: Date) -> Option<Event> {
    Some(match step {
        Step::Widen => Event::Widened { on },
        Step::Refuse => Event::NotAccepted { on },
        Step::Forward => Event::Forwarded { on },
        Step::File => Event::Filed { on },
        Step::Notify => Event::Notified { on },
        Step::Suspend => Event::Suspended { on },
        Step::Resume => Event::Resumed { on },
        Step::SendDecision => Event::DecisionSent { on },
        Step::SendConclusion => Event::ConclusionSent { on },
        Step::Handle => Event::Handled { on },
        Step::Publish => Event::Published { on },
        Step::Withdraw => Event::Withdrawn { on },
        Step::Terminate => Event::Terminated { on },
        Step::AskReport => Event::ReportAsked { on },
        Step::WantReport => Event::ReportWanted { on },
        Step::Report => Event::Reported { on },
        Step::Accept | Step::Extend | Step::GoOn | Step::Conclude | Step::Move => return None,
    })
}

/// The step whose fact it is; `None` for a receipt and for anonymous information.
pub fn step_of(event: &Event) -> Option<Step> {
    Some(match event {
        Event::Widened { .. } => Step::Widen,
        Event::Forwarded { .. } => Step::Forward,
        Event::Filed { .. } => Step::File,
        Event::NotAccepted { .. } => Step::Refuse,
        Event::Accepted { .. } => Step::Accept,
        Event::Notified { .. } => Step::Notify,
        Event::Extended { .. } => Step::Extend,
        Event::Suspended { .. } => Step::Suspend,
        Event::Resumed { .. } => Step::Resume,
        Event::DecisionSent { .. } => Step::SendDecision,
        Event::WentOn { .. } => Step::GoOn,
        Event::Withdrawn { .. } => Step::Withdraw,
        Event::Terminated { .. } => Step::Terminate,
        Event::Concluded { .. } => Step::Conclude,
        Event::ConclusionSent { .. } => Step::SendConclusion,
        Event::Handled { .. } => Step::Handle,
        Event::Published { .. } => Step::Publish,
        Event::ReportAsked { .. } => Step::AskReport,
        Event::ReportWanted { .. } => Step::WantReport,
        Event::Reported { .. } => Step::Report,
        Event::Moved { .. } => Step::Move,
        Event::Received(_)
        | Event::Corrected(_)
        | Event::AnonymousReceived { .. }
        | Event::AnonymousHandled { .. }
        | Event::AnonymousCorrected(_) => return None,
    })
}
