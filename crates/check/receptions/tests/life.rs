//! The life of receptions and visits, without a database: the tables are the whole life, the rule
//! of the date decides how often a head receives, and a name goes when its purpose is over.

use std::fmt::Write as _;
use std::sync::OnceLock;

use jiff::Timestamp;
use jiff::civil::{Date, date};
use kernel::Id;
use proptest::prelude::*;
use receptions::arrows::{SESSIONS, State, Step, VISITS, VisitState, VisitStep};
use receptions::facts::{Began, Event, Planned, Presence, Received, VisitEvent};
use receptions::frequency::{self, Day};
use receptions::kind::{Answer, Competence, Form, Host, Kind, Sort, StandIn, Way, Why};
use receptions::session::{self, Session, may_plan};
use receptions::visit::{Command, Visit, group};
use store::{Fact, Laws, Record, Stream, VaultId};
use units::Level;

const TODAY: Date = date(2026, 3, 10);

fn record(stream: &str, version: i64, fact: Fact) -> Record {
    store::loose::record(stream, version, fact, Timestamp::UNIX_EPOCH)
}

fn laws() -> &'static Laws {
    static LAWS: OnceLock<Laws> = OnceLock::new();
    LAWS.get_or_init(|| store::loose::laws().unwrap())
}

fn planned(on: Date) -> Planned {
    Planned {
        unit: "20836".into(),
        sort: Sort::Head,
        host: Host::Chair,
        form: Form::Onsite,
        on,
        from: 480,
        until: 690,
        place: None,
    }
}

fn session(on: Date, events: Vec<Event>) -> Session {
    let facts = std::iter::once(Event::Planned(planned(on))).chain(events);
    let mut stream = Stream::new("reception/20836-20260310-0800-head-chair");
    for (version, event) in (1..).zip(facts) {
        stream.records.push(record("reception/x", version, event.to_fact()));
    }
    Session::replay(&stream).unwrap().unwrap()
}

fn open() -> Session {
    session(TODAY, vec![Event::Opened { presence: Presence::InPerson }])
}

fn item(n: u8) -> VaultId {
    VaultId { id: Id::from_parts(Timestamp::UNIX_EPOCH, [n; 10]), commitment: String::new() }
}

fn received(kind: Kind) -> Received {
    let said = kind != Kind::Denunciation;
    Received {
        year: 2026,
        no: 1,
        kind,
        matter: "water".into(),
        persons: 1,
        group: false,
        speakers: 0,
        person: said.then(|| item(2)),
        others: None,
        words: said.then(|| item(3)),
        competence: Competence::Own,
        turn_of: None,
    }
}

/// A visit with its facts, told one after another.
struct Told {
    stream: Stream,
    visit: Visit,
}

impl Told {
    fn new(way: Way) -> Self {
        let began = Began {
            session: "reception/20836-20260310-0800-head-chair".into(),
            unit: "20836".into(),
            on: TODAY,
            way,
            kind: None,
            persons: 1,
            person: Some(item(1)),
            words: Some(item(9)),
            booked: None,
        };
        let mut stream = Stream::new("visit/x");
        let fact = VisitEvent::Began(began).to_fact();
        stream.records.push(record("visit/x", 1, fact));
        let visit = Visit::replay(&stream).unwrap().unwrap();
        Self { stream, visit }
    }

    fn try_do(&mut self, command: Command) -> Result<(), &'static str> {
        let destroyed = self.visit.destroys(command.step());
        let event = self.visit.decide(command, &open(), TODAY, laws()).map_err(|r| r.code)?;
        let version = self.visit.version + 1;
        self.stream.records.push(record("visit/x", version, event.to_fact()));
        self.visit = Visit::replay(&self.stream).unwrap().unwrap();
        for id in destroyed {
            assert!(self.visit.erased.contains(&id), "what is destroyed, the facts say so");
        }
        Ok(())
    }
}

fn days(of: &[(Date, State, Option<bool>)]) -> Vec<Day> {
    of.iter()
        .map(|(on, state, in_person)| Day { on: *on, state: *state, in_person: *in_person })
        .collect()
}

