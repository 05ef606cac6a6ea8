//! The life of a village meeting, without a database: the table is the whole life, the rule of the
//! day decides, a place counts once, and a changed sheet is unsigned.

use std::fmt::Write as _;
use std::sync::OnceLock;

use jiff::Timestamp;
use jiff::civil::{Date, Time, date};
use kernel::{Id, Refusal};
use proptest::prelude::*;
use store::{Fact, Laws, Record, Stream, VaultId};
use villages::arrows::{ARROWS, Clock, State, Step};
use villages::facts::{Called, Event, Item, Recorded, Sheet};
use villages::kind::{Caller, Channel, Form, Matter, Role, Vote, Why};
use villages::meeting::{Command, Meeting, may_call};
use villages::outcome::Result as Ended;

const TODAY: Date = date(2026, 3, 10);

fn record(stream: &str, version: i64, fact: Fact) -> Record {
    store::loose::record(
        stream,
        version,
        fact,
        kernel::clock::instant(TODAY, Time::constant(20, 0, 0, 0)).unwrap(),
    )
}

fn laws() -> &'static Laws {
    static LAWS: OnceLock<Laws> = OnceLock::new();
    LAWS.get_or_init(|| store::loose::laws().unwrap())
}

fn item(n: u8) -> VaultId {
    VaultId { id: Id::from_parts(Timestamp::UNIX_EPOCH, [n; 10]), commitment: String::new() }
}

fn called(matters: &[Matter]) -> Called {
    let item = |matter: &Matter| Item { matter: *matter, title: item(1), options: Vec::new() };
    Called {
        unit: "20836".into(),
        village: "20836-01".into(),
        caller: Caller::Head,
        on: TODAY,
        from: 1170,
        place: self::item(2),
        households: 100,
        parts: 1,
        scattered: false,
        posted_on: Some(date(2026, 2, 1)),
        agenda: matters.iter().map(item).collect(),
    }
}

/// A place of 100 households where so many are present, of whom so many agree on each matter.
fn entry(matters: usize, present: u32, yes: u32) -> Recorded {
    let sheet =
        Sheet { vote: Vote::Hands, votes: vec![yes], against: present - yes, silent: 0, spoilt: 0 };
    Recorded {
        part: 1,
        households: 100,
        in_person: present,
        represented: 0,
        elected: present,
        marks: None,
        people: item(3),
        sheets: vec![sheet; matters],
        key: "k".into(),
        said: "s".into(),
    }
}

/// A meeting with its facts, told one after another.
struct Told {
    stream: Stream,
    meeting: Meeting,
}

impl Told {
    fn new(called: Called) -> Self {
        let mut stream = Stream::new("village/x");
        let event = Event::Called(Box::new(called));
        stream.records.push(record("village/x", 1, event.to_fact()));
        let meeting = Meeting::replay(&stream, laws()).unwrap().unwrap();
        Self { stream, meeting }
    }

    fn on(matters: &[Matter]) -> Self {
        Self::new(called(matters))
    }

    fn tell(&mut self, command: Command, today: Date) -> Result<(), Refusal> {
        let event = self.meeting.decide(command, today, laws())?;
        let version = self.meeting.version + 1;
        self.stream.records.push(record("village/x", version, event.to_fact()));
        self.meeting = Meeting::replay(&self.stream, laws()).unwrap().unwrap();
        Ok(())
    }

    fn does(&mut self, event: Event) -> Result<(), &'static str> {
        self.tell(Command::Fact(event), TODAY).map_err(|refusal| refusal.code)
    }

    fn enter(&mut self, recorded: Recorded) -> Result<(), &'static str> {
        let seen = self.meeting.parts.get(&recorded.part).map_or(0, |part| part.times);
        let command = Command::Record(Box::new(recorded), seen);
        self.tell(command, TODAY).map_err(|refusal| refusal.code)
    }

    fn sign(&mut self, part: u8) {
        for role in Role::ALL {
            self.does(Event::Signed { part, role: *role }).unwrap();
        }
    }

    fn close(&mut self, present: u32, yes: u32) {
        self.enter(entry(self.meeting.called.agenda.len(), present, yes)).unwrap();
        self.sign(1);
        self.does(Event::Closed {}).unwrap();
    }

    fn ended(&self) -> Vec<Ended> {
        self.meeting.outcomes(laws()).iter().map(|one| one.result).collect()
    }

    fn open(&self) -> Vec<(u32, Option<Date>)> {
        let open = self.meeting.debts.iter().filter(|debt| debt.is_open());
        open.map(|debt| (debt.n, debt.due(laws()).unwrap())).collect()
    }
}

