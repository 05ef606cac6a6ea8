//! The life of visits, needs and liaisons, without a database: the tables are the whole life, and
//! what is owed closes with its step.

use std::fmt::Write as _;

use grassroots::arrows::{
    Arrow, Clock, LIAISONS, LiaisonState, NEEDS, NeedState, NeedStep, TWINS, TwinState, VISITS,
    VisitState,
};
use grassroots::facts::{
    Assigned, Fate, LiaisonEvent, NeedEvent, Planned, Raised, TwinEvent, Twinned, VisitEvent,
};
use grassroots::kind::{Heard, Parted, Post, Why, Withdrawn};
use grassroots::liaison::{Liaison, may_assign};
use grassroots::need::{self, Need, may_raise, owed};
use grassroots::twin::{Twin, may_twin};
use grassroots::visit::{self, Visit, there_is};
use jiff::Timestamp;
use jiff::civil::{Date, Time, date};
use kernel::Id;
use proptest::prelude::*;
use store::{Fact, Stream, VaultId};
use units::local::{Kind, LocalUnit};

const TODAY: Date = date(2026, 3, 20);
const UNIT: &str = "20836";

fn told(name: &str, facts: Vec<Fact>) -> Stream {
    let mut stream = Stream::new(name);
    for (version, fact) in (1..).zip(facts) {
        let at = kernel::clock::instant(TODAY, Time::constant(8, 0, 0, 0)).unwrap();
        stream.records.push(store::loose::record(name, version, fact, at));
    }
    stream
}

fn item(n: u8) -> VaultId {
    VaultId { id: Id::from_parts(Timestamp::UNIX_EPOCH, [n; 10]), commitment: String::new() }
}

fn planned() -> Planned {
    Planned {
        unit: UNIT.into(),
        village: "20836-01".into(),
        post: Post::Deputy,
        account: None,
        office: None,
        on: TODAY,
        purpose: item(1),
    }
}

fn raised(fate: Fate) -> Raised {
    Raised {
        unit: UNIT.into(),
        village: "20836-01".into(),
        heard: Heard::Visit,
        of: "roots/x".into(),
        office: None,
        on: TODAY,
        matter: "water".into(),
        words: item(2),
        person: None,
        fate,
    }
}

fn later() -> Fate {
    Fate::Owed { owner: Post::Office, unit: UNIT.into(), until: date(2026, 3, 27) }
}

fn assigned() -> Assigned {
    Assigned {
        unit: UNIT.into(),
        village: "20836-01".into(),
        post: Post::Specialist,
        account: None,
        from: TODAY,
        weekday: 4,
        opens: 480,
        closes: 660,
        phone: item(3),
    }
}

fn visit_of(events: Vec<VisitEvent>) -> Visit {
    let all = std::iter::once(VisitEvent::Planned(planned())).chain(events);
    let stream = told("roots/x", all.map(|event| event.to_fact()).collect());
    Visit::replay(&stream).unwrap().unwrap()
}

fn need_of(fate: Fate, events: Vec<NeedEvent>) -> Need {
    let all = std::iter::once(NeedEvent::Raised(raised(fate))).chain(events);
    let stream = told("need/x", all.map(|event| event.to_fact()).collect());
    Need::replay(&stream).unwrap().unwrap()
}

#[test]
fn a_visit_is_owed_until_it_is_held_or_called_off_and_never_held_ahead() {
    let fresh = visit_of(Vec::new());
    assert!(fresh.debt.is_open());
    let ahead = visit::Command::Hold(date(2026, 3, 21), item(9));
    assert_eq!(fresh.decide(ahead, TODAY).unwrap_err().code, "grassroots-ahead");
    for command in [visit::Command::Hold(TODAY, item(9)), visit::Command::Cancel(Why::Disaster)] {
        let event = fresh.decide(command.clone(), TODAY).unwrap();
        let after = visit_of(vec![event]);
        assert!(!after.debt.is_open());
        for again in [command, visit::Command::Cancel(Why::Other)] {
            assert_eq!(after.decide(again, TODAY).unwrap_err().code, "grassroots-not-now");
        }
    }
}

