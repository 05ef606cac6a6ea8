//! Whether a command is lawful now: pure.

use jiff::civil::Date;
use kernel::Refusal;
use store::Laws;

use super::{Command, Petition, State};
use crate::facts::Event;
use crate::kind::{Dialogue, Finding, Kind, MATTERS, Solved, Term};

/// The ground on which a complaint that came too late is not accepted.
pub const TOO_LATE: &str = "KN11.6";

/// A law as of today: what of it is in force, how many it says.
struct Today<'a> {
    laws: &'a Laws,
    on: Date,
}

impl Today<'_> {
    fn is_law(&self, rule: &str) -> bool {
        self.laws.now().rulebook.in_force(rule, self.on).is_some()
    }

    /// The rule's number; `None` when it is not in force.
    fn number(&self, rule: &str) -> Option<u32> {
        self.laws.now().rulebook.in_force(rule, self.on).and_then(|rule| rule.value)
    }

    /// A refusal that rests on a rule's article.
    fn refuse(&self, code: &'static str, rule: &str) -> Refusal {
        Refusal::conflict(code).ground(crate::cite(self.laws, rule, self.on))
    }
}

impl Petition {
    /// Whether the command is lawful now: its facts, or a refusal that says what stands in the way.
    ///
    /// # Errors
    /// A refusal: the table has no such arrow, or the law of the day or the petition's own course
    /// stands against it, or the command lacks what its step needs.
    pub fn decide(
        &self,
        command: Command,
        on: Date,
        laws: &Laws,
    ) -> std::result::Result<Vec<Event>, Refusal> {
        let step = command.step();
        if self.arrow(step).is_none() {
            return Err(Refusal::conflict("petition-not-now")
                .with("step", step.word())
                .with("state", self.state.word()));
        }
        if on < self.received.on {
            return Err(Refusal::conflict("petition-clock-back"));
        }
        let today = Today { laws, on };
        self.stands_against(&command, &today)?;
        Ok(vec![self.event(command, on)])
    }

    /// What the table alone cannot say: the law of the day, and what happened before.
    fn stands_against(&self, command: &Command, today: &Today<'_>) -> Result<(), Refusal> {
        match command {
            Command::Classify { matter, .. } if !MATTERS.contains(&matter.as_str()) => {
                Err(Refusal::invalid("matter", "petition-matter"))
            }
            Command::Guide { court, before, anew, .. } => {
                self.may_guide(*court, before.as_deref(), *anew, today)
            }
            Command::Refuse { ground, .. } if ground == TOO_LATE => self.may_refuse_late(today),
            Command::Term { term, .. } => self.may_term(*term, today),
            Command::Represent { people, speakers, .. } => may_represent(*people, *speakers, today),
            Command::Dialogue { outcome: Dialogue::Absent, .. }
                if !today.is_law("KN.dialogue.absent") =>
            {
                Err(today.refuse("petition-not-law-yet", "KN.dialogue1"))
            }
            Command::Suspend { .. } if !today.is_law("KN.suspend") => {
                Err(Refusal::conflict("petition-not-law-yet"))
            }
            Command::Decide { finding, .. } => self.may_decide(*finding, today),
            Command::CarryOut { .. } => self.may_carry_out(today),
            Command::Judge { solved, heard: Some(_), .. } if self.says_less(*solved) => {
                Err(Refusal::invalid("solved", "petition-said-oneself"))
            }
            Command::Appeal { second, note: None } if second.is_empty() => {
                Err(Refusal::invalid("note", "petition-appeal-which"))
            }
            Command::Appeal { .. } => self.may_appeal(today),
            Command::Unappeal { .. } => self.may_unappeal(),
            Command::Add { words: None, files } if files.is_empty() => {
                Err(Refusal::invalid("words", "petition-no-words"))
            }
            Command::Withdraw { part: Some(_) }
                if self.kind.is_complaint() && !today.is_law("KN.withdraw.part") =>
            {
                Err(today.refuse("petition-whole-only", "KN.withdraw"))
            }
            Command::Reopen { .. } => self.may_reopen(today),
            Command::Split { into } if into.len() < 2 => {
                Err(Refusal::invalid("words", "petition-split-one"))
            }
            Command::Link { to: other, .. } | Command::Apart { from: other, .. }
                if *other == self.id =>
            {
                Err(Refusal::invalid("code", "petition-link-self"))
            }
            Command::Release if self.holder.is_none() => {
                Err(Refusal::conflict("petition-held-by-nobody"))
            }
            Command::Destroy => self.may_destroy(today),
            Command::Ask { until, .. } if *until < today.on => {
                Err(Refusal::invalid("until", "petition-until-past"))
            }
            Command::Advise { n, .. } if self.open_question(*n).is_none() => {
                Err(Refusal::invalid("n", "petition-no-question"))
            }
            _ => Ok(()),
        }
    }

