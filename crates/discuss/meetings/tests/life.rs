//! The life of dialogues, questions, promises and calls, without a database: the tables are the
//! whole life, each duty has its day, and a share of voters is reached, not nearly reached.

use std::fmt::Write as _;
use std::sync::OnceLock;

use jiff::Timestamp;
use jiff::civil::{Date, Time, date};
use kernel::{Id, Refusal};
use meetings::arrows::{
    Arrow, Clock, DIALOGUES, PROMISES, PromiseState, PromiseStep, QUESTIONS, QuestionState,
    QuestionStep, State, Step,
};
use meetings::call::Call;
use meetings::dialogue::{Command, Dialogue, Open, may_plan};
use meetings::facts::{
    Asked, CallEvent, Enclosed, Event, Made, Planned, PromiseEvent, QuestionEvent,
};
use meetings::kind::{Cause, Form, How, Media, NotTaken, Place, Role, Side, Way, Why, Withdrawn};
use meetings::promise::{self, Promise, may_make};
use meetings::question::{self, Question};
use proptest::prelude::*;
use store::{Fact, Laws, Record, Stream, VaultId};

const TODAY: Date = date(2026, 3, 20);
const PLANNED_ON: Date = date(2026, 3, 2);
const UNIT: &str = "20836";

fn record(stream: &str, version: i64, fact: Fact, on: Date) -> Record {
    store::loose::record(
        stream,
        version,
        fact,
        kernel::clock::instant(on, Time::constant(8, 0, 0, 0)).unwrap(),
    )
}

fn laws() -> &'static Laws {
    static LAWS: OnceLock<Laws> = OnceLock::new();
    LAWS.get_or_init(|| store::loose::laws().unwrap())
}

/// A stream of facts, the first on the day of the plan, the others today.
fn told(name: &str, facts: Vec<Fact>) -> Stream {
    let mut stream = Stream::new(name);
    for (version, fact) in (1..).zip(facts) {
        let on = if version == 1 { PLANNED_ON } else { TODAY };
        stream.records.push(record(name, version, fact, on));
    }
    stream
}

fn item(n: u8) -> VaultId {
    VaultId { id: Id::from_parts(Timestamp::UNIX_EPOCH, [n; 10]), commitment: String::new() }
}

fn planned() -> Planned {
    Planned {
        unit: UNIT.into(),
        form: Form::Onsite,
        cause: Cause::Yearly,
        on: TODAY,
        from: 480,
        until: 690,
        place: item(1),
        content: item(2),
        part: item(3),
    }
}

fn dialogue(events: &[Event]) -> Dialogue {
    let first = Event::Planned(planned()).to_fact();
    let facts = std::iter::once(first).chain(events.iter().map(Event::to_fact)).collect();
    Dialogue::replay(&told("dialogue/x", facts)).unwrap().unwrap()
}

fn announced() -> Event {
    Event::Announced { on: date(2026, 3, 13), media: vec![Media::Radio] }
}

/// A way to each state.
fn reached(state: State) -> Vec<Event> {
    let held = || vec![announced(), Event::Opened {}, Event::Closed { attended: 90 }];
    let concluded = || [held(), vec![Event::Concluded { words: item(4) }]].concat();
    match state {
        State::Planned => Vec::new(),
        State::Announced => vec![announced()],
        State::Open => vec![announced(), Event::Opened {}],
        State::Held => held(),
        State::Concluded => concluded(),
        State::Published => {
            let media = vec![Media::Portal];
            [concluded(), vec![Event::Published { on: TODAY, media, open: None }]].concat()
        }
        State::Cancelled => vec![Event::Cancelled { why: Why::Disaster }],
    }
}

fn commands() -> Vec<Command> {
    vec![
        Command::Announce(TODAY, vec![Media::Posted]),
        Command::Open,
        Command::Close(118),
        Command::Conclude(item(5)),
        Command::Agree(Side::People),
        Command::Publish(TODAY, vec![Media::Portal], Open::default()),
        Command::Move(date(2026, 3, 30), 480, 690, Why::Venue),
        Command::Cancel(Why::Meeting),
    ]
}

