//! The life of an entry: nothing outside the table, no debt without a way to meet it, none closed
//! twice, no day that the law would not give; and no place for a person's words anywhere.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::OnceLock;

use denunciations::arrows::{ARROWS, Clock, State, Step};
use denunciations::correction::{self, Mend};
use denunciations::denunciation::{Command, Denunciation, law_of, step_of};
use denunciations::facts::{Corrected, Event, KINDS, Received};
use denunciations::kind::{Finding, GoesOn, Handling, Regime, Shelf, Sort, Way, Weight};
use denunciations::meaning::{MIGRATIONS, TABLES};
use duties::Outcome;
use jiff::ToSpan;
use jiff::civil::{Date, date};
use proptest::prelude::*;
use store::{Fact, Laws, Record, Stream};

fn record(stream: &str, version: i64, fact: Fact) -> Record {
    store::loose::record(stream, version, fact, jiff::Timestamp::UNIX_EPOCH)
}

fn laws() -> &'static Laws {
    static LAWS: OnceLock<Laws> = OnceLock::new();
    LAWS.get_or_init(|| store::loose::laws().unwrap())
}

const TODAY: Date = date(2026, 12, 31);

fn plus(day: Date, days: i64) -> Date {
    day.checked_add(days.days()).unwrap()
}

/// An entry with its facts, told one after another.
struct Told {
    stream: Stream,
    entry: Denunciation,
}

impl Told {
    fn new(on: Date, sort: Sort) -> Self {
        let law = law_of(laws().now(), on).expect("a law");
        let received = Received {
            unit: "20836".into(),
            year: on.year(),
            no: 1,
            on,
            sort,
            way: Way::Paper,
            shelf: Shelf::Clerk,
            slot: 1,
            law,
        };
        let name = format!("denunciation/20836-{}-1", on.year());
        let mut stream = Stream::new(&name);
        stream.records.push(record(&name, 1, Event::Received(received).to_fact()));
        let entry = Denunciation::replay(&stream).unwrap().unwrap();
        Self { stream, entry }
    }

    fn try_do(&mut self, command: Command, on: Date) -> Result<(), &'static str> {
        let event = self.entry.decide(command, on, TODAY, laws()).map_err(|r| r.code)?;
        let version = self.entry.version + 1;
        let name = self.stream.name.clone();
        self.stream.records.push(record(&name, version, event.to_fact()));
        self.entry = Denunciation::replay(&self.stream).unwrap().unwrap();
        Ok(())
    }

    #[track_caller]
    fn must(&mut self, command: Command, on: Date) {
        self.try_do(command, on).unwrap_or_else(|code| panic!("{command:?} on {on}: {code}"));
    }

    fn try_correct(&mut self, mend: Mend) -> Result<(), &'static str> {
        let told = correction::told(&self.stream).unwrap();
        let event = correction::decide(&self.entry.id, &told, mend, TODAY, laws());
        let event = event.map_err(|r| r.code)?;
        let (name, version) = (self.stream.name.clone(), self.entry.version + 1);
        self.stream.records.push(record(&name, version, event.to_fact()));
        self.entry = Denunciation::replay(&self.stream).unwrap().unwrap();
        Ok(())
    }

    /// The same entry as it would be had every day and number been typed right from the start.
    fn as_if_typed_right(&self) -> Result<Self, &'static str> {
        let told = correction::told(&self.stream).unwrap();
        let Event::Received(received) = &told[0].event else { panic!("no receipt") };
        let mut anew = Self::new(received.on, received.sort);
        anew.stream.records[0] = record(&anew.stream.name, 1, told[0].event.to_fact());
        anew.entry = Denunciation::replay(&anew.stream).unwrap().unwrap();
        for one in &told[1..] {
            anew.try_do(command_of(&one.event), one.event.on())?;
        }
        Ok(anew)
    }

    fn due(&self, clock: Clock) -> Option<Date> {
        self.entry.owed(clock).and_then(|debt| debt.due(laws()).unwrap())
    }
}