#[test]
fn the_law_says_who_calls_when_it_meets_in_clusters_and_how_long_a_draft_hangs_out() {
    let law = laws().now();
    let refused = |called: Called| may_call(&called, law).map_err(|r| (r.field, r.code));
    assert_eq!(refused(called(&[Matter::Other])), Ok(()));
    let head = called(&[Matter::HeadReleased]);
    assert_eq!(refused(head.clone()), Err((Some("caller"), "village-caller-front")));
    assert_eq!(refused(Called { caller: Caller::Front, ..head }), Ok(()));
    let front = Called { caller: Caller::Front, ..called(&[Matter::Other]) };
    assert_eq!(refused(front), Err((Some("caller"), "village-caller")));
    let small = Called { parts: 2, households: 199, ..called(&[Matter::Other]) };
    assert_eq!(refused(small.clone()), Err((Some("parts"), "village-clusters")));
    assert_eq!(refused(Called { scattered: true, ..small.clone() }), Ok(()));
    assert_eq!(refused(Called { households: 200, ..small }), Ok(()));
    let late = Called { posted_on: Some(date(2026, 2, 9)), ..called(&[Matter::Convention]) };
    assert_eq!(refused(late.clone()), Err((Some("posted_on"), "village-posted")), "29 days");
    assert_eq!(refused(Called { posted_on: Some(date(2026, 2, 8)), ..late }), Ok(()));
    let gone = Called { unit: "20821".into(), ..called(&[Matter::Other]) };
    assert_eq!(refused(gone), Err((Some("on"), "village-no-unit")), "merged in 2025");
    let refusal = may_call(&called(&[Matter::HeadElected]), law).unwrap_err();
    assert!(refusal.article.unwrap().contains("Luật Thực hiện dân chủ ở cơ sở"));
}

#[test]
fn two_thirds_of_all_households_or_more_than_half_of_them() {
    let of = |present, yes| {
        let mut told = Told::on(&[Matter::Contribution, Matter::Other]);
        told.close(present, yes);
        told.ended()
    };
    assert_eq!(of(100, 67), [Ended::Passed, Ended::Passed]);
    assert_eq!(of(100, 66), [Ended::Failed, Ended::Passed]);
    assert_eq!(of(100, 50), [Ended::Failed, Ended::Failed], "half is not more than half");
    assert_eq!(of(66, 66), [Ended::Ballot, Ended::Passed], "all of 66 are no two thirds of 100");
    assert_eq!(of(40, 40), [Ended::Ballot, Ended::Ballot]);
    // By the ordinance that was law until 30 June 2023 more than half were enough.
    let old = Called { on: date(2023, 6, 30), ..called(&[Matter::Contribution]) };
    let mut told = Told::new(old);
    told.close(100, 51);
    assert_eq!(told.ended(), [Ended::Passed]);
    let older = Called { on: date(2006, 6, 30), ..called(&[Matter::Contribution]) };
    let mut told = Told::new(older);
    told.close(100, 100);
    assert_eq!(told.ended(), [Ended::NoRule], "no outcome is made up");
}