#[test]
fn a_need_is_done_on_the_spot_or_has_an_owner_and_a_day() {
    assert_eq!(owed(None, None, TODAY).unwrap_err().code, "need-bare");
    assert_eq!(owed(None, Some(TODAY), TODAY).unwrap_err().code, "need-no-owner");
    assert_eq!(owed(Some(Post::Chair), None, TODAY).unwrap_err().code, "need-no-day");
    let before = owed(Some(Post::Chair), Some(date(2026, 3, 19)), TODAY);
    assert_eq!(before.unwrap_err().code, "need-day-before");
    let at_once = need_of(Fate::Done(item(4)), Vec::new());
    assert_eq!((at_once.state, at_once.debt.is_none()), (NeedState::Done, true));
    let open = need_of(later(), Vec::new());
    assert!(open.debt.as_ref().unwrap().is_open());
    let done = open.decide(need::Command::Finish(TODAY, item(5)), TODAY).unwrap();
    assert!(!need_of(later(), vec![done]).debt.unwrap().is_open());
    let ahead = need::Command::Finish(date(2026, 3, 21), item(5));
    assert_eq!(open.decide(ahead, TODAY).unwrap_err().code, "grassroots-ahead");
}

#[test]
fn a_need_of_the_future_of_no_matter_or_before_its_visit_is_refused() {
    let code = |one: &Raised, since| may_raise(one, since, TODAY).unwrap_err().code;
    let ahead = Raised { on: date(2026, 3, 21), ..raised(later()) };
    assert_eq!(code(&ahead, TODAY), "grassroots-ahead");
    let none = Raised { matter: "loyalty".into(), ..raised(later()) };
    assert_eq!(code(&none, TODAY), "need-matter");
    let early = Raised { on: date(2026, 3, 1), ..raised(later()) };
    assert_eq!(code(&early, TODAY), "need-before");
    assert!(may_raise(&raised(later()), TODAY, TODAY).is_ok());
}

#[test]
fn an_abolished_unit_and_an_unknown_village_have_no_day_at_the_grassroots() {
    assert_eq!(there_is("513", None, TODAY).unwrap_err().code, "grassroots-no-unit");
    assert_eq!(there_is(UNIT, None, TODAY).unwrap_err().code, "grassroots-no-village");
}

#[test]
fn a_liaison_has_hours_and_ends_once() {
    assert!(may_assign(&assigned()).is_ok());
    let code = |one: &Assigned| may_assign(one).unwrap_err().code;
    assert_eq!(code(&Assigned { weekday: 8, ..assigned() }), "liaison-weekday");
    assert_eq!(code(&Assigned { closes: 480, ..assigned() }), "liaison-hours");
    let of = |events: Vec<LiaisonEvent>| {
        let all = std::iter::once(LiaisonEvent::Assigned(assigned())).chain(events);
        let stream = told("liaison/x", all.map(|event| event.to_fact()).collect());
        Liaison::replay(&stream).unwrap().unwrap()
    };
    let one = of(Vec::new());
    assert_eq!(one.end(date(2026, 3, 19)).unwrap_err().code, "need-before");
    let ended = of(vec![one.end(TODAY).unwrap()]);
    assert_eq!((ended.state, ended.until), (LiaisonState::Ended, Some(TODAY)));
    assert_eq!(ended.end(TODAY).unwrap_err().code, "liaison-ended");
}

fn twinned() -> Twinned {
    Twinned {
        unit: UNIT.into(),
        office: format!("{UNIT}-09"),
        villages: vec![format!("{UNIT}-01")],
        from: TODAY,
        until: Some(date(2026, 12, 31)),
        aim: item(4),
    }
}

fn local(code: &str, kind: Kind) -> LocalUnit {
    LocalUnit {
        code: code.into(),
        parent: UNIT.into(),
        seq: 1,
        kind,
        name: code.into(),
        former: Vec::new(),
        from: date(2026, 1, 1),
        name_from: date(2026, 1, 1),
        until: None,
        successors: Vec::new(),
    }
}