fn command_of(event: &Event) -> Command {
    match event {
        Event::Accepted { weight, .. } => Command::Accept(*weight),
        Event::Extended { weight, days, .. } => Command::Extend(*weight, *days),
        Event::WentOn { why, .. } => Command::GoOn(*why),
        Event::Concluded { finding, .. } => Command::Conclude(*finding),
        Event::Moved { shelf, slot, .. } => Command::Move(*shelf, *slot),
        plain => Command::Plain(step_of(plain).unwrap()),
    }
}

fn command() -> impl Strategy<Value = Command> {
    fn one<T: Copy + std::fmt::Debug + 'static>(all: &'static [T]) -> impl Strategy<Value = T> {
        prop::sample::select(all)
    }
    prop_oneof![
        8 => one(Step::ALL).prop_map(Command::Plain),
        2 => one(Weight::ALL).prop_map(Command::Accept),
        2 => (one(Weight::ALL), 0_u32..70).prop_map(|(weight, days)| Command::Extend(weight, days)),
        1 => one(GoesOn::ALL).prop_map(Command::GoOn),
        2 => one(Finding::ALL).prop_map(Command::Conclude),
        1 => (one(Shelf::ALL), 1_i64..99).prop_map(|(shelf, slot)| Command::Move(shelf, slot)),
    ]
}