#[test]
fn the_chair_of_a_commune_receives_weekly_until_the_law_changes_and_two_days_a_month_since() {
    let law = laws().now();
    let month =
        |any| frequency::month(law, Host::Chair, Level::Commune, any, &[], date(2025, 1, 1));
    let june = month(date(2026, 6, 1));
    assert_eq!(june.len(), 1);
    assert_eq!((june[0].rule.id.as_str(), june[0].periods.len()), ("TD.comm.old", 4));
    assert_eq!(june[0].periods[3].until, date(2026, 6, 28));
    // Monday 29 June to Sunday 5 July lies under both laws, and is asked for by neither.
    let july = month(date(2026, 7, 15));
    assert_eq!(july.len(), 1, "one rule, the new one");
    assert_eq!((july[0].rule.id.as_str(), july[0].missing()), ("TD.comm.new", 2));
    // The week of Tết 2026 has no working day.
    let february = month(date(2026, 2, 1));
    let weeks: Vec<Date> = february[0].periods.iter().map(|period| period.from).collect();
    assert_eq!(weeks, [date(2026, 2, 2), date(2026, 2, 9), date(2026, 2, 23)]);
    let province = frequency::month(law, Host::Chair, Level::Province, TODAY, &[], TODAY);
    assert_eq!((province[0].rule.id.as_str(), province[0].missing()), ("TD.prov", 1));
    let party = frequency::month(law, Host::Party, Level::Commune, TODAY, &[], TODAY);
    assert_eq!((party[0].rule.id.as_str(), party[0].missing()), ("TD.party.comm", 2));
    assert!(frequency::month(law, Host::Office, Level::Commune, TODAY, &[], TODAY).is_empty());
    let district = |any| frequency::month(law, Host::Chair, Level::District, any, &[], TODAY).len();
    assert_eq!((district(date(2025, 6, 1)), district(date(2025, 7, 1))), (1, 0), "abolished");
}

#[test]
fn a_day_counts_once_and_only_when_the_head_received_in_person() {
    let law = laws().now();
    let august = |days: &[Day], today| {
        let checks =
            frequency::month(law, Host::Chair, Level::Commune, date(2026, 8, 1), days, today);
        checks[0].periods[0]
    };
    let held = days(&[
        (date(2026, 8, 4), State::Closed, Some(true)),
        (date(2026, 8, 4), State::Closed, Some(true)),
        (date(2026, 8, 6), State::Closed, Some(false)),
        (date(2026, 8, 11), State::Cancelled, None),
        (date(2026, 8, 12), State::Planned, None),
    ]);
    let middle = august(&held, date(2026, 8, 20));
    assert_eq!((middle.in_person, middle.replaced, middle.planned), (1, 1, 0));
    assert_eq!((middle.missing(), middle.is_kept(), middle.is_broken()), (1, false, false));
    assert!(august(&held, date(2026, 9, 1)).is_broken());
    let more = [&held[..], &days(&[(date(2026, 8, 25), State::Planned, None)])].concat();
    assert_eq!(august(&more, date(2026, 8, 20)).missing(), 0, "the calendar has enough");
    assert_eq!(august(&more, date(2026, 9, 1)).missing(), 1, "planned, and never held");
}

#[test]
fn what_cannot_be_planned_is_refused_with_what_is_wrong() {
    let law = laws().now();
    let refused = |planned: Planned| may_plan(&planned, law).map_err(|r| (r.field, r.code));
    assert_eq!(refused(planned(TODAY)), Ok(()));
    let odd = Planned { until: 480, ..planned(TODAY) };
    assert_eq!(refused(odd), Err((Some("until"), "reception-hours")));
    let odd = Planned { host: Host::Office, ..planned(TODAY) };
    assert_eq!(refused(odd), Err((Some("host"), "reception-host")));
    let online = Planned { form: Form::Online, ..planned(TODAY) };
    assert_eq!(refused(online.clone()), Err((Some("form"), "reception-online")));
    assert_eq!(refused(Planned { on: date(2026, 7, 2), ..online }), Ok(()));
    // A commune of the old order, after the mergers of 1 July 2025.
    let gone = Planned { unit: "20821".into(), ..planned(TODAY) };
    assert_eq!(refused(gone), Err((Some("on"), "reception-no-unit")));
}

#[test]
fn a_reception_begins_on_its_day_and_says_who_receives() {
    let later = session(date(2026, 3, 17), Vec::new());
    let command = session::Command::Open(Presence::InPerson);
    assert_eq!(later.decide(command, TODAY).unwrap_err().code, "reception-not-yet");
    assert!(later.takes_bookings(TODAY) && !later.takes_visits());
    let today = session(TODAY, Vec::new());
    let replaced = Presence::Replaced { by: StandIn::Deputy, why: Why::Mission };
    assert!(today.decide(session::Command::Open(replaced), TODAY).is_ok());
    let past = session::Command::Move(date(2026, 3, 9), 480, 690, Why::Other);
    assert_eq!(today.decide(past, TODAY).unwrap_err().field, Some("on"));
    let same = session::Command::Correct(Presence::InPerson);
    assert_eq!(open().decide(same, TODAY).unwrap_err().code, "reception-same");
    assert!(open().takes_visits() && !open().takes_bookings(TODAY));
    let off = session(TODAY, vec![Event::Cancelled { why: Why::Disaster }]);
    assert_eq!(off.decide(session::Command::Close, TODAY).unwrap_err().code, "reception-not-now");
}