#[test]
fn of_several_options_the_one_with_enough_passes_alone() {
    let mut called = called(&[Matter::Other]);
    called.agenda[0].options = vec![item(5), item(6)];
    let with = |votes: [u32; 2]| {
        let mut told = Told::new(called.clone());
        let mut recorded = entry(1, 100, 0);
        recorded.sheets[0].votes = votes.to_vec();
        recorded.sheets[0].against = 100 - votes[0] - votes[1];
        told.enter(recorded).unwrap();
        let one = told.meeting.outcomes(laws()).remove(0);
        (one.result, one.leading, one.count.no)
    };
    assert_eq!(with([30, 60]), (Ended::Passed, 1, 40));
    assert_eq!(with([50, 50]), (Ended::Failed, 0, 50), "a tie has no majority");
    assert_eq!(with([45, 40]), (Ended::Failed, 0, 55));
}

#[test]
fn everybody_present_stands_on_each_sheet_once() {
    let odd = |change: fn(&mut Recorded)| {
        let mut recorded = entry(1, 80, 60);
        change(&mut recorded);
        Told::on(&[Matter::Other]).enter(recorded)
    };
    assert_eq!(odd(|_| {}), Ok(()));
    assert_eq!(odd(|one| one.sheets[0].votes[0] = 61), Err("village-sheet"));
    assert_eq!(odd(|one| one.in_person = 101), Err("village-more-present"));
    assert_eq!(odd(|one| one.households = 101), Err("village-too-many"));
    assert_eq!(odd(|one| one.part = 2), Err("village-no-part"));
    assert_eq!(odd(|one| one.sheets.clear()), Err("village-sheets"));
    assert_eq!(odd(|one| one.sheets[0].votes.push(0)), Err("village-sheets"));
    assert_eq!(odd(|one| one.elected = 40), Err("village-secretary"), "half is not enough");
    assert_eq!(odd(|one| one.elected = 41), Ok(()));
    assert_eq!(odd(|one| one.elected = 81), Err("village-elected-many"));
    let spoilt = |one: &mut Recorded| (one.sheets[0].spoilt, one.sheets[0].against) = (1, 19);
    assert_eq!(odd(spoilt), Err("village-spoilt-hands"));
    let mut told = Told::new(Called { on: date(2026, 3, 11), ..called(&[Matter::Other]) });
    assert_eq!(told.enter(entry(1, 80, 60)), Err("village-not-yet"));
}

#[test]
fn clusters_are_summed_and_are_the_whole_village() {
    let whole = Called { households: 220, parts: 2, ..called(&[Matter::Contribution]) };
    let mut told = Told::new(whole);
    told.enter(entry(1, 80, 74)).unwrap();
    told.sign(1);
    assert_eq!(told.does(Event::Closed {}), Err("village-unsigned"), "one place is missing");
    told.enter(Recorded { part: 2, ..entry(1, 90, 73) }).unwrap();
    told.sign(2);
    assert_eq!(told.does(Event::Closed {}), Err("village-sum"), "20 households are nowhere");
    assert_eq!(told.does(Event::Counted { households: 199 }), Err("village-fewer"));
    told.does(Event::Counted { households: 200 }).unwrap();
    told.does(Event::Closed {}).unwrap();
    let one = told.meeting.outcomes(laws()).remove(0);
    assert_eq!((one.count.whole, one.count.present, one.count.yes), (200, 170, 147));
    assert_eq!(one.verdict.as_ref().map(|verdict| verdict.needed), Some(134));
    assert!(one.passed());
}

#[test]
fn a_changed_sheet_is_unsigned_and_the_names_of_the_old_one_are_destroyed() {
    let mut told = Told::on(&[Matter::Other]);
    told.enter(entry(1, 80, 60)).unwrap();
    told.sign(1);
    let twice = told.does(Event::Signed { part: 1, role: Role::Chair });
    assert_eq!(twice, Err("village-not-now"), "nothing is left to sign");
    let again = Recorded { people: item(7), ..entry(1, 80, 61) };
    let late = Command::Record(Box::new(again.clone()), 0);
    let refusal = told.tell(late, TODAY).unwrap_err();
    assert_eq!(refusal.code, "somebody-was-first", "its writer had seen no entry");
    told.enter(again).unwrap();
    assert_eq!(told.meeting.erased, [item(3).id]);
    assert!(told.meeting.parts[&1].signed.is_empty());
    assert_eq!(told.does(Event::Closed {}), Err("village-unsigned"));
    assert_eq!(told.does(Event::Signed { part: 2, role: Role::Chair }), Err("village-part-empty"));
}