/// Every open debt has a step of the table that ends it, from here or from a state further on.
fn has_a_way_out(entry: &Denunciation) -> Result<(), String> {
    let mut reach = BTreeSet::from([entry.state]);
    loop {
        let more: Vec<State> = ARROWS
            .iter()
            .filter(|arrow| arrow.from.iter().any(|from| reach.contains(from)))
            .filter_map(|arrow| arrow.to)
            .filter(|to| !reach.contains(to))
            .collect();
        if more.is_empty() {
            break;
        }
        reach.extend(more);
    }
    for debt in entry.debts.iter().filter(|debt| debt.is_open()) {
        let clock = Clock::of(&debt.rule).ok_or("a debt of no clock")?;
        let met = ARROWS.iter().any(|arrow| {
            arrow.ends.contains(&clock) && arrow.from.iter().any(|from| reach.contains(from))
        });
        if !met {
            return Err(format!("{} is owed for ever from {:?}", debt.rule, entry.state));
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]
    #[test]
    fn random_walks_stay_inside_the_table(
        start in 0_i64..5_000, sort in prop::sample::select(Sort::ALL),
        walk in prop::collection::vec((command(), -2_i64..25), 1..40),
    ) {
        let mut told = Told::new(plus(date(2012, 7, 2), start), sort);
        for (command, after) in walk {
            let (before, on) = (told.entry.clone(), plus(told.entry.last_on, after));
            let done = told.try_do(command, on);
            let arrow = before.arrow(command.step());
            if done.is_ok() {
                let arrow = arrow.expect("only what stands in the table is done");
                prop_assert!(arrow.from.contains(&before.state));
                prop_assert!(on >= before.last_on && on <= TODAY);
                let settled = told.entry.state == State::Settled;
                let to = arrow.to.unwrap_or(before.state);
                prop_assert!(told.entry.state == to || (settled && to == State::Concluded));
            } else {
                prop_assert_eq!(told.entry.version, before.version, "a refusal leaves no trace");
            }
            // What was closed stays closed as it was: nothing is closed twice.
            for old in before.debts.iter().filter(|debt| !debt.is_open()) {
                let now = &told.entry.debts[old.n as usize - 1];
                prop_assert_eq!(now.closed, old.closed);
            }
            has_a_way_out(&told.entry).map_err(TestCaseError::fail)?;
        }
        let entry = &told.entry;
        let owes = entry.debts.iter().any(duties::Debt::is_open);
        prop_assert_eq!(entry.closed_on.is_some(), entry.state.is_end() && !owes);
        for clock in Clock::ALL {
            let open = entry.debts.iter().filter(|debt| {
                debt.is_open() && Clock::of(&debt.rule) == Some(*clock)
            });
            prop_assert!(open.count() <= 1 || *clock == Clock::Decision, "{clock:?} runs twice");
        }
    }

    /// A corrected entry is the one that typing right from the start would have made; and what
    /// could not have been typed cannot be reached by a correction either.
    #[test]
    fn a_correction_reaches_what_steps_reach_and_nothing_else(
        start in 0_i64..2_500,
        walk in prop::collection::vec((command(), 0_i64..25), 1..25),
        mends in prop::collection::vec((1_i64..20, -40_i64..40, 1_i64..70), 1..6),
    ) {
        let mut told = Told::new(plus(date(2018, 2, 2), start), Sort::First);
        for (command, after) in walk {
            let on = plus(told.entry.last_on, after);
            let _ = told.try_do(command, on);
        }
        for (of, shift, number) in mends {
            let facts = correction::told(&told.stream).unwrap();
            let Some(fact) = facts.iter().find(|one| one.record.version == of) else { continue };
            let day = plus(fact.event.on(), shift);
            let number = fact.event.number().map(|_| number);
            let before = told.entry.clone();
            let done = told.try_correct(Mend { of, day, number, handling: None });
            let entry = &told.entry;
            let Ok(()) = done else {
                prop_assert_eq!(entry.version, before.version, "a refusal leaves no trace");
                continue;
            };
            let anew = told.as_if_typed_right().map_err(TestCaseError::fail)?.entry;
            prop_assert_eq!(&entry.debts, &anew.debts);
            prop_assert_eq!((entry.state, entry.law), (anew.state, anew.law));
            prop_assert_eq!((entry.state, entry.law), (before.state, before.law));
            prop_assert_eq!((entry.slot, entry.closed_on), (anew.slot, anew.closed_on));
            prop_assert_eq!(entry.accepted_on, anew.accepted_on);
            prop_assert_eq!(entry.concluded, anew.concluded);
            prop_assert_eq!(entry.received.on.year(), entry.received.year);
            prop_assert!(entry.last_on <= TODAY);
            has_a_way_out(entry).map_err(TestCaseError::fail)?;
        }
    }

    /// Nothing counts in a suspension, and no case is settled in more days than the law allows.
    #[test]
    fn a_settlement_never_has_more_days_than_the_law_allows(
        start in 0_i64..1_000,
        walk in prop::collection::vec((command(), 0_i64..12), 1..30),
    ) {
        let mut told = Told::new(plus(date(2019, 1, 2), start), Sort::First);
        let day = plus(told.entry.last_on, 1);
        told.must(Command::Accept(Weight::Plain), day);
        for (command, after) in walk {
            let on = plus(told.entry.last_on, after);
            let _ = told.try_do(command, on);
        }
        let total = laws().now().rulebook.in_force("TC.ext2", day).unwrap().total.unwrap();
        for debt in told.entry.debts.iter().filter(|d| Clock::of(&d.rule) == Some(Clock::Resolve)) {
            let terms = debt.terms(laws()).unwrap();
            let counted = terms
                .iter()
                .flat_map(|term| &term.explanation.days)
                .filter(|day| day.counted.is_some())
                .count();
            prop_assert!(counted as u32 <= total, "{counted} days");
        }
    }
}

#[test]
fn the_law_of_the_day_gives_the_clocks() {
    let mut old = Told::new(date(2018, 3, 5), Sort::First);
    assert_eq!(old.entry.law, Regime::Ltc11);
    assert_eq!(old.due(Clock::Initial), Some(date(2018, 3, 15)));
    old.must(Command::Plain(Step::Widen), date(2018, 3, 7));
    assert_eq!(old.due(Clock::Initial), Some(date(2018, 3, 20)), "15 days in several places");
    old.must(Command::Accept(Weight::Complex), date(2018, 3, 20));
    assert_eq!(old.due(Clock::Resolve), Some(date(2018, 6, 18)), "90 days, complex");
    assert_eq!(old.due(Clock::Notice), None, "no such rule then");
    assert_eq!(
        old.try_do(Command::Plain(Step::Suspend), date(2018, 4, 2)),
        Err("denunciation-not-now")
    );
    old.must(Command::Extend(Weight::Complex, 60), date(2018, 6, 1));
    assert_eq!(
        old.try_do(Command::Extend(Weight::Complex, 10), date(2018, 7, 2)),
        Err("denunciation-extend-times")
    );
    old.must(Command::Conclude(Finding::Right), date(2018, 8, 1));
    assert_eq!(old.entry.state, State::Settled, "the law of 2011 owes nothing more here");

    let mut across = Told::new(date(2018, 12, 28), Sort::First);
    across.must(Command::Accept(Weight::Complex), date(2019, 1, 4));
    assert_eq!((across.entry.law, across.entry.weight), (Regime::Ltc, Weight::Plain));
    assert_eq!(across.due(Clock::Resolve), Some(date(2019, 2, 11)), "30 days; Tết lies at the end");
    assert!(law_of(laws().now(), date(2012, 6, 30)).is_none());
}

#[test]
fn suspended_days_do_not_count_and_an_extension_keeps_to_its_ceiling() {
    let mut told = Told::new(date(2026, 3, 2), Sort::First);
    told.must(Command::Accept(Weight::Plain), date(2026, 3, 9));
    assert_eq!(told.due(Clock::Resolve), Some(date(2026, 4, 8)));
    told.must(Command::Plain(Step::Suspend), date(2026, 3, 20));
    assert_eq!(told.due(Clock::Resolve), None, "no date while it stands still");
    assert_eq!(told.due(Clock::Decision), Some(date(2026, 3, 27)));
    let refused = told.try_do(Command::Conclude(Finding::Right), date(2026, 3, 23));
    assert_eq!(refused, Err("denunciation-not-now"));
    told.must(Command::Plain(Step::Resume), date(2026, 4, 13));
    assert_eq!(told.due(Clock::Resolve), Some(date(2026, 5, 4)), "24 days later; a Saturday then");
    let day = date(2026, 4, 20);
    assert_eq!(
        told.try_do(Command::Extend(Weight::Complex, 31), day),
        Err("denunciation-extend-days")
    );
    told.must(Command::Extend(Weight::Complex, 20), day);
    assert_eq!(
        told.try_do(Command::Extend(Weight::Complex, 5), day),
        Err("denunciation-extend-times")
    );
    told.must(Command::Extend(Weight::Special, 30), day);
    assert_eq!(
        told.try_do(Command::Extend(Weight::Special, 5), day),
        Err("denunciation-extend-times")
    );
    let debt = told.entry.owed(Clock::Resolve).unwrap();
    let counted: u32 =
        debt.terms(laws()).unwrap().iter().map(|term| term.explanation.term.value).sum();
    assert_eq!(counted, 80);
    let mut late = Told::new(date(2026, 3, 2), Sort::First);
    late.must(Command::Accept(Weight::Plain), date(2026, 3, 9));
    let refused = late.try_do(Command::Extend(Weight::Complex, 30), date(2026, 4, 9));
    assert_eq!(refused, Err("denunciation-extend-late"));
}

#[test]
fn it_is_settled_when_all_that_follows_a_conclusion_is_done() {
    let mut told = Told::new(date(2026, 3, 2), Sort::Again);
    assert_eq!(told.due(Clock::Initial), Some(date(2026, 3, 23)), "20 days: 22 March is a Sunday");
    told.must(Command::Accept(Weight::Plain), date(2026, 3, 9));
    told.must(Command::Conclude(Finding::Wrong), date(2026, 3, 30));
    for step in [Step::SendConclusion, Step::Publish, Step::Handle] {
        told.must(Command::Plain(step), date(2026, 4, 2));
        assert_eq!(
            told.try_do(Command::Plain(step), date(2026, 4, 2)),
            Err("denunciation-not-now")
        );
    }
    assert_eq!(
        (told.entry.state, told.entry.closed_on),
        (State::Concluded, None),
        "one notice is owed"
    );
    told.must(Command::Plain(Step::Notify), date(2026, 4, 3));
    assert_eq!((told.entry.state, told.entry.closed_on), (State::Settled, Some(date(2026, 4, 3))));
    let mut whole = Told::new(date(2026, 3, 2), Sort::First);
    whole.must(Command::Accept(Weight::Plain), date(2026, 3, 4));
    whole.must(Command::Plain(Step::Withdraw), date(2026, 3, 10));
    assert_eq!(whole.entry.closed_on, None, "the decision to end it must be sent");
    whole.must(Command::Plain(Step::SendDecision), date(2026, 3, 12));
    assert_eq!(whole.entry.closed_on, Some(date(2026, 3, 12)));
    let void = whole.entry.debts.iter().filter(|d| d.closed.unwrap().2 == Outcome::Void);
    assert_eq!(void.count(), 3, "forwarding, notice, settlement");
}

#[test]
fn a_late_case_is_asked_about_and_reported_on_within_the_days_of_article_38() {
    // Where it is late: the superior's paper is recorded once the term is over, then the report.
    let mut told = Told::new(date(2026, 3, 2), Sort::First);
    told.must(Command::Accept(Weight::Plain), date(2026, 3, 9));
    let want = Command::Plain(Step::WantReport);
    let early = told.try_do(want, date(2026, 4, 8));
    assert_eq!(early, Err("denunciation-not-late"), "8 April is the last day");
    let none = told.try_do(Command::Plain(Step::Report), date(2026, 4, 8));
    assert_eq!(none, Err("denunciation-not-now"), "nobody asked");
    told.must(want, date(2026, 4, 13));
    assert_eq!(told.due(Clock::Reporting), Some(date(2026, 4, 20)), "five working days");
    assert_eq!(told.try_do(want, date(2026, 4, 14)), Err("denunciation-not-now"), "it is owed");
    told.must(Command::Conclude(Finding::Right), date(2026, 4, 15));
    assert!(told.due(Clock::Reporting).is_some(), "a conclusion does not answer the superior");
    told.must(Command::Plain(Step::Report), date(2026, 4, 17));
    assert_eq!(told.due(Clock::Reporting), None);

    // Where its writer asks: that office is asked within its own days, and nothing else is done.
    let mut asked = Told::new(date(2026, 4, 9), Sort::Late);
    assert_eq!(asked.due(Clock::Asking), Some(date(2026, 4, 16)));
    assert_eq!(asked.due(Clock::Initial), None, "it is no denunciation");
    let not = asked.try_do(Command::Accept(Weight::Plain), date(2026, 4, 10));
    assert_eq!(not, Err("denunciation-not-now"));
    asked.must(Command::Plain(Step::AskReport), date(2026, 4, 10));
    assert_eq!((asked.entry.state, asked.entry.closed_on), (State::Asked, Some(date(2026, 4, 10))));
    let mut filed = Told::new(date(2026, 4, 9), Sort::Late);
    filed.must(Command::Plain(Step::File), date(2026, 4, 10));
    assert_eq!(filed.entry.debts[0].closed.unwrap().2, Outcome::Void);
}

#[test]
fn what_was_mistyped_is_put_right_and_nothing_unlawful_comes_of_it() {
    let mend = |of, day, number| Mend { of, day, number, handling: None };
    let mut told = Told::new(date(2026, 3, 2), Sort::First);
    told.must(Command::Accept(Weight::Plain), date(2026, 3, 19));
    told.must(Command::Plain(Step::Notify), date(2026, 3, 20));
    assert_eq!(told.due(Clock::Resolve), Some(date(2026, 4, 20)), "18 April is a Saturday");
    told.try_correct(mend(2, date(2026, 3, 9), None)).unwrap();
    assert_eq!(told.due(Clock::Resolve), Some(date(2026, 4, 8)), "30 days from the right day");
    assert_eq!((told.entry.accepted_on, told.entry.version), (Some(date(2026, 3, 9)), 4));
    let kept: Event = told.stream.records[1].read().unwrap();
    assert_eq!(kept.on(), date(2026, 3, 19), "what was written stays");
    let same = told.try_correct(mend(2, date(2026, 3, 9), None));
    assert_eq!(same, Err("denunciation-correct-same"));
    let order = told.try_correct(mend(2, date(2026, 3, 23), None));
    assert_eq!(order, Err("denunciation-correct-order"), "the notice would come before it");
    let before = told.try_correct(mend(3, date(2026, 3, 8), None));
    assert_eq!(before, Err("denunciation-day-before"), "and the same from the other side");
    let ahead = told.try_correct(mend(3, date(2027, 1, 4), None));
    assert_eq!(ahead, Err("denunciation-day-ahead"));
    let year = told.try_correct(mend(1, date(2025, 12, 31), Some(1)));
    assert_eq!(year, Err("denunciation-correct-year"), "the number is of 2026");
    assert_eq!(told.try_correct(mend(4, date(2026, 3, 9), None)), Err("denunciation-correct-what"));
    told.try_correct(mend(1, date(2026, 3, 3), Some(12))).unwrap();
    assert_eq!((told.entry.slot, told.entry.received.on), (12, date(2026, 3, 3)));
    told.must(Command::Extend(Weight::Complex, 3), date(2026, 4, 2));
    told.try_correct(mend(6, date(2026, 4, 2), Some(30))).unwrap();
    let more = told.try_correct(mend(6, date(2026, 4, 2), Some(31)));
    assert_eq!(more, Err("denunciation-extend-days"));
    let late = told.try_correct(mend(6, date(2026, 4, 9), Some(30)));
    assert_eq!(late, Err("denunciation-extend-late"));
    let breaks = told.try_correct(mend(2, date(2026, 3, 3), None));
    assert_eq!(breaks, Ok(()), "it ends on 2 April, the very day of the extension");

    let mut old = Told::new(date(2018, 12, 3), Sort::First);
    old.must(Command::Accept(Weight::Plain), date(2019, 1, 3));
    let law = old.try_correct(mend(2, date(2018, 12, 28), None));
    assert_eq!(law, Err("denunciation-correct-law"), "the law of 2011 gives other clocks");
}

#[test]
fn every_rule_of_the_table_is_a_rule_of_the_book() {
    let book = &laws().now().rulebook;
    for arrow in ARROWS {
        assert!(!book.versions(arrow.rule).is_empty(), "{}", arrow.rule);
        if !arrow.rule11.is_empty() {
            assert!(book.in_force(arrow.rule11, date(2018, 1, 1)).is_some(), "{}", arrow.rule11);
        }
        for clock in arrow.ends.iter().chain(arrow.begins) {
            let rule = clock.rule(Regime::Ltc, Sort::First, Weight::Plain).unwrap();
            assert_eq!(Clock::of(rule), Some(*clock));
            assert!(book.in_force(rule, date(2026, 1, 1)).is_some(), "{rule}");
        }
    }
    assert!(!book.versions("TC.anon").is_empty());
}

fn corrected(of: i64, number: Option<i64>, handling: Option<Handling>, on: Date) -> Corrected {
    Corrected { of, day: Some(on), number, handling, on }
}

/// One fact of every kind.
fn every_event() -> Vec<Event> {
    let on = date(2026, 3, 2);
    vec![
        Told::new(on, Sort::First).stream.records[0].read().unwrap(),
        Event::Widened { on },
        Event::Forwarded { on },
        Event::Filed { on },
        Event::NotAccepted { on },
        Event::Accepted { law: Regime::Ltc, weight: Weight::Plain, on },
        Event::Notified { on },
        Event::Extended { weight: Weight::Special, days: 30, on },
        Event::Suspended { on },
        Event::Resumed { on },
        Event::DecisionSent { on },
        Event::WentOn { why: GoesOn::Part, on },
        Event::Withdrawn { on },
        Event::Terminated { on },
        Event::Concluded { finding: Finding::Partly, on },
        Event::ConclusionSent { on },
        Event::Handled { on },
        Event::Published { on },
        Event::ReportAsked { on },
        Event::ReportWanted { on },
        Event::Reported { on },
        Event::Moved { shelf: Shelf::Archive, slot: 7, on },
        Event::Corrected(corrected(22, Some(8), None, on)),
        Event::AnonymousReceived { unit: "20836".into(), year: 2026, no: 1, on },
        Event::AnonymousHandled { handling: Handling::Filed, on },
        Event::AnonymousCorrected(corrected(2, None, Some(Handling::Forwarded), on)),
    ]
}

/// Every word that a fact, a row or a form may hold besides digits and dates.
fn closed_words() -> BTreeSet<&'static str> {
    let states = State::ALL.iter().map(|state| state.word());
    [
        Regime::WORDS,
        Way::WORDS,
        Sort::WORDS,
        Shelf::WORDS,
        Finding::WORDS,
        GoesOn::WORDS,
        Weight::WORDS,
        Handling::WORDS,
    ]
    .into_iter()
    .flatten()
    .copied()
    .chain(states)
    .collect()
}

