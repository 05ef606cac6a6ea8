//! What each step needs: the entry of a place, and the steps around it. Pure.

use jiff::civil::Date;
use kernel::Refusal;
use rulebook::majority::{Count, Uneven};
use store::Laws;

use super::check::cite;
use super::{Meeting, shown};
use crate::facts::{Called, Event, Recorded};
use crate::kind::{Channel, Role, Vote};

type Decided = Result<Event, Refusal>;

impl Meeting {
    pub(super) fn record(
        &self,
        recorded: Recorded,
        seen: i64,
        today: Date,
        laws: &Laws,
    ) -> Decided {
        if self.on > today {
            let refusal = Refusal::conflict("village-not-yet");
            return Err(refusal.with("date", shown(self.on)));
        }
        if !(1..=self.called.parts).contains(&recorded.part) {
            return Err(Refusal::conflict("village-no-part").with("n", self.called.parts));
        }
        let times = self.parts.get(&recorded.part).map_or(0, |part| part.times);
        if seen != times {
            return Err(Refusal::conflict("somebody-was-first"));
        }
        let (all, ..) = self.attendance();
        let before = self.parts.get(&recorded.part).map_or(0, |part| part.recorded.households);
        let others = all - before;
        if others.saturating_add(recorded.households) > self.households {
            return Err(Refusal::invalid("households", "village-too-many")
                .with("most", self.households - others.min(self.households))
                .with("whole", self.households));
        }
        let present = u64::from(recorded.in_person) + u64::from(recorded.represented);
        if present > u64::from(recorded.households) {
            return Err(Refusal::invalid("present", "village-more-present")
                .with("present", present)
                .with("households", recorded.households));
        }
        self.secretary(&recorded, present, laws)?;
        self.sheets(&recorded, present)?;
        Ok(Event::Recorded(Box::new(recorded)))
    }

    /// The secretary is elected by those present.
    fn secretary(&self, recorded: &Recorded, present: u64, laws: &Laws) -> Result<(), Refusal> {
        let law = laws.now();
        let yes = u64::from(recorded.elected);
        if yes > present {
            return Err(
                Refusal::invalid("elected", "village-elected-many").with("present", present)
            );
        }
        // Before there was such a rule, a secretary needed no vote.
        let Ok(majority) = law.rulebook.majority("MT.secretary", self.on) else { return Ok(()) };
        let count = Count { whole: present, present, yes, ..Count::default() };
        let verdict = majority.of(&count);
        match verdict.is_met() {
            true => Ok(()),
            false => Err(Refusal::invalid("elected", "village-secretary")
                .with("needed", verdict.needed)
                .with("present", present)
                .ground(cite(law, "MT.secretary", self.on))),
        }
    }

    /// Everybody present stands on each sheet once.
    fn sheets(&self, recorded: &Recorded, present: u64) -> Result<(), Refusal> {
        if recorded.sheets.len() != self.called.agenda.len() {
            return Err(Refusal::conflict("village-sheets"));
        }
        for ((n, sheet), item) in (1..).zip(&recorded.sheets).zip(&self.called.agenda) {
            let field = ["vote1", "vote2", "vote3", "vote4", "vote5", "vote6"];
            let field = field.get(n - 1).copied().unwrap_or("vote1");
            let refuse = |code| Err(Refusal::invalid(field, code).with("n", n));
            if sheet.votes.len() != item.columns() {
                return Err(Refusal::conflict("village-sheets"));
            }
            if sheet.vote == Vote::Hands && sheet.spoilt > 0 {
                return refuse("village-spoilt-hands");
            }
            let yes = sheet.votes.iter().copied().map(u64::from).sum();
            let count = Count {
                whole: recorded.households.into(),
                present,
                yes,
                no: sheet.against.into(),
                silent: sheet.silent.into(),
                spoilt: sheet.spoilt.into(),
            };
            if let Err(
                Uneven::Votes { present, votes } | Uneven::MorePresent { whole: votes, present },
            ) = count.check()
            {
                return refuse("village-sheet")
                    .map_err(|r: Refusal| r.with("votes", votes).with("present", present));
            }
        }
        Ok(())
    }

