//! The rules of conferences, points, questions and conclusions, without HTTP or database; and the
//! tables that jurists read.

use std::fmt::Write as _;

use conferences::arrows::{
    Arrow, CONCLUSIONS, CONFERENCES, Clock, ConclusionState, ConclusionStep, INQUIRIES,
    InquiryState, InquiryStep, POINTS, PointStep, State, Step,
};
use conferences::conclusion::{Conclusion, complete};
use conferences::conference::{Conference, may_plan};
use conferences::facts::{
    Asked, ConclusionEvent, Event, InquiryEvent, Item, Made, Paper, Planned, PointEvent, Reported,
    Spot,
};
use conferences::holdings::HOLDINGS;
use conferences::inquiry::Inquiry;
use conferences::kind::{Deferred, Kind, Line, Role, Why, Withdrawn};
use conferences::point::{At, Point, sum};
use jiff::Timestamp;
use jiff::civil::{Date, Time, date};
use kernel::Id;
use proptest::prelude::*;
use store::{Fact, Stream, VaultId, loose};

const TODAY: Date = Date::constant(2026, 3, 10);

fn item(n: u8) -> VaultId {
    VaultId { id: Id::from_parts(Timestamp::UNIX_EPOCH, [n; 10]), commitment: String::new() }
}

fn told(name: &str, facts: Vec<Fact>) -> Stream {
    let at = kernel::clock::instant(TODAY, Time::constant(9, 0, 0, 0)).unwrap();
    let mut stream = Stream::new(name);
    for (version, fact) in (1..).zip(facts) {
        stream.records.push(loose::record(name, version, fact, at));
    }
    stream
}

fn planned(on: Date) -> Planned {
    Planned {
        unit: "48".into(),
        kind: Kind::Review,
        on,
        from: 480,
        until: 690,
        title: item(1),
        place: item(2),
        agenda: vec![Item { title: item(3), role: Role::Chair }],
    }
}

fn spot(unit: &str) -> Spot {
    Spot { unit: unit.into(), name: format!("Xã {unit}") }
}

fn conference(events: Vec<Event>) -> Conference {
    let first = Event::Planned(planned(TODAY));
    let facts = std::iter::once(first).chain(events).map(|event| event.to_fact()).collect();
    Conference::replay(&told("conference/x", facts)).unwrap().unwrap()
}

fn joined() -> Event {
    Event::Joined { points: vec![spot("20836"), spot("20839")] }
}

fn said(n: u32, key: &str) -> Reported {
    Reported {
        conference: "conference/x".into(),
        unit: "20836".into(),
        present: [1, n, 0, 0, 0],
        line: Line::Ok,
        key: key.into(),
    }
}

fn point(reports: &[(u32, &str)]) -> Point {
    let facts = reports.iter().map(|(n, key)| PointEvent::Reported(said(*n, key)).to_fact());
    Point::replay(&told("point/x-20836", facts.collect())).unwrap()
}

fn made() -> Made {
    Made {
        conference: "conference/x".into(),
        unit: "48".into(),
        owner: spot("20836"),
        what: item(4),
        on: TODAY,
        until: date(2026, 3, 20),
        open_to_all: true,
        part_of: None,
    }
}

fn conclusion(events: Vec<ConclusionEvent>) -> Conclusion {
    let first = ConclusionEvent::Made(made());
    let facts = std::iter::once(first).chain(events).map(|event| event.to_fact()).collect();
    Conclusion::replay(&told("conclusion/x", facts)).unwrap().unwrap()
}

#[test]
fn a_conference_needs_hours_and_a_unit_that_is_there() {
    assert!(may_plan(&planned(TODAY)).is_ok());
    let backwards = Planned { until: 400, ..planned(TODAY) };
    assert_eq!(may_plan(&backwards).unwrap_err().code, "conference-hours");
    let gone = Planned { unit: "513".into(), ..planned(TODAY) };
    let refusal = may_plan(&gone).unwrap_err();
    assert_eq!((refusal.code, refusal.field), ("conference-unit-gone", Some("on")));
    let before = Planned { unit: "513".into(), ..planned(date(2025, 3, 1)) };
    assert!(may_plan(&before).is_ok(), "what it held while it was there can be entered");
}