#[test]
fn an_office_is_twinned_with_villages_for_a_time_and_parts_once_with_a_reason() {
    let (office, village) =
        (local("20836-09", Kind::Office), vec![Some(local("20836-01", Kind::Village))]);
    assert!(may_twin(&twinned(), Some(&office), &village).is_ok());
    let code = |one: &Twinned, office, villages: &[Option<LocalUnit>]| {
        may_twin(one, office, villages).unwrap_err().code
    };
    // A village is no office, an office no village, and nobody is twinned with nothing.
    assert_eq!(code(&twinned(), village[0].as_ref(), &village), "twin-office");
    assert_eq!(code(&twinned(), None, &village), "twin-office");
    assert_eq!(code(&twinned(), Some(&office), &[]), "twin-no-village");
    let wrong = [Some(office.clone())];
    assert_eq!(code(&twinned(), Some(&office), &wrong), "grassroots-no-village");
    let turned = Twinned { until: Some(date(2026, 3, 1)), ..twinned() };
    assert_eq!(code(&turned, Some(&office), &village), "twin-days");
    let of = |events: Vec<TwinEvent>| {
        let all = std::iter::once(TwinEvent::Twinned(twinned())).chain(events);
        let stream = told("twin/x", all.map(|event| event.to_fact()).collect());
        Twin::replay(&stream).unwrap().unwrap()
    };
    let one = of(Vec::new());
    assert_eq!((one.state, one.until), (TwinState::Active, Some(date(2026, 12, 31))));
    let early = one.part(date(2026, 3, 19), Parted::Other);
    assert_eq!(early.unwrap_err().code, "need-before");
    let late = one.part(date(2027, 1, 1), Parted::Other);
    assert_eq!(late.unwrap_err().code, "twin-over");
    let ended = of(vec![one.part(TODAY, Parted::Finished).unwrap()]);
    assert_eq!((ended.state, ended.until), (TwinState::Ended, Some(TODAY)));
    assert_eq!(ended.why, Some(Parted::Finished));
    assert_eq!(ended.part(TODAY, Parted::Other).unwrap_err().code, "twin-ended");
}

#[test]
fn a_fact_from_before_offices_were_kept_is_still_read() {
    let stream = told("roots/x", vec![VisitEvent::Planned(planned()).to_fact()]);
    let body = serde_json::to_string(&VisitEvent::Planned(planned())).unwrap();
    assert!(!body.contains("office"), "{body}");
    assert!(Visit::replay(&stream).unwrap().unwrap().planned.office.is_none());
}

#[test]
fn each_fact_is_read_as_it_was_written() {
    let twins =
        [TwinEvent::Twinned(twinned()), TwinEvent::Parted { on: TODAY, why: Parted::Merged }];
    for event in twins {
        let stream = told("twin/x", vec![event.to_fact()]);
        assert_eq!(TwinEvent::read(&stream.records[0]).unwrap(), event);
    }
    let gone = Planned { office: Some("20836-09".into()), ..planned() };
    let visits = [
        VisitEvent::Planned(planned()),
        VisitEvent::Planned(gone),
        VisitEvent::Held { on: TODAY, done: item(1) },
        VisitEvent::Cancelled { why: Why::Swapped },
    ];
    for event in visits {
        let stream = told("roots/x", vec![event.to_fact()]);
        assert_eq!(VisitEvent::read(&stream.records[0]).unwrap(), event);
    }
    let needs = [
        NeedEvent::Raised(raised(Fate::Done(item(7)))),
        NeedEvent::Raised(raised(later())),
        NeedEvent::Finished { on: TODAY, evidence: item(1) },
        NeedEvent::Withdrawn { on: TODAY, why: Withdrawn::NotOurs, words: item(1) },
        NeedEvent::Erased { items: vec![item(1).id], ground: "LUU.contact".into() },
        NeedEvent::Corrected { item: item(1).id, by: item(2), ground: "DL.correct".into() },
    ];
    for event in needs {
        let stream = told("need/x", vec![event.to_fact()]);
        assert_eq!(NeedEvent::read(&stream.records[0]).unwrap(), event);
    }
    for event in [LiaisonEvent::Assigned(assigned()), LiaisonEvent::Ended { on: TODAY }] {
        let stream = told("liaison/x", vec![event.to_fact()]);
        assert_eq!(LiaisonEvent::read(&stream.records[0]).unwrap(), event);
    }
}