fn asked() -> Asked {
    Asked {
        dialogue: "dialogue/x".into(),
        unit: UNIT.into(),
        way: Way::Page,
        role: Role::Resident,
        matter: "water".into(),
        person: Some(item(6)),
        words: item(7),
        on: Some(TODAY),
    }
}

fn answered(on: Date, role: Role) -> question::Answer {
    question::Answer { role, how: How::Spoken, on, words: item(8) }
}

fn question(events: &[QuestionEvent]) -> Question {
    let first = QuestionEvent::Asked(asked()).to_fact();
    let facts = std::iter::once(first).chain(events.iter().map(QuestionEvent::to_fact)).collect();
    Question::replay(&told("question/x", facts)).unwrap().unwrap()
}

fn made() -> Made {
    Made {
        unit: UNIT.into(),
        owner: Role::Deputy,
        owner_unit: UNIT.into(),
        what: item(9),
        until: date(2026, 4, 30),
        said_by: Role::Chair,
        said_on: date(2026, 3, 10),
        place: Place::Dialogue,
        dialogue: Some("dialogue/x".into()),
        question: Some("question/x".into()),
        rule: None,
        asker: Some(item(6)),
        also: vec![item(15)],
        visit: None,
    }
}

fn promise(events: &[PromiseEvent]) -> Promise {
    let first = PromiseEvent::Made(Box::new(made())).to_fact();
    let facts = std::iter::once(first).chain(events.iter().map(PromiseEvent::to_fact)).collect();
    Promise::replay(&told("promise/x", facts)).unwrap().unwrap()
}

fn code<T: std::fmt::Debug>(done: Result<T, Refusal>) -> &'static str {
    done.unwrap_err().code
}

#[test]
fn a_dialogue_takes_the_steps_of_its_table_and_no_other() {
    for state in State::ALL {
        let one = dialogue(&reached(*state));
        assert_eq!(one.state, *state);
        for command in commands() {
            let step = command.step();
            let allowed = DIALOGUES.iter().any(|a| a.step == step && a.from.contains(state));
            let done = one.decide(command, TODAY);
            assert_eq!(done.is_ok(), allowed, "{step:?} from {state:?}: {done:?}");
            assert!(allowed || code(done) == "dialogue-not-now");
        }
    }
    assert_eq!(commands().len(), Step::ALL.len());
}

#[test]
fn a_question_takes_the_steps_of_its_table_and_no_other() {
    let open = dialogue(&reached(State::Open));
    let taken = QuestionEvent::Taken { with: None };
    let given = answered(TODAY, Role::Chair);
    let answer = QuestionEvent::Answered {
        role: given.role,
        how: given.how,
        on: given.on,
        words: given.words.clone(),
    };
    let ways = [
        (QuestionState::Asked, vec![]),
        (QuestionState::Taken, vec![taken.clone()]),
        (QuestionState::Declined, vec![QuestionEvent::Declined { why: NotTaken::Apart }]),
        (QuestionState::Answered, vec![taken, answer]),
    ];
    assert_eq!(ways.len(), QuestionState::ALL.len());
    for (state, events) in ways {
        let one = question(&events);
        assert_eq!(one.state, state);
        let commands = [
            question::Command::Take(None),
            question::Command::Decline(NotTaken::OwnWay),
            question::Command::Answer(given.clone()),
        ];
        assert_eq!(commands.len(), QuestionStep::ALL.len());
        for command in commands {
            let step = command.step();
            let allowed = QUESTIONS.iter().any(|a| a.step == step && a.from.contains(&state));
            let done = one.decide(command, &open, TODAY);
            assert_eq!(done.is_ok(), allowed, "{step:?} from {state:?}: {done:?}");
        }
    }
}