#[test]
fn what_a_decision_owes_has_its_clock() {
    let mut told = Told::on(&[Matter::Convention, Matter::Contribution]);
    told.close(100, 60);
    assert_eq!(told.ended(), [Ended::Passed, Ended::Failed]);
    // Ten and five working days after Tuesday 10 March 2026.
    let owed = [(1, Some(date(2026, 3, 24))), (2, Some(date(2026, 3, 17)))];
    assert_eq!(told.open(), owed);
    let form = Event::Issued { form: Form::Resolution, words: item(8) };
    told.does(form).unwrap();
    let bare = Event::Published { on: TODAY, ways: Vec::new() };
    assert_eq!(told.does(bare), Err("village-no-way"));
    told.does(Event::Published { on: TODAY, ways: vec![Channel::Posted] }).unwrap();
    let early = Event::Sent { on: TODAY, until: date(2026, 3, 9) };
    assert_eq!(told.does(early), Err("village-until"));
    told.does(Event::Sent { on: TODAY, until: date(2026, 3, 20) }).unwrap();
    assert_eq!(told.open(), [(3, Some(date(2026, 3, 20)))], "by the day the commune gave");
    let other = Event::Recognised { item: 1, on: TODAY, accepted: true };
    assert_eq!(told.does(other), Err("village-no-item"), "what did not pass waits for nothing");
    told.does(Event::Recognised { item: 0, on: TODAY, accepted: true }).unwrap();
    assert!(told.open().is_empty());
    let mut none = Told::on(&[Matter::Other]);
    none.close(100, 20);
    assert!(none.open().is_empty(), "nothing was decided, nothing is owed");
}

#[test]
fn a_released_head_is_followed_by_an_election() {
    let mut told = Told::new(Called { caller: Caller::Front, ..called(&[Matter::HeadReleased]) });
    told.close(100, 60);
    told.does(Event::Issued { form: Form::Minutes, words: item(8) }).unwrap();
    told.does(Event::Sent { on: TODAY, until: date(2026, 3, 20) }).unwrap();
    told.does(Event::Recognised { item: 0, on: TODAY, accepted: true }).unwrap();
    // Sixty days from 10 March 2026 end on Saturday 9 May.
    assert_eq!(told.open().last(), Some(&(4, Some(date(2026, 5, 11)))));
    told.does(Event::Renewed { on: date(2026, 4, 20) }).unwrap();
    assert_eq!(told.open(), [(1, Some(date(2026, 3, 24)))]);
}

fn command() -> impl Strategy<Value = Command> {
    let event = prop_oneof![
        Just(Event::Closed {}),
        prop::sample::select(Role::ALL).prop_map(|role| Event::Signed { part: 1, role }),
        Just(Event::Issued { form: Form::Memo, words: item(8) }),
        Just(Event::Published { on: TODAY, ways: vec![Channel::Radio] }),
        Just(Event::Sent { on: TODAY, until: TODAY }),
        any::<bool>().prop_map(|accepted| Event::Recognised { item: 0, on: TODAY, accepted }),
        Just(Event::Renewed { on: TODAY }),
        Just(Event::Notified { on: TODAY, ways: vec![Channel::Posted] }),
        Just(Event::Counted { households: 100 }),
        Just(Event::Cancelled { why: Why::Few }),
    ];
    prop_oneof![
        3 => event.prop_map(Command::Fact),
        1 => (0u32..=100).prop_map(|yes| Command::Record(Box::new(entry(1, 100, yes)), -1)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_500))]
    #[test]
    fn random_walks_stay_inside_the_table(walk in prop::collection::vec(command(), 1..16)) {
        let mut told = Told::new(Called {
            caller: Caller::Front, ..called(&[Matter::HeadReleased])
        });
        for command in walk {
            let before = told.meeting.clone();
            let step = command.step().unwrap();
            let command = match command {
                Command::Record(one, _) => {
                    let seen = before.parts.get(&1).map_or(0, |part| part.times);
                    Command::Record(one, seen)
                }
                command => command,
            };
            let done = told.tell(command, TODAY).is_ok();
            let allowed = ARROWS.iter().any(|a| a.step == step && a.from.contains(&before.state));
            prop_assert!(allowed || !done);
            prop_assert!(done || told.meeting.version == before.version);
            // Nothing is owed before it ends, and an ended meeting's figures stand.
            if told.meeting.closed.is_none() {
                prop_assert!(told.meeting.debts.is_empty());
            }
            if before.closed.is_some() {
                prop_assert_eq!(before.attendance(), told.meeting.attendance());
            }
        }
    }
}

