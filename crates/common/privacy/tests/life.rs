//! A request in time, and what the rules of keeping let go: without any database.

use jiff::Timestamp;
use jiff::civil::{Date, date};
use kernel::Id;
use privacy::facts::{Event, KINDS, Received};
use privacy::keep::{self, Stand};
use privacy::kind::{By, End, Form, Kind, Paper, State};
use privacy::request::{Command, Request};
use privacy::{Held, Item, Kept, What};
use store::{Laws, Stream, VaultId, loose};

const DAY: Date = date(2026, 3, 16);

fn laws() -> Laws {
    loose::laws().expect("the law that the program carries")
}

fn item(n: u8) -> VaultId {
    let id = Id::from_parts(Timestamp::UNIX_EPOCH, [n; 10]);
    VaultId { id, commitment: String::new() }
}

fn request(kind: Kind, more: Vec<Event>) -> Request {
    let received = Received {
        unit: "20836".into(),
        kind,
        on: DAY,
        paper: Paper::Identity,
        by: By::Own,
        person: item(1),
        words: None,
    };
    let events = std::iter::once(Event::Received(received)).chain(more);
    let mut stream = Stream::new("data_request/x");
    for (version, event) in (1..).zip(events) {
        let record =
            loose::record("data_request/x", version, event.to_fact(), Timestamp::UNIX_EPOCH);
        assert_eq!(Event::read(&record).expect("it is read back"), event);
        stream.records.push(record);
    }
    Request::replay(&stream).expect("facts that follow").expect("a request")
}

#[test]
fn each_kind_has_its_days_and_one_extension() {
    let laws = laws();
    for (kind, due) in [
        (Kind::View, date(2026, 3, 26)),
        (Kind::Copy, date(2026, 3, 26)),
        (Kind::Correct, date(2026, 3, 26)),
        (Kind::Restrict, date(2026, 3, 31)),
        (Kind::Withdraw, date(2026, 3, 31)),
        // The twentieth day is a Sunday.
        (Kind::Erase, date(2026, 4, 6)),
    ] {
        let one = request(kind, Vec::new());
        let dues: Vec<_> = one.debts.iter().map(|debt| debt.due(&laws).expect("known")).collect();
        assert_eq!(dues, [Some(date(2026, 3, 18)), Some(due)], "{kind:?}");
        let more = one.decide(Command::Extend(15, item(2)), DAY, laws.now());
        let longer = request(kind, vec![more.expect("within what the law allows")]);
        assert!(longer.debts[1].due(&laws).expect("known") > Some(due), "{kind:?}");
        let again = longer.decide(Command::Extend(1, item(2)), DAY, laws.now());
        assert_eq!(again.expect_err("once only").code, "data-extended");
        for days in [0, 16] {
            let refused = one.decide(Command::Extend(days, item(2)), DAY, laws.now());
            assert_eq!(refused.expect_err("not so many").code, "data-days", "{days}");
        }
    }
}

#[test]
fn it_ends_once_and_what_is_not_done_has_a_ground_and_an_answer() {
    let laws = laws();
    let one = request(Kind::Erase, Vec::new());
    let refused = |ground: Option<&str>, words: Option<VaultId>| {
        let command = Command::Finish(End::Refused, ground.map(str::to_owned), words);
        one.decide(command, DAY, laws.now())
    };
    assert_eq!(refused(None, Some(item(2))).expect_err("no ground").code, "data-no-ground");
    assert_eq!(refused(Some("x"), None).expect_err("no answer").code, "data-no-words");
    let told = one.decide(Command::Acknowledge, DAY, laws.now()).expect("told");
    let end = refused(Some("Điều 1"), Some(item(2))).expect("whole");
    let done = request(Kind::Erase, vec![told, end]);
    assert_eq!((done.state, done.closed_on), (State::Finished, Some(DAY)));
    assert!(done.debts.iter().all(|debt| !debt.is_open()));
    let again = done.decide(Command::Acknowledge, DAY, laws.now());
    assert_eq!(again.expect_err("it is over").code, "data-finished");
}

#[test]
fn facts_are_read_back_as_they_were_written() {
    let all = vec![
        Event::Acknowledged { on: DAY },
        Event::Extended { days: 3, why: item(2), on: DAY },
        Event::Handed { form: Form::Json, matters: 2, on: DAY },
        Event::Applied { matters: 1, items: 2, on: DAY },
        Event::Corrected { matter: "petition/x".into(), on: DAY },
        Event::Finished { how: End::Done, ground: None, words: None, on: DAY },
        Event::Erased { items: vec![item(1).id], ground: "Điều 1".into() },
    ];
    assert_eq!(all.len() + 1, KINDS.len());
    let one = request(Kind::Copy, all);
    assert_eq!((one.version, one.erased), (8, vec![item(1).id]));
}

fn held(ended_on: Option<Date>) -> Held {
    let feedback = |n, what, kept| Item::new(&item(n), what, kept, Some(keep::FEEDBACK));
    Held {
        sort: "feedback",
        code: "TT-1".into(),
        unit: "20836".into(),
        path: "/".into(),
        began_on: DAY,
        ended_on,
        items: vec![
            feedback(1, What::Person, Kept::No),
            feedback(2, What::Words, Kept::Term(keep::FEEDBACK)),
            Item::record(&item(3), What::Course),
        ],
    }
}

#[test]
fn names_go_at_once_words_after_their_years_and_records_when_their_matter_is_over() {
    let laws = laws();
    let stands = |held: &Held, today: Date| -> Vec<Stand> {
        held.items.iter().map(|item| keep::stand(item, held, laws.now(), today)).collect()
    };
    let open = [Stand::Free, Stand::Kept(keep::FEEDBACK, None), Stand::Kept(keep::OPEN, None)];
    assert_eq!(stands(&held(None), DAY), open);
    let (over, last) = (held(Some(DAY)), date(2031, 3, 16));
    let kept = [Stand::Free, Stand::Kept(keep::FEEDBACK, Some(last)), Stand::Free];
    assert_eq!(stands(&over, DAY), kept);
    assert_eq!(stands(&over, last), kept, "the last day still counts");
    let next = date(2031, 3, 17);
    assert_eq!(stands(&over, next), [Stand::Free, Stand::Free, Stand::Free]);
    // The task takes what the rule names, the name too, and no record.
    let gone = |today| keep::expired(&over, laws.now(), keep::FEEDBACK, today);
    assert_eq!((gone(last), gone(next)), (vec![], vec![item(1).id, item(2).id]));
    assert!(keep::expired(&held(None), laws.now(), keep::FEEDBACK, next).is_empty());
    // What ended before the rule came is kept by it too.
    let old = keep::until(laws.now(), keep::COMPLAINT, date(2015, 1, 2), DAY);
    assert_eq!(old, Some(date(2035, 1, 2)));
}

#[test]
fn every_rule_of_keeping_is_law_today() {
    let laws = laws();
    for (rule, _) in keep::RULES {
        assert!(keep::until(laws.now(), rule, DAY, DAY).is_some(), "{rule}");
    }
    for kind in Kind::ALL {
        assert!(laws.now().rulebook.in_force(kind.rule(), DAY).is_some(), "{kind:?}");
    }
}