#[test]
fn five_and_more_name_who_speaks() {
    let law = laws().now();
    assert_eq!(group(law, 4, 0, TODAY), Ok(false));
    assert_eq!(group(law, 5, 1, TODAY), Ok(true));
    assert_eq!(group(law, 10, 3, TODAY).unwrap_err().field, Some("speakers"));
    assert_eq!(group(law, 11, 5, TODAY), Ok(true));
    assert_eq!(group(law, 11, 6, TODAY).unwrap_err().code, "visit-speakers");
    assert_eq!(group(law, 40, 0, TODAY).unwrap_err().code, "visit-speakers");
}

#[test]
fn an_answer_is_owed_in_ten_working_days_and_has_four_kinds() {
    let mut told = Told::new(Way::Desk);
    told.try_do(Command::Receive(Box::new(received(Kind::Feedback)))).unwrap();
    assert_eq!(told.visit.state, VisitState::Received);
    let due = told.visit.owed().unwrap().due(laws()).unwrap();
    assert_eq!(due, Some(date(2026, 3, 24)), "ten working days after 10 March 2026");
    let early = Command::Answer(Answer::Passed, date(2026, 3, 9), None, None);
    assert_eq!(told.try_do(early), Err("visit-day-before"));
    let ahead = Command::Answer(Answer::Passed, date(2026, 3, 11), None, None);
    assert_eq!(told.try_do(ahead), Err("visit-day-ahead"));
    let early = Command::Answer(Answer::MoreTime, TODAY, None, Some(date(2026, 3, 9)));
    assert_eq!(told.try_do(early), Err("visit-until"));
    let mut unsaid = Told { stream: told.stream.clone(), visit: told.visit.clone() };
    let until = Some(date(2026, 4, 30));
    told.try_do(Command::Answer(Answer::MoreTime, TODAY, None, until)).unwrap();
    let owed = told.visit.owed().expect("what is verified is answered in the end");
    assert_eq!((owed.n, owed.due(laws()).unwrap()), (2, until), "by the day that was given");
    assert_eq!(told.visit.debts[0].closed.map(|(on, ..)| on), Some(TODAY), "one of the four");
    // A day that nobody gave is the law's own, from that day on.
    unsaid.try_do(Command::Answer(Answer::MoreTime, TODAY, None, None)).unwrap();
    let owed = unsaid.visit.owed().expect("an answer is owed");
    assert_eq!(owed.due(laws()).unwrap(), Some(date(2026, 3, 24)));
    let again = Command::Answer(Answer::MoreTime, TODAY, None, None);
    assert_eq!(told.try_do(again), Err("visit-more-again"));
    told.try_do(Command::Answer(Answer::Accepted, TODAY, None, None)).unwrap();
    assert_eq!((told.visit.state, told.visit.owed()), (VisitState::Answered, None));
    assert_eq!(Answer::ALL.len(), 4);
}

#[test]
fn a_petition_filed_out_of_a_visit_owes_the_answer_alone() {
    let mut told = Told::new(Way::Desk);
    told.try_do(Command::Receive(Box::new(received(Kind::Feedback)))).unwrap();
    let link = |carried| Command::Link { code: "TT-4176-28".into(), carried };
    let mut again = Told { stream: told.stream.clone(), visit: told.visit.clone() };
    told.try_do(link(true)).unwrap();
    assert_eq!((told.visit.state, told.visit.is_first()), (VisitState::Filed, true));
    assert!(told.visit.owed().is_none());
    again.try_do(link(false)).unwrap();
    assert_eq!((again.visit.state, again.visit.is_first()), (VisitState::Received, false));
    assert!(again.visit.owed().is_some(), "another turn on an old case is answered itself");
    assert_eq!(again.try_do(link(false)), Err("visit-same-case"));
}