    /// Once on one matter (TT05 6): whether this is the same sender's and the same matter, an
    /// officer says. Feedback is guided only where no office may take it: to the courts.
    fn may_guide(
        &self,
        court: bool,
        before: Option<&str>,
        anew: bool,
        today: &Today<'_>,
    ) -> Result<(), Refusal> {
        if !self.kind.is_complaint() && !court {
            let refusal = Refusal::invalid("court", "petition-guide-court");
            return Err(refusal.ground(crate::cite(today.laws, "DON.fwd.knpa", today.on)));
        }
        match (self.guided || before.is_some()) && !anew {
            true => Err(Refusal::invalid("anew", "petition-guided-once")
                .with("code", before.unwrap_or("-"))
                .ground(crate::cite(today.laws, "DON.once", today.on))),
            false => Ok(()),
        }
    }

    /// A letter is late only when its time is over, counted from a day that is written down.
    fn may_refuse_late(&self, today: &Today<'_>) -> Result<(), Refusal> {
        let Some(rule) = self.kind.limit_rule() else { return Ok(()) };
        let cite = || crate::cite(today.laws, rule, today.on);
        if self.known_on.is_none() {
            return Err(Refusal::invalid("ground", "petition-limit-unknown").ground(cite()));
        }
        match self.limit_due(today.laws).ok().flatten() {
            Some(due) if self.received.on <= due => {
                Err(Refusal::invalid("ground", "petition-limit-runs")
                    .with("on", written(self.received.on))
                    .with("due", written(due))
                    .ground(cite()))
            }
            _ => Ok(()),
        }
    }

    /// After a decision, or once the time for one is over without it (LKN 33).
    fn may_appeal(&self, today: &Today<'_>) -> Result<(), Refusal> {
        if self.state.is_answered() {
            return Ok(());
        }
        match self.unsettled_since(today.laws).ok().flatten() {
            Some(due) if today.on > due => Ok(()),
            Some(due) => {
                Err(today.refuse("petition-appeal-early", "KN.limit2").with("due", written(due)))
            }
            None => Err(today.refuse("petition-appeal-decided", "KN.limit2")),
        }
    }

    /// Nothing is taken back that was not recorded.
    fn may_unappeal(&self) -> Result<(), Refusal> {
        match self.appealed {
            Some(_) => Ok(()),
            None => Err(Refusal::conflict("petition-not-appealed")),
        }
    }

    /// What was taken back is taken up again only when the taking back was coerced; of feedback no
    /// law says that it may not be.
    fn may_reopen(&self, today: &Today<'_>) -> Result<(), Refusal> {
        if self.state != State::Withdrawn && self.taken_back.is_empty() {
            return Err(Refusal::conflict("petition-nothing-withdrawn"));
        }
        match self.kind.is_complaint() && !today.is_law("KN.coerced") {
            true => Err(today.refuse("petition-withdrawn-for-good", "KN.withdraw")),
            false => Ok(()),
        }
    }

    /// Whether the asker wrote, with the four words, that less is done than `solved` says.
    fn says_less(&self, solved: Solved) -> bool {
        let said = self.solved.filter(|_| self.said_oneself);
        matches!(
            (said, solved),
            (Some(Solved::No), Solved::Partly | Solved::Yes) | (Some(Solved::Partly), Solved::Yes)
        )
    }

    fn may_term(&self, term: Term, today: &Today<'_>) -> Result<(), Refusal> {
        let rule = if self.kind == Kind::SecondComplaint { "KN.term2" } else { "KN.term" };
        if term == self.term {
            return Err(Refusal::invalid("term", "petition-term-same"));
        }
        // A longer ceiling is chosen while the shorter one runs; chosen afterwards it would be an
        // extension, which this law does not know.
        let settle = self.kind.settle_rule(self.term);
        let running = self.debts.iter().find(|d| d.is_open() && Some(d.rule.as_str()) == settle);
        let due = running.and_then(|debt| debt.due(today.laws).ok().flatten());
        match due {
            Some(due) if today.on > due => Err(today.refuse("petition-term-late", rule)),
            _ => Ok(()),
        }
    }

    fn may_decide(&self, finding: Option<Finding>, today: &Today<'_>) -> Result<(), Refusal> {
        if !self.kind.is_complaint() {
            return Ok(());
        }
        if finding.is_none() {
            return Err(Refusal::invalid("finding", "petition-finding"));
        }
        let heard = matches!(self.dialogue, Some(Dialogue::Held | Dialogue::Absent));
        let rule = match self.kind {
            Kind::SecondComplaint => "KN.dialogue2",
            _ => "KN.dialogue1",
        };
        let needed = self.kind == Kind::SecondComplaint || self.differs;
        match needed && !heard && today.is_law(rule) {
            true => Err(today.refuse("petition-dialogue-first", rule)),
            false => Ok(()),
        }
    }

    fn may_carry_out(&self, today: &Today<'_>) -> Result<(), Refusal> {
        if self.finding == Some(Finding::Wrong) {
            return Err(today.refuse("petition-nothing-to-do", "KN.execute"));
        }
        if let Some(second) = &self.appealed {
            let refusal = today.refuse("petition-appealed", "KN.execute");
            return Err(refusal.with("second", second));
        }
        match self.effect_due(today.laws).ok().flatten() {
            Some(due) if today.on <= due => {
                Err(today.refuse("petition-not-in-effect", "KN.eff1").with("due", written(due)))
            }
            _ => Ok(()),
        }
    }