    pub(super) fn step(&self, event: Event, today: Date, laws: &Laws) -> Decided {
        let closed = self.closed.map_or(self.on, |(day, _)| day);
        match &event {
            Event::Notified { on, ways } => {
                some_way(ways)?;
                done_on(*on, today, Date::MIN)?;
            }
            Event::Moved { on, from, .. } => self.may_move(*on, *from, today, laws)?,
            Event::Counted { households } => {
                let (entered, ..) = self.attendance();
                if *households < entered.max(1) {
                    return Err(Refusal::invalid("households", "village-fewer")
                        .with("entered", entered.max(1)));
                }
            }
            Event::Signed { part, role } => self.may_sign(*part, *role)?,
            Event::Closed {} => self.may_close()?,
            Event::Published { on, ways } => {
                some_way(ways)?;
                done_on(*on, today, closed)?;
            }
            Event::Sent { on, until } => {
                done_on(*on, today, closed)?;
                if until < on {
                    let refusal = Refusal::invalid("until", "village-until");
                    return Err(refusal.with("date", shown(*on)));
                }
            }
            Event::Recognised { item, on, .. } => {
                done_on(*on, today, self.sent.map_or(closed, |(sent, _)| sent))?;
                if !self.to_recognise(laws).contains(&usize::from(*item)) {
                    return Err(Refusal::invalid("item", "village-no-item"));
                }
            }
            Event::Renewed { on } => not_past(*on, today)?,
            Event::Cancelled { .. } | Event::Issued { .. } => {}
            Event::Called(_) | Event::Recorded(_) | Event::Erased { .. } => {
                return Err(Refusal::conflict("village-not-now"));
            }
        }
        Ok(event)
    }

    fn may_move(&self, on: Date, from: u16, today: Date, laws: &Laws) -> Result<(), Refusal> {
        not_past(on, today)?;
        let moved = Called { on, from, ..self.called.clone() };
        super::may_call(&moved, laws.now())?;
        match (on, from) == (self.on, self.from) {
            true => Err(Refusal::invalid("on", "village-same-day")),
            false => Ok(()),
        }
    }

    fn may_sign(&self, part: u8, role: Role) -> Result<(), Refusal> {
        match self.parts.get(&part) {
            None => Err(Refusal::invalid("part", "village-part-empty").with("n", part)),
            Some(there) if there.signed.contains(&role) => {
                Err(Refusal::invalid("role", "village-signed"))
            }
            Some(_) => Ok(()),
        }
    }

    /// All places are entered and signed, and their households are the village's.
    fn may_close(&self) -> Result<(), Refusal> {
        let missing: Vec<String> = (1..=self.called.parts)
            .filter(|n| !self.parts.get(n).is_some_and(super::Part::is_signed))
            .map(|n| n.to_string())
            .collect();
        if !missing.is_empty() {
            return Err(Refusal::conflict("village-unsigned").with("parts", missing.join(", ")));
        }
        let (entered, ..) = self.attendance();
        match entered == self.households {
            true => Ok(()),
            false => Err(Refusal::conflict("village-sum")
                .with("entered", entered)
                .with("whole", self.households)),
        }
    }
}

fn not_past(on: Date, today: Date) -> Result<(), Refusal> {
    match on < today {
        true => Err(Refusal::invalid("on", "village-past").with("date", shown(on))),
        false => Ok(()),
    }
}

/// What was done was done by today, and not before it could be.
fn done_on(on: Date, today: Date, earliest: Date) -> Result<(), Refusal> {
    if on > today {
        return Err(Refusal::invalid("on", "village-day-ahead").with("date", shown(on)));
    }
    match on < earliest {
        true => Err(Refusal::invalid("on", "village-day-before").with("date", shown(earliest))),
        false => Ok(()),
    }
}

fn some_way(ways: &[Channel]) -> Result<(), Refusal> {
    match ways.is_empty() {
        true => Err(Refusal::invalid("ways", "village-no-way")),
        false => Ok(()),
    }
}