#[test]
fn who_denounces_or_is_not_received_leaves_no_name() {
    let mut told = Told::new(Way::Desk);
    let mut named = received(Kind::Denunciation);
    named.person = Some(item(2));
    assert_eq!(told.try_do(Command::Receive(Box::new(named))), Err("visit-denunciation"));
    told.try_do(Command::Receive(Box::new(received(Kind::Denunciation)))).unwrap();
    assert_eq!(told.visit.state, VisitState::Aside);
    assert!(told.visit.debts.is_empty(), "its clocks run in the register of denunciations");
    assert!(told.visit.items.iter().all(|item| told.visit.erased.contains(&item.id)));
    for command in [
        Command::Refuse("TD9.1".into()),
        Command::Plain(VisitStep::Leave),
        Command::Plain(VisitStep::GiveUp),
    ] {
        let way = if command.step() == VisitStep::GiveUp { Way::Page } else { Way::Desk };
        let mut told = Told::new(way);
        told.try_do(command.clone()).unwrap();
        assert_eq!(told.visit.erased.len(), 2, "{command:?}");
    }
    let mut told = Told::new(Way::Desk);
    assert_eq!(told.try_do(Command::Refuse("KN11.5".into())), Err("visit-ground"));
}

#[test]
fn what_a_line_of_the_register_needs() {
    let odd = |change: fn(&mut Received)| {
        let mut line = received(Kind::Complaint);
        change(&mut line);
        Told::new(Way::Desk).try_do(Command::Receive(Box::new(line)))
    };
    assert_eq!(odd(|_| {}), Ok(()));
    assert_eq!(odd(|line| line.person = None), Err("visit-name"));
    assert_eq!(odd(|line| line.words = None), Err("visit-words"));
    assert_eq!(odd(|line| line.persons = 0), Err("visit-nobody"));
    assert_eq!(odd(|line| line.matter = "religion".into()), Err("visit-matter"));
    let visit = Told::new(Way::Desk).visit;
    let early = session(TODAY, Vec::new());
    let command = Command::Receive(Box::new(received(Kind::Feedback)));
    let refused = visit.decide(command, &early, TODAY, laws()).unwrap_err();
    assert_eq!(refused.code, "reception-not-open");
}