/// The table as jurists read it.
fn table() -> String {
    let (vi, book) = (testkit::steps::words("villages"), &laws().now().rulebook);
    let say = |of: &str, word: &str| {
        let key = format!("{of}-{}", word.replace('_', "-"));
        vi.get(&key).unwrap_or_else(|| panic!("no words for {key}")).clone()
    };
    let mut text = String::from(
        "# Bước đi của cuộc họp thôn · The lawful steps of a village meeting\n\n\
         Made from the table in `crates/discuss/villages/src/arrows.rs`; a test holds it to the\n\
         code. Each row: what may be done, from where, on which article, by whom, and what it\n\
         does to what is owed. Nothing outside this table happens.\n\n\
         | việc · step | từ · from | căn cứ · article | ai · who | phải làm · owed |\n\
         |---|---|---|---|---|\n",
    );
    for arrow in ARROWS {
        let from: Vec<_> = arrow.from.iter().map(|s| say("ht-state", s.word())).collect();
        let (title, word) = (say("ht-do", arrow.step.word()), arrow.step.word());
        let article = &book.in_force(arrow.rule, TODAY).unwrap().article;
        let article = book.cite(article, calendar::Lang::Vi);
        let clock = match arrow.clock {
            Clock::Leaves => "–",
            Clock::Begins => "công khai; gửi hương ước: bắt đầu, nếu thông qua",
            Clock::Published => "công khai: xong",
            Clock::Sent => "gửi: xong; xã trả lời: bắt đầu, theo ngày hẹn",
            Clock::Recognised => "xã trả lời: xong; bầu Trưởng thôn mới: bắt đầu, nếu cho thôi",
            Clock::Renewed => "bầu Trưởng thôn mới: xong",
        };
        let from = from.join(", ");
        writeln!(text, "| {title} · `{word}` | {from} | {article} | `{}` | {clock} |", arrow.act)
            .unwrap();
    }
    text
}

#[test]
fn the_table_that_jurists_read_is_the_one_that_the_program_follows() {
    testkit::steps::hold("village-steps.md", &table());
}

#[test]
fn facts_are_read_back_as_they_were_written() {
    for event in [
        Event::Called(Box::new(called(&[Matter::Board, Matter::Funds]))),
        Event::Notified { on: TODAY, ways: Channel::ALL.to_vec() },
        Event::Moved { on: TODAY, from: 1, why: Why::Papers },
        Event::Cancelled { why: Why::Disaster },
        Event::Counted { households: 7 },
        Event::Recorded(Box::new(entry(2, 3, 1))),
        Event::Signed { part: 2, role: Role::Secretary },
        Event::Closed {},
        Event::Issued { form: Form::Agreement, words: item(4) },
        Event::Published { on: TODAY, ways: vec![Channel::Network] },
        Event::Sent { on: TODAY, until: TODAY },
        Event::Recognised { item: 1, on: TODAY, accepted: false },
        Event::Renewed { on: TODAY },
        Event::Erased { items: vec![item(3).id], ground: "LUU.roll".into() },
    ] {
        assert_eq!(Event::read(&record("village/x", 1, event.to_fact())).unwrap(), event);
    }
    assert_eq!((State::ALL.len(), Step::ALL.len()), (5, 12));
}