#[test]
fn an_answer_is_a_leader_s_and_of_the_dialogue_or_after_it() {
    let one = question(&[QuestionEvent::Taken { with: None }]);
    let say = |answer, dialogue: &Dialogue| {
        one.decide(question::Command::Answer(answer), dialogue, TODAY)
    };
    let open = dialogue(&reached(State::Open));
    let early = dialogue(&reached(State::Announced));
    assert_eq!(code(say(answered(TODAY, Role::Chair), &early)), "dialogue-not-open");
    assert_eq!(code(say(answered(TODAY, Role::Resident), &open)), "question-resident");
    let before = answered(date(2026, 3, 19), Role::Chair);
    assert_eq!(code(say(before, &open)), "question-day");
    let itself = question::Command::Take(Some("question/x".into()));
    assert_eq!(code(one.decide(itself, &open, TODAY)), "question-not-now");
    let itself = question::Command::Take(Some("question/x".into()));
    assert_eq!(code(question(&[]).decide(itself, &open, TODAY)), "question-itself");
}

/// What a question owes still: which debt, until when.
fn owes(one: &Question) -> Vec<(u32, Option<Date>)> {
    let open = one.debts.iter().filter(|debt| debt.is_open());
    open.map(|debt| (debt.n, debt.due(laws()).unwrap())).collect()
}

#[test]
fn a_question_is_sorted_by_the_dialogue_s_day_and_answered_until_its_result() {
    let (day, result) = (Some(TODAY), Some(date(2026, 3, 30)));
    assert_eq!(owes(&question(&[])), [(1, day)]);
    let taken = QuestionEvent::Taken { with: None };
    assert_eq!(owes(&question(std::slice::from_ref(&taken))), [(2, result)]);
    let declined = QuestionEvent::Declined { why: NotTaken::Apart };
    assert!(owes(&question(std::slice::from_ref(&declined))).is_empty());
    // Declined in between and taken all the same: the answer is owed again.
    let walk = [taken.clone(), declined, taken.clone()];
    assert_eq!(owes(&question(&walk)), [(2, result)]);
    let with = QuestionEvent::Taken { with: Some("question/y".into()) };
    assert_eq!(owes(&question(std::slice::from_ref(&with))), [(2, result)]);
    let answered = QuestionEvent::AnsweredWith { on: TODAY };
    let one = question(&[with, answered]);
    assert_eq!((one.state, owes(&one)), (QuestionState::Answered, vec![]));
    assert_eq!(one.with.as_deref(), Some("question/y"));
}

#[test]
fn who_asked_is_told_that_the_dialogue_is_moved_or_called_off() {
    let (day, later) = (date(2026, 3, 30), Some(date(2026, 4, 9)));
    let moved = Event::Moved { on: day, from: 480, until: 690, why: Why::Venue };
    let before = dialogue(&[]);
    let after = before.after(&moved);
    let taken = QuestionEvent::Taken { with: None };
    let news = QuestionEvent::Moved { on: day };
    assert_eq!(question(&[]).news(&before), None, "nothing is new");
    assert_eq!(question(&[]).news(&after), Some(news.clone()));
    let told = question(&[taken.clone(), news.clone()]);
    assert_eq!((told.news(&after), owes(&told)), (None, vec![(2, later)]));
    assert_eq!(owes(&question(&[news])), [(1, Some(day))]);
    let off = before.after(&Event::Cancelled { why: Why::Disaster });
    let called_off = QuestionEvent::CalledOff {};
    assert_eq!(question(&[]).news(&off), Some(called_off.clone()));
    let told = question(&[taken, called_off]);
    assert_eq!((told.news(&off), owes(&told)), (None, vec![]));
    let declined = question(&[QuestionEvent::Declined { why: NotTaken::Apart }]);
    assert_eq!(declined.news(&off), None, "who was declined waits for nothing");
}