#[test]
fn facts_hold_numbers_days_and_closed_words_only_and_survive_the_journal() {
    let (words, events) = (closed_words(), every_event());
    assert_eq!(events.iter().map(Event::kind).collect::<Vec<_>>(), KINDS);
    for event in &events {
        let mut kept = record("denunciation/20836-2026-1", 1, event.to_fact());
        assert_eq!(&Event::read(&kept).unwrap(), event);
        let value: serde_json::Value = serde_json::from_str(&kept.body).unwrap();
        all_closed(&value, &words, event.kind());
        kept.form = 2;
        assert!(Event::read(&kept).is_err(), "a newer form is not guessed");
    }
    assert_eq!(step_of(&events[0]), None);
    assert!(events[1..22].iter().all(|event| step_of(event).is_some()));
}

fn all_closed(value: &serde_json::Value, words: &BTreeSet<&str>, of: &str) {
    match value {
        serde_json::Value::Object(fields) => {
            fields.values().for_each(|field| all_closed(field, words, of));
        }
        serde_json::Value::String(text) => {
            let day = text.parse::<Date>().is_ok();
            let code = text.bytes().all(|byte| byte.is_ascii_digit());
            assert!(day || code || words.contains(text.as_str()), "{of} holds {text}");
        }
        serde_json::Value::Number(_) => {}
        other => panic!("{of} holds {other}"),
    }
}