    /// Kept for its time (TT05 28), counted from the day of filing.
    fn may_destroy(&self, today: &Today<'_>) -> Result<(), Refusal> {
        match self.keep_until(today.laws) {
            Some(until) if today.on <= until => {
                Err(today.refuse("petition-keep", "DON.store").with("until", written(until)))
            }
            _ => Ok(()),
        }
    }

    /// The last day on which a filed letter must be kept.
    pub fn keep_until(&self, laws: &Laws) -> Option<Date> {
        let filed = self.closed_on.filter(|_| self.state == State::Filed)?;
        laws.now().rulebook.keep_until("DON.store", filed).ok()
    }

    fn event(&self, command: Command, on: Date) -> Event {
        match command {
            Command::Classify { kind, matter, known } => {
                let known = known.filter(|_| kind.is_complaint());
                Event::Classified { kind, matter, known, on }
            }
            Command::Assign { to } => Event::Assigned { to, on },
            Command::File { lack } => Event::Filed { lack, on },
            Command::Guide { note, court, anew, .. } => Event::Guided { note, court, anew, on },
            Command::Forward { note } => Event::Forwarded { note, on },
            Command::Refuse { ground, note } => Event::Refused { ground, note, on },
            Command::Accept => Event::Accepted { on },
            Command::Term { term, why } => Event::Termed { term, why, on },
            Command::Represent { people, speakers, who } => {
                Event::Represented { people, speakers, who, on }
            }
            Command::Verify { result, differs } => {
                let differs = differs && self.kind.is_complaint();
                Event::Verified { result, differs, on }
            }
            Command::Dialogue { outcome, minutes } => Event::Dialogue { outcome, minutes, on },
            Command::Suspend { why } => Event::Suspended { why, on },
            Command::Resume => Event::Resumed { on },
            Command::Terminate { why } => Event::Terminated { why, on },
            Command::Decide { answer, finding, looked } => {
                let finding = finding.filter(|_| self.kind.is_complaint());
                Event::Decided { answer, finding, looked, on }
            }
            Command::Send { by, looked } => Event::Sent { by, looked, on },
            Command::CarryOut { how, looked } => Event::CarriedOut { how, looked, on },
            Command::Judge { solved, words, heard } => Event::Judged { solved, words, heard, on },
            other => self.rarer_event(other, on),
        }
    }

    fn rarer_event(&self, command: Command, on: Date) -> Event {
        match command {
            Command::Add { words, files } => Event::Added { words, files, on },
            Command::Withdraw { part } => Event::Withdrawn { part, on },
            Command::Reopen { why } => Event::Reopened { why, on },
            Command::Split { into } => Event::Split { into, on },
            Command::Link { to, code, how, guided } => Event::Linked { to, code, how, guided, on },
            Command::Unlink => Event::Unlinked { on },
            Command::Apart { from, code } => {
                let again = self.apart.iter().any(|(stream, _)| *stream == from);
                Event::SetApart { from, code, again, on }
            }
            Command::Release => Event::Released { on },
            Command::Destroy => Event::Destroyed { on },
            Command::Appeal { second, note } => Event::Appealed { second, note, on },
            Command::Unappeal { why } => Event::AppealUndone { why, on },
            Command::Note { words } => Event::Noted { words, on },
            Command::Ask { office, words, until } => {
                let n = self.questions.len() as u32 + 1;
                Event::Asked { n, office, words, until, on }
            }
            Command::Advise { n, words } => Event::Advised { n, words, on },
            Command::Issue { template, number, symbol, words } => {
                Event::Issued { template, number, symbol, words, on }
            }
            _ => unreachable!("the other commands stand in `event`"),
        }
    }
}

/// A day as everybody writes it.
fn written(day: Date) -> String {
    day.strftime("%d/%m/%Y").to_string()
}

/// Whether a group of so many may have so many speakers on that day.
///
/// # Errors
/// A refusal with its article.
pub fn group(people: u32, speakers: u32, on: Date, laws: &Laws) -> Result<(), Refusal> {
    may_represent(people, speakers, &Today { laws, on })
}

/// Who speaks for a group: from so many people on, at most so many speakers (LKN 8).
fn may_represent(people: u32, speakers: u32, today: &Today<'_>) -> Result<(), Refusal> {
    let at_least = today.number("KN.group").unwrap_or(2);
    if people < at_least {
        let refusal = Refusal::invalid("people", "petition-group-small").with("least", at_least);
        return Err(refusal.ground(crate::cite(today.laws, "KN.group", today.on)));
    }
    let few = today.number("KN.group.few").is_some_and(|few| people <= few);
    let rule = if few { "KN.group.reps.few" } else { "KN.group.reps" };
    let most = today.number(rule).unwrap_or(people);
    match (1..=most).contains(&speakers) {
        true => Ok(()),
        false => Err(Refusal::invalid("speakers", "petition-group-speakers")
            .with("most", most)
            .ground(crate::cite(today.laws, rule, today.on))),
    }
}