proptest! {
    /// Whatever is tried in whatever order, a need closes once and follows its table.
    #[test]
    fn whatever_is_tried_a_need_closes_once(tried in prop::collection::vec(any::<bool>(), 0..6)) {
        let mut events = Vec::new();
        for finish in tried {
            let now = need_of(later(), events.clone());
            let (command, step) = match finish {
                true => (need::Command::Finish(TODAY, item(8)), NeedStep::Finish),
                false => (need::Command::Withdraw(Withdrawn::Plan, item(8)), NeedStep::Withdraw),
            };
            let allowed = now.arrow(step).is_some();
            let decided = now.decide(command, TODAY);
            prop_assert_eq!(decided.is_ok(), allowed);
            events.extend(decided.ok());
        }
        prop_assert!(events.len() <= 1);
        let after = need_of(later(), events.clone());
        prop_assert_eq!(after.debt.unwrap().is_open(), events.is_empty());
    }
}

/// What a row of a table does to what is owed, for jurists.
const fn does(clock: Clock) -> &'static str {
    match clock {
        Clock::Leaves => "–",
        Clock::Met => "xong",
        Clock::Void => "thôi không còn phải làm",
    }
}

/// How a step and a state are called in the journal.
type Called<Step, State> = (fn(Step) -> &'static str, fn(State) -> &'static str);

/// One table as jurists read it; `is` begins the keys of its states.
fn rows<Step: Copy, State: Copy>(
    title: &str,
    arrows: &[Arrow<Step, State>],
    (step, state): Called<Step, State>,
    is: &str,
) -> String {
    let vi = testkit::steps::words("grassroots");
    let say = |of: &str, word: &str| {
        vi.get(&format!("{of}-{word}")).unwrap_or_else(|| panic!("no words for {of}-{word}"))
    };
    let mut text = format!(
        "\n## {title}\n\n\
         | việc · step | từ · from | căn cứ · article | ai · who | phải làm · owed |\n\
         |---|---|---|---|---|\n"
    );
    for arrow in arrows {
        let from: Vec<&str> = arrow.from.iter().map(|one| say(is, state(*one)).as_str()).collect();
        let (word, from) = (step(arrow.step), from.join("; "));
        let (said, does) = (say("cs-do", word), does(arrow.clock));
        let ground = "đơn vị tự quyết định";
        writeln!(text, "| {said} · `{word}` | {from} | {ground} | `{}` | {does} |", arrow.act)
            .unwrap();
    }
    text
}

fn table() -> String {
    let head = "# Bước đi của ngày về cơ sở · The lawful steps of days at the grassroots\n\n\
         Made from the tables in `crates/act/grassroots/src/arrows.rs`; a test holds it to the\n\
         code. Each row: what may be done, from where, by whom, and what it does to what is owed.\n\
         No article of law asks for any of it: a unit does it by its own decision. \
         Nothing outside\n\
         these tables happens.\n";
    let visits = rows(
        "Ngày về cơ sở · Day at the grassroots",
        VISITS,
        (|step| step.word(), VisitState::word),
        "cs-state",
    );
    let needs = rows(
        "Điều dân nêu · What people asked",
        NEEDS,
        (NeedStep::word, NeedState::word),
        "cs-need",
    );
    let liaisons = rows(
        "Phụ trách địa bàn · Liaison",
        LIAISONS,
        (|step| step.word(), LiaisonState::word),
        "cs-liaison",
    );
    let twins =
        rows("Kết nghĩa · Twinning", TWINS, (|step| step.word(), TwinState::word), "cs-twin");
    format!("{head}{visits}{needs}{liaisons}{twins}")
}

#[test]
fn the_tables_that_jurists_read_are_the_ones_that_the_program_follows() {
    testkit::steps::hold("grassroots-steps.md", &table());
}