#[test]
fn a_result_leaves_no_question_without_a_word() {
    let publish = |open| {
        let command = Command::Publish(TODAY, vec![Media::Portal], open);
        dialogue(&reached(State::Concluded)).decide(command, TODAY)
    };
    let open = |unsorted, unanswered, words| Open { unsorted, unanswered, words };
    assert_eq!(code(publish(open(1, 0, Some(item(3))))), "dialogue-unsorted");
    assert_eq!(code(publish(open(0, 2, None))), "dialogue-unanswered");
    assert!(publish(open(0, 2, Some(item(3)))).is_ok());
    assert!(publish(Open::default()).is_ok());
}

#[test]
fn who_owes_is_of_the_same_province_and_there() {
    let on = date(2026, 3, 10);
    for unit in ["20836", "48", "20827", "20836-04"] {
        assert_eq!(promise::may_owe(UNIT, unit, on), Ok(()), "{unit}");
    }
    // A commune of Gia Lai, one that is no more, and nothing at all.
    for unit in ["52", "20839", "x"] {
        assert_eq!(code(promise::may_owe(UNIT, unit, on)), "promise-no-unit", "{unit}");
    }
    let elsewhere = Made { owner_unit: "52".into(), ..made() };
    assert_eq!(code(may_make(&elsewhere, laws().now(), TODAY)), "promise-no-unit");
}

#[test]
fn a_promise_takes_the_steps_of_its_table_and_no_other() {
    let kept = PromiseEvent::Kept { on: TODAY, evidence: item(10) };
    let gone = PromiseEvent::Withdrawn { on: TODAY, why: Withdrawn::Money, words: item(11) };
    let ways = [
        (PromiseState::Open, vec![]),
        (PromiseState::Kept, vec![kept]),
        (PromiseState::Withdrawn, vec![gone]),
    ];
    assert_eq!(ways.len(), PromiseState::ALL.len());
    for (state, events) in ways {
        let one = promise(&events);
        assert_eq!(one.state, state);
        assert_eq!(one.debt.is_open(), state == PromiseState::Open);
        for command in [
            promise::Command::Keep(TODAY, item(12)),
            promise::Command::Withdraw(Withdrawn::Plan, item(12)),
            promise::Command::Enclose(vec![picture(13)], false),
            promise::Command::Show(Vec::new()),
        ] {
            let step = command.step();
            let allowed = PROMISES.iter().any(|a| a.step == step && a.from.contains(&state));
            assert_eq!(one.decide(command, TODAY).is_ok(), allowed, "{step:?} from {state:?}");
        }
    }
    assert_eq!(PromiseStep::ALL.len(), 4);
}

fn picture(n: u8) -> Enclosed {
    Enclosed { item: item(n), media: "image/jpeg".into(), size: 1 }
}

#[test]
fn a_picture_of_a_kept_promise_is_seen_by_everybody_only_where_it_was_said() {
    let kept = PromiseEvent::Kept { on: TODAY, evidence: item(10) };
    let files = vec![picture(20), picture(21)];
    let added = PromiseEvent::Evidenced { files, shown: false };
    let facts = vec![kept, added];
    let one = promise(&facts);
    let shown = |one: &Promise| [20, 21].map(|n| one.is_shown(item(n).id));
    assert_eq!(shown(&one), [false, false]);
    assert!([20, 21].iter().all(|n| one.items.contains(&item(*n))), "each goes with the words");
    let told = one.decide(promise::Command::Show(vec![item(21).id]), TODAY).unwrap();
    let facts = [facts, vec![told]].concat();
    assert_eq!(shown(&promise(&facts)), [false, true]);
    // What is not its own cannot be shown, nor what was destroyed.
    let other = promise::Command::Show(vec![item(10).id]);
    assert!(one.decide(other, TODAY).is_err());
    let gone = PromiseEvent::Erased { items: vec![item(21).id], ground: "DL.erase".into() };
    let facts = [facts, vec![gone]].concat();
    let one = promise(&facts);
    assert_eq!(shown(&one), [false, false]);
    assert!(one.decide(promise::Command::Show(vec![item(21).id]), TODAY).is_err());
    let none = promise::Command::Show(Vec::new());
    assert_eq!(one.decide(none, TODAY), Ok(PromiseEvent::Shown { items: Vec::new() }));
    let many = (30..49).map(picture).collect();
    let many = one.decide(promise::Command::Enclose(many, true), TODAY);
    assert_eq!(code(many), "promise-files-many");
}