/// A fact whose closed word was written over by a name is not read.
#[test]
fn a_name_in_place_of_a_closed_word_is_no_fact() {
    for event in every_event() {
        let body = event.to_fact().body;
        for word in closed_words() {
            let (own, name) = (format!(":\"{word}\""), ":\"Nguyễn Văn Mẫu\"");
            if !body.contains(&own) {
                continue;
            }
            let mut forged = record("denunciation/20836-2026-1", 1, event.to_fact());
            forged.body = body.replace(&own, name);
            assert!(Event::read(&forged).is_err(), "{}: {word}", event.kind());
        }
    }
}

/// The columns that are text, each with what it may hold; all others are whole numbers.
const TEXTS: &[&str] =
    &["stream", "unit", "sort", "way", "shelf", "state", "finding", "rule", "handling"];

#[test]
fn the_schema_has_no_column_for_words() {
    let sql = MIGRATIONS[0].sql;
    let mut columns = 0;
    for line in sql.lines().filter(|line| line.starts_with("    ")) {
        let mut parts = line.trim().trim_end_matches(',').split_whitespace();
        let (name, kind) = (parts.next().unwrap(), parts.next().unwrap());
        columns += 1;
        match kind {
            "BIGINT" => {}
            "{TEXT}" => assert!(TEXTS.contains(&name), "{name} could hold words"),
            other => panic!("{name} is {other}"),
        }
    }
    assert_eq!(columns, TABLES.iter().map(|table| table.columns.len()).sum::<usize>());
}