#[test]
fn points_are_connected_once_and_a_conference_without_any_does_not_begin() {
    let bare = conference(Vec::new());
    let code = |event, one: &Conference| one.decide(event, TODAY).unwrap_err().code;
    assert_eq!(code(Event::Opened {}, &bare), "conference-no-points");
    let one = conference(vec![joined()]);
    let more = Event::Joined { points: vec![spot("20836"), spot("1"), spot("1")] };
    let new = one.decide(more, TODAY).unwrap();
    assert_eq!(new, Event::Joined { points: vec![spot("1")] });
    assert_eq!(code(joined(), &one), "conference-points-known");
    assert_eq!(code(Event::Dropped { unit: "1".into() }, &one), "conference-no-point");
    let early = conference(vec![joined()]).decide(Event::Opened {}, date(2026, 3, 9));
    assert_eq!(early.unwrap_err().code, "conference-not-yet");
    assert!(one.decide(Event::Opened {}, TODAY).is_ok());
    let open = conference(vec![joined(), Event::Opened {}]);
    let moved = Event::Moved { on: TODAY, from: 1, until: 2, why: Why::Papers };
    assert_eq!(code(moved, &open), "conference-not-now");
}

#[test]
fn a_report_counts_once_and_an_older_one_does_not_write_over_a_newer() {
    let at = |state| At { state, on: TODAY };
    let now = (at(State::Open), TODAY);
    let one = point(&[(10, "a"), (12, "b")]);
    assert_eq!(one.last().map(|(said, _)| sum(&said.present)), Some(13));
    assert_eq!(one.sent_before(&said(10, "a")), Ok(Some(())), "sent again, it is one");
    assert_eq!(one.sent_before(&said(11, "a")).unwrap_err().code, "point-form-changed");
    assert_eq!(one.sent_before(&said(10, "c")), Ok(None));
    assert_eq!(one.report(said(9, "c"), 1, now).unwrap_err().code, "point-newer");
    assert!(one.report(said(9, "c"), 2, now).is_ok());
    let early = (at(State::Planned), date(2026, 3, 9));
    assert_eq!(one.report(said(9, "c"), 2, early).unwrap_err().code, "point-not-yet");
    let late = (at(State::Held), date(2026, 3, 13));
    assert!(one.report(said(9, "c"), 2, late).is_ok(), "a device that had no line");
    let over = (at(State::Noticed), date(2026, 3, 13));
    assert_eq!(one.report(said(9, "c"), 2, over).unwrap_err().code, "point-not-now");
}

#[test]
fn a_conclusion_says_what_is_missing() {
    let day = Some(date(2026, 3, 20));
    let code = |owner, until| complete(owner, until, TODAY).unwrap_err().code;
    assert_eq!(code(None, None), "conclusion-bare");
    assert_eq!(code(Some(" "), day), "conclusion-no-unit");
    assert_eq!(code(Some("20836"), None), "conclusion-no-day");
    assert_eq!(code(Some("20836"), Some(date(2026, 3, 9))), "conclusion-day-before");
    assert!(complete(Some("20836"), day, TODAY).is_ok());
    let done = |on| ConclusionEvent::Done { on, evidence: item(5) };
    let open = conclusion(Vec::new());
    assert!(open.debt.is_open() && open.debt.office.as_deref() == Some("20836"));
    let ahead = open.decide(done(date(2026, 3, 11)), TODAY).unwrap_err();
    assert_eq!(ahead.code, "conclusion-day");
    let closed = conclusion(vec![done(TODAY)]);
    assert!(!closed.debt.is_open());
    assert_eq!(closed.decide(done(TODAY), TODAY).unwrap_err().code, "conclusion-not-now");
}

#[test]
fn a_question_is_taken_answered_or_put_off_and_taken_again() {
    let asked = Asked {
        conference: "conference/x".into(),
        unit: "48".into(),
        point: "20836".into(),
        role: Role::Deputy,
        words: item(6),
    };
    let of = |events: Vec<InquiryEvent>| {
        let facts = std::iter::once(InquiryEvent::Asked(asked.clone())).chain(events);
        let stream = told("inquiry/x", facts.map(|event| event.to_fact()).collect());
        Inquiry::replay(&stream).unwrap().unwrap()
    };
    let deferred = InquiryEvent::Deferred { why: Deferred::Time };
    let put_off = of(vec![InquiryEvent::Taken {}, deferred.clone()]);
    assert_eq!((put_off.state, put_off.why), (InquiryState::Deferred, Some(Deferred::Time)));
    assert!(put_off.decide(deferred.clone()).is_err());
    assert!(put_off.decide(InquiryEvent::Taken {}).is_ok());
    let answered = InquiryEvent::Answered { role: Role::Chair, words: item(7) };
    let done = of(vec![deferred, answered.clone()]);
    assert_eq!((done.state, done.why), (InquiryState::Answered, None));
    assert!(done.decide(answered).is_err());
}