#[test]
fn a_promise_follows_whom_to_tell_where_they_asked() {
    let followed = PromiseEvent::Followed { asker: item(16) };
    let right = PromiseEvent::AskerChanged { item: item(6).id, by: Some(item(17)) };
    let gone = PromiseEvent::AskerChanged { item: item(15).id, by: None };
    let one = promise(&[followed, right, gone]);
    // Each keeps its place: notices are numbered by it.
    assert_eq!(one.askers, [Some(item(17)), None, Some(item(16))]);
    assert!(
        one.items.iter().all(|known| known.id == item(9).id),
        "no entry of a person is its own"
    );
    assert_eq!(one.version, 4);
}

#[test]
fn a_promise_has_an_owner_and_a_day() {
    let (day, said) = (Some(date(2026, 4, 30)), TODAY);
    let whole = promise::complete(Some("deputy"), day, said);
    assert_eq!(whole.unwrap(), (Role::Deputy, date(2026, 4, 30)));
    assert_eq!(code(promise::complete(None, None, said)), "promise-bare");
    assert_eq!(code(promise::complete(None, day, said)), "promise-no-owner");
    assert_eq!(code(promise::complete(Some("resident"), day, said)), "promise-no-owner");
    assert_eq!(code(promise::complete(Some("deputy"), None, said)), "promise-no-day");
    let before = Some(date(2026, 3, 19));
    assert_eq!(code(promise::complete(Some("deputy"), before, said)), "promise-day-before");
    let law = laws().now();
    assert_eq!(may_make(&made(), law, TODAY), Ok(()));
    let ahead = Made { said_on: date(2026, 3, 21), ..made() };
    assert_eq!(code(may_make(&ahead, law, TODAY)), "dialogue-ahead");
    let rule = Made { rule: Some("KN.term".into()), ..made() };
    assert_eq!(code(may_make(&rule, law, TODAY)), "promise-rule");
    let kept = promise::Command::Keep(date(2026, 3, 9), item(12));
    assert_eq!(code(promise(&[]).decide(kept, TODAY)), "question-day", "before it was made");
    assert_eq!(promise(&[]).debt.due(laws()).unwrap(), Some(date(2026, 4, 30)));
}

#[test]
fn notice_and_result_have_their_days() {
    let owed = |events: &[Event]| {
        let debts = dialogue(events).debts(laws());
        let open = debts.iter().filter(|debt| debt.is_open());
        open.map(|debt| (debt.n, debt.due(laws()).unwrap())).collect::<Vec<_>>()
    };
    // Seven days before Friday 20 March.
    assert_eq!(owed(&[]), [(1, Some(date(2026, 3, 13)))]);
    assert!(owed(&[announced()]).is_empty());
    let moved = Event::Moved { on: date(2026, 3, 30), from: 480, until: 690, why: Why::Venue };
    assert_eq!(owed(&[announced(), moved]), [(2, Some(date(2026, 3, 23)))]);
    // Ten days after it.
    assert_eq!(owed(&reached(State::Held)), [(2, Some(date(2026, 3, 30)))]);
    assert!(owed(&reached(State::Published)).is_empty());
    let late = Event::Announced { on: date(2026, 3, 14), media: vec![Media::Radio] };
    let notice = &dialogue(&[late]).debts(laws())[0];
    let (closed, _, _) = notice.closed.unwrap();
    assert!(closed > notice.due(laws()).unwrap().unwrap(), "six days are not seven");
}