fn command() -> impl Strategy<Value = Command> {
    let kinds = prop::sample::select(Kind::ALL);
    prop_oneof![
        prop::sample::select(VisitStep::ALL).prop_map(Command::Plain),
        kinds.prop_map(|kind| Command::Receive(Box::new(received(kind)))),
        Just(Command::Refuse("TD9.2".into())),
        any::<bool>().prop_map(|carried| Command::Link { code: "A".into(), carried }),
        prop::sample::select(Answer::ALL).prop_map(|how| Command::Answer(how, TODAY, None, None)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]
    #[test]
    fn random_walks_stay_inside_the_table(
        booked in any::<bool>(), walk in prop::collection::vec(command(), 1..12),
    ) {
        let mut told = Told::new(if booked { Way::Phone } else { Way::Desk });
        for command in walk {
            let (before, step) = (told.visit.clone(), command.step());
            let done = told.try_do(command);
            let allowed = VISITS.iter().any(|a| a.step == step && a.from.contains(&before.state));
            prop_assert!(allowed || done.is_err());
            prop_assert!(done.is_ok() || told.visit.version == before.version);
            // What is owed is owed in the two states that say so, and nowhere else.
            let owes = told.visit.owed().is_some();
            let says = matches!(told.visit.state, VisitState::Received | VisitState::Verifying);
            prop_assert_eq!(owes, says);
        }
    }
}

/// The tables as jurists read them.
fn table() -> String {
    let (vi, book) = (testkit::steps::words("receptions"), &laws().now().rulebook);
    let say = |of: &str, word: &str| {
        let key = format!("{of}-{}", word.replace('_', "-"));
        vi.get(&key).unwrap_or_else(|| panic!("no words for {key}")).clone()
    };
    let cite = |rule: &str| {
        let (article, settled) = match rule {
            "TD9" => {
                let mut grounds = book.grounds("TD9.", TODAY);
                let settled = grounds.all(rulebook::Ground::is_settled);
                (book.ground("TD9.1").unwrap().article.whole(), settled)
            }
            rule => {
                let rule = book.in_force(rule, TODAY).unwrap();
                (rule.article.clone(), rule.is_settled())
            }
        };
        let mark = if settled { "" } else { testkit::steps::UNSETTLED };
        format!("{}{mark}", book.cite(&article, calendar::Lang::Vi))
    };
    let mut text = String::from(
        "# Bước đi của buổi tiếp và lượt tiếp công dân · \
         The lawful steps of a reception and a visit\n\n\
         Made from the tables in `crates/check/receptions/src/arrows.rs`; a test holds it to the\n\
         code. Each row: what may be done, from where, on which article, by whom, and what\n\
         it does to the answer that is owed (`TD.reply`). Nothing outside these tables happens.\n\
         \n",
    );
    text.push_str(testkit::steps::UNSETTLED_NOTE);
    text.push_str(
        "\n| việc · step | từ · from | căn cứ · article | ai · who |\n|---|---|---|---|\n",
    );
    for arrow in SESSIONS {
        let from: Vec<_> =
            arrow.from.iter().map(|state| say("td-state", session_word(*state))).collect();
        let (title, word) = (say("td-do", arrow.step.word()), arrow.step.word());
        let article = cite(arrow.rule);
        writeln!(
            text,
            "| {title} · `{word}` | {} | {article} | `{}` |",
            from.join(", "),
            arrow.act
        )
        .unwrap();
    }
    text.push_str(
        "\n| việc · step | từ · from | căn cứ · article | ai · who | trả lời · answer |\n\
         |---|---|---|---|---|\n",
    );
    for arrow in VISITS {
        let from: Vec<_> = arrow.from.iter().map(|state| say("td-visit", state.word())).collect();
        let (title, word) = (say("td-visit-do", arrow.step.word()), arrow.step.word());
        let clock = match arrow.clock {
            receptions::arrows::Clock::Leaves => "–",
            receptions::arrows::Clock::Begins => "bắt đầu, trừ tố cáo",
            receptions::arrows::Clock::Ends => "xong",
            receptions::arrows::Clock::PassesOn => "đơn mang, nếu lập từ lượt này",
        };
        let article = cite(arrow.rule);
        let from = from.join(", ");
        writeln!(text, "| {title} · `{word}` | {from} | {article} | `{}` | {clock} |", arrow.act)
            .unwrap();
    }
    text.push_str(
        "\n| căn cứ từ chối, dịp phải tiếp · ground to decline, occasion to receive \
         | điều · article |\n\
         |---|---|\n",
    );
    let marked = |settled: bool| if settled { "" } else { testkit::steps::UNSETTLED };
    for ground in book.grounds("TD9.", TODAY) {
        let article = book.cite(&ground.article, calendar::Lang::Vi);
        let (words, mark) = (ground.words(calendar::Lang::Vi), marked(ground.is_settled()));
        writeln!(text, "| {words} | {article}{mark} (`{}`) |", ground.id).unwrap();
    }
    for id in ["TD.head", "TD.adhoc", "TD.comm.old", "TD.comm.new", "TD.person", "TD.group"] {
        for rule in book.versions(id) {
            let article = book.cite(&rule.article, calendar::Lang::Vi);
            let words = rule.sentence(None, calendar::Lang::Vi);
            let mark = marked(rule.is_settled());
            writeln!(text, "| {words} | {article}{mark} (`{id}`) |").unwrap();
        }
    }
    text
}

fn session_word(state: State) -> &'static str {
    match state {
        State::Closed => "held",
        state => state.word(),
    }
}

#[test]
fn the_table_that_jurists_read_is_the_one_that_the_program_follows() {
    testkit::steps::hold("reception-steps.md", &table());
}

#[test]
fn facts_are_read_back_as_they_were_written() {
    for event in [
        Event::Planned(planned(TODAY)),
        Event::Moved { on: TODAY, from: 1, until: 2, why: Why::Other },
        Event::Cancelled { why: Why::Holiday },
        Event::Opened { presence: Presence::Replaced { by: StandIn::Member, why: Why::Leave } },
        Event::Corrected { presence: Presence::InPerson },
        Event::Closed {},
    ] {
        assert_eq!(Event::read(&record("reception/x", 1, event.to_fact())).unwrap(), event);
    }
    for event in [
        VisitEvent::Arrived {},
        VisitEvent::Received(Box::new(received(Kind::Feedback))),
        VisitEvent::Refused { ground: "TD9.2".into() },
        VisitEvent::Left {},
        VisitEvent::GivenUp {},
        VisitEvent::Linked { code: "A".into(), carried: true },
        VisitEvent::Answered { how: Answer::Passed, on: TODAY, words: Some(item(4)), until: None },
        VisitEvent::Answered { how: Answer::MoreTime, on: TODAY, words: None, until: Some(TODAY) },
        VisitEvent::Erased { items: vec![item(4).id], ground: "LBVDLCN 14".into() },
        VisitEvent::Corrected { item: item(4).id, by: item(5), ground: "DL.correct".into() },
    ] {
        assert_eq!(VisitEvent::read(&record("visit/x", 1, event.to_fact())).unwrap(), event);
    }
    assert!(SESSIONS.iter().any(|arrow| arrow.step == Step::Open));
}