#[test]
fn what_a_question_holds_is_counted_from_the_day_on_which_it_was_settled() {
    let asked = Asked {
        conference: "conference/x".into(),
        unit: "48".into(),
        point: "20836".into(),
        role: Role::Deputy,
        words: item(6),
    };
    let ended_on = |events: &[(InquiryEvent, Date)]| {
        let mut stream = told("inquiry/x", vec![InquiryEvent::Asked(asked.clone()).to_fact()]);
        for (version, (event, on)) in (2..).zip(events) {
            let at = kernel::clock::instant(*on, Time::constant(9, 0, 0, 0)).unwrap();
            stream.records.push(loose::record("inquiry/x", version, event.to_fact(), at));
        }
        let holding = HOLDINGS.iter().find(|one| one.knows("inquiry/x")).unwrap();
        let held = (holding.held)(&stream, &loose::laws().unwrap()).unwrap().unwrap();
        assert_eq!(held.began_on, TODAY);
        held.ended_on
    };
    let (later, last) = (date(2026, 3, 17), date(2026, 4, 2));
    let answered = InquiryEvent::Answered { role: Role::Chair, words: item(7) };
    let put_off = |why| InquiryEvent::Deferred { why };
    assert_eq!(ended_on(&[]), None);
    assert_eq!(ended_on(&[(answered.clone(), later)]), Some(later));
    // That something of it was destroyed moves no day.
    let erased = InquiryEvent::Erased { items: vec![item(6).id], ground: "DL.erase".into() };
    assert_eq!(ended_on(&[(answered.clone(), later), (erased, last)]), Some(later));
    // What is only put off is still to be answered; what belongs elsewhere is not.
    for why in [Deferred::Time, Deferred::Study] {
        assert_eq!(ended_on(&[(put_off(why), later)]), None);
        assert_eq!(ended_on(&[(put_off(why), later), (answered.clone(), last)]), Some(last));
    }
    for why in [Deferred::Apart, Deferred::OwnWay] {
        assert_eq!(ended_on(&[(put_off(why), later)]), Some(later));
        let again = InquiryEvent::Taken {};
        assert_eq!(ended_on(&[(put_off(why), later), (again, last)]), None);
    }
}

#[test]
fn each_fact_is_read_as_it_was_written() {
    let media = "application/pdf".to_owned();
    let events = [
        Event::Planned(planned(TODAY)),
        Event::Arranged { agenda: planned(TODAY).agenda },
        joined(),
        Event::Dropped { unit: "20836".into() },
        Event::Filed(Paper { title: item(1), item: item(2), media, size: 3 }),
        Event::Moved { on: TODAY, from: 1, until: 2, why: Why::Line },
        Event::Cancelled { why: Why::Disaster },
        Event::Opened {},
        Event::Closed {},
        Event::Noticed { words: item(1) },
        Event::Published {},
    ];
    for event in events {
        let stream = told("conference/x", vec![event.to_fact()]);
        assert_eq!(Event::read(&stream.records[0]).unwrap(), event);
    }
    let (conference, unit) = ("conference/x".to_owned(), "20836".to_owned());
    let confirmed = PointEvent::Confirmed { conference, unit, takes: false };
    for event in [confirmed, PointEvent::Reported(said(3, "k"))] {
        let stream = told("point/x", vec![event.to_fact()]);
        assert_eq!(PointEvent::read(&stream.records[0]).unwrap(), event);
    }
    let done = ConclusionEvent::Done { on: TODAY, evidence: item(1) };
    let withdrawn = ConclusionEvent::Withdrawn { on: TODAY, why: Withdrawn::Money, words: item(1) };
    let part = Made { part_of: Some("conclusion/y".into()), ..made() };
    let part = ConclusionEvent::Made(part);
    let erased = ConclusionEvent::Erased { items: vec![item(1).id], ground: "DL.erase".to_owned() };
    let divided = ConclusionEvent::Divided { part: "conclusion/y".into() };
    for event in [ConclusionEvent::Made(made()), part, divided, done, withdrawn, erased] {
        let stream = told("conclusion/x", vec![event.to_fact()]);
        assert_eq!(ConclusionEvent::read(&stream.records[0]).unwrap(), event);
    }
}