#[test]
fn a_day_that_cannot_be_is_refused() {
    assert_eq!(may_plan(&planned()), Ok(()));
    assert_eq!(code(may_plan(&Planned { until: 480, ..planned() })), "dialogue-hours");
    let gone = Planned { unit: "20821".into(), ..planned() };
    assert_eq!(code(may_plan(&gone)), "dialogue-no-unit", "merged in 2025");
    let tomorrow = date(2026, 3, 21);
    let of = |state, command, today| code(dialogue(&reached(state)).decide(command, today));
    let none = |day| Command::Announce(day, Vec::new());
    assert_eq!(of(State::Planned, none(PLANNED_ON), TODAY), "dialogue-no-media");
    assert_eq!(of(State::Planned, none(tomorrow), TODAY), "dialogue-ahead");
    assert_eq!(of(State::Planned, none(tomorrow), tomorrow), "dialogue-notice-after");
    assert_eq!(of(State::Announced, Command::Open, date(2026, 3, 19)), "dialogue-not-yet");
    let before = Command::Publish(date(2026, 3, 19), vec![Media::Portal], Open::default());
    assert_eq!(of(State::Concluded, before, TODAY), "dialogue-result-before");
    let same = Command::Move(TODAY, 480, 690, Why::Other);
    assert_eq!(of(State::Planned, same, TODAY), "dialogue-same");
    let past = Command::Move(PLANNED_ON, 480, 690, Why::Other);
    assert_eq!(of(State::Planned, past, TODAY), "dialogue-past");
}

#[test]
fn minutes_are_agreed_upon_anew_when_they_are_written_anew() {
    let mut events = reached(State::Concluded);
    events.push(Event::Agreed { side: Side::Leaders });
    let twice = dialogue(&events).decide(Command::Agree(Side::Leaders), TODAY);
    assert_eq!(code(twice), "dialogue-agreed");
    events.push(Event::Concluded { words: item(13) });
    let one = dialogue(&events);
    assert!(one.agreed.is_empty());
    assert!(one.decide(Command::Agree(Side::Leaders), TODAY).is_ok());
}

#[test]
fn a_share_of_voters_is_reached_not_nearly_reached() {
    let call = |voters, papers: &[u32]| {
        let opened =
            CallEvent::Opened { unit: UNIT.into(), voters, on: PLANNED_ON, words: item(14) };
        let papers = papers.iter().map(|n| CallEvent::Supported { on: TODAY, voters: *n });
        let facts = std::iter::once(opened).chain(papers).map(|event| event.to_fact()).collect();
        Call::replay(&told("call/x", facts)).unwrap().unwrap()
    };
    let law = laws().now();
    // A dialogue is owed from the day of the paper with which the share is reached.
    assert_eq!(call(4_201, &[419]).debt(laws()), None);
    let debt = call(4_201, &[419, 2]).debt(laws()).unwrap();
    assert_eq!((debt.started_on, debt.is_open()), (TODAY, true));
    assert_eq!(debt.due(laws()).unwrap(), Some(date(2026, 4, 3)), "ten working days");
    assert_eq!(call(4_201, &[]).needed(law), Some(421), "a tenth of 4.201 is more than 420");
    assert!(!call(4_201, &[419, 1]).is_met(law));
    assert!(call(4_201, &[419, 2]).is_met(law));
    // A dialogue that is called off settles nothing, and the days of the rule do not begin anew.
    let (x, y) = ("dialogue/x", "dialogue/y");
    let opened = CallEvent::Opened { unit: UNIT.into(), voters: 10, on: TODAY, words: item(14) };
    let papers = CallEvent::Supported { on: TODAY, voters: 1 };
    let settled = CallEvent::Settled { dialogue: x.into() };
    let mut events = vec![opened, papers, settled];
    let replayed = |events: &[CallEvent]| {
        let facts = events.iter().map(CallEvent::to_fact).collect();
        Call::replay(&told("call/x", facts)).unwrap().unwrap()
    };
    let one = replayed(&events);
    assert_eq!((one.debt(laws()).unwrap().is_open(), one.reopen(y)), (false, None));
    events.extend(one.reopen(x));
    let one = replayed(&events);
    assert_eq!((one.debt(laws()), one.reopen(x)), (Some(debt.clone()), None));
    assert!(one.settle(y, laws()).is_ok() && one.support_of(TODAY, 1, TODAY).is_ok());
    let one = call(4_201, &[419]);
    assert_eq!(code(one.support_of(TODAY, 0, TODAY)), "call-voters");
    assert_eq!(code(one.support_of(TODAY, 3_783, TODAY)), "call-voters");
    assert!(one.support_of(TODAY, 3_782, TODAY).is_ok());
    assert_eq!(code(one.support_of(date(2026, 3, 1), 1, TODAY)), "question-day");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_500))]
    #[test]
    fn random_walks_stay_inside_the_table(
        walk in prop::collection::vec(prop::sample::select(commands()), 1..20)
    ) {
        let mut facts: Vec<Event> = Vec::new();
        for command in walk {
            let before = dialogue(&facts);
            let step = command.step();
            let from = before.state;
            let allowed = DIALOGUES.iter().any(|a| a.step == step && a.from.contains(&from));
            let done = before.decide(command, TODAY);
            prop_assert!(allowed || done.is_err());
            facts.extend(done.ok());
            let after = dialogue(&facts);
            // At most one notice and one result are owed, and only the result after it was held.
            let open = after.debts(laws()).iter().filter(|debt| debt.is_open()).count();
            prop_assert!(open <= 1, "{facts:?}");
            let owes = matches!(after.state, State::Planned | State::Held | State::Concluded);
            prop_assert_eq!(open == 1, owes, "{:?} {:?}", after.state, facts);
            prop_assert_eq!(after.version, 1 + facts.len() as i64);
        }
    }
}