/// The table of steps as a jurist reads it, under the law of today.
fn table() -> String {
    let words = testkit::steps::words("denunciations");
    let say = |of: &str, word: &str| {
        let key = format!("{of}-{}", word.replace('_', "-"));
        words.get(&key).cloned().unwrap_or(key)
    };
    let mut text = String::from(
        "# Bước đi của một đơn tố cáo · The lawful steps of a denunciation\n\n\
         Made from the table in `crates/check/denunciations/src/arrows.rs`; a test holds it to\n\
         the code. Each row: what may be done, from where, where it stands \
         then, on which article, by\n\
         whom, and which terms it begins, meets or drops. Nothing outside this table happens.\n\n\
         Ngày hoặc số gõ nhầm được sửa bằng một sự kiện riêng \
         (`denunciation.corrected`, quyền\n\
         `denunciations.correct` và quyền ghi việc đó): mọi bước được xét lại theo giá trị đúng, \
         mỗi\nbước theo luật lúc nó được ghi; không sửa sang năm khác hay luật khác; điều cũ còn \
         trong diễn\nbiến. A mistyped day or number is put right by a fact of its own: every step \
         is decided again\nwith the right value; no other year, no other law; what was written \
         stays readable.\n\n\
         Người tố cáo đề nghị vì quá hạn (Điều 38) vào sổ của cấp trên bằng loại riêng, không tính \
         là\ntố cáo: chỉ yêu cầu báo cáo hoặc lưu. Cơ quan giải quyết ghi yêu cầu ấy khi đã quá \
         hạn, rồi\nghi đã báo cáo. Who asks because a case is late is entered in the superior's \
         register under a\nsort of its own and is no denunciation: the office is asked for a \
         report, or the paper is filed.\n\n",
    );
    text.push_str(testkit::steps::UNSETTLED_NOTE);
    text.push_str(
        "\n| việc · step | từ · from | đến · to | căn cứ · article | ai · who | mở hạn · begins \
         | hết hạn · ends | thôi hạn · drops |\n\
         |---|---|---|---|---|---|---|---|\n",
    );
    for arrow in ARROWS {
        let from: Vec<String> = match arrow.from.len() == State::ALL.len() {
            true => vec!["mọi lúc".to_owned()],
            false => arrow.from.iter().map(|state| say("tc-state", state.word())).collect(),
        };
        let to = arrow.to.map_or("–".to_owned(), |state| say("tc-state", state.word()));
        let clocks = |clocks: &[Clock]| match clocks.is_empty() {
            true => "–".to_owned(),
            false => {
                let named = clocks.iter().map(|clock| say("tc-clock", clock.word()));
                named.collect::<Vec<_>>().join(", ")
            }
        };
        let book = &laws().now().rulebook;
        let rule = book.in_force(arrow.rule, date(2026, 8, 3));
        let rule = rule.unwrap_or_else(|| panic!("{} is no rule in force", arrow.rule));
        let mark = if rule.is_settled() { "" } else { testkit::steps::UNSETTLED };
        writeln!(
            text,
            "| {} · `{}` | {} | {to} | {}{mark} (`{}`) | `{}` | {} | {} | {} |",
            say("tc-do", arrow.step.word()),
            arrow.step.word(),
            from.join(", "),
            book.cite(&rule.article, calendar::Lang::Vi),
            arrow.rule,
            arrow.act,
            clocks(arrow.begins),
            clocks(arrow.ends),
            clocks(arrow.voids),
        )
        .unwrap();
    }
    text
}

#[test]
fn the_table_that_jurists_read_is_the_one_that_the_program_follows() {
    testkit::steps::hold("steps-denunciations.md", &table());
}