proptest! {
    /// Whatever is tried in whatever order, a conclusion closes once and follows its table.
    #[test]
    fn whatever_is_tried_a_conclusion_closes_once(
        tried in prop::collection::vec(any::<bool>(), 0..6)
    ) {
        let mut events = Vec::new();
        for finish in tried {
            let now = conclusion(events.clone());
            let (event, step) = match finish {
                true => {
                    let event = ConclusionEvent::Done { on: TODAY, evidence: item(8) };
                    (event, ConclusionStep::Finish)
                }
                false => {
                    let why = Withdrawn::Plan;
                    let event = ConclusionEvent::Withdrawn { on: TODAY, why, words: item(8) };
                    (event, ConclusionStep::Withdraw)
                }
            };
            let allowed = now.arrow(step).is_some();
            let decided = now.decide(event, TODAY);
            prop_assert_eq!(decided.is_ok(), allowed);
            events.extend(decided.ok());
        }
        prop_assert!(events.len() <= 1);
        prop_assert_eq!(conclusion(events.clone()).debt.is_open(), events.is_empty());
    }

    /// However reports are sent and sent again, each form counts once and the last one stands.
    #[test]
    fn each_form_counts_once(sent in prop::collection::vec((0u32..4, 0usize..3), 1..12)) {
        let mut facts: Vec<(u32, String)> = Vec::new();
        for (key, behind) in sent {
            let known: Vec<(u32, &str)> = facts.iter().map(|(n, key)| (*n, key.as_str())).collect();
            let (now, key) = (point(&known), key.to_string());
            let report = said(key.len() as u32, &key);
            let seen = facts.len().saturating_sub(behind);
            let at = (At { state: State::Open, on: TODAY }, TODAY);
            if now.sent_before(&report) == Ok(None) && now.report(report, seen, at).is_ok() {
                prop_assert_eq!(seen, facts.len());
                facts.push((key.len() as u32, key));
            }
        }
        let mut keys: Vec<&str> = facts.iter().map(|(_, key)| key.as_str()).collect();
        keys.sort_unstable();
        keys.dedup();
        prop_assert_eq!(keys.len(), facts.len());
    }
}

/// What a row of a table does to what is owed, for jurists.
const fn does(clock: Clock) -> &'static str {
    match clock {
        Clock::Leaves => "–",
        Clock::Begins => "một đơn vị phải làm, có ngày xong",
        Clock::Met => "xong",
        Clock::Void => "thôi không còn phải làm",
    }
}

/// How a step and a state are called in the journal.
type Called<Step, State> = (fn(Step) -> &'static str, fn(State) -> &'static str);

/// One table as jurists read it; `say` holds the beginnings of the keys of its steps and states.
fn rows<Step: Copy, State: Copy>(
    title: &str,
    arrows: &[Arrow<Step, State>],
    (step, state): Called<Step, State>,
    (does_of, is): (&str, &str),
) -> String {
    let vi = testkit::steps::words("conferences");
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
        let (said, does) = (say(does_of, word), does(arrow.clock));
        let ground = "đơn vị tự quyết định";
        writeln!(text, "| {said} · `{word}` | {from} | {ground} | `{}` | {does} |", arrow.act)
            .unwrap();
    }
    text
}

fn table() -> String {
    let head = "# Bước đi của hội nghị · The lawful steps of conferences\n\n\
         Made from the tables in `crates/discuss/conferences/src/arrows.rs`; a test holds it to\n\
         the code. Each row: what may be done, from where, by whom, and what it does to what is\n\
         owed. No article of law stands beside a row: a unit holds its conferences by its own\n\
         decision. Nothing outside these tables happens.\n";
    let conferences = rows(
        "Hội nghị · Conference",
        CONFERENCES,
        (Step::word, State::word),
        ("hn-do", "hn-state"),
    );
    let points = rows(
        "Điểm cầu, theo tình trạng hội nghị · Point, by how the conference stands",
        POINTS,
        (PointStep::word, State::word),
        ("hn-point-do", "hn-state"),
    );
    let inquiries = rows(
        "Câu hỏi của điểm cầu · Question of a point",
        INQUIRIES,
        (InquiryStep::word, InquiryState::word),
        ("hn-asked-do", "hn-asked"),
    );
    let conclusions = rows(
        "Kết luận · Conclusion",
        CONCLUSIONS,
        (ConclusionStep::word, ConclusionState::word),
        ("hn-owed-do", "hn-conclusion"),
    );
    format!("{head}{conferences}{points}{inquiries}{conclusions}")
}

#[test]
fn the_tables_that_jurists_read_are_the_ones_that_the_program_follows() {
    testkit::steps::hold("conference-steps.md", &table());
}