#[test]
fn facts_are_read_back_as_they_were_written() {
    for event in [
        Event::Planned(planned()),
        announced(),
        Event::Moved { on: TODAY, from: 1, until: 2, why: Why::Notice },
        Event::Cancelled { why: Why::Other },
        Event::Opened {},
        Event::Closed { attended: 7 },
        Event::Concluded { words: item(4) },
        Event::Agreed { side: Side::People },
        Event::Published { on: TODAY, media: Media::ALL.to_vec(), open: None },
        Event::Published { on: TODAY, media: vec![Media::Posted], open: Some(item(3)) },
    ] {
        let read = Event::read(&record("dialogue/x", 1, event.to_fact(), TODAY)).unwrap();
        assert_eq!(read, event);
    }
    for event in [
        QuestionEvent::Asked(asked()),
        QuestionEvent::Taken { with: Some("question/y".into()) },
        QuestionEvent::Declined { why: NotTaken::Secret },
        QuestionEvent::Answered {
            role: Role::Office,
            how: How::Written,
            on: TODAY,
            words: item(8),
        },
        QuestionEvent::AnsweredWith { on: TODAY },
        QuestionEvent::Moved { on: TODAY },
        QuestionEvent::CalledOff {},
        QuestionEvent::Erased { items: vec![item(8).id], ground: "LUU.contact".into() },
        QuestionEvent::Corrected { item: item(8).id, by: item(9), ground: "DL.correct".into() },
    ] {
        let read = QuestionEvent::read(&record("question/x", 1, event.to_fact(), TODAY)).unwrap();
        assert_eq!(read, event);
    }
    for event in [
        PromiseEvent::Made(Box::new(made())),
        PromiseEvent::Made(Box::new(Made { visit: Some("visit/x".into()), ..made() })),
        PromiseEvent::Followed { asker: item(16) },
        PromiseEvent::Evidenced { files: vec![picture(1)], shown: true },
        PromiseEvent::Shown { items: vec![item(1).id] },
        PromiseEvent::Kept { on: TODAY, evidence: item(1) },
        PromiseEvent::Withdrawn { on: TODAY, why: Withdrawn::Moved, words: item(1) },
        PromiseEvent::Erased { items: vec![item(1).id], ground: "DL.erase".into() },
        PromiseEvent::AskerChanged { item: item(6).id, by: Some(item(17)) },
        PromiseEvent::AskerChanged { item: item(6).id, by: None },
    ] {
        let read = PromiseEvent::read(&record("promise/x", 1, event.to_fact(), TODAY)).unwrap();
        assert_eq!(read, event);
    }
    for event in [
        CallEvent::Opened { unit: UNIT.into(), voters: 9, on: TODAY, words: item(1) },
        CallEvent::Supported { on: TODAY, voters: 3 },
        CallEvent::Settled { dialogue: "dialogue/x".into() },
        CallEvent::Reopened { dialogue: "dialogue/x".into() },
    ] {
        let read = CallEvent::read(&record("call/x", 1, event.to_fact(), TODAY)).unwrap();
        assert_eq!(read, event);
    }
}

/// What a row of a table does to what is owed, for jurists.
const fn does(clock: Clock) -> &'static str {
    match clock {
        Clock::Leaves => "–",
        Clock::NoticeAnew => "thông báo: bắt đầu lại, theo ngày mới",
        Clock::NoticeMet => "thông báo: xong",
        Clock::NoticeVoid => "thông báo chưa làm: thôi không còn phải làm",
        Clock::ResultBegins => "công khai kết quả: bắt đầu",
        Clock::ResultMet => "công khai kết quả: xong",
        Clock::PromiseMet => "cam kết: xong",
        Clock::PromiseVoid => "cam kết: thôi không còn phải làm",
    }
}

/// How a step and a state are called in the journal.
type Called<Step, State> = (fn(&Step) -> &'static str, fn(&State) -> &'static str);

/// One table as jurists read it. `step` and `state` say a word of it by its key's beginning.
fn rows<Step, State>(
    title: &str,
    arrows: &[Arrow<Step, State>],
    (step, state): Called<Step, State>,
    (do_, is): (&str, &str),
) -> String {
    let (vi, book) = (testkit::steps::words("meetings"), &laws().now().rulebook);
    let say = |of: &str, word: &str| {
        let key = format!("{of}-{}", word.replace('_', "-"));
        vi.get(&key).unwrap_or_else(|| panic!("no words for {key}")).clone()
    };
    let mut text = format!(
        "\n## {title}\n\n\
         | việc · step | từ · from | căn cứ · article | ai · who | phải làm · owed |\n\
         |---|---|---|---|---|\n"
    );
    for arrow in arrows {
        let from: Vec<_> = arrow.from.iter().map(|one| say(is, state(one))).collect();
        let (from, word) = (from.join("; "), step(&arrow.step));
        let article = &book.in_force(arrow.rule, TODAY).unwrap().article;
        let article = book.cite(article, calendar::Lang::Vi);
        let (said, does) = (say(do_, word), does(arrow.clock));
        writeln!(text, "| {said} · `{word}` | {from} | {article} | `{}` | {does} |", arrow.act)
            .unwrap();
    }
    text
}

fn table() -> String {
    let head = "# Bước đi của buổi đối thoại · The lawful steps of a dialogue\n\n\
         Made from the tables in `crates/discuss/meetings/src/arrows.rs`; a test holds it to the\n\
         code. Each row: what may be done, from where, on which article, by whom, and what it\n\
         does to what is owed. Nothing outside these tables happens.\n";
    let dialogues = rows(
        "Buổi đối thoại · Dialogue",
        DIALOGUES,
        (|step| step.word(), |state| state.word()),
        ("dt-do", "dt-state"),
    );
    let questions = rows(
        "Câu hỏi · Question",
        QUESTIONS,
        (|step| step.word(), |state| state.word()),
        ("dt-question-do", "dt-question"),
    );
    let promises = rows(
        "Cam kết · Promise",
        PROMISES,
        (|step| step.word(), |state| state.word()),
        ("dt-promise-do", "dt-promise"),
    );
    format!("{head}{dialogues}{questions}{promises}")
}

#[test]
fn the_tables_that_jurists_read_are_the_ones_that_the_program_follows() {
    testkit::steps::hold("dialogue-steps.md", &table());
}
